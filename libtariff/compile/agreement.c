/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures made of trade agreements: each line of a schedule becomes a measure for each period in which one rate holds, in the
 * type that the schedule names, for each party on the other side. They stand behind the rows that were read while an image is
 * made, and are taken away again: what is kept and exported is the agreement.
 */
#include "compile/staging.h"

#include "model/tree.h"

#define M(field) TRF_F_measure_##field

/* ---- rows ---- */
static uint32_t greatest_sid(const trf_build *build, uint16_t tariff)
{
    uint32_t greatest = 0, number;

    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_measure); i++)
        if (trf_current_source(build, TRF_KIND_measure, i)->tariff == tariff &&
            trf_value_int(trf_current(build, TRF_KIND_measure, i)[M(measure_sid)], &number) && number > greatest)
            greatest = number;
    return greatest;
}

static trf_value day_value(trf_date date)
{
    return TRF_VALUE_TAG_DATE | (uint32_t)(date - TRF_DATE_MIN);
}

/** The row gets its number here. */
static tariff_status add_row(trf_build *build, trf_value *values, const trf_row_source *source)
{
    trf_table *table = &build->model->tables[TRF_KIND_measure];
    trf_staged *staged = build->staged;
    const size_t width = trf_kinds[TRF_KIND_measure].field_count;

    if (staged->next_sids[source->tariff] == 0)
        staged->next_sids[source->tariff] = greatest_sid(build, source->tariff) + 1;
    if (staged->next_sids[source->tariff] >= UINT32_C(1) << 30)
        return trf_fail(build->error, build->alloc, TARIFF_ELIMIT, "agreements: no number is left for their measures");
    values[M(measure_sid)] = TRF_VALUE_TAG_INT | staged->next_sids[source->tariff]++;

    if (table->count - staged->given >= TRF_STAGED_MAX)
        return trf_fail(build->error, build->alloc, TARIFF_ELIMIT, "agreements: more than %u measures", TRF_STAGED_MAX);
    if (!trf_alloc_grow(build->alloc, (void **)&table->values, &table->values_capacity, ((size_t)table->count + 1) * width,
                        sizeof *table->values) ||
        !trf_alloc_grow(build->alloc, (void **)&table->sources, &table->sources_capacity, (size_t)table->count + 1,
                        sizeof *table->sources))
        return trf_fail_memory(build->error);
    memcpy(table->values + table->count * width, values, width * sizeof *values);
    table->sources[table->count++] = *source;
    return TARIFF_OK;
}

static tariff_status add_amounts(trf_build *build, const trf_schedule *sc, uint32_t line, const trf_stage *stage,
                                 const trf_staged_rate *rate, trf_slice base, trf_str category)
{
    trf_staged *staged = build->staged;
    trf_str text = trf_build_text(build, base), source = trf_build_text(build, trf_staging_source(&staged->s, stage->node));
    uint32_t count = rate->count ? rate->count : 1, *first = trf_rows_add(build->alloc, &staged->firsts);

    if (!first)
        return trf_fail_memory(build->error);
    *first = staged->amounts.count;
    for (uint32_t i = 0; i < count; i++) {
        trf_staging_record *r = trf_rows_add(build->alloc, &staged->amounts);

        if (!r)
            return trf_fail_memory(build->error);
        memset(r, 0, sizeof *r);
        r->stage = stage->number;
        r->agreement = sc->id;
        r->category = category;
        r->node = stage->node;
        r->line = line;
        r->source = source;
        r->text = text;
        if (i < rate->count && rate->amounts[i].base.size) {
            r->base = trf_build_text(build, rate->amounts[i].base);
            r->factor = trf_build_text(build, rate->amounts[i].factor);
            r->divisor = trf_build_text(build, rate->amounts[i].divisor);
            r->unit = trf_build_text(build, rate->amounts[i].unit);
            r->mode = (uint32_t)rate->amounts[i].mode;
        }
    }
    return trf_build_status(build);
}

