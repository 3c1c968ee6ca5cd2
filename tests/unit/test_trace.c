/* SPDX-License-Identifier: Apache-2.0 */
/* Records of a computation: what they hold, and that the leaves give the root again. */
#include "trace/trace.h"
#include "unit.h"

static trf_numbers *pool;
static trf_trace trace;

static void setup(void)
{
    pool = trf_numbers_new(&trf_alloc_default);
    trf_trace_init(&trace, &trf_alloc_default);
}

static void teardown(void)
{
    trf_trace_done(&trace);
    trf_numbers_free(pool);
}

static trf_number number(const char *text)
{
    trf_number n = trf_number_of(0);

    ck_assert_int_eq(trf_number_parse(pool, trf_slice_text(text), &n), TARIFF_OK);
    return n;
}

static uint32_t leaf(const char *value)
{
    return trf_trace_leaf(&trace, TRF_TRACE_AMOUNT, number(value), TRF_IN_ASSESSMENT, 0, 0, TRF_FROM_DECLARATION);
}

static uint32_t pair(trf_trace_op op, const char *value, uint32_t a, uint32_t b)
{
    return trf_trace_binary(&trace, op, number(value), TRF_IN_ASSESSMENT, a, b, TRF_TRACE_REF(TRF_RULE_MEASURE, 12), 34);
}

START_TEST(node__of_32_bytes__keeps_what_it_was_given)
{
    uint32_t a = leaf("120.50"), b = leaf("4");
    uint32_t sum = pair(TRF_TRACE_SUM, "124.50", a, b);

    ck_assert_uint_eq(sizeof(trf_trace_node), 32);
    ck_assert_uint_eq(trf_trace_input_count(&trace, a), 0);
    ck_assert_uint_eq(trf_trace_input_count(&trace, sum), 2);
    ck_assert_uint_eq(trf_trace_input(&trace, sum, 1), b);
    ck_assert_uint_eq(trf_trace_input(&trace, sum, 2), TRF_TRACE_NONE);
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, sum), number("124.50")), 0);
    ck_assert_uint_eq(TRF_TRACE_REF_KIND(trace.nodes[sum].rule), TRF_RULE_MEASURE);
    ck_assert_uint_eq(TRF_TRACE_REF_ID(trace.nodes[sum].rule), 12);
    ck_assert_uint_eq(trace.nodes[sum].source, 34);
    trf_trace_annotate(&trace, a, TRF_TRACE_REF(TRF_RULE_FIELD, 5), 6, TRF_FROM_PROFILE);
    ck_assert_uint_eq(trace.nodes[a].source, 6);
    ck_assert_str_eq(trf_trace_from_name(trace.nodes[a].from), "profile");
    /* The names of the contract. */
    ck_assert_str_eq(trf_trace_op_name(TRF_TRACE_PERCENT), "percent");
    ck_assert_str_eq(trf_trace_op_name(TRF_TRACE_CLAIM), "claim");
    ck_assert_str_eq(trf_trace_op_name(99), "");
}
END_TEST

START_TEST(write__in_four_words__is_the_same_record)
{
    trf_trace_node plain = {-7, 3, TRF_TRACE_SUM, TRF_FROM_MEASURE, 0, 0x01020304, 5, 6, 0x07080900, 10}, words;

    memset(&words, 0xff, sizeof words);
    trf_trace_write(&words, 0, -7, 3, TRF_TRACE_SUM, TRF_FROM_MEASURE, 0x01020304, 5, 6, trf_trace_law(0x07080900, 10));
    ck_assert_mem_eq(&words, &plain, sizeof plain);
}
END_TEST

