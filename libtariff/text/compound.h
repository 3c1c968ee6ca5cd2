/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Compounds split by the vocabulary of an index: "Baumwollhemd" into what "Baumwolle" and "Hemd" are indexed as. The best split
 * has the fewest parts, of those the one whose rarest part is the most frequent. That the vocabulary knows the whole does not
 * keep it from being split: the caller decides whether it asks.
 */
#ifndef TRF_TEXT_COMPOUND_H
#define TRF_TEXT_COMPOUND_H

#include "text/analysis.h"

#define TRF_COMPOUND_PARTS_MAX 4u

/** How often a term occurs; 0 where it is unknown. */
typedef uint32_t (*trf_term_count)(void *user, trf_slice term);

/**
 * The parts of token number `index` of what trf_analyse() gave last, as tokens with TRF_TOKEN_PART, in order.
 *
 * @param[out] parts  room for TRF_COMPOUND_PARTS_MAX; slices are borrowed as those of the tokens; all stand at the position of
 *                    the whole
 * @param[out] count  0 where it is no compound of known terms
 */
tariff_status trf_compound_split(trf_analyser *analyser, const trf_token *whole, uint32_t index, trf_term_count known, void *user,
                                 trf_token parts[TRF_COMPOUND_PARTS_MAX], uint32_t *count, tariff_error **error);

#endif
