/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/formats.h"

#include "ingest/line_table.h"
#include "ingest/member.h"
#include "ingest/native_write.h"
#include "ingest/norway.h"
#include "ingest/uk_origin.h"
#include "ingest/us_scope.h"
#include "ingest/usitc.h"

/** Each text of each input to a reader. */
static tariff_status read_each(trf_model *model, const char *const *inputs, size_t count, trf_member_reader reader, void *user,
                               tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    for (size_t i = 0; i < count && status >= 0; i++)
        status = trf_member_each(model->alloc, &model->limits, inputs[i], reader, user, error);
    return status;
}

/* ---- USITC ---- */
typedef struct usitc_inputs {
    usitc *schedule;
    tariff_status (*read)(usitc *schedule, trf_slice name, trf_slice text, tariff_error **error);
} usitc_inputs;

static tariff_status usitc_member(void *user, trf_slice name, trf_slice text, tariff_error **error)
{
    usitc_inputs *inputs = user;

    return inputs->read(inputs->schedule, name, text, error);
}

static tariff_status read_usitc(trf_model *model, const char *const *inputs, size_t count, const trf_import_options *options,
                                tariff_status (*read)(usitc *, trf_slice, trf_slice, tariff_error **), tariff_error **error)
{
    usitc_inputs reading = {NULL, read};
    tariff_status status = usitc_new(model, options, &reading.schedule, error);

    if (status >= 0)
        status = read_each(model, inputs, count, usitc_member, &reading, error);
    if (status >= 0)
        status = usitc_finish(reading.schedule, error);
    usitc_free(reading.schedule);
    return status;
}

static tariff_status read_usitc_csv(trf_model *model, const char *const *inputs, size_t count, const trf_import_options *options,
                                    tariff_error **error)
{
    return read_usitc(model, inputs, count, options, usitc_read_csv, error);
}

static tariff_status read_usitc_json(trf_model *model, const char *const *inputs, size_t count, const trf_import_options *options,
                                     tariff_error **error)
{
    return read_usitc(model, inputs, count, options, usitc_read_json, error);
}

/* ---- tables of lines ---- */
typedef struct line_inputs {
    line_table *table;
    tariff_status (*read)(line_table *table, trf_slice name, trf_slice text, tariff_error **error);
} line_inputs;

static tariff_status line_member(void *user, trf_slice name, trf_slice text, tariff_error **error)
{
    line_inputs *inputs = user;

    return inputs->read(inputs->table, name, text, error);
}

static tariff_status read_lines(trf_model *model, const char *const *inputs, size_t count, const trf_import_options *options,
                                const line_table_publisher *publisher, bool workbooks,
                                tariff_status (*read)(line_table *, trf_slice, trf_slice, tariff_error **), tariff_error **error)
{
    line_inputs reading = {NULL, read};
    tariff_status status = line_table_new(model, options, publisher, &reading.table, error);

    for (size_t i = 0; i < count && status >= 0; i++)
        status = (workbooks ? trf_member_each_workbook : trf_member_each)(model->alloc, &model->limits, inputs[i], line_member,
                                                                          &reading, error);
    if (status >= 0)
        status = line_table_finish(reading.table, error);
    line_table_free(reading.table);
    return status;
}

static tariff_status read_uk_csv(trf_model *model, const char *const *inputs, size_t count, const trf_import_options *options,
                                 tariff_error **error)
{
    static const line_table_publisher hmrc = {"uk-csv",        "UK",  "Goods nomenclature of the United Kingdom",
                                              "Europe/London", "GBP", "HMRC, commodity codes, "};

    return read_lines(model, inputs, count, options, &hmrc, false, uk_csv_read, error);
}

static tariff_status read_circabc(trf_model *model, const char *const *inputs, size_t count, const trf_import_options *options,
                                  tariff_error **error)
{
    static const line_table_publisher commission = {"eu-circabc",      "EU",  "Goods nomenclature of the European Union, TARIC",
                                                    "Europe/Brussels", "EUR", "European Commission, CIRCABC, "};

    return read_lines(model, inputs, count, options, &commission, true, circabc_read, error);
}

/* ---- scope lists ---- */
static tariff_status scope_member(void *user, trf_slice name, trf_slice text, tariff_error **error)
{
    return us_scope_read(user, name, text, error);
}

static tariff_status read_us_scope(trf_model *model, const char *const *inputs, size_t count, const trf_import_options *options,
                                   tariff_error **error)
{
    us_scope *scope = NULL;
    tariff_status status = us_scope_new(model, options, &scope, error);

    if (status >= 0)
        status = read_each(model, inputs, count, scope_member, scope, error);
    if (status >= 0)
        status = us_scope_finish(scope, error);
    us_scope_free(scope);
    return status;
}

/* ---- JSON documents ---- */
static tariff_status origin_member(void *user, trf_slice name, trf_slice text, tariff_error **error)
{
    return uk_origin_read(user, name, text, error);
}

