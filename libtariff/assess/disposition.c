/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of each candidate. Selection has looked at dates, direction and area; here follow place, additional code, claim,
 * facts and conditions, quota, and how measures of the same and of other groups meet. Each candidate keeps the first disposition
 * that holds.
 */
#include "assess/work.h"
#include "image/order_number.h"
#include "measure/quota.h"

static trf_slice text(const trf_work *w, trf_str id) { return trf_snapshot_text(w->snapshot, id); }

static bool runs_together(trf_slice whole, trf_slice a, trf_slice b)
{
    return whole.size == a.size + b.size && trf_slice_begins(whole, a) &&
           trf_slice_equal(trf_slice_of(whole.data + a.size, b.size), b);
}

bool trf_additional_code_declared(const trf_work *w, uint32_t additional_code)
{
    const trf_additional_code_record *code = trf_snapshot_additional_code(w->snapshot, additional_code);

    for (uint32_t i = 0; i < w->item->additional_code_count; i++) {
        if (runs_together(w->item->additional_codes[i], text(w, code->type), text(w, code->code)))
            return true;
    }
    return w->composed.size && runs_together(w->composed, text(w, code->type), text(w, code->code));
}

static bool declared_document(void *user, trf_slice type, trf_slice code)
{
    const trf_work *w = user;
    trf_date date = w->declaration->dates[TRF_ON_ACCEPTANCE];

    for (uint32_t i = 0; i < w->item->document_count; i++) {
        const trf_declared_document *document = &w->item->documents[i];

        if (runs_together(document->code, type, code) && (document->valid_to == TRF_DATE_NONE || document->valid_to >= date))
            return true;
    }
    return false;
}

static tariff_status declared_quantity(void *user, trf_slice unit, trf_slice qualifier, trf_number *out)
{
    trf_work *w = user;
    uint32_t index = trf_vocabulary_unit(trf_facts_vocabulary(w->a->facts), unit, qualifier), node, missing;

    if (index == TRF_VOCABULARY_NONE)
        return TARIFF_NOT_FOUND;
    return trf_facts_quantity(w->a->facts, w->numbers, NULL, index, out, &node, &missing);
}

static tariff_status declared_price(void *user, trf_number amount, trf_slice currency, trf_slice unit, trf_slice qualifier,
                                    trf_number *value, trf_number *threshold)
{
    trf_work *w = user;
    trf_exchange exchange;
    trf_slice rate_text;
    trf_number quantity = trf_number_of(1);
    tariff_status status;

    if (!w->out->has_value)
        return TARIFF_NOT_FOUND;
    status = currency.size ? trf_exchange_find(w, currency, TRF_SLICE("duty"), &exchange, &rate_text) : TARIFF_OK;
    if (status == TARIFF_OK && unit.size)
        status = declared_quantity(w, unit, qualifier, &quantity);
    if (status != TARIFF_OK)
        return status;
    if (currency.size)
        status = trf_exchange_apply(w, amount, &exchange, &amount);
    if (status >= 0)
        status = trf_number_multiply(w->numbers, amount, quantity, threshold);
    *value = w->out->customs_value;
    return status;
}

/** Net mass over the supplementary quantity: the one quantity declared that is not a mass itself. Two of them leave it open. */
static tariff_status mass_per_unit(void *user, trf_number *out)
{
    trf_work *w = user;
    const trf_vocabulary *vocabulary = trf_facts_vocabulary(w->a->facts);
    const trf_declared_quantity *units = NULL;
    trf_number mass, count;
    tariff_status status;

    if (w->item->net_mass.size == 0)
        return TARIFF_NOT_FOUND;
    for (uint32_t i = 0; i < w->item->quantity_count; i++) {
        uint32_t unit = trf_vocabulary_unit_declared(vocabulary, w->item->quantities[i].unit);

        if (unit == TRF_VOCABULARY_NONE || trf_slice_is(vocabulary->units[unit].dimensions, "mass"))
            continue;
        if (units)
            return TARIFF_NOT_FOUND;
        units = &w->item->quantities[i];
    }
    if (!units)
        return TARIFF_NOT_FOUND;
    status = trf_declared_number(w, "net_mass", w->item->net_mass, &mass);
    if (status >= 0)
        status = trf_declared_number(w, "quantities", units->quantity, &count);
    if (status < 0)
        return status;
    return trf_number_sign(w->numbers, count) > 0 ? trf_number_divide(w->numbers, mass, count, out) : TARIFF_NOT_FOUND;
}

