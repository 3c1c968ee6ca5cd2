/* SPDX-License-Identifier: Apache-2.0 */
/* TARIC3 transmissions to the model: what is kept, what is reported, what is refused; then the samples of the shared data. */
#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <time.h>

#include "image/digest.h"
#include "ingest/ingest.h"
#include "model/findings.h"
#include "model/records.h"
#include "../inventory/case_files.h"
#include "unit.h"

static const trf_limits usual = TRF_LIMITS_DEFAULT;

#define ENVELOPE_START                                                                                                           \
    "<env:envelope xmlns=\"urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0\" "                                                          \
    "xmlns:env=\"urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0\" id=\"20001\">"
#define ENVELOPE_END "</env:envelope>"
#define RECORD(code, subcode, sequence, update, payload)                                                                         \
    "<oub:record><oub:transaction.id>7</oub:transaction.id><oub:record.code>" code                                               \
    "</oub:record.code><oub:subrecord.code>" subcode "</oub:subrecord.code><oub:record.sequence.number>" sequence                \
    "</oub:record.sequence.number><oub:update.type>" update "</oub:update.type>" payload "</oub:record>"
#define TRANSACTION(id, message, records)                                                                                        \
    "<env:transaction id=\"" id "\"><env:app.message id=\"" message "\"><oub:transmission "                                      \
    "xmlns:oub=\"urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0\" xmlns:env=\"urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0\">" records  \
    "</oub:transmission></env:app.message></env:transaction>"
#define FOOTNOTE_TYPE(id, end)                                                                                                   \
    "<oub:footnote.type><oub:footnote.type.id>" id "</oub:footnote.type.id><oub:validity.start.date>2020-01-01"                  \
    "</oub:validity.start.date>" end "<oub:application.code>2</oub:application.code></oub:footnote.type>"

static trf_model *new_model(void)
{
    trf_model *model = NULL;

    ck_assert_int_eq(trf_model_new(&trf_alloc_default, &usual, 7, &model, NULL), TARIFF_OK);
    return model;
}

static trf_model *load(const char *document)
{
    trf_model *model = new_model();
    tariff_error *error = NULL;
    tariff_status status = trf_ingest_memory(model, document, strlen(document), TRF_SLICE("sample.xml"), NULL, &error);

    ck_assert_msg(status == TARIFF_OK, "%s", error ? error->message.data : "");
    return model;
}

static void refuses(const char *document, tariff_status expected, const char *words)
{
    trf_model *model = new_model();
    tariff_error *error = NULL;

    ck_assert_int_eq(trf_ingest_memory(model, document, strlen(document), TRF_SLICE("sample.xml"), NULL, &error), expected);
    ck_assert_msg(strstr(error->message.data, words) != NULL, "'%s' does not say '%s'", error->message.data, words);
    unit_assert_slice(error->file, "sample.xml");
    trf_error_free(error);
    trf_model_free(model);
}

static const char *field(const trf_model *model, trf_kind kind, uint32_t row, int place)
{
    static char text[4][4096];
    static int next;
    char scratch[16];
    trf_value value;
    trf_slice found;

    ck_assert_uint_lt(row, model->tables[kind].count);
    value = trf_model_row(model, kind, row)[place];
    if (value == TRF_VALUE_ABSENT)
        return "(absent)";
    found = trf_model_text(model, value, scratch);
    next = (next + 1) % 4;
    snprintf(text[next], sizeof text[next], "%.*s", (int)found.size, found.size ? found.data : "");
    return text[next];
}

static void finds(const trf_model *model, size_t i, const char *rule)
{
    ck_assert_msg(i < model->findings_count, "no finding %zu (%s)", i, rule);
    unit_assert_slice(model->findings[i].rule, rule);
    unit_assert_slice(model->findings[i].file, "sample.xml");
}

/* ---- one record and what stands around it ---- */

START_TEST(read__one_record__its_fields_and_where_it_came_from)
{
    trf_model *model = load(
        ENVELOPE_START "\n" TRANSACTION("12", "34", "\n" RECORD("100", "00", "1", "3", FOOTNOTE_TYPE("TN", ""))) ENVELOPE_END);
    const trf_row_source *source = &model->tables[TRF_KIND_footnote_type].sources[0];
    const trf_input *input = &model->inputs[0];
    char scratch[16];

    ck_assert_str_eq(field(model, TRF_KIND_footnote_type, 0, TRF_F_footnote_type_footnote_type_id), "TN");
    ck_assert_str_eq(field(model, TRF_KIND_footnote_type, 0, TRF_F_footnote_type_validity_start_date), "2020-01-01");
    ck_assert_str_eq(field(model, TRF_KIND_footnote_type, 0, TRF_F_footnote_type_validity_end_date), "(absent)");
    ck_assert_str_eq(field(model, TRF_KIND_footnote_type, 0, TRF_F_footnote_type_application_code), "2");
    unit_assert_slice(trf_model_text(model, source->transaction, scratch), "12");
    unit_assert_slice(trf_model_text(model, source->message, scratch), "34");
    ck_assert_uint_eq(source->update, TRF_UPDATE_INSERT);
    ck_assert_uint_eq(source->line, 3);
    unit_assert_slice(trf_intern_get(&model->texts, model->tariffs[source->tariff]), "TARIC");
    unit_assert_slice(input->name, "sample.xml");
    unit_assert_slice(trf_intern_get(&model->texts, input->format), "taric3");
    unit_assert_slice(trf_model_text(model, input->envelope, scratch), "20001");
    ck_assert_uint_eq(input->transactions, 1);
    ck_assert_uint_eq(input->records, 1);
    ck_assert_uint_eq(model->findings_total, 0);
    trf_model_free(model);
}
END_TEST

