/* SPDX-License-Identifier: Apache-2.0 */
/** @file What an overlay learned: getters like those of snapshot.h. */
#ifndef TRF_SNAPSHOT_LEARN_H
#define TRF_SNAPSHOT_LEARN_H

#include "image/learn.h"
#include "snapshot/snapshot.h"

TRF_SNAPSHOT_GETTER(learn, trf_learn_record, TRF_SECTION_LEARN)
TRF_SNAPSHOT_GETTER(learn_file, trf_learn_file_record, TRF_SECTION_LEARN_FILE)
TRF_SNAPSHOT_GETTER(learn_scale, trf_learn_scale_record, TRF_SECTION_LEARN_SCALE)
TRF_SNAPSHOT_GETTER(learn_slot, trf_learn_slot_record, TRF_SECTION_LEARN_SLOT)
TRF_SNAPSHOT_GETTER(learn_weight, trf_learn_weight_record, TRF_SECTION_LEARN_WEIGHT)
TRF_SNAPSHOT_GETTER(learn_confidence, trf_learn_confidence_record, TRF_SECTION_LEARN_CONFIDENCE)

#endif
