/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The model out of an image that keeps the records that were read. More inputs can follow: compiling then gives the bytes of a
 * full build from all of them.
 */
#ifndef TRF_SNAPSHOT_RESTORE_H
#define TRF_SNAPSHOT_RESTORE_H

#include "model/model.h"
#include "snapshot/snapshot.h"

/**
 * @retval TARIFF_OK           *out is the model, not settled; its findings are not kept
 * @retval TARIFF_EUNSUPPORTED the image keeps no records
 * @retval TARIFF_EIMAGE       what it keeps is damaged
 * @retval TARIFF_ENOMEM
 */
tariff_status trf_snapshot_restore(const trf_snapshot *snapshot, const trf_limits *limits, uint64_t hash_seed, trf_model **out,
                                   tariff_error **error);

#endif
