/* SPDX-License-Identifier: Apache-2.0 */
#include "image/record.h"

#include "image/learn.h"
#include "image/profile.h"
#include "image/search.h"

#define PLAIN(width, times)                                                                                                      \
    {                                                                                                                            \
        TRF_FIELD_PLAIN, width, times, 0                                                                                         \
    }
#define U8                 PLAIN(1, 1)
#define U16                PLAIN(2, 1)
#define U32                PLAIN(4, 1)
#define U64                PLAIN(8, 1)
#define DAY                PLAIN(4, 1)
#define MANY(width, times) PLAIN(width, times)
#define ZERO(width, times)                                                                                                       \
    {                                                                                                                            \
        TRF_FIELD_ZERO, width, times, 0                                                                                          \
    }
#define TEXT                                                                                                                     \
    {                                                                                                                            \
        TRF_FIELD_TEXT, 4, 1, TRF_SECTION_STRING_OFFSETS                                                                         \
    }
#define REF(section)                                                                                                             \
    {                                                                                                                            \
        TRF_FIELD_REF, 4, 1, TRF_SECTION_##section                                                                               \
    }
#define REF16(section)                                                                                                           \
    {                                                                                                                            \
        TRF_FIELD_REF, 2, 1, TRF_SECTION_##section                                                                               \
    }
#define LINK(section)                                                                                                            \
    {                                                                                                                            \
        TRF_FIELD_LINK, 4, 1, TRF_SECTION_##section                                                                              \
    }
#define RUN(section)                                                                                                             \
    {                                                                                                                            \
        TRF_FIELD_RUN, 4, 2, TRF_SECTION_##section                                                                               \
    }

static const trf_field string_offsets[] = {U32};
static const trf_field tariff[] = {
    TEXT, TEXT, TEXT, TEXT, TEXT, DAY, RUN(LINE), RUN(AREA), U32, TEXT, DAY, DAY, U32, RUN(MEASURE_ROW), TEXT, TEXT, TEXT};
static const trf_field line[] = {U32,
                                 TEXT,
                                 DAY,
                                 DAY,
                                 REF16(TARIFF),
                                 U8,
                                 U8,
                                 U8,
                                 ZERO(1, 3),
                                 RUN(LINE_PERIOD),
                                 RUN(PARENT),
                                 RUN(LABEL),
                                 RUN(MEASURE_ROW),
                                 RUN(LINE_UNIT),
                                 RUN(EDGE),
                                 RUN(FOOTNOTE_LINK),
                                 RUN(REMARK),
                                 RUN(LINE_RATE),
                                 TEXT,
                                 U32};
static const trf_field hash_slot[] = {U64, U32, U32};
static const trf_field parent[] = {DAY, DAY, LINK(LINE), U32};
static const trf_field line_period[] = {DAY, U16, ZERO(2, 1), ZERO(4, 1), ZERO(4, 1)};
static const trf_field label[] = {DAY, REF16(LANGUAGE), ZERO(2, 1), TEXT, TEXT, TEXT};
static const trf_field line_unit[] = {REF(UNIT), TEXT};
static const trf_field edge[] = {LINK(LINE), TEXT, U8, U8, U8, ZERO(1, 1), ZERO(4, 1)};
static const trf_field measure_row[] = {DAY, DAY, DAY, REF16(AREA), U8, U8};
static const trf_field measure[] = {U32,
                                    U32,
                                    LINK(LINE),
                                    TEXT,
                                    DAY,
                                    DAY,
                                    REF16(TARIFF),
                                    REF16(AREA),
                                    REF16(MEASURE_TYPE),
                                    U8,
                                    U8,
                                    REF(ADDITIONAL_CODE),
                                    REF(ORDER_NUMBER),
                                    REF(REGULATION),
                                    REF(REGULATION),
                                    REF(EXPRESSION),
                                    RUN(CONDITION),
                                    RUN(EXCLUSION),
                                    RUN(FOOTNOTE_LINK),
                                    TEXT,
                                    TEXT,
                                    TEXT,
                                    U32,
                                    ZERO(4, 1),
                                    ZERO(4, 1),
                                    TEXT};
