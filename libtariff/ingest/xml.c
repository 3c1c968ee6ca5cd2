/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/xml.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include "ingest/encoding.h"

enum {
    PIECE_MAX = 64 << 10,
    DEPTH_MAX = 64,   /* limits may only lower it */
    NAMES_MAX = 2048, /* names remembered; a power of two, filled to a half */
    TEXT_FIRST = 4096,
    NAMESPACES_MAX = 256,  /* open declarations: libxml2 looks through all of them for each prefix */
    GAP_ATTRIBUTES = 8192, /* '=' in input without an event: libxml2 compares each attribute of a tag with all others */
};

typedef struct known_name {
    const xmlChar *local; /* of the parser's dictionary: equal names are equal pointers */
    const xmlChar *ns;
    int id;
} known_name;

struct trf_xml {
    const trf_alloc *alloc;
    char *file;
    size_t file_size;
    trf_xml_handler handler;
    void *user;
    xmlParserCtxtPtr parser;
    uint32_t depth;
    uint32_t depth_limit;
    uint64_t text_limit;
    uint64_t gap_limit;
    uint64_t events;
    uint64_t events_before; /* when the last piece was done */
    uint64_t gap;           /* input since the last event */
    uint64_t gap_attributes;
    char *text; /* since the last tag */
    size_t text_size;
    size_t text_capacity;
    const xmlChar *local; /* of this callback */
    const xmlChar *ns;
    int ids[DEPTH_MAX + 1];
    const xmlChar *locals[DEPTH_MAX + 1]; /* open elements */
    uint64_t sizes[DEPTH_MAX + 1];        /* text of open elements */
    uint32_t namespaces[DEPTH_MAX + 1];   /* declared by open elements and those around them */
    known_name names[NAMES_MAX];
    uint32_t name_count;
    bool started;     /* the first bytes have been looked at */
    bool handed_over; /* a callback has named another handler */
    trf_buffer head;
    trf_transcoder transcoder;
    trf_buffer converted; /* a piece as UTF-8, where it is not */
    tariff_status status; /* negative: nothing more is told to the handler */
    tariff_error *error;
};

static trf_slice slice_of(const xmlChar *text)
{
    return trf_slice_text((const char *)text);
}

/* Once: remember why, and have the parser stop. */
static void stop(trf_xml *xml, tariff_status status)
{
    uint32_t line = trf_xml_line(xml), column = trf_xml_column(xml);

    if (xml->status < 0)
        return;
    xml->status = status;
    trf_error_at(xml->error, trf_xml_file(xml), line, column, slice_of(xml->depth ? xml->locals[xml->depth] : NULL));
    xmlStopParser(xml->parser);
}

static void refuse(trf_xml *xml, tariff_status status, const char *message)
{
    if (xml->status < 0)
        return;
    trf_fail(&xml->error, xml->alloc, status, "%s", message);
    stop(xml, status);
}

static void refuse_limit(trf_xml *xml, const char *message, uint64_t limit)
{
    if (xml->status < 0)
        return;
    trf_fail(&xml->error, xml->alloc, TARIFF_ELIMIT, message, limit);
    stop(xml, TARIFF_ELIMIT);
}

/* ---- names ---- */

/* The id of a name; asked for once, by the pointers of the dictionary. */
static inline int id_of(trf_xml *xml, const xmlChar *local, const xmlChar *ns)
{
    uint64_t key = ((uint64_t)(uintptr_t)local ^ ((uint64_t)(uintptr_t)ns << 1)) * UINT64_C(0x9E3779B97F4A7C15);
    uint32_t slot = (uint32_t)(key >> 40) & (NAMES_MAX - 1);
    int id;

    while (xml->names[slot].local) {
        if (xml->names[slot].local == local && xml->names[slot].ns == ns)
            return xml->names[slot].id;
        slot = (slot + 1) & (NAMES_MAX - 1);
    }
    id = xml->handler.resolve(xml->user, slice_of(local), slice_of(ns));
    /* A document of ever new names is asked about each time rather than remembered. */
    if (xml->name_count < NAMES_MAX / 2) {
        xml->names[slot] = (known_name){local, ns, id};
        xml->name_count++;
    }
    return id;
}

