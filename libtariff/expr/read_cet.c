/* SPDX-License-Identifier: Apache-2.0 */
/* Rate strings as the EU and the UK publish them: "10.2 + 93.1 EUR/100 kg MAX 17.9", "9 + EA", "12.00% (APR-NOV), 8.00%
 * (DEC-APR)". */
#include "expr/cursor.h"

static const trf_duty_expression_entry *placeholder(trf_cursor *cursor)
{
    const trf_duty_expression_entry *best = NULL;
    size_t best_end = 0, end;
    uint32_t i;

    for (i = 0; i < cursor->vocabulary->duty_expression_count; i++) {
        const trf_duty_expression_entry *entry = &cursor->vocabulary->duty_expressions[i];

        if (entry->meaning != TRF_MEANING_COMPONENT || !entry->abbreviation.size)
            continue;
        end = trf_cursor_match(cursor, cursor->at, entry->abbreviation, false);
        if (end > best_end) {
            best_end = end;
            best = entry;
        }
    }
    if (best)
        cursor->at = best_end;
    return best;
}

/* number ["%" | currency ["/" unit]] */
static bool take_rate(trf_cursor *cursor, trf_component *component)
{
    uint32_t currency, unit;

    if (!trf_cursor_number(cursor, &component->amount))
        return trf_cursor_fault(cursor, TRF_FAULT_AMOUNT_REQUIRED, cursor->at);
    if (trf_cursor_byte(cursor, '%'))
        return true;
    currency = trf_cursor_currency(cursor);
    if (currency == TRF_VOCABULARY_NONE) {
        if (cursor->reader->flags & TRF_READ_BARE_PERCENT)
            return true;
        return trf_cursor_fault(cursor, TRF_FAULT_MONETARY_UNIT, cursor->at);
    }
    component->money = cursor->vocabulary->currencies[currency].code;
    if (!trf_cursor_byte(cursor, '/'))
        return true;
    trf_cursor_blanks(cursor);
    unit = trf_cursor_unit(cursor, TRF_NOTATION_CET);
    if (unit == TRF_VOCABULARY_NONE)
        return trf_cursor_fault(cursor, TRF_FAULT_UNIT, cursor->at);
    component->unit = cursor->vocabulary->units[unit].code;
    component->qualifier = cursor->vocabulary->units[unit].qualifier;
    return true;
}

/* The next free id with a meaning, as TARIC numbers components. */
static bool give_id(trf_cursor *cursor, trf_component *components, size_t at, uint8_t meaning)
{
    trf_slice last = at > 0 ? components[at - 1].id : TRF_SLICE_EMPTY;
    uint32_t i;

    for (i = 0; i < cursor->vocabulary->duty_expression_count; i++) {
        const trf_duty_expression_entry *entry = &cursor->vocabulary->duty_expressions[i];

        if (entry->meaning == meaning && trf_slice_compare(entry->id, last) > 0) {
            components[at].id = entry->id;
            return true;
        }
    }
    return trf_cursor_fault(cursor, TRF_FAULT_ORDER, cursor->at);
}

static bool take_sentence(trf_cursor *cursor, trf_component *components, size_t *count)
{
    const trf_duty_expression_entry *entry;
    uint8_t meaning = TRF_MEANING_AMOUNT;

    if (trf_cursor_words(cursor, TRF_SLICE("EP")))
        return trf_cursor_fault(cursor, TRF_FAULT_ENTRY_PRICE, 0);
    if (trf_cursor_words(cursor, TRF_SLICE("NIHIL"))) {
        components[0] = (trf_component){.money = TRF_SLICE_EMPTY};
        *count = 1;
        return give_id(cursor, components, 0, TRF_MEANING_NOTHING);
    }
    for (*count = 0;;) {
        trf_component *component = &components[*count];

        if (*count == TRF_EXPR_COMPONENTS_MAX)
            return trf_cursor_fault(cursor, TRF_FAULT_LIMIT, cursor->at);
        *component = (trf_component){.money = TRF_SLICE_EMPTY};
        entry = *count > 0 && meaning == TRF_MEANING_COMPONENT ? placeholder(cursor) : NULL;
        if (entry) {
            component->id = entry->id;
            if (trf_slice_compare(components[*count - 1].id, entry->id) >= 0)
                return trf_cursor_fault(cursor, TRF_FAULT_ORDER, cursor->at);
        } else {
            if (!take_rate(cursor, component) || !give_id(cursor, components, *count, meaning))
                return false;
        }
        ++*count;
        trf_cursor_blanks(cursor);
        if (trf_cursor_peek(cursor) == '+') {
            size_t before = cursor->at;

            if (placeholder(cursor)) {
                cursor->at = before;
                meaning = TRF_MEANING_COMPONENT;
                continue;
            }
            cursor->at++;
            meaning = TRF_MEANING_PLUS;
        } else if (trf_cursor_peek(cursor) == '-') {
            cursor->at++;
            meaning = TRF_MEANING_MINUS;
        } else if (trf_cursor_words(cursor, TRF_SLICE("MIN"))) {
            meaning = TRF_MEANING_MINIMUM;
        } else if (trf_cursor_words(cursor, TRF_SLICE("MAX"))) {
            meaning = TRF_MEANING_MAXIMUM;
        } else {
            return true;
        }
    }
}

