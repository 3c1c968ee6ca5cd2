/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One assessment over two tariffs. A profile without charges of its own draws on two others: the first has the programme, and
 * where both give a total, the profile's policy of routes says which of the two is owed, or neither. Both are computed, since the
 * choice may compare them; what does not count stays in the answer at zero.
 */
#include "assess/draw.h"

#include "measure/route.h"

static trf_slice text(const trf_work *w, trf_str id)
{
    return trf_snapshot_text(w->snapshot, id);
}

/** Whether it is open which of two or three counts. */
static bool several(unsigned counts)
{
    return (counts & (counts - 1u)) != 0;
}

/* ---- which tariffs ---- */
/** The first two elements that hold on a date; how many there are of them. */
static uint32_t draws_of(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_date date, uint32_t found[2])
{
    uint32_t count = 0;

    if (profile->charge_count || profile->measures_count)
        return 0;
    for (uint32_t element = trf_element_child(snapshot, profile->node, "draw"); element != TRF_ELEMENT_NONE && count < 2;
         element = trf_element_next(snapshot, element, "draw")) {
        if (trf_element_holds(snapshot, element, date))
            found[count++] = element;
    }
    return count;
}

bool trf_profile_draws(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_date date)
{
    uint32_t found[2];

    return draws_of(snapshot, profile, date, found) == 2;
}

tariff_status trf_drawing_find(trf_work *w)
{
    uint32_t found[2], count = draws_of(w->snapshot, w->profile, w->result->date, found);
    trf_drawing *d = trf_arena_zero(w->arena, sizeof *d);

    if (!d)
        return trf_fail_memory(w->error);
    for (uint32_t i = 0; i < count; i++) {
        d->draws[i].tariff = trf_element_attribute(w->snapshot, found[i], "tariff");
        d->draws[i].totals = trf_element_attribute(w->snapshot, found[i], "totals");
        d->draws[i].without = trf_element_attribute(w->snapshot, found[i], "without");
    }
    d->law = w->profile;
    d->tariff = w->result->tariff;
    w->drawing = d;
    return TARIFF_OK;
}

bool trf_assess_draws(const trf_snapshot *snapshot, uint32_t tariff, trf_date date)
{
    const trf_profile_record *profile = trf_snapshot_profile(snapshot, trf_profile_find(snapshot, tariff, date));

    return profile->id && profile->charge_count == 0 && profile->measures_count == 0 &&
           trf_element_child(snapshot, profile->node, "draw") != TRF_ELEMENT_NONE;
}

/** The place in the first programme of a charge of the second: the same id, else the same role, else the same total. */
static uint8_t place_of(const trf_drawing *d, uint32_t place)
{
    const trf_snapshot *s = d->first->snapshot;
    const trf_profile_charge_record *second = trf_snapshot_profile_charge(s, d->second->profile->first_charge + place);
    uint32_t count = d->first->profile->charge_count;
    uint8_t by_role = UINT8_MAX, by_total = UINT8_MAX;

    for (uint32_t i = 0; i < count && i < TRF_PROFILE_CHARGES_MAX; i++) {
        const trf_profile_charge_record *own = trf_snapshot_profile_charge(s, d->first->profile->first_charge + i);

        if (own->total != second->total)
            continue;
        if (own->id == second->id)
            return (uint8_t)i;
        if (by_role == UINT8_MAX && own->role == second->role)
            by_role = (uint8_t)i;
        if (by_total == UINT8_MAX)
            by_total = (uint8_t)i;
    }
    return by_role != UINT8_MAX ? by_role : by_total;
}

bool trf_draw_gives(const trf_work *w, uint32_t place)
{
    return trf_words_have(w->draw->totals,
                          text(w, trf_snapshot_profile_charge(w->snapshot, w->profile->first_charge + place)->total));
}

bool trf_drawn_shared(const trf_work *w, uint32_t place)
{
    trf_slice total = text(w, trf_snapshot_profile_charge(w->snapshot, w->profile->first_charge + place)->total);

    return trf_draw_gives(w, place) && trf_words_have(w->drawing->draws[1].totals, total);
}

