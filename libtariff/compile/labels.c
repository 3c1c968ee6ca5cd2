/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Descriptions of everything: raw, plain and display form, by language and date. A description hangs on its owner directly, or
 * on a period that hangs on the owner; both kinds stand in the order of the sid of the period, so that they are joined in one
 * walk.
 */
#include "compile/build.h"
#include "text/markup.h"

#define NO_FIELD (-1)

typedef uint32_t (*owner_of)(trf_build *build, uint16_t tariff, const trf_value *row, const int fields[2]);

typedef struct described {
    uint32_t section;
    size_t run;    /**< place of (first_label, label_count) in its records */
    trf_kind kind; /**< of the descriptions */
    int language, text;
    owner_of owner;
    int owner_fields[2]; /**< in the description, or in its period */
    trf_kind period;     /**< TRF_KIND_COUNT: undated */
    int period_start;
} described;

/* ---- owners ---- */

static uint32_t registered(trf_build *build, trf_registry_name name, uint16_t tariff, const trf_value *row, const int fields[2])
{
    trf_str first = trf_build_value(build, row[fields[0]]),
            second = fields[1] == NO_FIELD ? 0 : trf_build_value(build, row[fields[1]]);
    uint32_t index = trf_registry_index(&build->registries[name], trf_registry_name_of(build, name, tariff, first, second));

    return index ? index : TRF_INDEX_NONE;
}

static uint32_t by_sid(trf_build *build, trf_registry_name name, uint16_t tariff, trf_value sid)
{
    uint32_t index = trf_registry_index(&build->registries[name], trf_registry_sid(build, name, tariff, sid));

    return index ? index : TRF_INDEX_NONE;
}

static uint32_t line_owner(trf_build *build, uint16_t tariff, const trf_value *row, const int fields[2])
{
    return trf_build_line_of_sid(build, tariff, row[fields[0]]);
}

static uint32_t area_owner(trf_build *build, uint16_t tariff, const trf_value *row, const int fields[2])
{
    return by_sid(build, TRF_REGISTRY_AREA, tariff, row[fields[0]]);
}

static uint32_t additional_code_owner(trf_build *build, uint16_t tariff, const trf_value *row, const int fields[2])
{
    return by_sid(build, TRF_REGISTRY_ADDITIONAL_CODE, tariff, row[fields[0]]);
}

static uint32_t certificate_owner(trf_build *build, uint16_t tariff, const trf_value *row, const int fields[2])
{
    return registered(build, TRF_REGISTRY_CERTIFICATE, tariff, row, fields);
}

static uint32_t footnote_owner(trf_build *build, uint16_t tariff, const trf_value *row, const int fields[2])
{
    return registered(build, TRF_REGISTRY_FOOTNOTE, tariff, row, fields);
}

static uint32_t measure_type_owner(trf_build *build, uint16_t tariff, const trf_value *row, const int fields[2])
{
    return registered(build, TRF_REGISTRY_MEASURE_TYPE, tariff, row, fields);
}

static uint32_t unit_owner(trf_build *build, uint16_t tariff, const trf_value *row, const int fields[2])
{
    trf_str code = trf_build_value(build, row[fields[0]]),
            qualifier = fields[1] == NO_FIELD ? 0 : trf_build_value(build, row[fields[1]]);
    uint32_t unit = trf_vocabulary_unit(build->vocabulary, trf_build_get(build, code), trf_build_get(build, qualifier));

    (void)tariff;
    return unit == TRF_VOCABULARY_NONE ? TRF_INDEX_NONE : unit + 1;
}

/* Short lists are searched from end to end: their owners are known by a text at the beginning of the record. */
static uint32_t listed(trf_build *build, uint32_t section, uint32_t from, trf_str code)
{
    for (uint32_t i = from; i < trf_build_count(build, section); i++) {
        if (*(const trf_str *)trf_build_at(build, section, i) == code)
            return i;
    }
    return TRF_INDEX_NONE;
}

static uint32_t qualifier_owner(trf_build *build, uint16_t tariff, const trf_value *row, const int fields[2])
{
    (void)tariff;
    return listed(build, TRF_SECTION_QUALIFIER, 0, trf_build_value(build, row[fields[0]]));
}

static uint32_t currency_owner(trf_build *build, uint16_t tariff, const trf_value *row, const int fields[2])
{
    (void)tariff;
    return listed(build, TRF_SECTION_CURRENCY, 1, trf_build_value(build, row[fields[0]]));
}

static uint32_t duty_expression_owner(trf_build *build, uint16_t tariff, const trf_value *row, const int fields[2])
{
    (void)tariff;
    return listed(build, TRF_SECTION_DUTY_EXPRESSION, 0, trf_build_value(build, row[fields[0]]));
}

