/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/encoding.h"

enum { DECLARATION_MAX = 1024, VALUE_MAX = 40 };

typedef enum family { BYTES, UTF8_MARKED, UTF16_LITTLE, UTF16_BIG, UTF32, EBCDIC } family;

/* By byte order mark, or by how '<?' looks. */
static family family_of(trf_slice head, size_t *mark)
{
    *mark = 0;
    if (trf_slice_begins(head, TRF_SLICE("\xff\xfe\0\0")) || trf_slice_begins(head, TRF_SLICE("\0\0\xfe\xff")) ||
        trf_slice_begins(head, TRF_SLICE("<\0\0\0")) || trf_slice_begins(head, TRF_SLICE("\0\0\0<")))
        return UTF32;
    if (trf_slice_begins(head, TRF_SLICE("\x4c\x6f\xa7\x94")))
        return EBCDIC;
    if (trf_slice_begins(head, TRF_SLICE("\xef\xbb\xbf"))) {
        *mark = 3;
        return UTF8_MARKED;
    }
    if (trf_slice_begins(head, TRF_SLICE("\xff\xfe")) || trf_slice_begins(head, TRF_SLICE("\xfe\xff"))) {
        *mark = 2;
        return head.data[0] == '\xff' ? UTF16_LITTLE : UTF16_BIG;
    }
    if (trf_slice_begins(head, TRF_SLICE("<\0")))
        return UTF16_LITTLE;
    if (trf_slice_begins(head, TRF_SLICE("\0<")))
        return UTF16_BIG;
    return BYTES;
}

