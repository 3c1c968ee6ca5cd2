/* SPDX-License-Identifier: Apache-2.0 */
/* call [IMAGE]: each line of standard input is METHOD TAB REQUEST; each line of output STATUS TAB REPLY, or STATUS TAB MESSAGE.
 * It is a host with a locale, as many are: the library must not mind. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tariff.h"

int main(int argc, char **argv)
{
    static char line[4 << 20]; /* longer than what the door takes */
    tariff_context *context = NULL;
    tariff_snapshot *snapshot = NULL;
    tariff_session *session = NULL;
    tariff_error *error = NULL;
    int code = 1;

    setlocale(LC_ALL, "");
    if (tariff_context_new(NULL, &context, &error) < 0 ||
        (argc > 1 && tariff_snapshot_open(context, argv[1], &snapshot, &error) < 0) ||
        tariff_session_new(context, snapshot, NULL, &session, &error) < 0) {
        fprintf(stderr, "call: %s\n", tariff_error_message(error).data);
        goto done;
    }
    while (fgets(line, sizeof line, stdin)) {
        char *request = strchr(line, '\t');
        const char *reply;
        uint64_t length;
        tariff_status status;

        line[strcspn(line, "\n")] = 0;
        if (!request)
            goto done;
        *request++ = 0;
        status = tariff_call_json(session, line, request, strlen(request), &reply, &length, &error);
        printf("%s\t%s\n", tariff_status_name(status), status < 0 ? tariff_error_message(error).data : reply);
        fflush(stdout);
        tariff_error_free(error);
        error = NULL;
    }
    code = 0;
done:
    tariff_error_free(error);
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    tariff_context_free(context);
    return code;
}
