/* SPDX-License-Identifier: Apache-2.0 */
/* What a declaration has as a whole: values rounded by rate, charges of an entry and their shares, reliefs, instants. */
#include "images.h"

#include "api/assess.h"
#include "api/session.h"
#include "tariff/build.h"

static tariff_context *context;
static tariff_snapshot *snapshot;
static tariff_session *session;

#define LINE(code)        "<line code='" code "' suffix='80' indent='0'/>"
#define MEASURE(code, of) "<measure code='" code "' suffix='80' type='duty' area='1011' duty='" of "' grammar='taric'/>"

static const char tariff_xml[] =
    "<tariff-data xmlns='urn:libtariff:tariff:1' version='1'>"
    "<geographical-areas><country id='AA'/><country id='BB'/><group id='1011'><member area='AA'/><member area='BB'/></group>"
    "</geographical-areas>"
    "<tariff id='T' currency='EUR'><goods-nomenclature>" LINE("0101") LINE("0102") LINE("0103") LINE(
        "0104") "</goods-nomenclature><measure-types><measure-type id='duty' movement='import' components='permitted' "
                "order-number='forbidden'/></measure-types><measures>" MEASURE("0101", "2.5 %") MEASURE("0102", "5 %")
                    MEASURE("0103", "10 %") MEASURE(
                        "0104",
                        "0 %") "</measures>"
                               "<profile id='T' currency='EUR' source='law'>"
                               "<policy aspect='rounding' name='cent' default='yes'><round at='customs-value' mode='half-up' "
                               "unit='0.01'/>"
                               "<round at='charge' mode='half-up' unit='0.01'/></policy>"
                               "<policy aspect='rounding' name='groups'><round at='customs-value' mode='half-up' unit='1' "
                               "algorithm='rate-groups'/>"
                               "<round at='charge' mode='half-up' unit='0.01'/></policy>"
                               "<charge id='duty' role='base-duty' total='duty'/>"
                               "<charge id='fee' role='fee' total='fees' level='entry'><test field='entry-type' is='full short'/>"
                               "<amount><max><percent><number>0.5</number><named-amount "
                               "name='base'/></percent><number>10</number></max></amount></charge>"
                               "<relief id='small' charges='fee' list='free'/>"
                               "<relief id='late' charges='duty' state='excluded'><test date='entry' "
                               "not-before='2026-03-29T02:00:00+01:00'/></relief>"
                               "<relief id='loaded' charges='duty'><test date='loading' before='2026-01-01T00:00:00+01:00'/>"
                               "<test code='goods' begins='99 0103'/></relief>"
                               "<list id='free'><entry id='BB'/></list>"
                               "<table id='clock'><row key='standard' value='60'/><row key='summer' value='120'/><row "
                               "key='summer-month' value='3'/>"
                               "<row key='summer-week' value='5'/><row key='summer-weekday' value='7'/><row key='summer-minute' "
                               "value='60'/>"
                               "<row key='winter-month' value='10'/><row key='winter-week' value='5'/><row key='winter-weekday' "
                               "value='7'/>"
                               "<row key='winter-minute' value='60'/></table>"
                               "<measures types='duty' role='base-duty' charge='duty'/></profile></tariff></tariff-data>";

static void setup(void)
{
    tariff_error *error = NULL;

    ck_assert_int_eq(tariff_context_new(NULL, &context, &error), TARIFF_OK);
    unit_ok(tariff_snapshot_open_xml(context, tariff_xml, strlen(tariff_xml), NULL, &snapshot, &error), error);
    unit_ok(tariff_session_new(context, snapshot, NULL, &session, &error), error);
}

static void teardown(void)
{
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    tariff_context_free(context);
}

/* The answer to a declaration; every node of its trace is computed again. */
static const char *ask(const char *members, const char *items)
{
    static char request[4096];
    const char *reply = NULL;
    uint64_t length;
    tariff_error *error = NULL;
    trf_numbers *pool = trf_numbers_new(&trf_alloc_default);
    uint32_t node = 0;

    snprintf(request, sizeof request, "{\"tariff\":\"T\",%s,\"explain\":true,\"items\":[%s]}", members, items);
    unit_ok(tariff_call_json(session, "assess", request, strlen(request), &reply, &length, &error), error);
    for (uint32_t i = 0; i < session->trace.count; i++)
        ck_assert_msg(trf_trace_check(&session->trace, pool, i, &node) == TARIFF_OK, "node %u", node);
    trf_numbers_free(pool);
    return reply;
}

