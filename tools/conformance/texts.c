/* SPDX-License-Identifier: Apache-2.0 */
/* description-format, search-normalise: methods text.format, text.normalise */
#include "conformance/run.h"

bool adapt_description(trial *trial)
{
    text request = {NULL, 0, 0};
    json_document *reply;
    const json *display;
    bool passed;

    if (!trial_only(trial, "eq include"))
        return false;
    text_char(&request, '{');
    put_member(&request, "text", trial->inputs, "description");
    text_char(&request, '}');
    reply = trial_ask(trial, trial_free_session(trial), "text.format", &request);
    text_free(&request);
    if (!reply)
        return false;
    display = json_get(json_root(reply), "display");
    passed =
        trial_same_text(trial, "eq", display->text) && trial_contains(trial, json_get(trial->expected, "include"), display->text);
    json_free(reply);
    return passed;
}

bool adapt_search_normalise(trial *trial)
{
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    text_char(&request, '{');
    put_member(&request, "text", trial->inputs, "text");
    put_member(&request, "op", trial->inputs, "op");
    put_member(&request, "lang", trial->inputs, "lang");
    text_char(&request, '}');
    reply = trial_ask(trial, trial_free_session(trial), "text.normalise", &request);
    text_free(&request);
    if (!reply)
        return false;
    passed = trial_same_all(trial, json_root(reply));
    json_free(reply);
    return passed;
}
