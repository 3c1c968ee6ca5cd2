/* SPDX-License-Identifier: Apache-2.0 */
/* compile, import, import.formats, info, update, verify */
#include "api/build.h"
#include "api/door.h"

#include "config.h"

/* ---- hashes ---- */

static void put_hash(trf_json_writer *reply, const char *name, const char *prefix, const uint8_t hash[TRF_IMAGE_HASH_SIZE],
                     const trf_alloc *alloc)
{
    static const char digits[] = "0123456789abcdef";
    trf_buffer text;

    trf_buffer_init(&text, alloc, 0);
    trf_buffer_text(&text, prefix);
    for (unsigned i = 0; i < TRF_IMAGE_HASH_SIZE; i++) {
        trf_buffer_char(&text, digits[hash[i] >> 4]);
        trf_buffer_char(&text, digits[hash[i] & 15]);
    }
    trf_json_member_text(reply, name, trf_buffer_view(&text));
    trf_buffer_done(&text);
}

/* ---- info ---- */

static void put_languages(const trf_door *door, uint32_t tariff, trf_json_writer *reply)
{
    const trf_snapshot *snapshot = door->snapshot;
    const trf_tariff_record *record = trf_snapshot_tariff(snapshot, tariff);
    uint8_t used[64] = {0};

    for (uint32_t i = 0; i < record->line_count && record->first_line + i < trf_snapshot_line_count(snapshot); i++) {
        const trf_line_record *line = trf_snapshot_line(snapshot, record->first_line + i);

        for (uint32_t l = 0; l < line->label_count && line->first_label + l < trf_snapshot_label_count(snapshot); l++) {
            uint16_t language = trf_snapshot_label(snapshot, line->first_label + l)->language;

            if (language < sizeof used)
                used[language] = 1;
        }
    }
    trf_json_name(reply, "languages");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < sizeof used && i < trf_snapshot_language_count(snapshot); i++)
        if (used[i])
            trf_json_put_text(reply, trf_door_text(door, trf_snapshot_language(snapshot, i)->tag));
    trf_json_end_array(reply);
}

tariff_status trf_method_info(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    const trf_snapshot *snapshot = door->snapshot;

    (void)request;
    (void)error;
    trf_json_begin_object(reply);
    put_hash(reply, "image", "sha256:", snapshot->header->content_hash, door->alloc);
    trf_json_member_text_if(reply, "path", snapshot->path);
    trf_json_member_integer(reply, "layout", snapshot->header->layout);
    trf_json_member_string(reply, "library", tariff_version());
    trf_json_member_integer(reply, "bytes", (int64_t)snapshot->size);
    trf_json_name(reply, "tariffs");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < trf_snapshot_tariff_count(snapshot); i++) {
        const trf_tariff_record *tariff = trf_snapshot_tariff(snapshot, i);

        if (trf_door_text(door, tariff->id).size == 0)
            continue;
        trf_json_begin_object(reply);
        trf_json_member_text(reply, "id", trf_door_text(door, tariff->id));
        trf_json_member_text_if(reply, "title", trf_door_text(door, tariff->title));
        trf_json_member_text_if(reply, "zone", trf_door_text(door, tariff->zone));
        trf_json_member_text_if(reply, "currency", trf_door_text(door, tariff->currency));
        put_languages(door, i, reply);
        trf_json_member_integer(reply, "codes", tariff->line_count);
        trf_json_member_integer(reply, "measures", tariff->measure_count);
        trf_json_member_date_if(reply, "valid_from", tariff->from);
        trf_json_member_date_if(reply, "valid_to", tariff->to);
        trf_json_member_date_if(reply, "data_as_of", tariff->data_as_of);
        trf_json_member_text_if(reply, "sample", trf_door_text(door, tariff->sample));
        trf_json_member_text_if(reply, "source", trf_door_text(door, tariff->source));
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
    trf_json_name(reply, "inputs");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < trf_snapshot_input_count(snapshot); i++) {
        const trf_input_record *input = trf_snapshot_input(snapshot, i);

        trf_json_begin_object(reply);
        trf_json_member_text(reply, "name", trf_door_text(door, input->name));
        put_hash(reply, "sha256", "", input->sha256, door->alloc);
        trf_json_member_integer(reply, "records", input->records);
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
    trf_json_end_object(reply);
    return TARIFF_OK;
}

