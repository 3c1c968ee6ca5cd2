/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What an assessment finds out of the image once for all declarations of one tariff and day: the profile and its behaviours, what
 * it has each measure type for, its programme of charges, the areas that hold a place. A session keeps the plan of its last
 * question; the next one for the same tariff, day, currency and behaviours finds everything by number.
 */
#ifndef TRF_ASSESS_PLAN_H
#define TRF_ASSESS_PLAN_H

#include "assess/assess.h"
#include "snapshot/profile.h"

/** What the profile has a measure type for. */
typedef struct trf_plan_type {
    uint32_t measures;                         /**< in PROFILE_MEASURES, 0 nothing */
    uint8_t role, group, charge, claim, place; /**< of that record; charge UINT8_MAX without one */
    bool known;                                /**< looked up */
    bool charges;                              /**< something may be owed under the role */
    bool tested;                               /**< lists of places or tests decide whether it is used */
    bool unclaimed;                            /**< not used by goods that claim nothing */
} trf_plan_type;

/** A charge of the programme. */
typedef struct trf_plan_charge {
    const trf_profile_charge_record *record;
    const trf_profile_round_record *round;
    trf_rate_policy rounding; /**< the same for the evaluation of duties, once it was made */
    bool rounding_made;
    uint8_t total; /**< trf_total_bit of the sum that it belongs to; TRF_TOTALS for none */
    bool in_force; /**< on the day */
} trf_plan_charge;

/** What a plan was made for. Texts as they were declared; empty: what holds without them. */
typedef struct trf_plan_key {
    trf_slice tariff, currency, rounding, conditions, exchange;
    trf_date date;
    bool drawn;               /**< by a profile that draws on two tariffs */
    bool behaviours_may_lack; /**< one that the profile lacks is its default */
} trf_plan_key;

#define TRF_PLAN_PLACES     256u /**< a power of two */
#define TRF_PLAN_PLACE_SIZE 15u
typedef struct trf_plan_place {
    char id[TRF_PLAN_PLACE_SIZE];
    uint8_t size; /**< 0: none */
    trf_area_set areas;
} trf_plan_place;

typedef struct trf_plan {
    trf_arena own; /**< of a plan that is kept */
    trf_arena *arena;
    const trf_snapshot *snapshot;
    bool made;
    uint64_t used; /**< when, of those that are kept */
    trf_plan_key key;
    bool draws; /**< the profile draws on two tariffs: there is nothing else in the plan */
    uint32_t tariff, profile_index;
    const trf_profile_record *profile;
    uint32_t rounding; /**< in PROFILE_POLICY */
    uint8_t conditions, exchange;
    bool carry_exact;
    trf_slice currency;
    uint32_t currency_index; /**< in the vocabulary */
    const trf_profile_round_record *value_round, *charge_round, *total_round;
    trf_plan_charge *charges;
    uint32_t charge_count;
    bool remainders;      /**< some relation leaves a charge what is above others: a floor, a cap */
    trf_plan_type *types; /**< by measure type, filled when they are met */
    uint32_t type_count;
    uint64_t *sound; /**< bits by expression: its code was checked and found sound */
    uint32_t expression_count;
    trf_plan_place *places;
} trf_plan;

/** As many as one question needs at once: two tariffs, and the profile that draws on them. */
#define TRF_PLANS_KEPT 3u
struct trf_plans {
    const trf_alloc *alloc;
    uint64_t turn;
    trf_plan kept[TRF_PLANS_KEPT];
};

/**
 * The plan for a question: one that is kept, where it was made for the same; else made anew in place of the one that was not used
 * for longest.
 * @retval TARIFF_EINVAL tariff, date, currency or a behaviour is missing or not known; the error's subject is the field
 */
tariff_status trf_plan_for(const trf_assessor *assessor, const trf_plan_key *key, trf_plan **out, tariff_error **error);
/** What the profile has a measure type for, looked up. */
const trf_plan_type *trf_plan_type_find(trf_plan *plan, uint32_t type);
static inline const trf_plan_type *trf_plan_type_of(trf_plan *plan, uint32_t type)
{
    return type < plan->type_count && plan->types[type].known ? &plan->types[type] : trf_plan_type_find(plan, type);
}
/** Bytecode of an expression, checked once; empty where it has none that is sound. */
trf_slice trf_plan_code(trf_plan *plan, uint32_t expression);
/** trf_area_set_make() on the day of the plan; where it is not kept it lies in the arena given. */
tariff_status trf_plan_areas(trf_plan *plan, trf_slice id, trf_arena *arena, trf_area_set *out, tariff_error **error);

#endif
