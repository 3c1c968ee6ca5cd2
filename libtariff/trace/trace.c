/* SPDX-License-Identifier: Apache-2.0 */
#include "trace/trace.h"

#define NODES_MAX (UINT32_C(1) << 26)

void trf_trace_init(trf_trace *trace, const trf_alloc *alloc)
{
    *trace = (trf_trace){.alloc = alloc};
}

void trf_trace_done(trf_trace *trace)
{
    if (!trace->alloc)
        return;
    trf_alloc_free(trace->alloc, trace->nodes, trace->capacity * sizeof *trace->nodes);
    trf_alloc_free(trace->alloc, trace->inputs, trace->input_capacity * sizeof *trace->inputs);
    trf_alloc_free(trace->alloc, trace->wide, trace->wide_capacity * sizeof *trace->wide);
    *trace = (trf_trace){.alloc = trace->alloc};
}

void trf_trace_reset(trf_trace *trace)
{
    trace->count = trace->input_count = trace->wide_count = 0;
    trace->failed = false;
}

bool trf_trace_reserve(trf_trace *trace, uint32_t nodes)
{
    void *items = trace->nodes;

    if (trace->failed)
        return false;
    if ((size_t)trace->count + nodes <= trace->capacity)
        return true;
    if (trace->count > NODES_MAX - nodes ||
        !trf_alloc_grow(trace->alloc, &items, &trace->capacity, (size_t)trace->count + nodes, sizeof *trace->nodes)) {
        trace->failed = true;
        return false;
    }
    trace->nodes = items;
    return true;
}

static bool set_value(trf_trace *trace, trf_trace_node *node, trf_number value)
{
    void *items = trace->wide;

    if (!value.big && value.coefficient >= INT64_MIN && value.coefficient <= INT64_MAX) {
        node->coefficient = (int64_t)value.coefficient;
        node->scale = (int8_t)value.scale;
        return true;
    }
    if (!trf_alloc_grow(trace->alloc, &items, &trace->wide_capacity, (size_t)trace->wide_count + 1, sizeof *trace->wide)) {
        trace->failed = true;
        return false;
    }
    trace->wide = items;
    node->coefficient = trace->wide_count;
    node->scale = -1;
    trace->wide[trace->wide_count++] = value;
    return true;
}

static uint32_t append(trf_trace *trace, trf_trace_node node, trf_number value)
{
    if (!trace || !trf_trace_reserve(trace, 1) || !set_value(trace, &node, value))
        return TRF_TRACE_NONE;
    return trf_trace_put(trace, node);
}

uint32_t trf_trace_leaf(trf_trace *trace, trf_trace_op op, trf_number value, uint32_t unit, uint32_t rule, uint32_t source,
                        trf_trace_from from)
{
    return append(trace,
                  (trf_trace_node){0, 0, (uint8_t)op, (uint8_t)from, 0, unit, TRF_TRACE_NONE, TRF_TRACE_NONE, rule, source},
                  value);
}

uint32_t trf_trace_unary(trf_trace *trace, trf_trace_op op, trf_number value, uint32_t unit, uint32_t a, uint32_t rule,
                         uint32_t source)
{
    return trf_trace_binary(trace, op, value, unit, a, TRF_TRACE_NONE, rule, source);
}

uint32_t trf_trace_binary(trf_trace *trace, trf_trace_op op, trf_number value, uint32_t unit, uint32_t a, uint32_t b,
                          uint32_t rule, uint32_t source)
{
    return append(trace, (trf_trace_node){0, 0, (uint8_t)op, 0, 0, unit, a, b, rule, source}, value);
}

uint32_t trf_trace_list(trf_trace *trace, trf_trace_op op, trf_number value, uint32_t unit, const uint32_t *inputs,
                        uint32_t count, uint32_t rule, uint32_t source)
{
    trf_trace_node node = {0, 0, (uint8_t)op, TRF_TRACE_LIST, 0, unit, 0, count, rule, source};
    void *items;

    if (!trace || trace->failed)
        return TRF_TRACE_NONE;
    items = trace->inputs;
    if (!trf_alloc_grow(trace->alloc, &items, &trace->input_capacity, (size_t)trace->input_count + count,
                        sizeof *trace->inputs)) {
        trace->failed = true;
        return TRF_TRACE_NONE;
    }
    trace->inputs = items;
    node.a = trace->input_count;
    if (count)
        memcpy(trace->inputs + trace->input_count, inputs, count * sizeof *inputs);
    trace->input_count += count;
    return append(trace, node, value);
}

