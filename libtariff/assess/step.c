/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions of the profile: postfix steps over exact numbers, each with its node in the trace. */
#include "assess/work.h"

typedef struct operand {
    trf_number number;
    uint32_t node;
} operand;

typedef struct machine {
    trf_work *w;
    trf_trace *trace;  /**< NULL: not recorded */
    trf_end end;
    operand stack[TRF_PROFILE_STACK_MAX];
    uint32_t held;
    bool missing;
} machine;

static tariff_status bad_image(machine *m, const char *what)
{
    return trf_fail(m->w->error, m->w->a->alloc, TARIFF_EIMAGE, "profile expression: %s", what);
}

static tariff_status push(machine *m, trf_number number, uint32_t node)
{
    if (m->held >= TRF_PROFILE_STACK_MAX)
        return bad_image(m, "holds more values than any profile may");
    m->stack[m->held].number = number;
    m->stack[m->held++].node = node;
    return TARIFF_OK;
}

static tariff_status push_leaf(machine *m, trf_number number, trf_trace_op op, uint32_t unit, uint32_t rule, trf_str source,
                               trf_trace_from from)
{
    return push(m, number, trf_trace_leaf(m->trace, op, number, unit, rule, source, from));
}

/** Something is not declared: says so once and goes on with nothing, so that all that is missing is named. */
static tariff_status missing(machine *m, const char *code, const char *kind, trf_slice what)
{
    tariff_status status = TARIFF_OK;

    m->missing = true;
    if (m->end == TRF_END_KNOWN)
        status = trf_outcome_add(m->w, code, "none", TRF_CANDIDATE_NONE, kind, what, TRF_ASSESSED_INCOMPLETE);
    return status < 0 ? status : push(m, trf_number_of(0), TRF_TRACE_NONE);
}

static tariff_status named_amount(machine *m, const trf_profile_step_record *step)
{
    trf_work *w = m->w;
    trf_slice name = trf_snapshot_text(w->snapshot, step->text);
    trf_number number;
    tariff_status status;

    if (trf_slice_is(name, "customs-value")) {
        if (!w->out->has_value) { /* said when the value was built up */
            m->missing = true;
            return push(m, trf_number_of(0), TRF_TRACE_NONE);
        }
        return push(m, w->out->customs_value, m->trace ? w->out->value_node : TRF_TRACE_NONE);
    }
    if (trf_slice_is(name, "base")) {
        if (!w->has_base) {
            m->missing = true;
            return push(m, trf_number_of(0), TRF_TRACE_NONE);
        }
        return push(m, w->base, m->trace ? w->base_node : TRF_TRACE_NONE);
    }
    if (trf_slice_is(name, "price")) {
        for (uint32_t i = 0; i < w->out->part_count; i++) {
            if (trf_slice_is(w->out->parts[i].kind, "price") && w->out->parts[i].known)
                return push_leaf(m, w->out->parts[i].converted, TRF_TRACE_AMOUNT, TRF_IN_ASSESSMENT,
                                 TRF_FIELD_REF(TRF_DECLARED_PRICE), 0, TRF_FROM_DECLARATION);
        }
        return missing(m, "value_provisional", "price", TRF_SLICE_EMPTY);
    }
    if (trf_slice_is(name, "vat-adjustment")) {
        if (w->item->vat_adjustment.size == 0)
            return push(m, trf_number_of(0), TRF_TRACE_NONE);
        status = trf_declared_number(w, "valuation.vat_adjustment", w->item->vat_adjustment, &number);
        return status < 0 ? status
                          : push_leaf(m, number, TRF_TRACE_AMOUNT, TRF_IN_ASSESSMENT, TRF_FIELD_REF(TRF_DECLARED_VAT_ADJUSTMENT),
                                      0, TRF_FROM_DECLARATION);
    }
    return missing(m, "scope_facts_needed", "amount", name);
}

static uint32_t lowest_bit(uint64_t bits)
{
    uint32_t bit = 0;

    while (!(bits >> bit & 1))
        bit++;
    return bit;
}

