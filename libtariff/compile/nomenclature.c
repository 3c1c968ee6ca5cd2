/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/build.h"
#include "model/hierarchy.h"

#define INDENT_MAX 29u /* deeper ones would not fit the walk from a leaf to its section */

static trf_line_record *line_at(const trf_build *build, uint32_t line)
{
    return trf_build_at(build, TRF_SECTION_LINE, line);
}

static uint32_t line_of(const trf_build *build, uint32_t entry)
{
    uint32_t index = trf_registry_index(&build->registries[TRF_REGISTRY_LINE], entry);

    return index ? index - 1 : TRF_LINE_NONE;
}

uint32_t trf_build_line_of_sid(const trf_build *build, uint16_t tariff, trf_value sid)
{
    return line_of(build, trf_registry_sid(build, TRF_REGISTRY_LINE, tariff, sid));
}

uint32_t trf_build_line_of_code(const trf_build *build, uint16_t tariff, trf_str code, trf_str suffix, trf_day day)
{
    const trf_registry *lines = &build->registries[TRF_REGISTRY_LINE];
    uint32_t first = trf_registry_name_of(build, TRF_REGISTRY_LINE, tariff, code, suffix);

    for (uint32_t entry = first; entry != TRF_ENTRY_NONE; entry = lines->entries[entry].next) {
        if (trf_period_has(lines->entries[entry].start, lines->entries[entry].end, day))
            return line_of(build, entry);
    }
    return line_of(build, first);
}

/* ---- levels ---- */

/** Digits of a code without zero pairs at its end, at least two. */
static size_t stripped(trf_slice code)
{
    size_t size = code.size;

    while (size > 2 && size % 2 == 0 && code.data[size - 1] == '0' && code.data[size - 2] == '0')
        size -= 2;
    return size;
}

static bool is_digits(trf_slice code)
{
    for (size_t i = 0; i < code.size; i++) {
        if (code.data[i] < '0' || code.data[i] > '9')
            return false;
    }
    return code.size > 0;
}

/** Whether a tariff writes all its codes in full, so that zero pairs at the end are no digits of the code proper. */
static bool writes_full(const trf_build *build, uint32_t first, uint32_t end)
{
    size_t least = SIZE_MAX, most = 0;

    for (uint32_t i = first; i < end; i++) {
        trf_slice code = trf_build_get(build, line_at(build, i)->code);

        if (line_at(build, i)->flags & TRF_LINE_SECTION)
            continue;
        least = code.size < least ? code.size : least;
        most = code.size > most ? code.size : most;
    }
    return least == most && most >= 8;
}

/* ---- lines ---- */

static tariff_status write_lines(trf_build *build)
{
    const trf_registry *lines = &build->registries[TRF_REGISTRY_LINE];

    if (!trf_rows_reserve(build->alloc, &build->rows[TRF_SECTION_LINE], lines->count))
        return trf_fail_memory(build->error);
    for (uint32_t i = 0; i < lines->count; i++) {
        const trf_entry *entry = &lines->entries[lines->order[i]];
        const trf_value *row =
            entry->row == TRF_ENTRY_NONE ? NULL : trf_model_row(build->model, TRF_KIND_goods_nomenclature, entry->row);
        trf_line_record *line = trf_build_add(build, TRF_SECTION_LINE);
        trf_slice suffix = trf_build_get(build, entry->second), code = trf_build_get(build, entry->first);

        if (!line)
            return trf_fail_memory(build->error);
        line->code = entry->first;
        line->start = entry->start;
        line->end = entry->end;
        line->tariff = entry->tariff;
        line->parent = TRF_LINE_NONE;
        if (!is_digits(code))
            suffix = TRF_SLICE("80");
        for (size_t c = 0; c < suffix.size && c < 2 && suffix.data[c] >= '0' && suffix.data[c] <= '9'; c++)
            line->suffix = (uint8_t)(line->suffix * 10 + (suffix.data[c] - '0'));
        line->sid = trf_build_int(build, entry->sid, 0);
        if (!row) {
            line->flags = TRF_LINE_PLACEHOLDER;
            continue;
        }
        line->source = trf_build_value(build, row[TRF_F_goods_nomenclature_source]);
        line->level = (uint8_t)trf_build_int(build, row[TRF_F_goods_nomenclature_level], UINT8_MAX);
        if (!is_digits(code)) {
            line->flags = TRF_LINE_SECTION;
            line->level = 0;
        } else if (line->suffix != 80) {
            line->flags = TRF_LINE_UNNUMBERED;
        }
    }
    for (uint32_t first = 0, end; first < lines->count; first = end) {
        trf_tariff_record *tariff = trf_build_at(build, TRF_SECTION_TARIFF, line_at(build, first)->tariff);
        bool full;

        for (end = first; end < lines->count && line_at(build, end)->tariff == line_at(build, first)->tariff; end++)
            ;
        tariff->first_line = first;
        tariff->line_count = end - first;
        full = writes_full(build, first, end);
        for (uint32_t i = first; i < end; i++) {
            trf_line_record *line = line_at(build, i);
            trf_slice code = trf_build_get(build, line->code);

            if (!(line->flags & TRF_LINE_SECTION) && (line->level == UINT8_MAX || line->flags & TRF_LINE_PLACEHOLDER))
                line->level = (uint8_t)(full ? stripped(code) : code.size);
        }
    }
    return trf_build_status(build);
}