/* ---- what libxml2 calls ---- */

/*
 * libxml2 leaves '&' in the value of an attribute as "&#38;" where it is not told to replace entities. Such a value is a copy of
 * its own, so it is shortened where it stands.
 */
static void decode_attributes(const xmlChar **attributes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        char *text = (char *)(uintptr_t)attributes[5 * (size_t)i + 3], *out;
        size_t size = (size_t)(attributes[5 * (size_t)i + 4] - attributes[5 * (size_t)i + 3]);
        const char *end = text + size;

        if (size < 5 || (out = memchr(text, '&', size)) == NULL)
            continue;
        for (text = out; text < end;) {
            if (end - text >= 5 && memcmp(text, "&#38;", 5) == 0) {
                *out++ = '&';
                text += 5;
            } else {
                *out++ = *text++;
            }
        }
        attributes[5 * (size_t)i + 4] = (const xmlChar *)out;
    }
}

/** Blanks between elements are no text: a list may be as long as it likes. */
static void forget_blanks(trf_xml *xml)
{
    for (size_t i = 0; i < xml->text_size; i++)
        if (xml->text[i] != ' ' && xml->text[i] != '\n' && xml->text[i] != '\t' && xml->text[i] != '\r')
            return;
    xml->sizes[xml->depth] -= xml->text_size;
}

static void on_start(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *ns, int namespace_count,
                     const xmlChar **namespaces, int attribute_count, int defaulted, const xmlChar **attributes)
{
    trf_xml *xml = user;
    tariff_status status = TARIFF_OK;
    int id;

    (void)prefix, (void)namespaces, (void)defaulted;
    xml->events++;
    if (xml->status < 0)
        return;
    if (xml->depth >= xml->depth_limit) {
        refuse_limit(xml, "elements inside elements more than %lu deep", xml->depth_limit);
        return;
    }
    forget_blanks(xml);
    xml->depth++;
    xml->locals[xml->depth] = local;
    xml->sizes[xml->depth] = 0;
    xml->namespaces[xml->depth] = xml->namespaces[xml->depth - 1] + (uint32_t)namespace_count;
    if (xml->namespaces[xml->depth] > NAMESPACES_MAX) {
        refuse_limit(xml, "more than %lu declarations of namespaces are open", NAMESPACES_MAX);
        return;
    }
    xml->local = local;
    xml->ns = ns;
    id = id_of(xml, local, ns);
    xml->ids[xml->depth] = id;
    if (id < TRF_XML_LEAF) {
        const trf_xml_attributes list = {attributes, (uint32_t)attribute_count};

        decode_attributes(attributes, list.count);
        status = xml->handler.start(xml->user, id, trf_slice_of(xml->text, xml->text_size), &list, &xml->error);
        if (status == TARIFF_OK && xml->handed_over) {
            xml->handed_over = false;
            xml->ids[xml->depth] = id_of(xml, local, ns);
            status = xml->handler.start(xml->user, xml->ids[xml->depth], TRF_SLICE_EMPTY, &list, &xml->error);
        }
        if (status < 0)
            stop(xml, status);
    }
    xml->text_size = 0;
}

static void on_end(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *ns)
{
    trf_xml *xml = user;
    tariff_status status;

    (void)prefix;
    xml->events++;
    if (xml->status < 0)
        return;
    xml->local = local;
    xml->ns = ns;
    status = xml->handler.end(xml->user, xml->ids[xml->depth], trf_slice_of(xml->text, xml->text_size), &xml->error);
    if (status < 0)
        stop(xml, status);
    xml->text_size = 0;
    xml->depth--;
}

static bool grow_text(trf_xml *xml, size_t more)
{
    void *grown = xml->text;

    if (!trf_alloc_grow(xml->alloc, &grown, &xml->text_capacity, xml->text_size + more, 1))
        return false;
    xml->text = grown;
    return true;
}

