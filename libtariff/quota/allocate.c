/* SPDX-License-Identifier: Apache-2.0 */
#include "quota/allocate.h"

const char *trf_request_state_name(unsigned state)
{
    static const char *const names[] = {"allocated", "partly", "none", "pending", "outside"};

    return state < sizeof names / sizeof *names ? names[state] : "";
}

const char *trf_critical_reason_name(unsigned reason)
{
    static const char *const names[] = {"", "used", "short_period", "no_precedent", "precedent_unknown"};

    return reason < sizeof names / sizeof *names ? names[reason] : "";
}

typedef enum request_order { BY_ID, BY_DAY, BY_MOMENT } request_order;

/** Those to be served first, then those of later days, then those outside: what is served together then lies together. */
static unsigned rank(const trf_quota_request *r)
{
    return r->state == TRF_REQUEST_OUTSIDE ? 2 : r->state == TRF_REQUEST_PENDING;
}

static bool before(const trf_quota_request *a, const trf_quota_request *b, request_order order)
{
    int times = order == BY_MOMENT ? trf_instant_compare(a->moment, b->moment) : 0;

    if (order != BY_ID && rank(a) != rank(b))
        return rank(a) < rank(b);
    if (order == BY_DAY && a->deemed != b->deemed)
        return a->deemed < b->deemed;
    return times ? times < 0 : trf_slice_compare(a->id, b->id) < 0;
}

/** Heap sort: no memory, no worst case. Ids are distinct, so that there is one order. */
static void sort(trf_quota_request *requests, uint32_t count, request_order order)
{
    for (uint32_t end = count, begin = count / 2; end > 1;) {
        trf_quota_request moved;
        uint32_t at, child;

        if (begin > 0) {
            moved = requests[--begin];
        } else {
            moved = requests[--end];
            requests[end] = requests[0];
        }
        for (at = begin; (child = 2 * at + 1) < end; at = child) {
            if (child + 1 < end && before(&requests[child], &requests[child + 1], order))
                child++;
            if (!before(&moved, &requests[child], order))
                break;
            requests[at] = requests[child];
        }
        requests[at] = moved;
    }
}

static bool together(const trf_quota_policy *policy, const trf_quota_request *a, const trf_quota_request *b)
{
    return rank(a) == rank(b) &&
           (policy->by_time ? trf_instant_compare(a->moment, b->moment) == 0 : a->deemed == b->deemed);
}

/** More is asked than is left: shares of what is left in whole units, never more than was asked. */
static tariff_status share(const trf_quota_policy *policy, trf_quota_request *requests, uint32_t count, trf_number asked,
                           trf_number *balance, trf_number *shares, trf_numbers *numbers)
{
    trf_number whole, given = trf_number_of(0), coefficient = trf_number_of(0);
    tariff_status status = trf_number_round(numbers, *balance, TRF_ROUND_DOWN, policy->unit, &whole);

    if (status >= 0)
        status = trf_number_divide(numbers, *balance, asked, &coefficient);

    for (uint32_t i = 0; i < count; i++)
        shares[i] = requests[i].quantity;
    if (status >= 0)
        status = trf_number_apportion(numbers, whole, shares, count, policy->unit, shares);
    for (uint32_t i = 0; i < count && status >= 0; i++) {
        trf_quota_request *r = &requests[i];

        r->pro_rata = true;
        r->coefficient = coefficient;
        r->allocated = trf_number_compare(numbers, shares[i], r->quantity) > 0 ? r->quantity : shares[i];
        r->state = trf_number_sign(numbers, r->allocated) == 0                        ? TRF_REQUEST_NONE
                   : trf_number_compare(numbers, r->allocated, r->quantity) == 0 ? TRF_REQUEST_ALLOCATED
                                                                                      : TRF_REQUEST_PARTLY;
        status = trf_number_add(numbers, given, r->allocated, &given);
    }
    return status < 0 ? status : trf_number_subtract(numbers, *balance, given, balance);
}

/** Serves the requests of one day or moment; *exhausted where they asked for more than was left. */
static tariff_status serve(const trf_quota_policy *policy, trf_quota_request *requests, uint32_t count, trf_number *balance,
                           bool *exhausted, trf_number *shares, trf_numbers *numbers)
{
    trf_number asked = trf_number_of(0);
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < count && status >= 0; i++)
        status = trf_number_add(numbers, asked, requests[i].quantity, &asked);
    if (status < 0)
        return status;
    if (*exhausted) {
        for (uint32_t i = 0; i < count; i++)
            requests[i].state = TRF_REQUEST_NONE;
    } else if (trf_number_compare(numbers, asked, *balance) > 0) {
        *exhausted = true;
        status = share(policy, requests, count, asked, balance, shares, numbers);
    } else {
        for (uint32_t i = 0; i < count; i++) {
            requests[i].allocated = requests[i].quantity;
            requests[i].state = TRF_REQUEST_ALLOCATED;
        }
        status = trf_number_subtract(numbers, *balance, asked, balance);
    }
    for (uint32_t i = 0; i < count; i++)
        requests[i].balance = *balance;
    return status;
}

