/* SPDX-License-Identifier: Apache-2.0 */
/** @file The words of rules, folded and found by their form: stop words, elisions, units, spellings, terms that negate. */
#ifndef TRF_TEXT_KNOWN_H
#define TRF_TEXT_KNOWN_H

#include "base/buffer.h"
#include "text/fold.h"
#include "text/rules.h"

/** A hash of a word; the same everywhere, never stored. */
static inline uint64_t trf_word_mix(uint64_t a, uint64_t b)
{
    a = (a ^ b) * UINT64_C(0x9E3779B97F4A7C15);
    return a ^ a >> 29;
}
static inline uint64_t trf_word_hash(trf_slice word)
{
    const char *data = word.data;
    size_t size = word.size;
    uint64_t hash = size, a, b;
    uint32_t c, d;

    while (size > 16) {
        memcpy(&a, data, 8);
        hash = trf_word_mix(hash, a);
        data += 8;
        size -= 8;
    }
    if (size >= 8) {
        memcpy(&a, data, 8);
        memcpy(&b, data + size - 8, 8);
    } else if (size >= 4) {
        memcpy(&c, data, 4);
        memcpy(&d, data + size - 4, 4);
        a = c;
        b = d;
    } else {
        a = size ? (unsigned char)data[0] : 0;
        b = size ? (uint64_t)(unsigned char)data[size / 2] << 8 | (unsigned char)data[size - 1] : 0;
    }
    return trf_word_mix(trf_word_mix(hash, a), b);
}

/** A sum over texts that is the same on every host (FNV-1a, each text ended by a byte that no text has). */
#define TRF_SUM_START UINT64_C(0xcbf29ce484222325)
static inline uint64_t trf_sum(uint64_t sum, trf_slice text)
{
    for (size_t i = 0; i < text.size; i++)
        sum = (sum ^ (unsigned char)text.data[i]) * UINT64_C(0x100000001b3);
    return (sum ^ 0xff) * UINT64_C(0x100000001b3);
}

#define TRF_KNOWN_STOP 1u
#define TRF_KNOWN_ELISION 2u
#define TRF_KNOWN_NEGATION 4u /**< a term that negates begins with it */
#define TRF_KNOWN_IGNORE 8u   /**< a pattern is tried where it stands */

typedef struct trf_known_word {
    trf_slice form;
    uint64_t hash;
    uint32_t unit;    /**< number of trf_known.units, from 1; 0 none */
    uint32_t variant; /**< number of trf_known.texts, from 1; 0 none */
    uint32_t flags;   /**< TRF_KNOWN_* or-ed together */
} trf_known_word;

typedef struct trf_known_negation {
    trf_slice term; /**< folded, one blank between words */
    uint8_t until;
    uint8_t before;
    uint8_t unspaced; /**< of a script without blanks: found anywhere in a text */
} trf_known_negation;

/** Immutable once built. */
typedef struct trf_known {
    const trf_alloc *alloc;
    char *bytes;             /**< all texts; their slices point here */
    size_t bytes_size;
    size_t bytes_room;
    trf_known_word *words;   /**< open addressing; form.data NULL is free */
    uint32_t word_mask;
    uint32_t word_count;
    trf_slice *texts;        /**< spellings that are indexed */
    size_t text_count;
    size_t text_room;
    trf_slice *units;        /**< canonical symbols */
    size_t unit_count;
    size_t unit_room;
    trf_known_negation *negations; /**< the longest first */
    size_t negation_count;
    size_t negation_room;
    uint64_t starts[4];      /**< a bit for each second and third byte with which a term without blanks begins */
    trf_slice *linking;      /**< linking elements of compounds */
    size_t linking_count;
    size_t linking_room;
} trf_known;

tariff_status trf_known_build(trf_known *known, const trf_alloc *alloc, trf_characters *characters, const trf_text_rules *shared,
                              const trf_text_rules *rules, tariff_error **error);
void trf_known_done(trf_known *known);
/** The bit of trf_known.starts for a character of three bytes. */
static inline unsigned trf_known_start(const char *at)
{
    return ((unsigned char)at[1] * 3u ^ (unsigned char)at[2]) & 255u;
}
/** NULL where nothing is known of it. */
const trf_known_word *trf_known_find(const trf_known *known, trf_slice form, uint64_t hash);

/** The next word of a list with one blank between words; false at its end. */
bool trf_words_next(trf_slice *rest, trf_slice *word);

#endif
