/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rate texts of the Harmonized Tariff Schedule of the United States.
 *   cell = alternative { alternative }      alternative = rate [ "(" programme { "," programme } ")" ]
 *   rate = Free [proviso] | reference [ sign term ] | term { "+" term } | term "less" term "for each degree under" …
 *   term = number "%" [tail] | money [ "each" | "/" unit ] [tail]     tail: words that say of what ("on the case")
 * The texts break words at line ends ("appli- cable") and drop blanks ("inthe"); neither matters here.
 */
#include "expr/cursor.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* ---- text ---- */
/* One blank for a run of them, words joined that a line end broke. */
static bool tidy(trf_cursor *cursor)
{
    trf_slice in = cursor->text;
    char *out = trf_arena_take(cursor->reader->arena, in.size + 1);
    size_t at = 0, size = 0, blank;

    if (!out) {
        cursor->refused = true;
        return false;
    }
    while (at < in.size) {
        blank = trf_blank_size(in, at);
        if (!blank) {
            out[size++] = in.data[at++];
            continue;
        }
        while ((blank = trf_blank_size(in, at)) > 0)
            at += blank;
        if (size >= 2 && out[size - 1] == '-' && is_small(out[size - 2]) && at < in.size && is_small(in.data[at]))
            size--;
        else if (size > 0)
            out[size++] = ' ';
    }
    while (size > 0 && out[size - 1] == ' ')
        size--;
    cursor->text = trf_slice_of(out, size);
    return true;
}

/* ---- programmes ---- */
static size_t programme_end(trf_slice text, size_t at)
{
    size_t letters = 0;

    while (at < text.size && letters < 2 && is_capital(text.data[at])) {
        at++;
        letters++;
    }
    if (letters == 0)
        return 0;
    if (at < text.size && (text.data[at] == '+' || text.data[at] == '*' || text.data[at] == '#'))
        at++;
    return at;
}

/* The end of a list of programmes that begins at `at`, 0 where none does. With codes, they are written there, blanks between. */
static size_t programme_list(trf_slice text, size_t at, char *codes, size_t *size)
{
    size_t end, count = 0, i;

    if (at >= text.size || text.data[at] != '(')
        return 0;
    at++;
    for (;;) {
        while (at < text.size && (text.data[at] == ' ' || text.data[at] == ','))
            at++;
        if (at < text.size && text.data[at] == ')')
            return count ? at + 1 : 0;
        end = programme_end(text, at);
        if (!end || (end < text.size && text.data[end] != ' ' && text.data[end] != ',' && text.data[end] != ')'))
            return 0;
        if (codes && count > 0)
            codes[(*size)++] = ' ';
        for (i = at; codes && i < end; i++)
            codes[(*size)++] = text.data[i];
        count++;
        at = end;
    }
}

/* Where a run of words ends: at a sign of the grammar, a list of programmes, or the end. */
static size_t words_end(const trf_cursor *cursor, size_t at)
{
    trf_slice text = cursor->text;

    for (; at < text.size; at++) {
        if (text.data[at] == '+' || (text.data[at] == '(' && programme_list(text, at, NULL, NULL)))
            break;
        if (text.data[at] == ' ' && (trf_cursor_match(cursor, at, TRF_SLICE("less"), false) ||
                                     trf_cursor_match(cursor, at, TRF_SLICE("plus"), false) ||
                                     trf_cursor_match(cursor, at, TRF_SLICE("minus"), false)))
            break;
    }
    return at;
}

static trf_slice trimmed(trf_slice text, size_t from, size_t to)
{
    while (from < to && text.data[from] == ' ')
        from++;
    while (to > from && text.data[to - 1] == ' ')
        to--;
    /* The full stop after a sentence; that of an abbreviation before a unit's end is the unit's. */
    if (to > from && to == text.size && text.data[to - 1] == '.')
        to--;
    return trf_slice_of(text.data + from, to - from);
}

