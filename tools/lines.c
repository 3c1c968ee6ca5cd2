/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines are read in batches that threads with a session each work off; what they answer is written in the order of the lines, so
 * that --jobs changes nothing but the time.
 */
#include "lines.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCHES_A_JOB  3u
#define BATCH_LINES    256u
#define BATCH_BYTES    (256u << 10)
#define LINE_BYTES_MAX (1u << 20) /* as the library bounds a request */

typedef enum batch_state { BATCH_FREE, BATCH_FILLED, BATCH_TAKEN, BATCH_DONE } batch_state;

typedef struct batch {
    batch_state state;
    text in, out;
    line_sums sums;
} batch;

typedef struct stream {
    const char *path;
    FILE *file;
    char piece[65536];
    size_t at, size;
} stream;

typedef struct office {
    const line_work *work;
    cli *program;
    pthread_mutex_t lock;
    pthread_cond_t filled, done;
    batch *batches;
    unsigned batch_count, next_in, next_work, next_out;
    bool closed, failed;
    line_sums sums;
} office;

static void work_off(const office *o, tariff_session *session, batch *b, text *request)
{
    const char *line = text_get(&b->in), *end = line + b->in.size;

    while (line < end) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        size_t size = (size_t)((stop ? stop : end) - line);

        o->work->answer(o->work->user, session, line, size && line[size - 1] == '\r' ? size - 1 : size, request, &b->out,
                        &b->sums);
        b->sums.lines++;
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
    tariff_status status = cli_session_new(o->program, &session, &error);

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
    o->sums.lines += b->sums.lines;
    o->sums.unreadable += b->sums.unreadable;
    o->sums.negative += b->sums.negative;
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
    b->sums = (line_sums){0, 0, 0};
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

static int run(office *o, unsigned jobs, const char *const *paths, size_t path_count)
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
    for (size_t i = 0; i < path_count && !code; i++)
        code = read_all(o, paths[i]);
    if (path_count == 0)
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

int lines_work(cli *cli, const line_work *work, const char *const *paths, size_t path_count, line_sums *sums)
{
    office o = {.work = work,
                .program = cli,
                .lock = PTHREAD_MUTEX_INITIALIZER,
                .filled = PTHREAD_COND_INITIALIZER,
                .done = PTHREAD_COND_INITIALIZER,
                .batch_count = cli->jobs * BATCHES_A_JOB};
    int code;

    o.batches = memory_get(NULL, o.batch_count * sizeof *o.batches);
    memset(o.batches, 0, o.batch_count * sizeof *o.batches);
    code = run(&o, cli->jobs, paths, path_count);
    for (unsigned i = 0; i < o.batch_count; i++) {
        text_free(&o.batches[i].in);
        text_free(&o.batches[i].out);
    }
    free(o.batches);
    *sums = o.sums;
    return code;
}
