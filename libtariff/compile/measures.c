/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/build.h"
#include "image/key.h"

/** What a measure names, as entries of the registries until they are numbered. */
typedef struct trf_named {
    uint32_t line, area, type, additional_code, order_number, regulation, justification;
    trf_day start, end;
    uint8_t national;
} trf_named;

#define M(field) TRF_F_measure_##field

/* ---- naming: before anything has a number ---- */

static bool negative_sign(const trf_build *build, trf_value sid)
{
    char scratch[16];
    trf_slice text = trf_model_text(build->model, sid, scratch);

    return text.size > 0 && text.data[0] == '-';
}

static tariff_status name_measure(trf_build *build, const trf_value *row, const trf_row_source *source, trf_str suffix,
                                  trf_named *out)
{
    uint16_t tariff = source->tariff;
    trf_day start = trf_build_day(row[M(validity_start_date)], TRF_DATE_NONE),
            end = trf_build_day(row[M(validity_end_date)], TRF_DATE_OPEN);
    trf_day day = start == TRF_DATE_NONE ? end == TRF_DATE_OPEN ? TRF_DATE_MAX : end : start;
    const trf_registry *regulations = &build->registries[TRF_REGISTRY_REGULATION];
    tariff_status status;

#define FIND(registry, sid, first, second, target)                                                                               \
    status =                                                                                                                     \
        trf_registry_find(build, TRF_REGISTRY_##registry, tariff, sid, first, second, day, source, "measure", &out->target);     \
    if (status < 0)                                                                                                              \
    return status
    FIND(LINE, row[M(goods_nomenclature_sid)], trf_build_value(build, row[M(goods_nomenclature_item_id)]), suffix, line);
    FIND(AREA, row[M(geographical_area_sid)], trf_build_value(build, row[M(geographical_area)]), 0, area);
    FIND(MEASURE_TYPE, TRF_VALUE_ABSENT, trf_build_value(build, row[M(measure_type)]), 0, type);
    FIND(ADDITIONAL_CODE, row[M(additional_code_sid)], trf_build_value(build, row[M(additional_code_type)]),
         trf_build_value(build, row[M(additional_code)]), additional_code);
    FIND(ORDER_NUMBER, TRF_VALUE_ABSENT, trf_build_value(build, row[M(ordernumber)]), 0, order_number);
    FIND(REGULATION, TRF_VALUE_ABSENT, trf_build_value(build, row[M(measure_generating_regulation_id)]),
         trf_build_value(build, row[M(measure_generating_regulation_role)]), regulation);
    FIND(REGULATION, TRF_VALUE_ABSENT, trf_build_value(build, row[M(justification_regulation_id)]),
         trf_build_value(build, row[M(justification_regulation_role)]), justification);
#undef FIND
    out->national = negative_sign(build, row[M(measure_sid)]);
    out->start = start;
    out->end = end;
    /* A measure without an end of its own ends with its regulation; a national one does not. */
    if (out->regulation != TRF_ENTRY_NONE) {
        if (start == TRF_DATE_NONE)
            out->start = regulations->entries[out->regulation].start;
        if (end == TRF_DATE_OPEN && !out->national)
            out->end = regulations->entries[out->regulation].end;
    }
    return TARIFF_OK;
}

tariff_status trf_build_names(trf_build *build)
{
    uint32_t count = trf_current_count(build, TRF_KIND_measure), ignored;
    trf_str suffix = trf_build_text(build, TRF_SLICE("80"));
    tariff_status status = trf_build_status(build);

    build->named_size = ((size_t)count + 1) * sizeof *build->named;
    build->named = trf_alloc_zero(build->alloc, build->named_size);
    if (!build->named)
        return trf_fail_memory(build->error);
    for (uint32_t i = 0; i < count && status == TARIFF_OK; i++)
        status = name_measure(build, trf_current(build, TRF_KIND_measure, i), trf_current_source(build, TRF_KIND_measure, i),
                              suffix, &build->named[i]);
    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_measure_condition) && status == TARIFF_OK; i++) {
        const trf_value *row = trf_current(build, TRF_KIND_measure_condition, i);
        const trf_row_source *source = trf_current_source(build, TRF_KIND_measure_condition, i);

        if (row[TRF_F_measure_condition_certificate_code] != TRF_VALUE_ABSENT)
            status = trf_registry_find(build, TRF_REGISTRY_CERTIFICATE, source->tariff, TRF_VALUE_ABSENT,
                                       trf_build_value(build, row[TRF_F_measure_condition_certificate_type_code]),
                                       trf_build_value(build, row[TRF_F_measure_condition_certificate_code]), TRF_DATE_MAX,
                                       source, "measure.condition", &ignored);
    }
    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_measure_excluded_geographical_area) && status == TARIFF_OK; i++) {
        const trf_value *row = trf_current(build, TRF_KIND_measure_excluded_geographical_area, i);
        const trf_row_source *source = trf_current_source(build, TRF_KIND_measure_excluded_geographical_area, i);

        status = trf_registry_find(
            build, TRF_REGISTRY_AREA, source->tariff, row[TRF_F_measure_excluded_geographical_area_geographical_area_sid],
            trf_build_value(build, row[TRF_F_measure_excluded_geographical_area_excluded_geographical_area]), 0, TRF_DATE_MAX,
            source, "measure.excluded.geographical.area", &ignored);
    }
    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_footnote_association_measure) && status == TARIFF_OK; i++) {
        const trf_value *row = trf_current(build, TRF_KIND_footnote_association_measure, i);
        const trf_row_source *source = trf_current_source(build, TRF_KIND_footnote_association_measure, i);

        status = trf_registry_find(build, TRF_REGISTRY_FOOTNOTE, source->tariff, TRF_VALUE_ABSENT,
                                   trf_build_value(build, row[TRF_F_footnote_association_measure_footnote_type_id]),
                                   trf_build_value(build, row[TRF_F_footnote_association_measure_footnote_id]), TRF_DATE_MAX,
                                   source, "footnote.association.measure", &ignored);
    }
    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_footnote_association_goods_nomenclature) && status == TARIFF_OK;
         i++) {
        const trf_value *row = trf_current(build, TRF_KIND_footnote_association_goods_nomenclature, i);
        const trf_row_source *source = trf_current_source(build, TRF_KIND_footnote_association_goods_nomenclature, i);
        trf_day day = trf_build_day(row[TRF_F_footnote_association_goods_nomenclature_validity_start_date], TRF_DATE_NONE);

        status = trf_registry_find(build, TRF_REGISTRY_FOOTNOTE, source->tariff, TRF_VALUE_ABSENT,
                                   trf_build_value(build, row[TRF_F_footnote_association_goods_nomenclature_footnote_type]),
                                   trf_build_value(build, row[TRF_F_footnote_association_goods_nomenclature_footnote_id]), day,
                                   source, "footnote.association.goods.nomenclature", &ignored);
    }
    return status == TARIFF_OK ? trf_build_status(build) : status;
}

