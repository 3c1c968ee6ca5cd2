/* SPDX-License-Identifier: Apache-2.0 */
/* preference_code */
#include "api/door.h"
#include "measure/preference.h"

static tariff_status read_texts(trf_door *door, const trf_json *request, const char *name, trf_texts *out, tariff_error **error)
{
    const trf_json *list = NULL;
    trf_two_texts *texts;
    tariff_status status = trf_json_array(request, name, false, &list, door->alloc, error);

    if (status < 0 || !list)
        return status;
    texts = trf_arena_zero(door->arena, ((size_t)list->count + 1) * sizeof *texts);
    if (!texts)
        return trf_fail_memory(error);
    for (const trf_json *item = list->first; item; item = item->next)
        texts[out->count++].first = item->text;
    out->list = texts;
    return TARIFF_OK;
}

tariff_status trf_method_preference_code(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_preference_query query = {.snapshot = door->snapshot};
    const struct {
        const char *name;
        trf_texts *texts;
    } lists[] = {{"documents", &query.documents},
                 {"goods_documents", &query.goods_documents},
                 {"goods_types", &query.goods_types},
                 {"circumstances", &query.lists}};
    const trf_profile_preference_record *rule;
    uint32_t tariff;
    tariff_status status = trf_door_tariff(door, request, true, &tariff, error);

    if (status >= 0)
        status = trf_door_date(door, request, false, &query.date, error);
    if (status >= 0)
        status = trf_json_text(request, "measure_type", true, &query.type, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(request, "area", false, &query.area, door->alloc, error);
    for (size_t i = 0; i < sizeof lists / sizeof *lists && status >= 0; i++)
        status = read_texts(door, request, lists[i].name, lists[i].texts, error);
    if (status < 0)
        return status;
    query.profile = trf_snapshot_profile(door->snapshot, trf_profile_find(door->snapshot, tariff, query.date));
    rule = trf_preference_rule(&query);
    trf_json_begin_object(reply);
    if (rule->code) {
        trf_json_member_text(reply, "code", trf_door_text(door, rule->code));
        trf_json_member_text_if(reply, "source", trf_door_text(door, rule->source));
    } else {
        trf_json_member_null(reply, "code");
    }
    trf_json_end_object(reply);
    return rule->code ? TARIFF_OK : TARIFF_NOT_FOUND;
}
