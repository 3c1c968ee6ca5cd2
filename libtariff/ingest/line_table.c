/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/line_table.h"

#include "base/utf8.h"
#include "ingest/native_index.h"

#define F(kind, field) TRF_F_##kind##_##field

enum { TOLD = 40, DEPTH_MAX = 29 };

struct line_table {
    trf_model *model;
    const trf_alloc *alloc;
    trf_import_options options;
    const line_table_publisher *publisher;
    trf_native_index index;
    trf_row_source source;
    trf_value from, to; /* of rows without dates */
    trf_value tariff_source;
    bool has_sids, lacks_sids;
    /* the row before: for end lines */
    bool before;
    trf_value before_code, before_suffix;
    uint32_t before_depth, before_line;
    int before_end;
};

/* ---- texts ---- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

trf_slice line_table_trim(trf_slice text)
{
    while (text.size && is_space(text.data[0]))
        text.data++, text.size--;
    while (text.size && is_space(text.data[text.size - 1]))
        text.size--;
    return text;
}

bool line_table_digits(trf_slice text, size_t size)
{
    if (text.size != size)
        return false;
    for (size_t i = 0; i < size; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    return true;
}

uint32_t line_table_dashes(trf_slice text, trf_slice *rest)
{
    uint32_t count = 0;
    size_t i = 0;

    while (i < text.size && (text.data[i] == '-' || is_space(text.data[i])))
        count += text.data[i++] == '-';
    *rest = i < text.size ? trf_slice_of(text.data + i, text.size - i) : TRF_SLICE_EMPTY;
    return count;
}

tariff_status line_table_refuse(const line_table *table, uint32_t line, const char *column, trf_slice text, const char *expected,
                                tariff_error **error)
{
    tariff_status status = trf_fail(error, table->alloc, TARIFF_EINPUT, "%s '%S': not understood (expected %s)", column,
                                    trf_utf8_start(text, TOLD), expected);

    if (error)
        trf_error_at(*error, table->model->inputs[table->source.input].name, line, 0, TRF_SLICE("row"));
    return status;
}

tariff_status line_table_columns(const line_table *table, uint32_t line, const trf_slice *header, uint32_t count,
                                 const line_column *columns, uint32_t column_count, uint32_t *places, tariff_error **error)
{
    for (uint32_t c = 0; c < column_count; c++) {
        places[c] = UINT32_MAX;
        for (uint32_t i = count; i > 0; i--)
            if (trf_slice_is(line_table_trim(header[i - 1]), columns[c].name))
                places[c] = i - 1;
        if (places[c] == UINT32_MAX && columns[c].required) {
            tariff_status status;
            trf_buffer names;

            trf_buffer_init(&names, table->alloc, 0);
            for (uint32_t i = 0; i < column_count; i++) {
                if (!columns[i].required)
                    continue;
                trf_buffer_text(&names, names.size ? ", '" : "'");
                trf_buffer_text(&names, columns[i].name);
                trf_buffer_char(&names, '\'');
            }
            status = trf_fail(error, table->alloc, TARIFF_EINPUT,
                              "column '%s': not in the header, a line that begins with '%S' (expected the names of columns: %S)",
                              columns[c].name, count ? trf_utf8_start(header[0], TOLD) : TRF_SLICE_EMPTY,
                              trf_buffer_view(&names));
            trf_buffer_done(&names);

            if (error)
                trf_error_at(*error, table->model->inputs[table->source.input].name, line, 0, TRF_SLICE("header"));
            return status;
        }
    }
    return TARIFF_OK;
}

/* ---- values ---- */

static tariff_status value_of(line_table *table, trf_slice text, trf_value *out, tariff_error **error)
{
    *out = TRF_VALUE_ABSENT;
    if (text.size == 0)
        return TARIFF_OK;
    *out = trf_model_value(table->model, text);
    return *out == TRF_INTERN_NONE ? trf_fail_memory(error) : TARIFF_OK;
}

static tariff_status word(line_table *table, const char *text, trf_value *out, tariff_error **error)
{
    return value_of(table, trf_slice_text(text), out, error);
}

/* DD-MM-YYYY with '-', '/' or '.', or YYYY-MM-DD. */
static bool read_day(trf_slice text, char iso[10])
{
    trf_date date;

    if (text.size != 10)
        return false;
    if (text.data[2] == text.data[5] && (text.data[2] == '/' || text.data[2] == '-' || text.data[2] == '.')) {
        memcpy(iso, text.data + 6, 4);
        memcpy(iso + 5, text.data + 3, 2);
        memcpy(iso + 8, text.data, 2);
        iso[4] = iso[7] = '-';
    } else {
        memcpy(iso, text.data, 10);
    }
    return trf_date_parse(trf_slice_of(iso, 10), &date);
}

