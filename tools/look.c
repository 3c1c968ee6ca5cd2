/* SPDX-License-Identifier: Apache-2.0 */
/* measures, needs, show, tree */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Adds an option of the command as a member under its JSON name. */
static void add(const cli *cli, text *request, const char *option, const char *member)
{
    if (cli_option(cli, option))
        text_member(request, member, cli_option(cli, option));
}

/* Values of a repeated option as an array of strings. */
static void add_all(const cli *cli, text *request, const char *option, const char *member)
{
    if (!cli_has(cli, option))
        return;
    text_name(request, member);
    text_char(request, '[');
    for (size_t i = 0; i < cli->option_count; i++)
        if (strcmp(cli->options[i].info->name, option) == 0) {
            text_next(request);
            text_json(request, cli->options[i].values[0], strlen(cli->options[i].values[0]));
        }
    text_char(request, ']');
}

/* ---- show ---- */

static void print_codes(const char *title, const json *list)
{
    if (!list || !list->first)
        return;
    printf("%-14s", title);
    for (const json *item = list->first; item; item = item->next) {
        if (item->type == JSON_STRING)
            printf("%s ", item->text);
        else
            printf("%s-%s ", json_text(item, "code"), json_text(item, "suffix"));
    }
    putchar('\n');
}

/* The lines above, from the top; one without a number of its own has none shown. */
static void print_path(const json *lines)
{
    for (const json *line = lines ? lines->first : NULL; line; line = line->next) {
        const char *suffix = json_text(line, "suffix"), *description = json_text(line, "description");
        bool numbered = !suffix || strcmp(suffix, "80") == 0;

        printf("%-14s", line == lines->first ? "in" : "");
        if (!numbered)
            fputs(description ? "–          " : "–", stdout);
        else
            printf(description ? "%-11s" : "%s", json_text(line, "code"));
        if (description)
            cli_put(description);
        putchar('\n');
    }
}

static void print_texts(const char *title, const json *list)
{
    for (const json *item = list ? list->first : NULL; item; item = item->next) {
        printf("%-14s%s ", title, json_text(item, "id"));
        if (json_have(item, "text"))
            cli_put(json_text(item, "text"));
        putchar('\n');
    }
}

/* What is shown in another language than the one that was asked for. */
static void note_language(const cli *cli, const json *lines)
{
    const char *asked = cli_option(cli, "lang"), *shown = NULL;
    size_t all = 0, other = 0;

    for (const json *line = lines; asked && line; line = line->next, all++) {
        if (!json_have(line, "lang"))
            continue;
        shown = json_text(line, "lang");
        other++;
    }
    if (other && all == 1)
        cli_note(cli, "language '%s': no description in it, shown in %s", asked, shown);
    else if (other)
        cli_note(cli, "language '%s': %zu of %zu descriptions are not in it (%s)", asked, other, all, shown);
}

/* Where a language is asked for, the description in it alone. */
static void print_line(const json *line, const char *asked)
{
    const json *descriptions = json_get(line, "descriptions"), *measures = json_get(line, "measures");

    printf("%s %s  %s%s\n", json_text(line, "code"), json_have(line, "suffix") ? json_text(line, "suffix") : "",
           json_text(line, "class"), json_is(json_get(line, "declarable"), JSON_TRUE) ? ", declarable" : "");
    if (asked && json_have(line, "description")) {
        printf("%-14s", json_have(line, "lang") ? json_text(line, "lang") : asked);
        cli_put(json_text(line, "description"));
        putchar('\n');
    }
    for (const json *text = descriptions && !asked ? descriptions->first : NULL; text; text = text->next) {
        printf("%-14s", text->name);
        cli_put(text->text);
        putchar('\n');
    }
    print_path(json_get(line, "path"));
    print_codes("units", json_get(line, "units"));
    print_texts("note", json_get(line, "notes"));
    print_texts("footnote", json_get(line, "footnotes"));
    print_codes("predecessors", json_get(line, "predecessors"));
    print_codes("successors", json_get(line, "successors"));
    if (json_have(line, "valid_from") || json_have(line, "valid_to"))
        printf("%-14s%s to %s\n", "valid", json_have(line, "valid_from") ? json_text(line, "valid_from") : "…",
               json_have(line, "valid_to") ? json_text(line, "valid_to") : "…");
    for (const json *role = measures ? measures->first : NULL; role; role = role->next)
        printf("%-14s%s %s\n", role == measures->first ? "measures" : "", role->text, role->name);
}

