/* SPDX-License-Identifier: Apache-2.0 */
/* fees: what an entry owes once, and the shares of its lines */
#include <string.h>

#include "conformance/world.h"

/* A fee of a case and the charges that it may be. */
static const struct fee {
    const char *name, *charges[2];
} fees[] = {{"mpf", {"merchandise-processing-fee", "merchandise-processing-fee-informal"}},
            {"hmf", {"harbor-maintenance-fee", NULL}}};

static const json *charge_in(const json *list, const char *charge)
{
    const json *one = list ? list->first : NULL;

    while (one && charge && strcmp(member(one, "charge"), charge) != 0)
        one = one->next;
    return charge ? one : NULL;
}

/* The fee in a list of charges; "0" where none is owed, "unresolved" where no figure is known. */
static const char *fee_in(const json *list, const struct fee *fee)
{
    for (unsigned i = 0; i < 2; i++)
        if (charge_in(list, fee->charges[i])) {
            const char *amount = json_text(charge_in(list, fee->charges[i]), "amount");

            return amount ? amount : "unresolved";
        }
    return "0";
}

static void put_claim_of(text *request, const json *of)
{
    static const char *const names[] = {"spi", "programme", "program"};

    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (json_have(of, names[i])) {
            text_add(request, ",\"claims\":[{\"scheme\":\"spi\"");
            text_member(request, "code", member(of, names[i]));
            text_add(request, "}]");
            return;
        }
    if (json_is(json_get(of, "usmca"), JSON_TRUE))
        text_add(request, ",\"claims\":[{\"scheme\":\"spi\",\"code\":\"S\"}]");
}

static void put_item(text *request, const json *inputs, const json *line)
{
    bool whole = json_is(line, JSON_OBJECT);
    const char *value = whole ? member(line, "value") : line && line->text ? line->text : "";

    world_item(request, 1, whole && json_have(line, "origin") ? member(line, "origin") : member(inputs, "origin"));
    text_member(request, "price", value);
    put_claim_of(request, inputs);
    if (whole && line != inputs)
        put_claim_of(request, line);
    text_char(request, '}');
}

/* The assessment on a date. */
static json_document *assess(trial *trial, tariff_session *session, const char *date)
{
    const json *inputs = trial->inputs, *lines = json_get(inputs, "lines");
    text request = {NULL, 0, 0}, members = {NULL, 0, 0};
    json_document *reply;

    text_add(&members, "\"entry_type\":");
    if (json_have(inputs, "entry_type"))
        text_json(&members, member(inputs, "entry_type"), strlen(member(inputs, "entry_type")));
    else
        text_add(&members, "\"formal\"");
    if (json_have(inputs, "mode")) {
        text_add(&members, ",\"transport\":{\"mode\":");
        text_json(&members, member(inputs, "mode"), strlen(member(inputs, "mode")));
        text_char(&members, '}');
    }
    if (json_have(inputs, "automated")) {
        text_add(&members, ",\"facts\":{\"automated\":");
        text_bytes(&members, json_get(inputs, "automated")->raw, json_get(inputs, "automated")->raw_size);
        text_char(&members, '}');
    }
    world_declaration(trial, &request, date, text_get(&members));
    text_free(&members);
    if (!lines)
        put_item(&request, inputs, inputs);
    for (const json *line = lines ? lines->first : NULL; line; line = line->next)
        put_item(&request, inputs, line);
    reply = world_assess(trial, session, &request);
    return reply;
}

static bool same_shares(trial *trial, const json *reply)
{
    const json *wanted = json_get(trial->expected, "per_line");
    const json *items = json_get(reply, "items"), *item = items ? items->first : NULL;
    text found = {NULL, 0, 0};
    json_document *list;
    const char *fault;
    size_t line;
    bool passed;

    if (!wanted)
        return true;
    text_char(&found, '[');
    for (; item; item = item->next) {
        const char *fee = fee_in(json_get(item, "charges"), &fees[0]);

        text_next(&found);
        text_json(&found, fee, strlen(fee));
    }
    text_char(&found, ']');
    list = json_read(text_get(&found), found.size, &fault, &line);
    passed = trial_same(trial, "per_line", json_root(list));
    json_free(list);
    text_free(&found);
    return passed;
}

/* On one date: an amount; by date: the amount of each. */
static bool same_fees(trial *trial, const json *reply, const char *date)
{
    for (unsigned i = 0; i < sizeof fees / sizeof fees[0]; i++) {
        const json *wanted = json_get(trial->expected, fees[i].name);
        const char *found = fee_in(json_get(reply, "entry_charges"), &fees[i]);

        if (json_is(wanted, JSON_OBJECT) ? !json_same_number(member(wanted, date), found)
                                         : !trial_same_text(trial, fees[i].name, found))
            return false;
    }
    return same_shares(trial, reply) && trial_same(trial, "fees", json_get(json_get(reply, "totals"), "fees"));
}

bool adapt_world_fees(trial *trial)
{
    const json *dates = json_get(trial->inputs, "dates"), *date = dates ? dates->first : NULL;
    text xml = {NULL, 0, 0};
    tariff_session *session;
    bool passed = true;

    if (!trial_only(trial, "mpf hmf per_line fees"))
        return false;
    world_begin(trial, &xml, 1);
    world_measures(&xml);
    world_measure(&xml, 1, "general", "Free", "us");
    session = world_open(trial, &xml);
    do {
        const char *day =
            date && date->text ? date->text : world_date(trial, json_have(trial->inputs, "date") ? "date" : "entry_date");
        json_document *reply = assess(trial, session, day);

        passed = reply && same_fees(trial, json_root(reply), day);
        json_free(reply);
        date = date ? date->next : NULL;
    } while (passed && date);
    return passed;
}