tariff_status trf_drawing_open(trf_work *outer, const trf_assess_policy *policy)
{
    trf_drawing *d = outer->drawing;
    trf_work *works = trf_arena_zero(outer->arena, 2 * sizeof *works);
    trf_slice name = policy ? policy->routes : TRF_SLICE_EMPTY;
    tariff_status status = TARIFF_OK;

    if (!works)
        return trf_fail_memory(outer->error);
    d->policy = trf_route_policy(outer->snapshot, d->law, name, outer->result->date);
    d->policy_name = name;
    if (d->policy == TRF_ELEMENT_NONE)
        return trf_fail(outer->error, outer->a->alloc, TARIFF_EINVAL, "policies.route '%S': no such behaviour in the profile %S",
                        name, text(outer, d->law->id));
    d->first = &works[0];
    d->second = &works[1];
    for (unsigned i = 0; i < 2 && status >= 0; i++) {
        trf_declaration *declaration = &d->declarations[i];

        *declaration = *outer->declaration;
        declaration->tariff = d->draws[i].tariff;
        if (declaration->currency.size == 0)
            declaration->currency = text(outer, d->law->currency);
        status = trf_work_open(&works[i], outer->a, declaration, outer->error);
        works[i].draw = &d->draws[i];
        works[i].law = d->law;
        works[i].behaviours_may_lack = i == 1;
        if (status >= 0)
            status = trf_work_begin(&works[i], policy);
    }
    if (status < 0)
        return status;
    d->first->drawing = d;
    for (uint32_t i = 0; i < d->second->profile->charge_count && i < TRF_PROFILE_CHARGES_MAX; i++)
        d->place[i] = trf_draw_gives(d->second, i) ? place_of(d, i) : UINT8_MAX;
    return TARIFF_OK;
}

void trf_draw_candidates(trf_work *w)
{
    trf_assessed_item *out = w->out;
    uint32_t kept = 0;

    if (w->draw->without.size == 0)
        return;
    for (uint32_t i = 0; i < out->candidate_count; i++) {
        const trf_measure_record *measure = trf_snapshot_measure(w->snapshot, out->candidates[i].measure);
        const trf_plan_type *type = trf_plan_type_of(w->plan, measure->type);

        if (!type->measures || !trf_words_have(w->draw->without, trf_role_name(type->role)))
            out->candidates[kept++] = out->candidates[i];
    }
    out->candidate_count = out->considered = kept;
}

/* ---- the charges ---- */
/** The first candidate of a work that applies and owes some of the shared total. */
static uint32_t applied(const trf_work *w, const trf_drawing *d)
{
    for (uint32_t n = 0; n < w->live_count; n++) {
        uint32_t at = w->live[n];
        uint8_t place = w->work[at].charge;

        if (place != UINT8_MAX && w == d->second)
            place = d->place[place];
        if (place != UINT8_MAX && w->out->candidates[at].disposition == TRF_DISPOSITION_APPLIED &&
            trf_drawn_shared(d->first, place))
            return at;
    }
    return TRF_CANDIDATE_NONE;
}

/** What becomes of the candidates of a tariff whose duty is not the one that is owed, or not surely. */
static void set_aside(const trf_work *w, const trf_drawing *d, trf_candidate *candidates, uint32_t by)
{
    for (uint32_t n = 0; n < w->live_count; n++) {
        trf_candidate *c = &candidates[w->live[n]];
        uint8_t place = w->work[w->live[n]].charge;

        if (place != UINT8_MAX && w == d->second)
            place = d->place[place];
        if (place == UINT8_MAX || c->disposition != TRF_DISPOSITION_APPLIED || !trf_drawn_shared(d->first, place))
            continue;
        c->disposition = several(d->counts) ? TRF_DISPOSITION_UNKNOWN_FACT : TRF_DISPOSITION_EXCLUDED;
        c->by = several(d->counts) ? TRF_CANDIDATE_NONE : by;
    }
}

