/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/csv.h"

#include "base/utf8.h"

static tariff_status fault(const trf_csv *csv, uint32_t line, const char *what, tariff_error **error)
{
    tariff_status status = trf_fail(error, csv->alloc, TARIFF_EINPUT, "table: %s", what);

    if (error)
        trf_error_at(*error, csv->file, line, 0, TRF_SLICE("table"));
    return status;
}

tariff_status trf_csv_open(trf_csv *csv, const trf_alloc *alloc, trf_slice text, trf_slice file, char separator,
                           tariff_error **error)
{
    size_t sound;

    memset(csv, 0, offsetof(trf_csv, fields));
    csv->alloc = alloc;
    csv->file = file;
    csv->separator = separator;
    csv->line = 1;
    trf_buffer_init(&csv->unquoted, alloc, 0);
    if (trf_slice_begins(text, TRF_SLICE("\xef\xbb\xbf"))) {
        text.data += 3;
        text.size -= 3;
    }
    csv->text = text;
    sound = trf_utf8_span(text);
    if (sound < text.size || (text.size && memchr(text.data, 0, text.size))) {
        const char *nul = text.size ? memchr(text.data, 0, sound) : NULL;
        size_t end = nul ? (size_t)(nul - text.data) : sound;
        uint32_t line = 1;

        for (size_t i = 0; i < end; i++)
            line += text.data[i] == '\n';
        return fault(csv, line, nul ? "a NUL character" : "bytes that are not UTF-8", error);
    }
    return TARIFF_OK;
}

void trf_csv_close(trf_csv *csv)
{
    trf_buffer_done(&csv->unquoted);
}

/* Past one line end at csv->at, which stands on CR or LF. */
static void end_line(trf_csv *csv)
{
    if (csv->text.data[csv->at] == '\r' && csv->at + 1 < csv->text.size && csv->text.data[csv->at + 1] == '\n')
        csv->at++;
    csv->at++;
    csv->line++;
}

static tariff_status quoted(trf_csv *csv, uint32_t field, tariff_error **error)
{
    uint32_t line = csv->line;
    trf_slice t = csv->text;

    csv->starts[field] = csv->unquoted.size;
    for (csv->at++;; csv->at++) {
        if (csv->at >= t.size)
            return fault(csv, line, "a quote that is not closed", error);
        if (t.data[csv->at] == '"') {
            if (csv->at + 1 >= t.size || t.data[csv->at + 1] != '"')
                break;
            csv->at++;
        }
        if (t.data[csv->at] == '\n')
            csv->line++;
        trf_buffer_char(&csv->unquoted, t.data[csv->at]);
    }
    csv->at++;
    if (csv->at < t.size && t.data[csv->at] != csv->separator && t.data[csv->at] != '\r' && t.data[csv->at] != '\n')
        return fault(csv, line, "text after a closing quote", error);
    csv->fields[field].size = csv->unquoted.size - csv->starts[field];
    return csv->unquoted.failed ? trf_fail_memory(error) : TARIFF_OK;
}

tariff_status trf_csv_next(trf_csv *csv, bool *more, tariff_error **error)
{
    trf_slice t = csv->text;

    while (csv->at < t.size && (t.data[csv->at] == '\n' || t.data[csv->at] == '\r'))
        end_line(csv);
    *more = csv->at < t.size;
    csv->count = 0;
    csv->row_line = csv->line;
    trf_buffer_clear(&csv->unquoted);
    while (*more) {
        uint32_t field = csv->count;
        tariff_status status;

        if (field == TRF_CSV_FIELDS)
            return fault(csv, csv->row_line, "more than 256 fields", error);
        if (csv->at < t.size && t.data[csv->at] == '"') {
            status = quoted(csv, field, error);
            if (status < 0)
                return status;
        } else {
            size_t start = csv->at;

            while (csv->at < t.size && t.data[csv->at] != csv->separator && t.data[csv->at] != '\n' && t.data[csv->at] != '\r')
                csv->at++;
            csv->starts[field] = SIZE_MAX;
            csv->fields[field] = trf_slice_of(t.data + start, csv->at - start);
        }
        csv->count++;
        if (csv->at >= t.size)
            break;
        if (t.data[csv->at] != csv->separator) {
            end_line(csv);
            break;
        }
        csv->at++;
    }
    for (uint32_t i = 0; i < csv->count; i++)
        if (csv->starts[i] != SIZE_MAX)
            csv->fields[i].data = csv->unquoted.data ? csv->unquoted.data + csv->starts[i] : "";
    return TARIFF_OK;
}
