/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duty-evaluation: methods rate.eval, money.format, assess. Inputs that name only components are evaluated alone; those that
 * name rates of several measures become a line with these measures in the tariff of the kind, and a declaration.
 */
#include <stdlib.h>
#include <string.h>

#include "conformance/measures.h"
#include "conformance/rates.h"

/* The tariff whose law the cases of this kind speak of, as a member of a request. */
#define KIND_TARIFF  ",\"tariff\":\"UK\""
#define KIND_DISPLAY ",\"currency\":\"GBP\",\"round\":\"half-up:0.01\"}"

/* ---- amounts ---- */

/* A text without the signs before its first digit. */
static const char *without_symbol(const char *text)
{
    return text + strcspn(text, "-0123456789");
}

/* Compares a member with an amount: its value, or the way it is shown, with or without the symbol of the currency. */
static bool same_money(trial *trial, const char *name, const char *amount)
{
    const char *wanted = json_text(trial->expected, name);
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!json_get(trial->expected, name) || (amount && wanted && json_same_number(wanted, amount)))
        return true;
    if (!amount || !wanted)
        return trial_same_text(trial, name, amount);
    text_add(&request, "{\"amounts\":[");
    text_json(&request, amount, strlen(amount));
    text_add(&request, "]" KIND_DISPLAY);
    reply = trial_ask(trial, trial_free_session(trial), "money.format", &request);
    text_free(&request);
    if (!reply)
        return false;
    passed = strcmp(wanted, member(json_root(reply), "formatted")) == 0 ||
             strcmp(wanted, without_symbol(member(json_root(reply), "formatted"))) == 0 ||
             json_same_number(wanted, member(json_root(reply), "amount")) ||
             trial_same_text(trial, name, member(json_root(reply), "formatted"));
    json_free(reply);
    return passed;
}

/* ---- components alone ---- */

static void put_quantities(text *request, const json *quantities)
{
    text_name(request, "quantities");
    text_char(request, '[');
    for (const json *one = quantities ? quantities->first : NULL; one; one = one->next) {
        if (!one->text)
            continue;
        text_next(request);
        text_char(request, '{');
        text_member(request, "unit", one->name);
        text_member(request, "quantity", one->text);
        text_char(request, '}');
    }
    text_char(request, ']');
}

static bool evaluate_components(trial *trial)
{
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    text_add(&request, "{\"policy\":\"reference\"" KIND_TARIFF);
    put_components(&request, json_get(trial->inputs, "components"));
    if (json_have(trial->inputs, "currency"))
        put_member(&request, "currency", trial->inputs, "currency");
    else
        text_add(&request, ",\"currency\":\"GBP\"");
    put_quantities(&request, json_get(trial->inputs, "quantities"));
    if (json_have(trial->inputs, "customs_value_parts")) {
        const json *parts = json_get(trial->inputs, "customs_value_parts");

        text_name(&request, "values");
        text_char(&request, '[');
        for (const json *part = parts->first; part; part = part->next)
            if (part->text) {
                text_next(&request);
                text_json(&request, part->text, part->size);
            }
        text_char(&request, ']');
    }
    if (json_have(trial->inputs, "eur_gbp_rate")) {
        text_add(&request, ",\"exchange_rates\":[{\"currency\":\"EUR\"");
        put_member(&request, "rate", trial->inputs, "eur_gbp_rate");
        text_add(&request, "}]");
    }
    text_char(&request, '}');
    reply = trial_ask(trial, trial_session(trial), "rate.eval", &request);
    text_free(&request);
    if (!reply)
        return false;
    passed = trial_only(trial, "amount formatted duty") && json_have(json_root(reply), "amount") &&
             trial_same(trial, "amount", json_get(json_root(reply), "unrounded")) &&
             trial_same(trial, "formatted", json_get(json_root(reply), "formatted")) &&
             trial_same(trial, "duty", json_get(json_root(reply), "unrounded"));
    json_free(reply);
    return passed;
}

/* ---- sums and conversions ---- */

static bool evaluate_sum(trial *trial)
{
    static const char *const names[] = {"duty", "excise", "vat"};
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "total_formatted"))
        return false;
    text_add(&request, "{\"amounts\":[");
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (json_have(trial->inputs, names[i])) {
            text_next(&request);
            text_json(&request, member(trial->inputs, names[i]), strlen(member(trial->inputs, names[i])));
        }
    text_add(&request, "]" KIND_DISPLAY);
    reply = trial_ask(trial, trial_free_session(trial), "money.format", &request);
    text_free(&request);
    passed = reply && trial_same(trial, "total_formatted", json_get(json_root(reply), "formatted"));
    json_free(reply);
    return passed;
}

