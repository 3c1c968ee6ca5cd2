/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of a duty that stand elsewhere: agricultural components and the like are the duty of measures without a goods code, keyed
 * by an additional code that is declared or follows from what the goods consist of. Which types they are of is the profile's
 * (lists component:ID).
 */
#include "assess/work.h"
#include "measure/composition.h"

static trf_slice text(const trf_work *w, trf_str id) { return trf_snapshot_text(w->snapshot, id); }

/* ---- the additional code that follows ---- */
static tariff_status declared_fact(void *user, trf_slice name, trf_number *out)
{
    trf_work *w = user;

    for (uint32_t i = 0; i < w->item->fact_count; i++) {
        if (trf_slice_equal(w->item->facts[i].name, name))
            return trf_declared_number(w, "facts", w->item->facts[i].value, out);
    }
    return TARIFF_NOT_FOUND;
}

tariff_status trf_composition_derive(trf_work *w)
{
    const trf_composition_facts facts = {w, declared_fact};
    trf_composition found;
    char *code;
    tariff_status status;

    w->composed = w->composition_missing = TRF_SLICE_EMPTY;
    if (trf_snapshot_tariff(w->snapshot, w->result->tariff)->row_count == 0)
        return TARIFF_OK;
    status = trf_composition_code(w->snapshot, w->profile, TRF_SLICE_EMPTY, w->result->date, &facts, w->numbers, &found,
                                  w->error);
    if (status < 0 || status == TARIFF_NOT_FOUND)
        return status < 0 ? status : TARIFF_OK;
    w->composition_missing = found.missing;
    for (uint32_t i = 0; i < w->item->additional_code_count; i++) {
        if (found.type.size && trf_slice_begins(w->item->additional_codes[i], found.type)) {
            w->composition_missing = TRF_SLICE_EMPTY; /* the declarant's own word */
            return TARIFF_OK;
        }
    }
    if (status != TARIFF_OK)
        return TARIFF_OK;
    code = trf_arena_take(w->arena, found.type.size + found.code.size + 1);
    if (!code)
        return trf_fail_memory(w->error);
    if (found.type.size)
        memcpy(code, found.type.data, found.type.size);
    memcpy(code + found.type.size, found.code.data, found.code.size);
    w->composed = trf_slice_of(code, found.type.size + found.code.size);
    return TARIFF_OK;
}

/* ---- measures without a goods code ---- */
/** The end of the measures that have the additional code of the one at `first`. */
static uint32_t end_of_code(const trf_work *w, uint32_t first, uint32_t end)
{
    uint32_t code = trf_snapshot_measure(w->snapshot, first)->additional_code, low = first, high = end;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (trf_snapshot_measure(w->snapshot, middle)->additional_code == code)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

tariff_status trf_coded_measures(trf_work *w, const uint32_t **measures, uint32_t *count)
{
    const trf_tariff_record *tariff = trf_snapshot_tariff(w->snapshot, w->result->tariff);
    uint32_t all = trf_snapshot_measure_row_count(w->snapshot), first = tariff->first_row, end, capacity = 0;
    uint32_t *list = NULL;

    *measures = NULL;
    *count = 0;
    if (first >= all || tariff->row_count == 0 || (w->item->additional_code_count == 0 && w->composed.size == 0))
        return TARIFF_OK;
    end = first + (tariff->row_count < all - first ? tariff->row_count : all - first);
    for (uint32_t at = first, next; at < end; at = next) {
        uint32_t code = trf_snapshot_measure(w->snapshot, at)->additional_code;

        next = end_of_code(w, at, end);
        if (!code || !trf_additional_code_declared(w, code))
            continue;
        if (*count + (next - at) > capacity) {
            uint32_t *grown;

            capacity = 2 * (*count + (next - at));
            grown = trf_arena_take(w->arena, (size_t)capacity * sizeof *grown);
            if (!grown)
                return trf_fail_memory(w->error);
            if (*count)
                memcpy(grown, list, *count * sizeof *grown);
            list = grown;
        }
        for (; at < next; at++)
            list[(*count)++] = at;
    }
    *measures = list;
    return TARIFF_OK;
}

/* ---- what a placeholder stands for ---- */
/** How well a measure's area serves one whose area is `root`: 2 the same, 1 it holds it, 0 not at all. */
static unsigned area_serves(const trf_work *w, uint16_t area, uint16_t root)
{
    if (area == root)
        return 2;
    if (area == TRF_AREA_NONE)
        return 1;
    return root != TRF_AREA_NONE && trf_geography_contains(w->snapshot, area, root, w->result->date);
}

static bool of_component(const trf_work *w, uint32_t candidate, trf_str list)
{
    const trf_measure_record *measure = trf_snapshot_measure(w->snapshot, w->out->candidates[candidate].measure);

    return measure->line == TRF_LINE_NONE && w->work[candidate].reached &&
           w->out->candidates[candidate].disposition == TRF_DISPOSITION_INFORMATIONAL &&
           trf_profile_list_has(w->snapshot, w->profile, list,
                                text(w, trf_snapshot_measure_type(w->snapshot, measure->type)->id), w->result->date);
}

tariff_status trf_component_duty(void *user, uint32_t id_text, const void **bytes, size_t *size)
{
    trf_work *w = user;
    trf_str list = trf_profile_list_named(w->snapshot, w->profile, TRF_SLICE("component:"), text(w, id_text));
    const trf_measure_record *root, *best = NULL;
    unsigned serves, best_serves = 0;
    trf_slice code;

    if (!list || w->component_root == TRF_CANDIDATE_NONE)
        return TARIFF_NOT_FOUND;
    root = trf_snapshot_measure(w->snapshot, w->out->candidates[w->component_root].measure);
    for (uint32_t i = 0; i < w->out->candidate_count; i++) {
        const trf_measure_record *measure = trf_snapshot_measure(w->snapshot, w->out->candidates[i].measure);

        if (measure->line != TRF_LINE_NONE || measure->reduction != root->reduction || !of_component(w, i, list))
            continue;
        serves = area_serves(w, measure->area, root->area);
        if (serves > best_serves) {
            best_serves = serves;
            best = measure;
        }
    }
    if (!best)
        return TARIFF_NOT_FOUND;
    code = trf_plan_code(w->plan, best->expression);
    *bytes = code.data;
    *size = code.size;
    return code.size ? TARIFF_OK : TARIFF_NOT_FOUND;
}

tariff_status trf_component_outcome(trf_work *w, uint32_t id_text, uint32_t candidate)
{
    tariff_status status = TARIFF_OK;

    if (trf_profile_list_named(w->snapshot, w->profile, TRF_SLICE("component:"), text(w, id_text)) && w->composed.size == 0)
        status = trf_composition_derive(w); /* where no fact is declared it was not asked for yet */
    if (status < 0)
        return status;
    if (w->composition_missing.size)
        return trf_outcome_add(w, "scope_facts_needed", "none", candidate, "fact", w->composition_missing,
                               TRF_ASSESSED_INCOMPLETE);
    return trf_outcome_add(w, "rate_unresolved", "none", candidate, "duty", text(w, id_text), TRF_ASSESSED_INCOMPLETE);
}
