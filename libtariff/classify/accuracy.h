/* SPDX-License-Identifier: Apache-2.0 */
/** @file How often answers are right: counts over queries whose code is known, at the depths of 2, 4 and 6 digits. */
#ifndef TRF_CLASSIFY_ACCURACY_H
#define TRF_CLASSIFY_ACCURACY_H

#include <stdbool.h>
#include <stdint.h>

#define TRF_ACCURACY_RANKS      10u
#define TRF_ACCURACY_DEPTHS     3u
#define TRF_ACCURACY_SURE       8000u /* confidence from which an answer counts as sure, in 10,000ths */
#define TRF_ACCURACY_RECIPROCAL 2520u /* a multiple of 1 to 10 */

typedef struct trf_accuracy_depth {
    uint64_t queries;                   /**< whose code has so many digits */
    uint64_t found[TRF_ACCURACY_RANKS]; /**< at this rank, from 1 */
} trf_accuracy_depth;

typedef struct trf_accuracy_bin {
    uint64_t count, right, confidence; /**< confidence: their sum, in 10,000ths */
} trf_accuracy_bin;

typedef struct trf_accuracy {
    uint64_t queries, unmapped, unanswered, ambiguous, too_vague;
    trf_accuracy_depth depths[TRF_ACCURACY_DEPTHS];
    uint64_t reciprocal; /**< sum of 1 / rank at the depth asked, in TRF_ACCURACY_RECIPROCALths */
    uint64_t asked;      /**< queries that have so many digits */
    trf_accuracy_bin bins[10];
    trf_accuracy_bin sure;
} trf_accuracy;

/** What came of one query. */
typedef struct trf_accuracy_answer {
    bool mapped, ambiguous, answered, too_vague;
    bool counts[TRF_ACCURACY_DEPTHS];    /**< the code has so many digits */
    uint32_t ranks[TRF_ACCURACY_DEPTHS]; /**< from 1; 0: not among the first TRF_ACCURACY_RANKS */
    uint32_t depth;                      /**< index of the depth asked */
    uint32_t confidence;                 /**< of the first candidate there */
} trf_accuracy_answer;

void trf_accuracy_add(trf_accuracy *sum, const trf_accuracy_answer *answer);
void trf_accuracy_merge(trf_accuracy *sum, const trf_accuracy *other);
/** Queries found among the first `ranks`, in 10,000ths; 0 of none. */
uint32_t trf_accuracy_share(const trf_accuracy_depth *depth, uint32_t ranks);
/** Mean reciprocal rank and calibration error, in 10,000ths. */
uint32_t trf_accuracy_mrr(const trf_accuracy *sum);
uint32_t trf_accuracy_calibration(const trf_accuracy *sum);

#endif
