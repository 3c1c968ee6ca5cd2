/* SPDX-License-Identifier: Apache-2.0 */
#include "api/assess.h"

#include "api/context.h"
#include "api/declaration.h"
#include "assess/copy.h"
#include "explain/word.h"
#include "snapshot/profile.h"

/* An assessment of the C interface: the finished result and its figures as texts. */
typedef struct item_texts {
    tariff_item_summary summary;
    tariff_charge *charges;
    tariff_outcome *outcomes;
    tariff_candidate *candidates;
} item_texts;

struct tariff_assessment {
    const trf_assessment *a;
    trf_assessment *copy;  /**< of a detached one */
    tariff_assessment_summary summary;
    item_texts *items;
};

/* ---- the session's part ---- */
static void free_slot(void *data, const trf_alloc *alloc)
{
    trf_assess_slot *slot = data;

    trf_plans_free(slot->plans);
    trf_facts_free(slot->facts);
    trf_vocabulary_builder_free(slot->builder);
    trf_buffer_done(&slot->text);
    trf_buffer_done(&slot->scratch);
    trf_alloc_free(alloc, slot, sizeof *slot);
}

tariff_status trf_assess_slot_of(tariff_session *session, trf_assess_slot **out, tariff_error **error)
{
    trf_session_slot *slot = &session->slots[TRF_SLOT_ASSESS];
    const trf_alloc *alloc = &session->watch.alloc;
    trf_assess_slot *made = slot->data;
    tariff_status status = TARIFF_OK;

    if (!session->snapshot)
        return trf_fail(error, alloc, TARIFF_EINVAL, "session: over no snapshot; an assessment needs one");
    if (!made) {
        made = trf_alloc_zero(alloc, sizeof *made);
        if (!made)
            return trf_fail_memory(error);
        trf_buffer_init(&made->text, alloc, 0);
        trf_buffer_init(&made->scratch, alloc, 0);
        status = trf_rate_vocabulary(session->snapshot, alloc, &made->builder, &made->vocabulary, error);
        if (status >= 0) {
            made->facts = trf_facts_new(alloc, made->vocabulary);
            made->plans = trf_plans_new(alloc);
            if (!made->facts || !made->plans)
                status = trf_fail_memory(error);
        }
        if (status < 0) {
            free_slot(made, alloc);
            return status;
        }
        *slot = (trf_session_slot){made, free_slot};
    }
    *out = made;
    return TARIFF_OK;
}

tariff_status trf_assessor_of(tariff_session *session, bool traced, trf_assessor *out, tariff_error **error)
{
    trf_assess_slot *slot;
    tariff_status status = trf_assess_slot_of(session, &slot, error);

    if (status < 0)
        return status;
    out->alloc = &session->watch.alloc;
    out->limits = &session->context->limits;
    out->snapshot = session->snapshot;
    out->facts = slot->facts;
    out->arena = &session->arena;
    out->numbers = session->numbers;
    out->trace = traced ? &session->trace : NULL;
    out->plans = slot->plans;
    out->every = false;
    return TARIFF_OK;
}

tariff_status trf_assess_run(tariff_session *session, const trf_declaration *declaration, const trf_assess_policy *policy,
                             bool traced, bool every, const trf_assessment **out, tariff_error **error)
{
    trf_assessor assessor;
    tariff_status status = trf_assessor_of(session, traced, &assessor, error);

    assessor.every = every;
    return status < 0 ? status : trf_assess(&assessor, declaration, policy, out, error);
}

tariff_status trf_explanation_of(tariff_session *session, const trf_assessment *assessment, trf_slice lang, uint32_t flags,
                                 trf_explanation *out, tariff_error **error)
{
    trf_assess_slot *slot;
    tariff_status status = trf_assess_slot_of(session, &slot, error);

    if (status < 0)
        return status;
    if (assessment->snapshot != session->snapshot)
        return trf_fail(error, &session->context->alloc, TARIFF_EINVAL, "session: over another snapshot than the assessment");
    *out = (trf_explanation){assessment, slot->vocabulary, &session->watch.alloc, tariff_version(), lang, flags};
    return TARIFF_OK;
}

/* ---- figures as texts ---- */
typedef struct texts {
    trf_explanation e;
    trf_arena *arena;
    trf_buffer *scratch;
    bool failed;
} texts;

