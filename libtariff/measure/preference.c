/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/preference.h"

#include "measure/condition.h"

/** Whether a text of two parts begins with another. */
static bool begins(const trf_two_texts *text, trf_slice start)
{
    if (start.size <= text->first.size)
        return trf_slice_begins(text->first, start);
    return trf_slice_begins(start, text->first) &&
           trf_slice_begins(text->second, trf_slice_of(start.data + text->first.size, start.size - text->first.size));
}

/** Whether one of the texts is an entry of the list, or begins with one: entries may be the types of documents. */
static bool list_fits(const trf_preference_query *q, trf_str list, const trf_texts *texts)
{
    uint32_t count =
        trf_run_within(q->profile->first_entry, q->profile->entry_count, trf_snapshot_profile_entry_count(q->snapshot));

    if (texts->count == 0)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const trf_profile_entry_record *entry = trf_snapshot_profile_entry(q->snapshot, q->profile->first_entry + i);
        trf_slice id;

        if (entry->list != list || !trf_period_has(entry->start, entry->end, q->date))
            continue;
        id = trf_snapshot_text(q->snapshot, entry->id);
        for (uint32_t k = 0; k < texts->count && id.size; k++) {
            if (begins(&texts->list[k], id))
                return true;
        }
    }
    return false;
}

static bool known_to_fit(const trf_preference_query *q, trf_str list)
{
    for (uint32_t i = 0; i < q->lists.count; i++) {
        if (trf_slice_equal(q->lists.list[i].first, trf_snapshot_text(q->snapshot, list)))
            return true;
    }
    return false;
}

/** Whether every circumstance that a rule asks for is there. */
static bool fits(const trf_preference_query *q, const trf_profile_preference_record *rule)
{
    const trf_two_texts place = {q->area, TRF_SLICE_EMPTY};
    const trf_texts area = {&place, q->area.size ? 1u : 0u};
    const struct {
        trf_str list;
        const trf_texts *texts, *more;
    } asked[] = {{rule->areas, &area, NULL},
                 {rule->certificates, &q->documents, NULL},
                 {rule->goods_certificates, &q->documents, &q->goods_documents},
                 {rule->goods_types, &q->goods_types, NULL}};

    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        if (asked[i].list && !known_to_fit(q, asked[i].list) && !list_fits(q, asked[i].list, asked[i].texts) &&
            !(asked[i].more && list_fits(q, asked[i].list, asked[i].more)))
            return false;
    }
    return true;
}

const trf_profile_preference_record *trf_preference_rule(const trf_preference_query *q)
{
    uint32_t count = trf_run_within(q->profile->first_preference, q->profile->preference_count,
                                    trf_snapshot_profile_preference_count(q->snapshot));

    for (uint32_t i = 0; i < count; i++) {
        const trf_profile_preference_record *rule =
            trf_snapshot_profile_preference(q->snapshot, q->profile->first_preference + i);

        if (trf_slice_equal(trf_snapshot_text(q->snapshot, rule->type), q->type) &&
            trf_period_has(rule->start, rule->end, q->date) && fits(q, rule))
            return rule;
    }
    return trf_snapshot_profile_preference(q->snapshot, 0);
}

void trf_preference_documents(const trf_snapshot *snapshot, const trf_measure_record *measure, trf_two_texts *list, uint32_t most,
                              trf_texts *out)
{
    uint32_t rows = trf_condition_rows(snapshot, measure);

    out->list = list;
    for (uint32_t i = 0; i < rows && out->count < most; i++) {
        const trf_condition_record *row = trf_snapshot_condition(snapshot, measure->first_condition + i);
        const trf_certificate_record *certificate = trf_snapshot_certificate(snapshot, row->certificate);

        if (row->certificate)
            list[out->count++] = (trf_two_texts){trf_snapshot_text(snapshot, certificate->type),
                                                 trf_snapshot_text(snapshot, certificate->code)};
    }
}
