/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/draw.h"
#include "base/sort.h"

static int claimed_programme(void *user, uint32_t programmes_text)
{
    const trf_work *w = user;
    trf_slice programmes = trf_snapshot_text(w->snapshot, programmes_text);

    for (uint32_t i = 0; i < w->item->claim_count; i++) {
        if (trf_words_have(programmes, w->item->claims[i].code))
            return 1;
    }
    return 0;
}

static tariff_status field_fail(trf_work *w, const char *field, trf_slice found, const char *fault)
{
    tariff_status status = trf_fail(w->error, w->a->alloc, TARIFF_EINVAL, "%s '%S': %s", field, found, fault);

    if (w->error && *w->error)
        trf_error_at(*w->error, TRF_SLICE_EMPTY, 0, 0, trf_slice_text(field));
    return status;
}

tariff_status trf_work_begin(trf_work *w, const trf_assess_policy *policy)
{
    trf_assessment *r = w->result;
    const trf_declaration *d = w->declaration;
    const trf_plan_key key = {.tariff = d->tariff,
                              .currency = d->currency,
                              .rounding = policy ? policy->rounding : TRF_SLICE_EMPTY,
                              .conditions = policy ? policy->conditions : TRF_SLICE_EMPTY,
                              .exchange = policy ? policy->exchange : TRF_SLICE_EMPTY,
                              .date = d->dates[TRF_ON_ACCEPTANCE],
                              .drawn = w->draw != NULL,
                              .behaviours_may_lack = w->behaviours_may_lack};
    tariff_status status = trf_plan_for(w->a, &key, &w->plan, w->error);

    if (status < 0)
        return status;
    r->snapshot = w->snapshot;
    r->trace = w->trace;
    r->numbers = w->numbers;
    r->id = d->id;
    r->date = d->dates[TRF_ON_ACCEPTANCE];
    r->tariff = w->plan->tariff;
    r->profile = w->plan->profile_index;
    w->profile = w->plan->profile;
    if (w->plan->draws)
        return trf_drawing_find(w);
    r->currency = w->currency = w->plan->currency;
    w->rounding = w->plan->rounding;
    w->conditions = w->plan->conditions;
    w->exchange = w->plan->exchange;
    w->carry_exact = w->plan->carry_exact;
    w->currency_index = w->plan->currency_index;
    w->sums = trf_arena_take(w->arena, ((size_t)w->plan->charge_count + 1) * sizeof *w->sums);
    return w->sums ? TARIFF_OK : trf_fail_memory(w->error);
}

/* ---- one item ---- */
/** An area that the day does not know; where only its case is another, it is told as it is written. */
static tariff_status no_area(trf_work *w, const char *field, trf_slice id)
{
    trf_slice spelling = trf_geography_spelling(w->snapshot, w->result->tariff, id, w->result->date);
    trf_buffer fault;
    tariff_status status;

    if (spelling.size == 0)
        return trf_item_fail(w, field, id, "no geographical area with this id on the date");
    trf_buffer_init(&fault, w->a->alloc, 0);
    trf_buffer_text(&fault, "no geographical area with this id on the date (expected '");
    trf_buffer_slice(&fault, spelling);
    trf_buffer_text(&fault, "')");
    trf_buffer_char(&fault, '\0');
    status = fault.failed ? trf_fail_memory(w->error) : trf_item_fail(w, field, id, trf_buffer_view(&fault).data);
    trf_buffer_done(&fault);
    return status;
}

static tariff_status places(trf_work *w)
{
    const trf_declared_item *item = w->item;
    tariff_status status = TARIFF_OK;

    w->has_second = w->has_export = false;
    if (item->origin.size) {
        status = trf_plan_areas(w->plan, item->origin, w->arena, &w->origin, w->error);
        if (status == TARIFF_NOT_FOUND)
            return no_area(w, "origin", item->origin);
    }
    if (status >= 0 && item->preferential_origin.size) {
        status = trf_plan_areas(w->plan, item->preferential_origin, w->arena, &w->second, w->error);
        if (status == TARIFF_NOT_FOUND)
            return no_area(w, "preferential_origin", item->preferential_origin);
        w->has_second = true;
    }
    if (status >= 0 && item->export_country.size) {
        status = trf_plan_areas(w->plan, item->export_country, w->arena, &w->export_country, w->error);
        if (status == TARIFF_NOT_FOUND)
            return no_area(w, "export_country", item->export_country);
        w->has_export = true;
    }
    return status < 0 ? status : TARIFF_OK;
}

