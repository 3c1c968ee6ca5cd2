/* SPDX-License-Identifier: Apache-2.0 */
/* export: the records that an image keeps, as XML again */
#include "api/door.h"

#include "config.h"

#ifdef TRF_INGEST
#include "compile/restore.h"
#include "ingest/native_write.h"
#include "ingest/taric3_write.h"
#include "io/atomic.h"
#include "io/descriptor.h"

/* Where the XML goes: a file that is replaced at once, or an open descriptor. */
typedef struct target {
    const trf_alloc *alloc;
    trf_atomic *file;
    int descriptor;
    uint64_t bytes;
} target;

static tariff_status put(void *user, const void *data, size_t size, tariff_error **error)
{
    target *to = user;

    to->bytes += size;
    return to->file ? trf_atomic_write(to->file, data, size, error)
                    : trf_descriptor_write(to->alloc, to->descriptor, data, size, error);
}

typedef struct export_request {
    bool taric3;
    const char *output; /* NULL: descriptor */
    uint64_t descriptor;
    bool one_tariff;
    trf_slice tariff;
} export_request;

static tariff_status read_request(trf_door *door, const trf_json *request, export_request *out, tariff_error **error)
{
    trf_slice format = TRF_SLICE_EMPTY, output = TRF_SLICE_EMPTY;
    char *path;
    tariff_status status = trf_json_text(request, "format", true, &format, door->alloc, error);

    out->descriptor = UINT64_MAX;
    if (status >= 0)
        status = trf_json_text(request, "output", false, &output, door->alloc, error);
    if (status >= 0)
        status = trf_json_count(request, "descriptor", false, INT32_MAX, &out->descriptor, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(request, "tariff", false, &out->tariff, door->alloc, error);
    if (status < 0)
        return status;
    out->taric3 = trf_slice_is(format, "taric3");
    out->one_tariff = out->tariff.size > 0;
    if (!out->taric3 && !trf_slice_is(format, "native"))
        return trf_json_fail(request, "format", door->alloc, error, "is not known (expected native or taric3)");
    if ((output.size > 0) == (out->descriptor != UINT64_MAX))
        return trf_json_fail(request, "output", door->alloc, error, "or descriptor is expected, and not both");
    if (output.size == 0)
        return TARIFF_OK;
    path = trf_arena_zero(door->arena, output.size + 1);
    if (!path)
        return trf_fail_memory(error);
    memcpy(path, output.data, output.size);
    out->output = path;
    return TARIFF_OK;
}

static tariff_status find_tariff(trf_door *door, const trf_json *request, const trf_model *model, trf_slice id, uint16_t *out,
                                 tariff_error **error)
{
    for (size_t i = 1; i < model->tariffs_count; i++)
        if (trf_slice_equal(trf_intern_get(&model->texts, model->tariffs[i]), id)) {
            *out = (uint16_t)i;
            return TARIFF_OK;
        }
    return trf_json_fail(request, "tariff", door->alloc, error, "is not in this image");
}

/* What TARIC3 cannot say is reported by element. */
static void report_left_out(trf_model *model, const trf_taric3_written *written)
{
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++) {
        trf_slice element = trf_slice_text(trf_kinds[kind].element);

        if (written->left_out[kind])
            trf_model_report(model, NULL, "not-in-taric3", element, "%u records left out: TARIC3 has no element for them",
                             written->left_out[kind]);
        if (written->left_fields[kind])
            trf_model_report(model, NULL, "not-in-taric3", element, "%u values left out: TARIC3 has no field for them",
                             written->left_fields[kind]);
    }
}

