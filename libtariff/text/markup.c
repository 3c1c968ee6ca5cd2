/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules are applied one after the other, each over the whole text, because publishers nest them: a character reference may
 * stand for a sign of the markup. Each step is one pass from left to right.
 */
#include "markup.h"

#include "base/utf8.h"

enum { ENTITY_LONGEST = 10, NO_BREAK = 0xa0 };

static const struct entity {
    const char *name;
    uint32_t code_point;
} entities[] = {
#define ENTITY(name, code_point) {name, code_point},
#include "text/entities.def"
#undef ENTITY
};

static uint32_t named_entity(trf_slice name)
{
    size_t low = 0, high = sizeof entities / sizeof entities[0];

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = trf_slice_compare(name, trf_slice_text(entities[middle].name));

        if (order == 0)
            return entities[middle].code_point;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

/* A reference after '&': its code point and its bytes up to the semicolon; 0 where it is none. */
static uint32_t read_reference(trf_slice text, size_t *used)
{
    uint32_t value = 0;
    size_t at = 1, digits = 0;

    if (text.size > 1 && text.data[1] == '#') {
        bool hexadecimal = text.size > 2 && (text.data[2] == 'x' || text.data[2] == 'X');

        for (at = hexadecimal ? 3 : 2; at < text.size && digits < 8; at++, digits++) {
            char c = text.data[at];

            if (c >= '0' && c <= '9')
                value = value * (hexadecimal ? 16 : 10) + (uint32_t)(c - '0');
            else if (hexadecimal && (c | 0x20) >= 'a' && (c | 0x20) <= 'f')
                value = value * 16 + (uint32_t)((c | 0x20) - 'a' + 10);
            else
                break;
        }
        if (digits == 0 || at >= text.size || text.data[at] != ';')
            return 0;
        *used = at + 1;
        return value && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff) ? value : TRF_UTF8_BAD;
    }
    while (at < text.size && at <= ENTITY_LONGEST && text.data[at] != ';')
        at++;
    if (at >= text.size || text.data[at] != ';')
        return 0;
    *used = at + 1;
    return named_entity(trf_slice_of(text.data + 1, at - 1));
}

static void put(trf_buffer *out, uint32_t code_point)
{
    char bytes[4];

    trf_buffer_bytes(out, bytes, trf_utf8_write(code_point, bytes));
}

/* Step 1: character references; control characters go, a tab is a blank, a line feed a line break. */
static void read_references(trf_slice text, trf_buffer *out)
{
    for (size_t at = 0; at < text.size;) {
        trf_slice rest = trf_slice_of(text.data + at, text.size - at);
        size_t used = 0;
        unsigned bytes;
        uint32_t c = rest.data[0] == '&' ? read_reference(rest, &used) : 0;

        if (c == 0) {
            c = trf_utf8_read(rest, &bytes);
            used = bytes ? bytes : 1;
        }
        at += used;
        if (c == '\t')
            trf_buffer_char(out, ' ');
        else if (c == '\n')
            trf_buffer_text(out, "<br>");
        else if (c >= 0x20 && (c < 0x7f || c > 0x9f))
            put(out, c);
    }
}

static const struct sign {
    const char *sign, *shown;
} signs[] = {
    {"!1!", "<br>"}, {"!>=!", ">="},      {"!<=!", "<="},      {"!%!", "\xe2\x80\xb0"}, {"!x!", "x"},
    {"!X!", "x"},    {"!o!", "\xc2\xb0"}, {"!O!", "\xc2\xb0"}, {"||", "<br>"},          {"|", "\xc2\xa0"},
};

/* Step 2: the signs of TARIC texts. */
static void read_signs(trf_slice text, trf_buffer *out)
{
    for (size_t at = 0; at < text.size;) {
        trf_slice rest = trf_slice_of(text.data + at, text.size - at);
        size_t i = 0;

        if (rest.data[0] == '!' || rest.data[0] == '|') {
            for (i = 0; i < sizeof signs / sizeof signs[0]; i++)
                if (trf_slice_begins(rest, trf_slice_text(signs[i].sign)))
                    break;
            if (i < sizeof signs / sizeof signs[0]) {
                trf_buffer_text(out, signs[i].shown);
                at += strlen(signs[i].sign);
                continue;
            }
        } else if ((rest.data[0] == '$' || rest.data[0] == '@') && rest.size > 1 && rest.data[1] != ' ') {
            const char *element = rest.data[0] == '$' ? "sup" : "sub";
            unsigned bytes;
            uint32_t c = trf_utf8_read(trf_slice_of(rest.data + 1, rest.size - 1), &bytes);

            trf_buffer_char(out, '<');
            trf_buffer_text(out, element);
            trf_buffer_char(out, '>');
            put(out, c);
            trf_buffer_text(out, "</");
            trf_buffer_text(out, element);
            trf_buffer_char(out, '>');
            at += 1 + bytes;
            continue;
        }
        trf_buffer_char(out, rest.data[0]);
        at++;
    }
}

