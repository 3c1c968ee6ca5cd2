/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Schedules of trade agreements as measures: days of stages, shares, rounding, exceptions; what a claim owes and how its rate is
 * explained. Every rate is worked out by hand beside the test.
 */
#include "images.h"

#include "tariff/build.h"
#include "tariff/session.h"

#define AREAS                                                                                                                    \
    "<geographical-areas><country id='XA'/><country id='XB'/><country id='XC'/><group id='ALL'><member area='XB'/>"              \
    "<member area='XC'/></group></geographical-areas>"
#define TYPE(id)                                                                                                                 \
    "<measure-type id='" id "' series='C' movement='import' components='mandatory' order-number='permitted'>"                    \
    "<text lang='en'>" id "</text></measure-type>"
#define LAW                                                                                                                      \
    "<profile id='T' currency='EUR'><policy aspect='rounding' name='exact' default='yes'/>"                                      \
    "<group id='base' several='nearest'/><group id='preference' several='lowest'/>"                                              \
    "<charge id='customs-duty' role='base-duty' total='duty' required='yes' settlement='pay'/>"                                  \
    "<measures types='base' role='base-duty' charge='customs-duty' group='base'/>"                                               \
    "<measures types='pref' role='preference' charge='customs-duty' group='preference' claim='preference' preferences='300' "    \
    "place='preferential-origin'/><relation kind='replaces' groups='preference' over='base' when='not-higher'/></profile>"
#define TARIFF(measures)                                                                                                         \
    AREAS "<tariff id='T' currency='EUR'><goods-nomenclature lang='en'>"                                                         \
          "<line code='0101210000' suffix='80' indent='0'><text>Horses</text></line>"                                            \
          "<line code='0201100000' suffix='80' indent='0'><text>Beef</text></line></goods-nomenclature>"                         \
          "<measure-types>" TYPE("base") TYPE("pref") "</measure-types><measures>" measures "</measures>" LAW "</tariff>"
#define AGREEMENT(attributes, body)                                                                                              \
    NATIVE(TARIFF("") "<agreement id='AB' measure-type='pref' source='AB' " attributes                                           \
                      "><party area='XA' tariff='T'/><party area='XB'/>" body "</agreement>")
#define SCHEDULE(lines) "<schedule importer='XA' exporter='XB' vintage='v'>" lines "</schedule>"
#define JANUARY         "<stage-dates first='entry-into-force' later='1-january'/>"

/* "2012-03-15 24.6%; 2013-01-01 22.8%; …": each measure of the agreement by its first day, in order of days; an end is told where
 * the next one does not begin on the day after it. */
static void rates(const trf_snapshot *s, const char *type, char *out, size_t size)
{
    trf_day end = TRF_DATE_OPEN;

    *out = '\0';
    for (uint32_t i = 0; i < trf_snapshot_measure_count(s); i++) {
        const trf_measure_record *m = trf_snapshot_measure(s, i);
        const trf_expression_record *e = trf_snapshot_expression(s, m->expression);
        trf_slice words = trf_snapshot_text(s, e->canonical ? e->canonical : e->text);
        char day[10];
        size_t at = strlen(out);

        if (!unit_says(s, trf_snapshot_measure_type(s, m->type)->id, type))
            continue;
        trf_date_format(m->start, day);
        snprintf(out + at, size - at, "%s%.10s %s%.*s", at ? "; " : "", day, e->canonical ? "" : "?", (int)words.size,
                 words.data);
        end = m->end;
    }
    if (end != TRF_DATE_OPEN) {
        char day[10];
        size_t at = strlen(out);

        trf_date_format(end, day);
        snprintf(out + at, size - at, "; ends %.10s", day);
    }
}

static void check_rates(const char *xml, const char *expected)
{
    trf_snapshot *s = unit_snapshot(xml);
    char found[4096];

    rates(s, "pref", found, sizeof found);
    ck_assert_msg(strcmp(found, expected) == 0, "found    %s\nexpected %s", found, expected);
    trf_snapshot_release(s);
}

