/* SPDX-License-Identifier: Apache-2.0 */
/* Provisions become measures on every code they reach, and only while an image is compiled. */
#include "images.h"

#include "compile/restore.h"
#include "ingest/us_scope.h"

#define LINES                                                                                                                    \
    "<goods-nomenclature lang='en'>"                                                                                             \
    "<line code='72' indent='0'><text>Chapter</text></line>"                                                                     \
    "<line code='7201' indent='0'><text>Heading</text></line>"                                                                   \
    "<line code='72011000' indent='1'><text>One</text><remark kind='pointer' column='general' code='99999903'/></line>"          \
    "<line code='7201100010' indent='2'><text>Part</text></line>"                                                                \
    "<line code='7201200000' indent='1'><text>Two</text></line>"                                                                 \
    "<line code='99' indent='0'><text>Last chapter</text></line>"                                                                \
    "</goods-nomenclature>"
#define AREAS                                                                                                                    \
    "<geographical-areas><country id='QA'/><country id='QB'/><group id='9001'><member area='QA'/><member area='QB'/></group>"    \
    "</geographical-areas>"
#define TARIFF(body)                                                                                                             \
    NATIVE("<tariff id='TEST' currency='USD' zone='UTC'>" LINES AREAS                                                            \
           "<measure-types><measure-type id='T' series='C' movement='import'/></measure-types>" body "</tariff>")
#define LIST "<scope-list id='a'><goods codes='720110 72012000' from='2020-06-01'/></scope-list>"

static uint32_t measures(const trf_snapshot *snapshot, const char *code, const trf_measure_record **first)
{
    const trf_line_record *line = trf_snapshot_line(snapshot, unit_line(snapshot, code, 80));

    *first = trf_snapshot_measure(snapshot, line->first_measure_row);
    return line->measure_row_count;
}

