/* SPDX-License-Identifier: Apache-2.0 */
/* Which of two tariffs counts: by the route of the goods, by facts declared or following from measures, by comparing duties. */
#include "assess/draw.h"
#include "measure/route.h"

static trf_slice text(const trf_work *w, trf_str id)
{
    return trf_snapshot_text(w->snapshot, id);
}

/* ---- facts that follow from the measures of a tariff ---- */
static trf_slice derived(const trf_drawing *d, const trf_profile_fact_record *fact)
{
    const trf_snapshot *s = d->first->snapshot;
    trf_slice tariff = trf_element_attribute(s, fact->node, "drawn"), roles = trf_element_attribute(s, fact->node, "roles");
    bool free_of_duty = trf_slice_is(trf_element_attribute(s, fact->node, "derived"), "free"), any = false, all_free = true;
    const trf_work *w = trf_slice_equal(tariff, d->draws[0].tariff) ? d->first : d->second;

    if (!fact->id || tariff.size == 0 || w->out->line == TRF_LINE_NONE || w->out->unknown == UINT64_MAX)
        return TRF_SLICE_EMPTY;
    for (uint32_t n = 0; n < w->live_count; n++) {
        const trf_candidate *c = &w->out->candidates[w->live[n]];
        trf_slice code = trf_plan_code(w->plan, trf_snapshot_measure(s, c->measure)->expression);

        if (!trf_words_have(roles, trf_role_name(c->role)))
            continue;
        any = true;
        all_free = all_free && code.size >= TRF_BYTECODE_INSTRUCTION &&
                   (trf_code_header_load((const uint8_t *)code.data).flags & TRF_CODE_ZERO) != 0;
    }
    if (!free_of_duty)
        return any ? TRF_SLICE("yes") : TRF_SLICE("no");
    return !any ? TRF_SLICE_EMPTY : all_free ? TRF_SLICE("yes") : TRF_SLICE("no");
}

/** As declared, else as it follows from the measures. */
static trf_slice fact_text(void *user, trf_slice name)
{
    const trf_drawing *d = user;
    const trf_declared_item *item = d->first->item;

    for (uint32_t i = 0; i < item->fact_count; i++) {
        if (trf_slice_equal(item->facts[i].name, name))
            return item->facts[i].value;
    }
    return derived(d, trf_profile_fact_find(d->first->snapshot, d->law, name));
}

/* ---- which of them counts ---- */
/** What is owed of the shared total: exact and as it is shown. False in *known where not all of it is. */
static tariff_status owed(trf_work *w, const trf_drawing *d, trf_number *exact, trf_number *shown, bool *known)
{
    bool second = w == d->second;
    tariff_status status = TARIFF_OK;

    *exact = *shown = trf_number_of(0);
    *known = w->out->unknown != UINT64_MAX;
    for (uint32_t i = 0; i < w->profile->charge_count && i < TRF_PROFILE_CHARGES_MAX; i++) {
        uint8_t place = second ? d->place[i] : (uint8_t)i;

        if (place != UINT8_MAX && trf_drawn_shared(d->first, place))
            *known = *known && w->sums[i].known;
    }
    for (uint32_t i = 0; i < w->out->charge_count && status >= 0; i++) {
        const trf_charge *charge = &w->out->charges[i];
        uint8_t place = second ? d->place[charge->charge] : (uint8_t)charge->charge;

        if (place == UINT8_MAX || !trf_drawn_shared(d->first, place) || charge->state != TRF_STATE_DUE || !charge->known)
            continue;
        status = trf_number_add(w->numbers, *exact, charge->unrounded, exact);
        if (status >= 0)
            status = trf_number_add(w->numbers, *shown, charge->amount, shown);
    }
    return status;
}

/** The duty under the first tariff, computed for the comparison alone: what was said on the way is taken back. */
static tariff_status compute_first(trf_work *w)
{
    trf_assessed_item *out = w->out;
    uint32_t outcomes = out->outcome_count;
    uint8_t status_before = out->status;
    trf_slice decided_by = out->decided_by;
    tariff_status status;

    w->drawing->counts = TRF_COUNTS_FIRST;
    status = trf_programme(w);
    if (status >= 0)
        status = owed(w, w->drawing, &out->drawn->exact[0], &out->drawn->duty[0], &out->drawn->known[0]);
    out->charge_count = 0;
    out->outcome_count = outcomes;
    out->status = status_before;
    out->decided_by = decided_by;
    return status;
}

