/* SPDX-License-Identifier: Apache-2.0 */
/* meursing-lookup: method composition */
#include "conformance/measures.h"

bool adapt_composition(trial *trial)
{
    static const char *const facts[] = {"starch_glucose_pct", "sucrose_invert_isoglucose_pct", "milk_fat_pct",
                                        "milk_protein_pct"};
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "additional_code code"))
        return false;
    text_char(&request, '{');
    text_add(&request, case_eu.member);
    text_add(&request, ",\"facts\":{");
    for (unsigned i = 0; i < sizeof facts / sizeof facts[0]; i++)
        put_member(&request, facts[i], trial->inputs, facts[i]);
    text_add(&request, "}}");
    reply = trial_ask(trial, trial_session(trial), "composition", &request);
    text_free(&request);
    passed = reply && trial_same_all(trial, json_root(reply));
    json_free(reply);
    return passed;
}
