/* SPDX-License-Identifier: Apache-2.0 */
/* records: what was transmitted, from the sections that lookups never touch */
#include "api/door.h"
#include "image/load.h"
#include "model/records.h"

enum { WANTED_MOST = 32 };

/* The rows of one kind. */
typedef struct kept_rows {
    trf_kind kind;
    uint32_t count, field_count;
    const uint8_t *values; /* uint32_t, row-major */
    const trf_kept_source_record *sources;
} kept_rows;

static bool rows_of(const trf_snapshot *snapshot, uint32_t table, kept_rows *out)
{
    const trf_kept_table_record *record = trf_snapshot_kept_table(snapshot, table);
    const trf_section_view *values = &snapshot->sections[TRF_SECTION_KEPT_VALUE];
    const trf_section_view *sources = &snapshot->sections[TRF_SECTION_KEPT_SOURCE];
    uint64_t value_count = (uint64_t)record->row_count * record->field_count;

    if (record->kind >= TRF_KIND_COUNT || record->first_value > values->count ||
        value_count > values->count - record->first_value || record->first_source > sources->count ||
        record->row_count > sources->count - record->first_source)
        return false;
    *out = (kept_rows){
        (trf_kind)record->kind, record->row_count, record->field_count, values->data + record->first_value * sizeof(uint32_t),
        (const trf_kept_source_record *)(const void *)(sources->data + record->first_source * sizeof(trf_kept_source_record))};
    return true;
}

static trf_value value_at(const kept_rows *rows, uint32_t row, uint32_t field)
{
    return field < rows->field_count ? trf_load32(rows->values + ((size_t)row * rows->field_count + field) * sizeof(uint32_t))
                                     : TRF_VALUE_ABSENT;
}

static trf_slice value_text(const trf_snapshot *snapshot, trf_value value, char scratch[16])
{
    size_t first = 16;
    uint32_t number;
    trf_date date;

    if (trf_value_date(value, &date)) {
        trf_date_format(date, scratch);
        return trf_slice_of(scratch, 10);
    }
    if (trf_value_int(value, &number)) {
        do {
            scratch[--first] = (char)('0' + number % 10);
            number /= 10;
        } while (number);
        return trf_slice_of(scratch + first, 16 - first);
    }
    if (value == TRF_VALUE_ABSENT || value == TRF_VALUE_EMPTY || (value & TRF_VALUE_TAG) != TRF_VALUE_TAG_TEXT)
        return TRF_SLICE_EMPTY;
    return trf_snapshot_text(snapshot, value);
}

/* ---- one record ---- */

typedef struct wanted {
    uint32_t field;
    trf_slice text;
} wanted;

static tariff_status read_key(trf_door *door, const trf_json *key, trf_kind kind, wanted *list, uint32_t *count,
                              tariff_error **error)
{
    *count = 0;
    for (const trf_json *member = key->first; member; member = member->next) {
        int field = trf_field_of_element(kind, member->name);

        if (field < 0 || *count == WANTED_MOST)
            return trf_json_fail(member, NULL, door->alloc, error, "not a field of this record");
        if (member->type != TRF_JSON_STRING)
            return trf_json_fail(member, NULL, door->alloc, error, "expected a string");
        list[(*count)++] = (wanted){(uint32_t)field, member->text};
    }
    return TARIFF_OK;
}

static bool has_key(const trf_snapshot *snapshot, const kept_rows *rows, uint32_t row, const wanted *list, uint32_t count)
{
    char scratch[16];

    for (uint32_t i = 0; i < count; i++)
        if (!trf_slice_equal(value_text(snapshot, value_at(rows, row, list[i].field), scratch), list[i].text))
            return false;
    return true;
}

static bool same_record(const kept_rows *rows, uint32_t a, uint32_t b)
{
    const trf_kind_info *info = &trf_kinds[rows->kind];

    if (rows->sources[a].tariff != rows->sources[b].tariff)
        return false;
    for (uint32_t field = 0; field < info->field_count; field++)
        if (info->fields[field].use == TRF_USE_KEY && value_at(rows, a, field) != value_at(rows, b, field))
            return false;
    return true;
}

static void put_event(const trf_door *door, const trf_kept_source_record *source, trf_json_writer *reply)
{
    const trf_input_record *input = trf_snapshot_input(door->snapshot, source->input);
    char scratch[16], update[1] = {(char)('0' + source->update % 10)};

    trf_json_begin_object(reply);
    trf_json_member_text(reply, "file", trf_door_text(door, input->name));
    trf_json_member_text_if(reply, "transaction", value_text(door->snapshot, source->transaction, scratch));
    trf_json_member_text_if(reply, "message", value_text(door->snapshot, source->message, scratch));
    trf_json_member_text(reply, "update_type", trf_slice_of(update, 1));
    trf_json_member_integer(reply, "line", source->line);
    trf_json_end_object(reply);
}