void trf_trace_mode(trf_trace *trace, uint32_t node, uint8_t mode)
{
    if (trace && node < trace->count)
        trace->nodes[node].mode = mode;
}

void trf_trace_annotate(trf_trace *trace, uint32_t node, uint32_t rule, uint32_t source, trf_trace_from from)
{
    if (!trace || node >= trace->count)
        return;
    if (rule)
        trace->nodes[node].rule = rule;
    if (source)
        trace->nodes[node].source = source;
    if (from)
        trace->nodes[node].from = (uint8_t)((trace->nodes[node].from & ~TRF_TRACE_FROM_MASK) | (uint8_t)from);
}

/* ---- reading ---- */
/** The record of a node, that of the operation for its rate; NULL for none. */
static const trf_trace_node *record_of(const trf_trace *trace, uint32_t node)
{
    uint32_t at = node & ~TRF_TRACE_OWN;

    if (at >= trace->count || (node != at && !(trace->nodes[at].from & TRF_TRACE_RATE)))
        return NULL;
    return &trace->nodes[at];
}

trf_trace_node trf_trace_at(const trf_trace *trace, uint32_t node)
{
    const trf_trace_node *n = record_of(trace, node);
    trf_trace_node made = {0, 0, 0, 0, 0, 0, TRF_TRACE_NONE, TRF_TRACE_NONE, 0, 0};

    if (!n)
        return made;
    made = *n;
    made.from &= (uint8_t)~TRF_TRACE_RATE;
    if (node & TRF_TRACE_OWN) {
        made.unit = n->a;
        made.from = TRF_FROM_MEASURE;
        made.mode = 0;
        made.a = made.b = TRF_TRACE_NONE;
    } else if (n->from & TRF_TRACE_RATE) {
        made.a = node | TRF_TRACE_OWN;
    }
    return made;
}

/** Rates of rates that are followed: 20 % of a duty of 10 % of a value are two. */
enum { RATES_MOST = 16 };

/**
 * rate × base, a hundredth of it for a per cent: what the evaluation got in one machine word. The base may itself hold a rate: a
 * charge of which another one takes its rate.
 */
static trf_number product_of(const trf_trace *trace, const trf_trace_node *n)
{
    const trf_trace_node *rates[RATES_MOST];
    uint32_t count = 0, base;
    trf_small value;

    do {
        if (count == RATES_MOST)
            return trf_number_of(0);
        rates[count++] = n;
        base = n->b;
        n = base < trace->count && base < (uint32_t)(n - trace->nodes) ? &trace->nodes[base] : NULL;
    } while (n && n->from & TRF_TRACE_RATE);
    if (!n || !trf_number_to_small(trf_trace_value(trace, base), &value))
        return trf_number_of(0);
    while (count-- > 0) {
        if (!trf_small_product(rates[count]->coefficient, value.coefficient, &value.coefficient))
            return trf_number_of(0);
        value.scale += rates[count]->scale + (rates[count]->op == TRF_TRACE_PERCENT ? 2 : 0);
    }
    return trf_number_scaled(value.coefficient, (int16_t)value.scale);
}

trf_number trf_trace_value(const trf_trace *trace, uint32_t node)
{
    const trf_trace_node *n = record_of(trace, node);

    if (!n)
        return trf_number_of(0);
    if ((n->from & TRF_TRACE_RATE) && !(node & TRF_TRACE_OWN))
        return product_of(trace, n);
    if (n->scale >= 0)
        return trf_number_scaled(n->coefficient, n->scale);
    return (uint64_t)n->coefficient < trace->wide_count ? trace->wide[n->coefficient] : trf_number_of(0);
}

