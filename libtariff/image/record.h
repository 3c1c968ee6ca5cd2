/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What the records of each section are made of: one table from which sizes, byte order, references and reserved bytes are
 * checked.
 */
#ifndef TRF_IMAGE_RECORD_H
#define TRF_IMAGE_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "image/layout.h"

typedef enum trf_field_class {
    TRF_FIELD_PLAIN = 1, /**< any value */
    TRF_FIELD_ZERO,      /**< reserved */
    TRF_FIELD_TEXT,      /**< id of the string pool */
    TRF_FIELD_REF,       /**< index in target; 0 is its null record */
    TRF_FIELD_LINK,      /**< index in target or TRF_INDEX_NONE */
    TRF_FIELD_RUN        /**< two words: first and count in target */
} trf_field_class;

typedef struct trf_field {
    uint8_t type;   /**< trf_field_class */
    uint8_t width;  /**< bytes of one integer */
    uint8_t times;  /**< so many of them */
    uint8_t target; /**< section */
} trf_field;

typedef struct trf_section_info {
    const char *name;        /**< "line", for messages; NULL for a kind that this version does not know */
    const trf_field *fields; /**< NULL for bytes */
    uint16_t field_count;
    uint16_t version; /**< the one that is written and the highest that is read */
    uint16_t flags;
    uint16_t record_size; /**< 0 for bytes */
} trf_section_info;

/** By kind. */
extern const trf_section_info trf_sections[TRF_SECTION_MAX];

/** Turn the order of bytes in each integer of records, in place: what big-endian hosts do where they read or write an image. */
void trf_records_turn(uint32_t kind, void *records, uint64_t count);

#endif