static tariff_status charges(machine *m, const trf_profile_step_record *step)
{
    uint32_t nodes[TRF_PROFILE_CHARGES_MAX], count = 0;
    trf_number sum = trf_number_of(0);
    tariff_status status = TARIFF_OK;

    for (uint64_t left = step->mask; left && status >= 0; left &= left - 1) {
        uint32_t i = lowest_bit(left);
        const trf_charge_sum *s = &m->w->sums[i];

        if (i >= m->w->plan->charge_count) {
            m->missing = true; /* only a crafted image names charges that it does not have */
            break;
        }
        if (m->end == TRF_END_KNOWN ? !s->known : m->end == TRF_END_MOST && !s->has_most)
            m->missing = true;
        status = trf_number_add(m->w->numbers, sum,
                                m->end == TRF_END_KNOWN   ? s->exact
                                : m->end == TRF_END_LEAST ? trf_sum_least(s)
                                                          : trf_sum_most(s),
                                &sum);
        if (s->node != TRF_TRACE_NONE)
            nodes[count++] = s->node;
    }
    if (status < 0)
        return status;
    return push(m, sum,
                count == 0 || !m->trace ? TRF_TRACE_NONE
                : count == 1            ? nodes[0]
                                        : trf_trace_list(m->trace, TRF_TRACE_SUM, sum, TRF_IN_ASSESSMENT, nodes, count, 0, 0));
}

static tariff_status quantity(machine *m, const trf_profile_step_record *step)
{
    trf_work *w = m->w;
    trf_slice key = trf_snapshot_text(w->snapshot, step->text);
    uint32_t unit = trf_vocabulary_unit_key(trf_facts_vocabulary(w->a->facts), key), node = TRF_TRACE_NONE, asked;
    trf_number number;
    tariff_status status;

    if (unit == TRF_VOCABULARY_NONE)
        return missing(m, "unit_missing", "quantity", key);
    status = trf_facts_quantity(w->a->facts, w->numbers, m->trace, unit, &number, &node, &asked);
    if (status == TARIFF_NOT_FOUND)
        return missing(m, "unit_missing", "quantity", key);
    return status < 0 ? status : push(m, number, node);
}

static tariff_status fact(machine *m, const trf_profile_step_record *step)
{
    trf_slice name = trf_snapshot_text(m->w->snapshot, step->text);
    trf_number number;

    if (step->count > m->held)
        return bad_image(m, "a fact lacks the value that holds without it");
    for (uint32_t i = 0; i < m->w->item->fact_count; i++) {
        tariff_status status;

        if (!trf_slice_equal(m->w->item->facts[i].name, name))
            continue;
        m->held -= step->count;
        status = trf_declared_number(m->w, "facts", m->w->item->facts[i].value, &number);
        return status < 0 ? status
                          : push_leaf(m, number, TRF_TRACE_AMOUNT, 0, TRF_FIELD_REF(TRF_DECLARED_FACT), 0, TRF_FROM_DECLARATION);
    }
    return step->count ? TARIFF_OK : missing(m, "scope_facts_needed", "fact", name);
}

static tariff_status table_row(machine *m, const trf_profile_step_record *step)
{
    trf_work *w = m->w;
    const trf_profile_row_record *row = trf_profile_row_find(w->snapshot, w->profile, step->text, step->key, w->result->date);
    trf_number number;
    tariff_status status;

    if (!row->table || (row->flags & TRF_PROFILE_ROW_UNRESOLVED))
        return missing(m, "rate_unresolved", "table", trf_snapshot_text(w->snapshot, step->text));
    status = trf_number_of_words(w->numbers, row->words, row->scale, &number);
    return status < 0 ? bad_image(m, "a table row holds no number")
                      : push_leaf(m, number, TRF_TRACE_LOOKUP, 0, TRF_TRACE_REF(TRF_RULE_PROFILE, row->node), row->source,
                                  TRF_FROM_PROFILE);
}

