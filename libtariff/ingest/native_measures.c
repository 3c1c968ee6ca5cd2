/* SPDX-License-Identifier: Apache-2.0 */
/* Measures with their conditions, and quotas. */
#include "ingest/native.h"

#define M(frame, field) ((frame)->values[TRF_F_measure_##field])

static tariff_status fill(native_reader *reader, trf_value *value, const char *text, tariff_error **error)
{
    return *value ? TARIFF_OK : native_value(reader, trf_slice_text(text), value, error);
}

/* "8900" and "N990": one character is the type. */
static tariff_status split(native_reader *reader, const char *element, const char *attribute, trf_value whole, trf_value *type,
                           trf_value *code, tariff_error **error)
{
    char scratch[16];
    trf_slice text = native_text(reader, whole, scratch);
    char copy[64];
    size_t size = text.size;
    tariff_status status;

    if (size == 0)
        return TARIFF_OK;
    if (size < 2 || size > sizeof copy)
        return trf_fail(error, reader->alloc, TARIFF_EINPUT,
                        "%s of <%s> '%S': not understood (expected one character of type and a code)", attribute, element, text);
    memcpy(copy, text.data, size); /* the pool may move */
    status = native_value(reader, trf_slice_of(copy, 1), type, error);
    return status < 0 ? status : native_value(reader, trf_slice_of(copy + 1, size - 1), code, error);
}

tariff_status native_open_measure(native_reader *reader, native_frame *frame, tariff_error **error)
{
    trf_value suffix = frame->slots[0];
    uint32_t row;
    bool found;
    tariff_status status = TARIFF_OK;

    if (!M(frame, measure_sid))
        status = trf_native_next_sid(&reader->index, TRF_KIND_measure, TRF_F_measure_measure_sid, &M(frame, measure_sid), error);
    if (status >= 0)
        status = split(reader, "measure", "additional-code", frame->slots[1], &M(frame, additional_code_type),
                       &M(frame, additional_code), error);
    if (status >= 0)
        status = fill(reader, &M(frame, stopped_flag), "0", error);
    if (status >= 0 && M(frame, measure_generating_regulation_id))
        status = fill(reader, &M(frame, measure_generating_regulation_role), "1", error);
    if (status >= 0 && M(frame, justification_regulation_id))
        status = fill(reader, &M(frame, justification_regulation_role), "1", error);
    if (status >= 0)
        status = trf_native_area_sid(&reader->index, reader->source.tariff, M(frame, geographical_area),
                                     &M(frame, geographical_area_sid), error);
    if (status >= 0 && M(frame, additional_code))
        status = trf_native_find_additional_code(&reader->index, reader->source.tariff, M(frame, additional_code_type),
                                                 M(frame, additional_code), &M(frame, additional_code_sid), error);
    if (status >= 0 && M(frame, goods_nomenclature_item_id)) {
        status = fill(reader, &suffix, "80", error);
        if (status >= 0)
            status = trf_native_find_line(&reader->index, reader->source.tariff, M(frame, goods_nomenclature_item_id), suffix,
                                          frame->from, &row, &found, error);
        if (status >= 0 && found)
            M(frame, goods_nomenclature_sid) =
                trf_model_row(reader->model, TRF_KIND_goods_nomenclature, row)[TRF_F_goods_nomenclature_goods_nomenclature_sid];
    }
    if (status >= 0 && !M(frame, goods_nomenclature_item_id) && !M(frame, additional_code))
        status = trf_fail(error, reader->alloc, TARIFF_EINPUT, "<measure>: neither code nor additional-code");
    if (status >= 0 && M(frame, duty_text) && !M(frame, duty_grammar))
        status = trf_fail(error, reader->alloc, TARIFF_EINPUT, "<measure>: duty without grammar");
    return status;
}

