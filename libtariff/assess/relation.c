/* SPDX-License-Identifier: Apache-2.0 */
/* How measures meet: which of several of one group is used, and what one group does to another. */
#include "assess/work.h"

/* ---- several of one group ---- */
/** Exact amount of a candidate's expression over the customs value, without a trace. TARIFF_INCOMPLETE: not known. */
static tariff_status amount_of(trf_work *w, uint32_t candidate, trf_rate_result *rate, trf_number *out)
{
    trf_slice code = trf_plan_code(w->plan, w->work[candidate].expression);
    tariff_status status;

    memset(rate, 0, sizeof *rate);
    if (code.size == 0 || !w->out->has_value)
        return TARIFF_INCOMPLETE;
    trf_facts_set_value(w->a->facts, w->out->customs_value, TRF_TRACE_NONE);
    w->component_root = candidate;
    status = trf_rate_evaluate(code.data, code.size, w->a->facts, w->numbers, NULL, NULL, 0, 0, rate);
    if (status == TARIFF_OK)
        *out = rate->unrounded;
    trf_facts_new_trace(w->a->facts);
    return status;
}

static void lose(trf_work *w, uint32_t loser, uint32_t winner, trf_disposition disposition)
{
    w->out->candidates[loser].disposition = (uint8_t)disposition;
    w->out->candidates[loser].by = winner;
}

static bool in_play(const trf_work *w, uint32_t at)
{
    return w->out->candidates[at].disposition == TRF_DISPOSITION_APPLIED && w->work[at].charges;
}

/** It may stand in place of what applies, or not: an amount that decides is not known. Says what is missing of its own. */
static tariff_status undecided(trf_work *w, uint32_t candidate, trf_rival rival)
{
    const trf_expression_record *expression = trf_snapshot_expression(w->snapshot, w->work[candidate].expression);
    trf_rate_result rate;
    trf_number ignored;
    tariff_status status = amount_of(w, candidate, &rate, &ignored);

    w->out->candidates[candidate].disposition = TRF_DISPOSITION_UNKNOWN_FACT;
    w->work[candidate].rival = (uint8_t)rival;
    if (status != TARIFF_INCOMPLETE || !w->out->has_value) /* a missing value was said when it was built up */
        return status < 0 ? status : TARIFF_OK;
    if (trf_plan_code(w->plan, w->work[candidate].expression).size == 0)
        return trf_outcome_add(w, "rate_unresolved", "none", candidate, "duty",
                               trf_snapshot_text(w->snapshot, expression->text), TRF_ASSESSED_INCOMPLETE);
    return trf_needs_outcomes(w, &rate, candidate);
}

/** Whether b is used before a, as far as codes and generations say: the nearer line, and first of all the code that is declared.
 */
static bool nearer(const trf_work *w, uint32_t a, uint32_t b)
{
    const trf_candidate *x = &w->out->candidates[a], *y = &w->out->candidates[b];
    bool x_code = trf_snapshot_measure(w->snapshot, x->measure)->additional_code != 0;
    bool y_code = trf_snapshot_measure(w->snapshot, y->measure)->additional_code != 0;

    return x_code != y_code ? y_code : y->generation < x->generation;
}

/** What is used of a group, among those in play from the live one `from` on; where an amount is not known it is marked. */
static tariff_status best_of(trf_work *w, unsigned several, uint32_t from, uint32_t *out)
{
    uint32_t first = w->charged[from], best = first;
    trf_rate_result rate;
    trf_number amount, least = trf_number_of(0);
    bool known = false;

    for (uint32_t p = from; p < w->charged_count; p++) {
        uint32_t k = w->charged[p];
        tariff_status status = TARIFF_INCOMPLETE;
        bool better = nearer(w, best, k);

        if (!in_play(w, k) || w->work[k].group != w->work[first].group)
            continue;
        if (several != TRF_SEVERAL_NEAREST)
            status = amount_of(w, k, &rate, &amount);
        if (status < 0)
            return status;
        if (several != TRF_SEVERAL_NEAREST && status == TARIFF_INCOMPLETE)
            w->work[k].rival = several == TRF_SEVERAL_LOWEST ? TRF_RIVAL_LOWER : TRF_RIVAL_HIGHER;
        if (status == TARIFF_OK && known) {
            int order = trf_number_compare(w->numbers, amount, least);

            better = order == 0 ? better : several == TRF_SEVERAL_LOWEST ? order < 0 : order > 0;
        } else if (status == TARIFF_OK || known) {
            better = !known; /* a known amount goes before one that is not */
        }
        if (better || k == first)
            best = k;
        if (status == TARIFF_OK && best == k) {
            least = amount;
            known = true;
        }
    }
    if (several == TRF_SEVERAL_LOWEST && known && trf_number_sign(w->numbers, least) <= 0) {
        for (uint32_t p = from; p < w->charged_count; p++) /* nothing is owed: no duty is lower */
            if (w->work[w->charged[p]].group == w->work[first].group)
                w->work[w->charged[p]].rival = TRF_RIVAL_NONE;
    }
    *out = best;
    return TARIFF_OK;
}

