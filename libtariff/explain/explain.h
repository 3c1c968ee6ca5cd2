/* SPDX-License-Identifier: Apache-2.0 */
/** @file A finished assessment as JSON and as text. Nothing is computed here: every figure stands in the assessment or its trace.
 */
#ifndef TRF_EXPLAIN_EXPLAIN_H
#define TRF_EXPLAIN_EXPLAIN_H

#include "assess/assessment.h"
#include "expr/vocabulary.h"
#include "json/writer.h"

#define TRF_EXPLAIN_TRACE 1u        /**< JSON: the trace of each item */
#define TRF_EXPLAIN_DISPOSITIONS 2u /**< each candidate with its disposition */

/** What is shown, and the words for it. */
typedef struct trf_explanation {
    const trf_assessment *assessment;
    const trf_vocabulary *vocabulary; /**< of its snapshot */
    const trf_alloc *alloc;
    const char *library;              /**< version */
    trf_slice language;               /**< tag; empty: English */
    uint32_t flags;                   /**< TRF_EXPLAIN_* */
} trf_explanation;

/** The assessment as one JSON object (contracts: assessment). */
tariff_status trf_explain_json(const trf_explanation *explanation, trf_json_writer *writer, tariff_error **error);
/** One candidate as a line of `measures`. */
tariff_status trf_explain_candidate(const trf_explanation *explanation, const trf_assessed_item *item, uint32_t candidate,
                                    trf_json_writer *writer);
/** The assessment for people. */
tariff_status trf_explain_text(const trf_explanation *explanation, trf_buffer *out, tariff_error **error);

#endif
