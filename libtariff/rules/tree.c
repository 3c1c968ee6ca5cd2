/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of the model in the order of their codes, with their parents over time. */
#include "base/sort.h"
#include "rules/check.h"

enum { CODE_DIGITS = 14, NO_INDENT = -1 };

/* The digits of a code and how many; 0 for a section or what is no number. */
static unsigned digits_of(const trf_check *check, trf_value code, uint8_t digits[CODE_DIGITS])
{
    trf_check_text scratch;
    trf_slice text = trf_check_text_of(check, code, &scratch);

    if (text.size == 0 || text.size > CODE_DIGITS)
        return 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return 0;
        digits[i] = (uint8_t)(text.data[i] - '0');
    }
    return (unsigned)text.size;
}

unsigned trf_check_level(const trf_check *check, trf_value code)
{
    uint8_t digits[CODE_DIGITS];
    unsigned size = digits_of(check, code, digits);

    while (size > 2 && size % 2 == 0 && digits[size - 1] == 0 && digits[size - 2] == 0)
        size -= 2;
    return size;
}

static uint64_t order_of(const trf_check *check, uint32_t row)
{
    uint8_t digits[CODE_DIGITS];
    unsigned size = digits_of(check, TRF_CHECK(goods_nomenclature, row, goods_nomenclature_item_id), digits);
    uint32_t suffix = 0;
    uint64_t order = 0;

    if (size == 0)
        return UINT64_MAX;
    for (unsigned i = 0; i < CODE_DIGITS; i++)
        order = order * 10 + (i < size ? digits[i] : 0u);
    trf_value_int(TRF_CHECK(goods_nomenclature, row, producline_suffix), &suffix);
    return order << 11 | (uint64_t)size << 7 | (suffix & 127u);
}

/* Lines of all tariffs, those of no number left out. */
static bool collect(trf_check *check)
{
    const trf_kind kind = TRF_KIND_goods_nomenclature;
    trf_check_tree *tree = &check->tree;
    uint32_t most = trf_check_count(check, kind);
    trf_sort_item *items = trf_check_take(check, most, sizeof *items), *scratch = trf_check_take(check, most, sizeof *scratch);
    size_t count = 0;

    tree->lines = trf_check_take(check, most, sizeof *tree->lines);
    tree->line_of = trf_check_take(check, check->model->tables[kind].count, sizeof *tree->line_of);
    if (!items || !scratch || !tree->lines || !tree->line_of)
        return false;
    for (uint32_t row = 0; row < check->model->tables[kind].count; row++)
        tree->line_of[row] = TRF_CHECK_NONE;
    for (uint32_t i = 0; i < most; i++) {
        uint32_t row = trf_check_at(check, kind, i);
        uint64_t order = order_of(check, row);

        if (order != UINT64_MAX)
            items[count++] = (trf_sort_item){order, row};
    }
    trf_sort_items(items, scratch, count);
    for (size_t i = 0; i < count; i++)
        items[i].key = trf_check_source(check, kind, (uint32_t)items[i].value)->tariff;
    trf_sort_items(items, scratch, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t row = (uint32_t)items[i].value;

        tree->lines[i] = (trf_check_line){order_of(check, row), row, (uint16_t)items[i].key, 0, false};
        tree->line_of[row] = (uint32_t)i;
    }
    tree->count = (uint32_t)count;
    return true;
}

/* Chapters stand above headings, which have no dash either; a line without an indent goes by its digits. */
static int32_t depth_of(trf_value code, const trf_check *check, int64_t indent)
{
    unsigned level = trf_check_level(check, code);

    if (indent == NO_INDENT)
        return (int32_t)(level / 2);
    return level <= 2 && indent == 0 ? 1 : (int32_t)indent + 2;
}

/* The depths of a line, in order of time. */
static uint32_t depths_of(trf_check *check, uint32_t row, trf_hierarchy_depth *out)
{
    trf_value code = TRF_CHECK(goods_nomenclature, row, goods_nomenclature_item_id);
    const uint32_t *indents;
    uint32_t count = trf_check_users(check, TRF_LINK_goods_of_indent, row, &indents), kept = 0;

    for (uint32_t i = 0; i < count && i < TRF_CHECK_MOST; i++) {
        uint32_t indent = 0, at = kept;
        trf_date start = trf_check_date(TRF_CHECK(goods_nomenclature_indents, indents[i], validity_start_date), TRF_DATE_NONE);

        trf_value_int(TRF_CHECK(goods_nomenclature_indents, indents[i], number_indents), &indent);
        for (; at > 0 && out[at - 1].start > start; at--)
            out[at] = out[at - 1];
        out[at] = (trf_hierarchy_depth){start, depth_of(code, check, indent < TRF_HIERARCHY_DEPTH_MAX ? indent : 29)};
        kept++;
    }
    if (kept == 0)
        out[kept++] = (trf_hierarchy_depth){TRF_DATE_NONE, depth_of(code, check, NO_INDENT)};
    return kept;
}

bool trf_check_tree_make(trf_check *check)
{
    trf_check_tree *tree = &check->tree;
    trf_hierarchy_line *lines;
    trf_hierarchy_depth *depths;
    uint32_t depth_count = 0;
    tariff_status status;

    if (check->tree_made)
        return !check->failed;
    check->tree_made = true;
    if (!collect(check))
        return false;
    lines = trf_check_take(check, tree->count, sizeof *lines);
    depths = trf_check_take(check, (size_t)tree->count + trf_check_count(check, TRF_KIND_goods_nomenclature_indents),
                            sizeof *depths);
    if (!lines || !depths)
        return false;
    for (uint32_t i = 0; i < tree->count; i++) {
        trf_check_period period = {TRF_DATE_NONE, TRF_DATE_OPEN};
        uint32_t count = depths_of(check, tree->lines[i].row, depths + depth_count);

        trf_check_period_of(check, TRF_KIND_goods_nomenclature, tree->lines[i].row, &period);
        lines[i] = (trf_hierarchy_line){period.start, period.end, depth_count, count};
        depth_count += count;
        tree->lines[i].depth = depths[depth_count - 1].depth;
        tree->lines[i].moves = count > 1;
    }
    status = trf_hierarchy_make(check->alloc, lines, tree->count, depths, &tree->hierarchy, check->error);
    if (status < 0) {
        check->status = status;
        check->failed = true;
    }
    return status >= 0;
}

uint32_t trf_check_above(const trf_check *check, uint32_t line, const trf_hierarchy_segment *segment)
{
    uint32_t parent = segment->parent;

    /* The lines of all tariffs stand in one row: the last one of another is above nothing. */
    if (parent == TRF_HIERARCHY_ROOT || check->tree.lines[parent].tariff != check->tree.lines[line].tariff)
        return TRF_CHECK_NONE;
    return parent;
}
