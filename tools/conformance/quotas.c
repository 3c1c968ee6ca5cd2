/* SPDX-License-Identifier: Apache-2.0 */
/* quota, quota-balance-chain: the facts of a case become a transmission; method quota.state tells what they come to. */
#include <string.h>

#include "conformance/facts.h"

#define ORDER_NUMBER "QQ0QQQ"
#define DEFINITION   "1"
#define EARLIER      "2"

/* ---- facts ---- */

static void order_number(text *xml, const char *id)
{
    facts_begin(xml, 360, 0, "quota.order.number");
    facts_put(xml, "quota.order.number.sid", "1");
    facts_put(xml, "quota.order.number.id", id);
    facts_period(xml, NULL);
    facts_end(xml, "quota.order.number");
}

static void period_of(text *xml, const trial *trial, const char *input, int subrecord, const char *what)
{
    const json *range = json_have(trial->inputs, input);
    text element = {NULL, 0, 0}, field = {NULL, 0, 0};

    if (!range)
        return;
    text_add(&element, "quota.");
    text_add(&element, what);
    text_add(&element, ".period");
    facts_begin(xml, 370, subrecord, text_get(&element));
    text_add(&field, text_get(&element));
    text_add(&field, ".sid");
    facts_put(xml, text_get(&field), "1");
    facts_put(xml, "quota.definition.sid", DEFINITION);
    text_clear(&field);
    text_add(&field, what);
    text_add(&field, ".start.date");
    facts_put(xml, text_get(&field), json_text(range, "start"));
    text_clear(&field);
    text_add(&field, what);
    text_add(&field, ".end.date");
    facts_put(xml, text_get(&field), json_text(range, "end"));
    facts_end(xml, text_get(&element));
    text_free(&element);
    text_free(&field);
}

/* Kinds of events: their names in cases, alone or as elements, and their subrecord codes. */
typedef struct event_kind {
    const char *name, *element;
    int subrecord;
} event_kind;

static const event_kind event_kinds[] = {
    {"balance", "quota.balance.event", 0},
    {"unblocking", "quota.unblocking.event", 5},
    {"critical", "quota.critical.event", 10},
    {"exhaustion", "quota.exhaustion.event", 15},
    {"reopening", "quota.reopening.event", 20},
    {"unsuspension", "quota.unsuspension.event", 25},
    {"closed_and_transferred", "quota.closed.and.transferred.event", 30},
};

/* The kind of the method's replies goes by its own name for one of them. */
static const event_kind *kind_of(const char *name)
{
    for (size_t i = 0; i < sizeof event_kinds / sizeof *event_kinds; i++)
        if (strcmp(event_kinds[i].name, name) == 0 || strcmp(event_kinds[i].element, name) == 0)
            return &event_kinds[i];
    return strcmp(name, "transfer") == 0 ? kind_of("closed_and_transferred") : NULL;
}

/* Members are the element names with other marks between the words. */
static bool event(trial *trial, text *xml, const json *of, const char *sid)
{
    const event_kind *kind = kind_of(member(of, "type"));

    if (!kind)
        return trial_fault(trial, "event '%s' is not known to the adapter", member(of, "type"));
    facts_begin(xml, 375, kind->subrecord, kind->element);
    facts_put(xml, "quota.definition.sid", sid);
    for (const json *one = of->first; one; one = one->next) {
        text element = {NULL, 0, 0};

        if (strcmp(one->name, "type") == 0 || !one->text)
            continue;
        text_add(&element, strcmp(one->name, "occurrence") == 0 ? "occurrence.timestamp" : one->name);
        for (size_t i = 0; i < element.size; i++)
            if (element.data[i] == '_')
                element.data[i] = '.';
        facts_put(xml, text_get(&element), one->text);
        text_free(&element);
    }
    facts_end(xml, kind->element);
    return true;
}

static bool events(trial *trial, text *xml, const char *sid)
{
    const json *list = json_have(trial->inputs, "events");

    for (const json *one = list ? list->first : NULL; one; one = one->next)
        if (!event(trial, xml, one, sid))
            return false;
    return true;
}

/* ---- questions ---- */

/* The state of a definition after a transmission, or of an order number. The day is that of an instant. */
static json_document *ask_state(trial *trial, tariff_session *session, const char *field, const char *value)
{
    const char *as_of = json_text(trial->inputs, "as_of");
    text request = {NULL, 0, 0}, day = {NULL, 0, 0};
    json_document *reply;

    text_char(&request, '{');
    text_member(&request, field, value);
    if (as_of) {
        text_bytes(&day, as_of, strcspn(as_of, "T"));
        text_member(&request, "date", text_get(&day));
    }
    text_char(&request, '}');
    reply = trial_ask(trial, session, "quota.state", &request);
    text_free(&request);
    text_free(&day);
    return reply;
}