/** Nodes of the top `count` values, those without a node (zeros that nothing declares) left out. */
static uint32_t nodes_of(const machine *m, const operand *values, uint32_t count, uint32_t *nodes)
{
    uint32_t made = 0;

    for (uint32_t i = 0; i < count && m->trace; i++) {
        if (values[i].node != TRF_TRACE_NONE)
            nodes[made++] = values[i].node;
    }
    return made;
}

/** A value of two inputs must have both in the trace. */
static uint32_t node_of(machine *m, operand *value)
{
    if (value->node == TRF_TRACE_NONE)
        value->node = trf_trace_leaf(m->trace, TRF_TRACE_LOOKUP, value->number, 0, 0, 0, TRF_FROM_PROFILE);
    return value->node;
}

static tariff_status combine(machine *m, const trf_profile_step_record *step)
{
    trf_work *w = m->w;
    uint32_t count =
        step->op == TRF_STEP_QUOTIENT || step->op == TRF_STEP_PERCENT || step->op == TRF_STEP_INSIDE ? 2 : step->count;
    uint32_t nodes[TRF_PROFILE_STACK_MAX], inputs[3], made;
    trf_number result, hundred = trf_number_of(100), rest;
    tariff_status status = TARIFF_OK;
    operand *values;
    uint32_t node = TRF_TRACE_NONE;

    if (count == 0 || count > m->held)
        return bad_image(m, "an operator lacks its operands");
    m->held -= count;
    values = &m->stack[m->held];
    result = values[0].number;
    switch (step->op) {
    case TRF_STEP_SUM:
    case TRF_STEP_DIFFERENCE:
    case TRF_STEP_PRODUCT:
    case TRF_STEP_MIN:
    case TRF_STEP_MAX:
        for (uint32_t i = 1; i < count && status >= 0; i++) {
            trf_number next = values[i].number;
            int order;

            if (step->op == TRF_STEP_SUM)
                status = trf_number_add(w->numbers, result, next, &result);
            else if (step->op == TRF_STEP_DIFFERENCE)
                status = trf_number_subtract(w->numbers, result, next, &result);
            else if (step->op == TRF_STEP_PRODUCT)
                status = trf_number_multiply(w->numbers, result, next, &result);
            else {
                order = trf_number_compare(w->numbers, next, result);
                if (step->op == TRF_STEP_MIN ? order < 0 : order > 0)
                    result = next;
            }
        }
        if (step->op == TRF_STEP_SUM) {
            made = nodes_of(m, values, count, nodes);
            node = made == 1 ? nodes[0]
                   : made    ? trf_trace_list(m->trace, TRF_TRACE_SUM, result, TRF_IN_ASSESSMENT, nodes, made, 0, 0)
                             : TRF_TRACE_NONE;
        } else if (m->trace) {
            static const uint8_t ops[] = {[TRF_STEP_DIFFERENCE] = TRF_TRACE_DIFFERENCE, [TRF_STEP_PRODUCT] = TRF_TRACE_AMOUNT,
                                          [TRF_STEP_MIN] = TRF_TRACE_MIN, [TRF_STEP_MAX] = TRF_TRACE_MAX};

            for (uint32_t i = 0; i < count; i++)
                nodes[i] = node_of(m, &values[i]);
            node = trf_trace_list(m->trace, (trf_trace_op)ops[step->op], result, TRF_IN_ASSESSMENT, nodes, count, 0, 0);
        }
        break;
    case TRF_STEP_QUOTIENT:
        if (trf_number_sign(w->numbers, values[1].number) == 0)
            return m->missing ? push(m, result, TRF_TRACE_NONE) : missing(m, "rate_unresolved", "divisor", TRF_SLICE_EMPTY);
        status = trf_number_divide(w->numbers, values[0].number, values[1].number, &result);
        if (m->trace) {
            inputs[0] = node_of(m, &values[0]);
            inputs[1] = trf_trace_leaf(m->trace, TRF_TRACE_LOOKUP, trf_number_of(1), 0, 0, 0, TRF_FROM_PROFILE);
            inputs[2] = node_of(m, &values[1]);
            node = trf_trace_list(m->trace, TRF_TRACE_CONVERT, result, TRF_IN_ASSESSMENT, inputs, 3, 0, 0);
        }
        break;
    case TRF_STEP_PERCENT:
        status = trf_number_multiply(w->numbers, values[0].number, values[1].number, &result);
        if (status >= 0)
            status = trf_number_shift(w->numbers, result, 2, &result);
        if (m->trace)
            node = trf_trace_binary(m->trace, TRF_TRACE_PERCENT, result, TRF_IN_ASSESSMENT, node_of(m, &values[0]),
                                    node_of(m, &values[1]), 0, 0);
        break;
    default: /* TRF_STEP_INSIDE */
        status = trf_number_subtract(w->numbers, hundred, values[0].number, &rest);
        if (status >= 0 && trf_number_sign(w->numbers, rest) <= 0)
            return bad_image(m, "a rate inside its own base is not below 100 per cent");
        if (status >= 0)
            status = trf_number_multiply(w->numbers, values[0].number, values[1].number, &result);
        if (status >= 0)
            status = trf_number_divide(w->numbers, result, rest, &result);
        if (status >= 0 && m->trace) {
            uint32_t whole = trf_trace_leaf(m->trace, TRF_TRACE_LOOKUP, hundred, 0, 0, 0, TRF_FROM_PROFILE);

            inputs[0] = node_of(m, &values[1]);
            inputs[1] = node_of(m, &values[0]);
            inputs[2] = trf_trace_binary(m->trace, TRF_TRACE_DIFFERENCE, rest, 0, whole, inputs[1], 0, 0);
            node = trf_trace_list(m->trace, TRF_TRACE_CONVERT, result, TRF_IN_ASSESSMENT, inputs, 3, 0, 0);
        }
        break;
    }
    return status < 0 ? status : push(m, result, node);
}

