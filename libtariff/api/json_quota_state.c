/* SPDX-License-Identifier: Apache-2.0 */
/* quota.state: what is left of a tariff quota on a day, and the events that tell it */
#include "api/door.h"
#include "api/rate.h"
#include "explain/message.h"
#include "image/order_number.h"
#include "measure/quota.h"

/* More distinct sums of balance and imported amount than this say nothing. */
enum { VOLUMES_MOST = 64 };

typedef struct question {
    uint32_t tariff, definition;
    trf_date date;
    trf_slice order_number;
} question;

/* What the events of balance add up to. */
typedef struct account {
    uint32_t events, first, last;
    trf_number drawn;
    trf_number volumes[VOLUMES_MOST]; /* ascending, distinct */
    uint32_t volume_count;            /* VOLUMES_MOST + 1: too many */
} account;

static tariff_status find_order_number(trf_door *door, const trf_json *request, question *q, tariff_error **error)
{
    bool known = false;

    for (uint32_t i = 0; i < trf_snapshot_order_number_count(door->snapshot); i++) {
        const trf_order_number_record *record = trf_snapshot_order_number(door->snapshot, i);
        uint32_t found;

        if (record->tariff != q->tariff || !trf_slice_equal(trf_door_text(door, record->id), q->order_number))
            continue;
        known = true;
        found = trf_quota_of_order_number(door->snapshot, record, q->date);
        if (found != TRF_QUOTA_NONE)
            q->definition = found;
    }
    return known ? TARIFF_OK
                 : trf_json_fail(request, "order_number", door->alloc, error, "no order number of this id in the tariff");
}

static tariff_status find_definition(trf_door *door, const trf_json *request, trf_slice text, question *q, tariff_error **error)
{
    const trf_quota_definition_record *of;
    uint32_t sid = 0;

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9' || i == 9)
            return trf_json_fail(request, "definition", door->alloc, error, "a sid of at most nine digits is expected");
        sid = sid * 10 + (uint32_t)(text.data[i] - '0');
    }
    q->definition = trf_quota_of_sid(door->snapshot, q->tariff, sid);
    if (q->definition == TRF_QUOTA_NONE)
        return trf_json_fail(request, "definition", door->alloc, error, "no quota definition of this sid in the tariff");
    of = trf_snapshot_quota_definition(door->snapshot, q->definition);
    q->order_number = trf_door_text(door, trf_snapshot_order_number(door->snapshot, of->order_number)->id);
    return TARIFF_OK;
}

