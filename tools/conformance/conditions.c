/* SPDX-License-Identifier: Apache-2.0 */
/* condition-evaluation: one measure with conditions becomes a line of a tariff, the document answered that of a declaration;
 * method assess with dispositions tells what the conditions came to. */
#include <string.h>

#include "conformance/measures.h"

static tariff_session *open_measure(trial *trial, bool quota)
{
    text xml = {NULL, 0, 0};
    tariff_session *session;

    xml_measures(&xml, &case_uk);
    xml_measure(&xml, member(trial->inputs, "measure_type"), NULL, NULL, quota);
    put_component_elements(&xml, json_get(trial->inputs, "measure_components"));
    put_condition_elements(&xml, json_get(trial->inputs, "conditions"));
    text_add(&xml, "</measure>");
    xml_measures_end(&xml);
    session = trial_tariff_over(trial, &xml);
    text_free(&xml);
    return session;
}

static json_document *assess(trial *trial, tariff_session *session, json_document *type)
{
    const case_measure measure = {&case_uk, member(trial->inputs, "measure_type"), NULL, json_get(trial->inputs, "conditions"),
                                  "document_code"};
    text request = {NULL, 0, 0};
    json_document *reply;

    text_add(&request, "{\"policies\":{\"conditions\":\"reference\"},\"dispositions\":true,");
    text_add(&request, case_uk.member);
    text_add(&request, ",\"date\":\"2021-07-01\",\"currency\":\"GBP\",\"items\":[{" CASE_MEMBER ",\"" CASE_ORIGIN
                       ",\"documents\":[");
    if (json_have(trial->inputs, "document_answer")) {
        text_char(&request, '{');
        text_member(&request, "code", member(trial->inputs, "document_answer"));
        text_char(&request, '}');
    }
    text_char(&request, ']');
    put_claim(trial, &request, type, &measure, NULL);
    text_add(&request, "}]}");
    reply = trial_ask(trial, session, "assess", &request);
    text_free(&request);
    return reply;
}

bool adapt_condition_evaluation(trial *trial)
{
    json_document *type, *reply = NULL;
    const json *found;
    tariff_session *session;
    bool passed = false;

    if (!trial_only(trial, "measure_applies stops_declaration applied_components"))
        return false;
    type = measure_type(trial, trial_session(trial), &case_uk, member(trial->inputs, "measure_type"));
    session = open_measure(trial, measure_type_quota(type));
    if (session)
        reply = assess(trial, session, type);
    if (reply) {
        found = conditions_of(reply);
        passed = found ? trial_same(trial, "measure_applies", json_get(found, "applies")) &&
                             trial_same(trial, "stops_declaration", json_get(found, "stops")) &&
                             same_components(trial, "applied_components", member(found, "expression"))
                       : trial_fault(trial, "no conditions were tried");
    }
    json_free(reply);
    json_free(type);
    return passed;
}
