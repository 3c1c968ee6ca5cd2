/* SPDX-License-Identifier: Apache-2.0 */
/** @file What bounds every input. The defaults are the largest values too: a host may only lower them. */
#ifndef TRF_BASE_LIMITS_H
#define TRF_BASE_LIMITS_H

#include <stdint.h>

#define TRF_DIGITS_BEFORE 38u     /**< digits before the decimal point at the door */
#define TRF_DIGITS_AFTER 18u      /**< digits after it */
#define TRF_RATIONAL_BITS 4096u   /**< of a derived number's numerator and of its denominator, in lowest terms */
#define TRF_RATIONALS_BYTES (UINT32_C(64) << 20) /**< of all rationals that one pool holds at once */
#define TRF_CODE_MAX 14u          /**< characters of a goods nomenclature code */
#define TRF_TREE_DEPTH_MAX 32u    /**< lines from a section down to a leaf */
#define TRF_AREA_DEPTH_MAX 8u     /**< groups inside groups */
#define TRF_AREA_STEPS_MAX 1000000u /**< memberships looked at to find the areas that hold a place */
#define TRF_CONDITION_ROWS_MAX 4096u /**< conditions of one measure */
#define TRF_STAGES_MAX 64u        /**< stages of one category of an agreement */
#define TRF_PARTIES_MAX 64u       /**< parties of one agreement */
#define TRF_STAGED_MAX 4000000u   /**< measures made of the schedules of all agreements */
#define TRF_EXPR_STEPS_MAX 1024u  /**< instructions of one duty expression */
#define TRF_EXPR_STACK_MAX 64u    /**< values an expression may hold at once */
#define TRF_TEXT_BYTES_MAX (UINT32_C(1) << 20)  /**< of a text that is analysed */
#define TRF_TEXT_FOLDED_MAX (UINT32_C(4) << 20) /**< of the same, folded: NFKC can lengthen it 18 times */
#define TRF_TEXT_TOKENS_MAX 65536u /**< of one text */
#define TRF_WORD_BYTES_MAX 128u   /**< of a word, folded; the rest of it is passed over */
#define TRF_TEXT_RULES_MAX 65536u /**< words, terms and spellings of the rules of one language */
#define TRF_STEM_CACHE_SLOTS 32768u /**< stems that one analyser remembers at most, 96 bytes each */
#define TRF_PATTERN_BYTES_MAX 4096u /**< of a regular expression */
#define TRF_PATTERN_RETRIES_MAX 100000u /**< of one match; Oniguruma's own limits are none */

typedef struct trf_limits {
    uint64_t input_bytes;    /**< one input file, inflated */
    uint64_t xml_gap_bytes;  /**< XML input without an event */
    uint64_t xml_text_bytes; /**< text of one element */
    uint32_t xml_depth;
    uint32_t inflate_ratio;  /**< output : input */
    uint64_t request_bytes;  /**< one JSON request */
    uint32_t json_depth;
    uint32_t findings;       /**< kept in a report; the rest are counted */
    uint32_t items;          /**< goods items of a declaration */
} trf_limits;

#define TRF_LIMITS_DEFAULT \
    {UINT64_C(4) << 30, UINT64_C(256) << 10, UINT64_C(1) << 20, 64, 200, UINT64_C(1) << 20, 64, 100000, 10000}

#endif
