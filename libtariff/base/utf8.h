/* SPDX-License-Identifier: Apache-2.0 */
/** @file UTF-8, one code point at a time: shortest forms only, no halves of UTF-16 pairs, nothing past U+10FFFF. */
#ifndef TRF_BASE_UTF8_H
#define TRF_BASE_UTF8_H

#include "slice.h"

#define TRF_UTF8_BAD UINT32_C(0xfffd) /**< stands for a byte that is not part of a character */

/** The code point at the start of text (not empty) and its bytes; TRF_UTF8_BAD and *used = 0 where there is none. */
uint32_t trf_utf8_read(trf_slice text, unsigned *used);
/** Writes a code point, returns its bytes, 1 to 4. What is none is written as TRF_UTF8_BAD. */
unsigned trf_utf8_write(uint32_t code_point, char out[4]);
/** Bytes of text that are sound UTF-8, from its start. */
size_t trf_utf8_span(trf_slice text);
/** The start of a text, at most so many bytes, cut between two characters: for messages that tell what was found. */
static inline trf_slice trf_utf8_start(trf_slice text, size_t most)
{
    if (text.size > most)
        for (text.size = most; text.size > 0 && ((unsigned char)text.data[text.size] & 0xC0) == 0x80;)
            text.size--;
    return text;
}
static inline bool trf_utf8_valid(trf_slice text) { return trf_utf8_span(text) == text.size; }

#endif
