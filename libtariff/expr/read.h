/* SPDX-License-Identifier: Apache-2.0 */
/** @file Readers of the published notations: text to tree, or the reason why there is none. A text is never read in part. */
#ifndef TRF_EXPR_READ_H
#define TRF_EXPR_READ_H

#include "expr/tree.h"

/** Numbers are kept in images (trf_expression_record.grammar): append only. */
typedef enum trf_grammar {
    TRF_GRAMMAR_NONE = 0,
    TRF_GRAMMAR_TARIC = 1,     /**< duty sentences of TARIC management: "9.00 % MAX 0.35 GBP / kg" */
    TRF_GRAMMAR_CET = 2,       /**< rate strings as the EU and the UK publish them, seasons of months included */
    TRF_GRAMMAR_US = 3,        /**< rate texts of the Harmonized Tariff Schedule of the United States */
    TRF_GRAMMAR_CONDITION = 4, /**< "Cond: A cert: D-018 (01):0.000 GBP DTN Z; …" */
    TRF_GRAMMAR_SEASON = 5,    /**< "16.1% (15 JAN - 06 JUL); …" */
    TRF_GRAMMAR_COMPONENTS = 6 /**< TARIC components, no text */
} trf_grammar;

#define TRF_READ_BARE_PERCENT 1u /**< TRF_GRAMMAR_CET: a number alone is a per cent */
#define TRF_READ_SINGLE       2u /**< TRF_GRAMMAR_TARIC: one component only */

typedef struct trf_expr_reader {
    const trf_vocabulary *vocabulary; /**< NULL: the default */
    trf_arena *arena;                 /**< receives nodes and texts */
    uint32_t grammar;                 /**< trf_grammar */
    uint32_t flags;                   /**< TRF_READ_* */
    trf_date date;                    /**< words valid then; TRF_DATE_NONE: any */
} trf_expr_reader;

typedef struct trf_expr_reading {
    trf_expr *tree;       /**< NULL where unresolved, and for an empty text */
    trf_slice canonical;  /**< canonical print in the notation read, in the arena; empty where unresolved */
    bool as_canonical;    /**< the text is its canonical print */
    trf_expr_fault fault; /**< kind NONE where parsed */
} trf_expr_reading;

/**
 * Read a text. It counts as parsed only where the canonical print, read again, gives an equal tree and every word of the text
 * was used.
 * @retval TARIFF_OK        reading->tree and reading->canonical
 * @retval TARIFF_NEGATIVE  unresolved; reading->fault says why
 * @retval TARIFF_ENOMEM    memory was refused
 */
tariff_status trf_expr_read(const trf_expr_reader *reader, trf_slice text, trf_expr_reading *reading);

/** trf_grammar of a name ("taric", "cet", "us", "condition", "season"), TRF_GRAMMAR_NONE for another. */
uint32_t trf_grammar_of(trf_slice name);
trf_slice trf_grammar_name(uint32_t grammar);

#endif