static tariff_text keep(texts *t)
{
    trf_slice made = trf_arena_copy(t->arena, trf_buffer_view(t->scratch));

    t->failed = t->failed || t->scratch->failed || (t->scratch->size && !made.data);
    trf_buffer_clear(t->scratch);
    return trf_text_of(made);
}

static tariff_text amount_text(texts *t, trf_number number)
{
    trf_word_amount(&t->e, number, t->scratch);
    return keep(t);
}

/* A sum; empty where not all that belongs to it is known. */
static tariff_text sum_text(texts *t, trf_number number, bool unsure)
{
    return unsure ? keep(t) : amount_text(t, number);
}

static tariff_text exact_text(texts *t, trf_number number)
{
    trf_word_number(&t->e, number, t->scratch);
    return keep(t);
}

static tariff_text sid_text(texts *t, const trf_assessed_item *item, uint32_t candidate)
{
    if (candidate < item->candidate_count)
        trf_word_sid(t->e.assessment->snapshot, item->candidates[candidate].measure, t->scratch);
    return keep(t);
}

static tariff_text pool_text(texts *t, trf_str id) { return trf_text_of(trf_snapshot_text(t->e.assessment->snapshot, id)); }

static tariff_text day_text(texts *t, trf_date date)
{
    char text[10];

    if (date >= TRF_DATE_MIN && date <= TRF_DATE_MAX) {
        trf_date_format(date, text);
        trf_buffer_bytes(t->scratch, text, sizeof text);
    }
    return keep(t);
}

static void charge_texts(texts *t, const trf_assessed_item *item, const trf_charge *c, tariff_charge *out)
{
    const trf_snapshot *s = t->e.assessment->snapshot;
    const trf_profile_record *profile = trf_snapshot_profile(s, t->e.assessment->profile);
    const trf_profile_charge_record *record = trf_snapshot_profile_charge(s, profile->first_charge + c->charge);
    const trf_measure_record *row =
        trf_snapshot_measure(s, c->candidate < item->candidate_count ? item->candidates[c->candidate].measure : UINT32_MAX);
    bool measured = c->candidate < item->candidate_count;

    *out = (tariff_charge)TARIFF_CHARGE_INIT;
    out->trace = c->node;
    out->charge = pool_text(t, record->id);
    out->role = trf_text_of(trf_role_name(c->role));
    out->measure = sid_text(t, item, c->candidate);
    out->measure_type = pool_text(t, measured ? trf_snapshot_measure_type(s, row->type)->id : 0);
    out->area = pool_text(t, measured ? trf_snapshot_area(s, row->area)->id : 0);
    out->order_number = pool_text(t, measured ? trf_snapshot_order_number(s, row->order_number)->id : 0);
    out->expression = measured ? trf_text_of(trf_word_expression(s, c->expression)) : pool_text(t, record->expression);
    out->state = trf_text_of(trf_slice_text(trf_charge_state_name(c->state)));
    out->settlement = record->settlement ? pool_text(t, record->settlement) : trf_text_of(TRF_SLICE("pay"));
    out->official = trf_text_of(trf_word_official(t->e.assessment, item, c));
    if (c->has_base)
        out->base = amount_text(t, c->base);
    if (c->known) {
        out->unrounded = exact_text(t, c->unrounded);
        out->amount = amount_text(t, c->amount);
    }
    out->by = sid_text(t, item, c->by);
    out->source = pool_text(t, c->source);
    out->tariff = trf_text_of(trf_word_tariff(s, item, c->second));
}

static void outcome_texts(texts *t, const trf_assessed_item *item, const trf_outcome *o, tariff_outcome *out)
{
    *out = (tariff_outcome)TARIFF_OUTCOME_INIT;
    out->code = trf_text_of(o->code);
    out->effect = trf_text_of(o->effect);
    out->measure = sid_text(t, item, o->candidate);
    for (uint32_t i = 0; i < o->need_count; i++) {
        if (i)
            trf_buffer_char(t->scratch, ' ');
        trf_buffer_slice(t->scratch, o->needs[i]);
    }
    out->needs = keep(t);
}

static void candidate_texts(texts *t, const trf_assessed_item *item, uint32_t at, tariff_candidate *out)
{
    const trf_snapshot *s = t->e.assessment->snapshot;
    const trf_candidate *c = &item->candidates[at];
    const trf_measure_record *row = trf_snapshot_measure(s, c->measure);

    *out = (tariff_candidate)TARIFF_CANDIDATE_INIT;
    out->measure = sid_text(t, item, at);
    out->measure_type = pool_text(t, trf_snapshot_measure_type(s, row->type)->id);
    out->role = trf_text_of(trf_role_name(c->role));
    out->area = pool_text(t, trf_snapshot_area(s, row->area)->id);
    out->disposition = trf_text_of(trf_slice_text(trf_disposition_name((trf_disposition)c->disposition)));
    out->by = sid_text(t, item, c->by);
}