static void line_key(const void *record, uint32_t *tariff, trf_str *text)
{
    const trf_line_record *line = record;

    *tariff = line->tariff;
    *text = line->code;
}

static tariff_status write_periods(trf_build *build)
{
    trf_runs runs = {0};
    tariff_status status = TARIFF_OK;
    uint32_t last = TRF_LINE_NONE;

    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_goods_nomenclature_indents); i++) {
        const trf_value *row = trf_current(build, TRF_KIND_goods_nomenclature_indents, i);
        const trf_row_source *source = trf_current_source(build, TRF_KIND_goods_nomenclature_indents, i);
        uint32_t line =
            trf_build_line_of_sid(build, source->tariff, row[TRF_F_goods_nomenclature_indents_goods_nomenclature_sid]);
        uint32_t indent = trf_build_int(build, row[TRF_F_goods_nomenclature_indents_number_indents], UINT32_MAX);
        trf_day start = trf_build_day(row[TRF_F_goods_nomenclature_indents_validity_start_date], TRF_DATE_NONE);

        if (line == TRF_LINE_NONE || line_at(build, line)->flags & TRF_LINE_PLACEHOLDER) {
            trf_model_report(
                build->model, source, "reference-to-nothing", TRF_SLICE("goods.nomenclature.indents"),
                "goods nomenclature '%S' is in no input",
                trf_build_get(build, trf_build_value(build, row[TRF_F_goods_nomenclature_indents_goods_nomenclature_item_id])));
            continue;
        }
        if (indent > INDENT_MAX) {
            trf_model_report(build->model, source, "indent-out-of-range", TRF_SLICE("goods.nomenclature.indents"),
                             "indent of '%S': taken as %u (expected 0 to %u)", trf_build_get(build, line_at(build, line)->code),
                             INDENT_MAX, INDENT_MAX);
            indent = INDENT_MAX;
        }
        if (!trf_runs_add(build->alloc, &runs, line, trf_sort_day(start), indent)) {
            status = trf_fail_memory(build->error);
            goto done;
        }
    }
    if (!trf_runs_sort(build->alloc, &runs)) {
        status = trf_fail_memory(build->error);
        goto done;
    }
    for (size_t i = 0; i < runs.count; i++) {
        uint32_t line = trf_runs_owner(&runs, i);
        trf_line_period_record *period;

        if (i + 1 < runs.count && runs.items[i].key == runs.items[i + 1].key)
            continue; /* the later one of two for the same day holds */
        period = trf_build_add(build, TRF_SECTION_LINE_PERIOD);
        if (!period) {
            status = trf_fail_memory(build->error);
            goto done;
        }
        period->start = (trf_day)((uint32_t)runs.items[i].key ^ UINT32_C(0x80000000));
        period->indent = (int16_t)runs.items[i].value;
        if (line != last)
            line_at(build, line)->first_period = trf_build_count(build, TRF_SECTION_LINE_PERIOD) - 1;
        line_at(build, line)->period_count++;
        last = line;
    }
