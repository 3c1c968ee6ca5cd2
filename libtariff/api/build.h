/* SPDX-License-Identifier: Apache-2.0 */
/** @file What a build holds: a model that grows. Shared by tariff_build_* and the methods that read XML. */
#ifndef TRF_API_BUILD_H
#define TRF_API_BUILD_H

#include "api/context.h"
#include "model/model.h"
#include "snapshot/snapshot.h"
#include "tariff/build.h"

struct tariff_build {
    tariff_context *context;
    trf_model *model;
    uint64_t read_bytes;  /**< of XML, inflated, of the inputs so far */
    uint64_t input_bytes; /**< of the one that is being read */
    size_t logged;        /**< findings that the log callback was told */
};

/** The snapshot keeps its context alive, whose allocator it uses. */
void trf_snapshot_keep_context(trf_snapshot *snapshot, tariff_context *context);
/** tariff_build_add_file() for an open descriptor, which stays the caller's: standard input of the program. */
tariff_status trf_build_add_descriptor(tariff_build *build, int descriptor, const char *name, const char *tariff,
                                       tariff_error **error);
/** Tell the log callback about findings it has not heard of. */
void trf_build_log(tariff_build *build);

#endif
