/* SPDX-License-Identifier: Apache-2.0 */
#include "num/logarithm.h"

/* log2 of x: how often 2 goes into it, then a bit for each squaring of what remains between 1 and 2. */
static int32_t log2_of(uint64_t x)
{
    unsigned whole = 63u - (unsigned)__builtin_clzll(x);
    uint64_t rest = whole > 31 ? x >> (whole - 31) : x << (31 - whole); /* 1.0 is 2^31 */
    int32_t out = (int32_t)(whole * TRF_LOG2_ONE);

    for (int32_t bit = TRF_LOG2_ONE / 2; bit > 0; bit /= 2) {
        rest = (rest * rest) >> 31;
        if (rest >> 32) {
            rest >>= 1;
            out += bit;
        }
    }
    return out;
}

int32_t trf_log2(uint64_t numerator, uint64_t denominator)
{
    return log2_of(numerator) - log2_of(denominator);
}

/* 2^(2^-i) in 2^30ths, i from 1 to 16. */
static const uint32_t roots[16] = {1518500250, 1276901417, 1170923762, 1121280436, 1097253708, 1085434106,
                                   1079572136, 1076653033, 1075196443, 1074468888, 1074105294, 1073923544,
                                   1073832680, 1073787251, 1073764537, 1073753181};

uint64_t trf_exp2(int32_t x)
{
    const int32_t most = 31 * TRF_LOG2_ONE;
    uint64_t out = UINT64_C(1) << 30;
    int32_t whole, fraction;

    x = x > most ? most : x < -most ? -most : x;
    whole = x >= 0 ? x / TRF_LOG2_ONE : -((-x + TRF_LOG2_ONE - 1) / TRF_LOG2_ONE);
    fraction = x - whole * TRF_LOG2_ONE;
    for (unsigned i = 0; i < 16; i++)
        if (fraction & (TRF_LOG2_ONE >> (i + 1)))
            out = (out * roots[i]) >> 30;
    whole -= 14; /* from 2^30ths to 2^16ths */
    return whole >= 0 ? out << whole : whole > -64 ? out >> -whole : 0;
}

uint32_t trf_root(uint64_t x)
{
    uint64_t out = 0;

    for (uint64_t bit = UINT64_C(1) << (x ? (63u - (unsigned)__builtin_clzll(x)) / 2 : 0); bit; bit >>= 1)
        if ((out | bit) * (out | bit) <= x)
            out |= bit;
    return (uint32_t)out;
}
