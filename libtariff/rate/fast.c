/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fast way: constants, sums and limits in numbers of one machine word. Whatever does not fit - an overflow, a fraction, a
 * fact that is missing, a rare operation - is left to the general way, which begins anew and gives the same value. A per
 * cent, an amount per unit, and the sum of both are most of all duties: each has a function of its own. All functions take
 * the arguments of the call, so that one goes over into the next by a jump.
 */
#include "rate/facts.h"

#define NODES_PER_INSTRUCTION 6u
#define NODES_BESIDE          8u

/* Where the compiler does not optimise, one copy of each function is enough: to step through, and to see what tests reach. */
#if defined(__GNUC__) && defined(__OPTIMIZE__)
#define INLINE            static inline __attribute__((always_inline))
#define RARELY(condition) __builtin_expect(!!(condition), 0)
#define OUT_OF_LINE       static __attribute__((noinline))
#else
#define INLINE            static inline
#define RARELY(condition) (condition)
#define OUT_OF_LINE       static
#endif

typedef struct runner {
    trf_facts *facts;
    trf_trace_node *nodes;
    uint32_t count; /* records, those of this run included */
    uint64_t law;   /* rule and source of the expression */
} runner;

typedef struct term {
    trf_small value;
    uint32_t node;
} term;

INLINE uint32_t write(runner *r, trf_small value, uint32_t op, uint32_t from, uint32_t unit, uint32_t a, uint32_t b, uint64_t law)
{
    uint32_t at = r->count++;

    trf_trace_write(r->nodes, at, value.coefficient, value.scale, op, from, unit, a, b, law);
    return at;
}

/* A value that has no record in this trace yet gets one where it is first used. The runner stays in registers: it is not handed
 * on, but made anew. Both return the number of records. */
OUT_OF_LINE uint32_t record_value(trf_facts *facts, trf_trace_node *nodes, uint32_t count)
{
    runner r = {facts, nodes, count, 0};

    facts->value.node = write(&r, facts->value.small, TRF_TRACE_AMOUNT, TRF_FROM_DECLARATION, TRF_IN_ASSESSMENT, TRF_TRACE_NONE,
                              TRF_TRACE_NONE, 0);
    facts->value.node_turn = facts->trace_turn;
    return r.count;
}

/* The common way to a quantity: declared in the unit that is asked, times the multiplier. Records as the general way makes
 * them; anything else is left to it. */
OUT_OF_LINE uint32_t find_asked(trf_facts *facts, trf_trace_node *nodes, uint32_t count, uint32_t unit)
{
    runner r = {facts, nodes, count, 0};
    const trf_unit *u = &facts->vocabulary->units[unit];
    trf_unit_fact *to = &facts->units[unit];
    trf_small multiplier = {(int64_t)u->multiplier.coefficient, u->multiplier.scale}, product;
    trf_fact *asked;
    uint64_t law = trf_trace_law(TRF_TRACE_REF(TRF_RULE_UNIT, unit), 0);
    uint32_t at;

    if (u->asked == unit || u->asked == TRF_VOCABULARY_NONE || trf_fact_known(facts, &to->declared) || u->multiplier.big ||
        u->multiplier.coefficient != multiplier.coefficient ||
        (u->group != facts->vocabulary->units[u->asked].group && facts->touched_count > 1)) /* a qualified one may go first */
        return TRF_TRACE_NONE;
    asked = &facts->units[u->asked].declared;
    if (!trf_fact_known(facts, asked) || !asked->is_small || facts->vocabulary->units[u->asked].multiplier.coefficient != 1 ||
        facts->vocabulary->units[u->asked].multiplier.scale != 0 || !trf_small_multiply(asked->small, multiplier, &product))
        return TRF_TRACE_NONE;
    to->found.small = product;
    to->found.is_small = 1;
    to->found.turn = facts->found_turn;
    to->found.node_turn = 0;
    if (!nodes)
        return count;
    if (!trf_fact_traced(facts, asked)) {
        asked->node = write(&r, asked->small, TRF_TRACE_AMOUNT, TRF_FROM_DECLARATION, TRF_TRACE_REF(TRF_IN_UNIT, u->asked),
                            TRF_TRACE_NONE, TRF_TRACE_NONE, trf_trace_law(TRF_TRACE_REF(TRF_RULE_UNIT, u->asked), 0));
        asked->node_turn = facts->trace_turn;
    }
    at = write(&r, multiplier, TRF_TRACE_LOOKUP, TRF_FROM_IMAGE, 0, TRF_TRACE_NONE, TRF_TRACE_NONE, law);
    to->found.node = write(&r, product, TRF_TRACE_CONVERT, TRF_FROM_NONE, TRF_TRACE_REF(TRF_IN_UNIT, unit), asked->node, at, law);
    to->found.node_turn = facts->trace_turn;
    return r.count;
}

