/* SPDX-License-Identifier: Apache-2.0 */
/** @file The texts of an input that is not XML: one file, or the files of a tar archive; plain, gzip or xz by content. */
#ifndef TRF_INGEST_MEMBER_H
#define TRF_INGEST_MEMBER_H

#include "base/error.h"
#include "base/limits.h"

#define TRF_MEMBER_BYTES ((uint64_t)512 << 20) /**< largest input, inflated */

/** One text; name is its base name. */
typedef tariff_status (*trf_member_reader)(void *user, trf_slice name, trf_slice text, tariff_error **error);

/** Read a path ("-": standard input) and hand out its texts in order. */
tariff_status trf_member_each(const trf_alloc *alloc, const trf_limits *limits, const char *path, trf_member_reader reader,
                              void *user, tariff_error **error);
/** The same, where zip archives, which workbooks are, are handed out as they are. */
tariff_status trf_member_each_workbook(const trf_alloc *alloc, const trf_limits *limits, const char *path,
                                       trf_member_reader reader, void *user, tariff_error **error);
/** The same over bytes that are inflated already. */
tariff_status trf_member_each_of(const trf_alloc *alloc, trf_slice name, trf_slice bytes, trf_member_reader reader, void *user,
                                 tariff_error **error);

#endif
