/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/work.h"

#define ROW_NONE UINT32_MAX

/** Rows of one pair: the one that the policy chooses, ROW_NONE for none. `down`: from base to currency. */
static uint32_t choose(const trf_snapshot *s, const trf_profile_exchange_record *rule, trf_slice from, trf_slice to,
                       trf_date date, bool latest, bool *down)
{
    uint32_t count = trf_snapshot_exchange_count(s), found = ROW_NONE, last = ROW_NONE;
    trf_slice authority = trf_snapshot_text(s, rule->authority), purpose = trf_snapshot_text(s, rule->purpose);
    trf_slice base = trf_snapshot_text(s, rule->base);
    bool found_down = false, last_down = false;

    for (uint32_t i = 0; i < count; i++) {
        const trf_exchange_record *row = trf_snapshot_exchange(s, i);
        trf_slice row_base = trf_snapshot_text(s, row->base), row_currency = trf_snapshot_text(s, row->currency);
        bool forward = trf_slice_equal(row_base, from) && trf_slice_equal(row_currency, to);

        if (!forward && !(trf_slice_equal(row_base, to) && trf_slice_equal(row_currency, from)))
            continue;
        if ((authority.size && !trf_slice_equal(authority, trf_snapshot_text(s, row->authority))) ||
            (purpose.size && row->purpose && !trf_slice_equal(purpose, trf_snapshot_text(s, row->purpose))) ||
            (base.size && !trf_slice_equal(base, row_base)))
            continue;
        if (date != TRF_DATE_NONE && trf_period_has(row->start, row->end, date) &&
            (found == ROW_NONE || row->start >= trf_snapshot_exchange(s, found)->start)) {
            found = i;
            found_down = forward;
        }
        if (last == ROW_NONE || row->start > trf_snapshot_exchange(s, last)->start) {
            last = i;
            last_down = forward;
        }
    }
    if (found == ROW_NONE && latest) {
        found = last;
        found_down = last_down;
    }
    *down = found_down;
    return found;
}

static bool rule_serves(const trf_snapshot *s, const trf_profile_exchange_record *rule, trf_slice use, trf_date date)
{
    trf_slice named = trf_snapshot_text(s, rule->use);

    return (named.size == 0 || use.size == 0 || trf_slice_equal(named, use)) &&
           (date == TRF_DATE_NONE || trf_period_has(rule->start, rule->end, date));
}

/* ---- a rate that is used only where it departs from another ---- */
/** What one of `from` is worth in `to` by a row. */
static tariff_status worth(trf_numbers *numbers, const trf_snapshot *s, uint32_t at, bool down, trf_number *out)
{
    const trf_exchange_record *row = trf_snapshot_exchange(s, at);
    trf_number value, per = trf_number_of(1);
    tariff_status status = trf_number_parse(numbers, trf_snapshot_text(s, row->value), &value);

    if (status >= 0 && row->per)
        status = trf_number_parse(numbers, trf_snapshot_text(s, row->per), &per);
    if (status < 0 || trf_number_sign(numbers, value) <= 0 || trf_number_sign(numbers, per) <= 0)
        return TARIFF_EIMAGE;
    return down ? trf_number_divide(numbers, value, per, out) : trf_number_divide(numbers, per, value, out);
}

/** Whether two rates are apart by the rule's per cent or more of a divisor. */
static tariff_status apart(trf_numbers *numbers, const trf_profile_exchange_record *rule, trf_number a, trf_number b,
                           trf_number divisor, bool *out)
{
    trf_number difference = trf_number_of(0), limit = trf_number_of(0);
    tariff_status status = trf_number_subtract(numbers, a, b, &difference);

    if (status >= 0 && trf_number_sign(numbers, difference) < 0)
        status = trf_number_negate(numbers, difference, &difference);
    if (status >= 0)
        status = trf_number_of_words(numbers, rule->words, rule->scale, &limit);
    if (status >= 0)
        status = trf_number_multiply(numbers, limit, divisor, &limit);
    if (status >= 0)
        status = trf_number_shift(numbers, limit, 2, &limit);
    *out = status >= 0 && trf_number_compare(numbers, difference, limit) >= 0;
    return status;
}

/** Whether the row of a rule departs from the rates that the rule names; *gap: by one divisor it does, by the other not. */
static tariff_status departs(trf_numbers *numbers, const trf_snapshot *s, const trf_profile_exchange_record *rule, uint32_t at,
                             bool down, trf_slice from, trf_slice to, trf_date date, bool latest, bool *out, bool *gap)
{
    trf_profile_exchange_record other = *rule;
    uint32_t against;
    trf_number own, theirs;
    bool against_down, by_own = false, by_theirs = false;
    tariff_status status;

    *out = true;
    *gap = false;
    if (!rule->against)
        return TARIFF_OK;
    other.purpose = rule->against;
    against = choose(s, &other, from, to, date, latest, &against_down);
    *out = false;
    if (against == ROW_NONE)
        return TARIFF_OK;
    status = worth(numbers, s, at, down, &own);
    if (status >= 0)
        status = worth(numbers, s, against, against_down, &theirs);
    if (status >= 0)
        status = apart(numbers, rule, own, theirs, own, &by_own);
    if (status >= 0)
        status = apart(numbers, rule, own, theirs, theirs, &by_theirs);
    *out = rule->divisor == TRF_DIVISOR_OWN ? by_own : by_theirs;
    *gap = by_own != by_theirs;
    return status;
}

