/* SPDX-License-Identifier: Apache-2.0 */
/* Assessment through the public structs: what is required, what is refused, borrowed and detached results, batches, ranges,
 * memory. */
#include "images.h"

#include "api/assess.h"
#include "tariff/build.h"

static tariff_context *context;
static tariff_snapshot *snapshot;
static tariff_session *session;

static tariff_text text(const char *s) { return (tariff_text){s, (uint32_t)strlen(s), 0}; }
static bool is(tariff_text t, const char *s) { return t.size == strlen(s) && memcmp(t.data, s, t.size) == 0; }
#define assert_text(value, expected)                                                                                             \
    ck_assert_msg(is(value, expected), "'%.*s' is not '%s'", (int)(value).size, (value).data ? (value).data : "", expected)

static void setup(void)
{
    tariff_error *error = NULL;
    char path[1024];
    tariff_build *build = NULL;

    unit_source("tests/data/assess.xml", path, sizeof path);
    ck_assert_int_eq(tariff_context_new(NULL, &context, &error), TARIFF_OK);
    unit_ok(tariff_build_new(context, &build, &error), error);
    unit_ok(tariff_build_add_file(build, path, NULL, &error), error);
    unit_ok(tariff_build_open(build, &snapshot, &error), error);
    tariff_build_free(build);
    unit_ok(tariff_session_new(context, snapshot, NULL, &session, &error), error);
}

static void teardown(void)
{
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    tariff_context_free(context);
}

static tariff_goods_item goods(const char *code, const char *origin, const char *price)
{
    tariff_goods_item item = TARIFF_GOODS_ITEM_INIT;

    item.tariff = text("T");
    item.date = text("2024-03-15");
    item.code = text(code);
    item.origin = text(origin);
    if (price)
        item.price = text(price);
    return item;
}

static const tariff_assessment *assessed(const tariff_goods_item *item, tariff_status expected)
{
    const tariff_assessment *result = NULL;
    tariff_error *error = NULL;
    tariff_status status = tariff_assess(session, item, NULL, &result, &error);

    ck_assert_msg(status == expected, "status %d: %.*s", (int)status, error ? (int)error->message.size : 0,
                  error ? error->message.data : "");
    return result;
}

static void refused(const tariff_goods_item *item, const char *subject)
{
    const tariff_assessment *result = NULL;
    tariff_error *error = NULL;

    ck_assert_int_eq(tariff_assess(session, item, NULL, &result, &error), TARIFF_EINVAL);
    ck_assert_ptr_null(result);
    assert_text(tariff_error_subject(error), subject);
    tariff_error_free(error);
}

START_TEST(assess__one_item__charges_in_the_order_of_their_bases)
{
    tariff_goods_item item = goods("9900100010", "FR", "1000.00");
    const tariff_assessment *result = assessed(&item, TARIFF_OK);
    tariff_assessment_summary summary = TARIFF_ASSESSMENT_SUMMARY_INIT;
    tariff_item_summary one = TARIFF_ITEM_SUMMARY_INIT;
    tariff_charge charge = TARIFF_CHARGE_INIT;

    ck_assert_int_eq(tariff_assessment_get(result, &summary), TARIFF_OK);
    ck_assert_uint_eq(summary.status, TARIFF_ASSESSMENT_COMPLETE);
    assert_text(summary.currency, "GBP");
    assert_text(summary.payable, "644.00");
    ck_assert_int_eq(tariff_assessment_item(result, 0, &one), TARIFF_OK);
    assert_text(one.duty, "370.00");
    assert_text(one.taxes, "274.00");
    ck_assert_uint_eq(one.candidate_count, 11);
    for (uint32_t i = 0, last = 0; i < one.charge_count; i++) {
        uint32_t order;

        ck_assert_int_eq(tariff_assessment_charge(result, 0, i, &charge), TARIFF_OK);
        order = is(charge.charge, "duty") ? 0 : is(charge.charge, "remedy") ? 1 : 2;
        ck_assert_uint_ge(order, last);
        last = order;
    }
    ck_assert_int_eq(tariff_assessment_charge(result, 0, one.charge_count, &charge), TARIFF_NOT_FOUND);
    ck_assert_int_eq(tariff_assessment_item(result, 1, &one), TARIFF_NOT_FOUND);
}
END_TEST

