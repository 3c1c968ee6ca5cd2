/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Looking at records as they were transmitted: the state of one record by its code and any of its fields, what happened to it in
 * which input, and what an input holds in all. Needs no settling.
 */
#ifndef TRF_MODEL_RECORDS_H
#define TRF_MODEL_RECORDS_H

#include "model/model.h"

typedef struct trf_record_field {
    trf_slice name;  /**< element name */
    trf_slice value; /**< as it was read */
} trf_record_field;

/** One thing that happened to a record. */
typedef struct trf_record_event {
    trf_slice file; /**< base name of the input */
    trf_slice transaction;
    trf_slice message;
    trf_update update;
    uint32_t line;
} trf_record_event;

typedef struct trf_record {
    trf_kind kind;
    uint16_t tariff;
    bool present;             /**< the last event is no deletion */
    uint32_t row;             /**< of the last event */
    trf_record_field *fields; /**< those present in the last event, in the order of kinds.def */
    size_t field_count;
    trf_record_event *history; /**< in order */
    size_t history_count;
} trf_record;

/** The kind with these TARIC3 codes ("430", "05": 430 and 5); TRF_KIND_COUNT for none. */
trf_kind trf_kind_of_record(uint32_t record, uint32_t subrecord);
/** The field of a kind with this element name, in any of its spellings; -1 for none. */
int trf_field_of_element(trf_kind kind, trf_slice element);

/**
 * The records of a kind, over all tariffs of the model, whose last event has these values in the fields named (all key fields,
 * some of them, or others), in the order of those events; at most `most` of them. Memory comes from the arena. NOT_FOUND where
 * nothing ever happened to such a record; EINVAL where a field is not one of the kind.
 */
tariff_status trf_records_find(const trf_model *model, trf_kind kind, const trf_record_field *fields, size_t field_count,
                               size_t most, trf_arena *arena, trf_record **out, size_t *count, tariff_error **error);

/** How many records of a kind an input holds under one code with one type of update. */
typedef struct trf_record_sum {
    trf_kind kind;
    uint16_t record; /**< as transmitted: publishers err */
    uint16_t subrecord;
    trf_update update;
    uint32_t count;
} trf_record_sum;

/** By kind, then update; only what occurs. Memory comes from the arena. Records of unknown kinds are in model->unknown. */
tariff_status trf_records_sum(const trf_model *model, uint16_t input, trf_arena *arena, trf_record_sum **out, size_t *count,
                              tariff_error **error);

#endif
