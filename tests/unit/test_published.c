/* SPDX-License-Identifier: Apache-2.0 */
/* What others publish as JSON: the tariff of Norway, schemes and rules of origin; what is refused, and where. */
#include "images.h"

#include "ingest/native_write.h"
#include "ingest/norway.h"
#include "ingest/uk_origin.h"

typedef struct document {
    const char *name, *text;
} document;

static tariff_status read_norway(trf_model *model, const document *documents, size_t count, tariff_error **error)
{
    const trf_import_options options = {TRF_SLICE("NO"), TRF_SLICE("en"), TRF_SLICE("2026-01-01"), TRF_SLICE_EMPTY};
    norway *tariff = NULL;
    tariff_status status = norway_new(model, &options, &tariff, error);

    for (size_t i = 0; i < count && status >= 0; i++)
        status = norway_read(tariff, trf_slice_text(documents[i].name), trf_slice_text(documents[i].text), error);
    if (status >= 0)
        status = norway_finish(tariff, error);
    norway_free(tariff);
    return status;
}

static tariff_status read_origin(trf_model *model, const document *documents, size_t count, tariff_error **error)
{
    const trf_import_options options = {TRF_SLICE("UK"), TRF_SLICE("en"), TRF_SLICE_EMPTY, TRF_SLICE_EMPTY};
    uk_origin *origin = NULL;
    tariff_status status = uk_origin_new(model, &options, &origin, error);

    for (size_t i = 0; i < count && status >= 0; i++)
        status = uk_origin_read(origin, trf_slice_text(documents[i].name), trf_slice_text(documents[i].text), error);
    if (status >= 0)
        status = uk_origin_finish(origin, error);
    uk_origin_free(origin);
    return status;
}

static tariff_status to_buffer(void *user, const void *data, size_t size, tariff_error **error)
{
    (void)error;
    trf_buffer_bytes(user, data, size);
    return TARIFF_OK;
}

/** The model as own XML; to be freed. */
static char *written(trf_model *model)
{
    tariff_error *error = NULL;
    trf_buffer out;
    char *text;

    trf_buffer_init(&out, &trf_alloc_default, 0);
    unit_ok(trf_model_settle(model, &error), error);
    unit_ok(trf_native_write(model, NULL, to_buffer, &out, &error), error);
    text = malloc(out.size + 1);
    ck_assert_ptr_nonnull(text);
    memcpy(text, out.data, out.size);
    text[out.size] = '\0';
    trf_buffer_done(&out);
    return text;
}

static void holds(const char *xml, const char *const *expected)
{
    for (; *expected; expected++)
        ck_assert_msg(strstr(xml, *expected) != NULL, "no %s in %s", *expected, xml);
}

/* ---- Norway ---- */
#define STRUCTURE(divisions)                                                                                                     \
    "{\"version\":\"1\",\n\"sections\":[{\"type\":\"section\",\"id\":\"06\",\"description\":\"Chemicals\",\n\"chapters\":"       \
    "[{\"type\":\"chapter\",\"id\":\"28\",\"description\":\"Inorganic\",\"divisions\":[\n" divisions "]}]}]}"
#define RATES(list)       "{\"commodities\":[{\"id\":\"28011010\",\"rateTradeAgreements\":[\n" list "]}]}"
#define RATE(duty, lands) "{\"customDuty\":" duty ",\"landCodes\":[" lands "]}"

static const document tariff[] = {
    {"structure.json",
     STRUCTURE(
         "{\"type\":\"subchapter\",\"id\":\"28.00\",\"description\":\"ELEMENTS\",\"headings\":[{\"type\":\"heading\",\"id\":"
         "\"2801\",\"description\":\"Halogens.\",\"divisions\":[{\"type\":\"subsubheading\",\"description\":\" Gases : \","
         "\"hsNumber\":\"28011\",\"divisions\":[{\"type\":\"subsubheading\",\"description\":\" Chlorine : \",\"hsNumber\":"
         "\"280110\",\"divisions\":[{\"type\":\"commodity\",\"id\":\"28011010\",\"item\":\" Liquid \",\"references\":"
         "[\"TNS 001\"]}]}]},{\"type\":\"commodity\",\"id\":\"28012000\",\"item\":\" Iodine \"}]}]}")},
    {"rates.json", RATES(RATE("{\"value\":null,\"type\":null,\"classifier\":\"FREE\"}", "\"EU\",\"XB\"") "," RATE(
                       "{\"value\":29.05,\"type\":\"pr.kg\"}",
                       "\"GL\"") "," RATE("{\"value\":310,\"type\":\"%\"}",
                                          "\"XC\"") ","
                                                    "{\"customDuty\":{\"value\":0,\"type\":\"pr.kg\"},\"rawCustomDuty\":{"
                                                    "\"value\":null,\"classifier\":"
                                                    "\"VARIABLE\"},\"landCodes\":[\"XD\"]}," RATE(
                                                        "{\"value\":null,\"type\":null,\"classifier\":\"NA\"}", "\"XE\""))},
    {"groups.json", "{\"landgrupper\":[{\"landgruppekode\":\"TH\",\"landgruppenavn\":\"Toll\",\"fomdato\":\"1990-01-01\","
                    "\"tomdato\":\"\"},{\"landgruppekode\":\"TXB\",\"landgruppenavn\":\"Toll\",\"fomdato\":\"1990-01-01\"}]}"},
    {"members.json", "{\"medlemsland\":[{\"landkode\":\"TH\",\"landnavn\":\"Thailand\",\"landgrupper\":[]},{\"landkode\":\"QL\","
                     "\"landnavn\":\"Ingensted\",\"landgrupper\":[{\"landgruppekode\":\"TH\",\"fomdato\":\"1996-07-15\","
                     "\"tomdato\":\"2001-01-01\"}]}]}"}};

