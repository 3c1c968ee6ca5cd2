/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * XML to model: plain, gzip or xz, recognised by content; the format by the root element. A failed call leaves rows of the input
 * in the model: the model is to be thrown away then.
 */
#ifndef TRF_INGEST_INGEST_H
#define TRF_INGEST_INGEST_H

#include "ingest/xml.h"
#include "model/model.h"

typedef struct trf_ingest_options {
    trf_slice tariff; /**< tariff of TARIC3 inputs; empty is "TARIC" */
    /** Told now and then how much was read; total is 0 where it is not known. Other than 0 ends the call with ECANCELLED. May be
     * NULL. */
    int (*progress)(void *user, uint64_t done, uint64_t total);
    void *user;
} trf_ingest_options;

/** options may be NULL everywhere. */
tariff_status trf_ingest_path(trf_model *model, const char *path, const trf_ingest_options *options, tariff_error **error);
tariff_status trf_ingest_descriptor(trf_model *model, int descriptor, trf_slice name, const trf_ingest_options *options,
                                    tariff_error **error);
tariff_status trf_ingest_memory(trf_model *model, const void *data, size_t size, trf_slice name,
                                const trf_ingest_options *options, tariff_error **error);

/* ---- for readers ---- */

/** What a reader is given; all of it lives longer than the reader. */
typedef struct trf_reader_context {
    trf_model *model;
    trf_xml *xml;     /**< for the place within callbacks */
    uint16_t input;   /**< index in model->inputs; format is filled in already */
    trf_slice tariff; /**< id of the tariff for formats that do not say */
} trf_reader_context;

/**
 * One published format. begin() makes the reader's state; then the handler hears the document from its root element on, with that
 * state as user; finish() follows a complete document; free() is called in any case and accepts NULL.
 */
typedef struct trf_reader {
    const char *format; /**< name kept with the input: "native", "taric3" */
    tariff_status (*begin)(const trf_reader_context *context, void **state, tariff_error **error);
    trf_xml_handler handler;
    tariff_status (*finish)(void *state, tariff_error **error);
    void (*free)(void *state);
} trf_reader;

extern const trf_reader trf_native_reader; /**< native_*.c */
extern const trf_reader trf_taric3_reader; /**< taric3.c */

#endif
