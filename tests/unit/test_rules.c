/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every rule fires on a sample and not on its twin. Samples of the shapes are made from the table itself; those of rules that are
 * code stand below, one record a line: the element, then its fields by name or by the end of it; "start" and "end" are the
 * period, which begins on 2010-01-01 where nothing is said and never where it says "-"; '-' before the element deletes, '~'
 * updates.
 */
#include "images.h"

#include "model/records.h"
#include "rules/check.h"

/* ---- records ---- */

static uint16_t input_of(trf_model *model)
{
    tariff_error *error = NULL;
    uint16_t input = 0;

    if (model->inputs_count == 0)
        unit_ok(trf_model_input(model, TRF_SLICE("records"), TRF_SLICE("taric3"), &input, &error), error);
    return input;
}

static trf_value value_of(trf_model *model, const char *text)
{
    trf_value value = trf_model_value(model, trf_slice_text(text));

    ck_assert_uint_ne(value, TRF_INTERN_NONE);
    return value;
}

static void append(trf_model *model, trf_kind kind, const trf_value *values, trf_update update)
{
    tariff_error *error = NULL;
    uint16_t tariff = 0;
    trf_row_source source = {.line = model->sequence + 1, .update = (uint8_t)update};

    unit_ok(trf_model_tariff(model, TRF_SLICE("TEST"), &tariff, &error), error);
    source.input = input_of(model);
    source.tariff = tariff;
    source.transaction = value_of(model, "1");
    unit_ok(trf_model_append(model, kind, values, &source, &error), error);
}

static int field_named(trf_kind kind, const char *name)
{
    const char *wanted = strcmp(name, "start") == 0 ? "validity.start.date" : name;

    if (strcmp(name, "end") == 0)
        wanted = "validity.end.date";
    for (unsigned pass = 0; pass < 2; pass++)
        for (int field = 0; field < trf_kinds[kind].field_count; field++) {
            const char *element = trf_kinds[kind].fields[field].element;
            size_t size = strlen(element), end = strlen(wanted);

            if (strcmp(element, wanted) == 0 || (pass && size > end && strcmp(element + size - end, wanted) == 0))
                return field;
        }
    ck_abort_msg("%s has no field %s", trf_kinds[kind].element, name);
    return -1;
}

static void record(trf_model *model, char *line)
{
    trf_value values[TRF_FIELDS_MAX] = {0};
    trf_update update = *line == '-' ? TRF_UPDATE_DELETE : *line == '~' ? TRF_UPDATE_UPDATE : TRF_UPDATE_INSERT;
    char *rest, *word = strtok_r(line + (update != TRF_UPDATE_INSERT), " ", &rest);
    trf_kind kind = trf_kind_of_element(trf_slice_text(word));
    bool dated = false;

    ck_assert_msg(kind != TRF_KIND_COUNT, "no element %s", word);
    while ((word = strtok_r(NULL, " ", &rest))) {
        char *equals = strchr(word, '=');

        ck_assert_ptr_nonnull(equals);
        *equals = 0;
        dated = dated || strcmp(word, "start") == 0;
        if (strcmp(equals + 1, "-") != 0)
            values[field_named(kind, word)] = value_of(model, equals + 1);
    }
    for (int field = 0; field < trf_kinds[kind].field_count && !dated; field++)
        if (strcmp(trf_kinds[kind].fields[field].element, "validity.start.date") == 0)
            values[field] = value_of(model, "2010-01-01");
    append(model, kind, values, update);
}

static void records(trf_model *model, const char *text)
{
    while (*text) {
        size_t size = strcspn(text, "\n");
        char line[1024];

        ck_assert_uint_lt(size, sizeof line);
        memcpy(line, text, size);
        line[size] = 0;
        if (size)
            record(model, line);
        text += size + (text[size] == '\n');
    }
}

/* ---- asking ---- */

static unsigned long count_of(const trf_model *model, const char *rule)
{
    unsigned long count = 0;

    for (size_t i = 0; i < model->findings_count; i++)
        count += trf_slice_is(model->findings[i].rule, rule);
    return count;
}

static void check(trf_model *model)
{
    tariff_error *error = NULL;

    unit_ok(trf_rules_check(model, &error), error);
}

static unsigned long found(const char *rule, const char *text)
{
    trf_model *model = unit_model();
    unsigned long count;

    records(model, text);
    check(model);
    count = count_of(model, rule);
    trf_model_free(model);
    return count;
}

/* ---- samples of the rules that are code ---- */

typedef struct sample {
    const char *rule;
    const char *fires;
    const char *twin;
} sample;

#define MEASURE  "measure sid=1 measure.type=T geographical.area=A regulation.id=R regulation.role=1 "
#define LINES                                                                                                                    \
    "goods.nomenclature sid=1 item.id=0101000000 suffix=80\ngoods.nomenclature.indents sid=1 nomenclature.sid=1 "               \
    "indents=0\ngoods.nomenclature.indents sid=2 nomenclature.sid=2 indents=1\n"
#define AREAS                                                                                                                    \
    "geographical.area sid=1 area.id=A geographical.code=1\ngeographical.area sid=2 area.id=B geographical.code=0\n"
#define MEMBER   "geographical.area.membership geographical.area.sid=2 group.sid=1 "
#define EXCLUDED "measure.excluded.geographical.area measure.sid=1 excluded.geographical.area=B geographical.area.sid=2\n"
#define FOOTNOTE(application)                                                                                                    \
    "footnote.type type.id=F application.code=" application "\nfootnote footnote.type.id=F footnote.id=1\n"
#define OF_GOODS   "footnote.association.goods.nomenclature sid=1 footnote.type=F footnote.id=1 item.id="
#define OF_MEASURE "footnote.association.measure measure.sid=1 footnote.type.id=F footnote.id=1\n"
#define TYPE       "measure.type measure.type.id=T "
#define QUOTA(id)                                                                                                                \
    "quota.order.number sid=1 number.id=" id "\nquota.definition quota.definition.sid=1 number.id=" id                           \
    " order.number.sid=1 initial.volume=1 volume=1\n"
