/* SPDX-License-Identifier: Apache-2.0 */
/* duty-expression-format, rate-string-grammar, rate-string-corpus, tables of rates: methods rate.format, rate.parse, rate.eval */
#include "conformance/rates.h"

#include <string.h>

void put_components(text *request, const json *components)
{
    static const char *const names[] = {"duty_expression_id", "duty_amount", "monetary_unit_code", "measurement_unit_code",
                                        "measurement_unit_qualifier_code"};

    text_name(request, "components");
    text_char(request, '[');
    for (const json *component = components ? components->first : NULL; component; component = component->next) {
        text_next(request);
        text_char(request, '{');
        for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
            put_member(request, names[i], component, names[i]);
        text_char(request, '}');
    }
    text_char(request, ']');
}

bool adapt_duty_format(trial *trial)
{
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "base verbose amount_text spq_text contains"))
        return false;
    text_char(&request, '{');
    put_components(&request, json_get(trial->inputs, "components"));
    put_member(&request, "resolved", trial->inputs, "resolved_meursing");
    text_char(&request, '}');
    reply = trial_ask(trial, trial_free_session(trial), "rate.format", &request);
    text_free(&request);
    if (!reply)
        return false;
    passed = trial_contains(trial, json_get(trial->expected, "contains"), member(json_root(reply), "base"));
    for (const json *wanted = trial->expected->first; wanted && passed; wanted = wanted->next)
        if (strcmp(wanted->name, "contains") != 0)
            passed = trial_same(trial, wanted->name, json_get(json_root(reply), wanted->name));
    json_free(reply);
    return passed;
}

/* ---- sentences ---- */

static void put_duty_expressions(text *request, const json *list)
{
    text_name(request, "duty_expressions");
    text_char(request, '[');
    for (const json *one = list ? list->first : NULL; one; one = one->next) {
        text id = {NULL, 0, 0};

        if (strlen(member(one, "sid")) == 1)
            text_char(&id, '0');
        text_add(&id, member(one, "sid"));
        text_next(request);
        text_char(request, '{');
        text_member(request, "id", text_get(&id));
        put_member(request, "abbreviation", one, "prefix");
        put_member(request, "amount", one, "amount");
        put_member(request, "money", one, "monetary_unit");
        put_member(request, "unit", one, "measurement_unit");
        text_char(request, '}');
        text_free(&id);
    }
    text_char(request, ']');
}

/* {"code","abbreviation"} of each member of an object. */
static void put_words(text *request, const json *words)
{
    for (const json *one = words ? words->first : NULL; one; one = one->next) {
        text_next(request);
        text_char(request, '{');
        text_member(request, "code", one->name);
        text_member(request, "abbreviation", one->text ? one->text : "");
        text_char(request, '}');
    }
}

/* A unit that may have a qualifier is a word of its own: both abbreviations. */
static void put_pairs(text *request, const json *pairs, const json *units, const json *qualifiers)
{
    for (const json *pair = pairs ? pairs->first : NULL; pair; pair = pair->next) {
        const char *unit, *qualifier;
        text shown = {NULL, 0, 0};

        if (!json_is(pair, JSON_ARRAY) || pair->count != 2)
            continue;
        unit = pair->first->text;
        qualifier = pair->first->next->text;
        text_add(&shown, member(units, unit));
        text_add(&shown, " / ");
        text_add(&shown, member(qualifiers, qualifier));
        text_next(request);
        text_char(request, '{');
        text_member(request, "code", unit);
        text_member(request, "qualifier", qualifier);
        text_member(request, "abbreviation", text_get(&shown));
        text_char(request, '}');
        text_free(&shown);
    }
}

static void put_vocabulary(text *request, const json *words)
{
    const json *units = json_get(words, "measurement_units"), *qualifiers = json_get(words, "qualifiers");

    text_name(request, "vocabulary");
    text_char(request, '{');
    put_duty_expressions(request, json_get(words, "duty_expressions"));
    put_member(request, "monetary_units", words, "monetary_units");
    text_name(request, "measurement_units");
    text_char(request, '[');
    put_words(request, units);
    put_pairs(request, json_get(words, "permitted_pairs"), units, qualifiers);
    text_char(request, ']');
    text_name(request, "qualifiers");
    text_char(request, '[');
    put_words(request, qualifiers);
    text_add(request, "]}");
}

/* What the reply says in the words of `expected`: lists, or the error of a stage. */
static bool compare_parsed(trial *trial, const json *reply)
{
    bool parsed = strcmp(member(reply, "status"), "parsed") == 0;
    const json *error = json_get(trial->expected, "error");

    if (error && error->type != JSON_NULL && error->type != JSON_FALSE)
        return !parsed && trial_same(trial, "stage", json_get(json_get(reply, "fault"), "stage"));
    if (!parsed)
        return false;
    return trial_same(trial, "components", json_get(reply, "components")) &&
           trial_same(trial, "conditions", json_get(reply, "conditions")) &&
           trial_same(trial, "canonical", json_get(reply, "as_canonical"));
}

