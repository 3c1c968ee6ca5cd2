/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assess: declarations in, assessments out, one JSON object a line. Lines are read in batches that threads with a session each
 * work off; what they answer is written in the order of the lines, so that --jobs changes nothing but the time.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define BATCHES_A_JOB  3u
#define BATCH_LINES    256u
#define BATCH_BYTES    (256u << 10)
#define LINE_BYTES_MAX (1u << 20) /* as the library bounds a request */

typedef enum batch_state { BATCH_FREE, BATCH_FILLED, BATCH_TAKEN, BATCH_DONE } batch_state;

typedef struct batch {
    batch_state state;
    text in, out;
    unsigned long lines, unreadable, negative; /* negative: incomplete, refused, or an error in its place */
} batch;

typedef struct stream {
    const char *path;
    FILE *file;
    char piece[65536];
    size_t at, size;
} stream;

typedef struct office {
    cli *program;
    text head; /* members that options add to each declaration */
    const char *tariff, *date; /* of declarations that have none; NULL */
    pthread_mutex_t lock;
    pthread_cond_t filled, done;
    batch *batches;
    unsigned batch_count, next_in, next_work, next_out;
    bool closed, failed;
    unsigned long lines, unreadable, negative;
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

static void put_error(batch *b, const char *line, size_t size, tariff_status status, const tariff_error *error)
{
    tariff_text message = tariff_error_message(error), field = tariff_error_subject(error);
    const char *fault = NULL;
    size_t at;
    json_document *document = json_read(line, size, &fault, &at);
    const json *id = document ? json_get(json_root(document), "id") : NULL;

    text_char(&b->out, '{');
    if (json_is(id, JSON_STRING))
        text_member(&b->out, "id", id->text);
    text_name(&b->out, "error");
    text_char(&b->out, '{');
    text_member(&b->out, "code", tariff_status_name(status));
    text_name(&b->out, "message");
    text_json(&b->out, message.data ? message.data : "", message.size);
    if (field.size) {
        text_name(&b->out, "field");
        text_json(&b->out, field.data, field.size);
    }
    text_add(&b->out, "}}\n");
    b->negative++;
    if (!document)
        b->unreadable++;
    json_free(document);
}

static void answer(const office *o, tariff_session *session, batch *b, const char *line, size_t size, text *request)
{
    tariff_error *error = NULL;
    const char *reply;
    uint64_t reply_size;
    tariff_status status;

    b->lines++;
    request_of(o, line, size, request);
    status = tariff_call_json(session, "assess", request->data, request->size, &reply, &reply_size, &error);
    if (status < 0) {
        put_error(b, line, size, status, error);
        tariff_error_free(error);
        return;
    }
    text_bytes(&b->out, reply, (size_t)reply_size);
    text_char(&b->out, '\n');
    if (status != TARIFF_OK)
        b->negative++;
}

static void work_off(const office *o, tariff_session *session, batch *b, text *request)
{
    const char *line = text_get(&b->in), *end = line + b->in.size;

    while (line < end) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        size_t size = (size_t)((stop ? stop : end) - line);

        answer(o, session, b, line, size && line[size - 1] == '\r' ? size - 1 : size, request);
        line += size + 1;
    }
}

/* ---- threads ---- */

static void *work(void *argument)
{
    office *o = argument;
    tariff_session *session = NULL;
    tariff_error *error = NULL;
    text request = {NULL, 0, 0};
    tariff_status status = tariff_session_new(o->program->context, o->program->snapshot, NULL, &session, &error);

    pthread_mutex_lock(&o->lock);
    if (status < 0)
        o->failed = true;
    for (;;) {
        batch *b = &o->batches[o->next_work];

        if (b->state == BATCH_FILLED && status >= 0) {
            b->state = BATCH_TAKEN;
            o->next_work = (o->next_work + 1) % o->batch_count;
            pthread_mutex_unlock(&o->lock);
            work_off(o, session, b, &request);
            pthread_mutex_lock(&o->lock);
            b->state = BATCH_DONE;
            pthread_cond_broadcast(&o->done);
        } else if (o->closed || status < 0) {
            break;
        } else {
            pthread_cond_wait(&o->filled, &o->lock);
        }
    }
    pthread_cond_broadcast(&o->done);
    pthread_mutex_unlock(&o->lock);
    if (status < 0)
        cli_fail(o->program, status, error);
    tariff_session_free(session);
    text_free(&request);
    return NULL;
}

/* Writes what is next in order, waiting for it; false where there is nothing more, or a thread failed. */
static bool write_next(office *o)
{
    batch *b = &o->batches[o->next_out];

    pthread_mutex_lock(&o->lock);
    while ((b->state == BATCH_FILLED || b->state == BATCH_TAKEN) && !o->failed)
        pthread_cond_wait(&o->done, &o->lock);
    pthread_mutex_unlock(&o->lock);
    if (b->state != BATCH_DONE)
        return false;
    fwrite(text_get(&b->out), 1, b->out.size, stdout);
    o->lines += b->lines;
    o->unreadable += b->unreadable;
    o->negative += b->negative;
    o->next_out = (o->next_out + 1) % o->batch_count;
    b->state = BATCH_FREE;
    return true;
}

