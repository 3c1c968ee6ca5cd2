/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/published.h"

#include "ingest/ingest.h"
#include "ingest/native.h"

#define ARENA_BYTES ((size_t)1 << 30)

static tariff_status keep(void *user, const void *data, size_t size, tariff_error **error)
{
    trf_buffer *xml = user;

    trf_buffer_bytes(xml, data, size);
    return xml->failed ? trf_fail_memory(error) : TARIFF_OK;
}

void trf_published_init(trf_published *p, trf_model *model, const char *format)
{
    memset(p, 0, sizeof *p);
    p->model = model;
    p->format = format;
    trf_arena_init(&p->arena, model->alloc, ARENA_BYTES);
    trf_buffer_init(&p->xml, model->alloc, 0);
    trf_xml_writer_init(&p->out, model->alloc, keep, &p->xml, &p->writing);
    p->open = true;
    trf_xml_write_start(&p->out, "tariff-data");
    trf_xml_write_attribute(&p->out, "xmlns", TRF_SLICE(TRF_NATIVE_NAMESPACE));
    trf_xml_write_attribute(&p->out, "version", TRF_SLICE("1"));
}

void trf_published_done(trf_published *p)
{
    if (p->open)
        (void)trf_xml_writer_done(&p->out);
    p->open = false;
    trf_error_free(p->writing);
    p->writing = NULL;
    trf_buffer_done(&p->xml);
    trf_arena_done(&p->arena);
}

tariff_status trf_published_finish(trf_published *p, tariff_error **error)
{
    tariff_status status = trf_xml_writer_done(&p->out);
    trf_slice name = p->name.size ? p->name : TRF_SLICE("nothing");

    p->open = false;
    trf_arena_done(&p->arena);
    if (status < 0)
        return status == TARIFF_ENOMEM ? trf_fail_memory(error)
                                       : trf_fail(error, p->model->alloc, status, "own XML could not be written");
    return trf_ingest_memory(p->model, p->xml.data, p->xml.size, name, NULL, error);
}

/* ---- documents ---- */
tariff_status trf_published_read(trf_published *p, trf_slice name, trf_slice text, trf_published_document *out,
                                 tariff_error **error)
{
    trf_limits limits = p->model->limits;
    tariff_error *own = NULL;
    tariff_status status;

    if (p->name.size == 0)
        p->name = trf_arena_copy(&p->model->arena, name);
    out->name = trf_arena_copy(&p->arena, name);
    out->text = trf_arena_copy(&p->arena, text);
    if (!p->name.data || !out->name.data || (text.size && !out->text.data))
        return trf_fail_memory(error);
    limits.request_bytes = TRF_PUBLISHED_BYTES;
    status = trf_model_input(p->model, name, trf_slice_text(p->format), &out->input, error);
    if (status < 0)
        return status;
    status = trf_json_parse_published(&p->arena, &limits, out->text, &out->root, &own);
    if (status >= 0 && !trf_json_is(out->root, TRF_JSON_OBJECT))
        status = trf_fail(&own, p->model->alloc, TARIFF_EINPUT, "not a JSON object");
    if (status >= 0)
        return TARIFF_OK;
    if (own && status != TARIFF_ENOMEM && status != TARIFF_ELIMIT) {
        own->status = status = TARIFF_EINPUT;
        trf_error_at(own, out->name, own->line, own->column, TRF_SLICE("document"));
    }
    if (error)
        *error = own;
    else
        trf_error_free(own);
    return status;
}

static uint32_t line_of(const trf_published_document *document, const trf_json *value)
{
    uint32_t line = 1;

    for (uint32_t i = 0; i < value->offset && i < document->text.size; i++)
        line += document->text.data[i] == '\n';
    return line;
}

tariff_status trf_published_refuse(const trf_published *p, const trf_published_document *document, const trf_json *value,
                                   const char *name, const char *expected, tariff_error **error)
{
    const trf_json *member = name ? trf_json_get(value, name) : value;
    trf_slice found = member ? member->text : TRF_SLICE("nothing");
    trf_buffer path;
    tariff_status status;

    trf_buffer_init(&path, p->model->alloc, 4096);
    trf_json_path(value, name, &path);
    if (found.size > 60)
        found.size = 60;
    while (found.size && ((unsigned char)found.data[found.size - 1] & 0xc0) == 0x80) /* no half of a character */
        found.size--;
    if (found.size && ((unsigned char)found.data[found.size - 1] & 0xc0) == 0xc0)
        found.size--;
    status =
        trf_fail(error, p->model->alloc, TARIFF_EINPUT, "%S: found '%S' (expected %s)", trf_buffer_view(&path), found, expected);
    if (error)
        trf_error_at(*error, document->name, line_of(document, member ? member : value), 0, trf_buffer_view(&path));
    trf_buffer_done(&path);
    return status;
}

