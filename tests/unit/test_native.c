/* SPDX-License-Identifier: Apache-2.0 */
/* The own XML: what its elements become, what is refused, and that writing and reading it again changes nothing. */
#include "unit.h"

#include "ingest/ingest.h"
#include "ingest/native_index.h"
#include "ingest/native_write.h"

#define HEAD "<tariff-data xmlns='urn:libtariff:tariff:1' version='1'>\n"
#define TAIL "\n</tariff-data>"

static trf_model *new_model(const trf_alloc *alloc)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    trf_model *model = NULL;

    if (trf_model_new(alloc, &limits, 1, &model, &error) < 0)
        trf_error_free(error);
    return model;
}

static tariff_status read_text(trf_model *model, const char *name, const char *text, tariff_error **error)
{
    return trf_ingest_memory(model, text, strlen(text), trf_slice_text(name), NULL, error);
}

/* A model of one document inside the root element. */
static trf_model *model_of(const char *inside)
{
    trf_model *model = new_model(&trf_alloc_default);
    tariff_error *error = NULL;
    char *text = malloc(strlen(inside) + sizeof HEAD + sizeof TAIL);

    ck_assert_ptr_nonnull(model);
    ck_assert_ptr_nonnull(text);
    strcpy(text, HEAD);
    strcat(text, inside);
    strcat(text, TAIL);
    if (read_text(model, "test.xml", text, &error) < 0)
        ck_abort_msg("line %u: %.*s", error->line, (int)error->message.size, error->message.data);
    free(text);
    ck_assert_int_eq(trf_model_settle(model, &error), TARIFF_OK);
    return model;
}

static const char *text_of(const trf_model *model, trf_kind kind, uint32_t row, unsigned field)
{
    static char texts[8][128];
    static unsigned turn;
    char scratch[16];
    trf_slice text;

    if (row >= model->tables[kind].count)
        return "(no such row)";
    text = trf_model_text(model, trf_model_row(model, kind, row)[field], scratch);
    turn = (turn + 1) % 8;
    snprintf(texts[turn], sizeof texts[0], "%.*s", (int)text.size, text.size ? text.data : "");
    return texts[turn];
}
#define TEXT(model, kind, row, field) text_of(model, TRF_KIND_##kind, row, TRF_F_##kind##_##field)
#define COUNT(model, kind)            ((model)->tables[TRF_KIND_##kind].count)

/* What a document inside the root is refused with. */
static void expect_refusal(const char *inside, tariff_status expected, uint32_t line, const char *part)
{
    trf_model *model = new_model(&trf_alloc_default);
    tariff_error *error = NULL;
    char text[4096];
    tariff_status status;

    snprintf(text, sizeof text, HEAD "%s" TAIL, inside);
    status = read_text(model, "bad.xml", text, &error);
    ck_assert_int_eq(status, expected);
    ck_assert_ptr_nonnull(error);
    ck_assert_msg(strstr(error->message.data, part) != NULL, "'%s' is not in '%s'", part, error->message.data);
    ck_assert_uint_eq(error->line, line);
    unit_assert_slice(error->file, "bad.xml");
    trf_error_free(error);
    trf_model_free(model);
}

/* ---- what elements become ---- */
START_TEST(line__texts_of_two_periods__one_period_record_each)
{
    trf_model *model =
        model_of("<tariff id='ZZ'><goods-nomenclature lang='en' from='2020-01-01'><line code='0101210000' indent='2'>"
                 "<text>First</text><text lang='fr'>Premier</text><text from='2022-01-01'>Second</text></line>"
                 "</goods-nomenclature></tariff>");

    ck_assert_uint_eq(COUNT(model, goods_nomenclature), 1);
    ck_assert_str_eq(TEXT(model, goods_nomenclature, 0, producline_suffix), "80");
    ck_assert_str_eq(TEXT(model, goods_nomenclature, 0, validity_start_date), "2020-01-01");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_indents, 0, number_indents), "2");
    ck_assert_uint_eq(COUNT(model, goods_nomenclature_description_period), 2);
    ck_assert_str_eq(TEXT(model, goods_nomenclature_description_period, 1, validity_start_date), "2022-01-01");
    ck_assert_uint_eq(COUNT(model, goods_nomenclature_description), 3);
    ck_assert_str_eq(TEXT(model, goods_nomenclature_description, 1, language_id), "fr");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_description, 1, goods_nomenclature_description_period_sid),
                     TEXT(model, goods_nomenclature_description, 0, goods_nomenclature_description_period_sid));
    ck_assert_str_ne(TEXT(model, goods_nomenclature_description, 2, goods_nomenclature_description_period_sid),
                     TEXT(model, goods_nomenclature_description, 0, goods_nomenclature_description_period_sid));
    trf_model_free(model);
}
END_TEST

