/* SPDX-License-Identifier: Apache-2.0 */
/* condition, condition.permutations */
#include "api/door.h"
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

static tariff_status read_profile(trf_door *door, const trf_json *request, trf_date *date, const trf_profile_record **profile,
                                  tariff_error **error)
{
    uint32_t tariff;
    tariff_status status = trf_door_tariff(door, request, true, &tariff, error);

    if (status >= 0)
        status = trf_door_date(door, request, false, date, error);
    if (status >= 0)
        *profile = trf_snapshot_profile(door->snapshot, trf_profile_find(door->snapshot, tariff, *date));
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
    trf_date date;
    tariff_status status = read_profile(door, request, &date, &profile, error);

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
    const trf_json *list = NULL;
    trf_condition_row *rows;
    trf_condition_view *views;
    trf_condition_groups groups;
    trf_date date;
    tariff_status status = read_profile(door, request, &date, &profile, error);

    if (status >= 0)
        status = trf_json_array(request, "conditions", true, &list, door->alloc, error);
    if (status < 0)
        return status;
    if (list->count > CONDITION_ROWS_MAX)
        return trf_fail(error, door->alloc, TARIFF_ELIMIT, "conditions: %u of them (at most %u)", list->count,
                        CONDITION_ROWS_MAX);
    rows = trf_arena_zero(door->arena, ((size_t)list->count + 1) * sizeof *rows);
    views = trf_arena_zero(door->arena, ((size_t)list->count + 1) * sizeof *views);
    if (!rows || !views)
        return trf_fail_memory(error);
    status = read_rows(door, list, rows, error);
    for (uint32_t i = 0; i < list->count && status >= 0; i++)
        trf_condition_view_make(door->snapshot, profile, date, &trf_vocabulary_default, &rows[i], &views[i]);
    if (status >= 0)
        status = trf_condition_permutations(rows, views, list->count, door->numbers, door->arena, &groups, error);
    if (status >= 0)
        put_groups(&groups, rows, reply);
    return status;
}
