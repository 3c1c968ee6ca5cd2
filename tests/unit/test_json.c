/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "json/json.h"
#include "json/scan.h"
#include "json/writer.h"

static const trf_alloc *const alloc = &trf_alloc_default;
static const trf_limits limits = TRF_LIMITS_DEFAULT;
static trf_arena arena;
static tariff_error *error;

static void setup(void)
{
    trf_arena_init(&arena, alloc, 0);
    error = NULL;
}

static void teardown(void)
{
    trf_arena_done(&arena);
    trf_error_free(error);
}

static const trf_json *parsed(const char *text)
{
    const trf_json *root = NULL;
    tariff_status status = trf_json_parse(&arena, &limits, trf_slice_text(text), &root, &error);

    ck_assert_msg(status == TARIFF_OK, "%s: %s", text, error ? error->message.data : "");
    return root;
}

static void refused(const char *text, tariff_status expected, const char *part)
{
    const trf_json *root = NULL;
    tariff_status status = trf_json_parse(&arena, &limits, trf_slice_text(text), &root, &error);

    ck_assert_msg(status == expected, "%s: %d", text, status);
    ck_assert_ptr_null(root);
    ck_assert_msg(strstr(error->message.data, part) != NULL, "%s: '%s' lacks '%s'", text, error->message.data, part);
    trf_error_free(error);
    error = NULL;
}

/* Reading ---------------------------------------------------------------------------------------------------------- */

START_TEST(parse__every_type__tree)
{
    const trf_json *root = parsed(" {\"a\":[null,true,false,-12,\"x\\u00e9\\n\\ud83d\\ude00\"],\"b\":{}, \"c\" : \"\" } ");
    const trf_json *a = trf_json_get(root, "a"), *item = a->first;

    ck_assert_int_eq(root->type, TRF_JSON_OBJECT);
    ck_assert_uint_eq(root->count, 3);
    ck_assert_uint_eq(a->count, 5);
    ck_assert_int_eq(item->type, TRF_JSON_NULL);
    item = item->next;
    ck_assert_int_eq(item->type, TRF_JSON_TRUE);
    item = item->next;
    ck_assert_int_eq(item->type, TRF_JSON_FALSE);
    item = item->next;
    ck_assert_int_eq(item->type, TRF_JSON_INTEGER);
    unit_assert_slice(item->text, "-12");
    item = item->next;
    unit_assert_slice(item->text, "x\xc3\xa9\n\xf0\x9f\x98\x80");
    ck_assert_uint_eq(item->index, 4);
    ck_assert_ptr_null(item->next);
    unit_assert_slice(a->text, "[null,true,false,-12,\"x\\u00e9\\n\\ud83d\\ude00\"]");
    unit_assert_slice(trf_json_get(root, "b")->text, "{}");
    unit_assert_slice(trf_json_get(root, "c")->text, "");
    ck_assert_ptr_null(trf_json_get(root, "d"));
    ck_assert_ptr_null(trf_json_get(NULL, "d"));
}
END_TEST

START_TEST(parse__after_a_structure__siblings_are_linked)
{
    const trf_json *root = parsed("[[1,[2]],[],{\"x\":[{}]},3]");
    unsigned count = 0;

    for (const trf_json *item = root->first; item; item = item->next)
        ck_assert_uint_eq(item->index, count++);
    ck_assert_uint_eq(count, 4);
}
END_TEST

START_TEST(parse__real__refused_and_said_so)
{
    refused("{\"a\":1.10}", TARIFF_EINVAL, "decimals are written as strings");
    refused("1e3", TARIFF_EINVAL, "real");
}
END_TEST

