/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * A pull scanner over JSON that is too large for a tree: one event at a time, memory bounded by one string. Numbers are handed out as
 * their text, reals too (published tariffs hold them); who builds on it decides.
 */
#ifndef TRF_JSON_SCAN_H
#define TRF_JSON_SCAN_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/limits.h"

typedef enum trf_json_event {
    TRF_JSON_EVENT_END,          /**< the document is complete */
    TRF_JSON_EVENT_OBJECT_BEGIN,
    TRF_JSON_EVENT_OBJECT_END,
    TRF_JSON_EVENT_ARRAY_BEGIN,
    TRF_JSON_EVENT_ARRAY_END,
    TRF_JSON_EVENT_NAME,         /**< of a member: text */
    TRF_JSON_EVENT_STRING,       /**< text, decoded */
    TRF_JSON_EVENT_INTEGER,      /**< text, as written */
    TRF_JSON_EVENT_REAL,         /**< text, as written */
    TRF_JSON_EVENT_TRUE,
    TRF_JSON_EVENT_FALSE,
    TRF_JSON_EVENT_NULL
} trf_json_event;

/** More input: fill out, return the number of bytes, 0 at the end, or a negative status as (size_t)-1 with *error set. */
typedef size_t (*trf_json_fill)(void *user, char *out, size_t size, tariff_error **error);

#define TRF_JSON_SCAN_DEPTH 64u
#define TRF_JSON_WINDOW 65536u

typedef struct trf_json_scanner {
    const trf_alloc *alloc;
    trf_json_fill fill;
    void *user;
    char *window;            /**< NULL: the whole text was given */
    const char *data;
    size_t at, end;          /**< in data */
    uint64_t base;           /**< offset of data[0] in the document */
    uint64_t line_start;     /**< offset of the current line */
    uint32_t line;           /**< from 1 */
    uint32_t depth, depth_limit;
    uint64_t objects;        /**< bit d: depth d is an object */
    uint8_t state;           /**< what may come next */
    bool at_end;
    trf_buffer text;         /**< of the event, where it had escapes or crossed windows */
    trf_slice token;         /**< text of the event; valid until the next call */
    uint64_t event_offset;   /**< of the first byte of the event */
    uint64_t event_end;      /**< after its last byte */
} trf_json_scanner;

/** Over a text that is there as a whole. text_limit: longest string, 0 no limit of its own. */
void trf_json_scan_text(trf_json_scanner *scanner, const trf_alloc *alloc, trf_slice text, uint32_t depth_limit, size_t text_limit);
/** Over a stream. */
tariff_status trf_json_scan_stream(trf_json_scanner *scanner, const trf_alloc *alloc, trf_json_fill fill, void *user, uint32_t depth_limit,
                                   size_t text_limit, tariff_error **error);
void trf_json_scan_done(trf_json_scanner *scanner);
/** The next event; scanner->token holds its text. TARIFF_EINVAL: not JSON; the error has line and column. */
tariff_status trf_json_scan_next(trf_json_scanner *scanner, trf_json_event *event, tariff_error **error);
/** After OBJECT_BEGIN, ARRAY_BEGIN or NAME: read past the whole value. */
tariff_status trf_json_scan_skip(trf_json_scanner *scanner, tariff_error **error);

#endif
