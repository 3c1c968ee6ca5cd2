/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/condition_view.h"

const char *trf_condition_class_name(unsigned class_of)
{
    static const char *const names[] = {"unknown", "threshold", "negative", "exemption", "document"};

    return names[class_of < sizeof names / sizeof *names ? class_of : 0];
}

/* ---- one row ---- */
/** What the profile says of a code, an action or a document by its text; the null record for nothing. */
static const trf_profile_code_record *said(const trf_snapshot *s, const trf_profile_record *profile, trf_date date, unsigned kind,
                                           trf_slice id)
{
    const trf_profile_code_record *found = trf_snapshot_profile_code(s, 0);
    uint32_t count = id.size ? trf_run_within(profile->first_code, profile->code_count, trf_snapshot_profile_code_count(s)) : 0;

    for (uint32_t i = 0; i < count; i++) {
        const trf_profile_code_record *one = trf_snapshot_profile_code(s, profile->first_code + i);
        trf_slice known = trf_snapshot_text(s, one->id);

        if (one->kind == kind && trf_period_has(one->start, one->end, date) &&
            (kind == TRF_CODE_DOCUMENT_TYPE ? trf_slice_begins(id, known) : trf_slice_equal(id, known)))
            found = one;
    }
    return found;
}

static unsigned class_named(trf_slice name)
{
    for (unsigned i = TRF_CLASS_UNKNOWN; i <= TRF_CLASS_DOCUMENT; i++) {
        if (trf_slice_is(name, trf_condition_class_name(i)))
            return i;
    }
    return TRF_CLASS_DOCUMENT;
}

static unsigned document_class(const trf_snapshot *s, const trf_profile_record *profile, trf_date date, trf_slice document)
{
    const trf_profile_code_record *code = said(s, profile, date, TRF_CODE_DOCUMENT, document);

    if (document.size == 0)
        return TRF_CLASS_UNKNOWN;
    if (!code->kind)
        code = said(s, profile, date, TRF_CODE_DOCUMENT_TYPE, document);
    return code->kind ? class_named(trf_snapshot_text(s, code->outcome)) : TRF_CLASS_DOCUMENT;
}

/** What an amount limits: money is a price, unless the code calls one per mass otherwise; else what its unit measures. */
static trf_slice threshold_of(const trf_snapshot *s, const trf_profile_code_record *code, const trf_vocabulary *vocabulary,
                              const trf_condition_row *row)
{
    static const char *const kinds[] = {"weight", "volume", "percentage_abv"};
    uint32_t unit = row->unit.size ? trf_vocabulary_unit(vocabulary, row->unit, row->qualifier) : TRF_VOCABULARY_NONE;
    trf_slice kind = unit == TRF_VOCABULARY_NONE ? TRF_SLICE_EMPTY : vocabulary->units[unit].kind;

    if (row->amount.size == 0)
        return TRF_SLICE_EMPTY;
    if (row->money.size)
        return code->outcome && trf_slice_is(kind, kinds[0]) ? trf_snapshot_text(s, code->outcome) : TRF_SLICE("price");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (trf_slice_is(kind, kinds[i]))
            return kind;
    }
    return TRF_SLICE_EMPTY;
}

void trf_condition_view_make(const trf_snapshot *s, const trf_profile_record *profile, trf_date date,
                             const trf_vocabulary *vocabulary, const trf_condition_row *row, trf_condition_view *out)
{
    const trf_profile_code_record *code = said(s, profile, date, TRF_CODE_CONDITION, row->code);
    const trf_profile_code_record *action = said(s, profile, date, TRF_CODE_ACTION, row->action);

    memset(out, 0, sizeof *out);
    out->test = code->test;
    out->shown = code->effect;
    out->effect = action->effect;
    out->positive = (action->flags & TRF_CODE_POSITIVE) != 0;
    out->negative = (action->flags & TRF_CODE_NEGATIVE) != 0;
    out->stops = (action->flags & TRF_CODE_STOPS) != 0;
    out->listed = (action->flags & TRF_CODE_LISTED) != 0;
    out->waived = said(s, profile, date, TRF_CODE_WAIVER, row->certificate)->kind != 0;
    out->threshold = threshold_of(s, code, vocabulary, row);
    out->class_of = (uint8_t)(row->amount.size ? TRF_CLASS_THRESHOLD
                              : out->negative  ? TRF_CLASS_NEGATIVE
                                               : document_class(s, profile, date, row->certificate));
}

