/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"
#include "base/instant.h"
#include "base/intern.h"
#include "base/limits.h"
#include "base/sort.h"
#include "base/utf8.h"

/* Memory --------------------------------------------------------------------------------------------------------------- */

START_TEST(zero__size_zero__a_block_that_can_be_freed)
{
    unit_failing state = {0};
    trf_alloc alloc = unit_failing_alloc(&state);
    void *block = trf_alloc_zero(&alloc, 0);

    ck_assert_ptr_nonnull(block);
    ck_assert_int_eq(state.live, 1);
    trf_alloc_free(&alloc, block, 0);
    ck_assert_int_eq(state.live, 0);
}
END_TEST

START_TEST(array__fresh__all_bytes_zero)
{
    static const unsigned char zeros[12 * 7];
    void *block = trf_alloc_array(&trf_alloc_default, 12, 7);

    ck_assert_mem_eq(block, zeros, sizeof zeros);
    trf_alloc_free(&trf_alloc_default, block, sizeof zeros);
}
END_TEST

START_TEST(array__product_overflows__refused_without_a_call)
{
    unit_failing state = {0};
    trf_alloc alloc = unit_failing_alloc(&state);

    ck_assert_ptr_null(trf_alloc_array(&alloc, SIZE_MAX / 4 + 1, 4));
    ck_assert_ptr_null(trf_alloc_array(&alloc, SIZE_MAX, 2));
    ck_assert_uint_eq(state.calls, 0);
}
END_TEST

START_TEST(free__null__nothing_happens)
{
    trf_alloc_free(&trf_alloc_default, NULL, 16);
}
END_TEST

START_TEST(grow__from_nothing__at_least_need_and_doubling)
{
    void *items = NULL;
    size_t capacity = 0;

    ck_assert(trf_alloc_grow(&trf_alloc_default, &items, &capacity, 1, sizeof(int)));
    ck_assert_uint_ge(capacity, 1);
    size_t before = capacity;
    ck_assert(trf_alloc_grow(&trf_alloc_default, &items, &capacity, before, sizeof(int)));
    ck_assert_uint_eq(capacity, before);
    ck_assert(trf_alloc_grow(&trf_alloc_default, &items, &capacity, before + 1, sizeof(int)));
    ck_assert_uint_eq(capacity, before * 2);
    ck_assert(trf_alloc_grow(&trf_alloc_default, &items, &capacity, 3, sizeof(int)));
    ck_assert_uint_eq(capacity, before * 2);
    trf_alloc_free(&trf_alloc_default, items, capacity * sizeof(int));
}
END_TEST

START_TEST(grow__bytes_overflow__refused_and_nothing_changes)
{
    unit_failing state = {0};
    trf_alloc alloc = unit_failing_alloc(&state);
    void *items = NULL;
    size_t capacity = 0;

    ck_assert(!trf_alloc_grow(&alloc, &items, &capacity, SIZE_MAX / 8 + 1, 8));
    ck_assert(!trf_alloc_grow(&alloc, &items, &capacity, SIZE_MAX, 2));
    ck_assert(!trf_alloc_grow(&alloc, &items, &capacity, 1, 0));
    ck_assert_ptr_null(items);
    ck_assert_uint_eq(capacity, 0);
    ck_assert_uint_eq(state.calls, 0);
}
END_TEST

START_TEST(grow__doubling_would_overflow__takes_just_what_is_needed)
{
    /* Capacity is more than half of all that can be counted: the next step cannot double. Refused by the allocator only. */
    unit_failing state = {.refuse = 1};
    trf_alloc alloc = unit_failing_alloc(&state);
    char something;
    void *items = &something;
    size_t capacity = SIZE_MAX / 2 + 2;

    ck_assert(!trf_alloc_grow(&alloc, &items, &capacity, SIZE_MAX / 2 + 3, 1));
    ck_assert_uint_eq(state.calls, 1);
    ck_assert_ptr_eq(items, &something);
    ck_assert_uint_eq(capacity, SIZE_MAX / 2 + 2);
}
END_TEST

START_TEST(grow__memory_refused__items_and_capacity_stay)
{
    unit_failing state = {.refuse = 2};
    trf_alloc alloc = unit_failing_alloc(&state);
    void *items = NULL, *before;
    size_t capacity = 0, size;

    ck_assert(trf_alloc_grow(&alloc, &items, &capacity, 4, 4));
    before = items;
    size = capacity;
    ck_assert(!trf_alloc_grow(&alloc, &items, &capacity, size + 1, 4));
    ck_assert_ptr_eq(items, before);
    ck_assert_uint_eq(capacity, size);
    trf_alloc_free(&alloc, items, capacity * 4);
    ck_assert_int_eq(state.live, 0);
}
END_TEST

START_TEST(copy__text_with_a_zero_byte__whole_and_terminated)
{
    char *copy = trf_alloc_copy(&trf_alloc_default, trf_slice_of("a\0b", 3));

    ck_assert_mem_eq(copy, "a\0b", 4);
    trf_alloc_free(&trf_alloc_default, copy, 4);
    copy = trf_alloc_copy(&trf_alloc_default, TRF_SLICE_EMPTY);
    ck_assert_str_eq(copy, "");
    trf_alloc_free(&trf_alloc_default, copy, 1);
    ck_assert_ptr_null(trf_alloc_copy(&trf_alloc_default, trf_slice_of("", SIZE_MAX)));
}
END_TEST

/* Slices --------------------------------------------------------------------------------------------------------------- */

START_TEST(slice__order_of_bytes__shorter_first_and_unsigned)
{
    ck_assert_int_lt(trf_slice_compare(TRF_SLICE("0101"), TRF_SLICE("010121")), 0);
    ck_assert_int_gt(trf_slice_compare(TRF_SLICE("\xC3\xA9"), TRF_SLICE("z")), 0);
    ck_assert_int_eq(trf_slice_compare(TRF_SLICE_EMPTY, TRF_SLICE("")), 0);
    ck_assert(trf_slice_equal(TRF_SLICE_EMPTY, TRF_SLICE("")));
    ck_assert(trf_slice_begins(TRF_SLICE("0101"), TRF_SLICE_EMPTY));
    ck_assert(!trf_slice_begins(TRF_SLICE("01"), TRF_SLICE("0101")));
    ck_assert(!trf_slice_equal(TRF_SLICE("a"), TRF_SLICE("b")));
}
END_TEST

