/* SPDX-License-Identifier: Apache-2.0 */
/** @file Bump allocation with one free: scratch memory of a session, a reader, a result. Resetting keeps the blocks. */
#ifndef TRF_BASE_ARENA_H
#define TRF_BASE_ARENA_H

#include "alloc.h"

typedef struct trf_arena_block trf_arena_block;
typedef struct trf_arena {
    const trf_alloc *alloc;
    trf_arena_block *first;
    trf_arena_block *current;
    size_t limit; /**< bytes in all; 0 is no limit of its own */
    size_t total; /**< bytes held in blocks */
} trf_arena;

void trf_arena_init(trf_arena *arena, const trf_alloc *alloc, size_t limit);
/** Aligned to 16, not zeroed; NULL where memory is refused or the limit passed. Steady state after a reset allocates nothing. */
void *trf_arena_take(trf_arena *arena, size_t size);
void *trf_arena_zero(trf_arena *arena, size_t size);
/** Copy of text in the arena; data is NULL where refused. */
trf_slice trf_arena_copy(trf_arena *arena, trf_slice text);
/** Forget what was taken, keep the blocks. */
void trf_arena_reset(trf_arena *arena);
/** Give every block back; the arena is empty and can be used again. Accepts an all-zero arena. */
void trf_arena_done(trf_arena *arena);

#endif
