/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/route.h"

#include "geography/geography.h"
#include "num/round.h"

static trf_slice attribute(const trf_snapshot *s, uint32_t element, const char *name)
{
    return trf_element_attribute(s, element, name);
}

uint32_t trf_route_policy(const trf_snapshot *s, const trf_profile_record *profile, trf_slice name, trf_date date)
{
    uint32_t policy = profile->id ? trf_element_child(s, profile->node, "route-policy") : TRF_ELEMENT_NONE;

    for (; policy != TRF_ELEMENT_NONE; policy = trf_element_next(s, policy, "route-policy")) {
        if (trf_element_holds(s, policy, date) && (name.size ? trf_slice_equal(attribute(s, policy, "name"), name)
                                                             : trf_slice_is(attribute(s, policy, "default"), "yes")))
            break;
    }
    return policy;
}

/* ---- where goods go ---- */
static bool origin_fits(const trf_route_query *q, uint32_t route)
{
    trf_slice origins = attribute(q->snapshot, route, "origins"), not_origins = attribute(q->snapshot, route, "not-origins");
    trf_slice within = attribute(q->snapshot, route, "within");
    trf_date date = q->date == TRF_DATE_NONE ? TRF_DATE_MAX : q->date;
    uint32_t group, area;

    if ((origins.size && !trf_words_have(origins, q->origin)) || (not_origins.size && trf_words_have(not_origins, q->origin)))
        return false;
    if (within.size == 0)
        return true;
    group = trf_geography_find(q->snapshot, q->tariff, within, date);
    area = trf_geography_find(q->snapshot, q->tariff, q->origin, date);
    return group != TRF_AREA_NONE && area != TRF_AREA_NONE && trf_geography_contains(q->snapshot, group, area, date);
}

static uint32_t route_of(const trf_route_query *q)
{
    uint32_t route = trf_element_child(q->snapshot, q->profile->node, "route");

    if (q->destination.size == 0 || q->origin.size == 0)
        return TRF_ELEMENT_NONE;
    while (route != TRF_ELEMENT_NONE &&
           !(trf_element_holds(q->snapshot, route, q->date) &&
             trf_slice_equal(attribute(q->snapshot, route, "destination"), q->destination) && origin_fits(q, route)))
        route = trf_element_next(q->snapshot, route, "route");
    return route;
}

/* ---- what the rules say ---- */
typedef struct ruling {
    const trf_route_query *q;
    uint32_t policy;
    bool unknown_is_no; /**< what is not declared is not so */
    trf_slice missing;
} ruling;

static trf_truth when_holds(ruling *r, uint32_t when)
{
    trf_slice fact = attribute(r->q->snapshot, when, "fact"), is = attribute(r->q->snapshot, when, "is");
    trf_slice is_not = attribute(r->q->snapshot, when, "is-not"), value = r->q->facts.text(r->q->facts.user, fact);

    if (value.size == 0 && !r->unknown_is_no) {
        if (r->missing.size == 0)
            r->missing = fact;
        return TRF_UNKNOWN;
    }
    if (is.size && !trf_words_have(is, value))
        return TRF_FALSE;
    return is_not.size && value.size && trf_words_have(is_not, value) ? TRF_FALSE : TRF_TRUE;
}

static trf_truth rule_holds(ruling *r, uint32_t rule)
{
    trf_slice before = r->missing;
    trf_truth all = TRF_TRUE;

    for (uint32_t when = trf_element_child(r->q->snapshot, rule, "when"); when != TRF_ELEMENT_NONE && all != TRF_FALSE;
         when = trf_element_next(r->q->snapshot, when, "when")) {
        trf_truth one = when_holds(r, when);

        all = one == TRF_TRUE ? all : one;
        if (one == TRF_FALSE)
            r->missing = before;
    }
    return all;
}

/** Whether one of the rules for an outcome holds on the route. */
static trf_truth ruled(ruling *r, trf_slice route, const char *outcome, uint32_t *decided)
{
    const trf_snapshot *s = r->q->snapshot;
    trf_slice before = r->missing;
    trf_truth any = TRF_FALSE;

    for (uint32_t rule = trf_element_child(s, r->policy, "rule"); rule != TRF_ELEMENT_NONE;
         rule = trf_element_next(s, rule, "rule")) {
        trf_truth one;

        if (!trf_slice_is(attribute(s, rule, "outcome"), outcome) || !trf_words_have(attribute(s, rule, "routes"), route) ||
            !trf_element_holds(s, rule, r->q->date))
            continue;
        one = rule_holds(r, rule);
        if (one == TRF_TRUE) {
            r->missing = before;
            *decided = rule;
            return TRF_TRUE;
        }
        any = one == TRF_UNKNOWN ? TRF_UNKNOWN : any;
    }
    return any;
}

tariff_status trf_route_find(const trf_route_query *q, trf_route *out)
{
    ruling r = {.q = q, .policy = trf_route_policy(q->snapshot, q->profile, q->policy, q->date)};

    memset(out, 0, sizeof *out);
    out->rule = TRF_ELEMENT_NONE;
    out->element = TRF_ELEMENT_NONE;
    if (r.policy == TRF_ELEMENT_NONE)
        return TARIFF_NOT_FOUND;
    r.unknown_is_no = trf_slice_is(attribute(q->snapshot, r.policy, "unknown"), "no");
    out->element = route_of(q);
    if (out->element == TRF_ELEMENT_NONE)
        return TARIFF_OK;
    out->id = attribute(q->snapshot, out->element, "id");
    out->free = trf_slice_is(attribute(q->snapshot, out->element, "free"), "yes");
    out->composition = attribute(q->snapshot, out->element, "composition");
    out->no_duty = out->free ? TRF_TRUE : (uint8_t)ruled(&r, out->id, "no-duty", &out->rule);
    out->compared = out->no_duty == TRF_TRUE ? TRF_FALSE : (uint8_t)ruled(&r, out->id, "compared", &out->rule);
    out->missing = out->no_duty == TRF_UNKNOWN || out->compared == TRF_UNKNOWN ? r.missing : TRF_SLICE_EMPTY;
    return TARIFF_OK;
}