static trf_expr *sentence_tree(trf_cursor *cursor)
{
    trf_component components[TRF_EXPR_COMPONENTS_MAX];
    trf_expr *tree = NULL;
    size_t count = 0;
    tariff_status status;

    if (!take_sentence(cursor, components, &count))
        return NULL;
    status = trf_expr_from_components(cursor->reader->arena, cursor->vocabulary, components, count, 0, &tree, &cursor->fault);
    if (status == TARIFF_ENOMEM)
        cursor->refused = true;
    return status == TARIFF_OK ? tree : NULL;
}

static bool day_and_month(trf_cursor *cursor, uint8_t *day, uint8_t *month)
{
    trf_expr_number number;
    size_t start;
    unsigned m;

    trf_cursor_blanks(cursor);
    start = cursor->at;
    if (!trf_cursor_number(cursor, &number) || number.scale != 0 || number.coefficient < 1 || number.coefficient > 31)
        return trf_cursor_fault_text(cursor, TRF_FAULT_TRAILING, start, "A day of the month is expected here.");
    trf_cursor_blanks(cursor);
    start = cursor->at;
    m = trf_cursor_month(cursor);
    /* A leap year: 29 February is a day on which a season may end. */
    if (m == 0 || !trf_date_valid(2000, m, (unsigned)number.coefficient))
        return trf_cursor_fault_text(cursor, TRF_FAULT_TRAILING, start,
                                     "A month such as JAN that has this day is expected here.");
    *day = (uint8_t)number.coefficient;
    *month = (uint8_t)m;
    return true;
}

static bool take_season(trf_cursor *cursor, trf_season *season)
{
    size_t start = cursor->at;
    char c;

    if (!trf_cursor_byte(cursor, '('))
        return trf_cursor_fault_text(cursor, TRF_FAULT_TRAILING, start, "A season in brackets is expected after the rate.");
    c = trf_cursor_peek(cursor);
    if (c >= '0' && c <= '9') {
        if (!day_and_month(cursor, &season->from_day, &season->from_month) || !trf_cursor_byte(cursor, '-') ||
            !day_and_month(cursor, &season->to_day, &season->to_month))
            return trf_cursor_fault_text(cursor, TRF_FAULT_TRAILING, start,
                                         "A season such as (12 JAN - 13 MAR) is expected here.");
    } else {
        season->from_month = season->to_month = (uint8_t)trf_cursor_month(cursor);
        if (season->from_month && trf_cursor_byte(cursor, '-'))
            season->to_month = (uint8_t)trf_cursor_month(cursor);
        if (!season->from_month || !season->to_month)
            return trf_cursor_fault_text(cursor, TRF_FAULT_TRAILING, start, "A season such as (APR-NOV) is expected here.");
    }
    if (!trf_cursor_byte(cursor, ')'))
        return trf_cursor_fault_text(cursor, TRF_FAULT_TRAILING, cursor->at, "The bracket of the season is not closed.");
    return true;
}

/* rate (season) { separator rate (season) } [separator] */
static trf_expr *season_list(trf_cursor *cursor, trf_expr *rate, char separator)
{
    trf_expr *list = trf_cursor_node(cursor, TRF_EXPR_SEASONS), *season;
    size_t count = 0;

    while (list) {
        season = trf_cursor_node(cursor, TRF_EXPR_SEASON);
        if (!season || !take_season(cursor, &season->season))
            return NULL;
        trf_expr_append(season, rate);
        trf_expr_append(list, season);
        if (++count == TRF_EXPR_COMPONENTS_MAX) {
            trf_cursor_fault(cursor, TRF_FAULT_LIMIT, cursor->at);
            return NULL;
        }
        if (!trf_cursor_byte(cursor, separator) || trf_cursor_end(cursor))
            return list;
        rate = sentence_tree(cursor);
        if (!rate)
            return NULL;
    }
    return NULL;
}

trf_expr *trf_read_cet(trf_cursor *cursor)
{
    trf_expr *tree;

    if (trf_cursor_end(cursor))
        return NULL;
    tree = sentence_tree(cursor);
    if (!tree)
        return NULL;
    if (trf_cursor_peek(cursor) == '(') {
        char next;
        size_t bracket = cursor->at;

        /* A number in brackets is the mark of a footnote, not a season. */
        cursor->at++;
        next = trf_cursor_peek(cursor);
        cursor->at = bracket;
        if ((next >= 'A' && next <= 'Z') || (next >= 'a' && next <= 'z'))
            tree = season_list(cursor, tree, ',');
    }
    if (tree && !trf_cursor_end(cursor)) {
        trf_cursor_fault(cursor, TRF_FAULT_TRAILING, cursor->at);
        return NULL;
    }
    return tree;
}

trf_expr *trf_read_season(trf_cursor *cursor)
{
    trf_expr *tree, *rate;

    /* Without a bracket there are no seasons, which is an answer too. */
    if (!memchr(cursor->text.data ? cursor->text.data : "", '(', cursor->text.size))
        return trf_cursor_node(cursor, TRF_EXPR_SEASONS);
    rate = sentence_tree(cursor);
    tree = rate ? season_list(cursor, rate, ';') : NULL;
    if (tree && !trf_cursor_end(cursor)) {
        trf_cursor_fault(cursor, TRF_FAULT_TRAILING, cursor->at);
        return NULL;
    }
    return tree;
}
