/* SPDX-License-Identifier: Apache-2.0 */
/* The elements of the own XML as a table: where each may stand, its attributes, the record it becomes. */
#include "ingest/native.h"

#define F(kind, field) TRF_F_##kind##_##field
#define S(n)           NATIVE_SLOT(n)
#define A(name, type, field)                                                                                                     \
    {                                                                                                                            \
        name, NATIVE_##type, false, field                                                                                        \
    }
#define R(name, type, field)                                                                                                     \
    {                                                                                                                            \
        name, NATIVE_##type, true, field                                                                                         \
    }
#define END                                                                                                                      \
    {                                                                                                                            \
        NULL, 0, false, 0                                                                                                        \
    }
#define NO_KIND TRF_KIND_COUNT

/* ---- attributes ---- */
static const native_attribute root_attributes[] = {R("version", TEXT, S(0)), A("licence", TEXT, S(1)), END};
static const native_attribute tariff_attributes[] = {R("id", ID, F(tariff, tariff_id)),
                                                     A("title", TEXT, F(tariff, title)),
                                                     A("zone", TEXT, F(tariff, zone)),
                                                     A("currency", ID, F(tariff, currency)),
                                                     A("nomenclature", ID, F(tariff, nomenclature)),
                                                     A("data-as-of", DATE, F(tariff, data_as_of)),
                                                     A("lang", LANGUAGE, F(tariff, language_id)),
                                                     A("licence", TEXT, F(tariff, licence)),
                                                     A("sample", TEXT, F(tariff, sample)),
                                                     END};
static const native_attribute text_attributes[] = {A("lang", LANGUAGE, S(0)), A("from", DATE, S(1)), A("sid", SID, S(2)), END};
static const native_attribute language_attributes[] = {R("id", LANGUAGE, F(language, language_id)), END};
static const native_attribute duty_expression_attributes[] = {
    R("id", ID, F(duty_expression, duty_expression_id)),
    R("amount", APPLICABILITY, F(duty_expression, duty_amount_applicability_code)),
    R("unit", APPLICABILITY, F(duty_expression, measurement_unit_applicability_code)),
    R("money", APPLICABILITY, F(duty_expression, monetary_unit_applicability_code)),
    A("abbreviation", TEXT, F(duty_expression, abbreviation)),
    A("meaning", ID, F(duty_expression, meaning)),
    END};
static const native_attribute abbreviation_attributes[] = {A("notation", ID, S(0)), A("preferred", FLAG, S(1)), END};
static const native_attribute measurement_unit_attributes[] = {R("code", ID, F(measurement_unit, measurement_unit_code)),
                                                               A("rec20", ID, F(measurement_unit, rec20_code)), END};
static const native_attribute qualifier_attributes[] = {
    R("code", ID, F(measurement_unit_qualifier, measurement_unit_qualifier_code)), END};
static const native_attribute measurement_attributes[] = {
    R("unit", ID, F(measurement_conversion, measurement_unit_code)),
    A("qualifier", TEXT, F(measurement_conversion, measurement_unit_qualifier_code)),
    A("asked-in", ID, F(measurement_conversion, asked_in)),
    A("multiplier", DECIMAL, F(measurement_conversion, multiplier)),
    A("kind", ID, F(measurement_conversion, kind)),
    A("compound-of", IDS, F(measurement_conversion, compound_of)),
    A("dimensions", TEXT, F(measurement_conversion, dimensions)),
    A("factor", DECIMAL, F(measurement_conversion, factor)),
    A("expansion", TEXT, F(measurement_conversion, expansion)),
    END};
static const native_attribute monetary_unit_attributes[] = {R("code", ID, F(monetary_unit, monetary_unit_code)),
                                                            A("minor", NATURAL, F(monetary_unit, minor_unit)),
                                                            A("symbol", TEXT, F(monetary_unit, symbol)),
                                                            A("shown", TEXT, F(monetary_unit, shown)),
                                                            A("minor-symbol", TEXT, F(monetary_unit, minor_symbol)),
                                                            A("minor-name", TEXT, F(monetary_unit, minor_name)),
                                                            END};
static const native_attribute exchange_rates_attributes[] = {R("authority", TEXT, S(0)), R("purpose", ID, S(1)),
                                                             R("base", ID, S(2)), END};
static const native_attribute exchange_rate_attributes[] = {
    R("currency", ID, F(monetary_exchange_rate, child_monetary_unit_code)),
    R("value", DECIMAL, F(monetary_exchange_rate, exchange_rate)), A("per", DECIMAL, F(monetary_exchange_rate, per_units)), END};
#define AREA_ATTRIBUTES                                                                                                          \
    R("id", ID, F(geographical_area, geographical_area_id)), A("iso", ID, F(geographical_area, iso_code)),                       \
        A("sid", SID, F(geographical_area, geographical_area_sid))
static const native_attribute area_attributes[] = {AREA_ATTRIBUTES, END};
static const native_attribute group_attributes[] = {AREA_ATTRIBUTES, A("parent", ID, S(0)), END};
static const native_attribute member_attributes[] = {R("area", ID, S(0)), END};
static const native_attribute area_member_of_attributes[] = {R("group", ID, S(0)), END};
static const native_attribute certificate_type_attributes[] = {R("code", ID, F(certificate_type, certificate_type_code)), END};
static const native_attribute certificate_attributes[] = {R("type", ID, F(certificate, certificate_type_code)),
                                                          R("code", ID, F(certificate, certificate_code)),
                                                          A("class", ID, F(certificate, document_class)), END};
