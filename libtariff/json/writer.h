/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Prints JSON into a buffer: compact, UTF-8 as it is, commas by itself. Nothing fails on the way; trf_json_writer_end() says
 * whether the buffer overflowed or a structure was left open.
 */
#ifndef TRF_JSON_WRITER_H
#define TRF_JSON_WRITER_H

#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"

#define TRF_JSON_WRITER_DEPTH 64u

typedef struct trf_json_writer {
    trf_buffer *out;
    uint64_t filled; /**< bit d: something stands at depth d, so the next one takes a comma */
    uint32_t depth;
    bool after_name;
    bool failed; /**< deeper than TRF_JSON_WRITER_DEPTH, or closed too often */
} trf_json_writer;

void trf_json_writer_init(trf_json_writer *writer, trf_buffer *out);

void trf_json_begin_object(trf_json_writer *writer);
void trf_json_end_object(trf_json_writer *writer);
void trf_json_begin_array(trf_json_writer *writer);
void trf_json_end_array(trf_json_writer *writer);
/** The name of the next value. It is printed as it is: no quotes, controls or backslashes in it. */
void trf_json_name(trf_json_writer *writer, const char *name);
/** A name that comes from data. */
void trf_json_name_slice(trf_json_writer *writer, trf_slice name);

/** A string. Bytes that are not UTF-8 become U+FFFD. */
void trf_json_put_text(trf_json_writer *writer, trf_slice text);
void trf_json_put_string(trf_json_writer *writer, const char *text);
void trf_json_put_integer(trf_json_writer *writer, int64_t value);
void trf_json_put_flag(trf_json_writer *writer, bool value);
void trf_json_put_null(trf_json_writer *writer);
/** "YYYY-MM-DD"; null for open ends. */
void trf_json_put_date(trf_json_writer *writer, trf_date date);
/** JSON text that is known to be well formed. */
void trf_json_put_raw(trf_json_writer *writer, trf_slice json);

/* A member in one call. The _if forms leave it out where the text is empty or the date open. */
void trf_json_member_text(trf_json_writer *writer, const char *name, trf_slice text);
void trf_json_member_string(trf_json_writer *writer, const char *name, const char *text);
void trf_json_member_text_if(trf_json_writer *writer, const char *name, trf_slice text);
void trf_json_member_integer(trf_json_writer *writer, const char *name, int64_t value);
void trf_json_member_flag(trf_json_writer *writer, const char *name, bool value);
void trf_json_member_null(trf_json_writer *writer, const char *name);
void trf_json_member_date_if(trf_json_writer *writer, const char *name, trf_date date);

/**
 * @retval TARIFF_ELIMIT the buffer's limit or the depth was passed @retval TARIFF_ENOMEM @retval TARIFF_EINVAL a structure is
 * open
 */
tariff_status trf_json_writer_end(trf_json_writer *writer, tariff_error **error);

#endif
