/* SPDX-License-Identifier: Apache-2.0 */
/* Tariffs, lines of the goods nomenclature, their texts in other files, correlations. */
#include "ingest/native.h"

#define LINE(frame, field) ((frame)->values[TRF_F_goods_nomenclature_##field])

static tariff_status default_text(native_reader *reader, trf_value *value, const char *text, tariff_error **error)
{
    return *value ? TARIFF_OK : native_value(reader, trf_slice_text(text), value, error);
}

/* An element with an id alone adds to a tariff described elsewhere; a second description fills in what the first left out. */
tariff_status native_open_tariff(native_reader *reader, native_frame *frame, tariff_error **error)
{
    const trf_table *table = &reader->model->tables[TRF_KIND_tariff];
    trf_value id = frame->values[TRF_F_tariff_tariff_id];
    trf_row_source source;
    bool said = false;
    char scratch[16];
    tariff_status status = trf_model_tariff(reader->model, native_text(reader, id, scratch), &reader->source.tariff, error);

    if (status < 0)
        return status;
    frame->kind = TRF_KIND_COUNT;
    if (frame->values[TRF_F_tariff_language_id])
        frame->language = frame->values[TRF_F_tariff_language_id];
    for (unsigned i = 0; i < TRF_F_tariff_COUNT; i++)
        if (i != TRF_F_tariff_tariff_id && i != TRF_F_tariff_source && frame->values[i])
            said = true;
    if (!said)
        return TARIFF_OK;
    for (uint32_t row = table->count; row > 0; row--) {
        const trf_value *before = trf_model_row(reader->model, TRF_KIND_tariff, row - 1);

        if (before[TRF_F_tariff_tariff_id] != id)
            continue;
        for (unsigned i = 0; i < TRF_F_tariff_COUNT; i++)
            if (before[i] && (!frame->values[i] || i == TRF_F_tariff_source))
                frame->values[i] = before[i];
        source = reader->source;
        source.line = frame->line;
        source.update = TRF_UPDATE_UPDATE;
        return trf_model_append(reader->model, TRF_KIND_tariff, frame->values, &source, error);
    }
    return native_append(reader, TRF_KIND_tariff, frame->values, error);
}

tariff_status native_close_tariff(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error)
{
    (void)frame;
    (void)text;
    (void)error;
    reader->source.tariff = 0;
    return TARIFF_OK;
}

/* Periods and the number of a line or section. */
static tariff_status line_common(native_reader *reader, native_frame *frame, tariff_error **error)
{
    const native_frame *nomenclature = native_parent(reader);
    tariff_status status = TARIFF_OK;

    if (!frame->from)
        frame->from = nomenclature->slots[2];
    if (!frame->to)
        frame->to = nomenclature->slots[3];
    LINE(frame, validity_start_date) = frame->from;
    LINE(frame, validity_end_date) = frame->to;
    status = default_text(reader, &LINE(frame, producline_suffix), "80", error);
    if (status >= 0)
        status = default_text(reader, &LINE(frame, statistical_indicator), "0", error);
    if (status >= 0 && !LINE(frame, goods_nomenclature_sid))
        status = trf_native_next_sid(&reader->index, TRF_KIND_goods_nomenclature, TRF_F_goods_nomenclature_goods_nomenclature_sid,
                                     &LINE(frame, goods_nomenclature_sid), error);
    return status;
}

static tariff_status add_indent(native_reader *reader, const native_frame *line, trf_value sid, trf_value start, trf_value number,
                                tariff_error **error)
{
    trf_value row[TRF_F_goods_nomenclature_indents_COUNT] = {0};
    tariff_status status = TARIFF_OK;

    if (!sid)
        status = trf_native_next_sid(&reader->index, TRF_KIND_goods_nomenclature_indents,
                                     TRF_F_goods_nomenclature_indents_goods_nomenclature_indent_sid, &sid, error);
    if (status < 0)
        return status;
    row[TRF_F_goods_nomenclature_indents_goods_nomenclature_indent_sid] = sid;
    row[TRF_F_goods_nomenclature_indents_goods_nomenclature_sid] = LINE(line, goods_nomenclature_sid);
    row[TRF_F_goods_nomenclature_indents_validity_start_date] = start;
    row[TRF_F_goods_nomenclature_indents_number_indents] = number;
    row[TRF_F_goods_nomenclature_indents_goods_nomenclature_item_id] = LINE(line, goods_nomenclature_item_id);
    row[TRF_F_goods_nomenclature_indents_productline_suffix] = LINE(line, producline_suffix);
    return native_append(reader, TRF_KIND_goods_nomenclature_indents, row, error);
}

