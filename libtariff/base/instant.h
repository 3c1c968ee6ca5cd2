/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Instants of RFC 3339: seconds since 1970-01-01 in UTC and nanoseconds. One moment has one form, however it is written.
 */
#ifndef TRF_BASE_INSTANT_H
#define TRF_BASE_INSTANT_H

#include "date.h"

typedef struct trf_instant {
    int64_t seconds;
    uint32_t nanoseconds; /**< a leap second, 23:59:60, is the second before it with 1,000,000,000 more */
} trf_instant;

/**
 * Reads YYYY-MM-DDThh:mm:ss[.f]Z or with +hh:mm, -hh:mm in place of Z; at most 9 digits f; false leaves *out alone. An offset is
 * required: a time without one is no instant.
 */
bool trf_instant_parse(trf_slice text, trf_instant *out);

static inline int trf_instant_compare(trf_instant a, trf_instant b)
{
    if (a.seconds != b.seconds)
        return a.seconds < b.seconds ? -1 : 1;
    return (a.nanoseconds > b.nanoseconds) - (a.nanoseconds < b.nanoseconds);
}

#endif
