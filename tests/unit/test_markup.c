/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "text/markup.h"

static trf_buffer display, plain;

static void setup(void)
{
    trf_buffer_init(&display, &trf_alloc_default, 0);
    trf_buffer_init(&plain, &trf_alloc_default, 0);
}

static void teardown(void)
{
    trf_buffer_done(&display);
    trf_buffer_done(&plain);
}

static void expect(const char *raw, const char *display_text, const char *plain_text)
{
    trf_buffer_clear(&display);
    trf_buffer_clear(&plain);
    trf_markup_read(trf_slice_text(raw), &display, &plain);
    unit_assert_slice(trf_buffer_view(&display), display_text);
    unit_assert_slice(trf_buffer_view(&plain), plain_text);
    /* Each form alone is the same as both together. */
    trf_buffer_clear(&plain);
    trf_markup_read(trf_slice_text(raw), NULL, &plain);
    unit_assert_slice(trf_buffer_view(&plain), plain_text);
    trf_buffer_clear(&display);
    trf_markup_read(trf_slice_text(raw), &display, NULL);
    unit_assert_slice(trf_buffer_view(&display), display_text);
}

START_TEST(read__nothing_special__as_it_is)
{
    expect("Live horses, other", "Live horses, other", "Live horses, other");
    expect("", "", "");
    expect("Pure\xc3\xa9"
           "e",
           "Pure\xc3\xa9"
           "e",
           "Pure\xc3\xa9"
           "e");
}
END_TEST

START_TEST(read__references__characters_once)
{
    expect("a &ge; b", "a >= b", "a >= b");
    expect("&#8805; 5 and &#x2265; 6", ">= 5 and >= 6", ">= 5 and >= 6");
    expect("&amp;ge; &eacute;&apos;", "&ge; \xc3\xa9'", "&ge; \xc3\xa9'");
    expect("AT&T & Co; &unknown; &#; &", "AT&T & Co; &unknown; &#; &", "AT&T & Co; &unknown; &#; &");
    expect("&#0;&#xD800;&#999999999;", "\xef\xbf\xbd\xef\xbf\xbd&#999999999;", "\xef\xbf\xbd\xef\xbf\xbd&#999999999;");
    expect("a&nbsp;b",
           "a\xc2\xa0"
           "b",
           "a b");
}
END_TEST

START_TEST(read__controls__dropped_or_blank_or_break)
{
    expect("a\tb\x01"
           "c\x7f",
           "a bc", "a bc");
    expect("a\r\nb", "a<br>b", "a\nb");
    expect("a\xc2\x85"
           "b",
           "ab", "ab");
}
END_TEST

START_TEST(read__taric_signs__shown)
{
    expect("80|kg", "80\xc2\xa0kg", "80 kg");
    expect("a||b!1!c", "a<br>b<br>c", "a\nb\nc");
    expect("2!x!3 !X! 4", "2x3 x 4", "2x3 x 4");
    expect("20 !o!C, 5 !%!",
           "20 \xc2\xb0"
           "C, 5 \xe2\x80\xb0",
           "20 \xc2\xb0"
           "C, 5 \xe2\x80\xb0");
    expect("!>=! 1 !<=! 2", ">= 1 <= 2", ">= 1 <= 2");
    expect("stop! wait!2!", "stop! wait!2!", "stop! wait!2!");
    expect("m$3 H@2O x$- $\xc3\xa9", "m<sup>3</sup> H<sub>2</sub>O x<sup>-</sup> <sup>\xc3\xa9</sup>",
           "m\xc2\xb3 H\xe2\x82\x82O x\xe2\x81\xbb \xc3\xa9");
    expect("US$ 5 and $", "US$ 5 and $", "US$ 5 and $");
}
END_TEST

START_TEST(read__elements__breaks_and_raised_text_stay)
{
    expect("a<br/>b<BR>c<br />d", "a<br/>b<BR>c<br />d", "a\nb\nc\nd");
    expect("10<sup>23</sup>x<sub>i</sub>", "10<sup>23</sup>x<sub>i</sub>", "10\xc2\xb2\xc2\xb3xi");
    expect("a<p/>b<P>c<p />d", "a<br>b<br>c<br>d", "a\nb\nc\nd");
    expect("<ul><li>one</li></ul>", "one", "one");
    expect("a<b>c</b>d", "a c d", "a c d");
    expect("<sup onclick=\"x\">2</sup>", "<sup>2</sup>", "\xc2\xb2");
    expect("<!-- note -->a<?x?>", "a", "a");
    expect("&lt;em&gt;a", "a", "a");
}
END_TEST

