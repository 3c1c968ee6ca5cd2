/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The JSON door: a table of methods (api/methods.def), each a function from a request to a reply. The table says which fields a
 * request has, so that unknown, missing and mistyped ones are refused before the function runs, and introspection and schemas
 * follow from it.
 */
#ifndef TRF_API_DOOR_H
#define TRF_API_DOOR_H

#include "api/session.h"
#include "json/json.h"
#include "json/writer.h"

typedef struct trf_door {
    tariff_context *context;
    tariff_session *session;
    const trf_alloc *alloc;
    const trf_limits *limits;
    const trf_snapshot *snapshot; /**< NULL where the session is over none */
    trf_arena *arena;             /**< scratch of this call */
    trf_numbers *numbers;         /**< of this call */
} trf_door;

/**
 * A method. It may write its reply in pieces; what it wrote is dropped where it returns a negative status. A positive status
 * hands out the reply too (TARIFF_NOT_FOUND with the successors of an ended code, TARIFF_FINDINGS, TARIFF_INCOMPLETE,
 * TARIFF_NEGATIVE).
 */
typedef tariff_status (*trf_method_fn)(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error);

/** How a request field is given. */
typedef enum trf_field_form {
    TRF_TAKES_TEXT,    /**< string */
    TRF_TAKES_DECIMAL, /**< string of the form of a decimal */
    TRF_TAKES_DATE,    /**< string YYYY-MM-DD */
    TRF_TAKES_COUNT,   /**< JSON integer, not negative */
    TRF_TAKES_FLAG,    /**< true or false */
    TRF_TAKES_TEXTS,   /**< array of strings */
    TRF_TAKES_OBJECT,
    TRF_TAKES_ARRAY, /**< array of anything; the method looks at the items */
    TRF_TAKES_ANY
} trf_field_form;

#define TRF_OPTIONAL 0u
#define TRF_REQUIRED 1u

typedef struct trf_method_field {
    const char *name; /**< NULL ends the list */
    uint8_t form;     /**< trf_field_form */
    uint8_t use;      /**< TRF_OPTIONAL, TRF_REQUIRED */
    const char *doc;
} trf_method_field;

#define TRF_METHOD_SNAPSHOT 1u /**< needs a session over a snapshot */
#define TRF_METHOD_OPEN     2u /**< checks its fields itself (the table lists the main ones for introspection) */
#define TRF_METHOD_FILES    4u /**< reads or writes files of the host */

typedef struct trf_method {
    const char *name; /**< "rate.parse" */
    trf_method_fn run;
    uint32_t flags;   /**< TRF_METHOD_* */
    const char *list; /**< member of the reply that lists one object per line; NULL: the reply is one object */
    const char *doc;
    const trf_method_field *fields;
    const trf_method_field *reply; /**< of the reply, or of each object of its list */
} trf_method;

extern const trf_method trf_methods[];
extern const uint32_t trf_methods_count;
/** Read a request, check its fields and run the method; the reply lies in out unless the status is negative. */
tariff_status trf_door_call(trf_door *door, trf_slice method, trf_slice request, trf_buffer *out, tariff_error **error);
/** NULL for an unknown name. */
const trf_method *trf_method_find(trf_slice name);

/* ---- fields that many methods share; each error names the field ---- */
/**
 * "tariff", else the only tariff of the image besides HS, else HS; where `must` is set, one that has measures or an error
 * asking for it.
 */
tariff_status trf_door_tariff(trf_door *door, const trf_json *request, bool must, uint32_t *tariff, tariff_error **error);
/** "date"; where it is absent: TRF_DATE_NONE, or an error where `required`. */
tariff_status trf_door_date(trf_door *door, const trf_json *request, bool required, trf_date *date, tariff_error **error);
/** "lang"; empty where absent. */
tariff_status trf_door_language(trf_door *door, const trf_json *request, trf_slice *tag, tariff_error **error);
/**
 * "code" (with "suffix") to a line valid on the date. TARIFF_NOT_FOUND: no line of that code then; *line is the line that ended
 * last before the date or began first after it, TRF_LINE_NONE where there never was one.
 */
tariff_status trf_door_line(trf_door *door, const trf_json *request, uint32_t tariff, trf_date date, uint32_t *line,
                            tariff_error **error);
/** The measure of a tariff with a sid, given as text; UINT32_MAX for none. Sids of national records are negative. */
uint32_t trf_door_measure(const trf_door *door, uint32_t tariff, trf_slice text);
/** The same from texts. */
tariff_status trf_door_tariff_of(trf_door *door, trf_slice id, bool must, uint32_t *tariff, tariff_error **error);
tariff_status trf_door_line_of(trf_door *door, trf_slice code, trf_slice suffix, uint32_t tariff, trf_date date, uint32_t *line,
                               tariff_error **error);
/** A text of the request as functions on files want it: terminated, in the memory of the call; NULL where that is refused. */
const char *trf_door_terminated(trf_door *door, trf_slice text);
/** Text of the pool of the snapshot. */
static inline trf_slice trf_door_text(const trf_door *door, trf_str id)
{
    return trf_snapshot_text(door->snapshot, id);
}

#define METHOD(id, name, flags, list, doc)                                                                                       \
    tariff_status trf_method_##id(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error);
#define FIELD(id, name, form, use, doc)
#define REPLY(id, name, form, doc)
#define METHOD_REPLY(id)
#define METHOD_END(id)
#include "api/methods.def"
#undef METHOD
#undef FIELD
#undef REPLY
#undef METHOD_REPLY
#undef METHOD_END

#endif