static void item_texts_of(texts *t, const trf_assessed_item *item, item_texts *out)
{
    out->summary = (tariff_item_summary)TARIFF_ITEM_SUMMARY_INIT;
    out->summary.status = item->status;
    out->summary.number = item->number;
    out->summary.charge_count = item->charge_count;
    out->summary.outcome_count = item->outcome_count;
    out->summary.candidate_count = item->candidate_count;
    out->summary.code = trf_text_of(item->code);
    if (item->has_value)
        out->summary.customs_value = amount_text(t, item->customs_value);
    out->summary.duty = sum_text(t, item->duty, item->unsure >> TRF_TOTAL_DUTY & 1);
    out->summary.taxes = sum_text(t, item->taxes, item->unsure >> TRF_TOTAL_TAXES & 1);
    out->summary.fees = sum_text(t, item->fees, item->unsure >> TRF_TOTAL_FEES & 1);
    out->summary.total = sum_text(t, item->total, item->unsure >> TRF_TOTAL_ALL & 1);
    out->charges = trf_arena_take(t->arena, (item->charge_count + 1) * sizeof *out->charges);
    out->outcomes = trf_arena_take(t->arena, (item->outcome_count + 1) * sizeof *out->outcomes);
    out->candidates = trf_arena_take(t->arena, (item->candidate_count + 1) * sizeof *out->candidates);
    if (!out->charges || !out->outcomes || !out->candidates) {
        t->failed = true;
        return;
    }
    for (uint32_t i = 0; i < item->charge_count; i++)
        charge_texts(t, item, &item->charges[i], &out->charges[i]);
    for (uint32_t i = 0; i < item->outcome_count; i++)
        outcome_texts(t, item, &item->outcomes[i], &out->outcomes[i]);
    for (uint32_t i = 0; i < item->candidate_count; i++)
        candidate_texts(t, item, i, &out->candidates[i]);
}

static void summary_texts(texts *t, tariff_assessment_summary *out)
{
    const trf_assessment *a = t->e.assessment;
    const trf_tariff_record *tariff = trf_snapshot_tariff(a->snapshot, a->tariff);

    *out = (tariff_assessment_summary)TARIFF_ASSESSMENT_SUMMARY_INIT;
    out->status = a->status;
    out->item_count = a->item_count;
    out->id = trf_text_of(a->id);
    out->tariff = pool_text(t, tariff->id);
    out->date = day_text(t, a->date);
    out->currency = trf_text_of(a->currency);
    trf_word_image(a->snapshot, t->scratch);
    out->image = keep(t);
    out->data_as_of = tariff->data_as_of ? day_text(t, tariff->data_as_of) : trf_text_of(TRF_SLICE_EMPTY);
    if (a->has_value)
        out->customs_value = amount_text(t, a->customs_value);
    out->duty = sum_text(t, a->duty, a->unsure >> TRF_TOTAL_DUTY & 1);
    out->taxes = sum_text(t, a->taxes, a->unsure >> TRF_TOTAL_TAXES & 1);
    out->fees = sum_text(t, a->fees, a->unsure >> TRF_TOTAL_FEES & 1);
    out->security = sum_text(t, a->security, a->unsure >> TRF_TOTAL_SECURITY & 1);
    out->payable = sum_text(t, a->payable, a->payable_unsure);
    if (a->status == TRF_ASSESSED_INCOMPLETE) {
        out->range_least = amount_text(t, a->range.least);
        if (a->range.has_most)
            out->range_most = amount_text(t, a->range.most);
        out->decided_by = trf_text_of(a->decided_by);
    }
}

