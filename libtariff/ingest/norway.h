/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The customs tariff of Norway as its customs authority publishes it: JSON documents of the tariff's structure, of the rates
 * under trade agreements, of country groups and of their members, in any order.
 */
#ifndef TRF_INGEST_NORWAY_H
#define TRF_INGEST_NORWAY_H

#include "ingest/formats.h"

typedef struct norway norway;

tariff_status norway_new(trf_model *model, const trf_import_options *options, norway **out, tariff_error **error);
void norway_free(norway *tariff);
/** One document. */
tariff_status norway_read(norway *tariff, trf_slice name, trf_slice text, tariff_error **error);
/** All documents were read. */
tariff_status norway_finish(norway *tariff, tariff_error **error);

#endif
