/* SPDX-License-Identifier: Apache-2.0 */
/*
 * declaration: a request as a user would send it, over the default image and the native XML that the case brings, and a part of the
 * answer
 */
#include <string.h>

#include "conformance/run.h"

static tariff_session *open_data(trial *trial)
{
    const json *data = json_have(trial->inputs, "data");
    text xml = {NULL, 0, 0};
    tariff_session *session;

    if (!data)
        return trial_session(trial);
    text_add(&xml, "<tariff-data xmlns=\"urn:libtariff:tariff:1\" version=\"1\">");
    if (data->type == JSON_ARRAY) {
        for (const json *line = data->first; line; line = line->next)
            text_add(&xml, line->text ? line->text : "");
    } else {
        text_add(&xml, data->text ? data->text : "");
    }
    text_add(&xml, "</tariff-data>");
    session = trial_tariff_over(trial, &xml);
    text_free(&xml);
    return session;
}

bool adapt_declaration(trial *trial)
{
    const json *request = json_have(trial->inputs, "request");
    const char *method = json_text(trial->inputs, "method");
    text sent = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!json_is(request, JSON_OBJECT))
        return trial_fault(trial, "no request");
    text_bytes(&sent, request->raw, request->raw_size);
    reply = trial_ask(trial, open_data(trial), method ? method : "assess", &sent);
    text_free(&sent);
    passed = reply && trial_same_all(trial, json_root(reply));
    json_free(reply);
    return passed;
}
