/* SPDX-License-Identifier: Apache-2.0 */
/* Inputs in pieces, decompression with caps, atomic replacement. Compressed samples are made here, with the compressors' own
 * code. */
#include <fcntl.h>
#include <lzma.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <zlib.h>

#include "image/digest.h"
#include "io/atomic.h"
#include "io/inflate.h"
#include "unit.h"

enum { BIG = 3 << 20 };

static char folder[200];

static void make_folder(void)
{
    const char *root = getenv("TMPDIR");

    snprintf(folder, sizeof folder, "%s/tariff-io-XXXXXX", root && strlen(root) < 150 ? root : ".");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void remove_folder(void)
{
    char command[300];

    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

static const char *in_folder(const char *name)
{
    static char path[4][400];
    static int next;

    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", folder, name);
    return path[next];
}

static void put(const char *path, const void *data, size_t size)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, data, size), (ssize_t)size);
    close(file);
}

/* What does not compress, the same each time. */
static char *noise(size_t size)
{
    char *data = malloc(size);
    uint64_t state = 1;

    for (size_t i = 0; i < size; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        data[i] = (char)(state >> 56);
    }
    return data;
}

static void digest_seen(void *user, const void *data, size_t size)
{
    trf_digest_add(user, data, size);
}

/* The message of an error; frees it. */
static const char *told(tariff_error *error)
{
    static char text[1100];

    ck_assert_ptr_nonnull(error);
    snprintf(text, sizeof text, "%s", error->message.data);
    trf_error_free(error);
    return text;
}

static void refused(const char *path, tariff_status expected, const char *words)
{
    tariff_error *error = NULL;
    trf_file *file = NULL;
    tariff_status status = trf_file_open(&trf_alloc_default, path, NULL, &file, &error);
    const char *text;

    ck_assert_int_eq(status, expected);
    ck_assert_ptr_null(file);
    text = told(error);
    ck_assert_msg(strstr(text, words) != NULL, "'%s' does not say '%s'", text, words);
}

/* ---- files ---- */

START_TEST(file_open__directory__refused_by_name)
{
    make_folder();
    refused(folder, TARIFF_EIO, "a directory");
    remove_folder();
}
END_TEST

START_TEST(file_open__fifo__refused_without_waiting)
{
    make_folder();
    ck_assert_int_eq(mkfifo(in_folder("fifo"), 0600), 0);
    refused(in_folder("fifo"), TARIFF_EIO, "a FIFO");
    remove_folder();
}
END_TEST

START_TEST(file_open__device__refused)
{
    refused("/dev/zero", TARIFF_EIO, "a device");
}
END_TEST

START_TEST(file_open__absent__says_so)
{
    refused("/nowhere/at/all.xml", TARIFF_EIO, "no such file");
}
END_TEST

START_TEST(file_open__link_to_itself__refused)
{
    make_folder();
    ck_assert_int_eq(symlink("loop", in_folder("loop")), 0);
    refused(in_folder("loop"), TARIFF_EIO, "symbolic links");
    remove_folder();
}
END_TEST

START_TEST(file_open__name_with_newline_and_bad_utf8__error_is_made)
{
    refused("/nowhere/a\nb\xff", TARIFF_EIO, "no such file");
}
END_TEST

static void read_whole(const char *path, const char *data, size_t size)
{
    trf_digest seen;
    const trf_file_options options = {0, digest_seen, &seen};
    tariff_error *error = NULL;
    trf_file *file = NULL;
    trf_slice piece;
    size_t at = 0;
    uint8_t is[32], expected[32];

    trf_digest_begin(&seen);
    ck_assert_int_eq(trf_file_open(&trf_alloc_default, path, &options, &file, &error), TARIFF_OK);
    ck_assert_uint_eq(trf_file_size(file), size);
    for (;;) {
        ck_assert_int_eq(trf_file_next(file, &piece, &error), TARIFF_OK);
        if (piece.size == 0)
            break;
        ck_assert_uint_le(piece.size, TRF_FILE_PIECE);
        ck_assert_uint_le(at + piece.size, size);
        ck_assert_int_eq(memcmp(piece.data, data + at, piece.size), 0);
        at += piece.size;
    }
    ck_assert_uint_eq(at, size);
    ck_assert_uint_eq(trf_file_position(file), size);
    ck_assert_int_eq(trf_file_next(file, &piece, &error), TARIFF_OK);
    ck_assert_uint_eq(piece.size, 0);
    trf_digest_end(&seen, is);
    trf_digest_of(data, size, expected);
    ck_assert_int_eq(memcmp(is, expected, 32), 0);
    trf_file_close(file);
}

