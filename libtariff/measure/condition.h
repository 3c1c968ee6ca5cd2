/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Conditions of a measure in three-valued logic. Rows of one condition code are alternatives in their sequence: the first that is
 * satisfied decides for its code. What the codes test and what the actions do stands in the profile. Of several codes each must
 * come out for the measure (behaviour all-codes), or one row decides alone (first-match):
 * the first whose document is declared, else the first that asks for no document.
 */
#ifndef TRF_MEASURE_CONDITION_H
#define TRF_MEASURE_CONDITION_H

#include "num/number.h"
#include "snapshot/profile.h"

typedef enum trf_truth { TRF_FALSE = 0, TRF_TRUE = 1, TRF_UNKNOWN = 2 } trf_truth;

/** The facts that rows test. Each function returns TARIFF_OK, TARIFF_NOT_FOUND (not declared) or a negative status. */
typedef struct trf_condition_facts {
    void *user;
    /** Whether a certificate is declared; what is not declared is not held. */
    bool (*document)(void *user, trf_slice type, trf_slice code);
    /** Quantity in a unit (code and qualifier as in the data). */
    tariff_status (*quantity)(void *user, trf_slice unit, trf_slice qualifier, trf_number *out);
    /**
     * Value of the goods and `amount` of `currency` per `unit` for all of them, in one currency: the price test compares the two,
     * so that nothing is divided. unit empty: the amount itself.
     */
    tariff_status (*price)(void *user, trf_number amount, trf_slice currency, trf_slice unit, trf_slice qualifier,
                           trf_number *value, trf_number *threshold);
    /** Net mass per supplementary unit. */
    tariff_status (*mass_per_unit)(void *user, trf_number *out);
} trf_condition_facts;

typedef struct trf_condition_query {
    const trf_snapshot *snapshot;
    const trf_profile_record *profile;
    uint8_t behaviour;        /**< TRF_CONDITIONS_* */
    trf_date date;
    const trf_condition_facts *facts;
    trf_numbers *numbers;
} trf_condition_query;

#define TRF_CONDITION_CODES_MAX 16u
#define TRF_CONDITION_NONE UINT32_MAX

typedef struct trf_condition_result {
    uint8_t applies;          /**< trf_truth */
    uint8_t effect;           /**< trf_action_effect of the worst deciding row */
    bool stops;               /**< a deciding row stops the declaration */
    uint8_t code_count;
    uint32_t deciding[TRF_CONDITION_CODES_MAX]; /**< row that decided each code; TRF_CONDITION_NONE: none, or not known */
    uint32_t expression;      /**< of the last deciding row that has a duty of its own; 0: that of the measure */
    uint32_t expression_row;  /**< TRF_CONDITION_NONE where expression is 0 */
    uint32_t refusing;        /**< deciding row that is against the measure; TRF_CONDITION_NONE */
    uint32_t unknown;         /**< first row whose fact is not declared, where it matters; TRF_CONDITION_NONE */
} trf_condition_result;

/** A measure without conditions applies. */
tariff_status trf_conditions_evaluate(const trf_condition_query *query, const trf_measure_record *measure,
                                      trf_condition_result *result, tariff_error **error);

/** Rows of a measure, cut to what the image holds. */
uint32_t trf_condition_rows(const trf_snapshot *snapshot, const trf_measure_record *measure);
/** Whether the measure applies where a row decides. */
bool trf_condition_applies(const trf_condition_query *query, const trf_condition_record *row);
/** Whether a row can be met by a document that is worth asking for: it has one, it is for the measure, and it is no waiver. */
bool trf_condition_asks(const trf_condition_query *query, const trf_condition_record *row);

#endif
