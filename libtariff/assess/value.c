/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/work.h"

tariff_status trf_declared_number(trf_work *w, const char *field, trf_slice text, trf_number *out)
{
    tariff_status status = trf_number_parse(w->numbers, text, out);

    if (status == TARIFF_EINVAL)
        return trf_item_fail(w, field, text, "not a decimal number (expected digits and one '.')");
    if (status == TARIFF_ERANGE) {
        (void)trf_fail(w->error, w->a->alloc, TARIFF_ERANGE, "items[%u].%s: too many digits", w->item_index, field);
        return TARIFF_ERANGE;
    }
    return status;
}

tariff_status trf_declared_magnitude(trf_work *w, const char *field, trf_slice text, trf_number *out)
{
    trf_number number;
    tariff_status status = trf_declared_number(w, field, text, &number);

    if (status < 0)
        return status;
    if (trf_number_sign(w->numbers, number) < 0)
        return trf_item_fail(w, field, text, "is negative (expected 0 or more)");
    *out = number;
    return TARIFF_OK;
}

static tariff_status declared_quantity(trf_work *w, trf_slice key, trf_number value, unsigned field)
{
    const trf_vocabulary *vocabulary = trf_facts_vocabulary(w->a->facts);
    uint32_t unit = trf_vocabulary_unit_declared(vocabulary, key);
    uint32_t node;

    if (unit == TRF_VOCABULARY_NONE)
        return TARIFF_NOT_FOUND;
    node = trf_trace_leaf(w->trace, TRF_TRACE_AMOUNT, value, TRF_TRACE_REF(TRF_IN_UNIT, unit), TRF_FIELD_REF(field), 0,
                          TRF_FROM_DECLARATION);
    trf_facts_set_quantity(w->a->facts, unit, value, node);
    return TARIFF_OK;
}

tariff_status trf_facts_load(trf_work *w)
{
    const trf_declared_item *item = w->item;
    trf_facts *facts = w->a->facts;
    tariff_status status = TARIFF_OK;
    trf_number number;

    trf_facts_reset(facts);
    w->facts_changed = false;
    trf_facts_set_currency(facts, w->currency_index);
    trf_facts_set_date(facts, w->declaration->dates[TRF_ON_ACCEPTANCE]);
    if (item->net_mass.size) {
        status = trf_declared_magnitude(w, "net_mass", item->net_mass, &number);
        if (status >= 0)
            (void)declared_quantity(w, TRF_SLICE("KGM"), number, TRF_DECLARED_NET_MASS);
    }
    if (status >= 0 && item->gross_mass.size) {
        status = trf_declared_magnitude(w, "gross_mass", item->gross_mass, &number);
        if (status >= 0)
            (void)declared_quantity(w, TRF_SLICE("KGMG"), number, TRF_DECLARED_GROSS_MASS);
    }
    for (uint32_t i = 0; i < item->quantity_count && status >= 0; i++) {
        status = trf_declared_magnitude(w, "quantities", item->quantities[i].quantity, &number);
        for (uint32_t k = 0; k < i && status >= 0; k++)
            if (trf_slice_equal(item->quantities[k].unit, item->quantities[i].unit) &&
                !trf_slice_equal(item->quantities[k].quantity, item->quantities[i].quantity))
                status = trf_item_fail(w, "quantities", item->quantities[i].quantity, "is a second quantity in the same unit");
        if (status >= 0 && declared_quantity(w, item->quantities[i].unit, number, TRF_DECLARED_QUANTITY) == TARIFF_NOT_FOUND)
            status = trf_item_fail(w, "quantities", item->quantities[i].unit,
                                   "no measurement unit with this code (TARIC or UN/ECE Rec 20)");
    }
    for (uint32_t i = 0; i < item->fact_count && status >= 0; i++) {
        if (!trf_slice_is(item->facts[i].name, TRF_FACT_DEGREES))
            continue;
        status = trf_declared_number(w, "facts", item->facts[i].value, &number);
        if (status >= 0)
            trf_facts_set_degrees(facts, number, trf_trace_leaf(w->trace, TRF_TRACE_AMOUNT, number, 0,
                                                                TRF_FIELD_REF(TRF_DECLARED_FACT), 0, TRF_FROM_DECLARATION));
    }
    return status;
}

