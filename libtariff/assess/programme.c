/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The programme of charges: in the order of the profile, each measure that applies becomes a charge over its base, each computed
 * charge follows its expression, and what was replaced, excluded or suspended stands beside them at zero. Beside every sum run
 * the ends between which it lies while something is not known.
 */
#include "assess/draw.h"

static trf_slice text(const trf_work *w, trf_str id) { return trf_snapshot_text(w->snapshot, id); }

/* ---- charges ---- */
static tariff_status charge_add(trf_work *w, uint32_t place, uint32_t candidate, trf_charge **out)
{
    trf_assessed_item *item = w->out;

    if (item->charge_count == item->charge_capacity) {
        uint32_t capacity = item->charge_capacity ? item->charge_capacity * 2 : w->charged_count + w->plan->charge_count + 1;
        trf_charge *list = trf_arena_take(w->arena, capacity * sizeof *list);

        if (!list)
            return trf_fail_memory(w->error);
        if (item->charge_count)
            memcpy(list, item->charges, item->charge_count * sizeof *list);
        item->charges = list;
        item->charge_capacity = capacity;
    }
    *out = &item->charges[item->charge_count++];
    **out = (trf_charge){.charge = place, .candidate = candidate, .by = TRF_CANDIDATE_NONE, .node = TRF_TRACE_NONE};
    return TARIFF_OK;
}

/** Adds an amount, or what is known of one, to the sums of its charge; e NULL: there is no doubt about it. */
static tariff_status sum_add(trf_work *w, uint32_t place, const trf_charge *charge, uint32_t exact_node, trf_number exact,
                             const trf_ends *e)
{
    trf_charge_sum *s = &w->sums[place];
    tariff_status status = TARIFF_OK;

    s->met = true;
    if (e)
        trf_sum_spread(s);
    if (charge->known) {
        status = trf_number_add(w->numbers, s->exact, exact, &s->exact);
        if (w->trace && status >= 0) {
            uint32_t node = w->carry_exact ? exact_node : charge->node;

            s->node = s->node == TRF_TRACE_NONE
                          ? node
                          : trf_trace_binary(w->trace, TRF_TRACE_SUM, s->exact, TRF_IN_ASSESSMENT, s->node, node, 0, 0);
        }
    } else {
        s->known = false;
    }
    if (!s->spread)
        return status;
    if (status >= 0)
        status = trf_number_add(w->numbers, s->least, !e ? exact : e->has_least ? e->least : trf_number_of(0), &s->least);
    if (status >= 0 && (!e || e->has_most))
        status = trf_number_add(w->numbers, s->most, e ? e->most : exact, &s->most);
    if (!e)
        return status;
    s->has_most = s->has_most && e->has_most;
    w->open_ended = w->open_ended || !charge->known || !e->has_least || !e->has_most ||
                    trf_number_compare(w->numbers, e->least, e->most) != 0;
    return status;
}

tariff_status trf_needs_outcomes(trf_work *w, const trf_rate_result *rate, uint32_t candidate)
{
    const trf_vocabulary *v = trf_facts_vocabulary(w->a->facts);
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < rate->need_count && status >= 0; i++) {
        const trf_need *need = &rate->needs[i];
        trf_slice code = need->unit < v->unit_count ? v->units[need->unit].code : TRF_SLICE_EMPTY;
        trf_slice qualifier = need->unit < v->unit_count ? v->units[need->unit].qualifier : TRF_SLICE_EMPTY;
        trf_slice words = need->text != TRF_VOCABULARY_NONE ? text(w, need->text) : TRF_SLICE_EMPTY;

        switch (need->kind) {
        case TRF_NEED_VALUE: /* said when the value was built up */
            if (w->out->status < TRF_ASSESSED_INCOMPLETE)
                w->out->status = TRF_ASSESSED_INCOMPLETE;
            break;
        case TRF_NEED_QUANTITY:
            status = trf_outcome_add2(w, "unit_missing", "none", candidate, "quantity", code, qualifier, TRF_ASSESSED_INCOMPLETE);
            break;
        case TRF_NEED_CONTENT:
            status = trf_outcome_add(w, "unit_missing", "none", candidate, "content", words, TRF_ASSESSED_INCOMPLETE);
            break;
        case TRF_NEED_EXCHANGE:
            status = trf_outcome_add(w, "rate_unresolved", "none", candidate, "exchange_rate",
                                     need->unit < v->currency_count ? v->currencies[need->unit].code : TRF_SLICE_EMPTY,
                                     TRF_ASSESSED_INCOMPLETE);
            break;
        case TRF_NEED_DEGREES:
            status = trf_outcome_add(w, "unit_missing", "none", candidate, "degrees", TRF_SLICE_EMPTY, TRF_ASSESSED_INCOMPLETE);
            break;
        case TRF_NEED_CLAIM:
            status = trf_outcome_add(w, "claim_invalid", "none", candidate, "claim", words, TRF_ASSESSED_INCOMPLETE);
            break;
        case TRF_NEED_DATE:
        case TRF_NEED_SEASON:
            status = trf_outcome_add(w, "date_missing", "none", candidate, "date", TRF_SLICE_EMPTY, TRF_ASSESSED_INCOMPLETE);
            break;
        case TRF_NEED_BASIS:
            status = trf_outcome_add(w, "scope_facts_needed", "none", candidate, "amount", words, TRF_ASSESSED_INCOMPLETE);
            break;
        case TRF_NEED_COMPONENT:
            status = trf_component_outcome(w, need->text, candidate);
            break;
        default:
            status = trf_outcome_add(w, "rate_unresolved", "none", candidate, "duty", words, TRF_ASSESSED_INCOMPLETE);
            break;
        }
    }
    return status;
}

