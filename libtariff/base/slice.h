/* SPDX-License-Identifier: Apache-2.0 */
/** @file Borrowed text: a pointer and a length, never terminated. */
#ifndef TRF_BASE_SLICE_H
#define TRF_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct trf_slice {
    const char *data;
    size_t size;
} trf_slice;

#define TRF_SLICE(literal) ((trf_slice){(literal), sizeof(literal) - 1})
#define TRF_SLICE_EMPTY ((trf_slice){NULL, 0})

static inline trf_slice trf_slice_of(const char *data, size_t size) { return (trf_slice){data, size}; }
static inline trf_slice trf_slice_text(const char *text) { return (trf_slice){text, text ? strlen(text) : 0}; }
static inline bool trf_slice_equal(trf_slice a, trf_slice b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}
static inline bool trf_slice_is(trf_slice a, const char *text) { return trf_slice_equal(a, trf_slice_text(text)); }
static inline bool trf_slice_begins(trf_slice a, trf_slice start)
{
    return a.size >= start.size && (start.size == 0 || memcmp(a.data, start.data, start.size) == 0);
}
/** The same letters of ASCII, whatever their case. */
static inline bool trf_slice_equal_but_case(trf_slice a, trf_slice b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++) {
        char x = a.data[i], y = b.data[i];

        if (x != y && ((x | 0x20) != (y | 0x20) || (x | 0x20) < 'a' || (x | 0x20) > 'z'))
            return false;
    }
    return true;
}
/** Order of bytes, shorter first where one begins the other: <0, 0, >0. */
static inline int trf_slice_compare(trf_slice a, trf_slice b)
{
    size_t n = a.size < b.size ? a.size : b.size;
    int order = n ? memcmp(a.data, b.data, n) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}
/** Without the blanks around it: codes come out of columns of fixed width. */
static inline trf_slice trf_slice_trimmed(trf_slice text)
{
    while (text.size && text.data[text.size - 1] == ' ')
        text.size--;
    while (text.size && text.data[0] == ' ')
        text.data++, text.size--;
    return text;
}
/** Cuts the text up to a separator off the front of rest; false where nothing is left, not even an empty end. */
static inline bool trf_slice_cut(trf_slice *rest, char separator, trf_slice *out)
{
    const char *stop = rest->data ? (const char *)memchr(rest->data, separator, rest->size) : NULL;

    if (!rest->data)
        return false;
    *out = (trf_slice){rest->data, stop ? (size_t)(stop - rest->data) : rest->size};
    *rest = stop ? (trf_slice){stop + 1, rest->size - out->size - 1} : TRF_SLICE_EMPTY;
    return true;
}
/** A count in digits, from 0 to `most`; false leaves *out alone. */
static inline bool trf_slice_count(trf_slice text, uint32_t most, uint32_t *out)
{
    uint32_t value = 0;

    if (text.size == 0 || text.size > 9)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(text.data[i] - '0');
    }
    if (value > most)
        return false;
    *out = value;
    return true;
}
#endif
