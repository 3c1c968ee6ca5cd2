/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/word.h"

#include "snapshot/profile.h"

#define DEPTH_MAX 40u /* of the trace in JSON: less than what a reader of JSON takes */

typedef struct printer {
    const trf_explanation *e;
    const trf_assessment *a;
    const trf_snapshot *s;
    trf_json_writer *w;
    trf_buffer scratch;
    uint32_t nodes;       /* printed so far */
} printer;

#define NODES_MAX 100000u

static trf_slice text(const printer *p, trf_str id) { return trf_snapshot_text(p->s, id); }

static void put_scratch(printer *p, const char *name)
{
    if (p->scratch.failed)
        p->w->failed = true;
    trf_json_member_text(p->w, name, trf_buffer_view(&p->scratch));
    trf_buffer_clear(&p->scratch);
}

static void put_amount(printer *p, const char *name, trf_number number)
{
    trf_word_amount(p->e, number, &p->scratch);
    put_scratch(p, name);
}

/* A sum, null where not all that belongs to it is known: what is certain of it stands in the charges, its ends in the range. */
static void put_sum(printer *p, const char *name, trf_number number, bool unsure)
{
    if (unsure)
        trf_json_member_null(p->w, name);
    else
        put_amount(p, name, number);
}

static void put_number(printer *p, const char *name, trf_number number)
{
    trf_word_number(p->e, number, &p->scratch);
    put_scratch(p, name);
}

static void put_sid(printer *p, const char *name, const trf_assessed_item *item, uint32_t candidate)
{
    if (candidate >= item->candidate_count)
        return;
    trf_word_sid(p->s, item->candidates[candidate].measure, &p->scratch);
    put_scratch(p, name);
}

/* ---- the trace ---- */
static void put_node(printer *p, uint32_t node, unsigned depth)
{
    const trf_trace *trace = p->a->trace;
    const trf_trace_node n = trf_trace_at(trace, node);
    uint32_t count = trf_trace_input_count(trace, node);
    const char *from = trf_trace_from_name(n.from & TRF_TRACE_FROM_MASK);

    p->nodes++;
    trf_json_begin_object(p->w);
    trf_json_member_string(p->w, "op", trf_trace_op_name(n.op));
    put_number(p, "value", trf_trace_value(trace, node));
    trf_word_unit(p->e, n.unit, &p->scratch);
    if (p->scratch.size)
        put_scratch(p, "unit");
    if (n.op == TRF_TRACE_ROUND)
        trf_json_member_text(p->w, "mode", trf_rounding_name((trf_rounding)n.mode));
    if (n.op == TRF_TRACE_CHOOSE || n.op == TRF_TRACE_APPORTION)
        trf_json_member_integer(p->w, "chosen", n.mode);
    if (count) {
        trf_json_name(p->w, "inputs");
        trf_json_begin_array(p->w);
        if (depth < DEPTH_MAX) {
            for (uint32_t i = 0; i < count && p->nodes < NODES_MAX; i++) {
                uint32_t input = trf_trace_input(trace, node, i);

                if (trf_trace_is_input(input, node))
                    put_node(p, input, depth + 1);
            }
        }
        trf_json_end_array(p->w);
    }
    if (TRF_TRACE_REF_KIND(n.rule)) {
        trf_json_name(p->w, "rule");
        trf_json_begin_object(p->w);
        trf_json_member_string(p->w, "kind", trf_trace_rule_name(TRF_TRACE_REF_KIND(n.rule)));
        trf_word_rule(p->e, n.rule, &p->scratch);
        put_scratch(p, "id");
        trf_json_end_object(p->w);
    }
    trf_json_member_text_if(p->w, "source", text(p, n.source));
    if (from[0])
        trf_json_member_string(p->w, "from", from);
    trf_json_end_object(p->w);
}

