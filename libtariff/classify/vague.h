/* SPDX-License-Identifier: Apache-2.0 */
/** @file Texts that are answered by a question instead of a code. */
#ifndef TRF_CLASSIFY_VAGUE_H
#define TRF_CLASSIFY_VAGUE_H

#include "snapshot/search.h"

/** The entry of a list of words too vague that says the whole of a text, by trf_search_whole(); NODE, TRF_INDEX_NONE for none. */
uint32_t trf_vague_find(const trf_snapshot *snapshot, uint64_t whole);
/** The element of a fact that decides; NODE, TRF_INDEX_NONE for none. */
uint32_t trf_vague_decider(const trf_snapshot *snapshot, trf_slice id);
/** The text of an element in a language, else in English, else the first. */
trf_slice trf_vague_text(const trf_snapshot *snapshot, uint32_t node, trf_slice language);

#endif
