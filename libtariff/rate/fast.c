/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fast way: constants, sums and limits in numbers of one machine word. Whatever does not fit - an overflow, a fraction, a fact that is
 * missing, a rare operation - is left to the general way, which begins anew and gives the same value.
 */
#include "rate/facts.h"

#define NODES_PER_INSTRUCTION 4

/* A quantity ready in its unit, with its node where a trace is kept. */
static trf_fact *quantity(trf_facts *facts, trf_numbers *pool, trf_trace *trace, uint32_t unit)
{
    trf_fact *found = &facts->units[unit].found;
    trf_number number;

    if (!trf_fact_found(facts, found) || (trace && !trf_fact_traced(facts, found)))
        if (trf_facts_quantity(facts, pool, trace, unit, &number, NULL, NULL) != TARIFF_OK)
            return NULL;
    return found->is_small ? found : NULL;
}

static trf_currency_fact *exchange(trf_facts *facts, trf_trace *trace, uint32_t currency)
{
    trf_currency_fact *slot = &facts->currencies[currency];

    if (!trf_fact_known(facts, &slot->factor) && trf_facts_exchange(facts, currency, &slot) != TARIFF_OK)
        return NULL;
    if (trace && !trf_fact_traced(facts, &slot->factor))
        trf_fact_node(facts, trace, &slot->factor, 0, slot->rule, slot->source, TRF_FROM_IMAGE);
    return slot->factor.is_small && !slot->divided ? slot : NULL;
}

static inline uint32_t put(trf_trace *trace, trf_small value, trf_trace_op op, trf_trace_from from, uint32_t unit, uint32_t a, uint32_t b,
                           uint32_t rule, uint32_t source)
{
    return trf_trace_put(trace, (trf_trace_node){value.coefficient, (int8_t)value.scale, (uint8_t)op, (uint8_t)from, 0, unit, a, b, rule,
                                                 source});
}

#if defined(__GNUC__)
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif

