/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where duty expressions end: trees made by hand that no text gives, programs that no tree gives, texts at the edge of a
 * notation, memory refused at every single node. Each must be refused by its reason, or mean what its comment works out.
 */
#include "base/error.h"
#include "base/intern.h"
#include "base/limits.h"
#include "expr/bytecode.h"
#include "expr/print.h"
#include "expr/read.h"
#include "unit.h"

#define CENT "\xc2\xa2"

static trf_arena arena;
static trf_intern texts;
static trf_buffer out;
static trf_code_vocabulary source;
static trf_code_names names;

static void setup(void)
{
    trf_arena_init(&arena, &trf_alloc_default, 0);
    ck_assert(trf_intern_init(&texts, &trf_alloc_default, 1));
    trf_buffer_init(&out, &trf_alloc_default, 0);
    source = (trf_code_vocabulary){&trf_vocabulary_default, &texts};
    trf_code_names_of(&source, &names);
}

static void teardown(void)
{
    trf_buffer_done(&out);
    trf_intern_done(&texts);
    trf_arena_done(&arena);
}

static tariff_status read_text(uint32_t grammar, unsigned flags, const char *text, trf_expr_reading *reading)
{
    trf_expr_reader reader = {NULL, &arena, grammar, flags, TRF_DATE_NONE};

    return trf_expr_read(&reader, trf_slice_text(text), reading);
}

static trf_expr *tree_of(uint32_t grammar, const char *text)
{
    trf_expr_reading reading;

    ck_assert_int_eq(read_text(grammar, TRF_READ_BARE_PERCENT, text, &reading), TARIFF_OK);
    ck_assert_ptr_nonnull(reading.tree);
    return reading.tree;
}

/* A leaf with a number, "" for none. */
static trf_expr *leaf(trf_expr_op op, const char *number, const char *money, const char *unit)
{
    trf_expr *node = trf_expr_new(&arena, op);

    ck_assert_ptr_nonnull(node);
    if (*number)
        ck_assert(trf_expr_number_read(trf_slice_text(number), &node->number));
    node->money = trf_slice_text(money);
    node->unit = trf_slice_text(unit);
    return node;
}

static trf_expr *percent(const char *number)
{
    return leaf(TRF_EXPR_PERCENT, number, "", "");
}

static trf_expr *node(trf_expr_op op, trf_expr *a, trf_expr *b, trf_expr *c)
{
    trf_expr *tree = trf_expr_new(&arena, op), *children[] = {a, b, c};

    ck_assert_ptr_nonnull(tree);
    for (unsigned i = 0; i < 3 && children[i]; i++)
        trf_expr_append(tree, children[i]);
    return tree;
}

/* A sum in a sum in a sum …: `levels` nodes from the root to the leaf. */
static trf_expr *nested(trf_expr_op op, unsigned levels)
{
    trf_expr *tree = percent("1");

    while (--levels > 0)
        tree = op == TRF_EXPR_SUM ? node(op, tree, NULL, NULL) : node(op, tree, percent("2"), NULL);
    return tree;
}

/* ---- memory ---- */
static const struct read_again {
    uint32_t grammar;
    const char *text;
} read_again[] = {
    {TRF_GRAMMAR_TARIC, "9.10% MAX 1.00% + 0.90 GBP / 100 kg"},
    {TRF_GRAMMAR_TARIC, "NIHIL"},
    {TRF_GRAMMAR_CET, "9 + EA MAX 18.7 +ADSZ"},
    {TRF_GRAMMAR_CET, "8.00% (JAN), 4.00% MIN 2 EUR/hl (FEB-MAR)"},
    {TRF_GRAMMAR_SEASON, "16.1% (15 JAN - 06 JUL); 12.5% (03 OCT - 29 NOV)"},
    {TRF_GRAMMAR_SEASON, "16.1%"},
    {TRF_GRAMMAR_CONDITION, "Cond: A cert: D-018 (01):NIHIL; A (01):172.200 GBP DTN Z"},
    {TRF_GRAMMAR_US, "No additional duty"},
    {TRF_GRAMMAR_US, "Free, under bond (A+,AU) 3.1" CENT "/kg on thelead content + 2% minus 1% (JO)"},
    {TRF_GRAMMAR_US, "See 9822.05.20, 9823.09.01-9823.09.09"},
    {TRF_GRAMMAR_US, "See additional U.S. note 1"},
    {TRF_GRAMMAR_US, "The duty provided in subheadings 8716.39.00 or 8716.90.50 + 100%"},
    {TRF_GRAMMAR_US, "The duty provided in the applicable subheading + 25%"},
    {TRF_GRAMMAR_US, "A duty upon the value of the repairs"},
    {TRF_GRAMMAR_US, "The duty rate provided for originating goods of Canada in such subheading"},
    {TRF_GRAMMAR_US,
     "2" CENT "/kg less 0.02" CENT "/kg for each degree under 100 degrees (and fractions of a degree in proportion) "
     "but not less than 1" CENT "/kg"},
};

/* An arena of one block, filled up to `room` bytes: the first node that does not fit is refused, wherever it is asked for. */
static void arena_with_room(trf_arena *small, size_t room)
{
    size_t taken = 0;

    trf_arena_init(small, &trf_alloc_default, 4096 + 64);
    while (taken + 16 + room <= 4096) {
        ck_assert_ptr_nonnull(trf_arena_take(small, 16));
        taken += 16;
    }
}

START_TEST(read__every_single_node_refused__no_memory_and_then_the_same_tree)
{
    const struct read_again *t = &read_again[_i];
    trf_expr *whole = tree_of(t->grammar, t->text);
    tariff_status status = TARIFF_ENOMEM;
    unsigned refused = 0;

    for (size_t room = 0; status != TARIFF_OK && room < 4096; room += 16) {
        trf_arena small;
        trf_expr_reader reader = {NULL, &small, t->grammar, TRF_READ_BARE_PERCENT, TRF_DATE_NONE};
        trf_expr_reading reading = {.tree = NULL};

        arena_with_room(&small, room);
        status = trf_expr_read(&reader, trf_slice_text(t->text), &reading);
        ck_assert_msg(status == TARIFF_OK || status == TARIFF_ENOMEM, "'%s' with %zu bytes: %d", t->text, room, status);
        ck_assert(status == TARIFF_OK ? trf_expr_equal(reading.tree, whole) : reading.tree == NULL);
        refused += status == TARIFF_ENOMEM;
        trf_arena_done(&small);
    }
    ck_assert_int_eq(status, TARIFF_OK);
    ck_assert_uint_gt(refused, 2); /* a tree and its print, at least */
}
END_TEST

START_TEST(copy__every_single_text_refused__nothing_and_then_the_same_tree)
{
    trf_expr *whole = tree_of(read_again[_i].grammar, read_again[_i].text), *copy = NULL;
    unsigned refused = 0;

    /* What no text has on one node: an id, a unit with a qualifier, a basis. */
    whole->id = TRF_SLICE("01");
    whole->money = TRF_SLICE("EUR");
    whole->unit = TRF_SLICE("DTN");
    whole->qualifier = TRF_SLICE("E");
    whole->basis = TRF_SLICE("on the case");
    whole->text = TRF_SLICE("words");
    whole->codes = TRF_SLICE("A B");
    for (size_t room = 0; !copy && room < 4096; room += 16) {
        trf_arena small;

        arena_with_room(&small, room);
        copy = trf_expr_copy(&small, whole);
        ck_assert(!copy || trf_expr_equal(copy, whole));
        refused += !copy;
        trf_arena_done(&small);
    }
    ck_assert_ptr_nonnull(copy);
    ck_assert_uint_ge(refused, 8); /* the node and its seven texts */
}
END_TEST

START_TEST(components__every_single_node_refused__no_memory)
{
    trf_component list[] = {{.id = TRF_SLICE("01")}, {.id = TRF_SLICE("15")}, {.id = TRF_SLICE("17")}, {.id = TRF_SLICE("19")}};
    trf_component *back;
    size_t count;
    tariff_status status = TARIFF_ENOMEM, listed = TARIFF_ENOMEM;
    unsigned refused = 0;

    for (size_t i = 0; i < 4; i++)
        ck_assert(trf_expr_number_read(TRF_SLICE("5"), &list[i].amount));
    for (size_t room = 0; status != TARIFF_OK && room < 4096; room += 16) {
        trf_arena small;
        trf_expr *tree = NULL;

        arena_with_room(&small, room);
        status = trf_expr_from_components(&small, NULL, list, 4, 0, &tree, NULL);
        ck_assert(status == TARIFF_OK || (status == TARIFF_ENOMEM && !tree));
        refused += status == TARIFF_ENOMEM;
        trf_arena_done(&small);
    }
    ck_assert_int_eq(status, TARIFF_OK);
    ck_assert_uint_ge(refused, 9); /* four leaves, three sums, two limits */
    for (size_t room = 0; listed != TARIFF_OK && room < 4096; room += 16) {
        trf_arena small;

        arena_with_room(&small, room);
        listed = trf_expr_to_components(&small, NULL, percent("5"), &back, &count);
        ck_assert(listed == TARIFF_OK || listed == TARIFF_ENOMEM);
        trf_arena_done(&small);
    }
    ck_assert_int_eq(listed, TARIFF_OK);
}
END_TEST

/* Texts that cannot be kept are no memory, whichever of them it is. */
static unsigned texts_kept;
static uint32_t keep_some(void *user, trf_slice text)
{
    (void)user;
    (void)text;
    return texts_kept ? --texts_kept : TRF_VOCABULARY_NONE;
}

START_TEST(encode__text_refused__no_memory_and_no_bytes)
{
    static const char *const asking[] = {"5% on the case",
                                         "Free (A) 5% (B)",
                                         "5" CENT "/kg on lead content",
                                         "See 9822.05.20",
                                         "5% on the case + 4% on the band",
                                         "The rate applicable in the absence of this subheading on the cost of such parts"};
    trf_expr *placeholder = trf_expr_new(&arena, TRF_EXPR_COMPONENT);

    names.text = keep_some;
    for (size_t i = 0; i < sizeof asking / sizeof *asking; i++) {
        const trf_expr *tree = tree_of(TRF_GRAMMAR_US, asking[i]);
        tariff_status status = TARIFF_ENOMEM;
        unsigned keep = 0;

        for (; status == TARIFF_ENOMEM && keep < 5; keep++) {
            texts_kept = keep;
            trf_buffer_clear(&out);
            status = trf_expr_encode(tree, NULL, &names, &out, NULL);
            ck_assert(status == TARIFF_OK ? out.size > 0 : status == TARIFF_ENOMEM && out.size == 0);
        }
        ck_assert_int_eq(status, TARIFF_OK);
        ck_assert_uint_gt(keep, 1);
    }
    texts_kept = 0;
    trf_buffer_clear(&out);
    placeholder->id = TRF_SLICE("12");
    ck_assert_int_eq(trf_expr_encode(placeholder, NULL, &names, &out, NULL), TARIFF_ENOMEM);
    /* The first reason stays: what comes after a text that could not be kept says nothing. */
    ck_assert_int_eq(
        trf_expr_encode(node(TRF_EXPR_CHOICE, node(TRF_EXPR_CLAIM, NULL, NULL, NULL), NULL, NULL), NULL, &names, &out, NULL),
        TARIFF_ENOMEM);
}
END_TEST

