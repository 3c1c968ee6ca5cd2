/* SPDX-License-Identifier: Apache-2.0 */
/** @file A growing byte buffer with a cap. A failed append sets `failed` and later appends do nothing: check once at the end. */
#ifndef TRF_BASE_BUFFER_H
#define TRF_BASE_BUFFER_H

#include "alloc.h"

typedef struct trf_buffer {
    const trf_alloc *alloc;
    char *data;
    size_t size;
    size_t capacity;
    size_t limit; /**< largest size; 0 is no limit */
    bool failed;  /**< memory was refused or the limit passed */
} trf_buffer;

void trf_buffer_init(trf_buffer *buffer, const trf_alloc *alloc, size_t limit);
void trf_buffer_done(trf_buffer *buffer);
void trf_buffer_clear(trf_buffer *buffer);
void trf_buffer_bytes(trf_buffer *buffer, const void *data, size_t size);
void trf_buffer_slice(trf_buffer *buffer, trf_slice text);
void trf_buffer_text(trf_buffer *buffer, const char *text);
void trf_buffer_char(trf_buffer *buffer, char c);
/** Decimal digits; at least `width` of them, zero-padded. */
void trf_buffer_unsigned(trf_buffer *buffer, uint64_t value, unsigned width);
void trf_buffer_signed(trf_buffer *buffer, int64_t value);
/** Room for n more bytes; returns where to write them (then add to size), or NULL. */
char *trf_buffer_reserve(trf_buffer *buffer, size_t n);
static inline trf_slice trf_buffer_view(const trf_buffer *buffer) { return (trf_slice){buffer->data, buffer->size}; }

#endif
