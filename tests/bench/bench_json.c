/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON Lines end to end: each line of a text is a declaration, goes through the JSON door's `assess`, and its reply is a line of
 * another text. Against jansson, which parses the same requests and prints the same replies and computes nothing.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "generate_tariff.h"
#include "peer_jansson.h"
#include "tariff/context.h"
#include "tariff/session.h"
#include "tariff/snapshot.h"

enum { LINES = 256, PASSES = 8, LINE_ROOM = 256, REPLY_ROOM = 1 << 14 };

/* Of the nine types: one base duty, two of remedies, a tax; the rest inform. */
static const char profile[] =
    "<profile id='BENCH' currency='EUR' zone='UTC'><valuation basis='CIF'/>"
    "<policy aspect='rounding' name='cent' default='yes'><round at='customs-value' mode='half-up' unit='0.01'/>"
    "<round at='charge' mode='half-up' unit='0.01'/></policy>"
    "<policy aspect='conditions' name='law' behaviour='all-codes' default='yes'/>"
    "<group id='base' several='nearest'/><group id='remedy' several='all'/><group id='tax' several='nearest'/>"
    "<charge id='duty' role='base-duty' total='duty'/><charge id='remedies' role='trade-remedy' total='duty'/>"
    "<charge id='tax' role='vat' total='taxes'><base><sum><named-amount name='customs-value'/><charges ids='duty "
    "remedies'/></sum></base></charge>"
    "<measures types='T0' role='base-duty' group='base' charge='duty'/>"
    "<measures types='T2 T5' role='trade-remedy' group='remedy' charge='remedies'/>"
    "<measures types='T3' role='vat' group='tax' charge='tax'/></profile>";

typedef struct fixture {
    generated_tariff made;
    tariff_context *context;
    tariff_snapshot *snapshot;
    tariff_session *session;
    peer_jansson *peer;
    char *input, *output; /* texts of lines */
    size_t input_size, output_room;
} fixture;

static bool prepare(fixture *f)
{
    static const char file[] = "bench-json.tariff";
    uint64_t seed = 20261125;
    bool opened;

    if (!generate_tariff(file, 4, profile, &f->made) || tariff_context_new(NULL, &f->context, NULL) < 0)
        return false;
    opened = tariff_snapshot_open(f->context, file, &f->snapshot, NULL) >= 0 &&
             tariff_session_new(f->context, f->snapshot, NULL, &f->session, NULL) >= 0;
    remove(file);
    f->input = malloc((size_t)LINES * LINE_ROOM);
    f->output_room = (size_t)LINES * REPLY_ROOM;
    f->output = malloc(f->output_room);
    f->peer = peer_jansson_new();
    if (!opened || !f->input || !f->output)
        return false;
    for (unsigned i = 0; i < LINES; i++) {
        const char *code = f->made.leaves[bench_random(&seed) % f->made.leaf_count];
        unsigned long cents = 100 + (unsigned long)(bench_random(&seed) % 20000000);
        char origin[8];

        generated_area((unsigned)(bench_random(&seed) % GENERATED_COUNTRIES), origin);
        f->input_size += (size_t)snprintf(f->input + f->input_size, LINE_ROOM,
                                          "{\"id\":\"%u\",\"tariff\":\"BENCH\",\"date\":\"2016-06-15\",\"items\":[{\"number\":1,"
                                          "\"code\":\"%s\",\"origin\":\"%s\","
                                          "\"net_mass\":\"%lu.5\",\"customs_value\":\"%lu.%02lu\"}]}\n",
                                          i, code, origin, cents / 500, cents / 100, cents % 100);
    }
    return true;
}

static void done(fixture *f)
{
    peer_jansson_free(f->peer);
    tariff_session_free(f->session);
    tariff_snapshot_release(f->snapshot);
    tariff_context_free(f->context);
    free(f->input);
    free(f->output);
    free(f->made.leaves);
}

/* The whole input once; the size of the output, 0 for a failure. Where told so, each pair of lines goes to the peer. */
static size_t answer_all(fixture *f, bool to_peer)
{
    const char *at = f->input, *end = f->input + f->input_size;
    size_t written = 0;

    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at)), *reply;
        uint64_t size;

        if (!stop || tariff_call_json(f->session, "assess", at, (uint64_t)(stop - at), &reply, &size, NULL) != TARIFF_OK ||
            size >= f->output_room - written || (to_peer && !peer_jansson_add(f->peer, at, (size_t)(stop - at), reply, size)))
            return 0;
        memcpy(f->output + written, reply, size);
        written += size;
        f->output[written++] = '\n';
        at = stop + 1;
    }
    return written;
}

static bool same(void *user)
{
    fixture *f = user;
    size_t written = answer_all(f, true);

    return written && peer_jansson_run(f->peer) == written - LINES;
}

static double ours(void *user)
{
    uint64_t start = bench_now();
    size_t written = 1;

    for (unsigned pass = 0; pass < PASSES && written; pass++) {
        written = answer_all(user, false);
        bench_keep(((fixture *)user)->output);
    }
    return written ? (double)PASSES * LINES * 1e9 / (double)(bench_now() - start) : NAN;
}

static double theirs(void *user)
{
    const fixture *f = user;
    uint64_t start = bench_now();
    size_t printed = 1;

    for (unsigned pass = 0; pass < PASSES && printed; pass++)
        printed = peer_jansson_run(f->peer);
    return printed ? (double)PASSES * LINES * 1e9 / (double)(bench_now() - start) : NAN;
}

int main(void)
{
    static fixture f;
    char work[120];
    bool ready = true;

    bench_start("bench_json");
    if (bench_wanted("assess-json") && (ready = prepare(&f))) {
        snprintf(work, sizeof work, "%u lines, a declaration each; %u measures, 160-200 rows an item", LINES, f.made.measures);
        bench_run(&(bench_case){.name = "assess-json",
                                .work = work,
                                .unit = "lines/s",
                                .ours = ours,
                                .theirs = theirs,
                                .peer = "jansson parsing the requests and printing the replies",
                                .why = f.peer ? NULL : "jansson is not installed",
                                .same = same,
                                .user = &f});
    }
    done(&f);
    return bench_end() || !ready ? 1 : 0;
}
