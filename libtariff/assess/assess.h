/* SPDX-License-Identifier: Apache-2.0 */
/** @file From a declaration to an assessment over one image. Allocates in the arena given; holds no state of its own. */
#ifndef TRF_ASSESS_ASSESS_H
#define TRF_ASSESS_ASSESS_H

#include "assess/assessment.h"
#include "assess/declaration.h"
#include "rate/evaluate.h"

/** What is found out of the image once for all questions about one tariff and day (assess/plan.h). Kept by one thread. */
typedef struct trf_plans trf_plans;
trf_plans *trf_plans_new(const trf_alloc *alloc);
void trf_plans_free(trf_plans *plans);

/** What an assessment is made with. */
typedef struct trf_assessor {
    const trf_alloc *alloc;
    const trf_limits *limits;
    const trf_snapshot *snapshot;
    trf_facts *facts;   /**< over the vocabulary of the snapshot; reset for each item */
    trf_arena *arena;   /**< receives the result */
    trf_numbers *numbers;
    trf_trace *trace;   /**< NULL: not recorded; reset by the caller */
    trf_plans *plans;   /**< kept between calls over the same snapshot; NULL: made for each */
    bool every;         /**< every candidate is listed, not only those that reach the goods; all are counted in any case */
} trf_assessor;

/** Behaviours of the profile by name; empty: its defaults. */
typedef struct trf_assess_policy {
    trf_slice rounding, conditions, exchange, routes;
} trf_assess_policy;

/**
 * @retval TARIFF_OK         complete
 * @retval TARIFF_INCOMPLETE incomplete or refused; *out says why
 * @retval TARIFF_EINVAL     a value that is always required is missing or of the wrong form; the error's subject is the field
 */
tariff_status trf_assess(const trf_assessor *assessor, const trf_declaration *declaration, const trf_assess_policy *policy,
                         const trf_assessment **out, tariff_error **error);

/** Whether a tariff has no measures of its own and its profile draws on those of others. */
bool trf_assess_draws(const trf_snapshot *snapshot, uint32_t tariff, trf_date date);

/**
 * Every candidate of one item with its disposition as it stands before values, documents and claims are known: what `measures`
 * shows. The item needs a code; without an origin every place matches.
 */
tariff_status trf_assess_look(const trf_assessor *assessor, const trf_declaration *declaration, trf_assessed_item **out,
                              tariff_error **error);

/** One thing that a complete assessment will ask for. */
typedef struct trf_assess_need {
    const char *kind;      /**< "quantity", "document", "additional_code", "fact", "value", "origin" */
    trf_slice code, unit;
    uint32_t *measures;    /**< indices in MEASURE */
    uint32_t measure_count, measure_capacity;
} trf_assess_need;
/** What a complete assessment of a code from an origin on a date will ask for. */
tariff_status trf_assess_needs(const trf_assessor *assessor, const trf_declaration *declaration, trf_assess_need **out,
                               uint32_t *count, tariff_error **error);

/** A rate of exchange as the profile's rule chooses it. */
typedef struct trf_assess_rate {
    uint32_t row;          /**< in RATE_OF_EXCHANGE */
    trf_slice value, per, source;
    trf_slice from_currency, to_currency; /**< `per` of the first are `value` of the second */
    trf_date start;
} trf_assess_rate;
/**
 * The rate that converts between two currencies on a date (TRF_DATE_NONE: no date is known) under an exchange policy of the
 * profile.
 * @retval TARIFF_NOT_FOUND no rate
 */
tariff_status trf_assess_exchange_rate(const trf_snapshot *snapshot, trf_numbers *numbers, uint32_t tariff, trf_slice from,
                                       trf_slice to, trf_date date, trf_slice use, trf_slice policy, trf_assess_rate *out);
/** The day on which the rates for the month of a date are published, by the profile's rule; TRF_DATE_NONE where it has none. */
trf_date trf_exchange_published(const trf_snapshot *snapshot, uint32_t tariff, trf_date date);

#endif
