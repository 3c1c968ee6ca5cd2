/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures of (code, area, date) in generated tariffs of 10,000, 100,000 and 1,000,000 measures, from the texts of code and area
 * to the list, against SQLite; and how many allocations a lookup makes. Every code reaches 160 to 200 rows over four levels.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "generate_tariff.h"
#include "measure/selection.h"
#include "peer_sqlite.h"
#include "rate/evaluate.h"
#include "rate/vocabulary.h"

enum { QUERIES = 2048, HITS_MAX = 64, PASSES = 20 };
enum { ROWS_LEAST = 160, ROWS_MOST = 200, HITS_LEAST = 15, HITS_FULL = 20 };

typedef struct query {
    char code[11];
    unsigned area;
} query;

typedef struct fixture {
    const char *file;
    unsigned headings, query_count;
    trf_snapshot *snapshot;
    peer_sqlite *peer;
    trf_arena arena;
    trf_date date;
    uint32_t tariff;
    query queries[QUERIES];
    generated_tariff made;
    /* for evaluation */
    trf_vocabulary_builder *builder;
    trf_facts *facts;
    trf_numbers *numbers;
    unsigned long evaluated;
} fixture;

/* ---- our side ---- */

static bool select_ours(fixture *f, const query *q, trf_candidate **candidates, uint32_t *count)
{
    trf_selection_query asked = {
        .tariff = f->tariff, .date = f->date, .as_published = TRF_DATE_NONE, .movement = TRF_MOVEMENT_IMPORT};
    trf_area_set origin;
    char name[8] = {'Q', (char)('A' + q->area % 26), (char)('0' + q->area / 26)};

    trf_arena_reset(&f->arena);
    asked.line = trf_nomenclature_find(f->snapshot, f->tariff, trf_slice_of(q->code, 10), 80, f->date, TRF_FIND_EXACT);
    if (asked.line == TRF_LINE_NONE ||
        trf_area_set_make(&origin, f->snapshot, f->tariff, trf_slice_of(name, 3), f->date, &f->arena, NULL) != TARIFF_OK)
        return false;
    asked.origin = &origin;
    return trf_measure_select(f->snapshot, &asked, &f->arena, candidates, count, NULL) >= 0;
}

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static unsigned hits_of(fixture *f, const query *q, uint32_t *looked_at, uint32_t hits[HITS_MAX])
{
    trf_candidate *candidates = NULL;
    uint32_t count = 0;
    unsigned found = 0;

    if (!select_ours(f, q, &candidates, &count))
        return 0;
    for (uint32_t i = 0; i < count; i++)
        if (candidates[i].disposition == TRF_DISPOSITION_APPLIED && found < HITS_MAX)
            hits[found++] = candidates[i].measure;
    *looked_at = count;
    return found;
}

/* ---- the peer gets the rows of the image, tree and groups from the generator ---- */

static bool fill_peer(fixture *f)
{
    unsigned number_of[GENERATED_AREAS];
    char name[8];
    bool done = true;

    f->peer = peer_sqlite_new();
    if (!f->peer)
        return false;
    for (unsigned a = 0; a < GENERATED_AREAS; a++) {
        generated_area(a, name);
        number_of[a] = trf_geography_find(f->snapshot, f->tariff, trf_slice_of(name, strlen(name)), f->date);
    }
    for (unsigned a = 0; a < GENERATED_COUNTRIES; a++) {
        done = done && peer_sqlite_membership(f->peer, (int)a, (int)number_of[a]);
        for (unsigned g = 0; g < GENERATED_GROUPS; g++)
            done = done &&
                   (!generated_member(a, g) || peer_sqlite_membership(f->peer, (int)a, (int)number_of[GENERATED_COUNTRIES + g]));
    }
    for (uint32_t i = 0; done && i < trf_snapshot_line_count(f->snapshot); i++) {
        const trf_line_record *line = trf_snapshot_line(f->snapshot, i);
        int64_t code = strtoll(trf_snapshot_text(f->snapshot, line->code).data, NULL, 10);

        for (uint32_t m = 0; done && m < line->measure_row_count; m++) {
            const trf_measure_row_record *row = trf_snapshot_measure_row(f->snapshot, line->first_measure_row + m);

            done = peer_sqlite_measure(f->peer, line->first_measure_row + m, code, row->area, row->start, row->end);
        }
    }
    for (unsigned i = 0; done && i < f->made.leaf_count; i++) {
        static const int64_t steps[] = {1, 100, 10000, 1000000, 100000000};
        int64_t code = strtoll(f->made.leaves[i], NULL, 10);

        for (unsigned s = 0; s < 5; s++)
            done = done && peer_sqlite_ancestor(f->peer, code, code / steps[s] * steps[s]);
    }
    return done && peer_sqlite_ready(f->peer);
}