#define DEFINITION(sid, rest) "quota.definition quota.definition.sid=" sid " number.id=050001 initial.volume=10 " rest "\n"
#define PAIR(main, sub)       DEFINITION("1", main) DEFINITION("2", sub)
#define SUB(sid, rest)                                                                                                           \
    "quota.association main.quota.definition.sid=1 sub.quota.definition.sid=" sid " relation.type=" rest "\n"
#define ORIGIN                                                                                                                   \
    "quota.order.number.origin origin.sid=1 order.number.sid=1 geographical.area.id=A geographical.area.sid=1 "
#define OTHER                 "geographical.area sid=3 area.id=C geographical.code=0\n"
#define MEASURE_OF(sid, rest) "measure sid=" sid " measure.type=T geographical.area=A goods.nomenclature.sid=" rest "\n"
#define BASE                  "base.regulation regulation.role=1 regulation.id=R "

static const sample samples[] = {
    {"ACN2", "additional.code.type type.id=C application.code=3\nadditional.code sid=1 type.id=C additional.code=1",
     "additional.code.type type.id=C application.code=1\nadditional.code sid=1 type.id=C additional.code=1"},
    {"NIG2", LINES "goods.nomenclature sid=2 item.id=0101210000 suffix=80 start=2009-12-31",
     LINES "goods.nomenclature sid=2 item.id=0101210000 suffix=80"},
    {"NIG5",
     "goods.nomenclature sid=1 item.id=0101210000 suffix=80 start=2012-01-01\n"
     "goods.nomenclature.origin sid=2 derived.goods.nomenclature.item.id=1 derived.productline.suffix=80",
     "goods.nomenclature sid=2 item.id=0101210000 suffix=80 start=2012-01-01\n"
     "goods.nomenclature.origin sid=2 derived.goods.nomenclature.item.id=1 derived.productline.suffix=80"},
    {"NIG5_origin",
     "goods.nomenclature sid=2 item.id=0101210000 suffix=80 start=2012-01-01\n"
     "goods.nomenclature.origin sid=2 derived.goods.nomenclature.item.id=1 derived.productline.suffix=80\n"
     "-goods.nomenclature.origin sid=2 derived.goods.nomenclature.item.id=1 derived.productline.suffix=80",
     "goods.nomenclature sid=2 item.id=0101210000 suffix=80 start=2012-01-01\n"
     "goods.nomenclature.origin sid=2 derived.goods.nomenclature.item.id=1 derived.productline.suffix=80\n"
     "goods.nomenclature.origin sid=2 derived.goods.nomenclature.item.id=2 derived.productline.suffix=80\n"
     "-goods.nomenclature.origin sid=2 derived.goods.nomenclature.item.id=1 derived.productline.suffix=80"},
    {"NIG7",
     "goods.nomenclature sid=1 item.id=0101210000 suffix=80 end=2011-12-30\n"
     "goods.nomenclature sid=2 item.id=0101290000 suffix=80 start=2012-01-01\n"
     "goods.nomenclature.origin sid=2 derived.goods.nomenclature.item.id=0101210000 derived.productline.suffix=80",
     "goods.nomenclature sid=1 item.id=0101210000 suffix=80 end=2011-12-31\n"
     "goods.nomenclature sid=2 item.id=0101290000 suffix=80 start=2012-01-01\n"
     "goods.nomenclature.origin sid=2 derived.goods.nomenclature.item.id=0101210000 derived.productline.suffix=80"},
    {"NIG10",
     "goods.nomenclature sid=1 item.id=0101210000 suffix=80 end=2011-12-30\n"
     "goods.nomenclature sid=2 item.id=0101290000 suffix=80 start=2012-01-01\n"
     "goods.nomenclature.successor sid=1 absorbed.goods.nomenclature.item.id=0101290000 absorbed.productline.suffix=80",
     "goods.nomenclature sid=1 item.id=0101210000 suffix=80 end=2011-12-31\n"
     "goods.nomenclature sid=2 item.id=0101290000 suffix=80 start=2012-01-01\n"
     "goods.nomenclature.successor sid=1 absorbed.goods.nomenclature.item.id=0101290000 absorbed.productline.suffix=80"},
    {"NIG18", FOOTNOTE("1") OF_GOODS "0101210010", FOOTNOTE("1") OF_GOODS "0101210000"},
    {"NIG19", FOOTNOTE("7") OF_GOODS "0101210000", FOOTNOTE("2") OF_GOODS "0101210010"},
    {"NIG31",
     "goods.nomenclature sid=1 item.id=0101210000 suffix=80 start=2011-01-01\n" MEASURE
     "goods.nomenclature.sid=1 additional.code=1",
     "goods.nomenclature sid=1 item.id=0101210000 suffix=80 start=2011-01-01\n" MEASURE "goods.nomenclature.sid=1"},
    {"NIG35",
     "goods.nomenclature sid=1 item.id=0101210000 suffix=80\n" MEASURE "goods.nomenclature.sid=1 additional.code=1\n"
     "-goods.nomenclature sid=1 item.id=0101210000 suffix=80",
     "goods.nomenclature sid=1 item.id=0101210000 suffix=80\n" MEASURE "goods.nomenclature.sid=1\n"
     "-goods.nomenclature sid=1 item.id=0101210000 suffix=80"},
    {"NoBlankDescription", "footnote.description period.sid=1 language.id=en description=",
     "footnote.description period.sid=1 language.id=en description=x"},
    {"DescriptionNotEmpty", "geographical.area.description period.sid=1 language.id=en",
     "geographical.area.description period.sid=1 language.id=en description=x"},
    {"GA4", "geographical.area sid=1 area.id=A geographical.code=0\n"
            "geographical.area sid=2 area.id=B geographical.code=1 parent.geographical.area.group.sid=1",
     "geographical.area sid=1 area.id=A geographical.code=1\n"
     "geographical.area sid=2 area.id=B geographical.code=1 parent.geographical.area.group.sid=1"},
    {"GA6",
     "geographical.area sid=1 area.id=A geographical.code=1 parent.geographical.area.group.sid=2\n"
     "geographical.area sid=2 area.id=B geographical.code=1 parent.geographical.area.group.sid=1",
     "geographical.area sid=1 area.id=A geographical.code=1 parent.geographical.area.group.sid=2\n"
     "geographical.area sid=2 area.id=B geographical.code=1"},
    {"GA11", AREAS MEMBER "end=2011-12-31\n" MEASURE "\n" EXCLUDED, AREAS MEMBER "\n" MEASURE "\n" EXCLUDED},
    {"GA13", "geographical.area sid=2 area.id=B geographical.code=1\n" MEMBER,
     "geographical.area sid=2 area.id=B geographical.code=2\n" MEMBER},
    {"GA19",
     "geographical.area sid=1 area.id=A geographical.code=1 parent.geographical.area.group.sid=3\n" MEMBER,
     "geographical.area sid=1 area.id=A geographical.code=1 parent.geographical.area.group.sid=3\n" MEMBER "\n"
     "geographical.area.membership geographical.area.sid=2 group.sid=3"},
    {"GA20",
     "geographical.area sid=1 area.id=A geographical.code=1 parent.geographical.area.group.sid=3\n" MEMBER "\n"
     "geographical.area.membership geographical.area.sid=2 group.sid=3 end=2012-12-31",
     "geographical.area sid=1 area.id=A geographical.code=1 parent.geographical.area.group.sid=3\n" MEMBER "end=2012-12-31\n"
     "geographical.area.membership geographical.area.sid=2 group.sid=3 end=2012-12-31"},
    {"GA23", AREAS MEMBER "\n" MEASURE "geographical.area.sid=1\n" EXCLUDED "-" MEMBER,
     AREAS MEMBER "\n" MEASURE "geographical.area.sid=3\n" EXCLUDED "-" MEMBER},
    {"ME7", "goods.nomenclature sid=1 item.id=0101210000 suffix=10\n" MEASURE "goods.nomenclature.sid=1",
     "goods.nomenclature sid=1 item.id=0101210000 suffix=80\n" MEASURE "goods.nomenclature.sid=1"},
    {"ME88", TYPE "explosion.level=8\n" MEASURE "item.id=0101210010", TYPE "explosion.level=8\n" MEASURE "item.id=0101210000"},
    {"ME16",
     LINES "goods.nomenclature sid=2 item.id=0101210000 suffix=80\n" MEASURE_OF("1", "1 additional.code=1 additional.code.type=C")
         MEASURE_OF("2", "2 start=2012-01-01"),
     LINES "goods.nomenclature sid=2 item.id=0101210000 suffix=80\n" MEASURE_OF(
         "1", "1 additional.code=1 additional.code.type=C end=2011-12-31") MEASURE_OF("2", "2 start=2012-01-01")},
    {"ME32", LINES "goods.nomenclature sid=2 item.id=0101210000 suffix=80\n" MEASURE_OF("1", "1 end=2012-01-01")
                 MEASURE_OF("2", "2 start=2012-01-01"),
     LINES "goods.nomenclature sid=2 item.id=0101210000 suffix=80\n" MEASURE_OF("1", "1 end=2011-12-31")
         MEASURE_OF("2", "2 start=2012-01-01")},
    {"ME25", BASE "end=2009-12-31\n" MEASURE, BASE "end=2010-01-01\n" MEASURE},
    {"ME10", TYPE "order.number.capture.code=1\n" MEASURE, TYPE "order.number.capture.code=1\n" MEASURE "ordernumber=050001"},
    {"ME117", AREAS OTHER TYPE "order.number.capture.code=1\n" QUOTA("050001") ORIGIN "\n"
              "measure sid=1 measure.type=T geographical.area=C ordernumber=050001",
     AREAS MEMBER "\n" TYPE "order.number.capture.code=1\n" QUOTA("050001") ORIGIN "\n"
                  "measure sid=1 measure.type=T geographical.area=B ordernumber=050001"},
    {"ME119", AREAS QUOTA("050001") ORIGIN "end=2011-12-31\n" MEASURE "ordernumber=050001 end=2012-01-01",
     AREAS QUOTA("050001") ORIGIN "end=2011-12-31\n" MEASURE "ordernumber=050001 end=2011-12-31"},
    {"ON10", AREAS QUOTA("050001") ORIGIN "start=2010-01-02\n" MEASURE "ordernumber=050001 end=2012-01-01",
     AREAS QUOTA("054001") ORIGIN "start=2010-01-02\n" MEASURE "ordernumber=054001 end=2012-01-01"},
    {"QuotaOriginMatchingArea", AREAS OTHER QUOTA("050001") ORIGIN "\nmeasure sid=1 geographical.area=C ordernumber=050001",
     AREAS OTHER QUOTA("050001") ORIGIN "\nmeasure sid=1 geographical.area=A ordernumber=050001"},
    {"ME9", MEASURE, MEASURE "item.id=0101210000"},
    {"ME12",
     TYPE "\nadditional.code.type.measure.type measure.type.id=T additional.code.type.id=D\n" MEASURE "additional.code.type=C",
     TYPE "\nadditional.code.type.measure.type measure.type.id=T additional.code.type.id=C\n" MEASURE "additional.code.type=C"},
    {"ME17",
     "additional.code.type type.id=C application.code=1\nadditional.code sid=1 type.id=C additional.code=1\n" MEASURE
     "additional.code.type=C additional.code=2",
     "additional.code.type type.id=C application.code=1\nadditional.code sid=1 type.id=C additional.code=1\n" MEASURE
     "additional.code.type=C additional.code=1"},
    {"ME27", BASE "replacement.indicator=1\n" MEASURE, BASE "replacement.indicator=0\n" MEASURE},
    {"ME87", BASE "effective.end.date=2011-12-31\n" MEASURE "end=2012-01-01", BASE "effective.end.date=2011-12-31\n" MEASURE},
    {"ROIMB8", BASE "start=2010-01-02\n" MEASURE, BASE "start=2010-01-01\n" MEASURE},
    {"ME33", MEASURE "justification.regulation.id=R", MEASURE "justification.regulation.id=R end=2011-12-31"},
    {"ME34", MEASURE "end=2011-12-31", MEASURE "justification.regulation.id=R end=2011-12-31"},
    {"ME104",
     BASE "\nbase.regulation regulation.role=1 regulation.id=S start=2012-01-02\n" MEASURE
          "end=2011-12-31 justification.regulation.role=1 justification.regulation.id=S",
     BASE "\nbase.regulation regulation.role=1 regulation.id=S start=2012-01-01\n" MEASURE
          "end=2011-12-31 justification.regulation.role=1 justification.regulation.id=S"},
    {"ME40", TYPE "component.applicable.code=1\n" MEASURE,
     TYPE "component.applicable.code=1\n" MEASURE "\nmeasure.component measure.sid=1 expression.id=01"},
    {"ME58",
     "measure.condition condition.sid=1 measure.sid=1 condition.code=B certificate.type.code=C certificate.code=1\n"
     "measure.condition condition.sid=2 measure.sid=1 condition.code=B certificate.type.code=C certificate.code=1",
     "measure.condition condition.sid=1 measure.sid=1 condition.code=B certificate.type.code=C certificate.code=1\n"
     "measure.condition condition.sid=2 measure.sid=1 condition.code=B certificate.type.code=C certificate.code=2"},
    {"ConditionCodeAcceptance",
     "measure.condition.code condition.code=B accepts.certificate=1 accepts.price=0\n"
     "measure.condition condition.sid=1 measure.sid=1 condition.code=B condition.duty.amount=1",
     "measure.condition.code condition.code=B accepts.certificate=1 accepts.price=0\n"
     "measure.condition condition.sid=1 measure.sid=1 condition.code=B certificate.type.code=C certificate.code=1"},
    {"ActionRequiresDuty", "measure.action action.code=X requires.duty=1\nmeasure.condition condition.sid=1 action.code=X",
     "measure.action action.code=X requires.duty=1\nmeasure.condition condition.sid=1 action.code=X\n"
     "measure.condition.component condition.sid=1 expression.id=01 duty.amount=1"},
    {"ME65", "geographical.area sid=1 area.id=A geographical.code=0\n" MEASURE "\n" EXCLUDED, AREAS MEASURE "\n" EXCLUDED},
    {"ME66", AREAS MEASURE "\n" EXCLUDED, AREAS MEMBER "\n" MEASURE "\n" EXCLUDED},
    {"ME67", AREAS MEMBER "start=2010-01-02\n" MEASURE "\n" EXCLUDED, AREAS MEMBER "\n" MEASURE "\n" EXCLUDED},
    {"ME71", FOOTNOTE("6") OF_MEASURE MEASURE "item.id=0101210010", FOOTNOTE("6") OF_MEASURE MEASURE "item.id=0101210000"},
    {"ME72", FOOTNOTE("1") OF_MEASURE MEASURE "item.id=0101210000", FOOTNOTE("7") OF_MEASURE MEASURE "item.id=0101210010"},
    {"ON12", QUOTA("050001") ORIGIN "\n" MEASURE "ordernumber=050001\n-" ORIGIN,
     QUOTA("050001") ORIGIN "\n" MEASURE "ordernumber=050002\n-" ORIGIN},
    {"ON13",
     "geographical.area sid=1 area.id=A geographical.code=2\n" ORIGIN "\n"
     "quota.order.number.origin.exclusions origin.sid=1 excluded.geographical.area.sid=2",
     AREAS ORIGIN "\nquota.order.number.origin.exclusions origin.sid=1 excluded.geographical.area.sid=2"},
    {"ON14", AREAS ORIGIN "\nquota.order.number.origin.exclusions origin.sid=1 excluded.geographical.area.sid=2",
     AREAS MEMBER "\n" ORIGIN "\nquota.order.number.origin.exclusions origin.sid=1 excluded.geographical.area.sid=2"},
    {"VolumeAndInitialVolumeMustMatch", "quota.definition quota.definition.sid=1 initial.volume=1 volume=2",
     "quota.definition quota.definition.sid=1 initial.volume=1 volume=1.000"},
    {"QA2", PAIR("end=2010-12-31", "end=2011-01-01") SUB("2", "NM"), PAIR("end=2010-12-31", "end=2010-12-31") SUB("2", "NM")},
    {"QA3", PAIR("volume=10 measurement.unit.code=KGM", "volume=10.001 measurement.unit.code=KGM") SUB("2", "NM"),
     PAIR("volume=10 measurement.unit.code=KGM", "volume=10.000 measurement.unit.code=KGM") SUB("2", "NM")},
    {"QA4", PAIR("", "") SUB("2", "NM coefficient=-1"), PAIR("", "") SUB("2", "NM")},
    {"QA5", PAIR("", "") SUB("2", "EQ coefficient=1.00000"), PAIR("", "") SUB("2", "EQ coefficient=1.20000")},
    {"QA6", PAIR("", "") SUB("2", "NM") SUB("3", "EQ"), PAIR("", "") SUB("2", "EQ") SUB("3", "EQ")},
    {"SameMainAndSubQuota", PAIR("", "") SUB("1", "NM"), PAIR("", "") SUB("2", "NM")},
    {"BlockingOnlyOfFCFSQuotas", QUOTA("094001") "quota.blocking.period period.sid=1 quota.definition.sid=1",
     QUOTA("090401") "quota.blocking.period period.sid=1 quota.definition.sid=1"},
    {"QBP2", QUOTA("050001") "quota.blocking.period period.sid=1 quota.definition.sid=1 blocking.start.date=2009-12-31",
     QUOTA("050001") "quota.blocking.period period.sid=1 quota.definition.sid=1 blocking.start.date=2010-01-01"},
    {"SuspensionsOnlyToFCFSQuotas", QUOTA("054001") "quota.suspension.period period.sid=1 quota.definition.sid=1",
     QUOTA("050001") "quota.suspension.period period.sid=1 quota.definition.sid=1"},
    {"ROIMB44", "base.regulation regulation.role=1 regulation.id=R2000010 approved.flag=0",
     "base.regulation regulation.role=1 regulation.id=C2000010 approved.flag=0"},
    {"ROIMB46",
     BASE "\n" MEASURE "end=2011-12-31 justification.regulation.role=1 justification.regulation.id=R\n"
          "-base.regulation regulation.role=1 regulation.id=R",
     "base.regulation regulation.role=1 regulation.id=C1\n"
     "measure sid=1 regulation.role=1 measure.generating.regulation.id=C1 end=2011-12-31 justification.regulation.role=1 "
     "justification.regulation.id=C1\n-base.regulation regulation.role=1 regulation.id=C1"},
};
enum { SAMPLES = sizeof samples / sizeof *samples };

