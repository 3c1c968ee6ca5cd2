/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The text index under construction: what words of one language say about the places of one space. Words are added with the
 * field they stand in; writing a language turns them into impacts and entries.
 */
#ifndef TRF_COMPILE_SEARCH_H
#define TRF_COMPILE_SEARCH_H

#include "compile/build.h"
#include "image/search.h"
#include "text/analysis.h"

#define TRF_WEIGHT_ONE 256u /**< weight of a lexicon entry that says nothing else */

/** A space while it is built. */
typedef struct trf_search_space {
    trf_search_space_record record;
    uint16_t *leaves; /**< before each place, and behind the last: how many places before it have nothing below them */
    uint16_t *end;    /**< of each place: the place behind the last one below it */
} trf_search_space;

/** Words of one language in one space. */
typedef struct trf_search_words trf_search_words;

tariff_status trf_search_words_open(trf_build *build, const trf_search_space *space, trf_analyser *analyser,
                                    trf_search_words **out);
void trf_search_words_close(trf_search_words *words);
/** The description of a place. */
tariff_status trf_search_add_description(trf_search_words *words, uint16_t place, trf_slice text);
/** An entry of a lexicon for the places that it can mean, likeliest first; weight in 256ths. */
tariff_status trf_search_add_entry(trf_search_words *words, const uint16_t *places, uint32_t place_count, trf_slice text,
                                   uint32_t weight);
bool trf_search_words_any(const trf_search_words *words);
/** Write terms, slots, postings, entries; `record` gets its runs, its step and its count of documents. */
tariff_status trf_search_words_write(trf_search_words *words, trf_search_language_record *record);

/** The place of a code: its line of suffix 80, else any; TRF_SEARCH_NO_PLACE. */
uint16_t trf_search_place(const trf_build *build, const trf_search_space_record *space, trf_slice code);
static inline const trf_search_place_record *trf_search_place_at(const trf_build *build, const trf_search_space_record *space,
                                                                 uint32_t place)
{
    return trf_build_at(build, TRF_SECTION_SEARCH_PLACE, space->first_place + place);
}
/** Entries of all lexicons of a language that speak of the space. */
tariff_status trf_search_add_lexicons(trf_build *build, const trf_search_space *space, trf_slice language,
                                      trf_search_words *words);
/** Texts too vague for a code, of all lists. */
tariff_status trf_search_add_vague(trf_build *build);

#endif
