/* SPDX-License-Identifier: Apache-2.0 */
/* Learning: features of a text, weights from examples, confidences, and the overlay that holds them. */
#include "images.h"

#include <stdlib.h>
#include <unistd.h>

#include "classify/learned.h"
#include "train/calibrate.h"
#include "train/overlay.h"

#define GOODS                                                                                                                    \
    "<tariff id='HS'><goods-nomenclature lang='en'>"                                                                             \
    "<line code='40' suffix='80' indent='0'><text lang='en'>Rubber</text></line>"                                                \
    "<line code='4011' suffix='80' indent='0'><text lang='en'>Tyres</text></line>"                                               \
    "<line code='401110' suffix='80' indent='1'><text lang='en'>Tyres for cars</text></line>"                                    \
    "<line code='401150' suffix='80' indent='1'><text lang='en'>Tyres for bicycles</text></line>"                                \
    "<line code='61' suffix='80' indent='0'><text lang='en'>Garments</text></line>"                                              \
    "<line code='6109' suffix='80' indent='0'><text lang='en'>Shirts</text></line>"                                              \
    "<line code='610910' suffix='80' indent='1'><text lang='en'>Shirts of cotton</text></line>"                                  \
    "</goods-nomenclature></tariff>"

static void features_of(const char *text, trf_features *out)
{
    trf_analyser *analyser = NULL;
    tariff_error *error = NULL;
    trf_tokens tokens;

    unit_ok(trf_analyser_open_shipped(&trf_alloc_default, TRF_SLICE("en"), &analyser, &error), error);
    unit_ok(trf_analyse(analyser, trf_slice_text(text), &tokens, &error), error);
    trf_features_find(out, TRF_SLICE("en"), trf_slice_text(text), &tokens);
    trf_analyser_free(analyser);
}

static uint32_t of_kind(const trf_features *features, trf_feature_kind kind)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < features->count; i++)
        count += features->items[i].kind == kind;
    return count;
}

START_TEST(features__of_two_words__words_a_pair_letters_the_whole_and_a_style)
{
    trf_features *features = calloc(1, sizeof *features);

    features_of("red bike", features);
    ck_assert_uint_eq(of_kind(features, TRF_FEATURE_WORD), 2);
    ck_assert_uint_eq(of_kind(features, TRF_FEATURE_PAIR), 1);
    ck_assert_uint_eq(of_kind(features, TRF_FEATURE_LETTERS), 5); /* <red red> <bik bike ike> */
    ck_assert_uint_eq(of_kind(features, TRF_FEATURE_WHOLE), 1);
    ck_assert_uint_eq(of_kind(features, TRF_FEATURE_STYLE), 1);
    features_of("red red red", features);
    ck_assert_uint_eq(of_kind(features, TRF_FEATURE_WORD), 1); /* each once */
    free(features);
}
END_TEST

/* Three leaves, two headings: 401110 and 401150 of one, 610910 of the other. */
static trf_learner *taught(bool run)
{
    static const uint16_t heading_of[] = {0, 0, 1};
    static const struct {
        const char *text;
        uint16_t leaf;
    } lines[] = {{"bmx", 1}, {"bmx wheel", 1}, {"sedan", 0}, {"sedan wheel", 0}, {"jersey", 2}, {"jersey top", 2}};
    trf_features *features = calloc(1, sizeof *features);
    tariff_error *error = NULL;
    trf_learner *learner = NULL;

    unit_ok(trf_learner_new(&trf_alloc_default, heading_of, 3, 2, TRF_FEATURE_BUCKETS, &learner, &error), error);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        features_of(lines[i].text, features);
        unit_ok(trf_learner_add(learner, features, &lines[i].leaf, 1, false, NULL, 0, 0, &error), error);
    }
    if (run)
        unit_ok(trf_learner_run(learner, false, &error), error);
    free(features);
    return learner;
}

START_TEST(learner__examples__score_what_is_right_highest)
{
    trf_learner *learner = taught(true);
    int32_t z[3];

    for (uint32_t i = 0; i < trf_learner_count(learner); i++) {
        uint32_t best = 0;

        trf_learner_score(learner, i, z);
        for (uint32_t leaf = 1; leaf < 3; leaf++)
            best = z[leaf] > z[best] ? leaf : best;
        ck_assert(trf_learner_right(learner, i, best));
    }
    trf_learner_free(learner);
}
END_TEST

START_TEST(learner__the_same_examples__the_same_weights)
{
    trf_learner *one = taught(true), *two = taught(true);
    uint32_t first, count, pairs = 0;

    ck_assert_uint_eq(trf_learner_feature_count(one), trf_learner_feature_count(two));
    for (uint32_t f = 0; f < trf_learner_feature_count(one); f++) {
        trf_learner_feature(one, f, &first, &count);
        for (uint32_t p = first; p < first + count; p++, pairs++) {
            int32_t a, b;

            ck_assert_uint_eq(trf_learner_pair(one, p, &a), trf_learner_pair(two, p, &b));
            ck_assert_int_eq(a, b);
        }
    }
    ck_assert_uint_gt(pairs, 0);
    trf_learner_free(one);
    trf_learner_free(two);
}
END_TEST

