/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assessments over generated tariffs of 10,000 and 1,000,000 measures: a base duty, remedies and a tax on both, from the texts of
 * code, origin and value to the finished result, against the floor; with the trace; with two threads; allocations.
 */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assess/assess.h"
#include "bench.h"
#include "floor.h"
#include "generate_tariff.h"
#include "geography/geography.h"
#include "rate/vocabulary.h"

enum { ITEMS = 2048, PASSES = 4 };

/* Of the nine types: one base duty, a preference that nobody claims, two of remedies, a tax; the rest inform. */
static const char profile[] =
    "<profile id='BENCH' currency='EUR' zone='UTC'><valuation basis='CIF'/><preferences default='100'/>"
    "<policy aspect='rounding' name='cent' default='yes'><round at='customs-value' mode='half-up' unit='0.01'/>"
    "<round at='charge' mode='half-up' unit='0.01'/></policy>"
    "<policy aspect='conditions' name='law' behaviour='all-codes' default='yes'/>"
    "<group id='base' several='nearest'/><group id='pref' several='nearest'/><group id='remedy' several='all'/>"
    "<group id='tax' several='nearest'/>"
    "<charge id='duty' role='base-duty' total='duty'/><charge id='remedies' role='trade-remedy' total='duty'/>"
    "<charge id='tax' role='vat' total='taxes'><base><sum><named-amount name='customs-value'/><charges ids='duty "
    "remedies'/></sum>"
    "</base></charge>"
    "<measures types='T0' role='base-duty' group='base' charge='duty'/>"
    "<measures types='T1' role='preference' group='pref' charge='duty' claim='preference' preferences='300'/>"
    "<measures types='T2 T5' role='trade-remedy' group='remedy' charge='remedies'/>"
    "<measures types='T3' role='vat' group='tax' charge='tax'/>"
    "<relation kind='replaces' groups='pref' over='base'/></profile>";

typedef struct item {
    char code[11], origin[8], value[16];
    unsigned country;
    int64_t cents;
} item;

/* What one thread works with. */
typedef struct worker {
    trf_vocabulary_builder *builder;
    trf_facts *facts;
    trf_plans *plans;
    trf_numbers *numbers;
    trf_arena arena;
    trf_trace trace;
    struct fixture *f;
    unsigned first, step;
    bool traced, failed;
} worker;

typedef struct fixture {
    const char *file;
    unsigned headings;
    generated_tariff made;
    trf_snapshot *snapshot;
    bench_floor *floor;
    item items[ITEMS];
    uint64_t bits[GENERATED_COUNTRIES][2]; /* areas that hold a country, as the floor reads them */
    trf_arena arena;
    trf_date date;
    worker workers[2];
    bool traced;
} fixture;

static bool worker_init(worker *w, fixture *f)
{
    const trf_vocabulary *vocabulary = NULL;

    w->f = f;
    trf_arena_init(&w->arena, &trf_alloc_default, 0);
    trf_trace_init(&w->trace, &trf_alloc_default);
    w->numbers = trf_numbers_new(&trf_alloc_default);
    if (!w->numbers || trf_rate_vocabulary(f->snapshot, &trf_alloc_default, &w->builder, &vocabulary, NULL) < 0)
        return false;
    w->facts = trf_facts_new(&trf_alloc_default, vocabulary);
    w->plans = trf_plans_new(&trf_alloc_default);
    return w->facts && w->plans;
}

static void worker_done(worker *w)
{
    trf_plans_free(w->plans);
    trf_facts_free(w->facts);
    trf_vocabulary_builder_free(w->builder);
    trf_numbers_free(w->numbers);
    trf_trace_done(&w->trace);
    trf_arena_done(&w->arena);
}

