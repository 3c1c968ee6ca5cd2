/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/registry.h"

#include "base/sort.h"
#include "compile/build.h"
#include "image/key.h"

/* ---- two maps over one array of entries ---- */

static uint32_t slot_hash(uint64_t a, uint64_t b)
{
    return (uint32_t)trf_key_mix(trf_key_mix(a) ^ b);
}

static uint32_t name_slot(const trf_registry *registry, uint16_t tariff, trf_str first, trf_str second)
{
    uint32_t at = slot_hash((uint64_t)first << 32 | second, tariff) & (registry->slots - 1);

    for (; registry->names[at]; at = (at + 1) & (registry->slots - 1)) {
        const trf_entry *entry = &registry->entries[registry->names[at] - 1];

        if (entry->first == first && entry->second == second && entry->tariff == tariff)
            break;
    }
    return at;
}

static uint32_t sid_slot(const trf_registry *registry, uint16_t tariff, trf_value sid)
{
    uint32_t at = slot_hash(sid, tariff) & (registry->slots - 1);

    for (; registry->sids[at]; at = (at + 1) & (registry->slots - 1)) {
        const trf_entry *entry = &registry->entries[registry->sids[at] - 1];

        if (entry->sid == sid && entry->tariff == tariff)
            break;
    }
    return at;
}

static void enter(trf_registry *registry, uint32_t index)
{
    trf_entry *entry = &registry->entries[index];
    uint32_t at = name_slot(registry, entry->tariff, entry->first, entry->second);

    entry->next = TRF_ENTRY_NONE;
    if (registry->names[at]) {
        uint32_t last = registry->names[at] - 1;

        entry->next = registry->entries[last].next;
        registry->entries[last].next = index;
    } else {
        registry->names[at] = index + 1;
        registry->used_names++;
    }
    if (entry->sid == TRF_VALUE_ABSENT)
        return;
    at = sid_slot(registry, entry->tariff, entry->sid);
    if (!registry->sids[at])
        registry->sids[at] = index + 1;
}

static bool more_slots(const trf_alloc *alloc, trf_registry *registry, uint32_t slots)
{
    uint32_t *names = trf_alloc_array(alloc, slots, sizeof *names);
    uint32_t *sids = trf_alloc_array(alloc, slots, sizeof *sids);

    if (!names || !sids) {
        trf_alloc_free(alloc, names, slots * sizeof *names);
        trf_alloc_free(alloc, sids, slots * sizeof *sids);
        return false;
    }
    trf_alloc_free(alloc, registry->names, registry->slots * sizeof *names);
    trf_alloc_free(alloc, registry->sids, registry->slots * sizeof *sids);
    registry->names = names;
    registry->sids = sids;
    registry->slots = slots;
    registry->used_names = 0;
    for (uint32_t i = 0; i < registry->count; i++)
        enter(registry, i);
    return true;
}

static tariff_status add(trf_build *build, trf_registry *registry, const trf_entry *entry, uint32_t *out)
{
    void *entries = registry->entries;

    if (registry->count >= UINT32_MAX / 8 ||
        !trf_alloc_grow(build->alloc, &entries, &registry->capacity, (size_t)registry->count + 1, sizeof *entry))
        return trf_fail_memory(build->error);
    registry->entries = entries;
    registry->entries[registry->count++] = *entry;
    if (registry->count * 2u > registry->slots) {
        if (!more_slots(build->alloc, registry, registry->slots ? registry->slots * 2 : 64))
            return trf_fail_memory(build->error);
    } else {
        enter(registry, registry->count - 1);
    }
    *out = registry->count - 1;
    return TARIFF_OK;
}

/* ---- what the model declares ---- */

#define NO_FIELD (-1)

typedef struct declaration {
    trf_registry_name name;
    trf_kind kind;
    int sid, first, second, start, end, end2;
} declaration;