START_TEST(norway__lines_with_and_without_numbers__keep_their_order_and_depth)
{
    static const char *const expected[] = {"<section number=\"VI\" first=\"28\" last=\"28\"",
                                           "<line code=\"28\" from=\"2026-01-01\" indent=\"0\"",
                                           "<line code=\"2801\" from=\"2026-01-01\" indent=\"0\"",
                                           ">ELEMENTS</remark>",
                                           "<line code=\"280110\" suffix=\"10\" from=\"2026-01-01\" indent=\"1\"",
                                           "<line code=\"280110\" from=\"2026-01-01\" indent=\"2\"",
                                           "<line code=\"28011010\" from=\"2026-01-01\" indent=\"3\"",
                                           ">TNS 001</remark>",
                                           ">Liquid</text>",
                                           "<line code=\"28012000\" from=\"2026-01-01\" indent=\"1\"",
                                           NULL};
    trf_model *model = unit_model();
    tariff_error *error = NULL;
    char *xml;

    unit_ok(read_norway(model, tariff, 1, &error), error);
    xml = written(model);
    holds(xml, expected);
    free(xml);
    trf_model_free(model);
}
END_TEST

START_TEST(norway__rates_of_agreements__are_measures_and_none_is_nothing_by_mistake)
{
    static const char *const expected[] = {"area=\"TXB\" code=\"28011010\"",
                                           "area=\"EU\" code=\"28011010\"",
                                           "duty=\"29.05 NOK / kg\"",
                                           "duty=\"310 %\"",
                                           "area=\"G.TH\"",
                                           "<group id=\"G.TH\"",
                                           "<country id=\"TH\"",
                                           "<member from=\"1996-07-15\" to=\"2001-01-01\" area=\"QL\"/>",
                                           "duty=\"VARIABLE\"",
                                           NULL};
    trf_model *model = unit_model();
    tariff_error *error = NULL;
    unit_image image;
    char *xml;

    unit_ok(read_norway(model, tariff, 4, &error), error);
    ck_assert_uint_eq(model->tables[TRF_KIND_measure].count, 5); /* nothing for XE */
    ck_assert_uint_eq(model->findings_total, 0);
    xml = written(model);
    holds(xml, expected);
    ck_assert_ptr_null(strstr(xml, "XE"));
    free(xml);
    image = unit_compile(model, 0);
    ck_assert_uint_eq(image.report.unresolved, 1); /* what depends on the goods' materials */
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
    trf_model_free(model);
}
END_TEST

