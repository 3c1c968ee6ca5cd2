/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The state of a tariff quota on a day, from the events of its definition: what is left, whether it is critical, exhausted,
 * blocked or suspended. Periods and events count by their own days, so that a day of the past reads as it was.
 */
#ifndef TRF_MEASURE_QUOTA_H
#define TRF_MEASURE_QUOTA_H

#include "snapshot/snapshot.h"

#define TRF_QUOTA_NONE UINT32_MAX

typedef enum trf_quota_status {
    TRF_QUOTA_STATUS_OPEN,
    TRF_QUOTA_STATUS_CRITICAL,  /**< security is taken */
    TRF_QUOTA_STATUS_EXHAUSTED, /**< the last event says so */
    TRF_QUOTA_STATUS_SUSPENDED, /**< requests are held for the time being */
    TRF_QUOTA_STATUS_BLOCKED
} trf_quota_status;
/** "open" … */
const char *trf_quota_status_name(unsigned status);
/** "balance" …; empty for a kind that this version does not know. */
const char *trf_quota_event_name(uint32_t kind);

typedef struct trf_quota_state {
    uint8_t status;  /**< trf_quota_status */
    bool critical;   /**< whatever the status */
    trf_str balance; /**< new balance of the last event that tells one, else the initial volume; 0 where neither is known */
    trf_str imported;
    uint32_t last_balance; /**< that event; TRF_QUOTA_NONE */
} trf_quota_state;

/** Definition of a sid in a tariff; TRF_QUOTA_NONE. */
uint32_t trf_quota_of_sid(const trf_snapshot *snapshot, uint32_t tariff, uint32_t sid);
/** Definition of an order number that holds on a day; without a day the last one. TRF_QUOTA_NONE. */
uint32_t trf_quota_of_order_number(const trf_snapshot *snapshot, const trf_order_number_record *order_number, trf_date day);
/** Whether an event was known on a day: its stamp is not after it; TRF_DATE_NONE: all are. */
bool trf_quota_event_known(const trf_snapshot *snapshot, const trf_quota_event_record *event, trf_date day);
/** State at the end of a day; with TRF_DATE_NONE after all events, whatever its periods of blocking and suspension. */
void trf_quota_state_on(const trf_snapshot *snapshot, uint32_t definition, trf_date day, trf_quota_state *out);

#endif