START_TEST(line__no_sid__numbers_from_two_to_the_29th_in_order)
{
    trf_model *model =
        model_of("<tariff id='ZZ'><goods-nomenclature><line code='01' indent='0'/><line code='0101' indent='0' sid='27629'/>"
                 "<line code='0102' indent='0'/></goods-nomenclature></tariff>");

    ck_assert_str_eq(TEXT(model, goods_nomenclature, 0, goods_nomenclature_sid), "536870912");
    ck_assert_str_eq(TEXT(model, goods_nomenclature, 1, goods_nomenclature_sid), "27629");
    ck_assert_str_eq(TEXT(model, goods_nomenclature, 2, goods_nomenclature_sid), "536870913");
    trf_model_free(model);
}
END_TEST

START_TEST(line__second_input__numbers_go_on)
{
    trf_model *model = new_model(&trf_alloc_default);
    tariff_error *error = NULL;

    ck_assert_int_ge(read_text(model, "a.xml",
                               HEAD "<tariff id='ZZ'><goods-nomenclature><line code='01' indent='0'/>"
                                    "</goods-nomenclature></tariff>" TAIL,
                               &error),
                     0);
    ck_assert_int_ge(read_text(model, "b.xml",
                               HEAD "<tariff id='ZZ'><goods-nomenclature><line code='02' indent='0'/>"
                                    "</goods-nomenclature></tariff>" TAIL,
                               &error),
                     0);
    ck_assert_str_eq(TEXT(model, goods_nomenclature, 1, goods_nomenclature_sid), "536870913");
    trf_model_free(model);
}
END_TEST

START_TEST(descriptions__line_of_an_earlier_input__share_its_period)
{
    trf_model *model = new_model(&trf_alloc_default);
    tariff_error *error = NULL;

    ck_assert_int_ge(read_text(model, "a.xml",
                               HEAD "<tariff id='ZZ'><goods-nomenclature lang='en'><line code='0101' indent='0'>"
                                    "<text>Horses</text></line></goods-nomenclature></tariff>" TAIL,
                               &error),
                     0);
    ck_assert_int_ge(read_text(model, "b.xml",
                               HEAD "<tariff id='ZZ'><descriptions lang='fr'><description code='0101'>Chevaux"
                                    "</description></descriptions></tariff>" TAIL,
                               &error),
                     0);
    ck_assert_uint_eq(COUNT(model, goods_nomenclature_description_period), 1);
    ck_assert_str_eq(TEXT(model, goods_nomenclature_description, 1, description), "Chevaux");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_description, 1, goods_nomenclature_description_period_sid),
                     TEXT(model, goods_nomenclature_description, 0, goods_nomenclature_description_period_sid));
    ck_assert_int_eq(trf_model_settle(model, &error), TARIFF_OK);
    ck_assert_uint_eq(model->findings_total, 0);
    trf_model_free(model);
}
END_TEST

START_TEST(text__line_breaks_in_it__collapsed_unless_preserved)
{
    trf_model *model =
        model_of("<tariff id='ZZ'><goods-nomenclature lang='en'><line code='0101' indent='0'><text>\n  Live\n   horses </text>"
                 "<text lang='fr' xml:space='preserve'>a\n b</text></line></goods-nomenclature></tariff>");

    ck_assert_str_eq(TEXT(model, goods_nomenclature_description, 0, description), "Live horses");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_description, 1, description), "a\n b");
    trf_model_free(model);
}
END_TEST

