/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The encoding of an XML document: found out from its first bytes before any parser looks at them, and turned into UTF-8 here, so
 * that the parser reads UTF-8 alone (libxml2's own conversion tells the whole process of its errors).
 */
#ifndef TRF_INGEST_ENCODING_H
#define TRF_INGEST_ENCODING_H

#include "base/buffer.h"
#include "base/error.h"

typedef enum trf_encoding {
    TRF_ENCODING_UTF8,
    TRF_ENCODING_ASCII,
    TRF_ENCODING_LATIN1,
    TRF_ENCODING_UTF16_LITTLE,
    TRF_ENCODING_UTF16_BIG,
} trf_encoding;

/**
 * UTF-8, UTF-16, ISO-8859-1 and US-ASCII are read, version 1.0 only; byte order mark and declaration must agree. *ready is false
 * where more bytes are needed to tell; last: there are none. *mark is the size of the byte order mark.
 */
tariff_status trf_encoding_check(const trf_alloc *alloc, trf_slice head, bool last, bool *ready, trf_encoding *encoding,
                                 size_t *mark, tariff_error **error);

/** What is left of a character between two pieces. */
typedef struct trf_transcoder {
    trf_encoding encoding;
    uint8_t size;
    uint8_t bytes[3];
} trf_transcoder;

/** Append a piece to `out` as UTF-8. NULL, or what is wrong with it. Bytes that cannot be are not looked at in UTF-8. */
const char *trf_transcode(trf_transcoder *transcoder, trf_slice piece, trf_buffer *out);
/** NULL, or what is wrong where the input ends here. */
const char *trf_transcode_end(const trf_transcoder *transcoder);

#endif
