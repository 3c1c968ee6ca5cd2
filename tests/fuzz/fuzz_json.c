/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON door: the first line is the method, the rest the request; one session without a snapshot answers all. */
#include <stdlib.h>
#include <string.h>

#include "tariff/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Methods that write files are not for a fuzzer. */
    static const char *const methods[] = {"rate.parse",  "rate.format",    "rate.eval", "rate.zero",     "text.analyse",
                                          "text.format", "text.normalise", "unit",      "unit.quantity", "money.format"};
    const char *newline = memchr(data, '\n', size);
    static tariff_context *context;
    static tariff_session *session;
    const char *reply = NULL;
    uint64_t length = 0;
    const char *method = NULL;

    if (!newline)
        return 0;
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
        if (strlen(methods[i]) == (size_t)(newline - (const char *)data) && !memcmp(methods[i], data, strlen(methods[i])))
            method = methods[i];
    if (!method)
        method = methods[data[0] % (sizeof methods / sizeof methods[0])];
    if (!session) {
        tariff_context_options options = TARIFF_CONTEXT_OPTIONS_INIT;

        options.hash_seed = 1;
        if (tariff_context_new(&options, &context, NULL) != TARIFF_OK ||
            tariff_session_new(context, NULL, NULL, &session, NULL) < 0)
            abort();
    }
    if (tariff_call_json(session, method, newline + 1, size - (size_t)(newline + 1 - (const char *)data), &reply, &length,
                         NULL) >= 0 &&
        (!reply || length == 0))
        abort();
    return 0;
}
