/* SPDX-License-Identifier: Apache-2.0 */
/** @file The vocabulary of an image: units and currencies in the order in which its bytecode names them. */
#ifndef TRF_RATE_VOCABULARY_H
#define TRF_RATE_VOCABULARY_H

#include "expr/vocabulary.h"
#include "snapshot/snapshot.h"

/**
 * Made once per session. *builder owns it (trf_vocabulary_builder_free()); texts stay in the snapshot, which must outlive it.
 * @retval TARIFF_EIMAGE a multiplier or factor of a unit is no number
 */
tariff_status trf_rate_vocabulary(const trf_snapshot *snapshot, const trf_alloc *alloc, trf_vocabulary_builder **builder,
                                  const trf_vocabulary **vocabulary, tariff_error **error);

#endif