/* Arena ---------------------------------------------------------------------------------------------------------------- */

START_TEST(arena__any_size__aligned_and_apart)
{
    trf_arena arena;
    char *last = NULL;
    size_t last_size = 0;

    trf_arena_init(&arena, &trf_alloc_default, 0);
    for (size_t size = 0; size < 3000; size = size * 2 + 1) {
        char *block = trf_arena_take(&arena, size);

        ck_assert_ptr_nonnull(block);
        ck_assert_uint_eq((uintptr_t)block % 16, 0);
        ck_assert(!last || block >= last + last_size || block + size <= last);
        memset(block, 0xA5, size);
        last = block;
        last_size = size;
    }
    trf_arena_done(&arena);
}
END_TEST

START_TEST(arena__same_takes_after_a_reset__no_allocation)
{
    static const size_t sizes[] = {1, 5000, 16, 70000, 4096, 3, 2000000, 100, 4000, 4000};
    unit_failing state = {0};
    trf_alloc alloc = unit_failing_alloc(&state);
    trf_arena arena;
    unsigned long calls = 0;

    trf_arena_init(&arena, &alloc, 0);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            char *block = trf_arena_take(&arena, sizes[i]);

            ck_assert_ptr_nonnull(block);
            memset(block, round, sizes[i]);
        }
        if (round == 0)
            calls = state.calls;
        trf_arena_reset(&arena);
    }
    ck_assert_uint_eq(state.calls, calls);
    ck_assert_int_eq((long)arena.total, state.live);
    trf_arena_done(&arena);
    ck_assert_int_eq(state.live, 0);
}
END_TEST

START_TEST(arena__other_takes_alternating__settles)
{
    unit_failing state = {0};
    trf_alloc alloc = unit_failing_alloc(&state);
    trf_arena arena;
    unsigned long calls = 0;

    trf_arena_init(&arena, &alloc, 0);
    for (int round = 0; round < 40; round++) {
        for (size_t i = 0; i < 20; i++)
            ck_assert_ptr_nonnull(trf_arena_take(&arena, round % 2 ? 100 + i * 9000 : 200000 - i * 9000));
        trf_arena_reset(&arena);
        if (round == 19)
            calls = state.calls;
    }
    ck_assert_uint_eq(state.calls, calls);
    trf_arena_done(&arena);
    ck_assert_int_eq(state.live, 0);
}
END_TEST

START_TEST(arena__limit__refused_and_still_usable)
{
    trf_arena arena;

    trf_arena_init(&arena, &trf_alloc_default, 10000);
    ck_assert_ptr_null(trf_arena_take(&arena, 10001));
    ck_assert_ptr_nonnull(trf_arena_take(&arena, 3000));
    ck_assert_ptr_nonnull(trf_arena_take(&arena, 4000));
    ck_assert_ptr_null(trf_arena_take(&arena, 4000));
    ck_assert_ptr_nonnull(trf_arena_take(&arena, 16));
    ck_assert_uint_le(arena.total, 10000);
    trf_arena_done(&arena);
    ck_assert_ptr_nonnull(trf_arena_take(&arena, 9000));
    trf_arena_done(&arena);
}
END_TEST

START_TEST(arena__size_near_the_largest__refused)
{
    unit_failing state = {0};
    trf_alloc alloc = unit_failing_alloc(&state);
    trf_arena arena;

    trf_arena_init(&arena, &alloc, 0);
    for (size_t below = 0; below < 64; below++)
        ck_assert_ptr_null(trf_arena_take(&arena, SIZE_MAX - below));
    ck_assert_uint_eq(arena.total, 0);
    trf_arena_done(&arena);
}
END_TEST

START_TEST(arena__memory_refused__null_and_nothing_leaks)
{
    for (unsigned long refuse = 1; refuse < 5; refuse++) {
        unit_failing state = {.refuse = refuse};
        trf_alloc alloc = unit_failing_alloc(&state);
        trf_arena arena;
        unsigned taken = 0;

        trf_arena_init(&arena, &alloc, 0);
        while (trf_arena_take(&arena, 5000))
            taken++;
        ck_assert_uint_ge(taken, refuse - 1);
        ck_assert_ptr_null(trf_arena_zero(&arena, 5000));
        ck_assert_ptr_null(trf_arena_copy(&arena, trf_slice_of("", SIZE_MAX)).data);
        trf_arena_done(&arena);
        ck_assert_int_eq(state.live, 0);
    }
}
END_TEST

START_TEST(arena__all_zero__can_be_given_back)
{
    trf_arena arena = {0};

    trf_arena_done(&arena);
    trf_arena_reset(&arena);
}
END_TEST

START_TEST(arena__copy_and_zero__bytes_as_promised)
{
    static const char zeros[100];
    trf_arena arena;

    trf_arena_init(&arena, &trf_alloc_default, 0);
    memset(trf_arena_take(&arena, 4000), 0xFF, 4000);
    trf_arena_reset(&arena);
    ck_assert_mem_eq(trf_arena_zero(&arena, sizeof zeros), zeros, sizeof zeros);
    unit_assert_slice(trf_arena_copy(&arena, TRF_SLICE("0101210000")), "0101210000");
    ck_assert_ptr_nonnull(trf_arena_copy(&arena, TRF_SLICE_EMPTY).data);
    trf_arena_done(&arena);
}
END_TEST

/* Buffer --------------------------------------------------------------------------------------------------------------- */

