/* SPDX-License-Identifier: Apache-2.0 */
/** @file What the two halves of the reader of US rate texts share: rates and references. */
#ifndef TRF_EXPR_US_H
#define TRF_EXPR_US_H

#include "expr/cursor.h"

/** The end of a list of programmes that begins at `at`, 0 where none does. With codes, they are written there, blanks
 * between. */
size_t trf_us_programme_list(trf_slice text, size_t at, char *codes, size_t *size);
/** Where a run of words ends: at a sign of the grammar, a list of programmes, or the end. */
size_t trf_us_words_end(const trf_cursor *cursor, size_t at);
/** Without blanks at both ends and without the full stop that ends the text. */
trf_slice trf_us_trimmed(trf_slice text, size_t from, size_t to);
/** Takes the words that say of what a rate is ("on the case"); false with a fault. */
bool trf_us_tail(trf_cursor *cursor, trf_expr *leaf);
/** Takes a reference to another duty; NULL with a fault. */
trf_expr *trf_us_reference(trf_cursor *cursor);
/** Takes "See …"; NULL with a fault. */
trf_expr *trf_us_see(trf_cursor *cursor);

#endif
