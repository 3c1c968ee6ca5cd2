/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vocabulary, readers of every notation, printing, bytecode. Expectations come from the published notations: TARIC duty
 * sentences, the EU and UK rate tables, the text of the HTSUS.
 */
#include "base/error.h"
#include "base/intern.h"
#include "base/limits.h"
#include "expr/bytecode.h"
#include "expr/print.h"
#include "expr/read.h"
#include "unit.h"

static trf_arena arena;

static void setup(void)
{
    trf_arena_init(&arena, &trf_alloc_default, 0);
}

static void teardown(void)
{
    trf_arena_done(&arena);
}

static tariff_status read_text(uint32_t grammar, unsigned flags, const char *text, trf_expr_reading *reading)
{
    trf_expr_reader reader = {NULL, &arena, grammar, flags, TRF_DATE_NONE};

    return trf_expr_read(&reader, trf_slice_text(text), reading);
}

/* Components as "id amount money unit qualifier; …", a dash where there is none. */
static const char *listed(const trf_expr *tree)
{
    static char out[1024];
    trf_component *components;
    size_t count, i, size = 0;

    out[0] = 0;
    if (trf_expr_to_components(&arena, NULL, tree, &components, &count) != TARIFF_OK)
        return "none";
    for (i = 0; i < count; i++) {
        trf_buffer amount;
        const trf_component *c = &components[i];

        trf_buffer_init(&amount, &trf_alloc_default, 0);
        if (c->amount.known)
            trf_expr_number_print(&c->amount, &amount);
        else
            trf_buffer_char(&amount, '-');
        size += (size_t)snprintf(out + size, sizeof out - size, "%s%.*s %.*s %.*s %.*s%.*s", i ? "; " : "", (int)c->id.size,
                                 c->id.data, (int)amount.size, amount.data, c->money.size ? (int)c->money.size : 1,
                                 c->money.size ? c->money.data : "%", c->unit.size ? (int)c->unit.size : 1,
                                 c->unit.size ? c->unit.data : "-", (int)c->qualifier.size, c->qualifier.data);
        trf_buffer_done(&amount);
    }
    return out;
}

/* ---- vocabulary ---- */
START_TEST(vocabulary__pairs_keys_and_rec20_codes__find_their_unit)
{
    const trf_vocabulary *words = &trf_vocabulary_default;
    uint32_t drained = trf_vocabulary_unit(words, TRF_SLICE("DTN"), TRF_SLICE("E"));
    uint32_t strength = trf_vocabulary_unit(words, TRF_SLICE("ASV"), TRF_SLICE("X"));

    ck_assert_uint_ne(drained, TRF_VOCABULARY_NONE);
    ck_assert_uint_eq(trf_vocabulary_unit_key(words, TRF_SLICE("DTNE")), drained);
    unit_assert_slice(words->units[drained].abbreviation, "100 kg/net eda");
    unit_assert_slice(words->units[words->units[drained].asked].code, "KGM");
    ck_assert_int_eq((int)words->units[drained].multiplier.coefficient, 1);
    ck_assert_int_eq(words->units[drained].multiplier.scale, 2);
    /* A compound is asked by its parts: per cent of alcohol and hectolitres. */
    ck_assert_uint_eq(words->units[strength].asked, TRF_VOCABULARY_NONE);
    unit_assert_slice(words->units[words->units[strength].parts[0]].code, "ASV");
    unit_assert_slice(words->units[words->units[strength].parts[1]].code, "HLT");
    /* Rec 20 says K6 for the kilolitre that TARIC calls KLT. */
    ck_assert_uint_eq(trf_vocabulary_unit(words, TRF_SLICE("K6"), TRF_SLICE_EMPTY),
                      trf_vocabulary_unit(words, TRF_SLICE("KLT"), TRF_SLICE_EMPTY));
    ck_assert_uint_eq(trf_vocabulary_unit(words, TRF_SLICE("QQQ"), TRF_SLICE_EMPTY), TRF_VOCABULARY_NONE);
    ck_assert_uint_eq(trf_vocabulary_currency(words, TRF_SLICE("ZZZ")), TRF_VOCABULARY_NONE);
}
END_TEST