/* ---- charges, outcomes, candidates ---- */
static void put_charge(printer *p, const trf_assessed_item *item, const trf_charge *c)
{
    const trf_profile_record *profile = trf_snapshot_profile(p->s, p->a->profile);
    const trf_profile_charge_record *record = trf_snapshot_profile_charge(p->s, profile->first_charge + c->charge);
    const trf_candidate *candidate = c->candidate < item->candidate_count ? &item->candidates[c->candidate] : NULL;
    trf_slice settlement = text(p, record->settlement);

    trf_json_begin_object(p->w);
    trf_json_member_text(p->w, "charge", text(p, record->id));
    trf_json_member_text_if(p->w, "tariff", trf_word_tariff(p->s, item, c->second));
    trf_json_member_text(p->w, "role", trf_role_name(c->role));
    if (candidate) {
        const trf_measure_record *row = trf_snapshot_measure(p->s, candidate->measure);
        const trf_additional_code_record *code = trf_snapshot_additional_code(p->s, row->additional_code);

        trf_json_member_text(p->w, "measure_type", text(p, trf_snapshot_measure_type(p->s, row->type)->id));
        put_sid(p, "measure", item, c->candidate);
        trf_json_member_text_if(p->w, "area", text(p, trf_snapshot_area(p->s, row->area)->id));
        if (row->additional_code) {
            trf_buffer_slice(&p->scratch, text(p, code->type));
            trf_buffer_slice(&p->scratch, text(p, code->code));
            put_scratch(p, "additional_code");
        }
        trf_json_member_text_if(p->w, "order_number", text(p, trf_snapshot_order_number(p->s, row->order_number)->id));
        trf_json_member_text_if(p->w, "expression", trf_word_expression(p->s, c->expression));
    } else {
        trf_json_member_text_if(p->w, "expression", text(p, record->expression));
    }
    trf_json_member_string(p->w, "state", trf_charge_state_name(c->state));
    trf_json_member_text(p->w, "settlement", settlement.size ? settlement : TRF_SLICE("pay"));
    if (record->finality)
        trf_json_member_string(p->w, "finality", record->finality == 1 ? "provisional" : "estimated");
    trf_json_member_text_if(p->w, "official", trf_word_official(p->a, item, c));
    if (c->has_base && c->state == TRF_STATE_DUE)
        put_amount(p, "base", c->base);
    if (c->known) {
        if (c->state == TRF_STATE_DUE)
            put_number(p, "unrounded", c->unrounded);
        put_amount(p, "amount", c->amount);
    }
    trf_json_member_text(p->w, "currency", p->a->currency);
    put_sid(p, "by", item, c->by);
    trf_json_member_text_if(p->w, "source", text(p, c->source));
    trf_json_end_object(p->w);
}

static void put_outcome(printer *p, const trf_assessed_item *item, const trf_outcome *outcome)
{
    trf_json_begin_object(p->w);
    trf_json_member_text(p->w, "code", outcome->code);
    trf_json_member_text(p->w, "effect", outcome->effect);
    put_sid(p, "measure", item, outcome->candidate);
    if (outcome->need_count) {
        trf_json_name(p->w, "needs");
        trf_json_begin_array(p->w);
        for (uint32_t i = 0; i < outcome->need_count; i++)
            trf_json_put_text(p->w, outcome->needs[i]);
        trf_json_end_array(p->w);
    }
    trf_word_outcome(p->e, outcome, &p->scratch);
    put_scratch(p, "text");
    trf_json_end_object(p->w);
}

/* What the conditions of a measure came to. */
static void put_conditions(printer *p, const trf_condition_result *result, const trf_measure_record *measure)
{
    trf_json_name(p->w, "conditions");
    trf_json_begin_object(p->w);
    if (result->applies == TRF_UNKNOWN)
        trf_json_member_null(p->w, "applies");
    else
        trf_json_member_flag(p->w, "applies", result->applies == TRF_TRUE);
    trf_json_member_flag(p->w, "stops", result->stops);
    trf_json_member_text_if(p->w, "expression",
                            trf_word_expression(p->s, result->expression ? result->expression : measure->expression));
    trf_json_name(p->w, "decided_by");
    trf_json_begin_array(p->w);
    for (uint32_t i = 0; i < result->code_count; i++) {
        const trf_condition_record *row;

        if (result->deciding[i] == TRF_CONDITION_NONE)
            continue;
        row = trf_snapshot_condition(p->s, result->deciding[i]);
        trf_json_begin_object(p->w);
        trf_json_member_text(p->w, "code", text(p, row->code));
        trf_json_member_integer(p->w, "sequence", row->sequence);
        trf_json_member_text_if(p->w, "action", text(p, row->action));
        trf_json_end_object(p->w);
    }
    trf_json_end_array(p->w);
    trf_json_end_object(p->w);
}

