/* SPDX-License-Identifier: Apache-2.0 */
/* condition, condition.permutations */
#include "api/door.h"
#include "measure/condition.h"
#include "measure/condition_view.h"

#define CONDITION_ROWS_MAX 1024u

/* ---- requests ---- */

static tariff_status read_row(trf_door *door, const trf_json *object, trf_condition_row *row, tariff_error **error)
{
    const struct {
        const char *name;
        trf_slice *text;
    } texts[] = {{"id", &row->id},       {"code", &row->code}, {"action", &row->action},      {"certificate", &row->certificate},
                 {"money", &row->money}, {"unit", &row->unit}, {"qualifier", &row->qualifier}};
    tariff_status status = trf_json_decimal(object, "amount", false, &row->amount, door->alloc, error);

    for (size_t i = 0; i < sizeof texts / sizeof *texts && status >= 0; i++)
        status = trf_json_text(object, texts[i].name, false, texts[i].text, door->alloc, error);
    return status;
}

static tariff_status read_profile(trf_door *door, const trf_json *request, uint32_t *tariff, trf_date *date,
                                  const trf_profile_record **profile, tariff_error **error)
{
    tariff_status status = trf_door_tariff(door, request, true, tariff, error);

    if (status >= 0)
        status = trf_door_date(door, request, false, date, error);
    if (status >= 0)
        *profile = trf_snapshot_profile(door->snapshot, trf_profile_find(door->snapshot, *tariff, *date));
    return status;
}

/* ---- condition ---- */

/** How a comparison is published, and how it is written elsewhere. */
static const struct {
    const char *published, *written;
    uint8_t test;
} comparisons[] = {{"=<", "<=", TRF_TEST_AT_MOST},
                   {"=>", ">=", TRF_TEST_AT_LEAST},
                   {">", ">", TRF_TEST_ABOVE},
                   {"<", "<", TRF_TEST_NONE},
                   {"=", "=", TRF_TEST_NONE}};
#define COMPARISONS (sizeof comparisons / sizeof *comparisons)

static void put_comparison(trf_json_writer *reply, const char *name, unsigned test, bool published)
{
    for (size_t i = 0; i < COMPARISONS && test != TRF_TEST_NONE; i++) {
        if (comparisons[i].test == test) {
            trf_json_member_string(reply, name, published ? comparisons[i].published : comparisons[i].written);
            return;
        }
    }
    trf_json_member_null(reply, name);
}

/** The comparison that a published operator stands for. */
static tariff_status put_operator(trf_door *door, const trf_json *request, trf_slice operator_text, trf_json_writer *reply,
                                  tariff_error **error)
{
    for (size_t i = 0; i < COMPARISONS; i++) {
        if (trf_slice_is(operator_text, comparisons[i].published) || trf_slice_is(operator_text, comparisons[i].written)) {
            trf_json_member_string(reply, "operator", comparisons[i].published);
            trf_json_member_string(reply, "comparison", comparisons[i].written);
            return TARIFF_OK;
        }
    }
    return trf_json_fail(request, "operator", door->alloc, error, "not a comparison (=<, =>, <, > or =)");
}

static void put_view(const trf_condition_view *view, trf_json_writer *reply)
{
    static const char *const effects[] = {NULL, "applies", "not-applies", "not-released"};

    trf_json_member_string(reply, "class", trf_condition_class_name(view->class_of));
    if (view->positive || view->negative)
        trf_json_member_string(reply, "polarity", view->positive ? "positive" : "negative");
    else
        trf_json_member_null(reply, "polarity");
    if (view->effect)
        trf_json_member_string(reply, "effect", effects[view->effect & 3]);
    else
        trf_json_member_null(reply, "effect");
    trf_json_member_flag(reply, "applies", view->effect == TRF_ACTION_APPLIES);
    trf_json_member_flag(reply, "stops", view->stops);
    trf_json_member_flag(reply, "waived", view->waived);
    if (view->threshold.size)
        trf_json_member_text(reply, "threshold", view->threshold);
    else
        trf_json_member_null(reply, "threshold");
}

