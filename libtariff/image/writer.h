/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Sections to bytes: header, directory, padding, content hash. The writer knows nothing of tariffs; the same parts give the
 * same bytes.
 */
#ifndef TRF_IMAGE_WRITER_H
#define TRF_IMAGE_WRITER_H

#include "base/error.h"
#include "image/layout.h"

/** A run of bytes that is written as it stands. */
typedef struct trf_image_piece {
    const void *data;
    uint64_t size;
} trf_image_piece;

/** One section: its pieces one after another. Version, flags and record size come from trf_sections. */
typedef struct trf_image_part {
    uint32_t kind;
    uint64_t count; /**< records; bytes where the section holds bytes */
    const trf_image_piece *pieces;
    uint32_t piece_count;
} trf_image_part;

typedef struct trf_image_plan {
    const trf_image_part *parts; /**< ascending kind, each once */
    uint32_t part_count;
    uint64_t required_features, optional_features;
    const uint8_t *base_hash; /**< of an overlay; NULL for an image of its own */
} trf_image_plan;

/** Size of the file of a plan. EINVAL where parts are out of order, of a kind unknown here, or their bytes and counts differ. */
tariff_status trf_image_measure(const trf_alloc *alloc, const trf_image_plan *plan, uint64_t *size, tariff_error **error);
/**
 * Replace the file `path` by the image, durably. `hash` (32 bytes, may be NULL) gets the content hash, `size` (may be NULL) the
 * bytes.
 */
tariff_status trf_image_write_file(const trf_alloc *alloc, const trf_image_plan *plan, const char *path, uint8_t *hash,
                                   uint64_t *size, tariff_error **error);
/** The image in one block of *size bytes that the caller gives back with trf_alloc_free. */
tariff_status trf_image_write_memory(const trf_alloc *alloc, const trf_image_plan *plan, uint8_t **data, size_t *size,
                                     tariff_error **error);

/**
 * The content hash of a directory and its sections: layout, features and base from the header; of each section in order its kind,
 * version, flags, size, count and record size, then all bytes. `image` holds them at the offsets of the directory.
 */
void trf_image_hash(const trf_image_header *header, const trf_image_section *directory, uint32_t count, const uint8_t *image,
                    uint8_t out[TRF_IMAGE_HASH_SIZE]);

#endif
