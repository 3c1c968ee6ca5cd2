/* SPDX-License-Identifier: Apache-2.0 */
/* The assessment for people: amounts in one column, under each charge the way it was reached, each step with its legal source. */
#include "explain/word.h"

#include "snapshot/profile.h"

#define COLUMN 60u    /* amounts end here */
#define DEPTH_MAX 24u
#define LINES_MAX 4000u

typedef struct page {
    const trf_explanation *e;
    const trf_assessment *a;
    const trf_snapshot *s;
    trf_buffer *out;
    trf_buffer scratch, amount;
    uint32_t lines;
} page;

static trf_slice text(const page *p, trf_str id) { return trf_snapshot_text(p->s, id); }

static void indent(page *p, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        trf_buffer_text(p->out, "  ");
}

/** Characters, not bytes: texts may hold letters of any language. */
static size_t width(trf_slice text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.size; i++)
        n += ((unsigned char)text.data[i] & 0xc0) != 0x80;
    return n;
}

/** What is in scratch, then the amount so that it ends at the column, then a rest. */
static void line(page *p, unsigned depth, trf_slice amount, trf_slice rest)
{
    size_t used = 2u * depth + width(trf_buffer_view(&p->scratch));

    p->lines++;
    indent(p, depth);
    trf_buffer_slice(p->out, trf_buffer_view(&p->scratch));
    if (amount.size) {
        for (size_t i = used + amount.size; i < COLUMN; i++)
            trf_buffer_char(p->out, ' ');
        if (used + amount.size >= COLUMN)
            trf_buffer_char(p->out, ' ');
        trf_buffer_slice(p->out, amount);
    }
    if (rest.size) {
        trf_buffer_text(p->out, "  ");
        trf_buffer_slice(p->out, rest);
    }
    trf_buffer_char(p->out, '\n');
    trf_buffer_clear(&p->scratch);
}

static void message(page *p, const char *id, trf_slice one, trf_slice two)
{
    trf_message_print(p->e->language, id, one, two, &p->scratch);
}

static trf_slice money(page *p, trf_number number)
{
    trf_buffer_clear(&p->amount);
    trf_word_amount(p->e, number, &p->amount);
    return trf_buffer_view(&p->amount);
}

/** As it is, or cut to six places: a column is no place for eighteen. */
static trf_slice shown(page *p, trf_number number)
{
    trf_buffer_clear(&p->amount);
    if (trf_number_format(p->a->numbers, number, 0, 6, &p->amount) < 0)
        p->amount.failed = true;
    if (!trf_number_is_decimal(p->a->numbers, number, 6))
        trf_buffer_text(&p->amount, "…");
    return trf_buffer_view(&p->amount);
}

/** An amount that is not known, as far as it is: never a bare zero. */
static trf_slice bounded(page *p, const trf_bounds *bounds)
{
    bool least = bounds->has_least && trf_number_sign(p->a->numbers, bounds->least) > 0;
    trf_buffer one, two;

    if (!least && !bounds->has_most)
        return trf_message(p->e->language, "NOT_KNOWN", TRF_SLICE_EMPTY);
    trf_buffer_init(&one, p->e->alloc, 0);
    trf_buffer_init(&two, p->e->alloc, 0);
    trf_word_amount(p->e, least ? bounds->least : trf_number_of(0), &one);
    if (bounds->has_most)
        trf_word_amount(p->e, bounds->most, &two);
    trf_buffer_clear(&p->amount);
    trf_message_print(p->e->language, bounds->has_most ? "BETWEEN" : "AT_LEAST", trf_buffer_view(&one), trf_buffer_view(&two),
                      &p->amount);
    trf_buffer_done(&one);
    trf_buffer_done(&two);
    return trf_buffer_view(&p->amount);
}

