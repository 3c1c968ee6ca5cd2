/* SPDX-License-Identifier: Apache-2.0 */
/* The guard around the XML parser: what is told to a reader, and what is refused how soon. Hostile documents are made here. */
#include <libxml/parser.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "ingest/xml.h"
#include "unit.h"

static const trf_limits usual = TRF_LIMITS_DEFAULT;

/* ---- a handler that writes down what it hears ---- */

typedef struct heard {
    trf_xml *xml;
    char text[1 << 16];
    size_t size;
    uint64_t starts;
    int names;      /* asked about */
    int stop_after; /* starts until an error is raised; 0 never */
    bool leaves;    /* names beginning with 'l' are leaves */
} heard;

static void write_down(heard *to, trf_slice text)
{
    for (size_t i = 0; i < text.size && to->size + 1 < sizeof to->text; i++)
        to->text[to->size++] = text.data[i];
    to->text[to->size] = '\0';
}

static int resolve(void *user, trf_slice local, trf_slice ns)
{
    heard *to = user;

    (void)ns;
    to->names++;
    return to->leaves && local.data[0] == 'l' ? TRF_XML_LEAF : to->names;
}

static tariff_status start(void *user, int name, trf_slice text, const trf_xml_attributes *attributes, tariff_error **error)
{
    heard *to = user;

    (void)name;
    write_down(to, text);
    write_down(to, TRF_SLICE("("));
    write_down(to, trf_xml_local(to->xml));
    if (trf_xml_namespace(to->xml).size) {
        write_down(to, TRF_SLICE("{"));
        write_down(to, trf_xml_namespace(to->xml));
        write_down(to, TRF_SLICE("}"));
    }
    for (uint32_t i = 0; i < attributes->count; i++) {
        trf_xml_attribute attribute = trf_xml_attribute_at(attributes, i);

        write_down(to, TRF_SLICE(" "));
        write_down(to, attribute.name);
        write_down(to, TRF_SLICE("="));
        write_down(to, attribute.value);
    }
    write_down(to, TRF_SLICE(":"));
    if (to->stop_after && (int)++to->starts >= to->stop_after)
        return trf_fail(error, &trf_alloc_default, TARIFF_EINPUT, "the reader does not like it");
    return TARIFF_OK;
}

static tariff_status end(void *user, int name, trf_slice text, tariff_error **error)
{
    heard *to = user;

    (void)error;
    write_down(to, text);
    write_down(to, name == TRF_XML_LEAF ? TRF_SLICE("|") : TRF_SLICE(")"));
    return TARIFF_OK;
}

static const trf_xml_handler handler = {resolve, start, end};

/* Parse a document in pieces of a size; what was heard is in *to. */
static tariff_status parse(heard *to, const trf_limits *limits, const char *data, size_t size, size_t piece, tariff_error **error)
{
    trf_xml *xml = NULL;
    tariff_status status = trf_xml_new(&trf_alloc_default, limits, TRF_SLICE("sample.xml"), &handler, to, &xml, error);

    ck_assert_int_eq(status, TARIFF_OK);
    to->xml = xml;
    to->size = 0;
    to->text[0] = '\0';
    for (size_t at = 0; at < size && status == TARIFF_OK; at += piece)
        status = trf_xml_parse(xml, trf_slice_of(data + at, size - at < piece ? size - at : piece), error);
    if (status == TARIFF_OK)
        status = trf_xml_finish(xml, error);
    trf_xml_free(xml);
    return status;
}

static const size_t piece_sizes[] = {1, 2, 3, 7, 64, 65536};
enum { PIECE_SIZES = sizeof piece_sizes / sizeof piece_sizes[0] };

static heard now;

static void hears_bytes(const char *data, size_t size, const char *expected)
{
    for (size_t i = 0; i < PIECE_SIZES; i++) {
        tariff_error *error = NULL;
        tariff_status status = parse(&now, &usual, data, size, piece_sizes[i], &error);

        ck_assert_msg(status == TARIFF_OK, "pieces of %zu: %s", piece_sizes[i], error ? error->message.data : "");
        ck_assert_msg(strcmp(now.text, expected) == 0, "pieces of %zu: '%s' is not '%s'", piece_sizes[i], now.text, expected);
    }
}

