/* SPDX-License-Identifier: Apache-2.0 */
/* What a complete assessment of a code will ask for, before anything is declared: each thing with the measures that ask. */
#include "assess/work.h"
#include "measure/composition.h"

typedef struct gatherer {
    const trf_assessor *a;
    const trf_vocabulary *vocabulary;
    const trf_profile_record *profile;
    trf_date date;
    trf_assess_need *needs;
    uint32_t count, capacity;
    uint32_t measure;
    tariff_status status;
    tariff_error **error;
} gatherer;

static void add(gatherer *g, const char *kind, trf_slice code, trf_slice unit)
{
    trf_assess_need *need = NULL;

    if (g->status < 0)
        return;
    for (uint32_t i = 0; i < g->count && !need; i++) {
        if (strcmp(g->needs[i].kind, kind) == 0 && trf_slice_equal(g->needs[i].code, code) &&
            trf_slice_equal(g->needs[i].unit, unit))
            need = &g->needs[i];
    }
    if (!need) {
        if (g->count == g->capacity) {
            uint32_t capacity = g->capacity ? g->capacity * 2 : 16;
            trf_assess_need *list = trf_arena_zero(g->a->arena, capacity * sizeof *list);

            if (!list) {
                g->status = trf_fail_memory(g->error);
                return;
            }
            if (g->count)
                memcpy(list, g->needs, g->count * sizeof *list);
            g->needs = list;
            g->capacity = capacity;
        }
        need = &g->needs[g->count++];
        need->kind = kind;
        need->code = code;
        need->unit = unit;
    }
    if (g->measure == UINT32_MAX)
        return;
    for (uint32_t i = 0; i < need->measure_count; i++) {
        if (need->measures[i] == g->measure)
            return;
    }
    if (need->measure_count == need->measure_capacity) {
        uint32_t capacity = need->measure_capacity ? need->measure_capacity * 2 : 4;
        uint32_t *list = trf_arena_take(g->a->arena, capacity * sizeof *list);

        if (!list) {
            g->status = trf_fail_memory(g->error);
            return;
        }
        if (need->measure_count)
            memcpy(list, need->measures, need->measure_count * sizeof *list);
        need->measures = list;
        need->measure_capacity = capacity;
    }
    need->measures[need->measure_count++] = g->measure;
}

static trf_slice joined(gatherer *g, trf_slice a, trf_slice b)
{
    char *text;

    if (b.size == 0)
        return a;
    text = trf_arena_take(g->a->arena, a.size + b.size + 1);
    if (!text) {
        g->status = trf_fail_memory(g->error);
        return TRF_SLICE_EMPTY;
    }
    if (a.size)
        memcpy(text, a.data, a.size);
    memcpy(text + a.size, b.data, b.size);
    return trf_slice_of(text, a.size + b.size);
}

/** A part of a duty that stands elsewhere: the facts of the table that gives its additional code. */
static void component(gatherer *g, trf_slice id)
{
    const trf_snapshot *s = g->a->snapshot;
    uint32_t table = trf_element_find(s, g->profile->node, "composition", TRF_SLICE_EMPTY, g->date);

    if (!trf_profile_list_named(s, g->profile, TRF_SLICE("component:"), id) || table == TRF_ELEMENT_NONE)
        return;
    for (uint32_t part = trf_element_child(s, table, NULL); part != TRF_ELEMENT_NONE; part = trf_element_next(s, part, NULL)) {
        for (uint32_t range = trf_element_child(s, part, "range"); range != TRF_ELEMENT_NONE;
             range = trf_element_next(s, range, "range"))
            add(g, "fact", trf_element_attribute(s, range, "fact"), TRF_SLICE_EMPTY);
    }
}

static void visit(void *user, const trf_need *need)
{
    gatherer *g = user;
    const trf_unit *unit = need->unit < g->vocabulary->unit_count ? &g->vocabulary->units[need->unit] : NULL;
    trf_slice words = need->text != TRF_VOCABULARY_NONE ? trf_snapshot_text(g->a->snapshot, need->text) : TRF_SLICE_EMPTY;

    switch (need->kind) {
    case TRF_NEED_VALUE: add(g, "value", TRF_SLICE_EMPTY, TRF_SLICE_EMPTY); break;
    case TRF_NEED_QUANTITY:
        if (unit)
            add(g, "quantity", TRF_SLICE_EMPTY, joined(g, unit->code, unit->qualifier));
        break;
    case TRF_NEED_DEGREES: add(g, "fact", TRF_SLICE("degrees"), TRF_SLICE_EMPTY); break;
    case TRF_NEED_BASIS: add(g, "fact", joined(g, TRF_SLICE(TRF_FACT_AMOUNT), words), TRF_SLICE_EMPTY); break;
    case TRF_NEED_CONTENT: add(g, "fact", joined(g, TRF_SLICE(TRF_FACT_CONTENT), words), TRF_SLICE_EMPTY); break;
    case TRF_NEED_COMPONENT:
        if (need->text != TRF_VOCABULARY_NONE)
            component(g, trf_snapshot_text(g->a->snapshot, need->text));
        break;
    default: break;
    }
}

static void expression(gatherer *g, uint32_t index)
{
    trf_slice code = trf_snapshot_expression_code(g->a->snapshot, trf_snapshot_expression(g->a->snapshot, index));

    if (code.size)
        trf_rate_needs(code.data, code.size, g->vocabulary, visit, g);
}

