/* SPDX-License-Identifier: Apache-2.0 */
#include "rate/evaluate.h"

#include "rate/facts.h"

#define NONE                TRF_VOCABULARY_NONE
#define COMPONENT_DEPTH_MAX 4u /* placeholders that stand for placeholders */

typedef struct value {
    trf_number number;
    uint32_t node;
    bool known;
} value;

/* The general way: every operation, exact numbers of any size, unknown values carried along. */
typedef struct machine {
    trf_facts *facts;
    trf_numbers *pool;
    trf_trace *trace;
    const trf_rate_policy *policy;
    uint32_t rule, source;
    trf_rate_result *result;
    value *stack;
    uint32_t top;
    uint32_t content; /* text of what the next quantity is of; NONE */
    unsigned level;
} machine;

static void need(machine *m, trf_need_kind kind, uint32_t detail, uint32_t unit, uint32_t text, uint32_t codes)
{
    trf_need n = {(uint8_t)kind, (uint8_t)detail, 0, unit, text, codes};
    uint32_t i;

    for (i = 0; i < m->result->need_count; i++)
        if (memcmp(&m->result->needs[i], &n, sizeof n) == 0)
            return;
    if (m->result->need_count < TRF_RATE_NEEDS_MAX)
        m->result->needs[m->result->need_count++] = n;
}

static void push(machine *m, trf_number number, uint32_t node)
{
    m->stack[m->top++] = (value){number, node, true};
}

static void push_unknown(machine *m)
{
    m->stack[m->top++] = (value){trf_number_of(0), TRF_TRACE_NONE, false};
}

static tariff_status constant(machine *m, trf_instruction i, trf_number *out)
{
    trf_number number = trf_number_scaled(i.coefficient, i.scale);
    tariff_status status = TARIFF_OK;

    if (i.divisor > 1)
        status = trf_number_divide(m->pool, number, trf_number_of(i.divisor), &number);
    *out = number;
    return status;
}

static uint32_t rate_leaf(machine *m, trf_trace_op op, trf_number number, uint32_t unit)
{
    const trf_rate_origin *origin = &m->facts->origin;
    uint32_t node = TRF_TRACE_NONE;

    if (origin->node && m->trace)
        node = origin->node(origin->user, m->facts->rates_met++, op, number, unit);
    if (node == TRF_TRACE_NONE)
        node = trf_trace_leaf(m->trace, op, number, unit, m->rule, m->source, TRF_FROM_MEASURE);
    return node;
}

/* rate × base / 100 */
static tariff_status push_percent(machine *m, trf_instruction i, trf_number base, uint32_t base_node)
{
    trf_number rate, number;
    uint32_t leaf;
    tariff_status status = constant(m, i, &rate);

    if (status == TARIFF_OK)
        status = trf_number_multiply(m->pool, rate, base, &number);
    if (status == TARIFF_OK)
        status = trf_number_shift(m->pool, number, 2, &number);
    if (status != TARIFF_OK)
        return status;
    leaf = rate_leaf(m, TRF_TRACE_PERCENT, rate, TRF_TRACE_REF(TRF_IN_PERCENT, 0));
    push(m, number,
         trf_trace_binary(m->trace, TRF_TRACE_PERCENT, number, TRF_IN_ASSESSMENT, leaf, base_node, m->rule, m->source));
    return TARIFF_OK;
}

/* A rate of nothing is nothing, whatever it is a rate of. */
static bool push_nothing(machine *m, trf_instruction i, uint32_t unit)
{
    trf_trace_op op = i.op == TRF_CODE_OP_MONEY ? TRF_TRACE_AMOUNT : TRF_TRACE_PERCENT;
    uint32_t leaf;

    if (i.coefficient != 0)
        return false;
    leaf = rate_leaf(m, op, trf_number_of(0), unit);
    push(m, trf_number_of(0),
         trf_trace_unary(m->trace, TRF_TRACE_AMOUNT, trf_number_of(0), TRF_IN_ASSESSMENT, leaf, m->rule, m->source));
    return true;
}