/* ---- costs of the declaration, shared out ---- */
#define OWN_COSTS UINT32_MAX /* costs of the item alone, not shared */

static trf_slice item_weight(const trf_declared_item *item, trf_slice by)
{
    if (trf_slice_is(by, "weight"))
        return item->net_mass.size ? item->net_mass : item->gross_mass;
    if (trf_slice_is(by, "quantity"))
        return item->quantity_count ? item->quantities[0].quantity : TRF_SLICE_EMPTY;
    return item->customs_value.size ? item->customs_value : item->price;
}

/** Whether two items are weighed on one scale: masses of one kind, quantities of one unit, values in one currency. */
static bool weighed_alike(const trf_declared_item *a, const trf_declared_item *b, trf_slice by)
{
    if (trf_slice_is(by, "weight"))
        return (a->net_mass.size != 0) == (b->net_mass.size != 0);
    if (trf_slice_is(by, "quantity"))
        return a->quantity_count && b->quantity_count && trf_slice_equal(a->quantities[0].unit, b->quantities[0].unit);
    if (a->customs_value.size || b->customs_value.size)
        return a->customs_value.size && b->customs_value.size;
    return trf_slice_equal(a->currency, b->currency);
}

static const char *weight_field(const trf_declared_item *item, trf_slice by)
{
    if (trf_slice_is(by, "weight"))
        return item->net_mass.size ? "net_mass" : "gross_mass";
    if (trf_slice_is(by, "quantity"))
        return "quantities";
    return item->customs_value.size ? "customs_value" : "price";
}

/** Shares of all items in a cost of the declaration. TARIFF_NOT_FOUND: a weight is not declared, or weights differ in kind. */
static tariff_status shares_of(trf_work *w, const trf_declared_amount *cost, trf_number total, trf_number *shares)
{
    uint32_t count = w->declaration->item_count, under_way = w->item_index;
    trf_number unit = trf_number_scaled(1, 2);
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < count && status >= 0; i++) {
        const trf_declared_item *item = &w->declaration->items[i];
        trf_slice text = item_weight(item, cost->by);

        if (text.size == 0 || !weighed_alike(&w->declaration->items[0], item, cost->by))
            return TARIFF_NOT_FOUND;
        w->item_index = i; /* a fault is that of the item that is read */
        status = trf_declared_magnitude(w, weight_field(item, cost->by), text, &shares[i]);
        w->item_index = under_way;
    }
    if (status < 0)
        return status;
    status = trf_number_apportion(w->numbers, total, shares, count, unit, shares);
    if (status == TARIFF_EINVAL) { /* not a multiple of the unit: shares to the last place that the total has */
        unit = trf_number_scaled(1, total.big ? (int16_t)TRF_DIGITS_AFTER : total.scale);
        status = trf_number_apportion(w->numbers, total, shares, count, unit, shares);
    }
    if (status == TARIFF_EINVAL)
        return trf_fail(w->error, w->a->alloc, TARIFF_EINVAL, "delivery: %S of %S cannot be shared out by %S: no item has any",
                        cost->kind, cost->amount, cost->by.size ? cost->by : TRF_SLICE("value"));
    return status;
}

/** Share of the item under way in the cost at a place of the declaration; all shares are made at the first question. */
static tariff_status share(trf_work *w, const trf_declared_amount *cost, uint32_t place, trf_number total, trf_number *out)
{
    uint32_t count = w->declaration->item_count;
    trf_shares *made;

    if (count == 1) {
        *out = total;
        return TARIFF_OK;
    }
    if (!w->shares)
        w->shares = trf_arena_zero(w->arena,
                                   (w->declaration->addition_count + w->declaration->deduction_count) * sizeof *w->shares);
    if (!w->shares)
        return trf_fail_memory(w->error);
    made = &w->shares[place];
    if (!made->of_item) {
        made->of_item = trf_arena_take(w->arena, count * sizeof *made->of_item);
        if (!made->of_item)
            return trf_fail_memory(w->error);
        made->status = shares_of(w, cost, total, made->of_item);
    }
    if (made->status == TARIFF_OK)
        *out = made->of_item[w->item_index];
    return made->status;
}

/* ---- the build-up ---- */
typedef struct build_up {
    trf_number sum;
    uint32_t *nodes;
    uint32_t node_count;
    bool known;
} build_up;

