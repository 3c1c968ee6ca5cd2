/* SPDX-License-Identifier: Apache-2.0 */
#include "api/context.h"

#include "tariff/version.h"

/* ---- limits: zero is the default, and nothing can be raised ---- */

static bool lower64(uint64_t asked, uint64_t *limit)
{
    if (asked > *limit)
        return false;
    if (asked)
        *limit = asked;
    return true;
}

static bool lower32(uint32_t asked, uint32_t *limit)
{
    if (asked > *limit)
        return false;
    if (asked)
        *limit = asked;
    return true;
}

static tariff_status set_limits(const tariff_context_options *options, trf_limits *limits, const trf_alloc *alloc,
                                tariff_error **error)
{
    const char *raised = NULL;

    *limits = (trf_limits)TRF_LIMITS_DEFAULT;
    if (!lower64(options->input_bytes, &limits->input_bytes))
        raised = "input_bytes";
    else if (!lower64(options->request_bytes, &limits->request_bytes))
        raised = "request_bytes";
    else if (!lower64(options->text_bytes, &limits->xml_text_bytes))
        raised = "text_bytes";
    else if (!lower32(options->xml_depth, &limits->xml_depth))
        raised = "xml_depth";
    else if (!lower32(options->json_depth, &limits->json_depth))
        raised = "json_depth";
    else if (!lower32(options->inflate_ratio, &limits->inflate_ratio))
        raised = "inflate_ratio";
    else if (!lower32(options->findings, &limits->findings))
        raised = "findings";
    else if (!lower32(options->items, &limits->items))
        raised = "items";
    if (raised)
        return trf_fail(error, alloc, TARIFF_EINVAL, "context option %s: larger than the default (limits can only be lowered)",
                        raised);
    return TARIFF_OK;
}

/* The host's struct may be of another version: what it lacks is default, what this library does not know must be zero. */
static tariff_status copy_options(const tariff_context_options *options, tariff_context_options *own, tariff_error **error)
{
    static const tariff_context_options none = TARIFF_CONTEXT_OPTIONS_INIT;

    *own = none;
    if (!options)
        return TARIFF_OK;
    if (!trf_struct_read(options, options->size, own, (uint32_t)sizeof *own))
        return trf_fail(error, &trf_alloc_default, TARIFF_EINVAL, "context options of %u bytes: not a size this library knows",
                        options->size);
    own->size = (uint32_t)sizeof *own;
    if (own->flags || own->reserved0)
        return trf_fail(error, &trf_alloc_default, TARIFF_EINVAL, "context options: flags and reserved fields must be zero");
    return TARIFF_OK;
}

bool trf_struct_read(const void *given, uint32_t given_size, void *own, uint32_t own_size)
{
    const unsigned char *bytes = given;

    if (given_size < 8 || given_size > 4096)
        return false;
    for (uint32_t i = own_size; i < given_size; i++)
        if (bytes[i])
            return false;
    memcpy(own, given, given_size < own_size ? given_size : own_size);
    return true;
}

bool trf_struct_write(void *given, uint32_t given_size, const void *own, uint32_t own_size)
{
    uint32_t size = given_size < own_size ? given_size : own_size;

    if (given_size < 8 || given_size > 4096)
        return false;
    memcpy((char *)given + sizeof(uint32_t), (const char *)own + sizeof(uint32_t), size - sizeof(uint32_t));
    return true;
}

tariff_status tariff_context_new(const tariff_context_options *options, tariff_context **context, tariff_error **error)
{
    tariff_context_options own;
    trf_alloc alloc = trf_alloc_default;
    trf_limits limits;
    tariff_context *made;
    tariff_status status;

    if (!context)
        return trf_fail(error, &trf_alloc_default, TARIFF_EINVAL, "context: no place to write it");
    status = copy_options(options, &own, error);
    if (status < 0)
        return status;
    if (own.resize)
        alloc = (trf_alloc){own.resize, own.resize_user, NULL};
    status = set_limits(&own, &limits, &trf_alloc_default, error);
    if (status < 0)
        return status;
    made = trf_alloc_zero(&alloc, sizeof *made);
    if (!made)
        return trf_fail_memory(error);
    made->alloc = alloc;
    made->limits = limits;
    made->progress = own.progress;
    made->progress_user = own.progress_user;
    made->log = own.log;
    made->log_user = own.log_user;
    /* Where the block lies differs from process to process; nothing that is handed out depends on it. */
    made->hash_seed = own.hash_seed ? own.hash_seed : (uint64_t)(uintptr_t)made * UINT64_C(0x9e3779b97f4a7c15);
    made->references = 1;
    *context = made;
    return TARIFF_OK;
}

