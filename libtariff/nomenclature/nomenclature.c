/* SPDX-License-Identifier: Apache-2.0 */
#include "nomenclature/nomenclature.h"

#include "image/key.h"

/* ---- codes as users write them ---- */

bool trf_code_read(trf_slice text, trf_code *out)
{
    trf_code code = {.size = 0};
    bool digits = false, letters = false;

    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];

        if (c == '.' || c == ' ')
            continue;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (c >= '0' && c <= '9')
            digits = true;
        else if (c == 'I' || c == 'V' || c == 'X' || c == 'L')
            letters = true;
        else
            return false;
        if (code.size == TRF_CODE_MAX)
            return false;
        code.text[code.size++] = c;
    }
    if (digits == letters) /* neither, or both at once */
        return false;
    *out = code;
    return true;
}

/* ---- lines of one code ---- */

typedef struct run {
    uint32_t first, count;
} run;

/** The lines with this code: they stand together. */
static run lines_of(const trf_snapshot *snapshot, uint32_t tariff, trf_slice code)
{
    uint32_t slots = trf_snapshot_line_slot_count(snapshot);
    uint64_t key = trf_code_key(tariff, code);

    if (slots == 0 || (slots & (slots - 1)))
        return (run){0, 0};
    for (uint32_t i = 0, at = trf_code_slot(key, slots); i < TRF_PROBES_MAX && i < slots; i++, at = (at + 1) & (slots - 1)) {
        const trf_hash_slot *slot = trf_snapshot_line_slot(snapshot, at);
        const trf_line_record *line;

        if (slot->key == 0)
            break;
        if (slot->key != key)
            continue;
        line = trf_snapshot_line(snapshot, slot->first);
        if (trf_code_key_exact(key) ||
            (line->tariff == tariff && trf_slice_equal(trf_snapshot_text(snapshot, line->code), code))) {
            uint32_t all = trf_snapshot_line_count(snapshot);
            uint32_t count = slot->first < all ? slot->count : 0;

            return (run){slot->first, count <= all - slot->first ? count : 0};
        }
    }
    return (run){0, 0};
}

/** Which of two lines of one code a question wants: the wanted suffix decides, then the later start. */
static bool better(const trf_line_record *line, const trf_line_record *best)
{
    bool goods = line->suffix == TRF_SUFFIX_DECLARABLE;
    bool best_goods = best->suffix == TRF_SUFFIX_DECLARABLE;

    if (goods != best_goods)
        return goods;
    if (line->suffix != best->suffix)
        return line->suffix > best->suffix;
    return line->start > best->start;
}

/** How far a line's period lies from the date: 0 valid, else 1 + days, periods that are over before periods to come. */
static int64_t distance(const trf_line_record *line, trf_date date)
{
    if (trf_period_has(line->start, line->end, date))
        return 0;
    if (line->end < date)
        return 1 + (int64_t)date - line->end;
    return (INT64_C(1) << 32) + ((int64_t)line->start - date);
}

static uint32_t choose(const trf_snapshot *snapshot, run lines, unsigned suffix, trf_date date, unsigned flags)
{
    uint32_t best = TRF_LINE_NONE;
    int64_t best_distance = 0;

    for (uint32_t i = lines.first; i < lines.first + lines.count; i++) {
        const trf_line_record *line = trf_snapshot_line(snapshot, i);
        int64_t away = distance(line, date);

        if ((suffix && line->suffix != suffix) || (away && !(flags & TRF_FIND_ENDED)))
            continue;
        if (best == TRF_LINE_NONE || away < best_distance ||
            (away == best_distance && better(line, trf_snapshot_line(snapshot, best)))) {
            best = i;
            best_distance = away;
        }
    }
    return best;
}

uint32_t trf_nomenclature_find(const trf_snapshot *snapshot, uint32_t tariff, trf_slice code, unsigned suffix, trf_date date,
                               unsigned flags)
{
    char padded[TRF_CODE_MAX];
    uint32_t found = choose(snapshot, lines_of(snapshot, tariff, code), suffix, date, flags);

    if (found != TRF_LINE_NONE || !(flags & TRF_FIND_PADDED) || code.size < 2 || code.size > TRF_CODE_MAX || code.size % 2)
        return found;
    memcpy(padded, code.data, code.size);
    for (size_t size = code.size; found == TRF_LINE_NONE && size + 2 <= TRF_CODE_MAX; size += 2) {
        padded[size] = padded[size + 1] = '0';
        found = choose(snapshot, lines_of(snapshot, tariff, trf_slice_of(padded, size + 2)), suffix, date, flags);
    }
    for (size_t size = code.size; found == TRF_LINE_NONE && size > 2 && code.data[size - 1] == '0' && code.data[size - 2] == '0';
         size -= 2)
        found = choose(snapshot, lines_of(snapshot, tariff, trf_slice_of(code.data, size - 2)), suffix, date, flags);
    return found;
}