/* 9.5 % of 1000.25 is 95.02375: written as one record, seen as two nodes. */
START_TEST(rate__held_by_its_operation__seen_as_a_node_of_its_own)
{
    uint32_t base = leaf("1000.25"), percent = trace.count, own = percent | TRF_TRACE_OWN, bad = 0;
    trf_trace_node seen;

    ck_assert(trf_trace_reserve(&trace, 1));
    trf_trace_write(trace.nodes, trace.count++, 95, 1, TRF_TRACE_PERCENT, TRF_TRACE_RATE, TRF_IN_ASSESSMENT,
                    TRF_TRACE_REF(TRF_IN_PERCENT, 0), base, trf_trace_law(TRF_TRACE_REF(TRF_RULE_MEASURE, 12), 34));
    ck_assert_uint_eq(trf_trace_input_count(&trace, percent), 2);
    ck_assert_uint_eq(trf_trace_input(&trace, percent, 0), own);
    ck_assert_uint_eq(trf_trace_input(&trace, percent, 1), base);
    ck_assert_uint_eq(trf_trace_input_count(&trace, own), 0);
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, percent), number("95.02375")), 0);
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, own), number("9.5")), 0);
    seen = trf_trace_at(&trace, own);
    ck_assert_uint_eq(seen.unit, TRF_TRACE_REF(TRF_IN_PERCENT, 0));
    ck_assert_str_eq(trf_trace_from_name(seen.from), "measure");
    ck_assert_uint_eq(seen.rule, TRF_TRACE_REF(TRF_RULE_MEASURE, 12));
    seen = trf_trace_at(&trace, percent);
    ck_assert_uint_eq(seen.unit, TRF_IN_ASSESSMENT);
    ck_assert_str_eq(trf_trace_from_name(seen.from), "");
    ck_assert(trf_trace_is_input(own, percent) && trf_trace_is_input(base, percent) && !trf_trace_is_input(percent, base));
    ck_assert_int_eq(trf_trace_check(&trace, pool, percent, &bad), TARIFF_OK);
    /* A node without a rate of its own has none to show, and what is beyond the trace is nothing. */
    ck_assert_uint_eq(trf_trace_at(&trace, base | TRF_TRACE_OWN).op, 0);
    ck_assert_uint_eq(trf_trace_input_count(&trace, percent + 1), 0);
}
END_TEST

/* 20 % of a duty of 20 % of 500.00: 100 and 20. A charge may take its rate of another one that kept its exact amount. */
START_TEST(rate__of_what_holds_a_rate__follows_it)
{
    uint32_t base = leaf("500.00"), duty = trace.count, charge = duty + 1, bad = 0;

    ck_assert(trf_trace_reserve(&trace, 2));
    for (uint32_t of = base; trace.count <= charge; of = duty)
        trf_trace_write(trace.nodes, trace.count++, 20, 0, TRF_TRACE_PERCENT, TRF_TRACE_RATE, TRF_IN_ASSESSMENT,
                        TRF_TRACE_REF(TRF_IN_PERCENT, 0), of, trf_trace_law(TRF_TRACE_REF(TRF_RULE_MEASURE, 12), 34));
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, duty), number("100")), 0);
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, charge), number("20")), 0);
    ck_assert_int_eq(trf_trace_check(&trace, pool, charge, &bad), TARIFF_OK);
}
END_TEST

