/* SPDX-License-Identifier: Apache-2.0 */
/** @file Codes of other vintages of a nomenclature, by its correlations. */
#ifndef TRF_CLASSIFY_VINTAGE_H
#define TRF_CLASSIFY_VINTAGE_H

#include "snapshot/snapshot.h"

#define TRF_VINTAGE_TARGETS_MAX 64u

/**
 * The codes that a code has become: itself where the tariff has it, else what correlations make of it, one vintage after the
 * other. Returns their number, 0 where nothing is known of it; slices are of the image or of `code`.
 */
uint32_t trf_vintage_targets(const trf_snapshot *snapshot, uint32_t tariff, trf_slice code,
                             trf_slice out[TRF_VINTAGE_TARGETS_MAX]);

#endif