START_TEST(section__numeral_and_chapters__a_line_of_level_0)
{
    trf_model *model = model_of(
        "<tariff id='ZZ'><goods-nomenclature><section number='XVI' first='84' last='85'/></goods-nomenclature></tariff>");

    ck_assert_str_eq(TEXT(model, goods_nomenclature, 0, goods_nomenclature_item_id), "XVI");
    ck_assert_str_eq(TEXT(model, goods_nomenclature, 0, level), "0");
    ck_assert_str_eq(TEXT(model, goods_nomenclature, 0, section_first_chapter), "84");
    ck_assert_str_eq(TEXT(model, goods_nomenclature, 0, section_last_chapter), "85");
    ck_assert_uint_eq(COUNT(model, goods_nomenclature_indents), 0);
    trf_model_free(model);
}
END_TEST

START_TEST(measure__duty_as_text__kept_with_grammar_programmes_and_status)
{
    trf_model *model = model_of(
        "<tariff id='ZZ'><measures source='Act'><measure type='special' code='0101' area='1011' duty='Free' grammar='us'>"
        "<programme id='A+'/><programme id='KR'/><rate status='own'/></measure>"
        "<measure type='x' code='0101' area='1011' source='Other act'/></measures></tariff>");

    ck_assert_str_eq(TEXT(model, measure, 0, duty_text), "Free");
    ck_assert_str_eq(TEXT(model, measure, 0, duty_grammar), "us");
    ck_assert_str_eq(TEXT(model, measure, 0, programmes), "A+ KR");
    ck_assert_str_eq(TEXT(model, measure, 0, rate_status), "own");
    ck_assert_str_eq(TEXT(model, measure, 0, source), "Act");
    ck_assert_str_eq(TEXT(model, measure, 1, source), "Other act");
    trf_model_free(model);
}
END_TEST

START_TEST(measure__conditions_components_exclusions__records_that_name_it)
{
    trf_model *model =
        model_of("<tariff id='ZZ'><measures><measure sid='7' type='103' code='0101' area='1011' additional-code='8900'>"
                 "<component expression='01' amount='12.000'/>"
                 "<condition code='B' sequence='1' action='27' certificate='N990' duty='0.00 %' grammar='taric'>"
                 "<component expression='04' amount='3' money='EUR' unit='DTN'/></condition>"
                 "<exclude area='NZ'/><footnote type='TN' id='701'/></measure></measures></tariff>");

    ck_assert_str_eq(TEXT(model, measure, 0, additional_code_type), "8");
    ck_assert_str_eq(TEXT(model, measure, 0, additional_code), "900");
    ck_assert_str_eq(TEXT(model, measure_component, 0, measure_sid), "7");
    ck_assert_str_eq(TEXT(model, measure_component, 0, duty_amount), "12.000");
    ck_assert_str_eq(TEXT(model, measure_condition, 0, measure_sid), "7");
    ck_assert_str_eq(TEXT(model, measure_condition, 0, certificate_type_code), "N");
    ck_assert_str_eq(TEXT(model, measure_condition, 0, certificate_code), "990");
    ck_assert_str_eq(TEXT(model, measure_condition, 0, duty_text), "0.00 %");
    ck_assert_str_eq(TEXT(model, measure_condition_component, 0, measure_condition_sid),
                     TEXT(model, measure_condition, 0, measure_condition_sid));
    ck_assert_str_eq(TEXT(model, measure_excluded_geographical_area, 0, excluded_geographical_area), "NZ");
    ck_assert_str_eq(TEXT(model, footnote_association_measure, 0, footnote_id), "701");
    trf_model_free(model);
}
END_TEST

