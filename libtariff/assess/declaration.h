/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What is declared, as an assessment reads it: texts as they came (decimals already of the right form), dates as days. The JSON
 * door and the public structs both end here.
 */
#ifndef TRF_ASSESS_DECLARATION_H
#define TRF_ASSESS_DECLARATION_H

#include "base/date.h"

typedef struct trf_declared_amount {
    trf_slice kind, amount, currency, by;
    trf_slice spread, over, imported; /**< over what it is spread, units of that, units of this item; empty: not spread */
} trf_declared_amount;

/** A sale in the country of importation: so many units at a unit price. */
typedef struct trf_declared_sale {
    trf_slice quantity, unit_price;
} trf_declared_sale;

typedef struct trf_declared_quantity {
    trf_slice unit, quantity;
} trf_declared_quantity;

typedef struct trf_declared_document {
    trf_slice code, reference, status;
    trf_date issued, valid_to; /**< TRF_DATE_NONE: not said */
} trf_declared_document;

typedef struct trf_declared_claim {
    trf_slice scheme, code;
} trf_declared_claim;

typedef struct trf_declared_fact {
    trf_slice name, value;
} trf_declared_fact;

typedef struct trf_declared_rate {
    trf_slice currency, per_unit, source;
} trf_declared_rate;

typedef struct trf_declared_quota {
    trf_slice order_number, balance, unit;
    trf_date as_of;
    bool critical;
} trf_declared_quota;

typedef struct trf_declared_item {
    uint32_t number;
    trf_slice code, origin, preferential_origin, export_country;
    trf_slice price, currency, customs_value, net_mass, gross_mass;
    trf_slice preference, quota, vat_adjustment;
    trf_slice method;             /**< of valuation: "1" … "6" */
    const trf_declared_sale *sales;
    uint32_t sale_count;
    const trf_declared_quantity *quantities;
    const trf_declared_document *documents;
    const trf_declared_claim *claims;
    const trf_declared_fact *facts;
    const trf_declared_amount *additions, *deductions;
    const trf_slice *additional_codes;
    uint32_t quantity_count, document_count, claim_count, fact_count, addition_count, deduction_count, additional_code_count;
} trf_declared_item;

/** The dates that law may name, in the order of their names in trf_declared_date_name(). */
typedef enum trf_declared_date {
    TRF_ON_ACCEPTANCE,
    TRF_ON_ENTRY,
    TRF_ON_EXPORT,
    TRF_ON_LOADING,
    TRF_ON_IMPORT,
    TRF_ON_ARRIVAL,
    TRF_ON_PRESENTATION,
    TRF_ON_PLACEMENT,
    TRF_ON_WITHDRAWAL,
    TRF_ON_ZONE_STATUS,
    TRF_ON_RELEASE,
    TRF_ON_PAYMENT,
    TRF_ON_COUNT
} trf_declared_date;
/** "acceptance" … */
const char *trf_declared_date_name(unsigned which);

typedef struct trf_declaration {
    trf_slice id, tariff, currency, incoterm, place;
    trf_slice entry_type, dataset, kind, transport_mode;
    trf_date dates[TRF_ON_COUNT]; /**< TRF_DATE_NONE: not said; that of acceptance is always there */
    int64_t moments[TRF_ON_COUNT]; /**< seconds since 1970, of those whose bit is set in `timed` */
    uint32_t timed;
    trf_date as_published;
    uint32_t movement;            /**< 1 import, 2 export */
    bool note_documents;          /**< say which documents nothing in the data names */
    const trf_declared_item *items;
    const trf_declared_rate *exchange_rates;
    const trf_declared_quota *quotas;
    const trf_declared_amount *additions, *deductions;
    uint32_t item_count, rate_count, quota_count, addition_count, deduction_count;
} trf_declaration;

#endif
