/* SPDX-License-Identifier: Apache-2.0 */
#include "num/quantity.h"

static tariff_status failed(trf_numbers *pool, tariff_status status, tariff_error **error)
{
    if (status == TARIFF_ENOMEM)
        return trf_fail_memory(error);
    return trf_fail(error, trf_numbers_alloc(pool), status,
                    status == TARIFF_EINVAL ? "quantity: not a valid rounding (expected a known mode and a unit above zero)"
                                            : "quantity: more digits than an exact result may have");
}

tariff_status trf_quantity_convert(trf_numbers *pool, const trf_quantity *a, const trf_unit_vector *to, trf_quantity *out,
                                   tariff_error **error)
{
    trf_number value;
    tariff_status status = trf_unit_convert(pool, a->value, a->unit, to, &value, error);

    if (status == TARIFF_OK)
        *out = (trf_quantity){value, to};
    return status;
}

tariff_status trf_quantity_add(trf_numbers *pool, const trf_quantity *a, const trf_quantity *b, trf_quantity *out,
                               tariff_error **error)
{
    trf_number value;
    tariff_status status = trf_unit_convert(pool, b->value, b->unit, a->unit, &value, error);

    if (status < 0)
        return status;
    status = trf_number_add(pool, a->value, value, &value);
    if (status < 0)
        return failed(pool, status, error);
    *out = (trf_quantity){value, a->unit};
    return TARIFF_OK;
}

tariff_status trf_quantity_subtract(trf_numbers *pool, const trf_quantity *a, const trf_quantity *b, trf_quantity *out,
                                    tariff_error **error)
{
    trf_number value;
    tariff_status status = trf_unit_convert(pool, b->value, b->unit, a->unit, &value, error);

    if (status < 0)
        return status;
    status = trf_number_subtract(pool, a->value, value, &value);
    if (status < 0)
        return failed(pool, status, error);
    *out = (trf_quantity){value, a->unit};
    return TARIFF_OK;
}

tariff_status trf_quantity_compare(trf_numbers *pool, const trf_quantity *a, const trf_quantity *b, int *order,
                                   tariff_error **error)
{
    trf_number value;
    tariff_status status = trf_unit_convert(pool, b->value, b->unit, a->unit, &value, error);

    if (status == TARIFF_OK)
        *order = trf_number_compare(pool, a->value, value);
    return status;
}

tariff_status trf_quantity_round(trf_numbers *pool, const trf_quantity *a, trf_rounding_policy policy, trf_quantity *out,
                                 tariff_error **error)
{
    trf_number value;
    tariff_status status = trf_rounding_policy_apply(pool, policy, a->value, &value);

    if (status < 0)
        return failed(pool, status, error);
    *out = (trf_quantity){value, a->unit};
    return TARIFF_OK;
}

tariff_status trf_quantity_times_rate(trf_numbers *pool, const trf_quantity *a, const trf_money *rate, const trf_unit_vector *per,
                                      trf_money *out, tariff_error **error)
{
    trf_number value;
    tariff_status status = trf_unit_convert(pool, a->value, a->unit, per, &value, error);

    if (status < 0)
        return status;
    return trf_money_multiply(pool, rate, value, out, error);
}