done:
    trf_runs_done(build->alloc, &runs);
    return status;
}

/* ---- edges ---- */

static trf_edge_record edge_of(trf_build *build, uint16_t tariff, trf_str code, trf_str suffix, trf_day day, uint8_t kind)
{
    trf_edge_record edge = {.line = trf_build_line_of_code(build, tariff, code, suffix, day), .code = code, .kind = kind};

    edge.suffix = (uint8_t)trf_build_int(build, suffix, 0);
    return edge;
}

static bool add_edge(trf_build *build, trf_runs *runs, trf_rows *edges, uint32_t line, const trf_edge_record *edge)
{
    trf_edge_record *made = trf_rows_add(build->alloc, edges);

    if (!made)
        return false;
    *made = *edge;
    return trf_runs_add(build->alloc, runs, line, edge->kind, edges->count - 1);
}

/** An edge says the same from both of its ends, whichever of them is recorded. */
static tariff_status collect_edges(trf_build *build, trf_runs *runs, trf_rows *edges, trf_kind kind, unsigned sid,
                                   unsigned other_code, unsigned other_suffix, uint8_t direction)
{
    uint8_t back = direction == TRF_EDGE_PREDECESSOR ? TRF_EDGE_SUCCESSOR : TRF_EDGE_PREDECESSOR;

    for (uint32_t i = 0; i < trf_current_count(build, kind); i++) {
        const trf_value *row = trf_current(build, kind, i);
        const trf_row_source *source = trf_current_source(build, kind, i);
        uint32_t line = trf_build_line_of_sid(build, source->tariff, row[sid]);
        trf_str code = trf_build_value(build, row[other_code]), suffix = trf_build_value(build, row[other_suffix]);
        const trf_line_record *record;
        trf_edge_record edge;
        trf_day day;

        if (line == TRF_LINE_NONE) {
            trf_model_report(build->model, source, "reference-to-nothing", trf_slice_text(trf_kinds[kind].element),
                             "a line of goods nomenclature is in no input; its other end is '%S'", trf_build_get(build, code));
            continue;
        }
        record = line_at(build, line);
        day = direction == TRF_EDGE_PREDECESSOR ? (record->start == TRF_DATE_NONE ? record->start : record->start - 1)
                                                : (record->end == TRF_DATE_OPEN ? record->end : record->end + 1);
        edge = edge_of(build, source->tariff, code, suffix, day, direction);
        if (!add_edge(build, runs, edges, line, &edge))
            return trf_fail_memory(build->error);
        if (edge.line == TRF_LINE_NONE)
            continue;
        code = edge.line;
        edge = (trf_edge_record){.line = line, .code = record->code, .suffix = record->suffix, .kind = back};
        if (!add_edge(build, runs, edges, code, &edge))
            return trf_fail_memory(build->error);
    }
    return trf_build_status(build);
}