/* ---- trees that do not compute ---- */
static void refuse(const trf_expr *tree, trf_expr_fault_kind kind)
{
    trf_expr_fault fault = {0};

    trf_buffer_clear(&out);
    ck_assert_int_eq(trf_expr_encode(tree, NULL, &names, &out, &fault), TARIFF_NEGATIVE);
    ck_assert_int_eq(fault.kind, kind);
    ck_assert_uint_gt(fault.text.size, 0);
    ck_assert_uint_eq(out.size, 0);
    ck_assert_int_eq(trf_expr_encode(tree, NULL, &names, &out, NULL), TARIFF_NEGATIVE); /* nobody has to ask why */
}

START_TEST(encode__trees_without_a_value__are_refused_with_their_reason)
{
    trf_expr *tree;

    refuse(percent(""), TRF_FAULT_AMOUNT_REQUIRED);
    tree = percent("5");
    tree->number.numerator = 1;
    tree->number.denominator = 3;
    tree->number.coefficient = INT64_MAX / 4; /* times three leaves 63 bits */
    refuse(tree, TRF_FAULT_NUMBER);
    tree->number.coefficient = 1;
    tree->number.numerator = 60000; /* 60000 / 3 of 10^-18 does, too */
    tree->number.scale = 18;
    refuse(tree, TRF_FAULT_NUMBER);
    tree = percent("5");
    tree->number.scale = 19;
    refuse(tree, TRF_FAULT_PROSE); /* more decimals than a program has */
    tree = percent("5");
    tree->unit = TRF_SLICE("KGM");
    tree->basis = TRF_SLICE("on the case");
    refuse(tree, TRF_FAULT_UNIT);
    tree = leaf(TRF_EXPR_MONEY, "5", "EUR", "");
    tree->basis = TRF_SLICE("on the case");
    refuse(tree, TRF_FAULT_UNIT);
    refuse(leaf(TRF_EXPR_MONEY, "5", "QQQ", ""), TRF_FAULT_MONETARY_UNIT);
    refuse(leaf(TRF_EXPR_UNIT, "", "", "QQQ"), TRF_FAULT_UNIT);
    tree = percent("5");
    tree->id = TRF_SLICE("ZZ");
    refuse(tree, TRF_FAULT_DUTY_EXPRESSION);
    refuse(node(TRF_EXPR_SUM, percent("1"), percent(""), NULL), TRF_FAULT_AMOUNT_REQUIRED);
    refuse(node(TRF_EXPR_AT_MOST, NULL, NULL, NULL), TRF_FAULT_PROSE);
    refuse(node(TRF_EXPR_AT_MOST, percent("1"), NULL, NULL), TRF_FAULT_PROSE);
    refuse(node(TRF_EXPR_AT_LEAST, percent("1"), percent("2"), percent("3")), TRF_FAULT_PROSE);
    refuse(node(TRF_EXPR_AT_LEAST, percent(""), percent("2"), NULL), TRF_FAULT_AMOUNT_REQUIRED);
    refuse(node(TRF_EXPR_AT_LEAST, percent("1"), percent(""), NULL), TRF_FAULT_AMOUNT_REQUIRED);
    refuse(node(TRF_EXPR_CHOICE, NULL, NULL, NULL), TRF_FAULT_PROSE);
    refuse(node(TRF_EXPR_CHOICE, node(TRF_EXPR_CLAIM, NULL, NULL, NULL), NULL, NULL), TRF_FAULT_PROSE);
    refuse(node(TRF_EXPR_CHOICE, node(TRF_EXPR_CLAIM, node(TRF_EXPR_CHOICE, percent("1"), NULL, NULL), NULL, NULL), NULL, NULL),
           TRF_FAULT_PROSE);
    refuse(node(TRF_EXPR_SEASONS, node(TRF_EXPR_SEASON, percent(""), NULL, NULL), NULL, NULL), TRF_FAULT_AMOUNT_REQUIRED);
    refuse(node(TRF_EXPR_SUM, node(TRF_EXPR_CHOICE, percent("1"), NULL, NULL), NULL, NULL), TRF_FAULT_PROSE);
    refuse(node(TRF_EXPR_SLIDING, percent("1"), percent("2"), NULL), TRF_FAULT_PROSE);
    refuse(node(TRF_EXPR_SLIDING, percent("1"), percent(""), NULL), TRF_FAULT_AMOUNT_REQUIRED);
    refuse(node(TRF_EXPR_SLIDING, percent("1"), percent("2"), percent("3")), TRF_FAULT_AMOUNT_REQUIRED); /* of degrees */
    refuse(node(TRF_EXPR_CONDITIONS, NULL, NULL, NULL), TRF_FAULT_PROSE);
    refuse(nested(TRF_EXPR_SUM, TRF_EXPR_DEPTH_MAX + 1), TRF_FAULT_LIMIT);
    tree = trf_expr_new(&arena, TRF_EXPR_REFERENCE);
    tree->text = trf_arena_copy(&arena, trf_slice_of((char[TRF_EXPR_TEXT_MAX]){"x"}, TRF_EXPR_TEXT_MAX));
    refuse(tree, TRF_FAULT_LIMIT);
}
END_TEST

START_TEST(encode__as_deep_and_as_long_as_may_be__fits_and_one_more_does_not)
{
    trf_expr *sum = trf_expr_new(&arena, TRF_EXPR_SUM), *alternatives, **tail = &sum->first;
    trf_code_header header;

    ck_assert_int_eq(trf_expr_encode(nested(TRF_EXPR_AT_MOST, TRF_EXPR_DEPTH_MAX), NULL, &names, &out, NULL), TARIFF_OK);
    /* n terms are 2n - 1 instructions: 512 of them are 1,023, and the 513th is past 1,024. */
    for (unsigned i = 0; i < 512; i++, tail = &(*tail)->next)
        *tail = percent("1");
    trf_buffer_clear(&out);
    ck_assert_int_eq(trf_expr_encode(sum, NULL, &names, &out, NULL), TARIFF_OK);
    header = trf_code_header_load((const uint8_t *)out.data);
    ck_assert_uint_eq(header.count, 1023);
    *tail = percent("1");
    trf_buffer_clear(&out);
    ck_assert_int_eq(trf_expr_encode(sum, NULL, &names, &out, NULL), TARIFF_ELIMIT);
    ck_assert_uint_eq(out.size, 0);
    /* The same limit wherever the last instruction is: a zero before a subtraction, a head, a basis, the end of a list. */
    for (unsigned before = 1020; before <= 1024; before++) {
        alternatives = trf_expr_new(&arena, TRF_EXPR_CHOICE);
        tail = &alternatives->first;
        for (unsigned i = 0; i < before / 2; i++, tail = &(*tail)->next)
            *tail = leaf(TRF_EXPR_FREE, "", "", "");
        *tail = tree_of(TRF_GRAMMAR_US, "5" CENT "/kg on lead content");
        trf_buffer_clear(&out);
        /* Two for each, three for the last, one at the end. */
        ck_assert_int_eq(trf_expr_encode(alternatives, NULL, &names, &out, NULL),
                         before / 2 * 2 + 4 <= TRF_EXPR_STEPS_MAX ? TARIFF_OK : TARIFF_ELIMIT);
    }
}
END_TEST

/* 1,023 instructions, one more, and then whatever there may be as the last. */
START_TEST(encode__whatever_comes_after_1024_instructions__is_too_much)
{
    trf_expr *last[7], *minus = percent("1"), *sum, **tail;

    minus->minus = 1;
    last[0] = leaf(TRF_EXPR_UNIT, "", "", "KGM");
    last[1] = trf_expr_new(&arena, TRF_EXPR_COMPONENT);
    last[1]->id = TRF_SLICE("12");
    last[2] = tree_of(TRF_GRAMMAR_US, "See 9822.05.20");
    last[3] = node(TRF_EXPR_SUM, NULL, NULL, NULL);
    last[4] = node(TRF_EXPR_SUM, minus, NULL, NULL);
    last[5] = tree_of(TRF_GRAMMAR_US, "5" CENT "/kg on lead content");
    last[6] = leaf(TRF_EXPR_FREE, "", "", "");
    for (unsigned k = 0; k < 8; k++) {
        sum = trf_expr_new(&arena, TRF_EXPR_SUM);
        tail = &sum->first;
        for (unsigned i = 0; i < (k < 7 ? 512u : 511u); i++, tail = &(*tail)->next)
            *tail = percent("1");
        if (k < 7) {
            sum = node(TRF_EXPR_AT_MOST, sum, node(TRF_EXPR_AT_MOST, percent("1"), last[k], NULL), NULL);
        } else {
            sum = node(TRF_EXPR_AT_MOST, sum, node(TRF_EXPR_SLIDING, percent("1"), percent("2"), percent("3")), NULL);
            ck_assert(trf_expr_number_read(TRF_SLICE("100"), &sum->first->next->number));
        }
        ck_assert_int_eq(trf_expr_encode(sum, NULL, &names, &out, NULL), TARIFF_ELIMIT);
        ck_assert_uint_eq(out.size, 0);
    }
}
END_TEST

START_TEST(encode__memory_refused_at_every_call__no_memory_and_nothing_kept)
{
    unit_failing state = {0, 0, 0};
    trf_alloc alloc = unit_failing_alloc(&state);
    const trf_expr *tree = tree_of(TRF_GRAMMAR_TARIC, "9.10% MAX 1.00% + 0.90 GBP / 100 kg");
    tariff_status status = TARIFF_ENOMEM;

    for (state.refuse = 1; status != TARIFF_OK && state.refuse < 100; state.refuse++) {
        trf_buffer small;

        state.calls = 0;
        trf_buffer_init(&small, &alloc, 0);
        status = trf_expr_encode(tree, &trf_vocabulary_default, &names, &small, NULL);
        ck_assert(status == TARIFF_OK || status == TARIFF_ENOMEM);
        trf_buffer_done(&small);
        ck_assert_int_eq(state.live, 0);
    }
    ck_assert_int_eq(status, TARIFF_OK);
    ck_assert_uint_ge(state.refuse, 3); /* the encoder's own, and that of the bytes */
}
END_TEST

