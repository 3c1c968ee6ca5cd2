/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The markup of published tariff texts: character references, `|`, `!1!`, `@x`, `$x`, `<P/>`, typographic signs. Read into two
 * forms. *Display* keeps the elements br, sup and sub and no other; a lone `<`, `>` or `&` stays as it is. *Plain* holds no
 * element: a line break is a line feed, a non-breaking blank is a blank, raised and lowered digits are the signs that Unicode
 * has for them, other raised text stands as it is. In both, runs of blanks are one blank and the ends are trimmed.
 */
#ifndef TRF_TEXT_MARKUP_H
#define TRF_TEXT_MARKUP_H

#include "base/buffer.h"

/**
 * Append the two forms of a raw text; either may be NULL. Bytes that are not UTF-8 become U+FFFD. buffer->failed says that
 * memory or a limit ended it. Time and size are linear in the raw text.
 */
void trf_markup_read(trf_slice raw, trf_buffer *display, trf_buffer *plain);

/** Whether both forms equal the raw text, byte by byte: true for most texts, and cheap to know. */
bool trf_markup_is_plain(trf_slice raw);

#endif