static void says(const char *reply, const char *part)
{
    ck_assert_msg(strstr(reply, part) != NULL, "%s is not in %s", part, reply);
}

#define ITEM(code, origin, price) "{\"code\":\"" code "\",\"origin\":\"" origin "\",\"price\":\"" price "\"}"
#define GROUPS                    "\"date\":\"2026-01-15\",\"policies\":{\"rounding\":\"groups\"}"

/* 10.50 + 20.50 + 30.50 = 61.50, so 62; half up each 11 + 21 + 31 = 63: the lowest rate gives way. */
START_TEST(groups__too_much_with_equal_fractions__lowest_rate_is_dropped)
{
    const char *reply = ask(GROUPS, ITEM("0103", "AA", "30.50") "," ITEM("0101", "AA", "10.50") "," ITEM("0102", "AA", "20.50"));

    says(reply, "\"number\":1,\"status\":\"complete\",\"code\":\"0103\",\"customs_value\":\"31.00\"");
    says(reply, "\"number\":2,\"status\":\"complete\",\"code\":\"0101\",\"customs_value\":\"10.00\"");
    says(reply, "\"number\":3,\"status\":\"complete\",\"code\":\"0102\",\"customs_value\":\"21.00\"");
}
END_TEST

/* 10.30 + 20.40 + 30.40 = 61.10, so 61; 10 + 20 + 30 = 60: of the two fractions .40 the one at the lower rate is taken up. */
START_TEST(groups__too_little__greatest_fraction_at_the_lowest_rate_is_taken_up)
{
    const char *reply = ask(GROUPS, ITEM("0101", "AA", "10.30") "," ITEM("0102", "AA", "20.40") "," ITEM("0103", "AA", "30.40"));

    says(reply, "\"code\":\"0101\",\"customs_value\":\"10.00\"");
    says(reply, "\"code\":\"0102\",\"customs_value\":\"21.00\"");
    says(reply, "\"code\":\"0103\",\"customs_value\":\"30.00\"");
}
END_TEST

/* A group that owes nothing is rounded by itself: 10.50 is 11, and 20.50 alone is 21. */
START_TEST(groups__free_goods__do_not_belong_to_the_total)
{
    const char *reply = ask(GROUPS, ITEM("0104", "AA", "10.50") "," ITEM("0102", "AA", "20.50"));

    says(reply, "\"code\":\"0104\",\"customs_value\":\"11.00\"");
    says(reply, "\"code\":\"0102\",\"customs_value\":\"21.00\"");
}
END_TEST

/* 303 × 2.5 % = 7.575, so 7.58; each of 101 alone would be 2.53, together 7.59. */
START_TEST(groups__lines_at_one_rate__duties_add_up_to_that_on_their_sum)
{
    const char *reply = ask(GROUPS, ITEM("0101", "AA", "101") "," ITEM("0101", "AA", "101") "," ITEM("0101", "AA", "101"));

    says(reply, "\"totals\":{\"customs_value\":\"303.00\",\"duty\":\"7.58\"");
}
END_TEST

/* 3000 × 0.5 % = 15.00, by value 5 and 10; at least 10 over the whole entry, a third and two thirds of it. */
START_TEST(entry__fee__owed_once_and_shared_by_value)
{
    const char *reply =
        ask("\"date\":\"2026-01-15\",\"entry_type\":\"full\"", ITEM("0101", "AA", "1000") "," ITEM("0102", "AA", "2000"));

    says(reply, "\"entry_charges\":[{\"charge\":\"fee\",\"base\":\"3000.00\",\"unrounded\":\"15\",\"amount\":\"15.00\"");
    says(reply, "\"fees\":\"5.00\"");
    says(reply, "\"fees\":\"10.00\"");
    reply = ask("\"date\":\"2026-01-15\",\"entry_type\":\"full\"", ITEM("0101", "AA", "100") "," ITEM("0102", "AA", "200"));
    says(reply, "\"fees\":\"3.33\"");
    says(reply, "\"fees\":\"6.67\"");
    says(reply, "\"fees\":\"10.00\",\"security\"");
}
END_TEST

START_TEST(entry__no_type_declared__owes_no_fee)
{
    const char *reply = ask("\"date\":\"2026-01-15\"", ITEM("0101", "AA", "1000"));

    ck_assert_ptr_null(strstr(reply, "entry_charges"));
    says(reply, "\"fees\":\"0.00\"");
}
END_TEST

