/* SPDX-License-Identifier: Apache-2.0 */
/* Nomenclature, geography and selection over one small tariff of invented codes. */
#include "images.h"

#include "geography/geography.h"
#include "measure/selection.h"
#include "nomenclature/nomenclature.h"

/*
 * 9900000000 chapter, 9901000000 heading, a group line and its two ends. 9901900000 ends in 2019; the code is used again from
 * 2021 for other goods. 9902000000 has no child and is declarable itself.
 */
#define TREE                                                                                                       \
    "<goods-nomenclature lang='en' from='2000-01-01'>"                                                             \
    "<section number='XXII' first='99' last='99'><text>Invented goods</text></section>"                            \
    "<line code='9900000000' indent='0'><text>Chapter</text></line>"                                               \
    "<line code='9901000000' indent='0'><text>Heading</text></line>"                                               \
    "<line code='9901100000' suffix='10' indent='1'><text>Group</text></line>"                                     \
    "<line code='9901100000' indent='2'><text>First</text><text from='2015-01-01'>First, renamed</text></line>"    \
    "<line code='9901200000' indent='2'><text>Second</text></line>"                                                \
    "<line code='9901900000' indent='1' to='2019-12-31' sid='7001'><text>Old rest</text></line>"                   \
    "<line code='9901900000' indent='1' from='2021-01-01' sid='7002'><text>New rest</text></line>"                 \
    "<line code='9902000000' indent='0'><text>Undivided</text></line>"                                             \
    "</goods-nomenclature>"

#define AREAS                                                                                                      \
    "<geographical-areas><country id='QA'/><country id='QB'/><country id='QC'/>"                                   \
    "<group id='9001'><member area='QA'/><member area='QB' from='2010-01-01' to='2015-12-31'/></group>"            \
    "<group id='9002'><member area='9001'/></group>"                                                               \
    "<group id='9003'><member area='9003'/><member area='9004'/></group><group id='9004'><member area='9003'/></group>" \
    "</geographical-areas>"

#define MEASURES                                                                                                                 \
    "<measure-types><measure-type id='T1' movement='import'/><measure-type id='T2' movement='export'/></measure-types>"          \
    "<additional-codes><additional-code type='Z' code='001' from='2000-01-01'/></additional-codes>"                              \
    "<measures>"                                                                                                                 \
    "<measure type='T1' code='9901000000' area='9002' from='2010-01-01' duty='1.00 %' grammar='taric'/>"                         \
    "<measure type='T1' code='9901000000' area='9002' from='2010-01-01' to='2011-12-31' duty='2.00 %' grammar='taric'/>"         \
    "<measure type='T2' code='9901100000' area='9002' from='2010-01-01' duty='3.00 %' grammar='taric'/>"                         \
    "<measure type='T1' code='9901100000' area='QC' from='2010-01-01' duty='4.00 %' grammar='taric'/>"                           \
    "<measure type='T1' code='9901100000' area='9002' from='2010-01-01' additional-code='Z001' duty='5.00 %' grammar='taric'/>"  \
    "<measure type='T1' code='9901100000' area='9002' from='2010-01-01' duty='6.00 %' grammar='taric'><exclude "                 \
    "area='9001'/></measure>"                                                                                                    \
    "</measures>"

static trf_snapshot *snapshot;
static uint32_t tariff;

static trf_date day(const char *text)
{
    trf_date date = TRF_DATE_NONE;

    ck_assert(trf_date_parse(trf_slice_text(text), &date));
    return date;
}

static void setup(void)
{
    snapshot = unit_snapshot(
        NATIVE("<tariff id='ZZ' title='Invented' zone='UTC' currency='EUR' lang='en'>" TREE AREAS MEASURES "</tariff>"));
    tariff = trf_snapshot_find_tariff(snapshot, TRF_SLICE("ZZ"));
    ck_assert_uint_ne(tariff, UINT32_MAX);
}

static void teardown(void)
{
    trf_snapshot_release(snapshot);
}

static uint32_t find(const char *code, unsigned suffix, const char *date, unsigned flags)
{
    return trf_nomenclature_find(snapshot, tariff, trf_slice_text(code), suffix, day(date), flags);
}

/* ---- nomenclature ---- */

