/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entry-price: rows of one condition code, by price, weight or document, become those of a measure; method assess with
 * dispositions tells which row decided, and the charge what it owes.
 */
#include <string.h>

#include "conformance/measures.h"

/* "EUR/DTN" or "KGM": the money, where there is any, and the unit. */
static void put_threshold_unit(text *xml, const char *unit)
{
    const char *slash = strchr(unit, '/');
    text money = {NULL, 0, 0};

    if (slash) {
        text_bytes(&money, unit, (size_t)(slash - unit));
        text_attribute(xml, "money", text_get(&money));
        unit = slash + 1;
    }
    if (*unit)
        text_attribute(xml, "unit", unit);
    text_free(&money);
}

static void put_rows(text *xml, const json *rows, const char *code)
{
    for (const json *row = rows ? rows->first : NULL; row; row = row->next) {
        const char *unit = json_have(row, "per") ? member(row, "per") : member(row, "threshold_unit");

        text_add(xml, "<condition");
        text_attribute(xml, "code", code);
        put_attribute(xml, "sequence", row, "sequence");
        put_attribute(xml, "action", row, "action_code");
        put_attribute(xml, "certificate", row, "certificate");
        put_attribute(xml, "amount", row, "threshold");
        put_threshold_unit(xml, unit);
        text_char(xml, '>');
        put_component_elements(xml, json_get(row, "components"));
        text_add(xml, "</condition>");
    }
}

static const json *rows_of(trial *trial)
{
    return json_get(trial->inputs, json_have(trial->inputs, "ladder") ? "ladder" : "conditions");
}

static tariff_session *open_measure(trial *trial, bool quota)
{
    text xml = {NULL, 0, 0};
    tariff_session *session;

    xml_measures(&xml, &case_eu);
    xml_measure(&xml, member(trial->inputs, "measure_type"), NULL, json_text(trial->inputs, "geographical_area"), quota);
    put_rows(&xml, rows_of(trial), member(trial->inputs, "condition_code"));
    text_add(&xml, "</measure>");
    xml_measures_end(&xml);
    session = trial_tariff_over(trial, &xml);
    text_free(&xml);
    return session;
}

/* The unit of the ladder: the price is given per unit of it, and so many of it. */
static const char *unit_of(trial *trial)
{
    const json *ladder = json_get(trial->inputs, "ladder");
    const char *per = ladder && ladder->first ? member(ladder->first, "per") : "", *slash = strchr(per, '/');

    return slash ? slash + 1 : per;
}

/* The value of a quantity at a price per unit: the duty of so much a unit would be as much. NULL, with a fault, for none. */
static json_document *value_of(trial *trial)
{
    text request = {NULL, 0, 0};
    json_document *reply;

    text_char(&request, '{');
    text_name(&request, "components");
    text_add(&request, "[{\"duty_expression_id\":\"01\",\"monetary_unit_code\":\"EUR\"");
    text_member(&request, "measurement_unit_code", unit_of(trial));
    put_member(&request, "duty_amount", trial->inputs, "unit_price_eur_per_dtn");
    text_add(&request, "}],\"currency\":\"EUR\",\"quantities\":[{");
    text_member(&request, "unit", unit_of(trial));
    put_member(&request, "quantity", trial->inputs, "quantity_dtn");
    text_add(&request, "}]}");
    reply = trial_ask(trial, trial_free_session(trial), "rate.eval", &request);
    text_free(&request);
    return reply;
}

/* A quantity of the case in a unit, once. */
static void put_quantity(trial *trial, text *request, text *seen, const char *unit, const char *qualifier)
{
    text key = {NULL, 0, 0};

    text_add(&key, unit);
    text_add(&key, qualifier);
    text_char(&key, ' ');
    if (*unit && !strstr(text_get(seen), text_get(&key))) {
        text_add(seen, text_get(&key));
        key.size = strlen(unit) + strlen(qualifier);
        key.data[key.size] = 0;
        text_next(request);
        text_char(request, '{');
        text_member(request, "unit", text_get(&key));
        put_member(request, "quantity", trial->inputs, "quantity_dtn");
        text_char(request, '}');
    }
    text_free(&key);
}