static tariff_status write_edges(trf_build *build)
{
    trf_runs runs = {0};
    trf_rows edges = {.record_size = sizeof(trf_edge_record)};
    tariff_status status;

    status = collect_edges(build, &runs, &edges, TRF_KIND_goods_nomenclature_origin,
                           TRF_F_goods_nomenclature_origin_goods_nomenclature_sid,
                           TRF_F_goods_nomenclature_origin_derived_goods_nomenclature_item_id,
                           TRF_F_goods_nomenclature_origin_derived_productline_suffix, TRF_EDGE_PREDECESSOR);
    if (status < 0)
        goto done;
    status = collect_edges(build, &runs, &edges, TRF_KIND_goods_nomenclature_successor,
                           TRF_F_goods_nomenclature_successor_goods_nomenclature_sid,
                           TRF_F_goods_nomenclature_successor_absorbed_goods_nomenclature_item_id,
                           TRF_F_goods_nomenclature_successor_absorbed_productline_suffix, TRF_EDGE_SUCCESSOR);
    if (status < 0)
        goto done;
    if (!trf_runs_sort(build->alloc, &runs)) {
        status = trf_fail_memory(build->error);
        goto done;
    }
    for (size_t i = 0; i < runs.count; i++) {
        trf_line_record *line = line_at(build, trf_runs_owner(&runs, i));
        const trf_edge_record *edge = (const trf_edge_record *)(const void *)edges.data + runs.items[i].value;
        trf_edge_record *made;
        bool known = false;

        if (line->edge_count == 0)
            line->first_edge = trf_build_count(build, TRF_SECTION_EDGE);
        for (uint32_t e = 0; e < line->edge_count && !known; e++)
            known = memcmp(trf_build_at(build, TRF_SECTION_EDGE, line->first_edge + e), edge, sizeof *edge) == 0;
        if (known)
            continue;
        made = trf_build_add(build, TRF_SECTION_EDGE);
        if (!made) {
            status = trf_fail_memory(build->error);
            goto done;
        }
        *made = *edge;
        line->edge_count++;
    }
done:
    trf_runs_done(build->alloc, &runs);
    trf_rows_done(build->alloc, &edges);
    return status;
}

/* ---- units, footnotes, remarks, rates ---- */

typedef void (*write_part)(trf_build *build, const trf_value *row, const trf_row_source *source, void *record);

static void write_unit(trf_build *build, const trf_value *row, const trf_row_source *source, void *record)
{
    trf_line_unit_record *unit = record;
    trf_str code = trf_build_value(build, row[TRF_F_goods_nomenclature_unit_measurement_unit_code]);
    trf_str qualifier = trf_build_value(build, row[TRF_F_goods_nomenclature_unit_measurement_unit_qualifier_code]);
    uint32_t known = trf_vocabulary_unit(build->vocabulary, trf_build_get(build, code), trf_build_get(build, qualifier));

    (void)source;
    unit->unit = code == 0 || known == TRF_VOCABULARY_NONE ? 0 : known + 1;
    unit->text = trf_build_value(build, row[TRF_F_goods_nomenclature_unit_text]);
    if (code == 0 && unit->text != 0) { /* a publisher's own word for a unit */
        known = trf_vocabulary_unit_spelt(build->vocabulary, trf_build_get(build, unit->text), TRF_NOTATION_ALL);
        unit->unit = known == TRF_VOCABULARY_NONE ? 0 : known + 1;
    }
    if (unit->unit == 0 && unit->text == 0)
        unit->text = code;
}

static void write_footnote(trf_build *build, const trf_value *row, const trf_row_source *source, void *record)
{
    trf_footnote_link_record *link = record;
    trf_day start = trf_build_day(row[TRF_F_footnote_association_goods_nomenclature_validity_start_date], TRF_DATE_NONE);
    uint32_t entry = TRF_ENTRY_NONE;

    if (trf_registry_find(build, TRF_REGISTRY_FOOTNOTE, source->tariff, TRF_VALUE_ABSENT,
                          trf_build_value(build, row[TRF_F_footnote_association_goods_nomenclature_footnote_type]),
                          trf_build_value(build, row[TRF_F_footnote_association_goods_nomenclature_footnote_id]), start, source,
                          "footnote.association.goods.nomenclature", &entry) < 0)
        build->failed = true;
    link->footnote = trf_registry_index(&build->registries[TRF_REGISTRY_FOOTNOTE], entry);
    link->start = start;
    link->end = trf_build_day(row[TRF_F_footnote_association_goods_nomenclature_validity_end_date], TRF_DATE_OPEN);
}

static void write_remark(trf_build *build, const trf_value *row, const trf_row_source *source, void *record)
{
    trf_remark_record *remark = record;

    (void)source;
    remark->kind = trf_build_value(build, row[TRF_F_goods_nomenclature_remark_remark_kind]);
    remark->column = trf_build_value(build, row[TRF_F_goods_nomenclature_remark_rate_column]);
    remark->code = trf_build_value(build, row[TRF_F_goods_nomenclature_remark_code]);
    remark->text = trf_build_value(build, row[TRF_F_goods_nomenclature_remark_text]);
}

