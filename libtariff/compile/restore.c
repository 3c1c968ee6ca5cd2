/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/restore.h"

typedef struct restorer {
    const trf_alloc *alloc;
    const trf_section_view *sections;
    trf_model *model;
    const trf_kept_record *head;
    tariff_error **error;
} restorer;

/** Callers count first. */
#define RECORD(r, kind, type, index) ((const type *)(const void *)(r)->sections[TRF_SECTION_##kind].data + (index))

static trf_slice text_of(const restorer *r, trf_str id)
{
    const trf_section_view *offsets = &r->sections[TRF_SECTION_STRING_OFFSETS], *bytes = &r->sections[TRF_SECTION_STRING_BYTES];
    const uint32_t *at = (const uint32_t *)(const void *)offsets->data;

    if (id == 0 || offsets->count < 2 || id >= offsets->count - 1 || at[id] >= at[id + 1] || at[id + 1] > bytes->count)
        return TRF_SLICE_EMPTY;
    return trf_slice_of((const char *)bytes->data + at[id], at[id + 1] - at[id] - 1);
}

static tariff_status damaged(const restorer *r, const char *what, uint64_t record)
{
    return trf_fail(r->error, r->alloc, TARIFF_EIMAGE, "image: kept %s %lu is damaged", what, record);
}

/** Texts first and in their order, so that ids stay what they were. */
static tariff_status restore_texts(restorer *r)
{
    const trf_section_view *offsets = &r->sections[TRF_SECTION_STRING_OFFSETS];

    if (r->head->text_count == 0 || r->head->text_count >= offsets->count)
        return damaged(r, "texts", r->head->text_count);
    for (uint32_t i = 0; i < r->head->text_count; i++) {
        uint32_t id = trf_intern_add(&r->model->texts, text_of(r, i));

        if (id == TRF_INTERN_NONE)
            return trf_fail_memory(r->error);
        if (id != i)
            return damaged(r, "text", i);
    }
    return TARIFF_OK;
}

static tariff_status restore_tariffs(restorer *r)
{
    for (uint32_t i = 0; i < r->sections[TRF_SECTION_TARIFF].count; i++) {
        uint16_t index;
        tariff_status status =
            trf_model_tariff(r->model, text_of(r, RECORD(r, TARIFF, trf_tariff_record, i)->id), &index, r->error);

        if (status < 0)
            return status;
        if (index != i)
            return damaged(r, "tariff", i);
    }
    return TARIFF_OK;
}

static tariff_status restore_value(restorer *r, trf_str text, trf_value *out)
{
    trf_slice slice = text_of(r, text);

    if (text == 0) {
        *out = TRF_VALUE_ABSENT;
        return TARIFF_OK;
    }
    *out = trf_model_value(r->model, slice);
    return *out == TRF_INTERN_NONE ? trf_fail_memory(r->error) : TARIFF_OK;
}

static tariff_status restore_inputs(restorer *r)
{
    for (uint32_t i = 0; i < r->sections[TRF_SECTION_INPUT].count; i++) {
        const trf_input_record *record = RECORD(r, INPUT, trf_input_record, i);
        trf_input *input;
        uint16_t index;
        tariff_status status = trf_model_input(r->model, text_of(r, record->name), text_of(r, record->format), &index, r->error);

        if (status < 0)
            return status;
        if (index != i)
            return damaged(r, "input", i);
        input = &r->model->inputs[i];
        memcpy(input->sha256, record->sha256, sizeof input->sha256);
        input->transactions = record->transactions;
        input->records = record->records;
        status = restore_value(r, record->envelope, &input->envelope);
        if (status == TARIFF_OK)
            status = restore_value(r, record->first_transaction, &input->first_transaction);
        if (status == TARIFF_OK)
            status = restore_value(r, record->last_transaction, &input->last_transaction);
        if (status < 0)
            return status;
    }
    return TARIFF_OK;
}

static bool text_ok(const restorer *r, uint32_t id)
{
    return id < r->head->text_count;
}

static bool link_ok(uint32_t link, uint32_t from, uint32_t count)
{
    return link == TRF_NODE_NONE || (link > from && link < count);
}