static tariff_status part(trf_work *w, build_up *up, trf_slice kind, trf_number amount, trf_slice currency, bool negative,
                          unsigned field, bool counts)
{
    trf_value_part *p = &w->out->parts[w->out->part_count++];
    trf_exchange exchange;
    tariff_status status;
    uint32_t node;

    p->kind = kind;
    p->amount = amount;
    p->currency = currency.size ? currency : w->currency;
    p->negative = negative;
    status = trf_exchange_find(w, p->currency, TRF_SLICE("value"), &exchange, &p->rate_text);
    if (status == TARIFF_NOT_FOUND) {
        up->known = false;
        return trf_outcome_add(w, "value_provisional", "none", TRF_CANDIDATE_NONE, "exchange_rate", p->currency,
                               TRF_ASSESSED_INCOMPLETE);
    }
    if (status >= 0)
        status = trf_exchange_apply(w, amount, &exchange, &p->converted);
    if (status < 0)
        return status;
    p->known = true;
    if (!counts) {
        p->converted = trf_number_of(0);
        return TARIFF_OK;
    }
    node = trf_trace_leaf(w->trace, TRF_TRACE_AMOUNT, amount, TRF_IN_ASSESSMENT, TRF_FIELD_REF(field), 0, TRF_FROM_DECLARATION);
    if (w->trace && !trf_slice_equal(p->currency, w->currency)) {
        uint32_t inputs[3];
        const trf_vocabulary *vocabulary = trf_facts_vocabulary(w->a->facts);
        trf_trace_from from = TRF_TRACE_REF_KIND(exchange.rule) == TRF_RULE_FIELD ? TRF_FROM_DECLARATION : TRF_FROM_IMAGE;
        uint32_t of = trf_vocabulary_currency(vocabulary, p->currency);

        inputs[0] = trf_trace_leaf(w->trace, TRF_TRACE_AMOUNT, amount, TRF_TRACE_REF(TRF_IN_CURRENCY, of), TRF_FIELD_REF(field),
                                   0, TRF_FROM_DECLARATION);
        inputs[1] = trf_trace_leaf(w->trace, TRF_TRACE_LOOKUP, exchange.factor, 0, exchange.rule, exchange.source, from);
        inputs[2] = trf_trace_leaf(w->trace, TRF_TRACE_LOOKUP, exchange.divisor, 0, exchange.rule, exchange.source, from);
        node = trf_trace_list(w->trace, TRF_TRACE_CONVERT, p->converted, TRF_IN_ASSESSMENT, inputs, 3, exchange.rule,
                              exchange.source);
    }
    if (negative) {
        uint32_t inputs[2] = {
            trf_trace_leaf(w->trace, TRF_TRACE_LOOKUP, trf_number_of(0), TRF_IN_ASSESSMENT, 0, 0, TRF_FROM_PROFILE), node};
        trf_number minus;

        status = trf_number_negate(w->numbers, p->converted, &minus);
        if (status < 0)
            return status;
        node = trf_trace_list(w->trace, TRF_TRACE_DIFFERENCE, minus, TRF_IN_ASSESSMENT, inputs, 2, 0, 0);
        up->nodes[up->node_count++] = node;
        return trf_number_subtract(w->numbers, up->sum, p->converted, &up->sum);
    }
    up->nodes[up->node_count++] = node;
    return trf_number_add(w->numbers, up->sum, p->converted, &up->sum);
}

static bool on_list(const trf_work *w, trf_str list, trf_slice kind)
{
    return list && trf_profile_list_has(w->snapshot, w->profile, list, kind, w->declaration->dates[TRF_ON_ACCEPTANCE]);
}

/** Whether the profile leaves a kind of cost out of the customs value. */
static bool left_out(const trf_work *w, trf_slice kind)
{
    return on_list(w, trf_profile_list_named(w->snapshot, w->profile, TRF_SLICE("value:not-added"), TRF_SLICE_EMPTY), kind);
}

