/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/condition.h"

uint32_t trf_condition_rows(const trf_snapshot *snapshot, const trf_measure_record *measure)
{
    uint32_t all = trf_snapshot_condition_count(snapshot);

    if (measure->first_condition >= all)
        return 0;
    return measure->condition_count < all - measure->first_condition ? measure->condition_count : all - measure->first_condition;
}

static trf_truth compare(trf_numbers *numbers, unsigned test, trf_number declared, trf_number threshold)
{
    int order = trf_number_compare(numbers, declared, threshold);

    switch (test) {
    case TRF_TEST_AT_MOST:
        return order <= 0 ? TRF_TRUE : TRF_FALSE;
    case TRF_TEST_ABOVE:
        return order > 0 ? TRF_TRUE : TRF_FALSE;
    default:
        return order >= 0 ? TRF_TRUE : TRF_FALSE;
    }
}

/** A threshold: quantity, unit price, or mass per unit. */
static tariff_status threshold(const trf_condition_query *query, const trf_condition_record *row, trf_truth *out,
                               tariff_error **error)
{
    const trf_snapshot *s = query->snapshot;
    const trf_profile_code_record *code = trf_profile_code_find(s, query->profile, TRF_CODE_CONDITION, row->code, query->date);
    trf_slice currency = trf_snapshot_text(s, row->currency), unit = trf_snapshot_text(s, row->unit);
    trf_slice qualifier = trf_snapshot_text(s, row->qualifier), measured = trf_snapshot_text(s, code->measured);
    const trf_alloc *alloc = trf_numbers_alloc(query->numbers);
    trf_number limit, declared;
    tariff_status status = trf_number_parse(query->numbers, trf_snapshot_text(s, row->amount), &limit);
    unsigned test = code->test;

    if (status < 0)
        return trf_fail(error, alloc, TARIFF_EIMAGE, "condition threshold '%S': not a decimal number",
                        trf_snapshot_text(s, row->amount));
    if (test == TRF_TEST_NONE) { /* the profile says nothing of amounts under this code: nothing can be tested */
        *out = TRF_UNKNOWN;
        return TARIFF_OK;
    }
    if (currency.size || trf_slice_is(measured, "unit-price"))
        status = query->facts->price(query->facts->user, limit, currency, unit, qualifier, &declared, &limit);
    else if (trf_slice_is(measured, "weight-per-unit"))
        status = query->facts->mass_per_unit(query->facts->user, &declared);
    else
        status = query->facts->quantity(query->facts->user, unit, qualifier, &declared);
    if (status < 0)
        return status;
    *out = status == TARIFF_OK ? compare(query->numbers, test, declared, limit) : TRF_UNKNOWN;
    return TARIFF_OK;
}

static tariff_status satisfied(const trf_condition_query *query, const trf_condition_record *row, trf_truth *out,
                               tariff_error **error)
{
    *out = TRF_TRUE;
    if (row->certificate) {
        const trf_certificate_record *certificate = trf_snapshot_certificate(query->snapshot, row->certificate);

        if (!query->facts->document(query->facts->user, trf_snapshot_text(query->snapshot, certificate->type),
                                    trf_snapshot_text(query->snapshot, certificate->code)))
            *out = TRF_FALSE;
        /* a document with a threshold: the document alone satisfies (the threshold has rows of its own) */
        return TARIFF_OK;
    }
    if (row->amount)
        return threshold(query, row, out, error);
    return TARIFF_OK;
}

static unsigned effect_of(const trf_condition_query *query, const trf_condition_record *row, bool *stops)
{
    const trf_profile_code_record *action =
        trf_profile_code_find(query->snapshot, query->profile, TRF_CODE_ACTION, row->action, query->date);

    if (stops)
        *stops = (action->flags & TRF_CODE_STOPS) != 0;
    /* an action that the profile does not know must not be taken for a yes */
    return action->effect ? action->effect : TRF_ACTION_NOT_APPLIES;
}

