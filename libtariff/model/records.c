/* SPDX-License-Identifier: Apache-2.0 */
#include "model/records.h"

/* The fields asked for, as places and values of the kind. */
typedef struct wanted {
    int field;
    trf_value value;
} wanted;

static tariff_status read_wanted(const trf_model *model, trf_kind kind, const trf_record_field *fields, size_t count,
                                 trf_arena *arena, wanted **out, bool *possible, tariff_error **error)
{
    wanted *list = trf_arena_zero(arena, (count ? count : 1) * sizeof *list);

    if (!list)
        return trf_fail_memory(error);
    *possible = true;
    for (size_t i = 0; i < count; i++) {
        list[i].field = trf_field_of_element(kind, fields[i].name);
        if (list[i].field < 0)
            return trf_fail(error, model->alloc, TARIFF_EINVAL, "%s: '%S' is not one of its fields", trf_kinds[kind].element,
                            fields[i].name);
        if (!trf_model_value_find(model, fields[i].value, &list[i].value))
            *possible = false;
    }
    *out = list;
    return TARIFF_OK;
}

static bool matches(const trf_value *row, const wanted *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (row[list[i].field] != list[i].value)
            return false;
    return true;
}

/* A kind with the places of its key. */
typedef struct keyed {
    const trf_model *model;
    trf_kind kind;
    uint8_t keys[TRF_KEYS_MAX];
    unsigned key_count;
} keyed;

static bool same_record(const keyed *of, uint32_t a, uint32_t b)
{
    const trf_row_source *sources = of->model->tables[of->kind].sources;
    const trf_value *x = trf_model_row(of->model, of->kind, a);
    const trf_value *y = trf_model_row(of->model, of->kind, b);

    if (sources[a].tariff != sources[b].tariff)
        return false;
    for (unsigned i = 0; i < of->key_count; i++)
        if (x[of->keys[i]] != y[of->keys[i]])
            return false;
    return true;
}

static bool value_text(const trf_model *model, trf_value value, trf_arena *arena, trf_slice *out)
{
    char scratch[16];
    trf_slice text = trf_model_text(model, value, scratch);

    *out = trf_arena_copy(arena, text);
    return out->data != NULL;
}

static bool read_fields(const trf_model *model, trf_record *record, trf_arena *arena)
{
    const trf_kind_info *info = &trf_kinds[record->kind];
    const trf_value *row = trf_model_row(model, record->kind, record->row);

    record->fields = trf_arena_zero(arena, info->field_count * sizeof *record->fields);
    if (!record->fields)
        return false;
    for (int field = 0; field < info->field_count; field++) {
        trf_record_field *out = &record->fields[record->field_count];

        if (row[field] == TRF_VALUE_ABSENT)
            continue;
        out->name = trf_slice_text(info->fields[field].element);
        if (!value_text(model, row[field], arena, &out->value))
            return false;
        record->field_count++;
    }
    return true;
}

static bool read_event(const trf_model *model, const trf_row_source *source, trf_arena *arena, trf_record_event *out)
{
    out->file = source->input < model->inputs_count ? model->inputs[source->input].name : TRF_SLICE_EMPTY;
    out->update = (trf_update)source->update;
    out->line = source->line;
    return value_text(model, source->transaction, arena, &out->transaction) &&
           value_text(model, source->message, arena, &out->message);
}

static bool is_last_event(const keyed *of, uint32_t row)
{
    for (uint32_t after = of->model->tables[of->kind].count - 1; after > row; after--)
        if (same_record(of, row, after))
            return false;
    return true;
}

/* The record that row `last` is the last event of. */
static bool read_record(const keyed *of, uint32_t last, trf_arena *arena, trf_record *out)
{
    const trf_table *table = &of->model->tables[of->kind];
    uint32_t events = 1;

    for (uint32_t row = 0; row < last; row++)
        events += same_record(of, row, last);
    *out = (trf_record){.kind = of->kind, .tariff = table->sources[last].tariff, .row = last};
    out->present = table->sources[last].update != TRF_UPDATE_DELETE;
    out->history = trf_arena_zero(arena, events * sizeof *out->history);
    if (!out->history || !read_fields(of->model, out, arena))
        return false;
    for (uint32_t row = 0; row <= last; row++)
        if (same_record(of, row, last) &&
            !read_event(of->model, &table->sources[row], arena, &out->history[out->history_count++]))
            return false;
    return true;
}

