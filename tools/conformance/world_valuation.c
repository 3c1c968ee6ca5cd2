/* SPDX-License-Identifier: Apache-2.0 */
/* valuation: one item whose costs are additions of the kinds that the case names */
#include <string.h>

#include "conformance/world.h"

/* Fields that are no costs: what is paid, and what explains it. */
static const char *const others[] = {"price", "remitted", "offer", "discount", "packed", "currency", "date", "note"};

/* A field of a case as a kind of cost. */
static void put_kind(text *request, const char *field)
{
    text kind = {NULL, 0, 0};

    for (; *field; field++)
        text_char(&kind, *field == '_' ? '-' : *field);
    text_member(request, "kind", text_get(&kind));
    text_free(&kind);
}

static bool is_cost(const json *field)
{
    for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strcmp(field->name, others[i]) == 0)
            return false;
    return field->text && json_is_number(field->text);
}

static bool value_of_price(trial *trial)
{
    static const char *const paid[] = {"remitted", "price", "offer"};
    text xml = {NULL, 0, 0}, request = {NULL, 0, 0};
    tariff_session *session;
    json_document *reply;
    bool passed, priced = false;

    if (!trial_only(trial, "transaction_value"))
        return false;
    world_begin(trial, &xml, 1);
    session = world_open(trial, &xml);
    world_declaration(trial, &request, world_date(trial, "date"), "");
    world_item(&request, 1, "");
    for (unsigned i = 0; i < sizeof paid / sizeof paid[0] && !priced; i++) {
        priced = json_have(trial->inputs, paid[i]) != NULL;
        put_member(&request, "price", trial->inputs, paid[i]);
    }
    text_add(&request, ",\"valuation\":{\"method\":\"1\",\"additions\":[");
    for (const json *field = trial->inputs->first; field; field = field->next) {
        if (!is_cost(field))
            continue;
        text_next(&request);
        text_char(&request, '{');
        put_kind(&request, field->name);
        text_member(&request, "amount", field->text);
        text_char(&request, '}');
    }
    text_add(&request, "]}}");
    reply = world_assess(trial, session, &request);
    passed = reply && trial_same(trial, "transaction_value", json_get(world_item_of(json_root(reply), 1), "customs_value"));
    json_free(reply);
    return passed;
}

/* ---- moulds ---- */

static const struct base {
    const char *field, *name;
} bases[] = {{"first_shipment", "first-shipment"}, {"produced", "produced-so-far"}, {"contract_units", "contract"}};

static bool mould(trial *trial)
{
    text xml = {NULL, 0, 0}, request = {NULL, 0, 0};
    tariff_session *session;
    json_document *reply;
    const json *item;
    bool passed;

    if (!trial_only(trial, "per_unit first_shipment_addition"))
        return false;
    world_begin(trial, &xml, 1);
    session = world_open(trial, &xml);
    world_declaration(trial, &request, world_date(trial, "date"), "\"policies\":{\"rounding\":\"charge\"}");
    world_item(&request, 1, "");
    text_add(&request, ",\"price\":\"0\",\"valuation\":{\"additions\":[{\"kind\":\"tools-dies-moulds\"");
    put_member(&request, "amount", trial->inputs, "mould_value");
    text_add(&request, ",\"spread\":{");
    put_member(&request, "over", trial->inputs, "basis");
    put_member(&request, "imported", trial->inputs, "first_shipment");
    text_add(&request, ",\"units\":{");
    for (unsigned i = 0; i < sizeof bases / sizeof bases[0]; i++)
        put_member(&request, bases[i].name, trial->inputs, bases[i].field);
    text_add(&request, "}}}]}}");
    reply = world_assess(trial, session, &request);
    item = world_item_of(json_root(reply), 1);
    passed = reply && trial_same(trial, "per_unit", json_get(world_part_of(item, "tools-dies-moulds"), "per_unit")) &&
             trial_same(trial, "first_shipment_addition", json_get(item, "customs_value"));
    json_free(reply);
    return passed;
}

/* ---- sales ---- */

static bool deductive(trial *trial)
{
    const json *sales = json_get(trial->inputs, "sales");
    text xml = {NULL, 0, 0}, request = {NULL, 0, 0};
    tariff_session *session;
    json_document *reply;
    const json *part;
    bool passed;

    if (!trial_only(trial, "unit_price aggregate"))
        return false;
    world_begin(trial, &xml, 1);
    session = world_open(trial, &xml);
    world_declaration(trial, &request, world_date(trial, "date"), "");
    world_item(&request, 1, "");
    text_add(&request, ",\"valuation\":{\"method\":\"4\",\"sales\":[");
    for (const json *sale = sales->first; sale; sale = sale->next) {
        if (!json_is(sale, JSON_ARRAY) || sale->count != 2)
            continue;
        text_next(&request);
        text_char(&request, '{');
        text_member(&request, "quantity", sale->first->text ? sale->first->text : "");
        text_member(&request, "unit_price", sale->first->next->text ? sale->first->next->text : "");
        text_char(&request, '}');
    }
    text_add(&request, "]}}");
    reply = world_assess(trial, session, &request);
    part = world_part_of(world_item_of(json_root(reply), 1), "unit-price");
    passed = reply && trial_same(trial, "unit_price", json_get(part, "amount")) &&
             trial_same(trial, "aggregate", json_get(part, "aggregate"));
    json_free(reply);
    return passed;
}

bool adapt_world_valuation(trial *trial)
{
    if (json_is(json_get(trial->inputs, "sales"), JSON_ARRAY))
        return deductive(trial);
    return json_have(trial->inputs, "mould_value") ? mould(trial) : value_of_price(trial);
}
