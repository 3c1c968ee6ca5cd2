/* SPDX-License-Identifier: Apache-2.0 */
/* evaluate */
#include "api/door.h"

#include "config.h"

#ifdef TRF_SEARCH
#include "api/json_classify.h"
#include "classify/accuracy.h"
#include "classify/learned.h"
#include "classify/vintage.h"
#include "image/digest.h"
#include "io/atomic.h"
#include "io/file.h"
#include "train/truth.h"

static const uint32_t depths[TRF_ACCURACY_DEPTHS] = {2, 4, 6};

#define LANGUAGES_MAX 64u

typedef struct of_language {
    trf_slice tag;
    trf_accuracy sum;
} of_language;

typedef struct evaluation {
    trf_door *door;
    trf_classifier *classifier;
    uint32_t tariff;
    unsigned depth; /* asked: index in depths */
    trf_accuracy all;
    of_language *languages;
    uint32_t language_count;
    trf_buffer *errors; /* NULL: nobody wants them */
} evaluation;

/* ---- one query ---- */

/* The rank of the first candidate that is one of the targets, cut to a depth; from 1, 0 for none. */
static uint32_t rank_of(const trf_classification *answer, const trf_slice *targets, uint32_t target_count, uint32_t digits)
{
    for (uint32_t i = 0; i < answer->candidate_count; i++)
        for (uint32_t t = 0; t < target_count; t++)
            if (targets[t].size >= digits && trf_slice_equal(answer->candidates[i].code, trf_slice_of(targets[t].data, digits)))
                return i + 1;
    return 0;
}

static tariff_status ask(evaluation *e, const trf_truth_row *row, trf_slice code, trf_accuracy_answer *out, tariff_error **error)
{
    trf_classify_query query = {.text = row->columns[TRF_TRUTH_TEXT], .tariff = e->tariff, .date = TRF_DATE_NONE};
    trf_slice tag = row->columns[TRF_TRUTH_LANGUAGE], targets[TRF_VINTAGE_TARGETS_MAX];
    uint32_t target_count = trf_vintage_targets(e->door->snapshot, e->tariff,
                                                trf_slice_of(code.data, code.size < 6 ? code.size / 2 * 2 : 6), targets);
    tariff_status status;

    out->depth = e->depth;
    out->mapped = target_count > 0;
    if (!out->mapped)
        return TARIFF_OK;
    out->ambiguous = target_count > 1;
    if (trf_snapshot_language_index(e->door->snapshot, tag) != UINT16_MAX)
        query.language = tag;
    status = trf_classifier_ask(e->classifier, &query, error);
    for (unsigned d = 0; d < TRF_ACCURACY_DEPTHS && status >= 0; d++) {
        trf_classify_form form = {depths[d], TRF_ACCURACY_RANKS, false};
        trf_classification answer;

        status = trf_classifier_answer(e->classifier, &form, &answer, error);
        if (status < 0)
            break;
        out->counts[d] = code.size >= depths[d];
        out->answered = answer.candidate_count > 0;
        out->too_vague = answer.verdict == TRF_TOO_VAGUE;
        out->ranks[d] = rank_of(&answer, targets, target_count, depths[d]);
        if (d == e->depth && answer.candidate_count > 0)
            out->confidence = answer.candidates[0].confidence;
    }
    return status;
}

static of_language *language_of(evaluation *e, trf_slice tag)
{
    for (uint32_t i = 0; i < e->language_count; i++)
        if (trf_slice_equal(e->languages[i].tag, tag))
            return &e->languages[i];
    if (e->language_count == LANGUAGES_MAX)
        return &e->languages[LANGUAGES_MAX - 1];
    e->languages[e->language_count].tag = tag;
    return &e->languages[e->language_count++];
}

