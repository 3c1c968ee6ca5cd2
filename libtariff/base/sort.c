/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sort.h"

#include <stdbool.h>
#include <string.h>

#define FEW 48u /* below this, insertion is faster than counting */

/** Turn counts into starts; false where all keys share one value of this byte, so that the pass can be left out. */
static bool starts(size_t counts[256], size_t total)
{
    size_t at = 0;

    for (unsigned i = 0; i < 256; i++) {
        size_t count = counts[i];

        if (count == total)
            return false;
        counts[i] = at;
        at += count;
    }
    return true;
}

static void insert_items(trf_sort_item *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        trf_sort_item item = items[i];
        size_t at = i;

        for (; at > 0 && items[at - 1].key > item.key; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

void trf_sort_items(trf_sort_item *items, trf_sort_item *scratch, size_t count)
{
    trf_sort_item *from = items, *to = scratch;
    uint64_t any = 0, all = UINT64_MAX;
    bool sorted = true;

    for (size_t i = 0; i < count; i++) {
        any |= items[i].key;
        all &= items[i].key;
        sorted = sorted && (i == 0 || items[i - 1].key <= items[i].key);
    }
    if (sorted)
        return;
    if (count <= FEW) {
        insert_items(items, count);
        return;
    }
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t counts[256];
        trf_sort_item *swap;

        if (((any ^ all) >> shift & 0xff) == 0)
            continue;
        memset(counts, 0, sizeof counts);
        for (size_t i = 0; i < count; i++)
            counts[from[i].key >> shift & 0xff]++;
        if (!starts(counts, count))
            continue;
        for (size_t i = 0; i < count; i++)
            to[counts[from[i].key >> shift & 0xff]++] = from[i];
        swap = from;
        from = to;
        to = swap;
    }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
}

static void insert_keys(uint64_t *keys, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t key = keys[i];
        size_t at = i;

        for (; at > 0 && keys[at - 1] > key; at--)
            keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

void trf_sort_keys(uint64_t *keys, uint64_t *scratch, size_t count)
{
    uint64_t *from = keys, *to = scratch;
    uint64_t any = 0, all = UINT64_MAX;

    if (count <= FEW) {
        insert_keys(keys, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        any |= keys[i];
        all &= keys[i];
    }
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t counts[256];
        uint64_t *swap;

        if (((any ^ all) >> shift & 0xff) == 0)
            continue;
        memset(counts, 0, sizeof counts);
        for (size_t i = 0; i < count; i++)
            counts[from[i] >> shift & 0xff]++;
        if (!starts(counts, count))
            continue;
        for (size_t i = 0; i < count; i++)
            to[counts[from[i] >> shift & 0xff]++] = from[i];
        swap = from;
        from = to;
        to = swap;
    }
    if (from != keys)
        memcpy(keys, from, count * sizeof *keys);
}
