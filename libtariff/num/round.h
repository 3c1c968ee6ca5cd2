/* SPDX-License-Identifier: Apache-2.0 */
/** @file Rounding policies: how, and to a multiple of what. The law of a profile names them; nothing is rounded without one. */
#ifndef TRF_NUM_ROUND_H
#define TRF_NUM_ROUND_H

#include "num/number.h"

/** A step of a computation that rounds. All zero is "do not round". */
typedef struct trf_rounding_policy {
    trf_rounding mode;
    trf_number unit; /**< 0.01 for cents, 1 for whole units, 0.05, 100; above zero unless mode is NONE */
} trf_rounding_policy;

/** "half-up", "half-even", "half-down", "down", "up", "floor", "ceiling", "none"; empty for an unknown mode. */
trf_slice trf_rounding_name(trf_rounding mode);
/** The mode of such a name; false leaves *out alone. */
bool trf_rounding_of_name(trf_slice name, trf_rounding *out);
/**
 * Read "none" or "MODE:UNIT", as in "half-up:0.01".
 * @retval TARIFF_EINVAL another text, or a unit that is not above zero; @retval TARIFF_ERANGE a unit with too many digits
 */
tariff_status trf_rounding_policy_parse(trf_numbers *pool, trf_slice text, trf_rounding_policy *out);
/** The same text again. */
tariff_status trf_rounding_policy_print(trf_numbers *pool, trf_rounding_policy policy, trf_buffer *out);

/** trf_number_round() as the policy says. */
static inline tariff_status trf_rounding_policy_apply(trf_numbers *pool, trf_rounding_policy policy, trf_number a,
                                                      trf_number *out)
{
    return trf_number_round(pool, a, policy.mode, policy.unit, out);
}

#endif
