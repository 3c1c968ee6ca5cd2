/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot/snapshot.h"

#include "api/build.h"
#include "api/context.h"
#include "tariff/snapshot.h"

/* A snapshot's memory is its context's, which must live as long. */
static void release_context(void *user)
{
    tariff_context_free(user);
}

void trf_snapshot_keep_context(trf_snapshot *snapshot, tariff_context *context)
{
    snapshot->closed = release_context;
    snapshot->closed_user = trf_context_retain(context);
}

static tariff_status require(const void *context, const void *input, const void *out, tariff_error **error)
{
    if (context && input && out)
        return TARIFF_OK;
    return trf_fail(error, &trf_alloc_default, TARIFF_EINVAL,
                    "snapshot: a context, something to open and a place to write it are required");
}

tariff_status tariff_snapshot_open(tariff_context *context, const char *path, tariff_snapshot **snapshot, tariff_error **error)
{
    tariff_snapshot *own = NULL;
    tariff_status status = require(context, path, snapshot, error);

    if (status < 0)
        return status;
    status = trf_snapshot_open(&context->alloc, path, &own, error);
    if (status < 0)
        return status;
    trf_snapshot_keep_context(own, context);
    *snapshot = own;
    return status;
}

tariff_status tariff_snapshot_open_memory(tariff_context *context, const void *data, uint64_t size, uint32_t flags,
                                          tariff_snapshot **snapshot, tariff_error **error)
{
    tariff_snapshot *own = NULL;
    tariff_status status = require(context, data, snapshot, error);

    if (status < 0)
        return status;
    if (flags & ~TARIFF_OPEN_COPY)
        return trf_fail(error, &context->alloc, TARIFF_EINVAL, "flags %u: not known to this library", flags);
    if (size > SIZE_MAX)
        return trf_fail(error, &context->alloc, TARIFF_ELIMIT, "image of %lu bytes: more than this host can hold", size);
    status = trf_snapshot_open_memory(&context->alloc, data, (size_t)size, (flags & TARIFF_OPEN_COPY) != 0, &own, error);
    if (status < 0)
        return status;
    trf_snapshot_keep_context(own, context);
    *snapshot = own;
    return status;
}

tariff_status tariff_snapshot_open_xml(tariff_context *context, const char *data, uint64_t size, const char *tariff,
                                       tariff_snapshot **snapshot, tariff_error **error)
{
    tariff_build *build = NULL;
    tariff_status status = require(context, data, snapshot, error);

    if (status < 0)
        return status;
    status = tariff_build_new(context, &build, error);
    if (status >= 0)
        status = tariff_build_add_memory(build, data, size, "memory", tariff, error);
    if (status >= 0)
        status = tariff_build_open(build, snapshot, error);
    tariff_build_free(build);
    return status;
}

void tariff_snapshot_retain(tariff_snapshot *snapshot)
{
    trf_snapshot_retain(snapshot);
}
void tariff_snapshot_release(tariff_snapshot *snapshot)
{
    trf_snapshot_release(snapshot);
}

tariff_status tariff_snapshot_verify(const tariff_snapshot *snapshot, tariff_error **error)
{
    if (!snapshot)
        return trf_fail(error, &trf_alloc_default, TARIFF_EINVAL, "snapshot: is required");
    return trf_snapshot_verify(snapshot, error);
}

tariff_status tariff_snapshot_info(const tariff_snapshot *snapshot, tariff_snapshot_facts *facts, tariff_error **error)
{
    tariff_snapshot_facts own = TARIFF_SNAPSHOT_FACTS_INIT;

    if (!snapshot || !facts)
        return trf_fail(error, &trf_alloc_default, TARIFF_EINVAL, "snapshot and facts: are required");
    own.layout = snapshot->header->layout;
    for (uint32_t i = 0; i < trf_snapshot_tariff_count(snapshot); i++)
        own.tariff_count += trf_snapshot_text(snapshot, trf_snapshot_tariff(snapshot, i)->id).size != 0;
    own.line_count = trf_snapshot_line_count(snapshot);
    own.measure_count = trf_snapshot_measure_count(snapshot);
    own.bytes = snapshot->size;
    memcpy(own.content_hash, snapshot->header->content_hash, sizeof own.content_hash);
    if (!trf_struct_write(facts, facts->size, &own, (uint32_t)sizeof own))
        return trf_fail(error, snapshot->alloc, TARIFF_EINVAL, "snapshot facts of %u bytes: not a size this library knows",
                        facts->size);
    return TARIFF_OK;
}