START_TEST(code__sample__fires)
{
    ck_assert_msg(found(samples[_i].rule, samples[_i].fires) > 0, "%s does not fire", samples[_i].rule);
}
END_TEST

START_TEST(code__twin__is_silent)
{
    ck_assert_msg(found(samples[_i].rule, samples[_i].twin) == 0, "%s fires on its twin", samples[_i].rule);
}
END_TEST

START_TEST(table__rules_that_are_code__have_samples)
{
    for (size_t i = 0; trf_rule_at(i); i++) {
        const trf_rule *rule = trf_rule_at(i);
        bool sampled = rule->shape != TRF_RULE_ROW && rule->shape != TRF_RULE_WHOLE;

        for (size_t s = 0; s < SAMPLES && !sampled; s++)
            sampled = strcmp(samples[s].rule, rule->name.id) == 0;
        ck_assert_msg(sampled, "%s has no sample", rule->name.id);
    }
}
END_TEST

/* ---- samples of the shapes ---- */

typedef struct making {
    trf_model *model;
    trf_value values[TRF_FIELDS_MAX];
} making;

static void set_period(making *make, trf_kind kind, const char *start, const char *end)
{
    static const char *const starts[] = {"validity.start.date", "blocking.start.date", "suspension.start.date"};
    static const char *const ends[] = {"validity.end.date", "blocking.end.date", "suspension.end.date"};

    for (int field = 0; field < trf_kinds[kind].field_count; field++)
        for (unsigned i = 0; i < 3; i++) {
            if (start && strcmp(trf_kinds[kind].fields[field].element, starts[i]) == 0)
                make->values[field] = value_of(make->model, start);
            if (end && strcmp(trf_kinds[kind].fields[field].element, ends[i]) == 0)
                make->values[field] = value_of(make->model, end);
        }
}