/** A charge that may be owed, or not: between nothing and its amount. */
static void leave_open(const trf_work *w, trf_charge *charge)
{
    if (charge->state != TRF_STATE_DUE)
        return;
    if (charge->known)
        charge->bounds = (trf_bounds){trf_number_of(0), w->carry_exact ? charge->unrounded : charge->amount, true, true};
    charge->bounds.least = trf_number_of(0);
    charge->bounds.has_least = true;
    charge->known = false;
    charge->node = TRF_TRACE_NONE;
}

/** The second tariff's charges of a place, as they count. */
static tariff_status add_second(trf_work *w, uint32_t place, unsigned counts)
{
    const trf_drawing *d = w->drawing;
    const trf_assessed_item *second = d->second->out;
    uint32_t offset = w->out->candidate_count, by = counts == TRF_COUNTS_FIRST ? applied(w, d) : TRF_CANDIDATE_NONE;
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < second->charge_count && status >= 0; i++) {
        const trf_charge *from = &second->charges[i];
        trf_charge *charge;

        if (d->place[from->charge] != place)
            continue;
        status = trf_charge_add(w, place, TRF_CANDIDATE_NONE, &charge);
        if (status < 0)
            return status;
        *charge = *from;
        charge->charge = place;
        charge->second = true;
        if (from->candidate != TRF_CANDIDATE_NONE)
            charge->candidate = from->candidate + offset;
        if (from->by != TRF_CANDIDATE_NONE)
            charge->by = from->by + offset;
        if (from->state != TRF_STATE_DUE || counts == TRF_COUNTS_SECOND)
            continue;
        if (counts & TRF_COUNTS_SECOND) {
            leave_open(w, charge);
            continue;
        }
        charge->state = counts == TRF_COUNTS_NOTHING ? TRF_STATE_RELIEVED : TRF_STATE_EXCLUDED;
        charge->by = by;
        charge->known = true;
        charge->has_base = charge->has_base_quantity = false;
        charge->unrounded = charge->amount = trf_number_scaled(0, 2);
        charge->bounds = (trf_bounds){.has_least = false};
        charge->node = TRF_TRACE_NONE;
    }
    return status;
}

/** Sums of the second tariff's charges that stand at a place. */
static tariff_status sum_second(trf_work *w, uint32_t place, trf_charge_sum *sum)
{
    const trf_drawing *d = w->drawing;
    const trf_work *second = d->second;
    tariff_status status = TARIFF_OK;

    *sum = trf_sum_of_nothing();
    if (second->out->unknown == UINT64_MAX) /* nothing was computed */
        sum->known = sum->has_most = false;
    for (uint32_t i = 0; i < second->profile->charge_count && i < TRF_PROFILE_CHARGES_MAX && status >= 0; i++) {
        const trf_charge_sum *one = &second->sums[i];

        if (d->place[i] != place)
            continue;
        status = trf_number_add(w->numbers, sum->exact, one->exact, &sum->exact);
        if (status >= 0)
            status = trf_number_add(w->numbers, sum->least, trf_sum_least(one), &sum->least);
        if (status >= 0)
            status = trf_number_add(w->numbers, sum->most, trf_sum_most(one), &sum->most);
        sum->known = sum->known && one->known;
        sum->has_most = sum->has_most && one->has_most;
        if (one->node != TRF_TRACE_NONE && status >= 0)
            sum->node = sum->node == TRF_TRACE_NONE ? one->node
                                                    : trf_trace_binary(w->trace, TRF_TRACE_SUM, sum->exact, TRF_IN_ASSESSMENT,
                                                                       sum->node, one->node, 0, 0);
    }
    return status;
}

/** Widens the ends of a sum by those of another that may count instead. */
static void widen(const trf_work *w, trf_charge_sum *sum, const trf_charge_sum *other, bool first)
{
    if (first) {
        *sum = *other;
        return;
    }
    if (trf_number_compare(w->numbers, other->least, sum->least) < 0)
        sum->least = other->least;
    if (trf_number_compare(w->numbers, other->most, sum->most) > 0)
        sum->most = other->most;
    sum->has_most = sum->has_most && other->has_most;
}

