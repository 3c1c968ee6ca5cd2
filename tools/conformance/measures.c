/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/measures.h"

#include <string.h>

#include "conformance/xml.h"

const case_tariff case_uk = {"<tariff id=\"UK\">", "\"tariff\":\"UK\""}, case_eu = {"<tariff id=\"EU\">", "\"tariff\":\"EU\""};

void put_attribute(text *xml, const char *name, const json *object, const char *field)
{
    if (json_have(object, field))
        text_attribute(xml, name, member(object, field));
}

void put_component_elements(text *xml, const json *components)
{
    for (const json *one = components ? components->first : NULL; one; one = one->next) {
        text_add(xml, "<component");
        put_attribute(xml, "expression", one, "duty_expression_id");
        put_attribute(xml, "amount", one, "duty_amount");
        put_attribute(xml, "money", one, "monetary_unit_code");
        put_attribute(xml, "unit", one, "measurement_unit_code");
        put_attribute(xml, "qualifier", one, "measurement_unit_qualifier_code");
        text_add(xml, "/>");
    }
}

void put_condition_elements(text *xml, const json *conditions)
{
    long long sequence = 0;

    for (const json *one = conditions ? conditions->first : NULL; one; one = one->next) {
        text number = {NULL, 0, 0};

        text_number(&number, ++sequence);
        text_add(xml, "<condition");
        put_attribute(xml, "code", one, "condition_code");
        text_attribute(xml, "sequence", text_get(&number));
        put_attribute(xml, "action", one, "action_code");
        put_attribute(xml, "certificate", one, "document_code");
        put_attribute(xml, "amount", one, "condition_duty_amount");
        put_attribute(xml, "money", one, "condition_monetary_unit_code");
        put_attribute(xml, "unit", one, "condition_measurement_unit_code");
        put_attribute(xml, "qualifier", one, "condition_measurement_unit_qualifier_code");
        text_char(xml, '>');
        put_component_elements(xml, json_get(one, "components"));
        text_add(xml, "</condition>");
        text_free(&number);
    }
}

void xml_measures(text *xml, const case_tariff *tariff)
{
    text_add(xml, "<tariff-data xmlns=\"urn:libtariff:tariff:1\" version=\"1\">");
    text_add(xml, tariff->element);
    text_add(xml, "<goods-nomenclature><line" CASE_LINE " indent=\"0\"/></goods-nomenclature><measures>");
}

void xml_measure(text *xml, const char *type, const char *additional_code, const char *area, bool quota)
{
    text_add(xml, "<measure" CASE_LINE);
    text_attribute(xml, "type", type);
    if (additional_code)
        text_attribute(xml, "additional-code", additional_code);
    if (area)
        text_attribute(xml, "area", area);
    else
        text_add(xml, " area=\"1011\"");
    if (quota)
        text_add(xml, " order-number=\"050999\"");
    text_char(xml, '>');
}

void xml_measures_end(text *xml)
{
    text_add(xml, "</measures>");
    xml_end(xml);
}

json_document *measure_type(trial *trial, tariff_session *session, const case_tariff *tariff, const char *type)
{
    text request = {NULL, 0, 0};
    json_document *reply;
    tariff_status status;

    text_char(&request, '{');
    text_member(&request, "id", type);
    text_char(&request, ',');
    text_add(&request, tariff->member);
    text_char(&request, '}');
    reply = session ? trial_call(trial, session, "measure_type", &request, &status) : NULL;
    text_free(&request);
    text_clear(&trial->found);
    return reply;
}

bool measure_type_quota(json_document *type)
{
    return type && strcmp(member(json_root(type), "claim"), "quota") == 0;
}

/* The code by the rules of the profile; false where it has none for the measure. */
static bool put_code(trial *trial, text *item, const case_measure *measure)
{
    text request = {NULL, 0, 0};
    json_document *reply;
    tariff_status status;
    const char *code;

    text_char(&request, '{');
    text_add(&request, measure->tariff->member);
    text_member(&request, "measure_type", measure->type);
    if (measure->area)
        text_member(&request, "area", measure->area);
    text_name(&request, "documents");
    text_char(&request, '[');
    for (const json *row = measure->conditions ? measure->conditions->first : NULL; row; row = row->next)
        if (json_have(row, measure->document)) {
            text_next(&request);
            text_json(&request, member(row, measure->document), strlen(member(row, measure->document)));
        }
    text_add(&request, "]}");
    reply = trial_call(trial, trial_session(trial), "preference_code", &request, &status);
    text_free(&request);
    text_clear(&trial->found);
    code = reply ? json_text(json_root(reply), "code") : NULL;
    if (code)
        text_member(item, "preference", code);
    json_free(reply);
    return code != NULL;
}

void put_claim(trial *trial, text *item, json_document *type, const case_measure *measure, const char *country)
{
    const json *codes = type ? json_get(json_root(type), "preferences") : NULL;

    if (json_is(codes, JSON_ARRAY) && codes->first && !put_code(trial, item, measure))
        text_member(item, "preference", codes->first->text);
    if (type && strcmp(member(json_root(type), "place"), "preferential-origin") == 0) {
        if (country)
            text_member(item, "preferential_origin", country);
        else
            text_add(item, ",\"preferential_" CASE_ORIGIN);
    }
    if (measure_type_quota(type))
        text_add(item, ",\"quota\":\"050999\"");
}

/* ---- what came out ---- */

bool same_components(trial *trial, const char *name, const char *expression)
{
    const json *wanted = json_get(trial->expected, name);
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!wanted || (!wanted->first && !*expression))
        return true;
    text_char(&request, '{');
    text_member(&request, "text", expression);
    text_char(&request, '}');
    reply = trial_ask(trial, trial_free_session(trial), "rate.parse", &request);
    text_free(&request);
    passed = reply && trial_same(trial, name, json_get(json_root(reply), "components"));
    json_free(reply);
    return passed;
}

const json *conditions_of(json_document *reply)
{
    const json *items = json_get(json_root(reply), "items"),
               *candidates = json_get(json_get(items->first, "considered"), "list"), *found = NULL;

    for (const json *one = candidates ? candidates->first : NULL; one && !found; one = one->next)
        found = json_get(one, "conditions");
    return found;
}