/* At the end, a full stop aside. */
static bool at_end(trf_cursor *cursor)
{
    if (trf_cursor_peek(cursor) == '.' && cursor->at + 1 == cursor->text.size)
        cursor->at++;
    return trf_cursor_end(cursor);
}

/* ---- terms ---- */
static bool take_fraction(trf_cursor *cursor, trf_expr_number *number)
{
    trf_expr_number above, below;
    size_t start = cursor->at;

    if (!trf_cursor_number(cursor, &above))
        return false;
    if (above.scale == 0 && above.coefficient > 0 && above.coefficient < 1000 && trf_cursor_byte(cursor, '/') &&
        trf_cursor_number(cursor, &below) && below.scale == 0 && below.coefficient > above.coefficient && below.coefficient <= 64) {
        number->numerator = (uint16_t)above.coefficient;
        number->denominator = (uint16_t)below.coefficient;
        return true;
    }
    cursor->at = start;
    return false;
}

static bool tail_starts(const trf_cursor *cursor)
{
    static const char *const starts[] = {"on", "upon", "of", "over", ", including"};
    size_t i;

    for (i = 0; i < sizeof starts / sizeof *starts; i++)
        if (trf_cursor_match(cursor, cursor->at, trf_slice_text(starts[i]), true))
            return true;
    return false;
}

/* "on the case", "of total sugars", ", including weight of container" */
static bool take_tail(trf_cursor *cursor, trf_expr *leaf)
{
    size_t start, end;
    trf_slice words;

    trf_cursor_blanks(cursor);
    if (cursor->at >= cursor->text.size || !tail_starts(cursor))
        return true;
    start = cursor->at;
    end = words_end(cursor, start);
    words = trimmed(cursor->text, start, end);
    for (size_t i = 0; i + 4 < words.size; i++)
        if (words.data[i] == ';' || memcmp(words.data + i, " but ", 5) == 0)
            return trf_cursor_fault_text(cursor, TRF_FAULT_PROSE, start, "The rate has a limit or an exception in words.");
    leaf->basis = words;
    cursor->at = end;
    /* "thebattery": the article ran into its noun. */
    if (trf_slice_begins(words, TRF_SLICE("on the")) && words.size > 6 && words.data[6] != ' ' &&
        !trf_slice_begins(words, TRF_SLICE("on their")) && !trf_slice_begins(words, TRF_SLICE("on these"))) {
        char *fixed = trf_arena_take(cursor->reader->arena, words.size + 1);

        if (!fixed) {
            cursor->refused = true;
            return false;
        }
        memcpy(fixed, words.data, 6);
        fixed[6] = ' ';
        memcpy(fixed + 7, words.data + 6, words.size - 6);
        leaf->basis = trf_slice_of(fixed, words.size + 1);
    }
    return true;
}

static const trf_currency *currency_before(trf_cursor *cursor)
{
    uint32_t i;

    for (i = 0; i < cursor->vocabulary->currency_count; i++) {
        const trf_currency *currency = &cursor->vocabulary->currencies[i];

        if (currency->minor_symbol.size && currency->symbol.size &&
            trf_slice_begins(trimmed(cursor->text, cursor->at, cursor->text.size), currency->symbol)) {
            trf_cursor_blanks(cursor);
            cursor->at += currency->symbol.size;
            return currency;
        }
    }
    return NULL;
}

static const trf_currency *hundredth_after(trf_cursor *cursor)
{
    uint32_t i;

    for (i = 0; i < cursor->vocabulary->currency_count; i++) {
        const trf_currency *currency = &cursor->vocabulary->currencies[i];
        size_t end;

        if (!currency->minor_symbol.size)
            continue;
        end = trf_cursor_match(cursor, cursor->at, currency->minor_symbol, true);
        if (!end)
            end = trf_cursor_match(cursor, cursor->at, currency->minor_name, false);
        if (!end && currency->minor_name.size > 1)
            end = trf_cursor_match(cursor, cursor->at, trf_slice_of(currency->minor_name.data, currency->minor_name.size - 1), false);
        if (end) {
            cursor->at = end;
            return currency;
        }
    }
    return NULL;
}

