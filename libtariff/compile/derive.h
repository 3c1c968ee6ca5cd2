/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Measures that follow from law kept as trees: what is written once as a rule over lists of goods and areas becomes one measure
 * for each, while the model is compiled. The rows are taken back afterwards: the model, what is exported and what an image keeps
 * hold the rule and not its consequences, so that a rule that changes changes all of them.
 */
#ifndef TRF_COMPILE_DERIVE_H
#define TRF_COMPILE_DERIVE_H

#include "model/tree.h"

#define TRF_DERIVED_MOST 8000000u /**< rows that all rules of a model may give */

typedef struct trf_derived {
    trf_model *model;
    struct trf_native_index *index; /**< numbers for what is derived; while deriving only */
    tariff_error **error;
    uint32_t counts[TRF_KIND_COUNT]; /**< of rows before */
    uint32_t sequence;
    uint32_t rows; /**< derived so far */
} trf_derived;

/** Derive, and settle again where anything was. The model is settled already. */
tariff_status trf_derive(trf_model *model, trf_derived *out, tariff_error **error);
/** Take the rows back. Texts that they brought are the caller's to cut. */
void trf_derive_undo(trf_derived *derived);

/* ---- for the files that derive ---- */
/** What all rows of a rule share: the source of the rule's element. */
trf_row_source trf_derived_source(const trf_derived *d, uint32_t node, uint16_t tariff);
tariff_status trf_derived_row(trf_derived *d, trf_kind kind, const trf_value *row, const trf_row_source *source);
/** A measure; its number is given here. The values are those of the kind measure. */
tariff_status trf_derived_measure(trf_derived *d, trf_value *row, const trf_row_source *source);
/** The next number of a kind whose number is in `field`. */
tariff_status trf_derived_sid(trf_derived *d, trf_kind kind, unsigned field, trf_value *out);
/** The number of an area. */
tariff_status trf_derived_area(trf_derived *d, uint16_t tariff, trf_value id, trf_value *out);
/** Value of a text, of an attribute (absent for none). */
tariff_status trf_derived_value(trf_derived *d, trf_slice text, trf_value *out);
tariff_status trf_derived_attribute(trf_derived *d, uint32_t node, const char *name, trf_value *out);
/** A date attribute; what is none is a finding and absent. */
tariff_status trf_derived_date(trf_derived *d, uint32_t node, const char *name, trf_value *out);
/** A finding of the rule "derived"; format takes one %S. */
void trf_derived_report(trf_derived *d, uint32_t node, const char *format, trf_slice what);

/** Quotas of agreements: agreement_quota.c */
tariff_status trf_derive_agreement_quotas(trf_derived *d);
/** Provisions over scope lists: provisions.c */
tariff_status trf_derive_provisions(trf_derived *d);

#endif
