/* SPDX-License-Identifier: Apache-2.0 */
/** @file Native XML out of the inputs of a case. */
#ifndef TOOLS_CONFORMANCE_XML_H
#define TOOLS_CONFORMANCE_XML_H

#include "conformance/run.h"

#define CASE_TARIFF "CASE"

/** The root element and the tariff of the case. */
void xml_begin(text *xml);
void xml_end(text *xml);
/** A goods nomenclature line. sid may be NULL. */
void xml_line(text *xml, const char *sid, const char *code, const char *suffix, const char *indent);

#endif