static tariff_status add_measure(trf_build *build, const trf_schedule *sc, uint32_t line, trf_str code, const trf_stage *stage,
                                 trf_date end, const trf_staged_rate *rate, trf_slice base, trf_str category)
{
    trf_staged *staged = build->staged;
    trf_row_source source = {.tariff = sc->tariff, .update = TRF_UPDATE_INSERT};
    trf_value values[TRF_F_measure_COUNT] = {0};
    trf_str law = trf_build_text(build, trf_staging_source(&staged->s, line));
    trf_str duty = trf_build_text(build, rate->text), grammar = trf_build_text(build, rate->grammar);
    trf_str quota = trf_build_text(build, stage->order_number);
    tariff_status status = trf_build_status(build);

    source.line = trf_staging_node(&staged->s, line)->line;
    source.input = trf_staging_node(&staged->s, line)->input;
    values[M(measure_type)] = sc->type;
    values[M(goods_nomenclature_item_id)] = code;
    values[M(ordernumber)] = quota;
    values[M(duty_text)] = duty;
    values[M(duty_grammar)] = grammar;
    values[M(programmes)] = sc->programmes;
    values[M(source)] = law;
    for (uint32_t p = 0; p < sc->party_count && status >= 0; p++) {
        trf_date from = stage->start < sc->start ? sc->start : stage->start, last;

        values[M(geographical_area)] = sc->parties[p];
        while (status >= 0 && from <= end && trf_published_gap(build, line, values, sc->tariff, from, end, &from, &last)) {
            values[M(validity_start_date)] = day_value(from);
            values[M(validity_end_date)] = last == TRF_DATE_OPEN ? TRF_VALUE_ABSENT : day_value(last);
            status = add_amounts(build, sc, line, stage, rate, base, category);
            if (status >= 0)
                status = add_row(build, values, &source);
            if (last == TRF_DATE_OPEN)
                break;
            from = last + 1;
        }
    }
    return status;
}

/* ---- lines ---- */
static uint32_t category_of(const trf_staging *s, const trf_schedule *sc, trf_slice id)
{
    trf_slice schedule_id = trf_staging_attribute(s, sc->node, "id");
    uint32_t found = TRF_NODE_NONE;

    for (uint32_t c = trf_staging_next(s, trf_staging_node(s, sc->agreement)->first_child, "category"); c != TRF_NODE_NONE;
         c = trf_staging_next(s, trf_staging_node(s, c)->next, "category")) {
        trf_slice of = trf_staging_attribute(s, c, "schedule");

        if (!trf_slice_equal(trf_staging_attribute(s, c, "id"), id))
            continue;
        if (of.size && schedule_id.size && trf_slice_equal(of, schedule_id))
            return c;
        if (of.size == 0)
            found = c;
    }
    return found;
}

static bool is_code(trf_slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    return text.size >= 2 && text.size <= TRF_CODE_MAX;
}

/** The code as the tariff has it: as given, else with zeros behind it. */
static trf_str code_of(trf_build *build, uint16_t tariff, trf_slice code)
{
    trf_str suffix = trf_build_text(build, TRF_SLICE("80")), given = trf_build_text(build, code), padded;
    char full[TRF_CODE_MAX];

    if (trf_registry_name_of(build, TRF_REGISTRY_LINE, tariff, given, suffix) != TRF_ENTRY_NONE || code.size > sizeof full)
        return given;
    memcpy(full, code.data, code.size);
    for (size_t size = code.size + 1; size <= sizeof full; size++) {
        full[size - 1] = '0';
        if (size % 2)
            continue;
        padded = trf_build_text(build, trf_slice_of(full, size));
        if (trf_registry_name_of(build, TRF_REGISTRY_LINE, tariff, padded, suffix) != TRF_ENTRY_NONE)
            return padded;
    }
    return given;
}

