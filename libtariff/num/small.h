/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Decimals of one machine word, for loops that have no time: they are passed in registers, and nearly every duty line fits
 * them. Each operation says whether its result fits; where it does not, the caller does the whole sum again with trf_number,
 * whose results are the same. Scales behave as there: sums keep the larger one, products add them.
 */
#ifndef TRF_NUM_SMALL_H
#define TRF_NUM_SMALL_H

#include "num/wide.h"

typedef enum trf_rounding {
    TRF_ROUND_NONE = 0,
    TRF_ROUND_HALF_UP, /**< ties away from zero */
    TRF_ROUND_HALF_EVEN,
    TRF_ROUND_HALF_DOWN, /**< ties towards zero */
    TRF_ROUND_DOWN,      /**< towards zero: truncation */
    TRF_ROUND_UP,        /**< away from zero */
    TRF_ROUND_FLOOR,
    TRF_ROUND_CEILING
} trf_rounding;

/** coefficient / 10^scale. */
typedef struct trf_small {
    int64_t coefficient;
    int32_t scale; /**< 0 to TRF_SMALL_SCALE_MAX */
} trf_small;

#define TRF_SMALL_SCALE_MAX 36

/** 10^k, and the multiplier and shift that divide by it: n / 10^k = (n * multiplier >> 64) >> shift for every n up to 2^63. */
typedef struct trf_power {
    int64_t value;
    uint64_t multiplier;
    uint32_t shift;
} trf_power;

#define TRF_POWERS 18
extern const trf_power trf_powers[TRF_POWERS + 1]; /**< multiplier and shift of 10^0 are not used */

/**
 * Least position between two multiples from which a value goes to the one further from zero, by mode and by 2 × (below zero)
 * + (the multiple nearer to zero is odd): -1 anywhere between them, 0 the middle, 1 past the middle, 2 nowhere.
 */
extern const int8_t trf_rounding_from[8][4];

/**
 * Whether a value that lies between two multiples goes to the one further from zero.
 * @param mode     any but NONE
 * @param negative whether the value is below zero
 * @param half     -1, 0, 1: nearer to zero, in the middle, further from zero
 * @param odd      whether the multiple nearer to zero is odd
 */
static inline bool trf_rounding_takes_up(trf_rounding mode, bool negative, int half, bool odd)
{
    return half >= trf_rounding_from[mode][2 * negative + odd];
}

static inline uint64_t trf_multiply_high(uint64_t a, uint64_t b)
{
#if TRF_WIDE_BITS > 64
    return (uint64_t)((trf_uwide)a * b >> 64);
#else
    uint64_t low = (a & UINT32_MAX) * (b & UINT32_MAX), left = (a >> 32) * (b & UINT32_MAX), right = (a & UINT32_MAX) * (b >> 32);
    uint64_t middle = (low >> 32) + (left & UINT32_MAX) + (right & UINT32_MAX);

    return (a >> 32) * (b >> 32) + (left >> 32) + (right >> 32) + (middle >> 32);
#endif
}

/** @return whether a * b fits; only then *out is written. */
static inline bool trf_small_product(int64_t a, int64_t b, int64_t *out)
{
#if TRF_WIDE_BITS > 64
    int64_t product;

    if (__builtin_mul_overflow(a, b, &product))
        return false;
#else
    trf_wide product; /* clang has no such built-in of its own where 64 bits are two words */

    if (!trf_wide_multiply(a, b, &product))
        return false;
#endif
    *out = product;
    return true;
}

/** Both coefficients at the larger scale; false where one does not fit. */
static inline bool trf_small_align(trf_small a, trf_small b, int64_t *x, int64_t *y, int32_t *scale)
{
    int32_t apart = a.scale - b.scale;

    *x = a.coefficient;
    *y = b.coefficient;
    *scale = apart < 0 ? b.scale : a.scale;
    if (apart == 0)
        return true;
    if (apart > TRF_POWERS || apart < -TRF_POWERS)
        return false;
    return apart > 0 ? trf_small_product(b.coefficient, trf_powers[apart].value, y)
                     : trf_small_product(a.coefficient, trf_powers[-apart].value, x);
}

/** @return whether a + b fits; only then *out is written. */
static inline bool trf_small_add(trf_small a, trf_small b, trf_small *out)
{
    int64_t x, y, sum;
    int32_t scale;

    if (!trf_small_align(a, b, &x, &y, &scale) || __builtin_add_overflow(x, y, &sum))
        return false;
    *out = (trf_small){sum, scale};
    return true;
}

/** @return whether a - b fits; only then *out is written. */
static inline bool trf_small_subtract(trf_small a, trf_small b, trf_small *out)
{
    int64_t x, y, difference;
    int32_t scale;

    if (!trf_small_align(a, b, &x, &y, &scale) || __builtin_sub_overflow(x, y, &difference))
        return false;
    *out = (trf_small){difference, scale};
    return true;
}

/** @return whether a * b fits; only then *out is written. */
static inline bool trf_small_multiply(trf_small a, trf_small b, trf_small *out)
{
    int64_t product;

    if (a.scale + b.scale > TRF_SMALL_SCALE_MAX || !trf_small_product(a.coefficient, b.coefficient, &product))
        return false;
    *out = (trf_small){product, a.scale + b.scale};
    return true;
}

/** @return whether both can be compared here; only then *order is written: <0, 0, >0. */
static inline bool trf_small_compare(trf_small a, trf_small b, int *order)
{
    int64_t x, y;
    int32_t scale;

    if (!trf_small_align(a, b, &x, &y, &scale))
        return false;
    *order = (x > y) - (x < y);
    return true;
}

/**
 * To a multiple of 10^-places; the result has that scale.
 * @param mode any but NONE
 * @return whether this can be done here; only then *out is written
 */
static inline bool trf_small_round(trf_small a, trf_rounding mode, int32_t places, trf_small *out)
{
    int32_t apart = a.scale - places;
    bool negative = a.coefficient < 0;
    uint64_t magnitude = negative ? 0 - (uint64_t)a.coefficient : (uint64_t)a.coefficient;
    uint64_t quotient, rest, room;

    if (apart <= 0) {
        int64_t raised;

        if (apart < -TRF_POWERS || !trf_small_product(a.coefficient, trf_powers[-apart].value, &raised))
            return false;
        *out = (trf_small){raised, places};
        return true;
    }
    if (apart > TRF_POWERS)
        return false;
    quotient = trf_multiply_high(magnitude, trf_powers[apart].multiplier) >> trf_powers[apart].shift;
    rest = magnitude - quotient * (uint64_t)trf_powers[apart].value;
    room = (uint64_t)trf_powers[apart].value - rest;
    quotient += rest != 0 && trf_rounding_takes_up(mode, negative, (rest > room) - (rest < room), (quotient & 1) != 0);
    *out = (trf_small){negative ? -(int64_t)quotient : (int64_t)quotient, places};
    return true;
}

#endif
