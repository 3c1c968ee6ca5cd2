/* SPDX-License-Identifier: Apache-2.0 */
/* Evaluation of duty expressions. Each expected amount is worked in the comment beside it. */
#include "base/error.h"
#include "base/intern.h"
#include "expr/read.h"
#include "rate/evaluate.h"
#include "unit.h"

#define CENT "\xc2\xa2"

static trf_arena arena;
static trf_intern texts;
static trf_numbers *pool;
static trf_facts *facts;
static trf_trace trace;
static trf_buffer code;

/* What the host of these tests knows. */
static const char *eur, *eur_divisor, *basis_name, *basis_amount, *content_name, *content_amount, *claimed_programme;
static const char *reference_amount;
static trf_buffer component_code;

static trf_number number(const char *text)
{
    trf_number n = trf_number_of(0);

    ck_assert_int_eq(trf_number_parse(pool, trf_slice_text(text), &n), TARIFF_OK);
    return n;
}

static trf_slice text_of(uint32_t id)
{
    return trf_intern_get(&texts, id);
}

static tariff_status host_exchange(void *user, uint32_t currency, trf_exchange *out)
{
    (void)user;
    if (!eur || !trf_slice_is(trf_vocabulary_default.currencies[currency].code, "EUR"))
        return TARIFF_NOT_FOUND;
    *out = (trf_exchange){.factor = number(eur), .divisor = number(eur_divisor ? eur_divisor : "1")};
    out->rule = TRF_TRACE_REF(TRF_RULE_EXCHANGE, 7);
    return TARIFF_OK;
}

static tariff_status host_basis(void *user, uint32_t text, trf_number *out, uint32_t *node)
{
    (void)user;
    *node = TRF_TRACE_NONE;
    if (!basis_name || !trf_slice_is(text_of(text), basis_name))
        return TARIFF_NOT_FOUND;
    *out = number(basis_amount);
    return TARIFF_OK;
}

static tariff_status host_content(void *user, uint32_t unit, uint32_t text, trf_number *out, uint32_t *node)
{
    (void)user;
    *node = TRF_TRACE_NONE;
    if (!content_name || !trf_slice_is(text_of(text), content_name) ||
        !trf_slice_is(trf_vocabulary_default.units[unit].code, "KGM"))
        return TARIFF_NOT_FOUND;
    *out = number(content_amount);
    return TARIFF_OK;
}

static tariff_status host_reference(void *user, uint32_t kind, uint32_t codes, uint32_t text, trf_number *out, uint32_t *node)
{
    (void)user;
    (void)codes;
    *node = TRF_TRACE_NONE;
    ck_assert_uint_gt(text_of(text).size, 0);
    if (!reference_amount || kind != TRF_REFERENCE_APPLICABLE)
        return TARIFF_NOT_FOUND;
    *out = number(reference_amount);
    return TARIFF_OK;
}

static tariff_status host_component(void *user, uint32_t id, const void **bytes, size_t *size)
{
    (void)user;
    if (!component_code.size || !trf_slice_is(text_of(id), "12"))
        return TARIFF_NOT_FOUND;
    *bytes = component_code.data;
    *size = component_code.size;
    return TARIFF_OK;
}

/* Whether the claimed programme is in the list. */
static int host_claimed(void *user, uint32_t programmes)
{
    trf_slice list = text_of(programmes);
    size_t start = 0, end;

    (void)user;
    if (!claimed_programme)
        return -1;
    for (; start < list.size; start = end + 1) {
        for (end = start; end < list.size && list.data[end] != ' '; end++)
            ;
        if (trf_slice_is(trf_slice_of(list.data + start, end - start), claimed_programme))
            return 1;
    }
    return 0;
}

static const trf_fact_source host = {NULL, host_exchange, host_basis, host_content, host_reference, host_component, host_claimed};

static void setup(void)
{
    trf_arena_init(&arena, &trf_alloc_default, 0);
    ck_assert(trf_intern_init(&texts, &trf_alloc_default, 1));
    pool = trf_numbers_new(&trf_alloc_default);
    facts = trf_facts_new(&trf_alloc_default, NULL);
    trf_trace_init(&trace, &trf_alloc_default);
    trf_buffer_init(&code, &trf_alloc_default, 0);
    trf_buffer_init(&component_code, &trf_alloc_default, 0);
    eur = eur_divisor = basis_name = content_name = claimed_programme = reference_amount = NULL;
    trf_facts_set_source(facts, &host);
}

