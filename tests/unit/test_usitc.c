/* SPDX-License-Identifier: Apache-2.0 */
/* The importers of the US schedule, on small tables worked by hand and on the published files; tables and archives. */
#include "unit.h"

#include "ingest/csv.h"
#include "ingest/formats.h"
#include "ingest/member.h"
#include "ingest/usitc.h"

#define HEADER                                                                                                                   \
    "\xef\xbb\xbfHTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,Special Rate of Duty,Column 2 Rate of "     \
    "Duty,"                                                                                                                      \
    "Quota Quantity,Additional Duties\r\n"

static trf_model *new_model(const trf_alloc *alloc)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_model *model = NULL;

    (void)!trf_model_new(alloc, &limits, 1, &model, NULL);
    return model;
}

typedef tariff_status (*form)(usitc *schedule, trf_slice name, trf_slice text, tariff_error **error);

static tariff_status import_texts(trf_model *model, form read, const char *const *texts, size_t count, const char *from,
                                  tariff_error **error)
{
    trf_import_options options = {TRF_SLICE("US"), TRF_SLICE("en"), trf_slice_text(from), TRF_SLICE_EMPTY};
    usitc *schedule = NULL;
    tariff_status status = usitc_new(model, &options, &schedule, error);

    for (size_t i = 0; i < count && status >= 0; i++)
        status = read(schedule, TRF_SLICE("hts"), trf_slice_text(texts[i]), error);
    if (status >= 0)
        status = usitc_finish(schedule, error);
    usitc_free(schedule);
    return status;
}

static trf_model *model_of(form read, const char *text)
{
    trf_model *model = new_model(&trf_alloc_default);
    tariff_error *error = NULL;

    ck_assert_ptr_nonnull(model);
    if (import_texts(model, read, &text, 1, NULL, &error) < 0)
        ck_abort_msg("line %u: %s", error->line, error->message.data);
    ck_assert_int_eq(trf_model_settle(model, &error), TARIFF_OK);
    return model;
}

static const char *text_of(const trf_model *model, trf_kind kind, uint32_t row, unsigned field)
{
    static char texts[8][160];
    static unsigned turn;
    char scratch[16];
    trf_slice text;

    if (row >= model->tables[kind].count)
        return "(no such row)";
    text = trf_model_text(model, trf_model_row(model, kind, row)[field], scratch);
    turn = (turn + 1) % 8;
    snprintf(texts[turn], sizeof texts[0], "%.*s", (int)text.size, text.size ? text.data : "");
    return texts[turn];
}
#define TEXT(model, kind, row, field) text_of(model, TRF_KIND_##kind, row, TRF_F_##kind##_##field)
#define COUNT(model, kind)            ((model)->tables[TRF_KIND_##kind].count)

/* Code, suffix and indent of all lines, in order. */
static void expect_lines(const trf_model *model, const char *expected)
{
    char all[2048] = "";

    for (uint32_t i = 0, indent = 0; i < COUNT(model, goods_nomenclature); i++) {
        size_t end = strlen(all);
        bool section = strcmp(TEXT(model, goods_nomenclature, i, line_kind), "section") == 0;

        if (section)
            snprintf(all + end, sizeof all - end, "%s ", TEXT(model, goods_nomenclature, i, goods_nomenclature_item_id));
        else
            snprintf(all + end, sizeof all - end, "%s/%s/%s ", TEXT(model, goods_nomenclature, i, goods_nomenclature_item_id),
                     TEXT(model, goods_nomenclature, i, producline_suffix),
                     TEXT(model, goods_nomenclature_indents, indent++, number_indents));
    }
    ck_assert_str_eq(all, expected);
}

static void expect_measure(const trf_model *model, uint32_t row, const char *type, const char *code, const char *duty,
                           const char *programmes, const char *rate_status)
{
    ck_assert_str_eq(TEXT(model, measure, row, measure_type), type);
    ck_assert_str_eq(TEXT(model, measure, row, goods_nomenclature_item_id), code);
    ck_assert_str_eq(TEXT(model, measure, row, duty_text), duty);
    ck_assert_str_eq(TEXT(model, measure, row, programmes), programmes);
    ck_assert_str_eq(TEXT(model, measure, row, rate_status), rate_status);
}

