/* SPDX-License-Identifier: Apache-2.0 */
#include "io/ahead.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

enum { BLOCKS = 4, STACK = 256 << 10 };
#define BLOCK ((size_t)256 << 10)

/* A ring: the thread fills blocks filled..., the caller holds block `taken - 1` and takes the next. */
struct trf_ahead {
    const trf_alloc *alloc;
    int descriptor;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    char *memory; /* BLOCKS * BLOCK bytes */
    size_t sizes[BLOCKS];
    uint64_t filled; /* blocks written so far; under the lock */
    uint64_t taken;  /* blocks given out so far; under the lock */
    bool end;        /* no more blocks will come; under the lock */
    bool stop;       /* the caller wants no more; under the lock */
    int code;        /* errno of a failed read; under the lock */
    void (*seen)(void *user, const void *data, size_t size);
    void *user;
};

/* Fill a block as far as the file goes; -1 and errno where a read fails. */
static ssize_t fill(int descriptor, char *block)
{
    size_t have = 0;

    while (have < BLOCK) {
        ssize_t size = read(descriptor, block + have, BLOCK - have);

        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return -1;
        if (size == 0)
            break;
        have += (size_t)size;
    }
    return (ssize_t)have;
}

static void *run(void *user)
{
    trf_ahead *ahead = user;
    bool going = true;

    while (going) {
        uint64_t next;
        char *block;
        ssize_t size;
        int code;

        pthread_mutex_lock(&ahead->lock);
        /* The block that the caller holds is not free: BLOCKS - 1 may wait. Waking up for two at a time halves the switches. */
        if (ahead->filled - ahead->taken >= BLOCKS - 1)
            while (!ahead->stop && ahead->filled - ahead->taken >= BLOCKS - 2)
                pthread_cond_wait(&ahead->changed, &ahead->lock);
        going = !ahead->stop;
        next = ahead->filled;
        pthread_mutex_unlock(&ahead->lock);
        if (!going)
            break;
        block = ahead->memory + (next % BLOCKS) * BLOCK;
        size = fill(ahead->descriptor, block);
        code = size < 0 ? errno : 0;
        going = size == (ssize_t)BLOCK;
        pthread_mutex_lock(&ahead->lock);
        if (size > 0) {
            ahead->sizes[next % BLOCKS] = (size_t)size;
            ahead->filled++;
        }
        ahead->code = code;
        pthread_cond_signal(&ahead->changed);
        pthread_mutex_unlock(&ahead->lock);
        /* The caller only reads the block, and gets it back to be filled again from this thread alone. */
        if (size > 0)
            ahead->seen(ahead->user, block, (size_t)size);
        if (!going) {
            pthread_mutex_lock(&ahead->lock);
            ahead->end = true;
            pthread_cond_signal(&ahead->changed);
            pthread_mutex_unlock(&ahead->lock);
        }
    }
    return NULL;
}

static void ahead_free(trf_ahead *ahead)
{
    if (ahead->memory)
        trf_alloc_free(ahead->alloc, ahead->memory, BLOCKS * BLOCK);
    trf_alloc_free(ahead->alloc, ahead, sizeof *ahead);
}

static bool start_thread(trf_ahead *ahead)
{
    pthread_attr_t attributes;
    sigset_t all, before;
    bool started = false;

    if (pthread_mutex_init(&ahead->lock, NULL) != 0)
        return false;
    if (pthread_cond_init(&ahead->changed, NULL) != 0)
        goto no_condition;
    if (pthread_attr_init(&attributes) != 0)
        goto no_attributes;
    sigfillset(&all);
    if (pthread_attr_setstacksize(&attributes, STACK) == 0 && pthread_sigmask(SIG_SETMASK, &all, &before) == 0) {
        started = pthread_create(&ahead->thread, &attributes, run, ahead) == 0;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    pthread_attr_destroy(&attributes);
    if (started)
        return true;
no_attributes:
    pthread_cond_destroy(&ahead->changed);
no_condition:
    pthread_mutex_destroy(&ahead->lock);
    return false;
}

trf_ahead *trf_ahead_start(const trf_alloc *alloc, int descriptor, void (*seen)(void *user, const void *data, size_t size),
                           void *user)
{
    trf_ahead *ahead = trf_alloc_zero(alloc, sizeof *ahead);

    if (!ahead)
        return NULL;
    ahead->alloc = alloc;
    ahead->descriptor = descriptor;
    ahead->memory = alloc->resize(alloc->user, NULL, 0, BLOCKS * BLOCK);
    ahead->seen = seen;
    ahead->user = user;
    if (!ahead->memory || !start_thread(ahead)) {
        ahead_free(ahead);
        return NULL;
    }
    return ahead;
}

void trf_ahead_stop(trf_ahead *ahead)
{
    if (!ahead)
        return;
    pthread_mutex_lock(&ahead->lock);
    ahead->stop = true;
    pthread_cond_signal(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
    pthread_join(ahead->thread, NULL);
    pthread_cond_destroy(&ahead->changed);
    pthread_mutex_destroy(&ahead->lock);
    ahead_free(ahead);
}

trf_slice trf_ahead_next(trf_ahead *ahead, int *code)
{
    trf_slice block = TRF_SLICE_EMPTY;

    pthread_mutex_lock(&ahead->lock);
    while (!ahead->end && ahead->filled == ahead->taken)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    if (ahead->filled > ahead->taken) {
        size_t at = ahead->taken % BLOCKS;

        block = trf_slice_of(ahead->memory + at * BLOCK, ahead->sizes[at]);
        ahead->taken++;
        if (ahead->filled - ahead->taken < BLOCKS - 2)
            pthread_cond_signal(&ahead->changed);
    }
    *code = block.size ? 0 : ahead->code;
    pthread_mutex_unlock(&ahead->lock);
    return block;
}
