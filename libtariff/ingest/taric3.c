/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TARIC3 transmissions: envelope > transaction > app.message > transmission > record > payload > field. A name of the document
 * becomes a small integer once; what it means where it stands (part of a record, kind, field of a kind) is in tables by that
 * integer. What is not understood is kept beside the tables and reported: real files hold all of it.
 */
#include "ingest/ingest.h"
#include "model/findings.h"
#include "model/records.h"

#define ENVELOPE_NAMESPACE "urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0"
#define MESSAGE_NAMESPACE  "urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0"

/* Where an element stands, by the number of open elements. */
enum { AT_ENVELOPE = 1, AT_TRANSACTION, AT_MESSAGE, AT_TRANSMISSION, AT_RECORD, AT_PART, AT_FIELD };

enum { NAMES_MAX = 512, NAME_OTHER = NAMES_MAX - 1, FIELD_UNASKED = -2, FIELD_NONE = -1, UNKNOWN_MAX = 1 << 20 };

typedef enum part {
    PART_NONE,
    PART_TRANSACTION_ID,
    PART_RECORD_CODE,
    PART_SUBRECORD_CODE,
    PART_SEQUENCE_NUMBER,
    PART_UPDATE_TYPE,
    PART_COUNT,
} part;

static const char *const part_names[PART_COUNT] = {
    "", "transaction.id", "record.code", "subrecord.code", "record.sequence.number", "update.type",
};

/* The five levels above a payload, by their names. */
static const char *const level_names[AT_PART] = {"", "envelope", "transaction", "app.message", "transmission", "record"};

typedef struct known {
    uint8_t level; /* one of AT_ENVELOPE..AT_RECORD, 0 for none */
    uint8_t part;
    uint16_t kind; /* TRF_KIND_COUNT for none */
    bool leaf;     /* never has children that matter */
} known;

typedef struct record {
    trf_kind kind;            /* TRF_KIND_COUNT before a payload and for an unknown one */
    bool payload;             /* there was one */
    uint32_t unknown_element; /* interned name of an unknown payload */
    uint32_t parts;           /* bit of each part seen */
    uint32_t fields;          /* bit of each field seen */
    uint32_t code, subcode, update;
    trf_row_source source;
    trf_value row[TRF_FIELDS_MAX];
} record;

typedef struct taric3 {
    trf_reader_context in;
    trf_model *model;
    uint16_t tariff;
    known names[NAMES_MAX];
    uint32_t name_count;
    int8_t fields[TRF_KIND_COUNT][NAMES_MAX]; /* place of a name among the fields of a kind */
    uint32_t required[TRF_KIND_COUNT];        /* bits of KEY and REQUIRED fields */
    uint32_t key[TRF_KIND_COUNT];             /* bits of KEY fields */
    trf_value transaction;
    trf_value message;
    uint32_t skip; /* depth of an element that is passed over with all in it; 0 for none */
    record now;
    trf_buffer unknown; /* "name=value" lines of what has no place in the row */
} taric3;

_Static_assert(TRF_FIELDS_MAX <= 32, "fields seen are bits of 32");

/* A regulation replaces another for all measure types, areas or chapters where it names none: these keys may be absent. */
static const uint32_t replacement_optional = UINT32_C(1) << TRF_F_regulation_replacement_measure_type_id |
                                             UINT32_C(1) << TRF_F_regulation_replacement_geographical_area_id |
                                             UINT32_C(1) << TRF_F_regulation_replacement_chapter_heading;

static tariff_status begin(const trf_reader_context *context, void **state, tariff_error **error)
{
    trf_model *model = context->model;
    taric3 *reader = trf_alloc_zero(model->alloc, sizeof *reader);
    tariff_status status;

    if (!reader)
        return trf_fail_memory(error);
    reader->in = *context;
    reader->model = model;
    trf_buffer_init(&reader->unknown, model->alloc, UNKNOWN_MAX);
    memset(reader->fields, FIELD_UNASKED, sizeof reader->fields);
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        for (int field = 0; field < trf_kinds[kind].field_count; field++) {
            trf_field_use use = trf_kinds[kind].fields[field].use;

            if (use == TRF_USE_KEY)
                reader->key[kind] |= UINT32_C(1) << field;
            if (use == TRF_USE_KEY || use == TRF_USE_REQUIRED)
                reader->required[kind] |= UINT32_C(1) << field;
        }
    reader->required[TRF_KIND_regulation_replacement] &= ~replacement_optional;
    reader->key[TRF_KIND_regulation_replacement] &= ~replacement_optional;
    reader->names[NAME_OTHER] = (known){.kind = TRF_KIND_COUNT};
    status = trf_model_tariff(model, context->tariff, &reader->tariff, error);
    if (status < 0) {
        trf_alloc_free(model->alloc, reader, sizeof *reader);
        return status;
    }
    *state = reader;
    return TARIFF_OK;
}

