/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What is already in the model, by the names that the own XML uses: lines by code, areas by id, additional codes, periods of
 * description; and the numbers given to records that bring none. Catches up with the model's tables when asked.
 */
#ifndef TRF_INGEST_NATIVE_INDEX_H
#define TRF_INGEST_NATIVE_INDEX_H

#include "model/model.h"

/** Numbers given to records without one begin here; published ones lie below. */
#define TRF_NATIVE_SID_FIRST (UINT32_C(1) << 29)
/** Areas with an id of up to five letters and digits have a number that follows from the id; it lies from here on. */
#define TRF_NATIVE_SID_AREA (TRF_NATIVE_SID_FIRST + (UINT32_C(1) << 28))

typedef struct trf_native_entry {
    uint32_t key[4];
    uint32_t row;  /**< of the table, or a value */
    uint32_t next; /**< entry with the same hash; UINT32_MAX none */
} trf_native_entry;

typedef struct trf_native_index {
    trf_model *model;
    trf_native_entry *entries;
    size_t count, capacity;
    uint32_t *slots;
    size_t slot_count; /**< power of two; 0 none */
    uint32_t lines_seen, periods_seen, areas_seen, codes_seen;
    uint32_t next_sid[TRF_KIND_COUNT]; /**< 0: not asked for yet */
} trf_native_index;

void trf_native_index_init(trf_native_index *index, trf_model *model);
void trf_native_index_done(trf_native_index *index);

/** The next number of a kind whose number is in `field`. */
tariff_status trf_native_next_sid(trf_native_index *index, trf_kind kind, unsigned field, trf_value *out, tariff_error **error);
/** The row of the line with this code that is valid on `day` (absent: any day), else any line of the code; false for none. */
tariff_status trf_native_find_line(trf_native_index *index, uint16_t tariff, trf_value code, trf_value suffix, trf_value day,
                                   uint32_t *row, bool *found, tariff_error **error);
/** The period of description of a line that starts on `start`; with `any`, its first one. */
tariff_status trf_native_find_period(trf_native_index *index, trf_value line_sid, trf_value start, bool any, trf_value *sid,
                                     bool *found, tariff_error **error);
/** The number of an area: of the tariff, else of the shared ones, else one that is given to it now. */
tariff_status trf_native_area_sid(trf_native_index *index, uint16_t tariff, trf_value id, trf_value *out, tariff_error **error);
/** The number of an additional code; absent where it is not there. */
tariff_status trf_native_find_additional_code(trf_native_index *index, uint16_t tariff, trf_value type, trf_value code,
                                              trf_value *out, tariff_error **error);

#endif
