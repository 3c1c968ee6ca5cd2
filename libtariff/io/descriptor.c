/* SPDX-License-Identifier: Apache-2.0 */
#include "io/descriptor.h"

#include <errno.h>
#include <unistd.h>

#include "io/cause.h"

enum { WRITE_MAX = 1 << 30 };

tariff_status trf_descriptor_write(const trf_alloc *alloc, int descriptor, const void *data, size_t size, tariff_error **error)
{
    const char *at = data;

    while (size > 0) {
        ssize_t written = write(descriptor, at, size < WRITE_MAX ? size : WRITE_MAX);

        if (written < 0) {
            if (errno == EINTR)
                continue;
            return trf_io_fail(error, alloc, descriptor == 1 ? TRF_SLICE("standard output") : TRF_SLICE("descriptor"), "write",
                               errno);
        }
        at += written;
        size -= (size_t)written;
    }
    return TARIFF_OK;
}
