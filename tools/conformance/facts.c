/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of business-rules cases as records of a transmission. */
#include <string.h>

#include "conformance/facts.h"

/* ---- words of the cases, as the message format writes them ---- */

const fact_word fact_applicabilities[] = {{"PERMITTED", "0"}, {"MANDATORY", "1"}, {"NOT_PERMITTED", "2"}, {NULL, NULL}};
const fact_word fact_areas[] = {{"COUNTRY", "0"}, {"GROUP", "1"}, {"REGION", "2"}, {NULL, NULL}};
const fact_word fact_relations[] = {{"NORMAL", "NM"}, {"EQUIVALENT", "EQ"}, {"NM", "NM"}, {"EQ", "EQ"}, {NULL, NULL}};
const fact_word fact_footnote_applications[] = {
    {"CN_NOMENCLATURE", "1"},  {"TARIC_NOMENCLATURE", "2"}, {"EXPORT_REFUND_NOMENCLATURE", "3"},
    {"EXPORT_REFUND", "3"},    {"WINE_REFERENCE", "4"},     {"WINE_REFERENCE_NOMENCLATURE", "4"},
    {"ADDITIONAL_CODES", "5"}, {"CN_MEASURES", "6"},        {"OTHER_MEASURES", "7"},
    {"MEURSING_HEADING", "8"}, {"DYNAMIC_FOOTNOTE", "9"},   {NULL, NULL}};
const fact_word fact_code_applications[] = {{"EXPORT_REFUND_NOMENCLATURE", "0"}, {"EXPORT_REFUND", "0"},
                                         {"ADDITIONAL_CODES", "1"},           {"MEURSING_ADDITIONAL_CODES", "3"},
                                         {"MEURSING", "3"},                   {"EXPORT_REFUND_AGRI", "4"},
                                         {NULL, NULL}};

/* A number stands for itself. */
const char *facts_written(trial *trial, const fact_word *words, const char *input)
{
    const json *value = json_have(trial->inputs, input);

    if (!value)
        return NULL;
    if (value->type == JSON_NUMBER)
        return value->text;
    for (; words->said; words++)
        if (value->text && strcmp(words->said, value->text) == 0)
            return words->written;
    trial_fault(trial, "%s '%s' is not known to the adapter", input, value->text ? value->text : "");
    return NULL;
}

bool facts_said(const trial *trial, const char *input)
{
    const json *value = json_have(trial->inputs, input);

    return value && !json_is(value, JSON_FALSE);
}

/* ---- records ---- */

void facts_begin(text *xml, int record, int subrecord, const char *element)
{
    text_add(xml, "<oub:record><oub:transaction.id>1</oub:transaction.id><oub:record.code>");
    text_number(xml, record);
    text_add(xml, "</oub:record.code><oub:subrecord.code>");
    text_number(xml, subrecord);
    text_add(xml, "</oub:subrecord.code><oub:record.sequence.number>1</oub:record.sequence.number>"
                  "<oub:update.type>3</oub:update.type><oub:");
    text_add(xml, element);
    text_char(xml, '>');
}

void facts_end(text *xml, const char *element)
{
    text_add(xml, "</oub:");
    text_add(xml, element);
    text_add(xml, "></oub:record>");
}

void facts_put(text *xml, const char *element, const char *value)
{
    if (!value)
        return;
    text_add(xml, "<oub:");
    text_add(xml, element);
    text_char(xml, '>');
    text_xml(xml, value, strlen(value));
    text_add(xml, "</oub:");
    text_add(xml, element);
    text_char(xml, '>');
}

/* Since long ago where the case says nothing. */
void facts_period(text *xml, const json *range)
{
    facts_put(xml, "validity.start.date", range ? json_text(range, "start") : "2000-01-01");
    facts_put(xml, "validity.end.date", range ? json_text(range, "end") : NULL);
}

void facts_line(text *xml, const char *sid, const char *code, const json *range, const char *indent)
{
    facts_begin(xml, 400, 0, "goods.nomenclature");
    facts_put(xml, "goods.nomenclature.sid", sid);
    facts_put(xml, "goods.nomenclature.item.id", code);
    text_add(xml, "<oub:producline.suffix>80</oub:producline.suffix>");
    facts_period(xml, range);
    facts_end(xml, "goods.nomenclature");
    if (!indent)
        return;
    facts_begin(xml, 400, 5, "goods.nomenclature.indents");
    facts_put(xml, "goods.nomenclature.indent.sid", sid);
    facts_put(xml, "goods.nomenclature.sid", sid);
    facts_put(xml, "validity.start.date", range ? json_text(range, "start") : "2000-01-01");
    facts_put(xml, "number.indents", indent);
    facts_put(xml, "goods.nomenclature.item.id", code);
    text_add(xml, "<oub:productline.suffix>80</oub:productline.suffix>");
    facts_end(xml, "goods.nomenclature.indents");
}

void facts_area(text *xml, const char *sid, const char *id, const char *kind)
{
    facts_begin(xml, 250, 0, "geographical.area");
    facts_put(xml, "geographical.area.sid", sid);
    facts_put(xml, "geographical.area.id", id);
    facts_period(xml, NULL);
    facts_put(xml, "geographical.code", kind);
    facts_end(xml, "geographical.area");
}

