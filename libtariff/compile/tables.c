/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/build.h"

static tariff_status write_tariffs(trf_build *build)
{
    trf_model *model = build->model;

    for (size_t t = 0; t < model->tariffs_count; t++) {
        trf_tariff_record *record = trf_build_add(build, TRF_SECTION_TARIFF);

        if (!record)
            return trf_fail_memory(build->error);
        record->id = model->tariffs[t];
        record->data_as_of = TRF_DATE_NONE;
        record->from = TRF_DATE_OPEN;
        record->to = TRF_DATE_NONE;
    }
    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_tariff); i++) {
        const trf_value *row = trf_current(build, TRF_KIND_tariff, i);
        trf_str id = trf_build_value(build, row[TRF_F_tariff_tariff_id]);

        for (uint32_t t = 0; t < trf_build_count(build, TRF_SECTION_TARIFF); t++) {
            trf_tariff_record *record = trf_build_at(build, TRF_SECTION_TARIFF, t);

            if (record->id != id)
                continue;
            record->title = trf_build_value(build, row[TRF_F_tariff_title]);
            record->zone = trf_build_value(build, row[TRF_F_tariff_zone]);
            record->currency = trf_build_value(build, row[TRF_F_tariff_currency]);
            record->nomenclature = trf_build_value(build, row[TRF_F_tariff_nomenclature]);
            record->data_as_of = trf_build_day(row[TRF_F_tariff_data_as_of], TRF_DATE_NONE);
            record->language = trf_build_value(build, row[TRF_F_tariff_language_id]);
            record->source = trf_build_value(build, row[TRF_F_tariff_source]);
            record->licence = trf_build_value(build, row[TRF_F_tariff_licence]);
            record->sample = trf_build_value(build, row[TRF_F_tariff_sample]);
        }
    }
    return trf_build_status(build);
}

static tariff_status write_inputs(trf_build *build)
{
    trf_model *model = build->model;

    for (size_t i = 0; i < model->inputs_count; i++) {
        const trf_input *input = &model->inputs[i];
        trf_input_record *record = trf_build_add(build, TRF_SECTION_INPUT);

        if (!record)
            return trf_fail_memory(build->error);
        record->name = trf_build_text(build, input->name);
        record->format = input->format;
        record->envelope = trf_build_raw(build, input->envelope);
        record->first_transaction = trf_build_raw(build, input->first_transaction);
        record->last_transaction = trf_build_raw(build, input->last_transaction);
        record->transactions = input->transactions;
        record->records = input->records;
        memcpy(record->sha256, input->sha256, sizeof record->sha256);
    }
    return trf_build_status(build);
}

static tariff_status write_trees(trf_build *build)
{
    trf_model *model = build->model;

    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_tree); i++) {
        const trf_value *row = trf_current(build, TRF_KIND_tree, i);
        trf_tree_record *record = trf_build_add(build, TRF_SECTION_TREE);
        uint32_t root = trf_build_int(build, row[TRF_F_tree_root_node], TRF_NODE_NONE);

        if (!record)
            return trf_fail_memory(build->error);
        record->kind = trf_build_value(build, row[TRF_F_tree_tree_kind]);
        record->id = trf_build_value(build, row[TRF_F_tree_tree_id]);
        record->tariff = trf_current_source(build, TRF_KIND_tree, i)->tariff;
        record->start = trf_build_day(row[TRF_F_tree_validity_start_date], TRF_DATE_NONE);
        record->end = trf_build_day(row[TRF_F_tree_validity_end_date], TRF_DATE_OPEN);
        record->root = root < model->nodes_count ? root : TRF_INDEX_NONE;
        record->source = trf_build_value(build, row[TRF_F_tree_source]);
    }
    if (!trf_rows_reserve(build->alloc, &build->rows[TRF_SECTION_NODE], model->nodes_count) ||
        !trf_rows_reserve(build->alloc, &build->rows[TRF_SECTION_ATTRIBUTE], model->attributes_count))
        return trf_fail_memory(build->error);
    for (size_t i = 0; i < model->nodes_count; i++) {
        const trf_node *node = &model->nodes[i];
        trf_node_record *record = trf_build_add(build, TRF_SECTION_NODE);

        if (!record)
            return trf_fail_memory(build->error);
        *record = (trf_node_record){node->name,
                                    node->text,
                                    node->parent,
                                    node->first_child,
                                    node->next,
                                    node->first_attribute,
                                    node->attribute_count,
                                    node->line,
                                    node->input,
                                    0};
    }
    for (size_t i = 0; i < model->attributes_count; i++) {
        trf_attribute_record *record = trf_build_add(build, TRF_SECTION_ATTRIBUTE);

        if (!record)
            return trf_fail_memory(build->error);
        *record = (trf_attribute_record){model->attributes[i].name, model->attributes[i].value};
    }
    return trf_build_status(build);
}

