/* SPDX-License-Identifier: Apache-2.0 */
#include "peer_sax.h"

#include <fcntl.h>
#include <libxml/parser.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 64 << 10 };

typedef struct counts {
    uint64_t elements;
    uint64_t records;
} counts;

static void start_nothing(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *ns, int namespaces,
                          const xmlChar **namespace_list, int attributes, int defaulted, const xmlChar **attribute_list)
{
    (void)user, (void)local, (void)prefix, (void)ns, (void)namespaces, (void)namespace_list, (void)attributes, (void)defaulted,
        (void)attribute_list;
}

static void end_nothing(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *ns)
{
    (void)user, (void)local, (void)prefix, (void)ns;
}

static void text_nothing(void *user, const xmlChar *text, int size)
{
    (void)user, (void)text, (void)size;
}

static void start_count(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *ns, int namespaces,
                        const xmlChar **namespace_list, int attributes, int defaulted, const xmlChar **attribute_list)
{
    counts *count = user;

    (void)prefix, (void)ns, (void)namespaces, (void)namespace_list, (void)attributes, (void)defaulted, (void)attribute_list;
    count->elements++;
    count->records += strcmp((const char *)local, "record") == 0;
}

/* characters and ignorableWhitespace are one function, so that libxml2 does not try to tell them apart. */
static bool parse(const char *path, xmlSAXHandler *sax, void *user)
{
    static char piece[PIECE];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    xmlParserCtxtPtr parser = NULL;
    ssize_t size = -1;
    bool done = false;

    if (file < 0)
        return false;
    sax->initialized = XML_SAX2_MAGIC;
    sax->characters = text_nothing;
    sax->ignorableWhitespace = text_nothing;
    parser = xmlCreatePushParserCtxt(sax, user, NULL, 0, NULL);
    if (!parser)
        goto end;
    while ((size = read(file, piece, sizeof piece)) > 0)
        if (xmlParseChunk(parser, piece, (int)size, 0) != 0)
            goto end;
    done = size == 0 && xmlParseChunk(parser, NULL, 0, 1) == 0 && parser->wellFormed;
end:
    if (parser)
        xmlFreeParserCtxt(parser);
    close(file);
    return done;
}

bool peer_sax_parse(const char *path)
{
    xmlSAXHandler sax = {0};

    sax.startElementNs = start_nothing;
    sax.endElementNs = end_nothing;
    return parse(path, &sax, NULL);
}

bool peer_sax_count(const char *path, uint64_t *elements, uint64_t *records)
{
    xmlSAXHandler sax = {0};
    counts count = {0, 0};
    bool done;

    sax.startElementNs = start_count;
    sax.endElementNs = end_nothing;
    done = parse(path, &sax, &count);
    *elements = count.elements;
    *records = count.records;
    return done;
}
