/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/build.h"

#include "image/key.h"

/* ---- texts and values ---- */

trf_str trf_build_text(trf_build *build, trf_slice text)
{
    trf_str id = trf_intern_add(&build->model->texts, text);

    if (id == TRF_INTERN_NONE) {
        build->failed = true;
        return 0;
    }
    return id;
}

trf_slice trf_build_get(const trf_build *build, trf_str id)
{
    return trf_intern_get(&build->model->texts, id);
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

trf_str trf_build_value(trf_build *build, trf_value value)
{
    char scratch[16];
    trf_slice text;
    uint32_t number;

    if (value == TRF_VALUE_ABSENT || value == TRF_VALUE_EMPTY)
        return 0;
    if (trf_value_int(value, &number) && number < TRF_SMALL_TEXTS) {
        trf_str *known = (trf_str *)(void *)build->small_texts.data + number;

        if (*known == 0)
            *known = trf_build_text(build, trf_model_text(build->model, value, scratch));
        return *known;
    }
    text = trf_model_text(build->model, value, scratch);
    if (text.size == 0)
        return 0;
    if ((value & TRF_VALUE_TAG) == TRF_VALUE_TAG_TEXT && !blank(text.data[0]) && !blank(text.data[text.size - 1]))
        return value; /* a text of the pool is its own id */
    while (text.size && blank(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size && blank(text.data[text.size - 1]))
        text.size--;
    return trf_build_text(build, text);
}

trf_str trf_build_raw(trf_build *build, trf_value value)
{
    char scratch[16];

    if (value == TRF_VALUE_ABSENT || value == TRF_VALUE_EMPTY)
        return 0;
    if ((value & TRF_VALUE_TAG) == TRF_VALUE_TAG_TEXT)
        return value;
    return trf_build_text(build, trf_model_text(build->model, value, scratch));
}

trf_day trf_build_day(trf_value value, trf_day none)
{
    trf_date day;

    return trf_value_date(value, &day) ? day : none;
}

uint32_t trf_build_int(const trf_build *build, trf_value value, uint32_t none)
{
    char scratch[16];
    uint32_t number = 0;
    trf_slice text;

    if (trf_value_int(value, &number))
        return number;
    text = trf_model_text(build->model, value, scratch);
    if (text.size == 0 || text.size > 9)
        return none;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return none;
        number = number * 10 + (uint32_t)(text.data[i] - '0');
    }
    return number;
}

/* ---- sections ---- */

bool trf_rows_reserve(const trf_alloc *alloc, trf_rows *rows, size_t more)
{
    void *data = rows->data;
    bool done;

    if (more > (size_t)(UINT32_MAX - 1) - rows->count)
        return false;
    done = trf_alloc_grow(alloc, &data, &rows->capacity, (size_t)rows->count + more, rows->record_size);
    rows->data = data;
    return done;
}

void *trf_rows_add(const trf_alloc *alloc, trf_rows *rows)
{
    uint8_t *record;

    if (rows->count == rows->capacity && !trf_rows_reserve(alloc, rows, 1))
        return NULL;
    record = rows->data + (size_t)rows->count++ * rows->record_size;
    memset(record, 0, rows->record_size);
    return record;
}

void trf_rows_done(const trf_alloc *alloc, trf_rows *rows)
{
    if (rows->data)
        trf_alloc_free(alloc, rows->data, rows->capacity * rows->record_size);
    rows->data = NULL;
    rows->capacity = 0;
    rows->count = 0;
}

void *trf_build_add(trf_build *build, uint32_t section)
{
    return trf_rows_add(build->alloc, &build->rows[section]);
}

/* ---- runs ---- */

bool trf_runs_add(const trf_alloc *alloc, trf_runs *runs, uint32_t owner, uint32_t order, uint64_t value)
{
    void *items = runs->items;

    if (!trf_alloc_grow(alloc, &items, &runs->capacity, runs->count + 1, sizeof *runs->items))
        return false;
    runs->items = items;
    runs->items[runs->count++] = (trf_sort_item){(uint64_t)owner << 32 | order, value};
    return true;
}

bool trf_runs_sort(const trf_alloc *alloc, trf_runs *runs)
{
    trf_sort_item *scratch;

    if (runs->count < 2)
        return true;
    scratch = alloc->resize(alloc->user, NULL, 0, runs->count * sizeof *scratch);
    if (!scratch)
        return false;
    trf_sort_items(runs->items, scratch, runs->count);
    trf_alloc_free(alloc, scratch, runs->count * sizeof *scratch);
    return true;
}

void trf_runs_done(const trf_alloc *alloc, trf_runs *runs)
{
    if (runs->items)
        trf_alloc_free(alloc, runs->items, runs->capacity * sizeof *runs->items);
    *runs = (trf_runs){0};
}

/* ---- hash sections ---- */

tariff_status trf_build_hash(trf_build *build, uint32_t section, uint32_t of, uint32_t first, trf_key_of key_of)
{
    uint32_t count = trf_build_count(build, of), runs = 0, slots = 1, tariff, last_tariff = 0;
    trf_str text, last_text = 0;
    trf_rows *rows = &build->rows[section];

    for (uint32_t i = first; i < count; i++) {
        key_of(trf_build_at(build, of, i), &tariff, &text);
        runs += i == first || tariff != last_tariff || text != last_text;
        last_tariff = tariff;
        last_text = text;
    }
    while (slots < runs * 2u)
        slots *= 2;
    for (;; slots *= 2) {
        bool crowded = false;
        trf_hash_slot *table, *slot = NULL;

        if (slots > UINT32_MAX / 4 || !(rows->count = 0, trf_rows_reserve(build->alloc, rows, slots)))
            return trf_fail_memory(build->error);
        rows->count = slots;
        table = (trf_hash_slot *)(void *)rows->data;
        memset(table, 0, (size_t)slots * sizeof *table);
        for (uint32_t i = first; i < count && !crowded; i++) {
            uint64_t key;
            uint32_t at, probe = 0;

            key_of(trf_build_at(build, of, i), &tariff, &text);
            if (slot && tariff == last_tariff && text == last_text) {
                slot->count++;
                continue;
            }
            last_tariff = tariff;
            last_text = text;
            key = trf_code_key(tariff, trf_build_get(build, text));
            for (at = trf_code_slot(key, slots); table[at].key != 0; at = (at + 1) & (slots - 1), probe++) {
                if (table[at].key == key)
                    return trf_fail(build->error, build->alloc, TARIFF_ELIMIT,
                                    "'%S': its key is that of another text of the same tariff", trf_build_get(build, text));
            }
            crowded = probe + 1 >= TRF_PROBES_MAX;
            slot = &table[at];
            *slot = (trf_hash_slot){key, i, 1};
        }
        if (!crowded)
            return TARIFF_OK;
    }
}
