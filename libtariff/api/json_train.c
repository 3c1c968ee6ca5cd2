/* SPDX-License-Identifier: Apache-2.0 */
/* overlay, train */
#include "api/door.h"

#include "config.h"

#ifdef TRF_SEARCH
#include "api/json_classify.h"
#include "classify/learned.h"
#include "classify/rank.h"
#include "classify/vintage.h"
#include "image/digest.h"
#include "io/file.h"
#include "num/logarithm.h"
#include "train/calibrate.h"
#include "train/overlay.h"
#include "train/truth.h"

#define FILES_MAX   256u
#define OWN_LEAST   400u /* answers that were kept apart from which a language has confidences of its own */
#define SHARE_REACH (24 * TRF_LOG2_ONE)
#define DEPTHS      3u

static const uint16_t depths[DEPTHS] = {2, 4, 6};

/* ---- overlay ---- */

tariff_status trf_method_overlay(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_session_slot *slot = &door->session->slots[TRF_SLOT_CLASSIFY];
    trf_snapshot *opened = NULL;
    const char *path;
    trf_slice file;
    tariff_status status = trf_json_text(request, "file", true, &file, door->alloc, error);

    if (status < 0)
        return status;
    path = trf_door_terminated(door, file);
    if (!path)
        return trf_fail_memory(error);
    status = trf_snapshot_open_overlay(&door->context->alloc, path, door->session->snapshot, &opened, error);
    if (status < 0)
        return status;
    if (slot->free_data)
        slot->free_data(slot->data, door->alloc);
    *slot = (trf_session_slot){NULL, NULL};
    if (door->session->overlay)
        trf_snapshot_release(door->session->overlay);
    door->session->overlay = opened;
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "file", trf_file_base_name(file));
    trf_json_member_integer(reply, "learned_lines", trf_snapshot_learn(opened, 0)->line_count);
    trf_json_end_object(reply);
    return TARIFF_OK;
}

/* ---- examples ---- */

typedef struct lesson {
    trf_door *door;
    trf_classifier *classifier;
    const trf_space *space;
    trf_classes classes;
    trf_learner *learner;
    uint32_t buckets;
    uint16_t *languages;  /* all of the image */
    uint16_t *chapter_of; /* of each heading */
    uint32_t chapter_count;
    uint8_t (*files)[32];
    uint32_t file_count;
    uint64_t lines, unmapped;
} lesson;

/* The leaves of a code: itself, or those below it; as many as an example can have. */
static uint32_t leaves_of(const lesson *l, trf_slice code, uint16_t targets[TRF_LEARN_TARGETS], uint32_t count)
{
    uint32_t first, under = trf_classes_under(l->door->snapshot, l->space, &l->classes, code, &first);

    for (uint32_t i = first; i < first + under; i++) {
        bool again = false;

        for (uint32_t t = 0; t < count; t++)
            again = again || targets[t] == i;
        if (!again && count < TRF_LEARN_TARGETS)
            targets[count++] = (uint16_t)i;
    }
    return count;
}

