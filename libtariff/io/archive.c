/* SPDX-License-Identifier: Apache-2.0 */
#include "io/archive.h"

#include <string.h>
#include <zip.h>

#include "base/utf8.h"

#define FREE_OUTPUT ((uint64_t)64 << 10) /* not held against the ratio */
enum { PIECE = 64 << 10, END_SIZE = 22, END64_SIZE = 56, NAME_TOLD = 100 };
#define CENTRAL_MARK TRF_SLICE("PK\1\2")
#define END64_MARK   TRF_SLICE("PK\6\6")

struct trf_archive {
    const trf_alloc *alloc;
    trf_slice name;
    uint64_t size;   /* of the archive */
    uint64_t output; /* of all reads */
    uint64_t most;
    uint32_t ratio;
    zip_t *zip;
    char piece[PIECE];
};

const char *trf_libzip_version(void)
{
    return zip_libzip_version();
}

bool trf_archive_begins(trf_slice bytes)
{
    return trf_slice_begins(bytes, TRF_SLICE("PK\3\4")) || trf_slice_begins(bytes, TRF_SLICE("PK\5\6"));
}

static tariff_status refuse(const trf_archive *archive, tariff_status status, const char *what, trf_slice entry,
                            tariff_error **error)
{
    entry = trf_utf8_start(entry, NAME_TOLD);
    if (entry.size)
        status = trf_fail(error, archive->alloc, status, "archive: '%S': %s", entry, what);
    else
        status = trf_fail(error, archive->alloc, status, "archive: %s", what);
    if (error)
        trf_error_at(*error, archive->name, 0, 0, TRF_SLICE("archive"));
    return status;
}

static uint64_t load64(const char *bytes)
{
    uint64_t value = 0;

    for (unsigned i = 8; i > 0; i--)
        value = value << 8 | (unsigned char)bytes[i - 1];
    return value;
}

static const char *find(trf_slice bytes, trf_slice mark)
{
    return bytes.size ? memmem(bytes.data, bytes.size, mark.data, mark.size) : NULL;
}

/* How many entries the archive has or says it has, before libzip makes room for them. */
static bool too_many(trf_slice bytes)
{
    trf_slice rest = bytes;
    uint32_t count = 0;

    for (const char *at = find(rest, CENTRAL_MARK); at; at = find(rest, CENTRAL_MARK)) {
        if (++count > TRF_ARCHIVE_ENTRIES)
            return true;
        rest = trf_slice_of(at + 4, (size_t)(bytes.data + bytes.size - at - 4));
    }
    rest = bytes;
    for (const char *at = find(rest, END64_MARK); at; at = find(rest, END64_MARK)) {
        rest = trf_slice_of(at + 4, (size_t)(bytes.data + bytes.size - at - 4));
        if (rest.size + 4 >= END64_SIZE && (load64(at + 24) > TRF_ARCHIVE_ENTRIES || load64(at + 32) > TRF_ARCHIVE_ENTRIES))
            return true;
    }
    return false;
}

/* Whether a name leads out of the archive or is none that a file may have. */
static bool leads_out(trf_slice name)
{
    size_t part = 0;

    if (name.size == 0 || name.data[0] == '/')
        return true;
    for (size_t i = 0; i <= name.size; i++) {
        if (i < name.size && ((unsigned char)name.data[i] < ' ' || name.data[i] == '\\' || name.data[i] == ':'))
            return true;
        if (i < name.size && name.data[i] != '/')
            continue;
        if (i - part == 2 && name.data[part] == '.' && name.data[part + 1] == '.')
            return true;
        part = i + 1;
    }
    return false;
}

