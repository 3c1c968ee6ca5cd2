/* SPDX-License-Identifier: Apache-2.0 */
/* currency: methods assess and exchange.rate */
#include <string.h>

#include "conformance/world.h"

/* Rates of a case and what they are published for. */
static const struct rate {
    const char *input, *purpose;
} rates[] = {{"proclaimed", "proclaimed"}, {"quarterly", "quarterly"}, {"certified", "quarterly"}, {"daily", "daily"}};

static void put_rates(text *xml, const json *inputs)
{
    for (unsigned i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        if (!json_have(inputs, rates[i].input))
            continue;
        text_add(xml, "<exchange-rates authority=\"FRB\"");
        text_attribute(xml, "purpose", rates[i].purpose);
        text_attribute(xml, "base", member(inputs, "currency"));
        text_add(xml, "><rate currency=\"USD\" from=\"2000-01-01\"");
        text_attribute(xml, "value", member(inputs, rates[i].input));
        text_add(xml, "/></exchange-rates>");
    }
}

static bool convert(trial *trial)
{
    const char *date = world_date(trial, json_have(trial->inputs, "export_date") ? "export_date" : "date");
    text xml = {NULL, 0, 0}, tariff = {NULL, 0, 0}, request = {NULL, 0, 0}, members = {NULL, 0, 0};
    tariff_session *session;
    json_document *reply;
    const json *item;
    bool passed;

    if (!trial_only(trial, "rate usd value"))
        return false;
    world_begin(trial, &tariff, 1);
    text_bytes(&xml, text_get(&tariff), strcspn(text_get(&tariff), ">") + 1);
    put_rates(&xml, trial->inputs);
    text_add(&xml, text_get(&tariff) + strcspn(text_get(&tariff), ">") + 1);
    text_free(&tariff);
    session = world_open(trial, &xml);
    text_add(&members, "\"dates\":{\"export\":");
    text_json(&members, date, strlen(date));
    text_char(&members, '}');
    world_declaration(trial, &request, date, text_get(&members));
    text_free(&members);
    world_item(&request, 1, "");
    put_member(&request, "price", trial->inputs, "amount");
    put_member(&request, "currency", trial->inputs, "currency");
    text_char(&request, '}');
    reply = world_assess(trial, session, &request);
    item = world_item_of(json_root(reply), 1);
    passed = reply && trial_same(trial, "rate", json_get(world_part_of(item, "price"), "rate")) &&
             trial_same(trial, "usd", json_get(item, "customs_value")) &&
             trial_same(trial, "value", json_get(item, "customs_value"));
    json_free(reply);
    return passed;
}

/* The day on which the rates of a month are published. */
static bool publication(trial *trial)
{
    const json *months = json_get(trial->inputs, "acceptance_months"), *wanted = json_get(trial->expected, "rate_published_on");
    bool passed = true;

    if (!trial_only(trial, "rate_published_on"))
        return false;
    for (const json *month = months->first; month && passed; month = month->next) {
        text request = {NULL, 0, 0}, date = {NULL, 0, 0};
        json_document *reply;

        text_add(&date, month->text ? month->text : "");
        text_add(&date, "-01");
        text_add(&request, "{\"currency\":\"USD\",\"base\":\"EUR\"");
        text_member(&request, "tariff", world_profile(trial));
        text_member(&request, "date", text_get(&date));
        text_char(&request, '}');
        reply = trial_ask(trial, trial_session(trial), "exchange.rate", &request);
        passed = reply && same(json_get(wanted, month->text), json_get(json_root(reply), "published_on"));
        json_free(reply);
        text_free(&request);
        text_free(&date);
    }
    return passed;
}

bool adapt_world_currency(trial *trial)
{
    return json_is(json_get(trial->inputs, "acceptance_months"), JSON_ARRAY) ? publication(trial) : convert(trial);
}