void trf_published_report(const trf_published *p, const trf_published_document *document, const trf_json *value, const char *rule,
                          trf_slice record, const char *format, trf_slice what)
{
    trf_row_source place = {0};

    place.input = document->input;
    place.line = line_of(document, value);
    trf_model_report(p->model, &place, rule, record, format, what);
}

tariff_status trf_published_text(const trf_published *p, const trf_published_document *document, const trf_json *object,
                                 const char *name, bool required, trf_slice *out, tariff_error **error)
{
    const trf_json *member = trf_json_get(object, name);

    *out = TRF_SLICE_EMPTY;
    if (!member)
        return required ? trf_published_refuse(p, document, object, name, "a text", error) : TARIFF_OK;
    if (member->type != TRF_JSON_STRING)
        return trf_published_refuse(p, document, object, name, "a text", error);
    *out = trf_published_trim(member->text);
    return required && out->size == 0 ? trf_published_refuse(p, document, object, name, "a text that is not empty", error)
                                      : TARIFF_OK;
}

tariff_status trf_published_day(const trf_published *p, const trf_published_document *document, const trf_json *object,
                                const char *name, trf_slice *out, tariff_error **error)
{
    tariff_status status = trf_published_text(p, document, object, name, false, out, error);
    trf_date date;

    if (status >= 0 && out->size && !trf_date_parse(*out, &date))
        return trf_published_refuse(p, document, object, name, "YYYY-MM-DD or nothing", error);
    return status;
}

bool trf_published_is_id(trf_slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];

        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) && (i == 0 || !memchr("_.+-", c, 4)))
            return false;
    }
    return text.size > 0 && text.size <= 32;
}

tariff_status trf_published_id(const trf_published *p, const trf_published_document *document, const trf_json *object,
                               const char *name, trf_slice *out, tariff_error **error)
{
    tariff_status status = trf_published_text(p, document, object, name, true, out, error);

    if (status >= 0 && !trf_published_is_id(*out))
        return trf_published_refuse(p, document, object, name, "letters, digits, dots and dashes", error);
    return status;
}

tariff_status trf_published_list(const trf_published *p, const trf_published_document *document, const trf_json *object,
                                 const char *name, bool required, trf_json_type of, const trf_json **out, tariff_error **error)
{
    const trf_json *list = trf_json_get(object, name);

    *out = NULL;
    if (!list && !required)
        return TARIFF_OK;
    if (!trf_json_is(list, TRF_JSON_ARRAY))
        return trf_published_refuse(p, document, object, name, "a list", error);
    for (const trf_json *item = list->first; item; item = item->next) {
        if (item->type != (uint8_t)of)
            return trf_published_refuse(p, document, item, NULL, of == TRF_JSON_OBJECT ? "an object" : "a text", error);
        if (of == TRF_JSON_STRING && !trf_published_is_id(item->text))
            return trf_published_refuse(p, document, item, NULL, "letters, digits, dots and dashes", error);
    }
    *out = list;
    return TARIFF_OK;
}

/* ---- own XML ---- */
trf_slice trf_published_trim(trf_slice text)
{
    while (text.size && (text.data[0] == ' ' || text.data[0] == '\t' || text.data[0] == '\n' || text.data[0] == '\r'))
        text = trf_slice_of(text.data + 1, text.size - 1);
    while (text.size && memchr(" \t\r\n", text.data[text.size - 1], 4))
        text.size--;
    return text;
}

void trf_published_words(trf_published *p, trf_slice language, trf_slice text)
{
    text = trf_published_trim(text);
    if (text.size == 0)
        return;
    trf_xml_write_start(&p->out, "text");
    trf_xml_write_attribute(&p->out, "lang", language);
    trf_xml_write_text(&p->out, text);
    trf_xml_write_end(&p->out);
}

trf_slice trf_published_area(const trf_import_options *options, const trf_publisher *publisher)
{
    return trf_slice_is(options->tariff, publisher->tariff) ? trf_slice_text(publisher->area) : options->tariff;
}
