/* SPDX-License-Identifier: Apache-2.0 */
/* Rates that come from the schedule of an agreement: how they came about. */
#include "assess/work.h"

static trf_slice text(const trf_work *w, trf_str id)
{
    return trf_snapshot_text(w->snapshot, id);
}

/** The run of staging records of a measure. */
static uint32_t staging_of(const trf_snapshot *snapshot, uint32_t measure, uint32_t *first)
{
    uint32_t count = trf_snapshot_staging_count(snapshot), low = 0, high = count, end;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (trf_snapshot_staging(snapshot, middle)->measure < measure)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < count && trf_snapshot_staging(snapshot, end)->measure == measure; end++)
        ;
    *first = low;
    return end - low;
}

/** base × factor / divisor, rounded; TRF_TRACE_NONE where that is not the amount. */
static uint32_t staged_amount(trf_work *w, const trf_staging_record *s, uint32_t rule, trf_trace_op op, trf_number amount,
                              uint32_t unit)
{
    trf_number base, factor, divisor, left, step, rounded;
    uint32_t inputs[3], node;

    if (trf_number_parse(w->numbers, text(w, s->base), &base) < 0 ||
        trf_number_parse(w->numbers, text(w, s->factor), &factor) < 0 ||
        trf_number_parse(w->numbers, text(w, s->divisor), &divisor) < 0 ||
        trf_number_multiply(w->numbers, base, factor, &left) < 0 || trf_number_divide(w->numbers, left, divisor, &left) < 0)
        return TRF_TRACE_NONE;
    rounded = left;
    step = trf_number_of(0);
    if (s->unit && (trf_number_parse(w->numbers, text(w, s->unit), &step) < 0 ||
                    trf_number_round(w->numbers, left, (trf_rounding)s->mode, step, &rounded) < 0))
        return TRF_TRACE_NONE;
    if (trf_number_compare(w->numbers, rounded, amount) != 0)
        return TRF_TRACE_NONE;
    inputs[0] =
        trf_trace_leaf(w->trace, op, base, unit, rule, trf_snapshot_measure(w->snapshot, s->measure)->source, TRF_FROM_IMAGE);
    inputs[1] = trf_trace_leaf(w->trace, TRF_TRACE_LOOKUP, factor, 0, rule, s->source, TRF_FROM_IMAGE);
    inputs[2] = trf_trace_leaf(w->trace, TRF_TRACE_LOOKUP, divisor, 0, rule, s->source, TRF_FROM_IMAGE);
    node = trf_trace_list(w->trace, TRF_TRACE_CONVERT, left, unit, inputs, 3, rule, s->source);
    if (!s->unit)
        return node;
    inputs[0] = trf_trace_leaf(w->trace, TRF_TRACE_LOOKUP, step, unit, rule, s->source, TRF_FROM_IMAGE);
    node = trf_trace_binary(w->trace, TRF_TRACE_ROUND, rounded, unit, node, inputs[0], rule, s->source);
    trf_trace_mode(w->trace, node, (uint8_t)s->mode);
    return node;
}

static uint32_t rate_node(void *user, uint32_t place, trf_trace_op op, trf_number amount, uint32_t unit)
{
    trf_work *w = user;
    uint32_t at = w->first_staging + place, rule = TRF_TRACE_REF(TRF_RULE_AGREEMENT, at), node = TRF_TRACE_NONE;
    const trf_staging_record *s = trf_snapshot_staging(w->snapshot, at);

    if (place >= w->staging_count)
        return TRF_TRACE_NONE;
    if (s->base)
        node = staged_amount(w, s, rule, op, amount, unit);
    return node != TRF_TRACE_NONE ? node : trf_trace_leaf(w->trace, op, amount, unit, rule, s->source, TRF_FROM_MEASURE);
}

void trf_agreement_rate(trf_work *w, uint32_t measure)
{
    const trf_rate_origin origin = {rate_node, w};

    if (!w->trace)
        return;
    w->staging_count = staging_of(w->snapshot, measure, &w->first_staging);
    if (w->staging_count)
        trf_facts_set_origin(w->a->facts, &origin);
}

void trf_agreement_rate_end(trf_work *w)
{
    if (w->trace)
        trf_facts_set_origin(w->a->facts, NULL);
}