/** What is left above the charges of other groups: floors and total caps. */
static tariff_status above(trf_work *w, uint32_t candidate, trf_charge *charge, uint32_t *exact_node, bool *partial)
{
    for (uint32_t i = 0; i < w->profile->relation_count; i++) {
        const trf_profile_relation_record *relation = trf_snapshot_profile_relation(w->snapshot, w->profile->first_relation + i);
        trf_number others = trf_number_of(0), rest, zero = trf_number_of(0);
        uint32_t rule = TRF_TRACE_REF(TRF_RULE_PROFILE, relation->node), nodes[2] = {TRF_TRACE_NONE, TRF_TRACE_NONE};
        tariff_status status = TARIFF_OK;

        if ((relation->kind != TRF_RELATION_FLOOR && relation->kind != TRF_RELATION_CAP) ||
            !trf_work_among(relation->groups, w->work[candidate].group) ||
            !trf_period_has(relation->start, relation->end, w->result->date) ||
            (relation->list && !trf_profile_list_has(w->snapshot, w->profile, relation->list, w->item->origin, w->result->date)))
            continue;
        for (uint32_t k = 0; k < w->out->charge_count && status >= 0; k++) {
            const trf_charge *other = &w->out->charges[k];

            if (other == charge || other->candidate == TRF_CANDIDATE_NONE || other->state != TRF_STATE_DUE ||
                !trf_work_among(relation->over, w->work[other->candidate].group))
                continue;
            if (!other->known) {
                *partial = true;
                continue;
            }
            status = trf_number_add(w->numbers, others, w->carry_exact ? other->unrounded : other->amount, &others);
            if (w->trace && status >= 0)
                nodes[1] = nodes[1] == TRF_TRACE_NONE ? other->node
                                                      : trf_trace_binary(w->trace, TRF_TRACE_SUM, others, TRF_IN_ASSESSMENT,
                                                                         nodes[1], other->node, rule, relation->source);
        }
        if (status >= 0)
            status = trf_number_subtract(w->numbers, charge->unrounded, others, &rest);
        if (status < 0)
            return status;
        if (w->trace) {
            uint32_t leaf =
                trf_trace_leaf(w->trace, TRF_TRACE_LOOKUP, zero, TRF_IN_ASSESSMENT, rule, relation->source, TRF_FROM_PROFILE);

            nodes[0] = *exact_node;
            if (nodes[1] != TRF_TRACE_NONE)
                nodes[0] =
                    trf_trace_list(w->trace, TRF_TRACE_DIFFERENCE, rest, TRF_IN_ASSESSMENT, nodes, 2, rule, relation->source);
            nodes[1] = leaf;
            *exact_node = trf_trace_list(w->trace, TRF_TRACE_MAX, trf_number_sign(w->numbers, rest) > 0 ? rest : zero,
                                         TRF_IN_ASSESSMENT, nodes, 2, rule, relation->source);
        }
        charge->unrounded = trf_number_sign(w->numbers, rest) > 0 ? rest : zero;
        charge->amount = charge->unrounded;
        charge->node = *exact_node;
        if (w->policy.mode != TRF_ROUND_NONE) {
            status = trf_round_at(w, w->plan->charge_round, charge->unrounded, *exact_node, &charge->amount, &charge->node);
            if (status < 0)
                return status;
        }
    }
    return TARIFF_OK;
}