/* An empty sum is nothing, and one that begins with a subtraction is taken from nothing. */
START_TEST(encode__sums_without_a_first_term__begin_at_zero)
{
    trf_expr *minus = percent("5");
    trf_code_header header;

    ck_assert_int_eq(trf_expr_encode(node(TRF_EXPR_SUM, NULL, NULL, NULL), NULL, &names, &out, NULL), TARIFF_OK);
    header = trf_code_header_load((const uint8_t *)out.data);
    ck_assert_uint_eq(header.count, 1);
    ck_assert_uint_eq(header.flags, TRF_CODE_ZERO);
    ck_assert_uint_eq(trf_code_load((const uint8_t *)out.data + TRF_BYTECODE_INSTRUCTION).op, TRF_CODE_OP_FREE);
    minus->minus = 1;
    trf_buffer_clear(&out);
    ck_assert_int_eq(trf_expr_encode(node(TRF_EXPR_SUM, minus, NULL, NULL), NULL, &names, &out, NULL), TARIFF_OK);
    header = trf_code_header_load((const uint8_t *)out.data);
    ck_assert_uint_eq(header.count, 3);
    ck_assert_uint_eq(header.flags, TRF_CODE_AD_VALOREM);
    ck_assert_uint_eq(trf_code_load((const uint8_t *)out.data + 3 * TRF_BYTECODE_INSTRUCTION).op, TRF_CODE_OP_SUBTRACT);
}
END_TEST

START_TEST(encode__per_cent_of_a_unit_or_a_basis__keeps_what_it_is_of)
{
    trf_expr *retail = percent("5"), *third = percent("33");
    trf_instruction i;

    /* Per cent of the retail price: an amount of money that is declared as a quantity. */
    retail->unit = TRF_SLICE("RET");
    if (trf_vocabulary_unit(&trf_vocabulary_default, retail->unit, TRF_SLICE_EMPTY) == TRF_VOCABULARY_NONE)
        retail->unit = TRF_SLICE("NAR");
    ck_assert_int_eq(trf_expr_encode(retail, NULL, &names, &out, NULL), TARIFF_OK);
    i = trf_code_load((const uint8_t *)out.data + TRF_BYTECODE_INSTRUCTION);
    ck_assert_uint_eq(i.op, TRF_CODE_OP_PERCENT_UNIT);
    ck_assert_uint_eq(i.operand, trf_vocabulary_unit(&trf_vocabulary_default, retail->unit, TRF_SLICE_EMPTY));
    /* 33 1/3 is 100 / 3; 0.5 1/3 is (0.5 × 3 × 10 + 10) / 10 / 3 = 25 / 30. */
    third->number.numerator = 1;
    third->number.denominator = 3;
    trf_buffer_clear(&out);
    ck_assert_int_eq(trf_expr_encode(third, NULL, &names, &out, NULL), TARIFF_OK);
    i = trf_code_load((const uint8_t *)out.data + TRF_BYTECODE_INSTRUCTION);
    ck_assert_int_eq(i.coefficient, 100);
    ck_assert_uint_eq(i.scale, 0);
    ck_assert_uint_eq(i.divisor, 3);
    third->number.coefficient = 5;
    third->number.scale = 1;
    trf_buffer_clear(&out);
    ck_assert_int_eq(trf_expr_encode(third, NULL, &names, &out, NULL), TARIFF_OK);
    i = trf_code_load((const uint8_t *)out.data + TRF_BYTECODE_INSTRUCTION);
    ck_assert_int_eq(i.coefficient, 25);
    ck_assert_uint_eq(i.scale, 1);
    ck_assert_uint_eq(i.divisor, 3);
}
END_TEST

/* ---- programs that no tree gives ---- */
typedef struct bad_program {
    const char *fault; /* NULL: sound */
    uint16_t count;
    trf_instruction code[6];
} bad_program;
#define OP(op)                                                                                                                   \
    {                                                                                                                            \
        TRF_CODE_OP_##op, 0, 0, 0, 0                                                                                             \
    }
#define ON(op, operand)                                                                                                          \
    {                                                                                                                            \
        TRF_CODE_OP_##op, 0, 0, (operand), 0                                                                                     \
    }
#define HEAD(op, length)                                                                                                         \
    {                                                                                                                            \
        TRF_CODE_OP_##op, 0, 0, 1, (length)                                                                                      \
    }
#define PLAIN_MONEY TRF_CODE_MONEY(TRF_CODE_CURRENCY_NONE, TRF_CODE_UNIT_NONE)

/* Texts, units and currencies: four of each. */
static const bad_program bad_programs[] = {
    {NULL, 2, {ON(CONTENT, 3), ON(MONEY, TRF_CODE_MONEY(3, 3))}},
    {"unknown operation", 1, {OP(NONE)}},
    {"unknown operation", 1, {{TRF_CODE_OP_COUNT, 0, 0, 0, 0}}},
    {"too few values", 1, {OP(ADD)}},
    {"too few values", 3, {OP(FREE), OP(FREE), OP(SLIDING)}},
    {"one value", 2, {OP(FREE), OP(FREE)}},
    {"one value", 2, {OP(FREE), ON(CONTENT, 1)}},
    {"content", 2, {ON(CONTENT, 1), OP(FREE)}},
    {"content", 2, {ON(CONTENT, 1), ON(MONEY, PLAIN_MONEY)}},
    {"past the end", 2, {ON(CONTENT, 4), ON(MONEY, TRF_CODE_MONEY(3, 3))}},
    {"past the end", 1, {ON(PERCENT_BASIS, 4)}},
    {"past the end", 1, {ON(COMPONENT, 4)}},
    {"past the end", 1, {ON(PERCENT_UNIT, 4)}},
    {"past the end", 1, {ON(MONEY, TRF_CODE_MONEY(4, 3))}},
    {"past the end", 1, {ON(MONEY, TRF_CODE_MONEY(3, 4))}},
    {"past the end", 1, {ON(NO_DUTY, TRF_CODE_MONEY(TRF_CODE_CURRENCY_NONE, 4))}},
    {"past the end", 1, {ON(REFERENCE, 4)}},
    {"past the end", 1, {{TRF_CODE_OP_REFERENCE, 0, 0, 1, 4}}},
    {"past the end", 1, {{TRF_CODE_OP_REFERENCE, 0, 0, 1, -1}}},
    {"past the end", 3, {{TRF_CODE_OP_CLAIM, 0, 0, 4, 1}, OP(FREE), OP(CHOOSE)}},
    {"too many decimals", 1, {{TRF_CODE_OP_PERCENT, 19, 0, 0, 1}}},
    {"length", 3, {HEAD(CLAIM, 0), OP(FREE), OP(CHOOSE)}},
    {"length", 3, {HEAD(CLAIM, 3), OP(FREE), OP(CHOOSE)}},
    {"length", 3, {HEAD(SEASON, -1), OP(FREE), OP(CHOOSE)}},
    {"length", 4, {OP(FREE), HEAD(CLAIM, 1), OP(FREE), OP(CHOOSE)}},
    {"length", 4, {HEAD(CLAIM, 2), HEAD(CLAIM, 1), OP(FREE), OP(CHOOSE)}},
    {"out of place", 2, {OP(FREE), OP(CHOOSE)}},
    {"out of place", 4, {HEAD(CLAIM, 1), OP(FREE), OP(CHOOSE), OP(FREE)}},
    {"out of place", 4, {HEAD(CLAIM, 3), OP(FREE), OP(CHOOSE), OP(FREE)}},
    {"between alternatives", 4, {HEAD(CLAIM, 1), OP(FREE), OP(FREE), OP(CHOOSE)}},
    {"no value or several", 4, {HEAD(CLAIM, 2), OP(FREE), OP(FREE), OP(CHOOSE)}},
    {"one value", 4, {HEAD(CLAIM, 1), OP(FREE), HEAD(CLAIM, 1), OP(FREE)}},
};

/* Says what a program is, from its header's fields that fit; the check finds what its instructions are. */
static tariff_status check_program(const trf_instruction *code, uint16_t count, trf_buffer *why)
{
    static const trf_code_bounds bounds = {4, 4, 4};
    trf_instruction program[TRF_EXPR_STACK_MAX + 3] = {{TRF_BYTECODE_VERSION, 0, count, 0, 0}};
    tariff_error *error = NULL;
    tariff_status status;

    memcpy(program + 1, code, count * sizeof *code);
    status = trf_expr_check(program, sizeof *program * (count + 1u), &bounds, &error, &trf_alloc_default);
    ck_assert_int_eq(status, TARIFF_EIMAGE); /* the header says that nothing is asked, which no program but one may */
    trf_buffer_clear(why);
    trf_buffer_slice(why, error->message);
    trf_error_free(error);
    return status;
}

START_TEST(check__programs_that_no_tree_gives__are_refused_with_the_reason)
{
    const bad_program *p = &bad_programs[_i];
    const char *expected = p->fault ? p->fault : "header";
    trf_slice message;
    bool found = false;

    check_program(p->code, p->count, &out);
    message = trf_buffer_view(&out);
    for (size_t at = 0; at + strlen(expected) <= message.size; at++)
        found = found || memcmp(message.data + at, expected, strlen(expected)) == 0;
    ck_assert_msg(found, "'%.*s' does not say '%s'", (int)message.size, message.data, expected);
}
END_TEST

START_TEST(check__stack_of_64_values__is_the_most)
{
    trf_instruction code[TRF_EXPR_STACK_MAX + 1];

    for (unsigned i = 0; i <= TRF_EXPR_STACK_MAX; i++)
        code[i] = (trf_instruction)OP(FREE);
    check_program(code, TRF_EXPR_STACK_MAX, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "one value"));
    check_program(code, TRF_EXPR_STACK_MAX + 1, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "too many values"));
}
END_TEST

/* A fault without bounds: the compiler's own programs are over tables that grow. */
START_TEST(check__without_bounds__takes_any_operand)
{
    trf_instruction program[] = {{TRF_BYTECODE_VERSION, 1, 1, TRF_CODE_UNRESOLVED, 0}, {TRF_CODE_OP_REFERENCE, 0, 0, 900, 901}};

    ck_assert_int_eq(trf_expr_check(program, sizeof program, NULL, NULL, &trf_alloc_default), TARIFF_OK);
    program[1].coefficient = -1;
    ck_assert_int_eq(trf_expr_check(program, sizeof program, NULL, NULL, &trf_alloc_default), TARIFF_EIMAGE);
}
END_TEST