/* What show says of a code that is not valid on the date: not in the tariff at all, not yet begun, or ended, with successors. */
static void say_why_not(const cli *cli, const json *line)
{
    const json *successors = json_get(line, "successors");

    fprintf(stderr, "tariff: code '%s': ", cli->arguments[0]);
    if (!json_have(line, "code")) {
        fputs("not in this tariff\n", stderr);
        return;
    }
    fputs("not valid on the date", stderr);
    if (json_have(line, "valid_from"))
        fprintf(stderr, "; it began on %s", json_text(line, "valid_from"));
    if (json_have(line, "valid_to"))
        fprintf(stderr, "; it ended on %s", json_text(line, "valid_to"));
    for (const json *item = successors ? successors->first : NULL; item; item = item->next)
        fprintf(stderr, "%s %s-%s", item == successors->first ? "; successors:" : ",", json_text(item, "code"),
                json_text(item, "suffix"));
    fputc('\n', stderr);
}

/* The same for a command whose own reply does not tell: show is asked. */
static void ask_why_not(cli *cli)
{
    text request = {NULL, 0, 0};
    json_document *document;
    tariff_status status;

    text_char(&request, '{');
    text_member(&request, "code", cli->arguments[0]);
    add(cli, &request, "suffix", "suffix");
    cli_common(cli, &request, false);
    text_member(&request, "date", cli_date(cli));
    text_char(&request, '}');
    status = cli_call(cli, "show", &request);
    text_free(&request);
    if (status < 0)
        return;
    document = cli_reply(cli);
    say_why_not(cli, json_root(document));
    json_free(document);
}

int command_show(cli *cli)
{
    text request = {NULL, 0, 0};
    json_document *document;
    tariff_status status;
    int code = cli_arguments(cli, 1, 1);

    if (!code)
        code = cli_open_image(cli);
    if (code)
        return code;
    text_char(&request, '{');
    text_member(&request, "code", cli->arguments[0]);
    add(cli, &request, "suffix", "suffix");
    cli_common(cli, &request, true);
    text_char(&request, '}');
    status = cli_call_dated(cli, "show", &request);
    text_free(&request);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    if (!json_have(json_root(document), "code")) {
        say_why_not(cli, json_root(document));
        json_free(document);
        return EXIT_ANSWER_NO;
    }
    if (cli->format == FORMAT_JSON)
        cli_print_json(cli, json_root(document));
    else if (cli->format == FORMAT_CSV)
        cli_print_csv(json_root(document),
                      "line parent code suffix level indent description declarable ancestors valid_from valid_to");
    else
        print_line(json_root(document), cli_option(cli, "lang"));
    note_language(cli, json_root(document));
    if (status == TARIFF_NOT_FOUND)
        say_why_not(cli, json_root(document));
    json_free(document);
    return cli_exit(status);
}

/* ---- tree ---- */

static void print_tree(const json *lines)
{
    for (const json *line = lines->first; line; line = line->next) {
        const char *indent = json_text(line, "indent");
        const char *suffix = json_text(line, "suffix");

        printf("%-11s%-3s ", json_text(line, "code"), suffix && !json_is(json_get(line, "declarable"), JSON_TRUE) ? suffix : "");
        for (long i = indent ? strtol(indent, NULL, 10) : 0; i > 0; i--)
            fputs("- ", stdout);
        if (json_have(line, "description"))
            cli_put(json_text(line, "description"));
        putchar('\n');
        if (ferror(stdout))
            cli_flush();
    }
}

