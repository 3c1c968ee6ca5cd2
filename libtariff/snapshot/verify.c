/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/bytecode.h"
#include "image/digest.h"
#include "image/key.h"
#include "image/load.h"
#include "image/record.h"
#include "image/writer.h"
#include "snapshot/snapshot.h"

typedef struct verifier {
    const trf_snapshot *snapshot;
    tariff_error **error;
} verifier;

static tariff_status fault(const verifier *v, uint32_t kind, uint64_t record, const char *what)
{
    return trf_fail(v->error, v->snapshot->alloc, TARIFF_EIMAGE, "image section %u (%s), record %lu: %s", kind,
                    trf_sections[kind].name, record, what);
}

static bool zero(const uint8_t *at, uint64_t size)
{
    uint8_t any = 0;

    for (uint64_t i = 0; i < size; i++)
        any |= at[i];
    return any == 0;
}

/* ---- bytes ---- */

/** Header, directory and padding say nothing but what the sections need, and the hash is theirs. */
static tariff_status verify_bytes(const verifier *v)
{
    const trf_snapshot *snapshot = v->snapshot;
    const trf_image_header *header = snapshot->header;
    uint64_t at = sizeof *header + (uint64_t)header->section_count * sizeof(trf_image_section);
    trf_image_section *directory;
    uint8_t hash[TRF_IMAGE_HASH_SIZE];
    tariff_status status = TARIFF_OK;

    directory = trf_alloc_array(snapshot->alloc, (size_t)header->section_count + 1, sizeof *directory);
    if (!directory)
        return trf_fail_memory(v->error);
    if (!zero(header->reserved, sizeof header->reserved) ||
        (!(header->required_features & TRF_FEATURE_OVERLAY) && !zero(header->base_hash, sizeof header->base_hash))) {
        status = trf_fail(v->error, snapshot->alloc, TARIFF_EIMAGE, "image: reserved bytes of the header are not zero");
        goto done;
    }
    for (uint32_t i = 0; i < header->section_count; i++) {
        uint64_t start = (at + (TRF_IMAGE_ALIGN - 1)) & ~(uint64_t)(TRF_IMAGE_ALIGN - 1);

        trf_snapshot_section(snapshot, i, &directory[i]);
        if (directory[i].offset != start || directory[i].reserved0 || directory[i].reserved1 ||
            !zero(snapshot->data + at, start - at)) {
            status = trf_fail(v->error, snapshot->alloc, TARIFF_EIMAGE,
                              "image section %u: at offset %lu (expected %lu, zero bytes before it and in reserved fields)",
                              directory[i].kind, directory[i].offset, start);
            goto done;
        }
        at = start + directory[i].size;
    }
    if (snapshot->size - at >= TRF_IMAGE_ALIGN || !zero(snapshot->data + at, snapshot->size - at)) {
        status = trf_fail(v->error, snapshot->alloc, TARIFF_EIMAGE,
                          "image: %lu bytes after its sections (expected zeros up to a multiple of 64)", snapshot->size - at);
        goto done;
    }
    trf_image_hash(header, directory, header->section_count, snapshot->data, hash);
    if (memcmp(hash, header->content_hash, sizeof hash) != 0)
        status = trf_fail(v->error, snapshot->alloc, TARIFF_EIMAGE,
                          "image: content hash does not fit its content (the file was changed)");
done:
    trf_alloc_free(snapshot->alloc, directory, ((size_t)header->section_count + 1) * sizeof *directory);
    return status;
}

/* ---- records ---- */

static uint32_t load(const uint8_t *at, unsigned width)
{
    uint16_t two;
    uint32_t four;

    if (width == 1)
        return *at;
    if (width == 2) {
        memcpy(&two, at, sizeof two);
        return two;
    }
    memcpy(&four, at, sizeof four);
    return four;
}

static const char *field_fault(const verifier *v, const trf_field *field, const uint8_t *at)
{
    uint32_t count = v->snapshot->sections[field->target].count;
    uint32_t value = load(at, field->width);

    switch (field->type) {
    case TRF_FIELD_ZERO: return zero(at, (uint64_t)field->width * field->times) ? NULL : "a reserved field is not zero";
    case TRF_FIELD_TEXT: return value == 0 || (uint64_t)value + 1 < count ? NULL : "a text id lies outside the string pool";
    case TRF_FIELD_REF: return value < count || value == 0 ? NULL : "an index lies outside its section";
    case TRF_FIELD_LINK: return value < count || value == TRF_INDEX_NONE ? NULL : "a link lies outside its section";
    case TRF_FIELD_RUN: return value <= count && load(at + 4, 4) <= count - value ? NULL : "a run leaves its section";
    default: return NULL;
    }
}

