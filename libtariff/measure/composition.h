/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Additional codes that follow from what goods consist of: a table of the profile, whose columns and rows are ranges of facts and
 * whose cells are codes.
 */
#ifndef TRF_MEASURE_COMPOSITION_H
#define TRF_MEASURE_COMPOSITION_H

#include "num/number.h"
#include "snapshot/element.h"
#include "snapshot/profile.h"

/** Whether a number lies between the ends that the profile gives a fact. */
bool trf_fact_within(const trf_snapshot *snapshot, const trf_profile_fact_record *fact, trf_numbers *numbers, trf_number number);

/** A declared number: TARIFF_OK, TARIFF_NOT_FOUND (not declared) or a negative status. */
typedef struct trf_composition_facts {
    void *user;
    tariff_status (*number)(void *user, trf_slice name, trf_number *out);
} trf_composition_facts;

typedef struct trf_composition {
    uint32_t element;   /**< the table */
    trf_slice type;     /**< additional code type */
    trf_slice code;     /**< without it */
    trf_slice missing;  /**< fact that decides, of TARIFF_INCOMPLETE */
    trf_slice source;
} trf_composition;

/**
 * The additional code of a composition. A fact counts only where a range that is still possible asks for it. id empty: the first
 * table of the profile that holds on the date.
 * @retval TARIFF_OK          type and code are set
 * @retval TARIFF_INCOMPLETE  `missing` is not declared
 * @retval TARIFF_NEGATIVE    the table has no code for it
 * @retval TARIFF_NOT_FOUND   the profile has no such table
 */
tariff_status trf_composition_code(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_slice id, trf_date date,
                                   const trf_composition_facts *facts, trf_numbers *numbers, trf_composition *out,
                                   tariff_error **error);

#endif
