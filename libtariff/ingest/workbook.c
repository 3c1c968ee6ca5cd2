/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Four parts are read, one after the other: the relations of the archive name the workbook, the workbook its first sheet and the
 * relations of the workbook where sheet and shared strings lie.
 */
#include "ingest/workbook.h"

#include "base/utf8.h"
#include "ingest/xml.h"
#include "io/archive.h"

/* A shared string is written once and stands in as many cells as name it: a row is bounded, and all rows together. */
enum { PATH_SIZE = 256, NAME_MAX_TOLD = 100, ROW_BYTES = 1 << 20 };

#define SHEET_NAMESPACE        "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define SHEET_NAMESPACE_STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define PACKAGE_NAMESPACE      "http://schemas.openxmlformats.org/package/2006/relationships"

typedef enum element {
    E_OTHER,
    E_RELATIONSHIP,
    E_SHEET,
    E_SI,
    E_T,
    E_PHONETIC,
    E_ROW,
    E_CELL,
    E_VALUE,
    E_INLINE,
} element;

static const struct {
    const char *name;
    element is;
} names[] = {{"Relationship", E_RELATIONSHIP},
             {"sheet", E_SHEET},
             {"si", E_SI},
             {"t", E_T},
             {"rPh", E_PHONETIC},
             {"row", E_ROW},
             {"c", E_CELL},
             {"v", E_VALUE},
             {"is", E_INLINE}};

typedef enum part { PART_PACKAGE, PART_WORKBOOK, PART_RELATIONS, PART_STRINGS, PART_SHEET } part;

typedef struct workbook {
    const trf_alloc *alloc;
    const trf_limits *limits;
    trf_slice name;
    trf_archive *archive;
    trf_xml *xml;
    part part;
    char book[PATH_SIZE], sheet[PATH_SIZE], strings[PATH_SIZE]; /* paths in the archive; empty: not known */
    char sheet_id[PATH_SIZE];                                   /* relation of the first sheet */
    uint32_t phonetic;                                          /* open <rPh> */
    trf_buffer texts;                                           /* shared strings one after the other */
    size_t *ends;
    size_t count, capacity;
    /* the row */
    trf_workbook_row row;
    void *user;
    uint32_t number, cell_count, column;
    char kind; /* of the cell: 's' shared, else as it stands */
    trf_buffer cells;
    uint64_t told; /* bytes of all rows before it */
    size_t starts[TRF_WORKBOOK_COLUMNS], sizes[TRF_WORKBOOK_COLUMNS];
} workbook;

static tariff_status refuse(const workbook *w, const char *what, trf_slice text, const char *expected, tariff_error **error)
{
    return trf_fail(error, w->alloc, TARIFF_EINPUT, "workbook: %s '%S' (expected %s)", what, trf_utf8_start(text, NAME_MAX_TOLD),
                    expected);
}

/* ---- paths ---- */

/* Where a relation of the part `base` leads to, in the archive. */
static tariff_status target_path(const workbook *w, const char *base, trf_slice target, char out[PATH_SIZE], tariff_error **error)
{
    const char *slash = strrchr(base, '/');
    size_t folder = slash ? (size_t)(slash - base) + 1 : 0;

    if (target.size && target.data[0] == '/') {
        folder = 0;
        target.data++;
        target.size--;
    }
    if (target.size == 0 || target.size >= PATH_SIZE - folder || memchr(target.data, 0, target.size) ||
        memmem(target.data, target.size, "..", 2) || memchr(target.data, ':', target.size))
        return refuse(w, "a part at", target, "one inside the archive", error);
    memmove(out, base, folder);
    memcpy(out + folder, target.data, target.size);
    out[folder + target.size] = 0;
    return TARIFF_OK;
}

static bool ends_with(trf_slice text, const char *end)
{
    size_t size = strlen(end);

    return text.size >= size && memcmp(text.data + text.size - size, end, size) == 0;
}

/* ---- start tags ---- */

static int resolve(void *user, trf_slice local, trf_slice ns)
{
    (void)user;
    if (!trf_slice_is(ns, SHEET_NAMESPACE) && !trf_slice_is(ns, SHEET_NAMESPACE_STRICT) && !trf_slice_is(ns, PACKAGE_NAMESPACE))
        return E_OTHER;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (trf_slice_is(local, names[i].name))
            return (int)names[i].is;
    return E_OTHER;
}