static void teardown(void)
{
    trf_buffer_done(&component_code);
    trf_buffer_done(&code);
    trf_trace_done(&trace);
    trf_facts_free(facts);
    trf_numbers_free(pool);
    trf_intern_done(&texts);
    trf_arena_done(&arena);
}

static void compile_to(trf_buffer *out, uint32_t grammar, const char *text)
{
    trf_code_vocabulary source = {&trf_vocabulary_default, &texts};
    trf_code_names names;
    trf_expr_reader reader = {NULL, &arena, grammar, TRF_READ_BARE_PERCENT, TRF_DATE_NONE};
    trf_expr_reading reading;
    trf_expr_fault fault;
    trf_code_bounds bounds;

    trf_code_names_of(&source, &names);
    trf_buffer_clear(out);
    ck_assert_int_eq(trf_expr_read(&reader, trf_slice_text(text), &reading), TARIFF_OK);
    ck_assert_int_eq(trf_expr_encode(reading.tree, NULL, &names, out, &fault), TARIFF_OK);
    bounds = (trf_code_bounds){texts.count, trf_vocabulary_default.unit_count, trf_vocabulary_default.currency_count};
    ck_assert_int_eq(trf_expr_check(out->data, out->size, &bounds, NULL, &trf_alloc_default), TARIFF_OK);
}

static uint32_t unit_of(const char *key)
{
    uint32_t unit = trf_vocabulary_unit_key(&trf_vocabulary_default, trf_slice_text(key));

    ck_assert_uint_ne(unit, TRF_VOCABULARY_NONE);
    return unit;
}

static uint32_t currency_of(const char *code_text)
{
    return trf_vocabulary_currency(&trf_vocabulary_default, trf_slice_text(code_text));
}

static void say(const char *value, const char *key, const char *quantity)
{
    trf_facts_set_currency(facts, currency_of("GBP"));
    if (value)
        trf_facts_set_value(facts, number(value), TRF_TRACE_NONE);
    if (key)
        trf_facts_set_quantity(facts, unit_of(key), number(quantity), TRF_TRACE_NONE);
}

static const char *shown(trf_number n)
{
    static char out[128];
    trf_buffer text;

    trf_buffer_init(&text, &trf_alloc_default, 0);
    ck_assert_int_eq(trf_number_print_ratio(pool, n, &text), TARIFF_OK);
    trf_buffer_char(&text, '\0');
    snprintf(out, sizeof out, "%s", text.data);
    trf_buffer_done(&text);
    return out;
}

/* With and without a trace: the same value, and a trace that computes again. */
static tariff_status evaluate(const trf_rate_policy *policy, trf_rate_result *result)
{
    trf_rate_result plain;
    uint32_t node = 0;
    tariff_status status;

    trf_trace_reset(&trace);
    trf_facts_new_trace(facts);
    status = trf_rate_evaluate(code.data, code.size, facts, pool, &trace, policy, TRF_TRACE_REF(TRF_RULE_MEASURE, 3), 0, result);
    ck_assert_int_eq(trf_rate_evaluate(code.data, code.size, facts, pool, NULL, policy, 0, 0, &plain), status);
    ck_assert_uint_eq(plain.need_count, result->need_count);
    if (status == TARIFF_OK) {
        ck_assert_int_eq(trf_number_compare(pool, plain.unrounded, result->unrounded), 0);
        ck_assert_int_eq(trf_number_compare(pool, plain.amount, result->amount), 0);
        ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, result->node), result->amount), 0);
        ck_assert_int_eq(trf_number_compare(pool, trf_trace_value(&trace, result->unrounded_node), result->unrounded), 0);
        ck_assert_int_eq(trf_trace_check(&trace, pool, result->node, &node), TARIFF_OK);
    }
    return status;
}

static void expect(uint32_t grammar, const char *text, const char *exact)
{
    trf_rate_result result;

    compile_to(&code, grammar, text);
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
    ck_assert_str_eq(shown(result.unrounded), exact);
}

