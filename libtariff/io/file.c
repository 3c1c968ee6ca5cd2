/* SPDX-License-Identifier: Apache-2.0 */
#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/ahead.h"
#include "io/cause.h"

/* From this size on, reading and hashing go on in a thread of their own beside the parser: hashing takes a third of its time. */
#define AHEAD_SIZE ((uint64_t)1 << 20)

struct trf_file {
    const trf_alloc *alloc;
    char *name; /* base name; name_size + 1 bytes */
    size_t name_size;
    int descriptor; /* -1 for memory */
    bool owned;
    const char *memory;
    uint64_t size;     /* 0 unknown */
    uint64_t position; /* handed out */
    uint64_t limit;
    char *buffer; /* one piece, where nobody reads ahead */
    trf_ahead *ahead;
    trf_slice block;  /* what is left of the block that pieces are cut from */
    trf_slice piece;  /* handed out last */
    trf_slice unread; /* handed back */
    bool end;
    void (*seen)(void *user, const void *data, size_t size);
    void *user;
};

trf_slice trf_file_base_name(trf_slice path)
{
    size_t start = path.size;

    while (start > 0 && path.data[start - 1] != '/')
        start--;
    return trf_slice_of(path.data + start, path.size - start);
}

static tariff_status file_new(const trf_alloc *alloc, trf_slice name, const trf_file_options *options, trf_file **out,
                              tariff_error **error)
{
    trf_file *file = trf_alloc_zero(alloc, sizeof *file);

    if (!file)
        return trf_fail_memory(error);
    file->alloc = alloc;
    file->descriptor = -1;
    file->limit = options && options->limit ? options->limit : UINT64_MAX;
    file->seen = options ? options->seen : NULL;
    file->user = options ? options->user : NULL;
    file->name = trf_alloc_copy(alloc, name);
    file->name_size = name.size;
    if (!file->name) {
        trf_file_close(file);
        return trf_fail_memory(error);
    }
    *out = file;
    return TARIFF_OK;
}

static tariff_status make_buffer(trf_file *file, tariff_error **error)
{
    file->buffer = file->alloc->resize(file->alloc->user, NULL, 0, TRF_FILE_PIECE);
    return file->buffer ? TARIFF_OK : trf_fail_memory(error);
}

static const char *kind_of(mode_t mode)
{
    return S_ISDIR(mode) ? "a directory" : S_ISFIFO(mode) ? "a FIFO" : S_ISSOCK(mode) ? "a socket" : "a device";
}

tariff_status trf_file_open(const trf_alloc *alloc, const char *path, const trf_file_options *options, trf_file **out,
                            tariff_error **error)
{
    trf_slice given = trf_slice_text(path);
    struct stat found;
    trf_file *file = NULL;
    tariff_status status = file_new(alloc, trf_file_base_name(given), options, &file, error);

    if (status < 0)
        goto done;
    /* O_NONBLOCK: opening a FIFO to find out that it is one must not wait for its writer. */
    file->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    file->owned = true;
    if (file->descriptor < 0 || fstat(file->descriptor, &found) != 0) {
        status = trf_io_fail(error, alloc, given, "open", errno);
        goto done;
    }
    if (!S_ISREG(found.st_mode)) {
        status = trf_fail(error, alloc, TARIFF_EIO, "'%S': cannot read: it is %s (expected a regular file)", given,
                          kind_of(found.st_mode));
        goto done;
    }
    file->size = (uint64_t)found.st_size;
    if (file->size > file->limit) {
        status = trf_fail(error, alloc, TARIFF_ELIMIT, "'%S': %lu bytes (expected at most %lu)", given, file->size, file->limit);
        goto done;
    }
    /* Where no thread can be had, everything is done here, more slowly. */
    if (file->seen && file->size >= AHEAD_SIZE)
        file->ahead = trf_ahead_start(alloc, file->descriptor, file->seen, file->user);
    if (!file->ahead)
        status = make_buffer(file, error);
    if (status < 0)
        goto done;

    *out = file;
    file = NULL;
done:
    trf_file_close(file);
    return status;
}

tariff_status trf_file_open_descriptor(const trf_alloc *alloc, int descriptor, trf_slice name, const trf_file_options *options,
                                       trf_file **out, tariff_error **error)
{
    struct stat found;
    trf_file *file = NULL;
    tariff_status status = file_new(alloc, trf_file_base_name(name), options, &file, error);

    if (status < 0)
        goto done;
    file->descriptor = descriptor;
    if (fstat(descriptor, &found) != 0) {
        status = trf_io_fail(error, alloc, name, "read", errno);
        goto done;
    }
    if (S_ISDIR(found.st_mode)) {
        status = trf_io_fail(error, alloc, name, "read", EISDIR);
        goto done;
    }
    status = make_buffer(file, error);
    if (status < 0)
        goto done;

    *out = file;
    file = NULL;
done:
    trf_file_close(file);
    return status;
}