static tariff_status stages_of_line(trf_build *build, const trf_schedule *sc, uint32_t line, uint32_t category)
{
    trf_staged *staged = build->staged;
    trf_stage_dates dates = sc->dates;
    trf_slice named = trf_staging_attribute(&staged->s, category, "stage-dates");
    tariff_status status;

    if (named.size) {
        uint32_t node = trf_staging_next(&staged->s, trf_staging_node(&staged->s, sc->agreement)->first_child, "stage-dates");

        while (node != TRF_NODE_NONE && !trf_slice_equal(trf_staging_attribute(&staged->s, node, "id"), named))
            node = trf_staging_next(&staged->s, trf_staging_node(&staged->s, node)->next, "stage-dates");
        if (node == TRF_NODE_NONE || !trf_stage_dates_read(&staged->s, node, sc->start, &dates)) {
            trf_staging_report(&staged->s, category, "category: stage-dates '%S' is in no input", named);
            staged->stages.count = 0;
            return TARIFF_OK;
        }
    }
    status = trf_stages_of(&staged->s, category, &dates, &staged->stages);
    if (status >= 0)
        status = trf_stages_stated(&staged->s, line, &dates, &staged->stages);
    trf_stages_sort(&staged->stages);
    if (status >= 0 && staged->stages.fault.size) {
        trf_staging_report(&staged->s, line, "category: %S; the line has no preference", staged->stages.fault);
        staged->stages.count = 0;
    }
    return status;
}

static trf_date end_of(const trf_stages *stages, uint32_t i, trf_date end)
{
    const trf_stage *next = i + 1 < stages->count ? &stages->list[i + 1] : NULL;

    if (next && trf_slice_equal(next->order_number, stages->list[i].order_number) && next->start - 1 < end)
        return next->start - 1;
    return end;
}

/** Words that no notation reads as a rate. */
static trf_slice unresolved_text(const trf_staging *s, trf_slice base)
{
    static const char reduced[] = ", reduced";
    char *text = trf_arena_take(s->arena, base.size + sizeof reduced);

    if (!text)
        return TRF_SLICE(", reduced");
    if (base.size)
        memcpy(text, base.data, base.size);
    memcpy(text + base.size, reduced, sizeof reduced - 1);
    return trf_slice_of(text, base.size + sizeof reduced - 1);
}

static tariff_status base_line(trf_build *build, const trf_schedule *sc, uint32_t line)
{
    trf_staged *staged = build->staged;
    trf_staging *s = &staged->s;
    trf_slice base = trf_staging_text(s, line, "base"), grammar = trf_staging_text(s, line, "grammar"),
              id = trf_staging_text(s, line, "category");
    uint32_t category;
    trf_str code, category_id;
    tariff_status status;

    if (!is_code(trf_staging_attribute(s, line, "code"))) {
        trf_staging_report(s, line, "base-line: code '%S' (expected 2 to 14 digits)", trf_staging_attribute(s, line, "code"));
        return TARIFF_OK;
    }
    if (!trf_schedule_keeps(s, sc, line, &id, &base, &grammar))
        return TARIFF_OK;
    category = category_of(s, sc, id);
    if (category == TRF_NODE_NONE) {
        trf_staging_report(s, line, "category '%S' is in no input; the line has no preference", id);
        return TARIFF_OK;
    }
    if (grammar.size == 0)
        grammar = trf_staging_text(s, sc->node, "grammar");
    status = stages_of_line(build, sc, line, category);
    if (status < 0 || staged->stages.count == 0)
        return status;
    code = code_of(build, sc->tariff, trf_staging_text(s, line, "code"));
    category_id = trf_build_text(build, id);
    for (uint32_t i = 0; i < staged->stages.count && status >= 0; i++) {
        const trf_stage *stage = &staged->stages.list[i];
        trf_date end = end_of(&staged->stages, i, sc->end);
        trf_staged_rate rate;

        if (end < sc->start || end < stage->start)
            continue;
        status = trf_staged_rate_of(s, base, grammar, stage, &rate);
        if (status >= 0 && rate.fault) { /* its rate is unresolved: the measure stands, with the base rate's words */
            trf_staging_report(s, line, "%S: its rate is unresolved", trf_slice_text(rate.fault));
            rate.text = unresolved_text(s, base);
            rate.grammar = grammar;
            rate.count = 0;
        }
        if (status >= 0)
            status = add_measure(build, sc, line, code, stage, end, &rate, base, category_id);
    }
    return status;
}

