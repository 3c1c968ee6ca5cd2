/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * A pull scanner over JSON, also over JSON that is too large for a tree: one event at a time, memory bounded by one string.
 * Numbers are handed out as their text, reals too (published tariffs hold them); who builds on it decides.
 */
#ifndef TRF_JSON_SCAN_H
#define TRF_JSON_SCAN_H

#include "base/buffer.h"
#include "base/error.h"

typedef enum trf_json_event {
    TRF_JSON_EVENT_END, /**< the document is complete */
    TRF_JSON_EVENT_OBJECT_BEGIN,
    TRF_JSON_EVENT_OBJECT_END,
    TRF_JSON_EVENT_ARRAY_BEGIN,
    TRF_JSON_EVENT_ARRAY_END,
    TRF_JSON_EVENT_NAME,    /**< of a member: token */
    TRF_JSON_EVENT_STRING,  /**< token, decoded */
    TRF_JSON_EVENT_INTEGER, /**< token, as written */
    TRF_JSON_EVENT_REAL,    /**< token, as written */
    TRF_JSON_EVENT_TRUE,
    TRF_JSON_EVENT_FALSE,
    TRF_JSON_EVENT_NULL
} trf_json_event;

/** More input: write up to `size` bytes to out and their number to *got, 0 at the end. */
typedef tariff_status (*trf_json_fill)(void *user, char *out, size_t size, size_t *got, tariff_error **error);

#define TRF_JSON_SCAN_DEPTH 64u
#define TRF_JSON_WINDOW     65536u

typedef struct trf_json_scanner {
    const trf_alloc *alloc;
    trf_json_fill fill;
    void *user;
    char *window; /**< NULL: the whole text was given */
    const char *data;
    size_t at, end;      /**< in data */
    size_t mark;         /**< start of the token in data that is not yet in text */
    uint64_t base;       /**< offset of data[0] in the document */
    uint64_t line_start; /**< offset of the current line */
    uint32_t line;       /**< from 1 */
    uint32_t depth, depth_limit;
    uint64_t objects; /**< bit d: depth d is an object */
    uint8_t expect;   /**< what may come next */
    bool ended;       /**< fill has no more */
    bool spilled;     /**< a part of the token is in text */
    bool too_long;    /**< the token passed text_limit */
    trf_buffer text;  /**< of the token, where it had escapes or crossed windows */
    size_t text_limit;
    trf_slice token;       /**< text of the event; valid until the next call */
    uint64_t event_offset; /**< of the first byte of the event */
} trf_json_scanner;

/**
 * Over a text that is there as a whole. text_limit: longest string, 0 no limit of its own; depth_limit at most
 * TRF_JSON_SCAN_DEPTH.
 */
void trf_json_scan_text(trf_json_scanner *scanner, const trf_alloc *alloc, trf_slice text, uint32_t depth_limit,
                        size_t text_limit);
/** Over a stream. */
tariff_status trf_json_scan_stream(trf_json_scanner *scanner, const trf_alloc *alloc, trf_json_fill fill, void *user,
                                   uint32_t depth_limit, size_t text_limit, tariff_error **error);
void trf_json_scan_done(trf_json_scanner *scanner);
/**
 * The next event.
 * @retval TARIFF_EINVAL not JSON, or a string holds U+0000 or is not UTF-8; the error has line and column
 * @retval TARIFF_ELIMIT deeper or longer than the limits
 * @retval others        what fill returned
 */
tariff_status trf_json_scan_next(trf_json_scanner *scanner, trf_json_event *event, tariff_error **error);
/** After OBJECT_BEGIN, ARRAY_BEGIN or NAME: read past the whole value. */
tariff_status trf_json_scan_skip(trf_json_scanner *scanner, trf_json_event after, tariff_error **error);
/** Offset of the next unread byte. */
static inline uint64_t trf_json_scan_offset(const trf_json_scanner *scanner)
{
    return scanner->base + scanner->at;
}
/** TARIFF_EINVAL or another status at the last event: message, line and column. */
tariff_status trf_json_scan_fail(const trf_json_scanner *scanner, tariff_status status, tariff_error **error, const char *fault);

#endif
