/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <signal.h>
#include <sys/resource.h>

#include "base/error.h"
#include "base/sort.h"
#include "image/digest.h"
#include "image/key.h"
#include "image/load.h"
#include "image/profile.h"
#include "image/record.h"
#include "image/writer.h"

static void check_hex(const char *text, size_t size, const char *expected)
{
    uint8_t digest[TRF_DIGEST_SIZE];
    char hex[2 * TRF_DIGEST_SIZE + 1] = {0};

    trf_digest_of(text, size, digest);
    trf_digest_hex(digest, hex);
    ck_assert_str_eq(hex, expected);
}

/* FIPS 180-2, appendix B: SHA-256 of one block and of two. */
START_TEST(digest__published_examples__published_values)
{
    const char *two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

    check_hex("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_hex(two, strlen(two), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    check_hex("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
END_TEST

START_TEST(digest__pieces_of_any_size__that_of_the_whole)
{
    char text[1000];
    uint8_t whole[TRF_DIGEST_SIZE], pieces[TRF_DIGEST_SIZE];
    trf_digest digest;

    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 7);
    trf_digest_of(text, sizeof text, whole);
    for (size_t piece = 1; piece < 200; piece += 13) {
        trf_digest_begin(&digest);
        for (size_t at = 0; at < sizeof text; at += piece)
            trf_digest_add(&digest, text + at, at + piece < sizeof text ? piece : sizeof text - at);
        trf_digest_end(&digest, pieces);
        ck_assert_mem_eq(whole, pieces, sizeof whole);
    }
}
END_TEST

START_TEST(sections__fields_of_each_record__add_up_to_its_size)
{
    for (uint32_t kind = 0; kind < TRF_SECTION_MAX; kind++) {
        const trf_section_info *info = &trf_sections[kind];
        size_t size = 0;

        for (unsigned f = 0; f < info->field_count; f++) {
            size += (size_t)info->fields[f].width * info->fields[f].times;
            if (info->fields[f].type > TRF_FIELD_ZERO)
                ck_assert_msg(trf_sections[info->fields[f].target].name != NULL, "section %u, field %u", kind, f);
        }
        ck_assert_msg(size == info->record_size, "section %u: fields of %zu bytes in a record of %u", kind, size,
                      info->record_size);
        ck_assert_int_eq(info->name != NULL, info->version != 0);
    }
}
END_TEST

/* Every section of the layout is one that can be written. */
START_TEST(sections__kinds_of_the_layout__have_a_name)
{
    for (uint32_t kind = TRF_SECTION_STRING_BYTES; kind <= TRF_SECTION_CORRELATION; kind++)
        ck_assert_msg(trf_sections[kind].name != NULL, "section %u", kind);
    for (uint32_t kind = TRF_SECTION_KEPT_TABLE; kind <= TRF_SECTION_KEPT; kind++)
        ck_assert_msg(trf_sections[kind].flags & TRF_SECTION_OPTIONAL, "section %u", kind);
    for (uint32_t kind = TRF_SECTION_PROFILE; kind <= TRF_SECTION_PROFILE_PREFERENCE; kind++)
        ck_assert_msg(trf_sections[kind].name != NULL, "section %u", kind);
}
END_TEST

START_TEST(key__codes_of_digits_and_ids__all_different_and_exact)
{
    const char *texts[] = {"01",
                           "010",
                           "1",
                           "10",
                           "0",
                           "00",
                           "0101",
                           "0101210000",
                           "9999999999",
                           "99999999999999",
                           "00000000000000",
                           "1011",
                           "CN",
                           "NC",
                           "A",
                           "AA",
                           "ZZZZZZZZ",
                           "N-990",
                           "zzzzzzzz",
                           "-",
                           "a1"};
    enum { COUNT = sizeof texts / sizeof *texts };
    uint64_t keys[COUNT * 2];

    for (unsigned i = 0; i < COUNT; i++) {
        keys[2 * i] = trf_code_key(0, trf_slice_text(texts[i]));
        keys[2 * i + 1] = trf_code_key(4095, trf_slice_text(texts[i]));
    }
    for (unsigned i = 0; i < COUNT * 2; i++) {
        ck_assert(trf_code_key_exact(keys[i]));
        ck_assert(keys[i] != 0);
        for (unsigned k = 0; k < i; k++)
            ck_assert(keys[i] != keys[k]);
    }
}
END_TEST

START_TEST(key__long_or_odd_texts__hashed_and_said_to_be)
{
    ck_assert(!trf_code_key_exact(trf_code_key(0, TRF_SLICE("123456789012345"))));
    ck_assert(!trf_code_key_exact(trf_code_key(0, TRF_SLICE("ABCDEFGHI"))));
    ck_assert(!trf_code_key_exact(trf_code_key(0, TRF_SLICE("1.5"))));
    ck_assert(!trf_code_key_exact(trf_code_key(0, TRF_SLICE("A{"))));
    ck_assert(!trf_code_key_exact(trf_code_key(0, TRF_SLICE("A\xc3\x89"))));
    ck_assert(!trf_code_key_exact(trf_code_key(0, TRF_SLICE("ABCDEFGHIJKL"))));
    ck_assert(!trf_code_key_exact(trf_code_key(4096, TRF_SLICE("01"))));
    ck_assert(!trf_code_key_exact(trf_code_key(0, TRF_SLICE_EMPTY)));
}
END_TEST

START_TEST(sort__random_items__ascending_and_stable)
{
    enum { MANY = 3000 };
    trf_sort_item *items = calloc(MANY, sizeof *items), *scratch = calloc(MANY, sizeof *scratch);
    uint64_t state = 1;

    for (size_t count = 0; count < MANY; count = count * 2 + 1) {
        for (size_t i = 0; i < count; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            items[i] = (trf_sort_item){(state >> 33) % 50 << (count % 3 * 17), i};
        }
        trf_sort_items(items, scratch, count);
        for (size_t i = 1; i < count; i++)
            ck_assert(items[i - 1].key < items[i].key ||
                      (items[i - 1].key == items[i].key && items[i - 1].value < items[i].value));
    }
    free(items);
    free(scratch);
}
END_TEST

/* ---- writer ---- */

static const uint32_t offsets[3] = {0, 1, 4};
static const trf_image_piece bytes_pieces[2] = {{"\0ab", 3}, {"\0", 1}};
static const trf_image_piece offsets_piece = {offsets, sizeof offsets};
static const trf_image_part parts[2] = {{TRF_SECTION_STRING_BYTES, 4, bytes_pieces, 2},
                                        {TRF_SECTION_STRING_OFFSETS, 3, &offsets_piece, 1}};

/* Header 256, directory 2 × 48 = 96, so the first section stands at 384; its 4 bytes end at 388, the next stands at 448 with
 * 12 bytes. */
START_TEST(write__two_sections__aligned_padded_and_in_order)
{
    trf_image_plan plan = {.parts = parts, .part_count = 2, .optional_features = TRF_FEATURE_KEPT};
    uint8_t *data = NULL;
    size_t size = 0;
    uint64_t measured = 0;
    tariff_error *error = NULL;

    ck_assert_int_eq(trf_image_write_memory(&trf_alloc_default, &plan, &data, &size, &error), TARIFF_OK);
    ck_assert_int_eq(trf_image_measure(&trf_alloc_default, &plan, &measured, &error), TARIFF_OK);
    ck_assert_uint_eq(size, 512);
    ck_assert_uint_eq(measured, size);
    ck_assert_mem_eq(data, "\x89TARIFF\n", 8);
    ck_assert_uint_eq(trf_load64(data + 16), size);
    ck_assert_uint_eq(trf_load64(data + 32), TRF_FEATURE_KEPT);
    ck_assert_uint_eq(trf_load64(data + 256 + 8), 384);
    ck_assert_uint_eq(trf_load64(data + 256 + 48 + 8), 448);
    ck_assert_mem_eq(data + 384, "\0ab\0", 4);
    for (size_t i = 388; i < 448; i++)
        ck_assert_uint_eq(data[i], 0);
    ck_assert_uint_eq(trf_load32(data + 456), 4);
    trf_alloc_free(&trf_alloc_default, data, size);
}
END_TEST

START_TEST(write__file_and_memory__same_bytes)
{
    trf_image_plan plan = {.parts = parts, .part_count = 2};
    uint8_t *data = NULL, hash[32], read[512];
    size_t size = 0;
    uint64_t written = 0;
    tariff_error *error = NULL;
    char folder[] = "image-XXXXXX", path[64];
    FILE *file;

    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/small.tariff", folder);
    ck_assert_int_eq(trf_image_write_memory(&trf_alloc_default, &plan, &data, &size, &error), TARIFF_OK);
    ck_assert_int_eq(trf_image_write_file(&trf_alloc_default, &plan, path, hash, &written, &error), TARIFF_OK);
    file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fread(read, 1, sizeof read, file), size);
    fclose(file);
    ck_assert_uint_eq(written, size);
    ck_assert_mem_eq(read, data, size);
    ck_assert_mem_eq(hash, data + 56, sizeof hash);
    trf_alloc_free(&trf_alloc_default, data, size);
    unlink(path);
    rmdir(folder);
}
END_TEST