/* The one quantity of the case is that in every unit that it names. */
static void put_quantities(trial *trial, text *request)
{
    const json *ladder = json_get(trial->inputs, "ladder");
    text seen = {NULL, 0, 0};

    text_name(request, "quantities");
    text_char(request, '[');
    if (json_have(trial->inputs, "quantity_dtn")) {
        put_quantity(trial, request, &seen, unit_of(trial), "");
        for (const json *row = ladder ? ladder->first : NULL; row; row = row->next) {
            const json *components = json_get(row, "components");

            for (const json *one = components ? components->first : NULL; one; one = one->next)
                put_quantity(trial, request, &seen, member(one, "measurement_unit_code"),
                             member(one, "measurement_unit_qualifier_code"));
        }
    }
    text_char(request, ']');
    text_free(&seen);
}

static json_document *assess(trial *trial, tariff_session *session, json_document *type, const char *value)
{
    const char *area = json_text(trial->inputs, "geographical_area");
    const case_measure measure = {&case_eu, member(trial->inputs, "measure_type"), area, rows_of(trial), "certificate"};
    text request = {NULL, 0, 0};
    json_document *reply;

    text_add(&request, "{\"policies\":{\"rounding\":\"reference\"},\"dispositions\":true,");
    text_add(&request, case_eu.member);
    text_add(&request, ",\"date\":\"2019-01-15\",\"currency\":\"EUR\",\"items\":[{" CASE_MEMBER);
    if (area)
        text_member(&request, "origin", area);
    else
        text_add(&request, ",\"" CASE_ORIGIN);
    if (value)
        text_member(&request, "customs_value", value);
    put_member(&request, "net_mass", trial->inputs, "net_weight_kg");
    put_quantities(trial, &request);
    text_add(&request, ",\"documents\":[");
    if (json_have(trial->inputs, "certificate_presented")) {
        text_char(&request, '{');
        text_member(&request, "code", member(trial->inputs, "certificate_presented"));
        text_char(&request, '}');
    }
    text_char(&request, ']');
    put_claim(trial, &request, type, &measure, area);
    text_add(&request, "}]}");
    reply = trial_ask(trial, session, "assess", &request);
    text_free(&request);
    return reply;
}

/* The one charge that the case's measure type owes. */
static const json *charge_of(trial *trial, json_document *reply)
{
    const json *items = json_get(json_root(reply), "items"), *charges = json_get(items->first, "charges");

    for (const json *one = charges ? charges->first : NULL; one; one = one->next)
        if (strcmp(member(one, "measure_type"), member(trial->inputs, "measure_type")) == 0)
            return one;
    return NULL;
}

static bool same_outcome(trial *trial, json_document *reply)
{
    const json *found = conditions_of(reply), *rows = json_get(found, "decided_by");
    const json *row = rows ? rows->first : NULL, *charge = charge_of(trial, reply);

    if (!row)
        return trial_fault(trial, "no row decided");
    return trial_same(trial, "sequence", json_get(row, "sequence")) &&
           trial_same(trial, "action_code", json_get(row, "action")) &&
           trial_same(trial, "duty_eur_exact", json_get(charge, json_have(charge, "unrounded") ? "unrounded" : "amount")) &&
           same_components(trial, "components", member(found, "expression"));
}

bool adapt_entry_price(trial *trial)
{
    json_document *type, *value = NULL, *reply = NULL;
    tariff_session *session;
    bool passed = false;

    if (!trial_only(trial, "sequence action_code duty_eur_exact components"))
        return false;
    if (json_have(trial->inputs, "unit_price_eur_per_dtn")) {
        value = value_of(trial);
        if (!value)
            return false;
    }
    type = measure_type(trial, trial_session(trial), &case_eu, member(trial->inputs, "measure_type"));
    session = open_measure(trial, measure_type_quota(type));
    if (session)
        reply = assess(trial, session, type, value ? json_text(json_root(value), "unrounded") : NULL);
    passed = reply && same_outcome(trial, reply);
    json_free(reply);
    json_free(type);
    json_free(value);
    return passed;
}
