/* SPDX-License-Identifier: Apache-2.0 */
/** @file Declarations from JSON: the form of the contract, and one goods item from flat fields. */
#ifndef TRF_API_JSON_DECLARATION_H
#define TRF_API_JSON_DECLARATION_H

#include "api/assess.h"

typedef struct trf_declaration_reader {
    trf_door *door;
    tariff_error **error;
} trf_declaration_reader;

/** A text field; *out stays where it is absent. */
tariff_status trf_declaration_text(trf_declaration_reader *r, const trf_json *object, const char *name, trf_slice *out);
/** The declaration of the method assess. */
tariff_status trf_declaration_read(trf_declaration_reader *r, const trf_json *object, trf_declaration *out);
/** One item from flat fields. */
tariff_status trf_declaration_flat(trf_declaration_reader *r, const trf_json *request, trf_declaration *out, bool need_origin);
/** "policies". */
tariff_status trf_declaration_policies(trf_declaration_reader *r, const trf_json *object, trf_assess_policy *out);

#endif
