/* SPDX-License-Identifier: Apache-2.0 */
/** @file The peer of the load benchmarks: libxml2's SAX2 push parser alone. */
#ifndef TESTS_BENCH_PEER_SAX_H
#define TESTS_BENCH_PEER_SAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Parse a file in 64 KiB pieces with callbacks that do nothing. False where it cannot be read or is not well-formed. */
bool peer_sax_parse(const char *path);
/** The same with callbacks that count, to compare with what was loaded before anything is timed. */
bool peer_sax_count(const char *path, uint64_t *elements, uint64_t *records);

#endif
