/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The slow road of num/: numbers that machine integers do not hold, as quotients of integers in memory of the pool. Its
 * functions take any numbers, fast or not, and give back a fast one wherever the result fits.
 */
#ifndef TRF_NUM_RATIONAL_H
#define TRF_NUM_RATIONAL_H

#include "num/number.h"

#define TRF_DIGITS_TEXT_MAX 1280 /**< decimal digits of a numerator of TRF_RATIONAL_BITS shifted by TRF_SCALE_MAX places */

/** `scale` that asks for the shortest decimal. */
#define TRF_SCALE_SHORTEST (-1)

/** `a + b`, or `a - b` where subtract. */
tariff_status trf_rational_add(trf_numbers *pool, trf_number a, trf_number b, bool subtract, trf_number *out);
tariff_status trf_rational_multiply(trf_numbers *pool, trf_number a, trf_number b, trf_number *out);
/** b is not zero. */
tariff_status trf_rational_divide(trf_numbers *pool, trf_number a, trf_number b, trf_number *out);
tariff_status trf_rational_shift(trf_numbers *pool, trf_number a, int places, trf_number *out);
tariff_status trf_rational_negate(trf_numbers *pool, trf_number a, trf_number *out);
/** unit is above zero, mode neither NONE nor unknown. */
tariff_status trf_rational_round(trf_numbers *pool, trf_number a, trf_rounding mode, trf_number unit, trf_number *out);
int trf_rational_compare(trf_numbers *pool, trf_number a, trf_number b);
/** Of a number that is big. */
int trf_rational_sign(const trf_numbers *pool, trf_number a);
/** The integer that these ASCII digits write, over 10^scale. count is at most TRF_DIGITS_BEFORE + TRF_DIGITS_AFTER. */
tariff_status trf_rational_of_digits(trf_numbers *pool, bool negative, const char *digits, size_t count, int scale,
                                     trf_number *out);
/** Digits of floor(|a| * 10^places), without leading zeros; returns their number, 0 for zero. `exact` where nothing was cut. */
size_t trf_rational_digits(trf_numbers *pool, trf_number a, unsigned places, char digits[TRF_DIGITS_TEXT_MAX], bool *exact);
/** Digits of the numerator's magnitude or of the denominator, in lowest terms. */
size_t trf_rational_ratio(trf_numbers *pool, trf_number a, bool denominator, char digits[TRF_DIGITS_TEXT_MAX]);
/** Least number of places that writes a in full; TRF_SCALE_NONE for none up to TRF_SCALE_MAX. */
int trf_rational_places(trf_numbers *pool, trf_number a);
/** Magnitude of coefficient at a's scale where a is a decimal of at most 128 bits: words of 64 bits, low first. */
bool trf_rational_words(const trf_numbers *pool, trf_number a, uint64_t words[2], bool *negative);
/** (high * 2^64 + low) / 10^scale, its sign aside. */
tariff_status trf_rational_of_words(trf_numbers *pool, const uint64_t words[2], bool negative, int scale, trf_number *out);
tariff_status trf_rational_copy(const trf_numbers *from, trf_number a, trf_numbers *to, trf_number *out);

/** count items of size bytes for the length of one call of num/, kept for later calls; NULL where memory is refused. */
void *trf_numbers_scratch(trf_numbers *pool, size_t count, size_t size);

#endif
