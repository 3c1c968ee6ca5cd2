/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/load.h"
#include "io/cause.h"
#include "snapshot/snapshot.h"

static trf_snapshot *new_snapshot(const trf_alloc *alloc)
{
    trf_snapshot *snapshot = trf_alloc_zero(alloc, sizeof *snapshot);

    if (snapshot) {
        snapshot->alloc = alloc;
        snapshot->references = 1;
    }
    return snapshot;
}

static void free_snapshot(trf_snapshot *snapshot)
{
    const trf_alloc *alloc;
    void (*closed)(void *user);
    void *closed_user;

    if (!snapshot)
        return;
    alloc = snapshot->alloc;
    closed = snapshot->closed;
    closed_user = snapshot->closed_user;
    if (snapshot->mapped)
        munmap((void *)(uintptr_t)snapshot->data, (size_t)snapshot->size);
    trf_alloc_free(alloc, snapshot->owned, (size_t)snapshot->owned_size);
    trf_alloc_free(alloc, snapshot->turned, (size_t)snapshot->turned_size);
    if (snapshot->path.data)
        trf_alloc_free(alloc, (void *)(uintptr_t)snapshot->path.data, snapshot->path.size + 1);
    trf_alloc_free(alloc, snapshot, sizeof *snapshot);
    if (closed)
        closed(closed_user);
}

/** Map a whole regular file. */
static tariff_status map(trf_snapshot *snapshot, const char *path, tariff_error **error)
{
    struct stat found;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    tariff_status status = TARIFF_OK;
    void *data;

    if (file < 0)
        return trf_io_fail(error, snapshot->alloc, snapshot->path, "open", errno);
    if (fstat(file, &found) != 0) {
        status = trf_io_fail(error, snapshot->alloc, snapshot->path, "read", errno);
        goto done;
    }
    if (!S_ISREG(found.st_mode)) {
        status = trf_fail(error, snapshot->alloc, TARIFF_EIO, "image '%s': not a regular file", path);
        goto done;
    }
    if (found.st_size < (off_t)sizeof(trf_image_header) || (uint64_t)found.st_size > SIZE_MAX) {
        status = trf_fail(error, snapshot->alloc, TARIFF_EIMAGE, "image '%s': %lu bytes (an image has at least %u)", path,
                          (uint64_t)found.st_size, (uint32_t)sizeof(trf_image_header));
        goto done;
    }
    data = mmap(NULL, (size_t)found.st_size, PROT_READ, MAP_SHARED, file, 0);
    if (data == MAP_FAILED) {
        status = trf_io_fail(error, snapshot->alloc, snapshot->path, "map", errno);
        goto done;
    }
    snapshot->data = data;
    snapshot->size = (uint64_t)found.st_size;
    snapshot->mapped = 1;
done:
    close(file);
    return status;
}

