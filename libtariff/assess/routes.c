/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/routes.h"

#include <string.h>

#include "base/error.h"
#include "snapshot/profile.h"

const char *trf_route_kind_name(unsigned kind)
{
    static const char *const names[] = {"third-country", "preference", "quota", "suspension", "relief"};

    return kind < sizeof names / sizeof *names ? names[kind] : "";
}

typedef struct search {
    const trf_assessor *assessor;
    const trf_declaration *declaration;
    const trf_assess_policy *policy;
    const trf_profile_record *profiles[2]; /* of the tariff, or of the two that are drawn on */
    uint32_t profile, second_profile;
    trf_date date;
    trf_slice currency;
    trf_route *routes;
    uint32_t count;
    tariff_error **error;
} search;

static trf_slice text(const search *s, trf_str id)
{
    return trf_snapshot_text(s->assessor->snapshot, id);
}

/* ---- one assessment ---- */
/** The item of the declaration with another set of claims and, beside its own, `extra` documents. */
static tariff_status assess(search *s, const trf_route *route, const trf_declared_document *extra, uint32_t extra_count,
                            const trf_assessed_item **out)
{
    const trf_declared_item *given = &s->declaration->items[0];
    trf_declared_item item = *given;
    trf_declaration declaration = *s->declaration;
    trf_declared_claim claim = {route->scheme, route->claim};
    trf_declared_document *documents =
        trf_arena_take(s->assessor->arena, ((size_t)given->document_count + extra_count + 1) * sizeof *documents);
    const trf_assessment *assessed;
    tariff_status status;

    if (!documents)
        return trf_fail_memory(s->error);
    if (given->document_count)
        memcpy(documents, given->documents, given->document_count * sizeof *documents);
    if (extra_count)
        memcpy(documents + given->document_count, extra, extra_count * sizeof *documents);
    item.documents = documents;
    item.document_count = given->document_count + extra_count;
    item.preference = route->preference;
    item.quota = route->quota;
    item.claims = &claim;
    item.claim_count = route->claim.size || route->scheme.size ? 1 : 0;
    if (route->kind == TRF_ROUTE_THIRD_COUNTRY || (route->preference.size == 0 && item.claim_count == 0))
        item.preferential_origin = TRF_SLICE_EMPTY;
    else if (item.preferential_origin.size == 0)
        item.preferential_origin = item.origin;
    declaration.items = &item;
    status = trf_assess(s->assessor, &declaration, s->policy, &assessed, s->error);
    if (status < 0)
        return status;
    s->currency = assessed->currency;
    s->profile = assessed->profile;
    s->second_profile = assessed->second_profile;
    *out = &assessed->items[0];
    return TARIFF_OK;
}

/** The candidate of a measure in another assessment of the same goods; TRF_CANDIDATE_NONE. */
static uint32_t candidate_of(const trf_assessed_item *item, uint32_t measure)
{
    for (uint32_t i = 0; i < item->candidate_count; i++) {
        if (item->candidates[i].measure == measure)
            return i;
    }
    return TRF_CANDIDATE_NONE;
}

static void need(trf_route *route, trf_slice what)
{
    for (uint32_t i = 0; i < route->need_count; i++) {
        if (trf_slice_equal(route->needs[i], what))
            return;
    }
    if (route->need_count < TRF_ROUTE_NEEDS_MAX)
        route->needs[route->need_count++] = what;
}

/** The amount, and what is missing beside documents that stand for each other. */
static void conclude(trf_route *route, const trf_assessed_item *item)
{
    route->status = item->status;
    route->known = !(item->unsure >> TRF_TOTAL_ALL & 1) && item->status != TRF_ASSESSED_REFUSED;
    route->amount = item->total;
    route->bounds = item->range;
    for (uint32_t i = 0; i < item->outcome_count; i++) {
        const trf_outcome *outcome = &item->outcomes[i];

        if (trf_slice_is(outcome->code, "document_missing") && route->measure != UINT32_MAX)
            continue;
        for (uint32_t k = 0; k < outcome->need_count; k++)
            need(route, outcome->needs[k]);
    }
}

