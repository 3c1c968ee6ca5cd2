/* SPDX-License-Identifier: Apache-2.0 */
/* rounding: a line of the tariff for each line of the case, one declaration under the rounding that the law prescribes */
#include <string.h>

#include "conformance/world.h"

/* A quantity under the unit that the rate text names. */
void world_quantity(text *request, const char *unit, const char *quantity)
{
    text_name(request, "quantities");
    text_add(request, "[{");
    text_member(request, "unit", unit);
    text_member(request, "quantity", quantity);
    text_add(request, "}]");
}

/* The first node with an operation under one with another (NULL: anywhere), depth first. */
static const json *find_node(const json *node, const char *under, const char *op, const char *parent)
{
    const json *inputs = json_get(node, "inputs"), *found = NULL;

    if (!node)
        return NULL;
    if (strcmp(member(node, "op"), op) == 0 && inputs && (!under || strcmp(parent, under) == 0))
        return node;
    for (const json *one = inputs ? inputs->first : NULL; one && !found; one = one->next)
        found = find_node(one, under, op, member(node, "op"));
    return found;
}

static bool same_node(trial *trial, const char *name, const json *item, const char *under, const char *op)
{
    const json *node;

    if (!json_get(trial->expected, name))
        return true;
    node = find_node(json_get(item, "trace"), under, op, "");
    return trial_same(trial, name, json_get(node, "value"));
}

static bool compare(trial *trial, const json *reply)
{
    const json *totals = json_get(reply, "totals"), *item = world_item_of(reply, 1);

    return trial_same(trial, "invoice_total", json_get(totals, "customs_value")) &&
           trial_same(trial, "unit_value", json_get(totals, "customs_value")) &&
           trial_same(trial, "duty", json_get(totals, "duty")) &&
           world_same_items(trial, "rounded_values", reply, "customs_value") &&
           world_same_items(trial, "duties", reply, "duty") && same_node(trial, "rounded_quantity", item, "amount", "round") &&
           same_node(trial, "specific", item, NULL, "amount") && same_node(trial, "ad_valorem", item, NULL, "percent");
}

static void put_line(text *xml, unsigned number, const json *line)
{
    text duty = {NULL, 0, 0};
    const char *rate = member(line, "rate");

    if (json_is_number(rate))
        world_percent(&duty, rate);
    else
        text_add(&duty, rate);
    world_measure(xml, number, "general", text_get(&duty), "us");
    text_free(&duty);
}

static void put_item(text *request, unsigned number, const json *line, const char *value)
{
    const char *unit = member(line, "unit");

    world_item(request, number, member(line, "origin"));
    text_member(request, "price", *value ? value : "0");
    if (json_have(line, "quantity"))
        world_quantity(request, unit, member(line, "quantity"));
    text_char(request, '}');
}

bool adapt_world_rounding(trial *trial)
{
    const json *lines = json_get(trial->inputs, "lines"), *line;
    unsigned number = 0;
    text xml = {NULL, 0, 0}, request = {NULL, 0, 0};
    tariff_session *session;
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "rounded_values duty unit_value invoice_total duties rounded_quantity specific ad_valorem"))
        return false;
    world_begin(trial, &xml, lines ? (unsigned)lines->count : 1);
    world_measures(&xml);
    if (!lines)
        put_line(&xml, 1, trial->inputs);
    for (line = lines ? lines->first : NULL; line; line = line->next)
        put_line(&xml, ++number, line);
    session = world_open(trial, &xml);
    world_declaration(trial, &request, world_date(trial, "date"), "\"policies\":{\"rounding\":\"law\"},\"explain\":true");
    number = 0;
    if (!lines)
        put_item(&request, 1, trial->inputs, member(trial->inputs, "value"));
    for (line = lines ? lines->first : NULL; line; line = line->next)
        put_item(&request, ++number, line, member(line, "value"));
    reply = world_assess(trial, session, &request);
    passed = reply && compare(trial, json_root(reply));
    json_free(reply);
    return passed;
}