START_TEST(buffer__digits__padded_and_signed)
{
    trf_buffer buffer;

    trf_buffer_init(&buffer, &trf_alloc_default, 0);
    trf_buffer_unsigned(&buffer, 0, 0);
    trf_buffer_char(&buffer, ' ');
    trf_buffer_unsigned(&buffer, 7, 3);
    trf_buffer_char(&buffer, ' ');
    trf_buffer_unsigned(&buffer, UINT64_MAX, 1);
    trf_buffer_char(&buffer, ' ');
    trf_buffer_unsigned(&buffer, 5, 25);
    trf_buffer_char(&buffer, ' ');
    trf_buffer_signed(&buffer, INT64_MIN);
    trf_buffer_char(&buffer, ' ');
    trf_buffer_signed(&buffer, INT64_MAX);
    trf_buffer_text(&buffer, " ");
    trf_buffer_signed(&buffer, -1);
    unit_assert_slice(trf_buffer_view(&buffer), "0 007 18446744073709551615 0000000000000000000000005 "
                                                "-9223372036854775808 9223372036854775807 -1");
    trf_buffer_done(&buffer);
}
END_TEST

START_TEST(buffer__limit_passed__failed_and_later_appends_do_nothing)
{
    trf_buffer buffer;

    trf_buffer_init(&buffer, &trf_alloc_default, 5);
    trf_buffer_text(&buffer, "12345");
    ck_assert(!buffer.failed);
    trf_buffer_char(&buffer, '6');
    ck_assert(buffer.failed);
    trf_buffer_slice(&buffer, TRF_SLICE("x"));
    ck_assert_uint_eq(buffer.size, 5);
    trf_buffer_clear(&buffer);
    ck_assert(!buffer.failed);
    trf_buffer_text(&buffer, "abc");
    unit_assert_slice(trf_buffer_view(&buffer), "abc");
    trf_buffer_done(&buffer);
}
END_TEST

START_TEST(buffer__reserve_near_the_largest__refused)
{
    trf_buffer buffer;

    trf_buffer_init(&buffer, &trf_alloc_default, 0);
    trf_buffer_char(&buffer, 'a');
    ck_assert_ptr_null(trf_buffer_reserve(&buffer, SIZE_MAX));
    ck_assert(buffer.failed);
    trf_buffer_done(&buffer);
}
END_TEST

START_TEST(buffer__reserve__room_that_can_be_written)
{
    trf_buffer buffer;
    char *room;

    trf_buffer_init(&buffer, &trf_alloc_default, 0);
    ck_assert_ptr_nonnull(trf_buffer_reserve(&buffer, 0));
    room = trf_buffer_reserve(&buffer, 1000);
    memset(room, 'x', 1000);
    buffer.size += 1000;
    trf_buffer_bytes(&buffer, "y", 1);
    ck_assert_uint_eq(buffer.size, 1001);
    ck_assert_int_eq(buffer.data[1000], 'y');
    trf_buffer_done(&buffer);
}
END_TEST

START_TEST(buffer__memory_refused__failed_keeps_what_was_written)
{
    unit_failing state = {.refuse = 2};
    trf_alloc alloc = unit_failing_alloc(&state);
    trf_buffer buffer;

    trf_buffer_init(&buffer, &alloc, 0);
    trf_buffer_char(&buffer, 'a');
    trf_buffer_bytes(&buffer, "0123456789012345678901234567890123456789", 40);
    ck_assert(buffer.failed);
    unit_assert_slice(trf_buffer_view(&buffer), "a");
    trf_buffer_done(&buffer);
    ck_assert_int_eq(state.live, 0);
}
END_TEST

/* Dates ---------------------------------------------------------------------------------------------------------------- */

START_TEST(date__every_day_of_0001_to_9999__there_and_back)
{
    static const unsigned lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    trf_date expected = TRF_DATE_MIN;
    unsigned weekday = 1; /* 0001-01-01 was a Monday */

    /* A walk over the calendar as it is printed, not a second formula. */
    for (int32_t year = 1; year <= 9999; year++) {
        bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);

        for (unsigned month = 1; month <= 12; month++) {
            unsigned length = lengths[month - 1] + (month == 2 && leap);

            for (unsigned day = 1; day <= length; day++) {
                trf_civil civil = trf_date_civil(expected);

                if (civil.year != year || civil.month != month || civil.day != day ||
                    trf_date_of(year, month, day) != expected || trf_date_weekday(expected) != weekday)
                    ck_abort_msg("%d-%u-%u (day %d)", (int)year, month, day, (int)expected);
                expected++;
                weekday = weekday % 7 + 1;
            }
            ck_assert(!trf_date_valid(year, month, length + 1));
        }
    }
    ck_assert_int_eq(expected, TRF_DATE_MAX + 1);
}
END_TEST

START_TEST(date__every_day__text_there_and_back)
{
    for (trf_date date = TRF_DATE_MIN; date <= TRF_DATE_MAX; date++) {
        char text[10];
        trf_date read = TRF_DATE_NONE;

        trf_date_format(date, text);
        if (!trf_date_parse(trf_slice_of(text, 10), &read) || read != date)
            ck_abort_msg("%.10s", text);
    }
}
END_TEST

START_TEST(date__known_days__counted_from_1970)
{
    char text[10];

    ck_assert_int_eq(trf_date_of(1970, 1, 1), 0);
    ck_assert_int_eq(trf_date_of(1969, 12, 31), -1);
    /* 30 years and 7 leap days (1972 to 1996), then January and the 29 days of February 2000. */
    ck_assert_int_eq(trf_date_of(2000, 3, 1), 30 * 365 + 7 + 31 + 29);
    ck_assert_int_eq(trf_date_of(2038, 1, 20), 68 * 365 + 17 + 19);
    ck_assert_uint_eq(trf_date_weekday(0), 4);
    ck_assert_uint_eq(trf_date_weekday(TRF_DATE_MIN), 1);
    trf_date_format(trf_date_of(476, 9, 4), text);
    ck_assert_mem_eq(text, "0476-09-04", 10);
}
END_TEST