/* ---- joining: kinds whose first key is the sid of a measure stand in its order ---- */

/** Current rows [first, end) of a kind that belong to (tariff, sid); `at` moves on and may stand behind it already. */
typedef struct join {
    trf_kind kind;
    uint32_t at;
    const char *owner;
} join;

static uint32_t next_run(trf_build *build, join *in, uint16_t tariff, trf_value sid, bool owner, uint32_t *first)
{
    uint32_t count = trf_current_count(build, in->kind);
    trf_value missing = TRF_VALUE_ABSENT;

    for (; in->at < count; in->at++) {
        const trf_row_source *source = trf_current_source(build, in->kind, in->at);
        trf_value other = trf_current(build, in->kind, in->at)[0];

        if (owner && (source->tariff > tariff || (source->tariff == tariff && other >= sid)))
            break;
        if (other != missing)
            trf_model_report(build->model, source, "reference-to-nothing", trf_slice_text(trf_kinds[in->kind].element),
                             "%s '%S' is in no input", in->owner, trf_build_get(build, trf_build_value(build, other)));
        missing = other;
    }
    *first = in->at;
    while (in->at < count && owner && trf_current_source(build, in->kind, in->at)->tariff == tariff &&
           trf_current(build, in->kind, in->at)[0] == sid)
        in->at++;
    return in->at - *first;
}