static const native_attribute condition_code_attributes[] = {
    R("code", ID, F(measure_condition_code, condition_code)),
    A("accepts-certificate", FLAG, F(measure_condition_code, accepts_certificate)),
    A("accepts-price", FLAG, F(measure_condition_code, accepts_price)), END};
static const native_attribute action_attributes[] = {R("code", ID, F(measure_action, action_code)),
                                                     A("requires-duty", FLAG, F(measure_action, requires_duty)), END};
static const native_attribute footnote_type_attributes[] = {R("id", ID, F(footnote_type, footnote_type_id)),
                                                            A("application", ID, F(footnote_type, application_code)), END};
static const native_attribute footnote_attributes[] = {R("type", ID, F(footnote, footnote_type_id)),
                                                       R("id", ID, F(footnote, footnote_id)), END};
static const native_attribute additional_code_type_attributes[] = {
    R("id", ID, F(additional_code_type, additional_code_type_id)),
    A("application", ID, F(additional_code_type, application_code)),
    A("meursing-table", ID, F(additional_code_type, meursing_table_plan_id)), END};
static const native_attribute type_of_code_attributes[] = {R("id", ID, F(additional_code_type_measure_type, measure_type_id)),
                                                           END};
static const native_attribute additional_code_attributes[] = {R("type", ID, F(additional_code, additional_code_type_id)),
                                                              R("code", ID, F(additional_code, additional_code)),
                                                              A("sid", SID, F(additional_code, additional_code_sid)), END};
static const native_attribute code_footnote_attributes[] = {
    R("type", ID, F(footnote_association_additional_code, footnote_type_id)),
    R("id", ID, F(footnote_association_additional_code, footnote_id)), END};
static const native_attribute series_attributes[] = {R("id", ID, F(measure_type_series, measure_type_series_id)),
                                                     A("combination", ID, F(measure_type_series, measure_type_combination)), END};
static const native_attribute measure_type_attributes[] = {
    R("id", ID, F(measure_type, measure_type_id)),
    A("series", ID, F(measure_type, measure_type_series_id)),
    R("movement", MOVEMENT, F(measure_type, trade_movement_code)),
    A("components", APPLICABILITY, F(measure_type, measure_component_applicable_code)),
    A("order-number", APPLICABILITY, F(measure_type, order_number_capture_code)),
    A("origin-destination", DIRECTION, F(measure_type, origin_dest_code)),
    A("explosion", NATURAL, F(measure_type, measure_explosion_level)),
    A("priority", ID, F(measure_type, priority_code)),
    END};
static const native_attribute regulation_group_attributes[] = {R("id", ID, F(regulation_group, regulation_group_id)), END};
static const native_attribute regulation_role_attributes[] = {R("id", ID, F(regulation_role_type, regulation_role_type_id)), END};
static const native_attribute regulation_attributes[] = {R("id", ID, F(base_regulation, base_regulation_id)),
                                                         A("role", ID, F(base_regulation, base_regulation_role)),
                                                         A("published", DATE, F(base_regulation, published_date)),
                                                         A("effective-end", DATE, F(base_regulation, effective_end_date)),
                                                         A("group", ID, F(base_regulation, regulation_group_id)),
                                                         A("community", ID, F(base_regulation, community_code)),
                                                         A("journal", TEXT, F(base_regulation, officialjournal_number)),
                                                         A("page", TEXT, F(base_regulation, officialjournal_page)),
                                                         A("title", TEXT, F(base_regulation, title)),
                                                         A("information", TEXT, F(base_regulation, information_text)),
                                                         A("url", TEXT, F(base_regulation, url)),
                                                         A("replacement", NATURAL, F(base_regulation, replacement_indicator)),
                                                         A("stopped", FLAG, F(base_regulation, stopped_flag)),
                                                         A("approved", FLAG, F(base_regulation, approved_flag)),
                                                         END};
static const native_attribute nomenclature_group_attributes[] = {
    R("type", ID, F(goods_nomenclature_group, goods_nomenclature_group_type)),
    R("id", ID, F(goods_nomenclature_group, goods_nomenclature_group_id)),
    A("facility", ID, F(goods_nomenclature_group, nomenclature_group_facility_code)), END};
static const native_attribute correlation_attributes[] = {R("from-vintage", ID, S(0)), R("to-vintage", ID, S(1)), END};
static const native_attribute map_attributes[] = {R("from", DIGITS, F(goods_nomenclature_correlation, from_code)),
                                                  R("to", DIGITS, F(goods_nomenclature_correlation, to_code)),
                                                  A("partial", FLAG, F(goods_nomenclature_correlation, partial)),
                                                  A("remark", TEXT, F(goods_nomenclature_correlation, remark)), END};
static const native_attribute maps_attributes[] = {A("to", IDS, S(0)),
                                                   A("partial", FLAG, F(goods_nomenclature_correlation, partial)),
                                                   A("remark", TEXT, F(goods_nomenclature_correlation, remark)), END};
static const native_attribute notes_attributes[] = {A("nomenclature", ID, S(0)), A("vintage", ID, S(1)), A("place", ID, S(2)),
                                                    A("from", DATE, S(3)),       A("to", DATE, S(4)),    END};