/* ---- verify ---- */

tariff_status trf_method_verify(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_slice path = TRF_SLICE_EMPTY;
    trf_snapshot *opened = NULL;
    const trf_snapshot *snapshot = door->snapshot;
    tariff_error *fault = NULL;
    tariff_status status = trf_json_text(request, "image", false, &path, door->alloc, error);

    if (status < 0)
        return status;
    if (path.size) {
        trf_slice terminated = trf_arena_copy(door->arena, path);
        char *copy = trf_arena_zero(door->arena, path.size + 1);

        if (!terminated.data || !copy)
            return trf_fail_memory(error);
        memcpy(copy, path.data, path.size);
        status = trf_snapshot_open(door->alloc, copy, &opened, &fault);
        if (status < 0 && status != TARIFF_EIMAGE) {
            if (error && !*error)
                *error = fault;
            else
                trf_error_free(fault);
            return status;
        }
        snapshot = opened;
    } else if (!snapshot) {
        return trf_json_fail(request, "image", door->alloc, error, "is required in a session over no snapshot");
    }
    if (status >= 0)
        status = trf_snapshot_verify(snapshot, &fault);
    if (status == TARIFF_ENOMEM) {
        trf_error_free(fault);
        trf_snapshot_release(opened);
        return trf_fail_memory(error);
    }
    trf_json_begin_object(reply);
    if (snapshot)
        put_hash(reply, "image", "sha256:", snapshot->header->content_hash, door->alloc);
    trf_json_member_flag(reply, "valid", status >= 0);
    if (status < 0 && fault) {
        trf_json_name(reply, "error");
        trf_json_begin_object(reply);
        trf_json_member_string(reply, "code", tariff_status_name(status));
        trf_json_member_text(reply, "message", fault->message);
        trf_json_member_text_if(reply, "subject", fault->subject);
        trf_json_end_object(reply);
    }
    trf_json_end_object(reply);
    trf_error_free(fault);
    trf_snapshot_release(opened);
    return status < 0 ? TARIFF_NEGATIVE : TARIFF_OK;
}

/* ---- compile ---- */

#ifdef TRF_INGEST
#include "compile/compile.h"
#include "ingest/formats.h"
#include "io/atomic.h"

/* The tariff whose transmissions a base holds: its id, empty where there is none; *several where it is not clear. */
static trf_slice transmitted_tariff(const trf_model *model, bool *several)
{
    uint16_t tariff = 0;

    *several = false;
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        for (uint32_t row = 0; row < model->tables[kind].count; row++) {
            const trf_row_source *source = &model->tables[kind].sources[row];

            if (source->record == 0)
                continue; /* of the own schema */
            *several = *several || (tariff && tariff != source->tariff);
            tariff = source->tariff;
        }
    return tariff && !*several ? trf_intern_get(&model->texts, model->tariffs[tariff]) : TRF_SLICE_EMPTY;
}

/* Whether the input that was read last is an envelope. */
static bool is_transmission(const trf_model *model)
{
    return trf_slice_is(trf_intern_get(&model->texts, model->inputs[model->inputs_count - 1].format), "taric3");
}