/** Components of an owner: five values each, one after the other in `list`. */
static tariff_status gather_components(trf_build *build, trf_rows *list, trf_kind kind, uint32_t first, uint32_t count)
{
    list->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        void *values = trf_rows_add(build->alloc, list);

        if (!values)
            return trf_fail_memory(build->error);
        memcpy(values, trf_current(build, kind, first + i) + 1, list->record_size);
    }
    return TARIFF_OK;
}
#define COMPONENT_SIZE (5u * (uint32_t)sizeof(trf_value))
_Static_assert(TRF_F_measure_component_duty_expression_id == 1 && TRF_F_measure_component_measurement_unit_qualifier_code == 5 &&
                   TRF_F_measure_condition_component_duty_expression_id == 1 &&
                   TRF_F_measure_condition_component_measurement_unit_qualifier_code == 5,
               "components are five values after the sid of their owner");

/* ---- writing ---- */

/** Where the parts of each current measure lie, in current rows of their kinds. */
typedef struct parts {
    uint32_t expression;
    uint32_t first_exclusion, exclusion_count;
    uint32_t first_footnote, footnote_count;
    uint32_t first_condition, condition_count; /* in the sorted runs */
} parts;

typedef struct writer {
    trf_build *build;
    parts *parts;
    size_t parts_size;
    uint32_t *by_sid; /* measures by (tariff, sid): number + 1 */
    uint32_t by_sid_slots;
    uint32_t *condition_expression; /* by current condition */
    size_t condition_size;
    trf_runs conditions;
    trf_rows components;
} writer;

static uint32_t sid_slot(const writer *w, uint16_t tariff, trf_value sid)
{
    const trf_build *build = w->build;
    uint32_t at = (uint32_t)trf_key_mix((uint64_t)tariff << 32 | sid) & (w->by_sid_slots - 1);

    for (; w->by_sid[at]; at = (at + 1) & (w->by_sid_slots - 1)) {
        uint32_t measure = w->by_sid[at] - 1;

        if (trf_current(build, TRF_KIND_measure, measure)[M(measure_sid)] == sid &&
            trf_current_source(build, TRF_KIND_measure, measure)->tariff == tariff)
            break;
    }
    return at;
}

static tariff_status index_measures(writer *w)
{
    uint32_t count = trf_current_count(w->build, TRF_KIND_measure);

    w->by_sid_slots = 64;
    while (w->by_sid_slots < count * 2u && w->by_sid_slots < UINT32_C(1) << 31)
        w->by_sid_slots *= 2;
    w->by_sid = trf_alloc_array(w->build->alloc, w->by_sid_slots, sizeof *w->by_sid);
    if (!w->by_sid)
        return trf_fail_memory(w->build->error);
    for (uint32_t i = 0; i < count; i++)
        w->by_sid[sid_slot(w, trf_current_source(w->build, TRF_KIND_measure, i)->tariff,
                           trf_current(w->build, TRF_KIND_measure, i)[M(measure_sid)])] = i + 1;
    return TARIFF_OK;
}

static tariff_status join_parts(writer *w)
{
    trf_build *build = w->build;
    uint32_t count = trf_current_count(build, TRF_KIND_measure);
    join components = {TRF_KIND_measure_component, 0, "measure"},
         exclusions = {TRF_KIND_measure_excluded_geographical_area, 0, "measure"},
         footnotes = {TRF_KIND_footnote_association_measure, 0, "measure"};
    tariff_status status = TARIFF_OK;
    uint32_t first, run;

    w->parts_size = ((size_t)count + 1) * sizeof *w->parts;
    w->parts = trf_alloc_zero(build->alloc, w->parts_size);
    if (!w->parts)
        return trf_fail_memory(build->error);
    for (uint32_t i = 0; i < count && status == TARIFF_OK; i++) {
        const trf_value *row = trf_current(build, TRF_KIND_measure, i);
        uint16_t tariff = trf_current_source(build, TRF_KIND_measure, i)->tariff;
        trf_value sid = row[M(measure_sid)];
        parts *of = &w->parts[i];

        run = next_run(build, &components, tariff, sid, true, &first);
        if (row[M(duty_text)] != TRF_VALUE_ABSENT && run == 0) {
            status = trf_build_duty_text(build, row[M(duty_text)], row[M(duty_grammar)], &of->expression);
        } else if (run) {
            status = gather_components(build, &w->components, TRF_KIND_measure_component, first, run);
            if (status == TARIFF_OK)
                status = trf_build_components(build, (const trf_value *)(const void *)w->components.data, run, &of->expression);
        }
        of->exclusion_count = next_run(build, &exclusions, tariff, sid, true, &of->first_exclusion);
        of->footnote_count = next_run(build, &footnotes, tariff, sid, true, &of->first_footnote);
    }
    if (status == TARIFF_OK) { /* what is left belongs to no measure */
        next_run(build, &components, 0, 0, false, &first);
        next_run(build, &exclusions, 0, 0, false, &first);
        next_run(build, &footnotes, 0, 0, false, &first);
    }
    return status;
}

