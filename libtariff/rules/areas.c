/* SPDX-License-Identifier: Apache-2.0 */
/* GA: geographical areas, and what measures exclude. */
#include "rules/check.h"

#define AREA(row, field)      TRF_CHECK(geographical_area, row, field)
#define MEMBER(row, field)    TRF_CHECK(geographical_area_membership, row, field)
#define EXCLUSION(row, field) TRF_CHECK(measure_excluded_geographical_area, row, field)

/* The code of an area that is a group. */
enum { GROUP = 1 };

bool trf_check_is_group(const trf_check *check, uint32_t area)
{
    return area != TRF_CHECK_NONE && trf_check_is(AREA(area, geographical_code), GROUP);
}

uint32_t trf_check_memberships(trf_check *check, uint16_t tariff, trf_value member, trf_value group, const uint32_t **rows)
{
    static const uint8_t fields[2] = {TRF_F_geographical_area_membership_geographical_area_sid,
                                      TRF_F_geographical_area_membership_geographical_area_group_sid};
    const trf_check_index *index = trf_check_index_by(check, TRF_KIND_geographical_area_membership, fields, 2, false);
    trf_value values[2] = {member, group};

    return trf_check_range(check, index, tariff, values, rows);
}

/* ---- parents and members ---- */

void trf_rule_GA4(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t parent = trf_check_first(check, TRF_LINK_parent_of_area, row);

    if (parent != TRF_CHECK_NONE && !trf_check_is_group(check, parent))
        trf_check_report(check, rule, TRF_KIND_geographical_area, row, "its parent is not a group");
}

void trf_rule_GA6(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t at = row;

    for (unsigned steps = 0; steps < TRF_AREA_DEPTH_MAX * 4; steps++) {
        at = trf_check_first(check, TRF_LINK_parent_of_area, at);
        if (at == TRF_CHECK_NONE)
            return;
        if (at == row) {
            trf_check_report(check, rule, TRF_KIND_geographical_area, row, "is above itself");
            return;
        }
    }
}

void trf_rule_GA13(trf_check *check, const trf_rule *rule, uint32_t row)
{
    if (trf_check_is_group(check, trf_check_first(check, TRF_LINK_member_of_membership, row)))
        trf_check_report(check, rule, TRF_KIND_geographical_area_membership, row, "the member is a group");
}

/* The parent of a membership's group: its sid, or absent. */
static trf_value parent_of_group(trf_check *check, uint32_t row)
{
    uint32_t group = trf_check_first(check, TRF_LINK_group_of_membership, row);

    return group == TRF_CHECK_NONE ? TRF_VALUE_ABSENT : AREA(group, parent_geographical_area_group_sid);
}

void trf_rule_GA19(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint16_t tariff = trf_check_source(check, TRF_KIND_geographical_area_membership, row)->tariff;
    trf_value parent = parent_of_group(check, row);
    const uint32_t *found;

    if (parent == TRF_VALUE_ABSENT || check->partial[tariff])
        return;
    if (trf_check_memberships(check, tariff, MEMBER(row, geographical_area_sid), parent, &found) == 0)
        trf_check_report(check, rule, TRF_KIND_geographical_area_membership, row, "is no member of the parent group");
}

void trf_rule_GA20(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint16_t tariff = trf_check_source(check, TRF_KIND_geographical_area_membership, row)->tariff;
    trf_value parent = parent_of_group(check, row);
    trf_check_period inner = {TRF_DATE_NONE, TRF_DATE_OPEN}, outer;
    const uint32_t *found;
    uint32_t count;
    char told[32];

    if (parent == TRF_VALUE_ABSENT)
        return;
    trf_check_period_of(check, TRF_KIND_geographical_area_membership, row, &inner);
    count = trf_check_memberships(check, tariff, MEMBER(row, geographical_area_sid), parent, &found);
    for (uint32_t i = 0; i < count && i < TRF_CHECK_MOST; i++)
        if (trf_check_period_of(check, TRF_KIND_geographical_area_membership, found[i], &outer) && trf_check_spans(outer, inner))
            return;
    if (count && count <= TRF_CHECK_MOST)
        trf_check_report(check, rule, TRF_KIND_geographical_area_membership, row, "is no member of the parent group %S",
                         trf_check_told(inner, told));
}

/* ---- exclusions of measures ---- */

/* The group of a measure and what is excluded from it; false where either is not known, or the inputs may hold them in part. */
static bool excluded_from(trf_check *check, uint32_t row, uint32_t *group, uint32_t *area, trf_check_period *period)
{
    uint32_t measure = trf_check_first(check, TRF_LINK_measure_of_exclusion, row);

    if (measure == TRF_CHECK_NONE)
        return false;
    *group = trf_check_first(check, TRF_LINK_area_of_measure, measure);
    *area = trf_check_first(check, TRF_LINK_area_of_exclusion, row);
    return *group != TRF_CHECK_NONE && *area != TRF_CHECK_NONE && trf_check_period_of(check, TRF_KIND_measure, measure, period) &&
           trf_check_complete(check, TRF_KIND_geographical_area, *group);
}