START_TEST(code_read__dots_and_blanks__digits_alone)
{
    trf_code code;

    ck_assert(trf_code_read(TRF_SLICE("6109.10.00 12"), &code));
    ck_assert_uint_eq(code.size, 10);
    ck_assert_mem_eq(code.text, "6109100012", 10);
    ck_assert(trf_code_read(TRF_SLICE("xxi"), &code));
    ck_assert_mem_eq(code.text, "XXI", 3);
}
END_TEST

START_TEST(code_read__letters_among_digits_or_too_long_or_nothing__refused)
{
    const char *bad[] = {"", "..", "61X9", "61-09", "123456789012345", "é1"};
    trf_code code;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!trf_code_read(trf_slice_text(bad[i]), &code), "%s", bad[i]);
}
END_TEST

START_TEST(find__suffix_not_named__the_line_goods_are_declared_under)
{
    uint32_t line = find("9901100000", 0, "2020-06-01", TRF_FIND_EXACT);

    ck_assert_uint_eq(trf_snapshot_line(snapshot, line)->suffix, 80);
    line = find("9901100000", 10, "2020-06-01", TRF_FIND_EXACT);
    ck_assert_uint_eq(trf_snapshot_line(snapshot, line)->suffix, 10);
    ck_assert_uint_eq(find("9901100000", 20, "2020-06-01", TRF_FIND_EXACT), TRF_LINE_NONE);
}
END_TEST

START_TEST(find__code_used_again__the_line_of_the_date)
{
    ck_assert_uint_eq(trf_snapshot_line(snapshot, find("9901900000", 0, "2019-12-31", TRF_FIND_EXACT))->sid, 7001);
    ck_assert_uint_eq(trf_snapshot_line(snapshot, find("9901900000", 0, "2021-01-01", TRF_FIND_EXACT))->sid, 7002);
}
END_TEST

START_TEST(find__day_after_end_date__not_found)
{
    ck_assert_uint_eq(find("9901900000", 0, "2020-01-01", TRF_FIND_EXACT), TRF_LINE_NONE);
}
END_TEST

START_TEST(find__ended_lines_too__the_last_before_the_date_then_the_first_after)
{
    ck_assert_uint_eq(trf_snapshot_line(snapshot, find("9901900000", 0, "2020-06-01", TRF_FIND_ENDED))->sid, 7001);
    ck_assert_uint_eq(find("9902000000", 0, "1999-12-31", TRF_FIND_EXACT), TRF_LINE_NONE);
    ck_assert_uint_ne(find("9902000000", 0, "1999-12-31", TRF_FIND_ENDED), TRF_LINE_NONE);
}
END_TEST

START_TEST(find__short_and_long_codes__zero_pairs_added_or_taken_away)
{
    uint32_t heading = find("9901000000", 0, "2020-06-01", TRF_FIND_EXACT);

    ck_assert_uint_eq(find("9901", 0, "2020-06-01", TRF_FIND_EXACT), TRF_LINE_NONE);
    ck_assert_uint_eq(find("9901", 0, "2020-06-01", TRF_FIND_PADDED), heading);
    ck_assert_uint_eq(find("99010000000000", 0, "2020-06-01", TRF_FIND_PADDED), heading);
    ck_assert_uint_eq(find("99010", 0, "2020-06-01", TRF_FIND_PADDED), TRF_LINE_NONE);
}
END_TEST

START_TEST(find__other_tariff__not_found)
{
    ck_assert_uint_eq(trf_nomenclature_find(snapshot, tariff + 1, TRF_SLICE("9901000000"), 0, day("2020-06-01"), 0),
                      TRF_LINE_NONE);
}
END_TEST

START_TEST(ancestors__two_dashes_under_a_group__group_heading_chapter_section)
{
    uint32_t up[TRF_TREE_DEPTH_MAX];
    uint32_t line = find("9901200000", 0, "2020-06-01", TRF_FIND_EXACT);

    ck_assert_uint_eq(trf_nomenclature_ancestors(snapshot, line, day("2020-06-01"), up), 4);
    ck_assert_uint_eq(up[0], unit_line(snapshot, "9901100000", 10));
    ck_assert_uint_eq(up[1], unit_line(snapshot, "9901000000", 80));
    ck_assert_uint_eq(up[2], unit_line(snapshot, "9900000000", 80));
    ck_assert(trf_snapshot_line(snapshot, up[3])->flags & TRF_LINE_SECTION);
}
END_TEST