INLINE bool percent(runner *r, trf_instruction i, term *out, const bool traced)
{
    const trf_facts *facts = r->facts;
    trf_small rate = {i.coefficient, i.scale}, value;

    if (RARELY(!trf_fact_known(facts, &facts->value) || !facts->value.is_small ||
               !trf_small_product(rate.coefficient, facts->value.small.coefficient, &value.coefficient)))
        return false;
    value.scale = rate.scale + facts->value.small.scale + 2;
    if (RARELY(value.scale > TRF_SMALL_SCALE_MAX))
        return false;
    if (traced) {
        if (RARELY(!trf_fact_traced(facts, &facts->value)))
            r->count = record_value(r->facts, r->nodes, r->count);
        out->node = write(r, rate, TRF_TRACE_PERCENT, TRF_TRACE_RATE, TRF_IN_ASSESSMENT, TRF_TRACE_REF(TRF_IN_PERCENT, 0),
                          facts->value.node, r->law);
    }
    out->value = value;
    return true;
}

INLINE bool money(runner *r, trf_instruction i, term *out, const bool traced)
{
    const trf_facts *facts = r->facts;
    uint32_t unit = TRF_CODE_MONEY_UNIT(i.operand), currency = TRF_CODE_MONEY_CURRENCY(i.operand);
    trf_small value = {i.coefficient, i.scale};
    uint32_t in = 0, at = TRF_TRACE_NONE;

    if (traced)
        in = currency == TRF_CODE_CURRENCY_NONE ? TRF_IN_ASSESSMENT : TRF_TRACE_REF(TRF_IN_CURRENCY, currency);
    if (unit != TRF_CODE_UNIT_NONE) {
        const trf_fact *found = &facts->units[unit].found;
        trf_small rate = value;

        if (RARELY(!trf_fact_found(facts, found) || (traced && !trf_fact_traced(facts, found)))) {
            uint32_t count = find_asked(r->facts, r->nodes, r->count, unit);

            if (count == TRF_TRACE_NONE)
                return false;
            r->count = count;
        }
        if (RARELY(!found->is_small || !trf_small_multiply(rate, found->small, &value)))
            return false;
        if (traced) {
            at = write(r, rate, TRF_TRACE_AMOUNT, TRF_TRACE_RATE, in, TRF_TRACE_REF(TRF_IN_MONEY_PER_UNIT, unit), found->node,
                       r->law);
        }
    } else if (traced) {
        at = write(r, value, TRF_TRACE_AMOUNT, TRF_FROM_MEASURE, in, TRF_TRACE_NONE, TRF_TRACE_NONE, r->law);
    }
    if (currency != facts->currency && currency != TRF_CODE_CURRENCY_NONE) {
        const trf_currency_fact *exchange = &facts->currencies[currency];

        if (RARELY(!trf_fact_known(facts, &exchange->factor) || (traced && !trf_fact_traced(facts, &exchange->factor)) ||
                   exchange->divided || !exchange->factor.is_small || !trf_small_multiply(value, exchange->factor.small, &value)))
            return false;
        if (traced)
            at = write(r, value, TRF_TRACE_CONVERT, TRF_FROM_NONE, TRF_IN_ASSESSMENT, at, exchange->factor.node,
                       trf_trace_law(exchange->rule, exchange->source));
    }
    out->value = value;
    out->node = at;
    return true;
}

