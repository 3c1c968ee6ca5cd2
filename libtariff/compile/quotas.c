/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/build.h"

#define D(field) TRF_F_quota_definition_##field
#define NO_FIELD (-1)

/* Kinds of events: all begin with the sid of the definition and a time stamp. */
typedef struct event_kind {
    trf_kind kind;
    int old_balance, new_balance, imported, state;
} event_kind;

static const event_kind event_kinds[] = {
    {TRF_KIND_quota_balance_event, TRF_F_quota_balance_event_old_balance, TRF_F_quota_balance_event_new_balance,
     TRF_F_quota_balance_event_imported_amount, NO_FIELD},
    {TRF_KIND_quota_unblocking_event, NO_FIELD, NO_FIELD, NO_FIELD, TRF_F_quota_unblocking_event_unblocking_date},
    {TRF_KIND_quota_critical_event, NO_FIELD, NO_FIELD, NO_FIELD, TRF_F_quota_critical_event_critical_state},
    {TRF_KIND_quota_exhaustion_event, NO_FIELD, NO_FIELD, NO_FIELD, TRF_F_quota_exhaustion_event_exhaustion_date},
    {TRF_KIND_quota_reopening_event, NO_FIELD, NO_FIELD, NO_FIELD, TRF_F_quota_reopening_event_reopening_date},
    {TRF_KIND_quota_unsuspension_event, NO_FIELD, NO_FIELD, NO_FIELD, TRF_F_quota_unsuspension_event_unsuspension_date},
    {TRF_KIND_quota_closed_and_transferred_event, NO_FIELD, NO_FIELD, TRF_F_quota_closed_and_transferred_event_transferred_amount,
     TRF_F_quota_closed_and_transferred_event_transfer_date},
};
_Static_assert(TRF_F_quota_balance_event_occurrence_timestamp == 1 && TRF_F_quota_unblocking_event_occurrence_timestamp == 1 &&
                   TRF_F_quota_critical_event_occurrence_timestamp == 1 &&
                   TRF_F_quota_exhaustion_event_occurrence_timestamp == 1 &&
                   TRF_F_quota_reopening_event_occurrence_timestamp == 1 &&
                   TRF_F_quota_unsuspension_event_occurrence_timestamp == 1 &&
                   TRF_F_quota_closed_and_transferred_event_occurrence_timestamp == 1,
               "the time stamp of an event follows the sid of its definition");

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

/** Events of one kind, joined with the definitions, which stand in the same order. */
static tariff_status collect_events(trf_build *build, const event_kind *of, const uint32_t *place_of, trf_rows *events,
                                    trf_runs *runs)
{
    const trf_kind definitions = TRF_KIND_quota_definition;
    uint32_t at = 0;
    trf_value missing = TRF_VALUE_ABSENT;

    for (uint32_t i = 0; i < trf_current_count(build, of->kind); i++) {
        const trf_value *row = trf_current(build, of->kind, i);
        const trf_row_source *source = trf_current_source(build, of->kind, i);
        trf_quota_event_record *record;
        bool found = false;

        for (; at < trf_current_count(build, definitions); at++) {
            const trf_row_source *other = trf_current_source(build, definitions, at);
            trf_value sid = trf_current(build, definitions, at)[D(quota_definition_sid)];

            if (other->tariff > source->tariff || (other->tariff == source->tariff && sid >= row[0])) {
                found = other->tariff == source->tariff && sid == row[0];
                break;
            }
        }
        if (!found) {
            if (row[0] != missing)
                trf_model_report(build->model, source, "reference-to-nothing", trf_slice_text(trf_kinds[of->kind].element),
                                 "quota definition '%S' is in no input", trf_build_get(build, trf_build_value(build, row[0])));
            missing = row[0];
            continue;
        }
        record = trf_rows_add(build->alloc, events);
        if (!record || !trf_runs_add(build->alloc, runs, place_of[at], 0, events->count - 1))
            return trf_fail_memory(build->error);
        record->kind = (uint32_t)of->kind;
        record->time = trf_build_value(build, row[1]);
        record->old_balance = of->old_balance == NO_FIELD ? 0 : trf_build_value(build, row[of->old_balance]);
        record->new_balance = of->new_balance == NO_FIELD ? 0 : trf_build_value(build, row[of->new_balance]);
        record->imported = of->imported == NO_FIELD ? 0 : trf_build_value(build, row[of->imported]);
        record->state = of->state == NO_FIELD ? 0 : trf_build_value(build, row[of->state]);
    }
    return trf_build_status(build);
}

static tariff_status write_events(trf_build *build, const uint32_t *place_of)
{
    trf_rows events = {.record_size = sizeof(trf_quota_event_record)};
    trf_runs runs = {0};
    tariff_status status = TARIFF_OK;

    for (size_t k = 0; k < sizeof event_kinds / sizeof *event_kinds && status == TARIFF_OK; k++)
        status = collect_events(build, &event_kinds[k], place_of, &events, &runs);
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
