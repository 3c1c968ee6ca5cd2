/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/xml_write.h"

#include "base/utf8.h"

#define PIECE ((size_t)64 << 10)
#define DEPTH (sizeof((trf_xml_writer *)0)->open / sizeof((trf_xml_writer *)0)->open[0])

static void flush(trf_xml_writer *writer)
{
    if (writer->status >= 0 && writer->out.failed)
        writer->status = trf_fail_memory(writer->error);
    if (writer->status >= 0 && writer->out.size) {
        writer->status = writer->sink(writer->user, writer->out.data, writer->out.size, writer->error);
        writer->bytes += writer->out.size;
    }
    trf_buffer_clear(&writer->out);
}

static void escape(trf_xml_writer *writer, trf_slice text, bool attribute)
{
    trf_buffer *out = &writer->out;
    size_t i = 0, plain = 0;

    while (i < text.size) {
        unsigned char c = (unsigned char)text.data[i];
        const char *instead = NULL;
        unsigned used = 1;

        if (c == '&')
            instead = "&amp;";
        else if (c == '<')
            instead = "&lt;";
        else if (c == '>')
            instead = "&gt;";
        else if (c == '"' && attribute)
            instead = "&quot;";
        else if (c == '\r')
            instead = "&#13;";
        else if (c == '\n')
            instead = attribute ? "&#10;" : NULL;
        else if (c == '\t')
            instead = attribute ? "&#9;" : NULL;
        else if (c < 0x20)
            instead = "\xef\xbf\xbd";
        else if (c >= 0x80) {
            uint32_t code_point = trf_utf8_read(trf_slice_of(text.data + i, text.size - i), &used);

            if (used == 0 || code_point == 0xfffe || code_point == 0xffff)
                instead = "\xef\xbf\xbd";
            if (used == 0)
                used = 1;
        }
        if (instead) {
            trf_buffer_bytes(out, text.data + plain, i - plain);
            trf_buffer_text(out, instead);
            plain = i + used;
        }
        i += used;
    }
    if (i > plain)
        trf_buffer_bytes(out, text.data + plain, i - plain);
}

static void end_tag_head(trf_xml_writer *writer)
{
    if (writer->in_tag)
        trf_buffer_char(&writer->out, '>');
    writer->in_tag = false;
}

static void new_line(trf_xml_writer *writer, unsigned indent)
{
    trf_buffer_char(&writer->out, '\n');
    while (indent--)
        trf_buffer_char(&writer->out, ' ');
}

void trf_xml_writer_init(trf_xml_writer *writer, const trf_alloc *alloc, trf_xml_sink sink, void *user, tariff_error **error)
{
    memset(writer, 0, sizeof *writer);
    trf_buffer_init(&writer->out, alloc, 0);
    writer->sink = sink;
    writer->user = user;
    writer->error = error;
    trf_buffer_text(&writer->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
}

tariff_status trf_xml_writer_done(trf_xml_writer *writer)
{
    while (writer->depth)
        trf_xml_write_end(writer);
    trf_buffer_char(&writer->out, '\n');
    flush(writer);
    trf_buffer_done(&writer->out);
    return writer->status;
}

void trf_xml_write_start(trf_xml_writer *writer, const char *name)
{
    if (writer->status < 0)
        return;
    if (writer->depth == DEPTH) {
        writer->status = trf_fail(writer->error, writer->out.alloc, TARIFF_ELIMIT, "element <%s>: nested deeper than %u", name,
                                  (uint32_t)DEPTH);
        return;
    }
    end_tag_head(writer);
    new_line(writer, writer->depth);
    trf_buffer_char(&writer->out, '<');
    trf_buffer_text(&writer->out, name);
    writer->open[writer->depth++] = name;
    writer->in_tag = true;
    writer->has_text = false;
}

void trf_xml_write_attribute(trf_xml_writer *writer, const char *name, trf_slice value)
{
    if (writer->status < 0)
        return;
    trf_buffer_char(&writer->out, ' ');
    trf_buffer_text(&writer->out, name);
    trf_buffer_text(&writer->out, "=\"");
    escape(writer, value, true);
    trf_buffer_char(&writer->out, '"');
}

void trf_xml_write_text(trf_xml_writer *writer, trf_slice text)
{
    if (writer->status < 0 || text.size == 0)
        return;
    end_tag_head(writer);
    escape(writer, text, false);
    writer->has_text = true;
}

void trf_xml_write_end(trf_xml_writer *writer)
{
    const char *name;

    if (writer->status < 0) {
        writer->depth = writer->depth ? writer->depth - 1 : 0;
        return;
    }
    name = writer->open[--writer->depth];
    if (writer->in_tag) {
        trf_buffer_text(&writer->out, "/>");
    } else {
        if (!writer->has_text)
            new_line(writer, writer->depth);
        trf_buffer_text(&writer->out, "</");
        trf_buffer_text(&writer->out, name);
        trf_buffer_char(&writer->out, '>');
    }
    writer->in_tag = writer->has_text = false;
    if (writer->out.size >= PIECE)
        flush(writer);
}

void trf_xml_write_comment(trf_xml_writer *writer, const char *text)
{
    if (writer->status < 0)
        return;
    end_tag_head(writer);
    new_line(writer, writer->depth);
    trf_buffer_text(&writer->out, "<!-- ");
    trf_buffer_text(&writer->out, text);
    trf_buffer_text(&writer->out, " -->");
}
