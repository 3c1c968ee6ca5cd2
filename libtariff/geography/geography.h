/* SPDX-License-Identifier: Apache-2.0 */
/** @file Geographical areas at a date: countries, regions, groups and who belongs to them. */
#ifndef TRF_GEOGRAPHY_GEOGRAPHY_H
#define TRF_GEOGRAPHY_GEOGRAPHY_H

#include "base/arena.h"
#include "snapshot/snapshot.h"

#define TRF_AREA_NONE 0u /**< index of the null record */

/** The area with this id in the tariff, else among the shared ones (tariff 0), valid on the date (TRF_DATE_NONE: at any). */
uint32_t trf_geography_find(const trf_snapshot *snapshot, uint32_t tariff, trf_slice id, trf_date date);
/** Whether `area` is `group` or a member of it, or of a group inside it, on the date. */
bool trf_geography_contains(const trf_snapshot *snapshot, uint32_t group, uint32_t area, trf_date date);
/** The id of the area that a text means but for its case; empty where there is none. */
trf_slice trf_geography_spelling(const trf_snapshot *snapshot, uint32_t tariff, trf_slice id, trf_date date);
const trf_label_record *trf_geography_label(const trf_snapshot *snapshot, uint32_t area, trf_slice language, trf_date date);

/**
 * Every area that contains an origin on a date, a byte for each area: made once per question, asked once per row.
 * Areas are matched by id too: the tariff's own "CN" and the shared "CN" are one place.
 */
typedef struct trf_area_set {
    uint8_t *in;    /**< TRF_AREA_IN or 0; after the last area stands a 0 for those that the snapshot has not */
    uint32_t count; /**< areas in the snapshot */
} trf_area_set;
#define TRF_AREA_IN TRF_ROW_ANY_AREA /**< the bit of rows that reach every place, so that either says so */
/** Bytes of a set. */
#define TRF_AREA_SET_SIZE(count) ((size_t)(count) + 1)

/** TARIFF_NOT_FOUND where no area has this id on the date; the set is then empty. Memory comes from the arena. */
tariff_status trf_area_set_make(trf_area_set *set, const trf_snapshot *snapshot, uint32_t tariff, trf_slice id, trf_date date,
                                trf_arena *arena, tariff_error **error);
static inline bool trf_area_set_has(const trf_area_set *set, uint32_t area)
{
    return area < set->count && set->in[area];
}

#endif