/* ---- every other shape ---- */
INLINE bool loop(runner *r, const uint8_t *bytes, uint32_t count, term *out, const bool traced)
{
    term stack[TRF_EXPR_STACK_MAX];
    uint32_t top = 0, k; /* values on the stack */

    for (k = 0; k < count; k++) {
        trf_instruction i = trf_code_load(bytes + TRF_BYTECODE_INSTRUCTION * ((size_t)k + 1));
        trf_small value = {0, 0};
        uint32_t op;
        int order;

        if (i.divisor > 1)
            return false;
        switch (i.op) {
        case TRF_CODE_OP_PERCENT:
            if (!percent(r, i, &stack[top++], traced))
                return false;
            continue;
        case TRF_CODE_OP_MONEY:
            if (!money(r, i, &stack[top++], traced))
                return false;
            continue;
        case TRF_CODE_OP_FREE:
            if (traced)
                stack[top].node = write(r, value, TRF_TRACE_AMOUNT, TRF_FROM_MEASURE, TRF_IN_ASSESSMENT, TRF_TRACE_NONE,
                                        TRF_TRACE_NONE, r->law);
            stack[top++].value = value;
            continue;
        case TRF_CODE_OP_ADD:
            if (!trf_small_add(stack[top - 2].value, stack[top - 1].value, &value))
                return false;
            op = TRF_TRACE_SUM;
            break;
        case TRF_CODE_OP_SUBTRACT:
            if (!trf_small_subtract(stack[top - 2].value, stack[top - 1].value, &value))
                return false;
            op = TRF_TRACE_DIFFERENCE;
            break;
        case TRF_CODE_OP_AT_LEAST:
        case TRF_CODE_OP_AT_MOST:
            if (!trf_small_compare(stack[top - 2].value, stack[top - 1].value, &order))
                return false;
            value = stack[top - ((i.op == TRF_CODE_OP_AT_LEAST ? order < 0 : order > 0) ? 1 : 2)].value;
            op = i.op == TRF_CODE_OP_AT_LEAST ? TRF_TRACE_MAX : TRF_TRACE_MIN;
            break;
        default: return false;
        }
        top--;
        if (traced)
            stack[top - 1].node =
                write(r, value, op, TRF_FROM_NONE, TRF_IN_ASSESSMENT, stack[top - 1].node, stack[top].node, r->law);
        stack[top - 1].value = value;
    }
    *out = stack[0];
    return true;
}

static bool find_quantity(trf_facts *facts, trf_numbers *pool, trf_trace *trace, uint32_t unit)
{
    const trf_fact *found = &facts->units[unit].found;
    trf_number number;

    if (trf_fact_found(facts, found) && (!trace || trf_fact_traced(facts, found)))
        return true;
    return trf_facts_quantity(facts, pool, trace, unit, &number, NULL, NULL) == TARIFF_OK;
}

static bool find_exchange(trf_facts *facts, trf_trace *trace, uint32_t currency)
{
    trf_currency_fact *slot;

    if (currency == TRF_CODE_CURRENCY_NONE || currency == facts->currency)
        return true;
    if (trf_facts_exchange(facts, currency, &slot) != TARIFF_OK)
        return false;
    trf_fact_node(facts, trace, &slot->factor, 0, slot->rule, slot->source, TRF_FROM_IMAGE);
    return true;
}

/* Makes ready every fact that the instructions ask for, with its records; false: one is not there, or is of another kind. */
static bool find_all(const uint8_t *bytes, trf_code_header header, trf_facts *facts, trf_numbers *pool, trf_trace *trace)
{
    uint32_t ahead = header.count * NODES_PER_INSTRUCTION + NODES_BESIDE, k;

    if (trace && (header.flags & TRF_CODE_AD_VALOREM) && trf_fact_known(facts, &facts->value) && facts->value.is_small &&
        !trf_fact_traced(facts, &facts->value)) {
        trf_trace_write(trace->nodes, trace->count, facts->value.small.coefficient, facts->value.small.scale, TRF_TRACE_AMOUNT,
                        TRF_FROM_DECLARATION, TRF_IN_ASSESSMENT, TRF_TRACE_NONE, TRF_TRACE_NONE, 0);
        facts->value.node = trace->count++;
        facts->value.node_turn = facts->trace_turn;
    }
    for (k = 0; k < header.count; k++) {
        trf_instruction i = trf_code_load(bytes + TRF_BYTECODE_INSTRUCTION * ((size_t)k + 1));

        if (i.op == TRF_CODE_OP_CONTENT)
            return false;
        if (i.op != TRF_CODE_OP_MONEY)
            continue;
        if (trace && !trf_trace_reserve(trace, ahead))
            return false;
        if (TRF_CODE_MONEY_UNIT(i.operand) != TRF_CODE_UNIT_NONE &&
            !find_quantity(facts, pool, trace, TRF_CODE_MONEY_UNIT(i.operand)))
            return false;
        if (!find_exchange(facts, trace, TRF_CODE_MONEY_CURRENCY(i.operand)))
            return false;
    }
    return !trace || trf_trace_reserve(trace, ahead);
}