static const trf_field condition[] = {TEXT, TEXT, U32,       REF(CERTIFICATE), TEXT, TEXT, TEXT, TEXT, REF(EXPRESSION),
                                      U32,  U32,  ZERO(4, 1)};
static const trf_field exclusion[] = {REF16(AREA), ZERO(2, 1), TEXT};
static const trf_field measure_type[] = {TEXT, TEXT, DAY, DAY,        REF16(TARIFF), U8,   U8,  U8,
                                         U8,   U8,   U8,  RUN(LABEL), TEXT,          TEXT, U32, ZERO(4, 1)};
static const trf_field area[] = {TEXT, U32,        DAY,         DAY,         REF16(TARIFF), REF16(AREA), U8,
                                 U8,   ZERO(1, 2), RUN(MEMBER), RUN(MEMBER), RUN(LABEL),    TEXT,        ZERO(4, 1)};
static const trf_field member[] = {REF16(AREA), ZERO(2, 1), DAY, DAY};
static const trf_field additional_code[] = {TEXT, TEXT, U32, DAY, DAY, RUN(LABEL), REF16(TARIFF), U16};
static const trf_field certificate[] = {TEXT, TEXT, DAY, DAY, RUN(LABEL), REF16(TARIFF), U16, TEXT};
static const trf_field footnote[] = {TEXT, TEXT, DAY, DAY, RUN(LABEL), REF16(TARIFF), U16, ZERO(4, 1)};
static const trf_field footnote_link[] = {REF(FOOTNOTE), DAY, DAY};
static const trf_field regulation[] = {TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, DAY, DAY, DAY, REF16(TARIFF), U16, TEXT, ZERO(4, 1)};
static const trf_field order_number[] = {TEXT, U32, DAY, DAY, RUN(QUOTA_DEFINITION), REF16(TARIFF), U16, ZERO(4, 1)};
static const trf_field expression[] = {U32, U32, TEXT, TEXT, TEXT, TEXT, U8, U8, ZERO(1, 2), ZERO(4, 1)};
static const trf_field unit[] = {TEXT, TEXT, TEXT, TEXT, TEXT, TEXT,       TEXT,      TEXT,
                                 TEXT, TEXT, TEXT, DAY,  DAY,  RUN(LABEL), ZERO(4, 1)};
static const trf_field unit_name[] = {TEXT, REF(UNIT), TEXT, U32};
static const trf_field currency[] = {TEXT, U8, ZERO(1, 3), DAY, DAY, RUN(LABEL), TEXT, TEXT, TEXT, TEXT};
static const trf_field duty_expression[] = {TEXT, TEXT, TEXT, U32, U8, U8, U8, ZERO(1, 1), DAY, DAY, RUN(LABEL)};
static const trf_field exchange[] = {TEXT, TEXT, TEXT, TEXT, DAY, DAY, TEXT, TEXT, TEXT, ZERO(4, 1)};
static const trf_field language[] = {TEXT, U32};
static const trf_field input[] = {TEXT, TEXT, TEXT, TEXT, TEXT, U32, U32, MANY(1, 32), ZERO(4, 1)};
static const trf_field tree[] = {TEXT, TEXT, REF16(TARIFF), ZERO(2, 1), DAY, DAY, LINK(NODE), TEXT, ZERO(4, 1)};
static const trf_field node[] = {TEXT, TEXT, LINK(NODE), LINK(NODE), LINK(NODE), RUN(ATTRIBUTE), U32, REF16(INPUT), ZERO(2, 1)};
static const trf_field attribute[] = {TEXT, TEXT};
static const trf_field code_row[] = {U32, TEXT, DAY, DAY, RUN(LABEL), REF16(TARIFF), ZERO(2, 1), TEXT};
static const trf_field quota_definition[] = {U32,  REF(ORDER_NUMBER), DAY, DAY,        TEXT,      TEXT, TEXT, TEXT, TEXT, TEXT,
                                             TEXT, RUN(QUOTA_EVENT),  U32, U32,        ZERO(4, 1)};
