/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot/profile.h"

uint32_t trf_profile_find(const trf_snapshot *snapshot, uint32_t tariff, trf_date date)
{
    uint32_t count = trf_snapshot_profile_count(snapshot), found = TRF_PROFILE_NONE;

    for (uint32_t i = 1; i < count; i++) {
        const trf_profile_record *p = trf_snapshot_profile(snapshot, i);

        if (p->tariff == tariff && trf_period_has(p->start, p->end, date) && trf_snapshot_sound(snapshot, TRF_SECTION_PROFILE, p))
            found = i;
    }
    return found;
}

/** First of count records from `first` on whose id is not below `id`. */
static uint32_t lower(const trf_snapshot *snapshot, uint32_t first, uint32_t count, trf_str id)
{
    while (count > 0) {
        uint32_t half = count / 2;

        if (trf_snapshot_profile_measures(snapshot, first + half)->id < id) {
            first += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return first;
}

static uint32_t measures_in(const trf_snapshot *snapshot, uint32_t first, uint32_t count, trf_str id, trf_date date)
{
    uint32_t end = first + count, found = 0;

    if (id == 0)
        return 0;
    for (uint32_t i = lower(snapshot, first, count, id); i < end; i++) {
        const trf_profile_measures_record *m = trf_snapshot_profile_measures(snapshot, i);

        if (m->id != id)
            break;
        if (trf_period_has(m->start, m->end, date))
            found = i;
    }
    return found;
}

uint32_t trf_profile_measures_find(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_str type, trf_str series,
                                   trf_date date)
{
    uint32_t count =
        trf_run_within(profile->first_measures, profile->measures_count, trf_snapshot_profile_measures_count(snapshot));
    uint32_t types = profile->type_count < count ? profile->type_count : count;
    uint32_t found = measures_in(snapshot, profile->first_measures, types, type, date);

    return found ? found : measures_in(snapshot, profile->first_measures + types, count - types, series, date);
}

const trf_profile_code_record *trf_profile_code_find(const trf_snapshot *snapshot, const trf_profile_record *profile,
                                                     unsigned kind, trf_str id, trf_date date)
{
    uint32_t count = trf_run_within(profile->first_code, profile->code_count, trf_snapshot_profile_code_count(snapshot));
    const trf_profile_code_record *found = trf_snapshot_profile_code(snapshot, 0);

    for (uint32_t i = 0; i < count; i++) {
        const trf_profile_code_record *code = trf_snapshot_profile_code(snapshot, profile->first_code + i);

        if (code->kind == kind && code->id == id && trf_period_has(code->start, code->end, date))
            found = code;
    }
    return found;
}

bool trf_profile_list_has(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_str list, trf_slice id,
                          trf_date date)
{
    uint32_t count = trf_run_within(profile->first_entry, profile->entry_count, trf_snapshot_profile_entry_count(snapshot));

    for (uint32_t i = 0; i < count; i++) {
        const trf_profile_entry_record *entry = trf_snapshot_profile_entry(snapshot, profile->first_entry + i);

        if (entry->list == list && trf_period_has(entry->start, entry->end, date) &&
            trf_slice_equal(trf_snapshot_text(snapshot, entry->id), id))
            return true;
    }
    return false;
}

bool trf_profile_list_begins(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_str list, trf_slice id,
                             trf_date date)
{
    uint32_t count = trf_run_within(profile->first_entry, profile->entry_count, trf_snapshot_profile_entry_count(snapshot));

    for (uint32_t i = 0; i < count; i++) {
        const trf_profile_entry_record *entry = trf_snapshot_profile_entry(snapshot, profile->first_entry + i);

        if (entry->list == list && trf_period_has(entry->start, entry->end, date) &&
            trf_slice_begins(id, trf_snapshot_text(snapshot, entry->id)))
            return true;
    }
    return false;
}

trf_str trf_profile_list_named(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_slice start, trf_slice rest)
{
    uint32_t count = trf_run_within(profile->first_entry, profile->entry_count, trf_snapshot_profile_entry_count(snapshot));
    trf_str last = 0;

    for (uint32_t i = 0; i < count; i++) {
        trf_str list = trf_snapshot_profile_entry(snapshot, profile->first_entry + i)->list;
        trf_slice name;

        if (list == last)
            continue;
        last = list;
        name = trf_snapshot_text(snapshot, list);
        if (name.size == start.size + rest.size && trf_slice_begins(name, start) &&
            trf_slice_equal(trf_slice_of(name.data + start.size, rest.size), rest))
            return list;
    }
    return 0;
}

const trf_profile_row_record *trf_profile_row_find(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_str table,
                                                   trf_str key, trf_date date)
{
    uint32_t count = trf_run_within(profile->first_row, profile->row_count, trf_snapshot_profile_row_count(snapshot));
    const trf_profile_row_record *found = trf_snapshot_profile_row(snapshot, 0);

    for (uint32_t i = 0; i < count; i++) {
        const trf_profile_row_record *row = trf_snapshot_profile_row(snapshot, profile->first_row + i);

        if (row->table == table && row->key == key && trf_period_has(row->start, row->end, date))
            found = row;
    }
    return found;
}

const trf_profile_fact_record *trf_profile_fact_find(const trf_snapshot *snapshot, const trf_profile_record *profile,
                                                     trf_slice name)
{
    uint32_t count = trf_run_within(profile->first_fact, profile->fact_count, trf_snapshot_profile_fact_count(snapshot));

    for (uint32_t i = 0; i < count; i++) {
        const trf_profile_fact_record *fact = trf_snapshot_profile_fact(snapshot, profile->first_fact + i);

        if (trf_slice_equal(trf_snapshot_text(snapshot, fact->id), name))
            return fact;
    }
    return trf_snapshot_profile_fact(snapshot, 0);
}

const trf_profile_row_record *trf_profile_row_named(const trf_snapshot *snapshot, const trf_profile_record *profile,
                                                    trf_slice table, trf_slice key, trf_date date)
{
    uint32_t count = trf_run_within(profile->first_row, profile->row_count, trf_snapshot_profile_row_count(snapshot));
    const trf_profile_row_record *found = trf_snapshot_profile_row(snapshot, 0);

    for (uint32_t i = 0; i < count; i++) {
        const trf_profile_row_record *row = trf_snapshot_profile_row(snapshot, profile->first_row + i);

        if (trf_slice_equal(trf_snapshot_text(snapshot, row->table), table) &&
            trf_slice_equal(trf_snapshot_text(snapshot, row->key), key) && trf_period_has(row->start, row->end, date))
            found = row;
    }
    return found;
}

uint32_t trf_profile_policy_find(const trf_snapshot *snapshot, const trf_profile_record *profile, unsigned aspect, trf_slice name,
                                 trf_date date)
{
    uint32_t count = trf_run_within(profile->first_policy, profile->policy_count, trf_snapshot_profile_policy_count(snapshot));

    for (uint32_t i = 0; i < count; i++) {
        const trf_profile_policy_record *policy = trf_snapshot_profile_policy(snapshot, profile->first_policy + i);

        if (policy->aspect != aspect || !trf_period_has(policy->start, policy->end, date))
            continue;
        if (name.size ? trf_slice_equal(trf_snapshot_text(snapshot, policy->name), name)
                      : (policy->flags & TRF_POLICY_DEFAULT) != 0)
            return profile->first_policy + i;
    }
    return TRF_PROFILE_NONE;
}

const trf_profile_round_record *trf_profile_round_find(const trf_snapshot *snapshot, uint32_t policy, trf_slice at)
{
    const trf_profile_policy_record *p = trf_snapshot_profile_policy(snapshot, policy);
    uint32_t count = trf_run_within(p->first_round, p->round_count, trf_snapshot_profile_round_count(snapshot));

    for (uint32_t i = 0; i < count; i++) {
        const trf_profile_round_record *round = trf_snapshot_profile_round(snapshot, p->first_round + i);

        if (trf_slice_equal(trf_snapshot_text(snapshot, round->at), at))
            return round;
    }
    return trf_snapshot_profile_round(snapshot, 0);
}

bool trf_words_have(trf_slice words, trf_slice word)
{
    size_t at = 0;

    while (at < words.size) {
        size_t from;

        while (at < words.size && words.data[at] == ' ')
            at++;
        from = at;
        while (at < words.size && words.data[at] != ' ')
            at++;
        if (at > from && trf_slice_equal(trf_slice_of(words.data + from, at - from), word))
            return true;
    }
    return false;
}
