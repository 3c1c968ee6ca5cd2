/* SPDX-License-Identifier: Apache-2.0 */
/** @file What is known of one character, remembered: properties, its folded form, its form without diacritics. */
#ifndef TRF_TEXT_CHARACTER_H
#define TRF_TEXT_CHARACTER_H

#include "base/error.h"

/** Classes by which texts are cut. Those from TRF_CHARACTER_LETTER to TRF_CHARACTER_HANGUL make words. */
typedef enum trf_character_class {
    TRF_CHARACTER_OTHER,
    TRF_CHARACTER_SPACE,
    TRF_CHARACTER_LETTER,
    TRF_CHARACTER_DIGIT,
    TRF_CHARACTER_MARK,
    TRF_CHARACTER_HANGUL,
    TRF_CHARACTER_HAN, /**< the three that are written without blanks */
    TRF_CHARACTER_KANA,
    TRF_CHARACTER_THAI,
    TRF_CHARACTER_APOSTROPHE,
    TRF_CHARACTER_DOT,
    TRF_CHARACTER_COMMA,
    TRF_CHARACTER_HYPHEN,
    TRF_CHARACTER_COLON, /**< colon and semicolon */
    TRF_CHARACTER_OPEN,
    TRF_CHARACTER_CLOSE
} trf_character_class;

static inline bool trf_character_is_word(uint8_t class)
{
    return class >= TRF_CHARACTER_LETTER && class <= TRF_CHARACTER_HANGUL;
}
static inline bool trf_character_is_unspaced(uint8_t class)
{
    return class >= TRF_CHARACTER_HAN && class <= TRF_CHARACTER_THAI;
}

#define TRF_CHARACTER_SIMPLE 1u   /**< folds to the one character `folded`, or to none where that is 0 */
#define TRF_CHARACTER_BOUNDARY 2u /**< never joins with what stands before it */

typedef struct trf_character {
    uint32_t code_point;
    uint32_t folded;  /**< NFKC_Casefold, and digits as ASCII, apostrophes as '; UINT32_MAX: several characters */
    uint16_t base[2]; /**< without diacritics, one or two characters; 0 where there is none: it goes, or stays as it is */
    uint8_t class;
    uint8_t flags;    /**< TRF_CHARACTER_* or-ed together */
    uint8_t changed;  /**< 1: `base` stands for it */
    uint8_t known;    /**< 1: the slot is filled */
} trf_character;

#define TRF_CHARACTER_SLOTS 2048u
/** One thread's. All zero is empty. */
typedef struct trf_characters {
    const void *fold;      /**< ICU's NFKC_Casefold and NFD: shared, never freed */
    const void *decompose;
    trf_character slots[TRF_CHARACTER_SLOTS];
} trf_characters;

/** Class of an ASCII character; folded it is `TRF_CHARACTER_ASCII[c].folded`. */
extern const uint8_t trf_character_ascii[128];

tariff_status trf_characters_init(trf_characters *characters, const trf_alloc *alloc, tariff_error **error);
/** Looks one up in ICU's data and remembers it. */
const trf_character *trf_character_learn(trf_characters *characters, uint32_t code_point);
static inline const trf_character *trf_character_look(trf_characters *characters, uint32_t code_point)
{
    const trf_character *slot = &characters->slots[(code_point ^ code_point >> 11) % TRF_CHARACTER_SLOTS];

    return slot->known && slot->code_point == code_point ? slot : trf_character_learn(characters, code_point);
}
/** Several characters that may join: folded as UTF-8. False where `out` has no room: its start is written. */
bool trf_characters_fold_run(trf_characters *characters, const uint32_t *run, unsigned count, char *out, size_t room,
                             size_t *written);
/**
 * A folded word without its diacritics; returns the bytes written to out, at most `room`, cut between characters. Scripts whose
 * marks are vowels or make another letter (Thai, Devanagari, kana) keep them.
 */
size_t trf_characters_plain(trf_characters *characters, trf_slice word, char *out, size_t room);

#endif