/* ---- documents ---- */
static const trf_outcome *missing_documents(const trf_assessed_item *item, uint32_t candidate)
{
    for (uint32_t i = 0; i < item->outcome_count; i++) {
        if (item->outcomes[i].candidate == candidate && trf_slice_is(item->outcomes[i].code, "document_missing"))
            return &item->outcomes[i];
    }
    return NULL;
}

static trf_declared_document document_of(trf_slice need)
{
    static const size_t prefix = sizeof "document:" - 1;
    trf_declared_document document = {.issued = TRF_DATE_NONE, .valid_to = TRF_DATE_NONE};

    if (need.size > prefix)
        document.code = trf_slice_of(need.data + prefix, need.size - prefix);
    return document;
}

/**
 * Whether the measure of a route applies with the documents that it asks for: each alone, since most stand for each other, then
 * all of them. *out is the assessment that holds then.
 */
static tariff_status with_documents(search *s, trf_route *route, const trf_assessed_item **out, bool *applies)
{
    uint32_t candidate = candidate_of(*out, route->measure);
    const trf_outcome *missing;
    trf_declared_document *documents;
    trf_slice *needs;
    uint32_t count;
    tariff_status status = TARIFF_OK;

    *applies = candidate != TRF_CANDIDATE_NONE && ((*out)->candidates[candidate].disposition == TRF_DISPOSITION_APPLIED ||
                                                   (*out)->candidates[candidate].disposition == TRF_DISPOSITION_UNKNOWN_FACT);
    if (*applies || candidate == TRF_CANDIDATE_NONE ||
        (*out)->candidates[candidate].disposition != TRF_DISPOSITION_CONDITION_FAILED)
        return TARIFF_OK;
    missing = missing_documents(*out, candidate);
    if (!missing)
        return TARIFF_OK;
    count = missing->need_count < TRF_ROUTE_NEEDS_MAX ? missing->need_count : TRF_ROUTE_NEEDS_MAX;
    needs = missing->needs;
    documents = trf_arena_take(s->assessor->arena, ((size_t)count + 1) * sizeof *documents);
    if (!documents)
        return trf_fail_memory(s->error);
    for (uint32_t i = 0; i < count; i++)
        documents[i] = document_of(needs[i]);
    for (uint32_t i = 0; i <= count && !*applies; i++) { /* the last time with all of them */
        const trf_assessed_item *tried;

        status = assess(s, route, i < count ? documents + i : documents, i < count ? 1 : count, &tried);
        if (status < 0)
            return status;
        candidate = candidate_of(tried, route->measure);
        *applies = candidate != TRF_CANDIDATE_NONE && tried->candidates[candidate].disposition == TRF_DISPOSITION_APPLIED;
        if (!*applies)
            continue;
        *out = tried;
        for (uint32_t k = 0; k < count; k++) {
            if (i == count || k == i)
                need(route, needs[k]);
        }
    }
    return status;
}

/* ---- what comes later ---- */
/** The next measure of the same type and area on the same line that begins after the date. */
static void later(const search *s, const trf_assessed_item *item, trf_route *route)
{
    const trf_measure_record *own = trf_snapshot_measure(s->assessor->snapshot, route->measure);

    route->later = TRF_DATE_NONE;
    for (uint32_t i = 0; i < item->candidate_count; i++) {
        const trf_measure_record *other = trf_snapshot_measure(s->assessor->snapshot, item->candidates[i].measure);

        if (other->start <= s->date || other->type != own->type || other->area != own->area || other->line != own->line ||
            other->order_number != own->order_number || other->programmes != own->programmes ||
            (route->later != TRF_DATE_NONE && route->later <= other->start))
            continue;
        route->later = other->start;
        route->later_expression = text(s, trf_snapshot_expression(s->assessor->snapshot, other->expression)->canonical);
    }
}

