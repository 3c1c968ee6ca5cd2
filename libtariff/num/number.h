/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Exact numbers. A trf_number is a decimal of machine integers (coefficient / 10^scale) while it fits, and a rational in a
 * trf_numbers pool where it does not; the two are told apart by `big`. No operation rounds, aborts or depends on a locale.
 *
 * One value has one form: a result that fits the machine integers is held in them, whatever way it was reached. Sums keep
 * the larger scale, products the sum of both scales ("1.50" × "2" prints "3.00"); quotients take the shortest. Where the
 * scale would pass TRF_SCALE_MAX or the coefficient 128 bits, the shortest scale is taken if that makes it fit. This does
 * not depend on the host.
 *
 * The common cases are inline; what they leave goes out of line, and to GMP only where 128 bits (64 on hosts without) are
 * too few. Pools are never NULL. Where a function fails, *out is untouched.
 */
#ifndef TRF_NUM_NUMBER_H
#define TRF_NUM_NUMBER_H

#include "base/alloc.h"
#include "base/buffer.h"
#include "num/small.h"
#include "tariff/status.h"

typedef struct trf_number {
    trf_wide coefficient;
    uint32_t big;  /**< 0: value is coefficient / 10^scale; else 1 + index of a rational in the pool */
    int16_t scale; /**< digits after the point, 0 to TRF_SCALE_MAX; kept as written: "1.50" has scale 2 */
    uint16_t reserved;
} trf_number;

#define TRF_SCALE_MAX  36
#define TRF_SCALE_NONE (-1) /**< scale of a rational that no decimal of TRF_SCALE_MAX places equals */

#if defined(__GNUC__)
#define TRF_NUM_SLOW __attribute__((cold, noinline))
#else
#define TRF_NUM_SLOW
#endif

/** Where numbers that left the fast path live until the next reset. One pool per session or thread; counts its falls. */
typedef struct trf_numbers trf_numbers;

trf_numbers *trf_numbers_new(const trf_alloc *alloc);
void trf_numbers_free(trf_numbers *pool);
/** Every number made over this pool ends; its memory is kept for the next ones. */
void trf_numbers_reset(trf_numbers *pool);
/** How often an operation left the fast path since the pool was made. */
uint64_t trf_numbers_falls(const trf_numbers *pool);
/** The allocator the pool was made with. */
const trf_alloc *trf_numbers_alloc(const trf_numbers *pool);
/** Version of the library of big numbers below. */
const char *trf_gmp_version(void);

static inline trf_number trf_number_of(int64_t value)
{
    return (trf_number){value, 0, 0, 0};
}
static inline trf_number trf_number_scaled(int64_t coefficient, int16_t scale)
{
    return (trf_number){coefficient, 0, scale, 0};
}

/**
 * Read `-?digits(.digits)?` with at most TRF_DIGITS_BEFORE and TRF_DIGITS_AFTER digits; nothing else (no sign +, blank, comma,
 * exponent, leading or trailing point).
 * @retval TARIFF_EINVAL not such a text; @retval TARIFF_ERANGE too many digits
 */
tariff_status trf_number_parse(trf_numbers *pool, trf_slice text, trf_number *out);

/*
 * All of these: TARIFF_OK; TARIFF_ERANGE (numerator or denominator in lowest terms would pass TRF_RATIONAL_BITS); TARIFF_ENOMEM;
 * TARIFF_ELIMIT (the pool holds TRF_RATIONALS_BYTES already: reset it).
 */
static inline tariff_status trf_number_add(trf_numbers *pool, trf_number a, trf_number b, trf_number *out);
static inline tariff_status trf_number_subtract(trf_numbers *pool, trf_number a, trf_number b, trf_number *out);
static inline tariff_status trf_number_multiply(trf_numbers *pool, trf_number a, trf_number b, trf_number *out);
/** Exact: the shortest decimal where the quotient is one that fits, else a rational. TARIFF_EINVAL for b = 0. */
tariff_status trf_number_divide(trf_numbers *pool, trf_number a, trf_number b, trf_number *out);
/** a / 10^places: shifts the point. */
static inline tariff_status trf_number_shift(trf_numbers *pool, trf_number a, int places, trf_number *out);
static inline tariff_status trf_number_negate(trf_numbers *pool, trf_number a, trf_number *out);
static inline int trf_number_compare(trf_numbers *pool, trf_number a, trf_number b); /**< <0, 0, >0 */
static inline int trf_number_sign(trf_numbers *pool, trf_number a);
/**
 * To a multiple of `unit` (> 0, else TARIFF_EINVAL), e.g. 0.01, 1, 0.05, 100; the result has the scale of unit. NONE
 * changes nothing.
 */
static inline tariff_status trf_number_round(trf_numbers *pool, trf_number a, trf_rounding mode, trf_number unit,
                                             trf_number *out);

/**
 * How a number is printed: at least `least` places; trailing zeros beyond that are dropped. A number with more than `most`
 * places is cut (towards zero) there: only for showing, never for computing. most <= 36.
 */
