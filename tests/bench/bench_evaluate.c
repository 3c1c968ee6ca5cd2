/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evaluation of duty expressions, with and without the record of how it came about, against the same in GMP rationals that
 * are made once and used again. The mix follows the component lists of the 17 EU transmissions (9,453 lists: 49 % per cent
 * and amount per 100 kg, 37 % per cent alone, 12 % amount per 100 kg), with the limits that the EU tariff has beside them.
 * Each item brings its facts as decimals to both sides and has sixteen expressions evaluated, as many as a selection finds;
 * with a record, each item begins one of its own.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/intern.h"
#include "bench.h"
#include "expr/read.h"
#include "peer_mpq.h"
#include "rate/evaluate.h"

#define ITEMS       256
#define PER_ITEM    16
#define EVALUATIONS (ITEMS * PER_ITEM)
#define PASSES      400

typedef struct shape {
    unsigned often; /* of 100 */
    unsigned count;
    struct {
        peer_mpq_join join;
        peer_mpq_base base;
        unsigned quantity; /* 0 hundred kilograms, 1 hectolitres */
    } parts[4];
} shape;

#define PERCENT(join)                                                                                                        \
    {                                                                                                                        \
        join, PEER_MPQ_VALUE, 0                                                                                              \
    }
#define PER_DTN(join)                                                                                                        \
    {                                                                                                                        \
        join, PEER_MPQ_QUANTITY, 0                                                                                           \
    }
#define PER_HLT(join)                                                                                                        \
    {                                                                                                                        \
        join, PEER_MPQ_QUANTITY, 1                                                                                           \
    }
static const shape shapes[] = {
    {47, 2, {PERCENT(PEER_MPQ_ADD), PER_DTN(PEER_MPQ_ADD)}},
    {36, 1, {PERCENT(PEER_MPQ_ADD)}},
    {12, 1, {PER_DTN(PEER_MPQ_ADD)}},
    {1, 2, {PERCENT(PEER_MPQ_ADD), PER_HLT(PEER_MPQ_ADD)}},
    {1, 3, {PERCENT(PEER_MPQ_ADD), PER_HLT(PEER_MPQ_ADD), PER_DTN(PEER_MPQ_ADD)}},
    {1, 3, {PERCENT(PEER_MPQ_ADD), PER_DTN(PEER_MPQ_ADD), PERCENT(PEER_MPQ_AT_MOST)}},
    {1, 4, {PERCENT(PEER_MPQ_ADD), PER_DTN(PEER_MPQ_ADD), PERCENT(PEER_MPQ_AT_MOST), PER_DTN(PEER_MPQ_ADD)}},
    {1, 3, {PERCENT(PEER_MPQ_ADD), PER_DTN(PEER_MPQ_AT_LEAST), PER_DTN(PEER_MPQ_AT_MOST)}},
};

/* Bytecode lies together, as in an image. */
typedef struct duty {
    uint32_t offset, size;
} duty;

typedef struct peer_duty {
    unsigned count;
    peer_mpq_component components[4];
} peer_duty;

typedef struct item {
    int64_t value, mass, volume; /* in cents, grams, tenths of a litre */
    trf_number numbers[3];       /* the same in units */
} item;

typedef struct bench {
    trf_numbers *pool;
    trf_facts *facts;
    uint32_t kilograms, litres, euro;
    item items[ITEMS];
    mpq_t value, quantities[2];
    duty duties[EVALUATIONS];
    peer_duty peer_duties[EVALUATIONS];
    trf_buffer code;
    trf_trace trace;
    peer_mpq peer;
} bench;

static void stop(const char *what)
{
    fprintf(stderr, "bench_evaluate: %s\n", what);
    exit(1);
}

static void make_items(bench *b, uint64_t *seed)
{
    const trf_vocabulary *words = &trf_vocabulary_default;
    unsigned i;

    b->kilograms = trf_vocabulary_unit(words, TRF_SLICE("KGM"), TRF_SLICE_EMPTY);
    b->litres = trf_vocabulary_unit(words, TRF_SLICE("LTR"), TRF_SLICE_EMPTY);
    b->euro = trf_vocabulary_currency(words, TRF_SLICE("EUR"));
    b->facts = trf_facts_new(&trf_alloc_default, words);
    if (!b->facts)
        stop("no memory");
    mpq_inits(b->value, b->quantities[0], b->quantities[1], NULL);
    for (i = 0; i < ITEMS; i++) {
        b->items[i].value = 100 + (int64_t)(bench_random(seed) % 20000000);
        b->items[i].mass = 1 + (int64_t)(bench_random(seed) % 30000000);
        b->items[i].volume = 1 + (int64_t)(bench_random(seed) % 100000);
        b->items[i].numbers[0] = trf_number_scaled(b->items[i].value, 2);
        b->items[i].numbers[1] = trf_number_scaled(b->items[i].mass, 3);
        b->items[i].numbers[2] = trf_number_scaled(b->items[i].volume, 1);
    }
}

