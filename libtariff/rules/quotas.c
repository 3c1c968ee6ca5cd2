/* SPDX-License-Identifier: Apache-2.0 */
/* ON, QD, QA, QBP, QSP: quotas, and the measures that use them. */
#include "image/order_number.h"
#include "rules/check.h"

#define MEASURE(row, field)     TRF_CHECK(measure, row, field)
#define DEFINITION(row, field)  TRF_CHECK(quota_definition, row, field)
#define ASSOCIATION(row, field) TRF_CHECK(quota_association, row, field)
#define ORIGIN(row, field)      TRF_CHECK(quota_order_number_origin, row, field)
#define CONVERSION(row, field)  TRF_CHECK(measurement_conversion, row, field)

/* Measures use origins of order numbers from the year after this one on. */
enum { ORIGINS_AFTER = 2007 };

bool trf_check_licensed(const trf_check *check, trf_value order_number_id)
{
    trf_check_text scratch;

    return trf_order_number_licensed(trf_check_text_of(check, order_number_id, &scratch));
}

/* ---- origins ---- */

/* The origins of a measure's order number, where the inputs hold them from the beginning and the rule looks at the measure. */
static bool origins_of(trf_check *check, uint32_t row, const uint32_t **origins, uint32_t *count, trf_check_period *period)
{
    const uint32_t *order_numbers;
    trf_kind kind;
    uint32_t found = trf_check_follow(check, TRF_LINK_order_number_of_measure, row, &kind, &order_numbers);

    if (!trf_check_period_of(check, TRF_KIND_measure, row, period) || period->end < period->start ||
        trf_check_licensed(check, MEASURE(row, ordernumber)))
        return false;
    for (uint32_t i = 0; i < found; i++) {
        trf_check_period valid;

        /* Of several order numbers of one id, the one that was valid when the measure began. */
        if (found > 1 && trf_check_period_of(check, kind, order_numbers[i], &valid) &&
            !trf_period_has(valid.start, valid.end, period->start))
            continue;
        *count = trf_check_users(check, TRF_LINK_order_number_of_origin, order_numbers[i], origins);
        return trf_check_complete(check, kind, order_numbers[i]) &&
               trf_check_has_kind(check, TRF_KIND_quota_order_number_origin,
                                  trf_check_source(check, kind, order_numbers[i])->tariff);
    }
    return false;
}

static bool is_excluded(trf_check *check, uint32_t origin, trf_value area)
{
    const uint32_t *exclusions;
    uint32_t count = trf_check_users(check, TRF_LINK_origin_of_exclusion, origin, &exclusions);

    for (uint32_t i = 0; i < count && i < TRF_CHECK_MOST; i++)
        if (TRF_CHECK(quota_order_number_origin_exclusions, exclusions[i], excluded_geographical_area_sid) == area)
            return true;
    return false;
}

/* Whether an area is one of the origins, itself or as a member of a group. */
static bool is_origin(trf_check *check, uint32_t area, const uint32_t *origins, uint32_t count)
{
    trf_value sid = TRF_CHECK(geographical_area, area, geographical_area_sid);
    uint16_t tariff = trf_check_source(check, TRF_KIND_geographical_area, area)->tariff;

    for (uint32_t i = 0; i < count && i < TRF_CHECK_MOST; i++) {
        uint32_t place = trf_check_first(check, TRF_LINK_area_of_origin, origins[i]);
        const uint32_t *found;
        trf_value group;

        if (place == TRF_CHECK_NONE)
            return true; /* unknown: not held against it */
        group = TRF_CHECK(geographical_area, place, geographical_area_sid);
        if (place == area ||
            (trf_check_memberships(check, tariff, sid, group, &found) && !is_excluded(check, origins[i], sid)))
            return true;
    }
    return false;
}

/* Measure types that want an order number are those of quotas. */
void trf_rule_ME117(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t type = trf_check_first(check, TRF_LINK_type_of_measure, row), count;
    uint32_t area = trf_check_first(check, TRF_LINK_area_of_measure, row);
    const uint32_t *origins;
    trf_check_period period;

    if (type == TRF_CHECK_NONE || area == TRF_CHECK_NONE ||
        !trf_check_is(TRF_CHECK(measure_type, type, order_number_capture_code), 1) ||
        !origins_of(check, row, &origins, &count, &period) || period.start <= trf_date_of(ORIGINS_AFTER, 12, 31))
        return;
    if (!is_origin(check, area, origins, count))
        trf_check_report(check, rule, TRF_KIND_measure, row, "its area is no origin of its order number");
}

