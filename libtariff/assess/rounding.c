/* SPDX-License-Identifier: Apache-2.0 */
/* The rounding of a charge as the profile says it, made ready for the evaluation of duties: once for a plan. */
#include "assess/work.h"

/** Indices of the units that a list of keys names. */
static tariff_status units_of(trf_work *w, trf_str list, const uint32_t **out, uint32_t *count)
{
    trf_slice keys = trf_snapshot_text(w->snapshot, list);
    uint32_t *units = NULL, made = 0;
    size_t at = 0;

    *count = 0;
    if (keys.size == 0)
        return TARIFF_OK;
    units = trf_arena_take(w->arena, (keys.size / 2 + 1) * sizeof *units);
    if (!units)
        return trf_fail_memory(w->error);
    while (at < keys.size) {
        size_t from;

        while (at < keys.size && keys.data[at] == ' ')
            at++;
        from = at;
        while (at < keys.size && keys.data[at] != ' ')
            at++;
        if (at > from) {
            uint32_t unit = trf_vocabulary_unit_key(trf_facts_vocabulary(w->a->facts), trf_slice_of(keys.data + from, at - from));

            if (unit != TRF_VOCABULARY_NONE)
                units[made++] = unit;
        }
    }
    *out = units;
    *count = made;
    return TARIFF_OK;
}

/** How the profile rounds quantities, where it does. */
static tariff_status quantities_of(trf_work *w)
{
    const trf_profile_policy_record *policy = trf_snapshot_profile_policy(w->snapshot, w->rounding);
    trf_quantity_rounding *list = NULL;
    uint32_t count = 0;
    tariff_status status = TARIFF_OK;

    for (unsigned pass = 0; pass < 2 && status >= 0; pass++) {
        if (pass && count == 0)
            break;
        if (pass) {
            list = trf_arena_zero(w->arena, count * sizeof *list);
            if (!list)
                return trf_fail_memory(w->error);
        }
        count = 0;
        for (uint32_t i = 0; i < policy->round_count && i < trf_snapshot_profile_round_count(w->snapshot) && status >= 0; i++) {
            const trf_profile_round_record *round = trf_snapshot_profile_round(w->snapshot, policy->first_round + i);

            if (!trf_slice_is(trf_snapshot_text(w->snapshot, round->at), "quantity"))
                continue;
            if (pass) {
                list[count].mode = (trf_rounding)round->mode;
                list[count].has_limit = (round->flags & TRF_PROFILE_ROUND_LIMIT) != 0;
                list[count].rule = TRF_TRACE_REF(TRF_RULE_PROFILE, round->node);
                list[count].source = trf_round_source(w, round);
                status = trf_number_of_words(w->numbers, round->words, round->scale, &list[count].unit);
                if (status >= 0 && list[count].has_limit)
                    status = trf_number_of_words(w->numbers, round->limit, round->limit_scale, &list[count].limit);
                if (status >= 0 && trf_number_sign(w->numbers, list[count].unit) <= 0)
                    status = TARIFF_EINVAL;
            }
            count++;
        }
    }
    if (status < 0)
        return trf_fail(w->error, w->a->alloc, TARIFF_EIMAGE, "profile: a rounding of quantities is not sound");
    w->policy.quantities = list;
    w->policy.quantity_count = count;
    return TARIFF_OK;
}

/** Numbers of the pool end with the call; others may be kept. */
static bool lasting(const trf_rate_policy *policy)
{
    bool big = policy->unit.big != 0;

    for (uint32_t i = 0; i < policy->quantity_count; i++)
        big = big || policy->quantities[i].unit.big || (policy->quantities[i].has_limit && policy->quantities[i].limit.big);
    return !big;
}

/** A list with the plan's own memory; NULL: no memory. */
static const void *kept(trf_plan *plan, const void *list, uint32_t count, size_t size)
{
    void *own = trf_arena_take(plan->arena, count * size);

    if (own && count)
        memcpy(own, list, count * size);
    return own;
}

/** Keeps the rounding for the next question; where there is no memory for it, it is only made again. */
static void keep(trf_plan *plan, trf_plan_charge *charge, const trf_rate_policy *policy)
{
    trf_rate_policy *own = &charge->rounding;

    *own = *policy;
    own->single_units = kept(plan, policy->single_units, policy->single_count, sizeof *policy->single_units);
    own->step_units = kept(plan, policy->step_units, policy->step_count, sizeof *policy->step_units);
    own->quantities = kept(plan, policy->quantities, policy->quantity_count, sizeof *policy->quantities);
    charge->rounding_made = own->single_units && own->step_units && own->quantities;
}

static tariff_status make(trf_work *w, const trf_profile_round_record *round)
{
    tariff_status status;

    memset(&w->policy, 0, sizeof w->policy);
    w->policy.mode = (trf_rounding)round->mode;
    w->policy.single_mode = (trf_rounding)round->alone_mode;
    w->policy.step_mode = (trf_rounding)round->step_mode;
    w->policy.rule = TRF_TRACE_REF(TRF_RULE_PROFILE, round->node);
    w->policy.source = trf_round_source(w, round);
    status = trf_number_of_words(w->numbers, round->words, round->scale, &w->policy.unit);
    if (status < 0)
        return trf_fail(w->error, w->a->alloc, TARIFF_EIMAGE, "profile: a rounding unit is not a number");
    status = units_of(w, round->alone, &w->policy.single_units, &w->policy.single_count);
    if (status >= 0)
        status = units_of(w, round->step, &w->policy.step_units, &w->policy.step_count);
    if (status >= 0)
        status = quantities_of(w);
    return status;
}

tariff_status trf_charge_rounding(trf_work *w, uint32_t place)
{
    trf_plan_charge *charge = &w->plan->charges[place];
    tariff_status status;

    if (charge->rounding_made) {
        w->policy = charge->rounding;
        return TARIFF_OK;
    }
    status = make(w, charge->round);
    if (status >= 0 && lasting(&w->policy))
        keep(w->plan, charge, &w->policy);
    return status;
}
