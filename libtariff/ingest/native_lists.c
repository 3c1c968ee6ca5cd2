/* SPDX-License-Identifier: Apache-2.0 */
/* Lists around the measures: areas, additional codes, types, units, rates of exchange, and records of any kind. */
#include "ingest/native.h"

#include "model/records.h"

static tariff_status fill(native_reader *reader, trf_value *value, const char *text, tariff_error **error)
{
    return *value ? TARIFF_OK : native_value(reader, trf_slice_text(text), value, error);
}

/* ---- areas ---- */
tariff_status native_open_area(native_reader *reader, native_frame *frame, tariff_error **error)
{
    trf_value *v = frame->values;
    const char *code = frame->name == N_country ? "0" : frame->name == N_group ? "1" : "2";
    tariff_status status = native_value(reader, trf_slice_text(code), &v[TRF_F_geographical_area_geographical_code], error);

    if (status >= 0 && !v[TRF_F_geographical_area_geographical_area_sid])
        status = trf_native_area_sid(&reader->index, reader->source.tariff, v[TRF_F_geographical_area_geographical_area_id],
                                     &v[TRF_F_geographical_area_geographical_area_sid], error);
    if (status >= 0 && frame->name == N_group && frame->slots[0])
        status = trf_native_area_sid(&reader->index, reader->source.tariff, frame->slots[0],
                                     &v[TRF_F_geographical_area_parent_geographical_area_group_sid], error);
    return status;
}

tariff_status native_open_member(native_reader *reader, native_frame *frame, tariff_error **error)
{
    trf_value own = native_parent(reader)->values[TRF_F_geographical_area_geographical_area_sid], other;
    trf_value *v = frame->values;
    tariff_status status = trf_native_area_sid(&reader->index, reader->source.tariff, frame->slots[0], &other, error);

    v[TRF_F_geographical_area_membership_geographical_area_sid] = frame->name == N_member ? other : own;
    v[TRF_F_geographical_area_membership_geographical_area_group_sid] = frame->name == N_member ? own : other;
    return status;
}

/* ---- additional codes and types ---- */
tariff_status native_open_additional_code(native_reader *reader, native_frame *frame, tariff_error **error)
{
    trf_value *sid = &frame->values[TRF_F_additional_code_additional_code_sid];

    return *sid ? TARIFF_OK
                : trf_native_next_sid(&reader->index, TRF_KIND_additional_code, TRF_F_additional_code_additional_code_sid, sid,
                                      error);
}

tariff_status native_open_code_footnote(native_reader *reader, native_frame *frame, tariff_error **error)
{
    const trf_value *code = native_parent(reader)->values;
    trf_value *v = frame->values;

    (void)error;
    v[TRF_F_footnote_association_additional_code_additional_code_sid] = code[TRF_F_additional_code_additional_code_sid];
    v[TRF_F_footnote_association_additional_code_additional_code_type_id] = code[TRF_F_additional_code_additional_code_type_id];
    v[TRF_F_footnote_association_additional_code_additional_code] = code[TRF_F_additional_code_additional_code];
    return TARIFF_OK;
}

tariff_status native_open_type_of_code(native_reader *reader, native_frame *frame, tariff_error **error)
{
    (void)error;
    frame->values[TRF_F_additional_code_type_measure_type_additional_code_type_id] =
        native_parent(reader)->values[TRF_F_additional_code_type_additional_code_type_id];
    return TARIFF_OK;
}

/* What a transmission always says and the own XML may leave out. */
static const struct {
    trf_kind kind;
    int16_t field;
    const char *value;
} defaults[] = {
    {TRF_KIND_measure_type, TRF_F_measure_type_priority_code, "1"},
    {TRF_KIND_measure_type, TRF_F_measure_type_measure_component_applicable_code, "0"},
    {TRF_KIND_measure_type, TRF_F_measure_type_origin_dest_code, "0"},
    {TRF_KIND_measure_type, TRF_F_measure_type_order_number_capture_code, "2"},
    {TRF_KIND_measure_type, TRF_F_measure_type_measure_explosion_level, "10"},
    {TRF_KIND_measure_type_series, TRF_F_measure_type_series_measure_type_combination, "0"},
    {TRF_KIND_base_regulation, TRF_F_base_regulation_base_regulation_role, "1"},
    {TRF_KIND_base_regulation, TRF_F_base_regulation_community_code, "1"},
    {TRF_KIND_base_regulation, TRF_F_base_regulation_replacement_indicator, "0"},
    {TRF_KIND_base_regulation, TRF_F_base_regulation_stopped_flag, "0"},
    {TRF_KIND_base_regulation, TRF_F_base_regulation_approved_flag, "1"},
    {TRF_KIND_goods_nomenclature_group, TRF_F_goods_nomenclature_group_nomenclature_group_facility_code, "0"},
};