/* ---- amounts ---- */
START_TEST(evaluate__per_cent_and_amounts__are_exact)
{
    say("1200", "KGM", "230.98");
    /* 1200 × 9.6 / 100 = 115.2 = 576/5 */
    expect(TRF_GRAMMAR_CET, "9.6", "576/5");
    /* 1200 × 100/3 / 100 = 400 */
    expect(TRF_GRAMMAR_US, "33 1/3%", "400");
    /* 230.98 kg = 2.3098 × 100 kg; × 35.1 = 81.07398 */
    expect(TRF_GRAMMAR_CET, "35.1 GBP/100 kg", "4053699/50000");
    /* 115.2 + 81.07398 = 196.27398 */
    expect(TRF_GRAMMAR_CET, "9.6 + 35.1 GBP/100 kg", "9813699/50000");
    /* An amount without a unit is that amount. */
    expect(TRF_GRAMMAR_CET, "9.6 + 5 GBP", "601/5");
    /* 230.98 kg = 0.23098 t; 0.23098 × 100 = 23.098 */
    expect(TRF_GRAMMAR_CET, "100 GBP/1000 kg", "11549/500");
}
END_TEST

START_TEST(evaluate__limits__compare_whole_sums)
{
    say("1000", "KGM", "2000");
    /* left 9 % + 45 × 20 = 90 + 900 = 990; right 18 % + 16.5 × 20 = 180 + 330 = 510 */
    expect(TRF_GRAMMAR_CET, "9 + 45 GBP/100 kg MAX 18 + 16.5 GBP/100 kg", "510");
    expect(TRF_GRAMMAR_CET, "9 + 45 GBP/100 kg MIN 18 + 16.5 GBP/100 kg", "990");
    /* min(max(90, 2 × 20), 3 × 20) = min(90, 60) */
    expect(TRF_GRAMMAR_CET, "9 MIN 2 GBP/100 kg MAX 3 GBP/100 kg", "60");
    /* 30 % of 1000 less 2.5 % of 1000 */
    expect(TRF_GRAMMAR_CET, "30 - 2.5", "275");
}
END_TEST

START_TEST(evaluate__amount_in_another_currency__is_converted_once)
{
    say("1000", "KGM", "230.98");
    eur = "0.84510";
    /* 21.187 × 2.3098 × 0.84510 = 41.35727782026 */
    compile_to(&code, TRF_GRAMMAR_CET, "21.187 EUR/100 kg");
    {
        trf_rate_result result;

        ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
        ck_assert_int_eq(trf_number_compare(pool, result.unrounded, number("41.35727782026")), 0);
    }
    trf_facts_reset(facts);
    say("1000", "KGM", "300");
    /* One pound is 1.15 euro: 10 × 3 / 1.15 = 600/23, which has no finite decimal. */
    eur = "1";
    eur_divisor = "1.15";
    expect(TRF_GRAMMAR_CET, "10 EUR/100 kg", "600/23");
    /* Mixed with a per cent: 50 + 600/23 = 1750/23. */
    expect(TRF_GRAMMAR_CET, "5 + 10 EUR/100 kg", "1750/23");
}
END_TEST

/* ---- quantities ---- */
static const struct {
    const char *text, *key, *quantity, *exact;
} asked[] = {
    {"5 GBP/100 kg", "KGM", "250", "25/2"},            /* asked in kilograms: 2.5 × 5 */
    {"5 GBP/100 kg", "DTN", "250", "1250"},            /* said in the unit itself: no multiplier */
    {"5 GBP/100 kg", "TNE", "2", "100"},               /* another unit of mass: 20 × 5 */
    {"5 GBP/100 kg", "GRM", "500", "1/40"},            /* 0.005 × 5 */
    {"5 GBP/100 kg eda", "KGM", "250", "25/2"},        /* the declarant of drained weight is asked in kilograms */
    {"5 GBP/hl", "LTR", "45", "9/4"},                  /* 0.45 × 5 */
    {"5 GBP/hl", "HLT", "45", "225"},                  /* itself */
    {"27.79 GBP/1000 p/st", "MIL", "250", "13895/2"},  /* thousands: 250 × 27.79 */
    {"27.79 GBP/1000 p/st", "NAR", "250", "2779/400"}, /* items */
    {"5 GBP/100 m", "MTR", "250", "25/2"},             /* by dimension: 2.5 × 5 */
};

START_TEST(evaluate__quantity__is_found_by_the_rules_of_the_units)
{
    say(NULL, asked[_i].key, asked[_i].quantity);
    expect(TRF_GRAMMAR_CET, asked[_i].text, asked[_i].exact);
}
END_TEST