/** Whether what does not reach the goods is looked at as well: where it is to be listed, and where a claim may be about it. */
static bool every_counts(const trf_work *w)
{
    const trf_declared_item *item = w->item;

    return w->a->every || w->draw || w->looking || w->has_second || w->has_export || item->origin.size == 0 || item->quota.size ||
           item->claim_count ||
           (item->preference.size && !trf_slice_equal(item->preference, trf_snapshot_text(w->snapshot, w->profile->preference)));
}

static tariff_status candidates(trf_work *w, const trf_selection_query *query)
{
    trf_assessed_item *out = w->out;
    trf_reach reach;
    tariff_status status;

    if (every_counts(w)) {
        status = trf_measure_select(w->snapshot, query, w->arena, &out->candidates, &out->candidate_count, w->error);
        out->considered = out->candidate_count;
        return status;
    }
    status = trf_measure_reach(w->snapshot, query, w->arena, &reach, w->error);
    if (status < 0)
        return status;
    out->candidates = reach.candidates;
    out->candidate_count = reach.count;
    out->considered = reach.considered;
    memcpy(out->dispositions, reach.missed, sizeof reach.missed);
    return TARIFF_OK;
}

static tariff_status selected(trf_work *w)
{
    trf_selection_query query = {0};
    tariff_status status;

    query.tariff = w->result->tariff;
    query.line = w->out->line;
    query.date = w->result->date;
    query.as_published = w->declaration->as_published;
    query.movement = w->declaration->movement == TRF_MOVEMENT_EXPORT ? TRF_MOVEMENT_EXPORT : TRF_MOVEMENT_IMPORT;
    query.origin = w->item->origin.size ? &w->origin : NULL;
    query.second = w->has_second ? &w->second : NULL;
    query.any_additional_code = true; /* compared here, by what is declared */
    w->component_root = TRF_CANDIDATE_NONE;
    w->composed = w->composition_missing = TRF_SLICE_EMPTY;
    if (!w->looking) {
        status = w->item->fact_count ? trf_composition_derive(w) : TARIFF_OK;
        if (status >= 0)
            status = trf_coded_measures(w, &query.without_line, &query.without_line_count);
        if (status < 0)
            return status;
    }
    status = candidates(w, &query);
    if (status >= 0 && w->draw)
        trf_draw_candidates(w);
    return status < 0 ? status : trf_dispositions(w);
}

/** Codes told below one that is not declared itself. */
enum { CODES_TOLD = 8 };

/** The lines below a code under which its goods are declared, as far as they are told. */
static tariff_status lines_below(trf_work *w)
{
    tariff_status status = TARIFF_OK;
    uint32_t told = 0;

    for (uint32_t line = w->out->line; line != TRF_LINE_NONE && told < CODES_TOLD && status >= 0;
         line = trf_nomenclature_next(w->snapshot, w->result->tariff, w->out->line, line, w->result->date)) {
        if (!trf_nomenclature_declarable(w->snapshot, line, w->result->date))
            continue;
        told++;
        status = trf_outcome_add(w, "code_not_declarable", "refused", TRF_CANDIDATE_NONE, "code",
                                 trf_snapshot_text(w->snapshot, trf_snapshot_line(w->snapshot, line)->code), 0);
    }
    if (told || status < 0)
        return status;
    return trf_outcome_add(w, "code_not_declarable", "refused", TRF_CANDIDATE_NONE, "code", w->item->code, 0);
}

/**
 * A code that is not in the data, or cannot be declared. Where the data is a sample, nothing follows from a code that is not
 * there; else the tariff has none of it.
 */
