/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/draw.h"

/* ---- keeping ---- */
trf_plans *trf_plans_new(const trf_alloc *alloc)
{
    trf_plans *plans = trf_alloc_zero(alloc, sizeof *plans);

    if (!plans)
        return NULL;
    plans->alloc = alloc;
    for (unsigned i = 0; i < TRF_PLANS_KEPT; i++) {
        trf_arena_init(&plans->kept[i].own, alloc, 0);
        plans->kept[i].arena = &plans->kept[i].own;
    }
    return plans;
}

void trf_plans_free(trf_plans *plans)
{
    if (!plans)
        return;
    for (unsigned i = 0; i < TRF_PLANS_KEPT; i++)
        trf_arena_done(&plans->kept[i].own);
    trf_alloc_free(plans->alloc, plans, sizeof *plans);
}

/* ---- making ---- */
static tariff_status field_fail(const trf_assessor *a, const char *field, trf_slice found, const char *fault,
                                tariff_error **error)
{
    tariff_status status = trf_fail(error, a->alloc, TARIFF_EINVAL, "%s '%S': %s", field, found, fault);

    if (error && *error)
        trf_error_at(*error, TRF_SLICE_EMPTY, 0, 0, trf_slice_text(field));
    return status;
}

/** A tariff that is not there; where only its case is another, it is told as it is written. */
static tariff_status no_tariff(const trf_assessor *a, trf_slice given, tariff_error **error)
{
    for (uint32_t i = 0; i < trf_snapshot_tariff_count(a->snapshot); i++) {
        trf_slice id = trf_snapshot_text(a->snapshot, trf_snapshot_tariff(a->snapshot, i)->id);
        tariff_status status;

        if (id.size == 0 || !trf_slice_equal_but_case(id, given))
            continue;
        status = trf_fail(error, a->alloc, TARIFF_EINVAL, "tariff '%S': not in this image (expected '%S')", given, id);
        if (error && *error)
            trf_error_at(*error, TRF_SLICE_EMPTY, 0, 0, TRF_SLICE("tariff"));
        return status;
    }
    return field_fail(a, "tariff", given, "not in this image", error);
}

/** A behaviour of the profile by name; *policy 0 where the profile has none of that aspect. */
static tariff_status behaviour(const trf_assessor *a, const trf_plan *plan, unsigned aspect, trf_slice name, const char *field,
                               uint32_t *policy, tariff_error **error)
{
    *policy = trf_profile_policy_find(plan->snapshot, plan->profile, aspect, name, plan->key.date);
    if (*policy == TRF_PROFILE_NONE && name.size && plan->key.behaviours_may_lack) {
        *policy = trf_profile_policy_find(plan->snapshot, plan->profile, aspect, TRF_SLICE_EMPTY, plan->key.date);
        return TARIFF_OK;
    }
    if (*policy == TRF_PROFILE_NONE && name.size) {
        tariff_status status = trf_fail(error, a->alloc, TARIFF_EINVAL, "policies.%s '%S': no such behaviour in the profile %S",
                                        field, name, trf_snapshot_text(plan->snapshot, plan->profile->id));

        if (error && *error)
            trf_error_at(*error, TRF_SLICE_EMPTY, 0, 0, trf_slice_text(field));
        return status;
    }
    return TARIFF_OK;
}

static tariff_status behaviours(const trf_assessor *a, trf_plan *plan, tariff_error **error)
{
    uint32_t chosen;
    tariff_status status = behaviour(a, plan, TRF_POLICY_ROUNDING, plan->key.rounding, "rounding", &plan->rounding, error);

    plan->carry_exact = (trf_snapshot_profile_policy(plan->snapshot, plan->rounding)->flags & TRF_POLICY_CARRY_EXACT) != 0;
    if (status >= 0)
        status = behaviour(a, plan, TRF_POLICY_CONDITIONS, plan->key.conditions, "conditions", &chosen, error);
    if (status < 0)
        return status;
    plan->conditions = trf_snapshot_profile_policy(plan->snapshot, chosen)->behaviour;
    status = behaviour(a, plan, TRF_POLICY_EXCHANGE, plan->key.exchange, "exchange", &chosen, error);
    if (status >= 0)
        plan->exchange = trf_snapshot_profile_policy(plan->snapshot, chosen)->behaviour;
    return status;
}