static void put_candidate(printer *p, const trf_assessed_item *item, uint32_t at)
{
    const trf_candidate *c = &item->candidates[at];
    const trf_measure_record *row = trf_snapshot_measure(p->s, c->measure);
    const trf_measure_record *measure = trf_snapshot_measure(p->s, c->measure);
    const trf_additional_code_record *code = trf_snapshot_additional_code(p->s, row->additional_code);

    trf_json_begin_object(p->w);
    put_sid(p, "measure", item, at);
    trf_json_member_text_if(p->w, "tariff", trf_word_tariff(p->s, item, trf_word_second(item, at)));
    trf_json_member_text(p->w, "measure_type", text(p, trf_snapshot_measure_type(p->s, row->type)->id));
    trf_json_member_text(p->w, "role", trf_role_name(c->role));
    trf_json_member_text_if(p->w, "area", text(p, trf_snapshot_area(p->s, row->area)->id));
    if (row->additional_code) {
        trf_buffer_slice(&p->scratch, text(p, code->type));
        trf_buffer_slice(&p->scratch, text(p, code->code));
        put_scratch(p, "additional_code");
    }
    trf_json_member_text_if(p->w, "order_number", text(p, trf_snapshot_order_number(p->s, row->order_number)->id));
    trf_json_member_text_if(p->w, "programmes", text(p, measure->programmes));
    trf_json_member_text_if(p->w, "expression", trf_word_expression(p->s, measure->expression));
    trf_json_member_string(p->w, "disposition", trf_disposition_name((trf_disposition)c->disposition));
    put_sid(p, "by", item, c->by);
    trf_json_member_text_if(p->w, "regulation", text(p, trf_snapshot_regulation(p->s, measure->regulation)->id));
    trf_json_member_date_if(p->w, "valid_from", row->start);
    trf_json_member_date_if(p->w, "valid_to", row->end);
    if (item->conditions && item->conditions[at].code_count)
        put_conditions(p, &item->conditions[at], measure);
    trf_json_end_object(p->w);
}

/* ---- items and totals ---- */
static void put_build_up(printer *p, const trf_assessed_item *item)
{
    trf_json_name(p->w, "value_build_up");
    trf_json_begin_array(p->w);
    for (uint32_t i = 0; i < item->part_count; i++) {
        const trf_value_part *part = &item->parts[i];

        trf_json_begin_object(p->w);
        trf_json_member_text(p->w, "kind", part->kind);
        if (trf_number_print(p->a->numbers, part->amount, &p->scratch) < 0)
            p->w->failed = true;
        put_scratch(p, "amount");
        trf_json_member_text(p->w, "currency", part->currency);
        if (part->known)
            put_number(p, "converted", part->converted);
        trf_json_member_text_if(p->w, "rate", part->rate_text);
        if (part->has_per_unit)
            put_number(p, "per_unit", part->per_unit);
        if (part->has_aggregate)
            put_number(p, "aggregate", part->aggregate);
        if (part->negative)
            trf_json_member_flag(p->w, "deducted", true);
        trf_json_end_object(p->w);
    }
    trf_json_end_array(p->w);
}

static void put_range(printer *p, const trf_bounds *range, trf_slice decided_by)
{
    trf_json_name(p->w, "range");
    if (!range->has_most) {
        trf_json_put_null(p->w);
        return;
    }
    trf_json_begin_object(p->w);
    put_amount(p, "min", range->least);
    put_amount(p, "max", range->most);
    trf_json_member_text_if(p->w, "decided_by", decided_by);
    trf_json_end_object(p->w);
}

