/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structured law and words: profiles, notes, agreements, rules of origin, lexicons. The elements are kept as they are; the
 * grammar says which they may be, and who evaluates them reads them by name.
 */
#include "ingest/native.h"

enum { TEXT_PIECES = 32 };

static tariff_status intern(native_reader *reader, trf_slice text, uint32_t *out, tariff_error **error)
{
    *out = trf_intern_add(&reader->model->texts, text);
    return *out == TRF_INTERN_NONE ? trf_fail_memory(error) : TARIFF_OK;
}

/* Text may stand between the elements: its pieces are joined by a blank. */
static tariff_status add_text(native_reader *reader, uint32_t depth, trf_slice text, tariff_error **error)
{
    uint32_t node = reader->tree_nodes[depth];
    uint32_t before = reader->model->nodes[node].text;
    trf_buffer joined;
    tariff_status status;

    text = native_trim(reader, text);
    if (reader->scratch.failed)
        return trf_fail_memory(error);
    if (text.size == 0)
        return TARIFF_OK;
    if (before == 0)
        return intern(reader, text, &reader->model->nodes[node].text, error);
    if (++reader->tree_pieces[depth] > TEXT_PIECES)
        return trf_fail(error, reader->alloc, TARIFF_ELIMIT, "text of an element: in more than %u pieces between others",
                        (uint32_t)TEXT_PIECES);
    trf_buffer_init(&joined, reader->alloc, (size_t)reader->model->limits.xml_text_bytes);
    trf_buffer_slice(&joined, trf_intern_get(&reader->model->texts, before));
    trf_buffer_char(&joined, ' ');
    trf_buffer_slice(&joined, text);
    status = joined.failed ? trf_fail(error, reader->alloc, TARIFF_ELIMIT, "text of an element: too long")
                           : intern(reader, trf_buffer_view(&joined), &reader->model->nodes[node].text, error);
    trf_buffer_done(&joined);
    return status;
}

static tariff_status add_node(native_reader *reader, const trf_xml_attributes *attributes, uint32_t *out, tariff_error **error)
{
    trf_model *model = reader->model;
    trf_node node = {0};
    tariff_status status = TARIFF_OK;

    node.parent = node.first_child = node.next = TRF_NODE_NONE;
    node.line = trf_xml_line(reader->context.xml);
    node.input = reader->context.input;
    node.first_attribute = (uint32_t)model->attributes_count;
    status = intern(reader, trf_xml_local(reader->context.xml), &node.name, error);
    for (uint32_t i = 0; i < attributes->count && status >= 0; i++) {
        trf_xml_attribute attribute = trf_xml_attribute_at(attributes, i);
        trf_attribute kept;

        if (trf_slice_is(attribute.ns, "http://www.w3.org/XML/1998/namespace"))
            continue;
        if (attribute.ns.size)
            return trf_fail(error, reader->alloc, TARIFF_EINPUT, "attribute '%S': not known in another namespace",
                            attribute.name);
        status = intern(reader, attribute.name, &kept.name, error);
        if (status >= 0)
            status = intern(reader, attribute.value, &kept.value, error);
        if (status >= 0 && !trf_alloc_grow(model->alloc, (void **)&model->attributes, &model->attributes_capacity,
                                           model->attributes_count + 1, sizeof *model->attributes))
            status = trf_fail_memory(error);
        if (status < 0)
            break;
        model->attributes[model->attributes_count++] = kept;
        node.attribute_count++;
    }
    if (status >= 0 &&
        (model->nodes_count >= TRF_NODE_NONE - 1 || !trf_alloc_grow(model->alloc, (void **)&model->nodes, &model->nodes_capacity,
                                                                    model->nodes_count + 1, sizeof *model->nodes)))
        status = trf_fail_memory(error);
    if (status < 0)
        return status;
    *out = (uint32_t)model->nodes_count;
    model->nodes[model->nodes_count++] = node;
    return TARIFF_OK;
}

static tariff_status attribute_value(native_reader *reader, const trf_xml_attributes *attributes, const char *element,
                                     const char *name, uint8_t type, trf_value *out, tariff_error **error)
{
    trf_slice text;

    if (!trf_xml_attribute_get(attributes, name, &text))
        return TARIFF_OK;
    return native_check(reader, element, name, type, text, out, error);
}

/* The id of a tree that names none: its language or kind and its place among its kind, counted over all inputs. */
static tariff_status make_id(native_reader *reader, const trf_xml_attributes *attributes, const native_frame *frame,
                             trf_value *out, tariff_error **error)
{
    const trf_table *table = &reader->model->tables[TRF_KIND_tree];
    trf_slice start;
    trf_buffer id;
    tariff_status status;

    for (; reader->trees_seen < table->count; reader->trees_seen++) {
        const trf_value *row = trf_model_row(reader->model, TRF_KIND_tree, reader->trees_seen);
        char scratch[16];

        reader->tree_counts[native_name_of(native_text(reader, row[TRF_F_tree_tree_kind], scratch))]++;
    }
    if (!trf_xml_attribute_get(attributes, "lang", &start) || start.size == 0)
        start = trf_slice_text(frame->element->name);
    trf_buffer_init(&id, reader->alloc, 0);
    trf_buffer_slice(&id, start);
    trf_buffer_char(&id, '.');
    trf_buffer_unsigned(&id, (uint64_t)reader->tree_counts[native_name_of(trf_slice_text(frame->element->name))] + 1, 1);
    status = id.failed ? trf_fail_memory(error) : native_value(reader, trf_buffer_view(&id), out, error);
    trf_buffer_done(&id);
    return status;
}

