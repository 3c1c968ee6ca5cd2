/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The model out of an image that keeps the records that were read. More inputs can follow: compiling then gives the bytes of a
 * full build from all of them.
 */
#ifndef TRF_COMPILE_RESTORE_H
#define TRF_COMPILE_RESTORE_H

#include "image/layout.h"
#include "model/model.h"

/**
 * @param sections those of an opened image
 * @retval TARIFF_OK           *out is the model, not settled; its findings are not kept, nor found again by settling
 * @retval TARIFF_EUNSUPPORTED the image keeps no records
 * @retval TARIFF_EIMAGE       what it keeps is damaged
 * @retval TARIFF_ENOMEM
 */
tariff_status trf_model_restore(const trf_alloc *alloc, const trf_section_view sections[TRF_SECTION_MAX],
                                const trf_limits *limits, uint64_t hash_seed, trf_model **out, tariff_error **error);

#endif