/** Tariff, profile and currency. */
static tariff_status law(const trf_assessor *a, trf_plan *plan, tariff_error **error)
{
    const trf_snapshot *s = plan->snapshot;
    const trf_plan_key *key = &plan->key;
    const trf_tariff_record *tariff;

    if (key->tariff.size == 0)
        return field_fail(a, "tariff", key->tariff, "always required", error);
    plan->tariff = trf_snapshot_find_tariff(s, key->tariff);
    if (plan->tariff == UINT32_MAX)
        return no_tariff(a, key->tariff, error);
    if (key->date == TRF_DATE_NONE)
        return field_fail(a, "date", TRF_SLICE_EMPTY, "always required", error);
    tariff = trf_snapshot_tariff(s, plan->tariff);
    plan->profile_index = trf_profile_find(s, plan->tariff, key->date);
    plan->profile = trf_snapshot_profile(s, plan->profile_index);
    plan->draws = plan->profile_index != TRF_PROFILE_NONE && !key->drawn && trf_profile_draws(s, plan->profile, key->date);
    if (plan->draws)
        return TARIFF_OK;
    if (tariff->line_count == 0 && tariff->measure_count == 0)
        return field_fail(a, "tariff", key->tariff, "it has neither goods nor measures in this image, nothing can be assessed",
                          error);
    if (plan->profile_index == TRF_PROFILE_NONE)
        return field_fail(a, "tariff", key->tariff,
                          "no profile of this tariff in the image holds on the date: nothing says what its measures are for",
                          error);
    plan->currency = key->currency.size
                         ? key->currency
                         : trf_snapshot_text(s, plan->profile->currency ? plan->profile->currency : tariff->currency);
    if (plan->currency.size == 0)
        return field_fail(a, "currency", plan->currency, "required: neither tariff nor profile names one", error);
    plan->currency_index = trf_vocabulary_currency(trf_facts_vocabulary(a->facts), plan->currency);
    if (plan->currency_index == TRF_VOCABULARY_NONE)
        return field_fail(a, "currency", plan->currency, "no such monetary unit", error);
    return behaviours(a, plan, error);
}

/** What is looked up by number from then on. */
static tariff_status tables(trf_plan *plan, tariff_error **error)
{
    const trf_snapshot *s = plan->snapshot;
    static const char *const totals[] = {"duty", "taxes", "fees", "security"};
    uint32_t charges =
        plan->profile->charge_count < TRF_PROFILE_CHARGES_MAX ? plan->profile->charge_count : TRF_PROFILE_CHARGES_MAX;

    plan->value_round = trf_profile_round_find(s, plan->rounding, TRF_SLICE("customs-value"));
    plan->charge_round = trf_profile_round_find(s, plan->rounding, TRF_SLICE("charge"));
    plan->total_round = trf_profile_round_find(s, plan->rounding, TRF_SLICE("total"));
    plan->charge_count = charges;
    plan->remainders = false;
    plan->type_count = trf_snapshot_measure_type_count(s);
    plan->expression_count = trf_snapshot_expression_count(s);
    plan->charges = trf_arena_zero(plan->arena, (size_t)charges * sizeof *plan->charges);
    plan->types = trf_arena_zero(plan->arena, ((size_t)plan->type_count + 1) * sizeof *plan->types);
    plan->sound = trf_arena_zero(plan->arena, ((size_t)plan->expression_count / 64 + 1) * sizeof *plan->sound);
    plan->places = trf_arena_zero(plan->arena, TRF_PLAN_PLACES * sizeof *plan->places);
    if (!plan->charges || !plan->types || !plan->sound || !plan->places)
        return trf_fail_memory(error);
    for (uint32_t i = 0; i < charges; i++) {
        const trf_profile_charge_record *record = trf_snapshot_profile_charge(s, plan->profile->first_charge + i);
        trf_slice total = trf_snapshot_text(s, record->total);

        plan->charges[i].record = record;
        plan->charges[i].in_force = trf_period_has(record->start, record->end, plan->key.date);
        plan->charges[i].round =
            record->round ? trf_profile_round_find(s, plan->rounding, trf_snapshot_text(s, record->round)) : plan->charge_round;
        plan->charges[i].total = TRF_TOTALS;
        for (unsigned k = 0; k < sizeof totals / sizeof *totals; k++) {
            if (trf_slice_is(total, totals[k]))
                plan->charges[i].total = (uint8_t)k;
        }
    }
    for (uint32_t i = 0; i < plan->profile->relation_count; i++) {
        unsigned kind = trf_snapshot_profile_relation(s, plan->profile->first_relation + i)->kind;

        plan->remainders = plan->remainders || kind == TRF_RELATION_FLOOR || kind == TRF_RELATION_CAP;
    }
    return TARIFF_OK;
}

static bool same_key(const trf_plan_key *a, const trf_plan_key *b)
{
    return a->date == b->date && a->drawn == b->drawn && a->behaviours_may_lack == b->behaviours_may_lack &&
           trf_slice_equal(a->tariff, b->tariff) && trf_slice_equal(a->currency, b->currency) &&
           trf_slice_equal(a->rounding, b->rounding) && trf_slice_equal(a->conditions, b->conditions) &&
           trf_slice_equal(a->exchange, b->exchange);
}

/** The key with texts of its own; false: no memory. */
static bool keep_key(trf_plan *plan, const trf_plan_key *key)
{
    trf_slice *texts[] = {&plan->key.tariff, &plan->key.currency, &plan->key.rounding, &plan->key.conditions,
                          &plan->key.exchange};

    plan->key = *key;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i]->size) {
            *texts[i] = trf_arena_copy(plan->arena, *texts[i]);
            if (!texts[i]->data)
                return false;
        }
    }
    return true;
}

