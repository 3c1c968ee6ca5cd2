/* SPDX-License-Identifier: Apache-2.0 */
#include "quota/policy.h"

/** Days walked to find a working day: a year of holidays is no calendar. */
#define DAYS_MAX 366

static bool weekend(const trf_quota_policy *policy, trf_date date) { return policy->weekend >> trf_date_weekday(date) & 1; }

bool trf_quota_working_day(const trf_quota_policy *policy, trf_date date)
{
    if (weekend(policy, date))
        return false;
    for (uint32_t i = 0; i < policy->holiday_count; i++) {
        if (policy->holidays[i] == date)
            return false;
    }
    return true;
}

/** The working day from `date` on, in one direction. */
static trf_date working_from(const trf_quota_policy *policy, trf_date date, int32_t step)
{
    for (unsigned i = 0; i < DAYS_MAX && !trf_quota_working_day(policy, date); i++)
        date += step;
    return date;
}

static bool before_day(trf_month_day a, trf_month_day b) { return a.month < b.month || (a.month == b.month && a.day < b.day); }

trf_date trf_quota_deemed_day(const trf_quota_policy *policy, trf_date date)
{
    const trf_deemed_rule *rule = &policy->deemed;
    trf_civil civil = trf_date_civil(date);
    trf_month_day day = {civil.month, civil.day};
    trf_date becomes;
    bool otherwise = false;

    if (!policy->has_deemed || before_day(day, rule->first) || before_day(rule->last, day))
        return date;
    becomes = trf_date_of(civil.year, rule->becomes.month, rule->becomes.day);
    if (rule->unless == TRF_DEEMED_NOT_WORKING) {
        otherwise = !trf_quota_working_day(policy, becomes);
    } else if (rule->unless == TRF_DEEMED_ANY_WEEKEND) {
        trf_date last = trf_date_of(civil.year, rule->last.month, rule->last.day);

        for (trf_date at = trf_date_of(civil.year, rule->first.month, rule->first.day); at <= last; at++)
            otherwise = otherwise || weekend(policy, at);
    }
    if (!otherwise)
        return becomes;
    return rule->then.month ? trf_date_of(civil.year, rule->then.month, rule->then.day) : working_from(policy, becomes, 1);
}

trf_date trf_quota_last_served(const trf_quota_policy *policy, trf_date on)
{
    trf_date date = on;

    for (uint32_t i = 0; i < policy->earliest && i < DAYS_MAX; i++)
        date = working_from(policy, date - 1, -1);
    return date;
}

/* ---- reading ---- */
typedef struct reader {
    const trf_snapshot *snapshot;
    trf_numbers *numbers;
    uint32_t node;
    trf_slice element;
    tariff_error **error;
} reader;

static trf_slice attribute(const reader *r, const char *name) { return trf_snapshot_node_attribute(r->snapshot, r->node, name); }

static tariff_status bad(const reader *r, const char *name, const char *expected)
{
    return trf_fail(r->error, trf_numbers_alloc(r->numbers), TARIFF_EIMAGE, "%S %s '%S': expected %s", r->element, name,
                    attribute(r, name), expected);
}

/** "--01-03" */
static tariff_status month_day(const reader *r, const char *name, trf_month_day *out)
{
    trf_slice text = attribute(r, name);
    char whole[10] = "2001-"; /* a common year: the day is one of every year */
    trf_date date;
    trf_civil civil;

    if (text.size != 7 || memcmp(text.data, "--", 2) != 0)
        return bad(r, name, "a day of every year, --MM-DD");
    memcpy(whole + 5, text.data + 2, 5);
    if (!trf_date_parse(trf_slice_of(whole, sizeof whole), &date))
        return bad(r, name, "a day of every year, --MM-DD");
    civil = trf_date_civil(date);
    *out = (trf_month_day){civil.month, civil.day};
    return TARIFF_OK;
}

static tariff_status count_of(const reader *r, const char *name, uint32_t most, uint32_t *out)
{
    trf_slice text = attribute(r, name);

    *out = 0;
    return text.size == 0 || trf_slice_count(text, most, out) ? TARIFF_OK : bad(r, name, "a whole number that is not too large");
}

static tariff_status decimal_of(const reader *r, const char *name, bool *has, trf_number *out)
{
    trf_slice text = attribute(r, name);

    *has = text.size != 0;
    if (text.size && (trf_number_parse(r->numbers, text, out) < 0 || trf_number_sign(r->numbers, *out) <= 0))
        return bad(r, name, "a decimal above zero");
    return TARIFF_OK;
}

static tariff_status deemed_of(reader *r, trf_quota_policy *out)
{
    trf_slice unless = attribute(r, "unless");
    trf_deemed_rule *rule = &out->deemed;
    tariff_status status = month_day(r, "first", &rule->first);

    if (status >= 0)
        status = month_day(r, "last", &rule->last);
    if (status >= 0)
        status = month_day(r, "becomes", &rule->becomes);
    if (status < 0)
        return status;
    if (before_day(rule->last, rule->first))
        return bad(r, "last", "a day not before the first, in one year");
    if (out->by_time)
        return bad(r, "first", "a policy that serves by date: moments are not moved to another day");
    if (trf_slice_is(unless, "any-weekend"))
        rule->unless = TRF_DEEMED_ANY_WEEKEND;
    else if (trf_slice_is(unless, "not-working"))
        rule->unless = TRF_DEEMED_NOT_WORKING;
    else if (unless.size)
        return bad(r, "unless", "any-weekend or not-working");
    if (unless.size && !trf_slice_is(attribute(r, "then"), "next-working-day"))
        status = month_day(r, "then", &rule->then);
    out->has_deemed = status >= 0;
    return status;
}

