/* SPDX-License-Identifier: Apache-2.0 */
/** @file Growing text, and JSON written into it. Memory that is refused ends the program. */
#ifndef TOOLS_TEXT_H
#define TOOLS_TEXT_H

#include <stddef.h>

typedef struct text {
    char *data; /**< terminated; NULL while nothing was added */
    size_t size, capacity;
} text;

/** malloc and realloc that end the program with status 4 where memory is refused. */
void *memory_get(void *old, size_t size);

void text_free(text *out);
void text_clear(text *out);
void text_bytes(text *out, const char *data, size_t size);
void text_add(text *out, const char *string);
void text_char(text *out, char c);
void text_number(text *out, long long number);
/** A JSON string. */
void text_json(text *out, const char *data, size_t size);
/** `"name":"value"` with a comma before it unless it comes first in its object. */
void text_member(text *out, const char *name, const char *value);
/** `"name":` with a comma before it unless it comes first in its object. */
void text_name(text *out, const char *name);
/** A comma unless an object or array has just begun. */
void text_next(text *out);
/** Text of an XML attribute or element. */
void text_xml(text *out, const char *data, size_t size);
/** ` name="value"` */
void text_attribute(text *out, const char *name, const char *value);
/** "" for NULL. */
const char *text_get(const text *out);

#endif
