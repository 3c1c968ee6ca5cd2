/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ME16, ME32: measures that meet in time on a line or on lines above and below each other. Equal measures stand together, by
 * line and start; beside each stands the longest of those before it on its line, so that a question costs one search, and
 * each measure asks for its own line and for those above it while it lasts.
 */
#include "base/sort.h"
#include "rules/check.h"

enum { STEPS_MOST = 256, WAYS_MOST = 64 };
#define LINE_UNKNOWN UINT32_C(0x40000000) /**< above the numbers of lines: the code of one that no input holds */

/* What makes measures equal, the additional code last. Own XML tells programmes and movements apart, which TARIC's types do. */
static const uint8_t equal_fields[] = {TRF_F_measure_measure_type,         TRF_F_measure_geographical_area,
                                       TRF_F_measure_ordernumber,          TRF_F_measure_reduction_indicator,
                                       TRF_F_measure_programmes,           TRF_F_measure_movement,
                                       TRF_F_measure_additional_code_type, TRF_F_measure_additional_code};
enum { WITHOUT_CODE = 6, WITH_CODE = 8 };

/* Application of additional code types for the agricultural component. */
enum { MEURSING = 3 };

typedef struct entry {
    uint32_t row;
    uint32_t line;
    uint32_t side; /**< 1 with an additional code, where that is asked; else 0 */
    trf_check_period period;
    trf_date longest_end; /**< of those before it on its line and side, and its own */
    uint32_t longest;     /**< the row of that end */
} entry;

typedef struct clashes {
    trf_check *check;
    const trf_rule *rule;
    entry *entries;
    uint32_t first, end; /**< of the equal measures at hand */
} clashes;

static bool is_meursing(trf_check *check, uint32_t row)
{
    uint32_t type = trf_check_first(check, TRF_LINK_additional_code_type_of_measure, row);

    return type != TRF_CHECK_NONE && trf_check_is(TRF_CHECK(additional_code_type, type, application_code), MEURSING);
}

/* The line of a measure while it lasts; TRF_CHECK_NONE for one without goods. */
static uint32_t line_of(trf_check *check, uint32_t row, trf_check_period period)
{
    trf_value code = TRF_CHECK(measure, row, goods_nomenclature_item_id);
    const uint32_t *lines;
    trf_kind kind;
    uint32_t count = trf_check_follow(check, TRF_LINK_goods_of_measure, row, &kind, &lines);
    uint32_t found = TRF_CHECK_NONE;

    for (uint32_t i = 0; i < count; i++) {
        trf_check_period valid = {TRF_DATE_NONE, TRF_DATE_OPEN};

        trf_check_period_of(check, kind, lines[i], &valid);
        if (found == TRF_CHECK_NONE || trf_period_has(valid.start, valid.end, period.start))
            found = check->tree.line_of[lines[i]];
    }
    if (found == TRF_CHECK_NONE && code != TRF_VALUE_ABSENT)
        found = LINE_UNKNOWN | (code & (LINE_UNKNOWN - 1));
    return found;
}