/* ---- place ---- */
static bool place_fits(const trf_work *w, const trf_profile_measures_record *m, const trf_candidate *c)
{
    trf_slice origin = w->item->origin;

    if (m->list && origin.size && !trf_profile_list_has(w->snapshot, w->profile, m->list, origin, w->result->date))
        return false;
    if (m->not_list && origin.size && trf_profile_list_has(w->snapshot, w->profile, m->not_list, origin, w->result->date))
        return false;
    if (origin.size == 0)
        return true;
    switch (m->place) {
    case TRF_PLACE_PREFERENTIAL:
        return w->has_second ? (c->matched & TRF_MATCH_SECOND) != 0 : (c->matched & TRF_MATCH_ORIGIN) != 0;
    case TRF_PLACE_EXPORT:
        return w->has_export ? trf_measure_reaches(w->snapshot, c->measure, &w->export_country)
                             : (c->matched & TRF_MATCH_ORIGIN) != 0;
    default:
        return (c->matched & TRF_MATCH_ORIGIN) != 0;
    }
}

/* ---- conditions ---- */
/** Whether the code of a row came out for the measure: its other rows need not be met then. */
static bool code_met(const trf_work *w, const trf_condition_query *query, const trf_condition_result *result,
                     const trf_condition_record *row)
{
    for (unsigned i = 0; i < result->code_count; i++) {
        const trf_condition_record *deciding;

        if (result->deciding[i] == TRF_CONDITION_NONE)
            continue;
        deciding = trf_snapshot_condition(w->snapshot, result->deciding[i]);
        if (deciding->code == row->code && trf_condition_applies(query, deciding))
            return true;
    }
    return false;
}

/** Whether a document is declared whose validity is over. */
static bool expired_document(const trf_work *w, trf_slice type, trf_slice code)
{
    for (uint32_t i = 0; i < w->item->document_count; i++) {
        if (runs_together(w->item->documents[i].code, type, code))
            return true; /* what is valid was found before */
    }
    return false;
}

/** What the first row whose fact is not known lacks: a rate of exchange, or a quantity, where it is not the value itself. */
static tariff_status threshold_outcome(trf_work *w, uint32_t at, const trf_condition_record *row)
{
    const trf_vocabulary *vocabulary = trf_facts_vocabulary(w->a->facts);
    trf_slice unit = text(w, row->unit), qualifier = text(w, row->qualifier);
    uint32_t index = trf_vocabulary_unit(vocabulary, unit, qualifier);
    trf_exchange exchange;
    trf_slice rate_text;
    tariff_status status = TARIFF_OK;

    if (row->currency && w->out->has_value)
        status = trf_exchange_find(w, text(w, row->currency), TRF_SLICE("duty"), &exchange, &rate_text);
    if (status == TARIFF_NOT_FOUND)
        return trf_outcome_add(w, "rate_unresolved", "none", at, "exchange_rate", text(w, row->currency),
                               TRF_ASSESSED_INCOMPLETE);
    if (status < 0)
        return status;
    if (!row->unit || (row->currency && !w->out->has_value))
        return trf_outcome_add(w, "scope_facts_needed", "none", at, "price", text(w, row->unit), TRF_ASSESSED_INCOMPLETE);
    if (index != TRF_VOCABULARY_NONE && vocabulary->units[index].asked != TRF_VOCABULARY_NONE) {
        unit = vocabulary->units[vocabulary->units[index].asked].code; /* as a duty in it would ask */
        qualifier = vocabulary->units[vocabulary->units[index].asked].qualifier;
    }
    return trf_outcome_add2(w, "scope_facts_needed", "none", at, "quantity", unit, qualifier, TRF_ASSESSED_INCOMPLETE);
}

