/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/vocabulary.h"

#include "libtariff/expr/vocabulary.inc"

#define NONE          TRF_VOCABULARY_NONE
#define KEY_SPLIT_MAX 128 /* bytes of a key that is tried as code and qualifier: each split hashes the whole key */

/* FNV-1a; data/vocabulary.py computes the same for the built-in tables. */
static uint32_t hash_pair(trf_slice code, trf_slice qualifier)
{
    uint32_t h = 2166136261u;
    size_t i;

    for (i = 0; i < code.size; i++)
        h = (h ^ (uint8_t)code.data[i]) * 16777619u;
    h *= 16777619u;
    for (i = 0; i < qualifier.size; i++)
        h = (h ^ (uint8_t)qualifier.data[i]) * 16777619u;
    return h;
}

static uint32_t find_pair(const trf_vocabulary *vocabulary, trf_slice code, trf_slice qualifier)
{
    uint32_t at, entry;

    if (!vocabulary->unit_slots)
        return NONE;
    at = hash_pair(code, qualifier) & vocabulary->unit_slot_mask;
    /* More slots than units: there is a free one. */
    while ((entry = vocabulary->unit_slots[at]) != 0) {
        if (trf_slice_equal(vocabulary->units[entry - 1].code, code) &&
            trf_slice_equal(vocabulary->units[entry - 1].qualifier, qualifier))
            return entry - 1;
        at = (at + 1) & vocabulary->unit_slot_mask;
    }
    return NONE;
}

uint32_t trf_vocabulary_unit(const trf_vocabulary *vocabulary, trf_slice code, trf_slice qualifier)
{
    uint32_t found = find_pair(vocabulary, code, qualifier), i;

    if (found != NONE || qualifier.size != 0 || code.size == 0)
        return found;
    for (i = 0; i < vocabulary->unit_count; i++)
        if (trf_slice_equal(vocabulary->units[i].rec20, code))
            return i;
    return NONE;
}

