/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Keys of the hash sections. A slot says where to look, never what is there: the reader compares the text it finds. Probing is linear over
 * a power of two of slots and stops after TRF_PROBES_MAX, so that a crafted image cannot hold a reader up.
 */
#ifndef TRF_IMAGE_KEY_H
#define TRF_IMAGE_KEY_H

#include "base/slice.h"

#define TRF_PROBES_MAX 256u

/** Key of a code or an area id within a tariff; never 0, which is a free slot. */
static inline uint64_t trf_code_key(uint32_t tariff, trf_slice code)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ tariff;
    for (size_t i = 0; i < code.size; i++)
        hash = (hash ^ (uint8_t)code.data[i]) * UINT64_C(0x100000001b3);
    hash ^= hash >> 32;
    hash *= UINT64_C(0xd6e8feb86659fd93);
    hash ^= hash >> 32;
    return hash ? hash : 1;
}

/** First slot to look at. */
static inline uint32_t trf_code_slot(uint64_t key, uint32_t slots)
{
    return (uint32_t)(key >> 16) & (slots - 1);
}

#endif
