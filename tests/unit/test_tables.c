/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of goods nomenclature: HMRC's CSV, the Commission's workbooks, and the archives that these are. */
#include "unit.h"

#include "archives.h"

#include "ingest/formats.h"
#include "ingest/line_table.h"
#include "ingest/workbook.h"
#include "io/archive.h"

#define F(kind, field) TRF_F_##kind##_##field

/* ---- workbooks ---- */

/* Rows as "number:A|B|...;". */
static tariff_status collect(void *user, const trf_slice *cells, uint32_t count, uint32_t number, tariff_error **error)
{
    trf_buffer *out = user;

    (void)error;
    trf_buffer_unsigned(out, number, 1);
    for (uint32_t i = 0; i < count; i++) {
        trf_buffer_char(out, i ? '|' : ':');
        trf_buffer_slice(out, cells[i]);
    }
    trf_buffer_char(out, ';');
    return TARIFF_OK;
}

static void rows_are(workbook_parts p, const char *expected)
{
    const trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    zip_made zip;
    trf_slice bytes = workbook_of(&zip, p);
    trf_buffer out;
    tariff_status status;

    trf_buffer_init(&out, &trf_alloc_default, 0);
    status = trf_workbook_read(&trf_alloc_default, &limits, TRF_SLICE("w.xlsx"), bytes, collect, &out, &error);
    ck_assert_msg(status == TARIFF_OK, "%s", error ? error->message.data : "");
    unit_assert_slice(trf_buffer_view(&out), expected);
    trf_buffer_done(&out);
    zip_drop(&zip);
}

static void refused(trf_slice bytes, tariff_status expected, const char *says)
{
    const trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    trf_buffer out;

    trf_buffer_init(&out, &trf_alloc_default, 0);
    ck_assert_int_eq(trf_workbook_read(&trf_alloc_default, &limits, TRF_SLICE("w.xlsx"), bytes, collect, &out, &error), expected);
    ck_assert_msg(strstr(error->message.data, says) != NULL, "'%s' lacks '%s'", error->message.data, says);
    ck_assert_msg(memcmp(error->file.data, "w.xlsx", 6) == 0, "the error names no file");
    trf_error_free(error);
    trf_buffer_done(&out);
}

static void parts_refused(workbook_parts p, tariff_status expected, const char *says)
{
    zip_made zip;

    refused(workbook_of(&zip, p), expected, says);
    zip_drop(&zip);
}

static const workbook_parts sound = {TO_BOOK, BOOK, TO_SHEET, STRINGS, SHEET("<row r='1'><c r='A1' t='s'><v>0</v></c></row>")};

START_TEST(workbook__cells_of_each_sort__texts_by_column)
{
    workbook_parts p = sound;

    p.sheet =
        SHEET("<row r='2'><c r='A2' t='s'><v>1</v></c><c r='C2' t='inlineStr'><is><t xml:space='preserve'>- </t></is></c>"
              "<c r='D2'><f>1+1</f><v>2.0</v></c><c r='E2'/></row><row/><row r='9'><c t='str'><v>a_x000D_b_x0041_</v></c></row>");
    rows_are(p, "2:Live||- |2.0|;9:a b_x0041_;");
}
END_TEST

START_TEST(workbook__no_shared_strings__read)
{
    workbook_parts p = sound;

    p.strings = NULL;
    p.relations = RELATIONS(RELATION("x", "worksheet", "/xl/worksheets/one.xml"));
    p.sheet = SHEET("<row><c t='inlineStr'><is><t>x</t></is></c></row>");
    rows_are(p, "1:x;");
}
END_TEST

START_TEST(workbook__parts_missing_or_elsewhere__refused_by_name)
{
    workbook_parts p = sound;

    p.sheet = NULL;
    parts_refused(p, TARIFF_EINPUT, "xl/worksheets/one.xml");
    p = sound;
    p.relations = RELATIONS(RELATION("z", "worksheet", "worksheets/one.xml"));
    parts_refused(p, TARIFF_EINPUT, "no part for sheet 'x'");
    p.relations = RELATIONS(RELATION("x", "worksheet", "../../../etc/passwd"));
    parts_refused(p, TARIFF_EINPUT, "inside the archive");
    p.relations = RELATIONS(RELATION("x", "worksheet", "file:///etc/passwd"));
    parts_refused(p, TARIFF_EINPUT, "inside the archive");
    p.relations = RELATIONS("<Relationship Id='x' Type='t' Target='http' TargetMode='External'/>");
    parts_refused(p, TARIFF_EINPUT, "elsewhere");
    p = sound;
    p.book = "<workbook xmlns='" MAIN "'><sheets/></workbook>";
    parts_refused(p, TARIFF_EINPUT, "no sheet");
    p = sound;
    p.package = RELATIONS("");
    parts_refused(p, TARIFF_EINPUT, "no workbook");
    p.package = NULL;
    parts_refused(p, TARIFF_EINPUT, "_rels/.rels");
}
END_TEST