tariff_status trf_drawn_charge(trf_work *w, uint32_t place)
{
    const trf_drawing *d = w->drawing;
    unsigned counts = trf_drawn_shared(w, place) ? d->counts : trf_draw_gives(w, place) ? TRF_COUNTS_FIRST : TRF_COUNTS_SECOND;
    uint32_t from = w->out->charge_count;
    trf_charge_sum own, second, zero = trf_sum_of_nothing(), sum = zero;
    tariff_status status;

    status = counts & TRF_COUNTS_FIRST
                 ? trf_programme_charge(w, place)
                 : trf_programme_at_zero(w, place, counts == TRF_COUNTS_NOTHING ? TRF_STATE_RELIEVED : TRF_STATE_EXCLUDED);
    if (status >= 0 && counts != TRF_COUNTS_FIRST) {
        for (uint32_t i = from; i < w->out->charge_count; i++)
            leave_open(w, &w->out->charges[i]);
    }
    if (status >= 0)
        status = sum_second(w, place, &second);
    if (status >= 0)
        status = add_second(w, place, counts);
    if (status < 0 || counts == TRF_COUNTS_FIRST)
        return status;
    own = w->sums[place];
    trf_sum_spread(&own);
    if (counts & TRF_COUNTS_FIRST)
        widen(w, &sum, &own, true);
    if (counts & TRF_COUNTS_SECOND)
        widen(w, &sum, &second, !(counts & TRF_COUNTS_FIRST));
    if (counts & TRF_COUNTS_NOTHING)
        widen(w, &sum, &zero, counts == TRF_COUNTS_NOTHING);
    if (several(counts)) {
        sum.known = sum.known && sum.has_most && trf_number_compare(w->numbers, sum.least, sum.most) == 0;
        sum.exact = sum.known ? sum.least : trf_number_of(0);
        sum.node = TRF_TRACE_NONE;
    }
    w->open_ended = w->open_ended || !sum.known;
    w->sums[place] = sum;
    return TARIFF_OK;
}

/* ---- the two in one item ---- */
static tariff_status append_outcome(trf_work *w, const trf_outcome *outcome, uint32_t offset)
{
    trf_assessed_item *out = w->out;

    if (out->outcome_count == out->outcome_capacity) {
        uint32_t capacity = out->outcome_capacity ? out->outcome_capacity * 2 : 4;
        trf_outcome *list = trf_arena_zero(w->arena, capacity * sizeof *list);

        if (!list)
            return trf_fail_memory(w->error);
        if (out->outcome_count)
            memcpy(list, out->outcomes, out->outcome_count * sizeof *list);
        out->outcomes = list;
        out->outcome_capacity = capacity;
    }
    out->outcomes[out->outcome_count] = *outcome;
    if (outcome->candidate != TRF_CANDIDATE_NONE)
        out->outcomes[out->outcome_count].candidate = outcome->candidate + offset;
    out->outcome_count++;
    return TARIFF_OK;
}

/** Whether an outcome of the second tariff was said by the first in the same words. */
static bool said(const trf_assessed_item *own, const trf_outcome *outcome)
{
    for (uint32_t i = 0; i < own->outcome_count && outcome->candidate == TRF_CANDIDATE_NONE; i++) {
        const trf_outcome *other = &own->outcomes[i];
        bool same = other->candidate == TRF_CANDIDATE_NONE && trf_slice_equal(other->code, outcome->code) &&
                    trf_slice_equal(other->text, outcome->text) && other->need_count == outcome->need_count;

        for (uint32_t n = 0; same && n < outcome->need_count; n++)
            same = trf_slice_equal(other->needs[n], outcome->needs[n]);
        if (same)
            return true;
    }
    return false;
}