INLINE void store_number(trf_number *to, trf_small from)
{
    /* Member by member: a whole number would be put together in memory first and copied from there. */
    to->coefficient = from.coefficient;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    {
        uint64_t rest = (uint64_t)(uint16_t)from.scale << 32;

        _Static_assert(offsetof(trf_number, scale) == offsetof(trf_number, big) + 4, "big, scale and reserved are one word");
        memcpy((char *)to + offsetof(trf_number, big), &rest, sizeof rest);
    }
#else
    to->big = 0;
    to->scale = (int16_t)from.scale;
    to->reserved = 0;
#endif
}

INLINE void deliver(trf_rate_result *result, trf_small value, uint32_t node)
{
    store_number(&result->unrounded, value);
    store_number(&result->amount, value);
    result->node = result->unrounded_node = node;
    result->need_count = 0;
}

#define ARGUMENTS                                                                                                                \
    const void *code, size_t size, trf_facts *facts, trf_numbers *pool, trf_trace *trace, const trf_rate_policy *policy,         \
        uint32_t rule, uint32_t source, trf_rate_result *result
#define PASS code, size, facts, pool, trace, policy, rule, source, result

/* One run over bytes of a shape. */
INLINE bool run(const uint8_t *bytes, uint32_t count, uint32_t shape, runner *r, term *out, const bool traced)
{
    trf_instruction first = trf_code_load(bytes + TRF_BYTECODE_INSTRUCTION);
    term a, b;

    switch (shape) {
    case TRF_CODE_SHAPE_PERCENT: return percent(r, first, out, traced);
    case TRF_CODE_SHAPE_MONEY: return money(r, first, out, traced);
    case TRF_CODE_SHAPE_BOTH:
        if (RARELY(!percent(r, first, &a, traced) || !money(r, trf_code_load(bytes + 2 * TRF_BYTECODE_INSTRUCTION), &b, traced) ||
                   !trf_small_add(a.value, b.value, &out->value)))
            return false;
        if (traced)
            out->node = write(r, out->value, TRF_TRACE_SUM, TRF_FROM_NONE, TRF_IN_ASSESSMENT, a.node, b.node, r->law);
        return true;
    default: return loop(r, bytes, count, out, traced);
    }
}

OUT_OF_LINE bool run_again(const uint8_t *bytes, trf_code_header header, runner *r, term *out, bool traced)
{
    uint32_t shape = header.flags & TRF_CODE_SHAPE_MASK;

    return traced ? run(bytes, header.count, shape, r, out, true) : run(bytes, header.count, shape, r, out, false);
}

/* The first run of an item: its facts are made ready. What is missing is the general way's to name. */
OUT_OF_LINE tariff_status find_and_run(ARGUMENTS)
{
    trf_code_header header = trf_code_header_load(code);

    (void)size;
    if (find_all(code, header, facts, pool, trace)) {
        runner r = {facts, trace ? trace->nodes : NULL, trace ? trace->count : 0, trf_trace_law(rule, source)};
        term found = {{0, 0}, TRF_TRACE_NONE};

        bool done = run_again(code, header, &r, &found, trace != NULL);

        if (trace)
            trace->count = r.count;
        if (done) {
            deliver(result, found.value, trace ? found.node : TRF_TRACE_NONE);
            return policy ? trf_rate_finish(code, header, facts, pool, trace, policy, rule, source, result) : TARIFF_OK;
        }
    }
    return trf_rate_general(code, header, facts, pool, trace, policy, rule, source, result);
}

OUT_OF_LINE tariff_status finish(ARGUMENTS)
{
    (void)size;
    return trf_rate_finish(code, trf_code_header_load(code), facts, pool, trace, policy, rule, source, result);
}