/* 26.4 × 14/15 = 24.64, × 13/15 = 22.88, × 12/15 = 21.12 … × 1/15 = 1.76. */
START_TEST(staging__equal_stages__are_rounded_down_to_a_tenth_of_a_point)
{
    check_rates(AGREEMENT("in-force='2012-03-15'", JANUARY "<category id='15'><equal-stages stages='15'/></category>" SCHEDULE(
                                                       "<base-line code='010121' base='26.4 %' category='15'/>")),
                "2012-03-15 24.6%; 2013-01-01 22.8%; 2014-01-01 21.1%; 2015-01-01 19.3%; 2016-01-01 17.6%; 2017-01-01 15.8%; "
                "2018-01-01 14.0%; 2019-01-01 12.3%; 2020-01-01 10.5%; 2021-01-01 8.8%; 2022-01-01 7.0%; 2023-01-01 5.2%; "
                "2024-01-01 3.5%; 2025-01-01 1.7%; 2026-01-01 0.0%");
}
END_TEST

/* 8 × 2/3 = 5.33, × 1/3 = 2.67. */
START_TEST(staging__days__are_data)
{
    static const struct {
        const char *dates, *expected;
    } cases[] = {
        {"first='entry-into-force' later='anniversary'", "2020-02-29 5.3%; 2021-02-28 2.6%; 2022-02-28 0.0%"},
        {"first='anniversary' later='1-january'", "2021-02-28 5.3%; 2022-01-01 2.6%; 2023-01-01 0.0%"},
        {"first='entry-into-force' later='month-day' month-day='--04-01'", "2020-02-29 5.3%; 2020-04-01 2.6%; 2021-04-01 0.0%"},
        {"first='dated' first-date='2020-07-01' later='same-day'", "2020-07-01 5.3%; 2021-07-01 2.6%; 2022-07-01 0.0%"},
        {"first='dated' first-date='2020-07-01' later='anniversary'", "2020-07-01 5.3%; 2021-02-28 2.6%; 2022-02-28 0.0%"},
        {"first='dated' first-date='2021-01-01' later='1-january'", "2021-01-01 5.3%; 2022-01-01 2.6%; 2023-01-01 0.0%"},
    };
    char xml[8192];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(
            xml, sizeof xml,
            AGREEMENT("in-force='2020-02-29'", "<stage-dates %s/><category id='A'><equal-stages stages='3'/></category>" SCHEDULE(
                                                   "<base-line code='010121' base='8 %%' category='A'/>")),
            cases[i].dates);
        check_rates(xml, cases[i].expected);
    }
    check_rates(AGREEMENT("in-force='2020-02-29'",
                          "<stage-dates first='entry-into-force' later='dated'><stage number='2' date='2020-12-31'/>"
                          "<stage number='3' date='2024-05-05'/></stage-dates>"
                          "<category id='A'><equal-stages stages='3'/></category>" SCHEDULE(
                              "<base-line code='010121' base='8 %' category='A'/>")),
                "2020-02-29 5.3%; 2020-12-31 2.6%; 2024-05-05 0.0%");
}
END_TEST

START_TEST(staging__elements_of_a_category__follow_one_another)
{
    static const struct {
        const char *category, *expected;
    } cases[] = {
        {"<free/>", "2020-03-01 0.0%"},
        {"<no-cut/>", "2020-03-01 12%"},
        /* three stages from the fifth year on */
        {"<grace stages='4'/><equal-stages stages='3'/>", "2020-03-01 12%; 2024-01-01 8.0%; 2025-01-01 4.0%; 2026-01-01 0.0%"},
        {"<equal-stages stages='3' after='4'/>", "2020-03-01 12%; 2024-01-01 8.0%; 2025-01-01 4.0%; 2026-01-01 0.0%"},
        /* a quarter at once, what is left in two */
        {"<cut share='0.25'/><equal-stages stages='2'/>", "2020-03-01 9.0%; 2021-01-01 4.5%; 2022-01-01 0.0%"},
        /* half of the base, then half of what is left, then no more */
        {"<cut share='0.5'/><cut share='0.5' of='previous'/><hold/><equal-stages stages='2'/>",
         "2020-03-01 6.0%; 2021-01-01 3.0%; 2022-01-01 3.0%; 2023-01-01 3.0%"},
        {"<cut share='0.1'/><cut share='0.1'/><rate year='2024' share='0.5'/><free stage='9'/>",
         "2020-03-01 10.8%; 2021-01-01 9.6%; 2024-01-01 6.0%; 2028-01-01 0.0%"},
        {"<rate duty='7.5 %'/><rate from='2021-07-01' duty='5 %'/><free from='2023-07-01'/>",
         "2020-03-01 7.5%; 2021-07-01 5%; 2023-07-01 0.0%"},
        /* 12 × 6/7 = 10.2857…, × 5/7 = 8.571… */
        {"<equal-stages stages='7' rounding='half-up' to='0.01'/><free stage='3'/>",
         "2020-03-01 10.29%; 2021-01-01 8.57%; 2022-01-01 0.00%; 2023-01-01 5.14%; 2024-01-01 3.43%; 2025-01-01 1.71%; "
         "2026-01-01 0.00%"},
        {"<in-quota order-number='050001'/><over-quota><no-cut/></over-quota>", "2020-03-01 12%; 2020-03-01 0.0%"},
    };
    char xml[8192];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(xml, sizeof xml,
                 AGREEMENT("in-force='2020-03-01'", JANUARY
                           "<category id='A'>%s</category>" SCHEDULE("<base-line code='010121' base='12 %%' category='A'/>")),
                 cases[i].category);
        check_rates(xml, cases[i].expected);
    }
}
END_TEST

