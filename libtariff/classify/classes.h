/* SPDX-License-Identifier: Apache-2.0 */
/** @file The classes that learning knows: the leaves of a space in its order, and the headings that they belong to. */
#ifndef TRF_CLASSIFY_CLASSES_H
#define TRF_CLASSIFY_CLASSES_H

#include "classify/space.h"

typedef struct trf_classes {
    uint16_t *place;   /**< of each leaf */
    uint16_t *leaf;    /**< of each place; TRF_SEARCH_NO_PLACE */
    uint16_t *heading; /**< of each leaf */
    uint32_t leaf_count, heading_count, place_count;
} trf_classes;

tariff_status trf_classes_of(const trf_alloc *alloc, const trf_space *space, trf_classes *out, tariff_error **error);
/**
 * The leaves under a code, of those of the space: they stand side by side. Returns how many there are; *first is the first.
 */
uint32_t trf_classes_under(const trf_snapshot *snapshot, const trf_space *space, const trf_classes *classes, trf_slice code,
                           uint32_t *first);
void trf_classes_free(const trf_alloc *alloc, trf_classes *classes);

#endif
