/* SPDX-License-Identifier: Apache-2.0 */
/* classify: codes for goods described in words; evaluate: how often that is right; train: learning from truth files. */
#include <stdio.h>
#include <string.h>

#include "lines.h"

/* ---- classify ---- */

typedef struct wish {
    const char *tariff, *date, *lang, *top, *digits;
} wish;

static void put_number(text *request, const char *name, const char *value)
{
    if (!value)
        return;
    text_name(request, name);
    text_add(request, value);
}

static void put_wish(const wish *w, text *request)
{
    if (w->tariff)
        text_member(request, "tariff", w->tariff);
    if (w->date)
        text_member(request, "date", w->date);
    put_number(request, "top", w->top);
    if (w->digits)
        text_member(request, "digits", w->digits);
}

/* A line is a text, or a language tag, a tabulator and a text. */
static void request_of(const wish *w, const char *line, size_t size, text *request)
{
    const char *tab = memchr(line, '\t', size);

    text_clear(request);
    text_char(request, '{');
    put_wish(w, request);
    if (tab) {
        text_name(request, "lang");
        text_json(request, line, (size_t)(tab - line));
        size -= (size_t)(tab + 1 - line);
        line = tab + 1;
    } else if (w->lang) {
        text_member(request, "lang", w->lang);
    }
    text_name(request, "text");
    text_json(request, line, size);
    text_char(request, '}');
}

static void put_error(text *out, const char *line, size_t size, tariff_status status, const tariff_error *error)
{
    tariff_text message = tariff_error_message(error);

    text_char(out, '{');
    text_name(out, "query");
    text_json(out, line, size);
    text_name(out, "error");
    text_char(out, '{');
    text_member(out, "code", tariff_status_name(status));
    text_name(out, "message");
    text_json(out, message.data ? message.data : "", message.size);
    text_add(out, "}}\n");
}

static void answer(const void *user, tariff_session *session, const char *line, size_t size, text *request, text *out,
                   line_sums *sums)
{
    tariff_error *error = NULL;
    const char *reply;
    uint64_t reply_size;
    tariff_status status;

    request_of(user, line, size, request);
    status = tariff_call_json(session, "classify", request->data, request->size, &reply, &reply_size, &error);
    if (status != TARIFF_OK)
        sums->negative++;
    if (status < 0) {
        put_error(out, line, size, status, error);
        tariff_error_free(error);
        return;
    }
    text_bytes(out, reply, (size_t)reply_size);
    text_char(out, '\n');
}

static void print_reasons(const json *candidate)
{
    const json *reasons = json_get(candidate, "reasons");

    for (const json *reason = reasons ? reasons->first : NULL; reason; reason = reason->next) {
        printf("    %8s  ", json_text(reason, "contribution"));
        cli_put(json_text(reason, "term"));
        fputs(" = ", stdout);
        cli_put(json_text(reason, "matched"));
        printf(" (%s of %s)\n", json_text(reason, "in"), json_text(reason, "code"));
    }
}

static void print_answer(const cli *cli, const json *reply)
{
    const json *candidates = json_get(reply, "candidates"), *unknown = json_get(reply, "unknown_terms");

    if (strcmp(json_text(reply, "verdict"), "answered") != 0)
        printf("%s\n", strcmp(json_text(reply, "verdict"), "too_vague") == 0 ? "too vague" : "no word that goods are known by");
    for (const json *candidate = candidates ? candidates->first : NULL; candidate; candidate = candidate->next) {
        printf("%-10s %6s  ", json_text(candidate, "code"), json_text(candidate, "confidence"));
        cli_put(json_text(candidate, "description"));
        putchar('\n');
        if (cli_has(cli, "explain"))
            print_reasons(candidate);
    }
    if (unknown && unknown->first)
        fputs("unknown:", stdout);
    for (const json *word = unknown ? unknown->first : NULL; word; word = word->next) {
        putchar(' ');
        cli_put(word->text);
    }
    if (unknown && unknown->first)
        putchar('\n');
}

/* The words of the command line are one query. */
static int classify_arguments(cli *cli, const wish *w)
{
    text words = {NULL, 0, 0}, request = {NULL, 0, 0};
    json_document *document;
    tariff_status status;

    for (size_t i = 0; i < cli->argument_count; i++) {
        if (i)
            text_char(&words, ' ');
        text_add(&words, cli->arguments[i]);
    }
    request_of(w, text_get(&words), words.size, &request);
    status = cli_call(cli, "classify", &request);
    text_free(&words);
    text_free(&request);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    if (cli->format == FORMAT_JSON)
        cli_print_json(cli, json_root(document));
    else if (cli->format == FORMAT_CSV)
        cli_print_csv(json_get(json_root(document), "candidates"), "code suffix score confidence description");
    else
        print_answer(cli, json_root(document));
    json_free(document);
    return cli_exit(status);
}

