/* SPDX-License-Identifier: Apache-2.0 */
/* Structured law as it was read, and records that no element says. */
#include "ingest/native_writer.h"

#define F(kind, field) TRF_F_##kind##_##field

static trf_slice interned(const native_writer *w, uint32_t id)
{
    return trf_intern_get(&w->model->texts, id);
}

static const char *name_of(const native_writer *w, const trf_node *node)
{
    return interned(w, node->name).data; /* texts of the pool are terminated */
}

static void open_node(native_writer *w, const trf_node *node, trf_value source)
{
    trf_xml_write_start(&w->xml, name_of(w, node));
    if (source)
        native_write_value(w, "source", NATIVE_TEXT, source);
    for (uint32_t a = 0; a < node->attribute_count; a++) {
        const trf_attribute *attribute = &w->model->attributes[node->first_attribute + a];

        trf_xml_write_attribute(&w->xml, interned(w, attribute->name).data, interned(w, attribute->value));
    }
    if (node->text)
        trf_xml_write_text(&w->xml, interned(w, node->text));
}

/* A walk without recursion: the depth of a tree is that of the XML it came from. source: what the root inherited, or absent. */
static void write_tree(native_writer *w, uint32_t root, trf_value source)
{
    const trf_node *nodes = w->model->nodes;
    uint32_t at = root;

    for (;;) {
        open_node(w, &nodes[at], at == root ? source : TRF_VALUE_ABSENT);
        if (nodes[at].first_child != TRF_NODE_NONE) {
            at = nodes[at].first_child;
            continue;
        }
        trf_xml_write_end(&w->xml);
        while (at != root && nodes[at].next == TRF_NODE_NONE) {
            at = nodes[at].parent;
            trf_xml_write_end(&w->xml);
        }
        if (at == root)
            return;
        at = nodes[at].next;
    }
}

static bool node_says(const native_writer *w, uint32_t node, const char *name)
{
    const trf_node *n = &w->model->nodes[node];

    for (uint32_t a = 0; a < n->attribute_count; a++)
        if (trf_slice_is(interned(w, w->model->attributes[n->first_attribute + a].name), name))
            return true;
    return false;
}

void native_write_trees(native_writer *w)
{
    uint32_t count;
    const trf_sort_item *run = native_run(w, TRF_KIND_tree, -1, 0, &count);
    const char *list = NULL;
    trf_value source = TRF_VALUE_ABSENT, from = TRF_VALUE_ABSENT, to = TRF_VALUE_ABSENT;
    bool open = false;

    for (uint32_t i = 0; i < count; i++) {
        const trf_value *row = trf_model_row(w->model, TRF_KIND_tree, (uint32_t)run[i].value);
        char scratch[16];
        trf_slice kind = trf_model_text(w->model, row[F(tree, tree_kind)], scratch);
        bool note = trf_slice_is(kind, "note") || trf_slice_is(kind, "term") || trf_slice_is(kind, "material");
        const char *needed = note ? "notes" : trf_slice_is(kind, "code-list") ? "code-lists" : NULL;
        trf_value its_source, its_from, its_to;
        uint32_t root;

        if (!trf_value_int(row[F(tree, root_node)], &root) || root >= w->model->nodes_count)
            continue;
        its_source = node_says(w, root, "source") ? TRF_VALUE_ABSENT : row[F(tree, source)];
        its_from = node_says(w, root, "from") ? TRF_VALUE_ABSENT : row[F(tree, validity_start_date)];
        its_to = node_says(w, root, "to") ? TRF_VALUE_ABSENT : row[F(tree, validity_end_date)];
        if (its_source == w->source)
            its_source = TRF_VALUE_ABSENT;
        if (open && (needed == NULL || strcmp(list, needed) != 0 || its_source != source || its_from != from || its_to != to))
            native_close_list(w, &open);
        if (needed && !open) {
            native_open_list(w, &open, needed);
            native_write_value(w, "from", NATIVE_DATE, its_from);
            native_write_value(w, "to", NATIVE_DATE, its_to);
            native_write_value(w, "source", NATIVE_TEXT, its_source);
            list = needed;
            source = its_source;
            from = its_from;
            to = its_to;
        }
        write_tree(w, root, needed ? TRF_VALUE_ABSENT : its_source);
        w->written[TRF_KIND_tree][run[i].value] = 1;
    }
    native_close_list(w, &open);
}

void native_write_records(native_writer *w)
{
    bool open = false;

    for (int k = 0; k < TRF_KIND_COUNT; k++) {
        trf_kind kind = (trf_kind)k;
        uint32_t count;
        const trf_sort_item *run = w->model->tables[kind].current_count ? native_run(w, kind, -1, 0, &count) : NULL;

        for (uint32_t i = 0; run && i < count; i++) {
            const trf_value *row = trf_model_row(w->model, kind, (uint32_t)run[i].value);

            if (w->written[kind][run[i].value] || kind == TRF_KIND_tree)
                continue;
            native_open_list(w, &open, "records");
            trf_xml_write_start(&w->xml, "record");
            trf_xml_write_attribute(&w->xml, "kind", trf_slice_text(trf_kinds[kind].element));
            for (uint16_t f = 0; f < trf_kinds[kind].field_count; f++) {
                if (row[f] == TRF_VALUE_ABSENT)
                    continue;
                trf_xml_write_start(&w->xml, "field");
                trf_xml_write_attribute(&w->xml, "name", trf_slice_text(trf_kinds[kind].fields[f].element));
                native_write_text(w, row[f]);
                trf_xml_write_end(&w->xml);
            }
            trf_xml_write_end(&w->xml);
        }
    }
    native_close_list(w, &open);
}
