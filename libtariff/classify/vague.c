/* SPDX-License-Identifier: Apache-2.0 */
#include "classify/vague.h"

uint32_t trf_vague_find(const trf_snapshot *snapshot, uint64_t whole)
{
    uint32_t low = 0, high = trf_snapshot_search_vague_count(snapshot);

    while (low < high && whole) {
        uint32_t middle = low + (high - low) / 2;
        const trf_search_vague_record *record = trf_snapshot_search_vague(snapshot, middle);

        if (((uint64_t)record->hash_high << 32 | record->hash_low) < whole)
            low = middle + 1;
        else
            high = middle;
    }
    if (whole && low < trf_snapshot_search_vague_count(snapshot)) {
        const trf_search_vague_record *record = trf_snapshot_search_vague(snapshot, low);

        if (((uint64_t)record->hash_high << 32 | record->hash_low) == whole)
            return record->node;
    }
    return TRF_INDEX_NONE;
}

uint32_t trf_vague_decider(const trf_snapshot *snapshot, trf_slice id)
{
    for (uint32_t i = 0; i < trf_snapshot_tree_count(snapshot) && id.size; i++) {
        const trf_tree_record *tree = trf_snapshot_tree(snapshot, i);
        uint32_t steps = 0;

        if (!trf_slice_is(trf_snapshot_text(snapshot, tree->kind), "deciders"))
            continue;
        for (uint32_t node = trf_snapshot_node(snapshot, tree->root)->first_child;
             node < trf_snapshot_node_count(snapshot) && steps < trf_snapshot_node_count(snapshot);
             node = trf_snapshot_node(snapshot, node)->next, steps++)
            if (trf_slice_equal(trf_snapshot_node_attribute(snapshot, node, "id"), id))
                return node;
    }
    return TRF_INDEX_NONE;
}

trf_slice trf_vague_text(const trf_snapshot *snapshot, uint32_t node, trf_slice language)
{
    trf_slice english = TRF_SLICE_EMPTY, first = TRF_SLICE_EMPTY;
    uint32_t steps = 0;

    for (uint32_t child = trf_snapshot_node(snapshot, node)->first_child;
         child < trf_snapshot_node_count(snapshot) && steps < trf_snapshot_node_count(snapshot);
         child = trf_snapshot_node(snapshot, child)->next, steps++) {
        trf_slice lang = trf_snapshot_node_attribute(snapshot, child, "lang");
        trf_slice text = trf_snapshot_text(snapshot, trf_snapshot_node(snapshot, child)->text);

        if (!trf_slice_is(trf_snapshot_text(snapshot, trf_snapshot_node(snapshot, child)->name), "text"))
            continue;
        if (trf_slice_equal(lang, language))
            return text;
        first = first.size ? first : text;
        english = trf_slice_is(lang, "en") ? text : english;
    }
    return english.size ? english : first;
}
