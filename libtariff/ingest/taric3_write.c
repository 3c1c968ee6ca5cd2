/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/taric3_write.h"

#include "base/sort.h"

#define ENVELOPE_NAMESPACE "urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0"
#define MESSAGE_NAMESPACE  "urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0"

enum { NAME_SIZE = 256 };

/* A row, or what is kept apart: kind TRF_KIND_COUNT. */
typedef struct place {
    trf_kind kind;
    uint32_t row;
} place;

typedef struct taric3_writer {
    const trf_model *model;
    const trf_alloc *alloc;
    trf_taric3_write_options options;
    trf_taric3_written *written;
    trf_xml_writer xml;
    trf_sort_item *order; /* by sequence */
    uint32_t count;
    size_t capacity;
    bool open; /* a message is */
    trf_row_source now;
    uint32_t number;  /* of the record in its message */
    uint32_t message; /* given to records of the own schema */
    char payload[NAME_SIZE], field[NAME_SIZE];
} taric3_writer;

static bool wanted(const taric3_writer *w, const trf_row_source *source)
{
    return !w->options.one_tariff || source->tariff == 0 || source->tariff == w->options.tariff;
}

static bool is_transmitted(const trf_row_source *source)
{
    return source->transaction || source->message || source->record;
}

/* Sections are lines of the own schema only. */
static bool is_section(const trf_model *model, trf_kind kind, uint32_t row)
{
    char scratch[16];

    return kind == TRF_KIND_goods_nomenclature &&
           trf_slice_is(trf_model_text(model, trf_model_row(model, kind, row)[TRF_F_goods_nomenclature_line_kind], scratch),
                        "section");
}

/* ---- order ---- */
static tariff_status collect(taric3_writer *w, tariff_error **error)
{
    const trf_model *model = w->model;
    size_t total = model->unknown_count;
    trf_sort_item *scratch;

    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        total += model->tables[kind].count;
    w->capacity = total + 1;
    w->order = trf_alloc_array(w->alloc, w->capacity, sizeof *w->order);
    scratch = trf_alloc_array(w->alloc, w->capacity, sizeof *scratch);
    if (!w->order || !scratch) {
        trf_alloc_free(w->alloc, scratch, w->capacity * sizeof *scratch);
        return trf_fail_memory(error);
    }
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++) {
        const trf_table *table = &model->tables[kind];

        for (uint32_t row = 0; row < table->count; row++) {
            if (!wanted(w, &table->sources[row]))
                continue;
            if (trf_kinds[kind].record == 0 || is_section(model, (trf_kind)kind, row)) {
                w->written->left_out[kind]++;
                continue;
            }
            w->order[w->count++] = (trf_sort_item){table->sources[row].sequence, (uint64_t)kind << 32 | row};
        }
    }
    for (uint32_t i = 0; i < model->unknown_count; i++)
        if (wanted(w, &model->unknown[i].source))
            w->order[w->count++] = (trf_sort_item){model->unknown[i].source.sequence, (uint64_t)TRF_KIND_COUNT << 32 | i};
    trf_sort_items(w->order, scratch, w->count);
    trf_alloc_free(w->alloc, scratch, w->capacity * sizeof *scratch);
    return TARIFF_OK;
}

static place place_at(const taric3_writer *w, uint32_t at)
{
    return (place){(trf_kind)(w->order[at].value >> 32), (uint32_t)w->order[at].value};
}

/* ---- the levels of the envelope ---- */
static void write_number(taric3_writer *w, const char *name, uint32_t number, unsigned digits)
{
    trf_buffer text;

    trf_buffer_init(&text, w->alloc, 32);
    trf_buffer_unsigned(&text, number, digits);
    trf_xml_write_start(&w->xml, name);
    trf_xml_write_text(&w->xml, trf_buffer_view(&text));
    trf_xml_write_end(&w->xml);
    trf_buffer_done(&text);
}

static void write_id(taric3_writer *w, trf_value id)
{
    char scratch[16];

    if (id)
        trf_xml_write_attribute(&w->xml, "id", trf_model_text(w->model, id, scratch));
}

static void close_message(taric3_writer *w, bool transaction)
{
    if (!w->open)
        return;
    trf_xml_write_end(&w->xml); /* transmission */
    trf_xml_write_end(&w->xml); /* message */
    if (transaction)
        trf_xml_write_end(&w->xml);
    w->open = false;
}

