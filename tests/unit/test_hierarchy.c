/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/error.h"
#include "model/hierarchy.h"

static uint32_t random_state;

static uint32_t random_below(uint32_t limit)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % limit;
}

/* The rule as it is written: go back to the nearest earlier line valid that day with a smaller depth. */
static int32_t depth_on(const trf_hierarchy_line *line, const trf_hierarchy_depth *depths, trf_date day)
{
    int32_t depth = depths[line->first_depth].depth;

    for (uint32_t i = 1; i < line->depth_count; i++)
        if (depths[line->first_depth + i].start <= day)
            depth = depths[line->first_depth + i].depth;
    return depth;
}

static uint32_t parent_by_rule(const trf_hierarchy_line *lines, const trf_hierarchy_depth *depths, uint32_t line, trf_date day)
{
    int32_t depth = depth_on(&lines[line], depths, day);

    for (uint32_t i = line; i-- > 0;)
        if (trf_period_has(lines[i].start, lines[i].end, day) && depth_on(&lines[i], depths, day) < depth)
            return i;
    return TRF_HIERARCHY_ROOT;
}

static const trf_hierarchy_segment *segment_on(const trf_hierarchy *hierarchy, uint32_t line, trf_date day)
{
    for (uint32_t i = hierarchy->first[line]; i < hierarchy->first[line + 1]; i++)
        if (trf_period_has(hierarchy->segments[i].start, hierarchy->segments[i].end, day))
            return &hierarchy->segments[i];
    return NULL;
}

#define LINES 24
#define DAYS  20

START_TEST(make__random_lines_and_dates__parents_and_children_of_the_quadratic_rule)
{
    random_state = (uint32_t)_i + 1;
    for (int round = 0; round < 60; round++) {
        trf_hierarchy_line lines[LINES];
        trf_hierarchy_depth depths[LINES * 3];
        trf_hierarchy hierarchy = {0};
        uint32_t depth_count = 0, count = 1 + random_below(LINES);

        for (uint32_t i = 0; i < count; i++) {
            trf_date start = (trf_date)random_below(DAYS);
            trf_date end = random_below(3) ? TRF_DATE_OPEN : start + (trf_date)random_below(8) - 1;

            if (random_below(6) == 0)
                start = TRF_DATE_NONE;
            lines[i] = (trf_hierarchy_line){start, end, depth_count, 1 + random_below(3)};
            for (uint32_t d = 0; d < lines[i].depth_count; d++)
                depths[depth_count + d] = (trf_hierarchy_depth){(trf_date)(d * 5 + random_below(6)), (int32_t)random_below(6)};
            depth_count += lines[i].depth_count;
        }
        ck_assert_int_eq(trf_hierarchy_make(&trf_alloc_default, lines, count, depths, &hierarchy, NULL), TARIFF_OK);
        for (trf_date day = -2; day < DAYS + 10; day++) {
            uint32_t children[LINES] = {0};

            for (uint32_t i = 0; i < count; i++) {
                const trf_hierarchy_segment *segment = segment_on(&hierarchy, i, day);

                if (!trf_period_has(lines[i].start, lines[i].end, day)) {
                    ck_assert_ptr_null(segment);
                    continue;
                }
                ck_assert_ptr_nonnull(segment);
                ck_assert_uint_eq(segment->parent, parent_by_rule(lines, depths, i, day));
                if (segment->parent != TRF_HIERARCHY_ROOT)
                    children[segment->parent]++;
            }
            for (uint32_t i = 0; i < count; i++) {
                const trf_hierarchy_segment *segment = segment_on(&hierarchy, i, day);

                if (segment)
                    ck_assert_uint_eq(segment->children, children[i]);
            }
        }
        /* Without gaps, ordered, and no two neighbours alike. */
        for (uint32_t i = 0; i < count; i++) {
            uint32_t first = hierarchy.first[i], end = hierarchy.first[i + 1];

            ck_assert_int_eq(first < end, lines[i].start <= lines[i].end);
            for (uint32_t s = first; s < end; s++) {
                const trf_hierarchy_segment *segment = &hierarchy.segments[s];

                ck_assert_int_eq(segment->start, s == first ? lines[i].start : segment[-1].end + 1);
                ck_assert_int_le(segment->start, segment->end);
                if (s > first)
                    ck_assert(segment[-1].parent != segment->parent || segment[-1].children != segment->children);
            }
            if (first < end)
                ck_assert_int_eq(hierarchy.segments[end - 1].end, lines[i].end);
        }
        trf_hierarchy_done(&hierarchy);
    }
}
END_TEST

START_TEST(make__no_lines__nothing)
{
    trf_hierarchy hierarchy = {0};

    ck_assert_int_eq(trf_hierarchy_make(&trf_alloc_default, NULL, 0, NULL, &hierarchy, NULL), TARIFF_OK);
    ck_assert_uint_eq(hierarchy.segment_count, 0);
    trf_hierarchy_done(&hierarchy);
    trf_hierarchy_done(&hierarchy);
}
END_TEST

START_TEST(make__line_without_depth__einval)
{
    trf_hierarchy_line line = {0, TRF_DATE_OPEN, 0, 0};
    trf_hierarchy hierarchy = {0};
    tariff_error *error = NULL;

    ck_assert_int_eq(trf_hierarchy_make(&trf_alloc_default, &line, 1, NULL, &hierarchy, &error), TARIFF_EINVAL);
    ck_assert_ptr_nonnull(error);
    trf_error_free(error);
}
END_TEST

