/* SPDX-License-Identifier: Apache-2.0 */
/** @file The text index of an image: getters like those of snapshot.h. */
#ifndef TRF_SNAPSHOT_SEARCH_H
#define TRF_SNAPSHOT_SEARCH_H

#include "image/search.h"
#include "snapshot/snapshot.h"
#include "text/language.h"

TRF_SNAPSHOT_GETTER(search, trf_search_record, TRF_SECTION_SEARCH)
TRF_SNAPSHOT_GETTER(search_space, trf_search_space_record, TRF_SECTION_SEARCH_SPACE)
TRF_SNAPSHOT_GETTER(search_place, trf_search_place_record, TRF_SECTION_SEARCH_PLACE)
TRF_SNAPSHOT_GETTER(search_language, trf_search_language_record, TRF_SECTION_SEARCH_LANGUAGE)
TRF_SNAPSHOT_GETTER(search_term, trf_search_term_record, TRF_SECTION_SEARCH_TERM)
TRF_SNAPSHOT_GETTER(search_posting, trf_search_posting_record, TRF_SECTION_SEARCH_POSTING)
TRF_SNAPSHOT_GETTER(search_entry, trf_search_entry_record, TRF_SECTION_SEARCH_ENTRY)
TRF_SNAPSHOT_GETTER(search_vague, trf_search_vague_record, TRF_SECTION_SEARCH_VAGUE)
TRF_SNAPSHOT_GETTER(search_meaning, trf_search_meaning_record, TRF_SECTION_SEARCH_MEANING)

/** Where a run ends that begins in one record and ends where that of the next begins. */
static inline uint32_t trf_search_end(uint32_t first, uint32_t next, uint32_t count)
{
    return next > count ? count : next < first ? first : next;
}

/** Numbers of a section of words: slots, mentions. 0 where the index is outside. */
static inline uint32_t trf_snapshot_word(const trf_snapshot *snapshot, uint32_t section, uint32_t index)
{
    const trf_section_view *view = &snapshot->sections[section];

    return index < view->count ? ((const uint32_t *)(const void *)view->data)[index] : 0;
}

/** The weights by which a language is known, TRF_LANGUAGE_BUCKETS of them; NULL where the image has none. */
static inline const uint8_t *trf_snapshot_search_trigrams(const trf_snapshot *snapshot,
                                                          const trf_search_language_record *language)
{
    const trf_section_view *view = &snapshot->sections[TRF_SECTION_SEARCH_TRIGRAM];

    return view->count >= TRF_LANGUAGE_BUCKETS && language->first_trigram <= view->count - TRF_LANGUAGE_BUCKETS
               ? view->data + (size_t)language->first_trigram * 2
               : NULL;
}

#endif
