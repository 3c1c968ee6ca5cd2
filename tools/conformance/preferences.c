/* SPDX-License-Identifier: Apache-2.0 */
/* preference-code: method preference_code */
#include <string.h>

#include "conformance/measures.h"

/* What a case says outright, and the list of the profile that it speaks of. */
static const struct {
    const char *input, *list;
} circumstances[] = {
    {"gsp_or_dcts", "generalised-preferences"},
    {"gsp", "generalised-preferences"},
    {"dcts", "generalised-preferences"},
    {"authorised_use_N990", "authorised-use"},
    {"authorised_use", "authorised-use"},
    {"special_nature_certificate_A", "special-nature"},
    {"special_nature", "special-nature"},
    {"authorised_use_provisions_464", "authorised-use-provisions"},
    {"authorised_use_464", "authorised-use-provisions"},
    {"authorised_use_provisions", "authorised-use-provisions"},
    {"authorised_use_provisions_submission", "authorised-use-provisions"},
};

static void put_documents(trial *trial, text *request)
{
    const json *list = json_get(trial->inputs, "condition_documents");

    text_name(request, "documents");
    text_char(request, '[');
    for (const json *one = list ? list->first : NULL; one; one = one->next)
        if (one->text && one->size) {
            text_next(request);
            text_json(request, one->text, one->size);
        }
    text_char(request, ']');
}

static void put_circumstances(trial *trial, text *request)
{
    text_name(request, "circumstances");
    text_char(request, '[');
    for (unsigned i = 0; i < sizeof circumstances / sizeof circumstances[0]; i++)
        if (json_is(json_get(trial->inputs, circumstances[i].input), JSON_TRUE)) {
            text_next(request);
            text_json(request, circumstances[i].list, strlen(circumstances[i].list));
        }
    text_char(request, ']');
}

bool adapt_preference(trial *trial)
{
    const case_tariff *tariff = strcmp(member(trial->inputs, "service"), "xi") == 0 ? &case_eu : &case_uk;
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "preference_code"))
        return false;
    text_char(&request, '{');
    text_add(&request, tariff->member);
    put_member(&request, "measure_type", trial->inputs, "measure_type");
    put_member(&request, "area", trial->inputs, "geographical_area");
    put_documents(trial, &request);
    put_circumstances(trial, &request);
    text_char(&request, '}');
    reply = trial_ask(trial, trial_session(trial), "preference_code", &request);
    text_free(&request);
    passed = reply && trial_same(trial, "preference_code", json_get(json_root(reply), "code"));
    json_free(reply);
    return passed;
}