START_TEST(vocabulary__own_tables__serve_like_the_built_in)
{
    trf_vocabulary_builder *builder = trf_vocabulary_builder_new(&trf_alloc_default);
    trf_unit kilogram = {.code = TRF_SLICE("KGM"), .abbreviation = TRF_SLICE("kg")};
    trf_unit hundred = {.code = TRF_SLICE("DTN"),
                        .abbreviation = TRF_SLICE("100 kg"),
                        .asked_in = TRF_SLICE("KGM"),
                        .multiplier = trf_number_scaled(1, 2)};
    trf_unit matter = {.code = TRF_SLICE("DTN"), .qualifier = TRF_SLICE("Z")};
    trf_qualifier qualifier = {
        .code = TRF_SLICE("Z"), .abbreviation = TRF_SLICE("lactic."), .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    trf_currency euro = {.code = TRF_SLICE("EUR"), .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    trf_duty_expression_entry first = {.id = TRF_SLICE("01"),
                                       .meaning = TRF_MEANING_AMOUNT,
                                       .amount = TRF_MANDATORY,
                                       .from = TRF_DATE_NONE,
                                       .to = TRF_DATE_OPEN};
    trf_expr_reader reader = {NULL, &arena, TRF_GRAMMAR_TARIC, 0, TRF_DATE_NONE};
    trf_expr_reading reading;

    kilogram.from = hundred.from = matter.from = TRF_DATE_NONE;
    kilogram.to = hundred.to = matter.to = TRF_DATE_OPEN;
    ck_assert(trf_vocabulary_add_unit(builder, &kilogram, NULL) && trf_vocabulary_add_unit(builder, &hundred, NULL) &&
              trf_vocabulary_add_unit(builder, &matter, NULL) && trf_vocabulary_add_qualifier(builder, &qualifier) &&
              trf_vocabulary_add_currency(builder, &euro, NULL) && trf_vocabulary_add_duty_expression(builder, &first));
    reader.vocabulary = trf_vocabulary_seal(builder);
    ck_assert_ptr_nonnull(reader.vocabulary);
    ck_assert_int_eq(trf_expr_read(&reader, TRF_SLICE("0.300 EUR / 100 kg / lactic."), &reading), TARIFF_OK);
    ck_assert_str_eq(listed(reading.tree), "01 0.300 EUR DTNZ");
    ck_assert(reading.as_canonical);
    /* kg has no such qualifier in these tables. */
    ck_assert_int_eq(trf_expr_read(&reader, TRF_SLICE("0.300 EUR / kg / lactic."), &reading), TARIFF_NEGATIVE);
    ck_assert_int_eq(reading.fault.kind, TRF_FAULT_PAIR);
    unit_assert_slice(reading.fault.stage, "semantic");
    trf_vocabulary_builder_free(builder);
}
END_TEST

/* ---- TARIC sentences ---- */
static const struct taric_text {
    const char *text, *components, *canonical;
} taric_texts[] = {
    {"", "", ""},
    {"9.00 %", "01 9.00 % -", "9.00%"},
    {"1.230 EUR / kg", "01 1.230 EUR KGM", "1.230 EUR / kg"},
    {"20.0 EUR/100kg", "01 20.0 EUR DTN", "20.0 EUR / 100 kg"},
    {"1,000.50 eur / 1000 P/ST", "01 1000.50 EUR MIL", "1000.50 EUR / 1,000 p/st"},
    {"9.10% MAX 1.00% + 0.90 GBP / 100 kg", "01 9.10 % -; 17 1.00 % -; 19 0.90 GBP DTN", "9.10% MAX 1.00% + 0.90 GBP / 100 kg"},
    {"10% MIN 2 EUR / 100 kg/br MAX 5 EUR / hl", "01 10 % -; 15 2 EUR DTNG; 17 5 EUR HLT", NULL},
    {"0% + EA MAX 18.7% +ADSZ", "01 0 % -; 12 - % -; 17 18.7 % -; 21 - % -", "0% + EA MAX 18.7% +ADSZ"},
    {"NIHIL", "37 - % -", "NIHIL"},
    {"100 kg", "99 - % DTN", "100 kg"},
    {"p/st", "99 - % NAR", "p/st"},
    {"10 EUR / % vol/hl", "01 10 EUR ASVX", "10 EUR / % vol/hl"},
    {"10% - 5%", "01 10 % -; 02 5 % -", "10% - 5%"},
    {"10% + 2 EUR / kg - 30%", "01 10 % -; 04 2 EUR KGM; 36 30 % -", "10% + 2 EUR / kg - 30% CIF"},
};

START_TEST(taric__sentence__gives_components_and_canonical_print)
{
    const struct taric_text *t = &taric_texts[_i];
    trf_expr_reading reading;

    ck_assert_int_eq(read_text(TRF_GRAMMAR_TARIC, 0, t->text, &reading), TARIFF_OK);
    ck_assert_str_eq(listed(reading.tree), t->components);
    if (t->canonical) {
        unit_assert_slice(reading.canonical, t->canonical);
        ck_assert_int_eq(reading.as_canonical, strcmp(t->text, t->canonical) == 0);
    }
}
END_TEST

static const struct bad_text {
    uint32_t grammar;
    unsigned flags;
    const char *text;
    trf_expr_fault_kind kind;
    uint32_t position;
} bad_texts[] = {
    {TRF_GRAMMAR_TARIC, 0, "10%&@#", TRF_FAULT_DUTY_EXPRESSION, 3},
    {TRF_GRAMMAR_TARIC, 0, "5.5% + ABC", TRF_FAULT_DUTY_EXPRESSION, 7},
    {TRF_GRAMMAR_TARIC, 0, "10% +", TRF_FAULT_AMOUNT_REQUIRED, 5},
    {TRF_GRAMMAR_TARIC, 0, "100 DEF", TRF_FAULT_MONETARY_UNIT, 4},
    {TRF_GRAMMAR_TARIC, 0, "100 GBP / foo", TRF_FAULT_UNIT, 10},
    {TRF_GRAMMAR_TARIC, 0, "100 GBP / 100 kg / foo", TRF_FAULT_QUALIFIER, 19},
    {TRF_GRAMMAR_TARIC, 0, "100 GBP / 100 kg foo", TRF_FAULT_QUALIFIER, 17},
    {TRF_GRAMMAR_TARIC, TRF_READ_SINGLE, "10% + 5%", TRF_FAULT_COMPOUND, 4},
    {TRF_GRAMMAR_TARIC, 0, "1% + 1% + 1% + 1% + 1%", TRF_FAULT_REPEATED, 18},
    {TRF_GRAMMAR_TARIC, 0, "MAX 10% 5%", TRF_FAULT_ORDER, 8},
    {TRF_GRAMMAR_TARIC, 0, "1.2345%", TRF_FAULT_DECIMALS, 0},
    {TRF_GRAMMAR_TARIC, 0, "1234567890123456789%", TRF_FAULT_NUMBER, 0},
    {TRF_GRAMMAR_CET, 1, "EP", TRF_FAULT_ENTRY_PRICE, 0},
    {TRF_GRAMMAR_CET, 0, "40.00% + 96.09 GBP/hl16.3 GBP/100kg", TRF_FAULT_TRAILING, 21},
    {TRF_GRAMMAR_CET, 0, "8.00% + 2.22 GBP/msq", TRF_FAULT_UNIT, 17},
    {TRF_GRAMMAR_CET, 1, "56 EUR/100 kg (150)", TRF_FAULT_TRAILING, 14},
    {TRF_GRAMMAR_CET, 0, "10.2", TRF_FAULT_MONETARY_UNIT, 4},
    {TRF_GRAMMAR_CET, 0, "12.00% (APR-XXX)", TRF_FAULT_TRAILING, 7},
    {TRF_GRAMMAR_SEASON, 0, "4.0% (30 FEB - 13 MAR)", TRF_FAULT_TRAILING, 9},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A cert: D-18 (01):1%", TRF_FAULT_TRAILING, 16},
    {TRF_GRAMMAR_US, 0, "Free (A,AU", TRF_FAULT_PROGRAMME_LIST, 5},
    {TRF_GRAMMAR_US, 0, "See 9919.04.67 (PA (PA)", TRF_FAULT_PROGRAMME_LIST, 15},
    {TRF_GRAMMAR_US, 0, "5\xc2\xa2/wagon", TRF_FAULT_UNIT, 4},
    {TRF_GRAMMAR_US, 0, "5% and the rest", TRF_FAULT_TRAILING, 3},
    {TRF_GRAMMAR_US, 0, "5% on the case but not more than $1", TRF_FAULT_PROSE, 3},
    {TRF_GRAMMAR_US, 0, "The rate applicable to the complete, assembled", TRF_FAULT_PROSE, 0},
};

START_TEST(read__text_that_does_not_fit__names_the_fault_and_its_place)
{
    const struct bad_text *t = &bad_texts[_i];
    trf_expr_reading reading;

    ck_assert_int_eq(read_text(t->grammar, t->flags, t->text, &reading), TARIFF_NEGATIVE);
    ck_assert_ptr_null(reading.tree);
    ck_assert_uint_eq(reading.canonical.size, 0);
    ck_assert_int_eq(reading.fault.kind, t->kind);
    ck_assert_uint_eq(reading.fault.position, t->position);
    ck_assert_uint_gt(reading.fault.text.size, 0);
    ck_assert_uint_gt(reading.fault.name.size, 0);
}
END_TEST

START_TEST(taric__words_ended_before_the_date__are_not_known)
{
    trf_vocabulary own = trf_vocabulary_default;
    trf_currency mark = {.code = TRF_SLICE("DEM"), .from = TRF_DATE_NONE};
    trf_expr_reader reader = {&own, &arena, TRF_GRAMMAR_TARIC, 0, TRF_DATE_NONE};
    trf_expr_reading reading;

    mark.to = trf_date_of(2001, 12, 31);
    own.currencies = &mark;
    own.currency_count = 1;
    reader.date = trf_date_of(2001, 12, 31);
    ck_assert_int_eq(trf_expr_read(&reader, TRF_SLICE("1 DEM"), &reading), TARIFF_OK);
    reader.date = trf_date_of(2002, 1, 1);
    ck_assert_int_eq(trf_expr_read(&reader, TRF_SLICE("1 DEM"), &reading), TARIFF_NEGATIVE);
    ck_assert_int_eq(reading.fault.kind, TRF_FAULT_MONETARY_UNIT);
}
END_TEST

/* ---- EU and UK rate strings ---- */
static const struct taric_text cet_texts[] = {
    {"10.2 + 93.1 EUR/100 kg", "01 10.2 % -; 04 93.1 EUR DTN", "10.2% + 93.1 EUR/100 kg"},
    {"10.00% + 73.94 GBP/100kg", "01 10.00 % -; 04 73.94 GBP DTN", "10.00% + 73.94 GBP/100 kg"},
    {"8.3 + 4.5 EUR/100 kg MAX 11.5", "01 8.3 % -; 04 4.5 EUR DTN; 17 11.5 % -", NULL},
    {"7.9 + 54 EUR/100 kg MAX 17.8 + 6.9 EUR/100 kg", "01 7.9 % -; 04 54 EUR DTN; 17 17.8 % -; 19 6.9 EUR DTN", NULL},
    {"40 + 121 EUR/hl + 20.6 EUR/100 kg", "01 40 % -; 04 121 EUR HLT; 19 20.6 EUR DTN", NULL},
    {"9 + EA MAX 18.7 +ADSZ", "01 9 % -; 12 - % -; 17 18.7 % -; 21 - % -", NULL},
    {"1.19 EUR/kg/lactic matter + 27.5 EUR/100 kg", "01 1.19 EUR KGMP; 04 27.5 EUR DTN", NULL},
    {"0.94 GBP/kg/lacticmatter + 21.8 GBP/100kg", "01 0.94 GBP KGMP; 04 21.8 GBP DTN", NULL},
    {"11.2 MIN 22 EUR MAX 56 EUR/100 kg", "01 11.2 % -; 15 22 EUR -; 17 56 EUR DTN", NULL},
    {"0.5 EUR/p/st MIN 2.7 MAX 4.6", "01 0.5 EUR NAR; 15 2.7 % -; 17 4.6 % -", NULL},
    {"0.71 GBP/%vol/hl + 5 GBP/hl", "01 0.71 GBP ASVX; 04 5 GBP HLT", NULL},
    {"33.9 EUR/100 kg std qual", "01 33.9 EUR DTNR", NULL},
    {"26.92 GBP/100kgstdqual", "01 26.92 GBP DTNR", NULL},
    {"50.7 EUR/100 kg mas", "01 50.7 EUR DTNM", NULL},
    {"1.62 EUR/kg/tot/alc", "01 1.62 EUR KGMA", NULL},
    {"0.4 EUR/100 kg/%sacchar.", "01 0.4 EUR DTNZ", NULL},
    {"41.29 GBP/1000p/st", "01 41.29 GBP MIL", NULL},
    {"5 EUR/100 m", "01 5 EUR HMT", NULL},
    {"1024 EUR/1000 kg", "01 1024 EUR TNE", "1024 EUR/1,000 kg"},
    {"10\xc2\xa0MIN 22\xc2\xa0"
     "EUR/100\xc2\xa0kg",
     "01 10 % -; 15 22 EUR DTN", NULL},
};

START_TEST(cet__rate_string__gives_components)
{
    const struct taric_text *t = &cet_texts[_i];
    trf_expr_reading reading;

    ck_assert_int_eq(read_text(TRF_GRAMMAR_CET, TRF_READ_BARE_PERCENT, t->text, &reading), TARIFF_OK);
    ck_assert_str_eq(listed(reading.tree), t->components);
    if (t->canonical)
        unit_assert_slice(reading.canonical, t->canonical);
}
END_TEST

START_TEST(seasons__months_days_and_none__are_lists)
{
    trf_expr_reading reading;
    const trf_expr *second;

    ck_assert_int_eq(read_text(TRF_GRAMMAR_CET, 0, "8.00% (JAN), 4.00% (FEB-MAR)", &reading), TARIFF_OK);
    ck_assert_int_eq(reading.tree->op, TRF_EXPR_SEASONS);
    ck_assert_int_eq(reading.tree->first->season.from_month, 1);
    ck_assert_int_eq(reading.tree->first->season.to_month, 1);
    second = reading.tree->first->next;
    ck_assert_int_eq(second->season.from_month, 2);
    ck_assert_int_eq(second->season.to_month, 3);
    ck_assert_int_eq(second->season.from_day, 0);
    ck_assert_ptr_null(second->next);

    ck_assert_int_eq(read_text(TRF_GRAMMAR_SEASON, 0, "16.1% (15 JAN - 06 JUL); 12.5% (03 OCT - 29 NOV);", &reading), TARIFF_OK);
    second = reading.tree->first->next;
    ck_assert_int_eq(second->season.from_day, 3);
    ck_assert_int_eq(second->season.from_month, 10);
    ck_assert_int_eq(second->season.to_day, 29);
    ck_assert_int_eq(second->season.to_month, 11);

    ck_assert_int_eq(read_text(TRF_GRAMMAR_SEASON, 0, "16.1%", &reading), TARIFF_OK);
    ck_assert_int_eq(reading.tree->op, TRF_EXPR_SEASONS);
    ck_assert_ptr_null(reading.tree->first);
}
END_TEST

START_TEST(conditions__sentence__gives_rows_with_codes_as_they_stand)
{
    trf_expr_reading reading;
    const trf_expr *row;

    ck_assert_int_eq(read_text(TRF_GRAMMAR_CONDITION, 0, "Cond: A cert: D-018 (01):NIHIL; A (01):172.200 GBP DTN Z", &reading),
                     TARIFF_OK);
    row = reading.tree->first;
    unit_assert_slice(row->text, "A");
    unit_assert_slice(row->codes, "D018");
    unit_assert_slice(row->id, "01");
    ck_assert_int_eq(row->first->op, TRF_EXPR_FREE);
    row = row->next;
    ck_assert_uint_eq(row->codes.size, 0);
    ck_assert_str_eq(listed(row->first), "01 172.200 GBP DTNZ");
    /* A component alone, without a condition around it. */
    ck_assert_int_eq(read_text(TRF_GRAMMAR_CONDITION, 0, "28.200 % ", &reading), TARIFF_OK);
    ck_assert_uint_eq(reading.tree->first->text.size, 0);
    ck_assert_str_eq(listed(reading.tree->first->first), "01 28.200 % -");
}
END_TEST

/* ---- US rate texts ---- */
#define CENT "\xc2\xa2"
static const struct us_text {
    const char *text, *canonical; /* NULL: as the text */
    int op;
} us_texts[] = {
    {"Free", NULL, TRF_EXPR_FREE},
    {"No additional duty", NULL, TRF_EXPR_FREE},
    {"Free, under bond, as prescribed in U.S. note 1 to this subchapter", NULL, TRF_EXPR_FREE},
    {"Free (See U.S. note 4 of this subchapter)", NULL, TRF_EXPR_FREE},
    {"33 1/3%", NULL, TRF_EXPR_PERCENT},
    {"3 percent of the fair retail value", "3% of the fair retail value", TRF_EXPR_PERCENT},
    {"4.4 cents/kg", "4.4" CENT "/kg", TRF_EXPR_MONEY},
    {"$1.13/m3", NULL, TRF_EXPR_MONEY},
    {"89.6" CENT "/1000", NULL, TRF_EXPR_MONEY},
    {"$2/1,000", "$2/1000", TRF_EXPR_MONEY},
    {"0.9" CENT " each", NULL, TRF_EXPR_MONEY},
    {"3.7" CENT "/kg on drained weight", NULL, TRF_EXPR_MONEY},
    {"$1.32/t, including weight of container", NULL, TRF_EXPR_MONEY},
    {"86.1" CENT "/m2of recording surface", "86.1" CENT "/m2 of recording surface", TRF_EXPR_MONEY},
    {"22.2" CENT "/kg  +  33.5%", "22.2" CENT "/kg + 33.5%", TRF_EXPR_SUM},
    {"36" CENT " each + 5.6% + 2" CENT "/jewel over 7", NULL, TRF_EXPR_SUM},
    {"$2.70 each + 45% on the case + 35% on thebattery", "$2.70 each + 45% on the case + 35% on the battery", TRF_EXPR_SUM},
    {"8.8" CENT "/kg on copper content + 3.3" CENT "/kg on lead content", NULL, TRF_EXPR_SUM},
    {"$2.50/thou- sand + 40%", "$2.50/1000 + 40%", TRF_EXPR_SUM},
    {"3.6606" CENT "/kg less 0.020668" CENT
     "/kg for each degree under 100 degrees (and fractions of a degree in proportion) but not "
     "less than 3.143854" CENT "/kg",
     NULL, TRF_EXPR_SLIDING},
    {"No change.", "No change", TRF_EXPR_REFERENCE},
    {"The duty provided inthe applicable subheading+ 25%", "The duty provided in the applicable subheading + 25%", TRF_EXPR_SUM},
    {"The duty provided in the applicable subheading + a duty of 50% upon the value of the steel content.",
     "The duty provided in the applicable subheading + a duty of 50% upon the value of the steel content", TRF_EXPR_SUM},
    {"The duty rate provided in such subheading minus 0.5%", NULL, TRF_EXPR_SUM},
    {"The duty provided in subheadings 8716.39.00, 8716.90.30 or 8716.90.50 + 100%", NULL, TRF_EXPR_SUM},
    {"The rate applicable in the absence of this subheading on the cost of such parts", NULL, TRF_EXPR_REFERENCE},
    {"The rate applicable to the natural juice in heading 2009", NULL, TRF_EXPR_REFERENCE},
    {"See additional U.S. note 1", NULL, TRF_EXPR_REFERENCE},
    {"See 9903.88.15.", "See 9903.88.15", TRF_EXPR_REFERENCE},
    {"Free \n(A+, AU,BH, CL) 3.1% (JO)", "Free (A+,AU,BH,CL) 3.1% (JO)", TRF_EXPR_CHOICE},
    {"Free (AU) See 9822.05.20, 9822.05.30-9822.05.40 (P+)", NULL, TRF_EXPR_CHOICE},
    {"Free (B,C,) No change (D,E IL)", "Free (B,C) No change (D,E,IL)", TRF_EXPR_CHOICE},
};

START_TEST(us__rate_text__has_a_tree_and_a_canonical_print)
{
    const struct us_text *t = &us_texts[_i];
    trf_expr_reading reading, again;

    ck_assert_int_eq(read_text(TRF_GRAMMAR_US, 0, t->text, &reading), TARIFF_OK);
    unit_assert_slice(reading.canonical, t->canonical ? t->canonical : t->text);
    ck_assert_int_eq(reading.tree->op, t->op);
    ck_assert_int_eq(read_text(TRF_GRAMMAR_US, 0, t->canonical ? t->canonical : t->text, &again), TARIFF_OK);
    ck_assert(trf_expr_equal(reading.tree, again.tree));
    ck_assert(again.as_canonical);
}
END_TEST

START_TEST(us__references__are_no_numbers)
{
    trf_expr_reading reading;
    const trf_expr *first;

    ck_assert_int_eq(read_text(TRF_GRAMMAR_US, 0, "The duty provided in the applicable subheading + 25%", &reading), TARIFF_OK);
    first = reading.tree->first;
    ck_assert_int_eq(first->op, TRF_EXPR_REFERENCE);
    ck_assert_int_eq(first->reference, TRF_REFERENCE_APPLICABLE);
    ck_assert(!first->number.known);
    ck_assert_int_eq(
        read_text(TRF_GRAMMAR_US, 0, "The duty provided in subheadings 8716.39.00, 8716.90.30 or 8716.90.50 + 100%", &reading),
        TARIFF_OK);
    ck_assert_int_eq(reading.tree->first->reference, TRF_REFERENCE_LINES);
    unit_assert_slice(reading.tree->first->codes, "8716.39.00 8716.90.30 8716.90.50");
    ck_assert_int_eq(read_text(TRF_GRAMMAR_US, 0, "Free (A) See 9823.09.01-9823.09.09 (S+)", &reading), TARIFF_OK);
    unit_assert_slice(reading.tree->first->next->codes, "S+");
    unit_assert_slice(reading.tree->first->next->first->codes, "9823.09.01-9823.09.09");
}
END_TEST

START_TEST(us__cents__are_hundredths_of_the_dollar)
{
    trf_expr_reading cents, dollars;

    ck_assert_int_eq(read_text(TRF_GRAMMAR_US, 0, "4.4" CENT "/kg + 8%", &cents), TARIFF_OK);
    ck_assert_str_eq(listed(cents.tree), "01 0.044 USD KGM; 04 8 % -");
    ck_assert_int_eq(read_text(TRF_GRAMMAR_US, 0, "$0.044/kg + 8.0%", &dollars), TARIFF_OK);
    ck_assert(trf_expr_equal(cents.tree, dollars.tree));
}
END_TEST

START_TEST(us__another_spelling_of_a_unit__is_used_up_by_the_unit)
{
    trf_expr_reading reading;

    ck_assert_int_eq(read_text(TRF_GRAMMAR_US, 0, "20" CENT "/No. + 5%", &reading), TARIFF_OK);
    ck_assert_str_eq(listed(reading.tree), "01 0.20 USD NAR; 04 5 % -");
    ck_assert_int_eq(read_text(TRF_GRAMMAR_US, 0, "20" CENT "/dozen", &reading), TARIFF_OK);
    ck_assert_int_eq(read_text(TRF_GRAMMAR_US, 0, "20" CENT "/dozen dozen", &reading), TARIFF_NEGATIVE);
}
END_TEST

/* ---- trees ---- */
static trf_component component(const char *id, const char *amount, const char *money, const char *unit, const char *qualifier)
{
    trf_component c = {
        trf_slice_text(id), {0, 0, 0, 0, 0}, trf_slice_text(money), trf_slice_text(unit), trf_slice_text(qualifier)};

    if (*amount)
        ck_assert(trf_expr_number_read(trf_slice_text(amount), &c.amount));
    return c;
}

START_TEST(components__limits__split_whole_sums_at_the_last_one)
{
    /* "9 % + 45 EUR MIN 2 % MAX 18 % + 16 EUR": the MAX comes last, so its left side is all that stands before it. */
    trf_component list[] = {component("19", "16", "EUR", "DTN", ""), component("04", "45", "EUR", "DTN", ""),
                            component("01", "9", "", "", ""), component("17", "18", "", "", ""),
                            component("15", "2", "", "", "")};
    trf_expr *tree = NULL, *left, *right;

    ck_assert_int_eq(trf_expr_from_components(&arena, NULL, list, 5, 0, &tree, NULL), TARIFF_OK);
    ck_assert_int_eq(tree->op, TRF_EXPR_AT_MOST);
    left = tree->first;
    right = left->next;
    ck_assert_int_eq(left->op, TRF_EXPR_AT_LEAST);
    ck_assert_int_eq(left->first->op, TRF_EXPR_SUM);
    ck_assert_int_eq(left->first->next->op, TRF_EXPR_PERCENT);
    ck_assert_int_eq(right->op, TRF_EXPR_SUM);
    ck_assert_str_eq(listed(tree), "01 9 % -; 04 45 EUR DTN; 15 2 % -; 17 18 % -; 19 16 EUR DTN");
}
END_TEST

START_TEST(components__what_no_tree_can_hold__is_refused_with_its_reason)
{
    trf_component unknown[] = {component("01", "9", "", "", ""), component("66", "1", "EUR", "", "")};
    trf_component bare[] = {component("01", "", "", "", "")};
    trf_component limit_first[] = {component("15", "2", "", "", "")};
    trf_component many[TRF_EXPR_COMPONENTS_MAX + 1];
    trf_expr_fault fault;
    trf_expr *tree = NULL;

    for (size_t i = 0; i < sizeof many / sizeof *many; i++)
        many[i] = component("04", "1", "", "", "");
    ck_assert_int_eq(trf_expr_from_components(&arena, NULL, unknown, 2, 0, &tree, &fault), TARIFF_NEGATIVE);
    ck_assert_int_eq(fault.kind, TRF_FAULT_DUTY_EXPRESSION);
    ck_assert_int_eq(trf_expr_from_components(&arena, NULL, bare, 1, 0, &tree, &fault), TARIFF_NEGATIVE);
    ck_assert_int_eq(fault.kind, TRF_FAULT_AMOUNT_REQUIRED);
    ck_assert_int_eq(trf_expr_from_components(&arena, NULL, limit_first, 1, 0, &tree, &fault), TARIFF_NEGATIVE);
    ck_assert_int_eq(fault.kind, TRF_FAULT_ORDER);
    ck_assert_int_eq(trf_expr_from_components(&arena, NULL, many, TRF_EXPR_COMPONENTS_MAX + 1, 0, &tree, &fault),
                     TARIFF_NEGATIVE);
    ck_assert_int_eq(fault.kind, TRF_FAULT_LIMIT);
    ck_assert_ptr_null(tree);
}
END_TEST

START_TEST(copy__of_a_tree__is_equal_and_stands_alone)
{
    trf_expr_reading reading;
    trf_arena other;
    trf_expr *copy;

    trf_arena_init(&other, &trf_alloc_default, 0);
    ck_assert_int_eq(read_text(TRF_GRAMMAR_US, 0, "Free (A) 3.1% on the case + 2" CENT "/jewel (JO)", &reading), TARIFF_OK);
    copy = trf_expr_copy(&other, reading.tree);
    ck_assert_ptr_nonnull(copy);
    ck_assert(trf_expr_equal(copy, reading.tree));
    copy->first->next->first->first->number.coefficient++;
    ck_assert(!trf_expr_equal(copy, reading.tree));
    trf_arena_done(&other);
}
END_TEST

/* ---- printing ---- */
static void print_both(const trf_component *list, size_t count, unsigned flags, const char *base, const char *verbose)
{
    trf_buffer out;

    trf_buffer_init(&out, &trf_alloc_default, 0);
    trf_components_print(list, count, NULL, flags, TRF_STYLE_BASE, &out);
    unit_assert_slice(trf_buffer_view(&out), base);
    trf_buffer_clear(&out);
    trf_components_print(list, count, NULL, flags, TRF_STYLE_VERBOSE, &out);
    unit_assert_slice(trf_buffer_view(&out), verbose);
    trf_buffer_done(&out);
}

START_TEST(print__components__in_both_shown_forms)
{
    trf_component plain[] = {component("17", "0.35", "GBP", "KGM", ""), component("01", "9", "", "", "")};
    trf_component alcohol[] = {component("01", "28.74", "GBP", "LPA", "")};
    trf_component placeholders[] = {component("01", "0", "", "", ""), component("14", "", "", "", ""),
                                    component("17", "18.7", "", "", ""), component("25", "", "", "", "")};
    trf_component given[] = {component("01", "8.3", "", "", ""), component("17", "18.7", "", "", ""),
                             component("04", "10.06", "EUR", "DTN", "")};
    trf_component discount[] = {component("01", "5", "GBP", "SPQ", "LTR")};
    trf_component euc[] = {component("01", "1.5", "EUC", "DTN", "")};
    trf_component unit[] = {component("99", "", "", "NAR", "")};

    print_both(plain, 2, 0, "9.00 % MAX 0.35 GBP / kg",
               "9.00% MAX \xc2\xa3"
               "0.35 / kilogram");
    print_both(alcohol, 1, 0, "28.74 GBP / l alc. 100%",
               "\xc2\xa3"
               "28.74 / litre of pure (100%) alcohol (l alc. 100%)");
    print_both(placeholders, 4, 0, "0.00 % + EAR MAX 18.70 % +ADSZR", "0.00% + EAR MAX 18.70% +ADSZR");
    /* Meursing amounts were put in: the order given is kept. */
    print_both(given, 3, TRF_COMPONENTS_AS_GIVEN, "8.30 % MAX 18.70 % + 10.06 EUR / 100 kg",
               "8.30% MAX 18.70% + \xe2\x82\xac"
               "10.06 / 100 kg");
    print_both(discount, 1, 0,
               "(\xc2\xa3"
               "5.00 - SPR discount) / vol% / hl",
               "(\xc2\xa3"
               "5.00 - SPR discount) / vol% / hl");
    print_both(euc, 1, 0, "1.50 EUR (EUC) / 100 kg",
               "\xe2\x82\xac"
               "1.50 / 100 kg");
    print_both(unit, 1, 0, "p/st", "items (p/st)");
    print_both(NULL, 0, 0, "", "");
}
END_TEST

START_TEST(print__amounts__have_two_to_four_decimals_half_up)
{
    static const struct {
        const char *amount, *shown;
    } rows[] = {{"5", "5.00"},         {"1.2", "1.20"},         {"144.105", "144.105"},   {"0.1234", "0.1234"},
                {"0.12345", "0.1235"}, {"0.12344", "0.1234"},   {"9.99995", "10.00"},     {"1.23004", "1.23"},
                {"0", "0.00"},         {"0.000000001", "0.00"}, {"1.234549999", "1.2345"}};
    trf_buffer out;
    trf_expr_number n;

    trf_buffer_init(&out, &trf_alloc_default, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        trf_buffer_clear(&out);
        ck_assert(trf_expr_number_read(trf_slice_text(rows[i].amount), &n));
        trf_amount_print(&n, &out);
        unit_assert_slice(trf_buffer_view(&out), rows[i].shown);
    }
    trf_buffer_done(&out);
}
END_TEST

/* ---- bytecode ---- */
static tariff_status compile_text(uint32_t grammar, const char *text, trf_intern *texts, trf_buffer *code, trf_expr_fault *fault)
{
    trf_code_vocabulary source = {&trf_vocabulary_default, texts};
    trf_code_names names;
    trf_expr_reading reading;

    trf_code_names_of(&source, &names);
    ck_assert_int_eq(read_text(grammar, TRF_READ_BARE_PERCENT, text, &reading), TARIFF_OK);
    return trf_expr_encode(reading.tree, NULL, &names, code, fault);
}

static const struct {
    uint32_t grammar;
    const char *text;
    uint32_t flags;
    uint16_t count;
    uint8_t stack;
} programs[] = {
    {TRF_GRAMMAR_CET, "9.00%", TRF_CODE_AD_VALOREM | TRF_CODE_SINGLE | TRF_CODE_SHAPE_PERCENT, 1, 1},
    {TRF_GRAMMAR_CET, "0.00%", TRF_CODE_AD_VALOREM | TRF_CODE_SINGLE | TRF_CODE_ZERO | TRF_CODE_SHAPE_PERCENT, 1, 1},
    {TRF_GRAMMAR_CET, "9 + 45 EUR/100 kg", TRF_CODE_AD_VALOREM | TRF_CODE_QUANTITY | TRF_CODE_CURRENCY | TRF_CODE_SHAPE_BOTH, 3,
     2},
    {TRF_GRAMMAR_CET, "9 + 45 EUR/100 kg MAX 18 + 16 EUR/hl", TRF_CODE_AD_VALOREM | TRF_CODE_QUANTITY | TRF_CODE_CURRENCY, 7, 3},
    {TRF_GRAMMAR_CET, "9 + EA", TRF_CODE_AD_VALOREM | TRF_CODE_UNRESOLVED, 3, 2},
    {TRF_GRAMMAR_US, "Free", TRF_CODE_ZERO, 1, 1},
    {TRF_GRAMMAR_US, "Free (A,AU) 3.1% (JO)", TRF_CODE_AD_VALOREM | TRF_CODE_CHOICE, 5, 1},
    {TRF_GRAMMAR_US, "5" CENT "/kg on lead content", TRF_CODE_QUANTITY | TRF_CODE_CURRENCY | TRF_CODE_SINGLE, 2, 1},
};

START_TEST(encode__expression__is_a_sound_program_that_says_what_it_asks)
{
    trf_intern texts;
    trf_buffer code;
    trf_code_header header;
    trf_code_bounds bounds;
    trf_expr_fault fault;

    ck_assert(trf_intern_init(&texts, &trf_alloc_default, 1));
    trf_buffer_init(&code, &trf_alloc_default, 0);
    ck_assert_int_eq(compile_text(programs[_i].grammar, programs[_i].text, &texts, &code, &fault), TARIFF_OK);
    header = trf_code_header_load((const uint8_t *)code.data);
    ck_assert_uint_eq(header.version, TRF_BYTECODE_VERSION);
    ck_assert_uint_eq(header.count, programs[_i].count);
    ck_assert_uint_eq(header.stack, programs[_i].stack);
    ck_assert_uint_eq(header.flags, programs[_i].flags);
    ck_assert_uint_eq(code.size, TRF_BYTECODE_INSTRUCTION * (programs[_i].count + 1u));
    bounds = (trf_code_bounds){texts.count, trf_vocabulary_default.unit_count, trf_vocabulary_default.currency_count};
    ck_assert_int_eq(trf_expr_check(code.data, code.size, &bounds, NULL, &trf_alloc_default), TARIFF_OK);
    trf_buffer_done(&code);
    trf_intern_done(&texts);
}
END_TEST

START_TEST(encode__what_cannot_be_computed__says_so_and_leaves_no_bytes)
{
    trf_component old[] = {component("03", "5", "EUR", "DTN", "")};
    trf_component strange[] = {component("01", "5", "EUR", "QQQ", "")};
    trf_intern texts;
    trf_code_vocabulary source = {&trf_vocabulary_default, &texts};
    trf_code_names names;
    trf_buffer code;
    trf_expr_fault fault;
    trf_expr *tree = NULL;

    ck_assert(trf_intern_init(&texts, &trf_alloc_default, 1));
    trf_code_names_of(&source, &names);
    trf_buffer_init(&code, &trf_alloc_default, 0);
    ck_assert_int_eq(trf_expr_from_components(&arena, NULL, old, 1, 0, &tree, &fault), TARIFF_OK);
    ck_assert_int_eq(trf_expr_encode(tree, NULL, &names, &code, &fault), TARIFF_NEGATIVE);
    ck_assert_int_eq(fault.kind, TRF_FAULT_DUTY_EXPRESSION);
    ck_assert_int_eq(trf_expr_from_components(&arena, NULL, strange, 1, 0, &tree, &fault), TARIFF_OK);
    ck_assert_int_eq(trf_expr_encode(tree, NULL, &names, &code, &fault), TARIFF_NEGATIVE);
    ck_assert_int_eq(fault.kind, TRF_FAULT_UNIT);
    ck_assert_uint_eq(code.size, 0);
    trf_buffer_done(&code);
    trf_intern_done(&texts);
}
END_TEST

START_TEST(check__any_byte_changed_or_cut__is_refused_or_still_sound)
{
    static const char text[] = "Free (A,AU) 5" CENT "/kg on lead content + 3.1% (JO)";
    trf_intern texts;
    trf_buffer code;
    trf_code_bounds bounds;
    trf_expr_fault fault;
    unsigned refused = 0;

    ck_assert(trf_intern_init(&texts, &trf_alloc_default, 1));
    trf_buffer_init(&code, &trf_alloc_default, 0);
    ck_assert_int_eq(compile_text(TRF_GRAMMAR_US, text, &texts, &code, &fault), TARIFF_OK);
    bounds = (trf_code_bounds){texts.count, trf_vocabulary_default.unit_count, trf_vocabulary_default.currency_count};
    for (size_t size = 0; size < code.size; size++)
        ck_assert_int_eq(trf_expr_check(code.data, size, &bounds, NULL, &trf_alloc_default), TARIFF_EIMAGE);
    for (size_t at = 0; at < code.size; at++)
        for (unsigned bit = 0; bit < 8; bit++) {
            tariff_error *error = NULL;
            tariff_status status;

            code.data[at] = (char)(code.data[at] ^ (1 << bit));
            status = trf_expr_check(code.data, code.size, &bounds, &error, &trf_alloc_default);
            ck_assert(status == TARIFF_OK || (status == TARIFF_EIMAGE && error));
            refused += status != TARIFF_OK;
            trf_error_free(error);
            code.data[at] = (char)(code.data[at] ^ (1 << bit));
        }
    /* Version, counts, flags, ops, lengths and most operands: more than half of all bits. */
    ck_assert_uint_gt(refused, 300);
    trf_buffer_done(&code);
    trf_intern_done(&texts);
}
END_TEST

/* ---- memory and limits ---- */
START_TEST(read__memory_refused_at_any_point__says_so_and_leaks_nothing)
{
    unit_failing state = {0, 0, 0};
    trf_alloc alloc = unit_failing_alloc(&state);
    unsigned long refuse;
    tariff_status status = TARIFF_ENOMEM;

    for (refuse = 1; status == TARIFF_ENOMEM && refuse < 1000; refuse++) {
        trf_arena small;
        trf_expr_reader reader = {NULL, &small, TRF_GRAMMAR_US, 0, TRF_DATE_NONE};
        trf_expr_reading reading;

        state.calls = 0;
        state.refuse = refuse;
        trf_arena_init(&small, &alloc, 0);
        status = trf_expr_read(&reader, TRF_SLICE("Free (A+,AU) See 9822.05.20 (P+) 3.1" CENT "/kg on lead content + 2% (JO)"),
                               &reading);
        trf_arena_done(&small);
        ck_assert_int_eq(state.live, 0);
    }
    ck_assert_int_eq(status, TARIFF_OK);
    ck_assert_uint_gt(refuse, 1);
}
END_TEST

START_TEST(read__text_past_the_limits__is_refused)
{
    static char text[TRF_EXPR_TEXT_MAX + 2];
    trf_expr_reading reading;
    size_t i;

    memset(text, ' ', sizeof text - 1);
    ck_assert_int_eq(read_text(TRF_GRAMMAR_TARIC, 0, text, &reading), TARIFF_NEGATIVE);
    ck_assert_int_eq(reading.fault.kind, TRF_FAULT_LIMIT);
    /* A hundred terms are more than a duty has. */
    for (i = 0; i < 100; i++)
        memcpy(text + 4 * i, i ? "+ 1%" : "1.1%", 4);
    text[400] = 0;
    ck_assert_int_eq(read_text(TRF_GRAMMAR_US, 0, text, &reading), TARIFF_NEGATIVE);
    ck_assert_int_eq(reading.fault.kind, TRF_FAULT_LIMIT);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("expr");
    TCase *c = tcase_create("expr");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, vocabulary__pairs_keys_and_rec20_codes__find_their_unit);
    tcase_add_test(c, vocabulary__own_tables__serve_like_the_built_in);
    tcase_add_loop_test(c, taric__sentence__gives_components_and_canonical_print, 0, sizeof taric_texts / sizeof *taric_texts);
    tcase_add_loop_test(c, read__text_that_does_not_fit__names_the_fault_and_its_place, 0, sizeof bad_texts / sizeof *bad_texts);
    tcase_add_test(c, taric__words_ended_before_the_date__are_not_known);
    tcase_add_loop_test(c, cet__rate_string__gives_components, 0, sizeof cet_texts / sizeof *cet_texts);
    tcase_add_test(c, seasons__months_days_and_none__are_lists);
    tcase_add_test(c, conditions__sentence__gives_rows_with_codes_as_they_stand);
    tcase_add_loop_test(c, us__rate_text__has_a_tree_and_a_canonical_print, 0, sizeof us_texts / sizeof *us_texts);
    tcase_add_test(c, us__references__are_no_numbers);
    tcase_add_test(c, us__cents__are_hundredths_of_the_dollar);
    tcase_add_test(c, us__another_spelling_of_a_unit__is_used_up_by_the_unit);
    tcase_add_test(c, components__limits__split_whole_sums_at_the_last_one);
    tcase_add_test(c, components__what_no_tree_can_hold__is_refused_with_its_reason);
    tcase_add_test(c, copy__of_a_tree__is_equal_and_stands_alone);
    tcase_add_test(c, print__components__in_both_shown_forms);
    tcase_add_test(c, print__amounts__have_two_to_four_decimals_half_up);
    tcase_add_loop_test(c, encode__expression__is_a_sound_program_that_says_what_it_asks, 0, sizeof programs / sizeof *programs);
    tcase_add_test(c, encode__what_cannot_be_computed__says_so_and_leaves_no_bytes);
    tcase_add_test(c, check__any_byte_changed_or_cut__is_refused_or_still_sound);
    tcase_add_test(c, read__memory_refused_at_any_point__says_so_and_leaks_nothing);
    tcase_add_test(c, read__text_past_the_limits__is_refused);
    suite_add_tcase(s, c);
    return s;
}
UNIT_MAIN(suite)