START_TEST(date__leap_days__as_the_calendar_has_them)
{
    ck_assert(trf_date_valid(2024, 2, 29));
    ck_assert(trf_date_valid(2000, 2, 29));
    ck_assert(!trf_date_valid(1900, 2, 29));
    ck_assert(!trf_date_valid(2100, 2, 29));
    ck_assert(!trf_date_valid(2023, 2, 29));
    ck_assert_int_eq(trf_date_of(2023, 2, 29), TRF_DATE_NONE);
}
END_TEST

START_TEST(date__out_of_range__no_date)
{
    trf_civil none = trf_date_civil(TRF_DATE_MIN - 1);

    ck_assert(!trf_date_valid(0, 1, 1) && !trf_date_valid(10000, 1, 1) && !trf_date_valid(-1, 1, 1));
    ck_assert(!trf_date_valid(2024, 0, 1) && !trf_date_valid(2024, 13, 1) && !trf_date_valid(2024, UINT32_MAX, 1));
    ck_assert(!trf_date_valid(2024, 1, 0) && !trf_date_valid(2024, 1, 32) && !trf_date_valid(2024, 4, 31));
    ck_assert_int_eq(trf_date_of(INT32_MAX, 1, 1), TRF_DATE_NONE);
    ck_assert_int_eq(none.year, 0);
    ck_assert_int_eq(trf_date_civil(TRF_DATE_OPEN).month, 0);
    ck_assert_int_eq(trf_date_civil(TRF_DATE_NONE).day, 0);
    ck_assert_uint_ge(trf_date_weekday(TRF_DATE_OPEN), 1);
    ck_assert_uint_le(trf_date_weekday(TRF_DATE_NONE), 7);
}
END_TEST

static trf_instant instant(const char *text)
{
    trf_instant made = {INT64_MIN, 7};

    ck_assert_msg(trf_instant_parse(trf_slice_text(text), &made), "%s", text);
    return made;
}

START_TEST(instant_parse__one_moment_written_in_several_ways__equal)
{
    static const char *const same[] = {"2026-03-10T13:30:00Z",      "2026-03-10T08:30:00-05:00", "2026-03-10T13:30:00.000Z",
                                       "2026-03-11T03:30:00+14:00", "2026-03-10t13:30:00z",      "2026-03-10T13:30:00-00:00"};

    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        ck_assert_msg(trf_instant_compare(instant(same[0]), instant(same[i])) == 0, "%s", same[i]);
    ck_assert_int_eq(instant("1970-01-01T00:00:00Z").seconds, 0);
    ck_assert_int_eq(instant("2001-09-09T01:46:40Z").seconds, 1000000000);
    ck_assert_int_eq(instant("0001-01-01T00:00:00+23:59").seconds, INT64_C(-62135596800) - 86340);
    ck_assert_uint_eq(instant("2026-03-10T09:00:00.25Z").nanoseconds, 250000000);
}
END_TEST

START_TEST(instant_compare__moments_in_order__each_before_the_next)
{
    static const char *const order[] = {"2016-12-31T23:59:59.999999999Z", "2016-12-31T23:59:60Z", "2017-01-01T05:29:60.5+05:30",
                                        "2017-01-01T00:00:00Z",           "2017-01-01T00:00:00.5Z", "2017-01-01T00:00:01Z",
                                        "2017-01-01T09:00:00-05:00",      "2017-01-01T08:30:00-08:00"};

    for (size_t i = 1; i < sizeof order / sizeof *order; i++) {
        ck_assert_msg(trf_instant_compare(instant(order[i - 1]), instant(order[i])) < 0, "%s", order[i]);
        ck_assert_msg(trf_instant_compare(instant(order[i]), instant(order[i - 1])) > 0, "%s", order[i]);
    }
}
END_TEST

START_TEST(instant_parse__no_instant__refused_and_out_stays)
{
    static const char *const wrong[] = {"",
                                        "banana",
                                        "2026-03-10",
                                        "2026-03-10T09:00:00",
                                        "2026-03-10T09:00Z",
                                        "2026-03-10 09:00:00Z",
                                        "2026-02-30T09:00:00Z",
                                        "2026-03-10T24:00:00Z",
                                        "2026-03-10T09:60:00Z",
                                        "2026-03-10T09:00:60Z",
                                        "2026-03-10T09:00:61Z",
                                        "2026-03-10T23:59:60+01:00",
                                        "2026-03-10T09:00:00.Z",
                                        "2026-03-10T09:00:00.1234567890Z",
                                        "2026-03-10T09:00:00.5",
                                        "2026-03-10T09:00:00+0100",
                                        "2026-03-10T09:00:00+24:00",
                                        "2026-03-10T09:00:00+01:60",
                                        "2026-03-10T09:00:00+01",
                                        "2026-03-10T09:00:00Z ",
                                        "2026-03-10T09:00:0aZ"};
    trf_instant out = {5, 6};

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_msg(!trf_instant_parse(trf_slice_text(wrong[i]), &out), "%s", wrong[i]);
    ck_assert_int_eq(out.seconds, 5);
    ck_assert_uint_eq(out.nanoseconds, 6);
}
END_TEST

START_TEST(date_parse__other_than_ten_characters_of_the_form__refused_and_out_stays)
{
    static const char *const wrong[] = {"",           "2024-1-01",   "2024-01-1",  "2024-01-001", "20240101",   "2024/01/01",
                                        "2024-01/01", " 2024-01-0",  "2024-01-0 ", "+024-01-01",  "-024-01-01", "2024-00-01",
                                        "2024-13-01", "2024-01-00",  "2024-01-32", "2023-02-29",  "0000-01-01", "202a-01-01",
                                        "2024-0:-01", "2024-01-01T", "2024-01-0/"};
    trf_date date = 42;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ck_assert_msg(!trf_date_parse(trf_slice_text(wrong[i]), &date), "%s", wrong[i]);
    ck_assert(!trf_date_parse(trf_slice_of("2024-01-\0" "1", 10), &date));
    ck_assert(!trf_date_parse(TRF_SLICE("\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA4-0"), &date));
    ck_assert_int_eq(date, 42);
    ck_assert(trf_date_parse(TRF_SLICE("9999-12-31"), &date));
    ck_assert_int_eq(date, TRF_DATE_MAX);
}
END_TEST

