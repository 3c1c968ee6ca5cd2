/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The guard around libxml2's SAX2 push parser. Refused with file, line, column and element: any DOCTYPE, more than
 * limits.xml_depth open elements, limits.xml_gap_bytes of input without an event, more than limits.xml_text_bytes of text in one
 * element, encodings other than UTF-8, UTF-16, ISO-8859-1 and US-ASCII, XML 1.1, NUL, whatever is not well-formed. No entity but
 * the five of XML is known, no file or address is ever fetched, no process-wide setting of libxml2 is touched.
 *
 * Names arrive as small integers: the handler is asked once for each distinct (local name, namespace).
 */
#ifndef TRF_INGEST_XML_H
#define TRF_INGEST_XML_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/limits.h"

typedef struct trf_xml trf_xml;

typedef struct trf_xml_attribute {
    trf_slice name; /**< local part */
    trf_slice ns;   /**< namespace, empty where it has none */
    trf_slice value;
} trf_xml_attribute;

/** The attributes of one start tag, valid during its callback; namespace declarations are not among them. */
typedef struct trf_xml_attributes {
    const void *items;
    uint32_t count;
} trf_xml_attributes;

/** The attribute without a namespace of this local name; false leaves *value alone. */
bool trf_xml_attribute_get(const trf_xml_attributes *attributes, const char *name, trf_slice *value);
/** Attribute i of attributes->count, in the order of the tag. */
trf_xml_attribute trf_xml_attribute_at(const trf_xml_attributes *attributes, uint32_t i);

/** Ids at and above this one bring no start callback (their attributes are not looked at): for leaves that only their text
 * matters of. */
#define TRF_XML_LEAF (1 << 20)

/**
 * What a reader wants to hear. Text between two tags is whole (entities and character references resolved, CDATA included, line
 * ends as LF) and belongs to the element that is open between them; it comes with the tag that ends it and is valid during the
 * callback. A negative status stops the parser; it is returned with the place added to the error.
 */
typedef struct trf_xml_handler {
    /** The id of a name, >= 0. Asked once for each distinct name (again for each where there are very many). */
    int (*resolve)(void *user, trf_slice local, trf_slice ns);
    /** text: what stood since the tag before, in the element around this one. */
    tariff_status (*start)(void *user, int name, trf_slice text, const trf_xml_attributes *attributes, tariff_error **error);
    /** text: what stood since the tag before, in the element that ends here. */
    tariff_status (*end)(void *user, int name, trf_slice text, tariff_error **error);
} trf_xml_handler;

/** name: the file, for messages. The handler may be changed by a callback; what it points to must live as long as the parser. */
tariff_status trf_xml_new(const trf_alloc *alloc, const trf_limits *limits, trf_slice name, const trf_xml_handler *handler,
                          void *user, trf_xml **out, tariff_error **error);
void trf_xml_free(trf_xml *xml);
/** The next bytes of the document, at most 64 KiB at a time. */
tariff_status trf_xml_parse(trf_xml *xml, trf_slice piece, tariff_error **error);
/** There is no more: the document must be complete. */
tariff_status trf_xml_finish(trf_xml *xml, tariff_error **error);

/** From within the start callback of the root: hand the document over to another handler, which hears this start too. */
void trf_xml_set_handler(trf_xml *xml, const trf_xml_handler *handler, void *user);

/* Where the parser stands; within callbacks. */
uint32_t trf_xml_line(const trf_xml *xml);
uint32_t trf_xml_column(const trf_xml *xml);
/** Open elements: 1 in the callbacks of the root. */
uint32_t trf_xml_depth(const trf_xml *xml);
/** Local name and namespace of the element of this callback. */
trf_slice trf_xml_local(const trf_xml *xml);
trf_slice trf_xml_namespace(const trf_xml *xml);
/** Version of the XML parser, as it was built against. */
const char *trf_libxml2_version(void);
/** Name of the input, as given. */
trf_slice trf_xml_file(const trf_xml *xml);

#endif
