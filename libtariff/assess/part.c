/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tariff quota of which less is left than is declared: a part of the goods is within it, the rest is charged as if it had not
 * been claimed. Duties grow with value and quantities alike, so that the duty on a part is that part of the duty on the whole.
 */
#include "assess/work.h"

/** What is drawn on a quota by the items before this one; NULL: no memory. */
static trf_quota_draw *draw_of(trf_work *w, uint32_t order)
{
    trf_quota_draw *draw = NULL;

    for (uint32_t i = 0; i < w->draw_count && !draw; i++)
        draw = w->draws[i].order == order ? &w->draws[i] : NULL;
    if (draw)
        return draw;
    if (w->draw_count == w->draw_capacity) {
        uint32_t capacity = w->draw_capacity ? w->draw_capacity * 2 : 4;
        trf_quota_draw *list = trf_arena_zero(w->arena, capacity * sizeof *list);

        if (!list)
            return NULL;
        if (w->draw_count)
            memcpy(list, w->draws, w->draw_count * sizeof *list);
        w->draws = list;
        w->draw_capacity = capacity;
    }
    draw = &w->draws[w->draw_count++];
    *draw = (trf_quota_draw){order, w->item_index, trf_number_of(0), trf_number_of(0)};
    return draw;
}

tariff_status trf_quota_left(trf_work *w, uint32_t order, trf_number *balance)
{
    trf_quota_draw *draw = draw_of(w, order);
    tariff_status status = TARIFF_OK;

    if (!draw)
        return trf_fail_memory(w->error);
    if (draw->item != w->item_index) {
        status = trf_number_add(w->numbers, draw->before, draw->own, &draw->before);
        draw->own = trf_number_of(0);
        draw->item = w->item_index;
    }
    return status < 0 ? status : trf_number_subtract(w->numbers, *balance, draw->before, balance);
}

tariff_status trf_part_within(trf_work *w, uint32_t at, uint32_t order, trf_number balance, trf_slice unit, trf_slice qualifier)
{
    trf_quota_draw *draw = draw_of(w, order);
    const trf_vocabulary *words = trf_facts_vocabulary(w->a->facts);
    uint32_t index = unit.size ? trf_vocabulary_unit(words, unit, qualifier) : TRF_VOCABULARY_NONE, node, missing;
    trf_number quantity = trf_number_of(0);
    tariff_status status = index == TRF_VOCABULARY_NONE
                               ? TARIFF_NOT_FOUND
                               : trf_facts_quantity(w->a->facts, w->numbers, NULL, index, &quantity, &node, &missing);

    trf_facts_new_trace(w->a->facts);
    if (status != TARIFF_OK) /* nothing declared in that unit: whether the balance covers it cannot be told */
        return status == TARIFF_NOT_FOUND ? TARIFF_OK : status;
    if (!draw)
        return trf_fail_memory(w->error);
    draw->own = trf_number_compare(w->numbers, quantity, balance) <= 0 ? quantity : balance;
    if (trf_number_compare(w->numbers, quantity, balance) <= 0)
        return TARIFF_OK;
    w->part_of_quota = true;
    w->within = balance;
    w->whole = quantity;
    w->part_unit = index;
    w->work[at].part = TRF_PART_WITHIN;
    return trf_number_subtract(w->numbers, quantity, balance, &w->beyond);
}

/** Groups and relations, once. */
static tariff_status meet(trf_work *w)
{
    tariff_status status = trf_groups(w);

    return status < 0 ? status : trf_relations(w);
}

static bool charged(const trf_work *w, const trf_candidate *c, uint32_t at)
{
    return c->disposition == TRF_DISPOSITION_APPLIED && w->work[at].charges;
}

tariff_status trf_measures_meet(trf_work *w)
{
    uint32_t count = w->out->candidate_count;
    trf_candidate *before, *without;
    tariff_status status;

    w->without = NULL;
    if (!w->part_of_quota && w->secured == TRF_CANDIDATE_NONE)
        return meet(w);
    before = trf_arena_take(w->arena, 2 * (size_t)count * sizeof *before);
    if (!before)
        return trf_fail_memory(w->error);
    without = before + count;
    memcpy(before, w->out->candidates, count * sizeof *before);
    for (uint32_t i = 0; i < count; i++) {
        if (w->work[i].part == TRF_PART_WITHIN || i == w->secured)
            w->out->candidates[i].disposition = TRF_DISPOSITION_QUOTA_EXHAUSTED;
    }
    status = meet(w);
    memcpy(without, w->out->candidates, count * sizeof *without);
    memcpy(w->out->candidates, before, count * sizeof *before);
    for (uint32_t i = 0; i < count; i++)
        w->work[i].rival = TRF_RIVAL_NONE;
    if (status >= 0)
        status = meet(w);
    if (w->secured != TRF_CANDIDATE_NONE)
        w->without = without;
    for (uint32_t i = 0; i < count && status >= 0 && w->part_of_quota; i++) {
        bool within = charged(w, &w->out->candidates[i], i), beyond = charged(w, &without[i], i);

        w->work[i].part = within == beyond ? TRF_PART_NONE : within ? TRF_PART_WITHIN : TRF_PART_BEYOND;
        if (beyond && !within)
            w->out->candidates[i] = without[i];
    }
    return status;
}

static trf_number numerator(const trf_work *w, uint32_t candidate)
{
    return w->work[candidate].part == TRF_PART_WITHIN ? w->within : w->beyond;
}

tariff_status trf_part_of(trf_work *w, uint32_t candidate, trf_number *amount)
{
    tariff_status status = trf_number_multiply(w->numbers, *amount, numerator(w, candidate), amount);

    return status < 0 ? status : trf_number_divide(w->numbers, *amount, w->whole, amount);
}

uint32_t trf_part_node(trf_work *w, uint32_t candidate, trf_number part, uint32_t node)
{
    uint32_t nodes[3] = {node, TRF_TRACE_NONE, TRF_TRACE_NONE}, unit = TRF_TRACE_REF(TRF_IN_UNIT, w->part_unit);

    if (!w->trace || node == TRF_TRACE_NONE)
        return node;
    nodes[1] = trf_trace_leaf(w->trace, TRF_TRACE_AMOUNT, numerator(w, candidate), unit, TRF_FIELD_REF(TRF_DECLARED_QUOTA), 0,
                              TRF_FROM_DECLARATION);
    nodes[2] =
        trf_trace_leaf(w->trace, TRF_TRACE_AMOUNT, w->whole, unit, TRF_FIELD_REF(TRF_DECLARED_QUANTITY), 0, TRF_FROM_DECLARATION);
    return trf_trace_list(w->trace, TRF_TRACE_CONVERT, part, TRF_IN_ASSESSMENT, nodes, 3, 0, 0);
}