static const native_attribute record_attributes[] = {R("kind", ID, S(0)), END};
static const native_attribute field_attributes[] = {R("name", ID, S(0)), END};

static const native_attribute nomenclature_attributes[] = {A("lang", LANGUAGE, S(0)), A("vintage", ID, S(1)),
                                                           A("from", DATE, S(2)), A("to", DATE, S(3)), END};
static const native_attribute section_attributes[] = {R("number", LINE_CODE, F(goods_nomenclature, goods_nomenclature_item_id)),
                                                      R("first", DIGITS, F(goods_nomenclature, section_first_chapter)),
                                                      R("last", DIGITS, F(goods_nomenclature, section_last_chapter)),
                                                      A("sid", SID, F(goods_nomenclature, goods_nomenclature_sid)), END};
static const native_attribute line_attributes[] = {R("code", LINE_CODE, F(goods_nomenclature, goods_nomenclature_item_id)),
                                                   A("suffix", SUFFIX, F(goods_nomenclature, producline_suffix)),
                                                   R("indent", NATURAL, S(0)),
                                                   A("indent-sid", SID, S(1)),
                                                   A("statistical", FLAG, F(goods_nomenclature, statistical_indicator)),
                                                   A("level", NATURAL, F(goods_nomenclature, level)),
                                                   A("parent", LINE_CODE, F(goods_nomenclature, parent_code)),
                                                   A("kind", ID, F(goods_nomenclature, line_kind)),
                                                   A("sid", SID, F(goods_nomenclature, goods_nomenclature_sid)),
                                                   END};
static const native_attribute indent_attributes[] = {R("from", DATE, F(goods_nomenclature_indents, validity_start_date)),
                                                     R("value", NATURAL, F(goods_nomenclature_indents, number_indents)),
                                                     A("sid", SID, F(goods_nomenclature_indents, goods_nomenclature_indent_sid)),
                                                     END};
static const native_attribute line_unit_attributes[] = {
    A("code", ID, F(goods_nomenclature_unit, measurement_unit_code)),
    A("qualifier", TEXT, F(goods_nomenclature_unit, measurement_unit_qualifier_code)),
    A("text", TEXT, F(goods_nomenclature_unit, text)), END};
static const native_attribute line_footnote_attributes[] = {
    R("type", ID, F(footnote_association_goods_nomenclature, footnote_type)),
    R("id", ID, F(footnote_association_goods_nomenclature, footnote_id)), END};
static const native_attribute predecessor_attributes[] = {
    R("code", DIGITS, F(goods_nomenclature_origin, derived_goods_nomenclature_item_id)),
    A("suffix", SUFFIX, F(goods_nomenclature_origin, derived_productline_suffix)), END};
static const native_attribute successor_attributes[] = {
    R("code", DIGITS, F(goods_nomenclature_successor, absorbed_goods_nomenclature_item_id)),
    A("suffix", SUFFIX, F(goods_nomenclature_successor, absorbed_productline_suffix)), END};
static const native_attribute line_member_of_attributes[] = {
    R("type", ID, F(nomenclature_group_membership, goods_nomenclature_group_type)),
    R("group", ID, F(nomenclature_group_membership, goods_nomenclature_group_id)), END};
static const native_attribute line_rate_attributes[] = {R("column", ID, F(goods_nomenclature_rate, rate_column)),
                                                        R("status", RATE_STATUS, F(goods_nomenclature_rate, rate_status)),
                                                        A("from-code", DIGITS, F(goods_nomenclature_rate, inherited_from)), END};
static const native_attribute remark_attributes[] = {R("kind", ID, F(goods_nomenclature_remark, remark_kind)),
                                                     A("column", ID, F(goods_nomenclature_remark, rate_column)),
                                                     A("code", DIGITS, F(goods_nomenclature_remark, code)), END};
static const native_attribute descriptions_attributes[] = {R("lang", LANGUAGE, S(0)), A("from", DATE, S(1)), END};
static const native_attribute description_attributes[] = {R("code", LINE_CODE, S(0)), A("suffix", SUFFIX, S(1)),
                                                          A("from", DATE, S(2)), A("line-from", DATE, S(3)), END};

static const native_attribute order_number_attributes[] = {R("id", ID, F(quota_order_number, quota_order_number_id)),
                                                           A("sid", SID, F(quota_order_number, quota_order_number_sid)), END};
static const native_attribute origin_attributes[] = {R("area", ID, F(quota_order_number_origin, geographical_area_id)),
                                                     A("sid", SID, F(quota_order_number_origin, quota_order_number_origin_sid)),
                                                     END};
static const native_attribute exclude_attributes[] = {R("area", ID, S(0)), END};
static const native_attribute definition_attributes[] = {
    A("sid", SID, F(quota_definition, quota_definition_sid)),
    R("volume", DECIMAL, F(quota_definition, volume)),
    A("initial-volume", DECIMAL, F(quota_definition, initial_volume)),
    A("unit", ID, F(quota_definition, measurement_unit_code)),
    A("qualifier", TEXT, F(quota_definition, measurement_unit_qualifier_code)),
    A("money", ID, F(quota_definition, monetary_unit_code)),
    A("precision", NATURAL, F(quota_definition, maximum_precision)),
    A("critical", YES, F(quota_definition, critical_state)),
    A("threshold", DECIMAL, F(quota_definition, critical_threshold)),
    A("description", TEXT, F(quota_definition, description)),
    END};
