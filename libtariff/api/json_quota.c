/* SPDX-License-Identifier: Apache-2.0 */
/* quota.allocate: requests on a tariff quota, served as the law of the profile says */
#include "api/door.h"
#include "quota/allocate.h"

typedef struct allocation {
    trf_quota_policy policy;
    trf_quota_definition definition;
    trf_quota_request *requests;
    trf_number *scratch;
    uint32_t count;
    trf_date on;
    trf_slice order_number, unit;
} allocation;

static tariff_status number_of(trf_door *door, const trf_json *object, const char *name, bool required, bool *has,
                               trf_number *out, tariff_error **error)
{
    trf_slice text = TRF_SLICE_EMPTY;
    tariff_status status = trf_json_decimal(object, name, required, &text, door->alloc, error);

    *has = status >= 0 && text.size != 0;
    if (*has && trf_number_parse(door->numbers, text, out) < 0)
        return trf_json_fail(object, name, door->alloc, error, "a number with too many digits");
    return status;
}

static tariff_status read_definition(trf_door *door, const trf_json *request, allocation *a, tariff_error **error)
{
    trf_quota_definition *d = &a->definition;
    const trf_json *object = NULL;
    bool has_volume, has_balance, has_used;
    trf_number used;
    int precedent = -1;
    tariff_status status = trf_json_object(request, "definition", true, &object, door->alloc, error);

    d->from = TRF_DATE_NONE;
    d->to = TRF_DATE_OPEN;
    if (status >= 0)
        status = trf_json_only(object, "order_number volume balance used unit from to equivalent_before", door->alloc, error);
    if (status >= 0)
        status = number_of(door, object, "volume", false, &has_volume, &d->volume, error);
    if (status >= 0)
        status = number_of(door, object, "balance", !has_volume, &has_balance, &d->balance, error);
    if (status >= 0)
        status = number_of(door, object, "used", false, &has_used, &used, error);
    if (status >= 0 && has_used && (has_balance || !has_volume))
        return trf_json_fail(object, "used", door->alloc, error, "of a volume, instead of balance");
    if (status >= 0 && has_used)
        status = trf_number_subtract(door->numbers, d->volume, used, &d->balance);
    if (status >= 0)
        status = trf_json_text(object, "order_number", false, &a->order_number, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(object, "unit", false, &a->unit, door->alloc, error);
    if (status >= 0)
        status = trf_json_date(object, "from", false, &d->from, door->alloc, error);
    if (status >= 0)
        status = trf_json_date(object, "to", false, &d->to, door->alloc, error);
    if (status >= 0)
        status = trf_json_flag(object, "equivalent_before", false, &precedent, door->alloc, error);
    if (status < 0)
        return status;
    if (d->to == TRF_DATE_NONE)
        d->to = TRF_DATE_OPEN;
    if (d->from > d->to)
        return trf_json_fail(object, "to", door->alloc, error, "before from");
    d->precedent = (int8_t)(trf_json_get(object, "equivalent_before") ? precedent : -1);
    if (!has_balance && !has_used)
        d->balance = d->volume;
    if (!has_volume)
        d->volume = trf_number_of(0); /* not known: no part of it can be told */
    if (trf_number_sign(door->numbers, d->balance) < 0)
        return trf_json_fail(object, has_used ? "used" : "balance", door->alloc, error,
                             has_used ? "above the volume" : "below zero");
    if (has_volume && trf_number_compare(door->numbers, d->balance, d->volume) > 0)
        return trf_json_fail(object, has_used ? "used" : "balance", door->alloc, error,
                             has_used ? "below zero" : "above the volume");
    return TARIFF_OK;
}

static tariff_status read_requests(trf_door *door, const trf_json *request, allocation *a, tariff_error **error)
{
    const trf_json *list = NULL;
    tariff_status status = trf_json_array(request, "requests", true, &list, door->alloc, error);
    uint32_t at = 0;

    if (status < 0)
        return status;
    for (const trf_json *item = list->first; item; item = item->next)
        a->count++;
    if (a->count > door->limits->items)
        return trf_fail(error, door->alloc, TARIFF_ELIMIT, "requests: %u of them (at most %u)", a->count, door->limits->items);
    a->requests = trf_arena_zero(door->arena, ((size_t)a->count + 1) * sizeof *a->requests);
    a->scratch = trf_arena_zero(door->arena, ((size_t)a->count + 1) * sizeof *a->scratch);
    if (!a->requests || !a->scratch)
        return trf_fail_memory(error);
    for (const trf_json *item = list->first; item && status >= 0; item = item->next, at++) {
        trf_quota_request *r = &a->requests[at];
        trf_slice time = TRF_SLICE_EMPTY;
        bool has;

        status = trf_json_only(item, "id date time quantity", door->alloc, error);
        if (status >= 0)
            status = trf_json_text(item, "id", true, &r->id, door->alloc, error);
        if (status >= 0)
            status = trf_json_date(item, "date", true, &r->date, door->alloc, error);
        if (status >= 0)
            status = trf_json_text(item, "time", a->policy.by_time, &time, door->alloc, error);
        if (status >= 0 && trf_json_get(item, "time") && !trf_instant_parse(time, &r->moment))
            return trf_json_fail(item, "time", door->alloc, error,
                                 "not an instant YYYY-MM-DDThh:mm:ss with Z or an offset +hh:mm");
        if (status >= 0)
            status = number_of(door, item, "quantity", true, &has, &r->quantity, error);
    }
    return status;
}

static void put_date(trf_json_writer *reply, const char *name, trf_date date)
{
    if (date != TRF_DATE_NONE && date != TRF_DATE_OPEN) {
        trf_json_name(reply, name);
        trf_json_put_date(reply, date);
    }
}

static tariff_status put_number(trf_door *door, trf_json_writer *reply, const char *name, trf_number number, tariff_error **error)
{
    trf_buffer text;
    tariff_status status;

    trf_buffer_init(&text, door->alloc, 0);
    status = trf_number_format(door->numbers, number, 0, TRF_SCALE_MAX, &text);
    if (status == TARIFF_ENOMEM || text.failed)
        status = trf_fail_memory(error);
    if (status >= 0)
        trf_json_member_text(reply, name, trf_buffer_view(&text));
    trf_buffer_done(&text);
    return status;
}

/* Numerator and denominator: two thirds are no decimal. */
static tariff_status put_ratio(trf_door *door, trf_json_writer *reply, const char *name, trf_number number, tariff_error **error)
{
    trf_buffer text;
    tariff_status status;

    trf_buffer_init(&text, door->alloc, 0);
    status = trf_number_print_ratio(door->numbers, number, &text);
    if (status == TARIFF_ENOMEM || text.failed)
        status = trf_fail_memory(error);
    if (status >= 0)
        trf_json_member_text(reply, name, trf_buffer_view(&text));
    trf_buffer_done(&text);
    return status;
}

static tariff_status put_reply(trf_door *door, const allocation *a, const trf_quota_result *result, trf_json_writer *reply,
                               tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    trf_json_begin_object(reply);
    trf_json_member_text(reply, "policy", a->policy.id);
    trf_json_member_text_if(reply, "source", a->policy.source);
    trf_json_member_text_if(reply, "order_number", a->order_number);
    trf_json_member_text_if(reply, "unit", a->unit);
    trf_json_name(reply, "allocations");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < a->count && status >= 0; i++) {
        const trf_quota_request *r = &a->requests[i];

        trf_json_begin_object(reply);
        trf_json_member_text(reply, "id", r->id);
        put_date(reply, "date", r->date);
        put_date(reply, "deemed", r->deemed);
        status = put_number(door, reply, "requested", r->quantity, error);
        if (status >= 0)
            status = put_number(door, reply, "allocated", r->allocated, error);
        if (status >= 0 && r->pro_rata)
            status = put_ratio(door, reply, "coefficient", r->coefficient, error);
        trf_json_member_string(reply, "state", trf_request_state_name(r->state));
        if (status >= 0)
            status = put_number(door, reply, "balance", r->balance, error);
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
    if (status >= 0)
        status = put_number(door, reply, "balance", result->balance, error);
    if (result->critical != TRF_CRITICAL_UNKNOWN)
        trf_json_member_flag(reply, "critical", result->critical != TRF_CRITICAL_NONE);
    if (result->critical)
        trf_json_member_string(reply, "critical_reason", trf_critical_reason_name(result->critical));
    put_date(reply, "critical_since", result->critical_since);
    trf_json_end_object(reply);
    return status;
}

tariff_status trf_method_quota_allocate(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    allocation *a = trf_arena_zero(door->arena, sizeof *a);
    trf_quota_result result;
    trf_slice name = TRF_SLICE_EMPTY;
    trf_date date = TRF_DATE_NONE;
    uint32_t tariff, profile;
    tariff_status status = a ? trf_door_tariff(door, request, true, &tariff, error) : trf_fail_memory(error);

    if (status >= 0)
        status = trf_json_date(request, "date", true, &date, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(request, "policy", false, &name, door->alloc, error);
    if (status < 0)
        return status;
    a->on = TRF_DATE_NONE;
    status = trf_json_date(request, "on", false, &a->on, door->alloc, error);
    profile = trf_profile_find(door->snapshot, tariff, date);
    if (status >= 0)
        status = profile == TRF_PROFILE_NONE
                     ? TARIFF_NOT_FOUND
                     : trf_quota_policy_read(door->snapshot, trf_snapshot_profile(door->snapshot, profile), name, date,
                                             door->numbers, &a->policy, error);
    if (status == TARIFF_NOT_FOUND)
        return trf_json_fail(request, name.size ? "policy" : "tariff", door->alloc, error,
                             "no quota policy in the profile that holds on the date");
    if (status >= 0)
        status = read_definition(door, request, a, error);
    if (status >= 0)
        status = read_requests(door, request, a, error);
    if (status >= 0)
        status = trf_quota_allocate(&a->policy, &a->definition, a->requests, a->count, a->on, a->scratch, door->numbers, &result,
                                    error);
    return status < 0 ? status : put_reply(door, a, &result, reply, error);
}