static tariff_status day_of(line_table *table, const line_row *row, const char *column, trf_slice text, trf_value none,
                            trf_value *out, tariff_error **error)
{
    char iso[10];

    *out = none;
    if (text.size == 0)
        return TARIFF_OK;
    if (!read_day(text, iso))
        return line_table_refuse(table, row->line, column, text, "a day, DD/MM/YYYY or YYYY-MM-DD", error);
    return value_of(table, trf_slice_of(iso, sizeof iso), out, error);
}

static bool is_tag(trf_slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

        if (!letter && (i < 2 || (c != '-' && !(c >= '0' && c <= '9'))))
            return false;
    }
    return text.size >= 2 && text.size <= 35 && text.data[text.size - 1] != '-';
}

/* "EN" is "en" in the own schema. */
static tariff_status language_of(line_table *table, const line_row *row, trf_value *out, tariff_error **error)
{
    trf_slice given = row->language.size ? row->language : table->options.language;
    char small[2];

    if (!is_tag(given))
        return line_table_refuse(table, row->line, "language", given, "a tag such as en", error);
    for (unsigned i = 0; given.size == 2 && i < 2; i++)
        small[i] = (char)(given.data[i] >= 'A' && given.data[i] <= 'Z' ? given.data[i] - 'A' + 'a' : given.data[i]);
    return value_of(table, given.size == 2 ? trf_slice_of(small, 2) : given, out, error);
}

/* ---- records ---- */

static tariff_status append(line_table *table, trf_kind kind, const trf_value *values, tariff_error **error)
{
    trf_row_source source = table->source;

    source.update = TRF_UPDATE_INSERT;
    return trf_model_append(table->model, kind, values, &source, error);
}

static tariff_status add_tariff(line_table *table, tariff_error **error)
{
    trf_value row[TRF_F_tariff_COUNT] = {0};
    bool own = trf_slice_is(table->options.tariff, table->publisher->tariff);
    trf_buffer source;
    tariff_status status = trf_model_tariff(table->model, table->options.tariff, &table->source.tariff, error);

    if (status >= 0)
        status = value_of(table, table->options.tariff, &row[F(tariff, tariff_id)], error);
    if (status >= 0)
        status = word(table, "HS", &row[F(tariff, nomenclature)], error);
    if (status >= 0)
        status = value_of(table, table->options.language, &row[F(tariff, language_id)], error);
    if (status >= 0 && own)
        status = word(table, table->publisher->title, &row[F(tariff, title)], error);
    if (status >= 0 && own)
        status = word(table, table->publisher->zone, &row[F(tariff, zone)], error);
    if (status >= 0 && own)
        status = word(table, table->publisher->currency, &row[F(tariff, currency)], error);
    if (status < 0)
        return status;
    trf_buffer_init(&source, table->alloc, 0);
    trf_buffer_text(&source, table->publisher->source);
    trf_buffer_slice(&source, table->model->inputs[table->source.input].name);
    status = source.failed ? trf_fail_memory(error) : value_of(table, trf_buffer_view(&source), &table->tariff_source, error);
    trf_buffer_done(&source);
    row[F(tariff, source)] = table->tariff_source;
    return status < 0 ? status : append(table, TRF_KIND_tariff, row, error);
}

tariff_status line_table_new(trf_model *model, const trf_import_options *options, const line_table_publisher *publisher,
                             line_table **out, tariff_error **error)
{
    line_table *table = trf_alloc_zero(model->alloc, sizeof *table);
    tariff_status status;

    if (!table)
        return trf_fail_memory(error);
    table->model = model;
    table->alloc = model->alloc;
    table->options = *options;
    table->publisher = publisher;
    trf_native_index_init(&table->index, model);
    status = value_of(table, options->valid_from, &table->from, error);
    if (status >= 0)
        status = value_of(table, options->valid_to, &table->to, error);
    if (status < 0) {
        line_table_free(table);
        return status;
    }
    *out = table;
    return TARIFF_OK;
}

void line_table_free(line_table *table)
{
    if (!table)
        return;
    trf_native_index_done(&table->index);
    trf_alloc_free(table->alloc, table, sizeof *table);
}

const trf_alloc *line_table_alloc(const line_table *table)
{
    return table->alloc;
}

const trf_limits *line_table_limits(const line_table *table)
{
    return &table->model->limits;
}

