/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <gmp.h>

#include "base/limits.h"
#include "num/quantity.h"
#include "num/rational.h"
#include "num/round.h"

static trf_numbers *pool;

static void open_pool(void)
{
    pool = trf_numbers_new(&trf_alloc_default);
    ck_assert_ptr_nonnull(pool);
}

static void close_pool(void)
{
    trf_numbers_free(pool);
    pool = NULL;
}

/* ---- words of these tests ---- */
static trf_number num(const char *text)
{
    trf_number out;

    ck_assert_msg(trf_number_parse(pool, trf_slice_text(text), &out) == TARIFF_OK, "'%s' is not read", text);
    return out;
}

static trf_number sum(trf_number a, trf_number b)
{
    trf_number out;

    ck_assert_int_eq(trf_number_add(pool, a, b, &out), TARIFF_OK);
    return out;
}

static trf_number difference(trf_number a, trf_number b)
{
    trf_number out;

    ck_assert_int_eq(trf_number_subtract(pool, a, b, &out), TARIFF_OK);
    return out;
}

static trf_number product(trf_number a, trf_number b)
{
    trf_number out;

    ck_assert_int_eq(trf_number_multiply(pool, a, b, &out), TARIFF_OK);
    return out;
}

static trf_number quotient(trf_number a, trf_number b)
{
    trf_number out;

    ck_assert_int_eq(trf_number_divide(pool, a, b, &out), TARIFF_OK);
    return out;
}

static trf_number rounded(const char *value, trf_rounding mode, const char *unit)
{
    trf_number out;

    ck_assert_int_eq(trf_number_round(pool, num(value), mode, num(unit), &out), TARIFF_OK);
    return out;
}

/* 2^exponent, by squaring. */
static trf_number power_of_two(unsigned exponent)
{
    trf_number out = trf_number_of(1);
    unsigned bit;

    for (bit = 1u << 12; bit > 0; bit >>= 1) {
        out = product(out, out);
        if ((exponent & bit) != 0)
            out = product(out, trf_number_of(2));
    }
    return out;
}

#define assert_text(writing, text)                                                                                               \
    do {                                                                                                                         \
        trf_buffer unit_out;                                                                                                     \
        trf_buffer_init(&unit_out, &trf_alloc_default, 0);                                                                       \
        writing;                                                                                                                 \
        unit_assert_slice(trf_buffer_view(&unit_out), text);                                                                     \
        trf_buffer_done(&unit_out);                                                                                              \
    } while (0)
#define assert_prints(number, text) assert_text(ck_assert_int_eq(trf_number_print(pool, (number), &unit_out), TARIFF_OK), text)
#define assert_ratio(number, text)                                                                                               \
    assert_text(ck_assert_int_eq(trf_number_print_ratio(pool, (number), &unit_out), TARIFF_OK), text)
#define assert_formats(number, least, most, text)                                                                                \
    assert_text(ck_assert_int_eq(trf_number_format(pool, (number), (least), (most), &unit_out), TARIFF_OK), text)

/* Held in machine integers; on hosts with 64-bit ones alone only a part of what is here fits them. */
static void assert_fast(trf_number number)
{
    ck_assert(TRF_WIDE_BITS < 128 || number.big == 0);
}

static void assert_untouched(trf_number number)
{
    ck_assert(number.coefficient == 77 && number.big == 0 && number.scale == 1);
}
static const trf_number mark = {77, 0, 1, 0};

