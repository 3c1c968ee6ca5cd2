/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a TARIC3 envelope, or as what stands in one: refused with an error, or read; then the model settles, each of its
 * values gives its text back, and written as an envelope again it has as many records. The first byte chooses.
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/ingest.h"
#include "ingest/taric3_write.h"
#include "model/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What stands around records, so that mutations are spent on these. */
static const char head[] = "<env:envelope xmlns='urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0' "
                           "xmlns:env='urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0' id='1'><env:transaction id='1'>"
                           "<env:app.message id='1'><transmission>";
static const char tail[] = "</transmission></env:app.message></env:transaction></env:envelope>";

static void check_values(trf_model *model)
{
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++) {
        size_t count = (size_t)model->tables[kind].count * trf_kinds[kind].field_count;

        for (size_t i = 0; i < count; i++) {
            trf_value value = model->tables[kind].values[i], again;
            char scratch[16];

            if (value != TRF_VALUE_ABSENT &&
                (!trf_model_value_find(model, trf_model_text(model, value, scratch), &again) || again != value))
                abort();
        }
        if (model->tables[kind].current_count > model->tables[kind].count)
            abort();
    }
}

static tariff_status to_buffer(void *user, const void *data, size_t size, tariff_error **error)
{
    trf_buffer_bytes(user, data, size);
    return ((trf_buffer *)user)->failed ? trf_fail_memory(error) : TARIFF_OK;
}

/* Written as an envelope and read again, there are as many records of each kind. */
static void check_export(const trf_model *model)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_taric3_written written;
    tariff_error *error = NULL;
    trf_model *again = NULL;
    trf_buffer text;

    trf_buffer_init(&text, &trf_alloc_default, 0);
    if (trf_taric3_write(model, NULL, to_buffer, &text, &written, &error) < 0 ||
        trf_model_new(&trf_alloc_default, &limits, 1, &again, &error) < 0 ||
        trf_ingest_memory(again, text.data, text.size, TRF_SLICE("written.xml"), NULL, &error) < 0)
        abort();
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        if (trf_kinds[kind].record && again->tables[kind].count != model->tables[kind].count)
            abort();
    trf_model_free(again);
    trf_buffer_done(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_model *model = NULL;
    tariff_error *error = NULL;
    char *document;
    size_t length = 0;
    bool inside = size && (data[0] & 1);

    limits.findings = 100;
    document = malloc(size + sizeof head + sizeof tail);
    if (!document)
        return 0;
    if (inside) {
        memcpy(document, head, sizeof head - 1);
        length = sizeof head - 1;
    }
    if (size > 1)
        memcpy(document + length, data + 1, size - 1);
    length += size ? size - 1 : 0;
    if (inside) {
        memcpy(document + length, tail, sizeof tail - 1);
        length += sizeof tail - 1;
    }
    if (trf_model_new(&trf_alloc_default, &limits, 1, &model, NULL) == TARIFF_OK) {
        if (trf_ingest_memory(model, document, length, TRF_SLICE("fuzz"), NULL, &error) < 0) {
            if (!error || error->message.size == 0)
                abort();
        } else {
            if (trf_model_settle(model, &error) < 0)
                abort();
            check_values(model);
            check_export(model);
        }
    }
    trf_error_free(error);
    trf_model_free(model);
    free(document);
    return 0;
}
