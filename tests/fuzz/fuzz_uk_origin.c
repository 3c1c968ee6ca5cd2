/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a document of origin: refused with an error, or written as own XML that is read with as much in it. */
#include "lines.h"

#include "ingest/uk_origin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static tariff_status import(void *user, trf_model *model, const trf_import_options *options, trf_slice bytes,
                            tariff_error **error)
{
    uk_origin *reader = NULL;
    tariff_status status = uk_origin_new(model, options, &reader, error);

    (void)user;
    if (status >= 0)
        status = uk_origin_read(reader, TRF_SLICE("fuzz.json"), bytes, error);
    if (status >= 0)
        status = uk_origin_finish(reader, error);
    uk_origin_free(reader);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lines_imported(import, NULL, trf_slice_of((const char *)data, size));
    return 0;
}
