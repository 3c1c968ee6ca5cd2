/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * A pool of distinct texts with 32-bit ids in order of first use: id 0 is the empty text. The bytes lie together, each followed
 * by a zero byte, so that the pool is written to an image as it is.
 */
#ifndef TRF_BASE_INTERN_H
#define TRF_BASE_INTERN_H

#include "buffer.h"

typedef struct trf_intern {
    const trf_alloc *alloc;
    trf_buffer bytes;
    uint32_t *offsets; /**< start of text i; offsets[count] is the end */
    uint32_t count;
    size_t offsets_capacity;
    uint32_t *slots;   /**< open addressing; 0 is free */
    uint32_t slot_mask;
    uint64_t seed;     /**< of the hash; never reaches an image */
} trf_intern;

#define TRF_INTERN_NONE UINT32_MAX

bool trf_intern_init(trf_intern *pool, const trf_alloc *alloc, uint64_t seed);
void trf_intern_done(trf_intern *pool);
/** The id of text, added where new; TRF_INTERN_NONE where memory is refused or the pool passes 2^30 texts or 4 GiB - 1 bytes. */
uint32_t trf_intern_add(trf_intern *pool, trf_slice text);
/** The id of text, or TRF_INTERN_NONE where it is not in the pool. */
uint32_t trf_intern_find(const trf_intern *pool, trf_slice text);
/** Forget the texts from id `count` on, as if they had never been added; 0 leaves the empty text. */
void trf_intern_cut(trf_intern *pool, uint32_t count);
/** Text of an id; empty for an unknown id. Valid until the next add. */
trf_slice trf_intern_get(const trf_intern *pool, uint32_t id);

#endif