START_TEST(file_next__sizes_around_blocks__every_byte_and_its_digest)
{
    static const size_t sizes[] = {0, 1, 65535, 65536, 65537, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5 << 18, BIG, BIG + 12345};
    char *data = noise(BIG + 12345);

    make_folder();
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        put(in_folder("data"), data, sizes[i]);
        read_whole(in_folder("data"), data, sizes[i]);
    }
    free(data);
    remove_folder();
}
END_TEST

START_TEST(file_close__before_the_end_of_a_large_file__ends_its_thread)
{
    trf_digest seen;
    const trf_file_options options = {0, digest_seen, &seen};
    char *data = noise(BIG);
    trf_file *file = NULL;
    trf_slice piece;

    make_folder();
    put(in_folder("data"), data, BIG);
    for (int i = 0; i < 20; i++) {
        trf_digest_begin(&seen);
        ck_assert_int_eq(trf_file_open(&trf_alloc_default, in_folder("data"), &options, &file, NULL), TARIFF_OK);
        for (int j = 0; j < i; j++)
            ck_assert_int_eq(trf_file_next(file, &piece, NULL), TARIFF_OK);
        trf_file_close(file);
    }
    free(data);
    remove_folder();
}
END_TEST

START_TEST(file_open_descriptor__pipe__read_to_its_end)
{
    int ends[2];
    tariff_error *error = NULL;
    trf_file *file = NULL;
    trf_slice piece;

    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(write(ends[1], "abc", 3), 3);
    close(ends[1]);
    ck_assert_int_eq(trf_file_open_descriptor(&trf_alloc_default, ends[0], TRF_SLICE("standard input"), NULL, &file, &error), 0);
    ck_assert_int_eq(trf_file_next(file, &piece, &error), TARIFF_OK);
    unit_assert_slice(piece, "abc");
    ck_assert_int_eq(trf_file_next(file, &piece, &error), TARIFF_OK);
    ck_assert_uint_eq(piece.size, 0);
    trf_file_close(file);
    ck_assert_int_eq(fcntl(ends[0], F_GETFD) >= 0, 1);
    close(ends[0]);
}
END_TEST

START_TEST(file_next__past_the_limit__elimit)
{
    const trf_file_options options = {.limit = 10};
    tariff_error *error = NULL;
    trf_file *file = NULL;

    ck_assert_int_eq(trf_file_open_memory(&trf_alloc_default, "0123456789a", 11, TRF_SLICE("m"), &options, &file, &error),
                     TARIFF_ELIMIT);
    ck_assert_ptr_nonnull(strstr(told(error), "at most 10"));
}
END_TEST

START_TEST(file_unread__tail_of_a_piece__comes_again)
{
    trf_file *file = NULL;
    trf_slice piece;

    ck_assert_int_eq(trf_file_open_memory(&trf_alloc_default, "abcdef", 6, TRF_SLICE("x/m.xml"), NULL, &file, NULL), TARIFF_OK);
    unit_assert_slice(trf_file_name(file), "m.xml");
    ck_assert_int_eq(trf_file_next(file, &piece, NULL), TARIFF_OK);
    trf_file_unread(file, 2);
    ck_assert_uint_eq(trf_file_position(file), 4);
    ck_assert_int_eq(trf_file_next(file, &piece, NULL), TARIFF_OK);
    unit_assert_slice(piece, "ef");
    ck_assert_int_eq(trf_file_next(file, &piece, NULL), TARIFF_OK);
    ck_assert_uint_eq(piece.size, 0);
    trf_file_close(file);
}
END_TEST

