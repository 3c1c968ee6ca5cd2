/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/selection.h"

/** Rows of one run that are asked for beforehand; the processor goes on by itself from there. */
#define FETCH_ROWS_MAX 64u
#if defined(__GNUC__)
#define TRF_RARE __attribute__((noinline, cold))
#else
#define TRF_RARE
#endif

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

static bool reaches(const trf_snapshot *snapshot, uint32_t measure, const trf_measure_row_record *row, const trf_area_set *place)
{
    if (row->area != TRF_AREA_NONE && !(row->flags & TRF_ROW_ANY_AREA) && !trf_area_set_has(place, row->area))
        return false;
    return !(row->flags & TRF_ROW_EXCLUSIONS) || !excluded(snapshot, measure, place);
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

/** The places, direction and codes that a row is compared with: what does not change from row to row. */
typedef struct question {
    const trf_snapshot *snapshot;
    const trf_selection_query *query;
    trf_date date, as_published; /**< as_published: TRF_DATE_OPEN where all that is known counts; what a row
                                   does not know (TRF_DATE_NONE) lies before all dates */
    uint8_t direction;
} question;

/** Which places a row reaches. */
static uint8_t places(const question *asked, uint32_t measure, const trf_measure_row_record *row)
{
    const trf_selection_query *query = asked->query;
    uint8_t matched = 0;

    if (!query->origin)
        return TRF_MATCH_ORIGIN;
    if (reaches(asked->snapshot, measure, row, query->origin))
        matched |= TRF_MATCH_ORIGIN;
    if (query->second && reaches(asked->snapshot, measure, row, query->second))
        matched |= TRF_MATCH_SECOND;
    return matched;
}

/** The long way: exclusions, additional codes, a second place. */
static trf_disposition decide(const question *asked, uint32_t measure, uint8_t *matched)
{
    const trf_selection_query *query = asked->query;
    const trf_measure_row_record *row = trf_snapshot_measure_row(asked->snapshot, measure);

    *matched = 0;
    if (!trf_period_has(row->start, row->end, asked->date) || row->published > asked->as_published)
        return TRF_DISPOSITION_OUT_OF_DATE;
    if (!(row->flags & asked->direction))
        return TRF_DISPOSITION_WRONG_DIRECTION;
    *matched = places(asked, measure, row);
    if (!*matched)
        return TRF_DISPOSITION_WRONG_AREA;
    if ((row->flags & TRF_ROW_ADDITIONAL_CODE) && !query->any_additional_code &&
        !declared(query, trf_snapshot_measure(asked->snapshot, measure)->additional_code))
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

/** Writes a candidate in two whole words: stores of single members cost more than all the comparing. */
static inline void store(trf_candidate *to, uint32_t measure, uint32_t line, uint32_t packed)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t head = measure | (uint64_t)line << 32, tail = packed | (uint64_t)UINT32_MAX << 32;

    _Static_assert(offsetof(trf_candidate, line) == 4 && offsetof(trf_candidate, disposition) == 8 &&
                       offsetof(trf_candidate, role) == 9 && offsetof(trf_candidate, generation) == 10 &&
                       offsetof(trf_candidate, matched) == 11 && offsetof(trf_candidate, by) == 12,
                   "two words hold it all");
    memcpy(to, &head, sizeof head);
    memcpy((char *)to + sizeof head, &tail, sizeof tail);
#else
    to->measure = measure;
    to->line = line;
    to->disposition = (uint8_t)packed;
    to->role = (uint8_t)(packed >> 8);
    to->generation = (uint8_t)(packed >> 16);
    to->matched = (uint8_t)(packed >> 24);
    to->by = UINT32_MAX;
#endif
}

/** Exclusions, an additional code or a second place: decided once more, the long way. */
static TRF_RARE void decide_again(const question *asked, trf_candidate *candidate)
{
    uint8_t matched;

    candidate->disposition = (uint8_t)decide(asked, candidate->measure, &matched);
    candidate->matched = matched;
}

static const uint8_t everywhere[2] = {TRF_AREA_IN, 0}; /* the place of a row without an area */

/**
 * The rows of one line. What most rows need is decided without a branch and without a table, because dates and areas differ from
 * row to row as chance has it: a branch taken wrongly, or a value that waits for memory, costs more than a row. The run lies
 * inside its section.
 */
static void dispose(const question *asked, uint32_t first, uint32_t count, uint32_t line, uint32_t generation,
                    trf_candidate *candidate)
{
    const trf_measure_row_record *row = trf_snapshot_measure_row(asked->snapshot, first), *end = row + count;
    const trf_area_set *origin = asked->query->origin;
    const uint8_t *in = origin && origin->count ? origin->in : everywhere;
    const uint32_t areas = origin && origin->count ? origin->count : 1;
    const uint32_t always = !origin || asked->query->second; /* the long way for each row */
    const trf_date date = asked->date, as_published = asked->as_published;
    const unsigned direction = asked->direction == TRF_ROW_EXPORT ? 3 : 2; /* its bit */

    _Static_assert(TRF_ROW_IMPORT == 1u << 2 && TRF_ROW_EXPORT == 1u << 3 && TRF_ROW_ANY_AREA == 1u << 6, "bits as shifted");
    _Static_assert(TRF_DISPOSITION_OUT_OF_DATE == 0 && TRF_DISPOSITION_WRONG_DIRECTION == 1 && TRF_DISPOSITION_WRONG_AREA == 2,
                   "one more for each question answered yes");
    for (; row < end; row++, candidate++, first++) {
        uint32_t area = row->area < areas ? row->area : areas, flags = row->flags;
        uint32_t in_date =
            (uint32_t)(row->start <= date) & (uint32_t)(date <= row->end) & (uint32_t)(row->published <= as_published);
        uint32_t directed = in_date & flags >> direction, reached = directed & (in[area] | flags) >> 6 & 1;

        store(candidate, first, line,
              (in_date + (directed & 1) + reached * (TRF_DISPOSITION_APPLIED - TRF_DISPOSITION_WRONG_AREA)) |
                  (uint32_t)row->role << 8 | generation << 16 | reached * (uint32_t)TRF_MATCH_ORIGIN << 24);
        if (always | (flags & (TRF_ROW_EXCLUSIONS | TRF_ROW_ADDITIONAL_CODE)))
            decide_again(asked, candidate);
    }
}

/** Ask for the rows of a run before they are read: in a large tariff each run lies elsewhere, and waiting once is enough. */
static void fetch(const trf_measure_row_record *row, uint32_t count)
{
#if defined(__GNUC__)
    for (uint32_t i = 0; i < count && i < FETCH_ROWS_MAX; i += 4) /* four rows to a line of the cache */
        __builtin_prefetch(row + i);
#else
    (void)row;
    (void)count;
#endif
}

/** The same for a measure that passed: its record spans two or three lines of the cache. */
static inline void fetch_measure(const trf_snapshot *snapshot, uint32_t measure)
{
#if defined(__GNUC__)
    const trf_measure_record *record = trf_snapshot_measure(snapshot, measure);

    __builtin_prefetch(record);
    __builtin_prefetch((const char *)record + 64);
#else
    (void)snapshot;
    (void)measure;
#endif
}

/** The line of a question and its ancestors, with the rows of each asked for. */
typedef struct runs {
    uint32_t lines[TRF_TREE_DEPTH_MAX + 1];
    unsigned count;
    uint64_t total; /**< rows of all, measures without a line included */
} runs;

static void find_runs(const trf_snapshot *snapshot, const trf_selection_query *query, runs *out)
{
    out->count = 0;
    out->total = query->without_line_count;
    if (query->line != TRF_LINE_NONE) {
        out->lines[0] = query->line;
        out->count = 1 + trf_nomenclature_ancestors(snapshot, query->line, query->date, out->lines + 1);
    }
    for (unsigned i = 0; i < out->count; i++) {
        const trf_line_record *line = trf_snapshot_line(snapshot, out->lines[i]);
        uint32_t rows = rows_of(snapshot, line);

        fetch(trf_snapshot_measure_row(snapshot, line->first_measure_row), rows);
        out->total += rows;
    }
}

static question question_of(const trf_snapshot *snapshot, const trf_selection_query *query)
{
    return (question){snapshot, query, query->date, query->as_published == TRF_DATE_NONE ? TRF_DATE_OPEN : query->as_published,
                      query->movement == TRF_MOVEMENT_EXPORT ? TRF_ROW_EXPORT : TRF_ROW_IMPORT};
}

static tariff_status too_many(const trf_arena *arena, uint64_t total, tariff_error **error)
{
    return trf_fail(error, arena->alloc, TARIFF_ELIMIT, "image: %lu measures on one line and its ancestors", total);
}

tariff_status trf_measure_select(const trf_snapshot *snapshot, const trf_selection_query *query, trf_arena *arena,
                                 trf_candidate **candidates, uint32_t *count, tariff_error **error)
{
    const question asked = question_of(snapshot, query);
    uint32_t made = 0;
    trf_candidate *list;
    runs found;

    find_runs(snapshot, query, &found);
    if (found.total > UINT32_MAX / sizeof *list)
        return too_many(arena, found.total, error);
    list = trf_arena_take(arena, (size_t)(found.total ? found.total : 1) * sizeof *list);
    if (!list)
        return trf_fail_memory(error);

    for (unsigned generation = 0; generation < found.count; generation++) {
        const trf_line_record *line = trf_snapshot_line(snapshot, found.lines[generation]);
        uint32_t rows = rows_of(snapshot, line);

        dispose(&asked, line->first_measure_row, rows, found.lines[generation], generation, list + made);
        made += rows;
    }
    for (uint32_t i = 0; i < query->without_line_count; i++, made++) {
        uint32_t measure = query->without_line[i];

        store(list + made, measure, TRF_LINE_NONE, (uint32_t)trf_snapshot_measure_row(snapshot, measure)->role << 8);
        decide_again(&asked, list + made);
    }
    *candidates = list;
    *count = made;
    return TARIFF_OK;
}

/* ---- only what reaches ---- */
/** The rows of one run that date, direction and area let through, by number and in their order; the others are counted. */
static inline uint32_t passing(const question *asked, uint32_t first, uint32_t count, uint32_t *numbers, uint32_t *missed,
                               const bool by_publication, const unsigned direction)
{
    const trf_measure_row_record *row = trf_snapshot_measure_row(asked->snapshot, first), *end = row + count;
    const trf_area_set *origin = asked->query->origin;
    const uint8_t *in = origin->count ? origin->in : everywhere;
    const uint32_t areas = origin->count ? origin->count : 1;
    const trf_date date = asked->date;
    uint32_t *next = numbers, made, dated = 0, directed = 0;

    for (; row < end; row++, first++) {
        uint32_t area = row->area < areas ? row->area : areas, flags = row->flags;
        uint32_t in_date = (uint32_t)(row->start <= date) & (uint32_t)(date <= row->end), in_direction;

        if (by_publication)
            in_date &= (uint32_t)(row->published <= asked->as_published);
        in_direction = in_date & flags >> direction;
        *next = first; /* the next one takes its place where it does not pass */
        dated += in_date;
        directed += in_direction;
        next += in_direction & (in[area] | flags) >> 6;
    }
    made = (uint32_t)(next - numbers);
    missed[TRF_DISPOSITION_OUT_OF_DATE] += count - dated;
    missed[TRF_DISPOSITION_WRONG_DIRECTION] += dated - directed;
    missed[TRF_DISPOSITION_WRONG_AREA] += directed - made;
    return made;
}

/** The same with what differs between questions fixed, so that a row costs no more than it must. */
static uint32_t passing_of(const question *asked, const trf_line_record *line, uint32_t *numbers, uint32_t *missed)
{
    uint32_t first = line->first_measure_row, count = rows_of(asked->snapshot, line);

    if (asked->as_published != TRF_DATE_OPEN)
        return asked->direction == TRF_ROW_EXPORT ? passing(asked, first, count, numbers, missed, true, 3)
                                                  : passing(asked, first, count, numbers, missed, true, 2);
    return asked->direction == TRF_ROW_EXPORT ? passing(asked, first, count, numbers, missed, false, 3)
                                              : passing(asked, first, count, numbers, missed, false, 2);
}

/** Writes a candidate; whether it reaches the goods after the long way, where it needs that. Asks for its measure. */
static uint32_t reach_one(const question *asked, uint32_t measure, uint32_t line, uint32_t generation, trf_candidate *to,
                          uint32_t *missed)
{
    const trf_measure_row_record *row = trf_snapshot_measure_row(asked->snapshot, measure);

    fetch_measure(asked->snapshot, measure);
    store(to, measure, line,
          (uint32_t)TRF_DISPOSITION_APPLIED | (uint32_t)row->role << 8 | generation << 16 | (uint32_t)TRF_MATCH_ORIGIN << 24);
    if (line == TRF_LINE_NONE || (row->flags & (TRF_ROW_EXCLUSIONS | TRF_ROW_ADDITIONAL_CODE)))
        decide_again(asked, to);
    if (to->disposition >= TRF_DISPOSITIONS_MISSED)
        return 1;
    missed[to->disposition]++;
    return 0;
}

tariff_status trf_measure_reach(const trf_snapshot *snapshot, const trf_selection_query *query, trf_arena *arena, trf_reach *out,
                                tariff_error **error)
{
    const question asked = question_of(snapshot, query);
    uint32_t until[TRF_TREE_DEPTH_MAX + 1], at = 0, passed = 0, *numbers;
    runs found;

    find_runs(snapshot, query, &found);
    if (found.total > UINT32_MAX / sizeof *out->candidates)
        return too_many(arena, found.total, error);
    *out = (trf_reach){.considered = (uint32_t)found.total};
    numbers = trf_arena_take(arena, ((size_t)found.total + 1) * sizeof *numbers);
    if (!numbers)
        return trf_fail_memory(error);
    for (unsigned generation = 0; generation < found.count; generation++) {
        const trf_line_record *line = trf_snapshot_line(snapshot, found.lines[generation]);

        passed += passing_of(&asked, line, numbers + passed, out->missed);
        until[generation] = passed;
    }
    out->candidates = trf_arena_take(arena, ((size_t)passed + query->without_line_count + 1) * sizeof *out->candidates);
    if (!out->candidates)
        return trf_fail_memory(error);
    for (unsigned generation = 0; generation < found.count; generation++) {
        for (; at < until[generation]; at++)
            out->count +=
                reach_one(&asked, numbers[at], found.lines[generation], generation, out->candidates + out->count, out->missed);
    }
    for (uint32_t i = 0; i < query->without_line_count; i++)
        out->count += reach_one(&asked, query->without_line[i], TRF_LINE_NONE, 0, out->candidates + out->count, out->missed);
    return TARIFF_OK;
}