START_TEST(period__ends__both_belong_to_it)
{
    trf_date start = trf_date_of(2024, 1, 1), end = trf_date_of(2024, 12, 31);

    ck_assert(trf_period_has(start, end, start) && trf_period_has(start, end, end));
    ck_assert(!trf_period_has(start, end, start - 1) && !trf_period_has(start, end, end + 1));
    ck_assert(trf_period_has(TRF_DATE_NONE, TRF_DATE_OPEN, TRF_DATE_MIN));
    ck_assert(trf_period_has(start, TRF_DATE_OPEN, TRF_DATE_MAX));
    ck_assert(!trf_period_has(end, start, start));
}
END_TEST

/* Errors --------------------------------------------------------------------------------------------------------------- */

START_TEST(fail__all_directives__formatted)
{
    tariff_error *error = NULL;
    tariff_status status =
        trf_fail(&error, &trf_alloc_default, TARIFF_EINPUT, "%s|%S|%u|%lu|%d|%d|%%", "origin", trf_slice_of("XYZ", 2),
                 UINT32_MAX, UINT64_MAX, INT32_MIN, (int32_t)7);

    ck_assert_int_eq(status, TARIFF_EINPUT);
    ck_assert_int_eq(error->status, TARIFF_EINPUT);
    unit_assert_slice(error->message, "origin|XY|4294967295|18446744073709551615|-2147483648|7|%");
    ck_assert_str_eq(error->message.data, "origin|XY|4294967295|18446744073709551615|-2147483648|7|%");
    ck_assert_str_eq(error->file.data, "");
    ck_assert_str_eq(error->subject.data, "");
    trf_error_free(error);
}
END_TEST

START_TEST(fail__unknown_directive_or_null_text__ends_or_is_empty)
{
    tariff_error *error = NULL;

    (void)trf_fail(&error, &trf_alloc_default, TARIFF_EINVAL, "a %s%S b %x c", (const char *)NULL, TRF_SLICE_EMPTY);
    unit_assert_slice(error->message, "a  b ");
    trf_error_free(error);
    error = NULL;
    (void)trf_fail(&error, &trf_alloc_default, TARIFF_EINVAL, "ends in %");
    unit_assert_slice(error->message, "ends in ");
    trf_error_free(error);
}
END_TEST

START_TEST(fail__input_with_control_bytes__one_line_of_utf8)
{
    tariff_error *error = NULL;

    (void)trf_fail(&error, &trf_alloc_default, TARIFF_EINPUT, "'%S'",
                   trf_slice_of("a\0b\nc\x7F\xC3\xA9\xC3(\xED\xA0\x80\xF0\x9F\x98\x80", 17));
    unit_assert_slice(error->message, "'a?b?c?\xC3\xA9?(???\xF0\x9F\x98\x80'");
    trf_error_free(error);
}
END_TEST

START_TEST(fail__message_too_long__cut_at_a_character)
{
    tariff_error *error = NULL;
    char text[1101];

    for (size_t lead = 0; lead < 2; lead++) {
        memset(text, 'a', lead);
        for (size_t i = lead; i + 1 < sizeof text; i += 2)
            memcpy(text + i, "\xC3\xA9", 2);
        (void)trf_fail(&error, &trf_alloc_default, TARIFF_EINPUT, "%S tail", trf_slice_of(text, lead + 1098));
        ck_assert_uint_eq(error->message.size, 1000 - lead);
        ck_assert_mem_eq(error->message.data, text, error->message.size);
        trf_error_free(error);
        error = NULL;
    }
}
END_TEST

START_TEST(fail__no_place_or_one_taken__status_only)
{
    tariff_error *error = NULL;

    ck_assert_int_eq(trf_fail(NULL, &trf_alloc_default, TARIFF_EIO, "x"), TARIFF_EIO);
    (void)trf_fail(&error, &trf_alloc_default, TARIFF_EIO, "first");
    ck_assert_int_eq(trf_fail(&error, &trf_alloc_default, TARIFF_EINVAL, "second"), TARIFF_EINVAL);
    unit_assert_slice(error->message, "first");
    ck_assert_int_eq(trf_fail_memory(&error), TARIFF_ENOMEM);
    unit_assert_slice(error->message, "first");
    trf_error_free(error);
}
END_TEST

START_TEST(fail__memory_refused_anywhere__a_static_error_and_no_leak)
{
    for (unsigned long refuse = 1; refuse <= 4; refuse++) {
        unit_failing state = {.refuse = refuse};
        trf_alloc alloc = unit_failing_alloc(&state);
        tariff_error *error = NULL;

        ck_assert_int_eq(trf_fail(&error, &alloc, TARIFF_EINPUT, "element '%s'", "duty"), TARIFF_EINPUT);
        ck_assert_ptr_nonnull(error);
        ck_assert_int_eq(error->status, TARIFF_ENOMEM);
        ck_assert_str_eq(error->message.data, "memory was refused");
        ck_assert_uint_eq(error->message.size, strlen(error->message.data));
        trf_error_at(error, TRF_SLICE("file"), 1, 2, TRF_SLICE("subject"));
        ck_assert_uint_eq(error->line, 0);
        trf_error_free(error);
        ck_assert_int_eq(state.live, 0);
    }
}
END_TEST

START_TEST(fail_memory__nothing_given__enomem)
{
    tariff_error *error = NULL;

    ck_assert_int_eq(trf_fail_memory(NULL), TARIFF_ENOMEM);
    ck_assert_int_eq(trf_fail_memory(&error), TARIFF_ENOMEM);
    ck_assert_int_eq(error->status, TARIFF_ENOMEM);
    trf_error_free(error);
    trf_error_free(NULL);
}
END_TEST