/* memcpy() for the few bytes that most texts have, without a call: overlapping words, never outside either text. */
static inline void copy(char *to, const char *from, size_t size)
{
    if (size > 16) {
        memcpy(to, from, size);
    } else if (size >= 8) {
        memcpy(to, from, 8);
        memcpy(to + size - 8, from + size - 8, 8);
    } else if (size >= 4) {
        memcpy(to, from, 4);
        memcpy(to + size - 4, from + size - 4, 4);
    } else {
        for (size_t i = 0; i < size; i++)
            to[i] = from[i];
    }
}

static void on_text(void *user, const xmlChar *text, int count)
{
    trf_xml *xml = user;
    size_t size = (size_t)count;

    xml->events++;
    if (xml->status < 0)
        return;
    xml->sizes[xml->depth] += size;
    if (xml->sizes[xml->depth] > xml->text_limit) {
        refuse_limit(xml, "more than %lu bytes of text in one element", xml->text_limit);
        return;
    }
    if (size > xml->text_capacity - xml->text_size && !grow_text(xml, size)) {
        trf_fail_memory(&xml->error);
        stop(xml, TARIFF_ENOMEM);
        return;
    }
    copy(xml->text + xml->text_size, (const char *)text, size);
    xml->text_size += size;
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    refuse(user, TARIFF_EINPUT, "a document type declaration (DOCTYPE) is not read: it can define entities (expected none)");
}

static void on_comment(void *user, const xmlChar *text)
{
    trf_xml *xml = user;

    (void)text;
    xml->events++;
}

static void on_instruction(void *user, const xmlChar *target, const xmlChar *text)
{
    trf_xml *xml = user;

    (void)target, (void)text;
    xml->events++;
}

/*
 * The first fault is the one to tell. Stopping is left to the caller of the parser here: libxml2 goes on for a while after some
 * faults, but nothing more reaches the handler.
 */
#if LIBXML_VERSION >= 21200
typedef const xmlError *fault_pointer;
#else
typedef xmlErrorPtr fault_pointer;
#endif
static void on_fault(void *user, fault_pointer fault)
{
    trf_xml *xml = user;
    trf_slice message;

    if (xml->status < 0 || !fault || fault->level < XML_ERR_ERROR)
        return;
    if (fault->code == XML_ERR_NO_MEMORY) {
        xml->status = trf_fail_memory(&xml->error);
        return;
    }
    message = trf_slice_text(fault->message);
    while (message.size && (message.data[message.size - 1] == '\n' || message.data[message.size - 1] == ' '))
        message.size--;
    xml->status = trf_fail(&xml->error, xml->alloc, TARIFF_EINPUT, "XML is not well-formed: %S", message);
    trf_error_at(xml->error, trf_xml_file(xml), fault->line > 0 ? (uint32_t)fault->line : trf_xml_line(xml),
                 fault->int2 > 0 ? (uint32_t)fault->int2 : 0, slice_of(xml->depth ? xml->locals[xml->depth] : NULL));
}

/* ---- the parser ---- */

tariff_status trf_xml_new(const trf_alloc *alloc, const trf_limits *limits, trf_slice name, const trf_xml_handler *handler,
                          void *user, trf_xml **out, tariff_error **error)
{
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .internalSubset = on_doctype,
        .comment = on_comment,
        .processingInstruction = on_instruction,
        .serror = on_fault,
    };
    trf_xml *xml = trf_alloc_zero(alloc, sizeof *xml);
    tariff_status status = TARIFF_OK;

    if (!xml)
        return trf_fail_memory(error);
    xml->alloc = alloc;
    xml->depth_limit = limits->xml_depth < DEPTH_MAX ? limits->xml_depth : DEPTH_MAX;
    xml->text_limit = limits->xml_text_bytes;
    xml->gap_limit = limits->xml_gap_bytes;
    xml->handler = *handler;
    xml->user = user;
    trf_buffer_init(&xml->head, alloc, 0);
    trf_buffer_init(&xml->converted, alloc, 0);
    xml->file = trf_alloc_copy(alloc, name);
    xml->file_size = name.size;
    xml->text_capacity = 0;
    if (!xml->file || !grow_text(xml, TEXT_FIRST)) {
        status = trf_fail_memory(error);
        goto done;
    }
    xml->parser = xmlCreatePushParserCtxt(&sax, xml, NULL, 0, NULL);
    /* Sets every switch of the parser, whatever a host made the default of the process: no entities, no DTD, no network. What a
     * declaration says of the encoding has been seen to. */
    if (!xml->parser || xmlCtxtUseOptions(xml->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC) != 0) {
        status = trf_fail_memory(error);
        goto done;
    }

    *out = xml;
    xml = NULL;
