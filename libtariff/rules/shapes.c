/* SPDX-License-Identifier: Apache-2.0 */
/* The shapes of rules.def. */
#include "model/findings.h"
#include "rules/check.h"

static bool past(const trf_rule *rule, trf_date start)
{
    return rule->after == 0 || start > trf_date_of(rule->after, 12, 31);
}

/* ---- EXISTS ---- */

static void report_missing(trf_check *check, const trf_rule *rule, const trf_link *link, const uint32_t *rows, uint32_t count)
{
    trf_check_text first, second;
    trf_slice texts[2] = {TRF_SLICE_EMPTY, TRF_SLICE_EMPTY};

    for (unsigned i = 0; i < link->field_count && i < 2; i++)
        texts[i] =
            trf_check_text_of(check, trf_check_field(check, link->from, rows[0], link->from_fields[i]), i ? &second : &first);
    trf_check_report(check, rule, link->from, rows[0], "%s %S%s%S is in no input%s", trf_kinds[link->to].element, texts[0],
                     texts[1].size ? " " : "", texts[1], count > 1 ? " (others name it too)" : "");
}

/* Once for each name that is missing, where the inputs are whole and have such records at all. */
static void exists(trf_check *check, const trf_rule *rule)
{
    const trf_link *link = &trf_links[rule->link];
    uint32_t count = 0, *missing = NULL;

    for (uint32_t i = 0; i < trf_check_count(check, link->from) && !check->failed; i++) {
        uint32_t row = trf_check_at(check, link->from, i);
        uint16_t tariff = trf_check_source(check, link->from, row)->tariff;

        if (check->partial[tariff] || !trf_check_names(check, rule->link, row) || !trf_check_has_kind(check, link->to, tariff) ||
            trf_check_first(check, rule->link, row) != TRF_CHECK_NONE)
            continue;
        if (!missing)
            missing = trf_check_take(check, trf_check_count(check, link->from), sizeof *missing);
        if (missing)
            missing[count++] = row;
    }
    if (!missing || check->failed || !trf_check_sort(check, link->from, missing, count, link->from_fields, link->field_count))
        return;
    for (uint32_t i = 0, end; i < count; i = end) {
        for (end = i + 1;
             end < count && trf_check_same(check, link->from, missing[i], missing[end], link->from_fields, link->field_count);)
            end++;
        report_missing(check, rule, link, missing + i, end - i);
    }
}

/* ---- SPANS ---- */

static void spans(trf_check *check, const trf_rule *rule)
{
    trf_kind from = trf_links[rule->link].from;

    for (uint32_t i = 0; i < trf_check_count(check, from) && !check->failed; i++) {
        uint32_t row = trf_check_at(check, from, i);
        trf_check_period inner, outer = {TRF_DATE_NONE, TRF_DATE_OPEN};
        const uint32_t *targets;
        trf_kind to;
        uint32_t count = trf_check_follow(check, rule->link, row, &to, &targets);
        char name[TRF_RECORD_NAME_MAX], told[32], own[32];
        bool spanned = false;

        if (count == 0 || !trf_check_period_of(check, from, row, &inner) || !past(rule, inner.start) ||
            inner.end < inner.start)
            continue;
        for (uint32_t t = 0; t < count && !spanned; t++)
            spanned = !trf_check_period_of(check, to, targets[t], &outer) || trf_check_spans(outer, inner);
        if (!spanned)
            trf_check_report(check, rule, from, row, "%S is valid %S, not %S",
                             trf_check_name(check, to, targets[count - 1], name),
                             trf_check_told(outer, told), trf_check_told(inner, own));
    }
}

/* ---- IN_USE ---- */

static void in_use(trf_check *check, const trf_rule *rule)
{
    const trf_link *link = &trf_links[rule->link];
    const trf_check_history *history = &check->history[link->to];

    for (uint32_t i = 0; i < history->deleted_count && !check->failed; i++) {
        const uint32_t *users;
        uint32_t count = trf_check_users(check, rule->link, history->deleted[i], &users);
        char name[TRF_RECORD_NAME_MAX];

        for (uint32_t u = 0; u < count && u < TRF_CHECK_MOST; u++) {
            if (trf_check_first(check, rule->link, users[u]) != TRF_CHECK_NONE)
                continue; /* another record of this name holds */
            trf_check_report(check, rule, link->to, history->deleted[i], "is deleted, and %S uses it",
                             trf_check_name(check, link->from, users[u], name));
            break;
        }
    }
}

/* ---- ONCE, UNIQUE, APART ---- */

static void once(trf_check *check, const trf_rule *rule)
{
    const trf_check_history *history = &check->history[rule->kind];

    for (uint32_t i = 0; i < history->double_count; i++)
        trf_check_report(check, rule, rule->kind, history->doubles[i], "is inserted while it is there");
}

static void unique(trf_check *check, const trf_rule *rule)
{
    const trf_check_index *index = trf_check_index_by(check, rule->kind, rule->fields, rule->field_count, false);
    char name[TRF_RECORD_NAME_MAX];

    for (uint32_t i = 1; index && i < index->count; i++)
        if (trf_check_field(check, rule->kind, index->rows[i], rule->fields[0]) != TRF_VALUE_ABSENT &&
            trf_check_same(check, rule->kind, index->rows[i - 1], index->rows[i], rule->fields, rule->field_count))
            trf_check_report(check, rule, rule->kind, index->rows[i], "says the same as %S",
                             trf_check_name(check, rule->kind, index->rows[i - 1], name));
}