/** The quantity of a threshold, in the unit in which a duty in it would ask. */
static void threshold_unit(gatherer *g, trf_slice unit, trf_slice qualifier)
{
    uint32_t index = trf_vocabulary_unit(g->vocabulary, unit, qualifier);

    if (index != TRF_VOCABULARY_NONE && g->vocabulary->units[index].asked != TRF_VOCABULARY_NONE) {
        const trf_unit *asked = &g->vocabulary->units[g->vocabulary->units[index].asked];

        unit = asked->code;
        qualifier = asked->qualifier;
    }
    add(g, "quantity", TRF_SLICE_EMPTY, joined(g, unit, qualifier));
}

static void conditions(gatherer *g, const trf_condition_query *query, const trf_measure_record *measure)
{
    const trf_snapshot *s = g->a->snapshot;
    uint32_t rows = trf_condition_rows(s, measure);

    for (uint32_t i = 0; i < rows; i++) {
        const trf_condition_record *row = trf_snapshot_condition(s, measure->first_condition + i);
        const trf_certificate_record *certificate = trf_snapshot_certificate(s, row->certificate);

        if (trf_condition_asks(query, row))
            add(g, "document", joined(g, trf_snapshot_text(s, certificate->type), trf_snapshot_text(s, certificate->code)),
                TRF_SLICE_EMPTY);
        if (row->amount && row->unit)
            threshold_unit(g, trf_snapshot_text(s, row->unit), trf_snapshot_text(s, row->qualifier));
        else if (row->amount)
            add(g, "value", TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
        expression(g, row->expression);
    }
}

/** Documents that an agreement takes as a proof of origin: one of them. */
static void proofs(gatherer *g, const trf_measure_record *measure)
{
    const trf_agreement_record *agreement = trf_agreement_of(g->a->snapshot, measure, g->date);
    trf_slice code;

    for (uint32_t i = 0; (i = trf_agreement_proof_at(g->a->snapshot, agreement, i, g->date, &code)) != 0;)
        add(g, "document", code, TRF_SLICE_EMPTY);
}

tariff_status trf_assess_needs(const trf_assessor *assessor, const trf_declaration *declaration, trf_assess_need **out,
                               uint32_t *count, tariff_error **error)
{
    gatherer g = {.a = assessor, .vocabulary = trf_facts_vocabulary(assessor->facts), .measure = UINT32_MAX, .error = error};
    const trf_snapshot *s = assessor->snapshot;
    uint32_t tariff = trf_snapshot_find_tariff(s, declaration->tariff);
    const trf_profile_record *profile, *second = NULL;
    trf_condition_query query = {0};
    trf_assessed_item *item;
    tariff_status status = trf_assess_look(assessor, declaration, &item, error);

    if (status < 0)
        return status;
    profile = trf_snapshot_profile(s, trf_profile_find(s, tariff, declaration->dates[TRF_ON_ACCEPTANCE]));
    if (item->drawn) {
        second = trf_snapshot_profile(s, trf_profile_find(s, item->drawn->tariffs[1], declaration->dates[TRF_ON_ACCEPTANCE]));
        profile = trf_snapshot_profile(s, trf_profile_find(s, item->drawn->tariffs[0], declaration->dates[TRF_ON_ACCEPTANCE]));
    }
    query.snapshot = s;
    query.profile = profile;
    query.date = declaration->dates[TRF_ON_ACCEPTANCE];
    g.profile = profile;
    g.date = query.date;
    for (uint32_t i = 0; i < item->candidate_count; i++) {
        const trf_candidate *c = &item->candidates[i];
        const trf_measure_record *measure = trf_snapshot_measure(s, c->measure);
        const trf_measure_record *row = trf_snapshot_measure(s, c->measure);
        const trf_additional_code_record *code = trf_snapshot_additional_code(s, row->additional_code);
        const trf_measure_type_record *type = trf_snapshot_measure_type(s, row->type);
        const trf_profile_measures_record *m;

        if (item->drawn && i == item->drawn->own_candidates)
            g.profile = query.profile = profile = second;
        m = trf_snapshot_profile_measures(s, trf_profile_measures_find(s, profile, type->id, type->series, query.date));
        if (c->disposition < TRF_DISPOSITION_WRONG_ADDITIONAL_CODE)
            continue;
        g.measure = c->measure;
        if (row->additional_code && trf_role_charges(c->role))
            add(&g, "additional_code", joined(&g, trf_snapshot_text(s, code->type), trf_snapshot_text(s, code->code)),
                TRF_SLICE_EMPTY);
        if (m->place == TRF_PLACE_PREFERENTIAL)
            add(&g, "origin", TRF_SLICE("preferential_origin"), TRF_SLICE_EMPTY);
        if (c->role == TRF_ROLE_NONE)
            continue;
        if (trf_role_charges(c->role))
            expression(&g, measure->expression);
        conditions(&g, &query, measure);
        if (m->claim != TRF_CLAIM_NONE)
            proofs(&g, measure);
    }
    g.measure = UINT32_MAX;
    if (!declaration->items[0].origin.size)
        add(&g, "origin", TRF_SLICE("origin"), TRF_SLICE_EMPTY);
    if (g.status < 0)
        return g.status;
    *out = g.needs;
    *count = g.count;
    return TARIFF_OK;
}
