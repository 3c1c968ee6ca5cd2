/* SPDX-License-Identifier: Apache-2.0 */
/** @file A number of a unit. The unit is borrowed: it stands in an image, a model or the caller's frame. */
#ifndef TRF_NUM_QUANTITY_H
#define TRF_NUM_QUANTITY_H

#include "num/money.h"
#include "num/unit.h"

typedef struct trf_quantity {
    trf_number value;
    const trf_unit_vector *unit;
} trf_quantity;

/*
 * TARIFF_EINVAL where the units measure different things, with an error that names both; otherwise as the operation on the
 * values.
 */
tariff_status trf_quantity_convert(trf_numbers *pool, const trf_quantity *a, const trf_unit_vector *to, trf_quantity *out,
                                   tariff_error **error);
/** In the unit of a. */
tariff_status trf_quantity_add(trf_numbers *pool, const trf_quantity *a, const trf_quantity *b, trf_quantity *out,
                               tariff_error **error);
/** In the unit of a. */
tariff_status trf_quantity_subtract(trf_numbers *pool, const trf_quantity *a, const trf_quantity *b, trf_quantity *out,
                                    tariff_error **error);
/** *order is <0, 0, >0. */
tariff_status trf_quantity_compare(trf_numbers *pool, const trf_quantity *a, const trf_quantity *b, int *order,
                                   tariff_error **error);
tariff_status trf_quantity_round(trf_numbers *pool, const trf_quantity *a, trf_rounding_policy policy, trf_quantity *out,
                                 tariff_error **error);
/** What the quantity costs at `rate` for each `per`: 2000 kg at 45.10 EUR per 100 kg is 902.00 EUR. */
tariff_status trf_quantity_times_rate(trf_numbers *pool, const trf_quantity *a, const trf_money *rate, const trf_unit_vector *per,
                                      trf_money *out, tariff_error **error);

#endif