static tariff_status read_question(trf_door *door, const trf_json *request, question *q, tariff_error **error)
{
    trf_slice sid = TRF_SLICE_EMPTY;
    tariff_status status = trf_door_tariff(door, request, false, &q->tariff, error);

    q->definition = TRF_QUOTA_NONE;
    if (status >= 0)
        status = trf_door_date(door, request, false, &q->date, error);
    if (status >= 0)
        status = trf_json_text(request, "definition", false, &sid, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(request, "order_number", sid.size == 0, &q->order_number, door->alloc, error);
    if (status < 0)
        return status;
    if (sid.size && q->order_number.size)
        return trf_json_fail(request, "definition", door->alloc, error, "give it or order_number");
    return sid.size ? find_definition(door, request, sid, q, error) : find_order_number(door, request, q, error);
}

/* ---- events ---- */
static const trf_quota_event_record *event_at(const trf_door *door, const trf_quota_definition_record *of, uint32_t i)
{
    return trf_snapshot_quota_event(door->snapshot, of->first_event + i);
}

static tariff_status number_of(trf_door *door, trf_str id, trf_number *out, tariff_error **error)
{
    trf_slice text = trf_door_text(door, id);
    tariff_status status = trf_number_parse(door->numbers, text, out);

    return status < 0 ? trf_fail(error, door->alloc, TARIFF_EIMAGE, "quota event: '%S' is no decimal", text) : TARIFF_OK;
}

/* What one event took from the quota; below zero where quantities came back. */
static tariff_status drawn_by(trf_door *door, const trf_quota_event_record *event, trf_number *out, tariff_error **error)
{
    trf_number old_balance, new_balance;
    tariff_status status = number_of(door, event->old_balance, &old_balance, error);

    if (status >= 0)
        status = number_of(door, event->new_balance, &new_balance, error);
    return status < 0 ? status : trf_number_subtract(door->numbers, old_balance, new_balance, out);
}

static void add_volume(trf_door *door, account *a, trf_number volume)
{
    uint32_t at = 0;

    while (at < a->volume_count && at < VOLUMES_MOST && trf_number_compare(door->numbers, a->volumes[at], volume) < 0)
        at++;
    if (a->volume_count > VOLUMES_MOST ||
        (at < a->volume_count && trf_number_compare(door->numbers, a->volumes[at], volume) == 0))
        return;
    if (a->volume_count++ >= VOLUMES_MOST)
        return;
    for (uint32_t i = a->volume_count - 1; i > at; i--)
        a->volumes[i] = a->volumes[i - 1];
    a->volumes[at] = volume;
}

/* Without old and new balance an event of balance says nothing that adds up. */
static bool tells(const trf_door *door, const trf_quota_event_record *event, trf_date date)
{
    return event->kind == TRF_QUOTA_BALANCE && event->old_balance && event->new_balance &&
           trf_quota_event_known(door->snapshot, event, date);
}

static tariff_status add_up(trf_door *door, const question *q, const trf_quota_definition_record *of, account *a,
                            tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    a->drawn = trf_number_of(0);
    for (uint32_t i = 0; i < of->event_count && i < trf_snapshot_quota_event_count(door->snapshot) && status >= 0; i++) {
        const trf_quota_event_record *event = event_at(door, of, i);
        trf_number drawn, balance, imported;

        if (!tells(door, event, q->date))
            continue;
        if (a->events++ == 0)
            a->first = i;
        a->last = i;
        status = drawn_by(door, event, &drawn, error);
        if (status >= 0)
            status = trf_number_add(door->numbers, a->drawn, drawn, &a->drawn);
        if (status >= 0 && event->imported) {
            status = number_of(door, event->new_balance, &balance, error);
            if (status >= 0)
                status = number_of(door, event->imported, &imported, error);
            if (status >= 0)
                status = trf_number_add(door->numbers, balance, imported, &balance);
            if (status >= 0)
                add_volume(door, a, balance);
        }
    }
    return status;
}

static tariff_status put_account(trf_door *door, const trf_quota_definition_record *of, const account *a, trf_json_writer *reply,
                                 tariff_error **error)
{
    tariff_status status;

    if (a->events == 0)
        return TARIFF_OK;
    trf_json_name(reply, "account");
    trf_json_begin_object(reply);
    trf_json_member_integer(reply, "events", a->events);
    trf_json_member_text(reply, "opening", trf_door_text(door, event_at(door, of, a->first)->old_balance));
    trf_json_member_text(reply, "closing", trf_door_text(door, event_at(door, of, a->last)->new_balance));
    trf_json_member_text(reply, "closed_at", trf_door_text(door, event_at(door, of, a->last)->time));
    status = trf_rate_put_number(door, reply, "drawn", a->drawn, TRF_PLACES_KEPT, error);
    trf_json_member_text_if(reply, "imported", trf_door_text(door, event_at(door, of, a->last)->imported));
    if (a->volume_count <= VOLUMES_MOST) {
        trf_json_name(reply, "volumes");
        trf_json_begin_array(reply);
        for (uint32_t i = 0; i < a->volume_count && status >= 0; i++) {
            trf_buffer text;

            trf_buffer_init(&text, door->alloc, 0);
            status = trf_number_print(door->numbers, a->volumes[i], &text);
            if (status >= 0)
                trf_json_put_text(reply, trf_buffer_view(&text));
            trf_buffer_done(&text);
        }
        trf_json_end_array(reply);
    }
    trf_json_end_object(reply);
    return status;
}

static tariff_status put_events(trf_door *door, const question *q, const trf_quota_definition_record *of, trf_json_writer *reply,
                                tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    trf_json_name(reply, "events");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < of->event_count && i < trf_snapshot_quota_event_count(door->snapshot) && status >= 0; i++) {
        const trf_quota_event_record *event = event_at(door, of, i);
        bool transfer = event->kind == TRF_QUOTA_TRANSFER;
        trf_number drawn;

        if (!trf_quota_event_known(door->snapshot, event, q->date))
            continue;
        trf_json_begin_object(reply);
        trf_json_member_string(reply, "kind", trf_quota_event_name(event->kind));
        trf_json_member_text(reply, "time", trf_door_text(door, event->time));
        trf_json_member_text_if(reply, "old_balance", trf_door_text(door, event->old_balance));
        trf_json_member_text_if(reply, "new_balance", trf_door_text(door, event->new_balance));
        if (tells(door, event, TRF_DATE_NONE)) {
            status = drawn_by(door, event, &drawn, error);
            if (status >= 0)
                status = trf_rate_put_number(door, reply, "drawn", drawn, TRF_PLACES_KEPT, error);
        }
        trf_json_member_text_if(reply, transfer ? "amount" : "imported", trf_door_text(door, event->imported));
        trf_json_member_text_if(reply, transfer ? "to_definition" : "state", trf_door_text(door, event->state));
        trf_json_member_date_if(reply, "day", event->day);
        trf_json_member_date_if(reply, "last_day", event->last);
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
    return status;
}

/* What was moved to this definition from an earlier one of its order number: seen from the day after that was closed. */
static void put_transfers(trf_door *door, const question *q, const trf_quota_definition_record *of, trf_json_writer *reply)
{
    const trf_order_number_record *order = trf_snapshot_order_number(door->snapshot, of->order_number);
    char scratch[10];
    size_t first = sizeof scratch;
    uint32_t sid = of->sid;

    do {
        scratch[--first] = (char)('0' + sid % 10);
        sid /= 10;
    } while (sid);
    trf_json_name(reply, "transfers_in");
    trf_json_begin_array(reply);
    for (uint32_t k = 0, all = trf_snapshot_quota_definition_count(door->snapshot);
         of->order_number && k < order->definition_count && k < all; k++) {
        const trf_quota_definition_record *other = trf_snapshot_quota_definition(door->snapshot, order->first_definition + k);

        for (uint32_t i = 0; i < other->event_count && i < trf_snapshot_quota_event_count(door->snapshot); i++) {
            const trf_quota_event_record *event = event_at(door, other, i);

            if (event->kind != TRF_QUOTA_TRANSFER || (q->date != TRF_DATE_NONE && event->day >= q->date) ||
                !trf_slice_equal(trf_door_text(door, event->state), trf_slice_of(scratch + first, sizeof scratch - first)))
                continue;
            trf_json_begin_object(reply);
            trf_json_member_integer(reply, "from_definition", other->sid);
            trf_json_member_text_if(reply, "amount", trf_door_text(door, event->imported));
            trf_json_member_date_if(reply, "day", event->day);
            trf_json_end_object(reply);
        }
    }
    trf_json_end_array(reply);
}

static void put_definition(const trf_door *door, const trf_quota_definition_record *of, trf_json_writer *reply)
{
    trf_json_name(reply, "definition");
    trf_json_begin_object(reply);
    trf_json_member_integer(reply, "sid", of->sid);
    trf_json_member_date_if(reply, "from", of->start);
    trf_json_member_date_if(reply, "to", of->end);
    trf_json_member_text_if(reply, "volume", trf_door_text(door, of->volume));
    trf_json_member_text_if(reply, "initial_volume", trf_door_text(door, of->initial_volume));
    trf_json_member_text_if(reply, "unit", trf_door_text(door, of->unit));
    trf_json_member_text_if(reply, "qualifier", trf_door_text(door, of->qualifier));
    trf_json_member_text_if(reply, "currency", trf_door_text(door, of->currency));
    trf_json_member_text_if(reply, "critical_threshold", trf_door_text(door, of->critical_threshold));
    trf_json_end_object(reply);
}

static tariff_status put_state(trf_door *door, const question *q, trf_json_writer *reply, tariff_error **error)
{
    const trf_quota_definition_record *of = trf_snapshot_quota_definition(door->snapshot, q->definition);
    account *a = trf_arena_zero(door->arena, sizeof *a);
    trf_quota_state state;
    tariff_status status = a ? add_up(door, q, of, a, error) : trf_fail_memory(error);

    if (status < 0)
        return status;
    trf_quota_state_on(door->snapshot, q->definition, q->date, &state);
    put_definition(door, of, reply);
    trf_json_member_string(reply, "status", trf_quota_status_name(state.status));
    trf_json_member_text_if(reply, "status_text",
                            trf_message(TRF_SLICE_EMPTY, "QUOTA_", trf_slice_text(trf_quota_status_name(state.status))));
    trf_json_member_flag(reply, "critical", state.critical);
    trf_json_member_text_if(reply, "balance", trf_door_text(door, state.balance));
    trf_json_member_text_if(reply, "imported", trf_door_text(door, state.imported));
    status = put_account(door, of, a, reply, error);
    if (status >= 0)
        status = put_events(door, q, of, reply, error);
    put_transfers(door, q, of, reply);
    return status;
}

tariff_status trf_method_quota_state(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    question q = {0};
    tariff_status status = read_question(door, request, &q, error);
    bool licensed = trf_order_number_licensed(q.order_number);

    if (status < 0)
        return status;
    trf_json_begin_object(reply);
    trf_json_member_text_if(reply, "order_number", q.order_number);
    if (q.order_number.size) {
        trf_json_member_flag(reply, "licensed", licensed);
        trf_json_member_text(reply, "administration",
                             trf_message(TRF_SLICE_EMPTY, licensed ? "QUOTA_licensed" : "QUOTA_first_come", TRF_SLICE_EMPTY));
    }
    if (q.definition != TRF_QUOTA_NONE && !licensed)
        status = put_state(door, &q, reply, error);
    trf_json_end_object(reply);
    return status < 0 ? status : licensed || q.definition != TRF_QUOTA_NONE ? TARIFF_OK : TARIFF_NOT_FOUND;
}