tariff_status trf_groups(trf_work *w)
{
    tariff_status status = TARIFF_OK;

    for (uint32_t n = 0; n < w->charged_count && w->groups_crowded && status >= 0; n++) {
        uint32_t i = w->charged[n], best;
        unsigned group = w->work[i].group, several;

        if (!in_play(w, i) || group >= w->profile->group_count || !trf_work_among(w->groups_crowded, group))
            continue;
        several = trf_snapshot_profile_group(w->snapshot, w->profile->first_group + group)->several;
        if (several == TRF_SEVERAL_ALL)
            continue;
        status = best_of(w, several, n, &best);
        for (uint32_t p = n; p < w->charged_count && status >= 0; p++) {
            uint32_t k = w->charged[p];

            if (k == best || !in_play(w, k) || w->work[k].group != group)
                continue;
            if (w->work[k].rival)
                status = undecided(w, k, (trf_rival)w->work[k].rival);
            else
                lose(w, k, best, TRF_DISPOSITION_REPLACED);
        }
        if (status >= 0)
            w->work[best].rival = TRF_RIVAL_NONE;
    }
    return status;
}

/* ---- relations between groups ---- */
typedef enum verdict { HOLDS, HOLDS_NOT, BEATEN, UNDECIDED } verdict;

/** What a relation comes to for a winner and a loser. BEATEN: the winner is not used because it owes more. */
static tariff_status judge(trf_work *w, const trf_profile_relation_record *relation, uint32_t winner, uint32_t loser,
                           verdict *out)
{
    trf_rate_result rate;
    trf_number mine, other;
    tariff_status status;
    int order;

    *out = HOLDS;
    if (relation->when == TRF_WHEN_APPLIES)
        return TARIFF_OK;
    *out = UNDECIDED;
    status = amount_of(w, winner, &rate, &mine);
    if (status != TARIFF_OK)
        return status < 0 ? status : TARIFF_OK;
    if (relation->when == TRF_WHEN_OWED) {
        *out = trf_number_sign(w->numbers, mine) > 0 ? HOLDS : HOLDS_NOT;
        return TARIFF_OK;
    }
    status = amount_of(w, loser, &rate, &other);
    if (status == TARIFF_INCOMPLETE && trf_number_sign(w->numbers, mine) <= 0)
        *out = HOLDS; /* nothing is owed: no duty is lower */
    if (status != TARIFF_OK)
        return status < 0 ? status : TARIFF_OK;
    order = trf_number_compare(w->numbers, mine, other);
    *out = (relation->when == TRF_WHEN_LOWER ? order < 0 : order <= 0) ? HOLDS : BEATEN;
    return TARIFF_OK;
}

static tariff_status relate(trf_work *w, const trf_profile_relation_record *relation)
{
    static const uint8_t becomes[] = {TRF_DISPOSITION_APPLIED,   TRF_DISPOSITION_REPLACED, TRF_DISPOSITION_EXCLUDED,
                                      TRF_DISPOSITION_SUSPENDED, TRF_DISPOSITION_APPLIED,  TRF_DISPOSITION_APPLIED};
    uint8_t disposition = relation->kind < sizeof becomes ? becomes[relation->kind] : TRF_DISPOSITION_APPLIED;

    if (disposition == TRF_DISPOSITION_APPLIED)
        return TARIFF_OK;
    for (uint32_t n = 0; n < w->charged_count; n++) {
        uint32_t i = w->charged[n];

        if (!in_play(w, i) || !trf_work_among(relation->groups, w->work[i].group))
            continue;
        for (uint32_t p = 0; p < w->charged_count && in_play(w, i); p++) {
            uint32_t k = w->charged[p];
            tariff_status status;
            verdict found;

            if (!in_play(w, k) || !trf_work_among(relation->over, w->work[k].group))
                continue;
            status = judge(w, relation, i, k, &found);
            if (status < 0)
                return status;
            if (found == HOLDS)
                lose(w, k, i, (trf_disposition)disposition);
            else if (found == UNDECIDED)
                status = undecided(w, k, relation->when == TRF_WHEN_OWED ? TRF_RIVAL_ANY : TRF_RIVAL_LOWER);
            else if (found == BEATEN) {
                lose(w, i, k, TRF_DISPOSITION_REPLACED);
                if (w->out->candidates[i].role == TRF_ROLE_PREFERENCE)
                    status = trf_outcome_add(w, "preference_not_needed", "none", i, NULL, TRF_SLICE_EMPTY, 0);
            }
            if (status < 0)
                return status;
        }
    }
    return TARIFF_OK;
}

/** One of the facts that a relation yields to is declared. */
static bool yields(const trf_work *w, const trf_profile_relation_record *relation)
{
    trf_slice facts = trf_snapshot_text(w->snapshot, relation->unless_facts);

    for (uint32_t i = 0; facts.size && i < w->item->fact_count; i++) {
        if (trf_words_have(facts, w->item->facts[i].name))
            return true;
    }
    return false;
}

tariff_status trf_relations(trf_work *w)
{
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < w->profile->relation_count && status >= 0; i++) {
        const trf_profile_relation_record *relation = trf_snapshot_profile_relation(w->snapshot, w->profile->first_relation + i);

        if ((relation->groups & w->groups_met) && (relation->over & w->groups_met) &&
            trf_period_has(relation->start, relation->end, w->result->date) && !yields(w, relation) &&
            (!relation->list || trf_profile_list_has(w->snapshot, w->profile, relation->list, w->item->origin, w->result->date)))
            status = relate(w, relation);
    }
    return status;
}