static bool same(void *user)
{
    fixture *f = user;

    for (unsigned i = 0; f->peer && i < f->query_count; i++) {
        uint32_t ours[HITS_MAX], theirs[HITS_MAX], looked_at = 0;
        unsigned count = hits_of(f, &f->queries[i], &looked_at, ours);
        int peers = peer_sqlite_select(f->peer, strtoll(f->queries[i].code, NULL, 10), (int)f->queries[i].area, f->date, theirs,
                                       HITS_MAX);

        if (peers != (int)count) {
            fprintf(stderr, "bench_select: %s: %u measures here, %d there\n", f->queries[i].code, count, peers);
            return false;
        }
        qsort(ours, count, sizeof *ours, ascending);
        qsort(theirs, count, sizeof *theirs, ascending);
        if (memcmp(ours, theirs, count * sizeof *ours) != 0)
            return false;
    }
    return true;
}

static bool prepare(fixture *f)
{
    uint64_t seed = 20261124;

    if (f->snapshot)
        return true;
    trf_arena_init(&f->arena, &trf_alloc_default, 0);
    f->date = trf_date_of(2016, 6, 15);
    if (!generate_tariff(f->file, f->headings, NULL, &f->made) ||
        trf_snapshot_open(&trf_alloc_default, f->file, &f->snapshot, NULL) < 0)
        return false;
    remove(f->file);
    f->tariff = trf_snapshot_find_tariff(f->snapshot, TRF_SLICE("BENCH"));
    for (unsigned tried = 0; f->query_count < QUERIES && tried < 100 * QUERIES; tried++) {
        query *q = &f->queries[f->query_count];
        uint32_t looked_at = 0, hits[HITS_MAX];
        unsigned count;

        memcpy(q->code, f->made.leaves[bench_random(&seed) % f->made.leaf_count], 11);
        q->area = (unsigned)(bench_random(&seed) % GENERATED_COUNTRIES);
        count = hits_of(f, q, &looked_at, hits);
        f->query_count += looked_at >= ROWS_LEAST && looked_at <= ROWS_MOST && count >= HITS_LEAST && count <= HITS_FULL;
    }
    if (f->query_count < QUERIES) {
        fprintf(stderr, "bench_select: only %u questions of the wanted size\n", f->query_count);
        return false;
    }
    return true;
}

static double ours(void *user)
{
    fixture *f = user;
    uint64_t start = bench_now();

    for (unsigned pass = 0; pass < PASSES; pass++)
        for (unsigned i = 0; i < QUERIES; i++) {
            trf_candidate *candidates = NULL;
            uint32_t count = 0;

            if (!select_ours(f, &f->queries[i], &candidates, &count))
                return NAN;
            bench_keep(candidates);
        }
    return (double)(bench_now() - start) / 1e3 / ((double)PASSES * QUERIES);
}

static double peer(void *user)
{
    fixture *f = user;
    uint64_t start = bench_now();
    int64_t codes[QUERIES];

    for (unsigned i = 0; i < QUERIES; i++)
        codes[i] = strtoll(f->queries[i].code, NULL, 10);
    for (unsigned i = 0; i < QUERIES; i++) {
        uint32_t measures[HITS_MAX];

        if (peer_sqlite_select(f->peer, codes[i], (int)f->queries[i].area, f->date, measures, HITS_MAX) < 0)
            return NAN;
        bench_keep(measures);
    }
    return (double)(bench_now() - start) / 1e3 / QUERIES;
}

static double growth(void *user)
{
    fixture *const *both = user;
    double small = ours(both[0]), large = ours(both[1]);

    return large / small;
}

/* ---- allocations ---- */

