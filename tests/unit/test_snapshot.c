/* SPDX-License-Identifier: Apache-2.0 */
#include "images.h"

#include "compile/restore.h"
#include "image/profile.h"
#include "image/record.h"
#include "image/writer.h"

#define SMALL                                                                                                                    \
    NATIVE("<tariff id='TEST' currency='EUR'><text lang='en'>Made up</text><goods-nomenclature lang='en'>"                       \
           "<section number='XXII' first='99' last='99'><text>Section</text></section>"                                          \
           "<line code='99' indent='0'><text>Chapter</text></line><line code='9999' indent='0'><text>m@2</text>"                 \
           "<unit code='KGM'/></line></goods-nomenclature>"                                                                      \
           "<measure-types><measure-type id='AAA' series='C' movement='import'/></measure-types>"                                \
           "<geographical-areas><country id='QA'/><group id='9001'><member area='QA'/></group></geographical-areas>"             \
           "<measures><measure type='AAA' code='9999' area='9001' from='2001-01-01' regulation='R' role='1' duty='9.00 %' "      \
           "grammar='taric'><exclude area='QA'/><condition code='B' sequence='1' action='27' certificate='Y900'/></measure>"     \
           "</measures><profile id='TEST' currency='EUR' zone='UTC'/></tariff>")

static unit_image small_image(void)
{
    trf_model *model = unit_model();
    unit_image image;

    unit_ingest(model, "test.xml", SMALL);
    image = unit_compile(model, 0);
    trf_model_free(model);
    return image;
}

/* ---- walking everything, as queries do and more ---- */

/** Every getter, run and text of an image, whatever it holds; returns something so that nothing is left out. */
static uint64_t walk(const trf_snapshot *snapshot)
{
    uint64_t sum = 0;

    for (uint32_t kind = 0; kind < TRF_SECTION_MAX; kind++) {
        const trf_section_info *info = &trf_sections[kind];
        const uint8_t *at = snapshot->sections[kind].data;

        for (uint32_t i = 0; i < snapshot->sections[kind].count && info->fields; i++) {
            for (unsigned f = 0; f < info->field_count; f++) {
                uint32_t value = 0;

                memcpy(&value, at, info->fields[f].width < 4 ? info->fields[f].width : 4);
                if (info->fields[f].type == TRF_FIELD_TEXT) {
                    trf_slice text = trf_snapshot_text(snapshot, value);

                    for (size_t c = 0; c < text.size; c++)
                        sum += (uint8_t)text.data[c];
                }
                at += (size_t)info->fields[f].width * info->fields[f].times;
            }
        }
    }
    for (uint32_t i = 0; i < trf_snapshot_line_count(snapshot); i++) {
        const trf_line_record *line = trf_snapshot_line(snapshot, i);

        for (uint32_t k = 0; k < line->measure_row_count && k < 100; k++) {
            const trf_measure_row_record *row = trf_snapshot_measure_row(snapshot, line->first_measure_row + k);
            const trf_measure_record *measure = trf_snapshot_measure(snapshot, line->first_measure_row + k);
            const trf_expression_record *expression = trf_snapshot_expression(snapshot, measure->expression);
            trf_slice code = trf_snapshot_expression_code(snapshot, expression);

            sum += trf_snapshot_area(snapshot, row->area)->sid + trf_snapshot_measure_type(snapshot, measure->type)->movement +
                   code.size;
        }
        for (uint32_t k = 0; k < line->parent_count && k < 100; k++)
            sum += trf_snapshot_line(snapshot, trf_snapshot_parent(snapshot, line->first_parent + k)->parent)->sid;
        sum += trf_snapshot_label_at(snapshot, line->first_label, line->label_count, 0, 0) != NULL;
    }
    for (uint32_t i = 0; i < trf_snapshot_node_count(snapshot); i++)
        sum += trf_snapshot_node_attribute(snapshot, i, "id").size;
    sum += trf_snapshot_find_tariff(snapshot, TRF_SLICE("TEST"));
    sum += trf_snapshot_language_index(snapshot, TRF_SLICE("en"));
    return sum;
}

