/* SPDX-License-Identifier: Apache-2.0 */
#include "num/round.h"

#include "num/rational.h"

/* Quotient rounded as told, in machine integers of one width. */
#define DIVIDE_ROUNDED(type, mode, negative, dividend, divisor, quotient)                                                        \
    do {                                                                                                                         \
        type round_rest = (type)((dividend) % (divisor)), round_room = (type)((divisor)-round_rest);                             \
        (quotient) = (dividend) / (divisor);                                                                                     \
        if (round_rest != 0 && trf_rounding_takes_up((mode), (negative), (round_rest > round_room) - (round_rest < round_room),  \
                                                     ((quotient)&1) != 0))                                                       \
            (quotient)++;                                                                                                        \
    } while (0)

/* False where it cannot be done in machine integers. */
static bool round_fast(trf_number a, trf_rounding mode, trf_number unit, trf_wide *out)
{
    int apart = a.scale - unit.scale;
    trf_uwide dividend = trf_wide_magnitude(a.coefficient), divisor = (trf_uwide)unit.coefficient, quotient;
    bool negative = a.coefficient < 0;

    if (apart > 0 && apart <= TRF_HALF_POWERS && divisor == 1)
        divisor = (trf_uwide)trf_half_power[apart];
    else if (apart > 0 && (apart > TRF_WIDE_POWERS || !trf_uwide_multiply(divisor, trf_wide_power[apart], &divisor)))
        return false;
    else if (apart < 0 && (apart < -TRF_WIDE_POWERS || !trf_uwide_multiply(dividend, trf_wide_power[-apart], &dividend)))
        return false;

    if (dividend == (trf_uhalf)dividend && divisor == (trf_uhalf)divisor) {
        trf_uhalf n = (trf_uhalf)dividend, d = (trf_uhalf)divisor, q;

        DIVIDE_ROUNDED(trf_uhalf, mode, negative, n, d, q);
        quotient = q;
        /* One more than the largest half cannot come out: it would need a divisor of 1, which leaves no rest. */
    } else {
        DIVIDE_ROUNDED(trf_uwide, mode, negative, dividend, divisor, quotient);
    }
    return trf_uwide_multiply(quotient, (trf_uwide)unit.coefficient, &quotient) && trf_wide_signed(negative, quotient, out);
}

tariff_status trf_number_round_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), trf_rounding mode, TRF_NUMBER_PARTS_OF(unit),
                                    trf_number *out)
{
    const trf_number a = TRF_NUMBER_FROM_PARTS(a);
    const trf_number unit = TRF_NUMBER_FROM_PARTS(unit);
    trf_wide coefficient = 0;

    if (mode == TRF_ROUND_NONE) {
        *out = a;
        return TARIFF_OK;
    }
    if (mode < TRF_ROUND_NONE || mode > TRF_ROUND_CEILING || trf_number_sign(pool, unit) <= 0)
        return TARIFF_EINVAL;
    if ((a.big | unit.big) != 0 || !round_fast(a, mode, unit, &coefficient))
        return trf_rational_round(pool, a, mode, unit, out);
    *out = (trf_number){coefficient, 0, unit.scale, 0};
    return TARIFF_OK;
}

/* ---- policies ---- */
static const trf_slice names[] = {
    [TRF_ROUND_NONE] = {"none", 4},           [TRF_ROUND_HALF_UP] = {"half-up", 7}, [TRF_ROUND_HALF_EVEN] = {"half-even", 9},
    [TRF_ROUND_HALF_DOWN] = {"half-down", 9}, [TRF_ROUND_DOWN] = {"down", 4},       [TRF_ROUND_UP] = {"up", 2},
    [TRF_ROUND_FLOOR] = {"floor", 5},         [TRF_ROUND_CEILING] = {"ceiling", 7},
};

trf_slice trf_rounding_name(trf_rounding mode)
{
    return mode >= TRF_ROUND_NONE && mode <= TRF_ROUND_CEILING ? names[mode] : TRF_SLICE_EMPTY;
}

bool trf_rounding_of_name(trf_slice name, trf_rounding *out)
{
    size_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (trf_slice_equal(name, names[i])) {
            *out = (trf_rounding)i;
            return true;
        }
    }
    return false;
}

tariff_status trf_rounding_policy_parse(trf_numbers *pool, trf_slice text, trf_rounding_policy *out)
{
    trf_rounding_policy policy = {TRF_ROUND_NONE, {0, 0, 0, 0}};
    const char *colon = text.size > 0 ? memchr(text.data, ':', text.size) : NULL;
    size_t before = colon != NULL ? (size_t)(colon - text.data) : text.size;
    tariff_status status = TARIFF_OK;

    if (!trf_rounding_of_name(trf_slice_of(text.data, before), &policy.mode))
        return TARIFF_EINVAL;
    if ((colon != NULL) != (policy.mode != TRF_ROUND_NONE))
        return TARIFF_EINVAL;
    if (colon != NULL) {
        status = trf_number_parse(pool, trf_slice_of(colon + 1, text.size - before - 1), &policy.unit);
        if (status == TARIFF_OK && trf_number_sign(pool, policy.unit) <= 0)
            status = TARIFF_EINVAL;
    }
    if (status == TARIFF_OK)
        *out = policy;
    return status;
}

tariff_status trf_rounding_policy_print(trf_numbers *pool, trf_rounding_policy policy, trf_buffer *out)
{
    trf_buffer_slice(out, trf_rounding_name(policy.mode));
    if (policy.mode == TRF_ROUND_NONE)
        return out->failed ? TARIFF_ENOMEM : TARIFF_OK;
    trf_buffer_char(out, ':');
    return trf_number_print(pool, policy.unit, out);
}