static tariff_status refuse_code(trf_work *w)
{
    const trf_tariff_record *tariff = trf_snapshot_tariff(w->snapshot, w->result->tariff);
    trf_code code;

    if (w->out->line != TRF_LINE_NONE) {
        w->out->status = TRF_ASSESSED_REFUSED;
        return lines_below(w);
    }
    if (trf_code_read(w->item->code, &code) &&
        trf_nomenclature_find(w->snapshot, w->result->tariff, trf_slice_of(code.text, code.size), TRF_SUFFIX_DECLARABLE,
                              w->result->date, TRF_FIND_PADDED | TRF_FIND_ENDED) != TRF_LINE_NONE)
        return trf_outcome_add(w, "code_not_declarable", "refused", TRF_CANDIDATE_NONE, "code", w->item->code,
                               TRF_ASSESSED_REFUSED);
    return trf_outcome_add(w, "code_not_found", tariff->sample ? "none" : "refused", TRF_CANDIDATE_NONE, "code", w->item->code,
                           tariff->sample ? TRF_ASSESSED_INCOMPLETE : TRF_ASSESSED_REFUSED);
}

/** A code that cannot be declared: the candidates are still accounted for, nothing is charged. */
static tariff_status undeclarable(trf_work *w)
{
    tariff_status status = refuse_code(w);

    w->out->unsure = (1u << TRF_TOTALS) - 1; /* nothing is computed */
    w->out->unknown = UINT64_MAX;
    if (status < 0 || w->out->line == TRF_LINE_NONE)
        return status;
    w->looking = true;
    status = selected(w);
    w->looking = false;
    for (uint32_t i = 0; i < w->out->candidate_count && status >= 0; i++) {
        if (w->out->candidates[i].disposition == TRF_DISPOSITION_APPLIED)
            w->out->candidates[i].disposition = TRF_DISPOSITION_INFORMATIONAL;
    }
    return status;
}

/** Adds those that are listed to those that selection counted. */
static void count_dispositions(trf_assessed_item *out)
{
    for (uint32_t i = 0; i < out->candidate_count; i++)
        out->dispositions[out->candidates[i].disposition]++;
}

/** The ends of the sums, where some charge has ends of its own. */
static tariff_status total_ends(trf_work *w)
{
    trf_assessed_item *out = w->out;
    tariff_status status = TARIFF_OK;
    uint32_t ignored;

    out->range = (trf_bounds){trf_number_scaled(0, 2), trf_number_scaled(0, 2), true, true};
    for (unsigned k = 0; k < TRF_TOTALS; k++)
        out->least[k] = trf_number_scaled(0, 2);
    for (uint32_t i = 0; i < w->plan->charge_count && status >= 0; i++) {
        const trf_charge_sum *s = &w->sums[i];
        unsigned k = w->plan->charges[i].total;

        if (k < TRF_TOTALS)
            status = trf_number_add(w->numbers, out->least[k], trf_sum_least(s), &out->least[k]);
        if (k == TRF_TOTAL_SECURITY) /* taken for what may be owed later: no part of what is owed now */
            continue;
        if (status >= 0)
            status = trf_number_add(w->numbers, out->range.least, trf_sum_least(s), &out->range.least);
        if (status >= 0)
            status = trf_number_add(w->numbers, out->range.most, trf_sum_most(s), &out->range.most);
        out->range.has_most = out->range.has_most && s->has_most;
    }
    if (status >= 0 && out->range.has_most)
        status = trf_round_at(w, w->plan->total_round, out->range.most, TRF_TRACE_NONE, &out->range.most, &ignored);
    if (status >= 0)
        status = trf_round_at(w, w->plan->total_round, out->range.least, TRF_TRACE_NONE, &out->range.least, &ignored);
    for (unsigned k = 0; k < TRF_TOTAL_ALL && status >= 0; k++)
        status = trf_round_at(w, w->plan->total_round, out->least[k], TRF_TRACE_NONE, &out->least[k], &ignored);
    out->least[TRF_TOTAL_ALL] = out->range.least;
    return status;
}

