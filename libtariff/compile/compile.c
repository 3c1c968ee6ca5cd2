/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/compile.h"

#include "config.h"

#include "compile/build.h"
#include "compile/derive.h"
#include "image/record.h"
#include "image/search.h"
#include "image/writer.h"

/* ---- kept records ---- */

typedef struct kept {
    trf_kept_record head;
    trf_rows tables;  /* trf_kept_table_record */
    trf_rows unknown; /* trf_kept_unknown_record */
    trf_image_piece values[TRF_KIND_COUNT], sources[TRF_KIND_COUNT];
    uint32_t pieces;
    uint64_t value_count, source_count;
} kept;

/* Rows are written as the model holds them. */
_Static_assert(sizeof(trf_row_source) == sizeof(trf_kept_source_record) &&
                   offsetof(trf_row_source, transaction) == offsetof(trf_kept_source_record, transaction) &&
                   offsetof(trf_row_source, message) == offsetof(trf_kept_source_record, message) &&
                   offsetof(trf_row_source, sequence) == offsetof(trf_kept_source_record, sequence) &&
                   offsetof(trf_row_source, line) == offsetof(trf_kept_source_record, line) &&
                   offsetof(trf_row_source, input) == offsetof(trf_kept_source_record, input) &&
                   offsetof(trf_row_source, tariff) == offsetof(trf_kept_source_record, tariff) &&
                   offsetof(trf_row_source, update) == offsetof(trf_kept_source_record, update) &&
                   offsetof(trf_row_source, subrecord) == offsetof(trf_kept_source_record, subrecord) &&
                   offsetof(trf_row_source, record) == offsetof(trf_kept_source_record, record),
               "a kept source is a source of the model");

static tariff_status keep(trf_build *build, kept *out)
{
    const trf_model *model = build->model;

    out->tables.record_size = sizeof(trf_kept_table_record);
    out->unknown.record_size = sizeof(trf_kept_unknown_record);
    out->head = (trf_kept_record){.text_count = build->text_count,
                                  .sequence = model->sequence,
                                  .node_count = (uint32_t)model->nodes_count,
                                  .attribute_count = (uint32_t)model->attributes_count,
                                  .unknown_count = (uint32_t)model->unknown_count};
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++) {
        const trf_table *table = &model->tables[kind];
        uint64_t values = (uint64_t)table->count * trf_kinds[kind].field_count;
        trf_kept_table_record *record;

        if (table->count == 0)
            continue;
        record = trf_rows_add(build->alloc, &out->tables);
        if (!record)
            return trf_fail_memory(build->error);
        *record = (trf_kept_table_record){(uint32_t)kind,   trf_kinds[kind].field_count, table->count, 0, out->value_count,
                                          out->source_count};
        out->values[out->pieces] = (trf_image_piece){table->values, values * sizeof(trf_value)};
        out->sources[out->pieces++] = (trf_image_piece){table->sources, (uint64_t)table->count * sizeof(trf_row_source)};
        out->value_count += values;
        out->source_count += table->count;
    }
    for (size_t i = 0; i < model->unknown_count; i++) {
        const trf_unknown *unknown = &model->unknown[i];
        trf_kept_unknown_record *record = trf_rows_add(build->alloc, &out->unknown);

        if (!record)
            return trf_fail_memory(build->error);
        record->element = unknown->element;
        record->fields = unknown->fields;
        record->record = unknown->record;
        record->subrecord = unknown->subrecord;
        record->kind = (uint32_t)unknown->kind;
        memcpy(&record->source, &unknown->source, sizeof record->source);
    }
    return TARIFF_OK;
}

/* ---- the steps ---- */

static void begin(trf_build *build)
{
    for (uint32_t kind = 0; kind < TRF_SECTION_MAX; kind++)
        build->rows[kind].record_size = trf_sections[kind].record_size ? trf_sections[kind].record_size : 1;
    build->small_texts.record_size = sizeof(trf_str);
    trf_arena_init(&build->scratch, build->alloc, 0);
    trf_arena_init(&build->lasting, build->alloc, 0);
    trf_buffer_init(&build->display, build->alloc, 0);
    trf_buffer_init(&build->plain, build->alloc, 0);
}