static void expect_refusal(form read, const char *text, tariff_status expected, uint32_t line, const char *part)
{
    trf_model *model = new_model(&trf_alloc_default);
    tariff_error *error = NULL;

    ck_assert_int_eq(import_texts(model, read, &text, 1, NULL, &error), expected);
    ck_assert_ptr_nonnull(error);
    ck_assert_msg(strstr(error->message.data, part) != NULL, "'%s' is not in '%s'", part, error->message.data);
    ck_assert_uint_eq(error->line, line);
    trf_error_free(error);
    trf_model_free(model);
}

/* ---- tables ---- */
START_TEST(csv__quotes_line_ends_and_mark__fields_as_meant)
{
    trf_csv csv;
    bool more;

    ck_assert_int_eq(trf_csv_open(&csv, &trf_alloc_default,
                                  TRF_SLICE("\xef\xbb\xbf"
                                            "a,\"b \"\"c\"\"\nd\",\r\n\r\nx,,\"\"\ry"),
                                  TRF_SLICE("t"), ',', NULL),
                     TARIFF_OK);
    ck_assert_int_eq(trf_csv_next(&csv, &more, NULL), TARIFF_OK);
    ck_assert_uint_eq(csv.count, 3);
    unit_assert_slice(csv.fields[0], "a");
    unit_assert_slice(csv.fields[1], "b \"c\"\nd");
    unit_assert_slice(csv.fields[2], "");
    ck_assert_int_eq(trf_csv_next(&csv, &more, NULL), TARIFF_OK);
    ck_assert_uint_eq(csv.row_line, 4);
    ck_assert_uint_eq(csv.count, 3);
    unit_assert_slice(csv.fields[0], "x");
    ck_assert_int_eq(trf_csv_next(&csv, &more, NULL), TARIFF_OK);
    unit_assert_slice(csv.fields[0], "y");
    ck_assert_int_eq(trf_csv_next(&csv, &more, NULL), TARIFF_OK);
    ck_assert(!more);
    trf_csv_close(&csv);
}
END_TEST

START_TEST(csv__broken_tables__refused_with_the_line)
{
    expect_refusal(usitc_read_csv, HEADER "\"0101,0\n", TARIFF_EINPUT, 2, "a quote that is not closed");
    expect_refusal(usitc_read_csv, HEADER "\"0101\"x,0,,,,,,,\n", TARIFF_EINPUT, 2, "text after a closing quote");
    expect_refusal(usitc_read_csv, HEADER "0101,0,a\xff,,,,,,\n", TARIFF_EINPUT, 2, "not UTF-8");
    expect_refusal(usitc_read_csv, HEADER "0101,0,a,,,,,\n", TARIFF_EINPUT, 2, "row of 8 fields (expected 9");
    expect_refusal(usitc_read_csv, "HTS Number,Indent\n", TARIFF_EINPUT, 1, "column 'Description'");
    expect_refusal(usitc_read_csv, "", TARIFF_EINPUT, 1, "empty");
    expect_refusal(usitc_read_csv, HEADER "01O1,0,a,,,,,,\n", TARIFF_EINPUT, 2, "number '01O1'");
    expect_refusal(usitc_read_csv, HEADER "0101,0,a,,,,,,\n0101.21.00,x,a,,,,,,\n", TARIFF_EINPUT, 3, "indent 'x'");
    expect_refusal(usitc_read_csv, HEADER "0101,0,a,\"[\"\"kg\"\"\",,,,,\n", TARIFF_EINPUT, 2, "");
}
END_TEST

static tariff_status collect(void *user, trf_slice name, trf_slice text, tariff_error **error)
{
    (void)error;
    trf_buffer_slice(user, name);
    trf_buffer_char(user, '=');
    trf_buffer_slice(user, text);
    trf_buffer_char(user, ' ');
    return TARIFF_OK;
}