/* Everything a lookup does: find, ancestors, areas, selection, and the duty of each measure that applies. */
static bool lookup(fixture *f, const query *q)
{
    trf_candidate *candidates = NULL;
    uint32_t count = 0;

    if (!select_ours(f, q, &candidates, &count))
        return false;
    trf_facts_reset(f->facts);
    trf_facts_set_value(f->facts, trf_number_scaled(1234567, 2), TRF_TRACE_NONE);
    for (uint32_t i = 0; i < count; i++) {
        const trf_measure_record *measure = trf_snapshot_measure(f->snapshot, candidates[i].measure);
        trf_rate_result result;
        trf_slice code;

        if (candidates[i].disposition != TRF_DISPOSITION_APPLIED)
            continue;
        code = trf_snapshot_expression_code(f->snapshot, trf_snapshot_expression(f->snapshot, measure->expression));
        if (code.size == 0 ||
            trf_rate_evaluate(code.data, code.size, f->facts, f->numbers, NULL, NULL, 0, 0, &result) != TARIFF_OK)
            return false;
        f->evaluated++;
    }
    return true;
}

static double lookups(void *user)
{
    fixture *f = user;
    unsigned long before = bench_allocations();

    for (unsigned i = 0; i < QUERIES; i++)
        if (!lookup(f, &f->queries[i]))
            return NAN;
    return (double)(bench_allocations() - before) / QUERIES;
}

static void measure_allocations(fixture *f)
{
    const trf_vocabulary *vocabulary = NULL;
    char work[120];

    f->numbers = trf_numbers_new(&trf_alloc_default);
    if (f->numbers && trf_rate_vocabulary(f->snapshot, &trf_alloc_default, &f->builder, &vocabulary, NULL) >= 0)
        f->facts = trf_facts_new(&trf_alloc_default, vocabulary);
    if (!f->facts || isnan(lookups(f))) {
        bench_figure("lookup-allocations", "", "calls", true, NAN, NULL);
        return;
    }
    snprintf(work, sizeof work, "find, areas, ancestors, selection, %lu duties evaluated in %u lookups", f->evaluated, QUERIES);
    bench_run(
        &(bench_case){.name = "lookup-allocations", .work = work, .unit = "calls", .less = true, .ours = lookups, .user = f});
    trf_facts_free(f->facts);
    trf_vocabulary_builder_free(f->builder);
    trf_numbers_free(f->numbers);
}

static void measure(fixture *f, const char *name)
{
    char work[160];
    bool with_peer = fill_peer(f);

    snprintf(work, sizeof work, "%u measures; %u questions of 160-200 rows and 15-20 hits, code and area as text",
             f->made.measures, QUERIES);
    bench_run(&(bench_case){.name = name,
                            .work = work,
                            .unit = "µs",
                            .less = true,
                            .ours = ours,
                            .theirs = with_peer ? peer : NULL,
                            .peer = with_peer ? "SQLite in memory, covering index, prepared" : "SQLite: not installed",
                            .same = with_peer ? same : NULL,
                            .user = f});
    peer_sqlite_free(f->peer);
    f->peer = NULL;
}

static void done(fixture *f)
{
    trf_snapshot_release(f->snapshot);
    trf_arena_done(&f->arena);
    free(f->made.leaves);
}

int main(void)
{
    static fixture small = {.file = "bench-select-10k.tariff", .headings = 4};
    static fixture middle = {.file = "bench-select-100k.tariff", .headings = 37};
    static fixture large = {.file = "bench-select-1m.tariff", .headings = 363};
    fixture *both[2] = {&small, &large};
    bool grows = bench_wanted("select-growth"), failed = false;

    bench_start("bench_select");
    if (grows || bench_wanted("select-10k") || bench_wanted("lookup-allocations"))
        failed = !prepare(&small);
    if (!failed && bench_wanted("select-10k"))
        measure(&small, "select-10k");
    if (!failed && bench_wanted("lookup-allocations"))
        measure_allocations(&small);
    if (!failed && bench_wanted("select-100k") && !(failed = !prepare(&middle)))
        measure(&middle, "select-100k");
    if (!failed && (grows || bench_wanted("select-1m")))
        failed = !prepare(&large);
    if (!failed && bench_wanted("select-1m"))
        measure(&large, "select-1m");
    if (!failed && grows)
        bench_run(&(bench_case){.name = "select-growth",
                                .work = "select-1m / select-10k, interleaved",
                                .unit = "times",
                                .less = true,
                                .ours = growth,
                                .user = both});
    done(&small);
    done(&middle);
    done(&large);
    return bench_end() || failed ? 1 : 0;
}
