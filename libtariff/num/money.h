/* SPDX-License-Identifier: Apache-2.0 */
/** @file An exact amount with its currency. Amounts of two currencies never meet but through an exchange rate. */
#ifndef TRF_NUM_MONEY_H
#define TRF_NUM_MONEY_H

#include "base/error.h"
#include "num/round.h"

#define TRF_CURRENCY_SIZE 4

typedef struct trf_money {
    trf_number amount;
    char currency[TRF_CURRENCY_SIZE]; /**< three capital letters and a zero byte */
} trf_money;

/** So many (`per`) units of `from` are worth `rate` units of `to`. */
typedef struct trf_exchange_rate {
    trf_number rate; /**< above zero */
    trf_number per;  /**< above zero; 1 unless the publisher quotes per 100 or 1000 units */
    char from[TRF_CURRENCY_SIZE];
    char to[TRF_CURRENCY_SIZE];
} trf_exchange_rate;

/** @retval TARIFF_EINVAL code is not three letters A to Z */
tariff_status trf_currency_of(trf_numbers *pool, trf_slice code, char out[TRF_CURRENCY_SIZE], tariff_error **error);
static inline bool trf_currency_equal(const char a[TRF_CURRENCY_SIZE], const char b[TRF_CURRENCY_SIZE])
{
    return memcmp(a, b, TRF_CURRENCY_SIZE) == 0;
}

/** @retval TARIFF_EINVAL code is not three letters A to Z */
tariff_status trf_money_of(trf_numbers *pool, trf_number amount, trf_slice code, trf_money *out, tariff_error **error);

/* TARIFF_EINVAL where the currencies differ; otherwise as the operation on the amounts. */
tariff_status trf_money_add(trf_numbers *pool, const trf_money *a, const trf_money *b, trf_money *out, tariff_error **error);
tariff_status trf_money_subtract(trf_numbers *pool, const trf_money *a, const trf_money *b, trf_money *out, tariff_error **error);
/** *order is <0, 0, >0. */
tariff_status trf_money_compare(trf_numbers *pool, const trf_money *a, const trf_money *b, int *order, tariff_error **error);

tariff_status trf_money_multiply(trf_numbers *pool, const trf_money *a, trf_number by, trf_money *out, tariff_error **error);
/** a × rate / 100. */
tariff_status trf_money_percent(trf_numbers *pool, const trf_money *a, trf_number rate, trf_money *out, tariff_error **error);
tariff_status trf_money_round(trf_numbers *pool, const trf_money *a, trf_rounding_policy policy, trf_money *out,
                              tariff_error **error);
/**
 * Into the other currency of the rate, exactly: from × rate / per, or to × per / rate.
 * @retval TARIFF_EINVAL the rate is of other currencies, or not above zero
 */
tariff_status trf_money_exchange(trf_numbers *pool, const trf_money *a, const trf_exchange_rate *exchange, trf_money *out,
                                 tariff_error **error);

/** "12.50 GBP", all places as they are. */
tariff_status trf_money_print(trf_numbers *pool, const trf_money *a, trf_buffer *out);

#endif