START_TEST(declarable__leaf_group_parent_and_ended__only_the_valid_leaf_of_suffix_80)
{
    trf_date date = day("2020-06-01");

    ck_assert(trf_nomenclature_declarable(snapshot, find("9901200000", 0, "2020-06-01", 0), date));
    ck_assert(trf_nomenclature_declarable(snapshot, find("9902000000", 0, "2020-06-01", 0), date));
    ck_assert(!trf_nomenclature_declarable(snapshot, unit_line(snapshot, "9901100000", 10), date));
    ck_assert(!trf_nomenclature_declarable(snapshot, unit_line(snapshot, "9901000000", 80), date));
    ck_assert(!trf_nomenclature_declarable(snapshot, find("9901900000", 0, "2019-01-01", 0), date));
}
END_TEST

START_TEST(next__whole_heading__lines_valid_on_the_date_in_order)
{
    const char *expected[] = {"9901000000", "9901100000", "9901100000", "9901200000"};
    uint32_t top = unit_line(snapshot, "9901000000", 80);
    uint32_t at = TRF_LINE_NONE;

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        at = trf_nomenclature_next(snapshot, tariff, top, at, day("2020-06-01"));
        ck_assert_uint_ne(at, TRF_LINE_NONE);
        ck_assert(unit_says(snapshot, trf_snapshot_line(snapshot, at)->code, expected[i]));
    }
    ck_assert_uint_eq(trf_nomenclature_next(snapshot, tariff, top, at, day("2020-06-01")), TRF_LINE_NONE);
}
END_TEST

START_TEST(next__whole_tariff__begins_with_the_section)
{
    uint32_t at = trf_nomenclature_next(snapshot, tariff, TRF_LINE_NONE, TRF_LINE_NONE, day("2020-06-01"));
    unsigned count = 0;

    ck_assert(trf_snapshot_line(snapshot, at)->flags & TRF_LINE_SECTION);
    for (; at != TRF_LINE_NONE; at = trf_nomenclature_next(snapshot, tariff, TRF_LINE_NONE, at, day("2020-06-01")))
        count++;
    ck_assert_uint_eq(count, 7); /* section, chapter, heading, group, two ends, undivided */
}
END_TEST

START_TEST(class_and_short_code__by_level_and_leaf)
{
    trf_date date = day("2020-06-01");
    uint32_t chapter = unit_line(snapshot, "9900000000", 80), heading = unit_line(snapshot, "9901000000", 80);
    uint32_t group = unit_line(snapshot, "9901100000", 10), leaf = unit_line(snapshot, "9901200000", 80);

    ck_assert(trf_slice_is(trf_nomenclature_class(snapshot, chapter, date), "Chapter"));
    ck_assert(trf_slice_is(trf_nomenclature_class(snapshot, heading, date), "Heading"));
    ck_assert(trf_slice_is(trf_nomenclature_class(snapshot, group, date), "Subheading"));
    ck_assert(trf_slice_is(trf_nomenclature_class(snapshot, leaf, date), "Commodity"));
    ck_assert(trf_slice_is(trf_nomenclature_short_code(snapshot, chapter, date), "99"));
    ck_assert(trf_slice_is(trf_nomenclature_short_code(snapshot, heading, date), "9901"));
    ck_assert(trf_slice_is(trf_nomenclature_short_code(snapshot, group, date), "990110"));
    ck_assert(trf_slice_is(trf_nomenclature_short_code(snapshot, leaf, date), "9901200000"));
}
END_TEST

START_TEST(label__description_changes__the_one_of_the_date)
{
    uint32_t line = unit_line(snapshot, "9901100000", 80);

    ck_assert(unit_says(snapshot, trf_nomenclature_label(snapshot, line, TRF_SLICE("en"), day("2014-12-31"))->plain, "First"));
    ck_assert(
        unit_says(snapshot, trf_nomenclature_label(snapshot, line, TRF_SLICE("en"), day("2015-01-01"))->plain, "First, renamed"));
}
END_TEST

/* ---- geography ---- */

static bool within(const char *group, const char *area, const char *date)
{
    uint32_t g = trf_geography_find(snapshot, tariff, trf_slice_text(group), day(date));
    uint32_t a = trf_geography_find(snapshot, tariff, trf_slice_text(area), day(date));

    return trf_geography_contains(snapshot, g, a, day(date));
}

START_TEST(contains__members_with_dates__both_ends_belong)
{
    ck_assert(within("9001", "QA", "2009-12-31"));
    ck_assert(!within("9001", "QB", "2009-12-31"));
    ck_assert(within("9001", "QB", "2010-01-01"));
    ck_assert(within("9001", "QB", "2015-12-31"));
    ck_assert(!within("9001", "QB", "2016-01-01"));
    ck_assert(!within("9001", "QC", "2012-01-01"));
}
END_TEST