static const native_attribute blocking_attributes[] = {A("sid", SID, F(quota_blocking_period, quota_blocking_period_sid)),
                                                       R("from", DATE, F(quota_blocking_period, blocking_start_date)),
                                                       R("to", DATE, F(quota_blocking_period, blocking_end_date)),
                                                       R("type", ID, F(quota_blocking_period, blocking_period_type)),
                                                       A("description", TEXT, F(quota_blocking_period, description)),
                                                       END};
static const native_attribute suspension_attributes[] = {A("sid", SID, F(quota_suspension_period, quota_suspension_period_sid)),
                                                         R("from", DATE, F(quota_suspension_period, suspension_start_date)),
                                                         R("to", DATE, F(quota_suspension_period, suspension_end_date)),
                                                         A("description", TEXT, F(quota_suspension_period, description)), END};
static const native_attribute sub_quota_attributes[] = {R("definition", SID, F(quota_association, sub_quota_definition_sid)),
                                                        R("relation", ID, F(quota_association, relation_type)),
                                                        A("coefficient", DECIMAL, F(quota_association, coefficient)), END};
static const native_attribute balance_attributes[] = {
    R("time", TEXT, F(quota_balance_event, occurrence_timestamp)),
    R("old", DECIMAL, F(quota_balance_event, old_balance)),
    R("new", DECIMAL, F(quota_balance_event, new_balance)),
    R("imported", DECIMAL, F(quota_balance_event, imported_amount)),
    A("last-import", DATE, F(quota_balance_event, last_import_date_in_allocation)),
    END};
static const native_attribute association_attributes[] = {R("main", SID, F(quota_association, main_quota_definition_sid)),
                                                          R("sub", SID, F(quota_association, sub_quota_definition_sid)),
                                                          R("relation", ID, F(quota_association, relation_type)),
                                                          A("coefficient", DECIMAL, F(quota_association, coefficient)), END};

static const native_attribute measure_attributes[] = {A("sid", SID, F(measure, measure_sid)),
                                                      R("type", ID, F(measure, measure_type)),
                                                      R("area", ID, F(measure, geographical_area)),
                                                      A("code", DIGITS, F(measure, goods_nomenclature_item_id)),
                                                      A("suffix", SUFFIX, S(0)),
                                                      A("regulation", ID, F(measure, measure_generating_regulation_id)),
                                                      A("role", ID, F(measure, measure_generating_regulation_role)),
                                                      A("justification", ID, F(measure, justification_regulation_id)),
                                                      A("justification-role", ID, F(measure, justification_regulation_role)),
                                                      A("additional-code", ID, S(1)),
                                                      A("order-number", ID, F(measure, ordernumber)),
                                                      A("reduction", TEXT, F(measure, reduction_indicator)),
                                                      A("movement", MOVEMENT, F(measure, movement)),
                                                      A("stopped", FLAG, F(measure, stopped_flag)),
                                                      A("duty", TEXT, F(measure, duty_text)),
                                                      A("grammar", GRAMMAR, F(measure, duty_grammar)),
                                                      END};
static const native_attribute component_attributes[] = {
    R("expression", ID, F(measure_component, duty_expression_id)),
    A("amount", DECIMAL, F(measure_component, duty_amount)),
    A("money", ID, F(measure_component, monetary_unit_code)),
    A("unit", ID, F(measure_component, measurement_unit_code)),
    A("qualifier", TEXT, F(measure_component, measurement_unit_qualifier_code)),
    END};
static const native_attribute condition_component_attributes[] = {
    R("expression", ID, F(measure_condition_component, duty_expression_id)),
    A("amount", DECIMAL, F(measure_condition_component, duty_amount)),
    A("money", ID, F(measure_condition_component, monetary_unit_code)),
    A("unit", ID, F(measure_condition_component, measurement_unit_code)),
    A("qualifier", TEXT, F(measure_condition_component, measurement_unit_qualifier_code)),
    END};
static const native_attribute condition_attributes[] = {
    R("code", ID, F(measure_condition, condition_code)),
    R("sequence", NATURAL, F(measure_condition, component_sequence_number)),
    A("sid", SID, F(measure_condition, measure_condition_sid)),
    A("action", ID, F(measure_condition, action_code)),
    A("certificate", ID, S(0)),
    A("amount", DECIMAL, F(measure_condition, condition_duty_amount)),
    A("money", ID, F(measure_condition, condition_monetary_unit_code)),
    A("unit", ID, F(measure_condition, condition_measurement_unit_code)),
    A("qualifier", TEXT, F(measure_condition, condition_measurement_unit_qualifier_code)),
    A("duty", TEXT, F(measure_condition, duty_text)),
    A("grammar", GRAMMAR, F(measure_condition, duty_grammar)),
    END};
static const native_attribute measure_footnote_attributes[] = {R("type", ID, F(footnote_association_measure, footnote_type_id)),
                                                               R("id", ID, F(footnote_association_measure, footnote_id)), END};
static const native_attribute programme_attributes[] = {R("id", ID, S(0)), END};
static const native_attribute measure_rate_attributes[] = {R("status", RATE_STATUS, S(0)), A("from-code", DIGITS, S(1)), END};

