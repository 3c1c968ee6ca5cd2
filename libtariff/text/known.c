/* SPDX-License-Identifier: Apache-2.0 */
#include "text/known.h"

#include "base/limits.h"
#include "base/utf8.h"

/* While it is built: texts grow in one block of known size, so that slices stay. */
typedef struct builder {
    trf_known *known;
    trf_characters *characters;
    trf_folded folded;
    uint32_t fold_flags;
    tariff_error **error;
} builder;

bool trf_words_next(trf_slice *rest, trf_slice *word)
{
    size_t at = 0, end;

    while (at < rest->size && rest->data[at] == ' ')
        at++;
    for (end = at; end < rest->size && rest->data[end] != ' ';)
        end++;
    *word = trf_slice_of(rest->data ? rest->data + at : NULL, end - at);
    *rest = trf_slice_of(rest->data ? rest->data + end : NULL, rest->size - end);
    return word->size > 0;
}

/* ---- sizes: an upper bound of what the rules need ---- */
typedef struct extent {
    uint64_t bytes;
    uint64_t words;
} extent;

static void measure_list(extent *extent, trf_slice list)
{
    extent->bytes += list.size;
    extent->words += list.size / 2 + 1;
}

static void measure(extent *extent, const trf_text_rules *rules)
{
    if (!rules)
        return;
    measure_list(extent, rules->stop_words);
    measure_list(extent, rules->elisions);
    measure_list(extent, rules->linking);
    for (uint32_t i = 0; i < rules->negation_count; i++)
        measure_list(extent, rules->negations[i].term);
    for (uint32_t i = 0; i < rules->unit_count; i++) {
        measure_list(extent, rules->units[i].symbol);
        measure_list(extent, rules->units[i].spellings);
    }
    for (uint32_t i = 0; i < rules->pattern_count; i++)
        measure_list(extent, rules->patterns[i].words);
    for (uint32_t i = 0; i < rules->variant_count; i++) {
        measure_list(extent, rules->variants[i].to);
        measure_list(extent, rules->variants[i].words);
    }
}

/* ---- building ---- */
/* A folded copy of a text. */
static tariff_status keep(builder *builder, trf_slice text, trf_slice *out)
{
    trf_known *known = builder->known;
    tariff_status status = trf_fold(&builder->folded, builder->characters, text, builder->fold_flags, builder->error);

    if (status < 0)
        return status;
    /* Three bytes for each byte of the rules: words that fold to more are none. */
    if (known->bytes_room - known->bytes_size < builder->folded.size)
        return trf_fail(builder->error, known->alloc, TARIFF_ELIMIT, "text rules: '%S' is longer than rules may be", text);
    *out = trf_slice_of(known->bytes + known->bytes_size, builder->folded.size);
    if (out->size)
        memcpy(known->bytes + known->bytes_size, builder->folded.data, out->size);
    known->bytes_size += out->size;
    return TARIFF_OK;
}

static tariff_status append(builder *builder, trf_slice **items, size_t *count, size_t *room, trf_slice item)
{
    void *block = *items;

    if (!trf_alloc_grow(builder->known->alloc, &block, room, *count + 1, sizeof **items))
        return trf_fail_memory(builder->error);
    *items = block;
    (*items)[(*count)++] = item;
    return TARIFF_OK;
}

static trf_known_word *slot_of(const trf_known *known, trf_slice form, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & known->word_mask;

    while (known->words[at].form.data && !(known->words[at].hash == hash && trf_slice_equal(known->words[at].form, form)))
        at = (at + 1) & known->word_mask;
    return &known->words[at];
}

/* The entry of a folded text that lies in the block. */
static trf_known_word *entry(builder *builder, trf_slice form)
{
    uint64_t hash = trf_word_hash(form);
    trf_known_word *slot = slot_of(builder->known, form, hash);

    if (!slot->form.data) {
        slot->form = form;
        slot->hash = hash;
        builder->known->word_count++;
    }
    return slot;
}

