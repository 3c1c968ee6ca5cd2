/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/build.h"

#define D(field) TRF_F_quota_definition_##field
#define NO_FIELD (-1)

/* Kinds of events, and where their fields stand. */
typedef struct event_kind {
    trf_kind kind;
    uint32_t event; /* trf_quota_event */
    int definition, time, old_balance, new_balance, imported, state, day, last;
} event_kind;

#define EVENT(kind, what, field) TRF_KIND_quota_##kind, TRF_QUOTA_##what, field(kind, quota_definition_sid)
#define F(kind, field)           TRF_F_quota_##kind##_##field
#define AT(kind)                 F(kind, occurrence_timestamp)

static const event_kind event_kinds[] = {
    {EVENT(balance_event, BALANCE, F), AT(balance_event), F(balance_event, old_balance), F(balance_event, new_balance),
     F(balance_event, imported_amount), NO_FIELD, F(balance_event, last_import_date_in_allocation), NO_FIELD},
    {EVENT(unblocking_event, UNBLOCKING, F), AT(unblocking_event), NO_FIELD, NO_FIELD, NO_FIELD, NO_FIELD,
     F(unblocking_event, unblocking_date), NO_FIELD},
    {EVENT(critical_event, CRITICAL, F), AT(critical_event), NO_FIELD, NO_FIELD, NO_FIELD, F(critical_event, critical_state),
     F(critical_event, critical_state_change_date), NO_FIELD},
    {EVENT(exhaustion_event, EXHAUSTION, F), AT(exhaustion_event), NO_FIELD, NO_FIELD, NO_FIELD, NO_FIELD,
     F(exhaustion_event, exhaustion_date), NO_FIELD},
    {EVENT(reopening_event, REOPENING, F), AT(reopening_event), NO_FIELD, NO_FIELD, NO_FIELD, NO_FIELD,
     F(reopening_event, reopening_date), NO_FIELD},
    {EVENT(unsuspension_event, UNSUSPENSION, F), AT(unsuspension_event), NO_FIELD, NO_FIELD, NO_FIELD, NO_FIELD,
     F(unsuspension_event, unsuspension_date), NO_FIELD},
    {EVENT(closed_and_transferred_event, TRANSFER, F), AT(closed_and_transferred_event), NO_FIELD, NO_FIELD,
     F(closed_and_transferred_event, transferred_amount), F(closed_and_transferred_event, target_quota_definition_sid),
     F(closed_and_transferred_event, transfer_date), NO_FIELD},
    {EVENT(blocking_period, BLOCKED, F), F(blocking_period, blocking_start_date), NO_FIELD, NO_FIELD, NO_FIELD,
     F(blocking_period, blocking_period_type), F(blocking_period, blocking_start_date), F(blocking_period, blocking_end_date)},
    {EVENT(suspension_period, SUSPENDED, F), F(suspension_period, suspension_start_date), NO_FIELD, NO_FIELD, NO_FIELD, NO_FIELD,
     F(suspension_period, suspension_start_date), F(suspension_period, suspension_end_date)},
};

static uint64_t eight(trf_slice text, size_t from)
{
    uint64_t key = 0;

    for (size_t i = from; i < from + 8; i++)
        key = key << 8 | (i < text.size ? (uint8_t)text.data[i] : 0);
    return key;
}

