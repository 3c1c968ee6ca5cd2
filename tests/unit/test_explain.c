/* SPDX-License-Identifier: Apache-2.0 */
/* Assessments as text and JSON: what is shown, in which order, with what source; messages and their languages. */
#include "images.h"

#include "explain/message.h"
#include "tariff/assess.h"
#include "tariff/build.h"

static tariff_context *context;
static tariff_snapshot *snapshot;
static tariff_session *session;
static char shown[65536];

static void setup(void)
{
    tariff_error *error = NULL;
    tariff_build *build = NULL;
    char path[1024];

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

static void keep(tariff_text text)
{
    ck_assert_uint_lt(text.size, sizeof shown);
    memcpy(shown, text.data, text.size);
    shown[text.size] = '\0';
}

/** The item of most tests, in euro: 10000.00 EUR × 0.84510 = 8451.00; 9.1 % = 769.041, 2000 kg = 902.00. */
static void explain(uint32_t options_flags, uint32_t flags, bool json, const char *code, const char *mass)
{
    tariff_goods_item item = TARIFF_GOODS_ITEM_INIT;
    tariff_assess_options options = TARIFF_ASSESS_OPTIONS_INIT;
    const tariff_assessment *result = NULL;
    tariff_error *error = NULL;
    tariff_text text = {0}, none = {0};

#define TEXT(s) ((tariff_text){(s), (uint32_t)strlen(s), 0})
    item.tariff = TEXT("T");
    item.date = TEXT("2024-03-15");
    item.code = TEXT(code);
    item.origin = TEXT("BR");
    item.price = TEXT("10000.00");
    item.price_currency = TEXT("EUR");
    item.net_mass = TEXT(mass);
    options.flags = options_flags;
    unit_ok(tariff_assess(session, &item, &options, &result, &error), error);
    if (json)
        unit_ok(tariff_assessment_json(session, result, flags, &text, &error), error);
    else
        unit_ok(tariff_assessment_explain(session, result, none, flags, &text, &error), error);
    keep(text);
}

static const char *after(const char *from, const char *what)
{
    const char *found = strstr(from, what);

    ck_assert_msg(found != NULL, "no '%s' in:\n%s", what, from);
    return found + strlen(what);
}

START_TEST(text__every_figure__stands_with_its_way_and_source)
{
    const char *at;

    explain(TARIFF_ASSESS_EXPLAIN, 0, false, "9900200000", "2000");
    at = after(shown, "T, 2024-03-15");
    at = after(at, "9900200000  Compound");
    at = after(at, "8451.00  GBP");
    at = after(at, "price 10000.00 EUR");
    at = after(at, "1671.04  due, A00");
    at = after(at, "measure 121, type base, 1011");
    at = after(at, "[Act 2]"); /* the rounding, by its policy */
    at = after(at, "9.1 % of");
    at = after(at, "769.041");
    at = after(at, "0.00  replaced by measure 121");
    at = after(at, "Measures considered: 7");
}
END_TEST

START_TEST(text__without_a_trace__figures_without_their_way)
{
    explain(0, 0, false, "9900200000", "2000");
    ck_assert_ptr_nonnull(strstr(shown, "1671.04  due, A00"));
    ck_assert_ptr_null(strstr(shown, "9.1 % of"));
}
END_TEST

START_TEST(text__amounts__end_in_one_column)
{
    explain(0, 0, false, "9900100010", "2000");
    for (char *line = strtok(shown, "\n"); line; line = strtok(NULL, "\n")) {
        char *due = strstr(line, "  due");

        if (due)
            ck_assert_int_eq(due - line, 60);
    }
}
END_TEST

START_TEST(text__something_missing__is_said_first)
{
    const char *missing, *charges;

    explain(TARIFF_ASSESS_EXPLAIN, 0, false, "9900200000", "");
    missing = strstr(shown, "! A quantity is missing: quantity:KGM");
    charges = strstr(shown, "Charges");
    ck_assert_ptr_nonnull(missing);
    ck_assert(missing < charges);
    /* whatever the mass, the 9.1 % are owed */
    (void)after(charges, "at least 769.04");
}
END_TEST

static void explain_item(tariff_goods_item *item, bool json)
{
    const tariff_assessment *result = NULL;
    tariff_text text = {0}, none = {0};
    tariff_error *error = NULL;

    item->tariff = TEXT("T");
    item->date = TEXT("2024-03-15");
    item->origin = TEXT("FR");
    item->price = TEXT("1000.00");
    unit_ok(tariff_assess(session, item, NULL, &result, &error), error);
    if (json)
        unit_ok(tariff_assessment_json(session, result, 0, &text, &error), error);
    else
        unit_ok(tariff_assessment_explain(session, result, none, 0, &text, &error), error);
    keep(text);
}

/* Excise of 0 to 10 %, as no code is declared: duty 100.00; VAT 220.00 to (1000 + 100 + 110) × 20 % = 242.00, without a mass. */
START_TEST(text__total_that_is_not_known__is_no_bare_figure)
{
    tariff_goods_item item = TARIFF_GOODS_ITEM_INIT;
    tariff_declared_quantity quantity = TARIFF_DECLARED_QUANTITY_INIT;
    const char *at;

    quantity.unit = TEXT("NAR");
    quantity.quantity = TEXT("100"); /* 0.1 thousand × 300.00 = 30.00, less than 110.00 */
    item.code = TEXT("9900150000");
    item.quantities = &quantity;
    item.quantity_count = 1;
    explain_item(&item, false);
    at = after(shown, "between 220.00 and 242.00");
    at = after(at, "\nDuty");
    at = after(at, "100.00\n");
    at = after(at, "at least 220.00\n");
    (void)after(at, "at least 320.00  GBP\n");
    item.code = TEXT("9999999999");
    explain_item(&item, false);
    at = after(shown, "Charges: not known");
    at = after(at, "\nDuty");
    at = after(at, "not known");
    at = after(at, "not known");
    (void)after(at, "not known");
    ck_assert_ptr_null(strstr(shown, " 0.00"));
}
END_TEST

START_TEST(text__duty_per_unit__names_its_quantity_not_the_value)
{
    tariff_goods_item item = TARIFF_GOODS_ITEM_INIT;
    tariff_declared_quantity quantity = TARIFF_DECLARED_QUANTITY_INIT;
    tariff_text code = TEXT("X611");
    const char *at;

    quantity.unit = TEXT("MIL");
    quantity.quantity = TEXT("10");
    item.code = TEXT("9900150000");
    item.quantities = &quantity;
    item.quantity_count = 1;
    item.additional_codes = &code;
    item.additional_code_count = 1;
    explain_item(&item, false);
    (void)after(shown, " of 10 MIL ");
    explain_item(&item, true);
    at = after(shown, "\"charge\":\"excise\"");
    at = strstr(at, "\"base\"");
    ck_assert_msg(at && strncmp(at, "\"base\":\"4100.00\"", 16) == 0,
                  "the next base is not that of the VAT, 1000 + 100 + 3000: %s", at ? at : "none");
}
END_TEST

START_TEST(text__dispositions__every_candidate_in_a_line)
{
    const char *at = shown;
    unsigned lines = 0;

    explain(0, TARIFF_EXPLAIN_DISPOSITIONS, false, "9900200000", "2000");
    at = after(shown, "Measures considered: 7");
    while ((at = strchr(at, '\n')) != NULL && at[1]) {
        at++;
        lines++;
    }
    ck_assert_uint_eq(lines, 7);
}
END_TEST

START_TEST(json__members__stand_in_the_order_of_the_contract)
{
    static const char *const order[] = {"\"status\"",        "\"tariff\"",          "\"date\"",
                                        "\"currency\"",      "\"image\":\"sha256:", "\"library\"",
                                        "\"data_as_of\"",    "\"items\"",           "\"value_build_up\"",
                                        "\"charges\"",       "\"outcomes\"",        "\"considered\"",
                                        "\"duty\"",          "\"taxes\"",           "\"fees\"",
                                        "\"total\"",         "\"trace\"",           "\"totals\"",
                                        "\"by_settlement\"", "\"range\":null"};
    const char *at = shown;

    explain(TARIFF_ASSESS_EXPLAIN, TARIFF_EXPLAIN_TRACE, true, "9900200000", "2000");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        at = after(at, order[i]);
}
END_TEST

START_TEST(json__exact_amounts__keep_all_places)
{
    explain(0, 0, true, "9900200000", "2000");
    ck_assert_ptr_nonnull(strstr(shown, "\"converted\":\"8451\""));
    ck_assert_ptr_nonnull(strstr(shown, "\"base\":\"8451.00\",\"unrounded\":\"1671.041\",\"amount\":\"1671.04\""));
    ck_assert_ptr_null(strstr(shown, "\"trace\""));
}
END_TEST

START_TEST(message__unknown_language__english)
{
    unit_assert_slice(trf_message(TRF_SLICE("xx"), "DUTY", TRF_SLICE_EMPTY), "Duty");
    unit_assert_slice(trf_message(TRF_SLICE_EMPTY, "OUTCOME_", TRF_SLICE("unit_missing")), "A quantity is missing");
    unit_assert_slice(trf_message(TRF_SLICE_EMPTY, "OUTCOME_", TRF_SLICE("never_heard_of")), "");
}
END_TEST

START_TEST(message__places__are_filled_by_number)
{
    trf_buffer out;

    trf_buffer_init(&out, &trf_alloc_default, 0);
    trf_message_print(TRF_SLICE_EMPTY, "MEASURE", TRF_SLICE("7"), TRF_SLICE("100%"), &out);
    unit_assert_slice(trf_buffer_view(&out), "measure 7, type 100%");
    trf_buffer_done(&out);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("explain");
    TCase *t = tcase_create("explain");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, text__every_figure__stands_with_its_way_and_source);
    tcase_add_test(t, text__without_a_trace__figures_without_their_way);
    tcase_add_test(t, text__amounts__end_in_one_column);
    tcase_add_test(t, text__something_missing__is_said_first);
    tcase_add_test(t, text__total_that_is_not_known__is_no_bare_figure);
    tcase_add_test(t, text__duty_per_unit__names_its_quantity_not_the_value);
    tcase_add_test(t, text__dispositions__every_candidate_in_a_line);
    tcase_add_test(t, json__members__stand_in_the_order_of_the_contract);
    tcase_add_test(t, json__exact_amounts__keep_all_places);
    tcase_add_test(t, message__unknown_language__english);
    tcase_add_test(t, message__places__are_filled_by_number);
    suite_add_tcase(s, t);
    return s;
}
UNIT_MAIN(suite)