START_TEST(error_at__twice__the_first_place_stays)
{
    unit_failing state = {0};
    trf_alloc alloc = unit_failing_alloc(&state);
    tariff_error *error = NULL;

    (void)trf_fail(&error, &alloc, TARIFF_EINPUT, "x");
    trf_error_at(error, TRF_SLICE("uk.xml"), 12, 3, TRF_SLICE_EMPTY);
    trf_error_at(error, TRF_SLICE("other.xml"), 99, 9, TRF_SLICE("measure"));
    ck_assert_str_eq(error->file.data, "uk.xml");
    ck_assert_uint_eq(error->line, 12);
    ck_assert_uint_eq(error->column, 3);
    ck_assert_str_eq(error->subject.data, "measure");
    trf_error_at(NULL, TRF_SLICE("file"), 1, 1, TRF_SLICE_EMPTY);
    state.refuse = 1;
    trf_error_free(error);
    ck_assert_int_eq(state.live, 0);
}
END_TEST

/* Interned text -------------------------------------------------------------------------------------------------------- */

START_TEST(intern__fresh_pool__id_zero_is_the_empty_text)
{
    trf_intern pool;

    ck_assert(trf_intern_init(&pool, &trf_alloc_default, 1));
    ck_assert_uint_eq(trf_intern_add(&pool, TRF_SLICE_EMPTY), 0);
    ck_assert_uint_eq(trf_intern_find(&pool, TRF_SLICE("")), 0);
    ck_assert_uint_eq(pool.count, 1);
    ck_assert_uint_eq(trf_intern_find(&pool, TRF_SLICE("x")), TRF_INTERN_NONE);
    unit_assert_slice(trf_intern_get(&pool, 1), "");
    unit_assert_slice(trf_intern_get(&pool, TRF_INTERN_NONE), "");
    trf_intern_done(&pool);
    ck_assert_uint_eq(trf_intern_find(&pool, TRF_SLICE("")), TRF_INTERN_NONE);
    ck_assert_uint_eq(trf_intern_add(&pool, TRF_SLICE("")), TRF_INTERN_NONE);
    trf_intern_done(&pool);
}
END_TEST

START_TEST(intern__many_texts_and_any_seed__ids_in_order_of_first_use)
{
    static const uint64_t seeds[] = {0, 1, UINT64_MAX};

    for (size_t s = 0; s < 3; s++) {
        trf_intern pool;
        char text[16];

        ck_assert(trf_intern_init(&pool, &trf_alloc_default, seeds[s]));
        for (unsigned round = 0; round < 2; round++)
            for (unsigned i = 1; i < 20000; i++) {
                int size = snprintf(text, sizeof text, "%010u", i * 10);

                if (trf_intern_add(&pool, trf_slice_of(text, (size_t)size)) != i)
                    ck_abort_msg("%s", text);
            }
        ck_assert_uint_eq(pool.count, 20000);
        for (unsigned i = 1; i < 20000; i++) {
            snprintf(text, sizeof text, "%010u", i * 10);
            if (!trf_slice_is(trf_intern_get(&pool, i), text) || trf_intern_find(&pool, trf_slice_text(text)) != i)
                ck_abort_msg("%s", text);
        }
        trf_intern_done(&pool);
    }
}
END_TEST

START_TEST(intern__texts_that_share_slots__kept_apart)
{
    /* 190 of 256 slots are in use before the table grows: some of them must collide. Prefixes are texts of their own. */
    static const char bytes[190];
    trf_intern pool;

    ck_assert(trf_intern_init(&pool, &trf_alloc_default, 7));
    for (uint32_t i = 1; i < 190; i++)
        ck_assert_uint_eq(trf_intern_add(&pool, trf_slice_of(bytes, i)), i);
    ck_assert_uint_eq(pool.slot_mask, 255);
    for (uint32_t i = 0; i < 190; i++) {
        ck_assert_uint_eq(trf_intern_find(&pool, trf_slice_of(bytes, i)), i);
        ck_assert_uint_eq(trf_intern_get(&pool, i).size, i);
    }
    trf_intern_done(&pool);
}
END_TEST

START_TEST(intern__bytes__lie_together_each_ended_by_zero)
{
    trf_intern pool;

    ck_assert(trf_intern_init(&pool, &trf_alloc_default, 0));
    (void)trf_intern_add(&pool, TRF_SLICE("ab"));
    (void)trf_intern_add(&pool, TRF_SLICE("c"));
    ck_assert_uint_eq(pool.bytes.size, 6);
    ck_assert_mem_eq(pool.bytes.data, "\0ab\0c\0", 6);
    ck_assert_uint_eq(pool.offsets[pool.count], 6);
    trf_intern_done(&pool);
}
END_TEST

START_TEST(intern__part_of_a_text_of_the_pool__survives_growth)
{
    trf_intern pool;
    trf_slice whole;

    ck_assert(trf_intern_init(&pool, &trf_alloc_default, 3));
    (void)trf_intern_add(&pool, TRF_SLICE("0123456789012345678901234567890123456789"));
    for (size_t size = 1; size < 40; size++) {
        whole = trf_intern_get(&pool, 1);
        ck_assert_uint_eq(trf_intern_add(&pool, trf_slice_of(whole.data, size)), 1 + size);
    }
    unit_assert_slice(trf_intern_get(&pool, 40), "012345678901234567890123456789012345678");
    trf_intern_done(&pool);
}
END_TEST

START_TEST(intern__size_past_the_pool__refused)
{
    trf_intern pool;

    ck_assert(trf_intern_init(&pool, &trf_alloc_default, 3));
#if SIZE_MAX > UINT32_MAX
    /* The bytes are hashed before the size is looked at, so only a text that exists can be asked for. */
    pool.bytes.size = UINT32_MAX - 2;
    ck_assert_uint_eq(trf_intern_add(&pool, TRF_SLICE("abcdef")), TRF_INTERN_NONE);
    pool.bytes.size = 1;
#endif
    ck_assert_uint_eq(trf_intern_add(&pool, TRF_SLICE("abcdef")), 1);
    trf_intern_done(&pool);
}
END_TEST