static tariff_status add_words(builder *builder, trf_slice list, uint32_t flags, uint32_t unit, uint32_t variant)
{
    trf_slice word, form;

    while (trf_words_next(&list, &word)) {
        trf_known_word *slot;
        tariff_status status = keep(builder, word, &form);

        if (status < 0)
            return status;
        if (form.size == 0)
            continue;
        slot = entry(builder, form);
        slot->flags |= flags;
        if (unit)
            slot->unit = unit;
        if (variant)
            slot->variant = variant;
    }
    return TARIFF_OK;
}

static tariff_status add_unit(builder *builder, const trf_text_unit *unit)
{
    trf_known *known = builder->known;
    trf_slice symbol;
    uint32_t number = 0;
    tariff_status status;

    for (size_t i = 0; i < known->unit_count && !number; i++)
        if (trf_slice_equal(known->units[i], unit->symbol))
            number = (uint32_t)i + 1;
    if (!number) {
        /* The symbol stays as it is written: mV is not MV. */
        if (known->bytes_room - known->bytes_size < unit->symbol.size || unit->symbol.size == 0)
            return trf_fail(builder->error, known->alloc, TARIFF_EINVAL, "text rules: a unit has no symbol");
        symbol = trf_slice_of(known->bytes + known->bytes_size, unit->symbol.size);
        memcpy(known->bytes + known->bytes_size, unit->symbol.data, symbol.size);
        known->bytes_size += symbol.size;
        status = append(builder, &known->units, &known->unit_count, &known->unit_room, symbol);
        if (status < 0)
            return status;
        number = (uint32_t)known->unit_count;
    }
    return add_words(builder, unit->spellings, 0, number, 0);
}

static tariff_status add_variant(builder *builder, const trf_text_variant *variant)
{
    trf_known *known = builder->known;
    trf_slice to;
    tariff_status status = keep(builder, variant->to, &to);

    if (status < 0)
        return status;
    if (to.size == 0 || to.size > TRF_WORD_BYTES_MAX)
        return trf_fail(builder->error, known->alloc, TARIFF_EINVAL, "text rules: '%S' is no word to index", variant->to);
    status = append(builder, &known->texts, &known->text_count, &known->text_room, to);
    return status < 0 ? status : add_words(builder, variant->words, 0, 0, (uint32_t)known->text_count);
}

/* The first word of a term: what a token would be. */
static trf_slice first_word(builder *builder, trf_slice term, uint8_t *class)
{
    size_t at = 0;

    *class = TRF_CHARACTER_OTHER;
    while (at < term.size) {
        unsigned used;
        uint32_t c = trf_utf8_read(trf_slice_of(term.data + at, term.size - at), &used);
        uint8_t found = trf_character_look(builder->characters, c)->class;

        if (used == 0 || !(trf_character_is_word(found) || trf_character_is_unspaced(found)))
            break;
        if (at == 0)
            *class = found;
        at += used;
    }
    return trf_slice_of(term.data, at);
}

static tariff_status add_negation(builder *builder, const trf_text_negation *negation)
{
    trf_known *known = builder->known;
    trf_known_negation item = {TRF_SLICE_EMPTY, negation->until, negation->before, 0};
    trf_slice first;
    uint8_t class;
    void *block = known->negations;
    size_t at;
    tariff_status status = keep(builder, negation->term, &item.term);

    if (status < 0)
        return status;
    first = first_word(builder, item.term, &class);
    if (first.size == 0 || negation->until > TRF_UNTIL_END)
        return trf_fail(builder->error, known->alloc, TARIFF_EINVAL, "text rules: negation '%S' begins with no word",
                        negation->term);
    item.unspaced = trf_character_is_unspaced(class);
    if (item.unspaced && item.term.size < 3)
        return trf_fail(builder->error, known->alloc, TARIFF_EINVAL, "text rules: negation '%S' is too short", negation->term);
    if (item.unspaced)
        known->starts[trf_known_start(item.term.data) / 64] |= UINT64_C(1) << trf_known_start(item.term.data) % 64;
    else
        entry(builder, first)->flags |= TRF_KNOWN_NEGATION;
    if (!trf_alloc_grow(known->alloc, &block, &known->negation_room, known->negation_count + 1, sizeof item))
        return trf_fail_memory(builder->error);
    known->negations = block;
    for (at = known->negation_count++; at > 0 && known->negations[at - 1].term.size < item.term.size; at--)
        known->negations[at] = known->negations[at - 1];
    known->negations[at] = item;
    return TARIFF_OK;
}

