/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as the US schedule, the first byte chooses the form: refused with an error, or written as own XML that is read. */
#include <stdlib.h>
#include <string.h>

#include "ingest/ingest.h"
#include "ingest/member.h"
#include "ingest/native_write.h"
#include "ingest/usitc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Before rows, so that mutations are spent on these. */
static const char header[] =
    "HTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,Special Rate of Duty,Column 2 Rate of Duty\n";

static tariff_status to_buffer(void *user, const void *data, size_t size, tariff_error **error)
{
    trf_buffer_bytes(user, data, size);
    return ((trf_buffer *)user)->failed ? trf_fail_memory(error) : TARIFF_OK;
}

typedef struct reading {
    usitc *schedule;
    bool json;
} reading;

static tariff_status member(void *user, trf_slice name, trf_slice text, tariff_error **error)
{
    reading *r = user;

    return r->json ? usitc_read_json(r->schedule, name, text, error) : usitc_read_csv(r->schedule, name, text, error);
}

static void write_and_read(trf_model *model)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    trf_model *again = NULL;
    trf_buffer written;

    trf_buffer_init(&written, &trf_alloc_default, 0);
    if (trf_model_settle(model, &error) >= 0 && trf_native_write(model, NULL, to_buffer, &written, &error) == TARIFF_OK) {
        if (trf_model_new(&trf_alloc_default, &limits, 1, &again, &error) < 0 ||
            trf_ingest_memory(again, written.data, written.size, TRF_SLICE("written.xml"), NULL, &error) < 0)
            abort();
        if (again->tables[TRF_KIND_measure].count != model->tables[TRF_KIND_measure].current_count ||
            again->tables[TRF_KIND_goods_nomenclature].count != model->tables[TRF_KIND_goods_nomenclature].current_count)
            abort();
    }
    trf_error_free(error);
    trf_model_free(again);
    trf_buffer_done(&written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const trf_import_options options = {TRF_SLICE("US"), TRF_SLICE("en"), TRF_SLICE_EMPTY, TRF_SLICE_EMPTY};
    trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    trf_model *model = NULL;
    reading r = {NULL, false};
    trf_buffer text;
    tariff_status status;

    if (!size)
        return 0;
    limits.findings = 100;
    r.json = data[0] & 1;
    trf_buffer_init(&text, &trf_alloc_default, 0);
    if (!r.json && (data[0] & 2))
        trf_buffer_text(&text, header);
    trf_buffer_bytes(&text, data + 1, size - 1);
    if (trf_model_new(&trf_alloc_default, &limits, 1, &model, &error) >= 0) {
        status = usitc_new(model, &options, &r.schedule, &error);
        if (status >= 0)
            status = trf_member_each_of(&trf_alloc_default, TRF_SLICE("fuzz"), trf_buffer_view(&text), member, &r, &error);
        if (status >= 0)
            status = usitc_finish(r.schedule, &error);
        usitc_free(r.schedule);
        if (status < 0 && !error)
            abort();
        if (status >= 0)
            write_and_read(model);
    }
    trf_error_free(error);
    trf_model_free(model);
    trf_buffer_done(&text);
    return 0;
}