START_TEST(assess__what_is_always_required__is_named)
{
    tariff_goods_item item = goods("9900100010", "FR", "1000.00");

    item.origin = text("");
    refused(&item, "items[0].origin");
    item = goods("", "FR", "1000.00");
    refused(&item, "items[0].code");
    item = goods("9900100010", "XX", "1000.00");
    refused(&item, "items[0].origin");
    item = goods("9900100010", "FR", "1000.00");
    item.tariff = text("ZZ");
    refused(&item, "tariff");
    item.tariff = text("T");
    item.date = text("");
    refused(&item, "date");
}
END_TEST

START_TEST(assess__malformed_texts__are_refused)
{
    static const char *const prices[] = {"12,5", "1e3", "+1", " 1", "1.", ".5", "0x10", "NaN", "1000 EUR", "-5", "-0.01"};
    const tariff_assessment *result = NULL;
    tariff_goods_item item;

    for (size_t i = 0; i < sizeof prices / sizeof *prices; i++) {
        item = goods("9900100010", "FR", prices[i]);
        ck_assert_msg(tariff_assess(session, &item, NULL, &result, NULL) == TARIFF_EINVAL, "price '%s' was taken", prices[i]);
    }
    item = goods("9900100010", "FR", "1");
    item.net_mass = text("-1");
    ck_assert_int_eq(tariff_assess(session, &item, NULL, &result, NULL), TARIFF_EINVAL);
    item = goods("9900100010", "FR", "1");
    item.date = text("2024-02-30");
    ck_assert_int_eq(tariff_assess(session, &item, NULL, &result, NULL), TARIFF_EINVAL);
    ck_assert_ptr_null(result);
}
END_TEST

START_TEST(assess__unknown_behaviour__is_refused_by_name)
{
    tariff_goods_item item = goods("9900100010", "FR", "1000.00");
    tariff_assess_options options = TARIFF_ASSESS_OPTIONS_INIT;
    const tariff_assessment *result = NULL;
    tariff_error *error = NULL;

    options.rounding = text("to-the-moon");
    ck_assert_int_eq(tariff_assess(session, &item, &options, &result, &error), TARIFF_EINVAL);
    ck_assert(strstr(tariff_error_message(error).data, "to-the-moon") != NULL);
    tariff_error_free(error);
}
END_TEST

START_TEST(assess__a_shorter_struct_of_an_older_host__is_taken)
{
    tariff_goods_item item = goods("9900100010", "FR", "1000.00");
    tariff_assess_options options = TARIFF_ASSESS_OPTIONS_INIT;
    const tariff_assessment *result = NULL;

    options.size = (uint32_t)offsetof(tariff_assess_options, rounding);
    ck_assert_int_eq(tariff_assess(session, &item, &options, &result, NULL), TARIFF_OK);
    options.size = 3;
    ck_assert_int_eq(tariff_assess(session, &item, &options, &result, NULL), TARIFF_EINVAL);
}
END_TEST

START_TEST(assess__fact_that_the_profile_does_not_know__is_named)
{
    tariff_goods_item item = goods("9900100010", "FR", "1000.00");
    tariff_declared_fact fact = TARIFF_DECLARED_FACT_INIT;
    const tariff_assessment *result = NULL;
    tariff_error *error = NULL;

    fact.name = text("colour");
    fact.value = text("1");
    item.facts = &fact;
    item.fact_count = 1;
    ck_assert_int_eq(tariff_assess(session, &item, NULL, &result, &error), TARIFF_EINVAL);
    assert_text(tariff_error_subject(error), "items[0].facts");
    ck_assert(strstr(tariff_error_message(error).data, "colour") != NULL);
    tariff_error_free(error);
}
END_TEST

START_TEST(assess__no_value__nothing_is_zero)
{
    tariff_goods_item item = goods("9900100010", "FR", NULL);
    const tariff_assessment *result = assessed(&item, TARIFF_INCOMPLETE);
    tariff_item_summary one = TARIFF_ITEM_SUMMARY_INIT;
    tariff_charge charge = TARIFF_CHARGE_INIT;
    tariff_outcome outcome = TARIFF_OUTCOME_INIT;

    ck_assert_int_eq(tariff_assessment_item(result, 0, &one), TARIFF_OK);
    ck_assert_uint_eq(one.status, TARIFF_ASSESSMENT_INCOMPLETE);
    ck_assert_uint_eq(one.customs_value.size, 0);
    for (uint32_t i = 0; i < one.charge_count; i++) {
        ck_assert_int_eq(tariff_assessment_charge(result, 0, i, &charge), TARIFF_OK);
        if (is(charge.state, "due"))
            ck_assert_uint_eq(charge.amount.size, 0);
    }
    ck_assert_int_eq(tariff_assessment_outcome(result, 0, 0, &outcome), TARIFF_OK);
    assert_text(outcome.code, "value_provisional");
    assert_text(outcome.needs, "price");
}
END_TEST