/** What an expression takes its rates of. */
typedef struct bases {
    bool value, other;
    uint32_t unit, units;
} bases;

static void take_base(void *user, const trf_need *need)
{
    bases *b = user;

    if (need->kind == TRF_NEED_VALUE)
        b->value = true;
    else if (need->kind == TRF_NEED_QUANTITY) {
        b->unit = need->unit;
        b->units++;
    } else if (need->kind == TRF_NEED_BASIS || need->kind == TRF_NEED_CONTENT)
        b->other = true;
}

/** The base as it is shown: the value only where a per cent of it is owed, else the quantity where there is one alone. */
static tariff_status charge_base(trf_work *w, uint32_t candidate, trf_slice code, trf_charge *charge)
{
    bases b = {false, false, 0, 0};
    uint32_t node, missing;
    tariff_status status;

    charge->base = w->base;
    charge->has_base = w->has_base;
    if (w->has_base && w->work[candidate].part) {
        status = trf_part_of(w, candidate, &charge->base);
        if (status < 0)
            return status;
    }
    if (code.size == 0)
        return TARIFF_OK;
    if ((trf_code_header_load((const uint8_t *)code.data).flags & TRF_CODE_SHAPE_MASK) == TRF_CODE_SHAPE_PERCENT)
        return TARIFF_OK; /* most: of the value alone */
    trf_rate_needs(code.data, code.size, trf_facts_vocabulary(w->a->facts), take_base, &b);
    if (b.value || (!b.units && !b.other))
        return TARIFF_OK;
    charge->has_base = false;
    if (b.units != 1 || b.other)
        return TARIFF_OK;
    charge->base_unit = b.unit;
    status = trf_facts_quantity(w->a->facts, w->numbers, NULL, b.unit, &charge->base_quantity, &node, &missing);
    charge->has_base_quantity = status == TARIFF_OK;
    if (status == TARIFF_OK && w->work[candidate].part)
        status = trf_part_of(w, candidate, &charge->base_quantity);
    return status < 0 && status != TARIFF_NOT_FOUND ? status : TARIFF_OK;
}

/** Of a charge on all goods, that on the part within a quota, or beyond it. */
static tariff_status take_part(trf_work *w, uint32_t candidate, trf_charge *charge, uint32_t *exact_node)
{
    tariff_status status = trf_part_of(w, candidate, &charge->unrounded);

    if (status < 0)
        return status;
    *exact_node = trf_part_node(w, candidate, charge->unrounded, *exact_node);
    charge->amount = charge->unrounded;
    charge->node = *exact_node;
    if (w->policy.mode == TRF_ROUND_NONE)
        return TARIFF_OK;
    return trf_round_at(w, w->plan->charge_round, charge->unrounded, *exact_node, &charge->amount, &charge->node);
}