static void within_origin(trf_check *check, const trf_rule *rule, uint32_t row)
{
    const uint32_t *origins;
    trf_check_period period, valid = {TRF_DATE_NONE, TRF_DATE_OPEN};
    uint32_t count;
    char told[32], own[32];

    if (!origins_of(check, row, &origins, &count, &period) || period.start <= trf_date_of(ORIGINS_AFTER, 12, 31))
        return;
    for (uint32_t i = 0; i < count && i < TRF_CHECK_MOST; i++)
        if (trf_check_period_of(check, TRF_KIND_quota_order_number_origin, origins[i], &valid) && trf_check_spans(valid, period))
            return;
    if (count)
        trf_check_report(check, rule, TRF_KIND_measure, row, "the origin of its order number is valid %S, not %S",
                         trf_check_told(valid, told), trf_check_told(period, own));
}

void trf_rule_ME119(trf_check *check, const trf_rule *rule, uint32_t row)
{
    within_origin(check, rule, row);
}

void trf_rule_ON10(trf_check *check, const trf_rule *rule, uint32_t row)
{
    within_origin(check, rule, row);
}

/* Each member of the measure's group must be an origin; one of a country must be it itself. */
void trf_rule_QuotaOriginMatchingArea(trf_check *check, const trf_rule *rule, uint32_t row)
{
    static const uint8_t of_group[1] = {TRF_F_geographical_area_membership_geographical_area_group_sid};
    uint32_t area = trf_check_first(check, TRF_LINK_area_of_measure, row), count, member_count;
    const uint32_t *origins, *members;
    const trf_check_index *index;
    trf_check_period period;
    trf_value group;
    char name[TRF_RECORD_NAME_MAX];

    if (area == TRF_CHECK_NONE || !origins_of(check, row, &origins, &count, &period) || is_origin(check, area, origins, count))
        return;
    if (!trf_check_is_group(check, area)) {
        trf_check_report(check, rule, TRF_KIND_measure, row, "its area is no origin of its order number");
        return;
    }
    group = TRF_CHECK(geographical_area, area, geographical_area_sid);
    index = trf_check_index_by(check, TRF_KIND_geographical_area_membership, of_group, 1, false);
    member_count =
        trf_check_range(check, index, trf_check_source(check, TRF_KIND_geographical_area, area)->tariff, &group, &members);
    for (uint32_t i = 0; i < member_count && i < TRF_CHECK_MOST; i++) {
        uint32_t member = trf_check_first(check, TRF_LINK_member_of_membership, members[i]);
        trf_check_period valid;

        if (member == TRF_CHECK_NONE ||
            !trf_check_period_of(check, TRF_KIND_geographical_area_membership, members[i], &valid) ||
            !trf_check_overlap(valid, period) || is_origin(check, member, origins, count))
            continue;
        trf_check_report(check, rule, TRF_KIND_measure, row, "%S is no origin of its order number",
                         trf_check_name(check, TRF_KIND_geographical_area, member, name));
        return;
    }
}