/* ---- what components cannot say ---- */
START_TEST(components__trees_that_taric_cannot_say__are_refused)
{
    trf_expr *tree, *many = trf_expr_new(&arena, TRF_EXPR_SUM), **tail = &many->first;
    trf_component *list;
    size_t count;
#define NO_COMPONENTS(tree) ck_assert_int_eq(trf_expr_to_components(&arena, NULL, (tree), &list, &count), TARIFF_NEGATIVE)

    tree = percent("5");
    tree->basis = TRF_SLICE("on the case");
    NO_COMPONENTS(tree);
    NO_COMPONENTS(node(TRF_EXPR_SUM, percent("1"), tree, NULL));
    tree = percent("5");
    tree->number.numerator = 1;
    tree->number.denominator = 2;
    NO_COMPONENTS(tree);
    NO_COMPONENTS(tree_of(TRF_GRAMMAR_US, "Free, under bond"));
    NO_COMPONENTS(tree_of(TRF_GRAMMAR_US, "See 9822.05.20"));
    NO_COMPONENTS(node(TRF_EXPR_AT_MOST, NULL, NULL, NULL));
    NO_COMPONENTS(node(TRF_EXPR_AT_MOST, percent("1"), NULL, NULL));
    /* Sentences nest to the left only. */
    NO_COMPONENTS(node(TRF_EXPR_AT_MOST, percent("1"), node(TRF_EXPR_AT_LEAST, percent("2"), percent("3"), NULL), NULL));
    NO_COMPONENTS(node(TRF_EXPR_AT_MOST, percent("1"), node(TRF_EXPR_AT_MOST, percent("2"), percent("3"), NULL), NULL));
    NO_COMPONENTS(node(TRF_EXPR_AT_MOST, tree, percent("3"), NULL));
    NO_COMPONENTS(nested(TRF_EXPR_SUM, TRF_EXPR_DEPTH_MAX + 1));
    /* TARIC has one MAX that is a limit of the whole, and two after each other have no numbers. */
    NO_COMPONENTS(nested(TRF_EXPR_AT_LEAST, 5));
    for (unsigned i = 0; i <= TRF_EXPR_COMPONENTS_MAX; i++, tail = &(*tail)->next) {
        *tail = percent("1");
        (*tail)->id = TRF_SLICE("01");
    }
    NO_COMPONENTS(many);
    ck_assert_int_eq(trf_expr_to_components(&arena, NULL, NULL, &list, &count), TARIFF_OK);
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(components__of_a_placeholder_without_its_number__keep_what_it_is)
{
    trf_component *list;
    size_t count;
    trf_expr *tree = node(TRF_EXPR_SUM, percent("9"), trf_expr_new(&arena, TRF_EXPR_COMPONENT), NULL);

    tree->first->next->id = TRF_SLICE("14"); /* + EAR */
    ck_assert_int_eq(trf_expr_to_components(&arena, NULL, tree, &list, &count), TARIFF_OK);
    ck_assert_uint_eq(count, 2);
    unit_assert_slice(list[0].id, "01");
    unit_assert_slice(list[1].id, "14");
}
END_TEST

START_TEST(components__twenty_limits__are_the_most)
{
    trf_component list[24];
    trf_expr_fault fault = {0};
    trf_expr *tree = NULL;

    for (unsigned i = 0; i < 24; i++) {
        list[i] = (trf_component){.id = i ? TRF_SLICE("17") : TRF_SLICE("01")};
        ck_assert(trf_expr_number_read(TRF_SLICE("5"), &list[i].amount));
    }
    ck_assert_int_eq(trf_expr_from_components(&arena, NULL, list, 21, TRF_COMPONENTS_AS_GIVEN, &tree, &fault), TARIFF_OK);
    ck_assert_uint_eq(trf_expr_depth(tree), 21);
    ck_assert_uint_le(trf_expr_depth(tree) + 3, TRF_EXPR_DEPTH_MAX); /* with a season around it, and a sum inside */
    ck_assert_int_eq(trf_expr_from_components(&arena, NULL, list, 22, TRF_COMPONENTS_AS_GIVEN, &tree, &fault), TARIFF_NEGATIVE);
    ck_assert_int_eq(fault.kind, TRF_FAULT_LIMIT);
    ck_assert_uint_eq(trf_expr_depth(NULL), 0);
    ck_assert_uint_eq(trf_expr_depth(nested(TRF_EXPR_SUM, TRF_EXPR_DEPTH_MAX + 5)), TRF_EXPR_DEPTH_MAX + 1);
}
END_TEST

/* ---- printing ---- */
static tariff_status print_in(uint32_t grammar, const trf_expr *tree)
{
    trf_buffer_clear(&out);
    return trf_expr_print(tree, NULL, grammar, TRF_STYLE_CANONICAL, &out);
}

START_TEST(print__what_a_notation_cannot_say__is_refused)
{
    trf_expr *tree;

    tree = trf_expr_new(&arena, TRF_EXPR_COMPONENT);
    tree->id = TRF_SLICE("12");
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, tree), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_CONDITION, tree), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, leaf(TRF_EXPR_PERCENT, "5", "", "KGM")), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, leaf(TRF_EXPR_MONEY, "5", "QQQ", "")), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, leaf(TRF_EXPR_MONEY, "5", "USD", "QQQ")), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, leaf(TRF_EXPR_MONEY, "5", "USD", "DTN")), TARIFF_NEGATIVE); /* no such words */
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, leaf(TRF_EXPR_UNIT, "", "", "KGM")), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, node(TRF_EXPR_AT_MOST, percent("1"), percent("2"), NULL)), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, node(TRF_EXPR_SLIDING, percent("1"), percent("2"), NULL)), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, node(TRF_EXPR_SLIDING, percent("1"), NULL, NULL)), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, node(TRF_EXPR_SLIDING, NULL, NULL, NULL)), TARIFF_NEGATIVE);
    tree = leaf(TRF_EXPR_PERCENT, "1", "", "KGM"); /* a per cent of a unit: in no place of a rate that slides */
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, node(TRF_EXPR_SLIDING, tree, percent("2"), percent("3"))), TARIFF_NEGATIVE);
    tree = leaf(TRF_EXPR_PERCENT, "1", "", "KGM");
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, node(TRF_EXPR_SLIDING, percent("2"), tree, percent("3"))), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, node(TRF_EXPR_CLAIM, NULL, NULL, NULL)), TARIFF_NEGATIVE);
    tree = node(TRF_EXPR_CLAIM, leaf(TRF_EXPR_PERCENT, "1", "", "KGM"), NULL, NULL);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, node(TRF_EXPR_CHOICE, tree, NULL, NULL)), TARIFF_NEGATIVE);
    tree = percent("5");
    tree->basis = TRF_SLICE("on the case");
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, tree), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, node(TRF_EXPR_SUM, percent("1"), tree, NULL)), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, node(TRF_EXPR_AT_MOST, NULL, NULL, NULL)), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, node(TRF_EXPR_AT_MOST, percent("1"), NULL, NULL)), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, node(TRF_EXPR_AT_MOST, tree, percent("1"), NULL)), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, node(TRF_EXPR_SLIDING, percent("1"), percent("2"), percent("3"))),
                     TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, tree_of(TRF_GRAMMAR_US, "See 9822.05.20")), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, tree_of(TRF_GRAMMAR_US, "Free (A) 1% (B)")), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, node(TRF_EXPR_CLAIM, percent("1"), NULL, NULL)), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, tree_of(TRF_GRAMMAR_US, "Free, under bond")), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, node((trf_expr_op)99, NULL, NULL, NULL)), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_SEASON, node(TRF_EXPR_SEASON, NULL, NULL, NULL)), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_SEASON, node(TRF_EXPR_SEASON, tree, NULL, NULL)), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, nested(TRF_EXPR_SUM, TRF_EXPR_DEPTH_MAX)), TARIFF_OK);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, nested(TRF_EXPR_SUM, TRF_EXPR_DEPTH_MAX + 1)), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, NULL), TARIFF_OK);
    ck_assert_uint_eq(out.size, 0);
}
END_TEST

START_TEST(print__rare_trees__in_the_words_of_their_notation)
{
    trf_expr *minus = percent("5"), *tree;

    minus->minus = 1;
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, node(TRF_EXPR_SUM, minus, NULL, NULL)), TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&out), "- 5%");
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, leaf(TRF_EXPR_FREE, "", "", "")), TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&out), "NIHIL");
    tree = trf_expr_new(&arena, TRF_EXPR_COMPONENT);
    tree->id = TRF_SLICE("ZZ"); /* a placeholder that these tables do not know shows its number */
    ck_assert_int_eq(print_in(TRF_GRAMMAR_TARIC, tree), TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&out), "ZZ");
    ck_assert_int_eq(print_in(TRF_GRAMMAR_CET, leaf(TRF_EXPR_MONEY, "5", "QQQ", "QQQ")), TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&out), "5 QQQ/QQQ");
    ck_assert_int_eq(print_in(TRF_GRAMMAR_CONDITION, leaf(TRF_EXPR_PERCENT, "5", "", "")), TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&out), "5 %");
    ck_assert_int_eq(print_in(TRF_GRAMMAR_CONDITION, leaf(TRF_EXPR_UNIT, "", "", "KGM")), TARIFF_NEGATIVE);
    ck_assert_int_eq(print_in(TRF_GRAMMAR_CONDITION, node(TRF_EXPR_CONDITIONS, NULL, NULL, NULL)), TARIFF_OK);
    ck_assert_uint_eq(out.size, 0);
    /* A currency without a sign of its own is printed by its code. */
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, leaf(TRF_EXPR_MONEY, "5", "CHF", "")), TARIFF_OK);
    ck_assert(out.size > 1);
}
END_TEST

START_TEST(print__hundredths__that_are_none_are_refused)
{
    trf_expr *tree = leaf(TRF_EXPR_MONEY, "5", "USD", "");

    tree->form = TRF_FORM_CENTS;
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, tree), TARIFF_NEGATIVE); /* 5 is no number of hundredths as it is written */
    tree->number.coefficient = 300;                                    /* 300 dollars are 30,000 cents */
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, tree), TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&out), "30000" CENT);
    tree->number.coefficient = INT64_MAX / 100 * 100;
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, tree), TARIFF_NEGATIVE);
    ck_assert(trf_expr_number_read(TRF_SLICE("0.5"), &tree->number));
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, tree), TARIFF_NEGATIVE);
    /* 0.01 1/300 dollars are 1 1/3 cents; thirds of a dollar are no fraction of a cent that could be written. */
    ck_assert(trf_expr_number_read(TRF_SLICE("0.01"), &tree->number));
    tree->number.numerator = 1;
    tree->number.denominator = 300;
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, tree), TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&out), "1 1/3" CENT);
    tree->number.denominator = 3;
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, tree), TARIFF_NEGATIVE);
    tree->money = TRF_SLICE("CHF"); /* no sign for a hundredth */
    ck_assert_int_eq(print_in(TRF_GRAMMAR_US, tree), TARIFF_NEGATIVE);
}
END_TEST

START_TEST(print__shown_forms__of_what_components_cannot_say)
{
    trf_expr *seasons = tree_of(TRF_GRAMMAR_SEASON, "16.1% (15 JAN - 06 JUL)"), *conditions, *tree;

    ck_assert_int_eq(trf_expr_print(seasons, NULL, TRF_GRAMMAR_SEASON, TRF_STYLE_BASE, &out), TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&out), "16.1% (15 JAN - 06 JUL)");
    trf_buffer_clear(&out);
    ck_assert_int_eq(trf_expr_print(percent("9"), NULL, TRF_GRAMMAR_TARIC, TRF_STYLE_BASE, &out), TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&out), "9.00 %");
    trf_buffer_clear(&out);
    tree = tree_of(TRF_GRAMMAR_US, "4.4" CENT "/kg + 8%");
    ck_assert_int_eq(trf_expr_print(tree, NULL, TRF_GRAMMAR_US, TRF_STYLE_BASE, &out), TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&out), "4.4" CENT "/kg + 8%");
    conditions = tree_of(TRF_GRAMMAR_CONDITION, "28.200 %");
    ck_assert_int_eq(print_in(TRF_GRAMMAR_CONDITION, conditions), TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&out), "28.200 %");
}
END_TEST

