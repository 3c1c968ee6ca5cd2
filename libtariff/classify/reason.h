/* SPDX-License-Identifier: Apache-2.0 */
/** @file The reasons of a candidate. */
#ifndef TRF_CLASSIFY_REASON_H
#define TRF_CLASSIFY_REASON_H

#include "classify/space.h"

#define TRF_REASONS_MAX 2048u /* of one candidate: terms of a query, each at most in every field of a path, and words learned */

typedef struct trf_reasons {
    trf_reason items[TRF_REASONS_MAX];
    uint32_t count;
} trf_reasons;

/** Adds the reasons of a place in a space: what it and the places above it have of the query. */
void trf_reasons_of(const trf_snapshot *snapshot, const trf_space *space, uint32_t place, trf_slice query, trf_reasons *reasons);
/** Adds what its siblings give to a leaf. */
void trf_reasons_siblings(const trf_space *space, uint32_t place, trf_slice query, trf_reasons *reasons);
/** That the query is the code of a leaf. */
void trf_reasons_code(const trf_space *space, uint32_t place, trf_slice query, trf_slice code, trf_reasons *reasons);

#endif