static void decided(const trf_condition_query *query, uint32_t at, trf_condition_result *result)
{
    const trf_condition_record *row = trf_snapshot_condition(query->snapshot, at);
    bool stops;
    unsigned effect = effect_of(query, row, &stops);

    if (effect == TRF_ACTION_APPLIES) {
        if (row->expression) {
            result->expression = row->expression;
            result->expression_row = at;
        }
        return;
    }
    result->applies = TRF_FALSE;
    if (effect > result->effect || result->refusing == TRF_CONDITION_NONE)
        result->refusing = at;
    if (effect > result->effect)
        result->effect = (uint8_t)effect;
    result->stops = result->stops || stops;
}

/** Whether two rows lead to the same: then it does not matter which of them decides. */
static bool alike(const trf_condition_query *query, uint32_t a, uint32_t b)
{
    const trf_condition_record *x = trf_snapshot_condition(query->snapshot, a), *y = trf_snapshot_condition(query->snapshot, b);

    return effect_of(query, x, NULL) == effect_of(query, y, NULL) && x->expression == y->expression;
}

/** The row of a code that comes next after (sequence, place) in the order of sequence; `rows` for none. *place starts at
 * UINT32_MAX. */
static uint32_t next_row(const trf_condition_query *query, const trf_measure_record *measure, uint32_t rows, trf_str code,
                         uint32_t place)
{
    const trf_condition_record *last =
        place == UINT32_MAX ? NULL : trf_snapshot_condition(query->snapshot, measure->first_condition + place);
    uint32_t best = rows;

    for (uint32_t i = 0; i < rows; i++) {
        const trf_condition_record *row = trf_snapshot_condition(query->snapshot, measure->first_condition + i);

        if (row->code != code || (last && (row->sequence < last->sequence || (row->sequence == last->sequence && i <= place))))
            continue;
        if (best == rows || row->sequence < trf_snapshot_condition(query->snapshot, measure->first_condition + best)->sequence)
            best = i;
    }
    return best;
}

/** Rows of one code: `first` is one of them. */
static tariff_status one_code(const trf_condition_query *query, const trf_measure_record *measure, uint32_t rows, uint32_t first,
                              trf_condition_result *result, tariff_error **error)
{
    trf_str code = trf_snapshot_condition(query->snapshot, measure->first_condition + first)->code;
    uint32_t maybe[TRF_CONDITION_CODES_MAX], maybe_count = 0, deciding = TRF_CONDITION_NONE;
    bool doubt = false;

    for (uint32_t i = next_row(query, measure, rows, code, UINT32_MAX); i < rows; i = next_row(query, measure, rows, code, i)) {
        uint32_t at = measure->first_condition + i;
        const trf_condition_record *row = trf_snapshot_condition(query->snapshot, at);
        trf_truth truth;
        tariff_status status;

        status = satisfied(query, row, &truth, error);
        if (status < 0)
            return status;
        if (truth == TRF_UNKNOWN) {
            if (maybe_count < TRF_CONDITION_CODES_MAX)
                maybe[maybe_count++] = at;
            else
                doubt = true;
        } else if (truth == TRF_TRUE) {
            deciding = at;
            break;
        }
    }
    for (uint32_t i = 0; i < maybe_count; i++)
        doubt = doubt || deciding == TRF_CONDITION_NONE || !alike(query, maybe[i], deciding);
    if (result->code_count < TRF_CONDITION_CODES_MAX)
        result->deciding[result->code_count++] = doubt ? TRF_CONDITION_NONE : deciding;
    if (doubt) {
        if (result->unknown == TRF_CONDITION_NONE && maybe_count)
            result->unknown = maybe[0];
        if (result->applies == TRF_TRUE)
            result->applies = TRF_UNKNOWN;
        return TARIFF_OK;
    }
    if (deciding != TRF_CONDITION_NONE) {
        decided(query, deciding, result);
        return TARIFF_OK;
    }
    /* no row is satisfied: the code is not, and nothing says what follows but that the measure does not apply */
    result->applies = TRF_FALSE;
    if (result->refusing == TRF_CONDITION_NONE)
        result->refusing = measure->first_condition + first;
    if (result->effect < TRF_ACTION_NOT_APPLIES)
        result->effect = TRF_ACTION_NOT_APPLIES;
    return TARIFF_OK;
}