/* ---- the rows of a measure ---- */
typedef struct picking {
    const trf_condition_row *rows;
    const trf_condition_view *views;
    uint32_t count;
    trf_numbers *numbers;
    trf_arena *arena;
    uint8_t *state;  /**< of each row: PICK_* */
    uint32_t *codes; /**< of each row: the first row that is left of its code */
    tariff_error **error;
} picking;
enum { PICK_LEFT, PICK_OUT, PICK_SHARED, PICK_AGAIN };

static bool hidden(const trf_condition_row *row, const trf_condition_view *view)
{
    return view->waived || (view->negative && row->certificate.size == 0 && row->amount.size == 0 && !view->listed);
}

/** Whether two rows ask for the same: document and amount. Those that ask for nothing never do. */
static bool alike(const picking *p, const trf_condition_row *a, const trf_condition_row *b)
{
    trf_number x, y;

    if ((a->certificate.size == 0 && a->amount.size == 0) || !trf_slice_equal(a->certificate, b->certificate))
        return false;
    if (a->amount.size == 0 || b->amount.size == 0)
        return a->amount.size == b->amount.size;
    return trf_number_parse(p->numbers, a->amount, &x) == TARIFF_OK && trf_number_parse(p->numbers, b->amount, &y) == TARIFF_OK &&
           trf_number_compare(p->numbers, x, y) == 0;
}

/** Finds out which rows are shown and which ask for the same as another; whether any do. */
static bool sort_out(picking *p)
{
    bool shared = false;

    for (uint32_t i = 0; i < p->count; i++)
        p->state[i] = hidden(&p->rows[i], &p->views[i]) ? PICK_OUT : PICK_LEFT;
    for (uint32_t i = 0; i < p->count; i++) {
        for (uint32_t k = i + 1; k < p->count && p->state[i] != PICK_OUT && p->state[i] != PICK_AGAIN; k++) {
            if (p->state[k] != PICK_LEFT || !alike(p, &p->rows[i], &p->rows[k]))
                continue;
            p->state[i] = PICK_SHARED;
            p->state[k] = PICK_AGAIN;
            shared = true;
        }
    }
    for (uint32_t i = 0; i < p->count; i++) {
        p->codes[i] = i;
        for (uint32_t k = 0; k < i && p->codes[i] == i; k++) {
            if (p->state[k] == PICK_LEFT && trf_slice_equal(p->rows[k].code, p->rows[i].code))
                p->codes[i] = k;
        }
    }
    return shared;
}

static tariff_status add_way(picking *p, trf_condition_group *group, const uint32_t *rows, uint32_t count)
{
    trf_condition_way *way = &group->ways[group->count++];

    way->rows = trf_arena_zero(p->arena, (size_t)count * sizeof *way->rows);
    if (!way->rows)
        return trf_fail_memory(p->error);
    memcpy(way->rows, rows, (size_t)count * sizeof *way->rows);
    way->count = count;
    return TARIFF_OK;
}

/** Ways of one row each, of the rows of one code. */
static tariff_status of_code(picking *p, uint32_t first, trf_condition_group *group)
{
    tariff_status status = TARIFF_OK;

    group->code = p->rows[first].code;
    group->ways = trf_arena_zero(p->arena, (size_t)p->count * sizeof *group->ways);
    if (!group->ways)
        return trf_fail_memory(p->error);
    for (uint32_t i = first; i < p->count && status >= 0; i++) {
        if (p->state[i] == PICK_LEFT && p->codes[i] == first)
            status = add_way(p, group, &i, 1);
    }
    return status;
}