/* 12 × 2/3 = 8, 0.50 × 2/3 = 0.333…; without a unit of money its last digit counts. */
START_TEST(staging__compound_rates__are_staged_amount_by_amount)
{
    static const struct {
        const char *base, *category, *expected;
    } cases[] = {
        {"12.0 % + 0.50 EUR / kg", "<equal-stages stages='3'/>",
         "2020-03-01 8.0% + 0.33 EUR / kg; 2021-01-01 4.0% + 0.16 EUR / kg; 2022-01-01 0.0% + 0.00 EUR / kg"},
        {"12.0 % + 0.50 EUR / kg", "<equal-stages stages='2' part='ad-valorem' specific-to='0.001'/>",
         "2020-03-01 6.0% + 0.50 EUR / kg; 2021-01-01 0.0% + 0.50 EUR / kg"},
        {"12.0 % + 0.50 EUR / kg", "<remove part='ad-valorem'/><equal-stages stages='2' specific-to='0.001'/>",
         "2020-03-01 0.50 EUR / kg; 2021-01-01 0.250 EUR / kg; 2022-01-01 0.000 EUR / kg"},
        {"12.0 % MAX 0.50 EUR / kg", "<cut share='0.5'/>", "2020-03-01 6.0% MAX 0.25 EUR / kg"},
        {"12 %", "<season from-day='--06-01' to-day='--08-31'><free/></season>", ""},
        {"as agreed", "<cut share='0.5'/><free/>", "2020-03-01 ?as agreed, reduced; 2021-01-01 0%"},
    };
    char xml[8192];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(xml, sizeof xml,
                 AGREEMENT("in-force='2020-03-01'", JANUARY
                           "<category id='A'>%s</category>" SCHEDULE("<base-line code='010121' base='%s' category='A'/>")),
                 cases[i].category, cases[i].base);
        check_rates(xml, cases[i].expected);
    }
}
END_TEST

START_TEST(staging__rates_that_a_line_states__go_before_those_of_its_category)
{
    check_rates(AGREEMENT("in-force='2020-03-01' to='2022-06-30'",
                          JANUARY "<category id='A'><equal-stages stages='4'/></category>" SCHEDULE(
                              "<base-line code='010121' base='12 %' category='A'><rate year='2021' duty='7.7 %'/></base-line>")),
                "2020-03-01 9.0%; 2021-01-01 7.7%; 2022-01-01 3.0%; ends 2022-06-30");
}
END_TEST

START_TEST(agreement__exceptions__leave_lines_out_or_change_them)
{
    check_rates(AGREEMENT("in-force='2020-03-01'",
                          JANUARY "<category id='A'><free/></category><category id='B'><no-cut/></category>"
                                  "<exception codes='0101-0106' except='010129' kind='excluded'/>"
                                  "<exception codes='0201' kind='other-category' category='B' importer='XA'/>" SCHEDULE(
                                      "<base-line code='010121' base='12 %' category='A'/>"
                                      "<base-line code='02011000' base='7 %' category='A'/>")),
                "2020-03-01 7%");
}
END_TEST

