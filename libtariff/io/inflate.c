/* SPDX-License-Identifier: Apache-2.0 */
#include "io/inflate.h"

#include <lzma.h>
#include <zlib.h>

#include "io/zip.h"

enum { GZIP_WINDOW = 15 + 16, RAW_WINDOW = -15, ZIP_TAIL_MAX = 256 << 10 };
#define XZ_MEMORY  (UINT64_C(128) << 20) /* xz -9 asks for 65 MiB */
#define RATIO_FREE ((uint64_t)64 << 10)  /* output that is not measured against the ratio: short inputs of blanks are honest */

struct trf_inflate {
    const trf_alloc *alloc;
    trf_file *file;
    trf_inflate_kind kind;
    uint64_t output_limit;
    uint64_t ratio;
    uint64_t input;  /* compressed bytes consumed */
    uint64_t output; /* plain bytes handed out */
    trf_slice piece; /* compressed, not consumed yet */
    bool input_end;
    bool member_end; /* gzip: between two members, at least one read */
    bool data_end;   /* zip: only its directory is left */
    uint32_t crc;    /* zip: of what was inflated */
    uint64_t crc_size;
    trf_buffer tail; /* zip: the directory */
    bool end;
    bool zlib_ready;
    z_stream zlib;
    lzma_stream lzma;
    uint8_t *buffer; /* TRF_FILE_PIECE bytes */
};

static tariff_status fail(trf_inflate *source, tariff_error **error, const char *what)
{
    return trf_fail(error, source->alloc, TARIFF_EINPUT, "'%S': %s data: %s at byte %lu", trf_file_name(source->file),
                    source->kind == TRF_INFLATE_XZ    ? "xz"
                    : source->kind == TRF_INFLATE_ZIP ? "zip"
                                                      : "gzip",
                    what, source->input);
}

static void consumed(trf_inflate *source, size_t left)
{
    source->input += source->piece.size - left;
    source->piece = trf_slice_of(source->piece.data + (source->piece.size - left), left);
}

static tariff_status begin_zlib(trf_inflate *source, int window, tariff_error **error)
{
    int code = inflateInit2(&source->zlib, window);

    if (code == Z_MEM_ERROR)
        return trf_fail_memory(error);
    if (code != Z_OK)
        return fail(source, error, "the decompressor cannot be set up");
    source->zlib_ready = true;
    return TARIFF_OK;
}

static tariff_status begin_zip(trf_inflate *source, tariff_error **error)
{
    const char *fault = NULL;
    size_t size = trf_zip_head(source->piece, &fault);

    if (size == 0)
        return fail(source, error, fault);
    consumed(source, source->piece.size - size);
    source->crc = (uint32_t)crc32(0, NULL, 0);
    return begin_zlib(source, RAW_WINDOW, error);
}

static tariff_status begin_xz(trf_inflate *source, tariff_error **error)
{
    lzma_ret code = lzma_stream_decoder(&source->lzma, XZ_MEMORY, LZMA_CONCATENATED | LZMA_TELL_UNSUPPORTED_CHECK);

    if (code == LZMA_MEM_ERROR)
        return trf_fail_memory(error);
    return code == LZMA_OK ? TARIFF_OK : fail(source, error, "the decompressor cannot be set up");
}

tariff_status trf_inflate_open(const trf_alloc *alloc, const trf_limits *limits, trf_file *file, trf_inflate **out,
                               tariff_error **error)
{
    static const lzma_stream lzma_empty = LZMA_STREAM_INIT;
    trf_inflate *source = trf_alloc_zero(alloc, sizeof *source);
    tariff_status status;

    if (!source)
        return trf_fail_memory(error);
    source->alloc = alloc;
    source->file = file;
    source->output_limit = limits->input_bytes;
    trf_buffer_init(&source->tail, alloc, ZIP_TAIL_MAX);
    source->ratio = limits->inflate_ratio;
    source->lzma = lzma_empty;
    status = trf_file_next(file, &source->piece, error);
    if (status < 0)
        goto done;
    if (trf_slice_begins(source->piece, TRF_SLICE("\x1f\x8b"))) {
        source->kind = TRF_INFLATE_GZIP;
        status = begin_zlib(source, GZIP_WINDOW, error);
    } else if (trf_slice_begins(source->piece, TRF_SLICE("\xfd"
                                                         "7zXZ"))) {
        source->kind = TRF_INFLATE_XZ;
        status = begin_xz(source, error);
    } else if (trf_slice_begins(source->piece, TRF_SLICE("PK\3\4"))) {
        source->kind = TRF_INFLATE_ZIP;
        status = begin_zip(source, error);
    }
    if (status < 0)
        goto done;
    if (source->kind != TRF_INFLATE_PLAIN) {
        source->buffer = alloc->resize(alloc->user, NULL, 0, TRF_FILE_PIECE);
        if (!source->buffer) {
            status = trf_fail_memory(error);
            goto done;
        }
    } else {
        trf_file_unread(file, source->piece.size);
    }

    *out = source;
    source = NULL;
done:
    trf_inflate_close(source);
    return status;
}

