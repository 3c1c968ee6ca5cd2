/* SPDX-License-Identifier: Apache-2.0 */
/** @file Writing to an open descriptor of the caller's: a pipe, standard output. */
#ifndef TRF_IO_DESCRIPTOR_H
#define TRF_IO_DESCRIPTOR_H

#include "base/error.h"

/** All of it; EIO where it cannot be written. The descriptor stays open. */
tariff_status trf_descriptor_write(const trf_alloc *alloc, int descriptor, const void *data, size_t size, tariff_error **error);

#endif