static tariff_status percent(machine *m, trf_instruction i)
{
    trf_facts *facts = m->facts;
    uint32_t in_percent = TRF_TRACE_REF(TRF_IN_PERCENT, 0), node = TRF_TRACE_NONE, missing = NONE;
    trf_number base;
    tariff_status status;

    switch (i.op) {
    case TRF_CODE_OP_PERCENT:
        if (trf_fact_known(facts, &facts->value))
            return push_percent(m, i, trf_fact_number(&facts->value),
                                trf_fact_node(facts, m->trace, &facts->value, TRF_IN_ASSESSMENT, 0, 0, TRF_FROM_DECLARATION));
        if (!push_nothing(m, i, in_percent)) {
            need(m, TRF_NEED_VALUE, 0, NONE, NONE, NONE);
            push_unknown(m);
        }
        return TARIFF_OK;
    case TRF_CODE_OP_PERCENT_UNIT:
        status = trf_facts_quantity(facts, m->pool, m->trace, i.operand, &base, &node, &missing);
        if (status == TARIFF_NOT_FOUND && !push_nothing(m, i, in_percent)) {
            need(m, TRF_NEED_QUANTITY, 0, missing, NONE, i.operand);
            push_unknown(m);
        }
        break;
    default:
        status = facts->source.basis ? facts->source.basis(facts->source.user, i.operand, &base, &node) : TARIFF_NOT_FOUND;
        if (status == TARIFF_OK && m->trace && node == TRF_TRACE_NONE)
            node = trf_trace_leaf(m->trace, TRF_TRACE_AMOUNT, base, TRF_IN_ASSESSMENT,
                                  TRF_TRACE_REF(TRF_RULE_TEXT, i.operand), 0, TRF_FROM_DECLARATION);
        if (status == TARIFF_NOT_FOUND && !push_nothing(m, i, in_percent)) {
            need(m, TRF_NEED_BASIS, 0, NONE, i.operand, NONE);
            push_unknown(m);
        }
    }
    return status == TARIFF_OK ? push_percent(m, i, base, node) : status < 0 ? status : TARIFF_OK;
}

/* amount × factor [/ divisor]; unknown where the host has no rate. */
static tariff_status to_assessment(machine *m, uint32_t currency, value *v)
{
    trf_currency_fact *rate;
    uint32_t inputs[3];
    tariff_status status;

    if (currency == TRF_CODE_CURRENCY_NONE || currency == m->facts->currency)
        return TARIFF_OK;
    status = trf_facts_exchange(m->facts, currency, &rate);
    if (status == TARIFF_NOT_FOUND) {
        need(m, TRF_NEED_EXCHANGE, 0, currency, NONE, NONE);
        v->known = false;
        return TARIFF_OK;
    }
    if (status == TARIFF_OK)
        status = trf_number_multiply(m->pool, v->number, trf_fact_number(&rate->factor), &v->number);
    if (status == TARIFF_OK && rate->divided)
        status = trf_number_divide(m->pool, v->number, trf_fact_number(&rate->divisor), &v->number);
    if (status != TARIFF_OK || v->node == TRF_TRACE_NONE)
        return status;
    inputs[0] = v->node;
    inputs[1] = trf_fact_node(m->facts, m->trace, &rate->factor, 0, rate->rule, rate->source, TRF_FROM_IMAGE);
    inputs[2] = rate->divided ? trf_fact_node(m->facts, m->trace, &rate->divisor, 0, rate->rule, rate->source, TRF_FROM_IMAGE)
                              : TRF_TRACE_NONE;
    v->node = rate->divided ? trf_trace_list(m->trace, TRF_TRACE_CONVERT, v->number, TRF_IN_ASSESSMENT, inputs, 3, rate->rule,
                                             rate->source)
                            : trf_trace_binary(m->trace, TRF_TRACE_CONVERT, v->number, TRF_IN_ASSESSMENT, inputs[0],
                                               inputs[1], rate->rule, rate->source);
    return TARIFF_OK;
}

static tariff_status rounded(machine *m, trf_rounding mode, value *v)
{
    trf_number number;
    uint32_t unit_node;
    tariff_status status = trf_number_round(m->pool, v->number, mode, m->policy->unit, &number);

    if (status != TARIFF_OK)
        return status == TARIFF_EINVAL ? TARIFF_EIMAGE : status; /* a unit that is not above zero */
    if (m->trace) {
        unit_node = trf_trace_leaf(m->trace, TRF_TRACE_LOOKUP, m->policy->unit, TRF_IN_ASSESSMENT, m->policy->rule,
                                   m->policy->source, TRF_FROM_PROFILE);
        v->node = trf_trace_binary(m->trace, TRF_TRACE_ROUND, number, TRF_IN_ASSESSMENT, v->node, unit_node, m->policy->rule,
                                   m->policy->source);
        trf_trace_mode(m->trace, v->node, (uint8_t)mode);
    }
    v->number = number;
    return TARIFF_OK;
}

