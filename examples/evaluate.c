/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evaluates a duty expression: the smallest use of the library. Build it against an installed libtariff with
 *     cc evaluate.c $(pkg-config --cflags --libs libtariff) -o evaluate
 * and run it as
 *     ./evaluate '{"text":"9.00 % + 1.50 EUR / 100 kg","value":"1000.00","currency":"EUR",
 *                 "quantities":[{"unit":"KGM","quantity":"250"}]}'
 */
#include <stdio.h>
#include <string.h>
#include <tariff/session.h>

int main(int argc, char **argv)
{
    tariff_context *context = NULL;
    tariff_session *session = NULL;
    tariff_error *error = NULL;
    tariff_status status;
    const char *reply = NULL;
    uint64_t length = 0;

    if (argc != 2) {
        fprintf(stderr, "usage: evaluate REQUEST\n");
        return 2;
    }
    status = tariff_context_new(NULL, &context, &error);
    if (status < 0)
        goto done;
    /* rate.eval needs no tariff data, so the session has no snapshot. */
    status = tariff_session_new(context, NULL, NULL, &session, &error);
    if (status < 0)
        goto done;
    status = tariff_call_json(session, "rate.eval", argv[1], strlen(argv[1]), &reply, &length, &error);
    if (status < 0)
        goto done;
    printf("%.*s\n", (int)length, reply);
done:
    if (status < 0)
        fprintf(stderr, "evaluate: %.*s\n", (int)tariff_error_message(error).size, tariff_error_message(error).data);
    tariff_error_free(error);
    tariff_session_free(session);
    tariff_context_free(context);
    return status < 0 ? 1 : 0;
}