static tariff_status start_relationship(workbook *w, const trf_xml_attributes *attributes, tariff_error **error)
{
    trf_slice id = TRF_SLICE_EMPTY, type = TRF_SLICE_EMPTY, target = TRF_SLICE_EMPTY, mode = TRF_SLICE_EMPTY;
    char *out = NULL;

    trf_xml_attribute_get(attributes, "Id", &id);
    trf_xml_attribute_get(attributes, "Type", &type);
    trf_xml_attribute_get(attributes, "Target", &target);
    trf_xml_attribute_get(attributes, "TargetMode", &mode);
    if (w->part == PART_PACKAGE && ends_with(type, "/officeDocument"))
        out = w->book;
    else if (w->part == PART_RELATIONS && ends_with(type, "/sharedStrings"))
        out = w->strings;
    else if (w->part == PART_RELATIONS && trf_slice_is(id, w->sheet_id))
        out = w->sheet;
    if (!out || out[0])
        return TARIFF_OK;
    if (trf_slice_is(mode, "External"))
        return refuse(w, "a part elsewhere, at", target, "one inside the archive", error);
    return target_path(w, w->part == PART_PACKAGE ? "" : w->book, target, out, error);
}

/* The first sheet of the workbook, by its relation. */
static tariff_status start_sheet(workbook *w, const trf_xml_attributes *attributes, tariff_error **error)
{
    if (w->sheet_id[0])
        return TARIFF_OK;
    for (uint32_t i = 0; i < attributes->count; i++) {
        trf_xml_attribute attribute = trf_xml_attribute_at(attributes, i);

        if (!trf_slice_is(attribute.name, "id") || !ends_with(attribute.ns, "/relationships"))
            continue;
        if (attribute.value.size == 0 || attribute.value.size >= PATH_SIZE)
            return refuse(w, "a sheet of relation", attribute.value, "a short id", error);
        memcpy(w->sheet_id, attribute.value.data, attribute.value.size);
        w->sheet_id[attribute.value.size] = 0;
    }
    return TARIFF_OK;
}

static tariff_status start_row(workbook *w, const trf_xml_attributes *attributes, tariff_error **error)
{
    trf_slice given = TRF_SLICE_EMPTY;
    uint32_t number = w->number + 1;

    if (trf_xml_attribute_get(attributes, "r", &given) &&
        (!trf_slice_count(given, TRF_WORKBOOK_ROWS, &number) || number <= w->number))
        return refuse(w, "row", given, "rows in their order, at most 1048576", error);
    if (number > TRF_WORKBOOK_ROWS)
        return refuse(w, "row", TRF_SLICE("1048577"), "at most 1048576", error);
    w->number = number;
    w->cell_count = 0;
    trf_buffer_clear(&w->cells);
    return TARIFF_OK;
}

static tariff_status start_cell(workbook *w, const trf_xml_attributes *attributes, tariff_error **error)
{
    trf_slice given = TRF_SLICE_EMPTY, kind = TRF_SLICE_EMPTY;
    uint32_t column = 0;
    size_t at = 0;

    if (trf_xml_attribute_get(attributes, "r", &given)) {
        for (; at < given.size && at < 3 && given.data[at] >= 'A' && given.data[at] <= 'Z'; at++)
            column = column * 26 + (uint32_t)(given.data[at] - 'A') + 1;
        if (at == 0 || at == given.size)
            return refuse(w, "cell", given, "a column and a row", error);
        column--;
    } else {
        column = w->cell_count;
    }
    if (column < w->cell_count || column >= TRF_WORKBOOK_COLUMNS)
        return refuse(w, "cell", given, "cells in their order, at most 256 columns", error);
    for (; w->cell_count <= column; w->cell_count++)
        w->starts[w->cell_count] = w->sizes[w->cell_count] = 0;
    trf_xml_attribute_get(attributes, "t", &kind);
    w->column = column;
    w->kind = (char)(trf_slice_is(kind, "s") ? 's' : 0);
    w->starts[column] = w->cells.size;
    return TARIFF_OK;
}