/** Definitions by order number, then start; *place_of gets the record of each current one. */
static tariff_status write_definitions(trf_build *build, uint32_t *place_of)
{
    const trf_kind kind = TRF_KIND_quota_definition;
    trf_runs runs = {0};
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < trf_current_count(build, kind); i++) {
        const trf_value *row = trf_current(build, kind, i);
        uint16_t tariff = trf_current_source(build, kind, i)->tariff;
        trf_day start = trf_build_day(row[D(validity_start_date)], TRF_DATE_NONE);
        uint32_t entry = trf_registry_sid(build, TRF_REGISTRY_ORDER_NUMBER, tariff, row[D(quota_order_number_sid)]);

        if (entry == TRF_ENTRY_NONE)
            entry = trf_registry_name_of(build, TRF_REGISTRY_ORDER_NUMBER, tariff,
                                         trf_build_value(build, row[D(quota_order_number_id)]), 0);
        if (entry == TRF_ENTRY_NONE)
            trf_model_report(build->model, trf_current_source(build, kind, i), "reference-to-nothing",
                             TRF_SLICE("quota.definition"), "quota order number '%S' is in no input",
                             trf_build_get(build, trf_build_value(build, row[D(quota_order_number_id)])));
        if (!trf_runs_add(build->alloc, &runs, trf_registry_index(&build->registries[TRF_REGISTRY_ORDER_NUMBER], entry),
                          trf_sort_day(start), i)) {
            status = trf_fail_memory(build->error);
            goto done;
        }
    }
    if (!trf_runs_sort(build->alloc, &runs)) {
        status = trf_fail_memory(build->error);
        goto done;
    }
    for (size_t i = 0; i < runs.count; i++) {
        const trf_value *row = trf_current(build, kind, (uint32_t)runs.items[i].value);
        trf_quota_definition_record *record = trf_build_add(build, TRF_SECTION_QUOTA_DEFINITION);
        trf_order_number_record *order;

        if (!record) {
            status = trf_fail_memory(build->error);
            goto done;
        }
        place_of[runs.items[i].value] = (uint32_t)i;
        record->sid = trf_build_int(build, row[D(quota_definition_sid)], 0);
        record->order_number = trf_runs_owner(&runs, i);
        record->start = trf_build_day(row[D(validity_start_date)], TRF_DATE_NONE);
        record->end = trf_build_day(row[D(validity_end_date)], TRF_DATE_OPEN);
        record->volume = trf_build_value(build, row[D(volume)]);
        record->initial_volume = trf_build_value(build, row[D(initial_volume)]);
        record->currency = trf_build_value(build, row[D(monetary_unit_code)]);
        record->unit = trf_build_value(build, row[D(measurement_unit_code)]);
        record->qualifier = trf_build_value(build, row[D(measurement_unit_qualifier_code)]);
        record->critical_state = trf_build_value(build, row[D(critical_state)]);
        record->critical_threshold = trf_build_value(build, row[D(critical_threshold)]);
        record->precision = trf_build_int(build, row[D(maximum_precision)], 0);
        record->tariff = trf_current_source(build, kind, (uint32_t)runs.items[i].value)->tariff;
        if (record->order_number == 0)
            continue;
        order = trf_build_at(build, TRF_SECTION_ORDER_NUMBER, record->order_number);
        if (order->definition_count++ == 0)
            order->first_definition = (uint32_t)i;
    }
    status = trf_build_status(build);
done:
    trf_runs_done(build->alloc, &runs);
    return status;
}

/** Number of the current definition of a sid; TRF_ENTRY_NONE. They stand by tariff and sid. */
static uint32_t definition_of(const trf_build *build, uint16_t tariff, trf_value sid)
{
    const trf_kind kind = TRF_KIND_quota_definition;
    uint32_t low = 0, high = trf_current_count(build, kind);

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint16_t other = trf_current_source(build, kind, middle)->tariff;
        trf_value its = trf_current(build, kind, middle)[D(quota_definition_sid)];

        if (other == tariff && its == sid)
            return middle;
        if (other < tariff || (other == tariff && its < sid))
            low = middle + 1;
        else
            high = middle;
    }
    return TRF_ENTRY_NONE;
}

/**
 * Definitions that events name and no input holds get a record that says no more than their sid: a transmission of a day tells
 * the balances of quotas that were opened long before. They follow the others by tariff and sid; *first is the first of them.
 */
static tariff_status write_unknown(trf_build *build, uint32_t *first)
{
    trf_runs runs = {0};
    tariff_status status = TARIFF_OK;

    *first = trf_build_count(build, TRF_SECTION_QUOTA_DEFINITION);
    for (size_t k = 0; k < sizeof event_kinds / sizeof *event_kinds; k++) {
        const event_kind *of = &event_kinds[k];
        trf_value missing = TRF_VALUE_ABSENT;

        for (uint32_t i = 0; i < trf_current_count(build, of->kind); i++) {
            const trf_row_source *source = trf_current_source(build, of->kind, i);
            trf_value sid = trf_current(build, of->kind, i)[of->definition];

            if (definition_of(build, source->tariff, sid) != TRF_ENTRY_NONE)
                continue;
            if (sid != missing)
                trf_model_report(build->model, source, "reference-to-nothing", trf_slice_text(trf_kinds[of->kind].element),
                                 "quota definition '%S' is in no input", trf_build_get(build, trf_build_value(build, sid)));
            missing = sid;
            if (!trf_runs_add(build->alloc, &runs, source->tariff, trf_build_int(build, sid, 0), 0)) {
                status = trf_fail_memory(build->error);
                goto done;
            }
        }
    }
    if (!trf_runs_sort(build->alloc, &runs)) {
        status = trf_fail_memory(build->error);
        goto done;
    }
    for (size_t i = 0; i < runs.count; i++) {
        trf_quota_definition_record *record;

        if (i && runs.items[i].key == runs.items[i - 1].key)
            continue;
        record = trf_build_add(build, TRF_SECTION_QUOTA_DEFINITION);
        if (!record) {
            status = trf_fail_memory(build->error);
            goto done;
        }
        record->tariff = trf_runs_owner(&runs, i);
        record->sid = (uint32_t)runs.items[i].key;
        record->start = TRF_DATE_NONE;
        record->end = TRF_DATE_OPEN;
    }
    status = trf_build_status(build);
done:
    trf_runs_done(build->alloc, &runs);
    return status;
}

