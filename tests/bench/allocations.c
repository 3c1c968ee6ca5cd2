/* SPDX-License-Identifier: Apache-2.0 */
/* Counts the program's allocations by standing before the C library's: linked into a benchmark, it sees every caller. */
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

#include "bench.h"

void *malloc(size_t size) __attribute__((visibility("default")));
void *calloc(size_t count, size_t size) __attribute__((visibility("default")));
void *realloc(void *block, size_t size) __attribute__((visibility("default")));
void free(void *block) __attribute__((visibility("default")));
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void __libc_free(void *block);

static atomic_ulong calls;

void *malloc(size_t size)
{
    atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
    return __libc_realloc(block, size);
}

void free(void *block)
{
    __libc_free(block);
}

unsigned long bench_allocations(void)
{
    return atomic_load_explicit(&calls, memory_order_relaxed);
}