START_TEST(area__named_before_it_is_defined__same_number)
{
    trf_model *model =
        model_of("<tariff id='ZZ'><measures><measure type='1' code='0101' area='CN'><exclude area='NZ'/></measure></measures>"
                 "<geographical-areas><country id='NZ'/><country id='CN'/><group id='1011'><member area='CN'/></group>"
                 "</geographical-areas></tariff>");

    ck_assert_str_eq(TEXT(model, measure, 0, geographical_area_sid), TEXT(model, geographical_area, 1, geographical_area_sid));
    ck_assert_str_eq(TEXT(model, measure_excluded_geographical_area, 0, geographical_area_sid),
                     TEXT(model, geographical_area, 0, geographical_area_sid));
    ck_assert_str_eq(TEXT(model, geographical_area_membership, 0, geographical_area_sid),
                     TEXT(model, geographical_area, 1, geographical_area_sid));
    ck_assert_str_eq(TEXT(model, geographical_area, 2, geographical_code), "1");
    trf_model_free(model);
}
END_TEST

START_TEST(tariff__described_twice__one_record_that_has_both)
{
    trf_model *model =
        model_of("<tariff id='ZZ' title='Tariff' source='one'/><tariff id='ZZ' currency='EUR' source='two'/><tariff id='ZZ'/>");
    const trf_table *table = &model->tables[TRF_KIND_tariff];

    ck_assert_uint_eq(table->current_count, 1);
    ck_assert_str_eq(TEXT(model, tariff, table->current[0], title), "Tariff");
    ck_assert_str_eq(TEXT(model, tariff, table->current[0], currency), "EUR");
    ck_assert_uint_eq(model->findings_total, 0);
    trf_model_free(model);
}
END_TEST

START_TEST(exchange_rates__two_currencies_of_one_period__one_period_record)
{
    trf_model *model = model_of("<exchange-rates authority='Bank' purpose='customs' base='EUR'>"
                                "<rate currency='GBP' from='2026-01-01' to='2026-01-31' value='0.87'/>"
                                "<rate currency='USD' from='2026-01-01' to='2026-01-31' value='1.1'/>"
                                "<rate currency='GBP' from='2026-02-01' to='2026-02-28' value='0.88'/></exchange-rates>");

    ck_assert_uint_eq(COUNT(model, monetary_exchange_period), 2);
    ck_assert_uint_eq(COUNT(model, monetary_exchange_rate), 3);
    ck_assert_str_eq(TEXT(model, monetary_exchange_rate, 1, monetary_exchange_period_sid),
                     TEXT(model, monetary_exchange_rate, 0, monetary_exchange_period_sid));
    ck_assert_str_eq(TEXT(model, monetary_exchange_period, 1, validity_start_date), "2026-02-01");
    trf_model_free(model);
}
END_TEST

START_TEST(correlation__codes_listed__one_record_for_each_pair)
{
    trf_model *model = model_of("<correlations><correlation from-vintage='hs2017' to-vintage='hs2022'>\n"
                                "<maps>010121\n 010129</maps><maps to='854921 854929' partial='true'>850110 850120</maps>\n"
                                "</correlation></correlations>");

    ck_assert_uint_eq(COUNT(model, goods_nomenclature_correlation), 6);
    ck_assert_str_eq(TEXT(model, goods_nomenclature_correlation, 1, from_code), "010129");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_correlation, 1, to_code), "010129");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_correlation, 1, partial), "");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_correlation, 4, from_code), "850120");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_correlation, 4, to_code), "854921");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_correlation, 4, partial), "1");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_correlation, 4, to_vintage), "hs2022");
    trf_model_free(model);

    expect_refusal("<correlations><correlation from-vintage='a2' to-vintage='b2'>\n<maps> </maps></correlation></correlations>",
                   TARIFF_EINPUT, 3, "<maps>");
    expect_refusal("<correlations><correlation from-vintage='a2' to-vintage='b2'>\n<maps>01 x1</maps></correlation>"
                   "</correlations>",
                   TARIFF_EINPUT, 3, "2 to 14 digits");
    expect_refusal("<correlations><correlation from-vintage='a2' to-vintage='b2'>\n<maps to='01 1'>01</maps></correlation>"
                   "</correlations>",
                   TARIFF_EINPUT, 3, "2 to 14 digits");
}
END_TEST