static tariff_status read_uk_origin(trf_model *model, const char *const *inputs, size_t count, const trf_import_options *options,
                                    tariff_error **error)
{
    uk_origin *origin = NULL;
    tariff_status status = uk_origin_new(model, options, &origin, error);

    if (status >= 0)
        status = read_each(model, inputs, count, origin_member, origin, error);
    if (status >= 0)
        status = uk_origin_finish(origin, error);
    uk_origin_free(origin);
    return status;
}

static tariff_status norway_member(void *user, trf_slice name, trf_slice text, tariff_error **error)
{
    return norway_read(user, name, text, error);
}

static tariff_status read_norway(trf_model *model, const char *const *inputs, size_t count, const trf_import_options *options,
                                 tariff_error **error)
{
    norway *tariff = NULL;
    tariff_status status = norway_new(model, options, &tariff, error);

    if (status >= 0)
        status = read_each(model, inputs, count, norway_member, tariff, error);
    if (status >= 0)
        status = norway_finish(tariff, error);
    norway_free(tariff);
    return status;
}

/* ---- the table ---- */
static const trf_format formats[] = {
    {"eu-circabc", "Goods nomenclature of the European Union, workbooks (XLSX) or CSV of CIRCABC, one for each language", "EU",
     "en", read_circabc},
    {"norway-json",
     "Customs tariff of Norway, JSON of its structure, of rates of trade agreements, of country groups and members", "NO", "en",
     read_norway},
    {"uk-csv", "Goods nomenclature of the United Kingdom, CSV of commodity codes", "UK", "en", read_uk_csv},
    {"uk-origin", "Schemes of preferential origin of the United Kingdom and their product-specific rules, JSON", "UK", "en",
     read_uk_origin},
    {"us-scope", "Lists of goods that additional duties of the United States reach, CSV of codes with headings or annexes", "US",
     "en", read_us_scope},
    {"usitc-csv", "Harmonized Tariff Schedule of the United States, CSV export of the USITC", "US", "en", read_usitc_csv},
    {"usitc-json", "Harmonized Tariff Schedule of the United States, JSON export of the USITC", "US", "en", read_usitc_json},
};

const trf_format *trf_formats(size_t *count)
{
    *count = sizeof formats / sizeof formats[0];
    return formats;
}

tariff_status trf_format_find(const trf_alloc *alloc, trf_slice name, const trf_format **out, tariff_error **error)
{
    trf_buffer names;
    tariff_status status;
    size_t count;
    const trf_format *list = trf_formats(&count);

    for (size_t i = 0; i < count; i++)
        if (trf_slice_is(name, list[i].name)) {
            *out = &list[i];
            return TARIFF_OK;
        }
    trf_buffer_init(&names, alloc, 800);
    for (size_t i = 0; i < count; i++) {
        trf_buffer_text(&names, i ? ", " : "");
        trf_buffer_text(&names, list[i].name);
    }
    status = trf_fail(error, alloc, TARIFF_EINVAL, "format '%S': not known (expected one of %S)", name, trf_buffer_view(&names));
    trf_buffer_done(&names);
    return status;
}

static tariff_status check_date(const trf_alloc *alloc, const char *name, trf_slice text, tariff_error **error)
{
    trf_date date;

    if (text.size == 0 || trf_date_parse(text, &date))
        return TARIFF_OK;
    return trf_fail(error, alloc, TARIFF_EINVAL, "%s '%S': not a date (expected YYYY-MM-DD)", name, text);
}

tariff_status trf_import_read(trf_model *model, trf_slice format, const char *const *inputs, size_t count,
                              const trf_import_options *options, tariff_error **error)
{
    trf_import_options all = {TRF_SLICE_EMPTY, TRF_SLICE_EMPTY, TRF_SLICE_EMPTY, TRF_SLICE_EMPTY};
    const trf_format *found = NULL;
    tariff_status status;

    if (options)
        all = *options;
    status = trf_format_find(model->alloc, format, &found, error);
    if (status >= 0 && count == 0)
        status = trf_fail(error, model->alloc, TARIFF_EINVAL, "import: no input");
    if (status >= 0)
        status = check_date(model->alloc, "valid-from", all.valid_from, error);
    if (status >= 0)
        status = check_date(model->alloc, "valid-to", all.valid_to, error);
    if (status < 0)
        return status;
    if (all.tariff.size == 0)
        all.tariff = trf_slice_text(found->tariff);
    if (all.language.size == 0)
        all.language = trf_slice_text(found->language);
    status = found->read(model, inputs, count, &all, error);
    return status >= 0 && model->findings_total ? TARIFF_FINDINGS : status;
}

tariff_status trf_import(trf_model *model, trf_slice format, const char *const *inputs, size_t count,
                         const trf_import_options *options, const char *output, tariff_error **error)
{
    tariff_status read = trf_import_read(model, format, inputs, count, options, error), status = read;

    if (status >= 0)
        status = trf_model_settle(model, error);
    if (status >= 0)
        status = trf_native_write_path(model, NULL, output, error);
    return status < 0 ? status : read;
}
