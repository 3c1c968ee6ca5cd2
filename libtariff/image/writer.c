/* SPDX-License-Identifier: Apache-2.0 */
#include "image/writer.h"

#include "image/digest.h"
#include "image/load.h"
#include "image/record.h"
#include "io/atomic.h"

#define BLOCK (UINT64_C(256) << 10) /* hashed and written while it is in the cache */

typedef struct layout {
    trf_image_header header;
    trf_image_section directory[TRF_SECTION_MAX];
    uint32_t count;
} layout;

static uint64_t aligned(uint64_t offset)
{
    return (offset + (TRF_IMAGE_ALIGN - 1)) & ~(uint64_t)(TRF_IMAGE_ALIGN - 1);
}

static tariff_status lay_out(const trf_alloc *alloc, const trf_image_plan *plan, layout *out, tariff_error **error)
{
    uint64_t at;

    memset(out, 0, sizeof *out);
    memcpy(out->header.magic, TRF_IMAGE_MAGIC, sizeof out->header.magic);
    if (plan->part_count > TRF_SECTION_MAX)
        return trf_fail(error, alloc, TARIFF_EINVAL, "image: %u sections (expected at most %u)", plan->part_count,
                        TRF_SECTION_MAX);
    out->count = plan->part_count;
    at = aligned(sizeof(trf_image_header) + (uint64_t)plan->part_count * sizeof(trf_image_section));
    for (uint32_t i = 0; i < plan->part_count; i++) {
        const trf_image_part *part = &plan->parts[i];
        const trf_section_info *info = part->kind < TRF_SECTION_MAX ? &trf_sections[part->kind] : NULL;
        trf_image_section *section = &out->directory[i];
        uint64_t size = 0;

        if (!info || !info->name)
            return trf_fail(error, alloc, TARIFF_EINVAL, "image section %u: unknown kind", part->kind);
        if (i > 0 && plan->parts[i - 1].kind >= part->kind)
            return trf_fail(error, alloc, TARIFF_EINVAL, "image section %u (%s): out of order", part->kind, info->name);
        for (uint32_t p = 0; p < part->piece_count; p++)
            size += part->pieces[p].size;
        if (part->count > UINT32_MAX || size != part->count * (info->record_size ? info->record_size : 1u))
            return trf_fail(error, alloc, part->count > UINT32_MAX ? TARIFF_ELIMIT : TARIFF_EINVAL,
                            "image section %u (%s): %lu records in %lu bytes (expected %u bytes a record)", part->kind,
                            info->name, part->count, size, (uint32_t)info->record_size);
        section->kind = part->kind;
        section->version = info->version;
        section->flags = info->flags;
        section->offset = at;
        section->size = size;
        section->count = part->count;
        section->record_size = info->record_size;
        at = aligned(at + size);
    }
    out->header.layout = TRF_IMAGE_LAYOUT;
    out->header.header_size = sizeof out->header;
    out->header.file_size = at;
    out->header.required_features = plan->required_features;
    out->header.optional_features = plan->optional_features;
    out->header.section_count = plan->part_count;
    out->header.section_entry_size = sizeof(trf_image_section);
    out->header.directory_offset = sizeof out->header;
    if (plan->base_hash)
        memcpy(out->header.base_hash, plan->base_hash, sizeof out->header.base_hash);
    return TARIFF_OK;
}

tariff_status trf_image_measure(const trf_alloc *alloc, const trf_image_plan *plan, uint64_t *size, tariff_error **error)
{
    layout made;
    tariff_status status = lay_out(alloc, plan, &made, error);

    if (status == TARIFF_OK)
        *size = made.header.file_size;
    return status;
}

/* ---- hash ---- */

