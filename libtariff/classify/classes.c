/* SPDX-License-Identifier: Apache-2.0 */
#include "classify/classes.h"

#include "classify/rank.h"

tariff_status trf_classes_of(const trf_alloc *alloc, const trf_space *space, trf_classes *out, tariff_error **error)
{
    uint32_t places = space->record->place_count, last = TRF_INDEX_NONE;

    *out = (trf_classes){.place_count = places};
    out->place = trf_alloc_array(alloc, (size_t)places + 1, sizeof *out->place);
    out->leaf = trf_alloc_array(alloc, (size_t)places + 1, sizeof *out->leaf);
    out->heading = trf_alloc_array(alloc, (size_t)places + 1, sizeof *out->heading);
    if (!out->place || !out->leaf || !out->heading)
        return trf_fail_memory(error);
    for (uint32_t i = 0; i < places; i++) {
        uint32_t heading;

        out->leaf[i] = TRF_SEARCH_NO_PLACE;
        if (!(space->places[i].flags & TRF_PLACE_LEAF))
            continue;
        heading = trf_rank_above(space, i, TRF_HEADING_DIGITS);
        if (out->heading_count == 0 || heading != last)
            out->heading_count++;
        last = heading;
        out->leaf[i] = (uint16_t)out->leaf_count;
        out->place[out->leaf_count] = (uint16_t)i;
        out->heading[out->leaf_count++] = (uint16_t)(out->heading_count - 1);
    }
    return TARIFF_OK;
}

static trf_slice code_of(const trf_snapshot *snapshot, const trf_space *space, const trf_classes *classes, uint32_t leaf)
{
    return trf_snapshot_text(snapshot, trf_snapshot_line(snapshot, space->places[classes->place[leaf]].line)->code);
}

uint32_t trf_classes_under(const trf_snapshot *snapshot, const trf_space *space, const trf_classes *classes, trf_slice code,
                           uint32_t *first)
{
    uint32_t low = 0, high = classes->leaf_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (trf_slice_compare(code_of(snapshot, space, classes, middle), code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (*first = low; low < classes->leaf_count && trf_slice_begins(code_of(snapshot, space, classes, low), code);)
        low++;
    return low - *first;
}

void trf_classes_free(const trf_alloc *alloc, trf_classes *classes)
{
    size_t size = ((size_t)classes->place_count + 1) * sizeof *classes->place;

    trf_alloc_free(alloc, classes->place, size);
    trf_alloc_free(alloc, classes->leaf, size);
    trf_alloc_free(alloc, classes->heading, size);
    *classes = (trf_classes){0};
}