void trf_rule_ON12(trf_check *check, const trf_rule *rule)
{
    static const uint8_t by_number[1] = {TRF_F_measure_ordernumber};
    const trf_check_history *history = &check->history[TRF_KIND_quota_order_number_origin];

    for (uint32_t i = 0; i < history->deleted_count; i++) {
        uint32_t row = history->deleted[i], left;
        uint32_t order_number = trf_check_first(check, TRF_LINK_order_number_of_origin, row);
        const uint32_t *measures, *origins;
        trf_value id;
        char name[TRF_RECORD_NAME_MAX];

        if (order_number == TRF_CHECK_NONE)
            continue;
        left = trf_check_users(check, TRF_LINK_order_number_of_origin, order_number, &origins);
        id = TRF_CHECK(quota_order_number, order_number, quota_order_number_id);
        for (uint32_t o = 0; o < left && o < TRF_CHECK_MOST; o++)
            if (ORIGIN(origins[o], geographical_area_id) == ORIGIN(row, geographical_area_id))
                id = TRF_VALUE_ABSENT; /* replaced by another for the same area */
        if (id != TRF_VALUE_ABSENT &&
            trf_check_range(check, trf_check_index_by(check, TRF_KIND_measure, by_number, 1, false),
                            trf_check_source(check, TRF_KIND_quota_order_number_origin, row)->tariff, &id, &measures))
            trf_check_report(check, rule, TRF_KIND_quota_order_number_origin, row, "is deleted, and %S uses its order number",
                             trf_check_name(check, TRF_KIND_measure, measures[0], name));
    }
}

/* ---- exclusions of origins ---- */

static uint32_t group_of_exclusion(trf_check *check, uint32_t row)
{
    uint32_t origin = trf_check_first(check, TRF_LINK_origin_of_exclusion, row);

    return origin == TRF_CHECK_NONE ? TRF_CHECK_NONE : trf_check_first(check, TRF_LINK_area_of_origin, origin);
}

void trf_rule_ON13(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t group = group_of_exclusion(check, row);

    if (group != TRF_CHECK_NONE && !trf_check_is_group(check, group))
        trf_check_report(check, rule, TRF_KIND_quota_order_number_origin_exclusions, row, "the origin is not a group");
}

void trf_rule_ON14(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t group = group_of_exclusion(check, row), area = trf_check_first(check, TRF_LINK_area_of_origin_exclusion, row);
    const uint32_t *found;

    if (area == TRF_CHECK_NONE || !trf_check_is_group(check, group) || trf_check_is_group(check, area) ||
        !trf_check_complete(check, TRF_KIND_geographical_area, group))
        return;
    if (trf_check_memberships(check, trf_check_source(check, TRF_KIND_geographical_area, group)->tariff,
                              TRF_CHECK(geographical_area, area, geographical_area_sid),
                              TRF_CHECK(geographical_area, group, geographical_area_sid), &found) == 0)
        trf_check_report(check, rule, TRF_KIND_quota_order_number_origin_exclusions, row, "is no member of the group");
}

/* ---- definitions ---- */

void trf_rule_VolumeAndInitialVolumeMustMatch(trf_check *check, const trf_rule *rule, uint32_t row)
{
    trf_number volume, initial;
    const uint32_t *associations;

    if (trf_check_source(check, TRF_KIND_quota_definition, row)->update != TRF_UPDATE_INSERT ||
        trf_check_users(check, TRF_LINK_main_of_association, row, &associations) ||
        !trf_check_number(check, DEFINITION(row, volume), &volume) ||
        !trf_check_number(check, DEFINITION(row, initial_volume), &initial))
        return;
    if (trf_number_compare(check->numbers, volume, initial) != 0)
        trf_check_report(check, rule, TRF_KIND_quota_definition, row, "its volume is not its initial volume");
}

/* ---- associations ---- */

static bool ends_of(trf_check *check, uint32_t row, uint32_t *main, uint32_t *sub)
{
    *main = trf_check_first(check, TRF_LINK_main_of_association, row);
    *sub = trf_check_first(check, TRF_LINK_sub_of_association, row);
    return *main != TRF_CHECK_NONE && *sub != TRF_CHECK_NONE;
}

void trf_rule_QA2(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t main, sub;
    trf_check_period outer, inner;
    char told[32], own[32];

    if (ends_of(check, row, &main, &sub) && trf_check_period_of(check, TRF_KIND_quota_definition, main, &outer) &&
        trf_check_period_of(check, TRF_KIND_quota_definition, sub, &inner) && !trf_check_spans(outer, inner))
        trf_check_report(check, rule, TRF_KIND_quota_association, row, "the main quota is valid %S, the sub-quota %S",
                         trf_check_told(outer, told), trf_check_told(inner, own));
}