static bool evaluate_conversion(trial *trial)
{
    text request = {NULL, 0, 0}, amount = {NULL, 0, 0};
    const json *first;
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "gbp"))
        return false;
    text_add(&amount, member(trial->inputs, "eur"));
    text_add(&amount, " EUR");
    text_add(&request, "{\"convert\":{\"from\":\"EUR\",\"to\":\"GBP\",\"round\":\"down:0.01\"");
    put_member(&request, "rate", trial->inputs, "rate");
    text_char(&request, '}');
    text_member(&request, "text", text_get(&amount));
    text_char(&request, '}');
    reply = trial_ask(trial, trial_free_session(trial), "rate.parse", &request);
    text_free(&request);
    text_free(&amount);
    if (!reply)
        return false;
    first = json_get(json_root(reply), "components");
    passed = first && first->first && trial_same(trial, "gbp", json_get(first->first, "duty_amount"));
    json_free(reply);
    return passed;
}

/* ---- several measures ---- */

/* What a field of a case is in the vocabulary of the records. */
static const struct rate_field {
    const char *field, *type;
} rate_fields[] = {
    {"mfn_rate", "third-country duty:103"},
    {"suspension_rate", "suspension:112"},
    {"preference_rate", "preference:142"},
    {"quota_rate", "quota:122"},
    {"safeguard_rate", "safeguard:696"},
    {"countervailing_rate", "countervailing duty:554"},
    {"dumping_rate", "anti-dumping duty:552"},
    {"excise_rate", "excise:306"},
    {"vat_rate", "VAT:305"},
};

static const char *type_of(const struct rate_field *field)
{
    return strchr(field->type, ':') + 1;
}

/* Components of a rate as the cases write it: a number is a per cent; codes of units stand for their abbreviations. */
static bool put_rate(trial *trial, text *xml, const char *rate)
{
    text request = {NULL, 0, 0}, words = {NULL, 0, 0};
    const json *list = NULL;
    json_document *reply = NULL;

    for (unsigned attempt = 0; attempt < 2 && !list; attempt++) {
        json_free(reply);
        text_clear(&words);
        text_add(&words, rate);
        if (json_is_number(rate))
            text_add(&words, " %");
        for (size_t i = 0; attempt && i < words.size; i++)
            if (words.data[i] == '/')
                words.data[i] = ' ';
        text_char(&request, '{');
        text_member(&request, "text", text_get(&words));
        text_member(&request, "grammar", attempt ? "condition" : "taric");
        text_char(&request, '}');
        reply = trial_ask(trial, trial_free_session(trial), "rate.parse", &request);
        if (!reply)
            break;
        list = json_get(json_root(reply), attempt ? "conditions" : "components");
        if (list && attempt && list->first)
            list = json_get(list->first, "components");
        if (list && !list->first)
            list = NULL;
    }
    for (const json *one = list ? list->first : NULL; one; one = one->next) {
        static const char *const names[][2] = {{"expression", "duty_expression_id"},
                                               {"amount", "duty_amount"},
                                               {"money", "monetary_unit_code"},
                                               {"unit", "measurement_unit_code"},
                                               {"qualifier", "measurement_unit_qualifier_code"}};

        text_add(xml, "<component");
        for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
            if (json_have(one, names[i][1]))
                text_attribute(xml, names[i][0], member(one, names[i][1]));
        text_add(xml, "/>");
    }
    if (!list)
        trial_fault(trial, "rate '%s' is not understood", rate);
    json_free(reply);
    text_free(&request);
    text_free(&words);
    return list != NULL;
}

static void begin_measure(text *xml, const char *type, const json *additional_code, const char *area)
{
    xml_measure(xml, type, additional_code ? additional_code->text : NULL, area, strcmp(type, type_of(&rate_fields[3])) == 0);
}

/* A measure of a type with a rate in text. */
static bool put_measure(trial *trial, text *xml, const char *type, const json *additional_code, const char *area,
                        const char *rate)
{
    bool good;

    begin_measure(xml, type, additional_code, area);
    good = put_rate(trial, xml, rate);
    text_add(xml, "</measure>");
    return good;
}

