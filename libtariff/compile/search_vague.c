/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that are too vague for a code: found by the hash of all their words, in whatever order they stand. */
#include "compile/search.h"

#include "model/tree.h"

static tariff_status add_word(trf_build *build, trf_analyser *analyser, uint32_t node)
{
    trf_tokens tokens;
    tariff_status status = trf_analyse(analyser, trf_tree_text(build->model, node), &tokens, build->error);
    uint64_t hash = status == TARIFF_OK ? trf_search_whole(&tokens) : 0;
    trf_search_vague_record *made;

    if (hash == 0)
        return status;
    made = trf_build_add(build, TRF_SECTION_SEARCH_VAGUE);
    if (!made)
        return trf_fail_memory(build->error);
    *made = (trf_search_vague_record){(uint32_t)hash, (uint32_t)(hash >> 32), node};
    return TARIFF_OK;
}

static tariff_status add_tree(trf_build *build, uint32_t root)
{
    const trf_model *model = build->model;
    trf_analyser *analyser = NULL;
    tariff_status status =
        trf_analyser_open_shipped(build->alloc, trf_tree_attribute(model, root, "lang"), &analyser, build->error);

    for (uint32_t node = model->nodes[root].first_child; node != TRF_NODE_NONE && status == TARIFF_OK;
         node = model->nodes[node].next)
        if (trf_slice_is(trf_tree_name(model, node), "word"))
            status = add_word(build, analyser, node);
    trf_analyser_free(analyser);
    return status;
}

/* By hash; of two of the same words the first counts. */
static tariff_status sort(trf_build *build)
{
    uint32_t count = trf_build_count(build, TRF_SECTION_SEARCH_VAGUE);
    trf_search_vague_record *records = (trf_search_vague_record *)(void *)build->rows[TRF_SECTION_SEARCH_VAGUE].data;
    size_t size = ((size_t)count + 1) * sizeof(trf_sort_item);
    trf_sort_item *items = trf_alloc_zero(build->alloc, size), *scratch = trf_alloc_zero(build->alloc, size);
    tariff_status status = items && scratch ? TARIFF_OK : trf_fail_memory(build->error);

    for (uint32_t i = 0; i < count && status == TARIFF_OK; i++)
        items[i] = (trf_sort_item){(uint64_t)records[i].hash_high << 32 | records[i].hash_low, records[i].node};
    if (status == TARIFF_OK)
        trf_sort_items(items, scratch, count);
    for (uint32_t i = 0; i < count && status == TARIFF_OK; i++)
        records[i] = (trf_search_vague_record){(uint32_t)items[i].key, (uint32_t)(items[i].key >> 32), (uint32_t)items[i].value};
    trf_alloc_free(build->alloc, items, size);
    trf_alloc_free(build->alloc, scratch, size);
    return status;
}

tariff_status trf_search_add_vague(trf_build *build)
{
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_tree) && status == TARIFF_OK; i++) {
        uint32_t root = trf_tree_root(build->model, i, "too-vague");

        if (root != TRF_NODE_NONE)
            status = add_tree(build, root);
    }
    return status == TARIFF_OK ? sort(build) : status;
}
