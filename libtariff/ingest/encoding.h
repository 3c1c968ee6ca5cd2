/* SPDX-License-Identifier: Apache-2.0 */
/** @file What the first bytes of an XML document say about version and encoding, looked at before any parser is. */
#ifndef TRF_INGEST_ENCODING_H
#define TRF_INGEST_ENCODING_H

#include "base/error.h"

/**
 * UTF-8, UTF-16, ISO-8859-1 and US-ASCII are read, version 1.0 only; byte order mark and declaration must agree. *ready is false
 * where more bytes are needed to tell; last: there are none.
 */
tariff_status trf_encoding_check(const trf_alloc *alloc, trf_slice head, bool last, bool *ready, tariff_error **error);

#endif