START_TEST(workbook__cells_out_of_place__refused)
{
    workbook_parts p = sound;

    p.sheet = SHEET("<row><c t='s'><v>2</v></c></row>");
    parts_refused(p, TARIFF_EINPUT, "shared string '2'");
    p.sheet = SHEET("<row r='3'><c><v>1</v></c></row><row r='2'/>");
    parts_refused(p, TARIFF_EINPUT, "row '2'");
    p.sheet = SHEET("<row><c r='B1'><v>1</v></c><c r='A1'/></row>");
    parts_refused(p, TARIFF_EINPUT, "cell 'A1'");
    p.sheet = SHEET("<row><c r='IW1'><v>1</v></c></row>"); /* column 257 */
    parts_refused(p, TARIFF_EINPUT, "cell 'IW1'");
    p.sheet = SHEET("<row r='1048577'/>");
    parts_refused(p, TARIFF_EINPUT, "1048577");
}
END_TEST

/* One long string that many cells name would be as many copies of it. */
START_TEST(workbook__string_that_many_cells_name__bounded)
{
    static char strings[700000], sheet[40000];
    trf_limits limits = TRF_LIMITS_DEFAULT;
    workbook_parts p = sound;
    tariff_error *error = NULL;
    trf_buffer out;
    zip_made zip;
    size_t size;

    size = (size_t)snprintf(strings, sizeof strings, "<sst xmlns='" MAIN "'><si><t>");
    for (uint32_t i = 0, seed = 1; i < 600000; i++) /* letters that are no bomb when inflated */
        strings[size + i] = (char)('a' + ((seed = seed * 1664525u + 1013904223u) >> 28));
    strcpy(strings + size + 600000, "</t></si></sst>");
    p.strings = strings;
    p.sheet = SHEET("<row r='7'><c t='s'><v>0</v></c><c t='s'><v>0</v></c></row>");
    parts_refused(p, TARIFF_ELIMIT, "row 7 of more than 1048576 bytes");
    /* Rows of 2,000 bytes, of which the limit allows 100: 200 are too many. */
    strcpy(strings + size + 2000, "</t></si></sst>");
    size = (size_t)snprintf(sheet, sizeof sheet, "<worksheet xmlns='" MAIN "'><sheetData>");
    for (unsigned i = 0; i < 200; i++)
        size += (size_t)snprintf(sheet + size, sizeof sheet - size, "<row><c t='s'><v>0</v></c></row>");
    snprintf(sheet + size, sizeof sheet - size, "</sheetData></worksheet>");
    p.sheet = sheet;
    limits.input_bytes = 200000;
    trf_buffer_init(&out, &trf_alloc_default, 0);
    ck_assert_int_eq(
        trf_workbook_read(&trf_alloc_default, &limits, TRF_SLICE("w.xlsx"), workbook_of(&zip, p), collect, &out, &error),
        TARIFF_ELIMIT);
    ck_assert_ptr_nonnull(strstr(error->message.data, "rows of more than 200000 bytes"));
    trf_error_free(error);
    trf_buffer_done(&out);
    zip_drop(&zip);
}
END_TEST

START_TEST(workbook__doctype_in_any_part__refused)
{
    workbook_parts p = sound;

    p.sheet = "<!DOCTYPE a [<!ENTITY b 'c'>]>" SHEET("");
    parts_refused(p, TARIFF_EINPUT, "DOCTYPE");
    p = sound;
    p.strings = "<!DOCTYPE a>" STRINGS;
    parts_refused(p, TARIFF_EINPUT, "DOCTYPE");
    p = sound;
    p.package = "<!DOCTYPE a>" TO_BOOK;
    parts_refused(p, TARIFF_EINPUT, "DOCTYPE");
}
END_TEST

