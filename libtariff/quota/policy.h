/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * How a law serves a tariff quota: which day a request counts for, from when it is served, what happens when a day asks for more
 * than is left, when a quota is critical. It is read from the element quota-policy of the profile (doc/profiles.md).
 */
#ifndef TRF_QUOTA_POLICY_H
#define TRF_QUOTA_POLICY_H

#include "num/number.h"
#include "snapshot/profile.h"

#define TRF_QUOTA_HOLIDAYS_MAX 512u

/** What follows where the day that requests are deemed to be made on is no day to work. */
typedef enum trf_deemed_unless {
    TRF_DEEMED_ALWAYS = 0,
    TRF_DEEMED_ANY_WEEKEND, /**< one of the days of the window is on a weekend */
    TRF_DEEMED_NOT_WORKING  /**< the day itself is no working day */
} trf_deemed_unless;

typedef struct trf_month_day {
    uint8_t month, day;
} trf_month_day;

/** Requests of a window of days count as made on one day. */
typedef struct trf_deemed_rule {
    trf_month_day first, last, becomes;
    trf_deemed_unless unless;
    trf_month_day then; /**< month 0: the next working day */
} trf_deemed_rule;

typedef struct trf_quota_policy {
    trf_slice id;
    trf_slice source;
    bool by_time;             /**< requests are served in the order of their time, else of their day */
    uint8_t weekend;          /**< bits 1 << weekday, Monday 1 to Sunday 7 */
    uint32_t earliest;        /**< working days between a request and the day on which it is served */
    trf_number unit;          /**< shares are multiples of it */
    bool has_threshold;
    trf_number threshold;     /**< per cent of the initial volume used from which a quota is critical */
    uint32_t critical_months; /**< a quota open for less is critical at once; 0: never for that */
    bool needs_precedent;     /**< without an equal quota in two years before, it is critical at once */
    bool has_deemed;
    trf_deemed_rule deemed;
    trf_date holidays[TRF_QUOTA_HOLIDAYS_MAX];
    uint32_t holiday_count;
} trf_quota_policy;

/**
 * The policy of a profile that holds on a date, by id; the first one where id is empty.
 *
 * @retval TARIFF_NOT_FOUND  the profile has none
 * @retval TARIFF_EIMAGE     an attribute says nothing that this version knows; the error names it
 */
tariff_status trf_quota_policy_read(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_slice id, trf_date date,
                                    trf_numbers *numbers, trf_quota_policy *out, tariff_error **error);

bool trf_quota_working_day(const trf_quota_policy *policy, trf_date date);
/** The day that a request of a day counts for. */
trf_date trf_quota_deemed_day(const trf_quota_policy *policy, trf_date date);
/** The last day whose requests may be served on a day. */
trf_date trf_quota_last_served(const trf_quota_policy *policy, trf_date on);

#endif
