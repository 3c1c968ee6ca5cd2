/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/build.h"

static trf_area_record *area_at(const trf_build *build, uint32_t area)
{
    return trf_build_at(build, TRF_SECTION_AREA, area);
}

static uint32_t area_of_sid(const trf_build *build, uint16_t tariff, trf_value sid)
{
    return trf_registry_index(&build->registries[TRF_REGISTRY_AREA], trf_registry_sid(build, TRF_REGISTRY_AREA, tariff, sid));
}

static void area_key(const void *record, uint32_t *tariff, trf_str *text)
{
    const trf_area_record *area = record;

    *tariff = area->tariff;
    *text = area->id;
}

typedef struct membership {
    uint32_t area, group;
    trf_day start, end;
} membership;

/** Members of each group, then groups of each area, in one section. */
static tariff_status write_members(trf_build *build, const trf_rows *found, bool by_group)
{
    const membership *all = (const membership *)(const void *)found->data;
    trf_runs runs = {0};
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < found->count; i++) {
        uint32_t owner = by_group ? all[i].group : all[i].area, other = by_group ? all[i].area : all[i].group;

        if (!trf_runs_add(build->alloc, &runs, owner, other, i)) {
            status = trf_fail_memory(build->error);
            goto done;
        }
    }
    if (!trf_runs_sort(build->alloc, &runs)) {
        status = trf_fail_memory(build->error);
        goto done;
    }
    for (size_t i = 0; i < runs.count; i++) {
        const membership *is = &all[runs.items[i].value];
        trf_area_record *owner = area_at(build, trf_runs_owner(&runs, i));
        trf_member_record *record = trf_build_add(build, TRF_SECTION_MEMBER);
        uint32_t *first = by_group ? &owner->first_member : &owner->first_group;
        uint32_t *count = by_group ? &owner->member_count : &owner->group_count;

        if (!record) {
            status = trf_fail_memory(build->error);
            goto done;
        }
        record->area = (uint16_t)(by_group ? is->area : is->group);
        record->start = is->start;
        record->end = is->end;
        if ((*count)++ == 0)
            *first = trf_build_count(build, TRF_SECTION_MEMBER) - 1;
    }
done:
    trf_runs_done(build->alloc, &runs);
    return status;
}

tariff_status trf_build_geography(trf_build *build)
{
    const trf_kind kind = TRF_KIND_geographical_area_membership;
    trf_rows found = {.record_size = sizeof(membership)};
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_geographical_area); i++) {
        const trf_value *row = trf_current(build, TRF_KIND_geographical_area, i);
        uint16_t tariff = trf_current_source(build, TRF_KIND_geographical_area, i)->tariff;
        uint32_t area = area_of_sid(build, tariff, row[TRF_F_geographical_area_geographical_area_sid]);
        uint32_t parent = area_of_sid(build, tariff, row[TRF_F_geographical_area_parent_geographical_area_group_sid]);

        if (area && area != parent)
            area_at(build, area)->parent = (uint16_t)parent;
    }
    for (uint32_t i = 0; i < trf_current_count(build, kind); i++) {
        const trf_value *row = trf_current(build, kind, i);
        const trf_row_source *source = trf_current_source(build, kind, i);
        membership *is;
        uint32_t area = area_of_sid(build, source->tariff, row[TRF_F_geographical_area_membership_geographical_area_sid]);
        uint32_t group = area_of_sid(build, source->tariff, row[TRF_F_geographical_area_membership_geographical_area_group_sid]);

        if (!area || !group) {
            trf_model_report(build->model, source, "reference-to-nothing", TRF_SLICE("geographical.area.membership"),
                             "its %s is in no input: the membership is left out", area ? "group" : "member");
            continue;
        }
        is = trf_rows_add(build->alloc, &found);
        if (!is) {
            status = trf_fail_memory(build->error);
            goto done;
        }
        is->area = area;
        is->group = group;
        is->start = trf_build_day(row[TRF_F_geographical_area_membership_validity_start_date], TRF_DATE_NONE);
        is->end = trf_build_day(row[TRF_F_geographical_area_membership_validity_end_date], TRF_DATE_OPEN);
    }
    status = write_members(build, &found, true);
    if (status < 0)
        goto done;
    status = write_members(build, &found, false);
    if (status < 0)
        goto done;
    for (uint32_t i = 1; i < trf_build_count(build, TRF_SECTION_AREA); i++) {
        trf_tariff_record *tariff = trf_build_at(build, TRF_SECTION_TARIFF, area_at(build, i)->tariff);

        if (tariff->area_count++ == 0)
            tariff->first_area = i;
    }
    status = trf_build_hash(build, TRF_SECTION_AREA_HASH, TRF_SECTION_AREA, 1, area_key);
done:
    trf_rows_done(build->alloc, &found);
    return status;
}
