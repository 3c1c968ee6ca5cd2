/* SPDX-License-Identifier: Apache-2.0 */
/** @file Little-endian integers of any alignment: free on little-endian hosts. */
#ifndef TRF_IMAGE_LOAD_H
#define TRF_IMAGE_LOAD_H

#include <stdint.h>
#include <string.h>

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define TRF_HOST_LITTLE 0
#else
#define TRF_HOST_LITTLE 1
#endif

static inline uint16_t trf_load16(const void *at)
{
    uint16_t value;

    memcpy(&value, at, sizeof value);
    return TRF_HOST_LITTLE ? value : (uint16_t)(value >> 8 | value << 8);
}

static inline uint32_t trf_turn32(uint32_t value)
{
    return value >> 24 | (value >> 8 & 0xff00u) | (value << 8 & 0xff0000u) | value << 24;
}

static inline uint32_t trf_load32(const void *at)
{
    uint32_t value;

    memcpy(&value, at, sizeof value);
    return TRF_HOST_LITTLE ? value : trf_turn32(value);
}

static inline uint64_t trf_load64(const void *at)
{
    uint64_t value;

    memcpy(&value, at, sizeof value);
    return TRF_HOST_LITTLE ? value : (uint64_t)trf_turn32((uint32_t)value) << 32 | trf_turn32((uint32_t)(value >> 32));
}

#endif
