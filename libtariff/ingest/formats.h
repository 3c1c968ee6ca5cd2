/* SPDX-License-Identifier: Apache-2.0 */
/** @file What others publish, made own XML: one line in the table of formats for each. */
#ifndef TRF_INGEST_FORMATS_H
#define TRF_INGEST_FORMATS_H

#include "model/model.h"

typedef struct trf_import_options {
    trf_slice tariff;     /**< id of the tariff; empty: the format's own */
    trf_slice language;   /**< of the texts; empty: the format's own */
    trf_slice valid_from; /**< YYYY-MM-DD or empty: from ever */
    trf_slice valid_to;   /**< YYYY-MM-DD or empty: without end */
} trf_import_options;

/** Reads the inputs (paths; "-" is standard input) into the model. */
typedef tariff_status (*trf_import_reader)(trf_model *model, const char *const *inputs, size_t count,
                                           const trf_import_options *options, tariff_error **error);

typedef struct trf_format {
    const char *name; /**< "usitc-csv" */
    const char *title;
    const char *tariff; /**< id of the tariff where the caller names none */
    const char *language;
    trf_import_reader read;
} trf_format;

/** The formats in order of name; count in *count. */
const trf_format *trf_formats(size_t *count);
/** The format of a name, or EINPUT naming those there are. */
tariff_status trf_format_find(const trf_alloc *alloc, trf_slice name, const trf_format **out, tariff_error **error);

/**
 * Read inputs in a format into an empty model. What was odd about the data stands in model->findings.
 * @retval TARIFF_OK @retval TARIFF_FINDINGS read, and something was reported @retval TARIFF_EINVAL an option is wrong
 * @retval TARIFF_EINPUT an input is not in that format
 */
tariff_status trf_import_read(trf_model *model, trf_slice format, const char *const *inputs, size_t count,
                              const trf_import_options *options, tariff_error **error);
/** The same, settled and written as own XML to a path. options may be NULL. */
tariff_status trf_import(trf_model *model, trf_slice format, const char *const *inputs, size_t count,
                         const trf_import_options *options, const char *output, tariff_error **error);

#endif
