/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Plain, gzip and xz inputs, and zip archives of one file, as plain bytes: recognised by content, concatenated members read as
 * one, checksums verified, output and ratio capped, truncation and trailing bytes errors. What comes out is not looked into
 * again: a gzip inside a gzip stays one.
 */
#ifndef TRF_IO_INFLATE_H
#define TRF_IO_INFLATE_H

#include "io/file.h"

typedef struct trf_inflate trf_inflate;

typedef enum trf_inflate_kind { TRF_INFLATE_PLAIN, TRF_INFLATE_GZIP, TRF_INFLATE_XZ, TRF_INFLATE_ZIP } trf_inflate_kind;

/** Read `file`, which stays the caller's and must live longer; limits: input_bytes, inflate_ratio. */
tariff_status trf_inflate_open(const trf_alloc *alloc, const trf_limits *limits, trf_file *file, trf_inflate **out,
                               tariff_error **error);
void trf_inflate_close(trf_inflate *inflate);
/** Versions of the libraries that inflate. */
const char *trf_zlib_version(void);
const char *trf_lzma_version(void);
/** The next piece of plain bytes (at most TRF_FILE_PIECE), valid until the next call; empty at the end. */
tariff_status trf_inflate_next(trf_inflate *inflate, trf_slice *piece, tariff_error **error);
trf_inflate_kind trf_inflate_kind_of(const trf_inflate *inflate);
/** Plain bytes handed out so far. */
uint64_t trf_inflate_position(const trf_inflate *inflate);

/** All plain bytes of an input into an empty buffer; limits->input_bytes caps it. */
tariff_status trf_inflate_all(const trf_alloc *alloc, const trf_limits *limits, trf_file *file, trf_buffer *out,
                              tariff_error **error);

#endif