tariff_status native_open_defaults(native_reader *reader, native_frame *frame, tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    for (size_t i = 0; i < sizeof defaults / sizeof defaults[0] && status >= 0; i++)
        if (defaults[i].kind == frame->kind)
            status = fill(reader, &frame->values[defaults[i].field], defaults[i].value, error);
    return status;
}

/* ---- units ---- */
tariff_status native_open_measurement(native_reader *reader, native_frame *frame, tariff_error **error)
{
    trf_value row[TRF_F_measurement_COUNT] = {0};

    if (!frame->values[TRF_F_measurement_conversion_measurement_unit_qualifier_code])
        return TARIFF_OK;
    row[TRF_F_measurement_measurement_unit_code] = frame->values[TRF_F_measurement_conversion_measurement_unit_code];
    row[TRF_F_measurement_measurement_unit_qualifier_code] =
        frame->values[TRF_F_measurement_conversion_measurement_unit_qualifier_code];
    row[TRF_F_measurement_validity_start_date] = frame->from;
    row[TRF_F_measurement_validity_end_date] = frame->to;
    return native_append(reader, TRF_KIND_measurement, row, error);
}

/* Further spellings share one field, a bar between them. */
static tariff_status add_alias(native_reader *reader, trf_value *field, trf_slice text, tariff_error **error)
{
    trf_buffer joined;
    char scratch[16];
    tariff_status status;

    if (!*field)
        return native_value(reader, text, field, error);
    trf_buffer_init(&joined, reader->alloc, 4096);
    trf_buffer_slice(&joined, native_text(reader, *field, scratch));
    trf_buffer_char(&joined, '|');
    trf_buffer_slice(&joined, text);
    status = joined.failed ? trf_fail(error, reader->alloc, TARIFF_ELIMIT, "<abbreviation>: too many spellings")
                           : native_value(reader, trf_buffer_view(&joined), field, error);
    trf_buffer_done(&joined);
    return status;
}

tariff_status native_close_abbreviation(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error)
{
    native_frame *owner = native_parent(reader);
    trf_value row[TRF_F_measurement_abbreviation_COUNT] = {0};
    tariff_status status;

    if (text.size == 0)
        return trf_fail(error, reader->alloc, TARIFF_EINPUT, "<abbreviation>: empty");
    if (owner->name == N_duty_expression)
        return add_alias(reader, &owner->values[TRF_F_duty_expression_aliases], text, error);
    if (owner->name == N_measurement_unit_qualifier) {
        if (!owner->values[TRF_F_measurement_unit_qualifier_abbreviation])
            return native_value(reader, text, &owner->values[TRF_F_measurement_unit_qualifier_abbreviation], error);
        return add_alias(reader, &owner->values[TRF_F_measurement_unit_qualifier_aliases], text, error);
    }
    status = native_value(reader, text, &row[TRF_F_measurement_abbreviation_abbreviation], error);
    row[TRF_F_measurement_abbreviation_measurement_unit_code] = owner->values[TRF_F_measurement_conversion_measurement_unit_code];
    row[TRF_F_measurement_abbreviation_measurement_unit_qualifier_code] =
        owner->values[TRF_F_measurement_conversion_measurement_unit_qualifier_code];
    row[TRF_F_measurement_abbreviation_notation] = frame->slots[0];
    row[TRF_F_measurement_abbreviation_preferred] = frame->slots[1];
    if (status >= 0 && !frame->slots[1])
        status = native_value(reader, owner->positions[0]++ ? TRF_SLICE("0") : TRF_SLICE("1"),
                              &row[TRF_F_measurement_abbreviation_preferred], error);
    return status < 0 ? status : native_append(reader, TRF_KIND_measurement_abbreviation, row, error);
}

