/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The text index in an image: sections 96 to 107 (feature bit TRF_FEATURE_TEXT_INDEX). A *space* is a nomenclature that words are
 * looked up in. A *place* is a line of it, in the order of the tree. A *term* is what the analysis of a language makes of a word;
 * its postings name the places in whose description or lexicon entries it stands, each with an *impact* from 1 to 255. An *entry*
 * is a short text that means places: a lexicon entry, or a description; each term names the entries that it is in. Scores are
 * integers, in 10,000ths of a binary digit of information. doc/classification.md has the formulae.
 */
#ifndef TRF_IMAGE_SEARCH_H
#define TRF_IMAGE_SEARCH_H

#include "base/utf8.h"
#include "image/key.h"
#include "image/layout.h"
#include "text/analysis.h"

#define TRF_SECTION_SEARCH          96u  /* one record */
#define TRF_SECTION_SEARCH_SPACE    97u  /* nomenclatures with places */
#define TRF_SECTION_SEARCH_PLACE    98u  /* in the order of the lines */
#define TRF_SECTION_SEARCH_LANGUAGE 99u  /* words of a language in a space */
#define TRF_SECTION_SEARCH_TERM     100u /* of a language, and one behind them, which ends the runs of the last */
#define TRF_SECTION_SEARCH_SLOT     101u /* open addressing: hash of a term's text to its number in the language + 1 */
#define TRF_SECTION_SEARCH_POSTING  102u /* of a term, by (place, field) */
#define TRF_SECTION_SEARCH_ENTRY    103u
#define TRF_SECTION_SEARCH_MENTION  104u /* of a term: entries that have it */
#define TRF_SECTION_SEARCH_MEANING  105u /* of an entry: places that it can mean, likeliest first */
#define TRF_SECTION_SEARCH_TRIGRAM  106u /* TRF_LANGUAGE_BUCKETS weights a language, to know it by */
#define TRF_SECTION_SEARCH_VAGUE    107u /* texts that are too vague for a code, by hash */

typedef struct trf_search_record { /* 8: what made the index (design 14) */
    trf_str analysis;              /**< versions of what the analysis of texts depends on */
    uint32_t reserved0;
} trf_search_record;
/** Text whose analysis shows how an index was made. */
#define TRF_SEARCH_PROBE                                                                                                         \
    "T-shirts, 80 % cotton; Straßenbahn l'été niño çay ЁЛКА 保温杯 ノートPC ภาษาไทย "                                               \
    "tiếng Việt 12,5 mm 7732-18-5 6109.10.00 not of wool"

typedef struct trf_search_space_record { /* 24 */
    uint16_t tariff, reserved0;
    uint32_t first_place, place_count;       /* at most TRF_SEARCH_PLACES_MAX */
    uint32_t first_language, language_count; /* in SEARCH_LANGUAGE */
    uint32_t below;                          /**< space of the nomenclature whose texts this one inherits, TRF_INDEX_NONE */
} trf_search_space_record;
#define TRF_SEARCH_PLACES_MAX 65535u

typedef struct trf_search_place_record { /* 12 */
    uint32_t line;
    uint16_t parent; /**< place within the space, before this one; TRF_SEARCH_NO_PLACE for a chapter */
    uint8_t level;   /**< digits of the code proper */
    uint8_t flags;   /**< TRF_PLACE_* */
    uint16_t below;  /**< place of the same code in the space below; TRF_SEARCH_NO_PLACE */
    uint16_t reserved0;
} trf_search_place_record;
#define TRF_SEARCH_NO_PLACE 0xffffu
#define TRF_PLACE_LEAF      1u /* nothing below it */

typedef struct trf_search_language_record { /* 48 */
    uint16_t language; /**< index in LANGUAGE; UINT16_MAX: what means the same in all (CAS numbers, scientific names) */
    uint16_t reserved0;
    uint32_t first_term, term_count;
    uint32_t first_slot, slot_count; /**< a power of two */
    uint32_t first_entry, entry_count;
    uint32_t top;                   /**< how many times the weight of its term an impact of 255 adds to a score, in 256ths */
    uint32_t documents;             /**< places with a text */
    uint32_t probe_low, probe_high; /**< hash of the analysis of a probe text */
    uint32_t first_trigram;
} trf_search_language_record;

