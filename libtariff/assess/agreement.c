/* SPDX-License-Identifier: Apache-2.0 */
/* Preferences of agreements: how a rate of a schedule came about, and what a claim rests on. */
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

/* ---- what a claim rests on ---- */
/** Whether two lists of words share one; an empty one is any. */
static bool share(trf_slice a, trf_slice b)
{
    if (a.size == 0)
        return true;
    for (size_t at = 0; at < a.size;) {
        size_t end = at;

        while (end < a.size && a.data[end] != ' ')
            end++;
        if (end > at && trf_words_have(b, trf_slice_of(a.data + at, end - at)))
            return true;
        at = end + 1;
    }
    return false;
}

const trf_agreement_record *trf_agreement_of(const trf_snapshot *snapshot, const trf_measure_record *measure, trf_date date)
{
    for (uint32_t i = 0; i < trf_snapshot_agreement_count(snapshot); i++) {
        const trf_agreement_record *a = trf_snapshot_agreement(snapshot, i);

        if (a->tariff == measure->tariff && a->type == measure->type && a->area == measure->area &&
            trf_period_has(a->start, a->end, date) && trf_snapshot_sound(snapshot, TRF_SECTION_AGREEMENT, a) &&
            share(trf_snapshot_text(snapshot, a->programmes), trf_snapshot_text(snapshot, measure->programmes)))
            return a;
    }
    return NULL;
}

uint32_t trf_agreement_proof_at(const trf_snapshot *snapshot, const trf_agreement_record *agreement, uint32_t i, trf_date date,
                                trf_slice *code)
{
    for (; agreement && i < agreement->proof_count; i++) {
        const trf_proof_record *proof = trf_snapshot_proof(snapshot, agreement->first_proof + i);

        if (trf_period_has(proof->start, proof->end, date)) {
            *code = trf_snapshot_text(snapshot, proof->certificate ? proof->certificate : proof->kind);
            return i + 1;
        }
    }
    return 0;
}

static trf_date months_after(trf_date date, uint32_t months)
{
    trf_civil civil = trf_date_civil(date);
    uint32_t month = civil.month - 1 + months % 1200;
    int32_t year = civil.year + (int32_t)(months / 1200 * 100 + month / 12);
    unsigned day = civil.day;

    month = month % 12 + 1;
    if (year > 9999)
        return TRF_DATE_OPEN;
    while (!trf_date_valid(year, month, day))
        day--;
    return trf_date_of(year, month, day);
}

/** How a document serves as a proof, the better the greater. */
typedef enum served { NO_PROOF, EXPIRED, ABOVE_LIMIT, NO_RATE, NO_DAY, PROVED } served;

static bool is_proof(const trf_work *w, const trf_proof_record *proof, const trf_declared_document *document)
{
    return trf_slice_equal(document->code, text(w, proof->certificate ? proof->certificate : proof->kind));
}

static tariff_status within_limit(trf_work *w, const trf_proof_record *proof, served *out)
{
    trf_exchange exchange;
    trf_slice ignored;
    trf_number limit;
    tariff_status status;

    if (!proof->up_to)
        return TARIFF_OK;
    *out = NO_RATE;
    if (!w->out->has_value || trf_number_parse(w->numbers, text(w, proof->up_to), &limit) < 0)
        return TARIFF_OK;
    status = proof->currency ? trf_exchange_find(w, text(w, proof->currency), TRF_SLICE("duty"), &exchange, &ignored) : TARIFF_OK;
    if (status == TARIFF_OK && proof->currency)
        status = trf_exchange_apply(w, limit, &exchange, &limit);
    if (status == TARIFF_OK)
        *out = trf_number_compare(w->numbers, w->out->customs_value, limit) > 0 ? ABOVE_LIMIT : PROVED;
    return status < 0 ? status : TARIFF_OK;
}

static tariff_status serves(trf_work *w, const trf_proof_record *proof, const trf_declared_document *document, served *out)
{
    trf_date date = w->result->date;

    *out = NO_PROOF;
    if (!trf_period_has(proof->start, proof->end, date) || !is_proof(w, proof, document))
        return TARIFF_OK;
    *out = EXPIRED;
    if (document->valid_to != TRF_DATE_NONE && document->valid_to < date)
        return TARIFF_OK;
    if (proof->valid_months && document->issued != TRF_DATE_NONE && months_after(document->issued, proof->valid_months) < date)
        return TARIFF_OK;
    *out = proof->valid_months && document->issued == TRF_DATE_NONE && document->valid_to == TRF_DATE_NONE ? NO_DAY : PROVED;
    return *out == PROVED ? within_limit(w, proof, out) : TARIFF_OK;
}

/** Outcomes that name each proof that the agreement takes on the day. */
static tariff_status name_proofs(trf_work *w, const trf_agreement_record *a, uint32_t at, const char *code)
{
    tariff_status status = TARIFF_OK;
    trf_slice proof;

    for (uint32_t i = 0; status >= 0 && (i = trf_agreement_proof_at(w->snapshot, a, i, w->result->date, &proof)) != 0;)
        status = trf_outcome_add(w, code, "none", at, "document", proof, 0);
    return status;
}

/** Goods that have to come straight from the party, and are declared to have come from somewhere else. */
static bool came_round(const trf_work *w, const trf_agreement_record *a)
{
    trf_slice from = w->item->export_country;

    return trf_slice_is(text(w, a->transport), "direct") && w->has_export && from.size &&
           !trf_area_set_has(&w->export_country, a->area) && !trf_words_have(text(w, a->through), from);
}

tariff_status trf_agreement_proof(trf_work *w, uint32_t at)
{
    trf_candidate *c = &w->out->candidates[at];
    const trf_agreement_record *a = trf_agreement_of(w->snapshot, trf_snapshot_measure(w->snapshot, c->measure), w->result->date);
    served best = NO_PROOF, one;
    bool asked = false;
    tariff_status status = TARIFF_OK;

    if (!a)
        return TARIFF_OK;
    if (came_round(w, a)) {
        c->disposition = TRF_DISPOSITION_CONDITION_FAILED;
        return trf_outcome_add(w, "preference_not_eligible", "none", at, "export_country", w->item->export_country, 0);
    }
    for (uint32_t i = 0; i < a->proof_count && status >= 0; i++) {
        const trf_proof_record *proof = trf_snapshot_proof(w->snapshot, a->first_proof + i);

        asked = asked || trf_period_has(proof->start, proof->end, w->result->date);
        for (uint32_t k = 0; k < w->item->document_count && status >= 0; k++) {
            status = serves(w, proof, &w->item->documents[k], &one);
            best = one > best ? one : best;
        }
    }
    if (status < 0 || !asked || best == PROVED)
        return status;
    if (best == NO_DAY || best == NO_RATE) { /* it may be proved: what it would save is the lower end of the range */
        c->disposition = TRF_DISPOSITION_UNKNOWN_FACT;
        w->work[at].rival = TRF_RIVAL_LOWER;
        return best == NO_DAY
                   ? trf_outcome_add(w, "date_missing", "none", at, "date", TRF_SLICE("issued"), TRF_ASSESSED_INCOMPLETE)
                   : trf_outcome_add(w, "scope_facts_needed", "none", at, "value", TRF_SLICE_EMPTY, TRF_ASSESSED_INCOMPLETE);
    }
    c->disposition = TRF_DISPOSITION_CONDITION_FAILED;
    return name_proofs(w, a, at, best == EXPIRED ? "document_expired" : "preference_proof_missing");
}