/* Two to four decimals, half up; at the ends of what a constant holds. */
START_TEST(print__amounts_at_the_ends__keep_two_decimals)
{
    trf_expr_number n = {-5, 0, 0, 0, 1};
    trf_component list[TRF_EXPR_COMPONENTS_MAX + 1];
    size_t shown = 1;

    trf_amount_print(&n, &out);
    unit_assert_slice(trf_buffer_view(&out), "-5.00");
    trf_buffer_clear(&out);
    n = (trf_expr_number){999999999999999999, 0, 0, 0, 1};
    trf_amount_print(&n, &out);
    unit_assert_slice(trf_buffer_view(&out), "999999999999999999.00");
    trf_buffer_clear(&out);
    n = (trf_expr_number){99999999999999999, 0, 0, 1, 1};
    trf_amount_print(&n, &out);
    unit_assert_slice(trf_buffer_view(&out), "9999999999999999.90");
    trf_buffer_clear(&out);
    n = (trf_expr_number){33, 1, 3, 0, 1}; /* a fraction has no decimals to show */
    trf_amount_print(&n, &out);
    unit_assert_slice(trf_buffer_view(&out), "33 1/3");
    /* No more than the most components there may be. */
    for (size_t i = 0; i <= TRF_EXPR_COMPONENTS_MAX; i++) {
        list[i] = (trf_component){.id = TRF_SLICE("01")};
        ck_assert(trf_expr_number_read(TRF_SLICE("5"), &list[i].amount));
    }
    trf_buffer_clear(&out);
    trf_components_print(list, TRF_EXPR_COMPONENTS_MAX + 1, NULL, 0, TRF_STYLE_VERBOSE, &out);
    for (size_t i = 0; i < out.size; i++)
        shown += out.data[i] == ' ';
    ck_assert_uint_eq(shown, TRF_EXPR_COMPONENTS_MAX);
}
END_TEST

START_TEST(print__words_that_the_tables_lack__show_their_codes)
{
    trf_component pair = {
        .id = TRF_SLICE("01"), .money = TRF_SLICE("QQQ"), .unit = TRF_SLICE("QQQ"), .qualifier = TRF_SLICE("Q")};
    trf_component discount = {.money = TRF_SLICE("QQQ")};

    ck_assert(trf_expr_number_read(TRF_SLICE("5"), &pair.amount));
    trf_components_print(&pair, 1, NULL, 0, TRF_STYLE_VERBOSE, &out);
    unit_assert_slice(trf_buffer_view(&out), "5.00 QQQ / QQQ / Q");
    trf_buffer_clear(&out);
    pair.unit = TRF_SLICE("NAR");
    pair.qualifier = TRF_SLICE("E"); /* a pair that is none, of words that are known each */
    trf_components_print(&pair, 1, NULL, 0, TRF_STYLE_BASE, &out);
    unit_assert_slice(trf_buffer_view(&out), "5.00 QQQ / p/st / net eda");
    trf_buffer_clear(&out);
    trf_component_print_discount(&discount, NULL, &out);
    unit_assert_slice(trf_buffer_view(&out), "(QQQ - SPR discount) / vol% / hl");
}
END_TEST

/* ---- constants ---- */
START_TEST(number__texts_that_are_none__are_refused)
{
    static const char *const none[] = {"",   ".",  ".5", "5.",  "5..1", "5.1.2",
                                       "-5", "+5", "5a", "5,1", " 5",   "1234567890123456789"};
    trf_expr_number n = {77, 0, 0, 0, 1};

    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        ck_assert(!trf_expr_number_read(trf_slice_text(none[i]), &n));
        ck_assert_int_eq(n.coefficient, 77);
    }
    ck_assert(trf_expr_number_read(TRF_SLICE("123456789012345.678"), &n));
    ck_assert_uint_eq(n.scale, 3);
    n.coefficient = -n.coefficient;
    trf_expr_number_print(&n, &out);
    unit_assert_slice(trf_buffer_view(&out), "-123456789012345.678");
    trf_buffer_clear(&out);
    n = (trf_expr_number){0, 1, 3, 0, 1};
    trf_expr_number_print(&n, &out);
    unit_assert_slice(trf_buffer_view(&out), "1/3");
}
END_TEST

START_TEST(number__same_value_otherwise_written__is_equal)
{
    static const trf_expr_number five = {5, 0, 0, 0, 1}, more = {500, 0, 0, 2, 1}, six = {6, 0, 0, 0, 1}, half = {5, 0, 0, 1, 1},
                                 unknown = {0, 0, 0, 0, 0}, third = {5, 1, 3, 0, 1}, sixths = {5, 2, 6, 0, 1},
                                 none_of = {5, 0, 4, 0, 1};

    ck_assert_int_eq(trf_expr_number_compare(&five, &more), 0);
    ck_assert_int_eq(trf_expr_number_compare(&more, &five), 0);
    ck_assert_int_ne(trf_expr_number_compare(&five, &six), 0);
    ck_assert_int_ne(trf_expr_number_compare(&five, &half), 0);
    ck_assert_int_ne(trf_expr_number_compare(&five, &unknown), 0);
    ck_assert_int_ne(trf_expr_number_compare(&five, &third), 0);
    ck_assert_int_ne(trf_expr_number_compare(&five, &none_of), 0);
    ck_assert_int_eq(trf_expr_number_compare(&third, &sixths), 0);
}
END_TEST

/* 33 1/3 per cent, three times, are 100. */
START_TEST(number__with_a_fraction__is_exact)
{
    trf_numbers *pool = trf_numbers_new(&trf_alloc_default);
    trf_expr_number third = {33, 1, 3, 0, 1}, half = {5, 0, 0, 1, 1}, wrong = {1, 1, 0, 0, 1};
    trf_number value;

    ck_assert_int_eq(trf_expr_number_value(pool, &third, &value), TARIFF_OK);
    ck_assert_int_eq(trf_number_multiply(pool, value, trf_number_of(3), &value), TARIFF_OK);
    ck_assert_int_eq(trf_number_compare(pool, value, trf_number_of(100)), 0);
    ck_assert_int_eq(trf_expr_number_value(pool, &half, &value), TARIFF_OK);
    ck_assert_int_eq(trf_number_compare(pool, value, trf_number_scaled(5, 1)), 0);
    ck_assert_int_eq(trf_expr_number_value(pool, &wrong, &value), TARIFF_OK); /* no denominator: no fraction */
    ck_assert_int_eq(trf_number_compare(pool, value, trf_number_of(1)), 0);
    trf_numbers_free(pool);
}
END_TEST

/* ---- equality ---- */
START_TEST(equal__any_member_that_means_something__makes_the_difference)
{
    trf_expr *a = trf_expr_copy(&arena, tree_of(TRF_GRAMMAR_US, "Free (A) 3.1% on the case + 2" CENT "/jewel (JO)")), *b;
#define DIFFERS(change)                                                                                                          \
    do {                                                                                                                         \
        b = trf_expr_copy(&arena, a);                                                                                            \
        ck_assert(trf_expr_equal(a, b));                                                                                         \
        change;                                                                                                                  \
        ck_assert(!trf_expr_equal(a, b));                                                                                        \
        ck_assert(!trf_expr_equal(b, a));                                                                                        \
    } while (0)

    DIFFERS(b->op = TRF_EXPR_SEASONS);
    DIFFERS(b->minus = 1);
    DIFFERS(b->reference = 1);
    DIFFERS(b->number.known = 1);
    DIFFERS(b->money = TRF_SLICE("EUR"));
    DIFFERS(b->unit = TRF_SLICE("KGM"));
    DIFFERS(b->qualifier = TRF_SLICE("E"));
    DIFFERS(b->basis = TRF_SLICE("on it"));
    DIFFERS(b->codes = TRF_SLICE("A"));
    DIFFERS(b->text = TRF_SLICE("words"));
    DIFFERS(b->season.to_day = 3);
    DIFFERS(b->first = NULL);
    DIFFERS(b->first->next = NULL);
    DIFFERS(b->first->next->next = percent("1"));
    b = trf_expr_copy(&arena, a);
    b->form = TRF_FORM_EACH; /* how it was spelt and where it stood is not what it means; nor are the numbers of plus signs */
    b->position = 99;
    b->id = TRF_SLICE("19");
    ck_assert(trf_expr_equal(a, b));
    a->op = b->op = TRF_EXPR_COMPONENT; /* but the number of a placeholder says which it is */
    ck_assert(!trf_expr_equal(a, b));
    a->op = b->op = TRF_EXPR_CONDITION; /* and that of an action what is done */
    ck_assert(!trf_expr_equal(a, b));
    ck_assert(trf_expr_equal(NULL, NULL));
    ck_assert(!trf_expr_equal(a, NULL));
    ck_assert(!trf_expr_equal(NULL, a));
    /* Deeper than any tree may be: not compared, so not equal. */
    a = nested(TRF_EXPR_SUM, TRF_EXPR_DEPTH_MAX + 1);
    ck_assert(!trf_expr_equal(a, a));
    ck_assert_ptr_null(trf_expr_copy(&arena, a));
}
END_TEST