static void clear(making *make, trf_kind kind)
{
    uint8_t keys[TRF_KEYS_MAX];
    unsigned count = trf_kind_keys(kind, keys);

    memset(make->values, 0, sizeof make->values);
    for (unsigned i = 0; i < count; i++)
        make->values[keys[i]] = value_of(make->model, "key");
}

static void link_fields(making *make, const trf_link *link, bool from)
{
    const uint8_t *fields = from ? link->from_fields : link->to_fields;

    for (unsigned i = 0; i < link->field_count; i++)
        make->values[fields[i]] = value_of(make->model, i ? "second" : "first");
    if (link->has_sid)
        make->values[from ? link->from_sid : link->to_sid] = value_of(make->model, "sid");
}

/* What has no period of its own belongs to a measure with the key that clear() gives. */
static void put_owners(making *make, trf_kind kind, const char *start, const char *end)
{
    bool dated = trf_field_of_element(kind, TRF_SLICE("validity.start.date")) >= 0 ||
                 trf_field_of_element(kind, TRF_SLICE("suspension.start.date")) >= 0;

    if (dated)
        return;
    clear(make, TRF_KIND_measure);
    set_period(make, TRF_KIND_measure, start, end);
    append(make->model, TRF_KIND_measure, make->values, TRF_UPDATE_INSERT);
    clear(make, TRF_KIND_measure_condition);
    make->values[TRF_F_measure_condition_measure_sid] = value_of(make->model, "key");
    append(make->model, TRF_KIND_measure_condition, make->values, TRF_UPDATE_INSERT);
}