/* One tree with every operation. */
static uint32_t whole_tree(void)
{
    uint32_t rate =
        trf_trace_leaf(&trace, TRF_TRACE_PERCENT, number("9"), TRF_TRACE_REF(TRF_IN_PERCENT, 0), 0, 0, TRF_FROM_MEASURE);
    uint32_t base = leaf("1000"), quantity = leaf("2000"), hundredth, tons, price, specific, factor, divisor, converted, sum,
             less, least;
    uint32_t most, unit, rounded, options[2], chosen, shares[5], share, inputs[3], claim;

    uint32_t percent = pair(TRF_TRACE_PERCENT, "90", rate, base); /* 1000 × 9 / 100 */
    hundredth = trf_trace_leaf(&trace, TRF_TRACE_LOOKUP, number("0.01"), 0, 0, 0, TRF_FROM_IMAGE);
    tons = pair(TRF_TRACE_CONVERT, "20.00", quantity, hundredth);
    price = leaf("45");
    specific = pair(TRF_TRACE_AMOUNT, "900", price, tons); /* 45 × 20 */
    factor = trf_trace_leaf(&trace, TRF_TRACE_LOOKUP, number("1"), 0, 0, 0, TRF_FROM_IMAGE);
    divisor = trf_trace_leaf(&trace, TRF_TRACE_LOOKUP, number("1.25"), 0, 0, 0, TRF_FROM_IMAGE);
    inputs[0] = specific;
    inputs[1] = factor;
    inputs[2] = divisor;
    converted = trf_trace_list(&trace, TRF_TRACE_CONVERT, number("720"), TRF_IN_ASSESSMENT, inputs, 3, 0, 0);
    sum = pair(TRF_TRACE_SUM, "810", percent, converted);
    less = pair(TRF_TRACE_DIFFERENCE, "720", sum, percent);
    least = pair(TRF_TRACE_MAX, "810", less, sum);
    most = pair(TRF_TRACE_MIN, "720", less, least);
    unit = leaf("100");
    rounded = pair(TRF_TRACE_ROUND, "800", most, unit); /* 720 to hundreds, upwards */
    trf_trace_mode(&trace, rounded, TRF_ROUND_UP);
    options[0] = sum;
    options[1] = rounded;
    chosen = trf_trace_list(&trace, TRF_TRACE_CHOOSE, number("800"), TRF_IN_ASSESSMENT, options, 2, 0, 0);
    trf_trace_mode(&trace, chosen, 1);
    shares[0] = chosen;
    shares[1] = leaf("1");
    shares[2] = leaf("1");
    shares[3] = leaf("1");
    shares[4] = leaf("1");
    /* 800 in units of 1 over three equal weights: 267, 267, 266 */
    share = trf_trace_list(&trace, TRF_TRACE_APPORTION, number("266"), TRF_IN_ASSESSMENT, shares, 5, 0, 0);
    trf_trace_mode(&trace, share, 2);
    claim = trf_trace_unary(&trace, TRF_TRACE_CLAIM, number("266"), TRF_IN_ASSESSMENT, share, 0, 0);
    return claim;
}

START_TEST(check__every_operation__computes_again_from_its_leaves)
{
    uint32_t node = 0;

    ck_assert_int_eq(trf_trace_check(&trace, pool, whole_tree(), &node), TARIFF_OK);
}
END_TEST

START_TEST(check__any_value_changed__names_a_node_that_differs)
{
    uint32_t root = whole_tree(), at, node, found = 0;

    for (at = 0; at <= root; at++) {
        if (trf_trace_input_count(&trace, at) == 0)
            continue;
        trace.nodes[at].coefficient += 1;
        ck_assert_int_eq(trf_trace_check(&trace, pool, root, &node), TARIFF_NEGATIVE);
        ck_assert_uint_eq(node, at);
        trace.nodes[at].coefficient -= 1;
        found++;
    }
    ck_assert_uint_eq(found, 12);
}
END_TEST

START_TEST(check__unsound_trees__are_refused)
{
    uint32_t a = leaf("1"), b = leaf("2"), sum = pair(TRF_TRACE_SUM, "3", a, b), node;

    trace.nodes[sum].b = sum; /* stands on itself */
    ck_assert_int_eq(trf_trace_check(&trace, pool, sum, &node), TARIFF_EINVAL);
    trace.nodes[sum].b = 1000;
    ck_assert_int_eq(trf_trace_check(&trace, pool, sum, &node), TARIFF_EINVAL);
    trace.nodes[sum].a = trace.nodes[sum].b = TRF_TRACE_NONE; /* a sum of nothing is no leaf */
    ck_assert_int_eq(trf_trace_check(&trace, pool, sum, &node), TARIFF_EINVAL);
    ck_assert_int_eq(trf_trace_check(&trace, pool, 99, &node), TARIFF_EINVAL);
}
END_TEST

START_TEST(values__past_64_bits_and_rationals__are_kept_exactly)
{
    trf_number big, third;
    uint32_t a, b, product, node;

    ck_assert_int_eq(trf_number_multiply(pool, number("9223372036854775808"), number("1000000000"), &big), TARIFF_OK);
    ck_assert_int_eq(trf_number_divide(pool, trf_number_of(1), trf_number_of(3), &third), TARIFF_OK);
    a = trf_trace_leaf(&trace, TRF_TRACE_AMOUNT, big, 0, 0, 0, TRF_FROM_DECLARATION);
    b = trf_trace_leaf(&trace, TRF_TRACE_AMOUNT, third, 0, 0, 0, TRF_FROM_DECLARATION);
    ck_assert_int_eq(trf_number_multiply(pool, big, third, &big), TARIFF_OK);
    product = trf_trace_binary(&trace, TRF_TRACE_AMOUNT, big, 0, a, b, 0, 0);
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, b), third), 0);
    ck_assert_int_eq(trf_trace_check(&trace, pool, product, &node), TARIFF_OK);
}
END_TEST

