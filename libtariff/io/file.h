/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Bytes of an input, in pieces. Only regular files and descriptors are read: a directory, a FIFO or a device named by a path is
 * refused. Plain POSIX, no stdio.
 */
#ifndef TRF_IO_FILE_H
#define TRF_IO_FILE_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/limits.h"

#define TRF_FILE_PIECE ((size_t)64 << 10) /**< largest piece */

typedef struct trf_file trf_file;

typedef struct trf_file_options {
    uint64_t limit; /**< bytes as given; 0 is no limit */
    /**
     * Told all bytes as given, in order, to hash them; NULL for nobody. For a large regular file that happens in a thread of its
     * own, beside the caller's work: it must neither allocate nor call the host, and its state may be looked at only after the
     * end was read (an empty piece) or the file closed.
     */
    void (*seen)(void *user, const void *data, size_t size);
    void *user;
} trf_file_options;

/** The part of a path after its last '/'; the whole where there is none. */
trf_slice trf_file_base_name(trf_slice path);

/** Open a regular file. EIO names the path and why not (absent, a directory, a FIFO, a device, no permission). */
tariff_status trf_file_open(const trf_alloc *alloc, const char *path, const trf_file_options *options, trf_file **out,
                            tariff_error **error);
/** Read from an open descriptor, which stays the caller's: a pipe, a terminal, standard input. name is for messages. */
tariff_status trf_file_open_descriptor(const trf_alloc *alloc, int descriptor, trf_slice name, const trf_file_options *options,
                                       trf_file **out, tariff_error **error);
/** Read from memory, which must live as long as the file. */
tariff_status trf_file_open_memory(const trf_alloc *alloc, const void *data, size_t size, trf_slice name,
                                   const trf_file_options *options, trf_file **out, tariff_error **error);
void trf_file_close(trf_file *file);

/** The next piece, valid until the next call; empty at the end, and again after it. */
tariff_status trf_file_next(trf_file *file, trf_slice *piece, tariff_error **error);
/** Hand the last piece (or its end) back, to be read again by the next call; what is given back must be a tail of it. */
void trf_file_unread(trf_file *file, size_t size);
/** Base name for messages. */
trf_slice trf_file_name(const trf_file *file);
/** Size of a regular file when it was opened or of the memory; 0 unknown. */
uint64_t trf_file_size(const trf_file *file);
/** Bytes handed out so far. */
uint64_t trf_file_position(const trf_file *file);

/** A whole regular file into an empty buffer; ELIMIT past its limit. */
tariff_status trf_file_read_all(const trf_alloc *alloc, const char *path, uint64_t limit, trf_buffer *out, tariff_error **error);

#endif
