/* SPDX-License-Identifier: Apache-2.0 */
/* The exported functions as a host calls them: what is refused, what is left unwritten, what can be used again. */
#include "unit.h"

#include "config.h"
#include "tariff.h"

static tariff_context *context;
static tariff_error *error;

static const char xml[] = "<tariff-data xmlns=\"urn:libtariff:tariff:1\" version=\"1\"><languages><language id=\"en\"/><language "
                          "id=\"fr\"/></languages>"
                          "<tariff id=\"AA\" currency=\"EUR\" lang=\"en\"><goods-nomenclature lang=\"en\">"
                          "<line code=\"0100000000\" suffix=\"80\" indent=\"0\" sid=\"1\"><text>Live animals</text></line>"
                          "<line code=\"0101000000\" suffix=\"80\" indent=\"0\" sid=\"2\"><text>Horses</text></line>"
                          "<line code=\"0101210000\" suffix=\"10\" indent=\"1\" sid=\"3\"><text>Of one kind</text></line>"
                          "<line code=\"0101210000\" suffix=\"80\" indent=\"2\" sid=\"4\"><text>Pure-bred</text><text "
                          "lang=\"fr\">De race pure</text></line>"
                          "<line code=\"0101290000\" suffix=\"80\" indent=\"2\" sid=\"5\" from=\"2020-01-01\" "
                          "to=\"2021-12-31\"><text>Ended</text></line>"
                          "</goods-nomenclature></tariff></tariff-data>";

static void setup(void)
{
    error = NULL;
    ck_assert_int_eq(tariff_context_new(NULL, &context, &error), TARIFF_OK);
}

static void teardown(void)
{
    tariff_error_free(error);
    tariff_context_free(context);
}

static tariff_snapshot *opened(void)
{
    tariff_snapshot *snapshot = NULL;
    tariff_status status = tariff_snapshot_open_xml(context, xml, sizeof xml - 1, NULL, &snapshot, &error);

    ck_assert_msg(status >= 0, "%s", tariff_error_message(error).data);
    return snapshot;
}

static tariff_text text(const char *data)
{
    return (tariff_text){data, (uint32_t)strlen(data), 0};
}

static void assert_text(tariff_text found, const char *wanted)
{
    ck_assert_msg(found.size == strlen(wanted) && memcmp(found.data, wanted, found.size) == 0, "'%.*s' is not '%s'",
                  (int)found.size, found.data, wanted);
}

/* Contexts ------------------------------------------------------------------------------------------------------------- */

START_TEST(context_new__limit_raised_or_flag_unknown__refused)
{
    tariff_context_options options = TARIFF_CONTEXT_OPTIONS_INIT;
    tariff_context *made = NULL;

    options.json_depth = 65;
    ck_assert_int_eq(tariff_context_new(&options, &made, &error), TARIFF_EINVAL);
    ck_assert_ptr_nonnull(strstr(tariff_error_message(error).data, "json_depth"));
    options.json_depth = 0;
    options.flags = 1;
    ck_assert_int_eq(tariff_context_new(&options, &made, NULL), TARIFF_EINVAL);
    options.flags = 0;
    options.size = 4;
    ck_assert_int_eq(tariff_context_new(&options, &made, NULL), TARIFF_EINVAL);
    ck_assert_ptr_null(made);
}
END_TEST

START_TEST(context_new__older_and_newer_struct__missing_fields_are_defaults_unknown_ones_must_be_zero)
{
    struct {
        tariff_context_options known;
        uint64_t later;
    } newer = {TARIFF_CONTEXT_OPTIONS_INIT, 0};
    tariff_context_options older = TARIFF_CONTEXT_OPTIONS_INIT;
    tariff_context *made = NULL;

    older.size = 16;
    older.xml_depth = 1000000; /* past its size: not looked at */
    ck_assert_int_eq(tariff_context_new(&older, &made, NULL), TARIFF_OK);
    tariff_context_free(made);
    newer.known.size = sizeof newer;
    ck_assert_int_eq(tariff_context_new(&newer.known, &made, NULL), TARIFF_OK);
    tariff_context_free(made);
    newer.later = 1;
    ck_assert_int_eq(tariff_context_new(&newer.known, &made, NULL), TARIFF_EINVAL);
}
END_TEST