static tariff_status first_match(const trf_condition_query *query, const trf_measure_record *measure, uint32_t rows,
                                 trf_condition_result *result)
{
    uint32_t deciding = TRF_CONDITION_NONE, without = TRF_CONDITION_NONE;

    for (uint32_t i = 0; i < rows && deciding == TRF_CONDITION_NONE; i++) {
        uint32_t at = measure->first_condition + i;
        const trf_condition_record *row = trf_snapshot_condition(query->snapshot, at);
        const trf_certificate_record *certificate = trf_snapshot_certificate(query->snapshot, row->certificate);

        if (!row->certificate)
            without = without == TRF_CONDITION_NONE ? at : without;
        else if (query->facts->document(query->facts->user, trf_snapshot_text(query->snapshot, certificate->type),
                                        trf_snapshot_text(query->snapshot, certificate->code)))
            deciding = at;
    }
    /* none of the documents: the first row that asks for none */
    if (deciding == TRF_CONDITION_NONE)
        deciding = without;
    if (deciding != TRF_CONDITION_NONE) {
        result->deciding[result->code_count++] = deciding;
        decided(query, deciding, result);
    }
    return TARIFF_OK;
}

tariff_status trf_conditions_evaluate(const trf_condition_query *query, const trf_measure_record *measure,
                                      trf_condition_result *result, tariff_error **error)
{
    uint32_t rows = trf_condition_rows(query->snapshot, measure);
    tariff_status status = TARIFF_OK;

    memset(result, 0, sizeof *result);
    result->applies = TRF_TRUE;
    result->expression_row = result->refusing = result->unknown = TRF_CONDITION_NONE;
    if (rows == 0)
        return TARIFF_OK;
    if (rows > TRF_CONDITION_ROWS_MAX)
        return trf_fail(error, trf_numbers_alloc(query->numbers), TARIFF_EIMAGE,
                        "measure with %u conditions (at most %u)", rows, TRF_CONDITION_ROWS_MAX);
    if (query->behaviour == TRF_CONDITIONS_FIRST_MATCH)
        return first_match(query, measure, rows, result);
    for (uint32_t i = 0; i < rows && status >= 0; i++) {
        trf_str code = trf_snapshot_condition(query->snapshot, measure->first_condition + i)->code;
        bool seen = false;

        for (uint32_t k = 0; k < i && !seen; k++)
            seen = trf_snapshot_condition(query->snapshot, measure->first_condition + k)->code == code;
        if (!seen)
            status = one_code(query, measure, rows, i, result, error);
    }
    return status;
}

bool trf_condition_applies(const trf_condition_query *query, const trf_condition_record *row)
{
    return effect_of(query, row, NULL) == TRF_ACTION_APPLIES;
}

bool trf_condition_asks(const trf_condition_query *query, const trf_condition_record *row)
{
    const trf_certificate_record *certificate = trf_snapshot_certificate(query->snapshot, row->certificate);
    uint32_t count = trf_run_within(query->profile->first_code, query->profile->code_count,
                                    trf_snapshot_profile_code_count(query->snapshot));

    if (!row->certificate || effect_of(query, row, NULL) != TRF_ACTION_APPLIES)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const trf_profile_code_record *waiver = trf_snapshot_profile_code(query->snapshot, query->profile->first_code + i);
        trf_slice id = trf_snapshot_text(query->snapshot, waiver->id),
                  type = trf_snapshot_text(query->snapshot, certificate->type);
        trf_slice code = trf_snapshot_text(query->snapshot, certificate->code);

        if (waiver->kind == TRF_CODE_WAIVER && trf_period_has(waiver->start, waiver->end, query->date) &&
            id.size == type.size + code.size && trf_slice_begins(id, type) &&
            trf_slice_equal(trf_slice_of(id.data + type.size, code.size), code))
            return false;
    }
    return true;
}
