/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Descriptions and queries as text, cleaned for matching. The words (terms that negate, stop words) are those of the rules given.
 */
#ifndef TRF_TEXT_NEGATION_H
#define TRF_TEXT_NEGATION_H

#include "base/buffer.h"
#include "text/rules.h"

/**
 * Without what it says goods are not: a bracket that begins with a term goes, up to the last closing bracket; then what begins
 * with a term, and a comma or hyphen and blanks before it, up to the next hyphen or the end. Terms (those with `strip`) are
 * matched as they are written, as whole words. The ends are trimmed. "fabrics (textile) other than knitted - felt" gives
 * "fabrics (textile)- felt".
 */
void trf_negation_strip(const trf_text_rules *rules, trf_slice text, trf_buffer *out);
/** The same over the text in lower case. */
void trf_negation_strip_lower(const trf_text_rules *rules, trf_slice text, trf_buffer *out);
/** Runs of blanks become one; blanks and commas at both ends go. */
void trf_text_trim(trf_slice text, trf_buffer *out);
/** In lower case, trimmed, without what is negated; nothing where one stop word is all that there is. */
void trf_text_normalise(const trf_text_rules *rules, trf_slice text, trf_buffer *out);

#endif
