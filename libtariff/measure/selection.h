/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Which measures a question reaches: every measure on the line or an ancestor is a candidate and gets exactly one disposition.
 * Selection decides what dates, direction, area and additional code decide; claims, conditions and relations between measures
 * come after it (assess/) and only ever change TRF_DISPOSITION_APPLIED to one of the later ones.
 */
#ifndef TRF_MEASURE_SELECTION_H
#define TRF_MEASURE_SELECTION_H

#include "geography/geography.h"
#include "nomenclature/nomenclature.h"

/** In the order in which the first that holds is taken. */
typedef enum trf_disposition {
    TRF_DISPOSITION_OUT_OF_DATE,
    TRF_DISPOSITION_WRONG_DIRECTION,
    TRF_DISPOSITION_WRONG_AREA,
    TRF_DISPOSITION_WRONG_ADDITIONAL_CODE,
    TRF_DISPOSITION_NOT_CLAIMED,
    TRF_DISPOSITION_UNKNOWN_FACT,
    TRF_DISPOSITION_CONDITION_FAILED,
    TRF_DISPOSITION_QUOTA_EXHAUSTED,
    TRF_DISPOSITION_REPLACED,
    TRF_DISPOSITION_EXCLUDED,
    TRF_DISPOSITION_SUSPENDED,
    TRF_DISPOSITION_INFORMATIONAL,
    TRF_DISPOSITION_APPLIED,
    TRF_DISPOSITION_COUNT
} trf_disposition;

/** "out_of_date" … "applied". */
const char *trf_disposition_name(trf_disposition disposition);

typedef enum trf_movement { TRF_MOVEMENT_IMPORT = 1, TRF_MOVEMENT_EXPORT = 2 } trf_movement;

typedef struct trf_selection_query {
    uint32_t tariff;
    uint32_t line;                    /**< declarable or not; TRF_LINE_NONE for measures keyed by additional code only */
    trf_date date;
    trf_date as_published;            /**< TRF_DATE_NONE: all that is known */
    trf_movement movement;
    const trf_area_set *origin;       /**< NULL: any area matches (looking, not assessing) */
    const trf_area_set *second;       /**< further place that may match: preferential origin; NULL none */
    const uint32_t *additional_codes; /**< indices of declared additional codes; a measure without one always matches */
    uint32_t additional_code_count;
    bool any_additional_code;         /**< looking: every additional code matches */
    const uint32_t *without_line;     /**< further candidates: measures without a goods code */
    uint32_t without_line_count;
} trf_selection_query;

typedef struct trf_candidate {
    uint32_t measure;     /**< in MEASURE, and its row in MEASURE_ROW */
    uint32_t line;        /**< the line it stands on */
    uint8_t disposition;  /**< trf_disposition */
    uint8_t role;         /**< trf_role of its type */
    uint8_t generation;   /**< 0 on the line itself, 1 on its parent, … */
    uint8_t matched;      /**< TRF_MATCH_*: which place matched its area */
    uint32_t by;          /**< index among the candidates of the one that replaced, excluded or suspended it; UINT32_MAX none */
} trf_candidate;
#define TRF_MATCH_ORIGIN 1u
#define TRF_MATCH_SECOND 2u

/** Candidates in the order of the tariff: nearest line first, within a line as sorted in the image. They lie in the arena. */
tariff_status trf_measure_select(const trf_snapshot *snapshot, const trf_selection_query *query, trf_arena *arena,
                                 trf_candidate **candidates, uint32_t *count, tariff_error **error);

#define TRF_DISPOSITIONS_MISSED 3u /**< out of date, wrong direction, wrong area: what does not reach the goods */

/** What reaches the goods, and how much does not. */
typedef struct trf_reach {
    trf_candidate *candidates; /**< those that date, direction and area let through, in the order of the tariff */
    uint32_t count;
    uint32_t considered;                      /**< all candidates: those listed, and those that are only counted */
    uint32_t missed[TRF_DISPOSITIONS_MISSED]; /**< by disposition */
} trf_reach;
/** The same selection, listing only what reaches the goods: most candidates do not. The query has an origin, no second place. */
tariff_status trf_measure_reach(const trf_snapshot *snapshot, const trf_selection_query *query, trf_arena *arena, trf_reach *out,
                                tariff_error **error);

/** Whether a measure's area holds a place and none of its exclusions does; dates, direction and codes aside. */
bool trf_measure_reaches(const trf_snapshot *snapshot, uint32_t measure, const trf_area_set *place);

#endif