done:
    trf_xml_free(xml);
    return status;
}

void trf_xml_free(trf_xml *xml)
{
    if (!xml)
        return;
    if (xml->parser)
        xmlFreeParserCtxt(xml->parser);
    trf_error_free(xml->error);
    trf_buffer_done(&xml->head);
    trf_buffer_done(&xml->converted);
    if (xml->text)
        trf_alloc_free(xml->alloc, xml->text, xml->text_capacity);
    if (xml->file)
        trf_alloc_free(xml->alloc, xml->file, xml->file_size + 1);
    trf_alloc_free(xml->alloc, xml, sizeof *xml);
}

/* Hand the error that stopped the parser to the caller, once. */
static tariff_status outcome(trf_xml *xml, tariff_error **error)
{
    if (xml->status == TARIFF_OK)
        return TARIFF_OK;
    if (error && !*error) {
        *error = xml->error;
        xml->error = NULL;
    }
    return xml->status;
}

static uint64_t count_attributes(trf_slice piece)
{
    uint64_t count = 0;

    for (size_t i = 0; i < piece.size && piece.data[i] != '>'; i++)
        count += piece.data[i] == '=';
    return count;
}

static void feed(trf_xml *xml, trf_slice piece, bool last)
{
    /* libxml2 reads a tag when its end is there: what piled up is weighed before that. */
    if (xml->gap && xml->gap_attributes + count_attributes(piece) > GAP_ATTRIBUTES) {
        refuse_limit(xml, "a tag with more than %lu attributes", GAP_ATTRIBUTES);
        return;
    }
    if (xmlParseChunk(xml->parser, piece.data, (int)piece.size, last) != 0 && xml->status == TARIFF_OK)
        refuse(xml, TARIFF_EINPUT, "XML is not well-formed");
    if (xml->status < 0)
        return;
    if (xml->events != xml->events_before) {
        xml->events_before = xml->events;
        xml->gap = 0;
        xml->gap_attributes = 0;
        return;
    }
    xml->gap += piece.size;
    xml->gap_attributes += count_attributes(piece);
    if (xml->gap > xml->gap_limit)
        refuse_limit(xml, "more than %lu bytes without an element, text or comment that ends", xml->gap_limit);
}

/* As UTF-8, in pieces of a size that libxml2 is given. */
static void convert_and_feed(trf_xml *xml, trf_slice piece)
{
    const char *fault;
    trf_slice rest;

    if (xml->transcoder.encoding == TRF_ENCODING_UTF8) {
        feed(xml, piece, false);
        return;
    }
    trf_buffer_clear(&xml->converted);
    fault = trf_transcode(&xml->transcoder, piece, &xml->converted);
    if (xml->converted.failed) {
        xml->status = trf_fail_memory(&xml->error);
        return;
    }
    rest = trf_buffer_view(&xml->converted);
    while (rest.size && xml->status == TARIFF_OK) {
        size_t size = rest.size < PIECE_MAX ? rest.size : PIECE_MAX;

        feed(xml, trf_slice_of(rest.data, size), false);
        rest = trf_slice_of(rest.data + size, rest.size - size);
    }
    if (fault)
        refuse(xml, TARIFF_EINPUT, fault);
}

/* Look at the first bytes before libxml2 does: *head loses its byte order mark where the bytes are converted. */
static void start(trf_xml *xml, trf_slice *head, bool last, bool *ready)
{
    size_t mark = 0;
    tariff_status status = trf_encoding_check(xml->alloc, *head, last, ready, &xml->transcoder.encoding, &mark, &xml->error);

    if (status < 0) {
        xml->status = status;
        trf_error_at(xml->error, trf_xml_file(xml), 1, 1, TRF_SLICE_EMPTY);
    }
    if (!*ready)
        return;
    xml->started = true;
    if (xml->transcoder.encoding != TRF_ENCODING_UTF8)
        *head = trf_slice_of(head->data + mark, head->size - mark);
}

