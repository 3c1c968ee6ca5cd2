/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Allocation of a tariff quota: a pure function of policy, definition and requests. Requests are served day by day (or
 * moment by moment) in full while the balance lasts; when the requests of one day exceed it, each gets its share, in whole
 * units by the largest remainder, ties by the id of the request, and the quota is exhausted: later ones get nothing, and
 * what is less than a unit stays. The same input gives the same output, in whatever order the requests come.
 */
#ifndef TRF_QUOTA_ALLOCATE_H
#define TRF_QUOTA_ALLOCATE_H

#include "base/instant.h"
#include "quota/policy.h"

typedef struct trf_quota_definition {
    trf_number volume;  /**< initial volume of the period */
    trf_number balance; /**< left before the requests; not above volume */
    trf_date from, to;  /**< of the period; NONE and OPEN where not known */
    int8_t precedent;   /**< an equal quota in the two years before: 1 yes, 0 no, -1 not known */
} trf_quota_definition;

typedef enum trf_request_state {
    TRF_REQUEST_ALLOCATED, /**< in full */
    TRF_REQUEST_PARTLY,
    TRF_REQUEST_NONE,      /**< nothing was left */
    TRF_REQUEST_PENDING,   /**< its day is not served yet */
    TRF_REQUEST_OUTSIDE    /**< its day is not in the period of the quota */
} trf_request_state;
const char *trf_request_state_name(unsigned state);

typedef struct trf_quota_request {
    trf_slice id;
    trf_instant moment; /**< of acceptance; used where the policy serves by time */
    trf_date date;      /**< of acceptance */
    trf_number quantity;
    /* what comes out */
    trf_date deemed;
    uint8_t state;      /**< trf_request_state */
    trf_number allocated;
    trf_number balance; /**< left after its day or moment */
    bool pro_rata;      /**< more was asked than was left */
    trf_number coefficient; /**< then what was left for one unit that was asked, before rounding to whole units */
} trf_quota_request;

typedef enum trf_critical_reason {
    TRF_CRITICAL_NONE = 0,
    TRF_CRITICAL_USED,      /**< the threshold is reached */
    TRF_CRITICAL_SHORT,     /**< open for less time than the policy says */
    TRF_CRITICAL_PRECEDENT, /**< no equal quota before */
    TRF_CRITICAL_UNKNOWN    /**< whether there was one is not known */
} trf_critical_reason;
const char *trf_critical_reason_name(unsigned reason);

typedef struct trf_quota_result {
    trf_number balance;
    uint8_t critical;        /**< trf_critical_reason */
    trf_date critical_since; /**< day of the request that reached the threshold; NONE: from the opening, or not critical */
} trf_quota_result;

/**
 * Serves the requests, which are sorted into the order in which they are served.
 *
 * @param[in]     policy      as trf_quota_policy_read() gives it
 * @param[in]     definition  of the period
 * @param[in,out] requests    count of them, ids distinct; filled in and sorted
 * @param[in]     on          the day of allocation; TRF_DATE_NONE: whatever was asked is served
 * @param[in]     scratch     count numbers
 * @retval TARIFF_EINVAL  a quantity is below zero, or two requests have one id; the error names it
 * @retval TARIFF_ERANGE  a number has too many digits
 */
tariff_status trf_quota_allocate(const trf_quota_policy *policy, const trf_quota_definition *definition,
                                 trf_quota_request *requests, uint32_t count, trf_date on, trf_number *scratch,
                                 trf_numbers *numbers, trf_quota_result *out, tariff_error **error);

#endif