/* ---- code lists ---- */

#define NO_FIELD (-1)

typedef struct code_list {
    trf_kind kind;
    int code, start, end, extra;
} code_list;

static const code_list code_lists[] = {
    {TRF_KIND_measure_condition_code, TRF_F_measure_condition_code_condition_code,
     TRF_F_measure_condition_code_validity_start_date, TRF_F_measure_condition_code_validity_end_date, NO_FIELD},
    {TRF_KIND_measure_action, TRF_F_measure_action_action_code, TRF_F_measure_action_validity_start_date,
     TRF_F_measure_action_validity_end_date, NO_FIELD},
    {TRF_KIND_certificate_type, TRF_F_certificate_type_certificate_type_code, TRF_F_certificate_type_validity_start_date,
     TRF_F_certificate_type_validity_end_date, NO_FIELD},
    {TRF_KIND_footnote_type, TRF_F_footnote_type_footnote_type_id, TRF_F_footnote_type_validity_start_date,
     TRF_F_footnote_type_validity_end_date, TRF_F_footnote_type_application_code},
    {TRF_KIND_additional_code_type, TRF_F_additional_code_type_additional_code_type_id,
     TRF_F_additional_code_type_validity_start_date, TRF_F_additional_code_type_validity_end_date,
     TRF_F_additional_code_type_application_code},
    {TRF_KIND_measure_type_series, TRF_F_measure_type_series_measure_type_series_id,
     TRF_F_measure_type_series_validity_start_date, TRF_F_measure_type_series_validity_end_date,
     TRF_F_measure_type_series_measure_type_combination},
    {TRF_KIND_regulation_group, TRF_F_regulation_group_regulation_group_id, TRF_F_regulation_group_validity_start_date,
     TRF_F_regulation_group_validity_end_date, NO_FIELD},
    {TRF_KIND_regulation_role_type, TRF_F_regulation_role_type_regulation_role_type_id,
     TRF_F_regulation_role_type_validity_start_date, TRF_F_regulation_role_type_validity_end_date, NO_FIELD},
    {TRF_KIND_language, TRF_F_language_language_id, TRF_F_language_validity_start_date, TRF_F_language_validity_end_date,
     NO_FIELD},
};

static tariff_status write_code_lists(trf_build *build)
{
    for (size_t k = 0; k < sizeof code_lists / sizeof *code_lists; k++) {
        const code_list *list = &code_lists[k];

        for (uint32_t i = 0; i < trf_current_count(build, list->kind); i++) {
            const trf_value *row = trf_current(build, list->kind, i);
            trf_code_row_record *record = trf_build_add(build, TRF_SECTION_CODE_ROW);

            if (!record)
                return trf_fail_memory(build->error);
            record->kind = (uint32_t)list->kind;
            record->code = trf_build_value(build, row[list->code]);
            record->start = trf_build_day(row[list->start], TRF_DATE_NONE);
            record->end = trf_build_day(row[list->end], TRF_DATE_OPEN);
            record->tariff = trf_current_source(build, list->kind, i)->tariff;
            record->extra = list->extra == NO_FIELD ? 0 : trf_build_value(build, row[list->extra]);
        }
    }
    return trf_build_status(build);
}

/* ---- rates of exchange ---- */

/** Orders texts by their first eight characters: enough for authorities, purposes and currency codes. */
static uint64_t text_key(const trf_build *build, trf_str id)
{
    trf_slice text = trf_build_get(build, id);
    uint64_t key = 0;

    for (size_t i = 0; i < 8; i++)
        key = key << 8 | (i < text.size ? (uint8_t)text.data[i] : 0);
    return key;
}