START_TEST(agreement__parties__each_have_measures_from_their_own_day)
{
    trf_snapshot *s = unit_snapshot(
        NATIVE(TARIFF("") "<agreement id='P' measure-type='pref' in-force='2020-03-01'><party area='XA' tariff='T'/>"
                          "<party area='XB'/><party area='XC'/>" JANUARY "<category id='A'><free/></category>"
                          "<schedule importer='XA' vintage='v'><base-line code='010121' base='12 %' category='A'/></schedule>"
                          "<schedule importer='XB' vintage='v'><base-line code='010121' base='12 %' category='A'/></schedule>"
                          "</agreement>"));
    uint32_t seen = 0;

    for (uint32_t i = 0; i < trf_snapshot_measure_count(s); i++) {
        trf_str area = trf_snapshot_area(s, trf_snapshot_measure(s, i)->area)->id;

        ck_assert(unit_says(s, area, "XB") || unit_says(s, area, "XC"));
        seen++;
    }
    ck_assert_uint_eq(seen, 2); /* the other schedule's importer has no tariff: a finding */
    trf_snapshot_release(s);
}
END_TEST

START_TEST(agreement__in_the_image__is_kept_as_it_was_read)
{
    static const char xml[] =
        AGREEMENT("in-force='2020-03-01'", JANUARY "<category id='A'><equal-stages stages='4'/></category>" SCHEDULE(
                                               "<base-line code='010121' base='12 %' category='A'/>"));
    trf_model *model = unit_model();
    unit_image first, second;

    unit_ingest(model, "test.xml", xml);
    first = unit_compile(model, 0);
    ck_assert_uint_eq(first.report.measures, 4);
    ck_assert_uint_eq(model->tables[TRF_KIND_measure].count, 0); /* what was made is no record */
    ck_assert_uint_eq(model->tables[TRF_KIND_measure].current_count, 0);
    second = unit_compile(model, 0);
    ck_assert(first.size == second.size && memcmp(first.data, second.data, first.size) == 0);
    trf_alloc_free(&trf_alloc_default, first.data, first.size);
    trf_alloc_free(&trf_alloc_default, second.data, second.size);
    trf_model_free(model);
}
END_TEST

/* ---- memory ---- */
typedef struct counting {
    uint64_t left; /* calls that are served */
    int64_t held;  /* bytes */
} counting;

static void *resize(void *user, void *old, uint64_t old_size, uint64_t new_size)
{
    counting *c = user;
    void *made;

    if (new_size > old_size && c->left-- == 0) {
        c->left = 0;
        return NULL;
    }
    made = trf_alloc_default.resize(trf_alloc_default.user, old, old_size, new_size);
    if (made || new_size == 0)
        c->held += (int64_t)new_size - (int64_t)old_size;
    return made;
}

/* Every allocation refused in turn: the error says so, nothing is kept, and the model compiles when there is memory again. */
START_TEST(agreement__memory_refused_anywhere__nothing_is_kept)
{
    static const char xml[] =
        AGREEMENT("in-force='2020-03-01'",
                  JANUARY "<category id='A'><grace stages='1'/><equal-stages stages='2'/></category>"
                          "<proof kind='certificate' certificate='U118'/>"
                          "<quota id='q' order-number='050001' importer='XA' unit='KGM' growth='0.03'><volume year='1' "
                          "amount='1'/></quota>" SCHEDULE("<base-line code='010121' base='12 % + 0.50 EUR / kg' category='A'/>"));
    counting c = {UINT64_MAX, 0};
    const trf_alloc alloc = {resize, &c, NULL};
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_model *model = NULL;
    tariff_error *error = NULL;
    tariff_status status = TARIFF_ENOMEM;

    for (uint64_t n = 0; status == TARIFF_ENOMEM; n++) {
        uint8_t *data = NULL;
        size_t size = 0;

        c.left = UINT64_MAX;
        unit_ok(trf_model_new(&alloc, &limits, 1, &model, &error), error);
        unit_ingest(model, "test.xml", xml);
        c.left = n;
        status = trf_compile_to_memory(model, NULL, &data, &size, NULL, &error);
        c.left = UINT64_MAX;
        ck_assert_msg(status == TARIFF_OK || status == TARIFF_ENOMEM, "after %lu: %d", (unsigned long)n, (int)status);
        trf_error_free(error);
        error = NULL;
        if (status == TARIFF_ENOMEM) {
            ck_assert_uint_eq(model->tables[TRF_KIND_measure].count, 0);
            ck_assert_uint_eq(model->tables[TRF_KIND_quota_definition].count, 0);
        }
        trf_alloc_free(&alloc, data, size);
        trf_model_free(model);
        ck_assert_msg(c.held == 0, "after %lu: %ld bytes are held", (unsigned long)n, (long)c.held);
    }
    ck_assert_int_eq(status, TARIFF_OK);
}
END_TEST

