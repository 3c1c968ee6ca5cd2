/* SPDX-License-Identifier: Apache-2.0 */
/* show, tree, nomenclature.class */
#include "api/door.h"

#include "image/role.h"
#include "measure/selection.h"
#include "nomenclature/nomenclature.h"

/* What every one of these methods is asked. */
typedef struct place {
    uint32_t tariff, line;
    trf_date date;
    trf_slice lang;
} place;

static bool is_day(trf_date date)
{
    return date >= TRF_DATE_MIN && date <= TRF_DATE_MAX;
}

/* A nomenclature whose lines have dates is not the same every day: the question must say which. */
static bool is_dated(const trf_snapshot *snapshot, uint32_t tariff)
{
    const trf_tariff_record *record = trf_snapshot_tariff(snapshot, tariff);

    for (uint32_t i = 0; i < record->line_count && record->first_line + i < trf_snapshot_line_count(snapshot); i++) {
        const trf_line_record *line = trf_snapshot_line(snapshot, record->first_line + i);

        if (is_day(line->start) || is_day(line->end))
            return true;
    }
    return false;
}

static tariff_status read_place(trf_door *door, const trf_json *request, place *out, tariff_error **error)
{
    tariff_status status = trf_door_tariff(door, request, false, &out->tariff, error);

    if (status >= 0)
        status = trf_door_date(door, request, false, &out->date, error);
    if (status >= 0)
        status = trf_door_language(door, request, &out->lang, error);
    if (status < 0)
        return status;
    if (out->date == TRF_DATE_NONE && is_dated(door->snapshot, out->tariff))
        return trf_json_fail(request, "date", door->alloc, error, "is required: the nomenclature of this tariff has dates");
    return TARIFF_OK;
}

static void put_suffix(trf_json_writer *reply, unsigned suffix)
{
    char text[2] = {(char)('0' + suffix / 10 % 10), (char)('0' + suffix % 10)};

    trf_json_member_text(reply, "suffix", trf_slice_of(text, sizeof text));
}

/* The members that a line has everywhere; the object stays open. */
static void begin_line(const trf_door *door, const place *at, uint32_t line, trf_json_writer *reply)
{
    const trf_snapshot *snapshot = door->snapshot;
    const trf_line_record *record = trf_snapshot_line(snapshot, line);
    const trf_label_record *label = trf_nomenclature_label(snapshot, line, at->lang, at->date);
    uint32_t parent = trf_nomenclature_parent(snapshot, line, at->date);

    trf_json_begin_object(reply);
    trf_json_member_integer(reply, "line", record->sid);
    if (parent != TRF_LINE_NONE)
        trf_json_member_integer(reply, "parent", trf_snapshot_line(snapshot, parent)->sid);
    trf_json_member_text(reply, "code", trf_door_text(door, record->code));
    if (!(record->flags & TRF_LINE_SECTION))
        put_suffix(reply, record->suffix);
    trf_json_member_integer(reply, "level", record->level);
    trf_json_member_integer(reply, "indent", trf_nomenclature_indent(snapshot, line, at->date));
    if (label) {
        trf_slice tag = trf_door_text(door, trf_snapshot_language(snapshot, label->language)->tag);

        trf_json_member_text(reply, "description", trf_door_text(door, label->plain));
        if (at->lang.size && label->language != trf_snapshot_language_index(snapshot, at->lang))
            trf_json_member_text(reply, "lang", tag);
    }
    trf_json_member_flag(reply, "declarable", trf_nomenclature_declarable(snapshot, line, at->date));
}

/* ---- tree ---- */

tariff_status trf_method_tree(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    uint64_t depth = UINT32_MAX;
    place at;
    tariff_status status = read_place(door, request, &at, error);

    if (status >= 0)
        status = trf_json_count(request, "depth", false, UINT32_MAX, &depth, door->alloc, error);
    if (status < 0)
        return status;
    at.line = TRF_LINE_NONE;
    if (trf_json_get(request, "code"))
        status = trf_door_line(door, request, at.tariff, at.date, &at.line, error);
    if (status < 0)
        return status;
    trf_json_begin_object(reply);
    trf_json_name(reply, "lines");
    trf_json_begin_array(reply);
    if (status == TARIFF_OK) {
        uint32_t line = TRF_LINE_NONE;

        while ((line = trf_nomenclature_next(door->snapshot, at.tariff, at.line, line, at.date)) != TRF_LINE_NONE) {
            uint32_t ancestors[TRF_TREE_DEPTH_MAX];

            if (depth != UINT32_MAX) {
                int below = at.line == TRF_LINE_NONE ? (int)trf_nomenclature_ancestors(door->snapshot, line, at.date, ancestors)
                                                     : trf_nomenclature_depth(door->snapshot, at.line, line, at.date);

                if (below < 0 || (uint64_t)below > depth)
                    continue;
            }
            begin_line(door, &at, line, reply);
            trf_json_end_object(reply);
        }
    }
    trf_json_end_array(reply);
    trf_json_end_object(reply);
    return status;
}