/* How a unit is converted to what it is counted in. */
static uint32_t conversion_of(trf_check *check, uint32_t definition)
{
    static const uint8_t fields[2] = {TRF_F_measurement_conversion_measurement_unit_code,
                                      TRF_F_measurement_conversion_measurement_unit_qualifier_code};
    trf_value values[2] = {DEFINITION(definition, measurement_unit_code),
                           DEFINITION(definition, measurement_unit_qualifier_code)};
    const trf_check_index *index = trf_check_index_by(check, TRF_KIND_measurement_conversion, fields, 2, false);
    const uint32_t *found;
    uint16_t tariff = trf_check_source(check, TRF_KIND_quota_definition, definition)->tariff;

    if (trf_check_range(check, index, tariff, values, &found) || trf_check_range(check, index, 0, values, &found))
        return found[0];
    return TRF_CHECK_NONE;
}

/* A volume in the unit that quantities are counted in, where main and sub-quota have two units. */
static bool converted(trf_check *check, trf_value volume, uint32_t conversion, trf_number *out)
{
    trf_number multiplier;

    if (!trf_check_number(check, volume, out))
        return false;
    if (conversion == TRF_CHECK_NONE || !trf_check_number(check, CONVERSION(conversion, multiplier), &multiplier))
        return true;
    return trf_number_divide(check->numbers, *out, multiplier, out) == TARIFF_OK;
}

void trf_rule_QA3(trf_check *check, const trf_rule *rule, uint32_t row)
{
    static const unsigned volumes[2] = {TRF_F_quota_definition_volume, TRF_F_quota_definition_initial_volume};
    uint32_t main, sub, main_unit = TRF_CHECK_NONE, sub_unit = TRF_CHECK_NONE;

    if (!ends_of(check, row, &main, &sub))
        return;
    if (DEFINITION(main, measurement_unit_code) != DEFINITION(sub, measurement_unit_code) ||
        DEFINITION(main, measurement_unit_qualifier_code) != DEFINITION(sub, measurement_unit_qualifier_code)) {
        main_unit = conversion_of(check, main);
        sub_unit = conversion_of(check, sub);
        if (main_unit == TRF_CHECK_NONE || sub_unit == TRF_CHECK_NONE ||
            CONVERSION(main_unit, asked_in) == TRF_VALUE_ABSENT ||
            CONVERSION(main_unit, asked_in) != CONVERSION(sub_unit, asked_in)) {
            trf_check_report(check, rule, TRF_KIND_quota_association, row,
                             "the unit of the sub-quota cannot be converted to that of the main quota");
            return;
        }
    }
    for (unsigned i = 0; i < 2; i++) {
        trf_number most, volume;

        if (converted(check, trf_check_field(check, TRF_KIND_quota_definition, main, volumes[i]), main_unit, &most) &&
            converted(check, trf_check_field(check, TRF_KIND_quota_definition, sub, volumes[i]), sub_unit, &volume) &&
            trf_number_compare(check->numbers, volume, most) > 0) {
            trf_check_report(check, rule, TRF_KIND_quota_association, row, "the %svolume of the sub-quota is larger",
                             i ? "initial " : "");
            return;
        }
    }
}

/* One where it is not given. */
static trf_number coefficient_of(trf_check *check, uint32_t row)
{
    trf_number coefficient;

    return trf_check_number(check, ASSOCIATION(row, coefficient), &coefficient) ? coefficient : trf_number_of(1);
}

void trf_rule_QA4(trf_check *check, const trf_rule *rule, uint32_t row)
{
    if (trf_number_sign(check->numbers, coefficient_of(check, row)) <= 0)
        trf_check_report(check, rule, TRF_KIND_quota_association, row, "its coefficient is not more than zero");
}

/* The other associations of the same main quota. */
static uint32_t siblings(trf_check *check, uint32_t row, const uint32_t **rows)
{
    static const uint8_t by_main[1] = {TRF_F_quota_association_main_quota_definition_sid};
    trf_value main = ASSOCIATION(row, main_quota_definition_sid);

    return trf_check_range(check, trf_check_index_by(check, TRF_KIND_quota_association, by_main, 1, false),
                           trf_check_source(check, TRF_KIND_quota_association, row)->tariff, &main, rows);
}