/* ---- reading and printing ---- */
START_TEST(parse__decimals_at_the_door__scale_kept_as_written)
{
    static const char *const texts[] = {"0",
                                        "7",
                                        "1.50",
                                        "0.000",
                                        "007",
                                        "12345678901234567890123456789012345678",
                                        "-3.2",
                                        "-0.05",
                                        "20000",
                                        "1.15",
                                        "0.123456789012345678"};
    size_t i;

    for (i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_prints(num(texts[i]), strcmp(texts[i], "007") == 0 ? "7" : texts[i]);
    assert_prints(num("-0"), "0");
    assert_prints(num("-0.00"), "0.00");
    ck_assert_int_eq(num("1.50").scale, 2);
}
END_TEST

START_TEST(parse__38_digits_before_and_18_after__held_exactly)
{
    /* 56 digits need 186 bits: kept as a rational, with the places as written. */
    trf_number all = num("99999999999999999999999999999999999999.999999999999999999");

    assert_prints(all, "99999999999999999999999999999999999999.999999999999999999");
    assert_prints(sum(all, num("0.000000000000000001")), "100000000000000000000000000000000000000");
    ck_assert_uint_ne(all.big, 0);
}
END_TEST

START_TEST(parse__what_is_no_decimal__einval_and_out_untouched)
{
    static const char *const texts[] = {"",      "-",   ".",   "+1",   " 1",       "1 ",        "1.",
                                        ".5",    "1,5", "1e3", "0x10", "--1",      "1-2",       "1..2",
                                        "1.2.3", "NaN", "inf", "1_0",  "\xd9\xa1", "1\xc2\xa0", "1.-2"};
    trf_number out = mark;
    size_t i;

    for (i = 0; i < sizeof texts / sizeof texts[0]; i++)
        ck_assert_msg(trf_number_parse(pool, trf_slice_text(texts[i]), &out) == TARIFF_EINVAL, "'%s' is read", texts[i]);
    ck_assert_int_eq(trf_number_parse(pool, trf_slice_of("1\0", 2), &out), TARIFF_EINVAL);
    ck_assert_int_eq(trf_number_parse(pool, TRF_SLICE_EMPTY, &out), TARIFF_EINVAL);
    assert_untouched(out);
}
END_TEST

START_TEST(parse__more_digits_than_the_door_lets_in__erange)
{
    trf_number out = mark;
    char *text = malloc(1000002);

    ck_assert_int_eq(trf_number_parse(pool, TRF_SLICE("123456789012345678901234567890123456789"), &out), TARIFF_ERANGE);
    ck_assert_int_eq(trf_number_parse(pool, TRF_SLICE("000000000000000000000000000000000000001"), &out), TARIFF_ERANGE);
    ck_assert_int_eq(trf_number_parse(pool, TRF_SLICE("0.1234567890123456789"), &out), TARIFF_ERANGE);
    memset(text, '9', 1000001);
    ck_assert_int_eq(trf_number_parse(pool, trf_slice_of(text, 1000001), &out), TARIFF_ERANGE);
    text[1000000] = 'x';
    ck_assert_int_eq(trf_number_parse(pool, trf_slice_of(text, 1000001), &out), TARIFF_EINVAL);
    free(text);
    assert_untouched(out);
}
END_TEST

START_TEST(format__least_and_most_places__padded_stripped_and_cut)
{
    assert_formats(num("5"), 2, 18, "5.00");
    assert_formats(num("5.1000"), 2, 18, "5.10");
    assert_formats(num("5.1000"), 0, 18, "5.1");
    assert_formats(num("5.0"), 0, 18, "5");
    assert_formats(num("100"), 0, 18, "100"); /* no zeros before the point are dropped */
    assert_formats(num("136.5288"), 2, 2, "136.52");
    assert_formats(num("0.004"), 2, 2, "0.00");
    assert_formats(num("-0.004"), 0, 2, "0"); /* what is cut to zero has no sign */
    assert_formats(num("-0.006"), 2, 3, "-0.006");
    assert_formats(num("0.05"), 0, 1, "0");
    assert_formats(num("123456789012345678901234567890.5"), 2, 36, "123456789012345678901234567890.50");
    assert_formats(quotient(num("2"), num("3")), 2, 4, "0.6666");
    assert_formats(quotient(num("-1"), num("3")), 0, 0, "0");
    assert_formats(num("1.5"), 40, 99, "1.500000000000000000000000000000000000"); /* 36 at most */
}
END_TEST

START_TEST(print__rational__cut_at_18_places)
{
    /* 1200 / 1.15 = 24000 / 23; 120 / 1.2731 = 1200000 / 12731 */
    assert_prints(quotient(num("1200.00"), num("1.15")), "1043.478260869565217391");
    assert_prints(quotient(num("120.00"), num("1.2731")), "94.258110124891995915");
    assert_ratio(quotient(num("1200.00"), num("1.15")), "24000/23");
    assert_ratio(quotient(num("-2"), num("6")), "-1/3");
    assert_ratio(num("-2.50"), "-5/2");
    assert_ratio(num("0.00"), "0");
}
END_TEST

START_TEST(is_decimal__places_needed__not_places_written)
{
    ck_assert(trf_number_is_decimal(pool, num("1.5000"), 1));
    ck_assert(!trf_number_is_decimal(pool, num("1.5001"), 3));
    ck_assert(trf_number_is_decimal(pool, num("1.5001"), 4));
    ck_assert(!trf_number_is_decimal(pool, quotient(num("1"), num("3")), 36));
    ck_assert(trf_number_is_decimal(pool, num("99999999999999999999999999999999999999.500000000000000000"), 1));
}
END_TEST

/* ---- arithmetic ---- */
START_TEST(arithmetic__scales__larger_for_sums_both_for_products_shortest_for_quotients)
{
    assert_prints(sum(num("1.50"), num("0.5")), "2.00");
    assert_prints(difference(num("1.5"), num("1.500")), "0.000");
    assert_prints(product(num("1.50"), num("2")), "3.00");
    assert_prints(product(num("1137.74"), num("12.00")), "13652.8800");
    assert_prints(quotient(num("10.00"), num("4")), "2.5");
    assert_prints(quotient(num("10.00"), num("2.00")), "5");
    assert_prints(quotient(num("0.00"), num("3")), "0");
    assert_prints(quotient(num("1"), num("1024")), "0.0009765625");
    assert_prints(quotient(num("-7"), num("0.000035")), "-200000");
    ck_assert(TRF_WIDE_BITS < 128 || trf_numbers_falls(pool) == 0);
}
END_TEST

START_TEST(arithmetic__past_128_bits_and_back__counted_and_exact)
{
    trf_number big = num("99999999999999999999999999999999999999"); /* 38 nines: 127 bits */
    trf_number square;
    uint64_t before = trf_numbers_falls(pool);

    square = product(big, big);
    assert_prints(square, "9999999999999999999999999999999999999800000000000000000000000000000000000001");
    ck_assert_uint_ne(square.big, 0);
    ck_assert_uint_eq(trf_numbers_falls(pool), before + 1);
    square = quotient(square, big);
    assert_fast(square); /* it fits again */
    ck_assert_int_eq(trf_number_compare(pool, square, big), 0);
    ck_assert_uint_ge(trf_numbers_falls(pool), before + 2);
    /* One below and one above the edge of 128 bits: 2^127 - 1 fits, 2^127 does not, -2^127 does. */
    assert_fast(difference(power_of_two(127), num("1")));
    ck_assert_uint_ne(power_of_two(127).big, 0);
    assert_prints(difference(num("-170141183460469231731687303715884105"), num("0")), "-170141183460469231731687303715884105");
    assert_prints(difference(num("0"), power_of_two(127)), "-170141183460469231731687303715884105728");
    assert_prints(sum(difference(num("0"), power_of_two(127)), num("1")), "-170141183460469231731687303715884105727");
}
END_TEST

START_TEST(arithmetic__equal_values_by_different_ways__compare_and_print_alike)
{
    trf_number third = quotient(num("1"), num("3"));
    trf_number one = product(third, num("3"));
    trf_number again = sum(sum(third, third), third);

    ck_assert_int_eq(trf_number_compare(pool, one, num("1.00")), 0);
    ck_assert_int_eq(trf_number_compare(pool, again, one), 0);
    assert_fast(one);
    assert_fast(again);
    assert_prints(one, "1");
    assert_ratio(quotient(num("2"), num("6")), "1/3");
    ck_assert_int_eq(trf_number_compare(pool, quotient(num("2"), num("6")), third), 0);
    assert_prints(difference(third, third), "0");
    ck_assert_int_eq(trf_number_sign(pool, difference(third, third)), 0);
}
END_TEST

START_TEST(arithmetic__scale_past_36__shortest_where_one_fits)
{
    trf_number tiny = num("0.000000000000000001"); /* 10^-18 */
    trf_number small = product(tiny, tiny);        /* 10^-36: fits */
    trf_number smaller = product(small, num("0.1"));

    ck_assert_int_eq(small.scale, 36);
    assert_fast(small);
    ck_assert_int_eq(smaller.scale, TRF_SCALE_NONE);
    assert_ratio(smaller, "1/10000000000000000000000000000000000000");
    assert_prints(product(smaller, num("10000000000000000000000000000000000000")), "1");
    /* 54 places of zeros are no reason to leave the fast path. */
    small = num("1.000000000000000000");
    small = product(product(small, small), small);
    assert_fast(small);
    ck_assert_int_eq(small.scale, 36);
}
END_TEST

START_TEST(divide__by_zero__einval_and_out_untouched)
{
    trf_number out = mark;

    ck_assert_int_eq(trf_number_divide(pool, num("1"), num("0.00"), &out), TARIFF_EINVAL);
    ck_assert_int_eq(trf_number_divide(pool, num("0"), num("0"), &out), TARIFF_EINVAL);
    ck_assert_int_eq(trf_number_divide(pool, quotient(num("1"), num("3")), trf_number_of(0), &out), TARIFF_EINVAL);
    assert_untouched(out);
}
END_TEST

START_TEST(compare__mixed_forms__by_value)
{
    trf_number third = quotient(num("1"), num("3"));

    ck_assert_int_eq(trf_number_compare(pool, num("1.5"), num("1.50")), 0);
    ck_assert_int_lt(trf_number_compare(pool, num("0.333333333333333333"), third), 0);
    ck_assert_int_gt(trf_number_compare(pool, num("0.333333333333333334"), third), 0);
    ck_assert_int_lt(trf_number_compare(pool, num("-1"), third), 0);
    ck_assert_int_gt(trf_number_compare(pool, num("99999999999999999999999999999999999999"), num("0.000000000000000001")), 0);
    ck_assert_int_lt(trf_number_compare(pool, num("-99999999999999999999999999999999999999"), num("0.000000000000000001")), 0);
    ck_assert_int_eq(trf_number_sign(pool, quotient(num("-1"), num("3"))), -1);
    /* 50.004 per cent is more than 50 per cent: nothing is rounded before a comparison. */
    ck_assert_int_gt(trf_number_compare(pool, quotient(num("50004"), num("100000")), num("0.5")), 0);
}
END_TEST

START_TEST(shift__either_way__moves_the_point)
{
    trf_number out;

    ck_assert_int_eq(trf_number_shift(pool, num("13652.8800"), 2, &out), TARIFF_OK);
    assert_prints(out, "136.528800");
    ck_assert_int_eq(trf_number_shift(pool, num("1.25"), -1, &out), TARIFF_OK);
    assert_prints(out, "12.5");
    ck_assert_int_eq(trf_number_shift(pool, num("1.25"), -5, &out), TARIFF_OK);
    assert_prints(out, "125000");
    ck_assert_int_eq(trf_number_shift(pool, num("1"), 37, &out), TARIFF_OK);
    assert_ratio(out, "1/10000000000000000000000000000000000000");
    ck_assert_int_eq(trf_number_shift(pool, num("0"), INT32_MAX, &out), TARIFF_OK);
    ck_assert_int_eq(trf_number_sign(pool, out), 0);
    ck_assert_int_eq(trf_number_shift(pool, num("0"), INT32_MIN, &out), TARIFF_OK);
    out = mark;
    ck_assert_int_eq(trf_number_shift(pool, num("1"), INT32_MAX, &out), TARIFF_ERANGE);
    ck_assert_int_eq(trf_number_shift(pool, num("1"), INT32_MIN, &out), TARIFF_ERANGE);
    assert_untouched(out);
}
END_TEST

START_TEST(bounds__derived_value_of_4096_bits__one_bit_more_is_erange)
{
    trf_number half = power_of_two(2048), less = power_of_two(2047), out = mark;
    trf_number top;

    /* 2^4095 has 4096 bits, 2^4096 has one more. */
    top = product(half, less);
    ck_assert_int_eq(trf_number_multiply(pool, half, half, &out), TARIFF_ERANGE);
    ck_assert_int_eq(trf_number_add(pool, top, top, &out), TARIFF_ERANGE);
    ck_assert_int_eq(trf_number_subtract(pool, difference(num("0"), top), top, &out), TARIFF_ERANGE);
    assert_untouched(out);
    top = sum(difference(top, num("1")), top); /* 2^4096 - 1: all bits set */
    ck_assert_int_eq(trf_number_add(pool, top, num("1"), &out), TARIFF_ERANGE);
    ck_assert_int_gt(trf_number_compare(pool, top, num("1")), 0);
    ck_assert_int_eq(trf_number_sign(pool, difference(top, top)), 0);
    /* The same for denominators, and for decimals of a long numerator. */
    top = quotient(num("1"), product(half, less));
    ck_assert_int_eq(trf_number_divide(pool, top, num("2"), &out), TARIFF_ERANGE);
    ck_assert_int_eq(trf_number_round(pool, quotient(half, num("3")), TRF_ROUND_HALF_UP, num("0.01"), &out), TARIFF_OK);
    assert_untouched(mark);
}
END_TEST

START_TEST(bounds__rationals_of_one_pool__limit_then_reset_and_go_on)
{
    trf_number wide = difference(power_of_two(4000), num("1")), out;
    trf_number over = quotient(wide, sum(power_of_two(4001), num("1")));
    unsigned count = 0;
    tariff_status status;

    ck_assert_int_eq(over.scale, TRF_SCALE_NONE);
    while ((status = trf_number_negate(pool, over, &out)) == TARIFF_OK)
        ck_assert_uint_lt(count++, 1u << 20);
    ck_assert_int_eq(status, TARIFF_ELIMIT);
    ck_assert_uint_gt(count, TRF_RATIONALS_BYTES / 1100);
    trf_numbers_reset(pool);
    assert_ratio(quotient(num("1"), num("3")), "1/3");
}
END_TEST

/* ---- rounding ---- */
START_TEST(round__every_mode_over_ties_and_neighbours__as_the_definitions_say)
{
    /* Columns: half up, half even, half down, down, up, floor, ceiling. */
    static const struct {
        const char *value;
        const char *expected[7];
    } rows[] = {
        {"2.5", {"3", "2", "2", "2", "3", "2", "3"}},
        {"3.5", {"4", "4", "3", "3", "4", "3", "4"}},
        {"-2.5", {"-3", "-2", "-2", "-2", "-3", "-3", "-2"}},
        {"-3.5", {"-4", "-4", "-3", "-3", "-4", "-4", "-3"}},
        {"0.5", {"1", "0", "0", "0", "1", "0", "1"}},
        {"-0.5", {"-1", "0", "0", "0", "-1", "-1", "0"}},
        {"2.4999", {"2", "2", "2", "2", "3", "2", "3"}},
        {"2.5001", {"3", "3", "3", "2", "3", "2", "3"}},
        {"-2.4999", {"-2", "-2", "-2", "-2", "-3", "-3", "-2"}},
        {"-2.5001", {"-3", "-3", "-3", "-2", "-3", "-3", "-2"}},
        {"7", {"7", "7", "7", "7", "7", "7", "7"}},
        {"-7.000", {"-7", "-7", "-7", "-7", "-7", "-7", "-7"}},
        {"0.0001", {"0", "0", "0", "0", "1", "0", "1"}},
        {"0", {"0", "0", "0", "0", "0", "0", "0"}},
    };
    size_t i, k;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (k = 0; k < 7; k++) {
            trf_number fast = rounded(rows[i].value, (trf_rounding)(TRF_ROUND_HALF_UP + k), "1");
            trf_number shifted, slow;

            assert_prints(fast, rows[i].expected[k]);
            /* The same over rationals: value / 3 to a multiple of 1 / 3. */
            ck_assert_int_eq(trf_number_round(pool, quotient(num(rows[i].value), num("3")), (trf_rounding)(TRF_ROUND_HALF_UP + k),
                                              quotient(num("1"), num("3")), &slow),
                             TARIFF_OK);
            shifted = product(slow, num("3"));
            ck_assert_int_eq(trf_number_compare(pool, shifted, fast), 0);
            /* And beyond one word: value × 10^30 to a multiple of 10^30. */
            ck_assert_int_eq(trf_number_round(pool, product(num(rows[i].value), num("1000000000000000000000000000000")),
                                              (trf_rounding)(TRF_ROUND_HALF_UP + k), num("1000000000000000000000000000000"),
                                              &slow),
                             TARIFF_OK);
            ck_assert_int_eq(trf_number_compare(pool, quotient(slow, num("1000000000000000000000000000000")), fast), 0);
        }
    }
}
END_TEST

