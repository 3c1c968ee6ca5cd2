/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/profile_reader.h"

/* ---- order ---- */
typedef int (*order_fn)(const void *a, const void *b);

/** Stable order of the records from `first` on; profiles hold some hundreds of them. */
static void order(trf_profile_builder *b, uint32_t kind, uint32_t first, order_fn compare)
{
    trf_profile_section *s = trf_profile_rows(b, kind);
    size_t size = s->record_size;
    uint8_t held[256];

    for (uint32_t i = first + 1; i < s->count; i++) {
        uint32_t at = i;

        memcpy(held, s->records + i * size, size);
        while (at > first && compare(held, s->records + (at - 1) * size) < 0) {
            memcpy(s->records + at * size, s->records + (at - 1) * size, size);
            at--;
        }
        memcpy(s->records + at * size, held, size);
    }
}

#define COMPARE(a, b, field)          \
    do {                              \
        if ((a)->field != (b)->field) \
            return (a)->field < (b)->field ? -1 : 1; \
    } while (0)

static int by_entry(const void *x, const void *y)
{
    const trf_profile_entry_record *a = x, *b = y;

    COMPARE(a, b, list);
    COMPARE(a, b, id);
    COMPARE(a, b, start);
    return 0;
}
static int by_row(const void *x, const void *y)
{
    const trf_profile_row_record *a = x, *b = y;

    COMPARE(a, b, table);
    COMPARE(a, b, key);
    COMPARE(a, b, start);
    return 0;
}
static int by_code(const void *x, const void *y)
{
    const trf_profile_code_record *a = x, *b = y;

    COMPARE(a, b, kind);
    COMPARE(a, b, id);
    COMPARE(a, b, start);
    return 0;
}
static int by_fact(const void *x, const void *y)
{
    const trf_profile_fact_record *a = x, *b = y;

    COMPARE(a, b, id);
    return 0;
}
static int by_preference(const void *x, const void *y)
{
    const trf_profile_preference_record *a = x, *b = y;

    COMPARE(a, b, type);
    return 0;
}
static int by_measures(const void *x, const void *y)
{
    const trf_profile_measures_record *a = x, *b = y;

    COMPARE(a, b, id);
    COMPARE(a, b, start);
    return 0;
}

static tariff_status profile(trf_profile_builder *b, uint32_t node, uint16_t tariff)
{
    trf_profile_record *p = &b->profile;
    trf_slice age = trf_profile_attribute(b, node, "data-age");
    tariff_status status;
    uint32_t days;
    const struct {
        uint32_t kind, *first, *count;
    } runs[] = {{TRF_SECTION_PROFILE_MEASURES, &p->first_measures, &p->measures_count},
                {TRF_SECTION_PROFILE_GROUP, &p->first_group, &p->group_count},
                {TRF_SECTION_PROFILE_RELATION, &p->first_relation, &p->relation_count},
                {TRF_SECTION_PROFILE_CHARGE, &p->first_charge, &p->charge_count},
                {TRF_SECTION_PROFILE_POLICY, &p->first_policy, &p->policy_count},
                {TRF_SECTION_PROFILE_EXCHANGE, &p->first_exchange, &p->exchange_count},
                {TRF_SECTION_PROFILE_ENTRY, &p->first_entry, &p->entry_count},
                {TRF_SECTION_PROFILE_ROW, &p->first_row, &p->row_count},
                {TRF_SECTION_PROFILE_CODE, &p->first_code, &p->code_count},
                {TRF_SECTION_PROFILE_FACT, &p->first_fact, &p->fact_count},
                {TRF_SECTION_PROFILE_RELIEF, &p->first_relief, &p->relief_count},
                {TRF_SECTION_PROFILE_PREFERENCE, &p->first_preference, &p->preference_count}};

    memset(p, 0, sizeof *p);
    p->tariff = tariff;
    p->node = node + b->node_base;
    p->data_age = 31;
    for (size_t i = 0; i < age.size; i++) {
        days = i ? p->data_age : 0;
        p->data_age =
            age.data[i] >= '0' && age.data[i] <= '9' && days < 100000 ? days * 10 + (uint32_t)(age.data[i] - '0') : days;
    }
    trf_profile_period(b, node, &p->start, &p->end);
    status = trf_profile_source_id(b, node, &p->source);
    if (status >= 0)
        status = trf_profile_attribute_id(b, node, "id", &p->id);
    if (status >= 0)
        status = trf_profile_attribute_id(b, node, "currency", &p->currency);
    if (status >= 0)
        status = trf_profile_attribute_id(b, node, "zone", &p->zone);
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        *runs[i].first = trf_profile_rows(b, runs[i].kind)->count;
    for (unsigned pass = 0; pass < TRF_PROFILE_PASSES && status >= 0; pass++) {
        for (uint32_t child = trf_profile_node(b, node)->first_child; child != TRF_NODE_NONE && status >= 0;
             child = trf_profile_node(b, child)->next)
            status = trf_profile_element(b, child, pass);
        if (pass == 2) {
            p->type_count = trf_profile_rows(b, TRF_SECTION_PROFILE_MEASURES)->count - p->first_measures;
            order(b, TRF_SECTION_PROFILE_MEASURES, p->first_measures, by_measures);
        }
    }
    if (status < 0)
        return status;
    order(b, TRF_SECTION_PROFILE_MEASURES, p->first_measures + p->type_count, by_measures);
    order(b, TRF_SECTION_PROFILE_ENTRY, p->first_entry, by_entry);
    order(b, TRF_SECTION_PROFILE_ROW, p->first_row, by_row);
    order(b, TRF_SECTION_PROFILE_CODE, p->first_code, by_code);
    order(b, TRF_SECTION_PROFILE_FACT, p->first_fact, by_fact);
    order(b, TRF_SECTION_PROFILE_PREFERENCE, p->first_preference, by_preference);
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        *runs[i].count = trf_profile_rows(b, runs[i].kind)->count - *runs[i].first;
    return trf_profile_put(b, TRF_SECTION_PROFILE, p);
}