static tariff_status check_entry(const trf_archive *archive, uint64_t index, tariff_error **error)
{
    zip_stat_t stat;
    trf_slice name;

    zip_stat_init(&stat);
    if (zip_stat_index(archive->zip, index, ZIP_FL_ENC_RAW, &stat) != 0 || !(stat.valid & ZIP_STAT_NAME))
        return refuse(archive, TARIFF_EINPUT, "its directory is damaged", TRF_SLICE_EMPTY, error);
    name = trf_slice_text(stat.name);
    if (leads_out(name))
        return refuse(archive, TARIFF_EINPUT, "a name that leads out of the archive", name, error);
    if (zip_name_locate(archive->zip, stat.name, ZIP_FL_ENC_RAW) != (zip_int64_t)index)
        return refuse(archive, TARIFF_EINPUT, "stands in it twice", name, error);
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
        return refuse(archive, TARIFF_EINPUT, "is encrypted", name, error);
    if ((stat.valid & ZIP_STAT_COMP_METHOD) && stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
        return refuse(archive, TARIFF_EINPUT, "a method of compression that is not read (expected stored or deflate)", name,
                      error);
    return TARIFF_OK;
}

tariff_status trf_archive_open(const trf_alloc *alloc, const trf_limits *limits, trf_slice name, trf_slice bytes,
                               trf_archive **out, tariff_error **error)
{
    trf_archive *archive = trf_alloc_zero(alloc, sizeof *archive);
    zip_source_t *source = NULL;
    zip_error_t fault;
    zip_int64_t count;
    tariff_status status = TARIFF_OK;

    if (!archive)
        return trf_fail_memory(error);
    archive->alloc = alloc;
    archive->name = name;
    archive->size = bytes.size;
    archive->most = limits->input_bytes;
    archive->ratio = limits->inflate_ratio;
    zip_error_init(&fault);
    if (!trf_archive_begins(bytes) || bytes.size < END_SIZE) {
        status = refuse(archive, TARIFF_EINPUT, "not a zip archive", TRF_SLICE_EMPTY, error);
        goto done;
    }
    if (too_many(bytes)) {
        status = refuse(archive, TARIFF_ELIMIT, "more than 1024 files in it", TRF_SLICE_EMPTY, error);
        goto done;
    }
    source = zip_source_buffer_create(bytes.data, bytes.size, 0, &fault);
    if (source)
        archive->zip = zip_open_from_source(source, ZIP_RDONLY, &fault);
    if (!archive->zip) {
        zip_source_free(source);
        if (zip_error_code_zip(&fault) == ZIP_ER_MEMORY)
            status = trf_fail_memory(error);
        else
            status = refuse(archive, TARIFF_EINPUT, "its directory is damaged or cut off", TRF_SLICE_EMPTY, error);
        goto done;
    }
    count = zip_get_num_entries(archive->zip, 0);
    if (count < 0 || count > TRF_ARCHIVE_ENTRIES)
        status = refuse(archive, TARIFF_ELIMIT, "more than 1024 files in it", TRF_SLICE_EMPTY, error);
    for (zip_int64_t i = 0; i < count && status >= 0; i++)
        status = check_entry(archive, (uint64_t)i, error);
    if (status < 0)
        goto done;

    *out = archive;
    archive = NULL;
done:
    zip_error_fini(&fault);
    trf_archive_close(archive);
    return status;
}

void trf_archive_close(trf_archive *archive)
{
    if (!archive)
        return;
    if (archive->zip)
        zip_discard(archive->zip);
    trf_alloc_free(archive->alloc, archive, sizeof *archive);
}

bool trf_archive_find(const trf_archive *archive, const char *path, uint64_t *entry)
{
    zip_int64_t index = zip_name_locate(archive->zip, path, ZIP_FL_ENC_RAW);

    if (index >= 0)
        *entry = (uint64_t)index;
    return index >= 0;
}

static tariff_status read_pieces(trf_archive *archive, zip_file_t *file, const zip_stat_t *stat, trf_archive_sink sink,
                                 void *user, tariff_error **error)
{
    trf_slice name = trf_slice_text(stat->name);
    uint64_t packed = stat->comp_size < archive->size ? stat->comp_size : archive->size, output = 0;

    for (;;) {
        zip_int64_t got = zip_fread(file, archive->piece, PIECE);
        tariff_status status;

        if (got < 0) {
            int code = zip_error_code_zip(zip_file_get_error(file));

            if (code == ZIP_ER_MEMORY)
                return trf_fail_memory(error);
            return refuse(archive, TARIFF_EINPUT, code == ZIP_ER_CRC ? "the checksum does not match" : "damaged or cut off", name,
                          error);
        }
        if (got == 0)
            return TARIFF_OK;
        output += (uint64_t)got;
        archive->output += (uint64_t)got;
        if (archive->output > archive->most)
            return refuse(archive, TARIFF_ELIMIT, "more bytes than an input may have, inflated", name, error);
        if (output > FREE_OUTPUT && archive->ratio && (output - FREE_OUTPUT) / archive->ratio > packed)
            return refuse(archive, TARIFF_ELIMIT, "inflates to far more than published data does (a bomb)", name, error);
        status = sink(user, trf_slice_of(archive->piece, (size_t)got), error);
        if (status < 0)
            return status;
    }
}

tariff_status trf_archive_read(trf_archive *archive, uint64_t entry, trf_archive_sink sink, void *user, tariff_error **error)
{
    zip_stat_t stat;
    zip_file_t *file;
    tariff_status status;

    zip_stat_init(&stat);
    if (zip_stat_index(archive->zip, entry, ZIP_FL_ENC_RAW, &stat) != 0)
        return refuse(archive, TARIFF_EINPUT, "its directory is damaged", TRF_SLICE_EMPTY, error);
    if (!(stat.valid & ZIP_STAT_COMP_SIZE))
        stat.comp_size = archive->size;
    file = zip_fopen_index(archive->zip, entry, 0);
    if (!file) {
        int code = zip_error_code_zip(zip_get_error(archive->zip));

        return code == ZIP_ER_MEMORY
                   ? trf_fail_memory(error)
                   : refuse(archive, TARIFF_EINPUT, "damaged, or of a kind that is not read", trf_slice_text(stat.name), error);
    }
    status = read_pieces(archive, file, &stat, sink, user, error);
    zip_fclose(file);
    return status;
}
