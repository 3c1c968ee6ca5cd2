/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Integers of bounded size for the slow road of num/, on GMP's mpn layer. Nothing here allocates: mpn functions work on arrays
 * given to them and, at the sizes allowed here, keep their scratch on the stack. So memory is refused by trf_alloc with a
 * status, and never by GMP with an abort; a test sees that GMP's allocator is not called.
 *
 * "limbs" are arrays with a size whose highest limb is never zero; size 0 is zero. The caller sees to the room.
 */
#ifndef TRF_NUM_NATURAL_H
#define TRF_NUM_NATURAL_H

#include <gmp.h>

#include "base/limits.h"
#include "num/rational.h"

#define TRF_LIMB_BITS    GMP_NUMB_BITS
#define TRF_STORED_LIMBS ((mp_size_t)(TRF_RATIONAL_BITS / TRF_LIMB_BITS))
/* The largest intermediate: a sum of two products of stored parts, or one stored part times 10^36, and a few limbs to spare. */
#define TRF_NATURAL_LIMBS     (2 * TRF_STORED_LIMBS + 128 / TRF_LIMB_BITS + 4)
#define TRF_COEFFICIENT_LIMBS (128 / TRF_LIMB_BITS)

/** An integer under construction. */
typedef struct trf_natural {
    mp_size_t size;
    mp_limb_t limbs[TRF_NATURAL_LIMBS];
} trf_natural;

mp_size_t trf_limbs_trim(const mp_limb_t *limbs, mp_size_t size);
mp_size_t trf_limbs_bits(const mp_limb_t *limbs, mp_size_t size);
/** -1, 0 or 1. */
int trf_limbs_order(const mp_limb_t *a, mp_size_t a_size, const mp_limb_t *b, mp_size_t b_size);
mp_size_t trf_limbs_of_wide(trf_uwide value, mp_limb_t *limbs);
/** In place; returns the new size. */
mp_size_t trf_limbs_multiply(mp_limb_t *limbs, mp_size_t size, mp_limb_t by);
/** By 10^places, in place; returns the new size. */
mp_size_t trf_limbs_raise_ten(mp_limb_t *limbs, mp_size_t size, unsigned places);

void trf_natural_set(trf_natural *out, const mp_limb_t *limbs, mp_size_t size);
/** out is neither a nor b. */
void trf_natural_multiply(trf_natural *out, const mp_limb_t *a, mp_size_t a_size, const mp_limb_t *b, mp_size_t b_size);
void trf_natural_add_limb(trf_natural *value, mp_limb_t by);
void trf_natural_shift_left(trf_natural *value, unsigned count);
void trf_natural_shift_right(trf_natural *value, mp_bitcnt_t count);
/** Quotient and rest of a by b, which is not zero; the four are distinct. */
void trf_natural_divide(const trf_natural *a, const trf_natural *b, trf_natural *quotient, trf_natural *rest);
/** Decimal digits without leading zeros; returns their number, 0 for zero. Clobbers value. */
size_t trf_natural_digits(trf_natural *value, char digits[TRF_DIGITS_TEXT_MAX]);

#endif
