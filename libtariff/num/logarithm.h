/* SPDX-License-Identifier: Apache-2.0 */
/** @file Logarithms, powers of two and roots, of integers alone: the same on every host. For weights, never for money. */
#ifndef TRF_NUM_LOGARITHM_H
#define TRF_NUM_LOGARITHM_H

#include <stdint.h>

#define TRF_LOG2_ONE 65536 /**< 1.0 */

/** log2(numerator / denominator) in 65,536ths, rounded down; both at least 1. */
int32_t trf_log2(uint64_t numerator, uint64_t denominator);
/** 2 to the power of x (in 65,536ths), in 65,536ths; x from -31 to 31 wholes, what lies outside is taken as its bound. */
uint64_t trf_exp2(int32_t x);
/** The largest integer whose square is at most x. */
uint32_t trf_root(uint64_t x);

#endif