static void reader_free(void *state)
{
    taric3 *reader = state;

    if (!reader)
        return;
    trf_buffer_done(&reader->unknown);
    trf_alloc_free(reader->model->alloc, reader, sizeof *reader);
}

/* ---- names ---- */

static bool is_field_name(trf_slice name)
{
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        if (trf_field_of_element((trf_kind)kind, name) >= 0)
            return true;
    return false;
}

static int resolve(void *state, trf_slice local, trf_slice ns)
{
    taric3 *reader = state;
    known *name;
    bool envelope = trf_slice_is(ns, ENVELOPE_NAMESPACE);

    /* What is of another namespace or one name too many is looked up as text wherever it stands. */
    if ((!envelope && !trf_slice_is(ns, MESSAGE_NAMESPACE)) || reader->name_count == NAME_OTHER)
        return NAME_OTHER;
    name = &reader->names[reader->name_count];
    *name = (known){.kind = TRF_KIND_COUNT};
    /* Files that declare no prefix within put app.message into the namespace of messages. */
    for (uint8_t level = AT_ENVELOPE; level <= AT_RECORD; level++)
        if (trf_slice_is(local, level_names[level]))
            name->level = level;
    if (!envelope) {
        name->kind = (uint16_t)trf_kind_of_element(local);
        for (uint8_t i = PART_TRANSACTION_ID; i < PART_COUNT; i++)
            if (trf_slice_is(local, part_names[i]))
                name->part = i;
        name->leaf = name->level == 0 && name->kind == TRF_KIND_COUNT && (name->part || is_field_name(local));
    }
    return (int)reader->name_count++ + (name->leaf ? TRF_XML_LEAF : 0);
}

/* The name of an element that is not understood, cut to what an error may hold. */
static trf_slice told_name(const taric3 *reader)
{
    trf_slice name = trf_xml_local(reader->in.xml);

    if (name.size > 200)
        for (name.size = 200; name.size > 0 && ((unsigned char)name.data[name.size] & 0xC0) == 0x80;)
            name.size--;
    return name;
}

static trf_row_source here(const taric3 *reader)
{
    return (trf_row_source){.transaction = reader->transaction,
                            .message = reader->message,
                            .line = trf_xml_line(reader->in.xml),
                            .input = reader->in.input,
                            .tariff = reader->tariff};
}

/* ---- start tags ---- */

static tariff_status id_value(taric3 *reader, const trf_xml_attributes *attributes, trf_value *out, tariff_error **error)
{
    trf_slice id;

    *out = TRF_VALUE_ABSENT;
    if (!trf_xml_attribute_get(attributes, "id", &id)) {
        const trf_row_source source = here(reader);

        trf_model_report(reader->model, &source, "element-without-id", trf_xml_local(reader->in.xml), "has no id attribute");
        return TARIFF_OK;
    }
    *out = trf_model_value(reader->model, id);
    return *out == TRF_INTERN_NONE ? trf_fail_memory(error) : TARIFF_OK;
}

static tariff_status start_level(taric3 *reader, unsigned level, const trf_xml_attributes *attributes, tariff_error **error)
{
    trf_input *input = &reader->model->inputs[reader->in.input];
    tariff_status status = TARIFF_OK;

    switch (level) {
    case AT_ENVELOPE: status = id_value(reader, attributes, &input->envelope, error); break;
    case AT_TRANSACTION:
        status = id_value(reader, attributes, &reader->transaction, error);
        if (input->transactions++ == 0)
            input->first_transaction = reader->transaction;
        input->last_transaction = reader->transaction;
        break;
    case AT_MESSAGE: status = id_value(reader, attributes, &reader->message, error); break;
    case AT_RECORD:
        input->records++;
        reader->now.kind = TRF_KIND_COUNT;
        reader->now.payload = false;
        reader->now.parts = 0;
        reader->now.fields = 0;
        reader->now.code = 0;
        reader->now.subcode = 0;
        reader->now.update = 0;
        reader->now.source = here(reader);
        trf_buffer_clear(&reader->unknown);
        break;
    default: break;
    }
    return status;
}

