/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/cursor.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

size_t trf_blank_size(trf_slice text, size_t at)
{
    unsigned char c, d, e;

    if (at >= text.size)
        return 0;
    c = (unsigned char)text.data[at];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
        return 1;
    d = at + 1 < text.size ? (unsigned char)text.data[at + 1] : 0;
    if (c == 0xc2 && d == 0xa0)
        return 2;
    e = at + 2 < text.size ? (unsigned char)text.data[at + 2] : 0;
    /* U+2000 to U+200A, U+202F */
    return c == 0xe2 && d == 0x80 && ((e >= 0x80 && e <= 0x8a) || e == 0xaf) ? 3 : 0;
}

static size_t skip(trf_slice text, size_t at)
{
    size_t blank;

    while ((blank = trf_blank_size(text, at)) > 0)
        at += blank;
    return at;
}

void trf_cursor_blanks(trf_cursor *cursor)
{
    cursor->at = skip(cursor->text, cursor->at);
}

bool trf_cursor_end(trf_cursor *cursor)
{
    trf_cursor_blanks(cursor);
    return cursor->at >= cursor->text.size;
}

char trf_cursor_peek(trf_cursor *cursor)
{
    return trf_cursor_end(cursor) ? 0 : cursor->text.data[cursor->at];
}

bool trf_cursor_byte(trf_cursor *cursor, char c)
{
    if (trf_cursor_peek(cursor) != c)
        return false;
    cursor->at++;
    return true;
}

size_t trf_cursor_match(const trf_cursor *cursor, size_t from, trf_slice words, bool open)
{
    trf_slice text = cursor->text;
    size_t at = skip(text, from), i = 0;

    while ((i = skip(words, i)) < words.size) {
        at = skip(text, at);
        if (words.data[i] == ',' && i > 0 && is_digit(words.data[i - 1])) {
            if (at < text.size && text.data[at] == ',')
                at++;
            i++;
            continue;
        }
        if (at >= text.size || lower(text.data[at]) != lower(words.data[i]))
            return 0;
        at++;
        i++;
    }
    if (!open && at > 0 && at < text.size && (is_letter(text.data[at]) || is_digit(text.data[at])) &&
        (is_letter(text.data[at - 1]) || (is_digit(text.data[at - 1]) && is_digit(text.data[at]))))
        return 0;
    return at;
}

bool trf_cursor_words(trf_cursor *cursor, trf_slice words)
{
    size_t end = trf_cursor_match(cursor, cursor->at, words, false);

    if (end == 0)
        return false;
    cursor->at = end;
    return true;
}

bool trf_cursor_number(trf_cursor *cursor, trf_expr_number *out)
{
    char digits[24];
    size_t at, size = 0;
    trf_slice text = cursor->text;

    trf_cursor_blanks(cursor);
    at = cursor->at;
    if (at >= text.size || !is_digit(text.data[at]))
        return false;
    for (; at < text.size && is_digit(text.data[at]); at++) {
        if (size < sizeof digits)
            digits[size++] = text.data[at];
        /* A comma with exactly three digits behind it parts thousands. */
        if (at + 4 < text.size && text.data[at + 1] == ',' && is_digit(text.data[at + 2]) && is_digit(text.data[at + 3]) &&
            is_digit(text.data[at + 4]) && (at + 5 >= text.size || !is_digit(text.data[at + 5])))
            at++;
    }
    if (at + 1 < text.size && text.data[at] == '.' && is_digit(text.data[at + 1])) {
        if (size < sizeof digits)
            digits[size++] = '.';
        for (at++; at < text.size && is_digit(text.data[at]); at++)
            if (size < sizeof digits)
                digits[size++] = text.data[at];
    }
    if (!trf_expr_number_read(trf_slice_of(digits, size), out))
        return trf_cursor_fault(cursor, TRF_FAULT_NUMBER, cursor->at);
    cursor->at = at;
    return true;
}

uint32_t trf_cursor_unit(trf_cursor *cursor, uint32_t notation)
{
    const trf_vocabulary *vocabulary = cursor->vocabulary;
    trf_date date = cursor->reader->date;
    uint32_t i;

    for (i = 0; i < vocabulary->name_count; i++) {
        const trf_unit_name *name = &vocabulary->names[i];
        const trf_unit *unit = &vocabulary->units[name->unit];
        size_t end;

        if (!(name->notations & notation) || (date != TRF_DATE_NONE && !trf_period_has(unit->from, unit->to, date)))
            continue;
        end = trf_cursor_match(cursor, cursor->at, name->name, true);
        if (end == 0)
            continue;
        /* "m2of recording surface" is printed like that. */
        if (end < cursor->text.size && is_letter(cursor->text.data[end]) && is_letter(cursor->text.data[end - 1]))
            continue;
        if (end < cursor->text.size && is_digit(cursor->text.data[end]) && is_digit(cursor->text.data[end - 1]))
            continue;
        cursor->at = end;
        return name->unit;
    }
    return TRF_VOCABULARY_NONE;
}

uint32_t trf_cursor_currency(trf_cursor *cursor)
{
    const trf_vocabulary *vocabulary = cursor->vocabulary;
    trf_date date = cursor->reader->date;
    uint32_t i;

    for (i = 0; i < vocabulary->currency_count; i++) {
        const trf_currency *currency = &vocabulary->currencies[i];

        if (date != TRF_DATE_NONE && !trf_period_has(currency->from, currency->to, date))
            continue;
        if (trf_cursor_words(cursor, currency->code))
            return i;
    }
    return TRF_VOCABULARY_NONE;
}