static void put_report(const trf_model *model, trf_json_writer *reply)
{
    trf_json_name(reply, "findings");
    trf_json_begin_object(reply);
    if (model->findings_total)
        trf_json_member_integer(reply, "not-in-taric3", (int64_t)model->findings_total);
    trf_json_end_object(reply);
    trf_json_name(reply, "report");
    trf_json_begin_array(reply);
    for (size_t i = 0; i < model->findings_count; i++) {
        const trf_finding *finding = &model->findings[i];

        trf_json_begin_object(reply);
        trf_json_member_text(reply, "rule", finding->rule);
        trf_json_member_text(reply, "record", finding->record);
        trf_json_member_text(reply, "text", finding->text);
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
}

static void put_reply(const export_request *asked, const trf_model *model, const trf_taric3_written *written, uint64_t bytes,
                      trf_json_writer *reply)
{
    trf_json_begin_object(reply);
    if (asked->output)
        trf_json_member_string(reply, "output", asked->output);
    trf_json_member_string(reply, "format", asked->taric3 ? "taric3" : "native");
    trf_json_member_integer(reply, "bytes", (int64_t)bytes);
    trf_json_name(reply, "records");
    trf_json_begin_object(reply);
    for (unsigned kind = 0; kind < TRF_KIND_COUNT; kind++)
        if (written->records[kind])
            trf_json_member_integer(reply, trf_kinds[kind].element, written->records[kind]);
    trf_json_end_object(reply);
    trf_json_member_integer(reply, "unknown", written->unknown);
    put_report(model, reply);
    trf_json_end_object(reply);
}

/* The records that hold, of the tariffs that were written. */
static void count_current(const trf_model *model, const trf_native_write_options *options, trf_taric3_written *written)
{
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        for (uint32_t i = 0; i < model->tables[kind].current_count; i++) {
            uint16_t tariff = model->tables[kind].sources[model->tables[kind].current[i]].tariff;

            written->records[kind] += !options->one_tariff || tariff == 0 || tariff == options->tariff;
        }
}

static tariff_status write_model(trf_model *model, const export_request *asked, uint16_t tariff, target *to,
                                 trf_taric3_written *written, tariff_error **error)
{
    tariff_status status;

    if (asked->taric3) {
        const trf_taric3_write_options options = {asked->one_tariff, tariff};

        return trf_taric3_write(model, &options, put, to, written, error);
    }
    status = trf_model_settle(model, error);
    if (status >= 0) {
        const trf_native_write_options options = {NULL, asked->one_tariff, tariff};

        status = trf_native_write(model, &options, put, to, error);
        count_current(model, &options, written);
    }
    return status;
}

tariff_status trf_method_export(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    export_request asked = {false, NULL, 0, false, TRF_SLICE_EMPTY};
    target to = {.alloc = door->alloc};
    trf_taric3_written *written = NULL;
    trf_model *model = NULL;
    uint16_t tariff = 0;
    tariff_status status = read_request(door, request, &asked, error);

    if (status < 0)
        return status;
    written = trf_arena_zero(door->arena, sizeof *written);
    if (!written)
        return trf_fail_memory(error);
    status = trf_model_restore(door->alloc, door->snapshot->sections, door->limits, door->context->hash_seed, &model, error);
    if (status >= 0 && asked.one_tariff)
        status = find_tariff(door, request, model, asked.tariff, &tariff, error);
    if (status >= 0)
        status = trf_context_progress(door->context, "write", 0, 0, error);
    if (status >= 0 && asked.output)
        status = trf_atomic_begin(door->alloc, asked.output, &to.file, error);
    if (status < 0)
        goto done;
    to.descriptor = asked.output ? -1 : (int)asked.descriptor;
    status = write_model(model, &asked, tariff, &to, written, error);
    if (status >= 0 && to.file) {
        status = trf_atomic_commit(to.file, error);
        to.file = NULL;
    }
    if (status < 0)
        goto done;
    report_left_out(model, written);
    put_reply(&asked, model, written, to.bytes, reply);
    if (model->findings_total)
        status = TARIFF_FINDINGS;
done:
    trf_atomic_abort(to.file);
    trf_model_free(model);
    return status;
}

#else

tariff_status trf_method_export(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    (void)request;
    (void)reply;
    return trf_fail(error, door->alloc, TARIFF_EUNSUPPORTED,
                    "export: this build of the library writes no XML (configure --enable-ingest)");
}
#endif
