/* SPDX-License-Identifier: Apache-2.0 */
/* NIG: goods nomenclature. */
#include "rules/check.h"

#define GOODS(row, field) TRF_CHECK(goods_nomenclature, row, field)

/* Origins are recorded for lines from this day on. */
enum { ORIGINS_SINCE = 2010 };

static trf_check_period period_of_line(trf_check *check, uint32_t row)
{
    trf_check_period period = {TRF_DATE_NONE, TRF_DATE_OPEN};

    trf_check_period_of(check, TRF_KIND_goods_nomenclature, row, &period);
    return period;
}

/* ---- NIG2 ---- */

/* Lines of one heading, or below one chapter, whatever their dates. */
static bool same_branch(const trf_check_line *a, const trf_check_line *b, int32_t depth)
{
    /* The code has 14 digits above 11 bits: what is left of the first four, or the first two. */
    uint64_t unit = depth <= 1 ? UINT64_C(1000000000000) : UINT64_C(10000000000);

    return a->tariff == b->tariff && (a->code >> 11) / unit == (b->code >> 11) / unit;
}

/* The chain of lines above one that the inputs hold without a gap, up to its heading. */
static bool has_chain(const trf_check_line *lines, const uint32_t *chain, uint32_t line)
{
    int32_t depth = lines[line].depth, top = depth > 2 ? 2 : 1;

    for (int32_t above = depth - 1; above >= top; above--)
        if (chain[above] == TRF_CHECK_NONE || !same_branch(&lines[chain[above]], &lines[line], above))
            return false;
    return true;
}

void trf_rule_NIG2(trf_check *check, const trf_rule *rule)
{
    uint32_t chain[TRF_HIERARCHY_DEPTH_MAX + 2];

    if (!trf_check_tree_make(check))
        return;
    for (unsigned i = 0; i < sizeof chain / sizeof *chain; i++)
        chain[i] = TRF_CHECK_NONE;
    for (uint32_t line = 0; line < check->tree.count; line++) {
        const trf_check_line *own = &check->tree.lines[line];
        const trf_hierarchy *hierarchy = &check->tree.hierarchy;
        char name[TRF_RECORD_NAME_MAX], told[32], theirs[32];
        int32_t depth = own->depth < 1 ? 1 : own->depth;
        uint32_t above;

        for (int32_t below = depth + 1; below <= TRF_HIERARCHY_DEPTH_MAX; below++)
            chain[below] = TRF_CHECK_NONE;
        chain[depth] = line;
        if (depth < 2 || own->moves || !has_chain(check->tree.lines, chain, line))
            continue;
        above = check->tree.lines[chain[depth - 1]].row;
        for (uint32_t s = hierarchy->first[line]; s < hierarchy->first[line + 1]; s++) {
            uint32_t parent = trf_check_above(check, line, &hierarchy->segments[s]);

            if (parent != TRF_CHECK_NONE && (check->tree.lines[parent].moves || check->tree.lines[parent].depth >= depth - 1))
                continue;
            trf_check_report(check, rule, TRF_KIND_goods_nomenclature, own->row, "is valid %S, and %S above it %S",
                             trf_check_told(period_of_line(check, own->row), told),
                             trf_check_name(check, TRF_KIND_goods_nomenclature, above, name),
                             trf_check_told(period_of_line(check, above), theirs));
            break;
        }
    }
}

/* ---- origins and successors ---- */

void trf_rule_NIG5(trf_check *check, const trf_rule *rule, uint32_t row)
{
    const trf_row_source *source = trf_check_source(check, TRF_KIND_goods_nomenclature, row);
    const uint32_t *origins;

    if (source->transaction == TRF_VALUE_ABSENT || source->update != TRF_UPDATE_INSERT ||
        trf_check_level(check, GOODS(row, goods_nomenclature_item_id)) <= 2 ||
        period_of_line(check, row).start <= trf_date_of(ORIGINS_SINCE, 1, 1) ||
        !trf_check_has_kind(check, TRF_KIND_goods_nomenclature_origin, source->tariff))
        return;
    if (trf_check_users(check, TRF_LINK_goods_of_origin, row, &origins) == 0)
        trf_check_report(check, rule, TRF_KIND_goods_nomenclature, row, "is new and has no origin");
}

