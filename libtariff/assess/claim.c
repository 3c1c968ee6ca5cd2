/* SPDX-License-Identifier: Apache-2.0 */
/* What is claimed: whether a candidate is, which claims nothing on the goods answers, and what a granted one rests on. */
#include "assess/work.h"
#include "measure/composition.h"
#include "measure/preference.h"

/** Documents that the conditions of a measure name, as far as a claim looks at them. */
#define CLAIM_DOCUMENTS_MAX 32u

static trf_slice text(const trf_work *w, trf_str id)
{
    return trf_snapshot_text(w->snapshot, id);
}

static trf_slice declared_preference(const trf_work *w)
{
    return w->item->preference.size ? w->item->preference : text(w, w->profile->preference);
}

/**
 * Where the profile says under which code a measure is claimed: whether it is this one. A measure of one country's agreement is
 * not claimed by the code of a general scheme, nor a plain suspension by that of end use.
 */
static bool code_fits(const trf_work *w, uint32_t at, trf_slice declared)
{
    trf_two_texts documents[CLAIM_DOCUMENTS_MAX];
    const trf_measure_record *measure = trf_snapshot_measure(w->snapshot, w->out->candidates[at].measure);
    const trf_profile_preference_record *rule;
    trf_preference_query query = {.snapshot = w->snapshot, .profile = w->profile, .date = w->result->date};

    if (w->profile->preference_count == 0)
        return true;
    trf_preference_documents(w->snapshot, measure, documents, CLAIM_DOCUMENTS_MAX, &query.documents);
    query.type = text(w, trf_snapshot_measure_type(w->snapshot, measure->type)->id);
    if (measure->area != TRF_AREA_NONE)
        query.area = text(w, trf_snapshot_area(w->snapshot, measure->area)->id);
    rule = trf_preference_rule(&query);
    return !rule->code || trf_slice_equal(text(w, rule->code), declared);
}

static bool preference_named(const trf_work *w, const trf_profile_measures_record *m, uint32_t at)
{
    trf_slice list = text(w, m->preferences), declared = declared_preference(w);

    if (list.size)
        return trf_words_have(list, declared) && code_fits(w, at, declared);
    return w->item->preference.size != 0 && !trf_slice_equal(declared, text(w, w->profile->preference));
}

/** A programme's mark as claimed: "C#" claims C. */
static trf_slice bare_programme(trf_slice code)
{
    return code.size > 1 && code.data[code.size - 1] == '#' ? trf_slice_of(code.data, code.size - 1) : code;
}

/**
 * TARIFF_OK: claimed; TARIFF_NOT_FOUND: not; TARIFF_NEGATIVE: claimed, and the origin is none of the programme's;
 * TARIFF_INCOMPLETE: claimed without a preferential origin.
 */
static tariff_status programme_claimed(const trf_work *w, const trf_profile_measures_record *m, const trf_measure_record *measure,
                                       trf_slice *which)
{
    trf_slice scheme = text(w, m->scheme), programmes = text(w, measure->programmes);
    trf_slice origin = w->item->preferential_origin.size ? w->item->preferential_origin : w->item->origin;

    for (uint32_t i = 0; i < w->item->claim_count; i++) {
        trf_slice code = bare_programme(w->item->claims[i].code);
        trf_str list;

        if ((scheme.size && !trf_slice_equal(scheme, w->item->claims[i].scheme)) || !trf_words_have(programmes, code))
            continue;
        *which = code;
        list = trf_profile_list_named(w->snapshot, w->profile, TRF_SLICE("programme:"), code);
        if (list && !trf_profile_list_has(w->snapshot, w->profile, list, origin, w->result->date))
            return TARIFF_NEGATIVE;
        return w->has_second || w->looking ? TARIFF_OK : TARIFF_INCOMPLETE;
    }
    return TARIFF_NOT_FOUND;
}

/** What a claim of scheme "heading" names: the measure's act, else its goods code. */
static trf_slice heading_of(const trf_work *w, const trf_measure_record *measure)
{
    return text(w, measure->regulation ? trf_snapshot_regulation(w->snapshot, measure->regulation)->id : measure->code);
}

static bool scheme_claimed(const trf_work *w, const char *scheme, trf_slice code)
{
    for (uint32_t i = 0; i < w->item->claim_count; i++) {
        if (trf_slice_is(w->item->claims[i].scheme, scheme) && (code.size == 0 || trf_slice_equal(w->item->claims[i].code, code)))
            return true;
    }
    return false;
}