tariff_status trf_method_condition(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    const trf_profile_record *profile = NULL;
    trf_slice operator_text = TRF_SLICE_EMPTY;
    trf_condition_row row = {0};
    trf_condition_view view;
    uint32_t tariff;
    trf_date date;
    tariff_status status = read_profile(door, request, &tariff, &date, &profile, error);

    if (status >= 0)
        status = read_row(door, request, &row, error);
    if (status >= 0)
        status = trf_json_text(request, "operator", false, &operator_text, door->alloc, error);
    if (status < 0)
        return status;
    trf_condition_view_make(door->snapshot, profile, date, &trf_vocabulary_default, &row, &view);
    trf_json_begin_object(reply);
    put_view(&view, reply);
    if (operator_text.size) {
        status = put_operator(door, request, operator_text, reply, error);
    } else {
        put_comparison(reply, "operator", view.shown, true);
        put_comparison(reply, "comparison", view.test, false);
    }
    trf_json_end_object(reply);
    return status;
}

/* ---- condition.permutations ---- */

static tariff_status read_rows(trf_door *door, const trf_json *list, trf_condition_row *rows, tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    for (const trf_json *item = list->first; item && status >= 0; item = item->next) {
        status = trf_json_only(item, "id code action certificate amount money unit qualifier", door->alloc, error);
        if (status >= 0)
            status = read_row(door, item, &rows[item->index], error);
        if (status >= 0 && (rows[item->index].code.size == 0 || rows[item->index].id.size == 0))
            status = trf_json_fail(item, rows[item->index].id.size ? "code" : "id", door->alloc, error, "is required");
    }
    return status;
}

static tariff_status joined(trf_door *door, trf_slice a, const char *between, trf_slice b, trf_slice *out, tariff_error **error)
{
    size_t size = strlen(between);
    char *text = trf_arena_take(door->arena, a.size + size + b.size + 1);

    if (!text)
        return trf_fail_memory(error);
    if (a.size)
        memcpy(text, a.data, a.size);
    memcpy(text + a.size, between, size);
    if (b.size)
        memcpy(text + a.size + size, b.data, b.size);
    *out = trf_slice_of(text, a.size + size + b.size);
    return TARIFF_OK;
}

/** Whether a row comes before another: by code, then sequence. */
static bool before(const trf_door *door, const trf_condition_record *a, const trf_condition_record *b)
{
    int order = trf_slice_compare(trf_door_text(door, a->code), trf_door_text(door, b->code));

    return order < 0 || (order == 0 && a->sequence < b->sequence);
}

/** One row of a measure; its id is CODE/SEQUENCE. */
static tariff_status row_of(trf_door *door, const trf_condition_record *record, trf_condition_row *row, tariff_error **error)
{
    const trf_certificate_record *certificate = trf_snapshot_certificate(door->snapshot, record->certificate);
    trf_buffer number;
    tariff_status status;

    row->code = trf_door_text(door, record->code);
    row->action = trf_door_text(door, record->action);
    row->amount = trf_door_text(door, record->amount);
    row->money = trf_door_text(door, record->currency);
    row->unit = trf_door_text(door, record->unit);
    row->qualifier = trf_door_text(door, record->qualifier);
    trf_buffer_init(&number, door->alloc, 0);
    trf_buffer_unsigned(&number, record->sequence, 1);
    status = number.failed ? trf_fail_memory(error)
                           : joined(door, row->code, "/", trf_buffer_view(&number), &row->id, error);
    trf_buffer_done(&number);
    if (status >= 0 && record->certificate)
        status = joined(door, trf_door_text(door, certificate->type), "", trf_door_text(door, certificate->code),
                        &row->certificate, error);
    return status;
}

