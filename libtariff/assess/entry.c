/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a declaration has as a whole: values that are rounded together with those of other items, and charges that are owed once
 * and shared out. Both need all items, so these are looked at first (trf_entry_asked) and made afterwards, before the items are
 * computed again.
 */
#include "assess/work.h"

enum { SHOWN_MOST = 32 }; /* items whose values the trace of each of them shows */

static trf_slice text(const trf_work *w, trf_str id)
{
    return trf_snapshot_text(w->snapshot, id);
}

bool trf_entry_groups(const trf_work *w)
{
    return (w->plan->value_round->flags & TRF_PROFILE_ROUND_GROUPS) != 0;
}

bool trf_entry_asked(const trf_work *w)
{
    if (trf_entry_groups(w))
        return true;
    if (w->declaration->entry_type.size == 0 && w->declaration->transport_mode.size == 0)
        return false;
    for (uint32_t i = 0; i < w->profile->charge_count && i < TRF_PROFILE_CHARGES_MAX; i++) {
        if (trf_snapshot_profile_charge(w->snapshot, w->profile->first_charge + i)->flags & TRF_CHARGE_ENTRY)
            return true;
    }
    return false;
}

/* ---- values rounded by group ---- */
typedef struct group {
    uint32_t first; /* item whose rates it has */
    uint32_t members;
    trf_number sum, whole, part; /* exact; whole units below it; what is left */
    trf_number rounded;
    trf_number owed; /* duty of all members */
    bool free, up;
} group;

static bool is_duty(const trf_work *w, const trf_charge *c)
{
    return c->candidate != TRF_CANDIDATE_NONE && c->state == TRF_STATE_DUE &&
           trf_slice_is(text(w, trf_snapshot_profile_charge(w->snapshot, w->profile->first_charge + c->charge)->total), "duty");
}

/** Whether two items owe duty at the same rates. */
static bool same_rates(const trf_work *w, const trf_assessed_item *a, const trf_assessed_item *b)
{
    uint32_t i = 0, k = 0;

    for (;;) {
        while (i < a->charge_count && !is_duty(w, &a->charges[i]))
            i++;
        while (k < b->charge_count && !is_duty(w, &b->charges[k]))
            k++;
        if (i == a->charge_count || k == b->charge_count)
            return i == a->charge_count && k == b->charge_count;
        if (a->charges[i].charge != b->charges[k].charge ||
            trf_snapshot_expression(w->snapshot, a->charges[i].expression)->text !=
                trf_snapshot_expression(w->snapshot, b->charges[k].expression)->text)
            return false;
        i++;
        k++;
    }
}

/** Adds an item to the group of its rates. */
static tariff_status join(trf_work *w, group *groups, uint32_t *count, uint32_t *group_of, uint32_t at)
{
    const trf_assessed_item *item = &w->result->items[at];
    tariff_status status = TARIFF_OK;
    uint32_t g = 0;

    while (g < *count && !same_rates(w, &w->result->items[groups[g].first], item))
        g++;
    if (g == *count) {
        groups[(*count)++] = (group){
            at, 0, trf_number_of(0), trf_number_of(0), trf_number_of(0), trf_number_of(0), trf_number_of(0), false, false};
    }
    group_of[at] = g;
    groups[g].members++;
    status = trf_number_add(w->numbers, groups[g].sum, item->customs_value, &groups[g].sum);
    for (uint32_t k = 0; k < item->charge_count && status >= 0; k++) {
        if (is_duty(w, &item->charges[k]) && item->charges[k].known)
            status = trf_number_add(w->numbers, groups[g].owed, item->charges[k].unrounded, &groups[g].owed);
    }
    return status;
}

/** Whether the rate of a is lower than that of b: duty by value, compared across. */
static tariff_status lower_rate(trf_work *w, const group *a, const group *b, bool *out)
{
    trf_number x = trf_number_of(0), y = trf_number_of(0);
    tariff_status status = trf_number_multiply(w->numbers, a->owed, b->sum, &x);

    if (status >= 0)
        status = trf_number_multiply(w->numbers, b->owed, a->sum, &y);
    *out = status >= 0 && trf_number_compare(w->numbers, x, y) < 0;
    return status;
}

