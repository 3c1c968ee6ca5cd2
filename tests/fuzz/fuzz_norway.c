/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a document of the Norwegian tariff: refused with an error, or written as own XML that is read with as much. */
#include "lines.h"

#include "ingest/norway.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static tariff_status import(void *user, trf_model *model, const trf_import_options *options, trf_slice bytes,
                            tariff_error **error)
{
    norway *reader = NULL;
    tariff_status status = norway_new(model, options, &reader, error);

    (void)user;
    if (status >= 0)
        status = norway_read(reader, TRF_SLICE("fuzz.json"), bytes, error);
    if (status >= 0)
        status = norway_finish(reader, error);
    norway_free(reader);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lines_imported(import, NULL, trf_slice_of((const char *)data, size));
    return 0;
}
