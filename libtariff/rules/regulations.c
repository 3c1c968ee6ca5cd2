/* SPDX-License-Identifier: Apache-2.0 */
/* ROIMB: regulations, and what measures take from theirs. */
#include "rules/check.h"

#define MEASURE(row, field) TRF_CHECK(measure, row, field)
#define BASE(row, field)    TRF_CHECK(base_regulation, row, field)

/* Of base and modification regulations: replaced in full. */
enum { REPLACED = 1 };
/* Measures that ended before this year are not held against their regulation. */
enum { EFFECTIVE_SINCE = 2008 };

/* The first letter of a draft's id. */
static const char DRAFT = 'C';

static trf_check_period explicit_period(const trf_check *check, uint32_t row)
{
    return (trf_check_period){trf_check_date(MEASURE(row, validity_start_date), TRF_DATE_NONE),
                              trf_check_date(MEASURE(row, validity_end_date), TRF_DATE_OPEN)};
}

/* Of a regulation: start to its effective end. */
static trf_check_period effective_period(trf_check *check, trf_kind kind, uint32_t row)
{
    trf_check_period period = {TRF_DATE_NONE, TRF_DATE_OPEN};

    trf_check_period_of(check, kind, row, &period);
    period.end = trf_check_regulation_end(check, kind, row);
    return period;
}

static uint32_t regulation_of(trf_check *check, int link, uint32_t row, trf_kind *kind)
{
    const uint32_t *rows;

    return trf_check_follow(check, link, row, kind, &rows) ? rows[0] : TRF_CHECK_NONE;
}

/* ---- periods ---- */

void trf_rule_ME25(trf_check *check, const trf_rule *rule, uint32_t row)
{
    trf_check_period period;
    char told[32];

    if (trf_check_period_of(check, TRF_KIND_measure, row, &period) && period.start > period.end)
        trf_check_report(check, rule, TRF_KIND_measure, row, "is valid %S", trf_check_told(period, told));
}

void trf_rule_ME87(trf_check *check, const trf_rule *rule, uint32_t row)
{
    trf_kind kind;
    uint32_t regulation = regulation_of(check, TRF_LINK_regulation_of_measure, row, &kind);
    trf_check_period period, effective;
    char told[32], own[32];

    if (regulation == TRF_CHECK_NONE || !trf_check_period_of(check, TRF_KIND_measure, row, &period) ||
        period.end < trf_date_of(EFFECTIVE_SINCE, 1, 1))
        return;
    effective = effective_period(check, kind, regulation);
    if (!trf_check_spans(effective, period))
        trf_check_report(check, rule, TRF_KIND_measure, row, "its regulation is in effect %S, not %S",
                         trf_check_told(effective, told), trf_check_told(period, own));
}

/* As ME87, by the dates that stand in the measure, from the side of the base regulation. */
void trf_rule_ROIMB8(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t base = trf_check_first(check, TRF_LINK_base_of_measure, row);
    trf_check_period period = explicit_period(check, row), effective;
    char told[32], own[32];

    if (base == TRF_CHECK_NONE || period.end < trf_date_of(EFFECTIVE_SINCE, 1, 1))
        return;
    effective = effective_period(check, TRF_KIND_base_regulation, base);
    if ((period.start != TRF_DATE_NONE && !trf_period_has(effective.start, effective.end, period.start)) ||
        (period.end != TRF_DATE_OPEN && !trf_period_has(effective.start, effective.end, period.end)))
        trf_check_report(check, rule, TRF_KIND_measure, row, "its base regulation is valid %S, not %S",
                         trf_check_told(effective, told), trf_check_told(period, own));
}

void trf_rule_ME27(trf_check *check, const trf_rule *rule, uint32_t row)
{
    trf_kind kind;
    uint32_t regulation = regulation_of(check, TRF_LINK_regulation_of_measure, row, &kind);
    unsigned field = kind == TRF_KIND_base_regulation ? TRF_F_base_regulation_replacement_indicator
                                                      : TRF_F_modification_regulation_replacement_indicator;

    if (regulation != TRF_CHECK_NONE && trf_check_is(trf_check_field(check, kind, regulation, field), REPLACED))
        trf_check_report(check, rule, TRF_KIND_measure, row, "its regulation is replaced in full");
}

/* ---- justification ---- */

void trf_rule_ME33(trf_check *check, const trf_rule *rule, uint32_t row)
{
    if (explicit_period(check, row).end == TRF_DATE_OPEN && MEASURE(row, justification_regulation_id) != TRF_VALUE_ABSENT)
        trf_check_report(check, rule, TRF_KIND_measure, row, "has a justification regulation and no end");
}

