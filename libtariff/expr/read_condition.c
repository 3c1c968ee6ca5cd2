/* SPDX-License-Identifier: Apache-2.0 */
/* Condition sentences: "Cond: A cert: D-018 (01):0.000 GBP DTN Z; A (01):172.200 GBP DTN Z". Codes stand for themselves. */
#include "expr/cursor.h"

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_code(char c)
{
    return is_upper(c) || (c >= '0' && c <= '9');
}

/* Capital letters and digits, least to most of them. */
static trf_slice take_code(trf_cursor *cursor, size_t least, size_t most)
{
    size_t start, end;

    trf_cursor_blanks(cursor);
    start = end = cursor->at;
    while (end < cursor->text.size && is_code(cursor->text.data[end]))
        end++;
    if (end - start < least || end - start > most)
        return TRF_SLICE_EMPTY;
    cursor->at = end;
    return trf_slice_of(cursor->text.data + start, end - start);
}

/* Condition sentences have one component, a leading amount or nothing; its id is the built-in vocabulary's, which has both. */
static trf_slice id_of(uint8_t meaning)
{
    const trf_duty_expression_entry *entry = trf_vocabulary_default.duty_expressions;

    while (entry->meaning != meaning)
        entry++;
    return entry->id;
}

static trf_expr *take_component(trf_cursor *cursor)
{
    trf_component component = {.money = TRF_SLICE_EMPTY};
    trf_expr *tree = NULL;

    if (trf_cursor_words(cursor, TRF_SLICE("NIHIL"))) {
        component.id = id_of(TRF_MEANING_NOTHING);
    } else {
        component.id = id_of(TRF_MEANING_AMOUNT);
        if (!trf_cursor_number(cursor, &component.amount)) {
            trf_cursor_fault(cursor, TRF_FAULT_AMOUNT_REQUIRED, cursor->at);
            return NULL;
        }
        if (!trf_cursor_byte(cursor, '%') && trf_cursor_peek(cursor) && trf_cursor_peek(cursor) != ';') {
            component.money = take_code(cursor, 3, 3);
            if (!component.money.size) {
                trf_cursor_fault(cursor, TRF_FAULT_MONETARY_UNIT, cursor->at);
                return NULL;
            }
        }
        if (trf_cursor_peek(cursor) && trf_cursor_peek(cursor) != ';') {
            component.unit = take_code(cursor, 3, 3);
            if (!component.unit.size) {
                trf_cursor_fault(cursor, TRF_FAULT_UNIT, cursor->at);
                return NULL;
            }
        }
        if (trf_cursor_peek(cursor) && trf_cursor_peek(cursor) != ';') {
            component.qualifier = take_code(cursor, 1, 3);
            if (!component.qualifier.size) {
                trf_cursor_fault(cursor, TRF_FAULT_QUALIFIER, cursor->at);
                return NULL;
            }
        }
    }
    if (trf_expr_from_components(cursor->reader->arena, &trf_vocabulary_default, &component, 1, 0, &tree, &cursor->fault) ==
        TARIFF_ENOMEM)
        cursor->refused = true;
    return tree;
}

/* code ["cert:" type "-" number] "(" action ")" ":" */
static bool take_head(trf_cursor *cursor, trf_expr *row)
{
    trf_slice type, number;
    char *certificate;
    size_t start = cursor->at;

    row->text = take_code(cursor, 1, 2);
    if (trf_cursor_words(cursor, TRF_SLICE("cert:"))) {
        type = take_code(cursor, 1, 1);
        if (!type.size || !trf_cursor_byte(cursor, '-') || !(number = take_code(cursor, 3, 3)).size)
            return trf_cursor_fault_text(cursor, TRF_FAULT_TRAILING, cursor->at, "A certificate such as D-018 is expected here.");
        certificate = trf_arena_take(cursor->reader->arena, type.size + number.size);
        if (!certificate) {
            cursor->refused = true;
            return false;
        }
        memcpy(certificate, type.data, type.size);
        memcpy(certificate + type.size, number.data, number.size);
        row->codes = trf_slice_of(certificate, type.size + number.size);
    }
    if (!row->text.size || !trf_cursor_byte(cursor, '(') || !(row->id = take_code(cursor, 2, 3)).size ||
        !trf_cursor_byte(cursor, ')') || !trf_cursor_byte(cursor, ':'))
        return trf_cursor_fault_text(cursor, TRF_FAULT_TRAILING, start,
                                     "A condition such as 'A (01):' or 'A cert: D-018 (01):' is expected here.");
    return true;
}

trf_expr *trf_read_condition(trf_cursor *cursor)
{
    trf_expr *list, *row;
    size_t count = 0;

    if (trf_cursor_end(cursor))
        return NULL;
    list = trf_cursor_node(cursor, TRF_EXPR_CONDITIONS);
    if (!list)
        return NULL;
    trf_cursor_words(cursor, TRF_SLICE("Cond:"));
    while (!trf_cursor_end(cursor)) {
        row = trf_cursor_node(cursor, TRF_EXPR_CONDITION);
        if (!row)
            return NULL;
        if (is_upper(trf_cursor_peek(cursor)) && !trf_cursor_match(cursor, cursor->at, TRF_SLICE("NIHIL"), false) &&
            !take_head(cursor, row))
            return NULL;
        if (trf_cursor_peek(cursor) && trf_cursor_peek(cursor) != ';') {
            row->first = take_component(cursor);
            if (!row->first)
                return NULL;
        }
        trf_expr_append(list, row);
        if (!trf_cursor_end(cursor) && !trf_cursor_byte(cursor, ';')) {
            trf_cursor_fault(cursor, TRF_FAULT_TRAILING, cursor->at);
            return NULL;
        }
        if (++count == TRF_EXPR_COMPONENTS_MAX) {
            trf_cursor_fault(cursor, TRF_FAULT_LIMIT, cursor->at);
            return NULL;
        }
    }
    return list;
}
