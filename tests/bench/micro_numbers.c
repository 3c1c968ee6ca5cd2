/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one operation on exact numbers costs, and one duty line against the same in reused GMP mpq. Not a line of bench.json:
 * a table for those who change num/. Results are compared before anything is timed; figures are the median of seven runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "num/round.h"
#include "peer_mpq.h"

#define COUNT 256
#define RUNS  7

typedef struct item {
    trf_number value, net_mass, litres;
    mpq_t peer_value, peer_quantities[2];
} item;

/* The shapes that a tariff has most of, and how often in sixteen. */
typedef struct component {
    peer_mpq_join join;
    peer_mpq_base base;
    unsigned quantity;
    int64_t coefficient;
    int16_t scale;
    unsigned divisor;
} component;

typedef struct duty {
    const char *text;
    unsigned often;
    size_t count;
    component components[4];
} duty;

static const duty duties[] = {
    {"9.1 %", 8, 1, {{PEER_MPQ_ADD, PEER_MPQ_VALUE, 0, 91, 1, 1}}},
    {"35.15 EUR / 100 kg", 3, 1, {{PEER_MPQ_ADD, PEER_MPQ_QUANTITY, 0, 3515, 2, 100}}},
    {"9.1 % + 45.1 EUR / 100 kg",
     2,
     2,
     {{PEER_MPQ_ADD, PEER_MPQ_VALUE, 0, 91, 1, 1}, {PEER_MPQ_ADD, PEER_MPQ_QUANTITY, 0, 451, 1, 100}}},
    {"10 % MIN 22 EUR / 100 kg MAX 56 EUR / 100 kg",
     1,
     3,
     {{PEER_MPQ_ADD, PEER_MPQ_VALUE, 0, 10, 0, 1},
      {PEER_MPQ_AT_LEAST, PEER_MPQ_QUANTITY, 0, 22, 0, 100},
      {PEER_MPQ_AT_MOST, PEER_MPQ_QUANTITY, 0, 56, 0, 100}}},
    {"9 % + 45.1 EUR / 100 kg MAX 18.9 % + 16.5 EUR / 100 kg",
     1,
     4,
     {{PEER_MPQ_ADD, PEER_MPQ_VALUE, 0, 9, 0, 1},
      {PEER_MPQ_ADD, PEER_MPQ_QUANTITY, 0, 451, 1, 100},
      {PEER_MPQ_AT_MOST, PEER_MPQ_VALUE, 0, 189, 1, 1},
      {PEER_MPQ_ADD, PEER_MPQ_QUANTITY, 0, 165, 1, 100}}},
    {"0.105 EUR / kg + 1.35 EUR / l",
     1,
     2,
     {{PEER_MPQ_ADD, PEER_MPQ_QUANTITY, 0, 105, 3, 1}, {PEER_MPQ_ADD, PEER_MPQ_QUANTITY, 1, 135, 2, 1}}},
};
#define DUTIES (sizeof duties / sizeof duties[0])

static trf_numbers *pool;
static item items[COUNT];
static const duty *lines[COUNT];
static peer_mpq_component peer_components[DUTIES][4];
static peer_mpq peer;
static mpq_t peer_value, peer_quantities[2];
static trf_number results[COUNT];
static trf_number checked[COUNT];
static int64_t cents[COUNT];

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* ---- one duty line in num/ ---- */
static trf_number duty_line(const duty *line, const item *what)
{
    trf_number sum = {0, 0, 0, 0}, left = {0, 0, 0, 0};
    peer_mpq_join pending = PEER_MPQ_ADD;
    trf_number duty;
    size_t i;

    for (i = 0; i < line->count; i++) {
        const component *c = &line->components[i];
        trf_number part = trf_number_scaled(c->coefficient, c->scale);

        if (c->base != PEER_MPQ_FIXED) {
            const trf_number *base = c->base == PEER_MPQ_VALUE ? &what->value
                                     : c->quantity == 0        ? &what->net_mass
                                                               : &what->litres;

            if (trf_number_multiply(pool, part, *base, &part) != TARIFF_OK ||
                trf_number_shift(pool, part, c->base == PEER_MPQ_VALUE || c->divisor == 100 ? 2 : 0, &part) != TARIFF_OK)
                abort();
        }
        if (c->join >= PEER_MPQ_AT_LEAST) {
            if (pending != PEER_MPQ_ADD && (trf_number_compare(pool, left, sum) > 0) == (pending == PEER_MPQ_AT_LEAST))
                sum = left;
            left = sum;
            sum = part;
            pending = c->join;
        } else if (c->join == PEER_MPQ_SUBTRACT) {
            if (trf_number_subtract(pool, sum, part, &sum) != TARIFF_OK)
                abort();
        } else if (trf_number_add(pool, sum, part, &sum) != TARIFF_OK) {
            abort();
        }
    }
    if (pending != PEER_MPQ_ADD && (trf_number_compare(pool, left, sum) > 0) == (pending == PEER_MPQ_AT_LEAST))
        sum = left;
    if (trf_number_round(pool, sum, TRF_ROUND_HALF_UP, trf_number_scaled(1, 2), &duty) != TARIFF_OK)
        abort();
    return duty;
}