static tariff_status learn_line(lesson *l, const trf_truth_row *row, tariff_error **error)
{
    trf_classify_query query = {.text = row->columns[TRF_TRUTH_TEXT], .tariff = l->space->record->tariff, .date = TRF_DATE_NONE};
    trf_slice became[TRF_VINTAGE_TARGETS_MAX], tag = row->columns[TRF_TRUTH_LANGUAGE];
    trf_rank_options options = {0, TRF_LEARN_CANDIDATES, TRF_SCORE_ONE};
    trf_learn_candidate candidates[TRF_LEARN_CANDIDATES];
    trf_ranked ranked[TRF_LEARN_CANDIDATES];
    uint16_t targets[TRF_LEARN_TARGETS];
    uint32_t became_count, target_count = 0, count;
    trf_classification answer;
    trf_classify_form form = {0, 0, false};
    char digits[16];
    size_t size = trf_truth_digits(row->columns[TRF_TRUTH_CODE], digits);
    tariff_status status;

    l->lines++;
    size = size < 6 ? size / 2 * 2 : 6;
    became_count = size < 4 ? 0 : trf_vintage_targets(l->door->snapshot, query.tariff, trf_slice_of(digits, size), became);
    for (uint32_t i = 0; i < became_count; i++)
        target_count = leaves_of(l, became[i], targets, target_count);
    if (target_count == 0) {
        l->unmapped++;
        return TARIFF_OK;
    }
    if (trf_snapshot_language_index(l->door->snapshot, tag) != UINT16_MAX)
        query.language = tag;
    status = trf_classifier_ask(l->classifier, &query, error);
    if (status == TARIFF_OK)
        status = trf_classifier_answer(l->classifier, &form, &answer, error);
    if (status < 0 || answer.language == UINT16_MAX)
        return status;
    count = trf_rank(l->space, &options, ranked);
    for (uint32_t i = 0; i < count; i++)
        candidates[i] = (trf_learn_candidate){l->classes.leaf[ranked[i].leaf], ranked[i].score};
    return trf_learner_add(l->learner, trf_classifier_features(l->classifier), targets, target_count, size < 6, candidates, count,
                           answer.language * TRF_FEATURE_BUCKETS + trf_features_bucket(trf_classifier_features(l->classifier)),
                           error);
}

static tariff_status learn_file(lesson *l, trf_slice file, tariff_error **error)
{
    const char *path = trf_door_terminated(l->door, file);
    trf_truth truth;
    trf_truth_row row;
    trf_buffer bytes;
    tariff_status status;

    if (!path)
        return trf_fail_memory(error);
    trf_buffer_init(&bytes, l->door->alloc, 0);
    status = trf_file_read_all(l->door->alloc, path, l->door->limits->input_bytes, &bytes, error);
    if (status >= 0) {
        trf_digest_of(bytes.data, bytes.size, l->files[l->file_count++]);
        status = trf_truth_open(l->door->alloc, trf_file_base_name(file), trf_buffer_view(&bytes), &truth, error);
    }
    while (status == TARIFF_OK) {
        status = trf_truth_next(&truth, &row, error);
        if (status == TARIFF_OK)
            status = learn_line(l, &row, error);
    }
    trf_buffer_done(&bytes);
    return status == TARIFF_NOT_FOUND ? TARIFF_OK : status;
}

/* ---- confidences ---- */

/* What an example that was kept apart says at a depth: the share of the best, and whether it is right. */
static bool judge(const lesson *l, uint32_t example, const int32_t *z, uint32_t depth, uint64_t *groups, uint32_t *share,
                  bool *right)
{
    uint32_t count = depth == 6 ? l->classes.leaf_count : depth == 4 ? l->classes.heading_count : l->chapter_count, best = 0;
    int32_t most = INT32_MIN;
    uint64_t total = 0;
    bool any = false;

    memset(groups, 0, (size_t)count * sizeof *groups);
    *right = false;
    for (uint32_t i = 0; i < l->classes.leaf_count; i++)
        most = z[i] > most ? z[i] : most;
    for (uint32_t i = 0; i < l->classes.leaf_count; i++) {
        uint32_t heading = l->classes.heading[i], group = depth == 6 ? i : depth == 4 ? heading : l->chapter_of[heading];
        uint64_t part = z[i] > most - SHARE_REACH ? trf_exp2(z[i] - most) : 0;

        groups[group] += part;
        total += part;
    }
    for (uint32_t g = 0; g < count; g++)
        best = groups[g] > groups[best] ? g : best;
    for (uint32_t i = 0; i < l->classes.leaf_count; i++) {
        uint32_t heading = l->classes.heading[i], group = depth == 6 ? i : depth == 4 ? heading : l->chapter_of[heading];

        if (!trf_learner_right(l->learner, example, i))
            continue;
        any = true;
        *right = *right || group == best;
    }
    *share = (uint32_t)(groups[best] * 10000u / total);
    return any;
}

typedef struct confidences {
    trf_learn_confidence_record *records;
    size_t capacity;
    uint32_t count;
} confidences;

