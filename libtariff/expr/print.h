/* SPDX-License-Identifier: Apache-2.0 */
/** @file Printing of duty trees: canonical text per notation, and the two forms shown to people. */
#ifndef TRF_EXPR_PRINT_H
#define TRF_EXPR_PRINT_H

#include "expr/read.h"

typedef enum trf_expr_style {
    TRF_STYLE_CANONICAL = 0, /**< reads back to an equal tree in the grammar given; numbers keep their digits */
    TRF_STYLE_BASE,          /**< "9.00 % MAX 0.35 GBP / kg": amounts with two to four decimals */
    TRF_STYLE_VERBOSE        /**< "9.00% MAX £0.35 / kilogram" */
} trf_expr_style;

/**
 * Print a tree. Appends to out; check out->failed at the end.
 * @retval TARIFF_OK        printed
 * @retval TARIFF_NEGATIVE  the tree holds what the notation cannot say; out may hold a part of it
 */
tariff_status trf_expr_print(const trf_expr *tree, const trf_vocabulary *vocabulary, uint32_t grammar, trf_expr_style style,
                             trf_buffer *out);
/** Components as shown: ascending id (unless TRF_COMPONENTS_AS_GIVEN), each joined by a blank. Unknown ids print as amounts.
 */
void trf_components_print(const trf_component *components, size_t count, const trf_vocabulary *vocabulary, unsigned flags,
                          trf_expr_style style, trf_buffer *out);
/** "(£5.00 - SPR discount) / vol% / hl": a component on a unit compounded with a discount. */
void trf_component_print_discount(const trf_component *component, const trf_vocabulary *vocabulary, trf_buffer *out);
/** An amount with at least 2 and at most 4 decimals, half up. */
void trf_amount_print(const trf_expr_number *amount, trf_buffer *out);

#endif