/* The same in words, as a loop without time would do it. */
static bool duty_line_small(const duty *line, const item *what, trf_small *out)
{
    trf_small sum = {0, 0}, left = {0, 0};
    peer_mpq_join pending = PEER_MPQ_ADD;
    int order;
    size_t i;

    for (i = 0; i < line->count; i++) {
        const component *c = &line->components[i];
        trf_small part = {c->coefficient, c->scale}, base;

        if (c->base != PEER_MPQ_FIXED) {
            if (!trf_number_to_small(c->base == PEER_MPQ_VALUE ? what->value
                                     : c->quantity == 0        ? what->net_mass
                                                               : what->litres,
                                     &base) ||
                !trf_small_multiply(part, base, &part))
                return false;
            part.scale += c->base == PEER_MPQ_VALUE || c->divisor == 100 ? 2 : 0;
        }
        if (c->join >= PEER_MPQ_AT_LEAST) {
            if (pending != PEER_MPQ_ADD) {
                if (!trf_small_compare(left, sum, &order))
                    return false;
                if ((order > 0) == (pending == PEER_MPQ_AT_LEAST))
                    sum = left;
            }
            left = sum;
            sum = part;
            pending = c->join;
        } else if (!(c->join == PEER_MPQ_SUBTRACT ? trf_small_subtract(sum, part, &sum) : trf_small_add(sum, part, &sum))) {
            return false;
        }
    }
    if (pending != PEER_MPQ_ADD) {
        if (!trf_small_compare(left, sum, &order))
            return false;
        if ((order > 0) == (pending == PEER_MPQ_AT_LEAST))
            sum = left;
    }
    return trf_small_round(sum, TRF_ROUND_HALF_UP, 2, out);
}

/* ---- what is timed: each goes once over all items ---- */
static void ours(void)
{
    size_t i;

    for (i = 0; i < COUNT; i++)
        results[i] = duty_line(lines[i], &items[i]);
}

static void ours_small(void)
{
    trf_small duty;
    size_t i;

    for (i = 0; i < COUNT; i++)
        results[i] = duty_line_small(lines[i], &items[i], &duty) ? trf_number_of_small(duty) : duty_line(lines[i], &items[i]);
}

static void theirs(void)
{
    size_t i;

    for (i = 0; i < COUNT; i++)
        cents[i] = peer_mpq_cents(&peer, peer_components[lines[i] - duties], lines[i]->count, items[i].peer_value,
                                  (const mpq_t *)items[i].peer_quantities);
}

/* The same where the facts of each item still have to enter the rationals: only those that the line asks for. */
static void theirs_with_facts(void)
{
    size_t i, k;

    for (i = 0; i < COUNT; i++) {
        bool value = false, quantity[2] = {false, false};

        for (k = 0; k < lines[i]->count; k++) {
            const component *c = &lines[i]->components[k];

            if (c->base == PEER_MPQ_VALUE && !value)
                peer_mpq_set(peer_value, (int64_t)items[i].value.coefficient, (unsigned)items[i].value.scale, 1);
            else if (c->base == PEER_MPQ_QUANTITY && !quantity[c->quantity])
                peer_mpq_set(peer_quantities[c->quantity],
                             (int64_t)(c->quantity == 0 ? items[i].net_mass : items[i].litres).coefficient, 3, 1);
            value = value || c->base == PEER_MPQ_VALUE;
            quantity[c->quantity] = quantity[c->quantity] || c->base == PEER_MPQ_QUANTITY;
        }
        cents[i] = peer_mpq_cents(&peer, peer_components[lines[i] - duties], lines[i]->count, peer_value,
                                  (const mpq_t *)peer_quantities);
    }
}