/* ---- routes ---- */
/** A route is kept if it is lawful and none with the same claims is there. */
static tariff_status add(search *s, trf_route *route)
{
    const trf_assessed_item *item;
    bool applies;
    tariff_status status;

    for (uint32_t i = 0; i < s->count; i++) {
        const trf_route *other = &s->routes[i];

        if (trf_slice_equal(other->preference, route->preference) && trf_slice_equal(other->quota, route->quota) &&
            trf_slice_equal(other->scheme, route->scheme) && trf_slice_equal(other->claim, route->claim))
            return TARIFF_OK;
    }
    if (s->count == TRF_ROUTES_MAX)
        return trf_fail(s->error, s->assessor->alloc, TARIFF_ELIMIT, "compare: more than %u routes", TRF_ROUTES_MAX);
    status = assess(s, route, NULL, 0, &item);
    if (status >= 0)
        status = with_documents(s, route, &item, &applies);
    if (status < 0 || !applies)
        return status;
    route->expression = text(
        s, trf_snapshot_expression(s->assessor->snapshot, trf_snapshot_measure(s->assessor->snapshot, route->measure)->expression)
               ->canonical);
    conclude(route, item);
    later(s, item, route);
    s->routes[s->count++] = *route;
    return TARIFF_OK;
}

/** The first code of a list that claims the measure; without a list the declared code, or none. */
static tariff_status by_preference(search *s, trf_route *route, trf_slice codes)
{
    size_t at = 0;
    uint32_t before = s->count;
    tariff_status status = TARIFF_OK;

    if (codes.size == 0) {
        route->preference = s->declaration->items[0].preference;
        return add(s, route);
    }
    while (at < codes.size && status >= 0 && s->count == before) {
        size_t end = at;

        while (end < codes.size && codes.data[end] != ' ')
            end++;
        route->preference = trf_slice_of(codes.data + at, end - at);
        if (route->preference.size)
            status = add(s, route);
        at = end + 1;
    }
    return status;
}

static tariff_status by_programme(search *s, trf_route *route, trf_slice programmes)
{
    size_t at = 0;
    tariff_status status = TARIFF_OK;

    while (at < programmes.size && status >= 0) {
        size_t end = at;

        while (end < programmes.size && programmes.data[end] != ' ')
            end++;
        route->claim = trf_slice_of(programmes.data + at, end - at);
        route->need_count = 0;
        if (route->claim.size) {
            need(route, TRF_SLICE("preferential_origin"));
            if (!trf_profile_list_named(s->assessor->snapshot, s->profiles[0], TRF_SLICE("programme:"), route->claim))
                need(route, TRF_SLICE("party")); /* the profile does not list who has the programme */
            status = add(s, route);
        }
        at = end + 1;
    }
    return status;
}

