/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Exact evaluation of a duty expression over the facts of one goods item. Nothing is rounded but where the policy says so; a
 * fact that is missing is an outcome that names it, never a zero.
 */
#ifndef TRF_RATE_EVALUATE_H
#define TRF_RATE_EVALUATE_H

#include "base/date.h"
#include "expr/bytecode.h"
#include "trace/trace.h"

/** What may be missing or unresolved. */
typedef enum trf_need_kind {
    TRF_NEED_NONE = 0,
    TRF_NEED_VALUE,     /**< the customs value */
    TRF_NEED_QUANTITY,  /**< `unit`: index of the unit in which it is asked; `codes`: index of the unit of the rate */
    TRF_NEED_CONTENT,   /**< quantity in `unit` of what `text` says ("on lead content") */
    TRF_NEED_BASIS,     /**< the amount that `text` names ("on the case") */
    TRF_NEED_EXCHANGE,  /**< rate of exchange of currency `unit` */
    TRF_NEED_DEGREES,   /**< degrees of a sliding rate */
    TRF_NEED_CLAIM,     /**< which of several programmes is claimed */
    TRF_NEED_DATE,      /**< the date that picks the season */
    TRF_NEED_SEASON,    /**< no season holds on the date, or more than one */
    TRF_NEED_COMPONENT, /**< unresolved: what duty expression id `text` stands for */
    TRF_NEED_REFERENCE  /**< unresolved: the duty of something else; `detail` kind, `text` words, `codes` lines */
} trf_need_kind;

typedef struct trf_need {
    uint8_t kind;   /**< trf_need_kind */
    uint8_t detail; /**< trf_reference_kind */
    uint16_t reserved0;
    uint32_t unit;  /**< unit or currency index; TRF_VOCABULARY_NONE none */
    uint32_t text;  /**< text id; TRF_VOCABULARY_NONE none */
    uint32_t codes; /**< text id, or the unit of the rate */
} trf_need;

typedef struct trf_exchange {
    trf_number factor, divisor; /**< amount × factor / divisor; divisor coefficient 0 counts as 1 */
    uint32_t rule;              /**< TRF_TRACE_REF of the rate of exchange */
    uint32_t source;            /**< text id */
} trf_exchange;

/**
 * What a host knows beyond plain facts. Any may be NULL: then the thing is missing. Each returns TARIFF_OK, TARIFF_NOT_FOUND
 * (missing) or a negative status. *node may be set to a trace node that holds the value; TRF_TRACE_NONE: a leaf is made.
 */
typedef struct trf_fact_source {
    void *user;
    tariff_status (*exchange)(void *user, uint32_t currency, trf_exchange *out);
    tariff_status (*basis)(void *user, uint32_t text, trf_number *out, uint32_t *node);
    tariff_status (*content)(void *user, uint32_t unit, uint32_t text, trf_number *out, uint32_t *node);
    tariff_status (*reference)(void *user, uint32_t kind, uint32_t codes, uint32_t text, trf_number *out, uint32_t *node);
    /** Bytes of the single component that stands for the placeholder (checked already). */
    tariff_status (*component)(void *user, uint32_t id_text, const void **bytes, size_t *size);
    /** Whether one of the programmes (blank between them) is claimed: 1 yes, 0 no, negative: not said. */
    int (*claimed)(void *user, uint32_t programmes_text);
} trf_fact_source;

/**
 * The facts of one goods item over one vocabulary. Slots are kept between items: trf_facts_reset() clears only what was set,
 * and steady state allocates nothing.
 */
typedef struct trf_facts trf_facts;

trf_facts *trf_facts_new(const trf_alloc *alloc, const trf_vocabulary *vocabulary);
void trf_facts_free(trf_facts *facts);
void trf_facts_reset(trf_facts *facts);
const trf_vocabulary *trf_facts_vocabulary(const trf_facts *facts);
/** Currency of the customs value and of results: index in the vocabulary. */
void trf_facts_set_currency(trf_facts *facts, uint32_t currency);
void trf_facts_set_source(trf_facts *facts, const trf_fact_source *source);
void trf_facts_set_date(trf_facts *facts, trf_date date);
/**
 * Whether quantities are keyed by what was asked, so that one under thousands of items counts items; else (as made) a unit is
 * what its code says. Holds until it is set again.
 */
void trf_facts_set_keyed_as_asked(trf_facts *facts, bool keyed_as_asked);
/** node: trace node of the value, TRF_TRACE_NONE to have a leaf made on first use. */
void trf_facts_set_value(trf_facts *facts, trf_number value, uint32_t node);
/** Quantity in a unit; the last one said counts. */
void trf_facts_set_quantity(trf_facts *facts, uint32_t unit, trf_number quantity, uint32_t node);
/** Whether a quantity was said in this very unit. */
bool trf_facts_has_quantity(const trf_facts *facts, uint32_t unit);
void trf_facts_set_degrees(trf_facts *facts, trf_number degrees, uint32_t node);
/** Forget rates of exchange and trace nodes kept from earlier evaluations, keep the facts: for a new trace over the same
 * item. */