#define OVER_ITEMS(name, expression)                                                                                             \
    static void name(void)                                                                                                       \
    {                                                                                                                            \
        size_t i;                                                                                                                \
        for (i = 0; i < COUNT; i++)                                                                                              \
            if ((expression) < 0)                                                                                                \
                abort();                                                                                                         \
    }

OVER_ITEMS(add_same, trf_number_add(pool, items[i].value, items[(i + 1) % COUNT].value, &results[i]))
OVER_ITEMS(add_apart, trf_number_add(pool, items[i].value, items[i].net_mass, &results[i]))
OVER_ITEMS(multiply, trf_number_multiply(pool, items[i].value, items[i].net_mass, &results[i]))
OVER_ITEMS(compare, (cents[i] = trf_number_compare(pool, items[i].value, items[i].net_mass)) < -1 ? -1 : 0)
OVER_ITEMS(round_cents, trf_number_round(pool, items[i].litres, TRF_ROUND_HALF_UP, trf_number_scaled(1, 2), &results[i]))
OVER_ITEMS(round_even, trf_number_round(pool, items[i].litres, TRF_ROUND_HALF_EVEN, trf_number_of(1), &results[i]))
OVER_ITEMS(round_five, trf_number_round(pool, items[i].value, TRF_ROUND_HALF_UP, trf_number_scaled(5, 2), &results[i]))
OVER_ITEMS(divide_exact, trf_number_divide(pool, items[i].value, trf_number_of(100), &results[i]))

static void divide_rational(void)
{
    size_t i;

    trf_numbers_reset(pool);
    for (i = 0; i < COUNT; i++)
        if (trf_number_divide(pool, items[i].value, items[i].litres, &results[i]) < 0)
            abort();
}

static void exchange(void) /* a product over a rate of exchange, rounded: two rationals */
{
    const trf_number rate = trf_number_scaled(11547, 4);
    size_t i;

    trf_numbers_reset(pool);
    for (i = 0; i < COUNT; i++)
        if (trf_number_divide(pool, items[i].value, rate, &results[i]) < 0 ||
            trf_number_round(pool, results[i], TRF_ROUND_HALF_UP, trf_number_scaled(1, 2), &results[i]) < 0)
            abort();
}

static void parse(void)
{
    static const char *const texts[] = {"9.10", "1137.74", "0.35", "45.1", "20000", "1234567.891"};
    size_t i;

    for (i = 0; i < COUNT; i++)
        if (trf_number_parse(pool, trf_slice_text(texts[i % 6]), &results[i]) < 0)
            abort();
}

static trf_buffer text;

static void print(void)
{
    size_t i;

    trf_buffer_clear(&text);
    for (i = 0; i < COUNT; i++)
        if (trf_number_format(pool, items[i].litres, 2, 18, &text) < 0)
            abort();
}

static void apportion(void) /* COUNT / 8 invoices of eight lines */
{
    trf_number weights[8];
    size_t i, k;

    for (i = 0; i + 8 <= COUNT; i += 8) {
        for (k = 0; k < 8; k++)
            weights[k] = items[i + k].net_mass;
        if (trf_number_apportion(pool, trf_number_scaled(12345678, 2), weights, 8, trf_number_scaled(1, 2), &results[i]) < 0)
            abort();
    }
}

/* ---- timing ---- */
static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double nanoseconds(void (*work)(void))
{
    double figures[RUNS];
    int run, again;

    work();
    for (run = 0; run < RUNS; run++) {
        struct timespec start, end;

        clock_gettime(CLOCK_MONOTONIC, &start);
        for (again = 0; again < 800; again++)
            work();
        clock_gettime(CLOCK_MONOTONIC, &end);
        figures[run] = ((double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec)) / (800.0 * COUNT);
    }
    qsort(figures, RUNS, sizeof figures[0], ascending);
    return figures[RUNS / 2];
}