/** The routes that a candidate of the assessment without claims opens. */
static tariff_status routes_of(search *s, const trf_assessed_item *item, uint32_t at)
{
    const trf_snapshot *snapshot = s->assessor->snapshot;
    const trf_candidate *c = &item->candidates[at];
    const trf_measure_record *measure = trf_snapshot_measure(snapshot, c->measure);
    const trf_measure_type_record *type = trf_snapshot_measure_type(snapshot, measure->type);
    bool second = item->drawn && at >= item->drawn->own_candidates;
    uint32_t found = trf_profile_measures_find(snapshot, s->profiles[second], type->id, type->series, s->date);
    const trf_profile_measures_record *m = trf_snapshot_profile_measures(snapshot, found);
    trf_route route = {.measure = c->measure};

    if (!found || !trf_role_charges(m->role) || c->disposition == TRF_DISPOSITION_OUT_OF_DATE ||
        c->disposition == TRF_DISPOSITION_WRONG_DIRECTION)
        return TARIFF_OK;
    if (m->place == TRF_PLACE_PREFERENTIAL)
        need(&route, TRF_SLICE("preferential_origin"));
    if (measure->order_number) {
        if (m->claim == TRF_CLAIM_NONE)
            return TARIFF_OK;
        route.kind = TRF_ROUTE_QUOTA;
        route.quota = text(s, trf_snapshot_order_number(snapshot, measure->order_number)->id);
        return by_preference(s, &route, text(s, m->preferences));
    }
    switch (m->claim) {
    case TRF_CLAIM_PREFERENCE:
        route.kind = m->role == TRF_ROLE_SUSPENSION ? TRF_ROUTE_SUSPENSION : TRF_ROUTE_PREFERENCE;
        return by_preference(s, &route, text(s, m->preferences));
    case TRF_CLAIM_PROGRAMME:
        route.kind = TRF_ROUTE_PREFERENCE;
        route.scheme = text(s, m->scheme);
        return by_programme(s, &route, text(s, measure->programmes));
    case TRF_CLAIM_SUSPENSION:
        route.kind = TRF_ROUTE_SUSPENSION;
        route.scheme = TRF_SLICE("suspension");
        return add(s, &route);
    case TRF_CLAIM_HEADING:
        route.kind = TRF_ROUTE_RELIEF;
        route.scheme = TRF_SLICE("heading");
        route.claim = text(s, measure->regulation ? trf_snapshot_regulation(snapshot, measure->regulation)->id : measure->code);
        return add(s, &route);
    default: return TARIFF_OK;
    }
}

/** Cheapest first; equal amounts in the order of kinds, then as found. */
static bool before(const search *s, const trf_route *a, const trf_route *b)
{
    int order;

    if (a->known != b->known)
        return a->known;
    order = a->known ? trf_number_compare(s->assessor->numbers, a->amount, b->amount) : 0;
    return order ? order < 0 : a->kind < b->kind;
}

static void sort(search *s)
{
    for (uint32_t i = 1; i < s->count; i++) {
        trf_route held = s->routes[i];
        uint32_t at = i;

        for (; at > 0 && before(s, &held, &s->routes[at - 1]); at--)
            s->routes[at] = s->routes[at - 1];
        s->routes[at] = held;
    }
}

tariff_status trf_routes(const trf_assessor *assessor, const trf_declaration *declaration, const trf_assess_policy *policy,
                         trf_route **out, uint32_t *count, trf_slice *currency, tariff_error **error)
{
    trf_assessor own = *assessor; /* measures that do not reach the goods open routes as well, or come later */
    search s = {.assessor = &own, .declaration = declaration, .policy = policy, .error = error};
    trf_route base = {.kind = TRF_ROUTE_THIRD_COUNTRY, .measure = UINT32_MAX, .later = TRF_DATE_NONE};
    const trf_assessed_item *item;
    tariff_status status;

    own.every = true;
    if (declaration->item_count != 1)
        return trf_fail(error, assessor->alloc, TARIFF_EINVAL, "items: exactly one is compared");
    s.routes = trf_arena_take(assessor->arena, TRF_ROUTES_MAX * sizeof *s.routes);
    if (!s.routes)
        return trf_fail_memory(error);
    status = assess(&s, &base, NULL, 0, &item);
    if (status < 0)
        return status;
    if (item->line == TRF_LINE_NONE || item->status == TRF_ASSESSED_REFUSED)
        return TARIFF_NOT_FOUND;
    s.date = declaration->dates[TRF_ON_ACCEPTANCE];
    s.profiles[0] = trf_snapshot_profile(assessor->snapshot, s.profile);
    s.profiles[1] = trf_snapshot_profile(assessor->snapshot, s.second_profile);
    conclude(&base, item);
    s.routes[s.count++] = base;
    for (uint32_t i = 0; i < item->candidate_count && status >= 0; i++)
        status = routes_of(&s, item, i);
    if (status < 0)
        return status;
    sort(&s);
    *out = s.routes;
    *count = s.count;
    *currency = s.currency;
    return TARIFF_OK;
}