START_TEST(note__tests_inside__a_tree_with_its_id_in_its_tariff)
{
    trf_model *model = model_of("<notes nomenclature='HS' source='Convention'><note id='hs2022/s16/legal/2/b' effect='exclude'>"
                                "<text lang='en'>Not\n here.</text><when><all><is term='fish'/></all></when></note></notes>");
    uint32_t root = 0;
    const trf_node *note, *when;

    ck_assert_uint_eq(COUNT(model, tree), 1);
    ck_assert_str_eq(TEXT(model, tree, 0, tree_kind), "note");
    ck_assert_str_eq(TEXT(model, tree, 0, tree_id), "hs2022/s16/legal/2/b");
    ck_assert_str_eq(TEXT(model, tree, 0, source), "Convention");
    ck_assert_uint_eq(model->tables[TRF_KIND_tree].sources[0].tariff, 1);
    unit_assert_slice(trf_intern_get(&model->texts, model->tariffs[1]), "HS");
    ck_assert_uint_eq(model->nodes_count, 5);
    ck_assert(trf_value_int(trf_model_row(model, TRF_KIND_tree, 0)[TRF_F_tree_root_node], &root));
    note = &model->nodes[root];
    ck_assert_uint_eq(note->attribute_count, 2);
    unit_assert_slice(trf_intern_get(&model->texts, model->nodes[note->first_child].text), "Not here.");
    when = &model->nodes[model->nodes[note->first_child].next];
    unit_assert_slice(trf_intern_get(&model->texts, when->name), "when");
    ck_assert_uint_eq(when->next, TRF_NODE_NONE);
    trf_model_free(model);
}
END_TEST

START_TEST(lexicon__no_id__numbered_by_language)
{
    trf_model *model = model_of("<lexicon lang='en'><entry codes='01'><word>pony</word></entry></lexicon><lexicon lang='fr'/>");

    ck_assert_str_eq(TEXT(model, tree, 0, tree_id), "en.1");
    ck_assert_str_eq(TEXT(model, tree, 1, tree_id), "fr.2");
    trf_model_free(model);
}
END_TEST

START_TEST(record__general_form__any_kind_by_field_names)
{
    trf_model *model =
        model_of("<tariff id='ZZ'><records><record kind='meursing.table.plan'><field name='meursing.table.plan.id'>01</field>"
                 "<field name='validity.start.date'>2020-01-01</field></record></records></tariff>");

    ck_assert_str_eq(TEXT(model, meursing_table_plan, 0, meursing_table_plan_id), "01");
    ck_assert_str_eq(TEXT(model, meursing_table_plan, 0, validity_start_date), "2020-01-01");
    trf_model_free(model);
}
END_TEST

/* ---- what is refused ---- */
START_TEST(element__unknown__named_with_its_place_and_what_was_expected)
{
    expect_refusal("<tariff id='ZZ'>\n<measuress/></tariff>", TARIFF_EINPUT, 3, "<measuress> in <tariff>");
    expect_refusal("<tariff id='ZZ'><measures>\n<line code='01'/></measures></tariff>", TARIFF_EINPUT, 3, "expected measure");
    expect_refusal("<x:y xmlns:x='urn:other'/>", TARIFF_EINPUT, 2, "not in the namespace");
}
END_TEST

START_TEST(attribute__unknown_or_missing__named)
{
    expect_refusal("<languages><language id='en' name='x'/></languages>", TARIFF_EINPUT, 2, "attribute 'name' of <language>");
    expect_refusal("<languages><language/></languages>", TARIFF_EINPUT, 2, "<language>: no id");
    expect_refusal("<languages x:id='en' xmlns:x='urn:other'/>", TARIFF_EINPUT, 2, "attribute 'id'");
}
END_TEST

