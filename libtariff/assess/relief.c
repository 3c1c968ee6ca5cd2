/* SPDX-License-Identifier: Apache-2.0 */
/* Tests that a profile puts to a declaration, and reliefs from charges. */
#include "assess/work.h"

#include "snapshot/clock.h"

static trf_slice text(const trf_work *w, trf_str id)
{
    return trf_snapshot_text(w->snapshot, id);
}

static bool field_holds(const trf_work *w, const trf_profile_test_record *test)
{
    const trf_declaration *d = w->declaration;
    const struct {
        const char *name;
        trf_slice value;
    } fields[] = {{"entry-type", d->entry_type},
                  {"dataset", d->dataset},
                  {"kind", d->kind},
                  {"transport-mode", d->transport_mode},
                  {"preference", w->item->preference}};

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (trf_slice_is(text(w, test->name), fields[i].name))
            return fields[i].value.size && trf_words_have(text(w, test->values), fields[i].value);
    }
    return false;
}

static bool claim_holds(const trf_work *w, const trf_profile_test_record *test)
{
    for (uint32_t i = 0; i < w->item->claim_count; i++) {
        const trf_declared_claim *claim = &w->item->claims[i];

        if (trf_slice_equal(claim->scheme, text(w, test->name)) &&
            trf_profile_list_has(w->snapshot, w->profile, test->values, claim->code, w->result->date))
            return true;
    }
    return false;
}

static bool code_holds(const trf_work *w, const trf_profile_test_record *test)
{
    trf_slice list = text(w, test->values);
    size_t at = 0;

    while (at < list.size) {
        size_t from = at;

        while (at < list.size && list.data[at] != ' ')
            at++;
        if (at > from && trf_slice_begins(w->out->code, trf_slice_of(list.data + from, at - from)))
            return true;
        at++;
    }
    return false;
}

/** A number against the limit of a test. */
static tariff_status limit_holds(trf_work *w, const trf_profile_test_record *test, trf_number number, bool *out)
{
    trf_number limit;
    tariff_status status = trf_number_of_words(w->numbers, test->words, test->scale, &limit);
    int order;

    if (status < 0)
        return trf_fail(w->error, w->a->alloc, TARIFF_EIMAGE, "profile: the limit of a test is not a number");
    order = trf_number_compare(w->numbers, number, limit);
    *out = test->compare == TRF_COMPARE_ABOVE ? order > 0 : order <= 0;
    return TARIFF_OK;
}

static tariff_status fact_holds(trf_work *w, const trf_profile_test_record *test, bool *out)
{
    for (uint32_t i = 0; i < w->item->fact_count; i++) {
        const trf_declared_fact *fact = &w->item->facts[i];
        trf_number number;
        tariff_status status;

        if (!trf_slice_equal(fact->name, text(w, test->name)))
            continue;
        if (test->compare == TRF_COMPARE_IS) {
            *out = trf_words_have(text(w, test->values), fact->value);
            return TARIFF_OK;
        }
        status = trf_declared_number(w, "facts", fact->value, &number);
        return status < 0 ? status : limit_holds(w, test, number, out);
    }
    return TARIFF_OK;
}

/** A date said by day alone counts as the end of that day: nothing is known to lie before an instant within it. */
static bool date_holds(const trf_work *w, const trf_profile_test_record *test, bool *known)
{
    const trf_declaration *d = w->declaration;
    unsigned which = TRF_ON_COUNT;
    int64_t moment, at = (int64_t)test->words[0];

    for (unsigned i = 0; i < TRF_ON_COUNT; i++) {
        if (trf_slice_is(text(w, test->name), trf_declared_date_name(i)))
            which = i;
    }
    if (which == TRF_ON_ENTRY && d->dates[TRF_ON_ENTRY] == TRF_DATE_NONE)
        which = TRF_ON_ACCEPTANCE; /* what is not told apart is one act */
    *known = which != TRF_ON_COUNT && d->dates[which] != TRF_DATE_NONE;
    if (!*known)
        return false;
    moment = d->timed >> which & 1 ? d->moments[which] : trf_clock_day_end(w->snapshot, w->profile, d->dates[which]);
    return test->compare == TRF_COMPARE_BEFORE ? moment < at : moment >= at;
}

tariff_status trf_tests_hold(trf_work *w, uint32_t first, uint32_t count, bool *out)
{
    uint32_t all = trf_snapshot_profile_test_count(w->snapshot);
    const trf_profile_test_record *open = NULL; /* that asks for a date which is not declared */

    *out = true;
    for (uint32_t i = 0; i < count && first + i < all && *out; i++) {
        const trf_profile_test_record *test = trf_snapshot_profile_test(w->snapshot, first + i);
        tariff_status status = TARIFF_OK;
        bool holds = false, known = true;

        switch (test->kind) {
        case TRF_TEST_FIELD: holds = field_holds(w, test); break;
        case TRF_TEST_CLAIM: holds = claim_holds(w, test); break;
        case TRF_TEST_FACT: status = fact_holds(w, test, &holds); break;
        case TRF_TEST_VALUE:
            if (w->out->has_value)
                status = limit_holds(w, test, w->out->customs_value, &holds);
            break;
        case TRF_TEST_DATE: holds = date_holds(w, test, &known); break;
        case TRF_TEST_CODE: holds = code_holds(w, test); break;
        default: return trf_fail(w->error, w->a->alloc, TARIFF_EIMAGE, "profile: a test that this version does not know");
        }
        if (status < 0)
            return status;
        if (!known)
            open = test;
        *out = !known || holds != ((test->flags & TRF_TEST_NEGATED) != 0);
    }
    if (!*out || !open)
        return TARIFF_OK;
    *out = false; /* it would hold, were the date known to fit */
    return w->surveying || w->looking
               ? TARIFF_OK
               : trf_outcome_add(w, "date_missing", "none", TRF_CANDIDATE_NONE, "date", text(w, open->name), 0);
}

tariff_status trf_relief_find(trf_work *w, uint32_t place, const trf_profile_relief_record **out)
{
    trf_date date = w->result->date;

    *out = NULL;
    for (uint32_t i = 0; i < w->profile->relief_count; i++) {
        const trf_profile_relief_record *relief = trf_snapshot_profile_relief(w->snapshot, w->profile->first_relief + i);
        tariff_status status;
        bool holds;

        if (!(relief->charges >> place & 1) || !trf_period_has(relief->start, relief->end, date) ||
            (relief->list && !trf_profile_list_has(w->snapshot, w->profile, relief->list, w->item->origin, date)) ||
            (relief->not_list && trf_profile_list_has(w->snapshot, w->profile, relief->not_list, w->item->origin, date)))
            continue;
        status = trf_tests_hold(w, relief->first_test, relief->test_count, &holds);
        if (status < 0)
            return status;
        if (holds) {
            *out = relief;
            return TARIFF_OK;
        }
    }
    return TARIFF_OK;
}
