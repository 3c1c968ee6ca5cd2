/* SPDX-License-Identifier: Apache-2.0 */
#include "io/cause.h"

#include <errno.h>

/* strerror() follows the locale; these are the causes that files bring. */
static const struct {
    int code;
    const char *text;
} causes[] = {
    {ENOENT, "there is no such file"},
    {ENOTDIR, "a part of the path is not a directory"},
    {EISDIR, "it is a directory"},
    {EACCES, "permission was denied"},
    {EPERM, "the operation is not permitted"},
    {ELOOP, "too many symbolic links, or a link where none is followed"},
    {ENAMETOOLONG, "the name is too long"},
    {EMFILE, "this process has too many files open"},
    {ENFILE, "this system has too many files open"},
    {ENOSPC, "no space is left on the device"},
    {EDQUOT, "the disk quota is used up"},
    {EFBIG, "the file would become too large"},
    {EROFS, "the file system is read-only"},
    {EEXIST, "there is a file of that name already"},
    {EIO, "the device reported an input/output error"},
    {EBADF, "the descriptor is not open for this"},
    {EPIPE, "nobody reads the pipe"},
    {EAGAIN, "the descriptor has no data now and does not wait for it"},
    {ESTALE, "the file went away on its file server"},
    {ETXTBSY, "the file is being executed"},
    {ENXIO, "there is no such device"},
};

tariff_status trf_io_fail(tariff_error **error, const trf_alloc *alloc, trf_slice name, const char *verb, int code)
{
    if (code == ENOMEM)
        return trf_fail_memory(error);
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++)
        if (causes[i].code == code)
            return trf_fail(error, alloc, TARIFF_EIO, "'%S': cannot %s: %s", name, verb, causes[i].text);
    return trf_fail(error, alloc, TARIFF_EIO, "'%S': cannot %s: system error %d", name, verb, (int32_t)code);
}
