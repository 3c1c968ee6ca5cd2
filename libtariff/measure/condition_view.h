/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Conditions as people are shown them: the class of a row, what its action stands for, how its threshold is written, and the ways
 * in which the rows of a measure can be met. What codes, actions and documents stand for is the profile's.
 */
#ifndef TRF_MEASURE_CONDITION_VIEW_H
#define TRF_MEASURE_CONDITION_VIEW_H

#include "base/arena.h"
#include "expr/vocabulary.h"
#include "num/number.h"
#include "snapshot/profile.h"

/** A row of a measure. Empty slices: it has no such field. */
typedef struct trf_condition_row {
    trf_slice id;          /**< comes back */
    trf_slice code, action;
    trf_slice certificate; /**< type and code run together */
    trf_slice amount, money, unit, qualifier;
} trf_condition_row;

typedef enum trf_condition_class {
    TRF_CLASS_UNKNOWN,   /**< asks for nothing that is worth a question */
    TRF_CLASS_THRESHOLD, /**< has an amount */
    TRF_CLASS_NEGATIVE,  /**< its action refuses something */
    TRF_CLASS_EXEMPTION, /**< a document by which goods are exempt */
    TRF_CLASS_DOCUMENT
} trf_condition_class;

typedef struct trf_condition_view {
    uint8_t class_of;     /**< trf_condition_class */
    uint8_t test, shown;  /**< trf_condition_test: as evaluated, as shown */
    uint8_t effect;       /**< trf_action_effect; TRF_ACTION_UNKNOWN where the profile does not know the action */
    bool positive, negative; /**< what the action is shown as; neither where the profile does not say */
    bool stops, waived, listed;
    trf_slice threshold;  /**< what the amount limits: price, weight, volume …; empty where there is none or it is not known */
} trf_condition_view;

/** "threshold" … */
const char *trf_condition_class_name(unsigned class_of);

void trf_condition_view_make(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_date date,
                             const trf_vocabulary *vocabulary, const trf_condition_row *row, trf_condition_view *out);

#define TRF_PERMUTATIONS_MAX 4096u

/** A way to meet a measure's conditions: places of rows, all of which are needed. */
typedef struct trf_condition_way {
    uint32_t *rows;
    uint32_t count;
} trf_condition_way;

/** Ways that stand for each other under one condition code; code empty: under all codes together. */
typedef struct trf_condition_group {
    trf_slice code;
    trf_condition_way *ways;
    uint32_t count;
} trf_condition_group;

typedef struct trf_condition_groups {
    trf_condition_group *groups;
    uint32_t count;
} trf_condition_groups;

/**
 * The ways to meet rows that are given in the order of their codes and sequence. Waivers are left out, and refusals that ask for
 * nothing unless the profile lists them. Where two rows ask for the same, meeting one meets both: there is one group, first what
 * is asked for more than once, then one row of each code of the rest together. Else each code is a group, and each row a way.
 * @retval TARIFF_ELIMIT more than TRF_PERMUTATIONS_MAX ways
 */
tariff_status trf_condition_permutations(const trf_condition_row *rows, const trf_condition_view *views, uint32_t count,
                                         trf_numbers *numbers, trf_arena *arena, trf_condition_groups *out,
                                         tariff_error **error);

#endif
