/* SPDX-License-Identifier: Apache-2.0 */
/* condition-classification, condition-requirement: method condition; condition-permutations: method condition.permutations */
#include <string.h>

#include "conformance/measures.h"

/* Members of a row, under the names of the methods; what a case calls a document has type and code run together. */
static void put_row(text *request, const json *row)
{
    put_member(request, "code", row, "condition_code");
    put_member(request, "action", row, "action_code");
    put_member(request, "certificate", row, "document_code");
    put_member(request, "amount", row, "condition_duty_amount");
    put_member(request, "money", row, "condition_monetary_unit_code");
    put_member(request, "unit", row, "condition_measurement_unit_code");
    put_member(request, "qualifier", row, "condition_measurement_unit_qualifier_code");
}

static json_document *ask_condition(trial *trial)
{
    text request = {NULL, 0, 0};
    json_document *reply;

    text_char(&request, '{');
    text_add(&request, case_uk.member);
    put_row(&request, trial->inputs);
    put_member(&request, "operator", trial->inputs, "api_operator");
    text_char(&request, '}');
    reply = trial_ask(trial, trial_session(trial), "condition", &request);
    text_free(&request);
    return reply;
}

bool adapt_condition_class(trial *trial)
{
    json_document *reply;
    const json *found;
    bool passed;

    if (!trial_only(trial, "class polarity measure_applies stops_declaration"))
        return false;
    reply = ask_condition(trial);
    if (!reply)
        return false;
    found = json_root(reply);
    passed = trial_same(trial, "class", json_get(found, "class")) && trial_same(trial, "polarity", json_get(found, "polarity")) &&
             trial_same(trial, "measure_applies", json_get(found, "applies")) &&
             trial_same(trial, "stops_declaration", json_get(found, "stops"));
    json_free(reply);
    return passed;
}

bool adapt_condition_requirement(trial *trial)
{
    json_document *reply;
    const json *found;
    bool passed;

    if (!trial_only(trial, "condition_class threshold_unit_type operator requirement_operator evaluated_operator"))
        return false;
    reply = ask_condition(trial);
    if (!reply)
        return false;
    found = json_root(reply);
    passed = trial_same(trial, "condition_class", json_get(found, "class")) &&
             trial_same(trial, "threshold_unit_type", json_get(found, "threshold")) &&
             trial_same(trial, "operator", json_get(found, "operator")) &&
             trial_same(trial, "requirement_operator", json_get(found, "operator")) &&
             trial_same(trial, "evaluated_operator", json_get(found, "comparison"));
    json_free(reply);
    return passed;
}

bool adapt_condition_permutations(trial *trial)
{
    const json *rows = json_get(trial->inputs, "conditions");
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "groups"))
        return false;
    text_char(&request, '{');
    text_add(&request, case_uk.member);
    text_add(&request, ",\"conditions\":[");
    for (const json *row = rows ? rows->first : NULL; row; row = row->next) {
        text_next(&request);
        text_char(&request, '{');
        put_member(&request, "id", row, "sid");
        put_row(&request, row);
        text_char(&request, '}');
    }
    text_add(&request, "]}");
    reply = trial_ask(trial, trial_session(trial), "condition.permutations", &request);
    text_free(&request);
    passed = reply && trial_same_all(trial, json_root(reply));
    json_free(reply);
    return passed;
}
