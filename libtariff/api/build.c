/* SPDX-License-Identifier: Apache-2.0 */
#include "api/build.h"

#include "config.h"

#ifdef TRF_INGEST
#include "compile/compile.h"
#include "compile/restore.h"
#include "ingest/ingest.h"
#include "rules/rules.h"

static tariff_status require(const void *a, const void *b, const char *what, tariff_error **error)
{
    return a && b ? TARIFF_OK : trf_fail(error, &trf_alloc_default, TARIFF_EINVAL, "build: %s", what);
}

/* A build over an empty model, or over what a snapshot keeps. */
static tariff_status make(tariff_context *context, const tariff_snapshot *snapshot, tariff_build **build, tariff_error **error)
{
    tariff_build *own = trf_alloc_zero(&context->alloc, sizeof *own);
    tariff_status status;

    if (!own)
        return trf_fail_memory(error);
    if (snapshot)
        status = trf_model_restore(&context->alloc, snapshot->sections, &context->limits, context->hash_seed, &own->model, error);
    else
        status = trf_model_new(&context->alloc, &context->limits, context->hash_seed, &own->model, error);
    if (status < 0) {
        trf_alloc_free(&context->alloc, own, sizeof *own);
        return status;
    }
    own->context = trf_context_retain(context);
    *build = own;
    return TARIFF_OK;
}

tariff_status tariff_build_new(tariff_context *context, tariff_build **build, tariff_error **error)
{
    tariff_status status = require(context, build, "a context and a place to write it are required", error);

    return status < 0 ? status : make(context, NULL, build, error);
}

tariff_status tariff_build_from_snapshot(tariff_context *context, const tariff_snapshot *snapshot, tariff_build **build,
                                         tariff_error **error)
{
    tariff_status status = require(context, build, "a context and a place to write it are required", error);

    if (status >= 0)
        status = require(snapshot, build, "a snapshot is required", error);
    return status < 0 ? status : make(context, snapshot, build, error);
}

void tariff_build_free(tariff_build *build)
{
    tariff_context *context;

    if (!build)
        return;
    context = build->context;
    trf_model_free(build->model);
    trf_alloc_free(&context->alloc, build, sizeof *build);
    tariff_context_free(context);
}

static int progress(void *user, uint64_t done, uint64_t total)
{
    tariff_build *build = user;
    const tariff_context *context = build->context;

    build->input_bytes = done;
    return context->progress ? context->progress(context->progress_user, "read", done, total) : 0;
}

/* What was read of the input that was read last. */
static tariff_status added(tariff_build *build, tariff_status status)
{
    const trf_model *model = build->model;

    build->read_bytes += status >= 0 && model->inputs_count ? model->inputs[model->inputs_count - 1].bytes : build->input_bytes;
    trf_build_log(build);
    return status;
}

static tariff_status add(tariff_build *build, const char *path, const void *data, size_t size, const char *name,
                         const char *tariff, tariff_error **error)
{
    trf_ingest_options options = {trf_slice_text(tariff), progress, build};
    tariff_status status;

    build->input_bytes = 0;
    if (path)
        status = trf_ingest_path(build->model, path, &options, error);
    else
        status = trf_ingest_memory(build->model, data, size, trf_slice_text(name), &options, error);
    return added(build, status);
}

tariff_status tariff_build_add_file(tariff_build *build, const char *path, const char *tariff, tariff_error **error)
{
    tariff_status status = require(build, path, "a build and a path are required", error);

    return status < 0 ? status : add(build, path, NULL, 0, NULL, tariff, error);
}

tariff_status trf_build_add_descriptor(tariff_build *build, int descriptor, const char *name, const char *tariff,
                                       tariff_error **error)
{
    trf_ingest_options options = {trf_slice_text(tariff), progress, build};
    tariff_status status;

    build->input_bytes = 0;
    status = trf_ingest_descriptor(build->model, descriptor, trf_slice_text(name), &options, error);
    return added(build, status);
}

tariff_status tariff_build_add_memory(tariff_build *build, const void *data, uint64_t size, const char *name, const char *tariff,
                                      tariff_error **error)
{
    tariff_status status = require(build, data, "a build and a document are required", error);

    if (status < 0)
        return status;
    if (size > SIZE_MAX)
        return trf_fail(error, &build->context->alloc, TARIFF_ELIMIT, "document of %lu bytes: more than this host can hold",
                        size);
    return add(build, NULL, data, (size_t)size, name ? name : "memory", tariff, error);
}

static tariff_status after(tariff_build *build, tariff_status status)
{
    trf_build_log(build);
    return status == TARIFF_OK && build->model->findings_total ? TARIFF_FINDINGS : status;
}

tariff_status tariff_build_check(tariff_build *build, tariff_error **error)
{
    tariff_status status = require(build, build, "a build is required", error);
    uint64_t before;

    if (status >= 0)
        status = trf_context_progress(build->context, "check", 0, 0, error);
    if (status < 0)
        return status;
    before = build->model->findings_total;
    status = trf_rules_check(build->model, error);
    trf_build_log(build);
    return status == TARIFF_OK && build->model->findings_total > before ? TARIFF_FINDINGS : status;
}

