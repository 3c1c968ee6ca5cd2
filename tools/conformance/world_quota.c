/* SPDX-License-Identifier: Apache-2.0 */
/* World cases of the topic quota: requests on a quota, and when one is critical, by the policy of the jurisdiction. */
#include <string.h>

#include "conformance/run.h"

/* A day on which the policies hold, where a case names none. */
#define SOME_DAY "2026-03-10"

/* Name and value of a member that the library wants and a case leaves open. */
static void put_decimal(text *request, const char *name, const json *inputs, const char *input, const char *none)
{
    if (json_have(inputs, input))
        put_member(request, name, inputs, input);
    else if (none)
        text_member(request, name, none);
}

static void put_request(text *request, const char *id, const char *date, const char *quantity)
{
    text_next(request);
    text_char(request, '{');
    text_member(request, "id", id);
    text_member(request, "date", date);
    text_member(request, "quantity", quantity);
    text_char(request, '}');
}

/* The day that chooses the law: of the first request, or the first of the period. */
static const char *day_of(const json *inputs)
{
    const json *requests = json_have(inputs, "requests"), *accepted = json_have(inputs, "accepted");

    if (requests && requests->first)
        return member(requests->first, "date");
    if (accepted && accepted->first && accepted->first->text)
        return accepted->first->text;
    return json_have(inputs, "opened") ? member(inputs, "opened") : SOME_DAY;
}

static void put_definition(text *request, const json *inputs)
{
    text_name(request, "definition");
    text_char(request, '{');
    put_decimal(request, "balance", inputs, "balance_kg", NULL);
    put_decimal(request, "volume", inputs, "initial", json_have(inputs, "balance_kg") ? NULL : "1");
    put_decimal(request, "used", inputs, "used", NULL);
    put_decimal(request, "from", inputs, "opened", NULL);
    put_decimal(request, "to", inputs, "closes", NULL);
    text_name(request, "equivalent_before");
    /* A case that says nothing of earlier quotas asks for the rest of the rule. */
    text_add(request, json_is(json_get(inputs, "equivalent_previous_years"), JSON_FALSE) ? "false" : "true");
    text_char(request, '}');
}

static void put_requests(text *request, const json *inputs)
{
    const json *requests = json_have(inputs, "requests"), *accepted = json_have(inputs, "accepted");

    text_name(request, "requests");
    text_char(request, '[');
    for (const json *one = requests ? requests->first : NULL; one; one = one->next)
        put_request(request, member(one, "id"), member(one, "date"), member(one, "kg"));
    for (const json *one = accepted ? accepted->first : NULL; one; one = one->next)
        if (one->text)
            put_request(request, one->text, one->text, "0");
    text_char(request, ']');
}

/* What was allocated, by id; the coefficient of the day that was shared out; the day that every request counts for. */
static bool same_allocations(trial *trial, const json *list)
{
    const json *wanted = json_get(trial->expected, "allocated"), *coefficient = NULL;

    for (const json *one = list ? list->first : NULL; one; one = one->next) {
        const json *its = json_get(wanted, member(one, "id"));

        if (json_have(one, "coefficient"))
            coefficient = json_get(one, "coefficient");
        if (!trial_same(trial, "deemed", json_get(one, "deemed")))
            return false;
        if (wanted && (!its || !same(its, json_get(one, "allocated")))) {
            text_clear(&trial->found);
            text_add(&trial->found, "allocations ");
            text_bytes(&trial->found, list->raw, list->raw_size);
            return false;
        }
    }
    return (!wanted || (list && list->count == wanted->count)) && trial_same(trial, "coefficient", coefficient);
}

bool adapt_world_quota(trial *trial)
{
    const char *jurisdiction = json_text(trial->one, "jurisdiction");
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "coefficient allocated balance critical deemed"))
        return false;
    text_char(&request, '{');
    text_member(&request, "tariff", jurisdiction ? jurisdiction : "");
    text_member(&request, "date", day_of(trial->inputs));
    put_definition(&request, trial->inputs);
    put_requests(&request, trial->inputs);
    text_char(&request, '}');
    reply = trial_ask(trial, trial_session(trial), "quota.allocate", &request);
    text_free(&request);
    if (!reply)
        return false;
    passed = same_allocations(trial, json_get(json_root(reply), "allocations")) &&
             trial_same(trial, "balance", json_get(json_root(reply), "balance")) &&
             trial_same(trial, "critical", json_get(json_root(reply), "critical"));
    json_free(reply);
    return passed;
}
