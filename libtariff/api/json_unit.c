/* SPDX-License-Identifier: Apache-2.0 */
/* additional_code_type, measure_type, unit, unit.quantity */
#include "api/rate.h"
#include "snapshot/profile.h"

/* ---- unit ---- */

static void put_key(trf_json_writer *reply, const char *name, const trf_unit *unit)
{
    char key[64];

    if (unit->code.size + unit->qualifier.size > sizeof key)
        return;
    memcpy(key, unit->code.data, unit->code.size);
    if (unit->qualifier.size)
        memcpy(key + unit->code.size, unit->qualifier.data, unit->qualifier.size);
    trf_json_member_text(reply, name, trf_slice_of(key, unit->code.size + unit->qualifier.size));
}

/* Keys apart by blanks as a list; null where there are none. */
static void put_keys(trf_json_writer *reply, const char *name, trf_slice keys)
{
    trf_json_name(reply, name);
    if (keys.size == 0) {
        trf_json_put_null(reply);
        return;
    }
    trf_json_begin_array(reply);
    for (size_t at = 0; at < keys.size;) {
        size_t end = at;

        while (end < keys.size && keys.data[end] != ' ')
            end++;
        if (end > at)
            trf_json_put_text(reply, trf_slice_of(keys.data + at, end - at));
        at = end + 1;
    }
    trf_json_end_array(reply);
}

/* What is wrong with an answer; NULL where nothing is. A share lies from 0 to 100, a discount may be nothing, goods are more than
 * that. */
static const char *answer_fault(trf_door *door, const trf_unit *unit, const trf_json *answer)
{
    bool share = trf_slice_begins(unit->kind, TRF_SLICE("percentage"));
    bool discount = trf_slice_is(unit->kind, "discount");
    trf_number number;

    if (!answer || (answer->type != TRF_JSON_STRING && answer->type != TRF_JSON_INTEGER) ||
        trf_number_parse(door->numbers, answer->text, &number) < 0)
        return "not a number";
    if (share || discount) {
        if (trf_number_sign(door->numbers, number) < 0)
            return "min 0";
        if (share && trf_number_compare(door->numbers, number, trf_number_of(100)) > 0)
            return "max 100";
        return NULL;
    }
    return trf_number_sign(door->numbers, number) > 0 ? NULL : "must be positive";
}

tariff_status trf_method_unit(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    const trf_vocabulary *words = &trf_vocabulary_default;
    trf_slice code = TRF_SLICE_EMPTY, qualifier = TRF_SLICE_EMPTY;
    const trf_unit *unit;
    uint32_t index;
    int check = 0;
    tariff_status status = trf_json_text(request, "unit", true, &code, door->alloc, error);

    if (status >= 0)
        status = trf_json_text(request, "qualifier", false, &qualifier, door->alloc, error);
    if (status >= 0)
        status = trf_json_flag(request, "check", false, &check, door->alloc, error);
    if (status < 0)
        return status;
    index = trf_vocabulary_unit(words, code, qualifier);
    if (index == TRF_VOCABULARY_NONE && qualifier.size == 0)
        index = trf_vocabulary_unit_key(words, code);
    trf_json_begin_object(reply);
    if (index == TRF_VOCABULARY_NONE) {
        trf_json_end_object(reply);
        return TARIFF_NOT_FOUND;
    }
    unit = &words->units[index];
    trf_json_member_text(reply, "unit", unit->code);
    trf_json_member_text_if(reply, "qualifier", unit->qualifier);
    trf_json_member_text(reply, "abbreviation", unit->abbreviation);
    trf_json_member_text(reply, "expansion", unit->expansion);
    if (unit->asked == TRF_VOCABULARY_NONE)
        trf_json_member_null(reply, "asked_in");
    else
        put_key(reply, "asked_in", &words->units[unit->asked]);
    status = trf_rate_put_number(door, reply, "multiplier", unit->multiplier, 0, error);
    put_keys(reply, "compound_of", unit->compound_of);
    trf_json_member_text(reply, "kind", unit->kind);
    if (check) {
        const char *fault = answer_fault(door, unit, trf_json_get(request, "answer"));

        if (fault)
            trf_json_member_string(reply, "error", fault);
        else
            trf_json_member_null(reply, "error");
    }
    trf_json_end_object(reply);
    return status;
}