static void write_rate(trf_build *build, const trf_value *row, const trf_row_source *source, void *record)
{
    trf_line_rate_record *rate = record;

    (void)source;
    rate->column = trf_build_value(build, row[TRF_F_goods_nomenclature_rate_rate_column]);
    rate->status = trf_build_value(build, row[TRF_F_goods_nomenclature_rate_rate_status]);
    rate->inherited_from = trf_build_value(build, row[TRF_F_goods_nomenclature_rate_inherited_from]);
}

/** Records whose first key is the sid of a line, as a run of each line: `run` is the place of (first, count) in the line. */
static tariff_status write_parts(trf_build *build, trf_kind kind, unsigned sid, uint32_t section, size_t run, write_part write)
{
    trf_runs runs = {0};
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < trf_current_count(build, kind); i++) {
        const trf_value *row = trf_current(build, kind, i);
        const trf_row_source *source = trf_current_source(build, kind, i);
        uint32_t line = trf_build_line_of_sid(build, source->tariff, row[sid]);

        if (line == TRF_LINE_NONE) {
            trf_model_report(build->model, source, "reference-to-nothing", trf_slice_text(trf_kinds[kind].element),
                             "its line of goods nomenclature is in no input");
            continue;
        }
        if (!trf_runs_add(build->alloc, &runs, line, 0, i)) {
            status = trf_fail_memory(build->error);
            goto done;
        }
    }
    if (!trf_runs_sort(build->alloc, &runs)) {
        status = trf_fail_memory(build->error);
        goto done;
    }
    for (size_t i = 0; i < runs.count; i++) {
        uint32_t at = (uint32_t)runs.items[i].value;
        uint32_t *first = (uint32_t *)(void *)((uint8_t *)line_at(build, trf_runs_owner(&runs, i)) + run);
        void *record = trf_build_add(build, section);

        if (!record) {
            status = trf_fail_memory(build->error);
            goto done;
        }
        if (first[1] == 0)
            first[0] = trf_build_count(build, section) - 1;
        first[1]++;
        write(build, trf_current(build, kind, at), trf_current_source(build, kind, at), record);
    }
    status = trf_build_status(build);
done:
    trf_runs_done(build->alloc, &runs);
    return status;
}

static tariff_status write_correlations(trf_build *build)
{
    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_goods_nomenclature_correlation); i++) {
        const trf_value *row = trf_current(build, TRF_KIND_goods_nomenclature_correlation, i);
        trf_correlation_record *made = trf_build_add(build, TRF_SECTION_CORRELATION);

        if (!made)
            return trf_fail_memory(build->error);
        made->from_vintage = trf_build_value(build, row[TRF_F_goods_nomenclature_correlation_from_vintage]);
        made->from_code = trf_build_value(build, row[TRF_F_goods_nomenclature_correlation_from_code]);
        made->to_vintage = trf_build_value(build, row[TRF_F_goods_nomenclature_correlation_to_vintage]);
        made->to_code = trf_build_value(build, row[TRF_F_goods_nomenclature_correlation_to_code]);
        made->remark = trf_build_value(build, row[TRF_F_goods_nomenclature_correlation_remark]);
        made->partial = trf_build_int(build, row[TRF_F_goods_nomenclature_correlation_partial], 0) != 0;
    }
    return trf_build_status(build);
}

