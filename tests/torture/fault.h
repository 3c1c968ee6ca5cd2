/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Calls of the system that fail when they are told to. fault.c defines malloc, read, write and the like itself, so that every
 * library of the process goes through it.
 */
#ifndef TESTS_TORTURE_FAULT_H
#define TESTS_TORTURE_FAULT_H

#include <stdbool.h>
#include <stdint.h>

typedef enum fault_class {
    FAULT_HOST_MEMORY, /**< the allocator of the context */
    FAULT_MALLOC,      /**< malloc, calloc and realloc of the process: other libraries too */
    FAULT_READ,        /**< read */
    FAULT_WRITE,       /**< write, pwrite */
    FAULT_FSYNC,
    FAULT_RENAME,
    FAULT_OPEN,        /**< open, openat */
    FAULT_STAT,        /**< fstat, fstatat, fchmod */
    FAULT_MAP,         /**< mmap of a file */
    FAULT_THREAD,      /**< pthread_create */
    FAULT_CLASSES
} fault_class;

extern const char *const fault_names[FAULT_CLASSES];

/** From here on the nth call of the class fails, and, for ever, all that follow. 0: none fails, they are counted. */
void fault_arm(fault_class which, unsigned long nth, bool forever);
/** No call fails any more; the number of calls of the class since fault_arm(). */
unsigned long fault_disarm(void);
/** Whether this call has to fail. */
bool fault_hits(fault_class which);
/** Whether malloc can be made to fail in this build: not under a sanitizer, which has its own. */
bool fault_has_malloc(void);

/** The allocator of a context: counts what is held. */
void *fault_resize(void *user, void *old_block, uint64_t old_size, uint64_t new_size);
/** Bytes held through fault_resize(). */
long long fault_held(void);

#endif