static tariff_status condition_outcome(trf_work *w, uint32_t at, const trf_condition_query *query,
                                       const trf_condition_result *result)
{
    const trf_profile_measures_record *m = trf_snapshot_profile_measures(w->snapshot, w->work[at].measures);
    const trf_measure_record *measure = trf_snapshot_measure(w->snapshot, w->out->candidates[at].measure);
    const char *effect = result->stops ? "refused" : result->effect == TRF_ACTION_NOT_RELEASED ? "not_released" : "none";
    unsigned becomes = result->stops ? TRF_ASSESSED_REFUSED : 0;
    uint32_t rows = trf_condition_rows(w->snapshot, measure);
    tariff_status status = TARIFF_OK;
    bool named = false;

    if (m->outcome && m->role == TRF_ROLE_PROHIBITION && result->effect == TRF_ACTION_NOT_RELEASED) {
        effect = "refused";
        becomes = TRF_ASSESSED_REFUSED;
    }
    for (uint32_t i = 0; i < rows && status >= 0; i++) {
        const trf_condition_record *row = trf_snapshot_condition(w->snapshot, measure->first_condition + i);
        const trf_certificate_record *certificate = trf_snapshot_certificate(w->snapshot, row->certificate);
        bool expired;

        if (!trf_condition_asks(query, row) || code_met(w, query, result, row))
            continue;
        named = true;
        expired = expired_document(w, text(w, certificate->type), text(w, certificate->code));
        status = trf_outcome_add2(w, expired ? "document_expired" : "document_missing", effect, at, "document",
                                  text(w, certificate->type), text(w, certificate->code), becomes);
    }
    if (status >= 0 && !named)
        status = trf_outcome_add(
            w, becomes == TRF_ASSESSED_REFUSED && m->role == TRF_ROLE_PROHIBITION ? "prohibited" : "restricted_control", effect,
            at, NULL, TRF_SLICE_EMPTY, becomes);
    return status;
}

/** Room for what conditions came to is made by the first measure that has any. */
static tariff_status keep_conditions(trf_work *w, uint32_t at, const trf_condition_result *result)
{
    if (!w->out->conditions)
        w->out->conditions = trf_arena_zero(w->arena, w->out->candidate_count * sizeof *w->out->conditions);
    if (!w->out->conditions)
        return trf_fail_memory(w->error);
    w->out->conditions[at] = *result;
    return TARIFF_OK;
}

static tariff_status conditions(trf_work *w, uint32_t at)
{
    trf_candidate *c = &w->out->candidates[at];
    const trf_measure_record *measure = trf_snapshot_measure(w->snapshot, c->measure);
    bool informs = c->disposition == TRF_DISPOSITION_INFORMATIONAL;
    const trf_condition_facts facts = {w, declared_document, declared_quantity, declared_price, mass_per_unit};
    const trf_condition_query query = {w->snapshot, w->profile, w->conditions, w->result->date, &facts, w->numbers};
    trf_condition_result result;
    tariff_status status;

    if (!trf_condition_rows(w->snapshot, measure))
        return TARIFF_OK;
    status = trf_conditions_evaluate(&query, measure, &result, w->error);
    if (status < 0)
        return status;
    if (result.code_count) {
        status = keep_conditions(w, at, &result);
        if (status < 0)
            return status;
    }
    if (informs)
        return TARIFF_OK;
    switch (result.applies) {
    case TRF_TRUE:
        if (result.expression) {
            w->work[at].expression = result.expression;
            w->work[at].condition = result.expression_row + 1;
        }
        return TARIFF_OK;
    case TRF_UNKNOWN:
        c->disposition = TRF_DISPOSITION_UNKNOWN_FACT;
        return threshold_outcome(w, at, trf_snapshot_condition(w->snapshot, result.unknown));
    default:
        c->disposition = TRF_DISPOSITION_CONDITION_FAILED;
        return condition_outcome(w, at, &query, &result);
    }
}

/* ---- quota ---- */
/** What is known of a quota: from the image on the day of acceptance, or as declared, which overrides it. */
typedef struct known_quota {
    trf_slice balance, unit, qualifier;
    uint8_t status; /**< trf_quota_status */
    bool critical;
} known_quota;

