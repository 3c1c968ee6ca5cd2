/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/world.h"
#include "conformance/measures.h"

#include <string.h>

#define NEUTRAL   "WTO"
#define SOME_DAY  "2017-06-15"
#define LINE_HEAD "code=\"999999"

const char *world_profile(const trial *trial)
{
    const char *named = json_text(trial->one, "jurisdiction");

    if (!named)
        named = json_text(trial->inputs, "jurisdiction");
    if (!named)
        named = json_text(trial->head, "jurisdiction");
    return named && strcmp(named, "-") != 0 ? named : NEUTRAL;
}

const char *world_date(const trial *trial, const char *name)
{
    const char *date = name ? json_text(trial->inputs, name) : NULL;

    if (!date)
        date = json_text(trial->one, "as_of");
    if (!date)
        date = json_text(trial->head, "as_of");
    return date && strlen(date) >= strlen(SOME_DAY) ? date : SOME_DAY;
}

/* ---- a tariff ---- */

/* Four digits after those that all lines of cases share. */
static void put_line(text *xml, const char *head, unsigned line)
{
    text digits = {NULL, 0, 0};

    text_number(&digits, line);
    text_add(xml, head);
    for (size_t i = digits.size; i < 4; i++)
        text_char(xml, '0');
    text_add(xml, text_get(&digits));
    text_char(xml, '"');
    text_free(&digits);
}

void world_begin(trial *trial, text *xml, unsigned lines)
{
    text_add(xml, "<tariff-data xmlns=\"urn:libtariff:tariff:1\" version=\"1\"><tariff");
    text_attribute(xml, "id", world_profile(trial));
    if (strcmp(world_profile(trial), NEUTRAL) == 0)
        text_attribute(xml, "currency", *member(trial->inputs, "currency") ? member(trial->inputs, "currency") : "USD");
    text_add(xml, "><goods-nomenclature>");
    for (unsigned i = 1; i <= lines; i++) {
        put_line(xml, "<line " LINE_HEAD, i);
        text_add(xml, " suffix=\"80\" indent=\"0\"/>");
    }
    text_add(xml, "</goods-nomenclature>");
}

void world_type(text *xml, const char *type)
{
    text_add(xml, "<measure-types><measure-type movement=\"import\" components=\"permitted\" order-number=\"forbidden\"");
    text_attribute(xml, "id", type);
    text_add(xml, "/></measure-types>");
}

void world_measures(text *xml)
{
    text_add(xml, "<measures>");
}

void world_measure(text *xml, unsigned line, const char *type, const char *duty, const char *grammar)
{
    put_line(xml, "<measure " LINE_HEAD, line);
    text_add(xml, " suffix=\"80\" area=\"1011\"");
    text_attribute(xml, "type", type);
    text_attribute(xml, "duty", duty);
    text_attribute(xml, "grammar", grammar);
    text_add(xml, "/>");
}

tariff_session *world_open(trial *trial, text *xml)
{
    tariff_session *session;

    if (strstr(text_get(xml), "<measures>"))
        text_add(xml, "</measures>");
    text_add(xml, "</tariff></tariff-data>");
    session = trial_tariff_over(trial, xml);
    text_free(xml);
    return session;
}

void world_percent(text *out, const char *fraction)
{
    const char *point = strchr(fraction, '.');
    size_t whole = point ? (size_t)(point - fraction) : strlen(fraction);
    const char *rest = point ? point + 1 : "";
    text digits = {NULL, 0, 0};
    size_t blank = 0;

    text_bytes(&digits, fraction, whole);
    for (unsigned i = 0; i < 2; i++)
        text_char(&digits, *rest ? *rest++ : '0');
    while (blank + 1 < digits.size && digits.data[blank] == '0')
        blank++;
    text_add(out, text_get(&digits) + blank);
    if (*rest) {
        text_char(out, '.');
        text_add(out, rest);
    }
    text_char(out, '%');
    text_free(&digits);
}

/* ---- a declaration ---- */

void world_declaration(trial *trial, text *request, const char *date, const char *members)
{
    text_char(request, '{');
    text_member(request, "tariff", world_profile(trial));
    text_member(request, strchr(date, 'T') ? "time" : "date", date);
    if (*members) {
        text_char(request, ',');
        text_add(request, members);
    }
    text_add(request, ",\"items\":[");
}

void world_item(text *request, unsigned line, const char *origin)
{
    text_next(request);
    text_char(request, '{');
    put_line(request, "\"code\":\"999999", line);
    if (origin && *origin)
        text_member(request, "origin", origin);
    else
        text_add(request, ",\"" CASE_ORIGIN);
}

json_document *world_assess(trial *trial, tariff_session *session, text *request)
{
    json_document *reply;

    text_add(request, "]}");
    reply = trial_ask(trial, session, "assess", request);
    text_free(request);
    return reply;
}

/* ---- what came out ---- */

const json *world_item_of(const json *reply, unsigned number)
{
    const json *items = json_get(reply, "items"), *item = items ? items->first : NULL;

    while (item && number > 1) {
        item = item->next;
        number--;
    }
    return item;
}

static const json *named(const json *list, const char *name, const char *value)
{
    const json *one = list ? list->first : NULL;

    while (one && strcmp(member(one, name), value) != 0)
        one = one->next;
    return one;
}

const json *world_charge_of(const json *item, const char *charge)
{
    return named(json_get(item, "charges"), "charge", charge);
}

const json *world_part_of(const json *item, const char *kind)
{
    return named(json_get(item, "value_build_up"), "kind", kind);
}

bool world_same_items(trial *trial, const char *name, const json *reply, const char *of)
{
    const json *wanted = json_get(trial->expected, name), *items = json_get(reply, "items"), *item = items ? items->first : NULL;

    if (!wanted)
        return true;
    if (!json_is(wanted, JSON_ARRAY) || !items || wanted->count != items->count)
        return trial_same(trial, name, items);
    for (const json *one = wanted->first; one; one = one->next, item = item->next)
        if (!same(one, json_get(item, of)))
            return trial_same(trial, name, items);
    return true;
}