/* The last entry of a line and side that begins by a day; the first index past it. */
static uint32_t past_start(const clashes *all, uint32_t line, uint32_t side, trf_date day)
{
    uint32_t low = all->first, high = all->end;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const entry *at = &all->entries[middle];

        if (at->line < line || (at->line == line && (at->side < side || (at->side == side && at->period.start <= day))))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A measure on a line and side that overlaps a period, other than the entry itself; TRF_CHECK_NONE. */
static uint32_t meets(const clashes *all, uint32_t line, uint32_t side, trf_check_period period, uint32_t before)
{
    uint32_t at = before != TRF_CHECK_NONE ? before : past_start(all, line, side, period.end);
    const entry *last;

    if (at == all->first)
        return TRF_CHECK_NONE;
    last = &all->entries[at - 1];
    if (last->line != line || last->side != side || last->longest_end < period.start)
        return TRF_CHECK_NONE;
    return last->longest;
}

typedef struct way {
    uint32_t line;
    trf_check_period period;
} way;

/* Lines above one, while the measure lasts. */
static uint32_t meets_above(const clashes *all, uint32_t line, uint32_t side, trf_check_period period)
{
    const trf_check *check = all->check;
    const trf_hierarchy *hierarchy = &check->tree.hierarchy;
    way ways[WAYS_MOST];
    unsigned count = 1, steps = 0;

    ways[0] = (way){line, period};
    while (count > 0) {
        way now = ways[--count];

        for (uint32_t s = hierarchy->first[now.line]; s < hierarchy->first[now.line + 1]; s++) {
            const trf_hierarchy_segment *segment = &hierarchy->segments[s];
            uint32_t parent = trf_check_above(check, now.line, segment), found;
            trf_check_period both = {segment->start > now.period.start ? segment->start : now.period.start, 0};

            /* Segments also end where only the number of children changes. */
            while (s + 1 < hierarchy->first[now.line + 1] && hierarchy->segments[s + 1].parent == segment->parent)
                segment = &hierarchy->segments[++s];
            both.end = segment->end < now.period.end ? segment->end : now.period.end;
            if (parent == TRF_CHECK_NONE || both.end < both.start)
                continue;
            found = meets(all, parent, side, both, TRF_CHECK_NONE);
            if (found != TRF_CHECK_NONE || ++steps > STEPS_MOST)
                return found;
            if (count < WAYS_MOST)
                ways[count++] = (way){parent, both};
        }
    }
    return TRF_CHECK_NONE;
}

static void check_equal(clashes *all, bool sides)
{
    for (uint32_t i = all->first; i < all->end; i++) {
        entry *own = &all->entries[i];
        const entry *before = i > all->first ? own - 1 : NULL;
        bool same = before && before->line == own->line && before->side == own->side;

        own->longest_end = same && before->longest_end > own->period.end ? before->longest_end : own->period.end;
        own->longest = same && before->longest_end > own->period.end ? before->longest : own->row;
    }
    for (uint32_t i = all->first; i < all->end; i++) {
        const entry *own = &all->entries[i];
        uint32_t side = sides ? 1 - own->side : 0, found = TRF_CHECK_NONE;
        char name[TRF_RECORD_NAME_MAX], told[32], theirs[32];
        trf_check_period other = {TRF_DATE_NONE, TRF_DATE_OPEN};

        if (!sides)
            found = meets(all, own->line, 0, own->period, i);
        else if (own->side)
            found = meets(all, own->line, side, own->period, TRF_CHECK_NONE);
        if (found == TRF_CHECK_NONE && own->line < LINE_UNKNOWN)
            found = meets_above(all, own->line, side, own->period);
        if (found == TRF_CHECK_NONE)
            continue;
        trf_check_period_of(all->check, TRF_KIND_measure, found, &other);
        trf_check_report(all->check, all->rule, TRF_KIND_measure, own->row, "is valid %S, and %S, on its line or above, %S",
                         trf_check_told(own->period, told), trf_check_name(all->check, TRF_KIND_measure, found, name),
                         trf_check_told(other, theirs));
    }
}

/* Sorted by line, side and start: the entries of equal measures stand together already, and in the order of their rows. */
static void sort_entries(entry *entries, entry *scratch, trf_sort_item *items, trf_sort_item *spare, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        items[i] = (trf_sort_item){(uint64_t)entries[i].side << 32 | trf_sort_day(entries[i].period.start), i};
    trf_sort_items(items, spare, count);
    for (uint32_t i = 0; i < count; i++)
        items[i].key = entries[items[i].value].line;
    trf_sort_items(items, spare, count);
    for (uint32_t i = 0; i < count; i++)
        scratch[i] = entries[items[i].value];
    memcpy(entries, scratch, count * sizeof *entries);
}

static void find_clashes(trf_check *check, const trf_rule *rule, unsigned field_count, bool sides, trf_date since)
{
    const trf_check_index *index = trf_check_index_by(check, TRF_KIND_measure, equal_fields, field_count, false);
    uint32_t most = index ? index->count : 0;
    clashes all = {.check = check, .rule = rule};
    entry *scratch;
    trf_sort_item *items, *spare;

    if (!trf_check_tree_make(check))
        return;
    all.entries = trf_check_take(check, most, sizeof *all.entries);
    scratch = trf_check_take(check, most, sizeof *scratch);
    items = trf_check_take(check, most, sizeof *items);
    spare = trf_check_take(check, most, sizeof *spare);
    if (!all.entries || !scratch || !items || !spare)
        return;
    for (uint32_t i = 0, end; i < most; i = end) {
        uint32_t kept = 0;

        for (end = i; end < most && trf_check_same(check, TRF_KIND_measure, index->rows[i], index->rows[end], equal_fields,
                                                   field_count);
             end++) {
            entry *own = &all.entries[kept];

            *own = (entry){.row = index->rows[end]};
            if (!trf_check_period_of(check, TRF_KIND_measure, own->row, &own->period) || own->period.end < own->period.start ||
                !trf_check_ended(check, TRF_KIND_measure, own->row) ||
                (own->period.start != TRF_DATE_NONE && own->period.start < since) || is_meursing(check, own->row))
                continue;
            own->line = line_of(check, own->row, own->period);
            own->side = sides && TRF_CHECK(measure, own->row, additional_code) != TRF_VALUE_ABSENT;
            kept += own->line != TRF_CHECK_NONE;
        }
        if (kept < 2)
            continue;
        sort_entries(all.entries, scratch, items, spare, kept);
        all.first = 0;
        all.end = kept;
        check_equal(&all, sides);
    }
}

void trf_rule_ME32(trf_check *check, const trf_rule *rule)
{
    find_clashes(check, rule, WITH_CODE, false, TRF_DATE_NONE);
}

void trf_rule_ME16(trf_check *check, const trf_rule *rule)
{
    /* The rule looks at measures that begin after 2004. */
    find_clashes(check, rule, WITHOUT_CODE, true, trf_date_of(2005, 1, 1));
}
