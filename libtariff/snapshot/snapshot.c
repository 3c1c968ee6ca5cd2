/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot/snapshot.h"

#include "expr/bytecode.h"
#include "image/load.h"
#include "image/record.h"

const uint8_t trf_snapshot_null_record[256];

/* ---- header and directory ---- */

static tariff_status bad(trf_snapshot *snapshot, tariff_error **error, const trf_image_section *section, const char *fault)
{
    const char *name =
        section->kind < TRF_SECTION_MAX && trf_sections[section->kind].name ? trf_sections[section->kind].name : "unknown";

    return trf_fail(error, snapshot->alloc, TARIFF_EIMAGE,
                    "image section %u (%s): %s (offset %lu, %lu bytes, %lu records; file has %lu bytes)", section->kind, name,
                    fault, section->offset, section->size, section->count, snapshot->size);
}

static uint32_t lowest_bit(uint64_t bits)
{
    uint32_t bit = 0;

    while (!(bits >> bit & 1))
        bit++;
    return bit;
}

static void read_header(const uint8_t *at, trf_image_header *out)
{
    memcpy(out, at, sizeof *out);
    out->layout = trf_load32(&out->layout);
    out->header_size = trf_load32(&out->header_size);
    out->file_size = trf_load64(&out->file_size);
    out->required_features = trf_load64(&out->required_features);
    out->optional_features = trf_load64(&out->optional_features);
    out->section_count = trf_load32(&out->section_count);
    out->section_entry_size = trf_load32(&out->section_entry_size);
    out->directory_offset = trf_load64(&out->directory_offset);
}

void trf_snapshot_section(const trf_snapshot *snapshot, uint32_t index, trf_image_section *out)
{
    memcpy(out, snapshot->data + snapshot->header->directory_offset + (uint64_t)index * sizeof *out, sizeof *out);
    out->kind = trf_load32(&out->kind);
    out->version = trf_load16(&out->version);
    out->flags = trf_load16(&out->flags);
    out->offset = trf_load64(&out->offset);
    out->size = trf_load64(&out->size);
    out->count = trf_load64(&out->count);
    out->record_size = trf_load32(&out->record_size);
    out->reserved0 = trf_load32(&out->reserved0);
    out->reserved1 = trf_load64(&out->reserved1);
}

static tariff_status check_header(trf_snapshot *snapshot, const trf_image_header *header, tariff_error **error)
{
    const trf_alloc *alloc = snapshot->alloc;
    uint64_t unknown = header->required_features & ~TRF_FEATURES_REQUIRED_KNOWN;

    if (memcmp(header->magic, TRF_IMAGE_MAGIC, sizeof header->magic) != 0)
        return trf_fail(error, alloc, TARIFF_EIMAGE, "image: not a tariff image (expected a file written by compile)");
    if (header->layout != TRF_IMAGE_LAYOUT)
        return trf_fail(error, alloc, TARIFF_EIMAGE, "image: layout %u (this library reads layout %u)", header->layout,
                        TRF_IMAGE_LAYOUT);
    if (unknown)
        return trf_fail(error, alloc, TARIFF_EIMAGE,
                        "image: needs feature %u, which this library lacks (required features of the image %lu, known here %lu)",
                        lowest_bit(unknown), header->required_features, TRF_FEATURES_REQUIRED_KNOWN);
    if (header->file_size != snapshot->size)
        return trf_fail(error, alloc, TARIFF_EIMAGE, "image: %lu bytes (its header says %lu)", snapshot->size, header->file_size);
    if (header->header_size != sizeof *header || header->section_entry_size != sizeof(trf_image_section) ||
        header->directory_offset != sizeof *header)
        return trf_fail(error, alloc, TARIFF_EIMAGE,
                        "image: header of %u bytes, directory entries of %u bytes at %lu (expected %u, %u, %u)",
                        header->header_size, header->section_entry_size, header->directory_offset, (uint32_t)sizeof *header,
                        (uint32_t)sizeof(trf_image_section), (uint32_t)sizeof *header);
    if (header->section_count > TRF_IMAGE_SECTIONS_MAX ||
        header->section_count > (snapshot->size - sizeof *header) / sizeof(trf_image_section))
        return trf_fail(error, alloc, TARIFF_EIMAGE, "image: %u sections (expected at most %u, within %lu bytes)",
                        header->section_count, TRF_IMAGE_SECTIONS_MAX, snapshot->size);
    return TARIFF_OK;
}