/* A record that links to another; target NULL for one that is not there. */
static void put_pair(making *make, const trf_link *link, const char *target_end, const char *end, bool target)
{
    put_owners(make, link->from, "2011-01-01", end);
    clear(make, link->from);
    set_period(make, link->from, "2011-01-01", end);
    if (link->from == TRF_KIND_measure_condition)
        make->values[TRF_F_measure_condition_measure_sid] = value_of(make->model, "key");
    link_fields(make, link, true);
    if (link->from == link->to)
        make->values[link->to_fields[0]] = value_of(make->model, "other");
    if (link->from == TRF_KIND_measure_condition)
        make->values[TRF_F_measure_condition_measure_condition_sid] = value_of(make->model, "one");
    append(make->model, link->from, make->values, TRF_UPDATE_INSERT);
    clear(make, link->to);
    set_period(make, link->to, "2011-01-01", target_end);
    if (target)
        link_fields(make, link, false);
    append(make->model, link->to, make->values, TRF_UPDATE_INSERT);
}

static void put_flag(making *make, const trf_rule *rule, const char *flag, bool has)
{
    const trf_link *link = &trf_links[rule->link];

    clear(make, link->to);
    link_fields(make, link, false);
    make->values[rule->fields[1]] = value_of(make->model, flag);
    append(make->model, link->to, make->values, TRF_UPDATE_INSERT);
    clear(make, link->from);
    link_fields(make, link, true);
    if (has)
        make->values[rule->fields[0]] = value_of(make->model, "1");
    append(make->model, link->from, make->values, TRF_UPDATE_INSERT);
}