tariff_status native_open_condition(native_reader *reader, native_frame *frame, tariff_error **error)
{
    trf_value *v = frame->values;
    tariff_status status = TARIFF_OK;

    if (!v[TRF_F_measure_condition_measure_condition_sid])
        status = trf_native_next_sid(&reader->index, TRF_KIND_measure_condition, TRF_F_measure_condition_measure_condition_sid,
                                     &v[TRF_F_measure_condition_measure_condition_sid], error);
    v[TRF_F_measure_condition_measure_sid] = M(native_parent(reader), measure_sid);
    if (status >= 0)
        status = split(reader, "condition", "certificate", frame->slots[0], &v[TRF_F_measure_condition_certificate_type_code],
                       &v[TRF_F_measure_condition_certificate_code], error);
    if (status >= 0 && v[TRF_F_measure_condition_duty_text] && !v[TRF_F_measure_condition_duty_grammar])
        status = trf_fail(error, reader->alloc, TARIFF_EINPUT, "<condition>: duty without grammar");
    return status;
}

tariff_status native_open_component(native_reader *reader, native_frame *frame, tariff_error **error)
{
    (void)error;
    if (frame->kind == TRF_KIND_measure_component)
        frame->values[TRF_F_measure_component_measure_sid] = M(native_parent(reader), measure_sid);
    else
        frame->values[TRF_F_measure_condition_component_measure_condition_sid] =
            native_parent(reader)->values[TRF_F_measure_condition_measure_condition_sid];
    return TARIFF_OK;
}

tariff_status native_open_exclude(native_reader *reader, native_frame *frame, tariff_error **error)
{
    trf_value sid, *v = frame->values;
    const native_frame *owner = native_parent(reader);
    tariff_status status = trf_native_area_sid(&reader->index, reader->source.tariff, frame->slots[0], &sid, error);

    if (status < 0)
        return status;
    if (frame->kind == TRF_KIND_quota_order_number_origin_exclusions) {
        v[TRF_F_quota_order_number_origin_exclusions_quota_order_number_origin_sid] =
            owner->values[TRF_F_quota_order_number_origin_quota_order_number_origin_sid];
        v[TRF_F_quota_order_number_origin_exclusions_excluded_geographical_area_sid] = sid;
    } else {
        v[TRF_F_measure_excluded_geographical_area_measure_sid] = M(owner, measure_sid);
        v[TRF_F_measure_excluded_geographical_area_excluded_geographical_area] = frame->slots[0];
        v[TRF_F_measure_excluded_geographical_area_geographical_area_sid] = sid;
    }
    return TARIFF_OK;
}

tariff_status native_open_measure_footnote(native_reader *reader, native_frame *frame, tariff_error **error)
{
    (void)error;
    frame->values[TRF_F_footnote_association_measure_measure_sid] = M(native_parent(reader), measure_sid);
    return TARIFF_OK;
}

tariff_status native_open_programme(native_reader *reader, native_frame *frame, tariff_error **error)
{
    trf_value *list = &M(native_parent(reader), programmes);
    char scratch[16], other[16];
    trf_buffer joined;
    tariff_status status;

    if (!*list) {
        *list = frame->slots[0];
        return TARIFF_OK;
    }
    trf_buffer_init(&joined, reader->alloc, 4096);
    trf_buffer_slice(&joined, native_text(reader, *list, scratch));
    trf_buffer_char(&joined, ' ');
    trf_buffer_slice(&joined, native_text(reader, frame->slots[0], other));
    status = joined.failed ? trf_fail(error, reader->alloc, TARIFF_ELIMIT, "<programme>: too many of them")
                           : native_value(reader, trf_buffer_view(&joined), list, error);
    trf_buffer_done(&joined);
    return status;
}

tariff_status native_open_measure_rate(native_reader *reader, native_frame *frame, tariff_error **error)
{
    (void)error;
    M(native_parent(reader), rate_status) = frame->slots[0];
    M(native_parent(reader), inherited_from) = frame->slots[1];
    return TARIFF_OK;
}

