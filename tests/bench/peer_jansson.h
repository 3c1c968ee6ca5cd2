/* SPDX-License-Identifier: Apache-2.0 */
/** @file JSON Lines as jansson reads and prints them: requests are parsed, replies printed from trees made beforehand. */
#ifndef TESTS_BENCH_PEER_JANSSON_H
#define TESTS_BENCH_PEER_JANSSON_H

#include <stdbool.h>
#include <stddef.h>

typedef struct peer_jansson peer_jansson;

/** NULL where the library is not there. */
peer_jansson *peer_jansson_new(void);
void peer_jansson_free(peer_jansson *peer);
/** A line of the input and the reply to it; both are read here. False: not JSON, or printed otherwise than it was. */
bool peer_jansson_add(peer_jansson *peer, const char *request, size_t request_size, const char *reply, size_t reply_size);
/** Goes through the lines in their order: parses a request, prints its reply. Bytes printed; 0 for a failure. */
size_t peer_jansson_run(peer_jansson *peer);

#endif
