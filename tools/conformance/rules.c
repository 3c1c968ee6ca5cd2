/* SPDX-License-Identifier: Apache-2.0 */
/*
 * business-rules: the facts of a case become the records of a transmission, which is checked by the rules; whether the rule that
 * the case names found anything is the answer.
 */
#include <string.h>

#include "conformance/facts.h"
#include "conformance/xml.h"

/* ---- the facts of each rule ---- */

typedef void (*scene)(trial *trial, text *xml);

static const json *range(const trial *trial, const char *input)
{
    return json_have(trial->inputs, input);
}

static void scene_span(trial *trial, text *xml)
{
    facts_begin(xml, 110, 0, "certificate.type");
    facts_put(xml, "certificate.type.code", "C");
    facts_period(xml, range(trial, "container"));
    facts_end(xml, "certificate.type");
    facts_begin(xml, 205, 0, "certificate");
    facts_put(xml, "certificate.type.code", "C");
    facts_put(xml, "certificate.code", "D");
    facts_period(xml, range(trial, "contained"));
    facts_end(xml, "certificate");
}

/* Two lines of which one came out of the other. */
static void two_lines(text *xml, const json *first, const json *second)
{
    facts_line(xml, "1", "FIRST", first, NULL);
    facts_line(xml, "2", "SECOND", second, NULL);
}

static void scene_origin(trial *trial, text *xml)
{
    two_lines(xml, range(trial, "origin_validity"), range(trial, "new_code_validity"));
    facts_begin(xml, 400, 35, "goods.nomenclature.origin");
    text_add(xml, "<oub:goods.nomenclature.sid>2</oub:goods.nomenclature.sid>"
                  "<oub:derived.goods.nomenclature.item.id>FIRST</oub:derived.goods.nomenclature.item.id>"
                  "<oub:derived.productline.suffix>80</oub:derived.productline.suffix>"
                  "<oub:goods.nomenclature.item.id>SECOND</oub:goods.nomenclature.item.id>"
                  "<oub:productline.suffix>80</oub:productline.suffix>");
    facts_end(xml, "goods.nomenclature.origin");
}

static void scene_successor(trial *trial, text *xml)
{
    two_lines(xml, range(trial, "old_code_validity"), range(trial, "successor_validity"));
    facts_begin(xml, 400, 40, "goods.nomenclature.successor");
    text_add(xml, "<oub:goods.nomenclature.sid>1</oub:goods.nomenclature.sid>"
                  "<oub:absorbed.goods.nomenclature.item.id>SECOND</oub:absorbed.goods.nomenclature.item.id>"
                  "<oub:absorbed.productline.suffix>80</oub:absorbed.productline.suffix>"
                  "<oub:goods.nomenclature.item.id>FIRST</oub:goods.nomenclature.item.id>"
                  "<oub:productline.suffix>80</oub:productline.suffix>");
    facts_end(xml, "goods.nomenclature.successor");
}

static void associate_goods(text *xml, const char *code, const json *range)
{
    facts_begin(xml, 400, 20, "footnote.association.goods.nomenclature");
    facts_put(xml, "goods.nomenclature.sid", "1");
    facts_put(xml, "footnote.type", "F");
    facts_put(xml, "footnote.id", "N");
    facts_period(xml, range);
    facts_put(xml, "goods.nomenclature.item.id", code);
    text_add(xml, "<oub:productline.suffix>80</oub:productline.suffix>");
    facts_end(xml, "footnote.association.goods.nomenclature");
}

static void scene_footnote_of_goods(trial *trial, text *xml)
{
    facts_footnote(xml, facts_written(trial, fact_footnote_applications, "application_code"));
    facts_line(xml, "1", member(trial->inputs, "item_id"), NULL, NULL);
    associate_goods(xml, member(trial->inputs, "item_id"), NULL);
}

static void scene_associations(trial *trial, text *xml)
{
    facts_footnote(xml, "2");
    facts_line(xml, "1", "FIRST", NULL, NULL);
    associate_goods(xml, "FIRST", range(trial, "existing_association_validity"));
    associate_goods(xml, "FIRST", range(trial, "new_association_validity"));
}