START_TEST(values__not_of_their_type__refused_with_the_type)
{
    expect_refusal("<languages><language id='en' from='2026-02-30'/></languages>", TARIFF_EINPUT, 2, "YYYY-MM-DD");
    expect_refusal("<languages><language id='en' from='01/02/2026'/></languages>", TARIFF_EINPUT, 2,
                   "from of <language> '01/02/2026'");
    expect_refusal(
        "<exchange-rates authority='a' purpose='customs' base='EUR'><rate currency='GBP' value='0,87'/></exchange-rates>",
        TARIFF_EINPUT, 2, "value of <rate> '0,87'");
    expect_refusal("<exchange-rates authority='a' purpose='customs' base='EUR'><rate currency='GBP' "
                   "value='123456789012345678901234567890123456789'/></exchange-rates>",
                   TARIFF_EINPUT, 2, "value of <rate>");
    expect_refusal("<tariff id='ZZ'><goods-nomenclature><line code='01.01' indent='0'/></goods-nomenclature></tariff>",
                   TARIFF_EINPUT, 2, "code of <line> '01.01'");
    expect_refusal("<tariff id='ZZ'><goods-nomenclature><line code='0101' indent='33'/></goods-nomenclature></tariff>",
                   TARIFF_EINPUT, 2, "indent of <line>");
    expect_refusal("<measure-types><measure-type id='1' movement='inward'/></measure-types>", TARIFF_EINPUT, 2,
                   "import, export or both");
}
END_TEST

START_TEST(measure__duty_without_grammar_or_without_code__refused)
{
    expect_refusal("<tariff id='ZZ'><measures><measure type='1' code='0101' area='1011' duty='Free'/></measures></tariff>",
                   TARIFF_EINPUT, 2, "duty without grammar");
    expect_refusal("<tariff id='ZZ'><measures><measure type='1' area='1011'/></measures></tariff>", TARIFF_EINPUT, 2,
                   "neither code");
}
END_TEST

START_TEST(text__where_none_belongs__refused)
{
    expect_refusal("<languages>stray</languages>", TARIFF_EINPUT, 2, "text 'stray' in <languages>");
    expect_refusal("<languages><language id='en'><text>x</text></language></languages>", TARIFF_EINPUT, 2, "no lang");
}
END_TEST

START_TEST(description__unknown_code__refused)
{
    expect_refusal("<tariff id='ZZ'><descriptions lang='fr'><description code='0101'>x</description></descriptions></tariff>",
                   TARIFF_EINPUT, 2, "code '0101'");
}
END_TEST

START_TEST(record__unknown_kind_or_field__refused)
{
    expect_refusal("<records><record kind='no.such'/></records>", TARIFF_EINPUT, 2, "'no.such'");
    expect_refusal("<records><record kind='language'><field name='colour'>red</field></record></records>", TARIFF_EINPUT, 2,
                   "'colour'");
}
END_TEST

START_TEST(version__another__refused)
{
    trf_model *model = new_model(&trf_alloc_default);
    tariff_error *error = NULL;

    ck_assert_int_eq(read_text(model, "v.xml", "<tariff-data xmlns='urn:libtariff:tariff:1' version='2'/>", &error),
                     TARIFF_EINPUT);
    ck_assert_ptr_nonnull(strstr(error->message.data, "version '2'"));
    trf_error_free(error);
    trf_model_free(model);
}
END_TEST