/* Items under MIL: 0.25 × 27.79; hundreds of kilograms are asked in kilograms and stay what they are. */
START_TEST(evaluate__quantity_keyed_as_asked__carries_the_multiplier)
{
    trf_facts_set_keyed_as_asked(facts, true);
    say(NULL, "MIL", "250");
    expect(TRF_GRAMMAR_CET, "27.79 GBP/1000 p/st", "2779/400");
    say(NULL, "DTN", "250");
    expect(TRF_GRAMMAR_CET, "5 GBP/100 kg", "1250");
}
END_TEST

/* Hundreds of kilograms gross: of 400 kg gross where they are declared, else of the 250 kg that are asked for. */
START_TEST(evaluate__unit_with_a_qualifier_asked_in_one_without__the_qualified_quantity_goes_first)
{
    say(NULL, "KGM", "250");
    expect(TRF_GRAMMAR_CET, "5 GBP/100 kg br", "25/2");
    say(NULL, "KGMG", "400");
    expect(TRF_GRAMMAR_CET, "5 GBP/100 kg br", "20");
}
END_TEST

START_TEST(evaluate__qualified_quantity__is_never_taken_from_the_unqualified)
{
    trf_rate_result result;

    say(NULL, "KGM", "1000");
    compile_to(&code, TRF_GRAMMAR_CET, "1.19 GBP/kg/lactic matter");
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_INCOMPLETE);
    ck_assert_uint_eq(result.need_count, 1);
    ck_assert_int_eq(result.needs[0].kind, TRF_NEED_QUANTITY);
    ck_assert_uint_eq(result.needs[0].unit, unit_of("KGMP"));
    say(NULL, "KGMP", "100");
    /* 119 + 1000 kg × 27.5 / 100 = 394 */
    expect(TRF_GRAMMAR_CET, "1.19 GBP/kg/lactic matter + 27.5 GBP/100 kg", "394");
}
END_TEST

START_TEST(evaluate__compound_units__multiply_their_parts)
{
    say(NULL, "ASV", "40");
    say(NULL, "LTR", "45");
    /* 0.50 for each per cent and hectolitre: 0.5 × 40 × 0.45 = 9 */
    expect(TRF_GRAMMAR_CET, "0.50 GBP/% vol/hl", "9");
    say(NULL, "KGM", "16320");
    say(NULL, "BRX", "80");
    /* 0.30 × 163.2 × 80 = 3916.8 */
    expect(TRF_GRAMMAR_CET, "0.30 GBP/100 kg/%sacchar.", "19584/5");
}
END_TEST

START_TEST(evaluate__retail_price__is_what_the_per_cent_is_of)
{
    trf_component list[] = {{TRF_SLICE("01"), {165, 0, 0, 1, 1}, TRF_SLICE_EMPTY, TRF_SLICE("RET"), TRF_SLICE_EMPTY}};
    trf_code_vocabulary source = {&trf_vocabulary_default, &texts};
    trf_code_names names;
    trf_expr *tree = NULL;
    trf_expr_fault fault;
    trf_rate_result result;

    trf_code_names_of(&source, &names);
    ck_assert_int_eq(trf_expr_from_components(&arena, NULL, list, 1, 0, &tree, &fault), TARIFF_OK);
    ck_assert_int_eq(trf_expr_encode(tree, NULL, &names, &code, &fault), TARIFF_OK);
    say("99", "RET", "1000");
    /* 16.5 % of the retail price of 1000, not of the value */
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
    ck_assert_str_eq(shown(result.unrounded), "165");
}
END_TEST

/* ---- what is missing ---- */
START_TEST(evaluate__missing_facts__are_all_named)
{
    trf_rate_result result;

    trf_facts_set_currency(facts, currency_of("GBP"));
    compile_to(&code, TRF_GRAMMAR_CET, "9 + 45 EUR/100 kg MAX 18 + 16 EUR/hl");
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_INCOMPLETE);
    ck_assert_uint_eq(result.need_count, 4);
    ck_assert_int_eq(result.needs[0].kind, TRF_NEED_VALUE);
    ck_assert_int_eq(result.needs[1].kind, TRF_NEED_QUANTITY);
    ck_assert_uint_eq(result.needs[1].unit, unit_of("KGM"));
    ck_assert_uint_eq(result.needs[1].codes, unit_of("DTN"));
    ck_assert_int_eq(result.needs[2].kind, TRF_NEED_EXCHANGE);
    ck_assert_uint_eq(result.needs[2].unit, currency_of("EUR"));
    ck_assert_int_eq(result.needs[3].kind, TRF_NEED_QUANTITY);
    ck_assert_uint_eq(result.needs[3].unit, unit_of("LTR"));
}
END_TEST