static const trf_assessment *assess(worker *w, const item *it)
{
    static const trf_limits limits = TRF_LIMITS_DEFAULT;
    const trf_assessor assessor = {.alloc = &trf_alloc_default,
                                   .limits = &limits,
                                   .snapshot = w->f->snapshot,
                                   .facts = w->facts,
                                   .arena = &w->arena,
                                   .numbers = w->numbers,
                                   .trace = w->traced ? &w->trace : NULL,
                                   .plans = w->plans};
    trf_declared_item goods = {
        .code = trf_slice_of(it->code, 10), .origin = trf_slice_text(it->origin), .customs_value = trf_slice_text(it->value)};
    trf_declaration declaration = {.tariff = TRF_SLICE("BENCH"), .items = &goods, .item_count = 1, .movement = 1};
    const trf_assessment *result = NULL;

    for (unsigned i = 0; i < TRF_ON_COUNT; i++)
        declaration.dates[i] = TRF_DATE_NONE;
    declaration.as_published = TRF_DATE_NONE;
    declaration.dates[TRF_ON_ACCEPTANCE] = w->f->date;
    trf_arena_reset(&w->arena);
    if (w->traced)
        trf_trace_reset(&w->trace);
    trf_numbers_reset(w->numbers);
    return trf_assess(&assessor, &declaration, NULL, &result, NULL) < 0 ? NULL : result;
}

static int64_t floor_of(const fixture *f, const item *it)
{
    return floor_assess(f->floor, it->code, f->bits[it->country], f->date, it->cents);
}

static bool same(void *user)
{
    fixture *f = user;

    for (unsigned i = 0; i < ITEMS; i++) {
        const trf_assessment *result = assess(&f->workers[0], &f->items[i]);
        int64_t cents;

        if (!result || result->status != TRF_ASSESSED_COMPLETE) {
            fprintf(stderr, "bench_assess: %s from %s: not complete\n", f->items[i].code, f->items[i].origin);
            return false;
        }
        cents = floor_of(f, &f->items[i]);
        if (trf_number_compare(f->workers[0].numbers, result->items[0].total, trf_number_scaled(cents, 2)) != 0) {
            fprintf(stderr, "bench_assess: %s from %s: another amount than %lld cents\n", f->items[i].code, f->items[i].origin,
                    (long long)cents);
            return false;
        }
    }
    return true;
}

static bool prepare(fixture *f)
{
    uint64_t seed = 20261124;
    uint8_t uses[64] = {0};
    unsigned taken = 0;

    if (f->snapshot)
        return true;
    trf_arena_init(&f->arena, &trf_alloc_default, 0);
    f->date = trf_date_of(2016, 6, 15);
    if (!generate_tariff(f->file, f->headings, profile, &f->made) ||
        trf_snapshot_open(&trf_alloc_default, f->file, &f->snapshot, NULL) < 0)
        return false;
    remove(f->file);
    for (uint32_t i = 0; i < trf_snapshot_measure_type_count(f->snapshot) && i < 64; i++) {
        trf_slice id = trf_snapshot_text(f->snapshot, trf_snapshot_measure_type(f->snapshot, i)->id);

        uses[i] = trf_slice_is(id, "T0")                             ? FLOOR_NEAREST
                  : trf_slice_is(id, "T2") || trf_slice_is(id, "T5") ? FLOOR_ALL
                  : trf_slice_is(id, "T3")                           ? FLOOR_VAT
                                                                     : FLOOR_NOTHING;
    }
    f->floor = floor_new(f->snapshot, uses);
    for (unsigned c = 0; c < GENERATED_COUNTRIES && f->floor; c++) {
        trf_area_set place;
        char name[8];

        if (trf_area_set_make(&place, f->snapshot, trf_snapshot_find_tariff(f->snapshot, TRF_SLICE("BENCH")),
                              trf_slice_text(generated_area(c, name)), f->date, &f->arena, NULL) != TARIFF_OK ||
            place.count > 128)
            return false;
        for (uint32_t a = 0; a < place.count; a++)
            f->bits[c][a >> 6] |= (uint64_t)trf_area_set_has(&place, a) << (a & 63);
    }
    while (taken < ITEMS) {
        item *it = &f->items[taken++];

        memcpy(it->code, f->made.leaves[bench_random(&seed) % f->made.leaf_count], 11);
        it->country = (unsigned)(bench_random(&seed) % GENERATED_COUNTRIES);
        generated_area(it->country, it->origin);
        it->cents = 100 + (int64_t)(bench_random(&seed) % 20000000);
        snprintf(it->value, sizeof it->value, "%lld.%02lld", (long long)(it->cents / 100), (long long)(it->cents % 100));
    }
    return f->floor && worker_init(&f->workers[0], f) && worker_init(&f->workers[1], f);
}

static void done(fixture *f)
{
    if (f->snapshot) {
        worker_done(&f->workers[0]);
        worker_done(&f->workers[1]);
    }
    floor_free(f->floor);
    trf_snapshot_release(f->snapshot);
    trf_arena_done(&f->arena);
    free(f->made.leaves);
}