START_TEST(round__to_a_multiple__result_has_the_scale_of_the_unit)
{
    assert_prints(rounded("136.5288", TRF_ROUND_HALF_UP, "0.01"), "136.53");
    assert_prints(rounded("7", TRF_ROUND_HALF_UP, "0.01"), "7.00");
    assert_prints(rounded("12.37", TRF_ROUND_HALF_UP, "0.05"), "12.35");
    assert_prints(rounded("12.375", TRF_ROUND_HALF_UP, "0.05"), "12.40");
    assert_prints(rounded("12.375", TRF_ROUND_HALF_DOWN, "0.05"), "12.35");
    assert_prints(rounded("12345", TRF_ROUND_DOWN, "1000"), "12000"); /* a base cut to thousands, a tax cut to hundreds */
    assert_prints(rounded("1299", TRF_ROUND_DOWN, "100"), "1200");
    assert_prints(rounded("50", TRF_ROUND_HALF_EVEN, "100"), "0");
    assert_prints(rounded("150", TRF_ROUND_HALF_EVEN, "100"), "200");
    assert_prints(rounded("10", TRF_ROUND_CEILING, "3"), "12");
    assert_prints(rounded("0.000000000000000001", TRF_ROUND_UP, "99999999999999999999999999999999999999"),
                  "99999999999999999999999999999999999999");
}
END_TEST

START_TEST(round__once_at_the_end__not_at_each_step)
{
    /* 3 × 0.335 is 1.005: 1.01 rounded once, 1.02 from three roundings. */
    trf_number each = rounded("0.335", TRF_ROUND_HALF_UP, "0.01"), once;

    assert_prints(product(each, num("3")), "1.02");
    ck_assert_int_eq(trf_number_round(pool, product(num("0.335"), num("3")), TRF_ROUND_HALF_UP, num("0.01"), &once), TARIFF_OK);
    assert_prints(once, "1.01");
    /* A tie that a binary fraction misses. */
    assert_prints(rounded("9.585", TRF_ROUND_HALF_UP, "0.01"), "9.59");
}
END_TEST

START_TEST(round__equal_annual_stages__down_to_a_tenth)
{
    /* Base 26.4 in 15 stages: 24.64, 22.88, 21.12, 19.36 before rounding. */
    static const char *const expected[] = {"24.6", "22.8", "21.1", "19.3"};
    int stage;

    for (stage = 1; stage <= 4; stage++) {
        trf_number rate = quotient(product(num("26.4"), trf_number_of(15 - stage)), num("15"));

        ck_assert_int_eq(trf_number_round(pool, rate, TRF_ROUND_DOWN, num("0.1"), &rate), TARIFF_OK);
        assert_prints(rate, expected[stage - 1]);
    }
}
END_TEST

START_TEST(round__none_or_wrong_arguments__unchanged_or_einval)
{
    trf_number out = mark;

    ck_assert_int_eq(trf_number_round(pool, num("1.005"), (trf_rounding)99, num("1"), &out), TARIFF_EINVAL);
    ck_assert_int_eq(trf_number_round(pool, num("1.005"), TRF_ROUND_UP, num("0"), &out), TARIFF_EINVAL);
    ck_assert_int_eq(trf_number_round(pool, num("1.005"), TRF_ROUND_UP, num("-0.01"), &out), TARIFF_EINVAL);
    assert_untouched(out);
    ck_assert_int_eq(trf_number_round(pool, num("1.005"), TRF_ROUND_NONE, num("0"), &out), TARIFF_OK);
    assert_prints(out, "1.005");
}
END_TEST

START_TEST(policy__as_text__read_and_printed_again)
{
    static const char *const texts[] = {"none",     "half-up:0.01", "half-even:1", "half-down:0.05",
                                        "down:100", "up:0.001",     "floor:0.01",  "ceiling:1"};
    static const char *const wrong[] = {"",           "half-up",   "none:1",    "half-up:", "half-up:0",
                                        "half-up:-1", "HALF-UP:1", "half-up:x", ":1"};
    trf_rounding_policy policy = {TRF_ROUND_NONE, {0, 0, 0, 0}};
    trf_number out;
    size_t i;

    for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ck_assert_int_eq(trf_rounding_policy_parse(pool, trf_slice_text(texts[i]), &policy), TARIFF_OK);
        ck_assert_int_eq(policy.mode, (trf_rounding)i);
        assert_text(ck_assert_int_eq(trf_rounding_policy_print(pool, policy, &unit_out), TARIFF_OK), texts[i]);
    }
    for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ck_assert_int_eq(trf_rounding_policy_parse(pool, trf_slice_text(wrong[i]), &policy), TARIFF_EINVAL);
    ck_assert_int_eq(policy.mode, TRF_ROUND_CEILING); /* of the last good text */
    ck_assert_int_eq(trf_rounding_policy_apply(pool, policy, num("2.1"), &out), TARIFF_OK);
    assert_prints(out, "3");
    ck_assert_uint_eq(trf_rounding_name((trf_rounding)8).size, 0);
}
END_TEST

/* ---- apportionment ---- */
static tariff_status apportion(const char *total, const char *weights, const char *unit, trf_number *shares, size_t *count)
{
    trf_number read[16];
    const char *at = weights;

    *count = 0;
    while (*at != '\0') {
        size_t size = strcspn(at, " ");

        ck_assert_int_eq(trf_number_parse(pool, trf_slice_of(at, size), &read[(*count)++]), TARIFF_OK);
        at += size;
        at += *at == ' ';
    }
    return trf_number_apportion(pool, num(total), read, *count, num(unit), shares);
}

static void assert_apportions(const char *total, const char *weights, const char *unit, const char *expected)
{
    trf_number shares[16];
    trf_buffer out;
    size_t count, i;

    ck_assert_int_eq(apportion(total, weights, unit, shares, &count), TARIFF_OK);
    trf_buffer_init(&out, &trf_alloc_default, 0);
    for (i = 0; i < count; i++) {
        if (i > 0)
            trf_buffer_char(&out, ' ');
        ck_assert_int_eq(trf_number_print(pool, shares[i], &out), TARIFF_OK);
    }
    unit_assert_slice(trf_buffer_view(&out), expected);
    trf_buffer_done(&out);
}