/** The rows of a measure of the image, in the order of code and sequence. */
static tariff_status rows_of_measure(trf_door *door, const trf_measure_record *measure, uint32_t count, trf_condition_row *rows,
                                     tariff_error **error)
{
    const trf_condition_record **order = trf_arena_zero(door->arena, ((size_t)count + 1) * sizeof *order);
    tariff_status status = TARIFF_OK;

    if (!order)
        return trf_fail_memory(error);
    for (uint32_t i = 0; i < count; i++) {
        const trf_condition_record *one = trf_snapshot_condition(door->snapshot, measure->first_condition + i);
        uint32_t at = i;

        for (; at > 0 && before(door, one, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = one;
    }
    for (uint32_t i = 0; i < count && status >= 0; i++)
        status = row_of(door, order[i], &rows[i], error);
    return status;
}

static void put_groups(const trf_condition_groups *groups, const trf_condition_row *rows, trf_json_writer *reply)
{
    trf_json_begin_object(reply);
    trf_json_name(reply, "groups");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < groups->count; i++) {
        const trf_condition_group *group = &groups->groups[i];

        trf_json_begin_object(reply);
        trf_json_member_text(reply, "condition_code", group->code.size ? group->code : TRF_SLICE("n/a"));
        trf_json_name(reply, "permutations");
        trf_json_begin_array(reply);
        for (uint32_t k = 0; k < group->count; k++) {
            trf_json_begin_array(reply);
            for (uint32_t n = 0; n < group->ways[k].count; n++)
                trf_json_put_text(reply, rows[group->ways[k].rows[n]].id);
            trf_json_end_array(reply);
        }
        trf_json_end_array(reply);
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
    trf_json_end_object(reply);
}

tariff_status trf_method_condition_permutations(trf_door *door, const trf_json *request, trf_json_writer *reply,
                                                tariff_error **error)
{
    const trf_profile_record *profile = NULL;
    const trf_measure_record *measure = NULL;
    const trf_json *list = NULL;
    trf_slice sid = TRF_SLICE_EMPTY;
    trf_condition_row *rows;
    trf_condition_view *views;
    trf_condition_groups groups;
    uint32_t tariff, count = 0;
    trf_date date;
    tariff_status status = read_profile(door, request, &tariff, &date, &profile, error);

    if (status >= 0)
        status = trf_json_text(request, "measure", false, &sid, door->alloc, error);
    if (status >= 0)
        status = trf_json_array(request, "conditions", sid.size == 0, &list, door->alloc, error);
    if (status < 0)
        return status;
    if (list) {
        count = list->count;
    } else {
        uint32_t index = trf_door_measure(door, tariff, sid);

        if (index == UINT32_MAX)
            return trf_json_fail(request, "measure", door->alloc, error, "no measure with this sid");
        measure = trf_snapshot_measure(door->snapshot, index);
        count = trf_condition_rows(door->snapshot, measure);
    }
    if (count > CONDITION_ROWS_MAX)
        return trf_fail(error, door->alloc, TARIFF_ELIMIT, "conditions: %u of them (at most %u)", count, CONDITION_ROWS_MAX);
    rows = trf_arena_zero(door->arena, ((size_t)count + 1) * sizeof *rows);
    views = trf_arena_zero(door->arena, ((size_t)count + 1) * sizeof *views);
    if (!rows || !views)
        return trf_fail_memory(error);
    status = list ? read_rows(door, list, rows, error) : rows_of_measure(door, measure, count, rows, error);
    for (uint32_t i = 0; i < count && status >= 0; i++)
        trf_condition_view_make(door->snapshot, profile, date, &trf_vocabulary_default, &rows[i], &views[i]);
    if (status >= 0)
        status = trf_condition_permutations(rows, views, count, door->numbers, door->arena, &groups, error);
    if (status >= 0)
        put_groups(&groups, rows, reply);
    return status;
}