bool trf_nomenclature_valid(const trf_snapshot *snapshot, uint32_t line, trf_date date)
{
    const trf_line_record *record = trf_snapshot_line(snapshot, line);

    return line < trf_snapshot_line_count(snapshot) && trf_period_has(record->start, record->end, date);
}

/* ---- up and down ---- */

/** The segment of a line's place in the tree that holds on the date; NULL for none. Segments are ordered by start. */
static const trf_parent_record *place(const trf_snapshot *snapshot, uint32_t line, trf_date date)
{
    const trf_line_record *record = trf_snapshot_line(snapshot, line);
    uint32_t low = 0, high = record->parent_count;

    while (low < high) { /* the last segment that starts on or before the date */
        uint32_t middle = low + (high - low) / 2;

        if (trf_snapshot_parent(snapshot, record->first_parent + middle)->start <= date)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || record->first_parent + (low - 1) >= trf_snapshot_parent_count(snapshot))
        return NULL;
    const trf_parent_record *found = trf_snapshot_parent(snapshot, record->first_parent + (low - 1));
    return trf_period_has(found->start, found->end, date) ? found : NULL;
}

uint32_t trf_nomenclature_parent(const trf_snapshot *snapshot, uint32_t line, trf_date date)
{
    const trf_line_record *record = trf_snapshot_line(snapshot, line);
    uint32_t parent = record->parent;

    if (parent == TRF_LINE_VARIES) {
        const trf_parent_record *found = place(snapshot, line, date);

        parent = found ? found->parent : TRF_LINE_NONE;
    } else if (!trf_period_has(record->start, record->end, date)) {
        parent = TRF_LINE_NONE;
    }
    return parent < trf_snapshot_line_count(snapshot) ? parent : TRF_LINE_NONE;
}

unsigned trf_nomenclature_ancestors(const trf_snapshot *snapshot, uint32_t line, trf_date date, uint32_t out[TRF_TREE_DEPTH_MAX])
{
    unsigned count = 0;

    for (uint32_t at = trf_nomenclature_parent(snapshot, line, date); at != TRF_LINE_NONE && count < TRF_TREE_DEPTH_MAX;
         at = trf_nomenclature_parent(snapshot, at, date))
        out[count++] = at;
    return count;
}

uint32_t trf_nomenclature_child_count(const trf_snapshot *snapshot, uint32_t line, trf_date date)
{
    const trf_parent_record *found = place(snapshot, line, date);

    return found ? found->children : 0;
}

/* A nomenclature without measures that another tariff builds on: goods are declared under the codes of that one. */
static bool is_base(const trf_snapshot *snapshot, const trf_tariff_record *tariff)
{
    trf_slice id = trf_snapshot_text(snapshot, tariff->id);

    if (tariff->measure_count)
        return false;
    for (uint32_t i = 0; i < trf_snapshot_tariff_count(snapshot); i++) {
        const trf_tariff_record *other = trf_snapshot_tariff(snapshot, i);

        if (other != tariff && trf_slice_equal(trf_snapshot_text(snapshot, other->nomenclature), id))
            return true;
    }
    return false;
}

bool trf_nomenclature_declarable(const trf_snapshot *snapshot, uint32_t line, trf_date date)
{
    const trf_line_record *record = trf_snapshot_line(snapshot, line);

    return trf_nomenclature_valid(snapshot, line, date) && record->suffix == TRF_SUFFIX_DECLARABLE &&
           !(record->flags & (TRF_LINE_SECTION | TRF_LINE_UNNUMBERED)) &&
           trf_nomenclature_child_count(snapshot, line, date) == 0 &&
           !is_base(snapshot, trf_snapshot_tariff(snapshot, record->tariff));
}