/* Of two tariffs: the duty under each, and which of them counts. */
static void put_drawn(printer *p, const trf_assessed_item *item)
{
    const trf_drawn *drawn = item->drawn;
    unsigned counts = drawn->counts;

    trf_json_name(p->w, "tariffs");
    trf_json_begin_object(p->w);
    trf_json_member_text_if(p->w, "route", drawn->route);
    trf_json_member_flag(p->w, "compared", drawn->compared);
    if (counts == TRF_COUNTS_FIRST || counts == TRF_COUNTS_SECOND)
        trf_json_member_text(p->w, "counts", trf_word_tariff(p->s, item, counts == TRF_COUNTS_SECOND));
    else if (counts == TRF_COUNTS_NOTHING)
        trf_json_member_string(p->w, "counts", "none");
    else
        trf_json_member_null(p->w, "counts");
    trf_json_name(p->w, "duties");
    trf_json_begin_array(p->w);
    for (unsigned i = 0; i < 2; i++) {
        trf_json_begin_object(p->w);
        trf_json_member_text(p->w, "tariff", trf_word_tariff(p->s, item, i == 1));
        put_sum(p, "duty", drawn->duty[i], !drawn->known[i]);
        trf_json_end_object(p->w);
    }
    trf_json_end_array(p->w);
    trf_json_member_text_if(p->w, "source", drawn->source);
    trf_json_end_object(p->w);
}

static void put_item(printer *p, const trf_assessed_item *item)
{
    trf_json_begin_object(p->w);
    trf_json_member_integer(p->w, "number", item->number);
    trf_json_member_string(p->w, "status", trf_assessment_status_name(item->status));
    trf_json_member_text(p->w, "code", item->code);
    if (item->has_value)
        put_amount(p, "customs_value", item->customs_value);
    trf_json_member_text_if(p->w, "valuation_method", item->method);
    if (item->part_count)
        put_build_up(p, item);
    if (item->drawn)
        put_drawn(p, item);
    trf_json_name(p->w, "charges");
    trf_json_begin_array(p->w);
    for (uint32_t i = 0; i < item->charge_count; i++)
        put_charge(p, item, &item->charges[i]);
    trf_json_end_array(p->w);
    trf_json_name(p->w, "outcomes");
    trf_json_begin_array(p->w);
    for (uint32_t i = 0; i < item->outcome_count; i++)
        put_outcome(p, item, &item->outcomes[i]);
    trf_json_end_array(p->w);
    trf_json_name(p->w, "considered");
    trf_json_begin_object(p->w);
    trf_json_member_integer(p->w, "candidates", item->considered);
    trf_json_name(p->w, "dispositions");
    trf_json_begin_object(p->w);
    for (unsigned i = TRF_DISPOSITION_COUNT; i-- > 0;) {
        if (item->dispositions[i])
            trf_json_member_integer(p->w, trf_disposition_name((trf_disposition)i), item->dispositions[i]);
    }
    trf_json_end_object(p->w);
    if (p->e->flags & TRF_EXPLAIN_DISPOSITIONS) {
        trf_json_name(p->w, "list");
        trf_json_begin_array(p->w);
        for (uint32_t i = 0; i < item->candidate_count; i++)
            put_candidate(p, item, i);
        trf_json_end_array(p->w);
    }
    trf_json_end_object(p->w);
    put_sum(p, "duty", item->duty, item->unsure >> TRF_TOTAL_DUTY & 1);
    put_sum(p, "taxes", item->taxes, item->unsure >> TRF_TOTAL_TAXES & 1);
    put_sum(p, "fees", item->fees, item->unsure >> TRF_TOTAL_FEES & 1);
    put_sum(p, "total", item->total, item->unsure >> TRF_TOTAL_ALL & 1);
    if (item->status == TRF_ASSESSED_INCOMPLETE)
        put_range(p, &item->range, item->decided_by);
    if ((p->e->flags & TRF_EXPLAIN_TRACE) && p->a->trace) {
        trf_json_name(p->w, "trace");
        if (item->root == TRF_TRACE_NONE || item->root >= p->a->trace->count)
            trf_json_put_null(p->w);
        else
            put_node(p, item->root, 0);
    }
    trf_json_end_object(p->w);
}

