/* SPDX-License-Identifier: Apache-2.0 */
#include "api/door.h"

#include "nomenclature/nomenclature.h"

/* ---- the table ---- */

/* clang-format off */
#define METHOD(id, name, flags, list, doc) static const trf_method_field request_##id[] = {
#define FIELD(id, name, form, use, doc) {name, TRF_TAKES_##form, TRF_##use, doc},
#define METHOD_REPLY(id) {NULL, 0, 0, NULL}}; static const trf_method_field reply_##id[] = {
#define REPLY(id, name, form, doc) {name, TRF_TAKES_##form, 0, doc},
#define METHOD_END(id) {NULL, 0, 0, NULL}};
#include "api/methods.def"
#undef METHOD
#undef FIELD
#undef METHOD_REPLY
#undef REPLY
#undef METHOD_END

const trf_method trf_methods[] = {
#define METHOD(id, name, flags, list, doc) {name, trf_method_##id, flags, list, doc, request_##id, reply_##id},
#define FIELD(id, name, form, use, doc)
#define METHOD_REPLY(id)
#define REPLY(id, name, form, doc)
#define METHOD_END(id)
#include "api/methods.def"
#undef METHOD
#undef FIELD
#undef METHOD_REPLY
#undef REPLY
#undef METHOD_END
};
/* clang-format on */
const uint32_t trf_methods_count = sizeof trf_methods / sizeof trf_methods[0];

const trf_method *trf_method_find(trf_slice name)
{
    for (uint32_t i = 0; i < trf_methods_count; i++)
        if (trf_slice_is(name, trf_methods[i].name))
            return &trf_methods[i];
    return NULL;
}

/* ---- requests ---- */

static tariff_status check_texts(const trf_json *list, const trf_alloc *alloc, tariff_error **error)
{
    for (const trf_json *item = list->first; item; item = item->next)
        if (item->type != TRF_JSON_STRING)
            return trf_json_fail(item, NULL, alloc, error, "expected a string");
    return TARIFF_OK;
}

/* Whether a field has the form that the table says. */
static tariff_status check_field(const trf_json *request, const trf_method_field *field, const trf_alloc *alloc,
                                 tariff_error **error)
{
    bool required = field->use == TRF_REQUIRED;
    const trf_json *list = NULL;
    trf_slice text;
    trf_date date;
    uint64_t count;
    int flag;
    tariff_status status;

    switch ((trf_field_form)field->form) {
    case TRF_TAKES_TEXT: return trf_json_text(request, field->name, required, &text, alloc, error);
    case TRF_TAKES_DECIMAL: return trf_json_decimal(request, field->name, required, &text, alloc, error);
    case TRF_TAKES_DATE: return trf_json_date(request, field->name, required, &date, alloc, error);
    case TRF_TAKES_COUNT: return trf_json_count(request, field->name, required, UINT64_MAX, &count, alloc, error);
    case TRF_TAKES_FLAG: return trf_json_flag(request, field->name, required, &flag, alloc, error);
    case TRF_TAKES_OBJECT: return trf_json_object(request, field->name, required, &list, alloc, error);
    case TRF_TAKES_ARRAY: return trf_json_array(request, field->name, required, &list, alloc, error);
    case TRF_TAKES_TEXTS:
        status = trf_json_array(request, field->name, required, &list, alloc, error);
        return status < 0 || !list ? status : check_texts(list, alloc, error);
    case TRF_TAKES_ANY: break;
    }
    return required && !trf_json_get(request, field->name) ? trf_json_fail(request, field->name, alloc, error, "is required")
                                                           : TARIFF_OK;
}