START_TEST(evaluate__rate_of_nothing__needs_no_quantity)
{
    say("1000", NULL, NULL);
    expect(TRF_GRAMMAR_CET, "0.00 EUR/100 kg", "0");
    expect(TRF_GRAMMAR_CET, "5 + 0 EUR/hl", "50");
    trf_facts_reset(facts);
    expect(TRF_GRAMMAR_CET, "0.00%", "0");
    expect(TRF_GRAMMAR_US, "Free", "0");
    expect(TRF_GRAMMAR_US, "Free, under bond, as prescribed in U.S. note 1 to this subchapter", "0");
}
END_TEST

START_TEST(evaluate__what_stands_elsewhere__stays_unresolved_until_the_host_says)
{
    trf_rate_result result;

    say("1000", "KGM", "200");
    compile_to(&code, TRF_GRAMMAR_CET, "9 + EA MAX 18.7");
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_INCOMPLETE);
    ck_assert_int_eq(result.needs[0].kind, TRF_NEED_COMPONENT);
    unit_assert_slice(text_of(result.needs[0].text), "12");
    /* The component is 40 GBP/100 kg: 90 + 80 = 170, below 187. */
    compile_to(&component_code, TRF_GRAMMAR_CET, "40 GBP/100 kg");
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
    ck_assert_str_eq(shown(result.unrounded), "170");

    compile_to(&code, TRF_GRAMMAR_US, "The duty provided in the applicable subheading + 25%");
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_INCOMPLETE);
    ck_assert_int_eq(result.needs[0].kind, TRF_NEED_REFERENCE);
    ck_assert_int_eq(result.needs[0].detail, TRF_REFERENCE_APPLICABLE);
    /* The referred duty is 38.50: with 25 % of 1000 it is 288.50. */
    reference_amount = "38.50";
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
    ck_assert_str_eq(shown(result.unrounded), "577/2");
}
END_TEST

START_TEST(evaluate__named_bases_and_contents__come_from_the_host)
{
    trf_rate_result result;

    trf_facts_set_currency(facts, currency_of("USD"));
    trf_facts_set_quantity(facts, unit_of("NAR"), number("2"), TRF_TRACE_NONE);
    compile_to(&code, TRF_GRAMMAR_US, "98" CENT " each + 3% on the case");
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_INCOMPLETE);
    ck_assert_int_eq(result.needs[0].kind, TRF_NEED_BASIS);
    unit_assert_slice(text_of(result.needs[0].text), "case");
    basis_name = "case";
    basis_amount = "50";
    /* 2 × 0.98 + 50 × 3 % = 1.96 + 1.50 */
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
    ck_assert_str_eq(shown(result.unrounded), "173/50");
    /* The whole of the goods needs no name: 6.5 % of the customs value. */
    trf_facts_set_value(facts, number("100"), TRF_TRACE_NONE);
    expect(TRF_GRAMMAR_US, "6.5% on the entire set", "13/2");
    expect(TRF_GRAMMAR_US, "5% on the full value of the imported article", "5");

    trf_facts_set_quantity(facts, unit_of("KGM"), number("1000"), TRF_TRACE_NONE);
    compile_to(&code, TRF_GRAMMAR_US, "1.7" CENT "/kg on lead content");
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_INCOMPLETE);
    ck_assert_int_eq(result.needs[0].kind, TRF_NEED_CONTENT);
    content_name = "lead content";
    content_amount = "620";
    /* 620 kg of lead, not 1000 kg of ore: 10.54 */
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
    ck_assert_str_eq(shown(result.unrounded), "527/50");
}
END_TEST

START_TEST(evaluate__sliding_sugar_rate__falls_by_degrees_to_its_floor)
{
    static const char text[] =
        "3.6606" CENT "/kg less 0.020668" CENT
        "/kg for each degree under 100 degrees (and fractions of a degree in proportion) but not less than "
        "3.143854" CENT "/kg";
    trf_rate_result result;

    trf_facts_set_currency(facts, currency_of("USD"));
    trf_facts_set_quantity(facts, unit_of("KGM"), number("1000"), TRF_TRACE_NONE);
    compile_to(&code, TRF_GRAMMAR_US, text);
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_INCOMPLETE);
    ck_assert_int_eq(result.needs[0].kind, TRF_NEED_DEGREES);
    /* 97.5 degrees: 3.6606 − 0.020668 × 2.5 = 3.60893 cents; × 1000 kg = 36.0893 dollars */
    trf_facts_set_degrees(facts, number("97.5"), TRF_TRACE_NONE);
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
    ck_assert_int_eq(trf_number_compare(pool, result.unrounded, number("36.0893")), 0);
    /* 70 degrees: 3.6606 − 0.62004 = 3.04056, below the floor of 3.143854 */
    trf_facts_set_degrees(facts, number("70"), TRF_TRACE_NONE);
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
    ck_assert_int_eq(trf_number_compare(pool, result.unrounded, number("31.43854")), 0);
}
END_TEST

