/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot/clock.h"

#define DAY 86400

/** A whole number of the table `clock`; `otherwise` for none. */
static int32_t figure(const trf_snapshot *snapshot, const trf_profile_record *profile, const char *key, trf_date date,
                      int32_t otherwise)
{
    const trf_profile_row_record *row = trf_profile_row_named(snapshot, profile, TRF_SLICE("clock"), trf_slice_text(key), date);

    /* Figures of a clock are small: minutes, months, days of the week. */
    if (!row->table || (row->flags & TRF_PROFILE_ROW_UNRESOLVED) || row->scale != 0)
        return otherwise;
    return (int32_t)(int64_t)row->words[0];
}

static trf_date date_of(int64_t seconds)
{
    int64_t day = seconds / DAY - (seconds % DAY < 0);

    return day < TRF_DATE_MIN ? TRF_DATE_MIN : day > TRF_DATE_MAX ? TRF_DATE_MAX : (trf_date)day;
}

/** The week's `weekday` in a month, the last one for a week of 5. */
static trf_date nth_weekday(int32_t year, unsigned month, unsigned week, unsigned weekday)
{
    trf_date first = trf_date_of(year, month, 1), date;

    date = first + (trf_date)((weekday + 7 - trf_date_weekday(first)) % 7) + 7 * (trf_date)(week - 1);
    while (trf_date_civil(date).month != month)
        date -= 7;
    return date;
}

/** The instant at which clocks are changed in a year; false where the table does not say. */
static bool change(const trf_snapshot *snapshot, const trf_profile_record *profile, const char *const keys[4], trf_date date,
                   int64_t *out)
{
    int32_t month = figure(snapshot, profile, keys[0], date, 0), week = figure(snapshot, profile, keys[1], date, 0);
    int32_t weekday = figure(snapshot, profile, keys[2], date, 0), minute = figure(snapshot, profile, keys[3], date, 0);

    if (month < 1 || month > 12 || week < 1 || week > 5 || weekday < 1 || weekday > 7)
        return false;
    *out = (int64_t)nth_weekday(trf_date_civil(date).year, (unsigned)month, (unsigned)week, (unsigned)weekday) * DAY +
           (int64_t)minute * 60;
    return true;
}

int32_t trf_clock_offset(const trf_snapshot *snapshot, const trf_profile_record *profile, int64_t seconds)
{
    static const char *const summer[4] = {"summer-month", "summer-week", "summer-weekday", "summer-minute"};
    static const char *const winter[4] = {"winter-month", "winter-week", "winter-weekday", "winter-minute"};
    trf_date date = date_of(seconds);
    int32_t standard = figure(snapshot, profile, "standard", date, 0);
    int64_t from, to;

    if (!change(snapshot, profile, summer, date, &from) || !change(snapshot, profile, winter, date, &to) || seconds < from ||
        seconds >= to)
        return standard * 60;
    return figure(snapshot, profile, "summer", date, standard) * 60;
}

trf_date trf_clock_date(const trf_snapshot *snapshot, const trf_profile_record *profile, int64_t seconds)
{
    return date_of(seconds + trf_clock_offset(snapshot, profile, seconds));
}

trf_date trf_clock_date_of(const trf_snapshot *snapshot, uint32_t tariff, int64_t seconds)
{
    trf_date in_utc = trf_clock_date(snapshot, trf_snapshot_profile(snapshot, TRF_PROFILE_NONE), seconds);

    return trf_clock_date(snapshot, trf_snapshot_profile(snapshot, trf_profile_find(snapshot, tariff, in_utc)), seconds);
}

int64_t trf_clock_day_end(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_date date)
{
    int64_t last = ((int64_t)date + 1) * DAY - 1;

    /* Clocks are never changed within the hour before midnight. */
    return last - trf_clock_offset(snapshot, profile, last - trf_clock_offset(snapshot, profile, last));
}