static const declaration declarations[] = {
    {TRF_REGISTRY_AREA, TRF_KIND_geographical_area, TRF_F_geographical_area_geographical_area_sid,
     TRF_F_geographical_area_geographical_area_id, NO_FIELD, TRF_F_geographical_area_validity_start_date,
     TRF_F_geographical_area_validity_end_date, NO_FIELD},
    {TRF_REGISTRY_MEASURE_TYPE, TRF_KIND_measure_type, NO_FIELD, TRF_F_measure_type_measure_type_id, NO_FIELD,
     TRF_F_measure_type_validity_start_date, TRF_F_measure_type_validity_end_date, NO_FIELD},
    {TRF_REGISTRY_ADDITIONAL_CODE, TRF_KIND_additional_code, TRF_F_additional_code_additional_code_sid,
     TRF_F_additional_code_additional_code_type_id, TRF_F_additional_code_additional_code,
     TRF_F_additional_code_validity_start_date, TRF_F_additional_code_validity_end_date, NO_FIELD},
    {TRF_REGISTRY_CERTIFICATE, TRF_KIND_certificate, NO_FIELD, TRF_F_certificate_certificate_type_code,
     TRF_F_certificate_certificate_code, TRF_F_certificate_validity_start_date, TRF_F_certificate_validity_end_date, NO_FIELD},
    {TRF_REGISTRY_FOOTNOTE, TRF_KIND_footnote, NO_FIELD, TRF_F_footnote_footnote_type_id, TRF_F_footnote_footnote_id,
     TRF_F_footnote_validity_start_date, TRF_F_footnote_validity_end_date, NO_FIELD},
    {TRF_REGISTRY_REGULATION, TRF_KIND_base_regulation, NO_FIELD, TRF_F_base_regulation_base_regulation_id,
     TRF_F_base_regulation_base_regulation_role, TRF_F_base_regulation_validity_start_date,
     TRF_F_base_regulation_effective_end_date, TRF_F_base_regulation_validity_end_date},
    {TRF_REGISTRY_REGULATION, TRF_KIND_modification_regulation, NO_FIELD,
     TRF_F_modification_regulation_modification_regulation_id, TRF_F_modification_regulation_modification_regulation_role,
     TRF_F_modification_regulation_validity_start_date, TRF_F_modification_regulation_effective_end_date,
     TRF_F_modification_regulation_validity_end_date},
    {TRF_REGISTRY_REGULATION, TRF_KIND_prorogation_regulation, NO_FIELD, TRF_F_prorogation_regulation_prorogation_regulation_id,
     TRF_F_prorogation_regulation_prorogation_regulation_role, NO_FIELD, NO_FIELD, NO_FIELD},
    {TRF_REGISTRY_REGULATION, TRF_KIND_full_temporary_stop_regulation, NO_FIELD,
     TRF_F_full_temporary_stop_regulation_full_temporary_stop_regulation_id,
     TRF_F_full_temporary_stop_regulation_full_temporary_stop_regulation_role,
     TRF_F_full_temporary_stop_regulation_validity_start_date, TRF_F_full_temporary_stop_regulation_effective_enddate,
     TRF_F_full_temporary_stop_regulation_validity_end_date},
    {TRF_REGISTRY_REGULATION, TRF_KIND_complete_abrogation_regulation, NO_FIELD,
     TRF_F_complete_abrogation_regulation_complete_abrogation_regulation_id,
     TRF_F_complete_abrogation_regulation_complete_abrogation_regulation_role, NO_FIELD, NO_FIELD, NO_FIELD},
    {TRF_REGISTRY_REGULATION, TRF_KIND_explicit_abrogation_regulation, NO_FIELD,
     TRF_F_explicit_abrogation_regulation_explicit_abrogation_regulation_id,
     TRF_F_explicit_abrogation_regulation_explicit_abrogation_regulation_role, NO_FIELD, NO_FIELD, NO_FIELD},
    {TRF_REGISTRY_ORDER_NUMBER, TRF_KIND_quota_order_number, TRF_F_quota_order_number_quota_order_number_sid,
     TRF_F_quota_order_number_quota_order_number_id, NO_FIELD, TRF_F_quota_order_number_validity_start_date,
     TRF_F_quota_order_number_validity_end_date, NO_FIELD},
    {TRF_REGISTRY_LINE, TRF_KIND_goods_nomenclature, TRF_F_goods_nomenclature_goods_nomenclature_sid,
     TRF_F_goods_nomenclature_goods_nomenclature_item_id, TRF_F_goods_nomenclature_producline_suffix,
     TRF_F_goods_nomenclature_validity_start_date, TRF_F_goods_nomenclature_validity_end_date, NO_FIELD},
};

static bool is_digits(trf_slice code)
{
    for (size_t i = 0; i < code.size; i++) {
        if (code.data[i] < '0' || code.data[i] > '9')
            return false;
    }
    return code.size > 0;
}

