/* SPDX-License-Identifier: Apache-2.0 */
/* condition-evaluation: one measure with conditions becomes a line of a tariff, the document answered that of a declaration;
 * method assess with dispositions tells what the conditions came to. */
#include <string.h>

#include "conformance/rates.h"
#include "conformance/xml.h"

#define KIND_TARIFF  ",\"tariff\":\"UK\""
#define KIND_ELEMENT "<tariff id=\"UK\">"
#define KIND_QUOTA   "050999"

static void put_attribute(text *xml, const char *name, const json *object, const char *field)
{
    if (json_have(object, field))
        text_attribute(xml, name, member(object, field));
}

static void put_component_elements(text *xml, const json *components)
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

/* Rows stand in the order of the case: each has the next number of sequence. */
static void put_conditions(text *xml, const json *conditions)
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

/* What the profile of the kind says of the measure's type. */
static json_document *type_of(trial *trial)
{
    text request = {NULL, 0, 0};
    json_document *reply;
    tariff_status status;

    text_char(&request, '{');
    text_member(&request, "id", member(trial->inputs, "measure_type"));
    text_add(&request, KIND_TARIFF "}");
    reply = trial_call(trial, trial_session(trial), "measure_type", &request, &status);
    text_free(&request);
    text_clear(&trial->found);
    return reply;
}

static tariff_session *open_measure(trial *trial, bool quota)
{
    text xml = {NULL, 0, 0};
    tariff_session *session;

    text_add(&xml, "<tariff-data xmlns=\"urn:libtariff:tariff:1\" version=\"1\">" KIND_ELEMENT
                   "<goods-nomenclature><line code=\"9999999999\" suffix=\"80\" indent=\"0\"/></goods-nomenclature>"
                   "<measures><measure code=\"9999999999\" suffix=\"80\" area=\"1011\"");
    text_attribute(&xml, "type", member(trial->inputs, "measure_type"));
    if (quota)
        text_add(&xml, " order-number=\"" KIND_QUOTA "\"");
    text_char(&xml, '>');
    put_component_elements(&xml, json_get(trial->inputs, "measure_components"));
    put_conditions(&xml, json_get(trial->inputs, "conditions"));
    text_add(&xml, "</measure></measures>");
    xml_end(&xml);
    session = trial_tariff_over(trial, &xml);
    text_free(&xml);
    return session;
}

static json_document *assess(trial *trial, tariff_session *session, const json *type, bool quota)
{
    const json *preferences = json_get(type, "preferences");
    text request = {NULL, 0, 0};
    json_document *reply;

    text_add(&request, "{\"policies\":{\"conditions\":\"reference\"},\"dispositions\":true" KIND_TARIFF
                       ",\"date\":\"2021-07-01\",\"currency\":\"GBP\",\"items\":[{\"code\":\"9999999999\",\"origin\":\"CN\"");
    text_add(&request, ",\"documents\":[");
    if (json_have(trial->inputs, "document_answer")) {
        text_char(&request, '{');
        text_member(&request, "code", member(trial->inputs, "document_answer"));
        text_char(&request, '}');
    }
    text_char(&request, ']');
    if (json_is(preferences, JSON_ARRAY) && preferences->first)
        text_member(&request, "preference", preferences->first->text);
    if (strcmp(member(type, "place"), "preferential-origin") == 0)
        text_add(&request, ",\"preferential_origin\":\"CN\"");
    if (quota)
        text_add(&request, ",\"quota\":\"" KIND_QUOTA "\"");
    text_add(&request, "}]}");
    reply = trial_ask(trial, session, "assess", &request);
    text_free(&request);
    return reply;
}

/* The components of the duty that applies; none where there is no duty. */
static bool same_components(trial *trial, const char *expression)
{
    const json *wanted = json_get(trial->expected, "applied_components");
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
    passed = reply && trial_same(trial, "applied_components", json_get(json_root(reply), "components"));
    json_free(reply);
    return passed;
}

bool adapt_condition_evaluation(trial *trial)
{
    json_document *type, *reply = NULL;
    const json *item, *candidates, *found = NULL;
    tariff_session *session;
    bool quota, passed = false;

    if (!trial_only(trial, "measure_applies stops_declaration applied_components"))
        return false;
    type = type_of(trial);
    quota = type && strcmp(member(json_root(type), "claim"), "quota") == 0;
    session = open_measure(trial, quota);
    if (session)
        reply = assess(trial, session, type ? json_root(type) : NULL, quota);
    if (reply) {
        item = json_get(json_root(reply), "items");
        candidates = json_get(json_get(item->first, "considered"), "list");
        for (const json *one = candidates ? candidates->first : NULL; one && !found; one = one->next)
            found = json_get(one, "conditions");
        passed = found ? trial_same(trial, "measure_applies", json_get(found, "applies")) &&
                             trial_same(trial, "stops_declaration", json_get(found, "stops")) &&
                             same_components(trial, member(found, "expression"))
                       : trial_fault(trial, "no conditions were tried");
    }
    json_free(reply);
    json_free(type);
    return passed;
}
