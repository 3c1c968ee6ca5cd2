/* SPDX-License-Identifier: Apache-2.0 */
/** @file The word that was meant by one that nobody knows. */
#ifndef TRF_CLASSIFY_REPAIR_H
#define TRF_CLASSIFY_REPAIR_H

#include "classify/space.h"

/**
 * The term of a language nearest to one that it has not: one slip in words of 4 to 7 characters, two in longer ones. Swapped
 * neighbours are one slip; keys side by side and signs that look alike are a smaller one. Of terms as near as each other the more
 * frequent.
 * TRF_INDEX_NONE where none is near. *slips gets its distance in thirds of a slip.
 */
uint32_t trf_repair(const trf_snapshot *snapshot, uint32_t language, trf_slice term, uint32_t *slips);

#endif