START_TEST(member__tar_archive__its_files_in_order)
{
    char tar[512 * 7] = {0}; /* two blocks of zeros at the end */
    trf_buffer found;

    strcpy(tar, "folder/b.json");
    strcpy(tar + 124, "00000000003");
    tar[156] = '0';
    memcpy(tar + 257, "ustar", 6);
    memcpy(tar + 512, "bee", 3);
    strcpy(tar + 1024, "folder/");
    strcpy(tar + 1024 + 124, "00000000000");
    tar[1024 + 156] = '5';
    memcpy(tar + 1024 + 257, "ustar", 6);
    strcpy(tar + 1536, "a");
    strcpy(tar + 1536 + 124, "00000000002");
    memcpy(tar + 1536 + 257, "ustar", 6);
    memcpy(tar + 2048, "ay", 2);
    trf_buffer_init(&found, &trf_alloc_default, 0);
    ck_assert_int_eq(
        trf_member_each_of(&trf_alloc_default, TRF_SLICE("t.tar"), trf_slice_of(tar, sizeof tar), collect, &found, NULL),
        TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&found), "b.json=bee a=ay ");
    /* cut off where a member ends: others may be missing */
    ck_assert_int_eq(
        trf_member_each_of(&trf_alloc_default, TRF_SLICE("t.tar"), trf_slice_of(tar, 512 * 5), collect, &found, NULL),
        TARIFF_EINPUT);
    ck_assert_int_eq(
        trf_member_each_of(&trf_alloc_default, TRF_SLICE("t.tar"), trf_slice_of(tar, 512 * 5 + 300), collect, &found, NULL),
        TARIFF_EINPUT);
    /* a member that claims more than there is */
    strcpy(tar + 1536 + 124, "00000010000");
    ck_assert_int_eq(
        trf_member_each_of(&trf_alloc_default, TRF_SLICE("t.tar"), trf_slice_of(tar, sizeof tar), collect, &found, NULL),
        TARIFF_EINPUT);
    trf_buffer_done(&found);
}
END_TEST

/* ---- lines ---- */
START_TEST(lines__rows_without_number__code_of_the_next_and_suffix_10_20)
{
    trf_model *model = model_of(usitc_read_csv, HEADER "0102,0,Live bovine animals:,,,,,,\n,1,Cattle:,,,,,,\n,2,Dairy:,,,,,,\n"
                                                       "0102.21.00.10,3,Male,\"[\"\"No.\"\",\"\"kg\"\"]\",Free,,Free,,\n");

    expect_lines(model, "I 01/80/0 0102/80/0 0102210010/10/1 0102210010/20/2 0102210010/80/3 ");
    ck_assert_uint_eq(COUNT(model, goods_nomenclature_unit), 2);
    ck_assert_str_eq(TEXT(model, goods_nomenclature_unit, 1, text), "kg");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_description, 1, description), "Cattle:");
    trf_model_free(model);
}
END_TEST

START_TEST(lines__heading_without_row__made_and_its_rows_one_deeper)
{
    trf_model *model = model_of(usitc_read_csv, HEADER
                                "8503.00,0,Parts:,,,,,,\n8503.00.20.00,1,Commutators,,3%,,35%,,\n8504,0,Transformers:,,,,,,\n"
                                "8504.10.00.00,1,Ballasts,,3%,,35%,,\n");

    expect_lines(model, "XVI 85/80/0 8503/80/0 850300/80/1 8503002000/80/2 8504/80/0 8504100000/80/1 ");
    /* the words of its only row are the heading's */
    ck_assert_str_eq(TEXT(model, goods_nomenclature_description, 0, description), "Parts:");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_description, 1, description), "Parts:");
    trf_model_free(model);
}
END_TEST

START_TEST(lines__heading_of_several_rows_at_indent_0__made_without_words)
{
    trf_model *model =
        model_of(usitc_read_csv,
                 HEADER ",0,Articles returned:,,,,,,\n9801.00.10,1,Products,,Free,,,,\n9801.00.20.00,0,Others,,Free,,,,\n");

    expect_lines(model, "XXII 98/80/0 9801/80/0 98010010/10/1 98010010/80/2 9801002000/80/1 ");
    ck_assert_uint_eq(COUNT(model, goods_nomenclature_description), 3);
    trf_model_free(model);
}
END_TEST