/** The group that gives way: of those taken up the one with the least fraction, of those dropped the one with the greatest. */
static tariff_status giving_way(trf_work *w, const group *groups, uint32_t count, bool up, uint32_t *out)
{
    *out = count;
    for (uint32_t i = 0; i < count; i++) {
        const group *g = &groups[i];
        int order;
        bool lower = false;

        if (g->free || g->up != up || trf_number_sign(w->numbers, g->part) == 0)
            continue;
        order = *out == count ? -1 : trf_number_compare(w->numbers, g->part, groups[*out].part);
        if (!up && *out != count)
            order = -order;
        if (order == 0) {
            tariff_status status = lower_rate(w, g, &groups[*out], &lower);

            if (status < 0)
                return status;
        }
        if (order < 0 || lower)
            *out = i;
    }
    return TARIFF_OK;
}

/** Rounds each group, then lets groups give way until together they are the rounded whole. */
static tariff_status hold_to_total(trf_work *w, group *groups, uint32_t count, trf_rounding mode, trf_number unit)
{
    trf_number total = trf_number_of(0), sum = trf_number_of(0);
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < count && status >= 0; i++) {
        group *g = &groups[i];

        g->free = trf_number_sign(w->numbers, g->owed) == 0;
        status = trf_number_round(w->numbers, g->sum, TRF_ROUND_DOWN, unit, &g->whole);
        if (status >= 0)
            status = trf_number_subtract(w->numbers, g->sum, g->whole, &g->part);
        if (status >= 0)
            status = trf_number_round(w->numbers, g->sum, mode, unit, &g->rounded);
        g->up = status >= 0 && trf_number_compare(w->numbers, g->rounded, g->sum) > 0;
        if (status >= 0 && !g->free)
            status = trf_number_add(w->numbers, total, g->sum, &total);
        if (status >= 0 && !g->free)
            status = trf_number_add(w->numbers, sum, g->rounded, &sum);
    }
    if (status >= 0)
        status = trf_number_round(w->numbers, total, mode, unit, &total);
    for (uint32_t step = 0; step < count && status >= 0; step++) {
        int order = trf_number_compare(w->numbers, sum, total);
        uint32_t at;

        if (order == 0)
            break;
        status = giving_way(w, groups, count, order > 0, &at);
        if (status < 0 || at == count)
            break;
        groups[at].up = order < 0;
        if (order > 0)
            status = trf_number_subtract(w->numbers, groups[at].rounded, unit, &groups[at].rounded);
        else
            status = trf_number_add(w->numbers, groups[at].rounded, unit, &groups[at].rounded);
        if (status >= 0)
            status = order > 0 ? trf_number_subtract(w->numbers, sum, unit, &sum) : trf_number_add(w->numbers, sum, unit, &sum);
    }
    return status;
}

/** A whole shared out among the items marked, in multiples of the unit, with a trace node for each. */
static tariff_status share_out(trf_work *w, trf_number whole, uint32_t whole_node, trf_number unit, const uint32_t *marks,
                               uint32_t mark, uint32_t members, trf_number *shares, uint32_t *nodes)
{
    uint32_t count = w->result->item_count, made = 0;
    trf_number *weights = trf_arena_take(w->arena, members * sizeof *weights);
    trf_number *parts = trf_arena_take(w->arena, members * sizeof *parts);
    uint32_t *inputs = trf_arena_take(w->arena, (members + 2u) * sizeof *inputs);
    tariff_status status;

    if (!weights || !parts || !inputs)
        return trf_fail_memory(w->error);
    for (uint32_t i = 0; i < count; i++) {
        if (marks[i] == mark) {
            inputs[2 + made] = w->result->items[i].value_node;
            weights[made++] = w->result->items[i].customs_value;
        }
    }
    status = trf_number_apportion(w->numbers, whole, weights, members, unit, parts);
    if (status == TARIFF_EINVAL && trf_number_sign(w->numbers, whole) == 0) {
        for (uint32_t i = 0; i < members; i++)
            parts[i] = whole; /* nothing is shared out */
        status = TARIFF_OK;
    }
    if (status < 0)
        return status == TARIFF_ENOMEM ? trf_fail_memory(w->error)
                                       : trf_fail(w->error, w->a->alloc, status,
                                                  "items: an amount of the whole declaration "
                                                  "cannot be shared out by value");
    inputs[0] = whole_node;
    if (w->trace)
        inputs[1] = trf_trace_leaf(w->trace, TRF_TRACE_LOOKUP, unit, TRF_IN_ASSESSMENT, 0, 0, TRF_FROM_PROFILE);
    made = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (marks[i] != mark)
            continue;
        shares[i] = parts[made];
        nodes[i] = TRF_TRACE_NONE;
        if (w->trace && members == 1) {
            nodes[i] = whole_node;
        } else if (w->trace && members <= SHOWN_MOST) {
            nodes[i] = trf_trace_list(w->trace, TRF_TRACE_APPORTION, parts[made], TRF_IN_ASSESSMENT, inputs, members + 2u, 0, 0);
            trf_trace_mode(w->trace, nodes[i], (uint8_t)made);
        } else if (w->trace) { /* too many to show each time */
            nodes[i] = trf_trace_leaf(w->trace, TRF_TRACE_LOOKUP, parts[made], TRF_IN_ASSESSMENT, 0, 0, TRF_FROM_PROFILE);
        }
        made++;
    }
    return TARIFF_OK;
}

