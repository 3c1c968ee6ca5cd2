/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preferences that are published as measures of their own go before what a schedule says: the schedule's stages give way on their
 * days, and where the rates differ that is said, not mended.
 */
#include "compile/staging.h"

#include "expr/read.h"
#include "image/key.h"

#define M(field) TRF_F_measure_##field

static uint64_t key_of(uint16_t tariff, trf_str type, trf_str area, trf_str code)
{
    return trf_key_mix(trf_key_mix((uint64_t)type << 32 | area) ^ ((uint64_t)tariff << 32 | code));
}

tariff_status trf_published_index(trf_build *build)
{
    trf_staged *staged = build->staged;
    uint32_t count = trf_current_count(build, TRF_KIND_measure);
    trf_sort_item *items = trf_alloc_array(build->alloc, (size_t)count + 1, sizeof *items),
                  *scratch = trf_alloc_array(build->alloc, (size_t)count + 1, sizeof *scratch);

    staged->published = items;
    staged->published_capacity = (size_t)count + 1;
    if (!items || !scratch) {
        trf_alloc_free(build->alloc, scratch, ((size_t)count + 1) * sizeof *scratch);
        return trf_fail_memory(build->error);
    }
    for (uint32_t i = 0; i < count; i++) {
        const trf_value *row = trf_current(build, TRF_KIND_measure, i);

        items[i].key =
            key_of(trf_current_source(build, TRF_KIND_measure, i)->tariff, trf_build_value(build, row[M(measure_type)]),
                   trf_build_value(build, row[M(geographical_area)]), trf_build_value(build, row[M(goods_nomenclature_item_id)]));
        items[i].value = i;
    }
    trf_sort_items(items, scratch, count);
    staged->published_count = count;
    trf_alloc_free(build->alloc, scratch, ((size_t)count + 1) * sizeof *scratch);
    return trf_build_status(build);
}