START_TEST(read__tariff_and_digest__as_asked_and_of_the_bytes)
{
    const char *document = ENVELOPE_START ENVELOPE_END;
    const trf_ingest_options options = {.tariff = TRF_SLICE("EU")};
    trf_model *model = new_model();
    uint8_t expected[32];

    ck_assert_int_eq(trf_ingest_memory(model, document, strlen(document), TRF_SLICE("x/y.xml"), &options, NULL), TARIFF_OK);
    trf_digest_of(document, strlen(document), expected);
    ck_assert_int_eq(memcmp(model->inputs[0].sha256, expected, 32), 0);
    unit_assert_slice(model->inputs[0].name, "y.xml");
    unit_assert_slice(trf_intern_get(&model->texts, model->tariffs[1]), "EU");
    trf_model_free(model);
}
END_TEST

START_TEST(read__empty_and_absent_fields__kept_apart)
{
    trf_model *model = load(ENVELOPE_START TRANSACTION(
        "1", "1", RECORD("100", "00", "1", "3", FOOTNOTE_TYPE("TN", "<oub:validity.end.date/>"))) ENVELOPE_END);

    ck_assert_uint_eq(trf_model_row(model, TRF_KIND_footnote_type, 0)[TRF_F_footnote_type_validity_end_date], TRF_VALUE_EMPTY);
    trf_model_free(model);
}
END_TEST

#define DESCRIPTION(text)                                                                                                        \
    ENVELOPE_START TRANSACTION("1", "1",                                                                                         \
                               RECORD("100", "05", "1", "3",                                                                     \
                                      "<oub:footnote.type.description><oub:footnote.type.id>TN</oub:footnote.type.id>"           \
                                      "<oub:language.id>EN</oub:language.id><oub:description>" text                              \
                                      "</oub:description></oub:footnote.type.description>")) ENVELOPE_END

static void describes(const char *document, const char *expected)
{
    trf_model *model = load(document);

    ck_assert_str_eq(field(model, TRF_KIND_footnote_type_description, 0, TRF_F_footnote_type_description_description), expected);
    trf_model_free(model);
}

START_TEST(read__text_of_a_field__as_xml_reports_it)
{
    describes(DESCRIPTION("line one\r\nline two"), "line one\nline two");
    describes(DESCRIPTION("  kept  "), "  kept  ");
    describes(DESCRIPTION("&#233;&amp;&lt;P&gt;<![CDATA[<b>]]>"), "\xc3\xa9&<P><b>");
    describes(DESCRIPTION("a<!-- comment -->b"), "ab");
    describes("<?xml version='1.0' encoding='ISO-8859-1'?>" DESCRIPTION("\xe9"), "\xc3\xa9");
}
END_TEST

START_TEST(read__any_prefixes__the_same)
{
    trf_model *model = load(
        "<x:envelope xmlns:x='urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0' id='1'><x:transaction id='1'><x:app.message id='1'>"
        "<transmission xmlns='urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0'><y:record "
        "xmlns:y='urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0'>"
        "<transaction.id>1</transaction.id><record.code>130</record.code><y:subrecord.code>00</y:subrecord.code>"
        "<record.sequence.number>1</record.sequence.number><update.type>3</update.type><y:language><language.id>EN</language.id>"
        "<z:validity.start.date "
        "xmlns:z='urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0'>1970-01-01</z:validity.start.date></y:language>"
        "</y:record></transmission></x:app.message></x:transaction></x:envelope>");

    ck_assert_str_eq(field(model, TRF_KIND_language, 0, TRF_F_language_language_id), "EN");
    ck_assert_str_eq(field(model, TRF_KIND_language, 0, TRF_F_language_validity_start_date), "1970-01-01");
    ck_assert_uint_eq(model->findings_total, 0);
    trf_model_free(model);
}
END_TEST

