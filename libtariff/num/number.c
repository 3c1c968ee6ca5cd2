/* SPDX-License-Identifier: Apache-2.0 */
#include "num/number.h"

#include "base/limits.h"
#include "num/rational.h"

#define TEXT_MAX 40 /* digits of a trf_wide */

/* ---- reading ---- */
static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

tariff_status trf_number_parse(trf_numbers *pool, trf_slice text, trf_number *out)
{
    char digits[TRF_DIGITS_BEFORE + TRF_DIGITS_AFTER];
    size_t i = 0, before = 0, after = 0, count = 0;
    bool negative = false;
    trf_uwide magnitude = 0;
    trf_uhalf part = 0;
    size_t part_size = 0;
    trf_wide coefficient;

    if (i < text.size && text.data[i] == '-') {
        negative = true;
        i++;
    }
    for (; i < text.size && is_digit(text.data[i]); i++, before++)
        if (before < TRF_DIGITS_BEFORE)
            digits[count++] = text.data[i];
    if (before == 0)
        return TARIFF_EINVAL;
    if (i < text.size && text.data[i] == '.') {
        for (i++; i < text.size && is_digit(text.data[i]); i++, after++)
            if (after < TRF_DIGITS_AFTER)
                digits[count++] = text.data[i];
        if (after == 0)
            return TARIFF_EINVAL;
    }
    if (i != text.size)
        return TARIFF_EINVAL;
    if (before > TRF_DIGITS_BEFORE || after > TRF_DIGITS_AFTER)
        return TARIFF_ERANGE;
    if (count > TRF_WIDE_POWERS)
        return trf_rational_of_digits(pool, negative, digits, count, (int)after, out);

    /* In parts of half the width, which multiply faster. */
    for (i = 0; i < count; i++) {
        part = part * 10 + (trf_uhalf)(digits[i] - '0');
        if (++part_size == TRF_HALF_POWERS || i + 1 == count) {
            magnitude = magnitude * (trf_uwide)(trf_wide)trf_half_power[part_size] + part;
            part = 0;
            part_size = 0;
        }
    }
    coefficient = negative ? -(trf_wide)magnitude : (trf_wide)magnitude;
    *out = (trf_number){coefficient, 0, (int16_t)after, 0};
    return TARIFF_OK;
}

/* ---- arithmetic that the inline forms leave ---- */
static bool align(trf_number a, trf_number b, trf_wide *x, trf_wide *y, int16_t *scale)
{
    *scale = a.scale > b.scale ? a.scale : b.scale;
    return (a.big | b.big) == 0 && trf_wide_raise(a.coefficient, *scale - a.scale, x) &&
           trf_wide_raise(b.coefficient, *scale - b.scale, y);
}

tariff_status trf_number_add_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), TRF_NUMBER_PARTS_OF(b), trf_number *out)
{
    const trf_number a = TRF_NUMBER_FROM_PARTS(a);
    const trf_number b = TRF_NUMBER_FROM_PARTS(b);
    trf_wide x, y, sum;
    int16_t scale;

    if (!align(a, b, &x, &y, &scale) || !trf_wide_add(x, y, &sum))
        return trf_rational_add(pool, a, b, false, out);
    *out = (trf_number){sum, 0, scale, 0};
    return TARIFF_OK;
}

tariff_status trf_number_subtract_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), TRF_NUMBER_PARTS_OF(b), trf_number *out)
{
    const trf_number a = TRF_NUMBER_FROM_PARTS(a);
    const trf_number b = TRF_NUMBER_FROM_PARTS(b);
    trf_wide x, y, difference;
    int16_t scale;

    if (!align(a, b, &x, &y, &scale) || !trf_wide_subtract(x, y, &difference))
        return trf_rational_add(pool, a, b, true, out);
    *out = (trf_number){difference, 0, scale, 0};
    return TARIFF_OK;
}

