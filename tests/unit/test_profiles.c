/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shipped profiles: they compile without a finding, and each worked example that stands in them comes out over the shipped
 * sample tariffs. An expectation is a part of the answer: only its members are compared.
 */
#include "images.h"

#include "json/json.h"
#include "snapshot/profile.h"
#include "tariff/build.h"
#include "tariff/session.h"

static tariff_context *context;
static tariff_snapshot *snapshot;
static tariff_session *session;

static void setup(void)
{
    static const char *const files[] = {"data/reference/duty-expressions.xml",
                                        "data/reference/units.xml",
                                        "data/reference/monetary-units.xml",
                                        "data/reference/areas.xml",
                                        "data/tariffs/uk-sample.xml",
                                        "data/tariffs/eu-sample.xml",
                                        "data/tariffs/us-chapter-99.xml",
                                        "data/tariffs/us-sample.xml",
                                        "data/tariffs/ch-sample.xml",
                                        "data/profiles/ch.xml",
                                        "data/profiles/uk.xml",
                                        "data/profiles/eu.xml",
                                        "data/profiles/us.xml",
                                        "data/profiles/wto.xml",
                                        "data/profiles/hs.xml",
                                        "data/profiles/xi.xml"};
    tariff_build *build = NULL;
    tariff_error *error = NULL;
    char path[1024];

    ck_assert_int_eq(tariff_context_new(NULL, &context, &error), TARIFF_OK);
    unit_ok(tariff_build_new(context, &build, &error), error);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        unit_source(files[i], path, sizeof path);
        unit_ok(tariff_build_add_file(build, path, NULL, &error), error);
    }
    unit_ok(tariff_build_open(build, &snapshot, &error), error);
    unit_ok(tariff_session_new(context, snapshot, NULL, &session, &error), error);
    tariff_build_free(build);
}

static void teardown(void)
{
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    tariff_context_free(context);
}

/** Whether everything that is expected is in what was found; lists by place. */
static bool holds(const trf_json *expected, const trf_json *found)
{
    if (!found || expected->type != found->type)
        return false;
    if (expected->type == TRF_JSON_OBJECT) {
        for (const trf_json *member = expected->first; member; member = member->next) {
            const trf_json *other = found->first;

            while (other && !trf_slice_equal(other->name, member->name))
                other = other->next;
            if (!holds(member, other))
                return false;
        }
        return true;
    }
    if (expected->type == TRF_JSON_ARRAY) {
        const trf_json *other = found->first;

        for (const trf_json *item = expected->first; item; item = item->next) {
            if (!holds(item, other))
                return false;
            other = other->next;
        }
        return true;
    }
    return trf_slice_equal(expected->text, found->text);
}

static trf_slice child_text(uint32_t node, const char *name)
{
    for (uint32_t child = trf_snapshot_node(snapshot, node)->first_child; child != UINT32_MAX;
         child = trf_snapshot_node(snapshot, child)->next) {
        if (trf_slice_is(trf_snapshot_text(snapshot, trf_snapshot_node(snapshot, child)->name), name))
            return trf_snapshot_text(snapshot, trf_snapshot_node(snapshot, child)->text);
    }
    return TRF_SLICE_EMPTY;
}

static void example(trf_slice profile, uint32_t node)
{
    trf_slice request = child_text(node, "request"), expect = child_text(node, "expect"),
              id = trf_snapshot_node_attribute(snapshot, node, "id");
    const trf_json *expected = NULL, *found = NULL;
    trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    const char *reply = NULL;
    uint64_t length = 0;
    trf_arena arena;
    tariff_status status = tariff_call_json(session, "assess", request.data, request.size, &reply, &length, &error);

    ck_assert_msg(status >= 0, "%.*s %.*s: %.*s", (int)profile.size, profile.data, (int)id.size, id.data,
                  error ? (int)error->message.size : 0, error ? error->message.data : "");
    trf_arena_init(&arena, &trf_alloc_default, 0);
    unit_ok(trf_json_parse(&arena, &limits, expect, &expected, &error), error);
    unit_ok(trf_json_parse(&arena, &limits, trf_slice_of(reply, (size_t)length), &found, &error), error);
    ck_assert_msg(holds(expected, found), "%.*s %.*s: expected %.*s, found %.*s", (int)profile.size, profile.data, (int)id.size,
                  id.data, (int)expect.size, expect.data, (int)length, reply);
    trf_arena_done(&arena);
}

START_TEST(profiles__worked_examples__come_out)
{
    unsigned count = 0;

    for (uint32_t i = 0; i < trf_snapshot_tree_count(snapshot); i++) {
        const trf_tree_record *tree = trf_snapshot_tree(snapshot, i);

        if (!trf_slice_is(trf_snapshot_text(snapshot, tree->kind), "profile"))
            continue;
        for (uint32_t child = trf_snapshot_node(snapshot, tree->root)->first_child; child != UINT32_MAX;
             child = trf_snapshot_node(snapshot, child)->next) {
            if (trf_slice_is(trf_snapshot_text(snapshot, trf_snapshot_node(snapshot, child)->name), "example")) {
                example(trf_snapshot_text(snapshot, tree->id), child);
                count++;
            }
        }
    }
    ck_assert_uint_ge(count, 12);
}
END_TEST

START_TEST(profiles__every_measure_type_of_the_samples__has_a_role)
{
    for (uint32_t i = 1; i < trf_snapshot_measure_count(snapshot); i++) {
        const trf_measure_record *measure = trf_snapshot_measure(snapshot, i);
        const trf_measure_type_record *type = trf_snapshot_measure_type(snapshot, measure->type);
        const trf_profile_record *profile = trf_snapshot_profile(snapshot, trf_profile_find(snapshot, measure->tariff, 20000));
        trf_slice id = trf_snapshot_text(snapshot, type->id);

        ck_assert_msg(trf_profile_measures_find(snapshot, profile, type->id, type->series, 20000) != 0,
                      "measure type %.*s has no role", (int)id.size, id.data);
    }
}
END_TEST

START_TEST(profiles__what_is_found__is_well_formed)
{
    ck_assert_int_eq(trf_snapshot_verify(snapshot, NULL), TARIFF_OK);
    ck_assert_uint_ge(trf_snapshot_profile_count(snapshot), 4); /* the null record and one for each tariff of the samples */
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("profiles");
    TCase *t = tcase_create("profiles");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, profiles__worked_examples__come_out);
    tcase_add_test(t, profiles__every_measure_type_of_the_samples__has_a_role);
    tcase_add_test(t, profiles__what_is_found__is_well_formed);
    suite_add_tcase(s, t);
    return s;
}
UNIT_MAIN(suite)
