/* SPDX-License-Identifier: Apache-2.0 */
#include "rate/facts.h"

#define NONE TRF_VOCABULARY_NONE

trf_facts *trf_facts_new(const trf_alloc *alloc, const trf_vocabulary *vocabulary)
{
    trf_facts *facts = trf_alloc_zero(alloc, sizeof *facts);

    if (!facts)
        return NULL;
    facts->alloc = alloc;
    facts->vocabulary = vocabulary ? vocabulary : &trf_vocabulary_default;
    facts->units = trf_alloc_array(alloc, facts->vocabulary->unit_count + 1u, sizeof *facts->units);
    facts->currencies = trf_alloc_array(alloc, facts->vocabulary->currency_count + 1u, sizeof *facts->currencies);
    facts->touched = trf_alloc_array(alloc, facts->vocabulary->unit_count + 1u, sizeof *facts->touched);
    facts->turn = facts->trace_turn = facts->found_turn = 1;
    facts->currency = NONE;
    facts->date = TRF_DATE_NONE;
    if (!facts->units || !facts->currencies || !facts->touched) {
        trf_facts_free(facts);
        return NULL;
    }
    return facts;
}

void trf_facts_free(trf_facts *facts)
{
    if (!facts)
        return;
    trf_alloc_free(facts->alloc, facts->units, (facts->vocabulary->unit_count + 1u) * sizeof *facts->units);
    trf_alloc_free(facts->alloc, facts->currencies, (facts->vocabulary->currency_count + 1u) * sizeof *facts->currencies);
    trf_alloc_free(facts->alloc, facts->touched, (facts->vocabulary->unit_count + 1u) * sizeof *facts->touched);
    trf_alloc_free(facts->alloc, facts, sizeof *facts);
}

/* After 2^32 turns an old slot would look new: then, once, all are cleared. */
static void clear(trf_facts *facts)
{
    uint32_t i;

    for (i = 0; i < facts->vocabulary->unit_count; i++)
        facts->units[i] = (trf_unit_fact){.declared = {.turn = 0}};
    for (i = 0; i < facts->vocabulary->currency_count; i++)
        facts->currencies[i] = (trf_currency_fact){.rule = 0};
    facts->value = facts->degrees = (trf_fact){.turn = 0};
    facts->touched_count = 0;
    facts->turn = facts->trace_turn = facts->found_turn = 1;
}

static inline void next_turn(trf_facts *facts, uint32_t *turn)
{
    if (++*turn == 0)
        clear(facts);
}

void trf_facts_reset(trf_facts *facts)
{
    next_turn(facts, &facts->turn);
    next_turn(facts, &facts->trace_turn);
    next_turn(facts, &facts->found_turn);
    facts->touched_count = 0;
    facts->currency = NONE;
    facts->date = TRF_DATE_NONE;
}

void trf_facts_new_trace(trf_facts *facts)
{
    next_turn(facts, &facts->trace_turn);
}

const trf_vocabulary *trf_facts_vocabulary(const trf_facts *facts)
{
    return facts->vocabulary;
}

void trf_facts_set_currency(trf_facts *facts, uint32_t currency)
{
    facts->currency = currency;
}

void trf_facts_set_source(trf_facts *facts, const trf_fact_source *source)
{
    facts->source = source ? *source : (trf_fact_source){.user = NULL};
}

void trf_facts_set_origin(trf_facts *facts, const trf_rate_origin *origin)
{
    facts->origin = origin ? *origin : (trf_rate_origin){NULL, NULL};
}

void trf_facts_set_date(trf_facts *facts, trf_date date)
{
    facts->date = date;
}

void trf_facts_set_keyed_as_asked(trf_facts *facts, bool keyed_as_asked)
{
    facts->keyed_as_asked = keyed_as_asked;
}

void trf_facts_set_value(trf_facts *facts, trf_number value, uint32_t node)
{
    trf_fact_set(facts, &facts->value, value, node, facts->turn);
}

void trf_facts_set_degrees(trf_facts *facts, trf_number degrees, uint32_t node)
{
    trf_fact_set(facts, &facts->degrees, degrees, node, facts->turn);
}

void trf_facts_set_quantity(trf_facts *facts, uint32_t unit, trf_number quantity, uint32_t node)
{
    if (unit >= facts->vocabulary->unit_count)
        return;
    if (!trf_fact_known(facts, &facts->units[unit].declared))
        facts->touched[facts->touched_count++] = unit;
    trf_fact_set(facts, &facts->units[unit].declared, quantity, node, facts->turn);
    next_turn(facts, &facts->found_turn);
}

bool trf_facts_has_quantity(const trf_facts *facts, uint32_t unit)
{
    return unit < facts->vocabulary->unit_count && trf_fact_known(facts, &facts->units[unit].declared);
}

