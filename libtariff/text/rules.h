/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What the analysis of texts knows of a language, as data: the words come from data/lexicon/LANG/rules.xml (element `text-rules`,
 * doc/schema.md), none stand in C. Lists are words with one blank between them; all texts are UTF-8 as they are written, the
 * analyser folds them itself. Zero is a language of which nothing is known: words are then folded, neither stemmed nor stopped.
 */
#ifndef TRF_TEXT_RULES_H
#define TRF_TEXT_RULES_H

#include "base/slice.h"

/** How far a negation reaches. A bracket that is open where it begins ends it too. */
typedef enum trf_negation_until {
    TRF_UNTIL_NONE,   /**< it negates nothing ("not more than"): longer terms win, so this exempts them from "not" */
    TRF_UNTIL_WORD,   /**< one word that is no stop word */
    TRF_UNTIL_COMMA,  /**< comma, or what ends TRF_UNTIL_HYPHEN */
    TRF_UNTIL_HYPHEN, /**< hyphen or dash with a blank beside it, semicolon, colon, full stop, or the end */
    TRF_UNTIL_END     /**< full stop or the end */
} trf_negation_until;

typedef struct trf_text_negation {
    trf_slice term;  /**< one word or several: "other than" */
    uint8_t until;   /**< trf_negation_until */
    uint8_t before;  /**< 1: it stands after what it negates (postpositions) */
    uint8_t strip;   /**< 1: one of the terms by which trf_negation_strip() cuts a clause out of a description */
} trf_text_negation;

typedef struct trf_text_unit {
    trf_slice symbol;    /**< canonical: mm, kg, %, V */
    trf_slice spellings; /**< words of the language that mean it, beside those of the language `und` */
} trf_text_unit;

typedef struct trf_text_variant {
    trf_slice to;    /**< the spelling that is indexed */
    trf_slice words; /**< the others */
} trf_text_variant;

/** What names no goods: an Oniguruma pattern over folded text, tried where one of the words begins (text/pattern.h). */
typedef struct trf_text_pattern {
    trf_slice words;
    trf_slice pattern;
} trf_text_pattern;

#define TRF_TEXT_STEM_FIRST 1u     /**< stem, then drop diacritics; the other way round where not set */
#define TRF_TEXT_DOTLESS 2u        /**< I is the capital of dotless i, as in Turkish */
#define TRF_TEXT_DECIMAL_COMMA 4u  /**< 1.000 is a thousand, 1,000 is one; before other than three digits both are a point */
#define TRF_TEXT_COMPOUNDS 8u      /**< words are written together: trf_compound_split() splits them */
#define TRF_TEXT_LIKELY 16u        /**< names and single words that tell nothing are taken to be of it */

typedef struct trf_text_rules {
    trf_slice language;   /**< BCP 47: en, zh-Hans */
    trf_slice stemmer;    /**< algorithm of Snowball (english, norwegian); empty: none */
    trf_slice stop_words;
    trf_slice elisions;   /**< what stands before an apostrophe and is a word of its own: l d qu */
    trf_slice linking;    /**< linking elements of compounds: s es n */
    const trf_text_negation *negations;
    const trf_text_unit *units;
    const trf_text_variant *variants;
    const trf_text_pattern *patterns;
    uint32_t negation_count;
    uint32_t unit_count;
    uint32_t variant_count;
    uint32_t pattern_count;
    uint32_t flags; /**< TRF_TEXT_* or-ed together */
} trf_text_rules;

/**
 * The rules that are shipped, made of data/lexicon/LANG/rules.xml when the library is built. A tag that is not there falls back
 * to what it begins with (zh-Hant to zh, nb-NO to nb); NULL where nothing is known. `und` holds what all languages share (units).
 */
const trf_text_rules *trf_text_rules_shipped(trf_slice language);
/** All of them in the order of their tags; *count of them. */
const trf_text_rules *trf_text_rules_all(uint32_t *count);

#endif