START_TEST(calibration__shares_that_lie__become_what_was_right)
{
    trf_calibration answers = {NULL, 0, 0};
    trf_calibration_step steps[TRF_CALIBRATION_STEPS];
    uint32_t count;

    /* Of 200 answers with a share of 0.9 half are right, of 200 with 0.3 a tenth. */
    for (uint32_t i = 0; i < 200; i++) {
        ck_assert(trf_calibration_add(&trf_alloc_default, &answers, 9000, i % 2 == 0));
        ck_assert(trf_calibration_add(&trf_alloc_default, &answers, 3000, i % 10 == 0));
    }
    count = trf_calibration_steps(&trf_alloc_default, &answers, steps);
    ck_assert_uint_ge(count, 2);
    ck_assert_uint_ge(steps[0].confidence, 500);
    ck_assert_uint_le(steps[0].confidence, 1500);
    for (uint32_t i = 1; i < count; i++) {
        ck_assert_uint_ge(steps[i].confidence, steps[i - 1].confidence);
        ck_assert_uint_ge(steps[i].share, steps[i - 1].share);
    }
    trf_calibration_done(&trf_alloc_default, &answers);
}
END_TEST

static trf_classification ask(trf_classifier *classifier, const trf_snapshot *snapshot, const char *text)
{
    trf_classify_query query = {.text = trf_slice_text(text), .language = TRF_SLICE("en"), .date = TRF_DATE_NONE};
    trf_classify_form form = {0, 10, true};
    trf_classification answer;
    tariff_error *error = NULL;

    query.tariff = trf_snapshot_find_tariff(snapshot, TRF_SLICE("HS"));
    unit_ok(trf_classifier_ask(classifier, &query, &error), error);
    unit_ok(trf_classifier_answer(classifier, &form, &answer, &error), error);
    return answer;
}

START_TEST(overlay__over_its_base__knows_the_words_that_it_learned)
{
    static const uint8_t files[1][32] = {{1, 2, 3}};
    static const uint16_t languages[] = {0};
    char path[] = "learned-XXXXXX";
    trf_snapshot *base = unit_snapshot(NATIVE(GOODS)), *opened = NULL;
    trf_overlay_plan plan = {base->header->content_hash, files, 1, 3, 2, languages, NULL, 0};
    trf_learner *learner = taught(true);
    trf_classifier *classifier = NULL;
    trf_classification answer;
    tariff_error *error = NULL;
    int32_t sum = 0;

    close(mkstemp(path));
    unit_ok(trf_overlay_write(&trf_alloc_default, learner, TRF_FEATURE_BUCKETS, &plan, path, NULL, &error), error);
    unit_ok(trf_snapshot_open_overlay(&trf_alloc_default, path, base, &opened, &error), error);
    unit_ok(trf_snapshot_verify(opened, &error), error);
    ck_assert(trf_learned_from(opened, files[0]));
    ck_assert_uint_eq(trf_snapshot_learn(opened, 0)->line_count, 6);
    unit_ok(trf_classifier_new(&trf_alloc_default, base, NULL, &classifier, &error), error);
    ck_assert_int_eq(ask(classifier, base, "bmx").verdict, TRF_NO_USABLE_WORD);
    trf_classifier_free(classifier);
    unit_ok(trf_classifier_new(&trf_alloc_default, base, opened, &classifier, &error), error);
    answer = ask(classifier, base, "bmx tyre");
    ck_assert_int_eq(answer.verdict, TRF_ANSWERED);
    ck_assert(trf_slice_is(answer.candidates[0].code, "401150"));
    for (uint32_t r = 0; r < answer.candidates[0].reason_count; r++)
        sum += answer.candidates[0].reasons[r].contribution;
    ck_assert_int_eq(sum, answer.candidates[0].score);
    trf_classifier_free(classifier);
    trf_snapshot_release(opened);
    trf_snapshot_release(base);
    trf_learner_free(learner);
    unlink(path);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("train");
    TCase *t = tcase_create("train");

    tcase_add_test(t, features__of_two_words__words_a_pair_letters_the_whole_and_a_style);
    tcase_add_test(t, learner__examples__score_what_is_right_highest);
    tcase_add_test(t, learner__the_same_examples__the_same_weights);
    tcase_add_test(t, calibration__shares_that_lie__become_what_was_right);
    tcase_add_test(t, overlay__over_its_base__knows_the_words_that_it_learned);
    suite_add_tcase(s, t);
    return s;
}

UNIT_MAIN(suite)
