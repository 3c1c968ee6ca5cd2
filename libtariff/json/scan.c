/* SPDX-License-Identifier: Apache-2.0 */
#include "scan.h"

#include "base/utf8.h"

enum expectation {
    EXPECT_VALUE,
    EXPECT_VALUE_OR_END, /* just after [ */
    EXPECT_NAME,
    EXPECT_NAME_OR_END, /* just after { */
    EXPECT_NEXT,        /* comma or closing bracket */
    EXPECT_END
};

void trf_json_scan_text(trf_json_scanner *scanner, const trf_alloc *alloc, trf_slice text, uint32_t depth_limit,
                        size_t text_limit)
{
    memset(scanner, 0, sizeof *scanner);
    scanner->alloc = alloc;
    scanner->data = text.data ? text.data : "";
    scanner->end = text.size;
    scanner->ended = true;
    scanner->line = 1;
    scanner->depth_limit = depth_limit && depth_limit < TRF_JSON_SCAN_DEPTH ? depth_limit : TRF_JSON_SCAN_DEPTH - 1;
    scanner->text_limit = text_limit ? text_limit : SIZE_MAX;
    trf_buffer_init(&scanner->text, alloc, 0);
    if (trf_slice_begins(text, TRF_SLICE("\xef\xbb\xbf")))
        scanner->at = 3;
}

tariff_status trf_json_scan_stream(trf_json_scanner *scanner, const trf_alloc *alloc, trf_json_fill fill, void *user,
                                   uint32_t depth_limit, size_t text_limit, tariff_error **error)
{
    trf_json_scan_text(scanner, alloc, TRF_SLICE_EMPTY, depth_limit, text_limit);
    scanner->ended = false;
    scanner->fill = fill;
    scanner->user = user;
    scanner->window = trf_alloc_zero(alloc, TRF_JSON_WINDOW);
    scanner->data = scanner->window;
    return scanner->window ? TARIFF_OK : trf_fail_memory(error);
}

void trf_json_scan_done(trf_json_scanner *scanner)
{
    if (scanner->window)
        trf_alloc_free(scanner->alloc, scanner->window, TRF_JSON_WINDOW);
    scanner->window = NULL;
    trf_buffer_done(&scanner->text);
}

static tariff_status fail_at(const trf_json_scanner *scanner, uint64_t offset, tariff_status status, tariff_error **error,
                             const char *fault)
{
    uint64_t column = offset >= scanner->line_start ? offset - scanner->line_start + 1 : 1;
    tariff_error *own = NULL;
    tariff_error **made = error && !*error ? error : &own;

    status = trf_fail(made, scanner->alloc, status, "JSON, line %u, column %lu: %s", scanner->line, column, fault);
    trf_error_at(*made, TRF_SLICE_EMPTY, scanner->line, column > UINT32_MAX ? UINT32_MAX : (uint32_t)column, TRF_SLICE_EMPTY);
    trf_error_free(own);
    return status;
}

tariff_status trf_json_scan_fail(const trf_json_scanner *scanner, tariff_status status, tariff_error **error, const char *fault)
{
    return fail_at(scanner, scanner->event_offset, status, error, fault);
}

/* What was read of the token so far goes to the text buffer; the rest of it begins at `at`. */
static void spill(trf_json_scanner *scanner)
{
    size_t more = scanner->at - scanner->mark;

    if (!scanner->spilled)
        trf_buffer_clear(&scanner->text);
    if (scanner->text.size > scanner->text_limit || more > scanner->text_limit - scanner->text.size)
        scanner->too_long = true;
    else
        trf_buffer_bytes(&scanner->text, scanner->data + scanner->mark, more);
    scanner->spilled = true;
    scanner->mark = scanner->at;
}

/* The next window: everything in the one before was read. */
static tariff_status refill(trf_json_scanner *scanner, bool in_token, tariff_error **error)
{
    bool first = scanner->base == 0 && scanner->end == 0;
    size_t got;

    if (in_token)
        spill(scanner);
    scanner->base += scanner->end;
    scanner->at = scanner->end = scanner->mark = 0;
    /* The first window holds a whole byte order mark, if there is one. */
    do {
        tariff_status status;

        got = 0;
        status = scanner->fill(scanner->user, scanner->window + scanner->end, TRF_JSON_WINDOW - scanner->end, &got, error);
        if (status < 0)
            return status;
        if (got > TRF_JSON_WINDOW - scanner->end)
            got = TRF_JSON_WINDOW - scanner->end;
        scanner->end += got;
    } while (got && first && scanner->end < 3);
    scanner->ended = got == 0;
    if (first && scanner->end >= 3 && memcmp(scanner->data, "\xef\xbb\xbf", 3) == 0)
        scanner->at = 3;
    return TARIFF_OK;
}

