/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Schemes of preferential origin and their product-specific rules as the UK's tariff service publishes them: a JSON document of
 * schemes, and one of rule sets for each scheme, named after it. Schemes become agreements; the words of the rules are kept.
 */
#ifndef TRF_INGEST_UK_ORIGIN_H
#define TRF_INGEST_UK_ORIGIN_H

#include "ingest/formats.h"

typedef struct uk_origin uk_origin;

tariff_status uk_origin_new(trf_model *model, const trf_import_options *options, uk_origin **out, tariff_error **error);
void uk_origin_free(uk_origin *origin);
/** One document. */
tariff_status uk_origin_read(uk_origin *origin, trf_slice name, trf_slice text, tariff_error **error);
/** All documents were read. */
tariff_status uk_origin_finish(uk_origin *origin, tariff_error **error);

#endif
