/* SPDX-License-Identifier: Apache-2.0 */
/** @file Findings about records, made without formatting where there may be very many. */
#ifndef TRF_MODEL_FINDINGS_H
#define TRF_MODEL_FINDINGS_H

#include "model/model.h"

#define TRF_RECORD_NAME_MAX 512u

/** Like trf_model_report() for a rule and a text that live as long as the model; record is copied. */
void trf_finding_add(trf_model *model, const trf_row_source *source, trf_slice rule, trf_slice record, trf_slice text);
/** "measure 3610378": the element and the values of its key. */
trf_slice trf_record_name(const trf_model *model, trf_kind kind, const trf_value *row, char out[TRF_RECORD_NAME_MAX]);

#endif
