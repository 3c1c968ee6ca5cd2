/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The goods nomenclature of TARIC as the European Commission publishes it on CIRCABC: a workbook for each language, a row a line,
 * code and suffix in one cell, dashes as text. The same columns as CSV are read too.
 */
#include "ingest/csv.h"
#include "ingest/line_table.h"
#include "ingest/workbook.h"
#include "io/archive.h"

enum { CODE, FROM, TO, LANGUAGE, LEVEL, INDENT, DESCRIPTION, TEXT_FROM, COLUMN_COUNT };

static const line_column columns[COLUMN_COUNT] = {
    {"Goods code", true}, {"Start date", true}, {"End date", true},    {"Language", true},
    {"Hier. Pos.", true}, {"Indent", true},     {"Description", true}, {"Descr. start date", true},
};

typedef struct circabc {
    line_table *table;
    bool header; /* was read */
    uint32_t places[COLUMN_COUNT];
} circabc;

/* "0101210000 80": ten digits and a suffix. */
static bool split_code(trf_slice cell, line_row *row)
{
    size_t at = 10;

    if (cell.size < 13)
        return false;
    row->code = trf_slice_of(cell.data, 10);
    while (at < cell.size && cell.data[at] == ' ')
        at++;
    row->suffix = trf_slice_of(cell.data + at, cell.size - at);
    return at > 10 && line_table_digits(row->code, 10) && line_table_digits(row->suffix, 2);
}

/* The number of digits that count: 2, 4 … 10, as text or as the number 2.0. */
static bool is_level(trf_slice cell)
{
    uint32_t level;

    if (cell.size > 2 && cell.data[cell.size - 1] == '0' && cell.data[cell.size - 2] == '.')
        cell.size -= 2;
    return trf_slice_count(cell, 10, &level) && level >= 2 && level % 2 == 0;
}

static tariff_status add_row(circabc *c, const trf_slice *cells, uint32_t count, uint32_t number, tariff_error **error)
{
    trf_slice cell[COLUMN_COUNT], rest;
    line_row row = {.end_line = -1, .line = number};
    bool empty = true;

    for (int i = 0; i < COLUMN_COUNT; i++) {
        cell[i] = c->places[i] < count ? line_table_trim(cells[c->places[i]]) : TRF_SLICE_EMPTY;
        empty = empty && cell[i].size == 0;
    }
    if (empty)
        return TARIFF_OK;
    if (!split_code(cell[CODE], &row))
        return line_table_refuse(c->table, number, columns[CODE].name, cell[CODE], "ten digits, a blank, two digits", error);
    if (!is_level(cell[LEVEL]))
        return line_table_refuse(c->table, number, columns[LEVEL].name, cell[LEVEL], "2, 4, 6, 8 or 10", error);
    if (!trf_slice_count(cell[INDENT], 29, &row.indent)) {
        row.indent = line_table_dashes(cell[INDENT], &rest);
        if (rest.size)
            return line_table_refuse(c->table, number, columns[INDENT].name, cell[INDENT], "dashes or a number", error);
    }
    row.from = cell[FROM];
    row.to = cell[TO];
    row.language = cell[LANGUAGE];
    row.text = cell[DESCRIPTION];
    row.text_from = cell[TEXT_FROM];
    return line_table_add(c->table, &row, error);
}

static tariff_status take_row(void *user, const trf_slice *cells, uint32_t count, uint32_t number, tariff_error **error)
{
    circabc *c = user;

    if (c->header)
        return add_row(c, cells, count, number, error);
    c->header = true;
    return line_table_columns(c->table, number, cells, count, columns, COLUMN_COUNT, c->places, error);
}

/* A cell with a semicolon before the first comma: these tables are separated by semicolons. */
static char separator_of(trf_slice text)
{
    for (size_t i = 0; i < text.size && text.data[i] != '\n'; i++)
        if (text.data[i] == ';' || text.data[i] == ',')
            return text.data[i];
    return ',';
}

static tariff_status read_csv(circabc *c, trf_slice name, trf_slice text, tariff_error **error)
{
    uint32_t width = 0;
    bool more = false;
    trf_csv csv;
    tariff_status status = trf_csv_open(&csv, line_table_alloc(c->table), text, name, separator_of(text), error);

    while (status >= 0) {
        status = trf_csv_next(&csv, &more, error);
        if (status < 0 || !more)
            break;
        if (c->header && csv.count != width) {
            status = trf_fail(error, line_table_alloc(c->table), TARIFF_EINPUT, "row of %u fields (expected %u as in the header)",
                              csv.count, width);
            if (error)
                trf_error_at(*error, name, csv.row_line, 0, TRF_SLICE("row"));
            break;
        }
        width = csv.count;
        status = take_row(c, csv.fields, csv.count, csv.row_line, error);
    }
    trf_csv_close(&csv);
    return status;
}

tariff_status circabc_read(line_table *table, trf_slice name, trf_slice bytes, tariff_error **error)
{
    circabc c = {.table = table};
    tariff_status status = line_table_input(table, name, error);

    if (status < 0)
        return status;
    if (trf_archive_begins(bytes))
        return trf_workbook_read(line_table_alloc(table), line_table_limits(table), name, bytes, take_row, &c, error);
    return read_csv(&c, name, bytes, error);
}