bool adapt_rate_grammar(trial *trial)
{
    const char *grammar = member(trial->inputs, "grammar");
    bool sentence = !*grammar || strstr(grammar, "duty"), condition = strstr(grammar, "condition") != NULL,
         season = strstr(grammar, "season") != NULL;
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "components conditions seasons error stage canonical"))
        return false;
    if (!sentence && !condition && !season)
        return trial_fault(trial, "grammar '%s' is not known to the adapter", grammar);
    text_char(&request, '{');
    put_member(&request, "text", trial->inputs, "text");
    text_member(&request, "grammar", condition ? "condition" : season ? "season" : "taric");
    if (sentence && json_have(trial->head, "reference_data"))
        put_vocabulary(&request, json_get(trial->head, "reference_data"));
    if (json_have(trial->inputs, "eur_gbp_conversion_rate")) {
        text_name(&request, "convert");
        text_char(&request, '{');
        text_member(&request, "from", "EUR");
        text_member(&request, "to", "GBP");
        put_member(&request, "rate", trial->inputs, "eur_gbp_conversion_rate");
        if (json_have(trial->inputs, "rounding")) {
            text rounding = {NULL, 0, 0};

            text_add(&rounding, member(trial->inputs, "rounding"));
            text_add(&rounding, ":0.01");
            text_member(&request, "round", text_get(&rounding));
            text_free(&rounding);
        }
        text_char(&request, '}');
    }
    text_char(&request, '}');
    reply = trial_ask(trial, trial_free_session(trial), "rate.parse", &request);
    text_free(&request);
    if (!reply)
        return false;
    passed = compare_parsed(trial, json_root(reply)) &&
             (json_get(json_root(reply), "fault") || trial_same(trial, "seasons", json_get(json_root(reply), "seasons")));
    json_free(reply);
    return passed;
}

/* ---- published strings ---- */

/* Seasons of a published string name months and the number of the rate. */
static bool same_seasons(trial *trial, const json *found)
{
    const json *wanted = json_get(trial->expected, "seasons"), *theirs;

    if (!wanted)
        return true;
    if (!found || found->count != wanted->count)
        return trial_same(trial, "seasons", found);
    theirs = found->first;
    for (const json *one = wanted->first; one; one = one->next, theirs = theirs->next)
        if ((!same(json_get(one, "rate"), json_get(theirs, "percent")) &&
             !same(json_get(one, "rate"), json_get(theirs, "rate"))) ||
            !same(json_get(one, "from_month"), json_get(theirs, "from_month")) ||
            !same(json_get(one, "to_month"), json_get(theirs, "to_month")))
            return trial_same(trial, "seasons", found);
    return true;
}

bool adapt_rate_corpus(trial *trial)
{
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "components seasons error"))
        return false;
    text_char(&request, '{');
    put_member(&request, "text", trial->inputs, "text");
    text_member(&request, "grammar", "cet");
    put_member(&request, "bare_number_is_percent", trial->inputs, "bare_number_is_percent");
    text_char(&request, '}');
    reply = trial_ask(trial, trial_free_session(trial), "rate.parse", &request);
    text_free(&request);
    if (!reply)
        return false;
    passed = compare_parsed(trial, json_root(reply)) && same_seasons(trial, json_get(json_root(reply), "seasons"));
    json_free(reply);
    return passed;
}

/* ---- tables of rates ---- */

/* Whether the reply asks for the duty of something else: a note, another line. */
static bool refers(const json *reply)
{
    const json *needs = json_get(reply, "needs");

    for (const json *need = needs ? needs->first : NULL; need; need = need->next)
        if (strcmp(member(need, "kind"), "reference") == 0)
            return true;
    return false;
}

/* Whether the reporting unit is the number of items: then a rate per thousand sees one item. */
static bool by_number(const char *unit)
{
    return unit[0] == 'N' && unit[1] == 'O' && unit[2] == 0;
}

bool adapt_table_rate(trial *trial)
{
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    text_add(&request,
             "{\"grammar\":\"us\",\"value\":\"100\",\"currency\":\"USD\",\"each_unit\":\"1\",\"round\":\"half-up:0.01\"");
    put_member(&request, "text", trial->inputs, "mfn_text_rate");
    if (strstr(member(trial->inputs, "mfn_text_rate"), "/1000") && by_number(member(trial->inputs, "quantity1_code")))
        text_add(&request, ",\"quantities\":[{\"unit\":\"NAR\",\"quantity\":\"1\"}]");
    text_char(&request, '}');
    reply = trial_ask(trial, trial_free_session(trial), "rate.eval", &request);
    text_free(&request);
    if (!reply)
        return false;
    if (refers(json_root(reply)))
        trial->skip = "refers to a note or to another line";
    passed = json_have(json_root(reply), "amount") &&
             trial_same_text(trial, "expected_duty_usd_for_value100_qty1", member(json_root(reply), "amount"));
    json_free(reply);
    return passed;
}