START_TEST(archive__a_bomb__refused_before_it_is_inflated)
{
    zip_made zip = zip_begin();
    size_t size = (size_t)64 << 20;
    char *zeros = calloc(1, size);

    memset(zeros, ' ', size);
    memcpy(zeros, "<a>", 3);
    zip_put(&zip, (zip_entry_made){.name = "_rels/.rels", .data = trf_slice_of(zeros, size), .method = 8});
    free(zeros);
    /* 64 MiB of blanks in some 65 kB. The gap of XML without an event would stop it too, and a little earlier. */
    refused(zip_end(&zip), TARIFF_ELIMIT, "");
    zip_drop(&zip);
}
END_TEST

static tariff_status swallow(void *user, trf_slice piece, tariff_error **error)
{
    (void)error;
    *(uint64_t *)user += piece.size;
    return TARIFF_OK;
}

START_TEST(archive__ratio_and_total__capped)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    zip_made zip = zip_begin();
    size_t size = (size_t)8 << 20;
    char *zeros = calloc(1, size);
    trf_archive *archive = NULL;
    tariff_error *error = NULL;
    uint64_t entry, read = 0;
    trf_slice bytes;

    zip_put(&zip, (zip_entry_made){.name = "a", .data = trf_slice_of(zeros, size), .method = 8});
    zip_put(&zip, (zip_entry_made){.name = "b", .data = trf_slice_of(zeros, 100000), .method = 0});
    bytes = zip_end(&zip);
    ck_assert_int_eq(trf_archive_open(&trf_alloc_default, &limits, TRF_SLICE("a.zip"), bytes, &archive, &error), TARIFF_OK);
    ck_assert(trf_archive_find(archive, "a", &entry));
    ck_assert_int_eq(trf_archive_read(archive, entry, swallow, &read, &error), TARIFF_ELIMIT);
    ck_assert_msg(strstr(error->message.data, "a bomb") != NULL, "%s", error->message.data);
    ck_assert_uint_lt(read, (uint64_t)4 << 20);
    trf_error_free(error);
    error = NULL;
    ck_assert(!trf_archive_find(archive, "c", &entry));
    trf_archive_close(archive);

    limits.input_bytes = 150000; /* for all reads together */
    ck_assert_int_eq(trf_archive_open(&trf_alloc_default, &limits, TRF_SLICE("a.zip"), bytes, &archive, &error), TARIFF_OK);
    ck_assert(trf_archive_find(archive, "b", &entry));
    read = 0;
    ck_assert_int_eq(trf_archive_read(archive, entry, swallow, &read, &error), TARIFF_OK);
    ck_assert_uint_eq(read, 100000);
    ck_assert_int_eq(trf_archive_read(archive, entry, swallow, &read, &error), TARIFF_ELIMIT);
    trf_error_free(error);
    trf_archive_close(archive);
    free(zeros);
    zip_drop(&zip);
}
END_TEST

START_TEST(archive__names_that_lead_out_or_come_twice__refused)
{
    static const char *const names[] = {"../x", "/etc/passwd", "a/../../b", "a\\b", "C:x", "a\nb", ".."};
    zip_made twice;

    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        zip_made zip = zip_begin();

        zip_put(&zip, (zip_entry_made){.name = names[i], .data = TRF_SLICE("x")});
        refused(zip_end(&zip), TARIFF_EINPUT, "leads out of the archive");
        zip_drop(&zip);
    }
    twice = zip_begin();
    zip_put(&twice, (zip_entry_made){.name = "a", .data = TRF_SLICE("x")});
    zip_put(&twice, (zip_entry_made){.name = "a", .data = TRF_SLICE("y")});
    refused(zip_end(&twice), TARIFF_EINPUT, "twice");
    zip_drop(&twice);
}
END_TEST

START_TEST(archive__encrypted_other_methods_wrong_sums__refused)
{
    static const struct {
        zip_entry_made entry;
        const char *says;
    } cases[] = {{{.name = "_rels/.rels", .flags = 1}, "encrypted"},
                 {{.name = "_rels/.rels", .method = 12}, "method of compression"},
                 {{.name = "_rels/.rels", .wrong_sum = true}, "checksum"}};

    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        zip_made zip = zip_begin();
        zip_entry_made entry = cases[i].entry;

        entry.data = TRF_SLICE("<a></a>             ");
        zip_put(&zip, entry);
        refused(zip_end(&zip), TARIFF_EINPUT, cases[i].says);
        zip_drop(&zip);
    }
}
END_TEST

