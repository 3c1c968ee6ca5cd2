/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What holds now: the rows of a kind sorted by (tariff, key, order of reading), then one pass over each key's rows. Keys are
 * 32-bit numbers already, so long runs are sorted by counting bytes and short ones by insertion; most transmissions come nearly
 * in order.
 */
#include "model/findings.h"

enum { SHORT_RUN = 24 };

typedef struct sorting {
    const trf_model *model;
    const trf_table *table;
    uint8_t keys[TRF_KEYS_MAX];
    unsigned key_count;
    uint16_t field_count;
    uint32_t *rows; /* being sorted */
    uint32_t *spare;
    uint32_t *numbers; /* of the level being sorted, beside rows */
    uint32_t *spare_numbers;
} sorting;

/* Level 0 is the tariff, level n the key field n - 1. */
static inline uint32_t number(const sorting *sort, unsigned level, uint32_t row)
{
    return level == 0 ? sort->table->sources[row].tariff
                      : sort->table->values[(size_t)row * sort->field_count + sort->keys[level - 1]];
}

/* <0, 0, >0 from a level on. */
static int compare(const sorting *sort, unsigned level, uint32_t a, uint32_t b)
{
    for (; level <= sort->key_count; level++) {
        uint32_t x = number(sort, level, a);
        uint32_t y = number(sort, level, b);

        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

/* Stable; rows of one key stay in the order of reading. */
static void insert_sort(const sorting *sort, unsigned level, uint32_t first, uint32_t end)
{
    for (uint32_t i = first + 1; i < end; i++) {
        uint32_t row = sort->rows[i];
        uint32_t at = i;

        while (at > first && compare(sort, level, sort->rows[at - 1], row) > 0) {
            sort->rows[at] = sort->rows[at - 1];
            at--;
        }
        sort->rows[at] = row;
    }
}

/* Stable, one byte after the other, bytes that are alike in all left out. */
static void radix_sort(sorting *sort, uint32_t first, uint32_t end, uint32_t varying)
{
    uint32_t *rows = sort->rows + first, *numbers = sort->numbers + first;
    uint32_t *other_rows = sort->spare + first, *other_numbers = sort->spare_numbers + first;
    uint32_t count = end - first;

    for (unsigned shift = 0; shift < 32; shift += 8) {
        uint32_t starts[256] = {0};
        uint32_t sum = 0;
        uint32_t *swap;

        if (((varying >> shift) & 0xff) == 0)
            continue;
        for (uint32_t i = 0; i < count; i++)
            starts[(numbers[i] >> shift) & 0xff]++;
        for (unsigned byte = 0; byte < 256; byte++) {
            uint32_t here = starts[byte];

            starts[byte] = sum;
            sum += here;
        }
        for (uint32_t i = 0; i < count; i++) {
            uint32_t to = starts[(numbers[i] >> shift) & 0xff]++;

            other_rows[to] = rows[i];
            other_numbers[to] = numbers[i];
        }
        swap = rows, rows = other_rows, other_rows = swap;
        swap = numbers, numbers = other_numbers, other_numbers = swap;
    }
    if (rows != sort->rows + first) {
        memcpy(sort->rows + first, rows, count * sizeof *rows);
        memcpy(sort->numbers + first, numbers, count * sizeof *numbers);
    }
}

/* At most key_count + 1 levels deep. */
static void sort_range(sorting *sort, unsigned level, uint32_t first, uint32_t end)
{
    uint32_t before = 0, varying = 0;
    bool ordered = true;

    if (level > sort->key_count || end - first < 2)
        return;
    if (end - first < SHORT_RUN) {
        insert_sort(sort, level, first, end);
        return;
    }
    for (uint32_t i = first; i < end; i++) {
        uint32_t now = number(sort, level, sort->rows[i]);

        sort->numbers[i] = now;
        if (i > first) {
            ordered = ordered && before <= now;
            varying |= now ^ before;
        }
        before = now;
    }
    if (!ordered)
        radix_sort(sort, first, end, varying);
    for (uint32_t i = first; i < end;) {
        uint32_t run = i + 1;

        while (run < end && sort->numbers[run] == sort->numbers[i])
            run++;
        /* numbers of this run are not needed again: the next level writes over them. */
        sort_range(sort, level + 1, i, run);
        i = run;
    }
}

typedef enum fault { NO_FAULT, UPDATE_UNSEEN, DELETE_UNSEEN, INSERT_EXISTING } fault;

static fault apply(uint8_t update, bool present)
{
    switch (update) {
    case TRF_UPDATE_UPDATE: return present ? NO_FAULT : UPDATE_UNSEEN;
    case TRF_UPDATE_DELETE: return present ? NO_FAULT : DELETE_UNSEEN;
    default: return present ? INSERT_EXISTING : NO_FAULT;
    }
}

static void report(trf_model *model, trf_kind kind, uint32_t row, fault found)
{
    const trf_table *table = &model->tables[kind];
    char name[TRF_RECORD_NAME_MAX];
    trf_slice rule, text;

    if (table->sources[row].input < model->inputs_restored)
        return;
    switch (found) {
    case UPDATE_UNSEEN:
        rule = TRF_SLICE("update-of-unseen-key");
        text = TRF_SLICE("updates a record that no input inserts (taken as an insert)");
        break;
    case DELETE_UNSEEN:
        rule = TRF_SLICE("delete-of-unseen-key");
        text = TRF_SLICE("deletes a record that is not there");
        break;
    default:
        rule = TRF_SLICE("insert-of-existing-key");
        text = TRF_SLICE("inserts a record that is there already (taken as an update)");
        break;
    }
    trf_finding_add(model, &table->sources[row], rule, trf_record_name(model, kind, trf_model_row(model, kind, row), name), text);
}

/* The rows in order of key to those that hold, in place. */
static uint32_t keep_current(sorting *sort, trf_model *model, trf_kind kind)
{
    const trf_table *table = sort->table;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < table->count;) {
        uint32_t row = sort->rows[i];
        bool present = false;

        do {
            uint32_t next = sort->rows[i];
            uint8_t update = table->sources[next].update;
            fault found = apply(update, present);

            if (found)
                report(model, kind, next, found);
            present = update != TRF_UPDATE_DELETE;
            row = next;
            i++;
        } while (i < table->count && compare(sort, 0, row, sort->rows[i]) == 0);
        if (present)
            sort->rows[kept++] = row;
    }
    return kept;
}

static tariff_status settle_kind(trf_model *model, trf_kind kind, uint32_t *scratch, tariff_error **error)
{
    trf_table *table = &model->tables[kind];
    sorting sort = {.model = model, .table = table, .field_count = trf_kinds[kind].field_count};

    if (table->current)
        trf_alloc_free(model->alloc, table->current, table->current_capacity * sizeof *table->current);
    table->current = NULL;
    table->current_count = 0;
    table->current_capacity = 0;
    if (table->count == 0)
        return TARIFF_OK;
    sort.rows = model->alloc->resize(model->alloc->user, NULL, 0, (size_t)table->count * sizeof *sort.rows);
    if (!sort.rows)
        return trf_fail_memory(error);
    table->current = sort.rows;
    table->current_capacity = table->count;
    sort.spare = scratch;
    sort.numbers = scratch + table->count;
    sort.spare_numbers = scratch + 2 * (size_t)table->count;
    sort.key_count = trf_kind_keys(kind, sort.keys);
    for (uint32_t row = 0; row < table->count; row++)
        sort.rows[row] = row;
    sort_range(&sort, 0, 0, table->count);
    table->current_count = keep_current(&sort, model, kind);
    return TARIFF_OK;
}

tariff_status trf_model_settle(trf_model *model, tariff_error **error)
{
    uint32_t most = 0;
    uint32_t *scratch;
    tariff_status status = TARIFF_OK;

    if (model->settled)
        return TARIFF_OK;
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        if (model->tables[kind].count > most)
            most = model->tables[kind].count;
    scratch = trf_alloc_array(model->alloc, 3 * (size_t)most, sizeof *scratch);
    if (!scratch)
        return trf_fail_memory(error);
    for (int kind = 0; kind < TRF_KIND_COUNT && status == TARIFF_OK; kind++)
        status = settle_kind(model, (trf_kind)kind, scratch, error);
    trf_alloc_free(model->alloc, scratch, 3 * (size_t)most * sizeof *scratch);
    model->settled = status == TARIFF_OK;
    return status;
}

/* A row's (tariff, first key fields) against those looked for. */
static int compare_key(const trf_table *table, uint16_t field_count, const uint8_t *keys, uint32_t row, uint16_t tariff,
                       const trf_value *key, unsigned count)
{
    const trf_value *values = table->values + (size_t)row * field_count;

    if (table->sources[row].tariff != tariff)
        return table->sources[row].tariff < tariff ? -1 : 1;
    for (unsigned i = 0; i < count; i++)
        if (values[keys[i]] != key[i])
            return values[keys[i]] < key[i] ? -1 : 1;
    return 0;
}

/* First place in current whose row compares >= 0 (or > 0 where after is set). */
static uint32_t bound(const trf_table *table, trf_kind kind, uint16_t tariff, const trf_value *key, unsigned count, bool after)
{
    uint8_t keys[TRF_KEYS_MAX];
    uint32_t low = 0, high = table->current_count;

    trf_kind_keys(kind, keys);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare_key(table, trf_kinds[kind].field_count, keys, table->current[middle], tariff, key, count);

        if (order < 0 || (after && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool trf_model_find(const trf_model *model, trf_kind kind, uint16_t tariff, const trf_value *key, uint32_t *row)
{
    uint8_t keys[TRF_KEYS_MAX];
    uint32_t first;
    uint32_t count = trf_model_range(model, kind, tariff, key, trf_kind_keys(kind, keys), &first);

    if (count == 0)
        return false;
    *row = model->tables[kind].current[first];
    return true;
}

uint32_t trf_model_range(const trf_model *model, trf_kind kind, uint16_t tariff, const trf_value *key, unsigned prefix_count,
                         uint32_t *first)
{
    const trf_table *table = &model->tables[kind];

    *first = bound(table, kind, tariff, key, prefix_count, false);
    return bound(table, kind, tariff, key, prefix_count, true) - *first;
}