/** Open, walk, verify, restore: any of it may refuse, none may fault. Returns whether verify found the image sound. */
static bool survive(uint8_t *data, size_t size, bool model_too)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_snapshot *snapshot = NULL;
    trf_model *model = NULL;
    tariff_error *error = NULL;
    volatile uint64_t sum;
    bool sound;

    if (trf_snapshot_open_memory(&trf_alloc_default, data, size, false, &snapshot, &error) < 0) {
        ck_assert_ptr_nonnull(error);
        trf_error_free(error);
        return false;
    }
    sum = walk(snapshot);
    (void)sum;
    sound = trf_snapshot_verify(snapshot, &error) == TARIFF_OK;
    ck_assert_int_eq(sound, error == NULL);
    trf_error_free(error);
    error = NULL;
    if (model_too && trf_model_restore(&trf_alloc_default, snapshot->sections, &limits, 1, &model, &error) < 0)
        trf_error_free(error);
    trf_model_free(model);
    trf_snapshot_release(snapshot);
    return sound;
}

/** Every how many bytes: TARIFF_SPREAD where a checker of memory makes every call fifty times as long. */
static size_t spread(void)
{
    const char *asked = getenv("TARIFF_SPREAD");
    size_t every = asked ? strtoul(asked, NULL, 10) : 1;

    return every ? every : 1;
}

START_TEST(verify__every_byte_changed__found_and_no_fault)
{
    unit_image image = small_image();
    const uint8_t others[] = {0x00, 0xff};
    /* In four parts, so that each stays short. */
    size_t from = image.size * (size_t)_i / 4, to = image.size * ((size_t)_i + 1) / 4;

    ck_assert(survive(image.data, image.size, true));
    for (size_t at = from; at < to; at += spread()) {
        uint8_t byte = image.data[at];
        uint8_t values[4] = {others[0], others[1], (uint8_t)(byte + 1), (uint8_t)(byte - 1)};

        for (unsigned v = 0; v < 4; v++) {
            if (values[v] == byte)
                continue;
            image.data[at] = values[v];
            ck_assert_msg(!survive(image.data, image.size, v == 1 && at % 8 == 3), "byte %zu set to %u", at, values[v]);
        }
        image.data[at] = byte;
    }
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
}
END_TEST

START_TEST(open__truncated_at_every_length__eimage)
{
    unit_image image = small_image();

    for (size_t size = 0; size < image.size; size += size < 4096 ? 1 : 7) {
        uint8_t *cut = malloc(size ? size : 1); /* of that size, so that reading on is found */
        trf_snapshot *snapshot = NULL;
        tariff_error *error = NULL;

        memcpy(cut, image.data, size);
        ck_assert_int_eq(trf_snapshot_open_memory(&trf_alloc_default, cut, size, false, &snapshot, &error), TARIFF_EIMAGE);
        ck_assert_ptr_null(snapshot);
        trf_error_free(error);
        free(cut);
    }
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
}
END_TEST

