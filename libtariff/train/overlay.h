/* SPDX-License-Identifier: Apache-2.0 */
/** @file What was learned, as an overlay image over the base whose words it was learned with. */
#ifndef TRF_TRAIN_OVERLAY_H
#define TRF_TRAIN_OVERLAY_H

#include "image/learn.h"
#include "train/learner.h"

typedef struct trf_overlay_plan {
    const uint8_t *base_hash;   /**< content hash of the base */
    const uint8_t (*files)[32]; /**< SHA-256 of what was learned from */
    uint32_t file_count;
    uint32_t leaf_count, heading_count;
    const uint16_t *languages; /**< bucket b of the learner is of languages[b / TRF_FEATURE_BUCKETS] */
    const trf_learn_confidence_record *confidences;
    uint32_t confidence_count;
} trf_overlay_plan;

/** Replace the file `path` by the overlay, durably. Weights that round to nothing are left out. */
tariff_status trf_overlay_write(const trf_alloc *alloc, const trf_learner *learner, uint32_t bucket_count,
                                const trf_overlay_plan *plan, const char *path, uint64_t *size, tariff_error **error);

#endif