void trf_inflate_close(trf_inflate *source)
{
    if (!source)
        return;
    if (source->zlib_ready)
        inflateEnd(&source->zlib);
    lzma_end(&source->lzma);
    trf_buffer_done(&source->tail);
    if (source->buffer)
        trf_alloc_free(source->alloc, source->buffer, TRF_FILE_PIECE);
    trf_alloc_free(source->alloc, source, sizeof *source);
}

/* Compressed input for the next step: sets input_end where there is none left. */
static tariff_status more_input(trf_inflate *source, tariff_error **error)
{
    tariff_status status;

    if (source->piece.size || source->input_end)
        return TARIFF_OK;
    status = trf_file_next(source->file, &source->piece, error);
    if (status == TARIFF_OK && source->piece.size == 0)
        source->input_end = true;
    return status;
}

/* One call of zlib: *ended where its data ends. */
static tariff_status step_zlib(trf_inflate *source, size_t *have, bool *ended, tariff_error **error)
{
    z_stream *zlib = &source->zlib;
    int code;

    zlib->next_in = (Bytef *)source->piece.data;
    zlib->avail_in = (uInt)source->piece.size;
    zlib->next_out = source->buffer + *have;
    zlib->avail_out = (uInt)(TRF_FILE_PIECE - *have);
    code = inflate(zlib, Z_NO_FLUSH);
    *have = TRF_FILE_PIECE - zlib->avail_out;
    consumed(source, zlib->avail_in);
    *ended = code == Z_STREAM_END;
    if (code == Z_MEM_ERROR)
        return trf_fail_memory(error);
    if (code != Z_OK && code != Z_BUF_ERROR && code != Z_STREAM_END)
        return fail(source, error, zlib->msg ? zlib->msg : "damaged");
    return TARIFF_OK;
}

static tariff_status step_zip(trf_inflate *source, size_t *have, tariff_error **error)
{
    const char *fault;
    size_t before = *have;
    tariff_status status;

    if (!source->data_end) {
        if (source->input_end)
            return fail(source, error, "it ends before its file does (truncated)");
        status = step_zlib(source, have, &source->data_end, error);
        if (status < 0)
            return status;
        source->crc = (uint32_t)crc32(source->crc, source->buffer + before, (uInt)(*have - before));
        source->crc_size += *have - before;
        return TARIFF_OK;
    }
    if (!source->input_end) {
        trf_buffer_slice(&source->tail, source->piece);
        consumed(source, 0);
        return source->tail.failed ? fail(source, error, "bytes follow its file (expected its directory)") : TARIFF_OK;
    }
    fault = trf_zip_tail(trf_buffer_view(&source->tail), source->crc, source->crc_size);
    if (fault)
        return fail(source, error, fault);
    source->end = true;
    return TARIFF_OK;
}

static tariff_status step_gzip(trf_inflate *source, size_t *have, tariff_error **error)
{
    if (source->input_end) {
        if (!source->member_end)
            return fail(source, error, "it ends before its end mark (truncated)");
        source->end = true;
        return TARIFF_OK;
    }
    if (source->member_end) {
        /* One byte is enough to tell another member from what does not belong there. */
        if (source->piece.data[0] != '\x1f')
            return fail(source, error, "bytes follow the end mark");
        if (inflateReset(&source->zlib) != Z_OK)
            return fail(source, error, "the decompressor cannot be set up");
        source->member_end = false;
    }
    return step_zlib(source, have, &source->member_end, error);
}

