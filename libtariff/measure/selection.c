/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/selection.h"

const char *trf_disposition_name(trf_disposition disposition)
{
    static const char *const names[TRF_DISPOSITION_COUNT] = {
        "out_of_date", "wrong_direction", "wrong_area",       "wrong_additional_code",
        "not_claimed", "unknown_fact",    "condition_failed", "quota_exhausted",
        "replaced",    "excluded",        "suspended",        "informational",
        "applied"};

    return (unsigned)disposition < TRF_DISPOSITION_COUNT ? names[disposition] : "";
}

/** Whether the origin lies in one of the areas that a measure leaves out. */
static bool excluded(const trf_snapshot *snapshot, uint32_t measure, const trf_area_set *place)
{
    const trf_measure_record *record = trf_snapshot_measure(snapshot, measure);
    uint32_t all = trf_snapshot_exclusion_count(snapshot);

    for (uint32_t i = 0; i < record->exclusion_count && i < all; i++) {
        const trf_exclusion_record *exclusion = trf_snapshot_exclusion(snapshot, record->first_exclusion + i);

        if (exclusion->area != TRF_AREA_NONE && trf_area_set_has(place, exclusion->area))
            return true;
    }
    return false;
}

static bool reaches(const trf_snapshot *snapshot, const trf_measure_row_record *row, const trf_area_set *place)
{
    if (row->area != TRF_AREA_NONE && !(row->flags & TRF_ROW_ANY_AREA) && !trf_area_set_has(place, row->area))
        return false;
    return !(row->flags & TRF_ROW_EXCLUSIONS) || !excluded(snapshot, row->measure, place);
}

bool trf_measure_reaches(const trf_snapshot *snapshot, uint32_t measure, const trf_area_set *place)
{
    const trf_measure_record *record = trf_snapshot_measure(snapshot, measure);

    if (record->area != TRF_AREA_NONE && !(record->flags & TRF_ROW_ANY_AREA) && !trf_area_set_has(place, record->area))
        return false;
    return !excluded(snapshot, measure, place);
}

static bool declared(const trf_selection_query *query, uint32_t additional_code)
{
    for (uint32_t i = 0; i < query->additional_code_count; i++) {
        if (query->additional_codes[i] == additional_code)
            return true;
    }
    return false;
}

static trf_disposition decide(const trf_snapshot *snapshot, const trf_selection_query *query, const trf_measure_row_record *row,
                              uint8_t *matched)
{
    *matched = 0;
    if (!trf_period_has(row->start, row->end, query->date) ||
        (query->as_published != TRF_DATE_NONE && row->published != TRF_DATE_NONE && row->published > query->as_published))
        return TRF_DISPOSITION_OUT_OF_DATE;
    if (!(row->flags & (query->movement == TRF_MOVEMENT_EXPORT ? TRF_ROW_EXPORT : TRF_ROW_IMPORT)))
        return TRF_DISPOSITION_WRONG_DIRECTION;
    if (!query->origin)
        *matched = TRF_MATCH_ORIGIN;
    else {
        if (reaches(snapshot, row, query->origin))
            *matched |= TRF_MATCH_ORIGIN;
        if (query->second && reaches(snapshot, row, query->second))
            *matched |= TRF_MATCH_SECOND;
    }
    if (!*matched)
        return TRF_DISPOSITION_WRONG_AREA;
    if (row->additional_code && !query->any_additional_code && !declared(query, row->additional_code))
        return TRF_DISPOSITION_WRONG_ADDITIONAL_CODE;
    return TRF_DISPOSITION_APPLIED;
}

/** Rows of a line that lie inside the section. */
static uint32_t rows_of(const trf_snapshot *snapshot, const trf_line_record *line)
{
    uint32_t all = trf_snapshot_measure_row_count(snapshot);

    if (line->first_measure_row >= all)
        return 0;
    return line->measure_row_count < all - line->first_measure_row ? line->measure_row_count : all - line->first_measure_row;
}

tariff_status trf_measure_select(const trf_snapshot *snapshot, const trf_selection_query *query, trf_arena *arena,
                                 trf_candidate **candidates, uint32_t *count, tariff_error **error)
{
    uint32_t lines[TRF_TREE_DEPTH_MAX + 1];
    unsigned line_count = 0;
    uint64_t total = 0;
    uint32_t made = 0;
    trf_candidate *list;

    if (query->line != TRF_LINE_NONE) {
        lines[0] = query->line;
        line_count = 1 + trf_nomenclature_ancestors(snapshot, query->line, query->date, lines + 1);
    }
    for (unsigned i = 0; i < line_count; i++)
        total += rows_of(snapshot, trf_snapshot_line(snapshot, lines[i]));
    if (total > UINT32_MAX / sizeof *list)
        return trf_fail(error, arena->alloc, TARIFF_ELIMIT, "image: %lu measures on one line and its ancestors", total);
    list = trf_arena_take(arena, (size_t)(total ? total : 1) * sizeof *list);
    if (!list)
        return trf_fail_memory(error);

    for (unsigned generation = 0; generation < line_count; generation++) {
        const trf_line_record *line = trf_snapshot_line(snapshot, lines[generation]);
        uint32_t rows = rows_of(snapshot, line);

        for (uint32_t i = 0; i < rows; i++) {
            const trf_measure_row_record *row = trf_snapshot_measure_row(snapshot, line->first_measure_row + i);
            trf_candidate *candidate = &list[made++];

            candidate->row = line->first_measure_row + i;
            candidate->measure = row->measure;
            candidate->line = lines[generation];
            candidate->role = row->role;
            candidate->generation = (uint8_t)generation;
            candidate->by = UINT32_MAX;
            candidate->disposition = (uint8_t)decide(snapshot, query, row, &candidate->matched);
        }
    }
    *candidates = list;
    *count = made;
    return TARIFF_OK;
}