static void prepare(void)
{
    uint64_t seed = 1;
    size_t i, k;

    peer_mpq_init(&peer);
    mpq_inits(peer_value, peer_quantities[0], peer_quantities[1], NULL);
    for (i = 0; i < DUTIES; i++) {
        for (k = 0; k < duties[i].count; k++) {
            const component *c = &duties[i].components[k];

            peer_mpq_component_init(&peer_components[i][k], c->join, c->base, c->quantity, c->coefficient, (unsigned)c->scale,
                                    c->divisor);
        }
    }
    for (i = 0; i < COUNT; i++) {
        int64_t value = (int64_t)(next_random(&seed) % 100000000), mass = (int64_t)(next_random(&seed) % 10000000);
        int64_t litres = (int64_t)(next_random(&seed) % 1000000) + 1;
        unsigned pick = (unsigned)(next_random(&seed) % 16);

        items[i].value = trf_number_scaled(value, 2);
        items[i].net_mass = trf_number_scaled(mass, 3);
        items[i].litres = trf_number_scaled(litres, 3);
        mpq_inits(items[i].peer_value, items[i].peer_quantities[0], items[i].peer_quantities[1], NULL);
        peer_mpq_set(items[i].peer_value, value, 2, 1);
        peer_mpq_set(items[i].peer_quantities[0], mass, 3, 1);
        peer_mpq_set(items[i].peer_quantities[1], litres, 3, 1);
        for (k = 0; pick >= duties[k].often; k++)
            pick -= duties[k].often;
        lines[i] = &duties[k];
    }
}

int main(void)
{
    static const struct {
        const char *name;
        void (*work)(void);
    } table[] = {
        {"add, same scale", add_same},
        {"add, scales apart", add_apart},
        {"multiply", multiply},
        {"compare, scales apart", compare},
        {"round to 0.01", round_cents},
        {"round half even to 1", round_even},
        {"round to 0.05", round_five},
        {"divide by 100", divide_exact},
        {"divide into a rational", divide_rational},
        {"divide by a rate, round", exchange},
        {"parse", parse},
        {"format", print},
        {"apportion, a line", apportion},
    };
    double line, small_line, peer_line, peer_facts;
    size_t i;

    pool = trf_numbers_new(&trf_alloc_default);
    if (pool == NULL)
        return 99;
    trf_buffer_init(&text, &trf_alloc_default, 0);
    prepare();
    ours();
    memcpy(checked, results, sizeof checked);
    ours_small();
    theirs();
    for (i = 0; i < COUNT; i++) {
        int64_t own = 0;

        if (trf_number_compare(pool, checked[i], results[i]) != 0 ||
            !trf_number_int64(pool, (trf_number){results[i].coefficient, 0, 0, 0}, &own) || own != cents[i]) {
            printf("%s: %lld cents here, %lld by the peer\n", lines[i]->text, (long long)own, (long long)cents[i]);
            return 1;
        }
    }
    printf("%zu duty lines agree; %llu went to GMP\n", i, (unsigned long long)trf_numbers_falls(pool));
    for (i = 0; i < sizeof table / sizeof table[0]; i++)
        printf("%-26s %8.1f ns\n", table[i].name, nanoseconds(table[i].work));
    line = nanoseconds(ours);
    small_line = nanoseconds(ours_small);
    peer_line = nanoseconds(theirs);
    peer_facts = nanoseconds(theirs_with_facts);
    printf("%-26s %8.1f ns\n", "reused mpq", peer_line);
    printf("%-26s %8.1f ns\n", "reused mpq, facts set", peer_facts);
    printf("%-26s %8.1f ns, ratios %.1f and %.1f\n", "duty line, trf_number", line, peer_line / line, peer_facts / line);
    printf("%-26s %8.1f ns, ratios %.1f and %.1f\n", "duty line, trf_small", small_line, peer_line / small_line,
           peer_facts / small_line);
    return 0;
}
