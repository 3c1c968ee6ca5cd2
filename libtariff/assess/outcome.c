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
                                                           "vat_adjustment", "facts",         "quotas"};

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

/** Room for one more of `count`, in the arena; NULL: no memory. */
static void *room(trf_work *w, void *list, uint32_t count, uint32_t *capacity, size_t size)
{
    void *made;

    if (count < *capacity)
        return list;
    made = trf_arena_zero(w->arena, (*capacity ? *capacity * 2 : 4) * size);
    if (made && count)
        memcpy(made, list, count * size);
    if (made)
        *capacity = *capacity ? *capacity * 2 : 4;
    return made;
}

/** How far an effect goes: of several on one outcome, the one that goes furthest stands. */
static unsigned severity(trf_slice effect)
{
    static const char *const effects[] = {"none",           "released",     "released_with_security",
                                          "held_for_quota", "not_released", "refused"};

    for (unsigned i = 0; i < sizeof effects / sizeof *effects; i++) {
        if (trf_slice_is(effect, effects[i]))
            return i;
    }
    return 0;
}

static tariff_status need_add(trf_work *w, trf_outcome *outcome, const char *kind, trf_slice a, trf_slice b, trf_slice *out)
{
    size_t of_kind = strlen(kind), size = of_kind + (a.size + b.size ? 1 + a.size + b.size : 0);
    char *text = trf_arena_take(w->arena, size ? size : 1);

    if (!text)
        return trf_fail_memory(w->error);
    memcpy(text, kind, of_kind);
    if (a.size + b.size)
        text[of_kind] = ':';
    if (a.size)
        memcpy(text + of_kind + 1, a.data, a.size);
    if (b.size)
        memcpy(text + of_kind + 1 + a.size, b.data, b.size);
    *out = trf_slice_of(text, size);
    for (uint32_t i = 0; i < outcome->need_count; i++) {
        if (trf_slice_equal(outcome->needs[i], *out))
            return TARIFF_OK;
    }
    outcome->needs = room(w, outcome->needs, outcome->need_count, &outcome->need_capacity, sizeof *outcome->needs);
    if (!outcome->needs) {
        outcome->need_count = 0;
        return trf_fail_memory(w->error);
    }
    outcome->needs[outcome->need_count++] = *out;
    return TARIFF_OK;
}

tariff_status trf_outcome_add2(trf_work *w, const char *code, const char *effect, uint32_t candidate, const char *need_kind,
                               trf_slice need_a, trf_slice need_b, unsigned status)
{
    trf_assessed_item *out = w->out;
    trf_outcome *outcome = existing(w, trf_slice_text(code), candidate);
    trf_slice need = TRF_SLICE_EMPTY;
    tariff_status made = TARIFF_OK;

    if (status > out->status)
        out->status = (uint8_t)status;
    if (!outcome) {
        trf_outcome *list = room(w, out->outcomes, out->outcome_count, &out->outcome_capacity, sizeof *list);

        if (!list)
            return trf_fail_memory(w->error);
        out->outcomes = list;
        outcome = &out->outcomes[out->outcome_count++];
        outcome->code = trf_slice_text(code);
        outcome->effect = trf_slice_text(effect);
        outcome->candidate = candidate;
    } else if (severity(trf_slice_text(effect)) > severity(outcome->effect)) {
        outcome->effect = trf_slice_text(effect);
    }
    if (status > outcome->status)
        outcome->status = (uint8_t)status;
    if (need_kind)
        made = need_add(w, outcome, need_kind, need_a, need_b, &need);
    if (made >= 0 && status == TRF_ASSESSED_INCOMPLETE && out->decided_by.size == 0)
        out->decided_by = need;
    return made;
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