/** The trace of a group's rounded value. */
static uint32_t group_node(trf_work *w, const group *g, const uint32_t *group_of, uint32_t at, trf_rounding mode, trf_number unit)
{
    const trf_profile_round_record *round = w->plan->value_round;
    trf_str source = trf_round_source(w, round);
    uint32_t rule = TRF_TRACE_REF(TRF_RULE_PROFILE, round->node), *inputs, made = 0, node, leaf;
    trf_number by_mode;

    if (!w->trace)
        return TRF_TRACE_NONE;
    inputs = trf_arena_take(w->arena, g->members * sizeof *inputs);
    if (!inputs)
        return TRF_TRACE_NONE;
    for (uint32_t i = 0; i < w->result->item_count; i++) {
        if (group_of[i] == at)
            inputs[made++] = w->result->items[i].value_node;
    }
    node = made == 1 ? inputs[0] : trf_trace_list(w->trace, TRF_TRACE_SUM, g->sum, TRF_IN_ASSESSMENT, inputs, made, rule, source);
    leaf = trf_trace_leaf(w->trace, TRF_TRACE_LOOKUP, unit, TRF_IN_ASSESSMENT, rule, source, TRF_FROM_PROFILE);
    node = trf_trace_binary(w->trace, TRF_TRACE_ROUND, g->rounded, TRF_IN_ASSESSMENT, node, leaf, rule, source);
    if (trf_number_round(w->numbers, g->sum, mode, unit, &by_mode) < 0 ||
        trf_number_compare(w->numbers, by_mode, g->rounded) != 0)
        mode = g->up ? TRF_ROUND_CEILING : TRF_ROUND_DOWN; /* it gave way */
    trf_trace_mode(w->trace, node, (uint8_t)mode);
    return node;
}

static tariff_status round_groups(trf_work *w)
{
    const trf_profile_round_record *round = w->plan->value_round;
    uint32_t count = w->result->item_count, made = 0;
    group *groups = trf_arena_zero(w->arena, count * sizeof *groups);
    uint32_t *group_of = trf_arena_zero(w->arena, count * sizeof *group_of);
    bool shared = false;
    trf_number unit;
    tariff_status status;

    w->values = trf_arena_zero(w->arena, count * sizeof *w->values);
    w->value_nodes = trf_arena_zero(w->arena, count * sizeof *w->value_nodes);
    if (!groups || !group_of || !w->values || !w->value_nodes)
        return trf_fail_memory(w->error);
    status = trf_number_of_words(w->numbers, round->words, round->scale, &unit);
    if (status < 0 || trf_number_sign(w->numbers, unit) <= 0)
        return trf_fail(w->error, w->a->alloc, TARIFF_EIMAGE, "profile: a rounding unit is not above zero");
    for (uint32_t i = 0; i < count && status >= 0; i++) {
        if (w->result->items[i].has_value && w->result->items[i].part_count) /* a value that is declared stays */
            status = join(w, groups, &made, group_of, i);
        else
            group_of[i] = UINT32_MAX;
    }
    if (status >= 0)
        status = hold_to_total(w, groups, made, (trf_rounding)round->mode, unit);
    for (uint32_t g = 0; g < made && status >= 0; g++)
        status = share_out(w, groups[g].rounded, group_node(w, &groups[g], group_of, g, (trf_rounding)round->mode, unit), unit,
                           group_of, g, groups[g].members, w->values, w->value_nodes);
    for (uint32_t i = 0; i < count && status >= 0; i++) { /* what the charges of the whole take as its value */
        if (group_of[i] != UINT32_MAX) {
            w->result->items[i].customs_value = w->values[i];
            w->result->items[i].value_node = w->value_nodes[i];
        }
    }
    for (uint32_t g = 0; g < made; g++)
        shared = shared || groups[g].members > 1;
    if (status >= 0 && shared) {
        w->group_of = group_of;
        w->group_sums = trf_arena_zero(w->arena, (size_t)made * TRF_PROFILE_CHARGES_MAX * sizeof *w->group_sums);
        if (!w->group_sums)
            return trf_fail_memory(w->error);
    }
    return status;
}