START_TEST(norway__what_is_not_understood__is_refused_with_its_place)
{
    static const struct {
        const char *text, *says;
        uint32_t line;
    } cases[] = {
        {"", "", 1},
        {"[]", "object", 0},
        {"{\"a\":\n1,}", "", 2},
        {"{\"something\":1}", "expected sections", 1},
        {"{\"sections\":\n3}", "sections: found '3' (expected a list)", 2},
        {STRUCTURE("{\"type\":\"heading\",\"id\":\"28.01\",\"description\":\"x\"}"), "divisions[0].id: found '28.01'", 4},
        {STRUCTURE("{\"type\":\"heading\",\"id\":\"2801\"}"), "description: found 'nothing'", 4},
        {STRUCTURE("{\"type\":\"heading\",\"id\":\"2801\",\"description\":\"x\",\"divisions\":[{\"type\":\"subsubheading\","
                   "\"description\":\"y\"}]}"),
         "a line with a number below", 4},
        {RATES("{\"customDuty\":{\"value\":\"1\",\"type\":\"%\"},\"landCodes\":[]}"), "customDuty.value: found '1'", 2},
        {RATES("{\"customDuty\":{\"value\":1,\"type\":\"%\"},\"landCodes\":[\"a b\"]}"), "landCodes[0]: found 'a b'", 2},
        {RATES("{\"landCodes\":[\"EU\"]}"), "customDuty: found 'nothing'", 2},
        {"{\"landgrupper\":[{\"landgruppekode\":\"TX\",\"landgruppenavn\":\"x\",\n\"fomdato\":\"1.1.1990\"}]}", "YYYY-MM-DD", 2},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const document one = {"t.json", cases[i].text};
        trf_model *model = unit_model();
        tariff_error *error = NULL;

        ck_assert_msg(read_norway(model, &one, 1, &error) == TARIFF_EINPUT, "case %zu was taken", i);
        ck_assert_ptr_nonnull(error);
        ck_assert_msg(strstr(error->message.data, cases[i].says) != NULL, "'%s' lacks '%s'", error->message.data, cases[i].says);
        ck_assert_msg(trf_slice_is(trf_slice_of(error->file.data, error->file.size), "t.json"), "no file in '%s'",
                      error->message.data);
        ck_assert_msg(cases[i].line == 0 || error->line == cases[i].line, "line %u of '%s'", error->line, error->message.data);
        trf_error_free(error);
        trf_model_free(model);
    }
}
END_TEST

START_TEST(norway__two_documents_of_a_kind__are_refused)
{
    const document twice[] = {tariff[2], tariff[2]};
    trf_model *model = unit_model();
    tariff_error *error = NULL;

    ck_assert_int_eq(read_norway(model, twice, 2, &error), TARIFF_EINPUT);
    trf_error_free(error);
    trf_model_free(model);
}
END_TEST

/* ---- origin ---- */
static const document origin[] = {
    {"schemes.json", "{\"scope\":\"uk\",\"schemes\":[{\"scheme_code\":\"nowhere\",\"validity_start_date\":\"2021-01-01\","
                     "\"validity_end_date\":null,"
                     "\"title\":\"Agreement with "
                     "nowhere\",\"countries\":[\"XB\",\"XC\"],\"proofs\":[{\"summary\":\"Certificate\",\"subtext\":\"\","
                     "\"proof_class\":\"eur1\",\"detail\":\"Stamped\"}],\"cumulation_methods\":{\"bilateral\":{\"countries\":["
                     "\"XB\"]},\"extended\":"
                     "{\"countries\":[\"XC\",\"XD\"]}},\"ord\":{\"ord_title\":\"Document\",\"ord_version\":\"1.0\"},\"features\":"
                     "{\"absorption\":true,"
                     "\"tolerances\":false},\"links\":[{\"text\":\"Text\",\"url\":\"https://example.org/\"}]}]}"},
    {"nowhere.json",
     "{\"rule_sets\":[{\"heading\":\"ex Chapter 1\",\"subdivision\":\"Horses\",\"min\":\"0100000000\",\"max\":\"0199999999\","
     "\"rules\":[{\"rule\":\"CTH\",\"footnotes\":[\"Note\"],\"operator\":null},{\"rule\":\"MaxNOM 40 %\",\"operator\":\"or\"}],"
     "\"valid\":true},\n{\"heading\":\"0201\",\"min\":\"0201000000\",\"max\":\"0201999999\",\"rules\":[{\"rule\":\"\"},{\"rule\":"
     "\"WO\",\"operator\":\"or\"}]},\n{\"heading\":\"0202\",\"min\":\"0202000000\",\"max\":\"0202999999\",\"rules\":[{\"rule\":"
     "\"WO\"}],\"valid\":false}]}"}};

START_TEST(origin__scheme__is_an_agreement_with_its_provisions)
{
    static const char *const expected[] = {"<agreement id=\"nowhere\" from=\"2021-01-01\" origin-rules=\"nowhere "
                                           "nowhere-provisions\" source=\"Text, https://example.org/\"",
                                           "<party area=\"GB\" tariff=\"UK\"/>",
                                           "<party area=\"XC\"/>",
                                           "<proof kind=\"eur1\">",
                                           ">Stamped</text>",
                                           "<cumulation kind=\"extended\" areas=\"XC XD\"/>",
                                           "<provision kind=\"tolerance\" allowed=\"false\"/>",
                                           "source=\"Document, version 1.0\"",
                                           NULL};
    trf_model *model = unit_model();
    tariff_error *error = NULL;
    char *xml;

    unit_ok(read_origin(model, origin, 1, &error), error);
    xml = written(model);
    holds(xml, expected);
    free(xml);
    trf_model_free(model);
}
END_TEST

