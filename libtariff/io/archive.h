/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The files of a zip archive that lies in memory, read one by one and never written anywhere. Refused before anything is
 * inflated: more than TRF_ARCHIVE_ENTRIES files, a name twice, names that lead out of the archive, encryption, methods other than
 * stored and deflated. Output is capped for all reads together (limits.input_bytes) and for each by limits.inflate_ratio;
 * checksums are verified.
 */
#ifndef TRF_IO_ARCHIVE_H
#define TRF_IO_ARCHIVE_H

#include "base/error.h"
#include "base/limits.h"

#define TRF_ARCHIVE_ENTRIES 1024u

typedef struct trf_archive trf_archive;

/** Whether bytes begin as a zip archive does. */
bool trf_archive_begins(trf_slice bytes);
/** bytes live as long as the archive; name is for messages. */
tariff_status trf_archive_open(const trf_alloc *alloc, const trf_limits *limits, trf_slice name, trf_slice bytes,
                               trf_archive **out, tariff_error **error);
void trf_archive_close(trf_archive *archive);
/** The file of this (terminated) name; false for none. */
bool trf_archive_find(const trf_archive *archive, const char *path, uint64_t *entry);

/** Takes the next bytes, at most 64 KiB; a negative status ends the reading. */
typedef tariff_status (*trf_archive_sink)(void *user, trf_slice piece, tariff_error **error);
tariff_status trf_archive_read(trf_archive *archive, uint64_t entry, trf_archive_sink sink, void *user, tariff_error **error);

/** Version of the library that reads archives. */
const char *trf_libzip_version(void);

#endif
