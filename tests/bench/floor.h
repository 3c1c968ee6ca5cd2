/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What an assessment cannot be cheaper than: the same rows looked at in one pass, the duties of those that hold summed in 128-bit
 * integers. No dispositions, no reasons, no law but the one it was written for.
 */
#ifndef TESTS_BENCH_FLOOR_H
#define TESTS_BENCH_FLOOR_H

#include "snapshot/snapshot.h"

typedef struct bench_floor bench_floor;

/** What a measure type is for. */
typedef enum floor_use { FLOOR_NOTHING, FLOOR_NEAREST, FLOOR_ALL, FLOOR_VAT } floor_use;

/** Over the rows of a snapshot; uses says for each type of the image what it is for. NULL: no memory. */
bench_floor *floor_new(const trf_snapshot *snapshot, const uint8_t *uses);
void floor_free(bench_floor *floor);
/** Cents owed on a value in cents: duties, and the tax on both; -1 for a code that is not there. */
int64_t floor_assess(const bench_floor *floor, const char code[10], const uint64_t *areas, trf_date date, int64_t cents);

#endif