static tariff_status open_tree(native_reader *reader, const trf_xml_attributes *attributes, tariff_error **error)
{
    native_frame *frame = native_top(reader);
    const native_frame *around = native_parent(reader);
    const char *name = frame->element->name;
    char scratch[16];
    trf_slice tariff;
    tariff_status status = TARIFF_OK;

    frame->slots[0] = TRF_VALUE_ABSENT; /* id */
    reader->tree_tariff = reader->source.tariff;
    if (around->name == N_notes) {
        if (around->slots[0])
            status = trf_model_tariff(reader->model, native_text(reader, around->slots[0], scratch), &reader->tree_tariff, error);
        frame->from = around->slots[3];
        frame->to = around->slots[4];
    }
    if (frame->name == N_provisions && trf_xml_attribute_get(attributes, "tariff", &tariff))
        status = trf_model_tariff(reader->model, tariff, &reader->tree_tariff, error);
    if (status >= 0)
        status = attribute_value(reader, attributes, name, frame->name == N_incoterms ? "edition" : "id", NATIVE_ID,
                                 &frame->slots[0], error);
    if (status >= 0 &&
        (frame->name == N_note || frame->name == N_agreement || frame->name == N_provisions || frame->name == N_rules_of_origin ||
         frame->name == N_profile || frame->name == N_term || frame->name == N_material || frame->name == N_code_list) &&
        !frame->slots[0])
        status = trf_fail(error, reader->alloc, TARIFF_EINPUT, "<%s>: no id", name);
    if (status >= 0 && !frame->slots[0])
        status = make_id(reader, attributes, frame, &frame->slots[0], error);
    if (status >= 0)
        status = attribute_value(reader, attributes, name, "from", NATIVE_DATE, &frame->from, error);
    if (status >= 0)
        status = attribute_value(reader, attributes, name, "to", NATIVE_DATE, &frame->to, error);
    if (status >= 0)
        status = attribute_value(reader, attributes, name, "source", NATIVE_TEXT, &frame->source, error);
    return status;
}

tariff_status native_tree_start(native_reader *reader, trf_slice text, const trf_xml_attributes *attributes, tariff_error **error)
{
    uint32_t depth = reader->tree_depth, node = TRF_NODE_NONE;
    tariff_status status = TARIFF_OK;

    if (depth == NATIVE_DEPTH)
        return trf_fail(error, reader->alloc, TARIFF_ELIMIT, "elements nested deeper than %u", (uint32_t)NATIVE_DEPTH);
    if (depth == 0)
        status = open_tree(reader, attributes, error);
    else
        status = add_text(reader, depth - 1, text, error);
    if (status >= 0)
        status = add_node(reader, attributes, &node, error);
    if (status < 0)
        return status;
    if (depth > 0) {
        uint32_t parent = reader->tree_nodes[depth - 1];

        reader->model->nodes[node].parent = parent;
        if (reader->tree_last[depth - 1] == TRF_NODE_NONE)
            reader->model->nodes[parent].first_child = node;
        else
            reader->model->nodes[reader->tree_last[depth - 1]].next = node;
        reader->tree_last[depth - 1] = node;
    }
    reader->tree_nodes[depth] = node;
    reader->tree_last[depth] = TRF_NODE_NONE;
    reader->tree_pieces[depth] = 0;
    reader->tree_depth++;
    return TARIFF_OK;
}

tariff_status native_tree_end(native_reader *reader, trf_slice text, tariff_error **error)
{
    native_frame *frame = native_top(reader);
    trf_value row[TRF_F_tree_COUNT] = {0};
    uint16_t tariff = reader->source.tariff;
    tariff_status status = add_text(reader, reader->tree_depth - 1, text, error);

    if (status < 0 || --reader->tree_depth > 0)
        return status;
    status = native_value(reader, trf_slice_text(frame->element->name), &row[TRF_F_tree_tree_kind], error);
    if (status < 0)
        return status;
    row[TRF_F_tree_tree_id] = frame->slots[0];
    row[TRF_F_tree_validity_start_date] = frame->from;
    row[TRF_F_tree_validity_end_date] = frame->to;
    row[TRF_F_tree_root_node] = TRF_VALUE_TAG_INT | reader->tree_nodes[0];
    row[TRF_F_tree_source] = frame->source;
    reader->source.tariff = reader->tree_tariff;
    status = native_append(reader, TRF_KIND_tree, row, error);
    reader->source.tariff = tariff;
    return status;
}
