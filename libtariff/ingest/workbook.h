/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The first sheet of an Office Open XML workbook (XLSX), row by row: texts in the cells or in the table of shared strings,
 * numbers as they are written, results of formulas. Each XML part goes through the guard of xml.h. Parts outside the archive,
 * more than TRF_WORKBOOK_COLUMNS columns and rows or cells out of order are refused.
 */
#ifndef TRF_INGEST_WORKBOOK_H
#define TRF_INGEST_WORKBOOK_H

#include "base/error.h"
#include "base/limits.h"

#define TRF_WORKBOOK_COLUMNS 256u
#define TRF_WORKBOOK_ROWS    1048576u

/** A row that has cells; cells[0] is column A, those that are not there are empty. number counts from 1. */
typedef tariff_status (*trf_workbook_row)(void *user, const trf_slice *cells, uint32_t count, uint32_t number,
                                          tariff_error **error);

/** bytes: the archive; name is for messages. */
tariff_status trf_workbook_read(const trf_alloc *alloc, const trf_limits *limits, trf_slice name, trf_slice bytes,
                                trf_workbook_row row, void *user, tariff_error **error);

#endif