START_TEST(trace__memory_refused__is_marked_and_goes_on)
{
    unit_failing state = {0, 1, 0};
    trf_alloc alloc = unit_failing_alloc(&state);
    trf_trace own;

    trf_trace_init(&own, &alloc);
    ck_assert_uint_eq(trf_trace_leaf(&own, TRF_TRACE_AMOUNT, trf_number_of(1), 0, 0, 0, TRF_FROM_IMAGE), TRF_TRACE_NONE);
    ck_assert(own.failed);
    ck_assert_uint_eq(trf_trace_leaf(&own, TRF_TRACE_AMOUNT, trf_number_of(1), 0, 0, 0, TRF_FROM_IMAGE), TRF_TRACE_NONE);
    state.refuse = 0;
    trf_trace_reset(&own);
    ck_assert_uint_eq(trf_trace_leaf(&own, TRF_TRACE_AMOUNT, trf_number_of(1), 0, 0, 0, TRF_FROM_IMAGE), 0);
    trf_trace_done(&own);
    ck_assert_int_eq(state.live, 0);
    /* No trace is a trace that records nothing. */
    ck_assert_uint_eq(trf_trace_leaf(NULL, TRF_TRACE_AMOUNT, trf_number_of(1), 0, 0, 0, TRF_FROM_IMAGE), TRF_TRACE_NONE);
}
END_TEST

/* Every call refused in turn: the records that were not made are none, and the flag stays until the trace begins anew. */
START_TEST(trace__each_call_refused__is_marked)
{
    trf_number third;
    const uint32_t inputs[3] = {0, 0, 0};

    ck_assert_int_eq(trf_number_divide(pool, trf_number_of(1), trf_number_of(3), &third), TARIFF_OK);
    for (unsigned long refuse = 1; refuse <= 4; refuse++) {
        unit_failing state = {0, 0, 0};
        trf_alloc alloc = unit_failing_alloc(&state);
        uint32_t plain, wide, list;
        trf_trace own;

        state.refuse = refuse;
        trf_trace_init(&own, &alloc);
        plain = trf_trace_leaf(&own, TRF_TRACE_AMOUNT, trf_number_of(1), 0, 0, 0, TRF_FROM_IMAGE);
        wide = trf_trace_leaf(&own, TRF_TRACE_AMOUNT, third, 0, 0, 0, TRF_FROM_IMAGE);
        list = trf_trace_list(&own, TRF_TRACE_SUM, trf_number_of(3), 0, inputs, 3, 0, 0);
        /* Records, wide values and lists have a block each. */
        ck_assert_int_eq(plain != TRF_TRACE_NONE, refuse > 1);
        ck_assert_int_eq(wide != TRF_TRACE_NONE, refuse > 2);
        ck_assert_int_eq(list != TRF_TRACE_NONE, refuse > 3);
        ck_assert_int_eq(own.failed, refuse <= 3);
        ck_assert_int_eq(trf_trace_reserve(&own, 1), refuse > 3);
        trf_trace_done(&own);
        trf_trace_done(&own);
        ck_assert_int_eq(state.live, 0);
    }
    ck_assert_uint_eq(trf_trace_list(NULL, TRF_TRACE_SUM, trf_number_of(1), 0, inputs, 3, 0, 0), TRF_TRACE_NONE);
    trf_trace_mode(NULL, 0, 1);
    trf_trace_annotate(NULL, 0, 1, 1, TRF_FROM_IMAGE);
    {
        trf_trace none = {.alloc = NULL};

        trf_trace_done(&none); /* never begun */
    }
}
END_TEST

