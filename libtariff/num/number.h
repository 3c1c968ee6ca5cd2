/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Exact numbers. A trf_number is a decimal of machine integers (coefficient / 10^scale) while it fits, and a rational in a
 * trf_numbers pool where it does not; the two are told apart by `big`. No operation rounds, aborts or depends on a locale.
 */
#ifndef TRF_NUM_NUMBER_H
#define TRF_NUM_NUMBER_H

#include "base/alloc.h"
#include "base/buffer.h"
#include "tariff/status.h"

#ifdef __SIZEOF_INT128__
typedef __int128 trf_wide; /**< coefficient of the fast path */
#else
typedef int64_t trf_wide;
#endif

typedef struct trf_number {
    trf_wide coefficient;
    uint32_t big;  /**< 0: value is coefficient / 10^scale; else 1 + index of a rational in the pool */
    int16_t scale; /**< digits after the point, 0 to TRF_SCALE_MAX; kept as written: "1.50" has scale 2 */
    uint16_t reserved;
} trf_number;

#define TRF_SCALE_MAX 36

/** Where numbers that left the fast path live until the next reset. One pool per session or thread; counts its falls. */
typedef struct trf_numbers trf_numbers;

trf_numbers *trf_numbers_new(const trf_alloc *alloc);
void trf_numbers_free(trf_numbers *pool);
/** Every number made over this pool ends; its memory is kept for the next ones. */
void trf_numbers_reset(trf_numbers *pool);
/** How often an operation left the fast path since the pool was made. */
uint64_t trf_numbers_falls(const trf_numbers *pool);

typedef enum trf_rounding {
    TRF_ROUND_NONE = 0,
    TRF_ROUND_HALF_UP,   /**< ties away from zero */
    TRF_ROUND_HALF_EVEN,
    TRF_ROUND_HALF_DOWN, /**< ties towards zero */
    TRF_ROUND_DOWN,      /**< towards zero: truncation */
    TRF_ROUND_UP,        /**< away from zero */
    TRF_ROUND_FLOOR,
    TRF_ROUND_CEILING
} trf_rounding;

static inline trf_number trf_number_of(int64_t value) { return (trf_number){value, 0, 0, 0}; }
static inline trf_number trf_number_scaled(int64_t coefficient, int16_t scale) { return (trf_number){coefficient, 0, scale, 0}; }

/**
 * Read `-?digits(.digits)?` with at most TRF_DIGITS_BEFORE and TRF_DIGITS_AFTER digits; nothing else (no sign +, blank, comma,
 * exponent, leading or trailing point).
 * @retval TARIFF_EINVAL not such a text; @retval TARIFF_ERANGE too many digits
 */
tariff_status trf_number_parse(trf_numbers *pool, trf_slice text, trf_number *out);

/* All of these: TARIFF_OK, TARIFF_ERANGE (a value would pass the digit bounds of derived values), TARIFF_ENOMEM. */
tariff_status trf_number_add(trf_numbers *pool, trf_number a, trf_number b, trf_number *out);
tariff_status trf_number_subtract(trf_numbers *pool, trf_number a, trf_number b, trf_number *out);
tariff_status trf_number_multiply(trf_numbers *pool, trf_number a, trf_number b, trf_number *out);
/** Exact: a decimal where the quotient is one that fits, else a rational. TARIFF_EINVAL for b = 0. */
tariff_status trf_number_divide(trf_numbers *pool, trf_number a, trf_number b, trf_number *out);
/** a / 10^places: shifts the point. */
tariff_status trf_number_shift(trf_numbers *pool, trf_number a, int places, trf_number *out);
int trf_number_compare(trf_numbers *pool, trf_number a, trf_number b); /**< <0, 0, >0 */
int trf_number_sign(trf_numbers *pool, trf_number a);
/** To a multiple of `unit` (> 0), e.g. 0.01, 1, 0.05, 100; the result has the scale of unit. */
tariff_status trf_number_round(trf_numbers *pool, trf_number a, trf_rounding mode, trf_number unit, trf_number *out);

/** How a number is printed: at least `least` places; trailing zeros beyond that are dropped. A rational that has no finite
 *  decimal is cut (towards zero) at `most` places: only for showing, never for computing. most <= 36. */
tariff_status trf_number_format(trf_numbers *pool, trf_number a, unsigned least, unsigned most, trf_buffer *out);
/** All places as they are (scale kept): "1.50" prints "1.50"; rationals like trf_number_format(…, 0, 18). */
tariff_status trf_number_print(trf_numbers *pool, trf_number a, trf_buffer *out);
/** Whether format with `most` places loses nothing. */
bool trf_number_is_decimal(trf_numbers *pool, trf_number a, unsigned most);

/**
 * Split `total` over weights[count] in multiples of `unit`: floor each exact share, give the left-over units to the largest
 * remainders, ties to the earlier line; a weight of zero gets zero; a negative total mirrors.
 * @retval TARIFF_EINVAL all weights are zero or one is negative, or total is not a multiple of unit
 */
tariff_status trf_number_apportion(trf_numbers *pool, trf_number total, const trf_number *weights, size_t count, trf_number unit,
                                   trf_number *shares);

#endif