static tariff_status check_section(trf_snapshot *snapshot, const trf_image_section *section, uint32_t last_kind, uint64_t from,
                                   tariff_error **error)
{
    const trf_section_info *info = section->kind < TRF_SECTION_MAX ? &trf_sections[section->kind] : NULL;
    bool known = info && info->name && section->version == info->version;

    if (section->kind <= last_kind)
        return bad(snapshot, error, section, "kind out of order");
    if (section->offset < from || section->offset % TRF_IMAGE_ALIGN)
        return bad(snapshot, error, section, "offset lies in what stands before it, or is no multiple of 64");
    if (section->offset > snapshot->size || section->size > snapshot->size - section->offset)
        return bad(snapshot, error, section, "lies past the end");
    if (!known) {
        if (section->flags & TRF_SECTION_OPTIONAL)
            return TARIFF_OK;
        if (info && info->name)
            return trf_fail(error, snapshot->alloc, TARIFF_EIMAGE,
                            "image section %u (%s): version %u (this library reads version %u)", section->kind, info->name,
                            (uint32_t)section->version, (uint32_t)info->version);
        return bad(snapshot, error, section, "a kind that this library does not know");
    }
    if (section->record_size != info->record_size || section->count > UINT32_MAX ||
        section->count * (info->record_size ? info->record_size : 1u) != section->size)
        return bad(snapshot, error, section, "records and bytes do not agree");
    snapshot->sections[section->kind].data = snapshot->data + section->offset;
    snapshot->sections[section->kind].count = (uint32_t)section->count;
    return TARIFF_OK;
}

/** On a big-endian host: all sections once more, turned round. */
static tariff_status turn_sections(trf_snapshot *snapshot, tariff_error **error)
{
    uint8_t *turned;
    uint64_t at = 0, total = 0;

    if (TRF_HOST_LITTLE)
        return TARIFF_OK;
    for (uint32_t kind = 0; kind < TRF_SECTION_MAX; kind++)
        total +=
            ((uint64_t)snapshot->sections[kind].count * (trf_sections[kind].record_size ? trf_sections[kind].record_size : 1u) +
             63) &
            ~UINT64_C(63);
    turned = total <= SIZE_MAX ? trf_alloc_zero(snapshot->alloc, (size_t)total) : NULL;
    if (!turned)
        return trf_fail_memory(error);
    for (uint32_t kind = 0; kind < TRF_SECTION_MAX; kind++) {
        trf_section_view *view = &snapshot->sections[kind];
        uint64_t size = (uint64_t)view->count * (trf_sections[kind].record_size ? trf_sections[kind].record_size : 1u);

        if (!view->data)
            continue;
        memcpy(turned + at, view->data, (size_t)size);
        trf_records_turn(kind, turned + at, view->count);
        view->data = turned + at;
        at += (size + 63) & ~UINT64_C(63);
    }
    snapshot->turned = turned;
    snapshot->turned_size = total;
    return TARIFF_OK;
}

tariff_status trf_snapshot_check(trf_snapshot *snapshot, tariff_error **error)
{
    trf_image_header *header = &snapshot->host_header;
    trf_image_section section;
    uint64_t from;
    uint32_t last_kind = 0;
    tariff_status status;

    if (snapshot->size < sizeof *header)
        return trf_fail(error, snapshot->alloc, TARIFF_EIMAGE, "image: %lu bytes (an image has at least %u)", snapshot->size,
                        (uint32_t)sizeof *header);
    read_header(snapshot->data, header);
    status = check_header(snapshot, header, error);
    if (status < 0)
        return status;
    snapshot->header = header;
    from = sizeof *header + (uint64_t)header->section_count * sizeof section;
    for (uint32_t i = 0; i < header->section_count; i++) {
        trf_snapshot_section(snapshot, i, &section);
        status = check_section(snapshot, &section, last_kind, from, error);
        if (status < 0)
            return status;
        last_kind = section.kind;
        from = section.offset + section.size;
    }
    return turn_sections(snapshot, error);
}

/* ---- texts and other lookups ---- */

trf_slice trf_snapshot_text(const trf_snapshot *snapshot, trf_str id)
{
    const trf_section_view *offsets = &snapshot->sections[TRF_SECTION_STRING_OFFSETS];
    const trf_section_view *bytes = &snapshot->sections[TRF_SECTION_STRING_BYTES];
    uint32_t from, to;

    if (id == 0 || offsets->count < 2 || id >= offsets->count - 1)
        return TRF_SLICE_EMPTY;
    memcpy(&from, offsets->data + (size_t)id * sizeof from, sizeof from);
    memcpy(&to, offsets->data + ((size_t)id + 1) * sizeof to, sizeof to);
    if (from >= to || to > bytes->count)
        return TRF_SLICE_EMPTY;
    return trf_slice_of((const char *)bytes->data + from, to - from - 1);
}

trf_slice trf_snapshot_expression_code(const trf_snapshot *snapshot, const trf_expression_record *expression)
{
    uint32_t texts = snapshot->sections[TRF_SECTION_STRING_OFFSETS].count;
    uint32_t units = trf_snapshot_unit_count(snapshot), currencies = trf_snapshot_currency_count(snapshot);
    trf_code_bounds bounds;
    const trf_section_view *code = &snapshot->sections[TRF_SECTION_EXPRESSION_CODE];

    if (expression->code_size == 0 || expression->code_offset > code->count ||
        expression->code_size > code->count - expression->code_offset)
        return TRF_SLICE_EMPTY;
    bounds.text_count = texts ? texts - 1 : 0;
    bounds.unit_count = units ? units - 1 : 0;
    bounds.currency_count = currencies ? currencies - 1 : 0;
    if (trf_expr_check(code->data + expression->code_offset, expression->code_size, &bounds, NULL, snapshot->alloc) < 0)
        return TRF_SLICE_EMPTY;
    return trf_slice_of((const char *)code->data + expression->code_offset, expression->code_size);
}

