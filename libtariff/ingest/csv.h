/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Comma-separated tables: quoted fields with commas, quotes and line ends in them, a byte order mark, LF, CRLF or CR. A quote
 * that is not closed, bytes that are no UTF-8, NUL, and more fields than TRF_CSV_FIELDS are errors with the line.
 */
#ifndef TRF_INGEST_CSV_H
#define TRF_INGEST_CSV_H

#include "base/buffer.h"
#include "base/error.h"

#define TRF_CSV_FIELDS 256u

typedef struct trf_csv {
    const trf_alloc *alloc;
    trf_slice file; /**< for messages */
    trf_slice text;
    size_t at;
    uint32_t line;     /**< of the next record, from 1 */
    uint32_t row_line; /**< of the record that was read last */
    char separator;
    uint32_t count;
    trf_slice fields[TRF_CSV_FIELDS];
    size_t starts[TRF_CSV_FIELDS]; /**< of fields in `unquoted`; SIZE_MAX: taken from the text as it stands */
    trf_buffer unquoted;
} trf_csv;

/** Over text, which lives as long as the scanner; file is its name for messages. */
tariff_status trf_csv_open(trf_csv *csv, const trf_alloc *alloc, trf_slice text, trf_slice file, char separator,
                           tariff_error **error);
void trf_csv_close(trf_csv *csv);
/** The next record that is not empty: count fields, valid until the next call; *more is false at the end. */
tariff_status trf_csv_next(trf_csv *csv, bool *more, tariff_error **error);

#endif
