/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Profiles from the model's trees to the records of image/profile.h. What a profile says wrongly is reported with its line and
 * left out, like everything else that is read.
 */
#ifndef TRF_COMPILE_PROFILE_H
#define TRF_COMPILE_PROFILE_H

#include "image/profile.h"
#include "image/role.h"
#include "model/model.h"

#define TRF_PROFILE_SECTIONS 16u

typedef struct trf_profile_section {
    uint8_t *records;      /**< index 0 is the null record */
    size_t capacity;
    uint32_t count;        /**< with the null record */
    uint32_t record_size;
    uint32_t kind;         /**< TRF_SECTION_PROFILE … */
} trf_profile_section;

typedef struct trf_profile_tables {
    const trf_alloc *alloc;
    trf_profile_section sections[TRF_PROFILE_SECTIONS]; /**< by kind - TRF_SECTION_PROFILE */
} trf_profile_tables;

/**
 * Compile every current tree of kind "profile" whose id, or whose tariff's id, is a tariff of the model.
 * @param[in] model      settled; receives findings
 * @param[in] texts      the image's pool
 * @param[in] node_base  added to a model node's index to give its index in section NODE
 * @param[in] tariff_of  index of a tariff of the model in section TARIFF; NULL: the same
 */
tariff_status trf_profile_compile(trf_model *model, trf_intern *texts, uint32_t node_base, const uint16_t *tariff_of,
                                  trf_profile_tables *out, tariff_error **error);
void trf_profile_tables_done(trf_profile_tables *tables);

/**
 * What the profile of a tariff says of a measure type: by type, else by series; NULL for nothing. type and series are ids in the
 * image's pool. Where it says several things in turn, the latest start counts.
 */
const trf_profile_measures_record *trf_profile_measures_of(const trf_profile_tables *tables, uint16_t tariff, trf_str type,
                                                           trf_str series);

#endif