START_TEST(read__both_spellings_of_the_suffix__in_both_places)
{
    static const char *const spellings[] = {"producline.suffix", "productline.suffix"};

    for (int i = 0; i < 2; i++) {
        char document[4000];
        trf_model *model;

        snprintf(document, sizeof document,
                 ENVELOPE_START TRANSACTION(
                     "1", "1",
                     RECORD("400", "00", "1", "3",
                            "<oub:goods.nomenclature><oub:goods.nomenclature.sid>5</oub:goods.nomenclature.sid>"
                            "<oub:goods.nomenclature.item.id>0101210000</oub:goods.nomenclature.item.id><oub:%s>80</oub:%s>"
                            "<oub:validity.start.date>2020-01-01</oub:validity.start.date>"
                            "<oub:statistical.indicator>0</oub:statistical.indicator></oub:goods.nomenclature>")
                         RECORD("400", "05", "2", "3",
                                "<oub:goods.nomenclature.indents><oub:goods.nomenclature.indent.sid>6"
                                "</oub:goods.nomenclature.indent.sid><oub:goods.nomenclature.sid>5</oub:goods.nomenclature.sid>"
                                "<oub:validity.start.date>2020-01-01</oub:validity.start.date><oub:number.indents>1"
                                "</oub:number.indents><oub:goods.nomenclature.item.id>0101210000"
                                "</oub:goods.nomenclature.item.id><oub:%s>80</oub:%s></oub:goods.nomenclature.indents>"))
                     ENVELOPE_END,
                 spellings[i], spellings[i], spellings[i], spellings[i]);
        model = load(document);
        ck_assert_str_eq(field(model, TRF_KIND_goods_nomenclature, 0, TRF_F_goods_nomenclature_producline_suffix), "80");
        ck_assert_str_eq(
            field(model, TRF_KIND_goods_nomenclature_indents, 0, TRF_F_goods_nomenclature_indents_productline_suffix), "80");
        ck_assert_str_eq(field(model, TRF_KIND_goods_nomenclature, 0, TRF_F_goods_nomenclature_goods_nomenclature_item_id),
                         "0101210000");
        ck_assert_uint_eq(model->findings_total, 0);
        trf_model_free(model);
    }
}
END_TEST

START_TEST(read__geographical_membership__a_membership)
{
    trf_model *model = load(ENVELOPE_START TRANSACTION(
        "1", "1",
        RECORD("250", "15", "1", "3",
               "<oub:geographical.membership><oub:geographical.area.sid>1</oub:geographical.area.sid>"
               "<oub:geographical.area.group.sid>2</oub:geographical.area.group.sid><oub:validity.start.date>2020-01-01"
               "</oub:validity.start.date></oub:geographical.membership>")) ENVELOPE_END);

    ck_assert_uint_eq(model->tables[TRF_KIND_geographical_area_membership].count, 1);
    ck_assert_uint_eq(model->findings_total, 0);
    trf_model_free(model);
}
END_TEST

/* A name that is a record of its own and a field of another: additional.code. */
START_TEST(read__name_of_a_record_as_a_field__a_field_there)
{
    trf_model *model = load(ENVELOPE_START TRANSACTION(
        "1", "1",
        RECORD("245", "00", "1", "3",
               "<oub:additional.code><oub:additional.code.sid>1</oub:additional.code.sid><oub:additional.code.type.id>8"
               "</oub:additional.code.type.id><oub:additional.code>AAA</oub:additional.code><oub:validity.start.date>2020-01-01"
               "</oub:validity.start.date></oub:additional.code>")) ENVELOPE_END);

    ck_assert_str_eq(field(model, TRF_KIND_additional_code, 0, TRF_F_additional_code_additional_code), "AAA");
    ck_assert_uint_eq(model->findings_total, 0);
    trf_model_free(model);
}
END_TEST

START_TEST(read__every_kind_with_every_field__all_come_through)
{
    /* Written from the table, read back: no field of any kind is lost or put elsewhere. */
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++) {
        const trf_kind_info *info = &trf_kinds[kind];
        char document[20000], expected[40];
        size_t size = 0;
        trf_model *model;

        if (!info->record)
            continue;
        size += (size_t)snprintf(document, sizeof document,
                                 ENVELOPE_START
                                 "<env:transaction id='1'><env:app.message id='1'><transmission><record><transaction.id>1"
                                 "</transaction.id><record.code>%03u</record.code><subrecord.code>%02u</subrecord.code>"
                                 "<record.sequence.number>1</record.sequence.number><update.type>1</update.type><%s>",
                                 info->record, info->subrecord, info->element);
        for (int i = 0; i < info->field_count; i++)
            if (info->fields[i].use != TRF_USE_NATIVE)
                size += (size_t)snprintf(document + size, sizeof document - size, "<%s>v%d</%s>", info->fields[i].element, i,
                                         info->fields[i].element);
        snprintf(document + size, sizeof document - size,
                 "</%s></record></transmission></env:app.message></env:transaction>" ENVELOPE_END, info->element);
        model = load(document);
        ck_assert_uint_eq(model->tables[kind].count, 1);
        for (int i = 0; i < info->field_count; i++) {
            snprintf(expected, sizeof expected, "v%d", i);
            ck_assert_str_eq(field(model, (trf_kind)kind, 0, i), info->fields[i].use == TRF_USE_NATIVE ? "(absent)" : expected);
        }
        ck_assert_msg(model->findings_total == 0, "%s", info->element);
        trf_model_free(model);
    }
}
END_TEST

/* ---- what is reported and kept ---- */

