/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON export: an array of rows, one document a chapter. */
#include "ingest/usitc.h"
#include "json/scan.h"

/* Texts of one row: kept in one buffer, pointed to when the row is complete. */
typedef struct kept {
    size_t start, size;
} kept;

typedef struct reading {
    usitc *schedule;
    const trf_alloc *alloc;
    trf_slice file;
    trf_json_scanner scanner;
    trf_buffer texts;
    kept number, indent, description, rates[USITC_COLUMNS], quota, additional, twin, units[USITC_UNITS];
    uint32_t unit_count;
    struct {
        kept columns[8], text;
        uint32_t column_count;
    } notes[USITC_NOTES];
    uint32_t note_count;
} reading;

static tariff_status fault(const reading *r, const char *what, tariff_error **error)
{
    tariff_status status = trf_fail(error, r->alloc, TARIFF_EINPUT, "%s", what);

    if (error)
        trf_error_at(*error, r->file, r->scanner.line, 0, TRF_SLICE("row"));
    return status;
}

/* What is not JSON is bad input here, not a wrong request. */
static tariff_status scanned(const reading *r, tariff_status status, tariff_error **error)
{
    if (status >= 0 || status == TARIFF_ENOMEM)
        return status;
    if (error && *error) {
        (*error)->status = TARIFF_EINPUT;
        trf_error_at(*error, r->file, r->scanner.line, 0, TRF_SLICE("row"));
    }
    return TARIFF_EINPUT;
}

static tariff_status next(reading *r, trf_json_event *event, tariff_error **error)
{
    return scanned(r, trf_json_scan_next(&r->scanner, event, error), error);
}

static tariff_status skip(reading *r, tariff_error **error)
{
    return scanned(r, trf_json_scan_skip(&r->scanner, TRF_JSON_EVENT_NAME, error), error);
}

static kept keep(reading *r)
{
    kept place = {r->texts.size, r->scanner.token.size};

    trf_buffer_slice(&r->texts, r->scanner.token);
    return place;
}

/* A text, a number or nothing. */
static tariff_status read_text(reading *r, kept *out, tariff_error **error)
{
    trf_json_event event;
    tariff_status status = next(r, &event, error);

    if (status < 0)
        return status;
    if (event == TRF_JSON_EVENT_NULL)
        return TARIFF_OK;
    if (event != TRF_JSON_EVENT_STRING && event != TRF_JSON_EVENT_INTEGER && event != TRF_JSON_EVENT_REAL)
        return fault(r, "row: a text was expected", error);
    *out = keep(r);
    return TARIFF_OK;
}

/* A list of texts, or nothing. */
static tariff_status read_list(reading *r, kept *out, uint32_t limit, uint32_t *count, tariff_error **error)
{
    trf_json_event event;
    tariff_status status = next(r, &event, error);

    *count = 0;
    if (status < 0 || event == TRF_JSON_EVENT_NULL)
        return status;
    if (event != TRF_JSON_EVENT_ARRAY_BEGIN)
        return fault(r, "row: a list was expected", error);
    while ((status = next(r, &event, error)) >= 0 && event != TRF_JSON_EVENT_ARRAY_END) {
        if (event == TRF_JSON_EVENT_NULL)
            continue;
        if (event != TRF_JSON_EVENT_STRING)
            return fault(r, "row: a list of texts was expected", error);
        if (*count == limit)
            return fault(r, "row: a list is too long", error);
        out[(*count)++] = keep(r);
    }
    return status;
}

static tariff_status read_note(reading *r, tariff_error **error)
{
    trf_json_event event;
    tariff_status status;

    if (r->note_count == USITC_NOTES)
        return fault(r, "row: too many footnotes", error);
    memset(&r->notes[r->note_count], 0, sizeof r->notes[0]);
    while ((status = next(r, &event, error)) >= 0 && event != TRF_JSON_EVENT_OBJECT_END) {
        if (trf_slice_is(r->scanner.token, "columns"))
            status = read_list(r, r->notes[r->note_count].columns, 8, &r->notes[r->note_count].column_count, error);
        else if (trf_slice_is(r->scanner.token, "value"))
            status = read_text(r, &r->notes[r->note_count].text, error);
        else
            status = skip(r, error);
        if (status < 0)
            return status;
    }
    r->note_count++;
    return status;
}

static tariff_status read_notes(reading *r, tariff_error **error)
{
    trf_json_event event;
    tariff_status status = next(r, &event, error);

    if (status < 0 || event == TRF_JSON_EVENT_NULL)
        return status;
    if (event != TRF_JSON_EVENT_ARRAY_BEGIN)
        return fault(r, "footnotes: a list was expected", error);
    while ((status = next(r, &event, error)) >= 0 && event != TRF_JSON_EVENT_ARRAY_END) {
        if (event != TRF_JSON_EVENT_OBJECT_BEGIN)
            return fault(r, "footnotes: an object was expected", error);
        status = read_note(r, error);
        if (status < 0)
            return status;
    }
    return status;
}

