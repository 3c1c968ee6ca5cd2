/* SPDX-License-Identifier: Apache-2.0 */
/* ME: measures, their goods codes, additional codes, duties and conditions. */
#include "rules/check.h"

#define MEASURE(row, field)   TRF_CHECK(measure, row, field)
#define CONDITION(row, field) TRF_CHECK(measure_condition, row, field)
#define TYPE(row, field)      TRF_CHECK(measure_type, row, field)

/* Flags of the message format. */
enum { MANDATORY = 1, NOT_PERMITTED = 2 };
/* Suffix of a product line. */
enum { PRODUCT_LINE = 80 };
/* Application of additional code types for measures. */
enum { CODES_OF_MEASURES = 1 };

static uint32_t type_of(trf_check *check, uint32_t row)
{
    return trf_check_first(check, TRF_LINK_type_of_measure, row);
}

/* ---- goods codes ---- */

void trf_rule_ME7(trf_check *check, const trf_rule *rule, uint32_t row)
{
    const uint32_t *lines;
    trf_kind kind;
    uint32_t count = trf_check_follow(check, TRF_LINK_goods_of_measure, row, &kind, &lines);

    for (uint32_t i = 0; i < count; i++)
        if (trf_check_is(TRF_CHECK(goods_nomenclature, lines[i], producline_suffix), PRODUCT_LINE))
            return;
    if (count)
        trf_check_report(check, rule, TRF_KIND_measure, row, "its goods code is that of a line between");
}

void trf_rule_ME88(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t type = type_of(check, row), most;
    unsigned level = trf_check_level(check, MEASURE(row, goods_nomenclature_item_id));

    if (type != TRF_CHECK_NONE && trf_value_int(TYPE(type, measure_explosion_level), &most) && most && level > most)
        trf_check_report(check, rule, TRF_KIND_measure, row, "its code has %u digits, its type allows %u", level, most);
}

void trf_rule_ME9(trf_check *check, const trf_rule *rule, uint32_t row)
{
    if (MEASURE(row, goods_nomenclature_item_id) == TRF_VALUE_ABSENT &&
        MEASURE(row, goods_nomenclature_sid) == TRF_VALUE_ABSENT && MEASURE(row, additional_code) == TRF_VALUE_ABSENT &&
        MEASURE(row, additional_code_sid) == TRF_VALUE_ABSENT &&
        MEASURE(row, export_refund_nomenclature_sid) == TRF_VALUE_ABSENT)
        trf_check_report(check, rule, TRF_KIND_measure, row, "has neither a goods code nor an additional code");
}

/* ---- order numbers ---- */

void trf_rule_ME10(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t type = type_of(check, row);
    bool has = MEASURE(row, ordernumber) != TRF_VALUE_ABSENT;

    if (type == TRF_CHECK_NONE)
        return;
    if (trf_check_is(TYPE(type, order_number_capture_code), MANDATORY) && !has)
        trf_check_report(check, rule, TRF_KIND_measure, row, "has no order number, which its type wants");
    else if (trf_check_is(TYPE(type, order_number_capture_code), NOT_PERMITTED) && has)
        trf_check_report(check, rule, TRF_KIND_measure, row, "has an order number, which its type does not allow");
}

/* ---- additional codes ---- */

void trf_rule_ME12(trf_check *check, const trf_rule *rule, uint32_t row)
{
    static const uint8_t fields[2] = {TRF_F_additional_code_type_measure_type_measure_type_id,
                                      TRF_F_additional_code_type_measure_type_additional_code_type_id};
    const trf_kind kind = TRF_KIND_additional_code_type_measure_type;
    uint16_t tariff = trf_check_source(check, TRF_KIND_measure, row)->tariff;
    trf_value values[2] = {MEASURE(row, measure_type), MEASURE(row, additional_code_type)};
    uint32_t type = type_of(check, row);
    const trf_check_index *index;
    const uint32_t *found;

    if (values[1] == TRF_VALUE_ABSENT || type == TRF_CHECK_NONE || !trf_check_has_kind(check, kind, tariff) ||
        !trf_check_complete(check, TRF_KIND_measure_type, type))
        return;
    index = trf_check_index_by(check, kind, fields, 2, false);
    if (trf_check_range(check, index, tariff, values, &found) == 0 && trf_check_range(check, index, 0, values, &found) == 0)
        trf_check_report(check, rule, TRF_KIND_measure, row, "its type does not allow additional codes of this type");
}

void trf_rule_ME17(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint16_t tariff = trf_check_source(check, TRF_KIND_measure, row)->tariff;
    uint32_t type = trf_check_first(check, TRF_LINK_additional_code_type_of_measure, row);

    if (check->partial[tariff] || type == TRF_CHECK_NONE || !trf_check_has_kind(check, TRF_KIND_additional_code, tariff) ||
        !trf_check_names(check, TRF_LINK_additional_code_of_measure, row) ||
        !trf_check_is(TRF_CHECK(additional_code_type, type, application_code), CODES_OF_MEASURES))
        return;
    if (trf_check_first(check, TRF_LINK_additional_code_of_measure, row) == TRF_CHECK_NONE)
        trf_check_report(check, rule, TRF_KIND_measure, row, "its additional code is in no input");
}

