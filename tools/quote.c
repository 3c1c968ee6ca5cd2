/* SPDX-License-Identifier: Apache-2.0 */
/* quote: one goods item out of options */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Writes one value of a repeated option; false, with a message, where it is malformed. */
typedef bool (*put_value)(const cli *cli, const option_given *option, text *request);

static bool put_text(const cli *cli, const option_given *option, text *request)
{
    (void)cli;
    text_next(request);
    text_json(request, option->values[0], strlen(option->values[0]));
    return true;
}

static bool put_quantity(const cli *cli, const option_given *option, text *request)
{
    (void)cli;
    text_next(request);
    text_char(request, '{');
    text_member(request, "unit", option->values[1]);
    text_member(request, "quantity", option->values[0]);
    text_char(request, '}');
    return true;
}

static bool put_document(const cli *cli, const option_given *option, text *request)
{
    (void)cli;
    text_next(request);
    text_char(request, '{');
    text_member(request, "code", option->values[0]);
    text_char(request, '}');
    return true;
}

/* The parts of NAME=VALUE; false, with a message, where there is no '='. */
static bool split(const cli *cli, const option_given *option, text *name, const char **value)
{
    const char *equals = strchr(option->values[0], '=');

    if (!equals) {
        cli_usage(cli, "%s '%s': expected %s", option->info->name, option->values[0], option->info->arguments);
        return false;
    }
    text_bytes(name, option->values[0], (size_t)(equals - option->values[0]));
    *value = equals + 1;
    return true;
}

static bool put_pair(const cli *cli, const option_given *option, text *request, const char *first, const char *second)
{
    text name = {NULL, 0, 0};
    const char *value;
    bool good = split(cli, option, &name, &value);

    if (good) {
        text_next(request);
        text_char(request, '{');
        text_member(request, first, text_get(&name));
        text_member(request, second, value);
        text_char(request, '}');
    }
    text_free(&name);
    return good;
}

static bool put_rate(const cli *cli, const option_given *option, text *request)
{
    return put_pair(cli, option, request, "currency", "per_unit_of_declaration_currency");
}

static bool put_claim(const cli *cli, const option_given *option, text *request)
{
    return put_pair(cli, option, request, "scheme", "code");
}

static bool put_fact(const cli *cli, const option_given *option, text *request)
{
    text name = {NULL, 0, 0};
    const char *value;
    bool good = split(cli, option, &name, &value);

    if (good)
        text_member(request, text_get(&name), value);
    text_free(&name);
    return good;
}

static bool add_all(const cli *cli, text *request, const char *option, const char *member, char open, char close, put_value put)
{
    bool good = true;

    if (!cli_has(cli, option))
        return true;
    text_name(request, member);
    text_char(request, open);
    for (size_t i = 0; i < cli->option_count && good; i++)
        if (strcmp(cli->options[i].info->name, option) == 0)
            good = put(cli, &cli->options[i], request);
    text_char(request, close);
    return good;
}

static bool add_options(cli *cli, text *request)
{
    static const char *const names[][2] = {
        {"origin", "origin"},
        {"value", "value"},
        {"net-mass", "net_mass"},
        {"gross-mass", "gross_mass"},
        {"preference", "preference"},
        {"quota", "quota"},
        {"preferential-origin", "preferential_origin"},
        {"export-country", "export_country"},
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (cli_option(cli, names[i][0]))
            text_member(request, names[i][1], cli_option(cli, names[i][0]));
    return add_all(cli, request, "quantity", "quantities", '[', ']', put_quantity) &&
           add_all(cli, request, "document", "documents", '[', ']', put_document) &&
           add_all(cli, request, "additional-code", "additional_codes", '[', ']', put_text) &&
           add_all(cli, request, "exchange-rate", "exchange_rates", '[', ']', put_rate) &&
           add_all(cli, request, "claim", "claims", '[', ']', put_claim) &&
           add_all(cli, request, "fact", "facts", '{', '}', put_fact);
}

/* The item of the options, up to its date; exit status, 0 for well. */
static int item_request(cli *cli, text *request)
{
    int code = cli_arguments(cli, 1, 1);

    if (!code && !cli_option(cli, "origin"))
        code = cli_usage(cli, "--origin AREA is expected");
    if (!code && !cli_option(cli, "value"))
        code = cli_usage(cli, "--value \"1000 EUR\" is expected");
    if (!code)
        code = cli_open_image(cli);
    if (code)
        return code;
    text_char(request, '{');
    text_member(request, "code", cli->arguments[0]);
    if (!add_options(cli, request))
        return EXIT_USAGE;
    cli_common(cli, request, false);
    text_member(request, "date", cli_date(cli));
    return 0;
}

int command_compare(cli *cli)
{
    text request = {NULL, 0, 0};
    json_document *document;
    const json *routes;
    tariff_status status;
    int code = item_request(cli, &request);

    if (code) {
        text_free(&request);
        return code;
    }
    text_char(&request, '}');
    status = cli_call(cli, "compare", &request);
    text_free(&request);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    routes = json_get(json_root(document), "routes");
    if (cli->format == FORMAT_JSON)
        cli_print_json(cli, routes);
    else if (cli->format == FORMAT_CSV)
        cli_print_csv(routes, "route preference measure quota scheme claim expression amount currency needs");
    else
        cli_print_table(routes, "amount currency route preference quota scheme claim expression needs measure");
    json_free(document);
    return status == TARIFF_INCOMPLETE ? EXIT_DONE : cli_exit(status);
}

int command_quote(cli *cli)
{
    text request = {NULL, 0, 0};
    json_document *document;
    tariff_status status;
    int code = cli->format == FORMAT_CSV ? cli_usage(cli, "format csv: a quote is text or json") : item_request(cli, &request);

    if (code) {
        text_free(&request);
        return code;
    }
    text_member(&request, "format", cli->format == FORMAT_JSON ? "json" : "text");
    text_add(&request, ",\"explain\":true");
    if (cli_has(cli, "dispositions"))
        text_add(&request, ",\"dispositions\":true");
    text_char(&request, '}');
    status = cli_call(cli, "quote", &request);
    text_free(&request);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    if (cli->format == FORMAT_JSON)
        cli_print_json(cli, json_root(document));
    else
        cli_put(json_text(json_root(document), "text"));
    json_free(document);
    return cli_exit(status);
}