/* ---- where descriptions go ---- */
#define PLAIN(kind, owner, owner_key, key)                                                                                       \
    static const native_described kind##_texts = {TRF_KIND_##kind##_description,                                                 \
                                                  F(kind##_description, language_id),                                            \
                                                  F(kind##_description, description),                                            \
                                                  NO_KIND,                                                                       \
                                                  -1,                                                                            \
                                                  -1,                                                                            \
                                                  -1,                                                                            \
                                                  1,                                                                             \
                                                  {{F(owner, owner_key), F(kind##_description, key), -1}}}
PLAIN(duty_expression, duty_expression, duty_expression_id, duty_expression_id);
PLAIN(measurement_unit, measurement_unit, measurement_unit_code, measurement_unit_code);
PLAIN(measurement_unit_qualifier, measurement_unit_qualifier, measurement_unit_qualifier_code, measurement_unit_qualifier_code);
PLAIN(monetary_unit, monetary_unit, monetary_unit_code, monetary_unit_code);
PLAIN(language, language, language_id, language_code_id);
PLAIN(certificate_type, certificate_type, certificate_type_code, certificate_type_code);
PLAIN(measure_condition_code, measure_condition_code, condition_code, condition_code);
PLAIN(measure_action, measure_action, action_code, action_code);
PLAIN(footnote_type, footnote_type, footnote_type_id, footnote_type_id);
PLAIN(additional_code_type, additional_code_type, additional_code_type_id, additional_code_type_id);
PLAIN(measure_type_series, measure_type_series, measure_type_series_id, measure_type_series_id);
PLAIN(measure_type, measure_type, measure_type_id, measure_type_id);
PLAIN(regulation_group, regulation_group, regulation_group_id, regulation_group_id);
PLAIN(regulation_role_type, regulation_role_type, regulation_role_type_id, regulation_role_type_id);
PLAIN(tariff, tariff, tariff_id, tariff_id);
static const native_described nomenclature_group_texts = {
    TRF_KIND_goods_nomenclature_group_description,
    F(goods_nomenclature_group_description, language_id),
    F(goods_nomenclature_group_description, description),
    NO_KIND,
    -1,
    -1,
    -1,
    2,
    {{F(goods_nomenclature_group, goods_nomenclature_group_type),
      F(goods_nomenclature_group_description, goods_nomenclature_group_type), -1},
     {F(goods_nomenclature_group, goods_nomenclature_group_id),
      F(goods_nomenclature_group_description, goods_nomenclature_group_id), -1}}};
static const native_described measurement_texts = {
    TRF_KIND_measurement_description,
    F(measurement_description, language_id),
    F(measurement_description, description),
    NO_KIND,
    -1,
    -1,
    -1,
    2,
    {{F(measurement_conversion, measurement_unit_code), F(measurement_description, measurement_unit_code), -1},
     {F(measurement_conversion, measurement_unit_qualifier_code), F(measurement_description, measurement_unit_qualifier_code),
      -1}}};
#define DATED(kind, count, ...)                                                                                       \
    static const native_described kind##_texts = {                                                                    \
        TRF_KIND_##kind##_description, F(kind##_description, language_id), F(kind##_description, description),        \
        TRF_KIND_##kind##_description_period, F(kind##_description_period, kind##_description_period_sid),            \
        F(kind##_description_period, validity_start_date), F(kind##_description, kind##_description_period_sid), count, \
        {__VA_ARGS__}}
#define COPY(kind, key, copied)                                                                        \
    {                                                                                                  \
        F(kind, key), F(kind##_description, copied), F(kind##_description_period, copied)              \
    }
DATED(footnote, 2, COPY(footnote, footnote_type_id, footnote_type_id), COPY(footnote, footnote_id, footnote_id));
DATED(certificate, 2, COPY(certificate, certificate_type_code, certificate_type_code),
      COPY(certificate, certificate_code, certificate_code));
DATED(additional_code, 3, COPY(additional_code, additional_code_sid, additional_code_sid),
      COPY(additional_code, additional_code_type_id, additional_code_type_id),
      COPY(additional_code, additional_code, additional_code));
DATED(geographical_area, 2, COPY(geographical_area, geographical_area_sid, geographical_area_sid),
      COPY(geographical_area, geographical_area_id, geographical_area_id));
DATED(goods_nomenclature, 3, COPY(goods_nomenclature, goods_nomenclature_sid, goods_nomenclature_sid),
      COPY(goods_nomenclature, goods_nomenclature_item_id, goods_nomenclature_item_id),
      COPY(goods_nomenclature, producline_suffix, productline_suffix));

/* ---- children ---- */
#define SHARED                                                                                                                   \
    N_languages, N_duty_expressions, N_measurement_units, N_monetary_units, N_exchange_rates, N_geographical_areas,              \
        N_certificate_types, N_certificates, N_condition_codes, N_actions, N_footnote_types, N_footnotes,                        \
        N_additional_code_types, N_additional_codes, N_measure_type_series, N_measure_types, N_regulation_groups,                \
        N_regulation_roles, N_regulations, N_code_lists, N_incoterms, N_nomenclature_groups, N_correlations, N_lexicon,          \
        N_too_vague, N_text_rules, N_deciders, N_materials, N_terms, N_precedents, N_notes, N_agreement, N_provisions,           \
        N_rules_of_origin, N_profile, N_records
#define CHILDREN(name, ...) static const uint8_t name##_children[] = {__VA_ARGS__, N_NONE}
CHILDREN(root, N_tariff, SHARED);
CHILDREN(tariff, N_text, N_goods_nomenclature, N_descriptions, N_quotas, N_measures, SHARED);
CHILDREN(texts, N_text);
CHILDREN(languages, N_language);
CHILDREN(duty_expressions, N_duty_expression);
CHILDREN(spellings, N_text, N_abbreviation);
CHILDREN(measurement_units, N_measurement_unit, N_measurement_unit_qualifier, N_measurement);
CHILDREN(monetary_units, N_monetary_unit);
CHILDREN(exchange_rates, N_exchange_rate);
CHILDREN(geographical_areas, N_country, N_group, N_region);
CHILDREN(area, N_text, N_area_member_of);
CHILDREN(group, N_text, N_member);
CHILDREN(certificate_types, N_certificate_type);
CHILDREN(certificates, N_certificate);
CHILDREN(condition_codes, N_condition_code);
CHILDREN(actions, N_action);
CHILDREN(footnote_types, N_footnote_type);
CHILDREN(footnotes, N_footnote);
CHILDREN(additional_code_types, N_additional_code_type);
CHILDREN(additional_code_type, N_text, N_type_of_code);
CHILDREN(additional_codes, N_additional_code);
CHILDREN(additional_code, N_text, N_code_footnote);
CHILDREN(measure_type_series, N_series);
CHILDREN(measure_types, N_measure_type);
CHILDREN(regulation_groups, N_regulation_group);
CHILDREN(regulation_roles, N_regulation_role);
CHILDREN(regulations, N_regulation);
CHILDREN(nomenclature_groups, N_nomenclature_group);
CHILDREN(code_lists, N_code_list);
CHILDREN(correlations, N_correlation);
CHILDREN(correlation, N_map, N_maps);
CHILDREN(notes, N_note, N_term, N_material);
CHILDREN(records, N_record);
CHILDREN(record, N_field);
CHILDREN(goods_nomenclature, N_section, N_line);
CHILDREN(line, N_text, N_indent, N_line_unit, N_line_footnote, N_predecessor, N_successor, N_line_member_of, N_line_rate,
         N_remark);
CHILDREN(descriptions, N_description);
CHILDREN(quotas, N_order_number, N_quota_association);
CHILDREN(order_number, N_origin, N_definition);
CHILDREN(origin, N_origin_exclude);
CHILDREN(definition, N_blocking, N_suspension, N_sub_quota, N_balance);
CHILDREN(measures, N_measure);
CHILDREN(measure, N_component, N_condition, N_exclude, N_measure_footnote, N_programme, N_measure_rate);
CHILDREN(condition, N_condition_component);

/* ---- elements ---- */
#define LIST(id, name, contents) [N_##id] = {name, NO_KIND, NATIVE_SOURCE, NULL, contents, NULL, NULL, NULL}
#define TREE(id, name)           [N_##id] = {name, NO_KIND, NATIVE_TREE, NULL, NULL, NULL, NULL, NULL}
#define ROW(id, name, kind, flags, attributes, contents, described, open, close)                                                 \
    [N_##id] = {name, TRF_KIND_##kind, flags, attributes, contents, described, open, close}
#define DATES NATIVE_PERIOD
#define LAW   (NATIVE_PERIOD | NATIVE_SOURCE)

const native_element native_elements[N_COUNT] = {
    [N_NONE] = {"", NO_KIND, 0, NULL, NULL, NULL, NULL, NULL},
    [N_tariff_data] = {"tariff-data", NO_KIND, NATIVE_SOURCE, root_attributes, root_children, NULL, NULL, NULL},
    [N_text] = {"text", NO_KIND, NATIVE_LEAF, text_attributes, NULL, NULL, NULL, NULL},
    LIST(languages, "languages", languages_children),
    ROW(language, "language", language, DATES, language_attributes, texts_children, &language_texts, NULL, NULL),
    LIST(duty_expressions, "duty-expressions", duty_expressions_children),
    ROW(duty_expression, "duty-expression", duty_expression, LAW | NATIVE_LATE, duty_expression_attributes, spellings_children,
        &duty_expression_texts, NULL, NULL),
    [N_abbreviation] = {"abbreviation", NO_KIND, NATIVE_LEAF, abbreviation_attributes, NULL, NULL, NULL,
                        native_close_abbreviation},
    LIST(measurement_units, "measurement-units", measurement_units_children),
    ROW(measurement_unit, "measurement-unit", measurement_unit, LAW, measurement_unit_attributes, texts_children,
        &measurement_unit_texts, NULL, NULL),
    ROW(measurement_unit_qualifier, "measurement-unit-qualifier", measurement_unit_qualifier, LAW | NATIVE_LATE,
        qualifier_attributes, spellings_children, &measurement_unit_qualifier_texts, NULL, NULL),
    ROW(measurement, "measurement", measurement_conversion, LAW, measurement_attributes, spellings_children, &measurement_texts,
        native_open_measurement, NULL),
    LIST(monetary_units, "monetary-units", monetary_units_children),
    ROW(monetary_unit, "monetary-unit", monetary_unit, LAW, monetary_unit_attributes, texts_children, &monetary_unit_texts, NULL,
        NULL),
    [N_exchange_rates] = {"exchange-rates", NO_KIND, NATIVE_SOURCE, exchange_rates_attributes, exchange_rates_children, NULL,
                          NULL, NULL},
    ROW(exchange_rate, "rate", monetary_exchange_rate, LAW, exchange_rate_attributes, NULL, NULL, native_open_exchange_rate,
        NULL),
    LIST(geographical_areas, "geographical-areas", geographical_areas_children),
    ROW(country, "country", geographical_area, LAW, area_attributes, area_children, &geographical_area_texts, native_open_area,
        NULL),
    ROW(region, "region", geographical_area, LAW, area_attributes, area_children, &geographical_area_texts, native_open_area,
        NULL),
    ROW(group, "group", geographical_area, LAW, group_attributes, group_children, &geographical_area_texts, native_open_area,
        NULL),
    ROW(member, "member", geographical_area_membership, DATES, member_attributes, NULL, NULL, native_open_member, NULL),
    ROW(area_member_of, "member-of", geographical_area_membership, DATES, area_member_of_attributes, NULL, NULL,
        native_open_member, NULL),
    LIST(certificate_types, "certificate-types", certificate_types_children),
    ROW(certificate_type, "certificate-type", certificate_type, DATES, certificate_type_attributes, texts_children,
        &certificate_type_texts, NULL, NULL),
    LIST(certificates, "certificates", certificates_children),
    ROW(certificate, "certificate", certificate, DATES, certificate_attributes, texts_children, &certificate_texts, NULL, NULL),
    LIST(condition_codes, "condition-codes", condition_codes_children),
    ROW(condition_code, "condition-code", measure_condition_code, DATES, condition_code_attributes, texts_children,
        &measure_condition_code_texts, NULL, NULL),
    LIST(actions, "actions", actions_children),
    ROW(action, "action", measure_action, DATES, action_attributes, texts_children, &measure_action_texts, NULL, NULL),
    LIST(footnote_types, "footnote-types", footnote_types_children),
    ROW(footnote_type, "footnote-type", footnote_type, DATES, footnote_type_attributes, texts_children, &footnote_type_texts,
        NULL, NULL),
    LIST(footnotes, "footnotes", footnotes_children),
    ROW(footnote, "footnote", footnote, DATES, footnote_attributes, texts_children, &footnote_texts, NULL, NULL),
    LIST(additional_code_types, "additional-code-types", additional_code_types_children),
    ROW(additional_code_type, "additional-code-type", additional_code_type, DATES, additional_code_type_attributes,
        additional_code_type_children, &additional_code_type_texts, NULL, NULL),
    ROW(type_of_code, "measure-type", additional_code_type_measure_type, DATES, type_of_code_attributes, NULL, NULL,
        native_open_type_of_code, NULL),
    LIST(additional_codes, "additional-codes", additional_codes_children),
    ROW(additional_code, "additional-code", additional_code, DATES, additional_code_attributes, additional_code_children,
        &additional_code_texts, native_open_additional_code, NULL),
    ROW(code_footnote, "footnote", footnote_association_additional_code, DATES, code_footnote_attributes, NULL, NULL,
        native_open_code_footnote, NULL),
    LIST(measure_type_series, "measure-type-series", measure_type_series_children),
    ROW(series, "series", measure_type_series, DATES, series_attributes, texts_children, &measure_type_series_texts,
        native_open_defaults, NULL),
    LIST(measure_types, "measure-types", measure_types_children),
    ROW(measure_type, "measure-type", measure_type, LAW, measure_type_attributes, texts_children, &measure_type_texts,
        native_open_defaults, NULL),
    LIST(regulation_groups, "regulation-groups", regulation_groups_children),
    ROW(regulation_group, "regulation-group", regulation_group, DATES, regulation_group_attributes, texts_children,
        &regulation_group_texts, NULL, NULL),
    LIST(regulation_roles, "regulation-roles", regulation_roles_children),
    ROW(regulation_role, "regulation-role", regulation_role_type, DATES, regulation_role_attributes, texts_children,
        &regulation_role_type_texts, NULL, NULL),
    LIST(regulations, "regulations", regulations_children),
    ROW(regulation, "regulation", base_regulation, LAW, regulation_attributes, NULL, NULL, native_open_defaults, NULL),
    LIST(nomenclature_groups, "nomenclature-groups", nomenclature_groups_children),
    ROW(nomenclature_group, "nomenclature-group", goods_nomenclature_group, DATES, nomenclature_group_attributes, texts_children,
        &nomenclature_group_texts, native_open_defaults, NULL),
    LIST(code_lists, "code-lists", code_lists_children),
    TREE(code_list, "code-list"),
    TREE(incoterms, "incoterms"),
    LIST(correlations, "correlations", correlations_children),
    [N_correlation] = {"correlation", NO_KIND, NATIVE_SOURCE, correlation_attributes, correlation_children, NULL, NULL, NULL},
    ROW(map, "map", goods_nomenclature_correlation, 0, map_attributes, NULL, NULL, native_open_map, NULL),
    [N_maps] = {"maps", NO_KIND, NATIVE_LEAF, maps_attributes, NULL, NULL, native_open_map, native_close_maps},
    TREE(lexicon, "lexicon"),
    TREE(too_vague, "too-vague"),
    TREE(text_rules, "text-rules"),
    TREE(deciders, "deciders"),
    TREE(materials, "materials"),
    TREE(terms, "terms"),
    TREE(precedents, "precedents"),
    [N_notes] = {"notes", NO_KIND, NATIVE_SOURCE, notes_attributes, notes_children, NULL, NULL, NULL},
    TREE(note, "note"),
    TREE(term, "term"),
    TREE(material, "material"),
    TREE(agreement, "agreement"),
    TREE(provisions, "provisions"),
    TREE(rules_of_origin, "rules-of-origin"),
    TREE(profile, "profile"),
    LIST(records, "records", records_children),
    [N_record] = {"record", NO_KIND, NATIVE_LATE, record_attributes, record_children, NULL, native_open_record, NULL},
    [N_field] = {"field", NO_KIND, NATIVE_LEAF, field_attributes, NULL, NULL, NULL, native_close_field},
    ROW(tariff, "tariff", tariff, NATIVE_SOURCE, tariff_attributes, tariff_children, &tariff_texts, native_open_tariff,
        native_close_tariff),
    [N_goods_nomenclature] = {"goods-nomenclature", NO_KIND, NATIVE_SOURCE, nomenclature_attributes, goods_nomenclature_children,
                              NULL, NULL, NULL},
    ROW(section, "section", goods_nomenclature, LAW, section_attributes, line_children, &goods_nomenclature_texts,
        native_open_section, NULL),
    ROW(line, "line", goods_nomenclature, LAW, line_attributes, line_children, &goods_nomenclature_texts, native_open_line, NULL),
    ROW(indent, "indent", goods_nomenclature_indents, 0, indent_attributes, NULL, NULL, native_open_indent, NULL),
    ROW(line_unit, "unit", goods_nomenclature_unit, 0, line_unit_attributes, NULL, NULL, native_open_line_unit, NULL),
    ROW(line_footnote, "footnote", footnote_association_goods_nomenclature, DATES, line_footnote_attributes, NULL, NULL,
        native_open_line_part, NULL),
    ROW(predecessor, "predecessor", goods_nomenclature_origin, 0, predecessor_attributes, NULL, NULL, native_open_line_part,
        NULL),
    ROW(successor, "successor", goods_nomenclature_successor, 0, successor_attributes, NULL, NULL, native_open_line_part, NULL),
    ROW(line_member_of, "member-of", nomenclature_group_membership, DATES, line_member_of_attributes, NULL, NULL,
        native_open_line_part, NULL),
    ROW(line_rate, "rate", goods_nomenclature_rate, 0, line_rate_attributes, NULL, NULL, native_open_line_part, NULL),
    ROW(remark, "remark", goods_nomenclature_remark, NATIVE_LEAF | NATIVE_LATE, remark_attributes, NULL, NULL,
        native_open_line_part, native_close_remark),
    [N_descriptions] = {"descriptions", NO_KIND, NATIVE_SOURCE, descriptions_attributes, descriptions_children, NULL, NULL, NULL},
    [N_description] = {"description", NO_KIND, NATIVE_SOURCE | NATIVE_LEAF, description_attributes, NULL, NULL, NULL,
                       native_close_description},
    LIST(quotas, "quotas", quotas_children),
    ROW(order_number, "order-number", quota_order_number, LAW, order_number_attributes, order_number_children, NULL,
        native_open_order_number, NULL),
    ROW(origin, "origin", quota_order_number_origin, DATES, origin_attributes, origin_children, NULL, native_open_quota_origin,
        NULL),
    ROW(origin_exclude, "exclude", quota_order_number_origin_exclusions, 0, exclude_attributes, NULL, NULL, native_open_exclude,
        NULL),
    ROW(definition, "definition", quota_definition, DATES, definition_attributes, definition_children, NULL,
        native_open_definition, NULL),
    ROW(blocking, "blocking", quota_blocking_period, 0, blocking_attributes, NULL, NULL, native_open_definition_part, NULL),
    ROW(suspension, "suspension", quota_suspension_period, 0, suspension_attributes, NULL, NULL, native_open_definition_part,
        NULL),
    ROW(sub_quota, "sub-quota", quota_association, 0, sub_quota_attributes, NULL, NULL, native_open_definition_part, NULL),
    ROW(balance, "balance", quota_balance_event, 0, balance_attributes, NULL, NULL, native_open_definition_part, NULL),
    ROW(quota_association, "quota-association", quota_association, 0, association_attributes, NULL, NULL, NULL, NULL),
    LIST(measures, "measures", measures_children),
    ROW(measure, "measure", measure, LAW | NATIVE_LATE, measure_attributes, measure_children, NULL, native_open_measure, NULL),
    ROW(component, "component", measure_component, 0, component_attributes, NULL, NULL, native_open_component, NULL),
    ROW(condition, "condition", measure_condition, 0, condition_attributes, condition_children, NULL, native_open_condition,
        NULL),
    ROW(condition_component, "component", measure_condition_component, 0, condition_component_attributes, NULL, NULL,
        native_open_component, NULL),
    ROW(exclude, "exclude", measure_excluded_geographical_area, 0, exclude_attributes, NULL, NULL, native_open_exclude, NULL),
    ROW(measure_footnote, "footnote", footnote_association_measure, 0, measure_footnote_attributes, NULL, NULL,
        native_open_measure_footnote, NULL),
    [N_programme] = {"programme", NO_KIND, 0, programme_attributes, NULL, NULL, native_open_programme, NULL},
    [N_measure_rate] = {"rate", NO_KIND, 0, measure_rate_attributes, NULL, NULL, native_open_measure_rate, NULL},
};

int native_name_of(trf_slice local)
{
    for (int i = 1; i < N_COUNT; i++)
        if (trf_slice_is(local, native_elements[i].name))
            return i;
    return N_COUNT;
}
