/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Learns weights of features for classes from examples: a softmax over the classes, AdaGrad, integers only, so that the same
 * examples give the same weights everywhere. Classes are leaves and, behind them, the headings that they belong to; the score
 * of a leaf is
 *
 *     z = sum of value * (weight(feature, leaf) + weight(feature, its heading)) + scale(bucket) * score by words.
 *
 * Only pairs of feature and class that some example has are ever given a weight.
 */
#ifndef TRF_TRAIN_LEARNER_H
#define TRF_TRAIN_LEARNER_H

#include "base/error.h"
#include "text/feature.h"

#define TRF_LEARN_CANDIDATES 60u /* leaves of an example whose score by words is known */
#define TRF_LEARN_TARGETS    64u

/** A leaf with its score by words, in 10,000ths of a binary digit. */
typedef struct trf_learn_candidate {
    uint32_t leaf;
    int32_t score;
} trf_learn_candidate;

typedef struct trf_learner trf_learner;

/** heading_of: of each leaf, from 0 to heading_count - 1; read while the learner lives. bucket_count: scales that are learned. */
tariff_status trf_learner_new(const trf_alloc *alloc, const uint16_t *heading_of, uint32_t leaf_count, uint32_t heading_count,
                              uint32_t bucket_count, trf_learner **out, tariff_error **error);
void trf_learner_free(trf_learner *learner);
/**
 * An example: features, the leaves that are right (all of a heading where only that is known: `heading` is set), candidates and
 * the bucket of its scale.
 */
tariff_status trf_learner_add(trf_learner *learner, const trf_features *features, const uint16_t *targets, uint32_t target_count,
                              bool heading, const trf_learn_candidate *candidates, uint32_t candidate_count, uint32_t bucket,
                              tariff_error **error);
/** Learn from the examples, all but those of a tenth where `tenth` says so, from nothing. */
tariff_status trf_learner_run(trf_learner *learner, bool tenth, tariff_error **error);
/** Whether an example belongs to the tenth that is kept apart. */
bool trf_learner_apart(const trf_learner *learner, uint32_t example);
uint32_t trf_learner_count(const trf_learner *learner);

/** What the weights say of an example of its own: z of each leaf, in 65,536ths of a binary digit. */
void trf_learner_score(const trf_learner *learner, uint32_t example, int32_t *z);
/** Whether a leaf is right for an example. */
bool trf_learner_right(const trf_learner *learner, uint32_t example, uint32_t leaf);
/** Whether only the heading of an example is known. */
bool trf_learner_of_heading(const trf_learner *learner, uint32_t example);
uint32_t trf_learner_bucket(const trf_learner *learner, uint32_t example);

/* ---- what was learned ---- */
uint32_t trf_learner_feature_count(const trf_learner *learner);
/** Key, and the run of pairs, of a feature. */
uint64_t trf_learner_feature(const trf_learner *learner, uint32_t feature, uint32_t *first, uint32_t *count);
/** Class and weight, in 65,536ths of a binary digit, of a pair. */
uint16_t trf_learner_pair(const trf_learner *learner, uint32_t pair, int32_t *weight);
/** In 65,536ths. */
uint32_t trf_learner_scale(const trf_learner *learner, uint32_t bucket);

#endif