uint32_t trf_snapshot_find_tariff(const trf_snapshot *snapshot, trf_slice id)
{
    uint32_t count = trf_snapshot_tariff_count(snapshot);

    for (uint32_t i = 0; i < count; i++) {
        if (trf_slice_equal(trf_snapshot_text(snapshot, trf_snapshot_tariff(snapshot, i)->id), id))
            return i;
    }
    return UINT32_MAX;
}

static char small_letter(char c) { return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); }

/** Language tags have no case. */
static bool tag_begins(trf_slice tag, trf_slice start)
{
    if (tag.size < start.size)
        return false;
    for (size_t i = 0; i < start.size; i++) {
        if (small_letter(tag.data[i]) != small_letter(start.data[i]))
            return false;
    }
    return tag.size == start.size || tag.data[start.size] == '-';
}

/** The language of a tag, else the first one that is more exact: zh-Hans for zh. */
static uint16_t language_of(const trf_snapshot *snapshot, trf_slice tag)
{
    uint32_t count = trf_snapshot_language_count(snapshot);
    uint16_t found = UINT16_MAX;

    for (uint32_t i = 0; i < count && i < UINT16_MAX; i++) {
        trf_slice other = trf_snapshot_text(snapshot, trf_snapshot_language(snapshot, i)->tag);

        if (!tag_begins(other, tag))
            continue;
        if (other.size == tag.size)
            return (uint16_t)i;
        if (found == UINT16_MAX)
            found = (uint16_t)i;
    }
    return found;
}

uint16_t trf_snapshot_language_index(const trf_snapshot *snapshot, trf_slice tag)
{
    uint16_t found = UINT16_MAX;

    while (tag.size && (found = language_of(snapshot, tag)) == UINT16_MAX) {
        do /* the last subtag goes, and a single letter before it, which only says what kind it is of */
            tag.size--;
        while (tag.size && tag.data[tag.size] != '-');
        if (tag.size > 1 && tag.data[tag.size - 2] == '-')
            tag.size -= 2;
    }
    return found;
}

/** The label of one language that holds on the date, else its first. */
static const trf_label_record *label_in(const trf_snapshot *snapshot, uint32_t first, uint32_t count, uint16_t language,
                                        trf_date date)
{
    const trf_label_record *found = NULL;

    for (uint32_t i = 0; i < count; i++) {
        const trf_label_record *label = trf_snapshot_label(snapshot, first + i);

        if (label->language != language)
            continue;
        if (!found || (label->start <= date && (found->start > date || label->start >= found->start)) ||
            (label->start > date && found->start > date && label->start < found->start))
            found = label;
    }
    return found;
}

const trf_label_record *trf_snapshot_label_at(const trf_snapshot *snapshot, uint32_t first, uint32_t count, uint16_t language,
                                              trf_date date)
{
    uint32_t all = trf_snapshot_label_count(snapshot);
    const trf_label_record *found;

    if (first >= all || count == 0)
        return NULL;
    if (count > all - first)
        count = all - first;
    found = label_in(snapshot, first, count, language, date);
    return found ? found : label_in(snapshot, first, count, trf_snapshot_label(snapshot, first)->language, date);
}

trf_slice trf_snapshot_node_attribute(const trf_snapshot *snapshot, uint32_t node, const char *name)
{
    const trf_node_record *record = trf_snapshot_node(snapshot, node);
    uint32_t all = trf_snapshot_attribute_count(snapshot);

    for (uint32_t i = 0; i < record->attribute_count && i < all; i++) {
        const trf_attribute_record *attribute = trf_snapshot_attribute(snapshot, record->first_attribute + i);

        if (trf_slice_is(trf_snapshot_text(snapshot, attribute->name), name))
            return trf_snapshot_text(snapshot, attribute->value);
    }
    return TRF_SLICE_EMPTY;
}

bool trf_snapshot_sound(const trf_snapshot *snapshot, uint32_t kind, const void *record)
{
    const trf_section_info *info = &trf_sections[kind];
    const uint8_t *at = record;

    for (unsigned f = 0; f < info->field_count; f++) {
        const trf_field *field = &info->fields[f];

        if (field->type == TRF_FIELD_RUN) {
            uint32_t count = snapshot->sections[field->target].count, run[2];

            memcpy(run, at, sizeof run);
            if (run[0] > count || run[1] > count - run[0])
                return false;
        }
        at += (size_t)field->width * field->times;
    }
    return true;
}
