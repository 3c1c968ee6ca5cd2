/* SPDX-License-Identifier: Apache-2.0 */
#include "text/negation.h"

#include <unicode/uchar.h>

#include "base/utf8.h"

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Whether a letter or digit begins at (or, back, ends before) a place. */
static bool is_word(trf_slice text, size_t at, bool back)
{
    unsigned used;
    uint32_t c;

    if (back) {
        if (at == 0)
            return false;
        for (at--; at > 0 && ((unsigned char)text.data[at] & 0xc0) == 0x80;)
            at--;
    }
    if (at >= text.size)
        return false;
    c = trf_utf8_read(trf_slice_of(text.data + at, text.size - at), &used);
    return used && (u_isalnum((UChar32)c) || u_charType((UChar32)c) == U_NON_SPACING_MARK);
}

/* Whether one of the terms stands at a place as whole words. */
static bool term_at(const trf_text_rules *rules, trf_slice text, size_t at)
{
    trf_slice rest = trf_slice_of(text.data + at, text.size - at);

    for (uint32_t i = 0; i < rules->negation_count; i++) {
        trf_slice term = rules->negations[i].term;

        if (rules->negations[i].strip && trf_slice_begins(rest, term) && !is_word(text, at + term.size, false) &&
            !is_word(text, at, true))
            return true;
    }
    return false;
}

static trf_slice trimmed(trf_slice text, bool commas)
{
    while (text.size && (is_blank(text.data[0]) || (commas && text.data[0] == ','))) {
        text.data++;
        text.size--;
    }
    while (text.size && (is_blank(text.data[text.size - 1]) || (commas && text.data[text.size - 1] == ',')))
        text.size--;
    return text;
}

/* Where the bracket is that begins with a term; false where there is none. */
static bool find_bracket(const trf_text_rules *rules, trf_slice text, size_t *open, size_t *after)
{
    size_t close = text.size;

    while (close > 0 && text.data[close - 1] != ')')
        close--;
    for (size_t i = 0; i + 1 < close; i++) {
        if (text.data[i] == '(' && term_at(rules, text, i + 1)) {
            *open = i;
            *after = close;
            return true;
        }
    }
    return false;
}

/* A text without the clauses that begin with a term. */
static void strip_clauses(const trf_text_rules *rules, trf_slice text, trf_buffer *out)
{
    size_t first = out->size;

    for (size_t i = 0; i < text.size && !out->failed;) {
        if (!term_at(rules, text, i)) {
            trf_buffer_char(out, text.data[i++]);
            continue;
        }
        while (out->size > first && is_blank(out->data[out->size - 1]))
            out->size--;
        if (out->size > first && (out->data[out->size - 1] == ',' || out->data[out->size - 1] == '-'))
            out->size--;
        while (i < text.size && text.data[i] != '-')
            i++;
    }
}

static void replace(trf_buffer *buffer, size_t first, trf_slice text)
{
    if (text.size && !buffer->failed)
        memmove(buffer->data + first, text.data, text.size);
    if (!buffer->failed)
        buffer->size = first + text.size;
}

void trf_negation_strip(const trf_text_rules *rules, trf_slice text, trf_buffer *out)
{
    trf_buffer whole;
    size_t open, after, first = out->size;

    if (find_bracket(rules, text, &open, &after)) {
        trf_buffer_init(&whole, out->alloc, 0);
        trf_buffer_bytes(&whole, text.data, open);
        trf_buffer_bytes(&whole, text.data + after, text.size - after);
        strip_clauses(rules, trf_buffer_view(&whole), out);
        out->failed |= whole.failed;
        trf_buffer_done(&whole);
    } else {
        strip_clauses(rules, text, out);
    }
    if (!out->failed && out->size > first)
        replace(out, first, trimmed(trf_slice_of(out->data + first, out->size - first), false));
}

/* Small letters, one character at a time; bytes that are not UTF-8 stay. */
static void lower(trf_slice text, trf_buffer *out)
{
    for (size_t at = 0; at < text.size;) {
        unsigned used;
        uint32_t c = trf_utf8_read(trf_slice_of(text.data + at, text.size - at), &used);
        char bytes[4];

        if (used == 0)
            trf_buffer_char(out, text.data[at++]);
        else
            trf_buffer_bytes(out, bytes, trf_utf8_write((uint32_t)u_tolower((UChar32)c), bytes));
        at += used;
    }
}

void trf_negation_strip_lower(const trf_text_rules *rules, trf_slice text, trf_buffer *out)
{
    trf_buffer small;

    trf_buffer_init(&small, out->alloc, 0);
    lower(text, &small);
    trf_negation_strip(rules, trf_buffer_view(&small), out);
    out->failed |= small.failed;
    trf_buffer_done(&small);
}

void trf_text_trim(trf_slice text, trf_buffer *out)
{
    text = trimmed(text, true);
    for (size_t i = 0; i < text.size; i++) {
        if (!is_blank(text.data[i]))
            trf_buffer_char(out, text.data[i]);
        else if (!is_blank(text.data[i - 1])) /* the first is none */
            trf_buffer_char(out, ' ');
    }
}

/* A text that is a stop word as a whole. */
static bool is_stop_word(const trf_text_rules *rules, trf_slice text)
{
    trf_slice rest = rules->stop_words;

    while (rest.size) {
        size_t end = 0;

        while (end < rest.size && rest.data[end] != ' ')
            end++;
        if (text.size && trf_slice_equal(trf_slice_of(rest.data, end), text))
            return true;
        end += end < rest.size;
        rest = trf_slice_of(rest.data + end, rest.size - end);
    }
    return false;
}

void trf_text_normalise(const trf_text_rules *rules, trf_slice text, trf_buffer *out)
{
    size_t first = out->size;
    trf_buffer stripped;

    trf_buffer_init(&stripped, out->alloc, 0);
    trf_negation_strip_lower(rules, text, &stripped);
    trf_text_trim(trf_buffer_view(&stripped), out);
    if (!out->failed && is_stop_word(rules, trf_slice_of(out->data ? out->data + first : NULL, out->size - first)))
        out->size = first;
    out->failed |= stripped.failed;
    trf_buffer_done(&stripped);
}
