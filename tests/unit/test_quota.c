/* SPDX-License-Identifier: Apache-2.0 */
/* Tariff quotas inside an assessment: items that share a balance, security where a quota is critical or waits. */
#include "images.h"

#include "api/assess.h"
#include "tariff/build.h"

static tariff_context *context;
static tariff_snapshot *snapshot;
static tariff_session *session;

static void setup(void)
{
    tariff_error *error = NULL;
    tariff_build *build = NULL;
    char path[1024];

    unit_source("tests/data/quotas.xml", path, sizeof path);
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

static const char *ask(const char *members, const char *items)
{
    static char request[4096];
    const char *reply = NULL;
    uint64_t length;
    tariff_error *error = NULL;

    snprintf(request, sizeof request, "{\"tariff\":\"T\",\"date\":\"2026-02-15\"%s,\"explain\":true,\"items\":[%s]}", members,
             items);
    unit_ok(tariff_call_json(session, "assess", request, strlen(request), &reply, &length, &error), error);
    return reply;
}

static void says(const char *reply, const char *part)
{
    ck_assert_msg(strstr(reply, part) != NULL, "%s is not in %s", part, reply);
}

static void lacks(const char *reply, const char *part)
{
    ck_assert_msg(strstr(reply, part) == NULL, "%s is in %s", part, reply);
}

#define ITEM(code, quota, kilograms)                                                                                             \
    "{\"code\":\"" code "\",\"origin\":\"AA\",\"customs_value\":\"1000\",\"net_mass\":\"" kilograms "\",\"quota\":\"" quota "\"" \
                                                                                                                            "}"

/* 100 kg: the first item draws 60; of the 60 of the second 40 are within, at 2 %, and 20 at 10 % and 5 %; nothing is left for
   the third. */
START_TEST(balance__items_that_claim_one_quota__draw_in_their_order)
{
    const char *reply = ask("", ITEM("0101", "090001", "60") "," ITEM("0101", "090001", "60") "," ITEM("0101", "090001", "60"));

    says(reply, "\"duty\":\"20.00\",\"taxes\":\"204.00\"");
    /* 2 % of 1,000 × 40 / 60 = 13.33; 10 % × 20 / 60 = 33.33; 5 % × 20 / 60 = 16.67 */
    says(reply, "\"amount\":\"13.33\"");
    says(reply, "\"amount\":\"33.33\"");
    says(reply, "\"amount\":\"16.67\"");
    says(reply, "\"quota_partial\"");
    says(reply, "\"quota_exhausted\"");
    says(reply, "\"duty\":\"150.00\",\"taxes\":\"230.00\"");
    /* 20.00 + 63.33 + 150.00 */
    says(reply, "\"totals\":{\"customs_value\":\"3000.00\",\"duty\":\"233.33\"");
}
END_TEST

/* What the declarant's system knows goes before the image, and is shared in the same way. */
START_TEST(balance__declared__shared_too)
{
    const char *reply = ask(",\"quotas\":[{\"order_number\":\"090001\",\"balance\":\"70\",\"unit\":\"KGM\"}]",
                            ITEM("0101", "090001", "70") "," ITEM("0101", "090001", "70"));

    says(reply, "\"duty\":\"20.00\"");
    says(reply, "\"duty\":\"150.00\"");
    lacks(reply, "\"quota_partial\"");
}
END_TEST

/* Another quota has a balance of its own. */
START_TEST(balance__two_quotas__each_its_own)
{
    const char *reply = ask("", ITEM("0101", "090001", "100") "," ITEM("0101", "090002", "100"));

    lacks(reply, "\"quota_partial\"");
    lacks(reply, "\"quota_exhausted\"");
    says(reply, "\"totals\":{\"customs_value\":\"2000.00\",\"duty\":\"40.00\"");
}
END_TEST

/* Critical: 2 % is owed, and the 130 to the 10 % and 5 % without the quota are secured; the tax is on what is owed. */
START_TEST(security__critical_quota__the_difference_is_secured_and_not_owed)
{
    const char *reply = ask("", ITEM("0101", "090002", "60"));

    says(reply, "\"status\":\"complete\",\"tariff\":\"T\"");
    says(reply, "\"charge\":\"security\",\"role\":\"quota\",\"measure_type\":\"quota\"");
    says(reply, "\"state\":\"secured\",\"settlement\":\"guaranteed\",\"amount\":\"130.00\"");
    says(reply, "\"duty\":\"20.00\",\"taxes\":\"204.00\",\"fees\":\"0.00\",\"total\":\"224.00\"");
    says(reply,
         "\"security\":\"130.00\",\"payable\":\"224.00\",\"by_settlement\":{\"pay\":\"224.00\",\"guaranteed\":\"130.00\"}");
    says(reply, "\"quota_critical\",\"effect\":\"released_with_security\"");
}
END_TEST

/* An open quota asks for none, one that is blocked does, and does no longer when the period is over. */
START_TEST(security__open_blocked_and_over__asked_for_while_it_waits)
{
    says(ask("", ITEM("0101", "090001", "60")), "\"security\":\"0.00\"");
    says(ask("", ITEM("0101", "090003", "60")), "\"security\":\"130.00\"");
    says(ask(",\"quotas\":[{\"order_number\":\"090001\",\"balance\":\"70\",\"unit\":\"KGM\",\"critical\":true}]",
             ITEM("0101", "090001", "60")),
         "\"security\":\"130.00\"");
}
END_TEST

/* Of 100 kg 50 are within: 10 and 50 + 25 are owed, 150 without the quota; 65 are secured. */
START_TEST(security__part_of_the_goods_within__of_that_part_alone)
{
    const char *reply = ask(",\"quotas\":[{\"order_number\":\"090002\",\"balance\":\"50\",\"unit\":\"KGM\",\"critical\":true}]",
                            ITEM("0101", "090002", "100"));

    says(reply, "\"duty\":\"85.00\"");
    says(reply, "\"security\":\"65.00\"");
}
END_TEST

/* The duty without the quota needs a quantity that is not declared: the security is not known, what is owed is. */
START_TEST(security__duty_without_the_quota_not_known__security_is_not)
{
    const char *reply = ask("", ITEM("0102", "090002", "60"));

    says(reply, "\"duty\":\"20.00\"");
    says(reply, "\"total\":\"20.00\"");
    says(reply, "\"security\":null,\"payable\":\"20.00\"");
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("quota");
    TCase *tcase = tcase_create("quota");

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, balance__items_that_claim_one_quota__draw_in_their_order);
    tcase_add_test(tcase, balance__declared__shared_too);
    tcase_add_test(tcase, balance__two_quotas__each_its_own);
    tcase_add_test(tcase, security__critical_quota__the_difference_is_secured_and_not_owed);
    tcase_add_test(tcase, security__open_blocked_and_over__asked_for_while_it_waits);
    tcase_add_test(tcase, security__part_of_the_goods_within__of_that_part_alone);
    tcase_add_test(tcase, security__duty_without_the_quota_not_known__security_is_not);
    suite_add_tcase(s, tcase);
    return s;
}
UNIT_MAIN(suite)