/* For every mass the result lies within the range that is given without one: 5 % up to 500 kg, 30 % above. */
START_TEST(assess__unknown_fact__range_contains_the_result_for_every_value)
{
    static const char *const masses[] = {"0.001", "1", "499.999", "500", "500.001", "100000", "99999999"};
    tariff_goods_item item = goods("9900400000", "BR", "1000.00");
    tariff_assessment_summary range = TARIFF_ASSESSMENT_SUMMARY_INIT, one = TARIFF_ASSESSMENT_SUMMARY_INIT;
    trf_numbers *pool = trf_numbers_new(&trf_alloc_default);
    trf_number least, most, value;

    ck_assert_int_eq(tariff_assessment_get(assessed(&item, TARIFF_INCOMPLETE), &range), TARIFF_OK);
    assert_text(range.decided_by, "quantity:KGM");
    ck_assert_int_eq(trf_number_parse(pool, trf_slice_of(range.range_least.data, range.range_least.size), &least), TARIFF_OK);
    ck_assert_int_eq(trf_number_parse(pool, trf_slice_of(range.range_most.data, range.range_most.size), &most), TARIFF_OK);
    for (size_t i = 0; i < sizeof masses / sizeof *masses; i++) {
        item.net_mass = text(masses[i]);
        ck_assert_int_eq(tariff_assessment_get(assessed(&item, TARIFF_OK), &one), TARIFF_OK);
        ck_assert_int_eq(trf_number_parse(pool, trf_slice_of(one.payable.data, one.payable.size), &value), TARIFF_OK);
        ck_assert_int_ge(trf_number_compare(pool, value, least), 0);
        ck_assert_int_le(trf_number_compare(pool, value, most), 0);
    }
    trf_numbers_free(pool);
}
END_TEST

START_TEST(assess__higher_value__never_less_duty)
{
    tariff_item_summary one = TARIFF_ITEM_SUMMARY_INIT;
    trf_numbers *pool = trf_numbers_new(&trf_alloc_default);
    trf_number last = trf_number_of(0), duty;
    char price[32];

    for (unsigned cents = 1; cents < 40000; cents += 397) {
        tariff_goods_item item = goods("9900100010", "FR", NULL);

        snprintf(price, sizeof price, "%u.%02u", cents / 100, cents % 100);
        item.price = text(price);
        ck_assert_int_eq(tariff_assessment_item(assessed(&item, TARIFF_OK), 0, &one), TARIFF_OK);
        ck_assert_int_eq(trf_number_parse(pool, trf_slice_of(one.duty.data, one.duty.size), &duty), TARIFF_OK);
        ck_assert_int_ge(trf_number_compare(pool, duty, last), 0);
        last = duty;
    }
    trf_numbers_free(pool);
}
END_TEST

/* 10.00 shared by value over 1.00, 1.00 and 1.00: 3.34, 3.33, 3.33; the parts are the whole. */
START_TEST(assess__shared_costs__largest_remainder_and_exact_sum)
{
    static const char *const values[] = {"4.34", "4.33", "4.33"};
    tariff_goods_item items[3] = {goods("9900100010", "FR", "1.00"), goods("9900100010", "FR", "1.00"),
                                  goods("9900100010", "FR", "1.00")};
    tariff_declared_amount freight = TARIFF_DECLARED_AMOUNT_INIT;
    tariff_declaration declaration = TARIFF_DECLARATION_INIT;
    const tariff_assessment *result = NULL;
    tariff_assessment_summary summary = TARIFF_ASSESSMENT_SUMMARY_INIT;
    tariff_item_summary one = TARIFF_ITEM_SUMMARY_INIT;

    freight.kind = text("freight");
    freight.amount = text("10.00");
    declaration.tariff = text("T");
    declaration.date = text("2024-03-15");
    declaration.items = items;
    declaration.item_count = 3;
    declaration.additions = &freight;
    declaration.addition_count = 1;
    ck_assert_int_eq(tariff_assess_declaration(session, &declaration, NULL, &result, NULL), TARIFF_OK);
    for (uint32_t i = 0; i < 3; i++) {
        ck_assert_int_eq(tariff_assessment_item(result, i, &one), TARIFF_OK);
        assert_text(one.customs_value, values[i]);
        ck_assert_uint_eq(one.number, i + 1);
    }
    ck_assert_int_eq(tariff_assessment_get(result, &summary), TARIFF_OK);
    assert_text(summary.customs_value, "13.00");
}
END_TEST