START_TEST(apportion__largest_remainders__worked_by_hand)
{
    /* 100.00 / 3 = 33.333…: one cent is left, all remainders are equal, the first line has it. */
    assert_apportions("100.00", "1 1 1", "0.01", "33.34 33.33 33.33");
    /* 10 over 1 2 4 of 7: 1.428… 2.857… 5.714…; floors 1 2 5; the two left go to 0.857 and 0.714. */
    assert_apportions("10", "1 2 4", "1", "1 3 6");
    assert_apportions("10", "4 2 1", "1", "6 3 1");
    /* A weight of zero has nothing, first in line or not. */
    assert_apportions("0.05", "0 1 0 1 1 0", "0.01", "0.00 0.02 0.00 0.02 0.01 0.00");
    /* A negative total mirrors. */
    assert_apportions("-100.00", "1 1 1", "0.01", "-33.34 -33.33 -33.33");
    assert_apportions("0.00", "5 7", "0.01", "0.00 0.00");
    assert_apportions("333", "0.5 0.25 0.25", "1", "167 83 83");
    assert_apportions("500", "3 7", "100", "200 300"); /* 1.5 and 3.5: the earlier line */
    assert_apportions("0.15", "1 1", "0.05", "0.10 0.05");
    assert_apportions("7.00", "12.345", "0.01", "7.00");
}
END_TEST

START_TEST(apportion__weights_of_any_size__shares_sum_to_the_total)
{
    trf_number weights[5] = {num("0.000000000000000001"), num("99999999999999999999999999999999999999"),
                             quotient(num("1"), num("3")), quotient(num("2"), num("7")), num("12345.678")};
    trf_number total = num("123456789012345678901234567890.12"), all = num("0");
    size_t i;

    /* In place: shares may be where the weights were. */
    ck_assert_int_eq(trf_number_apportion(pool, total, weights, 5, num("0.01"), weights), TARIFF_OK);
    for (i = 0; i < 5; i++)
        all = sum(all, weights[i]);
    ck_assert_int_eq(trf_number_compare(pool, all, total), 0);
    /* Of thirds and sixths: 1/3, 1/2 and 1/6 of 100 units. */
    weights[0] = quotient(num("1"), num("3"));
    weights[1] = num("0.5");
    weights[2] = quotient(num("1"), num("6"));
    ck_assert_int_eq(trf_number_apportion(pool, num("100"), weights, 3, num("1"), weights), TARIFF_OK);
    assert_prints(weights[0], "33");
    assert_prints(weights[1], "50");
    assert_prints(weights[2], "17"); /* 16.666… before 33.333… */
}
END_TEST

START_TEST(apportion__nothing_to_go_by__einval_and_shares_untouched)
{
    trf_number shares[16];
    size_t count;

    shares[0] = shares[1] = mark;
    ck_assert_int_eq(apportion("1.00", "0 0", "0.01", shares, &count), TARIFF_EINVAL);
    ck_assert_int_eq(apportion("1.00", "2 -1", "0.01", shares, &count), TARIFF_EINVAL);
    ck_assert_int_eq(apportion("1.005", "1 1", "0.01", shares, &count), TARIFF_EINVAL);
    ck_assert_int_eq(apportion("1.00", "1 1", "0", shares, &count), TARIFF_EINVAL);
    ck_assert_int_eq(apportion("1.00", "1 1", "-0.01", shares, &count), TARIFF_EINVAL);
    ck_assert_int_eq(trf_number_apportion(pool, num("1"), shares, 0, num("1"), shares), TARIFF_EINVAL);
    assert_untouched(shares[0]);
    assert_untouched(shares[1]);
}
END_TEST

/* ---- other forms ---- */
START_TEST(int64__integers_of_64_bits__others_refused)
{
    int64_t out = 5;

    ck_assert(trf_number_int64(pool, num("12.00"), &out) && out == 12);
    ck_assert(trf_number_int64(pool, num("9223372036854775807"), &out) && out == INT64_MAX);
    ck_assert(trf_number_int64(pool, num("-9223372036854775808.0"), &out) && out == INT64_MIN);
    out = 5;
    ck_assert(!trf_number_int64(pool, num("9223372036854775808"), &out));
    ck_assert(!trf_number_int64(pool, num("-9223372036854775809"), &out));
    ck_assert(!trf_number_int64(pool, num("0.5"), &out));
    ck_assert(!trf_number_int64(pool, quotient(num("1"), num("3")), &out));
    ck_assert(!trf_number_int64(pool, power_of_two(200), &out));
    ck_assert_int_eq(out, 5);
}
END_TEST

START_TEST(words__decimals_of_128_bits__there_and_back)
{
    static const char *const texts[] = {"0",
                                        "1",
                                        "-1",
                                        "-1.50",
                                        "9223372036854775808",
                                        "-9223372036854775809",
                                        "18446744073709551616.00",
                                        "-18446744073709551616",
                                        "99999999999999999999.999999999999999999",
                                        "-99999999999999999999.999999999999999999"};
    uint64_t words[2];
    trf_number back;
    int16_t scale;
    size_t i;

    for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ck_assert(trf_number_to_words(pool, num(texts[i]), words, &scale));
        ck_assert_int_eq(trf_number_of_words(pool, words, scale, &back), TARIFF_OK);
        assert_prints(back, texts[i]);
    }
    /* -1 is all ones, whatever the host; the edges of 128 bits. */
    ck_assert(trf_number_to_words(pool, num("-1"), words, &scale));
    ck_assert(words[0] == UINT64_MAX && words[1] == UINT64_MAX && scale == 0);
    ck_assert(trf_number_to_words(pool, difference(num("0"), power_of_two(127)), words, &scale));
    ck_assert(words[0] == 0 && words[1] == UINT64_C(1) << 63);
    ck_assert(trf_number_to_words(pool, difference(power_of_two(127), num("1")), words, &scale));
    ck_assert(words[0] == UINT64_MAX && words[1] == UINT64_MAX >> 1);
    words[0] = words[1] = 4;
    ck_assert(!trf_number_to_words(pool, power_of_two(127), words, &scale));
    ck_assert(!trf_number_to_words(pool, power_of_two(128), words, &scale));
    ck_assert(!trf_number_to_words(pool, quotient(num("1"), num("3")), words, &scale));
    ck_assert(words[0] == 4 && words[1] == 4);
    back = mark;
    ck_assert_int_eq(trf_number_of_words(pool, words, -1, &back), TARIFF_EINVAL);
    ck_assert_int_eq(trf_number_of_words(pool, words, 37, &back), TARIFF_EINVAL);
    assert_untouched(back);
}
END_TEST

START_TEST(copy__to_another_pool__outlives_the_first)
{
    trf_numbers *other = trf_numbers_new(&trf_alloc_default);
    trf_number third, decimal;

    ck_assert_int_eq(trf_number_copy(pool, quotient(num("-1"), num("3")), other, &third), TARIFF_OK);
    ck_assert_int_eq(trf_number_copy(pool, num("1.50"), other, &decimal), TARIFF_OK);
    trf_numbers_free(pool);
    pool = other;
    assert_ratio(third, "-1/3");
    assert_prints(decimal, "1.50");
}
END_TEST

/* ---- one word ---- */
START_TEST(small__what_does_not_fit__said_and_not_written)
{
    trf_small top = {INT64_MAX, 0}, bottom = {INT64_MIN, 0}, one = {1, 0}, deep = {1, 36}, out = {5, 5};
    int order = 7;

    ck_assert(!trf_small_add(top, one, &out));
    ck_assert(!trf_small_subtract(bottom, one, &out));
    ck_assert(!trf_small_multiply(top, top, &out));
    ck_assert(!trf_small_multiply(bottom, (trf_small){-1, 0}, &out));
    ck_assert(!trf_small_multiply(deep, deep, &out));
    ck_assert(!trf_small_add(top, deep, &out));
    ck_assert(!trf_small_compare(top, deep, &order));
    ck_assert(!trf_small_round(one, TRF_ROUND_UP, 19, &out));
    ck_assert(!trf_small_round(deep, TRF_ROUND_UP, 0, &out));
    ck_assert(out.coefficient == 5 && out.scale == 5 && order == 7);
    ck_assert(trf_small_compare(bottom, top, &order) && order == -1);
    ck_assert(trf_small_subtract((trf_small){-1, 0}, top, &out) && out.coefficient == INT64_MIN);
}
END_TEST

START_TEST(small__dividing_by_multiplying__every_power_and_edge_as_by_division)
{
    static const int64_t edges[] = {0,
                                    1,
                                    4,
                                    5,
                                    9,
                                    10,
                                    49,
                                    50,
                                    99,
                                    999999999,
                                    INT64_C(4999999999999999999),
                                    INT64_C(5000000000000000000),
                                    INT64_MAX - 1,
                                    INT64_MAX,
                                    INT64_MIN + 1,
                                    INT64_MIN};
    size_t i;
    int32_t k;

    for (k = 1; k <= TRF_POWERS; k++) {
        int64_t power = trf_powers[k].value, step;

        ck_assert_int_eq(power, 10 * trf_powers[k - 1].value);
        for (i = 0; i < sizeof edges / sizeof edges[0]; i++) {
            trf_small out;

            ck_assert(trf_small_round((trf_small){edges[i], k}, TRF_ROUND_DOWN, 0, &out));
            ck_assert_int_eq(out.coefficient, edges[i] / power);
        }
        /* The largest multiples and what lies just below them are where a multiplier would fail first. */
        for (step = 0; step < 1000; step++) {
            int64_t multiple = (INT64_MAX / power - step) * power;
            trf_small out;

            if (multiple <= 0)
                break;
            ck_assert(trf_small_round((trf_small){multiple, k}, TRF_ROUND_DOWN, 0, &out));
            ck_assert_int_eq(out.coefficient, multiple / power);
            ck_assert(trf_small_round((trf_small){multiple - 1, k}, TRF_ROUND_DOWN, 0, &out));
            ck_assert_int_eq(out.coefficient, multiple / power - 1);
        }
    }
}
END_TEST