static bool listed(const uint32_t *units, uint32_t count, uint32_t unit)
{
    uint32_t i;

    for (i = 0; i < count; i++)
        if (units[i] == unit)
            return true;
    return false;
}

static tariff_status quantity(machine *m, uint32_t unit, uint32_t content, trf_number *out, uint32_t *node, bool *known)
{
    trf_facts *facts = m->facts;
    uint32_t missing = NONE;
    tariff_status status;

    *known = true;
    if (content == NONE) {
        status = trf_facts_quantity(facts, m->pool, m->trace, unit, out, node, &missing);
        if (status == TARIFF_NOT_FOUND)
            need(m, TRF_NEED_QUANTITY, 0, missing, NONE, unit);
    } else {
        status =
            facts->source.content ? facts->source.content(facts->source.user, unit, content, out, node) : TARIFF_NOT_FOUND;
        if (status == TARIFF_OK && m->trace && *node == TRF_TRACE_NONE)
            *node = trf_trace_leaf(m->trace, TRF_TRACE_AMOUNT, *out, TRF_TRACE_REF(TRF_IN_UNIT, unit),
                                   TRF_TRACE_REF(TRF_RULE_TEXT, content), 0, TRF_FROM_DECLARATION);
        if (status == TARIFF_NOT_FOUND)
            need(m, TRF_NEED_CONTENT, 0, unit, content, NONE);
    }
    if (status != TARIFF_NOT_FOUND)
        return status;
    *known = false;
    return TARIFF_OK;
}

tariff_status trf_rate_round_quantity(const trf_rate_policy *policy, trf_numbers *pool, trf_trace *trace, trf_number rate,
                                      uint32_t unit, trf_number *quantity, uint32_t *node)
{
    for (uint32_t i = 0; policy && i < policy->quantity_count; i++) {
        const trf_quantity_rounding *round = &policy->quantities[i];
        trf_number rounded_quantity;
        tariff_status status;

        if (round->has_limit && trf_number_compare(pool, rate, round->limit) > 0)
            continue;
        status = trf_number_round(pool, *quantity, round->mode, round->unit, &rounded_quantity);
        if (status == TARIFF_OK && trace && node) {
            uint32_t in = TRF_TRACE_REF(TRF_IN_UNIT, unit);
            uint32_t leaf = trf_trace_leaf(trace, TRF_TRACE_LOOKUP, round->unit, in, round->rule, round->source,
                                           TRF_FROM_PROFILE);

            *node = trf_trace_binary(trace, TRF_TRACE_ROUND, rounded_quantity, in, *node, leaf, round->rule, round->source);
            trf_trace_mode(trace, *node, (uint8_t)round->mode);
        }
        if (status == TARIFF_OK)
            *quantity = rounded_quantity;
        return status;
    }
    return TARIFF_OK;
}

static tariff_status money(machine *m, trf_instruction i)
{
    uint32_t unit = TRF_CODE_MONEY_UNIT(i.operand), currency = TRF_CODE_MONEY_CURRENCY(i.operand), node = TRF_TRACE_NONE;
    uint32_t in = currency == TRF_CODE_CURRENCY_NONE ? TRF_IN_ASSESSMENT : TRF_TRACE_REF(TRF_IN_CURRENCY, currency);
    uint32_t per = unit == TRF_CODE_UNIT_NONE ? in : TRF_TRACE_REF(TRF_IN_MONEY_PER_UNIT, unit), content = m->content;
    trf_number amount;
    value v = {trf_number_of(0), TRF_TRACE_NONE, true};
    bool known = true;
    tariff_status status;

    m->content = NONE;
    if (push_nothing(m, i, per))
        return TARIFF_OK;
    status = constant(m, i, &v.number);
    if (status != TARIFF_OK)
        return status;
    if (unit != TRF_CODE_UNIT_NONE) {
        status = quantity(m, unit, content, &amount, &node, &known);
        if (status == TARIFF_OK && known)
            status = trf_rate_round_quantity(m->policy, m->pool, m->trace, v.number, unit, &amount, &node);
        if (status != TARIFF_OK)
            return status;
    }
    if (known)
        v.node = rate_leaf(m, TRF_TRACE_AMOUNT, v.number, per);
    if (known && unit != TRF_CODE_UNIT_NONE) {
        status = trf_number_multiply(m->pool, v.number, amount, &v.number);
        if (status != TARIFF_OK)
            return status;
        v.node = trf_trace_binary(m->trace, TRF_TRACE_AMOUNT, v.number, in, v.node, node, m->rule, m->source);
    }
    /* A missing rate of exchange is named together with a missing quantity. */
    status = to_assessment(m, currency, &v);
    v.known = v.known && known;
    if (status == TARIFF_OK && v.known && m->policy && listed(m->policy->step_units, m->policy->step_count, unit))
        status = rounded(m, m->policy->step_mode, &v);
    m->stack[m->top++] = v;
    return status;
}