/* ---- nomenclature.class ---- */

tariff_status trf_method_nomenclature_class(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    place at;
    tariff_status status = read_place(door, request, &at, error);

    if (status >= 0)
        status = trf_door_line(door, request, at.tariff, at.date, &at.line, error);
    if (status < 0)
        return status;
    trf_json_begin_object(reply);
    if (status == TARIFF_OK) {
        trf_json_member_text(reply, "class", trf_nomenclature_class(door->snapshot, at.line, at.date));
        trf_json_member_text(reply, "short_code", trf_nomenclature_short_code(door->snapshot, at.line, at.date));
        trf_json_member_flag(reply, "declarable", trf_nomenclature_declarable(door->snapshot, at.line, at.date));
    }
    trf_json_end_object(reply);
    return status;
}

/* ---- show ---- */

static void put_edges(const trf_door *door, const trf_line_record *line, unsigned kind, const char *name, trf_json_writer *reply)
{
    bool begun = false;

    for (uint32_t i = 0; i < line->edge_count && i < trf_snapshot_edge_count(door->snapshot); i++) {
        const trf_edge_record *edge = trf_snapshot_edge(door->snapshot, line->first_edge + i);

        if (edge->kind != kind)
            continue;
        if (!begun) {
            trf_json_name(reply, name);
            trf_json_begin_array(reply);
        }
        begun = true;
        trf_json_begin_object(reply);
        trf_json_member_text(reply, "code", trf_door_text(door, edge->code));
        put_suffix(reply, edge->suffix);
        trf_json_end_object(reply);
    }
    if (begun)
        trf_json_end_array(reply);
}

/* One text per language: the one that holds on the date. */
static void put_descriptions(const trf_door *door, const place *at, trf_json_writer *reply)
{
    const trf_snapshot *snapshot = door->snapshot;

    trf_json_name(reply, "descriptions");
    trf_json_begin_object(reply);
    for (uint32_t i = 0; i < trf_snapshot_language_count(snapshot); i++) {
        trf_slice tag = trf_door_text(door, trf_snapshot_language(snapshot, i)->tag);
        const trf_label_record *label = trf_nomenclature_label(snapshot, at->line, tag, at->date);

        if (label && label->language == i && tag.size) {
            trf_json_name_slice(reply, tag);
            trf_json_put_text(reply, trf_door_text(door, label->plain));
        }
    }
    trf_json_end_object(reply);
}

/* The codes from the top, and the same lines with what they say: a line without a number has the code of what follows it. */
static void put_ancestors(const trf_door *door, const place *at, const uint32_t *lines, unsigned count, trf_json_writer *reply)
{
    trf_json_name(reply, "ancestors");
    trf_json_begin_array(reply);
    for (unsigned i = count; i > 0; i--)
        trf_json_put_text(reply, trf_door_text(door, trf_snapshot_line(door->snapshot, lines[i - 1])->code));
    trf_json_end_array(reply);
    trf_json_name(reply, "path");
    trf_json_begin_array(reply);
    for (unsigned i = count; i > 0; i--) {
        const trf_line_record *line = trf_snapshot_line(door->snapshot, lines[i - 1]);
        const trf_label_record *label = trf_nomenclature_label(door->snapshot, lines[i - 1], at->lang, at->date);

        trf_json_begin_object(reply);
        trf_json_member_text(reply, "code", trf_door_text(door, line->code));
        if (!(line->flags & TRF_LINE_SECTION))
            put_suffix(reply, line->suffix);
        if (label)
            trf_json_member_text(reply, "description", trf_door_text(door, label->plain));
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
}

/** Longest key of a unit, code and qualifier run together, that is shown as one. */
#define UNIT_KEY_MAX 64

static void put_units(const trf_door *door, const trf_line_record *line, trf_json_writer *reply)
{
    if (line->unit_count == 0)
        return;
    trf_json_name(reply, "units");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < line->unit_count && i < trf_snapshot_line_unit_count(door->snapshot); i++) {
        const trf_line_unit_record *unit = trf_snapshot_line_unit(door->snapshot, line->first_unit + i);
        const trf_unit_record *record = trf_snapshot_unit(door->snapshot, unit->unit);

        trf_slice code = trf_door_text(door, unit->unit ? record->code : unit->text);
        trf_slice qualifier = unit->unit ? trf_door_text(door, record->qualifier) : TRF_SLICE_EMPTY;
        char key[UNIT_KEY_MAX];

        if (qualifier.size && code.size + qualifier.size <= sizeof key) {
            memcpy(key, code.data, code.size);
            memcpy(key + code.size, qualifier.data, qualifier.size);
            code = trf_slice_of(key, code.size + qualifier.size);
        }
        trf_json_put_text(reply, code);
    }
    trf_json_end_array(reply);
}