/* The measures of a case. */
static tariff_session *open_measures(trial *trial)
{
    const json *inputs = trial->inputs, *more = json_get(inputs, "additional_measures"),
               *codes = json_get(inputs, "additional_codes");
    const json *overrides = json_get(inputs, "country_rate_overrides");
    text xml = {NULL, 0, 0};
    tariff_session *session = NULL;
    bool good = true;

    xml_measures(&xml, &case_uk);
    if (json_have(inputs, "components")) {
        begin_measure(&xml, type_of(&rate_fields[0]), NULL, NULL);
        put_component_elements(&xml, json_get(inputs, "components"));
        text_add(&xml, "</measure>");
    }
    for (unsigned i = 0; i < sizeof rate_fields / sizeof rate_fields[0] && good; i++)
        if (json_have(inputs, rate_fields[i].field))
            good = put_measure(trial, &xml, type_of(&rate_fields[i]),
                               strstr(rate_fields[i].field, "counter") ? json_get(inputs, "additional_code") : NULL, NULL,
                               member(inputs, rate_fields[i].field));
    if (good && json_have(inputs, "option_measure_type"))
        good = put_measure(trial, &xml, member(inputs, "option_measure_type"), NULL, NULL, member(inputs, "option_rate"));
    for (const json *one = more ? more->first : NULL; one && good; one = one->next)
        good = put_measure(trial, &xml, member(one, "measure_type"), json_get(codes, member(one, "measure_type")), NULL,
                           member(one, "rate"));
    for (const json *one = overrides ? overrides->first : NULL; one && good; one = one->next)
        good = one->text && put_measure(trial, &xml, type_of(&rate_fields[2]), NULL, one->name, one->text);
    xml_measures_end(&xml);
    if (good)
        session = trial_tariff_over(trial, &xml);
    text_free(&xml);
    return session;
}

static void put_value(text *item, const json *parts)
{
    static const char *const kinds[] = {"freight", "insurance", "other"};
    const json *part = parts ? parts->first : NULL;
    unsigned kind = 0;

    if (!part || !part->text)
        return;
    text_member(item, "price", part->text);
    if (!part->next)
        return;
    text_add(item, ",\"valuation\":{\"additions\":[");
    for (part = part->next; part && kind < 3; part = part->next, kind++) {
        text_next(item);
        text_char(item, '{');
        text_member(item, "kind", kinds[kind]);
        text_member(item, "amount", part->text ? part->text : "");
        text_char(item, '}');
    }
    text_add(item, "]}");
}

/* The assessment with a measure type claimed, or none. */
static json_document *assess(trial *trial, tariff_session *session, const char *claimed)
{
    const json *inputs = trial->inputs, *codes = json_get(inputs, "additional_codes"), *documents = json_get(inputs, "documents");
    const char *country = json_have(inputs, "origin") ? member(inputs, "origin") : member(inputs, "country");
    json_document *type = claimed ? measure_type(trial, session, &case_uk, claimed) : NULL, *reply;
    const case_measure measure = {&case_uk, claimed, NULL, NULL, ""};
    text request = {NULL, 0, 0};

    text_add(&request, "{\"policies\":{\"rounding\":\"reference\"}" KIND_TARIFF ",\"date\":\"");
    text_add(&request, json_have(inputs, "import_date") ? member(inputs, "import_date") : "2021-07-01");
    text_add(&request, "\",\"currency\":\"GBP\",\"items\":[{" CASE_MEMBER);
    if (*country)
        text_member(&request, "origin", country);
    else
        text_add(&request, ",\"origin\":\"CN\"");
    put_value(&request, json_get(inputs, "customs_value_parts"));
    put_quantities(&request, json_get(inputs, "quantities"));
    text_name(&request, "additional_codes");
    text_char(&request, '[');
    if (json_have(inputs, "additional_code")) {
        text_next(&request);
        text_json(&request, member(inputs, "additional_code"), strlen(member(inputs, "additional_code")));
    }
    for (const json *one = codes ? codes->first : NULL; one; one = one->next)
        if (one->text) {
            text_next(&request);
            text_json(&request, one->text, one->size);
        }
    text_add(&request, "],\"documents\":[");
    for (const json *one = documents ? documents->first : NULL; one; one = one->next)
        if (one->text) {
            text_next(&request);
            text_char(&request, '{');
            text_member(&request, "code", one->text);
            text_char(&request, '}');
        }
    text_char(&request, ']');
    put_claim(trial, &request, type, &measure, country);
    json_free(type);
    text_add(&request, "}]}");
    reply = trial_ask(trial, session, "assess", &request);
    text_free(&request);
    return reply;
}

/* ---- reading an assessment ---- */

static const json *item_of(json_document *reply)
{
    return json_get(json_root(reply), "items")->first;
}

/* A charge by role or measure type; those that are not owed are left out unless they are asked for by type. */
static const json *charge_of(const json *item, const char *name, const char *value)
{
    const json *charges = json_get(item, "charges");

    for (const json *one = charges ? charges->first : NULL; one; one = one->next)
        if (strcmp(member(one, name), value) == 0 && strcmp(member(one, "state"), "due") == 0)
            return one;
    return NULL;
}

