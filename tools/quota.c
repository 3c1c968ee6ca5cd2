/* SPDX-License-Identifier: Apache-2.0 */
/* quota: requests on tariff quotas, allocated as the law of a profile says; what is left of one */
#include <string.h>

#include "cli.h"

static int allocate(cli *cli)
{
    text request = {NULL, 0, 0};
    json_document *document;
    tariff_status status;
    int code = cli_read_file(cli, cli->arguments[1], &request);

    if (!code)
        code = cli_open_image(cli);
    if (code) {
        text_free(&request);
        return code;
    }
    status = cli_call(cli, "quota.allocate", &request);
    text_free(&request);
    if (status < 0)
        return status == TARIFF_EINVAL ? EXIT_INPUT : cli_exit(status);
    document = cli_reply(cli);
    if (cli->format == FORMAT_CSV) {
        cli_print_csv(json_get(json_root(document), "allocations"), "id date deemed requested allocated state balance");
    } else if (cli->format == FORMAT_JSON) {
        cli_print_json(cli, json_root(document));
    } else {
        const json *root = json_root(document);

        cli_print_table(json_get(root, "allocations"), "id date deemed requested allocated state balance");
        cli_put("balance ");
        cli_put(json_text(root, "balance"));
        if (json_is(json_get(root, "critical"), JSON_TRUE)) {
            cli_put(", critical: ");
            cli_put(json_text(root, "critical_reason"));
        } else if (json_have(root, "critical_reason")) {
            cli_put(", critical: not known (");
            cli_put(json_text(root, "critical_reason"));
            cli_put(")");
        }
        cli_put("\n");
    }
    json_free(document);
    return cli_exit(status);
}

/* The state of an order number on a day, and the events up to it. */
static int show(cli *cli)
{
    text request = {NULL, 0, 0};
    json_document *document;
    const json *root;
    tariff_status status;
    int code = cli_open_image(cli);

    if (code)
        return code;
    text_char(&request, '{');
    text_member(&request, "order_number", cli->arguments[1]);
    if (cli_option(cli, "tariff"))
        text_member(&request, "tariff", cli_option(cli, "tariff"));
    text_member(&request, "date", cli_date(cli));
    text_char(&request, '}');
    status = cli_call(cli, "quota.state", &request);
    text_free(&request);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    root = json_root(document);
    if (cli->format == FORMAT_CSV) {
        cli_print_csv(json_get(root, "events"), "kind time old_balance new_balance drawn imported state day last_day");
    } else if (cli->format == FORMAT_JSON) {
        cli_print_json(cli, root);
    } else if (!json_have(root, "definition")) {
        cli_put(json_text(root, "order_number"));
        cli_put(status == TARIFF_NOT_FOUND ? ": no definition holds on the day\n" : ": licensed, no balance\n");
    } else {
        const json *events = json_get(root, "events");

        cli_put(json_text(root, "order_number") ? json_text(root, "order_number") : "");
        cli_put(": ");
        cli_put(json_text(root, "status"));
        cli_put(", balance ");
        cli_put(json_text(root, "balance") ? json_text(root, "balance") : "not known");
        if (json_have(json_get(root, "definition"), "unit")) {
            cli_put(" ");
            cli_put(json_text(json_get(root, "definition"), "unit"));
        }
        cli_put(json_is(json_get(root, "critical"), JSON_TRUE) ? ", critical\n" : "\n");
        if (events && events->first)
            cli_print_table(events, "kind time old_balance new_balance drawn imported state day last_day");
    }
    json_free(document);
    return cli_exit(status);
}

int command_quota(cli *cli)
{
    int code = cli_arguments(cli, 2, 2);

    if (code)
        return code;
    if (strcmp(cli->arguments[0], "show") == 0)
        return show(cli);
    if (strcmp(cli->arguments[0], "allocate") != 0)
        return cli_usage(cli, "quota '%s': expected allocate or show (the ledger comes with a later version)", cli->arguments[0]);
    return allocate(cli);
}