static tariff_status join_conditions(writer *w)
{
    trf_build *build = w->build;
    const trf_kind kind = TRF_KIND_measure_condition;
    uint32_t count = trf_current_count(build, kind), first, run;
    join components = {TRF_KIND_measure_condition_component, 0, "measure condition"};
    trf_value missing = TRF_VALUE_ABSENT;
    tariff_status status = TARIFF_OK;

    w->condition_size = ((size_t)count + 1) * sizeof *w->condition_expression;
    w->condition_expression = trf_alloc_zero(build->alloc, w->condition_size);
    if (!w->condition_expression)
        return trf_fail_memory(build->error);
    for (uint32_t i = 0; i < count && status == TARIFF_OK; i++) {
        const trf_value *row = trf_current(build, kind, i);
        const trf_row_source *source = trf_current_source(build, kind, i);
        uint32_t measure = w->by_sid[sid_slot(w, source->tariff, row[TRF_F_measure_condition_measure_sid])];
        uint32_t sequence = trf_build_int(build, row[TRF_F_measure_condition_component_sequence_number], UINT16_MAX);
        trf_slice code = trf_build_get(build, trf_build_value(build, row[TRF_F_measure_condition_condition_code]));
        uint32_t order = (code.size > 0 ? (uint32_t)(uint8_t)code.data[0] << 24 : 0) |
                         (code.size > 1 ? (uint32_t)(uint8_t)code.data[1] << 16 : 0);

        run = next_run(build, &components, source->tariff, row[TRF_F_measure_condition_measure_condition_sid], true, &first);
        if (run) {
            status = gather_components(build, &w->components, TRF_KIND_measure_condition_component, first, run);
            if (status == TARIFF_OK)
                status = trf_build_components(build, (const trf_value *)(const void *)w->components.data, run,
                                              &w->condition_expression[i]);
        } else if (row[TRF_F_measure_condition_duty_text] != TRF_VALUE_ABSENT) {
            status = trf_build_duty_text(build, row[TRF_F_measure_condition_duty_text], row[TRF_F_measure_condition_duty_grammar],
                                         &w->condition_expression[i]);
        }
        if (status < 0)
            return status;
        if (!measure) {
            if (row[TRF_F_measure_condition_measure_sid] != missing)
                trf_model_report(build->model, source, "reference-to-nothing", TRF_SLICE("measure.condition"),
                                 "measure '%S' is in no input",
                                 trf_build_get(build, trf_build_value(build, row[TRF_F_measure_condition_measure_sid])));
            missing = row[TRF_F_measure_condition_measure_sid];
            continue;
        }
        if (!trf_runs_add(build->alloc, &w->conditions, measure - 1, order | (sequence > UINT16_MAX ? UINT16_MAX : sequence), i))
            return trf_fail_memory(build->error);
    }
    next_run(build, &components, 0, 0, false, &first);
    if (!trf_runs_sort(build->alloc, &w->conditions))
        return trf_fail_memory(build->error);
    for (size_t i = 0; i < w->conditions.count; i++) {
        parts *of = &w->parts[trf_runs_owner(&w->conditions, i)];

        if (of->condition_count++ == 0)
            of->first_condition = (uint32_t)i;
    }
    return TARIFF_OK;
}

