/* SPDX-License-Identifier: Apache-2.0 */
#include "num/money.h"

/* Say what a failed operation on an amount was about. */
static tariff_status failed(trf_numbers *pool, tariff_status status, const trf_money *a, tariff_error **error)
{
    if (status == TARIFF_ENOMEM)
        return trf_fail_memory(error);
    return trf_fail(error, trf_numbers_alloc(pool), status,
                    status == TARIFF_EINVAL ? "amount in %s: not a valid operation (expected a unit or divisor above zero)"
                                            : "amount in %s: more digits than an exact result may have",
                    a->currency);
}

static tariff_status same_currency(trf_numbers *pool, const trf_money *a, const trf_money *b, tariff_error **error)
{
    if (trf_currency_equal(a->currency, b->currency))
        return TARIFF_OK;
    return trf_fail(error, trf_numbers_alloc(pool), TARIFF_EINVAL,
                    "amounts in %s and %s: different currencies (expected one, or an exchange rate)", a->currency, b->currency);
}

tariff_status trf_currency_of(trf_numbers *pool, trf_slice code, char out[TRF_CURRENCY_SIZE], tariff_error **error)
{
    size_t i;
    bool good = code.size == TRF_CURRENCY_SIZE - 1;

    for (i = 0; good && i < code.size; i++)
        good = code.data[i] >= 'A' && code.data[i] <= 'Z';
    if (!good)
        return trf_fail(error, trf_numbers_alloc(pool), TARIFF_EINVAL,
                        "currency '%S': not a currency code (expected three capital letters)", code);
    memcpy(out, code.data, code.size);
    out[code.size] = '\0';
    return TARIFF_OK;
}

tariff_status trf_money_of(trf_numbers *pool, trf_number amount, trf_slice code, trf_money *out, tariff_error **error)
{
    trf_money money = {amount, {0}};
    tariff_status status = trf_currency_of(pool, code, money.currency, error);

    if (status == TARIFF_OK)
        *out = money;
    return status;
}

tariff_status trf_money_add(trf_numbers *pool, const trf_money *a, const trf_money *b, trf_money *out, tariff_error **error)
{
    trf_money sum = *a;
    tariff_status status = same_currency(pool, a, b, error);

    if (status < 0)
        return status;
    status = trf_number_add(pool, a->amount, b->amount, &sum.amount);
    if (status < 0)
        return failed(pool, status, a, error);
    *out = sum;
    return TARIFF_OK;
}

tariff_status trf_money_subtract(trf_numbers *pool, const trf_money *a, const trf_money *b, trf_money *out, tariff_error **error)
{
    trf_money difference = *a;
    tariff_status status = same_currency(pool, a, b, error);

    if (status < 0)
        return status;
    status = trf_number_subtract(pool, a->amount, b->amount, &difference.amount);
    if (status < 0)
        return failed(pool, status, a, error);
    *out = difference;
    return TARIFF_OK;
}

tariff_status trf_money_compare(trf_numbers *pool, const trf_money *a, const trf_money *b, int *order, tariff_error **error)
{
    tariff_status status = same_currency(pool, a, b, error);

    if (status == TARIFF_OK)
        *order = trf_number_compare(pool, a->amount, b->amount);
    return status;
}

tariff_status trf_money_multiply(trf_numbers *pool, const trf_money *a, trf_number by, trf_money *out, tariff_error **error)
{
    trf_money product = *a;
    tariff_status status = trf_number_multiply(pool, a->amount, by, &product.amount);

    if (status < 0)
        return failed(pool, status, a, error);
    *out = product;
    return TARIFF_OK;
}

tariff_status trf_money_percent(trf_numbers *pool, const trf_money *a, trf_number rate, trf_money *out, tariff_error **error)
{
    trf_money part = *a;
    tariff_status status = trf_number_multiply(pool, a->amount, rate, &part.amount);

    if (status == TARIFF_OK)
        status = trf_number_shift(pool, part.amount, 2, &part.amount);
    if (status < 0)
        return failed(pool, status, a, error);
    *out = part;
    return TARIFF_OK;
}

tariff_status trf_money_round(trf_numbers *pool, const trf_money *a, trf_rounding_policy policy, trf_money *out,
                              tariff_error **error)
{
    trf_money rounded = *a;
    tariff_status status = trf_rounding_policy_apply(pool, policy, a->amount, &rounded.amount);

    if (status < 0)
        return failed(pool, status, a, error);
    *out = rounded;
    return TARIFF_OK;
}

tariff_status trf_money_exchange(trf_numbers *pool, const trf_money *a, const trf_exchange_rate *exchange, trf_money *out,
                                 tariff_error **error)
{
    trf_money converted = *a;
    trf_number by = exchange->rate, over = exchange->per;
    const char *to = exchange->to;
    tariff_status status;

    if (trf_number_sign(pool, exchange->rate) <= 0 || trf_number_sign(pool, exchange->per) <= 0)
        return trf_fail(error, trf_numbers_alloc(pool), TARIFF_EINVAL,
                        "exchange rate between %s and %s: zero or negative (expected a rate above zero)", exchange->from,
                        exchange->to);
    if (trf_currency_equal(a->currency, exchange->to)) {
        by = exchange->per;
        over = exchange->rate;
        to = exchange->from;
    } else if (!trf_currency_equal(a->currency, exchange->from)) {
        return trf_fail(error, trf_numbers_alloc(pool), TARIFF_EINVAL,
                        "amount in %s: the exchange rate is between %s and %s (expected one of them)", a->currency,
                        exchange->from, exchange->to);
    }
    status = trf_number_multiply(pool, a->amount, by, &converted.amount);
    if (status == TARIFF_OK)
        status = trf_number_divide(pool, converted.amount, over, &converted.amount);
    if (status < 0)
        return failed(pool, status, a, error);
    memcpy(converted.currency, to, TRF_CURRENCY_SIZE);
    *out = converted;
    return TARIFF_OK;
}

tariff_status trf_money_print(trf_numbers *pool, const trf_money *a, trf_buffer *out)
{
    tariff_status status = trf_number_print(pool, a->amount, out);

    if (status < 0)
        return status;
    trf_buffer_char(out, ' ');
    trf_buffer_text(out, a->currency);
    return out->failed ? TARIFF_ENOMEM : TARIFF_OK;
}