void trf_rule_ME34(trf_check *check, const trf_rule *rule, uint32_t row)
{
    if (explicit_period(check, row).end != TRF_DATE_OPEN && MEASURE(row, justification_regulation_id) == TRF_VALUE_ABSENT)
        trf_check_report(check, rule, TRF_KIND_measure, row, "has an end and no justification regulation");
}

static bool approved(const trf_check *check, trf_kind kind, uint32_t row)
{
    unsigned field =
        kind == TRF_KIND_base_regulation ? TRF_F_base_regulation_approved_flag : TRF_F_modification_regulation_approved_flag;

    return !trf_check_is(trf_check_field(check, kind, row, field), 0);
}

void trf_rule_ME104(trf_check *check, const trf_rule *rule, uint32_t row)
{
    trf_kind own_kind, kind;
    uint32_t own = regulation_of(check, TRF_LINK_regulation_of_measure, row, &own_kind);
    uint32_t justifying = regulation_of(check, TRF_LINK_justification_of_measure, row, &kind);
    trf_date end = explicit_period(check, row).end;
    trf_check_period effective;
    char told[32];

    if (justifying == TRF_CHECK_NONE)
        return;
    if (own != TRF_CHECK_NONE && approved(check, own_kind, own) && !approved(check, kind, justifying))
        trf_check_report(check, rule, TRF_KIND_measure, row, "its justification regulation is not approved, its own is");
    if ((own == justifying && own_kind == kind) || end == TRF_DATE_OPEN ||
        (MEASURE(row, justification_regulation_id) == MEASURE(row, measure_generating_regulation_id) &&
         MEASURE(row, justification_regulation_role) == MEASURE(row, measure_generating_regulation_role)))
        return;
    effective = effective_period(check, kind, justifying);
    if (!trf_period_has(effective.start, effective.end, end + 1))
        trf_check_report(check, rule, TRF_KIND_measure, row,
                         "its justification regulation is valid %S, not on the day after the measure's end",
                         trf_check_told(effective, told));
}

/* ---- regulations ---- */

static bool is_draft(const trf_check *check, trf_value id)
{
    trf_check_text scratch;
    trf_slice text = trf_check_text_of(check, id, &scratch);

    return text.size && text.data[0] == DRAFT;
}

/* Over every row that was read: the flag may not go back. */
void trf_rule_ROIMB44(trf_check *check, const trf_rule *rule)
{
    static const uint8_t key[2] = {TRF_F_base_regulation_base_regulation_role, TRF_F_base_regulation_base_regulation_id};
    const trf_kind kind = TRF_KIND_base_regulation;
    const trf_check_index *index = trf_check_index_by(check, kind, key, 2, true);

    for (uint32_t i = 0; index && i < index->count; i++) {
        uint32_t row = index->rows[i];
        trf_value flag = BASE(row, approved_flag);

        if (trf_check_source(check, kind, row)->update == TRF_UPDATE_DELETE || flag == TRF_VALUE_ABSENT ||
            trf_check_is(flag, 1))
            continue;
        if (!is_draft(check, BASE(row, base_regulation_id)))
            trf_check_report(check, rule, kind, row, "is not approved, and no draft");
        else if (i > 0 && trf_check_same(check, kind, index->rows[i - 1], row, key, 2) &&
                 trf_check_is(BASE(index->rows[i - 1], approved_flag), 1))
            trf_check_report(check, rule, kind, row, "was approved, and is no more");
    }
}

/* A draft that only justifies the ends of its own measures may go. */
void trf_rule_ROIMB46(trf_check *check, const trf_rule *rule)
{
    const trf_check_history *history = &check->history[TRF_KIND_base_regulation];

    for (uint32_t i = 0; i < history->deleted_count; i++) {
        uint32_t row = history->deleted[i];
        const uint32_t *measures;
        uint32_t count = trf_check_users(check, TRF_LINK_justifying_base, row, &measures);
        char name[TRF_RECORD_NAME_MAX];

        for (uint32_t m = 0; m < count; m++) {
            bool own = MEASURE(measures[m], measure_generating_regulation_id) == BASE(row, base_regulation_id) &&
                       MEASURE(measures[m], measure_generating_regulation_role) == BASE(row, base_regulation_role);

            if (own && is_draft(check, BASE(row, base_regulation_id)))
                continue;
            trf_check_report(check, rule, TRF_KIND_base_regulation, row, "is deleted, and justifies the end of %S",
                             trf_check_name(check, TRF_KIND_measure, measures[m], name));
            break;
        }
    }
}
