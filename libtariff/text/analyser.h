/* SPDX-License-Identifier: Apache-2.0 */
/** @file An analyser from inside: what the files that make tokens share. */
#ifndef TRF_TEXT_ANALYSER_H
#define TRF_TEXT_ANALYSER_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "text/analysis.h"
#include "text/fold.h"
#include "text/known.h"
#include "text/pattern.h"
#include "text/segment.h"
#include "text/stem.h"

/** Made of rules, shared by clones, immutable. */
typedef struct trf_core {
    const trf_alloc *alloc;
    uint32_t references;
    uint32_t rules;          /**< TRF_TEXT_* */
    trf_known known;
    char *language;
    char *stemmer;
    trf_pattern **patterns;
    uint32_t pattern_count;
} trf_core;

/* What stands before a token, since the one before it. */
#define TRF_GAP_SPACE 1u
#define TRF_GAP_COMMA 2u
#define TRF_GAP_HYPHEN 4u /**< a hyphen or dash with a blank beside it */
#define TRF_GAP_COLON 8u
#define TRF_GAP_DOT 16u
#define TRF_GAP_BRACKET 32u
#define TRF_GAP_CLAUSE (TRF_GAP_HYPHEN | TRF_GAP_COLON | TRF_GAP_DOT | TRF_GAP_BRACKET)

/** Beside each token. */
typedef struct trf_token_side {
    uint32_t at;       /**< in the folded text */
    uint32_t end;
    uint8_t gap;       /**< TRF_GAP_* */
    uint8_t depth;     /**< of brackets */
    uint8_t negation;  /**< 1: a term that negates begins with this word */
    uint8_t ignore;    /**< 1: patterns are tried where it stands */
} trf_token_side;

struct trf_analyser {
    const trf_alloc *alloc;
    trf_core *core;
    trf_folded folded;
    trf_stems stems;
    trf_segments segments;
    trf_arena arena;       /**< texts that are not part of the folded one; kept between calls */
    trf_token *tokens;
    trf_token_side *sides;
    size_t token_room;
    size_t side_room;
    uint32_t count;
    uint32_t position;
    uint32_t chain;        /**< token at which words that hyphens join began */
    uint32_t percentages;
    uint8_t gap;
    uint8_t depth;
    bool cut;
    bool failed;           /**< memory was refused */
    bool general;
    bool negating;
    bool ignoring;
    bool unspaced;
    trf_characters characters;
};

/** The class of the character at a place of the folded text and its bytes; TRF_CHARACTER_SPACE at the end. */
static inline uint8_t trf_class_at(trf_analyser *analyser, size_t at, unsigned *used)
{
    unsigned char c;

    *used = 1;
    if (at >= analyser->folded.size)
        return TRF_CHARACTER_SPACE;
    c = (unsigned char)analyser->folded.data[at];
    if (c < 0x80)
        return trf_character_ascii[c];
    return trf_character_look(&analyser->characters,
                              trf_utf8_read(trf_slice_of(analyser->folded.data + at, analyser->folded.size - at), used))
        ->class;
}
static inline bool trf_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool trf_word_at(trf_analyser *analyser, size_t at)
{
    unsigned used;

    return trf_character_is_word(trf_class_at(analyser, at, &used));
}

/** A token over a part of the folded text; NULL where there are too many or memory was refused (failed, cut). */
trf_token *trf_token_add(trf_analyser *analyser, trf_token_kind kind, size_t at, size_t end);
/** A token that stands at the position of another one. */
trf_token *trf_token_beside(trf_analyser *analyser, trf_token_kind kind, size_t at, size_t end, uint32_t of);
/** Term and flags of a word token, from its form. */
void trf_token_know(trf_analyser *analyser, trf_token *token);

/** A number, code or quantity at a digit (or a point before one); returns where the text goes on. text/measurement.c */
size_t trf_measure(trf_analyser *analyser, size_t at);
/** What percentages measure. */
void trf_measure_materials(trf_analyser *analyser);
/** The digits where the whole text is a code. */
trf_slice trf_measure_code(trf_analyser *analyser);

/** Flags what is negated, and what patterns leave out. text/reach.c */
void trf_reach_negations(trf_analyser *analyser);
tariff_status trf_reach_patterns(trf_analyser *analyser, tariff_error **error);

/** Words of a run without blanks; returns where the text goes on. text/unspaced.c */
size_t trf_unspaced(trf_analyser *analyser, size_t at);
/** Pairs of characters of a word of Hangul. */
void trf_unspaced_pairs(trf_analyser *analyser, uint32_t first, size_t at, size_t end);

#endif