static tariff_status add_inputs(trf_door *door, const trf_json *request, tariff_build *build, tariff_error **error)
{
    trf_slice common = TRF_SLICE_EMPTY;
    const trf_json *inputs = NULL;
    bool several = false;
    tariff_status status = trf_json_text(request, "tariff", false, &common, door->alloc, error);

    if (common.size == 0)
        common = transmitted_tariff(build->model, &several);
    if (status >= 0 && common.size) {
        common = trf_arena_copy(door->arena, common); /* the pool of texts will grow */
        if (!common.data)
            status = trf_fail_memory(error);
    }

    if (status >= 0)
        status = trf_json_array(request, "inputs", true, &inputs, door->alloc, error);
    for (const trf_json *input = inputs ? inputs->first : NULL; input && status >= 0; input = input->next) {
        trf_slice path = TRF_SLICE_EMPTY, tariff = common;
        const char *path_text, *tariff_text;
        uint64_t descriptor = UINT64_MAX;

        if (input->type == TRF_JSON_OBJECT) {
            status = trf_json_only(input, "path tariff descriptor", door->alloc, error);
            if (status >= 0)
                status = trf_json_text(input, "path", true, &path, door->alloc, error);
            if (status >= 0)
                status = trf_json_count(input, "descriptor", false, INT32_MAX, &descriptor, door->alloc, error);
            if (status >= 0)
                status = trf_json_text(input, "tariff", false, &tariff, door->alloc, error);
        } else {
            status = trf_json_item_text(input, &path, door->alloc, error);
        }
        if (status < 0)
            return status;
        path_text = trf_door_terminated(door, path);
        tariff_text = trf_door_terminated(door, tariff);
        if (!path_text || !tariff_text)
            return trf_fail_memory(error);
        /* An open descriptor is read instead of the path, which is its name then. */
        if (descriptor <= INT32_MAX)
            status = trf_build_add_descriptor(build, (int)descriptor, path_text, tariff.size ? tariff_text : NULL, error);
        else
            status = tariff_build_add_file(build, path_text, tariff.size ? tariff_text : NULL, error);
        if (status >= 0 && several && tariff.size == 0 && is_transmission(build->model))
            status = trf_json_fail(request, "tariff", door->alloc, error, "is needed: the base has those of several tariffs");
    }
    return status;
}

static void put_finding(const trf_finding *finding, trf_json_writer *reply)
{
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "rule", finding->rule);
    trf_json_member_text(reply, "record", finding->record);
    trf_json_member_text(reply, "file", finding->file);
    trf_json_member_integer(reply, "line", finding->line);
    trf_json_member_text(reply, "text", finding->text);
    trf_json_end_object(reply);
}

/* How many findings each rule has: the kept ones. */
static void put_finding_counts(const trf_model *model, trf_json_writer *reply)
{
    trf_json_name(reply, "findings");
    trf_json_begin_object(reply);
    for (size_t i = 0; i < model->findings_count; i++) {
        trf_slice rule = model->findings[i].rule;
        bool counted = false;
        int64_t count = 0;

        for (size_t j = 0; j < i && !counted; j++)
            counted = trf_slice_equal(model->findings[j].rule, rule);
        if (counted)
            continue;
        for (size_t j = i; j < model->findings_count; j++)
            count += trf_slice_equal(model->findings[j].rule, rule);
        trf_json_name_slice(reply, rule);
        trf_json_put_integer(reply, count);
    }
    trf_json_end_object(reply);
}

static bool allowed(const trf_json *policy, trf_slice rule)
{
    for (const trf_json *item = policy ? policy->first : NULL; item; item = item->next)
        if (trf_slice_equal(item->text, rule))
            return true;
    return false;
}

/* Whether strict reading lets an image be written. */
static bool all_allowed(const trf_model *model, const trf_json *policy)
{
    for (size_t i = 0; i < model->findings_count; i++)
        if (!allowed(policy, model->findings[i].rule))
            return false;
    return model->findings_total == model->findings_count;
}

static void put_report(const tariff_build *build, const trf_compile_report *report, const char *output, const trf_alloc *alloc,
                       trf_json_writer *reply)
{
    const trf_model *model = build->model;

    trf_json_begin_object(reply);
    put_hash(reply, "image", "sha256:", report->content_hash, alloc);
    if (output)
        trf_json_member_string(reply, "output", output);
    trf_json_member_integer(reply, "bytes", (int64_t)report->size);
    trf_json_member_integer(reply, "input_bytes", (int64_t)build->read_bytes);
    trf_json_member_integer(reply, "tariffs", report->tariffs);
    trf_json_member_integer(reply, "lines", report->lines);
    trf_json_member_integer(reply, "measures", report->measures);
    trf_json_member_integer(reply, "expressions", report->expressions);
    trf_json_member_integer(reply, "unresolved", report->unresolved);
    trf_json_name(reply, "records");
    trf_json_begin_object(reply);
    for (unsigned kind = 0; kind < TRF_KIND_COUNT; kind++)
        if (model->tables[kind].count)
            trf_json_member_integer(reply, trf_kinds[kind].element, model->tables[kind].count);
    trf_json_end_object(reply);
    put_finding_counts(model, reply);
    trf_json_member_integer(reply, "findings_total", (int64_t)model->findings_total);
    trf_json_name(reply, "report");
    trf_json_begin_array(reply);
    for (size_t i = 0; i < model->findings_count; i++)
        put_finding(&model->findings[i], reply);
    trf_json_end_array(reply);
    trf_json_end_object(reply);
}