static const char *unrounded(const json *charge)
{
    return charge ? json_have(charge, "unrounded") ? member(charge, "unrounded") : json_text(charge, "amount") : NULL;
}

/* Duty that replaces or is the base duty: the one charge of the item under that name. */
static const char *main_duty(const json *item)
{
    return unrounded(charge_of(item, "charge", "customs-duty"));
}

static bool same_additional_duties(trial *trial, const json *item)
{
    const json *wanted = json_get(trial->expected, "additional_duties"), *saved = trial->expected;
    bool passed = true;

    for (const json *one = wanted ? wanted->first : NULL; one && passed; one = one->next) {
        trial->expected = one;
        passed = same_money(trial, "formatted", unrounded(charge_of(item, "measure_type", member(one, "measure_type"))));
        trial->expected = saved;
    }
    return passed;
}

static bool same_assessment(trial *trial, const json *item)
{
    const json *vat = charge_of(item, "role", "vat");
    const struct {
        const char *name, *amount;
    } parts[] = {
        {"duty", main_duty(item)},
        {"option_value_exact", main_duty(item)},
        {"option_formatted", main_duty(item)},
        {"country_duty", main_duty(item)},
        {"vat", unrounded(vat)},
        {"vat_formatted", unrounded(vat)},
        {"vat_base_formatted", vat ? json_text(vat, "base") : NULL},
        {"safeguard", unrounded(charge_of(item, "role", "safeguard"))},
        {"countervailing", unrounded(charge_of(item, "measure_type", type_of(&rate_fields[5])))},
        {"dumping", unrounded(charge_of(item, "measure_type", type_of(&rate_fields[6])))},
        {"excise", unrounded(charge_of(item, "role", "excise"))},
        {"customs_value", json_text(item, "customs_value")},
        {"customs_value_formatted", json_text(item, "customs_value")},
        {"total", json_text(item, "total")},
        {"total_formatted", json_text(item, "total")},
    };

    for (unsigned i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (!same_money(trial, parts[i].name, parts[i].amount))
            return false;
    return same_additional_duties(trial, item);
}

/* A member of expected that another claim decides. */
static bool same_under(trial *trial, tariff_session *session, const char *name, const char *claimed, bool total)
{
    json_document *reply;
    bool passed;

    if (!json_get(trial->expected, name))
        return true;
    reply = assess(trial, session, claimed);
    passed = reply && same_money(trial, name, total ? json_text(item_of(reply), "total") : main_duty(item_of(reply)));
    json_free(reply);
    return passed;
}

static bool evaluate_measures(trial *trial)
{
    static const char *const totals[] = {"total_mfn", "total_suspension", "total_preference", "total_quota"};
    const char *claimed = json_text(trial->inputs, "option_measure_type");
    tariff_session *session;
    json_document *reply;
    bool passed;

    if (!trial_only(
            trial, "duty vat safeguard countervailing dumping excise customs_value customs_value_formatted total total_formatted "
                   "option_formatted "
                   "option_value_exact additional_duties vat_base_formatted vat_formatted erga_omnes_duty country_duty total_mfn "
                   "total_suspension total_preference total_quota"))
        return false;
    session = open_measures(trial);
    if (!session)
        return false;
    if (json_have(trial->inputs, "country_rate_overrides"))
        claimed = type_of(&rate_fields[2]);
    reply = assess(trial, session, claimed);
    passed = reply && same_assessment(trial, item_of(reply)) && same_under(trial, session, "erga_omnes_duty", NULL, false);
    for (unsigned i = 0; i < sizeof totals / sizeof totals[0] && passed; i++)
        passed = same_under(trial, session, totals[i], i ? type_of(&rate_fields[i]) : NULL, true);
    json_free(reply);
    return passed;
}

bool adapt_evaluation(trial *trial)
{
    static const char *const several[] = {"vat_rate", "mfn_rate", "option_measure_type", "additional_measures",
                                          "country_rate_overrides"};

    if (json_have(trial->inputs, "eur"))
        return evaluate_conversion(trial);
    if (json_get(trial->inputs, "sum"))
        return evaluate_sum(trial);
    for (unsigned i = 0; i < sizeof several / sizeof several[0]; i++)
        if (json_have(trial->inputs, several[i]))
            return evaluate_measures(trial);
    if (json_have(trial->inputs, "components"))
        return evaluate_components(trial);
    return trial_fault(trial, "the inputs ask for nothing that the adapter knows");
}
