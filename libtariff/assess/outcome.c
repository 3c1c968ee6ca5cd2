/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/work.h"

const char *trf_assessment_status_name(unsigned status)
{
    static const char *const names[] = {"", "complete", "incomplete", "refused"};

    return status < sizeof names / sizeof *names ? names[status] : "";
}

const char *trf_charge_state_name(unsigned state)
{
    static const char *const names[] = {"due", "suspended", "replaced", "excluded", "secured", "relieved"};

    return state < sizeof names / sizeof *names ? names[state] : "";
}

const char *trf_declared_date_name(unsigned which)
{
    static const char *const names[TRF_ON_COUNT] = {"acceptance", "entry",       "export",       "loading",
                                                    "import",     "arrival",     "presentation", "placement",
                                                    "withdrawal", "zone_status", "release",      "payment"};

    return which < TRF_ON_COUNT ? names[which] : "";
}

const char *trf_declared_field_name(unsigned field)
{
    static const char *const names[TRF_DECLARED_FIELDS] = {"price",          "customs_value", "additions",  "deductions",
                                                           "net_mass",       "gross_mass",    "quantities", "exchange_rates",
                                                           "vat_adjustment", "facts"};

    return field < TRF_DECLARED_FIELDS ? names[field] : "";
}

/** Same code and measure: one outcome that gathers what is needed. */
static trf_outcome *existing(trf_work *w, trf_slice code, uint32_t candidate)
{
    for (uint32_t i = 0; i < w->out->outcome_count; i++) {
        trf_outcome *outcome = &w->out->outcomes[i];

        if (outcome->candidate == candidate && trf_slice_equal(outcome->code, code))
            return outcome;
    }
    return NULL;
}

tariff_status trf_outcome_add2(trf_work *w, const char *code, const char *effect, uint32_t candidate, const char *need_kind,
                               trf_slice need_a, trf_slice need_b, unsigned status)
{
    trf_assessed_item *out = w->out;
    trf_outcome *outcome = existing(w, trf_slice_text(code), candidate);
    size_t kind = need_kind ? strlen(need_kind) : 0;

    if (status > out->status)
        out->status = (uint8_t)status;
    if (!outcome) {
        if (out->outcome_count == out->outcome_capacity) {
            uint32_t capacity = out->outcome_capacity ? out->outcome_capacity * 2 : 8;
            trf_outcome *list = trf_arena_zero(w->arena, capacity * sizeof *list);

            if (!list)
                return trf_fail_memory(w->error);
            if (out->outcome_count)
                memcpy(list, out->outcomes, out->outcome_count * sizeof *list);
            out->outcomes = list;
            out->outcome_capacity = capacity;
        }
        outcome = &out->outcomes[out->outcome_count++];
        outcome->code = trf_slice_text(code);
        outcome->effect = trf_slice_text(effect);
        outcome->candidate = candidate;
    }
    if (kind && outcome->need_count < TRF_OUTCOME_NEEDS_MAX) {
        size_t size = kind + (need_a.size + need_b.size ? 1 + need_a.size + need_b.size : 0);
        char *text = trf_arena_take(w->arena, size ? size : 1);
        size_t at = kind;
        trf_slice need;

        if (!text)
            return trf_fail_memory(w->error);
        memcpy(text, need_kind, kind);
        if (need_a.size + need_b.size)
            text[at++] = ':';
        if (need_a.size)
            memcpy(text + at, need_a.data, need_a.size);
        if (need_b.size)
            memcpy(text + at + need_a.size, need_b.data, need_b.size);
        need = trf_slice_of(text, size);
        for (uint32_t i = 0; i < outcome->need_count; i++) {
            if (trf_slice_equal(outcome->needs[i], need))
                return TARIFF_OK;
        }
        outcome->needs[outcome->need_count++] = need;
        if (status == TRF_ASSESSED_INCOMPLETE && out->decided_by.size == 0)
            out->decided_by = need;
    }
    return TARIFF_OK;
}

tariff_status trf_outcome_add(trf_work *w, const char *code, const char *effect, uint32_t candidate, const char *need_kind,
                              trf_slice need, unsigned status)
{
    return trf_outcome_add2(w, code, effect, candidate, need_kind, need, TRF_SLICE_EMPTY, status);
}

tariff_status trf_item_fail(trf_work *w, const char *field, trf_slice found, const char *fault)
{
    trf_buffer path;
    tariff_status status;
    trf_slice view;

    trf_buffer_init(&path, w->a->alloc, 0);
    trf_buffer_text(&path, "items[");
    trf_buffer_unsigned(&path, w->item_index, 1);
    trf_buffer_text(&path, "].");
    trf_buffer_text(&path, field);
    view = trf_buffer_view(&path);
    status = path.failed ? trf_fail_memory(w->error)
                         : trf_fail(w->error, w->a->alloc, TARIFF_EINVAL, "%S '%S': %s", view, found, fault);
    if (w->error && *w->error && !path.failed)
        trf_error_at(*w->error, TRF_SLICE_EMPTY, 0, 0, view);
    trf_buffer_done(&path);
    return status;
}