static tariff_status verify_records(const verifier *v)
{
    for (uint32_t kind = 0; kind < TRF_SECTION_MAX; kind++) {
        const trf_section_info *info = &trf_sections[kind];
        const trf_section_view *view = &v->snapshot->sections[kind];
        const uint8_t *at = view->data;
        bool plain = true;

        for (unsigned f = 0; f < info->field_count; f++)
            plain = plain && info->fields[f].type == TRF_FIELD_PLAIN;
        if (plain)
            continue;
        for (uint32_t i = 0; i < view->count; i++) {
            if (i == 0 && zero(at, info->record_size)) { /* a null record */
                at += info->record_size;
                continue;
            }
            for (unsigned f = 0; f < info->field_count; f++) {
                const char *what = field_fault(v, &info->fields[f], at);

                if (what)
                    return fault(v, kind, i, what);
                at += (size_t)info->fields[f].width * info->fields[f].times;
            }
        }
    }
    return TARIFF_OK;
}

static tariff_status verify_texts(const verifier *v)
{
    const trf_section_view *offsets = &v->snapshot->sections[TRF_SECTION_STRING_OFFSETS];
    const trf_section_view *bytes = &v->snapshot->sections[TRF_SECTION_STRING_BYTES];
    uint32_t last = 0;

    for (uint32_t i = 0; i < offsets->count; i++) {
        uint32_t offset = load(offsets->data + (size_t)i * 4, 4);

        if (i == 0 ? offset != 0 : offset <= last || offset > bytes->count || bytes->data[offset - 1] != 0)
            return fault(v, TRF_SECTION_STRING_OFFSETS, i, "not the end of a text");
        last = offset;
    }
    if (last != bytes->count)
        return fault(v, TRF_SECTION_STRING_OFFSETS, offsets->count, "the texts do not fill their section");
    return TARIFF_OK;
}

/** Every line (area) is found by its key, and each slot leads to what has its key. */
static tariff_status verify_hash(const verifier *v, uint32_t kind)
{
    const trf_snapshot *snapshot = v->snapshot;
    bool lines = kind == TRF_SECTION_LINE_HASH;
    uint32_t slots = snapshot->sections[kind].count,
             all = lines ? trf_snapshot_line_count(snapshot) : trf_snapshot_area_count(snapshot);
    uint64_t reached = 0;

    if (slots & (slots - 1))
        return fault(v, kind, slots, "the number of slots is no power of two");
    for (uint32_t i = 0; i < slots; i++) {
        const trf_hash_slot *slot = lines ? trf_snapshot_line_slot(snapshot, i) : trf_snapshot_area_slot(snapshot, i);
        uint32_t at;

        if (slot->key == 0) {
            if (slot->first || slot->count)
                return fault(v, kind, i, "a free slot is not empty");
            continue;
        }
        if (slot->first > all || slot->count > all - slot->first || slot->count == 0)
            return fault(v, kind, i, "a run leaves its section");
        for (uint32_t k = 0; k < slot->count; k++) {
            const trf_line_record *line = trf_snapshot_line(snapshot, slot->first + k);
            const trf_area_record *area = trf_snapshot_area(snapshot, slot->first + k);
            uint64_t key = lines ? trf_code_key(line->tariff, trf_snapshot_text(snapshot, line->code))
                                 : trf_code_key(area->tariff, trf_snapshot_text(snapshot, area->id));

            if (key != slot->key)
                return fault(v, kind, i, "leads to something of another key");
        }
        reached += slot->count;
        at = trf_code_slot(slot->key, slots);
        for (uint32_t probe = 0; at != i; probe++, at = (at + 1) & (slots - 1)) {
            const trf_hash_slot *other = lines ? trf_snapshot_line_slot(snapshot, at) : trf_snapshot_area_slot(snapshot, at);

            if (other->key == 0 || other->key == slot->key || probe + 1 >= TRF_PROBES_MAX)
                return fault(v, kind, i, "cannot be reached");
        }
    }
    if (all && reached != (lines ? all : all - 1u))
        return fault(v, kind, slots, "does not lead to every record once");
    return TARIFF_OK;
}