START_TEST(evaluate__programmes__are_chosen_by_the_claim)
{
    trf_rate_result result;

    trf_facts_set_currency(facts, currency_of("USD"));
    trf_facts_set_value(facts, number("100"), TRF_TRACE_NONE);
    compile_to(&code, TRF_GRAMMAR_US, "Free (A+,AU,P) 3.1% (JO) 2.2% (P+)");
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_INCOMPLETE);
    ck_assert_int_eq(result.needs[0].kind, TRF_NEED_CLAIM);
    claimed_programme = "JO";
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
    ck_assert_str_eq(shown(result.unrounded), "31/10");
    claimed_programme = "AU";
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
    ck_assert_str_eq(shown(result.unrounded), "0");
    claimed_programme = "KR";
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_INCOMPLETE);
}
END_TEST

static const struct {
    unsigned month, day;
    const char *exact; /* NULL: no season holds */
} days[] = {{10, 1, "10"}, {12, 31, "10"}, {1, 1, "10"}, {5, 31, "10"}, {6, 1, "2"}, {8, 31, "2"}, {9, 1, NULL}, {9, 30, NULL}};

START_TEST(evaluate__seasons__hold_whole_months_and_go_over_the_year)
{
    trf_rate_result result;

    trf_facts_set_currency(facts, currency_of("GBP"));
    trf_facts_set_value(facts, number("100"), TRF_TRACE_NONE);
    compile_to(&code, TRF_GRAMMAR_CET, "10.00% (OCT-MAY), 2.00% (JUN-AUG)");
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_INCOMPLETE);
    ck_assert_int_eq(result.needs[0].kind, TRF_NEED_DATE);
    trf_facts_set_date(facts, trf_date_of(2026, days[_i].month, days[_i].day));
    if (days[_i].exact) {
        ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
        ck_assert_str_eq(shown(result.unrounded), days[_i].exact);
    } else {
        ck_assert_int_eq(evaluate(NULL, &result), TARIFF_INCOMPLETE);
        ck_assert_int_eq(result.needs[0].kind, TRF_NEED_SEASON);
    }
}
END_TEST

/* A month that two seasons name: no text says on which day of it the one ends. */
START_TEST(evaluate__day_in_two_seasons__is_not_known)
{
    static const unsigned months[] = {1, 2, 3, 5, 6, 7};
    trf_rate_result result;

    trf_facts_set_currency(facts, currency_of("GBP"));
    trf_facts_set_value(facts, number("100"), TRF_TRACE_NONE);
    compile_to(&code, TRF_GRAMMAR_CET, "14.00% (JUN-FEB), 0.00% (FEB-JUN)");
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        trf_facts_set_date(facts, trf_date_of(2026, months[i], 15));
        if (months[i] == 2 || months[i] == 6) {
            ck_assert_int_eq(evaluate(NULL, &result), TARIFF_INCOMPLETE);
            ck_assert_int_eq(result.needs[0].kind, TRF_NEED_SEASON);
        } else {
            ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
            ck_assert_str_eq(shown(result.unrounded), months[i] == 1 || months[i] == 7 ? "14" : "0");
        }
    }
}
END_TEST