static void quota_known(const trf_work *w, const trf_order_number_record *order, known_quota *out)
{
    trf_slice id = text(w, order->id);
    uint32_t definition = trf_order_number_licensed(id) ? TRF_QUOTA_NONE
                                                        : trf_quota_of_order_number(w->snapshot, order, w->result->date);

    *out = (known_quota){.status = TRF_QUOTA_STATUS_OPEN};
    if (definition != TRF_QUOTA_NONE) {
        const trf_quota_definition_record *record = trf_snapshot_quota_definition(w->snapshot, definition);
        trf_quota_state state;

        trf_quota_state_on(w->snapshot, definition, w->result->date, &state);
        *out = (known_quota){text(w, state.balance), text(w, record->unit), text(w, record->qualifier), state.status,
                             state.critical};
    }
    for (uint32_t i = 0; i < w->declaration->quota_count; i++) {
        const trf_declared_quota *declared = &w->declaration->quotas[i];

        if (!trf_slice_equal(declared->order_number, id))
            continue;
        if (declared->balance.size) {
            out->balance = declared->balance;
            out->status = TRF_QUOTA_STATUS_OPEN;
            out->critical = declared->critical;
        }
        if (declared->unit.size) {
            out->unit = declared->unit;
            out->qualifier = TRF_SLICE_EMPTY;
        }
        out->critical = out->critical || declared->critical;
    }
}

static tariff_status quota(trf_work *w, uint32_t at)
{
    trf_candidate *c = &w->out->candidates[at];
    const trf_measure_record *measure = trf_snapshot_measure(w->snapshot, c->measure);
    const trf_order_number_record *order = trf_snapshot_order_number(w->snapshot, measure->order_number);
    trf_slice order_number = text(w, order->id);
    known_quota known;
    trf_number balance = trf_number_of(1);
    tariff_status status = TARIFF_OK;

    quota_known(w, order, &known);
    if (known.balance.size && trf_number_parse(w->numbers, known.balance, &balance) < 0)
        return trf_fail(w->error, w->a->alloc, TARIFF_EINVAL, "quotas: balance '%S' of %S: not a decimal number", known.balance,
                        order_number);
    if (known.balance.size)
        status = trf_quota_left(w, measure->order_number, &balance);
    if (status < 0)
        return status;
    if (known.status == TRF_QUOTA_STATUS_EXHAUSTED || trf_number_sign(w->numbers, balance) <= 0) {
        c->disposition = TRF_DISPOSITION_QUOTA_EXHAUSTED;
        return trf_outcome_add(w, "quota_exhausted", "none", at, "quota", order_number, 0);
    }
    if (known.balance.size) {
        status = trf_part_within(w, at, measure->order_number, balance, known.unit, known.qualifier);
        if (status >= 0 && w->part_of_quota)
            status = trf_outcome_add(w, "quota_partial", "none", at, "quota", order_number, 0);
        if (status < 0)
            return status;
    }
    if (known.critical || known.status == TRF_QUOTA_STATUS_SUSPENDED || known.status == TRF_QUOTA_STATUS_BLOCKED)
        w->secured = at;
    if (known.status == TRF_QUOTA_STATUS_SUSPENDED || known.status == TRF_QUOTA_STATUS_BLOCKED)
        return trf_outcome_add(w, "quota_pending", "released_with_security", at, "quota", order_number, 0);
    if (known.critical)
        return trf_outcome_add(w, "quota_critical", "released_with_security", at, "quota", order_number, 0);
    return TARIFF_OK;
}

/* ---- one candidate ---- */
/** Roles under which nothing is owed: they inform, or say that goods may not pass. */
static tariff_status control(trf_work *w, uint32_t at)
{
    trf_candidate *c = &w->out->candidates[at];
    const trf_profile_measures_record *m = trf_snapshot_profile_measures(w->snapshot, w->work[at].measures);
    const trf_measure_record *measure = trf_snapshot_measure(w->snapshot, c->measure);
    bool stops = m->role == TRF_ROLE_PROHIBITION || m->role == TRF_ROLE_RESTRICTION || m->role == TRF_ROLE_LICENCE ||
                 m->role == TRF_ROLE_CONTROL;
    tariff_status status;

    if (!stops) {
        c->disposition = TRF_DISPOSITION_INFORMATIONAL;
        return conditions(w, at);
    }
    if (trf_condition_rows(w->snapshot, measure)) {
        status = conditions(w, at);
        if (status >= 0 && c->disposition == TRF_DISPOSITION_APPLIED)
            c->disposition = TRF_DISPOSITION_INFORMATIONAL;
        return status;
    }
    if (m->role == TRF_ROLE_PROHIBITION) {
        trf_slice effect = text(w, m->effect);
        bool refused = effect.size == 0 || trf_slice_is(effect, "refused");

        return trf_outcome_add(w, "prohibited", refused ? "refused" : "not_released", at, NULL, TRF_SLICE_EMPTY,
                               refused ? TRF_ASSESSED_REFUSED : 0);
    }
    c->disposition = TRF_DISPOSITION_INFORMATIONAL;
    return TARIFF_OK;
}

