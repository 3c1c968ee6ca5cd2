/* SPDX-License-Identifier: Apache-2.0 */
/* One assessment over two tariffs: which of two duties is owed, by law and as another behaviour has it. */
#include "images.h"

#include "api/assess.h"
#include "api/session.h"
#include "tariff/build.h"

static tariff_context *context;
static tariff_snapshot *snapshot;
static tariff_session *session;

static void setup(void)
{
    tariff_error *error = NULL;
    tariff_build *build = NULL;
    char path[1024];

    unit_source("tests/data/draw.xml", path, sizeof path);
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

/* The answer on goods worth 1,000; every node of its trace is computed again. */
static const char *ask(const char *members, const char *code, const char *origin, const char *item)
{
    static char request[4096];
    const char *reply = NULL;
    uint64_t length;
    tariff_error *error = NULL;
    trf_numbers *pool = trf_numbers_new(&trf_alloc_default);
    uint32_t node = 0;
    tariff_status status;

    snprintf(request, sizeof request,
             "{\"tariff\":\"NN\",\"date\":\"2026-01-15\",\"explain\":true,\"dispositions\":true%s,\"items\":[{\"code\":\"%s\","
             "\"origin\":\"%s\",\"customs_value\":\"1000\"%s}]}",
             members, code, origin, item);
    status = tariff_call_json(session, "assess", request, strlen(request), &reply, &length, &error);
    unit_check(status, error);
    for (uint32_t i = 0; i < session->trace.count; i++)
        ck_assert_msg(trf_trace_check(&session->trace, pool, i, &node) == TARIFF_OK, "node %u", node);
    trf_numbers_free(pool);
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

#define TRUSTED     ",\"facts\":{\"trusted\":true}"
#define NOT_TRUSTED ",\"facts\":{\"trusted\":false}"
#define OTHER       ",\"policies\":{\"route\":\"other\"}"

/* 130 − 100 = 30 is 3 per cent of 1,000, and not below it: the Union's duty; the tax of Home is on 1,130. */
START_TEST(choice__difference_at_the_bound__second_duty_enters_the_tax_of_the_first)
{
    const char *reply = ask("", "0101", "WW", TRUSTED);

    says(reply, "\"status\":\"complete\",\"tariff\":\"NN\"");
    says(reply, "\"tariffs\":{\"route\":\"abroad\",\"compared\":true,\"counts\":\"UNION\",\"duties\":[{\"tariff\":\"HOME\","
                "\"duty\":\"100.00\"},{\"tariff\":\"UNION\",\"duty\":\"130.00\"}]");
    says(reply, "\"charge\":\"tax\",\"tariff\":\"HOME\"");
    says(reply, "\"base\":\"1130.00\",\"unrounded\":\"226\",\"amount\":\"226.00\"");
    says(reply, "\"duty\":\"130.00\",\"taxes\":\"226.00\",\"fees\":\"0.00\",\"total\":\"356.00\"");
}
END_TEST

/* The other behaviour takes a difference at the bound for small: Home's 100, and 20 % of 1,100. */
START_TEST(choice__difference_at_the_bound__other_behaviour_takes_the_first)
{
    const char *reply = ask(OTHER, "0101", "WW", TRUSTED);

    says(reply, "\"counts\":\"HOME\"");
    says(reply, "\"duty\":\"100.00\",\"taxes\":\"220.00\"");
}
END_TEST

/* 129.90 − 100 is below 30. What does not count is listed at zero, by what counts. */
START_TEST(choice__difference_below_the_bound__first_duty_and_the_second_excluded)
{
    const char *reply = ask("", "0102", "WW", TRUSTED);

    says(reply, "\"counts\":\"HOME\"");
    says(reply, "\"duty\":\"100.00\"");
    says(reply, "\"charge\":\"duty\",\"tariff\":\"UNION\",\"role\":\"base-duty\",\"measure_type\":\"union-duty\"");
    says(reply, "\"state\":\"excluded\",\"settlement\":\"pay\",\"amount\":\"0.00\"");
    says(reply, "\"candidates\":2,\"dispositions\":{\"applied\":1,\"excluded\":1}");
}
END_TEST

/* 20 − 100 is below the bound by sign, far from it by size. */
START_TEST(choice__second_duty_far_lower__sign_matters_to_the_law_alone)
{
    says(ask("", "0103", "WW", TRUSTED), "\"counts\":\"HOME\"");
    says(ask(OTHER, "0103", "WW", TRUSTED), "\"counts\":\"UNION\"");
}
END_TEST

/* Who is not trusted owes the Union's duty; nothing is compared. */
START_TEST(choice__not_compared__second_duty)
{
    const char *reply = ask("", "0102", "WW", NOT_TRUSTED);

    says(reply, "\"compared\":false,\"counts\":\"UNION\"");
    says(reply, "\"duty\":\"129.90\"");
}
END_TEST

/* Unknown: Home's 100 or the Union's 129.90, and the fact that decides is named. */
START_TEST(choice__fact_not_declared__range_over_both_and_the_fact)
{
    const char *reply = ask("", "0102", "WW", "");

    says(reply, "\"status\":\"incomplete\"");
    says(reply, "\"counts\":null");
    says(reply, "\"duty\":null");
    says(reply, "\"range\":{\"min\":\"100.00\",\"max\":\"129.90\",\"decided_by\":\"fact:trusted\"}");
    says(reply, "\"dispositions\":{\"unknown_fact\":2}");
}
END_TEST

/* At the bound both ways lead to the Union's duty: nobody needs to be asked. */
START_TEST(choice__fact_not_declared_and_of_no_matter__complete)
{
    const char *reply = ask("", "0101", "WW", "");

    says(reply, "\"status\":\"complete\",\"tariff\":\"NN\"");
    says(reply, "\"counts\":\"UNION\"");
}
END_TEST

/* From within the Union nothing is owed but the tax, on the value alone. */
START_TEST(route__free__both_duties_relieved)
{
    const char *reply = ask("", "0101", "UU", "");

    says(reply, "\"route\":\"within\",\"compared\":false,\"counts\":\"none\"");
    says(reply, "\"state\":\"relieved\"");
    says(reply, "\"duty\":\"0.00\",\"taxes\":\"200.00\"");
}
END_TEST

/* The country of export says where goods come from, not their origin; who is trusted owes nothing on goods from Home. */
START_TEST(route__goods_sent_from_home__country_of_export_decides)
{
    says(ask("", "0102", "WW", ",\"export_country\":\"HH\"" TRUSTED),
         "\"route\":\"inland\",\"compared\":false,\"counts\":\"none\"");
    says(ask("", "0102", "WW", ",\"export_country\":\"HH\"" NOT_TRUSTED), "\"counts\":\"UNION\"");
}
END_TEST

/* No route leads from the territory into itself. */
START_TEST(route__none_fits__country_of_export_is_asked_for)
{
    const char *reply = ask("", "0102", "NN", TRUSTED);

    says(reply, "\"status\":\"incomplete\"");
    says(reply, "\"needs\":[\"export_country\"]");
    says(reply, "\"range\":{\"min\":\"0.00\",\"max\":\"129.90\"");
}
END_TEST

/* That the duty is nil and that there is a remedy follows from the measures. */
START_TEST(facts__not_declared__follow_from_the_measures_of_the_tariff_that_is_named)
{
    says(ask("", "0104", "HH", NOT_TRUSTED), "\"counts\":\"none\"");
    says(ask("", "0105", "HH", NOT_TRUSTED), "\"counts\":\"UNION\"");
    /* A remedy keeps the other behaviour from comparing: 100 and 10 of the remedy. */
    says(ask(OTHER, "0105", "WW", TRUSTED), "\"counts\":\"UNION\"");
    says(ask(OTHER, "0105", "WW", TRUSTED), "\"duty\":\"110.00\"");
    says(ask(OTHER, "0105", "WW", ",\"facts\":{\"trusted\":true,\"remedied\":false}"), "\"counts\":\"HOME\"");
}
END_TEST

/* A charge that the first programme does not have stands at the one of the same role, else of the same total. */
START_TEST(charges__second_programme_has_another_charge__its_total_takes_it)
{
    const char *reply = ask("", "0105", "WW", NOT_TRUSTED);

    says(reply, "\"charge\":\"duty\",\"tariff\":\"UNION\",\"role\":\"trade-remedy\"");
    says(reply, "\"duty\":\"110.00\"");
    says(reply, "\"status\":\"complete\",\"tariff\":\"NN\"");
}
END_TEST

/* What the duty that is not owed would need is not asked for; where it may be owed, it is. */
START_TEST(needs__of_the_duty_that_does_not_count__not_asked_for)
{
    const char *reply = ask("", "0106", "WW", NOT_TRUSTED);

    says(reply, "\"status\":\"complete\",\"tariff\":\"NN\"");
    says(reply, "\"duty\":\"50.00\"");
    lacks(reply, "unit_missing");
    reply = ask("", "0106", "WW", TRUSTED);
    says(reply, "\"status\":\"incomplete\"");
    says(reply, "unit_missing");
    says(reply, "\"duty\":null");
}
END_TEST

/* Goods that the second tariff does not have: not in its nomenclature, so nothing is said of its duty. */
START_TEST(code__not_in_the_second_tariff__refused)
{
    const char *reply = ask("", "0107", "WW", NOT_TRUSTED);

    says(reply, "\"status\":\"refused\"");
    says(reply, "\"code\":\"code_not_found\"");
    says(reply, "\"duty\":null");
}
END_TEST

/* The Union's prohibition stops the goods, Home's is not drawn. */
START_TEST(controls__roles_that_are_not_drawn__are_no_candidates)
{
    lacks(ask("", "0102", "WW", TRUSTED), "prohibited");
    says(ask("", "0104", "WW", TRUSTED), "\"status\":\"refused\"");
}
END_TEST

START_TEST(policy__unknown_name__named)
{
    static const char request[] = "{\"tariff\":\"NN\",\"date\":\"2026-01-15\",\"policies\":{\"route\":\"none\"},\"items\":[{"
                                  "\"code\":\"0101\",\"origin\":\"WW\",\"customs_value\":\"1\"}]}";
    const char *reply = NULL;
    uint64_t length;
    tariff_error *error = NULL;

    ck_assert_int_eq(tariff_call_json(session, "assess", request, strlen(request), &reply, &length, &error), TARIFF_EINVAL);
    ck_assert_msg(strstr(error->message.data, "policies.route 'none'") != NULL, "%s", error->message.data);
    tariff_error_free(error);
}
END_TEST

/* Looking and what is needed go over both. */
START_TEST(measures__two_tariffs__candidates_of_both)
{
    static const char request[] = "{\"tariff\":\"NN\",\"date\":\"2026-01-15\",\"code\":\"0106\",\"origin\":\"WW\"}";
    const char *reply = NULL;
    uint64_t length;
    tariff_error *error = NULL;

    unit_ok(tariff_call_json(session, "measures", request, strlen(request), &reply, &length, &error), error);
    says(reply, "\"tariff\":\"HOME\",\"measure_type\":\"duty\"");
    says(reply, "\"tariff\":\"UNION\",\"measure_type\":\"union-duty\"");
    unit_ok(tariff_call_json(session, "needs", request, strlen(request), &reply, &length, &error), error);
    says(reply, "\"kind\":\"quantity\"");
    says(reply, "\"kind\":\"value\"");
}
END_TEST

/* A detached copy says the same. */
START_TEST(copy__of_two_tariffs__says_the_same)
{
    tariff_goods_item item = TARIFF_GOODS_ITEM_INIT;
    const tariff_assessment *assessed = NULL;
    tariff_assessment *copy = NULL;
    tariff_text before, after;
    char *first;
    tariff_error *error = NULL;

    item.tariff = (tariff_text){"NN", 2, 0};
    item.date = (tariff_text){"2026-01-15", 10, 0};
    item.code = (tariff_text){"0102", 4, 0};
    item.origin = (tariff_text){"UU", 2, 0};
    item.customs_value = (tariff_text){"1000", 4, 0};
    unit_ok(tariff_assess(session, &item, NULL, &assessed, &error), error);
    unit_ok(tariff_assessment_detach(assessed, &copy, &error), error);
    unit_ok(tariff_assessment_json(session, assessed, 0, &before, &error), error);
    first = strndup(before.data, before.size);
    says(first, "\"route\":\"within\"");
    unit_ok(tariff_assessment_json(session, copy, 0, &after, &error), error);
    ck_assert_int_eq(after.size, strlen(first));
    ck_assert_mem_eq(after.data, first, after.size);
    free(first);
    tariff_assessment_free(copy);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("draw");
    TCase *tcase = tcase_create("draw");

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, choice__difference_at_the_bound__second_duty_enters_the_tax_of_the_first);
    tcase_add_test(tcase, choice__difference_at_the_bound__other_behaviour_takes_the_first);
    tcase_add_test(tcase, choice__difference_below_the_bound__first_duty_and_the_second_excluded);
    tcase_add_test(tcase, choice__second_duty_far_lower__sign_matters_to_the_law_alone);
    tcase_add_test(tcase, choice__not_compared__second_duty);
    tcase_add_test(tcase, choice__fact_not_declared__range_over_both_and_the_fact);
    tcase_add_test(tcase, choice__fact_not_declared_and_of_no_matter__complete);
    tcase_add_test(tcase, route__free__both_duties_relieved);
    tcase_add_test(tcase, route__goods_sent_from_home__country_of_export_decides);
    tcase_add_test(tcase, route__none_fits__country_of_export_is_asked_for);
    tcase_add_test(tcase, facts__not_declared__follow_from_the_measures_of_the_tariff_that_is_named);
    tcase_add_test(tcase, charges__second_programme_has_another_charge__its_total_takes_it);
    tcase_add_test(tcase, needs__of_the_duty_that_does_not_count__not_asked_for);
    tcase_add_test(tcase, code__not_in_the_second_tariff__refused);
    tcase_add_test(tcase, controls__roles_that_are_not_drawn__are_no_candidates);
    tcase_add_test(tcase, policy__unknown_name__named);
    tcase_add_test(tcase, measures__two_tariffs__candidates_of_both);
    tcase_add_test(tcase, copy__of_two_tariffs__says_the_same);
    suite_add_tcase(s, tcase);
    return s;
}
UNIT_MAIN(suite)
