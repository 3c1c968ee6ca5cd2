/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * An opened image: immutable, counted, shared by threads. Records are reached through the getters below only: an index that
 * lies outside its section gives the section's null record (all zero), never memory outside the image. On a little-endian host
 * a getter is a bounds check and a pointer; on others the sections were turned round once when the image was opened.
 */
#ifndef TRF_SNAPSHOT_SNAPSHOT_H
#define TRF_SNAPSHOT_SNAPSHOT_H

#include "base/date.h"
#include "base/error.h"
#include "base/limits.h"
#include "image/layout.h"

typedef struct tariff_snapshot trf_snapshot;
struct tariff_snapshot {
    const trf_alloc *alloc;
    const uint8_t *data;
    uint64_t size;
    const trf_image_header *header; /**< in the host's byte order */
    trf_section_view sections[TRF_SECTION_MAX];
    trf_slice path;      /**< where it was opened from; empty for memory */
    uint32_t references; /**< atomic */
    void *owned;
    uint64_t owned_size;
    int mapped;         /**< data is a mapping of this snapshot */
    trf_snapshot *base; /**< of an overlay */
    trf_image_header host_header;
    void *turned; /**< sections in the byte order of a big-endian host */
    uint64_t turned_size;
    void (*closed)(void *user); /**< called last, when the last reference has gone; NULL none */
    void *closed_user;
};

/** Map a file. It must never be changed in place afterwards (writers replace by rename). */
tariff_status trf_snapshot_open(const trf_alloc *alloc, const char *path, trf_snapshot **out, tariff_error **error);
/** Over bytes that stay as they are until the last reference goes; copy = true takes a copy. */
tariff_status trf_snapshot_open_memory(const trf_alloc *alloc, const void *data, size_t size, bool copy, trf_snapshot **out,
                                       tariff_error **error);
/** Over a block of the allocator, which the snapshot gives back; also where opening fails. */
tariff_status trf_snapshot_adopt_memory(const trf_alloc *alloc, uint8_t *data, size_t size, trf_snapshot **out,
                                        tariff_error **error);
/** An overlay over its base, on which it holds a reference; EIMAGE where the file names another base or none. */
tariff_status trf_snapshot_open_overlay(const trf_alloc *alloc, const char *path, trf_snapshot *base, trf_snapshot **out,
                                        tariff_error **error);
void trf_snapshot_retain(trf_snapshot *snapshot);
void trf_snapshot_release(trf_snapshot *snapshot);
/** Everything: layout, content hash, each reference of each record, padding. */
tariff_status trf_snapshot_verify(const trf_snapshot *snapshot, tariff_error **error);

/** Check header and directory and find the sections; for openers. */
tariff_status trf_snapshot_check(trf_snapshot *snapshot, tariff_error **error);
/** An entry of the directory in the host's byte order; index < header->section_count. */
void trf_snapshot_section(const trf_snapshot *snapshot, uint32_t index, trf_image_section *out);

/** Text of the pool; empty where the id is out of range. */
trf_slice trf_snapshot_text(const trf_snapshot *snapshot, trf_str id);
/** Id of a text in the pool is not searchable: compare texts. */

extern const uint8_t trf_snapshot_null_record[256];

#define TRF_SNAPSHOT_GETTER(name, record, section)                                                                               \
    static inline const record *trf_snapshot_##name(const trf_snapshot *snapshot, uint32_t index)                                \
    {                                                                                                                            \
        const trf_section_view *view = &snapshot->sections[section];                                                             \
        return (const record *)(const void *)(index < view->count ? view->data + (size_t)index * sizeof(record)                  \
                                                                  : trf_snapshot_null_record);                                   \
    }                                                                                                                            \
    static inline uint32_t trf_snapshot_##name##_count(const trf_snapshot *snapshot)                                             \
    {                                                                                                                            \
        return snapshot->sections[section].count;                                                                                \
    }