static void finish(trf_build *build)
{
    for (uint32_t kind = 0; kind < TRF_SECTION_MAX; kind++)
        trf_rows_done(build->alloc, &build->rows[kind]);
    trf_profile_tables_done(&build->profiles);
    trf_intern_cut(&build->model->texts, build->text_count);
}

/** What only the steps need. */
static void finish_steps(trf_build *build)
{
    trf_registries_done(build);
    trf_memo_free(build);
    trf_vocabulary_builder_free(build->vocabulary_builder);
    build->vocabulary_builder = NULL;
    build->vocabulary = NULL;
    trf_alloc_free(build->alloc, build->named, build->named_size);
    build->named = NULL;
    trf_rows_done(build->alloc, &build->small_texts);
    trf_arena_done(&build->scratch);
    trf_arena_done(&build->lasting);
    trf_buffer_done(&build->display);
    trf_buffer_done(&build->plain);
}

static tariff_status null_records(trf_build *build)
{
    if (!trf_rows_reserve(build->alloc, &build->small_texts, TRF_SMALL_TEXTS) || !trf_build_add(build, TRF_SECTION_EXPRESSION))
        return trf_fail_memory(build->error);
    memset(build->small_texts.data, 0, TRF_SMALL_TEXTS * sizeof(trf_str));
    return TARIFF_OK;
}

static tariff_status profiles(trf_build *build)
{
    return trf_profile_compile(build->model, &build->model->texts, 0, NULL, &build->profiles, build->error);
}

static tariff_status run_steps(trf_build *build)
{
    static tariff_status (*const steps[])(trf_build *) = {
        null_records,         trf_build_vocabulary, trf_build_tariffs,   profiles,
        trf_build_registries, trf_build_agreements, trf_build_names,   trf_registries_seal, trf_build_nomenclature,
        trf_build_geography,  trf_build_measures,   trf_build_proofs,  trf_build_quotas,  trf_build_labels,
#ifdef TRF_SEARCH
        trf_build_search,
#endif
    };
    tariff_status status = TARIFF_OK;

    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == TARIFF_OK; i++)
        status = steps[i](build);
    return status;
}

/* ---- all of it ---- */

typedef struct output {
    trf_image_part parts[TRF_SECTION_MAX];
    trf_image_piece pieces[TRF_SECTION_MAX];
    uint32_t count;
} output;

static void put(output *out, uint32_t kind, uint64_t count, const trf_image_piece *pieces, uint32_t piece_count)
{
    if (count > 0)
        out->parts[out->count++] = (trf_image_part){kind, count, pieces, piece_count};
}

static void put_one(output *out, uint32_t kind, uint64_t count, const void *data, uint64_t size)
{
    out->pieces[kind] = (trf_image_piece){data, size};
    put(out, kind, count, &out->pieces[kind], 1);
}

/** Sections in order of kind; empty ones are left out. */
static void assemble(const trf_build *build, const kept *records, output *out)
{
    const trf_intern *texts = &build->model->texts;

    for (uint32_t kind = 0; kind < TRF_SECTION_MAX; kind++) {
        const trf_rows *rows = &build->rows[kind];

        if (kind == TRF_SECTION_STRING_BYTES)
            put_one(out, kind, texts->bytes.size, texts->bytes.data, texts->bytes.size);
        else if (kind == TRF_SECTION_STRING_OFFSETS)
            put_one(out, kind, (uint64_t)texts->count + 1, texts->offsets, ((uint64_t)texts->count + 1) * sizeof(uint32_t));
        else if (kind >= TRF_SECTION_PROFILE && kind < TRF_SECTION_PROFILE + TRF_PROFILE_SECTIONS) {
            const trf_profile_section *section = &build->profiles.sections[kind - TRF_SECTION_PROFILE];

            put_one(out, kind, section->count, section->records, (uint64_t)section->count * section->record_size);
        } else if (records && kind == TRF_SECTION_KEPT_TABLE)
            put_one(out, kind, records->tables.count, records->tables.data,
                    (uint64_t)records->tables.count * records->tables.record_size);
        else if (records && kind == TRF_SECTION_KEPT_VALUE)
            put(out, kind, records->value_count, records->values, records->pieces);
        else if (records && kind == TRF_SECTION_KEPT_SOURCE)
            put(out, kind, records->source_count, records->sources, records->pieces);
        else if (records && kind == TRF_SECTION_KEPT_UNKNOWN)
            put_one(out, kind, records->unknown.count, records->unknown.data,
                    (uint64_t)records->unknown.count * records->unknown.record_size);
        else if (records && kind == TRF_SECTION_KEPT)
            put_one(out, kind, 1, &records->head, sizeof records->head);
        else
            put_one(out, kind, rows->count, rows->data, (uint64_t)rows->count * rows->record_size);
    }
}

