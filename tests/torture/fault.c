/* SPDX-License-Identifier: Apache-2.0 */
#include "fault.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

const char *const fault_names[FAULT_CLASSES] = {"host-memory", "malloc", "read", "write", "fsync", "rename",
                                                "open",        "stat",   "map",  "thread"};

static atomic_int armed_class = -1;
static atomic_ulong calls, failing;
static atomic_bool for_ever;
static atomic_llong held;

void fault_arm(fault_class which, unsigned long nth, bool forever)
{
    calls = 0;
    failing = nth;
    for_ever = forever;
    armed_class = (int)which;
}

unsigned long fault_disarm(void)
{
    armed_class = -1;
    return calls;
}

bool fault_hits(fault_class which)
{
    unsigned long call;

    if (armed_class != (int)which)
        return false;
    call = ++calls;
    if (failing && call == failing && getenv("TORTURE_TRACE")) { /* where it is, for whoever mends it */
        void *frames[40];

        armed_class = -1;
        backtrace_symbols_fd(frames, backtrace(frames, 40), 2);
        armed_class = (int)which;
    }
    return failing && (for_ever ? call >= failing : call == failing);
}

long long fault_held(void) { return held; }

void *fault_resize(void *user, void *old_block, uint64_t old_size, uint64_t new_size)
{
    void *made;

    (void)user;
    if (new_size == 0) {
        held -= (long long)old_size;
        free(old_block);
        return NULL;
    }
    if (fault_hits(FAULT_HOST_MEMORY))
        return NULL;
    made = realloc(old_block, (size_t)new_size);
    if (made)
        held += (long long)new_size - (long long)old_size;
    return made;
}

/* What follows stands in the way of the C library's own, for shared libraries too. */
#pragma GCC visibility push(default)

/* ---- memory of the process ---- */
#ifndef SANITIZED
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

bool fault_has_malloc(void) { return true; }

/* libstemmer and ICU use what a refused allocation gave them: theirs are not refused (doc/reliability.md). */
static bool survives(void *caller)
{
    Dl_info from;

    return !dladdr(caller, &from) || !from.dli_fname ||
           (!strstr(from.dli_fname, "libstemmer") && !strstr(from.dli_fname, "libicu"));
}

static bool refused(void *caller)
{
    if (armed_class != FAULT_MALLOC || !survives(caller) || !fault_hits(FAULT_MALLOC))
        return false;
    errno = ENOMEM;
    return true;
}

#define CALLER __builtin_return_address(0)
void *malloc(size_t size) { return refused(CALLER) ? NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return refused(CALLER) ? NULL : __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { return refused(CALLER) ? NULL : __libc_realloc(old, size); }
#else
bool fault_has_malloc(void) { return false; }
#endif

/* ---- calls of the system ---- */
#define NEXT(name) __extension__((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL(which, cause, value) \
    do {                          \
        if (fault_hits(which)) {  \
            errno = cause;        \
            return value;         \
        }                         \
    } while (0)

ssize_t read(int file, void *data, size_t size)
{
    FAIL(FAULT_READ, EIO, -1);
    return NEXT(read)(file, data, size);
}

ssize_t write(int file, const void *data, size_t size)
{
    FAIL(FAULT_WRITE, ENOSPC, -1);
    return NEXT(write)(file, data, size);
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t at)
{
    FAIL(FAULT_WRITE, ENOSPC, -1);
    return NEXT(pwrite64)(file, data, size, at);
}

int fsync(int file)
{
    FAIL(FAULT_FSYNC, EIO, -1);
    return NEXT(fsync)(file);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to);
int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    FAIL(FAULT_RENAME, EIO, -1);
    return NEXT(renameat)(from_folder, from, to_folder, to);
}

int open64(const char *path, int flags, ...)
{
    va_list list;
    mode_t mode;

    va_start(list, flags);
    mode = flags & O_CREAT ? (mode_t)va_arg(list, int) : 0;
    va_end(list);
    FAIL(FAULT_OPEN, EMFILE, -1);
    return NEXT(open64)(path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...)
{
    va_list list;
    mode_t mode;

    va_start(list, flags);
    mode = flags & O_CREAT ? (mode_t)va_arg(list, int) : 0;
    va_end(list);
    FAIL(FAULT_OPEN, EMFILE, -1);
    return NEXT(openat64)(folder, path, flags, mode);
}

int fstat64(int file, struct stat64 *status)
{
    FAIL(FAULT_STAT, EIO, -1);
    return NEXT(fstat64)(file, status);
}

int fstatat64(int folder, const char *path, struct stat64 *status, int flags)
{
    FAIL(FAULT_STAT, EIO, -1);
    return NEXT(fstatat64)(folder, path, status, flags);
}

int fchmod(int file, mode_t mode)
{
    FAIL(FAULT_STAT, EPERM, -1);
    return NEXT(fchmod)(file, mode);
}

void *mmap64(void *at, size_t size, int protection, int flags, int file, off64_t offset)
{
    if (file >= 0)
        FAIL(FAULT_MAP, ENOMEM, MAP_FAILED);
    return NEXT(mmap64)(at, size, protection, flags, file, offset);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument)
{
    if (fault_hits(FAULT_THREAD))
        return EAGAIN;
    return NEXT(pthread_create)(thread, attributes, start, argument);
}

#pragma GCC visibility pop