static tariff_status measure_charge(trf_work *w, uint32_t place, uint32_t candidate, const trf_ends *base)
{
    const trf_profile_measures_record *m = trf_snapshot_profile_measures(w->snapshot, w->work[candidate].measures);
    const trf_measure_record *measure = trf_snapshot_measure(w->snapshot, w->out->candidates[candidate].measure);
    trf_slice code = trf_plan_code(w->plan, w->work[candidate].expression);
    uint32_t rule = w->work[candidate].condition ? TRF_TRACE_REF(TRF_RULE_CONDITION, w->work[candidate].condition - 1)
                                                 : TRF_TRACE_REF(TRF_RULE_MEASURE, w->out->candidates[candidate].measure);
    trf_charge *charge;
    trf_rate_result rate;
    trf_ends e = {0}, *ends = &e;
    uint32_t exact_node = TRF_TRACE_NONE;
    bool partial = false;
    tariff_status status = charge_add(w, place, candidate, &charge);

    if (status < 0)
        return status;
    rate.need_count = 0;
    rate.unrounded_node = TRF_TRACE_NONE;
    charge->role = m->role;
    charge->expression = w->work[candidate].expression;
    charge->source = measure->source ? measure->source : trf_snapshot_regulation(w->snapshot, measure->regulation)->id;
    if (!charge->source)
        charge->source = m->source;
    status = charge_base(w, candidate, code, charge);
    if (status < 0)
        return status;
    if (code.size == 0) {
        trf_slice words = text(w, trf_snapshot_expression(w->snapshot, w->work[candidate].expression)->text);

        status = trf_outcome_add(w, "rate_unresolved", "none", candidate, "duty", words, TRF_ASSESSED_INCOMPLETE);
    } else {
        w->component_root = candidate;
        if (!w->work[candidate].condition)
            trf_agreement_rate(w, w->out->candidates[candidate].measure);
        status =
            trf_rate_evaluate(code.data, code.size, w->a->facts, w->numbers, w->trace, &w->policy, rule, charge->source, &rate);
        trf_agreement_rate_end(w);
        if (status == TARIFF_OK) {
            charge->known = true;
            charge->unrounded = rate.unrounded;
            charge->amount = rate.amount;
            charge->node = rate.node;
            exact_node = rate.unrounded_node;
            if (w->work[candidate].part)
                status = take_part(w, candidate, charge, &exact_node);
            if (status >= 0 && w->plan->remainders)
                status = above(w, candidate, charge, &exact_node, &partial);
            if (status >= 0 && !partial && w->group_of)
                status = trf_entry_round(w, place, exact_node, charge);
        } else if (status == TARIFF_INCOMPLETE) {
            status = trf_needs_outcomes(w, &rate, candidate);
        }
    }
    if (status < 0)
        return status;
    charge = &w->out->charges[w->out->charge_count - 1];
    if (partial) { /* what is left above an amount that is not known: between nothing and the whole */
        charge->known = false;
        charge->node = TRF_TRACE_NONE;
        e.least = trf_number_of(0);
        e.most = w->carry_exact ? charge->unrounded : charge->amount;
        e.has_least = e.has_most = true;
        charge->bounds = (trf_bounds){e.least, e.most, true, true};
    } else if (charge->known && base->has_least && base->has_most &&
               trf_number_compare(w->numbers, base->least, base->most) == 0) {
        ends = NULL;
    } else {
        status = trf_measure_ends(w, code, base, &rate, &e);
        if (status >= 0)
            status = trf_facts_again(w);
        if (status >= 0 && w->work[candidate].part)
            status = trf_part_of(w, candidate, &e.least);
        if (status >= 0 && w->work[candidate].part && e.has_most)
            status = trf_part_of(w, candidate, &e.most);
        if (status < 0)
            return status;
        charge = &w->out->charges[w->out->charge_count - 1];
        charge->bounds = (trf_bounds){e.least, e.most, e.has_least, e.has_most};
    }
    return sum_add(w, place, charge, exact_node, w->carry_exact ? charge->unrounded : charge->amount, ends);
}

/** What was replaced, excluded or suspended: at zero, with what did it. */
static tariff_status zero_charge(trf_work *w, uint32_t place, uint32_t candidate, unsigned state)
{
    const trf_profile_measures_record *m = trf_snapshot_profile_measures(w->snapshot, w->work[candidate].measures);
    const trf_measure_record *measure = trf_snapshot_measure(w->snapshot, w->out->candidates[candidate].measure);
    trf_charge *charge;
    tariff_status status = charge_add(w, place, candidate, &charge);

    if (status < 0)
        return status;
    charge->role = m->role;
    charge->state = (uint8_t)state;
    charge->by = w->out->candidates[candidate].by;
    charge->known = true;
    charge->unrounded = charge->amount = trf_number_scaled(0, 2);
    charge->expression = w->work[candidate].expression;
    charge->source = measure->source ? measure->source : trf_snapshot_regulation(w->snapshot, measure->regulation)->id;
    if (!charge->source)
        charge->source = m->source;
    return TARIFF_OK;
}