void facts_footnote(text *xml, const char *application)
{
    facts_begin(xml, 100, 0, "footnote.type");
    facts_put(xml, "footnote.type.id", "F");
    facts_period(xml, NULL);
    facts_put(xml, "application.code", application);
    facts_end(xml, "footnote.type");
    facts_begin(xml, 200, 0, "footnote");
    facts_put(xml, "footnote.type.id", "F");
    facts_put(xml, "footnote.id", "N");
    facts_period(xml, NULL);
    facts_end(xml, "footnote");
}

void facts_measure(text *xml, const fact_measure *is)
{
    facts_begin(xml, 430, 0, "measure");
    facts_put(xml, "measure.sid", "1");
    facts_put(xml, "measure.type", "T");
    facts_put(xml, "geographical.area", "A");
    facts_put(xml, "goods.nomenclature.item.id", is->code);
    facts_put(xml, "additional.code.type", is->additional_code ? "C" : NULL);
    facts_put(xml, "additional.code", is->additional_code);
    facts_put(xml, "ordernumber", is->order_number);
    facts_put(xml, "validity.start.date", is->start ? is->start : "2000-01-01");
    facts_put(xml, "measure.generating.regulation.role", "1");
    facts_put(xml, "measure.generating.regulation.id", "R");
    facts_put(xml, "validity.end.date", is->end);
    facts_put(xml, "justification.regulation.role", is->ended_by_regulation ? "1" : NULL);
    facts_put(xml, "justification.regulation.id", is->ended_by_regulation ? "R" : NULL);
    facts_put(xml, "stopped.flag", "0");
    facts_end(xml, "measure");
}

void facts_definition(text *xml, const fact_definition *is)
{
    const char *volume = is->volume ? is->volume : "1";

    facts_begin(xml, 370, 0, "quota.definition");
    facts_put(xml, "quota.definition.sid", is->sid);
    facts_put(xml, "quota.order.number.id", is->order_number);
    facts_period(xml, NULL);
    facts_put(xml, "quota.order.number.sid", "1");
    facts_put(xml, "volume", volume);
    facts_put(xml, "initial.volume", is->initial ? is->initial : volume);
    facts_put(xml, "measurement.unit.code", is->unit ? is->unit : "U");
    facts_put(xml, "critical.state", is->critical);
    facts_end(xml, "quota.definition");
}

void facts_association(text *xml, const char *main, const char *sub, const char *relation, const char *coefficient)
{
    facts_begin(xml, 370, 5, "quota.association");
    facts_put(xml, "main.quota.definition.sid", main);
    facts_put(xml, "sub.quota.definition.sid", sub);
    facts_put(xml, "relation.type", relation);
    facts_put(xml, "coefficient", coefficient);
    facts_end(xml, "quota.association");
}

void facts_envelope(text *xml, const text *records)
{
    text_add(xml, "<env:envelope xmlns=\"urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0\" "
                  "xmlns:env=\"urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0\" id=\"1\"><env:transaction id=\"1\">"
                  "<env:app.message id=\"1\"><oub:transmission xmlns:oub=\"urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0\">");
    text_add(xml, text_get(records));
    text_add(xml, "</oub:transmission></env:app.message></env:transaction></env:envelope>");
}

void facts_type(text *xml, const char *components, const char *order_number, const char *explosion)
{
    facts_begin(xml, 235, 0, "measure.type");
    facts_put(xml, "measure.type.id", "T");
    facts_period(xml, NULL);
    facts_put(xml, "measure.component.applicable.code", components ? components : "0");
    facts_put(xml, "order.number.capture.code", order_number ? order_number : "0");
    facts_put(xml, "measure.explosion.level", explosion);
    facts_end(xml, "measure.type");
}

void facts_condition(text *xml, const char *certificate, const char *price)
{
    facts_begin(xml, 430, 10, "measure.condition");
    facts_put(xml, "measure.condition.sid", "1");
    facts_put(xml, "measure.sid", "1");
    facts_put(xml, "condition.code", "K");
    facts_put(xml, "component.sequence.number", "1");
    facts_put(xml, "condition.duty.amount", price);
    facts_put(xml, "action.code", "X");
    facts_put(xml, "certificate.type.code", certificate ? "C" : NULL);
    facts_put(xml, "certificate.code", certificate);
    facts_end(xml, "measure.condition");
}

/* Of the measure, or of its condition. */
void facts_component(text *xml, bool conditional, const char *amount, const char *money, const char *unit)
{
    const char *element = conditional ? "measure.condition.component" : "measure.component";

    facts_begin(xml, 430, conditional ? 11 : 5, element);
    facts_put(xml, conditional ? "measure.condition.sid" : "measure.sid", "1");
    facts_put(xml, "duty.expression.id", "E");
    facts_put(xml, "duty.amount", amount);
    facts_put(xml, "monetary.unit.code", money);
    facts_put(xml, "measurement.unit.code", unit);
    facts_end(xml, element);
}
