/* SPDX-License-Identifier: Apache-2.0 */
/** @file The one door to memory: every allocation of the library goes through a trf_alloc taken from the context. */
#ifndef TRF_BASE_ALLOC_H
#define TRF_BASE_ALLOC_H

#include "slice.h"

/**
 * A host's allocator. resize(user, NULL, 0, n) allocates, resize(user, p, old, 0) frees and returns NULL;
 * NULL for n > 0 means refused and leaves p as it was. It is the host's own function, so that whoever copies a trf_alloc (an
 * error does) can free with it after the context is gone.
 */
typedef struct trf_alloc {
    void *(*resize)(void *user, void *old_block, uint64_t old_size, uint64_t new_size);
    void *user;
    const struct trf_alloc *lasting; /**< for what outlives the call: an error; NULL: this one itself */
} trf_alloc;

/** An allocator for one call that remembers whether memory was refused: a text cut short in between is never an answer. */
typedef struct trf_alloc_watch {
    trf_alloc alloc;
    const trf_alloc *below;
    bool refused;
} trf_alloc_watch;
/** `below` and the watch must live as long as what is allocated through watch->alloc. */
void trf_alloc_watch_init(trf_alloc_watch *watch, const trf_alloc *below);

/** The allocator over malloc, for contexts that name none. */
extern const trf_alloc trf_alloc_default;

/** size bytes, zeroed; NULL where refused. size 0 is treated as 1. */
void *trf_alloc_zero(const trf_alloc *alloc, size_t size);
/** count * size bytes, zeroed; NULL where refused or where the product overflows. */
void *trf_alloc_array(const trf_alloc *alloc, size_t count, size_t size);
void trf_alloc_free(const trf_alloc *alloc, void *block, size_t size);
/**
 * Grow an array so that it holds at least `need` items: doubles, never shrinks, checks overflow.
 * items and capacity change only on success. New items are not zeroed.
 */
bool trf_alloc_grow(const trf_alloc *alloc, void **items, size_t *capacity, size_t need, size_t item_size);
/** A terminated copy of text; its block has size + 1 bytes. */
char *trf_alloc_copy(const trf_alloc *alloc, trf_slice text);

#endif
