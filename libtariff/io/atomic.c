/* SPDX-License-Identifier: Apache-2.0 */
#include "io/atomic.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h> /* renameat() alone */
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "io/cause.h"

enum { NAMES_MAX = 1000, MODE_NEW = 0644, WRITE_MAX = 1 << 30 };

struct trf_atomic {
    const trf_alloc *alloc;
    char *path; /* as given; path_size + 1 bytes */
    size_t path_size;
    size_t base;          /* of the last part of path */
    trf_buffer temporary; /* name in the folder, terminated; empty while there is none */
    int folder;
    int file;
    mode_t mode;
    uint64_t size;
};

static trf_slice name_of(const trf_atomic *atomic)
{
    return trf_slice_of(atomic->path, atomic->path_size);
}

static void atomic_free(trf_atomic *atomic)
{
    if (!atomic)
        return;
    if (atomic->file >= 0)
        close(atomic->file);
    if (atomic->temporary.size)
        unlinkat(atomic->folder, atomic->temporary.data, 0);
    if (atomic->folder >= 0)
        close(atomic->folder);
    trf_buffer_done(&atomic->temporary);
    if (atomic->path)
        trf_alloc_free(atomic->alloc, atomic->path, atomic->path_size + 1);
    trf_alloc_free(atomic->alloc, atomic, sizeof *atomic);
}