static const trf_field quota_event[] = {U32, TEXT, TEXT, TEXT, TEXT, TEXT, DAY, DAY};
static const trf_field qualifier[] = {TEXT, TEXT, TEXT, DAY, DAY, RUN(LABEL)};
static const trf_field remark[] = {TEXT, TEXT, TEXT, TEXT};
static const trf_field line_rate[] = {TEXT, TEXT, TEXT};
static const trf_field correlation[] = {TEXT, TEXT, TEXT, TEXT, TEXT, U8, ZERO(1, 3)};
static const trf_field staging[] = {REF(MEASURE), U32,        TEXT,       TEXT, TEXT, TEXT,     TEXT,
                                    TEXT,         U32,        LINK(NODE), LINK(NODE), TEXT, TEXT, ZERO(4, 1)};
static const trf_field agreement[] = {TEXT, REF(TARIFF), REF(MEASURE_TYPE), REF(AREA), DAY,  DAY,       RUN(PROOF), TEXT,
                                      TEXT, TEXT,        TEXT,              TEXT,      ZERO(4, 1)};
static const trf_field proof[] = {TEXT, TEXT, TEXT, TEXT, TEXT, U32, U32, DAY, DAY, TEXT, LINK(NODE)};
static const trf_field kept_table[] = {U32, U32, U32, ZERO(4, 1), U64, U64};
static const trf_field kept_source[] = {U32, U32, U32, U32, REF16(INPUT), REF16(TARIFF), U8, U8, U16};
static const trf_field kept_unknown[] = {TEXT, TEXT, U16, U16, U32, U32, U32, U32, U32, U16, REF16(TARIFF), U8, U8, U16};
static const trf_field kept[] = {U32, U32, U32, U32, U32, ZERO(4, 1)};
static const trf_field profile[] = {TEXT,
                                    DAY,
                                    DAY,
                                    REF16(TARIFF),
                                    ZERO(2, 1),
                                    TEXT,
                                    TEXT,
                                    TEXT,
                                    TEXT,
                                    U32,
                                    RUN(PROFILE_MEASURES),
                                    U32,
                                    RUN(PROFILE_GROUP),
                                    RUN(PROFILE_RELATION),
                                    RUN(PROFILE_CHARGE),
                                    RUN(PROFILE_POLICY),
                                    RUN(PROFILE_EXCHANGE),
                                    RUN(PROFILE_ENTRY),
                                    RUN(PROFILE_ROW),
                                    RUN(PROFILE_CODE),
                                    RUN(PROFILE_FACT),
                                    TEXT,
                                    LINK(NODE),
                                    RUN(PROFILE_RELIEF),
                                    RUN(PROFILE_PREFERENCE)};
static const trf_field profile_measures[] = {TEXT, U8,   U8,   U8,   U8,   U8,  U8,  ZERO(2, 1), TEXT,       TEXT,
                                             TEXT, TEXT, TEXT, TEXT, TEXT, DAY, DAY, TEXT,       LINK(NODE), RUN(PROFILE_TEST)};
static const trf_field profile_group[] = {TEXT, U8, ZERO(1, 3), TEXT, LINK(NODE)};
static const trf_field profile_relation[] = {U64, U64, U8, U8, ZERO(1, 2), DAY, DAY, TEXT, TEXT, LINK(NODE), TEXT, ZERO(4, 1)};
static const trf_field profile_charge[] = {TEXT,
                                           TEXT,
                                           TEXT,
                                           TEXT,
                                           TEXT,
                                           RUN(PROFILE_STEP),
                                           RUN(PROFILE_STEP),
                                           RUN(PROFILE_STEP),
                                           DAY,
                                           DAY,
                                           TEXT,
                                           TEXT,
                                           U8,
                                           U8,
                                           U8,
                                           ZERO(1, 1),
                                           TEXT,
                                           LINK(NODE),
                                           TEXT,
                                           RUN(PROFILE_TEST),
                                           ZERO(4, 1)};