/* ---- duties ---- */

static bool has_conditional_duty(trf_check *check, uint32_t measure)
{
    const uint32_t *conditions, *components;
    uint32_t count = trf_check_users(check, TRF_LINK_measure_of_condition, measure, &conditions);

    for (uint32_t i = 0; i < count; i++)
        if (trf_check_users(check, TRF_LINK_condition_of_component, conditions[i], &components) ||
            CONDITION(conditions[i], duty_text) != TRF_VALUE_ABSENT)
            return true;
    return false;
}

void trf_rule_ME40(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t type = type_of(check, row);
    const uint32_t *components;
    bool own = trf_check_users(check, TRF_LINK_measure_of_component, row, &components) > 0 ||
               MEASURE(row, duty_text) != TRF_VALUE_ABSENT;
    bool conditional = has_conditional_duty(check, row);

    if (own && conditional)
        trf_check_report(check, rule, TRF_KIND_measure, row, "has duties of its own and others under conditions");
    else if (type == TRF_CHECK_NONE)
        return;
    else if (trf_check_is(TYPE(type, measure_component_applicable_code), MANDATORY) && !own && !conditional &&
             trf_check_complete(check, TRF_KIND_measure, row))
        trf_check_report(check, rule, TRF_KIND_measure, row, "has no duty, which its type wants");
    else if (trf_check_is(TYPE(type, measure_component_applicable_code), NOT_PERMITTED) && (own || conditional))
        trf_check_report(check, rule, TRF_KIND_measure, row, "has a duty, which its type does not allow");
}

/* ---- conditions ---- */

static const uint8_t condition_fields[] = {TRF_F_measure_condition_measure_sid,
                                           TRF_F_measure_condition_condition_code,
                                           TRF_F_measure_condition_certificate_type_code,
                                           TRF_F_measure_condition_certificate_code,
                                           TRF_F_measure_condition_condition_duty_amount,
                                           TRF_F_measure_condition_condition_monetary_unit_code,
                                           TRF_F_measure_condition_condition_measurement_unit_code,
                                           TRF_F_measure_condition_condition_measurement_unit_qualifier_code};

/* A row with neither a certificate nor an amount asks for nothing: there may be several. */
void trf_rule_ME58(trf_check *check, const trf_rule *rule, uint32_t row)
{
    const trf_kind kind = TRF_KIND_measure_condition;
    const trf_check_index *index = trf_check_index_by(check, kind, condition_fields, sizeof condition_fields, false);
    trf_value values[sizeof condition_fields];
    const uint32_t *same;
    char name[TRF_RECORD_NAME_MAX];

    for (unsigned i = 0; i < sizeof condition_fields; i++)
        values[i] = trf_check_field(check, kind, row, condition_fields[i]);
    if (CONDITION(row, certificate_code) == TRF_VALUE_ABSENT && CONDITION(row, condition_duty_amount) == TRF_VALUE_ABSENT)
        return;
    if (trf_check_range(check, index, trf_check_source(check, kind, row)->tariff, values, &same) > 1 && same[0] != row)
        trf_check_report(check, rule, kind, row, "asks for the same as %S", trf_check_name(check, kind, same[0], name));
}

/* What a code accepts is known where its record says it. */
void trf_rule_ConditionCodeAcceptance(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t code = trf_check_first(check, TRF_LINK_code_of_condition, row);

    if (code == TRF_CHECK_NONE)
        return;
    if (CONDITION(row, certificate_code) != TRF_VALUE_ABSENT &&
        trf_check_is(TRF_CHECK(measure_condition_code, code, accepts_certificate), 0))
        trf_check_report(check, rule, TRF_KIND_measure_condition, row, "has a certificate, which its code does not accept");
    if (CONDITION(row, condition_duty_amount) != TRF_VALUE_ABSENT &&
        trf_check_is(TRF_CHECK(measure_condition_code, code, accepts_price), 0))
        trf_check_report(check, rule, TRF_KIND_measure_condition, row, "has a price, which its code does not accept");
}

void trf_rule_ActionRequiresDuty(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t action = trf_check_first(check, TRF_LINK_action_of_condition, row);
    const uint32_t *components;
    uint32_t count = trf_check_users(check, TRF_LINK_condition_of_component, row, &components);
    bool duty = CONDITION(row, duty_text) != TRF_VALUE_ABSENT;

    for (uint32_t i = 0; i < count && !duty; i++)
        duty = TRF_CHECK(measure_condition_component, components[i], duty_amount) != TRF_VALUE_ABSENT;
    if (action == TRF_CHECK_NONE)
        return;
    if (trf_check_is(TRF_CHECK(measure_action, action, requires_duty), 1) && !duty &&
        trf_check_complete(check, TRF_KIND_measure_condition, row))
        trf_check_report(check, rule, TRF_KIND_measure_condition, row, "has no duty, which its action wants");
    else if (trf_check_is(TRF_CHECK(measure_action, action, requires_duty), 0) && duty)
        trf_check_report(check, rule, TRF_KIND_measure_condition, row, "has a duty, which its action does not want");
}