tariff_status trf_entry_round(trf_work *w, uint32_t place, uint32_t exact_node, trf_charge *charge)
{
    const trf_profile_round_record *round = w->plan->charge_round;
    trf_str source = trf_round_source(w, round);
    uint32_t group = w->group_of ? w->group_of[w->item_index] : UINT32_MAX;
    uint32_t rule = TRF_TRACE_REF(TRF_RULE_PROFILE, round->node), nodes[2] = {TRF_TRACE_NONE, TRF_TRACE_NONE};
    trf_charge_sum *before;
    trf_number with = trf_number_of(0), rounded, earlier;
    tariff_status status;

    if (group == UINT32_MAX || round->mode == TRF_ROUND_NONE)
        return TARIFF_OK;
    before = &w->group_sums[(size_t)group * TRF_PROFILE_CHARGES_MAX + place];
    if (!before->known) { /* the first item of the group */
        before->known = true;
        before->exact = charge->unrounded;
        return TARIFF_OK;
    }
    status = trf_number_add(w->numbers, before->exact, charge->unrounded, &with);
    if (w->trace && status >= 0) { /* what the items before it owe stands in their traces */
        nodes[1] = trf_trace_leaf(w->trace, TRF_TRACE_LOOKUP, before->exact, TRF_IN_ASSESSMENT, rule, source, TRF_FROM_PROFILE);
        nodes[0] = trf_trace_binary(w->trace, TRF_TRACE_SUM, with, TRF_IN_ASSESSMENT, nodes[1], exact_node, rule, source);
    }
    if (status >= 0)
        status = trf_round_at(w, round, before->exact, nodes[1], &earlier, &nodes[1]);
    if (status >= 0)
        status = trf_round_at(w, round, with, nodes[0], &rounded, &nodes[0]);
    if (status >= 0)
        status = trf_number_subtract(w->numbers, rounded, earlier, &charge->amount);
    if (status >= 0 && w->trace)
        charge->node = trf_trace_list(w->trace, TRF_TRACE_DIFFERENCE, charge->amount, TRF_IN_ASSESSMENT, nodes, 2, rule, source);
    before->exact = with;
    return status;
}

/* ---- charges of the whole ---- */
enum { OWES = 1 };

/** Values of the items that owe a charge, as one item. */
static tariff_status whole_item(trf_work *w, const trf_entry_charge *charge, trf_assessed_item *whole)
{
    uint32_t count = w->result->item_count, *nodes = trf_arena_take(w->arena, count * sizeof *nodes), made = 0;
    tariff_status status = TARIFF_OK;

    if (!nodes)
        return trf_fail_memory(w->error);
    memset(whole, 0, sizeof *whole);
    whole->status = TRF_ASSESSED_COMPLETE;
    whole->has_value = true;
    whole->customs_value = trf_number_of(0);
    whole->root = whole->value_node = TRF_TRACE_NONE;
    for (uint32_t i = 0; i < count && status >= 0; i++) {
        const trf_assessed_item *item = &w->result->items[i];

        if (charge->marks[i] != OWES)
            continue;
        whole->has_value = whole->has_value && item->has_value;
        if (!item->has_value)
            continue;
        nodes[made++] = item->value_node;
        status = trf_number_add(w->numbers, whole->customs_value, item->customs_value, &whole->customs_value);
    }
    if (w->trace && status >= 0 && whole->has_value && made)
        whole->value_node =
            made == 1 ? nodes[0]
                      : trf_trace_list(w->trace, TRF_TRACE_SUM, whole->customs_value, TRF_IN_ASSESSMENT, nodes, made, 0, 0);
    return status;
}

