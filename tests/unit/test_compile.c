/* SPDX-License-Identifier: Apache-2.0 */
#include "images.h"

#include "compile/restore.h"
#include "image/role.h"

/* A made-up tariff: codes 9999… stand nowhere in a real one. */
#define LINES                                                                                                                    \
    "<goods-nomenclature lang='en'>"                                                                                             \
    "<section number='XXII' first='99' last='99'><text>Made up</text></section>"                                                 \
    "<line code='9900000000' indent='0' from='2000-01-01'><text>Chapter</text></line>"                                           \
    "<line code='9999000000' indent='0' from='2000-01-01'><text>Heading</text></line>"                                           \
    "<line code='9999100000' suffix='10' indent='1' from='2000-01-01'><text>Group</text></line>"                                 \
    "<line code='9999100000' indent='2' from='2000-01-01' to='2009-12-31'><text>Old</text><successor code='9999200000'/></line>" \
    "<line code='9999100010' indent='3' from='2005-01-01' to='2009-12-31'><text>Old child</text></line>"                         \
    "<line code='9999200000' indent='1' from='2000-01-01'><text>Other</text><unit code='KGM'/><unit text='No.'/>"                \
    "<unit text='Jwls.'/></line>"                                                                                                \
    "</goods-nomenclature>"
#define TYPES                                                                                                                    \
    "<measure-types><measure-type id='AAA' series='C' movement='import'><text lang='en'>Duty</text></measure-type>"              \
    "<measure-type id='BBB' series='C' movement='export'/></measure-types>"
#define AREAS                                                                                                                    \
    "<geographical-areas><country id='QA'/><country id='QB'/><country id='QC'/>"                                                 \
    "<group id='9001'><member area='QA'/><member area='QB' to='2010-12-31'/></group></geographical-areas>"
#define REGULATIONS                                                                                                              \
    "<regulations><regulation id='R1' role='1' published='1999-12-24' from='2000-01-01' to='2015-06-30'/>"                       \
    "<regulation id='R2' role='1' from='2001-01-01'/></regulations>"
#define TARIFF(body)                                                                                                             \
    NATIVE("<tariff id='TEST' title='Made up' currency='EUR' zone='UTC'>" LINES TYPES AREAS REGULATIONS body "</tariff>")
#define MEASURES(body) TARIFF("<measures>" body "</measures>")

static uint32_t tariff_of(const trf_snapshot *snapshot)
{
    uint32_t tariff = trf_snapshot_find_tariff(snapshot, TRF_SLICE("TEST"));

    ck_assert_uint_ne(tariff, UINT32_MAX);
    return tariff;
}

static const trf_parent_record *parent_on(const trf_snapshot *snapshot, uint32_t line, trf_date day)
{
    const trf_line_record *record = trf_snapshot_line(snapshot, line);

    for (uint32_t i = 0; i < record->parent_count; i++) {
        const trf_parent_record *parent = trf_snapshot_parent(snapshot, record->first_parent + i);

        if (trf_period_has(parent->start, parent->end, day))
            return parent;
    }
    return NULL;
}

/* ---- nomenclature ---- */

START_TEST(lines__order__sections_before_chapters_then_code_and_suffix)
{
    trf_snapshot *snapshot = unit_snapshot(TARIFF(""));
    const char *codes[] = {"XXII", "9900000000", "9999000000", "9999100000", "9999100000", "9999100010", "9999200000"};
    const unsigned suffixes[] = {80, 80, 80, 10, 80, 80, 80}, levels[] = {0, 2, 4, 6, 6, 10, 6};

    ck_assert_uint_eq(trf_snapshot_line_count(snapshot), 7);
    for (uint32_t i = 0; i < 7; i++) {
        const trf_line_record *line = trf_snapshot_line(snapshot, i);

        ck_assert(unit_says(snapshot, line->code, codes[i]));
        ck_assert_uint_eq(line->suffix, suffixes[i]);
        ck_assert_uint_eq(line->level, levels[i]);
        ck_assert_uint_eq(line->tariff, tariff_of(snapshot));
    }
    ck_assert(trf_snapshot_line(snapshot, 0)->flags & TRF_LINE_SECTION);
    ck_assert(trf_snapshot_line(snapshot, 3)->flags & TRF_LINE_UNNUMBERED);
    trf_snapshot_release(snapshot);
}
END_TEST