/* An element at the start of text: its bytes, 0 for none. It ends at '>' and holds no other '<'. */
static size_t element_size(trf_slice text)
{
    char c = text.size > 1 ? text.data[1] : 0;

    if (c != '/' && c != '!' && c != '?' && ((c | 0x20) < 'a' || (c | 0x20) > 'z'))
        return 0;
    for (size_t at = 1; at < text.size && text.data[at] != '<'; at++)
        if (text.data[at] == '>')
            return at + 1;
    return 0;
}

/* Whether an element has this name, in either case; *bare: it holds nothing else but a slash and blanks. */
static bool element_is(trf_slice element, const char *name, bool *bare)
{
    size_t at = 1, size = strlen(name);

    if (element.data[at] == '/')
        at++;
    if (element.size < at + size + 1)
        return false;
    for (size_t i = 0; i < size; i++)
        if ((element.data[at + i] | 0x20) != name[i])
            return false;
    at += size;
    if (element.data[at] != '>' && element.data[at] != '/' && element.data[at] != ' ')
        return false;
    while (element.data[at] == ' ' || element.data[at] == '/')
        at++;
    *bare = element.data[at] == '>';
    return true;
}

/* Step 3: of elements, br, sup and sub stay, without attributes; a paragraph mark is a line break; others are a blank. */
static void read_elements(trf_slice text, trf_buffer *out)
{
    static const char *const kept[] = {"br", "sup", "sub"};

    for (size_t at = 0; at < text.size;) {
        trf_slice rest = trf_slice_of(text.data + at, text.size - at), element;
        bool bare = true;
        size_t i = 0;

        element = trf_slice_of(rest.data, rest.data[0] == '<' ? element_size(rest) : 0);
        if (element.size == 0) {
            trf_buffer_char(out, rest.data[0]);
            at++;
            continue;
        }
        at += element.size;
        while (i < sizeof kept / sizeof kept[0] && !element_is(element, kept[i], &bare))
            i++;
        if (i < sizeof kept / sizeof kept[0]) {
            if (bare) {
                trf_buffer_slice(out, element);
            } else {
                trf_buffer_text(out, element.data[1] == '/' ? "</" : "<");
                trf_buffer_text(out, kept[i]);
                trf_buffer_char(out, '>');
            }
        } else if (trf_slice_is(element, "<P>") ||
                   (element.data[1] != '/' && element_is(element, "p", &bare) && bare && element.data[element.size - 2] == '/')) {
            trf_buffer_text(out, "<br>");
        } else {
            trf_buffer_char(out, ' ');
        }
    }
}

/* How a typographic sign is shown; NULL: as it is. */
static const char *shown_sign(uint32_t c)
{
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b: return "'";
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x201f: return "\"";
    case 0x2011:
    case 0x2013:
    case 0x2014:
    case 0x2212: return "-";
    case 0xad:
    case 0x200b: return "";
    case 0x2265: return ">=";
    case 0x2264: return "<=";
    case 0xd7: return "x";
    case 0x2103:
        return "\xc2\xb0"
               "C";
    default: return NULL;
    }
}

/* The digit of a raised (+10) or lowered (+20) digit sign; 0 for others. */
static unsigned moved_digit(uint32_t c)
{
    if (c == 0xb9)
        return 11;
    if (c == 0xb2 || c == 0xb3)
        return c - 0xb2 + 12;
    if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079))
        return c - 0x2070 + 10;
    if (c >= 0x2080 && c <= 0x2089)
        return c - 0x2080 + 20;
    return 0;
}

/* Blanks at the end of what was appended since `start` go. */
static void trim_end(trf_buffer *out, size_t start)
{
    while (out->size > start && out->data[out->size - 1] == ' ')
        out->size--;
}

/* Steps 4 and 5: typographic signs; runs of blanks; ends. */
static void read_typography(trf_slice text, trf_buffer *out)
{
    size_t start = out->size;

    for (size_t at = 0; at < text.size && !out->failed;) {
        unsigned bytes, digit;
        uint32_t c = trf_utf8_read(trf_slice_of(text.data + at, text.size - at), &bytes);
        const char *shown = shown_sign(c);

        digit = moved_digit(c);
        if (digit) {
            trf_buffer_text(out, digit < 20 ? "<sup>" : "<sub>");
            trf_buffer_char(out, (char)('0' + digit % 10));
            trf_buffer_text(out, digit < 20 ? "</sup>" : "</sub>");
        } else if (shown) {
            trf_buffer_text(out, shown);
        } else if (c != ' ' || (out->size > start && out->data[out->size - 1] != ' ')) {
            trf_buffer_bytes(out, text.data + at, bytes);
        }
        at += bytes ? bytes : 1;
    }
    trim_end(out, start);
}

