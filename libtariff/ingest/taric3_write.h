/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The records of a model as a TARIC3 envelope, streaming: every record that was read, in the order of reading, with its
 * transaction, message, type of update and codes. What a transmission held that has no place in a table is written too. Records
 * of the own schema get the codes of their kind; what TARIC3 has no element for is left out and counted.
 */
#ifndef TRF_INGEST_TARIC3_WRITE_H
#define TRF_INGEST_TARIC3_WRITE_H

#include "ingest/xml_write.h"
#include "model/model.h"

typedef struct trf_taric3_write_options {
    bool one_tariff; /**< only records of `tariff` and those that all tariffs share */
    uint16_t tariff;
} trf_taric3_write_options;

typedef struct trf_taric3_written {
    uint32_t records[TRF_KIND_COUNT];     /**< by kind */
    uint32_t unknown;                     /**< of no known kind */
    uint32_t left_out[TRF_KIND_COUNT];    /**< records without an element in TARIC3 */
    uint32_t left_fields[TRF_KIND_COUNT]; /**< values of fields that only the own schema has, in records that were written */
} trf_taric3_written;

/** The model need not be settled. options may be NULL; *written is filled in as far as it came. */
tariff_status trf_taric3_write(const trf_model *model, const trf_taric3_write_options *options, trf_xml_sink sink, void *user,
                               trf_taric3_written *written, tariff_error **error);

#endif
