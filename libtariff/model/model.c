/* SPDX-License-Identifier: Apache-2.0 */
#include "model/model.h"

_Static_assert(TRF_MEMO_SIZE == 1u << (64 - 55), "the place in the memo is the top bits of a product");
#define VALUE_MASK 0x3fffffffu
enum { INTEGER_DIGITS = 10, DATE_SIZE = 10 };

tariff_status trf_model_new(const trf_alloc *alloc, const trf_limits *limits, uint64_t hash_seed, trf_model **out,
                            tariff_error **error)
{
    trf_model *model = trf_alloc_zero(alloc, sizeof *model);
    uint16_t shared;
    tariff_status status;

    if (!model)
        return trf_fail_memory(error);
    model->alloc = alloc;
    model->limits = *limits;
    trf_arena_init(&model->arena, alloc, 0);
    if (!trf_intern_init(&model->texts, alloc, hash_seed)) {
        status = trf_fail_memory(error);
        goto done;
    }
    /* Tariff 0: what all tariffs share. */
    status = trf_model_tariff(model, TRF_SLICE_EMPTY, &shared, error);
    if (status < 0)
        goto done;

    *out = model;
    model = NULL;
done:
    trf_model_free(model);
    return status;
}

static void free_items(const trf_alloc *alloc, void *items, size_t capacity, size_t size)
{
    if (items)
        trf_alloc_free(alloc, items, capacity * size);
}

void trf_model_free(trf_model *model)
{
    const trf_alloc *alloc;

    if (!model)
        return;
    alloc = model->alloc;
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++) {
        trf_table *table = &model->tables[kind];

        free_items(alloc, table->values, table->values_capacity, sizeof *table->values);
        free_items(alloc, table->sources, table->sources_capacity, sizeof *table->sources);
        free_items(alloc, table->current, table->current_capacity, sizeof *table->current);
    }
    free_items(alloc, model->inputs, model->inputs_capacity, sizeof *model->inputs);
    free_items(alloc, model->tariffs, model->tariffs_capacity, sizeof *model->tariffs);
    free_items(alloc, model->nodes, model->nodes_capacity, sizeof *model->nodes);
    free_items(alloc, model->attributes, model->attributes_capacity, sizeof *model->attributes);
    free_items(alloc, model->unknown, model->unknown_capacity, sizeof *model->unknown);
    free_items(alloc, model->findings, model->findings_capacity, sizeof *model->findings);
    trf_arena_done(&model->arena);
    trf_intern_done(&model->texts);
    trf_alloc_free(alloc, model, sizeof *model);
}

/* Room for one more item; the array may move. */
static bool grow(trf_model *model, void *items, size_t count, size_t *capacity, size_t size)
{
    void *grown;
    bool done;

    memcpy(&grown, items, sizeof grown);
    done = trf_alloc_grow(model->alloc, &grown, capacity, count + 1, size);
    memcpy(items, &grown, sizeof grown);
    return done;
}

tariff_status trf_model_tariff(trf_model *model, trf_slice id, uint16_t *out, tariff_error **error)
{
    uint32_t text = trf_intern_add(&model->texts, id);

    if (text == TRF_INTERN_NONE)
        return trf_fail_memory(error);
    for (size_t i = 0; i < model->tariffs_count; i++)
        if (model->tariffs[i] == text) {
            *out = (uint16_t)i;
            return TARIFF_OK;
        }
    if (model->tariffs_count > UINT16_MAX)
        return trf_fail(error, model->alloc, TARIFF_ELIMIT, "tariff '%S': more than 65536 tariffs", id);
    if (!grow(model, &model->tariffs, model->tariffs_count, &model->tariffs_capacity, sizeof *model->tariffs))
        return trf_fail_memory(error);
    model->tariffs[model->tariffs_count] = text;
    *out = (uint16_t)model->tariffs_count++;
    return TARIFF_OK;
}

tariff_status trf_model_input(trf_model *model, trf_slice base_name, trf_slice format, uint16_t *out, tariff_error **error)
{
    trf_input input = {.format = trf_intern_add(&model->texts, format)};

    if (model->inputs_count > UINT16_MAX)
        return trf_fail(error, model->alloc, TARIFF_ELIMIT, "'%S': more than 65536 inputs", base_name);
    input.name = trf_arena_copy(&model->arena, base_name);
    if (input.format == TRF_INTERN_NONE || !input.name.data ||
        !grow(model, &model->inputs, model->inputs_count, &model->inputs_capacity, sizeof *model->inputs))
        return trf_fail_memory(error);
    model->inputs[model->inputs_count] = input;
    *out = (uint16_t)model->inputs_count++;
    return TARIFF_OK;
}

/* An integer below 2^30 or a date, where the text is exactly how that is written; false for any other text. */
static inline bool immediate(trf_slice text, trf_value *out)
{
    const char *at = text.data;
    uint32_t value = 0;
    trf_date date;

    if (text.size == 0 || text.size > DATE_SIZE || (unsigned char)(at[0] - '0') > 9)
        return false;
    if (text.size == DATE_SIZE && at[4] == '-') {
        if (!trf_date_parse(text, &date))
            return false;
        *out = TRF_VALUE_TAG_DATE | (uint32_t)(date - TRF_DATE_MIN);
        return true;
    }
    if (text.size == INTEGER_DIGITS || (at[0] == '0' && text.size > 1)) {
        /* Ten digits begin with 1 at most to lie below 2^30; most are goods nomenclature codes and do not. */
        if (at[0] != '1' || at[1] != '0')
            return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        unsigned digit = (unsigned char)(at[i] - '0');

        if (digit > 9)
            return false;
        value = value * 10 + digit;
    }
    if (value > VALUE_MASK)
        return false;
    *out = TRF_VALUE_TAG_INT | value;
    return true;
}