void trf_facts_new_trace(trf_facts *facts);
/**
 * Quantity in a unit by the vocabulary's own rules: declared in that unit; else in the unit asked × multiplier; else by a
 * unit of the same dimensions and qualifier; else, for a compound, the product of its parts.
 * @retval TARIFF_OK; @retval TARIFF_NOT_FOUND: *missing is the unit to ask for
 */
tariff_status trf_facts_quantity(trf_facts *facts, trf_numbers *pool, trf_trace *trace, uint32_t unit, trf_number *out,
                                 uint32_t *node, uint32_t *missing);

/**
 * Where the amounts of an expression come from, for the trace: node is asked for each of them in order, counted from 0, and
 * returns the node of the amount, TRF_TRACE_NONE for a leaf of the measure.
 */
typedef struct trf_rate_origin {
    uint32_t (*node)(void *user, uint32_t place, trf_trace_op op, trf_number amount, uint32_t unit);
    void *user;
} trf_rate_origin;
/** Holds for evaluations with a trace until it is set again; NULL: none. */
void trf_facts_set_origin(trf_facts *facts, const trf_rate_origin *origin);
/** Rounding of a quantity before an amount per unit is taken of it. */
typedef struct trf_quantity_rounding {
    trf_rounding mode;
    trf_number unit;
    trf_number limit; /**< only where no more than this is owed for a unit */
    bool has_limit;
    uint32_t rule; /**< TRF_TRACE_REF of the profile element */
    uint32_t source; /**< text of the image */
} trf_quantity_rounding;

/** Rounding as data: from a profile, or from a request. */
typedef struct trf_rate_policy {
    trf_rounding mode; /**< of the result; TRF_ROUND_NONE leaves it exact */
    trf_number unit;   /**< 0.01, 1 … */
    const uint32_t
        *single_units; /**< units for which another mode holds where the expression is a single component on one of them */
    uint32_t single_count;
    trf_rounding single_mode;
    const uint32_t *step_units; /**< units whose component is rounded before it enters a sum */
    uint32_t step_count;
    trf_rounding step_mode;
    const trf_quantity_rounding *quantities; /**< the first one that fits the rate counts */
    uint32_t quantity_count;
    uint32_t rule;   /**< TRF_TRACE_REF of the profile element */
    uint32_t source; /**< text id */
} trf_rate_policy;

#define TRF_RATE_NEEDS_MAX 8u

typedef struct trf_rate_result {
    trf_number unrounded; /**< set where the status is TARIFF_OK */
    trf_number amount;    /**< rounded by the policy; equal to unrounded without one */
    uint32_t node;        /**< trace node of amount; TRF_TRACE_NONE without a trace */
    uint32_t unrounded_node;
    uint32_t need_count; /**< all that is missing, up to TRF_RATE_NEEDS_MAX */
    trf_need needs[TRF_RATE_NEEDS_MAX];
} trf_rate_result;

/**
 * Evaluate checked bytes.
 * @param[in]  trace   NULL: not recorded
 * @param[in]  policy  NULL: nothing is rounded
 * @param[in]  rule    TRF_TRACE_REF put on the nodes of the expression (measure), with its source
 * @retval TARIFF_OK          result->unrounded, amount
 * @retval TARIFF_INCOMPLETE  result->needs names what is missing or unresolved
 * @retval TARIFF_ERANGE, TARIFF_ENOMEM
 */
tariff_status trf_rate_evaluate(const void *bytes, size_t size, trf_facts *facts, trf_numbers *pool, trf_trace *trace,
                                const trf_rate_policy *policy, uint32_t rule, uint32_t source, trf_rate_result *result);

/** Rounds a quantity as the policy says for what is owed for a unit; *node may be NULL without a trace. */
tariff_status trf_rate_round_quantity(const trf_rate_policy *policy, trf_numbers *pool, trf_trace *trace, trf_number rate,
                                      uint32_t unit, trf_number *quantity, uint32_t *node);

/** Calls visit for everything that a complete evaluation will ask for (units as they are asked). */
void trf_rate_needs(const void *bytes, size_t size, const trf_vocabulary *vocabulary,
                    void (*visit)(void *user, const trf_need *need), void *user);

/** "Single component with amount 0": the test for a duty that is nil whatever the goods. */
bool trf_rate_is_zero(const void *bytes, size_t size);

#endif