/* The line before has none below it unless this row is deeper; a new chapter is not. */
static void check_end_line(line_table *table, bool deeper)
{
    trf_row_source source = table->source;
    char scratch[16];
    bool end = table->before_suffix == (TRF_VALUE_TAG_INT | 80) && !deeper;

    if (!table->before || table->before_end < 0 || (table->before_end == 1) == end)
        return;
    source.line = table->before_line;
    trf_model_report(table->model, &source, "end-line", trf_model_text(table->model, table->before_code, scratch),
                     table->before_end ? "is called an end line and is none (the tree decides)"
                                       : "is not called an end line and is one (the tree decides)");
}

tariff_status line_table_input(line_table *table, trf_slice name, tariff_error **error)
{
    tariff_status status;

    check_end_line(table, false);
    table->before = false;
    status = trf_model_input(table->model, name, trf_slice_text(table->publisher->format), &table->source.input, error);
    if (status >= 0 && table->model->inputs_count == 1)
        status = add_tariff(table, error);
    return status;
}

static tariff_status add_description(line_table *table, const line_row *row, trf_value sid, trf_value code, trf_value suffix,
                                     trf_value start, trf_value language, tariff_error **error)
{
    trf_value period[TRF_F_goods_nomenclature_description_period_COUNT] = {0};
    trf_value text[TRF_F_goods_nomenclature_description_COUNT] = {0}, period_sid = TRF_VALUE_ABSENT;
    bool found = false;
    tariff_status status = trf_native_find_period(&table->index, sid, start, false, &period_sid, &found, error);

    if (status >= 0 && !found) {
        status = trf_native_next_sid(&table->index, TRF_KIND_goods_nomenclature_description_period,
                                     F(goods_nomenclature_description_period, goods_nomenclature_description_period_sid),
                                     &period_sid, error);
        period[F(goods_nomenclature_description_period, goods_nomenclature_description_period_sid)] = period_sid;
        period[F(goods_nomenclature_description_period, goods_nomenclature_sid)] = sid;
        period[F(goods_nomenclature_description_period, validity_start_date)] = start;
        period[F(goods_nomenclature_description_period, goods_nomenclature_item_id)] = code;
        period[F(goods_nomenclature_description_period, productline_suffix)] = suffix;
        if (status >= 0)
            status = append(table, TRF_KIND_goods_nomenclature_description_period, period, error);
    }
    if (status < 0)
        return status;
    text[F(goods_nomenclature_description, goods_nomenclature_description_period_sid)] = period_sid;
    text[F(goods_nomenclature_description, language_id)] = language;
    text[F(goods_nomenclature_description, goods_nomenclature_sid)] = sid;
    text[F(goods_nomenclature_description, goods_nomenclature_item_id)] = code;
    text[F(goods_nomenclature_description, productline_suffix)] = suffix;
    status = value_of(table, row->text, &text[F(goods_nomenclature_description, description)], error);
    return status < 0 ? status : append(table, TRF_KIND_goods_nomenclature_description, text, error);
}

static tariff_status line_sid(line_table *table, const line_row *row, trf_value *out, tariff_error **error)
{
    uint32_t number;

    if (row->sid.size == 0) {
        table->lacks_sids = true;
        if (!table->has_sids)
            return trf_native_next_sid(&table->index, TRF_KIND_goods_nomenclature, F(goods_nomenclature, goods_nomenclature_sid),
                                       out, error);
    } else if (!table->lacks_sids && trf_slice_count(row->sid, TRF_NATIVE_SID_FIRST - 1, &number) && number) {
        table->has_sids = true;
        return value_of(table, row->sid, out, error);
    }
    return line_table_refuse(table, row->line, "SID", row->sid, "a number from 1, in each row or in none", error);
}

static tariff_status add_line(line_table *table, const line_row *row, const trf_value known[3], trf_value to, trf_value *sid,
                              tariff_error **error)
{
    trf_value line[TRF_F_goods_nomenclature_COUNT] = {0}, indent[TRF_F_goods_nomenclature_indents_COUNT] = {0};
    tariff_status status = line_sid(table, row, sid, error);

    line[F(goods_nomenclature, goods_nomenclature_sid)] = *sid;
    line[F(goods_nomenclature, goods_nomenclature_item_id)] = known[0];
    line[F(goods_nomenclature, producline_suffix)] = known[1];
    line[F(goods_nomenclature, validity_start_date)] = known[2];
    line[F(goods_nomenclature, validity_end_date)] = to;
    line[F(goods_nomenclature, statistical_indicator)] = TRF_VALUE_TAG_INT | 0u;
    line[F(goods_nomenclature, source)] = table->tariff_source;
    if (status >= 0)
        status = append(table, TRF_KIND_goods_nomenclature, line, error);
    if (status < 0)
        return status;
    status = trf_native_next_sid(&table->index, TRF_KIND_goods_nomenclature_indents,
                                 F(goods_nomenclature_indents, goods_nomenclature_indent_sid),
                                 &indent[F(goods_nomenclature_indents, goods_nomenclature_indent_sid)], error);
    indent[F(goods_nomenclature_indents, goods_nomenclature_sid)] = *sid;
    indent[F(goods_nomenclature_indents, validity_start_date)] = known[2];
    indent[F(goods_nomenclature_indents, number_indents)] = TRF_VALUE_TAG_INT | row->indent;
    indent[F(goods_nomenclature_indents, goods_nomenclature_item_id)] = known[0];
    indent[F(goods_nomenclature_indents, productline_suffix)] = known[1];
    return status < 0 ? status : append(table, TRF_KIND_goods_nomenclature_indents, indent, error);
}

