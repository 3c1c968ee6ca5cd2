/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Routes: movements between territories of which more than one tariff may say what is owed. The routes, what is owed on them and
 * which of two tariffs counts stand in the profile, under names: the law, and what programs make of it.
 */
#ifndef TRF_MEASURE_ROUTE_H
#define TRF_MEASURE_ROUTE_H

#include "base/arena.h"
#include "measure/condition.h"
#include "num/number.h"
#include "snapshot/element.h"
#include "snapshot/profile.h"

/** A declared fact as text; empty where it is not declared. Flags are "yes" and "no". */
typedef struct trf_route_facts {
    void *user;
    trf_slice (*text)(void *user, trf_slice name);
} trf_route_facts;

typedef struct trf_route_query {
    const trf_snapshot *snapshot;
    const trf_profile_record *profile;
    uint32_t tariff;
    trf_date date;
    trf_slice policy; /**< name; empty: the default */
    trf_slice destination, origin;
    trf_route_facts facts;
} trf_route_query;

typedef struct trf_route {
    uint32_t element;      /**< of the route; TRF_ELEMENT_NONE: none fits */
    trf_slice id;
    bool free;             /**< nothing is owed on the route itself */
    trf_slice composition; /**< table of compositions that the route asks for */
    uint8_t no_duty;       /**< trf_truth: nothing is owed */
    uint8_t compared;      /**< trf_truth: two tariffs are compared */
    trf_slice missing;     /**< first fact that leaves one of them open */
    uint32_t rule;         /**< element that decided no_duty or compared; TRF_ELEMENT_NONE */
} trf_route;

/** The first route that fits, and what its rules say. @retval TARIFF_NOT_FOUND no policy of that name on the date */
tariff_status trf_route_find(const trf_route_query *query, trf_route *out);
/** The policy of routes by name, the default for an empty one; TRF_ELEMENT_NONE for none. */
uint32_t trf_route_policy(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_slice name, trf_date date);

/** One duty that may be owed under a tariff. */
typedef struct trf_route_option {
    trf_slice category, text;
    trf_number amount;
    uint32_t tariff; /**< 0 the first tariff, 1 the second */
} trf_route_option;

typedef struct trf_route_options {
    const trf_route_option *list;
    uint32_t count;
} trf_route_options;

/**
 * What is owed where two tariffs are compared: each option of the first tariff with the cheapest of its category under the
 * second, else with its base category; equal results once; of the base category only one; then what only the second has.
 * @param[out] out  has room for all options of both
 */
tariff_status trf_route_choose(const trf_snapshot *snapshot, uint32_t policy, trf_number value, trf_slice base,
                               trf_route_options first, trf_route_options second, trf_numbers *numbers, trf_route_option *out,
                               uint32_t *count, tariff_error **error);

#endif