START_TEST(lines__title_of_a_part_of_a_chapter__stands_before_the_heading)
{
    trf_model *model =
        model_of(usitc_read_csv,
                 HEADER "2805,0,Metals:,,,,,,\n2805.40.00.00,1,Mercury,,1.7%,,5.7%,,\n,1,II. ACIDS,,,,,,\n2806,0,Acids:,,,,,,\n"
                        "2806.10.00.00,1,Hydrogen chloride,,Free,,Free,,\n");

    expect_lines(model, "VI 28/80/0 2805/80/0 2805400000/80/1 2806/10/0 2806/80/0 2806100000/80/1 ");
    trf_model_free(model);
}
END_TEST

START_TEST(lines__number_repeated__kept_as_a_remark_and_reported)
{
    trf_model *model =
        model_of(usitc_read_csv,
                 HEADER "0101,0,Horses:,,,,,,\n0101.21.00.00,1,Breeding,,Free,,Free,,\n0101.21.00.00,1,Again,,2%,,Free,,\n");

    expect_lines(model, "I 01/80/0 0101/80/0 0101210000/80/1 ");
    ck_assert_uint_eq(model->findings_total, 1);
    unit_assert_slice(model->findings[0].rule, "repeated-number");
    ck_assert_uint_eq(model->findings[0].line, 4);
    ck_assert_str_eq(TEXT(model, goods_nomenclature_remark, 0, text), "Again");
    ck_assert_uint_eq(COUNT(model, measure), 3); /* Free, Free, and the 2% that differs */
    expect_measure(model, 2, "general", "0101210000", "2%", "", "own");
    trf_model_free(model);
}
END_TEST

START_TEST(lines__chapters_in_any_order__in_the_order_of_numbers)
{
    static const char *const texts[] = {HEADER "0201,0,Meat:,,,,,,\n", HEADER "0101,0,Horses:,,,,,,\n"};
    trf_model *model = new_model(&trf_alloc_default);

    ck_assert_int_eq(import_texts(model, usitc_read_csv, texts, 2, "2026-01-01", NULL), TARIFF_OK);
    expect_lines(model, "I 01/80/0 0101/80/0 02/80/0 0201/80/0 ");
    ck_assert_str_eq(TEXT(model, goods_nomenclature, 2, validity_start_date), "2026-01-01");
    trf_model_free(model);
}
END_TEST

/* ---- rates ---- */
START_TEST(rates__own_inherited_unresolved__said_for_each)
{
    trf_model *model =
        model_of(usitc_read_csv, HEADER "0101,0,Horses:,,,,,,\n0101.29.00,1,Other,,1¢/kg,\"Free (A+,AU, KR)\",5.5¢/kg,,\n"
                                        "0101.29.00.10,2,Slaughter,,,,,,\n0101.30.00.00,1,Asses,,,,,,\n");

    ck_assert_uint_eq(COUNT(model, measure), 4);
    expect_measure(model, 0, "general", "01012900", "1¢/kg", "", "own");
    expect_measure(model, 1, "special", "01012900", "Free", "A+ AU KR", "own");
    expect_measure(model, 2, "column-2", "01012900", "5.5¢/kg", "", "own");
    expect_measure(model, 3, "general", "0101300000", "", "", "unresolved");
    ck_assert_str_eq(TEXT(model, measure, 0, duty_grammar), "us");
    ck_assert_str_eq(TEXT(model, measure, 0, geographical_area), "1011");
    ck_assert_uint_eq(COUNT(model, goods_nomenclature_rate), 4);
    for (uint32_t i = 0; i < 3; i++) {
        ck_assert_str_eq(TEXT(model, goods_nomenclature_rate, i, rate_status), "inherited");
        ck_assert_str_eq(TEXT(model, goods_nomenclature_rate, i, inherited_from), "01012900");
    }
    ck_assert_str_eq(TEXT(model, goods_nomenclature_rate, 3, rate_status), "unresolved");
    /* the cell as it was printed */
    ck_assert_str_eq(TEXT(model, goods_nomenclature_remark, 0, remark_kind), "rate-cell");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_remark, 0, text), "Free (A+,AU, KR)");
    trf_model_free(model);
}
END_TEST

