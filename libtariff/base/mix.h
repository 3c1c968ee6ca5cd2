/* SPDX-License-Identifier: Apache-2.0 */
/** @file Spreading the bits of a number: for hashes. Images hold what follows from it: it never changes. */
#ifndef TRF_BASE_MIX_H
#define TRF_BASE_MIX_H

#include <stdint.h>

/** Spreads the bits of a key or a text's hash. */
static inline uint64_t trf_key_mix(uint64_t x)
{
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    return x ^ x >> 32;
}

#endif
