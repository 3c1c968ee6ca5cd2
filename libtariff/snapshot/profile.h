/* SPDX-License-Identifier: Apache-2.0 */
/** @file The profile of a tariff in an image: getters like those of snapshot.h, and the look-ups that an assessment makes. */
#ifndef TRF_SNAPSHOT_PROFILE_H
#define TRF_SNAPSHOT_PROFILE_H

#include "image/profile.h"
#include "image/role.h"
#include "snapshot/snapshot.h"

TRF_SNAPSHOT_GETTER(profile, trf_profile_record, TRF_SECTION_PROFILE)
TRF_SNAPSHOT_GETTER(profile_measures, trf_profile_measures_record, TRF_SECTION_PROFILE_MEASURES)
TRF_SNAPSHOT_GETTER(profile_group, trf_profile_group_record, TRF_SECTION_PROFILE_GROUP)
TRF_SNAPSHOT_GETTER(profile_relation, trf_profile_relation_record, TRF_SECTION_PROFILE_RELATION)
TRF_SNAPSHOT_GETTER(profile_charge, trf_profile_charge_record, TRF_SECTION_PROFILE_CHARGE)
TRF_SNAPSHOT_GETTER(profile_step, trf_profile_step_record, TRF_SECTION_PROFILE_STEP)
TRF_SNAPSHOT_GETTER(profile_policy, trf_profile_policy_record, TRF_SECTION_PROFILE_POLICY)
TRF_SNAPSHOT_GETTER(profile_round, trf_profile_round_record, TRF_SECTION_PROFILE_ROUND)
TRF_SNAPSHOT_GETTER(profile_exchange, trf_profile_exchange_record, TRF_SECTION_PROFILE_EXCHANGE)
TRF_SNAPSHOT_GETTER(profile_entry, trf_profile_entry_record, TRF_SECTION_PROFILE_ENTRY)
TRF_SNAPSHOT_GETTER(profile_row, trf_profile_row_record, TRF_SECTION_PROFILE_ROW)
TRF_SNAPSHOT_GETTER(profile_code, trf_profile_code_record, TRF_SECTION_PROFILE_CODE)
TRF_SNAPSHOT_GETTER(profile_fact, trf_profile_fact_record, TRF_SECTION_PROFILE_FACT)
TRF_SNAPSHOT_GETTER(profile_test, trf_profile_test_record, TRF_SECTION_PROFILE_TEST)
TRF_SNAPSHOT_GETTER(profile_relief, trf_profile_relief_record, TRF_SECTION_PROFILE_RELIEF)
TRF_SNAPSHOT_GETTER(profile_preference, trf_profile_preference_record, TRF_SECTION_PROFILE_PREFERENCE)

/** A run cut to what its section holds: counts come from the file. */
static inline uint32_t trf_run_within(uint32_t first, uint32_t count, uint32_t all)
{
    return first >= all ? 0 : count < all - first ? count : all - first;
}

#define TRF_PROFILE_NONE 0u /**< index of the null record */

/** The profile of a tariff on a date; TRF_PROFILE_NONE for none. */
uint32_t trf_profile_find(const trf_snapshot *snapshot, uint32_t tariff, trf_date date);
/** What it says of a measure type: by its id, else by its series; index in PROFILE_MEASURES, 0 for nothing. */
uint32_t trf_profile_measures_find(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_str type, trf_str series,
                                   trf_date date);
/** What it says of a condition code, an action or a waiver; the null record for nothing. */
const trf_profile_code_record *trf_profile_code_find(const trf_snapshot *snapshot, const trf_profile_record *profile,
                                                     unsigned kind, trf_str id, trf_date date);
/** Whether a list has an entry on the date. */
bool trf_profile_list_has(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_str list, trf_slice id,
                          trf_date date);
/** Whether a list has an entry on the date that the id begins with. */
bool trf_profile_list_begins(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_str list, trf_slice id,
                             trf_date date);
/** The list with this name, 0 for none: lists that are named by what they are for. */
trf_str trf_profile_list_named(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_slice start, trf_slice rest);
/** The row of a table that holds on the date; the null record for none. */
const trf_profile_row_record *trf_profile_row_find(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_str table,
                                                   trf_str key, trf_date date);
/** A fact by its name; the null record for none. */
const trf_profile_fact_record *trf_profile_fact_find(const trf_snapshot *snapshot, const trf_profile_record *profile,
                                                     trf_slice name);
/** The same by the names of table and key. */
const trf_profile_row_record *trf_profile_row_named(const trf_snapshot *snapshot, const trf_profile_record *profile,
                                                    trf_slice table, trf_slice key, trf_date date);
/** The policy of an aspect by name, empty for the default; TRF_PROFILE_NONE for none. */
uint32_t trf_profile_policy_find(const trf_snapshot *snapshot, const trf_profile_record *profile, unsigned aspect, trf_slice name,
                                 trf_date date);
/** The rounding that a policy has at a place; the null record (no rounding) for none. */
const trf_profile_round_record *trf_profile_round_find(const trf_snapshot *snapshot, uint32_t policy, trf_slice at);
/** A word of a list whose words are apart by blanks. */
bool trf_words_have(trf_slice words, trf_slice word);

#endif
