/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a document of origin: refused with an error, or written as own XML that is read with as much in it. */
#include "lines.h"

#include "ingest/uk_origin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const trf_import_options options = {TRF_SLICE("ZZ"), TRF_SLICE("en"), TRF_SLICE_EMPTY, TRF_SLICE_EMPTY};
    const trf_slice text = trf_slice_of((const char *)data, size);
    trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    trf_model *model = NULL;
    uk_origin *reader = NULL;
    tariff_status status;

    limits.findings = 100;
    if (trf_model_new(&trf_alloc_default, &limits, 1, &model, &error) < 0)
        abort();
    status = uk_origin_new(model, &options, &reader, &error);
    if (status >= 0)
        status = uk_origin_read(reader, TRF_SLICE("fuzz.json"), text, &error);
    if (status >= 0)
        status = uk_origin_finish(reader, &error);
    uk_origin_free(reader);
    if (status < 0 && !error)
        abort();
    if (status >= 0)
        lines_there_and_back(model);
    trf_error_free(error);
    trf_model_free(model);
    return 0;
}