static tariff_status plan_status(const trf_image_part *list, uint32_t count)
{
    trf_image_plan plan = {.parts = list, .part_count = count};
    uint64_t size;
    tariff_error *error = NULL;
    tariff_status status = trf_image_measure(&trf_alloc_default, &plan, &size, &error);

    ck_assert_int_eq(error != NULL, status < 0);
    trf_error_free(error);
    return status;
}

START_TEST(write__wrong_plans__einval)
{
    trf_image_part swapped[2] = {parts[1], parts[0]}, twice[2] = {parts[0], parts[0]};
    trf_image_part uneven = {TRF_SECTION_STRING_OFFSETS, 2, &offsets_piece, 1}, unknown = {127, 4, bytes_pieces, 2};

    ck_assert_int_eq(plan_status(swapped, 2), TARIFF_EINVAL);
    ck_assert_int_eq(plan_status(twice, 2), TARIFF_EINVAL);
    ck_assert_int_eq(plan_status(&uneven, 1), TARIFF_EINVAL);
    ck_assert_int_eq(plan_status(&unknown, 1), TARIFF_EINVAL);
    ck_assert_int_eq(plan_status(parts, 2), TARIFF_OK);
}
END_TEST

/* As many sections as there may be kinds, and one more; a kind past the last; more records than a number of them holds. */
START_TEST(write__plans_past_the_limits__are_refused)
{
    static trf_image_part many[TRF_SECTION_MAX + 1];
    trf_image_part past = {TRF_SECTION_MAX, 4, bytes_pieces, 2};
    trf_image_piece huge = {NULL, (uint64_t)UINT32_MAX + 1};
    trf_image_part counted = {TRF_SECTION_STRING_BYTES, (uint64_t)UINT32_MAX + 1, &huge, 1};
    trf_image_plan plan = {.parts = &past, .part_count = 1};
    uint8_t *data = NULL;
    size_t size = 7;

    ck_assert_int_eq(plan_status(many, TRF_SECTION_MAX + 1), TARIFF_EINVAL);
    ck_assert_int_eq(plan_status(&past, 1), TARIFF_EINVAL);
    ck_assert_int_eq(plan_status(&counted, 1), TARIFF_ELIMIT);
    ck_assert_int_eq(trf_image_write_memory(&trf_alloc_default, &plan, &data, &size, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(trf_image_write_file(&trf_alloc_default, &plan, "never.tariff", NULL, NULL, NULL), TARIFF_EINVAL);
    ck_assert(data == NULL && size == 7 && access("never.tariff", F_OK) != 0);
}
END_TEST

START_TEST(write__memory_refused__no_image_and_nothing_kept)
{
    trf_image_plan plan = {.parts = parts, .part_count = 2};
    unit_failing state = {0, 1, 0};
    trf_alloc alloc = unit_failing_alloc(&state);
    uint8_t *data = NULL;
    size_t size = 0;

    ck_assert_int_eq(trf_image_write_memory(&alloc, &plan, &data, &size, NULL), TARIFF_ENOMEM);
    ck_assert_ptr_null(data);
    for (state.refuse = 1; state.refuse < 20; state.refuse++) {
        tariff_status status;

        state.calls = 0;
        status = trf_image_write_file(&alloc, &plan, "refused.tariff", NULL, NULL, NULL);
        ck_assert_int_eq(state.live, 0);
        ck_assert_int_eq(access("refused.tariff", F_OK) == 0, status == TARIFF_OK);
        if (status == TARIFF_OK)
            break;
        ck_assert_int_eq(status, TARIFF_ENOMEM);
    }
    ck_assert_uint_gt(state.refuse, 1);
    ck_assert_int_eq(unlink("refused.tariff"), 0);
}
END_TEST

/* A disk that is full at any byte: the old file stays as it is, and nothing is left beside it. */
START_TEST(write__file_that_cannot_grow__keeps_the_old_one)
{
    enum { LARGE = 300000 };
    static uint8_t large[LARGE];
    trf_image_piece pieces[4] = {{large, 100}, {NULL, 0}, {large, LARGE - 100}, {large, 50}};
    trf_image_part part = {TRF_SECTION_STRING_BYTES, LARGE + 50, pieces, 4};
    trf_image_plan plan = {.parts = &part, .part_count = 1};
    char folder[] = "image-XXXXXX", path[64], left[256];
    struct rlimit all, some;
    uint64_t size = 0;
    FILE *list;

    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/large.tariff", folder);
    ck_assert_int_eq(trf_image_write_file(&trf_alloc_default, &plan, path, NULL, &size, NULL), TARIFF_OK);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &all), 0);
    signal(SIGXFSZ, SIG_IGN);
    for (uint64_t room = 0; room < size; room += room < 1000 ? 100 : 20000) {
        tariff_error *error = NULL;
        tariff_status status;

        some = all;
        some.rlim_cur = (rlim_t)room;
        ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &some), 0);
        status = trf_image_write_file(&trf_alloc_default, &plan, path, NULL, NULL, &error);
        ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &all), 0);
        ck_assert_int_eq(status, TARIFF_EIO);
        ck_assert_ptr_nonnull(error);
        trf_error_free(error);
    }
    snprintf(left, sizeof left, "ls -A %s | wc -l; wc -c <%s", folder, path);
    list = popen(left, "r");
    ck_assert_ptr_nonnull(fgets(left, sizeof left, list));
    ck_assert_int_eq(atoi(left), 1);
    ck_assert_ptr_nonnull(fgets(left, sizeof left, list));
    ck_assert_uint_eq((uint64_t)atol(left), size);
    pclose(list);
    unlink(path);
    rmdir(folder);
}
END_TEST

