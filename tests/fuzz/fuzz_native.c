/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a document of the own schema, or as what stands in its root: refused with an error, or read. What was read is
 * written again; that must be readable and give as many records of each kind.
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/ingest.h"
#include "ingest/native_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char head[] = "<tariff-data xmlns='urn:libtariff:tariff:1' version='1'>";
static const char tail[] = "</tariff-data>";

static tariff_status to_buffer(void *user, const void *data, size_t size, tariff_error **error)
{
    trf_buffer_bytes(user, data, size);
    return ((trf_buffer *)user)->failed ? trf_fail_memory(error) : TARIFF_OK;
}

static trf_model *read_model(const void *document, size_t length, tariff_error **error)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_model *model = NULL;

    limits.findings = 100;
    if (trf_model_new(&trf_alloc_default, &limits, 1, &model, error) < 0)
        return NULL;
    if (trf_ingest_memory(model, document, length, TRF_SLICE("fuzz.xml"), NULL, error) >= 0 &&
        trf_model_settle(model, error) >= 0)
        return model;
    if (error && !*error)
        abort(); /* a refusal says why */
    trf_model_free(model);
    return NULL;
}

static void write_and_read(const trf_model *model)
{
    tariff_error *error = NULL;
    trf_model *again = NULL;
    trf_buffer written;

    trf_buffer_init(&written, &trf_alloc_default, 0);
    if (trf_native_write(model, NULL, to_buffer, &written, &error) == TARIFF_OK) {
        again = read_model(written.data, written.size, &error);
        if (!again)
            abort();
        for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
            if (again->tables[kind].current_count != model->tables[kind].current_count)
                abort();
        if (again->nodes_count != model->nodes_count)
            abort();
    }
    trf_error_free(error);
    trf_model_free(again);
    trf_buffer_done(&written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool inside = size && (data[0] & 1);
    tariff_error *error = NULL;
    trf_model *model;
    char *document;
    size_t length = 0;

    if (!size)
        return 0;
    document = malloc(size + sizeof head + sizeof tail);
    if (!document)
        return 0;
    if (inside)
        memcpy(document, head, length = sizeof head - 1);
    memcpy(document + length, data + 1, size - 1);
    length += size - 1;
    if (inside) {
        memcpy(document + length, tail, sizeof tail - 1);
        length += sizeof tail - 1;
    }
    model = read_model(document, length, &error);
    if (model && model->findings_total == 0) /* repeated keys are merged by settling: the numbers given then differ */
        write_and_read(model);
    trf_error_free(error);
    trf_model_free(model);
    free(document);
    return 0;
}