tariff_status native_open_line(native_reader *reader, native_frame *frame, tariff_error **error)
{
    tariff_status status = line_common(reader, frame, error);
    uint32_t indent;

    if (status >= 0 && (!trf_value_int(frame->slots[0], &indent) || indent > TRF_TREE_DEPTH_MAX))
        status = trf_fail(error, reader->alloc, TARIFF_EINPUT, "indent of <line>: out of range (expected 0 to %u)",
                          (uint32_t)TRF_TREE_DEPTH_MAX);
    if (status >= 0)
        status = add_indent(reader, frame, frame->slots[1], frame->from, frame->slots[0], error);
    return status;
}

tariff_status native_open_section(native_reader *reader, native_frame *frame, tariff_error **error)
{
    tariff_status status = native_value(reader, TRF_SLICE("section"), &LINE(frame, line_kind), error);

    if (status >= 0)
        status = native_value(reader, TRF_SLICE("0"), &LINE(frame, level), error);
    if (status >= 0)
        status = line_common(reader, frame, error);
    return status;
}

tariff_status native_open_indent(native_reader *reader, native_frame *frame, tariff_error **error)
{
    frame->kind = TRF_KIND_COUNT;
    return add_indent(reader, native_parent(reader),
                      frame->values[TRF_F_goods_nomenclature_indents_goods_nomenclature_indent_sid],
                      frame->values[TRF_F_goods_nomenclature_indents_validity_start_date],
                      frame->values[TRF_F_goods_nomenclature_indents_number_indents], error);
}

static trf_value position(native_frame *owner, unsigned counter)
{
    return TRF_VALUE_TAG_INT | ++owner->positions[counter];
}

tariff_status native_open_line_unit(native_reader *reader, native_frame *frame, tariff_error **error)
{
    native_frame *line = native_parent(reader);

    if (!frame->values[TRF_F_goods_nomenclature_unit_measurement_unit_code] && !frame->values[TRF_F_goods_nomenclature_unit_text])
        return trf_fail(error, reader->alloc, TARIFF_EINPUT, "<unit>: neither code nor text");
    frame->values[TRF_F_goods_nomenclature_unit_goods_nomenclature_sid] = LINE(line, goods_nomenclature_sid);
    frame->values[TRF_F_goods_nomenclature_unit_position] = position(line, 0);
    return TARIFF_OK;
}

/* Footnotes, predecessors, successors, groups, rates and remarks of a line: they repeat what names it. */
tariff_status native_open_line_part(native_reader *reader, native_frame *frame, tariff_error **error)
{
    native_frame *line = native_parent(reader);
    trf_value *v = frame->values;
    trf_value sid = LINE(line, goods_nomenclature_sid), code = LINE(line, goods_nomenclature_item_id),
              suffix = LINE(line, producline_suffix);
    tariff_status status = TARIFF_OK;

    switch (frame->kind) {
    case TRF_KIND_footnote_association_goods_nomenclature:
        v[TRF_F_footnote_association_goods_nomenclature_goods_nomenclature_sid] = sid;
        v[TRF_F_footnote_association_goods_nomenclature_goods_nomenclature_item_id] = code;
        v[TRF_F_footnote_association_goods_nomenclature_productline_suffix] = suffix;
        break;
    case TRF_KIND_goods_nomenclature_origin:
        v[TRF_F_goods_nomenclature_origin_goods_nomenclature_sid] = sid;
        v[TRF_F_goods_nomenclature_origin_goods_nomenclature_item_id] = code;
        v[TRF_F_goods_nomenclature_origin_productline_suffix] = suffix;
        status = default_text(reader, &v[TRF_F_goods_nomenclature_origin_derived_productline_suffix], "80", error);
        break;
    case TRF_KIND_goods_nomenclature_successor:
        v[TRF_F_goods_nomenclature_successor_goods_nomenclature_sid] = sid;
        v[TRF_F_goods_nomenclature_successor_goods_nomenclature_item_id] = code;
        v[TRF_F_goods_nomenclature_successor_productline_suffix] = suffix;
        status = default_text(reader, &v[TRF_F_goods_nomenclature_successor_absorbed_productline_suffix], "80", error);
        break;
    case TRF_KIND_nomenclature_group_membership:
        v[TRF_F_nomenclature_group_membership_goods_nomenclature_sid] = sid;
        v[TRF_F_nomenclature_group_membership_goods_nomenclature_item_id] = code;
        v[TRF_F_nomenclature_group_membership_productline_suffix] = suffix;
        break;
    case TRF_KIND_goods_nomenclature_rate: v[TRF_F_goods_nomenclature_rate_goods_nomenclature_sid] = sid; break;
    default:
        v[TRF_F_goods_nomenclature_remark_goods_nomenclature_sid] = sid;
        v[TRF_F_goods_nomenclature_remark_position] = position(line, 1);
    }
    return status;
}

tariff_status native_close_remark(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error)
{
    return native_value(reader, text, &frame->values[TRF_F_goods_nomenclature_remark_text], error);
}

