/* SPDX-License-Identifier: Apache-2.0 */
/** @file What methods that classify share. */
#ifndef TRF_API_JSON_CLASSIFY_H
#define TRF_API_JSON_CLASSIFY_H

#include "api/door.h"
#include "classify/classify.h"

/** The classifier of the session, made when it is first asked for. */
tariff_status trf_classifier_of(trf_door *door, trf_classifier **out, tariff_error **error);
/** "digits": 2, 4, 6, 8, 10; 0 for leaf, or where it is absent. */
tariff_status trf_classify_digits(trf_door *door, const trf_json *request, uint32_t *out, tariff_error **error);
/** A number in 10,000ths as a decimal string. */
void trf_json_member_fixed(trf_json_writer *reply, const char *name, int64_t value);

#endif