/** A charge that the programme computes. */
static tariff_status computed_charge(trf_work *w, uint32_t place, const trf_profile_charge_record *record, uint32_t first,
                                     uint32_t count, const trf_ends *base)
{
    const trf_profile_round_record *round = w->plan->charges[place].round;
    trf_charge *charge;
    uint32_t exact_node = TRF_TRACE_NONE, node;
    trf_number known_base = w->base;
    bool had_base = w->has_base;
    trf_ends e = {0};
    tariff_status status = charge_add(w, place, TRF_CANDIDATE_NONE, &charge);

    if (status < 0)
        return status;
    charge->role = record->role;
    charge->source = record->source;
    charge->base = w->base;
    charge->has_base = w->has_base;
    status = trf_steps_value(w, first, count, TRF_END_KNOWN, true, &charge->unrounded, &exact_node);
    if (status < 0)
        return status;
    if (status == TARIFF_OK) {
        charge->known = true;
        status = trf_round_at(w, round, charge->unrounded, exact_node, &charge->amount, &charge->node);
        if (status < 0)
            return status;
        if (w->trace)
            trf_trace_annotate(w->trace, exact_node, TRF_TRACE_REF(TRF_RULE_PROFILE, record->node), record->source,
                               TRF_FROM_NONE);
    } else if (w->out->status < TRF_ASSESSED_INCOMPLETE) {
        w->out->status = TRF_ASSESSED_INCOMPLETE;
    }
    if (charge->known && !w->open_ended) {
        e.least = e.most = w->carry_exact ? charge->unrounded : charge->amount;
        charge->bounds = (trf_bounds){e.least, e.most, true, true};
        return sum_add(w, place, charge, exact_node, e.least, NULL);
    }
    for (unsigned end = TRF_END_LEAST; end <= TRF_END_MOST; end++) {
        bool has = end == TRF_END_LEAST ? base->has_least : base->has_most;
        trf_number value;

        w->base = end == TRF_END_LEAST ? base->least : base->most;
        w->has_base = has;
        status = has ? trf_steps_value(w, first, count, (trf_end)end, false, &value, &node) : TARIFF_INCOMPLETE;
        if (status == TARIFF_OK && !w->carry_exact) {
            trf_trace *trace = w->trace;

            w->trace = NULL;
            status = trf_round_at(w, round, value, TRF_TRACE_NONE, &value, &node);
            w->trace = trace;
        }
        if (status < 0)
            return status;
        if (status == TARIFF_OK && end == TRF_END_LEAST) {
            e.least = value;
            e.has_least = true;
        } else if (status == TARIFF_OK) {
            e.most = value;
            e.has_most = true;
        }
    }
    w->base = known_base;
    w->has_base = had_base;
    charge = &w->out->charges[w->out->charge_count - 1];
    charge->bounds = (trf_bounds){e.least, e.most, e.has_least, e.has_most};
    return sum_add(w, place, charge, exact_node, w->carry_exact ? charge->unrounded : charge->amount, &e);
}

/* ---- one charge of the programme ---- */
/** The base, with its ends. */
static tariff_status find_base(trf_work *w, const trf_profile_charge_record *record, trf_ends *e)
{
    tariff_status status;
    uint32_t node;

    memset(e, 0, sizeof *e);
    w->has_base = w->out->has_value;
    w->base = w->out->customs_value;
    w->base_node = w->out->value_node;
    if (record->base_count == 0) {
        e->least = e->most = w->base;
        e->has_least = e->has_most = w->has_base;
        return TARIFF_OK;
    }
    status = trf_steps_value(w, record->first_base, record->base_count, TRF_END_KNOWN, true, &w->base, &w->base_node);
    w->has_base = status == TARIFF_OK;
    if (w->has_base && !w->open_ended) {
        e->least = e->most = w->base;
        e->has_least = e->has_most = true;
        return TARIFF_OK;
    }
    if (status >= 0) {
        status = trf_steps_value(w, record->first_base, record->base_count, TRF_END_LEAST, false, &e->least, &node);
        e->has_least = status == TARIFF_OK;
    }
    if (status >= 0) {
        status = trf_steps_value(w, record->first_base, record->base_count, TRF_END_MOST, false, &e->most, &node);
        e->has_most = status == TARIFF_OK;
    }
    return status < 0 ? status : TARIFF_OK;
}

tariff_status trf_computed_amount(trf_work *w, const trf_profile_charge_record *record, trf_number *out, uint32_t *node)
{
    trf_ends base;
    tariff_status status = find_base(w, record, &base);

    return status < 0 ? status
                      : trf_steps_value(w, record->first_amount, record->amount_count, TRF_END_KNOWN, true, out, node);
}