void trf_rule_ME65(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t measure = trf_check_first(check, TRF_LINK_measure_of_exclusion, row);
    uint32_t area = measure == TRF_CHECK_NONE ? TRF_CHECK_NONE : trf_check_first(check, TRF_LINK_area_of_measure, measure);

    if (area != TRF_CHECK_NONE && !trf_check_is_group(check, area))
        trf_check_report(check, rule, TRF_KIND_measure_excluded_geographical_area, row, "the area of the measure is not a group");
}

/* An excluded group stands for its members. */
static bool is_member(trf_check *check, uint32_t area, uint32_t group)
{
    static const uint8_t of_group[1] = {TRF_F_geographical_area_membership_geographical_area_group_sid};
    uint16_t tariff = trf_check_source(check, TRF_KIND_geographical_area, group)->tariff;
    trf_value own = AREA(area, geographical_area_sid), theirs = AREA(group, geographical_area_sid);
    const uint32_t *found, *members;
    uint32_t count;

    if (trf_check_memberships(check, tariff, own, theirs, &found))
        return true;
    if (!trf_check_is_group(check, area))
        return false;
    count = trf_check_range(check, trf_check_index_by(check, TRF_KIND_geographical_area_membership, of_group, 1, false), tariff,
                            &own, &members);
    for (uint32_t i = 0; i < count && i < TRF_CHECK_MOST; i++)
        if (trf_check_memberships(check, tariff, MEMBER(members[i], geographical_area_sid), theirs, &found))
            return true;
    return false;
}

void trf_rule_ME66(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t group, area;
    trf_check_period period;

    if (excluded_from(check, row, &group, &area, &period) && trf_check_is_group(check, group) && !is_member(check, area, group))
        trf_check_report(check, rule, TRF_KIND_measure_excluded_geographical_area, row, "is no member of the group");
}

static void member_throughout(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t group, area, count;
    trf_check_period period, membership = {TRF_DATE_NONE, TRF_DATE_OPEN};
    const uint32_t *found;
    char told[32], own[32];

    if (!excluded_from(check, row, &group, &area, &period) || period.end < period.start)
        return;
    count = trf_check_memberships(check, trf_check_source(check, TRF_KIND_geographical_area, group)->tariff,
                                  AREA(area, geographical_area_sid), AREA(group, geographical_area_sid), &found);
    for (uint32_t i = 0; i < count && i < TRF_CHECK_MOST; i++)
        if (trf_check_period_of(check, TRF_KIND_geographical_area_membership, found[i], &membership) &&
            trf_check_spans(membership, period))
            return;
    if (count)
        trf_check_report(check, rule, TRF_KIND_measure_excluded_geographical_area, row, "is a member of the group %S, not %S",
                         trf_check_told(membership, told), trf_check_told(period, own));
}

void trf_rule_ME67(trf_check *check, const trf_rule *rule, uint32_t row)
{
    member_throughout(check, rule, row);
}

void trf_rule_GA11(trf_check *check, const trf_rule *rule, uint32_t row)
{
    member_throughout(check, rule, row);
}

void trf_rule_GA23(trf_check *check, const trf_rule *rule)
{
    const trf_check_history *history = &check->history[TRF_KIND_geographical_area_membership];

    for (uint32_t i = 0; i < history->deleted_count; i++) {
        static const uint8_t by_area[1] = {TRF_F_measure_excluded_geographical_area_geographical_area_sid};
        uint32_t row = history->deleted[i];
        uint16_t tariff = trf_check_source(check, TRF_KIND_geographical_area_membership, row)->tariff;
        trf_value member = MEMBER(row, geographical_area_sid);
        const trf_check_index *index =
            trf_check_index_by(check, TRF_KIND_measure_excluded_geographical_area, by_area, 1, false);
        const uint32_t *exclusions, *left;
        uint32_t count = trf_check_range(check, index, tariff, &member, &exclusions);
        char name[TRF_RECORD_NAME_MAX];

        if (trf_check_memberships(check, tariff, member, MEMBER(row, geographical_area_group_sid), &left))
            continue;
        for (uint32_t e = 0; e < count; e++) {
            uint32_t measure = trf_check_first(check, TRF_LINK_measure_of_exclusion, exclusions[e]);

            if (measure == TRF_CHECK_NONE ||
                TRF_CHECK(measure, measure, geographical_area_sid) != MEMBER(row, geographical_area_group_sid))
                continue;
            trf_check_report(check, rule, TRF_KIND_geographical_area_membership, row, "is deleted, and %S excludes the member",
                             trf_check_name(check, TRF_KIND_measure, measure, name));
            break;
        }
    }
}
