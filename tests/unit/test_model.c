/* SPDX-License-Identifier: Apache-2.0 */
/* Values, tables, settling, records. The vocabulary used: measures (one key), measure components (two), languages. */
#include "model/findings.h"
#include "model/records.h"
#include "unit.h"

static const trf_limits usual = TRF_LIMITS_DEFAULT;

static trf_model *new_model(void)
{
    trf_model *model = NULL;

    ck_assert_int_eq(trf_model_new(&trf_alloc_default, &usual, 7, &model, NULL), TARIFF_OK);
    return model;
}

static trf_value value(trf_model *model, const char *text)
{
    trf_value made = trf_model_value(model, trf_slice_text(text));

    ck_assert_uint_ne(made, TRF_INTERN_NONE);
    return made;
}

/* ---- values ---- */

START_TEST(value__any_text__comes_back_byte_by_byte)
{
    static const char *const texts[] = {
        "0",          "1",          "9",          "10",         "00",         "01",         "007",        "999999999",
        "1000000000", "1073741823", "1073741824", "4294967296", "0101210000", "1012100000", "9999999999", "2018-12-19",
        "0001-01-01", "9999-12-31", "2020-02-29", "2019-02-29", "0000-01-01", "2018-13-01", "2018-1-1",   "2018-12-19T15:26:29",
        "12.500",     "0.0",        "-5",         "+5",         "1e3",        " 1",         "1 ",         "abc",
        "\xc3\xa9",   "1\n",
    };
    trf_model *model = new_model();
    char scratch[16];

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        unit_assert_slice(trf_model_text(model, value(model, texts[i]), scratch), texts[i]);
    trf_model_free(model);
}
END_TEST

START_TEST(value__integers_and_dates__need_no_text)
{
    trf_model *model = new_model();
    uint32_t before = model->texts.count, number = 0;
    trf_date date = 0;

    ck_assert(trf_value_int(value(model, "1073741823"), &number));
    ck_assert_uint_eq(number, 1073741823);
    ck_assert(trf_value_int(value(model, "0"), &number));
    ck_assert_uint_eq(number, 0);
    ck_assert(trf_value_date(value(model, "1970-01-02"), &date));
    ck_assert_int_eq(date, 1);
    ck_assert_uint_eq(model->texts.count, before);
    ck_assert(!trf_value_int(value(model, "1073741824"), &number));
    ck_assert(!trf_value_int(value(model, "007"), &number));
    ck_assert(!trf_value_date(value(model, "2019-02-29"), &date));
    ck_assert_uint_eq(model->texts.count, before + 3);
    trf_model_free(model);
}
END_TEST

START_TEST(value__absent_and_empty__are_two_things)
{
    trf_model *model = new_model();
    char scratch[16];

    ck_assert_uint_eq(value(model, ""), TRF_VALUE_EMPTY);
    ck_assert_uint_ne(TRF_VALUE_EMPTY, TRF_VALUE_ABSENT);
    ck_assert_uint_eq(trf_model_text(model, TRF_VALUE_EMPTY, scratch).size, 0);
    ck_assert_uint_eq(trf_model_text(model, TRF_VALUE_ABSENT, scratch).size, 0);
    trf_model_free(model);
}
END_TEST

START_TEST(value_find__text_the_model_lacks__false)
{
    trf_model *model = new_model();
    trf_value found = 0;

    ck_assert(!trf_model_value_find(model, TRF_SLICE("abc"), &found));
    ck_assert(trf_model_value_find(model, TRF_SLICE("12"), &found));
    ck_assert_uint_eq(found, value(model, "12"));
    value(model, "abc");
    ck_assert(trf_model_value_find(model, TRF_SLICE("abc"), &found));
    ck_assert_uint_eq(found, value(model, "abc"));
    trf_model_free(model);
}
END_TEST

/* ---- kinds ---- */

START_TEST(kinds__every_element_and_code__found_again)
{
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++) {
        const trf_kind_info *info = &trf_kinds[kind];
        uint8_t keys[TRF_KEYS_MAX];

        ck_assert_int_eq(trf_kind_of_element(trf_slice_text(info->element)), kind);
        if (info->record)
            ck_assert_int_eq(trf_kind_of_record(info->record, info->subrecord), kind);
        ck_assert_uint_ge(trf_kind_keys((trf_kind)kind, keys), 1);
        for (int field = 0; field < info->field_count; field++)
            ck_assert_int_eq(trf_field_of_element((trf_kind)kind, trf_slice_text(info->fields[field].element)), field);
    }
    ck_assert_int_eq(trf_kind_of_element(TRF_SLICE("no.such.record")), TRF_KIND_COUNT);
    ck_assert_int_eq(trf_kind_of_record(999, 0), TRF_KIND_COUNT);
    ck_assert_int_eq(trf_kind_of_record(0, 0), TRF_KIND_COUNT);
}
END_TEST