/** What a relief takes away: at zero. */
static tariff_status relieved_charge(trf_work *w, uint32_t place, uint32_t candidate, const trf_profile_relief_record *relief)
{
    static const uint8_t states[] = {[TRF_RELIEF_RELIEVED] = TRF_STATE_RELIEVED,
                                     [TRF_RELIEF_REPLACED] = TRF_STATE_REPLACED,
                                     [TRF_RELIEF_EXCLUDED] = TRF_STATE_EXCLUDED};
    const trf_profile_charge_record *record = trf_snapshot_profile_charge(w->snapshot, w->profile->first_charge + place);
    trf_charge *charge;
    tariff_status status;

    if (candidate != TRF_CANDIDATE_NONE) {
        status = zero_charge(w, place, candidate, states[relief->state < sizeof states ? relief->state : 0]);
        if (status >= 0 && relief->source)
            w->out->charges[w->out->charge_count - 1].source = relief->source;
        return status;
    }
    status = charge_add(w, place, candidate, &charge);
    if (status < 0)
        return status;
    charge->role = record->role;
    charge->state = states[relief->state < sizeof states ? relief->state : 0];
    charge->known = true;
    charge->unrounded = charge->amount = trf_number_scaled(0, 2);
    charge->source = relief->source ? relief->source : record->source;
    return TARIFF_OK;
}

/** The item's share in a charge of the whole declaration. */
static tariff_status entry_charge(trf_work *w, uint32_t place, const trf_profile_charge_record *record,
                                  const trf_profile_relief_record *relief)
{
    const trf_entry_charge *whole = w->entry ? &w->entry[place] : NULL;
    trf_charge *charge;
    trf_ends e = {0};
    tariff_status status;

    if (!whole || !whole->in_force)
        return TARIFF_OK;
    if (whole->marks[w->item_index] == 0)
        return relief ? relieved_charge(w, place, TRF_CANDIDATE_NONE, relief) : TARIFF_OK;
    status = charge_add(w, place, TRF_CANDIDATE_NONE, &charge);
    if (status < 0)
        return status;
    charge->role = record->role;
    charge->source = record->source;
    charge->known = whole->known;
    charge->has_base = w->out->has_value;
    charge->base = w->out->customs_value;
    if (whole->known) {
        charge->unrounded = charge->amount = e.least = e.most = whole->shares[w->item_index];
        charge->node = whole->nodes[w->item_index];
        e.has_least = e.has_most = true;
    } else {
        status = trf_outcome_add(w, "rate_unresolved", "none", TRF_CANDIDATE_NONE, "charge", text(w, record->id),
                                 TRF_ASSESSED_INCOMPLETE);
        if (status < 0)
            return status;
        charge = &w->out->charges[w->out->charge_count - 1];
        e.least = trf_number_of(0);
        e.has_least = true;
        charge->bounds = (trf_bounds){e.least, e.most, e.has_least, e.has_most};
    }
    return sum_add(w, place, charge, charge->node, charge->unrounded, &e);
}

static bool in_force(const trf_work *w, uint32_t place)
{
    const trf_profile_charge_record *record = w->plan->charges[place].record;

    return w->plan->charges[place].in_force &&
           (!record->list || trf_profile_list_has(w->snapshot, w->profile, record->list, w->item->origin, w->result->date)) &&
           (!record->not_list ||
            !trf_profile_list_has(w->snapshot, w->profile, record->not_list, w->item->origin, w->result->date));
}

/** No measure in the data gives a charge that goods cannot be without: it is not known, and not zero. */
static tariff_status required(trf_work *w, uint32_t place, const trf_profile_charge_record *record, bool given)
{
    trf_charge_sum *s = &w->sums[place];

    if (given || !(record->flags & TRF_CHARGE_REQUIRED) || w->declaration->movement == TRF_MOVEMENT_EXPORT)
        return TARIFF_OK;
    s->known = s->has_most = false;
    trf_sum_spread(s);
    w->open_ended = true;
    return trf_outcome_add(w, "rate_unresolved", "none", TRF_CANDIDATE_NONE, "measure", text(w, record->id),
                           TRF_ASSESSED_INCOMPLETE);
}