static tariff_status combine(machine *m, uint8_t op)
{
    value b = m->stack[--m->top], a = m->stack[--m->top], v = {trf_number_of(0), TRF_TRACE_NONE, a.known && b.known};
    trf_trace_op trace_op = TRF_TRACE_SUM;
    tariff_status status = TARIFF_OK;
    int order;

    if (v.known) {
        switch (op) {
        case TRF_CODE_OP_ADD: status = trf_number_add(m->pool, a.number, b.number, &v.number); break;
        case TRF_CODE_OP_SUBTRACT:
            status = trf_number_subtract(m->pool, a.number, b.number, &v.number);
            trace_op = TRF_TRACE_DIFFERENCE;
            break;
        default:
            order = trf_number_compare(m->pool, a.number, b.number);
            v.number = (op == TRF_CODE_OP_AT_LEAST ? order < 0 : order > 0) ? b.number : a.number;
            trace_op = op == TRF_CODE_OP_AT_LEAST ? TRF_TRACE_MAX : TRF_TRACE_MIN;
        }
        v.node = trf_trace_binary(m->trace, trace_op, v.number, TRF_IN_ASSESSMENT, a.node, b.node, m->rule, m->source);
    }
    m->stack[m->top++] = v;
    return status;
}

/* rate − step × (full degrees − degrees), and not below the floor. Each of the three is an amount for the whole quantity
 * already. */
static tariff_status sliding(machine *m, trf_instruction i)
{
    value least = m->stack[--m->top], step = m->stack[--m->top], rate = m->stack[--m->top];
    value v = {trf_number_of(0), TRF_TRACE_NONE, least.known && step.known && rate.known};
    trf_number full, under;
    uint32_t full_node, degrees_node, under_node, off_node;
    tariff_status status = constant(m, i, &full);

    if (status != TARIFF_OK)
        return status;
    if (!trf_fact_known(m->facts, &m->facts->degrees)) {
        need(m, TRF_NEED_DEGREES, 0, NONE, NONE, NONE);
        v.known = false;
    }
    if (v.known) {
        status = trf_number_subtract(m->pool, full, trf_fact_number(&m->facts->degrees), &under);
        if (status == TARIFF_OK)
            status = trf_number_multiply(m->pool, step.number, under, &v.number);
        if (status == TARIFF_OK) {
            full_node = rate_leaf(m, TRF_TRACE_LOOKUP, full, 0);
            degrees_node = trf_fact_node(m->facts, m->trace, &m->facts->degrees, 0, 0, 0, TRF_FROM_DECLARATION);
            under_node =
                trf_trace_binary(m->trace, TRF_TRACE_DIFFERENCE, under, 0, full_node, degrees_node, m->rule, m->source);
            off_node = trf_trace_binary(m->trace, TRF_TRACE_AMOUNT, v.number, TRF_IN_ASSESSMENT, step.node, under_node,
                                        m->rule, m->source);
            status = trf_number_subtract(m->pool, rate.number, v.number, &v.number);
            v.node = status != TARIFF_OK ? TRF_TRACE_NONE
                                         : trf_trace_binary(m->trace, TRF_TRACE_DIFFERENCE, v.number, TRF_IN_ASSESSMENT,
                                                            rate.node, off_node, m->rule, m->source);
        }
        if (status == TARIFF_OK) {
            if (trf_number_compare(m->pool, v.number, least.number) < 0)
                v.number = least.number;
            v.node = trf_trace_binary(m->trace, TRF_TRACE_MAX, v.number, TRF_IN_ASSESSMENT, v.node, least.node, m->rule,
                                      m->source);
        }
    }
    m->stack[m->top++] = v;
    return status;
}

