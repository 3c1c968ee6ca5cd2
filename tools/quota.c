/* SPDX-License-Identifier: Apache-2.0 */
/* quota: requests on tariff quotas, allocated as the law of a profile says */
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

int command_quota(cli *cli)
{
    int code = cli_arguments(cli, 2, 2);

    if (code)
        return code;
    if (strcmp(cli->arguments[0], "allocate") != 0)
        return cli_usage(cli, "quota '%s': expected allocate (the ledger comes with a later version)", cli->arguments[0]);
    return allocate(cli);
}