START_TEST(contains__group_in_a_group__members_of_the_inner_one)
{
    ck_assert(within("9002", "QA", "2012-01-01"));
    ck_assert(within("9002", "9001", "2012-01-01"));
    ck_assert(!within("9001", "9002", "2012-01-01"));
}
END_TEST

START_TEST(contains__groups_that_hold_each_other__ends)
{
    ck_assert(within("9003", "9004", "2012-01-01"));
    ck_assert(!within("9003", "QA", "2012-01-01"));
}
END_TEST

START_TEST(area_set__place_in_nested_groups__every_area_that_contains_it)
{
    trf_arena arena;
    trf_area_set set;
    tariff_error *error = NULL;
    const char *in[] = {"QB", "9001", "9002"}, *out[] = {"QA", "QC", "9003"};

    trf_arena_init(&arena, &trf_alloc_default, 0);
    unit_ok(trf_area_set_make(&set, snapshot, tariff, TRF_SLICE("QB"), day("2012-01-01"), &arena, &error), error);
    for (int i = 0; i < 3; i++) {
        ck_assert_msg(trf_area_set_has(&set, trf_geography_find(snapshot, tariff, trf_slice_text(in[i]), day("2012-01-01"))),
                      "%s", in[i]);
        ck_assert_msg(!trf_area_set_has(&set, trf_geography_find(snapshot, tariff, trf_slice_text(out[i]), day("2012-01-01"))),
                      "%s", out[i]);
    }
    unit_ok(trf_area_set_make(&set, snapshot, tariff, TRF_SLICE("QB"), day("2016-01-01"), &arena, &error), error);
    ck_assert(!trf_area_set_has(&set, trf_geography_find(snapshot, tariff, TRF_SLICE("9001"), day("2016-01-01"))));
    trf_arena_done(&arena);
}
END_TEST

START_TEST(area_set__unknown_place__not_found_and_empty)
{
    trf_arena arena;
    trf_area_set set;
    tariff_error *error = NULL;

    trf_arena_init(&arena, &trf_alloc_default, 0);
    ck_assert_int_eq(trf_area_set_make(&set, snapshot, tariff, TRF_SLICE("QZ"), day("2012-01-01"), &arena, &error),
                     TARIFF_NOT_FOUND);
    for (uint32_t i = 0; i < set.count; i++)
        ck_assert(!trf_area_set_has(&set, i));
    trf_arena_done(&arena);
}
END_TEST

/* ---- selection ---- */

/** Dispositions by the rate of the candidate, "1" to "6"; the arena is the caller's. */
static void select_all(trf_selection_query *query, trf_arena *arena, int dispositions[7])
{
    trf_candidate *candidates;
    uint32_t count;
    tariff_error *error = NULL;

    for (int i = 0; i < 7; i++)
        dispositions[i] = -1;
    unit_ok(trf_measure_select(snapshot, query, arena, &candidates, &count, &error), error);
    ck_assert_uint_eq(count, 6);
    for (uint32_t i = 0; i < count; i++) {
        const trf_measure_record *measure = trf_snapshot_measure(snapshot, candidates[i].measure);
        trf_slice text = trf_snapshot_text(snapshot, trf_snapshot_expression(snapshot, measure->expression)->canonical);
        int rate = text.data[0] - '0';

        ck_assert_int_eq(dispositions[rate], -1); /* each measure once */
        dispositions[rate] = candidates[i].disposition;
        ck_assert_uint_eq(candidates[i].generation, rate <= 2 ? 2 : 0); /* heading above the group above the line */
    }
}

