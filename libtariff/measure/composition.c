/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/composition.h"

#include "measure/condition.h"

bool trf_fact_within(const trf_snapshot *snapshot, const trf_profile_fact_record *fact, trf_numbers *numbers, trf_number number)
{
    trf_slice least = trf_snapshot_text(snapshot, fact->least), most = trf_snapshot_text(snapshot, fact->most);
    trf_number end;

    if (least.size && trf_number_parse(numbers, least, &end) >= 0 && trf_number_compare(numbers, number, end) < 0)
        return false;
    return !(most.size && trf_number_parse(numbers, most, &end) >= 0 && trf_number_compare(numbers, number, end) > 0);
}

typedef struct table {
    const trf_snapshot *snapshot;
    const trf_composition_facts *facts;
    trf_numbers *numbers;
    trf_slice missing; /**< first fact that was asked for and is not declared */
    tariff_error **error;
} table;

/** Whether a number lies in a range: from its lower end on, below its upper one. */
static tariff_status in_range(table *t, uint32_t range, trf_number number, trf_truth *out)
{
    trf_slice from = trf_element_attribute(t->snapshot, range, "from");
    trf_slice below = trf_element_attribute(t->snapshot, range, "below");
    trf_number end;

    *out = TRF_TRUE;
    if (from.size) {
        if (trf_number_parse(t->numbers, from, &end) < 0)
            return trf_fail(t->error, trf_numbers_alloc(t->numbers), TARIFF_EIMAGE, "range from '%S': not a decimal", from);
        if (trf_number_compare(t->numbers, number, end) < 0)
            *out = TRF_FALSE;
    }
    if (below.size) {
        if (trf_number_parse(t->numbers, below, &end) < 0)
            return trf_fail(t->error, trf_numbers_alloc(t->numbers), TARIFF_EIMAGE, "range below '%S': not a decimal", below);
        if (trf_number_compare(t->numbers, number, end) >= 0)
            *out = TRF_FALSE;
    }
    return TARIFF_OK;
}

/** Whether all ranges of a column or row hold; *missing is the fact that leaves it open. */
static tariff_status holds(table *t, uint32_t element, trf_truth *out, trf_slice *missing)
{
    *out = TRF_TRUE;
    for (uint32_t range = trf_element_child(t->snapshot, element, "range"); range != TRF_ELEMENT_NONE && *out != TRF_FALSE;
         range = trf_element_next(t->snapshot, range, "range")) {
        trf_slice fact = trf_element_attribute(t->snapshot, range, "fact");
        trf_truth one = TRF_UNKNOWN;
        trf_number number;
        tariff_status status = t->facts->number(t->facts->user, fact, &number);

        if (status == TARIFF_OK)
            status = in_range(t, range, number, &one);
        if (status < 0)
            return status;
        if (one == TRF_FALSE) {
            *out = TRF_FALSE;
        } else if (one == TRF_UNKNOWN && *out == TRF_TRUE) {
            *out = TRF_UNKNOWN;
            *missing = fact;
        }
    }
    return TARIFF_OK;
}

/** The first column or row that holds, and its place among them: TARIFF_INCOMPLETE where one before it may, TARIFF_NEGATIVE for
 * none. */
static tariff_status first(table *t, uint32_t parent, const char *name, uint32_t *element, uint32_t *place)
{
    *place = 0;
    for (*element = trf_element_child(t->snapshot, parent, name); *element != TRF_ELEMENT_NONE;
         *element = trf_element_next(t->snapshot, *element, name), (*place)++) {
        trf_truth truth;
        tariff_status status = holds(t, *element, &truth, &t->missing);

        if (status < 0 || truth == TRF_TRUE)
            return status;
        if (truth == TRF_UNKNOWN)
            return TARIFF_INCOMPLETE;
    }
    return TARIFF_NEGATIVE;
}

tariff_status trf_composition_code(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_slice id, trf_date date,
                                   const trf_composition_facts *facts, trf_numbers *numbers, trf_composition *out,
                                   tariff_error **error)
{
    table t = {.snapshot = snapshot, .facts = facts, .numbers = numbers, .error = error};
    uint32_t column, row, place, row_place;
    tariff_status status;

    memset(out, 0, sizeof *out);
    out->element = profile->id ? trf_element_find(snapshot, profile->node, "composition", id, date) : TRF_ELEMENT_NONE;
    if (out->element == TRF_ELEMENT_NONE)
        return TARIFF_NOT_FOUND;
    out->type = trf_element_attribute(snapshot, out->element, "additional-code-type");
    out->source = trf_element_source(snapshot, out->element);
    status = first(&t, out->element, "column", &column, &place);
    if (status == TARIFF_OK)
        status = first(&t, out->element, "row", &row, &row_place);
    out->missing = status == TARIFF_INCOMPLETE ? t.missing : TRF_SLICE_EMPTY;
    if (status != TARIFF_OK)
        return status;
    out->code = trf_words_at(trf_element_attribute(snapshot, row, "codes"), place);
    return out->code.size == 0 || trf_slice_is(out->code, "-") ? TARIFF_NEGATIVE : TARIFF_OK;
}