/* ---- reading ---- */

static int next_byte(stream *s)
{
    if (s->at == s->size) {
        s->size = fread(s->piece, 1, sizeof s->piece, s->file);
        s->at = 0;
        if (s->size == 0)
            return EOF;
    }
    return (unsigned char)s->piece[s->at++];
}

/*
 * Adds a line with its end; false where there is none. Of a line that is too long as many bytes are kept as the library refuses,
 * so that it is answered in its place.
 */
static bool read_line(stream *s, text *in)
{
    size_t begin = in->size;
    bool blank = true;
    int c;

    for (;;) {
        const char *stop = memchr(s->piece + s->at, '\n', s->size - s->at);
        size_t take = (stop ? (size_t)(stop - (s->piece + s->at)) : s->size - s->at);

        for (size_t i = 0; blank && i < take; i++)
            blank = strchr(" \t\r", s->piece[s->at + i]) != NULL;
        if (in->size - begin <= LINE_BYTES_MAX)
            text_bytes(in, s->piece + s->at, take);
        s->at += take;
        c = next_byte(s);
        if (c != '\n' && c != EOF) {
            s->at--;
            continue;
        }
        if (!blank)
            break;
        in->size = begin; /* nothing on it */
        if (c == EOF)
            return false;
    }
    text_char(in, '\n');
    return true;
}

/* Fills a batch from the stream; false at its end. */
static bool fill(stream *s, batch *b)
{
    unsigned lines = 0;

    text_clear(&b->in);
    text_clear(&b->out);
    b->lines = b->unreadable = b->negative = 0;
    while (lines < BATCH_LINES && b->in.size < BATCH_BYTES && read_line(s, &b->in))
        lines++;
    if (lines)
        b->in.size--; /* the last end */
    return lines > 0;
}

static int read_all(office *o, const char *path)
{
    stream *s = memory_get(NULL, sizeof *s);
    int code = EXIT_DONE;

    memset(s, 0, sizeof *s);
    s->file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!s->file) {
        fprintf(stderr, "tariff: %s: %s\n", path, strerror(errno));
        free(s);
        return EXIT_RESOURCES;
    }
    for (;;) {
        batch *b = &o->batches[o->next_in];

        if ((b->state != BATCH_FREE && !write_next(o)) || ferror(stdout)) /* nobody reads on: main says what is to be said */
            break;
        if (!fill(s, b))
            break;
        pthread_mutex_lock(&o->lock);
        b->state = BATCH_FILLED;
        o->next_in = (o->next_in + 1) % o->batch_count;
        pthread_cond_signal(&o->filled);
        pthread_mutex_unlock(&o->lock);
    }
    if (ferror(s->file)) {
        fprintf(stderr, "tariff: %s: %s\n", path, strerror(errno));
        code = EXIT_RESOURCES;
    }
    if (s->file != stdin)
        fclose(s->file);
    free(s);
    return code;
}

/* ---- the command ---- */

static int run(office *o, unsigned jobs)
{
    pthread_t threads[JOBS_MAX];
    unsigned started = 0;
    int code = EXIT_DONE;

    while (started < jobs && pthread_create(&threads[started], NULL, work, o) == 0)
        started++;
    if (started == 0) {
        fputs("tariff: no thread can be started\n", stderr);
        return EXIT_RESOURCES;
    }
    for (size_t i = 0; i < o->program->argument_count && !code; i++)
        code = read_all(o, o->program->arguments[i]);
    if (o->program->argument_count == 0)
        code = read_all(o, "-");
    pthread_mutex_lock(&o->lock);
    o->closed = true;
    pthread_cond_broadcast(&o->filled);
    pthread_mutex_unlock(&o->lock);
    while (write_next(o))
        continue;
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return code ? code : o->failed ? EXIT_RESOURCES : EXIT_DONE;
}

int command_assess(cli *cli)
{
    office o = {.program = cli, .lock = PTHREAD_MUTEX_INITIALIZER, .filled = PTHREAD_COND_INITIALIZER,
                .done = PTHREAD_COND_INITIALIZER};
    unsigned jobs = cli->jobs;
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
    o.batch_count = jobs * BATCHES_A_JOB;
    o.batches = memory_get(NULL, o.batch_count * sizeof *o.batches);
    memset(o.batches, 0, o.batch_count * sizeof *o.batches);
    code = run(&o, jobs);
    for (unsigned i = 0; i < o.batch_count; i++) {
        text_free(&o.batches[i].in);
        text_free(&o.batches[i].out);
    }
    free(o.batches);
    text_free(&o.head);
    if (code)
        return code;
    if (o.lines && o.unreadable == o.lines) {
        fprintf(stderr, "tariff: none of %lu lines is a JSON object (expected one declaration a line)\n", o.lines);
        return EXIT_INPUT;
    }
    return o.negative ? EXIT_ANSWER_NO : EXIT_DONE;
}
