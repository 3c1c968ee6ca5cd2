/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/profile_reader.h"

/* ---- nodes ---- */
const trf_node *trf_profile_node(const trf_profile_builder *b, uint32_t node) { return &b->model->nodes[node]; }
trf_slice trf_profile_name(const trf_profile_builder *b, uint32_t node)
{
    return trf_tree_name(b->model, node);
}
trf_slice trf_profile_text(const trf_profile_builder *b, uint32_t node)
{
    return trf_tree_text(b->model, node);
}
trf_slice trf_profile_attribute(const trf_profile_builder *b, uint32_t node, const char *name)
{
    return trf_tree_attribute(b->model, node, name);
}

void trf_profile_report(trf_profile_builder *b, uint32_t node, const char *format, trf_slice what)
{
    trf_row_source source = {0};

    source.input = trf_profile_node(b, node)->input;
    source.line = trf_profile_node(b, node)->line;
    trf_model_report(b->model, &source, "profile", trf_profile_name(b, node), format, what);
}

tariff_status trf_profile_text_id(trf_profile_builder *b, trf_slice text, trf_str *out)
{
    uint32_t id = trf_intern_add(b->texts, text);

    if (id == TRF_INTERN_NONE)
        return trf_fail_memory(b->error);
    *out = id;
    return TARIFF_OK;
}

tariff_status trf_profile_attribute_id(trf_profile_builder *b, uint32_t node, const char *name, trf_str *out)
{
    return trf_profile_text_id(b, trf_profile_attribute(b, node, name), out);
}

void trf_profile_period(trf_profile_builder *b, uint32_t node, trf_day *start, trf_day *end)
{
    trf_slice from = trf_profile_attribute(b, node, "from"), to = trf_profile_attribute(b, node, "to");

    *start = TRF_DATE_NONE;
    *end = TRF_DATE_OPEN;
    if (from.size && !trf_date_parse(from, start))
        trf_profile_report(b, node, "from='%S': not a date (expected YYYY-MM-DD)", from);
    if (to.size && !trf_date_parse(to, end))
        trf_profile_report(b, node, "to='%S': not a date (expected YYYY-MM-DD)", to);
}

tariff_status trf_profile_source_id(trf_profile_builder *b, uint32_t node, trf_str *out)
{
    return trf_profile_text_id(b, trf_tree_source(b->model, node), out);
}

/** Index of a word in a list of words ended by NULL; reports and gives `otherwise` for another. */
unsigned trf_profile_word(trf_profile_builder *b, uint32_t node, const char *name, const char *const *words, unsigned otherwise)
{
    trf_slice value = trf_profile_attribute(b, node, name);

    if (value.size == 0)
        return otherwise;
    for (unsigned i = 0; words[i]; i++) {
        if (trf_slice_is(value, words[i]))
            return i;
    }
    trf_profile_report(b, node, "'%S': not one of the words that this attribute takes", value);
    return otherwise;
}

bool trf_profile_number(trf_profile_builder *b, uint32_t node, trf_slice text, uint64_t words[2], int16_t *scale)
{
    trf_number number;

    if (trf_number_parse(b->numbers, text, &number) == TARIFF_OK && trf_number_to_words(b->numbers, number, words, scale))
        return true;
    trf_profile_report(b, node, "'%S': not a decimal number", text);
    return false;
}

/* ---- sections ---- */
trf_profile_section *trf_profile_rows(trf_profile_builder *b, uint32_t kind)
{
    return &b->out->sections[kind - TRF_SECTION_PROFILE];
}

tariff_status trf_profile_put(trf_profile_builder *b, uint32_t kind, const void *record)
{
    trf_profile_section *s = trf_profile_rows(b, kind);

    if (!trf_alloc_grow(b->out->alloc, (void **)&s->records, &s->capacity, (size_t)s->count + 1, s->record_size))
        return trf_fail_memory(b->error);
    memcpy(s->records + (size_t)s->count * s->record_size, record, s->record_size);
    s->count++;
    return TARIFF_OK;
}

/* ---- groups and charges by name ---- */
tariff_status trf_profile_group(trf_profile_builder *b, uint32_t node, trf_slice name, unsigned *out)
{
    const trf_profile_section *s = trf_profile_rows(b, TRF_SECTION_PROFILE_GROUP);
    const trf_profile_group_record *groups = (const trf_profile_group_record *)(const void *)s->records;
    trf_profile_group_record group = {0};
    trf_str id = 0;
    tariff_status status = trf_profile_text_id(b, name, &id);

    if (status < 0)
        return status;
    for (uint32_t i = b->profile.first_group; i < s->count; i++) {
        if (groups[i].id == id) {
            *out = i - b->profile.first_group;
            return TARIFF_OK;
        }
    }
    if (s->count - b->profile.first_group >= TRF_PROFILE_GROUPS_MAX) {
        trf_profile_report(b, node, "group '%S': more than 64 groups", name);
        *out = TRF_PROFILE_GROUPS_MAX - 1;
        return TARIFF_OK;
    }
    *out = s->count - b->profile.first_group;
    group.id = id;
    group.node = node + b->node_base;
    return trf_profile_put(b, TRF_SECTION_PROFILE_GROUP, &group);
}

/** Place of a charge in the programme, 255 for none of that name before `limit` charges. */
unsigned trf_profile_charge(trf_profile_builder *b, trf_slice name)
{
    const trf_profile_section *s = trf_profile_rows(b, TRF_SECTION_PROFILE_CHARGE);
    const trf_profile_charge_record *charges = (const trf_profile_charge_record *)(const void *)s->records;
    uint32_t id = trf_intern_find(b->texts, name);

    for (uint32_t i = b->profile.first_charge; i < s->count && id != TRF_INTERN_NONE; i++) {
        if (charges[i].id == id)
            return i - b->profile.first_charge;
    }
    return 255;
}

tariff_status trf_profile_groups(trf_profile_builder *b, uint32_t node, const char *name, uint64_t *mask)
{
    trf_slice list, one;
    tariff_status status = trf_tree_words(b->model, node, name, &list, b->error);
    unsigned group = 0;

    *mask = 0;
    while (status >= 0 && trf_tree_next_word(&list, &one)) {
        status = trf_profile_group(b, node, one, &group);
        *mask |= UINT64_C(1) << group;
    }
    return status;
}
