/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Every lawful route for one goods item: without a claim, and under each preference, quota, programme, suspension or relief that
 * the image has for the goods on the day. Each is assessed as if the documents that its conditions ask for were there; what
 * it needs beside what was declared is told.
 */
#ifndef TRF_ASSESS_ROUTES_H
#define TRF_ASSESS_ROUTES_H

#include "assess/assess.h"

#define TRF_ROUTES_MAX      256u /**< of one item */
#define TRF_ROUTE_NEEDS_MAX 32u

typedef enum trf_route_kind {
    TRF_ROUTE_THIRD_COUNTRY,
    TRF_ROUTE_PREFERENCE,
    TRF_ROUTE_QUOTA,
    TRF_ROUTE_SUSPENSION,
    TRF_ROUTE_RELIEF
} trf_route_kind;
/** "third-country" … */
const char *trf_route_kind_name(unsigned kind);

typedef struct trf_route {
    uint8_t kind;
    uint8_t status;        /**< trf_assessment_status of its assessment */
    bool known;            /**< amount is set */
    uint32_t measure;      /**< in MEASURE; UINT32_MAX: the route without a claim */
    trf_slice preference;  /**< code to be declared; empty: none */
    trf_slice quota;       /**< order number */
    trf_slice scheme, claim;
    trf_slice expression;
    trf_number amount;     /**< duties, taxes and fees of the item */
    trf_bounds bounds;     /**< where not known */
    trf_slice needs[TRF_ROUTE_NEEDS_MAX]; /**< "document:N954", "preferential_origin", "party", "quantity:KGM" … */
    uint32_t need_count;
    trf_date later;        /**< first day of a later measure of the same type and area on the same line; TRF_DATE_NONE */
    trf_slice later_expression;
} trf_route;

/**
 * Routes cheapest first, those of which the amount is not known last. What the item claims already is left aside, its documents,
 * codes and facts count.
 * @retval TARIFF_OK        *count is at least 1
 * @retval TARIFF_NOT_FOUND the code cannot be declared on the date
 * @retval TARIFF_EINVAL    not exactly one item, or as trf_assess
 */
tariff_status trf_routes(const trf_assessor *assessor, const trf_declaration *declaration, const trf_assess_policy *policy,
                         trf_route **out, uint32_t *count, trf_slice *currency, tariff_error **error);

#endif