START_TEST(parse__member_twice__refused)
{
    char many[4000] = "{";

    refused("{\"a\":1,\"b\":2,\"a\":3}", TARIFF_EINVAL, "twice");
    refused("{\"a\":1,\"\\u0061\":3}", TARIFF_EINVAL, "twice");
    for (int i = 0; i < 100; i++)
        sprintf(many + strlen(many), "\"m%d\":%d,", i * 37 % 100, i);
    strcat(many, "\"m50\":0}");
    refused(many, TARIFF_EINVAL, "twice");
    strcpy(many + strlen(many) - 8, "\"n\":0}");
    parsed(many);
}
END_TEST

START_TEST(parse__not_json__refused_with_line_and_column)
{
    static const char *const texts[] = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "[1 2]",
        "nul",
        "truth",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\t\"",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "[1]]",
        "{} {}",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\\u0000\"",
        "\"\xff\"",
        "\"\xc0\x80\"",
        "\"\xed\xa0\x80\"",
        "{\"a\":1,}",
        "[,]",
        "]",
        "'a'",
        "/**/1",
        "NaN",
        "Infinity",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        refused(texts[i], TARIFF_EINVAL, "JSON, line 1");
    trf_json_parse(&arena, &limits, TRF_SLICE("{\n  \"a\": 1,\n  \"b\" 2}"), &(const trf_json *){NULL}, &error);
    ck_assert_uint_eq(error->line, 3);
    ck_assert_uint_eq(error->column, 7);
}
END_TEST

START_TEST(parse__deeper_than_the_limit__refused)
{
    char text[400];
    int depth = (int)limits.json_depth;

    if (depth > (int)TRF_JSON_SCAN_DEPTH - 1)
        depth = (int)TRF_JSON_SCAN_DEPTH - 1;
    memset(text, '[', (size_t)depth);
    memset(text + depth, ']', (size_t)depth);
    text[2 * depth] = 0;
    parsed(text);
    memset(text, '[', (size_t)depth + 1);
    memset(text + depth + 1, ']', (size_t)depth + 1);
    text[2 * depth + 2] = 0;
    refused(text, TARIFF_ELIMIT, "deeper");
}
END_TEST

START_TEST(parse__longer_than_the_limit__refused)
{
    trf_limits small = limits;
    const trf_json *root;

    small.request_bytes = 4;
    ck_assert_int_eq(trf_json_parse(&arena, &small, TRF_SLICE("[1,2]"), &root, &error), TARIFF_ELIMIT);
}
END_TEST

START_TEST(parse__byte_order_mark__skipped)
{
    parsed("\xef\xbb\xbf{}");
}
END_TEST

START_TEST(parse__memory_refused__error_and_nothing_lost)
{
    const char *text =
        "{\"a\\n\":[1,2,{\"b\":\"\\t\"}],\"c\":[],\"d\":[],\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"j\":0,\"k\":0,\"l\":0,"
        "\"m\":0,\"n\":0,\"o\":0,\"p\":0,\"q\":0,\"r\":0,\"s\":0}";

    for (unsigned long refuse = 1;; refuse++) {
        unit_failing state = {0, refuse, 0};
        trf_alloc failing = unit_failing_alloc(&state);
        trf_arena own;
        const trf_json *root;
        tariff_status status;

        trf_arena_init(&own, &failing, 0);
        status = trf_json_parse(&own, &limits, trf_slice_text(text), &root, NULL);
        trf_arena_done(&own);
        ck_assert_int_eq(state.live, 0);
        if (status == TARIFF_OK)
            break;
        ck_assert_int_eq(status, TARIFF_ENOMEM);
        ck_assert_uint_lt(refuse, 1000);
    }
}
END_TEST

/* Members ---------------------------------------------------------------------------------------------------------- */

