/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rate texts of the Harmonized Tariff Schedule of the United States.
 *   cell = alternative { alternative }      alternative = rate [ "(" programme { "," programme } ")" ]
 *   rate = Free [proviso] | reference [ sign term ] | term { "+" term } | term "less" term "for each degree under" …
 *   term = number "%" [tail] | money [ "each" | "/" unit ] [tail]     tail: words that say of what ("on the case")
 * The texts break words at line ends ("appli- cable") and drop blanks ("inthe"); neither matters here.
 */
#include "expr/us.h"

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

/* The end of a list of programmes that begins at `at`, 0 where none does. With codes, they are written there, blanks between.
 */
size_t trf_us_programme_list(trf_slice text, size_t at, char *codes, size_t *size)
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
size_t trf_us_words_end(const trf_cursor *cursor, size_t at)
{
    trf_slice text = cursor->text;

    for (; at < text.size; at++) {
        if (text.data[at] == '+' || (text.data[at] == '(' && trf_us_programme_list(text, at, NULL, NULL)))
            break;
        if (text.data[at] == ' ' && (trf_cursor_match(cursor, at, TRF_SLICE("less"), false) ||
                                     trf_cursor_match(cursor, at, TRF_SLICE("plus"), false) ||
                                     trf_cursor_match(cursor, at, TRF_SLICE("minus"), false)))
            break;
    }
    return at;
}

trf_slice trf_us_trimmed(trf_slice text, size_t from, size_t to)
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
        trf_cursor_number(cursor, &below) && below.scale == 0 && below.coefficient > above.coefficient &&
        below.coefficient <= 64) {
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
bool trf_us_tail(trf_cursor *cursor, trf_expr *leaf)
{
    size_t start, end;
    trf_slice words;

    trf_cursor_blanks(cursor);
    if (cursor->at >= cursor->text.size || !tail_starts(cursor))
        return true;
    start = cursor->at;
    end = trf_us_words_end(cursor, start);
    words = trf_us_trimmed(cursor->text, start, end);
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
            trf_slice_begins(trf_us_trimmed(cursor->text, cursor->at, cursor->text.size), currency->symbol)) {
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
            end = trf_cursor_match(cursor, cursor->at, trf_slice_of(currency->minor_name.data, currency->minor_name.size - 1),
                                   false);
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
    size_t start;
    bool each = trf_cursor_match(cursor, cursor->at, TRF_SLICE("each"), false) != 0;

    if (!each && !trf_cursor_byte(cursor, '/'))
        return true;
    trf_cursor_blanks(cursor);
    start = cursor->at;
    unit = trf_cursor_unit(cursor, TRF_NOTATION_US);
    if (unit == TRF_VOCABULARY_NONE)
        return trf_cursor_fault(cursor, TRF_FAULT_UNIT, cursor->at);
    if (!each && cursor->spelt_count < TRF_CURSOR_SPELT_MAX) {
        cursor->spelt[cursor->spelt_count].from = start;
        cursor->spelt[cursor->spelt_count++].to = cursor->at;
    }
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
        return trf_us_tail(cursor, leaf) ? leaf : NULL;
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
    return take_unit(cursor, leaf) && trf_us_tail(cursor, leaf) ? leaf : NULL;
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

/* rate "less" step "for each degree under" number "degrees (and fractions of a degree in proportion) but not less than" least
 */
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
        end = trf_us_words_end(cursor, start);
    } else if (cursor->text.data[start] == '(' && trf_cursor_match(cursor, start + 1, TRF_SLICE("See"), false)) {
        for (end = start; end < cursor->text.size && cursor->text.data[end] != ')'; end++)
            ;
        end += end < cursor->text.size;
    } else {
        return node;
    }
    node->text = trf_us_trimmed(cursor->text, start, end);
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
        return trf_us_see(cursor);
    if (trf_cursor_match(cursor, start, TRF_SLICE("No change"), false) ||
        trf_cursor_match(cursor, start, TRF_SLICE("The"), false) ||
        (trf_cursor_match(cursor, start, TRF_SLICE("A duty"), false) &&
         !trf_cursor_match(cursor, start, TRF_SLICE("A duty of"), false)))
        return take_sum(cursor, trf_us_reference(cursor));
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
    end = trf_us_programme_list(cursor->text, cursor->at, NULL, NULL);
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
    trf_us_programme_list(cursor->text, cursor->at, codes, &size);
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
            else if (trf_cursor_peek(cursor) == ',' && rate->reference == TRF_REFERENCE_SEE)
                trf_cursor_fault_text(cursor, TRF_FAULT_TRAILING, cursor->at, "The number of a line in the list is damaged.");
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