/* ---- rounding ---- */
START_TEST(evaluate__policy__rounds_as_the_profile_says)
{
    uint32_t strength = unit_of("ASVX");
    trf_rate_policy policy = {
        .mode = TRF_ROUND_HALF_UP, .single_units = &strength, .single_count = 1, .single_mode = TRF_ROUND_FLOOR};
    trf_rate_result result;

    policy.unit = trf_number_scaled(1, 2);
    say("958.5", "ASV", "5");
    say(NULL, "LTR", "33.333");
    /* 958.5 × 1 % = 9.585 → 9.59 */
    compile_to(&code, TRF_GRAMMAR_CET, "1.00%");
    ck_assert_int_eq(evaluate(&policy, &result), TARIFF_OK);
    ck_assert_int_eq(trf_number_compare(pool, result.amount, number("9.59")), 0);
    ck_assert_int_eq(trf_number_compare(pool, result.unrounded, number("9.585")), 0);
    /* Alcohol alone is floored: 0.79 × 5 × 0.33333 = 1.3166535 → 1.31 */
    compile_to(&code, TRF_GRAMMAR_CET, "0.79 GBP/% vol/hl");
    ck_assert_int_eq(evaluate(&policy, &result), TARIFF_OK);
    ck_assert_int_eq(trf_number_compare(pool, result.amount, number("1.31")), 0);
    /* In a sum it is not: 0.71 × 5 × 0.33333 + 5 × 0.33333 = 2.8499715 → 2.85 */
    compile_to(&code, TRF_GRAMMAR_CET, "0.71 GBP/% vol/hl + 5 GBP/hl");
    ck_assert_int_eq(evaluate(&policy, &result), TARIFF_OK);
    ck_assert_int_eq(trf_number_compare(pool, result.amount, number("2.85")), 0);
    /* As a step of its own: floor(1.1833215) + 1.66665 = 2.84665 → 2.85; with five pence: floor to 1.15, and 2.80 half up. */
    policy = (trf_rate_policy){.mode = TRF_ROUND_HALF_UP, .step_units = &strength, .step_count = 1, .step_mode = TRF_ROUND_FLOOR};
    policy.unit = trf_number_scaled(5, 2);
    ck_assert_int_eq(evaluate(&policy, &result), TARIFF_OK);
    ck_assert_int_eq(trf_number_compare(pool, result.unrounded, number("2.81665")), 0);
    ck_assert_int_eq(trf_number_compare(pool, result.amount, number("2.80")), 0);
}
END_TEST

/* ---- size of numbers, memory ---- */
START_TEST(evaluate__numbers_past_a_word__have_the_same_exact_value)
{
    trf_rate_result result;

    say("12345678901234567.89", "KGM", "9876543210987.654321");
    /* 12345678901234567.89 × 12.345 % + 98765432109.87654321 × 12.34, worked in decimals of any length */
    compile_to(&code, TRF_GRAMMAR_CET, "12.345 + 12.34 GBP/100 kg");
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
    ck_assert_int_eq(trf_number_compare(pool, result.unrounded, number("1525292825789643.2825637114")), 0);
}
END_TEST

START_TEST(evaluate__steady_state__allocates_nothing)
{
    unit_failing state = {0, 0, 0};
    trf_alloc alloc = unit_failing_alloc(&state);
    trf_facts *own = trf_facts_new(&alloc, NULL);
    trf_numbers *numbers = trf_numbers_new(&alloc);
    trf_trace own_trace;
    trf_rate_result result;
    unsigned long before = 0;

    trf_trace_init(&own_trace, &alloc);
    compile_to(&code, TRF_GRAMMAR_CET, "9 + 45 GBP/100 kg MAX 18 + 16.5 GBP/100 kg");
    for (unsigned round = 0; round < 100; round++) {
        if (round == 2)
            before = state.calls;
        trf_facts_reset(own);
        trf_trace_reset(&own_trace);
        trf_facts_set_currency(own, currency_of("GBP"));
        trf_facts_set_value(own, trf_number_of(1000 + round), TRF_TRACE_NONE);
        trf_facts_set_quantity(own, unit_of("KGM"), trf_number_of(2000), TRF_TRACE_NONE);
        ck_assert_int_eq(trf_rate_evaluate(code.data, code.size, own, numbers, &own_trace, NULL, 0, 0, &result), TARIFF_OK);
        /* (1000 + n) × 18 % + 330 is the lesser side all along: 510 and 0.18 for each round */
        ck_assert_int_eq(trf_number_compare(numbers, result.unrounded, trf_number_scaled(51000 + 18 * (int64_t)round, 2)), 0);
    }
    ck_assert_uint_eq(state.calls, before);
    trf_trace_done(&own_trace);
    trf_numbers_free(numbers);
    trf_facts_free(own);
    ck_assert_int_eq(state.live, 0);
}
END_TEST