static const char months[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";

trf_slice trf_month_name(unsigned month)
{
    return month >= 1 && month <= 12 ? trf_slice_of(months + (month - 1) * 3, 3) : TRF_SLICE_EMPTY;
}

unsigned trf_cursor_month(trf_cursor *cursor)
{
    unsigned month;

    for (month = 1; month <= 12; month++)
        if (trf_cursor_words(cursor, trf_month_name(month)))
            return month;
    return 0;
}

/* ---- faults ---- */
#define SYNTAX   "syntax"
#define SEMANTIC "semantic"
static const struct fault_text {
    const char *name, *stage, *text, *hint;
} fault_texts[] = {
    [TRF_FAULT_DUTY_EXPRESSION] =
        {"InvalidDutyExpression", SYNTAX, "No matching duty expression found.",
         "Expected an amount, or a word such as '+', 'MIN', 'MAX' or 'NIHIL' that is valid on the date."},
    [TRF_FAULT_MONETARY_UNIT] = {"InvalidMonetaryUnit", SYNTAX, "No matching monetary unit or percentage amount found.",
                                 "Expected '%' or a currency code after the number."},
    [TRF_FAULT_UNIT] = {"InvalidMeasurementUnit", SYNTAX, "No matching measurement unit found.",
                        "Expected the abbreviation of a unit, such as 'kg' or '100 kg', not its code."},
    [TRF_FAULT_QUALIFIER] = {"InvalidMeasurementUnitQualifier", SYNTAX, "No matching measurement unit qualifier found.",
                             "Expected the abbreviation of a qualifier, not its code."},
    [TRF_FAULT_AMOUNT_REQUIRED] = {"AmountRequired", SYNTAX, "An amount is required here.",
                                   "Expected a number, such as '12.50'."},
    [TRF_FAULT_COMPOUND] = {"CompoundNotPermitted", SYNTAX, "More than one component is not permitted here.",
                            "Expected a single amount."},
    [TRF_FAULT_REPEATED] = {"RepeatedDutyExpression", SEMANTIC,
                            "A duty expression cannot be used more than once in a duty sentence.", ""},
    [TRF_FAULT_ORDER] = {"DutyExpressionOrder", SEMANTIC,
                         "Duty expressions must be used in the duty sentence in ascending order of SID.", ""},
    [TRF_FAULT_DECIMALS] = {"TooManyDecimals", SEMANTIC, "The reference price cannot have more than 3 decimal places.", ""},
    [TRF_FAULT_APPLICABILITY] =
        {"ElementNotApplicable", SEMANTIC,
         "The duty expression requires or forbids an amount, a monetary unit or a measurement unit here.", ""},
    [TRF_FAULT_PAIR] = {"InvalidMeasurement", SEMANTIC, "The measurement unit cannot be used with this qualifier.", ""},
    [TRF_FAULT_NUMBER] = {"InvalidNumber", SYNTAX, "The number has more than 18 digits.", ""},
    [TRF_FAULT_TRAILING] = {"TrailingText", SYNTAX, "Words are left over after the rate.", ""},
    [TRF_FAULT_PROSE] = {"RuleInWords", SYNTAX, "A rule in words that is not computed.", ""},
    [TRF_FAULT_PROGRAMME_LIST] = {"InvalidProgrammeList", SYNTAX, "The list of programmes in brackets is damaged.", ""},
    [TRF_FAULT_ENTRY_PRICE] = {"EntryPrice", SYNTAX, "The duty depends on an entry price that stands elsewhere.", ""},
    [TRF_FAULT_LIMIT] = {"TooLong", SYNTAX, "The text is longer or deeper than the limits.", ""},
};

void trf_fault_set(trf_expr_fault *fault, trf_expr_fault_kind kind, size_t position)
{
    const struct fault_text *text = &fault_texts[kind];

    *fault = (trf_expr_fault){(uint8_t)kind,
                              (uint32_t)position,
                              trf_slice_text(text->name),
                              trf_slice_text(text->stage),
                              trf_slice_text(text->text),
                              trf_slice_text(text->hint)};
}

bool trf_cursor_fault(trf_cursor *cursor, trf_expr_fault_kind kind, size_t position)
{
    if (cursor->fault.kind == TRF_FAULT_NONE)
        trf_fault_set(&cursor->fault, kind, position);
    return false;
}

bool trf_cursor_fault_text(trf_cursor *cursor, trf_expr_fault_kind kind, size_t position, const char *text)
{
    if (cursor->fault.kind == TRF_FAULT_NONE) {
        trf_fault_set(&cursor->fault, kind, position);
        cursor->fault.text = trf_slice_text(text);
    }
    return false;
}

trf_expr *trf_cursor_node(trf_cursor *cursor, trf_expr_op op)
{
    trf_expr *node = trf_expr_new(cursor->reader->arena, op);

    if (node)
        node->position = (uint32_t)cursor->at;
    else
        cursor->refused = true;
    return node;
}

void trf_expr_set_unit(trf_expr *leaf, const trf_unit *unit)
{
    leaf->unit = unit->code;
    leaf->qualifier = unit->qualifier;
}

bool trf_unit_is_money(const trf_unit *unit)
{
    return trf_slice_is(unit->kind, "money");
}