/** Whether a text can name an element or an attribute: what XML is written from says no other. */
static bool name_ok(const restorer *r, uint32_t id)
{
    trf_slice name = text_ok(r, id) ? text_of(r, id) : TRF_SLICE_EMPTY;

    for (size_t i = 0; i < name.size; i++) {
        unsigned char c = (unsigned char)name.data[i];
        bool letter = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c >= 0x80;

        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':')))
            return false;
    }
    return name.size > 0;
}

/**
 * Whether children and what follows have the parent that they are reached from. Links lead onwards only, so that a walk over
 * nodes of which all are so meets each once and comes back to where it began.
 */
static bool family_ok(const trf_model *model, uint32_t at)
{
    const trf_node *nodes = model->nodes, *node = &nodes[at];

    return (node->first_child == TRF_NODE_NONE || nodes[node->first_child].parent == at) &&
           (node->next == TRF_NODE_NONE || nodes[node->next].parent == node->parent);
}

static tariff_status restore_nodes(restorer *r)
{
    trf_model *model = r->model;
    uint32_t nodes = r->sections[TRF_SECTION_NODE].count, attributes = r->sections[TRF_SECTION_ATTRIBUTE].count;
    void *items = NULL;

    if (nodes != r->head->node_count || attributes != r->head->attribute_count)
        return damaged(r, "nodes", nodes);
    if (nodes && !trf_alloc_grow(model->alloc, &items, &model->nodes_capacity, nodes, sizeof *model->nodes))
        return trf_fail_memory(r->error);
    model->nodes = items;
    items = NULL;
    if (attributes && !trf_alloc_grow(model->alloc, &items, &model->attributes_capacity, attributes, sizeof *model->attributes))
        return trf_fail_memory(r->error);
    model->attributes = items;
    for (uint32_t i = 0; i < nodes; i++) {
        const trf_node_record *node = RECORD(r, NODE, trf_node_record, i);

        if (!name_ok(r, node->name) || !text_ok(r, node->text) || !link_ok(node->first_child, i, nodes) ||
            !link_ok(node->next, i, nodes) || (node->parent != TRF_NODE_NONE && node->parent >= i) ||
            node->first_attribute > attributes || node->attribute_count > attributes - node->first_attribute ||
            node->input >= model->inputs_count)
            return damaged(r, "node", i);
        model->nodes[i] = (trf_node){node->name,
                                     node->text,
                                     node->parent,
                                     node->first_child,
                                     node->next,
                                     node->first_attribute,
                                     node->attribute_count,
                                     node->line,
                                     node->input,
                                     0};
    }
    model->nodes_count = nodes;
    for (uint32_t i = 0; i < nodes; i++) {
        if (!family_ok(model, i))
            return damaged(r, "node", i);
    }
    for (uint32_t i = 0; i < attributes; i++) {
        const trf_attribute_record *attribute = RECORD(r, ATTRIBUTE, trf_attribute_record, i);

        if (!name_ok(r, attribute->name) || !text_ok(r, attribute->value))
            return damaged(r, "attribute", i);
        model->attributes[i] = (trf_attribute){attribute->name, attribute->value};
    }
    model->attributes_count = attributes;
    return TARIFF_OK;
}

static bool value_ok(const restorer *r, trf_value value)
{
    trf_value tag = value & TRF_VALUE_TAG;
    trf_date day;

    if (tag == TRF_VALUE_TAG_TEXT)
        return value == TRF_VALUE_EMPTY || text_ok(r, value);
    return tag == TRF_VALUE_TAG_INT || (tag == TRF_VALUE_TAG_DATE && trf_value_date(value, &day));
}

static bool source_ok(const restorer *r, const trf_row_source *source)
{
    return value_ok(r, source->transaction) && value_ok(r, source->message) && source->sequence <= r->head->sequence &&
           source->input < r->model->inputs_count && source->tariff < r->model->tariffs_count;
}