int command_classify(cli *cli)
{
    wish w = {cli_option(cli, "tariff"), cli_option(cli, "date"), cli_option(cli, "lang"), cli_option(cli, "top"),
              cli_option(cli, "digits")};
    line_work work = {&w, answer};
    line_sums sums;
    int code;

    for (const char *c = w.top; c && *c; c++)
        if (*c < '0' || *c > '9' || c - w.top == 4)
            return cli_usage(cli, "top %s: expected a number", w.top);
    if (!cli_has(cli, "batch") && cli->argument_count == 0)
        return cli_usage(cli, "expected words that describe goods, or --batch and a text a line on standard input");
    code = cli_open_image(cli);
    if (code)
        return code;
    if (!cli_has(cli, "batch"))
        return classify_arguments(cli, &w);
    code = lines_work(cli, &work, cli->arguments, cli->argument_count, &sums);
    return code ? code : sums.negative ? EXIT_ANSWER_NO : EXIT_DONE;
}

/* ---- evaluate ---- */

static void print_depth(const json *sum, const char *digits)
{
    const json *depth = json_get(json_get(sum, "accuracy"), digits);

    if (depth)
        printf("  HS%s %s %s %s %s", digits, json_text(depth, "top1"), json_text(depth, "top3"), json_text(depth, "top5"),
               json_text(depth, "top10"));
}

static void print_sum(const char *name, const json *sum)
{
    printf("%-34s %7s", name, json_text(sum, "queries"));
    print_depth(sum, "2");
    print_depth(sum, "4");
    print_depth(sum, "6");
    if (json_have(sum, "calibration_error"))
        printf("  calibration %s\n", json_text(sum, "calibration_error"));
    else
        puts("  was learned from");
}

static int evaluate_file(cli *cli, const char *path)
{
    text request = {NULL, 0, 0};
    json_document *document;
    tariff_status status;

    text_char(&request, '{');
    text_member(&request, "file", path);
    if (cli_option(cli, "tariff"))
        text_member(&request, "tariff", cli_option(cli, "tariff"));
    if (cli_option(cli, "digits"))
        text_member(&request, "digits", cli_option(cli, "digits"));
    if (cli_option(cli, "errors"))
        text_member(&request, "errors", cli_option(cli, "errors"));
    text_char(&request, '}');
    status = cli_call(cli, "evaluate", &request);
    text_free(&request);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    if (cli->format == FORMAT_JSON) {
        cli_print_json(cli, json_root(document));
    } else {
        const json *languages = json_get(json_root(document), "languages");

        print_sum(json_text(json_root(document), "file"), json_root(document));
        for (const json *language = languages && languages->first && languages->first->next ? languages->first : NULL; language;
             language = language->next)
            print_sum(language->name, language);
    }
    json_free(document);
    return cli_exit(status);
}

int command_evaluate(cli *cli)
{
    int code = cli_arguments(cli, 1, SIZE_MAX), worst = EXIT_DONE;

    if (!code)
        code = cli_open_image(cli);
    for (size_t i = 0; i < cli->argument_count && !code; i++) {
        int one = evaluate_file(cli, cli->arguments[i]);

        if (one > EXIT_ANSWER_NO)
            code = one;
        worst = one > worst ? one : worst;
    }
    return code ? code : worst;
}

/* ---- train ---- */

int command_train(cli *cli)
{
    text request = {NULL, 0, 0};
    json_document *document;
    tariff_status status;
    int code = cli_arguments(cli, 1, SIZE_MAX);

    if (!code && !cli_option(cli, "output"))
        code = cli_usage(cli, "expected -o and the overlay to write");
    if (!code)
        code = cli_open_image(cli);
    if (code)
        return code;
    text_char(&request, '{');
    text_member(&request, "output", cli_option(cli, "output"));
    text_name(&request, "files");
    text_char(&request, '[');
    for (size_t i = 0; i < cli->argument_count; i++) {
        text_next(&request);
        text_json(&request, cli->arguments[i], strlen(cli->arguments[i]));
    }
    text_add(&request, "]}");
    status = cli_call(cli, "train", &request);
    text_free(&request);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    if (cli->format == FORMAT_JSON)
        cli_print_json(cli, json_root(document));
    else
        printf("%s: learned from %s lines, %s bytes\n", json_text(json_root(document), "output"),
               json_text(json_root(document), "lines"), json_text(json_root(document), "bytes"));
    json_free(document);
    return cli_exit(status);
}
