/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The score of every place for the terms of a query: what each term adds at the places that have it and at those above, and the
 * best entry that the query says, 0.7 * m * m / w for an entry of weight w of which the query has m. No memory is asked for.
 */
#include "classify/space.h"

#define ENTRY_WEIGHT 180u /* of the best entry beside the terms, in 256ths */

tariff_status trf_space_open(const trf_alloc *alloc, const trf_snapshot *snapshot, uint32_t index, trf_space *out,
                             tariff_error **error)
{
    const trf_search_space_record *record = trf_snapshot_search_space(snapshot, index);
    uint32_t entries = 0;

    *out = (trf_space){.record = record};
    if (!trf_snapshot_sound(snapshot, TRF_SECTION_SEARCH_SPACE, record) || record->place_count >= TRF_SEARCH_PLACES_MAX)
        return trf_fail(error, alloc, TARIFF_EIMAGE, "text index: a space leaves its sections");
    for (uint32_t i = 0; i < record->language_count; i++) {
        const trf_search_language_record *language = trf_snapshot_search_language(snapshot, record->first_language + i);

        /* One record stands behind the terms and the entries of a language. */
        if (!trf_snapshot_sound(snapshot, TRF_SECTION_SEARCH_LANGUAGE, language) || language->slot_count == 0 ||
            (language->slot_count & (language->slot_count - 1)) != 0 || language->top > 65535u ||
            language->term_count >= trf_snapshot_search_term_count(snapshot) - language->first_term ||
            language->entry_count >= trf_snapshot_search_entry_count(snapshot) - language->first_entry)
            return trf_fail(error, alloc, TARIFF_EIMAGE, "text index: a language leaves its sections");
        entries = language->entry_count > entries ? language->entry_count : entries;
    }
    out->places = trf_snapshot_search_place(snapshot, record->first_place);
    out->matched_count = entries;
    out->terms = trf_alloc_array(alloc, (size_t)record->place_count + 1, sizeof *out->terms);
    out->best = trf_alloc_array(alloc, (size_t)record->place_count + 1, sizeof *out->best);
    out->best_entry = trf_alloc_array(alloc, (size_t)record->place_count + 1, sizeof *out->best_entry);
    out->holds = trf_alloc_array(alloc, (size_t)record->place_count + 1, sizeof *out->holds);
    out->by_words = trf_alloc_array(alloc, (size_t)record->place_count + 1, sizeof *out->by_words);
    out->siblings = trf_alloc_array(alloc, (size_t)record->place_count + 1, sizeof *out->siblings);
    out->scores = trf_alloc_array(alloc, (size_t)record->place_count + 1, sizeof *out->scores);
    out->matched = trf_alloc_array(alloc, (size_t)entries + 1, sizeof *out->matched);
    out->touched = trf_alloc_array(alloc, (size_t)entries + 1, sizeof *out->touched);
    if (!out->terms || !out->best || !out->best_entry || !out->scores || !out->siblings || !out->by_words || !out->holds ||
        !out->matched || !out->touched)
        return trf_fail_memory(error);
    return TARIFF_OK;
}

void trf_space_close(const trf_alloc *alloc, trf_space *space)
{
    size_t places = space->record ? (size_t)space->record->place_count + 1 : 0, entries = (size_t)space->matched_count + 1;

    trf_alloc_free(alloc, space->terms, places * sizeof *space->terms);
    trf_alloc_free(alloc, space->best, places * sizeof *space->best);
    trf_alloc_free(alloc, space->best_entry, places * sizeof *space->best_entry);
    trf_alloc_free(alloc, space->holds, places * sizeof *space->holds);
    trf_alloc_free(alloc, space->by_words, places * sizeof *space->by_words);
    trf_alloc_free(alloc, space->siblings, places * sizeof *space->siblings);
    trf_alloc_free(alloc, space->scores, places * sizeof *space->scores);
    trf_alloc_free(alloc, space->matched, entries * sizeof *space->matched);
    trf_alloc_free(alloc, space->touched, entries * sizeof *space->touched);
    *space = (trf_space){0};
}

/* ---- terms ---- */

uint32_t trf_space_term(const trf_snapshot *snapshot, uint32_t language, trf_slice text)
{
    const trf_search_language_record *record = trf_snapshot_search_language(snapshot, language);
    uint32_t mask = record->slot_count - 1, at = trf_search_hash(text) & mask;

    for (uint32_t probes = 0; probes < TRF_PROBES_MAX; probes++, at = (at + 1) & mask) {
        uint32_t number = trf_snapshot_word(snapshot, TRF_SECTION_SEARCH_SLOT, record->first_slot + at), term;

        if (number == 0 || number > record->term_count)
            break;
        term = record->first_term + number - 1;
        if (trf_slice_equal(trf_snapshot_text(snapshot, trf_snapshot_search_term(snapshot, term)->text), text))
            return term;
    }
    return TRF_INDEX_NONE;
}

