/* SPDX-License-Identifier: Apache-2.0 */
#include "date.h"

/*
 * Days are counted in years that begin on 1 March, so that the leap day is the last of its year and the months' lengths form the
 * sequence 31 30 31 30 31 repeated: the day of the year on which month m (0 = March) begins is (153 m + 2) / 5. A cycle of
 * 400 years has 146,097 days; 1970-01-01 is day 719,468 after 0000-03-01.
 */
enum { DAYS_OF_CYCLE = 146097, EPOCH = 719468 };

static bool is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool trf_date_valid(int32_t year, unsigned month, unsigned day)
{
    static const unsigned char lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    return day <= (unsigned)lengths[month - 1] + (month == 2 && is_leap(year));
}

trf_date trf_date_of(int32_t year, unsigned month, unsigned day)
{
    int32_t from_march, cycle, year_of_cycle, day_of_year;

    if (!trf_date_valid(year, month, day))
        return TRF_DATE_NONE;
    if (month <= 2)
        year--;
    from_march = (int32_t)(month > 2 ? month - 3 : month + 9);
    cycle = year / 400;
    year_of_cycle = year % 400;
    day_of_year = (153 * from_march + 2) / 5 + (int32_t)day - 1;
    return cycle * DAYS_OF_CYCLE + year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year - EPOCH;
}

trf_civil trf_date_civil(trf_date date)
{
    int32_t days, cycle, day_of_cycle, year_of_cycle, day_of_year, from_march;
    trf_civil civil = {0, 0, 0};

    if (date < TRF_DATE_MIN || date > TRF_DATE_MAX)
        return civil;
    days = date + EPOCH;
    cycle = days / DAYS_OF_CYCLE;
    day_of_cycle = days % DAYS_OF_CYCLE;
    /* Leap days taken off, every year has 365: one in 1,461 days, none in 36,524 days, the last of the cycle. */
    year_of_cycle = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / (DAYS_OF_CYCLE - 1)) / 365;
    day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    from_march = (5 * day_of_year + 2) / 153;
    civil.day = (uint8_t)(day_of_year - (153 * from_march + 2) / 5 + 1);
    civil.month = (uint8_t)(from_march < 10 ? from_march + 3 : from_march - 9);
    civil.year = cycle * 400 + year_of_cycle + (civil.month <= 2);
    return civil;
}

unsigned trf_date_weekday(trf_date date)
{
    /* 1970-01-01 was a Thursday. */
    int64_t from_monday = ((int64_t)date + 3) % 7;

    return (unsigned)(from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

static bool read_digits(const char *text, size_t count, int32_t *out)
{
    int32_t value = 0;

    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (text[i] - '0');
    }
    *out = value;
    return true;
}

bool trf_date_parse(trf_slice text, trf_date *out)
{
    int32_t year, month, day;

    if (text.size != 10 || text.data[4] != '-' || text.data[7] != '-')
        return false;
    if (!read_digits(text.data, 4, &year) || !read_digits(text.data + 5, 2, &month) || !read_digits(text.data + 8, 2, &day))
        return false;
    if (!trf_date_valid(year, (unsigned)month, (unsigned)day))
        return false;
    *out = trf_date_of(year, (unsigned)month, (unsigned)day);
    return true;
}

static void write_digits(char *out, unsigned count, uint32_t value)
{
    while (count--) {
        out[count] = (char)('0' + value % 10);
        value /= 10;
    }
}

void trf_date_format(trf_date date, char out[10])
{
    trf_civil civil = trf_date_civil(date);

    write_digits(out, 4, (uint32_t)civil.year);
    out[4] = '-';
    write_digits(out + 5, 2, civil.month);
    out[7] = '-';
    write_digits(out + 8, 2, civil.day);
}
