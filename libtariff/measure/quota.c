/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/quota.h"

const char *trf_quota_status_name(unsigned status)
{
    static const char *const names[] = {"open", "critical", "exhausted", "suspended", "blocked"};

    return status < sizeof names / sizeof *names ? names[status] : "";
}

const char *trf_quota_event_name(uint32_t kind)
{
    static const char *const names[] = {"",          "balance",      "unblocking", "critical", "exhaustion",
                                        "reopening", "unsuspension", "transfer",   "blocked",  "suspended"};

    return kind < sizeof names / sizeof *names ? names[kind] : "";
}

uint32_t trf_quota_of_sid(const trf_snapshot *snapshot, uint32_t tariff, uint32_t sid)
{
    for (uint32_t i = 0; i < trf_snapshot_quota_definition_count(snapshot); i++) {
        const trf_quota_definition_record *definition = trf_snapshot_quota_definition(snapshot, i);

        if (definition->sid == sid && definition->tariff == tariff)
            return i;
    }
    return TRF_QUOTA_NONE;
}

uint32_t trf_quota_of_order_number(const trf_snapshot *snapshot, const trf_order_number_record *order_number, trf_date day)
{
    uint32_t all = trf_snapshot_quota_definition_count(snapshot), found = TRF_QUOTA_NONE;

    for (uint32_t i = 0; i < order_number->definition_count && i < all; i++) {
        uint32_t at = order_number->first_definition + i;
        const trf_quota_definition_record *definition = trf_snapshot_quota_definition(snapshot, at);

        if (at < all && (day == TRF_DATE_NONE || trf_period_has(definition->start, definition->end, day)))
            found = at; /* they stand by their first day: of several the one that began last */
    }
    return found;
}

bool trf_quota_event_known(const trf_snapshot *snapshot, const trf_quota_event_record *event, trf_date day)
{
    trf_slice time = trf_snapshot_text(snapshot, event->time);
    trf_date on;

    return day == TRF_DATE_NONE || (time.size >= 10 && trf_date_parse(trf_slice_of(time.data, 10), &on) && on <= day);
}

/** Flags are Y and N, as a transmission writes them; native XML is read into the same. */
static bool is_yes(const trf_snapshot *snapshot, trf_str flag)
{
    return trf_slice_is(trf_snapshot_text(snapshot, flag), "Y");
}

/** The last day, up to this one, of an event that ends periods; TRF_DATE_NONE for none. */
static trf_date ended_on(const trf_snapshot *snapshot, const trf_quota_definition_record *of, uint32_t kind, trf_date day)
{
    trf_date last = TRF_DATE_NONE;

    for (uint32_t i = 0; i < of->event_count && i < trf_snapshot_quota_event_count(snapshot); i++) {
        const trf_quota_event_record *event = trf_snapshot_quota_event(snapshot, of->first_event + i);
        trf_slice time = trf_snapshot_text(snapshot, event->time);
        trf_date on;

        if (event->kind == kind && trf_quota_event_known(snapshot, event, day) && time.size >= 10 &&
            trf_date_parse(trf_slice_of(time.data, 10), &on) && (last == TRF_DATE_NONE || on > last))
            last = on;
    }
    return last;
}

void trf_quota_state_on(const trf_snapshot *snapshot, uint32_t definition, trf_date day, trf_quota_state *out)
{
    const trf_quota_definition_record *of = trf_snapshot_quota_definition(snapshot, definition);
    trf_date unblocked = ended_on(snapshot, of, TRF_QUOTA_UNBLOCKING, day);
    trf_date unsuspended = ended_on(snapshot, of, TRF_QUOTA_UNSUSPENSION, day);
    bool exhausted = false, blocked = false, suspended = false;

    *out = (trf_quota_state){.balance = of->initial_volume ? of->initial_volume : of->volume,
                             .critical = is_yes(snapshot, of->critical_state),
                             .last_balance = TRF_QUOTA_NONE};
    for (uint32_t i = 0; i < of->event_count && i < trf_snapshot_quota_event_count(snapshot); i++) {
        const trf_quota_event_record *event = trf_snapshot_quota_event(snapshot, of->first_event + i);
        bool within = day != TRF_DATE_NONE && trf_period_has(event->day, event->last, day);

        if (event->kind == TRF_QUOTA_BLOCKED || event->kind == TRF_QUOTA_SUSPENDED) {
            trf_date ended = event->kind == TRF_QUOTA_BLOCKED ? unblocked : unsuspended;

            if (ended != TRF_DATE_NONE && ended >= event->day)
                continue; /* before its last day */
            blocked = blocked || (within && event->kind == TRF_QUOTA_BLOCKED);
            suspended = suspended || (within && event->kind == TRF_QUOTA_SUSPENDED);
            continue;
        }
        if (!trf_quota_event_known(snapshot, event, day))
            continue;
        exhausted = event->kind == TRF_QUOTA_EXHAUSTION;
        if (event->kind == TRF_QUOTA_CRITICAL)
            out->critical = is_yes(snapshot, event->state);
        if (event->kind == TRF_QUOTA_BALANCE) {
            out->balance = event->new_balance;
            out->imported = event->imported;
            out->last_balance = of->first_event + i;
        }
    }
    out->status = exhausted       ? TRF_QUOTA_STATUS_EXHAUSTED
                  : suspended     ? TRF_QUOTA_STATUS_SUSPENDED
                  : blocked       ? TRF_QUOTA_STATUS_BLOCKED
                  : out->critical ? TRF_QUOTA_STATUS_CRITICAL
                                  : TRF_QUOTA_STATUS_OPEN;
}