static void hears(const char *document, const char *expected)
{
    hears_bytes(document, strlen(document), expected);
}

/* Refused with these words, whatever the pieces; the error names the file and, but for faults of the first bytes, the line. */
static void refuses_bytes(const char *data, size_t size, tariff_status expected, const char *words)
{
    for (size_t i = 0; i < PIECE_SIZES; i++) {
        tariff_error *error = NULL;
        tariff_status status = parse(&now, &usual, data, size, piece_sizes[i], &error);

        ck_assert_msg(status == expected, "pieces of %zu: status %d for '%s'", piece_sizes[i], status, words);
        ck_assert_ptr_nonnull(error);
        ck_assert_msg(strstr(error->message.data, words) != NULL, "'%s' does not say '%s'", error->message.data, words);
        unit_assert_slice(error->file, "sample.xml");
        ck_assert_uint_ge(error->line, 1);
        trf_error_free(error);
    }
}

static void refuses(const char *document, tariff_status expected, const char *words)
{
    refuses_bytes(document, strlen(document), expected, words);
}

/* ---- what a reader is told ---- */

START_TEST(parse__elements_attributes_text__told_in_order)
{
    hears("<a x='1' y=\"2\">one<b/>two<c>three</c></a>", "(a x=1 y=2:one(b:)two(c:three))");
}
END_TEST

START_TEST(parse__namespaces_and_prefixes__told_by_name_not_by_prefix)
{
    hears("<p:a xmlns:p='u1'><q:b xmlns:q='u1'/><b xmlns='u2'/></p:a>", "(a{u1}:(b{u1}:)(b{u2}:))");
}
END_TEST

START_TEST(parse__references_cdata_comments__one_text)
{
    hears("<a>1 &lt; 2 &amp;&#x41;&#66;<![CDATA[<x>]]><!-- not this --><?nor this?>!</a>", "(a:1 < 2 &AB<x>!)");
}
END_TEST

START_TEST(parse__carriage_returns__line_feeds)
{
    hears("<a>x\r\ny\rz</a>", "(a:x\ny\nz)");
    hears("<a>x&#13;\ny</a>", "(a:x\r\ny)");
}
END_TEST

START_TEST(parse__attribute_with_references__resolved)
{
    hears("<a x='&lt;&#x20AC;&quot;'/>", "(a x=<\xe2\x82\xac\":)");
}
END_TEST

START_TEST(parse__leaf_names__end_alone_with_their_text)
{
    now.leaves = true;
    hears("<a><l x='1'>one</l> <l>two</l></a>", "(a:one|two|)");
    now.leaves = false;
}
END_TEST

START_TEST(parse__same_name_many_times__asked_about_once)
{
    tariff_error *error = NULL;
    const char *document = "<a><b/><b/><b/><b/></a>";

    now.names = 0;
    ck_assert_int_eq(parse(&now, &usual, document, strlen(document), 65536, &error), TARIFF_OK);
    ck_assert_int_eq(now.names, 2);
}
END_TEST

