/* SPDX-License-Identifier: Apache-2.0 */
#include "text/stem.h"

#include <libstemmer.h>

enum { NAME_MAX_BYTES = 32, SLOTS_FIRST = 512 };

static bool is_algorithm(trf_slice name)
{
    for (const char **names = sb_stemmer_list(); *names; names++)
        if (trf_slice_is(name, *names))
            return true;
    return false;
}

tariff_status trf_stems_init(trf_stems *stems, const trf_alloc *alloc, const trf_known *known, trf_characters *characters,
                             trf_slice algorithm, uint32_t rules, tariff_error **error)
{
    char name[NAME_MAX_BYTES + 1];

    memset(stems, 0, sizeof *stems);
    stems->alloc = alloc;
    stems->known = known;
    stems->characters = characters;
    stems->rules = rules;
    if (algorithm.size == 0)
        return TARIFF_OK;
    if (algorithm.size <= NAME_MAX_BYTES) {
        memcpy(name, algorithm.data, algorithm.size);
        name[algorithm.size] = '\0';
        stems->stemmer = sb_stemmer_new(name, "UTF_8");
    }
    if (!stems->stemmer && is_algorithm(algorithm))
        return trf_fail_memory(error);
    if (!stems->stemmer)
        return trf_fail(error, alloc, TARIFF_EINVAL, "text rules: stemmer '%S': Snowball has no such algorithm", algorithm);
    return TARIFF_OK;
}

void trf_stems_done(trf_stems *stems)
{
    if (!stems->alloc)
        return;
    sb_stemmer_delete(stems->stemmer);
    trf_alloc_free(stems->alloc, stems->slots, stems->slot_count * sizeof *stems->slots);
    memset(stems, 0, sizeof *stems);
}

static bool stem(trf_stems *stems, trf_slice *word)
{
    const sb_symbol *stemmed;

    if (!stems->stemmer || word->size == 0)
        return true;
    stemmed = sb_stemmer_stem(stems->stemmer, (const sb_symbol *)word->data, (int)word->size);
    if (!stemmed)
        return false;
    *word = trf_slice_of((const char *)stemmed, (size_t)sb_stemmer_length(stems->stemmer));
    return true;
}

static void plain(trf_stems *stems, trf_slice *word, char out[2 * TRF_WORD_BYTES_MAX])
{
    *word = trf_slice_of(out, trf_characters_plain(stems->characters, *word, out, 2 * TRF_WORD_BYTES_MAX));
}

/* The term of a spelling into stems->term. */
static bool find_term(trf_stems *stems, trf_slice word, trf_slice *term)
{
    char bytes[2 * TRF_WORD_BYTES_MAX];
    trf_slice made = word;

    if (stems->rules & TRF_TEXT_STEM_FIRST) {
        if (!stem(stems, &made))
            return false;
        plain(stems, &made, bytes);
    } else {
        plain(stems, &made, bytes);
        if (!stem(stems, &made))
            return false;
    }
    if (made.size == 0 || made.size > sizeof stems->term)
        made = word;
    memcpy(stems->term, made.data, made.size);
    *term = trf_slice_of(stems->term, made.size);
    return true;
}

/* More slots, empty ones; where memory is refused those that are there go on. */
static void grow(trf_stems *stems)
{
    uint32_t count = stems->slot_count ? 4 * stems->slot_count : SLOTS_FIRST;
    trf_stem *slots = trf_alloc_array(stems->alloc, count, sizeof *slots);

    stems->misses = 0;
    if (!slots)
        return;
    trf_alloc_free(stems->alloc, stems->slots, stems->slot_count * sizeof *stems->slots);
    stems->slots = slots;
    stems->slot_count = count;
}

const trf_stem *trf_stems_look(trf_stems *stems, trf_slice form, trf_slice *term)
{
    uint64_t hash = trf_word_hash(form);
    const trf_known_word *known;
    trf_slice word = form;
    trf_stem *slot;

    if (stems->misses >= 2 * stems->slot_count && stems->slot_count < TRF_STEM_CACHE_SLOTS)
        grow(stems);
    if (!stems->slots)
        return NULL;
    slot = &stems->slots[(hash >> 20) & (stems->slot_count - 1)];
    if (slot->hash == hash && slot->form_size == form.size && memcmp(slot->form, form.data, form.size) == 0) {
        *term = slot->prefix ? trf_slice_of(form.data, slot->term_size) : trf_slice_of(slot->term, slot->term_size);
        return slot;
    }
    stems->misses += stems->misses < UINT32_MAX;
    known = trf_known_find(stems->known, form, hash);
    if (known && known->variant)
        word = stems->known->texts[known->variant - 1];
    if (!find_term(stems, word, term))
        return NULL;
    if (form.size > TRF_STEM_CACHED_MAX || term->size > TRF_STEM_CACHED_MAX)
        slot = &stems->other;
    memset(slot, 0, sizeof *slot);
    slot->hash = hash;
    if (known) {
        slot->unit = known->unit;
        slot->flags = (uint8_t)(known->flags | (known->variant ? TRF_STEM_VARIANT : 0));
    }
    if (slot != &stems->other) {
        slot->form_size = (uint8_t)form.size;
        slot->term_size = (uint8_t)term->size;
        memcpy(slot->form, form.data, form.size);
        memcpy(slot->term, term->data, term->size);
        slot->prefix = term->size <= form.size && memcmp(term->data, form.data, term->size) == 0;
    }
    return slot;
}

uint64_t trf_stems_version(void)
{
    /* A word of Latin letters and one of Cyrillic, with endings that many algorithms know. */
    static const char *const words[] = {"generalisations", "nationalement",
                                        "\xd0\xb2\xd1\x8f\xd0\xb7\xd0\xb0\xd0\xbd\xd1\x8b\xd0\xb5"};
    uint64_t hash = TRF_SUM_START;

    for (const char **names = sb_stemmer_list(); *names; names++) {
        struct sb_stemmer *stemmer = sb_stemmer_new(*names, "UTF_8");

        hash = trf_sum(hash, trf_slice_text(*names));
        for (unsigned i = 0; stemmer && i < sizeof words / sizeof words[0]; i++) {
            const sb_symbol *made = sb_stemmer_stem(stemmer, (const sb_symbol *)words[i], (int)strlen(words[i]));

            if (made)
                hash = trf_sum(hash, trf_slice_of((const char *)made, (size_t)sb_stemmer_length(stemmer)));
        }
        sb_stemmer_delete(stemmer);
    }
    return hash;
}