static void add64(trf_digest *digest, uint64_t value)
{
    uint8_t bytes[8];

    for (unsigned i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
    trf_digest_add(digest, bytes, sizeof bytes);
}

static void hash_head(trf_digest *digest, const trf_image_header *header, const trf_image_section *directory, uint32_t count)
{
    trf_digest_begin(digest);
    add64(digest, header->layout);
    add64(digest, header->required_features);
    add64(digest, header->optional_features);
    trf_digest_add(digest, header->base_hash, sizeof header->base_hash);
    add64(digest, count);
    for (uint32_t i = 0; i < count; i++) {
        add64(digest, (uint64_t)directory[i].kind << 32 | (uint32_t)directory[i].version << 16 | directory[i].flags);
        add64(digest, directory[i].size);
        add64(digest, directory[i].count);
        add64(digest, directory[i].record_size);
    }
}

void trf_image_hash(const trf_image_header *header, const trf_image_section *directory, uint32_t count, const uint8_t *image,
                    uint8_t out[TRF_IMAGE_HASH_SIZE])
{
    trf_digest digest;

    hash_head(&digest, header, directory, count);
    for (uint32_t i = 0; i < count; i++)
        trf_digest_add(&digest, image + directory[i].offset, (size_t)directory[i].size);
    trf_digest_end(&digest, out);
}

/* ---- bytes ---- */

/** Where bytes go: a file, by way of a block for what is small, or memory that is large enough. After a failure nothing goes. */
typedef struct sink {
    trf_atomic *file;
    uint8_t *memory;
    uint64_t at;
    uint8_t *block;
    size_t waiting; /* bytes in block */
    tariff_status status;
    tariff_error **error;
} sink;
#define SINK_BLOCK ((size_t)64 << 10)

static void write_out(sink *to, const void *data, size_t size)
{
    if (to->status == TARIFF_OK && size > 0)
        to->status = trf_atomic_write(to->file, data, size, to->error);
}

static void flush(sink *to)
{
    write_out(to, to->block, to->waiting);
    to->waiting = 0;
}

static void put(sink *to, const void *data, uint64_t size)
{
    if (!to->file) {
        memcpy(to->memory + to->at, data, (size_t)size);
    } else {
        if (size > SINK_BLOCK - to->waiting)
            flush(to);
        if (size >= SINK_BLOCK) {
            write_out(to, data, (size_t)size);
        } else {
            memcpy(to->block + to->waiting, data, (size_t)size);
            to->waiting += (size_t)size;
        }
    }
    to->at += size;
}

static void pad(sink *to, uint64_t offset)
{
    static const uint8_t zero[TRF_IMAGE_ALIGN];

    if (to->status == TARIFF_OK)
        put(to, zero, offset - to->at);
}

/** A piece, hashed and written block by block. */
static void put_piece(sink *to, trf_digest *digest, const trf_image_piece *piece)
{
    for (uint64_t done = 0; done < piece->size && to->status == TARIFF_OK; done += BLOCK) {
        const uint8_t *data = (const uint8_t *)piece->data + done;
        uint64_t size = piece->size - done < BLOCK ? piece->size - done : BLOCK;

        trf_digest_add(digest, data, (size_t)size);
        put(to, data, size);
    }
}

static void put_part(sink *to, trf_digest *digest, const trf_alloc *alloc, const trf_image_part *part)
{
    for (uint32_t p = 0; p < part->piece_count; p++) {
        trf_image_piece piece = part->pieces[p];
        void *turned = NULL;

        if (!TRF_HOST_LITTLE && trf_sections[part->kind].fields && piece.size > 0 && to->status == TARIFF_OK) {
            turned = trf_alloc_zero(alloc, (size_t)piece.size);
            if (!turned) {
                to->status = trf_fail_memory(to->error);
                return;
            }
            memcpy(turned, piece.data, (size_t)piece.size);
            trf_records_turn(part->kind, turned, piece.size / trf_sections[part->kind].record_size);
            piece.data = turned;
        }
        put_piece(to, digest, &piece);
        trf_alloc_free(alloc, turned, (size_t)piece.size);
    }
}

static void header_to_bytes(const trf_image_header *header, uint8_t out[sizeof(trf_image_header)])
{
    trf_image_header copy = *header;

    copy.layout = trf_load32(&header->layout);
    copy.header_size = trf_load32(&header->header_size);
    copy.file_size = trf_load64(&header->file_size);
    copy.required_features = trf_load64(&header->required_features);
    copy.optional_features = trf_load64(&header->optional_features);
    copy.section_count = trf_load32(&header->section_count);
    copy.section_entry_size = trf_load32(&header->section_entry_size);
    copy.directory_offset = trf_load64(&header->directory_offset);
    memcpy(out, &copy, sizeof copy);
}

static void section_to_bytes(const trf_image_section *section, uint8_t out[sizeof(trf_image_section)])
{
    trf_image_section copy = *section;

    copy.kind = trf_load32(&section->kind);
    copy.version = trf_load16(&section->version);
    copy.flags = trf_load16(&section->flags);
    copy.offset = trf_load64(&section->offset);
    copy.size = trf_load64(&section->size);
    copy.count = trf_load64(&section->count);
    copy.record_size = trf_load32(&section->record_size);
    memcpy(out, &copy, sizeof copy);
}

/** All of the image; the content hash is known last and left in made->header for whoever can write the header again. */
static tariff_status put_image(sink *to, const trf_alloc *alloc, const trf_image_plan *plan, layout *made)
{
    uint8_t head[sizeof(trf_image_header)], entry[sizeof(trf_image_section)];
    trf_digest digest;

    hash_head(&digest, &made->header, made->directory, made->count);
    header_to_bytes(&made->header, head);
    put(to, head, sizeof head);
    for (uint32_t i = 0; i < made->count; i++) {
        section_to_bytes(&made->directory[i], entry);
        put(to, entry, sizeof entry);
    }
    for (uint32_t i = 0; i < made->count; i++) {
        pad(to, made->directory[i].offset);
        put_part(to, &digest, alloc, &plan->parts[i]);
    }
    pad(to, made->header.file_size);
    if (to->file)
        flush(to);
    trf_digest_end(&digest, made->header.content_hash);
    return to->status;
}

tariff_status trf_image_write_file(const trf_alloc *alloc, const trf_image_plan *plan, const char *path, uint8_t *hash,
                                   uint64_t *size, tariff_error **error)
{
    layout made;
    sink to = {.error = error};
    uint8_t head[sizeof(trf_image_header)];
    tariff_status status = lay_out(alloc, plan, &made, error);

    if (status < 0)
        return status;
    to.block = trf_alloc_zero(alloc, SINK_BLOCK);
    if (!to.block)
        return trf_fail_memory(error);
    status = trf_atomic_begin(alloc, path, &to.file, error);
    if (status < 0)
        goto done;
    status = put_image(&to, alloc, plan, &made);
    if (status < 0)
        goto done;
    header_to_bytes(&made.header, head);
    status = trf_atomic_write_at(to.file, 0, head, sizeof head, error);
    if (status < 0)
        goto done;
    status = trf_atomic_commit(to.file, error);
    to.file = NULL;
    if (status < 0)
        goto done;

    if (hash)
        memcpy(hash, made.header.content_hash, TRF_IMAGE_HASH_SIZE);
    if (size)
        *size = made.header.file_size;
done:
    trf_atomic_abort(to.file);
    trf_alloc_free(alloc, to.block, SINK_BLOCK);
    return status;
}

tariff_status trf_image_write_memory(const trf_alloc *alloc, const trf_image_plan *plan, uint8_t **data, size_t *size,
                                     tariff_error **error)
{
    layout made;
    sink to = {.error = error};
    tariff_status status = lay_out(alloc, plan, &made, error);

    if (status < 0)
        return status;
    if (made.header.file_size > SIZE_MAX)
        return trf_fail_memory(error);
    to.memory = alloc->resize(alloc->user, NULL, 0, (size_t)made.header.file_size);
    if (!to.memory)
        return trf_fail_memory(error);
    status = put_image(&to, alloc, plan, &made);
    if (status < 0)
        goto done;
    header_to_bytes(&made.header, to.memory);

    *data = to.memory;
    *size = (size_t)made.header.file_size;
    to.memory = NULL;
done:
    trf_alloc_free(alloc, to.memory, (size_t)made.header.file_size);
    return status;
}