uint32_t trf_fact_node(trf_facts *facts, trf_trace *trace, trf_fact *fact, uint32_t unit, uint32_t rule, uint32_t source,
                       trf_trace_from from)
{
    if (!trace)
        return TRF_TRACE_NONE;
    if (!trf_fact_traced(facts, fact)) {
        fact->node = trf_trace_leaf(trace, from == TRF_FROM_DECLARATION ? TRF_TRACE_AMOUNT : TRF_TRACE_LOOKUP,
                                    trf_fact_number(fact), unit, rule, source, from);
        fact->node_turn = fact->node == TRF_TRACE_NONE ? 0 : facts->trace_turn;
    }
    return fact->node;
}

tariff_status trf_facts_exchange(trf_facts *facts, uint32_t currency, trf_currency_fact **out)
{
    trf_currency_fact *slot;
    trf_exchange exchange = {.rule = 0};
    tariff_status status;

    if (currency >= facts->vocabulary->currency_count)
        return TARIFF_NOT_FOUND;
    slot = &facts->currencies[currency];
    if (!trf_fact_known(facts, &slot->factor)) {
        if (!facts->source.exchange)
            return TARIFF_NOT_FOUND;
        status = facts->source.exchange(facts->source.user, currency, &exchange);
        if (status != TARIFF_OK)
            return status;
        slot->rule = exchange.rule;
        slot->source = exchange.source;
        slot->divided = exchange.divisor.big || (exchange.divisor.coefficient != 0 &&
                                                 !(exchange.divisor.coefficient == 1 && exchange.divisor.scale == 0));
        trf_fact_set(facts, &slot->divisor, exchange.divisor, TRF_TRACE_NONE, facts->turn);
        trf_fact_set(facts, &slot->factor, exchange.factor, TRF_TRACE_NONE, facts->turn);
    }
    *out = slot;
    return TARIFF_OK;
}

/* ---- quantities ---- */
typedef struct finder {
    trf_facts *facts;
    trf_numbers *pool;
    trf_trace *trace;
    uint32_t missing;
} finder;

static tariff_status find_quantity(finder *f, uint32_t unit, unsigned level, trf_fact **out);

static uint32_t in_unit(uint32_t unit)
{
    return TRF_TRACE_REF(TRF_IN_UNIT, unit);
}

static tariff_status keep(finder *f, uint32_t unit, trf_number number, uint32_t node, trf_fact **out)
{
    trf_fact *found = &f->facts->units[unit].found;

    trf_fact_set(f->facts, found, number, node, f->facts->found_turn);
    *out = found;
    return TARIFF_OK;
}

static bool is_one(trf_number n)
{
    return !n.big && n.coefficient == 1 && n.scale == 0;
}

static uint32_t quantity_node(finder *f, trf_fact *fact, uint32_t unit)
{
    return trf_fact_node(f->facts, f->trace, fact, in_unit(unit), TRF_TRACE_REF(TRF_RULE_UNIT, unit), 0,
                         TRF_FROM_DECLARATION);
}

/* x × factor [/ divisor] as a quantity in unit. */
static tariff_status convert(finder *f, trf_fact *x, uint32_t x_unit, uint32_t unit, trf_number factor, trf_number divisor,
                             trf_fact **out)
{
    trf_number value;
    uint32_t inputs[3], node = TRF_TRACE_NONE;
    bool divided = !is_one(divisor);
    tariff_status status = trf_number_multiply(f->pool, trf_fact_number(x), factor, &value);

    if (status == TARIFF_OK && divided)
        status = trf_number_divide(f->pool, value, divisor, &value);
    if (status != TARIFF_OK)
        return status;
    if (f->trace) {
        uint32_t rule = TRF_TRACE_REF(TRF_RULE_UNIT, unit);

        inputs[0] = quantity_node(f, x, x_unit);
        inputs[1] = trf_trace_leaf(f->trace, TRF_TRACE_LOOKUP, factor, 0, rule, 0, TRF_FROM_IMAGE);
        if (divided) {
            inputs[2] = trf_trace_leaf(f->trace, TRF_TRACE_LOOKUP, divisor, 0, rule, 0, TRF_FROM_IMAGE);
            node = trf_trace_list(f->trace, TRF_TRACE_CONVERT, value, in_unit(unit), inputs, 3, rule, 0);
        } else {
            node = trf_trace_binary(f->trace, TRF_TRACE_CONVERT, value, in_unit(unit), inputs[0], inputs[1], rule, 0);
        }
    }
    return keep(f, unit, value, node, out);
}

/* Declared in the unit itself. Where quantities are keyed by what was asked, one that is asked in itself carries its multiplier:
 * an answer under thousands of items is in items. */