static uint32_t number_of(const trf_build *build, trf_registry_name name, uint32_t entry)
{
    return trf_registry_index(&build->registries[name], entry);
}

/** Measures in the order of their rows: by line, then as published lists have them. */
static tariff_status sort_measures(writer *w, trf_sort_item **out)
{
    trf_build *build = w->build;
    uint32_t count = trf_current_count(build, TRF_KIND_measure);
    trf_sort_item *items = trf_alloc_array(build->alloc, (size_t)count + 1, sizeof *items);
    trf_sort_item *scratch = trf_alloc_array(build->alloc, (size_t)count + 1, sizeof *scratch);

    *out = items;
    if (!items || !scratch) {
        trf_alloc_free(build->alloc, scratch, ((size_t)count + 1) * sizeof *scratch);
        return trf_fail_memory(build->error);
    }
    for (uint32_t i = 0; i < count; i++)
        items[i].value = i;
    for (unsigned pass = 0; pass < 3; pass++) {
        for (uint32_t i = 0; i < count; i++) {
            const trf_named *named = &build->named[items[i].value];
            uint32_t line = number_of(build, TRF_REGISTRY_LINE, named->line);

            if (pass == 0)
                items[i].key = (uint64_t)trf_sort_day(named->end) << 32 | trf_sort_day(named->start);
            else if (pass == 1)
                items[i].key = (uint64_t)number_of(build, TRF_REGISTRY_ADDITIONAL_CODE, named->additional_code) << 32 |
                               number_of(build, TRF_REGISTRY_ORDER_NUMBER, named->order_number);
            else if (line)
                items[i].key = (uint64_t)(line - 1) << 32 | (uint64_t)number_of(build, TRF_REGISTRY_AREA, named->area) << 16 |
                               number_of(build, TRF_REGISTRY_MEASURE_TYPE, named->type);
            else
                items[i].key =
                    (uint64_t)TRF_LINE_NONE << 32 | trf_current_source(build, TRF_KIND_measure, (uint32_t)items[i].value)->tariff;
        }
        trf_sort_items(items, scratch, count);
    }
    trf_alloc_free(build->alloc, scratch, ((size_t)count + 1) * sizeof *scratch);
    return TARIFF_OK;
}

static tariff_status write_exclusions(writer *w, const parts *of, trf_measure_record *measure)
{
    trf_build *build = w->build;
    const trf_kind kind = TRF_KIND_measure_excluded_geographical_area;

    measure->first_exclusion = trf_build_count(build, TRF_SECTION_EXCLUSION);
    measure->exclusion_count = of->exclusion_count;
    for (uint32_t i = 0; i < of->exclusion_count; i++) {
        const trf_value *row = trf_current(build, kind, of->first_exclusion + i);
        const trf_row_source *source = trf_current_source(build, kind, of->first_exclusion + i);
        trf_exclusion_record *record = trf_build_add(build, TRF_SECTION_EXCLUSION);
        uint32_t entry;
        tariff_status status;

        if (!record)
            return trf_fail_memory(build->error);
        record->id = trf_build_value(build, row[TRF_F_measure_excluded_geographical_area_excluded_geographical_area]);
        status = trf_registry_find(build, TRF_REGISTRY_AREA, source->tariff,
                                   row[TRF_F_measure_excluded_geographical_area_geographical_area_sid], record->id, 0,
                                   TRF_DATE_MAX, source, "measure.excluded.geographical.area", &entry);
        if (status < 0)
            return status;
        record->area = (uint16_t)number_of(build, TRF_REGISTRY_AREA, entry);
    }
    return TARIFF_OK;
}

