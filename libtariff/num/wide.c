/* SPDX-License-Identifier: Apache-2.0 */
#include "num/wide.h"

#define E9  1000000000
#define E18 ((trf_uwide)1000000000000000000u)

const trf_half trf_half_power[TRF_HALF_POWERS + 1] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    E9,
#if TRF_HALF_POWERS > 9
    (trf_half)10 * E9,
    (trf_half)100 * E9,
    (trf_half)1000 * E9,
    (trf_half)10000 * E9,
    (trf_half)100000 * E9,
    (trf_half)1000000 * E9,
    (trf_half)10000000 * E9,
    (trf_half)100000000 * E9,
    (trf_half)E9 *E9,
#endif
};

const trf_uwide trf_wide_power[TRF_WIDE_POWERS + 1] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    E9,
    E18 / 100000000,
    E18 / 10000000,
    E18 / 1000000,
    E18 / 100000,
    E18 / 10000,
    E18 / 1000,
    E18 / 100,
    E18 / 10,
    E18,
#if TRF_WIDE_POWERS > 18
    E18 * 10,
    E18 * 100,
    E18 * 1000,
    E18 * 10000,
    E18 * 100000,
    E18 * 1000000,
    E18 * 10000000,
    E18 * 100000000,
    E18 *E9,
    E18 *(E18 / 100000000),
    E18 *(E18 / 10000000),
    E18 *(E18 / 1000000),
    E18 *(E18 / 100000),
    E18 *(E18 / 10000),
    E18 *(E18 / 1000),
    E18 *(E18 / 100),
    E18 *(E18 / 10),
    E18 *E18,
    E18 *E18 * 10,
    E18 *E18 * 100,
#endif
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