tariff_status trf_claim_candidate(trf_work *w, uint32_t at)
{
    trf_candidate *c = &w->out->candidates[at];
    const trf_profile_measures_record *m = trf_snapshot_profile_measures(w->snapshot, w->work[at].measures);
    const trf_measure_record *measure = trf_snapshot_measure(w->snapshot, c->measure);
    trf_slice order_number = text(w, trf_snapshot_order_number(w->snapshot, measure->order_number)->id), which = TRF_SLICE_EMPTY;
    unsigned how = m->claim;
    tariff_status status;

    if (measure->order_number && how != TRF_CLAIM_QUOTA && trf_role_charges(m->role))
        how = TRF_CLAIM_QUOTA; /* a preference within a quota needs both */
    switch (how) {
    case TRF_CLAIM_PREFERENCE:
        if (!preference_named(w, m, at)) {
            c->disposition = TRF_DISPOSITION_NOT_CLAIMED;
            return TARIFF_OK;
        }
        break;
    case TRF_CLAIM_QUOTA:
        if (m->preferences && w->item->preference.size && !preference_named(w, m, at)) {
            c->disposition = TRF_DISPOSITION_NOT_CLAIMED;
            return TARIFF_OK;
        }
        if (w->item->quota.size == 0 || !trf_slice_equal(w->item->quota, order_number)) {
            c->disposition = TRF_DISPOSITION_NOT_CLAIMED;
            if (m->preferences && w->item->preference.size && w->item->quota.size == 0 && !w->looking)
                return trf_outcome_add(w, "claim_invalid", "none", at, "quota", order_number, TRF_ASSESSED_INCOMPLETE);
            return TARIFF_OK;
        }
        break;
    case TRF_CLAIM_PROGRAMME:
        status = programme_claimed(w, m, measure, &which);
        if (status == TARIFF_NEGATIVE) {
            c->disposition = TRF_DISPOSITION_WRONG_AREA;
            return trf_outcome_add(w, "preference_origin_mismatch", "none", at, "programme", which, 0);
        }
        if (status == TARIFF_INCOMPLETE) {
            c->disposition = TRF_DISPOSITION_UNKNOWN_FACT;
            return trf_outcome_add(w, "claim_invalid", "none", at, "preferential_origin", TRF_SLICE_EMPTY,
                                   TRF_ASSESSED_INCOMPLETE);
        }
        if (status != TARIFF_OK)
            c->disposition = TRF_DISPOSITION_NOT_CLAIMED;
        return TARIFF_OK;
    case TRF_CLAIM_HEADING:
        if (!scheme_claimed(w, "heading", heading_of(w, measure)))
            c->disposition = TRF_DISPOSITION_NOT_CLAIMED;
        return TARIFF_OK;
    default:
        if (!scheme_claimed(w, "suspension", TRF_SLICE_EMPTY))
            c->disposition = TRF_DISPOSITION_NOT_CLAIMED;
        return TARIFF_OK;
    }
    if (m->place == TRF_PLACE_PREFERENTIAL && !w->has_second && !w->looking) {
        c->disposition = TRF_DISPOSITION_UNKNOWN_FACT;
        return trf_outcome_add(w, "preference_proof_missing", "none", at, "preferential_origin", TRF_SLICE_EMPTY,
                               TRF_ASSESSED_INCOMPLETE);
    }
    return TARIFF_OK;
}

/* ---- claims that nothing answers ---- */
/** Also of a candidate that does not reach the goods. */
static const trf_profile_measures_record *measures_of(trf_work *w, uint32_t at)
{
    trf_candidate_measures(w, at);
    return trf_snapshot_profile_measures(w->snapshot, w->work[at].measures);
}

/** A measure of the preference claimed reaches the goods, or does so for their origin and not for the preferential one. */
static tariff_status preference_unanswered(trf_work *w)
{
    trf_slice declared = w->item->preference;
    bool origin_fits = false;

    if (declared.size == 0 || trf_slice_equal(declared, text(w, w->profile->preference))) {
        if (w->has_second && w->item->claim_count == 0)
            return trf_outcome_add(w, "claim_invalid", "none", TRF_CANDIDATE_NONE, "preference", TRF_SLICE_EMPTY, 0);
        return TARIFF_OK;
    }
    for (uint32_t i = 0; i < w->out->candidate_count; i++) {
        const trf_profile_measures_record *m = measures_of(w, i);
        const trf_candidate *c = &w->out->candidates[i];

        if (!w->work[i].measures || !(m->claim == TRF_CLAIM_PREFERENCE || (m->claim == TRF_CLAIM_QUOTA && m->preferences)) ||
            !preference_named(w, m, i))
            continue;
        if (w->work[i].reached && !w->work[i].only_code)
            return TARIFF_OK;
        origin_fits = origin_fits || (c->disposition == TRF_DISPOSITION_WRONG_AREA && (c->matched & TRF_MATCH_ORIGIN));
    }
    if (origin_fits && w->has_second)
        return trf_outcome_add(w, "preference_origin_mismatch", "none", TRF_CANDIDATE_NONE, "preferential_origin",
                               w->item->preferential_origin, 0);
    return trf_outcome_add(w, "preference_not_eligible", "none", TRF_CANDIDATE_NONE, "preference", declared, 0);
}