START_TEST(assess__shared_costs__values_in_two_currencies_are_not_weighed_against_each_other)
{
    tariff_goods_item items[2] = {goods("9900100010", "FR", "1000.00"), goods("9900100010", "FR", "200000")};
    tariff_declared_amount freight = TARIFF_DECLARED_AMOUNT_INIT;
    tariff_declaration declaration = TARIFF_DECLARATION_INIT;
    const tariff_assessment *result = NULL;

    items[1].price_currency = text("JPY");
    freight.kind = text("freight");
    freight.amount = text("100.00");
    declaration.tariff = text("T");
    declaration.date = text("2024-03-15");
    declaration.items = items;
    declaration.item_count = 2;
    declaration.additions = &freight;
    declaration.addition_count = 1;
    ck_assert_int_eq(tariff_assess_declaration(session, &declaration, NULL, &result, NULL), TARIFF_INCOMPLETE);
}
END_TEST

START_TEST(assess__two_quantities_in_one_unit__are_refused_unless_they_agree)
{
    tariff_declared_quantity quantities[2] = {TARIFF_DECLARED_QUANTITY_INIT, TARIFF_DECLARED_QUANTITY_INIT};
    tariff_goods_item item = goods("9900100010", "FR", "1.00");
    const tariff_assessment *result = NULL;

    quantities[0].unit = quantities[1].unit = text("KGM");
    quantities[0].quantity = text("1");
    quantities[1].quantity = text("999");
    item.quantities = quantities;
    item.quantity_count = 2;
    ck_assert_int_eq(tariff_assess(session, &item, NULL, &result, NULL), TARIFF_EINVAL);
    quantities[1].quantity = text("1");
    ck_assert_int_ge(tariff_assess(session, &item, NULL, &result, NULL), TARIFF_OK);
}
END_TEST

static int32_t collect(void *user, uint32_t index, const tariff_assessment *assessment, const tariff_error *error)
{
    unsigned *seen = user;

    if (index == 1) {
        ck_assert_ptr_null(assessment);
        ck_assert_ptr_nonnull(error);
    } else {
        ck_assert_ptr_nonnull(assessment);
        ck_assert_ptr_null(error);
    }
    (*seen)++;
    return index == 2 ? 1 : 0;
}

START_TEST(assess_many__one_is_wrong__the_others_go_on_until_the_host_stops)
{
    tariff_goods_item items[4] = {goods("9900100010", "FR", "1.00"), goods("9900100010", "XX", "1.00"),
                                  goods("9900100010", "FR", "2.00"), goods("9900100010", "FR", "3.00")};
    unsigned seen = 0;

    ck_assert_int_eq(tariff_assess_many(session, items, 4, NULL, collect, &seen, NULL), TARIFF_ECANCELLED);
    ck_assert_uint_eq(seen, 3);
}
END_TEST

START_TEST(detach__next_call_and_session_gone__copy_says_the_same)
{
    tariff_goods_item item = goods("9900900000", "FR", "1000.00");
    tariff_assess_options options = TARIFF_ASSESS_OPTIONS_INIT;
    const tariff_assessment *result = NULL;
    tariff_assessment *own = NULL;
    tariff_text json = {0}, other = {0};
    tariff_session *second = NULL;
    char *kept;

    item.price_currency = text("EUR");
    item.net_mass = text("100");
    options.flags = TARIFF_ASSESS_EXPLAIN;
    ck_assert_int_eq(tariff_assess(session, &item, &options, &result, NULL), TARIFF_OK);
    ck_assert_int_eq(tariff_assessment_json(session, result, TARIFF_EXPLAIN_TRACE | TARIFF_EXPLAIN_DISPOSITIONS, &json, NULL),
                     TARIFF_OK);
    kept = malloc(json.size + 1u);
    memcpy(kept, json.data, json.size);
    kept[json.size] = '\0';
    ck_assert_int_eq(tariff_assessment_detach(result, &own, NULL), TARIFF_OK);
    (void)assessed(&item, TARIFF_OK);
    tariff_session_free(session);
    session = NULL;
    unit_ok(tariff_session_new(context, snapshot, NULL, &second, NULL), NULL);
    ck_assert_int_eq(tariff_assessment_json(second, own, TARIFF_EXPLAIN_TRACE | TARIFF_EXPLAIN_DISPOSITIONS, &other, NULL),
                     TARIFF_OK);
    assert_text(other, kept);
    tariff_assessment_free(own);
    tariff_session_free(second);
    free(kept);
}
END_TEST