START_TEST(intern__memory_refused_at_every_call__pool_as_it_was_and_no_leak)
{
    unsigned long refuse = 0;
    bool whole = false;

    while (!whole) {
        unit_failing state = {.refuse = ++refuse};
        trf_alloc alloc = unit_failing_alloc(&state);
        trf_intern pool;
        char text[8];

        whole = trf_intern_init(&pool, &alloc, 9);
        for (uint32_t i = 1; whole && i < 1000; i++) {
            snprintf(text, sizeof text, "%u", (unsigned)i);
            if (trf_intern_add(&pool, trf_slice_text(text)) != i) {
                ck_assert_uint_eq(pool.count, i);
                ck_assert_uint_eq(trf_intern_find(&pool, trf_slice_text(text)), TRF_INTERN_NONE);
                if (i > 1)
                    ck_assert_uint_ne(trf_intern_find(&pool, TRF_SLICE("1")), TRF_INTERN_NONE);
                state.refuse = 0;
                ck_assert_uint_eq(trf_intern_add(&pool, trf_slice_text(text)), i);
                whole = false;
                break;
            }
        }
        trf_intern_done(&pool);
        ck_assert_int_eq(state.live, 0);
    }
    ck_assert_uint_gt(refuse, 5);
}
END_TEST

START_TEST(limits__defaults__what_the_documents_say)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;

    ck_assert_uint_eq(limits.xml_gap_bytes, 262144);
    ck_assert_uint_eq(limits.xml_text_bytes, 1048576);
    ck_assert_uint_eq(limits.xml_depth, 64);
    ck_assert_uint_eq(limits.inflate_ratio, 200);
    ck_assert_uint_eq(limits.request_bytes, 1048576);
    ck_assert_uint_eq(limits.json_depth, 64);
}
END_TEST

/* UTF-8 ---------------------------------------------------------------------------------------------------------------- */

START_TEST(utf8__every_code_point__there_and_back)
{
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        char bytes[4];
        unsigned used, size;

        if (point >= 0xD800 && point <= 0xDFFF)
            continue;
        size = trf_utf8_write(point, bytes);
        if (size != 1u + (point >= 0x80) + (point >= 0x800) + (point >= 0x10000) ||
            trf_utf8_read(trf_slice_of(bytes, size), &used) != point || used != size)
            ck_abort_msg("U+%04X", (unsigned)point);
        /* Cut before its end it is none. */
        if (size > 1 && (trf_utf8_read(trf_slice_of(bytes, size - 1), &used) != TRF_UTF8_BAD || used != 0))
            ck_abort_msg("U+%04X cut", (unsigned)point);
    }
}
END_TEST

START_TEST(utf8__forms_that_are_none__refused)
{
    /* Too long (overlong) forms, halves of pairs, past U+10FFFF, lone and missing continuation bytes. */
    static const char *const wrong[] = {"\x80",         "\xBF",         "\xC0\x80",         "\xC1\xBF",         "\xE0\x9F\xBF",
                                        "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF",
                                        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
                                        "\xFE",         "\xFF",         "\xC3(",            "\xE2\x82(",        "\xF0\x9F\x98("};

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        unsigned used = 9;

        ck_assert_uint_eq(trf_utf8_read(trf_slice_text(wrong[i]), &used), TRF_UTF8_BAD);
        ck_assert_uint_eq(used, 0);
        ck_assert(!trf_utf8_valid(trf_slice_text(wrong[i])));
    }
}
END_TEST

START_TEST(utf8_span__broken_in_the_middle__bytes_before_it)
{
    char bytes[4];

    ck_assert_uint_eq(trf_utf8_span(TRF_SLICE("caf\xC3\xA9 \xFF x")), 6);
    ck_assert_uint_eq(trf_utf8_span(TRF_SLICE_EMPTY), 0);
    ck_assert(trf_utf8_valid(trf_slice_of("a\0b", 3)));
    ck_assert_uint_eq(trf_utf8_write(0xD800, bytes), 3);
    ck_assert_mem_eq(bytes, "\xEF\xBF\xBD", 3);
}
END_TEST

/* Sorting -------------------------------------------------------------------------------------------------------------- */

START_TEST(sort__items_of_any_count__in_order_and_stable)
{
    static trf_sort_item items[5000], scratch[5000];
    uint64_t state = 1;

    for (size_t count = 0; count <= 5000; count = count < 60 ? count + 1 : count * 3) {
        for (unsigned kind = 0; kind < 4; kind++) {
            for (size_t i = 0; i < count; i++) {
                state = state * UINT64_C(6364136223846793005) + 1;
                /* Few distinct keys; keys of all bytes; descending; equal ones. */
                items[i].key = kind == 0 ? state >> 61 : kind == 1 ? state : kind == 2 ? UINT64_MAX - i : 7;
                items[i].value = i;
            }
            trf_sort_items(items, scratch, count);
            for (size_t i = 1; i < count; i++)
                if (items[i - 1].key > items[i].key || (items[i - 1].key == items[i].key && items[i - 1].value >= items[i].value))
                    ck_abort_msg("kind %u, count %u, at %u", kind, (unsigned)count, (unsigned)i);
        }
    }
}
END_TEST

START_TEST(sort__bare_keys__in_order_and_none_lost)
{
    static uint64_t keys[3000], scratch[3000];
    uint64_t state = 5, sum = 0, after = 0;

    for (size_t i = 0; i < 3000; i++) {
        state = state * UINT64_C(6364136223846793005) + 1;
        keys[i] = state >> (i % 64);
        sum += keys[i];
    }
    trf_sort_keys(keys, scratch, 3000);
    for (size_t i = 0; i < 3000; i++) {
        after += keys[i];
        ck_assert(i == 0 || keys[i - 1] <= keys[i]);
    }
    ck_assert_uint_eq(sum, after);
    ck_assert_uint_lt(trf_sort_day(-1), trf_sort_day(0));
    ck_assert_uint_lt(trf_sort_day(TRF_DATE_NONE), trf_sort_day(TRF_DATE_MIN));
    ck_assert_uint_lt(trf_sort_day(TRF_DATE_MAX), trf_sort_day(TRF_DATE_OPEN));
}
END_TEST