static tariff_status make_charge(trf_work *w, uint32_t place, const trf_profile_charge_record *record, trf_entry_charge *charge)
{
    uint32_t count = w->result->item_count, members = 0, node = TRF_TRACE_NONE;
    const trf_profile_round_record *round = w->plan->charges[place].round;
    const trf_profile_relief_record *relief;
    trf_assessed_item whole;
    trf_number unit;
    tariff_status status = TARIFF_OK;

    charge->marks = trf_arena_zero(w->arena, count * sizeof *charge->marks);
    charge->shares = trf_arena_zero(w->arena, count * sizeof *charge->shares);
    charge->nodes = trf_arena_zero(w->arena, count * sizeof *charge->nodes);
    if (!charge->marks || !charge->shares || !charge->nodes)
        return trf_fail_memory(w->error);
    for (uint32_t i = 0; i < count && status >= 0; i++) {
        w->item = &w->declaration->items[i];
        w->item_index = i;
        w->out = &w->result->items[i];
        status = trf_relief_find(w, place, &relief);
        if (status >= 0 && !relief) {
            charge->marks[i] = OWES;
            members++;
        }
    }
    if (status >= 0)
        status = whole_item(w, charge, &whole);
    if (status < 0)
        return status;
    charge->in_force = true;
    charge->has_base = whole.has_value;
    charge->base = whole.customs_value;
    charge->exact = charge->total = trf_number_scaled(0, 2);
    charge->known = members == 0; /* relieved for all items */
    if (members == 0)
        return TARIFF_OK;
    w->item = &w->declaration->items[0];
    w->item_index = 0;
    w->out = &whole;
    status = trf_computed_amount(w, record, &charge->exact, &node);
    charge->known = status == TARIFF_OK;
    if (!charge->known)
        return status < 0 ? status : TARIFF_OK;
    status = trf_round_at(w, round, charge->exact, node, &charge->total, &node);
    if (status < 0)
        return status;
    unit = trf_number_scaled(1, 2);
    if (round->mode != TRF_ROUND_NONE)
        status = trf_number_of_words(w->numbers, round->words, round->scale, &unit);
    return status < 0 ? status
                      : share_out(w, charge->total, node, unit, charge->marks, OWES, members, charge->shares, charge->nodes);
}

/** What is shown of a charge of the whole. */
static tariff_status show(trf_work *w, uint32_t place, const trf_entry_charge *charge)
{
    trf_assessment *r = w->result;
    trf_entry_total *total;

    if (!r->entry_charges)
        r->entry_charges = trf_arena_zero(w->arena, TRF_PROFILE_CHARGES_MAX * sizeof *r->entry_charges);
    if (!r->entry_charges)
        return trf_fail_memory(w->error);
    total = &r->entry_charges[r->entry_charge_count++];
    total->charge = place;
    total->known = charge->known;
    total->has_base = charge->has_base;
    total->base = charge->base;
    total->unrounded = charge->exact;
    total->amount = charge->total;
    return TARIFF_OK;
}

tariff_status trf_entry_prepare(trf_work *w)
{
    uint32_t count = w->profile->charge_count < TRF_PROFILE_CHARGES_MAX ? w->profile->charge_count : TRF_PROFILE_CHARGES_MAX;
    tariff_status status = trf_entry_groups(w) ? round_groups(w) : TARIFF_OK;

    w->entry = trf_arena_zero(w->arena, (count ? count : 1) * sizeof *w->entry);
    if (!w->entry)
        return trf_fail_memory(w->error);
    for (uint32_t i = 0; i < count && status >= 0; i++) {
        const trf_profile_charge_record *record = trf_snapshot_profile_charge(w->snapshot, w->profile->first_charge + i);
        bool holds = false;

        if (!(record->flags & TRF_CHARGE_ENTRY) || !trf_period_has(record->start, record->end, w->result->date))
            continue;
        w->item = &w->declaration->items[0];
        w->item_index = 0;
        w->out = &w->result->items[0];
        status = trf_tests_hold(w, record->first_test, record->test_count, &holds);
        if (status >= 0 && holds)
            status = make_charge(w, i, record, &w->entry[i]);
        if (status >= 0 && holds)
            status = show(w, i, &w->entry[i]);
    }
    return status;
}
