/* SPDX-License-Identifier: Apache-2.0 */
/* rate parse, rate format, rate eval */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* {"unit","quantity"} of each --quantity N UNIT, {"currency","rate"} of each --exchange-rate CUR=RATE. */
static int add_facts(const cli *cli, text *request)
{
    bool begun = false;

    for (size_t i = 0; i < cli->option_count; i++) {
        const option_given *option = &cli->options[i];

        if (strcmp(option->info->name, "quantity") != 0)
            continue;
        if (!begun)
            text_add(request, ",\"quantities\":[");
        begun = true;
        text_next(request);
        text_char(request, '{');
        text_member(request, "unit", option->values[1]);
        text_member(request, "quantity", option->values[0]);
        text_char(request, '}');
    }
    if (begun)
        text_char(request, ']');
    begun = false;
    for (size_t i = 0; i < cli->option_count; i++) {
        const option_given *option = &cli->options[i];
        const char *equals;
        text code = {NULL, 0, 0};

        if (strcmp(option->info->name, "exchange-rate") != 0)
            continue;
        equals = strchr(option->values[0], '=');
        if (!equals)
            return cli_usage(cli, "exchange-rate '%s': expected CUR=RATE", option->values[0]);
        if (!begun)
            text_add(request, ",\"exchange_rates\":[");
        begun = true;
        text_bytes(&code, option->values[0], (size_t)(equals - option->values[0]));
        text_next(request);
        text_char(request, '{');
        text_member(request, "currency", text_get(&code));
        text_member(request, "rate", equals + 1);
        text_char(request, '}');
        text_free(&code);
    }
    if (begun)
        text_char(request, ']');
    if (cli_has(cli, "claim")) {
        text_add(request, ",\"claims\":[");
        for (size_t i = 0; i < cli->option_count; i++)
            if (strcmp(cli->options[i].info->name, "claim") == 0) {
                text_next(request);
                text_json(request, cli->options[i].values[0], strlen(cli->options[i].values[0]));
            }
        text_char(request, ']');
    }
    return EXIT_DONE;
}

static void print_component(const json *component)
{
    static const char *const names[] = {"duty_expression_id", "duty_amount", "monetary_unit_code", "measurement_unit_code",
                                        "measurement_unit_qualifier_code"};

    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (json_have(component, names[i]))
            printf("%s%s", i ? " " : "", json_text(component, names[i]));
    putchar('\n');
}

static void print_parsed(const json *reply)
{
    const json *list = json_get(reply, "components"), *fault = json_get(reply, "fault");

    printf("%s\n", json_text(reply, "status"));
    if (fault) {
        cli_put(json_text(fault, "text"));
        printf(" (%s at byte %s)\n", json_text(fault, "name"), json_text(fault, "position"));
        return;
    }
    for (const json *component = list ? list->first : NULL; component; component = component->next)
        print_component(component);
    if (json_have(reply, "canonical"))
        printf("%s\n", json_text(reply, "canonical"));
}

static void print_eval(const cli *cli, const json *reply)
{
    const json *needs = json_get(reply, "needs"), *fault = json_get(reply, "fault");

    if (json_have(reply, "amount")) {
        printf("%s%s%s\n", json_text(reply, "amount"), json_have(reply, "currency") ? " " : "",
               json_have(reply, "currency") ? json_text(reply, "currency") : "");
        if (strcmp(json_text(reply, "amount"), json_text(reply, "unrounded")) != 0)
            printf("unrounded %s\n", json_text(reply, "unrounded"));
        return;
    }
    printf("%s\n", json_text(reply, "status"));
    if (fault)
        printf("%s\n", json_text(fault, "text"));
    for (const json *need = needs ? needs->first : NULL; need; need = need->next)
        printf("needs %s %s\n", json_text(need, "kind"),
               json_have(need, "unit")       ? json_text(need, "unit")
               : json_have(need, "currency") ? json_text(need, "currency")
               : json_have(need, "text")     ? json_text(need, "text")
                                             : "");
    for (const json *need = needs ? needs->first : NULL; need; need = need->next)
        if (strcmp(json_text(need, "kind"), "exchange") == 0 && !cli_option(cli, "currency")) {
            fputs("tariff: the rate has amounts of money: --currency is needed, the currency of --value and of the result\n",
                  stderr);
            break;
        }
}

int command_rate(cli *cli)
{
    const char *what = cli->argument_count ? cli->arguments[0] : "";
    bool parse = strcmp(what, "parse") == 0, format = strcmp(what, "format") == 0, eval = strcmp(what, "eval") == 0;
    text request = {NULL, 0, 0};
    json_document *document;
    tariff_status status;
    int code;

    if (!parse && !format && !eval)
        return cli_usage(cli, "expected parse, format or eval");
    code = cli_arguments(cli, 2, 2);
    if (!code && cli->arguments[1][strspn(cli->arguments[1], " \t\r\n")] == 0)
        code = cli_usage(cli, "%s '%s': the text is empty", what, cli->arguments[1]);
    if (!code)
        code = cli_open_session(cli);
    if (code)
        return code;
    text_char(&request, '{');
    if (format) {
        text_name(&request, "components");
        text_add(&request, cli->arguments[1]);
    } else {
        text_member(&request, "text", cli->arguments[1]);
        if (cli_option(cli, "grammar"))
            text_member(&request, "grammar", cli_option(cli, "grammar"));
        if (cli_option(cli, "date"))
            text_member(&request, "date", cli_option(cli, "date"));
    }
    if (eval) {
        static const char *const names[] = {"value", "round", "currency"};

        for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
            if (cli_option(cli, names[i]))
                text_member(&request, names[i], cli_option(cli, names[i]));
        code = add_facts(cli, &request);
    }
    text_char(&request, '}');
    if (code) {
        text_free(&request);
        return code;
    }
    status = cli_call(cli, parse ? "rate.parse" : format ? "rate.format" : "rate.eval", &request);
    text_free(&request);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    if (cli->format == FORMAT_JSON)
        cli_print_json(cli, json_root(document));
    else if (format)
        printf("%s\n", json_text(json_root(document), "base"));
    else if (parse)
        print_parsed(json_root(document));
    else
        print_eval(cli, json_root(document));
    json_free(document);
    return cli_exit(status);
}