static void say_facts(bench *b, const item *it)
{
    trf_facts_reset(b->facts);
    trf_facts_set_currency(b->facts, b->euro);
    trf_facts_set_value(b->facts, it->numbers[0], TRF_TRACE_NONE);
    trf_facts_set_quantity(b->facts, b->kilograms, it->numbers[1], TRF_TRACE_NONE);
    trf_facts_set_quantity(b->facts, b->litres, it->numbers[2], TRF_TRACE_NONE);
}

static void say_peer_facts(bench *b, const item *it)
{
    peer_mpq_set(b->value, it->value, 2, 1);
    peer_mpq_set(b->quantities[0], it->mass, 3, 100);
    peer_mpq_set(b->quantities[1], it->volume, 1, 100);
}

/* One rate string of the shape with numbers as tariffs have them, and the same for the peer. */
static void make_duty(bench *b, unsigned index, const shape *s, uint64_t *seed, trf_arena *arena, trf_code_names *names)
{
    static const char *const joins[] = {" + ", " - ", " MIN ", " MAX "};
    char text[256];
    size_t size = 0;
    unsigned k;
    trf_expr_reader reader = {NULL, arena, TRF_GRAMMAR_CET, 0, TRF_DATE_NONE};
    trf_expr_reading reading;
    trf_expr_fault fault;
    duty *d = &b->duties[index];
    peer_duty *p = &b->peer_duties[index];

    for (k = 0; k < s->count; k++) {
        int64_t tenths = 10 + (int64_t)(bench_random(seed) % 290), hundredths = 100 + (int64_t)(bench_random(seed) % 30000);
        bool percent = s->parts[k].base == PEER_MPQ_VALUE;
        const char *join = k ? joins[s->parts[k].join] : "";

        if (percent)
            size +=
                (size_t)snprintf(text + size, sizeof text - size, "%s%d.%d%%", join, (int)(tenths / 10), (int)(tenths % 10));
        else
            size += (size_t)snprintf(text + size, sizeof text - size, "%s%d.%02d EUR/%s", join, (int)(hundredths / 100),
                                     (int)(hundredths % 100), s->parts[k].quantity ? "hl" : "100 kg");
        peer_mpq_component_init(&p->components[k], s->parts[k].join, s->parts[k].base, s->parts[k].quantity,
                                percent ? tenths : hundredths, percent ? 1 : 2, 1);
    }
    p->count = s->count;
    if (trf_expr_read(&reader, trf_slice_of(text, size), &reading) != TARIFF_OK)
        stop(text);
    d->offset = (uint32_t)b->code.size;
    if (trf_expr_encode(reading.tree, NULL, names, &b->code, &fault) != TARIFF_OK)
        stop("an expression does not compile");
    d->size = (uint32_t)b->code.size - d->offset;
}

static void make(bench *b)
{
    uint64_t seed = 20261124;
    trf_arena arena;
    trf_intern texts;
    trf_code_vocabulary source = {&trf_vocabulary_default, &texts};
    trf_code_names names;
    unsigned i, k;

    trf_arena_init(&arena, &trf_alloc_default, 0);
    b->pool = trf_numbers_new(&trf_alloc_default);
    if (!b->pool || !trf_intern_init(&texts, &trf_alloc_default, 1))
        stop("no memory");
    trf_code_names_of(&source, &names);
    trf_trace_init(&b->trace, &trf_alloc_default);
    trf_buffer_init(&b->code, &trf_alloc_default, 0);
    peer_mpq_init(&b->peer);
    make_items(b, &seed);
    for (i = 0; i < EVALUATIONS; i++) {
        unsigned pick = (unsigned)(bench_random(&seed) % 100);

        for (k = 0; pick >= shapes[k].often; k++)
            pick -= shapes[k].often;
        trf_arena_reset(&arena);
        make_duty(b, i, &shapes[k], &seed, &arena, &names);
    }
    trf_intern_done(&texts);
    trf_arena_done(&arena);
}

