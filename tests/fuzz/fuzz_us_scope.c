/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a scope list, or as its rows: refused with an error, or written as own XML that is read with as many elements. */
#include "lines.h"

#include "ingest/us_scope.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Before rows, so that mutations are spent on these. */
static const char header[] = "ch99_code,hts10,effective_date_start,effective_date_end,annex,metal_type\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const trf_import_options options = {TRF_SLICE("ZZ"), TRF_SLICE("en"), TRF_SLICE_EMPTY, TRF_SLICE_EMPTY};
    trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    trf_model *model = NULL;
    us_scope *scope = NULL;
    trf_buffer text;
    tariff_status status;

    if (!size)
        return 0;
    trf_buffer_init(&text, &trf_alloc_default, 0);
    if (data[0] & 1)
        trf_buffer_text(&text, header);
    trf_buffer_bytes(&text, data + 1, size - 1);
    if (trf_model_new(&trf_alloc_default, &limits, 1, &model, &error) < 0)
        abort();
    status = us_scope_new(model, &options, &scope, &error);
    if (status >= 0)
        status = us_scope_read(scope, TRF_SLICE("fuzz"), trf_buffer_view(&text), &error);
    if (status >= 0)
        status = us_scope_finish(scope, &error);
    us_scope_free(scope);
    if (status < 0 && !error)
        abort();
    if (status >= 0)
        lines_there_and_back(model);
    trf_error_free(error);
    trf_model_free(model);
    trf_buffer_done(&text);
    return 0;
}
