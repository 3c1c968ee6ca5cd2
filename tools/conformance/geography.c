/* SPDX-License-Identifier: Apache-2.0 */
/* geography: methods geography.member, geography.relevant */
#include <string.h>

#include "conformance/xml.h"

/* Whether an area was written already. */
static bool written(const text *areas, const char *id)
{
    text mark = {NULL, 0, 0};
    bool found;

    text_add(&mark, " id=\"");
    text_xml(&mark, id, strlen(id));
    text_char(&mark, '"');
    found = areas->data && strstr(areas->data, text_get(&mark)) != NULL;
    text_free(&mark);
    return found;
}

static void put_country(text *areas, const char *id)
{
    if (written(areas, id))
        return;
    text_add(areas, "<country");
    text_attribute(areas, "id", id);
    text_add(areas, "/>");
}

static void put_group(text *areas, const char *id, const json *members)
{
    text list = {NULL, 0, 0};

    if (written(areas, id))
        return;
    text_add(&list, "<group");
    text_attribute(&list, "id", id);
    text_char(&list, '>');
    for (const json *one = members ? members->first : NULL; one; one = one->next)
        if (one->text) {
            text_add(&list, "<member");
            text_attribute(&list, "area", one->text);
            text_add(&list, "/>");
        }
    text_add(&list, "</group>");
    text_add(areas, text_get(&list));
    text_free(&list);
    for (const json *one = members ? members->first : NULL; one; one = one->next)
        if (one->text)
            put_country(areas, one->text);
}

/* An excluded area: a country, a group with its members, a group that stands for another. */
static void put_excluded(text *areas, text *exclusions, const json *one)
{
    const char *id = one->text ? one->text : member(one, "group");
    const json *members = json_get(one, "members");

    text_add(exclusions, "<exclude");
    text_attribute(exclusions, "area", id);
    text_add(exclusions, "/>");
    if (json_have(one, "references")) {
        put_group(areas, member(one, "references"), json_get(one, "referenced_members"));
        if (!written(areas, id)) {
            text_add(areas, "<group");
            text_attribute(areas, "id", id);
            text_add(areas, "><member");
            text_attribute(areas, "area", member(one, "references"));
            text_add(areas, "/></group>");
        }
    } else if (members) {
        put_group(areas, id, members);
    } else {
        put_country(areas, id);
    }
}

static tariff_session *open_measure(trial *trial, const json *measure, const char *country, const char *sid)
{
    bool any = json_is(json_get(measure, "national"), JSON_TRUE) || json_is(json_get(measure, "meursing"), JSON_TRUE);
    const json *excluded = json_get(measure, "excluded");
    text areas = {NULL, 0, 0}, exclusions = {NULL, 0, 0}, xml = {NULL, 0, 0};
    tariff_session *session;

    if (json_have(measure, "members"))
        put_group(&areas, member(measure, "area"), json_get(measure, "members"));
    for (const json *one = excluded ? excluded->first : NULL; one; one = one->next)
        put_excluded(&areas, &exclusions, one);
    put_country(&areas, country);
    if (json_have(measure, "area") && !written(&areas, member(measure, "area"))) {
        if (strcmp(member(measure, "area"), country) == 0)
            put_country(&areas, country);
        else
            put_group(&areas, member(measure, "area"), NULL);
    }
    xml_begin(&xml);
    text_add(&xml, "<measure-types><measure-type id=\"T\" movement=\"import\"/></measure-types><geographical-areas>");
    text_add(&xml, text_get(&areas));
    text_add(&xml,
             "</geographical-areas><goods-nomenclature><line code=\"010121\" suffix=\"80\" indent=\"0\"/></goods-nomenclature>"
             "<measures><measure type=\"T\" code=\"010121\"");
    text_attribute(&xml, "sid", sid);
    if (json_have(measure, "area"))
        text_attribute(&xml, "area", member(measure, "area"));
    text_char(&xml, '>');
    text_add(&xml, text_get(&exclusions));
    text_add(&xml, "</measure></measures>");
    /* What a national or a Meursing measure has from the profile of its tariff. */
    if (any)
        text_add(&xml, "<profile id=\"" CASE_TARIFF "\"><measures types=\"T\" role=\"information\" any-area=\"yes\"/></profile>");
    xml_end(&xml);
    session = trial_tariff(trial, &xml);
    text_free(&areas);
    text_free(&exclusions);
    text_free(&xml);
    return session;
}

static bool ask_measure(trial *trial, const json *measure)
{
    const char *sid = json_is(json_get(measure, "national"), JSON_TRUE) ? "-1" : "1";
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;
    tariff_session *session;

    for (const json *one = measure->first; one; one = one->next)
        if (!strstr(" area members excluded national meursing note ", one->name))
            return trial_fault(trial, "measure '%s' is not known to the adapter", one->name);
    session = open_measure(trial, measure, member(trial->inputs, "country"), sid);
    text_char(&request, '{');
    text_member(&request, "tariff", CASE_TARIFF);
    text_member(&request, "measure", sid);
    put_member(&request, "origin", trial->inputs, "country");
    text_char(&request, '}');
    reply = trial_ask(trial, session, "geography.relevant", &request);
    passed = reply && trial_same(trial, "relevant", json_get(json_root(reply), "relevant"));
    json_free(reply);
    text_free(&request);
    return passed;
}

bool adapt_geography(trial *trial)
{
    const json *measure = json_have(trial->inputs, "measure");
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "relevant member"))
        return false;
    if (measure)
        return ask_measure(trial, measure);
    text_char(&request, '{');
    put_member(&request, "group", trial->inputs, "group");
    put_member(&request, "area", trial->inputs, "country");
    text_char(&request, '}');
    reply = trial_ask(trial, trial_session(trial), "geography.member", &request);
    passed = reply && trial_same(trial, "member", json_get(json_root(reply), "member"));
    json_free(reply);
    text_free(&request);
    return passed;
}