static tariff_status verify_lines(const verifier *v)
{
    const trf_snapshot *snapshot = v->snapshot;

    for (uint32_t i = 0; i < trf_snapshot_line_count(snapshot); i++) {
        const trf_line_record *line = trf_snapshot_line(snapshot, i);

        for (uint32_t p = 0; p < line->parent_count; p++) {
            const trf_parent_record *parent = trf_snapshot_parent(snapshot, line->first_parent + p);

            if (parent->parent != TRF_LINE_NONE && parent->parent >= i)
                return fault(v, TRF_SECTION_LINE, i, "a parent does not stand before its line");
            if (line->parent != TRF_LINE_VARIES && line->parent != parent->parent)
                return fault(v, TRF_SECTION_LINE, i, "its parent is not that of its segments");
        }
        if (line->parent_count == 0 && line->parent != TRF_LINE_NONE)
            return fault(v, TRF_SECTION_LINE, i, "a parent without a segment");
    }
    return TARIFF_OK;
}

static tariff_status verify_nodes(const verifier *v)
{
    for (uint32_t i = 0; i < trf_snapshot_node_count(v->snapshot); i++) {
        const trf_node_record *node = trf_snapshot_node(v->snapshot, i);

        if (node->first_child <= i || node->next <= i || (node->parent != TRF_INDEX_NONE && node->parent >= i))
            return fault(v, TRF_SECTION_NODE, i, "a link does not follow the order of the document");
    }
    return TARIFF_OK;
}

static tariff_status verify_expressions(const verifier *v)
{
    const trf_snapshot *snapshot = v->snapshot;
    uint32_t units = trf_snapshot_unit_count(snapshot), currencies = trf_snapshot_currency_count(snapshot);
    trf_code_bounds bounds = {snapshot->sections[TRF_SECTION_STRING_OFFSETS].count, units ? units - 1 : 0,
                              currencies ? currencies - 1 : 0};

    bounds.text_count -= bounds.text_count ? 1 : 0;
    for (uint32_t i = 0; i < trf_snapshot_expression_count(snapshot); i++) {
        const trf_expression_record *expression = trf_snapshot_expression(snapshot, i);
        trf_slice code = trf_snapshot_expression_code(snapshot, expression);
        tariff_status status;

        if (code.size != expression->code_size)
            return fault(v, TRF_SECTION_EXPRESSION, i, "its bytecode leaves the section");
        if (code.size == 0)
            continue;
        status = trf_expr_check(code.data, code.size, &bounds, v->error, snapshot->alloc);
        if (status < 0)
            return status;
    }
    return TARIFF_OK;
}

static tariff_status verify_kept(const verifier *v)
{
    const trf_snapshot *snapshot = v->snapshot;
    uint64_t value = 0, source = 0;

    for (uint32_t i = 0; i < trf_snapshot_kept_table_count(snapshot); i++) {
        const trf_kept_table_record *table = trf_snapshot_kept_table(snapshot, i);

        if (table->first_value != value || table->first_source != source || table->reserved0)
            return fault(v, TRF_SECTION_KEPT_TABLE, i, "does not begin where the last one ends");
        value += (uint64_t)table->row_count * table->field_count;
        source += table->row_count;
    }
    if (value != snapshot->sections[TRF_SECTION_KEPT_VALUE].count || source != snapshot->sections[TRF_SECTION_KEPT_SOURCE].count)
        return fault(v, TRF_SECTION_KEPT_TABLE, trf_snapshot_kept_table_count(snapshot), "rows and kept values do not agree");
    return TARIFF_OK;
}

tariff_status trf_snapshot_verify(const trf_snapshot *snapshot, tariff_error **error)
{
    verifier v = {snapshot, error};
    tariff_status status = verify_bytes(&v);

    if (status == TARIFF_OK)
        status = verify_texts(&v);
    if (status == TARIFF_OK)
        status = verify_records(&v);
    if (status == TARIFF_OK)
        status = verify_hash(&v, TRF_SECTION_LINE_HASH);
    if (status == TARIFF_OK)
        status = verify_hash(&v, TRF_SECTION_AREA_HASH);
    if (status == TARIFF_OK)
        status = verify_lines(&v);
    if (status == TARIFF_OK)
        status = verify_nodes(&v);
    if (status == TARIFF_OK)
        status = verify_expressions(&v);
    if (status == TARIFF_OK)
        status = verify_kept(&v);
    return status;
}