/* Whether a further row about a known line says the same: its end and its indent, which stands in the row of the same number. */
static void compare_line(line_table *table, const line_row *row, uint32_t at, trf_value to)
{
    const trf_value *line = trf_model_row(table->model, TRF_KIND_goods_nomenclature, at);
    const trf_value *indent = trf_model_row(table->model, TRF_KIND_goods_nomenclature_indents, at);

    if (line[F(goods_nomenclature, validity_end_date)] != to ||
        indent[F(goods_nomenclature_indents, number_indents)] != (TRF_VALUE_TAG_INT | row->indent))
        trf_model_report(table->model, &table->source, "line-differs", row->code,
                         "%S has another end or indent than it had before (the first ones are taken)", row->suffix);
}

/* The row before and this one, where they stand in the order of the nomenclature. */
static void follow(line_table *table, const line_row *row, trf_value code, trf_value suffix)
{
    bool chapter = row->code.size > 2 && row->indent == 0;
    uint32_t depth = row->indent + 1;

    for (size_t i = 2; i < row->code.size; i++)
        chapter = chapter && row->code.data[i] == '0';
    if (chapter)
        depth = 0;
    check_end_line(table, depth > table->before_depth);
    table->before = true;
    table->before_code = code;
    table->before_suffix = suffix;
    table->before_depth = depth;
    table->before_line = row->line;
    table->before_end = row->end_line;
}

tariff_status line_table_add(line_table *table, const line_row *row, tariff_error **error)
{
    trf_value known[3], to, start, language, sid = TRF_VALUE_ABSENT; /* known: code, suffix, first day */
    uint32_t at = 0;
    bool found = false;
    tariff_status status;

    if (row->code.size < 2 || row->code.size > TRF_CODE_MAX || !line_table_digits(row->code, row->code.size))
        return line_table_refuse(table, row->line, "code", row->code, "2 to 14 digits", error);
    if (!line_table_digits(row->suffix, 2))
        return line_table_refuse(table, row->line, "suffix", row->suffix, "two digits", error);
    if (row->indent > DEPTH_MAX)
        return line_table_refuse(table, row->line, "code", row->code, "at most 29 dashes", error);
    table->source.line = row->line;
    status = value_of(table, row->code, &known[0], error);
    if (status >= 0)
        status = value_of(table, row->suffix, &known[1], error);
    if (status >= 0)
        status = day_of(table, row, "start date", row->from, table->from, &known[2], error);
    if (status >= 0)
        status = day_of(table, row, "end date", row->to, table->to, &to, error);
    if (status >= 0)
        status = day_of(table, row, "start date of the description", row->text_from, known[2], &start, error);
    if (status >= 0)
        status = language_of(table, row, &language, error);
    if (status >= 0)
        status = trf_native_find_line(&table->index, table->source.tariff, known[0], known[1], known[2], &at, &found, error);
    if (status < 0)
        return status;
    table->model->inputs[table->source.input].records++;
    follow(table, row, known[0], known[1]);
    found = found &&
            trf_model_row(table->model, TRF_KIND_goods_nomenclature, at)[F(goods_nomenclature, validity_start_date)] == known[2];
    if (!found) {
        status = add_line(table, row, known, to, &sid, error);
    } else {
        sid = trf_model_row(table->model, TRF_KIND_goods_nomenclature, at)[F(goods_nomenclature, goods_nomenclature_sid)];
        compare_line(table, row, at, to);
    }
    if (status < 0 || row->text.size == 0)
        return status;
    return add_description(table, row, sid, known[0], known[1], start, language, error);
}

tariff_status line_table_finish(line_table *table, tariff_error **error)
{
    check_end_line(table, false);
    table->before = false;
    if (table->model->tables[TRF_KIND_goods_nomenclature].count)
        return TARIFF_OK;
    return trf_fail(error, table->alloc, TARIFF_EINPUT, "table: no line in it (expected a header and rows)");
}