/* Records of the own schema have a transaction of their own for each input, and a message each. */
static void open_message(taric3_writer *w, const trf_row_source *source)
{
    bool transmitted = is_transmitted(source);
    bool same = w->open && w->now.input == source->input && w->now.transaction == source->transaction;
    trf_value message = source->message;

    if (same && transmitted && w->now.message == source->message)
        return;
    close_message(w, !same);
    if (!same) {
        trf_xml_write_start(&w->xml, "env:transaction");
        write_id(w, transmitted ? source->transaction : TRF_VALUE_TAG_INT | (source->input + 1u));
        w->message = 0;
    }
    if (!transmitted)
        message = TRF_VALUE_TAG_INT | ++w->message;
    trf_xml_write_start(&w->xml, "env:app.message");
    write_id(w, message);
    trf_xml_write_start(&w->xml, "oub:transmission");
    w->open = true;
    w->now = *source;
    w->number = 0;
}

static void write_head(taric3_writer *w, const trf_row_source *source, uint32_t record, uint32_t subrecord)
{
    char scratch[16];

    open_message(w, source);
    trf_xml_write_start(&w->xml, "oub:record");
    trf_xml_write_start(&w->xml, "oub:transaction.id");
    trf_xml_write_text(
        &w->xml, trf_model_text(w->model, is_transmitted(source) ? source->transaction : TRF_VALUE_TAG_INT | (source->input + 1u),
                                scratch));
    trf_xml_write_end(&w->xml);
    write_number(w, "oub:record.code", record, 3);
    write_number(w, "oub:subrecord.code", subrecord, 2);
    write_number(w, "oub:record.sequence.number", ++w->number, 1);
    if (source->update) /* some have none */
        write_number(w, "oub:update.type", source->update, 1);
}

/* ---- records ---- */
static bool qualified(char out[NAME_SIZE], trf_slice name)
{
    if (name.size == 0 || name.size > NAME_SIZE - 5)
        return false;
    memcpy(out, "oub:", 4);
    memcpy(out + 4, name.data, name.size);
    out[4 + name.size] = 0;
    return true;
}

static void write_field(taric3_writer *w, trf_slice name, trf_slice value)
{
    if (!qualified(w->field, name))
        return;
    trf_xml_write_start(&w->xml, w->field);
    trf_xml_write_text(&w->xml, value);
    trf_xml_write_end(&w->xml);
}

/* Names of TARIC are of these; others are not told from text. */
static bool is_name_char(char c, bool first)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

    return letter || (!first && ((c >= '0' && c <= '9') || c == '.' || c == '-'));
}

/* Bytes of a name before '=' at the start of text; 0 where none stands there. */
static size_t name_before_equals(trf_slice text)
{
    size_t size = 0;

    while (size < text.size && is_name_char(text.data[size], size == 0))
        size++;
    return size < text.size && text.data[size] == '=' ? size : 0;
}

/* A value as it was read: \n stands for a line end, \\ for a backslash. */
static void unspell(trf_buffer *out, trf_slice value)
{
    trf_buffer_clear(out);
    for (size_t i = 0; i < value.size; i++) {
        bool escaped = value.data[i] == '\\' && i + 1 < value.size;

        i += escaped;
        trf_buffer_char(out, escaped && value.data[i] == 'n' ? '\n' : value.data[i]);
    }
}

/* "name=value" lines. */
static void write_lines(taric3_writer *w, trf_slice lines)
{
    trf_buffer value;

    trf_buffer_init(&value, w->alloc, 0);
    while (lines.size) {
        const char *end = memchr(lines.data, '\n', lines.size);
        trf_slice line = trf_slice_of(lines.data, end ? (size_t)(end - lines.data) : lines.size);
        size_t name = name_before_equals(line);

        if (name) {
            unspell(&value, trf_slice_of(line.data + name + 1, line.size - name - 1));
            write_field(w, trf_slice_of(line.data, name), trf_buffer_view(&value));
        }
        lines = trf_slice_of(lines.data + line.size + (end != NULL), lines.size - line.size - (end != NULL));
    }
    if (value.failed && w->xml.status >= 0)
        w->xml.status = trf_fail_memory(w->xml.error);
    trf_buffer_done(&value);
}

/* "en" of the own schema is "EN" in TARIC. */
static trf_slice language(const trf_field_info *field, trf_slice value, char large[2])
{
    if (value.size != 2 || strcmp(field->element, "language.id") != 0)
        return value;
    for (unsigned i = 0; i < 2; i++)
        large[i] = (char)(value.data[i] >= 'a' && value.data[i] <= 'z' ? value.data[i] - 'a' + 'A' : value.data[i]);
    return trf_slice_of(large, 2);
}

