/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * A space of the text index with the scratch of one classifier over it, and what a query found there. Sections are reached by
 * pointer: runs and places are compared with their sections when they are read.
 */
#ifndef TRF_CLASSIFY_SPACE_H
#define TRF_CLASSIFY_SPACE_H

#include "base/alloc.h"
#include "classify/classify.h"
#include "snapshot/search.h"

/** A term of a query that a language of a space has. */
typedef struct trf_found_term {
    trf_slice word;    /**< of the query */
    uint32_t language; /**< SEARCH_LANGUAGE */
    uint32_t term;     /**< SEARCH_TERM */
    uint32_t weight;   /**< of the term, by its place in the query, in 10,000ths */
    uint32_t share;    /**< of its weight that counts, in 256ths */
} trf_found_term;

typedef struct trf_space {
    const trf_search_space_record *record;
    const trf_search_place_record *places;
    int32_t *terms;       /**< of each place: what terms add there; after spreading, on the path down to it */
    int32_t *best;        /**< of each place: the best entry's score there or above */
    uint32_t *best_entry; /**< SEARCH_ENTRY */
    uint8_t *holds;       /**< of each leaf: whether goods are declared under it on the date asked */
    uint8_t *by_words;    /**< of each leaf: whether its score by words counts */
    int32_t *siblings;    /**< of each heading: what its leaves add to each of them */
    int32_t *scores;      /**< of each leaf: all that is found for it, in this space and the one below; 0 of other places */
    uint32_t *matched;    /**< of each entry of the language in work: weight of its terms in the query */
    uint32_t matched_count;
    uint32_t *touched; /**< entries with a matched weight */
    trf_found_term found[TRF_CLASSIFY_TERMS_MAX];
    uint32_t found_count;
} trf_space;

tariff_status trf_space_open(const trf_alloc *alloc, const trf_snapshot *snapshot, uint32_t index, trf_space *out,
                             tariff_error **error);
void trf_space_close(const trf_alloc *alloc, trf_space *space);

/** A term of a language of a space; TRF_INDEX_NONE. */
uint32_t trf_space_term(const trf_snapshot *snapshot, uint32_t language, trf_slice text);
/** The language of a space with an index of LANGUAGE; TRF_INDEX_NONE. */
uint32_t trf_space_language(const trf_snapshot *snapshot, const trf_space *space, uint16_t language);

/** Forget the last query. */
void trf_space_clear(trf_space *space);
/** Score every place for space->found. */
void trf_space_score(const trf_snapshot *snapshot, trf_space *space);
/** Scores stay within what a sum of two holds, whatever a damaged image says. */
static inline int32_t trf_score_of(int64_t score)
{
    const int64_t most = INT64_C(1) << 30;

    return (int32_t)(score > most ? most : score < -most ? -most : score);
}
static inline int32_t trf_score_add(int32_t a, int32_t b)
{
    return trf_score_of((int64_t)a + b);
}

/** What a term adds for an impact. */
static inline int32_t trf_found_contribution(const trf_search_language_record *language, const trf_found_term *found,
                                             unsigned impact)
{
    return trf_score_of((int64_t)((uint64_t)found->weight * language->top / 256u * impact / 255u));
}

#endif
