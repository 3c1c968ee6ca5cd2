/* SPDX-License-Identifier: Apache-2.0 */
/** @file Components in requests. */
#ifndef TOOLS_CONFORMANCE_RATES_H
#define TOOLS_CONFORMANCE_RATES_H

#include "conformance/run.h"

/** A list of components under "components"; numbers as decimal strings. */
void put_components(text *request, const json *components);

#endif
