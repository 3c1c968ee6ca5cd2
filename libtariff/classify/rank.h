/* SPDX-License-Identifier: Apache-2.0 */
/** @file Candidates of a scored space, merged to a depth, best first, with what share of the evidence is theirs. */
#ifndef TRF_CLASSIFY_RANK_H
#define TRF_CLASSIFY_RANK_H

#include "classify/space.h"

/** A candidate before it is explained. */
typedef struct trf_ranked {
    uint32_t leaf;  /**< place of its best line */
    uint32_t place; /**< of the code that it is merged to: the leaf or a place above it; TRF_INDEX_NONE where there is none */
    int32_t score;
    uint32_t share; /**< of the evidence, in 10,000ths */
} trf_ranked;

#define TRF_HEADING_DIGITS 4u

typedef struct trf_rank_options {
    uint32_t digits; /**< 0: not merged */
    uint32_t top;
    int32_t spread; /**< so much less score halves a candidate's share */
} trf_rank_options;

/**
 * Fill space->scores: what was found for each leaf in its space, and in the space below for the code that both have (below: NULL
 * none). Lines that do not hold on the date, or that goods are not declared under, have none.
 */
void trf_rank_score(const trf_snapshot *snapshot, trf_space *space, const trf_space *below, trf_date date);
/** The same for a query that is a code: a binary digit for each leaf under it, or above it where the code is longer. */
void trf_rank_code(const trf_snapshot *snapshot, trf_space *space, trf_slice code);
/** What the leaves of its heading add to the score of a leaf: a fifth of the root of the sum of their squares. */
int32_t trf_rank_siblings(const trf_space *space, uint32_t place);
/** The place of the code of so many digits that a place stands under; TRF_INDEX_NONE. */
uint32_t trf_rank_above(const trf_space *space, uint32_t place, uint32_t digits);
/** The best of the scored leaves; out has room for options->top. Returns how many there are. */
uint32_t trf_rank(const trf_space *space, const trf_rank_options *options, trf_ranked *out);
/** The place of the space below that a place hangs on; TRF_SEARCH_NO_PLACE. */
uint16_t trf_rank_below(const trf_space *space, uint32_t place);

#endif