static tariff_status holidays_of(reader *r, trf_quota_policy *out)
{
    trf_slice days = attribute(r, "on");

    for (size_t at = 0; at < days.size; at += 11) {
        trf_date date;

        if (days.size - at < 10 || !trf_date_parse(trf_slice_of(days.data + at, 10), &date) ||
            (days.size - at > 10 && days.data[at + 10] != ' '))
            return bad(r, "on", "days YYYY-MM-DD with one blank between them");
        if (out->holiday_count == TRF_QUOTA_HOLIDAYS_MAX)
            return bad(r, "on", "fewer days");
        out->holidays[out->holiday_count++] = date;
    }
    return TARIFF_OK;
}

static tariff_status policy_of(reader *r, trf_quota_policy *out)
{
    trf_slice order = attribute(r, "order"), days = attribute(r, "weekend"), precedent = attribute(r, "precedent");
    uint32_t all = trf_snapshot_node_count(r->snapshot), policy = r->node;
    bool has_unit;
    tariff_status status = count_of(r, "earliest", 60, &out->earliest);

    memset(&out->unit, 0, sizeof out->unit);
    if (status >= 0)
        status = count_of(r, "critical-months", 1200, &out->critical_months);
    if (status >= 0)
        status = decimal_of(r, "unit", &has_unit, &out->unit);
    if (status >= 0 && !has_unit)
        out->unit = trf_number_of(1);
    if (status >= 0)
        status = decimal_of(r, "critical", &out->has_threshold, &out->threshold);
    if (status < 0)
        return status;
    if (!trf_slice_is(order, "date") && !trf_slice_is(order, "time"))
        return bad(r, "order", "date or time");
    out->by_time = trf_slice_is(order, "time");
    for (size_t i = 0; i < days.size; i++) {
        if (days.data[i] >= '1' && days.data[i] <= '7')
            out->weekend |= (uint8_t)(1u << (days.data[i] - '0'));
        else if (days.data[i] != ' ')
            return bad(r, "weekend", "days of the week, 1 (Monday) to 7");
    }
    out->needs_precedent = trf_slice_is(precedent, "yes");
    if (precedent.size && !out->needs_precedent && !trf_slice_is(precedent, "no"))
        return bad(r, "precedent", "yes or no");
    out->id = attribute(r, "id");
    out->source = attribute(r, "source");
    for (uint32_t child = trf_snapshot_node(r->snapshot, policy)->first_child, steps = 0;
         child < all && steps < all && status >= 0; child = trf_snapshot_node(r->snapshot, child)->next, steps++) {
        r->node = child;
        r->element = trf_snapshot_text(r->snapshot, trf_snapshot_node(r->snapshot, child)->name);
        if (trf_slice_is(r->element, "deemed"))
            status = deemed_of(r, out);
        else if (trf_slice_is(r->element, "holidays"))
            status = holidays_of(r, out);
    }
    return status;
}

/** TARIFF_OK or TARIFF_NOT_FOUND: whether an element is law on a date. */
static tariff_status holds(const reader *r, trf_date date)
{
    trf_slice from = attribute(r, "from"), to = attribute(r, "to");
    trf_date start = TRF_DATE_NONE, end = TRF_DATE_OPEN;

    if (from.size && !trf_date_parse(from, &start))
        return bad(r, "from", "a day YYYY-MM-DD");
    if (to.size && !trf_date_parse(to, &end))
        return bad(r, "to", "a day YYYY-MM-DD");
    return trf_period_has(start, end, date) ? TARIFF_OK : TARIFF_NOT_FOUND;
}

tariff_status trf_quota_policy_read(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_slice id, trf_date date,
                                    trf_numbers *numbers, trf_quota_policy *out, tariff_error **error)
{
    reader r = {snapshot, numbers, profile->node, TRF_SLICE("quota-policy"), error};
    uint32_t all = trf_snapshot_node_count(snapshot);

    memset(out, 0, sizeof *out);
    if (profile->node >= all)
        return TARIFF_NOT_FOUND;
    for (uint32_t child = trf_snapshot_node(snapshot, profile->node)->first_child, steps = 0; child < all && steps < all;
         child = trf_snapshot_node(snapshot, child)->next, steps++) {
        tariff_status status;

        r.node = child;
        if (!trf_slice_is(trf_snapshot_text(snapshot, trf_snapshot_node(snapshot, child)->name), "quota-policy") ||
            (id.size && !trf_slice_equal(attribute(&r, "id"), id)))
            continue;
        status = holds(&r, date);
        if (status != TARIFF_NOT_FOUND)
            return status < 0 ? status : policy_of(&r, out);
    }
    return TARIFF_NOT_FOUND;
}
