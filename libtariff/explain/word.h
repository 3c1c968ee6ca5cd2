/* SPDX-License-Identifier: Apache-2.0 */
/** @file Numbers, names and rules of an assessment as words; shared by the renderers. All append to a buffer. */
#ifndef TRF_EXPLAIN_WORD_H
#define TRF_EXPLAIN_WORD_H

#include "explain/explain.h"
#include "explain/message.h"
#include "image/role.h"
#include "num/round.h"

/** An amount of money: at least two places, none lost up to 18. */
void trf_word_amount(const trf_explanation *e, trf_number number, trf_buffer *out);
/** A number with as many places as it needs, up to 18. */
void trf_word_number(const trf_explanation *e, trf_number number, trf_buffer *out);
/** The sid of a measure of the image. */
void trf_word_sid(const trf_snapshot *snapshot, uint32_t measure, trf_buffer *out);
/** What a value counts: "GBP", "KGM", "%"; nothing for a bare number. */
void trf_word_unit(const trf_explanation *e, uint32_t unit, trf_buffer *out);
/** The id of a rule in the trace: a sid, an element of the profile, a field … */
void trf_word_rule(const trf_explanation *e, uint32_t rule, trf_buffer *out);
/** "sha256:" and the content hash of the image. */
void trf_word_image(const trf_snapshot *snapshot, trf_buffer *out);
/** Expression as published; components as TARIC shows them. */
trf_slice trf_word_expression(const trf_snapshot *snapshot, uint32_t expression);
/** The authority's tax type of a charge; may lie in scratch. */
trf_slice trf_word_official(const trf_assessment *assessment, const trf_assessed_item *item, const trf_charge *charge);
/** A sentence for an outcome, with what is needed. */
void trf_word_outcome(const trf_explanation *e, const trf_outcome *outcome, trf_buffer *out);
/** Profile element of a charge's measure; the null record for computed ones. */
const trf_profile_measures_record *trf_word_measures(const trf_assessment *assessment, const trf_assessed_item *item,
                                                     uint32_t candidate);
/** Whether a candidate is of the second of two tariffs. */
bool trf_word_second(const trf_assessed_item *item, uint32_t candidate);
/** The id of one of the two tariffs that an item was assessed under; empty where it was one alone. */
trf_slice trf_word_tariff(const trf_snapshot *snapshot, const trf_assessed_item *item, bool second);

#endif