/* The declaration as bytes; what is no ASCII in UTF-16 becomes '?'. Returns how much there is of it. */
static size_t as_bytes(trf_slice head, family is, char out[DECLARATION_MAX])
{
    size_t size = 0;
    bool wide = is == UTF16_LITTLE || is == UTF16_BIG;

    for (size_t at = 0; at + wide < head.size && size < DECLARATION_MAX; at += 1 + wide) {
        char low = head.data[at + (is == UTF16_BIG)];
        char high = wide ? head.data[at + (is != UTF16_BIG)] : '\0';

        out[size++] = high ? '?' : low;
    }
    return size;
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* name = 'value' at *at: both out; false where that is not what stands there. */
static bool next_pair(trf_slice text, size_t *at, trf_slice *name, trf_slice *value)
{
    size_t i = *at, start;
    char quote;

    while (i < text.size && blank(text.data[i]))
        i++;
    start = i;
    while (i < text.size && text.data[i] >= 'a' && text.data[i] <= 'z')
        i++;
    *name = trf_slice_of(text.data + start, i - start);
    while (i < text.size && blank(text.data[i]))
        i++;
    if (i >= text.size || text.data[i] != '=')
        return false;
    i++;
    while (i < text.size && blank(text.data[i]))
        i++;
    if (i >= text.size || (text.data[i] != '"' && text.data[i] != '\''))
        return false;
    quote = text.data[i++];
    start = i;
    while (i < text.size && text.data[i] != quote)
        i++;
    if (i >= text.size)
        return false;
    *value = trf_slice_of(text.data + start, i - start);
    *at = i + 1;
    return name->size > 0;
}

static bool same_word(trf_slice a, const char *upper)
{
    for (size_t i = 0; i < a.size; i++) {
        char c = a.data[i];

        if (upper[i] == '\0' || (c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) != upper[i])
            return false;
    }
    return upper[a.size] == '\0';
}

static tariff_status check_encoding(const trf_alloc *alloc, trf_slice encoding, family is, trf_encoding *out,
                                    tariff_error **error)
{
    static const char *const read[] = {"UTF-8", "UTF-16", "ISO-8859-1", "US-ASCII"};
    bool wide = is == UTF16_LITTLE || is == UTF16_BIG;

    for (size_t i = 0; i < sizeof read / sizeof read[0]; i++) {
        if (!same_word(encoding, read[i]))
            continue;
        if (wide != (i == 1) || (is == UTF8_MARKED && i != 0))
            return trf_fail(error, alloc, TARIFF_EINPUT, "encoding '%S' is declared, but the bytes are %s", encoding,
                            wide                ? "UTF-16"
                            : is == UTF8_MARKED ? "UTF-8 (byte order mark)"
                                                : "not UTF-16");
        if (i == 2)
            *out = TRF_ENCODING_LATIN1;
        else if (i == 3)
            *out = TRF_ENCODING_ASCII;
        return TARIFF_OK;
    }
    if (encoding.size > VALUE_MAX)
        encoding.size = VALUE_MAX;
    return trf_fail(error, alloc, TARIFF_EINPUT, "encoding '%S' is not read (expected UTF-8, UTF-16, ISO-8859-1 or US-ASCII)",
                    encoding);
}

static tariff_status check_declaration(const trf_alloc *alloc, trf_slice declaration, family is, trf_encoding *encoding,
                                       tariff_error **error)
{
    trf_slice name, value;
    size_t at = 0;
    tariff_status status = TARIFF_OK;

    while (at < declaration.size && blank(declaration.data[declaration.size - 1]))
        declaration.size--;
    while (status == TARIFF_OK && at < declaration.size) {
        if (!next_pair(declaration, &at, &name, &value))
            return trf_fail(error, alloc, TARIFF_EINPUT, "the XML declaration cannot be read (expected name=\"value\" pairs)");
        if (trf_slice_is(name, "version") && !trf_slice_is(value, "1.0")) {
            if (value.size > VALUE_MAX)
                value.size = VALUE_MAX;
            status = trf_fail(error, alloc, TARIFF_EINPUT, "XML version '%S' is not read (expected 1.0)", value);
        } else if (trf_slice_is(name, "encoding")) {
            status = check_encoding(alloc, value, is, encoding, error);
        }
    }
    return status;
}

tariff_status trf_encoding_check(const trf_alloc *alloc, trf_slice head, bool last, bool *ready, trf_encoding *encoding,
                                 size_t *mark, tariff_error **error)
{
    char bytes[DECLARATION_MAX];
    size_t size, end;
    family is;

    *ready = last;
    *encoding = TRF_ENCODING_UTF8;
    *mark = 0;
    if (head.size == 0 || (head.size < 4 && !last))
        return TARIFF_OK;
    is = family_of(head, mark);
    if (is == UTF16_LITTLE || is == UTF16_BIG)
        *encoding = is == UTF16_LITTLE ? TRF_ENCODING_UTF16_LITTLE : TRF_ENCODING_UTF16_BIG;
    if (is == UTF32 || is == EBCDIC)
        return trf_fail(error, alloc, TARIFF_EINPUT, "encoding %s is not read (expected UTF-8, UTF-16, ISO-8859-1 or US-ASCII)",
                        is == UTF32 ? "UTF-32" : "EBCDIC");
    size = as_bytes(trf_slice_of(head.data + *mark, head.size - *mark), is, bytes);
    if (size < 6 && !last)
        return TARIFF_OK;
    *ready = true;
    if (size < 6 || memcmp(bytes, "<?xml", 5) != 0 || !blank(bytes[5]))
        return TARIFF_OK;
    for (end = 6; end + 1 < size; end++)
        if (bytes[end] == '?' && bytes[end + 1] == '>')
            return check_declaration(alloc, trf_slice_of(bytes + 6, end - 6), is, encoding, error);
    if (size >= DECLARATION_MAX || last)
        return trf_fail(error, alloc, TARIFF_EINPUT, "the XML declaration does not end (expected '?>' within 1024 characters)");
    *ready = false;
    return TARIFF_OK;
}

/* ---- to UTF-8 ---- */

static void put_character(trf_buffer *out, uint32_t code)
{
    char *to = trf_buffer_reserve(out, 4);
    size_t size = 0;

    if (!to)
        return;
    if (code < 0x80) {
        to[size++] = (char)code;
    } else if (code < 0x800) {
        to[size++] = (char)(0xC0 | code >> 6);
        to[size++] = (char)(0x80 | (code & 0x3F));
    } else {
        if (code < 0x10000) {
            to[size++] = (char)(0xE0 | code >> 12);
        } else {
            to[size++] = (char)(0xF0 | code >> 18);
            to[size++] = (char)(0x80 | (code >> 12 & 0x3F));
        }
        to[size++] = (char)(0x80 | (code >> 6 & 0x3F));
        to[size++] = (char)(0x80 | (code & 0x3F));
    }
    out->size += size;
}

static bool surrogate(uint32_t unit)
{
    return unit >= 0xD800 && unit < 0xE000;
}

/* One more byte of UTF-16; false where the units so far are no character and cannot become one. */
static bool add_utf16(trf_transcoder *transcoder, uint8_t byte, trf_buffer *out)
{
    bool big = transcoder->encoding == TRF_ENCODING_UTF16_BIG;
    uint8_t bytes[4];
    uint32_t high, low;

    memcpy(bytes, transcoder->bytes, 3);
    if (transcoder->size == 0 || transcoder->size == 2) {
        transcoder->bytes[transcoder->size++] = byte;
        return true;
    }
    bytes[transcoder->size] = byte;
    high = big ? (uint32_t)bytes[0] << 8 | bytes[1] : (uint32_t)bytes[1] << 8 | bytes[0];
    if (transcoder->size == 1) {
        if (!surrogate(high)) {
            put_character(out, high);
            transcoder->size = 0;
            return true;
        }
        transcoder->bytes[transcoder->size++] = byte;
        return high < 0xDC00;
    }
    low = big ? (uint32_t)bytes[2] << 8 | bytes[3] : (uint32_t)bytes[3] << 8 | bytes[2];
    if (low < 0xDC00 || low >= 0xE000)
        return false;
    put_character(out, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
    transcoder->size = 0;
    return true;
}

const char *trf_transcode(trf_transcoder *transcoder, trf_slice piece, trf_buffer *out)
{
    switch (transcoder->encoding) {
    case TRF_ENCODING_ASCII:
        for (size_t i = 0; i < piece.size; i++)
            if ((uint8_t)piece.data[i] >= 0x80)
                return "a byte above 127 in US-ASCII";
        trf_buffer_slice(out, piece);
        return NULL;
    case TRF_ENCODING_LATIN1:
        for (size_t i = 0; i < piece.size; i++)
            put_character(out, (uint8_t)piece.data[i]);
        return NULL;
    case TRF_ENCODING_UTF16_LITTLE:
    case TRF_ENCODING_UTF16_BIG:
        for (size_t i = 0; i < piece.size; i++)
            if (!add_utf16(transcoder, (uint8_t)piece.data[i], out))
                return "half a surrogate pair in UTF-16";
        return NULL;
    default: trf_buffer_slice(out, piece); return NULL;
    }
}

const char *trf_transcode_end(const trf_transcoder *transcoder)
{
    return transcoder->size ? "UTF-16 that ends within a character" : NULL;
}