static tariff_status round_step(machine *m, const trf_profile_step_record *step)
{
    trf_number unit, result;
    operand *value;
    tariff_status status = trf_number_of_words(m->w->numbers, step->words, step->scale, &unit);

    if (status < 0 || m->held == 0)
        return bad_image(m, "a rounding lacks its unit or operand");
    value = &m->stack[--m->held];
    status = trf_number_round(m->w->numbers, value->number, (trf_rounding)step->mode, unit, &result);
    if (status < 0)
        return status == TARIFF_EINVAL ? bad_image(m, "a rounding unit is not above zero") : status;
    if (m->trace) {
        uint32_t of = node_of(m, value),
                 leaf = trf_trace_leaf(m->trace, TRF_TRACE_LOOKUP, unit, TRF_IN_ASSESSMENT, 0, 0, TRF_FROM_PROFILE);
        uint32_t node = trf_trace_binary(m->trace, TRF_TRACE_ROUND, result, TRF_IN_ASSESSMENT, of, leaf, 0, 0);

        trf_trace_mode(m->trace, node, step->mode);
        return push(m, result, node);
    }
    return push(m, result, TRF_TRACE_NONE);
}

static tariff_status choose(machine *m, const trf_profile_step_record *step)
{
    uint32_t count = 2u * step->count + 2u, alternatives[TRF_PROFILE_STACK_MAX], chosen = step->count;
    operand *values;
    uint32_t node = TRF_TRACE_NONE;

    if (count > m->held || count > TRF_PROFILE_STACK_MAX)
        return bad_image(m, "a choice lacks its operands");
    m->held -= count;
    values = &m->stack[m->held];
    for (uint32_t i = 0; i < step->count; i++) {
        if (trf_number_compare(m->w->numbers, values[0].number, values[1 + 2 * i].number) <= 0) {
            chosen = i;
            break;
        }
    }
    if (m->trace) {
        for (uint32_t i = 0; i < step->count; i++)
            alternatives[i] = node_of(m, &values[2 + 2 * i]);
        alternatives[step->count] = node_of(m, &values[count - 1]);
        node = trf_trace_list(m->trace, TRF_TRACE_CHOOSE, values[chosen < step->count ? 2 + 2 * chosen : count - 1].number,
                              TRF_IN_ASSESSMENT, alternatives, step->count + 1u, 0, 0);
        trf_trace_mode(m->trace, node, (uint8_t)chosen);
    }
    return push(m, values[chosen < step->count ? 2 + 2 * chosen : count - 1].number, node);
}

