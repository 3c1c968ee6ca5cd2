/* SPDX-License-Identifier: Apache-2.0 */
/* Why a candidate is there: each posting on its path and the entry that it owes its rank to. They add up to its score. */
#include "classify/reason.h"

#include "classify/rank.h"

/* Places from a leaf to its chapter. */
static uint32_t path_of(const trf_space *space, uint32_t place, uint32_t path[TRF_TREE_DEPTH_MAX])
{
    uint32_t count = 0;

    for (;;) {
        path[count++] = place;
        if (count == TRF_TREE_DEPTH_MAX || space->places[place].parent >= place)
            return count;
        place = space->places[place].parent;
    }
}

/* First posting of a run at a place or behind it: a run is in the order of places. */
static uint32_t find_posting(const trf_snapshot *snapshot, uint32_t first, uint32_t end, uint32_t place)
{
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;

        if (trf_snapshot_search_posting(snapshot, middle)->place < place)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

static trf_reason *add(trf_reasons *reasons)
{
    return reasons->count < TRF_REASONS_MAX ? &reasons->items[reasons->count++] : NULL;
}

static void add_terms(const trf_snapshot *snapshot, const trf_space *space, const uint32_t *path, uint32_t depth,
                      trf_reasons *reasons)
{
    for (uint32_t f = 0; f < space->found_count; f++) {
        const trf_found_term *found = &space->found[f];
        const trf_search_term_record *term = trf_snapshot_search_term(snapshot, found->term);
        const trf_search_language_record *language = trf_snapshot_search_language(snapshot, found->language);
        uint32_t end = trf_search_end(term->first_posting, trf_snapshot_search_term(snapshot, found->term + 1)->first_posting,
                                      trf_snapshot_search_posting_count(snapshot));

        for (uint32_t d = 0; d < depth; d++) {
            for (uint32_t i = find_posting(snapshot, term->first_posting, end, path[d]);
                 i < end && trf_snapshot_search_posting(snapshot, i)->place == path[d]; i++) {
                const trf_search_posting_record *posting = trf_snapshot_search_posting(snapshot, i);
                trf_reason *reason = add(reasons);

                if (!reason)
                    return;
                *reason = (trf_reason){found->word,
                                       trf_snapshot_text(snapshot, term->shown),
                                       posting->field,
                                       0,
                                       posting->impact,
                                       space->places[path[d]].line,
                                       (int32_t)found->weight,
                                       trf_found_contribution(language, found, posting->impact)};
            }
        }
    }
}

static uint16_t share_of(const trf_snapshot *snapshot, uint32_t index, const uint32_t *path, uint32_t depth, uint32_t *place)
{
    uint32_t end = trf_search_end(trf_snapshot_search_entry(snapshot, index)->first_meaning,
                                  trf_snapshot_search_entry(snapshot, index + 1)->first_meaning,
                                  trf_snapshot_search_meaning_count(snapshot));

    for (uint32_t i = trf_snapshot_search_entry(snapshot, index)->first_meaning; i < end; i++) {
        const trf_search_meaning_record *meaning = trf_snapshot_search_meaning(snapshot, i);

        for (uint32_t d = 0; d < depth; d++)
            if (path[d] == meaning->place) {
                *place = path[d];
                return meaning->share;
            }
    }
    *place = path[0];
    return 0;
}

static void add_entry(const trf_snapshot *snapshot, const trf_space *space, trf_slice query, const uint32_t *path, uint32_t depth,
                      trf_reasons *reasons)
{
    uint32_t index = space->best_entry[path[0]], place;
    const trf_search_entry_record *entry = trf_snapshot_search_entry(snapshot, index);
    trf_reason *reason = space->best[path[0]] > 0 ? add(reasons) : NULL;
    uint16_t share;

    if (!reason)
        return;
    share = share_of(snapshot, index, path, depth, &place);
    *reason = (trf_reason){query,
                           trf_snapshot_text(snapshot, entry->text),
                           entry->field,
                           1,
                           share,
                           space->places[place].line,
                           (int32_t)entry->weight,
                           space->best[path[0]]};
}

void trf_reasons_siblings(const trf_space *space, uint32_t place, trf_slice query, trf_reasons *reasons)
{
    int32_t more = trf_rank_siblings(space, place);
    trf_reason *reason = more ? add(reasons) : NULL;

    if (reason)
        *reason = (trf_reason){query,
                               TRF_SLICE_EMPTY,
                               TRF_SEARCH_SIBLINGS,
                               1,
                               0,
                               space->places[trf_rank_above(space, place, TRF_HEADING_DIGITS)].line,
                               more,
                               more};
}

void trf_reasons_code(const trf_space *space, uint32_t place, trf_slice query, trf_slice code, trf_reasons *reasons)
{
    trf_reason *reason = add(reasons);

    if (reason)
        *reason = (trf_reason){query, code, TRF_SEARCH_CODE, 1, 0, space->places[place].line, TRF_SCORE_ONE, TRF_SCORE_ONE};
}

void trf_reasons_of(const trf_snapshot *snapshot, const trf_space *space, uint32_t place, trf_slice query, trf_reasons *reasons)
{
    uint32_t path[TRF_TREE_DEPTH_MAX], depth = path_of(space, place, path);

    add_terms(snapshot, space, path, depth, reasons);
    add_entry(snapshot, space, query, path, depth, reasons);
}
