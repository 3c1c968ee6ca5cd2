/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The language of a short text, of those given: its script leaves some, their function words and the frequency of groups of three
 * characters decide between them. Integers only. Profiles are counted over texts known to be of a language and kept as tables of
 * 16-bit weights, little-endian in an image.
 */
#ifndef TRF_TEXT_LANGUAGE_H
#define TRF_TEXT_LANGUAGE_H

#include "base/error.h"
#include "text/rules.h"

#define TRF_LANGUAGE_BUCKETS 4096u /**< weights of a profile; groups of characters are hashed into them */
#define TRF_LANGUAGES_MAX 64u
#define TRF_LANGUAGE_PRIOR 2048u /**< what TRF_TEXT_LIKELY is worth before anything is read: eight bits */

/** Counts of one language. 16 kB: the caller's memory, zeroed before. */
typedef struct trf_language_counter {
    uint32_t counts[TRF_LANGUAGE_BUCKETS];
    uint64_t total;
} trf_language_counter;
void trf_language_count(trf_language_counter *counter, trf_slice text);
/** The weights: 256 times the binary logarithm of the frequency, smoothed. */
void trf_language_weigh(const trf_language_counter *counter, int16_t weights[TRF_LANGUAGE_BUCKETS]);

typedef struct trf_language_finder trf_language_finder;
typedef struct trf_language_profile {
    const trf_text_rules *rules; /**< its tag and its stop words */
    const uint8_t *weights;      /**< TRF_LANGUAGE_BUCKETS little-endian int16_t; NULL: script and words alone */
} trf_language_profile;

/** A finder over languages, immutable once opened: threads share it. Rules and weights of the profiles must outlive it. */
tariff_status trf_language_open(const trf_alloc *alloc, const trf_language_profile *profiles, uint32_t count,
                                trf_language_finder **out, tariff_error **error);
void trf_language_close(trf_language_finder *finder);

typedef struct trf_language_guess {
    uint32_t language; /**< index of the profile; UINT32_MAX where the text has no letter, or of no script of theirs */
    uint32_t second;   /**< the next best; UINT32_MAX where there is none */
    uint32_t margin;   /**< distance between the two, 256 = one bit a word; 0 where it was a toss: the first given wins */
} trf_language_guess;
/** At most the first 4,000 bytes of a text are looked at. */
void trf_language_find(const trf_language_finder *finder, trf_slice text, trf_language_guess *guess);

#endif