/** What the tests of measures look at, where it is one thing. */
static unsigned failed_test(const trf_work *w, const trf_profile_measures_record *m)
{
    unsigned kind = 0;

    for (uint32_t i = 0; i < m->test_count && i < trf_snapshot_profile_test_count(w->snapshot); i++) {
        unsigned one = trf_snapshot_profile_test(w->snapshot, m->first_test + i)->kind;

        kind = i && kind != one ? 0 : one;
    }
    return kind;
}

static void take_type(trf_candidate_work *work, const trf_plan_type *type)
{
    work->measures = type->measures;
    work->group = type->group;
    work->charge = type->charge;
    work->charges = type->charges;
    work->looked_up = true;
}

void trf_candidate_measures(trf_work *w, uint32_t at)
{
    if (!w->work[at].looked_up)
        take_type(&w->work[at],
                  trf_plan_type_of(w->plan, trf_snapshot_measure(w->snapshot, w->out->candidates[at].measure)->type));
}

/** Takes up a candidate that reaches the goods. */
static void reached(trf_work *w, uint32_t at, const trf_plan_type *type)
{
    uint64_t group = type->charges && type->group < 64 ? UINT64_C(1) << type->group : 0;

    w->work[at].reached = true;
    w->live[w->live_count++] = at;
    if (!type->charges && type->charge == UINT8_MAX)
        return;
    w->charged[w->charged_count++] = at;
    if (type->charge < 64)
        w->charges_reached |= UINT64_C(1) << type->charge;
    w->groups_crowded |= w->groups_met & group;
    w->groups_met |= group;
}

static tariff_status one(trf_work *w, uint32_t at)
{
    trf_candidate *c = &w->out->candidates[at];
    const trf_measure_record *row;
    const trf_profile_measures_record *m;
    const trf_plan_type *type;
    tariff_status status;

    if (c->disposition == TRF_DISPOSITION_OUT_OF_DATE || c->disposition == TRF_DISPOSITION_WRONG_DIRECTION ||
        (c->disposition == TRF_DISPOSITION_WRONG_AREA && !w->has_export))
        return TARIFF_OK; /* most candidates */
    row = trf_snapshot_measure(w->snapshot, c->measure);
    type = trf_plan_type_of(w->plan, row->type);
    take_type(&w->work[at], type);
    w->work[at].expression = row->expression;
    m = trf_snapshot_profile_measures(w->snapshot, type->measures);
    c->role = type->role;
    /* Selection looks at the origin; the country of export is another place. */
    if (c->disposition == TRF_DISPOSITION_WRONG_AREA && m->place == TRF_PLACE_EXPORT && w->has_export && place_fits(w, m, c))
        c->disposition = TRF_DISPOSITION_APPLIED;
    if (c->disposition != TRF_DISPOSITION_APPLIED)
        return TARIFF_OK;
    if (type->measures && (type->tested || w->has_second) && !place_fits(w, m, c)) {
        c->disposition = TRF_DISPOSITION_WRONG_AREA;
        return TARIFF_OK;
    }
    reached(w, at, type);
    if (row->additional_code && !trf_additional_code_declared(w, row->additional_code)) {
        w->work[at].only_code = w->codes_open = true;
        c->disposition = TRF_DISPOSITION_WRONG_ADDITIONAL_CODE;
        return TARIFF_OK;
    }
    if (!w->work[at].measures) {
        c->disposition = TRF_DISPOSITION_INFORMATIONAL;
        return w->looking || !row->condition_count ? TARIFF_OK : conditions(w, at);
    }
    if (!w->looking && m->test_count) {
        bool holds;

        status = trf_tests_hold(w, m->first_test, m->test_count, &holds);
        if (status < 0)
            return status;
        if (!holds) {
            c->disposition = failed_test(w, m) == TRF_TEST_DATE ? TRF_DISPOSITION_OUT_OF_DATE : TRF_DISPOSITION_CONDITION_FAILED;
            return TARIFF_OK;
        }
    }
    if (type->claim != TRF_CLAIM_NONE) {
        if (type->unclaimed && w->item->preference.size == 0 && w->item->quota.size == 0) {
            c->disposition = TRF_DISPOSITION_NOT_CLAIMED;
            return TARIFF_OK;
        }
        status = trf_claim_candidate(w, at);
        if (status < 0 || c->disposition != TRF_DISPOSITION_APPLIED)
            return status;
        w->claims_met = true;
    }
    if (w->looking) {
        if (!type->charges)
            c->disposition = TRF_DISPOSITION_INFORMATIONAL;
        return TARIFF_OK;
    }
    if (!type->charges)
        return control(w, at);
    status = row->condition_count ? conditions(w, at) : TARIFF_OK;
    if (status >= 0 && c->disposition == TRF_DISPOSITION_APPLIED && m->claim != TRF_CLAIM_NONE)
        status = trf_agreement_proof(w, at);
    if (status >= 0 && c->disposition == TRF_DISPOSITION_APPLIED && row->order_number)
        status = quota(w, at);
    return status;
}

