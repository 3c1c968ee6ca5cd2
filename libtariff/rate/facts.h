/* SPDX-License-Identifier: Apache-2.0 */
/** @file Inside of trf_facts, for the two ways of evaluation. Slots are valid where their turn is that of the facts:
 * resetting is one count. */
#ifndef TRF_RATE_FACTS_H
#define TRF_RATE_FACTS_H

#include "base/limits.h"
#include "rate/evaluate.h"

/**
 * A fact said, or found from others, and the node that holds it in the trace. Nearly every number fits a word; only the
 * others are in `wide`. Members are written and read one by one: copying whole numbers costs more than all else that is done
 * with them.
 */
typedef struct trf_fact {
    trf_small small;
    uint32_t is_small;
    uint32_t turn; /**< said in this turn of the facts */
    uint32_t node; /**< valid in node_turn of the trace */
    uint32_t node_turn; /**< 0: none yet */
    trf_number wide;
} trf_fact;

/** A quantity in a unit: as declared, and as found by conversion. */
typedef struct trf_unit_fact {
    trf_fact declared;
    trf_fact found;
} trf_unit_fact;

typedef struct trf_currency_fact {
    trf_fact factor, divisor;
    uint32_t rule, source;
    uint32_t divided; /**< there is a divisor */
} trf_currency_fact;

struct trf_facts {
    const trf_alloc *alloc;
    const trf_vocabulary *vocabulary;
    trf_unit_fact *units;
    trf_currency_fact *currencies;
    uint32_t *touched; /**< units declared in this turn */
    uint32_t touched_count;
    uint32_t turn;       /**< of the item */
    uint32_t found_turn; /**< of its quantities: what was found by conversion stands on all that were declared */
    uint32_t trace_turn; /**< of the trace */
    uint32_t currency;
    trf_date date;
    bool keyed_as_asked; /**< a quantity under a unit that is asked in itself counts what the multiplier turns into it */
    trf_fact value;
    trf_fact degrees;
    trf_fact_source source;
    trf_rate_origin origin; /**< origin.node NULL: rates stand in the measure */
    uint32_t rates_met;     /**< amounts of the expression whose origin was asked for in this evaluation */
};

static inline trf_number trf_fact_number(const trf_fact *fact)
{
    return fact->is_small ? trf_number_scaled(fact->small.coefficient, (int16_t)fact->small.scale) : fact->wide;
}
/** The node is the caller's, in the trace of this turn. */
static inline void trf_fact_set(const trf_facts *facts, trf_fact *fact, trf_number number, uint32_t node, uint32_t turn)
{
    fact->is_small = !number.big && number.coefficient == (int64_t)number.coefficient;
    fact->small.coefficient = (int64_t)number.coefficient;
    fact->small.scale = number.scale;
    if (!fact->is_small)
        fact->wide = number;
    fact->turn = turn;
    fact->node = node;
    fact->node_turn = node == TRF_TRACE_NONE ? 0 : facts->trace_turn;
}
static inline bool trf_fact_known(const trf_facts *facts, const trf_fact *fact)
{
    return fact->turn == facts->turn;
}
/** The same for what was found by conversion. */
static inline bool trf_fact_found(const trf_facts *facts, const trf_fact *fact)
{
    return fact->turn == facts->found_turn;
}
/** Whether the fact has its node in the trace of this turn. */
static inline bool trf_fact_traced(const trf_facts *facts, const trf_fact *fact)
{
    return fact->node_turn == facts->trace_turn;
}
/** The node of a fact, made as a leaf where there is none yet. */
uint32_t trf_fact_node(trf_facts *facts, trf_trace *trace, trf_fact *fact, uint32_t unit, uint32_t rule, uint32_t source,
                       trf_trace_from from);
/** Rate of exchange of a currency; TARIFF_NOT_FOUND where the host has none. */
tariff_status trf_facts_exchange(trf_facts *facts, uint32_t currency, trf_currency_fact **out);

/** The general way: everything, from the beginning. */
tariff_status trf_rate_general(const uint8_t *bytes, trf_code_header header, trf_facts *facts, trf_numbers *pool,
                               trf_trace *trace, const trf_rate_policy *policy, uint32_t rule, uint32_t source,
                               trf_rate_result *result);
/** Rounds by the policy a value that the fast way found: result->unrounded and its node are set. */
tariff_status trf_rate_finish(const uint8_t *bytes, trf_code_header header, trf_facts *facts, trf_numbers *pool,
                              trf_trace *trace, const trf_rate_policy *policy, uint32_t rule, uint32_t source,
                              trf_rate_result *result);

#endif