static TCase *memory_case(void)
{
    TCase *tests = tcase_create("memory");

    tcase_add_test(tests, zero__size_zero__a_block_that_can_be_freed);
    tcase_add_test(tests, array__fresh__all_bytes_zero);
    tcase_add_test(tests, array__product_overflows__refused_without_a_call);
    tcase_add_test(tests, free__null__nothing_happens);
    tcase_add_test(tests, grow__from_nothing__at_least_need_and_doubling);
    tcase_add_test(tests, grow__bytes_overflow__refused_and_nothing_changes);
    tcase_add_test(tests, grow__doubling_would_overflow__takes_just_what_is_needed);
    tcase_add_test(tests, grow__memory_refused__items_and_capacity_stay);
    tcase_add_test(tests, copy__text_with_a_zero_byte__whole_and_terminated);
    tcase_add_test(tests, slice__order_of_bytes__shorter_first_and_unsigned);
    tcase_add_test(tests, limits__defaults__what_the_documents_say);
    return tests;
}

static TCase *arena_case(void)
{
    TCase *tests = tcase_create("arena");

    tcase_add_test(tests, arena__any_size__aligned_and_apart);
    tcase_add_test(tests, arena__same_takes_after_a_reset__no_allocation);
    tcase_add_test(tests, arena__other_takes_alternating__settles);
    tcase_add_test(tests, arena__limit__refused_and_still_usable);
    tcase_add_test(tests, arena__size_near_the_largest__refused);
    tcase_add_test(tests, arena__memory_refused__null_and_nothing_leaks);
    tcase_add_test(tests, arena__all_zero__can_be_given_back);
    tcase_add_test(tests, arena__copy_and_zero__bytes_as_promised);
    return tests;
}

static TCase *buffer_case(void)
{
    TCase *tests = tcase_create("buffer");

    tcase_add_test(tests, buffer__digits__padded_and_signed);
    tcase_add_test(tests, buffer__limit_passed__failed_and_later_appends_do_nothing);
    tcase_add_test(tests, buffer__reserve_near_the_largest__refused);
    tcase_add_test(tests, buffer__reserve__room_that_can_be_written);
    tcase_add_test(tests, buffer__memory_refused__failed_keeps_what_was_written);
    return tests;
}

static TCase *date_case(void)
{
    TCase *tests = tcase_create("date");

    tcase_set_timeout(tests, 60); /* 3.65 million days under sanitizers */
    tcase_add_test(tests, date__every_day_of_0001_to_9999__there_and_back);
    tcase_add_test(tests, date__every_day__text_there_and_back);
    tcase_add_test(tests, date__known_days__counted_from_1970);
    tcase_add_test(tests, date__leap_days__as_the_calendar_has_them);
    tcase_add_test(tests, date__out_of_range__no_date);
    tcase_add_test(tests, instant_parse__one_moment_written_in_several_ways__equal);
    tcase_add_test(tests, instant_compare__moments_in_order__each_before_the_next);
    tcase_add_test(tests, instant_parse__no_instant__refused_and_out_stays);
    tcase_add_test(tests, date_parse__other_than_ten_characters_of_the_form__refused_and_out_stays);
    tcase_add_test(tests, period__ends__both_belong_to_it);
    return tests;
}

static TCase *error_case(void)
{
    TCase *tests = tcase_create("error");

    tcase_add_test(tests, fail__all_directives__formatted);
    tcase_add_test(tests, fail__unknown_directive_or_null_text__ends_or_is_empty);
    tcase_add_test(tests, fail__input_with_control_bytes__one_line_of_utf8);
    tcase_add_test(tests, fail__message_too_long__cut_at_a_character);
    tcase_add_test(tests, fail__no_place_or_one_taken__status_only);
    tcase_add_test(tests, fail__memory_refused_anywhere__a_static_error_and_no_leak);
    tcase_add_test(tests, fail_memory__nothing_given__enomem);
    tcase_add_test(tests, error_at__twice__the_first_place_stays);
    return tests;
}

static TCase *intern_case(void)
{
    TCase *tests = tcase_create("intern");

    tcase_add_test(tests, intern__fresh_pool__id_zero_is_the_empty_text);
    tcase_add_test(tests, intern__many_texts_and_any_seed__ids_in_order_of_first_use);
    tcase_add_test(tests, intern__texts_that_share_slots__kept_apart);
    tcase_add_test(tests, intern__bytes__lie_together_each_ended_by_zero);
    tcase_add_test(tests, intern__part_of_a_text_of_the_pool__survives_growth);
    tcase_add_test(tests, intern__size_past_the_pool__refused);
    tcase_add_test(tests, intern__memory_refused_at_every_call__pool_as_it_was_and_no_leak);
    return tests;
}

static TCase *text_case(void)
{
    TCase *tests = tcase_create("utf8 and sort");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, utf8__every_code_point__there_and_back);
    tcase_add_test(tests, utf8__forms_that_are_none__refused);
    tcase_add_test(tests, utf8_span__broken_in_the_middle__bytes_before_it);
    tcase_add_test(tests, sort__items_of_any_count__in_order_and_stable);
    tcase_add_test(tests, sort__bare_keys__in_order_and_none_lost);
    return tests;
}

static Suite *base_suite(void)
{
    Suite *suite = suite_create("base");

    suite_add_tcase(suite, memory_case());
    suite_add_tcase(suite, arena_case());
    suite_add_tcase(suite, buffer_case());
    suite_add_tcase(suite, date_case());
    suite_add_tcase(suite, error_case());
    suite_add_tcase(suite, intern_case());
    suite_add_tcase(suite, text_case());
    return suite;
}
UNIT_MAIN(base_suite)