/* ---- memory ---- */
/* A run of everything that allocates; the first status that is not OK. */
static tariff_status exercise(trf_numbers *numbers, trf_number *last)
{
    trf_number a, b, shares[4] = {{1, 0, 0, 0}, {1, 0, 0, 0}, {1, 0, 0, 0}, {1, 0, 0, 0}};
    tariff_status status = trf_number_parse(numbers, TRF_SLICE("99999999999999999999999999999999999999.999999999999999999"), &a);
    int i;

    if (status == TARIFF_OK)
        status = trf_number_divide(numbers, trf_number_of(1), trf_number_of(3), &b);
    for (i = 0; i < 40 && status == TARIFF_OK; i++) {
        status = trf_number_multiply(numbers, a, b, &b);
        if (status == TARIFF_OK)
            status = trf_number_divide(numbers, b, a, &b);
        if (status == TARIFF_OK)
            status = trf_number_add(numbers, b, trf_number_of(1), &b);
    }
    if (status == TARIFF_OK)
        status = trf_number_apportion(numbers, trf_number_of(7), shares, 4, trf_number_of(1), shares);
    if (status == TARIFF_OK)
        *last = b;
    return status;
}

START_TEST(memory__refused_at_every_call__enomem_no_leak_and_usable_again)
{
    unit_failing state = {0, 0, 0};
    unsigned long refuse, needed;
    trf_number out;

    for (refuse = 1;; refuse++) {
        trf_alloc alloc;
        trf_numbers *numbers;
        tariff_status status;

        memset(&state, 0, sizeof state);
        state.refuse = refuse;
        alloc = unit_failing_alloc(&state);
        numbers = trf_numbers_new(&alloc);
        if (numbers == NULL) {
            ck_assert_int_eq(state.live, 0);
            continue;
        }
        out = mark;
        status = exercise(numbers, &out);
        if (status != TARIFF_OK) {
            ck_assert_int_eq(status, TARIFF_ENOMEM);
            assert_untouched(out);
            state.refuse = 0;
            trf_numbers_reset(numbers);
            ck_assert_int_eq(exercise(numbers, &out), TARIFF_OK);
        }
        needed = state.calls;
        trf_numbers_free(numbers);
        ck_assert_int_eq(state.live, 0);
        if (status == TARIFF_OK)
            break;
    }
    ck_assert_uint_gt(needed, 3); /* the loop did refuse something */
    ck_assert_uint_gt(refuse, 3);
}
END_TEST

START_TEST(memory__second_round_after_a_reset__allocates_nothing)
{
    unit_failing state = {0, 0, 0};
    trf_alloc alloc = unit_failing_alloc(&state);
    trf_numbers *numbers = trf_numbers_new(&alloc);
    unsigned long calls;
    trf_number out;

    ck_assert_int_eq(exercise(numbers, &out), TARIFF_OK);
    trf_numbers_reset(numbers);
    calls = state.calls;
    ck_assert_int_eq(exercise(numbers, &out), TARIFF_OK);
    ck_assert_uint_eq(state.calls, calls);
    trf_numbers_free(numbers);
    ck_assert_int_eq(state.live, 0);
}
END_TEST

static unsigned gmp_calls;

static void *gmp_allocate(size_t size)
{
    gmp_calls++;
    return malloc(size);
}

static void *gmp_reallocate(void *block, size_t old_size, size_t size)
{
    (void)old_size;
    gmp_calls++;
    return realloc(block, size);
}

static void gmp_release(void *block, size_t size)
{
    (void)size;
    free(block);
}

START_TEST(memory__largest_numbers_in_every_operation__gmp_allocates_nothing)
{
    trf_number top, bottom, out;
    mpz_t probe;

    mp_set_memory_functions(gmp_allocate, gmp_reallocate, gmp_release);
    mpz_init_set_ui(probe, 1);
    mpz_clear(probe);
    ck_assert_uint_gt(gmp_calls, 0); /* the count works */
    gmp_calls = 0;
    top = difference(product(power_of_two(2048), power_of_two(2047)), num("1"));
    bottom = difference(product(power_of_two(2048), power_of_two(2046)), num("5"));
    out = quotient(top, bottom);
    out = quotient(bottom, top);
    ck_assert_int_eq(trf_number_add(pool, out, quotient(bottom, sum(top, num("2"))), &top), TARIFF_ERANGE);
    ck_assert_int_eq(trf_number_multiply(pool, out, quotient(top, bottom), &out), TARIFF_OK);
    assert_prints(out, "1");
    out = quotient(bottom, top);
    ck_assert_int_lt(trf_number_compare(pool, out, num("0.5001")), 0);
    ck_assert_int_eq(trf_number_round(pool, out, TRF_ROUND_HALF_EVEN, num("0.01"), &top), TARIFF_OK);
    assert_formats(out, 0, 36, "0.499999999999999999999999999999999999"); /* a little less than a half */
    /* 2^4095 - 1 over 2^4094: odd over a power of two, so in lowest terms; 1233 digits each. */
    out = quotient(difference(product(power_of_two(2048), power_of_two(2047)), num("1")),
                   product(power_of_two(2047), power_of_two(2047)));
    assert_text(ck_assert_int_eq(trf_number_print_ratio(pool, out, &unit_out), TARIFF_OK);
                ck_assert_uint_eq(unit_out.size, 2 * 1233 + 1); unit_out.size = 8, "52219444");
    ck_assert_uint_eq(gmp_calls, 0);
}
END_TEST

/* ---- money ---- */
static trf_money money(const char *amount, const char *currency)
{
    trf_money out;

    ck_assert_int_eq(trf_money_of(pool, num(amount), trf_slice_text(currency), &out, NULL), TARIFF_OK);
    return out;
}

#define assert_money(value, text) assert_text(ck_assert_int_eq(trf_money_print(pool, &(value), &unit_out), TARIFF_OK), text)

