/* SPDX-License-Identifier: Apache-2.0 */
/** @file Trees: law that the model keeps as the elements it was read as. What is looked up lives in the pool of texts. */
#ifndef TRF_MODEL_TREE_H
#define TRF_MODEL_TREE_H

#include "model/model.h"

/** Value of an attribute; empty for none. The pool may move when texts are added. */
trf_slice trf_tree_attribute(const trf_model *model, uint32_t node, const char *name);
static inline trf_slice trf_tree_name(const trf_model *model, uint32_t node)
{
    return trf_intern_get(&model->texts, model->nodes[node].name);
}
static inline trf_slice trf_tree_text(const trf_model *model, uint32_t node)
{
    return trf_intern_get(&model->texts, model->nodes[node].text);
}
/** The legal source: the element's own, else that of the nearest element around it. */
trf_slice trf_tree_source(const trf_model *model, uint32_t node);
/** A list of words that stays where it is while texts are added. TARIFF_ENOMEM where it could not be kept. */
tariff_status trf_tree_words(trf_model *model, uint32_t node, const char *name, trf_slice *out, tariff_error **error);
/** Cuts the next word off a list; false at its end. */
bool trf_tree_next_word(trf_slice *list, trf_slice *out);
/**
 * A node at the end of its parent's children, of which `last` is the last so far (TRF_NODE_NONE: none yet); no parent for a root.
 * Its attributes are set before another node is added.
 */
tariff_status trf_tree_add(trf_model *model, uint32_t parent, uint32_t last, const char *name, const trf_row_source *place,
                           uint32_t *out, tariff_error **error);
tariff_status trf_tree_set(trf_model *model, uint32_t node, const char *name, trf_slice value, tariff_error **error);
/** After settling: the root of the i-th current tree if it is of this kind; TRF_NODE_NONE. */
uint32_t trf_tree_root(const trf_model *model, uint32_t i, const char *kind);

#endif