static void put_record(const trf_door *door, const kept_rows *rows, uint32_t last, trf_json_writer *reply)
{
    const trf_kind_info *info = &trf_kinds[rows->kind];
    bool present = rows->sources[last].update != TRF_UPDATE_DELETE;
    char scratch[16];

    trf_json_member_flag(reply, "present", present);
    trf_json_member_string(reply, "element", info->element);
    trf_json_name(reply, "fields");
    trf_json_begin_object(reply);
    for (uint32_t field = 0; field < info->field_count; field++) {
        trf_value value = value_at(rows, last, field);

        if (value != TRF_VALUE_ABSENT) {
            trf_json_name(reply, info->fields[field].element);
            trf_json_put_text(reply, value_text(door->snapshot, value, scratch));
        }
    }
    trf_json_end_object(reply);
    trf_json_name(reply, "history");
    trf_json_begin_array(reply);
    for (uint32_t row = 0; row < rows->count; row++)
        if (same_record(rows, row, last))
            put_event(door, &rows->sources[row], reply);
    trf_json_end_array(reply);
}

/* The kind that a request names by codes or by element; the table of its rows, an empty one where the image keeps none. */
static tariff_status read_kind(trf_door *door, const trf_json *request, kept_rows *rows, tariff_error **error)
{
    trf_slice element = TRF_SLICE_EMPTY, code[2] = {TRF_SLICE_EMPTY, TRF_SLICE_EMPTY};
    uint32_t number[2] = {0, 0};
    trf_kind kind;
    tariff_status status = trf_json_text(request, "element", false, &element, door->alloc, error);

    if (status >= 0)
        status = trf_json_text(request, "record_code", element.size == 0, &code[0], door->alloc, error);
    if (status >= 0)
        status = trf_json_text(request, "subrecord_code", element.size == 0, &code[1], door->alloc, error);
    if (status < 0)
        return status;
    for (unsigned i = 0; i < 2; i++)
        for (size_t at = 0; at < code[i].size; at++) {
            if (code[i].data[at] < '0' || code[i].data[at] > '9' || at == 4)
                return trf_json_fail(request, i ? "subrecord_code" : "record_code", door->alloc, error, "expected digits");
            number[i] = number[i] * 10 + (uint32_t)(code[i].data[at] - '0');
        }
    kind = element.size ? trf_kind_of_element(element) : trf_kind_of_record(number[0], number[1]);
    if (kind == TRF_KIND_COUNT)
        return trf_json_fail(request, element.size ? "element" : "record_code", door->alloc, error, "no such kind of record");
    *rows = (kept_rows){kind, 0, 0, NULL, NULL};
    for (uint32_t i = 0; i < trf_snapshot_kept_table_count(door->snapshot); i++)
        if (trf_snapshot_kept_table(door->snapshot, i)->kind == (uint32_t)kind && !rows_of(door->snapshot, i, rows))
            return trf_fail(error, door->alloc, TARIFF_EIMAGE, "image section kept_table: record %u leaves its sections", i);
    return TARIFF_OK;
}

static tariff_status find_record(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    const trf_json *key = NULL;
    wanted list[WANTED_MOST];
    uint32_t count, last = UINT32_MAX;
    kept_rows rows;
    tariff_status status = read_kind(door, request, &rows, error);

    if (status >= 0)
        status = trf_json_object(request, "key", true, &key, door->alloc, error);
    if (status >= 0)
        status = read_key(door, key, rows.kind, list, &count, error);
    if (status < 0)
        return status;
    for (uint32_t row = rows.count; row > 0 && last == UINT32_MAX; row--)
        if (has_key(door->snapshot, &rows, row - 1, list, count))
            last = row - 1;
    trf_json_begin_object(reply);
    if (last == UINT32_MAX) {
        trf_json_member_flag(reply, "present", false);
        trf_json_member_string(reply, "element", trf_kinds[rows.kind].element);
        trf_json_end_object(reply);
        return TARIFF_NOT_FOUND;
    }
    put_record(door, &rows, last, reply);
    trf_json_end_object(reply);
    return TARIFF_OK;
}

/* ---- the sums of an input ---- */