static void scene_footnote_of_measure(trial *trial, text *xml)
{
    facts_footnote(xml, facts_written(trial, fact_footnote_applications, "application_code"));
    facts_measure(xml, &(fact_measure){.code = member(trial->inputs, "item_id")});
    facts_begin(xml, 430, 20, "footnote.association.measure");
    facts_put(xml, "measure.sid", "1");
    facts_put(xml, "footnote.type.id", "F");
    facts_put(xml, "footnote.id", "N");
    facts_end(xml, "footnote.association.measure");
}

static void scene_description(trial *trial, text *xml)
{
    facts_footnote(xml, "2");
    facts_begin(xml, 200, 10, "footnote.description");
    facts_put(xml, "footnote.description.period.sid", "1");
    facts_put(xml, "language.id", "en");
    facts_put(xml, "footnote.type.id", "F");
    facts_put(xml, "footnote.id", "N");
    facts_put(xml, "description", json_text(trial->inputs, "description"));
    facts_end(xml, "footnote.description");
}

/* A line, one above it, one below it. */
static void scene_tree(trial *trial, text *xml)
{
    static const char *const inputs[] = {"parent_validity", "self_validity", "child_validity"};
    static const char *const sids[] = {"1", "2", "3"}, *const indents[] = {"0", "1", "2"};
    static const char *const lines[] = {"<oub:goods.nomenclature.item.id>0101000000</oub:goods.nomenclature.item.id>",
                                        "<oub:goods.nomenclature.item.id>0101210000</oub:goods.nomenclature.item.id>",
                                        "<oub:goods.nomenclature.item.id>0101210010</oub:goods.nomenclature.item.id>"};

    for (unsigned i = 0; i < 3; i++) {
        const json *valid = range(trial, inputs[i]);

        if (!valid)
            continue;
        facts_begin(xml, 400, 0, "goods.nomenclature");
        facts_put(xml, "goods.nomenclature.sid", sids[i]);
        text_add(xml, lines[i]);
        text_add(xml, "<oub:producline.suffix>80</oub:producline.suffix>");
        facts_period(xml, valid);
        facts_end(xml, "goods.nomenclature");
        facts_begin(xml, 400, 5, "goods.nomenclature.indents");
        facts_put(xml, "goods.nomenclature.indent.sid", sids[i]);
        facts_put(xml, "goods.nomenclature.sid", sids[i]);
        facts_put(xml, "validity.start.date", json_text(valid, "start"));
        facts_put(xml, "number.indents", indents[i]);
        text_add(xml, lines[i]);
        text_add(xml, "<oub:productline.suffix>80</oub:productline.suffix>");
        facts_end(xml, "goods.nomenclature.indents");
    }
}

static void scene_regulation(trial *trial, text *xml)
{
    const json *dates = range(trial, "measure_dates"), *effective = range(trial, "regulation_effective_end");

    facts_begin(xml, 285, 0, "base.regulation");
    facts_put(xml, "base.regulation.role", "1");
    facts_put(xml, "base.regulation.id", "R");
    facts_period(xml, range(trial, "regulation_dates"));
    facts_put(xml, "effective.end.date",
        json_is(effective, JSON_OBJECT) ? json_text(effective, "end") : json_text(trial->inputs, "regulation_effective_end"));
    facts_put(xml, "replacement.indicator", "0");
    facts_put(xml, "approved.flag", "1");
    facts_end(xml, "base.regulation");
    facts_measure(xml, &(fact_measure){.start = json_text(dates, "start"), .end = json_text(dates, "end")});
}

static void scene_goods_or_code(trial *trial, text *xml)
{
    facts_measure(xml, &(fact_measure){.code = facts_said(trial, "goods_nomenclature") ? "FIRST" : NULL,
                                .additional_code = facts_said(trial, "additional_code") ? "D" : NULL});
}

static void scene_ended(trial *trial, text *xml)
{
    facts_measure(xml, &(fact_measure){.end = json_text(trial->inputs, "measure_end"),
                                .ended_by_regulation = facts_said(trial, "terminating_regulation")});
}

static void scene_order_number(trial *trial, text *xml)
{
    facts_type(xml, NULL, facts_written(trial, fact_applicabilities, "applicability_code"), NULL);
    facts_measure(xml, &(fact_measure){.order_number = facts_said(trial, "order_number") ? "N" : NULL});
}

static void scene_explosion(trial *trial, text *xml)
{
    facts_type(xml, NULL, NULL, json_text(trial->inputs, "explosion_level"));
    facts_measure(xml, &(fact_measure){.code = json_text(trial->inputs, "item_id")});
}