/** Sums of the item by the total that each charge belongs to, and the ends between which they lie. */
static tariff_status item_totals(trf_work *w)
{
    trf_assessed_item *out = w->out;
    uint32_t nodes[TRF_PROFILE_CHARGES_MAX], count = 0, ignored;
    trf_number zero = trf_number_scaled(0, 2), sums[TRF_TOTALS];
    bool spread = false;
    tariff_status status = TARIFF_OK;
    trf_trace *trace = w->trace;

    for (unsigned k = 0; k < TRF_TOTALS; k++)
        sums[k] = zero;
    for (uint32_t i = 0; i < w->plan->charge_count && status >= 0; i++) {
        const trf_charge_sum *s = &w->sums[i];
        unsigned k = w->plan->charges[i].total;

        if (!s->met)
            continue;
        if (k < TRF_TOTALS)
            status = trf_number_add(w->numbers, sums[k], s->exact, &sums[k]);
        if (k == TRF_TOTAL_SECURITY) {
            out->unsure |= (uint8_t)(s->known ? 0 : 1u << TRF_TOTAL_SECURITY);
            out->unknown |= s->known ? 0 : UINT64_C(1) << i;
            spread = spread || s->spread;
            continue;
        }
        if (status >= 0)
            status = trf_number_add(w->numbers, sums[TRF_TOTAL_ALL], s->exact, &sums[TRF_TOTAL_ALL]);
        if (!s->known) {
            out->unsure |= (uint8_t)((k < TRF_TOTALS ? 1u << k : 0u) | 1u << TRF_TOTAL_ALL);
            out->unknown |= UINT64_C(1) << i;
        }
        spread = spread || s->spread;
        if (s->node != TRF_TRACE_NONE)
            nodes[count++] = s->node;
    }
    if (status < 0)
        return status;
    out->root = count == 0   ? TRF_TRACE_NONE
                : count == 1 ? nodes[0]
                             : trf_trace_list(trace, TRF_TRACE_SUM, sums[TRF_TOTAL_ALL], TRF_IN_ASSESSMENT, nodes, count, 0, 0);
    status = trf_round_at(w, w->plan->total_round, sums[TRF_TOTAL_ALL], out->root, &sums[TRF_TOTAL_ALL], &out->root);
    w->trace = NULL; /* the parts are the same figures again */
    for (unsigned k = 0; k < TRF_TOTAL_ALL && status >= 0; k++)
        status = trf_round_at(w, w->plan->total_round, sums[k], TRF_TRACE_NONE, &sums[k], &ignored);
    out->duty = sums[TRF_TOTAL_DUTY];
    out->taxes = sums[TRF_TOTAL_TAXES];
    out->fees = sums[TRF_TOTAL_FEES];
    out->security = sums[TRF_TOTAL_SECURITY];
    out->total = sums[TRF_TOTAL_ALL];
    if (status >= 0 && spread) {
        status = total_ends(w);
    } else {
        memcpy(out->least, sums, sizeof sums);
        out->range = (trf_bounds){out->total, out->total, true, true};
    }
    w->trace = trace;
    return status;
}

tariff_status trf_work_item(trf_work *w)
{
    trf_assessed_item *out = w->out;
    tariff_status status;

    out->number = w->item->number ? w->item->number : w->item_index + 1;
    out->status = TRF_ASSESSED_COMPLETE;
    out->line = TRF_LINE_NONE;
    out->root = out->value_node = TRF_TRACE_NONE;
    out->code = w->item->code;
    out->method = w->item->method;
    if (w->item->code.size == 0)
        return trf_item_fail(w, "code", w->item->code, "always required");
    if (w->item->origin.size == 0 && !w->looking)
        return trf_item_fail(w, "origin", w->item->origin, "always required");
    if (!w->looking) {
        trf_code code;

        if (!trf_code_read(w->item->code, &code))
            return trf_item_fail(w, "code", w->item->code, "not a goods nomenclature code (digits, with dots or blanks at will)");
        out->line = trf_nomenclature_find(w->snapshot, w->result->tariff, trf_slice_of(code.text, code.size),
                                          TRF_SUFFIX_DECLARABLE, w->result->date, TRF_FIND_PADDED);
    } else {
        trf_code code;

        if (trf_code_read(w->item->code, &code))
            out->line = trf_nomenclature_find(w->snapshot, w->result->tariff, trf_slice_of(code.text, code.size), 0,
                                              w->result->date, TRF_FIND_PADDED);
    }
    if (out->line != TRF_LINE_NONE)
        out->code = trf_snapshot_text(w->snapshot, trf_snapshot_line(w->snapshot, out->line)->code);
    trf_sums_reset(w);
    status = places(w);
    if (status >= 0 && !w->looking)
        status = trf_facts_check(w);
    if (status >= 0 && !w->looking)
        status = trf_facts_load(w);
    if (status < 0)
        return status;
    if (w->looking) {
        status = out->line == TRF_LINE_NONE ? TARIFF_OK : selected(w);
        count_dispositions(out);
        return status;
    }
    if (out->line == TRF_LINE_NONE || !trf_nomenclature_declarable(w->snapshot, out->line, w->result->date))
        status = undeclarable(w);
    else {
        status = trf_value_item(w);
        if (status >= 0)
            status = selected(w);
        if (status >= 0)
            status = w->drawing ? trf_drawn_item(w) : trf_programme_secured(w);
    }
    if (status < 0)
        return status;
    count_dispositions(out);
    status = item_totals(w);
    if (out->unknown == UINT64_MAX) /* nothing was computed: no end is known */
        out->range.has_most = false;
    return status;
}