/* ---- schedules ---- */
/** The day from which an agreement, or a party, gives preferences. */
static trf_date entry_of(const trf_staging *s, uint32_t node)
{
    trf_date provisional = trf_staging_day(s, node, "provisional", TRF_DATE_NONE);

    return provisional != TRF_DATE_NONE ? provisional : trf_staging_day(s, node, "in-force", TRF_DATE_NONE);
}

static uint32_t party_of(const trf_staging *s, uint32_t agreement, trf_slice area)
{
    uint32_t party = trf_staging_next(s, trf_staging_node(s, agreement)->first_child, "party");

    while (party != TRF_NODE_NONE && !trf_slice_equal(trf_staging_attribute(s, party, "area"), area))
        party = trf_staging_next(s, trf_staging_node(s, party)->next, "party");
    return party;
}

static void narrow(const trf_staging *s, uint32_t node, trf_schedule *sc)
{
    trf_date entry = entry_of(s, node), from = trf_staging_day(s, node, "from", TRF_DATE_NONE),
             to = trf_staging_day(s, node, "to", TRF_DATE_OPEN);

    if (entry > sc->start)
        sc->start = entry;
    if (from > sc->start)
        sc->start = from;
    if (to < sc->end)
        sc->end = to;
}

static void other_side(trf_build *build, trf_schedule *sc)
{
    const trf_staging *s = &build->staged->s;
    trf_slice importer = trf_staging_attribute(s, sc->node, "importer"),
              exporter = trf_staging_attribute(s, sc->node, "exporter"),
              group = trf_staging_attribute(s, sc->node, "exporter-group");

    if (exporter.size) {
        uint32_t party = party_of(s, sc->agreement, exporter);

        if (party != TRF_NODE_NONE)
            narrow(s, party, sc);
        sc->parties[sc->party_count++] = trf_intern_find(&build->model->texts, exporter);
        return;
    }
    for (uint32_t party = trf_staging_next(s, trf_staging_node(s, sc->agreement)->first_child, "party"); party != TRF_NODE_NONE;
         party = trf_staging_next(s, trf_staging_node(s, party)->next, "party")) {
        trf_slice area = trf_staging_attribute(s, party, "area");

        if (trf_slice_equal(area, importer) || (group.size && !trf_slice_equal(trf_staging_attribute(s, party, "group"), group)))
            continue;
        if (sc->party_count < TRF_PARTIES_MAX)
            sc->parties[sc->party_count++] = trf_intern_find(&build->model->texts, area);
        else
            trf_staging_report(s, party, "party '%S': too many of them", area);
    }
}

/** Index of the tariff whose measures a schedule makes; false: a finding said why there is none. */
static bool tariff_of(trf_build *build, uint16_t around, trf_schedule *sc)
{
    const trf_staging *s = &build->staged->s;
    trf_slice importer = trf_staging_attribute(s, sc->node, "importer"), id = importer;
    uint32_t party = party_of(s, sc->agreement, importer);

    if (party != TRF_NODE_NONE && trf_staging_attribute(s, party, "tariff").size)
        id = trf_staging_attribute(s, party, "tariff");
    else if (around) {
        sc->tariff = around;
        return true;
    }
    for (uint16_t i = 1; i < build->model->tariffs_count; i++)
        if (trf_slice_equal(trf_intern_get(&build->model->texts, build->model->tariffs[i]), id)) {
            sc->tariff = i;
            return true;
        }
    trf_staging_report(s, sc->node, "schedule: no input has a tariff '%S'; its lines make no measures", id);
    return false;
}