/* ---- rates of exchange ---- */
/* Rates of one authority, purpose, base and period share a period record: the last one that fits is looked for from the end. */
tariff_status native_open_exchange_rate(native_reader *reader, native_frame *frame, tariff_error **error)
{
    const native_frame *list = native_parent(reader);
    const trf_table *table = &reader->model->tables[TRF_KIND_monetary_exchange_period];
    trf_value row[TRF_F_monetary_exchange_period_COUNT] = {0};
    trf_value *sid = &frame->values[TRF_F_monetary_exchange_rate_monetary_exchange_period_sid];
    tariff_status status;

    for (uint32_t i = table->count; i > 0 && table->count - i < 64; i--) {
        const trf_value *period = trf_model_row(reader->model, TRF_KIND_monetary_exchange_period, i - 1);

        if (table->sources[i - 1].line == list->line && table->sources[i - 1].input == reader->context.input &&
            period[TRF_F_monetary_exchange_period_authority] == list->slots[0] &&
            period[TRF_F_monetary_exchange_period_purpose] == list->slots[1] &&
            period[TRF_F_monetary_exchange_period_parent_monetary_unit_code] == list->slots[2] &&
            period[TRF_F_monetary_exchange_period_validity_start_date] == frame->from &&
            period[TRF_F_monetary_exchange_period_validity_end_date] == frame->to) {
            *sid = period[TRF_F_monetary_exchange_period_monetary_exchange_period_sid];
            return TARIFF_OK;
        }
    }
    status = trf_native_next_sid(&reader->index, TRF_KIND_monetary_exchange_period,
                                 TRF_F_monetary_exchange_period_monetary_exchange_period_sid, sid, error);
    if (status < 0)
        return status;
    row[TRF_F_monetary_exchange_period_monetary_exchange_period_sid] = *sid;
    row[TRF_F_monetary_exchange_period_authority] = list->slots[0];
    row[TRF_F_monetary_exchange_period_purpose] = list->slots[1];
    row[TRF_F_monetary_exchange_period_parent_monetary_unit_code] = list->slots[2];
    row[TRF_F_monetary_exchange_period_validity_start_date] = frame->from;
    row[TRF_F_monetary_exchange_period_validity_end_date] = frame->to;
    status = native_append(reader, TRF_KIND_monetary_exchange_period, row, error);
    if (status >= 0) /* the list's line marks which list a period is of */
        reader->model->tables[TRF_KIND_monetary_exchange_period].sources[table->count - 1].line = list->line;
    return status;
}

/* ---- records of any kind ---- */
tariff_status native_open_record(native_reader *reader, native_frame *frame, tariff_error **error)
{
    char scratch[16];
    trf_slice name = native_text(reader, frame->slots[0], scratch);

    frame->kind = trf_kind_of_element(name);
    if (frame->kind == TRF_KIND_COUNT || frame->kind == TRF_KIND_tree)
        return trf_fail(error, reader->alloc, TARIFF_EINPUT, "kind of <record> '%S': not known", name);
    return TARIFF_OK;
}

tariff_status native_close_field(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error)
{
    native_frame *record = native_parent(reader);
    char scratch[16];
    trf_slice name = native_text(reader, frame->slots[0], scratch);
    int field = trf_field_of_element(record->kind, name);
    trf_date date;

    if (field < 0)
        return trf_fail(error, reader->alloc, TARIFF_EINPUT, "field '%S' of <record>: not one of %s", name,
                        trf_kinds[record->kind].element);
    if (trf_kinds[record->kind].fields[field].type == TRF_TYPE_DATE && text.size && !trf_date_parse(text, &date))
        return trf_fail(error, reader->alloc, TARIFF_EINPUT, "field '%S' of <record> '%S': not understood (expected YYYY-MM-DD)",
                        name, text);
    return native_value(reader, text, &record->values[field], error);
}
