/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Lists of the goods that additional duties reach, as tables of codes that research projects keep beside the legal notes: a
 * column of codes, and where there are any, the heading or annex that each belongs to and its dates. They become scope lists.
 */
#ifndef TRF_INGEST_US_SCOPE_H
#define TRF_INGEST_US_SCOPE_H

#include "ingest/formats.h"

typedef struct us_scope us_scope;

tariff_status us_scope_new(trf_model *model, const trf_import_options *options, us_scope **out, tariff_error **error);
void us_scope_free(us_scope *scope);
/** One table, with a header or of codes alone. */
tariff_status us_scope_read(us_scope *scope, trf_slice name, trf_slice text, tariff_error **error);
/** All tables were read. */
tariff_status us_scope_finish(us_scope *scope, tariff_error **error);

#endif