/* ---- the declaration ---- */
/** What the data itself leaves open; neither changes the status. */
tariff_status trf_work_data_age(trf_work *w)
{
    const trf_tariff_record *tariff = trf_snapshot_tariff(w->snapshot, w->result->tariff);
    trf_date as_of = tariff->data_as_of;
    tariff_status status = TARIFF_OK;

    if (tariff->sample) {
        status = trf_outcome_add(w, "data_sample", "none", TRF_CANDIDATE_NONE, NULL, TRF_SLICE_EMPTY, 0);
        if (status >= 0)
            w->out->outcomes[w->out->outcome_count - 1].text = trf_snapshot_text(w->snapshot, tariff->sample);
    }
    if (status < 0 || as_of == TRF_DATE_NONE || as_of == 0 || w->result->date <= as_of ||
        (uint32_t)(w->result->date - as_of) <= w->profile->data_age)
        return status;
    return trf_outcome_add(w, "data_too_old", "none", TRF_CANDIDATE_NONE, NULL, TRF_SLICE_EMPTY, 0);
}

static tariff_status settled(trf_work *w, trf_str settlement, trf_number amount)
{
    trf_assessment *r = w->result;
    uint32_t at = 0;

    while (at < r->settlement_count && r->settlements[at] != settlement)
        at++;
    if (at < r->settlement_count)
        return trf_number_add(w->numbers, r->settled[at], amount, &r->settled[at]);
    if (at == w->plan->charge_count)
        return trf_fail(w->error, w->a->alloc, TARIFF_EIMAGE, "profile: more ways of settlement than a profile has charges");
    r->settlements[at] = settlement;
    r->settled[at] = amount;
    r->settlement_count++;
    return TARIFF_OK;
}

static bool is_payment(trf_slice settlement)
{
    return settlement.size == 0 || trf_slice_is(settlement, "pay");
}

/** What the charges that are not known leave open of the settlements. */
static void open_settlements(trf_work *w)
{
    trf_assessment *r = w->result;
    uint64_t unknown = 0;

    for (uint32_t i = 0; i < r->item_count; i++) {
        r->unsure |= r->items[i].unsure;
        unknown |= r->items[i].unknown;
    }
    for (uint32_t i = 0; i < w->plan->charge_count; i++) {
        trf_str settlement = w->plan->charges[i].record->settlement;

        if (!(unknown >> i & 1))
            continue;
        r->payable_unsure = r->payable_unsure || is_payment(trf_snapshot_text(w->snapshot, settlement));
        for (uint32_t k = 0; k < r->settlement_count; k++) {
            if (r->settlements[k] == settlement)
                r->unsettled |= UINT64_C(1) << k;
        }
    }
}

