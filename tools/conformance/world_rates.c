/* SPDX-License-Identifier: Apache-2.0 */
/* rate-grammar, duty-expression, apportionment: methods rate.eval, money.apportion; the columns of a schedule: method assess */
#include <string.h>

#include "conformance/world.h"

/* A list of quantities by unit. */
static void put_quantities(text *request, const json *list)
{
    text_name(request, "quantities");
    text_char(request, '[');
    for (const json *one = list->first; one; one = one->next) {
        bool named = json_is(list, JSON_OBJECT);

        text_next(request);
        text_char(request, '{');
        text_member(request, "unit", named ? one->name : member(one, "unit"));
        text_member(request, "quantity", named ? one->text ? one->text : "" : member(one, "quantity"));
        text_char(request, '}');
    }
    text_char(request, ']');
}

/* Quantities of a request of rate.eval: by unit, or of whatever the rate names where the unit says of what it is taken. */
static void put_quantity(text *request, const json *inputs)
{
    const char *unit = member(inputs, "unit");

    if (json_is(json_get(inputs, "quantities"), JSON_OBJECT) || json_is(json_get(inputs, "quantities"), JSON_ARRAY)) {
        put_quantities(request, json_get(inputs, "quantities"));
        return;
    }
    if (!json_have(inputs, "quantity"))
        return;
    if (json_have(inputs, "quantity2")) {
        text_add(request, ",\"quantities\":[{");
        text_member(request, "unit", unit);
        text_member(request, "quantity", member(inputs, "quantity"));
        text_add(request, "},{");
        text_member(request, "unit", member(inputs, "unit2"));
        text_member(request, "quantity", member(inputs, "quantity2"));
        text_add(request, "}]");
        return;
    }
    if (*unit && !strchr(unit, ' '))
        world_quantity(request, unit, member(inputs, "quantity"));
    else
        put_member(request, "each_unit", inputs, "quantity");
}

/* ---- columns ---- */

/* The measure types of a schedule's columns, and the columns. */
static const struct column {
    const char *input, *type, *name;
} columns[] = {{"general", "general", "1"}, {"special", "special", "1"}, {"other", "column-2", "2"}};

static bool compare_columns(trial *trial, const json *reply)
{
    const json *charges = json_get(world_item_of(reply, 1), "charges"), *due = charges ? charges->first : NULL;
    const char *name = NULL;

    while (due && strcmp(member(due, "state"), "due") != 0)
        due = due->next;
    for (unsigned i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (strcmp(member(due, "measure_type"), columns[i].type) == 0)
            name = columns[i].name;
    return trial_same_text(trial, "column", name) && trial_same(trial, "duty", json_get(json_get(reply, "totals"), "duty"));
}

static bool assess_columns(trial *trial)
{
    const json *inputs = trial->inputs;
    text xml = {NULL, 0, 0}, request = {NULL, 0, 0};
    tariff_session *session;
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "column duty"))
        return false;
    world_begin(trial, &xml, 1);
    world_measures(&xml);
    for (unsigned i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (json_have(inputs, columns[i].input))
            world_measure(&xml, 1, columns[i].type, member(inputs, columns[i].input), "us");
    session = world_open(trial, &xml);
    world_declaration(trial, &request, world_date(trial, "date"), "");
    world_item(&request, 1, member(inputs, "origin"));
    text_member(&request, "price", *member(inputs, "value") ? member(inputs, "value") : "0");
    if (json_have(inputs, "quantity"))
        world_quantity(&request, member(inputs, "unit"), member(inputs, "quantity"));
    text_char(&request, '}');
    reply = world_assess(trial, session, &request);
    passed = reply && compare_columns(trial, json_root(reply));
    json_free(reply);
    return passed;
}

/* ---- rates alone ---- */

bool adapt_world_rate(trial *trial)
{
    const json *inputs = trial->inputs, *root;
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (json_have(inputs, "general") || json_have(inputs, "other"))
        return assess_columns(trial);
    if (!trial_only(trial, "rate_type_code duty status"))
        return false;
    text_add(&request, "{\"grammar\":\"us\",\"currency\":\"USD\",\"round\":\"half-up:0.01\"");
    put_member(&request, "text", inputs, "rate");
    put_member(&request, "value", inputs, "value");
    put_member(&request, "reporting_units", inputs, "units");
    put_quantity(&request, inputs);
    text_char(&request, '}');
    reply = trial_ask(trial, trial_free_session(trial), "rate.eval", &request);
    text_free(&request);
    root = json_root(reply);
    passed = reply && trial_same(trial, "rate_type_code", json_get(root, "rate_type")) &&
             trial_same(trial, "status", json_get(root, "status")) && trial_same(trial, "duty", json_get(root, "amount"));
    json_free(reply);
    return passed;
}

bool adapt_world_expression(trial *trial)
{
    static const char *const masses[] = {"kg", "net_mass"};
    const json *inputs = trial->inputs;
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "duty"))
        return false;
    text_add(&request, "{\"grammar\":\"taric\",\"currency\":\"EUR\",\"round\":\"half-up:0.01\"");
    put_member(&request, "text", inputs, "expression");
    put_member(&request, "value", inputs, "value");
    for (unsigned i = 0; i < sizeof masses / sizeof masses[0]; i++)
        if (json_have(inputs, masses[i]))
            world_quantity(&request, "KGM", member(inputs, masses[i]));
    put_quantity(&request, inputs);
    text_char(&request, '}');
    reply = trial_ask(trial, trial_free_session(trial), "rate.eval", &request);
    text_free(&request);
    passed = reply && trial_same(trial, "duty", json_get(json_root(reply), "amount"));
    json_free(reply);
    return passed;
}

/* ---- shares ---- */

bool adapt_world_apportionment(trial *trial)
{
    text request = {NULL, 0, 0};
    json_document *reply;
    tariff_status status;
    bool passed;

    if (!trial_only(trial, "shares error"))
        return false;
    text_char(&request, '{');
    put_member(&request, "amount", trial->inputs, "total");
    put_member(&request, "unit", trial->inputs, "unit");
    put_member(&request, "weights", trial->inputs, "weights");
    text_char(&request, '}');
    reply = trial_call(trial, trial_free_session(trial), "money.apportion", &request, &status);
    text_free(&request);
    if (!reply)
        return json_have(trial->expected, "error") != NULL;
    passed = !json_have(trial->expected, "error") && trial_same(trial, "shares", json_get(json_root(reply), "shares"));
    json_free(reply);
    return passed;
}