START_TEST(rates__special_cell_of_several__one_measure_for_each_list)
{
    trf_model *model =
        model_of(usitc_read_csv, HEADER "0901,0,Tea:,,,,,,\n"
                                        "0901.11.00.00,1,A,,6.4%,\"Free (A*,S+) 3.2% (JP) See 9908.04.05 (IL)\",20%,,\n");

    expect_measure(model, 1, "special", "0901110000", "Free", "A* S+", "own");
    expect_measure(model, 2, "special", "0901110000", "3.2%", "JP", "own");
    expect_measure(model, 3, "special", "0901110000", "See 9908.04.05", "IL", "own");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_remark, 1, remark_kind), "pointer");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_remark, 1, rate_column), "special");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_remark, 1, code), "99080405");
    trf_model_free(model);
}
END_TEST

START_TEST(rates__special_cell_that_does_not_split__kept_whole)
{
    trf_model *model =
        model_of(usitc_read_csv, HEADER "0901,0,Tea:,,,,,,\n0901.11.00.00,1,A,,6.4%,Free (A) See note 3 (PA (PA),20%,,\n"
                                        "0901.12.00.00,1,B,,6.4%,No change,20%,,\n");

    expect_measure(model, 1, "special", "0901110000", "Free (A) See note 3 (PA (PA)", "", "own");
    expect_measure(model, 4, "special", "0901120000", "No change", "", "own");
    trf_model_free(model);
}
END_TEST

/* ---- the other form ---- */
START_TEST(json__footnotes_and_additional_duties__kept_with_pointers)
{
    trf_model *model = model_of(
        usitc_read_json, "[{\"htsno\":\"0101\",\"indent\":\"0\",\"description\":\"Horses:\",\"superior\":null,\"units\":[],"
                         "\"general\":\"\",\"special\":\"\",\"other\":\"\","
                         "\"footnotes\":[],\"quotaQuantity\":null,\"additionalDuties\":null},\n"
                         "{\"htsno\":\"0101.21.00.00\",\"indent\":\"1\",\"description\":\"A\",\"units\":[\"No.\"],\"general\":"
                         "\"Free\",\"special\":\" \",\"other\":\"20%\","
                         "\"footnotes\":[{\"columns\":[\"general\",\"other\"],\"marker\":\"1\",\"value\":\"See 9903.88.15. "
                         "\",\"type\":\"endnote\"},"
                         "{\"columns\":[\"stat\"],\"marker\":\"2\",\"value\":\"Report value only.\",\"type\":\"footnote\"}],"
                         "\"quotaQuantity\":\" \",\"additionalDuties\":null,\"addiitionalDuties\":\"10%\"}]");

    expect_lines(model, "I 01/80/0 0101/80/0 0101210000/80/1 ");
    ck_assert_uint_eq(COUNT(model, measure), 2);
    ck_assert_uint_eq(COUNT(model, footnote), 2);
    ck_assert_uint_eq(COUNT(model, footnote_association_goods_nomenclature), 2);
    ck_assert_uint_eq(COUNT(model, goods_nomenclature_remark), 4);
    for (uint32_t i = 0; i < 2; i++) {
        ck_assert_str_eq(TEXT(model, goods_nomenclature_remark, i, remark_kind), "pointer");
        ck_assert_str_eq(TEXT(model, goods_nomenclature_remark, i, rate_column), i ? "other" : "general");
        ck_assert_str_eq(TEXT(model, goods_nomenclature_remark, i, code), "99038815");
    }
    ck_assert_str_eq(TEXT(model, goods_nomenclature_remark, 2, remark_kind), "footnote");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_remark, 3, remark_kind), "additional-duties");
    ck_assert_str_eq(TEXT(model, goods_nomenclature_remark, 3, text), "10%");
    trf_model_free(model);
}
END_TEST

