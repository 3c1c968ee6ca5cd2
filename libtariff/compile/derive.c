/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/derive.h"

#include "ingest/native_index.h"

trf_row_source trf_derived_source(const trf_derived *d, uint32_t node, uint16_t tariff)
{
    trf_row_source source = {0};

    source.input = d->model->nodes[node].input;
    source.line = d->model->nodes[node].line;
    source.tariff = tariff;
    source.update = TRF_UPDATE_INSERT;
    return source;
}

void trf_derived_report(trf_derived *d, uint32_t node, const char *format, trf_slice what)
{
    trf_row_source source = trf_derived_source(d, node, 0);

    trf_model_report(d->model, &source, "derived", trf_tree_name(d->model, node), format, what);
}

tariff_status trf_derived_value(trf_derived *d, trf_slice text, trf_value *out)
{
    *out = trf_model_value(d->model, text);
    return *out == TRF_INTERN_NONE ? trf_fail_memory(d->error) : TARIFF_OK;
}

tariff_status trf_derived_attribute(trf_derived *d, uint32_t node, const char *name, trf_value *out)
{
    trf_slice text = trf_tree_attribute(d->model, node, name);

    *out = TRF_VALUE_ABSENT;
    return text.size ? trf_derived_value(d, text, out) : TARIFF_OK;
}

tariff_status trf_derived_date(trf_derived *d, uint32_t node, const char *name, trf_value *out)
{
    tariff_status status = trf_derived_attribute(d, node, name, out);
    trf_date date;

    if (status >= 0 && *out != TRF_VALUE_ABSENT && !trf_value_date(*out, &date)) {
        trf_derived_report(d, node, "'%S': not a date (expected YYYY-MM-DD)", trf_tree_attribute(d->model, node, name));
        *out = TRF_VALUE_ABSENT;
    }
    return status;
}

tariff_status trf_derived_row(trf_derived *d, trf_kind kind, const trf_value *row, const trf_row_source *source)
{
    trf_row_source own = *source;

    if (d->rows == TRF_DERIVED_MOST)
        return trf_fail(d->error, d->model->alloc, TARIFF_ELIMIT, "provisions: more than %u rows follow from them",
                        TRF_DERIVED_MOST);
    d->rows++;
    return trf_model_append(d->model, kind, row, &own, d->error);
}

tariff_status trf_derived_area(trf_derived *d, uint16_t tariff, trf_value id, trf_value *out)
{
    return trf_native_area_sid(d->index, tariff, id, out, d->error);
}

tariff_status trf_derived_sid(trf_derived *d, trf_kind kind, unsigned field, trf_value *out)
{
    return trf_native_next_sid(d->index, kind, field, out, d->error);
}

tariff_status trf_derived_measure(trf_derived *d, trf_value *row, const trf_row_source *source)
{
    tariff_status status =
        trf_native_next_sid(d->index, TRF_KIND_measure, TRF_F_measure_measure_sid, &row[TRF_F_measure_measure_sid], d->error);

    if (status >= 0)
        status =
            trf_derived_area(d, source->tariff, row[TRF_F_measure_geographical_area], &row[TRF_F_measure_geographical_area_sid]);
    if (status >= 0)
        status = trf_derived_value(d, TRF_SLICE("0"), &row[TRF_F_measure_stopped_flag]);
    return status < 0 ? status : trf_derived_row(d, TRF_KIND_measure, row, source);
}

tariff_status trf_derive(trf_model *model, trf_derived *out, tariff_error **error)
{
    trf_native_index index;
    size_t restored = model->inputs_restored;
    tariff_status status;

    memset(out, 0, sizeof *out);
    out->model = model;
    out->error = error;
    out->sequence = model->sequence;
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        out->counts[kind] = model->tables[kind].count;
    trf_native_index_init(&index, model);
    out->index = &index;
    status = trf_derive_provisions(out);
    if (status >= 0)
        status = trf_derive_agreement_quotas(out);
    out->index = NULL;
    trf_native_index_done(&index);
    if (status < 0 || out->rows == 0)
        return status;
    model->settled = false;
    model->inputs_restored = model->inputs_count; /* what settling finds in them was reported just now */
    status = trf_model_settle(model, error);
    model->inputs_restored = restored;
    return status;
}

void trf_derive_undo(trf_derived *derived)
{
    trf_model *model = derived->model;

    if (!model || model->sequence == derived->sequence)
        return;
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++) {
        trf_table *table = &model->tables[kind];
        uint32_t kept = 0;

        for (uint32_t i = 0; i < table->current_count; i++) {
            if (table->current[i] < derived->counts[kind])
                table->current[kept++] = table->current[i];
        }
        table->current_count = kept;
        table->count = derived->counts[kind];
    }
    model->sequence = derived->sequence;
    memset(model->memo, 0, sizeof model->memo); /* what it names may be cut */
}