START_TEST(archive__a_million_entries__refused_at_once)
{
    zip_made zip = zip_begin();
    trf_buffer bytes;

    for (unsigned i = 0; i < 1000000; i++) {
        trf_buffer_text(&zip.directory, "PK\1\2");
        le(&zip.directory, 0, 42);
    }
    trf_buffer_text(&zip.bytes, "PK\3\4");
    zip.count = 0xffff;
    refused(zip_end(&zip), TARIFF_ELIMIT, "more than 1024 files");
    zip_drop(&zip);

    /* A directory that only says so, in its 64-bit form. */
    trf_buffer_init(&bytes, &trf_alloc_default, 0);
    trf_buffer_text(&bytes, "PK\3\4");
    trf_buffer_text(&bytes, "PK\6\6");
    le(&bytes, 44, 8);
    le(&bytes, 0, 12);
    le(&bytes, UINT64_C(1) << 32, 8);
    le(&bytes, UINT64_C(1) << 32, 8);
    le(&bytes, 0, 16);
    trf_buffer_text(&bytes, "PK\6\7");
    le(&bytes, 0, 4);
    le(&bytes, 4, 8);
    le(&bytes, 1, 4);
    trf_buffer_text(&bytes, "PK\5\6");
    le(&bytes, UINT32_MAX, 4);
    le(&bytes, UINT32_MAX, 4);
    le(&bytes, UINT64_MAX, 8);
    le(&bytes, 0, 2);
    refused(trf_buffer_view(&bytes), TARIFF_ELIMIT, "more than 1024 files");
    trf_buffer_done(&bytes);
}
END_TEST

START_TEST(archive__cut_at_each_byte__refused_or_read)
{
    const trf_limits limits = TRF_LIMITS_DEFAULT;
    zip_made zip;
    trf_slice bytes = workbook_of(&zip, sound);

    for (size_t size = 0; size < bytes.size; size++) {
        tariff_error *error = NULL;
        trf_buffer out;

        trf_buffer_init(&out, &trf_alloc_default, 0);
        ck_assert_int_lt(trf_workbook_read(&trf_alloc_default, &limits, TRF_SLICE("w.xlsx"), trf_slice_of(bytes.data, size),
                                           collect, &out, &error),
                         0);
        ck_assert_ptr_nonnull(error);
        trf_error_free(error);
        trf_buffer_done(&out);
    }
    zip_drop(&zip);
}
END_TEST

/* ---- tables ---- */

static trf_model *new_model(const trf_alloc *alloc)
{
    const trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    trf_model *model = NULL;

    if (trf_model_new(alloc, &limits, 7, &model, &error) < 0)
        trf_error_free(error);
    return model;
}

typedef tariff_status (*reader)(line_table *, trf_slice, trf_slice, tariff_error **);

static tariff_status read_tables(trf_model *model, reader read, const char *valid_to, const trf_slice *texts, size_t count,
                                 tariff_error **error)
{
    static const line_table_publisher publisher = {"test", "ZZ", "Title", "UTC", "EUR", "Somebody, "};
    const trf_import_options options = {TRF_SLICE("ZZ"), TRF_SLICE("en"), TRF_SLICE_EMPTY, trf_slice_text(valid_to)};
    line_table *table = NULL;
    tariff_status status = line_table_new(model, &options, &publisher, &table, error);

    for (size_t i = 0; i < count && status >= 0; i++)
        status = read(table, TRF_SLICE("t.csv"), texts[i], error);
    if (status >= 0)
        status = line_table_finish(table, error);
    line_table_free(table);
    return status;
}

static trf_model *tables_of(reader read, const char *first, const char *second)
{
    const trf_slice texts[2] = {trf_slice_text(first), trf_slice_text(second)};
    tariff_error *error = NULL;
    trf_model *model = new_model(&trf_alloc_default);
    tariff_status status = read_tables(model, read, NULL, texts, second ? 2 : 1, &error);

    ck_assert_msg(status >= 0, "%s", error ? error->message.data : "");
    return model;
}