static tariff_status write_footnotes(writer *w, const parts *of, trf_measure_record *measure)
{
    trf_build *build = w->build;
    const trf_kind kind = TRF_KIND_footnote_association_measure;

    measure->first_footnote = trf_build_count(build, TRF_SECTION_FOOTNOTE_LINK);
    measure->footnote_count = of->footnote_count;
    for (uint32_t i = 0; i < of->footnote_count; i++) {
        const trf_value *row = trf_current(build, kind, of->first_footnote + i);
        const trf_row_source *source = trf_current_source(build, kind, of->first_footnote + i);
        trf_footnote_link_record *record = trf_build_add(build, TRF_SECTION_FOOTNOTE_LINK);
        uint32_t entry = trf_registry_name_of(build, TRF_REGISTRY_FOOTNOTE, source->tariff,
                                              trf_build_value(build, row[TRF_F_footnote_association_measure_footnote_type_id]),
                                              trf_build_value(build, row[TRF_F_footnote_association_measure_footnote_id]));

        if (!record)
            return trf_fail_memory(build->error);
        record->footnote = number_of(build, TRF_REGISTRY_FOOTNOTE, entry);
        record->start = TRF_DATE_NONE;
        record->end = TRF_DATE_OPEN;
    }
    return TARIFF_OK;
}

static tariff_status write_conditions(writer *w, const parts *of, trf_measure_record *measure)
{
    trf_build *build = w->build;

    if (of->condition_count > TRF_CONDITION_ROWS_MAX)
        return trf_fail(build->error, build->alloc, TARIFF_ELIMIT, "measure %u of line %S: %u conditions (at most %u)",
                        measure->sid_low, trf_build_get(build, measure->code), of->condition_count, TRF_CONDITION_ROWS_MAX);
    measure->first_condition = trf_build_count(build, TRF_SECTION_CONDITION);
    measure->condition_count = of->condition_count;
    for (uint32_t i = 0; i < of->condition_count; i++) {
        uint32_t condition = (uint32_t)w->conditions.items[of->first_condition + i].value;
        const trf_value *row = trf_current(build, TRF_KIND_measure_condition, condition);
        uint16_t tariff = trf_current_source(build, TRF_KIND_measure_condition, condition)->tariff;
        trf_condition_record *record = trf_build_add(build, TRF_SECTION_CONDITION);

        if (!record)
            return trf_fail_memory(build->error);
        record->code = trf_build_value(build, row[TRF_F_measure_condition_condition_code]);
        record->action = trf_build_value(build, row[TRF_F_measure_condition_action_code]);
        record->sequence = trf_build_int(build, row[TRF_F_measure_condition_component_sequence_number], 0);
        if (row[TRF_F_measure_condition_certificate_code] != TRF_VALUE_ABSENT) {
            uint32_t entry = trf_registry_name_of(build, TRF_REGISTRY_CERTIFICATE, tariff,
                                                  trf_build_value(build, row[TRF_F_measure_condition_certificate_type_code]),
                                                  trf_build_value(build, row[TRF_F_measure_condition_certificate_code]));

            record->certificate = number_of(build, TRF_REGISTRY_CERTIFICATE, entry);
        }
        record->amount = trf_build_value(build, row[TRF_F_measure_condition_condition_duty_amount]);
        record->currency = trf_build_value(build, row[TRF_F_measure_condition_condition_monetary_unit_code]);
        record->unit = trf_build_value(build, row[TRF_F_measure_condition_condition_measurement_unit_code]);
        record->qualifier = trf_build_value(build, row[TRF_F_measure_condition_condition_measurement_unit_qualifier_code]);
        record->expression = w->condition_expression[condition];
        record->sid = trf_build_int(build, row[TRF_F_measure_condition_measure_condition_sid], 0);
        record->flags = (record->certificate ? TRF_CONDITION_DOCUMENT : 0) | (record->amount ? TRF_CONDITION_THRESHOLD : 0);
    }
    return TARIFF_OK;
}

/** Sid as the signed 64-bit number it is: national records are negative. */
static void write_sid(const trf_build *build, trf_value sid, trf_measure_record *measure)
{
    char scratch[16];
    trf_slice text = trf_model_text(build->model, sid, scratch);
    bool negative = text.size > 0 && text.data[0] == '-';
    uint64_t number = 0;

    for (size_t i = negative; i < text.size && i < 19; i++)
        number = text.data[i] >= '0' && text.data[i] <= '9' ? number * 10 + (uint64_t)(text.data[i] - '0') : number;
    if (negative)
        number = 0 - number;
    measure->sid_low = (uint32_t)number;
    measure->sid_high = (uint32_t)(number >> 32);
}