/* Every line a parent of one day, and as many lines that lie below all of them: the answer itself is quadratic. */
START_TEST(make__periods_without_bound__elimit_soon)
{
    enum { MANY = 20000 };
    trf_hierarchy_line *lines = calloc(2 * MANY, sizeof *lines);
    trf_hierarchy_depth depths[2] = {{0, 1}, {0, 2}};
    trf_hierarchy hierarchy = {0};
    tariff_error *error = NULL;

    for (uint32_t i = 0; i < MANY; i++) {
        lines[i] = (trf_hierarchy_line){(trf_date)i, (trf_date)i, 0, 1};
        lines[MANY + i] = (trf_hierarchy_line){0, TRF_DATE_OPEN, 1, 1};
    }
    ck_assert_int_eq(trf_hierarchy_make(&trf_alloc_default, lines, 2 * MANY, depths, &hierarchy, &error), TARIFF_ELIMIT);
    trf_error_free(error);
    ck_assert_ptr_null(hierarchy.segments);
    free(lines);
}
END_TEST

START_TEST(make__each_allocation_refused__enomem_and_nothing_kept)
{
    trf_hierarchy_line lines[3] = {{0, TRF_DATE_OPEN, 0, 1}, {0, TRF_DATE_OPEN, 1, 1}, {5, 9, 1, 1}};
    trf_hierarchy_depth depths[2] = {{0, 1}, {0, 2}};

    for (unsigned long refuse = 1;; refuse++) {
        unit_failing failing = {.refuse = refuse};
        trf_alloc alloc = {unit_failing_resize, &failing, NULL};
        trf_hierarchy hierarchy = {0};
        tariff_error *error = NULL;
        tariff_status status = trf_hierarchy_make(&alloc, lines, 3, depths, &hierarchy, &error);

        trf_hierarchy_done(&hierarchy);
        trf_error_free(error);
        ck_assert_int_eq(failing.live, 0);
        if (status == TARIFF_OK)
            break;
        ck_assert_int_eq(status, TARIFF_ENOMEM);
    }
}
END_TEST

/* ---- the published nomenclature of 2021-02-15 with its end-line flags ---- */

/** Next field of a CSV line with quotes; the text is unquoted in place. */
static char *field(char **at)
{
    char *p = *at, *out = p, *start = p;

    if (*p == '"') {
        for (p++; *p && !(*p == '"' && p[1] != '"'); p++) {
            if (*p == '"')
                p++;
            *out++ = *p;
        }
        if (*p == '"')
            p++;
    } else {
        while (*p && *p != ',' && *p != '\n' && *p != '\r')
            *out++ = *p++;
    }
    if (*p == ',')
        p++;
    *out = 0;
    *at = p;
    return start;
}

static trf_date day_first(const char *text)
{
    return *text ? trf_date_of(atoi(text + 6), (unsigned)atoi(text + 3), (unsigned)atoi(text)) : TRF_DATE_OPEN;
}

START_TEST(make__nomenclature_of_2021_02_15__every_end_line_flag)
{
    enum { MOST = 30000 };
    trf_hierarchy_line *lines;
    trf_hierarchy_depth *depths;
    trf_hierarchy hierarchy = {0};
    trf_date day = trf_date_of(2021, 2, 15);
    char path[4096], text[8192], *declarable;
    uint32_t count = 0, wrong = 0;
    FILE *file;

    if (!unit_shared("hierarchy", "cases/taric-uk/nomenclature-2021-02-15.csv", path, sizeof path))
        return;
    lines = calloc(MOST, sizeof *lines);
    depths = calloc(MOST, sizeof *depths);
    declarable = calloc(MOST, 1);
    file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(text, sizeof text, file));
    while (fgets(text, sizeof text, file) && count < MOST) {
        char *at = text, *code, *suffix, *start, *end, *indent, *flag;

        field(&at);
        code = field(&at);
        suffix = field(&at);
        start = field(&at);
        end = field(&at);
        indent = field(&at);
        flag = field(&at);
        lines[count] = (trf_hierarchy_line){day_first(start), day_first(end), count, 1};
        depths[count].depth = strcmp(code + 2, "00000000") == 0 ? 1 : atoi(indent) + 2;
        declarable[count] = (char)((strcmp(suffix, "80") == 0 ? 2 : 0) | (*flag == '1'));
        count++;
    }
    fclose(file);
    ck_assert_uint_eq(count, 24671);
    ck_assert_int_eq(trf_hierarchy_make(&trf_alloc_default, lines, count, depths, &hierarchy, NULL), TARIFF_OK);
    for (uint32_t i = 0; i < count; i++) {
        const trf_hierarchy_segment *segment = segment_on(&hierarchy, i, day);

        ck_assert_ptr_nonnull(segment);
        wrong += (segment->children == 0 && (declarable[i] & 2)) != (declarable[i] & 1);
    }
    ck_assert_uint_eq(wrong, 0);
    trf_hierarchy_done(&hierarchy);
    free(lines);
    free(depths);
    free(declarable);
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("hierarchy");
    TCase *tests = tcase_create("hierarchy");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, make__random_lines_and_dates__parents_and_children_of_the_quadratic_rule, 0, 10);
    tcase_add_test(tests, make__no_lines__nothing);
    tcase_add_test(tests, make__line_without_depth__einval);
    tcase_add_test(tests, make__periods_without_bound__elimit_soon);
    tcase_add_test(tests, make__each_allocation_refused__enomem_and_nothing_kept);
    tcase_add_test(tests, make__nomenclature_of_2021_02_15__every_end_line_flag);
    suite_add_tcase(all, tests);
    return all;
}
UNIT_MAIN(suite)
