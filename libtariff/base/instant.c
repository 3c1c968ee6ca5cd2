/* SPDX-License-Identifier: Apache-2.0 */
#include "instant.h"

#define LEAP 1000000000u

/** Two digits at a place, at most `most`. */
static bool two(trf_slice text, size_t at, unsigned most, unsigned *out)
{
    if (at + 2 > text.size || text.data[at] < '0' || text.data[at] > '9' || text.data[at + 1] < '0' || text.data[at + 1] > '9')
        return false;
    *out = (unsigned)(text.data[at] - '0') * 10 + (unsigned)(text.data[at + 1] - '0');
    return *out <= most;
}

static bool is(trf_slice text, size_t at, char c) { return at < text.size && text.data[at] == c; }

/** ".25" at *at as nanoseconds. */
static bool fraction(trf_slice text, size_t *at, uint32_t *out)
{
    uint32_t unit = LEAP;

    *out = 0;
    if (!is(text, *at, '.'))
        return true;
    for (++*at; *at < text.size && text.data[*at] >= '0' && text.data[*at] <= '9'; ++*at) {
        unit /= 10;
        if (unit == 0)
            return false;
        *out += unit * (uint32_t)(text.data[*at] - '0');
    }
    return unit < LEAP;
}

bool trf_instant_parse(trf_slice text, trf_instant *out)
{
    trf_instant made;
    trf_date day;
    unsigned hour, minute, second, away_hours = 0, away_minutes = 0;
    size_t at = 19;
    int64_t away;

    if (text.size < 20 || !trf_date_parse(trf_slice_of(text.data, 10), &day) || !(is(text, 10, 'T') || is(text, 10, 't')) ||
        !is(text, 13, ':') || !is(text, 16, ':') || !two(text, 11, 23, &hour) || !two(text, 14, 59, &minute) ||
        !two(text, 17, 60, &second) || !fraction(text, &at, &made.nanoseconds) || at >= text.size)
        return false;
    if (text.data[at] == '+' || text.data[at] == '-') {
        if (text.size != at + 6 || !is(text, at + 3, ':') || !two(text, at + 1, 23, &away_hours) ||
            !two(text, at + 4, 59, &away_minutes))
            return false;
    } else if (text.size != at + 1 || (text.data[at] != 'Z' && text.data[at] != 'z')) {
        return false;
    }
    away = ((int64_t)away_hours * 60 + away_minutes) * (text.data[at] == '-' ? -60 : 60);
    made.seconds = (int64_t)day * 86400 + hour * 3600 + minute * 60 + (second < 60 ? second : 59) - away;
    if (second == 60) {
        /* Leap seconds are put in before midnight of UTC. */
        if ((made.seconds % 86400 + 86400) % 86400 != 86399)
            return false;
        made.nanoseconds += LEAP;
    }
    *out = made;
    return true;
}