/* ---- two tariffs ---- */
typedef struct comparison {
    const trf_snapshot *snapshot;
    uint32_t policy;
    trf_numbers *numbers;
    trf_number bound; /**< what the difference is compared with */
    bool absolute, or_equal;
    trf_route_option *out;
    uint32_t count;
} comparison;

static tariff_status bound_of(comparison *c, trf_number value, tariff_error **error)
{
    const trf_alloc *alloc = trf_numbers_alloc(c->numbers);
    trf_slice per_cent = attribute(c->snapshot, c->policy, "per-cent"), mode = attribute(c->snapshot, c->policy, "mode");
    trf_slice unit = attribute(c->snapshot, c->policy, "unit");
    trf_rounding rounding = TRF_ROUND_NONE;
    trf_number rate, multiple = trf_number_of(1);
    tariff_status status = trf_number_parse(c->numbers, per_cent, &rate);

    if (status < 0 || (mode.size && !trf_rounding_of_name(mode, &rounding)) ||
        (unit.size && trf_number_parse(c->numbers, unit, &multiple) < 0))
        return trf_fail(error, alloc, TARIFF_EIMAGE, "route-policy: per-cent, mode or unit is not of its form");
    status = trf_number_multiply(c->numbers, value, rate, &c->bound);
    if (status >= 0)
        status = trf_number_shift(c->numbers, c->bound, 2, &c->bound);
    return status < 0 ? status : trf_number_round(c->numbers, c->bound, rounding, multiple, &c->bound);
}

/** The one of two that counts: the first while the second is not too far above it. */
static tariff_status pick(comparison *c, const trf_route_option *first, const trf_route_option *second,
                          const trf_route_option **chosen)
{
    trf_number difference = trf_number_of(0);
    tariff_status status = trf_number_subtract(c->numbers, second->amount, first->amount, &difference);
    int order;

    if (status >= 0 && c->absolute && trf_number_sign(c->numbers, difference) < 0)
        status = trf_number_negate(c->numbers, difference, &difference);
    if (status < 0)
        return status;
    order = trf_number_compare(c->numbers, difference, c->bound);
    *chosen = order < 0 || (order == 0 && c->or_equal) ? first : second;
    return TARIFF_OK;
}

static bool equal(const comparison *c, const trf_route_option *a, const trf_route_option *b)
{
    return a->tariff == b->tariff && trf_slice_equal(a->category, b->category) &&
           trf_number_compare(c->numbers, a->amount, b->amount) == 0;
}

static void add(comparison *c, const trf_route_option *option, bool once)
{
    for (uint32_t i = 0; i < c->count && once; i++) {
        if (equal(c, &c->out[i], option))
            return;
    }
    c->out[c->count++] = *option;
}

static const trf_route_option *cheapest(const comparison *c, trf_route_options options, trf_slice category)
{
    const trf_route_option *found = NULL;

    for (uint32_t i = 0; i < options.count; i++) {
        if (trf_slice_equal(options.list[i].category, category) &&
            (!found || trf_number_compare(c->numbers, options.list[i].amount, found->amount) < 0))
            found = &options.list[i];
    }
    return found;
}

/** Where both tariffs are left with an option of the base category, one of them stays. */
static tariff_status one_base(comparison *c, trf_slice base)
{
    uint32_t at[2] = {c->count, c->count}, drop;
    const trf_route_option *chosen;
    tariff_status status;

    for (uint32_t i = 0; i < c->count; i++) {
        if (trf_slice_equal(c->out[i].category, base) && at[c->out[i].tariff] == c->count)
            at[c->out[i].tariff] = i;
    }
    if (at[0] == c->count || at[1] == c->count)
        return TARIFF_OK;
    status = pick(c, &c->out[at[0]], &c->out[at[1]], &chosen);
    if (status < 0)
        return status;
    drop = chosen == &c->out[at[0]] ? at[1] : at[0];
    for (uint32_t i = drop + 1; i < c->count; i++)
        c->out[i - 1] = c->out[i];
    c->count--;
    return TARIFF_OK;
}

tariff_status trf_route_choose(const trf_snapshot *snapshot, uint32_t policy, trf_number value, trf_slice base,
                               trf_route_options first, trf_route_options second, trf_numbers *numbers, trf_route_option *out,
                               uint32_t *count, tariff_error **error)
{
    comparison c = {.snapshot = snapshot, .policy = policy, .numbers = numbers, .out = out};
    tariff_status status = bound_of(&c, value, error);

    c.absolute = trf_slice_is(attribute(snapshot, policy, "difference"), "absolute");
    c.or_equal = trf_slice_is(attribute(snapshot, policy, "bound"), "at-most");
    *count = 0;
    for (uint32_t i = 0; i < first.count && status >= 0; i++) {
        const trf_route_option *mine = &first.list[i], *other = cheapest(&c, second, mine->category), *chosen = mine;

        if (!other)
            other = cheapest(&c, second, base);
        if (other)
            status = pick(&c, mine, other, &chosen);
        if (status >= 0)
            add(&c, chosen, true);
    }
    if (status >= 0)
        status = one_base(&c, base);
    for (uint32_t i = 0; i < second.count && status >= 0; i++) {
        if (!cheapest(&c, first, second.list[i].category) && !(first.count && trf_slice_equal(second.list[i].category, base)))
            add(&c, &second.list[i], false);
    }
    *count = c.count;
    return status;
}
