/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Elements of law as an image keeps them: what is too seldom asked for to have records of its own is read here from the tree of a
 * profile. Elements lie in the order of the document; whatever leaves it ends a walk.
 */
#ifndef TRF_SNAPSHOT_ELEMENT_H
#define TRF_SNAPSHOT_ELEMENT_H

#include "snapshot/snapshot.h"

#define TRF_ELEMENT_NONE UINT32_MAX

/** The first child with a name; TRF_ELEMENT_NONE for none. name NULL: any. */
uint32_t trf_element_child(const trf_snapshot *snapshot, uint32_t parent, const char *name);
/** The next sibling with a name. */
uint32_t trf_element_next(const trf_snapshot *snapshot, uint32_t element, const char *name);
/** Whether an element is law on a date: its `from` and `to`, both included. What is no date never holds. */
bool trf_element_holds(const trf_snapshot *snapshot, uint32_t element, trf_date date);
/** The first child with a name, an id (empty: any) and law on the date; TRF_ELEMENT_NONE for none. */
uint32_t trf_element_find(const trf_snapshot *snapshot, uint32_t parent, const char *name, trf_slice id, trf_date date);
/** The legal source: the element's own, else that of the nearest element around it. */
trf_slice trf_element_source(const trf_snapshot *snapshot, uint32_t element);
static inline trf_slice trf_element_attribute(const trf_snapshot *snapshot, uint32_t element, const char *name)
{
    return element == TRF_ELEMENT_NONE ? TRF_SLICE_EMPTY : trf_snapshot_node_attribute(snapshot, element, name);
}
static inline trf_slice trf_element_text(const trf_snapshot *snapshot, uint32_t element)
{
    return trf_snapshot_text(snapshot, trf_snapshot_node(snapshot, element)->text);
}
/** The word of a list of words with this place, counted from 0; empty where there are fewer. */
trf_slice trf_words_at(trf_slice words, uint32_t place);

#endif