/* What a host of the other order of bytes does: each integer turned, bytes left where they are, and twice is nothing. */
START_TEST(records__turned__each_integer_in_its_place)
{
    enum { RECORDS = 3 };
    uint8_t before[RECORDS * 512], after[RECORDS * 512];

    for (uint32_t kind = 0; kind < TRF_SECTION_MAX; kind++) {
        const trf_section_info *info = &trf_sections[kind];
        size_t size = info->fields ? (size_t)info->record_size * RECORDS : 64, at = 0;

        ck_assert_uint_le(size, sizeof before);
        for (size_t i = 0; i < size; i++)
            before[i] = after[i] = (uint8_t)(i * 37 + kind);
        trf_records_turn(kind, after, info->fields ? RECORDS : 64);
        for (unsigned r = 0; info->fields && r < RECORDS; r++)
            for (unsigned f = 0; f < info->field_count; f++)
                for (unsigned i = 0; i < info->fields[f].times; i++, at += info->fields[f].width)
                    for (unsigned b = 0; b < info->fields[f].width; b++)
                        ck_assert_uint_eq(after[at + b], before[at + info->fields[f].width - 1 - b]);
        trf_records_turn(kind, after, info->fields ? RECORDS : 0);
        ck_assert_mem_eq(after, before, size);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("image");
    TCase *tests = tcase_create("image");

    tcase_add_test(tests, digest__published_examples__published_values);
    tcase_add_test(tests, digest__pieces_of_any_size__that_of_the_whole);
    tcase_add_test(tests, sections__fields_of_each_record__add_up_to_its_size);
    tcase_add_test(tests, sections__kinds_of_the_layout__have_a_name);
    tcase_add_test(tests, key__codes_of_digits_and_ids__all_different_and_exact);
    tcase_add_test(tests, key__long_or_odd_texts__hashed_and_said_to_be);
    tcase_add_test(tests, sort__random_items__ascending_and_stable);
    tcase_add_test(tests, write__two_sections__aligned_padded_and_in_order);
    tcase_add_test(tests, write__file_and_memory__same_bytes);
    tcase_add_test(tests, write__wrong_plans__einval);
    tcase_add_test(tests, write__plans_past_the_limits__are_refused);
    tcase_add_test(tests, write__memory_refused__no_image_and_nothing_kept);
    tcase_add_test(tests, write__file_that_cannot_grow__keeps_the_old_one);
    tcase_add_test(tests, records__turned__each_integer_in_its_place);
    suite_add_tcase(all, tests);
    return all;
}
UNIT_MAIN(suite)
