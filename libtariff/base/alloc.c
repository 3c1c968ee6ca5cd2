/* SPDX-License-Identifier: Apache-2.0 */
#include "alloc.h"

#include <stdlib.h>

static void *resize_default(void *user, void *old_block, uint64_t old_size, uint64_t new_size)
{
    (void)user;
    (void)old_size;
    if (new_size == 0) {
        free(old_block);
        return NULL;
    }
    return new_size > SIZE_MAX ? NULL : realloc(old_block, (size_t)new_size);
}

const trf_alloc trf_alloc_default = {resize_default, NULL, NULL};

static void *resize_watched(void *user, void *old_block, uint64_t old_size, uint64_t new_size)
{
    trf_alloc_watch *watch = user;
    void *made = watch->below->resize(watch->below->user, old_block, old_size, new_size);

    watch->refused = watch->refused || (new_size && !made);
    return made;
}

void trf_alloc_watch_init(trf_alloc_watch *watch, const trf_alloc *below)
{
    *watch = (trf_alloc_watch){{resize_watched, watch, below->lasting ? below->lasting : below}, below, false};
}

void *trf_alloc_zero(const trf_alloc *alloc, size_t size)
{
    void *block;

    if (size == 0)
        size = 1;
    block = alloc->resize(alloc->user, NULL, 0, size);
    if (block)
        memset(block, 0, size);
    return block;
}

void *trf_alloc_array(const trf_alloc *alloc, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    return trf_alloc_zero(alloc, count * size);
}

void trf_alloc_free(const trf_alloc *alloc, void *block, size_t size)
{
    /* The sizes a caller passes to trf_alloc_zero and here are the same; 0 was treated as 1 there. */
    if (block)
        alloc->resize(alloc->user, block, size ? size : 1, 0);
}

bool trf_alloc_grow(const trf_alloc *alloc, void **items, size_t *capacity, size_t need, size_t item_size)
{
    size_t wanted = *capacity ? *capacity : 8;
    void *grown;

    if (need <= *capacity)
        return true;
    if (item_size == 0 || need > SIZE_MAX / item_size)
        return false;
    while (wanted < need)
        wanted = wanted > SIZE_MAX / 2 ? need : wanted * 2;
    if (wanted > SIZE_MAX / item_size)
        wanted = need;
    grown = alloc->resize(alloc->user, *items, *capacity * item_size, wanted * item_size);
    if (!grown)
        return false;
    *items = grown;
    *capacity = wanted;
    return true;
}

char *trf_alloc_copy(const trf_alloc *alloc, trf_slice text)
{
    char *copy;

    if (text.size == SIZE_MAX)
        return NULL;
    copy = alloc->resize(alloc->user, NULL, 0, text.size + 1);
    if (!copy)
        return NULL;
    if (text.size)
        memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return copy;
}