static tariff_status step_xz(trf_inflate *source, size_t *have, tariff_error **error)
{
    lzma_stream *lzma = &source->lzma;
    lzma_ret code;

    lzma->next_in = (const uint8_t *)source->piece.data;
    lzma->avail_in = source->piece.size;
    lzma->next_out = source->buffer + *have;
    lzma->avail_out = TRF_FILE_PIECE - *have;
    code = lzma_code(lzma, source->input_end ? LZMA_FINISH : LZMA_RUN);
    *have = TRF_FILE_PIECE - lzma->avail_out;
    consumed(source, lzma->avail_in);
    switch (code) {
    case LZMA_OK: return TARIFF_OK;
    case LZMA_STREAM_END: source->end = true; return TARIFF_OK;
    case LZMA_MEM_ERROR: return trf_fail_memory(error);
    case LZMA_MEMLIMIT_ERROR:
        return trf_fail(error, source->alloc, TARIFF_ELIMIT, "'%S': xz data: it asks for more than 128 MiB to be decompressed",
                        trf_file_name(source->file));
    case LZMA_UNSUPPORTED_CHECK: return fail(source, error, "a checksum of a kind that cannot be verified");
    case LZMA_BUF_ERROR: return source->input_end ? fail(source, error, "it ends before its end mark (truncated)") : TARIFF_OK;
    case LZMA_FORMAT_ERROR: return fail(source, error, "bytes follow the end mark");
    default: return fail(source, error, "damaged");
    }
}

tariff_status trf_inflate_next(trf_inflate *source, trf_slice *piece, tariff_error **error)
{
    size_t have = 0;
    tariff_status status = TARIFF_OK;

    *piece = TRF_SLICE_EMPTY;
    if (source->kind == TRF_INFLATE_PLAIN) {
        status = trf_file_next(source->file, piece, error);
        if (status < 0)
            return status;
        have = piece->size;
        source->input += have;
    }
    while (source->kind != TRF_INFLATE_PLAIN && !source->end && have < TRF_FILE_PIECE) {
        status = more_input(source, error);
        if (status < 0)
            return status;
        status = source->kind == TRF_INFLATE_GZIP  ? step_gzip(source, &have, error)
                 : source->kind == TRF_INFLATE_ZIP ? step_zip(source, &have, error)
                                                   : step_xz(source, &have, error);
        if (status < 0)
            return status;
        if (source->output + have > RATIO_FREE && source->ratio && (source->output + have) / source->ratio > source->input)
            return trf_fail(error, source->alloc, TARIFF_ELIMIT, "'%S': %lu bytes inflate to more than %lu times as many",
                            trf_file_name(source->file), source->input, source->ratio);
    }
    if (have > source->output_limit - source->output) {
        *piece = TRF_SLICE_EMPTY;
        return trf_fail(error, source->alloc, TARIFF_ELIMIT, "'%S': more than %lu bytes", trf_file_name(source->file),
                        source->output_limit);
    }
    if (source->kind != TRF_INFLATE_PLAIN)
        *piece = trf_slice_of((const char *)source->buffer, have);
    source->output += have;
    return TARIFF_OK;
}

trf_inflate_kind trf_inflate_kind_of(const trf_inflate *source)
{
    return source->kind;
}

uint64_t trf_inflate_position(const trf_inflate *source)
{
    return source->output;
}

tariff_status trf_inflate_all(const trf_alloc *alloc, const trf_limits *limits, trf_file *file, trf_buffer *out,
                              tariff_error **error)
{
    trf_inflate *source = NULL;
    trf_slice piece;
    tariff_status status = trf_inflate_open(alloc, limits, file, &source, error);

    if (status < 0)
        return status;
    for (;;) {
        status = trf_inflate_next(source, &piece, error);
        if (status < 0 || piece.size == 0)
            break;
        trf_buffer_slice(out, piece);
        if (out->failed) {
            status = trf_fail_memory(error);
            break;
        }
    }
    trf_inflate_close(source);
    return status;
}

const char *trf_zlib_version(void) { return zlibVersion(); }

const char *trf_lzma_version(void) { return lzma_version_string(); }