static bool dates_of(trf_build *build, trf_schedule *sc)
{
    const trf_staging *s = &build->staged->s;
    trf_slice importer = trf_staging_attribute(s, sc->node, "importer");
    uint32_t found = TRF_NODE_NONE;

    for (uint32_t node = trf_staging_next(s, trf_staging_node(s, sc->agreement)->first_child, "stage-dates");
         node != TRF_NODE_NONE; node = trf_staging_next(s, trf_staging_node(s, node)->next, "stage-dates")) {
        trf_slice of = trf_staging_attribute(s, node, "importer");

        if (of.size && trf_slice_equal(of, importer)) {
            found = node;
            break;
        }
        if (of.size == 0 && found == TRF_NODE_NONE)
            found = node;
    }
    if (found == TRF_NODE_NONE) {
        trf_staging_report(s, sc->node, "schedule of '%S': the agreement has no stage-dates; its lines make no measures",
                           importer);
        return false;
    }
    return trf_stage_dates_read(s, found, sc->start, &sc->dates);
}

static trf_str text_attribute(trf_build *build, uint32_t node, uint32_t otherwise, const char *name)
{
    trf_slice value = trf_staging_text(&build->staged->s, node, name);

    return trf_build_text(build, value.size ? value : trf_staging_text(&build->staged->s, otherwise, name));
}

static tariff_status one_schedule(trf_build *build, uint32_t agreement, uint32_t node, uint16_t around, uint32_t first_proof,
                                  uint32_t proof_count)
{
    trf_staging *s = &build->staged->s;
    trf_schedule sc = {.agreement = agreement,
                       .node = node,
                       .start = TRF_DATE_NONE,
                       .end = TRF_DATE_OPEN,
                       .first_proof = first_proof,
                       .proof_count = proof_count};
    uint32_t importer = party_of(s, agreement, trf_staging_attribute(s, node, "importer"));
    tariff_status status = TARIFF_OK;

    sc.type = text_attribute(build, node, agreement, "measure-type");
    if (sc.type == 0) /* a schedule that is kept for reading */
        return trf_build_status(build);
    if (!build->staged->published)
        status = trf_published_index(build);
    if (status < 0)
        return status;
    narrow(s, agreement, &sc);
    if (importer != TRF_NODE_NONE)
        narrow(s, importer, &sc);
    narrow(s, node, &sc);
    other_side(build, &sc);
    if (!tariff_of(build, around, &sc) || !dates_of(build, &sc))
        return TARIFF_OK;
    if (sc.start == TRF_DATE_NONE)
        sc.start = sc.dates.first;
    sc.id = text_attribute(build, agreement, agreement, "id");
    sc.programmes = text_attribute(build, node, agreement, "programme");
    status = trf_schedule_parties(build, &sc);
    for (uint32_t line = trf_staging_next(s, trf_staging_node(s, node)->first_child, "base-line");
         line != TRF_NODE_NONE && status >= 0; line = trf_staging_next(s, trf_staging_node(s, line)->next, "base-line")) {
        trf_arena_reset(&build->staged->arena);
        trf_numbers_reset(s->numbers);
        status = base_line(build, &sc, line);
    }
    return status < 0 ? status : trf_build_status(build);
}

/* ---- all agreements ---- */
/** Rows that were made, sorted in among the current ones: by tariff, then number, and none of ours has a number of theirs. */
static tariff_status merge(trf_build *build)
{
    trf_staged *staged = build->staged;
    trf_table *table = &build->model->tables[TRF_KIND_measure];
    uint32_t made = table->count - staged->given, theirs = 0, at = 0;
    uint32_t *merged;

    if (made == 0)
        return TARIFF_OK;
    merged = trf_alloc_array(build->alloc, (size_t)table->current_count + made, sizeof *merged);
    if (!merged)
        return trf_fail_memory(build->error);
    staged->current = table->current;
    staged->current_count = table->current_count;
    staged->current_capacity = table->current_capacity;
    for (uint16_t tariff = 0; tariff < build->model->tariffs_count; tariff++) {
        while (theirs < staged->current_count && table->sources[staged->current[theirs]].tariff == tariff)
            merged[at++] = staged->current[theirs++];
        for (uint32_t row = staged->given; row < table->count; row++)
            if (table->sources[row].tariff == tariff)
                merged[at++] = row;
    }
    staged->merged = true;
    table->current = merged;
    table->current_capacity = (size_t)staged->current_count + made;
    table->current_count = at;
    return TARIFF_OK;
}

