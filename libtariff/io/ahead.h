/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Reading a regular file ahead, and telling somebody all its bytes, in a thread of its own, which ends before the file is closed.
 * It blocks all signals and calls no allocator.
 */
#ifndef TRF_IO_AHEAD_H
#define TRF_IO_AHEAD_H

#include "base/alloc.h"

typedef struct trf_ahead trf_ahead;

/** Start reading; NULL where memory or a thread is refused. The descriptor stays the caller's and must stay open. */
trf_ahead *trf_ahead_start(const trf_alloc *alloc, int descriptor, void (*seen)(void *user, const void *data, size_t size),
                           void *user);
/** End the thread and free; accepts NULL. */
void trf_ahead_stop(trf_ahead *ahead);
/**
 * The next block, valid until the next call; empty at the end or where reading failed: then *code is the errno, else 0. After an
 * empty block `seen` has been told everything and is not called again.
 */
trf_slice trf_ahead_next(trf_ahead *ahead, int *code);
#endif
