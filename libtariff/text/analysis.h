/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Words of a text in a language, as an index and a query need them: the same text gives the same tokens on every host that has
 * the same versions (trf_text_version(), trf_analyser_probe()).
 *
 * A text is folded (NFKC_Casefold) and cut into words, numbers and signs by the properties of its characters; runs of scripts
 * that are written without blanks (Han, kana, Thai, Lao, Khmer, Burmese) by ICU's dictionaries. Then what is known of the
 * language is applied: stop words, spelling variants, elisions, stems, negations. Quantities, percentages, codes, CAS and CUS
 * numbers become tokens of kinds of their own.
 *
 * An analyser is for one thread. Its clones share what was made of the rules and may be used by other threads at the same time.
 */
#ifndef TRF_TEXT_ANALYSIS_H
#define TRF_TEXT_ANALYSIS_H

#include "base/error.h"
#include "text/rules.h"

typedef struct trf_analyser trf_analyser;

typedef enum trf_token_kind {
    TRF_TOKEN_WORD,     /**< letters, with digits where they begin with a letter: cotton, k27 */
    TRF_TOKEN_NUMBER,   /**< value is set */
    TRF_TOKEN_QUANTITY, /**< a number with its unit: value and unit are set; unit % is a percentage, `of` its material */
    TRF_TOKEN_CODE,     /**< a code with its dots (6109.10.00): value holds the digits */
    TRF_TOKEN_CAS,      /**< with its check digit; term is 7732-18-5 */
    TRF_TOKEN_CUS,      /**< seven digits, hyphen, digit */
    TRF_TOKEN_HAN,      /**< two characters side by side of a script without blanks, beside the words: `of` is the word that */
    TRF_TOKEN_KANA,     /**< the first of them belongs to. Overlapping; Hangul and the scripts of South-East Asia */
    TRF_TOKEN_HANGUL,   /**< (TRF_TOKEN_THAI) too */
    TRF_TOKEN_THAI,
    TRF_TOKEN_KINDS
} trf_token_kind;

#define TRF_TOKEN_STOP 1u      /**< a stop word */
#define TRF_TOKEN_NEGATED 2u   /**< what the text says that the goods are not */
#define TRF_TOKEN_NEGATION 4u  /**< belongs to a term that negates */
#define TRF_TOKEN_JOINED 8u    /**< words with hyphens between them as one (tshirt), beside its parts, where the first stands */
#define TRF_TOKEN_PART 16u     /**< part of a compound (trf_compound_split()): `of` is the whole */
#define TRF_TOKEN_MATERIAL 32u /**< a percentage says how much of the goods it is */
#define TRF_TOKEN_CUT 64u      /**< longer than TRF_WORD_BYTES_MAX: form and term are its start */
#define TRF_TOKEN_VARIANT 128u /**< spelled otherwise; term is of the spelling that is indexed */
#define TRF_TOKEN_IGNORED 256u /**< a pattern of the rules says that it names no goods: a brand, a model */
#define TRF_TOKEN_NONE UINT32_MAX

/** Slices lie in the analyser until its next call. */
typedef struct trf_token {
    trf_slice form;    /**< folded as Unicode says, diacritics kept */
    trf_slice term;    /**< what is indexed: without diacritics, stemmed; never empty */
    trf_slice value;   /**< exact decimal text with '.', digits of a code; else empty */
    trf_slice unit;    /**< canonical symbol of a quantity; else empty */
    uint32_t start;    /**< in the source, bytes */
    uint32_t size;
    uint32_t position; /**< for phrases: words side by side differ by 1; signs that end a clause leave a gap of 1 more */
    uint32_t of;       /**< index of another token (percentage, pair of characters, joined word, part), or TRF_TOKEN_NONE */
    uint8_t kind;      /**< trf_token_kind */
    uint8_t reserved;
    uint16_t flags;    /**< TRF_TOKEN_* or-ed together */
} trf_token;

typedef struct trf_tokens {
    const trf_token *items; /**< in the order of the source; what stands beside words (pairs, joined words) comes after them */
    uint32_t count;
    uint32_t words;   /**< tokens of kind WORD that are neither stop words nor joined, negated or ignored */
    trf_slice code;   /**< where the whole text is 2 to 10 digits with dots or blanks between: the digits; else empty */
    uint8_t cut;      /**< 1: the text has more than a limit allows (TRF_TEXT_TOKENS_MAX); the tokens are its start */
} trf_tokens;

/**
 * An analyser for a language. The rules are read now: they need not outlive the call.
 *
 * @param[in]  alloc  of the analyser's own memory, which must outlive its clones too; ICU, Oniguruma and libstemmer take theirs
 *                    from malloc, bounded by the limits of base/limits.h
 * @param[in]  rules  of the language
 * @param[in]  shared rules that hold for every language (`und`: units); may be NULL
 * @retval TARIFF_EINVAL  no such stemmer, a pattern that is none, a rule that no text can meet
 * @retval TARIFF_ENOMEM
 */
tariff_status trf_analyser_open(const trf_alloc *alloc, const trf_text_rules *rules, const trf_text_rules *shared,
                                trf_analyser **out, tariff_error **error);
/** The same over the shipped rules; a language without any is analysed without any. */
tariff_status trf_analyser_open_shipped(const trf_alloc *alloc, trf_slice language, trf_analyser **out, tariff_error **error);
/** Another one over the same rules, with scratch of its own. Safe while others use theirs. */
tariff_status trf_analyser_clone(const trf_analyser *analyser, const trf_alloc *alloc, trf_analyser **out, tariff_error **error);
void trf_analyser_free(trf_analyser *analyser);
/** The tag it was opened for, and whether its language writes words together. */
trf_slice trf_analyser_language(const trf_analyser *analyser);
bool trf_analyser_compounds(const trf_analyser *analyser);

/**
 * The tokens of a text. Bytes that are not UTF-8 separate words. Time and memory are linear in the text.
 *
 * @param[out] tokens  borrowed until the analyser's next call
 * @retval TARIFF_ELIMIT  more than TRF_TEXT_BYTES_MAX bytes
 * @retval TARIFF_ENOMEM  the analyser can be used again
 */
tariff_status trf_analyse(trf_analyser *analyser, trf_slice text, trf_tokens *tokens, tariff_error **error);

/** The term of a single word: as trf_analyse() gives it; borrowed until the analyser's next call. Empty where it is no word. */
tariff_status trf_analyse_word(trf_analyser *analyser, trf_slice word, trf_slice *term, tariff_error **error);

/** A hash over all that trf_analyse() says of a text: another one means that an index made elsewhere is searched otherwise. */
tariff_status trf_analyser_probe(trf_analyser *analyser, trf_slice text, uint64_t *hash, tariff_error **error);

/** For tests: takes the path of texts that are not ASCII for all of them. The tokens are the same. */
void trf_analyser_general_only(trf_analyser *analyser, bool on);

#define TRF_TEXT_VERSION_MAX 96u
/** "unicode 15.0 icu 72.1 data 72.1.0.0 snowball HASH": what the analysis depends on; terminated, returns its size. */
size_t trf_text_version(char out[TRF_TEXT_VERSION_MAX]);

#endif