static tariff_status start_payload(taric3 *reader, const known *name, tariff_error **error)
{
    record *now = &reader->now;

    if (now->payload) {
        reader->skip = AT_PART;
        trf_model_report(reader->model, &now->source, "several-payloads", told_name(reader),
                         "stands in a record that has a payload already (not read)");
        return TARIFF_OK;
    }
    now->payload = true;
    now->kind = (trf_kind)name->kind;
    if (now->kind == TRF_KIND_COUNT) {
        now->unknown_element = trf_intern_add(&reader->model->texts, trf_xml_local(reader->in.xml));
        return now->unknown_element == TRF_INTERN_NONE ? trf_fail_memory(error) : TARIFF_OK;
    }
    memset(now->row, 0, trf_kinds[now->kind].field_count * sizeof *now->row);
    return TARIFF_OK;
}

static void report_misplaced(taric3 *reader, uint32_t depth)
{
    const trf_row_source source = here(reader);

    trf_model_report(reader->model, &source, "unknown-element", told_name(reader),
                     "stands where a TARIC3 envelope has '%s' (not read)", level_names[depth]);
}

static tariff_status start(void *state, int id, trf_slice text, const trf_xml_attributes *attributes, tariff_error **error)
{
    taric3 *reader = state;
    const known *name = &reader->names[id];
    uint32_t depth = trf_xml_depth(reader->in.xml);

    (void)text;
    if (reader->skip)
        return TARIFF_OK;
    if (depth == AT_PART && !name->part)
        return start_payload(reader, name, error);
    if (depth >= AT_PART)
        return TARIFF_OK;
    if (name->level == depth)
        return start_level(reader, depth, attributes, error);
    reader->skip = depth;
    report_misplaced(reader, depth);
    return TARIFF_OK;
}

/* ---- end tags ---- */

/* "name=value" and a line end: one of the value's own is \n in it, a backslash \\. */
static void spell_field(trf_buffer *out, trf_slice name, trf_slice value)
{
    trf_buffer_slice(out, name);
    trf_buffer_char(out, '=');
    for (size_t i = 0; i < value.size; i++) {
        if (value.data[i] == '\n' || value.data[i] == '\\')
            trf_buffer_char(out, '\\');
        trf_buffer_char(out, value.data[i] == '\n' ? 'n' : value.data[i]);
    }
    trf_buffer_char(out, '\n');
}

static tariff_status keep_unknown(taric3 *reader, trf_slice text, tariff_error **error)
{
    size_t size = reader->unknown.size;

    spell_field(&reader->unknown, trf_xml_local(reader->in.xml), text);
    if (!reader->unknown.failed)
        return TARIFF_OK;
    if (size + text.size < UNKNOWN_MAX / 2)
        return trf_fail_memory(error);
    return trf_fail(error, reader->model->alloc, TARIFF_ELIMIT, "record with more than %u bytes in elements that are not known",
                    (uint32_t)UNKNOWN_MAX);
}

static tariff_status unknown_field(taric3 *reader, trf_slice text, tariff_error **error)
{
    record *now = &reader->now;

    if (now->kind != TRF_KIND_COUNT)
        trf_model_report(reader->model, &now->source, "unknown-field", trf_slice_text(trf_kinds[now->kind].element),
                         "has an element '%S' that is not known (kept apart)", told_name(reader));
    return keep_unknown(reader, text, error);
}

static int field_of(taric3 *reader, int id)
{
    int8_t *place = &reader->fields[reader->now.kind][id];

    if (id == NAME_OTHER) {
        /* Another namespace is no spelling of a field; one name too many may be. */
        if (!trf_slice_is(trf_xml_namespace(reader->in.xml), MESSAGE_NAMESPACE))
            return FIELD_NONE;
        return trf_field_of_element(reader->now.kind, trf_xml_local(reader->in.xml));
    }
    if (*place == FIELD_UNASKED) {
        int field = trf_field_of_element(reader->now.kind, trf_xml_local(reader->in.xml));

        if (field >= 0 && trf_kinds[reader->now.kind].fields[field].use == TRF_USE_NATIVE)
            field = FIELD_NONE;
        *place = (int8_t)field;
    }
    return *place;
}

