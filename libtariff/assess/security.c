/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Security for a tariff quota that is critical, or waits: by the quota policy of the profile, the duty that would be owed without
 * the quota less the duty that is owed with it. It is secured, not owed, and no part of the total.
 */
#include "assess/work.h"
#include "snapshot/element.h"

/** The charge that the profile's quota policy takes as security; UINT32_MAX where it asks for none. */
static uint32_t security_place(const trf_work *w)
{
    uint32_t policy = trf_element_child(w->snapshot, w->profile->node, "quota-policy");
    trf_slice id = TRF_SLICE_EMPTY;

    for (; policy != TRF_ELEMENT_NONE && id.size == 0; policy = trf_element_next(w->snapshot, policy, "quota-policy")) {
        if (trf_element_holds(w->snapshot, policy, w->result->date) &&
            trf_slice_is(trf_element_attribute(w->snapshot, policy, "security"), "difference"))
            id = trf_element_attribute(w->snapshot, policy, "security-charge");
    }
    for (uint32_t i = 0; i < w->plan->charge_count && id.size; i++) {
        if (trf_slice_equal(trf_snapshot_text(w->snapshot, w->plan->charges[i].record->id), id) && w->plan->charges[i].in_force)
            return i;
    }
    return UINT32_MAX;
}

/** The duty of the item as the programme left it. */
static tariff_status duty_of(trf_work *w, trf_number *duty, bool *known)
{
    tariff_status status = TARIFF_OK;

    *duty = trf_number_of(0);
    *known = true;
    for (uint32_t i = 0; i < w->plan->charge_count && status >= 0; i++) {
        if (w->plan->charges[i].total != TRF_TOTAL_DUTY || !w->sums[i].met)
            continue;
        *known = *known && w->sums[i].known;
        status = trf_number_add(w->numbers, *duty, w->sums[i].exact, duty);
    }
    return status;
}

/** The duty without the quota, computed for the difference alone: what was said on the way is taken back. */
static tariff_status duty_without(trf_work *w, trf_number *duty, bool *known)
{
    trf_assessed_item *out = w->out;
    trf_candidate *candidates = out->candidates;
    uint32_t outcomes = out->outcome_count, count = out->candidate_count;
    uint8_t status_before = out->status, *parts = trf_arena_take(w->arena, (size_t)count + 1);
    trf_candidate *without = trf_arena_take(w->arena, ((size_t)count + 1) * sizeof *without);
    trf_slice decided_by = out->decided_by;
    trf_trace *trace = w->trace;
    tariff_status status;

    if (!parts || !without)
        return trf_fail_memory(w->error);
    memcpy(without, w->without, count * sizeof *without);
    for (uint32_t i = 0; i < count; i++) {
        parts[i] = w->work[i].part;
        w->work[i].part = TRF_PART_NONE;
    }
    out->candidates = without;
    w->trace = NULL;
    status = trf_programme(w);
    if (status >= 0)
        status = duty_of(w, duty, known);
    w->trace = trace;
    out->candidates = candidates;
    for (uint32_t i = 0; i < count; i++)
        w->work[i].part = parts[i];
    out->charge_count = 0;
    out->outcome_count = outcomes;
    out->status = status_before;
    out->decided_by = decided_by;
    return status;
}

static tariff_status add_security(trf_work *w, uint32_t place, trf_number amount, bool known)
{
    const trf_profile_charge_record *record = w->plan->charges[place].record;
    trf_charge_sum *sum = &w->sums[place];
    trf_charge *charge;
    tariff_status status = trf_charge_add(w, place, w->secured, &charge);

    if (status < 0)
        return status;
    charge->role = record->role;
    charge->state = TRF_STATE_SECURED;
    charge->source = record->source;
    charge->known = known;
    sum->met = true;
    if (known) {
        charge->unrounded = charge->amount = sum->exact = amount;
        return TARIFF_OK;
    }
    trf_sum_spread(sum);
    sum->known = sum->has_most = false;
    return TARIFF_OK;
}

tariff_status trf_programme_secured(trf_work *w)
{
    uint32_t place = w->without ? security_place(w) : UINT32_MAX, ignored;
    trf_number without = trf_number_of(0), with = trf_number_of(0), amount = trf_number_scaled(0, 2);
    bool known_without = false, known_with = false;
    trf_trace *trace = w->trace;
    tariff_status status;

    if (place == UINT32_MAX || w->out->candidates[w->secured].disposition != TRF_DISPOSITION_APPLIED)
        return trf_programme(w);
    status = duty_without(w, &without, &known_without);
    if (status >= 0)
        status = trf_programme(w);
    if (status >= 0)
        status = duty_of(w, &with, &known_with);
    if (status >= 0 && known_with && known_without && trf_number_compare(w->numbers, without, with) > 0) {
        status = trf_number_subtract(w->numbers, without, with, &amount);
        w->trace = NULL; /* of what is owed alone */
        if (status >= 0)
            status = trf_round_at(w, w->plan->charge_round, amount, TRF_TRACE_NONE, &amount, &ignored);
        w->trace = trace;
    }
    return status < 0 ? status : add_security(w, place, amount, known_with && known_without);
}
