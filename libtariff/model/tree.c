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

    *out = TRF_SLICE_EMPTY;
    if (list->size == 0) /* nothing is added to no pointer */
        return false;
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

tariff_status trf_tree_add(trf_model *model, uint32_t parent, uint32_t last, const char *name, const trf_row_source *place,
                           uint32_t *out, tariff_error **error)
{
    trf_node node = {.parent = parent, .first_child = TRF_NODE_NONE, .next = TRF_NODE_NONE};

    node.name = trf_intern_add(&model->texts, trf_slice_text(name));
    node.first_attribute = (uint32_t)model->attributes_count;
    node.line = place->line;
    node.input = place->input;
    if (node.name == TRF_INTERN_NONE || model->nodes_count >= TRF_NODE_NONE - 1 ||
        !trf_alloc_grow(model->alloc, (void **)&model->nodes, &model->nodes_capacity, model->nodes_count + 1, sizeof node))
        return trf_fail_memory(error);
    *out = (uint32_t)model->nodes_count;
    model->nodes[model->nodes_count++] = node;
    if (last != TRF_NODE_NONE)
        model->nodes[last].next = *out;
    else if (parent != TRF_NODE_NONE)
        model->nodes[parent].first_child = *out;
    return TARIFF_OK;
}

tariff_status trf_tree_set(trf_model *model, uint32_t node, const char *name, trf_slice value, tariff_error **error)
{
    trf_attribute attribute = {trf_intern_add(&model->texts, trf_slice_text(name)), 0};

    if (attribute.name != TRF_INTERN_NONE)
        attribute.value = trf_intern_add(&model->texts, value);
    if (attribute.name == TRF_INTERN_NONE || attribute.value == TRF_INTERN_NONE ||
        !trf_alloc_grow(model->alloc, (void **)&model->attributes, &model->attributes_capacity, model->attributes_count + 1,
                        sizeof attribute))
        return trf_fail_memory(error);
    model->attributes[model->attributes_count++] = attribute;
    model->nodes[node].attribute_count++;
    return TARIFF_OK;
}
