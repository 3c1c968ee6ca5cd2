/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The preference code under which a measure is claimed: the first rule of the profile whose measure type and circumstances fit. A
 * circumstance is a list of the profile with something in it that the measure, or the goods, have.
 */
#ifndef TRF_MEASURE_PREFERENCE_H
#define TRF_MEASURE_PREFERENCE_H

#include "snapshot/element.h"
#include "snapshot/profile.h"

typedef struct trf_texts {
    const trf_slice *list;
    uint32_t count;
} trf_texts;

typedef struct trf_preference_query {
    const trf_snapshot *snapshot;
    const trf_profile_record *profile;
    trf_date date;
    trf_slice type;            /**< of the measure */
    trf_slice area;
    trf_texts documents;       /**< that its conditions name, type and code run together */
    trf_texts goods_documents; /**< that other measures on the goods name */
    trf_texts goods_types;     /**< types of measures on the goods */
    trf_texts lists;           /**< lists of the profile that are known to fit, whatever the rest says */
} trf_preference_query;

/**
 * @param[out] code     of the rule
 * @param[out] element  of the rule, for its source
 * @retval TARIFF_NOT_FOUND  no rule fits: the measure is under no preference code
 */
tariff_status trf_preference_code(const trf_preference_query *query, trf_slice *code, uint32_t *element);

#endif
