/* SPDX-License-Identifier: Apache-2.0 */
/* References in US rate texts: the duty of something else, in words that are known one by one. */
#include "expr/us.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

typedef struct known_reference {
    uint8_t kind;
    const char *words;
} known_reference;

/* Longer ones before those that they begin with. */
static const known_reference references[] = {
    {TRF_REFERENCE_NO_CHANGE, "No change"},
    {TRF_REFERENCE_APPLICABLE, "The duty provided in the applicable subheading"},
    {TRF_REFERENCE_APPLICABLE, "The duty provided for in the applicable subheading"},
    {TRF_REFERENCE_APPLICABLE, "The duty provided in the applicable heading"},
    {TRF_REFERENCE_SUCH_SUBHEADING, "The duty rate provided in such subheading"},
    {TRF_REFERENCE_SUCH_SUBHEADING, "The duty provided in such subheading"},
    {TRF_REFERENCE_ABSENCE, "The rate applicable in the absence of this heading"},
    {TRF_REFERENCE_ABSENCE, "The rate applicable in the absence of this subheading"},
    {TRF_REFERENCE_ABSENCE, "The rates applicable in the absence of this note"},
    {TRF_REFERENCE_ABSENCE, "The rate applicable to each article in the absence of this subheading"},
    {TRF_REFERENCE_ABSENCE, "The rate applicable, to each article in the absence of this subheading"},
    {TRF_REFERENCE_ABSENCE, "The rate applicable to each article in the absence of this heading"},
    {TRF_REFERENCE_ARTICLE, "The rate applicable to the article of which it is a part or accessory"},
    {TRF_REFERENCE_ARTICLE, "The rate applicable to the article of which it is a part"},
    {TRF_REFERENCE_ARTICLE, "The rate applicable to the article of which it is an accessory"},
    {TRF_REFERENCE_ARTICLE, "The rate applicable to each garment in the ensemble if separately entered"},
    {TRF_REFERENCE_ARTICLE, "The rate applicable to each garment in the ensemble if entered separately"},
    {TRF_REFERENCE_ARTICLE, "The rate applicable to the complete, assembled movement"},
    {TRF_REFERENCE_SET_HIGHEST, "The rate applicable to that article in the set subject to the highest rate of duty"},
    {TRF_REFERENCE_SET_HIGHEST, "The rate of duty applicable to that article in the set subject to the highest rate of duty"},
};

static bool is_code(trf_slice text, size_t at, size_t *end)
{
    size_t digits = 0;

    while (at < text.size && (is_digit(text.data[at]) ||
                              (text.data[at] == '.' && at + 1 < text.size && is_digit(text.data[at + 1]) && digits >= 4))) {
        digits += text.data[at] != '.';
        at++;
    }
    *end = at;
    return digits >= 4 && digits <= 10;
}

/* code { ("," | "or" | "and" | "-") code }: blanks between them in *codes, ranges kept together. */
static bool take_codes(trf_cursor *cursor, trf_slice *codes)
{
    char *out = trf_arena_take(cursor->reader->arena, cursor->text.size + 1);
    size_t size = 0, end, before;

    if (!out) {
        cursor->refused = true;
        return false;
    }
    for (;;) {
        trf_cursor_blanks(cursor);
        if (!is_code(cursor->text, cursor->at, &end))
            break;
        memcpy(out + size, cursor->text.data + cursor->at, end - cursor->at);
        size += end - cursor->at;
        cursor->at = end;
        *codes = trf_slice_of(out, size);
        before = cursor->at;
        if (trf_cursor_byte(cursor, '-')) {
            out[size++] = '-';
        } else if (trf_cursor_byte(cursor, ',')) {
            trf_cursor_words(cursor, TRF_SLICE("or"));
            out[size++] = ' ';
        } else if (trf_cursor_words(cursor, TRF_SLICE("or")) || trf_cursor_words(cursor, TRF_SLICE("and"))) {
            out[size++] = ' ';
        } else {
            return true;
        }
        trf_cursor_blanks(cursor);
        if (!is_code(cursor->text, cursor->at, &end)) {
            cursor->at = before;
            return true;
        }
    }
    return false;
}

static trf_expr *reference_node(trf_cursor *cursor, trf_reference_kind kind, size_t start, size_t end)
{
    trf_expr *node = trf_cursor_node(cursor, TRF_EXPR_REFERENCE);

    if (!node)
        return NULL;
    node->reference = (uint8_t)kind;
    node->position = (uint32_t)start;
    node->text = trf_us_trimmed(cursor->text, start, end);
    return node;
}

static trf_expr *known(trf_cursor *cursor)
{
    size_t i, end, start = cursor->at;
    trf_expr *node;

    for (i = 0; i < sizeof references / sizeof *references; i++) {
        end = trf_cursor_match(cursor, start, trf_slice_text(references[i].words), false);
        if (!end)
            continue;
        node = reference_node(cursor, references[i].kind, start, end);
        if (node)
            node->text = trf_slice_text(references[i].words);
        cursor->at = end;
        return node;
    }
    return NULL;
}