static tariff_status restore_table(restorer *r, const trf_kept_table_record *kept)
{
    const trf_section_view *values = &r->sections[TRF_SECTION_KEPT_VALUE];
    trf_table *table;
    uint32_t fields;
    void *items = NULL;

    if (kept->kind >= TRF_KIND_COUNT)
        return damaged(r, "table of kind", kept->kind);
    table = &r->model->tables[kept->kind];
    fields = trf_kinds[kept->kind].field_count;
    if (table->count || kept->field_count > fields || kept->first_value > values->count ||
        (uint64_t)kept->row_count * kept->field_count > values->count - kept->first_value ||
        kept->first_source > r->sections[TRF_SECTION_KEPT_SOURCE].count ||
        kept->row_count > r->sections[TRF_SECTION_KEPT_SOURCE].count - kept->first_source)
        return damaged(r, "table of kind", kept->kind);
    if (!trf_alloc_grow(r->model->alloc, &items, &table->values_capacity, (size_t)kept->row_count * fields,
                        sizeof *table->values))
        return trf_fail_memory(r->error);
    table->values = items;
    items = NULL;
    if (!trf_alloc_grow(r->model->alloc, &items, &table->sources_capacity, kept->row_count, sizeof *table->sources))
        return trf_fail_memory(r->error);
    table->sources = items;
    for (uint32_t row = 0; row < kept->row_count; row++) {
        trf_value *to = table->values + (size_t)row * fields;
        const uint8_t *from = values->data + ((size_t)kept->first_value + (size_t)row * kept->field_count) * sizeof(trf_value);

        memset(to, 0, fields * sizeof *to); /* fields that a later version added are absent */
        memcpy(to, from, kept->field_count * sizeof *to);
        memcpy(&table->sources[row], RECORD(r, KEPT_SOURCE, trf_kept_source_record, (uint32_t)kept->first_source + row),
               sizeof *table->sources);
        if (!source_ok(r, &table->sources[row]))
            return damaged(r, "source of row", row);
        for (uint32_t f = 0; f < kept->field_count; f++) {
            if (!value_ok(r, to[f]))
                return damaged(r, "value of row", row);
        }
    }
    table->count = kept->row_count;
    return TARIFF_OK;
}

static tariff_status restore_unknown(restorer *r)
{
    if (r->sections[TRF_SECTION_KEPT_UNKNOWN].count != r->head->unknown_count)
        return damaged(r, "unknown records", r->head->unknown_count);
    for (uint32_t i = 0; i < r->head->unknown_count; i++) {
        const trf_kept_unknown_record *record = RECORD(r, KEPT_UNKNOWN, trf_kept_unknown_record, i);
        trf_unknown unknown = {.element = record->element,
                               .fields = record->fields,
                               .record = record->record,
                               .subrecord = record->subrecord,
                               .kind = (trf_kind)record->kind};
        tariff_status status;

        memcpy(&unknown.source, &record->source, sizeof unknown.source);
        if (!text_ok(r, record->element) || !text_ok(r, record->fields) || record->kind > TRF_KIND_COUNT ||
            !source_ok(r, &unknown.source))
            return damaged(r, "unknown record", i);
        status = trf_model_unknown_add(r->model, &unknown, r->error);
        if (status < 0)
            return status;
        r->model->unknown[i].source = unknown.source; /* with the place among all rows that it had */
    }
    return TARIFF_OK;
}

tariff_status trf_model_restore(const trf_alloc *alloc, const trf_section_view sections[TRF_SECTION_MAX],
                                const trf_limits *limits, uint64_t hash_seed, trf_model **out, tariff_error **error)
{
    restorer r = {.alloc = alloc, .sections = sections, .error = error};
    tariff_status status;

    if (sections[TRF_SECTION_KEPT].count != 1)
        return trf_fail(error, alloc, TARIFF_EUNSUPPORTED,
                        "image: keeps no records of its inputs (expected one that was compiled with them)");
    r.head = RECORD(&r, KEPT, trf_kept_record, 0);
    status = trf_model_new(alloc, limits, hash_seed, &r.model, error);
    if (status < 0)
        return status;
    status = restore_texts(&r);
    if (status == TARIFF_OK)
        status = restore_tariffs(&r);
    if (status == TARIFF_OK)
        status = restore_inputs(&r);
    if (status == TARIFF_OK)
        status = restore_nodes(&r);
    for (uint32_t i = 0; i < sections[TRF_SECTION_KEPT_TABLE].count && status == TARIFF_OK; i++)
        status = restore_table(&r, RECORD(&r, KEPT_TABLE, trf_kept_table_record, i));
    if (status == TARIFF_OK)
        status = restore_unknown(&r);
    if (status == TARIFF_OK && r.model->texts.count != r.head->text_count)
        status = damaged(&r, "texts", r.head->text_count);
    if (status < 0)
        goto done;

    r.model->sequence = r.head->sequence;
    r.model->inputs_restored = r.model->inputs_count;
    *out = r.model;
    r.model = NULL;
done:
    trf_model_free(r.model);
    return status;
}