static void fill_report(const trf_build *build, trf_compile_report *report)
{
    report->tariffs = trf_build_count(build, TRF_SECTION_TARIFF) - 1;
    report->lines = trf_build_count(build, TRF_SECTION_LINE);
    for (uint32_t i = 0; i < report->lines; i++)
        report->placeholders +=
            (((const trf_line_record *)trf_build_at(build, TRF_SECTION_LINE, i))->flags & TRF_LINE_PLACEHOLDER) != 0;
    report->lines -= report->placeholders;
    report->measures = trf_build_count(build, TRF_SECTION_MEASURE);
    report->expressions = trf_build_count(build, TRF_SECTION_EXPRESSION) - 1;
    for (uint32_t i = 1; i <= report->expressions; i++)
        report->unresolved +=
            ((const trf_expression_record *)trf_build_at(build, TRF_SECTION_EXPRESSION, i))->status == TRF_EXPRESSION_UNRESOLVED;
}

/** To a file where path is given, else to memory. */
static tariff_status compile(trf_model *model, const trf_compile_options *options, const char *path, uint8_t **data, size_t *size,
                             trf_compile_report *report, tariff_error **error)
{
    const trf_alloc *alloc = model->alloc;
    bool with_records = !options || !(options->flags & TRF_COMPILE_WITHOUT_RECORDS);
    trf_build *build;
    kept *records = NULL;
    output *out = NULL;
    trf_compile_report made = {0};
    trf_derived derived = {0};
    trf_image_plan plan = {0};
    tariff_status status = trf_model_settle(model, error);

    if (status < 0)
        return status;
    build = trf_alloc_zero(alloc, sizeof *build);
    if (!build)
        return trf_fail_memory(error);
    build->alloc = alloc;
    build->model = model;
    build->error = error;
    build->text_count = model->texts.count;
    begin(build);
    records = trf_alloc_zero(alloc, sizeof *records);
    out = trf_alloc_zero(alloc, sizeof *out);
    status = records && out ? trf_derive(model, &derived, error) : trf_fail_memory(error);
    if (status == TARIFF_OK)
        status = run_steps(build);
    trf_agreements_done(build); /* its measures stand behind the derived ones */
    trf_derive_undo(&derived);
    finish_steps(build);
    if (status == TARIFF_OK && with_records)
        status = keep(build, records);
    if (status < 0)
        goto done;
    assemble(build, with_records ? records : NULL, out);
    fill_report(build, &made);
    plan.parts = out->parts;
    plan.part_count = out->count;
    plan.optional_features = (with_records ? TRF_FEATURE_KEPT : 0) |
                             (trf_build_count(build, TRF_SECTION_SEARCH) ? TRF_FEATURE_TEXT_INDEX : 0);
    if (path) {
        status = trf_image_write_file(alloc, &plan, path, made.content_hash, &made.size, error);
    } else {
        status = trf_image_write_memory(alloc, &plan, data, size, error);
        if (status == TARIFF_OK) {
            made.size = *size;
            memcpy(made.content_hash, ((const trf_image_header *)(const void *)*data)->content_hash, sizeof made.content_hash);
        }
    }
    if (status == TARIFF_OK && report)
        *report = made;
done:
    if (records) {
        trf_rows_done(alloc, &records->tables);
        trf_rows_done(alloc, &records->unknown);
        trf_alloc_free(alloc, records, sizeof *records);
    }
    if (out)
        trf_alloc_free(alloc, out, sizeof *out);
    finish(build);
    trf_alloc_free(alloc, build, sizeof *build);
    return status;
}

tariff_status trf_compile_to_file(trf_model *model, const char *path, const trf_compile_options *options,
                                  trf_compile_report *report, tariff_error **error)
{
    return compile(model, options, path, NULL, NULL, report, error);
}

tariff_status trf_compile_to_memory(trf_model *model, const trf_compile_options *options, uint8_t **data, size_t *size,
                                    trf_compile_report *report, tariff_error **error)
{
    return compile(model, options, NULL, data, size, report, error);
}
