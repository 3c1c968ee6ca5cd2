/* SPDX-License-Identifier: Apache-2.0 */
/** @file Duty expressions in requests and replies: components, vocabularies, roundings, trees. Shared by the methods rate.*. */
#ifndef TRF_API_RATE_H
#define TRF_API_RATE_H

#include "api/door.h"
#include "expr/read.h"
#include "num/round.h"

/** A list of components; they lie in the arena. */
tariff_status trf_rate_read_components(trf_door *door, const trf_json *list, trf_component **components, size_t *count,
                                       tariff_error **error);
/** A field "half-up:0.01"; *out stays where it is absent. */
tariff_status trf_rate_read_rounding(trf_door *door, const trf_json *object, const char *name, trf_rounding_policy *out,
                                     tariff_error **error);
/** A field that is a decimal, into the numbers of the call; *out stays where it is absent. */
tariff_status trf_rate_read_number(trf_door *door, const trf_json *object, const char *name, bool required, trf_number *out,
                                   tariff_error **error);
/** The words of a request's "vocabulary", or the shipped ones; *builder is to be freed, NULL for the shipped ones. */
tariff_status trf_rate_read_vocabulary(trf_door *door, const trf_json *request, trf_vocabulary_builder **builder,
                                       const trf_vocabulary **vocabulary, tariff_error **error);
/** "grammar"; TARIC where absent. */
tariff_status trf_rate_read_grammar(trf_door *door, const trf_json *request, uint32_t *grammar, tariff_error **error);
/** "text" in "grammar" to a tree. TARIFF_NEGATIVE: reading->fault says why not. */
tariff_status trf_rate_read_text(trf_door *door, const trf_json *request, const trf_vocabulary *vocabulary,
                                 trf_expr_reading *reading, tariff_error **error);

/** "0" … "7": what a rate is made of, by the reporting units that its amounts are taken of; "X" what none of them says. */
const char *trf_rate_type(const trf_vocabulary *words, const trf_expr *tree, const uint32_t *units, uint32_t unit_count);

#define TRF_PLACES_KEPT UINT32_MAX /**< all places as they stand: what was rounded keeps the places of its unit */
/** The printed form of a number as a string: at least `least` places, zeros beyond that dropped, or TRF_PLACES_KEPT. */
tariff_status trf_rate_put_number(trf_door *door, trf_json_writer *reply, const char *name, trf_number number, unsigned least,
                                  tariff_error **error);
void trf_rate_put_component(trf_json_writer *reply, const trf_component *component, trf_buffer *scratch);
void trf_rate_put_fault(trf_json_writer *reply, const trf_expr_fault *fault);
/** A syntax tree as nested objects. */
void trf_rate_put_tree(trf_json_writer *reply, const trf_expr *tree, trf_buffer *scratch);

#endif
