/* SPDX-License-Identifier: Apache-2.0 */
/** @file Measures of a case as native XML, and the members of an item that claim one. */
#ifndef TOOLS_CONFORMANCE_MEASURES_H
#define TOOLS_CONFORMANCE_MEASURES_H

#include "conformance/run.h"

/** The line that the measures of a case stand on, as an attribute and as a member; where goods come from. */
#define CASE_LINE   " code=\"9999999999\" suffix=\"80\""
#define CASE_MEMBER "\"code\":\"9999999999\""
#define CASE_ORIGIN "origin\":\"CN\""

/** A tariff whose profile the cases of a kind speak of: as an element and as a member. */
typedef struct case_tariff {
    const char *element, *member;
} case_tariff;
extern const case_tariff case_uk, case_eu;

/** An attribute where the object has the member. */
void put_attribute(text *xml, const char *name, const json *object, const char *member);
/** A component element for each of a list. */
void put_component_elements(text *xml, const json *components);
/** A condition element for each of a list, in its order; each has the next number of sequence. */
void put_condition_elements(text *xml, const json *conditions);
/** The root, the tariff and its line; a measure of a type without its end tag; the end of what xml_measures began. */
void xml_measures(text *xml, const case_tariff *tariff);
/** additional_code NULL: none. area NULL: every country. quota: under an order number. */
void xml_measure(text *xml, const char *type, const char *additional_code, const char *area, bool quota);
void xml_measures_end(text *xml);

/** What the profile of a tariff says of a measure type: the reply of measure_type, NULL where it says nothing. */
json_document *measure_type(trial *trial, tariff_session *session, const case_tariff *tariff, const char *type);
/** Whether a type is claimed by an order number. */
bool measure_type_quota(json_document *type);
/** What a claim depends on. */
typedef struct case_measure {
    const case_tariff *tariff;
    const char *type, *area; /**< area NULL: every country */
    const json *conditions;  /**< their rows; NULL: none */
    const char *document;    /**< member of a row that names its document */
} case_measure;
/**
 * Members of an item, after others, that claim a measure. type: the reply for it, may be NULL; country NULL: that of CASE_ORIGIN.
 */
void put_claim(trial *trial, text *item, json_document *type, const case_measure *measure, const char *country);

/** Compares a member of expected, a list of components, with a duty in canonical form; an empty list with no duty. */
bool same_components(trial *trial, const char *name, const char *expression);
/** What the conditions of the one measure that has any came to; NULL where none were tried. */
const json *conditions_of(json_document *reply);

#endif