START_TEST(assess__same_question_twice__same_bytes)
{
    static const char request[] =
        "{\"tariff\":\"T\",\"date\":\"2024-03-15\",\"explain\":true,\"items\":[{\"code\":\"9900200000\",\"origin\":\"BR\","
        "\"price\":\"10000.00\",\"net_mass\":\"2000\"}]}";
    const char *reply = NULL;
    uint64_t length = 0, first_length;
    char *first;

    ck_assert_int_eq(tariff_call_json(session, "assess", request, sizeof request - 1, &reply, &length, NULL), TARIFF_OK);
    first = malloc((size_t)length);
    memcpy(first, reply, (size_t)length);
    first_length = length;
    ck_assert_int_eq(tariff_call_json(session, "assess", request, sizeof request - 1, &reply, &length, NULL), TARIFF_OK);
    ck_assert_uint_eq(length, first_length);
    ck_assert_int_eq(memcmp(first, reply, (size_t)length), 0);
    free(first);
}
END_TEST

START_TEST(needs__part_by_composition__facts_are_asked_for)
{
    const char request[] = "{\"tariff\":\"T\",\"date\":\"2024-03-15\",\"code\":\"9900990000\",\"origin\":\"CN\"}";
    const char *reply;
    uint64_t length;

    ck_assert_int_eq(tariff_call_json(session, "needs", request, sizeof request - 1, &reply, &length, NULL), TARIFF_OK);
    ck_assert(strstr(reply, "{\"kind\":\"fact\",\"code\":\"sugar\",\"for\":[\"231\"") != NULL);
    ck_assert(strstr(reply, "{\"kind\":\"fact\",\"code\":\"fat\",\"for\":[\"231\"") != NULL);
}
END_TEST

START_TEST(needs__threshold_per_unit__asks_for_the_unit_that_people_are_asked_for)
{
    const char request[] = "{\"tariff\":\"T\",\"date\":\"2024-03-15\",\"code\":\"9900970000\",\"origin\":\"CN\"}";
    const char *reply;
    uint64_t length;

    ck_assert_int_eq(tariff_call_json(session, "needs", request, sizeof request - 1, &reply, &length, NULL), TARIFF_OK);
    ck_assert(strstr(reply, "{\"kind\":\"quantity\",\"unit\":\"KGM\",\"for\":[\"211\"") != NULL);
    ck_assert(strstr(reply, "DTN") == NULL);
}
END_TEST

START_TEST(door__unknown_fields__are_named_with_their_path)
{
    static const struct {
        const char *request, *subject;
    } cases[] = {
        {"{\"tariff\":\"T\",\"date\":\"2024-03-15\",\"colour\":1,\"items\":[]}", "colour"},
        {"{\"tariff\":\"T\",\"date\":\"2024-03-15\",\"items\":[{\"code\":\"1\",\"origin\":\"FR\",\"weight\":\"1\"}]}",
         "items[0].weight"},
        {"{\"tariff\":\"T\",\"date\":\"2024-03-15\",\"items\":[{\"code\":\"9900100010\",\"origin\":\"FR\",\"quantities\":[{"
         "\"unit\":\"KGM\",\"quantity\":\"1\"},"
         "{\"unit\":\"FURLONG\",\"quantity\":\"1\"}]}]}",
         "items[0].quantities[1].unit"},
        {"{\"tariff\":\"T\",\"date\":\"2024-03-15\",\"items\":[{\"code\":\"9900100010\",\"price\":\"1\"}]}", "items[0].origin"},
        {"{\"tariff\":\"T\",\"items\":[{\"code\":\"9900100010\",\"origin\":\"FR\"}]}", "date"}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tariff_error *error = NULL;
        const char *reply = NULL;
        uint64_t length = 0;

        ck_assert_int_eq(tariff_call_json(session, "assess", cases[i].request, strlen(cases[i].request), &reply, &length, &error),
                         TARIFF_EINVAL);
        assert_text(tariff_error_subject(error), cases[i].subject);
        tariff_error_free(error);
    }
}
END_TEST

