/* SPDX-License-Identifier: Apache-2.0 */
#include "model/tree.h"

trf_slice trf_tree_attribute(const trf_model *model, uint32_t node, const char *name)
{
    const trf_node *n = &model->nodes[node];

    for (uint32_t i = 0; i < n->attribute_count; i++) {
        const trf_attribute *a = &model->attributes[n->first_attribute + i];

        if (trf_slice_is(trf_intern_get(&model->texts, a->name), name))
            return trf_intern_get(&model->texts, a->value);
    }
    return TRF_SLICE_EMPTY;
}

trf_slice trf_tree_source(const trf_model *model, uint32_t node)
{
    trf_slice source = TRF_SLICE_EMPTY;

    for (uint32_t depth = 0; node != TRF_NODE_NONE && depth < model->limits.xml_depth && source.size == 0; depth++) {
        source = trf_tree_attribute(model, node, "source");
        node = model->nodes[node].parent;
    }
    return source;
}

tariff_status trf_tree_words(trf_model *model, uint32_t node, const char *name, trf_slice *out, tariff_error **error)
{
    *out = trf_tree_attribute(model, node, name);
    if (out->size == 0)
        return TARIFF_OK;
    *out = trf_arena_copy(&model->arena, *out);
    return out->data ? TARIFF_OK : trf_fail_memory(error);
}

bool trf_tree_next_word(trf_slice *list, trf_slice *out)
{
    size_t from = 0, to;

    while (from < list->size && list->data[from] == ' ')
        from++;
    to = from;
    while (to < list->size && list->data[to] != ' ')
        to++;
    *out = trf_slice_of(list->data + from, to - from);
    *list = trf_slice_of(list->data + to, list->size - to);
    return out->size > 0;
}

uint32_t trf_tree_root(const trf_model *model, uint32_t i, const char *kind)
{
    const trf_value *values = trf_model_row(model, TRF_KIND_tree, model->tables[TRF_KIND_tree].current[i]);
    char scratch[16];
    uint32_t root;

    if (!trf_slice_is(trf_model_text(model, values[TRF_F_tree_tree_kind], scratch), kind) ||
        !trf_value_int(values[TRF_F_tree_root_node], &root) || root >= model->nodes_count)
        return TRF_NODE_NONE;
    return root;
}
