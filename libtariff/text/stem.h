/* SPDX-License-Identifier: Apache-2.0 */
/** @file Stems of words by Snowball, and what is known of a word, remembered. */
#ifndef TRF_TEXT_STEM_H
#define TRF_TEXT_STEM_H

#include "base/limits.h"
#include "text/known.h"

enum { TRF_STEM_CACHED_MAX = 39 }; /* bytes of a form and of a term that are remembered */

/** 96 bytes. */
typedef struct trf_stem {
    uint64_t hash;
    uint32_t unit;  /**< as trf_known_word */
    uint8_t flags;  /**< TRF_KNOWN_*, and TRF_STEM_VARIANT */
    uint8_t form_size; /**< 0: free */
    uint8_t term_size;
    uint8_t prefix; /**< 1: the term is the start of the form */
    char form[TRF_STEM_CACHED_MAX + 1];
    char term[TRF_STEM_CACHED_MAX + 1];
} trf_stem;
#define TRF_STEM_VARIANT 128u

typedef struct trf_stems {
    const trf_alloc *alloc;
    const trf_known *known;
    trf_characters *characters;
    void *stemmer;  /**< Snowball's; NULL: none */
    trf_stem *slots; /**< from the first word on; more where they do not suffice, up to TRF_STEM_CACHE_SLOTS */
    uint32_t slot_count;
    uint32_t misses; /**< since there were so many */
    uint32_t rules; /**< TRF_TEXT_STEM_FIRST */
    char term[2 * TRF_WORD_BYTES_MAX]; /**< of the word looked at last, where it was not remembered */
    trf_stem other; /**< of the same */
} trf_stems;

/** `known` and `characters` must outlive it. */
tariff_status trf_stems_init(trf_stems *stems, const trf_alloc *alloc, const trf_known *known, trf_characters *characters,
                             trf_slice algorithm, uint32_t rules, tariff_error **error);
void trf_stems_done(trf_stems *stems);

/**
 * What is known of a folded word of 1 to TRF_WORD_BYTES_MAX bytes, and its term, which is borrowed until the next call.
 * NULL where memory was refused.
 */
const trf_stem *trf_stems_look(trf_stems *stems, trf_slice form, trf_slice *term);

/** Every algorithm of the library, for a version: a hash of their names and of stems of a few words. */
uint64_t trf_stems_version(void);

#endif