/* ---- texts at the edges of the notations ---- */
static const struct edge_text {
    uint32_t grammar;
    unsigned flags;
    const char *text;
    int kind; /* trf_expr_fault_kind; NONE: read, `canonical` */
    const char *canonical;
} edge_texts[] = {
    {99, 0, "5%", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_NONE, 0, "5%", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_CET, 0, "", TRF_FAULT_NONE, ""},
    {TRF_GRAMMAR_CET, 0, " \t\r\n", TRF_FAULT_NONE, ""},
    {TRF_GRAMMAR_US, 0, "", TRF_FAULT_NONE, ""},
    {TRF_GRAMMAR_CONDITION, 0, " ", TRF_FAULT_NONE, ""},
    {TRF_GRAMMAR_SEASON, 0, "", TRF_FAULT_NONE, ""},
    /* Blanks of every kind: no-break, thin, narrow; other signs of three bytes are none. */
    {TRF_GRAMMAR_TARIC, 0,
     "9\xc2\xa0%\xe2\x80\x89+\xe2\x80\xaf"
     "1 %",
     TRF_FAULT_NONE, "9% + 1%"},
    {TRF_GRAMMAR_TARIC, 0, "9 %\xe2\x80\x94 1 %", TRF_FAULT_DUTY_EXPRESSION, NULL},
    {TRF_GRAMMAR_TARIC, 0, "9 %\xe2\x80\x7f", TRF_FAULT_DUTY_EXPRESSION, NULL},
    {TRF_GRAMMAR_TARIC, 0, "9 %\xe2\x82\xac", TRF_FAULT_DUTY_EXPRESSION, NULL},
    {TRF_GRAMMAR_TARIC, 0, "9 %\xc2", TRF_FAULT_DUTY_EXPRESSION, NULL},
    {TRF_GRAMMAR_TARIC, 0, "9 %\xe2\x80", TRF_FAULT_DUTY_EXPRESSION, NULL},
    /* A comma parts thousands only before three digits. */
    {TRF_GRAMMAR_TARIC, 0, "1,234%", TRF_FAULT_NONE, "1234%"},
    {TRF_GRAMMAR_TARIC, 0, "1,234,567%", TRF_FAULT_NONE, "1234567%"},
    {TRF_GRAMMAR_TARIC, 0, "1,23%", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_TARIC, 0, "1,2345%", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_TARIC, 0, "1,a34%", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_TARIC, 0, "1,2a4%", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_TARIC, 0, "1.%", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_TARIC, 0, "1234567890123456789012345678901234567890%", TRF_FAULT_NUMBER, NULL},
    {TRF_GRAMMAR_TARIC, 0, "123456789012345678901234.5%", TRF_FAULT_NUMBER, NULL},
    {TRF_GRAMMAR_TARIC, 0, "0.123456789012345678901234567890%", TRF_FAULT_NUMBER, NULL},
    /* A word must not go on. */
    {TRF_GRAMMAR_TARIC, 0, "9 % MAXI 3 %", TRF_FAULT_DUTY_EXPRESSION, NULL},
    {TRF_GRAMMAR_TARIC, 0, "1 EURO", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_TARIC, 0, "1 EUR / kgs", TRF_FAULT_UNIT, NULL},
    {TRF_GRAMMAR_TARIC, 0, "9 % MAX3 %", TRF_FAULT_DUTY_EXPRESSION, NULL},
    {TRF_GRAMMAR_TARIC, 0, "9 % MAX", TRF_FAULT_AMOUNT_REQUIRED, NULL},
    {TRF_GRAMMAR_TARIC, 0, "9 % MAX kg", TRF_FAULT_DUTY_EXPRESSION, NULL},
    {TRF_GRAMMAR_TARIC, 0, "NIHIL / kg", TRF_FAULT_APPLICABILITY, NULL},
    {TRF_GRAMMAR_TARIC, 0, "NIHIL / foo", TRF_FAULT_UNIT, NULL},
    {TRF_GRAMMAR_TARIC, 0, "9 % CIF", TRF_FAULT_NONE, NULL},
    {TRF_GRAMMAR_TARIC, 0, "9 % - 3 % CIF", TRF_FAULT_NONE, "9% - 3% CIF"},
    {TRF_GRAMMAR_TARIC, 0, "9 % + 3 % CIF", TRF_FAULT_DUTY_EXPRESSION, NULL},
    {TRF_GRAMMAR_TARIC, 0, "1 EUR / 100 kg/net eda / net eda", TRF_FAULT_QUALIFIER, NULL},
    {TRF_GRAMMAR_TARIC, 0, "1 EUR / 100 kg MAX 2 EUR / kg", TRF_FAULT_NONE, "1 EUR / 100 kg MAX 2 EUR / kg"},
    {TRF_GRAMMAR_TARIC, 0, "1 EUR / 100 kg @", TRF_FAULT_DUTY_EXPRESSION, NULL},
    {TRF_GRAMMAR_CET, 0, "NIHIL", TRF_FAULT_NONE, "NIHIL"},
    {TRF_GRAMMAR_CET, 0, "5%  MIN 2% MIN 3%", TRF_FAULT_ORDER, NULL},
    {TRF_GRAMMAR_CET, 0, "9% + EA + EA", TRF_FAULT_ORDER, NULL},
    {TRF_GRAMMAR_CET, 0, "9% - 3%", TRF_FAULT_NONE, "9% - 3%"},
    {TRF_GRAMMAR_CET, 0, "9% +", TRF_FAULT_AMOUNT_REQUIRED, NULL},
    {TRF_GRAMMAR_CET, 0, "9% ()", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CET, 0, "9% (", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CET, 0, "9% (@)", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CET, 0, "9% [", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CET, 0, "9% (jan)", TRF_FAULT_NONE, "9% (JAN)"},
    {TRF_GRAMMAR_CET, 0, "9% (JAN-)", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CET, 0, "9% (JAN", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CET, 0, "9% (JAN) 8% (FEB)", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CET, 0, "9% (JAN), 8%", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CET, 0, "9% (JAN), x", TRF_FAULT_AMOUNT_REQUIRED, NULL},
    {TRF_GRAMMAR_CET, 0, "9% (JAN),", TRF_FAULT_NONE, "9% (JAN)"},
    {TRF_GRAMMAR_SEASON, 0, "x (15 JAN - 06 JUL)", TRF_FAULT_AMOUNT_REQUIRED, NULL},
    {TRF_GRAMMAR_SEASON, 0, "1% (0 JAN - 06 JUL)", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_SEASON, 0, "1% (1.5 JAN - 06 JUL)", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_SEASON, 0, "1% (32 JAN - 06 JUL)", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_SEASON, 0, "1% (15 XXX - 06 JUL)", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_SEASON, 0, "1% (15 JAN + 06 JUL)", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_SEASON, 0, "1% (15 JAN - JUL)", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_SEASON, 0, "1% (15 JAN - 31 JUN)", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_SEASON, 0, "1% (15 JAN - 06 JUL", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_SEASON, 0, "1% (15 JAN - 29 FEB)", TRF_FAULT_NONE, "1% (15 JAN - 29 FEB)"},
    {TRF_GRAMMAR_SEASON, 0, "1% (15 JAN - 06 JUL) 2%", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A (01)", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A 01:", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A (1):", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A (01:", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: ABC (01):", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A cert: D018 (01):", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A cert: d-018 (01):", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A (01):", TRF_FAULT_NONE, "Cond: A (01):"},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A (01): 5", TRF_FAULT_NONE, "Cond: A (01):5 %"},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A (01): 5 eur", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A (01): 5 EUR dtn", TRF_FAULT_UNIT, NULL},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A (01): 5 EUR DTN e", TRF_FAULT_QUALIFIER, NULL},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A (01): 5 EUR DTN E F", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A (01): -", TRF_FAULT_AMOUNT_REQUIRED, NULL},
    {TRF_GRAMMAR_CONDITION, 0, "Cond: A (01):; B (07):", TRF_FAULT_NONE, "Cond: A (01):; B (07):"},
    {TRF_GRAMMAR_CONDITION, 0, "NIHIL", TRF_FAULT_NONE, "NIHIL"},
    {TRF_GRAMMAR_US, 0, "33 1/3", TRF_FAULT_MONETARY_UNIT, NULL},
    /* Fractions that are none: wholes, decimals, more than 64 parts. */
    {TRF_GRAMMAR_US, 0, "33 4/3%", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_US, 0, "33 0/3%", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_US, 0, "33 1.5/3%", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_US, 0, "33 1/3.5%", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_US, 0, "33 1/65%", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_US, 0, "33 1000/1001%", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_US, 0, "33 1/x%", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_US, 0, "33 1%", TRF_FAULT_MONETARY_UNIT, NULL},
    {TRF_GRAMMAR_US, 0, "33 1/64%", TRF_FAULT_NONE, NULL},
    {TRF_GRAMMAR_US, 0, "5 per cent", TRF_FAULT_NONE, "5%"},
    {TRF_GRAMMAR_US, 0, "1 cent/kg", TRF_FAULT_NONE, "1" CENT "/kg"},
    {TRF_GRAMMAR_US, 0, "0.12345678901234567" CENT "/kg", TRF_FAULT_NUMBER, NULL},
    {TRF_GRAMMAR_US, 0, "5% -", TRF_FAULT_AMOUNT_REQUIRED, NULL},
    {TRF_GRAMMAR_US, 0, "5% - 1%", TRF_FAULT_NONE, "5% minus 1%"},
    {TRF_GRAMMAR_US, 0, "5% plus 1%", TRF_FAULT_NONE, "5% + 1%"},
    {TRF_GRAMMAR_US, 0, "5% less", TRF_FAULT_AMOUNT_REQUIRED, NULL},
    {TRF_GRAMMAR_US, 0, "5% less 1% for each pound", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_US, 0, "5% less 1% for each degree under x", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_US, 0, "5% less 1% for each degree under 100 degrees but not less than 1%", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_US, 0, "5% less 1% for each degree under 100 degrees (and fractions of a degree in proportion)", TRF_FAULT_PROSE,
     NULL},
    {TRF_GRAMMAR_US, 0, "5% less 1% for each degree under 100 degrees (and fractions of a degree in proportion) but not less 2%",
     TRF_FAULT_NONE, NULL}, /* as one line of the schedule has it */
    {TRF_GRAMMAR_US, 0,
     "5% less 1% for each degree under 100 degrees (and fractions of a degree in proportion) but not less than x",
     TRF_FAULT_AMOUNT_REQUIRED, NULL},
    {TRF_GRAMMAR_US, 0, "$1/10005", TRF_FAULT_UNIT, NULL},
    {TRF_GRAMMAR_US, 0, "5% ()", TRF_FAULT_PROGRAMME_LIST, NULL},
    {TRF_GRAMMAR_US, 0, "5% (a)", TRF_FAULT_PROGRAMME_LIST, NULL},
    {TRF_GRAMMAR_US, 0, "5% (ABC)", TRF_FAULT_PROGRAMME_LIST, NULL},
    {TRF_GRAMMAR_US, 0, "5% (A;B)", TRF_FAULT_PROGRAMME_LIST, NULL},
    {TRF_GRAMMAR_US, 0, "5% (A", TRF_FAULT_PROGRAMME_LIST, NULL},
    {TRF_GRAMMAR_US, 0, "Free (A*,B#)", TRF_FAULT_NONE, "Free (A*,B#)"},
    {TRF_GRAMMAR_US, 0, "Free (A) 5%", TRF_FAULT_PROGRAMME_LIST, NULL},
    {TRF_GRAMMAR_US, 0, "Free (A) 5% for each other article", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_US, 0, "See 9822.05.20,", TRF_FAULT_TRAILING, NULL},
    {TRF_GRAMMAR_US, 0, "See 9822.05.20 and 9822.05.30", TRF_FAULT_NONE, NULL},
    {TRF_GRAMMAR_US, 0, "See the schedule", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_US, 0, "See 98.22", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_US, 0, "See", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_US, 0, "Free (See note", TRF_FAULT_NONE, NULL},
    {TRF_GRAMMAR_US, 0, "A duty that others paid", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_US, 0, "The rate applicable to the juice", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_US, 0, "The rate applicable to the juice in heading x", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_US, 0, "The duty rate provided for originating goods of Canada", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_US, 0, "The duty rate provided for originating goods of Canada in such subheading", TRF_FAULT_NONE, NULL},
    {TRF_GRAMMAR_US, 0, "A duty upon the value of the repairs less parts (A)", TRF_FAULT_NONE, NULL},
    {TRF_GRAMMAR_US, 0, "A duty upon the full value of the article + 1%", TRF_FAULT_NONE, NULL},
    {TRF_GRAMMAR_US, 0, "5% on the case; 2% on it", TRF_FAULT_PROSE, NULL},
    {TRF_GRAMMAR_US, 0, "5% on their value", TRF_FAULT_NONE, NULL},
    {TRF_GRAMMAR_US, 0, "5% on these", TRF_FAULT_NONE, NULL},
    {TRF_GRAMMAR_US, 0, "5% on the", TRF_FAULT_NONE, NULL},
    {TRF_GRAMMAR_US, 0, "5%- on", TRF_FAULT_AMOUNT_REQUIRED, NULL},
    {TRF_GRAMMAR_US, 0, "no additional duty", TRF_FAULT_NONE, "No additional duty"},
    {TRF_GRAMMAR_US, 0, "Free, and", TRF_FAULT_NONE, NULL},
    {TRF_GRAMMAR_US, 0, "Free and easy", TRF_FAULT_TRAILING, NULL},
};

