/* SPDX-License-Identifier: Apache-2.0 */
#include "json.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

enum { DEPTH_MOST = 100, BLOCK_SIZE = 1 << 16, DIGITS_MOST = 400 };

typedef struct block {
    struct block *next;
    size_t used, size;
} block;

struct json_document {
    block *blocks;
    const json *root;
};

typedef struct reader {
    json_document *document;
    const char *at, *end;
    size_t line;
    const char *fault;
} reader;

static void *take(json_document *document, size_t size)
{
    block *current = document->blocks;
    void *taken;

    size = (size + 15) & ~(size_t)15;
    if (!current || current->size - current->used < size) {
        size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;

        current = memory_get(NULL, sizeof *current + 16 + room);
        *current = (block){document->blocks, 0, room};
        document->blocks = current;
    }
    taken = (char *)current + ((sizeof *current + 15) & ~(size_t)15) + current->used;
    current->used += size;
    return taken;
}

static void blanks(reader *in)
{
    for (; in->at < in->end && (*in->at == ' ' || *in->at == '\t' || *in->at == '\r' || *in->at == '\n'); in->at++)
        in->line += *in->at == '\n';
}

static bool fail(reader *in, const char *fault)
{
    if (!in->fault)
        in->fault = fault;
    return false;
}

static bool hex(reader *in, unsigned long *value)
{
    *value = 0;
    if (in->end - in->at < 4)
        return fail(in, "a \\u escape is cut short");
    for (int i = 0; i < 4; i++) {
        int c = tolower((unsigned char)*in->at++);
        const char *digit = strchr("0123456789abcdef", c);

        if (!c || !digit)
            return fail(in, "a \\u escape is no number");
        *value = *value * 16 + (unsigned long)(digit - "0123456789abcdef");
    }
    return true;
}

static char *put_utf8(char *out, unsigned long c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xc0 | c >> 6);
        *out++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *out++ = (char)(0xe0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    } else {
        *out++ = (char)(0xf0 | c >> 18);
        *out++ = (char)(0x80 | (c >> 12 & 0x3f));
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    }
    return out;
}

static bool escape(reader *in, char **out)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    unsigned long c, low;
    const char *letter;

    if (in->at == in->end)
        return fail(in, "an escape is cut short");
    letter = strchr(letters, *in->at);
    if (letter && *in->at) {
        *(*out)++ = meant[letter - letters];
        in->at++;
        return true;
    }
    if (*in->at++ != 'u' || !hex(in, &c))
        return fail(in, "an escape that JSON does not have");
    if (c >= 0xd800 && c <= 0xdbff) {
        if (in->end - in->at < 6 || in->at[0] != '\\' || in->at[1] != 'u')
            return fail(in, "half of a pair of \\u escapes");
        in->at += 2;
        if (!hex(in, &low))
            return false;
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
    *out = put_utf8(*out, c);
    return true;
}

/* A string at its opening quote; its text is terminated. */
static bool string(reader *in, const char **text, size_t *size)
{
    const char *start = in->at + 1;
    const char *end = start;
    char *copy, *out;

    while (end < in->end && *end != '"')
        end += *end == '\\' ? 2 : 1;
    if (end >= in->end)
        return fail(in, "a string has no end");
    out = copy = take(in->document, (size_t)(end - start) + 1);
    for (in->at = start; in->at < end;) {
        if (*in->at == '\\') {
            in->at++;
            if (!escape(in, &out))
                return false;
        } else {
            *out++ = *in->at++;
        }
    }
    in->at = end + 1;
    *out = 0;
    *text = copy;
    *size = (size_t)(out - copy);
    return true;
}

static bool number(reader *in, json *out)
{
    const char *start = in->at;
    char *copy;

    while (in->at < in->end && (isdigit((unsigned char)*in->at) || strchr("+-.eE", *in->at)))
        in->at++;
    out->size = (size_t)(in->at - start);
    copy = take(in->document, out->size + 1);
    memcpy(copy, start, out->size);
    copy[out->size] = 0;
    out->text = copy;
    return json_is_number(copy) || fail(in, "a value is expected");
}

static bool word(reader *in, const char *expected)
{
    size_t size = strlen(expected);

    if ((size_t)(in->end - in->at) < size || memcmp(in->at, expected, size) != 0)
        return fail(in, "a value is expected");
    in->at += size;
    return true;
}

static bool value(reader *in, json *out, unsigned depth);

/* Members or items, after the opening bracket. */
static bool children(reader *in, json *out, char closing, unsigned depth)
{
    json *last = NULL;

    blanks(in);
    if (in->at < in->end && *in->at == closing) {
        in->at++;
        return true;
    }
    for (;;) {
        json *child = take(in->document, sizeof *child);
        size_t size;

        memset(child, 0, sizeof *child);
        blanks(in);
        if (closing == '}') {
            if (in->at == in->end || *in->at != '"' || !string(in, &child->name, &size))
                return fail(in, "a member's name is expected");
            blanks(in);
            if (in->at == in->end || *in->at++ != ':')
                return fail(in, "':' is expected");
        }
        if (!value(in, child, depth + 1))
            return false;
        if (last)
            last->next = child;
        else
            out->first = child;
        last = child;
        out->count++;
        blanks(in);
        if (in->at == in->end)
            return fail(in, "the text ends inside a structure");
        if (*in->at == closing) {
            in->at++;
            return true;
        }
        if (*in->at++ != ',')
            return fail(in, "',' is expected");
    }
}

