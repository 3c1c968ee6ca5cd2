/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hot swap: eight threads ask without pause while the image under them is exchanged. A server holds one pointer to the current
 * snapshot; a thread takes a reference on it, and the old image goes when its last reader has let go.
 *     cc swap.c $(pkg-config --cflags --libs libtariff) -pthread -o swap
 *     ./swap old.tariff new.tariff UK 6109100010 2026-01-15
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <tariff.h>

#define THREADS 8
#define SWAPS   200

typedef struct server {
    tariff_context *context;
    pthread_mutex_t lock; /* of current, stop and busy */
    pthread_cond_t answered;
    tariff_snapshot *current;
    bool stop;
    unsigned busy; /* threads that have answered from one snapshot */
    tariff_goods_nomenclature_query query;
} server;

typedef struct reader {
    server *server;
    pthread_t thread;
    unsigned long answers, sessions;
    bool failed;
} reader;

/* The current snapshot with a reference of the caller's; NULL: the server stops. */
static tariff_snapshot *take(server *s)
{
    tariff_snapshot *snapshot;

    pthread_mutex_lock(&s->lock);
    snapshot = s->stop ? NULL : s->current;
    if (snapshot)
        tariff_snapshot_retain(snapshot);
    pthread_mutex_unlock(&s->lock);
    return snapshot;
}

static void exchange(server *s, tariff_snapshot *next, bool stop)
{
    tariff_snapshot *old;

    pthread_mutex_lock(&s->lock);
    old = s->current;
    s->current = next;
    s->stop = stop;
    pthread_mutex_unlock(&s->lock);
    tariff_snapshot_release(old);
}

static void tell(server *s)
{
    pthread_mutex_lock(&s->lock);
    s->busy++;
    pthread_cond_signal(&s->answered);
    pthread_mutex_unlock(&s->lock);
}

/* The swaps begin when every thread is at work. */
static void wait_for(server *s, unsigned threads)
{
    pthread_mutex_lock(&s->lock);
    while (s->busy < threads)
        pthread_cond_wait(&s->answered, &s->lock);
    pthread_mutex_unlock(&s->lock);
}

static void *read_on(void *argument)
{
    reader *r = argument;
    tariff_snapshot *snapshot;

    while (!r->failed && (snapshot = take(r->server)) != NULL) {
        tariff_goods_nomenclature line = TARIFF_GOODS_NOMENCLATURE_INIT;
        tariff_session *session = NULL;

        r->failed = tariff_session_new(r->server->context, snapshot, NULL, &session, NULL) != TARIFF_OK;
        for (unsigned i = 0; i < 100 && !r->failed; i++) {
            r->failed = tariff_goods_nomenclature_find(session, &r->server->query, &line, NULL) != TARIFF_OK;
            r->answers += !r->failed;
        }
        if (r->sessions++ == 0)
            tell(r->server);
        tariff_session_free(session);
        tariff_snapshot_release(snapshot);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    server s = {NULL, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, NULL, false, 0, TARIFF_GOODS_NOMENCLATURE_QUERY_INIT};
    reader readers[THREADS];
    tariff_error *error = NULL;
    unsigned long answers = 0, sessions = 0;
    unsigned started = 0;
    bool failed = false;
    tariff_status status;

    if (argc != 6) {
        fputs("usage: swap IMAGE IMAGE TARIFF CODE DATE\n", stderr);
        return 2;
    }
    s.query.tariff = tariff_text_of(argv[3]);
    s.query.code = tariff_text_of(argv[4]);
    s.query.date = tariff_text_of(argv[5]);
    status = tariff_context_new(NULL, &s.context, &error);
    if (status >= 0)
        status = tariff_snapshot_open(s.context, argv[1], &s.current, &error);
    for (; status >= 0 && started < THREADS; started++) {
        readers[started] = (reader){.server = &s};
        if (pthread_create(&readers[started].thread, NULL, read_on, &readers[started]) != 0) {
            failed = true;
            break;
        }
    }
    wait_for(&s, started);
    for (unsigned i = 0; status >= 0 && i < SWAPS; i++) {
        tariff_snapshot *next = NULL;

        status = tariff_snapshot_open(s.context, argv[i % 2 ? 1 : 2], &next, &error);
        if (status >= 0)
            exchange(&s, next, false);
    }
    exchange(&s, NULL, true);
    for (unsigned i = 0; i < started; i++) {
        pthread_join(readers[i].thread, NULL);
        answers += readers[i].answers;
        sessions += readers[i].sessions;
        failed = failed || readers[i].failed;
    }
    if (status < 0)
        fprintf(stderr, "swap: %.*s\n", (int)tariff_error_message(error).size, tariff_error_message(error).data);
    else
        printf("%u threads, %u swaps, %lu answers%s\n", started, SWAPS, answers, failed ? ", and a failure" : "");
    tariff_error_free(error);
    tariff_context_free(s.context);
    return status < 0 || failed || sessions == 0 ? 1 : 0;
}