static void table_refused(reader read, const char *text, uint32_t line, const char *says)
{
    const trf_slice one = trf_slice_text(text);
    tariff_error *error = NULL;
    trf_model *model = new_model(&trf_alloc_default);

    ck_assert_int_eq(read_tables(model, read, NULL, &one, 1, &error), TARIFF_EINPUT);
    ck_assert_msg(strstr(error->message.data, says) != NULL, "'%s' lacks '%s'", error->message.data, says);
    ck_assert_uint_eq(error->line, line);
    trf_error_free(error);
    trf_model_free(model);
}

static trf_slice text_at(const trf_model *model, trf_kind kind, uint32_t row, int field, char scratch[16])
{
    ck_assert_uint_lt(row, model->tables[kind].count);
    return trf_model_text(model, trf_model_row(model, kind, row)[field], scratch);
}

#define TEXT(model, kind, row, field, expected)                                                                                  \
    do {                                                                                                                         \
        char scratch[16];                                                                                                        \
        unit_assert_slice(text_at(model, TRF_KIND_##kind, row, F(kind, field), scratch), expected);                              \
    } while (0)

#define UK_HEAD                                                                                                                  \
    "\"SID\",\"Commodity code\",\"Product line suffix\",\"Start date\",\"End date\",\"Indentation\",\"End "                      \
    "line\",\"Description\"\n"
#define UK_HORSES                                                                                                                \
    "27623,\"0100000000\",\"80\",\"31/12/1971\",\"\",0,0,\"LIVE ANIMALS\"\r\n"                                                   \
    "27624,\"0101000000\",\"80\",\"01/01/1972\",\"\",0,0,\"Horses\"\n"                                                           \
    "93797,\"0101210000\",\"10\",\"01/01/2012\",\"\",1,0,\"- \"Horses\", as such\"\n"                                            \
    "93796,\"0101210000\",\"80\",\"01/01/2012\",\"31/12/2030\",2,1,\"- - Pure \"\"bred\"\"\"\n"

START_TEST(uk_csv__lines_as_published__numbers_days_indents_and_quotes)
{
    trf_model *model = tables_of(uk_csv_read, UK_HEAD UK_HORSES, NULL);

    ck_assert_uint_eq(model->tables[TRF_KIND_goods_nomenclature].count, 4);
    ck_assert_uint_eq(model->findings_total, 0);
    TEXT(model, goods_nomenclature, 0, goods_nomenclature_sid, "27623");
    TEXT(model, goods_nomenclature, 0, validity_start_date, "1971-12-31");
    TEXT(model, goods_nomenclature, 0, validity_end_date, "");
    TEXT(model, goods_nomenclature, 3, validity_end_date, "2030-12-31");
    TEXT(model, goods_nomenclature, 2, producline_suffix, "10");
    TEXT(model, goods_nomenclature_indents, 3, number_indents, "2");
    /* inner quotes are printed as they are, or doubled; dashes of the line are dropped */
    TEXT(model, goods_nomenclature_description, 2, description, "\"Horses\", as such");
    TEXT(model, goods_nomenclature_description, 3, description, "Pure \"bred\"");
    TEXT(model, goods_nomenclature_description, 3, language_id, "en");
    TEXT(model, tariff, 0, zone, "UTC");
    TEXT(model, tariff, 0, source, "Somebody, t.csv");
    trf_model_free(model);
}
END_TEST

START_TEST(uk_csv__line_ends_of_other_hosts__same_lines)
{
    trf_model *model =
        tables_of(uk_csv_read,
                  "\xef\xbb\xbfSID,Commodity code,Product line suffix,Start date,End date,Indentation,Description\r"
                  "1,0101000000,80,,,0,Horses\r\r2,0102000000,80,,,0,Cattle",
                  NULL);

    ck_assert_uint_eq(model->tables[TRF_KIND_goods_nomenclature].count, 2);
    ck_assert_uint_eq(model->tables[TRF_KIND_goods_nomenclature].sources[1].line, 4);
    TEXT(model, goods_nomenclature_description, 1, description, "Cattle");
    trf_model_free(model);
}
END_TEST

START_TEST(uk_csv__end_lines_that_are_none__reported_with_their_row)
{
    trf_model *model =
        tables_of(uk_csv_read,
                  UK_HEAD "1,\"0101000000\",\"80\",\"\",\"\",0,1,\"a\"\n2,\"0101210000\",\"80\",\"\",\"\",1,0,\"b\"\n"
                          "3,\"0102000000\",\"80\",\"\",\"\",0,1,\"c\"\n",
                  NULL);

    ck_assert_uint_eq(model->findings_total, 2);
    unit_assert_slice(model->findings[0].rule, "end-line");
    unit_assert_slice(model->findings[0].record, "0101000000");
    ck_assert_uint_eq(model->findings[0].line, 2);
    unit_assert_slice(model->findings[1].record, "0101210000");
    ck_assert_uint_eq(model->findings[1].line, 3);
    trf_model_free(model);
}
END_TEST

START_TEST(uk_csv__rows_that_are_not_understood__line_column_and_what_was_expected)
{
    table_refused(uk_csv_read, "", 1, "column 'SID'");
    table_refused(uk_csv_read, UK_HEAD, 0, "no line");
    table_refused(uk_csv_read, "SID,Description\n", 1, "column 'Commodity code'");
    table_refused(uk_csv_read, UK_HEAD UK_HORSES "1,\"0101\",\"80\",\"\",\"\",0,1,\"a\"\n", 6, "Commodity code '0101'");
    table_refused(uk_csv_read, UK_HEAD "1,\"0101000000\",\"8\",\"\",\"\",0,1,\"a\"\n", 2, "suffix '8'");
    table_refused(uk_csv_read, UK_HEAD "1,\"0101000000\",\"80\",\"30/02/2000\",\"\",0,1,\"a\"\n", 2, "start date '30/02/2000'");
    table_refused(uk_csv_read, UK_HEAD "1,\"0101000000\",\"80\",\"\",\"x\",0,1,\"a\"\n", 2, "end date 'x'");
    table_refused(uk_csv_read, UK_HEAD "1,\"0101000000\",\"80\",\"\",\"\",30,1,\"a\"\n", 2, "Indentation '30'");
    table_refused(uk_csv_read, UK_HEAD "1,\"0101000000\",\"80\",\"\",\"\",-1,1,\"a\"\n", 2, "Indentation '-1'");
    table_refused(uk_csv_read, UK_HEAD "1,\"0101000000\",\"80\",\"\",\"\",0,2,\"a\"\n", 2, "End line '2'");
    table_refused(uk_csv_read, UK_HEAD "0,\"0101000000\",\"80\",\"\",\"\",0,1,\"a\"\n", 2, "SID '0'");
    table_refused(uk_csv_read, UK_HEAD "1,\"0101000000\",\"80\",\"\",\"\",0,1,\"a\n", 2, "not closed");
    table_refused(uk_csv_read, UK_HEAD "1,\"0101000000\",\"80\",\"\",\"\",0,1,a,b\n", 2, "more fields");
    table_refused(uk_csv_read, UK_HEAD "1,\"0101000000\",\"80\",\"\",\"\",0\n", 2, "fewer fields");
    table_refused(uk_csv_read, UK_HEAD "1,\"0101000000\"x,\"80\",\"\",\"\",0,0,a\n", 2, "closing quote");
}
END_TEST

#define EU_HEAD "Goods code,Start date,End date,Language,Hier. Pos.,Indent,Description,Descr. start date\n"

START_TEST(circabc__a_file_for_each_language__one_line_with_texts)
{
    trf_model *model = tables_of(circabc_read,
                                 EU_HEAD "0101000000 80,01-01-1972,,EN,4,,Horses,01-01-1972\n"
                                         "0101210000 10,01-01-2012,,EN,6,- ,Pure,01-01-2019\n",
                                 EU_HEAD "0101000000 80,01-01-1972,,FR,4,,Chevaux,01-01-1972\n"
                                         "0101210000 10,01-01-2012,,FR,6.0,\"- \",\"Race, pure\",01-01-2020\n"
                                         "0102000000 80,01-01-2012,,FR,4,,Bovins,01-01-2012\n");

    ck_assert_uint_eq(model->tables[TRF_KIND_goods_nomenclature].count, 3);
    ck_assert_uint_eq(model->tables[TRF_KIND_goods_nomenclature_description].count, 5);
    /* 1972 of the first line is one period for both, 2019 and 2020 of the second are two */
    ck_assert_uint_eq(model->tables[TRF_KIND_goods_nomenclature_description_period].count, 4);
    TEXT(model, goods_nomenclature_indents, 1, number_indents, "1");
    TEXT(model, goods_nomenclature_description, 3, description, "Race, pure");
    TEXT(model, goods_nomenclature_description, 3, language_id, "fr");
    TEXT(model, goods_nomenclature_description_period, 2, validity_start_date, "2020-01-01");
    ck_assert_uint_eq(model->findings_total, 0);
    trf_model_free(model);
}
END_TEST

START_TEST(circabc__a_later_table_says_otherwise__reported)
{
    trf_model *model = tables_of(circabc_read, EU_HEAD "0101000000 80,01-01-1972,,EN,4,,Horses,01-01-1972\n",
                                 EU_HEAD "0101000000 80,01-01-1972,31-12-2020,DE,4,-,Pferde,01-01-1972\n");

    ck_assert_uint_eq(model->findings_total, 1);
    unit_assert_slice(model->findings[0].rule, "line-differs");
    TEXT(model, goods_nomenclature, 0, validity_end_date, "");
    trf_model_free(model);
}
END_TEST

START_TEST(circabc__semicolons_and_days_of_the_options__read)
{
    const trf_slice text = TRF_SLICE("Goods code;Start date;End date;Language;Hier. Pos.;Indent;Description;Descr. start date\n"
                                     "0101000000 80;01-01-1972;;EN;4;0;Horses, all;\n");
    tariff_error *error = NULL;
    trf_model *model = new_model(&trf_alloc_default);

    ck_assert_int_eq(read_tables(model, circabc_read, "2025-12-31", &text, 1, &error), TARIFF_OK);
    TEXT(model, goods_nomenclature_description, 0, description, "Horses, all");
    TEXT(model, goods_nomenclature, 0, validity_start_date, "1972-01-01"); /* the row's own */
    TEXT(model, goods_nomenclature, 0, validity_end_date, "2025-12-31");   /* that of the options, where the row has none */
    trf_model_free(model);
}
END_TEST

START_TEST(circabc__cells_that_are_not_understood__row_column_and_what_was_expected)
{
    table_refused(circabc_read, EU_HEAD "0101000000,01-01-1972,,EN,4,,Horses,\n", 2, "Goods code '0101000000'");
    table_refused(circabc_read, EU_HEAD "0101000000 80,01-01-1972,,EN,3,,Horses,\n", 2, "Hier. Pos. '3'");
    table_refused(circabc_read, EU_HEAD "0101000000 80,01-01-1972,,EN,4,x,Horses,\n", 2, "Indent 'x'");
    table_refused(circabc_read, EU_HEAD "0101000000 80,01-01-1972,,E1,4,,Horses,\n", 2, "language 'E1'");
    table_refused(circabc_read, EU_HEAD "0101000000 80,1972,,EN,4,,Horses,\n", 2, "start date '1972'");
    table_refused(circabc_read, EU_HEAD "0101000000 80,01-01-1972,,EN\n", 2, "row of 4 fields");
    table_refused(circabc_read, EU_HEAD "0101000000 80,01-01-1972,,EN,4,,Horses,yesterday\n", 2, "start date of the description");
}
END_TEST

START_TEST(circabc__a_workbook__read_as_the_same_columns)
{
    zip_made zip;
    workbook_parts p = sound;
    const trf_slice bytes =
        (p.sheet = SHEET("<row><c t='inlineStr'><is><t>Goods code</t></is></c><c t='inlineStr'><is><t>Start date</t></is></c>"
                         "<c t='inlineStr'><is><t>End date</t></is></c><c t='inlineStr'><is><t>Language</t></is></c><c "
                         "t='inlineStr'><is><t>Hier. Pos.</t>"
                         "</is></c><c t='inlineStr'><is><t>Indent</t></is></c><c t='inlineStr'><is><t>Description</t></is></c><c "
                         "t='inlineStr'><is><t>"
                         "Descr. start date</t></is></c></row><row/><row r='5'><c t='inlineStr'><is><t>0101210000 "
                         "80</t></is></c><c t='inlineStr'><is><t>"
                         "01-01-2012</t></is></c><c r='D5' t='s'><v>0</v></c><c r='E5' t='n'><v>6.0</v></c><c "
                         "t='inlineStr'><is><t xml:space='preserve'>"
                         "- - </t></is></c><c t='s'><v>1</v></c></row><row r='6'><c r='H6'/></row>"),
         workbook_of(&zip, p));
    tariff_error *error = NULL;
    trf_model *model = new_model(&trf_alloc_default);

    ck_assert_int_eq(read_tables(model, circabc_read, NULL, &bytes, 1, &error), TARIFF_OK);
    TEXT(model, goods_nomenclature, 0, goods_nomenclature_item_id, "0101210000");
    TEXT(model, goods_nomenclature_indents, 0, number_indents, "2");
    TEXT(model, goods_nomenclature_description, 0, description, "Live");
    ck_assert_uint_eq(model->tables[TRF_KIND_goods_nomenclature].sources[0].line, 5);
    trf_model_free(model);
    zip_drop(&zip);
}
END_TEST

START_TEST(tables__memory_refused_at_each_step__error_and_nothing_lost)
{
    zip_made zip;
    const trf_slice texts[2] = {TRF_SLICE(UK_HEAD UK_HORSES), workbook_of(&zip, sound)};

    for (unsigned which = 0; which < 2; which++) {
        tariff_status status = TARIFF_ENOMEM;

        for (unsigned long step = 1; status == TARIFF_ENOMEM && step < 3000; step++) {
            unit_failing state = {0, step, 0};
            trf_alloc alloc = unit_failing_alloc(&state);
            tariff_error *error = NULL;
            trf_model *model = new_model(&alloc);

            status =
                model ? read_tables(model, which ? circabc_read : uk_csv_read, NULL, &texts[which], 1, &error) : TARIFF_ENOMEM;
            trf_error_free(error);
            trf_model_free(model);
            ck_assert_int_eq(state.live, 0);
        }
        ck_assert_int_ne(status, TARIFF_ENOMEM);
    }
    zip_drop(&zip);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("tables");
    TCase *archives = tcase_create("archives"), *workbooks = tcase_create("workbooks"), *tables = tcase_create("tables");

    tcase_set_timeout(archives, 60);
    tcase_add_test(archives, archive__a_bomb__refused_before_it_is_inflated);
    tcase_add_test(archives, archive__ratio_and_total__capped);
    tcase_add_test(archives, archive__names_that_lead_out_or_come_twice__refused);
    tcase_add_test(archives, archive__encrypted_other_methods_wrong_sums__refused);
    tcase_add_test(archives, archive__a_million_entries__refused_at_once);
    tcase_add_test(archives, archive__cut_at_each_byte__refused_or_read);
    tcase_add_test(workbooks, workbook__cells_of_each_sort__texts_by_column);
    tcase_add_test(workbooks, workbook__no_shared_strings__read);
    tcase_add_test(workbooks, workbook__parts_missing_or_elsewhere__refused_by_name);
    tcase_add_test(workbooks, workbook__cells_out_of_place__refused);
    tcase_add_test(workbooks, workbook__string_that_many_cells_name__bounded);
    tcase_add_test(workbooks, workbook__doctype_in_any_part__refused);
    tcase_add_test(tables, uk_csv__lines_as_published__numbers_days_indents_and_quotes);
    tcase_add_test(tables, uk_csv__line_ends_of_other_hosts__same_lines);
    tcase_add_test(tables, uk_csv__end_lines_that_are_none__reported_with_their_row);
    tcase_add_test(tables, uk_csv__rows_that_are_not_understood__line_column_and_what_was_expected);
    tcase_add_test(tables, circabc__a_file_for_each_language__one_line_with_texts);
    tcase_add_test(tables, circabc__a_later_table_says_otherwise__reported);
    tcase_add_test(tables, circabc__semicolons_and_days_of_the_options__read);
    tcase_add_test(tables, circabc__cells_that_are_not_understood__row_column_and_what_was_expected);
    tcase_add_test(tables, circabc__a_workbook__read_as_the_same_columns);
    tcase_add_test(tables, tables__memory_refused_at_each_step__error_and_nothing_lost);
    suite_add_tcase(s, archives);
    suite_add_tcase(s, workbooks);
    suite_add_tcase(s, tables);
    return s;
}

UNIT_MAIN(suite)
