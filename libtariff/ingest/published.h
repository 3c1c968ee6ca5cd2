/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What others publish as JSON, turned into own XML that is then read as any other: documents, refusals that name their place, and
 * the writer of the XML.
 */
#ifndef TRF_INGEST_PUBLISHED_H
#define TRF_INGEST_PUBLISHED_H

#include "ingest/formats.h"
#include "ingest/xml_write.h"
#include "json/json.h"

#define TRF_PUBLISHED_BYTES ((uint64_t)64 << 20) /**< one document */

typedef struct trf_published_document {
    trf_slice name, text;
    const trf_json *root; /**< an object */
    uint16_t input;       /**< of the model */
} trf_published_document;

typedef struct trf_published {
    trf_model *model;
    const char *format;
    trf_arena arena; /**< documents */
    trf_buffer xml;
    trf_xml_writer out;
    trf_slice name;        /**< of the first document, in the model's arena */
    tariff_error *writing; /**< of the writer */
    bool open;
} trf_published;

/** format: its name, kept with the inputs. */
void trf_published_init(trf_published *p, trf_model *model, const char *format);
void trf_published_done(trf_published *p);
/** A document, which lives with the arena (p->arena may be reset when nothing of it is needed any more). */
tariff_status trf_published_read(trf_published *p, trf_slice name, trf_slice text, trf_published_document *out,
                                 tariff_error **error);
/** A finding about a value; format takes one %S. */
void trf_published_report(const trf_published *p, const trf_published_document *document, const trf_json *value, const char *rule,
                          trf_slice record, const char *format, trf_slice what);
/** Reads what was written into the model, as an input of that name. */
tariff_status trf_published_finish(trf_published *p, tariff_error **error);

/** "PATH: found 'TEXT' (expected …)" with file and line; name: a member of value, NULL for the value itself. */
tariff_status trf_published_refuse(const trf_published *p, const trf_published_document *document, const trf_json *value,
                                   const char *name, const char *expected, tariff_error **error);
/** A member that is a text; empty where it is absent or null, which `required` refuses. */
tariff_status trf_published_text(const trf_published *p, const trf_published_document *document, const trf_json *object,
                                 const char *name, bool required, trf_slice *out, tariff_error **error);
/** The same for a day; an empty text is none. */
tariff_status trf_published_day(const trf_published *p, const trf_published_document *document, const trf_json *object,
                                const char *name, trf_slice *out, tariff_error **error);
/** The same for an id of own XML. */
tariff_status trf_published_id(const trf_published *p, const trf_published_document *document, const trf_json *object,
                               const char *name, trf_slice *out, tariff_error **error);
/** A list of objects, or of texts that are ids; NULL where it is absent and not required. */
tariff_status trf_published_list(const trf_published *p, const trf_published_document *document, const trf_json *object,
                                 const char *name, bool required, trf_json_type of, const trf_json **out, tariff_error **error);
bool trf_published_is_id(trf_slice text);
/** Without white space at its ends. */
trf_slice trf_published_trim(trf_slice text);
/** `<text lang="…">` where there is a text. */
void trf_published_words(trf_published *p, trf_slice language, trf_slice text);

/** The tariff that a publisher's documents are of where the caller names none, and its area where that is called otherwise. */
typedef struct trf_publisher {
    const char *tariff, *area;
} trf_publisher;
/** The area of the tariff that is imported: the publisher's for its own, else the one with the id of the tariff. */
trf_slice trf_published_area(const trf_import_options *options, const trf_publisher *publisher);

#endif