/** The tariff that a profile is of: the one around it, else the one with its id; false where the model has none. */
static bool tariff_of_profile(const trf_model *model, uint16_t around, trf_slice id, uint16_t *out)
{
    if (around != 0) {
        *out = around;
        return true;
    }
    for (uint16_t i = 1; i < model->tariffs_count; i++) {
        if (trf_slice_equal(trf_intern_get(&model->texts, model->tariffs[i]), id)) {
            *out = i;
            return true;
        }
    }
    return false;
}

tariff_status trf_profile_compile(trf_model *model, trf_intern *texts, uint32_t node_base, const uint16_t *tariff_of,
                                  trf_profile_tables *out, tariff_error **error)
{
    static const uint32_t sizes[TRF_PROFILE_SECTIONS] = {
        sizeof(trf_profile_record),          sizeof(trf_profile_measures_record), sizeof(trf_profile_group_record),
        sizeof(trf_profile_relation_record), sizeof(trf_profile_charge_record),   sizeof(trf_profile_step_record),
        sizeof(trf_profile_policy_record),   sizeof(trf_profile_round_record),    sizeof(trf_profile_exchange_record),
        sizeof(trf_profile_entry_record),    sizeof(trf_profile_row_record),      sizeof(trf_profile_code_record),
        sizeof(trf_profile_fact_record),     sizeof(trf_profile_test_record),     sizeof(trf_profile_relief_record),
        sizeof(trf_profile_preference_record)};
    static const uint8_t zeros[256];
    const trf_table *trees = &model->tables[TRF_KIND_tree];
    trf_profile_builder b = {.model = model, .texts = texts, .out = out, .node_base = node_base, .error = error};
    tariff_status status = TARIFF_OK;

    memset(out, 0, sizeof *out);
    out->alloc = model->alloc;
    for (uint32_t i = 0; i < TRF_PROFILE_SECTIONS; i++) {
        out->sections[i].record_size = sizes[i];
        out->sections[i].kind = TRF_SECTION_PROFILE + i;
    }
    b.numbers = trf_numbers_new(model->alloc);
    if (!b.numbers)
        return trf_fail_memory(error);
    for (uint32_t i = 0; i < TRF_PROFILE_SECTIONS && status >= 0; i++)
        status = trf_profile_put(&b, TRF_SECTION_PROFILE + i, zeros);
    for (uint32_t i = 0; i < trees->current_count && status >= 0; i++) {
        uint32_t row = trees->current[i], root = trf_tree_root(model, i, "profile");
        const trf_value *values = trf_model_row(model, TRF_KIND_tree, row);
        char scratch[16];
        uint16_t tariff;

        if (root == TRF_NODE_NONE)
            continue;
        if (!tariff_of_profile(model, trees->sources[row].tariff, trf_model_text(model, values[TRF_F_tree_tree_id], scratch),
                               &tariff))
            continue;
        status = profile(&b, root, tariff_of ? tariff_of[tariff] : tariff);
    }
    trf_numbers_free(b.numbers);
    if (status < 0)
        trf_profile_tables_done(out);
    return status;
}

void trf_profile_tables_done(trf_profile_tables *tables)
{
    for (uint32_t i = 0; i < TRF_PROFILE_SECTIONS; i++) {
        trf_profile_section *s = &tables->sections[i];

        if (s->records)
            trf_alloc_free(tables->alloc, s->records, s->capacity * s->record_size);
        s->records = NULL;
        s->capacity = 0;
        s->count = 0;
    }
}

const trf_profile_measures_record *trf_profile_measures_of(const trf_profile_tables *tables, uint16_t tariff, trf_str type,
                                                           trf_str series)
{
    const trf_profile_section *profiles = &tables->sections[0];
    const trf_profile_measures_record *all =
        (const trf_profile_measures_record *)(const void *)tables->sections[TRF_SECTION_PROFILE_MEASURES - TRF_SECTION_PROFILE]
            .records;
    const trf_profile_measures_record *found = NULL;

    for (uint32_t i = 1; i < profiles->count; i++) {
        const trf_profile_record *p = (const trf_profile_record *)(const void *)profiles->records + i;

        if (p->tariff != tariff)
            continue;
        for (uint32_t k = 0; k < p->measures_count; k++) {
            const trf_profile_measures_record *m = &all[p->first_measures + k];

            if (m->id != (k < p->type_count ? type : series) || m->id == 0)
                continue;
            if (k >= p->type_count && found)
                break;
            found = m;
        }
    }
    return found;
}
