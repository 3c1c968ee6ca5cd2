/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/native_index.h"

#define NONE     UINT32_MAX
#define WALK_MAX 4096u /* entries of one name that are looked at: more than any tariff has */
enum { KEY_LINE = 1, KEY_PERIOD, KEY_AREA, KEY_CODE };

void trf_native_index_init(trf_native_index *index, trf_model *model)
{
    memset(index, 0, sizeof *index);
    index->model = model;
}

void trf_native_index_done(trf_native_index *index)
{
    if (!index->model)
        return;
    trf_alloc_free(index->model->alloc, index->entries, index->capacity * sizeof *index->entries);
    trf_alloc_free(index->model->alloc, index->slots, index->slot_count * sizeof *index->slots);
    memset(index, 0, sizeof *index);
}

static size_t slot_of(const trf_native_index *index, const uint32_t key[4])
{
    uint64_t h = index->model->texts.seed ^ UINT64_C(0x9e3779b97f4a7c15);

    for (unsigned i = 0; i < 4; i++) {
        h = (h ^ key[i]) * UINT64_C(0xff51afd7ed558ccd);
        h ^= h >> 32;
    }
    return (size_t)h & (index->slot_count - 1);
}

static bool grow_slots(trf_native_index *index)
{
    size_t count = index->slot_count ? index->slot_count * 2 : 1024;
    uint32_t *slots = trf_alloc_array(index->model->alloc, count, sizeof *slots);

    if (!slots)
        return false;
    trf_alloc_free(index->model->alloc, index->slots, index->slot_count * sizeof *index->slots);
    index->slots = slots;
    index->slot_count = count;
    memset(slots, 0xff, count * sizeof *slots);
    /* Oldest last, so that chains keep the newest entry in front whatever the size. */
    for (size_t i = 0; i < index->count; i++) {
        size_t slot = slot_of(index, index->entries[i].key);

        index->entries[i].next = slots[slot];
        slots[slot] = (uint32_t)i;
    }
    return true;
}

static tariff_status add(trf_native_index *index, uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t row,
                         tariff_error **error)
{
    trf_native_entry entry = {{a, b, c, d}, row, NONE};
    size_t slot;

    if (index->count + 1 > index->slot_count / 2 && !grow_slots(index))
        return trf_fail_memory(error);
    if (!trf_alloc_grow(index->model->alloc, (void **)&index->entries, &index->capacity, index->count + 1,
                        sizeof *index->entries))
        return trf_fail_memory(error);
    slot = slot_of(index, entry.key);
    entry.next = index->slots[slot];
    index->slots[slot] = (uint32_t)index->count;
    index->entries[index->count++] = entry;
    return TARIFF_OK;
}

/* The entry after `from` (NONE: the first) with this key; NONE for no more. Newest first. */
static uint32_t next_entry(const trf_native_index *index, uint32_t from, const uint32_t key[4])
{
    uint32_t i;

    if (!index->slot_count)
        return NONE;
    i = from == NONE ? index->slots[slot_of(index, key)] : index->entries[from].next;
    while (i != NONE && memcmp(index->entries[i].key, key, sizeof index->entries[i].key) != 0)
        i = index->entries[i].next;
    return i;
}

static tariff_status catch_up(trf_native_index *index, trf_kind kind, tariff_error **error)
{
    trf_table *table = &index->model->tables[kind];
    uint32_t *seen = kind == TRF_KIND_goods_nomenclature                      ? &index->lines_seen
                     : kind == TRF_KIND_goods_nomenclature_description_period ? &index->periods_seen
                     : kind == TRF_KIND_geographical_area                     ? &index->areas_seen
                                                                              : &index->codes_seen;
    tariff_status status = TARIFF_OK;

    for (; *seen < table->count && status >= 0; ++*seen) {
        const trf_value *row = trf_model_row(index->model, kind, *seen);
        const trf_row_source *source = &table->sources[*seen];

        if (source->update == TRF_UPDATE_DELETE)
            continue;
        switch (kind) {
        case TRF_KIND_goods_nomenclature:
            status =
                add(index, KEY_LINE | (uint32_t)source->tariff << 8, row[TRF_F_goods_nomenclature_goods_nomenclature_item_id],
                    row[TRF_F_goods_nomenclature_producline_suffix], 0, *seen, error);
            break;
        case TRF_KIND_goods_nomenclature_description_period:
            status = add(index, KEY_PERIOD, row[TRF_F_goods_nomenclature_description_period_goods_nomenclature_sid], 0, 0, *seen,
                         error);
            break;
        case TRF_KIND_geographical_area:
            status = add(index, KEY_AREA | (uint32_t)source->tariff << 8, row[TRF_F_geographical_area_geographical_area_id], 0, 0,
                         row[TRF_F_geographical_area_geographical_area_sid], error);
            break;
        default:
            status = add(index, KEY_CODE | (uint32_t)source->tariff << 8, row[TRF_F_additional_code_additional_code_type_id],
                         row[TRF_F_additional_code_additional_code], 0, row[TRF_F_additional_code_additional_code_sid], error);
        }
    }
    return status;
}