static tariff_status check_request(const trf_door *door, const trf_method *method, const trf_json *request, tariff_error **error)
{
    tariff_status status;

    for (const trf_json *member = request->first; member; member = member->next) {
        const trf_method_field *field = method->fields;

        while (field->name && !trf_slice_is(member->name, field->name))
            field++;
        if (!field->name)
            return trf_json_fail(member, NULL, door->alloc, error, "no such field");
    }
    for (const trf_method_field *field = method->fields; field->name; field++) {
        status = check_field(request, field, door->alloc, error);
        if (status < 0)
            return status;
    }
    return TARIFF_OK;
}

tariff_status trf_door_call(trf_door *door, trf_slice name, trf_slice text, trf_buffer *out, tariff_error **error)
{
    const trf_method *method = trf_method_find(name);
    const trf_json *request = NULL;
    trf_json_writer writer;
    tariff_status status, end;

    if (!method)
        return trf_fail(error, door->alloc, TARIFF_EINVAL, "method '%S': no such method (introspect lists them)", name);
    if ((method->flags & TRF_METHOD_SNAPSHOT) && !door->snapshot)
        return trf_fail(error, door->alloc, TARIFF_EINVAL, "method '%S': needs a session over a snapshot", name);
    status = trf_json_parse(door->arena, door->limits, text, &request, error);
    if (status < 0)
        return status;
    if (request->type != TRF_JSON_OBJECT)
        return trf_fail(error, door->alloc, TARIFF_EINVAL, "request: expected a JSON object");
    if (!(method->flags & TRF_METHOD_OPEN)) {
        status = check_request(door, method, request, error);
        if (status < 0)
            return status;
    }
    trf_json_writer_init(&writer, out);
    status = method->run(door, request, &writer, error);
    if (status >= 0 && door->session->watch.refused)
        return trf_fail_memory(error);
    if (status < 0)
        return status;
    end = trf_json_writer_end(&writer, error);
    return end < 0 ? end : status;
}

/* ---- fields that many methods share ---- */

/* Ids of the tariffs of the image, for messages. */
static trf_slice tariff_ids(trf_door *door)
{
    trf_buffer list;
    trf_slice ids;

    trf_buffer_init(&list, door->alloc, 512);
    for (uint32_t i = 0; i < trf_snapshot_tariff_count(door->snapshot); i++) {
        trf_slice id = trf_door_text(door, trf_snapshot_tariff(door->snapshot, i)->id);

        if (id.size == 0)
            continue;
        if (list.size)
            trf_buffer_text(&list, ", ");
        trf_buffer_slice(&list, id);
    }
    ids = trf_arena_copy(door->arena, trf_buffer_view(&list));
    trf_buffer_done(&list);
    return ids.data && ids.size ? ids : TRF_SLICE("none");
}

tariff_status trf_door_tariff_of(trf_door *door, trf_slice id, bool must, uint32_t *tariff, tariff_error **error)
{
    uint32_t only = UINT32_MAX, hs, count = 0;

    if (id.size) {
        *tariff = trf_snapshot_find_tariff(door->snapshot, id);
        if (*tariff != UINT32_MAX)
            return TARIFF_OK;
        return trf_fail(error, door->alloc, TARIFF_EINVAL, "tariff '%S': not in the image (it holds %S)", id, tariff_ids(door));
    }
    hs = trf_snapshot_find_tariff(door->snapshot, TRF_SLICE("HS"));
    for (uint32_t i = 0; i < trf_snapshot_tariff_count(door->snapshot); i++) {
        const trf_tariff_record *record = trf_snapshot_tariff(door->snapshot, i);

        if (i == hs || trf_door_text(door, record->id).size == 0 || (must && record->measure_count == 0))
            continue;
        only = i;
        count++;
    }
    if (count == 1)
        *tariff = only;
    else if (!must && hs != UINT32_MAX)
        *tariff = hs;
    else
        return trf_fail(error, door->alloc, TARIFF_EINVAL, "tariff: is required (the image holds %S)", tariff_ids(door));
    return TARIFF_OK;
}