START_TEST(report__unknown_record__kept_apart_with_its_fields)
{
    trf_model *model = load(ENVELOPE_START TRANSACTION(
        "1", "1",
        RECORD("999", "07", "1", "3", "<oub:new.record><oub:new.sid>1</oub:new.sid><oub:text>a</oub:text></oub:new.record>"))
                                ENVELOPE_END);

    finds(model, 0, "unknown-record");
    ck_assert_uint_eq(model->unknown_count, 1);
    ck_assert_uint_eq(model->unknown[0].record, 999);
    ck_assert_uint_eq(model->unknown[0].subrecord, 7);
    ck_assert_int_eq(model->unknown[0].kind, TRF_KIND_COUNT);
    unit_assert_slice(trf_intern_get(&model->texts, model->unknown[0].element), "new.record");
    unit_assert_slice(trf_intern_get(&model->texts, model->unknown[0].fields), "new.sid=1\ntext=a\n");
    trf_model_free(model);
}
END_TEST

START_TEST(report__unknown_field__row_and_field_kept)
{
    trf_model *model = load(ENVELOPE_START TRANSACTION(
        "1", "1", RECORD("100", "00", "1", "3", FOOTNOTE_TYPE("TN", "<oub:colour>blue</oub:colour>"))) ENVELOPE_END);

    ck_assert_uint_eq(model->findings_total, 1);
    finds(model, 0, "unknown-field");
    ck_assert_str_eq(field(model, TRF_KIND_footnote_type, 0, TRF_F_footnote_type_application_code), "2");
    ck_assert_uint_eq(model->unknown_count, 1);
    ck_assert_int_eq(model->unknown[0].kind, TRF_KIND_footnote_type);
    ck_assert_uint_eq(model->unknown[0].row, 0);
    unit_assert_slice(trf_intern_get(&model->texts, model->unknown[0].fields), "colour=blue\n");
    trf_model_free(model);
}
END_TEST

START_TEST(report__update_type_that_does_not_exist__kept_apart)
{
    trf_model *model =
        load(ENVELOPE_START TRANSACTION("1", "1", RECORD("100", "00", "1", "99", FOOTNOTE_TYPE("TN", ""))) ENVELOPE_END);

    finds(model, 0, "record-part");
    ck_assert_uint_eq(model->tables[TRF_KIND_footnote_type].count, 0);
    ck_assert_uint_eq(model->unknown_count, 1);
    ck_assert_uint_eq(model->unknown[0].record, 100);
    unit_assert_slice(trf_intern_get(&model->texts, model->unknown[0].fields),
                      "footnote.type.id=TN\nvalidity.start.date=2020-01-01\napplication.code=2\n");
    trf_model_free(model);
}
END_TEST

START_TEST(report__record_without_payload_or_parts__reported_not_lost)
{
    trf_model *model = load(
        ENVELOPE_START TRANSACTION("1", "1", "<oub:record><oub:record.code>280</oub:record.code></oub:record>") ENVELOPE_END);

    ck_assert_uint_eq(model->inputs[0].records, 1);
    ck_assert_uint_eq(model->unknown_count, 1);
    ck_assert_uint_eq(model->unknown[0].record, 280);
    /* transaction.id, subrecord.code, record.sequence.number, update.type, and the payload. */
    ck_assert_uint_eq(model->findings_total, 5);
    finds(model, 0, "record-part");
    finds(model, 4, "record-without-payload");
    trf_model_free(model);
}
END_TEST

START_TEST(report__missing_or_repeated_field__row_kept)
{
    trf_model *model = load(ENVELOPE_START TRANSACTION(
        "1", "1",
        RECORD("130", "00", "1", "3", "<oub:language><oub:language.id>EN</oub:language.id></oub:language>") RECORD(
            "130", "00", "2", "1",
            "<oub:language><oub:language.id>FR</oub:language.id><oub:language.id>DE</oub:language.id>"
            "<oub:validity.start.date>2020-01-01</oub:validity.start.date></oub:language>")
            RECORD("130", "00", "3", "2", "<oub:language><oub:language.id>EN</oub:language.id></oub:language>")) ENVELOPE_END);

    /* A deletion names its key, which is enough. */
    ck_assert_uint_eq(model->findings_total, 2);
    finds(model, 0, "missing-field");
    finds(model, 1, "repeated-field");
    ck_assert_uint_eq(model->tables[TRF_KIND_language].count, 3);
    ck_assert_str_eq(field(model, TRF_KIND_language, 1, TRF_F_language_language_id), "DE");
    trf_model_free(model);
}
END_TEST

START_TEST(report__payload_under_another_code__read_as_what_it_is)
{
    trf_model *model =
        load(ENVELOPE_START TRANSACTION("1", "1", RECORD("110", "00", "1", "3", FOOTNOTE_TYPE("TN", ""))) ENVELOPE_END);

    finds(model, 0, "record-code");
    ck_assert_uint_eq(model->tables[TRF_KIND_footnote_type].count, 1);
    trf_model_free(model);
}
END_TEST