uint32_t trf_trace_input_count(const trf_trace *trace, uint32_t node)
{
    const trf_trace_node *n;

    if (node >= trace->count)
        return 0;
    n = &trace->nodes[node];
    if (n->from & TRF_TRACE_RATE)
        return 2;
    if (n->from & TRF_TRACE_LIST)
        return n->a <= trace->input_count && n->b <= trace->input_count - n->a ? n->b : 0;
    return n->a == TRF_TRACE_NONE ? 0 : n->b == TRF_TRACE_NONE ? 1 : 2;
}

uint32_t trf_trace_input(const trf_trace *trace, uint32_t node, uint32_t index)
{
    const trf_trace_node *n;

    if (index >= trf_trace_input_count(trace, node))
        return TRF_TRACE_NONE;
    n = &trace->nodes[node];
    if (n->from & TRF_TRACE_LIST)
        return trace->inputs[n->a + index];
    if (index == 0)
        return n->from & TRF_TRACE_RATE ? node | TRF_TRACE_OWN : n->a;
    return n->b;
}

const char *trf_trace_op_name(uint32_t op)
{
    static const char *const names[] = {"",        "percent", "amount", "sum",       "difference", "min",  "max",
                                        "convert", "round",   "choose", "apportion", "lookup",     "claim"};

    return op < sizeof names / sizeof *names ? names[op] : "";
}

const char *trf_trace_from_name(uint32_t from)
{
    static const char *const names[] = {"", "measure", "profile", "declaration", "image"};

    from &= TRF_TRACE_FROM_MASK;
    return from < sizeof names / sizeof *names ? names[from] : "";
}

const char *trf_trace_rule_name(uint32_t kind)
{
    static const char *const names[] = {"",     "measure",       "expression", "condition", "profile-element",
                                        "unit", "exchange-rate", "field",      "text",      "agreement"};

    return kind < sizeof names / sizeof *names ? names[kind] : "";
}

/* ---- computing again ---- */
static tariff_status recompute_fold(const trf_trace *trace, trf_numbers *pool, uint32_t at, trf_number *value)
{
    uint32_t k, count = trf_trace_input_count(trace, at);
    tariff_status status = TARIFF_OK;
    trf_number v = trf_trace_value(trace, trf_trace_input(trace, at, 0)), x;

    for (k = 1; k < count && status == TARIFF_OK; k++) {
        x = trf_trace_value(trace, trf_trace_input(trace, at, k));
        switch (trace->nodes[at].op) {
        case TRF_TRACE_PERCENT:
        case TRF_TRACE_AMOUNT: status = trf_number_multiply(pool, v, x, &v); break;
        case TRF_TRACE_SUM: status = trf_number_add(pool, v, x, &v); break;
        case TRF_TRACE_DIFFERENCE: status = trf_number_subtract(pool, v, x, &v); break;
        case TRF_TRACE_MIN: v = trf_number_compare(pool, x, v) < 0 ? x : v; break;
        case TRF_TRACE_MAX: v = trf_number_compare(pool, x, v) > 0 ? x : v; break;
        case TRF_TRACE_CONVERT:
            status = k == 1 ? trf_number_multiply(pool, v, x, &v) : trf_number_divide(pool, v, x, &v);
            break;
        default: return TARIFF_EINVAL;
        }
    }
    if (status == TARIFF_OK && trace->nodes[at].op == TRF_TRACE_PERCENT)
        status = trf_number_shift(pool, v, 2, &v);
    *value = v;
    return status;
}

static tariff_status recompute_share(const trf_trace *trace, trf_numbers *pool, uint32_t at, trf_number *value)
{
    uint32_t k, count = trf_trace_input_count(trace, at), shares = count - 2;
    trf_number *weights;
    tariff_status status;

    if (count < 3 || trace->nodes[at].mode >= shares)
        return TARIFF_EINVAL;
    weights = trf_alloc_array(trace->alloc, (size_t)shares * 2, sizeof *weights);
    if (!weights)
        return TARIFF_ENOMEM;
    for (k = 0; k < shares; k++)
        weights[k] = trf_trace_value(trace, trf_trace_input(trace, at, k + 2));
    status = trf_number_apportion(pool, trf_trace_value(trace, trf_trace_input(trace, at, 0)), weights, shares,
                                  trf_trace_value(trace, trf_trace_input(trace, at, 1)), weights + shares);
    if (status == TARIFF_OK)
        *value = weights[shares + trace->nodes[at].mode];
    trf_alloc_free(trace->alloc, weights, (size_t)shares * 2 * sizeof *weights);
    return status;
}

