/* SPDX-License-Identifier: Apache-2.0 */
/* ni-routes: methods route and route.options */
#include <string.h>

#include "conformance/run.h"

/* The profile that the cases speak of, and the behaviour. */
#define CASE_ROUTES "\"tariff\":\"XI\",\"policy\":\"reference\""

/* A value that a case gives may be a flag or a text; the facts of the profile have the names of the cases. */
static void put_facts(trial *trial, text *request)
{
    static const char *const facts[] = {"trade_defence",      "zero_mfn_duty", "trader_scheme",
                                        "final_use",          "planned_processing",
                                        "annual_turnover_below_limit", "certificate_of_origin"};

    text_name(request, "facts");
    text_char(request, '{');
    for (unsigned i = 0; i < sizeof facts / sizeof facts[0]; i++)
        put_member(request, facts[i], trial->inputs, facts[i]);
    text_char(request, '}');
}

static bool ask_route(trial *trial)
{
    const char *origin = member(trial->inputs, "origin"), *other = member(trial->inputs, "other_origin");
    text request = {NULL, 0, 0};
    json_document *reply;
    const json *found, *scheme;
    bool passed;

    text_add(&request, "{" CASE_ROUTES);
    put_member(&request, "date", trial->inputs, "import_date");
    put_member(&request, "destination", trial->inputs, "import_destination");
    if (strcmp(origin, "OTHER") == 0)
        origin = other;
    if (*origin)
        text_member(&request, "origin", origin);
    put_facts(trial, &request);
    text_char(&request, '}');
    reply = trial_ask(trial, trial_session(trial), "route", &request);
    text_free(&request);
    if (!reply)
        return false;
    found = json_root(reply);
    scheme = json_get(found, "scheme");
    passed = trial_same(trial, "route", json_get(found, "route")) &&
             trial_same(trial, "meursing_asked", json_get(found, "composition_asked")) &&
             trial_same(trial, "no_duty_route", json_get(found, "free")) &&
             trial_same(trial, "no_duty_to_pay", json_get(found, "no_duty")) &&
             trial_same(trial, "dual_tariff_comparison", json_get(found, "compared")) &&
             trial_same(trial, "annual_turnover_limit", json_get(scheme, "formatted")) &&
             trial_same(trial, "scheme", json_get(scheme, "name"));
    json_free(reply);
    return passed;
}

/* A pair of category and amount. */
static void put_option(text *request, const char *category, const json *amount)
{
    text_next(request);
    text_char(request, '{');
    text_member(request, "category", category);
    text_member(request, "amount", amount && amount->text ? amount->text : "");
    text_char(request, '}');
}

/* The options under one tariff: a list of pairs, or one amount. */
static void put_side(trial *trial, text *request, const char *side, const char *tariff, const char *list, const char *amount)
{
    const json *options = json_get(trial->inputs, list);

    text_name(request, side);
    text_char(request, '{');
    text_member(request, "tariff", tariff);
    text_name(request, "options");
    text_char(request, '[');
    for (const json *one = options ? options->first : NULL; one; one = one->next)
        if (one->first && one->first->text)
            put_option(request, one->first->text, one->first->next);
    if (json_have(trial->inputs, amount))
        put_option(request, "mfn", json_get(trial->inputs, amount));
    text_add(request, "]}");
}

/* The options found as the cases write them: tariff, category, amount. */
static bool same_options(trial *trial, const json *found)
{
    const json *wanted = json_get(trial->expected, "options"), *one = found ? found->first : NULL;
    bool passed = !wanted || (found && found->count == wanted->count);

    for (const json *list = wanted ? wanted->first : NULL; list && passed; list = list->next, one = one->next) {
        const json *tariff = list->first, *category = tariff ? tariff->next : NULL;

        passed = category && same(tariff, json_get(one, "tariff")) && same(category, json_get(one, "category")) &&
                 same(category->next, json_get(one, "amount"));
    }
    return passed;
}

static bool ask_options(trial *trial)
{
    text request = {NULL, 0, 0};
    json_document *reply;
    const json *found;
    bool passed;

    text_add(&request, "{" CASE_ROUTES ",\"base\":\"mfn\"");
    put_member(&request, "customs_value", trial->inputs, "customs_value");
    put_side(trial, &request, "first", "uk", "uk_options", "uk_duty");
    put_side(trial, &request, "second", "xi", "eu_options", "eu_duty");
    text_char(&request, '}');
    reply = trial_ask(trial, trial_session(trial), "route.options", &request);
    text_free(&request);
    if (!reply)
        return false;
    found = json_get(json_root(reply), "options");
    passed = same_options(trial, found) && trial_same(trial, "chosen", found ? json_get(found->first, "tariff") : NULL);
    json_free(reply);
    return passed;
}

bool adapt_routes(trial *trial)
{
    if (!trial_only(trial, "route meursing_asked no_duty_route no_duty_to_pay dual_tariff_comparison annual_turnover_limit "
                           "scheme options chosen"))
        return false;
    return json_have(trial->inputs, "customs_value") ? ask_options(trial) : ask_route(trial);
}