/* The next byte without taking it; -1 at the end. */
static tariff_status peek(trf_json_scanner *scanner, bool in_token, int *c, tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    while (scanner->at == scanner->end && !scanner->ended && status >= 0)
        status = refill(scanner, in_token, error);
    *c = scanner->at < scanner->end ? (unsigned char)scanner->data[scanner->at] : -1;
    return status;
}

static tariff_status skip_blanks(trf_json_scanner *scanner, int *c, tariff_error **error)
{
    for (;;) {
        tariff_status status = peek(scanner, false, c, error);

        if (status < 0)
            return status;
        if (*c == '\n') {
            scanner->line++;
            scanner->line_start = scanner->base + scanner->at + 1;
        } else if (*c != ' ' && *c != '\t' && *c != '\r') {
            return TARIFF_OK;
        }
        scanner->at++;
    }
}

static void begin_token(trf_json_scanner *scanner)
{
    scanner->mark = scanner->at;
    scanner->spilled = false;
    scanner->too_long = false;
}

static tariff_status end_token(trf_json_scanner *scanner, tariff_error **error)
{
    if (scanner->spilled) {
        spill(scanner);
        scanner->token = trf_buffer_view(&scanner->text);
    } else {
        scanner->token = trf_slice_of(scanner->data + scanner->mark, scanner->at - scanner->mark);
    }
    if (scanner->too_long || scanner->token.size > scanner->text_limit)
        return trf_json_scan_fail(scanner, TARIFF_ELIMIT, error, "a text is longer than the limit");
    if (scanner->spilled && scanner->text.failed)
        return trf_fail_memory(error);
    return TARIFF_OK;
}

