/* SPDX-License-Identifier: Apache-2.0 */
/** @file Amounts of money as people see them: symbol, thousands, decimals. */
#ifndef TRF_API_MONEY_H
#define TRF_API_MONEY_H

#include "expr/vocabulary.h"

/** "£3,510.00", "-£1.20", "CHF 5.00": the number as it is, with at least the currency's decimals. */
tariff_status trf_money_show(trf_numbers *pool, const trf_vocabulary *words, trf_slice currency, trf_number amount,
                             trf_buffer *out);

/** The same with another least number of decimals: "£2,000,000". */
tariff_status trf_money_show_places(trf_numbers *pool, const trf_vocabulary *words, trf_slice currency, trf_number amount,
                                    unsigned least, trf_buffer *out);

#endif
