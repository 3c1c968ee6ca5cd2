/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes taken for an image: opening refuses them, or every query over them ends without a fault. */
#include <string.h>

#include "tariff/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const calls[][2] = {
        {"info", "{}"},
        {"tree", "{\"date\":\"2026-01-15\"}"},
        {"show", "{\"code\":\"6109100010\",\"date\":\"2026-01-15\"}"},
        {"measures", "{\"code\":\"6109100010\",\"origin\":\"CN\",\"date\":\"2026-01-15\"}"},
        {"quote", "{\"code\":\"6109100010\",\"origin\":\"CN\",\"value\":\"1200\",\"currency\":\"GBP\",\"date\":\"2026-01-15\"}"},
    };
    tariff_context_options options = TARIFF_CONTEXT_OPTIONS_INIT;
    tariff_context *context = NULL;
    tariff_snapshot *snapshot = NULL;
    tariff_session *session = NULL;
    tariff_snapshot_facts facts = TARIFF_SNAPSHOT_FACTS_INIT;

    options.hash_seed = 1;
    if (tariff_context_new(&options, &context, NULL) != TARIFF_OK)
        return 0;
    if (tariff_snapshot_open_memory(context, data, size, TARIFF_OPEN_COPY, &snapshot, NULL) < 0)
        goto done;
    (void)!tariff_snapshot_verify(snapshot, NULL);
    (void)!tariff_snapshot_info(snapshot, &facts, NULL);
    if (tariff_session_new(context, snapshot, NULL, &session, NULL) < 0)
        goto done;
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        const char *reply = NULL;
        uint64_t length = 0;

        (void)!tariff_call_json(session, calls[i][0], calls[i][1], strlen(calls[i][1]), &reply, &length, NULL);
    }
done:
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    tariff_context_free(context);
    return 0;
}