tariff_status trf_number_format(trf_numbers *pool, trf_number a, unsigned least, unsigned most, trf_buffer *out);
/** All places as they are (scale kept): "1.50" prints "1.50"; rationals like trf_number_format(…, 0, 18). */
tariff_status trf_number_print(trf_numbers *pool, trf_number a, trf_buffer *out);
/** Numerator and denominator in lowest terms, "-1/3"; "5" alone for an integer: exact for every number. */
tariff_status trf_number_print_ratio(trf_numbers *pool, trf_number a, trf_buffer *out);
/** Whether format with `most` places loses nothing. */
bool trf_number_is_decimal(trf_numbers *pool, trf_number a, unsigned most);

/** The value where it is an integer of 64 bits; false leaves *out alone. */
bool trf_number_int64(trf_numbers *pool, trf_number a, int64_t *out);
/** The same value in another pool, which may outlive the first. */
tariff_status trf_number_copy(const trf_numbers *from, trf_number a, trf_numbers *to, trf_number *out);
/**
 * A decimal as the low and high half of a 128-bit coefficient in two's complement and a scale, equal on every host: how
 * images hold it. False, nothing written: a rational, or a coefficient of more bits.
 */
bool trf_number_to_words(const trf_numbers *pool, trf_number a, uint64_t words[2], int16_t *scale);
/** @retval TARIFF_EINVAL scale outside 0 to TRF_SCALE_MAX */
tariff_status trf_number_of_words(trf_numbers *pool, const uint64_t words[2], int16_t scale, trf_number *out);

/**
 * Split `total` over weights[count] in multiples of `unit`: floor each exact share, give the left-over units to the largest
 * remainders, ties to the earlier line; a weight of zero gets zero; a negative total mirrors. shares may be the same array
 * as weights.
 * @retval TARIFF_EINVAL all weights are zero or one is negative, or total is not a multiple of unit
 */
tariff_status trf_number_apportion(trf_numbers *pool, trf_number total, const trf_number *weights, size_t count, trf_number unit,
                                   trf_number *shares);

/*
 * ---- what the inline forms leave ---- Numbers go to these in parts and results come from them through a local: a struct
 * that is passed on the stack, or whose address leaves the function, is kept in memory by compilers on the fast way too, and
 * copied in halves which the processor cannot take from the parts just stored. Measured on a duty line: 51 ns so, 13 ns in
 * parts.
 */
#define TRF_NUMBER_PARTS(x)      (x).coefficient, (x).big, (x).scale
#define TRF_NUMBER_PARTS_OF(x)   trf_wide x##_coefficient, uint32_t x##_big, int16_t x##_scale
#define TRF_NUMBER_FROM_PARTS(x) ((trf_number){x##_coefficient, x##_big, x##_scale, 0})

TRF_NUM_SLOW tariff_status trf_number_add_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), TRF_NUMBER_PARTS_OF(b),
                                               trf_number *out);
TRF_NUM_SLOW tariff_status trf_number_subtract_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), TRF_NUMBER_PARTS_OF(b),
                                                    trf_number *out);
TRF_NUM_SLOW tariff_status trf_number_multiply_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), TRF_NUMBER_PARTS_OF(b),
                                                    trf_number *out);
TRF_NUM_SLOW tariff_status trf_number_round_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), trf_rounding mode,
                                                 TRF_NUMBER_PARTS_OF(unit), trf_number *out);
TRF_NUM_SLOW tariff_status trf_number_shift_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), int places, trf_number *out);
TRF_NUM_SLOW tariff_status trf_number_negate_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), trf_number *out);
TRF_NUM_SLOW int trf_number_compare_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), TRF_NUMBER_PARTS_OF(b));
TRF_NUM_SLOW int trf_number_sign_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a));

static inline void trf_number_put(trf_number *out, trf_wide coefficient, uint32_t big, int16_t scale)
{
    out->coefficient = coefficient;
    out->big = big;
    out->scale = scale;
    out->reserved = 0;
}

/* Bring both coefficients to the larger scale; false where that is not cheap. Nothing here can overflow. */
static inline bool trf_number_align(trf_number a, trf_number b, trf_wide *x, trf_wide *y, int16_t *scale)
{
    int apart = a.scale - b.scale;

    if ((a.big | b.big) != 0)
        return false;
    *x = a.coefficient;
    *y = b.coefficient;
    *scale = a.scale;
    if (apart > 0) {
        if (apart > TRF_HALF_POWERS || !trf_wide_is_half(b.coefficient))
            return false;
        *y = trf_wide_product((trf_half)b.coefficient, trf_half_power[apart]);
    } else if (apart < 0) {
        if (apart < -TRF_HALF_POWERS || !trf_wide_is_half(a.coefficient))
            return false;
        *x = trf_wide_product((trf_half)a.coefficient, trf_half_power[-apart]);
        *scale = b.scale;
    }
    return true;
}