/* ---- quotas ---- */
tariff_status native_open_order_number(native_reader *reader, native_frame *frame, tariff_error **error)
{
    trf_value *sid = &frame->values[TRF_F_quota_order_number_quota_order_number_sid];

    return *sid ? TARIFF_OK
                : trf_native_next_sid(&reader->index, TRF_KIND_quota_order_number,
                                      TRF_F_quota_order_number_quota_order_number_sid, sid, error);
}

tariff_status native_open_quota_origin(native_reader *reader, native_frame *frame, tariff_error **error)
{
    trf_value *v = frame->values;
    tariff_status status = TARIFF_OK;

    if (!v[TRF_F_quota_order_number_origin_quota_order_number_origin_sid])
        status = trf_native_next_sid(&reader->index, TRF_KIND_quota_order_number_origin,
                                     TRF_F_quota_order_number_origin_quota_order_number_origin_sid,
                                     &v[TRF_F_quota_order_number_origin_quota_order_number_origin_sid], error);
    v[TRF_F_quota_order_number_origin_quota_order_number_sid] =
        native_parent(reader)->values[TRF_F_quota_order_number_quota_order_number_sid];
    if (status >= 0)
        status =
            trf_native_area_sid(&reader->index, reader->source.tariff, v[TRF_F_quota_order_number_origin_geographical_area_id],
                                &v[TRF_F_quota_order_number_origin_geographical_area_sid], error);
    return status;
}

tariff_status native_open_definition(native_reader *reader, native_frame *frame, tariff_error **error)
{
    const trf_value *number = native_parent(reader)->values;
    trf_value *v = frame->values;
    tariff_status status = TARIFF_OK;

    v[TRF_F_quota_definition_quota_order_number_id] = number[TRF_F_quota_order_number_quota_order_number_id];
    v[TRF_F_quota_definition_quota_order_number_sid] = number[TRF_F_quota_order_number_quota_order_number_sid];
    if (!v[TRF_F_quota_definition_initial_volume])
        v[TRF_F_quota_definition_initial_volume] = v[TRF_F_quota_definition_volume];
    if (!v[TRF_F_quota_definition_quota_definition_sid])
        status = trf_native_next_sid(&reader->index, TRF_KIND_quota_definition, TRF_F_quota_definition_quota_definition_sid,
                                     &v[TRF_F_quota_definition_quota_definition_sid], error);
    if (status >= 0)
        status = fill(reader, &v[TRF_F_quota_definition_maximum_precision], "3", error);
    if (status >= 0)
        status = fill(reader, &v[TRF_F_quota_definition_critical_state], "N", error);
    if (status >= 0)
        status = fill(reader, &v[TRF_F_quota_definition_critical_threshold], "90", error);
    return status;
}

tariff_status native_open_definition_part(native_reader *reader, native_frame *frame, tariff_error **error)
{
    trf_value definition = native_parent(reader)->values[TRF_F_quota_definition_quota_definition_sid];
    trf_value *v = frame->values;

    switch (frame->kind) {
    case TRF_KIND_quota_blocking_period:
        v[TRF_F_quota_blocking_period_quota_definition_sid] = definition;
        if (!v[TRF_F_quota_blocking_period_quota_blocking_period_sid])
            return trf_native_next_sid(&reader->index, frame->kind, TRF_F_quota_blocking_period_quota_blocking_period_sid,
                                       &v[TRF_F_quota_blocking_period_quota_blocking_period_sid], error);
        break;
    case TRF_KIND_quota_suspension_period:
        v[TRF_F_quota_suspension_period_quota_definition_sid] = definition;
        if (!v[TRF_F_quota_suspension_period_quota_suspension_period_sid])
            return trf_native_next_sid(&reader->index, frame->kind, TRF_F_quota_suspension_period_quota_suspension_period_sid,
                                       &v[TRF_F_quota_suspension_period_quota_suspension_period_sid], error);
        break;
    case TRF_KIND_quota_association: v[TRF_F_quota_association_main_quota_definition_sid] = definition; break;
    default: v[TRF_F_quota_balance_event_quota_definition_sid] = definition;
    }
    return TARIFF_OK;
}