/* Two records with the same fields, from one day or from two; their own keys differ where the fields leave that. */
static void put_two(making *make, const trf_rule *rule, bool same, const char *second_start)
{
    for (unsigned i = 0; i < 2; i++) {
        uint8_t keys[TRF_KEYS_MAX];
        unsigned count = trf_kind_keys(rule->kind, keys);

        clear(make, rule->kind);
        for (unsigned k = 0; k < count && i; k++)
            make->values[keys[k]] = value_of(make->model, "other");
        for (unsigned f = 0; f < rule->field_count; f++)
            make->values[rule->fields[f]] = value_of(make->model, i && !same ? "different" : "same");
        if (rule->shape == TRF_RULE_APART)
            set_period(make, rule->kind, i ? second_start : "2010-01-01", i ? "2013-12-31" : "2011-12-31");
        append(make->model, rule->kind, make->values, TRF_UPDATE_INSERT);
    }
}

static void put_delete(making *make, const trf_link *link, bool used)
{
    if (used)
        put_pair(make, link, NULL, NULL, true);
    clear(make, link->to);
    link_fields(make, link, false);
    if (!used)
        append(make->model, link->to, make->values, TRF_UPDATE_INSERT);
    append(make->model, link->to, make->values, TRF_UPDATE_DELETE);
}

static void put_part(making *make, const trf_link *link, const char *start)
{
    clear(make, link->to);
    set_period(make, link->to, "2010-01-01", "2012-12-31");
    link_fields(make, link, false);
    append(make->model, link->to, make->values, TRF_UPDATE_INSERT);
    clear(make, link->from);
    set_period(make, link->from, start, NULL);
    link_fields(make, link, true);
    append(make->model, link->from, make->values, TRF_UPDATE_INSERT);
}

static void put_sample(making *make, const trf_rule *rule, bool fires)
{
    const trf_link *link = rule->link < 0 ? NULL : &trf_links[rule->link];

    switch (rule->shape) {
    case TRF_RULE_EXISTS: put_pair(make, link, NULL, NULL, !fires); break;
    case TRF_RULE_SPANS: put_pair(make, link, "2012-12-31", fires ? "2013-01-01" : "2012-12-31", true); break;
    case TRF_RULE_IN_USE: put_delete(make, link, fires); break;
    case TRF_RULE_ONCE:
        clear(make, rule->kind);
        append(make->model, rule->kind, make->values, TRF_UPDATE_INSERT);
        append(make->model, rule->kind, make->values, fires ? TRF_UPDATE_INSERT : TRF_UPDATE_UPDATE);
        break;
    case TRF_RULE_UNIQUE: put_two(make, rule, fires, NULL); break;
    case TRF_RULE_APART: put_two(make, rule, true, fires ? "2011-12-31" : "2012-01-01"); break;
    case TRF_RULE_STARTS: put_part(make, link, fires ? "2010-01-02" : "2010-01-01"); break;
    case TRF_RULE_FLAG: put_flag(make, rule, "1", !fires); break;
    default: break;
    }
}

static unsigned long shape_found(const trf_rule *rule, bool fires)
{
    making make = {.model = unit_model()};
    unsigned long count;

    put_sample(&make, rule, fires);
    check(make.model);
    count = count_of(make.model, rule->name.id);
    trf_model_free(make.model);
    return count;
}

START_TEST(table__every_shape__fires_on_its_sample_and_not_on_its_twin)
{
    for (size_t i = 0; trf_rule_at(i); i++) {
        const trf_rule *rule = trf_rule_at(i);

        if (rule->shape == TRF_RULE_ROW || rule->shape == TRF_RULE_WHOLE)
            continue;
        ck_assert_msg(shape_found(rule, true) > 0, "%s does not fire (rule %zu)", rule->name.id, i);
        ck_assert_msg(shape_found(rule, false) == 0, "%s fires on its twin (rule %zu)", rule->name.id, i);
    }
}
END_TEST

START_TEST(flag__not_permitted_and_permitted__as_it_says)
{
    for (size_t i = 0; trf_rule_at(i); i++) {
        static const struct {
            const char *flag;
            bool has, fires;
        } rows[] = {{"2", true, true}, {"2", false, false}, {"0", true, false}, {"0", false, false}, {"1", false, true}};

        if (trf_rule_at(i)->shape != TRF_RULE_FLAG)
            continue;
        for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
            making make = {.model = unit_model()};

            put_flag(&make, trf_rule_at(i), rows[r].flag, rows[r].has);
            check(make.model);
            ck_assert_int_eq(count_of(make.model, trf_rule_at(i)->name.id) > 0, rows[r].fires);
            trf_model_free(make.model);
        }
    }
}
END_TEST

/* ---- what is particular ---- */

START_TEST(starts__days__all_that_it_says)
{
    const char *owner = "footnote footnote.type.id=F footnote.id=1 end=2012-12-31\n";
    const char *period = "footnote.description.period period.sid=%u footnote.type.id=F footnote.id=1 start=%s\n";
    char text[1024], more[256];

    ck_assert_uint_eq(found("FO4", "footnote footnote.type.id=F footnote.id=1\n"
                                   "footnote.description.period period.sid=1 footnote.type.id=F footnote.id=2"),
                      1);
    snprintf(more, sizeof more, period, 1u, "2010-01-01");
    snprintf(text, sizeof text, "%s%s", owner, more);
    ck_assert_uint_eq(found("FO4", text), 0);
    snprintf(more, sizeof more, period, 2u, "2010-01-01");
    strcat(text, more);
    ck_assert_uint_eq(found("FO4", text), 1);
    snprintf(more, sizeof more, period, 3u, "2013-01-01");
    strcat(text, more);
    ck_assert_uint_eq(found("FO4", text), 2);
}
END_TEST