static void put_sum_name(trf_json_writer *reply, uint32_t record, uint32_t subrecord, trf_slice element, unsigned update,
                         trf_buffer *scratch)
{
    trf_buffer_clear(scratch);
    trf_buffer_unsigned(scratch, record, 3);
    trf_buffer_unsigned(scratch, subrecord, 2);
    trf_buffer_char(scratch, '/');
    trf_buffer_slice(scratch, element);
    trf_buffer_char(scratch, '/');
    trf_buffer_unsigned(scratch, update, 1);
    trf_json_name_slice(reply, trf_buffer_view(scratch));
}

/* A code that is not its kind's: publishers err. */
static bool unusual(const kept_rows *rows, uint32_t row)
{
    const trf_kind_info *info = &trf_kinds[rows->kind];

    return rows->sources[row].record != info->record || rows->sources[row].subrecord != info->subrecord;
}

static bool counted_alike(const trf_kept_source_record *a, const trf_kept_source_record *b)
{
    return a->input == b->input && a->record == b->record && a->subrecord == b->subrecord && a->update == b->update;
}

/* The sums of rows under codes that are not their kind's, each where it first occurs: there are few such rows, if any. */
static void put_unusual_sums(const kept_rows *rows, uint32_t input, trf_json_writer *reply, trf_buffer *scratch)
{
    const trf_slice element = trf_slice_text(trf_kinds[rows->kind].element);

    for (uint32_t row = 0; row < rows->count; row++) {
        const trf_kept_source_record *source = &rows->sources[row];
        uint32_t count = 0;
        bool first = true;

        if (source->input != input || !unusual(rows, row))
            continue;
        for (uint32_t other = 0; other < rows->count && first; other++)
            if (counted_alike(&rows->sources[other], source)) {
                first = other >= row;
                count++;
            }
        if (!first)
            continue;
        put_sum_name(reply, source->record, source->subrecord, element, source->update, scratch);
        trf_json_put_integer(reply, count);
    }
}

static tariff_status put_sums(trf_door *door, uint32_t input, trf_json_writer *reply, tariff_error **error)
{
    trf_buffer scratch;

    trf_buffer_init(&scratch, door->alloc, 0);
    trf_json_name(reply, "by_record_and_update");
    trf_json_begin_object(reply);
    for (uint32_t table = 0; table < trf_snapshot_kept_table_count(door->snapshot); table++) {
        uint32_t by_update[10] = {0};
        kept_rows rows;

        if (!rows_of(door->snapshot, table, &rows)) {
            trf_buffer_done(&scratch);
            return trf_fail(error, door->alloc, TARIFF_EIMAGE, "image section kept_table: record %u leaves its sections", table);
        }
        for (uint32_t row = 0; row < rows.count; row++)
            if (rows.sources[row].input == input && !unusual(&rows, row))
                by_update[rows.sources[row].update % 10]++;
        for (unsigned update = 0; update < 10; update++)
            if (by_update[update]) {
                put_sum_name(reply, trf_kinds[rows.kind].record, trf_kinds[rows.kind].subrecord,
                             trf_slice_text(trf_kinds[rows.kind].element), update, &scratch);
                trf_json_put_integer(reply, by_update[update]);
            }
        put_unusual_sums(&rows, input, reply, &scratch);
    }
    trf_json_end_object(reply);
    trf_buffer_done(&scratch);
    return TARIFF_OK;
}

static tariff_status find_input(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_slice name = TRF_SLICE_EMPTY;
    const trf_input_record *record = NULL;
    uint32_t input;
    tariff_status status = trf_json_text(request, "input", true, &name, door->alloc, error);

    if (status < 0)
        return status;
    for (input = 0; input < trf_snapshot_input_count(door->snapshot); input++) {
        record = trf_snapshot_input(door->snapshot, input);
        if (trf_slice_equal(trf_door_text(door, record->name), name))
            break;
    }
    if (input == trf_snapshot_input_count(door->snapshot))
        return trf_json_fail(request, "input", door->alloc, error, "no input of this name in the image");
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "file", name);
    trf_json_member_text_if(reply, "envelope_id", trf_door_text(door, record->envelope));
    trf_json_member_integer(reply, "transactions", record->transactions);
    trf_json_member_integer(reply, "records", record->records);
    trf_json_member_text_if(reply, "first_transaction", trf_door_text(door, record->first_transaction));
    trf_json_member_text_if(reply, "last_transaction", trf_door_text(door, record->last_transaction));
    status = put_sums(door, input, reply, error);
    trf_json_end_object(reply);
    return status;
}

tariff_status trf_method_records(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    if (trf_json_get(request, "input"))
        return find_input(door, request, reply, error);
    return find_record(door, request, reply, error);
}
