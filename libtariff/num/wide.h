/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The machine integer of the fast path and arithmetic on it that says when it does not fit. It has 128 bits where the
 * compiler has them and 64 elsewhere (-m32, or TRF_WIDE_NARROW to try the fallback on any host); results are the same, only
 * how often GMP is asked differs. The compiler's own overflow checks are not used on it: clang turns them into calls that
 * only its own run time has.
 */
#ifndef TRF_NUM_WIDE_H
#define TRF_NUM_WIDE_H

#include <stdbool.h>
#include <stdint.h>

#if defined(__SIZEOF_INT128__) && !defined(TRF_WIDE_NARROW)
__extension__ typedef __int128 trf_wide;
__extension__ typedef unsigned __int128 trf_uwide;
typedef int64_t trf_half; /**< two of these multiply without overflow */
typedef uint64_t trf_uhalf;
#define TRF_WIDE_BITS   128
#define TRF_WIDE_POWERS 38 /**< 10^38 is the largest power of ten in a trf_wide */
#define TRF_HALF_POWERS 18 /**< the same of a trf_half */
#else
typedef int64_t trf_wide;
typedef uint64_t trf_uwide;
typedef int32_t trf_half;
typedef uint32_t trf_uhalf;
#define TRF_WIDE_BITS   64
#define TRF_WIDE_POWERS 18
#define TRF_HALF_POWERS 9
#endif

#define TRF_WIDE_MAX ((trf_wide)(~(trf_uwide)0 >> 1))
#define TRF_WIDE_MIN (-TRF_WIDE_MAX - 1)

extern const trf_half trf_half_power[TRF_HALF_POWERS + 1]; /**< powers of ten */
extern const trf_uwide trf_wide_power[TRF_WIDE_POWERS + 1];

/** Whether v is small enough that v * w fits for every half w. */
static inline bool trf_wide_is_half(trf_wide v)
{
    return v == (trf_half)v;
}

static inline trf_uwide trf_wide_magnitude(trf_wide v)
{
    return v < 0 ? 0 - (trf_uwide)v : (trf_uwide)v;
}

/** Exact: two halves always fit. Written without a sign so that a sanitizer adds no check to it. */
static inline trf_wide trf_wide_product(trf_half a, trf_half b)
{
    return (trf_wide)((trf_uwide)(trf_wide)a * (trf_uwide)(trf_wide)b);
}

/** @return whether a + b fits; only then *out is written. */
static inline bool trf_wide_add(trf_wide a, trf_wide b, trf_wide *out)
{
    trf_wide sum = (trf_wide)((trf_uwide)a + (trf_uwide)b);

    if (((a ^ sum) & (b ^ sum)) < 0)
        return false;
    *out = sum;
    return true;
}

/** @return whether a - b fits; only then *out is written. */
static inline bool trf_wide_subtract(trf_wide a, trf_wide b, trf_wide *out)
{
    trf_wide difference = (trf_wide)((trf_uwide)a - (trf_uwide)b);

    if (((a ^ b) & (a ^ difference)) < 0)
        return false;
    *out = difference;
    return true;
}

/** @return whether -magnitude or magnitude fits; only then *out is written. */
static inline bool trf_wide_signed(bool negative, trf_uwide magnitude, trf_wide *out)
{
    if (magnitude > (trf_uwide)TRF_WIDE_MAX + (negative ? 1 : 0))
        return false;
    *out = (trf_wide)(negative ? 0 - magnitude : magnitude);
    return true;
}

/** @return whether a * b fits in the unsigned type; only then *out is written. */
bool trf_uwide_multiply(trf_uwide a, trf_uwide b, trf_uwide *out);
/** @return whether a * b fits; only then *out is written. */
bool trf_wide_multiply(trf_wide a, trf_wide b, trf_wide *out);
/** @return whether a * 10^places fits, places >= 0; only then *out is written. */
bool trf_wide_raise(trf_wide a, int places, trf_wide *out);

#endif