static uint32_t directions(const trf_build *build, trf_value movement, const trf_measure_type_record *type)
{
    char scratch[16];
    trf_slice text = trf_model_text(build->model, movement, scratch);

    if (trf_slice_is(text, "import"))
        return TRF_ROW_IMPORT;
    if (trf_slice_is(text, "export"))
        return TRF_ROW_EXPORT;
    if (trf_slice_is(text, "both"))
        return TRF_ROW_IMPORT | TRF_ROW_EXPORT;
    return (type->movement & 1 ? TRF_ROW_IMPORT : 0) | (type->movement & 2 ? TRF_ROW_EXPORT : 0);
}

static tariff_status write_measure(writer *w, uint32_t number, trf_measure_record *measure, trf_measure_row_record *line_row)
{
    trf_build *build = w->build;
    const trf_value *row = trf_current(build, TRF_KIND_measure, number);
    const trf_named *named = &build->named[number];
    const parts *of = &w->parts[number];
    const trf_measure_type_record *type;
    const trf_regulation_record *regulation;
    const trf_profile_measures_record *law;
    uint32_t line = number_of(build, TRF_REGISTRY_LINE, named->line);
    tariff_status status;

    write_sid(build, row[M(measure_sid)], measure);
    measure->line = line ? line - 1 : TRF_LINE_NONE;
    measure->code = trf_build_value(build, row[M(goods_nomenclature_item_id)]);
    measure->start = named->start;
    measure->end = named->end;
    measure->tariff = trf_current_source(build, TRF_KIND_measure, number)->tariff;
    measure->area = (uint16_t)number_of(build, TRF_REGISTRY_AREA, named->area);
    measure->type = (uint16_t)number_of(build, TRF_REGISTRY_MEASURE_TYPE, named->type);
    if (line)
        measure->suffix = ((const trf_line_record *)trf_build_at(build, TRF_SECTION_LINE, line - 1))->suffix;
    measure->reduction = (uint8_t)trf_build_int(build, row[M(reduction_indicator)], 0);
    measure->additional_code = number_of(build, TRF_REGISTRY_ADDITIONAL_CODE, named->additional_code);
    measure->order_number = number_of(build, TRF_REGISTRY_ORDER_NUMBER, named->order_number);
    measure->regulation = number_of(build, TRF_REGISTRY_REGULATION, named->regulation);
    measure->justification = number_of(build, TRF_REGISTRY_REGULATION, named->justification);
    measure->expression = of->expression;
    measure->source = trf_build_value(build, row[M(source)]);
    measure->programmes = trf_build_value(build, row[M(programmes)]);
    measure->inherited_from = trf_build_value(build, row[M(inherited_from)]);
    measure->rate_status = trf_build_value(build, row[M(rate_status)]);

    type = trf_build_at(build, TRF_SECTION_MEASURE_TYPE, measure->type);
    regulation = trf_build_at(build, TRF_SECTION_REGULATION, measure->regulation);
    law = trf_profile_measures_of(&build->profiles, measure->tariff, type->id, type->series);
    measure->flags = directions(build, row[M(movement)], type);
    if (of->exclusion_count)
        measure->flags |= TRF_ROW_EXCLUSIONS;
    if (of->condition_count)
        measure->flags |= TRF_ROW_CONDITIONS;
    if (measure->additional_code)
        measure->flags |= TRF_ROW_ADDITIONAL_CODE;
    if (named->national)
        measure->flags |= TRF_ROW_NATIONAL;
    if (measure->programmes)
        measure->flags |= TRF_ROW_PROGRAMMES;
    if (law && law->flags & TRF_MEASURES_ANY_AREA)
        measure->flags |= TRF_ROW_ANY_AREA;
    if (trf_build_int(build, row[M(stopped_flag)], 0))
        measure->flags |= TRF_MEASURE_STOPPED;
    status = write_exclusions(w, of, measure);
    if (status == TARIFF_OK)
        status = write_footnotes(w, of, measure);
    if (status == TARIFF_OK)
        status = write_conditions(w, of, measure);

    line_row->start = measure->start;
    line_row->end = measure->end;
    line_row->area = measure->area;
    line_row->published = measure->regulation ? regulation->published : TRF_DATE_NONE;
    line_row->flags = (uint8_t)measure->flags;
    line_row->role = law ? law->role : 0;
    return status;
}

