/* SPDX-License-Identifier: Apache-2.0 */
#include "num/number.h"

#include "num/rational.h"

typedef struct line {
    trf_number floor;     /* whole units of the exact share */
    trf_number remainder; /* what the floor leaves, times the sum of the weights: all lines over the same divisor */
    size_t index;
} line;

/* Whether a comes before b: larger remainder first, then the earlier line. */
static bool before(trf_numbers *pool, const line *a, const line *b)
{
    int order = trf_number_compare(pool, a->remainder, b->remainder);

    return order != 0 ? order > 0 : a->index < b->index;
}

/* Let the line at `at` sink in a heap whose first line comes before all others. */
static void sink(trf_numbers *pool, line *heap, size_t count, size_t at)
{
    line moved = heap[at];

    for (;;) {
        size_t child = 2 * at + 1;

        if (child >= count)
            break;
        if (child + 1 < count && before(pool, &heap[child + 1], &heap[child]))
            child++;
        if (!before(pool, &heap[child], &moved))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
}

/* Floor and remainder of one line; units is not negative. */
static tariff_status split(trf_numbers *pool, trf_number units, trf_number weight, trf_number sum, line *out)
{
    trf_number product, whole;
    tariff_status status = trf_number_multiply(pool, units, weight, &product);

    if (status == TARIFF_OK)
        status = trf_number_round(pool, product, TRF_ROUND_DOWN, sum, &whole);
    if (status == TARIFF_OK)
        status = trf_number_subtract(pool, product, whole, &out->remainder);
    if (status == TARIFF_OK)
        status = trf_number_divide(pool, whole, sum, &out->floor);
    return status;
}

static tariff_status sum_weights(trf_numbers *pool, const trf_number *weights, size_t count, trf_number *out)
{
    trf_number sum = trf_number_of(0);
    size_t i;

    for (i = 0; i < count; i++) {
        tariff_status status;

        if (trf_number_sign(pool, weights[i]) < 0)
            return TARIFF_EINVAL;
        status = trf_number_add(pool, sum, weights[i], &sum);
        if (status < 0)
            return status;
    }
    *out = sum;
    return trf_number_sign(pool, sum) > 0 ? TARIFF_OK : TARIFF_EINVAL;
}

tariff_status trf_number_apportion(trf_numbers *pool, trf_number total, const trf_number *weights, size_t count, trf_number unit,
                                   trf_number *shares)
{
    trf_number sum, units, given = trf_number_of(0);
    trf_number one = trf_number_of(1);
    line *lines;
    size_t i, heap;
    int64_t left;
    bool negative = trf_number_sign(pool, total) < 0;
    tariff_status status;

    if (trf_number_sign(pool, unit) <= 0)
        return TARIFF_EINVAL;
    status = sum_weights(pool, weights, count, &sum);
    if (status == TARIFF_OK)
        status = trf_number_divide(pool, total, unit, &units);
    if (status == TARIFF_OK && units.scale != 0) /* a quotient has its shortest scale: not an integer */
        status = TARIFF_EINVAL;
    if (status == TARIFF_OK && negative)
        status = trf_number_negate(pool, units, &units);
    if (status < 0)
        return status;

    lines = trf_numbers_scratch(pool, count, sizeof *lines);
    if (lines == NULL)
        return TARIFF_ENOMEM;
    for (i = 0; i < count && status == TARIFF_OK; i++) {
        status = split(pool, units, weights[i], sum, &lines[i]);
        lines[i].index = i;
        if (status == TARIFF_OK)
            status = trf_number_add(pool, given, lines[i].floor, &given);
    }
    if (status == TARIFF_OK)
        status = trf_number_subtract(pool, units, given, &given);
    if (status < 0)
        return status;
    if (!trf_number_int64(pool, given, &left)) /* less than count, by what a floor leaves */
        return TARIFF_ERANGE;

    for (i = count / 2; i-- > 0 && left > 0;)
        sink(pool, lines, count, i);
    for (heap = count; left > 0 && heap > 0 && status == TARIFF_OK; left--) {
        line first = lines[0];

        status = trf_number_add(pool, first.floor, one, &first.floor);
        lines[0] = lines[--heap];
        if (heap > 1)
            sink(pool, lines, heap, 0);
        lines[heap] = first;
    }
    for (i = 0; i < count && status == TARIFF_OK; i++) {
        status = trf_number_multiply(pool, lines[i].floor, unit, &lines[i].floor);
        if (status == TARIFF_OK && negative)
            status = trf_number_negate(pool, lines[i].floor, &lines[i].floor);
    }
    for (i = 0; i < count && status == TARIFF_OK; i++)
        shares[lines[i].index] = lines[i].floor;
    return status;
}