/** A line needs a code; a section is a line that has a numeral, and knows its first chapter. */
static bool prepare_line(trf_build *build, const trf_value *row, trf_entry *entry)
{
    const trf_registry *lines = &build->registries[TRF_REGISTRY_LINE];
    trf_slice code = trf_build_get(build, entry->first);
    uint32_t known;

    if (code.size == 0 || code.size > TRF_CODE_MAX)
        return false;
    if (is_digits(code))
        return true;
    entry->second = 0; /* sections of one numeral stand together */
    known = trf_registry_name_of(build, TRF_REGISTRY_LINE, entry->tariff, entry->first, entry->second);
    if (known != TRF_ENTRY_NONE && lines->entries[known].tariff == entry->tariff) {
        entry->before = lines->entries[known].before;
        return true;
    }
    entry->before = trf_build_value(build, row[TRF_F_goods_nomenclature_section_first_chapter]);
    if (entry->before == 0)
        entry->before = trf_build_value(build, row[TRF_F_goods_nomenclature_section_last_chapter]);
    return true;
}

tariff_status trf_build_registries(trf_build *build)
{
    tariff_status status = TARIFF_OK;

    for (size_t d = 0; d < sizeof declarations / sizeof *declarations; d++) {
        const declaration *what = &declarations[d];

        for (uint32_t i = 0; i < trf_current_count(build, what->kind) && status == TARIFF_OK; i++) {
            const trf_value *row = trf_current(build, what->kind, i);
            trf_value end = what->end == NO_FIELD ? TRF_VALUE_ABSENT : row[what->end];
            trf_entry entry = {.tariff = trf_current_source(build, what->kind, i)->tariff, .kind = (uint16_t)what->kind};
            uint32_t made;

            entry.first = trf_build_value(build, row[what->first]);
            entry.second = what->second == NO_FIELD ? 0 : trf_build_value(build, row[what->second]);
            entry.sid = what->sid == NO_FIELD ? TRF_VALUE_ABSENT : row[what->sid];
            entry.row = trf_current_row(build, what->kind, i);
            entry.start = what->start == NO_FIELD ? TRF_DATE_NONE : trf_build_day(row[what->start], TRF_DATE_NONE);
            entry.end = trf_build_day(end, TRF_DATE_OPEN);
            if (entry.end == TRF_DATE_OPEN && what->end2 != NO_FIELD)
                entry.end = trf_build_day(row[what->end2], TRF_DATE_OPEN);
            if (what->name == TRF_REGISTRY_LINE && !prepare_line(build, row, &entry)) {
                trf_model_report(build->model, trf_current_source(build, what->kind, i), "line-without-code",
                                 TRF_SLICE("goods.nomenclature"), "'%S': no code of 1 to %u characters; the line is left out",
                                 trf_build_get(build, entry.first), TRF_CODE_MAX);
                continue;
            }
            status = add(build, &build->registries[what->name], &entry, &made);
        }
    }
    return status == TARIFF_OK ? trf_build_status(build) : status;
}

/* ---- finding ---- */

uint32_t trf_registry_sid(const trf_build *build, trf_registry_name name, uint16_t tariff, trf_value sid)
{
    const trf_registry *registry = &build->registries[name];
    uint32_t at;

    if (registry->slots == 0 || sid == TRF_VALUE_ABSENT)
        return TRF_ENTRY_NONE;
    at = sid_slot(registry, tariff, sid);
    if (!registry->sids[at] && tariff != 0)
        at = sid_slot(registry, 0, sid);
    return registry->sids[at] ? registry->sids[at] - 1 : TRF_ENTRY_NONE;
}

uint32_t trf_registry_name_of(const trf_build *build, trf_registry_name name, uint16_t tariff, trf_str first, trf_str second)
{
    const trf_registry *registry = &build->registries[name];
    uint32_t at;

    if (registry->slots == 0)
        return TRF_ENTRY_NONE;
    at = name_slot(registry, tariff, first, second);
    if (!registry->names[at] && tariff != 0)
        at = name_slot(registry, 0, first, second);
    return registry->names[at] ? registry->names[at] - 1 : TRF_ENTRY_NONE;
}

static const char *const things[TRF_REGISTRY_COUNT] = {"geographical area",  "measure type",      "additional code",
                                                       "certificate",        "footnote",          "regulation",
                                                       "quota order number", "goods nomenclature"};