uint32_t trf_vocabulary_unit_key(const trf_vocabulary *vocabulary, trf_slice key)
{
    uint32_t found = NONE;
    size_t head;

    /* Codes have three characters in TARIC, two in parts of Rec 20: the longest code that fits wins. */
    for (head = key.size <= KEY_SPLIT_MAX ? key.size : 0; head > 0 && found == NONE; head--)
        found = find_pair(vocabulary, trf_slice_of(key.data, head), trf_slice_of(key.data + head, key.size - head));
    return found != NONE ? found : trf_vocabulary_unit(vocabulary, key, TRF_SLICE_EMPTY);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_word(trf_slice a, trf_slice b)
{
    size_t i = 0;

    while (i < a.size && i < b.size && lower(a.data[i]) == lower(b.data[i]))
        i++;
    return i == a.size && i == b.size;
}

uint32_t trf_vocabulary_unit_spelt(const trf_vocabulary *vocabulary, trf_slice text, uint32_t notations)
{
    for (uint32_t i = 0; i < vocabulary->name_count; i++) {
        const trf_unit_name *name = &vocabulary->names[i];

        if ((name->notations & notations) && same_word(name->name, text))
            return name->unit;
    }
    return NONE;
}

uint32_t trf_vocabulary_unit_declared(const trf_vocabulary *vocabulary, trf_slice text)
{
    uint32_t found = trf_vocabulary_unit_key(vocabulary, text);

    return found != NONE ? found : trf_vocabulary_unit_spelt(vocabulary, text, TRF_NOTATION_ALL);
}

uint32_t trf_vocabulary_currency(const trf_vocabulary *vocabulary, trf_slice code)
{
    uint32_t i;

    for (i = 0; i < vocabulary->currency_count; i++)
        if (trf_slice_equal(vocabulary->currencies[i].code, code))
            return i;
    return NONE;
}

const trf_qualifier *trf_vocabulary_qualifier(const trf_vocabulary *vocabulary, trf_slice code)
{
    uint32_t i;

    for (i = 0; i < vocabulary->qualifier_count; i++)
        if (trf_slice_equal(vocabulary->qualifiers[i].code, code))
            return &vocabulary->qualifiers[i];
    return NULL;
}

const trf_duty_expression_entry *trf_vocabulary_duty_expression(const trf_vocabulary *vocabulary, trf_slice id, trf_date date)
{
    uint32_t i;

    for (i = 0; i < vocabulary->duty_expression_count; i++) {
        const trf_duty_expression_entry *entry = &vocabulary->duty_expressions[i];

        if (trf_slice_equal(entry->id, id) && (date == TRF_DATE_NONE || trf_period_has(entry->from, entry->to, date)))
            return entry;
    }
    return NULL;
}

uint8_t trf_duty_meaning_of(trf_slice id)
{
    const trf_duty_expression_entry *entry = trf_vocabulary_duty_expression(&trf_vocabulary_default, id, TRF_DATE_NONE);

    return entry ? entry->meaning : (uint8_t)TRF_MEANING_OTHER;
}

/* ---- building ---- */
struct trf_vocabulary_builder {
    const trf_alloc *alloc;
    trf_duty_expression_entry *duty_expressions;
    trf_unit *units;
    trf_unit_name *names;
    trf_qualifier *qualifiers;
    trf_currency *currencies;
    uint32_t *slots;
    size_t duty_expression_capacity, unit_capacity, name_capacity, qualifier_capacity, currency_capacity, slot_count;
    trf_vocabulary tables;
};

trf_vocabulary_builder *trf_vocabulary_builder_new(const trf_alloc *alloc)
{
    trf_vocabulary_builder *builder = trf_alloc_zero(alloc, sizeof *builder);

    if (builder)
        builder->alloc = alloc;
    return builder;
}

void trf_vocabulary_builder_free(trf_vocabulary_builder *builder)
{
    const trf_alloc *alloc;

    if (!builder)
        return;
    alloc = builder->alloc;
    trf_alloc_free(alloc, builder->duty_expressions, builder->duty_expression_capacity * sizeof *builder->duty_expressions);
    trf_alloc_free(alloc, builder->units, builder->unit_capacity * sizeof *builder->units);
    trf_alloc_free(alloc, builder->names, builder->name_capacity * sizeof *builder->names);
    trf_alloc_free(alloc, builder->qualifiers, builder->qualifier_capacity * sizeof *builder->qualifiers);
    trf_alloc_free(alloc, builder->currencies, builder->currency_capacity * sizeof *builder->currencies);
    trf_alloc_free(alloc, builder->slots, builder->slot_count * sizeof *builder->slots);
    trf_alloc_free(alloc, builder, sizeof *builder);
}

/* A local pointer of type void keeps the aliasing rules: the grown array is assigned back by its own type. */
#define GROW(builder, array, count)                                                                                              \
    do {                                                                                                                         \
        void *items = (builder)->array##s;                                                                                       \
        if (!trf_alloc_grow((builder)->alloc, &items, &(builder)->array##_capacity, (size_t)(builder)->tables.count + 1,         \
                            sizeof *(builder)->array##s))                                                                        \
            return false;                                                                                                        \
        (builder)->array##s = items;                                                                                             \
    } while (0)

bool trf_vocabulary_add_duty_expression(trf_vocabulary_builder *builder, const trf_duty_expression_entry *entry)
{
    GROW(builder, duty_expression, duty_expression_count);
    builder->duty_expressions[builder->tables.duty_expression_count++] = *entry;
    return true;
}

bool trf_vocabulary_add_unit(trf_vocabulary_builder *builder, const trf_unit *unit, uint32_t *index)
{
    GROW(builder, unit, unit_count);
    if (index)
        *index = builder->tables.unit_count;
    builder->units[builder->tables.unit_count++] = *unit;
    return true;
}

bool trf_vocabulary_add_name(trf_vocabulary_builder *builder, trf_slice name, uint32_t unit, uint32_t notations)
{
    GROW(builder, name, name_count);
    builder->names[builder->tables.name_count++] = (trf_unit_name){name, unit, notations};
    return true;
}

bool trf_vocabulary_add_qualifier(trf_vocabulary_builder *builder, const trf_qualifier *qualifier)
{
    GROW(builder, qualifier, qualifier_count);
    builder->qualifiers[builder->tables.qualifier_count++] = *qualifier;
    return true;
}

bool trf_vocabulary_add_currency(trf_vocabulary_builder *builder, const trf_currency *currency, uint32_t *index)
{
    void *items = builder->currencies;

    if (!trf_alloc_grow(builder->alloc, &items, &builder->currency_capacity, (size_t)builder->tables.currency_count + 1,
                        sizeof *builder->currencies))
        return false;
    builder->currencies = items;
    if (index)
        *index = builder->tables.currency_count;
    builder->currencies[builder->tables.currency_count++] = *currency;
    return true;
}

static bool unit_slots(trf_vocabulary_builder *builder)
{
    size_t count = 1;
    uint32_t i, at;

    while (count < (size_t)builder->tables.unit_count * 2 + 1)
        count *= 2;
    trf_alloc_free(builder->alloc, builder->slots, builder->slot_count * sizeof *builder->slots);
    builder->slot_count = 0;
    builder->slots = trf_alloc_array(builder->alloc, count, sizeof *builder->slots);
    if (!builder->slots)
        return false;
    builder->slot_count = count;
    builder->tables.unit_slot_mask = (uint32_t)count - 1;
    builder->tables.unit_slots = builder->slots;
    for (i = 0; i < builder->tables.unit_count; i++) {
        /* Of two entries of one pair the first one counts: later periods of the same unit say the same of it. */
        if (find_pair(&builder->tables, builder->units[i].code, builder->units[i].qualifier) != NONE)
            continue;
        at = hash_pair(builder->units[i].code, builder->units[i].qualifier) & builder->tables.unit_slot_mask;
        while (builder->slots[at])
            at = (at + 1) & builder->tables.unit_slot_mask;
        builder->slots[at] = i + 1;
    }
    return true;
}

static void link_unit(trf_vocabulary_builder *builder, uint32_t index)
{
    trf_unit *unit = &builder->units[index];
    const char *at = unit->compound_of.data, *end = at ? at + unit->compound_of.size : NULL;
    unsigned part = 0;
    uint32_t i;

    unit->parts[0] = unit->parts[1] = unit->parts[2] = NONE;
    while (at < end && part < 3) {
        const char *start;

        while (at < end && *at == ' ')
            at++;
        start = at;
        while (at < end && *at != ' ')
            at++;
        if (at > start)
            unit->parts[part++] = trf_vocabulary_unit_key(&builder->tables, trf_slice_of(start, (size_t)(at - start)));
    }
    unit->asked = unit->asked_in.size ? trf_vocabulary_unit_key(&builder->tables, unit->asked_in) : NONE;
    /* A unit of which nothing more is known is asked in itself. */
    if (unit->asked == NONE && unit->compound_of.size == 0)
        unit->asked = index;
    if (unit->multiplier.coefficient == 0 && unit->multiplier.big == 0)
        unit->multiplier = trf_number_of(1);
    unit->group = 0;
    if (unit->dimensions.size == 0 || (unit->factor.coefficient == 0 && unit->factor.big == 0))
        return;
    unit->group = index + 1;
    for (i = 0; i < index; i++)
        if (builder->units[i].group && trf_slice_equal(builder->units[i].dimensions, unit->dimensions) &&
            trf_slice_equal(builder->units[i].qualifier, unit->qualifier)) {
            unit->group = builder->units[i].group;
            break;
        }
}

/* Blanks and commas are no part of a spelling's length: they are skipped when it is matched. */
static size_t squeezed(trf_slice name)
{
    size_t i, size = 0;

    for (i = 0; i < name.size; i++)
        size += name.data[i] != ' ' && name.data[i] != ',';
    return size;
}

static bool name_before(const trf_unit_name *a, const trf_unit_name *b)
{
    size_t x = squeezed(a->name), y = squeezed(b->name);
    int order;

    if (x != y)
        return x > y;
    order = trf_slice_compare(a->name, b->name);
    return order ? order < 0 : a->unit < b->unit;
}

static void sort_names(trf_vocabulary_builder *builder)
{
    uint32_t count = builder->tables.name_count, gap, i, j;

    for (gap = count / 2; gap > 0; gap /= 2)
        for (i = gap; i < count; i++) {
            trf_unit_name moved = builder->names[i];

            for (j = i; j >= gap && name_before(&moved, &builder->names[j - gap]); j -= gap)
                builder->names[j] = builder->names[j - gap];
            builder->names[j] = moved;
        }
}

static void sort_duty_expressions(trf_vocabulary_builder *builder)
{
    uint32_t i, j;

    for (i = 1; i < builder->tables.duty_expression_count; i++) {
        trf_duty_expression_entry moved = builder->duty_expressions[i];

        for (j = i; j > 0 && trf_slice_compare(builder->duty_expressions[j - 1].id, moved.id) > 0; j--)
            builder->duty_expressions[j] = builder->duty_expressions[j - 1];
        builder->duty_expressions[j] = moved;
    }
}

static bool has_name(const trf_vocabulary_builder *builder, uint32_t unit, uint32_t count)
{
    uint32_t i;

    for (i = 0; i < count; i++)
        if (builder->names[i].unit == unit)
            return true;
    return false;
}

const trf_vocabulary *trf_vocabulary_seal(trf_vocabulary_builder *builder)
{
    uint32_t i, count = builder->tables.unit_count, names = builder->tables.name_count;

    for (i = 0; i < count; i++)
        if (builder->units[i].abbreviation.size && !has_name(builder, i, names) &&
            !trf_vocabulary_add_name(builder, builder->units[i].abbreviation, i, TRF_NOTATION_TARIC | TRF_NOTATION_CET))
            return NULL;
    builder->tables.units = builder->units;
    if (!unit_slots(builder))
        return NULL;
    for (i = 0; i < count; i++)
        link_unit(builder, i);
    sort_names(builder);
    sort_duty_expressions(builder);
    builder->tables.duty_expressions = builder->duty_expressions;
    builder->tables.names = builder->names;
    builder->tables.qualifiers = builder->qualifiers;
    builder->tables.currencies = builder->currencies;
    return &builder->tables;
}