/** The public result over a finished one; everything lies in the arena. */
static tariff_status present(const trf_assessment *a, const trf_vocabulary *vocabulary, trf_arena *arena, trf_buffer *scratch,
                             tariff_assessment **out, tariff_error **error)
{
    texts t = {{a, vocabulary, arena->alloc, tariff_version(), TRF_SLICE_EMPTY, 0}, arena, scratch, false};
    tariff_assessment *made = trf_arena_zero(arena, sizeof *made);
    item_texts *items = trf_arena_zero(arena, (a->item_count + 1) * sizeof *items);

    if (!made || !items)
        return trf_fail_memory(error);
    trf_buffer_clear(scratch);
    made->a = a;
    made->items = items;
    summary_texts(&t, &made->summary);
    for (uint32_t i = 0; i < a->item_count && !t.failed; i++)
        item_texts_of(&t, &a->items[i], &items[i]);
    if (t.failed)
        return trf_fail_memory(error);
    *out = made;
    return TARIFF_OK;
}

/* ---- assess ---- */
static tariff_status finish(tariff_session *session, trf_inward *in, const trf_declaration *declaration,
                            const tariff_assess_options *options, const tariff_assessment **result)
{
    const trf_assessment *assessed = NULL;
    trf_assess_policy policy;
    trf_assess_slot *slot;
    tariff_assessment *made;
    bool traced;
    tariff_status status = trf_assess_options_in(in, options, &policy, &traced), shown;

    if (status >= 0)
        status = trf_assess_slot_of(session, &slot, in->error);
    if (status >= 0)
        status = trf_assess_run(session, declaration, &policy, traced, true, &assessed, in->error);
    if (status < 0)
        return status;
    shown = present(assessed, slot->vocabulary, &session->arena, &slot->scratch, &made, in->error);
    if (shown < 0)
        return shown;
    if (session->watch.refused) /* somewhere a text was cut short */
        return trf_fail_memory(in->error);
    *result = made;
    return status;
}

static tariff_status assess_item(tariff_session *session, const tariff_goods_item *item, const tariff_assess_options *options,
                                 const tariff_assessment **result, tariff_error **error)
{
    trf_inward in = {.alloc = &session->watch.alloc, .arena = &session->arena, .error = error, .snapshot = session->snapshot};
    tariff_goods_item own = TARIFF_GOODS_ITEM_INIT;
    trf_declaration declaration = {0};
    trf_declared_item declared = {0};
    tariff_status status;

    if (!TRF_STRUCT_READ(item, own))
        return trf_bad_struct(&in, "goods item", item->size);
    for (unsigned i = 0; i < TRF_ON_COUNT; i++)
        declaration.dates[i] = TRF_DATE_NONE;
    declaration.as_published = TRF_DATE_NONE;
    declaration.movement = TARIFF_MOVEMENT_IMPORT;
    declaration.tariff = trf_slice_of_text(own.tariff);
    declaration.currency = trf_slice_of_text(own.currency);
    declaration.items = &declared;
    declaration.item_count = 1;
    status = trf_acceptance_in(&in, own.date, own.time, &declaration);
    in.item = 1;
    if (status >= 0)
        status = trf_goods_item_in(&in, &own, &declared);
    return status < 0 ? status : finish(session, &in, &declaration, options, result);
}