TRF_SNAPSHOT_GETTER(tariff, trf_tariff_record, TRF_SECTION_TARIFF)
TRF_SNAPSHOT_GETTER(line, trf_line_record, TRF_SECTION_LINE)
TRF_SNAPSHOT_GETTER(line_slot, trf_hash_slot, TRF_SECTION_LINE_HASH)
TRF_SNAPSHOT_GETTER(parent, trf_parent_record, TRF_SECTION_PARENT)
TRF_SNAPSHOT_GETTER(line_period, trf_line_period_record, TRF_SECTION_LINE_PERIOD)
TRF_SNAPSHOT_GETTER(label, trf_label_record, TRF_SECTION_LABEL)
TRF_SNAPSHOT_GETTER(line_unit, trf_line_unit_record, TRF_SECTION_LINE_UNIT)
TRF_SNAPSHOT_GETTER(edge, trf_edge_record, TRF_SECTION_EDGE)
TRF_SNAPSHOT_GETTER(measure_row, trf_measure_row_record, TRF_SECTION_MEASURE_ROW)
TRF_SNAPSHOT_GETTER(measure, trf_measure_record, TRF_SECTION_MEASURE)
TRF_SNAPSHOT_GETTER(condition, trf_condition_record, TRF_SECTION_CONDITION)
TRF_SNAPSHOT_GETTER(exclusion, trf_exclusion_record, TRF_SECTION_EXCLUSION)
TRF_SNAPSHOT_GETTER(measure_type, trf_measure_type_record, TRF_SECTION_MEASURE_TYPE)
TRF_SNAPSHOT_GETTER(area, trf_area_record, TRF_SECTION_AREA)
TRF_SNAPSHOT_GETTER(area_slot, trf_hash_slot, TRF_SECTION_AREA_HASH)
TRF_SNAPSHOT_GETTER(member, trf_member_record, TRF_SECTION_MEMBER)
TRF_SNAPSHOT_GETTER(additional_code, trf_additional_code_record, TRF_SECTION_ADDITIONAL_CODE)
TRF_SNAPSHOT_GETTER(certificate, trf_certificate_record, TRF_SECTION_CERTIFICATE)
TRF_SNAPSHOT_GETTER(footnote, trf_footnote_record, TRF_SECTION_FOOTNOTE)
TRF_SNAPSHOT_GETTER(footnote_link, trf_footnote_link_record, TRF_SECTION_FOOTNOTE_LINK)
TRF_SNAPSHOT_GETTER(regulation, trf_regulation_record, TRF_SECTION_REGULATION)
TRF_SNAPSHOT_GETTER(order_number, trf_order_number_record, TRF_SECTION_ORDER_NUMBER)
TRF_SNAPSHOT_GETTER(expression, trf_expression_record, TRF_SECTION_EXPRESSION)
TRF_SNAPSHOT_GETTER(unit, trf_unit_record, TRF_SECTION_UNIT)
TRF_SNAPSHOT_GETTER(unit_name, trf_unit_name_record, TRF_SECTION_UNIT_NAME)
TRF_SNAPSHOT_GETTER(currency, trf_currency_record, TRF_SECTION_CURRENCY)
TRF_SNAPSHOT_GETTER(duty_expression, trf_duty_expression_record, TRF_SECTION_DUTY_EXPRESSION)
TRF_SNAPSHOT_GETTER(exchange, trf_exchange_record, TRF_SECTION_RATE_OF_EXCHANGE)
TRF_SNAPSHOT_GETTER(language, trf_language_record, TRF_SECTION_LANGUAGE)
TRF_SNAPSHOT_GETTER(input, trf_input_record, TRF_SECTION_INPUT)
TRF_SNAPSHOT_GETTER(tree, trf_tree_record, TRF_SECTION_TREE)
TRF_SNAPSHOT_GETTER(node, trf_node_record, TRF_SECTION_NODE)
TRF_SNAPSHOT_GETTER(attribute, trf_attribute_record, TRF_SECTION_ATTRIBUTE)
TRF_SNAPSHOT_GETTER(code_row, trf_code_row_record, TRF_SECTION_CODE_ROW)
TRF_SNAPSHOT_GETTER(quota_definition, trf_quota_definition_record, TRF_SECTION_QUOTA_DEFINITION)
TRF_SNAPSHOT_GETTER(quota_event, trf_quota_event_record, TRF_SECTION_QUOTA_EVENT)
TRF_SNAPSHOT_GETTER(qualifier, trf_qualifier_record, TRF_SECTION_QUALIFIER)
TRF_SNAPSHOT_GETTER(remark, trf_remark_record, TRF_SECTION_REMARK)
TRF_SNAPSHOT_GETTER(line_rate, trf_line_rate_record, TRF_SECTION_LINE_RATE)
TRF_SNAPSHOT_GETTER(correlation, trf_correlation_record, TRF_SECTION_CORRELATION)
TRF_SNAPSHOT_GETTER(staging, trf_staging_record, TRF_SECTION_STAGING)
TRF_SNAPSHOT_GETTER(agreement, trf_agreement_record, TRF_SECTION_AGREEMENT)
TRF_SNAPSHOT_GETTER(proof, trf_proof_record, TRF_SECTION_PROOF)
TRF_SNAPSHOT_GETTER(kept, trf_kept_record, TRF_SECTION_KEPT)
TRF_SNAPSHOT_GETTER(kept_source, trf_kept_source_record, TRF_SECTION_KEPT_SOURCE)
TRF_SNAPSHOT_GETTER(kept_unknown, trf_kept_unknown_record, TRF_SECTION_KEPT_UNKNOWN)
TRF_SNAPSHOT_GETTER(kept_table, trf_kept_table_record, TRF_SECTION_KEPT_TABLE)

/** Bytecode of an expression: empty where its range leaves the section or trf_expr_check() refuses it. */
trf_slice trf_snapshot_expression_code(const trf_snapshot *snapshot, const trf_expression_record *expression);
/** The same of one that this snapshot gave bytecode for before: it is not looked at again. */
static inline trf_slice trf_snapshot_expression_sound(const trf_snapshot *snapshot, const trf_expression_record *expression)
{
    const uint8_t *code = snapshot->sections[TRF_SECTION_EXPRESSION_CODE].data;

    return trf_slice_of((const char *)code + expression->code_offset, expression->code_size);
}
/** Index of a tariff by id, UINT32_MAX for none. */
uint32_t trf_snapshot_find_tariff(const trf_snapshot *snapshot, trf_slice id);
/**
 * The label of a run that holds on the date in the language, the first one where the date lies before all of them; where the
 * run has nothing in the language, the same in the first language of the run. NULL for an empty run.
 */
const trf_label_record *trf_snapshot_label_at(const trf_snapshot *snapshot, uint32_t first, uint32_t count, uint16_t language,
                                              trf_date date);
/** Index of a language by tag, as BCP 47 looks one up: en for en-GB, zh-Hans for zh and zh-CN; UINT16_MAX for none. */
uint16_t trf_snapshot_language_index(const trf_snapshot *snapshot, trf_slice tag);
/** Whether the runs of a record stay in their sections: for walks over runs that nothing else bounds. */
bool trf_snapshot_sound(const trf_snapshot *snapshot, uint32_t kind, const void *record);
/** Value of an attribute of a node by name; empty for none. */
trf_slice trf_snapshot_node_attribute(const trf_snapshot *snapshot, uint32_t node, const char *name);

#endif