/** Where the law has a closed list of additions, a kind that it does not know leaves the value open. */
static tariff_status known_kind(trf_work *w, build_up *up, trf_slice kind)
{
    trf_str added = trf_profile_list_named(w->snapshot, w->profile, TRF_SLICE("value:added"), TRF_SLICE_EMPTY);

    if (!added || on_list(w, added, kind) || left_out(w, kind))
        return TARIFF_OK;
    up->known = false;
    return trf_outcome_add(w, "value_provisional", "none", TRF_CANDIDATE_NONE, "addition", kind, TRF_ASSESSED_INCOMPLETE);
}

/** The share of a cost that falls on the units imported, where it is spread over more of them. */
static tariff_status spread(trf_work *w, const trf_declared_amount *cost, trf_number *amount, trf_value_part *part)
{
    trf_str ways = trf_profile_list_named(w->snapshot, w->profile, TRF_SLICE("value:spread"), TRF_SLICE_EMPTY);
    const trf_profile_round_record *round = w->plan->value_round;
    trf_trace *trace = w->trace;
    trf_number over, imported;
    uint32_t node;
    tariff_status status;

    if (!on_list(w, ways, cost->spread))
        return trf_item_fail(w, "valuation.additions", cost->spread, "not a way to spread a cost that the profile knows");
    status = trf_declared_magnitude(w, "valuation.additions", cost->over, &over);
    if (status >= 0)
        status = trf_declared_magnitude(w, "valuation.additions", cost->imported, &imported);
    if (status < 0)
        return status;
    if (trf_number_sign(w->numbers, over) == 0)
        return trf_item_fail(w, "valuation.additions", cost->over, "is no number of units (expected more than 0)");
    status = trf_number_divide(w->numbers, *amount, over, &part->per_unit);
    if (status >= 0)
        status = trf_number_multiply(w->numbers, *amount, imported, amount);
    if (status >= 0)
        status = trf_number_divide(w->numbers, *amount, over, amount);
    w->trace = NULL; /* shown beside the value, no part of it */
    if (status >= 0)
        status = trf_round_at(w, round, part->per_unit, TRF_TRACE_NONE, &part->per_unit, &node);
    w->trace = trace;
    part->has_per_unit = status >= 0;
    return status;
}

static bool has_kind(const trf_work *w, trf_slice kind)
{
    for (uint32_t i = 0; i < w->item->addition_count; i++) {
        if (trf_slice_equal(w->item->additions[i].kind, kind))
            return true;
    }
    for (uint32_t i = 0; i < w->declaration->addition_count; i++) {
        if (trf_slice_equal(w->declaration->additions[i].kind, kind))
            return true;
    }
    return false;
}

/** Costs that the delivery term leaves to the buyer and the basis of the value asks for. */
static tariff_status term(trf_work *w)
{
    trf_str list = w->declaration->incoterm.size
                       ? trf_profile_list_named(w->snapshot, w->profile, TRF_SLICE("incoterm:"), w->declaration->incoterm)
                       : 0;

    for (uint32_t i = 0; list && i < w->profile->entry_count; i++) {
        const trf_profile_entry_record *entry = trf_snapshot_profile_entry(w->snapshot, w->profile->first_entry + i);
        trf_slice kind = trf_snapshot_text(w->snapshot, entry->id);

        if (entry->list == list && !has_kind(w, kind)) {
            tariff_status status =
                trf_outcome_add(w, "value_provisional", "none", TRF_CANDIDATE_NONE, "addition", kind, TRF_ASSESSED_INCOMPLETE);

            if (status < 0)
                return status;
        }
    }
    return TARIFF_OK;
}

/** Costs of the item, or of the declaration: these are shared out, the first of them standing at `place`. */
static tariff_status costs(trf_work *w, build_up *up, const trf_declared_amount *list, uint32_t count, bool negative,
                           uint32_t place)
{
    tariff_status status = TARIFF_OK;
    trf_number amount;

    for (uint32_t i = 0; i < count && status >= 0; i++) {
        status = trf_declared_number(w, negative ? "deductions" : "additions", list[i].amount, &amount);
        if (status >= 0 && !negative)
            status = known_kind(w, up, list[i].kind);
        if (status >= 0 && list[i].spread.size)
            status = spread(w, &list[i], &amount, &w->out->parts[w->out->part_count]);
        if (status >= 0 && place != OWN_COSTS)
            status = share(w, &list[i], place + i, amount, &amount);
        if (status == TARIFF_NOT_FOUND) {
            up->known = false;
            status = trf_outcome_add(w, "value_provisional", "none", TRF_CANDIDATE_NONE,
                                     trf_slice_is(list[i].by, "weight") ? "net_mass" : "price", TRF_SLICE_EMPTY,
                                     TRF_ASSESSED_INCOMPLETE);
            continue;
        }
        if (status >= 0)
            status = part(w, up, list[i].kind, amount, list[i].currency, negative,
                          negative ? TRF_DECLARED_DEDUCTION : TRF_DECLARED_ADDITION, negative || !left_out(w, list[i].kind));
    }
    return status;
}