tariff_status tariff_build_write(tariff_build *build, const char *path, tariff_error **error)
{
    tariff_status status = require(build, path, "a build and a path are required", error);

    if (status >= 0)
        status = trf_context_progress(build->context, "compile", 0, 0, error);
    return status < 0 ? status : after(build, trf_compile_to_file(build->model, path, NULL, NULL, error));
}

tariff_status tariff_build_open(tariff_build *build, tariff_snapshot **snapshot, tariff_error **error)
{
    tariff_snapshot *own = NULL;
    uint8_t *data = NULL;
    size_t size = 0;
    tariff_status status = require(build, snapshot, "a build and a place for the snapshot are required", error);

    if (status >= 0)
        status = trf_context_progress(build->context, "compile", 0, 0, error);
    if (status >= 0)
        status = trf_compile_to_memory(build->model, NULL, &data, &size, NULL, error);
    if (status >= 0)
        status = trf_snapshot_adopt_memory(&build->context->alloc, data, size, &own, error);
    if (status < 0)
        return status;
    trf_snapshot_keep_context(own, build->context);
    *snapshot = own;
    return after(build, status);
}

void trf_build_log(tariff_build *build)
{
    for (; build->context->log && build->logged < build->model->findings_count; build->logged++) {
        const trf_finding *finding = &build->model->findings[build->logged];
        trf_buffer line;

        trf_buffer_init(&line, &build->context->alloc, 4096);
        trf_buffer_slice(&line, finding->file);
        trf_buffer_char(&line, ':');
        trf_buffer_unsigned(&line, finding->line, 1);
        trf_buffer_text(&line, ": ");
        trf_buffer_slice(&line, finding->rule);
        trf_buffer_text(&line, ": ");
        trf_buffer_slice(&line, finding->record);
        trf_buffer_text(&line, ": ");
        trf_buffer_slice(&line, finding->text);
        trf_context_log(build->context, TARIFF_LOG_FINDING, trf_buffer_view(&line));
        trf_buffer_done(&line);
    }
}

uint64_t tariff_build_finding_count(const tariff_build *build)
{
    return build ? build->model->findings_total : 0;
}

tariff_status tariff_build_finding(const tariff_build *build, uint64_t index, tariff_finding *finding, tariff_error **error)
{
    tariff_finding own = TARIFF_FINDING_INIT;
    const trf_finding *found;
    tariff_status status = require(build, finding, "a build and a finding are required", error);

    if (status < 0)
        return status;
    if (index >= build->model->findings_count)
        return TARIFF_NOT_FOUND;
    found = &build->model->findings[index];
    own.line = found->line;
    own.rule = trf_text_of(found->rule);
    own.record = trf_text_of(found->record);
    own.file = trf_text_of(found->file);
    own.text = trf_text_of(found->text);
    if (!trf_struct_write(finding, finding->size, &own, (uint32_t)sizeof own))
        return trf_fail(error, &build->context->alloc, TARIFF_EINVAL, "finding of %u bytes: not a size this library knows",
                        finding->size);
    return TARIFF_OK;
}

#else /* a build that reads no XML */

static tariff_status lacks(tariff_error **error)
{
    return trf_fail(error, &trf_alloc_default, TARIFF_EUNSUPPORTED,
                    "build: this build of the library reads no XML (configure --enable-ingest)");
}

tariff_status tariff_build_new(tariff_context *context, tariff_build **build, tariff_error **error)
{
    (void)context;
    (void)build;
    return lacks(error);
}

tariff_status tariff_build_from_snapshot(tariff_context *context, const tariff_snapshot *snapshot, tariff_build **build,
                                         tariff_error **error)
{
    (void)context;
    (void)snapshot;
    (void)build;
    return lacks(error);
}

void tariff_build_free(tariff_build *build)
{
    (void)build;
}

tariff_status tariff_build_add_file(tariff_build *build, const char *path, const char *tariff, tariff_error **error)
{
    (void)build;
    (void)path;
    (void)tariff;
    return lacks(error);
}

tariff_status tariff_build_add_memory(tariff_build *build, const void *data, uint64_t size, const char *name, const char *tariff,
                                      tariff_error **error)
{
    (void)build;
    (void)data;
    (void)size;
    (void)name;
    (void)tariff;
    return lacks(error);
}

tariff_status tariff_build_check(tariff_build *build, tariff_error **error)
{
    (void)build;
    return lacks(error);
}

tariff_status tariff_build_write(tariff_build *build, const char *path, tariff_error **error)
{
    (void)build;
    (void)path;
    return lacks(error);
}

tariff_status tariff_build_open(tariff_build *build, tariff_snapshot **snapshot, tariff_error **error)
{
    (void)build;
    (void)snapshot;
    return lacks(error);
}

uint64_t tariff_build_finding_count(const tariff_build *build)
{
    (void)build;
    return 0;
}

tariff_status tariff_build_finding(const tariff_build *build, uint64_t index, tariff_finding *finding, tariff_error **error)
{
    (void)build;
    (void)index;
    (void)finding;
    return lacks(error);
}
#endif
