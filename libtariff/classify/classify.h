/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Words to codes. A query is cut into terms (text/), the terms find places of the nomenclature (retrieve.c), the places compete
 * (rank.c), each candidate says why it is there (reason.c). All numbers are integers: scores in 10,000ths of a binary digit,
 * confidences in 10,000ths of one. The formulae are in doc/classification.md.
 */
#ifndef TRF_CLASSIFY_CLASSIFY_H
#define TRF_CLASSIFY_CLASSIFY_H

#include "base/arena.h"
#include "image/search.h"
#include "snapshot/snapshot.h"

#define TRF_CLASSIFY_TOP_MAX   100u /**< candidates of an answer */
#define TRF_CLASSIFY_TERMS_MAX 64u  /**< different terms of a query that are looked up: of a long text the first */
#define TRF_SCORE_ONE          10000

typedef struct trf_classify_query {
    trf_slice text;
    trf_slice language; /**< tag; empty: found from the text */
    uint32_t tariff;
    trf_date date; /**< lines that hold on it; TRF_DATE_NONE: all */
} trf_classify_query;

/** How candidates are wanted. */
typedef struct trf_classify_form {
    uint32_t digits; /**< merged to this depth; 0: the deepest lines that goods are declared under */
    uint32_t top;    /**< so many at most, up to TRF_CLASSIFY_TOP_MAX */
    bool reasons;    /**< each with its reasons */
} trf_classify_form;

/** Why a candidate is there: what one term, or one entry, adds to its score. */
typedef struct trf_reason {
    trf_slice term;    /**< word of the query; of an entry the whole of it */
    trf_slice matched; /**< what it met, as it stands in the data */
    uint8_t field;     /**< trf_search_field */
    uint8_t whole;     /**< 1: of a whole entry or description, not of one term */
    uint16_t impact;   /**< of the term at that place, 1 to 255; of an entry its share, in 256ths */
    uint32_t line;     /**< where it stands */
    int32_t weight;    /**< of the term in this query */
    int32_t contribution;
} trf_reason;

typedef struct trf_candidate {
    uint32_t line;  /**< TRF_LINE_NONE where no line has the code that candidates are merged to */
    trf_slice code; /**< cut to the depth asked */
    int32_t score;
    uint32_t confidence;
    const trf_reason *reasons;
    uint32_t reason_count;
} trf_candidate;

typedef enum trf_verdict { TRF_ANSWERED, TRF_TOO_VAGUE, TRF_NO_USABLE_WORD } trf_verdict;

typedef struct trf_classification {
    trf_verdict verdict;
    trf_slice code;    /**< the digits, where the query is a code; candidates are then lines of that code */
    uint16_t language; /**< index in LANGUAGE; UINT16_MAX: none was found */
    uint16_t reserved0;
    const trf_candidate *candidates;
    uint32_t candidate_count;
    uint32_t vague;           /**< NODE of the entry that makes the query too vague; TRF_INDEX_NONE */
    const trf_slice *unknown; /**< words that nothing has */
    uint32_t unknown_count;
} trf_classification;

/** What a session keeps to classify: scratch over the spaces of a snapshot, analysers. For one thread. */
typedef struct trf_classifier trf_classifier;

/**
 * @param overlay  what was learned over the snapshot; NULL: nothing
 * @retval TARIFF_EINVAL the image has no text index, or one that this version does not read
 * @retval TARIFF_EIMAGE the overlay was learned over other lines
 * @retval TARIFF_ENOMEM
 */
tariff_status trf_classifier_new(const trf_alloc *alloc, const trf_snapshot *snapshot, const trf_snapshot *overlay,
                                 trf_classifier **out, tariff_error **error);
void trf_classifier_free(trf_classifier *classifier);
/** Score every line for the words of a query. What the query points at is read until the next one. */
tariff_status trf_classifier_ask(trf_classifier *classifier, const trf_classify_query *query, tariff_error **error);
/**
 * The candidates for the last query, in one of the forms that are wanted. They lie in the classifier until its next call.
 */
tariff_status trf_classifier_answer(trf_classifier *classifier, const trf_classify_form *form, trf_classification *out,
                                    tariff_error **error);

/* ---- for learning ---- */
/** The space that is learned over: that of the nomenclature which others inherit, else the first. */
const struct trf_space *trf_classifier_base(const trf_classifier *classifier);
/** The features of the last query; NULL where nothing was asked. */
const struct trf_features *trf_classifier_features(const trf_classifier *classifier);

#endif
