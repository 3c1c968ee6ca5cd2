/* SPDX-License-Identifier: Apache-2.0 */
/* The records of the schedule: tariff, lines, rates, footnotes, remarks. */
#include "ingest/usitc_schedule.h"

static const char *const columns[USITC_COLUMNS] = {"general", "special", "column-2"};
static const char *const column_titles[USITC_COLUMNS] = {"Column 1, general", "Column 1, special programmes", "Column 2"};
#define SPECIAL 1u

static tariff_status append(usitc *s, trf_kind kind, const trf_value *row, tariff_error **error)
{
    trf_row_source source = s->source;

    source.update = TRF_UPDATE_INSERT;
    return trf_model_append(s->model, kind, row, &source, error);
}

static tariff_status word(usitc *s, const char *text, trf_value *out, tariff_error **error)
{
    return usitc_value(s, trf_slice_text(text), out, error);
}

/* ---- before the lines ---- */
static tariff_status add_tariff(usitc *s, tariff_error **error)
{
    trf_value row[TRF_F_tariff_COUNT] = {0};
    tariff_status status = trf_model_tariff(s->model, s->options.tariff, &s->source.tariff, error);

    if (status >= 0)
        status = usitc_value(s, s->options.tariff, &row[TRF_F_tariff_tariff_id], error);
    if (status >= 0)
        status = word(s, "Harmonized Tariff Schedule of the United States", &row[TRF_F_tariff_title], error);
    if (status >= 0)
        status = word(s, "America/New_York", &row[TRF_F_tariff_zone], error);
    if (status >= 0)
        status = word(s, "USD", &row[TRF_F_tariff_currency], error);
    if (status >= 0)
        status = word(s, "HS", &row[TRF_F_tariff_nomenclature], error);
    if (status < 0)
        return status;
    trf_buffer_clear(&s->scratch);
    trf_buffer_text(&s->scratch, "Harmonized Tariff Schedule of the United States, USITC");
    if (s->block_count) {
        trf_buffer_text(&s->scratch, ", ");
        trf_buffer_slice(&s->scratch, s->model->inputs[s->blocks[0].input].name);
    }
    if (s->block_count > 1)
        trf_buffer_text(&s->scratch, " and others");
    if (s->scratch.failed)
        return trf_fail_memory(error);
    status = usitc_value(s, trf_buffer_view(&s->scratch), &s->tariff_source, error);
    row[TRF_F_tariff_language_id] = s->language;
    row[TRF_F_tariff_source] = s->tariff_source;
    return status < 0 ? status : append(s, TRF_KIND_tariff, row, error);
}

static tariff_status add_type(usitc *s, unsigned column, tariff_error **error)
{
    trf_value row[TRF_F_measure_type_COUNT] = {0}, text[TRF_F_measure_type_description_COUNT] = {0};
    tariff_status status = word(s, columns[column], &s->types[column], error);

    row[TRF_F_measure_type_measure_type_id] = text[TRF_F_measure_type_description_measure_type_id] = s->types[column];
    if (status >= 0)
        status = word(s, "0", &row[TRF_F_measure_type_trade_movement_code], error);
    if (status >= 0)
        status = word(s, "1", &row[TRF_F_measure_type_priority_code], error);
    row[TRF_F_measure_type_measure_component_applicable_code] = row[TRF_F_measure_type_trade_movement_code];
    row[TRF_F_measure_type_origin_dest_code] = row[TRF_F_measure_type_trade_movement_code];
    if (status >= 0)
        status = word(s, "2", &row[TRF_F_measure_type_order_number_capture_code], error);
    if (status >= 0)
        status = word(s, "10", &row[TRF_F_measure_type_measure_explosion_level], error);
    row[TRF_F_measure_type_source] = s->tariff_source;
    if (status >= 0)
        status = append(s, TRF_KIND_measure_type, row, error);
    if (status >= 0)
        status = word(s, column_titles[column], &text[TRF_F_measure_type_description_description], error);
    if (status >= 0)
        status = word(s, "en", &text[TRF_F_measure_type_description_language_id], error);
    return status < 0 ? status : append(s, TRF_KIND_measure_type_description, text, error);
}