/** A total of an item; where not all of it is known, what it is at least. */
static void total_line(page *p, const trf_assessed_item *item, unsigned which, const char *id, trf_number number, trf_slice rest)
{
    const trf_bounds bounds = {item->least[which], item->least[which], true, false};

    message(p, id, TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
    line(p, 0, item->unsure >> which & 1 ? bounded(p, &bounds) : money(p, number), rest);
}

/* ---- the way to a figure ---- */
/** What is told elsewhere is named, not told again: the customs value, a charge that was shown before. */
static bool told(page *p, const trf_assessed_item *item, const trf_charge *of, uint32_t node)
{
    const trf_profile_record *profile = trf_snapshot_profile(p->s, p->a->profile);

    if (node == item->value_node) {
        message(p, "VALUE", TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
        return true;
    }
    for (const trf_charge *c = item->charges; c < of; c++) {
        if (c->node == node) {
            trf_buffer_slice(&p->scratch, text(p, trf_snapshot_profile_charge(p->s, profile->first_charge + c->charge)->id));
            return true;
        }
    }
    return false;
}

/** Number with what it counts. */
static void quantity(page *p, uint32_t node)
{
    uint32_t unit = trf_trace_at(p->a->trace, node).unit;

    trf_word_number(p->e, trf_trace_value(p->a->trace, node), &p->scratch);
    if (unit) {
        trf_buffer_char(&p->scratch, ' ');
        trf_word_unit(p->e, unit, &p->scratch);
    }
}

static bool is_leaf(const page *p, uint32_t node) { return trf_trace_input_count(p->a->trace, node) == 0; }

/** The first input of `from` that has a line of its own. */
static uint32_t put_label(page *p, uint32_t node)
{
    const trf_trace *trace = p->a->trace;
    const trf_trace_node n = trf_trace_at(trace, node);
    uint32_t count = trf_trace_input_count(trace, node);

    if (n.op == TRF_TRACE_ROUND && count == 2) {
        message(p, "ROUNDED", trf_rounding_name((trf_rounding)n.mode), TRF_SLICE_EMPTY);
        trf_buffer_char(&p->scratch, ' ');
        trf_word_number(p->e, trf_trace_value(trace, trf_trace_input(trace, node, 1)), &p->scratch);
        return 0;
    }
    if (n.op == TRF_TRACE_PERCENT && count == 2 && is_leaf(p, trf_trace_input(trace, node, 0))) {
        trf_word_number(p->e, trf_trace_value(trace, trf_trace_input(trace, node, 0)), &p->scratch);
        trf_buffer_text(&p->scratch, " % ");
        message(p, "OF", TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
        return 1;
    }
    if (n.op == TRF_TRACE_AMOUNT && count == 2 && is_leaf(p, trf_trace_input(trace, node, 0))) {
        quantity(p, trf_trace_input(trace, node, 0));
        trf_buffer_char(&p->scratch, ' ');
        message(p, "OF", TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
        return 1;
    }
    if (count) {
        trf_slice words = trf_message(p->e->language, "OP_", trf_slice_text(trf_trace_op_name(n.op)));

        trf_buffer_slice(&p->scratch, words.size ? words : trf_slice_text(trf_trace_op_name(n.op)));
    } else {
        trf_word_rule(p->e, n.rule, &p->scratch);
    }
    return 0;
}

static void put_step(page *p, const trf_assessed_item *item, const trf_charge *of, uint32_t node, unsigned depth)
{
    const trf_trace *trace = p->a->trace;
    const trf_trace_node n = trf_trace_at(trace, node);
    uint32_t count = trf_trace_input_count(trace, node), first;
    bool known = node != of->node && told(p, item, of, node);
    trf_buffer rest;

    if (depth > DEPTH_MAX || p->lines > LINES_MAX)
        return;
    if (!known && n.op == TRF_TRACE_ROUND && count == 2 &&
        trf_number_compare(p->a->numbers, trf_trace_value(trace, node),
                           trf_trace_value(trace, trf_trace_input(trace, node, 0))) == 0) {
        put_step(p, item, of, trf_trace_input(trace, node, 0), depth); /* it changed nothing */
        return;
    }
    first = known ? count : put_label(p, node);
    trf_buffer_init(&rest, p->e->alloc, 0);
    trf_word_unit(p->e, n.unit, &rest);
    if (n.source && !known && n.source != of->source) {
        trf_buffer_text(&rest, rest.size ? "  [" : "[");
        trf_buffer_slice(&rest, text(p, n.source));
        trf_buffer_char(&rest, ']');
    }
    line(p, depth, shown(p, trf_trace_value(trace, node)), trf_buffer_view(&rest));
    trf_buffer_done(&rest);
    if (n.op == TRF_TRACE_ROUND && !known)
        count = 1; /* the unit stands in the line */
    for (uint32_t i = first; i < count; i++) {
        uint32_t input = trf_trace_input(trace, node, i);

        if (trf_trace_is_input(input, node))
            put_step(p, item, of, input, depth + 1);
    }
}

/* ---- charges ---- */
static void put_charge(page *p, const trf_assessed_item *item, const trf_charge *c)
{
    const trf_profile_record *profile = trf_snapshot_profile(p->s, p->a->profile);
    const trf_profile_charge_record *record = trf_snapshot_profile_charge(p->s, profile->first_charge + c->charge);
    bool measured = c->candidate < item->candidate_count;
    trf_slice expression = measured ? trf_word_expression(p->s, c->expression) : text(p, record->expression);
    trf_slice official = trf_word_official(p->a, item, c), state, sentence;
    trf_buffer words;

    trf_buffer_init(&words, p->e->alloc, 0);
    if (item->drawn) {
        trf_buffer_slice(&p->scratch, trf_word_tariff(p->s, item, c->second));
        trf_buffer_char(&p->scratch, ' ');
    }
    trf_buffer_slice(&p->scratch, text(p, record->id));
    if (expression.size) {
        trf_buffer_text(&p->scratch, "  ");
        trf_buffer_slice(&p->scratch, expression);
    }
    if (c->has_base && c->state == TRF_STATE_DUE) {
        trf_buffer_char(&p->scratch, ' ');
        message(p, "OF", TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
        trf_buffer_char(&p->scratch, ' ');
        trf_word_amount(p->e, c->base, &p->scratch);
    }
    if (c->has_base_quantity && c->state == TRF_STATE_DUE) {
        trf_buffer_char(&p->scratch, ' ');
        message(p, "OF", TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
        trf_buffer_char(&p->scratch, ' ');
        trf_word_number(p->e, c->base_quantity, &p->scratch);
        trf_buffer_char(&p->scratch, ' ');
        trf_word_unit(p->e, TRF_TRACE_REF(TRF_IN_UNIT, c->base_unit), &p->scratch);
    }
    state = trf_message(p->e->language, "STATE_", trf_slice_text(trf_charge_state_name(c->state)));
    trf_buffer_slice(&words, state);
    if (c->by < item->candidate_count) {
        trf_buffer by;

        trf_buffer_init(&by, p->e->alloc, 0);
        trf_word_sid(p->s, item->candidates[c->by].measure, &by);
        trf_buffer_char(&words, ' ');
        trf_message_print(p->e->language, "BY_MEASURE", trf_buffer_view(&by), TRF_SLICE_EMPTY, &words);
        trf_buffer_done(&by);
    }
    if (official.size) {
        trf_buffer_text(&words, ", ");
        trf_buffer_slice(&words, official);
    }
    sentence = c->known ? money(p, c->amount) : bounded(p, &c->bounds);
    line(p, 1, sentence, trf_buffer_view(&words));
    trf_buffer_clear(&words);
    if (measured) {
        const trf_measure_record *row = trf_snapshot_measure(p->s, item->candidates[c->candidate].measure);
        trf_slice area = text(p, trf_snapshot_area(p->s, row->area)->id),
                  order = text(p, trf_snapshot_order_number(p->s, row->order_number)->id);

        trf_word_sid(p->s, item->candidates[c->candidate].measure, &words);
        message(p, "MEASURE", trf_buffer_view(&words), text(p, trf_snapshot_measure_type(p->s, row->type)->id));
        if (area.size) {
            trf_buffer_text(&p->scratch, ", ");
            trf_buffer_slice(&p->scratch, area);
        }
        if (order.size) {
            trf_buffer_text(&p->scratch, ", ");
            trf_buffer_slice(&p->scratch, order);
        }
    }
    if (c->source) {
        if (measured)
            trf_buffer_text(&p->scratch, "; ");
        message(p, "SOURCE", text(p, c->source), TRF_SLICE_EMPTY);
    }
    if (p->scratch.size)
        line(p, 3, TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
    if (p->a->trace && c->node != TRF_TRACE_NONE && c->node < p->a->trace->count && c->state == TRF_STATE_DUE)
        put_step(p, item, c, c->node, 3);
    trf_buffer_done(&words);
}

/* ---- an item ---- */
static void put_value(page *p, const trf_assessed_item *item)
{
    if (!item->has_value) {
        message(p, "VALUE_UNKNOWN", TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
        line(p, 0, TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
    } else {
        message(p, "VALUE", TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
        line(p, 0, money(p, item->customs_value), p->a->currency);
    }
    for (uint32_t i = 0; i < item->part_count; i++) {
        const trf_value_part *part = &item->parts[i];

        trf_buffer_slice(&p->scratch, part->kind);
        trf_buffer_char(&p->scratch, ' ');
        if (part->negative)
            trf_buffer_char(&p->scratch, '-');
        if (trf_number_print(p->a->numbers, part->amount, &p->scratch) < 0)
            p->scratch.failed = true;
        trf_buffer_char(&p->scratch, ' ');
        trf_buffer_slice(&p->scratch, part->currency);
        if (part->rate_text.size) {
            trf_buffer_char(&p->scratch, ' ');
            message(p, "AT_RATE", part->rate_text, p->a->currency);
        }
        line(p, 1, part->known ? shown(p, part->converted) : trf_message(p->e->language, "NOT_KNOWN", TRF_SLICE_EMPTY),
             TRF_SLICE_EMPTY);
    }
}

static void put_outcomes(page *p, const trf_assessed_item *item)
{
    for (uint32_t i = 0; i < item->outcome_count; i++) {
        trf_buffer_text(&p->scratch, "! ");
        trf_word_outcome(p->e, &item->outcomes[i], &p->scratch);
        if (item->outcomes[i].candidate < item->candidate_count) {
            trf_buffer_text(&p->scratch, " (");
            trf_word_sid(p->s, item->candidates[item->outcomes[i].candidate].measure, &p->scratch);
            trf_buffer_char(&p->scratch, ')');
        }
        line(p, 0, TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
    }
}

static void put_candidates(page *p, const trf_assessed_item *item)
{
    trf_buffer count;

    trf_buffer_init(&count, p->e->alloc, 0);
    trf_buffer_unsigned(&count, item->considered, 1);
    message(p, "CONSIDERED", trf_buffer_view(&count), TRF_SLICE_EMPTY);
    trf_buffer_done(&count);
    for (unsigned i = TRF_DISPOSITION_COUNT, first = 1; i-- > 0;) {
        if (!item->dispositions[i])
            continue;
        trf_buffer_text(&p->scratch, first ? " (" : ", ");
        trf_buffer_unsigned(&p->scratch, item->dispositions[i], 1);
        trf_buffer_char(&p->scratch, ' ');
        trf_buffer_text(&p->scratch, trf_disposition_name((trf_disposition)i));
        first = 0;
    }
    if (item->considered)
        trf_buffer_char(&p->scratch, ')');
    line(p, 0, TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
    for (uint32_t i = 0; (p->e->flags & TRF_EXPLAIN_DISPOSITIONS) && i < item->candidate_count; i++) {
        const trf_candidate *c = &item->candidates[i];
        const trf_measure_record *row = trf_snapshot_measure(p->s, c->measure);

        trf_word_sid(p->s, c->measure, &p->scratch);
        trf_buffer_char(&p->scratch, ' ');
        trf_buffer_slice(&p->scratch, text(p, trf_snapshot_measure_type(p->s, row->type)->id));
        trf_buffer_char(&p->scratch, ' ');
        trf_buffer_slice(&p->scratch, text(p, trf_snapshot_area(p->s, row->area)->id));
        trf_buffer_char(&p->scratch, ' ');
        trf_buffer_slice(&p->scratch, trf_word_expression(p->s, trf_snapshot_measure(p->s, c->measure)->expression));
        line(p, 1, trf_slice_text(trf_disposition_name((trf_disposition)c->disposition)), TRF_SLICE_EMPTY);
    }
}

static void put_item(page *p, const trf_assessed_item *item)
{
    const trf_label_record *label =
        item->line == TRF_LINE_NONE
            ? NULL
            : trf_nomenclature_label(p->s, item->line, p->e->language.size ? p->e->language : TRF_SLICE("en"), p->a->date);

    if (p->a->item_count > 1) {
        trf_buffer number;

        trf_buffer_init(&number, p->e->alloc, 0);
        trf_buffer_unsigned(&number, item->number, 1);
        message(p, "ITEM", trf_buffer_view(&number), TRF_SLICE_EMPTY);
        trf_buffer_text(&p->scratch, ": ");
        trf_buffer_done(&number);
    }
    trf_buffer_slice(&p->scratch, item->code);
    if (label) {
        trf_buffer_text(&p->scratch, "  ");
        trf_buffer_slice(&p->scratch, text(p, label->plain));
    }
    line(p, 0, TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
    trf_buffer_slice(&p->scratch,
                     trf_message(p->e->language, "STATUS_", trf_slice_text(trf_assessment_status_name(item->status))));
    line(p, 0, TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
    put_outcomes(p, item);
    trf_buffer_char(p->out, '\n');
    put_value(p, item);
    trf_buffer_char(p->out, '\n');
    message(p, item->charge_count ? "CHARGES" : item->unsure ? "CHARGES_UNKNOWN" : "NO_CHARGES", TRF_SLICE_EMPTY,
            TRF_SLICE_EMPTY);
    line(p, 0, TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
    for (uint32_t i = 0; i < item->charge_count; i++)
        put_charge(p, item, &item->charges[i]);
    trf_buffer_char(p->out, '\n');
    total_line(p, item, TRF_TOTAL_DUTY, "DUTY", item->duty, TRF_SLICE_EMPTY);
    total_line(p, item, TRF_TOTAL_TAXES, "TAXES", item->taxes, TRF_SLICE_EMPTY);
    if (trf_number_sign(p->a->numbers, item->fees) || (item->charge_count && item->unsure >> TRF_TOTAL_FEES & 1))
        total_line(p, item, TRF_TOTAL_FEES, "FEES", item->fees, TRF_SLICE_EMPTY);
    total_line(p, item, TRF_TOTAL_ALL, "TOTAL", item->total, p->a->currency);
    if (item->status == TRF_ASSESSED_INCOMPLETE && item->range.has_most) {
        trf_buffer least;

        trf_buffer_init(&least, p->e->alloc, 0);
        trf_word_amount(p->e, item->range.least, &least);
        message(p, "RANGE", trf_buffer_view(&least), money(p, item->range.most));
        trf_buffer_done(&least);
        if (item->decided_by.size) {
            trf_buffer_text(&p->scratch, ", ");
            message(p, "DECIDED_BY", item->decided_by, TRF_SLICE_EMPTY);
        }
        line(p, 0, TRF_SLICE_EMPTY, TRF_SLICE_EMPTY);
    }
    trf_buffer_char(p->out, '\n');
    put_candidates(p, item);
}

tariff_status trf_explain_text(const trf_explanation *explanation, trf_buffer *out, tariff_error **error)
{
    const trf_assessment *a = explanation->assessment;
    page p = {.e = explanation, .a = a, .s = a->snapshot, .out = out};
    const trf_tariff_record *tariff = trf_snapshot_tariff(a->snapshot, a->tariff);
    char date[10];
    bool failed;

    trf_buffer_init(&p.scratch, explanation->alloc, 0);
    trf_buffer_init(&p.amount, explanation->alloc, 0);
    trf_buffer_slice(out, text(&p, tariff->id));
    trf_buffer_text(out, ", ");
    trf_date_format(a->date, date);
    trf_buffer_bytes(out, date, sizeof date);
    if (tariff->data_as_of >= TRF_DATE_MIN && tariff->data_as_of <= TRF_DATE_MAX && tariff->data_as_of != 0) {
        trf_date_format(tariff->data_as_of, date);
        trf_buffer_text(out, ", ");
        trf_message_print(explanation->language, "DATA_AS_OF", trf_slice_of(date, sizeof date), TRF_SLICE_EMPTY, out);
    }
    trf_buffer_char(out, '\n');
    for (uint32_t i = 0; i < a->item_count; i++) {
        if (i)
            trf_buffer_char(out, '\n');
        put_item(&p, &a->items[i]);
    }
    failed = p.scratch.failed || p.amount.failed || out->failed;
    trf_buffer_done(&p.scratch);
    trf_buffer_done(&p.amount);
    return failed ? trf_fail_memory(error) : TARIFF_OK;
}