tariff_status trf_number_multiply_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), TRF_NUMBER_PARTS_OF(b), trf_number *out)
{
    const trf_number a = TRF_NUMBER_FROM_PARTS(a);
    const trf_number b = TRF_NUMBER_FROM_PARTS(b);
    int scale = a.scale + b.scale;
    trf_wide product;

    if ((a.big | b.big) != 0 || scale > TRF_SCALE_MAX || !trf_wide_multiply(a.coefficient, b.coefficient, &product))
        return trf_rational_multiply(pool, a, b, out);
    *out = (trf_number){product, 0, (int16_t)scale, 0};
    return TARIFF_OK;
}

tariff_status trf_number_shift_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), int places, trf_number *out)
{
    const trf_number a = TRF_NUMBER_FROM_PARTS(a);
    trf_wide raised;

    if (a.big != 0 || places > 0 || places < -TRF_SCALE_MAX || !trf_wide_raise(a.coefficient, -places - a.scale, &raised))
        return trf_rational_shift(pool, a, places, out);
    *out = (trf_number){raised, 0, 0, 0};
    return TARIFF_OK;
}

tariff_status trf_number_negate_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), trf_number *out)
{
    const trf_number a = TRF_NUMBER_FROM_PARTS(a);
    return trf_rational_negate(pool, a, out);
}

int trf_number_compare_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a), TRF_NUMBER_PARTS_OF(b))
{
    const trf_number a = TRF_NUMBER_FROM_PARTS(a);
    const trf_number b = TRF_NUMBER_FROM_PARTS(b);
    trf_wide x, y;
    int16_t scale;

    if (align(a, b, &x, &y, &scale))
        return (x > y) - (x < y);
    return trf_rational_compare(pool, a, b);
}

int trf_number_sign_slow(trf_numbers *pool, TRF_NUMBER_PARTS_OF(a))
{
    const trf_number a = TRF_NUMBER_FROM_PARTS(a);
    return trf_rational_sign(pool, a);
}

/*
 * Quotient of magnitudes where the divisor is short: its twos and fives go into the scale, and what is left of it must divide
 * the dividend. Gives the shortest scale. False where this does not come out, or not in machine integers.
 */
static bool divide_fast(trf_number a, trf_number b, trf_wide *coefficient, int *scale)
{
    trf_uwide dividend = trf_wide_magnitude(a.coefficient);
    trf_uwide divisor_wide = trf_wide_magnitude(b.coefficient);
    trf_uhalf divisor = (trf_uhalf)divisor_wide;
    int twos = 0, fives = 0, places;
    trf_wide quotient;

    if (divisor != divisor_wide)
        return false;
    for (; (divisor & 1) == 0; divisor /= 2)
        twos++;
    for (; divisor % 5 == 0; divisor /= 5)
        fives++;
    if (divisor > 1) {
        if (dividend == (trf_uhalf)dividend) {
            if ((trf_uhalf)dividend % divisor != 0)
                return false;
            dividend = (trf_uhalf)dividend / divisor;
        } else {
            if (dividend % divisor != 0)
                return false;
            dividend /= divisor;
        }
    }
    places = twos > fives ? twos : fives;
    if (!trf_wide_signed((a.coefficient < 0) != (b.coefficient < 0), dividend, &quotient))
        return false;
    for (; twos < places; twos++)
        if (!trf_wide_multiply(quotient, 2, &quotient))
            return false;
    for (; fives < places; fives++)
        if (!trf_wide_multiply(quotient, 5, &quotient))
            return false;

    *scale = a.scale - b.scale + places;
    if (*scale < 0) {
        if (!trf_wide_raise(quotient, -*scale, &quotient))
            return false;
        *scale = 0;
    }
    if (quotient == 0)
        *scale = 0;
    while (*scale > 0 && !trf_wide_is_half(quotient) && quotient % 10 == 0) {
        quotient /= 10;
        --*scale;
    }
    while (*scale > 0 && trf_wide_is_half(quotient) && (trf_half)quotient % 10 == 0) {
        quotient = (trf_half)quotient / 10;
        --*scale;
    }
    *coefficient = quotient;
    return *scale <= TRF_SCALE_MAX;
}