/* Every allocation refused in turn: an error or the answer, never a crash; with memory again the same session answers. */
START_TEST(assess__memory_refused_anywhere__session_can_be_used_again)
{
    for (unsigned long refuse = 1; refuse < 400; refuse++) {
        unit_failing state = {0, 0, 0};
        trf_alloc alloc = unit_failing_alloc(&state);
        trf_arena arena;
        trf_numbers *numbers = trf_numbers_new(&alloc);
        trf_vocabulary_builder *builder = NULL;
        const trf_vocabulary *vocabulary = NULL;
        trf_facts *facts;
        trf_trace trace;
        trf_limits limits = TRF_LIMITS_DEFAULT;
        trf_declared_item item = {0};
        trf_declaration declaration = {0};
        const trf_assessment *result = NULL;
        tariff_error *error = NULL;
        tariff_status status;

        unit_ok(trf_rate_vocabulary(snapshot, &alloc, &builder, &vocabulary, &error), error);
        facts = trf_facts_new(&alloc, vocabulary);
        trf_arena_init(&arena, &alloc, 0);
        trf_trace_init(&trace, &alloc);
        item.code = TRF_SLICE("9900200000");
        item.origin = TRF_SLICE("BR");
        item.price = TRF_SLICE("1000.00");
        item.currency = TRF_SLICE("EUR");
        item.net_mass = TRF_SLICE("2000");
        for (unsigned i = 0; i < TRF_ON_COUNT; i++)
            declaration.dates[i] = TRF_DATE_NONE;
        declaration.dates[0] = trf_date_of(2024, 3, 15);
        declaration.as_published = TRF_DATE_NONE;
        declaration.tariff = TRF_SLICE("T");
        declaration.items = &item;
        declaration.item_count = 1;
        state.refuse = state.calls + refuse;
        {
            trf_assessor assessor = {&alloc, &limits, snapshot, facts, &arena, numbers, &trace, NULL, false};

            status = trf_assess(&assessor, &declaration, NULL, &result, &error);
            if (status < 0)
                ck_assert_int_eq(status, TARIFF_ENOMEM);
            trf_error_free(error);
            error = NULL;
            state.refuse = 0;
            trf_arena_reset(&arena);
            trf_numbers_reset(numbers);
            trf_trace_reset(&trace);
            ck_assert_int_eq(trf_assess(&assessor, &declaration, NULL, &result, &error), TARIFF_OK);
        }
        trf_trace_done(&trace);
        trf_arena_done(&arena);
        trf_facts_free(facts);
        trf_vocabulary_builder_free(builder);
        trf_numbers_free(numbers);
        ck_assert_int_eq(state.live, 0);
        if (status >= 0)
            break; /* no allocation is left to refuse */
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("assess");
    TCase *t = tcase_create("assess");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, assess__one_item__charges_in_the_order_of_their_bases);
    tcase_add_test(t, assess__what_is_always_required__is_named);
    tcase_add_test(t, assess__malformed_texts__are_refused);
    tcase_add_test(t, assess__unknown_behaviour__is_refused_by_name);
    tcase_add_test(t, assess__a_shorter_struct_of_an_older_host__is_taken);
    tcase_add_test(t, assess__fact_that_the_profile_does_not_know__is_named);
    tcase_add_test(t, assess__no_value__nothing_is_zero);
    tcase_add_test(t, assess__unknown_fact__range_contains_the_result_for_every_value);
    tcase_add_test(t, assess__higher_value__never_less_duty);
    tcase_add_test(t, assess__shared_costs__largest_remainder_and_exact_sum);
    tcase_add_test(t, assess__shared_costs__values_in_two_currencies_are_not_weighed_against_each_other);
    tcase_add_test(t, assess__two_quantities_in_one_unit__are_refused_unless_they_agree);
    tcase_add_test(t, assess_many__one_is_wrong__the_others_go_on_until_the_host_stops);
    tcase_add_test(t, detach__next_call_and_session_gone__copy_says_the_same);
    tcase_add_test(t, assess__same_question_twice__same_bytes);
    tcase_add_test(t, needs__part_by_composition__facts_are_asked_for);
    tcase_add_test(t, needs__threshold_per_unit__asks_for_the_unit_that_people_are_asked_for);
    tcase_add_test(t, door__unknown_fields__are_named_with_their_path);
    tcase_add_test(t, assess__memory_refused_anywhere__session_can_be_used_again);
    suite_add_tcase(s, t);
    return s;
}
UNIT_MAIN(suite)