/** Documents, then exemptions, then thresholds, then the rest. */
static unsigned rank(const trf_condition_view *view)
{
    return view->class_of == TRF_CLASS_DOCUMENT    ? 0u
           : view->class_of == TRF_CLASS_EXEMPTION ? 1u
           : view->class_of == TRF_CLASS_THRESHOLD ? 2u
                                                   : 3u;
}

/** Number of rows that are left of the code of a row. */
static uint32_t code_size(const picking *p, uint32_t first)
{
    uint32_t size = 0;

    for (uint32_t i = first; i < p->count; i++)
        size += p->state[i] == PICK_LEFT && p->codes[i] == first;
    return size;
}

/** The next row of the code after one; the first again after the last, with *wrapped. */
static uint32_t next_of_code(const picking *p, uint32_t first, uint32_t at, bool *wrapped)
{
    for (uint32_t i = at + 1; i < p->count; i++) {
        if (p->state[i] == PICK_LEFT && p->codes[i] == first)
            return i;
    }
    *wrapped = true;
    return first;
}

/** One row of each code that is left, in every combination; the last code changes fastest. */
static tariff_status product(picking *p, trf_condition_group *group, uint32_t *chosen, uint32_t codes)
{
    tariff_status status = TARIFF_OK;
    bool wrapped = codes == 0;

    while (!wrapped && status >= 0) {
        uint32_t place = codes;

        status = add_way(p, group, chosen, codes);
        for (wrapped = true; wrapped && place > 0; place--) {
            wrapped = false;
            chosen[place - 1] = next_of_code(p, p->codes[chosen[place - 1]], chosen[place - 1], &wrapped);
        }
    }
    return status;
}

/** One group over all codes: what several rows ask for, then combinations of the rest. */
static tariff_status of_all(picking *p, trf_condition_group *group)
{
    uint32_t *chosen = trf_arena_zero(p->arena, (size_t)p->count * sizeof *chosen), codes = 0, ways = 1;
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < p->count; i++) {
        uint32_t size = p->state[i] == PICK_LEFT && p->codes[i] == i ? code_size(p, i) : 0;

        if (size && ways > TRF_PERMUTATIONS_MAX / size)
            return trf_fail(p->error, p->arena->alloc, TARIFF_ELIMIT, "conditions: more than %u ways to meet them",
                            TRF_PERMUTATIONS_MAX);
        ways = size ? ways * size : ways;
        if (size && chosen)
            chosen[codes++] = i;
    }
    group->ways = trf_arena_zero(p->arena, ((size_t)ways + p->count) * sizeof *group->ways);
    if (!chosen || !group->ways)
        return trf_fail_memory(p->error);
    for (unsigned turn = 0; turn < 4; turn++) {
        for (uint32_t i = 0; i < p->count && status >= 0; i++) {
            if (p->state[i] == PICK_SHARED && rank(&p->views[i]) == turn)
                status = add_way(p, group, &i, 1);
        }
    }
    return status < 0 ? status : product(p, group, chosen, codes);
}

tariff_status trf_condition_permutations(const trf_condition_row *rows, const trf_condition_view *views, uint32_t count,
                                         trf_numbers *numbers, trf_arena *arena, trf_condition_groups *out, tariff_error **error)
{
    picking p = {.rows = rows, .views = views, .count = count, .numbers = numbers, .arena = arena, .error = error};
    tariff_status status = TARIFF_OK;

    memset(out, 0, sizeof *out);
    if (count == 0)
        return TARIFF_OK;
    p.state = trf_arena_zero(arena, count);
    p.codes = trf_arena_zero(arena, (size_t)count * sizeof *p.codes);
    out->groups = trf_arena_zero(arena, (size_t)count * sizeof *out->groups);
    if (!p.state || !p.codes || !out->groups)
        return trf_fail_memory(error);
    if (sort_out(&p)) {
        out->count = 1;
        return of_all(&p, &out->groups[0]);
    }
    for (uint32_t i = 0; i < count && status >= 0; i++) {
        if (p.state[i] == PICK_LEFT && p.codes[i] == i)
            status = of_code(&p, i, &out->groups[out->count++]);
    }
    return status;
}