tariff_status trf_xml_parse(trf_xml *xml, trf_slice piece, tariff_error **error)
{
    bool ready = false;

    if (xml->status < 0)
        return outcome(xml, error);
    if (piece.size > PIECE_MAX)
        return trf_fail(error, xml->alloc, TARIFF_EINVAL, "a piece of %lu bytes (expected at most 65536)", (uint64_t)piece.size);
    if (!xml->started) {
        if (xml->head.size) {
            trf_buffer_slice(&xml->head, piece);
            if (xml->head.failed)
                return trf_fail_memory(error);
            piece = trf_buffer_view(&xml->head);
        }
        start(xml, &piece, false, &ready);
        if (xml->status < 0)
            return outcome(xml, error);
        if (!ready) {
            if (xml->head.size == 0)
                trf_buffer_slice(&xml->head, piece);
            return xml->head.failed ? trf_fail_memory(error) : TARIFF_OK;
        }
    }
    convert_and_feed(xml, piece);
    return outcome(xml, error);
}

tariff_status trf_xml_finish(trf_xml *xml, tariff_error **error)
{
    trf_slice head = trf_buffer_view(&xml->head);
    bool ready = false;
    const char *fault;

    if (xml->status == TARIFF_OK && !xml->started) {
        start(xml, &head, true, &ready);
        if (xml->status == TARIFF_OK && head.size)
            convert_and_feed(xml, head);
    }
    fault = trf_transcode_end(&xml->transcoder);
    if (fault)
        refuse(xml, TARIFF_EINPUT, fault);
    if (xml->status == TARIFF_OK)
        feed(xml, TRF_SLICE_EMPTY, true);
    if (xml->status == TARIFF_OK && (!xml->parser->wellFormed || xml->depth > 0))
        refuse(xml, TARIFF_EINPUT, "XML ends before its root element does");
    return outcome(xml, error);
}

void trf_xml_set_handler(trf_xml *xml, const trf_xml_handler *handler, void *user)
{
    xml->handler = *handler;
    xml->user = user;
    memset(xml->names, 0, sizeof xml->names);
    xml->name_count = 0;
    xml->handed_over = true;
}

uint32_t trf_xml_line(const trf_xml *xml)
{
    return xml->parser && xml->parser->input && xml->parser->input->line > 0 ? (uint32_t)xml->parser->input->line : 0;
}

uint32_t trf_xml_column(const trf_xml *xml)
{
    return xml->parser && xml->parser->input && xml->parser->input->col > 0 ? (uint32_t)xml->parser->input->col : 0;
}

uint32_t trf_xml_depth(const trf_xml *xml)
{
    return xml->depth;
}

trf_slice trf_xml_local(const trf_xml *xml)
{
    return slice_of(xml->local);
}

trf_slice trf_xml_namespace(const trf_xml *xml)
{
    return slice_of(xml->ns);
}

trf_slice trf_xml_file(const trf_xml *xml)
{
    return trf_slice_of(xml->file, xml->file_size);
}

/* ---- attributes: libxml2 gives five pointers for each: local name, prefix, namespace, value, its end ---- */

trf_xml_attribute trf_xml_attribute_at(const trf_xml_attributes *attributes, uint32_t i)
{
    const xmlChar *const *item = (const xmlChar *const *)attributes->items + 5 * (size_t)i;

    return (trf_xml_attribute){slice_of(item[0]), slice_of(item[2]),
                               trf_slice_of((const char *)item[3], (size_t)(item[4] - item[3]))};
}

bool trf_xml_attribute_get(const trf_xml_attributes *attributes, const char *name, trf_slice *value)
{
    const xmlChar *const *item = attributes->items;

    for (uint32_t i = 0; i < attributes->count; i++, item += 5)
        if (!item[2] && strcmp((const char *)item[0], name) == 0) {
            *value = trf_slice_of((const char *)item[3], (size_t)(item[4] - item[3]));
            return true;
        }
    return false;
}

const char *trf_libxml2_version(void) { return LIBXML_DOTTED_VERSION; }
