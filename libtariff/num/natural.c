/* SPDX-License-Identifier: Apache-2.0 */
#include "num/natural.h"

#if TRF_LIMB_BITS >= 64
#define CHUNK_POWER 18
#define CHUNK       ((mp_limb_t)1000000000000000000u)
#else
#define CHUNK_POWER 9
#define CHUNK       ((mp_limb_t)1000000000u)
#endif

mp_size_t trf_limbs_trim(const mp_limb_t *limbs, mp_size_t size)
{
    while (size > 0 && limbs[size - 1] == 0)
        size--;
    return size;
}

mp_size_t trf_limbs_bits(const mp_limb_t *limbs, mp_size_t size)
{
    return size == 0 ? 0 : (mp_size_t)mpn_sizeinbase(limbs, size, 2);
}

int trf_limbs_order(const mp_limb_t *a, mp_size_t a_size, const mp_limb_t *b, mp_size_t b_size)
{
    int result = 0;

    if (a_size != b_size)
        return a_size < b_size ? -1 : 1;
    if (a_size > 0)
        result = mpn_cmp(a, b, a_size);
    return (result > 0) - (result < 0);
}

mp_size_t trf_limbs_of_wide(trf_uwide value, mp_limb_t *limbs)
{
    mp_size_t size = 0;

    while (value != 0) {
        limbs[size++] = (mp_limb_t)value;
#if TRF_WIDE_BITS > TRF_LIMB_BITS
        value >>= TRF_LIMB_BITS;
#else
        value = 0;
#endif
    }
    return size;
}

void trf_natural_set(trf_natural *out, const mp_limb_t *limbs, mp_size_t size)
{
    out->size = size;
    if (size > 0)
        mpn_copyi(out->limbs, limbs, size);
}

void trf_natural_multiply(trf_natural *out, const mp_limb_t *a, mp_size_t a_size, const mp_limb_t *b, mp_size_t b_size)
{
    if (a_size == 0 || b_size == 0) {
        out->size = 0;
        return;
    }
    if (a_size < b_size)
        mpn_mul(out->limbs, b, b_size, a, a_size);
    else
        mpn_mul(out->limbs, a, a_size, b, b_size);
    out->size = trf_limbs_trim(out->limbs, a_size + b_size);
}

mp_size_t trf_limbs_multiply(mp_limb_t *limbs, mp_size_t size, mp_limb_t by)
{
    mp_limb_t carry;

    if (size == 0)
        return 0;
    carry = mpn_mul_1(limbs, limbs, size, by);
    if (carry != 0)
        limbs[size++] = carry;
    return size;
}

mp_size_t trf_limbs_raise_ten(mp_limb_t *limbs, mp_size_t size, unsigned places)
{
    mp_limb_t rest = 1;

    for (; places >= CHUNK_POWER; places -= CHUNK_POWER)
        size = trf_limbs_multiply(limbs, size, CHUNK);
    for (; places > 0; places--)
        rest *= 10;
    return trf_limbs_multiply(limbs, size, rest);
}

void trf_natural_add_limb(trf_natural *value, mp_limb_t by)
{
    mp_limb_t carry = by;

    if (value->size > 0)
        carry = mpn_add_1(value->limbs, value->limbs, value->size, by);
    if (carry != 0)
        value->limbs[value->size++] = carry;
}

void trf_natural_shift_left(trf_natural *value, unsigned count)
{
    unsigned whole = count / TRF_LIMB_BITS;

    if (value->size == 0)
        return;
    if (whole > 0) {
        mpn_copyd(value->limbs + whole, value->limbs, value->size);
        mpn_zero(value->limbs, whole);
        value->size += whole;
    }
    if (count % TRF_LIMB_BITS != 0) {
        mp_limb_t carry = mpn_lshift(value->limbs, value->limbs, value->size, count % TRF_LIMB_BITS);
        if (carry != 0)
            value->limbs[value->size++] = carry;
    }
}

void trf_natural_shift_right(trf_natural *value, mp_bitcnt_t count)
{
    mp_size_t whole = (mp_size_t)(count / TRF_LIMB_BITS);

    if (whole > 0) {
        mpn_copyi(value->limbs, value->limbs + whole, value->size - whole);
        value->size -= whole;
    }
    if (count % TRF_LIMB_BITS != 0)
        mpn_rshift(value->limbs, value->limbs, value->size, count % TRF_LIMB_BITS);
    value->size = trf_limbs_trim(value->limbs, value->size);
}

void trf_natural_divide(const trf_natural *a, const trf_natural *b, trf_natural *quotient, trf_natural *rest)
{
    mp_size_t a_size = a->size;

    if (a_size < b->size) {
        quotient->size = 0;
        trf_natural_set(rest, a->limbs, a_size);
        return;
    }
    mpn_tdiv_qr(quotient->limbs, rest->limbs, 0, a->limbs, a_size, b->limbs, b->size);
    quotient->size = trf_limbs_trim(quotient->limbs, a_size - b->size + 1);
    rest->size = trf_limbs_trim(rest->limbs, b->size);
}

/* mpn_get_str would take heap memory of its own for long numbers. */
size_t trf_natural_digits(trf_natural *value, char digits[TRF_DIGITS_TEXT_MAX])
{
    size_t end = TRF_DIGITS_TEXT_MAX, count;

    while (value->size > 0) {
        mp_limb_t chunk = mpn_divrem_1(value->limbs, 0, value->limbs, value->size, CHUNK);
        unsigned i;

        value->size = trf_limbs_trim(value->limbs, value->size);
        for (i = 0; i < CHUNK_POWER && (value->size > 0 || chunk > 0); i++) {
            digits[--end] = (char)('0' + chunk % 10);
            chunk /= 10;
        }
    }
    count = TRF_DIGITS_TEXT_MAX - end;
    memmove(digits, digits + end, count);
    return count;
}
