/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Truth files: descriptions of goods with the code that somebody gave them. Tab-separated with a header that names the columns
 * text and code, and may name id, language and source, in any order; no quoting.
 */
#ifndef TRF_TRAIN_TRUTH_H
#define TRF_TRAIN_TRUTH_H

#include "base/error.h"

typedef enum trf_truth_column {
    TRF_TRUTH_ID,
    TRF_TRUTH_LANGUAGE,
    TRF_TRUTH_TEXT,
    TRF_TRUTH_CODE,
    TRF_TRUTH_SOURCE,
    TRF_TRUTH_COLUMNS
} trf_truth_column;

/** A line, as slices of the file's bytes; columns that the file has not are empty. */
typedef struct trf_truth_row {
    trf_slice columns[TRF_TRUTH_COLUMNS];
    uint32_t line;
} trf_truth_row;

typedef struct trf_truth {
    const trf_alloc *alloc;
    trf_slice name, rest;
    uint32_t line;
    uint32_t count;                    /**< columns of the file */
    uint8_t places[TRF_TRUTH_COLUMNS]; /**< which of them it is; UINT8_MAX: not there */
} trf_truth;

/** Reads the header. EINPUT names the file and what was expected. */
tariff_status trf_truth_open(const trf_alloc *alloc, trf_slice name, trf_slice bytes, trf_truth *out, tariff_error **error);
/**
 * The next line; blank ones are left out.
 * @retval TARIFF_NOT_FOUND  there is none
 * @retval TARIFF_EINPUT     another number of columns, text that is not UTF-8, a code that is not 2 to 14 digits
 */
tariff_status trf_truth_next(trf_truth *truth, trf_truth_row *out, tariff_error **error);
/** The digits of a code; returns how many there are, 0 where it is none or has more than TRF_CODE_MAX. */
size_t trf_truth_digits(trf_slice code, char out[16]);

#endif