static void hex(const uint8_t hash[TRF_IMAGE_HASH_SIZE], char out[2 * TRF_IMAGE_HASH_SIZE + 1])
{
    for (unsigned i = 0; i < TRF_IMAGE_HASH_SIZE; i++) {
        out[2 * i] = "0123456789abcdef"[hash[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[hash[i] & 15];
    }
    out[2 * TRF_IMAGE_HASH_SIZE] = 0;
}

/** An overlay needs the base it names; an image of its own takes none. */
static tariff_status join(trf_snapshot *snapshot, trf_snapshot *base, tariff_error **error)
{
    char wanted[2 * TRF_IMAGE_HASH_SIZE + 1], given[2 * TRF_IMAGE_HASH_SIZE + 1];
    bool overlay = snapshot->header->required_features & TRF_FEATURE_OVERLAY;

    hex(snapshot->header->base_hash, wanted);
    if (!base && !overlay)
        return TARIFF_OK;
    if (!base)
        return trf_fail(error, snapshot->alloc, TARIFF_EIMAGE, "image: an overlay (expected to be opened over its base %s)",
                        wanted);
    if (!overlay)
        return trf_fail(error, snapshot->alloc, TARIFF_EIMAGE, "image: not an overlay (expected one that names its base)");
    if (memcmp(snapshot->header->base_hash, base->header->content_hash, TRF_IMAGE_HASH_SIZE) != 0) {
        hex(base->header->content_hash, given);
        return trf_fail(error, snapshot->alloc, TARIFF_EIMAGE, "image: an overlay of %s (opened over %s)", wanted, given);
    }
    trf_snapshot_retain(base);
    snapshot->base = base;
    return TARIFF_OK;
}

static tariff_status open_path(const trf_alloc *alloc, const char *path, trf_snapshot *base, trf_snapshot **out,
                               tariff_error **error)
{
    trf_snapshot *snapshot = new_snapshot(alloc);
    tariff_status status;

    if (!snapshot)
        return trf_fail_memory(error);
    snapshot->path.data = trf_alloc_copy(alloc, trf_slice_text(path));
    if (!snapshot->path.data) {
        status = trf_fail_memory(error);
        goto done;
    }
    snapshot->path.size = strlen(path);
    status = map(snapshot, path, error);
    if (status < 0)
        goto done;
    status = trf_snapshot_check(snapshot, error);
    if (status == TARIFF_OK)
        status = join(snapshot, base, error);
    if (status < 0) {
        if (error && *error)
            trf_error_at(*error, snapshot->path, 0, 0, TRF_SLICE_EMPTY);
        goto done;
    }

    *out = snapshot;
    snapshot = NULL;
done:
    free_snapshot(snapshot);
    return status;
}

tariff_status trf_snapshot_open(const trf_alloc *alloc, const char *path, trf_snapshot **out, tariff_error **error)
{
    return open_path(alloc, path, NULL, out, error);
}

tariff_status trf_snapshot_open_overlay(const trf_alloc *alloc, const char *path, trf_snapshot *base, trf_snapshot **out,
                                        tariff_error **error)
{
    if (!base)
        return trf_fail(error, alloc, TARIFF_EINVAL, "overlay '%s': opened over no base", path);
    return open_path(alloc, path, base, out, error);
}

tariff_status trf_snapshot_open_memory(const trf_alloc *alloc, const void *data, size_t size, bool copy, trf_snapshot **out,
                                       tariff_error **error)
{
    trf_snapshot *snapshot = new_snapshot(alloc);
    tariff_status status;

    if (!snapshot)
        return trf_fail_memory(error);
    snapshot->data = data;
    snapshot->size = size;
    /* Records are read in place: they need the alignment that a mapping has. */
    if (copy || (uintptr_t)data % sizeof(uint64_t)) {
        snapshot->owned = trf_alloc_zero(alloc, size);
        if (!snapshot->owned) {
            status = trf_fail_memory(error);
            goto done;
        }
        snapshot->owned_size = size;
        if (size)
            memcpy(snapshot->owned, data, size);
        snapshot->data = snapshot->owned;
    }
    status = trf_snapshot_check(snapshot, error);
    if (status == TARIFF_OK)
        status = join(snapshot, NULL, error);
    if (status < 0)
        goto done;

    *out = snapshot;
    snapshot = NULL;
done:
    free_snapshot(snapshot);
    return status;
}

tariff_status trf_snapshot_adopt_memory(const trf_alloc *alloc, uint8_t *data, size_t size, trf_snapshot **out,
                                        tariff_error **error)
{
    trf_snapshot *snapshot = NULL;
    tariff_status status = trf_snapshot_open_memory(alloc, data, size, false, &snapshot, error);

    if (status < 0) {
        trf_alloc_free(alloc, data, size);
        return status;
    }
    if (snapshot->owned) { /* was copied: the alignment was not that of an allocator */
        trf_alloc_free(alloc, data, size);
    } else {
        snapshot->owned = data;
        snapshot->owned_size = size;
    }
    *out = snapshot;
    return TARIFF_OK;
}

void trf_snapshot_retain(trf_snapshot *snapshot)
{
    if (snapshot)
        __atomic_fetch_add(&snapshot->references, 1, __ATOMIC_RELAXED);
}

void trf_snapshot_release(trf_snapshot *snapshot)
{
    while (snapshot && __atomic_fetch_sub(&snapshot->references, 1, __ATOMIC_ACQ_REL) == 1) {
        trf_snapshot *base = snapshot->base;

        free_snapshot(snapshot);
        snapshot = base;
    }
}