static tariff_status end_field(taric3 *reader, int id, trf_slice text, tariff_error **error)
{
    record *now = &reader->now;
    int field;
    trf_value value;

    if (!now->payload || now->kind == TRF_KIND_COUNT)
        return unknown_field(reader, text, error);
    field = field_of(reader, id);
    if (field < 0)
        return unknown_field(reader, text, error);
    value = trf_model_value(reader->model, text);
    if (value == TRF_INTERN_NONE)
        return trf_fail_memory(error);
    if (now->fields & (UINT32_C(1) << field))
        trf_model_report(reader->model, &now->source, "repeated-field", trf_slice_text(trf_kinds[now->kind].element),
                         "has '%S' twice (the last one is taken)", told_name(reader));
    now->fields |= UINT32_C(1) << field;
    now->row[field] = value;
    return TARIFF_OK;
}

static bool read_number(trf_slice text, uint32_t *out)
{
    uint32_t value = 0;

    if (text.size == 0 || text.size > 9)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(text.data[i] - '0');
    }
    *out = value;
    return true;
}

static void end_part(taric3 *reader, part which, trf_slice text)
{
    record *now = &reader->now;
    uint32_t number = 0;

    now->parts |= UINT32_C(1) << which;
    if (which == PART_TRANSACTION_ID)
        return;
    if (!read_number(text, &number)) {
        trf_model_report(reader->model, &now->source, "record-part", trf_slice_text(part_names[which]), "'%S' is not a number",
                         text.size > 100 ? trf_slice_of(text.data, 0) : text);
        return;
    }
    if (which == PART_RECORD_CODE)
        now->code = number < UINT16_MAX ? number : UINT16_MAX;
    else if (which == PART_SUBRECORD_CODE)
        now->subcode = number < UINT8_MAX ? number : UINT8_MAX;
    else if (which == PART_UPDATE_TYPE)
        now->update = number;
}

/* What a record lacks is reported; only its update type decides whether it can be applied. */
static void check_parts(taric3 *reader)
{
    const record *now = &reader->now;

    for (int i = PART_TRANSACTION_ID; i < PART_COUNT; i++)
        if (!(now->parts & (UINT32_C(1) << i)))
            trf_model_report(reader->model, &now->source, "record-part", trf_slice_text(part_names[i]), "is missing in a record");
    if ((now->parts & (UINT32_C(1) << PART_UPDATE_TYPE)) && (now->update < TRF_UPDATE_UPDATE || now->update > TRF_UPDATE_INSERT))
        trf_model_report(reader->model, &now->source, "record-part", TRF_SLICE("update.type"),
                         "%u (expected 1 update, 2 delete or 3 insert; the record is kept apart)", now->update);
}

static void check_payload(taric3 *reader)
{
    const record *now = &reader->now;
    const trf_kind_info *info = &trf_kinds[now->kind];
    /* A deletion may name the key alone. */
    uint32_t missing = (now->update == TRF_UPDATE_DELETE ? reader->key : reader->required)[now->kind] & ~now->fields;
    char name[TRF_RECORD_NAME_MAX];

    if (now->code != info->record || now->subcode != info->subrecord)
        trf_model_report(reader->model, &now->source, "record-code", trf_record_name(reader->model, now->kind, now->row, name),
                         "stands under record code %u %u (expected %u %u)", now->code, now->subcode, (uint32_t)info->record,
                         (uint32_t)info->subrecord);
    for (int field = 0; missing; field++, missing >>= 1)
        if (missing & 1)
            trf_model_report(reader->model, &now->source, "missing-field",
                             trf_record_name(reader->model, now->kind, now->row, name), "has no '%s'",
                             info->fields[field].element);
}

/* A record that cannot be applied, or fields of one that can. */
static tariff_status add_unknown(taric3 *reader, trf_kind kind, uint32_t row, tariff_error **error)
{
    const record *now = &reader->now;
    trf_unknown kept = {
        .record = (uint16_t)now->code, .subrecord = (uint16_t)now->subcode, .source = now->source, .kind = kind, .row = row};

    kept.element = now->payload ? now->unknown_element : 0;
    if (now->kind != TRF_KIND_COUNT)
        kept.element = trf_intern_add(&reader->model->texts, trf_slice_text(trf_kinds[now->kind].element));
    kept.fields = trf_intern_add(&reader->model->texts, trf_buffer_view(&reader->unknown));
    if (kept.element == TRF_INTERN_NONE || kept.fields == TRF_INTERN_NONE)
        return trf_fail_memory(error);
    return trf_model_unknown_add(reader->model, &kept, error);
}