/** fields[1] is the kind of the code list. */
static uint32_t code_owner(trf_build *build, uint16_t tariff, const trf_value *row, const int fields[2])
{
    trf_str code = trf_build_value(build, row[fields[0]]);

    for (uint32_t i = 0; i < trf_build_count(build, TRF_SECTION_CODE_ROW); i++) {
        const trf_code_row_record *record = trf_build_at(build, TRF_SECTION_CODE_ROW, i);

        if (record->code == code && record->kind == (uint32_t)fields[1] && record->tariff == tariff)
            return i;
    }
    return TRF_INDEX_NONE;
}

#define RUN(record) offsetof(trf_##record##_record, first_label)
#define SIMPLE(section, record, kind, owner, key)                                                                                \
    {                                                                                                                            \
        TRF_SECTION_##section, RUN(record), TRF_KIND_##kind##_description, TRF_F_##kind##_description_language_id,               \
            TRF_F_##kind##_description_description, owner, {TRF_F_##kind##_description_##key, NO_FIELD}, TRF_KIND_COUNT,         \
            NO_FIELD                                                                                                             \
    }
#define CODES(kind, key)                                                                                                         \
    {                                                                                                                            \
        TRF_SECTION_CODE_ROW, RUN(code_row), TRF_KIND_##kind##_description, TRF_F_##kind##_description_language_id,              \
            TRF_F_##kind##_description_description, code_owner, {TRF_F_##kind##_description_##key, TRF_KIND_##kind},             \
            TRF_KIND_COUNT, NO_FIELD                                                                                             \
    }
#define DATED(section, record, kind, owner, key, second)                                                                         \
    {                                                                                                                            \
        TRF_SECTION_##section, RUN(record), TRF_KIND_##kind##_description, TRF_F_##kind##_description_language_id,               \
            TRF_F_##kind##_description_description, owner, {TRF_F_##kind##_description_period_##key, second},                    \
            TRF_KIND_##kind##_description_period, TRF_F_##kind##_description_period_validity_start_date                          \
    }

static const described all[] = {
    DATED(LINE, line, goods_nomenclature, line_owner, goods_nomenclature_sid, NO_FIELD),
    DATED(AREA, area, geographical_area, area_owner, geographical_area_sid, NO_FIELD),
    DATED(ADDITIONAL_CODE, additional_code, additional_code, additional_code_owner, additional_code_sid, NO_FIELD),
    DATED(CERTIFICATE, certificate, certificate, certificate_owner, certificate_type_code,
          TRF_F_certificate_description_period_certificate_code),
    DATED(FOOTNOTE, footnote, footnote, footnote_owner, footnote_type_id, TRF_F_footnote_description_period_footnote_id),
    SIMPLE(MEASURE_TYPE, measure_type, measure_type, measure_type_owner, measure_type_id),
    SIMPLE(UNIT, unit, measurement_unit, unit_owner, measurement_unit_code),
    {TRF_SECTION_UNIT,
     RUN(unit),
     TRF_KIND_measurement_description,
     TRF_F_measurement_description_language_id,
     TRF_F_measurement_description_description,
     unit_owner,
     {TRF_F_measurement_description_measurement_unit_code, TRF_F_measurement_description_measurement_unit_qualifier_code},
     TRF_KIND_COUNT,
     NO_FIELD},
    SIMPLE(QUALIFIER, qualifier, measurement_unit_qualifier, qualifier_owner, measurement_unit_qualifier_code),
    SIMPLE(CURRENCY, currency, monetary_unit, currency_owner, monetary_unit_code),
    SIMPLE(DUTY_EXPRESSION, duty_expression, duty_expression, duty_expression_owner, duty_expression_id),
    CODES(measure_condition_code, condition_code),
    CODES(measure_action, action_code),
    CODES(certificate_type, certificate_type_code),
    CODES(footnote_type, footnote_type_id),
    CODES(additional_code_type, additional_code_type_id),
    CODES(measure_type_series, measure_type_series_id),
    CODES(regulation_group, regulation_group_id),
    CODES(regulation_role_type, regulation_role_type_id),
    CODES(language, language_code_id),
};
#define ALL (sizeof all / sizeof *all)

/* ---- languages ---- */

/** Index of a language; tags of two letters are written small, as everywhere but in TARIC. */
static uint32_t language_of(trf_build *build, trf_value tag)
{
    trf_str id = trf_build_value(build, tag);
    trf_slice text = trf_build_get(build, id);
    trf_language_record *record;

    if (text.size == 2) {
        char small[2];

        for (unsigned i = 0; i < 2; i++)
            small[i] = (char)(text.data[i] >= 'A' && text.data[i] <= 'Z' ? text.data[i] - 'A' + 'a' : text.data[i]);
        id = trf_build_text(build, trf_slice_of(small, 2));
    }
    for (uint32_t i = 0; i < trf_build_count(build, TRF_SECTION_LANGUAGE); i++) {
        record = trf_build_at(build, TRF_SECTION_LANGUAGE, i);
        if (record->tag == id)
            return i;
    }
    record = trf_build_add(build, TRF_SECTION_LANGUAGE);
    if (!record) {
        build->failed = true;
        return 0;
    }
    record->tag = id;
    return trf_build_count(build, TRF_SECTION_LANGUAGE) - 1;
}