tariff_status trf_build_agreements(trf_build *build)
{
    const trf_table *trees = &build->model->tables[TRF_KIND_tree];
    trf_staged *staged = trf_alloc_zero(build->alloc, sizeof *staged);
    tariff_status status = TARIFF_OK;
    uint32_t *end;

    if (!staged)
        return trf_fail_memory(build->error);
    build->staged = staged;
    trf_arena_init(&staged->arena, build->alloc, 0);
    staged->s.build = build;
    staged->s.arena = &staged->arena;
    staged->s.numbers = trf_numbers_new(build->alloc);
    staged->given = build->model->tables[TRF_KIND_measure].count;
    staged->firsts.record_size = sizeof(uint32_t);
    staged->parties.record_size = sizeof(trf_agreement_record);
    staged->proofs.record_size = sizeof(trf_proof_record);
    staged->amounts.record_size = sizeof(trf_staging_record);
    staged->next_sids_size = build->model->tariffs_count * sizeof *staged->next_sids;
    staged->next_sids = trf_alloc_zero(build->alloc, staged->next_sids_size);
    if (!staged->s.numbers || !staged->next_sids)
        return trf_fail_memory(build->error);
    for (uint32_t i = 0; i < trees->current_count && status >= 0; i++) {
        uint32_t row = trees->current[i], root = trf_tree_root(build->model, i, "agreement"), first = 0, count = 0;

        if (root == TRF_NODE_NONE)
            continue;
        trf_arena_reset(&staged->arena);
        status = trf_proofs_of(build, root, &first, &count);
        for (uint32_t node = trf_staging_next(&staged->s, build->model->nodes[root].first_child, "schedule");
             node != TRF_NODE_NONE && status >= 0;
             node = trf_staging_next(&staged->s, build->model->nodes[node].next, "schedule"))
            status = one_schedule(build, root, node, trees->sources[row].tariff, first, count);
    }
    if (status >= 0)
        status = merge(build);
    if (status >= 0 && staged->firsts.count) {
        end = trf_rows_add(build->alloc, &staged->firsts);
        if (!end)
            return trf_fail_memory(build->error);
        *end = staged->amounts.count;
    }
    return status;
}

tariff_status trf_build_staging(trf_build *build, uint32_t row, uint32_t measure)
{
    const trf_staged *staged = build->staged;
    const uint32_t *firsts;

    if (!staged || row < staged->given)
        return TARIFF_OK;
    firsts = (const uint32_t *)(const void *)staged->firsts.data + (row - staged->given);
    for (uint32_t i = firsts[0]; i < firsts[1]; i++) {
        trf_staging_record *record = trf_build_add(build, TRF_SECTION_STAGING);

        if (!record)
            return trf_fail_memory(build->error);
        *record = ((const trf_staging_record *)(const void *)staged->amounts.data)[i];
        record->measure = measure;
    }
    return TARIFF_OK;
}

void trf_agreements_done(trf_build *build)
{
    trf_staged *staged = build->staged;
    trf_table *table = &build->model->tables[TRF_KIND_measure];

    if (!staged)
        return;
    if (staged->merged) {
        trf_alloc_free(build->alloc, table->current, table->current_capacity * sizeof *table->current);
        table->current = staged->current;
        table->current_count = staged->current_count;
        table->current_capacity = staged->current_capacity;
    }
    table->count = staged->given;
    trf_alloc_free(build->alloc, staged->published, staged->published_capacity * sizeof *staged->published);
    trf_alloc_free(build->alloc, staged->next_sids, staged->next_sids_size);
    trf_numbers_free(staged->s.numbers);
    trf_arena_done(&staged->arena);
    trf_alloc_free(build->alloc, staged->stages.list, staged->stages.capacity * sizeof *staged->stages.list);
    trf_rows_done(build->alloc, &staged->parties);
    trf_rows_done(build->alloc, &staged->proofs);
    trf_rows_done(build->alloc, &staged->firsts);
    trf_rows_done(build->alloc, &staged->amounts);
    trf_alloc_free(build->alloc, staged, sizeof *staged);
    build->staged = NULL;
}