tariff_status trf_native_next_sid(trf_native_index *index, trf_kind kind, unsigned field, trf_value *out, tariff_error **error)
{
    uint32_t *next = &index->next_sid[kind];

    if (*next == 0) {
        const trf_table *table = &index->model->tables[kind];

        *next = TRF_NATIVE_SID_FIRST;
        for (uint32_t row = 0; row < table->count; row++) {
            uint32_t sid;

            if (trf_value_int(trf_model_row(index->model, kind, row)[field], &sid) && sid >= *next && sid < TRF_NATIVE_SID_AREA)
                *next = sid + 1;
        }
    }
    if (*next >= TRF_NATIVE_SID_AREA)
        return trf_fail(error, index->model->alloc, TARIFF_ELIMIT, "%s: more records than can be numbered",
                        trf_kinds[kind].element);
    *out = TRF_VALUE_TAG_INT | (*next)++;
    return TARIFF_OK;
}

tariff_status trf_native_find_line(trf_native_index *index, uint16_t tariff, trf_value code, trf_value suffix, trf_value day,
                                   uint32_t *row, bool *found, tariff_error **error)
{
    uint32_t key[4] = {KEY_LINE | (uint32_t)tariff << 8, code, suffix, 0};
    tariff_status status = catch_up(index, TRF_KIND_goods_nomenclature, error);
    trf_date date;
    bool dated = trf_value_date(day, &date);
    uint32_t walked = 0;

    *found = false;
    if (status < 0)
        return status;
    for (uint32_t i = next_entry(index, NONE, key); i != NONE && walked < WALK_MAX; i = next_entry(index, i, key), walked++) {
        const trf_value *line = trf_model_row(index->model, TRF_KIND_goods_nomenclature, index->entries[i].row);
        trf_date start = TRF_DATE_NONE, end = TRF_DATE_OPEN;

        trf_value_date(line[TRF_F_goods_nomenclature_validity_start_date], &start);
        trf_value_date(line[TRF_F_goods_nomenclature_validity_end_date], &end);
        if (!*found || (dated && trf_period_has(start, end, date)))
            *row = index->entries[i].row;
        *found = true;
        if (!dated || trf_period_has(start, end, date))
            break;
    }
    return TARIFF_OK;
}

tariff_status trf_native_find_period(trf_native_index *index, trf_value line_sid, trf_value start, bool any, trf_value *sid,
                                     bool *found, tariff_error **error)
{
    uint32_t key[4] = {KEY_PERIOD, line_sid, 0, 0};
    tariff_status status = catch_up(index, TRF_KIND_goods_nomenclature_description_period, error);
    uint32_t walked = 0;

    *found = false;
    if (status < 0)
        return status;
    for (uint32_t i = next_entry(index, NONE, key); i != NONE && walked < WALK_MAX; i = next_entry(index, i, key), walked++) {
        const trf_value *period =
            trf_model_row(index->model, TRF_KIND_goods_nomenclature_description_period, index->entries[i].row);

        if (!any && period[TRF_F_goods_nomenclature_description_period_validity_start_date] != start)
            continue;
        *sid = period[TRF_F_goods_nomenclature_description_period_goods_nomenclature_description_period_sid];
        *found = true;
        if (!any)
            break; /* otherwise the oldest entry, which comes last */
    }
    return TARIFF_OK;
}

/* A number that follows from the id alone, so that the order of files does not matter; 0 where the id is too long. */
static uint32_t area_number(trf_slice id)
{
    uint32_t number = 0;

    if (id.size == 0 || id.size > 5)
        return 0;
    for (size_t i = 0; i < id.size; i++) {
        char c = id.data[i];

        if (c >= '0' && c <= '9')
            number = number * 37 + (uint32_t)(c - '0') + 1;
        else if (c >= 'A' && c <= 'Z')
            number = number * 37 + (uint32_t)(c - 'A') + 11;
        else
            return 0;
    }
    return TRF_NATIVE_SID_AREA + number;
}

tariff_status trf_native_area_sid(trf_native_index *index, uint16_t tariff, trf_value id, trf_value *out, tariff_error **error)
{
    tariff_status status = catch_up(index, TRF_KIND_geographical_area, error);
    uint16_t where = tariff;
    char digits[16];
    uint32_t number;

    if (status < 0)
        return status;
    for (;;) {
        uint32_t key[4] = {KEY_AREA | (uint32_t)where << 8, id, 0, 0};
        uint32_t i = next_entry(index, NONE, key);

        if (i != NONE) {
            *out = index->entries[i].row;
            return TARIFF_OK;
        }
        if (where == 0)
            break;
        where = 0;
    }
    number = area_number(trf_model_text(index->model, id, digits));
    if (number)
        *out = TRF_VALUE_TAG_INT | number;
    else
        status =
            trf_native_next_sid(index, TRF_KIND_geographical_area, TRF_F_geographical_area_geographical_area_sid, out, error);
    if (status >= 0)
        status = add(index, KEY_AREA | (uint32_t)tariff << 8, id, 0, 0, *out, error);
    return status;
}

tariff_status trf_native_find_additional_code(trf_native_index *index, uint16_t tariff, trf_value type, trf_value code,
                                              trf_value *out, tariff_error **error)
{
    uint32_t key[4] = {KEY_CODE | (uint32_t)tariff << 8, type, code, 0};
    tariff_status status = catch_up(index, TRF_KIND_additional_code, error);
    uint32_t i;

    *out = TRF_VALUE_ABSENT;
    if (status < 0)
        return status;
    i = next_entry(index, NONE, key);
    if (i != NONE)
        *out = index->entries[i].row;
    return TARIFF_OK;
}
