/* SPDX-License-Identifier: Apache-2.0 */
/** @file What a session holds. */
#ifndef TRF_API_SESSION_H
#define TRF_API_SESSION_H

#include "api/context.h"
#include "base/arena.h"
#include "num/number.h"
#include "rate/evaluate.h"
#include "snapshot/snapshot.h"
#include "tariff/session.h"
#include "trace/trace.h"

typedef struct trf_session_slot {
    void *data;
    void (*free_data)(void *data, const trf_alloc *alloc);
} trf_session_slot;

/** What modules keep between the calls of a session (compiled profiles, vocabularies over the image): one slot each. */
typedef enum trf_slot { TRF_SLOT_RATE, TRF_SLOT_ASSESS, TRF_SLOT_EXPLAIN, TRF_SLOT_CLASSIFY, TRF_SLOT_COUNT } trf_slot;

struct tariff_session {
    tariff_context *context;
    trf_alloc_watch
        watch; /**< the context's allocator, through which all memory of the session goes; its mark is reset by each call */
    trf_snapshot *snapshot; /**< NULL where the session is over none */
    trf_snapshot *overlay;  /**< opened over it for this session; NULL none */
    trf_arena arena;        /**< reset by each call */
    trf_numbers *numbers;   /**< reset by each call */
    trf_trace trace;        /**< reset by each call */
    trf_buffer reply;       /**< last reply of the JSON door */
    trf_session_slot slots[TRF_SLOT_COUNT];
};

/** Begin a call: forget what the last one left. */
void trf_session_begin(tariff_session *session);

#endif