/* ---- claims ---- */
static char *assessed(const char *xml, const char *item)
{
    tariff_context *context = NULL;
    tariff_snapshot *snapshot = NULL;
    tariff_session *session = NULL;
    tariff_error *error = NULL;
    const char *reply = NULL;
    char request[1024], *copy;
    size_t length = 0;

    ck_assert_int_eq(tariff_context_new(NULL, &context, &error), TARIFF_OK);
    unit_ok(tariff_snapshot_open_xml(context, xml, strlen(xml), NULL, &snapshot, &error), error);
    unit_ok(tariff_session_new(context, snapshot, NULL, &session, &error), error);
    snprintf(
        request, sizeof request,
        "{\"tariff\":\"T\",\"date\":\"2021-05-05\",\"explain\":true,\"dispositions\":true,\"items\":[{\"code\":\"0101210000\","
        "\"origin\":\"XB\",%s%s}]}",
        strstr(item, "customs_value") ? "" : "\"customs_value\":\"1000\",", item);
    unit_ok(tariff_call_json(session, "assess", request, strlen(request), &reply, &length, &error), error);
    copy = malloc(length + 1);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, reply, length);
    copy[length] = '\0';
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    tariff_context_free(context);
    return copy;
}

static void says(const char *xml, const char *item, const char *const *expected)
{
    char *reply = assessed(xml, item);

    for (; *expected; expected++)
        ck_assert_msg(strstr(reply, *expected) != NULL, "no %s in %s", *expected, reply);
    free(reply);
}

#define CLAIM "\"preferential_origin\":\"XB\",\"preference\":\"300\""
#define STAGED(third)                                                                                                            \
    NATIVE(TARIFF("<measure type='base' area='ALL' code='0101210000' duty='" third                                               \
                  "' grammar='taric' source='third'/>") "<agreement id='AB' measure-type='pref' source='AB' "                    \
                                                        "in-force='2020-03-01'><party area='XA' tariff='T'/>"                    \
                                                        "<party area='XB'/>" JANUARY                                             \
                                                        "<category id='A' source='AB, Annex 2'><equal-stages "                   \
                                                        "stages='7'/></category>" SCHEDULE(                                      \
                                                            "<base-line code='010121' base='12 %' category='A' source='AB, "     \
                                                            "Annex 3'/>") "</agreement>")

/* 12 × 5/7 = 8.571…, down to 8.5: 85 on 1,000. */
START_TEST(assess__staged_rate__is_explained_from_the_base_rate_on)
{
    static const char *const expected[] = {
        "\"expression\":\"8.5%\"",
        "\"duty\":\"85.00\"",
        "{\"op\":\"percent\",\"value\":\"12\",\"unit\":\"%\",\"rule\":{\"kind\":"
        "\"agreement\",\"id\":\"AB/A/2\"},\"source\":\"AB, Annex 3\",\"from\":\"image\"}",
        "{\"op\":\"lookup\",\"value\":\"5\",\"rule\":{\"kind\":\"agreement\",\"id\":\"AB/A/2\"},\"source\":\"AB, Annex 2\"",
        "{\"op\":\"lookup\",\"value\":\"7\"",
        "\"mode\":\"down\"",
        NULL};

    says(STAGED("12 %"), CLAIM, expected);
}
END_TEST

START_TEST(assess__third_country_rate_below_the_preference__is_owed)
{
    static const char *const expected[] = {"\"duty\":\"30.00\"", "\"preference_not_needed\"", NULL};

    says(STAGED("3 %"), CLAIM, expected);
}
END_TEST

START_TEST(assess__preference_that_is_not_claimed__is_not_given)
{
    static const char *const expected[] = {"\"duty\":\"120.00\"", "\"not_claimed\":1", NULL};

    says(STAGED("12 %"), "\"preference\":\"100\"", expected);
}
END_TEST