static uint32_t first_of(const trf_staged *staged, uint64_t key)
{
    uint32_t low = 0, high = staged->published_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (staged->published[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool same_place(trf_build *build, const trf_value *row, const trf_value *made)
{
    return trf_build_value(build, row[M(measure_type)]) == trf_build_value(build, made[M(measure_type)]) &&
           trf_build_value(build, row[M(geographical_area)]) == trf_build_value(build, made[M(geographical_area)]) &&
           trf_build_value(build, row[M(goods_nomenclature_item_id)]) ==
               trf_build_value(build, made[M(goods_nomenclature_item_id)]) &&
           trf_build_value(build, row[M(ordernumber)]) == trf_build_value(build, made[M(ordernumber)]) &&
           trf_build_value(build, row[M(programmes)]) == trf_build_value(build, made[M(programmes)]) &&
           row[M(additional_code)] == TRF_VALUE_ABSENT;
}

/* ---- rates ---- */
static trf_slice copied(trf_build *build, trf_value value)
{
    trf_slice text = trf_build_get(build, trf_build_value(build, value));

    return text.size ? trf_arena_copy(build->staged->s.arena, text) : text;
}

static trf_expr *tree_of_text(trf_build *build, trf_value text, trf_value grammar)
{
    trf_expr_reading reading = {0};
    trf_expr_reader reader = {.vocabulary = build->vocabulary, .arena = build->staged->s.arena, .date = TRF_DATE_NONE};
    trf_slice name = copied(build, grammar);

    reader.grammar = name.size ? trf_grammar_of(name) : TRF_GRAMMAR_TARIC;
    return trf_expr_read(&reader, copied(build, text), &reading) == TARIFF_OK ? reading.tree : NULL;
}

static trf_expr *tree_of_components(trf_build *build, uint16_t tariff, trf_value sid)
{
    trf_component components[TRF_EXPR_COMPONENTS_MAX];
    trf_expr_fault fault;
    trf_expr *tree = NULL;
    uint32_t first, count = trf_model_range(build->model, TRF_KIND_measure_component, tariff, &sid, 1, &first);

    if (count == 0 || count > TRF_EXPR_COMPONENTS_MAX)
        return NULL;
    for (uint32_t i = 0; i < count; i++) {
        const trf_value *row = trf_current(build, TRF_KIND_measure_component, first + i);
        trf_component *c = &components[i];

        memset(c, 0, sizeof *c);
        c->id = copied(build, row[TRF_F_measure_component_duty_expression_id]);
        (void)trf_expr_number_read(copied(build, row[TRF_F_measure_component_duty_amount]), &c->amount);
        c->money = copied(build, row[TRF_F_measure_component_monetary_unit_code]);
        c->unit = copied(build, row[TRF_F_measure_component_measurement_unit_code]);
        c->qualifier = copied(build, row[TRF_F_measure_component_measurement_unit_qualifier_code]);
    }
    return trf_expr_from_components(build->staged->s.arena, build->vocabulary, components, count, 0, &tree, &fault) == TARIFF_OK
               ? tree
               : NULL;
}

static bool nothing(const trf_expr *tree)
{
    return tree->op == TRF_EXPR_FREE || ((tree->op == TRF_EXPR_PERCENT || tree->op == TRF_EXPR_MONEY) &&
                                         tree->number.coefficient == 0 && tree->number.numerator == 0);
}

/** Whether two rates are known to differ. */
static bool differ(trf_build *build, uint32_t published, const trf_value *made)
{
    const trf_value *row = trf_current(build, TRF_KIND_measure, published);
    uint16_t tariff = trf_current_source(build, TRF_KIND_measure, published)->tariff;
    const trf_expr *theirs = row[M(duty_text)] != TRF_VALUE_ABSENT ? tree_of_text(build, row[M(duty_text)], row[M(duty_grammar)])
                                                                   : tree_of_components(build, tariff, row[M(measure_sid)]);
    const trf_expr *ours = tree_of_text(build, made[M(duty_text)], made[M(duty_grammar)]);

    return theirs && ours && !(nothing(theirs) && nothing(ours)) && !trf_expr_equal(theirs, ours);
}

/* ---- days ---- */
bool trf_published_gap(trf_build *build, uint32_t line, const trf_value *made, uint16_t tariff, trf_date from, trf_date to,
                       trf_date *first, trf_date *last)
{
    const trf_staged *staged = build->staged;
    uint64_t key =
        key_of(tariff, trf_build_value(build, made[M(measure_type)]), trf_build_value(build, made[M(geographical_area)]),
               trf_build_value(build, made[M(goods_nomenclature_item_id)]));
    uint32_t begin = first_of(staged, key);
    bool moved = true;

    *first = from;
    *last = to;
    while (moved && *first <= to) { /* past all that cover the first day */
        moved = false;
        for (uint32_t i = begin; i < staged->published_count && staged->published[i].key == key; i++) {
            uint32_t at = (uint32_t)staged->published[i].value;
            const trf_value *row = trf_current(build, TRF_KIND_measure, at);
            trf_day start = trf_build_day(row[M(validity_start_date)], TRF_DATE_NONE),
                    end = trf_build_day(row[M(validity_end_date)], TRF_DATE_OPEN);

            if (trf_current_source(build, TRF_KIND_measure, at)->tariff != tariff || !same_place(build, row, made) ||
                end < *first || start > *first)
                continue;
            if (differ(build, at, made))
                trf_staging_report(&staged->s, line,
                                   "the published rate of measure %S differs from that of the schedule, and holds",
                                   copied(build, row[M(measure_sid)]));
            if (end >= to)
                return false;
            *first = end + 1;
            moved = true;
        }
    }
    for (uint32_t i = begin; i < staged->published_count && staged->published[i].key == key; i++) { /* up to the next one */
        uint32_t at = (uint32_t)staged->published[i].value;
        const trf_value *row = trf_current(build, TRF_KIND_measure, at);
        trf_day start = trf_build_day(row[M(validity_start_date)], TRF_DATE_NONE);

        if (trf_current_source(build, TRF_KIND_measure, at)->tariff == tariff && same_place(build, row, made) && start > *first &&
            start <= *last)
            *last = start - 1;
    }
    return *first <= to;
}