/** Whether so much of the volume is used that the quota is critical. */
static tariff_status used_up(const trf_quota_policy *policy, const trf_quota_definition *definition, trf_number balance,
                             trf_numbers *numbers, bool *out)
{
    trf_number used = trf_number_of(0), limit = trf_number_of(0);
    tariff_status status;

    *out = false;
    if (!policy->has_threshold || trf_number_sign(numbers, definition->volume) <= 0)
        return TARIFF_OK;
    status = trf_number_subtract(numbers, definition->volume, balance, &used);
    if (status >= 0)
        status = trf_number_multiply(numbers, definition->volume, policy->threshold, &limit);
    if (status >= 0)
        status = trf_number_shift(numbers, limit, 2, &limit);
    if (status >= 0)
        *out = trf_number_compare(numbers, used, limit) >= 0;
    return status;
}

/** Critical from its opening, whatever is used. */
static trf_critical_reason from_opening(const trf_quota_policy *policy, const trf_quota_definition *definition)
{
    if (policy->critical_months && definition->from != TRF_DATE_NONE && definition->to != TRF_DATE_OPEN) {
        trf_civil end = trf_date_civil(definition->from);
        uint32_t months = (uint32_t)end.month - 1 + policy->critical_months;
        int32_t year = end.year + (int32_t)(months / 12);
        unsigned month = months % 12 + 1, day = end.day;

        while (!trf_date_valid(year, month, day) && day > 1)
            day--;
        if (definition->to < trf_date_of(year, month, day) - 1)
            return TRF_CRITICAL_SHORT;
    }
    if (policy->needs_precedent && definition->precedent == 0)
        return TRF_CRITICAL_PRECEDENT;
    return TRF_CRITICAL_NONE;
}

static tariff_status check(trf_quota_request *requests, uint32_t count, trf_numbers *numbers, tariff_error **error)
{
    sort(requests, count, BY_ID);
    for (uint32_t i = 0; i < count; i++) {
        if (i && trf_slice_equal(requests[i].id, requests[i - 1].id))
            return trf_fail(error, trf_numbers_alloc(numbers), TARIFF_EINVAL, "requests: two with the id '%S'", requests[i].id);
        if (trf_number_sign(numbers, requests[i].quantity) < 0)
            return trf_fail(error, trf_numbers_alloc(numbers), TARIFF_EINVAL, "requests: quantity of '%S' is below zero",
                            requests[i].id);
    }
    return TARIFF_OK;
}

tariff_status trf_quota_allocate(const trf_quota_policy *policy, const trf_quota_definition *definition,
                                 trf_quota_request *requests, uint32_t count, trf_date on, trf_number *scratch,
                                 trf_numbers *numbers, trf_quota_result *out, tariff_error **error)
{
    trf_date last = on == TRF_DATE_NONE ? TRF_DATE_OPEN : trf_quota_last_served(policy, on);
    trf_number balance = definition->balance;
    bool critical, exhausted = false;
    tariff_status status = check(requests, count, numbers, error);

    out->critical_since = TRF_DATE_NONE;
    out->critical = (uint8_t)from_opening(policy, definition);
    if (status >= 0)
        status = used_up(policy, definition, balance, numbers, &critical);
    if (status < 0)
        return status;
    if (critical && out->critical == TRF_CRITICAL_NONE)
        out->critical = TRF_CRITICAL_USED;
    for (uint32_t i = 0; i < count; i++) {
        trf_quota_request *r = &requests[i];

        r->deemed = trf_quota_deemed_day(policy, r->date);
        r->state = !trf_period_has(definition->from, definition->to, r->date) ? TRF_REQUEST_OUTSIDE
                   : r->deemed > last                                         ? TRF_REQUEST_PENDING
                                                                              : TRF_REQUEST_NONE;
        r->allocated = trf_number_of(0);
        r->pro_rata = false;
    }
    sort(requests, count, policy->by_time ? BY_MOMENT : BY_DAY);
    for (uint32_t i = 0, next; i < count && status >= 0; i = next) {
        for (next = i + 1; next < count && together(policy, &requests[i], &requests[next]);)
            next++;
        for (uint32_t k = i; k < next; k++)
            requests[k].balance = balance;
        if (requests[i].state != TRF_REQUEST_NONE)
            continue;
        status = serve(policy, requests + i, next - i, &balance, &exhausted, scratch, numbers);
        if (status >= 0)
            status = used_up(policy, definition, balance, numbers, &critical);
        if (status >= 0 && critical && out->critical == TRF_CRITICAL_NONE) {
            out->critical = TRF_CRITICAL_USED;
            out->critical_since = requests[i].deemed;
        }
    }
    if (out->critical == TRF_CRITICAL_NONE && policy->needs_precedent && definition->precedent < 0)
        out->critical = TRF_CRITICAL_UNKNOWN;
    out->balance = balance;
    return status < 0 ? trf_fail(error, trf_numbers_alloc(numbers), status, "quota: a number with too many digits") : TARIFF_OK;
}