START_TEST(read__signs_that_are_no_elements__kept)
{
    expect("5 < 6 > 4", "5 < 6 > 4", "5 < 6 > 4");
    expect("a<b", "a<b", "a<b");
    expect("<<i>a<", "< a<", "< a<");
    expect("<", "<", "<");
}
END_TEST

START_TEST(read__typography__plain_signs)
{
    expect("1\xe2\x80\x93"
           "2\xe2\x80\x94"
           "3\xe2\x80\x91"
           "4\xe2\x88\x92"
           "5",
           "1-2-3-4-5", "1-2-3-4-5");
    expect("\xe2\x80\x98"
           "a\xe2\x80\x99 \xe2\x80\x9c"
           "b\xe2\x80\x9d",
           "'a' \"b\"", "'a' \"b\"");
    expect("so\xc2\xad"
           "ft\xe2\x80\x8b",
           "soft", "soft");
    expect("\xe2\x89\xa4 3 \xc3\x97 4 \xe2\x84\x83",
           "<= 3 x 4 \xc2\xb0"
           "C",
           "<= 3 x 4 \xc2\xb0"
           "C");
    expect("m\xc2\xb2 CO\xe2\x82\x82", "m<sup>2</sup> CO<sub>2</sub>", "m\xc2\xb2 CO\xe2\x82\x82");
}
END_TEST

START_TEST(read__blanks__one_and_none_at_the_ends)
{
    expect("  a   b  ", "a b", "a b");
    expect(" \t ", "", "");
    expect("a ||  b", "a <br> b", "a\nb");
}
END_TEST

START_TEST(read__bad_utf8__replacement_characters)
{
    expect("a\xff"
           "b\xc3",
           "a\xef\xbf\xbd"
           "b\xef\xbf\xbd",
           "a\xef\xbf\xbd"
           "b\xef\xbf\xbd");
}
END_TEST

START_TEST(read__twice_into_one_buffer__appended)
{
    trf_markup_read(TRF_SLICE("a "), &display, &plain);
    trf_markup_read(TRF_SLICE(" |b"), &display, &plain);
    unit_assert_slice(trf_buffer_view(&display), "a\xc2\xa0"
                                                 "b");
    unit_assert_slice(trf_buffer_view(&plain), "ab");
}
END_TEST

START_TEST(read__memory_refused__failed_and_nothing_lost)
{
    for (unsigned long refuse = 1;; refuse++) {
        unit_failing state = {0, refuse, 0};
        trf_alloc alloc = unit_failing_alloc(&state);
        trf_buffer a, b;
        bool failed;

        trf_buffer_init(&a, &alloc, 0);
        trf_buffer_init(&b, &alloc, 0);
        trf_markup_read(TRF_SLICE("&ge; <sup>2</sup> | b"), &a, &b);
        failed = a.failed || b.failed;
        trf_buffer_done(&a);
        trf_buffer_done(&b);
        ck_assert_int_eq(state.live, 0);
        if (!failed)
            break;
        ck_assert_uint_lt(refuse, 100);
    }
}
END_TEST

START_TEST(is_plain__what_reading_would_change__false)
{
    static const char *const changed[] = {"a|b",           "&amp;",    " a",       "a ",   "a  b", "<b>",
                                          "a\xe2\x80\x93", "\xc2\xb2", "\xc3\x97", "\xff", "a$2"};

    for (size_t i = 0; i < sizeof changed / sizeof changed[0]; i++)
        ck_assert_msg(!trf_markup_is_plain(trf_slice_text(changed[i])), "%s", changed[i]);
    ck_assert(trf_markup_is_plain(TRF_SLICE("Of a weight not exceeding 80 kg (live) > 5")));
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("markup");
    TCase *cases = tcase_create("markup");

    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, read__nothing_special__as_it_is);
    tcase_add_test(cases, read__references__characters_once);
    tcase_add_test(cases, read__controls__dropped_or_blank_or_break);
    tcase_add_test(cases, read__taric_signs__shown);
    tcase_add_test(cases, read__elements__breaks_and_raised_text_stay);
    tcase_add_test(cases, read__signs_that_are_no_elements__kept);
    tcase_add_test(cases, read__typography__plain_signs);
    tcase_add_test(cases, read__blanks__one_and_none_at_the_ends);
    tcase_add_test(cases, read__bad_utf8__replacement_characters);
    tcase_add_test(cases, read__twice_into_one_buffer__appended);
    tcase_add_test(cases, read__memory_refused__failed_and_nothing_lost);
    tcase_add_test(cases, is_plain__what_reading_would_change__false);
    suite_add_tcase(made, cases);
    return made;
}
UNIT_MAIN(suite)
