/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/ingest.h"

#include "image/digest.h"
#include "ingest/detect.h"
#include "io/inflate.h"

#define PROGRESS_STEP ((uint64_t)1 << 20)

/* One input on its way into the model. */
typedef struct ingesting {
    trf_model *model;
    const trf_ingest_options *options;
    trf_file *file;
    trf_inflate *inflate;
    trf_xml *xml;
    const trf_reader *reader; /* once the root was seen */
    void *state;
    trf_reader_context context;
    trf_digest digest;
    uint64_t told; /* position at the last progress call */
} ingesting;

static void digest_seen(void *user, const void *data, size_t size)
{
    trf_digest_add(user, data, size);
}

/* ---- until the root is known ---- */

static int root_resolve(void *user, trf_slice local, trf_slice ns)
{
    (void)user, (void)local, (void)ns;
    return 0;
}

static tariff_status root_start(void *user, int name, trf_slice text, const trf_xml_attributes *attributes, tariff_error **error)
{
    ingesting *in = user;
    const trf_reader *reader = NULL;
    trf_reader_context *context = &in->context;
    tariff_status status;

    (void)name, (void)text, (void)attributes;
    status = trf_detect(in->model->alloc, trf_xml_local(in->xml), trf_xml_namespace(in->xml), &reader, error);
    if (status < 0)
        return status;
    context->model = in->model;
    context->xml = in->xml;
    context->tariff = in->options && in->options->tariff.size ? in->options->tariff : TRF_SLICE("TARIC");
    status = trf_model_input(in->model, trf_file_name(in->file), trf_slice_text(reader->format), &context->input, error);
    if (status < 0)
        return status;
    status = reader->begin(context, &in->state, error);
    if (status < 0)
        return status;
    in->reader = reader;
    trf_xml_set_handler(in->xml, &reader->handler, in->state);
    return TARIFF_OK;
}

static tariff_status root_end(void *user, int name, trf_slice text, tariff_error **error)
{
    (void)user, (void)name, (void)text, (void)error;
    return TARIFF_OK;
}

static const trf_xml_handler root_handler = {root_resolve, root_start, root_end};

/* ---- the whole input ---- */

static tariff_status tell_progress(ingesting *in, bool end, tariff_error **error)
{
    uint64_t done = trf_file_position(in->file);

    if (!in->options || !in->options->progress || (!end && done - in->told < PROGRESS_STEP))
        return TARIFF_OK;
    in->told = done;
    if (in->options->progress(in->options->user, done, trf_file_size(in->file)) == 0)
        return TARIFF_OK;
    return trf_fail(error, in->model->alloc, TARIFF_ECANCELLED, "stopped by the caller");
}

static tariff_status read_pieces(ingesting *in, tariff_error **error)
{
    trf_slice piece;
    tariff_status status;

    for (;;) {
        status = trf_inflate_next(in->inflate, &piece, error);
        if (status < 0)
            return status;
        if (piece.size == 0)
            break;
        status = trf_xml_parse(in->xml, piece, error);
        if (status < 0)
            return status;
        status = tell_progress(in, false, error);
        if (status < 0)
            return status;
    }
    status = trf_xml_finish(in->xml, error);
    if (status < 0)
        return status;
    return in->reader->finish(in->state, error);
}

/* Takes over in->file. */
static tariff_status ingest(ingesting *in, tariff_error **error)
{
    const trf_limits *limits = &in->model->limits;
    trf_slice name = trf_file_name(in->file);
    tariff_status status = trf_inflate_open(in->model->alloc, limits, in->file, &in->inflate, error);

    if (status < 0)
        goto done;
    status = trf_xml_new(in->model->alloc, limits, name, &root_handler, in, &in->xml, error);
    if (status < 0)
        goto done;
    status = read_pieces(in, error);
    if (status < 0)
        goto done;
    in->model->inputs[in->context.input].bytes = trf_inflate_position(in->inflate);
    trf_digest_end(&in->digest, in->model->inputs[in->context.input].sha256);
    status = tell_progress(in, true, error);
done:
    if (status < 0 && error && *error)
        trf_error_at(*error, name, 0, 0, TRF_SLICE_EMPTY);
    if (in->reader)
        in->reader->free(in->state);
    trf_xml_free(in->xml);
    trf_inflate_close(in->inflate);
    trf_file_close(in->file);
    return status;
}

/* The digest stands at the start of its struct's life: the thread that reads ahead writes to it. */
static trf_file_options file_options(ingesting *in)
{
    trf_digest_begin(&in->digest);
    return (trf_file_options){in->model->limits.input_bytes, digest_seen, &in->digest};
}

tariff_status trf_ingest_path(trf_model *model, const char *path, const trf_ingest_options *options, tariff_error **error)
{
    ingesting in = {.model = model, .options = options};
    const trf_file_options opening = file_options(&in);
    tariff_status status = trf_file_open(model->alloc, path, &opening, &in.file, error);

    if (status < 0) {
        if (error && *error)
            trf_error_at(*error, trf_file_base_name(trf_slice_text(path)), 0, 0, TRF_SLICE_EMPTY);
        return status;
    }
    return ingest(&in, error);
}

tariff_status trf_ingest_descriptor(trf_model *model, int descriptor, trf_slice name, const trf_ingest_options *options,
                                    tariff_error **error)
{
    ingesting in = {.model = model, .options = options};
    const trf_file_options opening = file_options(&in);
    tariff_status status = trf_file_open_descriptor(model->alloc, descriptor, name, &opening, &in.file, error);

    return status < 0 ? status : ingest(&in, error);
}

tariff_status trf_ingest_memory(trf_model *model, const void *data, size_t size, trf_slice name,
                                const trf_ingest_options *options, tariff_error **error)
{
    ingesting in = {.model = model, .options = options};
    const trf_file_options opening = file_options(&in);
    tariff_status status = trf_file_open_memory(model->alloc, data, size, name, &opening, &in.file, error);

    return status < 0 ? status : ingest(&in, error);
}
