/* SPDX-License-Identifier: Apache-2.0 */
/* geography.member, geography.relevant */
#include "api/door.h"

#include "geography/geography.h"
#include "measure/selection.h"

/* An area by the id in a field; EINVAL where the tariff has none of that id on the date. */
static tariff_status read_area(trf_door *door, const trf_json *request, const char *field, uint32_t tariff, trf_date date,
                               uint32_t *area, tariff_error **error)
{
    trf_slice id = TRF_SLICE_EMPTY;
    tariff_status status = trf_json_text(request, field, true, &id, door->alloc, error);

    if (status < 0)
        return status;
    *area = trf_geography_find(door->snapshot, tariff, id, date);
    return *area == TRF_AREA_NONE
               ? trf_json_fail(request, field, door->alloc, error, "no geographical area with this id on the date")
               : TARIFF_OK;
}

/* Areas are shared by tariffs: where none is named, the one that says something of itself, else the shared ones. */
static tariff_status read_tariff(trf_door *door, const trf_json *request, uint32_t *tariff, tariff_error **error)
{
    if (trf_json_get(request, "tariff"))
        return trf_door_tariff(door, request, false, tariff, error);
    if (trf_door_tariff(door, request, false, tariff, NULL) < 0)
        *tariff = 0;
    return TARIFF_OK;
}

/* Where no day is asked for, what holds without an end counts. */
static tariff_status read_day(trf_door *door, const trf_json *request, trf_date *date, tariff_error **error)
{
    tariff_status status = trf_door_date(door, request, false, date, error);

    if (status >= 0 && *date == TRF_DATE_NONE)
        *date = TRF_DATE_MAX;
    return status;
}

tariff_status trf_method_geography_member(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    uint32_t tariff, group = TRF_AREA_NONE, area = TRF_AREA_NONE;
    trf_date date;
    bool member;
    tariff_status status = read_tariff(door, request, &tariff, error);

    if (status >= 0)
        status = read_day(door, request, &date, error);
    if (status >= 0)
        status = read_area(door, request, "group", tariff, date, &group, error);
    if (status >= 0)
        status = read_area(door, request, "area", tariff, date, &area, error);
    if (status < 0)
        return status;
    member = trf_geography_contains(door->snapshot, group, area, date);
    trf_json_begin_object(reply);
    trf_json_member_flag(reply, "member", member);
    trf_json_end_object(reply);
    return TARIFF_OK;
}

tariff_status trf_method_geography_relevant(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_slice sid = TRF_SLICE_EMPTY, origin = TRF_SLICE_EMPTY;
    uint32_t tariff, measure;
    trf_area_set place;
    trf_date date;
    tariff_status status = trf_door_tariff(door, request, true, &tariff, error);

    if (status >= 0)
        status = read_day(door, request, &date, error);
    if (status >= 0)
        status = trf_json_text(request, "measure", true, &sid, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(request, "origin", true, &origin, door->alloc, error);
    if (status < 0)
        return status;
    measure = trf_door_measure(door, tariff, sid);
    if (measure == UINT32_MAX)
        return trf_json_fail(request, "measure", door->alloc, error, "no measure with this sid");
    status = trf_area_set_make(&place, door->snapshot, tariff, origin, date, door->arena, error);
    if (status < 0)
        return status;
    if (status == TARIFF_NOT_FOUND)
        return trf_json_fail(request, "origin", door->alloc, error, "no geographical area with this id on the date");
    trf_json_begin_object(reply);
    trf_json_member_flag(reply, "relevant", trf_measure_reaches(door->snapshot, measure, &place));
    trf_json_end_object(reply);
    return TARIFF_OK;
}