/** Outcomes of the second tariff that matter: of controls always, of its duty where it may count. */
static tariff_status join_outcomes(trf_work *w, uint32_t offset)
{
    const trf_assessed_item *second = w->drawing->second->out;
    bool counts = (w->drawing->counts & TRF_COUNTS_SECOND) != 0 || second->unknown == UINT64_MAX;
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < second->outcome_count && status >= 0; i++) {
        const trf_outcome *outcome = &second->outcomes[i];
        bool control =
            outcome->candidate < second->candidate_count && !trf_role_charges(second->candidates[outcome->candidate].role);

        if (!counts && !control)
            continue;
        if (outcome->status > w->out->status)
            w->out->status = outcome->status;
        if (outcome->status == TRF_ASSESSED_INCOMPLETE && outcome->need_count && w->out->decided_by.size == 0)
            w->out->decided_by = outcome->needs[0];
        if (!said(w->out, outcome))
            status = append_outcome(w, outcome, offset);
    }
    if (counts && second->status > w->out->status)
        w->out->status = second->status;
    return status;
}

static tariff_status join(trf_work *w)
{
    trf_assessed_item *out = w->out;
    const trf_assessed_item *second = w->drawing->second->out;
    uint32_t own = out->candidate_count, count = own + second->candidate_count;
    trf_candidate *candidates = trf_arena_take(w->arena, ((size_t)count + 1) * sizeof *candidates);
    trf_condition_result *conditions = NULL;

    if (!candidates)
        return trf_fail_memory(w->error);
    if (out->conditions || second->conditions) {
        conditions = trf_arena_zero(w->arena, ((size_t)count + 1) * sizeof *conditions);
        if (!conditions)
            return trf_fail_memory(w->error);
        if (out->conditions)
            memcpy(conditions, out->conditions, own * sizeof *conditions);
        if (second->conditions)
            memcpy(conditions + own, second->conditions, second->candidate_count * sizeof *conditions);
    }
    if (own)
        memcpy(candidates, out->candidates, own * sizeof *candidates);
    if (second->candidate_count)
        memcpy(candidates + own, second->candidates, second->candidate_count * sizeof *candidates);
    for (uint32_t i = own; i < count; i++) {
        if (candidates[i].by != TRF_CANDIDATE_NONE)
            candidates[i].by += own;
    }
    if (several(w->drawing->counts))
        set_aside(w, w->drawing, candidates, TRF_CANDIDATE_NONE);
    if (w->drawing->counts == TRF_COUNTS_FIRST || several(w->drawing->counts))
        set_aside(w->drawing->second, w->drawing, candidates + own, applied(w, w->drawing));
    out->candidates = candidates;
    out->candidate_count = out->considered = count;
    out->conditions = conditions;
    out->drawn->own_candidates = own;
    return join_outcomes(w, own);
}

/** What the duty of the first tariff asked for does not matter where it is not the one that is owed. */
static void drop_outcomes(trf_work *w)
{
    trf_assessed_item *out = w->out;
    uint32_t kept = 0;
    bool dropped = false;

    for (uint32_t i = 0; i < out->outcome_count; i++) {
        uint32_t at = out->outcomes[i].candidate;
        uint8_t place = at < out->candidate_count && w->work[at].looked_up ? w->work[at].charge : UINT8_MAX;

        if (place != UINT8_MAX && trf_drawn_shared(w, place))
            dropped = true;
        else
            out->outcomes[kept++] = out->outcomes[i];
    }
    out->outcome_count = kept;
    if (!dropped)
        return;
    out->status = TRF_ASSESSED_COMPLETE;
    out->decided_by = TRF_SLICE_EMPTY;
    for (uint32_t i = 0; i < kept; i++) {
        const trf_outcome *outcome = &out->outcomes[i];

        if (outcome->status > out->status)
            out->status = outcome->status;
        if (outcome->status == TRF_ASSESSED_INCOMPLETE && outcome->need_count && out->decided_by.size == 0)
            out->decided_by = outcome->needs[0];
    }
}