static tariff_status run(machine *m, const uint8_t *bytes, trf_code_header header);

static tariff_status component(machine *m, trf_instruction i)
{
    trf_facts *facts = m->facts;
    const void *bytes;
    size_t size;
    tariff_status status = TARIFF_NOT_FOUND;

    if (facts->source.component && m->level < COMPONENT_DEPTH_MAX)
        status = facts->source.component(facts->source.user, i.operand, &bytes, &size);
    if (status == TARIFF_OK) {
        trf_code_header header = trf_code_header_load(bytes);

        if (size < TRF_BYTECODE_INSTRUCTION * (header.count + (size_t)1) || m->top + header.stack > TRF_EXPR_STACK_MAX)
            return TARIFF_ELIMIT;
        m->level++;
        status = run(m, bytes, header);
        m->level--;
        return status;
    }
    if (status != TARIFF_NOT_FOUND)
        return status;
    need(m, TRF_NEED_COMPONENT, 0, NONE, i.operand, NONE);
    push_unknown(m);
    return TARIFF_OK;
}

static tariff_status reference(machine *m, trf_instruction i)
{
    trf_facts *facts = m->facts;
    uint32_t node = TRF_TRACE_NONE, codes = (uint32_t)i.coefficient;
    trf_number number;
    tariff_status status = facts->source.reference
                               ? facts->source.reference(facts->source.user, i.scale, codes, i.operand, &number, &node)
                               : TARIFF_NOT_FOUND;

    if (status == TARIFF_OK) {
        if (m->trace && node == TRF_TRACE_NONE)
            node = trf_trace_leaf(m->trace, TRF_TRACE_LOOKUP, number, TRF_IN_ASSESSMENT,
                                  TRF_TRACE_REF(TRF_RULE_TEXT, i.operand), 0, TRF_FROM_IMAGE);
        push(m, number, node);
    } else if (status == TARIFF_NOT_FOUND) {
        need(m, TRF_NEED_REFERENCE, i.scale, NONE, i.operand, codes);
        push_unknown(m);
        status = TARIFF_OK;
    }
    return status;
}

/* ---- alternatives ---- */
typedef enum answer { NO, YES, UNSAID } answer;

static answer claimed(machine *m, trf_instruction i)
{
    int said;

    if (i.operand == NONE)
        return YES;
    said = m->facts->source.claimed ? m->facts->source.claimed(m->facts->source.user, i.operand) : -1;
    return said > 0 ? YES : said == 0 ? NO : UNSAID;
}

/* Whole months where the days are 0; a season may go over the end of the year. */
static answer in_season(machine *m, trf_instruction i)
{
    unsigned from_day = i.operand & 0xff, from_month = i.operand >> 8 & 0xff, to_day = i.operand >> 16 & 0xff,
             to_month = i.operand >> 24;
    unsigned from, to, day;
    trf_civil civil;

    if (m->facts->date == TRF_DATE_NONE || m->facts->date == TRF_DATE_OPEN)
        return UNSAID;
    civil = trf_date_civil(m->facts->date);
    from = from_month * 32 + (from_day ? from_day : 1);
    to = to_month * 32 + (to_day ? to_day : 31);
    day = civil.month * 32u + civil.day;
    return (from <= to ? day >= from && day <= to : day >= from || day <= to) ? YES : NO;
}

