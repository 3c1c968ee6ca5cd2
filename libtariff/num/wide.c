/* SPDX-License-Identifier: Apache-2.0 */
#include "num/small.h"

#define NINE(x) (x), (x)*10, (x)*100, (x)*1000, (x)*10000, (x)*100000, (x)*1000000, (x)*10000000, (x)*100000000
#define E9      1000000000
#define E18     ((trf_uwide)E9 * E9)

const trf_half trf_half_power[TRF_HALF_POWERS + 1] = {
    NINE(1), E9,
#if TRF_HALF_POWERS > 9
    NINE((trf_half)E9 * 10), /* E9 stands above */
#endif
};

const trf_uwide trf_wide_power[TRF_WIDE_POWERS + 1] = {
    NINE(1),        NINE((trf_uwide)E9), E18,
#if TRF_WIDE_POWERS > 18
    NINE(E18 * 10), NINE(E18 *E9 * 10),  E18 *E18 * 10, E18 *E18 * 100,
#endif
};

/*
 * floor(2^(64 + shift) / 10^k) + 1 with the largest shift for which 2^shift < 10^k: exact for n < 2^63, as the multiplier is then
 * too large by less than 10^k < 2^(shift + 1) parts of 2^(64 + shift); for n = 2^63 it was tried.
 */
const trf_power trf_powers[TRF_POWERS + 1] = {
    {INT64_C(1), 0, 0},
    {INT64_C(10), UINT64_C(0xcccccccccccccccd), 3},
    {INT64_C(100), UINT64_C(0xa3d70a3d70a3d70b), 6},
    {INT64_C(1000), UINT64_C(0x83126e978d4fdf3c), 9},
    {INT64_C(10000), UINT64_C(0xd1b71758e219652c), 13},
    {INT64_C(100000), UINT64_C(0xa7c5ac471b478424), 16},
    {INT64_C(1000000), UINT64_C(0x8637bd05af6c69b6), 19},
    {INT64_C(10000000), UINT64_C(0xd6bf94d5e57a42bd), 23},
    {INT64_C(100000000), UINT64_C(0xabcc77118461cefd), 26},
    {INT64_C(1000000000), UINT64_C(0x89705f4136b4a598), 29},
    {INT64_C(10000000000), UINT64_C(0xdbe6fecebdedd5bf), 33},
    {INT64_C(100000000000), UINT64_C(0xafebff0bcb24aaff), 36},
    {INT64_C(1000000000000), UINT64_C(0x8cbccc096f5088cc), 39},
    {INT64_C(10000000000000), UINT64_C(0xe12e13424bb40e14), 43},
    {INT64_C(100000000000000), UINT64_C(0xb424dc35095cd810), 46},
    {INT64_C(1000000000000000), UINT64_C(0x901d7cf73ab0acda), 49},
    {INT64_C(10000000000000000), UINT64_C(0xe69594bec44de15c), 53},
    {INT64_C(100000000000000000), UINT64_C(0xb877aa3236a4b44a), 56},
    {INT64_C(1000000000000000000), UINT64_C(0x9392ee8e921d5d08), 59},
};

const int8_t trf_rounding_from[8][4] = {
    [TRF_ROUND_NONE] = {2, 2, 2, 2},      [TRF_ROUND_HALF_UP] = {0, 0, 0, 0},   [TRF_ROUND_HALF_EVEN] = {1, 0, 1, 0},
    [TRF_ROUND_HALF_DOWN] = {1, 1, 1, 1}, [TRF_ROUND_DOWN] = {2, 2, 2, 2},      [TRF_ROUND_UP] = {-1, -1, -1, -1},
    [TRF_ROUND_FLOOR] = {2, 2, -1, -1},   [TRF_ROUND_CEILING] = {-1, -1, 2, 2},
};

bool trf_uwide_multiply(trf_uwide a, trf_uwide b, trf_uwide *out)
{
    const unsigned half = TRF_WIDE_BITS / 2;
    trf_uwide high, low, cross;

    if ((a >> half) != 0 && (b >> half) != 0)
        return false;
    /* At most one of the two crossed products is not zero. */
    cross = (a >> half) * (trf_uhalf)b + (b >> half) * (trf_uhalf)a;
    if ((cross >> half) != 0)
        return false;
    low = (trf_uwide)(trf_uhalf)a * (trf_uhalf)b;
    high = cross << half;
    if (low > ~high)
        return false;
    *out = high + low;
    return true;
}

bool trf_wide_multiply(trf_wide a, trf_wide b, trf_wide *out)
{
    trf_uwide product;

    if (!trf_uwide_multiply(trf_wide_magnitude(a), trf_wide_magnitude(b), &product))
        return false;
    return trf_wide_signed((a < 0) != (b < 0), product, out);
}

bool trf_wide_raise(trf_wide a, int places, trf_wide *out)
{
    trf_uwide product;

    if (a == 0) {
        *out = 0;
        return true;
    }
    if (places > TRF_WIDE_POWERS || !trf_uwide_multiply(trf_wide_magnitude(a), trf_wide_power[places], &product))
        return false;
    return trf_wide_signed(a < 0, product, out);
}