START_TEST(members__of_the_right_type__read)
{
    const trf_json *root = parsed(
        "{\"t\":\"x\",\"d\":\"-1.50\",\"n\":12,\"day\":\"2024-02-29\",\"yes\":true,\"no\":false,\"list\":[],\"null\":null}");
    trf_slice text;
    uint64_t count = 0;
    trf_date day;
    int flag = -1;
    const trf_json *list;

    ck_assert_int_eq(trf_json_text(root, "t", true, &text, alloc, &error), TARIFF_OK);
    unit_assert_slice(text, "x");
    ck_assert_int_eq(trf_json_decimal(root, "d", true, &text, alloc, &error), TARIFF_OK);
    unit_assert_slice(text, "-1.50");
    ck_assert_int_eq(trf_json_count(root, "n", true, 12, &count, alloc, &error), TARIFF_OK);
    ck_assert_uint_eq(count, 12);
    ck_assert_int_eq(trf_json_date(root, "day", true, &day, alloc, &error), TARIFF_OK);
    ck_assert_int_eq(day, trf_date_of(2024, 2, 29));
    ck_assert_int_eq(trf_json_flag(root, "null", false, &flag, alloc, &error), TARIFF_OK);
    ck_assert_int_eq(flag, -1);
    ck_assert_int_eq(trf_json_flag(root, "yes", true, &flag, alloc, &error), TARIFF_OK);
    ck_assert_int_eq(flag, 1);
    ck_assert_int_eq(trf_json_flag(root, "no", true, &flag, alloc, &error), TARIFF_OK);
    ck_assert_int_eq(flag, 0);
    ck_assert_int_eq(trf_json_array(root, "list", true, &list, alloc, &error), TARIFF_OK);
    ck_assert_uint_eq(list->count, 0);
}
END_TEST

