/* SPDX-License-Identifier: Apache-2.0 */
#include "geography/geography.h"

#include "image/key.h"

typedef struct run {
    uint32_t first, count;
} run;

/** The areas with this id in this tariff: they stand together, by start. */
static run areas_of(const trf_snapshot *snapshot, uint32_t tariff, trf_slice id)
{
    uint32_t slots = trf_snapshot_area_slot_count(snapshot);
    uint64_t key = trf_code_key(tariff, id);

    if (slots == 0 || (slots & (slots - 1)) || id.size == 0 || trf_snapshot_tariff(snapshot, tariff)->area_count == 0)
        return (run){0, 0};
    for (uint32_t i = 0, at = trf_code_slot(key, slots); i < TRF_PROBES_MAX && i < slots; i++, at = (at + 1) & (slots - 1)) {
        const trf_hash_slot *slot = trf_snapshot_area_slot(snapshot, at);
        const trf_area_record *area;

        if (slot->key == 0)
            break;
        if (slot->key != key)
            continue;
        area = trf_snapshot_area(snapshot, slot->first);
        if (trf_code_key_exact(key) || (area->tariff == tariff && trf_slice_equal(trf_snapshot_text(snapshot, area->id), id))) {
            uint32_t all = trf_snapshot_area_count(snapshot);

            return (run){slot->first, slot->first < all && slot->count <= all - slot->first ? slot->count : 0};
        }
    }
    return (run){0, 0};
}

static uint32_t valid_of(const trf_snapshot *snapshot, uint32_t tariff, trf_slice id, trf_date date)
{
    run areas = areas_of(snapshot, tariff, id);
    uint32_t found = TRF_AREA_NONE;

    for (uint32_t i = areas.first; i < areas.first + areas.count; i++) {
        const trf_area_record *area = trf_snapshot_area(snapshot, i);

        if (date == TRF_DATE_NONE || trf_period_has(area->start, area->end, date))
            found = i;
    }
    return found;
}

uint32_t trf_geography_find(const trf_snapshot *snapshot, uint32_t tariff, trf_slice id, trf_date date)
{
    uint32_t found = valid_of(snapshot, tariff, id, date);

    return found == TRF_AREA_NONE && tariff != 0 ? valid_of(snapshot, 0, id, date) : found;
}

trf_slice trf_geography_spelling(const trf_snapshot *snapshot, uint32_t tariff, trf_slice id, trf_date date)
{
    char capital[16];
    uint32_t found;

    if (id.size == 0 || id.size > sizeof capital)
        return TRF_SLICE_EMPTY;
    for (size_t i = 0; i < id.size; i++)
        capital[i] = (char)(id.data[i] >= 'a' && id.data[i] <= 'z' ? id.data[i] - 'a' + 'A' : id.data[i]);
    found = trf_geography_find(snapshot, tariff, trf_slice_of(capital, id.size), date);
    return found == TRF_AREA_NONE ? TRF_SLICE_EMPTY : trf_snapshot_text(snapshot, trf_snapshot_area(snapshot, found)->id);
}

const trf_label_record *trf_geography_label(const trf_snapshot *snapshot, uint32_t area, trf_slice language, trf_date date)
{
    const trf_area_record *record = trf_snapshot_area(snapshot, area);

    return trf_snapshot_label_at(snapshot, record->first_label, record->label_count,
                                 trf_snapshot_language_index(snapshot, language), date);
}

/* ---- everything that contains a place ---- */

static bool mark(trf_area_set *set, uint32_t area)
{
    bool fresh = !set->in[area];

    set->in[area] = TRF_AREA_IN;
    return fresh;
}

/** Mark an area and those of the same id: a tariff's own and the shared one are one place. */
static bool mark_place(trf_area_set *set, const trf_snapshot *snapshot, uint32_t tariff, trf_slice id, trf_date date)
{
    bool fresh = false;
    const uint32_t tariffs[2] = {tariff, 0};

    for (unsigned t = 0; t < (tariff ? 2u : 1u); t++) {
        run areas = areas_of(snapshot, tariffs[t], id);

        for (uint32_t i = areas.first; i < areas.first + areas.count; i++) {
            const trf_area_record *area = trf_snapshot_area(snapshot, i);

            if (trf_period_has(area->start, area->end, date) && mark(set, i))
                fresh = true;
        }
    }
    return fresh;
}

/**
 * The same for a place given by its index. Areas of one id stand together and share its text id, so that no text is looked at
 * unless the other of the two tariffs has areas as well.
 */