tariff_status trf_method_unit_quantity(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_number quantity = trf_number_of(0);
    tariff_status status = trf_rate_read_number(door, request, "quantity", true, &quantity, error);

    if (status < 0)
        return status;
    trf_json_begin_object(reply);
    status = trf_rate_put_number(door, reply, "text", quantity, 2, error);
    trf_json_end_object(reply);
    return status;
}

/* ---- additional_code_type ---- */

/* What a profile says a type of additional codes is for: the rest of the name of a list that holds it; empty where none does. */
static trf_slice kind_of(const trf_door *door, uint32_t tariff, trf_slice type, trf_date date)
{
    static const char prefix[] = "additional-code-type:";
    const trf_profile_record *profile = trf_snapshot_profile(door->snapshot, trf_profile_find(door->snapshot, tariff, date));

    uint32_t count =
        trf_run_within(profile->first_entry, profile->entry_count, trf_snapshot_profile_entry_count(door->snapshot));

    for (uint32_t i = 0; i < count; i++) {
        const trf_profile_entry_record *entry = trf_snapshot_profile_entry(door->snapshot, profile->first_entry + i);
        trf_slice list = trf_door_text(door, entry->list);

        if (trf_slice_begins(list, TRF_SLICE(prefix)) && trf_slice_equal(trf_door_text(door, entry->id), type))
            return trf_slice_of(list.data + sizeof prefix - 1, list.size - (sizeof prefix - 1));
    }
    return TRF_SLICE_EMPTY;
}

tariff_status trf_method_additional_code_type(trf_door *door, const trf_json *request, trf_json_writer *reply,
                                              tariff_error **error)
{
    trf_slice type = TRF_SLICE_EMPTY, kind = TRF_SLICE_EMPTY;
    uint32_t tariff = 0;
    trf_date date;
    tariff_status status = trf_door_date(door, request, false, &date, error);

    if (status >= 0)
        status = trf_json_text(request, "type", true, &type, door->alloc, error);
    if (status >= 0 && trf_json_get(request, "tariff")) {
        status = trf_door_tariff(door, request, false, &tariff, error);
        if (status >= 0)
            kind = kind_of(door, tariff, type, date);
    } else {
        for (; status >= 0 && kind.size == 0 && tariff < trf_snapshot_tariff_count(door->snapshot); tariff++)
            kind = kind_of(door, tariff, type, date);
    }
    if (status < 0)
        return status;
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "kind", kind.size ? kind : TRF_SLICE("unknown"));
    trf_json_member_flag(reply, "asked_of_trader", kind.size != 0);
    trf_json_end_object(reply);
    return TARIFF_OK;
}

/* ---- measure_type ---- */

static const char *claim_name(unsigned claim)
{
    static const char *const names[] = {"none", "preference", "quota", "programme", "heading", "suspension"};

    return claim < sizeof names / sizeof names[0] ? names[claim] : "unknown";
}

static const char *place_name(unsigned place)
{
    static const char *const names[] = {"origin", "preferential-origin", "export"};

    return place < sizeof names / sizeof names[0] ? names[place] : "unknown";
}

tariff_status trf_method_measure_type(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    const trf_profile_measures_record *found = NULL;
    const trf_profile_record *profile;
    trf_slice id = TRF_SLICE_EMPTY;
    uint32_t tariff, count;
    trf_date date;
    tariff_status status = trf_door_tariff(door, request, false, &tariff, error);

    if (status >= 0)
        status = trf_door_date(door, request, false, &date, error);
    if (status >= 0)
        status = trf_json_text(request, "id", true, &id, door->alloc, error);
    if (status < 0)
        return status;
    profile = trf_snapshot_profile(door->snapshot, trf_profile_find(door->snapshot, tariff, date));
    count = trf_run_within(profile->first_measures, profile->type_count, trf_snapshot_profile_measures_count(door->snapshot));
    for (uint32_t i = 0; i < count && !found; i++) {
        const trf_profile_measures_record *one = trf_snapshot_profile_measures(door->snapshot, profile->first_measures + i);

        if (trf_slice_equal(trf_door_text(door, one->id), id) && trf_period_has(one->start, one->end, date))
            found = one;
    }
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "role", trf_role_name(found ? found->role : 0));
    if (found) {
        trf_json_member_string(reply, "claim", claim_name(found->claim));
        put_keys(reply, "preferences", trf_door_text(door, found->preferences));
        trf_json_member_string(reply, "place", place_name(found->place));
        trf_json_member_text_if(reply, "official", trf_door_text(door, found->official));
    }
    trf_json_end_object(reply);
    return found ? TARIFF_OK : TARIFF_NOT_FOUND;
}