/* ---- sides ---- */
static void *work(void *user)
{
    worker *w = user;

    for (unsigned pass = 0; pass < PASSES && !w->failed; pass++)
        for (unsigned i = w->first; i < ITEMS && !w->failed; i += w->step) {
            const trf_assessment *result = assess(w, &w->f->items[i]);

            bench_keep(result);
            w->failed = !result;
        }
    return NULL;
}

/* Items a second. */
static double one_thread(fixture *f, bool traced)
{
    worker *w = &f->workers[0];
    uint64_t start = bench_now();

    w->first = 0;
    w->step = 1;
    w->traced = traced;
    work(w);
    return w->failed ? NAN : (double)PASSES * ITEMS * 1e9 / (double)(bench_now() - start);
}
static double ours(void *user)
{
    return one_thread(user, false);
}
static double traced(void *user)
{
    return one_thread(user, true);
}

static double two_threads(void *user)
{
    fixture *f = user;
    uint64_t start = bench_now();
    pthread_t second;

    for (unsigned i = 0; i < 2; i++) {
        f->workers[i].first = i;
        f->workers[i].step = 2;
        f->workers[i].traced = false;
    }
    if (pthread_create(&second, NULL, work, &f->workers[1]) != 0)
        return NAN;
    work(&f->workers[0]);
    pthread_join(second, NULL);
    return f->workers[0].failed || f->workers[1].failed ? NAN : (double)PASSES * ITEMS * 1e9 / (double)(bench_now() - start);
}

static double floor_side(void *user)
{
    const fixture *f = user;
    uint64_t start = bench_now();
    int64_t sum = 0;

    for (unsigned pass = 0; pass < PASSES; pass++)
        for (unsigned i = 0; i < ITEMS; i++)
            sum += floor_of(f, &f->items[i]);
    bench_keep(&sum);
    return (double)PASSES * ITEMS * 1e9 / (double)(bench_now() - start);
}

static double allocations(void *user)
{
    fixture *f = user;
    unsigned long before = bench_allocations();

    f->workers[0].traced = false;
    for (unsigned i = 0; i < ITEMS; i++)
        if (!assess(&f->workers[0], &f->items[i]))
            return NAN;
    return (double)(bench_allocations() - before) / ITEMS;
}

static void against_floor(fixture *f, const char *name)
{
    char text[120];

    snprintf(text, sizeof text, "%u measures; 160-200 rows an item, one thread", f->made.measures);
    bench_run(&(bench_case){.name = name,
                            .work = text,
                            .unit = "items/s",
                            .ours = ours,
                            .theirs = floor_side,
                            .peer = "floor: selection and 128-bit sums",
                            .same = same,
                            .user = f});
}

int main(void)
{
    static fixture small = {.file = "bench-assess-10k.tariff", .headings = 4};
    static fixture large = {.file = "bench-assess-1m.tariff", .headings = 363};
    bool ready = true;

    bench_start("bench_assess");
    if (bench_wanted("assess-10k") || bench_wanted("assess-trace") || bench_wanted("assess-2-threads") ||
        bench_wanted("assess-allocations"))
        ready = prepare(&small);
    if (ready && bench_wanted("assess-10k"))
        against_floor(&small, "assess-10k");
    if (ready && bench_wanted("assess-trace"))
        bench_run(&(bench_case){.name = "assess-trace",
                                .work = "the same with the record of each step",
                                .unit = "items/s",
                                .ours = traced,
                                .theirs = ours,
                                .peer = "without the record",
                                .user = &small});
    if (ready && bench_wanted("assess-2-threads"))
        bench_run(&(bench_case){.name = "assess-2-threads",
                                .work = "the same by two threads over one snapshot",
                                .unit = "items/s",
                                .ours = two_threads,
                                .theirs = ours,
                                .peer = "one thread",
                                .user = &small});
    if (ready && bench_wanted("assess-allocations"))
        bench_run(&(bench_case){.name = "assess-allocations",
                                .work = "an assessment in a session that made one before",
                                .unit = "calls",
                                .less = true,
                                .ours = allocations,
                                .user = &small});
    if (ready && bench_wanted("assess-1m") && (ready = prepare(&large)))
        against_floor(&large, "assess-1m");
    done(&small);
    done(&large);
    return bench_end() || !ready ? 1 : 0;
}