/* A list reply in the format asked. */
static void print_list(const cli *cli, const json *list, const char *columns, const char *table)
{
    if (cli->format == FORMAT_JSON)
        cli_print_json(cli, list);
    else if (cli->format == FORMAT_CSV)
        cli_print_csv(list, columns);
    else if (table)
        cli_print_table(list, table);
    else
        print_tree(list);
}

int command_tree(cli *cli)
{
    text request = {NULL, 0, 0};
    json_document *document;
    tariff_status status;
    int code = cli_arguments(cli, 0, 1);

    if (!code)
        code = cli_open_image(cli);
    if (code)
        return code;
    text_char(&request, '{');
    if (cli->argument_count)
        text_member(&request, "code", cli->arguments[0]);
    add(cli, &request, "suffix", "suffix");
    if (cli_option(cli, "depth")) {
        if (!json_is_number(cli_option(cli, "depth"))) {
            text_free(&request);
            return cli_usage(cli, "depth '%s': expected a number", cli_option(cli, "depth"));
        }
        text_name(&request, "depth");
        text_add(&request, cli_option(cli, "depth"));
    }
    cli_common(cli, &request, true);
    text_char(&request, '}');
    status = cli_call_dated(cli, "tree", &request);
    text_free(&request);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    if (status == TARIFF_NOT_FOUND)
        ask_why_not(cli);
    else
        print_list(cli, json_get(json_root(document), "lines"), "line parent code suffix level indent description declarable",
                   NULL);
    if (status != TARIFF_NOT_FOUND && json_get(json_root(document), "lines"))
        note_language(cli, json_get(json_root(document), "lines")->first);
    json_free(document);
    return cli_exit(status);
}

/* ---- measures, needs ---- */

static int look(cli *cli, const char *method, text *request, const char *list, const char *columns, const char *table)
{
    json_document *document;
    tariff_status status;

    if (cli_option(cli, "tariff")) /* they have no texts: a language changes nothing */
        text_member(request, "tariff", cli_option(cli, "tariff"));
    text_member(request, "date", cli_date(cli));
    text_char(request, '}');
    status = cli_call(cli, method, request);
    text_free(request);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    if (status == TARIFF_NOT_FOUND)
        ask_why_not(cli);
    else
        print_list(cli, json_get(json_root(document), list), columns, table);
    json_free(document);
    return status == TARIFF_INCOMPLETE ? EXIT_DONE : cli_exit(status);
}

int command_measures(cli *cli)
{
    text request = {NULL, 0, 0};
    int code = cli_arguments(cli, 1, 1);

    if (!code)
        code = cli_open_image(cli);
    if (code)
        return code;
    text_char(&request, '{');
    text_member(&request, "code", cli->arguments[0]);
    add(cli, &request, "origin", "origin");
    add(cli, &request, "movement", "movement");
    add_all(cli, &request, "additional-code", "additional_codes");
    return look(
        cli, "measures", &request, "measures",
        "measure measure_type role area additional_code order_number expression disposition by regulation valid_from valid_to",
        "measure measure_type role area additional_code order_number disposition expression valid_from valid_to");
}

int command_needs(cli *cli)
{
    text request = {NULL, 0, 0};
    int code = cli_arguments(cli, 1, 1);

    if (!code && !cli_option(cli, "origin"))
        code = cli_usage(cli, "--origin AREA is expected");
    if (!code)
        code = cli_open_image(cli);
    if (code)
        return code;
    text_char(&request, '{');
    text_member(&request, "code", cli->arguments[0]);
    add(cli, &request, "origin", "origin");
    add(cli, &request, "preferential-origin", "preferential_origin");
    return look(cli, "needs", &request, "needs", "kind code unit for text", "kind code unit text for");
}