/* What is not there is empty, and changes to it are none. */
START_TEST(records__past_the_end__are_empty)
{
    uint32_t a = leaf("5"), node = 7;

    trf_trace_mode(&trace, a + 1, 3);
    trf_trace_annotate(&trace, a + 1, 1, 1, TRF_FROM_IMAGE);
    trf_trace_annotate(&trace, a, 0, 0, TRF_FROM_NONE);
    ck_assert_str_eq(trf_trace_from_name(trf_trace_at(&trace, a).from), "declaration"); /* zeros leave things as they are */
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, a + 1), trf_number_of(0)), 0);
    ck_assert_uint_eq(trf_trace_at(&trace, a + 1).op, 0);
    trace.nodes[a].scale = -1; /* a wide value that there is none of */
    trace.nodes[a].coefficient = 5;
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, a), trf_number_of(0)), 0);
    ck_assert_int_eq(trf_trace_check(&trace, pool, a + 1, &node), TARIFF_EINVAL);
    ck_assert_uint_eq(node, 7);
    ck_assert_str_eq(trf_trace_rule_name(TRF_RULE_MEASURE), "measure");
    ck_assert_str_eq(trf_trace_rule_name(99), "");
    ck_assert_str_eq(trf_trace_from_name(15), "");
}
END_TEST

static uint32_t rate_of(uint32_t base, int64_t coefficient)
{
    ck_assert(trf_trace_reserve(&trace, 1));
    trf_trace_write(trace.nodes, trace.count, coefficient, 0, TRF_TRACE_PERCENT, TRF_TRACE_RATE, TRF_IN_ASSESSMENT,
                    TRF_TRACE_REF(TRF_IN_PERCENT, 0), base, 0);
    return trace.count++;
}

/* Records that no evaluation writes: a rate of nothing, of itself, of what is past one word, of more rates than are followed. */
START_TEST(rate__of_what_gives_no_word__is_zero)
{
    trf_number big;
    uint32_t of;

    ck_assert_int_eq(trf_number_multiply(pool, number("9223372036854775808"), number("1000000000"), &big), TARIFF_OK);
    of = trf_trace_leaf(&trace, TRF_TRACE_AMOUNT, big, 0, 0, 0, TRF_FROM_DECLARATION);
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, rate_of(of, 1)), trf_number_of(0)), 0);
    of = leaf("9000000000000000000");
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, rate_of(of, 3)), trf_number_of(0)), 0);
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, rate_of(99, 3)), trf_number_of(0)), 0);
    of = rate_of(trace.count, 3); /* its own base */
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, of), trf_number_of(0)), 0);
    of = leaf("100");
    for (unsigned i = 0; i < 16; i++)
        of = rate_of(of, 100);                                                                    /* 100 % of it, sixteen times */
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, of), trf_number_of(0)), 0); /* 100^17 is no word */
    of = leaf("1");
    for (unsigned i = 0; i < 17; i++)
        of = rate_of(of, 1);
    ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, of), trf_number_of(0)), 0);
}
END_TEST