START_TEST(select__every_reason__each_candidate_has_the_first_that_holds)
{
    trf_arena arena;
    trf_area_set origin;
    tariff_error *error = NULL;
    int got[7];
    trf_selection_query query = {.tariff = tariff, .line = unit_line(snapshot, "9901100000", 80), .date = day("2020-06-01"),
                                 .as_published = TRF_DATE_NONE, .movement = TRF_MOVEMENT_IMPORT, .origin = &origin};

    trf_arena_init(&arena, &trf_alloc_default, 0);
    unit_ok(trf_area_set_make(&origin, snapshot, tariff, TRF_SLICE("QA"), query.date, &arena, &error), error);
    select_all(&query, &arena, got);
    ck_assert_int_eq(got[1], TRF_DISPOSITION_APPLIED);
    ck_assert_int_eq(got[2], TRF_DISPOSITION_OUT_OF_DATE);
    ck_assert_int_eq(got[3], TRF_DISPOSITION_WRONG_DIRECTION);
    ck_assert_int_eq(got[4], TRF_DISPOSITION_WRONG_AREA);
    ck_assert_int_eq(got[5], TRF_DISPOSITION_WRONG_ADDITIONAL_CODE);
    ck_assert_int_eq(got[6], TRF_DISPOSITION_WRONG_AREA); /* the excluded group holds QA */

    query.movement = TRF_MOVEMENT_EXPORT;
    select_all(&query, &arena, got);
    ck_assert_int_eq(got[1], TRF_DISPOSITION_WRONG_DIRECTION);
    ck_assert_int_eq(got[3], TRF_DISPOSITION_APPLIED);

    query.movement = TRF_MOVEMENT_IMPORT;
    query.date = day("2011-12-31");
    select_all(&query, &arena, got);
    ck_assert_int_eq(got[2], TRF_DISPOSITION_APPLIED);
    trf_arena_done(&arena);
}
END_TEST

/* What is only counted and what is listed, against the selection that lists everything. */
static void reach_as_select(const trf_selection_query *query, trf_arena *arena)
{
    trf_candidate *all;
    uint32_t count, at = 0, missed[TRF_DISPOSITIONS_MISSED] = {0};
    trf_reach reach;
    tariff_error *error = NULL;

    unit_ok(trf_measure_select(snapshot, query, arena, &all, &count, &error), error);
    unit_ok(trf_measure_reach(snapshot, query, arena, &reach, &error), error);
    ck_assert_uint_eq(reach.considered, count);
    for (uint32_t i = 0; i < count; i++) {
        if (all[i].disposition < TRF_DISPOSITIONS_MISSED) {
            missed[all[i].disposition]++;
            continue;
        }
        ck_assert_uint_lt(at, reach.count);
        ck_assert_mem_eq(&reach.candidates[at++], &all[i], sizeof all[i]);
    }
    ck_assert_uint_eq(at, reach.count);
    ck_assert_mem_eq(missed, reach.missed, sizeof missed);
}

START_TEST(reach__any_date_place_and_direction__lists_what_select_lets_through_and_counts_the_rest)
{
    static const char *const days[] = {"2011-12-31", "2012-01-01", "2020-06-01"}, *const places[] = {"QA", "QB"};
    trf_arena arena;
    trf_area_set origin;
    tariff_error *error = NULL;
    trf_selection_query query = {.tariff = tariff, .line = unit_line(snapshot, "9901100000", 80), .origin = &origin};

    trf_arena_init(&arena, &trf_alloc_default, 0);
    for (int i = 0; i < 24; i++) {
        query.date = day(days[i % 3]);
        query.movement = i / 3 % 2 ? TRF_MOVEMENT_EXPORT : TRF_MOVEMENT_IMPORT;
        query.any_additional_code = i / 6 % 2 != 0;
        query.as_published = i / 12 ? day("2000-01-01") : TRF_DATE_NONE;
        unit_ok(trf_area_set_make(&origin, snapshot, tariff, trf_slice_text(places[i / 6 % 2]), query.date, &arena, &error),
                error);
        reach_as_select(&query, &arena);
    }
    trf_arena_done(&arena);
}
END_TEST

START_TEST(select__declared_additional_code__matches_the_measure_that_names_it)
{
    trf_arena arena;
    uint32_t code = UINT32_MAX;
    int got[7];
    trf_selection_query query = {.tariff = tariff, .line = unit_line(snapshot, "9901100000", 80), .date = day("2020-06-01"),
                                 .as_published = TRF_DATE_NONE, .movement = TRF_MOVEMENT_IMPORT};

    for (uint32_t i = 1; i < trf_snapshot_additional_code_count(snapshot); i++)
        if (unit_says(snapshot, trf_snapshot_additional_code(snapshot, i)->code, "001"))
            code = i;
    ck_assert_uint_ne(code, UINT32_MAX);
    trf_arena_init(&arena, &trf_alloc_default, 0);
    query.additional_codes = &code;
    query.additional_code_count = 1;
    select_all(&query, &arena, got);
    ck_assert_int_eq(got[5], TRF_DISPOSITION_APPLIED);
    ck_assert_int_eq(got[4], TRF_DISPOSITION_APPLIED); /* without an origin every area matches */
    trf_arena_done(&arena);
}
END_TEST