tariff_status tariff_assess(tariff_session *session, const tariff_goods_item *item, const tariff_assess_options *options,
                            const tariff_assessment **result, tariff_error **error)
{
    if (!session || !item || !result)
        return trf_fail(error, session ? &session->context->alloc : &trf_alloc_default, TARIFF_EINVAL,
                        "assess: session, item and a place for the result are required");
    trf_session_begin(session);
    return assess_item(session, item, options, result, error);
}
tariff_status tariff_assess_declaration(tariff_session *session, const tariff_declaration *declaration,
                                        const tariff_assess_options *options, const tariff_assessment **result,
                                        tariff_error **error)
{
    tariff_declaration own = TARIFF_DECLARATION_INIT;
    trf_declaration d = {0};
    trf_declared_item *items;
    trf_inward in;
    tariff_status status;

    if (!session || !declaration || !result)
        return trf_fail(error, session ? &session->context->alloc : &trf_alloc_default, TARIFF_EINVAL,
                        "assess: session, declaration and a place for the result are required");
    in = (trf_inward){.alloc = &session->watch.alloc, .arena = &session->arena, .error = error, .snapshot = session->snapshot};
    trf_session_begin(session);
    if (!TRF_STRUCT_READ(declaration, own))
        return trf_bad_struct(&in, "declaration", declaration->size);
    if (own.item_count && !own.items)
        return trf_bad_array(&in, "items");
    if (own.item_count > session->context->limits.items)
        return trf_fail(error, in.alloc, TARIFF_ELIMIT, "items: %u of them (at most %u)", own.item_count,
                        session->context->limits.items);
    for (unsigned i = 0; i < TRF_ON_COUNT; i++)
        d.dates[i] = TRF_DATE_NONE;
    d.id = trf_slice_of_text(own.id);
    d.tariff = trf_slice_of_text(own.tariff);
    d.currency = trf_slice_of_text(own.currency);
    d.incoterm = trf_slice_of_text(own.incoterm);
    d.place = trf_slice_of_text(own.place);
    d.movement = own.movement == TARIFF_MOVEMENT_EXPORT ? TARIFF_MOVEMENT_EXPORT : TARIFF_MOVEMENT_IMPORT;
    status = trf_acceptance_in(&in, own.date, own.time, &d);
    if (status >= 0)
        status = trf_day_in(&in, "dates.export", own.export_date, &d.dates[TRF_ON_EXPORT]);
    if (status >= 0)
        status = trf_day_in(&in, "as_published", own.as_published, &d.as_published);
    if (status >= 0)
        status = trf_declaration_shared_in(&in, &own, &d);
    if (status >= 0)
        status = trf_amounts_in(&in, "additions", own.additions, own.addition_count, &d.additions);
    if (status >= 0)
        status = trf_amounts_in(&in, "deductions", own.deductions, own.deduction_count, &d.deductions);
    d.addition_count = own.addition_count;
    d.deduction_count = own.deduction_count;
    items = trf_arena_zero(in.arena, ((size_t)own.item_count + 1) * sizeof *items);
    if (status >= 0 && !items)
        return trf_fail_memory(error);
    for (uint32_t i = 0; i < own.item_count && status >= 0; i++) {
        const tariff_goods_item *one = trf_struct_element(own.items, own.items->size, i);
        tariff_goods_item goods = TARIFF_GOODS_ITEM_INIT;

        if (!TRF_STRUCT_READ(one, goods))
            return trf_bad_struct(&in, "goods item", one->size);
        in.item = i + 1;
        status = trf_goods_item_in(&in, &goods, &items[i]);
    }
    d.items = items;
    d.item_count = own.item_count;
    return status < 0 ? status : finish(session, &in, &d, options, result);
}

tariff_status tariff_assess_many(tariff_session *session, const tariff_goods_item *items, uint32_t count,
                                 const tariff_assess_options *options, tariff_assessment_fn visit, void *user,
                                 tariff_error **error)
{
    if (!session || (count && !items) || !visit)
        return trf_fail(error, session ? &session->context->alloc : &trf_alloc_default, TARIFF_EINVAL,
                        "assess: session, items and a function that takes the results are required");
    for (uint32_t i = 0; i < count; i++) {
        const tariff_assessment *result = NULL;
        tariff_error *failed = NULL;
        tariff_status status;
        int32_t stop;

        trf_session_begin(session);
        status = assess_item(session, trf_struct_element(items, items->size, i), options, &result, &failed);
        stop = visit(user, i, status < 0 ? NULL : result, failed);
        trf_error_free(failed);
        if (stop)
            return trf_fail(error, &session->context->alloc, TARIFF_ECANCELLED, "assess: stopped after item %u", i);
    }
    return TARIFF_OK;
}

/* ---- results ---- */
tariff_status tariff_assessment_detach(const tariff_assessment *borrowed, tariff_assessment **own, tariff_error **error)
{
    const trf_alloc *alloc;
    trf_assessment *copy = NULL;
    trf_vocabulary_builder *builder = NULL;
    const trf_vocabulary *vocabulary;
    tariff_assessment *made = NULL;
    trf_buffer scratch;
    tariff_status status;

    if (!borrowed || !own)
        return trf_fail(error, &trf_alloc_default, TARIFF_EINVAL, "detach: an assessment and a place for the copy are required");
    alloc = borrowed->a->snapshot->alloc;
    trf_buffer_init(&scratch, alloc, 0);
    status = trf_assessment_copy(borrowed->a, alloc, &copy, error);
    if (status >= 0)
        status = trf_rate_vocabulary(borrowed->a->snapshot, alloc, &builder, &vocabulary, error);
    if (status >= 0)
        status = present(copy, vocabulary, trf_assessment_arena(copy), &scratch, &made, error);
    trf_buffer_done(&scratch);
    trf_vocabulary_builder_free(builder);
    if (status < 0) {
        trf_assessment_free(copy);
        return status;
    }
    made->copy = copy;
    *own = made;
    return TARIFF_OK;
}

