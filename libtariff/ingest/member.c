/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/member.h"

#include "io/archive.h"
#include "io/inflate.h"

/* Offsets in a block of a tar archive. */
enum { BLOCK = 512, NAME = 0, NAME_SIZE = 100, SIZE_AT = 124, SIZE_DIGITS = 12, KIND = 156, MAGIC = 257 };

static bool is_tar(trf_slice bytes)
{
    return bytes.size >= BLOCK && memcmp(bytes.data + MAGIC, "ustar", 5) == 0;
}

static bool octal(const char *digits, size_t count, uint64_t *out)
{
    uint64_t value = 0;
    size_t i = 0;

    while (i < count && digits[i] == ' ')
        i++;
    for (; i < count && digits[i] >= '0' && digits[i] <= '7'; i++)
        value = value * 8 + (uint64_t)(digits[i] - '0');
    if (i < count && digits[i] != 0 && digits[i] != ' ')
        return false;
    *out = value;
    return true;
}

tariff_status trf_member_each_of(const trf_alloc *alloc, trf_slice name, trf_slice bytes, trf_member_reader reader, void *user,
                                 tariff_error **error)
{
    size_t at = 0;

    if (!is_tar(bytes))
        return reader(user, name, bytes, error);
    while (bytes.size - at >= BLOCK && bytes.data[at] != 0) {
        const char *block = bytes.data + at;
        const char *end = memchr(block + NAME, 0, NAME_SIZE);
        trf_slice path = trf_slice_of(block + NAME, end ? (size_t)(end - block) : NAME_SIZE);
        uint64_t size;
        tariff_status status;

        at += BLOCK;
        if (!octal(block + SIZE_AT, SIZE_DIGITS, &size) || size > bytes.size - at) {
            status = trf_fail(error, alloc, TARIFF_EINPUT, "archive: member '%S' is longer than the archive", path);
            if (error)
                trf_error_at(*error, name, 0, 0, TRF_SLICE("archive"));
            return status;
        }
        if ((block[KIND] == '0' || block[KIND] == 0) && size > 0) {
            status = reader(user, trf_file_base_name(path), trf_slice_of(bytes.data + at, (size_t)size), error);
            if (status < 0)
                return status;
        }
        size = (size + BLOCK - 1) / BLOCK * BLOCK;
        at = size > bytes.size - at ? bytes.size : at + (size_t)size;
    }
    if (bytes.size - at < BLOCK) { /* blocks of zeros end an archive: without one, members may be missing */
        tariff_status status = trf_fail(error, alloc, TARIFF_EINPUT, "archive: cut off (expected blocks of zeros at its end)");

        if (error)
            trf_error_at(*error, name, 0, 0, TRF_SLICE("archive"));
        return status;
    }
    return TARIFF_OK;
}

static tariff_status open_file(const trf_alloc *alloc, const char *path, trf_file **file, tariff_error **error)
{
    const trf_file_options options = {0};

    if (strcmp(path, "-") == 0)
        return trf_file_open_descriptor(alloc, 0, TRF_SLICE("stdin"), &options, file, error);
    return trf_file_open(alloc, path, &options, file, error);
}

static trf_limits bounds_of(const trf_limits *limits)
{
    trf_limits bounds = *limits;

    if (bounds.input_bytes > TRF_MEMBER_BYTES)
        bounds.input_bytes = TRF_MEMBER_BYTES;
    return bounds;
}

tariff_status trf_member_each(const trf_alloc *alloc, const trf_limits *limits, const char *path, trf_member_reader reader,
                              void *user, tariff_error **error)
{
    const trf_limits bounds = bounds_of(limits);
    trf_file *file = NULL;
    trf_buffer bytes;
    tariff_status status;

    trf_buffer_init(&bytes, alloc, 0);
    status = open_file(alloc, path, &file, error);
    if (status < 0)
        goto done;
    status = trf_inflate_all(alloc, &bounds, file, &bytes, error);
    if (status < 0)
        goto done;
    status = trf_member_each_of(alloc, trf_file_name(file), trf_buffer_view(&bytes), reader, user, error);
done:
    trf_file_close(file);
    trf_buffer_done(&bytes);
    return status;
}

/* All bytes of a file as given. */
static tariff_status read_raw(trf_file *file, const trf_limits *bounds, const trf_alloc *alloc, trf_buffer *out,
                              tariff_error **error)
{
    for (;;) {
        trf_slice piece;
        tariff_status status = trf_file_next(file, &piece, error);

        if (status < 0 || piece.size == 0)
            return status;
        if (piece.size > bounds->input_bytes - out->size)
            return trf_fail(error, alloc, TARIFF_ELIMIT, "'%S': more than %lu bytes", trf_file_name(file), bounds->input_bytes);
        trf_buffer_slice(out, piece);
        if (out->failed)
            return trf_fail_memory(error);
    }
}

tariff_status trf_member_each_workbook(const trf_alloc *alloc, const trf_limits *limits, const char *path,
                                       trf_member_reader reader, void *user, tariff_error **error)
{
    const trf_file_options options = {0};
    const trf_limits bounds = bounds_of(limits);
    trf_file *file = NULL, *packed = NULL;
    trf_buffer raw, bytes;
    tariff_status status;

    trf_buffer_init(&raw, alloc, 0);
    trf_buffer_init(&bytes, alloc, 0);
    status = open_file(alloc, path, &file, error);
    if (status >= 0)
        status = read_raw(file, &bounds, alloc, &raw, error);
    if (status < 0)
        goto done;
    if (trf_archive_begins(trf_buffer_view(&raw))) {
        status = reader(user, trf_file_name(file), trf_buffer_view(&raw), error);
        goto done;
    }
    status = trf_file_open_memory(alloc, raw.data, raw.size, trf_file_name(file), &options, &packed, error);
    if (status >= 0)
        status = trf_inflate_all(alloc, &bounds, packed, &bytes, error);
    if (status >= 0)
        status = trf_member_each_of(alloc, trf_file_name(file), trf_buffer_view(&bytes), reader, user, error);
done:
    trf_file_close(packed);
    trf_file_close(file);
    trf_buffer_done(&raw);
    trf_buffer_done(&bytes);
    return status;
}
