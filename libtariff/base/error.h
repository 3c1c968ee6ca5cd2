/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Error objects: subject, fault and expectation in the message; file, line, record and field in places of their own.
 * Making one never fails: where memory is refused a static error is handed out.
 */
#ifndef TRF_BASE_ERROR_H
#define TRF_BASE_ERROR_H

#include <stdarg.h>

#include "alloc.h"
#include "tariff/status.h"

struct tariff_error {
    trf_alloc alloc;
    tariff_status status;
    uint32_t line;      /**< 0 unknown */
    uint32_t column;    /**< 0 unknown */
    trf_slice message;  /**< all slices are terminated too */
    trf_slice file;
    trf_slice subject;  /**< element, section, field path or record the message speaks of */
};

/**
 * Set *error (where error is not NULL and *error is NULL) and return status, so that `return trf_fail(...)` reads well.
 * format knows %s (terminated text), %S (a trf_slice by value), %u (uint32_t), %lu (uint64_t), %d (int32_t), %%: nothing else,
 * no locale. The message is cut at 1,000 bytes on a character boundary.
 */
tariff_status trf_fail(tariff_error **error, const trf_alloc *alloc, tariff_status status, const char *format, ...);
#define TRF_MESSAGE_MAX 1000u /**< bytes of a message */
/** The text of trf_fail() alone; returns its size, out is terminated. */
size_t trf_message_format(char out[TRF_MESSAGE_MAX + 1], const char *format, va_list arguments);
/** Add the place to an error that has none yet. */
void trf_error_at(tariff_error *error, trf_slice file, uint32_t line, uint32_t column, trf_slice subject);
/** The same for ENOMEM, needing no memory. */
tariff_status trf_fail_memory(tariff_error **error);
void trf_error_free(tariff_error *error);

#endif
