/* SPDX-License-Identifier: Apache-2.0 */
/* Words to codes: the index of a small nomenclature, scores and their reasons, spelling, depths, vintages; truth files. */
#include "images.h"

#include "classify/accuracy.h"
#include "classify/classify.h"
#include "classify/query.h"
#include "classify/repair.h"
#include "classify/vintage.h"
#include "num/logarithm.h"
#include "train/truth.h"

#define GOODS                                                                                                                    \
    "<tariff id='HS'><goods-nomenclature lang='en'>"                                                                             \
    "<line code='40' suffix='80' indent='0'><text lang='en'>Rubber</text></line>"                                                \
    "<line code='4011' suffix='80' indent='0'><text lang='en'>New pneumatic tyres</text></line>"                                 \
    "<line code='401110' suffix='80' indent='1'><text lang='en'>New tyres for motor cars</text></line>"                          \
    "<line code='401150' suffix='80' indent='1'><text lang='en'>New tyres for bicycles</text></line>"                            \
    "<line code='61' suffix='80' indent='0'><text lang='en'>Garments, knitted</text></line>"                                     \
    "<line code='6109' suffix='80' indent='0'><text lang='en'>Knitted T-shirts and vests</text></line>"                          \
    "<line code='610910' suffix='80' indent='1'><text lang='en'>Knitted T-shirts of cotton</text></line>"                        \
    "<line code='610990' suffix='80' indent='1'><text lang='en'>Knitted T-shirts not of cotton</text></line>"                    \
    "<line code='6110' suffix='80' indent='0'><text lang='en'>Pullovers, knitted</text></line>"                                  \
    "<line code='611020' suffix='80' indent='1'><text lang='en'>Pullovers of cotton</text></line>"                               \
    "</goods-nomenclature></tariff>"
#define WORDS                                                                                                                    \
    "<lexicon lang='en'><entry codes='611020'><word>hoodie</word><word>cotton hooded jumper</word></entry>"                      \
    "<entry codes='4011'><word>tubeless rubber</word></entry>"                                                                   \
    "<entry codes='610910 610990' weight='0.5'><word>tee</word></entry></lexicon>"

static trf_snapshot *open_goods(const char *more)
{
    char xml[8192];

    snprintf(xml, sizeof xml, "%s%s</tariff-data>", "<tariff-data xmlns='urn:libtariff:tariff:1' version='1'>" GOODS WORDS, more);
    return unit_snapshot(xml);
}

static trf_classifier *classifier_of(const trf_snapshot *snapshot)
{
    trf_classifier *classifier = NULL;
    tariff_error *error = NULL;

    unit_ok(trf_classifier_new(&trf_alloc_default, snapshot, NULL, &classifier, &error), error);
    return classifier;
}

static trf_classification ask(trf_classifier *classifier, const trf_snapshot *snapshot, const char *tariff, const char *text,
                              uint32_t digits)
{
    trf_classify_query query = {.text = trf_slice_text(text), .language = TRF_SLICE("en"), .date = TRF_DATE_NONE};
    trf_classify_form form = {digits, 10, true};
    trf_classification answer;
    tariff_error *error = NULL;

    query.tariff = trf_snapshot_find_tariff(snapshot, trf_slice_text(tariff));
    unit_ok(trf_classifier_ask(classifier, &query, &error), error);
    unit_ok(trf_classifier_answer(classifier, &form, &answer, &error), error);
    return answer;
}

static void first_is(const trf_classification *answer, const char *code)
{
    ck_assert_int_eq(answer->verdict, TRF_ANSWERED);
    ck_assert_uint_gt(answer->candidate_count, 0);
    ck_assert_msg(trf_slice_is(answer->candidates[0].code, code), "%.*s for %s", (int)answer->candidates[0].code.size,
                  answer->candidates[0].code.data, code);
}