/* An image of the inputs of a request, over those of a base where there is one. */
static tariff_status build_image(trf_door *door, const trf_json *request, const trf_snapshot *base, trf_json_writer *reply,
                                 tariff_error **error)
{
    trf_slice output = TRF_SLICE_EMPTY;
    const trf_json *policy = NULL;
    trf_compile_report report;
    tariff_build *build = NULL;
    const char *path = NULL;
    uint8_t *data = NULL;
    size_t size = 0;
    int strict = 0, rules = 0;
    tariff_status status = trf_json_text(request, "output", true, &output, door->alloc, error);

    if (status >= 0)
        status = trf_json_flag(request, "strict", false, &strict, door->alloc, error);
    if (status >= 0)
        status = trf_json_flag(request, "rules", false, &rules, door->alloc, error);
    if (status >= 0)
        status = trf_json_array(request, "policy", false, &policy, door->alloc, error);
    if (status < 0)
        return status;
    path = trf_door_terminated(door, output);
    if (!path)
        return trf_fail_memory(error);
    if (base)
        status = tariff_build_from_snapshot(door->context, base, &build, error);
    else
        status = tariff_build_new(door->context, &build, error);
    if (status < 0)
        return status;
    status = add_inputs(door, request, build, error);
    if (status >= 0 && rules)
        status = tariff_build_check(build, error);
    if (status >= 0)
        status = trf_context_progress(door->context, "compile", 0, 0, error);
    if (status >= 0 && !strict)
        status = trf_compile_to_file(build->model, path, NULL, &report, error);
    else if (status >= 0)
        status = trf_compile_to_memory(build->model, NULL, &data, &size, &report, error);
    if (status >= 0 && strict) {
        if (!all_allowed(build->model, policy))
            path = NULL;
        else
            status = trf_atomic_replace(door->alloc, path, data, size, error);
    }
    if (status >= 0) {
        trf_build_log(build);
        put_report(build, &report, path, door->alloc, reply);
        if (build->model->findings_total)
            status = path ? TARIFF_FINDINGS : TARIFF_NEGATIVE;
    }
    if (data)
        trf_alloc_free(door->alloc, data, size);
    tariff_build_free(build);
    return status;
}

tariff_status trf_method_compile(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    return build_image(door, request, NULL, reply, error);
}

/* ---- update ---- */

tariff_status trf_method_update(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_slice path = TRF_SLICE_EMPTY;
    trf_snapshot *opened = NULL;
    const char *name;
    tariff_status status = trf_json_text(request, "base", false, &path, door->alloc, error);

    if (status < 0)
        return status;
    if (path.size == 0)
        return door->snapshot ? build_image(door, request, door->snapshot, reply, error)
                              : trf_json_fail(request, "base", door->alloc, error, "is required in a session over no snapshot");
    name = trf_door_terminated(door, path);
    if (!name)
        return trf_fail_memory(error);
    status = trf_snapshot_open(door->alloc, name, &opened, error);
    if (status >= 0)
        status = build_image(door, request, opened, reply, error);
    trf_snapshot_release(opened);
    return status;
}

/* ---- import ---- */

