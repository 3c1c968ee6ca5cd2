/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot/element.h"

#define DEPTH_MAX 32u

/** The first of an element and its later siblings that has the name. */
static uint32_t named(const trf_snapshot *s, uint32_t element, const char *name)
{
    uint32_t all = trf_snapshot_node_count(s);

    while (element < all) {
        const trf_node_record *node = trf_snapshot_node(s, element);

        if (!name || trf_slice_is(trf_snapshot_text(s, node->name), name))
            return element;
        if (node->next <= element)
            break;
        element = node->next;
    }
    return TRF_ELEMENT_NONE;
}

uint32_t trf_element_child(const trf_snapshot *s, uint32_t parent, const char *name)
{
    uint32_t first;

    if (parent >= trf_snapshot_node_count(s))
        return TRF_ELEMENT_NONE;
    first = trf_snapshot_node(s, parent)->first_child;
    return first > parent ? named(s, first, name) : TRF_ELEMENT_NONE;
}

uint32_t trf_element_next(const trf_snapshot *s, uint32_t element, const char *name)
{
    uint32_t next;

    if (element >= trf_snapshot_node_count(s))
        return TRF_ELEMENT_NONE;
    next = trf_snapshot_node(s, element)->next;
    return next > element ? named(s, next, name) : TRF_ELEMENT_NONE;
}

bool trf_element_holds(const trf_snapshot *s, uint32_t element, trf_date date)
{
    trf_slice from = trf_element_attribute(s, element, "from"), to = trf_element_attribute(s, element, "to");
    trf_date start = TRF_DATE_NONE, end = TRF_DATE_OPEN;

    if ((from.size && !trf_date_parse(from, &start)) || (to.size && !trf_date_parse(to, &end)))
        return false;
    return trf_period_has(start, end, date);
}

uint32_t trf_element_find(const trf_snapshot *s, uint32_t parent, const char *name, trf_slice id, trf_date date)
{
    uint32_t element = trf_element_child(s, parent, name);

    while (element != TRF_ELEMENT_NONE &&
           ((id.size && !trf_slice_equal(trf_element_attribute(s, element, "id"), id)) || !trf_element_holds(s, element, date)))
        element = trf_element_next(s, element, name);
    return element;
}

trf_slice trf_element_source(const trf_snapshot *s, uint32_t element)
{
    trf_slice source = TRF_SLICE_EMPTY;

    for (unsigned depth = 0; depth < DEPTH_MAX && element < trf_snapshot_node_count(s) && source.size == 0; depth++) {
        source = trf_element_attribute(s, element, "source");
        element = trf_snapshot_node(s, element)->parent;
    }
    return source;
}

trf_slice trf_words_at(trf_slice words, uint32_t place)
{
    size_t at = 0;

    for (uint32_t i = 0; at < words.size; i++) {
        size_t from;

        while (at < words.size && words.data[at] == ' ')
            at++;
        from = at;
        while (at < words.size && words.data[at] != ' ')
            at++;
        if (i == place)
            return trf_slice_of(words.data + from, at - from);
    }
    return TRF_SLICE_EMPTY;
}