tariff_status trf_registry_find(trf_build *build, trf_registry_name name, uint16_t tariff, trf_value sid, trf_str first,
                                trf_str second, trf_day day, const trf_row_source *source, const char *by, uint32_t *entry)
{
    trf_registry *registry = &build->registries[name];
    uint32_t found = trf_registry_sid(build, name, tariff, sid), best;
    trf_entry made = {0};
    trf_slice text;

    if (first == 0 && found == TRF_ENTRY_NONE) {
        *entry = TRF_ENTRY_NONE;
        return TARIFF_OK;
    }
    if (found == TRF_ENTRY_NONE)
        found = trf_registry_name_of(build, name, tariff, first, second);
    else {
        *entry = found;
        return TARIFF_OK;
    }
    best = found;
    for (; found != TRF_ENTRY_NONE; found = registry->entries[found].next) {
        if (trf_period_has(registry->entries[found].start, registry->entries[found].end, day)) {
            best = found;
            break;
        }
    }
    if (best != TRF_ENTRY_NONE) {
        *entry = best;
        return TARIFF_OK;
    }
    text = trf_build_get(build, first);
    trf_model_report(build->model, source, "reference-to-nothing", trf_slice_text(by), "%s '%S%s%S' is in no input", things[name],
                     text, second ? " " : "", trf_build_get(build, second));
    if (name == TRF_REGISTRY_LINE && (!is_digits(text) || text.size > TRF_CODE_MAX)) {
        *entry = TRF_ENTRY_NONE; /* no place can be guessed from it */
        return TARIFF_OK;
    }
    made.tariff = tariff;
    made.kind = TRF_KIND_COUNT;
    made.first = first;
    made.second = second;
    made.sid = sid;
    made.row = TRF_ENTRY_NONE;
    made.start = TRF_DATE_NONE;
    made.end = TRF_DATE_OPEN;
    return add(build, registry, &made, entry);
}

/* ---- order and sections ---- */

/** Eight characters of a text as a number that sorts like them. */
static uint64_t eight(trf_slice text, size_t from)
{
    uint64_t key = 0;

    for (size_t i = from; i < from + 8; i++)
        key = key << 8 | (i < text.size ? (uint8_t)text.data[i] : 0);
    return key;
}

static tariff_status sort_entries(trf_build *build, trf_registry *registry)
{
    uint32_t count = registry->count;
    trf_sort_item *items = trf_alloc_array(build->alloc, (size_t)count + 1, sizeof *items);
    trf_sort_item *scratch = trf_alloc_array(build->alloc, (size_t)count + 1, sizeof *scratch);
    tariff_status status = TARIFF_OK;

    registry->order = trf_alloc_array(build->alloc, (size_t)count + 1, sizeof *registry->order);
    registry->order_size = count + 1;
    if (!items || !scratch || !registry->order) {
        status = trf_fail_memory(build->error);
        goto done;
    }
    for (uint32_t i = 0; i < count; i++)
        items[i].value = i;
    for (unsigned pass = 0; pass < 7; pass++) {
        for (uint32_t i = 0; i < count; i++) {
            const trf_entry *entry = &registry->entries[items[i].value];
            /* A section stands before its first chapter, and before the line that has just those digits. */
            trf_slice first = trf_build_get(build, entry->before ? entry->before : entry->first);
            trf_slice second = trf_build_get(build, entry->before ? entry->first : entry->second);
            uint64_t key = 0;

            switch (pass) {
            case 0: key = (uint64_t)trf_sort_day(entry->start) << 32 | entry->sid; break;
            case 1: key = eight(second, 8); break;
            case 2: key = entry->before ? eight(second, 0) >> 8 : eight(second, 0); break;
            case 3: key = entry->before ? 0 : entry->first; break; /* what is alike so far is told apart */
            case 4: key = eight(first, 8); break;
            case 5: key = eight(first, 0); break;
            default: key = entry->tariff; break;
            }
            items[i].key = key;
        }
        trf_sort_items(items, scratch, count);
    }
    for (uint32_t i = 0; i < count; i++) {
        registry->order[i] = (uint32_t)items[i].value;
        registry->entries[items[i].value].index = i + 1;
    }
done:
    trf_alloc_free(build->alloc, items, ((size_t)count + 1) * sizeof *items);
    trf_alloc_free(build->alloc, scratch, ((size_t)count + 1) * sizeof *scratch);
    return status;
}

