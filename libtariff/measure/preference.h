/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The preference code under which a measure is claimed: the first rule of the profile whose measure type and circumstances fit. A
 * circumstance is a list of the profile with something in it that the measure, or the goods, have.
 */
#ifndef TRF_MEASURE_PREFERENCE_H
#define TRF_MEASURE_PREFERENCE_H

#include "snapshot/profile.h"

/** A text in two parts that are read as one: type and code of a document. */
typedef struct trf_two_texts {
    trf_slice first, second;
} trf_two_texts;

typedef struct trf_texts {
    const trf_two_texts *list;
    uint32_t count;
} trf_texts;

typedef struct trf_preference_query {
    const trf_snapshot *snapshot;
    const trf_profile_record *profile;
    trf_date date;
    trf_slice type;            /**< of the measure */
    trf_slice area;
    trf_texts documents;       /**< that its conditions name */
    trf_texts goods_documents; /**< that other measures on the goods name */
    trf_texts goods_types;     /**< types of measures on the goods */
    trf_texts lists;           /**< lists of the profile that are known to fit, whatever the rest says */
} trf_preference_query;

/** The rule; the null record where none fits: the measure is under no preference code, or the profile says nothing of it. */
const trf_profile_preference_record *trf_preference_rule(const trf_preference_query *query);

/** Adds the documents that the conditions of a measure name, as many as the list takes. */
void trf_preference_documents(const trf_snapshot *snapshot, const trf_measure_record *measure, trf_two_texts *list, uint32_t most,
                              trf_texts *out);

#endif