static tariff_status start(void *user, int name, trf_slice text, const trf_xml_attributes *attributes, tariff_error **error)
{
    workbook *w = user;

    (void)text;
    switch (name) {
    case E_RELATIONSHIP: return start_relationship(w, attributes, error);
    case E_SHEET: return w->part == PART_WORKBOOK ? start_sheet(w, attributes, error) : TARIFF_OK;
    case E_ROW: return w->part == PART_SHEET ? start_row(w, attributes, error) : TARIFF_OK;
    case E_CELL: return w->part == PART_SHEET && w->number ? start_cell(w, attributes, error) : TARIFF_OK;
    case E_PHONETIC: w->phonetic++; return TARIFF_OK;
    default: return TARIFF_OK;
    }
}

/* ---- end tags ---- */

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "_x000D_" stands for a control character that XML cannot hold: it becomes a blank; other codes are left as they are. */
static void add_text(trf_buffer *out, trf_slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '_' && text.size - i >= 7 && text.data[i + 1] == 'x' && text.data[i + 2] == '0' &&
            text.data[i + 3] == '0' && hex(text.data[i + 4]) >= 0 && hex(text.data[i + 4]) < 2 && hex(text.data[i + 5]) >= 0 &&
            text.data[i + 6] == '_') {
            trf_buffer_char(out, ' ');
            i += 6;
        } else {
            trf_buffer_char(out, text.data[i]);
        }
    }
}

static tariff_status end_string(workbook *w, tariff_error **error)
{
    if (w->texts.failed || !trf_alloc_grow(w->alloc, (void **)&w->ends, &w->capacity, w->count + 1, sizeof *w->ends))
        return trf_fail_memory(error);
    w->ends[w->count++] = w->texts.size;
    return TARIFF_OK;
}

/* Room for so many more bytes in the row. */
static tariff_status room(const workbook *w, size_t size, tariff_error **error)
{
    size_t used = w->cells.size < ROW_BYTES ? w->cells.size : ROW_BYTES;

    return size <= ROW_BYTES - used
               ? TARIFF_OK
               : trf_fail(error, w->alloc, TARIFF_ELIMIT, "workbook: row %u of more than %u bytes", w->number, ROW_BYTES);
}

static tariff_status end_value(workbook *w, trf_slice text, tariff_error **error)
{
    uint32_t index;
    size_t from;

    if (w->kind != 's') {
        add_text(&w->cells, text);
        return room(w, 0, error);
    }
    if (!trf_slice_count(text, UINT32_MAX, &index) || index >= w->count)
        return refuse(w, "shared string", text, "one of the table of shared strings", error);
    from = index ? w->ends[index - 1] : 0;
    if (w->ends[index] <= from)
        return TARIFF_OK;
    if (room(w, w->ends[index] - from, error) < 0)
        return TARIFF_ELIMIT;
    trf_buffer_bytes(&w->cells, w->texts.data + from, w->ends[index] - from);
    return TARIFF_OK;
}

static tariff_status end_row(workbook *w, tariff_error **error)
{
    trf_slice cells[TRF_WORKBOOK_COLUMNS];
    tariff_status status;

    if (w->cells.failed)
        return trf_fail_memory(error);
    if (w->cell_count == 0)
        return TARIFF_OK;
    w->told += w->cells.size;
    if (w->told > w->limits->input_bytes)
        return trf_fail(error, w->alloc, TARIFF_ELIMIT, "workbook: rows of more than %lu bytes", w->limits->input_bytes);
    for (uint32_t i = 0; i < w->cell_count; i++)
        cells[i] = w->sizes[i] ? trf_slice_of(w->cells.data + w->starts[i], w->sizes[i]) : TRF_SLICE_EMPTY;
    status = w->row(w->user, cells, w->cell_count, w->number, error);
    if (status < 0 && error)
        trf_error_at(*error, w->name, w->number, 0, TRF_SLICE("row"));
    return status;
}

static tariff_status end(void *user, int name, trf_slice text, tariff_error **error)
{
    workbook *w = user;

    switch (name) {
    case E_PHONETIC: w->phonetic -= w->phonetic > 0; return TARIFF_OK;
    case E_T:
        if (w->phonetic == 0 && w->part == PART_STRINGS)
            add_text(&w->texts, text);
        else if (w->phonetic == 0 && w->part == PART_SHEET && w->cell_count)
            add_text(&w->cells, text);
        return room(w, 0, error);
    case E_SI: return w->part == PART_STRINGS ? end_string(w, error) : TARIFF_OK;
    case E_VALUE: return w->part == PART_SHEET && w->cell_count ? end_value(w, text, error) : TARIFF_OK;
    case E_CELL:
        if (w->part == PART_SHEET && w->cell_count)
            w->sizes[w->column] = w->cells.size - w->starts[w->column];
        return TARIFF_OK;
    case E_ROW: return w->part == PART_SHEET ? end_row(w, error) : TARIFF_OK;
    default: return TARIFF_OK;
    }
}

