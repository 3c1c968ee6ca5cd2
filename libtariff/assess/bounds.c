/* SPDX-License-Identifier: Apache-2.0 */
/* The ends between which an amount lies while something is not known, and what may still come to a charge. */
#include "assess/work.h"

/** Larger than what anybody declares; the second one tells an amount that stays from one that grows. */
#define HUGE_AMOUNT INT64_C(1000000000000)

tariff_status trf_facts_again(trf_work *w)
{
    tariff_status status = TARIFF_OK;

    if (w->trace || w->facts_changed || !w->has_base) /* with a trace each charge has leaves of its own */
        status = trf_facts_load(w);
    if (status >= 0 && w->has_base)
        trf_facts_set_value(w->a->facts, w->base, w->base_node);
    return status;
}

/** Whether an operation never falls when the value or a quantity grows; one that is not known here is not taken to. */
static bool operation_grows(trf_instruction i)
{
    switch (i.op) {
    case TRF_CODE_OP_PERCENT:
    case TRF_CODE_OP_PERCENT_UNIT:
    case TRF_CODE_OP_PERCENT_BASIS:
    case TRF_CODE_OP_MONEY: return i.coefficient >= 0;
    case TRF_CODE_OP_FREE:
    case TRF_CODE_OP_NO_DUTY:
    case TRF_CODE_OP_CONTENT:
    case TRF_CODE_OP_ADD:
    case TRF_CODE_OP_AT_LEAST:
    case TRF_CODE_OP_AT_MOST: return true;
    default: return false;
    }
}

/** The same of an expression: then its ends are those of its facts. */
static bool grows(trf_slice code)
{
    trf_code_header header = trf_code_header_load((const uint8_t *)code.data);

    for (uint32_t i = 0; i < header.count; i++) {
        if (!operation_grows(trf_code_load((const uint8_t *)code.data + TRF_BYTECODE_INSTRUCTION * (size_t)(i + 1))))
            return false;
    }
    return true;
}

/** Amount with every missing quantity, and the value where it is not known, set to one size. */
static tariff_status amount_at(trf_work *w, trf_slice code, const trf_rate_result *lacking, trf_number value, trf_number missing,
                               trf_number *out)
{
    trf_rate_result rate;
    tariff_status status = trf_facts_load(w);

    if (status < 0)
        return status;
    w->facts_changed = true;
    trf_facts_set_value(w->a->facts, value, TRF_TRACE_NONE);
    for (uint32_t i = 0; i < lacking->need_count; i++) {
        if (lacking->needs[i].kind == TRF_NEED_QUANTITY)
            trf_facts_set_quantity(w->a->facts, lacking->needs[i].unit, missing, TRF_TRACE_NONE);
    }
    status =
        trf_rate_evaluate(code.data, code.size, w->a->facts, w->numbers, NULL, w->carry_exact ? NULL : &w->policy, 0, 0, &rate);
    if (status == TARIFF_OK)
        *out = rate.amount;
    return status;
}

tariff_status trf_measure_ends(trf_work *w, trf_slice code, const trf_ends *base, const trf_rate_result *lacking, trf_ends *out)
{
    trf_number huge = trf_number_of(HUGE_AMOUNT), twice = trf_number_of(2 * HUGE_AMOUNT), other;
    trf_number no = trf_number_of(0);
    tariff_status status;

    memset(out, 0, sizeof *out);
    if (code.size < TRF_BYTECODE_INSTRUCTION || !grows(code))
        return TARIFF_OK;
    status = amount_at(w, code, lacking, base->has_least ? base->least : no, no, &out->least);
    out->has_least = status == TARIFF_OK;
    if (status == TARIFF_OK)
        status = amount_at(w, code, lacking, base->has_most ? base->most : huge, huge, &out->most);
    if (status == TARIFF_OK)
        status = amount_at(w, code, lacking, base->has_most ? base->most : twice, twice, &other);
    out->has_most = status == TARIFF_OK && trf_number_compare(w->numbers, out->most, other) == 0;
    return status < 0 ? status : TARIFF_OK;
}

/* ---- what might apply ---- */
/** The ends of one expression. */
static tariff_status expression_ends(trf_work *w, uint32_t expression, const trf_ends *base, trf_ends *e)
{
    trf_slice code = trf_plan_code(w->plan, expression);
    trf_rate_result rate = {0};
    tariff_status status;

    memset(e, 0, sizeof *e);
    if (code.size == 0)
        return TARIFF_OK;
    status = trf_rate_evaluate(code.data, code.size, w->a->facts, w->numbers, NULL, NULL, 0, 0, &rate);
    if (status >= 0)
        status = trf_measure_ends(w, code, base, &rate, e);
    return status < 0 ? status : trf_facts_again(w);
}

