/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a scope list, or as its rows: refused with an error, or written as own XML that is read with as many elements. */
#include "lines.h"

#include "ingest/us_scope.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Before rows, so that mutations are spent on these. */
static const char header[] = "ch99_code,hts10,effective_date_start,effective_date_end,annex,metal_type\n";

static tariff_status import(void *user, trf_model *model, const trf_import_options *options, trf_slice bytes,
                            tariff_error **error)
{
    us_scope *reader = NULL;
    tariff_status status = us_scope_new(model, options, &reader, error);

    (void)user;
    if (status >= 0)
        status = us_scope_read(reader, TRF_SLICE("fuzz"), bytes, error);
    if (status >= 0)
        status = us_scope_finish(reader, error);
    us_scope_free(reader);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    trf_buffer text;

    if (!size)
        return 0;
    trf_buffer_init(&text, &trf_alloc_default, 0);
    if (data[0] & 1)
        trf_buffer_text(&text, header);
    trf_buffer_bytes(&text, data + 1, size - 1);
    lines_imported(import, NULL, trf_buffer_view(&text));
    trf_buffer_done(&text);
    return 0;
}