static void apart(trf_check *check, const trf_rule *rule)
{
    uint8_t fields[TRF_CHECK_FIELDS_MAX];
    const trf_check_index *index;
    trf_check_period longest = {TRF_DATE_NONE, TRF_DATE_OPEN};
    uint32_t longest_row = TRF_CHECK_NONE;

    /* Dates as values sort like days, no date before them: one more field gives the order of time. */
    memcpy(fields, rule->fields, rule->field_count);
    fields[rule->field_count] = (uint8_t)check->start[rule->kind];
    index = trf_check_index_by(check, rule->kind, fields, rule->field_count + 1u, false);
    for (uint32_t i = 0; index && i < index->count; i++) {
        uint32_t row = index->rows[i];
        trf_check_period period;
        char name[TRF_RECORD_NAME_MAX], told[32], own[32];

        if (!trf_check_period_of(check, rule->kind, row, &period) || period.end < period.start ||
            !trf_check_ended(check, rule->kind, row))
            continue;
        if (longest_row == TRF_CHECK_NONE ||
            !trf_check_same(check, rule->kind, longest_row, row, rule->fields, rule->field_count)) {
            longest = period;
            longest_row = row;
            continue;
        }
        if (trf_check_overlap(longest, period) &&
            trf_check_field(check, rule->kind, row, rule->fields[0]) != TRF_VALUE_ABSENT)
            trf_check_report(check, rule, rule->kind, row, "is valid %S, and %S %S", trf_check_told(period, own),
                             trf_check_name(check, rule->kind, longest_row, name), trf_check_told(longest, told));
        if (period.end >= longest.end) {
            longest = period;
            longest_row = row;
        }
    }
}

/* ---- STARTS ---- */

static void start_one(trf_check *check, const trf_rule *rule, const trf_link *link, uint32_t owner)
{
    uint16_t tariff = trf_check_source(check, link->to, owner)->tariff;
    trf_check_period period, first = {TRF_DATE_OPEN, TRF_DATE_OPEN};
    const uint32_t *parts;
    uint32_t count = trf_check_users(check, rule->link, owner, &parts);
    bool complete = trf_check_complete(check, link->to, owner) && trf_check_has_kind(check, link->from, tariff);
    char own[32], told[32];

    if (!trf_check_period_of(check, link->to, owner, &period))
        return;
    if (count == 0) {
        if (complete)
            trf_check_report(check, rule, link->to, owner, "has no %s", trf_kinds[link->from].element);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        trf_check_period part;

        if (!trf_check_period_of(check, link->from, parts[i], &part) || part.start == TRF_DATE_NONE)
            return; /* undated */
        if (part.start < first.start)
            first = part;
        if (part.start > period.end)
            trf_check_report(check, rule, link->from, parts[i], "begins after the end of its %s, valid %S",
                             trf_kinds[link->to].element, trf_check_told(period, own));
        for (uint32_t j = 0; j < i && j < 64; j++) {
            trf_check_period other;

            if (trf_check_period_of(check, link->from, parts[j], &other) && other.start == part.start) {
                trf_check_report(check, rule, link->from, parts[i], "begins on the day of another, %S",
                                 trf_check_told(part, told));
                break;
            }
        }
    }
    if (complete && period.start != TRF_DATE_NONE && first.start != period.start)
        trf_check_report(check, rule, link->to, owner, "is valid %S, its first %s %S", trf_check_told(period, own),
                         trf_kinds[link->from].element, trf_check_told(first, told));
}

static void starts(trf_check *check, const trf_rule *rule)
{
    const trf_link *link = &trf_links[rule->link];

    for (uint32_t i = 0; i < trf_check_count(check, link->to) && !check->failed; i++)
        start_one(check, rule, link, trf_check_at(check, link->to, i));
}

/* ---- FLAG ---- */

static void flag(trf_check *check, const trf_rule *rule)
{
    const char *element = trf_kinds[rule->kind].fields[rule->fields[0]].element;

    for (uint32_t i = 0; i < trf_check_count(check, rule->kind) && !check->failed; i++) {
        uint32_t row = trf_check_at(check, rule->kind, i), expression = trf_check_first(check, rule->link, row);
        bool has = trf_check_field(check, rule->kind, row, rule->fields[0]) != TRF_VALUE_ABSENT;
        trf_value wanted;
        trf_check_text id;
        trf_slice told;

        if (expression == TRF_CHECK_NONE)
            continue;
        wanted = trf_check_field(check, TRF_KIND_duty_expression, expression, rule->fields[1]);
        told = trf_check_text_of(check, TRF_CHECK(duty_expression, expression, duty_expression_id), &id);
        if (trf_check_is(wanted, 1) && !has)
            trf_check_report(check, rule, rule->kind, row, "%s is missing, which duty expression %S wants", element, told);
        else if (trf_check_is(wanted, 2) && has)
            trf_check_report(check, rule, rule->kind, row, "%s is there, which duty expression %S does not allow", element, told);
    }
}

void trf_rule_run_shape(trf_check *check, const trf_rule *rule)
{
    static void (*const shapes[TRF_RULE_SHAPES])(trf_check *, const trf_rule *) = {exists, spans, in_use, once, unique,
                                                                                    apart,  starts, flag,   NULL, NULL};

    shapes[rule->shape](check, rule);
}