/* ---- when rates are published ---- */
trf_date trf_exchange_published(const trf_snapshot *snapshot, uint32_t tariff, trf_date date)
{
    static const char *const weekdays[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    const trf_profile_record *profile = trf_snapshot_profile(snapshot, trf_profile_find(snapshot, tariff, date));
    trf_civil civil = trf_date_civil(date);
    trf_date last = trf_date_of(civil.year, civil.month, 1) - 1; /* of the month before */

    for (uint32_t i = 0; i < profile->exchange_count; i++) {
        const trf_profile_exchange_record *rule = trf_snapshot_profile_exchange(snapshot, profile->first_exchange + i);
        trf_slice said = trf_snapshot_text(snapshot, rule->published);

        for (unsigned day = 0; day < 7; day++) {
            size_t size = strlen(weekdays[day]);
            trf_date found = last - (trf_date)((trf_date_weekday(last) + 7 - (day + 1)) % 7);

            /* "wednesday -2": the last but one */
            if (said.size == size + 3 && trf_slice_begins(said, trf_slice_text(weekdays[day])) && said.data[size + 1] == '-' &&
                said.data[size + 2] >= '1' && said.data[size + 2] <= '4')
                return found - 7 * (said.data[size + 2] - '1');
        }
    }
    return TRF_DATE_NONE;
}

tariff_status trf_assess_exchange_rate(const trf_snapshot *snapshot, trf_numbers *numbers, uint32_t tariff, trf_slice from,
                                       trf_slice to, trf_date date, trf_slice use, trf_slice policy, trf_assess_rate *out)
{
    static const trf_profile_exchange_record any;
    uint32_t found = trf_profile_find(snapshot, tariff, date == TRF_DATE_NONE ? TRF_DATE_MAX : date);
    const trf_profile_record *profile = trf_snapshot_profile(snapshot, found);
    uint32_t chosen =
        trf_profile_policy_find(snapshot, profile, TRF_POLICY_EXCHANGE, policy, date == TRF_DATE_NONE ? TRF_DATE_MAX : date);
    bool latest = trf_snapshot_profile_policy(snapshot, chosen)->behaviour == TRF_EXCHANGE_ELSE_LATEST;
    uint32_t rules = found ? profile->exchange_count : 1;

    for (uint32_t i = 0; i < rules; i++) {
        const trf_profile_exchange_record *rule =
            found ? trf_snapshot_profile_exchange(snapshot, profile->first_exchange + i) : &any;
        const trf_exchange_record *row;
        tariff_status status;
        bool down, departed, gap;
        uint32_t at;

        if (found && !rule_serves(snapshot, rule, use, date))
            continue;
        at = choose(snapshot, rule, from, to, date, latest, &down);
        if (at == ROW_NONE)
            continue;
        status = departs(numbers, snapshot, rule, at, down, from, to, date, latest, &departed, &gap);
        if (status < 0)
            return status;
        if (!departed)
            continue;
        row = trf_snapshot_exchange(snapshot, at);
        out->row = at;
        out->value = trf_snapshot_text(snapshot, row->value);
        out->per = trf_snapshot_text(snapshot, row->per);
        out->source = trf_snapshot_text(snapshot, row->source);
        out->from_currency = trf_snapshot_text(snapshot, row->base);
        out->to_currency = trf_snapshot_text(snapshot, row->currency);
        out->start = row->start;
        return TARIFF_OK;
    }
    return TARIFF_NOT_FOUND;
}

tariff_status trf_exchange_apply(trf_work *w, trf_number amount, const trf_exchange *exchange, trf_number *out)
{
    trf_number product;
    tariff_status status = trf_number_multiply(w->numbers, amount, exchange->factor, &product);

    if (status < 0 || trf_number_sign(w->numbers, exchange->divisor) == 0) {
        *out = product;
        return status;
    }
    return trf_number_divide(w->numbers, product, exchange->divisor, out);
}

static const trf_declared_rate *declared_rate(const trf_work *w, trf_slice currency)
{
    for (uint32_t i = 0; i < w->declaration->rate_count; i++) {
        if (trf_slice_equal(w->declaration->exchange_rates[i].currency, currency))
            return &w->declaration->exchange_rates[i];
    }
    return NULL;
}

/** The date that a rule names, acceptance where it names none; TRF_DATE_NONE where it is not declared. */
static trf_date rule_date(const trf_work *w, const trf_profile_exchange_record *rule)
{
    trf_slice name = trf_snapshot_text(w->snapshot, rule->date);

    if (name.size == 0)
        return w->declaration->dates[TRF_ON_ACCEPTANCE];
    for (unsigned i = 0; i < TRF_ON_COUNT; i++) {
        if (trf_slice_is(name, trf_declared_date_name(i)))
            return w->declaration->dates[i];
    }
    return TRF_DATE_NONE;
}

static tariff_status of_row(trf_work *w, uint32_t at, bool down, trf_exchange *out, trf_slice *rate_text)
{
    const trf_exchange_record *row = trf_snapshot_exchange(w->snapshot, at);
    trf_number value, per = trf_number_of(1);
    tariff_status status = trf_number_parse(w->numbers, trf_snapshot_text(w->snapshot, row->value), &value);

    if (status >= 0 && row->per)
        status = trf_number_parse(w->numbers, trf_snapshot_text(w->snapshot, row->per), &per);
    if (status < 0 || trf_number_sign(w->numbers, value) <= 0 || trf_number_sign(w->numbers, per) <= 0)
        return trf_fail(w->error, w->a->alloc, TARIFF_EIMAGE, "rate of exchange '%S': not a decimal above zero",
                        trf_snapshot_text(w->snapshot, row->value));
    out->factor = down ? value : per;
    out->divisor = down ? per : value;
    out->rule = TRF_TRACE_REF(TRF_RULE_EXCHANGE, at);
    out->source = row->source;
    *rate_text = trf_snapshot_text(w->snapshot, row->value);
    return TARIFF_OK;
}

static tariff_status date_missing(trf_work *w, trf_slice name)
{
    return trf_outcome_add(w, "date_missing", "none", TRF_CANDIDATE_NONE, "date", name, TRF_ASSESSED_INCOMPLETE);
}

tariff_status trf_exchange_find(trf_work *w, trf_slice from, trf_slice use, trf_exchange *out, trf_slice *rate_text)
{
    const trf_declared_rate *declared;
    tariff_status status;
    bool latest = w->exchange == TRF_EXCHANGE_ELSE_LATEST;
    trf_slice lacking = TRF_SLICE_EMPTY;

    memset(out, 0, sizeof *out);
    *rate_text = TRF_SLICE_EMPTY;
    out->factor = out->divisor = trf_number_of(1);
    if (trf_slice_equal(from, w->currency))
        return TARIFF_OK;
    declared = declared_rate(w, from);
    if (declared) {
        status = trf_number_parse(w->numbers, declared->per_unit, &out->divisor);
        if (status < 0 || trf_number_sign(w->numbers, out->divisor) <= 0)
            return trf_fail(w->error, w->a->alloc, TARIFF_EINVAL,
                            "exchange_rates: rate of %S '%S': not a decimal number above zero", from, declared->per_unit);
        out->rule = TRF_FIELD_REF(TRF_DECLARED_RATE);
        *rate_text = declared->per_unit;
        return TARIFF_OK;
    }
    for (uint32_t i = 0; i < w->profile->exchange_count; i++) {
        const trf_profile_exchange_record *rule = trf_snapshot_profile_exchange(w->snapshot, w->profile->first_exchange + i);
        trf_date date = rule_date(w, rule);
        bool down, departed, gap;
        uint32_t at;

        if (!rule_serves(w->snapshot, rule, use, w->declaration->dates[TRF_ON_ACCEPTANCE]))
            continue;
        if (date == TRF_DATE_NONE && !lacking.size)
            lacking = trf_snapshot_text(w->snapshot, rule->date);
        if (date == TRF_DATE_NONE && !latest)
            continue;
        at = choose(w->snapshot, rule, from, w->currency, date, latest, &down);
        if (at == ROW_NONE)
            continue;
        status = departs(w->numbers, w->snapshot, rule, at, down, from, w->currency, date, latest, &departed, &gap);
        if (status >= 0 && gap)
            status = trf_outcome_add(w, "exchange_rate_gap", "none", TRF_CANDIDATE_NONE, "exchange_rate", from, 0);
        if (status < 0)
            return status;
        if (!departed)
            continue;
        status = of_row(w, at, down, out, rate_text);
        return status < 0 || date != TRF_DATE_NONE ? status : date_missing(w, lacking);
    }
    status = lacking.size ? date_missing(w, lacking) : TARIFF_OK;
    if (status < 0)
        return status;
    return TARIFF_NOT_FOUND;
}

tariff_status trf_exchange_for_rate(void *user, uint32_t currency, trf_exchange *out)
{
    trf_work *w = user;
    const trf_vocabulary *vocabulary = trf_facts_vocabulary(w->a->facts);
    trf_slice text;

    if (currency >= vocabulary->currency_count)
        return TARIFF_NOT_FOUND;
    return trf_exchange_find(w, vocabulary->currencies[currency].code, TRF_SLICE("duty"), out, &text);
}
