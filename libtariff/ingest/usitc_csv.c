/* SPDX-License-Identifier: Apache-2.0 */
/* The CSV export: one table, a header, units as the text of a JSON list. */
#include "base/utf8.h"
#include "ingest/csv.h"
#include "ingest/usitc.h"
#include "json/scan.h"

enum { NUMBER, INDENT, DESCRIPTION, UNITS, GENERAL, SPECIAL, OTHER, QUOTA, ADDITIONAL, COLUMN_COUNT };

static const struct {
    const char *name;
    bool required;
} columns[COLUMN_COUNT] = {
    {"HTS Number", true},
    {"Indent", true},
    {"Description", true},
    {"Unit of Quantity", true},
    {"General Rate of Duty", true},
    {"Special Rate of Duty", true},
    {"Column 2 Rate of Duty", true},
    {"Quota Quantity", false},
    {"Additional Duties", false},
};

static tariff_status at(const trf_csv *csv, tariff_error **error, tariff_status status)
{
    if (error)
        trf_error_at(*error, csv->file, csv->row_line, 0, TRF_SLICE("table"));
    return status;
}

static tariff_status find_columns(trf_csv *csv, const trf_alloc *alloc, uint32_t place[COLUMN_COUNT], tariff_error **error)
{
    for (int c = 0; c < COLUMN_COUNT; c++) {
        place[c] = UINT32_MAX;
        for (uint32_t i = 0; i < csv->count; i++)
            if (trf_slice_is(csv->fields[i], columns[c].name))
                place[c] = i;
        if (place[c] == UINT32_MAX && columns[c].required)
            return at(csv, error,
                      trf_fail(error, alloc, TARIFF_EINPUT,
                               "column '%s': not in the header, a line that begins with '%S' (expected the names of columns: %s)",
                               columns[c].name, csv->count ? trf_utf8_start(csv->fields[0], 40) : TRF_SLICE_EMPTY,
                               "'HTS Number', 'Indent', 'Description', 'General Rate of Duty' …"));
    }
    return TARIFF_OK;
}

/* ["No.","kg"], or plain text. The texts go to `out`, one after the other. */
static tariff_status read_units(const trf_csv *csv, const trf_alloc *alloc, trf_slice text, trf_buffer *out, usitc_row *row,
                                tariff_error **error)
{
    size_t starts[USITC_UNITS + 1] = {0};
    trf_json_scanner scanner;
    trf_json_event event = TRF_JSON_EVENT_NULL;
    tariff_status status = TARIFF_OK;

    row->unit_count = 0;
    if (text.size == 0)
        return TARIFF_OK;
    if (text.data[0] != '[') {
        row->units[row->unit_count++] = text;
        return TARIFF_OK;
    }
    trf_buffer_clear(out);
    trf_json_scan_text(&scanner, alloc, text, 2, 256);
    while (status >= 0 && event != TRF_JSON_EVENT_END) {
        status = trf_json_scan_next(&scanner, &event, error);
        if (status < 0 || event != TRF_JSON_EVENT_STRING || scanner.token.size == 0)
            continue;
        if (row->unit_count == USITC_UNITS) {
            status = trf_fail(error, alloc, TARIFF_EINPUT, "Unit of Quantity: more than %u units", (uint32_t)USITC_UNITS);
            continue;
        }
        trf_buffer_slice(out, scanner.token);
        starts[++row->unit_count] = out->size;
    }
    trf_json_scan_done(&scanner);
    if (status < 0 && status != TARIFF_ENOMEM) {
        if (error && *error) { /* its line is that within the cell */
            (*error)->status = TARIFF_EINPUT;
            (*error)->line = csv->row_line;
            (*error)->column = 0;
        }
        return at(csv, error, TARIFF_EINPUT);
    }
    if (status < 0 || out->failed)
        return trf_fail_memory(error);
    for (uint32_t i = 0; i < row->unit_count; i++)
        row->units[i] = trf_slice_of(out->data + starts[i], starts[i + 1] - starts[i]);
    return TARIFF_OK;
}

tariff_status usitc_read_csv(usitc *schedule, trf_slice name, trf_slice text, tariff_error **error)
{
    const trf_alloc *alloc = usitc_alloc(schedule);
    uint32_t place[COLUMN_COUNT];
    trf_buffer units;
    trf_csv csv;
    bool more = false;
    uint32_t width = 0;
    tariff_status status;

    trf_buffer_init(&units, alloc, 0);
    status = trf_csv_open(&csv, alloc, text, name, ',', error);
    if (status >= 0)
        status = usitc_input(schedule, name, "usitc-csv", error);
    if (status >= 0)
        status = trf_csv_next(&csv, &more, error);
    if (status >= 0 && !more)
        status = at(&csv, error,
                    trf_fail(error, alloc, TARIFF_EINPUT, "table: empty (expected a header with the column 'HTS Number')"));
    if (status >= 0)
        status = find_columns(&csv, alloc, place, error);
    width = csv.count;
    while (status >= 0) {
        usitc_row row = {0};

        status = trf_csv_next(&csv, &more, error);
        if (status < 0 || !more)
            break;
        if (csv.count != width) {
            status =
                at(&csv, error,
                   trf_fail(error, alloc, TARIFF_EINPUT, "row of %u fields (expected %u as in the header)", csv.count, width));
            break;
        }
        row.number = csv.fields[place[NUMBER]];
        row.indent = csv.fields[place[INDENT]];
        row.description = csv.fields[place[DESCRIPTION]];
        for (unsigned c = 0; c < USITC_COLUMNS; c++)
            row.rates[c] = csv.fields[place[GENERAL + c]];
        if (place[QUOTA] != UINT32_MAX)
            row.quota_quantity = csv.fields[place[QUOTA]];
        if (place[ADDITIONAL] != UINT32_MAX)
            row.additional_duties = csv.fields[place[ADDITIONAL]];
        row.line = csv.row_line;
        status = read_units(&csv, alloc, csv.fields[place[UNITS]], &units, &row, error);
        if (status >= 0)
            status = usitc_add(schedule, &row, error);
    }
    trf_csv_close(&csv);
    trf_buffer_done(&units);
    return status;
}
