/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * How a result came about, as data: records appended while the computation runs, 32 bytes each. explain/ renders them,
 * nothing computes them again but trf_trace_check(), which goes from the leaves to the root and compares.
 */
#ifndef TRF_TRACE_TRACE_H
#define TRF_TRACE_TRACE_H

#include "num/number.h"

#define TRF_TRACE_NONE UINT32_MAX

/** The names are those of the JSON (trf_trace_op_name). A leaf (no inputs) is an AMOUNT, PERCENT, LOOKUP or CLAIM. */
typedef enum trf_trace_op {
    TRF_TRACE_PERCENT = 1, /**< [rate, base]: rate × base / 100; as a leaf: the rate itself */
    TRF_TRACE_AMOUNT, /**< product of the inputs (rate × quantity); as a leaf: a declared value or quantity, a rate of money
                       */
    TRF_TRACE_SUM,
    TRF_TRACE_DIFFERENCE, /**< the first less all others */
    TRF_TRACE_MIN,
    TRF_TRACE_MAX,
    TRF_TRACE_CONVERT,   /**< [x, factor] x × factor; [x, factor, divisor] x × factor / divisor */
    TRF_TRACE_ROUND,     /**< [x, unit], mode: trf_rounding */
    TRF_TRACE_CHOOSE,    /**< inputs: the alternatives; mode: which of them (0 first) */
    TRF_TRACE_APPORTION, /**< [total, unit, weight…], mode: which share */
    TRF_TRACE_LOOKUP,    /**< leaf: stands in the data (unit multiplier, rate of exchange, rounding unit, table row) */
    TRF_TRACE_CLAIM      /**< leaf: something the declaration asks for; with one input: that value, because of the claim */
} trf_trace_op;

/** Where the value of a node stands. */
typedef enum trf_trace_from {
    TRF_FROM_NONE = 0,
    TRF_FROM_MEASURE,
    TRF_FROM_PROFILE,
    TRF_FROM_DECLARATION,
    TRF_FROM_IMAGE
} trf_trace_from;

/** Kind of the rule in trf_trace_node.rule; trf_trace_rule_name gives its name. */
typedef enum trf_trace_rule {
    TRF_RULE_NONE = 0,
    TRF_RULE_MEASURE,    /**< index of a measure */
    TRF_RULE_EXPRESSION, /**< index of an expression */
    TRF_RULE_CONDITION,  /**< index of a measure condition */
    TRF_RULE_PROFILE,    /**< node of a profile */
    TRF_RULE_UNIT,       /**< index of a measurement unit: how a quantity was asked or converted */
    TRF_RULE_EXCHANGE,   /**< index of a rate of exchange */
    TRF_RULE_FIELD,      /**< text id: name of a field of the declaration */
    TRF_RULE_TEXT,       /**< text id: anything else that has a name */
    TRF_RULE_AGREEMENT   /**< index of a staging record: what an agreement's schedule makes of a base rate */
} trf_trace_rule;
#define TRF_TRACE_REF(kind, id) ((uint32_t)(kind) << 24 | ((uint32_t)(id)&0xffffffu))
#define TRF_TRACE_REF_KIND(ref) ((ref) >> 24)
#define TRF_TRACE_REF_ID(ref)   ((ref)&0xffffffu)

/** What a value counts, in trf_trace_node.unit (TRF_TRACE_REF of these). */
typedef enum trf_trace_unit {
    TRF_IN_NUMBER = 0, /**< a bare number */
    TRF_IN_CURRENCY,   /**< index of a currency; 0xffffff: that of the assessment */
    TRF_IN_UNIT,       /**< index of a measurement unit */
    TRF_IN_PERCENT,
    TRF_IN_MONEY_PER_UNIT, /**< money per unit: id is the unit, the currency follows from the node it enters */
    TRF_IN_TEXT            /**< text id */
} trf_trace_unit;
#define TRF_IN_ASSESSMENT TRF_TRACE_REF(TRF_IN_CURRENCY, 0xffffffu)

typedef struct trf_trace_node { /* 32 bytes */
    int64_t coefficient;        /**< value; where wide, index in the trace's wide values */
    int8_t scale;               /**< -1: wide */
    uint8_t op;                 /**< trf_trace_op */
    uint8_t from;               /**< trf_trace_from, with TRF_TRACE_LIST where inputs are a list */
    uint8_t mode;
    uint32_t unit; /**< TRF_TRACE_REF(trf_trace_unit, id) */
    uint32_t a, b; /**< inputs as node numbers, TRF_TRACE_NONE none; with TRF_TRACE_LIST: first entry of the list and count */
    uint32_t rule; /**< TRF_TRACE_REF(trf_trace_rule, id) */
    uint32_t source; /**< text id of the legal source; 0 none */
} trf_trace_node;
#define TRF_TRACE_LIST      0x80u
#define TRF_TRACE_FROM_MASK 0x0fu
/**
 * With this bit in `from` a record holds its first input as well: coefficient and scale are those of a rate, `a` is the rate's
 * unit, and the value, rate × second input (a hundredth of it for a per cent), is computed when it is asked for. Most operations
 * of a duty are of this form, and writing one record in place of two is what the evaluation of a duty with its trace costs. The
 * rate has the number of the record with TRF_TRACE_OWN set: everyone but evaluation sees two nodes.
 */