static tariff_status compare(trf_work *w, unsigned *counts)
{
    const trf_drawn *drawn = w->out->drawn;
    trf_route_option options[2] = {{.amount = drawn->exact[0], .tariff = 0}, {.amount = drawn->exact[1], .tariff = 1}}, chosen[2];
    uint32_t count = 0;
    tariff_status status;

    *counts = TRF_COUNTS_FIRST | TRF_COUNTS_SECOND;
    if (!drawn->known[0] || !drawn->known[1] || !w->out->has_value)
        return TARIFF_OK;
    status = trf_route_choose(w->snapshot, w->drawing->policy, w->out->customs_value, TRF_SLICE_EMPTY,
                              (trf_route_options){&options[0], 1}, (trf_route_options){&options[1], 1}, w->numbers, chosen,
                              &count, w->error);
    if (status >= 0 && count == 1)
        *counts = chosen[0].tariff ? TRF_COUNTS_SECOND : TRF_COUNTS_FIRST;
    return status;
}

/** Where all that may count owes the same, it does not matter which. */
static unsigned same_for_all(const trf_work *w, unsigned counts)
{
    const trf_drawn *drawn = w->out->drawn;
    trf_number zero = trf_number_of(0);
    const trf_number *amounts[3] = {counts & TRF_COUNTS_FIRST ? &drawn->exact[0] : NULL,
                                    counts & TRF_COUNTS_SECOND ? &drawn->exact[1] : NULL,
                                    counts & TRF_COUNTS_NOTHING ? &zero : NULL};
    const trf_number *one = NULL;

    if ((counts & TRF_COUNTS_FIRST && !drawn->known[0]) || (counts & TRF_COUNTS_SECOND && !drawn->known[1]))
        return counts;
    for (unsigned i = 0; i < 3; i++) {
        if (!amounts[i])
            continue;
        if (one && trf_number_compare(w->numbers, *one, *amounts[i]) != 0)
            return counts;
        one = amounts[i];
    }
    return counts & TRF_COUNTS_SECOND ? TRF_COUNTS_SECOND : counts & TRF_COUNTS_FIRST ? TRF_COUNTS_FIRST : TRF_COUNTS_NOTHING;
}

tariff_status trf_drawn_decide(trf_work *w, trf_slice *missing)
{
    trf_drawing *d = w->drawing;
    trf_drawn *drawn = w->out->drawn;
    trf_route_query query = {.snapshot = w->snapshot,
                             .profile = d->law,
                             .tariff = d->tariff,
                             .date = w->result->date,
                             .policy = d->policy_name,
                             .destination = text(w, d->law->id),
                             .origin = w->item->export_country.size ? w->item->export_country : w->item->origin,
                             .facts = {d, fact_text}};
    trf_route route;
    unsigned compared = 0, counts = 0;
    tariff_status status = owed(d->second, d, &drawn->exact[1], &drawn->duty[1], &drawn->known[1]);

    if (status >= 0)
        status = compute_first(w);
    if (status >= 0)
        status = trf_route_find(&query, &route);
    if (status < 0)
        return status;
    *missing = route.missing;
    drawn->route = route.id;
    drawn->source = trf_element_source(w->snapshot, route.rule != TRF_ELEMENT_NONE      ? route.rule
                                                    : route.element != TRF_ELEMENT_NONE ? route.element
                                                                                        : d->policy);
    if (route.element == TRF_ELEMENT_NONE) {
        *missing = TRF_SLICE_EMPTY;
        counts = TRF_COUNTS_FIRST | TRF_COUNTS_SECOND | TRF_COUNTS_NOTHING;
    }
    if (route.no_duty != TRF_FALSE)
        counts |= TRF_COUNTS_NOTHING;
    if (route.no_duty != TRF_TRUE && route.compared != TRF_FALSE) {
        status = compare(w, &compared);
        counts |= compared;
    }
    if (route.no_duty != TRF_TRUE && route.compared != TRF_TRUE)
        counts |= TRF_COUNTS_SECOND;
    d->counts = drawn->counts = (uint8_t)same_for_all(w, counts);
    drawn->compared = route.compared == TRF_TRUE;
    return status;
}