/* The sign that Unicode has for a raised or lowered ASCII character, or the character. */
static uint32_t moved_sign(char c, bool raised)
{
    switch (c) {
    case '1': return raised ? 0xb9 : 0x2081;
    case '2': return raised ? 0xb2 : 0x2082;
    case '3': return raised ? 0xb3 : 0x2083;
    case '+': return raised ? 0x207a : 0x208a;
    case '-': return raised ? 0x207b : 0x208b;
    default: return c >= '0' && c <= '9' ? (raised ? 0x2070u : 0x2080u) + (uint32_t)(c - '0') : (unsigned char)c;
    }
}

/* The plain form of a display form. */
static void read_plain(trf_slice display, trf_buffer *out)
{
    size_t start = out->size;
    char moved = 0; /* '^' inside sup, '_' inside sub */

    for (size_t at = 0; at < display.size && !out->failed;) {
        trf_slice rest = trf_slice_of(display.data + at, display.size - at);
        size_t element = rest.data[0] == '<' ? element_size(rest) : 0;
        bool bare;

        if (element) {
            trf_slice name = trf_slice_of(rest.data, element);

            if (element_is(name, "br", &bare)) {
                trim_end(out, start);
                if (out->size > start)
                    trf_buffer_char(out, '\n');
            } else {
                moved = rest.data[1] == '/' ? 0 : element_is(name, "sup", &bare) ? '^' : '_';
            }
            at += element;
            continue;
        }
        if (trf_slice_begins(rest, TRF_SLICE("\xc2\xa0"))) {
            rest.data = " ";
            at++; /* two bytes for one blank */
        }
        if (rest.data[0] == ' ' && (out->size == start || out->data[out->size - 1] == ' ' || out->data[out->size - 1] == '\n')) {
            at++;
            continue;
        }
        if (moved && (unsigned char)rest.data[0] < 0x80)
            put(out, moved_sign(rest.data[0], moved == '^'));
        else
            trf_buffer_char(out, rest.data[0]);
        at++;
    }
    while (out->size > start && (out->data[out->size - 1] == ' ' || out->data[out->size - 1] == '\n'))
        out->size--;
}

bool trf_markup_is_plain(trf_slice raw)
{
    for (size_t i = 0; i < raw.size; i++) {
        unsigned char c = (unsigned char)raw.data[i];

        if (c < 0x20 || c == '&' || c == '!' || c == '|' || c == '$' || c == '@' || c == '<' || c == 0x7f || c == 0xc2 ||
            c == 0xe2)
            return false;
        if (c == ' ' && (i == 0 || i + 1 == raw.size || raw.data[i - 1] == ' '))
            return false;
        if (c == 0xc3 && i + 1 < raw.size && (unsigned char)raw.data[i + 1] == 0x97)
            return false;
    }
    return trf_utf8_valid(raw);
}

void trf_markup_read(trf_slice raw, trf_buffer *display, trf_buffer *plain)
{
    trf_buffer *target = display ? display : plain;
    trf_buffer first, second;
    size_t start;
    bool refused;

    if (!target)
        return;
    if (trf_markup_is_plain(raw)) {
        if (display)
            trf_buffer_slice(display, raw);
        if (plain)
            trf_buffer_slice(plain, raw);
        return;
    }
    trf_buffer_init(&first, target->alloc, 0);
    trf_buffer_init(&second, target->alloc, 0);
    read_references(raw, &first);
    read_signs(trf_buffer_view(&first), &second);
    refused = first.failed || second.failed;
    trf_buffer_clear(&first);
    read_elements(trf_buffer_view(&second), &first);
    if (refused || first.failed) {
        target->failed = true;
    } else if (display) {
        start = display->size;
        read_typography(trf_buffer_view(&first), display);
        if (plain && !display->failed && display->size > start)
            read_plain(trf_slice_of(display->data + start, display->size - start), plain);
    } else {
        trf_buffer_clear(&second);
        read_typography(trf_buffer_view(&first), &second);
        plain->failed |= second.failed;
        read_plain(trf_buffer_view(&second), plain);
    }
    trf_buffer_done(&first);
    trf_buffer_done(&second);
}