/* A text of 1 to 16 bytes in two words; with its size they are the text. Loads never leave it. */
static inline void load_words(trf_slice text, uint64_t *head, uint64_t *tail)
{
    const char *at = text.data;
    uint32_t low, high;

    if (text.size >= 8) {
        memcpy(head, at, 8);
        memcpy(tail, at + text.size - 8, 8);
        return;
    }
    *tail = 0;
    if (text.size >= 4) {
        memcpy(&low, at, 4);
        memcpy(&high, at + text.size - 4, 4);
        *head = (uint64_t)high << 32 | low;
        return;
    }
    *head = (uint64_t)(unsigned char)at[0] | (uint64_t)(unsigned char)at[text.size / 2] << 8 |
            (uint64_t)(unsigned char)at[text.size - 1] << 16;
}

static trf_value new_value(trf_model *model, trf_slice text)
{
    trf_value value;

    if (immediate(text, &value))
        return value;
    value = trf_intern_add(&model->texts, text);
    return value < TRF_VALUE_EMPTY ? value : TRF_INTERN_NONE;
}

trf_value trf_model_value(trf_model *model, trf_slice text)
{
    uint64_t head, tail;
    trf_memo_entry *memo;

    if (text.size == 0)
        return TRF_VALUE_EMPTY;
    if (text.size > 16)
        return new_value(model, text);
    load_words(text, &head, &tail);
    memo = &model->memo[((head ^ tail * 3 ^ text.size) * UINT64_C(0x9E3779B97F4A7C15)) >> 55];
    if (memo->head != head || memo->tail != tail || memo->size != text.size) {
        trf_value value = new_value(model, text);

        if (value == TRF_INTERN_NONE)
            return value;
        *memo = (trf_memo_entry){head, tail, (uint32_t)text.size, value};
    }
    return memo->value;
}

bool trf_model_value_find(const trf_model *model, trf_slice text, trf_value *out)
{
    uint32_t id;

    if (text.size == 0) {
        *out = TRF_VALUE_EMPTY;
        return true;
    }
    if (immediate(text, out))
        return true;
    id = trf_intern_find(&model->texts, text);
    if (id == TRF_INTERN_NONE)
        return false;
    *out = id;
    return true;
}

trf_slice trf_model_text(const trf_model *model, trf_value value, char scratch[16])
{
    size_t first = 16;
    uint32_t rest = value & VALUE_MASK;

    switch (value & TRF_VALUE_TAG) {
    case TRF_VALUE_TAG_INT:
        do {
            scratch[--first] = (char)('0' + rest % 10);
            rest /= 10;
        } while (rest);
        return trf_slice_of(scratch + first, 16 - first);
    case TRF_VALUE_TAG_DATE:
        if (rest > (uint32_t)(TRF_DATE_MAX - TRF_DATE_MIN))
            return TRF_SLICE_EMPTY;
        trf_date_format(TRF_DATE_MIN + (trf_date)rest, scratch);
        return trf_slice_of(scratch, DATE_SIZE);
    case TRF_VALUE_TAG_TEXT: return value == TRF_VALUE_EMPTY ? TRF_SLICE_EMPTY : trf_intern_get(&model->texts, value);
    default: return TRF_SLICE_EMPTY;
    }
}

bool trf_value_date(trf_value value, trf_date *out)
{
    uint32_t days = value & VALUE_MASK;

    if ((value & TRF_VALUE_TAG) != TRF_VALUE_TAG_DATE || days > (uint32_t)(TRF_DATE_MAX - TRF_DATE_MIN))
        return false;
    *out = TRF_DATE_MIN + (trf_date)days;
    return true;
}

bool trf_value_int(trf_value value, uint32_t *out)
{
    if ((value & TRF_VALUE_TAG) != TRF_VALUE_TAG_INT)
        return false;
    *out = value & VALUE_MASK;
    return true;
}

tariff_status trf_model_append(trf_model *model, trf_kind kind, const trf_value *values, trf_row_source *source,
                               tariff_error **error)
{
    trf_table *table = &model->tables[kind];
    size_t fields = trf_kinds[kind].field_count;
    size_t end = ((size_t)table->count + 1) * fields;

    if (table->count == UINT32_MAX || model->sequence == UINT32_MAX)
        return trf_fail(error, model->alloc, TARIFF_ELIMIT, "%s: more than 4294967295 records", trf_kinds[kind].element);
    if (end > table->values_capacity || table->count == table->sources_capacity) {
        void *grown = table->values;

        if (!trf_alloc_grow(model->alloc, &grown, &table->values_capacity, end, sizeof *table->values))
            return trf_fail_memory(error);
        table->values = grown;
        if (!grow(model, &table->sources, table->count, &table->sources_capacity, sizeof *table->sources))
            return trf_fail_memory(error);
    }
    source->sequence = ++model->sequence;
    memcpy(table->values + (size_t)table->count * fields, values, fields * sizeof *values);
    table->sources[table->count++] = *source;
    model->settled = false;
    return TARIFF_OK;
}

tariff_status trf_model_unknown_add(trf_model *model, const trf_unknown *unknown, tariff_error **error)
{
    trf_unknown *kept;

    if (!grow(model, &model->unknown, model->unknown_count, &model->unknown_capacity, sizeof *model->unknown) ||
        model->sequence == UINT32_MAX)
        return trf_fail_memory(error);
    kept = &model->unknown[model->unknown_count++];
    *kept = *unknown;
    kept->source.sequence = ++model->sequence;
    return TARIFF_OK;
}