/* Who updates what is not there has only a part: what would be missing may stand in the rest. */
START_TEST(partial__inputs__nothing_is_missed)
{
    const char *measures = "measure.type measure.type.id=U\n" MEASURE "\n";
    char text[512];

    ck_assert_uint_eq(found("ME2", measures), 1);
    snprintf(text, sizeof text, "%s~footnote footnote.type.id=F footnote.id=1", measures);
    ck_assert_uint_eq(found("ME2", text), 0);
    ck_assert_uint_eq(found("ME32", MEASURE "item.id=0101210000\nmeasure sid=2 measure.type=T geographical.area=A "
                                            "item.id=0101210000 start=2012-01-01"),
                      1);
    ck_assert_uint_eq(found("ME32", MEASURE "item.id=0101210000\nmeasure sid=2 measure.type=T geographical.area=A "
                                            "item.id=0101210000 start=2012-01-01\n~footnote footnote.type.id=F footnote.id=1"),
                      0);
}
END_TEST

START_TEST(exists__one_name_missing_often__told_once)
{
    ck_assert_uint_eq(found("ME2", "measure.type measure.type.id=U\n" MEASURE "\nmeasure sid=2 measure.type=T\n"
                                   "measure sid=3 measure.type=V"),
                      2);
}
END_TEST

/* The end of a measure that has none is that of its regulation: the effective one before the other. */
START_TEST(measures__without_an_end__that_of_the_regulation)
{
    ck_assert_uint_eq(found("ME25", BASE "end=2009-12-31 effective.end.date=2011-12-31\n" MEASURE), 0);
    ck_assert_uint_eq(found("ME25", BASE "end=2011-12-31 effective.end.date=2009-12-31\n" MEASURE), 1);
    ck_assert_uint_eq(found("ME25", MEASURE "end=2009-12-31"), 1);
    ck_assert_uint_eq(found("ME32", BASE "end=2011-12-31\n" MEASURE "item.id=0101210000\n"
                                         "measure sid=2 measure.type=T geographical.area=A item.id=0101210000 start=2012-01-01"),
                      0);
    ck_assert_uint_eq(found("ME25", "modification.regulation regulation.role=1 regulation.id=R end=2009-12-31\n" MEASURE), 1);
}
END_TEST

START_TEST(clashes__one_line__later_ones_are_told)
{
    const char *three = MEASURE "item.id=0101210000 end=2015-12-31\nmeasure sid=2 measure.type=T geographical.area=A "
                                "item.id=0101210000 start=2011-01-01 end=2011-12-31\nmeasure sid=3 measure.type=T "
                                "geographical.area=A item.id=0101210000 start=2012-01-01 end=2012-12-31";

    ck_assert_uint_eq(found("ME32", three), 2);
    ck_assert_uint_eq(found("ME32", MEASURE "item.id=0101210000\nmeasure sid=2 measure.type=T geographical.area=B "
                                            "item.id=0101210000"),
                      0);
    ck_assert_uint_eq(found("ME32", MEASURE "item.id=0101210000 reduction.indicator=1\nmeasure sid=2 measure.type=T "
                                            "geographical.area=A item.id=0101210000 reduction.indicator=2"),
                      0);
}
END_TEST

/* The line above was another one while the first measure lasted. */
START_TEST(clashes__line_above_changes__only_while_it_is_above)
{
    const char *tree = "goods.nomenclature sid=1 item.id=0101000000 suffix=80\n"
                       "goods.nomenclature.indents sid=1 nomenclature.sid=1 indents=0\n"
                       "goods.nomenclature sid=2 item.id=0101200000 suffix=80 end=2011-12-31\n"
                       "goods.nomenclature.indents sid=2 nomenclature.sid=2 indents=1\n"
                       "goods.nomenclature sid=3 item.id=0101210000 suffix=80\n"
                       "goods.nomenclature.indents sid=3 nomenclature.sid=3 indents=2\n" MEASURE_OF("1", "2");
    char text[1024];

    snprintf(text, sizeof text, "%s%s", tree, MEASURE_OF("2", "3 start=2012-01-01"));
    ck_assert_uint_eq(found("ME32", text), 0);
    snprintf(text, sizeof text, "%s%s", tree, MEASURE_OF("2", "3 start=2011-12-31"));
    ck_assert_uint_eq(found("ME32", text), 1);
}
END_TEST

START_TEST(clashes__agricultural_components__are_left_out)
{
    const char *two = MEASURE "item.id=0101210000 additional.code.type=7 additional.code=000\nmeasure sid=2 measure.type=T "
                              "geographical.area=A item.id=0101210000 additional.code.type=7 additional.code=000\n"
                              "additional.code.type type.id=7 application.code=%s";
    char text[512];

    snprintf(text, sizeof text, two, "3");
    ck_assert_uint_eq(found("ME32", text), 0);
    snprintf(text, sizeof text, two, "1");
    ck_assert_uint_eq(found("ME32", text), 1);
}
END_TEST

START_TEST(sub_quotas__two_units__converted_where_it_is_said_how)
{
    const char *pair = "quota.definition quota.definition.sid=1 volume=100 initial.volume=100 measurement.unit.code=KGM\n"
                       "quota.definition quota.definition.sid=2 volume=%s initial.volume=1 measurement.unit.code=DTN\n%s%s";
    const char *how = "measurement.conversion measurement.unit.code=KGM asked.in=KGM\n"
                      "measurement.conversion measurement.unit.code=DTN asked.in=KGM multiplier=0.01\n";
    char text[1024];

    snprintf(text, sizeof text, pair, "1", SUB("2", "NM"), "");
    ck_assert_uint_eq(found("QA3", text), 1);
    snprintf(text, sizeof text, pair, "1", SUB("2", "NM"), how);
    ck_assert_uint_eq(found("QA3", text), 0);
    snprintf(text, sizeof text, pair, "1.001", SUB("2", "NM"), how);
    ck_assert_uint_eq(found("QA3", text), 1);
}
END_TEST