void trf_rule_NIG5_origin(trf_check *check, const trf_rule *rule)
{
    const trf_kind kind = TRF_KIND_goods_nomenclature_origin;
    const trf_check_history *history = &check->history[kind];

    for (uint32_t i = 0; i < history->deleted_count; i++) {
        uint32_t line = trf_check_first(check, TRF_LINK_goods_of_origin, history->deleted[i]);
        const uint32_t *origins;

        if (line != TRF_CHECK_NONE && trf_check_level(check, GOODS(line, goods_nomenclature_item_id)) > 2 &&
            period_of_line(check, line).start > trf_date_of(ORIGINS_SINCE, 1, 1) &&
            trf_check_complete(check, TRF_KIND_goods_nomenclature, line) &&
            trf_check_users(check, TRF_LINK_goods_of_origin, line, &origins) == 0)
            trf_check_report(check, rule, kind, history->deleted[i], "is deleted, and the line has no other");
    }
}

/* Whether a line of those linked to is valid on a day. */
static bool one_on(trf_check *check, const uint32_t *rows, uint32_t count, trf_date day)
{
    for (uint32_t i = 0; i < count; i++) {
        trf_check_period period = period_of_line(check, rows[i]);

        if (trf_period_has(period.start, period.end, day))
            return true;
    }
    return false;
}

void trf_rule_NIG7(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t line = trf_check_first(check, TRF_LINK_goods_of_origin, row), count;
    const uint32_t *origins;
    trf_kind kind;
    trf_date start;
    char told[32];

    if (line == TRF_CHECK_NONE)
        return;
    count = trf_check_follow(check, TRF_LINK_origin_of_goods, row, &kind, &origins);
    start = period_of_line(check, line).start;
    if (count && start > TRF_DATE_MIN && !one_on(check, origins, count, start - 1))
        trf_check_report(check, rule, TRF_KIND_goods_nomenclature_origin, row,
                         "the origin is valid %S, not on the day before the new line begins",
                         trf_check_told(period_of_line(check, origins[count - 1]), told));
}

void trf_rule_NIG10(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t line = trf_check_first(check, TRF_LINK_goods_of_successor, row), count;
    const uint32_t *successors;
    trf_kind kind;
    trf_date end;
    char told[32];

    if (line == TRF_CHECK_NONE)
        return;
    count = trf_check_follow(check, TRF_LINK_successor_of_goods, row, &kind, &successors);
    end = period_of_line(check, line).end;
    if (end == TRF_DATE_OPEN)
        trf_check_report(check, rule, TRF_KIND_goods_nomenclature_successor, row, "the old line has no end");
    else if (count && !one_on(check, successors, count, end + 1))
        trf_check_report(check, rule, TRF_KIND_goods_nomenclature_successor, row,
                         "the successor is valid %S, not on the day after the old line ends",
                         trf_check_told(period_of_line(check, successors[count - 1]), told));
}

/* ---- measures with an additional code ---- */

static bool has_additional_code(const trf_check *check, uint32_t measure)
{
    return TRF_CHECK(measure, measure, additional_code) != TRF_VALUE_ABSENT ||
           TRF_CHECK(measure, measure, additional_code_sid) != TRF_VALUE_ABSENT;
}

void trf_rule_NIG31(trf_check *check, const trf_rule *rule, uint32_t row)
{
    trf_check_period period, line = {TRF_DATE_NONE, TRF_DATE_OPEN};
    const uint32_t *lines;
    trf_kind kind;
    uint32_t count;
    char told[32], own[32];

    if (!has_additional_code(check, row))
        return;
    count = trf_check_follow(check, TRF_LINK_goods_of_measure, row, &kind, &lines);
    if (count == 0 || !trf_check_period_of(check, TRF_KIND_measure, row, &period) || period.end < period.start)
        return;
    for (uint32_t i = 0; i < count; i++) {
        line = period_of_line(check, lines[i]);
        if (trf_check_spans(line, period))
            return;
    }
    trf_check_report(check, rule, TRF_KIND_measure, row, "its line is valid %S, not %S", trf_check_told(line, told),
                     trf_check_told(period, own));
}

void trf_rule_NIG35(trf_check *check, const trf_rule *rule)
{
    const trf_check_history *history = &check->history[TRF_KIND_goods_nomenclature];

    for (uint32_t i = 0; i < history->deleted_count; i++) {
        const uint32_t *measures;
        uint32_t count = trf_check_users(check, TRF_LINK_goods_of_measure, history->deleted[i], &measures);
        char name[TRF_RECORD_NAME_MAX];

        for (uint32_t m = 0; m < count; m++) {
            if (!has_additional_code(check, measures[m]) ||
                trf_check_first(check, TRF_LINK_goods_of_measure, measures[m]) != TRF_CHECK_NONE)
                continue;
            trf_check_report(check, rule, TRF_KIND_goods_nomenclature, history->deleted[i], "is deleted, and %S uses it",
                             trf_check_name(check, TRF_KIND_measure, measures[m], name));
            break;
        }
    }
}