#define TRF_TRACE_RATE 0x40u
#define TRF_TRACE_OWN  0x80000000u

typedef struct trf_trace {
    const trf_alloc *alloc;
    trf_trace_node *nodes;
    uint32_t *inputs; /**< lists of inputs */
    trf_number *wide; /**< values that need more than 64 bits; over the pool of the evaluation */
    size_t capacity, input_capacity, wide_capacity;
    uint32_t count, input_count, wide_count;
    bool failed; /**< memory was refused: what follows is not recorded */
} trf_trace;

void trf_trace_init(trf_trace *trace, const trf_alloc *alloc);
void trf_trace_done(trf_trace *trace);
/** Forget the records, keep the memory. */
void trf_trace_reset(trf_trace *trace);
/** Room for so many more records, so that the next additions allocate nothing; false where refused. */
bool trf_trace_reserve(trf_trace *trace, uint32_t nodes);

/** Room there must be (trf_trace_reserve): the fast way of evaluation, which counts its records beforehand. */
static inline uint32_t trf_trace_put(trf_trace *trace, trf_trace_node node)
{
    trace->nodes[trace->count] = node;
    return trace->count++;
}
/** Rule and source in one word: kept together they are one store, and a spilled half is never read back as a whole. */
static inline uint64_t trf_trace_law(uint32_t rule, uint32_t source)
{
    return (uint64_t)rule | (uint64_t)source << 32;
}
/** The same in four whole words, which is all that it costs. at: the node's number; law: trf_trace_law(). */
static inline void trf_trace_write(trf_trace_node *nodes, uint32_t at, int64_t coefficient, int32_t scale, uint32_t op,
                                   uint32_t from, uint32_t unit, uint32_t a, uint32_t b, uint64_t law)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    /* Word by word: an array of them would be put together in memory and copied from there. */
    uint64_t first = (uint64_t)coefficient;
    uint64_t second = (uint64_t)(uint8_t)scale | (uint64_t)op << 8 | (uint64_t)from << 16 | (uint64_t)unit << 32;
    uint64_t third = (uint64_t)a | (uint64_t)b << 32;
    char *to = (char *)&nodes[at];

    memcpy(to, &first, 8);
    memcpy(to + 8, &second, 8);
    memcpy(to + 16, &third, 8);
    memcpy(to + 24, &law, 8);
#else
    nodes[at] = (trf_trace_node){coefficient, (int8_t)scale, (uint8_t)op, (uint8_t)from, 0, unit, a, b,
                                 (uint32_t)law, (uint32_t)(law >> 32)};
#endif
}

/* Each returns the number of the new node, TRF_TRACE_NONE where memory is refused or trace is NULL. */
uint32_t trf_trace_leaf(trf_trace *trace, trf_trace_op op, trf_number value, uint32_t unit, uint32_t rule, uint32_t source,
                        trf_trace_from from);
uint32_t trf_trace_unary(trf_trace *trace, trf_trace_op op, trf_number value, uint32_t unit, uint32_t a, uint32_t rule,
                         uint32_t source);
uint32_t trf_trace_binary(trf_trace *trace, trf_trace_op op, trf_number value, uint32_t unit, uint32_t a, uint32_t b,
                          uint32_t rule, uint32_t source);
uint32_t trf_trace_list(trf_trace *trace, trf_trace_op op, trf_number value, uint32_t unit, const uint32_t *inputs,
                        uint32_t count, uint32_t rule, uint32_t source);
/** Sets the mode of a node: rounding, chosen input, share. */
void trf_trace_mode(trf_trace *trace, uint32_t node, uint8_t mode);
/** Adds what was not known when the node was made; zeros leave things as they are. */
void trf_trace_annotate(trf_trace *trace, uint32_t node, uint32_t rule, uint32_t source, trf_trace_from from);

/** A node as it is meant, that of a rate too: op, from, mode, unit, rule, source. An empty one where there is none. */
trf_trace_node trf_trace_at(const trf_trace *trace, uint32_t node);
/** Whether an input of a node may be one: a node of its own that is older, or the rate that the node holds. */
static inline bool trf_trace_is_input(uint32_t input, uint32_t node)
{
    return input < (node & ~TRF_TRACE_OWN) || input == (node | TRF_TRACE_OWN);
}
trf_number trf_trace_value(const trf_trace *trace, uint32_t node);
uint32_t trf_trace_input_count(const trf_trace *trace, uint32_t node);
uint32_t trf_trace_input(const trf_trace *trace, uint32_t node, uint32_t index);
const char *trf_trace_op_name(uint32_t op);     /**< "percent" … */
const char *trf_trace_from_name(uint32_t from); /**< "measure" …; "" for none */
const char *trf_trace_rule_name(uint32_t kind); /**< "measure", "expression" …; "" for none */

/**
 * Compute root again from its leaves and compare every node on the way.
 * @retval TARIFF_OK        the same
 * @retval TARIFF_NEGATIVE  *node is the first that differs
 * @retval TARIFF_EINVAL    not a sound tree (an input not older than its node, a leaf that may not be one)
 */
tariff_status trf_trace_check(const trf_trace *trace, trf_numbers *pool, uint32_t root, uint32_t *node);

#endif