static tariff_status read_import(trf_door *door, const trf_json *request, trf_import_options *options, const char *const **inputs,
                                 size_t *count, tariff_error **error)
{
    const trf_json *list = NULL;
    const char **paths;
    tariff_status status = trf_json_array(request, "inputs", true, &list, door->alloc, error);

    if (status >= 0)
        status = trf_json_text(request, "tariff", false, &options->tariff, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(request, "lang", false, &options->language, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(request, "valid_from", false, &options->valid_from, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(request, "valid_to", false, &options->valid_to, door->alloc, error);
    if (status < 0)
        return status;
    paths = trf_arena_take(door->arena, (list->count + 1) * sizeof *paths);
    if (!paths)
        return trf_fail_memory(error);
    *count = 0;
    for (const trf_json *item = list->first; item; item = item->next) {
        paths[*count] = trf_door_terminated(door, item->text);
        if (!paths[(*count)++])
            return trf_fail_memory(error);
    }
    *inputs = paths;
    return TARIFF_OK;
}

tariff_status trf_method_import(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_slice format = TRF_SLICE_EMPTY, output = TRF_SLICE_EMPTY;
    trf_import_options options = {TRF_SLICE_EMPTY, TRF_SLICE_EMPTY, TRF_SLICE_EMPTY, TRF_SLICE_EMPTY};
    const char *const *inputs = NULL;
    const char *path;
    tariff_build *build = NULL;
    size_t count = 0;
    tariff_status status = trf_json_text(request, "format", true, &format, door->alloc, error);

    if (status >= 0)
        status = trf_json_text(request, "output", true, &output, door->alloc, error);
    if (status >= 0)
        status = read_import(door, request, &options, &inputs, &count, error);
    if (status < 0)
        return status;
    path = trf_door_terminated(door, output);
    if (!path)
        return trf_fail_memory(error);
    status = tariff_build_new(door->context, &build, error);
    if (status < 0)
        return status;
    status = trf_context_progress(door->context, "read", 0, 0, error);
    if (status >= 0)
        status = trf_import(build->model, format, inputs, count, &options, path, error);
    if (status >= 0) {
        const trf_model *model = build->model;

        trf_build_log(build);
        trf_json_begin_object(reply);
        trf_json_member_string(reply, "output", path);
        trf_json_member_integer(reply, "lines", model->tables[TRF_KIND_goods_nomenclature].count);
        trf_json_member_integer(reply, "rates", model->tables[TRF_KIND_measure].count);
        trf_json_member_integer(reply, "elements", (int64_t)model->nodes_count);
        put_finding_counts(model, reply);
        trf_json_member_integer(reply, "findings_total", (int64_t)model->findings_total);
        trf_json_name(reply, "report");
        trf_json_begin_array(reply);
        for (size_t i = 0; i < model->findings_count; i++)
            put_finding(&model->findings[i], reply);
        trf_json_end_array(reply);
        trf_json_end_object(reply);
        if (model->findings_total)
            status = TARIFF_FINDINGS;
    }
    tariff_build_free(build);
    return status;
}

tariff_status trf_method_import_formats(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    size_t count;
    const trf_format *formats = trf_formats(&count);

    (void)door;
    (void)request;
    (void)error;
    trf_json_begin_object(reply);
    trf_json_name(reply, "formats");
    trf_json_begin_array(reply);
    for (size_t i = 0; i < count; i++) {
        trf_json_begin_object(reply);
        trf_json_member_string(reply, "name", formats[i].name);
        trf_json_member_string(reply, "title", formats[i].title);
        trf_json_member_text_if(reply, "tariff", trf_slice_text(formats[i].tariff));
        trf_json_member_text_if(reply, "lang", trf_slice_text(formats[i].language));
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
    trf_json_end_object(reply);
    return TARIFF_OK;
}

#else

tariff_status trf_method_update(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    (void)request;
    (void)reply;
    return trf_fail(error, door->alloc, TARIFF_EUNSUPPORTED,
                    "update: this build of the library reads no XML (configure --enable-ingest)");
}

tariff_status trf_method_import(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    (void)request;
    (void)reply;
    return trf_fail(error, door->alloc, TARIFF_EUNSUPPORTED,
                    "import: this build of the library reads no tables (configure --enable-ingest)");
}

tariff_status trf_method_import_formats(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    (void)door;
    (void)request;
    (void)error;
    trf_json_begin_object(reply);
    trf_json_name(reply, "formats");
    trf_json_begin_array(reply);
    trf_json_end_array(reply);
    trf_json_end_object(reply);
    return TARIFF_OK;
}

tariff_status trf_method_compile(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    (void)request;
    (void)reply;
    return trf_fail(error, door->alloc, TARIFF_EUNSUPPORTED,
                    "compile: this build of the library reads no XML (configure --enable-ingest)");
}
#endif