static void put_footnotes(const trf_door *door, const place *at, const trf_line_record *line, trf_json_writer *reply)
{
    const trf_snapshot *snapshot = door->snapshot;
    uint16_t language = trf_snapshot_language_index(snapshot, at->lang);
    uint32_t all = trf_snapshot_footnote_link_count(snapshot); /* a run that leaves its section ends with it */
    bool begun = false;

    for (uint32_t i = 0; i < line->footnote_count && i < all; i++) {
        const trf_footnote_link_record *link = trf_snapshot_footnote_link(snapshot, line->first_footnote + i);
        const trf_footnote_record *footnote = trf_snapshot_footnote(snapshot, link->footnote);
        const trf_label_record *label;
        char id[64];
        trf_slice type = trf_door_text(door, footnote->type), number = trf_door_text(door, footnote->id);

        if (!trf_period_has(link->start, link->end, at->date) || type.size + number.size > sizeof id)
            continue;
        if (!begun) {
            trf_json_name(reply, "footnotes");
            trf_json_begin_array(reply);
        }
        begun = true;
        if (type.size)
            memcpy(id, type.data, type.size);
        if (number.size)
            memcpy(id + type.size, number.data, number.size);
        trf_json_begin_object(reply);
        trf_json_member_text(reply, "id", trf_slice_of(id, type.size + number.size));
        label = trf_snapshot_label_at(snapshot, footnote->first_label, footnote->label_count, language, at->date);
        if (label)
            trf_json_member_text_if(reply, "text", trf_door_text(door, label->plain));
        trf_json_end_object(reply);
    }
    if (begun)
        trf_json_end_array(reply);
}

/* Number of measures by role, on the line and its ancestors, whose period holds on the date. */
static tariff_status put_measures(trf_door *door, const place *at, trf_json_writer *reply, tariff_error **error)
{
    trf_selection_query query = {0};
    uint32_t by_role[TRF_ROLE_COUNT] = {0};
    trf_candidate *candidates;
    uint32_t count;
    tariff_status status;

    query.tariff = at->tariff;
    query.line = at->line;
    query.date = at->date;
    query.as_published = TRF_DATE_NONE;
    query.movement = TRF_MOVEMENT_IMPORT;
    query.any_additional_code = true;
    status = trf_measure_select(door->snapshot, &query, door->arena, &candidates, &count, error);
    if (status < 0)
        return status;
    for (uint32_t i = 0; i < count; i++)
        if (candidates[i].disposition != TRF_DISPOSITION_OUT_OF_DATE && candidates[i].role < TRF_ROLE_COUNT)
            by_role[candidates[i].role]++;
    trf_json_name(reply, "measures");
    trf_json_begin_object(reply);
    for (unsigned role = 0; role < TRF_ROLE_COUNT; role++)
        if (by_role[role]) {
            trf_json_name_slice(reply, trf_role_name(role));
            trf_json_put_integer(reply, by_role[role]);
        }
    trf_json_end_object(reply);
    return TARIFF_OK;
}

