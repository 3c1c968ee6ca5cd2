/* SPDX-License-Identifier: Apache-2.0 */
/** @file Which published format a document is in, by its root element. */
#ifndef TRF_INGEST_DETECT_H
#define TRF_INGEST_DETECT_H

#include "ingest/ingest.h"

/**
 * The reader for a document with this root, or EINPUT with a message that says what the document is (where it is a format that is
 * known and not read) and what is read instead.
 */
tariff_status trf_detect(const trf_alloc *alloc, trf_slice local, trf_slice ns, const trf_reader **out, tariff_error **error);

#endif