tariff_status trf_drawn_item(trf_work *w)
{
    trf_drawing *d = w->drawing;
    trf_work *second = d->second;
    trf_slice missing = TRF_SLICE_EMPTY;
    tariff_status status;

    w->out->drawn = trf_arena_zero(w->arena, sizeof *w->out->drawn);
    if (!w->out->drawn)
        return trf_fail_memory(w->error);
    w->out->drawn->tariffs[0] = w->result->tariff;
    w->out->drawn->tariffs[1] = second->result->tariff;
    second->item = w->item;
    second->item_index = w->item_index;
    second->surveying = w->surveying;
    second->out = &second->result->items[w->item_index];
    memset(second->out, 0, sizeof *second->out);
    trf_work_source(second);
    status = trf_work_item(second);
    trf_work_source(w);
    if (status >= 0)
        status = trf_facts_load(w);
    if (status >= 0)
        status = trf_drawn_decide(w, &missing);
    if (status < 0)
        return status;
    if (!(d->counts & TRF_COUNTS_FIRST))
        drop_outcomes(w);
    if (d->counts == TRF_COUNTS_SECOND) {
        uint32_t by = applied(second, d);

        set_aside(w, d, w->out->candidates, by == TRF_CANDIDATE_NONE ? by : w->out->candidate_count + by);
    }
    status = trf_programme(w);
    if (status >= 0 && several(d->counts) && (missing.size || w->out->drawn->route.size == 0))
        status = trf_outcome_add(w, "scope_facts_needed", "none", TRF_CANDIDATE_NONE, missing.size ? "fact" : "export_country",
                                 missing, TRF_ASSESSED_INCOMPLETE);
    if (status >= 0 && several(d->counts) && w->out->status < TRF_ASSESSED_INCOMPLETE)
        w->out->status = TRF_ASSESSED_INCOMPLETE;
    return status < 0 ? status : join(w);
}

tariff_status trf_drawn_data_age(trf_work *w)
{
    trf_work *second = w->drawing->second;
    uint32_t before = second->out->outcome_count;
    tariff_status status;

    if (!w->out->drawn)
        return TARIFF_OK;
    status = trf_work_data_age(second);
    for (uint32_t i = before; i < second->out->outcome_count && status >= 0; i++) {
        if (!said(w->out, &second->out->outcomes[i]))
            status = append_outcome(w, &second->out->outcomes[i], 0);
    }
    return status;
}

tariff_status trf_drawn_look(trf_work *w)
{
    const trf_drawing *d = w->drawing;
    trf_assessed_item *out = w->out;
    const trf_assessed_item *second;
    trf_candidate *candidates;
    uint32_t own = out->candidate_count;
    tariff_status status;

    d->second->item = w->item;
    d->second->looking = true;
    d->second->trace = NULL;
    d->second->out = trf_arena_zero(w->arena, sizeof *d->second->out);
    if (!d->second->out)
        return trf_fail_memory(w->error);
    status = trf_work_item(d->second);
    second = d->second->out;
    candidates = status < 0 ? NULL : trf_arena_take(w->arena, ((size_t)own + second->candidate_count + 1) * sizeof *candidates);
    out->drawn = status < 0 ? NULL : trf_arena_zero(w->arena, sizeof *out->drawn);
    if (!candidates || !out->drawn)
        return status < 0 ? status : trf_fail_memory(w->error);
    if (own)
        memcpy(candidates, out->candidates, own * sizeof *candidates);
    if (second->candidate_count)
        memcpy(candidates + own, second->candidates, second->candidate_count * sizeof *candidates);
    out->candidates = candidates;
    out->candidate_count += second->candidate_count;
    out->considered = out->candidate_count;
    out->drawn->own_candidates = own;
    out->drawn->tariffs[0] = w->result->tariff;
    out->drawn->tariffs[1] = d->second->result->tariff;
    if (out->line == TRF_LINE_NONE)
        out->line = second->line;
    return TARIFF_OK;
}