/* Proofs: U116 valid for ten months, by anybody up to 6,000; U118 without limit. Straight transport, or through XC. */
#define PROVED                                                                                                                   \
    NATIVE(                                                                                                                      \
        TARIFF("<measure type='base' area='ALL' code='0101210000' duty='12 %' grammar='taric'/>") "<agreement id='AB' "          \
                                                                                                  "measure-type='pref' "         \
                                                                                                  "source='AB' "                 \
                                                                                                  "in-force='2020-03-01'><"      \
                                                                                                  "party area='XA' tariff='T'/>" \
                                                                                                  "<party area='XB'/>" JANUARY   \
                                                                                                  "<category "                   \
                                                                                                  "id='A'><free/></category>"    \
                                                                                                  "<proof "                      \
                                                                                                  "kind='origin-declaration' "   \
                                                                                                  "certificate='U116' "          \
                                                                                                  "up-to='6000' currency='EUR' " \
                                                                                                  "valid-months='10' "           \
                                                                                                  "source='AB, 16'/>"            \
                                                                                                  "<proof kind='certificate' "   \
                                                                                                  "certificate='U118'/><proof "  \
                                                                                                  "kind='old' "                  \
                                                                                                  "certificate='U119' "          \
                                                                                                  "to='2020-12-31'/>"            \
                                                                                                  "<transport rule='direct' "    \
                                                                                                  "through='XC'/>" SCHEDULE(     \
                                                                                                      "<base-line "              \
                                                                                                      "code='010121' base='12 "  \
                                                                                                      "%' category='A'/>") "</"  \
                                                                                                                           "agr" \
                                                                                                                           "eem" \
                                                                                                                           "ent" \
                                                                                                                           ">")
#define DOCUMENTS(list) CLAIM ",\"documents\":[" list "]"
#define FREE            "\"duty\":\"0.00\""
#define FULL            "\"duty\":\"120.00\""