/* ---- which additional code is missing ---- */
/** Whether a measure of a type, or of its group, that reaches the goods needs no additional code or has one that is declared. */
static bool code_settled(const trf_work *w, uint16_t type, unsigned group)
{
    for (uint32_t n = 0; n < w->live_count; n++) {
        uint32_t i = w->live[n];
        const trf_measure_record *row = trf_snapshot_measure(w->snapshot, w->out->candidates[i].measure);

        if (w->work[i].only_code)
            continue;
        if (row->type == type || (row->additional_code && w->work[i].group == group))
            return true;
    }
    return false;
}

/** Types of which every measure that reaches the goods needs an additional code, and none of those codes is declared. */
static tariff_status missing_codes(trf_work *w)
{
    tariff_status status = TARIFF_OK;

    for (uint32_t n = 0; n < w->live_count && w->codes_open && status >= 0; n++) {
        uint32_t i = w->live[n];
        const trf_measure_record *row = trf_snapshot_measure(w->snapshot, w->out->candidates[i].measure);
        const trf_profile_measures_record *m = trf_snapshot_profile_measures(w->snapshot, w->work[i].measures);
        const trf_additional_code_record *code = trf_snapshot_additional_code(w->snapshot, row->additional_code);
        bool settled;

        if (!w->work[i].only_code || m->claim != TRF_CLAIM_NONE || !trf_role_charges(m->role))
            continue;
        settled = code_settled(w, row->type, m->group);
        w->work[i].code_missing = !settled;
        if (!settled)
            status = trf_outcome_add2(w, "scope_facts_needed", "none", TRF_CANDIDATE_NONE, "additional_code", text(w, code->type),
                                      text(w, code->code), TRF_ASSESSED_INCOMPLETE);
    }
    return status;
}

tariff_status trf_dispositions(trf_work *w)
{
    tariff_status status = TARIFF_OK;

    w->secured = TRF_CANDIDATE_NONE;
    w->without = NULL;
    w->part_of_quota = w->codes_open = w->claims_met = false;
    w->charges_reached = w->groups_met = w->groups_crowded = 0;
    w->work = trf_arena_zero(w->arena, (w->out->candidate_count ? w->out->candidate_count : 1) * sizeof *w->work);
    w->live = trf_arena_take(w->arena, 2 * ((size_t)w->out->candidate_count + 1) * sizeof *w->live);
    w->charged = w->live ? w->live + w->out->candidate_count + 1 : NULL;
    w->live_count = w->charged_count = 0;
    if (!w->work || !w->live)
        return trf_fail_memory(w->error);
    for (uint32_t i = 0; i < w->out->candidate_count && status >= 0; i++)
        status = one(w, i);
    if (!w->looking) {
        if (status >= 0)
            status = missing_codes(w);
        if (status >= 0)
            status = trf_claims_unanswered(w);
        if (status >= 0)
            status = trf_measures_meet(w);
        if (status >= 0)
            status = trf_claims_unproved(w);
    }
    return status;
}
