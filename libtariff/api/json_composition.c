/* SPDX-License-Identifier: Apache-2.0 */
/* composition */
#include "api/door.h"
#include "measure/composition.h"

typedef struct declared {
    trf_door *door;
    const trf_profile_record *profile;
    const trf_json *facts;
    tariff_error **error;
} declared;

/** Every fact is one of the profile and lies between its ends. */
static tariff_status check_facts(declared *d)
{
    for (const trf_json *one = d->facts->first; one; one = one->next) {
        const trf_profile_fact_record *fact = trf_profile_fact_find(d->door->snapshot, d->profile, one->name);
        trf_number number;

        if (one->type == TRF_JSON_NULL)
            continue;
        if (!fact->id)
            return trf_json_fail(one, NULL, d->door->alloc, d->error, "the profile has no fact of this name");
        if (one->type != TRF_JSON_STRING || !trf_json_is_decimal(one->text) ||
            trf_number_parse(d->door->numbers, one->text, &number) < 0)
            return trf_json_fail(one, NULL, d->door->alloc, d->error, "not a decimal");
        if (!trf_fact_within(d->door->snapshot, fact, d->door->numbers, number))
            return trf_json_fail(one, NULL, d->door->alloc, d->error, "outside of what the profile says this fact can be");
    }
    return TARIFF_OK;
}

static tariff_status number_of(void *user, trf_slice name, trf_number *out)
{
    declared *d = user;

    for (const trf_json *one = d->facts->first; one; one = one->next) {
        if (trf_slice_equal(one->name, name) && one->type != TRF_JSON_NULL)
            return trf_number_parse(d->door->numbers, one->text, out);
    }
    return TARIFF_NOT_FOUND;
}

static tariff_status put_reply(trf_door *door, const trf_composition *found, bool has_code, trf_json_writer *reply,
                               tariff_error **error)
{
    trf_buffer whole;
    tariff_status status = TARIFF_OK;

    trf_buffer_init(&whole, door->alloc, 0);
    trf_buffer_slice(&whole, found->type);
    trf_buffer_slice(&whole, found->code);
    if (whole.failed)
        status = trf_fail_memory(error);
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "table", trf_element_attribute(door->snapshot, found->element, "id"));
    if (has_code && status >= 0) {
        trf_json_member_text(reply, "additional_code", trf_buffer_view(&whole));
        trf_json_member_text(reply, "code", found->code);
    } else {
        trf_json_member_null(reply, "additional_code");
        trf_json_member_null(reply, "code");
    }
    if (found->missing.size) {
        trf_json_name(reply, "needs");
        trf_json_begin_array(reply);
        trf_json_put_text(reply, found->missing);
        trf_json_end_array(reply);
    }
    trf_json_member_text_if(reply, "source", found->source);
    trf_json_end_object(reply);
    trf_buffer_done(&whole);
    return status;
}

tariff_status trf_method_composition(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    declared d = {door, NULL, NULL, error};
    const trf_composition_facts facts = {&d, number_of};
    trf_slice id = TRF_SLICE_EMPTY;
    trf_composition found;
    uint32_t tariff;
    trf_date date;
    tariff_status status = trf_door_tariff(door, request, true, &tariff, error), end;

    if (status >= 0)
        status = trf_door_date(door, request, false, &date, error);
    if (status >= 0)
        status = trf_json_text(request, "table", false, &id, door->alloc, error);
    if (status >= 0)
        status = trf_json_object(request, "facts", true, &d.facts, door->alloc, error);
    if (status < 0)
        return status;
    d.profile = trf_snapshot_profile(door->snapshot, trf_profile_find(door->snapshot, tariff, date));
    status = check_facts(&d);
    if (status >= 0)
        status = trf_composition_code(door->snapshot, d.profile, id, date, &facts, door->numbers, &found, error);
    if (status == TARIFF_NOT_FOUND)
        return trf_json_fail(request, id.size ? "table" : "tariff", door->alloc, error,
                             "the profile has no table of compositions that holds on the date");
    if (status < 0)
        return status;
    end = put_reply(door, &found, status == TARIFF_OK, reply, error);
    return end < 0 ? end : status;
}