static tariff_status charge(trf_work *w, uint32_t place)
{
    const trf_profile_charge_record *record = w->plan->charges[place].record;
    const trf_profile_relief_record *relief = NULL;
    bool reached = (w->charges_reached >> place & 1) != 0, given = false, holds = true;
    trf_ends base;
    tariff_status status;

    if (!in_force(w, place))
        return TARIFF_OK;
    status = trf_tests_hold(w, record->first_test, record->test_count, &holds);
    if (status < 0 || !holds)
        return status;
    status = trf_relief_find(w, place, &relief);
    if (status < 0)
        return status;
    if (record->flags & TRF_CHARGE_ENTRY)
        return entry_charge(w, place, record, relief);
    status = relief ? TARIFF_OK : find_base(w, record, &base);
    if (status >= 0)
        status = trf_charge_rounding(w, place);
    if (status < 0)
        return status;
    if (reached || record->amount_count || record->default_count)
        status = trf_facts_again(w);
    for (uint32_t n = 0; n < w->charged_count && reached && status >= 0; n++) {
        uint32_t i = w->charged[n];

        if (w->work[i].charge != place)
            continue;
        switch (w->out->candidates[i].disposition) {
        case TRF_DISPOSITION_APPLIED:
            given = true;
            status = relief ? relieved_charge(w, place, i, relief) : measure_charge(w, place, i, &base);
            break;
        case TRF_DISPOSITION_REPLACED:
            status = zero_charge(w, place, i, TRF_STATE_REPLACED);
            break;
        case TRF_DISPOSITION_EXCLUDED:
            status = zero_charge(w, place, i, TRF_STATE_EXCLUDED);
            break;
        case TRF_DISPOSITION_SUSPENDED:
            status = zero_charge(w, place, i, TRF_STATE_SUSPENDED);
            break;
        default:
            break;
        }
    }
    if (status >= 0 && relief)
        return record->amount_count ? relieved_charge(w, place, TRF_CANDIDATE_NONE, relief) : TARIFF_OK;
    if (status >= 0)
        status = required(w, place, record, given);
    if (status >= 0 && record->amount_count)
        status = computed_charge(w, place, record, record->first_amount, record->amount_count, &base);
    else if (status >= 0 && !reached && record->default_count)
        status = computed_charge(w, place, record, record->first_default, record->default_count, &base);
    return status < 0 || !w->unsettled ? status : trf_charge_open_ends(w, place, &base);
}

tariff_status trf_charge_add(trf_work *w, uint32_t place, uint32_t candidate, trf_charge **out)
{
    return charge_add(w, place, candidate, out);
}

tariff_status trf_programme_charge(trf_work *w, uint32_t place)
{
    return charge(w, place);
}

tariff_status trf_programme_at_zero(trf_work *w, uint32_t place, unsigned state)
{
    tariff_status status = TARIFF_OK;

    for (uint32_t n = 0; n < w->charged_count && status >= 0; n++) {
        uint32_t i = w->charged[n];

        if (w->work[i].charge != place)
            continue;
        switch (w->out->candidates[i].disposition) {
        case TRF_DISPOSITION_APPLIED: status = zero_charge(w, place, i, state); break;
        case TRF_DISPOSITION_EXCLUDED: status = zero_charge(w, place, i, TRF_STATE_EXCLUDED); break;
        case TRF_DISPOSITION_REPLACED: status = zero_charge(w, place, i, TRF_STATE_REPLACED); break;
        case TRF_DISPOSITION_SUSPENDED: status = zero_charge(w, place, i, TRF_STATE_SUSPENDED); break;
        default: break;
        }
    }
    return status;
}

/** One charge: of one tariff alone, or of the one of two that counts. */
static tariff_status next_charge(trf_work *w, uint32_t place)
{
    if (w->drawing)
        return trf_drawn_charge(w, place);
    return w->draw && !trf_draw_gives(w, place) ? TARIFF_OK : charge(w, place);
}

void trf_sums_reset(trf_work *w)
{
    for (uint32_t i = 0; i < w->plan->charge_count; i++) {
        trf_charge_sum *s = &w->sums[i];

        s->exact = trf_number_of(0);
        s->met = s->spread = false;
        s->known = s->has_most = true;
        s->node = TRF_TRACE_NONE;
    }
}

tariff_status trf_programme(trf_work *w)
{
    tariff_status status = TARIFF_OK;

    trf_sums_reset(w);
    w->open_ended = !w->out->has_value;
    w->unsettled = false;
    for (uint32_t n = 0; n < w->charged_count; n++) {
        uint32_t i = w->charged[n];

        w->unsettled =
            w->unsettled || w->work[i].code_missing || w->out->candidates[i].disposition == TRF_DISPOSITION_UNKNOWN_FACT;
    }
    for (uint32_t i = 0; i < w->plan->charge_count && status >= 0; i++)
        status = next_charge(w, i);
    return status;
}
