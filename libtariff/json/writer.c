/* SPDX-License-Identifier: Apache-2.0 */
#include "writer.h"

#include "base/utf8.h"

void trf_json_writer_init(trf_json_writer *writer, trf_buffer *out)
{
    *writer = (trf_json_writer){out, 0, 0, false, false};
}

/* The comma before a value or a name. */
static void separate(trf_json_writer *writer)
{
    uint64_t bit = UINT64_C(1) << writer->depth;

    if (writer->after_name)
        writer->after_name = false;
    else if (writer->filled & bit)
        trf_buffer_char(writer->out, ',');
    writer->filled |= bit;
}

static void begin(trf_json_writer *writer, char bracket)
{
    separate(writer);
    trf_buffer_char(writer->out, bracket);
    if (writer->depth + 1 >= TRF_JSON_WRITER_DEPTH) {
        writer->failed = true;
        return;
    }
    writer->depth++;
    writer->filled &= ~(UINT64_C(1) << writer->depth);
}

static void end(trf_json_writer *writer, char bracket)
{
    trf_buffer_char(writer->out, bracket);
    if (writer->depth == 0)
        writer->failed = true;
    else
        writer->depth--;
}

void trf_json_begin_object(trf_json_writer *writer)
{
    begin(writer, '{');
}
void trf_json_end_object(trf_json_writer *writer)
{
    end(writer, '}');
}
void trf_json_begin_array(trf_json_writer *writer)
{
    begin(writer, '[');
}
void trf_json_end_array(trf_json_writer *writer)
{
    end(writer, ']');
}

void trf_json_name(trf_json_writer *writer, const char *name)
{
    size_t size = strlen(name);
    char *room;

    separate(writer);
    room = trf_buffer_reserve(writer->out, size + 3);
    if (room) {
        room[0] = '"';
        memcpy(room + 1, name, size);
        room[size + 1] = '"';
        room[size + 2] = ':';
        writer->out->size += size + 3;
    }
    writer->after_name = true;
}

/* 0: stands as it is; else the letter of its short escape, or u. */
static char escape_of(unsigned char c)
{
    switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return c < 0x20 ? 'u' : 0;
    }
}

static void put_quoted(trf_buffer *out, trf_slice text)
{
    static const char digits[] = "0123456789abcdef";
    size_t start = 0, at = 0, sound = trf_utf8_span(text);

    trf_buffer_char(out, '"');
    while (at < text.size) {
        unsigned char c = (unsigned char)text.data[at];
        char escape;

        if (at == sound) {
            /* Not UTF-8: one replacement character for the byte, then on. */
            trf_buffer_bytes(out, text.data + start, at - start);
            trf_buffer_text(out, "\xef\xbf\xbd");
            start = ++at;
            sound = at + trf_utf8_span(trf_slice_of(text.data + at, text.size - at));
            continue;
        }
        escape = escape_of(c);
        if (escape) {
            trf_buffer_bytes(out, text.data + start, at - start);
            trf_buffer_char(out, '\\');
            trf_buffer_char(out, escape);
            if (escape == 'u') {
                char unit[4] = {'0', '0', digits[c >> 4], digits[c & 15]};

                trf_buffer_bytes(out, unit, sizeof unit);
            }
            start = at + 1;
        }
        at++;
    }
    trf_buffer_bytes(out, text.data + start, at - start);
    trf_buffer_char(out, '"');
}

void trf_json_name_slice(trf_json_writer *writer, trf_slice name)
{
    separate(writer);
    put_quoted(writer->out, name.data ? name : TRF_SLICE(""));
    trf_buffer_char(writer->out, ':');
    writer->after_name = true;
}

void trf_json_put_text(trf_json_writer *writer, trf_slice text)
{
    separate(writer);
    put_quoted(writer->out, text.data ? text : TRF_SLICE(""));
}

void trf_json_put_string(trf_json_writer *writer, const char *text)
{
    trf_json_put_text(writer, trf_slice_text(text));
}

void trf_json_put_integer(trf_json_writer *writer, int64_t value)
{
    separate(writer);
    trf_buffer_signed(writer->out, value);
}

void trf_json_put_flag(trf_json_writer *writer, bool value)
{
    separate(writer);
    trf_buffer_text(writer->out, value ? "true" : "false");
}

void trf_json_put_null(trf_json_writer *writer)
{
    separate(writer);
    trf_buffer_text(writer->out, "null");
}

void trf_json_put_date(trf_json_writer *writer, trf_date date)
{
    char text[10];

    if (date < TRF_DATE_MIN || date > TRF_DATE_MAX) {
        trf_json_put_null(writer);
        return;
    }
    trf_date_format(date, text);
    trf_json_put_text(writer, trf_slice_of(text, sizeof text));
}

void trf_json_put_raw(trf_json_writer *writer, trf_slice json)
{
    separate(writer);
    trf_buffer_slice(writer->out, json);
}

void trf_json_member_text(trf_json_writer *writer, const char *name, trf_slice text)
{
    trf_json_name(writer, name);
    trf_json_put_text(writer, text);
}

void trf_json_member_string(trf_json_writer *writer, const char *name, const char *text)
{
    trf_json_member_text(writer, name, trf_slice_text(text));
}

void trf_json_member_text_if(trf_json_writer *writer, const char *name, trf_slice text)
{
    if (text.size)
        trf_json_member_text(writer, name, text);
}

void trf_json_member_integer(trf_json_writer *writer, const char *name, int64_t value)
{
    trf_json_name(writer, name);
    trf_json_put_integer(writer, value);
}

void trf_json_member_flag(trf_json_writer *writer, const char *name, bool value)
{
    trf_json_name(writer, name);
    trf_json_put_flag(writer, value);
}

void trf_json_member_null(trf_json_writer *writer, const char *name)
{
    trf_json_name(writer, name);
    trf_json_put_null(writer);
}

void trf_json_member_date_if(trf_json_writer *writer, const char *name, trf_date date)
{
    if (date < TRF_DATE_MIN || date > TRF_DATE_MAX)
        return;
    trf_json_name(writer, name);
    trf_json_put_date(writer, date);
}

tariff_status trf_json_writer_end(trf_json_writer *writer, tariff_error **error)
{
    trf_buffer *out = writer->out;

    if (writer->failed)
        return trf_fail(error, out->alloc, TARIFF_ELIMIT, "JSON reply: nested deeper than %u", TRF_JSON_WRITER_DEPTH);
    if (out->failed) {
        if (out->limit && out->size > out->limit / 2)
            return trf_fail(error, out->alloc, TARIFF_ELIMIT, "JSON reply: longer than %lu bytes", (uint64_t)out->limit);
        return trf_fail_memory(error);
    }
    if (writer->depth || writer->after_name)
        return trf_fail(error, out->alloc, TARIFF_EINVAL, "JSON reply: a structure was left open");
    return TARIFF_OK;
}