START_TEST(read__text_at_the_edge_of_its_notation__is_read_or_names_its_fault)
{
    const struct edge_text *t = &edge_texts[_i];
    trf_expr_reading reading;
    tariff_status status = read_text(t->grammar, t->flags, t->text, &reading);

    ck_assert_msg(status == (t->kind == TRF_FAULT_NONE ? TARIFF_OK : TARIFF_NEGATIVE) && reading.fault.kind == t->kind,
                  "'%s': status %d, fault %u %.*s at %u, '%.*s'", t->text, status, reading.fault.kind,
                  (int)reading.fault.text.size, reading.fault.text.data ? reading.fault.text.data : "", reading.fault.position,
                  (int)reading.canonical.size, reading.canonical.data ? reading.canonical.data : "");
    if (t->canonical)
        unit_assert_slice(reading.canonical, t->canonical);
    if (status != TARIFF_OK)
        ck_assert(reading.fault.text.size > 0 && reading.tree == NULL);
}
END_TEST

START_TEST(read__lists_of_64__are_the_most)
{
    static const struct {
        uint32_t grammar;
        const char *item;
    } lists[] = {{TRF_GRAMMAR_CET, "1% (JAN),"},
                 {TRF_GRAMMAR_SEASON, "1% (1 JAN - 2 FEB);"},
                 {TRF_GRAMMAR_CONDITION, "A (01):1 %;"},
                 {TRF_GRAMMAR_US, "1% (A) "}};
    trf_expr_reading reading;

    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        trf_buffer_clear(&out);
        for (unsigned i = 1; i < TRF_EXPR_COMPONENTS_MAX; i++)
            trf_buffer_text(&out, lists[l].item);
        trf_buffer_char(&out, 0);
        ck_assert_int_eq(read_text(lists[l].grammar, 0, out.data, &reading), TARIFF_OK);
        out.size--;
        trf_buffer_text(&out, lists[l].item);
        trf_buffer_char(&out, 0);
        ck_assert_int_eq(read_text(lists[l].grammar, 0, out.data, &reading), TARIFF_NEGATIVE);
        ck_assert_int_eq(reading.fault.kind, TRF_FAULT_LIMIT);
    }
}
END_TEST

