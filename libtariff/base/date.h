/* SPDX-License-Identifier: Apache-2.0 */
/** @file Civil dates: days since 1970-01-01 in the proleptic Gregorian calendar, years 0001 to 9999. No clock, no zone. */
#ifndef TRF_BASE_DATE_H
#define TRF_BASE_DATE_H

#include "slice.h"

typedef int32_t trf_date;

#define TRF_DATE_MIN ((trf_date)-719162)  /**< 0001-01-01 */
#define TRF_DATE_MAX ((trf_date)2932896)  /**< 9999-12-31 */
#define TRF_DATE_OPEN ((trf_date)INT32_MAX)  /**< no end: an open period, not a far year */
#define TRF_DATE_NONE ((trf_date)INT32_MIN)  /**< no start, or no date */

typedef struct trf_civil {
    int32_t year;
    uint8_t month; /**< 1 to 12 */
    uint8_t day;   /**< 1 to 31 */
} trf_civil;

bool trf_date_valid(int32_t year, unsigned month, unsigned day);
trf_date trf_date_of(int32_t year, unsigned month, unsigned day);
trf_civil trf_date_civil(trf_date date);
/** 1 Monday to 7 Sunday. */
unsigned trf_date_weekday(trf_date date);
/** Reads exactly YYYY-MM-DD; false leaves *out alone. */
bool trf_date_parse(trf_slice text, trf_date *out);
/** Writes YYYY-MM-DD, 10 bytes, not terminated. date must lie in MIN..MAX. */
void trf_date_format(trf_date date, char out[10]);
/** Both ends belong to the period; start NONE and end OPEN are open ends. */
static inline bool trf_period_has(trf_date start, trf_date end, trf_date day) { return start <= day && day <= end; }

#endif