tariff_status trf_build_nomenclature(trf_build *build)
{
    tariff_status status = write_lines(build);

    if (status == TARIFF_OK)
        status = trf_build_hash(build, TRF_SECTION_LINE_HASH, TRF_SECTION_LINE, 0, line_key);
    if (status == TARIFF_OK)
        status = write_periods(build);
    if (status == TARIFF_OK)
        status = trf_build_hierarchy(build);
    if (status == TARIFF_OK)
        status = write_edges(build);
    if (status == TARIFF_OK)
        status = write_parts(build, TRF_KIND_goods_nomenclature_unit, TRF_F_goods_nomenclature_unit_goods_nomenclature_sid,
                             TRF_SECTION_LINE_UNIT, offsetof(trf_line_record, first_unit), write_unit);
    if (status == TARIFF_OK)
        status = write_parts(build, TRF_KIND_footnote_association_goods_nomenclature,
                             TRF_F_footnote_association_goods_nomenclature_goods_nomenclature_sid, TRF_SECTION_FOOTNOTE_LINK,
                             offsetof(trf_line_record, first_footnote), write_footnote);
    if (status == TARIFF_OK)
        status = write_parts(build, TRF_KIND_goods_nomenclature_remark, TRF_F_goods_nomenclature_remark_goods_nomenclature_sid,
                             TRF_SECTION_REMARK, offsetof(trf_line_record, first_remark), write_remark);
    if (status == TARIFF_OK)
        status = write_parts(build, TRF_KIND_goods_nomenclature_rate, TRF_F_goods_nomenclature_rate_goods_nomenclature_sid,
                             TRF_SECTION_LINE_RATE, offsetof(trf_line_record, first_rate), write_rate);
    if (status == TARIFF_OK)
        status = write_correlations(build);
    return status;
}

/* ---- parents ---- */

static int32_t depth_of(const trf_line_record *line, trf_slice code, int32_t indent)
{
    if (line->flags & TRF_LINE_SECTION)
        return 0;
    return stripped(code) <= 2 ? 1 : indent + 2;
}

/** Dashes of a line that no input gives an indent: those that its level has in a nomenclature without lines between. */
static int32_t usual_indent(const trf_line_record *line)
{
    return line->level <= 4 ? 0 : line->level / 2 - 2;
}

static tariff_status add_parent(trf_build *build, trf_line_record *line, const trf_parent_record *parent)
{
    trf_parent_record *made = trf_build_add(build, TRF_SECTION_PARENT);

    if (!made)
        return trf_fail_memory(build->error);
    *made = *parent;
    if (line->parent_count++ == 0) {
        line->first_parent = trf_build_count(build, TRF_SECTION_PARENT) - 1;
        line->parent = parent->parent;
    } else if (line->parent != parent->parent) {
        line->parent = TRF_LINE_VARIES;
    }
    return TARIFF_OK;
}

/** A placeholder stands under the line whose code begins its own; it is counted as a child only of other placeholders. */
static uint32_t guess_parent(trf_build *build, const trf_line_record *line, trf_str suffix)
{
    char text[TRF_CODE_MAX];
    trf_slice code = trf_build_get(build, line->code);
    size_t digits = stripped(code), size = code.size;

    if (size > TRF_CODE_MAX || !is_digits(code))
        return TRF_LINE_NONE;
    memcpy(text, code.data, size);
    while (digits > 2) {
        trf_str id;
        uint32_t found;

        digits -= 2;
        if (size == 10) { /* written in full */
            text[digits] = text[digits + 1] = '0';
            id = trf_intern_find(&build->model->texts, trf_slice_of(text, size));
        } else {
            id = trf_intern_find(&build->model->texts, trf_slice_of(text, digits));
        }
        found = id == TRF_INTERN_NONE ? TRF_LINE_NONE : trf_build_line_of_code(build, line->tariff, id, suffix, TRF_DATE_MAX);
        if (found != TRF_LINE_NONE && line_at(build, found)->tariff == line->tariff && line_at(build, found) < line)
            return found;
    }
    return TRF_LINE_NONE;
}

typedef struct tree {
    trf_hierarchy_line *lines;
    trf_hierarchy_depth *depths;
    uint32_t *numbers; /**< line of the image */
    uint32_t count, depth_count;
    trf_hierarchy made;
} tree;