static trf_slice text_of(const reading *r, kept place)
{
    return place.size ? trf_slice_of(r->texts.data + place.start, place.size) : TRF_SLICE_EMPTY;
}

static bool is_blank(trf_slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] != ' ' && text.data[i] != '\n' && text.data[i] != '\r' && text.data[i] != '\t')
            return false;
    return true;
}

static tariff_status add_row(reading *r, uint32_t line, tariff_error **error)
{
    usitc_note notes[USITC_NOTES];
    usitc_row row = {0};

    if (r->texts.failed)
        return trf_fail_memory(error);
    row.number = text_of(r, r->number);
    row.indent = text_of(r, r->indent);
    row.description = text_of(r, r->description);
    for (unsigned c = 0; c < USITC_COLUMNS; c++)
        row.rates[c] = text_of(r, r->rates[c]);
    row.quota_quantity = text_of(r, r->quota);
    row.additional_duties = text_of(r, r->additional);
    if (is_blank(row.additional_duties)) /* the export spells the member in two ways */
        row.additional_duties = text_of(r, r->twin);
    for (row.unit_count = 0; row.unit_count < r->unit_count; row.unit_count++)
        row.units[row.unit_count] = text_of(r, r->units[row.unit_count]);
    for (uint32_t i = 0; i < r->note_count; i++) {
        notes[i].text = text_of(r, r->notes[i].text);
        notes[i].column_count = r->notes[i].column_count;
        for (uint32_t c = 0; c < notes[i].column_count; c++)
            notes[i].columns[c] = text_of(r, r->notes[i].columns[c]);
    }
    row.notes = notes;
    row.note_count = r->note_count;
    row.line = line;
    return usitc_add(r->schedule, &row, error);
}

static tariff_status read_row(reading *r, tariff_error **error)
{
    static const char *const rates[USITC_COLUMNS] = {"general", "special", "other"};
    uint32_t line = r->scanner.line;
    bool numbered = false;
    trf_json_event event;
    tariff_status status;

    trf_buffer_clear(&r->texts);
    memset(&r->number, 0, offsetof(reading, unit_count) - offsetof(reading, number));
    r->unit_count = r->note_count = 0;
    while ((status = next(r, &event, error)) >= 0 && event != TRF_JSON_EVENT_OBJECT_END) {
        trf_slice name = r->scanner.token;
        kept *text = NULL;

        for (unsigned c = 0; c < USITC_COLUMNS; c++)
            if (trf_slice_is(name, rates[c]))
                text = &r->rates[c];
        if (trf_slice_is(name, "htsno")) {
            text = &r->number;
            numbered = true;
        } else if (trf_slice_is(name, "indent"))
            text = &r->indent;
        else if (trf_slice_is(name, "description"))
            text = &r->description;
        else if (trf_slice_is(name, "quotaQuantity"))
            text = &r->quota;
        else if (trf_slice_is(name, "additionalDuties"))
            text = &r->additional;
        else if (trf_slice_is(name, "addiitionalDuties"))
            text = &r->twin;
        if (text)
            status = read_text(r, text, error);
        else if (trf_slice_is(name, "units"))
            status = read_list(r, r->units, USITC_UNITS, &r->unit_count, error);
        else if (trf_slice_is(name, "footnotes"))
            status = read_notes(r, error);
        else
            status = skip(r, error); /* superior repeats that a row has no number */
        if (status < 0)
            return status;
    }
    if (status >= 0 && !numbered)
        return fault(r, "row: no htsno", error);
    return status < 0 ? status : add_row(r, line, error);
}

tariff_status usitc_read_json(usitc *schedule, trf_slice name, trf_slice text, tariff_error **error)
{
    const trf_alloc *alloc = usitc_alloc(schedule);
    reading *r = trf_alloc_zero(alloc, sizeof *r);
    trf_json_event event;
    tariff_status status;

    if (!r)
        return trf_fail_memory(error);
    r->schedule = schedule;
    r->alloc = alloc;
    r->file = name;
    trf_buffer_init(&r->texts, alloc, 0);
    trf_json_scan_text(&r->scanner, alloc, text, 8, (size_t)1 << 20);
    status = usitc_input(schedule, name, "usitc-json", error);
    if (status >= 0)
        status = next(r, &event, error);
    if (status >= 0 && event != TRF_JSON_EVENT_ARRAY_BEGIN)
        status = fault(r, "document: not an array of rows", error);
    while (status >= 0 && (status = next(r, &event, error)) >= 0 && event != TRF_JSON_EVENT_ARRAY_END)
        status = event == TRF_JSON_EVENT_OBJECT_BEGIN ? read_row(r, error) : fault(r, "document: a row was expected", error);
    if (status >= 0)
        status = next(r, &event, error);
    trf_json_scan_done(&r->scanner);
    trf_buffer_done(&r->texts);
    trf_alloc_free(alloc, r, sizeof *r);
    return status;
}
