/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/check.h"

#include <stdarg.h>

#include "base/sort.h"
#include "model/findings.h"
#include "model/records.h"

/* ---- the tables, from rules.def ---- */
#define FROM_F1(from, to, f, t)           {TRF_F_##from##_##f}
#define FROM_F2(from, to, f, t, f2, t2)   {TRF_F_##from##_##f, TRF_F_##from##_##f2}
#define TO_F1(from, to, f, t)             {TRF_F_##to##_##t}
#define TO_F2(from, to, f, t, f2, t2)     {TRF_F_##to##_##t, TRF_F_##to##_##t2}
#define COUNT_F1(from, to, f, t)          1
#define COUNT_F2(from, to, f, t, f2, t2)  2

#define LINK(name, from, to, pairs) \
    {TRF_KIND_##from, TRF_KIND_##to, FROM_##pairs, TO_##pairs, COUNT_##pairs, 0, 0, false, -1},
#define LINK_SID(name, from, to, from_sid, to_sid, pairs) \
    {TRF_KIND_##from, TRF_KIND_##to, FROM_##pairs, TO_##pairs, COUNT_##pairs, TRF_F_##from##_##from_sid,                         \
     TRF_F_##to##_##to_sid, true, -1},
#define LINK_OR(name, from, to, pairs, other) \
    {TRF_KIND_##from, TRF_KIND_##to, FROM_##pairs, TO_##pairs, COUNT_##pairs, 0, 0, false, TRF_LINK_##other},
const trf_link trf_links[TRF_LINK_COUNT] = {
#include "rules/rules.def"
};

#define LIST_K1(kind, a)                      {TRF_F_##kind##_##a}
#define LIST_K2(kind, a, b)                   {TRF_F_##kind##_##a, TRF_F_##kind##_##b}
#define LIST_K3(kind, a, b, c)                {TRF_F_##kind##_##a, TRF_F_##kind##_##b, TRF_F_##kind##_##c}
#define LIST_K10(kind, a, b, c, d, e, f, g, h, i, j)                                                                             \
    {TRF_F_##kind##_##a, TRF_F_##kind##_##b, TRF_F_##kind##_##c, TRF_F_##kind##_##d, TRF_F_##kind##_##e,                         \
     TRF_F_##kind##_##f, TRF_F_##kind##_##g, TRF_F_##kind##_##h, TRF_F_##kind##_##i, TRF_F_##kind##_##j}
#define LIST_FLAG(kind, field, flag)          {TRF_F_##kind##_##field, TRF_F_duty_expression_##flag}
#define SIZE_K1(kind, a)                      1
#define SIZE_K2(kind, a, b)                   2
#define SIZE_K3(kind, a, b, c)                3
#define SIZE_K10(kind, a, b, c, d, e, f, g, h, i, j) 10
#define RULE(id, text, shape, ...) {{#id, text}, TRF_RULE_##shape, __VA_ARGS__},
#define EXISTS(id, link, text)                  RULE(id, text, EXISTS, TRF_KIND_COUNT, TRF_LINK_##link, {0}, 0, 0, NULL, NULL)
#define SPANS(id, link, after, text)            RULE(id, text, SPANS, TRF_KIND_COUNT, TRF_LINK_##link, {0}, 0, after, NULL, NULL)
#define IN_USE(id, link, text)                  RULE(id, text, IN_USE, TRF_KIND_COUNT, TRF_LINK_##link, {0}, 0, 0, NULL, NULL)
#define STARTS(id, link, text)                  RULE(id, text, STARTS, TRF_KIND_COUNT, TRF_LINK_##link, {0}, 0, 0, NULL, NULL)
#define ONCE(id, kind, text)                    RULE(id, text, ONCE, TRF_KIND_##kind, -1, {0}, 0, 0, NULL, NULL)
#define UNIQUE(id, kind, fields, text) RULE(id, text, UNIQUE, TRF_KIND_##kind, -1, LIST_##fields, SIZE_##fields, 0, NULL, NULL)
#define APART(id, kind, fields, text)  RULE(id, text, APART, TRF_KIND_##kind, -1, LIST_##fields, SIZE_##fields, 0, NULL, NULL)
#define FLAG(id, kind, link, field, flag, text) \
    RULE(id, text, FLAG, TRF_KIND_##kind, TRF_LINK_##link, LIST_FLAG(kind, field, flag), 2, 0, NULL, NULL)
#define ROW(id, kind, text)                     RULE(id, text, ROW, TRF_KIND_##kind, -1, {0}, 0, 0, trf_rule_##id, NULL)
#define WHOLE(id, text)                         RULE(id, text, WHOLE, TRF_KIND_COUNT, -1, {0}, 0, 0, NULL, trf_rule_##id)
static const trf_rule rules[] = {
#include "rules/rules.def"
};
enum { RULE_COUNT = sizeof rules / sizeof *rules };

const trf_rule *trf_rule_at(size_t index)
{
    return index < RULE_COUNT ? &rules[index] : NULL;
}

const trf_rule_name *trf_rules_name(size_t index)
{
    return index < RULE_COUNT ? &rules[index].name : NULL;
}

/* ---- memory ---- */

void *trf_check_take(trf_check *check, size_t count, size_t size)
{
    void *block = count > SIZE_MAX / 2 / size ? NULL : trf_arena_zero(&check->arena, count * size + 1);

    if (!block)
        check->failed = true;
    return block;
}

/* ---- sorting ---- */

/* Level 0 is the tariff, level n field n - 1. */
static uint32_t sort_number(const trf_check *check, trf_kind kind, uint32_t row, const uint8_t *fields, unsigned level)
{
    return level == 0 ? trf_check_source(check, kind, row)->tariff : trf_check_field(check, kind, row, fields[level - 1]);
}

/* The last level first; each pass leaves equal ones as they stood. */
bool trf_check_sort(trf_check *check, trf_kind kind, uint32_t *rows, uint32_t count, const uint8_t *fields, unsigned field_count)
{
    size_t size = ((size_t)count + 1) * sizeof(trf_sort_item);
    trf_sort_item *items, *scratch;
    bool done = false;

    if (count < 2)
        return true;
    items = trf_alloc_array(check->alloc, (size_t)count + 1, sizeof *items);
    scratch = trf_alloc_array(check->alloc, (size_t)count + 1, sizeof *scratch);
    if (items && scratch) {
        for (uint32_t i = 0; i < count; i++)
            items[i].value = rows[i];
        for (unsigned level = field_count + 1; level-- > 0;) {
            for (uint32_t i = 0; i < count; i++)
                items[i].key = sort_number(check, kind, (uint32_t)items[i].value, fields, level);
            trf_sort_items(items, scratch, count);
        }
        for (uint32_t i = 0; i < count; i++)
            rows[i] = (uint32_t)items[i].value;
        done = true;
    } else {
        check->failed = true;
    }
    if (items)
        trf_alloc_free(check->alloc, items, size);
    if (scratch)
        trf_alloc_free(check->alloc, scratch, size);
    return done;
}

bool trf_check_same(const trf_check *check, trf_kind kind, uint32_t a, uint32_t b, const uint8_t *fields, unsigned count)
{
    for (unsigned level = 0; level <= count; level++)
        if (sort_number(check, kind, a, fields, level) != sort_number(check, kind, b, fields, level))
            return false;
    return true;
}

/* ---- indexes ---- */

const trf_check_index *trf_check_index_by(trf_check *check, trf_kind kind, const uint8_t *fields, unsigned count, bool all)
{
    const trf_table *table = &check->model->tables[kind];
    trf_check_index *index, **at;

    for (at = &check->indexes; *at; at = &(*at)->next) {
        index = *at;
        if (index->kind != kind || index->all != all || index->field_count != count || memcmp(index->fields, fields, count) != 0)
            continue;
        /* To the front: a rule asks for few of them, again and again. */
        *at = index->next;
        index->next = check->indexes;
        return check->indexes = index;
    }
    index = trf_check_take(check, 1, sizeof *index);
    if (!index)
        return NULL;
    index->kind = kind;
    index->all = all;
    index->field_count = (uint8_t)count;
    memcpy(index->fields, fields, count);
    index->count = all ? table->count : table->current_count;
    index->rows = trf_check_take(check, index->count, sizeof *index->rows);
    if (!index->rows)
        return NULL;
    for (uint32_t i = 0; i < index->count; i++)
        index->rows[i] = all ? i : table->current[i];
    if (!trf_check_sort(check, kind, index->rows, index->count, fields, count))
        return NULL;
    index->next = check->indexes;
    check->indexes = index;
    return index;
}

static int compare_key(const trf_check *check, const trf_check_index *index, uint32_t row, uint16_t tariff,
                       const trf_value *values)
{
    for (unsigned level = 0; level <= index->field_count; level++) {
        uint32_t mine = sort_number(check, index->kind, row, index->fields, level);
        uint32_t theirs = level == 0 ? tariff : values[level - 1];

        if (mine != theirs)
            return mine < theirs ? -1 : 1;
    }
    return 0;
}

static uint32_t bound(const trf_check *check, const trf_check_index *index, uint16_t tariff, const trf_value *values, bool after)
{
    uint32_t low = 0, high = index->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare_key(check, index, index->rows[middle], tariff, values);

        if (order < 0 || (after && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t trf_check_range(const trf_check *check, const trf_check_index *index, uint16_t tariff, const trf_value *values,
                         const uint32_t **rows)
{
    uint32_t first;

    if (!index)
        return 0;
    first = bound(check, index, tariff, values, false);
    *rows = index->rows + first;
    return bound(check, index, tariff, values, true) - first;
}

/* ---- links ---- */

static uint32_t look_up(trf_check *check, trf_kind kind, const uint8_t *fields, unsigned count, uint16_t tariff,
                        const trf_value *values, const uint32_t **rows)
{
    const trf_check_index *index = trf_check_index_by(check, kind, fields, count, false);
    uint32_t found = trf_check_range(check, index, tariff, values, rows);

    return found == 0 && tariff != 0 ? trf_check_range(check, index, 0, values, rows) : found;
}

static bool link_values(const trf_check *check, const trf_link *link, uint32_t row, trf_value *values)
{
    for (unsigned i = 0; i < link->field_count; i++) {
        values[i] = trf_check_field(check, link->from, row, link->from_fields[i]);
        if (values[i] == TRF_VALUE_ABSENT)
            return false;
    }
    return true;
}

bool trf_check_names(const trf_check *check, int link, uint32_t row)
{
    trf_value values[TRF_CHECK_FIELDS_MAX];

    return link_values(check, &trf_links[link], row, values);
}

uint32_t trf_check_follow(trf_check *check, int link_id, uint32_t row, trf_kind *kind, const uint32_t **rows)
{
    uint32_t found = 0;

    for (int16_t at = (int16_t)link_id; at >= 0 && found == 0; at = trf_links[at].other) {
        const trf_link *link = &trf_links[at];
        uint16_t tariff = trf_check_source(check, link->from, row)->tariff;
        trf_value values[TRF_CHECK_FIELDS_MAX];

        *kind = link->to;
        if (link->has_sid) {
            values[0] = trf_check_field(check, link->from, row, link->from_sid);
            if (values[0] != TRF_VALUE_ABSENT)
                found = look_up(check, link->to, &link->to_sid, 1, tariff, values, rows);
        }
        if (found == 0 && link_values(check, link, row, values))
            found = look_up(check, link->to, link->to_fields, link->field_count, tariff, values, rows);
    }
    return found < TRF_CHECK_MOST ? found : TRF_CHECK_MOST;
}

uint32_t trf_check_first(trf_check *check, int link, uint32_t row)
{
    const uint32_t *rows;
    trf_kind kind;

    return trf_check_follow(check, link, row, &kind, &rows) ? rows[0] : TRF_CHECK_NONE;
}

uint32_t trf_check_users(trf_check *check, int link_id, uint32_t target, const uint32_t **rows)
{
    const trf_link *link = &trf_links[link_id];
    const uint8_t *fields = link->has_sid ? &link->from_sid : link->from_fields;
    const uint8_t *theirs = link->has_sid ? &link->to_sid : link->to_fields;
    unsigned count = link->has_sid ? 1 : link->field_count;
    trf_value values[TRF_CHECK_FIELDS_MAX];
    const trf_check_index *index = trf_check_index_by(check, link->from, fields, count, false);

    for (unsigned i = 0; i < count; i++) {
        values[i] = trf_check_field(check, link->to, target, theirs[i]);
        if (values[i] == TRF_VALUE_ABSENT)
            return 0;
    }
    return trf_check_range(check, index, trf_check_source(check, link->to, target)->tariff, values, rows);
}

bool trf_check_has_kind(trf_check *check, trf_kind kind, uint16_t tariff)
{
    const trf_table *table = &check->model->tables[kind];
    uint32_t low = 0, high = table->current_count;

    if (high && trf_check_source(check, kind, table->current[0])->tariff == 0)
        return true;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (trf_check_source(check, kind, table->current[middle])->tariff < tariff)
            low = middle + 1;
        else
            high = middle;
    }
    return low < table->current_count && trf_check_source(check, kind, table->current[low])->tariff == tariff;
}

bool trf_check_complete(const trf_check *check, trf_kind kind, uint32_t row)
{
    const trf_row_source *source = trf_check_source(check, kind, row);

    return source->update == TRF_UPDATE_INSERT || !check->partial[source->tariff];
}

bool trf_check_ended(const trf_check *check, trf_kind kind, uint32_t row)
{
    trf_date end;

    return !check->partial[trf_check_source(check, kind, row)->tariff] ||
           (check->end[kind] >= 0 && trf_value_date(trf_check_field(check, kind, row, (unsigned)check->end[kind]), &end));
}

/* ---- time ---- */

trf_date trf_check_date(trf_value value, trf_date otherwise)
{
    trf_date date;

    return trf_value_date(value, &date) ? date : otherwise;
}

trf_date trf_check_regulation_end(trf_check *check, trf_kind kind, uint32_t row)
{
    bool base = kind == TRF_KIND_base_regulation;
    trf_value effective = trf_check_field(
        check, kind, row, base ? TRF_F_base_regulation_effective_end_date : TRF_F_modification_regulation_effective_end_date);
    trf_value end = trf_check_field(
        check, kind, row, base ? TRF_F_base_regulation_validity_end_date : TRF_F_modification_regulation_validity_end_date);

    return trf_check_date(effective, trf_check_date(end, TRF_DATE_OPEN));
}

/* What belongs to a measure is valid as long as it. */
static int owner_of(trf_kind kind)
{
    switch (kind) {
    case TRF_KIND_measure_component: return TRF_LINK_measure_of_component;
    case TRF_KIND_measure_condition: return TRF_LINK_measure_of_condition;
    case TRF_KIND_measure_condition_component: return TRF_LINK_condition_of_component;
    case TRF_KIND_measure_excluded_geographical_area: return TRF_LINK_measure_of_exclusion;
    case TRF_KIND_footnote_association_measure: return TRF_LINK_measure_of_footnote;
    default: return -1;
    }
}

bool trf_check_period_of(trf_check *check, trf_kind kind, uint32_t row, trf_check_period *out)
{
    while (check->start[kind] < 0) {
        int link = owner_of(kind);
        const uint32_t *rows;

        if (link < 0 || trf_check_follow(check, link, row, &kind, &rows) == 0)
            return false;
        row = rows[0];
    }
    out->start = trf_check_date(trf_check_field(check, kind, row, (unsigned)check->start[kind]), TRF_DATE_NONE);
    out->end = check->end[kind] < 0
                   ? TRF_DATE_OPEN
                   : trf_check_date(trf_check_field(check, kind, row, (unsigned)check->end[kind]), TRF_DATE_OPEN);
    if (kind == TRF_KIND_measure && out->end == TRF_DATE_OPEN) {
        const uint32_t *regulations;
        trf_kind of;

        if (trf_check_follow(check, TRF_LINK_regulation_of_measure, row, &of, &regulations))
            out->end = trf_check_regulation_end(check, of, regulations[0]);
    }
    return true;
}

static void find_periods(trf_check *check)
{
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++) {
        check->start[kind] = (int8_t)trf_field_of_element((trf_kind)kind, TRF_SLICE("validity.start.date"));
        check->end[kind] = (int8_t)trf_field_of_element((trf_kind)kind, TRF_SLICE("validity.end.date"));
    }
    check->start[TRF_KIND_quota_blocking_period] = TRF_F_quota_blocking_period_blocking_start_date;
    check->end[TRF_KIND_quota_blocking_period] = TRF_F_quota_blocking_period_blocking_end_date;
    check->start[TRF_KIND_quota_suspension_period] = TRF_F_quota_suspension_period_suspension_start_date;
    check->end[TRF_KIND_quota_suspension_period] = TRF_F_quota_suspension_period_suspension_end_date;
}

/* ---- texts and numbers ---- */

trf_slice trf_check_text_of(const trf_check *check, trf_value value, trf_check_text *scratch)
{
    return trf_model_text(check->model, value, scratch->bytes);
}

trf_slice trf_check_told(trf_check_period period, char out[32])
{
    bool start = period.start != TRF_DATE_NONE, end = period.end != TRF_DATE_OPEN;
    size_t size = 0;

    if (!start && !end)
        return TRF_SLICE("always");
    if (start) {
        if (!end) {
            memcpy(out, "from ", 5);
            size = 5;
        }
        trf_date_format(period.start, out + size);
        size += 10;
    }
    if (end) {
        memcpy(out + size, start ? " to " : "to ", start ? 4 : 3);
        size += start ? 4 : 3;
        trf_date_format(period.end, out + size);
        size += 10;
    }
    return trf_slice_of(out, size);
}

bool trf_check_number(trf_check *check, trf_value value, trf_number *out)
{
    trf_check_text scratch;

    return value != TRF_VALUE_ABSENT &&
           trf_number_parse(check->numbers, trf_check_text_of(check, value, &scratch), out) == TARIFF_OK;
}

/* ---- reports ---- */

void trf_check_report(trf_check *check, const trf_rule *rule, trf_kind kind, uint32_t row, const char *format, ...)
{
    const trf_row_source *source = trf_check_source(check, kind, row);
    char name[TRF_RECORD_NAME_MAX], message[TRF_MESSAGE_MAX + 1];
    va_list arguments;
    size_t size;

    if (source->input < check->model->inputs_restored)
        return;
    va_start(arguments, format);
    size = trf_message_format(message, format, arguments);
    va_end(arguments);
    trf_model_report(check->model, source, rule->name.id,
                     trf_record_name(check->model, kind, trf_model_row(check->model, kind, row), name), "%S",
                     trf_slice_of(message, size));
}

/* ---- what became of each key ---- */

/** One key's rows in the order of reading. */
static void follow_key(trf_check *check, trf_kind kind, const uint32_t *rows, uint32_t count, trf_check_history *out)
{
    bool present = false;

    for (uint32_t i = 0; i < count; i++) {
        const trf_row_source *source = trf_check_source(check, kind, rows[i]);

        if (source->update == TRF_UPDATE_INSERT && present)
            out->doubles[out->double_count++] = rows[i];
        if (source->update != TRF_UPDATE_INSERT && !present)
            check->partial[source->tariff] = 1;
        present = source->update != TRF_UPDATE_DELETE;
        if (!present && i + 1 == count)
            out->deleted[out->deleted_count++] = rows[i];
    }
}

static bool find_history(trf_check *check, trf_kind kind)
{
    const trf_table *table = &check->model->tables[kind];
    trf_check_history *out = &check->history[kind];
    const trf_check_index *index;
    uint8_t keys[TRF_KEYS_MAX];
    unsigned key_count = trf_kind_keys(kind, keys);
    uint32_t changes = 0;

    for (uint32_t row = 0; row < table->count; row++)
        changes += table->sources[row].update != TRF_UPDATE_INSERT;
    if (changes == 0 && table->count == table->current_count)
        return true;
    index = trf_check_index_by(check, kind, keys, key_count, true);
    if (!index)
        return false;
    out->doubles = trf_check_take(check, table->count, sizeof *out->doubles);
    out->deleted = trf_check_take(check, table->count, sizeof *out->deleted);
    if (!out->doubles || !out->deleted)
        return false;
    for (uint32_t i = 0, end; i < index->count; i = end) {
        for (end = i + 1; end < index->count && trf_check_same(check, kind, index->rows[i], index->rows[end], keys, key_count);)
            end++;
        follow_key(check, kind, index->rows + i, end - i, out);
    }
    return true;
}

/* ---- all of it ---- */

static void run(trf_check *check, const trf_rule *rule)
{
    switch (rule->shape) {
    case TRF_RULE_ROW:
        for (uint32_t i = 0; i < trf_check_count(check, rule->kind) && !check->failed; i++) {
            rule->row(check, rule, trf_check_at(check, rule->kind, i));
            if (i % 1024 == 0)
                trf_numbers_reset(check->numbers);
        }
        break;
    case TRF_RULE_WHOLE: rule->whole(check, rule); break;
    default: trf_rule_run_shape(check, rule);
    }
}

tariff_status trf_rules_check(trf_model *model, tariff_error **error)
{
    tariff_status status = trf_model_settle(model, error);
    trf_check *check;

    if (status < 0)
        return status;
    check = trf_alloc_zero(model->alloc, sizeof *check);
    if (!check)
        return trf_fail_memory(error);
    check->model = model;
    check->alloc = model->alloc;
    check->error = error;
    trf_arena_init(&check->arena, model->alloc, 0);
    find_periods(check);
    check->numbers = trf_numbers_new(model->alloc);
    check->partial = trf_check_take(check, model->tariffs_count + 1, sizeof *check->partial);
    check->failed = !check->numbers || !check->partial;
    for (int kind = 0; kind < TRF_KIND_COUNT && !check->failed; kind++)
        check->failed = !find_history(check, (trf_kind)kind);
    for (size_t i = 0; i < RULE_COUNT && !check->failed; i++)
        run(check, &rules[i]);
    if (check->failed)
        status = check->status < 0 ? check->status : trf_fail_memory(error);
    trf_hierarchy_done(&check->tree.hierarchy);
    if (check->numbers)
        trf_numbers_free(check->numbers);
    trf_arena_done(&check->arena);
    trf_alloc_free(model->alloc, check, sizeof *check);
    return status;
}