/* ---- deductive value ---- */
/** The unit price at which most units were sold in all; of two with as many units the lower one. */
static tariff_status greatest_aggregate(trf_work *w, trf_number *price, trf_number *aggregate)
{
    const trf_declared_item *item = w->item;
    tariff_status status = TARIFF_OK;
    bool found = false;

    for (uint32_t i = 0; i < item->sale_count && status >= 0; i++) {
        trf_number own, sum = trf_number_of(0);
        int order;

        status = trf_declared_magnitude(w, "valuation.sales", item->sales[i].unit_price, &own);
        for (uint32_t k = 0; k < item->sale_count && status >= 0; k++) {
            trf_number other, units;

            status = trf_declared_magnitude(w, "valuation.sales", item->sales[k].unit_price, &other);
            if (status < 0 || trf_number_compare(w->numbers, own, other) != 0)
                continue;
            status = trf_declared_magnitude(w, "valuation.sales", item->sales[k].quantity, &units);
            if (status >= 0)
                status = trf_number_add(w->numbers, sum, units, &sum);
        }
        if (status < 0)
            break;
        order = found ? trf_number_compare(w->numbers, sum, *aggregate) : 1;
        if (order > 0 || (order == 0 && trf_number_compare(w->numbers, own, *price) < 0)) {
            *price = own;
            *aggregate = sum;
            found = true;
        }
    }
    return status;
}

/** The goods' quantity at that unit price, in place of a price. TARIFF_INCOMPLETE: no quantity is declared. */
static tariff_status deductive(trf_work *w, build_up *up)
{
    trf_value_part *shown = &w->out->parts[w->out->part_count];
    trf_number price = trf_number_of(0), aggregate = trf_number_of(0), quantity, converted;
    bool counts = w->item->quantity_count != 0;
    tariff_status status = greatest_aggregate(w, &price, &aggregate);

    if (status < 0)
        return status;
    if (counts) {
        status = trf_declared_magnitude(w, "quantities", w->item->quantities[0].quantity, &quantity);
        if (status >= 0)
            status = trf_number_multiply(w->numbers, price, quantity, &converted);
        if (status >= 0)
            status = part(w, up, TRF_SLICE("unit-price"), converted, w->item->currency, false, TRF_DECLARED_PRICE, true);
    } else {
        status = part(w, up, TRF_SLICE("unit-price"), price, w->item->currency, false, TRF_DECLARED_PRICE, false);
        up->known = false;
        if (status >= 0)
            status = trf_outcome_add(w, "value_provisional", "none", TRF_CANDIDATE_NONE, "quantity", TRF_SLICE_EMPTY,
                                     TRF_ASSESSED_INCOMPLETE);
    }
    shown->amount = price;
    shown->aggregate = aggregate;
    shown->has_aggregate = true;
    return status;
}

