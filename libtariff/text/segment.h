/* SPDX-License-Identifier: Apache-2.0 */
/** @file Words of scripts that are written without blanks, by the dictionaries of ICU. */
#ifndef TRF_TEXT_SEGMENT_H
#define TRF_TEXT_SEGMENT_H

#include "base/error.h"

enum { TRF_SEGMENT_UNITS = 512 }; /* of one piece of a run; longer runs are cut */

/** One thread's. All zero is empty. */
typedef struct trf_segments {
    void *breaker; /**< ICU's */
    uint16_t units[TRF_SEGMENT_UNITS];
    uint16_t places[TRF_SEGMENT_UNITS + 1]; /**< byte of each unit */
} trf_segments;

void trf_segments_done(trf_segments *segments);

/**
 * Begin a run of UTF-8; returns how many of its bytes are taken (all, or a piece that is cut between characters), 0 where memory
 * was refused. Words follow by trf_segments_next(): the byte where the next one ends, 0 after the last.
 */
size_t trf_segments_begin(trf_segments *segments, trf_slice run);
size_t trf_segments_next(trf_segments *segments);

#endif