static json_document *ask_facts(trial *trial, text *facts, const char *field, const char *value)
{
    text xml = {NULL, 0, 0};
    tariff_session *session;

    facts_envelope(&xml, facts);
    session = trial_tariff(trial, &xml);
    text_free(&xml);
    return session ? ask_state(trial, session, field, value) : NULL;
}

/* A definition with its events and periods: how it stands. */
static bool ask_status(trial *trial)
{
    const json *definition = json_have(trial->inputs, "definition");
    text xml = {NULL, 0, 0};
    json_document *reply = NULL;
    bool passed = false;

    order_number(&xml, ORDER_NUMBER);
    facts_definition(&xml, &(fact_definition){.sid = DEFINITION,
                                              .order_number = ORDER_NUMBER,
                                              .volume = json_text(definition, "volume"),
                                              .initial = json_text(definition, "initial_volume"),
                                              .critical = json_text(definition, "critical_state")});
    period_of(&xml, trial, "blocking_period", 10, "blocking");
    period_of(&xml, trial, "suspension_period", 15, "suspension");
    if (events(trial, &xml, DEFINITION))
        reply = ask_facts(trial, &xml, "definition", DEFINITION);
    if (reply)
        passed = trial_same(trial, "status", json_get(json_root(reply), "status_text")) &&
                 trial_same(trial, "balance", json_get(json_root(reply), "balance"));
    json_free(reply);
    text_free(&xml);
    return passed;
}

/* Events of a definition that no transmission opened. */
static bool ask_events(trial *trial)
{
    const char *sid = member(trial->inputs, "quota_definition_sid");
    text xml = {NULL, 0, 0};
    json_document *reply = NULL;
    const json *last = NULL, *list;
    bool passed = false;

    if (events(trial, &xml, sid))
        reply = ask_facts(trial, &xml, "definition", sid);
    text_free(&xml);
    if (!reply)
        return false;
    list = json_get(json_root(reply), "events");
    for (const json *one = list ? list->first : NULL; one; one = one->next)
        if (strcmp(member(one, "kind"), "balance") == 0)
            last = one;
    passed = trial_same(trial, "balance", json_get(json_root(reply), "balance")) &&
             trial_same(trial, "drawn_by_last_event", json_get(last, "drawn")) &&
             trial_same(trial, "cumulative_imported", json_get(json_root(reply), "imported")) &&
             trial_same(trial, "status", json_get(json_root(reply), "status_text"));
    json_free(reply);
    return passed;
}

/* How an order number is administered, which its form tells. */
static bool ask_order_number(trial *trial)
{
    const char *id = member(trial->inputs, "quota_order_number_id");
    const json *shown = json_get(trial->expected, "has_public_definition");
    text xml = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    order_number(&xml, id);
    if (!json_is(json_get(trial->inputs, "definition_exists"), JSON_FALSE))
        facts_definition(&xml, &(fact_definition){.sid = DEFINITION, .order_number = id});
    reply = ask_facts(trial, &xml, "order_number", id);
    text_free(&xml);
    if (!reply)
        return false;
    passed = trial_same(trial, "licensed", json_get(json_root(reply), "licensed")) &&
             trial_same(trial, "quota_type", json_get(json_root(reply), "administration")) &&
             trial_same(trial, "definition", json_get(json_root(reply), "definition")) &&
             (!shown || json_is(shown, json_have(json_root(reply), "definition") ? JSON_TRUE : JSON_FALSE));
    json_free(reply);
    return passed;
}

/* What an earlier period left when it was closed. */
static bool ask_transfer(trial *trial)
{
    const json *wanted = json_get(trial->expected, "incoming_transfer_visible"), *list;
    text xml = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    order_number(&xml, ORDER_NUMBER);
    facts_definition(&xml, &(fact_definition){.sid = EARLIER, .order_number = ORDER_NUMBER});
    facts_definition(&xml, &(fact_definition){.sid = DEFINITION, .order_number = ORDER_NUMBER});
    facts_begin(&xml, 375, 30, "quota.closed.and.transferred.event");
    facts_put(&xml, "quota.definition.sid", EARLIER);
    facts_put(&xml, "occurrence.timestamp", member(trial->inputs, "closing_date"));
    facts_put(&xml, "transfer.date", member(trial->inputs, "closing_date"));
    facts_put(&xml, "quota.closed", "1");
    facts_put(&xml, "transferred.amount", "1");
    facts_put(&xml, "target.quota.definition.sid", DEFINITION);
    facts_end(&xml, "quota.closed.and.transferred.event");
    reply = ask_facts(trial, &xml, "definition", DEFINITION);
    text_free(&xml);
    if (!reply)
        return false;
    list = json_get(json_root(reply), "transfers_in");
    text_clear(&trial->found);
    text_add(&trial->found, list && list->count ? "incoming_transfer_visible true" : "incoming_transfer_visible false");
    passed = !wanted || json_is(wanted, list && list->count ? JSON_TRUE : JSON_FALSE);
    json_free(reply);
    return passed;
}

