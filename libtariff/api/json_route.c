/* SPDX-License-Identifier: Apache-2.0 */
/* route, route.options */
#include "api/door.h"
#include "api/money.h"
#include "api/rate.h"
#include "measure/route.h"

typedef struct asked {
    trf_door *door;
    const trf_json *facts;
    trf_route_query query;
} asked;

static tariff_status read_query(asked *a, const trf_json *request, tariff_error **error)
{
    trf_door *door = a->door;
    tariff_status status = trf_door_tariff(door, request, true, &a->query.tariff, error);

    if (status >= 0)
        status = trf_door_date(door, request, false, &a->query.date, error);
    if (status >= 0)
        status = trf_json_text(request, "policy", false, &a->query.policy, door->alloc, error);
    if (status < 0)
        return status;
    a->query.snapshot = door->snapshot;
    a->query.profile = trf_snapshot_profile(door->snapshot, trf_profile_find(door->snapshot, a->query.tariff, a->query.date));
    if (trf_route_policy(door->snapshot, a->query.profile, a->query.policy, a->query.date) == TRF_ELEMENT_NONE)
        return trf_json_fail(request, a->query.policy.size ? "policy" : "tariff", door->alloc, error,
                             "the profile has no policy of routes that holds on the date");
    return TARIFF_OK;
}

/* ---- route ---- */

static trf_slice fact_text(void *user, trf_slice name)
{
    asked *a = user;

    for (const trf_json *one = a->facts ? a->facts->first : NULL; one; one = one->next) {
        if (!trf_slice_equal(one->name, name))
            continue;
        return one->type == TRF_JSON_TRUE    ? TRF_SLICE("yes")
               : one->type == TRF_JSON_FALSE ? TRF_SLICE("no")
               : one->type == TRF_JSON_STRING ? one->text
                                              : TRF_SLICE_EMPTY;
    }
    return TRF_SLICE_EMPTY;
}

static tariff_status check_facts(asked *a, tariff_error **error)
{
    for (const trf_json *one = a->facts ? a->facts->first : NULL; one; one = one->next) {
        const trf_profile_fact_record *fact = trf_profile_fact_find(a->door->snapshot, a->query.profile, one->name);
        bool flag = one->type == TRF_JSON_TRUE || one->type == TRF_JSON_FALSE ||
                    (one->type == TRF_JSON_STRING && (trf_slice_is(one->text, "yes") || trf_slice_is(one->text, "no")));

        if (!fact->id)
            return trf_json_fail(one, NULL, a->door->alloc, error, "the profile has no fact of this name");
        if (one->type != TRF_JSON_NULL && (fact->type == 2 ? !flag : one->type != TRF_JSON_STRING))
            return trf_json_fail(one, NULL, a->door->alloc, error, fact->type == 2 ? "not a flag" : "not a text");
    }
    return TARIFF_OK;
}

static void put_truth(trf_json_writer *reply, const char *name, unsigned truth)
{
    if (truth == TRF_UNKNOWN)
        trf_json_member_null(reply, name);
    else
        trf_json_member_flag(reply, name, truth == TRF_TRUE);
}

/** The scheme of traders on the day, with its limit as people see it. */
static tariff_status put_scheme(asked *a, trf_json_writer *reply, tariff_error **error)
{
    trf_door *door = a->door;
    uint32_t scheme = trf_element_find(door->snapshot, a->query.profile->node, "trader-scheme", TRF_SLICE_EMPTY, a->query.date);
    trf_slice limit = trf_element_attribute(door->snapshot, scheme, "turnover-limit");
    trf_buffer shown;
    trf_number number;
    tariff_status status = TARIFF_OK;

    if (scheme == TRF_ELEMENT_NONE || a->query.date == TRF_DATE_NONE)
        return TARIFF_OK;
    trf_json_name(reply, "scheme");
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "id", trf_element_attribute(door->snapshot, scheme, "id"));
    trf_json_member_text_if(reply, "name", trf_element_text(door->snapshot, trf_element_child(door->snapshot, scheme, "text")));
    if (limit.size && trf_number_parse(door->numbers, limit, &number) >= 0) {
        trf_slice money = trf_element_attribute(door->snapshot, scheme, "money");

        trf_json_member_text(reply, "turnover_limit", limit);
        trf_json_member_text_if(reply, "currency", money);
        trf_buffer_init(&shown, door->alloc, 0);
        status = trf_money_show_places(door->numbers, &trf_vocabulary_default, money, number, 0, &shown);
        if (status < 0 || shown.failed)
            status = trf_fail_memory(error);
        else
            trf_json_member_text(reply, "formatted", trf_buffer_view(&shown));
        trf_buffer_done(&shown);
    }
    trf_json_member_text_if(reply, "source", trf_element_source(door->snapshot, scheme));
    trf_json_end_object(reply);
    return status;
}