tariff_status trf_number_divide(trf_numbers *pool, trf_number a, trf_number b, trf_number *out)
{
    trf_wide coefficient;
    int scale;

    if (trf_number_sign(pool, b) == 0)
        return TARIFF_EINVAL;
    if ((a.big | b.big) != 0 || !divide_fast(a, b, &coefficient, &scale))
        return trf_rational_divide(pool, a, b, out);
    *out = (trf_number){coefficient, 0, (int16_t)scale, 0};
    return TARIFF_OK;
}

/* ---- printing ---- */
static const char pairs[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354"
    "555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/* Digits of value, without leading zeros, so that they end at end; zero has none. */
static char *write_half(uint64_t value, char *end)
{
    while (value >= 10) {
        const char *pair = pairs + 2 * (value % 100);

        value /= 100;
        *--end = pair[1];
        *--end = pair[0];
    }
    if (value > 0)
        *--end = (char)('0' + value);
    return end;
}

static char *write_wide(trf_uwide value, char *end)
{
#if TRF_WIDE_BITS > 64
    while (value != (uint64_t)value) {
        char *stop = end - TRF_HALF_POWERS;

        end = write_half((uint64_t)(value % (uint64_t)trf_half_power[TRF_HALF_POWERS]), end);
        while (end > stop)
            *--end = '0';
        value /= (uint64_t)trf_half_power[TRF_HALF_POWERS];
    }
#endif
    return write_half((uint64_t)value, end);
}

/* The integer of these digits (none is zero) over 10^scale: at least `least` places, trailing zeros beyond them dropped. */
static tariff_status write_decimal(trf_buffer *out, bool negative, const char *digits, size_t count, unsigned scale,
                                   unsigned least)
{
    size_t whole = count > scale ? count - scale : 0, i;
    unsigned zeros = count < scale ? scale - (unsigned)count : 0; /* between the point and the first digit */
    char *at;
    size_t room = 1 + (whole > 0 ? whole : 1) + 1 + scale + least;

    while (scale > least && count > whole && digits[count - 1] == '0') {
        count--;
        scale--;
    }
    if (count == 0) { /* zero, or what was cut from it */
        zeros = scale > least ? least : scale;
        scale = zeros;
        negative = false;
    }
    at = trf_buffer_reserve(out, room);
    if (at == NULL)
        return TARIFF_ENOMEM;
    i = 0;
    if (negative)
        at[i++] = '-';
    if (whole > 0) {
        memcpy(at + i, digits, whole);
        i += whole;
    } else {
        at[i++] = '0';
    }
    if (scale > 0 || least > 0)
        at[i++] = '.';
    memset(at + i, '0', zeros);
    i += zeros;
    memcpy(at + i, digits + whole, count - whole);
    i += count - whole;
    for (; scale < least; scale++)
        at[i++] = '0';
    out->size += i;
    return TARIFF_OK;
}

static tariff_status print_places(trf_numbers *pool, trf_number a, unsigned least, unsigned most, trf_buffer *out)
{
    char text[TEXT_MAX], *first;
    char digits[TRF_DIGITS_TEXT_MAX];
    size_t count;
    unsigned scale;
    bool exact;

    if (a.big == 0) {
        first = write_wide(trf_wide_magnitude(a.coefficient), text + TEXT_MAX);
        count = (size_t)(text + TEXT_MAX - first);
        scale = (unsigned)a.scale;
        if (scale > most) {
            unsigned cut = scale - most;

            count = count > cut ? count - cut : 0;
            scale = most;
        }
        return write_decimal(out, a.coefficient < 0, first, count, scale, least);
    }
    count = trf_rational_digits(pool, a, most, digits, &exact);
    return write_decimal(out, trf_rational_sign(pool, a) < 0, digits, count, most, least);
}

tariff_status trf_number_format(trf_numbers *pool, trf_number a, unsigned least, unsigned most, trf_buffer *out)
{
    if (most > TRF_SCALE_MAX)
        most = TRF_SCALE_MAX;
    if (least > most)
        least = most;
    return print_places(pool, a, least, most, out);
}

tariff_status trf_number_print(trf_numbers *pool, trf_number a, trf_buffer *out)
{
    if (a.scale < 0)
        return print_places(pool, a, 0, 18, out);
    return print_places(pool, a, (unsigned)a.scale, (unsigned)a.scale, out);
}

tariff_status trf_number_print_ratio(trf_numbers *pool, trf_number a, trf_buffer *out)
{
    char digits[TRF_DIGITS_TEXT_MAX];
    size_t count;

    if (trf_number_sign(pool, a) < 0)
        trf_buffer_char(out, '-');
    count = trf_rational_ratio(pool, a, false, digits);
    trf_buffer_bytes(out, count > 0 ? digits : "0", count > 0 ? count : 1);
    count = trf_rational_ratio(pool, a, true, digits);
    if (count != 1 || digits[0] != '1') {
        trf_buffer_char(out, '/');
        trf_buffer_bytes(out, digits, count);
    }
    return out->failed ? TARIFF_ENOMEM : TARIFF_OK;
}

bool trf_number_is_decimal(trf_numbers *pool, trf_number a, unsigned most)
{
    int places;

    if (a.scale >= 0 && (unsigned)a.scale <= most)
        return true;
    if (a.scale < 0)
        return false;
    places = trf_rational_places(pool, a);
    return places >= 0 && (unsigned)places <= most;
}

/* ---- to and from other forms ---- */
bool trf_number_int64(trf_numbers *pool, trf_number a, int64_t *out)
{
    trf_number whole;

    if (a.scale != 0) {
        if (trf_rational_places(pool, a) != 0 || trf_number_round(pool, a, TRF_ROUND_DOWN, trf_number_of(1), &whole) != TARIFF_OK)
            return false;
        a = whole;
    }
    /* An integer of 64 bits is never kept as a rational. */
    if (a.big != 0 || a.coefficient != (int64_t)a.coefficient)
        return false;
    *out = (int64_t)a.coefficient;
    return true;
}

tariff_status trf_number_copy(const trf_numbers *from, trf_number a, trf_numbers *to, trf_number *out)
{
    if (a.big != 0)
        return trf_rational_copy(from, a, to, out);
    *out = a;
    return TARIFF_OK;
}

bool trf_number_to_words(const trf_numbers *pool, trf_number a, uint64_t words[2], int16_t *scale)
{
    uint64_t magnitude[2] = {0, 0};
    bool negative;

    if (a.big == 0) {
        trf_uwide value = trf_wide_magnitude(a.coefficient);

        negative = a.coefficient < 0;
        magnitude[0] = (uint64_t)value;
#if TRF_WIDE_BITS > 64
        magnitude[1] = (uint64_t)(value >> 64);
#endif
    } else if (!trf_rational_words(pool, a, magnitude, &negative)) {
        return false;
    }
    /* -2^127 is its own complement; +2^127 and more do not fit. */
    if ((magnitude[1] >> 63) != 0 && (!negative || magnitude[0] != 0 || magnitude[1] != UINT64_C(1) << 63))
        return false;
    words[0] = negative ? 0 - magnitude[0] : magnitude[0];
    words[1] = negative ? ~magnitude[1] + (magnitude[0] == 0) : magnitude[1];
    *scale = a.scale;
    return true;
}

tariff_status trf_number_of_words(trf_numbers *pool, const uint64_t words[2], int16_t scale, trf_number *out)
{
    uint64_t magnitude[2] = {words[0], words[1]};
    bool negative = (words[1] >> 63) != 0;

    if (scale < 0 || scale > TRF_SCALE_MAX)
        return TARIFF_EINVAL;
#if TRF_WIDE_BITS > 64
    *out = (trf_number){(trf_wide)((trf_uwide)words[1] << 64 | words[0]), 0, scale, 0};
    (void)pool;
    (void)magnitude;
    (void)negative;
    return TARIFF_OK;
#else
    if (words[1] == (words[0] >> 63 != 0 ? UINT64_MAX : 0)) {
        *out = (trf_number){(int64_t)words[0], 0, scale, 0};
        return TARIFF_OK;
    }
    if (negative) {
        magnitude[0] = 0 - words[0];
        magnitude[1] = ~words[1] + (words[0] == 0);
    }
    return trf_rational_of_words(pool, magnitude, negative, scale, out);
#endif
}