START_TEST(kinds__other_spellings__found_in_both_places)
{
    ck_assert_int_eq(trf_kind_of_element(TRF_SLICE("geographical.membership")), TRF_KIND_geographical_area_membership);
    ck_assert_int_eq(trf_field_of_element(TRF_KIND_goods_nomenclature, TRF_SLICE("productline.suffix")),
                     TRF_F_goods_nomenclature_producline_suffix);
    ck_assert_int_eq(trf_field_of_element(TRF_KIND_goods_nomenclature_indents, TRF_SLICE("producline.suffix")),
                     TRF_F_goods_nomenclature_indents_productline_suffix);
    ck_assert_int_eq(trf_field_of_element(TRF_KIND_measure, TRF_SLICE("productline.suffix")), -1);
}
END_TEST

/* ---- settling ---- */

/* A measure component (two keys) of a tariff. */
static void component(trf_model *model, uint16_t tariff, const char *sid, const char *expression, const char *amount,
                      trf_update update)
{
    trf_value row[TRF_F_measure_component_COUNT] = {0};
    trf_row_source source = {.update = (uint8_t)update, .tariff = tariff};

    row[TRF_F_measure_component_measure_sid] = value(model, sid);
    row[TRF_F_measure_component_duty_expression_id] = value(model, expression);
    row[TRF_F_measure_component_duty_amount] = value(model, amount);
    ck_assert_int_eq(trf_model_append(model, TRF_KIND_measure_component, row, &source, NULL), TARIFF_OK);
}

/* The amount that holds for a key, "-" for none. */
static const char *amount_of(trf_model *model, uint16_t tariff, const char *sid, const char *expression)
{
    static char text[40];
    const trf_value key[] = {value(model, sid), value(model, expression)};
    char scratch[16];
    trf_slice found;
    uint32_t row;

    if (!trf_model_find(model, TRF_KIND_measure_component, tariff, key, &row))
        return "-";
    found = trf_model_text(model, trf_model_row(model, TRF_KIND_measure_component, row)[TRF_F_measure_component_duty_amount],
                           scratch);
    snprintf(text, sizeof text, "%.*s", (int)found.size, found.data);
    return text;
}

START_TEST(settle__insert_update_delete__last_one_holds)
{
    trf_model *model = new_model();

    component(model, 0, "10", "01", "1.0", TRF_UPDATE_INSERT);
    component(model, 0, "10", "04", "2.0", TRF_UPDATE_INSERT);
    component(model, 0, "11", "01", "3.0", TRF_UPDATE_INSERT);
    component(model, 0, "10", "01", "1.5", TRF_UPDATE_UPDATE);
    component(model, 0, "11", "01", "3.0", TRF_UPDATE_DELETE);
    component(model, 0, "12", "01", "4.0", TRF_UPDATE_INSERT);
    component(model, 0, "12", "01", "4.0", TRF_UPDATE_DELETE);
    component(model, 0, "12", "01", "4.5", TRF_UPDATE_INSERT);
    ck_assert_int_eq(trf_model_settle(model, NULL), TARIFF_OK);
    ck_assert_str_eq(amount_of(model, 0, "10", "01"), "1.5");
    ck_assert_str_eq(amount_of(model, 0, "10", "04"), "2.0");
    ck_assert_str_eq(amount_of(model, 0, "11", "01"), "-");
    ck_assert_str_eq(amount_of(model, 0, "12", "01"), "4.5");
    ck_assert_str_eq(amount_of(model, 0, "13", "01"), "-");
    ck_assert_uint_eq(model->tables[TRF_KIND_measure_component].current_count, 3);
    ck_assert_uint_eq(model->findings_total, 0);
    trf_model_free(model);
}
END_TEST

static void finds(const trf_model *model, size_t i, const char *rule, const char *record)
{
    ck_assert_uint_lt(i, model->findings_count);
    unit_assert_slice(model->findings[i].rule, rule);
    unit_assert_slice(model->findings[i].record, record);
}