tariff_status trf_file_open_memory(const trf_alloc *alloc, const void *data, size_t size, trf_slice name,
                                   const trf_file_options *options, trf_file **out, tariff_error **error)
{
    trf_file *file = NULL;
    tariff_status status = file_new(alloc, trf_file_base_name(name), options, &file, error);

    if (status < 0)
        return status;
    if (size > file->limit) {
        trf_file_close(file);
        return trf_fail(error, alloc, TARIFF_ELIMIT, "'%S': %lu bytes (expected at most %lu)", name, (uint64_t)size,
                        options->limit);
    }
    file->memory = data;
    file->block = trf_slice_of(data, size);
    file->size = size;
    *out = file;
    return TARIFF_OK;
}

void trf_file_close(trf_file *file)
{
    if (!file)
        return;
    trf_ahead_stop(file->ahead);
    if (file->owned && file->descriptor >= 0)
        close(file->descriptor);
    if (file->buffer)
        trf_alloc_free(file->alloc, file->buffer, TRF_FILE_PIECE);
    if (file->name)
        trf_alloc_free(file->alloc, file->name, file->name_size + 1);
    trf_alloc_free(file->alloc, file, sizeof *file);
}

/* The next block, empty at the end. */
static tariff_status next_block(trf_file *file, tariff_error **error)
{
    size_t have = 0;
    int code = 0;

    if (file->descriptor < 0)
        return TARIFF_OK;
    if (file->ahead) {
        file->block = trf_ahead_next(file->ahead, &code);
    } else {
        /* A pipe gives what it has: whole blocks make the same pieces of the same bytes, whatever they come through. */
        while (have < TRF_FILE_PIECE && !code) {
            ssize_t size = read(file->descriptor, file->buffer + have, TRF_FILE_PIECE - have);

            if (size == 0)
                break;
            if (size > 0)
                have += (size_t)size;
            else if (errno != EINTR)
                code = errno;
        }
        file->block = trf_slice_of(file->buffer, code ? 0 : have);
        if (file->seen && file->block.size)
            file->seen(file->user, file->buffer, have);
    }
    if (code)
        return trf_io_fail(error, file->alloc, trf_file_name(file), "read", code);
    return TARIFF_OK;
}

tariff_status trf_file_next(trf_file *file, trf_slice *piece, tariff_error **error)
{
    size_t size;
    tariff_status status = TARIFF_OK;

    if (file->unread.size) {
        *piece = file->unread;
        file->unread = TRF_SLICE_EMPTY;
        file->position += piece->size;
        file->piece = *piece;
        return TARIFF_OK;
    }
    if (file->block.size == 0 && !file->end) {
        status = next_block(file, error);
        if (status < 0)
            return status;
    }
    size = file->block.size < TRF_FILE_PIECE ? file->block.size : TRF_FILE_PIECE;
    if (size > file->limit - file->position)
        return trf_fail(error, file->alloc, TARIFF_ELIMIT, "'%S': more than %lu bytes", trf_file_name(file), file->limit);
    *piece = trf_slice_of(file->block.data, size);
    if (file->descriptor < 0 && file->seen && size > 0)
        file->seen(file->user, piece->data, size);
    file->piece = *piece;
    if (size == 0) {
        file->end = true;
        return TARIFF_OK;
    }
    file->block = trf_slice_of(file->block.data + size, file->block.size - size);
    file->position += size;
    return TARIFF_OK;
}

void trf_file_unread(trf_file *file, size_t size)
{
    if (size > file->piece.size)
        size = file->piece.size;
    if (size == 0)
        return;
    file->unread = trf_slice_of(file->piece.data + (file->piece.size - size), size);
    file->position -= size;
}

trf_slice trf_file_name(const trf_file *file)
{
    return trf_slice_of(file->name, file->name_size);
}

uint64_t trf_file_size(const trf_file *file)
{
    return file->size;
}

uint64_t trf_file_position(const trf_file *file)
{
    return file->position;
}

tariff_status trf_file_read_all(const trf_alloc *alloc, const char *path, uint64_t limit, trf_buffer *out, tariff_error **error)
{
    const trf_file_options options = {.limit = limit};
    trf_file *file = NULL;
    trf_slice piece;
    tariff_status status = trf_file_open(alloc, path, &options, &file, error);

    if (status < 0)
        return status;
    if (file->size && file->size < SIZE_MAX)
        trf_buffer_reserve(out, (size_t)file->size);
    for (;;) {
        status = trf_file_next(file, &piece, error);
        if (status < 0 || piece.size == 0)
            break;
        trf_buffer_slice(out, piece);
        if (out->failed) {
            status = trf_fail_memory(error);
            break;
        }
    }
    trf_file_close(file);
    return status;
}
