/* SPDX-License-Identifier: Apache-2.0 */
/** @file A place in a duty text and what the readers of all notations do with it. Blanks, no-break blanks included, never
 * matter. */
#ifndef TRF_EXPR_CURSOR_H
#define TRF_EXPR_CURSOR_H

#include "expr/read.h"

#define TRF_CURSOR_SPELT_MAX 8u

typedef struct trf_cursor {
    const trf_expr_reader *reader;
    const trf_vocabulary *vocabulary;
    trf_slice text;
    size_t at;
    trf_expr_fault fault; /**< the first one stays */
    bool refused;         /**< memory was refused */
    struct {
        size_t from, to;
    } spelt[TRF_CURSOR_SPELT_MAX]; /**< spellings that were read as units: the print has another one, perhaps */
    uint32_t spelt_count;
} trf_cursor;

void trf_cursor_blanks(trf_cursor *cursor);
/** Bytes of the blank at `at`: 0 none, 1 ASCII, 2 or 3 for the no-break and thin blanks of Unicode. */
size_t trf_blank_size(trf_slice text, size_t at);
bool trf_cursor_end(trf_cursor *cursor);
/** The next byte that is not a blank, 0 at the end. */
char trf_cursor_peek(trf_cursor *cursor);
/** Takes one byte where it is next. */
bool trf_cursor_byte(trf_cursor *cursor, char c);
/**
 * Takes words where they are next, blanks and ASCII case aside; a word that ends in a letter must not go on in the text.
 * Commas between digits may be missing on either side.
 */
bool trf_cursor_words(trf_cursor *cursor, trf_slice words);
/** Where words would end, 0 where they are not next. `open`: the last word may go on. */
size_t trf_cursor_match(const trf_cursor *cursor, size_t from, trf_slice words, bool open);
/** Takes `digits[.digits]`, thousands commas allowed. Faults: too many digits. */
bool trf_cursor_number(trf_cursor *cursor, trf_expr_number *out);
/** Takes the longest unit spelling of the notation; the index of the unit or TRF_VOCABULARY_NONE. */
uint32_t trf_cursor_unit(trf_cursor *cursor, uint32_t notation);
/** Takes a currency code; index or TRF_VOCABULARY_NONE. */
uint32_t trf_cursor_currency(trf_cursor *cursor);
/** Takes a month name of three letters; 1 to 12, 0 for none. */
unsigned trf_cursor_month(trf_cursor *cursor);
/** Three letters of a month, 1 to 12. */
trf_slice trf_month_name(unsigned month);

/** Records a fault unless there is one. Always false, so that `return trf_cursor_fault(…)` reads well. */
bool trf_cursor_fault(trf_cursor *cursor, trf_expr_fault_kind kind, size_t position);
void trf_fault_set(trf_expr_fault *fault, trf_expr_fault_kind kind, size_t position);
/** A fault of kind PROSE or TRAILING with its own sentence. */
bool trf_cursor_fault_text(trf_cursor *cursor, trf_expr_fault_kind kind, size_t position, const char *text);

trf_expr *trf_cursor_node(trf_cursor *cursor, trf_expr_op op);
/** Gives a leaf its unit by index. */
void trf_expr_set_unit(trf_expr *leaf, const trf_unit *unit);
/** Whether a unit of this index says an amount of money, so that a rate without currency is a per cent of it. */
bool trf_unit_is_money(const trf_unit *unit);

/* One reader per notation. Each returns a tree, or NULL with cursor->fault set, or NULL without a fault for an empty text. */
trf_expr *trf_read_taric(trf_cursor *cursor);
trf_expr *trf_read_cet(trf_cursor *cursor);
trf_expr *trf_read_us(trf_cursor *cursor);
trf_expr *trf_read_condition(trf_cursor *cursor);
trf_expr *trf_read_season(trf_cursor *cursor);

#endif