START_TEST(settle__keys_not_seen_or_seen_already__applied_and_reported)
{
    trf_model *model = new_model();

    component(model, 0, "1", "01", "1", TRF_UPDATE_UPDATE);
    component(model, 0, "2", "01", "2", TRF_UPDATE_DELETE);
    component(model, 0, "3", "01", "3", TRF_UPDATE_INSERT);
    component(model, 0, "3", "01", "4", TRF_UPDATE_INSERT);
    component(model, 0, "4", "01", "5", TRF_UPDATE_INSERT);
    component(model, 0, "4", "01", "5", TRF_UPDATE_DELETE);
    component(model, 0, "4", "01", "5", TRF_UPDATE_DELETE);
    ck_assert_int_eq(trf_model_settle(model, NULL), TARIFF_OK);
    ck_assert_str_eq(amount_of(model, 0, "1", "01"), "1");
    ck_assert_str_eq(amount_of(model, 0, "2", "01"), "-");
    ck_assert_str_eq(amount_of(model, 0, "3", "01"), "4");
    ck_assert_str_eq(amount_of(model, 0, "4", "01"), "-");
    ck_assert_uint_eq(model->findings_total, 4);
    finds(model, 0, "update-of-unseen-key", "measure.component 1 01");
    finds(model, 1, "delete-of-unseen-key", "measure.component 2 01");
    finds(model, 2, "insert-of-existing-key", "measure.component 3 01");
    finds(model, 3, "delete-of-unseen-key", "measure.component 4 01");
    trf_model_free(model);
}
END_TEST