tariff_context *trf_context_retain(tariff_context *context)
{
    __atomic_add_fetch(&context->references, 1, __ATOMIC_RELAXED);
    return context;
}

void tariff_context_free(tariff_context *context)
{
    trf_alloc alloc;

    if (!context || __atomic_sub_fetch(&context->references, 1, __ATOMIC_ACQ_REL) != 0)
        return;
    alloc = context->alloc;
    trf_alloc_free(&alloc, context, sizeof *context);
}

/* ---- callbacks ---- */

tariff_status trf_context_progress(tariff_context *context, const char *stage, uint64_t done, uint64_t total,
                                   tariff_error **error)
{
    if (context->progress && context->progress(context->progress_user, stage, done, total) != 0)
        return trf_fail(error, &context->alloc, TARIFF_ECANCELLED, "%s: the host asked to stop", stage);
    return TARIFF_OK;
}

void trf_context_log(tariff_context *context, int32_t level, trf_slice text)
{
    char *copy;

    if (!context->log)
        return;
    copy = trf_alloc_copy(&context->alloc, text);
    if (!copy)
        return;
    context->log(context->log_user, level, copy, text.size > UINT32_MAX ? UINT32_MAX : (uint32_t)text.size);
    trf_alloc_free(&context->alloc, copy, text.size + 1);
}

/* ---- errors ---- */

tariff_text trf_text_of(trf_slice slice)
{
    return (tariff_text){slice.data ? slice.data : "", slice.size > UINT32_MAX ? UINT32_MAX : (uint32_t)slice.size, 0};
}

tariff_status tariff_error_status(const tariff_error *error)
{
    return error ? error->status : TARIFF_OK;
}
tariff_text tariff_error_message(const tariff_error *error)
{
    return trf_text_of(error ? error->message : TRF_SLICE_EMPTY);
}
tariff_text tariff_error_file(const tariff_error *error)
{
    return trf_text_of(error ? error->file : TRF_SLICE_EMPTY);
}
tariff_text tariff_error_subject(const tariff_error *error)
{
    return trf_text_of(error ? error->subject : TRF_SLICE_EMPTY);
}
uint32_t tariff_error_line(const tariff_error *error)
{
    return error ? error->line : 0;
}
uint32_t tariff_error_column(const tariff_error *error)
{
    return error ? error->column : 0;
}
void tariff_error_free(tariff_error *error)
{
    trf_error_free(error);
}

const char *tariff_status_name(tariff_status status)
{
    switch (status) {
    case TARIFF_OK: return "ok";
    case TARIFF_NOT_FOUND: return "not_found";
    case TARIFF_FINDINGS: return "findings";
    case TARIFF_INCOMPLETE: return "incomplete";
    case TARIFF_NEGATIVE: return "negative";
    case TARIFF_EINVAL: return "invalid";
    case TARIFF_ENOMEM: return "no_memory";
    case TARIFF_ERANGE: return "out_of_range";
    case TARIFF_EINPUT: return "bad_input";
    case TARIFF_EIO: return "io";
    case TARIFF_EIMAGE: return "bad_image";
    case TARIFF_ELIMIT: return "limit";
    case TARIFF_EUNSUPPORTED: return "unsupported";
    case TARIFF_ECANCELLED: return "cancelled";
    default: return "unknown";
    }
}

#define VERSION_TEXT_OF(number) #number
#define VERSION_TEXT(number)    VERSION_TEXT_OF(number)

const char *tariff_version(void)
{
    return VERSION_TEXT(TARIFF_VERSION_MAJOR) "." VERSION_TEXT(TARIFF_VERSION_MINOR) "." VERSION_TEXT(TARIFF_VERSION_PATCH);
}