static void put64(uint8_t *at, uint64_t value)
{
    for (unsigned i = 0; i < 8; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

/* Offsets, sizes and counts of the directory are eight bytes each, at 8, 16 and 24 of its entries of 48 bytes. */
START_TEST(open__hostile_offsets_sizes_and_counts__refused_or_harmless)
{
    unit_image image = small_image();
    const uint64_t values[] = {
        0, 1, image.size - 1, image.size, UINT32_MAX, UINT64_C(1) << 32, INT64_MAX, UINT64_C(1) << 63, UINT64_MAX};
    uint32_t sections;

    memcpy(&sections, image.data + 40, sizeof sections);
    for (uint32_t s = 0; s < sections; s++) {
        for (unsigned field = 8; field <= 24; field += 8) {
            uint8_t *at = image.data + 256 + (size_t)s * 48 + field;
            uint8_t before[8];

            memcpy(before, at, 8);
            for (unsigned v = 0; v < sizeof values / sizeof *values; v++) {
                put64(at, values[v]);
                if (memcmp(before, at, 8) != 0)
                    ck_assert(!survive(image.data, image.size, true));
            }
            memcpy(at, before, 8);
        }
    }
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
}
END_TEST

/* A crafted image may have a right hash: every word of every record set to values that lead out of the image. */
START_TEST(walk__hostile_words_in_records__no_fault)
{
    unit_image image = small_image();
    const uint32_t values[] = {1, UINT32_MAX, UINT32_MAX - 1, 0x7fffffffu, 0x80000000u, 0x10000u};
    trf_image_section first;

    memcpy(&first, image.data + 256, sizeof first);
    for (size_t at = (size_t)first.offset; at + 4 <= image.size; at += 4 * spread()) {
        uint8_t before[4];

        memcpy(before, image.data + at, 4);
        for (unsigned v = 0; v < sizeof values / sizeof *values; v++) {
            memcpy(image.data + at, &values[v], 4);
            if (at % 16 == 0 || v < 2)
                survive(image.data, image.size, at % 32 == 0);
        }
        memcpy(image.data + at, before, 4);
    }
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
}
END_TEST

/* ---- header ---- */

static tariff_error *refused(unit_image *image)
{
    trf_snapshot *snapshot = NULL;
    tariff_error *error = NULL;

    ck_assert_int_eq(trf_snapshot_open_memory(&trf_alloc_default, image->data, image->size, true, &snapshot, &error),
                     TARIFF_EIMAGE);
    ck_assert_ptr_null(snapshot);
    return error;
}

static void check_message(tariff_error *error, const char *part)
{
    ck_assert_msg(strstr(error->message.data, part) != NULL, "'%s' says nothing of '%s'", error->message.data, part);
    trf_error_free(error);
}

START_TEST(open__unknown_required_feature__eimage_that_names_it)
{
    unit_image image = small_image();

    put64(image.data + 24, UINT64_C(1) << 17);
    check_message(refused(&image), "feature 17");
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
}
END_TEST

START_TEST(open__unknown_optional_feature__opened)
{
    unit_image image = small_image();
    trf_snapshot *snapshot = NULL;

    put64(image.data + 32, UINT64_C(1) << 63);
    ck_assert_int_eq(trf_snapshot_open_memory(&trf_alloc_default, image.data, image.size, true, &snapshot, NULL), TARIFF_OK);
    trf_snapshot_release(snapshot);
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
}
END_TEST

START_TEST(open__other_layout__eimage_that_names_both)
{
    unit_image image = small_image();

    image.data[8] = 7;
    check_message(refused(&image), "layout 7 (this library reads layout 1)");
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
}
END_TEST

/** Directory entry of a kind. */
static uint8_t *entry_of(unit_image *image, uint32_t kind)
{
    for (size_t at = 256;; at += 48) {
        uint32_t found;

        memcpy(&found, image->data + at, sizeof found);
        if (found == kind)
            return image->data + at;
        ck_assert_uint_lt(at, image->size);
    }
}

/* The entry that may get a greater number without leaving the order. */
static uint8_t *last_entry(unit_image *image)
{
    const trf_image_header *header = (const trf_image_header *)(const void *)image->data;

    return image->data + header->directory_offset + (header->section_count - 1) * sizeof(trf_image_section);
}

START_TEST(open__newer_version_of_a_section__eimage_that_names_both)
{
    unit_image image = small_image();

    entry_of(&image, TRF_SECTION_LINE)[4] = 2;
    check_message(refused(&image), "(line): version 2 (this library reads version 1)");
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
}
END_TEST

START_TEST(open__newer_version_of_an_optional_section__skipped)
{
    unit_image image = small_image();
    trf_snapshot *snapshot = NULL;

    entry_of(&image, TRF_SECTION_KEPT)[4] = 2;
    ck_assert_int_eq(trf_snapshot_open_memory(&trf_alloc_default, image.data, image.size, true, &snapshot, NULL), TARIFF_OK);
    ck_assert_uint_eq(trf_snapshot_kept_count(snapshot), 0);
    ck_assert_uint_eq(trf_snapshot_line_count(snapshot), 3);
    trf_snapshot_release(snapshot);
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
}
END_TEST

START_TEST(open__unknown_section__refused_unless_optional)
{
    unit_image image = small_image();
    uint8_t *last = last_entry(&image);
    trf_snapshot *snapshot = NULL;
    uint32_t kind = 1000;

    memcpy(last, &kind, sizeof kind);
    last[6] = 0;
    check_message(refused(&image), "section 1000");
    last[6] = TRF_SECTION_OPTIONAL;
    ck_assert_int_eq(trf_snapshot_open_memory(&trf_alloc_default, image.data, image.size, true, &snapshot, NULL), TARIFF_OK);
    trf_snapshot_release(snapshot);
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
}
END_TEST

START_TEST(open__not_an_image__eimage)
{
    char text[512] = "<?xml version='1.0'?>";
    unit_image image = {(uint8_t *)text, sizeof text, {{0}, 0, 0, 0, 0, 0, 0, 0}};

    check_message(refused(&image), "not a tariff image");
}
END_TEST

/* ---- files, references, overlays ---- */

static void write_file(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(data, 1, size, file), size);
    fclose(file);
}

START_TEST(open__file__same_content_as_memory)
{
    unit_image image = small_image();
    trf_snapshot *snapshot = NULL;
    char folder[] = "snapshot-XXXXXX", path[64];

    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/small.tariff", folder);
    write_file(path, image.data, image.size);
    unit_ok(trf_snapshot_open(&trf_alloc_default, path, &snapshot, NULL), NULL);
    unlink(path); /* an open one stays readable */
    unit_ok(trf_snapshot_verify(snapshot, NULL), NULL);
    ck_assert(trf_slice_is(snapshot->path, path));
    ck_assert_mem_eq(snapshot->data, image.data, image.size);
    trf_snapshot_retain(snapshot);
    trf_snapshot_release(snapshot);
    ck_assert_uint_eq(trf_snapshot_line_count(snapshot), 3);
    trf_snapshot_release(snapshot);
    rmdir(folder);
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
}
END_TEST

START_TEST(open__no_file_a_folder_an_empty_file__errors_that_name_it)
{
    trf_snapshot *snapshot = NULL;
    tariff_error *error = NULL;
    char folder[] = "snapshot-XXXXXX", path[64];

    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(trf_snapshot_open(&trf_alloc_default, "nowhere/none.tariff", &snapshot, &error), TARIFF_EIO);
    check_message(error, "nowhere/none.tariff");
    error = NULL;
    ck_assert_int_eq(trf_snapshot_open(&trf_alloc_default, folder, &snapshot, &error), TARIFF_EIO);
    check_message(error, folder);
    error = NULL;
    snprintf(path, sizeof path, "%s/empty", folder);
    write_file(path, "", 0);
    ck_assert_int_eq(trf_snapshot_open(&trf_alloc_default, path, &snapshot, &error), TARIFF_EIMAGE);
    check_message(error, path);
    ck_assert_ptr_null(snapshot);
    unlink(path);
    rmdir(folder);
}
END_TEST

START_TEST(open_memory__odd_address__copied_and_right)
{
    unit_image image = small_image();
    uint8_t *odd = malloc(image.size + 1);
    trf_snapshot *snapshot = NULL;

    memcpy(odd + 1, image.data, image.size);
    unit_ok(trf_snapshot_open_memory(&trf_alloc_default, odd + 1, image.size, false, &snapshot, NULL), NULL);
    free(odd);
    unit_ok(trf_snapshot_verify(snapshot, NULL), NULL);
    trf_snapshot_release(snapshot);
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
}
END_TEST

START_TEST(overlay__right_wrong_and_no_base__only_the_right_one_opens)
{
    static const uint32_t offsets[2] = {0, 1};
    const trf_image_piece pieces[2] = {{"", 1}, {offsets, sizeof offsets}};
    const trf_image_part parts[2] = {{TRF_SECTION_STRING_BYTES, 1, &pieces[0], 1},
                                     {TRF_SECTION_STRING_OFFSETS, 2, &pieces[1], 1}};
    trf_snapshot *base = unit_snapshot(SMALL), *other = unit_snapshot(NATIVE("")), *overlay = NULL;
    trf_image_plan plan = {parts, 2, TRF_FEATURE_OVERLAY, 0, base->header->content_hash};
    tariff_error *error = NULL;
    char folder[] = "overlay-XXXXXX", path[64];

    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/weights.tariff", folder);
    unit_ok(trf_image_write_file(&trf_alloc_default, &plan, path, NULL, NULL, NULL), NULL);
    ck_assert_int_eq(trf_snapshot_open(&trf_alloc_default, path, &overlay, &error), TARIFF_EIMAGE);
    check_message(error, "overlay");
    error = NULL;
    ck_assert_int_eq(trf_snapshot_open_overlay(&trf_alloc_default, path, other, &overlay, &error), TARIFF_EIMAGE);
    check_message(error, "opened over");
    unit_ok(trf_snapshot_open_overlay(&trf_alloc_default, path, base, &overlay, NULL), NULL);
    unit_ok(trf_snapshot_verify(overlay, NULL), NULL);
    trf_snapshot_release(base); /* the overlay holds it */
    ck_assert_uint_eq(trf_snapshot_line_count(overlay->base), 3);
    trf_snapshot_release(overlay);
    trf_snapshot_release(other);
    unlink(path);
    rmdir(folder);
}
END_TEST

/* Nothing but header and directory is read: an image whose sections are all damaged opens as fast and as well. */
START_TEST(open__damaged_sections__opened_all_the_same)
{
    unit_image image = small_image();
    trf_image_section first;
    trf_snapshot *snapshot = NULL;

    memcpy(&first, image.data + 256, sizeof first);
    memset(image.data + first.offset, 0xa5, image.size - first.offset);
    ck_assert_int_eq(trf_snapshot_open_memory(&trf_alloc_default, image.data, image.size, false, &snapshot, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_snapshot_verify(snapshot, NULL), TARIFF_EIMAGE);
    trf_snapshot_release(snapshot);
    trf_alloc_free(&trf_alloc_default, image.data, image.size);
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("snapshot");
    TCase *tests = tcase_create("snapshot");

    tcase_set_timeout(tests, 240);
    tcase_add_loop_test(tests, verify__every_byte_changed__found_and_no_fault, 0, 4);
    tcase_add_test(tests, open__truncated_at_every_length__eimage);
    tcase_add_test(tests, open__hostile_offsets_sizes_and_counts__refused_or_harmless);
    tcase_add_test(tests, walk__hostile_words_in_records__no_fault);
    tcase_add_test(tests, open__unknown_required_feature__eimage_that_names_it);
    tcase_add_test(tests, open__unknown_optional_feature__opened);
    tcase_add_test(tests, open__other_layout__eimage_that_names_both);
    tcase_add_test(tests, open__newer_version_of_a_section__eimage_that_names_both);
    tcase_add_test(tests, open__newer_version_of_an_optional_section__skipped);
    tcase_add_test(tests, open__unknown_section__refused_unless_optional);
    tcase_add_test(tests, open__not_an_image__eimage);
    tcase_add_test(tests, open__file__same_content_as_memory);
    tcase_add_test(tests, open__no_file_a_folder_an_empty_file__errors_that_name_it);
    tcase_add_test(tests, open_memory__odd_address__copied_and_right);
    tcase_add_test(tests, overlay__right_wrong_and_no_base__only_the_right_one_opens);
    tcase_add_test(tests, open__damaged_sections__opened_all_the_same);
    suite_add_tcase(all, tests);
    return all;
}
UNIT_MAIN(suite)