static int hex_digit(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Four hexadecimal digits at the reading point. */
static tariff_status read_unit(trf_json_scanner *scanner, uint32_t *unit, tariff_error **error)
{
    uint32_t value = 0;

    for (int i = 0; i < 4; i++) {
        int c, digit;
        tariff_status status = peek(scanner, false, &c, error);

        if (status < 0)
            return status;
        digit = hex_digit(c);
        if (digit < 0)
            return fail_at(scanner, scanner->base + scanner->at, TARIFF_EINVAL, error, "four hexadecimal digits must follow \\u");
        value = value << 4 | (uint32_t)digit;
        scanner->at++;
    }
    *unit = value;
    return TARIFF_OK;
}

static tariff_status read_escape(trf_json_scanner *scanner, tariff_error **error)
{
    uint64_t offset = scanner->base + scanner->at;
    uint32_t value, low;
    char bytes[4];
    int c;
    tariff_status status;

    spill(scanner);
    scanner->at++; /* the backslash */
    status = peek(scanner, false, &c, error);
    if (status < 0)
        return status;
    scanner->at += c >= 0;
    switch (c) {
    case '"':
    case '\\':
    case '/': value = (uint32_t)c; break;
    case 'b': value = '\b'; break;
    case 'f': value = '\f'; break;
    case 'n': value = '\n'; break;
    case 'r': value = '\r'; break;
    case 't': value = '\t'; break;
    case 'u':
        status = read_unit(scanner, &value, error);
        if (status < 0)
            return status;
        if (value >= 0xd800 && value <= 0xdbff) {
            for (const char *expected = "\\u"; *expected; expected++) {
                status = peek(scanner, false, &c, error);
                if (status < 0)
                    return status;
                if (c != *expected)
                    return fail_at(scanner, offset, TARIFF_EINVAL, error, "half of a pair of \\u escapes");
                scanner->at++;
            }
            status = read_unit(scanner, &low, error);
            if (status < 0)
                return status;
            if (low < 0xdc00 || low > 0xdfff)
                return fail_at(scanner, offset, TARIFF_EINVAL, error, "half of a pair of \\u escapes");
            value = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
        } else if (value >= 0xdc00 && value <= 0xdfff) {
            return fail_at(scanner, offset, TARIFF_EINVAL, error, "half of a pair of \\u escapes");
        }
        if (value == 0)
            return fail_at(scanner, offset, TARIFF_EINVAL, error, "U+0000 in a string");
        break;
    default: return fail_at(scanner, offset, TARIFF_EINVAL, error, "an escape that JSON does not have");
    }
    trf_buffer_bytes(&scanner->text, bytes, trf_utf8_write(value, bytes));
    scanner->mark = scanner->at;
    return TARIFF_OK;
}

/* at stands after the opening quote. */
static tariff_status read_string(trf_json_scanner *scanner, tariff_error **error)
{
    tariff_status status;

    begin_token(scanner);
    for (;;) {
        int c;

        while (scanner->at < scanner->end) {
            unsigned char byte = (unsigned char)scanner->data[scanner->at];

            if (byte == '"' || byte == '\\' || byte < 0x20)
                break;
            scanner->at++;
        }
        status = peek(scanner, true, &c, error);
        if (status < 0)
            return status;
        if (c < 0)
            return trf_json_scan_fail(scanner, TARIFF_EINVAL, error, "a string without its closing quote");
        if (c == '"')
            break;
        if (c < 0x20)
            return fail_at(scanner, scanner->base + scanner->at, TARIFF_EINVAL, error, "a control character inside a string");
        if (c == '\\') {
            status = read_escape(scanner, error);
            if (status < 0)
                return status;
        }
        if (scanner->spilled && (scanner->too_long || scanner->text.failed))
            break;
    }
    status = end_token(scanner, error);
    if (status < 0)
        return status;
    scanner->at++; /* the closing quote; the token's bytes stay */
    if (!trf_utf8_valid(scanner->token))
        return trf_json_scan_fail(scanner, TARIFF_EINVAL, error, "a string that is not UTF-8");
    return TARIFF_OK;
}

/* Digits, at least one. */
static tariff_status read_digits(trf_json_scanner *scanner, tariff_error **error)
{
    unsigned count = 0;

    for (;;) {
        int c;
        tariff_status status = peek(scanner, true, &c, error);

        if (status < 0)
            return status;
        if (c < '0' || c > '9')
            break;
        scanner->at++;
        count++;
    }
    return count ? TARIFF_OK : trf_json_scan_fail(scanner, TARIFF_EINVAL, error, "a number that JSON does not allow");
}

static tariff_status read_number(trf_json_scanner *scanner, trf_json_event *event, tariff_error **error)
{
    tariff_status status;
    int c;

    begin_token(scanner);
    *event = TRF_JSON_EVENT_INTEGER;
    if (scanner->data[scanner->at] == '-')
        scanner->at++;
    status = peek(scanner, true, &c, error);
    if (status < 0)
        return status;
    if (c == '0')
        scanner->at++;
    else if ((status = read_digits(scanner, error)) < 0)
        return status;
    status = peek(scanner, true, &c, error);
    if (status < 0)
        return status;
    if (c >= '0' && c <= '9')
        return trf_json_scan_fail(scanner, TARIFF_EINVAL, error, "a number with a leading zero");
    if (c == '.') {
        *event = TRF_JSON_EVENT_REAL;
        scanner->at++;
        status = read_digits(scanner, error);
        if (status < 0)
            return status;
        status = peek(scanner, true, &c, error);
        if (status < 0)
            return status;
    }
    if (c == 'e' || c == 'E') {
        *event = TRF_JSON_EVENT_REAL;
        scanner->at++;
        status = peek(scanner, true, &c, error);
        if (status < 0)
            return status;
        if (c == '+' || c == '-')
            scanner->at++;
        status = read_digits(scanner, error);
        if (status < 0)
            return status;
    }
    return end_token(scanner, error);
}

static tariff_status read_word(trf_json_scanner *scanner, const char *word, tariff_error **error)
{
    begin_token(scanner);
    for (; *word; word++) {
        int c;
        tariff_status status = peek(scanner, true, &c, error);

        if (status < 0)
            return status;
        if (c != *word)
            return trf_json_scan_fail(scanner, TARIFF_EINVAL, error, "a word that is none of true, false, null");
        scanner->at++;
    }
    return TARIFF_OK;
}

static tariff_status open_structure(trf_json_scanner *scanner, bool object, tariff_error **error)
{
    if (scanner->depth >= scanner->depth_limit)
        return trf_json_scan_fail(scanner, TARIFF_ELIMIT, error, "values are nested deeper than the limit");
    scanner->at++;
    scanner->depth++;
    if (object)
        scanner->objects |= UINT64_C(1) << scanner->depth;
    else
        scanner->objects &= ~(UINT64_C(1) << scanner->depth);
    scanner->expect = object ? EXPECT_NAME_OR_END : EXPECT_VALUE_OR_END;
    return TARIFF_OK;
}

static bool in_object(const trf_json_scanner *scanner)
{
    return scanner->depth && (scanner->objects >> scanner->depth & 1);
}

static void close_structure(trf_json_scanner *scanner, trf_json_event *event)
{
    *event = in_object(scanner) ? TRF_JSON_EVENT_OBJECT_END : TRF_JSON_EVENT_ARRAY_END;
    scanner->at++;
    scanner->depth--;
    scanner->expect = scanner->depth ? EXPECT_NEXT : EXPECT_END;
}

static tariff_status read_value(trf_json_scanner *scanner, int c, trf_json_event *event, tariff_error **error)
{
    tariff_status status;

    switch (c) {
    case '{': *event = TRF_JSON_EVENT_OBJECT_BEGIN; return open_structure(scanner, true, error);
    case '[': *event = TRF_JSON_EVENT_ARRAY_BEGIN; return open_structure(scanner, false, error);
    case '"':
        scanner->at++;
        *event = TRF_JSON_EVENT_STRING;
        status = read_string(scanner, error);
        break;
    case 't':
        *event = TRF_JSON_EVENT_TRUE;
        status = read_word(scanner, "true", error);
        break;
    case 'f':
        *event = TRF_JSON_EVENT_FALSE;
        status = read_word(scanner, "false", error);
        break;
    case 'n':
        *event = TRF_JSON_EVENT_NULL;
        status = read_word(scanner, "null", error);
        break;
    default:
        if (c != '-' && (c < '0' || c > '9'))
            return trf_json_scan_fail(scanner, TARIFF_EINVAL, error,
                                      c < 0 ? "the text ends where a value is expected" : "a value is expected");
        status = read_number(scanner, event, error);
    }
    scanner->expect = scanner->depth ? EXPECT_NEXT : EXPECT_END;
    return status;
}

static tariff_status read_name(trf_json_scanner *scanner, int c, trf_json_event *event, tariff_error **error)
{
    tariff_status status;

    if (c != '"')
        return trf_json_scan_fail(scanner, TARIFF_EINVAL, error, "a member's name in quotes is expected");
    scanner->at++;
    status = read_string(scanner, error);
    if (status < 0)
        return status;
    *event = TRF_JSON_EVENT_NAME;
    scanner->expect = EXPECT_VALUE;
    /* The colon may lie in the next window, where the token would be overwritten: keep it. */
    if (!scanner->spilled && scanner->window) {
        trf_buffer_clear(&scanner->text);
        trf_buffer_slice(&scanner->text, scanner->token);
        scanner->token = trf_buffer_view(&scanner->text);
        if (scanner->text.failed)
            return trf_fail_memory(error);
    }
    status = skip_blanks(scanner, &c, error);
    if (status < 0)
        return status;
    if (c != ':')
        return fail_at(scanner, scanner->base + scanner->at, TARIFF_EINVAL, error, "':' is expected after a member's name");
    scanner->at++;
    return TARIFF_OK;
}

tariff_status trf_json_scan_next(trf_json_scanner *scanner, trf_json_event *event, tariff_error **error)
{
    tariff_status status;
    int c;

    scanner->token = TRF_SLICE_EMPTY;
    status = skip_blanks(scanner, &c, error);
    if (status < 0)
        return status;
    scanner->event_offset = scanner->base + scanner->at;
    if (scanner->expect == EXPECT_NEXT) {
        if (c == (in_object(scanner) ? '}' : ']')) {
            close_structure(scanner, event);
            return TARIFF_OK;
        }
        if (c != ',')
            return trf_json_scan_fail(scanner, TARIFF_EINVAL, error,
                                      in_object(scanner) ? "',' or '}' is expected" : "',' or ']' is expected");
        scanner->at++;
        scanner->expect = in_object(scanner) ? EXPECT_NAME : EXPECT_VALUE;
        status = skip_blanks(scanner, &c, error);
        if (status < 0)
            return status;
        scanner->event_offset = scanner->base + scanner->at;
    }
    switch ((enum expectation)scanner->expect) {
    case EXPECT_END:
        if (c >= 0)
            return trf_json_scan_fail(scanner, TARIFF_EINVAL, error, "the text goes on after the value");
        *event = TRF_JSON_EVENT_END;
        return TARIFF_OK;
    case EXPECT_NAME_OR_END:
        if (c == '}') {
            close_structure(scanner, event);
            return TARIFF_OK;
        }
        return read_name(scanner, c, event, error);
    case EXPECT_NAME: return read_name(scanner, c, event, error);
    case EXPECT_VALUE_OR_END:
        if (c == ']') {
            close_structure(scanner, event);
            return TARIFF_OK;
        }
        return read_value(scanner, c, event, error);
    case EXPECT_VALUE:
    case EXPECT_NEXT: break;
    }
    return read_value(scanner, c, event, error);
}

tariff_status trf_json_scan_skip(trf_json_scanner *scanner, trf_json_event after, tariff_error **error)
{
    uint32_t depth = scanner->depth;
    trf_json_event event;
    tariff_status status;

    if (after == TRF_JSON_EVENT_OBJECT_BEGIN || after == TRF_JSON_EVENT_ARRAY_BEGIN)
        depth--;
    do {
        status = trf_json_scan_next(scanner, &event, error);
        if (status < 0)
            return status;
    } while (scanner->depth > depth || event == TRF_JSON_EVENT_NAME);
    return TARIFF_OK;
}