START_TEST(json__not_an_array_of_rows__refused)
{
    expect_refusal(usitc_read_json, "{}", TARIFF_EINPUT, 1, "not an array");
    expect_refusal(usitc_read_json, "[1]", TARIFF_EINPUT, 1, "a row was expected");
    expect_refusal(usitc_read_json, "[\n{\"indent\":\"0\"}]", TARIFF_EINPUT, 2, "no htsno");
    expect_refusal(usitc_read_json, "[{\"htsno\":[]}]", TARIFF_EINPUT, 1, "a text was expected");
    expect_refusal(usitc_read_json, "[{\"htsno\":\"0101\"", TARIFF_EINPUT, 1, "");
}
END_TEST

START_TEST(format__unknown_name_or_date__refused)
{
    static const char *const inputs[] = {"-"};
    trf_import_options options = {TRF_SLICE_EMPTY, TRF_SLICE_EMPTY, TRF_SLICE("2026-13-01"), TRF_SLICE_EMPTY};
    trf_model *model = new_model(&trf_alloc_default);
    tariff_error *error = NULL;

    ck_assert_int_eq(trf_import_read(model, TRF_SLICE("excel"), inputs, 1, NULL, &error), TARIFF_EINVAL);
    ck_assert_ptr_nonnull(strstr(error->message.data, "usitc-csv"));
    trf_error_free(error);
    error = NULL;
    ck_assert_int_eq(trf_import_read(model, TRF_SLICE("usitc-csv"), inputs, 1, &options, &error), TARIFF_EINVAL);
    trf_error_free(error);
    trf_model_free(model);
}
END_TEST

START_TEST(import__memory_refused_at_each_step__error_and_nothing_lost)
{
    static const char *const texts[] = {
        HEADER "0101,0,Horses:,,,,,,\n,1,Words:,,,,,,\n0101.29.00,2,Other,\"[\"\"No.\"\"]\",1¢/kg,\"Free (A+,AU)\",5%,,x\n"
               "0101.29.00,2,Again,,1%,,,,\n"};
    tariff_status status = TARIFF_ENOMEM;

    for (unsigned long step = 1; status == TARIFF_ENOMEM && step < 2000; step++) {
        unit_failing state = {0, step, 0};
        trf_alloc alloc = unit_failing_alloc(&state);
        trf_model *model = new_model(&alloc);
        tariff_error *error = NULL;

        status = model ? import_texts(model, usitc_read_csv, texts, 1, NULL, &error) : TARIFF_ENOMEM;
        ck_assert(status >= 0 || status == TARIFF_ENOMEM);
        trf_error_free(error);
        trf_model_free(model);
        ck_assert_int_eq(state.live, 0);
    }
    ck_assert_int_ge(status, 0);
}
END_TEST

/* ---- the published files ---- */
/* Cells of rates: measures with a text, those of one special cell counted once. */
static uint32_t count_cells(const trf_model *model)
{
    uint32_t cells = 0;
    trf_value before = TRF_VALUE_ABSENT;

    for (uint32_t i = 0; i < COUNT(model, measure); i++) {
        const trf_value *row = trf_model_row(model, TRF_KIND_measure, i);
        bool special = strcmp(TEXT(model, measure, i, measure_type), "special") == 0;

        if (row[TRF_F_measure_duty_text] && (!special || row[TRF_F_measure_goods_nomenclature_sid] != before))
            cells++;
        if (special)
            before = row[TRF_F_measure_goods_nomenclature_sid];
    }
    return cells;
}

static void count_lines(const trf_model *model, uint32_t *ten, uint32_t *headless)
{
    static char headings[10000];

    memset(headings, 0, sizeof headings);
    *ten = *headless = 0;
    for (uint32_t i = 0; i < COUNT(model, goods_nomenclature); i++) {
        char scratch[16];
        trf_slice code = trf_model_text(
            model, trf_model_row(model, TRF_KIND_goods_nomenclature, i)[TRF_F_goods_nomenclature_goods_nomenclature_item_id],
            scratch);
        bool numbered = strcmp(TEXT(model, goods_nomenclature, i, producline_suffix), "80") == 0;
        int heading = 0;

        if (!numbered || code.size < 4 || code.data[0] > '9')
            continue;
        for (int d = 0; d < 4; d++)
            heading = heading * 10 + code.data[d] - '0';
        *ten += code.size == 10;
        if (code.size == 4)
            headings[heading] = 1;
        *headless += !headings[heading];
    }
}