/** The one that was not used for longest. */
static trf_plan *oldest(trf_plans *plans)
{
    trf_plan *found = &plans->kept[0];

    for (unsigned i = 1; i < TRF_PLANS_KEPT; i++) {
        if (plans->kept[i].used < found->used)
            found = &plans->kept[i];
    }
    trf_arena_reset(found->arena);
    return found;
}

tariff_status trf_plan_for(const trf_assessor *assessor, const trf_plan_key *key, trf_plan **out, tariff_error **error)
{
    trf_plans *plans = assessor->plans;
    trf_plan *plan;
    tariff_status status;

    for (unsigned i = 0; plans && i < TRF_PLANS_KEPT; i++) {
        plan = &plans->kept[i];
        if (plan->made && plan->snapshot == assessor->snapshot && same_key(&plan->key, key)) {
            plan->used = ++plans->turn;
            *out = plan;
            return TARIFF_OK;
        }
    }
    plan = plans ? oldest(plans) : trf_arena_zero(assessor->arena, sizeof *plan);
    if (!plan)
        return trf_fail_memory(error);
    if (!plans)
        plan->arena = assessor->arena;
    plan->made = false;
    plan->snapshot = assessor->snapshot;
    if (!keep_key(plan, key))
        return trf_fail_memory(error);
    status = law(assessor, plan, error);
    if (status >= 0 && !plan->draws)
        status = tables(plan, error);
    if (status < 0)
        return status;
    plan->made = true;
    plan->used = plans ? ++plans->turn : 0;
    *out = plan;
    return TARIFF_OK;
}

/* ---- looking up ---- */
const trf_plan_type *trf_plan_type_find(trf_plan *plan, uint32_t type)
{
    static const trf_plan_type nothing = {.charge = UINT8_MAX, .known = true};
    const trf_measure_type_record *record;
    const trf_profile_measures_record *m;
    trf_plan_type *found;

    if (type >= plan->type_count)
        return &nothing;
    found = &plan->types[type];
    record = trf_snapshot_measure_type(plan->snapshot, type);
    found->measures = trf_profile_measures_find(plan->snapshot, plan->profile, record->id, record->series, plan->key.date);
    m = trf_snapshot_profile_measures(plan->snapshot, found->measures);
    found->role = found->measures ? m->role : TRF_ROLE_NONE;
    found->group = m->group;
    found->charge = found->measures ? m->charge : UINT8_MAX;
    found->claim = m->claim;
    found->place = m->place;
    found->charges = found->measures && trf_role_charges(m->role);
    found->unclaimed =
        m->claim == TRF_CLAIM_PREFERENCE && !trf_words_have(trf_snapshot_text(plan->snapshot, m->preferences),
                                                            trf_snapshot_text(plan->snapshot, plan->profile->preference));
    found->tested = m->list || m->not_list || m->test_count || m->place != TRF_PLACE_ORIGIN;
    found->known = true;
    return found;
}

trf_slice trf_plan_code(trf_plan *plan, uint32_t expression)
{
    const trf_expression_record *record = trf_snapshot_expression(plan->snapshot, expression);
    trf_slice code;

    if (expression < plan->expression_count && (plan->sound[expression >> 6] >> (expression & 63) & 1))
        return trf_snapshot_expression_sound(plan->snapshot, record);
    code = trf_snapshot_expression_code(plan->snapshot, record);
    if (code.size && expression < plan->expression_count)
        plan->sound[expression >> 6] |= UINT64_C(1) << (expression & 63);
    return code;
}

static trf_plan_place *place_of(const trf_plan *plan, trf_slice id)
{
    uint32_t hash = 0;

    for (size_t i = 0; i < id.size; i++)
        hash = hash * 31 + (uint8_t)id.data[i];
    return &plan->places[hash & (TRF_PLAN_PLACES - 1)];
}

tariff_status trf_plan_areas(trf_plan *plan, trf_slice id, trf_arena *arena, trf_area_set *out, tariff_error **error)
{
    trf_plan_place *place = id.size && id.size <= TRF_PLAN_PLACE_SIZE ? place_of(plan, id) : NULL;
    uint8_t *in;
    tariff_status status;

    if (place && id.size == place->size && memcmp(place->id, id.data, id.size) == 0) {
        *out = place->areas;
        return TARIFF_OK;
    }
    status = trf_area_set_make(out, plan->snapshot, plan->tariff, id, plan->key.date, arena, error);
    if (status != TARIFF_OK || !place || place->size)
        return status;
    in = trf_arena_take(plan->arena, TRF_AREA_SET_SIZE(out->count));
    if (!in)
        return TARIFF_OK; /* it is only not kept */
    memcpy(in, out->in, TRF_AREA_SET_SIZE(out->count));
    memcpy(place->id, id.data, id.size);
    place->size = (uint8_t)id.size;
    place->areas = (trf_area_set){in, out->count};
    return TARIFF_OK;
}