START_TEST(file_open__memory_refused_at_each_call__enomem_and_nothing_kept)
{
    char *data = noise(2 << 20);

    make_folder();
    put(in_folder("data"), data, 2 << 20);
    for (unsigned long refuse = 1; refuse < 6; refuse++) {
        unit_failing state = {.refuse = refuse};
        trf_alloc alloc = unit_failing_alloc(&state);
        trf_digest seen;
        const trf_file_options options = {0, digest_seen, &seen};
        tariff_error *error = NULL;
        trf_file *file = NULL;

        trf_digest_begin(&seen);
        if (trf_file_open(&alloc, in_folder("data"), &options, &file, &error) == TARIFF_OK)
            trf_file_close(file);
        else
            ck_assert_int_eq(error->status, TARIFF_ENOMEM);
        trf_error_free(error);
        ck_assert_int_eq(state.live, 0);
    }
    free(data);
    remove_folder();
}
END_TEST

/* ---- decompression ---- */

static size_t gzip(const void *data, size_t size, uint8_t *out, size_t room)
{
    z_stream zlib = {0};

    ck_assert_int_eq(deflateInit2(&zlib, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    zlib.next_in = (Bytef *)data;
    zlib.avail_in = (uInt)size;
    zlib.next_out = out;
    zlib.avail_out = (uInt)room;
    ck_assert_int_eq(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    deflateEnd(&zlib);
    return room - zlib.avail_out;
}

static size_t xz(const void *data, size_t size, uint8_t *out, size_t room)
{
    size_t at = 0;

    ck_assert_int_eq(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, NULL, data, size, out, &at, room), LZMA_OK);
    return at;
}

static void put16(uint8_t *out, unsigned value)
{
    out[0] = (uint8_t)value;
    out[1] = (uint8_t)(value >> 8);
}

static void put32(uint8_t *out, uint32_t value)
{
    put16(out, value & 0xffff);
    put16(out + 2, value >> 16);
}

/* A zip archive of one file "a", written by the format's description: local head, data, [descriptor], directory, its end. */
static size_t zip(const void *data, size_t size, uint8_t *out, size_t room, bool descriptor)
{
    z_stream zlib = {0};
    uint32_t crc = (uint32_t)crc32(crc32(0, NULL, 0), data, (uInt)size);
    size_t at = 31, packed;

    memset(out, 0, room);
    memcpy(out, "PK\3\4", 4);
    put16(out + 6, descriptor ? 8 : 0);
    put16(out + 8, 8);
    put16(out + 26, 1);
    out[30] = 'a';
    ck_assert_int_eq(deflateInit2(&zlib, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    zlib.next_in = (Bytef *)data;
    zlib.avail_in = (uInt)size;
    zlib.next_out = out + at;
    zlib.avail_out = (uInt)(room - at);
    ck_assert_int_eq(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    packed = zlib.total_out;
    deflateEnd(&zlib);
    at += packed;
    if (descriptor) {
        memcpy(out + at, "PK\7\10", 4);
        put32(out + at + 4, crc);
        put32(out + at + 8, (uint32_t)packed);
        put32(out + at + 12, (uint32_t)size);
        at += 16;
    } else {
        put32(out + 14, crc);
        put32(out + 18, (uint32_t)packed);
        put32(out + 22, (uint32_t)size);
    }
    memcpy(out + at, "PK\1\2", 4);
    put16(out + at + 10, 8);
    put32(out + at + 16, crc);
    put32(out + at + 20, (uint32_t)packed);
    put32(out + at + 24, (uint32_t)size);
    put16(out + at + 28, 1);
    out[at + 46] = 'a';
    at += 47;
    memcpy(out + at, "PK\5\6", 4);
    put16(out + at + 8, 1);
    put16(out + at + 10, 1);
    return at + 22;
}

/* Inflate all; the status, with the bytes in *out where it is OK. */
static tariff_status inflate_bytes(const void *data, size_t size, const trf_limits *limits, trf_buffer *out, tariff_error **error)
{
    trf_file *file = NULL;
    tariff_status status = trf_file_open_memory(&trf_alloc_default, data, size, TRF_SLICE("sample"), NULL, &file, error);

    ck_assert_int_eq(status, TARIFF_OK);
    trf_buffer_init(out, &trf_alloc_default, 0);
    status = trf_inflate_all(&trf_alloc_default, limits, file, out, error);
    trf_file_close(file);
    return status;
}

static void inflates_to(const void *packed, size_t packed_size, const void *data, size_t size)
{
    const trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    trf_buffer out;
    tariff_status status = inflate_bytes(packed, packed_size, &limits, &out, &error);

    ck_assert_msg(status == TARIFF_OK, "%s", error ? error->message.data : "");
    ck_assert_uint_eq(out.size, size);
    ck_assert_int_eq(memcmp(out.data, data, size), 0);
    trf_buffer_done(&out);
}

static void inflate_refused(const void *packed, size_t size, const trf_limits *limits, tariff_status expected, const char *words)
{
    const trf_limits usual = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    trf_buffer out;
    tariff_status status = inflate_bytes(packed, size, limits ? limits : &usual, &out, &error);
    const char *text;

    ck_assert_int_eq(status, expected);
    trf_buffer_done(&out);
    text = told(error);
    ck_assert_msg(strstr(text, words) != NULL, "'%s' does not say '%s'", text, words);
}

static uint8_t packed[BIG + (BIG >> 3)];

START_TEST(inflate__plain__as_it_is)
{
    inflates_to("<a/>", 4, "<a/>", 4);
}
END_TEST

START_TEST(inflate__gzip_xz_zip__the_bytes_that_went_in)
{
    char *data = noise(BIG);

    for (size_t i = 0; i < BIG; i++)
        data[i] = (char)('a' + ((uint8_t)data[i] & 7));
    inflates_to(packed, gzip(data, BIG, packed, sizeof packed), data, BIG);
    inflates_to(packed, xz(data, BIG, packed, sizeof packed), data, BIG);
    inflates_to(packed, zip(data, BIG, packed, sizeof packed, false), data, BIG);
    inflates_to(packed, zip(data, BIG, packed, sizeof packed, true), data, BIG);
    free(data);
}
END_TEST

START_TEST(inflate__members_one_after_the_other__read_as_one)
{
    size_t size = gzip("abc", 3, packed, sizeof packed);

    size += gzip("def", 3, packed + size, sizeof packed - size);
    inflates_to(packed, size, "abcdef", 6);
    size = xz("abc", 3, packed, sizeof packed);
    size += xz("def", 3, packed + size, sizeof packed - size);
    inflates_to(packed, size, "abcdef", 6);
}
END_TEST

START_TEST(inflate__cut_anywhere__truncation_is_an_error)
{
    const trf_limits limits = TRF_LIMITS_DEFAULT;

    for (int kind = 0; kind < 3; kind++) {
        size_t size = kind == 0   ? gzip("hello tariff", 12, packed, sizeof packed)
                      : kind == 1 ? xz("hello tariff", 12, packed, sizeof packed)
                                  : zip("hello tariff", 12, packed, sizeof packed, true);

        /* Below the length of its mark a file is not known to be compressed. */
        for (size_t cut = kind == 1 ? 6 : 4; cut < size; cut++) {
            tariff_error *error = NULL;
            trf_buffer out;

            ck_assert_msg(inflate_bytes(packed, cut, &limits, &out, &error) == TARIFF_EINPUT, "kind %d cut at %zu", kind, cut);
            trf_buffer_done(&out);
            trf_error_free(error);
        }
    }
}
END_TEST

START_TEST(inflate__byte_of_checksum_changed__refused)
{
    size_t size = gzip("hello tariff", 12, packed, sizeof packed);

    packed[size - 8] ^= 1;
    inflate_refused(packed, size, NULL, TARIFF_EINPUT, "incorrect data check");
    size = gzip("hello tariff", 12, packed, sizeof packed);
    packed[size - 4] ^= 1;
    inflate_refused(packed, size, NULL, TARIFF_EINPUT, "incorrect length check");
    size = xz("hello tariff", 12, packed, sizeof packed);
    packed[size / 2] ^= 1;
    inflate_refused(packed, size, NULL, TARIFF_EINPUT, "xz data");
    /* The directory's checksum: 16 bytes into its entry, which is 47 bytes long before the 22 of the end. */
    size = zip("hello tariff", 12, packed, sizeof packed, false);
    packed[size - 22 - 47 + 16] ^= 1;
    inflate_refused(packed, size, NULL, TARIFF_EINPUT, "checksum does not match");
}
END_TEST

START_TEST(inflate__bytes_after_the_end__refused)
{
    size_t size = gzip("abc", 3, packed, sizeof packed);

    packed[size] = 'x';
    inflate_refused(packed, size + 1, NULL, TARIFF_EINPUT, "bytes follow");
    size = xz("abc", 3, packed, sizeof packed);
    packed[size] = 'x';
    inflate_refused(packed, size + 1, NULL, TARIFF_EINPUT, "xz data");
}
END_TEST

START_TEST(inflate__bomb__stopped_at_the_ratio)
{
    char *zeros = calloc(1, BIG);

    inflate_refused(packed, gzip(zeros, BIG, packed, sizeof packed), NULL, TARIFF_ELIMIT, "200 times");
    inflate_refused(packed, xz(zeros, BIG, packed, sizeof packed), NULL, TARIFF_ELIMIT, "200 times");
    inflate_refused(packed, zip(zeros, BIG, packed, sizeof packed, false), NULL, TARIFF_ELIMIT, "200 times");
    free(zeros);
}
END_TEST

START_TEST(inflate__output_past_the_limit__elimit)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;

    limits.input_bytes = 100;
    inflate_refused(packed,
                    gzip("0123456789012345678901234567890123456789012345678901234567890123456789"
                         "0123456789012345678901234567890123456789",
                         110, packed, sizeof packed),
                    &limits, TARIFF_ELIMIT, "more than 100 bytes");
}
END_TEST

START_TEST(inflate__zip_of_two_files_or_encrypted__refused_by_name)
{
    size_t size = zip("abc", 3, packed, sizeof packed, false);

    memmove(packed + size - 22 + 47, packed + size - 22, 22);
    memmove(packed + size - 22, packed + size - 22 - 47, 47);
    inflate_refused(packed, size + 47, NULL, TARIFF_EINPUT, "more than one file");
    size = zip("abc", 3, packed, sizeof packed, false);
    packed[6] |= 1;
    inflate_refused(packed, size, NULL, TARIFF_EINPUT, "encrypted");
}
END_TEST

START_TEST(inflate__gzip_in_gzip__comes_out_as_gzip)
{
    uint8_t inner[100];
    size_t inner_size = gzip("abc", 3, inner, sizeof inner);

    inflates_to(packed, gzip(inner, inner_size, packed, sizeof packed), inner, inner_size);
}
END_TEST

/* ---- replacing ---- */

static void holds(const char *path, const char *text)
{
    trf_buffer out;

    trf_buffer_init(&out, &trf_alloc_default, 0);
    ck_assert_int_eq(trf_file_read_all(&trf_alloc_default, path, 0, &out, NULL), TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&out), text);
    trf_buffer_done(&out);
}

/* Files in the folder. */
static int count_files(void)
{
    char command[300];
    FILE *list;
    int count = 0;

    snprintf(command, sizeof command, "ls -A '%s' | wc -l", folder);
    list = popen(command, "r");
    ck_assert_int_eq(fscanf(list, "%d", &count), 1);
    pclose(list);
    return count;
}

START_TEST(atomic__written_in_parts_and_at_an_offset__whole_under_its_name)
{
    trf_atomic *atomic = NULL;

    make_folder();
    ck_assert_int_eq(trf_atomic_begin(&trf_alloc_default, in_folder("image"), &atomic, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_atomic_write(atomic, "....", 4, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_atomic_write(atomic, "tail", 4, NULL), TARIFF_OK);
    ck_assert_int_eq(access(in_folder("image"), F_OK), -1);
    ck_assert_int_eq(trf_atomic_write_at(atomic, 0, "head", 4, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_atomic_write_at(atomic, 6, "xyz", 3, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(trf_atomic_commit(atomic, NULL), TARIFF_OK);
    holds(in_folder("image"), "headtail");
    ck_assert_int_eq(count_files(), 1);
    remove_folder();
}
END_TEST

START_TEST(atomic__aborted__old_file_and_nothing_else)
{
    trf_atomic *atomic = NULL;

    make_folder();
    put(in_folder("image"), "old", 3);
    ck_assert_int_eq(trf_atomic_begin(&trf_alloc_default, in_folder("image"), &atomic, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_atomic_write(atomic, "new", 3, NULL), TARIFF_OK);
    trf_atomic_abort(atomic);
    holds(in_folder("image"), "old");
    ck_assert_int_eq(count_files(), 1);
    remove_folder();
}
END_TEST

START_TEST(atomic__target_exists__replaced_with_its_mode)
{
    struct stat status;

    make_folder();
    put(in_folder("image"), "old", 3);
    ck_assert_int_eq(chmod(in_folder("image"), 0640), 0);
    ck_assert_int_eq(trf_atomic_replace(&trf_alloc_default, in_folder("image"), "new one", 7, NULL), TARIFF_OK);
    holds(in_folder("image"), "new one");
    ck_assert_int_eq(stat(in_folder("image"), &status), 0);
    ck_assert_int_eq(status.st_mode & 0777, 0640);
    remove_folder();
}
END_TEST

START_TEST(atomic__target_is_a_link__the_link_is_replaced_not_its_target)
{
    make_folder();
    put(in_folder("other"), "other", 5);
    ck_assert_int_eq(symlink("other", in_folder("image")), 0);
    ck_assert_int_eq(trf_atomic_replace(&trf_alloc_default, in_folder("image"), "new", 3, NULL), TARIFF_OK);
    holds(in_folder("image"), "new");
    holds(in_folder("other"), "other");
    remove_folder();
}
END_TEST

static void atomic_refused(const char *path, const char *words)
{
    tariff_error *error = NULL;
    trf_atomic *atomic = NULL;
    const char *text;

    ck_assert_int_eq(trf_atomic_begin(&trf_alloc_default, path, &atomic, &error), TARIFF_EIO);
    ck_assert_ptr_null(atomic);
    text = told(error);
    ck_assert_msg(strstr(text, words) != NULL, "'%s' does not say '%s'", text, words);
}

START_TEST(atomic__directory_device_fifo_or_no_folder__refused)
{
    make_folder();
    ck_assert_int_eq(mkdir(in_folder("sub"), 0700), 0);
    ck_assert_int_eq(mkfifo(in_folder("fifo"), 0600), 0);
    atomic_refused(in_folder("sub"), "a directory");
    atomic_refused(in_folder("fifo"), "a FIFO");
    atomic_refused("/dev/null", "a device");
    atomic_refused(in_folder("none/image"), "no such file");
    atomic_refused(in_folder("sub/"), "not the name of a file");
    ck_assert_int_eq(count_files(), 2);
    remove_folder();
}
END_TEST

START_TEST(atomic__two_at_once_in_one_folder__both_come_through)
{
    trf_atomic *one = NULL, *two = NULL;

    make_folder();
    ck_assert_int_eq(trf_atomic_begin(&trf_alloc_default, in_folder("image"), &one, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_atomic_begin(&trf_alloc_default, in_folder("image"), &two, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_atomic_write(one, "one", 3, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_atomic_write(two, "two", 3, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_atomic_commit(one, NULL), TARIFF_OK);
    holds(in_folder("image"), "one");
    ck_assert_int_eq(trf_atomic_commit(two, NULL), TARIFF_OK);
    holds(in_folder("image"), "two");
    ck_assert_int_eq(count_files(), 1);
    remove_folder();
}
END_TEST

START_TEST(atomic__no_room_to_write__error_and_old_file)
{
    /* A file size limit stands in for a full disk: write fails in the same way. */
    struct rlimit usual, small;
    tariff_error *error = NULL;
    char *data = noise(2000);

    make_folder();
    put(in_folder("image"), "old", 3);
    ck_assert(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &usual), 0);
    small = usual;
    small.rlim_cur = 1000;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    ck_assert_int_eq(trf_atomic_replace(&trf_alloc_default, in_folder("image"), data, 2000, &error), TARIFF_EIO);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &usual), 0);
    ck_assert_ptr_nonnull(strstr(told(error), "too large"));
    holds(in_folder("image"), "old");
    ck_assert_int_eq(count_files(), 1);
    free(data);
    remove_folder();
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("io");
    TCase *files = tcase_create("file");
    TCase *compressed = tcase_create("inflate");
    TCase *replaced = tcase_create("atomic");

    tcase_add_test(files, file_open__directory__refused_by_name);
    tcase_add_test(files, file_open__fifo__refused_without_waiting);
    tcase_add_test(files, file_open__device__refused);
    tcase_add_test(files, file_open__absent__says_so);
    tcase_add_test(files, file_open__link_to_itself__refused);
    tcase_add_test(files, file_open__name_with_newline_and_bad_utf8__error_is_made);
    tcase_add_test(files, file_next__sizes_around_blocks__every_byte_and_its_digest);
    tcase_add_test(files, file_close__before_the_end_of_a_large_file__ends_its_thread);
    tcase_add_test(files, file_open_descriptor__pipe__read_to_its_end);
    tcase_add_test(files, file_next__past_the_limit__elimit);
    tcase_add_test(files, file_unread__tail_of_a_piece__comes_again);
    tcase_add_test(files, file_open__memory_refused_at_each_call__enomem_and_nothing_kept);
    suite_add_tcase(all, files);
    tcase_set_timeout(compressed, 60);
    tcase_add_test(compressed, inflate__plain__as_it_is);
    tcase_add_test(compressed, inflate__gzip_xz_zip__the_bytes_that_went_in);
    tcase_add_test(compressed, inflate__members_one_after_the_other__read_as_one);
    tcase_add_test(compressed, inflate__cut_anywhere__truncation_is_an_error);
    tcase_add_test(compressed, inflate__byte_of_checksum_changed__refused);
    tcase_add_test(compressed, inflate__bytes_after_the_end__refused);
    tcase_add_test(compressed, inflate__bomb__stopped_at_the_ratio);
    tcase_add_test(compressed, inflate__output_past_the_limit__elimit);
    tcase_add_test(compressed, inflate__zip_of_two_files_or_encrypted__refused_by_name);
    tcase_add_test(compressed, inflate__gzip_in_gzip__comes_out_as_gzip);
    suite_add_tcase(all, compressed);
    tcase_add_test(replaced, atomic__written_in_parts_and_at_an_offset__whole_under_its_name);
    tcase_add_test(replaced, atomic__aborted__old_file_and_nothing_else);
    tcase_add_test(replaced, atomic__target_exists__replaced_with_its_mode);
    tcase_add_test(replaced, atomic__target_is_a_link__the_link_is_replaced_not_its_target);
    tcase_add_test(replaced, atomic__directory_device_fifo_or_no_folder__refused);
    tcase_add_test(replaced, atomic__two_at_once_in_one_folder__both_come_through);
    tcase_add_test(replaced, atomic__no_room_to_write__error_and_old_file);
    suite_add_tcase(all, replaced);
    return all;
}
UNIT_MAIN(suite)