static bool take_unit(trf_cursor *cursor, trf_expr *leaf)
{
    uint32_t unit;
    bool each = trf_cursor_match(cursor, cursor->at, TRF_SLICE("each"), false) != 0;

    if (!each && !trf_cursor_byte(cursor, '/'))
        return true;
    trf_cursor_blanks(cursor);
    unit = trf_cursor_unit(cursor, TRF_NOTATION_US);
    if (unit == TRF_VOCABULARY_NONE)
        return trf_cursor_fault(cursor, TRF_FAULT_UNIT, cursor->at);
    trf_expr_set_unit(leaf, &cursor->vocabulary->units[unit]);
    if (each)
        leaf->form |= TRF_FORM_EACH;
    return true;
}

static bool is_percent(trf_cursor *cursor)
{
    return trf_cursor_byte(cursor, '%') || trf_cursor_words(cursor, TRF_SLICE("percent")) ||
           trf_cursor_words(cursor, TRF_SLICE("per cent"));
}

static trf_expr *take_term(trf_cursor *cursor)
{
    trf_expr *leaf = trf_cursor_node(cursor, TRF_EXPR_PERCENT);
    const trf_currency *currency;

    if (!leaf)
        return NULL;
    if (trf_cursor_words(cursor, TRF_SLICE("a duty of")))
        leaf->form |= TRF_FORM_DUTY_OF;
    currency = currency_before(cursor);
    trf_cursor_blanks(cursor);
    if (!trf_cursor_number(cursor, &leaf->number)) {
        trf_cursor_fault(cursor, TRF_FAULT_AMOUNT_REQUIRED, cursor->at);
        return NULL;
    }
    if (leaf->number.scale == 0)
        take_fraction(cursor, &leaf->number);
    if (!currency && is_percent(cursor))
        return take_tail(cursor, leaf) ? leaf : NULL;
    leaf->op = TRF_EXPR_MONEY;
    if (!currency) {
        currency = hundredth_after(cursor);
        if (!currency) {
            trf_cursor_fault(cursor, TRF_FAULT_MONETARY_UNIT, cursor->at);
            return NULL;
        }
        if (leaf->number.scale > 16) {
            trf_cursor_fault(cursor, TRF_FAULT_NUMBER, leaf->position);
            return NULL;
        }
        leaf->form |= TRF_FORM_CENTS;
        leaf->number.scale = (uint8_t)(leaf->number.scale + 2);
        leaf->number.denominator = (uint16_t)(leaf->number.denominator * 100);
    }
    leaf->money = currency->code;
    return take_unit(cursor, leaf) && take_tail(cursor, leaf) ? leaf : NULL;
}

/* '+' 1, minus -1, neither 0 */
static int take_sign(trf_cursor *cursor)
{
    if (trf_cursor_byte(cursor, '+') || trf_cursor_words(cursor, TRF_SLICE("plus")))
        return 1;
    return trf_cursor_words(cursor, TRF_SLICE("minus")) || trf_cursor_byte(cursor, '-') ? -1 : 0;
}

/* first { sign term } */
static trf_expr *take_sum(trf_cursor *cursor, trf_expr *first)
{
    trf_expr *sum = NULL, *term;
    unsigned count = 1;
    int sign;

    while (first && (sign = take_sign(cursor)) != 0) {
        term = take_term(cursor);
        if (!term)
            return NULL;
        term->minus = sign < 0;
        if (!sum) {
            sum = trf_cursor_node(cursor, TRF_EXPR_SUM);
            if (!sum)
                return NULL;
            trf_expr_append(sum, first);
        }
        trf_expr_append(sum, term);
        if (++count > TRF_EXPR_COMPONENTS_MAX) {
            trf_cursor_fault(cursor, TRF_FAULT_LIMIT, cursor->at);
            return NULL;
        }
    }
    return sum ? sum : first;
}

