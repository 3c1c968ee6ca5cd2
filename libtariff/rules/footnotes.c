/* SPDX-License-Identifier: Apache-2.0 */
/* Where a footnote may stand, by the application of its type; descriptions that say nothing; ACN2. */
#include "rules/check.h"

/* Applications of footnote types. */
enum {
    CN_NOMENCLATURE = 1,
    TARIC_NOMENCLATURE = 2,
    CN_MEASURES = 6,
    OTHER_MEASURES = 7,
    DYNAMIC = 9
};
/* Applications of additional code types. */
enum { CODES_OF_MEASURES = 1, PROCESSED_GOODS = 4 };

static const unsigned CN_DIGITS = 8;

/* 0 where the type is not known. */
static uint32_t application_of(trf_check *check, int link, uint32_t row)
{
    uint32_t type = trf_check_first(check, link, row), application = 0;

    if (type != TRF_CHECK_NONE)
        trf_value_int(TRF_CHECK(footnote_type, type, application_code), &application);
    return application;
}

void trf_rule_NIG18(trf_check *check, const trf_rule *rule, uint32_t row)
{
    trf_value code = TRF_CHECK(footnote_association_goods_nomenclature, row, goods_nomenclature_item_id);

    if (application_of(check, TRF_LINK_footnote_type_of_goods, row) == CN_NOMENCLATURE &&
        trf_check_level(check, code) > CN_DIGITS)
        trf_check_report(check, rule, TRF_KIND_footnote_association_goods_nomenclature, row,
                         "the footnote is for codes of up to eight digits");
}

void trf_rule_NIG19(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t application = application_of(check, TRF_LINK_footnote_type_of_goods, row);

    if (application && application != CN_NOMENCLATURE && application != TARIC_NOMENCLATURE && application != DYNAMIC)
        trf_check_report(check, rule, TRF_KIND_footnote_association_goods_nomenclature, row,
                         "footnotes with application %u are not for nomenclature", application);
}

void trf_rule_ME71(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t measure;

    if (application_of(check, TRF_LINK_footnote_type_of_measure, row) != CN_MEASURES)
        return;
    measure = trf_check_first(check, TRF_LINK_measure_of_footnote, row);
    if (measure != TRF_CHECK_NONE && trf_check_level(check, TRF_CHECK(measure, measure, goods_nomenclature_item_id)) > CN_DIGITS)
        trf_check_report(check, rule, TRF_KIND_footnote_association_measure, row,
                         "the footnote is for codes of up to eight digits");
}

void trf_rule_ME72(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t application = application_of(check, TRF_LINK_footnote_type_of_measure, row);

    if (application && application != CN_MEASURES && application != OTHER_MEASURES && application != DYNAMIC)
        trf_check_report(check, rule, TRF_KIND_footnote_association_measure, row,
                         "footnotes with application %u are not for measures", application);
}

/* ---- descriptions ---- */

static bool is_blank(const trf_check *check, trf_value value)
{
    trf_check_text scratch;
    trf_slice text = trf_check_text_of(check, value, &scratch);

    for (size_t i = 0; i < text.size; i++)
        if (!memchr(" \t\r\n\f\v", text.data[i], 6))
            return false;
    return true;
}

void trf_rule_NoBlankDescription(trf_check *check, const trf_rule *rule)
{
    static const struct {
        trf_kind kind;
        unsigned field;
    } described[] = {
        {TRF_KIND_footnote_description, TRF_F_footnote_description_description},
        {TRF_KIND_certificate_description, TRF_F_certificate_description_description},
        {TRF_KIND_additional_code_description, TRF_F_additional_code_description_description},
        {TRF_KIND_goods_nomenclature_description, TRF_F_goods_nomenclature_description_description},
    };

    for (size_t k = 0; k < sizeof described / sizeof *described; k++)
        for (uint32_t i = 0; i < trf_check_count(check, described[k].kind); i++) {
            uint32_t row = trf_check_at(check, described[k].kind, i);

            if (is_blank(check, trf_check_field(check, described[k].kind, row, described[k].field)))
                trf_check_report(check, rule, described[k].kind, row, "the description is blank");
        }
}

void trf_rule_DescriptionNotEmpty(trf_check *check, const trf_rule *rule, uint32_t row)
{
    if (is_blank(check, TRF_CHECK(geographical_area_description, row, description)))
        trf_check_report(check, rule, TRF_KIND_geographical_area_description, row, "the description is blank");
}

/* ---- additional codes ---- */

void trf_rule_ACN2(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t type = trf_check_first(check, TRF_LINK_type_of_additional_code, row);
    trf_value application;
    trf_check_text scratch;

    if (type == TRF_CHECK_NONE)
        return;
    application = TRF_CHECK(additional_code_type, type, application_code);
    if (application != TRF_VALUE_ABSENT && !trf_check_is(application, CODES_OF_MEASURES) &&
        !trf_check_is(application, PROCESSED_GOODS))
        trf_check_report(check, rule, TRF_KIND_additional_code, row, "its type has application %S",
                         trf_check_text_of(check, application, &scratch));
}