static tariff_status run(machine *m, const uint8_t *bytes, trf_code_header header)
{
    uint32_t k, base = m->top;
    bool chosen = false, unsaid = false, twice = false;
    trf_need_kind open = TRF_NEED_CLAIM;
    tariff_status status = TARIFF_OK;
    answer a;

    for (k = 0; k < header.count && status == TARIFF_OK; k++) {
        trf_instruction i = trf_code_load(bytes + TRF_BYTECODE_INSTRUCTION * ((size_t)k + 1));

        switch (i.op) {
        case TRF_CODE_OP_FREE:
            push(m, trf_number_of(0), rate_leaf(m, TRF_TRACE_AMOUNT, trf_number_of(0), TRF_IN_ASSESSMENT));
            break;
        case TRF_CODE_OP_NO_DUTY:
            push(m, trf_number_of(0), rate_leaf(m, TRF_TRACE_AMOUNT, trf_number_of(0), TRF_IN_ASSESSMENT));
            break;
        case TRF_CODE_OP_PERCENT:
        case TRF_CODE_OP_PERCENT_UNIT:
        case TRF_CODE_OP_PERCENT_BASIS: status = percent(m, i); break;
        case TRF_CODE_OP_CONTENT: m->content = i.operand; break;
        case TRF_CODE_OP_MONEY: status = money(m, i); break;
        case TRF_CODE_OP_ADD:
        case TRF_CODE_OP_SUBTRACT:
        case TRF_CODE_OP_AT_LEAST:
        case TRF_CODE_OP_AT_MOST: status = combine(m, i.op); break;
        case TRF_CODE_OP_SLIDING: status = sliding(m, i); break;
        case TRF_CODE_OP_COMPONENT: status = component(m, i); break;
        case TRF_CODE_OP_REFERENCE: status = reference(m, i); break;
        case TRF_CODE_OP_CLAIM:
        case TRF_CODE_OP_SEASON:
            open = i.op == TRF_CODE_OP_CLAIM ? TRF_NEED_CLAIM : TRF_NEED_DATE;
            a = i.op == TRF_CODE_OP_SEASON ? in_season(m, i) : chosen ? NO : claimed(m, i);
            unsaid = unsaid || a == UNSAID;
            twice = twice || (chosen && a == YES);
            if (a == YES && !chosen)
                chosen = true;
            else
                k += (uint32_t)i.coefficient;
            break;
        case TRF_CODE_OP_CHOOSE:
            if (twice) /* "14 % (JUN-FEB), 0 % (FEB-JUN)": no text says where in February the one ends */
                m->top = base;
            if (m->top == base) {
                need(m, open == TRF_NEED_DATE && !unsaid ? TRF_NEED_SEASON : open, 0, NONE, NONE, NONE);
                push_unknown(m);
            }
            break;
        default: status = TARIFF_EIMAGE;
        }
    }
    return status;
}

/* ---- the call ---- */
static tariff_status finish(machine *m, trf_code_header header, const uint8_t *bytes, value v)
{
    trf_rate_result *result = m->result;
    const trf_rate_policy *policy = m->policy;
    tariff_status status = TARIFF_OK;
    trf_rounding mode;

    result->unrounded = result->amount = v.number;
    result->unrounded_node = result->node = v.node;
    if (!policy || (policy->mode == TRF_ROUND_NONE && policy->single_count == 0))
        return TARIFF_OK;
    mode = policy->mode;
    if (header.flags & TRF_CODE_SINGLE && policy->single_count) {
        trf_instruction last = trf_code_load(bytes + (size_t)TRF_BYTECODE_INSTRUCTION * header.count);

        if (last.op == TRF_CODE_OP_MONEY &&
            listed(policy->single_units, policy->single_count, TRF_CODE_MONEY_UNIT(last.operand)))
            mode = policy->single_mode;
    }
    if (mode != TRF_ROUND_NONE)
        status = rounded(m, mode, &v);
    result->amount = v.number;
    result->node = v.node;
    return status;
}

tariff_status trf_rate_general(const uint8_t *bytes, trf_code_header header, trf_facts *facts, trf_numbers *pool,
                               trf_trace *trace, const trf_rate_policy *policy, uint32_t rule, uint32_t source,
                               trf_rate_result *result)
{
    value stack[TRF_EXPR_STACK_MAX + 1];
    machine m = {facts, pool, trace, policy, rule, source, result, stack, 0, NONE, 0};
    tariff_status status;

    result->need_count = 0;
    result->node = result->unrounded_node = TRF_TRACE_NONE;
    facts->rates_met = 0;
    status = run(&m, bytes, header);
    if (status != TARIFF_OK)
        return status;
    if (trace && trace->failed)
        return TARIFF_ENOMEM;
    return stack[0].known ? finish(&m, header, bytes, stack[0]) : TARIFF_INCOMPLETE;
}

tariff_status trf_rate_finish(const uint8_t *bytes, trf_code_header header, trf_facts *facts, trf_numbers *pool,
                              trf_trace *trace, const trf_rate_policy *policy, uint32_t rule, uint32_t source,
                              trf_rate_result *result)
{
    machine m = {facts, pool, trace, policy, rule, source, result, NULL, 0, NONE, 0};

    return finish(&m, header, bytes, (value){result->unrounded, result->unrounded_node, true});
}