START_TEST(report__second_payload_in_a_record__not_mixed_into_the_first)
{
    trf_model *model =
        load(ENVELOPE_START TRANSACTION("1", "1",
                                        RECORD("100", "00", "1", "3", FOOTNOTE_TYPE("TN", "") FOOTNOTE_TYPE("XX", ""))
                                            RECORD("100", "00", "2", "3", FOOTNOTE_TYPE("CD", ""))) ENVELOPE_END);

    finds(model, 0, "several-payloads");
    ck_assert_uint_eq(model->tables[TRF_KIND_footnote_type].count, 2);
    ck_assert_str_eq(field(model, TRF_KIND_footnote_type, 0, TRF_F_footnote_type_footnote_type_id), "TN");
    ck_assert_str_eq(field(model, TRF_KIND_footnote_type, 1, TRF_F_footnote_type_footnote_type_id), "CD");
    trf_model_free(model);
}
END_TEST

START_TEST(report__elements_out_of_place__passed_over)
{
    trf_model *model = load(ENVELOPE_START "<env:remark><env:transaction id='9'/></env:remark>" TRANSACTION(
        "1", "1", "<oub:measure.sid>5</oub:measure.sid>" RECORD("100", "00", "1", "3", FOOTNOTE_TYPE("TN", ""))) ENVELOPE_END);

    ck_assert_uint_eq(model->findings_total, 2);
    finds(model, 0, "unknown-element");
    finds(model, 1, "unknown-element");
    ck_assert_uint_eq(model->inputs[0].transactions, 1);
    ck_assert_uint_eq(model->tables[TRF_KIND_footnote_type].count, 1);
    trf_model_free(model);
}
END_TEST

START_TEST(report__fields_of_another_namespace__not_ours)
{
    trf_model *model = load(ENVELOPE_START TRANSACTION(
        "1", "1",
        RECORD("100", "00", "1", "3",
               FOOTNOTE_TYPE("TN", "<x:validity.end.date xmlns:x='urn:x'>2020-12-31</x:validity.end.date>"))) ENVELOPE_END);

    finds(model, 0, "unknown-field");
    ck_assert_str_eq(field(model, TRF_KIND_footnote_type, 0, TRF_F_footnote_type_validity_end_date), "(absent)");
    trf_model_free(model);
}
END_TEST