/* A line of the misses: id, language, code, rank found (0: none of the first ten), text. */
static void put_miss(const evaluation *e, const trf_truth_row *row, const trf_accuracy_answer *answer)
{
    if (!e->errors || !answer->mapped || !answer->counts[e->depth] || answer->ranks[e->depth] == 1)
        return;
    trf_buffer_slice(e->errors, row->columns[TRF_TRUTH_ID]);
    trf_buffer_char(e->errors, '\t');
    trf_buffer_slice(e->errors, row->columns[TRF_TRUTH_LANGUAGE]);
    trf_buffer_char(e->errors, '\t');
    trf_buffer_slice(e->errors, row->columns[TRF_TRUTH_CODE]);
    trf_buffer_char(e->errors, '\t');
    trf_buffer_unsigned(e->errors, answer->ranks[e->depth], 1);
    trf_buffer_char(e->errors, '\t');
    trf_buffer_slice(e->errors, row->columns[TRF_TRUTH_TEXT]);
    trf_buffer_char(e->errors, '\n');
}

static tariff_status run(evaluation *e, trf_slice name, trf_slice bytes, tariff_error **error)
{
    trf_truth truth;
    trf_truth_row row;
    tariff_status status = trf_truth_open(e->door->alloc, name, bytes, &truth, error);

    while (status == TARIFF_OK) {
        trf_accuracy_answer answer = {0};
        char digits[16];
        size_t size;

        status = trf_truth_next(&truth, &row, error);
        if (status != TARIFF_OK)
            break;
        size = trf_truth_digits(row.columns[TRF_TRUTH_CODE], digits);
        status = ask(e, &row, trf_slice_of(digits, size), &answer, error);
        if (status < 0)
            break;
        trf_accuracy_add(&e->all, &answer);
        trf_accuracy_add(&language_of(e, row.columns[TRF_TRUTH_LANGUAGE])->sum, &answer);
        put_miss(e, &row, &answer);
    }
    return status == TARIFF_NOT_FOUND ? TARIFF_OK : status;
}

/* ---- the reply ---- */

static void put_accuracy(const trf_accuracy *sum, trf_json_writer *reply)
{
    static const uint32_t tops[] = {1, 3, 5, 10};
    static const char *const top_names[] = {"top1", "top3", "top5", "top10"}, *const depth_names[] = {"2", "4", "6"};

    trf_json_begin_object(reply);
    for (unsigned d = 0; d < TRF_ACCURACY_DEPTHS; d++) {
        trf_json_name(reply, depth_names[d]);
        trf_json_begin_object(reply);
        for (unsigned t = 0; t < 4; t++)
            trf_json_member_fixed(reply, top_names[t], trf_accuracy_share(&sum->depths[d], tops[t]));
        trf_json_end_object(reply);
    }
    trf_json_end_object(reply);
}

/* known: the image learned from this file, so that its accuracy says nothing. */
static void put_sum(const trf_accuracy *sum, bool known, trf_json_writer *reply)
{
    uint64_t mapped = sum->queries - sum->unmapped;

    trf_json_member_integer(reply, "queries", (int64_t)sum->queries);
    trf_json_member_integer(reply, "unmapped", (int64_t)sum->unmapped);
    trf_json_member_integer(reply, "unanswered", (int64_t)sum->unanswered);
    trf_json_member_integer(reply, "ambiguous", (int64_t)sum->ambiguous);
    trf_json_member_fixed(reply, "too_vague", mapped ? (int64_t)(sum->too_vague * 10000u / mapped) : 0);
    trf_json_name(reply, "accuracy");
    if (known) {
        trf_json_put_null(reply);
        return;
    }
    put_accuracy(sum, reply);
    trf_json_member_fixed(reply, "mrr", trf_accuracy_mrr(sum));
    trf_json_member_fixed(reply, "calibration_error", trf_accuracy_calibration(sum));
    trf_json_name(reply, "confident");
    trf_json_begin_object(reply);
    trf_json_member_fixed(reply, "share", sum->asked ? (int64_t)(sum->sure.count * 10000u / sum->asked) : 0);
    trf_json_member_fixed(reply, "accuracy", sum->sure.count ? (int64_t)(sum->sure.right * 10000u / sum->sure.count) : 0);
    trf_json_end_object(reply);
}