void tariff_assessment_free(tariff_assessment *own)
{
    if (own)
        trf_assessment_free(own->copy);
}

#define HAND_OUT(out, from) (trf_struct_write((out), (out)->size, &(from), (uint32_t)sizeof(from)) ? TARIFF_OK : TARIFF_EINVAL)

tariff_status tariff_assessment_get(const tariff_assessment *assessment, tariff_assessment_summary *out)
{
    return !assessment || !out ? TARIFF_EINVAL : HAND_OUT(out, assessment->summary);
}

tariff_status tariff_assessment_item(const tariff_assessment *assessment, uint32_t item, tariff_item_summary *out)
{
    if (!assessment || !out)
        return TARIFF_EINVAL;
    return item >= assessment->a->item_count ? TARIFF_NOT_FOUND : HAND_OUT(out, assessment->items[item].summary);
}

tariff_status tariff_assessment_charge(const tariff_assessment *assessment, uint32_t item, uint32_t index, tariff_charge *out)
{
    if (!assessment || !out)
        return TARIFF_EINVAL;
    if (item >= assessment->a->item_count || index >= assessment->a->items[item].charge_count)
        return TARIFF_NOT_FOUND;
    return HAND_OUT(out, assessment->items[item].charges[index]);
}

tariff_status tariff_assessment_outcome(const tariff_assessment *assessment, uint32_t item, uint32_t index, tariff_outcome *out)
{
    if (!assessment || !out)
        return TARIFF_EINVAL;
    if (item >= assessment->a->item_count || index >= assessment->a->items[item].outcome_count)
        return TARIFF_NOT_FOUND;
    return HAND_OUT(out, assessment->items[item].outcomes[index]);
}

tariff_status tariff_assessment_candidate(const tariff_assessment *assessment, uint32_t item, uint32_t index,
                                          tariff_candidate *out)
{
    if (!assessment || !out)
        return TARIFF_EINVAL;
    if (item >= assessment->a->item_count || index >= assessment->a->items[item].candidate_count)
        return TARIFF_NOT_FOUND;
    return HAND_OUT(out, assessment->items[item].candidates[index]);
}

/* ---- printing ---- */
static tariff_status print(tariff_session *session, const tariff_assessment *assessment, trf_slice lang, uint32_t flags,
                           bool json, tariff_text *text, tariff_error **error)
{
    trf_explanation explanation;
    trf_assess_slot *slot;
    trf_json_writer writer;
    tariff_status status;

    if (!session || !assessment || !text)
        return trf_fail(error, session ? &session->context->alloc : &trf_alloc_default, TARIFF_EINVAL,
                        "explain: session, assessment and a place for the text are required");
    if (flags & ~(TARIFF_EXPLAIN_TRACE | TARIFF_EXPLAIN_DISPOSITIONS))
        return trf_fail(error, &session->context->alloc, TARIFF_EINVAL, "explain flags %u: not known to this library", flags);
    status = trf_assess_slot_of(session, &slot, error);
    if (status >= 0)
        status = trf_explanation_of(session, assessment->a, lang, flags, &explanation, error);
    if (status < 0)
        return status;
    session->watch.refused = false;
    trf_buffer_clear(&slot->text);
    if (json) {
        trf_json_writer_init(&writer, &slot->text);
        status = trf_explain_json(&explanation, &writer, error);
        if (status >= 0)
            status = trf_json_writer_end(&writer, error);
    } else {
        status = trf_explain_text(&explanation, &slot->text, error);
    }
    if (status < 0)
        return status;
    if (session->watch.refused || slot->text.failed)
        return trf_fail_memory(error);
    if (slot->text.size > UINT32_MAX)
        return trf_fail(error, &session->context->alloc, TARIFF_ELIMIT, "explanation: longer than a text can be");
    *text = trf_text_of(trf_buffer_view(&slot->text));
    return TARIFF_OK;
}

tariff_status tariff_assessment_json(tariff_session *session, const tariff_assessment *assessment, uint32_t flags,
                                     tariff_text *text, tariff_error **error)
{
    return print(session, assessment, TRF_SLICE_EMPTY, flags, true, text, error);
}

tariff_status tariff_assessment_explain(tariff_session *session, const tariff_assessment *assessment, tariff_text lang,
                                        uint32_t flags, tariff_text *text, tariff_error **error)
{
    return print(session, assessment, trf_slice_of_text(lang), flags, false, text, error);
}
