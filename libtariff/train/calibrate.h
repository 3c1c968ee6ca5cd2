/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * From what share of the evidence the first candidate has to how often it is right: answers that were kept apart, in the order of
 * their shares, are cut into groups of equal size, and groups that are less often right than those before them are joined with
 * them. Between the means of two groups the confidence rises evenly.
 */
#ifndef TRF_TRAIN_CALIBRATE_H
#define TRF_TRAIN_CALIBRATE_H

#include "base/alloc.h"

#define TRF_CALIBRATION_STEPS 24u
#define TRF_CALIBRATION_LEAST 20u /* answers of a group */

typedef struct trf_calibration {
    uint64_t *answers; /**< share in the upper half, right in the last bit */
    size_t capacity;
    uint32_t count;
} trf_calibration;

typedef struct trf_calibration_step {
    uint32_t share, confidence; /**< in 10,000ths */
} trf_calibration_step;

bool trf_calibration_add(const trf_alloc *alloc, trf_calibration *calibration, uint32_t share, bool right);
void trf_calibration_done(const trf_alloc *alloc, trf_calibration *calibration);
/** The steps, rising in both; returns their number, 0 where the answers are too few, UINT32_MAX where memory is refused. */
uint32_t trf_calibration_steps(const trf_alloc *alloc, trf_calibration *calibration,
                               trf_calibration_step out[TRF_CALIBRATION_STEPS]);

#endif