/** Record of such a definition. */
static uint32_t unknown_of(const trf_build *build, uint32_t first, uint32_t tariff, uint32_t sid)
{
    uint32_t low = first, high = trf_build_count(build, TRF_SECTION_QUOTA_DEFINITION);

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const trf_quota_definition_record *record = trf_build_at(build, TRF_SECTION_QUOTA_DEFINITION, middle);

        if (record->tariff < tariff || (record->tariff == tariff && record->sid < sid))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static trf_str event_text(trf_build *build, const trf_value *row, int field)
{
    return field == NO_FIELD ? 0 : trf_build_value(build, row[field]);
}

/** Events of one kind. */
static tariff_status collect_events(trf_build *build, const event_kind *of, const uint32_t *place_of, uint32_t first_unknown,
                                    trf_rows *events, trf_runs *runs)
{
    for (uint32_t i = 0; i < trf_current_count(build, of->kind); i++) {
        const trf_value *row = trf_current(build, of->kind, i);
        uint16_t tariff = trf_current_source(build, of->kind, i)->tariff;
        uint32_t known = definition_of(build, tariff, row[of->definition]);
        uint32_t owner = known != TRF_ENTRY_NONE
                             ? place_of[known]
                             : unknown_of(build, first_unknown, tariff, trf_build_int(build, row[of->definition], 0));
        trf_quota_event_record *record = trf_rows_add(build->alloc, events);

        if (!record || !trf_runs_add(build->alloc, runs, owner, 0, events->count - 1))
            return trf_fail_memory(build->error);
        record->kind = of->event;
        record->time = event_text(build, row, of->time);
        record->old_balance = event_text(build, row, of->old_balance);
        record->new_balance = event_text(build, row, of->new_balance);
        record->imported = event_text(build, row, of->imported);
        record->state = event_text(build, row, of->state);
        record->day = of->day == NO_FIELD ? TRF_DATE_NONE : trf_build_day(row[of->day], TRF_DATE_NONE);
        record->last = of->last == NO_FIELD ? TRF_DATE_OPEN : trf_build_day(row[of->last], TRF_DATE_OPEN);
    }
    return trf_build_status(build);
}

static tariff_status write_events(trf_build *build, const uint32_t *place_of)
{
    trf_rows events = {.record_size = sizeof(trf_quota_event_record)};
    trf_runs runs = {0};
    uint32_t first_unknown;
    tariff_status status = write_unknown(build, &first_unknown);

    for (size_t k = 0; k < sizeof event_kinds / sizeof *event_kinds && status == TARIFF_OK; k++)
        status = collect_events(build, &event_kinds[k], place_of, first_unknown, &events, &runs);
    if (status < 0)
        goto done;
    for (unsigned pass = 0; pass < 4; pass++) {
        for (size_t i = 0; i < runs.count; i++) {
            const trf_quota_event_record *event =
                (const trf_quota_event_record *)(const void *)events.data + (uint32_t)runs.items[i].value;

            /* The owner waits in the upper half of the value while the time is sorted. */
            if (pass == 0)
                runs.items[i].value |= (uint64_t)trf_runs_owner(&runs, i) << 32;
            runs.items[i].key =
                pass < 3 ? eight(trf_build_get(build, event->time), 16 - 8 * pass) : runs.items[i].value >> 32 << 32;
        }
        if (!trf_runs_sort(build->alloc, &runs)) {
            status = trf_fail_memory(build->error);
            goto done;
        }
    }
    for (size_t i = 0; i < runs.count; i++) {
        trf_quota_definition_record *definition = trf_build_at(build, TRF_SECTION_QUOTA_DEFINITION, trf_runs_owner(&runs, i));
        trf_quota_event_record *record = trf_build_add(build, TRF_SECTION_QUOTA_EVENT);

        if (!record) {
            status = trf_fail_memory(build->error);
            goto done;
        }
        *record = ((const trf_quota_event_record *)(const void *)events.data)[(uint32_t)runs.items[i].value];
        if (definition->event_count++ == 0)
            definition->first_event = (uint32_t)i;
    }
done:
    trf_rows_done(build->alloc, &events);
    trf_runs_done(build->alloc, &runs);
    return status;
}

tariff_status trf_build_quotas(trf_build *build)
{
    size_t size = ((size_t)trf_current_count(build, TRF_KIND_quota_definition) + 1) * sizeof(uint32_t);
    uint32_t *place_of = trf_alloc_zero(build->alloc, size);
    tariff_status status;

    if (!place_of)
        return trf_fail_memory(build->error);
    status = write_definitions(build, place_of);
    if (status == TARIFF_OK)
        status = write_events(build, place_of);
    trf_alloc_free(build->alloc, place_of, size);
    return status;
}