static tariff_status from_declared(finder *f, uint32_t unit, trf_fact **out)
{
    trf_fact *declared = &f->facts->units[unit].declared;
    const trf_unit *u = &f->facts->vocabulary->units[unit];

    if (!trf_fact_known(f->facts, declared))
        return TARIFF_NOT_FOUND;
    if (f->facts->keyed_as_asked && u->asked == unit && !is_one(u->multiplier))
        return convert(f, declared, unit, unit, u->multiplier, trf_number_of(1), out);
    quantity_node(f, declared, unit);
    *out = declared;
    return TARIFF_OK;
}

/* By a unit of the same dimensions and qualifier; what is declared in a finer unit is as exact. */
static tariff_status from_group(finder *f, uint32_t unit, trf_fact **out)
{
    const trf_unit *units = f->facts->vocabulary->units;
    trf_fact *other;
    uint32_t i;
    tariff_status status;

    if (!units[unit].group)
        return TARIFF_NOT_FOUND;
    for (i = 0; i < f->facts->touched_count; i++) {
        uint32_t t = f->facts->touched[i];

        if (t == unit || units[t].group != units[unit].group)
            continue;
        status = from_declared(f, t, &other);
        return status == TARIFF_OK ? convert(f, other, t, unit, units[t].factor, units[unit].factor, out) : status;
    }
    return TARIFF_NOT_FOUND;
}

static tariff_status from_parts(finder *f, uint32_t unit, unsigned level, trf_fact **out)
{
    const trf_unit *u = &f->facts->vocabulary->units[unit];
    uint32_t inputs[3], count = 0, node = TRF_TRACE_NONE;
    trf_number value = trf_number_of(1);
    tariff_status status = TARIFF_OK;
    trf_fact *part;

    for (count = 0; count < 3 && u->parts[count] != NONE; count++) {
        status = find_quantity(f, u->parts[count], level + 1, &part);
        if (status != TARIFF_OK)
            return status;
        inputs[count] = part->node;
        status = count == 0 ? TARIFF_OK : trf_number_multiply(f->pool, value, trf_fact_number(part), &value);
        if (count == 0)
            value = trf_fact_number(part);
        if (status != TARIFF_OK)
            return status;
    }
    if (count == 0)
        return TARIFF_NOT_FOUND;
    if (f->trace)
        node = trf_trace_list(f->trace, TRF_TRACE_AMOUNT, value, in_unit(unit), inputs, count,
                              TRF_TRACE_REF(TRF_RULE_UNIT, unit), 0);
    return keep(f, unit, value, node, out);
}

static tariff_status find_quantity(finder *f, uint32_t unit, unsigned level, trf_fact **out)
{
    const trf_unit *u;
    trf_fact *found, *asked;
    tariff_status status;

    if (unit >= f->facts->vocabulary->unit_count || level > 4)
        return TARIFF_NOT_FOUND;
    u = &f->facts->vocabulary->units[unit];
    found = &f->facts->units[unit].found;
    if (trf_fact_found(f->facts, found) && (!f->trace || trf_fact_traced(f->facts, found))) {
        *out = found;
        return TARIFF_OK;
    }
    status = from_declared(f, unit, out);
    /* A unit with a qualifier may be asked in one without: what is declared with the qualifier is what the rate means. */
    if (status == TARIFF_NOT_FOUND && u->qualifier.size && u->asked < f->facts->vocabulary->unit_count &&
        !trf_slice_equal(f->facts->vocabulary->units[u->asked].qualifier, u->qualifier))
        status = from_group(f, unit, out);
    if (status == TARIFF_NOT_FOUND && u->asked != NONE && u->asked != unit) {
        /* What is declared in the unit asked comes before other units of the same kind, which are converted to the unit
         * asked. */
        status = find_quantity(f, u->asked, level + 1, &asked);
        if (status == TARIFF_OK)
            return convert(f, asked, u->asked, unit, u->multiplier, trf_number_of(1), out);
    }
    if (status == TARIFF_NOT_FOUND)
        status = from_group(f, unit, out);
    if (status == TARIFF_NOT_FOUND && u->parts[0] != NONE)
        return from_parts(f, unit, level, out);
    if (status == TARIFF_NOT_FOUND && f->missing == NONE)
        f->missing = u->asked != NONE ? u->asked : unit;
    return status;
}

tariff_status trf_facts_quantity(trf_facts *facts, trf_numbers *pool, trf_trace *trace, uint32_t unit, trf_number *out,
                                 uint32_t *node, uint32_t *missing)
{
    finder f = {facts, pool, trace, NONE};
    trf_fact *fact;
    tariff_status status = find_quantity(&f, unit, 0, &fact);

    if (status == TARIFF_OK) {
        /* The next evaluation of this item takes it from here. */
        if (fact != &facts->units[unit].found)
            keep(&f, unit, trf_fact_number(fact), trace ? fact->node : TRF_TRACE_NONE, &fact);
        *out = trf_fact_number(fact);
        if (node)
            *node = trace ? fact->node : TRF_TRACE_NONE;
    } else if (status == TARIFF_NOT_FOUND && missing) {
        *missing = f.missing;
    }
    return status;
}