/* The item from BB is left out: 5000 × 0.5 % = 25 on the other alone. */
START_TEST(entry__relieved_item__neither_owes_nor_counts)
{
    const char *reply =
        ask("\"date\":\"2026-01-15\",\"entry_type\":\"short\"", ITEM("0101", "AA", "5000") "," ITEM("0101", "BB", "9000"));

    says(reply, "\"base\":\"5000.00\",\"unrounded\":\"25\",\"amount\":\"25.00\"");
    says(reply, "\"charge\":\"fee\",\"role\":\"fee\",\"state\":\"relieved\"");
    reply = ask("\"date\":\"2026-01-15\",\"entry_type\":\"short\"", ITEM("0101", "BB", "9000"));
    says(reply, "\"entry_charges\":[{\"charge\":\"fee\",\"base\":\"0.00\",\"unrounded\":\"0\",\"amount\":\"0.00\"");
}
END_TEST

/* A value that is missing leaves the fee open, between nothing and no end. */
START_TEST(entry__value_missing__fee_is_not_known)
{
    const char *reply = ask("\"date\":\"2026-01-15\",\"entry_type\":\"full\"",
                            ITEM("0101", "AA", "5000") ",{\"code\":\"0102\",\"origin\":\"AA\"}");

    says(reply, "\"status\":\"incomplete\"");
    says(reply, "\"fees\":null");
}
END_TEST

/* Clocks go forward on 2026-03-29 at 01:00 UTC: 00:59:59 is the last second before, of the same day. */
START_TEST(time__instant__date_by_the_clocks_of_the_profile)
{
    says(ask("\"time\":\"2026-01-14T23:30:00Z\"", ITEM("0101", "AA", "1000")), "\"date\":\"2026-01-15\"");
    says(ask("\"time\":\"2026-07-14T22:30:00Z\"", ITEM("0101", "AA", "1000")), "\"date\":\"2026-07-15\"");
    says(ask("\"time\":\"2026-10-25T22:59:59Z\"", ITEM("0101", "AA", "1000")), "\"date\":\"2026-10-25\"");
    says(ask("\"time\":\"2026-10-25T23:00:00Z\"", ITEM("0101", "AA", "1000")), "\"date\":\"2026-10-26\"");
}
END_TEST

START_TEST(time__law_that_begins_within_a_day__holds_from_the_second)
{
    says(ask("\"time\":\"2026-03-29T00:59:59Z\"", ITEM("0101", "AA", "1000")), "\"duty\":\"25.00\"");
    says(ask("\"time\":\"2026-03-29T01:00:00Z\"", ITEM("0101", "AA", "1000")), "\"state\":\"excluded\"");
    /* a day alone counts as its end */
    says(ask("\"date\":\"2026-03-28\"", ITEM("0101", "AA", "1000")), "\"duty\":\"25.00\"");
    says(ask("\"date\":\"2026-03-29\"", ITEM("0101", "AA", "1000")), "\"state\":\"excluded\"");
}
END_TEST

START_TEST(relief__goods_and_date__holds_where_both_fit_and_asks_for_the_date)
{
    const char *reply = ask("\"date\":\"2026-01-15\",\"dates\":{\"loading\":\"2025-12-31\"}", ITEM("0103", "AA", "100"));

    says(reply, "\"state\":\"relieved\"");
    reply = ask("\"date\":\"2026-01-15\",\"dates\":{\"loading\":\"2026-01-01\"}", ITEM("0103", "AA", "100"));
    says(reply, "\"duty\":\"10.00\"");
    reply = ask("\"date\":\"2026-01-15\",\"dates\":{\"loading\":\"2025-12-31T23:59:59+01:00\"}", ITEM("0102", "AA", "100"));
    says(reply, "\"duty\":\"5.00\"");
    ck_assert_ptr_null(strstr(reply, "date_missing"));
    reply = ask("\"date\":\"2026-01-15\"", ITEM("0103", "AA", "100"));
    says(reply, "\"duty\":\"10.00\"");
    says(reply, "\"code\":\"date_missing\",\"effect\":\"none\",\"needs\":[\"date:loading\"]");
}
END_TEST

static tariff_text text(const char *s) { return (tariff_text){s, (uint32_t)strlen(s), 0}; }
static bool is(tariff_text t, const char *s) { return t.size == strlen(s) && memcmp(t.data, s, t.size) == 0; }

