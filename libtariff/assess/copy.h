/* SPDX-License-Identifier: Apache-2.0 */
/** @file Copies of assessments that outlive their session. */
#ifndef TRF_ASSESS_COPY_H
#define TRF_ASSESS_COPY_H

#include "assess/assessment.h"

tariff_status trf_assessment_copy(const trf_assessment *from, const trf_alloc *alloc, trf_assessment **out, tariff_error **error);
/** The arena of a copy: what belongs to it may be put there. */
trf_arena *trf_assessment_arena(const trf_assessment *copy);
/** Ends a copy; NULL and borrowed assessments are left alone. */
void trf_assessment_free(trf_assessment *copy);

#endif