static void scene_duty(trial *trial, text *xml)
{
    facts_type(xml, facts_written(trial, fact_applicabilities, "applicability_code"), NULL, NULL);
    facts_measure(xml, &(fact_measure){.code = "FIRST"});
    if (facts_said(trial, "component"))
        facts_component(xml, false, "1", NULL, NULL);
    if (facts_said(trial, "condition_component")) {
        facts_condition(xml, NULL, NULL);
        facts_component(xml, true, "1", NULL, NULL);
    }
}

static void component(trial *trial, text *xml, bool conditional)
{
    const char *flag = facts_written(trial, fact_applicabilities, "applicability_code");
    bool money = json_get(trial->inputs, "monetary_unit") != NULL, unit = json_get(trial->inputs, "measurement") != NULL;

    facts_begin(xml, 230, 0, "duty.expression");
    facts_put(xml, "duty.expression.id", "E");
    facts_period(xml, NULL);
    facts_put(xml, "duty.amount.applicability.code", money || unit ? "0" : flag);
    facts_put(xml, "measurement.unit.applicability.code", unit ? flag : "0");
    facts_put(xml, "monetary.unit.applicability.code", money ? flag : "0");
    facts_end(xml, "duty.expression");
    facts_measure(xml, &(fact_measure){.code = "FIRST"});
    if (conditional)
        facts_condition(xml, NULL, NULL);
    facts_component(xml, conditional, json_text(trial->inputs, "amount"), facts_said(trial, "monetary_unit") ? "M" : NULL,
                  facts_said(trial, "measurement") ? "U" : NULL);
}

static void scene_component(trial *trial, text *xml)
{
    component(trial, xml, false);
}

static void scene_condition_component(trial *trial, text *xml)
{
    component(trial, xml, true);
}

/* What a condition code accepts has no place in a transmission. */
static void scene_code(trial *trial, text *xml)
{
    xml_begin(xml);
    text_add(xml, "<condition-codes><condition-code code=\"K\"");
    text_attribute(xml, "accepts-certificate", facts_said(trial, "accepts_certificate") ? "true" : "false");
    text_attribute(xml, "accepts-price", facts_said(trial, "accepts_price") ? "true" : "false");
    text_add(xml, "/></condition-codes>");
    xml_end(xml);
}

static void scene_certificate(trial *trial, text *xml)
{
    (void)trial;
    facts_measure(xml, &(fact_measure){.code = "FIRST"});
    facts_condition(xml, "D", NULL);
}

static void scene_price(trial *trial, text *xml)
{
    (void)trial;
    facts_measure(xml, &(fact_measure){.code = "FIRST"});
    facts_condition(xml, NULL, "1");
}

static void scene_exclusion(trial *trial, text *xml)
{
    facts_area(xml, "1", "A", facts_written(trial, fact_areas, "area_code"));
    facts_area(xml, "2", "B", "0");
    facts_measure(xml, &(fact_measure){.code = "FIRST"});
    facts_begin(xml, 430, 15, "measure.excluded.geographical.area");
    facts_put(xml, "measure.sid", "1");
    facts_put(xml, "excluded.geographical.area", "B");
    facts_put(xml, "geographical.area.sid", "2");
    facts_end(xml, "measure.excluded.geographical.area");
}

static void scene_member(trial *trial, text *xml)
{
    facts_area(xml, "1", "A", facts_written(trial, fact_areas, "area_code"));
    facts_area(xml, "2", "B", "1");
    facts_begin(xml, 250, 15, "geographical.area.membership");
    facts_put(xml, "geographical.area.sid", "1");
    facts_put(xml, "geographical.area.group.sid", "2");
    facts_period(xml, NULL);
    facts_end(xml, "geographical.area.membership");
}

/* ---- quotas ---- */

static void order_number(text *xml, const char *id)
{
    facts_begin(xml, 360, 0, "quota.order.number");
    facts_put(xml, "quota.order.number.sid", "1");
    facts_put(xml, "quota.order.number.id", id);
    facts_period(xml, NULL);
    facts_end(xml, "quota.order.number");
}