static bool value(reader *in, json *out, unsigned depth)
{
    bool good;

    blanks(in);
    out->raw = in->at;
    if (in->at == in->end || depth > DEPTH_MOST)
        return fail(in, depth > DEPTH_MOST ? "nested too deep" : "a value is expected");
    switch (*in->at) {
    case '{':
    case '[':
        out->type = *in->at == '{' ? JSON_OBJECT : JSON_ARRAY;
        in->at++;
        good = children(in, out, out->type == JSON_OBJECT ? '}' : ']', depth);
        break;
    case '"':
        out->type = JSON_STRING;
        good = string(in, &out->text, &out->size);
        break;
    case 't':
        out->type = JSON_TRUE;
        good = word(in, "true");
        break;
    case 'f':
        out->type = JSON_FALSE;
        good = word(in, "false");
        break;
    case 'n':
        out->type = JSON_NULL;
        good = word(in, "null");
        break;
    default: out->type = JSON_NUMBER; good = number(in, out);
    }
    out->raw_size = (size_t)(in->at - out->raw);
    return good;
}

json_document *json_read(const char *data, size_t size, const char **fault, size_t *line)
{
    json_document *document = memory_get(NULL, sizeof *document);
    reader in = {document, data, data + size, 1, NULL};
    json *root;

    *document = (json_document){NULL, NULL};
    if (size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
        in.at += 3;
    root = take(document, sizeof *root);
    memset(root, 0, sizeof *root);
    if (value(&in, root, 0)) {
        blanks(&in);
        if (in.at != in.end)
            fail(&in, "the text goes on after the value");
    }
    if (in.fault) {
        *fault = in.fault;
        *line = in.line;
        json_free(document);
        return NULL;
    }
    document->root = root;
    return document;
}

void json_free(json_document *document)
{
    if (!document)
        return;
    while (document->blocks) {
        block *next = document->blocks->next;

        free(document->blocks);
        document->blocks = next;
    }
    free(document);
}

const json *json_root(const json_document *document)
{
    return document->root;
}

const json *json_get(const json *object, const char *name)
{
    if (!object || object->type != JSON_OBJECT)
        return NULL;
    for (const json *member = object->first; member; member = member->next)
        if (strcmp(member->name, name) == 0)
            return member;
    return NULL;
}

const json *json_have(const json *object, const char *name)
{
    const json *member = json_get(object, name);

    return member && member->type != JSON_NULL ? member : NULL;
}

const char *json_text(const json *object, const char *name)
{
    const json *member = json_get(object, name);

    return member && (member->type == JSON_STRING || member->type == JSON_NUMBER) ? member->text : NULL;
}

/* ---- numbers by value ---- */

typedef struct digits {
    bool negative;
    char digit[DIGITS_MOST]; /* without zeros at either end */
    int count;
    int point; /* digits before the point; may be negative */
} digits;

/* Reads -?digits(.digits)?([eE][+-]?digits)?; false for anything else. */
static bool split(const char *text, digits *out)
{
    int exponent = 0, seen = 0;
    bool after = false, minus = false;

    out->negative = *text == '-';
    out->count = out->point = 0;
    text += out->negative;
    for (; isdigit((unsigned char)*text) || (*text == '.' && !after); text++) {
        if (*text == '.') {
            after = true;
            if (!isdigit((unsigned char)text[1]))
                return false;
            continue;
        }
        seen++;
        if (out->count == 0 && *text == '0') {
            out->point -= after;
            continue;
        }
        if (out->count == DIGITS_MOST)
            return false;
        out->digit[out->count++] = *text;
        out->point += !after;
    }
    if (seen == 0)
        return false;
    if (*text == 'e' || *text == 'E') {
        text++;
        minus = *text == '-';
        text += *text == '-' || *text == '+';
        if (!isdigit((unsigned char)*text))
            return false;
        for (; isdigit((unsigned char)*text); text++)
            exponent = exponent < 10000 ? exponent * 10 + (*text - '0') : exponent;
    }
    out->point += minus ? -exponent : exponent;
    while (out->count && out->digit[out->count - 1] == '0')
        out->count--;
    if (out->count == 0) {
        out->negative = false;
        out->point = 0;
    }
    return *text == 0;
}

bool json_is_number(const char *text)
{
    digits parts;

    return split(text, &parts);
}

bool json_same_number(const char *a, const char *b)
{
    digits x, y;

    return split(a, &x) && split(b, &y) && x.negative == y.negative && x.count == y.count && x.point == y.point &&
           memcmp(x.digit, y.digit, (size_t)x.count) == 0;
}