tariff_status trf_records_find(const trf_model *model, trf_kind kind, const trf_record_field *fields, size_t field_count,
                               size_t most, trf_arena *arena, trf_record **out, size_t *count, tariff_error **error)
{
    const trf_table *table = &model->tables[kind];
    keyed of = {.model = model, .kind = kind};
    wanted *list = NULL;
    bool possible = false;
    trf_record *records;
    size_t found = 0;
    tariff_status status = read_wanted(model, kind, fields, field_count, arena, &list, &possible, error);

    if (status < 0)
        return status;
    records = trf_arena_zero(arena, (most ? most : 1) * sizeof *records);
    if (!records)
        return trf_fail_memory(error);
    of.key_count = trf_kind_keys(kind, of.keys);
    for (uint32_t row = 0; possible && row < table->count && found < most; row++) {
        if (!matches(trf_model_row(model, kind, row), list, field_count) || !is_last_event(&of, row))
            continue;
        if (!read_record(&of, row, arena, &records[found]))
            return trf_fail_memory(error);
        found++;
    }
    *out = records;
    *count = found;
    return found ? TARIFF_OK : TARIFF_NOT_FOUND;
}

static bool usual_code(trf_kind kind, const trf_row_source *source)
{
    return source->record == trf_kinds[kind].record && source->subrecord == trf_kinds[kind].subrecord;
}

/* Count a row under a code that is not its kind's: there are few of them, if any. */
static size_t add_unusual(trf_record_sum *sums, size_t first, size_t used, trf_kind kind, const trf_row_source *source)
{
    const trf_record_sum one = {kind, source->record, source->subrecord, (trf_update)source->update, 1};

    for (size_t i = first; i < used; i++)
        if (sums[i].record == one.record && sums[i].subrecord == one.subrecord && sums[i].update == one.update) {
            sums[i].count++;
            return used;
        }
    sums[used] = one;
    return used + 1;
}

static size_t sum_kind(const trf_model *model, trf_kind kind, uint16_t input, trf_record_sum *sums, size_t used)
{
    const trf_table *table = &model->tables[kind];
    uint32_t by_update[TRF_UPDATE_INSERT + 1] = {0};
    size_t first;

    for (uint32_t row = 0; row < table->count; row++)
        if (table->sources[row].input == input && table->sources[row].update <= TRF_UPDATE_INSERT)
            by_update[table->sources[row].update] += usual_code(kind, &table->sources[row]);
    for (int update = TRF_UPDATE_UPDATE; update <= TRF_UPDATE_INSERT; update++)
        if (by_update[update])
            sums[used++] =
                (trf_record_sum){kind, trf_kinds[kind].record, trf_kinds[kind].subrecord, (trf_update)update, by_update[update]};
    first = used;
    for (uint32_t row = 0; row < table->count; row++)
        if (table->sources[row].input == input && !usual_code(kind, &table->sources[row]))
            used = add_unusual(sums, first, used, kind, &table->sources[row]);
    return used;
}

tariff_status trf_records_sum(const trf_model *model, uint16_t input, trf_arena *arena, trf_record_sum **out, size_t *count,
                              tariff_error **error)
{
    size_t most = (size_t)TRF_KIND_COUNT * TRF_UPDATE_INSERT;
    size_t used = 0;
    trf_record_sum *sums;

    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        for (uint32_t row = 0; row < model->tables[kind].count; row++)
            most += !usual_code((trf_kind)kind, &model->tables[kind].sources[row]);
    sums = trf_arena_zero(arena, most * sizeof *sums);
    if (!sums)
        return trf_fail_memory(error);
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        used = sum_kind(model, (trf_kind)kind, input, sums, used);
    *out = sums;
    *count = used;
    return TARIFF_OK;
}
