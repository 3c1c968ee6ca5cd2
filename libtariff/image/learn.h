/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What was learned from truth files: sections 112 to 117 of an overlay. A weight says how far a feature of a text
 * (text/feature.h) speaks for a class: the leaves of the base's first space, then its headings, in the order of the tree.
 * Weights are in 256ths of a binary digit.
 */
#ifndef TRF_IMAGE_LEARN_H
#define TRF_IMAGE_LEARN_H

#include "image/layout.h"

#define TRF_SECTION_LEARN            112u /* one record */
#define TRF_SECTION_LEARN_FILE       113u /* what was learned from */
#define TRF_SECTION_LEARN_SCALE      114u /* by (language, length of the text) */
#define TRF_SECTION_LEARN_SLOT       115u /* open addressing by key */
#define TRF_SECTION_LEARN_WEIGHT     116u /* of a feature */
#define TRF_SECTION_LEARN_CONFIDENCE 117u /* by (language, depth), rising */

typedef struct trf_learn_record {       /* 24 */
    uint32_t leaf_count, heading_count; /**< classes of the base */
    uint32_t slot_count;                /**< a power of two */
    uint32_t line_count;                /**< lines learned from */
    uint32_t candidate_count;           /**< so many of the best by words alone keep their score */
    uint32_t reserved0;
} trf_learn_record;

typedef struct trf_learn_file_record {
    uint8_t sha256[32];
} trf_learn_file_record; /* 32 */

typedef struct trf_learn_scale_record { /* 8 */
    uint16_t language;                  /**< index in LANGUAGE of the base */
    uint16_t bucket;                    /**< trf_features_bucket() */
    uint32_t scale;                     /**< what a score by words counts beside weights, in 65,536ths */
} trf_learn_scale_record;

typedef struct trf_learn_slot_record { /* 16 */
    uint32_t key_low, key_high;        /**< 0: free */
    uint32_t first, count;             /**< in LEARN_WEIGHT */
} trf_learn_slot_record;

typedef struct trf_learn_weight_record {
    uint16_t of; /**< class */
    int16_t weight;
} trf_learn_weight_record; /* 4 */

typedef struct trf_learn_confidence_record { /* 12 */
    uint16_t language;                       /**< index in LANGUAGE of the base; UINT16_MAX: all that have none of their own */
    uint16_t depth;                          /**< digits */
    uint32_t share;                          /**< from this share of the evidence on, in 10,000ths */
    uint32_t confidence;
} trf_learn_confidence_record;

#define TRF_LEARN_WEIGHT_ONE 256 /* one binary digit */

#endif
