/* SPDX-License-Identifier: Apache-2.0 */
/** @file The civil time of a tariff: what its clocks show, from the table `clock` of its profile. */
#ifndef TRF_SNAPSHOT_CLOCK_H
#define TRF_SNAPSHOT_CLOCK_H

#include "snapshot/profile.h"

/** Seconds that the clocks are ahead of UTC at an instant (seconds since 1970); 0 where the profile has no such table. */
int32_t trf_clock_offset(const trf_snapshot *snapshot, const trf_profile_record *profile, int64_t seconds);
/** The civil date of an instant. */
trf_date trf_clock_date(const trf_snapshot *snapshot, const trf_profile_record *profile, int64_t seconds);
/** The same by the clocks of a tariff. */
trf_date trf_clock_date_of(const trf_snapshot *snapshot, uint32_t tariff, int64_t seconds);
/** The last second of a civil date. */
int64_t trf_clock_day_end(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_date date);

#endif