static tariff_status run(machine *m, const trf_profile_step_record *step)
{
    trf_number number;

    switch (step->op) {
    case TRF_STEP_NUMBER:
        if (trf_number_of_words(m->w->numbers, step->words, step->scale, &number) < 0)
            return bad_image(m, "a number has a scale that no number has");
        return push_leaf(m, number, TRF_TRACE_LOOKUP, 0, 0, 0, TRF_FROM_PROFILE);
    case TRF_STEP_AMOUNT:
        return named_amount(m, step);
    case TRF_STEP_CHARGES:
        return charges(m, step);
    case TRF_STEP_QUANTITY:
        return quantity(m, step);
    case TRF_STEP_FACT:
        return fact(m, step);
    case TRF_STEP_TABLE:
        return table_row(m, step);
    case TRF_STEP_ROUND:
        return round_step(m, step);
    case TRF_STEP_CHOOSE:
        return choose(m, step);
    case TRF_STEP_SUM:
    case TRF_STEP_DIFFERENCE:
    case TRF_STEP_PRODUCT:
    case TRF_STEP_QUOTIENT:
    case TRF_STEP_PERCENT:
    case TRF_STEP_INSIDE:
    case TRF_STEP_MIN:
    case TRF_STEP_MAX:
        return combine(m, step);
    default:
        return bad_image(m, "an operator that this version does not know");
    }
}

tariff_status trf_steps_value(trf_work *w, uint32_t first, uint32_t count, trf_end end, bool traced, trf_number *out,
                              uint32_t *node)
{
    machine m;
    uint32_t all = trf_snapshot_profile_step_count(w->snapshot);
    tariff_status status = TARIFF_OK;

    m.w = w;
    m.trace = traced ? w->trace : NULL;
    m.end = end;
    m.held = 0;
    m.missing = false;
    for (uint32_t i = 0; i < count && first + i < all && status >= 0; i++)
        status = run(&m, trf_snapshot_profile_step(w->snapshot, first + i));
    if (status < 0)
        return status;
    if (m.held != 1)
        return bad_image(&m, "leaves no value, or several");
    if (m.missing)
        return TARIFF_INCOMPLETE;
    *out = m.stack[0].number;
    *node = traced && w->trace ? node_of(&m, &m.stack[0]) : TRF_TRACE_NONE;
    return TARIFF_OK;
}

tariff_status trf_round_at(trf_work *w, const trf_profile_round_record *round, trf_number value, uint32_t node, trf_number *out,
                           uint32_t *out_node)
{
    trf_str source = trf_round_source(w, round);
    trf_number unit;
    tariff_status status;

    *out = value;
    *out_node = node;
    if (round->mode == TRF_ROUND_NONE)
        return TARIFF_OK;
    status = trf_number_of_words(w->numbers, round->words, round->scale, &unit);
    if (status >= 0)
        status = trf_number_round(w->numbers, value, (trf_rounding)round->mode, unit, out);
    if (status == TARIFF_EINVAL)
        return trf_fail(w->error, w->a->alloc, TARIFF_EIMAGE, "profile: a rounding unit is not above zero");
    if (status >= 0 && w->trace) {
        uint32_t rule = TRF_TRACE_REF(TRF_RULE_PROFILE, round->node);
        uint32_t leaf =
            trf_trace_leaf(w->trace, TRF_TRACE_LOOKUP, unit, TRF_IN_ASSESSMENT, rule, source, TRF_FROM_PROFILE);

        *out_node = trf_trace_binary(w->trace, TRF_TRACE_ROUND, *out, TRF_IN_ASSESSMENT, node, leaf, rule, source);
        trf_trace_mode(w->trace, *out_node, round->mode);
    }
    return status;
}