static tariff_status write_exchange_rates(trf_build *build)
{
    const trf_kind periods = TRF_KIND_monetary_exchange_period, rates = TRF_KIND_monetary_exchange_rate;
    uint32_t count = trf_current_count(build, rates), at = 0;
    trf_rows made = {.record_size = sizeof(trf_exchange_record)};
    trf_sort_item *items = trf_alloc_array(build->alloc, (size_t)count + 1, sizeof *items);
    trf_sort_item *scratch = trf_alloc_array(build->alloc, (size_t)count + 1, sizeof *scratch);
    tariff_status status = TARIFF_OK;

    if (!items || !scratch) {
        status = trf_fail_memory(build->error);
        goto done;
    }
    for (uint32_t i = 0; i < count; i++) {
        const trf_value *row = trf_current(build, rates, i);
        const trf_row_source *source = trf_current_source(build, rates, i);
        trf_value sid = row[TRF_F_monetary_exchange_rate_monetary_exchange_period_sid];
        trf_exchange_record *record = trf_rows_add(build->alloc, &made);
        const trf_value *period = NULL;

        if (!record) {
            status = trf_fail_memory(build->error);
            goto done;
        }
        /* Both kinds stand in the order of (tariff, sid of the period). */
        for (; at < trf_current_count(build, periods); at++) {
            const trf_row_source *other = trf_current_source(build, periods, at);
            trf_value other_sid = trf_current(build, periods, at)[TRF_F_monetary_exchange_period_monetary_exchange_period_sid];

            if (other->tariff > source->tariff || (other->tariff == source->tariff && other_sid >= sid)) {
                if (other->tariff == source->tariff && other_sid == sid)
                    period = trf_current(build, periods, at);
                break;
            }
        }
        if (!period) {
            trf_model_report(build->model, source, "reference-to-nothing", TRF_SLICE("monetary.exchange.rate"),
                             "its period is in no input: the rate is left out");
            made.count--;
            continue;
        }
        record->authority = trf_build_value(build, period[TRF_F_monetary_exchange_period_authority]);
        record->purpose = trf_build_value(build, period[TRF_F_monetary_exchange_period_purpose]);
        record->base = trf_build_value(build, period[TRF_F_monetary_exchange_period_parent_monetary_unit_code]);
        record->currency = trf_build_value(build, row[TRF_F_monetary_exchange_rate_child_monetary_unit_code]);
        record->start = trf_build_day(period[TRF_F_monetary_exchange_period_validity_start_date], TRF_DATE_NONE);
        record->end = trf_build_day(period[TRF_F_monetary_exchange_period_validity_end_date], TRF_DATE_OPEN);
        record->value = trf_build_value(build, row[TRF_F_monetary_exchange_rate_exchange_rate]);
        record->per = trf_build_value(build, row[TRF_F_monetary_exchange_rate_per_units]);
        if (record->per == 0)
            record->per = trf_build_text(build, TRF_SLICE("1"));
        record->source = trf_build_value(build, row[TRF_F_monetary_exchange_rate_source]);
        items[made.count - 1].value = made.count - 1;
    }
    for (unsigned pass = 0; pass < 5; pass++) {
        for (uint32_t i = 0; i < made.count; i++) {
            const trf_exchange_record *record = (const trf_exchange_record *)(const void *)made.data + items[i].value;

            items[i].key = pass == 0   ? trf_sort_day(record->start)
                           : pass == 1 ? text_key(build, record->currency)
                           : pass == 2 ? text_key(build, record->base)
                           : pass == 3 ? text_key(build, record->purpose)
                                       : text_key(build, record->authority);
        }
        trf_sort_items(items, scratch, made.count);
    }
    for (uint32_t i = 0; i < made.count; i++) {
        trf_exchange_record *record = trf_build_add(build, TRF_SECTION_RATE_OF_EXCHANGE);

        if (!record) {
            status = trf_fail_memory(build->error);
            goto done;
        }
        *record = ((const trf_exchange_record *)(const void *)made.data)[items[i].value];
    }
    status = trf_build_status(build);
done:
    trf_rows_done(build->alloc, &made);
    trf_alloc_free(build->alloc, items, ((size_t)count + 1) * sizeof *items);
    trf_alloc_free(build->alloc, scratch, ((size_t)count + 1) * sizeof *scratch);
    return status;
}

tariff_status trf_build_tariffs(trf_build *build)
{
    tariff_status status = write_tariffs(build);

    if (status == TARIFF_OK)
        status = write_inputs(build);
    if (status == TARIFF_OK)
        status = write_trees(build);
    if (status == TARIFF_OK)
        status = write_code_lists(build);
    if (status == TARIFF_OK)
        status = write_exchange_rates(build);
    return status;
}