typedef struct trf_search_term_record { /* 24 */
    trf_str text;
    trf_str shown;          /**< as it stands in the texts most often */
    uint32_t first_posting; /**< up to that of the next term */
    uint32_t first_mention; /**< the same */
    uint32_t shape;         /**< trf_search_shape(), for a first look when spelling is repaired */
    uint32_t weight;        /**< information of the term: its binary logarithm of rarity, in 10,000ths */
} trf_search_term_record;

typedef struct trf_search_posting_record { /* 4 */
    uint16_t place;
    uint8_t impact;
    uint8_t field; /**< trf_search_field */
} trf_search_posting_record;

typedef struct trf_search_entry_record { /* 16 */
    trf_str text;                        /**< of the entry; 0: the description of the place that it means */
    uint32_t first_meaning;              /**< up to that of the next entry */
    uint32_t weight;                     /**< of its words together, in 10,000ths */
    uint16_t confidence;                 /**< how surely it means what it says: 256 for surely */
    uint8_t field;                       /**< trf_search_field */
    uint8_t reserved0;
} trf_search_entry_record;

typedef struct trf_search_meaning_record { /* 4 */
    uint16_t place;
    uint16_t share; /**< of the entry's score that the place gets, in 256ths */
} trf_search_meaning_record;

typedef struct trf_search_vague_record { /* 12 */
    uint32_t hash_low, hash_high; /**< trf_search_whole() */
    uint32_t node;                /**< its element, with reason and decider */
} trf_search_vague_record;

typedef enum trf_search_field {
    TRF_SEARCH_DESCRIPTION = 1,
    TRF_SEARCH_LEXICON,
    TRF_SEARCH_NOTE,
    TRF_SEARCH_PRECEDENT,
    TRF_SEARCH_LEARNED,
    TRF_SEARCH_SIBLINGS, /**< what was found for all lines of a heading: in no posting */
    TRF_SEARCH_CODE,     /**< the query is a code: in no posting */
    TRF_SEARCH_FIELD_COUNT
} trf_search_field;

/** Whether a token says what goods are: what is negated does not, nor what every text has. */
static inline bool trf_search_counts(const trf_token *token)
{
    return !(token->flags & (TRF_TOKEN_STOP | TRF_TOKEN_NEGATED | TRF_TOKEN_NEGATION)) && token->kind != TRF_TOKEN_NUMBER &&
           token->kind != TRF_TOKEN_QUANTITY && token->kind != TRF_TOKEN_CODE;
}
/** Whether a token stands beside others that say the same: it is found, and adds nothing to what a text weighs. */
static inline bool trf_search_is_beside(const trf_token *token)
{
    return token->flags & (TRF_TOKEN_JOINED | TRF_TOKEN_PART) || (token->kind >= TRF_TOKEN_HAN && token->kind <= TRF_TOKEN_THAI);
}

/** What a text consists of, whatever the order of its words; 0 where it has none. */
static inline uint64_t trf_search_whole(const trf_tokens *tokens)
{
    uint64_t whole = 0;

    for (uint32_t i = 0; i < tokens->count; i++) {
        uint64_t hash = UINT64_C(0xcbf29ce484222325);

        if (trf_search_is_beside(&tokens->items[i]))
            continue;
        for (size_t b = 0; b < tokens->items[i].term.size; b++)
            hash = (hash ^ (uint8_t)tokens->items[i].term.data[b]) * UINT64_C(0x100000001b3);
        whole += trf_key_mix(hash);
    }
    return whole;
}

/** Where a term's search for its slot begins. */
static inline uint32_t trf_search_hash(trf_slice text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < text.size; i++)
        hash = (hash ^ (uint8_t)text.data[i]) * UINT64_C(0x100000001b3);
    return (uint32_t)trf_key_mix(hash);
}

/**
 * Letters and length of a term in one word: bits 0 to 25 the set of its letters, those of a to z each with a bit of their own,
 * 26 to 31 how many characters it has.
 */
static inline uint32_t trf_search_shape(trf_slice text)
{
    uint32_t letters = 0, size = 0;

    for (; text.size > 0; size++) {
        unsigned used;
        uint32_t c = trf_utf8_read(text, &used);

        letters |= UINT32_C(1) << (c >= 'a' && c <= 'z' ? c - 'a' : c % 26u);
        used = used ? used : 1;
        text = trf_slice_of(text.data + used, text.size - used);
    }
    return letters | (size < 63 ? size : 63u) << 26;
}

#endif
