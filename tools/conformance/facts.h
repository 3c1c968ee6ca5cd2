/* SPDX-License-Identifier: Apache-2.0 */
/** @file Facts of business-rules cases as records of a transmission. */
#ifndef TOOLS_CONFORMANCE_FACTS_H
#define TOOLS_CONFORMANCE_FACTS_H

#include "conformance/run.h"

/** A word of the cases and what the message format writes for it. */
typedef struct fact_word {
    const char *said, *written;
} fact_word;

extern const fact_word fact_applicabilities[], fact_areas[], fact_relations[], fact_footnote_applications[],
    fact_code_applications[];

typedef struct fact_measure {
    const char *code, *additional_code, *order_number, *start, *end;
    bool ended_by_regulation;
} fact_measure;

typedef struct fact_definition {
    const char *sid, *order_number, *volume, *initial, *unit, *critical;
} fact_definition;

/** A word of the case as the message format writes it, a number as it is; NULL where it is not there or not known (a fault). */
const char *facts_written(trial *trial, const fact_word *words, const char *input);
/** Whether an input is there and not false. */
bool facts_said(const trial *trial, const char *input);
/** A record from its codes to the start tag of its element. */
void facts_begin(text *xml, int record, int subrecord, const char *element);
/** And its end. */
void facts_end(text *xml, const char *element);
/** A field; NULL leaves it out. */
void facts_put(text *xml, const char *element, const char *value);
/** Start and end of a range; since long ago where it is NULL. */
void facts_period(text *xml, const json *range);
/** A line with the suffix of a product line; without an indent where that is NULL. */
void facts_line(text *xml, const char *sid, const char *code, const json *range, const char *indent);
/** A geographical area of a code: country, group, region. */
void facts_area(text *xml, const char *sid, const char *id, const char *kind);
/** Footnote N of type F. */
void facts_footnote(text *xml, const char *application);
/** Measure 1 of type T for area A. */
void facts_measure(text *xml, const fact_measure *is);
/** Of order number 1. Without a volume it is 1, the initial one the same; without a unit U. */
void facts_definition(text *xml, const fact_definition *is);
/** Definition sub belongs to definition main. relation and coefficient as the message format writes them; NULL leaves one out. */
void facts_association(text *xml, const char *main, const char *sub, const char *relation, const char *coefficient);
/** A transmission of one message that holds records. */
void facts_envelope(text *xml, const text *records);
/** Measure type T with its flags; NULL: permitted. */
void facts_type(text *xml, const char *components, const char *order_number, const char *explosion);
/** Condition 1 of measure 1 under code K. */
void facts_condition(text *xml, const char *certificate, const char *price);
/** Of the measure, or of its condition. */
void facts_component(text *xml, bool conditional, const char *amount, const char *money, const char *unit);

#endif