START_TEST(query__words_of_a_description__find_its_line)
{
    trf_snapshot *snapshot = open_goods("");
    trf_classifier *classifier = classifier_of(snapshot);
    trf_classification answer = ask(classifier, snapshot, "HS", "bicycle tyre", 0);

    first_is(&answer, "401150");
    answer = ask(classifier, snapshot, "HS", "cotton T-shirt", 0);
    first_is(&answer, "610910");
    trf_classifier_free(classifier);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(query__word_of_the_lexicon__finds_what_it_means)
{
    trf_snapshot *snapshot = open_goods("");
    trf_classifier *classifier = classifier_of(snapshot);
    trf_classification answer = ask(classifier, snapshot, "HS", "hoodies", 0); /* the entry is in the singular */

    first_is(&answer, "611020");
    answer = ask(classifier, snapshot, "HS", "tubeless", 4); /* an entry of a heading reaches all of its lines */
    first_is(&answer, "4011");
    trf_classifier_free(classifier);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(description__negation__is_not_evidence)
{
    trf_snapshot *snapshot = open_goods("");
    trf_classifier *classifier = classifier_of(snapshot);
    trf_classification answer = ask(classifier, snapshot, "HS", "t-shirt cotton", 0);

    first_is(&answer, "610910");
    for (uint32_t i = 0; i < answer.candidate_count; i++)
        for (uint32_t r = 0; r < answer.candidates[i].reason_count; r++)
            ck_assert(!(trf_slice_is(answer.candidates[i].code, "610990") &&
                        trf_slice_is(answer.candidates[i].reasons[r].term, "cotton")));
    trf_classifier_free(classifier);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(candidate__its_reasons__add_up_to_its_score)
{
    trf_snapshot *snapshot = open_goods("");
    trf_classifier *classifier = classifier_of(snapshot);
    trf_classification answer = ask(classifier, snapshot, "HS", "knitted cotton hooded jumper with tubeless tyre", 0);

    ck_assert_uint_ge(answer.candidate_count, 4);
    for (uint32_t i = 0; i < answer.candidate_count; i++) {
        int32_t sum = 0;

        for (uint32_t r = 0; r < answer.candidates[i].reason_count; r++)
            sum += answer.candidates[i].reasons[r].contribution;
        ck_assert_int_eq(sum, answer.candidates[i].score);
        if (i)
            ck_assert_int_ge(answer.candidates[i - 1].score, answer.candidates[i].score);
    }
    trf_classifier_free(classifier);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(query__the_same_words_in_another_order__has_the_same_scores)
{
    trf_snapshot *snapshot = open_goods("");
    trf_classifier *classifier = classifier_of(snapshot);
    trf_classification answer = ask(classifier, snapshot, "HS", "cotton hooded jumper", 0);
    int32_t score = answer.candidates[0].score;

    first_is(&answer, "611020");
    answer = ask(classifier, snapshot, "HS", "jumper hooded cotton", 0);
    first_is(&answer, "611020");
    ck_assert_int_eq(answer.candidates[0].score, score);
    trf_classifier_free(classifier);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(digits__merged__greatest_score_and_sum_of_confidences)
{
    trf_snapshot *snapshot = open_goods("");
    trf_classifier *classifier = classifier_of(snapshot);
    trf_classification answer = ask(classifier, snapshot, "HS", "knitted t-shirt", 0);
    uint32_t sum = 0, all = 0;
    int32_t best = 0;

    for (uint32_t i = 0; i < answer.candidate_count; i++) {
        all += answer.candidates[i].confidence;
        if (!trf_slice_begins(answer.candidates[i].code, TRF_SLICE("6109")))
            continue;
        sum += answer.candidates[i].confidence;
        best = answer.candidates[i].score > best ? answer.candidates[i].score : best;
    }
    ck_assert_uint_le(all, 10000);
    answer = ask(classifier, snapshot, "HS", "knitted t-shirt", 4);
    first_is(&answer, "6109");
    ck_assert_int_eq(answer.candidates[0].score, best);
    ck_assert_uint_ge(answer.candidates[0].confidence + 2, sum); /* shares are rounded down one by one */
    ck_assert_uint_le(answer.candidates[0].confidence, sum + 2);
    trf_classifier_free(classifier);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(query__nothing_known__says_so_and_names_the_words)
{
    trf_snapshot *snapshot = open_goods("");
    trf_classifier *classifier = classifier_of(snapshot);
    trf_classification answer = ask(classifier, snapshot, "HS", "quxzzz blorfft", 0);

    ck_assert_int_eq(answer.verdict, TRF_NO_USABLE_WORD);
    ck_assert_uint_eq(answer.candidate_count, 0);
    ck_assert_uint_eq(answer.unknown_count, 2);
    ck_assert(trf_slice_is(answer.unknown[1], "blorfft"));
    trf_classifier_free(classifier);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(query__on_a_list_of_words_too_vague__says_so_whatever_their_number_and_order)
{
    trf_snapshot *snapshot =
        open_goods("<too-vague lang='en'><word decider='use' reason='part-of'>cotton part</word></too-vague>");
    trf_classifier *classifier = classifier_of(snapshot);
    trf_classification answer = ask(classifier, snapshot, "HS", "Parts cotton", 0);

    ck_assert_int_eq(answer.verdict, TRF_TOO_VAGUE);
    ck_assert(trf_slice_is(trf_snapshot_node_attribute(snapshot, answer.vague, "reason"), "part-of"));
    ck_assert_uint_gt(answer.candidate_count, 0); /* what would have been said */
    answer = ask(classifier, snapshot, "HS", "cotton part of a T-shirt", 0);
    ck_assert_int_eq(answer.verdict, TRF_ANSWERED);
    trf_classifier_free(classifier);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(query__a_code__is_answered_by_code)
{
    trf_snapshot *snapshot = open_goods("");
    trf_classifier *classifier = classifier_of(snapshot);
    trf_classification answer = ask(classifier, snapshot, "HS", "6109.10", 0);

    first_is(&answer, "610910");
    ck_assert_uint_eq(answer.candidate_count, 1);
    ck_assert_int_eq(answer.candidates[0].reasons[0].contribution, answer.candidates[0].score);
    answer = ask(classifier, snapshot, "HS", "61 09", 0);
    ck_assert_uint_eq(answer.candidate_count, 2);
    answer = ask(classifier, snapshot, "HS", "9999", 0);
    ck_assert_int_eq(answer.verdict, TRF_NO_USABLE_WORD);
    trf_classifier_free(classifier);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(query__no_letter_and_no_language__is_an_answer)
{
    trf_snapshot *snapshot = open_goods("");
    trf_classifier *classifier = classifier_of(snapshot);
    trf_classify_query query = {.text = TRF_SLICE("###"), .date = TRF_DATE_NONE};
    trf_classify_form form = {0, 10, true};
    trf_classification answer;
    tariff_error *error = NULL;

    query.tariff = trf_snapshot_find_tariff(snapshot, TRF_SLICE("HS"));
    unit_ok(trf_classifier_ask(classifier, &query, &error), error);
    unit_ok(trf_classifier_answer(classifier, &form, &answer, &error), error);
    ck_assert_int_eq(answer.verdict, TRF_NO_USABLE_WORD);
    trf_classifier_free(classifier);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(query__a_slip__finds_the_word_that_was_meant)
{
    trf_snapshot *snapshot = open_goods("");
    trf_classifier *classifier = classifier_of(snapshot);
    trf_classification answer = ask(classifier, snapshot, "HS", "bicylce", 0);

    first_is(&answer, "401150");
    ck_assert_uint_eq(answer.unknown_count, 0);
    trf_classifier_free(classifier);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(national_line__has_what_its_six_digits_have)
{
    trf_snapshot *snapshot = open_goods("<tariff id='NAT' nomenclature='HS'><goods-nomenclature lang='en'>"
                                        "<line code='6110200000' suffix='80' indent='1'><text lang='en'>Of cotton</text></line>"
                                        "<line code='6110200010' suffix='80' indent='2'><text lang='en'>Hand-made</text></line>"
                                        "<line code='6110200090' suffix='80' indent='2'><text lang='en'>Other</text></line>"
                                        "</goods-nomenclature></tariff>");
    trf_classifier *classifier = classifier_of(snapshot);
    trf_classification answer = ask(classifier, snapshot, "NAT", "hoodie hand-made", 0);

    first_is(&answer, "6110200010");
    answer = ask(classifier, snapshot, "NAT", "hoodie", 6);
    first_is(&answer, "611020");
    trf_classifier_free(classifier);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(spelling__slips__find_the_nearest_word)
{
    static const struct {
        const char *typed, *meant;
    } cases[] = {{"bicylc", "bicycl"}, {"pnuemat", "pneumat"}, {"coton", "cotton"}, {"c0tton", "cotton"}};
    trf_snapshot *snapshot = open_goods("");
    trf_space space;
    tariff_error *error = NULL;
    uint32_t slips;

    unit_ok(trf_space_open(&trf_alloc_default, snapshot, 0, &space, &error), error);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t term = trf_repair(snapshot, space.record->first_language, trf_slice_text(cases[i].typed), &slips);

        ck_assert_msg(term != TRF_INDEX_NONE, "%s", cases[i].typed);
        ck_assert(trf_slice_is(trf_snapshot_text(snapshot, trf_snapshot_search_term(snapshot, term)->text), cases[i].meant));
    }
    /* Too short to be repaired, and too far from everything. */
    ck_assert_uint_eq(trf_repair(snapshot, space.record->first_language, TRF_SLICE("cax"), &slips), TRF_INDEX_NONE);
    ck_assert_uint_eq(trf_repair(snapshot, space.record->first_language, TRF_SLICE("zeppelin"), &slips), TRF_INDEX_NONE);
    trf_space_close(&trf_alloc_default, &space);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(vintage__code_of_another_year__is_what_it_has_become)
{
    trf_snapshot *snapshot = open_goods(
        "<correlations><correlation from-vintage='hs2017' to-vintage='hs2022'><map from='401120' to='401110'/></correlation>"
        "</correlations>");
    trf_slice targets[TRF_VINTAGE_TARGETS_MAX];
    uint32_t tariff = trf_snapshot_find_tariff(snapshot, TRF_SLICE("HS"));

    ck_assert_uint_eq(trf_vintage_targets(snapshot, tariff, TRF_SLICE("401150"), targets), 1);
    ck_assert(trf_slice_is(targets[0], "401150"));
    ck_assert_uint_eq(trf_vintage_targets(snapshot, tariff, TRF_SLICE("401120"), targets), 1);
    ck_assert(trf_slice_is(targets[0], "401110"));
    ck_assert_uint_eq(trf_vintage_targets(snapshot, tariff, TRF_SLICE("999999"), targets), 0);
    trf_snapshot_release(snapshot);
}
END_TEST

START_TEST(truth__lines__by_the_names_of_the_header)
{
    trf_truth truth;
    trf_truth_row row;
    tariff_error *error = NULL;
    char digits[16];

    unit_ok(trf_truth_open(&trf_alloc_default, TRF_SLICE("t.tsv"),
                           TRF_SLICE("code\ttext\tid\r\n6109.10 00\tshirt of cotton\ta1\r\n\r\n4011\ttyre\ta2"), &truth, &error),
            error);
    ck_assert_int_eq(trf_truth_next(&truth, &row, &error), TARIFF_OK);
    ck_assert(trf_slice_is(row.columns[TRF_TRUTH_ID], "a1"));
    ck_assert(trf_slice_is(row.columns[TRF_TRUTH_TEXT], "shirt of cotton"));
    ck_assert_uint_eq(row.columns[TRF_TRUTH_SOURCE].size, 0);
    ck_assert_uint_eq(trf_truth_digits(row.columns[TRF_TRUTH_CODE], digits), 8);
    ck_assert_str_eq(digits, "61091000");
    ck_assert_int_eq(trf_truth_next(&truth, &row, &error), TARIFF_OK);
    ck_assert_uint_eq(row.line, 4);
    ck_assert_int_eq(trf_truth_next(&truth, &row, &error), TARIFF_NOT_FOUND);
}
END_TEST

static void truth_fails(const char *bytes, const char *expected, uint32_t line)
{
    trf_truth truth;
    trf_truth_row row;
    tariff_error *error = NULL;
    tariff_status status = trf_truth_open(&trf_alloc_default, TRF_SLICE("t.tsv"), trf_slice_text(bytes), &truth, &error);

    while (status == TARIFF_OK)
        status = trf_truth_next(&truth, &row, &error);
    ck_assert_int_eq(status, TARIFF_EINPUT);
    ck_assert_msg(strstr(error->message.data, expected) != NULL, "%s", error->message.data);
    ck_assert_uint_eq(error->line, line);
    trf_error_free(error);
}

START_TEST(truth__what_is_wrong__is_refused_with_its_line)
{
    truth_fails("", "no header", 1);
    truth_fails("id\tlanguage\n", "no column text", 1);
    truth_fails("text\tcode\nshirt\t6109\textra\n", "another number of columns", 2);
    truth_fails("text\tcode\nshirt\t6109\nshirt\t61O9\n", "2 to 14 digits", 3);
    truth_fails("text\tcode\n\xff\t6109\n", "UTF-8", 2);
}
END_TEST

START_TEST(accuracy__counts__are_shares_of_what_could_be_found)
{
    trf_accuracy sum = {0};
    trf_accuracy_answer right = {true, false, true, false, {true, true, true}, {1, 1, 2}, 2, 9000};
    trf_accuracy_answer wrong = {true, true, true, false, {true, true, false}, {4, 0, 0}, 2, 2000};
    trf_accuracy_answer unmapped = {0};

    trf_accuracy_add(&sum, &right);
    trf_accuracy_add(&sum, &wrong);
    trf_accuracy_add(&sum, &unmapped);
    ck_assert_uint_eq(sum.queries, 3);
    ck_assert_uint_eq(sum.unmapped, 1);
    ck_assert_uint_eq(sum.ambiguous, 1);
    ck_assert_uint_eq(trf_accuracy_share(&sum.depths[0], 1), 5000);
    ck_assert_uint_eq(trf_accuracy_share(&sum.depths[0], 5), 10000);
    ck_assert_uint_eq(trf_accuracy_share(&sum.depths[2], 1), 0); /* one query with six digits, second */
    ck_assert_uint_eq(trf_accuracy_share(&sum.depths[2], 3), 10000);
    ck_assert_uint_eq(trf_accuracy_mrr(&sum), 5000);
    ck_assert_uint_eq(trf_accuracy_calibration(&sum), 9000); /* sure of 0.9, and wrong */
    ck_assert_uint_eq(sum.sure.count, 1);
}
END_TEST

START_TEST(logarithm__powers_of_two__are_exact)
{
    ck_assert_int_eq(trf_log2(8, 1), 3 * TRF_LOG2_ONE);
    ck_assert_int_eq(trf_log2(1, 1024), -10 * TRF_LOG2_ONE);
    ck_assert_int_eq(trf_log2(3, 2), 38336); /* 0.5849625 * 65536 = 38336.1 */
    ck_assert_uint_eq(trf_exp2(0), 65536);
    ck_assert_uint_eq(trf_exp2(4 * TRF_LOG2_ONE), 16 * 65536);
    ck_assert_uint_eq(trf_exp2(-TRF_LOG2_ONE), 32768);
    ck_assert_uint_eq(trf_exp2(TRF_LOG2_ONE / 2), 92681); /* 1.41421356 * 65536 = 92681.9 */
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("classify");
    TCase *t = tcase_create("classify");

    tcase_add_test(t, query__words_of_a_description__find_its_line);
    tcase_add_test(t, query__word_of_the_lexicon__finds_what_it_means);
    tcase_add_test(t, description__negation__is_not_evidence);
    tcase_add_test(t, candidate__its_reasons__add_up_to_its_score);
    tcase_add_test(t, query__the_same_words_in_another_order__has_the_same_scores);
    tcase_add_test(t, digits__merged__greatest_score_and_sum_of_confidences);
    tcase_add_test(t, query__nothing_known__says_so_and_names_the_words);
    tcase_add_test(t, query__on_a_list_of_words_too_vague__says_so_whatever_their_number_and_order);
    tcase_add_test(t, query__a_code__is_answered_by_code);
    tcase_add_test(t, query__no_letter_and_no_language__is_an_answer);
    tcase_add_test(t, query__a_slip__finds_the_word_that_was_meant);
    tcase_add_test(t, national_line__has_what_its_six_digits_have);
    tcase_add_test(t, spelling__slips__find_the_nearest_word);
    tcase_add_test(t, vintage__code_of_another_year__is_what_it_has_become);
    tcase_add_test(t, truth__lines__by_the_names_of_the_header);
    tcase_add_test(t, truth__what_is_wrong__is_refused_with_its_line);
    tcase_add_test(t, accuracy__counts__are_shares_of_what_could_be_found);
    tcase_add_test(t, logarithm__powers_of_two__are_exact);
    suite_add_tcase(s, t);
    return s;
}

UNIT_MAIN(suite)
