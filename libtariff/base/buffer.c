/* SPDX-License-Identifier: Apache-2.0 */
#include "buffer.h"

void trf_buffer_init(trf_buffer *buffer, const trf_alloc *alloc, size_t limit)
{
    *buffer = (trf_buffer){alloc, NULL, 0, 0, limit, false};
}

void trf_buffer_done(trf_buffer *buffer)
{
    if (buffer->data)
        trf_alloc_free(buffer->alloc, buffer->data, buffer->capacity);
    buffer->data = NULL;
    buffer->size = 0;
    buffer->capacity = 0;
    buffer->failed = false;
}

void trf_buffer_clear(trf_buffer *buffer)
{
    buffer->size = 0;
    buffer->failed = false;
}

char *trf_buffer_reserve(trf_buffer *buffer, size_t n)
{
    void *data = buffer->data;

    if (buffer->failed)
        return NULL;
    if (n > SIZE_MAX - buffer->size || (buffer->limit && buffer->size + n > buffer->limit)) {
        buffer->failed = true;
        return NULL;
    }
    if (!data && n == 0)
        n = 1;
    if (!trf_alloc_grow(buffer->alloc, &data, &buffer->capacity, buffer->size + n, 1)) {
        buffer->failed = true;
        return NULL;
    }
    buffer->data = data;
    return buffer->data + buffer->size;
}

void trf_buffer_bytes(trf_buffer *buffer, const void *data, size_t size)
{
    char *room;

    if (size == 0)
        return;
    room = trf_buffer_reserve(buffer, size);
    if (!room)
        return;
    memcpy(room, data, size);
    buffer->size += size;
}

void trf_buffer_slice(trf_buffer *buffer, trf_slice text)
{
    trf_buffer_bytes(buffer, text.data, text.size);
}

void trf_buffer_text(trf_buffer *buffer, const char *text)
{
    trf_buffer_bytes(buffer, text, strlen(text));
}

void trf_buffer_char(trf_buffer *buffer, char c)
{
    trf_buffer_bytes(buffer, &c, 1);
}

void trf_buffer_unsigned(trf_buffer *buffer, uint64_t value, unsigned width)
{
    char digits[20]; /* 2^64 - 1 has 20 digits */
    size_t first = sizeof digits;

    do {
        digits[--first] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    while (width > sizeof digits - first) {
        if (first == 0) {
            /* Wider than any value: the zeros beyond the array go first. */
            for (unsigned extra = width - (unsigned)sizeof digits; extra; extra--)
                trf_buffer_char(buffer, '0');
            break;
        }
        digits[--first] = '0';
    }
    trf_buffer_bytes(buffer, digits + first, sizeof digits - first);
}

void trf_buffer_signed(trf_buffer *buffer, int64_t value)
{
    if (value < 0)
        trf_buffer_char(buffer, '-');
    trf_buffer_unsigned(buffer, value < 0 ? -(uint64_t)value : (uint64_t)value, 1);
}
