/* SPDX-License-Identifier: Apache-2.0 */
/* assess: declarations in, assessments out, one JSON object a line. */
#include <stdio.h>
#include <string.h>

#include "lines.h"

typedef struct office {
    text head;                 /* members that options add to each declaration */
    const char *tariff, *date; /* of declarations that have none; NULL */
} office;

/* ---- one line ---- */

/* What an option says where the declaration does not. */
static void put_defaults(const office *o, const char *line, size_t size, text *request)
{
    const char *fault = NULL;
    size_t at;
    json_document *document = o->tariff || o->date ? json_read(line, size, &fault, &at) : NULL;

    if (document) {
        const json *root = json_root(document);

        if (o->tariff && !json_get(root, "tariff"))
            text_member(request, "tariff", o->tariff);
        if (o->date && !json_get(root, "date") && !json_get(root, "time"))
            text_member(request, "date", o->date);
    }
    json_free(document);
}

/* `{"explain":true,` before the members of the line; what is no object is passed on as it is, for the library to refuse. */
static void request_of(const office *o, const char *line, size_t size, text *request)
{
    size_t at = 0, next;

    text_clear(request);
    while (at < size && (line[at] == ' ' || line[at] == '\t'))
        at++;
    if (at == size || line[at] != '{' || (o->head.size == 0 && !o->tariff && !o->date)) {
        text_bytes(request, line, size);
        return;
    }
    next = at + 1;
    while (next < size && (line[next] == ' ' || line[next] == '\t'))
        next++;
    text_char(request, '{');
    text_bytes(request, text_get(&o->head), o->head.size);
    put_defaults(o, line, size, request);
    if (request->size > 1 && next < size && line[next] != '}')
        text_char(request, ',');
    text_bytes(request, line + at + 1, size - at - 1);
}

static void put_error(text *out, line_sums *sums, const char *line, size_t size, tariff_status status, const tariff_error *error)
{
    tariff_text message = tariff_error_message(error), field = tariff_error_subject(error);
    const char *fault = NULL;
    size_t at;
    json_document *document = json_read(line, size, &fault, &at);
    const json *id = document ? json_get(json_root(document), "id") : NULL;

    text_char(out, '{');
    if (json_is(id, JSON_STRING))
        text_member(out, "id", id->text);
    text_name(out, "error");
    text_char(out, '{');
    text_member(out, "code", tariff_status_name(status));
    text_name(out, "message");
    text_json(out, message.data ? message.data : "", message.size);
    if (field.size) {
        text_name(out, "field");
        text_json(out, field.data, field.size);
    }
    text_add(out, "}}\n");
    sums->negative++;
    if (!document)
        sums->unreadable++;
    json_free(document);
}

static void answer(const void *user, tariff_session *session, const char *line, size_t size, text *request, text *out,
                   line_sums *sums)
{
    const office *o = user;
    tariff_error *error = NULL;
    const char *reply;
    uint64_t reply_size;
    tariff_status status;

    request_of(o, line, size, request);
    status = tariff_call_json(session, "assess", request->data, request->size, &reply, &reply_size, &error);
    if (status < 0) {
        put_error(out, sums, line, size, status, error);
        tariff_error_free(error);
        return;
    }
    text_bytes(out, reply, (size_t)reply_size);
    text_char(out, '\n');
    if (status != TARIFF_OK)
        sums->negative++;
}

/* ---- the command ---- */

int command_assess(cli *cli)
{
    office o = {{NULL, 0, 0}, NULL, NULL};
    line_work work = {&o, answer};
    line_sums sums;
    int code = EXIT_DONE;

    if (cli_option(cli, "format") && cli->format != FORMAT_JSON)
        code = cli_usage(cli, "format %s: assessments are written as JSON Lines", cli_option(cli, "format"));
    if (!code)
        code = cli_open_image(cli);
    if (code)
        return code;
    o.tariff = cli_option(cli, "tariff");
    o.date = cli_option(cli, "date");
    if (cli_has(cli, "explain"))
        text_add(&o.head, "\"explain\":true");
    if (cli_has(cli, "dispositions"))
        text_add(&o.head, o.head.size ? ",\"dispositions\":true" : "\"dispositions\":true");
    code = lines_work(cli, &work, cli->arguments, cli->argument_count, &sums);
    text_free(&o.head);
    if (code)
        return code;
    if (sums.lines && sums.unreadable == sums.lines) {
        fprintf(stderr, "tariff: none of %lu lines is a JSON object (expected one declaration a line)\n", sums.lines);
        return EXIT_INPUT;
    }
    return sums.negative ? EXIT_ANSWER_NO : EXIT_DONE;
}