static tariff_status totals(trf_work *w)
{
    trf_assessment *r = w->result;
    trf_number zero = trf_number_scaled(0, 2);
    tariff_status status = TARIFF_OK;

    r->settlements = trf_arena_take(w->arena, ((size_t)w->plan->charge_count + 1) * sizeof *r->settlements);
    r->settled = trf_arena_take(w->arena, ((size_t)w->plan->charge_count + 1) * sizeof *r->settled);
    if (!r->settlements || !r->settled)
        return trf_fail_memory(w->error);
    r->customs_value = r->duty = r->taxes = r->fees = r->security = r->payable = zero;
    r->has_value = true;
    r->status = TRF_ASSESSED_COMPLETE;
    r->range = (trf_bounds){zero, zero, true, true};
    for (uint32_t i = 0; i < r->item_count && status >= 0; i++) {
        trf_assessed_item *out = &r->items[i];
        const struct {
            trf_number *sum, part;
        } sums[] = {{&r->duty, out->duty}, {&r->taxes, out->taxes}, {&r->fees, out->fees}, {&r->security, out->security},
                    {&r->range.least, out->status == TRF_ASSESSED_INCOMPLETE ? out->range.least : out->total}};

        if (out->status > r->status)
            r->status = out->status;
        for (unsigned k = 0; k < sizeof sums / sizeof *sums && status >= 0; k++)
            status = trf_number_add(w->numbers, *sums[k].sum, sums[k].part, sums[k].sum);
        if (out->status == TRF_ASSESSED_INCOMPLETE) {
            r->range.has_most = r->range.has_most && out->range.has_most;
            if (r->decided_by.size == 0)
                r->decided_by = out->decided_by;
        }
        if (status >= 0 && r->range.has_most)
            status = trf_number_add(w->numbers, r->range.most,
                                    out->status == TRF_ASSESSED_INCOMPLETE ? out->range.most : out->total, &r->range.most);
        r->has_value = r->has_value && out->has_value;
        if (status >= 0 && out->has_value)
            status = trf_number_add(w->numbers, r->customs_value, out->customs_value, &r->customs_value);
        for (uint32_t k = 0; k < out->charge_count && status >= 0; k++) {
            const trf_charge *c = &out->charges[k];

            if (c->known && (c->state == TRF_STATE_DUE || c->state == TRF_STATE_SECURED))
                status = settled(w, w->plan->charges[c->charge].record->settlement, w->carry_exact ? c->unrounded : c->amount);
        }
    }
    for (uint32_t i = 0; i < r->settlement_count && status >= 0; i++) {
        trf_slice name = trf_snapshot_text(w->snapshot, r->settlements[i]);
        uint32_t node;
        trf_trace *trace = w->trace;

        w->trace = NULL;
        status = trf_round_at(w, w->plan->total_round, r->settled[i], TRF_TRACE_NONE, &r->settled[i], &node);
        w->trace = trace;
        if (status >= 0 && is_payment(name))
            status = trf_number_add(w->numbers, r->payable, r->settled[i], &r->payable);
    }
    open_settlements(w);
    return status;
}

tariff_status trf_work_open(trf_work *w, const trf_assessor *assessor, const trf_declaration *declaration, tariff_error **error)
{
    memset(w, 0, sizeof *w);
    w->a = assessor;
    w->snapshot = assessor->snapshot;
    w->numbers = assessor->numbers;
    w->arena = assessor->arena;
    w->trace = assessor->trace;
    w->declaration = declaration;
    w->error = error;
    w->result = trf_arena_zero(w->arena, sizeof *w->result);
    return w->result ? TARIFF_OK : trf_fail_memory(error);
}

/** What failed without words: memory, digits, or what a sound image does not hold. trf_fail keeps an error that is there. */
static tariff_status failed(const trf_assessor *assessor, tariff_status status, tariff_error **error)
{
    if (status == TARIFF_ENOMEM)
        return trf_fail_memory(error);
    return trf_fail(error, assessor->alloc, status, "assessment: %s",
                    status == TARIFF_ERANGE ? "an amount with too many digits"
                                            : "the image holds a rate, a rounding or a share that cannot be computed with");
}

/** Items are told apart by their number, which is their place where none is given. */
static tariff_status distinct_numbers(trf_work *w)
{
    uint32_t count = w->declaration->item_count;
    uint64_t *numbers;

    if (count < 2)
        return TARIFF_OK;
    numbers = trf_arena_take(w->arena, 2 * (size_t)count * sizeof *numbers);
    if (!numbers)
        return trf_fail_memory(w->error);
    for (uint32_t i = 0; i < count; i++)
        numbers[i] = w->declaration->items[i].number ? w->declaration->items[i].number : i + 1;
    trf_sort_keys(numbers, numbers + count, count);
    for (uint32_t i = 1; i < count; i++) {
        if (numbers[i] == numbers[i - 1])
            return trf_fail(w->error, w->a->alloc, TARIFF_EINVAL, "items: two with the number %u", (uint32_t)numbers[i]);
    }
    return TARIFF_OK;
}

