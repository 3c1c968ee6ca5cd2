/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Consistency rules of TARIC over a settled model, by official id. They report and repair nothing. What each says stands in
 * rules.def and doc/rules.md.
 */
#ifndef TRF_RULES_RULES_H
#define TRF_RULES_RULES_H

#include "model/model.h"

/** A rule as it is told: its id and its wording. */
typedef struct trf_rule_name {
    const char *id;
    const char *text;
} trf_rule_name;

/** One after the other, in the order in which they are checked; an id may come twice. NULL past the last. */
const trf_rule_name *trf_rules_name(size_t index);

/**
 * Settle the model where it is not settled and check every rule over it: findings go into the model, in the order of the rules,
 * then of the records. Rows that came out of an image are read, not reported.
 * @retval TARIFF_OK also where there are findings
 * @retval TARIFF_ENOMEM, TARIFF_ELIMIT
 */
tariff_status trf_rules_check(trf_model *model, tariff_error **error);

#endif