START_TEST(context_free__before_its_sessions_and_snapshots__they_stay_usable)
{
    tariff_context *made = NULL;
    tariff_snapshot *snapshot = NULL;
    tariff_session *session = NULL;
    const char *reply;
    uint64_t length;

    ck_assert_int_eq(tariff_context_new(NULL, &made, NULL), TARIFF_OK);
    ck_assert_int_ge(tariff_snapshot_open_xml(made, xml, sizeof xml - 1, NULL, &snapshot, NULL), 0);
    ck_assert_int_eq(tariff_session_new(made, snapshot, NULL, &session, NULL), TARIFF_OK);
    tariff_context_free(made);
    tariff_snapshot_release(snapshot);
    ck_assert_int_eq(tariff_call_json(session, "info", NULL, 0, &reply, &length, NULL), TARIFF_OK);
    tariff_session_free(session);
}
END_TEST

START_TEST(accessors__null_error__empty)
{
    ck_assert_int_eq(tariff_error_status(NULL), TARIFF_OK);
    assert_text(tariff_error_message(NULL), "");
    assert_text(tariff_error_file(NULL), "");
    assert_text(tariff_error_subject(NULL), "");
    ck_assert_uint_eq(tariff_error_line(NULL), 0);
    ck_assert_uint_eq(tariff_error_column(NULL), 0);
    tariff_error_free(NULL);
    ck_assert_str_eq(tariff_status_name(TARIFF_EIMAGE), "bad_image");
    ck_assert_str_eq(tariff_status_name(-1000), "unknown");
}
END_TEST

/* Lookups -------------------------------------------------------------------------------------------------------------- */

START_TEST(find__by_code_and_date__line_filled)
{
    tariff_goods_nomenclature_query query = TARIFF_GOODS_NOMENCLATURE_QUERY_INIT;
    tariff_goods_nomenclature line = TARIFF_GOODS_NOMENCLATURE_INIT;
    tariff_snapshot *snapshot = opened();
    tariff_session *session = NULL;

    ck_assert_int_eq(tariff_session_new(context, snapshot, NULL, &session, &error), TARIFF_OK);
    query.code = text("0101 21 00 00");
    query.date = text("2022-01-01");
    query.lang = text("fr");
    ck_assert_int_eq(tariff_goods_nomenclature_find(session, &query, &line, &error), TARIFF_OK);
    ck_assert_uint_eq(line.line, 4);
    ck_assert_uint_eq(line.parent, 3);
    ck_assert_uint_eq(line.suffix, 80);
    ck_assert_uint_eq(line.flags, TARIFF_LINE_DECLARABLE);
    assert_text(line.description, "De race pure");
    assert_text(line.lang, "fr");
    query.code = text("0101");
    ck_assert_int_eq(tariff_goods_nomenclature_find(session, &query, &line, &error), TARIFF_OK);
    assert_text(line.code, "0101000000");
    ck_assert_uint_eq(line.flags & TARIFF_LINE_OTHER_LANGUAGE, TARIFF_LINE_OTHER_LANGUAGE);
    ck_assert_uint_eq(line.children, 1);
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
}
END_TEST

START_TEST(find__days_around_a_period__both_ends_belong_to_it)
{
    static const struct {
        const char *day;
        tariff_status status;
    } days[] = {
        {"2019-12-31", TARIFF_NOT_FOUND}, {"2020-01-01", TARIFF_OK}, {"2021-12-31", TARIFF_OK}, {"2022-01-01", TARIFF_NOT_FOUND}};
    tariff_snapshot *snapshot = opened();
    tariff_session *session = NULL;

    ck_assert_int_eq(tariff_session_new(context, snapshot, NULL, &session, &error), TARIFF_OK);
    for (unsigned i = 0; i < 4; i++) {
        tariff_goods_nomenclature_query query = TARIFF_GOODS_NOMENCLATURE_QUERY_INIT;
        tariff_goods_nomenclature line = TARIFF_GOODS_NOMENCLATURE_INIT;

        query.code = text("0101290000");
        query.date = text(days[i].day);
        ck_assert_int_eq(tariff_goods_nomenclature_find(session, &query, &line, &error), days[i].status);
        ck_assert_uint_eq(line.line, days[i].status == TARIFF_OK ? 5 : 0);
    }
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
}
END_TEST