uint32_t trf_space_language(const trf_snapshot *snapshot, const trf_space *space, uint16_t language)
{
    for (uint32_t i = 0; i < space->record->language_count; i++)
        if (trf_snapshot_search_language(snapshot, space->record->first_language + i)->language == language)
            return space->record->first_language + i;
    return TRF_INDEX_NONE;
}

/* ---- scores ---- */

void trf_space_clear(trf_space *space)
{
    space->found_count = 0;
    memset(space->by_words, 1, space->record->place_count * sizeof *space->by_words);
    memset(space->terms, 0, space->record->place_count * sizeof *space->terms);
    memset(space->best, 0, space->record->place_count * sizeof *space->best);
}

static void add_term(const trf_snapshot *snapshot, trf_space *space, const trf_found_term *found)
{
    const trf_search_language_record *language = trf_snapshot_search_language(snapshot, found->language);
    const trf_search_term_record *term = trf_snapshot_search_term(snapshot, found->term);
    uint32_t end = trf_search_end(term->first_posting, trf_snapshot_search_term(snapshot, found->term + 1)->first_posting,
                                  trf_snapshot_search_posting_count(snapshot));

    for (uint32_t i = term->first_posting; i < end; i++) {
        const trf_search_posting_record *posting = trf_snapshot_search_posting(snapshot, i);

        if (posting->place < space->record->place_count)
            space->terms[posting->place] =
                trf_score_add(space->terms[posting->place], trf_found_contribution(language, found, posting->impact));
    }
}

/* Terms of the query that each entry has; how many entries have any. */
static uint32_t match_entries(const trf_snapshot *snapshot, trf_space *space, uint32_t at)
{
    const trf_search_language_record *language = trf_snapshot_search_language(snapshot, at);
    const trf_section_view *mentions = &snapshot->sections[TRF_SECTION_SEARCH_MENTION];
    uint32_t count = 0;

    for (uint32_t f = 0; f < space->found_count; f++) {
        const trf_found_term *found = &space->found[f];
        const trf_search_term_record *term = trf_snapshot_search_term(snapshot, found->term);
        uint32_t end;

        if (found->language != at)
            continue;
        end = trf_search_end(term->first_mention, trf_snapshot_search_term(snapshot, found->term + 1)->first_mention,
                             mentions->count);
        for (uint32_t i = term->first_mention; i < end; i++) {
            uint32_t entry = ((const uint32_t *)(const void *)mentions->data)[i];

            if (entry >= language->entry_count)
                continue;
            if (space->matched[entry] == 0)
                space->touched[count++] = entry;
            space->matched[entry] += found->weight + (found->weight == 0);
        }
    }
    return count;
}

static void take_entries(const trf_snapshot *snapshot, trf_space *space, uint32_t at, uint32_t count)
{
    const trf_search_language_record *language = trf_snapshot_search_language(snapshot, at);

    for (uint32_t t = 0; t < count; t++) {
        uint32_t index = language->first_entry + space->touched[t];
        const trf_search_entry_record *entry = trf_snapshot_search_entry(snapshot, index);
        uint32_t end = trf_search_end(entry->first_meaning, trf_snapshot_search_entry(snapshot, index + 1)->first_meaning,
                                      trf_snapshot_search_meaning_count(snapshot));
        uint64_t whole = entry->weight ? entry->weight : 1, m = space->matched[space->touched[t]];
        uint64_t score;

        space->matched[space->touched[t]] = 0;
        m = m > whole ? whole : m;
        score = m * m / whole * entry->confidence / 256u;
        for (uint32_t i = entry->first_meaning; i < end; i++) {
            const trf_search_meaning_record *meaning = trf_snapshot_search_meaning(snapshot, i);
            int32_t there = trf_score_of((int64_t)(score * meaning->share / 256u * ENTRY_WEIGHT / 256u));

            if (meaning->place < space->record->place_count && there > space->best[meaning->place]) {
                space->best[meaning->place] = there;
                space->best_entry[meaning->place] = index;
            }
        }
    }
}

/* What holds above holds below: terms add up on the way down, the best entry is the best of the path. */
static void spread(trf_space *space)
{
    for (uint32_t i = 0; i < space->record->place_count; i++) {
        uint16_t parent = space->places[i].parent;

        if (parent >= i)
            continue;
        space->terms[i] = trf_score_add(space->terms[i], space->terms[parent]);
        if (space->best[parent] > space->best[i]) {
            space->best[i] = space->best[parent];
            space->best_entry[i] = space->best_entry[parent];
        }
    }
}

void trf_space_score(const trf_snapshot *snapshot, trf_space *space)
{
    for (uint32_t i = 0; i < space->found_count; i++)
        add_term(snapshot, space, &space->found[i]);
    for (uint32_t i = 0; i < space->record->language_count; i++) {
        uint32_t language = space->record->first_language + i;

        take_entries(snapshot, space, language, match_entries(snapshot, space, language));
    }
    spread(space);
}