tariff_status trf_value_item(trf_work *w)
{
    const trf_declared_item *item = w->item;
    const trf_declaration *d = w->declaration;
    uint32_t most = 1 + item->addition_count + item->deduction_count + d->addition_count + d->deduction_count;
    build_up up = {trf_number_of(0), NULL, 0, true};
    const trf_profile_round_record *round = w->plan->value_round;
    tariff_status status;
    trf_number amount;

    w->out->value_node = TRF_TRACE_NONE;
    if (item->customs_value.size) {
        status = trf_declared_magnitude(w, "customs_value", item->customs_value, &w->out->customs_value);
        if (status < 0)
            return status;
        w->out->has_value = true;
        w->out->value_node = trf_trace_leaf(w->trace, TRF_TRACE_AMOUNT, w->out->customs_value, TRF_IN_ASSESSMENT,
                                            TRF_FIELD_REF(TRF_DECLARED_CUSTOMS_VALUE), 0, TRF_FROM_DECLARATION);
        return TARIFF_OK;
    }
    if (item->price.size == 0 && item->sale_count == 0)
        return trf_outcome_add(w, "value_provisional", "none", TRF_CANDIDATE_NONE, "price", TRF_SLICE_EMPTY,
                               TRF_ASSESSED_INCOMPLETE);
    w->out->parts = trf_arena_zero(w->arena, most * sizeof *w->out->parts);
    up.nodes = trf_arena_take(w->arena, most * sizeof *up.nodes);
    if (!w->out->parts || !up.nodes)
        return trf_fail_memory(w->error);
    status = item->price.size ? trf_declared_magnitude(w, "price", item->price, &amount) : deductive(w, &up);
    if (status >= 0 && item->price.size)
        status = part(w, &up, TRF_SLICE("price"), amount, item->currency, false, TRF_DECLARED_PRICE, true);
    if (status >= 0)
        status = costs(w, &up, item->additions, item->addition_count, false, OWN_COSTS);
    if (status >= 0)
        status = costs(w, &up, d->additions, d->addition_count, false, 0);
    if (status >= 0)
        status = costs(w, &up, item->deductions, item->deduction_count, true, OWN_COSTS);
    if (status >= 0)
        status = costs(w, &up, d->deductions, d->deduction_count, true, d->addition_count);
    if (status >= 0)
        status = term(w);
    if (status < 0 || !up.known)
        return status;
    w->out->value_node = up.node_count == 1 ? up.nodes[0]
                                            : trf_trace_list(w->trace, TRF_TRACE_SUM, up.sum, TRF_IN_ASSESSMENT, up.nodes,
                                                             up.node_count, 0, w->profile->source);
    w->out->customs_value = up.sum;
    if (w->values) { /* rounded together with those of other items */
        w->out->customs_value = w->values[w->item_index];
        w->out->value_node = w->value_nodes[w->item_index];
    } else if (!w->surveying || !trf_entry_groups(w)) {
        status = trf_round_at(w, round, up.sum, w->out->value_node, &w->out->customs_value, &w->out->value_node);
    }
    w->out->has_value = status >= 0;
    return status;
}

/** Whether a basis as expressions name it, in small letters, is that of the profile. */
static bool same_basis(trf_slice named, trf_slice basis)
{
    if (named.size == 0 || named.size != basis.size)
        return false;
    for (size_t i = 0; i < basis.size; i++) {
        char c = basis.data[i];

        if (named.data[i] != (c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c))
            return false;
    }
    return true;
}

/* A fact named by a kind and the words of the rate. */
static tariff_status declared_part(trf_work *w, const char *kind, uint32_t name, trf_number *out, uint32_t *node)
{
    trf_slice prefix = trf_slice_text(kind), words = trf_snapshot_text(w->snapshot, name);

    for (uint32_t i = 0; i < w->item->fact_count; i++) {
        trf_slice fact = w->item->facts[i].name;

        if (!trf_slice_begins(fact, prefix) ||
            !trf_slice_equal(trf_slice_of(fact.data + prefix.size, fact.size - prefix.size), words))
            continue;
        *node = TRF_TRACE_NONE; /* the evaluation makes it */
        return trf_declared_magnitude(w, "facts", w->item->facts[i].value, out);
    }
    return TARIFF_NOT_FOUND;
}

tariff_status trf_value_content(void *user, uint32_t unit, uint32_t name, trf_number *out, uint32_t *node)
{
    (void)unit; /* the words of a rate ask for a content in one unit */
    return declared_part(user, TRF_FACT_CONTENT, name, out, node);
}

tariff_status trf_value_basis(void *user, uint32_t name, trf_number *out, uint32_t *node)
{
    trf_work *w = user;

    if (!same_basis(trf_snapshot_text(w->snapshot, name), trf_snapshot_text(w->snapshot, w->profile->basis)))
        return declared_part(w, TRF_FACT_AMOUNT, name, out, node);
    if (!w->out->has_value)
        return TARIFF_NOT_FOUND;
    *out = w->out->customs_value;
    *node = w->trace ? w->out->value_node : TRF_TRACE_NONE;
    return TARIFF_OK;
}