/* The third digit of an order number says how the quota is administered. */
static const char *order_number_of(trial *trial)
{
    const char *mechanism = json_text(trial->inputs, "mechanism");

    if (mechanism && (strcmp(mechanism, "LICENSED") == 0 || strcmp(mechanism, "licensed") == 0))
        return "QQ4QQQ";
    if (!mechanism || strcmp(mechanism, "FCFS") == 0 || strcmp(mechanism, "fcfs") == 0)
        return "QQ0QQQ";
    trial_fault(trial, "mechanism '%s' is not known to the adapter", mechanism);
    return "";
}

static void scene_origin_exclusion(trial *trial, text *xml)
{
    facts_area(xml, "1", "A", facts_written(trial, fact_areas, "area_code"));
    facts_area(xml, "2", "B", "0");
    order_number(xml, order_number_of(trial));
    facts_begin(xml, 360, 10, "quota.order.number.origin");
    facts_put(xml, "quota.order.number.origin.sid", "1");
    facts_put(xml, "quota.order.number.sid", "1");
    facts_put(xml, "geographical.area.id", "A");
    facts_period(xml, NULL);
    facts_put(xml, "geographical.area.sid", "1");
    facts_end(xml, "quota.order.number.origin");
    facts_begin(xml, 360, 15, "quota.order.number.origin.exclusions");
    facts_put(xml, "quota.order.number.origin.sid", "1");
    facts_put(xml, "excluded.geographical.area.sid", "2");
    facts_end(xml, "quota.order.number.origin.exclusions");
}

/* A definition of which a case says no more than its volume, or not even that. */
static void definition(trial *trial, text *xml, const char *sid, const char *volume)
{
    facts_definition(xml, &(fact_definition){.sid = sid, .order_number = order_number_of(trial), .volume = volume});
}

static void scene_volumes(trial *trial, text *xml)
{
    const json *in = trial->inputs, *main = json_have(in, "main"), *sub = json_have(in, "sub");

    facts_definition(xml, &(fact_definition){"1", order_number_of(trial),
                                             main ? json_text(main, "volume") : json_text(in, "main_volume"),
                                             main ? json_text(main, "initial_volume") : json_text(in, "main_init_volume"),
                                             main ? json_text(main, "unit") : json_text(in, "main_unit"), NULL});
    facts_definition(xml, &(fact_definition){"2", order_number_of(trial),
                                             sub ? json_text(sub, "volume") : json_text(in, "sub_volume"),
                                             sub ? json_text(sub, "initial_volume") : json_text(in, "sub_init_volume"),
                                             sub ? json_text(sub, "unit") : json_text(in, "sub_unit"), NULL});
    facts_association(xml, "1", "2", "NM", NULL);
}

static void scene_coefficient(trial *trial, text *xml)
{
    definition(trial, xml, "1", NULL);
    definition(trial, xml, "2", NULL);
    facts_association(xml, "1", "2", "NM", json_text(trial->inputs, "coefficient"));
}

static void scene_same(trial *trial, text *xml)
{
    const char *main = member(trial->inputs, "main"), *sub = member(trial->inputs, "sub");

    definition(trial, xml, main, NULL);
    if (strcmp(main, sub) != 0)
        definition(trial, xml, sub, NULL);
    facts_association(xml, main, sub, "NM", NULL);
}

static void scene_equivalent(trial *trial, text *xml)
{
    const json *in = trial->inputs;
    const char *relation = facts_written(trial, fact_relations, json_have(in, "type") ? "type" : "relation_type");
    const char *coefficient = json_text(in, json_have(in, "coeff") ? "coeff" : "coefficient");

    definition(trial, xml, "1", NULL);
    definition(trial, xml, "2", json_text(in, json_have(in, "existing_volume") ? "existing_volume" : "existing_sub_volume"));
    definition(trial, xml, "3", json_text(in, json_have(in, "new_volume") ? "new_volume" : "new_sub_volume"));
    facts_association(xml, "1", "2", relation, coefficient);
    facts_association(xml, "1", "3", relation, coefficient);
}

static void scene_relations(trial *trial, text *xml)
{
    for (unsigned i = 1; i <= 3; i++)
        definition(trial, xml, i == 1 ? "1" : i == 2 ? "2" : "3", NULL);
    facts_association(xml, "1", "2", facts_written(trial, fact_relations, "existing_relation"), NULL);
    facts_association(xml, "1", "3", facts_written(trial, fact_relations, "new_relation"), NULL);
}