tariff_status trf_door_tariff(trf_door *door, const trf_json *request, bool must, uint32_t *tariff, tariff_error **error)
{
    trf_slice id = TRF_SLICE_EMPTY;
    tariff_status status = trf_json_text(request, "tariff", false, &id, door->alloc, error);

    return status < 0 ? status : trf_door_tariff_of(door, id, must, tariff, error);
}

tariff_status trf_door_date(trf_door *door, const trf_json *request, bool required, trf_date *date, tariff_error **error)
{
    *date = TRF_DATE_NONE;
    return trf_json_date(request, "date", required, date, door->alloc, error);
}

tariff_status trf_door_language(trf_door *door, const trf_json *request, trf_slice *tag, tariff_error **error)
{
    *tag = TRF_SLICE_EMPTY;
    return trf_json_text(request, "lang", false, tag, door->alloc, error);
}

uint32_t trf_door_measure(const trf_door *door, uint32_t tariff, trf_slice text)
{
    const trf_snapshot *snapshot = door->snapshot;
    bool negative = text.size && text.data[0] == '-';
    uint64_t sid = 0;

    for (size_t i = negative; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9' || sid > (UINT64_MAX - 9) / 10)
            return UINT32_MAX;
        sid = sid * 10 + (unsigned)(text.data[i] - '0');
    }
    if (text.size == negative)
        return UINT32_MAX;
    if (negative)
        sid = 0 - sid;
    for (uint32_t i = 0; i < trf_snapshot_measure_count(snapshot); i++) {
        const trf_measure_record *measure = trf_snapshot_measure(snapshot, i);

        if (measure->sid_low == (uint32_t)sid && measure->sid_high == (uint32_t)(sid >> 32) && measure->tariff == tariff)
            return i;
    }
    return UINT32_MAX;
}

tariff_status trf_door_line_of(trf_door *door, trf_slice code_text, trf_slice suffix_text, uint32_t tariff, trf_date date,
                               uint32_t *line, tariff_error **error)
{
    unsigned suffix = 0;
    trf_slice digits;
    trf_code code;

    if (!trf_code_read(code_text, &code))
        return trf_fail(error, door->alloc, TARIFF_EINVAL,
                        "code '%S': not a goods nomenclature code (expected up to %u digits, dots and "
                        "blanks aside, or a section's Roman numeral)",
                        code_text, TRF_CODE_MAX);
    for (size_t i = 0; i < suffix_text.size; i++) {
        if (suffix_text.data[i] < '0' || suffix_text.data[i] > '9' || i == 2)
            return trf_fail(error, door->alloc, TARIFF_EINVAL, "suffix '%S': expected two digits", suffix_text);
        suffix = suffix * 10 + (unsigned)(suffix_text.data[i] - '0');
    }
    digits = trf_slice_of(code.text, code.size);
    *line = trf_nomenclature_find(door->snapshot, tariff, digits, suffix, date, TRF_FIND_PADDED);
    if (*line != TRF_LINE_NONE)
        return TARIFF_OK;
    *line = trf_nomenclature_find(door->snapshot, tariff, digits, suffix, date, TRF_FIND_PADDED | TRF_FIND_ENDED);
    return TARIFF_NOT_FOUND;
}

tariff_status trf_door_line(trf_door *door, const trf_json *request, uint32_t tariff, trf_date date, uint32_t *line,
                            tariff_error **error)
{
    trf_slice code = TRF_SLICE_EMPTY, suffix = TRF_SLICE_EMPTY;
    tariff_status status = trf_json_text(request, "code", true, &code, door->alloc, error);

    if (status < 0)
        return status;
    status = trf_json_text(request, "suffix", false, &suffix, door->alloc, error);
    if (status < 0)
        return status;
    return trf_door_line_of(door, code, suffix, tariff, date, line, error);
}

const char *trf_door_terminated(trf_door *door, trf_slice text)
{
    char *copy = trf_arena_zero(door->arena, text.size + 1);

    if (copy && text.size)
        memcpy(copy, text.data, text.size);
    return copy;
}