/* ---- forms ---- */

static void write_forms(trf_build *build, trf_str raw, trf_label_record *label)
{
    trf_slice text = trf_build_get(build, raw);

    label->raw = label->plain = label->display = raw;
    if (text.size == 0 || trf_markup_is_plain(text))
        return;
    trf_buffer_clear(&build->display);
    trf_buffer_clear(&build->plain);
    trf_markup_read(text, &build->display, &build->plain);
    if (build->display.failed || build->plain.failed) {
        build->failed = true;
        return;
    }
    label->display = trf_build_text(build, trf_buffer_view(&build->display));
    label->plain = trf_build_text(build, trf_buffer_view(&build->plain));
}

/* ---- one kind ---- */

typedef struct found {
    trf_str raw;
    trf_day start;
    uint16_t language;
} found;

static tariff_status write_kind(trf_build *build, const described *what)
{
    trf_rows texts = {.record_size = sizeof(found)};
    trf_runs runs = {0};
    uint32_t at = 0, periods = what->period == TRF_KIND_COUNT ? 0 : trf_current_count(build, what->period);
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < trf_current_count(build, what->kind); i++) {
        const trf_value *row = trf_current(build, what->kind, i), *period = row;
        const trf_row_source *source = trf_current_source(build, what->kind, i);
        trf_day start = TRF_DATE_NONE;
        uint32_t owner, language;
        found *text;

        if (what->period != TRF_KIND_COUNT) {
            period = NULL;
            for (; at < periods; at++) {
                const trf_row_source *other = trf_current_source(build, what->period, at);
                const trf_value *candidate = trf_current(build, what->period, at);

                if (other->tariff > source->tariff || (other->tariff == source->tariff && candidate[0] >= row[0])) {
                    if (other->tariff == source->tariff && candidate[0] == row[0])
                        period = candidate;
                    break;
                }
            }
            if (!period) {
                trf_model_report(build->model, source, "reference-to-nothing", trf_slice_text(trf_kinds[what->kind].element),
                                 "its period '%S' is in no input: the description is left out",
                                 trf_build_get(build, trf_build_value(build, row[0])));
                continue;
            }
            start = trf_build_day(period[what->period_start], TRF_DATE_NONE);
        }
        owner = what->owner(build, source->tariff, period, what->owner_fields);
        if (owner == TRF_INDEX_NONE) {
            trf_model_report(build->model, source, "reference-to-nothing", trf_slice_text(trf_kinds[what->kind].element),
                             "what it describes is in no input");
            continue;
        }
        language = language_of(build, row[what->language]);
        text = trf_rows_add(build->alloc, &texts);
        if (!text ||
            !trf_runs_add(build->alloc, &runs, language, trf_sort_day(start), (uint64_t)owner << 32 | (texts.count - 1))) {
            status = trf_fail_memory(build->error);
            goto done;
        }
        *text = (found){trf_build_raw(build, row[what->text]), start, (uint16_t)language};
    }
    /* By language and start first, then, keeping that, by owner. */
    if (!trf_runs_sort(build->alloc, &runs)) {
        status = trf_fail_memory(build->error);
        goto done;
    }
    for (size_t i = 0; i < runs.count; i++)
        runs.items[i].key = runs.items[i].value >> 32 << 32;
    if (!trf_runs_sort(build->alloc, &runs) || !trf_rows_reserve(build->alloc, &build->rows[TRF_SECTION_LABEL], runs.count)) {
        status = trf_fail_memory(build->error);
        goto done;
    }
    for (size_t i = 0; i < runs.count; i++) {
        const found *text = (const found *)(const void *)texts.data + (uint32_t)runs.items[i].value;
        uint8_t *owner = trf_build_at(build, what->section, trf_runs_owner(&runs, i));
        uint32_t *run = (uint32_t *)(void *)(owner + what->run);
        trf_label_record *label = trf_build_add(build, TRF_SECTION_LABEL);

        label->start = text->start;
        label->language = text->language;
        write_forms(build, text->raw, label);
        ((trf_language_record *)trf_build_at(build, TRF_SECTION_LANGUAGE, text->language))->label_count++;
        if (run[1] == 0)
            run[0] = trf_build_count(build, TRF_SECTION_LABEL) - 1;
        if (run[0] + run[1] == trf_build_count(build, TRF_SECTION_LABEL) - 1)
            run[1]++; /* a unit described twice keeps its first descriptions */
    }
    status = trf_build_status(build);
done:
    trf_rows_done(build->alloc, &texts);
    trf_runs_done(build->alloc, &runs);
    return status;
}

tariff_status trf_build_labels(trf_build *build)
{
    tariff_status status = TARIFF_OK;

    for (size_t k = 0; k < ALL && status == TARIFF_OK; k++)
        status = write_kind(build, &all[k]);
    return status;
}
