/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * A model to an image. The same model gives the same bytes, whatever machine, folder or order of memory; what is wrong in the
 * data is reported in the model and never stops it. The model is left as it was, findings apart: more inputs can follow.
 */
#ifndef TRF_COMPILE_COMPILE_H
#define TRF_COMPILE_COMPILE_H

#include "image/layout.h"
#include "model/model.h"

#define TRF_COMPILE_WITHOUT_RECORDS 1u /**< leave out the records that were read: the image cannot be updated or exported */

typedef struct trf_compile_options {
    uint32_t flags; /**< TRF_COMPILE_* */
} trf_compile_options;

typedef struct trf_compile_report {
    uint8_t content_hash[TRF_IMAGE_HASH_SIZE];
    uint64_t size; /**< bytes of the image */
    uint32_t tariffs, lines, placeholders, measures;
    uint32_t expressions, unresolved; /**< distinct duties, and those of them without a meaning */
} trf_compile_report;

/**
 * Settle the model where it is not settled, compile it, and replace the file `path` by the image, durably.
 * @param options NULL for the defaults
 * @param report  may be NULL
 * @retval TARIFF_OK
 * @retval TARIFF_ELIMIT more of something than an image holds
 * @retval TARIFF_EIO, TARIFF_ENOMEM
 */
tariff_status trf_compile_to_file(trf_model *model, const char *path, const trf_compile_options *options,
                                  trf_compile_report *report, tariff_error **error);
/** The same to one block that the caller gives back with trf_alloc_free, or hands to trf_snapshot_adopt_memory. */
tariff_status trf_compile_to_memory(trf_model *model, const trf_compile_options *options, uint8_t **data, size_t *size,
                                    trf_compile_report *report, tariff_error **error);

#endif
