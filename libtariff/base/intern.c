/* SPDX-License-Identifier: Apache-2.0 */
#include "intern.h"

enum { FIRST_SLOTS = 256 };
#define TEXTS_MAX (UINT32_C(1) << 30)

/* A seeded hash over eight bytes at a time: an input cannot be made to collide without knowing the seed. */
static uint64_t mix(uint64_t value)
{
    value ^= value >> 32;
    value *= UINT64_C(0xD6E8FEB86659FD93);
    value ^= value >> 32;
    value *= UINT64_C(0xD6E8FEB86659FD93);
    return value ^ (value >> 32);
}

static uint32_t hash(uint64_t seed, trf_slice text)
{
    uint64_t state = mix(seed ^ text.size);
    const char *at = text.data;
    size_t left = text.size;
    uint64_t word;

    for (; left >= 8; left -= 8, at += 8) {
        memcpy(&word, at, 8);
        state = mix(state ^ word) + seed;
    }
    if (left) {
        word = 0;
        memcpy(&word, at, left);
        state = mix(state ^ word);
    }
    return (uint32_t)(state ^ (state >> 32));
}

/* The slot of text, or the free one where it would go. Slots hold id + 1. */
static uint32_t slot_of(const trf_intern *pool, trf_slice text)
{
    uint32_t slot = hash(pool->seed, text) & pool->slot_mask;

    while (pool->slots[slot] && !trf_slice_equal(trf_intern_get(pool, pool->slots[slot] - 1), text))
        slot = (slot + 1) & pool->slot_mask;
    return slot;
}

static bool rehash(trf_intern *pool, size_t slot_count)
{
    uint32_t *slots = trf_alloc_array(pool->alloc, slot_count, sizeof *slots);
    uint32_t *old = pool->slots;
    size_t old_count = (size_t)pool->slot_mask + 1;

    if (!slots)
        return false;
    pool->slots = slots;
    pool->slot_mask = (uint32_t)(slot_count - 1);
    for (uint32_t id = 0; id < pool->count; id++) {
        /* Texts are distinct: the first free slot is right, no need to compare. */
        uint32_t slot = hash(pool->seed, trf_intern_get(pool, id)) & pool->slot_mask;

        while (slots[slot])
            slot = (slot + 1) & pool->slot_mask;
        slots[slot] = id + 1;
    }
    if (old)
        trf_alloc_free(pool->alloc, old, old_count * sizeof *old);
    return true;
}

bool trf_intern_init(trf_intern *pool, const trf_alloc *alloc, uint64_t seed)
{
    void *offsets = NULL;

    *pool = (trf_intern){.alloc = alloc, .seed = seed};
    trf_buffer_init(&pool->bytes, alloc, UINT32_MAX);
    if (!trf_alloc_grow(alloc, &offsets, &pool->offsets_capacity, 2, sizeof *pool->offsets))
        goto refused;
    pool->offsets = offsets;
    pool->offsets[0] = 0;
    if (!rehash(pool, FIRST_SLOTS) || trf_intern_add(pool, TRF_SLICE_EMPTY) != 0)
        goto refused;
    return true;

refused:
    trf_intern_done(pool);
    return false;
}

void trf_intern_done(trf_intern *pool)
{
    trf_buffer_done(&pool->bytes);
    if (pool->offsets)
        trf_alloc_free(pool->alloc, pool->offsets, pool->offsets_capacity * sizeof *pool->offsets);
    if (pool->slots)
        trf_alloc_free(pool->alloc, pool->slots, ((size_t)pool->slot_mask + 1) * sizeof *pool->slots);
    *pool = (trf_intern){.alloc = pool->alloc};
}

uint32_t trf_intern_add(trf_intern *pool, trf_slice text)
{
    uint32_t slot;
    char *room;
    void *offsets = pool->offsets;
    size_t inside = SIZE_MAX; /* where text lies in the pool itself: a part of a text that is in it */

    if (!pool->slots)
        return TRF_INTERN_NONE;
    slot = slot_of(pool, text);
    if (pool->slots[slot])
        return pool->slots[slot] - 1;
    if (pool->count >= TEXTS_MAX || text.size >= UINT32_MAX - pool->bytes.size)
        return TRF_INTERN_NONE;
    /* Room is made first, so that a refusal leaves the pool as it was. */
    if (!trf_alloc_grow(pool->alloc, &offsets, &pool->offsets_capacity, (size_t)pool->count + 2, sizeof *pool->offsets))
        return TRF_INTERN_NONE;
    pool->offsets = offsets;
    if (pool->bytes.data && (uintptr_t)text.data - (uintptr_t)pool->bytes.data < pool->bytes.size)
        inside = (size_t)(text.data - pool->bytes.data);
    room = trf_buffer_reserve(&pool->bytes, text.size + 1);
    if (!room) {
        pool->bytes.failed = false;
        return TRF_INTERN_NONE;
    }
    if (inside != SIZE_MAX)
        text.data = pool->bytes.data + inside;
    if ((uint64_t)(pool->count + 1) * 4 > ((uint64_t)pool->slot_mask + 1) * 3) {
        if (!rehash(pool, ((size_t)pool->slot_mask + 1) * 2))
            return TRF_INTERN_NONE;
        slot = slot_of(pool, text);
    }
    if (text.size)
        memcpy(room, text.data, text.size);
    room[text.size] = '\0';
    pool->bytes.size += text.size + 1;
    pool->slots[slot] = ++pool->count;
    pool->offsets[pool->count] = (uint32_t)pool->bytes.size;
    return pool->count - 1;
}

uint32_t trf_intern_find(const trf_intern *pool, trf_slice text)
{
    uint32_t slot;

    if (!pool->slots)
        return TRF_INTERN_NONE;
    slot = slot_of(pool, text);
    return pool->slots[slot] ? pool->slots[slot] - 1 : TRF_INTERN_NONE;
}

void trf_intern_cut(trf_intern *pool, uint32_t count)
{
    if (count == 0)
        count = 1;
    /* Last in, first out: no text that stays was put past the slot of one that goes. */
    while (pool->count > count) {
        uint32_t id = pool->count - 1;
        uint32_t slot = hash(pool->seed, trf_intern_get(pool, id)) & pool->slot_mask;

        while (pool->slots[slot] != id + 1)
            slot = (slot + 1) & pool->slot_mask;
        pool->slots[slot] = 0;
        pool->bytes.size = pool->offsets[id];
        pool->count = id;
    }
}

trf_slice trf_intern_get(const trf_intern *pool, uint32_t id)
{
    if (id >= pool->count)
        return TRF_SLICE_EMPTY;
    return trf_slice_of(pool->bytes.data + pool->offsets[id], pool->offsets[id + 1] - pool->offsets[id] - 1);
}