static void stop(trial *trial, text *xml, int subrecord, const char *what)
{
    static const char *const parts[] = {".period.sid", ".start.date", ".end.date"};
    static const char *const values[] = {"1", "2021-01-01", "2021-01-31"};
    text element = {NULL, 0, 0}, field = {NULL, 0, 0};

    order_number(xml, order_number_of(trial));
    definition(trial, xml, "1", NULL);
    text_add(&element, "quota.");
    text_add(&element, what);
    text_add(&element, ".period");
    facts_begin(xml, 370, subrecord, text_get(&element));
    for (unsigned i = 0; i < 3; i++) {
        text_clear(&field);
        text_add(&field, i ? "" : "quota.");
        text_add(&field, what);
        text_add(&field, parts[i]);
        facts_put(xml, text_get(&field), values[i]);
    }
    facts_put(xml, "quota.definition.sid", "1");
    facts_end(xml, text_get(&element));
    text_free(&element);
    text_free(&field);
}

static void scene_blocking(trial *trial, text *xml)
{
    stop(trial, xml, 10, "blocking");
}

static void scene_suspension(trial *trial, text *xml)
{
    stop(trial, xml, 15, "suspension");
}

static void scene_code_type(trial *trial, text *xml)
{
    facts_begin(xml, 120, 0, "additional.code.type");
    facts_put(xml, "additional.code.type.id", "C");
    facts_period(xml, NULL);
    facts_put(xml, "application.code", facts_written(trial, fact_code_applications, "app_code"));
    facts_end(xml, "additional.code.type");
    facts_begin(xml, 245, 0, "additional.code");
    facts_put(xml, "additional.code.sid", "1");
    facts_put(xml, "additional.code.type.id", "C");
    facts_put(xml, "additional.code", "D");
    facts_period(xml, NULL);
    facts_end(xml, "additional.code");
}

/* ---- the rules ---- */

typedef struct rule_case {
    const char *name; /* in the case */
    const char *ids;  /* of the rules that it stands for, blank between them */
    scene scene;
    const char *record; /* that is looked at; NULL any */
    scene native;       /* facts in own XML beside the transmission; NULL none */
} rule_case;

static const rule_case rule_cases[] = {
    {"ACN2_allowed_application_codes", "ACN2", scene_code_type, NULL, NULL},
    {"ACN2", "ACN2", scene_code_type, NULL, NULL},
    {"ConditionCodeAcceptance_certificate", "ConditionCodeAcceptance", scene_certificate, NULL, scene_code},
    {"ConditionCodeAcceptance_price", "ConditionCodeAcceptance", scene_price, NULL, scene_code},
    {"GA13", "GA13", scene_member, NULL, NULL},
    {"ME109", "ME109", scene_condition_component, NULL, NULL},
    {"ME10", "ME10", scene_order_number, NULL, NULL},
    {"ME110", "ME110", scene_condition_component, NULL, NULL},
    {"ME111", "ME111", scene_condition_component, NULL, NULL},
    {"ME25", "ME25", scene_regulation, NULL, NULL},
    {"ME33", "ME33", scene_ended, NULL, NULL},
    {"ME34", "ME34", scene_ended, NULL, NULL},
    {"ME40", "ME40", scene_duty, NULL, NULL},
    {"ME45", "ME45", scene_component, NULL, NULL},
    {"ME46", "ME46", scene_component, NULL, NULL},
    {"ME47", "ME47", scene_component, NULL, NULL},
    {"ME65", "ME65", scene_exclusion, NULL, NULL},
    {"ME71_ME72", "ME71 ME72", scene_footnote_of_measure, NULL, NULL},
    {"ME87", "ME87", scene_regulation, NULL, NULL},
    {"ME88", "ME88", scene_explosion, NULL, NULL},
    {"ME9", "ME9", scene_goods_or_code, NULL, NULL},
    {"NIG10", "NIG10", scene_successor, NULL, NULL},
    {"NIG18_NIG19", "NIG18 NIG19", scene_footnote_of_goods, NULL, NULL},
    {"NIG24", "NIG24", scene_associations, NULL, NULL},
    {"NIG2", "NIG2", scene_tree, "goods.nomenclature 2", NULL},
    {"NIG7", "NIG7", scene_origin, NULL, NULL},
    {"ON13", "ON13", scene_origin_exclusion, NULL, NULL},
    {"QA3", "QA3", scene_volumes, NULL, NULL},
    {"QA4", "QA4", scene_coefficient, NULL, NULL},
    {"QA5", "QA5", scene_equivalent, NULL, NULL},
    {"QA6", "QA6", scene_relations, NULL, NULL},
    {"SameMainAndSubQuota", "SameMainAndSubQuota", scene_same, NULL, NULL},
    {"ROIMB8", "ROIMB8", scene_regulation, NULL, NULL},
    {"ValidityPeriodContained", "CE7", scene_span, NULL, NULL},
    {"SuspensionsOnlyToFCFSQuotas", "SuspensionsOnlyToFCFSQuotas", scene_suspension, NULL, NULL},
    {"BlockingOnlyOfFCFSQuotas", "BlockingOnlyOfFCFSQuotas", scene_blocking, NULL, NULL},
    {"blocking_of_fcfs_quotas_only", "BlockingOnlyOfFCFSQuotas", scene_blocking, NULL, NULL},
    {"no_blank_descriptions", "NoBlankDescription", scene_description, NULL, NULL},
    {"suspension_of_fcfs_quotas_only", "SuspensionsOnlyToFCFSQuotas", scene_suspension, NULL, NULL},
};

