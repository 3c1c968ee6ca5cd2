/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Writing XML as a stream: elements, attributes, text, indented by one blank a level. What was put in is read back: line ends
 * and tabs are written as references where a reader would change them. Characters that XML cannot hold become U+FFFD.
 */
#ifndef TRF_INGEST_XML_WRITE_H
#define TRF_INGEST_XML_WRITE_H

#include "base/buffer.h"
#include "base/error.h"

/** Where bytes go; called with pieces of about 64 KiB. */
typedef tariff_status (*trf_xml_sink)(void *user, const void *data, size_t size, tariff_error **error);

typedef struct trf_xml_writer {
    trf_buffer out;
    trf_xml_sink sink;
    void *user;
    const char *open[64];
    unsigned depth;
    bool in_tag;    /**< a start tag waits for its end */
    bool has_text;  /**< the open element holds text: its end tag stands right behind it */
    uint64_t bytes; /**< handed to the sink */
    tariff_status status;
    tariff_error **error;
} trf_xml_writer;

/** Errors of the sink stay in the writer until trf_xml_writer_done(); calls after one do nothing. */
void trf_xml_writer_init(trf_xml_writer *writer, const trf_alloc *alloc, trf_xml_sink sink, void *user, tariff_error **error);
/** Close what is open, hand out the rest, free; the first error. */
tariff_status trf_xml_writer_done(trf_xml_writer *writer);

void trf_xml_write_start(trf_xml_writer *writer, const char *name);
void trf_xml_write_attribute(trf_xml_writer *writer, const char *name, trf_slice value);
void trf_xml_write_text(trf_xml_writer *writer, trf_slice text);
void trf_xml_write_end(trf_xml_writer *writer);
/** A comment on a line of its own; text holds no "--". */
void trf_xml_write_comment(trf_xml_writer *writer, const char *text);

#endif