/* Words of a reference that names lines: prefix words [codes] suffix. */
static trf_expr *with_lines(trf_cursor *cursor)
{
    static const struct {
        uint8_t kind;
        const char *before, *middle;
    } forms[] = {
        {TRF_REFERENCE_LINES, "The duty provided in subheadings", NULL},
        {TRF_REFERENCE_LINES, "The duty provided in subheading", NULL},
        {TRF_REFERENCE_LINES, "The duty provided in heading", NULL},
        {TRF_REFERENCE_PROGRAMME, "The rate provided for beneficiary countries in heading", NULL},
        {TRF_REFERENCE_ARTICLE, "The rate applicable to", "in heading"},
        {TRF_REFERENCE_ARTICLE, "The rate applicable to", "in subheading"},
    };
    size_t i, start = cursor->at, at, end, limit = trf_us_words_end(cursor, start);
    trf_slice codes;
    trf_expr *node;

    for (i = 0; i < sizeof forms / sizeof *forms; i++) {
        at = trf_cursor_match(cursor, start, trf_slice_text(forms[i].before), false);
        if (!at)
            continue;
        for (end = forms[i].middle ? 0 : at; !end && at < limit; at++)
            end = trf_cursor_match(cursor, at, trf_slice_text(forms[i].middle), false);
        if (!end)
            continue;
        cursor->at = end;
        if (take_codes(cursor, &codes)) {
            node = reference_node(cursor, forms[i].kind, start, cursor->at);
            if (node)
                node->codes = codes;
            return node;
        }
        cursor->at = start;
    }
    return NULL;
}

static trf_expr *with_words(trf_cursor *cursor)
{
    size_t start = cursor->at,
           at = trf_cursor_match(cursor, start, TRF_SLICE("The duty rate provided for originating goods of"), false);
    size_t end = trf_us_words_end(cursor, start), stop = 0;
    trf_expr *node;

    if (at) {
        for (; !stop && at < end; at++)
            stop = trf_cursor_match(cursor, at, TRF_SLICE("in such subheading"), false);
        if (stop) {
            cursor->at = stop;
            return reference_node(cursor, TRF_REFERENCE_PROGRAMME, start, stop);
        }
    }
    /* The ordinary rate upon another value: the repairs, the work done abroad, the full value less domestic parts. The words
     * may hold "less", which is no sign here. */
    if (trf_cursor_match(cursor, start, TRF_SLICE("A duty upon the value of"), true) ||
        trf_cursor_match(cursor, start, TRF_SLICE("A duty upon the full value of"), true)) {
        for (end = start; end < cursor->text.size; end++)
            if (cursor->text.data[end] == '+' ||
                (cursor->text.data[end] == '(' && trf_us_programme_list(cursor->text, end, NULL, NULL)))
                break;
        node = reference_node(cursor, TRF_REFERENCE_DUTY_UPON, start, end);
        cursor->at = end;
        return node;
    }
    return NULL;
}

/* "See 9822.05.20, 9823.09.01-9823.09.09", "See additional U.S. note 1" */
trf_expr *trf_us_see(trf_cursor *cursor)
{
    trf_expr *node;
    trf_slice codes;
    size_t start = cursor->at, end, i;
    bool note = false;

    trf_cursor_words(cursor, TRF_SLICE("See"));
    if (take_codes(cursor, &codes)) {
        node = reference_node(cursor, TRF_REFERENCE_SEE, start, cursor->at);
        if (node)
            node->codes = codes;
        return node;
    }
    if (cursor->refused)
        return NULL;
    end = trf_us_words_end(cursor, cursor->at);
    for (i = cursor->at; i < end; i++)
        note = note || trf_cursor_match(cursor, i, TRF_SLICE("note"), false);
    if (!note) {
        trf_cursor_fault_text(cursor, TRF_FAULT_PROSE, start, "The place to look at is neither a line nor a note.");
        return NULL;
    }
    cursor->at = end;
    return reference_node(cursor, TRF_REFERENCE_SEE_NOTE, start, end);
}

trf_expr *trf_us_reference(trf_cursor *cursor)
{
    trf_expr *node = known(cursor);

    if (!node && !cursor->refused)
        node = with_lines(cursor);
    if (!node && !cursor->refused)
        node = with_words(cursor);
    if (!node) {
        trf_cursor_fault_text(cursor, TRF_FAULT_PROSE, cursor->at,
                              trf_cursor_match(cursor, cursor->at, TRF_SLICE("A duty"), false)
                                  ? "A formula in words, over duties and taxes that other transactions paid."
                                  : "A reference in words that name no known thing, or that break off.");
        return NULL;
    }
    return trf_us_tail(cursor, node) ? node : NULL;
}
