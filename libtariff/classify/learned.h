/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What an overlay learned, applied to the scores by words: weights of the features of the query for leaves and headings, and the
 * confidence that a share of the evidence deserves.
 */
#ifndef TRF_CLASSIFY_LEARNED_H
#define TRF_CLASSIFY_LEARNED_H

#include "classify/classes.h"
#include "classify/reason.h"
#include "snapshot/learn.h"
#include "text/feature.h"

typedef struct trf_learned {
    const trf_snapshot *overlay;
    const trf_learn_record *head;
    trf_classes classes;
    int32_t *leaves;   /**< of each leaf: what is learned for the last query */
    int32_t *headings; /**< of each heading */
} trf_learned;

/** EIMAGE where the overlay was learned over another space. */
tariff_status trf_learned_open(const trf_alloc *alloc, const trf_snapshot *overlay, const trf_space *space, trf_learned *out,
                               tariff_error **error);
void trf_learned_close(const trf_alloc *alloc, trf_learned *learned);

/** What a score by words counts beside weights for texts of a language and length, in 65,536ths. */
uint32_t trf_learned_scale(const trf_learned *learned, uint16_t language, uint32_t bucket);
/** Find what is learned for each leaf, for the features of a query. */
void trf_learned_find(trf_learned *learned, const trf_features *features, uint32_t scale);
/**
 * Add it to space->scores, of which only the best keep what they have by words: as many as the overlay learned with. `base` says
 * that the space is the one that was learned over; else its leaves have what those of the space below have.
 */
void trf_learned_add(const trf_learned *learned, trf_space *space, bool base);
/** Reasons of a leaf: what its features add, those of one source word together. */
void trf_learned_reasons(const trf_learned *learned, const trf_features *features, uint32_t scale, const trf_space *space,
                         uint32_t place, bool base, trf_slice query, trf_reasons *reasons);
/** The confidence of a share of the evidence at a depth, both in 10,000ths. */
uint32_t trf_learned_confidence(const trf_learned *learned, uint16_t language, uint32_t digits, uint32_t share);
/** Whether it learned from a file with this SHA-256. */
bool trf_learned_from(const trf_snapshot *overlay, const uint8_t sha256[32]);

#endif