/* rate "less" step "for each degree under" number "degrees (and fractions of a degree in proportion) but not less than" least */
static trf_expr *take_sliding(trf_cursor *cursor, trf_expr *rate)
{
    trf_expr *tree, *step, *least;

    if (!trf_cursor_words(cursor, TRF_SLICE("less")))
        return rate;
    tree = trf_cursor_node(cursor, TRF_EXPR_SLIDING);
    step = tree ? take_term(cursor) : NULL;
    if (!step)
        return NULL;
    if (!trf_cursor_words(cursor, TRF_SLICE("for each degree under")) || !trf_cursor_number(cursor, &tree->number) ||
        !trf_cursor_words(cursor, TRF_SLICE("degrees (and fractions of a degree in proportion)")) ||
        !(trf_cursor_words(cursor, TRF_SLICE("but not less than")) || trf_cursor_words(cursor, TRF_SLICE("but not less")))) {
        trf_cursor_fault_text(cursor, TRF_FAULT_PROSE, cursor->at, "The steps of the rate are given in other words.");
        return NULL;
    }
    least = take_term(cursor);
    if (!least)
        return NULL;
    trf_expr_append(tree, rate);
    trf_expr_append(tree, step);
    trf_expr_append(tree, least);
    return tree;
}

/* ---- references ---- */
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
    node->text = trimmed(cursor->text, start, end);
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
    size_t i, start = cursor->at, at, end, limit = words_end(cursor, start);
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
    size_t start = cursor->at, at = trf_cursor_match(cursor, start, TRF_SLICE("The duty rate provided for originating goods of"), false);
    size_t end = words_end(cursor, start), stop = 0;
    trf_expr *node;

    if (at) {
        for (; !stop && at < end; at++)
            stop = trf_cursor_match(cursor, at, TRF_SLICE("in such subheading"), false);
        if (stop) {
            cursor->at = stop;
            return reference_node(cursor, TRF_REFERENCE_PROGRAMME, start, stop);
        }
    }
    /* The ordinary rate upon another value: the repairs, the work done abroad, the full value less domestic parts. The words may hold
     * "less", which is no sign here. */
    if (trf_cursor_match(cursor, start, TRF_SLICE("A duty upon the value of"), true) ||
        trf_cursor_match(cursor, start, TRF_SLICE("A duty upon the full value of"), true)) {
        for (end = start; end < cursor->text.size; end++)
            if (cursor->text.data[end] == '+' || (cursor->text.data[end] == '(' && programme_list(cursor->text, end, NULL, NULL)))
                break;
        node = reference_node(cursor, TRF_REFERENCE_DUTY_UPON, start, end);
        cursor->at = end;
        return node;
    }
    return NULL;
}

/* "See 9822.05.20, 9823.09.01-9823.09.09", "See additional U.S. note 1" */
static trf_expr *take_see(trf_cursor *cursor)
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
    end = words_end(cursor, cursor->at);
    for (i = cursor->at; i < end; i++)
        note = note || trf_cursor_match(cursor, i, TRF_SLICE("note"), false);
    if (!note) {
        trf_cursor_fault_text(cursor, TRF_FAULT_PROSE, start, "The place to look at is neither a line nor a note.");
        return NULL;
    }
    cursor->at = end;
    return reference_node(cursor, TRF_REFERENCE_SEE_NOTE, start, end);
}

static trf_expr *take_reference(trf_cursor *cursor)
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
    return take_tail(cursor, node) ? node : NULL;
}

/* "Free", with a proviso in words that leaves the rate what it is. */
static trf_expr *take_free(trf_cursor *cursor)
{
    trf_expr *node = trf_cursor_node(cursor, TRF_EXPR_FREE);
    size_t start, end;

    trf_cursor_blanks(cursor);
    start = cursor->at;
    if (!node || start >= cursor->text.size)
        return node;
    if (cursor->text.data[start] == ',') {
        end = words_end(cursor, start);
    } else if (cursor->text.data[start] == '(' && trf_cursor_match(cursor, start + 1, TRF_SLICE("See"), false)) {
        for (end = start; end < cursor->text.size && cursor->text.data[end] != ')'; end++)
            ;
        end += end < cursor->text.size;
    } else {
        return node;
    }
    node->text = trimmed(cursor->text, start, end);
    cursor->at = end;
    return node;
}

