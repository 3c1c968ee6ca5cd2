/* SPDX-License-Identifier: Apache-2.0 */
/** @file Sentences of explanations by language. */
#ifndef TRF_EXPLAIN_MESSAGE_H
#define TRF_EXPLAIN_MESSAGE_H

#include "base/buffer.h"

/** Text of a message; empty for an unknown id. The id may be put together: "OUTCOME_", "unit_missing". */
trf_slice trf_message(trf_slice language, const char *start, trf_slice rest);
/** The same printed with %1 and %2 replaced. */
void trf_message_print(trf_slice language, const char *id, trf_slice one, trf_slice two, trf_buffer *out);

#endif