static tariff_status footnote_id(usitc *s, uint32_t place, trf_value *out, tariff_error **error)
{
    (void)s;
    (void)error;
    *out = TRF_VALUE_TAG_INT | (place + 1);
    return TARIFF_OK;
}

/* Place of a footnote's text among the distinct ones. */
static uint32_t footnote_place(const usitc *s, trf_value text)
{
    uint32_t low = 0, high = s->footnote_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (s->footnotes[middle] < text)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static tariff_status add_footnote(usitc *s, uint32_t place, trf_value type, tariff_error **error)
{
    trf_value row[TRF_F_footnote_COUNT] = {0}, period[TRF_F_footnote_description_period_COUNT] = {0};
    trf_value text[TRF_F_footnote_description_COUNT] = {0}, id;
    tariff_status status = footnote_id(s, place, &id, error);

    row[TRF_F_footnote_footnote_type_id] = type;
    row[TRF_F_footnote_footnote_id] = id;
    row[TRF_F_footnote_validity_start_date] = s->from;
    row[TRF_F_footnote_validity_end_date] = s->to;
    if (status >= 0)
        status = append(s, TRF_KIND_footnote, row, error);
    if (status >= 0)
        status = trf_native_next_sid(&s->index, TRF_KIND_footnote_description_period,
                                     TRF_F_footnote_description_period_footnote_description_period_sid,
                                     &period[TRF_F_footnote_description_period_footnote_description_period_sid], error);
    if (status < 0)
        return status;
    period[TRF_F_footnote_description_period_footnote_type_id] = type;
    period[TRF_F_footnote_description_period_footnote_id] = id;
    period[TRF_F_footnote_description_period_validity_start_date] = s->from;
    status = append(s, TRF_KIND_footnote_description_period, period, error);
    text[TRF_F_footnote_description_footnote_description_period_sid] =
        period[TRF_F_footnote_description_period_footnote_description_period_sid];
    text[TRF_F_footnote_description_language_id] = s->language;
    text[TRF_F_footnote_description_footnote_type_id] = type;
    text[TRF_F_footnote_description_footnote_id] = id;
    text[TRF_F_footnote_description_description] = (trf_value)s->footnotes[place];
    return status < 0 ? status : append(s, TRF_KIND_footnote_description, text, error);
}

static tariff_status add_footnotes(usitc *s, tariff_error **error)
{
    trf_value type, row[TRF_F_footnote_type_COUNT] = {0}, text[TRF_F_footnote_type_description_COUNT] = {0};
    uint64_t *scratch;
    tariff_status status;

    if (s->note_count == 0)
        return TARIFF_OK;
    s->footnotes = trf_alloc_array(s->alloc, s->note_count, sizeof *s->footnotes);
    scratch = trf_alloc_array(s->alloc, s->note_count, sizeof *scratch);
    if (s->footnotes)
        s->footnotes_capacity = s->note_count;
    if (!s->footnotes || !scratch) {
        trf_alloc_free(s->alloc, scratch, s->note_count * sizeof *scratch);
        return trf_fail_memory(error);
    }
    for (uint32_t i = 0; i < s->note_count; i++)
        s->footnotes[i] = s->notes[i].text;
    trf_sort_keys(s->footnotes, scratch, s->note_count);
    trf_alloc_free(s->alloc, scratch, s->note_count * sizeof *scratch);
    for (uint32_t i = 0; i < s->note_count; i++)
        if (i == 0 || s->footnotes[i] != s->footnotes[s->footnote_count - 1])
            s->footnotes[s->footnote_count++] = s->footnotes[i];
    status = usitc_value(s, s->options.tariff, &type, error);
    row[TRF_F_footnote_type_footnote_type_id] = text[TRF_F_footnote_type_description_footnote_type_id] = type;
    if (status >= 0)
        status = word(s, "2", &row[TRF_F_footnote_type_application_code], error);
    if (status >= 0)
        status = append(s, TRF_KIND_footnote_type, row, error);
    if (status >= 0)
        status = word(s, "en", &text[TRF_F_footnote_type_description_language_id], error);
    if (status >= 0)
        status = word(s, "Footnotes of the schedule", &text[TRF_F_footnote_type_description_description], error);
    if (status >= 0)
        status = append(s, TRF_KIND_footnote_type_description, text, error);
    for (uint32_t i = 0; i < s->footnote_count && status >= 0; i++)
        status = add_footnote(s, i, type, error);
    return status;
}

tariff_status usitc_begin(usitc *s, tariff_error **error)
{
    tariff_status status = usitc_value(s, s->options.valid_from, &s->from, error);

    if (status >= 0)
        status = usitc_value(s, s->options.valid_to, &s->to, error);
    if (status >= 0)
        status = usitc_value(s, s->options.language, &s->language, error);
    if (status >= 0)
        status = word(s, "1011", &s->area, error); /* every origin: who may claim a column is the profile's to say */
    if (status >= 0)
        status = word(s, "us", &s->grammar, error);
    if (status >= 0)
        status = word(s, "0", &s->off, error);
    if (status >= 0)
        status = word(s, "own", &s->own, error);
    if (status >= 0)
        status = word(s, "inherited", &s->inherited, error);
    if (status >= 0)
        status = word(s, "unresolved", &s->unresolved, error);
    if (status >= 0)
        status = add_tariff(s, error);
    for (unsigned c = 0; c < USITC_COLUMNS && status >= 0; c++)
        status = add_type(s, c, error);
    if (status >= 0)
        status = add_footnotes(s, error);
    if (status >= 0)
        status = trf_native_area_sid(&s->index, s->source.tariff, s->area, &s->area_sid, error);
    return status;
}

/* ---- lines ---- */
tariff_status usitc_section(usitc *s, const char *number, unsigned first, unsigned last, tariff_error **error)
{
    trf_value row[TRF_F_goods_nomenclature_COUNT] = {0};
    char two[2] = {(char)('0' + first / 10), (char)('0' + first % 10)};
    tariff_status status = word(s, number, &row[TRF_F_goods_nomenclature_goods_nomenclature_item_id], error);

    if (status >= 0)
        status = usitc_value(s, trf_slice_of(two, 2), &row[TRF_F_goods_nomenclature_section_first_chapter], error);
    two[0] = (char)('0' + last / 10);
    two[1] = (char)('0' + last % 10);
    if (status >= 0)
        status = usitc_value(s, trf_slice_of(two, 2), &row[TRF_F_goods_nomenclature_section_last_chapter], error);
    if (status >= 0)
        status = word(s, "section", &row[TRF_F_goods_nomenclature_line_kind], error);
    if (status >= 0)
        status = trf_native_next_sid(&s->index, TRF_KIND_goods_nomenclature, TRF_F_goods_nomenclature_goods_nomenclature_sid,
                                     &row[TRF_F_goods_nomenclature_goods_nomenclature_sid], error);
    row[TRF_F_goods_nomenclature_producline_suffix] = TRF_VALUE_TAG_INT | 80;
    row[TRF_F_goods_nomenclature_level] = s->off;
    row[TRF_F_goods_nomenclature_statistical_indicator] = s->off;
    row[TRF_F_goods_nomenclature_validity_start_date] = s->from;
    row[TRF_F_goods_nomenclature_validity_end_date] = s->to;
    row[TRF_F_goods_nomenclature_source] = s->tariff_source;
    return status < 0 ? status : append(s, TRF_KIND_goods_nomenclature, row, error);
}

static tariff_status add_indent(usitc *s, uint8_t indent, tariff_error **error)
{
    trf_value row[TRF_F_goods_nomenclature_indents_COUNT] = {0};
    tariff_status status = trf_native_next_sid(&s->index, TRF_KIND_goods_nomenclature_indents,
                                               TRF_F_goods_nomenclature_indents_goods_nomenclature_indent_sid,
                                               &row[TRF_F_goods_nomenclature_indents_goods_nomenclature_indent_sid], error);

    row[TRF_F_goods_nomenclature_indents_goods_nomenclature_sid] = s->line_sid;
    row[TRF_F_goods_nomenclature_indents_validity_start_date] = s->from;
    row[TRF_F_goods_nomenclature_indents_number_indents] = TRF_VALUE_TAG_INT | indent;
    row[TRF_F_goods_nomenclature_indents_goods_nomenclature_item_id] = s->line_code;
    row[TRF_F_goods_nomenclature_indents_productline_suffix] = s->line_suffix;
    return status < 0 ? status : append(s, TRF_KIND_goods_nomenclature_indents, row, error);
}

static tariff_status add_description(usitc *s, trf_value description, tariff_error **error)
{
    trf_value period[TRF_F_goods_nomenclature_description_period_COUNT] = {0};
    trf_value text[TRF_F_goods_nomenclature_description_COUNT] = {0}, sid = TRF_VALUE_ABSENT;
    tariff_status status =
        trf_native_next_sid(&s->index, TRF_KIND_goods_nomenclature_description_period,
                            TRF_F_goods_nomenclature_description_period_goods_nomenclature_description_period_sid, &sid, error);

    period[TRF_F_goods_nomenclature_description_period_goods_nomenclature_description_period_sid] = sid;
    period[TRF_F_goods_nomenclature_description_period_goods_nomenclature_sid] = s->line_sid;
    period[TRF_F_goods_nomenclature_description_period_validity_start_date] = s->from;
    period[TRF_F_goods_nomenclature_description_period_goods_nomenclature_item_id] = s->line_code;
    period[TRF_F_goods_nomenclature_description_period_productline_suffix] = s->line_suffix;
    if (status >= 0)
        status = append(s, TRF_KIND_goods_nomenclature_description_period, period, error);
    text[TRF_F_goods_nomenclature_description_goods_nomenclature_description_period_sid] = sid;
    text[TRF_F_goods_nomenclature_description_language_id] = s->language;
    text[TRF_F_goods_nomenclature_description_goods_nomenclature_sid] = s->line_sid;
    text[TRF_F_goods_nomenclature_description_goods_nomenclature_item_id] = s->line_code;
    text[TRF_F_goods_nomenclature_description_productline_suffix] = s->line_suffix;
    text[TRF_F_goods_nomenclature_description_description] = description;
    return status < 0 ? status : append(s, TRF_KIND_goods_nomenclature_description, text, error);
}

tariff_status usitc_write_line(usitc *s, const usitc_line *line, const usitc_kept *row, tariff_error **error)
{
    trf_value values[TRF_F_goods_nomenclature_COUNT] = {0}, unit[TRF_F_goods_nomenclature_unit_COUNT] = {0};
    tariff_status status = trf_native_next_sid(&s->index, TRF_KIND_goods_nomenclature,
                                               TRF_F_goods_nomenclature_goods_nomenclature_sid, &s->line_sid, error);

    s->source.line = line->source_line;
    s->line_code = line->code;
    s->line_suffix = TRF_VALUE_TAG_INT | line->suffix;
    s->remark_count = 0;
    values[TRF_F_goods_nomenclature_goods_nomenclature_sid] = s->line_sid;
    values[TRF_F_goods_nomenclature_goods_nomenclature_item_id] = line->code;
    values[TRF_F_goods_nomenclature_producline_suffix] = s->line_suffix;
    values[TRF_F_goods_nomenclature_validity_start_date] = s->from;
    values[TRF_F_goods_nomenclature_validity_end_date] = s->to;
    values[TRF_F_goods_nomenclature_statistical_indicator] = s->off;
    values[TRF_F_goods_nomenclature_source] = s->tariff_source;
    if (status >= 0)
        status = append(s, TRF_KIND_goods_nomenclature, values, error);
    if (status >= 0)
        status = add_indent(s, line->indent, error);
    if (status >= 0 && line->description)
        status = add_description(s, line->description, error);
    if (!row || status < 0)
        return status;
    for (uint32_t i = 0; i < row->unit_count && status >= 0; i++) {
        unit[TRF_F_goods_nomenclature_unit_goods_nomenclature_sid] = s->line_sid;
        unit[TRF_F_goods_nomenclature_unit_position] = TRF_VALUE_TAG_INT | (i + 1);
        unit[TRF_F_goods_nomenclature_unit_text] = s->units[row->first_unit + i];
        status = append(s, TRF_KIND_goods_nomenclature_unit, unit, error);
    }
    return status < 0 ? status : usitc_row_remarks(s, row, error);
}

/* ---- remarks and footnotes ---- */
static tariff_status add_remark(usitc *s, const char *kind, trf_slice column, trf_slice code, trf_value text,
                                tariff_error **error)
{
    trf_value row[TRF_F_goods_nomenclature_remark_COUNT] = {0};
    tariff_status status = word(s, kind, &row[TRF_F_goods_nomenclature_remark_remark_kind], error);

    row[TRF_F_goods_nomenclature_remark_goods_nomenclature_sid] = s->line_sid;
    row[TRF_F_goods_nomenclature_remark_position] = TRF_VALUE_TAG_INT | ++s->remark_count;
    row[TRF_F_goods_nomenclature_remark_text] = text;
    if (status >= 0)
        status = usitc_value(s, column, &row[TRF_F_goods_nomenclature_remark_rate_column], error);
    if (status >= 0)
        status = usitc_value(s, code, &row[TRF_F_goods_nomenclature_remark_code], error);
    return status < 0 ? status : append(s, TRF_KIND_goods_nomenclature_remark, row, error);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The next number of chapter 98 or 99 in a text from *at on: "9903.88.15". */
static bool next_pointer(trf_slice text, size_t *at, char code[TRF_CODE_MAX], size_t *size)
{
    for (size_t i = *at; i + 7 <= text.size; i++) {
        size_t end = i + 4, digits = 4;

        if (text.data[i] != '9' || (text.data[i + 1] != '8' && text.data[i + 1] != '9') || !is_digit(text.data[i + 2]) ||
            !is_digit(text.data[i + 3]) || (i > 0 && (is_digit(text.data[i - 1]) || text.data[i - 1] == '.')))
            continue;
        memcpy(code, text.data + i, 4);
        while (digits < 10 && end + 2 < text.size && text.data[end] == '.' && is_digit(text.data[end + 1]) &&
               is_digit(text.data[end + 2])) {
            code[digits++] = text.data[end + 1];
            code[digits++] = text.data[end + 2];
            end += 3;
        }
        if (digits == 4 || (end < text.size && is_digit(text.data[end])))
            continue;
        *at = end;
        *size = digits;
        return true;
    }
    return false;
}

/* Pointers to chapters 98 and 99 in a text, as remarks; how many in *count. */
static tariff_status add_pointers(usitc *s, trf_slice column, trf_value text, uint32_t *count, tariff_error **error)
{
    char scratch[16], code[TRF_CODE_MAX];
    trf_buffer copy;
    size_t at = 0, size;
    tariff_status status = TARIFF_OK;

    *count = 0;
    trf_buffer_init(&copy, s->alloc, 0);
    trf_buffer_slice(&copy, trf_model_text(s->model, text, scratch)); /* the pool may move */
    while (status >= 0 && !copy.failed && next_pointer(trf_buffer_view(&copy), &at, code, &size)) {
        status = add_remark(s, "pointer", column, trf_slice_of(code, size), text, error);
        ++*count;
    }
    if (copy.failed)
        status = trf_fail_memory(error);
    trf_buffer_done(&copy);
    return status;
}

static tariff_status add_note(usitc *s, const usitc_kept_note *note, tariff_error **error)
{
    char scratch[16], copy[256];
    trf_slice list = trf_model_text(s->model, note->columns, scratch);
    size_t size = list.size < sizeof copy ? list.size : 0, at = 0;
    tariff_status status = TARIFF_OK;

    if (size)
        memcpy(copy, list.data, size);
    do {
        size_t end = at;
        trf_slice column;
        uint32_t count;

        while (end < size && copy[end] != ' ')
            end++;
        column = trf_slice_of(copy + at, end - at);
        status = add_pointers(s, column, note->text, &count, error);
        if (status >= 0 && count == 0)
            status = add_remark(s, "footnote", column, TRF_SLICE_EMPTY, note->text, error);
        at = end + 1;
    } while (status >= 0 && at < size);
    return status;
}

tariff_status usitc_row_remarks(usitc *s, const usitc_kept *row, tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < row->note_count && status >= 0; i++) {
        const usitc_kept_note *note = &s->notes[row->first_note + i];
        trf_value link[TRF_F_footnote_association_goods_nomenclature_COUNT] = {0};
        bool before = false;

        for (uint32_t k = 0; k < i; k++)
            before |= s->notes[row->first_note + k].text == note->text;
        link[TRF_F_footnote_association_goods_nomenclature_goods_nomenclature_sid] = s->line_sid;
        link[TRF_F_footnote_association_goods_nomenclature_goods_nomenclature_item_id] = s->line_code;
        link[TRF_F_footnote_association_goods_nomenclature_productline_suffix] = s->line_suffix;
        link[TRF_F_footnote_association_goods_nomenclature_validity_start_date] = s->from;
        link[TRF_F_footnote_association_goods_nomenclature_validity_end_date] = s->to;
        status = usitc_value(s, s->options.tariff, &link[TRF_F_footnote_association_goods_nomenclature_footnote_type], error);
        if (status >= 0)
            status = footnote_id(s, footnote_place(s, note->text),
                                 &link[TRF_F_footnote_association_goods_nomenclature_footnote_id], error);
        if (status >= 0 && !before)
            status = append(s, TRF_KIND_footnote_association_goods_nomenclature, link, error);
        if (status >= 0)
            status = add_note(s, note, error);
    }
    if (status >= 0 && row->quota_quantity)
        status = add_remark(s, "quota-quantity", TRF_SLICE_EMPTY, TRF_SLICE_EMPTY, row->quota_quantity, error);
    if (status >= 0 && row->additional_duties)
        status = add_remark(s, "additional-duties", TRF_SLICE_EMPTY, TRF_SLICE_EMPTY, row->additional_duties, error);
    return status;
}

/* ---- rates ---- */
static tariff_status add_measure(usitc *s, unsigned column, trf_value duty, trf_value programmes, trf_value rate_status,
                                 tariff_error **error)
{
    trf_value row[TRF_F_measure_COUNT] = {0};
    tariff_status status =
        trf_native_next_sid(&s->index, TRF_KIND_measure, TRF_F_measure_measure_sid, &row[TRF_F_measure_measure_sid], error);

    row[TRF_F_measure_measure_type] = s->types[column];
    row[TRF_F_measure_geographical_area] = s->area;
    row[TRF_F_measure_geographical_area_sid] = s->area_sid;
    row[TRF_F_measure_goods_nomenclature_item_id] = s->line_code;
    row[TRF_F_measure_goods_nomenclature_sid] = s->line_sid;
    row[TRF_F_measure_validity_start_date] = s->from;
    row[TRF_F_measure_validity_end_date] = s->to;
    row[TRF_F_measure_stopped_flag] = s->off;
    row[TRF_F_measure_duty_text] = duty;
    row[TRF_F_measure_duty_grammar] = duty ? s->grammar : TRF_VALUE_ABSENT;
    row[TRF_F_measure_rate_status] = rate_status;
    row[TRF_F_measure_programmes] = programmes;
    row[TRF_F_measure_source] = s->tariff_source;
    return status < 0 ? status : append(s, TRF_KIND_measure, row, error);
}

/* The end of a list of programmes at `at`, 0 for none; with names, they are written there with blanks between. */
static size_t programme_list(trf_slice text, size_t at, trf_buffer *names)
{
    uint32_t count = 0;

    if (at >= text.size || text.data[at] != '(')
        return 0;
    for (at++;;) {
        size_t end;

        while (at < text.size && (text.data[at] == ' ' || text.data[at] == ',' || text.data[at] == '\n'))
            at++;
        if (at < text.size && text.data[at] == ')')
            return count ? at + 1 : 0;
        for (end = at; end < text.size && end < at + 2 && text.data[end] >= 'A' && text.data[end] <= 'Z';)
            end++;
        if (end == at)
            return 0;
        if (end < text.size && (text.data[end] == '+' || text.data[end] == '*' || text.data[end] == '#'))
            end++;
        if (end >= text.size ||
            !(text.data[end] == ' ' || text.data[end] == ',' || text.data[end] == ')' || text.data[end] == '\n'))
            return 0;
        if (names) {
            trf_buffer_text(names, names->size ? " " : "");
            trf_buffer_bytes(names, text.data + at, end - at);
        }
        count++;
        at = end;
    }
}

/* Where the alternative that begins at `at` has its list of programmes; text.size for none. */
static size_t find_list(trf_slice text, size_t at)
{
    while (at < text.size && !programme_list(text, at, NULL))
        at++;
    return at;
}

static bool is_balanced(trf_slice text)
{
    int open = 0;

    for (size_t i = 0; i < text.size && open >= 0; i++)
        open += (text.data[i] == '(') - (text.data[i] == ')');
    return open == 0;
}

/* Whether a cell is alternatives that each end in a list of programmes. */
static bool is_split(trf_slice text)
{
    size_t at = 0, list;
    bool any = false;

    for (;;) {
        trf_slice rest = usitc_trim(trf_slice_of(text.data + at, text.size - at));

        if (rest.size == 0 || trf_slice_is(rest, "."))
            return any;
        list = find_list(text, at);
        rest = usitc_trim(trf_slice_of(text.data + at, list - at));
        if (list == text.size || rest.size == 0 || !is_balanced(rest))
            return false;
        at = programme_list(text, list, NULL);
        any = true;
    }
}

/* "Free (A,AU) 3.2% (JP)": a rate for each list of programmes; the cell itself is kept beside them. */
static tariff_status add_special(usitc *s, trf_value cell, tariff_error **error)
{
    char scratch[16];
    trf_buffer copy, names;
    trf_slice text;
    size_t at = 0;
    tariff_status status = TARIFF_OK;

    trf_buffer_init(&copy, s->alloc, 0);
    trf_buffer_init(&names, s->alloc, 0);
    trf_buffer_slice(&copy, trf_model_text(s->model, cell, scratch)); /* the pool may move */
    text = trf_buffer_view(&copy);
    if (copy.failed) {
        status = trf_fail_memory(error);
    } else if (!is_split(text)) {
        status = add_measure(s, SPECIAL, cell, TRF_VALUE_ABSENT, s->own, error);
    } else {
        status = add_remark(s, "rate-cell", TRF_SLICE("special"), TRF_SLICE_EMPTY, cell, error);
        while (status >= 0) {
            size_t list = find_list(text, at), end;
            trf_value duty, programmes;

            if (list == text.size)
                break;
            trf_buffer_clear(&names);
            end = programme_list(text, list, &names);
            status = names.failed ? trf_fail_memory(error)
                                  : usitc_value(s, usitc_trim(trf_slice_of(text.data + at, list - at)), &duty, error);
            if (status >= 0)
                status = usitc_value(s, trf_buffer_view(&names), &programmes, error);
            if (status >= 0)
                status = add_measure(s, SPECIAL, duty, programmes, s->own, error);
            at = end;
        }
    }
    trf_buffer_done(&copy);
    trf_buffer_done(&names);
    return status;
}

static tariff_status add_rate(usitc *s, unsigned column, trf_value rate_status, trf_value from, tariff_error **error)
{
    trf_value row[TRF_F_goods_nomenclature_rate_COUNT] = {0};

    row[TRF_F_goods_nomenclature_rate_goods_nomenclature_sid] = s->line_sid;
    row[TRF_F_goods_nomenclature_rate_rate_column] = s->types[column];
    row[TRF_F_goods_nomenclature_rate_rate_status] = rate_status;
    row[TRF_F_goods_nomenclature_rate_inherited_from] = from;
    return append(s, TRF_KIND_goods_nomenclature_rate, row, error);
}

tariff_status usitc_write_rates(usitc *s, const usitc_kept *row, bool leaf, tariff_error **error)
{
    uint8_t indent = (uint8_t)(row->indent + (row->digits > 4 ? s->shift : 0));
    tariff_status status = TARIFF_OK;
    uint32_t count;

    while (s->depth && s->parents[s->depth - 1].indent >= indent)
        s->depth--;
    for (unsigned c = 0; c < USITC_COLUMNS && status >= 0; c++) {
        trf_value from = TRF_VALUE_ABSENT;

        if (row->rates[c]) {
            status = c == SPECIAL ? add_special(s, row->rates[c], error)
                                  : add_measure(s, c, row->rates[c], TRF_VALUE_ABSENT, s->own, error);
            if (status >= 0)
                status = add_pointers(s, trf_slice_text(columns[c]), row->rates[c], &count, error);
            continue;
        }
        for (uint32_t p = s->depth; p > 0 && !from; p--)
            if (s->parents[p - 1].has[c])
                from = s->parents[p - 1].code;
        if (from && row->digits >= 8)
            status = add_rate(s, c, s->inherited, from, error);
        else if (!from && c == 0 && leaf && row->digits >= 8) {
            /* No rate above either: a measure that says so, lest no duty be taken for free of duty. */
            status = add_rate(s, c, s->unresolved, TRF_VALUE_ABSENT, error);
            if (status >= 0)
                status = add_measure(s, c, TRF_VALUE_ABSENT, TRF_VALUE_ABSENT, s->unresolved, error);
        }
    }
    return status;
}

/* ---- repeated numbers ---- */
tariff_status usitc_repeated(usitc *s, const usitc_kept *row, uint32_t before, tariff_error **error)
{
    const trf_value *line = trf_model_row(s->model, TRF_KIND_goods_nomenclature, before);
    trf_value sid = line[TRF_F_goods_nomenclature_goods_nomenclature_sid];
    char scratch[16];
    tariff_status status = TARIFF_OK;

    s->source.line = row->line;
    trf_model_report(s->model, &s->source, "repeated-number", TRF_SLICE("row"),
                     "number '%S': stood before; its rates are added to the first row of that number",
                     trf_model_text(s->model, row->number, scratch));
    s->line_sid = sid;
    s->line_code = row->number;
    s->line_suffix = TRF_VALUE_TAG_INT | 80;
    s->remark_count = 1000 + s->repeated; /* past those of the row itself and of repetitions before */
    s->repeated += 64;
    if (row->description)
        status = add_remark(s, "repeated-number", TRF_SLICE_EMPTY, TRF_SLICE_EMPTY, row->description, error);
    for (unsigned c = 0; c < USITC_COLUMNS && status >= 0; c++) {
        const trf_table *table = &s->model->tables[TRF_KIND_measure];
        bool same = false;

        for (uint32_t i = table->count; i > 0 && table->count - i < 256 && row->rates[c] && !same; i--) {
            const trf_value *measure = trf_model_row(s->model, TRF_KIND_measure, i - 1);

            same = measure[TRF_F_measure_goods_nomenclature_sid] == sid && measure[TRF_F_measure_measure_type] == s->types[c] &&
                   measure[TRF_F_measure_duty_text] == row->rates[c];
        }
        if (row->rates[c] && !same)
            status = c == SPECIAL ? add_special(s, row->rates[c], error)
                                  : add_measure(s, c, row->rates[c], TRF_VALUE_ABSENT, s->own, error);
    }
    return status;
}