static const trf_field profile_step[] = {U8, U8, U16, TEXT, MANY(8, 2), U64, U16, ZERO(2, 1), TEXT};
static const trf_field profile_policy[] = {TEXT, U8,         U8,        U8, ZERO(1, 1), DAY, DAY, RUN(PROFILE_ROUND),
                                           TEXT, LINK(NODE), ZERO(4, 2)};
static const trf_field profile_round[] = {TEXT, U8,   U8,         U8,         U8,  MANY(8, 2), U16,       ZERO(2, 1),
                                          TEXT, TEXT, LINK(NODE), MANY(8, 2), U16, ZERO(2, 1), TEXT};
static const trf_field profile_exchange[] = {TEXT, TEXT, TEXT,       TEXT, DAY, DAY,        TEXT, LINK(NODE),
                                             TEXT, TEXT, MANY(8, 2), U16,  U8,  ZERO(1, 1), TEXT};
static const trf_field profile_entry[] = {TEXT, TEXT, DAY, DAY, TEXT, LINK(NODE)};
static const trf_field profile_row[] = {TEXT, TEXT, DAY, DAY, MANY(8, 2), U16, U16, TEXT, LINK(NODE), ZERO(4, 1)};
static const trf_field profile_code[] = {U8, U8, U8, U8, TEXT, TEXT, TEXT, DAY, DAY, TEXT, LINK(NODE)};
static const trf_field profile_fact[] = {TEXT, U8, U8, ZERO(1, 2), TEXT, TEXT, TEXT, TEXT, TEXT, LINK(NODE)};
static const trf_field profile_test[] = {U8, U8, U8, ZERO(1, 1), TEXT, TEXT, TEXT, MANY(8, 2), U16, ZERO(2, 1), LINK(NODE)};
static const trf_field profile_preference[] = {TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, DAY, DAY, TEXT, LINK(NODE), ZERO(4, 2)};
static const trf_field profile_relief[] = {TEXT, U8,   ZERO(1, 3),        U64,  DAY,       DAY,
                                           TEXT, TEXT, RUN(PROFILE_TEST), TEXT, LINK(NODE)};

static const trf_field search[] = {TEXT, ZERO(4, 1)};
static const trf_field search_space[] = {REF16(TARIFF), ZERO(2, 1), RUN(SEARCH_PLACE), RUN(SEARCH_LANGUAGE), LINK(SEARCH_SPACE)};
static const trf_field search_place[] = {LINK(LINE), U16, U8, U8, U16, ZERO(2, 1)};
static const trf_field search_language[] = {
    U16, ZERO(2, 1), RUN(SEARCH_TERM), RUN(SEARCH_SLOT), RUN(SEARCH_ENTRY), U32, U32, U32, U32, U32};