static void write_area(trf_build *build, const trf_entry *entry, const trf_value *row, trf_area_record *out)
{
    trf_slice id = trf_build_get(build, entry->first);

    out->id = entry->first;
    out->sid = trf_build_int(build, entry->sid, 0);
    out->start = entry->start;
    out->end = entry->end;
    out->tariff = entry->tariff;
    if (!row) {
        /* Two letters name a country, four digits a group: as in all published tariffs. */
        out->kind = id.size == 2 ? 0 : 1;
        out->flags = TRF_RECORD_PLACEHOLDER;
        return;
    }
    out->kind = (uint8_t)trf_build_int(build, row[TRF_F_geographical_area_geographical_code], 0);
    out->iso = trf_build_value(build, row[TRF_F_geographical_area_iso_code]);
}

static void write_regulation(trf_build *build, const trf_entry *entry, const trf_value *row, trf_regulation_record *out)
{
    out->id = entry->first;
    out->role = entry->second;
    out->start = entry->start;
    out->end = entry->end;
    out->published = TRF_DATE_NONE;
    out->tariff = entry->tariff;
    if (!row) {
        out->flags = TRF_RECORD_PLACEHOLDER;
        return;
    }
#define COMMON(kind)                                                                                                             \
    out->published = trf_build_day(row[TRF_F_##kind##_published_date], TRF_DATE_NONE);                                           \
    out->journal = trf_build_value(build, row[TRF_F_##kind##_officialjournal_number]);                                           \
    out->page = trf_build_value(build, row[TRF_F_##kind##_officialjournal_page]);                                                \
    out->title = trf_build_value(build, row[TRF_F_##kind##_information_text])
    switch ((trf_kind)entry->kind) {
    case TRF_KIND_base_regulation:
        COMMON(base_regulation);
        if (row[TRF_F_base_regulation_title] != TRF_VALUE_ABSENT)
            out->title = trf_build_value(build, row[TRF_F_base_regulation_title]);
        out->url = trf_build_value(build, row[TRF_F_base_regulation_url]);
        out->source = trf_build_value(build, row[TRF_F_base_regulation_source]);
        break;
    case TRF_KIND_modification_regulation: COMMON(modification_regulation); break;
    case TRF_KIND_prorogation_regulation: COMMON(prorogation_regulation); break;
    case TRF_KIND_full_temporary_stop_regulation: COMMON(full_temporary_stop_regulation); break;
    case TRF_KIND_complete_abrogation_regulation: COMMON(complete_abrogation_regulation); break;
    case TRF_KIND_explicit_abrogation_regulation: COMMON(explicit_abrogation_regulation); break;
    default: break;
    }
#undef COMMON
}

static void write_measure_type(trf_build *build, const trf_entry *entry, const trf_value *row, trf_measure_type_record *out)
{
    const trf_profile_measures_record *law;
    uint32_t movement;

    out->id = entry->first;
    out->start = entry->start;
    out->end = entry->end;
    out->tariff = entry->tariff;
    out->movement = 3;
    if (row) {
        out->series = trf_build_value(build, row[TRF_F_measure_type_measure_type_series_id]);
        movement = trf_build_int(build, row[TRF_F_measure_type_trade_movement_code], 2);
        out->movement = (uint8_t)(movement == 0 ? 1 : movement == 1 ? 2 : 3);
        out->components = (uint8_t)trf_build_int(build, row[TRF_F_measure_type_measure_component_applicable_code], 0);
        out->order_number = (uint8_t)trf_build_int(build, row[TRF_F_measure_type_order_number_capture_code], 0);
        out->explosion = (uint8_t)trf_build_int(build, row[TRF_F_measure_type_measure_explosion_level], 0);
        out->priority = (uint8_t)trf_build_int(build, row[TRF_F_measure_type_priority_code], 0);
        out->origin_destination = (uint8_t)trf_build_int(build, row[TRF_F_measure_type_origin_dest_code], 0);
        out->source = trf_build_value(build, row[TRF_F_measure_type_source]);
    } else {
        out->flags = TRF_RECORD_PLACEHOLDER;
    }
    law = trf_profile_measures_of(&build->profiles, entry->tariff, out->id, out->series);
    if (law)
        out->role = trf_build_text(build, trf_role_name(law->role));
}

static const uint32_t sections[TRF_REGISTRY_COUNT] = {
    TRF_SECTION_AREA,     TRF_SECTION_MEASURE_TYPE, TRF_SECTION_ADDITIONAL_CODE, TRF_SECTION_CERTIFICATE,
    TRF_SECTION_FOOTNOTE, TRF_SECTION_REGULATION,   TRF_SECTION_ORDER_NUMBER,    TRF_SECTION_LINE};

static tariff_status write_entry(trf_build *build, trf_registry_name name, const trf_entry *entry)
{
    void *record = trf_build_add(build, sections[name]);
    const trf_value *row = entry->row == TRF_ENTRY_NONE ? NULL : trf_model_row(build->model, (trf_kind)entry->kind, entry->row);
    uint16_t flags = row ? 0 : TRF_RECORD_PLACEHOLDER;

    if (!record)
        return trf_fail_memory(build->error);
    switch (name) {
    case TRF_REGISTRY_AREA: write_area(build, entry, row, record); break;
    case TRF_REGISTRY_MEASURE_TYPE: write_measure_type(build, entry, row, record); break;
    case TRF_REGISTRY_REGULATION: write_regulation(build, entry, row, record); break;
    case TRF_REGISTRY_ADDITIONAL_CODE:
        *(trf_additional_code_record *)record = (trf_additional_code_record){.type = entry->first,
                                                                             .code = entry->second,
                                                                             .sid = trf_build_int(build, entry->sid, 0),
                                                                             .start = entry->start,
                                                                             .end = entry->end,
                                                                             .tariff = entry->tariff,
                                                                             .flags = flags};
        break;
    case TRF_REGISTRY_CERTIFICATE:
        *(trf_certificate_record *)record =
            (trf_certificate_record){.type = entry->first,
                                     .code = entry->second,
                                     .start = entry->start,
                                     .end = entry->end,
                                     .tariff = entry->tariff,
                                     .flags = flags,
                                     .document_class = row ? trf_build_value(build, row[TRF_F_certificate_document_class]) : 0};
        break;
    case TRF_REGISTRY_FOOTNOTE:
        *(trf_footnote_record *)record = (trf_footnote_record){.type = entry->first,
                                                               .id = entry->second,
                                                               .start = entry->start,
                                                               .end = entry->end,
                                                               .tariff = entry->tariff,
                                                               .flags = flags};
        break;
    default:
        *(trf_order_number_record *)record = (trf_order_number_record){.id = entry->first,
                                                                       .sid = trf_build_int(build, entry->sid, 0),
                                                                       .start = entry->start,
                                                                       .end = entry->end,
                                                                       .tariff = entry->tariff,
                                                                       .flags = flags};
        break;
    }
    return TARIFF_OK;
}

tariff_status trf_registries_seal(trf_build *build)
{
    tariff_status status = TARIFF_OK;

    for (unsigned name = 0; name < TRF_REGISTRY_COUNT && status == TARIFF_OK; name++) {
        trf_registry *registry = &build->registries[name];

        if ((name == TRF_REGISTRY_AREA || name == TRF_REGISTRY_MEASURE_TYPE) && registry->count >= UINT16_MAX)
            return trf_fail(build->error, build->alloc, TARIFF_ELIMIT, "%u %ss in one image (expected fewer than 65,535)",
                            registry->count, things[name]);
        status = sort_entries(build, registry);
        if (name == TRF_REGISTRY_LINE) /* written by trf_build_nomenclature */
            continue;
        if (status == TARIFF_OK && !trf_build_add(build, sections[name]))
            status = trf_fail_memory(build->error);
        for (uint32_t i = 0; i < registry->count && status == TARIFF_OK; i++)
            status = write_entry(build, (trf_registry_name)name, &registry->entries[registry->order[i]]);
    }
    return status == TARIFF_OK ? trf_build_status(build) : status;
}

void trf_registries_done(trf_build *build)
{
    for (unsigned name = 0; name < TRF_REGISTRY_COUNT; name++) {
        trf_registry *registry = &build->registries[name];

        trf_alloc_free(build->alloc, registry->entries, registry->capacity * sizeof *registry->entries);
        trf_alloc_free(build->alloc, registry->names, registry->slots * sizeof *registry->names);
        trf_alloc_free(build->alloc, registry->sids, registry->slots * sizeof *registry->sids);
        trf_alloc_free(build->alloc, registry->order, registry->order_size * sizeof *registry->order);
        memset(registry, 0, sizeof *registry);
    }
}