static inline tariff_status trf_number_add(trf_numbers *pool, trf_number a, trf_number b, trf_number *out)
{
    trf_wide x, y, sum;
    int16_t scale;

    if (!trf_number_align(a, b, &x, &y, &scale) || !trf_wide_add(x, y, &sum)) {
        trf_number slow;
        tariff_status status = trf_number_add_slow(pool, TRF_NUMBER_PARTS(a), TRF_NUMBER_PARTS(b), &slow);

        if (status == TARIFF_OK)
            trf_number_put(out, slow.coefficient, slow.big, slow.scale);
        return status;
    }
    trf_number_put(out, sum, 0, scale);
    return TARIFF_OK;
}

static inline tariff_status trf_number_subtract(trf_numbers *pool, trf_number a, trf_number b, trf_number *out)
{
    trf_wide x, y, difference;
    int16_t scale;

    if (!trf_number_align(a, b, &x, &y, &scale) || !trf_wide_subtract(x, y, &difference)) {
        trf_number slow;
        tariff_status status = trf_number_subtract_slow(pool, TRF_NUMBER_PARTS(a), TRF_NUMBER_PARTS(b), &slow);

        if (status == TARIFF_OK)
            trf_number_put(out, slow.coefficient, slow.big, slow.scale);
        return status;
    }
    trf_number_put(out, difference, 0, scale);
    return TARIFF_OK;
}

static inline tariff_status trf_number_multiply(trf_numbers *pool, trf_number a, trf_number b, trf_number *out)
{
    int scale = a.scale + b.scale;

    if ((a.big | b.big) != 0 || scale > TRF_SCALE_MAX || !trf_wide_is_half(a.coefficient) || !trf_wide_is_half(b.coefficient)) {
        trf_number slow;
        tariff_status status = trf_number_multiply_slow(pool, TRF_NUMBER_PARTS(a), TRF_NUMBER_PARTS(b), &slow);

        if (status == TARIFF_OK)
            trf_number_put(out, slow.coefficient, slow.big, slow.scale);
        return status;
    }
    trf_number_put(out, trf_wide_product((trf_half)a.coefficient, (trf_half)b.coefficient), 0, (int16_t)scale);
    return TARIFF_OK;
}

static inline tariff_status trf_number_shift(trf_numbers *pool, trf_number a, int places, trf_number *out)
{
    if (a.big != 0 || places < -a.scale || places > TRF_SCALE_MAX - a.scale) {
        trf_number slow;
        tariff_status status = trf_number_shift_slow(pool, TRF_NUMBER_PARTS(a), places, &slow);

        if (status == TARIFF_OK)
            trf_number_put(out, slow.coefficient, slow.big, slow.scale);
        return status;
    }
    trf_number_put(out, a.coefficient, 0, (int16_t)(a.scale + places));
    return TARIFF_OK;
}

static inline tariff_status trf_number_negate(trf_numbers *pool, trf_number a, trf_number *out)
{
    if (a.big != 0 || a.coefficient == TRF_WIDE_MIN) {
        trf_number slow;
        tariff_status status = trf_number_negate_slow(pool, TRF_NUMBER_PARTS(a), &slow);

        if (status == TARIFF_OK)
            trf_number_put(out, slow.coefficient, slow.big, slow.scale);
        return status;
    }
    trf_number_put(out, -a.coefficient, 0, a.scale);
    return TARIFF_OK;
}

static inline int trf_number_compare(trf_numbers *pool, trf_number a, trf_number b)
{
    trf_wide x, y;
    int16_t scale;

    if (!trf_number_align(a, b, &x, &y, &scale))
        return trf_number_compare_slow(pool, TRF_NUMBER_PARTS(a), TRF_NUMBER_PARTS(b));
    return (x > y) - (x < y);
}

static inline int trf_number_sign(trf_numbers *pool, trf_number a)
{
    if (a.big != 0)
        return trf_number_sign_slow(pool, TRF_NUMBER_PARTS(a));
    return (a.coefficient > 0) - (a.coefficient < 0);
}

static inline tariff_status trf_number_round(trf_numbers *pool, trf_number a, trf_rounding mode, trf_number unit, trf_number *out)
{
    trf_small rounded;

    if ((a.big | unit.big) != 0 || unit.coefficient != 1 || mode <= TRF_ROUND_NONE || mode > TRF_ROUND_CEILING ||
        a.coefficient != (int64_t)a.coefficient ||
        !trf_small_round((trf_small){(int64_t)a.coefficient, a.scale}, mode, unit.scale, &rounded))
        return trf_number_round_slow(pool, TRF_NUMBER_PARTS(a), mode, TRF_NUMBER_PARTS(unit), out);
    trf_number_put(out, rounded.coefficient, 0, unit.scale);
    return TARIFF_OK;
}

/** The same value in one word, where it fits; only then *out is written. */
static inline bool trf_number_to_small(trf_number a, trf_small *out)
{
    if (a.big != 0 || a.coefficient != (int64_t)a.coefficient)
        return false;
    *out = (trf_small){(int64_t)a.coefficient, a.scale};
    return true;
}

static inline trf_number trf_number_of_small(trf_small a)
{
    return (trf_number){a.coefficient, 0, (int16_t)a.scale, 0};
}

#endif
