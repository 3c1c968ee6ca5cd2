/* SPDX-License-Identifier: Apache-2.0 */
/*
 * declaration: a request as a user would send it, over the default image and the native XML that the case brings, and a part of
 * the answer
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

static bool holds(const json *expected, const json *found);

static bool one_holds(const json *expected, const json *list)
{
    for (const json *one = list->first; one; one = one->next)
        if (holds(expected, one))
            return true;
    return false;
}

/* As same(), and {"contains":[…]} of a list: something in it answers to each. */
static bool holds(const json *expected, const json *found)
{
    const json *contains = json_get(expected, "contains"), *theirs;

    if (json_is(contains, JSON_ARRAY) && json_is(found, JSON_ARRAY)) {
        for (const json *one = contains->first; one; one = one->next)
            if (!one_holds(one, found))
                return false;
        return true;
    }
    if (json_is(expected, JSON_OBJECT)) {
        for (const json *one = expected->first; one; one = one->next)
            if (!holds(one, json_get(found, one->name)))
                return false;
        return found != NULL;
    }
    if (!json_is(expected, JSON_ARRAY))
        return same(expected, found);
    if (!json_is(found, JSON_ARRAY) || found->count != expected->count)
        return false;
    theirs = found->first;
    for (const json *one = expected->first; one; one = one->next, theirs = theirs->next)
        if (!holds(one, theirs))
            return false;
    return true;
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
    passed = reply != NULL;
    for (const json *wanted = trial->expected->first; wanted && passed; wanted = wanted->next)
        passed = holds(wanted, json_get(json_root(reply), wanted->name)) ||
                 trial_same(trial, wanted->name, json_get(json_root(reply), wanted->name));
    json_free(reply);
    return passed;
}
