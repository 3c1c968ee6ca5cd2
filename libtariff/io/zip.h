/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Heads and tails of a zip archive that holds one deflated file, as some publishers send one: what stands around its data.
 */
#ifndef TRF_IO_ZIP_H
#define TRF_IO_ZIP_H

#include "base/slice.h"

/** Bytes before the data of the first file, or 0 and *fault a text where it is none that is read. */
size_t trf_zip_head(trf_slice bytes, const char **fault);
/** What follows the data must be the directory of this one file with this checksum and size; NULL, or what is wrong. */
const char *trf_zip_tail(trf_slice bytes, uint32_t crc, uint64_t size);

#endif
