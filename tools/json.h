/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file JSON as a tree for the programs: replies of the library, case files. Numbers keep their text, so that none becomes a
 * double.
 */
#ifndef TOOLS_JSON_H
#define TOOLS_JSON_H

#include <stdbool.h>
#include <stddef.h>

typedef enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } json_type;

typedef struct json {
    json_type type;
    const char *name; /**< of a member; terminated */
    const char *text; /**< of strings and numbers; terminated */
    size_t size;      /**< of text */
    const char *raw;  /**< the value in the document */
    size_t raw_size;
    size_t count; /**< members or items */
    const struct json *first, *next;
} json;

typedef struct json_document json_document;

/** Reads a document; data must live as long. NULL, and *fault with its place in *line, where it is no JSON. */
json_document *json_read(const char *data, size_t size, const char **fault, size_t *line);
void json_free(json_document *document);
const json *json_root(const json_document *document);

/** A member; NULL for none and where value is NULL or no object. A null member is returned as it is. */
const json *json_get(const json *value, const char *name);
static inline bool json_is(const json *value, json_type type)
{
    return value && value->type == type;
}
/** A member that is there and not null. */
const json *json_have(const json *value, const char *name);
/** Text of a string or number member; NULL where there is none. */
const char *json_text(const json *value, const char *name);
/**
 * A number of JSON or a decimal string has one value however it is written: without sign of zero, leading and trailing zeros,
 * exponent.
 */
bool json_same_number(const char *a, const char *b);
/** Whether text is a number as JSON or the contracts write it. */
bool json_is_number(const char *text);

#endif
