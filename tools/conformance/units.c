/* SPDX-License-Identifier: Apache-2.0 */
/* units: methods unit, unit.quantity, additional_code_type, rate.zero */
#include "conformance/run.h"

#include <string.h>

static bool ask_unit(trial *trial)
{
    bool check = json_get(trial->inputs, "answer") != NULL;
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    text_char(&request, '{');
    put_member(&request, "unit", trial->inputs, "unit");
    put_member(&request, "qualifier", trial->inputs, "qualifier");
    if (check) {
        put_member(&request, "answer", trial->inputs, "answer");
        text_add(&request, ",\"check\":true");
    }
    text_char(&request, '}');
    reply = trial_ask(trial, trial_free_session(trial), "unit", &request);
    text_free(&request);
    if (!reply)
        return false;
    passed = trial_same_all(trial, json_root(reply));
    json_free(reply);
    return passed;
}

static bool ask_quantity(trial *trial)
{
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    text_char(&request, '{');
    put_member(&request, "quantity", trial->inputs, "quantity");
    text_char(&request, '}');
    reply = trial_ask(trial, trial_free_session(trial), "unit.quantity", &request);
    text_free(&request);
    if (!reply)
        return false;
    passed = trial_same_text(trial, "text", member(json_root(reply), "text"));
    /* What is printed is compared as text: its zeros count. */
    if (passed && strcmp(member(trial->expected, "text"), member(json_root(reply), "text")) != 0)
        passed = false;
    json_free(reply);
    return passed;
}

static bool ask_additional_code(trial *trial)
{
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    text_char(&request, '{');
    put_member(&request, "type", trial->inputs, "additional_code_type");
    text_char(&request, '}');
    reply = trial_ask(trial, trial_session(trial), "additional_code_type", &request);
    text_free(&request);
    if (!reply)
        return false;
    passed = trial_same_all(trial, json_root(reply));
    json_free(reply);
    return passed;
}

/* So many components, the first with the amount given. */
static bool ask_zero(trial *trial)
{
    const char *count = member(trial->inputs, "components");
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    text_add(&request, "{\"components\":[");
    for (char at = '0'; count[0] && !count[1] && at < count[0]; at++) {
        text_next(&request);
        text_add(&request, "{\"duty_expression_id\":\"");
        text_char(&request, '0');
        text_char(&request, at);
        text_char(&request, '"');
        put_member(&request, "duty_amount", trial->inputs, "component_amount");
        text_char(&request, '}');
    }
    text_add(&request, "]}");
    reply = trial_ask(trial, trial_free_session(trial), "rate.zero", &request);
    text_free(&request);
    if (!reply)
        return false;
    passed = trial_same(trial, "zero_mfn", json_get(json_root(reply), "zero"));
    json_free(reply);
    return passed;
}

bool adapt_units(trial *trial)
{
    if (!trial_only(trial, "abbreviation asked_in multiplier compound_of kind expansion error text zero_mfn asked_of_trader"))
        return false;
    if (json_have(trial->inputs, "additional_code_type"))
        return ask_additional_code(trial);
    if (json_get(trial->inputs, "components"))
        return ask_zero(trial);
    if (json_have(trial->inputs, "unit"))
        return ask_unit(trial);
    if (json_have(trial->inputs, "quantity"))
        return ask_quantity(trial);
    return trial_fault(trial, "the inputs ask for nothing that the adapter knows");
}