static tariff_status quota_unanswered(trf_work *w)
{
    if (w->item->quota.size == 0)
        return TARIFF_OK;
    for (uint32_t i = 0; i < w->out->candidate_count; i++) {
        const trf_candidate *c = &w->out->candidates[i];
        const trf_measure_record *row = trf_snapshot_measure(w->snapshot, c->measure);

        if (row->order_number && w->work[i].reached && c->disposition != TRF_DISPOSITION_NOT_CLAIMED &&
            trf_slice_equal(w->item->quota, text(w, trf_snapshot_order_number(w->snapshot, row->order_number)->id)))
            return TARIFF_OK;
    }
    return trf_outcome_add(w, "quota_not_valid", "none", TRF_CANDIDATE_NONE, "quota", w->item->quota, 0);
}

/** Whether the profile knows a scheme of claims. */
static bool scheme_known(const trf_work *w, trf_slice scheme)
{
    if (trf_slice_is(scheme, "preference"))
        return true;
    for (uint32_t i = 0; i < w->profile->measures_count; i++) {
        const trf_profile_measures_record *m = trf_snapshot_profile_measures(w->snapshot, w->profile->first_measures + i);

        if ((m->claim == TRF_CLAIM_PROGRAMME && (!m->scheme || trf_slice_equal(text(w, m->scheme), scheme))) ||
            (m->claim == TRF_CLAIM_HEADING && trf_slice_is(scheme, "heading")) ||
            (m->claim == TRF_CLAIM_SUSPENSION && trf_slice_is(scheme, "suspension")))
            return true;
    }
    return false;
}

/** Whether a candidate is of what is claimed, wherever it applies. */
static bool answers(trf_work *w, uint32_t at, const trf_declared_claim *claimed)
{
    const trf_profile_measures_record *m = measures_of(w, at);
    const trf_measure_record *measure = trf_snapshot_measure(w->snapshot, w->out->candidates[at].measure);

    switch (w->work[at].measures ? m->claim : TRF_CLAIM_NONE) {
    case TRF_CLAIM_PROGRAMME:
        return (!m->scheme || trf_slice_equal(text(w, m->scheme), claimed->scheme)) &&
               trf_words_have(text(w, measure->programmes), bare_programme(claimed->code));
    case TRF_CLAIM_HEADING:
        return trf_slice_is(claimed->scheme, "heading") && trf_slice_equal(heading_of(w, measure), claimed->code);
    case TRF_CLAIM_SUSPENSION: return trf_slice_is(claimed->scheme, "suspension");
    default: return false;
    }
}

static tariff_status claim_unanswered(trf_work *w, const trf_declared_claim *claimed)
{
    bool elsewhere = false;

    if (!scheme_known(w, claimed->scheme))
        return trf_outcome_add(w, "claim_invalid", "none", TRF_CANDIDATE_NONE, "scheme", claimed->scheme, 0);
    if (trf_slice_is(claimed->scheme, "preference") && trf_slice_equal(claimed->code, declared_preference(w)))
        return TARIFF_OK;
    for (uint32_t i = 0; i < w->out->candidate_count; i++) {
        if (!answers(w, i, claimed))
            continue;
        if (w->work[i].reached)
            return TARIFF_OK;
        elsewhere = elsewhere || w->out->candidates[i].disposition == TRF_DISPOSITION_WRONG_AREA;
    }
    return trf_outcome_add(w, elsewhere ? "preference_origin_mismatch" : "claim_invalid", "none", TRF_CANDIDATE_NONE,
                           elsewhere ? "programme" : "claim", claimed->code, 0);
}

tariff_status trf_claims_unanswered(trf_work *w)
{
    tariff_status status = preference_unanswered(w);

    if (status >= 0)
        status = quota_unanswered(w);
    for (uint32_t i = 0; i < w->item->claim_count && status >= 0; i++)
        status = claim_unanswered(w, &w->item->claims[i]);
    return status;
}

