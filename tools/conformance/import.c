/* SPDX-License-Identifier: Apache-2.0 */
/* taric3-import: method records */
#include <string.h>

#include "conformance/run.h"

/* Texts byte by byte, and no member more on either side: what an XML parser reports. */
static bool equal(const json *expected, const json *found)
{
    if (!expected || !found)
        return expected == found;
    if (expected->type != JSON_OBJECT)
        return expected->type == JSON_STRING && found->text && expected->size == found->size &&
               memcmp(expected->text, found->text, found->size) == 0;
    if (found->type != JSON_OBJECT || found->count != expected->count)
        return false;
    for (const json *one = expected->first; one; one = one->next)
        if (!equal(one, json_get(found, one->name)))
            return false;
    return true;
}

static bool ask_record(trial *trial)
{
    tariff_session *session = trial_files(trial, json_get(trial->inputs, "apply_in_order"));
    text request = {NULL, 0, 0};
    json_document *reply;
    const json *fields = json_get(trial->expected, "fields");
    bool passed;

    text_char(&request, '{');
    put_member(&request, "record_code", trial->inputs, "record_code");
    put_member(&request, "subrecord_code", trial->inputs, "subrecord_code");
    put_member(&request, "key", trial->inputs, "key");
    text_char(&request, '}');
    reply = trial_ask(trial, session, "records", &request);
    text_free(&request);
    if (!reply)
        return false;
    passed = trial_same_all(trial, json_root(reply));
    if (passed && fields && !equal(fields, json_get(json_root(reply), "fields")))
        passed = false;
    json_free(reply);
    return passed;
}

static bool ask_file(trial *trial)
{
    const json *file = json_get(trial->inputs, "file");
    tariff_session *session = trial_files(trial, file);
    const json *sums = json_get(trial->expected, "by_record_and_update");
    const json *found;
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    text_char(&request, '{');
    text_member(&request, "input", file->text);
    text_char(&request, '}');
    reply = trial_ask(trial, session, "records", &request);
    text_free(&request);
    if (!reply)
        return false;
    found = json_get(json_root(reply), "by_record_and_update");
    passed = trial_same_all(trial, json_root(reply)) && (!sums || (found && found->count == sums->count));
    json_free(reply);
    return passed;
}

bool adapt_import(trial *trial)
{
    if (!trial_only(trial, "present element fields history envelope_id transactions records first_transaction last_transaction "
                           "by_record_and_update"))
        return false;
    return json_have(trial->inputs, "file") ? ask_file(trial) : ask_record(trial);
}