static bool mark_area(trf_area_set *set, const trf_snapshot *snapshot, uint32_t tariff, uint32_t area, trf_date date)
{
    const trf_area_record *record = trf_snapshot_area(snapshot, area);
    uint32_t other = record->tariff == 0 ? tariff : 0, first = area;
    bool fresh = false;

    if (trf_area_set_has(set, area) || area >= set->count)
        return false;
    while (first > 1 && trf_snapshot_area(snapshot, first - 1)->id == record->id &&
           trf_snapshot_area(snapshot, first - 1)->tariff == record->tariff)
        first--;
    for (uint32_t i = first; i < set->count; i++) {
        const trf_area_record *twin = trf_snapshot_area(snapshot, i);

        if (twin->id != record->id || twin->tariff != record->tariff)
            break;
        if (trf_period_has(twin->start, twin->end, date) && mark(set, i))
            fresh = true;
    }
    if (other != record->tariff && trf_snapshot_tariff(snapshot, other)->area_count &&
        mark_place(set, snapshot, tariff, trf_snapshot_text(snapshot, record->id), date))
        fresh = true;
    return fresh;
}

/** One step outwards from every marked area; whether anything was added. */
static bool widen(trf_area_set *set, const trf_snapshot *snapshot, uint32_t tariff, trf_date date, uint32_t *steps)
{
    bool added = false;

    for (uint32_t i = 1; i < set->count; i++) {
        const trf_area_record *area;

        if (!trf_area_set_has(set, i))
            continue;
        area = trf_snapshot_area(snapshot, i);
        if (area->parent && mark_area(set, snapshot, tariff, area->parent, date))
            added = true;
        for (uint32_t g = 0; g < area->group_count && area->first_group + g < trf_snapshot_member_count(snapshot); g++) {
            const trf_member_record *member = trf_snapshot_member(snapshot, area->first_group + g);

            if (++*steps > TRF_AREA_STEPS_MAX) /* only a crafted image has so many groups in groups */
                return false;
            if (!trf_period_has(member->start, member->end, date))
                continue;
            if (mark_area(set, snapshot, tariff, member->area, date))
                added = true;
        }
    }
    return added;
}

tariff_status trf_area_set_make(trf_area_set *set, const trf_snapshot *snapshot, uint32_t tariff, trf_slice id, trf_date date,
                                trf_arena *arena, tariff_error **error)
{
    trf_area_set made = {.count = trf_snapshot_area_count(snapshot)};
    uint32_t steps = 0;
    bool known;

    made.in = trf_arena_zero(arena, TRF_AREA_SET_SIZE(made.count));
    if (!made.in)
        return trf_fail_memory(error);
    known = mark_place(&made, snapshot, tariff, id, date);
    for (unsigned depth = 0; known && depth < TRF_AREA_DEPTH_MAX && widen(&made, snapshot, tariff, date, &steps); depth++)
        ;
    if (known)
        made.in[TRF_AREA_NONE] = TRF_AREA_IN; /* what names no area reaches every place */
    *set = made;
    return known ? TARIFF_OK : TARIFF_NOT_FOUND;
}

/* ---- one group, one area ---- */

/** Memberships looked at for one question; a crafted image of groups in groups ends here. */
#define VISITS_MAX 100000u

static bool contains(const trf_snapshot *snapshot, uint32_t group, uint32_t area, trf_date date, unsigned depth, uint32_t *visits)
{
    const trf_area_record *record = trf_snapshot_area(snapshot, group);

    if (group == area || trf_slice_equal(trf_snapshot_text(snapshot, record->id),
                                         trf_snapshot_text(snapshot, trf_snapshot_area(snapshot, area)->id)))
        return true;
    if (depth == TRF_AREA_DEPTH_MAX)
        return false;
    for (uint32_t i = 0; i < record->member_count && (*visits)++ < VISITS_MAX; i++) {
        const trf_member_record *member = trf_snapshot_member(snapshot, record->first_member + i);

        if (trf_period_has(member->start, member->end, date) && contains(snapshot, member->area, area, date, depth + 1, visits))
            return true;
    }
    return false;
}

bool trf_geography_contains(const trf_snapshot *snapshot, uint32_t group, uint32_t area, trf_date date)
{
    uint32_t visits = 0;

    return group != TRF_AREA_NONE && area != TRF_AREA_NONE && contains(snapshot, group, area, date, 0, &visits);
}