/* ---- what a granted claim rests on ---- */
/** Whether a proof of origin is declared, or the profile does not say what proves it. */
static bool origin_proved(const trf_work *w)
{
    trf_str proofs = trf_profile_list_named(w->snapshot, w->profile, TRF_SLICE("proof:"), TRF_SLICE("origin"));

    if (!proofs)
        return true;
    for (uint32_t i = 0; i < w->item->document_count; i++) {
        if (trf_profile_list_begins(w->snapshot, w->profile, proofs, w->item->documents[i].code, w->result->date))
            return true;
    }
    return false;
}

tariff_status trf_claims_unproved(trf_work *w)
{
    tariff_status status = TARIFF_OK;

    for (uint32_t n = 0; n < w->live_count && w->claims_met && status >= 0; n++) {
        uint32_t i = w->live[n];
        const trf_profile_measures_record *m = measures_of(w, i);

        if (w->out->candidates[i].disposition != TRF_DISPOSITION_APPLIED || !w->work[i].measures ||
            (m->claim != TRF_CLAIM_PROGRAMME && (m->claim == TRF_CLAIM_NONE || m->place != TRF_PLACE_PREFERENTIAL)))
            continue;
        if (origin_proved(w))
            return TARIFF_OK;
        status = trf_outcome_add(w, "preference_proof_missing", "none", i, "document", TRF_SLICE_EMPTY, 0);
    }
    return status;
}

/* ---- facts ---- */
/** Whether a measure, a condition or a list of the profile names a document. */
static bool document_named(const trf_work *w, trf_slice code)
{
    uint32_t entries =
        trf_run_within(w->profile->first_entry, w->profile->entry_count, trf_snapshot_profile_entry_count(w->snapshot));

    for (uint32_t i = 1; i < trf_snapshot_certificate_count(w->snapshot); i++) {
        const trf_certificate_record *certificate = trf_snapshot_certificate(w->snapshot, i);
        trf_slice type = text(w, certificate->type), rest = text(w, certificate->code);

        if (rest.size && code.size == type.size + rest.size && trf_slice_begins(code, type) &&
            trf_slice_equal(trf_slice_of(code.data + type.size, rest.size), rest))
            return true;
    }
    for (uint32_t i = 0; i < entries; i++) {
        trf_slice id = text(w, trf_snapshot_profile_entry(w->snapshot, w->profile->first_entry + i)->id);

        if (trf_slice_equal(id, code))
            return true;
    }
    return trf_profile_list_begins(w->snapshot, w->profile,
                                   trf_profile_list_named(w->snapshot, w->profile, TRF_SLICE("proof:"), TRF_SLICE("origin")),
                                   code, w->result->date);
}

tariff_status trf_documents_unnamed(trf_work *w)
{
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < w->item->document_count && status >= 0; i++) {
        if (!document_named(w, w->item->documents[i].code))
            status =
                trf_outcome_add(w, "document_unknown", "none", TRF_CANDIDATE_NONE, "document", w->item->documents[i].code, 0);
    }
    return status;
}

tariff_status trf_facts_check(trf_work *w)
{
    for (uint32_t i = 0; i < w->item->fact_count; i++) {
        trf_slice name = w->item->facts[i].name;
        const trf_profile_fact_record *fact;
        trf_number number;
        tariff_status status = TARIFF_OK;

        if (trf_slice_is(name, TRF_FACT_DEGREES))
            continue; /* read with the quantities */
        if (trf_slice_begins(name, TRF_SLICE(TRF_FACT_AMOUNT)) || trf_slice_begins(name, TRF_SLICE(TRF_FACT_CONTENT))) {
            status = trf_declared_magnitude(w, "facts", w->item->facts[i].value, &number);
            if (status < 0)
                return status;
            continue;
        }
        fact = trf_profile_fact_find(w->snapshot, w->profile, name);
        if (!fact->id && w->law)
            fact = trf_profile_fact_find(w->snapshot, w->law, name);
        if (!fact->id)
            return trf_item_fail(w, "facts", name, "the profile has no fact of this name");
        if (fact->type == 1)
            status = trf_declared_number(w, "facts", w->item->facts[i].value, &number);
        if (status >= 0 && fact->type == 1 && !trf_fact_within(w->snapshot, fact, w->numbers, number))
            return trf_item_fail(w, "facts", w->item->facts[i].value, "outside of what the profile says this fact can be");
        if (status < 0)
            return status;
    }
    return TARIFF_OK;
}