/* One body for both: traced is a constant in each caller. */
INLINE bool run(const uint8_t *bytes, trf_code_header header, trf_facts *facts, trf_numbers *pool, trf_trace *trace, uint32_t rule,
                uint32_t source, trf_small *out, uint32_t *node, const bool traced)
{
    trf_small stack[TRF_EXPR_STACK_MAX];
    uint32_t nodes[TRF_EXPR_STACK_MAX];
    uint32_t top = 0, k; /* values on the stack */
    uint32_t value_node = TRF_TRACE_NONE;

    if (traced) {
        if (!trf_trace_reserve(trace, header.count * NODES_PER_INSTRUCTION + 8u))
            return false;
        if (header.flags & TRF_CODE_AD_VALOREM && trf_fact_known(facts, &facts->value))
            value_node = trf_fact_traced(facts, &facts->value)
                             ? facts->value.node
                             : trf_fact_node(facts, trace, &facts->value, TRF_IN_ASSESSMENT, 0, 0, TRF_FROM_DECLARATION);
    }
    for (k = 0; k < header.count; k++) {
        trf_instruction i = trf_code_load(bytes + TRF_BYTECODE_INSTRUCTION * ((size_t)k + 1));
        trf_small constant = {i.coefficient, i.scale}, a, b, value;
        uint32_t leaf, unit, currency;
        trf_currency_fact *rate;
        trf_fact *amount;
        int order;

        switch (i.op) {
        case TRF_CODE_OP_PERCENT:
            if (i.divisor > 1 || !trf_fact_known(facts, &facts->value) || !facts->value.is_small ||
                !trf_small_multiply(constant, facts->value.small, &value))
                return false;
            value.scale += 2;
            if (value.scale > TRF_SMALL_SCALE_MAX)
                return false;
            if (traced) {
                leaf = put(trace, constant, TRF_TRACE_PERCENT, TRF_FROM_MEASURE, TRF_TRACE_REF(TRF_IN_PERCENT, 0), TRF_TRACE_NONE,
                           TRF_TRACE_NONE, rule, source);
                nodes[top] = put(trace, value, TRF_TRACE_PERCENT, TRF_FROM_NONE, TRF_IN_ASSESSMENT, leaf, value_node, rule, source);
            }
            stack[top++] = value;
            break;
        case TRF_CODE_OP_MONEY:
            if (i.divisor > 1)
                return false;
            unit = TRF_CODE_MONEY_UNIT(i.operand);
            currency = TRF_CODE_MONEY_CURRENCY(i.operand);
            value = constant;
            rate = NULL;
            amount = NULL;
            if (unit != TRF_CODE_UNIT_NONE) {
                amount = quantity(facts, pool, traced ? trace : NULL, unit);
                if (!amount || !trf_small_multiply(constant, amount->small, &value))
                    return false;
            }
            if (traced) {
                uint32_t in = currency == TRF_CODE_CURRENCY_NONE ? TRF_IN_ASSESSMENT : TRF_TRACE_REF(TRF_IN_CURRENCY, currency);

                if (!trf_trace_reserve(trace, (header.count - k) * NODES_PER_INSTRUCTION + 8u))
                    return false;
                nodes[top] = put(trace, constant, TRF_TRACE_AMOUNT, TRF_FROM_MEASURE,
                                 amount ? TRF_TRACE_REF(TRF_IN_MONEY_PER_UNIT, unit) : in, TRF_TRACE_NONE, TRF_TRACE_NONE, rule, source);
                if (amount)
                    nodes[top] = put(trace, value, TRF_TRACE_AMOUNT, TRF_FROM_NONE, in, nodes[top], amount->node, rule, source);
            }
            if (currency != TRF_CODE_CURRENCY_NONE && currency != facts->currency) {
                rate = exchange(facts, traced ? trace : NULL, currency);
                if (!rate || !trf_small_multiply(value, rate->factor.small, &value))
                    return false;
                if (traced)
                    nodes[top] = put(trace, value, TRF_TRACE_CONVERT, TRF_FROM_NONE, TRF_IN_ASSESSMENT, nodes[top], rate->factor.node,
                                     rate->rule, rate->source);
            }
            stack[top++] = value;
            break;
        case TRF_CODE_OP_ADD:
        case TRF_CODE_OP_SUBTRACT:
            b = stack[--top];
            a = stack[top - 1];
            if (!(i.op == TRF_CODE_OP_ADD ? trf_small_add(a, b, &value) : trf_small_subtract(a, b, &value)))
                return false;
            if (traced)
                nodes[top - 1] = put(trace, value, i.op == TRF_CODE_OP_ADD ? TRF_TRACE_SUM : TRF_TRACE_DIFFERENCE, TRF_FROM_NONE,
                                     TRF_IN_ASSESSMENT, nodes[top - 1], nodes[top], rule, source);
            stack[top - 1] = value;
            break;
        case TRF_CODE_OP_AT_LEAST:
        case TRF_CODE_OP_AT_MOST:
            b = stack[--top];
            a = stack[top - 1];
            if (!trf_small_compare(a, b, &order))
                return false;
            value = (i.op == TRF_CODE_OP_AT_LEAST ? order < 0 : order > 0) ? b : a;
            if (traced)
                nodes[top - 1] = put(trace, value, i.op == TRF_CODE_OP_AT_LEAST ? TRF_TRACE_MAX : TRF_TRACE_MIN, TRF_FROM_NONE,
                                     TRF_IN_ASSESSMENT, nodes[top - 1], nodes[top], rule, source);
            stack[top - 1] = value;
            break;
        case TRF_CODE_OP_FREE:
            value = (trf_small){0, 0};
            if (traced)
                nodes[top] = put(trace, value, TRF_TRACE_AMOUNT, TRF_FROM_MEASURE, TRF_IN_ASSESSMENT, TRF_TRACE_NONE, TRF_TRACE_NONE, rule,
                                 source);
            stack[top++] = value;
            break;
        default:
            return false;
        }
    }
    *out = stack[0];
    *node = traced ? nodes[0] : TRF_TRACE_NONE;
    return true;
}

static bool run_traced(const uint8_t *bytes, trf_code_header header, trf_facts *facts, trf_numbers *pool, trf_trace *trace, uint32_t rule,
                       uint32_t source, trf_small *out, uint32_t *node)
{
    return run(bytes, header, facts, pool, trace, rule, source, out, node, true);
}

bool trf_rate_fast(const uint8_t *bytes, trf_code_header header, trf_facts *facts, trf_numbers *pool, trf_trace *trace, uint32_t rule,
                   uint32_t source, trf_small *out, uint32_t *node)
{
    if (trace)
        return run_traced(bytes, header, facts, pool, trace, rule, source, out, node);
    return run(bytes, header, facts, pool, NULL, 0, 0, out, node, false);
}
