/* SPDX-License-Identifier: Apache-2.0 */
/* low-value, date-boundary: what consignments of low value owe, and a surcharge that begins and ends within a day */
#include <string.h>

#include "conformance/world.h"

/* What is owed of a charge; "0" where it does not stand there. */
static const char *owed(const json *item, const char *charge)
{
    const json *found = world_charge_of(item, charge);

    return found ? member(found, "amount") : "0";
}

/* ---- lines of a simplified declaration ---- */

static bool assess_lines(trial *trial)
{
    const json *inputs = trial->inputs, *lines = json_get(inputs, "lines"), *line, *items;
    text xml = {NULL, 0, 0}, request = {NULL, 0, 0}, members = {NULL, 0, 0}, count = {NULL, 0, 0};
    unsigned number = 0;
    tariff_session *session;
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "items duty"))
        return false;
    world_begin(trial, &xml, lines ? (unsigned)lines->count : 1);
    session = world_open(trial, &xml);
    text_add(&members, "\"facts\":{\"intrinsic_value\":");
    text_json(&members, member(inputs, "intrinsic_value"), strlen(member(inputs, "intrinsic_value")));
    if (json_have(inputs, "ioss")) {
        text_add(&members, ",\"ioss\":");
        text_bytes(&members, json_get(inputs, "ioss")->raw, json_get(inputs, "ioss")->raw_size);
    }
    text_char(&members, '}');
    put_member(&members, "dataset", inputs, "dataset");
    world_declaration(trial, &request, world_date(trial, "date"), text_get(&members));
    text_free(&members);
    for (line = lines ? lines->first : NULL; line; line = line->next) {
        world_item(&request, ++number, member(line, "origin"));
        put_member(&request, "preference", line, "preference");
        if (json_have(line, "qty"))
            world_quantity(&request, "NAR", member(line, "qty"));
        text_char(&request, '}');
    }
    reply = world_assess(trial, session, &request);
    items = json_get(json_root(reply), "items");
    text_number(&count, items ? (long long)items->count : 0);
    passed = reply && trial_same(trial, "duty", json_get(json_get(json_root(reply), "totals"), "duty")) &&
             trial_same_text(trial, "items", text_get(&count));
    text_free(&count);
    json_free(reply);
    return passed;
}

/* ---- one item of a value ---- */

static json_document *assess_value(trial *trial, const char *type, const char *duty, const char *date, const char *members)
{
    text xml = {NULL, 0, 0}, request = {NULL, 0, 0};
    tariff_session *session;

    world_begin(trial, &xml, 1);
    if (strcmp(type, "general") != 0)
        world_type(&xml, type);
    world_measures(&xml);
    world_measure(&xml, 1, type, duty, "us");
    session = world_open(trial, &xml);
    world_declaration(trial, &request, date, members);
    world_item(&request, 1, member(trial->inputs, "origin"));
    put_member(&request, "price", trial->inputs, "value");
    text_char(&request, '}');
    return world_assess(trial, session, &request);
}

bool adapt_world_low_value(trial *trial)
{
    json_document *reply;
    const json *charge;
    bool passed;

    if (json_have(trial->inputs, "intrinsic_value"))
        return assess_lines(trial);
    if (!trial_only(trial, "treatment"))
        return false;
    reply = assess_value(trial, "general", "5%", world_date(trial, "date"), "\"entry_type\":\"low-value\"");
    charge = world_charge_of(world_item_of(json_root(reply), 1), "customs-duty");
    passed =
        reply && trial_same_text(trial, "treatment", strcmp(member(charge, "state"), "relieved") == 0 ? "exempt" : "dutiable");
    json_free(reply);
    return passed;
}

bool adapt_world_date(trial *trial)
{
    text duty = {NULL, 0, 0}, members = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (json_have(trial->inputs, "intrinsic_value"))
        return assess_lines(trial);
    if (!trial_only(trial, "s122") || !json_have(trial->inputs, "s122"))
        return trial_fault(trial, "no surcharge that the adapter knows");
    world_percent(&duty, member(trial->inputs, "s122"));
    if (json_have(trial->inputs, "loaded")) {
        text_add(&members, "\"dates\":{\"loading\":");
        text_json(&members, member(trial->inputs, "loaded"), strlen(member(trial->inputs, "loaded")));
        text_char(&members, '}');
    }
    reply = assess_value(trial, "section-122", text_get(&duty), world_date(trial, "entry"), text_get(&members));
    passed = reply && trial_same_text(trial, "s122", owed(world_item_of(json_root(reply), 1), "section-122"));
    json_free(reply);
    text_free(&duty);
    text_free(&members);
    return passed;
}