/* The fields of a row that cannot be applied, as text. */
static tariff_status spell_row(taric3 *reader, tariff_error **error)
{
    const record *now = &reader->now;
    char scratch[16];

    for (int field = 0; field < trf_kinds[now->kind].field_count; field++) {
        if (!(now->fields & (UINT32_C(1) << field)))
            continue;
        spell_field(&reader->unknown, trf_slice_text(trf_kinds[now->kind].fields[field].element),
                    trf_model_text(reader->model, now->row[field], scratch));
    }
    return reader->unknown.failed ? trf_fail_memory(error) : TARIFF_OK;
}

static tariff_status end_unusable(taric3 *reader, tariff_error **error)
{
    record *now = &reader->now;
    tariff_status status = TARIFF_OK;

    if (!now->payload)
        trf_model_report(reader->model, &now->source, "record-without-payload", TRF_SLICE("record"),
                         "record code %u %u holds no record", now->code, now->subcode);
    else if (now->kind == TRF_KIND_COUNT)
        trf_model_report(reader->model, &now->source, "unknown-record",
                         trf_intern_get(&reader->model->texts, now->unknown_element),
                         "record code %u %u is of no kind that is known (kept apart)", now->code, now->subcode);
    else
        status = spell_row(reader, error);
    return status < 0 ? status : add_unknown(reader, TRF_KIND_COUNT, 0, error);
}

static tariff_status end_record(taric3 *reader, tariff_error **error)
{
    record *now = &reader->now;
    bool applicable = now->update >= TRF_UPDATE_UPDATE && now->update <= TRF_UPDATE_INSERT;
    const uint32_t all_parts = ((UINT32_C(1) << PART_COUNT) - 1) & ~UINT32_C(1);
    tariff_status status;

    now->source.update = (uint8_t)(now->update < UINT8_MAX ? now->update : UINT8_MAX); /* of records kept apart too */
    now->source.record = (uint16_t)now->code;
    now->source.subrecord = (uint8_t)now->subcode;
    if (now->parts != all_parts || !applicable)
        check_parts(reader);
    if (!applicable || now->kind == TRF_KIND_COUNT)
        return end_unusable(reader, error);
    if (now->code != trf_kinds[now->kind].record || now->subcode != trf_kinds[now->kind].subrecord ||
        (reader->required[now->kind] & ~now->fields))
        check_payload(reader);
    status = trf_model_append(reader->model, now->kind, now->row, &now->source, error);
    if (status == TARIFF_OK && reader->unknown.size)
        status = add_unknown(reader, now->kind, reader->model->tables[now->kind].count - 1, error);
    return status;
}

static tariff_status end(void *state, int id, trf_slice text, tariff_error **error)
{
    taric3 *reader = state;
    uint32_t depth = trf_xml_depth(reader->in.xml);
    const known *name;

    if (id >= TRF_XML_LEAF)
        id -= TRF_XML_LEAF;
    if (reader->skip) {
        if (depth == reader->skip)
            reader->skip = 0;
        return TARIFF_OK;
    }
    if (depth == AT_FIELD)
        return end_field(reader, id, text, error);
    name = &reader->names[id];
    if (depth < AT_PART && name->leaf) {
        report_misplaced(reader, depth);
        return TARIFF_OK;
    }
    switch (depth) {
    case AT_PART:
        if (name->part)
            end_part(reader, (part)name->part, text);
        else if (name->leaf)
            /* A field without its payload around it. */
            return unknown_field(reader, text, error);
        return TARIFF_OK;
    case AT_RECORD: return end_record(reader, error);
    case AT_TRANSACTION: reader->transaction = TRF_VALUE_ABSENT; return TARIFF_OK;
    case AT_MESSAGE: reader->message = TRF_VALUE_ABSENT; return TARIFF_OK;
    case AT_ENVELOPE:
    case AT_TRANSMISSION: return TARIFF_OK;
    default: return unknown_field(reader, text, error);
    }
}

static tariff_status finish(void *state, tariff_error **error)
{
    (void)state, (void)error;
    return TARIFF_OK;
}

const trf_reader trf_taric3_reader = {"taric3", begin, {resolve, start, end}, finish, reader_free};