START_TEST(parse__long_text_of_many_scripts__whole_in_pieces_of_any_size)
{
    static const char *const parts[] = {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", " ", "\xe4\xb8\xad\xe6\x96\x87"};
    static char document[20000], expected[20000];
    size_t size = 0, expected_size = 0;

    size += (size_t)sprintf(document, "<a>");
    expected_size += (size_t)sprintf(expected, "(a:");
    for (int i = 0; i < 3000; i++) {
        const char *part = parts[(i * 7 + i / 5) % 6];

        size += (size_t)sprintf(document + size, "%s", part);
        expected_size += (size_t)sprintf(expected + expected_size, "%s", part);
    }
    size += (size_t)sprintf(document + size, "</a>");
    sprintf(expected + expected_size, ")");
    for (size_t piece = 1; piece < 500; piece += piece < 20 ? 1 : 37) {
        ck_assert_int_eq(parse(&now, &usual, document, size, piece, NULL), TARIFF_OK);
        ck_assert_msg(strcmp(now.text, expected) == 0, "pieces of %zu", piece);
    }
}
END_TEST

START_TEST(parse__error_of_the_reader__ends_it_with_the_place)
{
    tariff_error *error = NULL;
    const char *document = "<a>\n<b>\n<c/></b></a>";

    now.stop_after = 3;
    now.starts = 0;
    ck_assert_int_eq(parse(&now, &usual, document, strlen(document), 65536, &error), TARIFF_EINPUT);
    now.stop_after = 0;
    unit_assert_slice(error->message, "the reader does not like it");
    unit_assert_slice(error->file, "sample.xml");
    unit_assert_slice(error->subject, "c");
    ck_assert_uint_eq(error->line, 3);
    ck_assert_str_eq(now.text, "(a:\n(b:\n(c:");
    trf_error_free(error);
}
END_TEST

/* ---- encodings ---- */

/* ASCII as UTF-16 of a byte order, with or without its mark. */
static size_t utf16(const char *text, bool big, bool mark, char *out)
{
    size_t size = 0;

    if (mark) {
        out[size++] = big ? '\xfe' : '\xff';
        out[size++] = big ? '\xff' : '\xfe';
    }
    for (; *text; text++) {
        out[size++] = big ? '\0' : *text;
        out[size++] = big ? *text : '\0';
    }
    return size;
}

START_TEST(encoding__utf16_both_orders__read)
{
    static char bytes[1000];

    hears_bytes(bytes, utf16("<?xml version='1.0' encoding='UTF-16'?><a>text</a>", false, true, bytes), "(a:text)");
    hears_bytes(bytes, utf16("<?xml version='1.0' encoding='utf-16'?><a>text</a>", true, true, bytes), "(a:text)");
    hears_bytes(bytes, utf16("<a>text</a>", true, true, bytes), "(a:text)");
    hears_bytes("\xff\xfe<\0a\0>\0\x3d\xd8\x00\xde\xac\x20<\0/\0a\0>\0", 22, "(a:\xf0\x9f\x98\x80\xe2\x82\xac)");
}
END_TEST

START_TEST(encoding__latin1_and_ascii__read)
{
    hears("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", "(a:\xc3\xa9)");
    hears("<?xml version='1.0' encoding='us-ascii'?><a>&#233;</a>", "(a:\xc3\xa9)");
    hears("\xef\xbb\xbf<?xml version='1.0' encoding='utf-8' standalone='yes'?><a>\xc3\xa9</a>", "(a:\xc3\xa9)");
}
END_TEST

START_TEST(encoding__others__refused_by_name)
{
    static char bytes[1000];

    refuses("<?xml version='1.0' encoding='UTF-7'?><a>+ADw-b/+AD4-</a>", TARIFF_EINPUT, "encoding 'UTF-7'");
    refuses("<?xml version='1.0' encoding='windows-1252'?><a/>", TARIFF_EINPUT, "encoding 'windows-1252'");
    refuses("<?xml version='1.0' encoding='UTF-8859'?><a/>", TARIFF_EINPUT, "encoding 'UTF-8859'");
    refuses("<?xml version='1.0' encoding=''?><a/>", TARIFF_EINPUT, "encoding ''");
    /* A zero does not end the name: what comes after it is compared too. */
    refuses_bytes("<?xml version='1.0' encoding='UTF-8\0\0\0\0\0US'?><a/>",
                  sizeof "<?xml version='1.0' encoding='UTF-8\0\0\0\0\0US'?><a/>" - 1, TARIFF_EINPUT, "is not read");
    refuses("<?xml version = '1.0' encoding = \"EBCDIC-CP-US\" ?><a/>", TARIFF_EINPUT, "EBCDIC");
    refuses("\x4c\x6f\xa7\x94\x93\x40", TARIFF_EINPUT, "EBCDIC");
    refuses_bytes("\xff\xfe\0\0<\0\0\0", 8, TARIFF_EINPUT, "UTF-32");
    refuses_bytes("\0\0\0<\0\0\0a", 8, TARIFF_EINPUT, "UTF-32");
    refuses_bytes(bytes, utf16("<?xml version='1.0' encoding='UTF-7'?><a/>", false, true, bytes), TARIFF_EINPUT, "UTF-7");
}
END_TEST

START_TEST(encoding__declared_and_real_differ__refused)
{
    static char bytes[1000];

    refuses("<?xml version='1.0' encoding='UTF-16'?><a/>", TARIFF_EINPUT, "declared");
    refuses("\xef\xbb\xbf<?xml version='1.0' encoding='ISO-8859-1'?><a/>", TARIFF_EINPUT, "declared");
    refuses_bytes(bytes, utf16("<?xml version='1.0' encoding='UTF-8'?><a/>", true, true, bytes), TARIFF_EINPUT, "declared");
    refuses("<?xml version='1.0' encoding='US-ASCII'?><a>\xc3\xa9</a>", TARIFF_EINPUT, "US-ASCII");
}
END_TEST

START_TEST(encoding__bad_bytes__refused)
{
    static char bytes[1000];

    refuses("<a>\xc3(</a>", TARIFF_EINPUT, "not well-formed");
    refuses("<a>\xed\xa0\x80</a>", TARIFF_EINPUT, "not well-formed");
    refuses("<a>\xf8\x88\x80\x80\x80</a>", TARIFF_EINPUT, "not well-formed");
    refuses("\xef\xbb\xbf\xef\xbb\xbf<a/>", TARIFF_EINPUT, "not well-formed");
    refuses_bytes(bytes, utf16("<a>text</a>", true, true, bytes) - 1, TARIFF_EINPUT, "UTF-16 that ends");
    refuses_bytes("\xff\xfe<\0a\0>\0\x3d\xd8x\0", 12, TARIFF_EINPUT, "surrogate");
    refuses_bytes("\xff\xfe<\0a\0>\0\x00\xdcx\0", 12, TARIFF_EINPUT, "surrogate");
}
END_TEST

START_TEST(declaration__version_or_form__refused)
{
    refuses("<?xml version='1.1'?><a/>", TARIFF_EINPUT, "XML version '1.1'");
    refuses("<?xml version=1.0?><a/>", TARIFF_EINPUT, "XML declaration");
    refuses("<?xml encoding='UTF-8'?><a/>", TARIFF_EINPUT, "not well-formed");
    refuses("<?xml version='1.0' ", TARIFF_EINPUT, "does not end");
}
END_TEST

/* ---- what is refused ---- */

START_TEST(refuse__doctype_of_any_kind__at_once)
{
    refuses("<!DOCTYPE a><a/>", TARIFF_EINPUT, "DOCTYPE");
    refuses("<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM 'http://localhost/a.dtd'><a/>", TARIFF_EINPUT, "DOCTYPE");
    refuses("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", TARIFF_EINPUT, "DOCTYPE");
    refuses("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>", TARIFF_EINPUT, "DOCTYPE");
    refuses("<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><a/>", TARIFF_EINPUT, "DOCTYPE");
    ck_assert_ptr_null(strstr(now.text, "(a"));
}
END_TEST

START_TEST(refuse__entity_that_nobody_defines__not_well_formed)
{
    refuses("<a>&nbsp;</a>", TARIFF_EINPUT, "nbsp");
    refuses("<a x='&nbsp;'/>", TARIFF_EINPUT, "nbsp");
}
END_TEST

START_TEST(refuse__malformed__first_fault_told)
{
    refuses("", TARIFF_EINPUT, "not well-formed");
    refuses("   ", TARIFF_EINPUT, "not well-formed");
    refuses("text", TARIFF_EINPUT, "not well-formed");
    refuses("<a>", TARIFF_EINPUT, "not well-formed");
    refuses("<a><b></a>", TARIFF_EINPUT, "mismatch");
    refuses("<a/><b/>", TARIFF_EINPUT, "not well-formed");
    refuses("<a/>text", TARIFF_EINPUT, "not well-formed");
    refuses("<a x='1' x='2'/>", TARIFF_EINPUT, "not well-formed");
    refuses("<p:a/>", TARIFF_EINPUT, "not well-formed");
    refuses("<a>]]></a>", TARIFF_EINPUT, "not well-formed");
    refuses("<a>\x01</a>", TARIFF_EINPUT, "not well-formed");
    refuses("<a>&#0;</a>", TARIFF_EINPUT, "not well-formed");
    refuses("<a>&#xD800;</a>", TARIFF_EINPUT, "not well-formed");
}
END_TEST

START_TEST(refuse__nul_anywhere__not_well_formed)
{
    static const char document[] = "<?xml version='1.0'?><a x='1'>text<!-- c --><b/></a> ";

    for (size_t at = 0; at < sizeof document - 1; at++) {
        char copy[sizeof document];

        memcpy(copy, document, sizeof document);
        copy[at] = '\0';
        for (size_t i = 0; i < PIECE_SIZES; i++)
            ck_assert_msg(parse(&now, &usual, copy, sizeof document - 1, piece_sizes[i], NULL) < 0, "NUL at %zu", at);
    }
    ck_assert_int_lt(parse(&now, &usual, "<a/>\0", 5, 65536, NULL), 0);
}
END_TEST

START_TEST(refuse__cut_anywhere__never_taken_as_whole)
{
    static const char document[] = "<?xml version='1.0' encoding='UTF-8'?><a x='1'>te&amp;xt<![CDATA[y]]><!-- c --><b/></a>";

    for (size_t size = 0; size < sizeof document - 1; size++)
        for (size_t i = 0; i < PIECE_SIZES; i++)
            ck_assert_msg(parse(&now, &usual, document, size, piece_sizes[i], NULL) == TARIFF_EINPUT, "cut at %zu", size);
}
END_TEST

START_TEST(refuse__depth_past_the_limit__64_read_65_refused)
{
    char document[65 * 7 + 1] = "";

    for (int i = 0; i < 64; i++)
        strcat(document, "<a>");
    for (int i = 0; i < 64; i++)
        strcat(document, "</a>");
    ck_assert_int_eq(parse(&now, &usual, document, strlen(document), 65536, NULL), TARIFF_OK);
    document[0] = '\0';
    for (int i = 0; i < 65; i++)
        strcat(document, "<a>");
    refuses(document, TARIFF_ELIMIT, "64 deep");
}
END_TEST

/* A document of a head, a part repeated to a size, and a tail: the milliseconds until it was refused. */
static double refused_after(const char *head, const char *part, size_t size, const char *tail, tariff_status expected,
                            const char *words)
{
    size_t head_size = strlen(head), part_size = strlen(part), tail_size = strlen(tail), at = 0;
    char *document = malloc(head_size + size + part_size + tail_size);
    tariff_error *error = NULL;
    struct timespec before, after;

    memcpy(document, head, head_size);
    for (at = head_size; at < head_size + size; at += part_size)
        memcpy(document + at, part, part_size);
    memcpy(document + at, tail, tail_size);
    clock_gettime(CLOCK_MONOTONIC, &before);
    ck_assert_int_eq(parse(&now, &usual, document, at + tail_size, 65536, &error), expected);
    clock_gettime(CLOCK_MONOTONIC, &after);
    ck_assert_msg(strstr(error->message.data, words) != NULL, "'%s' does not say '%s'", error->message.data, words);
    trf_error_free(error);
    free(document);
    return (double)(after.tv_sec - before.tv_sec) * 1e3 + (double)(after.tv_nsec - before.tv_nsec) / 1e6;
}

START_TEST(refuse__input_without_an_event__after_256_kib)
{
    enum { SIZE = 20 << 20 };

    /* The bound is generous: these take a millisecond or so. */
    ck_assert_double_lt(refused_after("<a x='", "yyyyyyyy", SIZE, "'/>", TARIFF_ELIMIT, "262144 bytes without"), 1000);
    ck_assert_double_lt(refused_after("<a><!--", "yyyyyyyy", SIZE, "--></a>", TARIFF_ELIMIT, "262144 bytes without"), 1000);
    ck_assert_double_lt(refused_after("<a><?p ", "yyyyyyyy", SIZE, "?></a>", TARIFF_ELIMIT, "262144 bytes without"), 1000);
    ck_assert_double_lt(refused_after("<", "yyyyyyyy", SIZE, "/>", TARIFF_ELIMIT, "262144 bytes without"), 1000);
    ck_assert_double_lt(refused_after("<a>&", "yyyyyyyy", SIZE, ";</a>", TARIFF_ELIMIT, "262144 bytes without"), 1000);
}
END_TEST

START_TEST(refuse__text_past_a_limit__in_text_and_cdata)
{
    refused_after("<a>", "yyyyyyyy", 20 << 20, "</a>", TARIFF_ELIMIT, "1048576 bytes of text");
    /* A CDATA section is told whole: it is input without an event before it is long text. */
    refused_after("<a><![CDATA[", "yyyyyyyy", 20 << 20, "]]></a>", TARIFF_ELIMIT, "262144 bytes without");
    refused_after("<a>", "yyyyyyy<b/>", 20 << 20, "</a>", TARIFF_ELIMIT, "1048576 bytes of text");
}
END_TEST

START_TEST(refuse__100000_attributes__before_they_are_compared)
{
    char *document = malloc(2 << 20);
    size_t size = (size_t)sprintf(document, "<a");
    tariff_error *error = NULL;
    struct timespec before, after;

    for (int i = 0; i < 100000; i++)
        size += (size_t)sprintf(document + size, " a%d=''", i);
    size += (size_t)sprintf(document + size, "/>");
    clock_gettime(CLOCK_MONOTONIC, &before);
    ck_assert_int_eq(parse(&now, &usual, document, size, 65536, &error), TARIFF_ELIMIT);
    clock_gettime(CLOCK_MONOTONIC, &after);
    ck_assert_double_lt((double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9, 1.0);
    trf_error_free(error);
    free(document);
}
END_TEST

START_TEST(refuse__many_open_namespaces__on_one_element_or_many)
{
    char document[40000];
    size_t size = (size_t)sprintf(document, "<a");

    for (int i = 0; i < 257; i++)
        size += (size_t)sprintf(document + size, " xmlns:n%d='u'", i);
    sprintf(document + size, "/>");
    refuses(document, TARIFF_ELIMIT, "256 declarations");
    size = 0;
    for (int depth = 0; depth < 60; depth++) {
        size += (size_t)sprintf(document + size, "<a");
        for (int i = 0; i < 5; i++)
            size += (size_t)sprintf(document + size, " xmlns:n%d_%d='u'", depth, i);
        size += (size_t)sprintf(document + size, ">");
    }
    refuses(document, TARIFF_ELIMIT, "256 declarations");
    size = (size_t)sprintf(document, "<a>");
    for (int i = 0; i < 1000; i++)
        size += (size_t)sprintf(document + size, "<b xmlns:n%d='u'/>", i);
    sprintf(document + size, "</a>");
    ck_assert_int_eq(parse(&now, &usual, document, strlen(document), 65536, NULL), TARIFF_OK);
}
END_TEST

START_TEST(read__a_million_unknown_names__bounded)
{
    /* Each name is new: they are asked about one by one, and remembered only so far. */
    tariff_error *error = NULL;
    trf_xml *xml = NULL;
    char piece[64];

    ck_assert_int_eq(trf_xml_new(&trf_alloc_default, &usual, TRF_SLICE("sample.xml"), &handler, &now, &xml, &error), TARIFF_OK);
    now.xml = xml;
    now.size = 0;
    now.names = 0;
    ck_assert_int_eq(trf_xml_parse(xml, TRF_SLICE("<a>"), &error), TARIFF_OK);
    for (int i = 0; i < 100000; i++) {
        int size = snprintf(piece, sizeof piece, "<n%d/>", i);
        ck_assert_int_eq(trf_xml_parse(xml, trf_slice_of(piece, (size_t)size), &error), TARIFF_OK);
    }
    ck_assert_int_eq(trf_xml_parse(xml, TRF_SLICE("</a>"), &error), TARIFF_OK);
    ck_assert_int_eq(trf_xml_finish(xml, &error), TARIFF_OK);
    ck_assert_int_eq(now.names, 100001);
    trf_xml_free(xml);
}
END_TEST

START_TEST(parse__after_an_error__the_same_error_again)
{
    tariff_error *error = NULL;
    trf_xml *xml = NULL;

    ck_assert_int_eq(trf_xml_new(&trf_alloc_default, &usual, TRF_SLICE("s"), &handler, &now, &xml, &error), TARIFF_OK);
    now.xml = xml;
    ck_assert_int_eq(trf_xml_parse(xml, TRF_SLICE("<a></b>"), NULL), TARIFF_EINPUT);
    ck_assert_int_eq(trf_xml_parse(xml, TRF_SLICE("<a/>"), &error), TARIFF_EINPUT);
    ck_assert_int_eq(trf_xml_finish(xml, NULL), TARIFF_EINPUT);
    trf_error_free(error);
    trf_xml_free(xml);
}
END_TEST

/* A host's own use of libxml2 goes on around ours: its entities, its error handler, its defaults are as it left them. */
static int host_errors;

static void host_error(void *user, const char *format, ...)
{
    (void)user, (void)format;
    host_errors++;
}

START_TEST(parse__host_uses_libxml2_too__neither_disturbs_the_other)
{
    static const char entity[] = "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>";
    xmlDocPtr document;

    xmlSetGenericErrorFunc(NULL, host_error);
    xmlSubstituteEntitiesDefault(1);
    xmlLoadExtDtdDefaultValue = 1;
    refuses(entity, TARIFF_EINPUT, "DOCTYPE");
    refuses("<a>", TARIFF_EINPUT, "not well-formed");
    refuses("<a>&nbsp;</a>", TARIFF_EINPUT, "nbsp");
    refuses("<a>\xff</a>", TARIFF_EINPUT, "not well-formed");
    refuses("<?xml version='1.0' encoding='US-ASCII'?><a>\xff</a>", TARIFF_EINPUT, "US-ASCII");
    refuses_bytes("\xff\xfe<\0a\0>\0\x3d\xd8x\0", 12, TARIFF_EINPUT, "surrogate");
    ck_assert_int_eq(host_errors, 0);
    document = xmlReadMemory(entity, (int)strlen(entity), "host", NULL, 0);
    ck_assert_ptr_nonnull(document);
    ck_assert_ptr_nonnull(xmlDocGetRootElement(document));
    xmlFreeDoc(document);
    ck_assert_ptr_null(xmlReadMemory("<a>", 3, "host", NULL, 0));
    ck_assert_int_gt(host_errors, 0);
    xmlSetGenericErrorFunc(NULL, NULL);
    xmlSubstituteEntitiesDefault(0);
    xmlLoadExtDtdDefaultValue = 0;
}
END_TEST

/* The host's own: a loader that must not be called, and handlers that count in its thread. */
static atomic_uint host_loads;
static atomic_bool host_stop;

static xmlParserInputPtr host_loader(const char *url, const char *id, xmlParserCtxtPtr context)
{
    (void)url, (void)id, (void)context;
    host_loads++;
    return NULL;
}

static void *host_thread(void *argument)
{
    static const char entity[] = "<!DOCTYPE a [<!ENTITY e 'x'>]><a b='&e;'>&e;</a>";
    unsigned *documents = argument;

    while (!host_stop) {
        xmlDocPtr document = xmlReadMemory(entity, sizeof entity - 1, "host", NULL, XML_PARSE_NOENT);
        xmlChar *text = document ? xmlNodeGetContent(xmlDocGetRootElement(document)) : NULL;
        bool sound = text && xmlStrEqual(text, (const xmlChar *)"x");

        xmlFree(text);
        xmlFreeDoc(document);
        if (!sound) {
            *documents = 0;
            break;
        }
        (*documents)++;
    }
    return NULL;
}

START_TEST(parse__threads_of_the_host_use_libxml2__neither_disturbs_the_other)
{
    xmlFreeFunc free_before, free_after;
    xmlMallocFunc malloc_before, malloc_after;
    xmlReallocFunc realloc_before, realloc_after;
    xmlStrdupFunc strdup_before, strdup_after;
    xmlExternalEntityLoader loader = xmlGetExternalEntityLoader();
    unsigned documents[2] = {0, 0};
    pthread_t threads[2];

    xmlInitParser();
    xmlMemGet(&free_before, &malloc_before, &realloc_before, &strdup_before);
    xmlSetExternalEntityLoader(host_loader);
    for (unsigned i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, host_thread, &documents[i]), 0);
    for (unsigned i = 0; i < 500; i++) {
        refuses("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", TARIFF_EINPUT, "DOCTYPE");
        refuses("<a><b></a>", TARIFF_EINPUT, "not well-formed");
        refuses("<a>&nbsp;</a>", TARIFF_EINPUT, "nbsp");
    }
    host_stop = true;
    for (unsigned i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_uint_gt(documents[i], 0);
    }
    ck_assert_uint_eq(host_loads, 0);
    ck_assert(xmlGetExternalEntityLoader() == host_loader);
    xmlSetExternalEntityLoader(loader);
    xmlMemGet(&free_after, &malloc_after, &realloc_after, &strdup_after);
    ck_assert(free_before == free_after && malloc_before == malloc_after && realloc_before == realloc_after &&
              strdup_before == strdup_after);
}
END_TEST

START_TEST(new__memory_refused_at_each_call__enomem_and_nothing_kept)
{
    for (unsigned long refuse = 1; refuse < 8; refuse++) {
        unit_failing state = {.refuse = refuse};
        trf_alloc alloc = unit_failing_alloc(&state);
        trf_xml *xml = NULL;
        tariff_status status = trf_xml_new(&alloc, &usual, TRF_SLICE("s"), &handler, &now, &xml, NULL);

        now.xml = xml;
        if (status == TARIFF_OK)
            status = trf_xml_parse(xml, TRF_SLICE("<a>text</a>"), NULL);
        ck_assert(status == TARIFF_OK || status == TARIFF_ENOMEM);
        trf_xml_free(xml);
        ck_assert_int_eq(state.live, 0);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("xml");
    TCase *tests = tcase_create("xml");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, parse__elements_attributes_text__told_in_order);
    tcase_add_test(tests, parse__namespaces_and_prefixes__told_by_name_not_by_prefix);
    tcase_add_test(tests, parse__references_cdata_comments__one_text);
    tcase_add_test(tests, parse__carriage_returns__line_feeds);
    tcase_add_test(tests, parse__attribute_with_references__resolved);
    tcase_add_test(tests, parse__leaf_names__end_alone_with_their_text);
    tcase_add_test(tests, parse__same_name_many_times__asked_about_once);
    tcase_add_test(tests, parse__long_text_of_many_scripts__whole_in_pieces_of_any_size);
    tcase_add_test(tests, parse__error_of_the_reader__ends_it_with_the_place);
    tcase_add_test(tests, encoding__utf16_both_orders__read);
    tcase_add_test(tests, encoding__latin1_and_ascii__read);
    tcase_add_test(tests, encoding__others__refused_by_name);
    tcase_add_test(tests, encoding__declared_and_real_differ__refused);
    tcase_add_test(tests, encoding__bad_bytes__refused);
    tcase_add_test(tests, declaration__version_or_form__refused);
    tcase_add_test(tests, refuse__doctype_of_any_kind__at_once);
    tcase_add_test(tests, refuse__entity_that_nobody_defines__not_well_formed);
    tcase_add_test(tests, refuse__malformed__first_fault_told);
    tcase_add_test(tests, refuse__nul_anywhere__not_well_formed);
    tcase_add_test(tests, refuse__cut_anywhere__never_taken_as_whole);
    tcase_add_test(tests, refuse__depth_past_the_limit__64_read_65_refused);
    tcase_add_test(tests, refuse__input_without_an_event__after_256_kib);
    tcase_add_test(tests, refuse__text_past_a_limit__in_text_and_cdata);
    tcase_add_test(tests, refuse__100000_attributes__before_they_are_compared);
    tcase_add_test(tests, refuse__many_open_namespaces__on_one_element_or_many);
    tcase_add_test(tests, read__a_million_unknown_names__bounded);
    tcase_add_test(tests, parse__after_an_error__the_same_error_again);
    tcase_add_test(tests, parse__host_uses_libxml2_too__neither_disturbs_the_other);
    tcase_add_test(tests, parse__threads_of_the_host_use_libxml2__neither_disturbs_the_other);
    tcase_add_test(tests, new__memory_refused_at_each_call__enomem_and_nothing_kept);
    suite_add_tcase(all, tests);
    return all;
}
UNIT_MAIN(suite)