START_TEST(money__of_two_currencies__einval_that_names_both)
{
    trf_money pounds = money("12.50", "GBP"), euros = money("1", "EUR"), out = pounds;
    tariff_error *error = NULL;
    int order = 9;

    ck_assert_int_eq(trf_money_add(pool, &pounds, &euros, &out, &error), TARIFF_EINVAL);
    unit_assert_slice(error->message, "amounts in GBP and EUR: different currencies (expected one, or an exchange rate)");
    trf_error_free(error);
    error = NULL;
    ck_assert_int_eq(trf_money_subtract(pool, &pounds, &euros, &out, &error), TARIFF_EINVAL);
    trf_error_free(error);
    ck_assert_int_eq(trf_money_compare(pool, &pounds, &euros, &order, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(order, 9);
    assert_money(out, "12.50 GBP");
    ck_assert_int_eq(trf_money_add(pool, &pounds, &pounds, &out, NULL), TARIFF_OK);
    assert_money(out, "25.00 GBP");
    ck_assert_int_eq(trf_money_compare(pool, &pounds, &out, &order, NULL), TARIFF_OK);
    ck_assert_int_eq(order, -1);
}
END_TEST

START_TEST(money__percentage_then_rounding__as_a_charge_is_computed)
{
    trf_money base = money("1137.74", "GBP"), duty, due, vat;
    trf_rounding_policy pence = {TRF_ROUND_HALF_UP, {1, 0, 2, 0}};

    /* 12 % of 1137.74 is 136.5288, due 136.53; VAT of 20 % on 1274.27 is 254.854. */
    ck_assert_int_eq(trf_money_percent(pool, &base, num("12.00"), &duty, NULL), TARIFF_OK);
    assert_money(duty, "136.528800 GBP");
    ck_assert_int_eq(trf_money_round(pool, &duty, pence, &due, NULL), TARIFF_OK);
    assert_money(due, "136.53 GBP");
    ck_assert_int_eq(trf_money_add(pool, &base, &due, &vat, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_money_percent(pool, &vat, num("20"), &vat, NULL), TARIFF_OK);
    assert_money(vat, "254.8540 GBP");
}
END_TEST

START_TEST(money__exchange__exact_both_ways_and_per_n_units)
{
    trf_exchange_rate pounds_in_euros = {{0}, {0}, "GBP", "EUR"}, yen = {{0}, {0}, "JPY", "GBP"};
    trf_money price = money("1200.00", "EUR"), converted, back, other = money("1", "USD");
    tariff_error *error = NULL;

    pounds_in_euros.rate = num("1.15");
    pounds_in_euros.per = num("1");
    ck_assert_int_eq(trf_money_exchange(pool, &price, &pounds_in_euros, &converted, NULL), TARIFF_OK);
    assert_money(converted, "1043.478260869565217391 GBP"); /* shown cut, held as 24000/23 */
    ck_assert_int_eq(trf_money_exchange(pool, &converted, &pounds_in_euros, &back, NULL), TARIFF_OK);
    assert_money(back, "1200 EUR");
    yen.rate = num("0.52");
    yen.per = num("100");
    price = money("25000", "JPY");
    ck_assert_int_eq(trf_money_exchange(pool, &price, &yen, &converted, NULL), TARIFF_OK);
    assert_money(converted, "130 GBP");
    ck_assert_int_eq(trf_money_exchange(pool, &other, &yen, &converted, &error), TARIFF_EINVAL);
    unit_assert_slice(error->message, "amount in USD: the exchange rate is between JPY and GBP (expected one of them)");
    trf_error_free(error);
    yen.rate = num("0");
    ck_assert_int_eq(trf_money_exchange(pool, &price, &yen, &converted, NULL), TARIFF_EINVAL);
}
END_TEST

START_TEST(money__currency_code__three_capitals)
{
    static const char *const wrong[] = {"", "GB", "GBPX", "gbp", "G P", "12A", "\xc3\x9cR"};
    trf_money out;
    tariff_error *error = NULL;
    size_t i;

    for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ck_assert_int_eq(trf_money_of(pool, num("1"), trf_slice_text(wrong[i]), &out, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(trf_money_of(pool, num("1"), TRF_SLICE("eur"), &out, &error), TARIFF_EINVAL);
    unit_assert_slice(error->message, "currency 'eur': not a currency code (expected three capital letters)");
    trf_error_free(error);
}
END_TEST

/* ---- units and quantities ---- */
static trf_unit_vector unit(const char *dimensions, const char *factor, const char *qualifier)
{
    trf_unit_vector out = trf_unit_one();

    ck_assert(trf_unit_read_dimensions(trf_slice_text(dimensions), out.exponents));
    out.factor = num(factor);
    out.qualifier = trf_slice_text(qualifier);
    return out;
}

#define assert_describes(vector, text) assert_text(trf_unit_describe(&(vector), &unit_out), text)

START_TEST(unit__same_dimensions__converted_by_exact_factors)
{
    trf_unit_vector kilogram = unit("mass", "1", ""), decitonne = unit("mass", "100", ""), pound = unit("mass", "0.45359237", "");
    trf_number out;

    ck_assert_int_eq(trf_unit_convert(pool, num("2000"), &kilogram, &decitonne, &out, NULL), TARIFF_OK);
    assert_prints(out, "20");
    ck_assert_int_eq(trf_unit_convert(pool, num("0.5"), &decitonne, &kilogram, &out, NULL), TARIFF_OK);
    assert_prints(out, "50");
    ck_assert_int_eq(trf_unit_convert(pool, num("1.50"), &kilogram, &kilogram, &out, NULL), TARIFF_OK);
    assert_prints(out, "1.50"); /* nothing was done to it */
    ck_assert_int_eq(trf_unit_convert(pool, num("1"), &kilogram, &pound, &out, NULL), TARIFF_OK);
    assert_ratio(out, "100000000/45359237");
    ck_assert_int_eq(trf_unit_convert(pool, out, &pound, &kilogram, &out, NULL), TARIFF_OK);
    assert_prints(out, "1");
    ck_assert(trf_unit_convertible(&kilogram, &pound));
    ck_assert(!trf_unit_equal(pool, &kilogram, &pound));
}
END_TEST

START_TEST(unit__other_dimensions_or_qualifier__einval_that_names_both)
{
    trf_unit_vector kilogram = unit("mass", "1", ""), litre = unit("volume", "1", ""), drained = unit("mass", "1", "drained");
    trf_number out = mark;
    tariff_error *error = NULL;

    ck_assert_int_eq(trf_unit_convert(pool, num("1"), &kilogram, &litre, &out, &error), TARIFF_EINVAL);
    unit_assert_slice(error->message, "quantity of mass: not one of volume (expected a declared fact that relates them)");
    trf_error_free(error);
    error = NULL;
    ck_assert_int_eq(trf_unit_convert(pool, num("1"), &kilogram, &drained, &out, &error), TARIFF_EINVAL);
    unit_assert_slice(error->message,
                      "quantity of mass: not one of mass 'drained' (expected the same qualifier, or a declared fact)");
    trf_error_free(error);
    assert_untouched(out);
    ck_assert(trf_unit_same_dimensions(&kilogram, &drained));
    ck_assert(!trf_unit_convertible(&kilogram, &drained));
}
END_TEST

START_TEST(unit__products_and_quotients__dimensions_factors_qualifiers)
{
    trf_unit_vector strength = unit("alcohol/volume", "0.01", ""), hectolitre = unit("volume", "100", "");
    trf_unit_vector kilogram = unit("mass", "1", ""), drained = unit("mass", "1", "drained"), lead = unit("mass", "1", "of lead");
    trf_unit_vector euro = unit("money", "1", ""), out, again;
    tariff_error *error = NULL;
    int i;

    /* One per cent of alcohol in one hectolitre is one litre of pure alcohol. */
    ck_assert_int_eq(trf_unit_multiply(pool, &strength, &hectolitre, &out, NULL), TARIFF_OK);
    assert_describes(out, "alcohol");
    assert_prints(out.factor, "1.00");
    ck_assert_int_eq(trf_unit_divide(pool, &euro, &drained, &out, NULL), TARIFF_OK);
    assert_describes(out, "money / mass 'drained'");
    ck_assert_int_eq(trf_unit_multiply(pool, &out, &drained, &again, NULL), TARIFF_OK);
    assert_describes(again, "money"); /* money has no drained weight */
    ck_assert_int_eq(trf_unit_multiply(pool, &out, &lead, &again, &error), TARIFF_EINVAL);
    unit_assert_slice(error->message,
                      "units money / mass 'drained' and mass 'of lead': different qualifiers (expected the same, or one)");
    trf_error_free(error);
    ck_assert_int_eq(trf_unit_divide(pool, &lead, &kilogram, &out, NULL), TARIFF_OK);
    assert_describes(out, "number");
    out = unit("area*area*area/time/time", "1", "");
    assert_describes(out, "area^3 / time^2");
    out = kilogram;
    for (i = 0; i < 126; i++)
        ck_assert_int_eq(trf_unit_multiply(pool, &out, &kilogram, &out, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_unit_multiply(pool, &out, &kilogram, &again, NULL), TARIFF_ERANGE);
}
END_TEST

START_TEST(unit__dimensions_as_text__read_or_refused)
{
    static const char *const wrong[] = {"weight", "mass*", "*mass", "mass//time", "Mass", " mass", "mass "};
    int8_t exponents[TRF_DIMENSIONS] = {9};
    trf_dimension dimension;
    size_t i;

    for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ck_assert(!trf_unit_read_dimensions(trf_slice_text(wrong[i]), exponents));
    ck_assert_int_eq(exponents[0], 9);
    ck_assert(trf_unit_read_dimensions(TRF_SLICE("volume*alcohol/volume"), exponents));
    ck_assert_int_eq(exponents[TRF_DIMENSION_VOLUME], 0);
    ck_assert_int_eq(exponents[TRF_DIMENSION_ALCOHOL], 1);
    for (i = 0; i < TRF_DIMENSIONS; i++) {
        ck_assert(trf_dimension_of_name(trf_dimension_name((trf_dimension)i), &dimension));
        ck_assert_uint_eq(dimension, i);
    }
    ck_assert_uint_eq(trf_dimension_name((trf_dimension)TRF_DIMENSIONS).size, 0);
}
END_TEST

START_TEST(quantity__times_a_rate__converted_to_what_the_rate_is_per)
{
    trf_unit_vector kilogram = unit("mass", "1", ""), decitonne = unit("mass", "100", ""), litre = unit("volume", "1", "");
    trf_quantity net = {num("2000"), &kilogram}, wine = {num("5"), &litre};
    trf_money rate = money("45.10", "EUR"), out;

    /* 2000 kg at 45.10 EUR / 100 kg */
    ck_assert_int_eq(trf_quantity_times_rate(pool, &net, &rate, &decitonne, &out, NULL), TARIFF_OK);
    assert_money(out, "902.00 EUR");
    ck_assert_int_eq(trf_quantity_times_rate(pool, &wine, &rate, &decitonne, &out, NULL), TARIFF_EINVAL);
}
END_TEST

START_TEST(quantity__sums_and_comparisons__in_the_unit_of_the_left)
{
    trf_unit_vector kilogram = unit("mass", "1", ""), tonne = unit("mass", "1000", ""), drained = unit("mass", "1", "drained");
    trf_quantity a = {num("1.5"), &tonne}, b = {num("250"), &kilogram}, c = {num("1"), &drained}, out;
    trf_rounding_policy whole = {TRF_ROUND_HALF_UP, {1, 0, 0, 0}};
    int order;

    ck_assert_int_eq(trf_quantity_add(pool, &a, &b, &out, NULL), TARIFF_OK);
    assert_prints(out.value, "1.75");
    ck_assert_ptr_eq(out.unit, &tonne);
    ck_assert_int_eq(trf_quantity_subtract(pool, &b, &a, &out, NULL), TARIFF_OK);
    assert_prints(out.value, "-1250");
    ck_assert_int_eq(trf_quantity_compare(pool, &a, &b, &order, NULL), TARIFF_OK);
    ck_assert_int_eq(order, 1);
    ck_assert_int_eq(trf_quantity_convert(pool, &a, &kilogram, &out, NULL), TARIFF_OK);
    assert_prints(out.value, "1500");
    ck_assert_int_eq(trf_quantity_round(pool, &a, whole, &out, NULL), TARIFF_OK);
    assert_prints(out.value, "2");
    ck_assert_int_eq(trf_quantity_add(pool, &b, &c, &out, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(trf_quantity_compare(pool, &b, &c, &order, NULL), TARIFF_EINVAL);
}
END_TEST

static TCase *with_pool(const char *name)
{
    TCase *tests = tcase_create(name);

    tcase_add_checked_fixture(tests, open_pool, close_pool);
    tcase_set_timeout(tests, 60);
    return tests;
}

/* ---- results that cannot be had ---- */
enum { OPERATIONS = 13 };
static const char *const results_of[OPERATIONS] = {
    "amount in EUR", "amount in EUR", "amount in EUR", "amount in EUR", "amount in EUR", "quantity",     "quantity",
    "quantity of",   "amount in EUR", "quantity of",   "units",         "units",         "amount in EUR"};

/* One of the operations on amounts, quantities and units that make a number out of a and b. */
static tariff_status operate(trf_numbers *numbers, unsigned operation, trf_number a, trf_number b, tariff_error **error)
{
    trf_unit_vector one = trf_unit_one(), many = trf_unit_one(), made;
    trf_money amount = {a, "EUR"}, other = {b, "EUR"};
    trf_exchange_rate rate = {b, trf_number_of(1), "EUR", "GBP"};
    trf_quantity quantity = {a, &one}, large = {a, &many}, more = {b, &one};
    trf_rounding_policy policy = {TRF_ROUND_UP, b};

    one.exponents[TRF_DIMENSION_MASS] = many.exponents[TRF_DIMENSION_MASS] = 1;
    if (operation == 7 || operation >= 9)
        many.factor = b;
    if (operation == 10 || operation == 11)
        one.factor = a;
    switch (operation) {
    case 0: return trf_money_add(numbers, &amount, &other, &amount, error);
    case 1: return trf_money_subtract(numbers, &amount, &other, &amount, error);
    case 2: return trf_money_multiply(numbers, &amount, b, &amount, error);
    case 3: return trf_money_percent(numbers, &amount, b, &amount, error);
    case 4: return trf_money_exchange(numbers, &amount, &rate, &amount, error);
    case 5: return trf_quantity_add(numbers, &quantity, &more, &quantity, error);
    case 6: return trf_quantity_subtract(numbers, &quantity, &more, &quantity, error);
    case 7: return trf_quantity_convert(numbers, &large, &one, &quantity, error);
    case 8: return trf_quantity_times_rate(numbers, &quantity, &other, &one, &amount, error);
    case 9: return trf_quantity_times_rate(numbers, &large, &other, &one, &amount, error);
    case 10: return trf_unit_multiply(numbers, &one, &many, &made, error);
    case 11: return trf_unit_divide(numbers, &one, &many, &made, error);
    default: return trf_money_round(numbers, &amount, policy, &amount, error);
    }
}

/* 2^4095 is the largest power of two that a number may be; 2^-4095 the smallest. */
START_TEST(operation__result_past_the_bound__erange_that_says_what_of)
{
    trf_number most = product(power_of_two(2048), power_of_two(2047)), least = quotient(num("1"), most), negative;
    tariff_error *error = NULL;
    tariff_status status = operate(pool, (unsigned)_i, most, most, &error);

    if (_i == 1 || _i == 6) { /* nothing is left; twice as much is too much */
        ck_assert_int_eq(status, TARIFF_OK);
        ck_assert_int_eq(trf_number_negate(pool, most, &negative), TARIFF_OK);
        status = operate(pool, (unsigned)_i, most, negative, &error);
    } else if (_i == 11) { /* one; the square of it is too much */
        ck_assert_int_eq(status, TARIFF_OK);
        status = operate(pool, 11, most, least, &error);
    }
    ck_assert_int_eq(status, TARIFF_ERANGE);
    ck_assert(error && trf_slice_begins(error->message, trf_slice_text(results_of[_i])));
    ck_assert_int_eq(error->status, TARIFF_ERANGE);
    trf_error_free(error);
}
END_TEST

START_TEST(operation__zero_where_none_may_be__einval_that_says_what_of)
{
    static const unsigned with[] = {4, 11, 12};
    trf_exchange_rate rate = {num("2"), num("-1"), "EUR", "GBP"};
    trf_money amount = money("5", "EUR");
    trf_quantity quantity = {num("5"), NULL};
    trf_rounding_policy nothing = {TRF_ROUND_UP, {0, 0, 0, 0}};
    tariff_error *error = NULL;

    for (size_t i = 0; i < sizeof with / sizeof *with; i++) {
        ck_assert_int_eq(operate(pool, with[i], num("5"), num("0"), &error), TARIFF_EINVAL);
        ck_assert_uint_gt(error->message.size, 20);
        trf_error_free(error);
        error = NULL;
    }
    ck_assert_int_eq(trf_money_exchange(pool, &amount, &rate, &amount, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(trf_quantity_round(pool, &quantity, nothing, &quantity, &error), TARIFF_EINVAL);
    unit_assert_slice(error->message, "quantity: not a valid rounding (expected a known mode and a unit above zero)");
    trf_error_free(error);
}
END_TEST

/* Memory that ends in the midst of it: no memory, and what was there before is as it was. */
START_TEST(operation__memory_ends__enomem_and_the_operands_stay)
{
    unit_failing state = {0, 0, 0};
    trf_alloc alloc = unit_failing_alloc(&state);
    trf_numbers *numbers = trf_numbers_new(&alloc);
    tariff_error *error = NULL;
    trf_number third, seventh, again;
    tariff_status status = TARIFF_OK;

    ck_assert_int_eq(trf_number_divide(numbers, trf_number_of(1), trf_number_of(3), &third), TARIFF_OK);
    ck_assert_int_eq(trf_number_divide(numbers, trf_number_of(1), trf_number_of(7), &seventh), TARIFF_OK);
    state.refuse = state.calls + 1;
    for (unsigned i = 0; status == TARIFF_OK && i < 100000; i++)
        status = operate(numbers, (unsigned)_i, third, seventh, &error);
    ck_assert_int_eq(status, TARIFF_ENOMEM);
    ck_assert_ptr_nonnull(error);
    trf_error_free(error);
    state.refuse = 0;
    ck_assert_int_eq(operate(numbers, (unsigned)_i, third, seventh, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_number_multiply(numbers, third, trf_number_of(3), &again), TARIFF_OK);
    ck_assert_int_eq(trf_number_compare(numbers, again, trf_number_of(1)), 0);
    trf_numbers_free(numbers);
    ck_assert_int_eq(state.live, 0);
}
END_TEST

START_TEST(print__buffer_that_is_full__enomem)
{
    trf_money amount = money("12.50", "GBP");
    trf_rounding_policy none = {TRF_ROUND_NONE, {0, 0, 0, 0}};
    trf_buffer small;

    for (size_t limit = 1; limit < 8; limit++) {
        trf_buffer_init(&small, &trf_alloc_default, limit);
        ck_assert_int_eq(trf_money_print(pool, &amount, &small), TARIFF_ENOMEM);
        trf_buffer_done(&small);
    }
    trf_buffer_init(&small, &trf_alloc_default, 2);
    ck_assert_int_eq(trf_rounding_policy_print(pool, none, &small), TARIFF_ENOMEM);
    trf_buffer_done(&small);
}
END_TEST

/* Shares of fractions, with less and less memory left: none of them is written before all are known. */
START_TEST(apportion__memory_ends__enomem_and_shares_untouched)
{
    unsigned refused = 0, done = 0;

    for (unsigned before = 0; before < 240; before++) {
        unit_failing state = {0, 0, 0};
        trf_alloc alloc = unit_failing_alloc(&state);
        trf_numbers *numbers = trf_numbers_new(&alloc);
        trf_number weights[3], shares[3], unit_of_shares, total, filler;
        tariff_status status;

        for (unsigned i = 0; i < 3; i++) {
            ck_assert_int_eq(trf_number_divide(numbers, trf_number_of(1), trf_number_of(3 + 4 * i), &weights[i]), TARIFF_OK);
            shares[i] = mark;
        }
        /* A thousand units of 7/11. */
        ck_assert_int_eq(trf_number_divide(numbers, trf_number_of(7), trf_number_of(11), &unit_of_shares), TARIFF_OK);
        ck_assert_int_eq(trf_number_multiply(numbers, unit_of_shares, trf_number_of(-1000), &total), TARIFF_OK);
        for (unsigned i = 0; i < before; i++)
            ck_assert_int_eq(trf_number_divide(numbers, trf_number_of(1), trf_number_of(3), &filler), TARIFF_OK);
        ck_assert_ptr_nonnull(trf_numbers_scratch(numbers, 3, 256));
        state.refuse = state.calls + 1;
        status = trf_number_apportion(numbers, total, weights, 3, unit_of_shares, shares);
        ck_assert(status == TARIFF_OK || status == TARIFF_ENOMEM);
        refused += status == TARIFF_ENOMEM;
        done += status == TARIFF_OK;
        for (unsigned i = 0; status != TARIFF_OK && i < 3; i++)
            assert_untouched(shares[i]);
        trf_numbers_free(numbers);
        ck_assert_int_eq(state.live, 0);
    }
    ck_assert_uint_gt(refused, 3);
    ck_assert_uint_gt(done, 3);
}
END_TEST

START_TEST(apportion__weights_past_the_bound__erange)
{
    trf_number most = product(power_of_two(2048), power_of_two(2047)), weights[2] = {most, most}, shares[2] = {mark, mark};

    ck_assert_int_eq(trf_number_apportion(pool, num("100"), weights, 2, num("1"), shares), TARIFF_ERANGE);
    /* A total of so many digits cannot be multiplied by the weights any more. */
    weights[0] = weights[1] = power_of_two(2000);
    ck_assert_int_eq(trf_number_apportion(pool, most, weights, 2, num("1"), shares), TARIFF_ERANGE);
    assert_untouched(shares[0]);
}
END_TEST

START_TEST(unit__dimensions_to_the_127th_power__are_the_most)
{
    char text[5 * 129 + 1];
    int8_t exponents[TRF_DIMENSIONS] = {0};
    trf_unit_vector price = unit("money/mass/volume", "1", ""), drained = unit("mass", "1", "drained");
    trf_unit_vector plain = unit("mass", "1", ""), out;

    for (int over = 0; over < 2; over++) {
        for (unsigned i = 0; i < 129; i++)
            memcpy(text + 5 * i, over && i ? "/mass" : "*mass", 5);
        /* Once and 126 times less; one more time and another are as far as -127. */
        ck_assert(trf_unit_read_dimensions(trf_slice_of(text + 1, 5 * 127 - 1), exponents));
        ck_assert_int_eq(exponents[TRF_DIMENSION_MASS], over ? 1 - 126 : 127);
        ck_assert(trf_unit_read_dimensions(trf_slice_of(text + 1, 5 * 128 - 1), exponents) == (over != 0));
        ck_assert(trf_unit_read_dimensions(trf_slice_of(text + 1, 5 * 129 - 1), exponents) == (over != 0));
    }
    ck_assert_int_eq(exponents[TRF_DIMENSION_MASS], -127);
    ck_assert(trf_unit_read_dimensions(TRF_SLICE_EMPTY, exponents));
    ck_assert_int_eq(exponents[TRF_DIMENSION_MASS], 0);
    assert_describes(price, "money / mass volume");
    /* What is drained, by what is drained, measures nothing that is drained. */
    ck_assert_int_eq(trf_unit_divide(pool, &drained, &drained, &out, NULL), TARIFF_OK);
    assert_describes(out, "number");
    ck_assert_int_eq(trf_unit_multiply(pool, &drained, &plain, &out, NULL), TARIFF_OK);
    assert_describes(out, "mass^2 'drained'");
    ck_assert_int_eq(trf_unit_divide(pool, &out, &drained, &out, NULL), TARIFF_OK);
    assert_describes(out, "mass");
    ck_assert_int_eq(trf_unit_divide(pool, &price, &drained, &out, NULL), TARIFF_OK);
    assert_describes(out, "money / mass^2 volume 'drained'");
    ck_assert(trf_unit_equal(pool, &plain, &plain) && !trf_unit_equal(pool, &plain, &drained));
    out = unit("mass", "1000", "");
    ck_assert(!trf_unit_equal(pool, &plain, &out));
}
END_TEST

static TCase *number_case(void)
{
    TCase *tests = with_pool("number");

    tcase_add_test(tests, parse__decimals_at_the_door__scale_kept_as_written);
    tcase_add_test(tests, parse__38_digits_before_and_18_after__held_exactly);
    tcase_add_test(tests, parse__what_is_no_decimal__einval_and_out_untouched);
    tcase_add_test(tests, parse__more_digits_than_the_door_lets_in__erange);
    tcase_add_test(tests, format__least_and_most_places__padded_stripped_and_cut);
    tcase_add_test(tests, print__rational__cut_at_18_places);
    tcase_add_test(tests, is_decimal__places_needed__not_places_written);
    tcase_add_test(tests, arithmetic__scales__larger_for_sums_both_for_products_shortest_for_quotients);
    tcase_add_test(tests, arithmetic__past_128_bits_and_back__counted_and_exact);
    tcase_add_test(tests, arithmetic__equal_values_by_different_ways__compare_and_print_alike);
    tcase_add_test(tests, arithmetic__scale_past_36__shortest_where_one_fits);
    tcase_add_test(tests, divide__by_zero__einval_and_out_untouched);
    tcase_add_test(tests, compare__mixed_forms__by_value);
    tcase_add_test(tests, shift__either_way__moves_the_point);
    tcase_add_test(tests, bounds__derived_value_of_4096_bits__one_bit_more_is_erange);
    tcase_add_test(tests, bounds__rationals_of_one_pool__limit_then_reset_and_go_on);
    tcase_add_test(tests, int64__integers_of_64_bits__others_refused);
    tcase_add_test(tests, words__decimals_of_128_bits__there_and_back);
    tcase_add_test(tests, copy__to_another_pool__outlives_the_first);
    tcase_add_test(tests, small__what_does_not_fit__said_and_not_written);
    tcase_add_test(tests, small__dividing_by_multiplying__every_power_and_edge_as_by_division);
    return tests;
}

static TCase *round_case(void)
{
    TCase *tests = with_pool("rounding and apportionment");

    tcase_add_test(tests, round__every_mode_over_ties_and_neighbours__as_the_definitions_say);
    tcase_add_test(tests, round__to_a_multiple__result_has_the_scale_of_the_unit);
    tcase_add_test(tests, round__once_at_the_end__not_at_each_step);
    tcase_add_test(tests, round__equal_annual_stages__down_to_a_tenth);
    tcase_add_test(tests, round__none_or_wrong_arguments__unchanged_or_einval);
    tcase_add_test(tests, policy__as_text__read_and_printed_again);
    tcase_add_test(tests, apportion__largest_remainders__worked_by_hand);
    tcase_add_test(tests, apportion__weights_of_any_size__shares_sum_to_the_total);
    tcase_add_test(tests, apportion__nothing_to_go_by__einval_and_shares_untouched);
    return tests;
}

static TCase *memory_case(void)
{
    TCase *tests = with_pool("memory");

    tcase_add_test(tests, memory__refused_at_every_call__enomem_no_leak_and_usable_again);
    tcase_add_test(tests, memory__second_round_after_a_reset__allocates_nothing);
    tcase_add_test(tests, memory__largest_numbers_in_every_operation__gmp_allocates_nothing);
    return tests;
}

static TCase *measure_case(void)
{
    TCase *tests = with_pool("money, units, quantities");

    tcase_add_test(tests, money__of_two_currencies__einval_that_names_both);
    tcase_add_test(tests, money__percentage_then_rounding__as_a_charge_is_computed);
    tcase_add_test(tests, money__exchange__exact_both_ways_and_per_n_units);
    tcase_add_test(tests, money__currency_code__three_capitals);
    tcase_add_test(tests, unit__same_dimensions__converted_by_exact_factors);
    tcase_add_test(tests, unit__other_dimensions_or_qualifier__einval_that_names_both);
    tcase_add_test(tests, unit__products_and_quotients__dimensions_factors_qualifiers);
    tcase_add_loop_test(tests, operation__result_past_the_bound__erange_that_says_what_of, 0, OPERATIONS - 1);
    tcase_add_test(tests, operation__zero_where_none_may_be__einval_that_says_what_of);
    tcase_add_loop_test(tests, operation__memory_ends__enomem_and_the_operands_stay, 0, OPERATIONS);
    tcase_add_test(tests, print__buffer_that_is_full__enomem);
    tcase_add_test(tests, apportion__memory_ends__enomem_and_shares_untouched);
    tcase_add_test(tests, apportion__weights_past_the_bound__erange);
    tcase_add_test(tests, unit__dimensions_to_the_127th_power__are_the_most);
    tcase_add_test(tests, unit__dimensions_as_text__read_or_refused);
    tcase_add_test(tests, quantity__times_a_rate__converted_to_what_the_rate_is_per);
    tcase_add_test(tests, quantity__sums_and_comparisons__in_the_unit_of_the_left);
    return tests;
}

static Suite *num_suite(void)
{
    Suite *suite = suite_create("num");

    suite_add_tcase(suite, number_case());
    suite_add_tcase(suite, round_case());
    suite_add_tcase(suite, memory_case());
    suite_add_tcase(suite, measure_case());
    return suite;
}
UNIT_MAIN(num_suite)
