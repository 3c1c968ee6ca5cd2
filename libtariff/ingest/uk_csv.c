/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of commodity codes that HMRC publishes as CSV: one row a line, with its TARIC number and whether it is an end line.
 * Quotes inside a description are printed as they are, so that a row is split by what it is: a line of text whose last field, the
 * description, goes from its first quote to the last one of the line. Doubled quotes are read too.
 */
#include "ingest/csv.h"
#include "ingest/line_table.h"

enum { SID, CODE, SUFFIX, FROM, TO, INDENT, END_LINE, DESCRIPTION, COLUMN_COUNT };

static const line_column columns[COLUMN_COUNT] = {
    {"SID", true},      {"Commodity code", true}, {"Product line suffix", true}, {"Start date", true},
    {"End date", true}, {"Indentation", true},    {"End line", false},           {"Description", true},
};

/* Some editions print the dashes of a line before its words too. */
static trf_slice without_dashes(trf_slice text, uint32_t indent)
{
    trf_slice rest = text;

    for (uint32_t i = 0; i < indent; i++) {
        if (!trf_slice_begins(rest, TRF_SLICE("- ")))
            return text;
        rest = trf_slice_of(rest.data + 2, rest.size - 2);
    }
    return rest;
}

typedef struct uk_row {
    trf_slice fields[LINE_TABLE_COLUMNS];
    uint32_t count;
    uint32_t line;
} uk_row;

/* The next line that is not empty; false at the end. */
static bool next_line(trf_csv *csv, trf_slice *line, uint32_t *number)
{
    trf_slice t = csv->text;

    while (csv->at < t.size) {
        size_t start = csv->at, end = start;

        while (end < t.size && t.data[end] != '\n' && t.data[end] != '\r')
            end++;
        csv->at = end + (end < t.size);
        csv->at += end + 1 < t.size && t.data[end] == '\r' && t.data[end + 1] == '\n';
        *number = csv->line++;
        *line = trf_slice_of(t.data + start, end - start);
        if (end > start)
            return true;
    }
    return false;
}

/* Whether quotes come in pairs only, as they do where they are escaped. */
static bool in_pairs(trf_slice text)
{
    bool any = false;

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] != '"')
            continue;
        if (i + 1 == text.size || text.data[i + 1] != '"')
            return false;
        any = true;
        i++;
    }
    return any;
}

/* The last field. */
static const char *split_rest(trf_slice rest, trf_buffer *scratch, trf_slice *out)
{
    *out = rest;
    if (rest.size == 0 || rest.data[0] != '"')
        return memchr(rest.data ? rest.data : "", ',', rest.size) ? "it has more fields than the header" : NULL;
    while (rest.size > 1 && (rest.data[rest.size - 1] == ' ' || rest.data[rest.size - 1] == '\t'))
        rest.size--;
    if (rest.size < 2 || rest.data[rest.size - 1] != '"')
        return "a quote that is not closed";
    *out = trf_slice_of(rest.data + 1, rest.size - 2);
    if (!in_pairs(*out))
        return NULL;
    trf_buffer_clear(scratch);
    for (size_t i = 0; i < out->size; i++) {
        trf_buffer_char(scratch, out->data[i]);
        i += out->data[i] == '"';
    }
    *out = trf_buffer_view(scratch);
    return NULL;
}

/* NULL, or what is wrong. */
static const char *split(trf_slice line, uint32_t count, trf_buffer *scratch, uk_row *row)
{
    size_t at = 0;

    for (row->count = 0; row->count + 1 < count; row->count++) {
        bool quoted = at < line.size && line.data[at] == '"';
        size_t start = at += quoted;

        while (at < line.size && line.data[at] != (quoted ? '"' : ','))
            at++;
        row->fields[row->count] = trf_slice_of(line.data + start, at - start);
        at += quoted;
        if (at >= line.size)
            return "it has fewer fields than the header";
        if (line.data[at++] != ',')
            return "text after a closing quote";
    }
    row->count++;
    return split_rest(trf_slice_of(line.data + at, line.size - at), scratch, &row->fields[count - 1]);
}

static tariff_status add_row(line_table *table, const uk_row *from, const uint32_t *places, tariff_error **error)
{
    trf_slice indent = line_table_trim(from->fields[places[INDENT]]), end;
    line_row row = {.code = line_table_trim(from->fields[places[CODE]]),
                    .suffix = line_table_trim(from->fields[places[SUFFIX]]),
                    .sid = line_table_trim(from->fields[places[SID]]),
                    .from = line_table_trim(from->fields[places[FROM]]),
                    .to = line_table_trim(from->fields[places[TO]]),
                    .text = line_table_trim(from->fields[places[DESCRIPTION]]),
                    .end_line = -1,
                    .line = from->line};

    if (!line_table_digits(row.code, 10))
        return line_table_refuse(table, row.line, columns[CODE].name, row.code, "ten digits", error);
    if (!trf_slice_count(indent, 29, &row.indent))
        return line_table_refuse(table, row.line, columns[INDENT].name, indent, "a number from 0 to 29", error);
    if (places[END_LINE] != UINT32_MAX) {
        end = line_table_trim(from->fields[places[END_LINE]]);
        if (!trf_slice_is(end, "0") && !trf_slice_is(end, "1"))
            return line_table_refuse(table, row.line, columns[END_LINE].name, end, "0 or 1", error);
        row.end_line = end.data[0] == '1';
    }
    row.text = line_table_trim(without_dashes(row.text, row.indent));
    return line_table_add(table, &row, error);
}

static tariff_status refuse(const line_table *table, trf_slice name, uint32_t line, const char *what, tariff_error **error)
{
    tariff_status status = trf_fail(error, line_table_alloc(table), TARIFF_EINPUT, "row: %s", what);

    if (error)
        trf_error_at(*error, name, line, 0, TRF_SLICE("row"));
    return status;
}

static tariff_status read_rows(line_table *table, trf_csv *csv, trf_buffer *scratch, tariff_error **error)
{
    uint32_t places[COLUMN_COUNT], width;
    bool more = false;
    uk_row row;
    trf_slice line;
    tariff_status status = trf_csv_next(csv, &more, error);

    if (status >= 0)
        status = line_table_columns(table, csv->row_line, csv->fields, csv->count, columns, COLUMN_COUNT, places, error);
    width = csv->count;
    if (status >= 0 && (width > LINE_TABLE_COLUMNS || places[DESCRIPTION] != width - 1))
        return refuse(table, csv->file, csv->row_line, "the last column is not 'Description' of at most 16", error);
    while (status >= 0 && next_line(csv, &line, &row.line)) {
        const char *fault = split(line, width, scratch, &row);

        if (fault)
            return refuse(table, csv->file, row.line, fault, error);
        if (scratch->failed)
            return trf_fail_memory(error);
        status = add_row(table, &row, places, error);
    }
    return status;
}

tariff_status uk_csv_read(line_table *table, trf_slice name, trf_slice text, tariff_error **error)
{
    trf_buffer scratch;
    trf_csv csv;
    tariff_status status = trf_csv_open(&csv, line_table_alloc(table), text, name, ',', error);

    trf_buffer_init(&scratch, line_table_alloc(table), 0);
    if (status >= 0)
        status = line_table_input(table, name, error);
    if (status >= 0)
        status = read_rows(table, &csv, &scratch, error);
    trf_csv_close(&csv);
    trf_buffer_done(&scratch);
    return status;
}
