/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What a learned model sees of a text: its words, words side by side, groups of four characters of words, single characters and
 * groups of them where a script has no blanks, the whole of it, and how it is written. Each feature is a 64-bit hash, so that no
 * list of them is kept; the same text gives the same features wherever it is analysed alike.
 */
#ifndef TRF_TEXT_FEATURE_H
#define TRF_TEXT_FEATURE_H

#include "text/analysis.h"

#define TRF_FEATURES_MAX  1024u
#define TRF_FEATURE_ONE   256u /* value of a word */
#define TRF_FEATURE_SLOTS (TRF_FEATURES_MAX * 2u)

typedef enum trf_feature_kind {
    TRF_FEATURE_WORD = 1,
    TRF_FEATURE_PAIR,
    TRF_FEATURE_LETTERS,
    TRF_FEATURE_CHARACTERS,
    TRF_FEATURE_WHOLE,
    TRF_FEATURE_STYLE
} trf_feature_kind;

typedef struct trf_feature {
    uint64_t key;
    uint32_t start, size; /**< in the text, bytes */
    uint16_t value;       /**< in 256ths */
    uint8_t kind;
    uint8_t reserved;
} trf_feature;

typedef struct trf_features {
    trf_feature items[TRF_FEATURES_MAX];
    uint32_t count;
    uint64_t seen[TRF_FEATURE_SLOTS];
} trf_features;

/** The features of a text in a language, each once. Of a long text the first TRF_FEATURES_MAX. */
void trf_features_find(trf_features *features, trf_slice language, trf_slice text, const trf_tokens *tokens);
/** Texts of a language and a length are alike in how far words alone can be trusted: 0 to TRF_FEATURE_BUCKETS - 1. */
#define TRF_FEATURE_BUCKETS 5u
static inline uint32_t trf_features_bucket(const trf_features *features)
{
    return (features->count < 80 ? features->count : 80) / 20;
}

#endif