START_TEST(assess__preference_of_an_agreement__needs_a_proof_that_it_takes)
{
    static const struct {
        const char *item, *expected[5];
    } cases[] = {
        {DOCUMENTS("{\"code\":\"U116\",\"issued\":\"2020-07-05\"}"), {FREE, "\"replaced\":1", "\"applied\":1", NULL}},
        {DOCUMENTS("{\"code\":\"U118\"}"), {FREE, "\"outcomes\":[]", NULL}},
        /* ten months from 4 July end on 4 May */
        {DOCUMENTS("{\"code\":\"U116\",\"issued\":\"2020-07-04\"}"),
         {FULL, "\"condition_failed\":1", "\"document_expired\"", NULL}},
        {DOCUMENTS("{\"code\":\"U118\",\"valid_to\":\"2021-05-04\"}"), {FULL, "\"document_expired\"", NULL}},
        {CLAIM, {FULL, "\"condition_failed\":1", "\"preference_proof_missing\"", "U116", "U118"}},
        {DOCUMENTS("{\"code\":\"U119\"}"), {FULL, "\"condition_failed\":1", "\"preference_proof_missing\"", NULL}},
        {DOCUMENTS("{\"code\":\"C644\"}"), {FULL, "\"preference_proof_missing\"", NULL}},
        /* the day of issue decides, and is not said */
        {DOCUMENTS("{\"code\":\"U116\"}"),
         {FULL, "\"unknown_fact\":1", "\"date_missing\"", "\"min\":\"0.00\",\"max\":\"120.00\"", NULL}},
        {DOCUMENTS("{\"code\":\"U118\"}") ",\"export_country\":\"XC\"", {FREE, NULL}},
        {DOCUMENTS("{\"code\":\"U118\"}") ",\"export_country\":\"XB\"", {FREE, NULL}},
        {DOCUMENTS("{\"code\":\"U118\"}") ",\"export_country\":\"XA\"",
         {FULL, "\"condition_failed\":1", "\"preference_not_eligible\"", NULL}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *expected[6] = {NULL};

        memcpy(expected, cases[i].expected, sizeof cases[i].expected);
        says(PROVED, cases[i].item, expected);
    }
}
END_TEST

START_TEST(needs__preference_of_an_agreement__names_its_proofs)
{
    static const char request[] = "{\"tariff\":\"T\",\"date\":\"2021-05-05\",\"code\":\"0101210000\",\"origin\":\"XB\"}";
    tariff_context *context = NULL;
    tariff_snapshot *snapshot = NULL;
    tariff_session *session = NULL;
    tariff_error *error = NULL;
    const char *reply = NULL;
    size_t length = 0;

    ck_assert_int_eq(tariff_context_new(NULL, &context, &error), TARIFF_OK);
    unit_ok(tariff_snapshot_open_xml(context, PROVED, strlen(PROVED), NULL, &snapshot, &error), error);
    unit_ok(tariff_session_new(context, snapshot, NULL, &session, &error), error);
    unit_ok(tariff_call_json(session, "needs", request, strlen(request), &reply, &length, &error), error);
    ck_assert_msg(strstr(reply, "U116") && strstr(reply, "U118"), "%s", reply);
    ck_assert_msg(!strstr(reply, "U119"), "%s", reply); /* ended */
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    tariff_context_free(context);
}
END_TEST

/* 6,000 is within the limit, a cent more is not; U118 has none. */
START_TEST(assess__proof_with_a_limit__serves_no_goods_above_it)
{
    static const char *const above[] = {"\"duty\":\"720.0012\"", "\"preference_proof_missing\"", NULL}, *const within[] = {FREE,
                                                                                                                           NULL};

    says(PROVED, DOCUMENTS("{\"code\":\"U116\",\"issued\":\"2021-01-01\"}") ",\"customs_value\":\"6000.00\"", within);
    says(PROVED, DOCUMENTS("{\"code\":\"U116\",\"issued\":\"2021-01-01\"}") ",\"customs_value\":\"6000.01\"", above);
    says(PROVED, DOCUMENTS("{\"code\":\"U116\"},{\"code\":\"U118\"}") ",\"customs_value\":\"6000.01\"", within);
}
END_TEST

/* 12 × 3/4 = 9 in 2020, 6 in 2021, 3 in 2022, nothing from 2023 on; 7 is published for a year from March 2021 on, and a free rate
 * from 2023 on. */
START_TEST(agreement__published_preference__goes_before_the_schedule)
{
    static const char xml[] =
        NATIVE(TARIFF("<measure type='pref' area='XB' code='0101210000' from='2021-03-01' to='2022-02-28' "
                      "duty='7 %' grammar='taric'/>"
                      "<measure type='pref' area='XB' code='0101210000' from='2023-01-01' duty='Free' "
                      "grammar='us'/>"
                      "<measure type='pref' area='XC' code='0101210000' from='2019-01-01' duty='1 %' "
                      "grammar='taric'/>") "<agreement id='AB' measure-type='pref' "
                                           "in-force='2020-03-01'><party area='XA' "
                                           "tariff='T'/><party area='XB'/>" JANUARY "<category id='A'><equal-stages "
                                           "stages='4'/></category>" SCHEDULE("<base-line code='010121' base='12 "
                                                                              "%' category='A'/>") "</agreement>");
    trf_model *model = unit_model();
    trf_snapshot *snapshot = NULL;
    tariff_error *error = NULL;
    char found[1024];
    unit_image image;

    unit_ingest(model, "test.xml", xml);
    image = unit_compile(model, 0);
    ck_assert_uint_eq(model->findings_total, 2); /* 7 is neither 6 nor 3 */
    ck_assert(trf_slice_is(model->findings[0].rule, "agreement"));
    trf_model_free(model);
    unit_ok(trf_snapshot_adopt_memory(&trf_alloc_default, image.data, image.size, &snapshot, &error), error);
    rates(snapshot, "pref", found, sizeof found);
    ck_assert_str_eq(found, "2020-03-01 9.0%; 2021-01-01 6.0%; 2021-03-01 7%; 2022-03-01 3.0%; 2023-01-01 Free; 2019-01-01 1%");
    trf_snapshot_release(snapshot);
}
END_TEST

/* 1000, then 3 % more each year: 1030, 1060.9; the third decimal of a fourth year is cut. */
START_TEST(agreement__quota__has_a_definition_for_each_year)
{
    trf_snapshot *s = unit_snapshot(AGREEMENT(
        "in-force='2020-03-01' to='2023-06-30'",
        "<quota id='q' order-number='050001' importer='XA' unit='KGM' growth='0.03'><volume year='1' amount='1000'/></quota>"
        "<quota id='r' order-number='050002' importer='XA' unit='KGM'><volume from='2020-07-01' to='2021-06-30' amount='12.5'/>"
        "<volume year='2022' amount='unlimited'/></quota>"
        "<quota id='s' order-number='050003' importer='XA' kind='safeguard-trigger'><volume year='2020' amount='1'/></quota>"));
    char found[512] = "";

    for (uint32_t i = 0; i < trf_snapshot_quota_definition_count(s); i++) {
        const trf_quota_definition_record *d = trf_snapshot_quota_definition(s, i);
        trf_slice volume = trf_snapshot_text(s, d->volume),
                  id = trf_snapshot_text(s, trf_snapshot_order_number(s, d->order_number)->id);
        char from[10], to[10];
        size_t at = strlen(found);

        if (d->volume == 0)
            continue; /* the null record */
        trf_date_format(d->start, from);
        trf_date_format(d->end, to);
        snprintf(found + at, sizeof found - at, "%s%.*s %.10s %.10s %.*s", at ? "; " : "", (int)id.size, id.data, from, to,
                 (int)volume.size, volume.data);
    }
    ck_assert_str_eq(found, "050001 2020-03-01 2020-12-31 1000; 050001 2021-01-01 2021-12-31 1030; "
                            "050001 2022-01-01 2022-12-31 1060.9; 050001 2023-01-01 2023-06-30 1092.727; "
                            "050002 2020-07-01 2021-06-30 12.5");
    trf_snapshot_release(s);
}
END_TEST

/* Without lines a schedule gives no rates of its own; its agreement's proofs are asked of published preferences all the same. */
START_TEST(assess__published_preference_of_an_agreement__needs_its_proof)
{
    static const char xml[] = NATIVE(TARIFF(
        "<measure type='base' area='ALL' code='0101210000' duty='12 %' grammar='taric'/>"
        "<measure type='pref' area='XB' code='0101210000' from='2020-01-01' duty='5 %' "
        "grammar='taric'/>") "<agreement id='AB' measure-type='pref' "
                             "in-force='2020-03-01'><party area='XA' tariff='T'/><party "
                             "area='XB'/>" JANUARY "<proof kind='certificate' certificate='U118'/>" SCHEDULE("") "</agreement>");
    static const char *const proved[] = {"\"duty\":\"50.00\"", NULL}, *const missing[] = {"\"duty\":\"120.00\"",
                                                                                          "\"condition_failed\":1",
                                                                                          "\"preference_proof_missing\"", NULL};

    says(xml, DOCUMENTS("{\"code\":\"U118\"}"), proved);
    says(xml, CLAIM, missing);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("agreements");
    TCase *t = tcase_create("staging");

    tcase_add_test(t, staging__equal_stages__are_rounded_down_to_a_tenth_of_a_point);
    tcase_add_test(t, staging__days__are_data);
    tcase_add_test(t, staging__elements_of_a_category__follow_one_another);
    tcase_add_test(t, staging__compound_rates__are_staged_amount_by_amount);
    tcase_add_test(t, staging__rates_that_a_line_states__go_before_those_of_its_category);
    tcase_add_test(t, agreement__exceptions__leave_lines_out_or_change_them);
    tcase_add_test(t, agreement__published_preference__goes_before_the_schedule);
    tcase_add_test(t, agreement__quota__has_a_definition_for_each_year);
    tcase_add_test(t, agreement__parties__each_have_measures_from_their_own_day);
    tcase_add_test(t, agreement__in_the_image__is_kept_as_it_was_read);
    tcase_add_test(t, agreement__memory_refused_anywhere__nothing_is_kept);
    suite_add_tcase(s, t);
    t = tcase_create("claims");
    tcase_add_test(t, assess__staged_rate__is_explained_from_the_base_rate_on);
    tcase_add_test(t, assess__third_country_rate_below_the_preference__is_owed);
    tcase_add_test(t, assess__preference_that_is_not_claimed__is_not_given);
    tcase_add_test(t, assess__preference_of_an_agreement__needs_a_proof_that_it_takes);
    tcase_add_test(t, assess__published_preference_of_an_agreement__needs_its_proof);
    tcase_add_test(t, needs__preference_of_an_agreement__names_its_proofs);
    tcase_add_test(t, assess__proof_with_a_limit__serves_no_goods_above_it);
    suite_add_tcase(s, t);
    return s;
}

UNIT_MAIN(suite)