/* ---- parts ---- */

static tariff_status parse(void *user, trf_slice piece, tariff_error **error)
{
    return trf_xml_parse(((workbook *)user)->xml, piece, error);
}

static tariff_status read_part(workbook *w, part which, const char *path, tariff_error **error)
{
    static const trf_xml_handler handler = {resolve, start, end};
    trf_buffer name;
    uint64_t entry;
    tariff_status status;

    if (!trf_archive_find(w->archive, path, &entry)) {
        status = refuse(w, "no", trf_slice_text(path), "a workbook, XLSX", error);
        if (error)
            trf_error_at(*error, w->name, 0, 0, TRF_SLICE("workbook"));
        return status;
    }
    trf_buffer_init(&name, w->alloc, 0);
    trf_buffer_slice(&name, w->name);
    trf_buffer_char(&name, '/');
    trf_buffer_text(&name, path);
    w->part = which;
    w->phonetic = 0;
    status = name.failed ? trf_fail_memory(error)
                         : trf_xml_new(w->alloc, w->limits, trf_buffer_view(&name), &handler, w, &w->xml, error);
    if (status >= 0)
        status = trf_archive_read(w->archive, entry, parse, w, error);
    if (status >= 0)
        status = trf_xml_finish(w->xml, error);
    trf_xml_free(w->xml);
    w->xml = NULL;
    trf_buffer_done(&name);
    return status;
}

static tariff_status read_parts(workbook *w, tariff_error **error)
{
    static const char folder_name[] = "_rels/", ending[] = ".rels";
    char relations[PATH_SIZE + 16];
    const char *slash;
    size_t folder, rest;
    tariff_status status = read_part(w, PART_PACKAGE, "_rels/.rels", error);

    if (status >= 0 && !w->book[0])
        return refuse(w, "no workbook among the relations of", w->name, "a workbook, XLSX", error);
    if (status >= 0)
        status = read_part(w, PART_WORKBOOK, w->book, error);
    if (status < 0)
        return status;
    if (!w->sheet_id[0])
        return refuse(w, "no sheet in", trf_slice_text(w->book), "at least one", error);
    slash = strrchr(w->book, '/');
    folder = slash ? (size_t)(slash - w->book) + 1 : 0;
    rest = strlen(w->book) - folder;
    memcpy(relations, w->book, folder);
    memcpy(relations + folder, folder_name, sizeof folder_name - 1);
    memcpy(relations + folder + sizeof folder_name - 1, w->book + folder, rest);
    memcpy(relations + folder + sizeof folder_name - 1 + rest, ending, sizeof ending);
    status = read_part(w, PART_RELATIONS, relations, error);
    if (status < 0)
        return status;
    if (!w->sheet[0])
        return refuse(w, "no part for sheet", trf_slice_text(w->sheet_id), "one among the relations of the workbook", error);
    if (w->strings[0])
        status = read_part(w, PART_STRINGS, w->strings, error);
    return status < 0 ? status : read_part(w, PART_SHEET, w->sheet, error);
}

tariff_status trf_workbook_read(const trf_alloc *alloc, const trf_limits *limits, trf_slice name, trf_slice bytes,
                                trf_workbook_row row, void *user, tariff_error **error)
{
    workbook *w = trf_alloc_zero(alloc, sizeof *w);
    tariff_status status;

    if (!w)
        return trf_fail_memory(error);
    w->alloc = alloc;
    w->limits = limits;
    w->name = name;
    w->row = row;
    w->user = user;
    trf_buffer_init(&w->texts, alloc, 0);
    trf_buffer_init(&w->cells, alloc, 0);
    status = trf_archive_open(alloc, limits, name, bytes, &w->archive, error);
    if (status >= 0)
        status = read_parts(w, error);
    if (status < 0 && error)
        trf_error_at(*error, name, 0, 0, TRF_SLICE("workbook"));
    trf_archive_close(w->archive);
    trf_alloc_free(alloc, w->ends, w->capacity * sizeof *w->ends);
    trf_buffer_done(&w->texts);
    trf_buffer_done(&w->cells);
    trf_alloc_free(alloc, w, sizeof *w);
    return status;
}
