/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * A settled model as XML of the own schema, streaming: the records that hold, grouped as the schema groups them. A record that
 * says more than its element can is written in the general form, record, so that nothing is lost. Numbers that the reader
 * gave are left out: reading gives them again, in the same order.
 */
#ifndef TRF_INGEST_NATIVE_WRITE_H
#define TRF_INGEST_NATIVE_WRITE_H

#include "ingest/xml_write.h"
#include "model/model.h"

typedef struct trf_native_write_options {
    const char *comment; /**< first line after the declaration, e.g. a licence; NULL none */
    bool one_tariff;     /**< only `tariff` and what all tariffs share */
    uint16_t tariff;     /**< index in model->tariffs */
} trf_native_write_options;

/** options may be NULL. */
tariff_status trf_native_write(const trf_model *model, const trf_native_write_options *options, trf_xml_sink sink, void *user,
                               tariff_error **error);
/** To a file, atomically. */
tariff_status trf_native_write_path(const trf_model *model, const trf_native_write_options *options, const char *path,
                                    tariff_error **error);

#endif
