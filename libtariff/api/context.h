/* SPDX-License-Identifier: Apache-2.0 */
/** @file What the exported functions share: contexts, versioned structs, borrowed texts. */
#ifndef TRF_API_CONTEXT_H
#define TRF_API_CONTEXT_H

#include "base/error.h"
#include "base/limits.h"
#include "tariff/context.h"

struct tariff_context {
    trf_alloc alloc; /**< the host's, or the default */
    trf_limits limits;
    tariff_progress_fn progress;
    void *progress_user;
    tariff_log_fn log;
    void *log_user;
    uint64_t hash_seed;  /**< of hash tables; never reaches a result */
    uint32_t references; /**< atomic: the host's own, and one per session, snapshot and build */
};

tariff_context *trf_context_retain(tariff_context *context);
/** ECANCELLED where the host's callback says so. */
tariff_status trf_context_progress(tariff_context *context, const char *stage, uint64_t done, uint64_t total,
                                   tariff_error **error);
void trf_context_log(tariff_context *context, int32_t level, trf_slice text);

/**
 * Read a struct of the host that begins with its size: fields it lacks keep what *own holds, fields this library lacks must be
 * zero. False for a size that cannot be.
 */
bool trf_struct_read(const void *given, uint32_t given_size, void *own, uint32_t own_size);
/** Write as much of *own as the host's struct has room for; its size stays. False for a size that cannot be. */
bool trf_struct_write(void *given, uint32_t given_size, const void *own, uint32_t own_size);
/** A slice as a public text; never NULL data. */
tariff_text trf_text_of(trf_slice slice);
static inline trf_slice trf_slice_of_text(tariff_text text)
{
    return (trf_slice){text.data, text.data ? text.size : 0};
}

#endif
