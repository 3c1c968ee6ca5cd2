/* SPDX-License-Identifier: Apache-2.0 */
/** @file Stable sorting of integer keys in linear time: no comparison function, no allocation, no worst case. */
#ifndef TRF_BASE_SORT_H
#define TRF_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

typedef struct trf_sort_item {
    uint64_t key;
    uint64_t value;
} trf_sort_item;

/** Sort by key; equal keys keep their order. scratch has room for count items and is overwritten. */
void trf_sort_items(trf_sort_item *items, trf_sort_item *scratch, size_t count);
/** Sort bare keys. scratch has room for count keys and is overwritten. */
void trf_sort_keys(uint64_t *keys, uint64_t *scratch, size_t count);

/** A signed day as a key that sorts like the day. */
static inline uint32_t trf_sort_day(int32_t day)
{
    return (uint32_t)day ^ UINT32_C(0x80000000);
}

#endif
