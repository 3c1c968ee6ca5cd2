/* SPDX-License-Identifier: Apache-2.0 */
/** @file Messages of failed system calls, the same in every locale. */
#ifndef TRF_IO_CAUSE_H
#define TRF_IO_CAUSE_H

#include "base/error.h"

/** "'NAME': cannot VERB: CAUSE" as EIO; ENOMEM stays ENOMEM. */
tariff_status trf_io_fail(tariff_error **error, const trf_alloc *alloc, trf_slice name, const char *verb, int code);

#endif