static void cover(trf_tariff_record *tariff, trf_day start, trf_day end)
{
    if (start < tariff->from)
        tariff->from = start;
    if (end > tariff->to)
        tariff->to = end;
}

static tariff_status write_measures(writer *w, const trf_sort_item *order)
{
    trf_build *build = w->build;
    uint32_t count = trf_current_count(build, TRF_KIND_measure);

    if (!trf_rows_reserve(build->alloc, &build->rows[TRF_SECTION_MEASURE], count) ||
        !trf_rows_reserve(build->alloc, &build->rows[TRF_SECTION_MEASURE_ROW], count))
        return trf_fail_memory(build->error);
    for (uint32_t i = 0; i < count; i++) {
        trf_measure_record *measure = trf_build_add(build, TRF_SECTION_MEASURE);
        trf_measure_row_record *row = trf_build_add(build, TRF_SECTION_MEASURE_ROW);
        trf_tariff_record *tariff;
        uint32_t *first;
        tariff_status status;

        if (!measure || !row)
            return trf_fail_memory(build->error);
        status = write_measure(w, (uint32_t)order[i].value, measure, row);
        if (status < 0)
            return status;
        status = trf_build_staging(build, trf_current_row(build, TRF_KIND_measure, (uint32_t)order[i].value), i);
        if (status < 0)
            return status;
        tariff = trf_build_at(build, TRF_SECTION_TARIFF, measure->tariff);
        tariff->measure_count++;
        cover(tariff, measure->start, measure->end);
        first = &tariff->first_row;
        if (measure->line != TRF_LINE_NONE)
            first = &((trf_line_record *)trf_build_at(build, TRF_SECTION_LINE, measure->line))->first_measure_row;
        if (first[1]++ == 0)
            first[0] = i;
    }
    for (uint32_t i = 0; i < trf_build_count(build, TRF_SECTION_LINE); i++) {
        const trf_line_record *line = trf_build_at(build, TRF_SECTION_LINE, i);
        trf_tariff_record *tariff = trf_build_at(build, TRF_SECTION_TARIFF, line->tariff);

        if (tariff->measure_count == 0)
            cover(tariff, line->start, line->end);
    }
    for (uint32_t t = 0; t < trf_build_count(build, TRF_SECTION_TARIFF); t++) {
        trf_tariff_record *tariff = trf_build_at(build, TRF_SECTION_TARIFF, t);

        if (tariff->from > tariff->to) { /* nothing in it */
            tariff->from = TRF_DATE_NONE;
            tariff->to = TRF_DATE_OPEN;
        }
    }
    return trf_build_status(build);
}
_Static_assert(offsetof(trf_line_record, measure_row_count) == offsetof(trf_line_record, first_measure_row) + 4 &&
                   offsetof(trf_tariff_record, row_count) == offsetof(trf_tariff_record, first_row) + 4,
               "a run is its first record and the count after it");

tariff_status trf_build_measures(trf_build *build)
{
    writer w = {.build = build, .components = {.record_size = COMPONENT_SIZE}};
    trf_sort_item *order = NULL;
    tariff_status status = index_measures(&w);

    if (status == TARIFF_OK)
        status = join_parts(&w);
    if (status == TARIFF_OK)
        status = join_conditions(&w);
    if (status == TARIFF_OK)
        status = sort_measures(&w, &order);
    if (status == TARIFF_OK)
        status = write_measures(&w, order);

    trf_alloc_free(build->alloc, order, ((size_t)trf_current_count(build, TRF_KIND_measure) + 1) * sizeof *order);
    trf_alloc_free(build->alloc, w.parts, w.parts_size);
    trf_alloc_free(build->alloc, w.by_sid, w.by_sid_slots * sizeof *w.by_sid);
    trf_alloc_free(build->alloc, w.condition_expression, w.condition_size);
    trf_runs_done(build->alloc, &w.conditions);
    trf_rows_done(build->alloc, &w.components);
    return status;
}