/* The public structs take what the JSON door takes: the kind of entry, an instant, further dates, facts of all items. */
START_TEST(structs__what_a_declaration_has_beside_its_items__as_the_door)
{
    tariff_declaration declaration = TARIFF_DECLARATION_INIT;
    tariff_goods_item item = TARIFF_GOODS_ITEM_INIT;
    tariff_declared_date loading = TARIFF_DECLARED_DATE_INIT;
    tariff_declared_fact fact = TARIFF_DECLARED_FACT_INIT;
    tariff_assessment_summary summary = TARIFF_ASSESSMENT_SUMMARY_INIT;
    const tariff_assessment *assessed = NULL;
    tariff_error *error = NULL;

    item.code = text("0103");
    item.origin = text("AA");
    item.price = text("100");
    declaration.tariff = text("T");
    declaration.items = &item;
    declaration.item_count = 1;
    declaration.time = text("2026-01-14T23:30:00Z"); /* 00:30 of the 15th by the clocks of the tariff */
    declaration.entry_type = text("full");
    unit_ok(tariff_assess_declaration(session, &declaration, NULL, &assessed, &error), error);
    ck_assert_int_eq(tariff_assessment_get(assessed, &summary), TARIFF_OK);
    ck_assert(is(summary.date, "2026-01-15"));
    ck_assert(is(summary.duty, "10.00"));
    ck_assert(is(summary.fees, "10.00"));
    loading.name = text("loading");
    loading.when = text("2025-12-31T23:59:59+01:00");
    declaration.dates = &loading;
    declaration.date_count = 1;
    unit_ok(tariff_assess_declaration(session, &declaration, NULL, &assessed, &error), error);
    ck_assert_int_eq(tariff_assessment_get(assessed, &summary), TARIFF_OK);
    ck_assert(is(summary.duty, "0.00")); /* loaded before the year began */
    declaration.date = text("2026-01-15");
    ck_assert_int_eq(tariff_assess_declaration(session, &declaration, NULL, &assessed, &error), TARIFF_EINVAL);
    ck_assert(is(tariff_error_subject(error), "time"));
    tariff_error_free(error);
    error = NULL;
    declaration.date = text("");
    loading.name = text("yesterday");
    ck_assert_int_eq(tariff_assess_declaration(session, &declaration, NULL, &assessed, &error), TARIFF_EINVAL);
    ck_assert(is(tariff_error_subject(error), "dates"));
    tariff_error_free(error);
    error = NULL;
    declaration.date_count = 0;
    fact.name = text("no-such-fact");
    fact.value = text("yes");
    declaration.facts = &fact;
    declaration.fact_count = 1;
    ck_assert_int_eq(tariff_assess_declaration(session, &declaration, NULL, &assessed, &error), TARIFF_EINVAL);
    ck_assert(is(tariff_error_subject(error), "items[0].facts"));
    tariff_error_free(error);
    error = NULL;
    /* A host that was built before these members says less, and is understood. */
    declaration.date = text("2026-01-15");
    declaration.size = (uint32_t)offsetof(tariff_declaration, date_count);
    unit_ok(tariff_assess_declaration(session, &declaration, NULL, &assessed, &error), error);
    ck_assert_int_eq(tariff_assessment_get(assessed, &summary), TARIFF_OK);
    ck_assert(is(summary.fees, "0.00"));
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("entry");
    TCase *tcase = tcase_create("entry");

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, groups__too_much_with_equal_fractions__lowest_rate_is_dropped);
    tcase_add_test(tcase, groups__too_little__greatest_fraction_at_the_lowest_rate_is_taken_up);
    tcase_add_test(tcase, groups__free_goods__do_not_belong_to_the_total);
    tcase_add_test(tcase, groups__lines_at_one_rate__duties_add_up_to_that_on_their_sum);
    tcase_add_test(tcase, entry__fee__owed_once_and_shared_by_value);
    tcase_add_test(tcase, entry__no_type_declared__owes_no_fee);
    tcase_add_test(tcase, entry__relieved_item__neither_owes_nor_counts);
    tcase_add_test(tcase, entry__value_missing__fee_is_not_known);
    tcase_add_test(tcase, relief__goods_and_date__holds_where_both_fit_and_asks_for_the_date);
    tcase_add_test(tcase, time__instant__date_by_the_clocks_of_the_profile);
    tcase_add_test(tcase, time__law_that_begins_within_a_day__holds_from_the_second);
    tcase_add_test(tcase, structs__what_a_declaration_has_beside_its_items__as_the_door);
    suite_add_tcase(s, tcase);
    return s;
}
UNIT_MAIN(suite)