static bool has_id(const char *ids, tariff_text id)
{
    for (const char *at = ids; *at; at += strcspn(at, " "), at += *at == ' ')
        if (strcspn(at, " ") == id.size && memcmp(at, id.data, id.size) == 0)
            return true;
    return false;
}

/* Whether one of the rules found anything; false with a fault where the case cannot be checked. */
static bool violates(trial *trial, const rule_case *of, const text *xml, const text *native)
{
    tariff_build *build = NULL;
    tariff_error *error = NULL;
    bool found = false;
    tariff_status status = tariff_build_new(trial->program->context, &build, &error);

    if (status >= 0 && native->size)
        status = tariff_build_add_memory(build, native->data, native->size, "own.xml", NULL, &error);
    if (status >= 0)
        status = tariff_build_add_memory(build, xml->data, xml->size, "case.xml", CASE_TARIFF, &error);
    if (status >= 0)
        status = tariff_build_check(build, &error);
    for (uint64_t i = 0; status >= 0 && i < tariff_build_finding_count(build) && !found; i++) {
        tariff_finding finding = TARIFF_FINDING_INIT;

        if (tariff_build_finding(build, i, &finding, &error) != TARIFF_OK)
            break;
        found = has_id(of->ids, finding.rule) &&
                (!of->record || (finding.record.size == strlen(of->record) &&
                                 memcmp(finding.record.data, of->record, finding.record.size) == 0));
    }
    if (error)
        trial_fault(trial, "%s", tariff_error_message(error).data);
    tariff_error_free(error);
    tariff_build_free(build);
    return found;
}

/* Whether the facts of a case violate the rule that it names; negated where the case says whether they are valid. */
static bool adapt(trial *trial, const char *says, bool negated)
{
    const char *name = member(trial->inputs, "rule");
    const json *wanted = json_get(trial->expected, says);
    text records = {NULL, 0, 0}, xml = {NULL, 0, 0}, native = {NULL, 0, 0};
    bool found;

    if (!trial_only(trial, says))
        return false;
    for (size_t i = 0; i < sizeof rule_cases / sizeof *rule_cases; i++) {
        if (strcmp(rule_cases[i].name, name) != 0)
            continue;
        rule_cases[i].scene(trial, &records);
        facts_envelope(&xml, &records);
        if (rule_cases[i].native)
            rule_cases[i].native(trial, &native);
        found = violates(trial, &rule_cases[i], &xml, &native) != negated;
        text_free(&records);
        text_free(&xml);
        text_free(&native);
        text_clear(&trial->found);
        text_add(&trial->found, says);
        text_add(&trial->found, found ? " true" : " false");
        return json_is(wanted, found ? JSON_TRUE : JSON_FALSE);
    }
    return trial_fault(trial, "rule '%s' is not known to the adapter", name);
}

bool adapt_rules(trial *trial)
{
    return adapt(trial, "violation", false);
}

bool adapt_quota_rule(trial *trial)
{
    return adapt(trial, "valid", true);
}
