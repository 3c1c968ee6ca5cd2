/* SPDX-License-Identifier: Apache-2.0 */
#include "train/overlay.h"

#include "image/writer.h"

#define LEARNED_ONE 65536 /* of the learner's weights */

typedef struct tables {
    trf_learn_record head;
    trf_learn_file_record *files;
    trf_learn_scale_record *scales;
    trf_learn_slot_record *slots;
    trf_learn_weight_record *weights;
    size_t weight_capacity;
    uint32_t weight_count;
} tables;

static int16_t rounded(int32_t weight)
{
    int32_t steps = LEARNED_ONE / TRF_LEARN_WEIGHT_ONE;
    int32_t out = (weight >= 0 ? weight + steps / 2 : weight - steps / 2) / steps;

    return (int16_t)(out > INT16_MAX ? INT16_MAX : out < INT16_MIN ? INT16_MIN : out);
}

/* The weights of a feature that are more than nothing. */
static bool put_weights(const trf_alloc *alloc, const trf_learner *learner, uint32_t first, uint32_t count, tables *t)
{
    for (uint32_t p = first; p < first + count; p++) {
        int32_t weight;
        uint16_t of = trf_learner_pair(learner, p, &weight);

        if (rounded(weight) == 0)
            continue;
        if (!trf_alloc_grow(alloc, (void **)&t->weights, &t->weight_capacity, (size_t)t->weight_count + 1, sizeof *t->weights))
            return false;
        t->weights[t->weight_count++] = (trf_learn_weight_record){of, rounded(weight)};
    }
    return true;
}

static bool put_features(const trf_alloc *alloc, const trf_learner *learner, tables *t)
{
    uint32_t features = trf_learner_feature_count(learner);

    t->head.slot_count = 64;
    while (t->head.slot_count / 2 < features)
        t->head.slot_count *= 2;
    t->slots = trf_alloc_array(alloc, t->head.slot_count, sizeof *t->slots);
    if (!t->slots)
        return false;
    for (uint32_t f = 0; f < features; f++) {
        uint32_t first, count, begin = t->weight_count, at;
        uint64_t key = trf_learner_feature(learner, f, &first, &count);

        if (!put_weights(alloc, learner, first, count, t))
            return false;
        if (t->weight_count == begin)
            continue;
        for (at = (uint32_t)key & (t->head.slot_count - 1); t->slots[at].count;)
            at = (at + 1) & (t->head.slot_count - 1);
        t->slots[at] = (trf_learn_slot_record){(uint32_t)key, (uint32_t)(key >> 32), begin, t->weight_count - begin};
    }
    return true;
}

static void put(trf_image_part *parts, trf_image_piece *pieces, uint32_t *count, uint32_t kind, const void *data,
                uint64_t records, size_t size)
{
    if (records == 0)
        return;
    pieces[*count] = (trf_image_piece){data, records * size};
    parts[*count] = (trf_image_part){kind, records, &pieces[*count], 1};
    ++*count;
}

tariff_status trf_overlay_write(const trf_alloc *alloc, const trf_learner *learner, uint32_t bucket_count,
                                const trf_overlay_plan *plan, const char *path, uint64_t *size, tariff_error **error)
{
    trf_image_part parts[6];
    trf_image_piece pieces[6];
    trf_image_plan image = {parts, 0, TRF_FEATURE_OVERLAY, 0, plan->base_hash};
    tables t = {.head = {plan->leaf_count, plan->heading_count, 0, trf_learner_count(learner), TRF_LEARN_CANDIDATES, 0}};
    tariff_status status = TARIFF_OK;

    t.files = trf_alloc_array(alloc, (size_t)plan->file_count + 1, sizeof *t.files);
    t.scales = trf_alloc_array(alloc, (size_t)bucket_count + 1, sizeof *t.scales);
    if (!t.files || !t.scales || !put_features(alloc, learner, &t)) {
        status = trf_fail_memory(error);
        goto done;
    }
    memcpy(t.files, plan->files, (size_t)plan->file_count * sizeof *t.files);
    for (uint32_t b = 0; b < bucket_count; b++)
        t.scales[b] = (trf_learn_scale_record){plan->languages[b / TRF_FEATURE_BUCKETS], (uint16_t)(b % TRF_FEATURE_BUCKETS),
                                               trf_learner_scale(learner, b)};
    put(parts, pieces, &image.part_count, TRF_SECTION_LEARN, &t.head, 1, sizeof t.head);
    put(parts, pieces, &image.part_count, TRF_SECTION_LEARN_FILE, t.files, plan->file_count, sizeof *t.files);
    put(parts, pieces, &image.part_count, TRF_SECTION_LEARN_SCALE, t.scales, bucket_count, sizeof *t.scales);
    put(parts, pieces, &image.part_count, TRF_SECTION_LEARN_SLOT, t.slots, t.head.slot_count, sizeof *t.slots);
    put(parts, pieces, &image.part_count, TRF_SECTION_LEARN_WEIGHT, t.weights, t.weight_count, sizeof *t.weights);
    put(parts, pieces, &image.part_count, TRF_SECTION_LEARN_CONFIDENCE, plan->confidences, plan->confidence_count,
        sizeof *plan->confidences);
    status = trf_image_write_file(alloc, &image, path, NULL, size, error);
done:
    trf_alloc_free(alloc, t.files, ((size_t)plan->file_count + 1) * sizeof *t.files);
    trf_alloc_free(alloc, t.scales, ((size_t)bucket_count + 1) * sizeof *t.scales);
    trf_alloc_free(alloc, t.slots, (size_t)t.head.slot_count * sizeof *t.slots);
    trf_alloc_free(alloc, t.weights, t.weight_capacity * sizeof *t.weights);
    return status;
}
