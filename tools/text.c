/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *memory_get(void *old, size_t size)
{
    void *block = realloc(old, size ? size : 1);

    if (!block) {
        fputs("tariff: memory was refused\n", stderr);
        exit(4);
    }
    return block;
}

void text_free(text *out)
{
    free(out->data);
    *out = (text){NULL, 0, 0};
}

void text_clear(text *out)
{
    out->size = 0;
    if (out->data)
        out->data[0] = 0;
}

void text_bytes(text *out, const char *data, size_t size)
{
    if (out->size + size + 1 > out->capacity) {
        out->capacity = (out->size + size + 1) * 2;
        out->data = memory_get(out->data, out->capacity);
    }
    if (size)
        memcpy(out->data + out->size, data, size);
    out->size += size;
    out->data[out->size] = 0;
}

void text_add(text *out, const char *string)
{
    text_bytes(out, string, strlen(string));
}
void text_char(text *out, char c)
{
    text_bytes(out, &c, 1);
}

void text_number(text *out, long long number)
{
    char digits[32];

    snprintf(digits, sizeof digits, "%lld", number);
    text_add(out, digits);
}

void text_json(text *out, const char *data, size_t size)
{
    text_char(out, '"');
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)data[i];
        char escape[8];

        if (c == '"' || c == '\\') {
            text_char(out, '\\');
            text_char(out, (char)c);
        } else if (c < 0x20) {
            snprintf(escape, sizeof escape, "\\u%04x", c);
            text_add(out, escape);
        } else {
            text_char(out, (char)c);
        }
    }
    text_char(out, '"');
}

void text_next(text *out)
{
    char last = out->size ? out->data[out->size - 1] : '{';

    if (last != '{' && last != '[' && last != ':' && last != ',')
        text_char(out, ',');
}

void text_name(text *out, const char *name)
{
    text_next(out);
    text_json(out, name, strlen(name));
    text_char(out, ':');
}

void text_member(text *out, const char *name, const char *value)
{
    text_name(out, name);
    text_json(out, value, strlen(value));
}

void text_xml(text *out, const char *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        switch (data[i]) {
        case '&': text_add(out, "&amp;"); break;
        case '<': text_add(out, "&lt;"); break;
        case '>': text_add(out, "&gt;"); break;
        case '"': text_add(out, "&quot;"); break;
        default: text_char(out, data[i]);
        }
}

void text_attribute(text *out, const char *name, const char *value)
{
    text_char(out, ' ');
    text_add(out, name);
    text_add(out, "=\"");
    text_xml(out, value, strlen(value));
    text_char(out, '"');
}

const char *text_get(const text *out)
{
    return out->data ? out->data : "";
}
