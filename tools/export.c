/* SPDX-License-Identifier: Apache-2.0 */
/* export */
#include "cli.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

static int open_image(cli *cli)
{
    tariff_error *error = NULL;
    tariff_status status;

    if (!cli->argument_count)
        return cli_open_image(cli);
    status = tariff_snapshot_open(cli->context, cli->arguments[0], &cli->snapshot, &error);
    return status < 0 ? cli_fail(cli, status, error) : cli_open_session(cli);
}

/* Beside the file, or beside the XML on standard output. */
static void print_exported(const cli *cli, const json *reply)
{
    const json *records = json_get(reply, "records");
    FILE *to = cli_option(cli, "output") ? stdout : stderr;

    if (cli->quiet)
        return;
    for (const json *kind = records ? records->first : NULL; kind; kind = kind->next)
        fprintf(to, "%10s  %s\n", kind->text, kind->name);
    if (json_have(reply, "output"))
        fprintf(to, "%s: %s, %s bytes\n", json_text(reply, "output"), json_text(reply, "format"), json_text(reply, "bytes"));
}

/* Whether standard output is a pipe that nobody reads any more. */
static bool reader_left(void)
{
    struct pollfd out = {1, POLLOUT, 0};

    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

int command_export(cli *cli)
{
    const char *form = cli_option(cli, "format");
    text request = {NULL, 0, 0};
    json_document *document;
    tariff_error *error = NULL;
    tariff_status status;
    int code = cli_arguments(cli, 0, 1);

    if (code)
        return code;
    if (!form || (strcmp(form, "native") != 0 && strcmp(form, "taric3") != 0))
        return cli_usage(cli, "--format native or --format taric3 is expected");
    code = open_image(cli);
    if (code)
        return code;
    text_char(&request, '{');
    text_member(&request, "format", form);
    if (cli_option(cli, "output"))
        text_member(&request, "output", cli_option(cli, "output"));
    else
        text_add(&request, ",\"descriptor\":1");
    if (cli_option(cli, "tariff"))
        text_member(&request, "tariff", cli_option(cli, "tariff"));
    text_char(&request, '}');
    status = cli_try(cli, "export", &request, &error);
    text_free(&request);
    if (status < 0) {
        if (status == TARIFF_EIO && !cli_option(cli, "output") && reader_left()) {
            tariff_error_free(error);
            return EXIT_DONE;
        }
        return cli_fail(cli, status, error);
    }
    document = cli_reply(cli);
    print_exported(cli, json_root(document));
    cli_print_findings(cli, json_root(document));
    code = cli_write_report(cli, json_get(json_root(document), "report"));
    json_free(document);
    return code ? code : cli_exit(status);
}