static void put_route(const asked *a, const trf_route *route, trf_json_writer *reply)
{
    if (route->element == TRF_ELEMENT_NONE) {
        trf_json_member_null(reply, "route");
        return;
    }
    trf_json_member_text(reply, "route", route->id);
    trf_json_member_flag(reply, "free", route->free);
    trf_json_member_flag(reply, "composition_asked", route->composition.size != 0);
    put_truth(reply, "no_duty", route->no_duty);
    put_truth(reply, "compared", route->compared);
    if (route->missing.size) {
        trf_json_name(reply, "needs");
        trf_json_begin_array(reply);
        trf_json_put_text(reply, route->missing);
        trf_json_end_array(reply);
    }
    trf_json_member_text_if(
        reply, "source",
        trf_element_source(a->door->snapshot, route->rule == TRF_ELEMENT_NONE ? route->element : route->rule));
}

tariff_status trf_method_route(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    asked a = {.door = door};
    trf_route route;
    tariff_status status = read_query(&a, request, error);

    a.query.facts = (trf_route_facts){&a, fact_text};
    if (status >= 0)
        status = trf_json_text(request, "destination", false, &a.query.destination, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(request, "origin", false, &a.query.origin, door->alloc, error);
    if (status >= 0)
        status = trf_json_object(request, "facts", false, &a.facts, door->alloc, error);
    if (status >= 0)
        status = check_facts(&a, error);
    if (status < 0)
        return status;
    trf_route_find(&a.query, &route);
    trf_json_begin_object(reply);
    put_route(&a, &route, reply);
    status = put_scheme(&a, reply, error);
    trf_json_end_object(reply);
    return status < 0 ? status : route.missing.size ? TARIFF_INCOMPLETE : TARIFF_OK;
}

/* ---- route.options ---- */

#define OPTIONS_MAX 1024u

typedef struct side {
    trf_slice name;
    trf_route_option *list;
    uint32_t count;
} side;

static tariff_status read_side(trf_door *door, const trf_json *request, const char *name, uint32_t tariff, side *out,
                               tariff_error **error)
{
    const trf_json *object = NULL, *list = NULL;
    tariff_status status = trf_json_object(request, name, true, &object, door->alloc, error);

    if (status >= 0)
        status = trf_json_only(object, "tariff options", door->alloc, error);
    if (status >= 0)
        status = trf_json_text(object, "tariff", true, &out->name, door->alloc, error);
    if (status >= 0)
        status = trf_json_array(object, "options", true, &list, door->alloc, error);
    if (status < 0)
        return status;
    if (list->count > OPTIONS_MAX)
        return trf_fail(error, door->alloc, TARIFF_ELIMIT, "%s.options: %u of them (at most %u)", name, list->count, OPTIONS_MAX);
    out->list = trf_arena_zero(door->arena, ((size_t)list->count + 1) * sizeof *out->list);
    if (!out->list)
        return trf_fail_memory(error);
    for (const trf_json *item = list->first; item && status >= 0; item = item->next) {
        trf_route_option *option = &out->list[out->count++];

        option->tariff = tariff;
        status = trf_json_only(item, "category amount", door->alloc, error);
        if (status >= 0)
            status = trf_json_text(item, "category", true, &option->category, door->alloc, error);
        if (status >= 0)
            status = trf_json_decimal(item, "amount", true, &option->text, door->alloc, error);
        if (status >= 0 && trf_number_parse(door->numbers, option->text, &option->amount) < 0)
            status = trf_json_fail(item, "amount", door->alloc, error, "a number with too many digits");
    }
    return status;
}

tariff_status trf_method_route_options(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    asked a = {.door = door};
    side sides[2] = {{TRF_SLICE_EMPTY, NULL, 0}, {TRF_SLICE_EMPTY, NULL, 0}};
    trf_route_option *chosen = NULL;
    trf_number value = trf_number_of(0);
    trf_slice base = TRF_SLICE_EMPTY;
    uint32_t count = 0;
    tariff_status status = read_query(&a, request, error);

    if (status >= 0)
        status = trf_rate_read_number(door, request, "customs_value", true, &value, error);
    if (status >= 0)
        status = trf_json_text(request, "base", true, &base, door->alloc, error);
    if (status >= 0)
        status = read_side(door, request, "first", 0, &sides[0], error);
    if (status >= 0)
        status = read_side(door, request, "second", 1, &sides[1], error);
    if (status < 0)
        return status;
    chosen = trf_arena_zero(door->arena, ((size_t)sides[0].count + sides[1].count + 1) * sizeof *chosen);
    if (!chosen)
        return trf_fail_memory(error);
    status = trf_route_choose(door->snapshot,
                              trf_route_policy(door->snapshot, a.query.profile, a.query.policy, a.query.date), value, base,
                              (trf_route_options){sides[0].list, sides[0].count},
                              (trf_route_options){sides[1].list, sides[1].count}, door->numbers, chosen, &count, error);
    if (status < 0)
        return status;
    trf_json_begin_object(reply);
    trf_json_name(reply, "options");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < count; i++) {
        trf_json_begin_object(reply);
        trf_json_member_text(reply, "tariff", sides[chosen[i].tariff].name);
        trf_json_member_text(reply, "category", chosen[i].category);
        trf_json_member_text(reply, "amount", chosen[i].text);
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
    trf_json_end_object(reply);
    return TARIFF_OK;
}
