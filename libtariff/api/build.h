/* SPDX-License-Identifier: Apache-2.0 */
/** @file What a build holds: a model that grows, then the image made of it. */
#ifndef TRF_API_BUILD_H
#define TRF_API_BUILD_H

#include "api/context.h"
#include "model/model.h"
#include "snapshot/snapshot.h"
#include "tariff/build.h"

struct tariff_build {
    tariff_context *context;
    trf_model *model;
    const char *stage;   /**< of the callback on progress */
    uint64_t read_bytes; /**< inflated, of the inputs so far */
    uint64_t read_input; /**< of the input being read */
    tariff_error *stopped; /**< why the callback on progress ended the call */
    bool done;           /**< compiled: nothing can be added */
};

/** The snapshot keeps its context alive, whose allocator it uses. */
void trf_snapshot_keep_context(trf_snapshot *snapshot, tariff_context *context);
/** Settle and check what was read; findings are complete afterwards. Calling it twice does nothing. */
tariff_status trf_api_settle(tariff_build *build, tariff_error **error);

#endif
