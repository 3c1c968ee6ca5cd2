/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Large TARIC3 envelopes for the load benchmarks. The generated one follows one real daily transmission (13,935 records in
 * 11.3 MB on one line) in kinds of records, fields present, lengths and distinct texts, updates and deletions, and grows by
 * repeating its shapes with new ids; the repeated one is made of given real transmissions with their ids shifted.
 */
#ifndef TESTS_BENCH_GENERATE_TARIC3_H
#define TESTS_BENCH_GENERATE_TARIC3_H

#include <stdbool.h>
#include <stdint.h>

/** Write at least `bytes` of it to path; false where that fails. The same bytes each time. */
bool generate_taric3(const char *path, uint64_t bytes);
/**
 * Write the transactions of the plain envelopes at `sources` (count of them) again and again, until at least `bytes` are
 * written, as one envelope; in each round all record sids, transactions and messages are shifted by a step of that round.
 */
bool repeat_taric3(const char *path, const char *const *sources, unsigned count, uint64_t bytes);

#endif