START_TEST(facts__reset__forgets_all_that_was_said)
{
    trf_rate_result result;

    say("1000", "KGM", "200");
    expect(TRF_GRAMMAR_CET, "5 + 10 GBP/100 kg", "70");
    trf_facts_reset(facts);
    say(NULL, NULL, NULL);
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_INCOMPLETE);
    ck_assert_uint_eq(result.need_count, 2);
    /* A quantity said again replaces the first, and what was found from it. */
    say("1000", "KGM", "200");
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
    say("1000", "KGM", "400");
    ck_assert_int_eq(evaluate(NULL, &result), TARIFF_OK);
    ck_assert_str_eq(shown(result.unrounded), "90");
}
END_TEST

/* ---- what it asks for ---- */
typedef struct seen {
    unsigned count;
    trf_need needs[16];
} seen;

static void note(void *user, const trf_need *need)
{
    seen *s = user;

    s->needs[s->count++] = *need;
}

START_TEST(needs__expression__lists_units_as_they_are_asked)
{
    seen s = {.count = 0};

    compile_to(&code, TRF_GRAMMAR_CET, "9 + 1 EUR/% vol/hl");
    trf_rate_needs(code.data, code.size, NULL, note, &s);
    ck_assert_uint_eq(s.count, 4);
    ck_assert_int_eq(s.needs[0].kind, TRF_NEED_VALUE);
    ck_assert_uint_eq(s.needs[1].unit, unit_of("ASV"));
    ck_assert_uint_eq(s.needs[2].unit, unit_of("LTR"));
    ck_assert_uint_eq(s.needs[2].codes, unit_of("ASVX"));
    ck_assert_int_eq(s.needs[3].kind, TRF_NEED_EXCHANGE);
}
END_TEST

START_TEST(is_zero__single_nil_rate__yes_and_nothing_else)
{
    compile_to(&code, TRF_GRAMMAR_CET, "0.00%");
    ck_assert(trf_rate_is_zero(code.data, code.size));
    compile_to(&code, TRF_GRAMMAR_US, "Free");
    ck_assert(trf_rate_is_zero(code.data, code.size));
    compile_to(&code, TRF_GRAMMAR_CET, "0.01%");
    ck_assert(!trf_rate_is_zero(code.data, code.size));
    compile_to(&code, TRF_GRAMMAR_CET, "0 + 0 EUR/100 kg");
    ck_assert(!trf_rate_is_zero(code.data, code.size));
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("rate");
    TCase *c = tcase_create("rate");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, evaluate__per_cent_and_amounts__are_exact);
    tcase_add_test(c, evaluate__limits__compare_whole_sums);
    tcase_add_test(c, evaluate__amount_in_another_currency__is_converted_once);
    tcase_add_loop_test(c, evaluate__quantity__is_found_by_the_rules_of_the_units, 0, sizeof asked / sizeof *asked);
    tcase_add_test(c, evaluate__quantity_keyed_as_asked__carries_the_multiplier);
    tcase_add_test(c, evaluate__unit_with_a_qualifier_asked_in_one_without__the_qualified_quantity_goes_first);
    tcase_add_test(c, evaluate__qualified_quantity__is_never_taken_from_the_unqualified);
    tcase_add_test(c, evaluate__compound_units__multiply_their_parts);
    tcase_add_test(c, evaluate__retail_price__is_what_the_per_cent_is_of);
    tcase_add_test(c, evaluate__missing_facts__are_all_named);
    tcase_add_test(c, evaluate__rate_of_nothing__needs_no_quantity);
    tcase_add_test(c, evaluate__what_stands_elsewhere__stays_unresolved_until_the_host_says);
    tcase_add_test(c, evaluate__named_bases_and_contents__come_from_the_host);
    tcase_add_test(c, evaluate__sliding_sugar_rate__falls_by_degrees_to_its_floor);
    tcase_add_test(c, evaluate__programmes__are_chosen_by_the_claim);
    tcase_add_test(c, evaluate__day_in_two_seasons__is_not_known);
    tcase_add_loop_test(c, evaluate__seasons__hold_whole_months_and_go_over_the_year, 0, sizeof days / sizeof *days);
    tcase_add_test(c, evaluate__policy__rounds_as_the_profile_says);
    tcase_add_test(c, evaluate__numbers_past_a_word__have_the_same_exact_value);
    tcase_add_test(c, evaluate__steady_state__allocates_nothing);
    tcase_add_test(c, facts__reset__forgets_all_that_was_said);
    tcase_add_test(c, needs__expression__lists_units_as_they_are_asked);
    tcase_add_test(c, is_zero__single_nil_rate__yes_and_nothing_else);
    suite_add_tcase(s, c);
    return s;
}
UNIT_MAIN(suite)