START_TEST(find__malformed__refused_and_unwritten)
{
    tariff_goods_nomenclature_query query = TARIFF_GOODS_NOMENCLATURE_QUERY_INIT;
    tariff_goods_nomenclature line = TARIFF_GOODS_NOMENCLATURE_INIT;
    tariff_snapshot *snapshot = opened();
    tariff_session *session = NULL;

    ck_assert_int_eq(tariff_session_new(context, snapshot, NULL, &session, &error), TARIFF_OK);
    query.code = text("01x1");
    query.date = text("2022-01-01");
    ck_assert_int_eq(tariff_goods_nomenclature_find(session, &query, &line, NULL), TARIFF_EINVAL);
    query.code = text("0101");
    query.date = text("2022-02-30");
    ck_assert_int_eq(tariff_goods_nomenclature_find(session, &query, &line, NULL), TARIFF_EINVAL);
    query.date = text("2022-01-01");
    query.tariff = text("ZZ");
    ck_assert_int_eq(tariff_goods_nomenclature_find(session, &query, &line, NULL), TARIFF_EINVAL);
    query.size = 3;
    ck_assert_int_eq(tariff_goods_nomenclature_find(session, &query, &line, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(tariff_goods_nomenclature_find(session, NULL, &line, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(tariff_goods_nomenclature_find(NULL, &query, &line, NULL), TARIFF_EINVAL);
    ck_assert_uint_eq(line.line, 0);
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
}
END_TEST

START_TEST(find_many__some_unknown__each_has_its_status)
{
    tariff_goods_nomenclature_query queries[3] = {TARIFF_GOODS_NOMENCLATURE_QUERY_INIT, TARIFF_GOODS_NOMENCLATURE_QUERY_INIT,
                                                  TARIFF_GOODS_NOMENCLATURE_QUERY_INIT};
    tariff_goods_nomenclature lines[3] = {TARIFF_GOODS_NOMENCLATURE_INIT, TARIFF_GOODS_NOMENCLATURE_INIT,
                                          TARIFF_GOODS_NOMENCLATURE_INIT};
    tariff_status statuses[3];
    tariff_snapshot *snapshot = opened();
    tariff_session *session = NULL;
    uint32_t count = 0;

    for (unsigned i = 0; i < 3; i++)
        queries[i].date = text("2022-01-01");
    queries[0].code = text("01");
    queries[1].code = text("99");
    queries[2].code = text("?");
    ck_assert_int_eq(tariff_session_new(context, snapshot, NULL, &session, &error), TARIFF_OK);
    ck_assert_int_eq(tariff_goods_nomenclature_find_many(session, 3, queries, lines, statuses, &error), TARIFF_OK);
    ck_assert_int_eq(statuses[0], TARIFF_OK);
    ck_assert_int_eq(statuses[1], TARIFF_NOT_FOUND);
    ck_assert_int_eq(statuses[2], TARIFF_EINVAL);
    ck_assert_uint_eq(lines[0].line, 1);
    queries[0].code = text("0101210000");
    ck_assert_int_eq(tariff_goods_nomenclature_ancestors(session, &queries[0], 2, lines, &count, &error), TARIFF_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert_uint_eq(lines[0].line, 3);
    ck_assert_uint_eq(lines[1].line, 2);
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
}
END_TEST

/* The JSON door -------------------------------------------------------------------------------------------------------- */

static tariff_status call(tariff_session *session, const char *method, const char *request, const char **reply)
{
    uint64_t length = 0;
    tariff_status status;

    tariff_error_free(error);
    error = NULL;
    *reply = NULL;
    status = tariff_call_json(session, method, request, strlen(request), reply, &length, &error);
    if (status >= 0)
        ck_assert_uint_eq(length, strlen(*reply));
    else
        ck_assert_ptr_null(*reply);
    return status;
}

START_TEST(call__unknown_missing_mistyped_fields__refused_by_name)
{
    static const struct {
        const char *method, *request, *subject;
    } bad[] = {
        {"rate.parse", "{\"text\":\"5 %\",\"colour\":\"red\"}", "colour"},
        {"rate.parse", "{}", "text"},
        {"rate.parse", "{\"text\":5}", "text"},
        {"rate.parse", "{\"text\":\"5 %\",\"date\":\"2024-13-01\"}", "date"},
        {"rate.parse", "{\"text\":\"5 %\",\"grammar\":\"latin\"}", "grammar"},
        {"rate.eval", "{\"text\":\"5 %\",\"value\":\"1e3\"}", "value"},
        {"rate.eval", "{\"text\":\"5 %\",\"quantities\":[{\"unit\":\"KGM\",\"quantity\":\" 1\"}]}", "quantities[0].quantity"},
        {"rate.format", "{\"components\":[{\"duty_expression_id\":\"01\",\"duty_amount\":\"1,5\"}]}",
         "components[0].duty_amount"},
        {"unit", "{\"unit\":null}", "unit"},
    };
    tariff_session *session = NULL;
    const char *reply;

    ck_assert_int_eq(tariff_session_new(context, NULL, NULL, &session, &error), TARIFF_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(call(session, bad[i].method, bad[i].request, &reply) == TARIFF_EINVAL, "%s", bad[i].request);
        assert_text(tariff_error_subject(error), bad[i].subject);
    }
    /* The session goes on. */
    ck_assert_int_eq(call(session, "rate.parse", "{\"text\":\"5 %\"}", &reply), TARIFF_OK);
    ck_assert_ptr_nonnull(strstr(reply, "\"status\":\"parsed\""));
    tariff_session_free(session);
}
END_TEST

START_TEST(call__no_method_no_snapshot_no_object__refused)
{
    tariff_session *session = NULL;
    const char *reply;
    uint64_t length;

    ck_assert_int_eq(tariff_session_new(context, NULL, NULL, &session, &error), TARIFF_OK);
    ck_assert_int_eq(call(session, "rate.guess", "{}", &reply), TARIFF_EINVAL);
    ck_assert_int_eq(call(session, "tree", "{}", &reply), TARIFF_EINVAL);
    ck_assert_int_eq(call(session, "rate.parse", "[]", &reply), TARIFF_EINVAL);
    ck_assert_int_eq(call(session, "rate.parse", "{\"text\":1.5}", &reply), TARIFF_EINVAL);
    ck_assert_ptr_nonnull(strstr(tariff_error_message(error).data, "real"));
    ck_assert_uint_eq(tariff_error_column(error), 9);
    ck_assert_int_eq(tariff_call_json(NULL, "info", NULL, 0, &reply, &length, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(tariff_call_json(session, NULL, NULL, 0, &reply, &length, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(tariff_call_json(session, "introspect", NULL, 0, NULL, &length, NULL), TARIFF_EINVAL);
    tariff_session_free(session);
}
END_TEST

START_TEST(call__request_longer_than_the_context_allows__limit)
{
    tariff_context_options options = TARIFF_CONTEXT_OPTIONS_INIT;
    tariff_context *small = NULL;
    tariff_session *session = NULL;
    const char *reply;

    options.request_bytes = 16;
    ck_assert_int_eq(tariff_context_new(&options, &small, &error), TARIFF_OK);
    ck_assert_int_eq(tariff_session_new(small, NULL, NULL, &session, &error), TARIFF_OK);
    ck_assert_int_eq(call(session, "rate.parse", "{\"text\":\"5 % + 5 %\"}", &reply), TARIFF_ELIMIT);
    tariff_session_free(session);
    tariff_context_free(small);
}
END_TEST

START_TEST(call__ended_code__not_found_with_its_line)
{
    tariff_snapshot *snapshot = opened();
    tariff_session *session = NULL;
    const char *reply;

    ck_assert_int_eq(tariff_session_new(context, snapshot, NULL, &session, &error), TARIFF_OK);
    ck_assert_int_eq(call(session, "show", "{\"code\":\"0101290000\",\"date\":\"2024-01-01\"}", &reply), TARIFF_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(reply, "\"valid_to\":\"2021-12-31\""));
    ck_assert_int_eq(call(session, "show", "{\"code\":\"9999\",\"date\":\"2024-01-01\"}", &reply), TARIFF_NOT_FOUND);
    ck_assert_str_eq(reply, "{}");
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
}
END_TEST

/* Refusals of memory ----------------------------------------------------------------------------------------------------- */

/* Everything a host does, once. */
static tariff_status whole_run(tariff_context *made)
{
    static const char *const calls[][2] = {
        {"tree", "{\"date\":\"2024-01-01\"}"},
        {"show", "{\"code\":\"0101210000\",\"date\":\"2024-01-01\"}"},
        {"rate.parse", "{\"text\":\"9.00 % MAX 0.35 GBP / kg\"}"},
        {"rate.eval", "{\"text\":\"9.00 % + 1 GBP / "
                      "kg\",\"value\":\"100\",\"currency\":\"GBP\",\"quantities\":[{\"unit\":\"KGM\",\"quantity\":\"3\"}]}"},
        {"text.format", "{\"text\":\"a|b &ge; c\"}"},
#ifdef TRF_SEARCH
        {"text.analyse", "{\"text\":\"H\u00fcte, ausgenommen aus Filz, 80 % Wolle\",\"lang\":\"de\"}"},
        {"text.normalise", "{\"text\":\"Hats (not knitted), other than of felt\"}"},
#endif
        {"records", "{\"element\":\"goods.nomenclature\",\"key\":{\"goods.nomenclature.sid\":\"4\"}}"},
        {"introspect", "{}"},
    };
    tariff_snapshot *snapshot = NULL;
    tariff_session *session = NULL;
    const char *reply;
    uint64_t length;
    tariff_status status = tariff_snapshot_open_xml(made, xml, sizeof xml - 1, NULL, &snapshot, NULL);

    if (status >= 0)
        status = tariff_session_new(made, snapshot, NULL, &session, NULL);
    for (size_t i = 0; i < sizeof calls / sizeof calls[0] && status >= 0; i++)
        status = tariff_call_json(session, calls[i][0], calls[i][1], strlen(calls[i][1]), &reply, &length, NULL);
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    return status;
}

START_TEST(whole_run__any_allocation_refused__enomem_and_nothing_lost)
{
    /* Every refusal early on, where the steps differ most; then one in seven. */
    for (unsigned long refuse = 1;; refuse += refuse < 150 ? 1 : 7) {
        unit_failing state = {0, refuse, 0};
        tariff_context_options options = TARIFF_CONTEXT_OPTIONS_INIT;
        tariff_context *made = NULL;
        tariff_status status;

        options.resize = unit_failing_resize;
        options.resize_user = &state;
        options.hash_seed = 1;
        status = tariff_context_new(&options, &made, NULL);
        if (status >= 0)
            status = whole_run(made);
        tariff_context_free(made);
        ck_assert_msg(state.live == 0, "refusal %lu: %ld bytes lost", refuse, state.live);
        if (status >= 0)
            break;
        ck_assert_msg(status == TARIFF_ENOMEM, "refusal %lu: status %d", refuse, status);
        ck_assert_uint_lt(refuse, 100000);
    }
}
END_TEST

/* An error belongs to the host, also when the context went before it. */
START_TEST(error_free__after_its_context__gives_the_memory_of_the_host_back)
{
    unit_failing state = {0, 0, 0};
    tariff_context_options options = TARIFF_CONTEXT_OPTIONS_INIT;
    tariff_context *made = NULL;
    tariff_snapshot *none = NULL;
    tariff_error *error = NULL;

    options.resize = unit_failing_resize;
    options.resize_user = &state;
    ck_assert_int_eq(tariff_context_new(&options, &made, NULL), TARIFF_OK);
    ck_assert_int_eq(tariff_snapshot_open(made, "nowhere/none.tariff", &none, &error), TARIFF_EIO);
    tariff_context_free(made);
    ck_assert_int_gt(state.live, 0);
    ck_assert_ptr_nonnull(strstr(tariff_error_message(error).data, "nowhere/none.tariff"));
    tariff_error_free(error);
    ck_assert_int_eq(state.live, 0);
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("api");
    TCase *cases = tcase_create("api");

    tcase_set_timeout(cases, 120);
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, context_new__limit_raised_or_flag_unknown__refused);
    tcase_add_test(cases, context_new__older_and_newer_struct__missing_fields_are_defaults_unknown_ones_must_be_zero);
    tcase_add_test(cases, context_free__before_its_sessions_and_snapshots__they_stay_usable);
    tcase_add_test(cases, accessors__null_error__empty);
    tcase_add_test(cases, find__by_code_and_date__line_filled);
    tcase_add_test(cases, find__days_around_a_period__both_ends_belong_to_it);
    tcase_add_test(cases, find__malformed__refused_and_unwritten);
    tcase_add_test(cases, find_many__some_unknown__each_has_its_status);
    tcase_add_test(cases, call__unknown_missing_mistyped_fields__refused_by_name);
    tcase_add_test(cases, call__no_method_no_snapshot_no_object__refused);
    tcase_add_test(cases, call__request_longer_than_the_context_allows__limit);
    tcase_add_test(cases, call__ended_code__not_found_with_its_line);
    tcase_add_test(cases, error_free__after_its_context__gives_the_memory_of_the_host_back);
    tcase_add_test(cases, whole_run__any_allocation_refused__enomem_and_nothing_lost);
    suite_add_tcase(made, cases);
    return made;
}
UNIT_MAIN(suite)