/* ---- what it asks for ---- */
typedef struct asker {
    const trf_vocabulary *vocabulary;
    void (*visit)(void *user, const trf_need *need);
    void *user;
} asker;

static void ask(asker *a, trf_need_kind kind, uint32_t detail, uint32_t unit, uint32_t text, uint32_t codes)
{
    trf_need n = {(uint8_t)kind, (uint8_t)detail, 0, unit, text, codes};

    a->visit(a->user, &n);
}

/* Compounds are asked by their parts; `of` is the unit of the rate. */
static void ask_unit(asker *a, uint32_t unit, uint32_t of, unsigned level)
{
    const trf_unit *u;
    unsigned part;

    if (unit >= a->vocabulary->unit_count || level > 4)
        return;
    u = &a->vocabulary->units[unit];
    if (u->asked != NONE || u->parts[0] == NONE) {
        ask(a, TRF_NEED_QUANTITY, 0, u->asked != NONE ? u->asked : unit, NONE, of);
        return;
    }
    for (part = 0; part < 3 && u->parts[part] != NONE; part++)
        ask_unit(a, u->parts[part], of, level + 1);
}

void trf_rate_needs(const void *bytes, size_t size, const trf_vocabulary *vocabulary,
                    void (*visit)(void *user, const trf_need *need), void *user)
{
    asker a = {vocabulary ? vocabulary : &trf_vocabulary_default, visit, user};
    trf_code_header header = trf_code_header_load(bytes);
    uint32_t k, content = NONE, unit, currency;

    if (size < TRF_BYTECODE_INSTRUCTION * (header.count + (size_t)1))
        return;
    for (k = 0; k < header.count; k++) {
        trf_instruction i = trf_code_load((const uint8_t *)bytes + TRF_BYTECODE_INSTRUCTION * ((size_t)k + 1));

        switch (i.op) {
        case TRF_CODE_OP_PERCENT: ask(&a, TRF_NEED_VALUE, 0, NONE, NONE, NONE); break;
        case TRF_CODE_OP_PERCENT_UNIT: ask_unit(&a, i.operand, i.operand, 0); break;
        case TRF_CODE_OP_PERCENT_BASIS: ask(&a, TRF_NEED_BASIS, 0, NONE, i.operand, NONE); break;
        case TRF_CODE_OP_CONTENT: content = i.operand; break;
        case TRF_CODE_OP_NO_DUTY:
        case TRF_CODE_OP_MONEY:
            unit = TRF_CODE_MONEY_UNIT(i.operand);
            currency = TRF_CODE_MONEY_CURRENCY(i.operand);
            if (unit != TRF_CODE_UNIT_NONE && content != NONE)
                ask(&a, TRF_NEED_CONTENT, 0, unit, content, NONE);
            else if (unit != TRF_CODE_UNIT_NONE)
                ask_unit(&a, unit, unit, 0);
            if (currency != TRF_CODE_CURRENCY_NONE)
                ask(&a, TRF_NEED_EXCHANGE, 0, currency, NONE, NONE);
            content = NONE;
            break;
        case TRF_CODE_OP_SLIDING: ask(&a, TRF_NEED_DEGREES, 0, NONE, NONE, NONE); break;
        case TRF_CODE_OP_COMPONENT: ask(&a, TRF_NEED_COMPONENT, 0, NONE, i.operand, NONE); break;
        case TRF_CODE_OP_REFERENCE: ask(&a, TRF_NEED_REFERENCE, i.scale, NONE, i.operand, (uint32_t)i.coefficient); break;
        case TRF_CODE_OP_CLAIM:
            if (i.operand != NONE)
                ask(&a, TRF_NEED_CLAIM, 0, NONE, i.operand, NONE);
            break;
        case TRF_CODE_OP_SEASON: ask(&a, TRF_NEED_DATE, 0, NONE, NONE, NONE); break;
        default: break;
        }
    }
}

bool trf_rate_is_zero(const void *bytes, size_t size)
{
    return size >= TRF_BYTECODE_INSTRUCTION && trf_code_header_load(bytes).flags & TRF_CODE_ZERO;
}