static double evaluate(void *user)
{
    bench *b = user;
    trf_rate_result result;
    uint64_t start = bench_now();
    unsigned pass, i;

    for (pass = 0; pass < PASSES; pass++)
        for (i = 0; i < EVALUATIONS; i++) {
            const duty *d = &b->duties[i];

            if (i % PER_ITEM == 0)
                say_facts(b, &b->items[i / PER_ITEM]);
            if (trf_rate_evaluate(b->code.data + d->offset, d->size, b->facts, b->pool, NULL, NULL, 0, 0, &result) !=
                TARIFF_OK)
                return NAN;
            bench_keep(&result);
        }
    return (double)(bench_now() - start) / ((double)PASSES * EVALUATIONS);
}

static double evaluate_trace(void *user)
{
    bench *b = user;
    trf_rate_result result;
    uint64_t start = bench_now();
    unsigned pass, i;

    for (pass = 0; pass < PASSES; pass++)
        for (i = 0; i < EVALUATIONS; i++) {
            const duty *d = &b->duties[i];

            if (i % PER_ITEM == 0) {
                trf_trace_reset(&b->trace);
                say_facts(b, &b->items[i / PER_ITEM]);
            }
            if (trf_rate_evaluate(b->code.data + d->offset, d->size, b->facts, b->pool, &b->trace, NULL,
                                  TRF_TRACE_REF(TRF_RULE_EXPRESSION, i), 0, &result) != TARIFF_OK)
                return NAN;
            bench_keep(&result);
        }
    return (double)(bench_now() - start) / ((double)PASSES * EVALUATIONS);
}

static double peer(void *user)
{
    bench *b = user;
    uint64_t start = bench_now();
    unsigned pass, i;

    for (pass = 0; pass < PASSES / 10; pass++)
        for (i = 0; i < EVALUATIONS; i++) {
            const peer_duty *d = &b->peer_duties[i];

            if (i % PER_ITEM == 0)
                say_peer_facts(b, &b->items[i / PER_ITEM]);
            bench_keep(peer_mpq_evaluate(&b->peer, d->components, d->count, b->value, (const mpq_t *)b->quantities));
        }
    return (double)(bench_now() - start) / ((double)(PASSES / 10) * EVALUATIONS);
}

/* Both give the same number, exactly, and the record computes again. */
static bool same(void *user)
{
    bench *b = user;
    trf_rate_result result;
    trf_buffer text;
    mpq_t ours;
    unsigned i;
    bool equal = true;

    mpq_init(ours);
    trf_buffer_init(&text, &trf_alloc_default, 0);
    for (i = 0; i < EVALUATIONS && equal; i++) {
        const duty *d = &b->duties[i];
        const peer_duty *p = &b->peer_duties[i];
        uint32_t node;

        trf_trace_reset(&b->trace);
        say_facts(b, &b->items[i / PER_ITEM]);
        say_peer_facts(b, &b->items[i / PER_ITEM]);
        trf_buffer_clear(&text);
        equal = trf_rate_evaluate(b->code.data + d->offset, d->size, b->facts, b->pool, &b->trace, NULL, 0, 0, &result) ==
                    TARIFF_OK &&
                trf_trace_check(&b->trace, b->pool, result.node, &node) == TARIFF_OK &&
                trf_number_print_ratio(b->pool, result.unrounded, &text) == TARIFF_OK;
        trf_buffer_char(&text, '\0');
        equal = equal && mpq_set_str(ours, text.data, 10) == 0 &&
                mpq_equal(ours, peer_mpq_evaluate(&b->peer, p->components, p->count, b->value, (const mpq_t *)b->quantities));
        if (!equal)
            fprintf(stderr, "bench_evaluate: duty %u is %s here\n", i, text.data);
    }
    trf_buffer_done(&text);
    mpq_clear(ours);
    return equal;
}

int main(void)
{
    static bench b;
    static const char work[] = "4,096 duty expressions of 256 items, distribution of the EU transmissions";
    static const char mpq[] = "GMP mpq, reused, components parsed beforehand";

    bench_start("bench_evaluate");
    if (!bench_wanted("evaluate") && !bench_wanted("evaluate-trace"))
        return bench_end();
    make(&b);
    if (bench_wanted("evaluate"))
        bench_run(&(bench_case){.name = "evaluate",
                                .work = work,
                                .unit = "ns",
                                .less = true,
                                .ours = evaluate,
                                .theirs = peer,
                                .peer = mpq,
                                .same = same,
                                .user = &b});
    if (bench_wanted("evaluate-trace"))
        bench_run(&(bench_case){.name = "evaluate-trace",
                                .work = work,
                                .unit = "ns",
                                .less = true,
                                .ours = evaluate_trace,
                                .theirs = peer,
                                .peer = mpq,
                                .same = same,
                                .user = &b});
    return bench_end();
}