static void import_published(const char *test, const char *format, const char *file, uint32_t rows, uint32_t ten_digits,
                             uint32_t cells)
{
    char path[1024];
    const char *inputs[] = {path};
    trf_model *model;
    tariff_error *error = NULL;
    uint32_t ten, headless, published = 0;

    if (!unit_shared(test, file, path, sizeof path))
        return;
    model = new_model(&trf_alloc_default);
    ck_assert_int_eq(trf_import_read(model, trf_slice_text(format), inputs, 1, NULL, &error), TARIFF_OK);
    for (size_t i = 0; i < model->inputs_count; i++)
        published += model->inputs[i].records;
    ck_assert_uint_eq(published, rows);
    count_lines(model, &ten, &headless);
    ck_assert_uint_eq(ten, ten_digits);
    ck_assert_uint_eq(headless, 0);
    ck_assert_uint_eq(count_cells(model), cells);
    trf_model_free(model);
}

START_TEST(published__schedule_of_2026__every_row_and_every_cell)
{
    import_published("published__schedule_of_2026__every_row_and_every_cell", "usitc-csv",
                     "data/us-hts/hts_2026_revision_4.csv.xz", 35733, 19856, 37055);
}
END_TEST

/* These counts were taken from the files with another program: rows, numbers of ten digits, cells that are not blank. */
START_TEST(published__schedule_of_2025__every_row_and_every_cell)
{
    import_published("published__schedule_of_2025__every_row_and_every_cell", "usitc-csv",
                     "data/us-hts/hts_2025_revision_13.csv.xz", 35940, 19733, 36958);
}
END_TEST

START_TEST(published__chapters_as_json__every_row_and_every_cell)
{
    import_published("published__chapters_as_json__every_row_and_every_cell", "usitc-json",
                     "data/us-hts/hts_json_chapters_2024-12.tar.xz", 35810, 19700, 36726);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("usitc");
    TCase *tables = tcase_create("tables"), *rows = tcase_create("rows"), *published = tcase_create("published");

    tcase_set_timeout(rows, 60);
    tcase_set_timeout(published, 120);
    tcase_add_test(tables, csv__quotes_line_ends_and_mark__fields_as_meant);
    tcase_add_test(tables, csv__broken_tables__refused_with_the_line);
    tcase_add_test(tables, member__tar_archive__its_files_in_order);
    tcase_add_test(rows, lines__rows_without_number__code_of_the_next_and_suffix_10_20);
    tcase_add_test(rows, lines__heading_without_row__made_and_its_rows_one_deeper);
    tcase_add_test(rows, lines__heading_of_several_rows_at_indent_0__made_without_words);
    tcase_add_test(rows, lines__title_of_a_part_of_a_chapter__stands_before_the_heading);
    tcase_add_test(rows, lines__number_repeated__kept_as_a_remark_and_reported);
    tcase_add_test(rows, lines__chapters_in_any_order__in_the_order_of_numbers);
    tcase_add_test(rows, rates__own_inherited_unresolved__said_for_each);
    tcase_add_test(rows, rates__special_cell_of_several__one_measure_for_each_list);
    tcase_add_test(rows, rates__special_cell_that_does_not_split__kept_whole);
    tcase_add_test(rows, json__footnotes_and_additional_duties__kept_with_pointers);
    tcase_add_test(rows, json__not_an_array_of_rows__refused);
    tcase_add_test(rows, format__unknown_name_or_date__refused);
    tcase_add_test(rows, import__memory_refused_at_each_step__error_and_nothing_lost);
    tcase_add_test(published, published__schedule_of_2026__every_row_and_every_cell);
    tcase_add_test(published, published__schedule_of_2025__every_row_and_every_cell);
    tcase_add_test(published, published__chapters_as_json__every_row_and_every_cell);
    suite_add_tcase(s, tables);
    suite_add_tcase(s, rows);
    suite_add_tcase(s, published);
    return s;
}
UNIT_MAIN(suite)