static tariff_status put_steps(const lesson *l, trf_calibration *answers, uint16_t language, uint16_t depth, confidences *out,
                               tariff_error **error)
{
    trf_calibration_step steps[TRF_CALIBRATION_STEPS];
    uint32_t count = trf_calibration_steps(l->door->alloc, answers, steps);

    if (count == UINT32_MAX)
        return trf_fail_memory(error);
    for (uint32_t i = 0; i < count; i++) {
        if (!trf_alloc_grow(l->door->alloc, (void **)&out->records, &out->capacity, (size_t)out->count + 1, sizeof *out->records))
            return trf_fail_memory(error);
        out->records[out->count++] = (trf_learn_confidence_record){language, depth, steps[i].share, steps[i].confidence};
    }
    return TARIFF_OK;
}

static tariff_status calibrate_depth(const lesson *l, uint16_t depth, confidences *out, tariff_error **error)
{
    uint32_t languages = l->buckets / TRF_FEATURE_BUCKETS;
    trf_calibration *own = trf_alloc_array(l->door->alloc, languages + 1, sizeof *own); /* the last: of all others */
    uint64_t *groups = trf_alloc_array(l->door->alloc, (size_t)l->classes.leaf_count + 1, sizeof *groups);
    int32_t *z = trf_alloc_array(l->door->alloc, (size_t)l->classes.leaf_count + 1, sizeof *z);
    tariff_status status = own && groups && z ? TARIFF_OK : trf_fail_memory(error);

    for (uint32_t i = 0; i < trf_learner_count(l->learner) && status == TARIFF_OK; i++) {
        uint32_t share, language = trf_learner_bucket(l->learner, i) / TRF_FEATURE_BUCKETS;
        bool right;

        if (!trf_learner_apart(l->learner, i) || (depth == 6 && trf_learner_of_heading(l->learner, i)))
            continue;
        trf_learner_score(l->learner, i, z);
        if (judge(l, i, z, depth, groups, &share, &right) &&
            (!trf_calibration_add(l->door->alloc, &own[language], share, right) ||
             !trf_calibration_add(l->door->alloc, &own[languages], share, right)))
            status = trf_fail_memory(error);
    }
    for (uint32_t i = 0; own && i <= languages && status == TARIFF_OK; i++)
        if (own[i].count >= OWN_LEAST || i == languages)
            status = put_steps(l, &own[i], i == languages ? UINT16_MAX : (uint16_t)i, depth, out, error);
    for (uint32_t i = 0; own && i <= languages; i++)
        trf_calibration_done(l->door->alloc, &own[i]);
    trf_alloc_free(l->door->alloc, own, (languages + 1) * sizeof *own);
    trf_alloc_free(l->door->alloc, groups, ((size_t)l->classes.leaf_count + 1) * sizeof *groups);
    trf_alloc_free(l->door->alloc, z, ((size_t)l->classes.leaf_count + 1) * sizeof *z);
    return status;
}

/* ---- train ---- */

static tariff_status open_lesson(trf_door *door, lesson *l, tariff_error **error)
{
    uint32_t languages = trf_snapshot_language_count(door->snapshot), chapter = TRF_INDEX_NONE;
    tariff_status status = trf_classifier_new(door->alloc, door->snapshot, NULL, &l->classifier, error);

    if (status < 0)
        return status;
    l->space = trf_classifier_base(l->classifier);
    l->buckets = languages * TRF_FEATURE_BUCKETS;
    status = trf_classes_of(door->alloc, l->space, &l->classes, error);
    l->languages = trf_alloc_array(door->alloc, languages + 1, sizeof *l->languages);
    l->files = trf_alloc_array(door->alloc, FILES_MAX, sizeof *l->files);
    l->chapter_of = trf_alloc_array(door->alloc, (size_t)l->classes.heading_count + 1, sizeof *l->chapter_of);
    if (status >= 0 && (!l->languages || !l->files || !l->chapter_of))
        status = trf_fail_memory(error);
    if (status < 0)
        return status;
    for (uint32_t i = 0; i < languages; i++)
        l->languages[i] = (uint16_t)i;
    for (uint32_t i = 0; i < l->classes.leaf_count; i++) {
        uint32_t of = trf_rank_above(l->space, l->classes.place[i], 2);

        l->chapter_count += l->chapter_count == 0 || of != chapter;
        chapter = of;
        l->chapter_of[l->classes.heading[i]] = (uint16_t)(l->chapter_count - 1);
    }
    return trf_learner_new(door->alloc, l->classes.heading, l->classes.leaf_count, l->classes.heading_count, l->buckets,
                           &l->learner, error);
}

