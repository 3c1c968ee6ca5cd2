/* SPDX-License-Identifier: Apache-2.0 */
#include "arena.h"

#include <stdalign.h>

enum { ALIGNMENT = 16, FIRST_BLOCK = 4096, LARGEST_STEP = 1 << 20 };

struct trf_arena_block {
    trf_arena_block *next;
    size_t size; /* bytes after the head */
    size_t used;
};

/* The bytes begin at a multiple of 16 after the head; an allocator returns blocks aligned for any type, as malloc does. */
static const size_t head_size = (sizeof(trf_arena_block) + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);

static char *block_bytes(trf_arena_block *block)
{
    char *bytes = (char *)block + head_size;

    /* On a host whose malloc aligns to 8 only (-m32), the first bytes are skipped. */
    return bytes + (-(uintptr_t)bytes & (ALIGNMENT - 1));
}

static void *take_from(trf_arena_block *block, size_t size)
{
    void *taken;

    if (size > block->size - block->used)
        return NULL;
    taken = block_bytes(block) + block->used;
    block->used += size;
    return taken;
}

/* A new block of at least `size` bytes, linked in after the current one. */
static trf_arena_block *add_block(trf_arena *arena, size_t size)
{
    size_t room = arena->total < FIRST_BLOCK ? FIRST_BLOCK : arena->total;
    size_t whole;
    trf_arena_block *block;

    if (room > LARGEST_STEP)
        room = LARGEST_STEP;
    if (room < size)
        room = size;
    if (room > SIZE_MAX - head_size - ALIGNMENT)
        return NULL;
    whole = head_size + ALIGNMENT + room;
    if (arena->limit) {
        size_t left = arena->total < arena->limit ? arena->limit - arena->total : 0;

        if (whole > left && size <= SIZE_MAX - head_size - ALIGNMENT) {
            room = size;
            whole = head_size + ALIGNMENT + room;
        }
        if (whole > left)
            return NULL;
    }
    block = arena->alloc->resize(arena->alloc->user, NULL, 0, whole);
    if (!block)
        return NULL;
    block->size = room;
    block->used = 0;
    if (arena->current) {
        block->next = arena->current->next;
        arena->current->next = block;
    } else {
        block->next = arena->first;
        arena->first = block;
    }
    arena->current = block;
    arena->total += whole;
    return block;
}

void trf_arena_init(trf_arena *arena, const trf_alloc *alloc, size_t limit)
{
    *arena = (trf_arena){alloc, NULL, NULL, limit, 0};
}

void *trf_arena_take(trf_arena *arena, size_t size)
{
    void *taken;

    if (size > SIZE_MAX - ALIGNMENT)
        return NULL;
    size = size ? (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1) : ALIGNMENT;
    if (!arena->current && arena->first)
        arena->current = arena->first;
    while (arena->current) {
        taken = take_from(arena->current, size);
        if (taken)
            return taken;
        if (!arena->current->next)
            break;
        /* Only blocks kept by a reset follow the current one; they are empty. */
        if (arena->current->next->size < size)
            break;
        arena->current = arena->current->next;
    }
    if (!add_block(arena, size))
        return NULL;
    return take_from(arena->current, size);
}

void *trf_arena_zero(trf_arena *arena, size_t size)
{
    void *taken = trf_arena_take(arena, size);

    if (taken)
        memset(taken, 0, size);
    return taken;
}

trf_slice trf_arena_copy(trf_arena *arena, trf_slice text)
{
    char *copy = trf_arena_take(arena, text.size);

    if (!copy)
        return TRF_SLICE_EMPTY;
    if (text.size)
        memcpy(copy, text.data, text.size);
    return trf_slice_of(copy, text.size);
}

void trf_arena_reset(trf_arena *arena)
{
    trf_arena_block *block;

    for (block = arena->first; block; block = block->next)
        block->used = 0;
    arena->current = arena->first;
}

void trf_arena_done(trf_arena *arena)
{
    trf_arena_block *block = arena->first;

    while (block) {
        trf_arena_block *next = block->next;

        trf_alloc_free(arena->alloc, block, head_size + ALIGNMENT + block->size);
        block = next;
    }
    arena->first = NULL;
    arena->current = NULL;
    arena->total = 0;
}
