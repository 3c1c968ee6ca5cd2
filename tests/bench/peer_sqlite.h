/* SPDX-License-Identifier: Apache-2.0 */
/** @file Selection of measures as a database does it: SQLite in memory, tables without row ids, one prepared statement. */
#ifndef TESTS_BENCH_PEER_SQLITE_H
#define TESTS_BENCH_PEER_SQLITE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct peer_sqlite peer_sqlite;

/** NULL where the library is not there or refuses. Rows are added afterwards. */
peer_sqlite *peer_sqlite_new(void);
void peer_sqlite_free(peer_sqlite *peer);
bool peer_sqlite_measure(peer_sqlite *peer, uint32_t measure, int64_t code, int area, int start, int end);
/** A code reaches the measures of another (itself, an ancestor); an area those of another (itself, a group). */
bool peer_sqlite_ancestor(peer_sqlite *peer, int64_t code, int64_t ancestor);
bool peer_sqlite_membership(peer_sqlite *peer, int area, int group);
bool peer_sqlite_ready(peer_sqlite *peer);
/** Number of measures found, at most `room`; -1 for a failure. */
int peer_sqlite_select(peer_sqlite *peer, int64_t code, int area, int date, uint32_t *measures, int room);

#endif