/* Whether legal notes printed at a place ("c61", "s11", "6109") speak of a line: those of the chapter, the section, a heading. */
static bool note_applies(const trf_door *door, trf_slice where, const uint32_t *lines, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        const trf_line_record *line = trf_snapshot_line(door->snapshot, lines[i]);
        trf_slice code = trf_door_text(door, line->code);

        if (line->flags & TRF_LINE_SECTION)
            continue;
        if (where.size == 3 && where.data[0] == 'c')
            return code.size >= 2 && memcmp(code.data, where.data + 1, 2) == 0;
        if (where.size >= 4 && trf_slice_begins(code, where))
            return true;
    }
    return false;
}

static void put_note(const trf_door *door, uint32_t note, trf_json_writer *reply)
{
    const trf_snapshot *snapshot = door->snapshot;
    uint32_t child = trf_snapshot_node(snapshot, note)->first_child;

    trf_json_begin_object(reply);
    trf_json_member_text(reply, "id", trf_snapshot_node_attribute(snapshot, note, "id"));
    trf_json_member_text_if(reply, "kind", trf_snapshot_node_attribute(snapshot, note, "effect"));
    for (unsigned steps = 0; child < trf_snapshot_node_count(snapshot) && steps < 1000; steps++) {
        const trf_node_record *node = trf_snapshot_node(snapshot, child);

        if (trf_slice_is(trf_door_text(door, node->name), "text")) {
            trf_json_member_text(reply, "text", trf_door_text(door, node->text));
            break;
        }
        child = node->next;
    }
    trf_json_end_object(reply);
}

static void put_notes(const trf_door *door, const uint32_t *lines, unsigned count, trf_json_writer *reply)
{
    const trf_snapshot *snapshot = door->snapshot;
    uint32_t nodes = trf_snapshot_node_count(snapshot);
    bool begun = false;

    for (uint32_t i = 0; i < trf_snapshot_tree_count(snapshot); i++) {
        const trf_tree_record *tree = trf_snapshot_tree(snapshot, i);
        uint32_t note;

        if (!trf_slice_is(trf_door_text(door, tree->kind), "notes") ||
            !note_applies(door, trf_snapshot_node_attribute(snapshot, tree->root, "place"), lines, count))
            continue;
        note = trf_snapshot_node(snapshot, tree->root)->first_child;
        for (uint32_t steps = 0; note < nodes && steps < nodes; steps++) {
            const trf_node_record *node = trf_snapshot_node(snapshot, note);

            if (trf_slice_is(trf_door_text(door, node->name), "note")) {
                if (!begun) {
                    trf_json_name(reply, "notes");
                    trf_json_begin_array(reply);
                }
                begun = true;
                put_note(door, note, reply);
            }
            note = node->next;
        }
    }
    if (begun)
        trf_json_end_array(reply);
}

tariff_status trf_method_show(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    uint32_t lines[TRF_TREE_DEPTH_MAX + 1];
    const trf_line_record *line;
    unsigned count;
    place at;
    tariff_status status = read_place(door, request, &at, error), found;

    if (status < 0)
        return status;
    found = trf_door_line(door, request, at.tariff, at.date, &at.line, error);
    if (found < 0)
        return found;
    if (at.line == TRF_LINE_NONE) {
        trf_json_begin_object(reply);
        trf_json_end_object(reply);
        return found;
    }
    line = trf_snapshot_line(door->snapshot, at.line);
    if (found == TARIFF_NOT_FOUND && line->end != TRF_DATE_OPEN)
        at.date = line->end; /* an ended line is shown as it was on its last day */
    else if (found == TARIFF_NOT_FOUND)
        at.date = line->start;
    begin_line(door, &at, at.line, reply);
    trf_json_member_text(reply, "class", trf_nomenclature_class(door->snapshot, at.line, at.date));
    lines[0] = at.line;
    count = trf_nomenclature_ancestors(door->snapshot, at.line, at.date, lines + 1);
    put_ancestors(door, &at, lines + 1, count, reply);
    put_descriptions(door, &at, reply);
    put_units(door, line, reply);
    put_notes(door, lines, count + 1, reply);
    put_footnotes(door, &at, line, reply);
    put_edges(door, line, TRF_EDGE_SUCCESSOR, "successors", reply);
    put_edges(door, line, TRF_EDGE_PREDECESSOR, "predecessors", reply);
    trf_json_member_date_if(reply, "valid_from", line->start);
    trf_json_member_date_if(reply, "valid_to", line->end);
    status = put_measures(door, &at, reply, error);
    trf_json_end_object(reply);
    return status < 0 ? status : found;
}
