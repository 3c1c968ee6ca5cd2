/* SPDX-License-Identifier: Apache-2.0 */
/** @file From the public structs of a declaration to what an assessment reads. Sizes say which members a host knows. */
#ifndef TRF_API_DECLARATION_H
#define TRF_API_DECLARATION_H

#include "api/assess.h"
#include "api/context.h"

typedef struct trf_inward {
    const trf_alloc *alloc;
    trf_arena *arena;
    tariff_error **error;
    uint32_t item; /**< 1 + place of the goods item that is read; 0 none */
    const trf_snapshot *snapshot;
    const trf_declared_fact *facts; /**< of all items */
    uint32_t fact_count;
} trf_inward;

/** False where the size of a struct is none that this library knows. */
#define TRF_STRUCT_READ(given, own) trf_struct_read((given), (given)->size, &(own), (uint32_t)sizeof(own))
/** Elements of an array lie apart by the size that their first one says. */
const void *trf_struct_element(const void *array, uint32_t stride, uint32_t at);
tariff_status trf_bad_struct(trf_inward *in, const char *what, uint32_t size);
tariff_status trf_bad_array(trf_inward *in, const char *what);

tariff_status trf_day_in(trf_inward *in, const char *field, tariff_text text, trf_date *out);
/** The date of acceptance: a day, or the instant in its place. */
tariff_status trf_acceptance_in(trf_inward *in, tariff_text date, tariff_text time, trf_declaration *out);
tariff_status trf_amounts_in(trf_inward *in, const char *what, const tariff_declared_amount *given, uint32_t count,
                             const trf_declared_amount **out);
tariff_status trf_goods_item_in(trf_inward *in, const tariff_goods_item *given, trf_declared_item *out);
/** Rates of exchange, quotas, dates, facts, and what kind of declaration it is. */
tariff_status trf_declaration_shared_in(trf_inward *in, const tariff_declaration *given, trf_declaration *out);
tariff_status trf_assess_options_in(trf_inward *in, const tariff_assess_options *given, trf_assess_policy *policy, bool *traced);

#endif