/* The text of a line that is defined elsewhere: a file for one language. */
tariff_status native_close_description(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error)
{
    const native_frame *list = native_parent(reader);
    trf_value code = frame->slots[0], suffix = frame->slots[1], from = frame->slots[2] ? frame->slots[2] : list->slots[1];
    trf_value value, sid;
    native_frame line;
    uint32_t row = 0;
    bool found = false, period = false;
    char scratch[16];
    tariff_status status = native_value(reader, text, &value, error);

    if (status >= 0)
        status = default_text(reader, &suffix, "80", error);
    if (status >= 0)
        status = trf_native_find_line(&reader->index, reader->source.tariff, code, suffix,
                                      frame->slots[3] ? frame->slots[3] : from, &row, &found, error);
    if (status < 0)
        return status;
    if (!found)
        return trf_fail(error, reader->alloc, TARIFF_EINPUT, "<description> of code '%S': no such line was read before",
                        native_text(reader, code, scratch));
    memset(&line, 0, offsetof(native_frame, wordings));
    line.element = &native_elements[N_line];
    memcpy(line.values, trf_model_row(reader->model, TRF_KIND_goods_nomenclature, row),
           TRF_F_goods_nomenclature_COUNT * sizeof(trf_value));
    line.from = LINE(&line, validity_start_date);
    sid = LINE(&line, goods_nomenclature_sid);
    status = trf_native_find_period(&reader->index, sid, from, from == TRF_VALUE_ABSENT, &sid, &period, error);
    if (status < 0)
        return status;
    if (period) {
        line.wordings[0].start = from ? from : line.from;
        line.wordings[0].sid = sid;
        line.wording_count = 1;
    }
    return native_describe(reader, &line, list->slots[0], from, TRF_VALUE_ABSENT, value, error);
}

tariff_status native_open_map(native_reader *reader, native_frame *frame, tariff_error **error)
{
    const native_frame *correlation = native_parent(reader);

    (void)reader;
    (void)error;
    frame->values[TRF_F_goods_nomenclature_correlation_from_vintage] = correlation->slots[0];
    frame->values[TRF_F_goods_nomenclature_correlation_to_vintage] = correlation->slots[1];
    return TARIFF_OK;
}

/* The next code of a blank-separated list, from *at on, as a value; absent at the end of the list. */
static tariff_status next_code(native_reader *reader, trf_slice list, size_t *at, trf_value *out, tariff_error **error)
{
    char digits[TRF_CODE_MAX]; /* the list may lie in the model's own text, which moves as it grows */
    trf_slice code;

    *out = TRF_VALUE_ABSENT;
    while (*at < list.size && list.data[*at] == ' ')
        ++*at;
    if (*at == list.size)
        return TARIFF_OK;
    code = trf_slice_of(list.data + *at, 0);
    while (*at < list.size && list.data[*at] != ' ')
        ++*at, code.size++;
    if (!native_fits(NATIVE_DIGITS, code)) {
        code.size = code.size > 80 ? 80 : code.size;
        return trf_fail(error, reader->alloc, TARIFF_EINPUT, "code of <maps> '%S': not understood (expected 2 to 14 digits)",
                        code);
    }
    memcpy(digits, code.data, code.size);
    return native_value(reader, trf_slice_of(digits, code.size), out, error);
}

/* Each code of the text goes to each of `to`, or on under its own number: one row for a pair. */
tariff_status native_close_maps(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error)
{
    const trf_kind kind = TRF_KIND_goods_nomenclature_correlation;
    trf_value *from = &frame->values[TRF_F_goods_nomenclature_correlation_from_code];
    trf_value *to = &frame->values[TRF_F_goods_nomenclature_correlation_to_code];
    size_t at = 0, to_at;
    char scratch[16];
    tariff_status status = next_code(reader, text, &at, from, error);

    if (status >= 0 && *from == TRF_VALUE_ABSENT)
        status = trf_fail(error, reader->alloc, TARIFF_EINPUT, "<maps>: empty (expected codes with blanks between them)");
    while (status >= 0 && *from != TRF_VALUE_ABSENT) {
        to_at = 0;
        *to = *from;
        if (frame->slots[0] != TRF_VALUE_ABSENT)
            status = next_code(reader, native_text(reader, frame->slots[0], scratch), &to_at, to, error);
        while (status >= 0 && *to != TRF_VALUE_ABSENT) {
            status = native_append(reader, kind, frame->values, error);
            *to = TRF_VALUE_ABSENT;
            if (status >= 0 && frame->slots[0] != TRF_VALUE_ABSENT)
                status = next_code(reader, native_text(reader, frame->slots[0], scratch), &to_at, to, error);
        }
        if (status >= 0)
            status = next_code(reader, text, &at, from, error);
    }
    return status;
}
