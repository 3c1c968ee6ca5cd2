/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evaluates components from standard input, one expression a line, fields parted by tabs:
 *   components   id|amount|currency|unit|qualifier, with ';' between them
 *   value        customs value in pounds
 *   quantities   key:amount, with ';' between them
 *   rate         pounds for one euro
 * and answers each with the exact amount as a ratio, or with what went wrong. Every line is evaluated without and with a
 * record, twice each, and the record is computed again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "rate/evaluate.h"

static trf_numbers *pool;
static trf_number euro;

static void stop(const char *what)
{
    fprintf(stderr, "evaluate_lines: %s\n", what);
    exit(4);
}

/* Cuts off and returns what stands before the separator. */
static char *next_part(char **rest, char separator)
{
    char *part = *rest, *end = part ? strchr(part, separator) : NULL;

    if (end)
        *end = 0;
    *rest = end ? end + 1 : NULL;
    return part;
}

static trf_number number(const char *text)
{
    trf_number n = trf_number_of(0);

    if (trf_number_parse(pool, trf_slice_text(text), &n) != TARIFF_OK)
        stop("a number that is none");
    return n;
}

static tariff_status exchange(void *user, uint32_t currency, trf_exchange *out)
{
    (void)user;
    (void)currency;
    *out = (trf_exchange){.factor = euro};
    return TARIFF_OK;
}

static size_t read_components(char *list, trf_component *components)
{
    size_t count = 0;
    char *item;

    while (list && (item = next_part(&list, ';')) != NULL && count < TRF_EXPR_COMPONENTS_MAX) {
        trf_component *c = &components[count++];
        char *amount;

        *c = (trf_component){.id = trf_slice_text(next_part(&item, '|'))};
        amount = next_part(&item, '|');
        if (!trf_expr_number_read(trf_slice_text(amount), &c->amount))
            stop("an amount that is none");
        c->money = trf_slice_text(next_part(&item, '|'));
        c->unit = trf_slice_text(next_part(&item, '|'));
        c->qualifier = trf_slice_text(item);
    }
    return count;
}

static void read_facts(trf_facts *facts, const char *value, char *quantities)
{
    static const trf_fact_source source = {.exchange = exchange};
    char *item;

    trf_facts_reset(facts);
    trf_facts_set_keyed_as_asked(facts, true);
    trf_facts_set_source(facts, &source);
    trf_facts_set_currency(facts, trf_vocabulary_currency(&trf_vocabulary_default, TRF_SLICE("GBP")));
    trf_facts_set_value(facts, number(value), TRF_TRACE_NONE);
    while (quantities && (item = next_part(&quantities, ';')) != NULL) {
        char *key = next_part(&item, ':');

        trf_facts_set_quantity(facts, trf_vocabulary_unit_key(&trf_vocabulary_default, trf_slice_text(key)), number(item),
                               TRF_TRACE_NONE);
    }
}

/* NULL: result holds the amount. */
static const char *evaluate(const trf_buffer *code, trf_facts *facts, trf_trace *trace, trf_rate_result *result)
{
    trf_rate_result plain;
    uint32_t node;

    for (int turn = 0; turn < 2; turn++) {
        trf_facts_new_trace(facts);
        if (trf_rate_evaluate(code->data, code->size, facts, pool, trace, NULL, 0, 0, result) != TARIFF_OK ||
            trf_rate_evaluate(code->data, code->size, facts, pool, NULL, NULL, 0, 0, &plain) != TARIFF_OK)
            return "incomplete";
        if (trf_number_compare(pool, plain.unrounded, result->unrounded) != 0)
            return "another value with a record";
        if (trf_trace_check(trace, pool, result->node, &node) != TARIFF_OK)
            return "a record that does not compute again";
    }
    return NULL;
}

static void answer(char *line, trf_arena *arena, trf_facts *facts, trf_trace *trace, trf_code_names *names)
{
    trf_component components[TRF_EXPR_COMPONENTS_MAX];
    char *list = next_part(&line, '\t'), *value = next_part(&line, '\t'), *quantities = next_part(&line, '\t');
    const char *fault = NULL;
    trf_rate_result result;
    trf_expr_fault why;
    trf_expr *tree = NULL;
    trf_buffer code, shown;

    if (!line)
        stop("a line of too few fields");
    euro = number(line);
    trf_buffer_init(&code, &trf_alloc_default, 0);
    trf_buffer_init(&shown, &trf_alloc_default, 0);
    read_facts(facts, value, quantities);
    if (trf_expr_from_components(arena, NULL, components, read_components(list, components), 0, &tree, &why) != TARIFF_OK ||
        trf_expr_encode(tree, NULL, names, &code, &why) != TARIFF_OK)
        fault = "no program";
    if (!fault)
        fault = evaluate(&code, facts, trace, &result);
    if (!fault && trf_number_print_ratio(pool, result.unrounded, &shown) != TARIFF_OK)
        fault = "no number";
    printf("%.*s\n", fault ? (int)strlen(fault) : (int)shown.size, fault ? fault : shown.data);
    trf_buffer_done(&shown);
    trf_buffer_done(&code);
}

int main(void)
{
    static char line[8192];
    trf_arena arena;
    trf_intern texts;
    trf_code_vocabulary source = {&trf_vocabulary_default, &texts};
    trf_code_names names;
    trf_facts *facts = trf_facts_new(&trf_alloc_default, NULL);
    trf_trace trace;

    pool = trf_numbers_new(&trf_alloc_default);
    if (!facts || !pool || !trf_intern_init(&texts, &trf_alloc_default, 1))
        stop("no memory");
    trf_arena_init(&arena, &trf_alloc_default, 0);
    trf_trace_init(&trace, &trf_alloc_default);
    trf_code_names_of(&source, &names);
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        trf_arena_reset(&arena);
        trf_numbers_reset(pool);
        trf_trace_reset(&trace);
        answer(line, &arena, facts, &trace, &names);
    }
    trf_trace_done(&trace);
    trf_arena_done(&arena);
    trf_intern_done(&texts);
    trf_facts_free(facts);
    trf_numbers_free(pool);
    return 0;
}