/* The value of one node from its inputs, which were found right before. */
static tariff_status recompute(const trf_trace *trace, trf_numbers *pool, uint32_t at, trf_number *value)
{
    const trf_trace_node *n = &trace->nodes[at];
    uint32_t count = trf_trace_input_count(trace, at);

    if (count == 0) {
        *value = trf_trace_value(trace, at);
        return n->op == TRF_TRACE_PERCENT || n->op == TRF_TRACE_AMOUNT || n->op == TRF_TRACE_LOOKUP ||
                       n->op == TRF_TRACE_CLAIM
                   ? TARIFF_OK
                   : TARIFF_EINVAL;
    }
    switch (n->op) {
    case TRF_TRACE_ROUND:
        if (count != 2)
            return TARIFF_EINVAL;
        return trf_number_round(pool, trf_trace_value(trace, trf_trace_input(trace, at, 0)), (trf_rounding)n->mode,
                                trf_trace_value(trace, trf_trace_input(trace, at, 1)), value);
    case TRF_TRACE_CHOOSE:
        if (n->mode >= count)
            return TARIFF_EINVAL;
        *value = trf_trace_value(trace, trf_trace_input(trace, at, n->mode));
        return TARIFF_OK;
    case TRF_TRACE_CLAIM:
        *value = trf_trace_value(trace, trf_trace_input(trace, at, 0));
        return count == 1 ? TARIFF_OK : TARIFF_EINVAL;
    case TRF_TRACE_APPORTION: return recompute_share(trace, pool, at, value);
    case TRF_TRACE_PERCENT: return count == 2 ? recompute_fold(trace, pool, at, value) : TARIFF_EINVAL;
    case TRF_TRACE_CONVERT: return count == 2 || count == 3 ? recompute_fold(trace, pool, at, value) : TARIFF_EINVAL;
    case TRF_TRACE_AMOUNT:
    case TRF_TRACE_SUM:
    case TRF_TRACE_DIFFERENCE:
    case TRF_TRACE_MIN:
    case TRF_TRACE_MAX: return recompute_fold(trace, pool, at, value);
    default: return TARIFF_EINVAL;
    }
}

tariff_status trf_trace_check(const trf_trace *trace, trf_numbers *pool, uint32_t root, uint32_t *node)
{
    uint8_t *wanted;
    uint32_t at, k, count;
    tariff_status status = TARIFF_OK;
    trf_number value;

    if (root >= trace->count)
        return TARIFF_EINVAL;
    wanted = trf_alloc_zero(trace->alloc, (size_t)root + 1);
    if (!wanted)
        return TARIFF_ENOMEM;
    /* Inputs are older than what they enter: down marks what belongs to the tree, up computes each once. */
    wanted[root] = 1;
    for (at = root + 1; at-- > 0 && status == TARIFF_OK;) {
        count = wanted[at] ? trf_trace_input_count(trace, at) : 0;
        for (k = 0; k < count && status == TARIFF_OK; k++) {
            uint32_t input = trf_trace_input(trace, at, k);

            if (!trf_trace_is_input(input, at))
                status = TARIFF_EINVAL;
            else if (input < at)
                wanted[input] = 1;
        }
    }
    for (at = 0; at <= root && status == TARIFF_OK; at++) {
        if (!wanted[at])
            continue;
        status = recompute(trace, pool, at, &value);
        if (status == TARIFF_OK && trf_number_compare(pool, value, trf_trace_value(trace, at)) != 0) {
            status = TARIFF_NEGATIVE;
            if (node)
                *node = at;
        }
    }
    trf_alloc_free(trace->alloc, wanted, (size_t)root + 1);
    return status;
}
