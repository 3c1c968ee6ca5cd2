/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Replacing a file so that readers see the old one or the new one, whole, and a crash leaves one of them: a temporary file in the
 * same folder (never an existing one, never through a link), fsync, rename, fsync of the folder. A symbolic link of that name is
 * replaced itself, not what it points to.
 */
#ifndef TRF_IO_ATOMIC_H
#define TRF_IO_ATOMIC_H

#include "base/error.h"

typedef struct trf_atomic trf_atomic;

/** Begin to write what will be `path`; EIO where that is a directory, a device or a FIFO, or its folder cannot be written. */
tariff_status trf_atomic_begin(const trf_alloc *alloc, const char *path, trf_atomic **out, tariff_error **error);
/** Append. */
tariff_status trf_atomic_write(trf_atomic *atomic, const void *data, size_t size, tariff_error **error);
/** Write at an offset below the size so far, as a header that is known last. */
tariff_status trf_atomic_write_at(trf_atomic *atomic, uint64_t offset, const void *data, size_t size, tariff_error **error);
/** Make it durable under its name. The object is freed either way; on failure the old file is untouched. */
tariff_status trf_atomic_commit(trf_atomic *atomic, tariff_error **error);
/** Remove the temporary file; accepts NULL. */
void trf_atomic_abort(trf_atomic *atomic);

/** All in one. */
tariff_status trf_atomic_replace(const trf_alloc *alloc, const char *path, const void *data, size_t size, tariff_error **error);

#endif