static void write_row(taric3_writer *w, place at, const trf_unknown *beside)
{
    const trf_kind_info *info = &trf_kinds[at.kind];
    const trf_row_source *source = &w->model->tables[at.kind].sources[at.row];
    const trf_value *row = trf_model_row(w->model, at.kind, at.row);
    bool transmitted = is_transmitted(source);
    char scratch[16], large[2];

    write_head(w, source, transmitted ? source->record : info->record, transmitted ? source->subrecord : info->subrecord);
    qualified(w->payload, trf_slice_text(info->element));
    trf_xml_write_start(&w->xml, w->payload);
    for (uint16_t f = 0; f < info->field_count; f++) {
        trf_slice value;

        if (row[f] == TRF_VALUE_ABSENT)
            continue;
        if (info->fields[f].use == TRF_USE_NATIVE) {
            w->written->left_fields[at.kind]++;
            continue;
        }
        value = trf_model_text(w->model, row[f], scratch);
        write_field(w, trf_slice_text(info->fields[f].element), transmitted ? value : language(&info->fields[f], value, large));
    }
    if (beside)
        write_lines(w, trf_intern_get(&w->model->texts, beside->fields));
    trf_xml_write_end(&w->xml);
    trf_xml_write_end(&w->xml);
    w->written->records[at.kind]++;
}

static void write_unknown(taric3_writer *w, const trf_unknown *unknown)
{
    trf_slice element = unknown->element ? trf_intern_get(&w->model->texts, unknown->element) : TRF_SLICE_EMPTY;
    bool payload;

    write_head(w, &unknown->source, unknown->record, unknown->subrecord);
    payload = qualified(w->payload, element);
    if (payload)
        trf_xml_write_start(&w->xml, w->payload);
    write_lines(w, trf_intern_get(&w->model->texts, unknown->fields));
    if (payload)
        trf_xml_write_end(&w->xml);
    trf_xml_write_end(&w->xml);
    w->written->unknown++;
}

static void write_records(taric3_writer *w)
{
    for (uint32_t i = 0; i < w->count && w->xml.status >= 0; i++) {
        place at = place_at(w, i), next = i + 1 < w->count ? place_at(w, i + 1) : (place){TRF_KIND_COUNT, UINT32_MAX};
        const trf_unknown *unknown = NULL;

        if (at.kind == TRF_KIND_COUNT) {
            unknown = &w->model->unknown[at.row];
            if (unknown->kind == TRF_KIND_COUNT)
                write_unknown(w, unknown);
            continue; /* further fields of a row were written with it */
        }
        /* They come right after their row. */
        if (next.kind == TRF_KIND_COUNT && next.row != UINT32_MAX && w->model->unknown[next.row].kind == at.kind)
            unknown = &w->model->unknown[next.row];
        write_row(w, at, unknown);
    }
    close_message(w, true);
}

/* The envelope is that of the input read last; records that were never transmitted make envelope 1. */
static trf_value envelope_id(const trf_model *model)
{
    for (size_t i = model->inputs_count; i > 0; i--)
        if (model->inputs[i - 1].envelope)
            return model->inputs[i - 1].envelope;
    return TRF_VALUE_TAG_INT | 1u;
}

tariff_status trf_taric3_write(const trf_model *model, const trf_taric3_write_options *options, trf_xml_sink sink, void *user,
                               trf_taric3_written *written, tariff_error **error)
{
    taric3_writer writer;
    taric3_writer *w = &writer;
    tariff_status status;

    memset(w, 0, sizeof *w);
    memset(written, 0, sizeof *written);
    w->model = model;
    w->alloc = model->alloc;
    w->written = written;
    if (options)
        w->options = *options;
    status = collect(w, error);
    if (status < 0)
        goto done;
    trf_xml_writer_init(&w->xml, w->alloc, sink, user, error);
    trf_xml_write_start(&w->xml, "env:envelope");
    trf_xml_write_attribute(&w->xml, "xmlns", TRF_SLICE(MESSAGE_NAMESPACE));
    trf_xml_write_attribute(&w->xml, "xmlns:env", TRF_SLICE(ENVELOPE_NAMESPACE));
    trf_xml_write_attribute(&w->xml, "xmlns:oub", TRF_SLICE(MESSAGE_NAMESPACE));
    write_id(w, envelope_id(model));
    write_records(w);
    status = trf_xml_writer_done(&w->xml);
done:
    trf_alloc_free(w->alloc, w->order, w->order ? w->capacity * sizeof *w->order : 0);
    return status;
}