/* A rounding to a power of ten, whatever the unit of the duty; without a trace. */
INLINE bool round_plainly(const trf_rate_policy *policy, trf_small value, trf_rate_result *result)
{
    trf_small rounded;

    if (policy->single_count || policy->unit.big || policy->unit.coefficient != 1 || policy->mode <= TRF_ROUND_NONE ||
        policy->mode > TRF_ROUND_CEILING || !trf_small_round(value, policy->mode, policy->unit.scale, &rounded))
        return false;
    rounded.scale = policy->unit.scale;
    store_number(&result->amount, rounded);
    return true;
}

INLINE tariff_status go(ARGUMENTS, const uint32_t shape, const bool traced)
{
    runner r = {facts, traced ? trace->nodes : NULL, traced ? trace->count : 0, trf_trace_law(rule, source)};
    term found;

    bool done = run(code, shape ? 0 : trf_code_header_load(code).count, shape, &r, &found, traced);

    if (traced)
        trace->count = r.count; /* facts may have got their records, even where the rest does not fit */
    if (RARELY(!done))
        return find_and_run(PASS);
    deliver(result, found.value, traced ? found.node : TRF_TRACE_NONE);
    if (!traced && policy && round_plainly(policy, found.value, result))
        return TARIFF_OK;
    return RARELY(policy != NULL) ? finish(PASS) : TARIFF_OK;
}

#define WAY(name, shape, traced)                                                                                                 \
    OUT_OF_LINE tariff_status name(ARGUMENTS)                                                                                    \
    {                                                                                                                            \
        return go(PASS, shape, traced);                                                                                          \
    }
WAY(other_plain, 0, false)
WAY(percent_plain, TRF_CODE_SHAPE_PERCENT, false)
WAY(money_plain, TRF_CODE_SHAPE_MONEY, false)
WAY(both_plain, TRF_CODE_SHAPE_BOTH, false)
WAY(other_traced, 0, true)
WAY(percent_traced, TRF_CODE_SHAPE_PERCENT, true)
WAY(money_traced, TRF_CODE_SHAPE_MONEY, true)
WAY(both_traced, TRF_CODE_SHAPE_BOTH, true)

OUT_OF_LINE tariff_status with_more_room(ARGUMENTS)
{
    trf_code_header header = trf_code_header_load(code);

    if (!trf_trace_reserve(trace, header.count * NODES_PER_INSTRUCTION + NODES_BESIDE))
        return TARIFF_ENOMEM;
    return find_and_run(PASS);
}

OUT_OF_LINE tariff_status rounding_inside(ARGUMENTS)
{
    (void)size;
    return trf_rate_general(code, trf_code_header_load(code), facts, pool, trace, policy, rule, source, result);
}

tariff_status trf_rate_evaluate(const void *code, size_t size, trf_facts *facts, trf_numbers *pool, trf_trace *trace,
                                const trf_rate_policy *policy, uint32_t rule, uint32_t source, trf_rate_result *result)
{
    trf_code_header header = trf_code_header_load(code);
    uint32_t shape = header.flags & TRF_CODE_SHAPE_MASK;

    if (RARELY(size < TRF_BYTECODE_INSTRUCTION * (header.count + (size_t)1) || header.count == 0 ||
               header.stack > TRF_EXPR_STACK_MAX))
        return TARIFF_EIMAGE;
    if (RARELY((policy && (policy->step_count || policy->quantity_count)) || (trace && facts->origin.node)))
        return rounding_inside(PASS);
    /* Compared one after the other: a jump through a table is guessed worse. */
    if (!trace) {
        if (shape == TRF_CODE_SHAPE_BOTH)
            return both_plain(PASS);
        if (shape == TRF_CODE_SHAPE_PERCENT)
            return percent_plain(PASS);
        return shape == TRF_CODE_SHAPE_MONEY ? money_plain(PASS) : other_plain(PASS);
    }
    if (RARELY(trace->failed || trace->count + (size_t)header.count * NODES_PER_INSTRUCTION + NODES_BESIDE > trace->capacity))
        return with_more_room(PASS);
    if (shape == TRF_CODE_SHAPE_BOTH)
        return both_traced(PASS);
    if (shape == TRF_CODE_SHAPE_PERCENT)
        return percent_traced(PASS);
    return shape == TRF_CODE_SHAPE_MONEY ? money_traced(PASS) : other_traced(PASS);
}