/** The lines of one tariff that inputs declare, in order, with their depths. */
static tariff_status gather(const trf_build *build, tree *of, uint32_t first, uint32_t end)
{
    of->count = of->depth_count = 0;
    for (uint32_t i = first; i < end; i++) {
        const trf_line_record *line = line_at(build, i);
        trf_slice code = trf_build_get(build, line->code);

        if (line->flags & TRF_LINE_PLACEHOLDER)
            continue;
        of->lines[of->count] =
            (trf_hierarchy_line){line->start, line->end, of->depth_count, line->period_count ? line->period_count : 1};
        for (uint32_t p = 0; p < line->period_count; p++) {
            const trf_line_period_record *period = trf_build_at(build, TRF_SECTION_LINE_PERIOD, line->first_period + p);

            of->depths[of->depth_count++] = (trf_hierarchy_depth){period->start, depth_of(line, code, period->indent)};
        }
        if (line->period_count == 0)
            of->depths[of->depth_count++] = (trf_hierarchy_depth){TRF_DATE_NONE, depth_of(line, code, usual_indent(line))};
        of->numbers[of->count++] = i;
    }
    return TARIFF_OK;
}

static tariff_status write_parents(trf_build *build, const tree *of, uint32_t first, uint32_t end, trf_str suffix)
{
    tariff_status status = TARIFF_OK;
    uint32_t next = 0;

    for (uint32_t i = first; i < end && status == TARIFF_OK; i++) {
        trf_line_record *line = line_at(build, i);
        trf_parent_record parent = {TRF_DATE_NONE, TRF_DATE_OPEN, TRF_LINE_NONE, 0};

        if (line->flags & TRF_LINE_PLACEHOLDER) {
            parent.parent = guess_parent(build, line, suffix);
            status = add_parent(build, line, &parent);
            if (status == TARIFF_OK && parent.parent != TRF_LINE_NONE &&
                line_at(build, parent.parent)->flags & TRF_LINE_PLACEHOLDER)
                ((trf_parent_record *)trf_build_at(build, TRF_SECTION_PARENT, line_at(build, parent.parent)->first_parent))
                    ->children++;
            continue;
        }
        for (uint32_t s = of->made.first[next]; s < of->made.first[next + 1] && status == TARIFF_OK; s++) {
            const trf_hierarchy_segment *segment = &of->made.segments[s];

            parent = (trf_parent_record){segment->start, segment->end, TRF_LINE_NONE, segment->children};
            if (segment->parent != TRF_HIERARCHY_ROOT)
                parent.parent = of->numbers[segment->parent];
            status = add_parent(build, line, &parent);
        }
        next++;
    }
    return status;
}

tariff_status trf_build_hierarchy(trf_build *build)
{
    uint32_t count = trf_build_count(build, TRF_SECTION_LINE);
    size_t depths = (size_t)trf_build_count(build, TRF_SECTION_LINE_PERIOD) + count;
    trf_str suffix = trf_build_text(build, TRF_SLICE("80"));
    tree of = {0};
    tariff_status status = trf_build_status(build);

    of.lines = trf_alloc_array(build->alloc, (size_t)count + 1, sizeof *of.lines);
    of.depths = trf_alloc_array(build->alloc, depths + 1, sizeof *of.depths);
    of.numbers = trf_alloc_array(build->alloc, (size_t)count + 1, sizeof *of.numbers);
    if (!of.lines || !of.depths || !of.numbers) {
        status = trf_fail_memory(build->error);
        goto done;
    }
    for (uint32_t t = 0; t < trf_build_count(build, TRF_SECTION_TARIFF) && status == TARIFF_OK; t++) {
        const trf_tariff_record *tariff = trf_build_at(build, TRF_SECTION_TARIFF, t);
        uint32_t first = tariff->first_line, end = first + tariff->line_count;

        if (tariff->line_count == 0)
            continue;
        status = gather(build, &of, first, end);
        if (status == TARIFF_OK)
            status = trf_hierarchy_make(build->alloc, of.lines, of.count, of.depths, &of.made, build->error);
        if (status == TARIFF_OK)
            status = write_parents(build, &of, first, end, suffix);
        trf_hierarchy_done(&of.made);
    }
done:
    trf_alloc_free(build->alloc, of.lines, ((size_t)count + 1) * sizeof *of.lines);
    trf_alloc_free(build->alloc, of.depths, (depths + 1) * sizeof *of.depths);
    trf_alloc_free(build->alloc, of.numbers, ((size_t)count + 1) * sizeof *of.numbers);
    return status;
}