/* Codes of the HS are written as long as they are: "010100" would be a subheading, not the heading. */
START_TEST(lines__codes_of_several_lengths__level_is_the_length)
{
    trf_snapshot *snapshot = unit_snapshot(
        NATIVE("<tariff id='TEST'><goods-nomenclature lang='en'><line code='99' indent='0'/><line code='9900' indent='0'/>"
               "<line code='990000' indent='1'/></goods-nomenclature></tariff>"));

    ck_assert_uint_eq(trf_snapshot_line(snapshot, 0)->level, 2);
    ck_assert_uint_eq(trf_snapshot_line(snapshot, 1)->level, 4);
    ck_assert_uint_eq(trf_snapshot_line(snapshot, 2)->level, 6);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(parents__line_that_ends__children_by_date)
{
    trf_snapshot *snapshot = unit_snapshot(TARIFF(""));
    uint32_t section = unit_line(snapshot, "XXII", 80), chapter = unit_line(snapshot, "9900000000", 80),
             heading = unit_line(snapshot, "9999000000", 80), group = unit_line(snapshot, "9999100000", 10),
             old = unit_line(snapshot, "9999100000", 80), child = unit_line(snapshot, "9999100010", 80);
    trf_date early = trf_date_of(2003, 1, 1), middle = trf_date_of(2007, 1, 1), late = trf_date_of(2020, 1, 1);

    ck_assert_uint_eq(parent_on(snapshot, section, late)->parent, TRF_LINE_NONE);
    ck_assert_uint_eq(parent_on(snapshot, chapter, late)->parent, section);
    ck_assert_uint_eq(parent_on(snapshot, heading, late)->parent, chapter);
    ck_assert_uint_eq(parent_on(snapshot, group, late)->parent, heading);
    ck_assert_uint_eq(parent_on(snapshot, old, early)->parent, group);
    ck_assert_uint_eq(parent_on(snapshot, old, early)->children, 0);
    ck_assert_uint_eq(parent_on(snapshot, old, middle)->children, 1);
    ck_assert_ptr_null(parent_on(snapshot, old, late));
    ck_assert_uint_eq(parent_on(snapshot, child, middle)->parent, old);
    ck_assert_uint_eq(parent_on(snapshot, group, middle)->children, 1);
    ck_assert_uint_eq(parent_on(snapshot, group, late)->children, 0);
    ck_assert_uint_eq(parent_on(snapshot, heading, late)->children, 2);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(edges__successor_recorded_on_one_line__said_by_both)
{
    trf_snapshot *snapshot = unit_snapshot(TARIFF(""));
    uint32_t old = unit_line(snapshot, "9999100000", 80), other = unit_line(snapshot, "9999200000", 80);
    const trf_line_record *from = trf_snapshot_line(snapshot, old), *to = trf_snapshot_line(snapshot, other);
    const trf_edge_record *edge;

    ck_assert_uint_eq(from->edge_count, 1);
    edge = trf_snapshot_edge(snapshot, from->first_edge);
    ck_assert_uint_eq(edge->line, other);
    ck_assert_uint_eq(edge->kind, TRF_EDGE_SUCCESSOR);
    ck_assert_uint_eq(to->edge_count, 1);
    edge = trf_snapshot_edge(snapshot, to->first_edge);
    ck_assert_uint_eq(edge->line, old);
    ck_assert_uint_eq(edge->kind, TRF_EDGE_PREDECESSOR);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(units__code_and_text__index_of_the_unit_or_its_words)
{
    trf_snapshot *snapshot = unit_snapshot(TARIFF(""));
    const trf_line_record *line = trf_snapshot_line(snapshot, unit_line(snapshot, "9999200000", 80));
    const trf_line_unit_record *first, *second, *third;

    ck_assert_uint_eq(line->unit_count, 3);
    first = trf_snapshot_line_unit(snapshot, line->first_unit);
    second = trf_snapshot_line_unit(snapshot, line->first_unit + 1);
    ck_assert(unit_says(snapshot, trf_snapshot_unit(snapshot, first->unit)->code, "KGM"));
    ck_assert(unit_says(snapshot, trf_snapshot_unit(snapshot, second->unit)->code, "NAR"));
    ck_assert(unit_says(snapshot, second->text, "No."));
    third = trf_snapshot_line_unit(snapshot, line->first_unit + 2);
    ck_assert_uint_eq(third->unit, 0);
    ck_assert(unit_says(snapshot, third->text, "Jwls."));
    trf_snapshot_release(snapshot);
}
END_TEST

/* ---- measures ---- */

START_TEST(measures__without_an_end__end_with_their_regulation)
{
    trf_snapshot *snapshot = unit_snapshot(
        MEASURES("<measure type='AAA' code='9999200000' area='QA' from='2001-01-01' regulation='R1' role='1' duty='1.00 %' "
                 "grammar='taric'/>"
                 "<measure type='AAA' code='9999200000' area='QB' from='2001-01-01' to='2002-01-01' regulation='R1' role='1' "
                 "duty='1.00 %' "
                 "grammar='taric'/>"
                 "<measure type='AAA' code='9999200000' area='QC' from='2001-01-01' regulation='R2' role='1' duty='1.00 %' "
                 "grammar='taric'/>"));
    const trf_measure_row_record *first = trf_snapshot_measure_row(snapshot, 0), *second = trf_snapshot_measure_row(snapshot, 1),
                                 *third = trf_snapshot_measure_row(snapshot, 2);

    ck_assert_uint_eq(trf_snapshot_measure_row_count(snapshot), 3);
    ck_assert_int_eq(first->end, trf_date_of(2015, 6, 30));
    ck_assert_int_eq(first->published, trf_date_of(1999, 12, 24));
    ck_assert_int_eq(second->end, trf_date_of(2002, 1, 1));
    ck_assert_int_eq(third->end, TRF_DATE_OPEN);
    ck_assert_int_eq(third->published, TRF_DATE_NONE);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(measures__of_several_lines__a_run_for_each_sorted_by_area)
{
    trf_snapshot *snapshot =
        unit_snapshot(MEASURES("<measure type='AAA' code='9999200000' area='QC' from='2001-01-01' regulation='R2' role='1'/>"
                               "<measure type='AAA' code='9999000000' area='QA' from='2001-01-01' regulation='R2' role='1'/>"
                               "<measure type='BBB' code='9999200000' area='QA' from='2001-01-01' regulation='R2' role='1'/>"
                               "<measure type='AAA' code='9999200000' area='QA' from='2001-01-01' regulation='R2' role='1'/>"));
    const trf_line_record *heading = trf_snapshot_line(snapshot, unit_line(snapshot, "9999000000", 80)),
                          *other = trf_snapshot_line(snapshot, unit_line(snapshot, "9999200000", 80));
    const char *areas[] = {"QA", "QA", "QC"}, *types[] = {"AAA", "BBB", "AAA"};

    ck_assert_uint_eq(heading->measure_row_count, 1);
    ck_assert_uint_eq(other->measure_row_count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        const uint32_t index = other->first_measure_row + i;
        const trf_measure_row_record *row = trf_snapshot_measure_row(snapshot, index);
        const trf_measure_record *measure = trf_snapshot_measure(snapshot, index);

        ck_assert(unit_says(snapshot, trf_snapshot_area(snapshot, row->area)->id, areas[i]));
        ck_assert(unit_says(snapshot, trf_snapshot_measure_type(snapshot, measure->type)->id, types[i]));
        ck_assert_uint_eq(row->flags & (TRF_ROW_IMPORT | TRF_ROW_EXPORT), i == 1 ? TRF_ROW_EXPORT : TRF_ROW_IMPORT);
        ck_assert_uint_eq(measure->line, unit_line(snapshot, "9999200000", 80));
    }
    ck_assert_uint_eq(trf_snapshot_tariff(snapshot, tariff_of(snapshot))->measure_count, 4);
    trf_snapshot_release(snapshot);
}
END_TEST

/* A hundred kilograms are asked in kilograms: a tariff that says otherwise is told so, one that says the same is not. */
START_TEST(units__another_meaning_for_a_code_that_is_known__first_meaning_stays_and_a_finding)
{
    static const char *const inputs[] = {
        NATIVE("<measurement-units><measurement unit='DTN' asked-in='KGM' multiplier='0.01'/></measurement-units>"),
        NATIVE("<measurement-units><measurement unit='DTN' asked-in='TNE' multiplier='10'/></measurement-units>")};

    for (unsigned i = 0; i < 2; i++) {
        trf_model *model = unit_model();
        unit_image image;
        unsigned redefined = 0;

        unit_ingest(model, "test.xml", inputs[i]);
        image = unit_compile(model, 0);
        for (size_t n = 0; n < model->findings_count; n++)
            redefined += trf_slice_is(model->findings[n].rule, "unit-redefined");
        ck_assert_uint_eq(redefined, i);
        trf_alloc_free(&trf_alloc_default, image.data, image.size);
        trf_model_free(model);
    }
}
END_TEST

/* Index 0 of an area means all the world, of an additional code "without one": what is not known must become neither. */
START_TEST(measures__naming_what_no_input_has__placeholders_and_one_finding_each)
{
    trf_model *model = unit_model();
    trf_snapshot *snapshot = NULL;
    const trf_measure_record *measure;
    unit_image image;
    unsigned dangling = 0;

    unit_ingest(
        model, "test.xml",
        MEASURES("<measure type='ZZZ' code='9999990000' area='QX' additional-code='8123' order-number='099999' from='2001-01-01' "
                 "regulation='R9' role='1'/>"
                 "<measure type='ZZZ' code='9999990000' area='QX' additional-code='8123' order-number='099999' from='2002-01-01' "
                 "regulation='R9' role='1'/>"));
    image = unit_compile(model, 0);
    for (size_t i = 0; i < model->findings_count; i++)
        dangling += trf_slice_is(model->findings[i].rule, "reference-to-nothing");
    ck_assert_uint_eq(dangling, 6);
    ck_assert_uint_eq(image.report.placeholders, 1);
    ck_assert_uint_eq(image.report.lines, 7);
    unit_ok(trf_snapshot_adopt_memory(&trf_alloc_default, image.data, image.size, &snapshot, NULL), NULL);
    unit_ok(trf_snapshot_verify(snapshot, NULL), NULL);
    measure = trf_snapshot_measure(snapshot, 0);
    ck_assert(measure->area != 0 && measure->type != 0 && measure->additional_code != 0 && measure->order_number != 0);
    ck_assert(unit_says(snapshot, trf_snapshot_area(snapshot, measure->area)->id, "QX"));
    ck_assert(trf_snapshot_area(snapshot, measure->area)->flags & TRF_RECORD_PLACEHOLDER);
    ck_assert(unit_says(snapshot, trf_snapshot_additional_code(snapshot, measure->additional_code)->code, "123"));
    ck_assert(unit_says(snapshot, trf_snapshot_regulation(snapshot, measure->regulation)->id, "R9"));
    ck_assert(trf_snapshot_line(snapshot, measure->line)->flags & TRF_LINE_PLACEHOLDER);
    ck_assert_uint_eq(trf_snapshot_line(snapshot, measure->line)->measure_row_count, 2);
    /* Its place is guessed from the code; the heading has no child more for it. */
    ck_assert_uint_eq(parent_on(snapshot, measure->line, 0)->parent, unit_line(snapshot, "9999000000", 80));
    ck_assert_uint_eq(parent_on(snapshot, unit_line(snapshot, "9999000000", 80), trf_date_of(2020, 1, 1))->children, 2);
    trf_snapshot_release(snapshot);
    trf_model_free(model);
}
END_TEST

START_TEST(measures__without_goods_code__listed_with_the_tariff)
{
    trf_snapshot *snapshot = unit_snapshot(
        TARIFF("<additional-code-types><additional-code-type id='7'/></additional-code-types>"
               "<additional-codes><additional-code type='7' code='002'/><additional-code type='7' code='001'/></additional-codes>"
               "<measures><measure type='AAA' area='QA' additional-code='7002' from='2001-01-01' regulation='R2' role='1'/>"
               "<measure type='AAA' code='9999200000' area='QA' from='2001-01-01' regulation='R2' role='1'/>"
               "<measure type='AAA' area='QB' additional-code='7001' from='2001-01-01' regulation='R2' role='1'/></measures>"));
    const trf_tariff_record *tariff = trf_snapshot_tariff(snapshot, tariff_of(snapshot));
    const trf_measure_record *first = trf_snapshot_measure(snapshot, tariff->first_row),
                             *second = trf_snapshot_measure(snapshot, tariff->first_row + 1);

    ck_assert_uint_eq(tariff->row_count, 2);
    ck_assert(unit_says(snapshot, trf_snapshot_additional_code(snapshot, first->additional_code)->code, "001"));
    ck_assert(unit_says(snapshot, trf_snapshot_additional_code(snapshot, second->additional_code)->code, "002"));
    ck_assert_uint_eq(first->line, TRF_LINE_NONE);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(measures__conditions_out_of_order__by_code_then_sequence)
{
    trf_snapshot *snapshot = unit_snapshot(TARIFF(
        "<certificates><certificate type='Y' code='900'/></certificates>"
        "<measures><measure type='AAA' code='9999200000' area='9001' from='2001-01-01' regulation='R2' role='1' duty='5.00 %' "
        "grammar='taric'><exclude area='QB'/>"
        "<condition code='V' sequence='2' action='01' amount='10.000' money='EUR' unit='DTN' duty='3.00 %' grammar='taric'/>"
        "<condition code='B' sequence='1' action='27' certificate='Y900'/>"
        "<condition code='V' sequence='1' action='01' amount='20.000' money='EUR' unit='DTN' duty='0.00 %' grammar='taric'/>"
        "</measure></measures>"));
    const trf_measure_record *measure = trf_snapshot_measure(snapshot, 0);
    const trf_condition_record *first, *second, *third;
    const trf_exclusion_record *exclusion;

    ck_assert_uint_eq(measure->condition_count, 3);
    first = trf_snapshot_condition(snapshot, measure->first_condition);
    second = trf_snapshot_condition(snapshot, measure->first_condition + 1);
    third = trf_snapshot_condition(snapshot, measure->first_condition + 2);
    ck_assert(unit_says(snapshot, first->code, "B"));
    ck_assert_uint_eq(first->flags, TRF_CONDITION_DOCUMENT);
    ck_assert(unit_says(snapshot, trf_snapshot_certificate(snapshot, first->certificate)->code, "900"));
    ck_assert(unit_says(snapshot, second->amount, "20.000"));
    ck_assert(unit_says(snapshot, third->amount, "10.000"));
    ck_assert_uint_eq(third->flags, TRF_CONDITION_THRESHOLD);
    ck_assert(third->expression != 0 && third->expression != second->expression && third->expression != measure->expression);
    ck_assert(measure->flags & TRF_ROW_CONDITIONS && measure->flags & TRF_ROW_EXCLUSIONS);
    exclusion = trf_snapshot_exclusion(snapshot, measure->first_exclusion);
    ck_assert_uint_eq(measure->exclusion_count, 1);
    ck_assert(unit_says(snapshot, trf_snapshot_area(snapshot, exclusion->area)->id, "QB"));
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(measures__role_of_the_profile__in_row_and_type)
{
    trf_snapshot *snapshot = unit_snapshot(
        TARIFF("<measures><measure type='AAA' code='9999200000' area='QA' from='2001-01-01' regulation='R2' role='1'/></measures>"
               "<profile id='TEST' currency='EUR' zone='UTC'><group id='g' several='nearest'/><charge id='c' role='base-duty'/>"
               "<measures types='AAA' role='base-duty' group='g' charge='c'/></profile>"));
    const trf_measure_row_record *row = trf_snapshot_measure_row(snapshot, 0);

    ck_assert_uint_eq(row->role, TRF_ROLE_BASE_DUTY);
    ck_assert(
        unit_says(snapshot, trf_snapshot_measure_type(snapshot, trf_snapshot_measure(snapshot, 0)->type)->role, "base-duty"));
    trf_snapshot_release(snapshot);
}
END_TEST

/* ---- duties ---- */

START_TEST(expressions__equal_duties__one_record_with_bytecode)
{
    trf_snapshot *snapshot =
        unit_snapshot(MEASURES("<measure type='AAA' code='9999200000' area='QA' from='2001-01-01' regulation='R2' role='1' "
                               "duty='9.00 %' grammar='taric'/>"
                               "<measure type='AAA' code='9999200000' area='QB' from='2001-01-01' regulation='R2' role='1' "
                               "duty='9.00 %' grammar='taric'/>"
                               "<measure type='AAA' code='9999200000' area='QC' from='2001-01-01' regulation='R2' role='1'>"
                               "<component expression='01' amount='9.000'/><component expression='04' amount='2.500' money='EUR' "
                               "unit='DTN'/></measure>"));
    const trf_measure_record *first = trf_snapshot_measure(snapshot, 0), *second = trf_snapshot_measure(snapshot, 1),
                             *third = trf_snapshot_measure(snapshot, 2);
    const trf_expression_record *text, *components;

    ck_assert_uint_eq(trf_snapshot_expression_count(snapshot), 3);
    ck_assert(first->expression != 0 && first->expression == second->expression && first->expression != third->expression);
    text = trf_snapshot_expression(snapshot, first->expression);
    components = trf_snapshot_expression(snapshot, third->expression);
    ck_assert_uint_eq(text->status, TRF_EXPRESSION_PARSED);
    ck_assert(unit_says(snapshot, text->text, "9.00 %"));
    ck_assert(trf_snapshot_expression_code(snapshot, text).size > 0);
    ck_assert_uint_eq(components->status, TRF_EXPRESSION_PARSED);
    ck_assert(unit_says(snapshot, components->text, "9.00 % + 2.50 EUR / 100 kg"));
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(expressions__text_without_meaning__unresolved_never_zero)
{
    trf_snapshot *snapshot = unit_snapshot(
        MEASURES("<measure type='AAA' code='9999200000' area='QA' from='2001-01-01' regulation='R2' role='1' duty='as agreed' "
                 "grammar='taric'/>"));
    const trf_expression_record *expression = trf_snapshot_expression(snapshot, trf_snapshot_measure(snapshot, 0)->expression);

    ck_assert_uint_ne(trf_snapshot_measure(snapshot, 0)->expression, 0);
    ck_assert_uint_eq(expression->status, TRF_EXPRESSION_UNRESOLVED);
    ck_assert_uint_eq(expression->code_size, 0);
    ck_assert(unit_says(snapshot, expression->text, "as agreed"));
    ck_assert_uint_gt(trf_snapshot_text(snapshot, expression->reason).size, 0);
    trf_snapshot_release(snapshot);
}
END_TEST

/* ---- labels, areas, rates, quotas ---- */

START_TEST(labels__markup_languages_and_dates__forms_and_the_text_that_holds)
{
    trf_snapshot *snapshot = unit_snapshot(
        NATIVE("<tariff id='TEST'><goods-nomenclature><line code='99' indent='0' from='2000-01-01'>"
               "<text lang='en'>m@2</text><text lang='en' from='2010-01-01'>Later</text><text lang='de'>Deutsch</text></line>"
               "</goods-nomenclature></tariff>"));
    const trf_line_record *line = trf_snapshot_line(snapshot, 0);
    uint16_t english = trf_snapshot_language_index(snapshot, TRF_SLICE("en")),
             german = trf_snapshot_language_index(snapshot, TRF_SLICE("de"));
    const trf_label_record *early, *late, *other, *none;

    ck_assert_uint_eq(line->label_count, 3);
    early = trf_snapshot_label_at(snapshot, line->first_label, line->label_count, english, trf_date_of(2005, 1, 1));
    late = trf_snapshot_label_at(snapshot, line->first_label, line->label_count, english, trf_date_of(2010, 1, 1));
    other = trf_snapshot_label_at(snapshot, line->first_label, line->label_count, german, trf_date_of(2020, 1, 1));
    none = trf_snapshot_label_at(snapshot, line->first_label, line->label_count, UINT16_MAX, trf_date_of(2020, 1, 1));
    ck_assert(unit_says(snapshot, early->raw, "m@2"));
    ck_assert(unit_says(snapshot, early->display, "m<sub>2</sub>"));
    ck_assert(unit_says(snapshot, late->plain, "Later"));
    ck_assert_uint_eq(late->raw, late->plain);
    ck_assert(unit_says(snapshot, other->plain, "Deutsch"));
    ck_assert_ptr_nonnull(none);
    ck_assert_ptr_null(trf_snapshot_label_at(snapshot, line->first_label, 0, english, 0));
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(areas__members__from_both_sides_with_their_dates)
{
    trf_snapshot *snapshot = unit_snapshot(TARIFF(""));
    const trf_area_record *group = NULL, *member = NULL;

    for (uint32_t i = 1; i < trf_snapshot_area_count(snapshot); i++) {
        const trf_area_record *area = trf_snapshot_area(snapshot, i);

        group = unit_says(snapshot, area->id, "9001") ? area : group;
        member = unit_says(snapshot, area->id, "QB") ? area : member;
    }
    ck_assert(group && member);
    ck_assert_uint_eq(group->kind, 1);
    ck_assert_uint_eq(group->member_count, 2);
    ck_assert_uint_eq(member->group_count, 1);
    ck_assert_ptr_eq(trf_snapshot_area(snapshot, trf_snapshot_member(snapshot, member->first_group)->area), group);
    ck_assert_int_eq(trf_snapshot_member(snapshot, member->first_group)->end, trf_date_of(2010, 12, 31));
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(exchange_rates__any_order__by_authority_purpose_pair_and_start)
{
    trf_snapshot *snapshot = unit_snapshot(NATIVE("<exchange-rates authority='ZZ' purpose='customs' base='EUR'><rate "
                                                  "currency='USD' from='2020-02-01' to='2020-02-29' value='1.2'/>"
                                                  "<rate currency='USD' from='2020-01-01' to='2020-01-31' value='1.1'/><rate "
                                                  "currency='GBP' from='2020-01-01' value='0.9' per='1'/>"
                                                  "</exchange-rates><exchange-rates authority='AA' purpose='vat' "
                                                  "base='EUR'><rate currency='JPY' from='2020-01-01' value='130'/>"
                                                  "</exchange-rates>"));
    const char *values[] = {"130", "0.9", "1.1", "1.2"};

    ck_assert_uint_eq(trf_snapshot_exchange_count(snapshot), 4);
    for (uint32_t i = 0; i < 4; i++) {
        ck_assert(unit_says(snapshot, trf_snapshot_exchange(snapshot, i)->value, values[i]));
        ck_assert(unit_says(snapshot, trf_snapshot_exchange(snapshot, i)->per, "1"));
    }
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(quotas__events_out_of_order__by_time_under_their_definition)
{
    trf_snapshot *snapshot = unit_snapshot(TARIFF(
        "<quotas><order-number id='099999' from='2001-01-01'><definition sid='7' from='2002-01-01' to='2002-12-31' volume='10' "
        "unit='KGM'>"
        "<balance time='2002-03-01T00:00:00' old='8' new='5' imported='5'/><balance time='2002-02-01T00:00:00' old='10' new='8' "
        "imported='2'/></definition><definition sid='6' from='2001-01-01' to='2001-12-31' volume='9' "
        "unit='KGM'/></order-number></quotas>"));
    const trf_order_number_record *order = trf_snapshot_order_number(snapshot, 1);
    const trf_quota_definition_record *first, *second;

    ck_assert_uint_eq(order->definition_count, 2);
    first = trf_snapshot_quota_definition(snapshot, order->first_definition);
    second = trf_snapshot_quota_definition(snapshot, order->first_definition + 1);
    ck_assert_uint_eq(first->sid, 6);
    ck_assert_uint_eq(first->event_count, 0);
    ck_assert_uint_eq(second->sid, 7);
    ck_assert_uint_eq(second->event_count, 2);
    ck_assert(unit_says(snapshot, trf_snapshot_quota_event(snapshot, second->first_event)->new_balance, "8"));
    ck_assert(unit_says(snapshot, trf_snapshot_quota_event(snapshot, second->first_event + 1)->new_balance, "5"));
    trf_snapshot_release(snapshot);
}
END_TEST

/* ---- the same bytes ---- */

#define SOME                                                                                                                     \
    TARIFF("<provisions id='p'><scope-list id='s'><goods codes='99992000'/></scope-list><provision heading='9999.01' "           \
           "type='AAA' areas='QA' not-areas='QB' duty='1.00 %' grammar='taric' lists='s'/></provisions>"                         \
           "<measures><measure type='AAA' code='9999200000' area='QA' from='2001-01-01' regulation='R2' role='1' duty='9.00 %' " \
           "grammar='taric'/><measure type='AAA' code='9999990000' area='QX' from='2001-01-01' regulation='R7' "                 \
           "role='1'/></measures>")

static void same(const unit_image *a, const unit_image *b)
{
    ck_assert_uint_eq(a->size, b->size);
    ck_assert_mem_eq(a->data, b->data, a->size);
}

static void drop(unit_image *image)
{
    trf_alloc_free(&trf_alloc_default, image->data, image->size);
}

START_TEST(compile__same_model_twice__same_bytes_and_model_as_it_was)
{
    trf_model *model = unit_model();
    unit_image first, second;
    uint32_t texts;

    unit_ingest(model, "test.xml", SOME);
    texts = model->texts.count;
    first = unit_compile(model, 0);
    ck_assert_uint_eq(model->texts.count, texts);
    second = unit_compile(model, 0);
    same(&first, &second);
    drop(&first);
    drop(&second);
    trf_model_free(model);
}
END_TEST

START_TEST(compile__other_folder_and_other_seed__same_bytes)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_model *models[2] = {NULL, NULL};
    unit_image images[2];
    char folders[2][16] = {"here-XXXXXX", "there-XXXXXX"}, path[64];

    for (unsigned i = 0; i < 2; i++) {
        FILE *file;

        ck_assert_ptr_nonnull(mkdtemp(folders[i]));
        snprintf(path, sizeof path, "%s/test.xml", folders[i]);
        file = fopen(path, "w");
        fputs(SOME, file);
        fclose(file);
        unit_ok(trf_model_new(&trf_alloc_default, &limits, 17 * i + 3, &models[i], NULL), NULL);
        unit_ok(trf_ingest_path(models[i], path, NULL, NULL), NULL);
        images[i] = unit_compile(models[i], 0);
        unlink(path);
        rmdir(folders[i]);
    }
    same(&images[0], &images[1]);
    for (unsigned i = 0; i < 2; i++) {
        drop(&images[i]);
        trf_model_free(models[i]);
    }
}
END_TEST

#define TARIC(record, subrecord, update, body)                                                                                   \
    "<env:transaction id='1'><env:app.message id='1'><oub:transmission><oub:record><oub:transaction.id>1</oub:transaction.id>"   \
    "<oub:record.code>" record "</oub:record.code><oub:subrecord.code>" subrecord "</oub:subrecord.code>"                        \
    "<oub:record.sequence.number>1</oub:record.sequence.number><oub:update.type>" update "</oub:update.type>" body               \
    "</oub:record></oub:transmission></env:app.message></env:transaction>"
#define ENVELOPE(id, body)                                                                                                       \
    "<env:envelope xmlns:env='urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0' "                                                     \
    "xmlns:oub='urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0' "                                                                      \
    "id='" id "'>" body "</env:envelope>"
#define AREA_RECORD(update, sid, id, code)                                                                                       \
    TARIC("250", "00", update,                                                                                                   \
          "<oub:geographical.area><oub:geographical.area.sid>" sid "</oub:geographical.area.sid><oub:geographical.area.id>" id   \
          "</oub:geographical.area.id><oub:validity.start.date>1990-01-01</oub:validity.start.date><oub:geographical.code>" code \
          "</oub:geographical.code></oub:geographical.area>")
#define ODD_RECORD TARIC("999", "00", "3", "<oub:odd.record><oub:odd.field> x </oub:odd.field></oub:odd.record>")

/* An update on an image without the old inputs gives what all inputs together give. */
START_TEST(restore__then_a_daily_transmission__bytes_of_a_full_build)
{
    const char *day_one = ENVELOPE("20001", AREA_RECORD("3", "1", "QA", "0") AREA_RECORD("3", "2", "QB", "0") ODD_RECORD);
    const char *day_two =
        ENVELOPE("20002", AREA_RECORD("1", "1", "QA", "2") AREA_RECORD("2", "2", "QB", "0") AREA_RECORD("3", "3", "QC", "0"));
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_model *full = unit_model(), *first = unit_model(), *restored = NULL;
    unit_image all, base, again, updated;
    trf_snapshot *snapshot = NULL;
    tariff_error *error = NULL;

    unit_ingest(full, "base.xml", SOME);
    unit_ingest(full, "20001.xml", day_one);
    unit_ingest(full, "20002.xml", day_two);
    all = unit_compile(full, 0);
    unit_ingest(first, "base.xml", SOME);
    unit_ingest(first, "20001.xml", day_one);
    base = unit_compile(first, 0);
    trf_model_free(first);

    unit_ok(trf_snapshot_open_memory(&trf_alloc_default, base.data, base.size, false, &snapshot, &error), error);
    unit_ok(trf_model_restore(&trf_alloc_default, snapshot->sections, &limits, 99, &restored, &error), error);
    trf_snapshot_release(snapshot);
    again = unit_compile(restored, 0);
    same(&base, &again);
    unit_ingest(restored, "20002.xml", day_two);
    updated = unit_compile(restored, 0);
    same(&all, &updated);

    drop(&all);
    drop(&base);
    drop(&again);
    drop(&updated);
    trf_model_free(full);
    trf_model_free(restored);
}
END_TEST

START_TEST(compile__without_records__smaller_and_not_restored)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_model *model = unit_model(), *restored = NULL;
    unit_image with, without;
    trf_snapshot *snapshot = NULL;
    tariff_error *error = NULL;

    unit_ingest(model, "test.xml", SOME);
    with = unit_compile(model, 0);
    without = unit_compile(model, TRF_COMPILE_WITHOUT_RECORDS);
    ck_assert_uint_lt(without.size, with.size);
    unit_ok(trf_snapshot_open_memory(&trf_alloc_default, without.data, without.size, true, &snapshot, &error), error);
    unit_ok(trf_snapshot_verify(snapshot, &error), error);
    ck_assert_int_eq(trf_model_restore(&trf_alloc_default, snapshot->sections, &limits, 1, &restored, &error),
                     TARIFF_EUNSUPPORTED);
    trf_error_free(error);
    trf_snapshot_release(snapshot);
    drop(&with);
    drop(&without);
    trf_model_free(model);
}
END_TEST

START_TEST(compile__empty_model__an_image_of_words_only)
{
    trf_model *model = unit_model();
    unit_image image = unit_compile(model, 0);
    trf_snapshot *snapshot = NULL;
    tariff_error *error = NULL;

    unit_ok(trf_snapshot_adopt_memory(&trf_alloc_default, image.data, image.size, &snapshot, &error), error);
    unit_ok(trf_snapshot_verify(snapshot, &error), error);
    ck_assert_uint_eq(trf_snapshot_tariff_count(snapshot), 1);
    ck_assert_uint_eq(trf_snapshot_line_count(snapshot), 0);
    ck_assert_uint_gt(trf_snapshot_unit_count(snapshot), 50);
    trf_snapshot_release(snapshot);
    trf_model_free(model);
}
END_TEST

START_TEST(compile__each_allocation_refused__enomem_and_the_model_stays_usable)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    unit_failing failing = {0};
    trf_alloc alloc = {unit_failing_resize, &failing, NULL};
    trf_model *model = NULL;
    uint8_t *data = NULL;
    size_t size = 0;
    long live;

    unit_ok(trf_model_new(&alloc, &limits, 1, &model, NULL), NULL);
    unit_ingest(model, "test.xml", SOME);
    unit_ok(trf_model_settle(model, NULL), NULL);
    for (unsigned long refuse = 1;; refuse += 1 + refuse / 16) {
        tariff_error *error = NULL;
        tariff_status status;

        failing.refuse = failing.calls + refuse;
        status = trf_compile_to_memory(model, NULL, &data, &size, NULL, &error);
        failing.refuse = 0;
        trf_error_free(error);
        if (status == TARIFF_OK)
            break;
        ck_assert_int_eq(status, TARIFF_ENOMEM);
    }
    trf_alloc_free(&alloc, data, size);
    live = failing.live;
    unit_ok(trf_compile_to_memory(model, NULL, &data, &size, NULL, NULL), NULL);
    trf_alloc_free(&alloc, data, size);
    ck_assert_int_le(labs(failing.live - live), 1 << 20); /* the pool may keep room, nothing else */
    trf_model_free(model);
    ck_assert_int_eq(failing.live, 0);
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("compile");
    TCase *tests = tcase_create("compile");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, lines__order__sections_before_chapters_then_code_and_suffix);
    tcase_add_test(tests, lines__codes_of_several_lengths__level_is_the_length);
    tcase_add_test(tests, parents__line_that_ends__children_by_date);
    tcase_add_test(tests, edges__successor_recorded_on_one_line__said_by_both);
    tcase_add_test(tests, units__code_and_text__index_of_the_unit_or_its_words);
    tcase_add_test(tests, measures__without_an_end__end_with_their_regulation);
    tcase_add_test(tests, measures__of_several_lines__a_run_for_each_sorted_by_area);
    tcase_add_test(tests, units__another_meaning_for_a_code_that_is_known__first_meaning_stays_and_a_finding);
    tcase_add_test(tests, measures__naming_what_no_input_has__placeholders_and_one_finding_each);
    tcase_add_test(tests, measures__without_goods_code__listed_with_the_tariff);
    tcase_add_test(tests, measures__conditions_out_of_order__by_code_then_sequence);
    tcase_add_test(tests, measures__role_of_the_profile__in_row_and_type);
    tcase_add_test(tests, expressions__equal_duties__one_record_with_bytecode);
    tcase_add_test(tests, expressions__text_without_meaning__unresolved_never_zero);
    tcase_add_test(tests, labels__markup_languages_and_dates__forms_and_the_text_that_holds);
    tcase_add_test(tests, areas__members__from_both_sides_with_their_dates);
    tcase_add_test(tests, exchange_rates__any_order__by_authority_purpose_pair_and_start);
    tcase_add_test(tests, quotas__events_out_of_order__by_time_under_their_definition);
    tcase_add_test(tests, compile__same_model_twice__same_bytes_and_model_as_it_was);
    tcase_add_test(tests, compile__other_folder_and_other_seed__same_bytes);
    tcase_add_test(tests, restore__then_a_daily_transmission__bytes_of_a_full_build);
    tcase_add_test(tests, compile__without_records__smaller_and_not_restored);
    tcase_add_test(tests, compile__empty_model__an_image_of_words_only);
    tcase_add_test(tests, compile__each_allocation_refused__enomem_and_the_model_stays_usable);
    suite_add_tcase(all, tests);
    return all;
}
UNIT_MAIN(suite)