/* Alternatives only where each says so: a rule without words must not become one of them. */
START_TEST(origin__rules__keep_their_words_and_how_they_go_together)
{
    static const char *const expected[] = {"<rule codes=\"0100000000-0199999999\" ex=\"true\" source=\"ex Chapter 1\">",
                                           "<description lang=\"en\">Horses</description>",
                                           "<any>",
                                           ">MaxNOM 40 %</text>",
                                           "<footnote>",
                                           NULL};
    trf_model *model = unit_model();
    tariff_error *error = NULL;
    const char *second;
    char *xml;

    unit_ok(read_origin(model, origin, 2, &error), error);
    ck_assert_uint_eq(model->findings_total, 2); /* a rule without words, a set that is not valid */
    ck_assert_uint_eq(model->findings[0].line, 2);
    ck_assert(trf_slice_is(model->findings[0].rule, "rule-without-text") &&
              trf_slice_is(model->findings[0].file, "nowhere.json"));
    ck_assert(trf_slice_is(model->findings[1].rule, "rule-set-not-valid"));
    xml = written(model);
    holds(xml, expected);
    second = strstr(xml, "0201000000-0201999999");
    ck_assert_ptr_nonnull(second);
    ck_assert_ptr_null(strstr(second, "<any>"));
    ck_assert_ptr_nonnull(strstr(second, ">WO</text>"));
    ck_assert_ptr_null(strstr(xml, "0202000000"));
    free(xml);
    trf_model_free(model);
}
END_TEST

START_TEST(origin__what_is_not_understood__is_refused_with_its_place)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"{\"schemes\":[{\"scheme_code\":\"a b\",\"title\":\"x\",\"countries\":[]}]}", "scheme_code: found 'a b'"},
        {"{\"schemes\":[{\"scheme_code\":\"a\",\"title\":\"x\",\"countries\":[1]}]}", "countries[0]: found '1'"},
        {"{\"schemes\":[{\"scheme_code\":\"a\",\"title\":\"x\",\"countries\":[],\"cumulation_methods\":{\"odd\":{}}}]}",
         "bilateral"},
        {"{\"schemes\":[{\"scheme_code\":\"a\",\"title\":\"x\",\"countries\":[],\"validity_start_date\":\"2021\"}]}",
         "YYYY-MM-DD"},
        {"{\"rule_sets\":[{\"min\":\"01\",\"max\":\"0199\",\"rules\":[{\"rule\":\"x\"}]}]}", "max: found '0199'"},
        {"{\"rule_sets\":[{\"min\":\"0x\",\"max\":\"01\",\"rules\":[{\"rule\":\"x\"}]}]}", "min: found '0x'"},
        {"{\"rule_sets\":[{\"min\":\"01\",\"max\":\"01\",\"rules\":[]}]}", "at least one rule"},
        {"{\"rule_sets\":[{\"min\":\"01\",\"max\":\"01\",\"rules\":[{\"rule\":\"x\",\"operator\":\"and\"}]}]}",
         "operator: found 'and'"},
        {"{\"other\":[]}", "rule_sets: found 'nothing'"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const document one = {"t.json", cases[i].text};
        trf_model *model = unit_model();
        tariff_error *error = NULL;

        ck_assert_msg(read_origin(model, &one, 1, &error) == TARIFF_EINPUT, "case %zu was taken", i);
        ck_assert_msg(strstr(error->message.data, cases[i].says) != NULL, "'%s' lacks '%s'", error->message.data, cases[i].says);
        ck_assert_uint_eq(error->line, 1);
        trf_error_free(error);
        trf_model_free(model);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("published");
    TCase *t = tcase_create("json");

    tcase_add_test(t, norway__lines_with_and_without_numbers__keep_their_order_and_depth);
    tcase_add_test(t, norway__rates_of_agreements__are_measures_and_none_is_nothing_by_mistake);
    tcase_add_test(t, norway__what_is_not_understood__is_refused_with_its_place);
    tcase_add_test(t, norway__two_documents_of_a_kind__are_refused);
    tcase_add_test(t, origin__scheme__is_an_agreement_with_its_provisions);
    tcase_add_test(t, origin__rules__keep_their_words_and_how_they_go_together);
    tcase_add_test(t, origin__what_is_not_understood__is_refused_with_its_place);
    suite_add_tcase(s, t);
    return s;
}

UNIT_MAIN(suite)