START_TEST(members__wrong__error_names_the_path)
{
    const trf_json *root =
        parsed("{\"items\":[{},{\"unit\":5,\"amount\":\"1e3\",\"day\":\"2023-02-29\",\"n\":-1,\"big\":18446744073709551616}]}");
    const trf_json *item = trf_json_get(root, "items")->first->next;
    trf_slice text;
    uint64_t count;
    trf_date day;

    ck_assert_int_eq(trf_json_text(item, "unit", true, &text, alloc, &error), TARIFF_EINVAL);
    unit_assert_slice(error->subject, "items[1].unit");
    ck_assert_str_eq(error->message.data, "items[1].unit '5': expected a string");
    trf_error_free(error);
    error = NULL;
    ck_assert_int_eq(trf_json_text(item, "gone", true, &text, alloc, &error), TARIFF_EINVAL);
    ck_assert_str_eq(error->message.data, "items[1].gone: is required");
    trf_error_free(error);
    error = NULL;
    ck_assert_int_eq(trf_json_decimal(item, "amount", true, &text, alloc, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(trf_json_date(item, "day", true, &day, alloc, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(trf_json_count(item, "n", true, 9, &count, alloc, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(trf_json_count(item, "big", true, UINT64_MAX, &count, alloc, NULL), TARIFF_EINVAL);
    ck_assert_int_eq(trf_json_only(item, "unit amount day n big", alloc, &error), TARIFF_OK);
    ck_assert_int_eq(trf_json_only(item, "unit amount days n big", alloc, &error), TARIFF_EINVAL);
    unit_assert_slice(error->subject, "items[1].day");
}
END_TEST

START_TEST(is_decimal__forms__as_the_contract_says)
{
    static const char *const good[] = {"0", "-0.5", "12345678901234567890123456789012345678", "1.123456789012345678", "007"};
    static const char *const bad[] = {"",
                                      "-",
                                      "+1",
                                      ".5",
                                      "1.",
                                      "1e3",
                                      "1,000",
                                      " 1",
                                      "1 ",
                                      "0x1",
                                      "1.1.1",
                                      "--1",
                                      "123456789012345678901234567890123456789",
                                      "1.1234567890123456789",
                                      "\xd9\xa1"};

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        ck_assert_msg(trf_json_is_decimal(trf_slice_text(good[i])), "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(!trf_json_is_decimal(trf_slice_text(bad[i])), "%s", bad[i]);
}
END_TEST

/* Scanning a stream ------------------------------------------------------------------------------------------------ */

typedef struct drip {
    const char *text;
    size_t at, size, step;
} drip;

static tariff_status drip_fill(void *user, char *out, size_t size, size_t *got, tariff_error **failure)
{
    drip *from = user;
    size_t n = from->size - from->at;

    (void)failure;
    n = n < from->step ? n : from->step;
    n = n < size ? n : size;
    memcpy(out, from->text + from->at, n);
    from->at += n;
    *got = n;
    return TARIFF_OK;
}

/* Every event as a letter and its token. */
static void transcript(trf_json_scanner *scanner, trf_buffer *out)
{
    trf_json_event event;

    do {
        tariff_status status = trf_json_scan_next(scanner, &event, &error);

        ck_assert_msg(status == TARIFF_OK, "%s", error ? error->message.data : "");
        trf_buffer_char(out, ".{}[]:sirtfn"[event]);
        trf_buffer_slice(out, scanner->token);
    } while (event != TRF_JSON_EVENT_END);
}

START_TEST(scan__in_pieces_of_any_size__the_same_events)
{
    const char *text = "\xef\xbb\xbf[{\"a\\tb\":\"c\\u20acd\" , \"long name\":-1.5e+3},\n[], 12 ,true,false,null,\"\xc3\xa9\"]";
    trf_buffer whole, pieces;
    trf_json_scanner scanner;

    trf_buffer_init(&whole, alloc, 0);
    trf_buffer_init(&pieces, alloc, 0);
    trf_json_scan_text(&scanner, alloc, trf_slice_text(text), 0, 0);
    transcript(&scanner, &whole);
    trf_json_scan_done(&scanner);
    unit_assert_slice(trf_buffer_view(&whole), "[{:a\tbsc\xe2\x82\xac"
                                               "d:long namer-1.5e+3}[]i12tfns\xc3\xa9].");
    for (size_t step = 1; step <= strlen(text); step++) {
        drip from = {text, 0, strlen(text), step};

        trf_buffer_clear(&pieces);
        ck_assert_int_eq(trf_json_scan_stream(&scanner, alloc, drip_fill, &from, 0, 0, &error), TARIFF_OK);
        transcript(&scanner, &pieces);
        trf_json_scan_done(&scanner);
        ck_assert_msg(trf_slice_equal(trf_buffer_view(&whole), trf_buffer_view(&pieces)), "pieces of %zu", step);
    }
    trf_buffer_done(&whole);
    trf_buffer_done(&pieces);
}
END_TEST

START_TEST(scan__text_longer_than_its_limit__refused)
{
    trf_json_scanner scanner;
    trf_json_event event;

    for (int escaped = 0; escaped < 2; escaped++) {
        trf_json_scan_text(&scanner, alloc, escaped ? TRF_SLICE("\"12345\\n7890\"") : TRF_SLICE("\"1234567890\""), 0, 9);
        ck_assert_int_eq(trf_json_scan_next(&scanner, &event, NULL), TARIFF_ELIMIT);
        trf_json_scan_done(&scanner);
    }
}
END_TEST

START_TEST(skip__any_value__stands_after_it)
{
    trf_json_scanner scanner;
    trf_json_event event;

    trf_json_scan_text(&scanner, alloc, TRF_SLICE("{\"a\":{\"b\":[1,{}]},\"c\":3,\"d\":4}"), 0, 0);
    ck_assert_int_eq(trf_json_scan_next(&scanner, &event, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_json_scan_next(&scanner, &event, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_json_scan_skip(&scanner, event, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_json_scan_next(&scanner, &event, NULL), TARIFF_OK);
    unit_assert_slice(scanner.token, "c");
    ck_assert_int_eq(trf_json_scan_skip(&scanner, event, NULL), TARIFF_OK);
    ck_assert_int_eq(trf_json_scan_next(&scanner, &event, NULL), TARIFF_OK);
    unit_assert_slice(scanner.token, "d");
    trf_json_scan_done(&scanner);
}
END_TEST

/* Printing --------------------------------------------------------------------------------------------------------- */

START_TEST(write__everything__reads_back)
{
    trf_buffer out;
    trf_json_writer writer;

    trf_buffer_init(&out, alloc, 0);
    trf_json_writer_init(&writer, &out);
    trf_json_begin_object(&writer);
    trf_json_member_text(&writer, "t", TRF_SLICE("a\"\\\n\x01\xc3\xa9\xff"));
    trf_json_name_slice(&writer, TRF_SLICE("n\""));
    trf_json_begin_array(&writer);
    trf_json_put_integer(&writer, INT64_MIN);
    trf_json_put_flag(&writer, true);
    trf_json_put_null(&writer);
    trf_json_put_date(&writer, trf_date_of(2024, 2, 29));
    trf_json_put_date(&writer, TRF_DATE_OPEN);
    trf_json_put_raw(&writer, TRF_SLICE("{}"));
    trf_json_begin_object(&writer);
    trf_json_end_object(&writer);
    trf_json_end_array(&writer);
    trf_json_member_text_if(&writer, "gone", TRF_SLICE_EMPTY);
    trf_json_member_text(&writer, "empty", TRF_SLICE_EMPTY);
    trf_json_end_object(&writer);
    ck_assert_int_eq(trf_json_writer_end(&writer, &error), TARIFF_OK);
    unit_assert_slice(trf_buffer_view(&out),
                      "{\"t\":\"a\\\"\\\\\\n\\u0001\xc3\xa9\xef\xbf\xbd\",\"n\\\"\":[-9223372036854775808,true,null,"
                      "\"2024-02-29\",null,{},{}],\"empty\":\"\"}");
    trf_buffer_char(&out, 0);
    parsed(out.data);
    trf_buffer_done(&out);
}
END_TEST

START_TEST(write__left_open_or_too_deep__error)
{
    trf_buffer out;
    trf_json_writer writer;

    trf_buffer_init(&out, alloc, 0);
    trf_json_writer_init(&writer, &out);
    trf_json_begin_array(&writer);
    ck_assert_int_eq(trf_json_writer_end(&writer, NULL), TARIFF_EINVAL);
    for (int i = 0; i < 100; i++)
        trf_json_begin_array(&writer);
    ck_assert_int_eq(trf_json_writer_end(&writer, NULL), TARIFF_ELIMIT);
    trf_buffer_done(&out);
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("json");
    TCase *cases = tcase_create("json");

    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, parse__every_type__tree);
    tcase_add_test(cases, parse__after_a_structure__siblings_are_linked);
    tcase_add_test(cases, parse__real__refused_and_said_so);
    tcase_add_test(cases, parse__member_twice__refused);
    tcase_add_test(cases, parse__not_json__refused_with_line_and_column);
    tcase_add_test(cases, parse__deeper_than_the_limit__refused);
    tcase_add_test(cases, parse__longer_than_the_limit__refused);
    tcase_add_test(cases, parse__byte_order_mark__skipped);
    tcase_add_test(cases, parse__memory_refused__error_and_nothing_lost);
    tcase_add_test(cases, members__of_the_right_type__read);
    tcase_add_test(cases, members__wrong__error_names_the_path);
    tcase_add_test(cases, is_decimal__forms__as_the_contract_says);
    tcase_add_test(cases, scan__in_pieces_of_any_size__the_same_events);
    tcase_add_test(cases, scan__text_longer_than_its_limit__refused);
    tcase_add_test(cases, skip__any_value__stands_after_it);
    tcase_add_test(cases, write__everything__reads_back);
    tcase_add_test(cases, write__left_open_or_too_deep__error);
    suite_add_tcase(made, cases);
    return made;
}
UNIT_MAIN(suite)