int trf_nomenclature_indent(const trf_snapshot *snapshot, uint32_t line, trf_date date)
{
    const trf_line_record *record = trf_snapshot_line(snapshot, line);
    int indent = 0;

    for (uint32_t i = 0; i < record->period_count && i < trf_snapshot_line_period_count(snapshot); i++) {
        const trf_line_period_record *period = trf_snapshot_line_period(snapshot, record->first_period + i);

        if (i > 0 && period->start > date)
            break;
        indent = period->indent; /* before its first period a line has that one's indent */
    }
    return indent;
}

int trf_nomenclature_depth(const trf_snapshot *snapshot, uint32_t top, uint32_t line, trf_date date)
{
    int depth = 0;

    for (uint32_t at = line; at != TRF_LINE_NONE && depth <= (int)TRF_TREE_DEPTH_MAX;
         at = trf_nomenclature_parent(snapshot, at, date), depth++) {
        if (at == top)
            return depth;
    }
    return -1;
}

uint32_t trf_nomenclature_next(const trf_snapshot *snapshot, uint32_t tariff, uint32_t top, uint32_t line, trf_date date)
{
    const trf_tariff_record *record = trf_snapshot_tariff(snapshot, tariff);
    uint64_t end = (uint64_t)record->first_line + record->line_count;
    uint32_t at;

    if (line == TRF_LINE_NONE && top != TRF_LINE_NONE)
        return trf_nomenclature_valid(snapshot, top, date) ? top : TRF_LINE_NONE;
    at = line == TRF_LINE_NONE ? record->first_line : line + 1;
    for (; at < end && at < trf_snapshot_line_count(snapshot); at++) {
        if (!trf_nomenclature_valid(snapshot, at, date))
            continue;
        if (top != TRF_LINE_NONE && trf_nomenclature_depth(snapshot, top, at, date) < 0)
            return TRF_LINE_NONE;
        return at;
    }
    return TRF_LINE_NONE;
}

/* ---- what a line is called ---- */

trf_slice trf_nomenclature_class(const trf_snapshot *snapshot, uint32_t line, trf_date date)
{
    const trf_line_record *record = trf_snapshot_line(snapshot, line);

    if (record->flags & TRF_LINE_SECTION)
        return TRF_SLICE("Section");
    if (record->level <= 2)
        return TRF_SLICE("Chapter");
    if (record->level <= 4)
        return TRF_SLICE("Heading");
    return trf_nomenclature_declarable(snapshot, line, date) ? TRF_SLICE("Commodity") : TRF_SLICE("Subheading");
}

trf_slice trf_nomenclature_short_code(const trf_snapshot *snapshot, uint32_t line, trf_date date)
{
    const trf_line_record *record = trf_snapshot_line(snapshot, line);
    trf_slice code = trf_snapshot_text(snapshot, record->code);
    size_t size = record->flags & TRF_LINE_SECTION ? code.size : record->level;

    if (size > 4) {
        if (trf_nomenclature_declarable(snapshot, line, date))
            return code;
        size = size < 6 ? 6 : size;
    }
    return trf_slice_of(code.data, size < code.size ? size : code.size);
}

const trf_label_record *trf_nomenclature_label(const trf_snapshot *snapshot, uint32_t line, trf_slice language, trf_date date)
{
    const trf_line_record *record = trf_snapshot_line(snapshot, line);

    if (record->label_count == 0) {
        /* Words of its own it has none: those of the nomenclature that its tariff builds on, as far as that goes. */
        trf_slice base = trf_snapshot_text(snapshot, trf_snapshot_tariff(snapshot, record->tariff)->nomenclature);
        uint32_t tariff = base.size ? trf_snapshot_find_tariff(snapshot, base) : UINT32_MAX;
        uint32_t found = TRF_LINE_NONE;

        if (tariff != UINT32_MAX && tariff != record->tariff && record->suffix == TRF_SUFFIX_DECLARABLE)
            found = trf_nomenclature_find(snapshot, tariff, trf_snapshot_text(snapshot, record->code), 0, date, TRF_FIND_PADDED);
        if (found != TRF_LINE_NONE)
            record = trf_snapshot_line(snapshot, found);
    }
    return trf_snapshot_label_at(snapshot, record->first_label, record->label_count,
                                 trf_snapshot_language_index(snapshot, language), date);
}