START_TEST(settle__parent_deleted__its_children_stay)
{
    trf_model *model = new_model();
    trf_value row[TRF_F_measure_COUNT] = {0};
    trf_row_source source = {.update = TRF_UPDATE_INSERT};

    row[TRF_F_measure_measure_sid] = value(model, "10");
    ck_assert_int_eq(trf_model_append(model, TRF_KIND_measure, row, &source, NULL), TARIFF_OK);
    component(model, 0, "10", "01", "1", TRF_UPDATE_INSERT);
    source.update = TRF_UPDATE_DELETE;
    ck_assert_int_eq(trf_model_append(model, TRF_KIND_measure, row, &source, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_model_settle(model, NULL), TARIFF_OK);
    ck_assert_uint_eq(model->tables[TRF_KIND_measure].current_count, 0);
    ck_assert_str_eq(amount_of(model, 0, "10", "01"), "1");
    trf_model_free(model);
}
END_TEST

START_TEST(settle__same_key_in_two_tariffs__two_records)
{
    trf_model *model = new_model();
    uint16_t one = 0, two = 0, again = 0;

    ck_assert_int_eq(trf_model_tariff(model, TRF_SLICE("ONE"), &one, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_model_tariff(model, TRF_SLICE("TWO"), &two, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_model_tariff(model, TRF_SLICE("ONE"), &again, NULL), TARIFF_OK);
    ck_assert_uint_eq(one, again);
    ck_assert_uint_ne(one, two);
    ck_assert_uint_ne(one, 0);
    component(model, two, "1", "01", "22", TRF_UPDATE_INSERT);
    component(model, one, "1", "01", "11", TRF_UPDATE_INSERT);
    ck_assert_int_eq(trf_model_settle(model, NULL), TARIFF_OK);
    ck_assert_str_eq(amount_of(model, one, "1", "01"), "11");
    ck_assert_str_eq(amount_of(model, two, "1", "01"), "22");
    ck_assert_str_eq(amount_of(model, 0, "1", "01"), "-");
    ck_assert_uint_eq(model->findings_total, 0);
    trf_model_free(model);
}
END_TEST

START_TEST(settle__appended_after_settling__settles_again)
{
    trf_model *model = new_model();

    component(model, 0, "1", "01", "1", TRF_UPDATE_INSERT);
    ck_assert_int_eq(trf_model_settle(model, NULL), TARIFF_OK);
    ck_assert(model->settled);
    component(model, 0, "1", "01", "2", TRF_UPDATE_UPDATE);
    ck_assert(!model->settled);
    ck_assert_int_eq(trf_model_settle(model, NULL), TARIFF_OK);
    ck_assert_str_eq(amount_of(model, 0, "1", "01"), "2");
    trf_model_free(model);
}
END_TEST

START_TEST(range__first_key_alone__the_run_of_its_records)
{
    trf_model *model = new_model();
    trf_value sid;
    uint32_t first = 99;

    component(model, 0, "20", "19", "1", TRF_UPDATE_INSERT);
    component(model, 0, "10", "04", "2", TRF_UPDATE_INSERT);
    component(model, 0, "20", "01", "3", TRF_UPDATE_INSERT);
    component(model, 0, "30", "01", "4", TRF_UPDATE_INSERT);
    ck_assert_int_eq(trf_model_settle(model, NULL), TARIFF_OK);
    sid = value(model, "20");
    ck_assert_uint_eq(trf_model_range(model, TRF_KIND_measure_component, 0, &sid, 1, &first), 2);
    ck_assert_uint_eq(first, 1);
    ck_assert_uint_eq(trf_model_range(model, TRF_KIND_measure_component, 0, &sid, 0, &first), 4);
    ck_assert_uint_eq(first, 0);
    sid = value(model, "25");
    ck_assert_uint_eq(trf_model_range(model, TRF_KIND_measure_component, 0, &sid, 1, &first), 0);
    trf_model_free(model);
}
END_TEST

/* The plain way: for each key the last row that touches it, by looking at all rows. */
START_TEST(settle__many_rows_in_any_order__as_looking_at_all_of_them)
{
    enum { ROWS = 6000 };
    static const char *const expressions[] = {"01", "04", "12", "15", "17", "19", "20", "a", "b"};
    trf_model *model = new_model();
    const trf_table *table = &model->tables[TRF_KIND_measure_component];
    uint64_t state = 5;
    uint32_t expected = 0, found = 0;

    for (int i = 0; i < ROWS; i++) {
        char sid[16], amount[16];

        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        /* Some keys come very often (long runs), others rarely; sids of all widths. */
        snprintf(sid, sizeof sid, "%u", (unsigned)((state >> 33) % (i % 3 ? 5 : 100000)) * (i % 7 ? 1 : 9999));
        snprintf(amount, sizeof amount, "%d", i);
        component(model, (uint16_t)((state >> 20) & 1), sid, expressions[(state >> 50) % 9], amount,
                  (trf_update)(1 + (state >> 60) % 3));
    }
    ck_assert_int_eq(trf_model_settle(model, NULL), TARIFF_OK);
    for (uint32_t row = 0; row < table->count; row++) {
        const trf_value *values = trf_model_row(model, TRF_KIND_measure_component, row);
        bool last = true;
        uint32_t at;

        for (uint32_t after = row + 1; after < table->count && last; after++)
            last = table->sources[after].tariff != table->sources[row].tariff ||
                   memcmp(values, trf_model_row(model, TRF_KIND_measure_component, after), 2 * sizeof *values) != 0;
        if (!last)
            continue;
        expected += table->sources[row].update != TRF_UPDATE_DELETE;
        if (trf_model_find(model, TRF_KIND_measure_component, table->sources[row].tariff, values, &at)) {
            ck_assert_uint_eq(at, row);
            ck_assert_uint_ne(table->sources[row].update, TRF_UPDATE_DELETE);
            found++;
        }
    }
    ck_assert_uint_eq(found, expected);
    ck_assert_uint_eq(table->current_count, expected);
    trf_model_free(model);
}
END_TEST

/* ---- records ---- */

START_TEST(records_find__updated_then_deleted__absent_with_its_history)
{
    trf_model *model = new_model();
    const trf_record_field key[] = {{TRF_SLICE("measure.sid"), TRF_SLICE("10")},
                                    {TRF_SLICE("duty.expression.id"), TRF_SLICE("01")}};
    trf_arena arena;
    trf_record *records = NULL;
    size_t count = 0;

    trf_arena_init(&arena, &trf_alloc_default, 0);
    component(model, 0, "10", "01", "1.0", TRF_UPDATE_INSERT);
    component(model, 0, "10", "04", "5.0", TRF_UPDATE_INSERT);
    component(model, 0, "10", "01", "2.0", TRF_UPDATE_UPDATE);
    ck_assert_int_eq(trf_records_find(model, TRF_KIND_measure_component, key, 2, 10, &arena, &records, &count, NULL), TARIFF_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert(records[0].present);
    ck_assert_uint_eq(records[0].history_count, 2);
    ck_assert_int_eq(records[0].history[1].update, TRF_UPDATE_UPDATE);
    ck_assert_uint_eq(records[0].field_count, 3);
    unit_assert_slice(records[0].fields[2].name, "duty.amount");
    unit_assert_slice(records[0].fields[2].value, "2.0");

    component(model, 0, "10", "01", "2.0", TRF_UPDATE_DELETE);
    ck_assert_int_eq(trf_records_find(model, TRF_KIND_measure_component, key, 2, 10, &arena, &records, &count, NULL), TARIFF_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert(!records[0].present);
    ck_assert_uint_eq(records[0].history_count, 3);
    trf_arena_done(&arena);
    trf_model_free(model);
}
END_TEST

START_TEST(records_find__part_of_the_key__all_that_match)
{
    trf_model *model = new_model();
    const trf_record_field sid = {TRF_SLICE("measure.sid"), TRF_SLICE("10")};
    const trf_record_field none = {TRF_SLICE("measure.sid"), TRF_SLICE("11")};
    const trf_record_field wrong = {TRF_SLICE("no.such.field"), TRF_SLICE("11")};
    tariff_error *error = NULL;
    trf_arena arena;
    trf_record *records = NULL;
    size_t count = 0;

    trf_arena_init(&arena, &trf_alloc_default, 0);
    component(model, 0, "10", "01", "1.0", TRF_UPDATE_INSERT);
    component(model, 0, "10", "04", "5.0", TRF_UPDATE_INSERT);
    ck_assert_int_eq(trf_records_find(model, TRF_KIND_measure_component, &sid, 1, 10, &arena, &records, &count, NULL), TARIFF_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(trf_records_find(model, TRF_KIND_measure_component, &sid, 1, 1, &arena, &records, &count, NULL), TARIFF_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(trf_records_find(model, TRF_KIND_measure_component, &none, 1, 1, &arena, &records, &count, NULL),
                     TARIFF_NOT_FOUND);
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(trf_records_find(model, TRF_KIND_measure_component, &wrong, 1, 1, &arena, &records, &count, &error),
                     TARIFF_EINVAL);
    ck_assert_ptr_nonnull(strstr(error->message.data, "no.such.field"));
    trf_error_free(error);
    trf_arena_done(&arena);
    trf_model_free(model);
}
END_TEST

/* ---- findings and memory ---- */

START_TEST(report__past_the_limit__only_the_total_grows)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_model *model = NULL;

    limits.findings = 3;
    ck_assert_int_eq(trf_model_new(&trf_alloc_default, &limits, 7, &model, NULL), TARIFF_OK);
    for (uint32_t i = 0; i < 10; i++)
        trf_model_report(model, NULL, "a-rule", TRF_SLICE("record"), "fault %u", i);
    ck_assert_uint_eq(model->findings_count, 3);
    ck_assert_uint_eq(model->findings_total, 10);
    unit_assert_slice(model->findings[2].text, "fault 2");
    trf_model_free(model);
}
END_TEST

START_TEST(model__memory_refused_at_each_call__enomem_and_nothing_kept)
{
    for (unsigned long refuse = 1; refuse < 60; refuse++) {
        unit_failing state = {.refuse = refuse};
        trf_alloc alloc = unit_failing_alloc(&state);
        trf_model *model = NULL;
        tariff_status status = trf_model_new(&alloc, &usual, 7, &model, NULL);

        for (int i = 0; i < 40 && status == TARIFF_OK; i++) {
            trf_value row[TRF_F_language_COUNT] = {0};
            trf_row_source source = {.update = TRF_UPDATE_INSERT};
            char text[30];

            snprintf(text, sizeof text, "language %d", i % 30);
            row[0] = trf_model_value(model, trf_slice_text(text));
            if (row[0] == TRF_INTERN_NONE)
                status = TARIFF_ENOMEM;
            else
                status = trf_model_append(model, TRF_KIND_language, row, &source, NULL);
        }
        if (status == TARIFF_OK)
            status = trf_model_settle(model, NULL);
        ck_assert(status == TARIFF_OK || status == TARIFF_ENOMEM);
        trf_model_free(model);
        ck_assert_int_eq(state.live, 0);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("model");
    TCase *tests = tcase_create("model");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, value__any_text__comes_back_byte_by_byte);
    tcase_add_test(tests, value__integers_and_dates__need_no_text);
    tcase_add_test(tests, value__absent_and_empty__are_two_things);
    tcase_add_test(tests, value_find__text_the_model_lacks__false);
    tcase_add_test(tests, kinds__every_element_and_code__found_again);
    tcase_add_test(tests, kinds__other_spellings__found_in_both_places);
    tcase_add_test(tests, settle__insert_update_delete__last_one_holds);
    tcase_add_test(tests, settle__keys_not_seen_or_seen_already__applied_and_reported);
    tcase_add_test(tests, settle__parent_deleted__its_children_stay);
    tcase_add_test(tests, settle__same_key_in_two_tariffs__two_records);
    tcase_add_test(tests, settle__appended_after_settling__settles_again);
    tcase_add_test(tests, range__first_key_alone__the_run_of_its_records);
    tcase_add_test(tests, settle__many_rows_in_any_order__as_looking_at_all_of_them);
    tcase_add_test(tests, records_find__updated_then_deleted__absent_with_its_history);
    tcase_add_test(tests, records_find__part_of_the_key__all_that_match);
    tcase_add_test(tests, report__past_the_limit__only_the_total_grows);
    tcase_add_test(tests, model__memory_refused_at_each_call__enomem_and_nothing_kept);
    suite_add_tcase(all, tests);
    return all;
}
UNIT_MAIN(suite)