START_TEST(apply__insert_update_delete_in_two_inputs__in_order)
{
    const char *first = ENVELOPE_START TRANSACTION("1", "1",
                                                   RECORD("100", "00", "1", "3", FOOTNOTE_TYPE("TN", ""))
                                                       RECORD("100", "00", "2", "3", FOOTNOTE_TYPE("CD", ""))) ENVELOPE_END;
    const char *second = ENVELOPE_START TRANSACTION(
        "2", "1",
        RECORD("100", "00", "1", "1", FOOTNOTE_TYPE("TN", "<oub:validity.end.date>2021-01-01</oub:validity.end.date>"))
            RECORD("100", "00", "2", "2", FOOTNOTE_TYPE("CD", ""))) ENVELOPE_END;
    trf_model *model = new_model();
    trf_table *table = &model->tables[TRF_KIND_footnote_type];

    ck_assert_int_eq(trf_ingest_memory(model, first, strlen(first), TRF_SLICE("1.xml"), NULL, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_ingest_memory(model, second, strlen(second), TRF_SLICE("2.xml"), NULL, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_model_settle(model, NULL), TARIFF_OK);
    ck_assert_uint_eq(table->current_count, 1);
    ck_assert_str_eq(field(model, TRF_KIND_footnote_type, table->current[0], TRF_F_footnote_type_validity_end_date),
                     "2021-01-01");
    ck_assert_uint_eq(model->findings_total, 0);
    trf_model_free(model);
}
END_TEST

/* ---- what is refused ---- */

START_TEST(refuse__other_formats__named)
{
    refuses("<x:TariffHistoryResponse xmlns:x='urn:x'/>", TARIFF_EINPUT, "HMRC CDS extract");
    refuses("<taric3TransactionsLogData/>", TARIFF_EINPUT, "HMRC transactions log");
    refuses("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>", TARIFF_EINPUT, "XML Schema");
    refuses("<envelope id='1'/>", TARIFF_EINPUT, "urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0");
    refuses("<tariff-data/>", TARIFF_EINPUT, "urn:libtariff:tariff:1");
    refuses("<something/>", TARIFF_EINPUT, "no format that is read");
    refuses("{\"json\":1}", TARIFF_EINPUT, "not well-formed");
}
END_TEST

START_TEST(refuse__cut_at_every_100th_byte__einput)
{
    static const char document[] =
        ENVELOPE_START TRANSACTION("1", "1", RECORD("100", "00", "1", "3", FOOTNOTE_TYPE("TN", ""))) ENVELOPE_END;

    for (size_t size = 0; size < sizeof document - 1; size += size < 100 ? 1 : 100) {
        trf_model *model = new_model();

        ck_assert_int_eq(trf_ingest_memory(model, document, size, TRF_SLICE("s"), NULL, NULL), TARIFF_EINPUT);
        trf_model_free(model);
    }
}
END_TEST

static int stop_at_once(void *user, uint64_t done, uint64_t total)
{
    (void)done, (void)total;
    return ++*(int *)user >= 1;
}

START_TEST(refuse__progress_says_no__ecancelled)
{
    int calls = 0;
    const trf_ingest_options options = {.progress = stop_at_once, .user = &calls};
    const char *document = ENVELOPE_START ENVELOPE_END;
    trf_model *model = new_model();
    tariff_error *error = NULL;

    ck_assert_int_eq(trf_ingest_memory(model, document, strlen(document), TRF_SLICE("s"), &options, &error), TARIFF_ECANCELLED);
    ck_assert_int_eq(calls, 1);
    trf_error_free(error);
    trf_model_free(model);
}
END_TEST

START_TEST(read__memory_refused_at_each_call__enomem_and_nothing_kept)
{
    static const char document[] =
        ENVELOPE_START TRANSACTION("1", "1",
                                   RECORD("100", "00", "1", "3", FOOTNOTE_TYPE("TN", "<oub:colour>blue</oub:colour>"))
                                       RECORD("999", "00", "2", "3", "<oub:new.record/>")) ENVELOPE_END;
    int refused = 0;

    for (unsigned long refuse = 1; refuse < 80; refuse++) {
        unit_failing state = {.refuse = refuse};
        trf_alloc alloc = unit_failing_alloc(&state);
        tariff_error *error = NULL;
        trf_model *model = NULL;
        tariff_status status = trf_model_new(&alloc, &usual, 7, &model, NULL);

        if (status == TARIFF_OK)
            status = trf_ingest_memory(model, document, sizeof document - 1, TRF_SLICE("s"), NULL, &error);
        ck_assert_msg(status == TARIFF_OK || status == TARIFF_ENOMEM, "refused %lu: %d", refuse, status);
        refused += status == TARIFF_ENOMEM;
        trf_error_free(error);
        trf_model_free(model);
        ck_assert_int_eq(state.live, 0);
    }
    ck_assert_int_gt(refused, 10);
}
END_TEST

/* ---- the shared samples ---- */

static json_t *shared_json(const char *test, const char *name)
{
    char path[4096];
    json_t *root;

    if (!unit_shared(test, name, path, sizeof path))
        return NULL;
    root = json_load_file(path, 0, NULL);
    ck_assert_ptr_nonnull(root);
    return root;
}

/* Records transmitted under a code, in the first input: of kinds that are known, and whole ones kept apart. */
static uint32_t count_code(const trf_model *model, uint32_t code, uint32_t subcode)
{
    trf_record_sum *sums = NULL;
    size_t sum_count = 0;
    uint32_t count = 0;
    trf_arena arena;

    trf_arena_init(&arena, &trf_alloc_default, 0);
    ck_assert_int_eq(trf_records_sum(model, 0, &arena, &sums, &sum_count, NULL), TARIFF_OK);
    for (size_t i = 0; i < sum_count; i++)
        if (sums[i].record == code && sums[i].subrecord == subcode)
            count += sums[i].count;
    trf_arena_done(&arena);
    for (size_t i = 0; i < model->unknown_count; i++)
        count += model->unknown[i].kind == TRF_KIND_COUNT && model->unknown[i].record == code &&
                 model->unknown[i].subrecord == subcode;
    return count;
}

static void check_sample(const json_t *sample, const char *path)
{
    const json_t *counts = json_object_get(sample, "counts"), *value;
    const char *code;
    bool readable = json_is_object(counts) && json_is_null(json_object_get(sample, "err")) &&
                    strcmp(json_string_value(json_object_get(sample, "kind")), "hostile") != 0 &&
                    strcmp(json_string_value(json_object_get(sample, "kind")), "cds-response") != 0;
    trf_model *model = new_model();
    tariff_error *error = NULL;
    tariff_status status = trf_ingest_path(model, path, NULL, &error);
    json_int_t sum = 0;

    if (!readable) {
        ck_assert_msg(status == TARIFF_EINPUT, "%s: status %d", path, status);
        ck_assert_ptr_nonnull(error);
        ck_assert_uint_ge(error->line, 1);
        trf_error_free(error);
        trf_model_free(model);
        return;
    }
    ck_assert_msg(status == TARIFF_OK, "%s: %s", path, error ? error->message.data : "");
    json_object_foreach((json_t *)counts, code, value)
    {
        uint32_t number = (uint32_t)strtoul(code, NULL, 10);

        ck_assert_msg(count_code(model, number / 100, number % 100) == json_integer_value(value), "%s: %s: %u", path, code,
                      count_code(model, number / 100, number % 100));
        sum += json_integer_value(value);
    }
    ck_assert_int_eq(sum, json_integer_value(json_object_get(sample, "records")));
    ck_assert_int_eq(model->inputs[0].records, sum);
    ck_assert_int_eq(model->inputs[0].transactions, json_integer_value(json_object_get(sample, "tx")));
    ck_assert_int_eq(trf_model_settle(model, NULL), TARIFF_OK);
    trf_model_free(model);
}

START_TEST(shared__every_sample__loads_or_is_refused_as_its_manifest_says)
{
    json_t *manifest = shared_json("taric3 samples", "cases/taric3/manifest.json"), *sample;
    size_t i;

    if (!manifest)
        return;
    json_array_foreach(manifest, i, sample)
    {
        char name[2000], path[4096];

        snprintf(name, sizeof name, "cases/taric3/%s", json_string_value(json_object_get(sample, "file")));
        ck_assert(unit_shared("taric3 samples", name, path, sizeof path));
        check_sample(sample, path);
    }
    json_decref(manifest);
}
END_TEST

START_TEST(shared__hostile_samples__refused_in_a_tenth_of_a_second)
{
    char folder[4096], path[5000];
    DIR *list;
    struct dirent *entry;

    if (!unit_shared("hostile samples", "cases/taric3/hostile", folder, sizeof folder))
        return;
    list = opendir(folder);
    ck_assert_ptr_nonnull(list);
    while ((entry = readdir(list))) {
        trf_model *model;
        clock_t before = clock();

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        model = new_model();
        ck_assert_int_eq(trf_ingest_path(model, path, NULL, NULL), TARIFF_EINPUT);
        ck_assert_double_lt((double)(clock() - before) / CLOCKS_PER_SEC, 0.1);
        trf_model_free(model);
    }
    closedir(list);
}
END_TEST

/* The model of some inputs in order; kept while the next case names the same. */
typedef struct loaded {
    char names[2000];
    trf_model *model;
} loaded;

static void load_named(loaded *kept, const json_t *names)
{
    char joined[2000] = "";
    const json_t *name;
    size_t i;

    json_array_foreach((json_t *)names, i, name)
        snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s ", json_string_value(name));
    if (kept->model && strcmp(kept->names, joined) == 0)
        return;
    trf_model_free(kept->model);
    kept->model = new_model();
    strcpy(kept->names, joined);
    json_array_foreach((json_t *)names, i, name)
    {
        char file[1000], path[4096];
        tariff_error *error = NULL;

        /* Large ones are compressed there. */
        snprintf(file, sizeof file, "cases/taric3/eu-daily/");
        ck_assert(unit_shared("taric3 states", file, path, sizeof path));
        strcat(path, json_string_value(name));
        if (access(path, R_OK) != 0)
            strcat(path, ".gz");
        ck_assert_int_eq(trf_ingest_path(kept->model, path, NULL, &error), TARIFF_OK);
    }
}

static trf_slice json_slice(const json_t *value)
{
    return trf_slice_text(json_string_value(value));
}

static void check_state(const json_t *item, loaded *kept, trf_arena *arena)
{
    const json_t *inputs = json_object_get(item, "inputs"), *expected = json_object_get(item, "expected"), *value;
    const char *name, *id = json_string_value(json_object_get(item, "id"));
    trf_record_field fields[8];
    size_t field_count = 0, count = 0, i;
    trf_record *records = NULL;
    trf_kind kind;

    load_named(kept, json_object_get(inputs, "apply_in_order"));
    kind = trf_kind_of_record((uint32_t)strtoul(json_string_value(json_object_get(inputs, "record_code")), NULL, 10),
                              (uint32_t)strtoul(json_string_value(json_object_get(inputs, "subrecord_code")), NULL, 10));
    json_object_foreach(json_object_get((json_t *)inputs, "key"), name, value) fields[field_count++] =
        (trf_record_field){trf_slice_text(name), json_slice(value)};
    ck_assert_int_eq(trf_records_find(kept->model, kind, fields, field_count, 2, arena, &records, &count, NULL), TARIFF_OK);
    ck_assert_msg(count == 1, "%s: %zu records", id, count);
    ck_assert_msg(records->present == json_is_true(json_object_get(expected, "present")), "%s: present", id);
    ck_assert_msg(records->history_count == json_array_size(json_object_get(expected, "history")), "%s: history", id);
    json_array_foreach(json_object_get(expected, "history"), i, value)
    {
        const trf_record_event *event = &records->history[i];

        unit_assert_slice(event->transaction, json_string_value(json_object_get(value, "transaction")));
        unit_assert_slice(event->message, json_string_value(json_object_get(value, "message")));
        ck_assert_int_eq(event->update, strtol(json_string_value(json_object_get(value, "update_type")), NULL, 10));
        ck_assert(trf_slice_begins(event->file, json_slice(json_object_get(value, "file"))));
    }
    if (!json_object_get(expected, "fields"))
        return;
    ck_assert_str_eq(trf_kinds[kind].element, json_string_value(json_object_get(expected, "element")));
    ck_assert_uint_eq(records->field_count, json_object_size(json_object_get(expected, "fields")));
    for (i = 0; i < records->field_count; i++) {
        char key[100];

        snprintf(key, sizeof key, "%.*s", (int)records->fields[i].name.size, records->fields[i].name.data);
        value = json_object_get(json_object_get(expected, "fields"), key);
        ck_assert_msg(value != NULL, "%s: %s", id, key);
        unit_assert_slice(records->fields[i].value, json_string_value(value));
    }
}

static void check_sums(const json_t *item, loaded *kept, trf_arena *arena)
{
    const json_t *expected = json_object_get(item, "expected"), *by = json_object_get(expected, "by_record_and_update");
    json_t *names = json_array();
    trf_record_sum *sums = NULL;
    const trf_input *input;
    size_t count = 0;
    char scratch[16], key[200];

    json_array_append(names, json_object_get(json_object_get(item, "inputs"), "file"));
    load_named(kept, names);
    json_decref(names);
    input = &kept->model->inputs[0];
    unit_assert_slice(trf_model_text(kept->model, input->envelope, scratch),
                      json_string_value(json_object_get(expected, "envelope_id")));
    unit_assert_slice(trf_model_text(kept->model, input->first_transaction, scratch),
                      json_string_value(json_object_get(expected, "first_transaction")));
    unit_assert_slice(trf_model_text(kept->model, input->last_transaction, scratch),
                      json_string_value(json_object_get(expected, "last_transaction")));
    ck_assert_int_eq(input->transactions, json_integer_value(json_object_get(expected, "transactions")));
    ck_assert_int_eq(input->records, json_integer_value(json_object_get(expected, "records")));
    ck_assert_int_eq(trf_records_sum(kept->model, 0, arena, &sums, &count, NULL), TARIFF_OK);
    ck_assert_uint_eq(count, json_object_size(by));
    for (size_t i = 0; i < count; i++) {
        const trf_kind_info *info = &trf_kinds[sums[i].kind];

        snprintf(key, sizeof key, "%03u%02u/%s/%d", sums[i].record, sums[i].subrecord, info->element, (int)sums[i].update);
        ck_assert_int_eq(sums[i].count, json_integer_value(json_object_get(by, key)));
    }
}

START_TEST(shared__sums_and_states__as_an_independent_reading_found)
{
    json_t *cases = shared_json("taric3 states", CASES_TARIC3_IMPORT), *item;
    loaded kept = {"", NULL};
    trf_arena arena;
    size_t i;

    if (!cases)
        return;
    trf_arena_init(&arena, &trf_alloc_default, 0);
    json_array_foreach(json_object_get(cases, "cases"), i, item)
    {
        if (json_object_get(json_object_get(item, "inputs"), "file"))
            check_sums(item, &kept, &arena);
        else
            check_state(item, &kept, &arena);
        trf_arena_reset(&arena);
    }
    ck_assert_uint_gt(i, 0);
    trf_arena_done(&arena);
    trf_model_free(kept.model);
    json_decref(cases);
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("taric3");
    TCase *tests = tcase_create("records");
    TCase *shared = tcase_create("shared");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, read__one_record__its_fields_and_where_it_came_from);
    tcase_add_test(tests, read__tariff_and_digest__as_asked_and_of_the_bytes);
    tcase_add_test(tests, read__empty_and_absent_fields__kept_apart);
    tcase_add_test(tests, read__text_of_a_field__as_xml_reports_it);
    tcase_add_test(tests, read__any_prefixes__the_same);
    tcase_add_test(tests, read__both_spellings_of_the_suffix__in_both_places);
    tcase_add_test(tests, read__geographical_membership__a_membership);
    tcase_add_test(tests, read__name_of_a_record_as_a_field__a_field_there);
    tcase_add_test(tests, read__every_kind_with_every_field__all_come_through);
    tcase_add_test(tests, report__unknown_record__kept_apart_with_its_fields);
    tcase_add_test(tests, report__unknown_field__row_and_field_kept);
    tcase_add_test(tests, report__update_type_that_does_not_exist__kept_apart);
    tcase_add_test(tests, report__record_without_payload_or_parts__reported_not_lost);
    tcase_add_test(tests, report__missing_or_repeated_field__row_kept);
    tcase_add_test(tests, report__payload_under_another_code__read_as_what_it_is);
    tcase_add_test(tests, report__second_payload_in_a_record__not_mixed_into_the_first);
    tcase_add_test(tests, report__elements_out_of_place__passed_over);
    tcase_add_test(tests, report__fields_of_another_namespace__not_ours);
    tcase_add_test(tests, apply__insert_update_delete_in_two_inputs__in_order);
    tcase_add_test(tests, refuse__other_formats__named);
    tcase_add_test(tests, refuse__cut_at_every_100th_byte__einput);
    tcase_add_test(tests, refuse__progress_says_no__ecancelled);
    tcase_add_test(tests, read__memory_refused_at_each_call__enomem_and_nothing_kept);
    suite_add_tcase(all, tests);
    tcase_set_timeout(shared, 120);
    tcase_add_test(shared, shared__every_sample__loads_or_is_refused_as_its_manifest_says);
    tcase_add_test(shared, shared__hostile_samples__refused_in_a_tenth_of_a_second);
    tcase_add_test(shared, shared__sums_and_states__as_an_independent_reading_found);
    suite_add_tcase(all, shared);
    return all;
}
UNIT_MAIN(suite)