bool adapt_quota(trial *trial)
{
    if (!trial_only(trial, "status balance licensed quota_type has_public_definition definition incoming_transfer_visible valid "
                           "drawn_by_last_event cumulative_imported"))
        return false;
    if (json_have(trial->inputs, "rule"))
        return adapt_quota_rule(trial);
    if (json_have(trial->inputs, "quota_order_number_id"))
        return ask_order_number(trial);
    if (json_have(trial->inputs, "closing_date"))
        return ask_transfer(trial);
    if (json_have(trial->inputs, "quota_definition_sid"))
        return ask_events(trial);
    return json_have(trial->inputs, "definition") ? ask_status(trial)
                                                  : trial_fault(trial, "inputs name no quota that the adapter knows");
}

/* ---- transmissions one after another ---- */

/* An event as a case writes it, by the names of its elements. */
static bool same_event(trial *trial, const json *wanted, const json *found)
{
    const event_kind *kind = kind_of(member(found, "kind"));

    for (const json *one = wanted->first; one; one = one->next) {
        size_t size = strlen(one->name);
        const json *theirs = NULL;

        if (strcmp(one->name, "event") == 0) {
            if (!kind || !one->text || strcmp(one->text, kind->element) != 0)
                return false;
            continue;
        }
        if (strcmp(one->name, "at") == 0)
            theirs = json_get(found, "time");
        else if (strcmp(one->name, "critical.state") == 0)
            theirs = json_get(found, "state");
        else if (strcmp(one->name, "transferred.amount") == 0)
            theirs = json_get(found, "amount");
        else if (strcmp(one->name, "target.quota.definition.sid") == 0)
            theirs = json_get(found, "to_definition");
        else if (size > 5 && strcmp(one->name + size - 5, ".date") == 0)
            theirs = json_get(found, "day");
        else
            return trial_fault(trial, "field '%s' of an event is not known to the adapter", one->name);
        if (!same(one, theirs))
            return false;
    }
    return true;
}

/* Those that tell no balance, in their order. */
static bool same_events(trial *trial, const json *found)
{
    const json *wanted = json_get(trial->expected, "other_events");
    const json *next = wanted ? wanted->first : NULL;

    if (!wanted)
        return true;
    text_clear(&trial->found);
    text_add(&trial->found, "other_events ");
    if (found)
        text_bytes(&trial->found, found->raw, found->raw_size);
    for (const json *one = found ? found->first : NULL; one; one = one->next) {
        if (!kind_of(member(one, "kind")) || strcmp(member(one, "kind"), "balance") == 0)
            continue;
        if (!next || !same_event(trial, next, one))
            return false;
        next = next->next;
    }
    return next == NULL;
}

bool adapt_quota_chain(trial *trial)
{
    static const char *const names[][2] = {{"balance_events", "events"},        {"first_old_balance", "opening"},
                                           {"last_new_balance", "closing"},     {"last_event_at", "closed_at"},
                                           {"drawn_in_window", "drawn"},        {"last_imported_amount", "imported"},
                                           {"balance_plus_imported", "volumes"}};
    tariff_session *session;
    json_document *reply;
    const json *account;
    bool passed = true;

    if (!trial_only(trial, "balance_events first_old_balance last_new_balance last_event_at drawn_in_window last_imported_amount "
                           "balance_plus_imported other_events"))
        return false;
    session = trial_files(trial, json_get(trial->inputs, "apply_in_order"));
    reply = session ? ask_state(trial, session, "definition", member(trial->inputs, "quota_definition_sid")) : NULL;
    if (!reply)
        return false;
    account = json_get(json_root(reply), "account");
    for (size_t i = 0; i < sizeof names / sizeof *names && passed; i++)
        passed = trial_same(trial, names[i][0], json_get(account, names[i][1]));
    passed = passed && same_events(trial, json_get(json_root(reply), "events"));
    json_free(reply);
    return passed;
}