static void put_reply(const evaluation *e, trf_slice name, bool known, trf_json_writer *reply)
{
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "file", name);
    put_sum(&e->all, known, reply);
    trf_json_name(reply, "languages");
    trf_json_begin_object(reply);
    for (uint32_t i = 0; i < e->language_count; i++) {
        trf_json_name_slice(reply, e->languages[i].tag);
        trf_json_begin_object(reply);
        put_sum(&e->languages[i].sum, known, reply);
        trf_json_end_object(reply);
    }
    trf_json_end_object(reply);
    trf_json_member_flag(reply, "learned_from_this_file", known);
    trf_json_end_object(reply);
}

static tariff_status read_depth(trf_door *door, const trf_json *request, unsigned *out, tariff_error **error)
{
    uint32_t digits;
    tariff_status status = trf_classify_digits(door, request, &digits, error);

    if (status < 0)
        return status;
    for (*out = 0; *out < TRF_ACCURACY_DEPTHS; ++*out)
        if (depths[*out] == (digits ? digits : 6))
            return TARIFF_OK;
    return trf_json_fail(request, "digits", door->alloc, error, "expected 2, 4 or 6");
}

tariff_status trf_method_evaluate(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    evaluation e = {.door = door};
    trf_slice file, errors = TRF_SLICE_EMPTY;
    const char *path, *errors_path;
    trf_buffer bytes, misses;
    tariff_status status = trf_json_text(request, "file", true, &file, door->alloc, error);

    trf_buffer_init(&bytes, door->alloc, 0);
    trf_buffer_init(&misses, door->alloc, 0);
    if (status >= 0)
        status = trf_json_text(request, "errors", false, &errors, door->alloc, error);
    if (status >= 0)
        status = trf_door_tariff(door, request, false, &e.tariff, error);
    if (status >= 0)
        status = read_depth(door, request, &e.depth, error);
    if (status >= 0)
        status = trf_classifier_of(door, &e.classifier, error);
    path = status >= 0 ? trf_door_terminated(door, file) : NULL;
    errors_path = status >= 0 ? trf_door_terminated(door, errors) : NULL;
    e.languages = trf_alloc_array(door->alloc, LANGUAGES_MAX, sizeof *e.languages);
    if (status >= 0 && (!e.languages || !path || !errors_path))
        status = trf_fail_memory(error);
    if (status >= 0)
        status = trf_file_read_all(door->alloc, path, door->limits->input_bytes, &bytes, error);
    e.errors = errors.size ? &misses : NULL;
    if (status >= 0)
        status = run(&e, trf_file_base_name(file), trf_buffer_view(&bytes), error);
    if (status >= 0 && misses.failed)
        status = trf_fail_memory(error);
    if (status >= 0 && e.errors)
        status = trf_atomic_replace(door->alloc, errors_path, misses.data, misses.size, error);
    if (status >= 0) {
        uint8_t sha256[TRF_DIGEST_SIZE];

        trf_digest_of(bytes.data, bytes.size, sha256);
        put_reply(&e, trf_file_base_name(file), door->session->overlay && trf_learned_from(door->session->overlay, sha256),
                  reply);
        if (e.all.queries > 0 && e.all.unanswered + e.all.unmapped == e.all.queries)
            status = TARIFF_NEGATIVE;
    }
    trf_alloc_free(door->alloc, e.languages, LANGUAGES_MAX * sizeof *e.languages);
    trf_buffer_done(&bytes);
    trf_buffer_done(&misses);
    return status;
}

#else

tariff_status trf_method_evaluate(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    (void)request;
    (void)reply;
    return trf_fail(error, door->alloc, TARIFF_EUNSUPPORTED,
                    "evaluate: this build of the library knows no words (configure --enable-search)");
}
#endif
