/* SPDX-License-Identifier: Apache-2.0 */
/** @file What the files that compile profiles share: the tree that is read, and the records that are made of it. */
#ifndef TRF_COMPILE_PROFILE_READER_H
#define TRF_COMPILE_PROFILE_READER_H

#include "compile/profile.h"
#include "model/tree.h"
#include "num/number.h"

#define TRF_PROFILE_DEPTH_MAX 24u /**< elements inside elements */

typedef struct trf_profile_builder {
    trf_model *model;
    trf_intern *texts;
    trf_numbers *numbers;
    trf_profile_tables *out;
    uint32_t node_base;
    tariff_error **error;
    trf_profile_record profile; /**< the one under way */
    uint32_t depth;
} trf_profile_builder;

/* ---- the tree ---- */
const trf_node *trf_profile_node(const trf_profile_builder *b, uint32_t node);
trf_slice trf_profile_name(const trf_profile_builder *b, uint32_t node);
trf_slice trf_profile_text(const trf_profile_builder *b, uint32_t node);
/** Value of an attribute, empty for none. */
trf_slice trf_profile_attribute(const trf_profile_builder *b, uint32_t node, const char *name);
/** A finding about an element; format takes one %S. */
void trf_profile_report(trf_profile_builder *b, uint32_t node, const char *format, trf_slice what);
tariff_status trf_profile_text_id(trf_profile_builder *b, trf_slice text, trf_str *out);
tariff_status trf_profile_attribute_id(trf_profile_builder *b, uint32_t node, const char *name, trf_str *out);
void trf_profile_period(trf_profile_builder *b, uint32_t node, trf_day *start, trf_day *end);
tariff_status trf_profile_source_id(trf_profile_builder *b, uint32_t node, trf_str *out);
unsigned trf_profile_word(trf_profile_builder *b, uint32_t node, const char *name, const char *const *words, unsigned otherwise);
bool trf_profile_number(trf_profile_builder *b, uint32_t node, trf_slice text, uint64_t words[2], int16_t *scale);

/* ---- the records ---- */
trf_profile_section *trf_profile_rows(trf_profile_builder *b, uint32_t kind);
tariff_status trf_profile_put(trf_profile_builder *b, uint32_t kind, const void *record);
tariff_status trf_profile_group(trf_profile_builder *b, uint32_t node, trf_slice name, unsigned *out);
unsigned trf_profile_charge(trf_profile_builder *b, trf_slice name);
tariff_status trf_profile_groups(trf_profile_builder *b, uint32_t node, const char *name, uint64_t *mask);

/* ---- tests and reliefs: profile_relief.c ---- */
/** The tests inside an element as a run. */
tariff_status trf_profile_tests(trf_profile_builder *b, uint32_t node, uint32_t *first, uint32_t *count);
tariff_status trf_profile_relief(trf_profile_builder *b, uint32_t node);

/** One element of a profile in one of five passes: groups and the like, charges, measures by type, by series, relations. */
#define TRF_PROFILE_PASSES 5u
tariff_status trf_profile_element(trf_profile_builder *b, uint32_t node, unsigned pass);

#endif