static tariff_status add_linking(builder *builder, trf_slice list)
{
    trf_known *known = builder->known;
    trf_slice word, form;

    while (trf_words_next(&list, &word)) {
        tariff_status status = keep(builder, word, &form);

        if (status >= 0)
            status = append(builder, &known->linking, &known->linking_count, &known->linking_room, form);
        if (status < 0)
            return status;
    }
    return TARIFF_OK;
}

static tariff_status add_rules(builder *builder, const trf_text_rules *rules)
{
    tariff_status status = add_words(builder, rules->stop_words, TRF_KNOWN_STOP, 0, 0);

    if (status >= 0)
        status = add_words(builder, rules->elisions, TRF_KNOWN_ELISION, 0, 0);
    if (status >= 0)
        status = add_linking(builder, rules->linking);
    for (uint32_t i = 0; status >= 0 && i < rules->unit_count; i++)
        status = add_unit(builder, &rules->units[i]);
    for (uint32_t i = 0; status >= 0 && i < rules->variant_count; i++)
        status = add_variant(builder, &rules->variants[i]);
    for (uint32_t i = 0; status >= 0 && i < rules->negation_count; i++)
        status = add_negation(builder, &rules->negations[i]);
    for (uint32_t i = 0; status >= 0 && i < rules->pattern_count; i++)
        status = add_words(builder, rules->patterns[i].words, TRF_KNOWN_IGNORE, 0, 0);
    return status;
}

tariff_status trf_known_build(trf_known *known, const trf_alloc *alloc, trf_characters *characters, const trf_text_rules *shared,
                              const trf_text_rules *rules, tariff_error **error)
{
    builder builder = {known, characters, {0}, rules->flags & TRF_TEXT_DOTLESS ? TRF_FOLD_DOTLESS : 0, error};
    extent extent = {64, 1};
    uint32_t slots = 16;
    tariff_status status;

    memset(known, 0, sizeof *known);
    known->alloc = alloc;
    trf_folded_init(&builder.folded, alloc);
    measure(&extent, shared);
    measure(&extent, rules);
    if (extent.bytes > UINT32_C(16) * TRF_TEXT_RULES_MAX || extent.words > UINT32_C(16) * TRF_TEXT_RULES_MAX) {
        status = trf_fail(error, alloc, TARIFF_ELIMIT, "text rules of '%S': %lu bytes (at most %u)", rules->language,
                          (uint64_t)extent.bytes, UINT32_C(16) * TRF_TEXT_RULES_MAX);
        goto done;
    }
    while (slots < extent.words + extent.words / 4)
        slots *= 2;
    known->bytes_room = (size_t)extent.bytes * 3;
    known->bytes = trf_alloc_zero(alloc, known->bytes_room);
    known->words = trf_alloc_array(alloc, slots, sizeof *known->words);
    known->word_mask = slots - 1;
    if (!known->bytes || !known->words) {
        status = trf_fail_memory(error);
        goto done;
    }
    status = shared ? add_rules(&builder, shared) : TARIFF_OK;
    if (status >= 0)
        status = add_rules(&builder, rules);
done:
    trf_folded_done(&builder.folded);
    if (status < 0)
        trf_known_done(known);
    return status;
}

void trf_known_done(trf_known *known)
{
    const trf_alloc *alloc = known->alloc;

    if (!alloc)
        return;
    trf_alloc_free(alloc, known->bytes, known->bytes ? known->bytes_room : 0);
    trf_alloc_free(alloc, known->words, known->words ? ((size_t)known->word_mask + 1) * sizeof *known->words : 0);
    trf_alloc_free(alloc, known->texts, known->text_room * sizeof *known->texts);
    trf_alloc_free(alloc, known->units, known->unit_room * sizeof *known->units);
    trf_alloc_free(alloc, known->negations, known->negation_room * sizeof *known->negations);
    trf_alloc_free(alloc, known->linking, known->linking_room * sizeof *known->linking);
    memset(known, 0, sizeof *known);
}

const trf_known_word *trf_known_find(const trf_known *known, trf_slice form, uint64_t hash)
{
    const trf_known_word *slot = slot_of(known, form, hash);

    return slot->form.data ? slot : NULL;
}
