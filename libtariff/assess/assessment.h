/* SPDX-License-Identifier: Apache-2.0 */
/** @file A finished assessment as data: what explain/ renders and the public accessors read. It lies in the arena of its session.
 */
#ifndef TRF_ASSESS_ASSESSMENT_H
#define TRF_ASSESS_ASSESSMENT_H

#include "image/profile.h"
#include "measure/condition.h"
#include "measure/selection.h"
#include "num/number.h"
#include "trace/trace.h"

typedef enum trf_assessment_status {
    TRF_ASSESSED_COMPLETE = 1,
    TRF_ASSESSED_INCOMPLETE,
    TRF_ASSESSED_REFUSED
} trf_assessment_status;
/** "complete" … */
const char *trf_assessment_status_name(unsigned status);

typedef enum trf_charge_state {
    TRF_STATE_DUE, TRF_STATE_SUSPENDED, TRF_STATE_REPLACED, TRF_STATE_EXCLUDED, TRF_STATE_SECURED, TRF_STATE_RELIEVED
} trf_charge_state;
/** "due" … */
const char *trf_charge_state_name(unsigned state);

#define TRF_CANDIDATE_NONE UINT32_MAX

/** Ends of what an amount can be while something is missing. */
typedef struct trf_bounds {
    trf_number least, most;
    bool has_least, has_most;
} trf_bounds;

typedef struct trf_charge {
    uint32_t charge;      /**< place in the profile's programme */
    uint32_t candidate;   /**< among the item's candidates; TRF_CANDIDATE_NONE: the programme itself gives it */
    uint32_t by;          /**< candidate that replaced, excluded or suspended it */
    uint32_t expression;  /**< index in EXPRESSION; 0 none */
    uint8_t role, state;
    bool second;          /**< of the second of two tariffs */
    bool known;           /**< amount and unrounded are set */
    bool has_base;        /**< a per cent of it is owed */
    bool has_base_quantity; /**< an amount per unit alone is owed: base_quantity in base_unit, as it is asked */
    uint32_t base_unit;   /**< in the vocabulary */
    trf_number base, base_quantity, unrounded, amount;
    trf_bounds bounds;    /**< where not known */
    uint32_t node;        /**< of the amount in the trace */
    trf_str source;
} trf_charge;

typedef struct trf_outcome {
    trf_slice code, effect;
    uint32_t candidate;
    uint8_t status;       /**< trf_assessment_status that it gives the item; 0 none */
    uint32_t need_count, need_capacity;
    trf_slice *needs;
    trf_slice text;       /**< detail that belongs to the case at hand; may be empty */
} trf_outcome;

/** A line of the value build-up. */
typedef struct trf_value_part {
    trf_slice kind, currency, rate_text;
    trf_number amount, converted;
    trf_number per_unit;  /**< of what is spread over units */
    trf_number aggregate; /**< units sold at the unit price that amount is */
    bool has_per_unit, has_aggregate;
    bool known;           /**< converted is set */
    bool negative;        /**< deducted */
} trf_value_part;

typedef enum trf_total_bit {
    TRF_TOTAL_DUTY,
    TRF_TOTAL_TAXES,
    TRF_TOTAL_FEES,
    TRF_TOTAL_SECURITY,
    TRF_TOTAL_ALL,
    TRF_TOTALS
} trf_total_bit;

/* Which of two tariffs counts, as bits: where several are set, that is not known. */
#define TRF_COUNTS_FIRST   1u
#define TRF_COUNTS_SECOND  2u
#define TRF_COUNTS_NOTHING 4u /* nothing is owed */

/** Of goods on which two tariffs may say what is owed. */
typedef struct trf_drawn {
    uint32_t tariffs[2];
    uint32_t own_candidates; /**< of the first tariff; those of the second follow */
    uint8_t counts;
    bool compared;           /**< the duties were compared */
    bool known[2];
    trf_number duty[2], exact[2]; /**< under each tariff, as shown and before rounding */
    trf_slice route;         /**< empty: none fits */
    trf_slice source;        /**< of the rule that decided */
} trf_drawn;

typedef struct trf_assessed_item {
    uint32_t number;
    uint8_t status;
    bool has_value;
    uint32_t line;        /**< TRF_LINE_NONE where the code is in no line on the date */
    trf_slice code;
    trf_slice method;     /**< of valuation, as declared; may be empty */
    trf_number customs_value;
    uint32_t value_node;
    trf_value_part *parts;
    uint32_t part_count;
    trf_charge *charges;
    uint32_t charge_count, charge_capacity;
    trf_outcome *outcomes;
    uint32_t outcome_count, outcome_capacity;
    trf_candidate *candidates;        /**< those that reach the goods; all where that was asked for, or a claim asks for it */
    trf_condition_result *conditions; /**< one for each of them; code_count 0: none were tried */
    uint32_t candidate_count;
    uint32_t considered;                          /**< all candidates, listed or not */
    uint32_t dispositions[TRF_DISPOSITION_COUNT]; /**< how many of all have each */
    trf_number duty, taxes, fees, security, total;
    trf_number least[TRF_TOTALS]; /**< what each is at least, in the order of trf_total_bit */
    uint8_t unsure;       /**< bits 1 << trf_total_bit: not all that belongs to the total is known */
    uint64_t unknown;     /**< bits 1 << place in the programme: not all of the charge is known */
    uint32_t root;        /**< trace node of total; TRF_TRACE_NONE */
    trf_bounds range;     /**< of total, where incomplete */
    trf_slice decided_by;
    trf_drawn *drawn;     /**< NULL: one tariff alone */
} trf_assessed_item;

/** A charge that is owed once for the declaration. */
typedef struct trf_entry_total {
    uint32_t charge;      /**< place in the profile's programme */
    bool known, has_base;
    trf_number base, unrounded, amount;
} trf_entry_total;

typedef struct trf_assessment {
    const trf_snapshot *snapshot;
    const trf_trace *trace;    /**< NULL: not recorded */
    trf_numbers *numbers;      /**< pool of its numbers */
    uint32_t tariff, profile;  /**< indices in the image */
    uint32_t second_profile;   /**< of the second of two tariffs; TRF_PROFILE_NONE: one alone */
    trf_slice id, currency;
    trf_date date;
    uint8_t status;
    trf_assessed_item *items;
    uint32_t item_count;
    bool has_value;
    trf_number customs_value, duty, taxes, fees, security, payable;
    trf_str *settlements; /**< the ways in which charges are settled, "pay" or none: never more than there are charges */
    trf_number *settled;  /**< what is settled in each way */
    uint32_t settlement_count;
    uint64_t unsettled;        /**< bits 1 << place in settlements: not all that is settled so is known */
    uint8_t unsure;            /**< bits 1 << trf_total_bit, of any item */
    trf_entry_total *entry_charges;
    uint32_t entry_charge_count;
    bool payable_unsure;       /**< not all that is settled by payment is known */
    trf_bounds range;
    trf_slice decided_by;
    void *own;                 /**< of a detached copy; NULL for a borrowed one */
} trf_assessment;

#endif