/* ---- there and back ---- */
static tariff_status to_buffer(void *user, const void *data, size_t size, tariff_error **error)
{
    trf_buffer_bytes(user, data, size);
    return ((trf_buffer *)user)->failed ? trf_fail_memory(error) : TARIFF_OK;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Every current record as one line of text, in order; numbers of tree nodes left out. */
static char *dump(const trf_model *model)
{
    size_t count = 0, capacity = 0;
    char **lines = NULL;
    trf_buffer all;

    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        for (uint32_t i = 0; i < model->tables[kind].current_count; i++) {
            uint32_t row = model->tables[kind].current[i];
            trf_buffer line;

            trf_buffer_init(&line, &trf_alloc_default, 0);
            trf_buffer_text(&line, trf_kinds[kind].element);
            trf_buffer_char(&line, ' ');
            trf_buffer_slice(&line, trf_intern_get(&model->texts, model->tariffs[model->tables[kind].sources[row].tariff]));
            for (unsigned f = 0; f < trf_kinds[kind].field_count; f++) {
                trf_value value = trf_model_row(model, (trf_kind)kind, row)[f];
                char scratch[16];

                if (value == TRF_VALUE_ABSENT || (kind == TRF_KIND_tree && f == TRF_F_tree_root_node))
                    continue;
                trf_buffer_text(&line, " ");
                trf_buffer_text(&line, trf_kinds[kind].fields[f].element);
                trf_buffer_text(&line, "=");
                trf_buffer_slice(&line, trf_model_text(model, value, scratch));
            }
            trf_buffer_char(&line, '\0');
            ck_assert(trf_alloc_grow(&trf_alloc_default, (void **)&lines, &capacity, count + 1, sizeof *lines));
            lines[count++] = strdup(line.data);
            trf_buffer_done(&line);
        }
    if (count)
        qsort(lines, count, sizeof *lines, by_text);
    trf_buffer_init(&all, &trf_alloc_default, 0);
    for (size_t i = 0; i < count; i++) {
        trf_buffer_text(&all, lines[i]);
        trf_buffer_char(&all, '\n');
        free(lines[i]);
    }
    trf_buffer_char(&all, '\0');
    trf_alloc_free(&trf_alloc_default, lines, capacity * sizeof *lines);
    return all.data;
}

static void there_and_back(const char *path)
{
    trf_model *first = new_model(&trf_alloc_default), *second = new_model(&trf_alloc_default);
    tariff_error *error = NULL;
    trf_buffer written, again;
    char *a, *b;

    trf_buffer_init(&written, &trf_alloc_default, 0);
    trf_buffer_init(&again, &trf_alloc_default, 0);
    ck_assert_int_ge(trf_ingest_path(first, path, NULL, &error), 0);
    ck_assert_int_ge(trf_model_settle(first, &error), 0);
    ck_assert_int_eq(trf_native_write(first, NULL, to_buffer, &written, &error), TARIFF_OK);
    if (trf_ingest_memory(second, written.data, written.size, TRF_SLICE("written.xml"), NULL, &error) < 0)
        ck_abort_msg("line %u: %s", error->line, error->message.data);
    ck_assert_int_ge(trf_model_settle(second, &error), 0);
    a = dump(first);
    b = dump(second);
    for (size_t i = 0, line = 0; a[i] || b[i]; i++) {
        ck_assert_msg(a[i] == b[i], "'%.300s' is read back as '%.300s'", a + line, b + line);
        if (a[i] == '\n')
            line = i + 1;
    }
    ck_assert_uint_eq(first->nodes_count, second->nodes_count);
    ck_assert_int_eq(trf_native_write(second, NULL, to_buffer, &again, &error), TARIFF_OK);
    free(a);
    free(b);
    trf_buffer_done(&written);
    trf_buffer_done(&again);
    trf_model_free(first);
    trf_model_free(second);
}

START_TEST(write__every_block_of_the_schema__read_back_the_same)
{
    char path[1024];

    unit_source("tests/data/native/sample.xml", path, sizeof path);
    there_and_back(path);
}
END_TEST

START_TEST(write__taric_records__read_back_the_same)
{
    char path[1024];

    if (unit_shared("write__taric_records__read_back_the_same", "data/taric3-xml/safeguard_duties.xml.xz", path, sizeof path))
        there_and_back(path);
}
END_TEST

START_TEST(write__characters_that_xml_minds__read_back_the_same)
{
    trf_model *first =
        model_of("<tariff id='ZZ' title='a&amp;b&lt;&quot;&#10;&#9;é'><goods-nomenclature lang='en'><line code='01' indent='0'>"
                 "<text xml:space='preserve'> &lt;P&gt; two  blanks &#13;</text></line></goods-nomenclature></tariff>");
    trf_model *second = new_model(&trf_alloc_default);
    tariff_error *error = NULL;
    trf_buffer written;

    trf_buffer_init(&written, &trf_alloc_default, 0);
    ck_assert_int_eq(trf_native_write(first, NULL, to_buffer, &written, &error), TARIFF_OK);
    ck_assert_int_ge(trf_ingest_memory(second, written.data, written.size, TRF_SLICE("w.xml"), NULL, &error), 0);
    ck_assert_str_eq(TEXT(second, tariff, 0, title), "a&b<\"\n\té");
    ck_assert_str_eq(TEXT(second, goods_nomenclature_description, 0, description), " <P> two  blanks \r");
    trf_buffer_done(&written);
    trf_model_free(first);
    trf_model_free(second);
}
END_TEST

START_TEST(read__memory_refused_at_each_step__error_and_nothing_lost)
{
    char path[1024];
    unsigned long step = 1;
    tariff_status status = TARIFF_ENOMEM;

    unit_source("tests/data/native/sample.xml", path, sizeof path);
    for (; status == TARIFF_ENOMEM && step < 3000; step += 1 + step / 24) {
        unit_failing state = {0, step, 0};
        trf_alloc alloc = unit_failing_alloc(&state);
        tariff_error *error = NULL;
        trf_model *model = new_model(&alloc);

        status = model ? trf_ingest_path(model, path, NULL, &error) : TARIFF_ENOMEM;
        ck_assert(status >= 0 || status == TARIFF_ENOMEM);
        trf_error_free(error);
        trf_model_free(model);
        ck_assert_int_eq(state.live, 0);
    }
    ck_assert_int_ge(status, 0);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("native");
    TCase *reading = tcase_create("reading"), *refusals = tcase_create("refusals"), *writing = tcase_create("writing");

    tcase_set_timeout(writing, 120);
    tcase_add_test(reading, line__texts_of_two_periods__one_period_record_each);
    tcase_add_test(reading, line__no_sid__numbers_from_two_to_the_29th_in_order);
    tcase_add_test(reading, line__second_input__numbers_go_on);
    tcase_add_test(reading, descriptions__line_of_an_earlier_input__share_its_period);
    tcase_add_test(reading, text__line_breaks_in_it__collapsed_unless_preserved);
    tcase_add_test(reading, section__numeral_and_chapters__a_line_of_level_0);
    tcase_add_test(reading, measure__duty_as_text__kept_with_grammar_programmes_and_status);
    tcase_add_test(reading, measure__conditions_components_exclusions__records_that_name_it);
    tcase_add_test(reading, area__named_before_it_is_defined__same_number);
    tcase_add_test(reading, tariff__described_twice__one_record_that_has_both);
    tcase_add_test(reading, exchange_rates__two_currencies_of_one_period__one_period_record);
    tcase_add_test(reading, correlation__codes_listed__one_record_for_each_pair);
    tcase_add_test(reading, note__tests_inside__a_tree_with_its_id_in_its_tariff);
    tcase_add_test(reading, lexicon__no_id__numbered_by_language);
    tcase_add_test(reading, record__general_form__any_kind_by_field_names);
    tcase_add_test(refusals, element__unknown__named_with_its_place_and_what_was_expected);
    tcase_add_test(refusals, attribute__unknown_or_missing__named);
    tcase_add_test(refusals, values__not_of_their_type__refused_with_the_type);
    tcase_add_test(refusals, measure__duty_without_grammar_or_without_code__refused);
    tcase_add_test(refusals, text__where_none_belongs__refused);
    tcase_add_test(refusals, description__unknown_code__refused);
    tcase_add_test(refusals, record__unknown_kind_or_field__refused);
    tcase_add_test(refusals, version__another__refused);
    tcase_add_test(writing, write__every_block_of_the_schema__read_back_the_same);
    tcase_add_test(writing, write__taric_records__read_back_the_same);
    tcase_add_test(writing, write__characters_that_xml_minds__read_back_the_same);
    tcase_add_test(writing, read__memory_refused_at_each_step__error_and_nothing_lost);
    suite_add_tcase(s, reading);
    suite_add_tcase(s, refusals);
    suite_add_tcase(s, writing);
    return s;
}
UNIT_MAIN(suite)