static void put_totals(printer *p)
{
    const trf_assessment *a = p->a;

    trf_json_name(p->w, "totals");
    trf_json_begin_object(p->w);
    if (a->has_value)
        put_amount(p, "customs_value", a->customs_value);
    put_sum(p, "duty", a->duty, a->unsure >> TRF_TOTAL_DUTY & 1);
    put_sum(p, "taxes", a->taxes, a->unsure >> TRF_TOTAL_TAXES & 1);
    put_sum(p, "fees", a->fees, a->unsure >> TRF_TOTAL_FEES & 1);
    put_sum(p, "security", a->security, a->unsure >> TRF_TOTAL_SECURITY & 1);
    put_sum(p, "payable", a->payable, a->payable_unsure);
    trf_json_name(p->w, "by_settlement");
    trf_json_begin_object(p->w);
    for (uint32_t i = 0; i < a->settlement_count; i++) {
        trf_slice name = text(p, a->settlements[i]);

        trf_json_name_slice(p->w, name.size ? name : TRF_SLICE("pay"));
        if (a->unsettled >> i & 1) {
            trf_json_put_null(p->w);
            continue;
        }
        trf_word_amount(p->e, a->settled[i], &p->scratch);
        trf_json_put_text(p->w, trf_buffer_view(&p->scratch));
        trf_buffer_clear(&p->scratch);
    }
    trf_json_end_object(p->w);
    trf_json_end_object(p->w);
}

/** Charges that are owed once for the declaration; the items' charges are their shares in them. */
static void put_entry_charges(printer *p)
{
    const trf_assessment *a = p->a;
    const trf_profile_record *profile = trf_snapshot_profile(p->s, a->profile);

    if (a->entry_charge_count == 0)
        return;
    trf_json_name(p->w, "entry_charges");
    trf_json_begin_array(p->w);
    for (uint32_t i = 0; i < a->entry_charge_count; i++) {
        const trf_entry_total *total = &a->entry_charges[i];
        const trf_profile_charge_record *record = trf_snapshot_profile_charge(p->s, profile->first_charge + total->charge);

        trf_json_begin_object(p->w);
        trf_json_member_text(p->w, "charge", text(p, record->id));
        trf_json_member_text_if(p->w, "official", text(p, record->official));
        if (total->has_base)
            put_amount(p, "base", total->base);
        if (total->known) {
            put_number(p, "unrounded", total->unrounded);
            put_amount(p, "amount", total->amount);
        }
        trf_json_member_text_if(p->w, "source", text(p, record->source));
        trf_json_end_object(p->w);
    }
    trf_json_end_array(p->w);
}

tariff_status trf_explain_json(const trf_explanation *explanation, trf_json_writer *writer, tariff_error **error)
{
    const trf_assessment *a = explanation->assessment;
    const trf_tariff_record *tariff = trf_snapshot_tariff(a->snapshot, a->tariff);
    printer p = {.e = explanation, .a = a, .s = a->snapshot, .w = writer};
    trf_bounds none = {0};

    trf_buffer_init(&p.scratch, explanation->alloc, 0);
    trf_json_begin_object(writer);
    trf_json_member_text_if(writer, "id", a->id);
    trf_json_member_string(writer, "status", trf_assessment_status_name(a->status));
    trf_json_member_text(writer, "tariff", text(&p, tariff->id));
    trf_json_member_date_if(writer, "date", a->date);
    trf_json_member_text(writer, "currency", a->currency);
    trf_word_image(a->snapshot, &p.scratch);
    put_scratch(&p, "image");
    trf_json_member_string(writer, "library", explanation->library);
    if (tariff->data_as_of != 0)
        trf_json_member_date_if(writer, "data_as_of", tariff->data_as_of);
    trf_json_name(writer, "items");
    trf_json_begin_array(writer);
    for (uint32_t i = 0; i < a->item_count; i++)
        put_item(&p, &a->items[i]);
    trf_json_end_array(writer);
    put_entry_charges(&p);
    put_totals(&p);
    put_range(&p, a->status == TRF_ASSESSED_INCOMPLETE ? &a->range : &none, a->decided_by);
    trf_json_end_object(writer);
    if (p.scratch.failed || writer->out->failed) {
        trf_buffer_done(&p.scratch);
        return trf_fail_memory(error);
    }
    trf_buffer_done(&p.scratch);
    return TARIFF_OK;
}

tariff_status trf_explain_candidate(const trf_explanation *explanation, const trf_assessed_item *item, uint32_t candidate,
                                    trf_json_writer *writer)
{
    const trf_assessment *a = explanation->assessment;
    printer p = {.e = explanation, .a = a, .s = a->snapshot, .w = writer};
    bool failed;

    trf_buffer_init(&p.scratch, explanation->alloc, 0);
    put_candidate(&p, item, candidate);
    failed = p.scratch.failed;
    trf_buffer_done(&p.scratch);
    return failed ? TARIFF_ENOMEM : TARIFF_OK;
}
