/* SPDX-License-Identifier: Apache-2.0 */
#include "io/zip.h"

enum {
    LOCAL_SIZE = 30,
    CENTRAL_SIZE = 46,
    END_SIZE = 22,
    FLAG_ENCRYPTED = 1,
    METHOD_DEFLATE = 8,
};
#define LOCAL_MARK   TRF_SLICE("PK\3\4")
#define CENTRAL_MARK TRF_SLICE("PK\1\2")
#define END_MARK     TRF_SLICE("PK\5\6")
#define IN_ZIP64     UINT32_MAX

static uint32_t load16(trf_slice bytes, size_t at)
{
    return (uint32_t)(uint8_t)bytes.data[at] | (uint32_t)(uint8_t)bytes.data[at + 1] << 8;
}

static uint32_t load32(trf_slice bytes, size_t at)
{
    return load16(bytes, at) | load16(bytes, at + 2) << 16;
}

static trf_slice from(trf_slice bytes, size_t at)
{
    return trf_slice_of(bytes.data + at, bytes.size - at);
}

size_t trf_zip_head(trf_slice bytes, const char **fault)
{
    size_t size;

    *fault = "it ends before its first file does (truncated)";
    if (bytes.size < LOCAL_SIZE || !trf_slice_begins(bytes, LOCAL_MARK))
        return 0;
    if (load16(bytes, 6) & FLAG_ENCRYPTED) {
        *fault = "it is encrypted";
        return 0;
    }
    if (load16(bytes, 8) != METHOD_DEFLATE) {
        *fault = "a method of compression that is not read (expected deflate)";
        return 0;
    }
    size = LOCAL_SIZE + load16(bytes, 26) + load16(bytes, 28);
    if (size >= bytes.size)
        return 0;
    return size;
}

const char *trf_zip_tail(trf_slice bytes, uint32_t crc, uint64_t size)
{
    /* A descriptor may come first: with or without a mark, with sizes of four or eight bytes. */
    static const uint8_t descriptors[] = {0, 12, 16, 20, 24};
    trf_slice directory = TRF_SLICE_EMPTY;
    size_t entry;

    for (size_t i = 0; i < sizeof descriptors && !directory.size; i++) {
        if (bytes.size <= descriptors[i])
            break;
        if (trf_slice_begins(from(bytes, descriptors[i]), LOCAL_MARK))
            return "it holds more than one file (expected one)";
        if (trf_slice_begins(from(bytes, descriptors[i]), CENTRAL_MARK))
            directory = from(bytes, descriptors[i]);
    }
    if (directory.size < CENTRAL_SIZE)
        return "it ends before its directory does (truncated)";
    entry = CENTRAL_SIZE + (size_t)load16(directory, 28) + load16(directory, 30) + load16(directory, 32);
    if (load32(directory, 16) != crc)
        return "the checksum does not match";
    if (load32(directory, 24) != IN_ZIP64 && load32(directory, 24) != (uint32_t)size)
        return "the size does not match";
    if (entry > directory.size || directory.size - entry < END_SIZE)
        return "it ends before its directory does (truncated)";
    if (trf_slice_begins(from(directory, entry), CENTRAL_MARK))
        return "it holds more than one file (expected one)";
    if (!trf_slice_begins(from(directory, entry), END_MARK) && !trf_slice_begins(from(directory, entry), TRF_SLICE("PK\6\6")))
        return "its directory is damaged";
    return NULL;
}