static tariff_status open_folder(trf_atomic *atomic, tariff_error **error)
{
    char kept;

    if (atomic->base == 0) {
        atomic->folder = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    } else {
        /* The path up to its last '/', which stays where it is the root. */
        kept = atomic->path[atomic->base];
        atomic->path[atomic->base] = '\0';
        atomic->folder = open(atomic->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        atomic->path[atomic->base] = kept;
    }
    if (atomic->folder < 0)
        return trf_io_fail(error, atomic->alloc, name_of(atomic), "open its folder", errno);
    return TARIFF_OK;
}

/* What stands there now may be replaced only where it is a file or a link; its mode is kept. */
static tariff_status look_at_target(trf_atomic *atomic, tariff_error **error)
{
    struct stat status;

    atomic->mode = MODE_NEW;
    if (fstatat(atomic->folder, atomic->path + atomic->base, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return TARIFF_OK;
        return trf_io_fail(error, atomic->alloc, name_of(atomic), "replace", errno);
    }
    if (S_ISREG(status.st_mode)) {
        atomic->mode = status.st_mode & 0777;
        return TARIFF_OK;
    }
    if (S_ISLNK(status.st_mode))
        return TARIFF_OK;
    return trf_fail(error, atomic->alloc, TARIFF_EIO, "'%S': cannot replace: it is %s (expected a regular file or none)",
                    name_of(atomic),
                    S_ISDIR(status.st_mode)    ? "a directory"
                    : S_ISFIFO(status.st_mode) ? "a FIFO"
                                               : "a device or socket");
}

/* A name that nobody has yet: ".tariff-PID-N", short whatever the name of the target. */
static tariff_status make_temporary(trf_atomic *atomic, tariff_error **error)
{
    for (unsigned i = 0; i < NAMES_MAX && atomic->file < 0; i++) {
        trf_buffer_clear(&atomic->temporary);
        trf_buffer_text(&atomic->temporary, ".tariff-");
        trf_buffer_unsigned(&atomic->temporary, (uint64_t)getpid(), 1);
        trf_buffer_char(&atomic->temporary, '-');
        trf_buffer_unsigned(&atomic->temporary, i, 1);
        trf_buffer_char(&atomic->temporary, '\0');
        if (atomic->temporary.failed) {
            trf_buffer_clear(&atomic->temporary);
            return trf_fail_memory(error);
        }
        atomic->file = openat(atomic->folder, atomic->temporary.data, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (atomic->file < 0 && errno != EEXIST) {
            trf_buffer_clear(&atomic->temporary);
            return trf_io_fail(error, atomic->alloc, name_of(atomic), "make a temporary file beside it", errno);
        }
    }
    if (atomic->file < 0) {
        trf_buffer_clear(&atomic->temporary);
        return trf_io_fail(error, atomic->alloc, name_of(atomic), "make a temporary file beside it", EEXIST);
    }
    return TARIFF_OK;
}

tariff_status trf_atomic_begin(const trf_alloc *alloc, const char *path, trf_atomic **out, tariff_error **error)
{
    trf_slice given = trf_slice_text(path);
    trf_atomic *atomic = trf_alloc_zero(alloc, sizeof *atomic);
    tariff_status status;

    if (!atomic)
        return trf_fail_memory(error);
    atomic->alloc = alloc;
    atomic->folder = -1;
    atomic->file = -1;
    trf_buffer_init(&atomic->temporary, alloc, 0);
    atomic->path = trf_alloc_copy(alloc, given);
    atomic->path_size = given.size;
    if (!atomic->path) {
        status = trf_fail_memory(error);
        goto done;
    }
    atomic->base = given.size;
    while (atomic->base > 0 && atomic->path[atomic->base - 1] != '/')
        atomic->base--;
    if (atomic->base == given.size) {
        status = trf_fail(error, alloc, TARIFF_EIO, "'%S': not the name of a file (expected one after the last '/')", given);
        goto done;
    }
    status = open_folder(atomic, error);
    if (status < 0)
        goto done;
    status = look_at_target(atomic, error);
    if (status < 0)
        goto done;
    status = make_temporary(atomic, error);
    if (status < 0)
        goto done;

    *out = atomic;
    atomic = NULL;
done:
    atomic_free(atomic);
    return status;
}

static tariff_status write_all(trf_atomic *atomic, uint64_t offset, const void *data, size_t size, tariff_error **error)
{
    const char *at = data;

    while (size > 0) {
        ssize_t written = pwrite(atomic->file, at, size < WRITE_MAX ? size : WRITE_MAX, (off_t)offset);

        if (written < 0) {
            if (errno == EINTR)
                continue;
            return trf_io_fail(error, atomic->alloc, name_of(atomic), "write", errno);
        }
        at += written;
        offset += (uint64_t)written;
        size -= (size_t)written;
    }
    return TARIFF_OK;
}

tariff_status trf_atomic_write(trf_atomic *atomic, const void *data, size_t size, tariff_error **error)
{
    tariff_status status = write_all(atomic, atomic->size, data, size, error);

    if (status == TARIFF_OK)
        atomic->size += size;
    return status;
}

tariff_status trf_atomic_write_at(trf_atomic *atomic, uint64_t offset, const void *data, size_t size, tariff_error **error)
{
    if (offset > atomic->size || size > atomic->size - offset)
        return trf_fail(error, atomic->alloc, TARIFF_EINVAL, "'%S': %lu bytes at %lu lie past the %lu written", name_of(atomic),
                        (uint64_t)size, offset, atomic->size);
    return write_all(atomic, offset, data, size, error);
}

tariff_status trf_atomic_commit(trf_atomic *atomic, tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    if (fchmod(atomic->file, atomic->mode) != 0 || fsync(atomic->file) != 0) {
        status = trf_io_fail(error, atomic->alloc, name_of(atomic), "write to disk", errno);
        goto done;
    }
    /* Some file systems report the failure of earlier writes here only. */
    if (close(atomic->file) != 0) {
        atomic->file = -1;
        status = trf_io_fail(error, atomic->alloc, name_of(atomic), "write to disk", errno);
        goto done;
    }
    atomic->file = -1;
    if (renameat(atomic->folder, atomic->temporary.data, atomic->folder, atomic->path + atomic->base) != 0) {
        status = trf_io_fail(error, atomic->alloc, name_of(atomic), "replace", errno);
        goto done;
    }
    trf_buffer_clear(&atomic->temporary);
    /* EINVAL: a file system that keeps no folders on disk. */
    if (fsync(atomic->folder) != 0 && errno != EINVAL && errno != EROFS)
        status = trf_io_fail(error, atomic->alloc, name_of(atomic), "write its folder to disk", errno);
done:
    atomic_free(atomic);
    return status;
}

void trf_atomic_abort(trf_atomic *atomic)
{
    atomic_free(atomic);
}

tariff_status trf_atomic_replace(const trf_alloc *alloc, const char *path, const void *data, size_t size, tariff_error **error)
{
    trf_atomic *atomic = NULL;
    tariff_status status = trf_atomic_begin(alloc, path, &atomic, error);

    if (status < 0)
        return status;
    status = trf_atomic_write(atomic, data, size, error);
    if (status < 0) {
        trf_atomic_abort(atomic);
        return status;
    }
    return trf_atomic_commit(atomic, error);
}
