/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * JSON documents as read-only trees in an arena. What the contracts refuse is refused here: reals (decimals are strings),
 * members named twice, text that is not UTF-8, lone surrogates, more than the limits allow. Integers keep their digits; nothing
 * becomes a double.
 */
#ifndef TRF_JSON_JSON_H
#define TRF_JSON_JSON_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"
#include "base/limits.h"

typedef enum trf_json_type {
    TRF_JSON_NULL,
    TRF_JSON_FALSE,
    TRF_JSON_TRUE,
    TRF_JSON_INTEGER,
    TRF_JSON_REAL, /**< of trf_json_parse_published() alone */
    TRF_JSON_STRING,
    TRF_JSON_ARRAY,
    TRF_JSON_OBJECT
} trf_json_type;

typedef struct trf_json trf_json;
struct trf_json {
    uint8_t type; /**< trf_json_type */
    uint8_t reserved[3];
    uint32_t count;         /**< members or items; for an item of an array see index */
    uint32_t index;         /**< place among its siblings, from 0 */
    uint32_t offset;        /**< of its first byte in the document */
    trf_slice name;         /**< of a member, decoded */
    trf_slice text;         /**< string: decoded; integer, real: as written; array and object: their JSON text */
    const trf_json *parent; /**< NULL for the root */
    const trf_json *first;  /**< of array and object */
    const trf_json *next;
};

/**
 * Read one document; blanks may stand around it. The tree and decoded texts lie in the arena, the others in `text`.
 * @retval TARIFF_EINVAL not JSON, a real, a duplicate member; the error has line and column
 * @retval TARIFF_ELIMIT more than limits->request_bytes or limits->json_depth
 */
tariff_status trf_json_parse(trf_arena *arena, const trf_limits *limits, trf_slice text, const trf_json **out,
                             tariff_error **error);

/** The same for what others publish: reals are handed out as they are written. */
tariff_status trf_json_parse_published(trf_arena *arena, const trf_limits *limits, trf_slice text, const trf_json **out,
                                       tariff_error **error);

/** The member of an object; NULL for none, for a null value, and where value is NULL or no object. */
const trf_json *trf_json_get(const trf_json *value, const char *name);
static inline bool trf_json_is(const trf_json *value, trf_json_type type)
{
    return value != NULL && value->type == (uint8_t)type;
}
/** Where a value stands: "items[0].quantities[1].unit"; with a member's name appended where name is not NULL. */
void trf_json_path(const trf_json *value, const char *name, trf_buffer *out);
/**
 * TARIFF_EINVAL with the path of the value (and of its member `name` where not NULL) as subject, and "PATH: fault" as message;
 * found text is cut. alloc is the context's.
 */
tariff_status trf_json_fail(const trf_json *value, const char *name, const trf_alloc *alloc, tariff_error **error,
                            const char *fault);

/**
 * Members by type. Absent or null: TARIFF_OK and *out is what it was, unless `required` (TARIFF_EINVAL). Of another type or form:
 * TARIFF_EINVAL with the path.
 */
tariff_status trf_json_text(const trf_json *object, const char *name, bool required, trf_slice *out, const trf_alloc *alloc,
                            tariff_error **error);
/** A string of the form -?[0-9]{1,38}(\.[0-9]{1,18})?; read it with trf_number_parse(). */
tariff_status trf_json_decimal(const trf_json *object, const char *name, bool required, trf_slice *out, const trf_alloc *alloc,
                               tariff_error **error);
/** A JSON integer from 0 to most. */
tariff_status trf_json_count(const trf_json *object, const char *name, bool required, uint64_t most, uint64_t *out,
                             const trf_alloc *alloc, tariff_error **error);
/** YYYY-MM-DD. */
tariff_status trf_json_date(const trf_json *object, const char *name, bool required, trf_date *out, const trf_alloc *alloc,
                            tariff_error **error);
/** true or false; *out is 1 or 0, and stays (say -1, unknown) where absent. */
tariff_status trf_json_flag(const trf_json *object, const char *name, bool required, int *out, const trf_alloc *alloc,
                            tariff_error **error);
tariff_status trf_json_array(const trf_json *object, const char *name, bool required, const trf_json **out,
                             const trf_alloc *alloc, tariff_error **error);
tariff_status trf_json_object(const trf_json *object, const char *name, bool required, const trf_json **out,
                              const trf_alloc *alloc, tariff_error **error);
/** An item of an array as a string. */
tariff_status trf_json_item_text(const trf_json *item, trf_slice *out, const trf_alloc *alloc, tariff_error **error);
/** TARIFF_EINVAL naming the first member that is not in names (blank-separated): unknown fields are errors. */
tariff_status trf_json_only(const trf_json *object, const char *names, const trf_alloc *alloc, tariff_error **error);
/** Whether text has the form of a decimal of the contracts. */
bool trf_json_is_decimal(trf_slice text);

#endif