START_TEST(select__no_line__no_candidates)
{
    trf_arena arena;
    trf_candidate *candidates;
    uint32_t count = 1;
    tariff_error *error = NULL;
    trf_selection_query query = {
        .tariff = tariff, .line = TRF_LINE_NONE, .date = day("2020-06-01"), .movement = TRF_MOVEMENT_IMPORT};

    trf_arena_init(&arena, &trf_alloc_default, 0);
    unit_ok(trf_measure_select(snapshot, &query, &arena, &candidates, &count, &error), error);
    ck_assert_uint_eq(count, 0);
    trf_arena_done(&arena);
}
END_TEST

START_TEST(label__line_without_words__those_of_the_nomenclature_it_builds_on)
{
    trf_snapshot *own = unit_snapshot(
        NATIVE("<tariff id='HS' lang='en'><goods-nomenclature><line code='99' indent='0'><text>Words</text></line>"
               "<line code='9901' indent='0'><text>More words</text></line></goods-nomenclature></tariff>"
               "<tariff id='ZZ' nomenclature='HS' lang='en'><goods-nomenclature><line code='9900000000' indent='0'/>"
               "<line code='9901000000' indent='0'><text>Own</text></line><line code='9902000000' indent='0'/>"
               "</goods-nomenclature></tariff>"));
    static const char *const codes[] = {"9900000000", "9901000000", "9902000000"};
    static const char *const words[] = {"Words", "Own", ""};

    for (int i = 0; i < 3; i++) {
        uint32_t line = trf_nomenclature_find(own, trf_snapshot_find_tariff(own, TRF_SLICE("ZZ")), trf_slice_text(codes[i]), 0,
                                              day("2020-01-01"), TRF_FIND_EXACT);
        const trf_label_record *label = trf_nomenclature_label(own, line, TRF_SLICE("en"), day("2020-01-01"));

        unit_assert_slice(label ? trf_snapshot_text(own, label->plain) : TRF_SLICE_EMPTY, words[i]);
    }
    trf_snapshot_release(own);
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("lookup");
    TCase *tests = tcase_create("nomenclature, geography, selection");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, code_read__dots_and_blanks__digits_alone);
    tcase_add_test(tests, label__line_without_words__those_of_the_nomenclature_it_builds_on);
    tcase_add_test(tests, code_read__letters_among_digits_or_too_long_or_nothing__refused);
    tcase_add_test(tests, find__suffix_not_named__the_line_goods_are_declared_under);
    tcase_add_test(tests, find__code_used_again__the_line_of_the_date);
    tcase_add_test(tests, find__day_after_end_date__not_found);
    tcase_add_test(tests, find__ended_lines_too__the_last_before_the_date_then_the_first_after);
    tcase_add_test(tests, find__short_and_long_codes__zero_pairs_added_or_taken_away);
    tcase_add_test(tests, find__other_tariff__not_found);
    tcase_add_test(tests, ancestors__two_dashes_under_a_group__group_heading_chapter_section);
    tcase_add_test(tests, declarable__leaf_group_parent_and_ended__only_the_valid_leaf_of_suffix_80);
    tcase_add_test(tests, next__whole_heading__lines_valid_on_the_date_in_order);
    tcase_add_test(tests, next__whole_tariff__begins_with_the_section);
    tcase_add_test(tests, class_and_short_code__by_level_and_leaf);
    tcase_add_test(tests, label__description_changes__the_one_of_the_date);
    tcase_add_test(tests, contains__members_with_dates__both_ends_belong);
    tcase_add_test(tests, contains__group_in_a_group__members_of_the_inner_one);
    tcase_add_test(tests, contains__groups_that_hold_each_other__ends);
    tcase_add_test(tests, area_set__place_in_nested_groups__every_area_that_contains_it);
    tcase_add_test(tests, area_set__unknown_place__not_found_and_empty);
    tcase_add_test(tests, select__every_reason__each_candidate_has_the_first_that_holds);
    tcase_add_test(tests, reach__any_date_place_and_direction__lists_what_select_lets_through_and_counts_the_rest);
    tcase_add_test(tests, select__declared_additional_code__matches_the_measure_that_names_it);
    tcase_add_test(tests, select__no_line__no_candidates);
    suite_add_tcase(all, tests);
    return all;
}
UNIT_MAIN(suite)