static trf_expr *take_rate(trf_cursor *cursor)
{
    trf_expr *node;
    size_t start;

    trf_cursor_blanks(cursor);
    start = cursor->at;
    if (trf_cursor_words(cursor, TRF_SLICE("Free")))
        return take_free(cursor);
    if (trf_cursor_words(cursor, TRF_SLICE("No additional duty"))) {
        node = trf_cursor_node(cursor, TRF_EXPR_FREE);
        if (node) {
            node->form = TRF_FORM_WORD;
            node->text = TRF_SLICE("No additional duty");
        }
        return node;
    }
    if (trf_cursor_match(cursor, start, TRF_SLICE("See"), false))
        return take_see(cursor);
    if (trf_cursor_match(cursor, start, TRF_SLICE("No change"), false) || trf_cursor_match(cursor, start, TRF_SLICE("The"), false) ||
        (trf_cursor_match(cursor, start, TRF_SLICE("A duty"), false) && !trf_cursor_match(cursor, start, TRF_SLICE("A duty of"), false)))
        return take_sum(cursor, take_reference(cursor));
    node = take_term(cursor);
    if (!node)
        return NULL;
    return take_sum(cursor, take_sliding(cursor, node));
}

static trf_expr *take_claim(trf_cursor *cursor, trf_expr *rate)
{
    char *codes;
    size_t size = 0, end;
    trf_expr *claim;

    trf_cursor_blanks(cursor);
    end = programme_list(cursor->text, cursor->at, NULL, NULL);
    if (!end) {
        trf_cursor_fault(cursor, TRF_FAULT_PROGRAMME_LIST, cursor->at);
        return NULL;
    }
    codes = trf_arena_take(cursor->reader->arena, end - cursor->at);
    claim = codes ? trf_cursor_node(cursor, TRF_EXPR_CLAIM) : NULL;
    if (!claim) {
        cursor->refused = true;
        return NULL;
    }
    programme_list(cursor->text, cursor->at, codes, &size);
    claim->codes = trf_slice_of(codes, size);
    trf_expr_append(claim, rate);
    cursor->at = end;
    return claim;
}

trf_expr *trf_read_us(trf_cursor *cursor)
{
    trf_expr *choice = NULL, *rate;
    size_t start, count = 0;

    if (!tidy(cursor) || trf_cursor_end(cursor))
        return NULL;
    for (;;) {
        start = cursor->at;
        rate = take_rate(cursor);
        if (!rate)
            return NULL;
        if (at_end(cursor) && !choice)
            return rate;
        if (trf_cursor_peek(cursor) != '(') {
            if (at_end(cursor))
                trf_cursor_fault(cursor, TRF_FAULT_PROGRAMME_LIST, start);
            else if (trf_cursor_match(cursor, cursor->at, TRF_SLICE("for each"), false))
                trf_cursor_fault_text(cursor, TRF_FAULT_PROSE, cursor->at,
                                      "A rate for further pieces with a cap that is the duty of another article.");
            else
                trf_cursor_fault(cursor, TRF_FAULT_TRAILING, cursor->at);
            return NULL;
        }
        rate = take_claim(cursor, rate);
        if (!rate)
            return NULL;
        if (!choice)
            choice = trf_cursor_node(cursor, TRF_EXPR_CHOICE);
        if (!choice)
            return NULL;
        trf_expr_append(choice, rate);
        if (++count == TRF_EXPR_COMPONENTS_MAX) {
            trf_cursor_fault(cursor, TRF_FAULT_LIMIT, cursor->at);
            return NULL;
        }
        if (at_end(cursor))
            return choice;
    }
}