/* An operation with another number of inputs than it takes. */
START_TEST(check__operations_with_wrong_inputs__are_refused)
{
    uint32_t a = leaf("5"), b = leaf("1"), inputs[5] = {a, b, a, b, a}, node = 0;
    static const struct {
        trf_trace_op op;
        uint32_t count;
        uint8_t mode;
        tariff_status status;
    } rows[] = {
        {TRF_TRACE_ROUND, 1, TRF_ROUND_UP, TARIFF_EINVAL},
        {TRF_TRACE_ROUND, 3, TRF_ROUND_UP, TARIFF_EINVAL},
        {TRF_TRACE_CHOOSE, 2, 2, TARIFF_EINVAL},
        {TRF_TRACE_CHOOSE, 2, 0, TARIFF_OK},
        {TRF_TRACE_CLAIM, 2, 0, TARIFF_EINVAL},
        {TRF_TRACE_CLAIM, 1, 0, TARIFF_OK},
        {TRF_TRACE_PERCENT, 1, 0, TARIFF_EINVAL},
        {TRF_TRACE_PERCENT, 3, 0, TARIFF_EINVAL},
        {TRF_TRACE_CONVERT, 1, 0, TARIFF_EINVAL},
        {TRF_TRACE_CONVERT, 4, 0, TARIFF_EINVAL},
        {TRF_TRACE_CONVERT, 2, 0, TARIFF_OK},
        {TRF_TRACE_APPORTION, 2, 0, TARIFF_EINVAL},
        {TRF_TRACE_APPORTION, 4, 2, TARIFF_EINVAL},
        {TRF_TRACE_LOOKUP, 1, 0, TARIFF_EINVAL},
        {TRF_TRACE_SUM, 0, 0, TARIFF_EINVAL},
        {TRF_TRACE_SUM, 1, 0, TARIFF_OK},
        {TRF_TRACE_LOOKUP, 0, 0, TARIFF_OK},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        /* 5, or nothing where there are no inputs. */
        uint32_t at = trf_trace_list(&trace, rows[i].op, number("5"), 0, inputs, rows[i].count, 0, 0);

        trf_trace_mode(&trace, at, rows[i].mode);
        ck_assert_msg(trf_trace_check(&trace, pool, at, &node) == rows[i].status, "row %zu", i);
    }
    {
        uint32_t torn = trf_trace_list(&trace, TRF_TRACE_SUM, number("0"), 0, inputs, 2, 0, 0);

        trace.nodes[torn].a = trace.input_count + 1; /* a list past the end of the lists is none */
        ck_assert_uint_eq(trf_trace_input_count(&trace, torn), 0);
        trace.nodes[torn].a = trace.input_count - 1;
        ck_assert_uint_eq(trf_trace_input_count(&trace, torn), 0);
        ck_assert_int_eq(trf_trace_check(&trace, pool, torn, NULL), TARIFF_EINVAL);
    }
    {
        uint32_t wrong = pair(TRF_TRACE_SUM, "7", a, b);

        ck_assert_int_eq(trf_trace_check(&trace, pool, wrong, NULL), TARIFF_NEGATIVE); /* 6; nobody has to ask where */
    }
}
END_TEST

START_TEST(check__memory_refused__no_memory)
{
    unit_failing state = {0, 0, 0};
    trf_alloc alloc = unit_failing_alloc(&state);
    uint32_t inputs[4], root, node = 0;
    trf_trace own;

    trf_trace_init(&own, &alloc);
    for (unsigned i = 0; i < 4; i++) /* a total of 100 in units of 1 over the weights 1 and 1: 50 */
        inputs[i] = trf_trace_leaf(&own, TRF_TRACE_AMOUNT, trf_number_of(i ? 1 : 100), 0, 0, 0, TRF_FROM_DECLARATION);
    root = trf_trace_list(&own, TRF_TRACE_APPORTION, trf_number_of(50), 0, inputs, 4, 0, 0);
    for (unsigned long more = 1; more <= 3; more++) {
        state.refuse = state.calls + more;
        ck_assert_int_eq(trf_trace_check(&own, pool, root, &node), more < 3 ? TARIFF_ENOMEM : TARIFF_OK);
    }
    state.refuse = 0;
    trf_trace_done(&own);
    ck_assert_int_eq(state.live, 0);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("trace");
    TCase *c = tcase_create("trace");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, node__of_32_bytes__keeps_what_it_was_given);
    tcase_add_test(c, write__in_four_words__is_the_same_record);
    tcase_add_test(c, rate__held_by_its_operation__seen_as_a_node_of_its_own);
    tcase_add_test(c, rate__of_what_holds_a_rate__follows_it);
    tcase_add_test(c, check__every_operation__computes_again_from_its_leaves);
    tcase_add_test(c, check__any_value_changed__names_a_node_that_differs);
    tcase_add_test(c, check__unsound_trees__are_refused);
    tcase_add_test(c, values__past_64_bits_and_rationals__are_kept_exactly);
    tcase_add_test(c, trace__memory_refused__is_marked_and_goes_on);
    tcase_add_test(c, trace__each_call_refused__is_marked);
    tcase_add_test(c, records__past_the_end__are_empty);
    tcase_add_test(c, rate__of_what_gives_no_word__is_zero);
    tcase_add_test(c, check__operations_with_wrong_inputs__are_refused);
    tcase_add_test(c, check__memory_refused__no_memory);
    suite_add_tcase(s, c);
    return s;
}
UNIT_MAIN(suite)