START_TEST(sub_quotas__equivalent__one_volume)
{
    ck_assert_uint_eq(found("QA5", DEFINITION("2", "volume=10") DEFINITION("3", "volume=11") SUB("2", "EQ coefficient=2")
                                       SUB("3", "EQ coefficient=2")),
                      2);
    ck_assert_uint_eq(found("QA5", DEFINITION("2", "volume=10") DEFINITION("3", "volume=10.0") SUB("2", "EQ coefficient=2")
                                       SUB("3", "EQ coefficient=2")),
                      0);
    ck_assert_uint_eq(found("QA5", DEFINITION("2", "volume=10") DEFINITION("3", "volume=11") SUB("2", "NM coefficient=1.000")
                                       SUB("3", "NM")),
                      0);
    ck_assert_uint_eq(found("QA5", SUB("2", "NM coefficient=1.001")), 1);
}
END_TEST

START_TEST(regulations__flag_goes_back__told)
{
    ck_assert_uint_eq(found("ROIMB44", "base.regulation regulation.role=1 regulation.id=C1 approved.flag=1\n"
                                       "~base.regulation regulation.role=1 regulation.id=C1 approved.flag=0"),
                      1);
    ck_assert_uint_eq(found("ROIMB44", "base.regulation regulation.role=1 regulation.id=C1 approved.flag=0\n"
                                       "~base.regulation regulation.role=1 regulation.id=C1 approved.flag=1"),
                      0);
}
END_TEST

/* Own XML without dates is valid always: no rule of periods is held against it. */
START_TEST(undated__own_xml__no_finding)
{
    trf_model *model = unit_model();

    unit_ingest(model, "own.xml",
                NATIVE("<tariff id='TEST' title='Made up'><goods-nomenclature lang='en'><line code='9900000000' indent='0'>"
                       "<text>Chapter</text></line><line code='9999000000' indent='0'><text>Heading</text></line>"
                       "<line code='9999100000' indent='1'><text>Line</text></line></goods-nomenclature>"
                       "<measure-types><measure-type id='AAA' movement='import' components='mandatory'/></measure-types>"
                       "<geographical-areas><country id='QA'/></geographical-areas>"
                       "<measures><measure sid='1' type='AAA' code='9999100000' area='QA' duty='5.00 %' grammar='taric'/>"
                       "</measures></tariff>"));
    check(model);
    for (size_t i = 0; i < model->findings_count; i++)
        ck_abort_msg("%.*s: %.*s", (int)model->findings[i].rule.size, model->findings[i].rule.data,
                     (int)model->findings[i].text.size, model->findings[i].text.data);
    trf_model_free(model);
}
END_TEST

START_TEST(finding__names__record_file_and_line)
{
    trf_model *model = unit_model();
    const trf_finding *finding;

    records(model, "measure.type measure.type.id=T order.number.capture.code=1\n"
                   "measure sid=7 measure.type=T geographical.area=A item.id=0101210000");
    check(model);
    ck_assert_uint_eq(model->findings_count, 1);
    finding = &model->findings[0];
    unit_assert_slice(finding->rule, "ME10");
    unit_assert_slice(finding->record, "measure 7");
    unit_assert_slice(finding->file, "records");
    ck_assert_uint_eq(finding->line, 2);
    trf_model_free(model);
}
END_TEST

/* Every allocation of the check refused in turn: an error, and nothing is left behind. */
START_TEST(check__no_memory__refused_cleanly)
{
    for (unsigned long refuse = 1;; refuse++) {
        trf_model *model = unit_model();
        tariff_error *error = NULL;
        unit_failing state = {0};
        trf_alloc failing = unit_failing_alloc(&state);
        const trf_alloc *before;
        tariff_status status;

        records(model, samples[SAMPLES / 4].fires);
        unit_ok(trf_model_settle(model, &error), error);
        before = model->alloc;
        state.refuse = refuse;
        model->alloc = &failing;
        status = trf_rules_check(model, &error);
        model->alloc = before;
        ck_assert_int_eq(state.live < 0 ? 1 : 0, 0);
        trf_error_free(error);
        trf_model_free(model);
        if (status == TARIFF_OK)
            break;
        ck_assert_int_eq(status, TARIFF_ENOMEM);
        ck_assert_uint_lt(refuse, 2000);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("rules");
    TCase *table = tcase_create("table"), *particular = tcase_create("particular");

    tcase_add_loop_test(table, code__sample__fires, 0, SAMPLES);
    tcase_add_loop_test(table, code__twin__is_silent, 0, SAMPLES);
    tcase_add_test(table, table__rules_that_are_code__have_samples);
    tcase_add_test(table, table__every_shape__fires_on_its_sample_and_not_on_its_twin);
    tcase_add_test(table, flag__not_permitted_and_permitted__as_it_says);
    suite_add_tcase(suite, table);
    tcase_add_test(particular, starts__days__all_that_it_says);
    tcase_add_test(particular, partial__inputs__nothing_is_missed);
    tcase_add_test(particular, exists__one_name_missing_often__told_once);
    tcase_add_test(particular, measures__without_an_end__that_of_the_regulation);
    tcase_add_test(particular, clashes__one_line__later_ones_are_told);
    tcase_add_test(particular, clashes__line_above_changes__only_while_it_is_above);
    tcase_add_test(particular, clashes__agricultural_components__are_left_out);
    tcase_add_test(particular, sub_quotas__two_units__converted_where_it_is_said_how);
    tcase_add_test(particular, sub_quotas__equivalent__one_volume);
    tcase_add_test(particular, regulations__flag_goes_back__told);
    tcase_add_test(particular, undated__own_xml__no_finding);
    tcase_add_test(particular, finding__names__record_file_and_line);
    tcase_add_test(particular, check__no_memory__refused_cleanly);
    suite_add_tcase(suite, particular);
    return suite;
}

UNIT_MAIN(suite)