/* What counts as parsed reads back from its print, and the print has every word of the text. Own tables can break both. */
START_TEST(read__print_that_loses_something__is_unresolved)
{
    trf_vocabulary_builder *builder = trf_vocabulary_builder_new(&trf_alloc_default);
    trf_unit wine = {.code = TRF_SLICE("WIN"), .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    trf_unit beer = {.code = TRF_SLICE("BER"), .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    trf_currency pound = {.code = TRF_SLICE("GBP"),
                          .symbol = TRF_SLICE("\xc2\xa3"),
                          .minor_symbol = TRF_SLICE("p"),
                          .minor_name = TRF_SLICE("pence"),
                          .from = TRF_DATE_NONE,
                          .to = TRF_DATE_OPEN};
    trf_expr_reader reader = {NULL, &arena, TRF_GRAMMAR_US, 0, TRF_DATE_NONE};
    trf_expr_reading reading;

    /* A barrel is one of wine; a cask is one of beer, but is printed as a barrel. */
    ck_assert(trf_vocabulary_add_unit(builder, &wine, NULL) && trf_vocabulary_add_unit(builder, &beer, NULL) &&
              trf_vocabulary_add_name(builder, TRF_SLICE("barrel"), 0, TRF_NOTATION_US | TRF_NOTATION_PRINTED) &&
              trf_vocabulary_add_name(builder, TRF_SLICE("cask"), 1, TRF_NOTATION_US) &&
              trf_vocabulary_add_name(builder, TRF_SLICE("barrel"), 1, TRF_NOTATION_US | TRF_NOTATION_PRINTED) &&
              trf_vocabulary_add_currency(builder, &pound, NULL));
    reader.vocabulary = trf_vocabulary_seal(builder);
    ck_assert_ptr_nonnull(reader.vocabulary);
    ck_assert_int_eq(trf_expr_read(&reader, TRF_SLICE("5p/barrel"), &reading), TARIFF_OK);
    unit_assert_slice(reading.tree->unit, "WIN");
    ck_assert_int_eq(trf_expr_read(&reader, TRF_SLICE("5p/cask"), &reading), TARIFF_NEGATIVE);
    ck_assert_int_eq(reading.fault.kind, TRF_FAULT_PROSE);
    ck_assert_ptr_null(reading.tree);
    ck_assert_uint_eq(reading.canonical.size, 0);
    ck_assert_int_eq(trf_expr_read(&reader, TRF_SLICE("5 pence"), &reading), TARIFF_NEGATIVE);
    ck_assert_int_eq(reading.fault.kind, TRF_FAULT_TRAILING);
    ck_assert_ptr_null(reading.tree);
    trf_vocabulary_builder_free(builder);
}
END_TEST

START_TEST(vocabulary__memory_refused_at_every_call__no_tables_and_nothing_kept)
{
    unit_failing state = {0, 0, 0};
    trf_alloc alloc = unit_failing_alloc(&state);
    trf_unit unit = {.code = TRF_SLICE("KGM"), .abbreviation = TRF_SLICE("kg"), .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    trf_qualifier qualifier = {.code = TRF_SLICE("E"), .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    trf_currency currency = {.code = TRF_SLICE("EUR"), .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    trf_duty_expression_entry entry = {.id = TRF_SLICE("01"), .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    const trf_vocabulary *sealed = NULL;

    for (state.refuse = 1; !sealed && state.refuse < 100; state.refuse++) {
        trf_vocabulary_builder *builder;
        uint32_t index = 99;

        state.calls = 0;
        builder = trf_vocabulary_builder_new(&alloc);
        if (builder && trf_vocabulary_add_unit(builder, &unit, &index) && index == 0 &&
            trf_vocabulary_add_name(builder, TRF_SLICE("kilo"), 0, TRF_NOTATION_US) &&
            trf_vocabulary_add_unit(builder, &unit, NULL) && trf_vocabulary_add_qualifier(builder, &qualifier) &&
            trf_vocabulary_add_currency(builder, &currency, &index) && trf_vocabulary_add_duty_expression(builder, &entry))
            sealed = trf_vocabulary_seal(builder);
        if (sealed) /* of two entries of one unit the first counts; the one without a name got its abbreviation */
            ck_assert(trf_vocabulary_unit(sealed, TRF_SLICE("KGM"), TRF_SLICE_EMPTY) == 0 && sealed->name_count == 2);
        trf_vocabulary_builder_free(builder);
        ck_assert_int_eq(state.live, 0);
    }
    ck_assert_ptr_nonnull(sealed);
    ck_assert_uint_gt(state.refuse, 6); /* the builder, five tables, the slots */
}
END_TEST

/* Quantities that are asked in parts, or in another unit; groups of units that convert. */
START_TEST(vocabulary__seal__links_units_with_each_other)
{
    trf_vocabulary_builder *builder = trf_vocabulary_builder_new(&trf_alloc_default);
    trf_unit litre = {.code = TRF_SLICE("LTR"), .dimensions = TRF_SLICE("volume"), .factor = trf_number_scaled(1, 3)};
    trf_unit hecto = {.code = TRF_SLICE("HLT"), .dimensions = TRF_SLICE("volume"), .factor = trf_number_scaled(1, 1)};
    trf_unit drained = {
        .code = TRF_SLICE("LTR"), .qualifier = TRF_SLICE("E"), .dimensions = TRF_SLICE("volume"), .factor = trf_number_of(1)};
    trf_unit strength = {.code = TRF_SLICE("ASV"), .compound_of = TRF_SLICE(" VOL  HLT LTR HLT")};
    trf_unit piece = {.code = TRF_SLICE("NAR"), .dimensions = TRF_SLICE("item")};
    trf_unit dozen = {.code = TRF_SLICE("DZN"), .asked_in = TRF_SLICE("NAR"), .multiplier = trf_number_of(12)};
    const trf_vocabulary *sealed;

    ck_assert(trf_vocabulary_add_unit(builder, &litre, NULL) && trf_vocabulary_add_unit(builder, &hecto, NULL) &&
              trf_vocabulary_add_unit(builder, &drained, NULL) && trf_vocabulary_add_unit(builder, &strength, NULL) &&
              trf_vocabulary_add_unit(builder, &piece, NULL) && trf_vocabulary_add_unit(builder, &dozen, NULL));
    sealed = trf_vocabulary_seal(builder);
    ck_assert_ptr_nonnull(sealed);
    ck_assert_uint_eq(sealed->units[0].group, sealed->units[1].group);
    ck_assert_uint_ne(sealed->units[0].group, sealed->units[2].group); /* what is drained is not what is not */
    ck_assert_uint_eq(sealed->units[4].group, 0);                      /* no factor, no conversion */
    ck_assert_uint_eq(sealed->units[3].asked, TRF_VOCABULARY_NONE);
    ck_assert_uint_eq(sealed->units[3].parts[0], TRF_VOCABULARY_NONE); /* a part that is not known stays one */
    ck_assert_uint_eq(sealed->units[3].parts[1], 1);
    ck_assert_uint_eq(sealed->units[3].parts[2], 0); /* three at most */
    ck_assert_uint_eq(sealed->units[5].asked, 4);
    ck_assert_int_eq((int)sealed->units[5].multiplier.coefficient, 12);
    ck_assert_int_eq((int)sealed->units[4].multiplier.coefficient, 1);
    ck_assert_uint_eq(sealed->units[4].asked, 4);
    trf_vocabulary_builder_free(builder);
    trf_vocabulary_builder_free(NULL);
}
END_TEST

/* Own tables with a hundred plus signs: the components of a measure are bounded all the same. */
START_TEST(read__own_tables_with_many_signs__64_components_are_the_most)
{
    static const uint32_t grammars[] = {TRF_GRAMMAR_TARIC, TRF_GRAMMAR_CET};
    trf_vocabulary_builder *builder = trf_vocabulary_builder_new(&trf_alloc_default);
    static char ids[100][4];
    trf_expr_reader reader = {NULL, &arena, 0, TRF_READ_BARE_PERCENT, TRF_DATE_NONE};
    trf_expr_reading reading;

    for (unsigned i = 0; i < 100; i++) {
        trf_duty_expression_entry entry = {.abbreviation = i ? TRF_SLICE("+") : TRF_SLICE_EMPTY,
                                           .meaning = i ? TRF_MEANING_PLUS : TRF_MEANING_AMOUNT,
                                           .amount = TRF_MANDATORY,
                                           .from = TRF_DATE_NONE,
                                           .to = TRF_DATE_OPEN};

        snprintf(ids[i], sizeof ids[i], "%03u", i);
        entry.id = trf_slice_text(ids[i]);
        ck_assert(trf_vocabulary_add_duty_expression(builder, &entry));
    }
    reader.vocabulary = trf_vocabulary_seal(builder);
    ck_assert_ptr_nonnull(reader.vocabulary);
    for (unsigned g = 0; g < 2; g++) {
        reader.grammar = grammars[g];
        trf_buffer_clear(&out);
        trf_buffer_text(&out, "1%");
        for (unsigned i = 1; i < TRF_EXPR_COMPONENTS_MAX; i++)
            trf_buffer_text(&out, " + 1%");
        ck_assert_int_eq(trf_expr_read(&reader, trf_buffer_view(&out), &reading), TARIFF_OK);
        trf_buffer_text(&out, " + 1%");
        ck_assert_int_eq(trf_expr_read(&reader, trf_buffer_view(&out), &reading), TARIFF_NEGATIVE);
        ck_assert_int_eq(reading.fault.kind, TRF_FAULT_LIMIT);
    }
    trf_vocabulary_builder_free(builder);
}
END_TEST

/* Words are those of the date: of a duty expression, a qualifier, a unit. */
START_TEST(read__words_not_yet_in_force__are_not_known)
{
    trf_vocabulary_builder *builder = trf_vocabulary_builder_new(&trf_alloc_default);
    trf_date day = trf_date_of(2020, 1, 1), before = trf_date_of(2019, 12, 31);
    trf_duty_expression_entry first = {
        .id = TRF_SLICE("01"), .meaning = TRF_MEANING_AMOUNT, .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    trf_duty_expression_entry plus = {
        .id = TRF_SLICE("04"), .abbreviation = TRF_SLICE("+"), .meaning = TRF_MEANING_PLUS, .to = TRF_DATE_OPEN};
    trf_unit hundred = {
        .code = TRF_SLICE("DTN"), .abbreviation = TRF_SLICE("100 kg"), .to = TRF_DATE_OPEN, .from = TRF_DATE_NONE};
    trf_unit pair = {.code = TRF_SLICE("DTN"), .qualifier = TRF_SLICE("E"), .to = TRF_DATE_OPEN, .from = TRF_DATE_NONE};
    trf_unit piece = {.code = TRF_SLICE("NAR"), .abbreviation = TRF_SLICE("p/st"), .to = TRF_DATE_OPEN};
    trf_qualifier drained = {.code = TRF_SLICE("E"),
                             .abbreviation = TRF_SLICE("net eda"),
                             .aliases = TRF_SLICE("eda|drained net weight"),
                             .to = TRF_DATE_OPEN};
    trf_qualifier nameless = {.code = TRF_SLICE("F"), .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    trf_duty_expression_entry alone = {
        .id = TRF_SLICE("99"), .meaning = TRF_MEANING_UNIT, .amount = TRF_NOT_PERMITTED, .to = TRF_DATE_OPEN};
    trf_unit heap = {.code = TRF_SLICE("HEP"), .abbreviation = TRF_SLICE("heap"), .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    trf_currency euro = {.code = TRF_SLICE("EUR"), .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    trf_expr_reader reader = {NULL, &arena, TRF_GRAMMAR_TARIC, 0, day};
    trf_expr_reading reading;
    static const struct {
        const char *text;
        int kind;
    } rows[] = {{"heap", TRF_FAULT_DUTY_EXPRESSION},
                {"1% + 1%", TRF_FAULT_DUTY_EXPRESSION},
                {"1 EUR / 100 kg net eda", TRF_FAULT_QUALIFIER},
                {"1 EUR / p/st", TRF_FAULT_UNIT}};

    plus.from = drained.from = piece.from = alone.from = day;
    ck_assert(trf_vocabulary_add_duty_expression(builder, &alone) && trf_vocabulary_add_unit(builder, &heap, NULL) &&
              trf_vocabulary_add_duty_expression(builder, &plus) && trf_vocabulary_add_duty_expression(builder, &first) &&
              trf_vocabulary_add_unit(builder, &hundred, NULL) && trf_vocabulary_add_unit(builder, &pair, NULL) &&
              trf_vocabulary_add_unit(builder, &piece, NULL) && trf_vocabulary_add_qualifier(builder, &nameless) &&
              trf_vocabulary_add_qualifier(builder, &drained) && trf_vocabulary_add_currency(builder, &euro, NULL));
    reader.vocabulary = trf_vocabulary_seal(builder);
    ck_assert_ptr_nonnull(reader.vocabulary);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        reader.date = day;
        ck_assert_msg(trf_expr_read(&reader, trf_slice_text(rows[i].text), &reading) == TARIFF_OK, "'%s' on the day: %.*s",
                      rows[i].text, (int)reading.fault.text.size, reading.fault.text.data);
        reader.date = before;
        ck_assert_int_eq(trf_expr_read(&reader, trf_slice_text(rows[i].text), &reading), TARIFF_NEGATIVE);
        ck_assert_int_eq(reading.fault.kind, rows[i].kind);
    }
    /* The longest spelling wins, whichever of the list it is. */
    reader.date = TRF_DATE_NONE;
    ck_assert_int_eq(trf_expr_read(&reader, TRF_SLICE("1 EUR / 100 kg / drained net weight"), &reading), TARIFF_OK);
    unit_assert_slice(reading.tree->qualifier, "E");
    trf_vocabulary_builder_free(builder);
}
END_TEST

START_TEST(vocabulary__words_of_declarants__found_in_any_notation)
{
    static const trf_vocabulary empty;
    uint32_t kilogram = trf_vocabulary_unit(&trf_vocabulary_default, TRF_SLICE("KGM"), TRF_SLICE_EMPTY);

    ck_assert_uint_eq(trf_vocabulary_unit_declared(&trf_vocabulary_default, TRF_SLICE("KGM")), kilogram);
    ck_assert_uint_eq(trf_vocabulary_unit_declared(&trf_vocabulary_default, TRF_SLICE("KG")), kilogram);
    ck_assert_uint_eq(trf_vocabulary_unit_declared(&trf_vocabulary_default, TRF_SLICE("qqq")), TRF_VOCABULARY_NONE);
    ck_assert_uint_eq(trf_vocabulary_unit_declared(&trf_vocabulary_default, TRF_SLICE_EMPTY), TRF_VOCABULARY_NONE);
    ck_assert_uint_eq(trf_vocabulary_unit_spelt(&trf_vocabulary_default, TRF_SLICE("kg"), 0), TRF_VOCABULARY_NONE);
    ck_assert_uint_eq(trf_vocabulary_unit(&empty, TRF_SLICE("KGM"), TRF_SLICE_EMPTY), TRF_VOCABULARY_NONE);
    ck_assert_uint_eq(trf_duty_meaning_of(TRF_SLICE("ZZ")), TRF_MEANING_OTHER);
    unit_assert_slice(trf_grammar_name(99), "");
    ck_assert_uint_eq(trf_grammar_of(trf_grammar_name(TRF_GRAMMAR_SEASON)), TRF_GRAMMAR_SEASON);
    ck_assert_uint_eq(trf_grammar_of(TRF_SLICE("latin")), TRF_GRAMMAR_NONE);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("expr_bounds");
    TCase *c = tcase_create("expr_bounds");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 60);
    tcase_add_loop_test(c, read__every_single_node_refused__no_memory_and_then_the_same_tree, 0,
                        sizeof read_again / sizeof *read_again);
    tcase_add_loop_test(c, copy__every_single_text_refused__nothing_and_then_the_same_tree, 0, 4);
    tcase_add_test(c, components__every_single_node_refused__no_memory);
    tcase_add_test(c, encode__text_refused__no_memory_and_no_bytes);
    tcase_add_test(c, encode__trees_without_a_value__are_refused_with_their_reason);
    tcase_add_test(c, encode__as_deep_and_as_long_as_may_be__fits_and_one_more_does_not);
    tcase_add_test(c, encode__whatever_comes_after_1024_instructions__is_too_much);
    tcase_add_test(c, encode__memory_refused_at_every_call__no_memory_and_nothing_kept);
    tcase_add_test(c, encode__sums_without_a_first_term__begin_at_zero);
    tcase_add_test(c, encode__per_cent_of_a_unit_or_a_basis__keeps_what_it_is_of);
    tcase_add_loop_test(c, check__programs_that_no_tree_gives__are_refused_with_the_reason, 0,
                        sizeof bad_programs / sizeof *bad_programs);
    tcase_add_test(c, check__stack_of_64_values__is_the_most);
    tcase_add_test(c, check__without_bounds__takes_any_operand);
    tcase_add_test(c, components__trees_that_taric_cannot_say__are_refused);
    tcase_add_test(c, components__of_a_placeholder_without_its_number__keep_what_it_is);
    tcase_add_test(c, components__twenty_limits__are_the_most);
    tcase_add_test(c, print__what_a_notation_cannot_say__is_refused);
    tcase_add_test(c, print__rare_trees__in_the_words_of_their_notation);
    tcase_add_test(c, print__hundredths__that_are_none_are_refused);
    tcase_add_test(c, print__shown_forms__of_what_components_cannot_say);
    tcase_add_test(c, print__amounts_at_the_ends__keep_two_decimals);
    tcase_add_test(c, print__words_that_the_tables_lack__show_their_codes);
    tcase_add_test(c, number__texts_that_are_none__are_refused);
    tcase_add_test(c, number__same_value_otherwise_written__is_equal);
    tcase_add_test(c, number__with_a_fraction__is_exact);
    tcase_add_test(c, equal__any_member_that_means_something__makes_the_difference);
    tcase_add_loop_test(c, read__text_at_the_edge_of_its_notation__is_read_or_names_its_fault, 0,
                        sizeof edge_texts / sizeof *edge_texts);
    tcase_add_test(c, read__lists_of_64__are_the_most);
    tcase_add_test(c, read__own_tables_with_many_signs__64_components_are_the_most);
    tcase_add_test(c, read__words_not_yet_in_force__are_not_known);
    tcase_add_test(c, read__print_that_loses_something__is_unresolved);
    tcase_add_test(c, vocabulary__memory_refused_at_every_call__no_tables_and_nothing_kept);
    tcase_add_test(c, vocabulary__seal__links_units_with_each_other);
    tcase_add_test(c, vocabulary__words_of_declarants__found_in_any_notation);
    suite_add_tcase(s, c);
    return s;
}
UNIT_MAIN(suite)