static const trf_field search_term[] = {TEXT, TEXT, U32, U32, U32, U32};
static const trf_field search_posting[] = {U16, U8, U8};
static const trf_field search_entry[] = {TEXT, U32, U32, U16, U8, ZERO(1, 1)};
static const trf_field search_meaning[] = {U16, U16};
static const trf_field search_trigram[] = {U16};
static const trf_field search_vague[] = {U32, U32, LINK(NODE)};
static const trf_field learn[] = {U32, U32, U32, U32, U32, ZERO(4, 1)};
static const trf_field learn_file[] = {MANY(1, 32)};
static const trf_field learn_scale[] = {U16, U16, U32};
static const trf_field learn_slot[] = {U32, U32, RUN(LEARN_WEIGHT)};
static const trf_field learn_weight[] = {U16, U16};
static const trf_field learn_confidence[] = {U16, U16, U32, U32};
#define SECTION(kind, what, record, flags) SECTION_OF(kind, what, record, flags, 1)
#define SECTION_OF(kind, what, record, flags, version)                                                                           \
    [TRF_SECTION_##kind] = {#what, what, sizeof what / sizeof *what, version, flags, sizeof(record)}
#define BYTES(kind, what, flags) [TRF_SECTION_##kind] = {what, NULL, 0, 1, flags, 0}

const trf_section_info trf_sections[TRF_SECTION_MAX] = {
    BYTES(STRING_BYTES, "string_bytes", 0),
    SECTION(STRING_OFFSETS, string_offsets, uint32_t, 0),
    SECTION_OF(TARIFF, tariff, trf_tariff_record, 0, 2),
    SECTION(LINE, line, trf_line_record, 0),
    SECTION(LINE_HASH, hash_slot, trf_hash_slot, 0),
    SECTION(PARENT, parent, trf_parent_record, 0),
    SECTION(LINE_PERIOD, line_period, trf_line_period_record, 0),
    SECTION(LABEL, label, trf_label_record, 0),
    SECTION(LINE_UNIT, line_unit, trf_line_unit_record, 0),
    SECTION(EDGE, edge, trf_edge_record, 0),
    SECTION_OF(MEASURE_ROW, measure_row, trf_measure_row_record, 0, 2),
    SECTION(MEASURE, measure, trf_measure_record, 0),
    SECTION(CONDITION, condition, trf_condition_record, 0),
    SECTION(EXCLUSION, exclusion, trf_exclusion_record, 0),
    SECTION(MEASURE_TYPE, measure_type, trf_measure_type_record, 0),
    SECTION(AREA, area, trf_area_record, 0),
    SECTION(MEMBER, member, trf_member_record, 0),
    SECTION(ADDITIONAL_CODE, additional_code, trf_additional_code_record, 0),
    SECTION(CERTIFICATE, certificate, trf_certificate_record, 0),
    SECTION(FOOTNOTE, footnote, trf_footnote_record, 0),
    SECTION(FOOTNOTE_LINK, footnote_link, trf_footnote_link_record, 0),
    SECTION(REGULATION, regulation, trf_regulation_record, 0),
    SECTION(ORDER_NUMBER, order_number, trf_order_number_record, 0),
    SECTION(EXPRESSION, expression, trf_expression_record, 0),
    SECTION(UNIT, unit, trf_unit_record, 0),
    SECTION(UNIT_NAME, unit_name, trf_unit_name_record, 0),
    SECTION(CURRENCY, currency, trf_currency_record, 0),
    SECTION(DUTY_EXPRESSION, duty_expression, trf_duty_expression_record, 0),
    SECTION(RATE_OF_EXCHANGE, exchange, trf_exchange_record, 0),
    SECTION(LANGUAGE, language, trf_language_record, 0),
    SECTION(INPUT, input, trf_input_record, 0),
    SECTION(TREE, tree, trf_tree_record, 0),
    SECTION(NODE, node, trf_node_record, 0),
    SECTION(ATTRIBUTE, attribute, trf_attribute_record, 0),
    SECTION(CODE_ROW, code_row, trf_code_row_record, 0),
    SECTION_OF(QUOTA_DEFINITION, quota_definition, trf_quota_definition_record, 0, 2),
    SECTION_OF(QUOTA_EVENT, quota_event, trf_quota_event_record, 0, 2),
    SECTION(AREA_HASH, hash_slot, trf_hash_slot, 0),
    SECTION(QUALIFIER, qualifier, trf_qualifier_record, 0),
    SECTION(REMARK, remark, trf_remark_record, 0),
    SECTION(LINE_RATE, line_rate, trf_line_rate_record, 0),
    SECTION(CORRELATION, correlation, trf_correlation_record, 0),
    SECTION(STAGING, staging, trf_staging_record, 0),
    SECTION(AGREEMENT, agreement, trf_agreement_record, 0),
    SECTION(PROOF, proof, trf_proof_record, 0),
    SECTION(KEPT_TABLE, kept_table, trf_kept_table_record, TRF_SECTION_OPTIONAL),
    SECTION(KEPT_SOURCE, kept_source, trf_kept_source_record, TRF_SECTION_OPTIONAL),
    SECTION(KEPT_UNKNOWN, kept_unknown, trf_kept_unknown_record, TRF_SECTION_OPTIONAL),
    SECTION(KEPT, kept, trf_kept_record, TRF_SECTION_OPTIONAL),
    SECTION(PROFILE, profile, trf_profile_record, 0),
    SECTION(PROFILE_MEASURES, profile_measures, trf_profile_measures_record, 0),
    SECTION(PROFILE_GROUP, profile_group, trf_profile_group_record, 0),
    SECTION(PROFILE_RELATION, profile_relation, trf_profile_relation_record, 0),
    SECTION_OF(PROFILE_CHARGE, profile_charge, trf_profile_charge_record, 0, 2),
    SECTION(PROFILE_STEP, profile_step, trf_profile_step_record, 0),
    SECTION(PROFILE_POLICY, profile_policy, trf_profile_policy_record, 0),
    SECTION_OF(PROFILE_ROUND, profile_round, trf_profile_round_record, 0, 2),
    SECTION_OF(PROFILE_EXCHANGE, profile_exchange, trf_profile_exchange_record, 0, 2),
    SECTION(PROFILE_ENTRY, profile_entry, trf_profile_entry_record, 0),
    SECTION(PROFILE_ROW, profile_row, trf_profile_row_record, 0),
    SECTION(PROFILE_CODE, profile_code, trf_profile_code_record, 0),
    SECTION(PROFILE_FACT, profile_fact, trf_profile_fact_record, 0),
    SECTION(PROFILE_TEST, profile_test, trf_profile_test_record, 0),
    SECTION(PROFILE_RELIEF, profile_relief, trf_profile_relief_record, 0),
    SECTION(PROFILE_PREFERENCE, profile_preference, trf_profile_preference_record, 0),
    SECTION(SEARCH, search, trf_search_record, TRF_SECTION_OPTIONAL),
    SECTION(SEARCH_SPACE, search_space, trf_search_space_record, TRF_SECTION_OPTIONAL),
    SECTION(SEARCH_PLACE, search_place, trf_search_place_record, TRF_SECTION_OPTIONAL),
    SECTION(SEARCH_LANGUAGE, search_language, trf_search_language_record, TRF_SECTION_OPTIONAL),
    SECTION(SEARCH_TERM, search_term, trf_search_term_record, TRF_SECTION_OPTIONAL),
    SECTION(SEARCH_POSTING, search_posting, trf_search_posting_record, TRF_SECTION_OPTIONAL),
    SECTION(SEARCH_ENTRY, search_entry, trf_search_entry_record, TRF_SECTION_OPTIONAL),
    SECTION(SEARCH_MEANING, search_meaning, trf_search_meaning_record, TRF_SECTION_OPTIONAL),
    SECTION(SEARCH_VAGUE, search_vague, trf_search_vague_record, TRF_SECTION_OPTIONAL),
    SECTION(SEARCH_TRIGRAM, search_trigram, uint16_t, TRF_SECTION_OPTIONAL),
    SECTION(LEARN, learn, trf_learn_record, TRF_SECTION_OPTIONAL),
    SECTION(LEARN_FILE, learn_file, trf_learn_file_record, TRF_SECTION_OPTIONAL),
    SECTION(LEARN_SCALE, learn_scale, trf_learn_scale_record, TRF_SECTION_OPTIONAL),
    SECTION(LEARN_SLOT, learn_slot, trf_learn_slot_record, TRF_SECTION_OPTIONAL),
    SECTION(LEARN_WEIGHT, learn_weight, trf_learn_weight_record, TRF_SECTION_OPTIONAL),
    SECTION(LEARN_CONFIDENCE, learn_confidence, trf_learn_confidence_record, TRF_SECTION_OPTIONAL),
    [TRF_SECTION_SEARCH_SLOT] = {"search_slot", string_offsets, 1, 1, TRF_SECTION_OPTIONAL, sizeof(uint32_t)},
    [TRF_SECTION_SEARCH_MENTION] = {"search_mention", string_offsets, 1, 1, TRF_SECTION_OPTIONAL, sizeof(uint32_t)},
    [TRF_SECTION_KEPT_VALUE] = {"kept_value", string_offsets, 1, 1, TRF_SECTION_OPTIONAL, sizeof(uint32_t)},
    BYTES(EXPRESSION_CODE, "expression_code", 0),
};

/* One layout on every host: fixed widths, no padding. */
#define SIZE(record, size) _Static_assert(sizeof(record) == (size), #record " has one size on every host")
SIZE(trf_tariff_record, 80);
SIZE(trf_line_record, 104);
SIZE(trf_measure_record, 104);
SIZE(trf_measure_row_record, 16);
SIZE(trf_condition_record, 48);
SIZE(trf_measure_type_record, 48);
SIZE(trf_area_record, 56);
SIZE(trf_additional_code_record, 32);
SIZE(trf_certificate_record, 32);
SIZE(trf_footnote_record, 32);
SIZE(trf_regulation_record, 48);
SIZE(trf_order_number_record, 32);
SIZE(trf_expression_record, 32);
SIZE(trf_unit_record, 64);
SIZE(trf_currency_record, 40);
SIZE(trf_duty_expression_record, 36);
SIZE(trf_exchange_record, 40);
SIZE(trf_tree_record, 32);
SIZE(trf_node_record, 36);
SIZE(trf_code_row_record, 32);
SIZE(trf_quota_definition_record, 64);
SIZE(trf_quota_event_record, 32);
SIZE(trf_input_record, 64);
SIZE(trf_kept_table_record, 32);
SIZE(trf_kept_source_record, 24);
SIZE(trf_kept_unknown_record, 40);
SIZE(trf_label_record, 20);
SIZE(trf_edge_record, 16);
SIZE(trf_image_header, 256);
SIZE(trf_image_section, 48);
SIZE(trf_exclusion_record, 8);
SIZE(trf_member_record, 12);
SIZE(trf_unit_name_record, 16);
SIZE(trf_footnote_link_record, 12);
SIZE(trf_line_period_record, 16);
SIZE(trf_parent_record, 16);
SIZE(trf_hash_slot, 16);
SIZE(trf_line_unit_record, 8);
SIZE(trf_language_record, 8);
SIZE(trf_attribute_record, 8);
SIZE(trf_remark_record, 16);
SIZE(trf_line_rate_record, 12);
SIZE(trf_correlation_record, 24);
SIZE(trf_staging_record, 56);
SIZE(trf_agreement_record, 56);
SIZE(trf_proof_record, 44);
SIZE(trf_kept_record, 24);
SIZE(trf_qualifier_record, 28);
SIZE(trf_learn_record, 24);
SIZE(trf_learn_file_record, 32);
SIZE(trf_learn_scale_record, 8);
SIZE(trf_learn_slot_record, 16);
SIZE(trf_learn_weight_record, 4);
SIZE(trf_learn_confidence_record, 12);
SIZE(trf_search_record, 8);
SIZE(trf_search_space_record, 24);
SIZE(trf_search_place_record, 12);
SIZE(trf_search_language_record, 48);
SIZE(trf_search_term_record, 24);
SIZE(trf_search_posting_record, 4);
SIZE(trf_search_entry_record, 16);
SIZE(trf_search_meaning_record, 4);
SIZE(trf_search_vague_record, 12);

static void turn(uint8_t *at, unsigned width)
{
    for (unsigned i = 0; i < width / 2; i++) {
        uint8_t byte = at[i];

        at[i] = at[width - 1 - i];
        at[width - 1 - i] = byte;
    }
}

void trf_records_turn(uint32_t kind, void *records, uint64_t count)
{
    const trf_section_info *info = &trf_sections[kind];
    uint8_t *at = records;

    for (; info->fields && count > 0; count--) {
        for (unsigned f = 0; f < info->field_count; f++) {
            for (unsigned i = 0; i < info->fields[f].times; i++, at += info->fields[f].width)
                turn(at, info->fields[f].width);
        }
    }
}
