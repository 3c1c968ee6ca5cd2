/* SPDX-License-Identifier: Apache-2.0 */
/** @file Shared by the targets of tables of lines: what was read is written as own XML, and that is read with as many lines. */
#ifndef TESTS_FUZZ_LINES_H
#define TESTS_FUZZ_LINES_H

#include <stdlib.h>
#include <string.h>

#include "ingest/ingest.h"
#include "ingest/line_table.h"
#include "ingest/native_write.h"

typedef tariff_status (*lines_reader)(line_table *table, trf_slice name, trf_slice bytes, tariff_error **error);

static inline tariff_status lines_to_buffer(void *user, const void *data, size_t size, tariff_error **error)
{
    trf_buffer_bytes(user, data, size);
    return ((trf_buffer *)user)->failed ? trf_fail_memory(error) : TARIFF_OK;
}

static inline void lines_there_and_back(trf_model *model)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    trf_model *again = NULL;
    trf_buffer written;

    trf_buffer_init(&written, &trf_alloc_default, 0);
    if (trf_model_settle(model, &error) < 0 || trf_native_write(model, NULL, lines_to_buffer, &written, &error) < 0 ||
        trf_model_new(&trf_alloc_default, &limits, 1, &again, &error) < 0 ||
        trf_ingest_memory(again, written.data, written.size, TRF_SLICE("written.xml"), NULL, &error) < 0)
        abort();
    if (again->tables[TRF_KIND_goods_nomenclature].count != model->tables[TRF_KIND_goods_nomenclature].current_count ||
        again->tables[TRF_KIND_goods_nomenclature_description].count !=
            model->tables[TRF_KIND_goods_nomenclature_description].current_count ||
        again->nodes_count != model->nodes_count)
        abort();
    trf_model_free(again);
    trf_buffer_done(&written);
}

/** Reads bytes into a model: TARIFF_OK, or an error with an error object. */
typedef tariff_status (*lines_import)(void *user, trf_model *model, const trf_import_options *options, trf_slice bytes,
                                      tariff_error **error);

/** Bytes in a format: refused with an error, or read, written and read again. */
static inline void lines_imported(lines_import import, void *user, trf_slice bytes)
{
    const trf_import_options options = {TRF_SLICE("ZZ"), TRF_SLICE("en"), TRF_SLICE_EMPTY, TRF_SLICE_EMPTY};
    trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    trf_model *model = NULL;
    tariff_status status;

    limits.findings = 100;
    limits.input_bytes = UINT64_C(16) << 20;
    if (trf_model_new(&trf_alloc_default, &limits, 1, &model, &error) < 0)
        abort();
    status = import(user, model, &options, bytes, &error);
    if (status < 0 && !error)
        abort();
    if (status >= 0)
        lines_there_and_back(model);
    trf_error_free(error);
    trf_model_free(model);
}

static inline tariff_status lines_table(void *user, trf_model *model, const trf_import_options *options, trf_slice bytes,
                                        tariff_error **error)
{
    static const line_table_publisher publisher = {"fuzz", "ZZ", "Title", "UTC", "EUR", "Fuzz, "};
    const lines_reader *read = user;
    line_table *table = NULL;
    tariff_status status = line_table_new(model, options, &publisher, &table, error);

    if (status >= 0)
        status = (*read)(table, TRF_SLICE("fuzz"), bytes, error);
    if (status >= 0)
        status = line_table_finish(table, error);
    line_table_free(table);
    return status;
}

/** One table: refused with an error, or read. */
static inline void lines_of(lines_reader read, trf_slice bytes)
{
    lines_imported(lines_table, &read, bytes);
}

#endif