static bool has_type(const trf_check *check, uint32_t row, const char *type)
{
    trf_check_text scratch;

    return trf_slice_is(trf_check_text_of(check, ASSOCIATION(row, relation_type), &scratch), type);
}

static bool same_volume(trf_check *check, uint32_t row, uint32_t other)
{
    uint32_t mine = trf_check_first(check, TRF_LINK_sub_of_association, row);
    uint32_t theirs = trf_check_first(check, TRF_LINK_sub_of_association, other);
    trf_number a, b;

    return mine == TRF_CHECK_NONE || theirs == TRF_CHECK_NONE || !trf_check_number(check, DEFINITION(mine, volume), &a) ||
           !trf_check_number(check, DEFINITION(theirs, volume), &b) || trf_number_compare(check->numbers, a, b) == 0;
}

void trf_rule_QA5(trf_check *check, const trf_rule *rule, uint32_t row)
{
    bool one = trf_number_compare(check->numbers, coefficient_of(check, row), trf_number_of(1)) == 0;
    const uint32_t *others;
    uint32_t count;

    if (has_type(check, row, "NM") && !one)
        trf_check_report(check, rule, TRF_KIND_quota_association, row, "is normal, and its coefficient not 1");
    if (!has_type(check, row, "EQ"))
        return;
    if (one)
        trf_check_report(check, rule, TRF_KIND_quota_association, row, "is equivalent, and its coefficient 1");
    count = siblings(check, row, &others);
    for (uint32_t i = 0; i < count && i < TRF_CHECK_MOST; i++)
        if (others[i] != row && !same_volume(check, row, others[i])) {
            trf_check_report(check, rule, TRF_KIND_quota_association, row,
                             "is equivalent, and its volume not that of the other sub-quotas");
            return;
        }
}

void trf_rule_QA6(trf_check *check, const trf_rule *rule, uint32_t row)
{
    const uint32_t *others;
    uint32_t count = siblings(check, row, &others);

    for (uint32_t i = 0; i < count && i < TRF_CHECK_MOST; i++)
        if (ASSOCIATION(others[i], relation_type) != ASSOCIATION(row, relation_type)) {
            trf_check_report(check, rule, TRF_KIND_quota_association, row,
                             "its relation type is not that of the other sub-quotas");
            return;
        }
}

void trf_rule_SameMainAndSubQuota(trf_check *check, const trf_rule *rule, uint32_t row)
{
    if (ASSOCIATION(row, main_quota_definition_sid) == ASSOCIATION(row, sub_quota_definition_sid))
        trf_check_report(check, rule, TRF_KIND_quota_association, row, "main and sub-quota are one");
}

/* ---- blocking and suspension ---- */

static bool of_licences(trf_check *check, int link, uint32_t row)
{
    uint32_t definition = trf_check_first(check, link, row);

    return definition != TRF_CHECK_NONE && trf_check_licensed(check, DEFINITION(definition, quota_order_number_id));
}

void trf_rule_BlockingOnlyOfFCFSQuotas(trf_check *check, const trf_rule *rule, uint32_t row)
{
    if (of_licences(check, TRF_LINK_definition_of_blocking, row))
        trf_check_report(check, rule, TRF_KIND_quota_blocking_period, row, "blocks a quota administered by licences");
}

void trf_rule_SuspensionsOnlyToFCFSQuotas(trf_check *check, const trf_rule *rule, uint32_t row)
{
    if (of_licences(check, TRF_LINK_definition_of_suspension, row))
        trf_check_report(check, rule, TRF_KIND_quota_suspension_period, row, "suspends a quota administered by licences");
}

void trf_rule_QBP2(trf_check *check, const trf_rule *rule, uint32_t row)
{
    uint32_t definition = trf_check_first(check, TRF_LINK_definition_of_blocking, row);
    trf_check_period period, quota;
    char told[32];

    if (definition != TRF_CHECK_NONE && trf_check_period_of(check, TRF_KIND_quota_blocking_period, row, &period) &&
        trf_check_period_of(check, TRF_KIND_quota_definition, definition, &quota) && period.start < quota.start)
        trf_check_report(check, rule, TRF_KIND_quota_blocking_period, row, "begins before the quota, which is valid %S",
                         trf_check_told(quota, told));
}