static void close_lesson(trf_door *door, lesson *l)
{
    trf_learner_free(l->learner);
    trf_alloc_free(door->alloc, l->languages, (l->buckets / TRF_FEATURE_BUCKETS + 1) * sizeof *l->languages);
    trf_alloc_free(door->alloc, l->files, FILES_MAX * sizeof *l->files);
    trf_alloc_free(door->alloc, l->chapter_of, ((size_t)l->classes.heading_count + 1) * sizeof *l->chapter_of);
    trf_classes_free(door->alloc, &l->classes);
    trf_classifier_free(l->classifier);
}

static tariff_status learn(trf_door *door, lesson *l, const trf_json *files, const char *output, uint64_t *size,
                           tariff_error **error)
{
    confidences found = {NULL, 0, 0};
    trf_overlay_plan plan = {0};
    tariff_status status = open_lesson(door, l, error);

    for (const trf_json *file = files->first; file && status == TARIFF_OK; file = file->next)
        status = learn_file(l, file->text, error);
    if (status == TARIFF_OK && trf_learner_count(l->learner) == 0)
        status = trf_fail(error, door->alloc, TARIFF_EINPUT, "files: no line has a text and a code of the nomenclature");
    if (status == TARIFF_OK)
        status = trf_learner_run(l->learner, true, error);
    for (unsigned d = 0; d < DEPTHS && status == TARIFF_OK; d++)
        status = calibrate_depth(l, depths[d], &found, error);
    if (status == TARIFF_OK)
        status = trf_learner_run(l->learner, false, error);
    plan = (trf_overlay_plan){door->snapshot->header->content_hash,
                              (const uint8_t(*)[32])l->files,
                              l->file_count,
                              l->classes.leaf_count,
                              l->classes.heading_count,
                              l->languages,
                              found.records,
                              found.count};
    if (status == TARIFF_OK)
        status = trf_overlay_write(door->alloc, l->learner, l->buckets, &plan, output, size, error);
    trf_alloc_free(door->alloc, found.records, found.capacity * sizeof *found.records);
    return status;
}

tariff_status trf_method_train(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    const trf_json *files = trf_json_get(request, "files");
    lesson l = {.door = door};
    const char *path;
    uint64_t size = 0;
    uint32_t count = 0;
    trf_slice output;
    tariff_status status = trf_json_text(request, "output", true, &output, door->alloc, error);

    if (status < 0)
        return status;
    for (const trf_json *file = files->first; file; file = file->next)
        count++;
    if (count == 0 || count > FILES_MAX)
        return trf_json_fail(request, "files", door->alloc, error, "expected 1 to 256 paths");
    path = trf_door_terminated(door, output);
    status = path ? learn(door, &l, files, path, &size, error) : trf_fail_memory(error);
    if (status >= 0) {
        trf_json_begin_object(reply);
        trf_json_member_text(reply, "output", output);
        trf_json_member_integer(reply, "bytes", (int64_t)size);
        trf_json_member_integer(reply, "lines", (int64_t)l.lines);
        trf_json_member_integer(reply, "unmapped", (int64_t)l.unmapped);
        trf_json_member_integer(reply, "features", trf_learner_feature_count(l.learner));
        trf_json_end_object(reply);
    }
    close_lesson(door, &l);
    return status;
}

#else

static tariff_status unsupported(const trf_door *door, const char *method, tariff_error **error)
{
    return trf_fail(error, door->alloc, TARIFF_EUNSUPPORTED,
                    "%s: this build of the library knows no words (configure --enable-search)", method);
}

tariff_status trf_method_overlay(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    (void)request;
    (void)reply;
    return unsupported(door, "overlay", error);
}

tariff_status trf_method_train(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    (void)request;
    (void)reply;
    return unsupported(door, "train", error);
}
#endif