/** Every item in its turn. */
static tariff_status all_items(trf_work *w)
{
    tariff_status status = TARIFF_OK;

    w->draw_count = 0;
    if (w->drawing)
        w->drawing->second->draw_count = 0;
    for (uint32_t i = 0; i < w->declaration->item_count && status >= 0; i++) {
        w->item = &w->declaration->items[i];
        w->item_index = i;
        w->out = &w->result->items[i];
        status = trf_work_item(w);
        if (status >= 0 && w->declaration->note_documents && !w->surveying)
            status = trf_documents_unnamed(w);
        if (status >= 0 && !w->surveying)
            status = trf_work_data_age(w);
        if (status >= 0 && !w->surveying && w->drawing)
            status = trf_drawn_data_age(w);
    }
    return status;
}

/** The items, once more where something depends on all of them. */
static tariff_status items(trf_work *w)
{
    tariff_status status = distinct_numbers(w);

    if (status >= 0 && trf_entry_asked(w)) {
        w->surveying = true;
        status = all_items(w);
        if (status >= 0)
            status = trf_entry_prepare(w);
        w->surveying = false;
        memset(w->result->items, 0, w->declaration->item_count * sizeof *w->result->items);
    }
    return status < 0 ? status : all_items(w);
}

void trf_work_source(trf_work *w)
{
    trf_fact_source source = {0};

    source.user = w;
    source.exchange = trf_exchange_for_rate;
    source.basis = trf_value_basis;
    source.content = trf_value_content;
    source.component = trf_component_duty;
    source.claimed = claimed_programme;
    trf_facts_set_source(w->a->facts, &source);
}

static tariff_status room_for_items(trf_work *w)
{
    uint32_t count = w->declaration->item_count;

    if (count == 0)
        return field_fail(w, "items", TRF_SLICE_EMPTY, "always required");
    if (count > w->a->limits->items)
        return trf_fail(w->error, w->a->alloc, TARIFF_ELIMIT, "items: %u of them (at most %u)", count, w->a->limits->items);
    w->result->items = trf_arena_zero(w->arena, count * sizeof *w->result->items);
    w->result->item_count = count;
    return w->result->items ? TARIFF_OK : trf_fail_memory(w->error);
}

/** Of two tariffs the first has the result; the profile that draws on them gives it its name. */
static tariff_status open_drawing(trf_work *outer, const trf_assess_policy *policy, trf_work **w)
{
    tariff_status status = trf_drawing_open(outer, policy);

    if (status >= 0)
        status = room_for_items(outer->drawing->second);
    if (status >= 0)
        *w = outer->drawing->first;
    return status;
}

tariff_status trf_assess(const trf_assessor *assessor, const trf_declaration *declaration, const trf_assess_policy *policy,
                         const trf_assessment **out, tariff_error **error)
{
    trf_work own, *w = &own;
    tariff_status status = trf_work_open(&own, assessor, declaration, error);

    if (status >= 0)
        status = trf_work_begin(&own, policy);
    if (status >= 0 && own.drawing)
        status = open_drawing(&own, policy, &w);
    if (status >= 0)
        status = room_for_items(w);
    if (status < 0)
        return status;
    trf_work_source(w);
    status = items(w);
    trf_facts_set_source(assessor->facts, NULL);
    if (status >= 0)
        status = totals(w);
    if (status >= 0 && w->trace && w->trace->failed)
        status = trf_fail_memory(error);
    if (status < 0)
        return failed(assessor, status, error);
    if (w->drawing) {
        w->result->second_profile = w->drawing->second->result->profile;
        w->result->tariff = w->drawing->tariff;
    }
    *out = w->result;
    return w->result->status == TRF_ASSESSED_COMPLETE ? TARIFF_OK : TARIFF_INCOMPLETE;
}

tariff_status trf_assess_look(const trf_assessor *assessor, const trf_declaration *declaration, trf_assessed_item **out,
                              tariff_error **error)
{
    trf_work own, *w = &own;
    tariff_status status = trf_work_open(&own, assessor, declaration, error);

    if (status >= 0)
        status = trf_work_begin(&own, NULL);
    if (status >= 0 && own.drawing) {
        status = trf_drawing_open(&own, NULL);
        w = own.drawing->first;
    }
    if (status < 0)
        return status;
    w->looking = true;
    w->trace = NULL;
    w->item = &declaration->items[0];
    w->out = trf_arena_zero(w->arena, sizeof *w->out);
    if (!w->out)
        return trf_fail_memory(error);
    status = trf_work_item(w);
    if (status >= 0 && w->drawing)
        status = trf_drawn_look(w);
    if (status < 0)
        return failed(assessor, status, error);
    *out = w->out;
    return status;
}
