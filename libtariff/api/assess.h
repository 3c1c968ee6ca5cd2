/* SPDX-License-Identifier: Apache-2.0 */
/** @file What the assessment functions and methods share: the session's facts and vocabulary, one way to assess and explain. */
#ifndef TRF_API_ASSESS_H
#define TRF_API_ASSESS_H

#include "api/door.h"
#include "assess/assess.h"
#include "explain/explain.h"
#include "rate/vocabulary.h"
#include "tariff/assess.h"

/** Kept between the calls of a session. */
typedef struct trf_assess_slot {
    trf_vocabulary_builder *builder;
    const trf_vocabulary *vocabulary; /**< of the snapshot */
    trf_facts *facts;
    trf_plans *plans;
    trf_buffer text;                  /**< of tariff_assessment_json() and _explain() */
    trf_buffer scratch;
} trf_assess_slot;

/** The slot, made at the first call. EINVAL where the session is over no snapshot. */
tariff_status trf_assess_slot_of(tariff_session *session, trf_assess_slot **out, tariff_error **error);
/** Assess with the session's arena, numbers and, where asked, trace; every: all candidates are listed. */
tariff_status trf_assess_run(tariff_session *session, const trf_declaration *declaration, const trf_assess_policy *policy,
                             bool traced, bool every, const trf_assessment **out, tariff_error **error);
/** The assessor of a session for looking. */
tariff_status trf_assessor_of(tariff_session *session, bool traced, trf_assessor *out, tariff_error **error);
/** How it is shown. */
tariff_status trf_explanation_of(tariff_session *session, const trf_assessment *assessment, trf_slice lang, uint32_t flags,
                                 trf_explanation *out, tariff_error **error);

#endif