START_TEST(list__codes_of_any_length__measures_on_the_lines_they_name)
{
    trf_snapshot *snapshot = unit_snapshot(
        TARIFF("<provisions id='p'><scope-list id='a'><goods codes='7201 72012000' from='2020-06-01'/></scope-list>"
               "<provision heading='9999.99.01' type='T' areas='QA' duty='25%' grammar='us' from='2019-01-01' to='2021-12-31' "
               "lists='a' source='note 1'/></provisions>"));
    const trf_measure_record *measure;
    trf_date from, to;

    ck_assert(trf_date_parse(TRF_SLICE("2020-06-01"), &from) && trf_date_parse(TRF_SLICE("2021-12-31"), &to));
    ck_assert_uint_eq(measures(snapshot, "7201", &measure), 1);
    ck_assert_int_eq(measure->start, from); /* the later start, the earlier end */
    ck_assert_int_eq(measure->end, to);
    ck_assert(unit_says(snapshot, measure->source, "note 1"));
    ck_assert(unit_says(snapshot, trf_snapshot_regulation(snapshot, measure->regulation)->id, "9999.99.01"));
    ck_assert(unit_says(snapshot, trf_snapshot_expression(snapshot, measure->expression)->canonical, "25%") ||
              unit_says(snapshot, trf_snapshot_expression(snapshot, measure->expression)->text, "25%"));
    ck_assert_uint_eq(measures(snapshot, "7201200000", &measure), 1); /* 72012000 is that line */
    ck_assert_uint_eq(measures(snapshot, "72011000", &measure), 0);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(areas__several_and_excluded__a_measure_each_with_its_exclusions)
{
    trf_snapshot *snapshot =
        unit_snapshot(TARIFF("<provisions id='p'><provision heading='9999.99.02' type='T' areas='QA 9001' not-areas='QB' "
                             "duty='10%' grammar='us'><goods codes='7201200000'/></provision></provisions>"));
    const trf_measure_record *measure;

    ck_assert_uint_eq(measures(snapshot, "7201200000", &measure), 2);
    for (unsigned i = 0; i < 2; i++) {
        ck_assert_uint_eq(measure[i].exclusion_count, 1);
        ck_assert(unit_says(
            snapshot, trf_snapshot_area(snapshot, trf_snapshot_exclusion(snapshot, measure[i].first_exclusion)->area)->id, "QB"));
    }
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(pointers__of_a_line_at_the_heading__one_measure)
{
    trf_snapshot *snapshot =
        unit_snapshot(TARIFF("<provisions id='p'><provision heading='9999.99.03' type='T' areas='QA' duty='10%' grammar='us' "
                             "pointers='yes'/></provisions>"));
    const trf_measure_record *measure;

    ck_assert_uint_eq(measures(snapshot, "72011000", &measure), 1);
    ck_assert_uint_eq(measures(snapshot, "7201200000", &measure), 0);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(chapters__all_but_one__those_the_nomenclature_has)
{
    trf_snapshot *snapshot =
        unit_snapshot(TARIFF("<provisions id='p'><provision heading='9999.99.04' type='T' areas='9001' duty='10%' grammar='us' "
                             "chapters='all' not-chapters='98 99'/></provisions>"));
    const trf_measure_record *measure;

    ck_assert_uint_eq(measures(snapshot, "72", &measure), 1);
    ck_assert_uint_eq(measures(snapshot, "99", &measure), 0);
    ck_assert_uint_eq(measures(snapshot, "7201", &measure), 0);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(lists__in_another_input_before_or_after__found)
{
    trf_model *model = unit_model();
    unit_image image;

    unit_ingest(model, "provisions.xml",
                NATIVE("<provisions id='p' tariff='TEST'><provision heading='9999.99.05' type='T' areas='QA' duty='10%' "
                       "grammar='us' lists='a'/></provisions>"));
    unit_ingest(model, "tariff.xml", TARIFF(""));
    unit_ingest(model, "lists.xml", NATIVE("<provisions id='q' tariff='TEST'>" LIST "</provisions>"));
    image = unit_compile(model, 0);
    ck_assert_uint_eq(image.report.measures, 2);
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
    trf_model_free(model);
}
END_TEST

START_TEST(goods_that_the_nomenclature_has_not__one_finding_and_no_line)
{
    trf_model *model = unit_model();
    unit_image image;

    unit_ingest(model, "test.xml",
                TARIFF("<provisions id='p'><provision heading='9999.99.11' type='T' areas='QA' duty='10%' grammar='us'>"
                       "<goods codes='7201100010 8703 8704'/></provision></provisions>"));
    image = unit_compile(model, 0);
    ck_assert_uint_eq(image.report.measures, 1);
    ck_assert_uint_eq(image.report.placeholders, 0);
    ck_assert_uint_eq(model->findings_count, 1);
    ck_assert(trf_slice_is(model->findings[0].rule, "derived"));
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
    trf_model_free(model);
}
END_TEST

START_TEST(list_that_no_input_has__finding_and_no_measure)
{
    trf_model *model = unit_model();
    unit_image image;

    unit_ingest(model, "test.xml",
                TARIFF("<provisions id='p'><provision heading='9999.99.06' type='T' areas='QA' duty='10%' grammar='us' "
                       "lists='nowhere'/></provisions>"));
    image = unit_compile(model, 0);
    ck_assert_uint_eq(image.report.measures, 0);
    ck_assert_uint_eq(model->findings_count, 1);
    ck_assert(trf_slice_is(model->findings[0].rule, "derived"));
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
    trf_model_free(model);
}
END_TEST

START_TEST(compile__again_and_restored__same_bytes_and_no_row_left)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_model *model = unit_model(), *restored = NULL;
    trf_snapshot *snapshot = NULL;
    tariff_error *error = NULL;
    unit_image first, second, third;

    unit_ingest(model, "test.xml",
                TARIFF("<provisions id='p'>" LIST "<provision heading='9999.99.07' type='T' areas='QA QB' duty='10%' "
                       "grammar='us' lists='a'/></provisions>"));
    first = unit_compile(model, 0);
    ck_assert_uint_eq(first.report.measures, 4);
    ck_assert_uint_eq(model->tables[TRF_KIND_measure].count, 0);
    ck_assert_uint_eq(model->tables[TRF_KIND_base_regulation].count, 0);
    second = unit_compile(model, 0);
    ck_assert_uint_eq(first.size, second.size);
    ck_assert_mem_eq(first.data, second.data, first.size);
    unit_ok(trf_snapshot_adopt_memory(&trf_alloc_default, second.data, second.size, &snapshot, &error), error);
    unit_ok(trf_model_restore(&trf_alloc_default, snapshot->sections, &limits, 99, &restored, &error), error);
    third = unit_compile(restored, 0);
    ck_assert_uint_eq(first.size, third.size);
    ck_assert_mem_eq(first.data, third.data, first.size);
    trf_snapshot_release(snapshot);
    trf_alloc_free(&trf_alloc_default, first.data, first.size);
    trf_alloc_free(&trf_alloc_default, third.data, third.size);
    trf_model_free(model);
    trf_model_free(restored);
}
END_TEST

/* ---- lists as tables ---- */
static tariff_status scope_of(trf_model *model, const char *name, const char *text, tariff_error **error)
{
    const trf_import_options options = {TRF_SLICE("TEST"), TRF_SLICE("en"), TRF_SLICE("2020-01-01"), TRF_SLICE_EMPTY};
    us_scope *scope = NULL;
    tariff_status status = us_scope_new(model, &options, &scope, error);

    if (status >= 0)
        status = us_scope_read(scope, trf_slice_text(name), trf_slice_text(text), error);
    if (status >= 0)
        status = us_scope_finish(scope, error);
    us_scope_free(scope);
    return status;
}

START_TEST(table__of_headings__lists_with_their_dates_that_provisions_name)
{
    trf_model *model = unit_model();
    trf_snapshot *snapshot = NULL;
    tariff_error *error = NULL;
    const trf_measure_record *measure;
    unit_image image;
    trf_date from, to;

    unit_ok(scope_of(model, "lists.csv",
                     "# a remark\nch99_code,hts10,effective_date_start,effective_date_end\n"
                     "9999.99.08,7201.10.00,2021-01-01,2021-06-30\n9999.99.09,72012000,,\n9999.99.08,720120000000,,\n",
                     &error),
            error);
    unit_ingest(model, "test.xml",
                TARIFF("<provisions id='p'><provision heading='9999.99.08' type='T' areas='QA' duty='10%' grammar='us' "
                       "lists='9999.99.08'/></provisions>"));
    image = unit_compile(model, 0);
    trf_model_free(model);
    unit_ok(trf_snapshot_adopt_memory(&trf_alloc_default, image.data, image.size, &snapshot, &error), error);
    ck_assert_uint_eq(image.report.measures, 2);
    ck_assert_uint_eq(measures(snapshot, "72011000", &measure), 1);
    ck_assert(trf_date_parse(TRF_SLICE("2021-01-01"), &from) && trf_date_parse(TRF_SLICE("2021-06-30"), &to));
    ck_assert(measure->start == from && measure->end == to);
    ck_assert_uint_eq(measures(snapshot, "7201200000", &measure), 1); /* two zeros too many say nothing */
    ck_assert(trf_date_parse(TRF_SLICE("2020-01-01"), &from));        /* that of the import */
    ck_assert_int_eq(measure->start, from);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(table__of_annexes_or_of_codes_alone__lists_after_them)
{
    trf_model *model = unit_model();
    tariff_error *error = NULL;
    unit_image image;

    unit_ok(scope_of(model, "annex.csv", "hts_prefix,annex,metal_type\n72011000,1a,steel\n", &error), error);
    unit_ok(scope_of(model, "auto parts.txt", "7201200000\n", &error), error);
    unit_ingest(model, "test.xml",
                TARIFF("<provisions id='p'><provision heading='9999.99.10' type='T' areas='QA' duty='10%' grammar='us' "
                       "lists='annex-1a-steel auto-parts'/></provisions>"));
    image = unit_compile(model, 0);
    ck_assert_uint_eq(image.report.measures, 2);
    ck_assert_uint_eq(model->findings_total, 0);
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
    trf_model_free(model);
}
END_TEST

START_TEST(table__not_understood__line_column_and_what_was_expected)
{
    static const struct {
        const char *text, *says;
        uint32_t line;
    } refused[] = {
        {"", "hts_prefix", 1},
        {"a,b\n1,2\n", "expected a header with hts_prefix", 1},
        {"hts8,list\n01012100,1\n0101210,1\n", "'0101210'", 3},
        {"hts8\n01012100\nx\n", "'x'", 3},
        {"# remark\nhts8,effective_date\n01012100,2020\n", "'2020'", 3},
        {"hts8,ch99_code\n01012100,a b\n", "'a b'", 2},
    };

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        trf_model *model = unit_model();
        tariff_error *error = NULL;

        ck_assert_int_eq(scope_of(model, "t.csv", refused[i].text, &error), TARIFF_EINPUT);
        ck_assert_msg(strstr(error->message.data, refused[i].says) != NULL, "'%s' lacks '%s'", error->message.data,
                      refused[i].says);
        ck_assert_uint_eq(error->line, refused[i].line);
        trf_error_free(error);
        trf_model_free(model);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("provisions");
    TCase *tests = tcase_create("provisions");

    tcase_add_test(tests, list__codes_of_any_length__measures_on_the_lines_they_name);
    tcase_add_test(tests, areas__several_and_excluded__a_measure_each_with_its_exclusions);
    tcase_add_test(tests, pointers__of_a_line_at_the_heading__one_measure);
    tcase_add_test(tests, chapters__all_but_one__those_the_nomenclature_has);
    tcase_add_test(tests, lists__in_another_input_before_or_after__found);
    tcase_add_test(tests, goods_that_the_nomenclature_has_not__one_finding_and_no_line);
    tcase_add_test(tests, list_that_no_input_has__finding_and_no_measure);
    tcase_add_test(tests, compile__again_and_restored__same_bytes_and_no_row_left);
    tcase_add_test(tests, table__of_headings__lists_with_their_dates_that_provisions_name);
    tcase_add_test(tests, table__of_annexes_or_of_codes_alone__lists_after_them);
    tcase_add_test(tests, table__not_understood__line_column_and_what_was_expected);
    suite_add_tcase(suite, tests);
    return suite;
}

UNIT_MAIN(suite)
