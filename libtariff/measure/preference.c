/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/preference.h"

/** Whether one of the texts is an entry of the list, or begins with one: entries may be the types of documents. */
static bool list_fits(const trf_preference_query *q, trf_slice list, const trf_texts *texts)
{
    for (uint32_t i = 0; i < q->profile->entry_count; i++) {
        const trf_profile_entry_record *entry = trf_snapshot_profile_entry(q->snapshot, q->profile->first_entry + i);
        trf_slice id = trf_snapshot_text(q->snapshot, entry->id);

        if (id.size == 0 || !trf_period_has(entry->start, entry->end, q->date) ||
            !trf_slice_equal(trf_snapshot_text(q->snapshot, entry->list), list))
            continue;
        for (uint32_t k = 0; k < texts->count; k++) {
            if (trf_slice_begins(texts->list[k], id))
                return true;
        }
    }
    return false;
}

static bool known_to_fit(const trf_preference_query *q, trf_slice list)
{
    for (uint32_t i = 0; i < q->lists.count; i++) {
        if (trf_slice_equal(q->lists.list[i], list))
            return true;
    }
    return false;
}

/** Whether every circumstance that a rule asks for is there. */
static bool fits(const trf_preference_query *q, uint32_t rule)
{
    const trf_texts area = {&q->area, q->area.size ? 1u : 0u};
    const struct {
        const char *name;
        const trf_texts *texts, *more;
    } asked[] = {{"areas", &area, NULL},
                 {"certificates", &q->documents, NULL},
                 {"goods-certificates", &q->documents, &q->goods_documents},
                 {"goods-types", &q->goods_types, NULL}};

    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        trf_slice list = trf_element_attribute(q->snapshot, rule, asked[i].name);

        if (list.size && !known_to_fit(q, list) && !list_fits(q, list, asked[i].texts) &&
            !(asked[i].more && list_fits(q, list, asked[i].more)))
            return false;
    }
    return true;
}

tariff_status trf_preference_code(const trf_preference_query *q, trf_slice *code, uint32_t *element)
{
    uint32_t rule = q->profile->id ? trf_element_child(q->snapshot, q->profile->node, "preference-code") : TRF_ELEMENT_NONE;

    for (; rule != TRF_ELEMENT_NONE; rule = trf_element_next(q->snapshot, rule, "preference-code")) {
        if (!trf_words_have(trf_element_attribute(q->snapshot, rule, "types"), q->type) ||
            !trf_element_holds(q->snapshot, rule, q->date) || !fits(q, rule))
            continue;
        *code = trf_element_attribute(q->snapshot, rule, "code");
        *element = rule;
        return TARIFF_OK;
    }
    *code = TRF_SLICE_EMPTY;
    *element = TRF_ELEMENT_NONE;
    return TARIFF_NOT_FOUND;
}