/** The ends of all that a measure may come to: its own duty, and that of each row of its conditions. */
static tariff_status candidate_ends(trf_work *w, uint32_t candidate, const trf_ends *base, trf_ends *e)
{
    const trf_measure_record *measure = trf_snapshot_measure(w->snapshot, w->out->candidates[candidate].measure);
    uint32_t rows = trf_condition_rows(w->snapshot, measure), own = w->work[candidate].expression;
    bool any = false;

    memset(e, 0, sizeof *e);
    w->component_root = candidate;
    for (uint32_t i = 0; i <= rows; i++) {
        uint32_t expression = i == rows ? own : trf_snapshot_condition(w->snapshot, measure->first_condition + i)->expression;
        trf_ends one;
        tariff_status status;

        if (!expression)
            continue;
        status = expression_ends(w, expression, base, &one);
        if (status < 0)
            return status;
        if (!any) {
            *e = one;
            any = true;
            continue;
        }
        e->has_least = e->has_least && one.has_least;
        e->has_most = e->has_most && one.has_most;
        if (e->has_least && trf_number_compare(w->numbers, one.least, e->least) < 0)
            e->least = one.least;
        if (e->has_most && trf_number_compare(w->numbers, one.most, e->most) > 0)
            e->most = one.most;
    }
    return TARIFF_OK;
}

/** Widens the ends of a charge by a measure that may apply instead of, or beside, what does. */
static tariff_status may_apply(trf_work *w, uint32_t place, uint32_t candidate, const trf_ends *base, trf_rival instead)
{
    trf_charge_sum *s = &w->sums[place];
    trf_ends e;
    tariff_status status;

    trf_sum_spread(s);
    w->open_ended = true;
    status = candidate_ends(w, candidate, base, &e);

    if (status < 0)
        return status;
    if (instead && instead != TRF_RIVAL_HIGHER && (!e.has_least || trf_number_compare(w->numbers, e.least, s->least) < 0))
        s->least = e.has_least ? e.least : trf_number_of(0);
    if (instead && instead != TRF_RIVAL_LOWER) {
        if (e.has_most && s->has_most && trf_number_compare(w->numbers, e.most, s->most) > 0)
            s->most = e.most;
        s->has_most = s->has_most && e.has_most;
    }
    if (instead)
        return TARIFF_OK;
    s->known = false; /* later bases cannot be computed over it */
    s->has_most = s->has_most && e.has_most;
    return e.has_most ? trf_number_add(w->numbers, s->most, e.most, &s->most) : TARIFF_OK;
}

/** Whether a group, by the profile, stands in place of another that is owed. */
static bool takes_the_place(const trf_work *w, unsigned group)
{
    for (uint32_t i = 0; i < w->profile->relation_count; i++) {
        const trf_profile_relation_record *relation = trf_snapshot_profile_relation(w->snapshot, w->profile->first_relation + i);

        if (trf_work_among(relation->groups, group) &&
            (relation->kind == TRF_RELATION_REPLACES || relation->kind == TRF_RELATION_SUSPENDS) &&
            trf_period_has(relation->start, relation->end, w->result->date))
            return true;
    }
    return false;
}

/** Measures of one type of which one will apply once an additional code is known: the greatest of them is the upper end. */
static tariff_status codes_missing(trf_work *w, uint32_t place, const trf_ends *base)
{
    for (uint32_t n = 0; n < w->charged_count; n++) {
        uint32_t i = w->charged[n];
        trf_charge_sum with, before;
        uint16_t type = trf_snapshot_measure(w->snapshot, w->out->candidates[i].measure)->type;
        bool first = true;

        if (!w->work[i].code_missing || w->work[i].charge != place)
            continue;
        for (uint32_t p = 0; p < n && first; p++)
            first = !(w->work[w->charged[p]].code_missing &&
                      trf_snapshot_measure(w->snapshot, w->out->candidates[w->charged[p]].measure)->type == type);
        if (!first)
            continue;
        trf_sum_spread(&w->sums[place]);
        with = before = w->sums[place];
        for (uint32_t p = n; p < w->charged_count; p++) {
            uint32_t k = w->charged[p];
            tariff_status status;

            if (!w->work[k].code_missing || trf_snapshot_measure(w->snapshot, w->out->candidates[k].measure)->type != type)
                continue;
            w->sums[place] = before;
            status = may_apply(w, place, k, base, TRF_RIVAL_NONE);
            if (status < 0)
                return status;
            if (trf_number_compare(w->numbers, w->sums[place].most, with.most) > 0)
                with.most = w->sums[place].most;
            with.has_most = with.has_most && w->sums[place].has_most;
        }
        with.known = false;
        w->sums[place] = with;
    }
    return TARIFF_OK;
}

tariff_status trf_charge_open_ends(trf_work *w, uint32_t place, const trf_ends *base)
{
    tariff_status status = TARIFF_OK;

    for (uint32_t n = 0; n < w->charged_count && status >= 0; n++) {
        uint32_t i = w->charged[n];

        if (w->work[i].charge == place && w->out->candidates[i].disposition == TRF_DISPOSITION_UNKNOWN_FACT)
            status = may_apply(w, place, i, base,
                               w->work[i].rival                          ? (trf_rival)w->work[i].rival
                               : takes_the_place(w, w->work[i].group) ? TRF_RIVAL_ANY
                                                                         : TRF_RIVAL_NONE);
    }
    return status < 0 ? status : codes_missing(w, place, base);
}
