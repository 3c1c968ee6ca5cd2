/* SPDX-License-Identifier: Apache-2.0 */
#include "train/learner.h"

#include "base/mix.h"
#include "base/sort.h"
#include "num/logarithm.h"

#define ONE         65536 /* fixed point of weights, gradients, probabilities */
#define EPOCHS      4u
#define RATE        28364  /* 0.3 nats, in binary digits */
#define SMOOTH      6554u  /* 0.1, under the root */
#define REACH       945356 /* classes that lie further behind the best than 10 nats have no share */
#define SMALLEST    66     /* a gradient of less than a thousandth moves nothing */
#define DROPPED     30u    /* features left out of an example in an epoch, in 100ths */
#define SCALE_FIRST 19661u /* 0.3 */
#define SCALE_STEP  1311u  /* 0.02 */
#define NATS        45426  /* nats in a binary digit */
#define TENTH       10u
#define EXACT_MOST  3u /* right leaves up to which an example speaks for each of them, not for the heading alone */

typedef struct example {
    uint32_t first_feature, feature_count;
    uint32_t first_target, target_count;
    uint32_t first_candidate, candidate_count;
    uint32_t bucket;
    uint64_t mark; /* from its features: order, tenth and what is dropped follow from it */
    bool heading;
} example;

typedef struct use {
    uint32_t feature; /* number */
    uint16_t value;
} use;

typedef struct list {
    void *data;
    size_t capacity;
    uint32_t count;
} list;

struct trf_learner {
    const trf_alloc *alloc;
    const uint16_t *heading_of;
    uint32_t leaf_count, heading_count, bucket_count, class_count;
    list examples, uses, targets, candidates;
    list keys; /* uint64_t by feature */
    uint32_t *slots, slot_count;
    uint32_t *first_pair; /* by feature, and one behind */
    uint32_t pair_count;
    uint16_t *classes;
    int32_t *weights;
    uint32_t *squares;
    uint32_t *scales, *scale_squares;
    int32_t *z, *gradient, *heading_z, *heading_gradient;
    uint8_t *is_target;
};

#define EXAMPLE(l, i)   (&((example *)(l)->examples.data)[i])
#define USE(l, i)       (&((use *)(l)->uses.data)[i])
#define TARGET(l, i)    (((uint16_t *)(l)->targets.data)[i])
#define CANDIDATE(l, i) (&((trf_learn_candidate *)(l)->candidates.data)[i])
#define KEY(l, i)       (((uint64_t *)(l)->keys.data)[i])

static void *push(const trf_alloc *alloc, list *of, size_t size)
{
    if (of->count == UINT32_MAX || !trf_alloc_grow(alloc, &of->data, &of->capacity, (size_t)of->count + 1, size))
        return NULL;
    return (uint8_t *)of->data + size * of->count++;
}

tariff_status trf_learner_new(const trf_alloc *alloc, const uint16_t *heading_of, uint32_t leaf_count, uint32_t heading_count,
                              uint32_t bucket_count, trf_learner **out, tariff_error **error)
{
    trf_learner *l = trf_alloc_zero(alloc, sizeof *l);

    if (!l)
        return trf_fail_memory(error);
    l->alloc = alloc;
    l->heading_of = heading_of;
    l->leaf_count = leaf_count;
    l->heading_count = heading_count;
    l->class_count = leaf_count + heading_count;
    l->bucket_count = bucket_count;
    l->z = trf_alloc_array(alloc, leaf_count + 1, sizeof *l->z);
    l->gradient = trf_alloc_array(alloc, leaf_count + 1, sizeof *l->gradient);
    l->heading_z = trf_alloc_array(alloc, heading_count + 1, sizeof *l->heading_z);
    l->heading_gradient = trf_alloc_array(alloc, heading_count + 1, sizeof *l->heading_gradient);
    l->is_target = trf_alloc_array(alloc, leaf_count + 1, sizeof *l->is_target);
    l->scales = trf_alloc_array(alloc, bucket_count + 1, sizeof *l->scales);
    l->scale_squares = trf_alloc_array(alloc, bucket_count + 1, sizeof *l->scale_squares);
    *out = l;
    if (!l->z || !l->gradient || !l->heading_z || !l->heading_gradient || !l->is_target || !l->scales || !l->scale_squares)
        return trf_fail_memory(error);
    return TARIFF_OK;
}

static void forget_pairs(trf_learner *l)
{
    trf_alloc_free(l->alloc, l->first_pair, ((size_t)l->keys.count + 1) * sizeof *l->first_pair);
    trf_alloc_free(l->alloc, l->classes, ((size_t)l->pair_count + 1) * sizeof *l->classes);
    trf_alloc_free(l->alloc, l->weights, ((size_t)l->pair_count + 1) * sizeof *l->weights);
    trf_alloc_free(l->alloc, l->squares, ((size_t)l->pair_count + 1) * sizeof *l->squares);
    l->first_pair = NULL;
    l->classes = NULL;
    l->weights = NULL;
    l->squares = NULL;
    l->pair_count = 0;
}

void trf_learner_free(trf_learner *l)
{
    if (!l)
        return;
    forget_pairs(l);
    trf_alloc_free(l->alloc, l->examples.data, l->examples.capacity * sizeof(example));
    trf_alloc_free(l->alloc, l->uses.data, l->uses.capacity * sizeof(use));
    trf_alloc_free(l->alloc, l->targets.data, l->targets.capacity * sizeof(uint16_t));
    trf_alloc_free(l->alloc, l->candidates.data, l->candidates.capacity * sizeof(trf_learn_candidate));
    trf_alloc_free(l->alloc, l->keys.data, l->keys.capacity * sizeof(uint64_t));
    trf_alloc_free(l->alloc, l->slots, (size_t)l->slot_count * sizeof *l->slots);
    trf_alloc_free(l->alloc, l->z, (l->leaf_count + 1) * sizeof *l->z);
    trf_alloc_free(l->alloc, l->gradient, (l->leaf_count + 1) * sizeof *l->gradient);
    trf_alloc_free(l->alloc, l->heading_z, (l->heading_count + 1) * sizeof *l->heading_z);
    trf_alloc_free(l->alloc, l->heading_gradient, (l->heading_count + 1) * sizeof *l->heading_gradient);
    trf_alloc_free(l->alloc, l->is_target, (l->leaf_count + 1) * sizeof *l->is_target);
    trf_alloc_free(l->alloc, l->scales, (l->bucket_count + 1) * sizeof *l->scales);
    trf_alloc_free(l->alloc, l->scale_squares, (l->bucket_count + 1) * sizeof *l->scale_squares);
    trf_alloc_free(l->alloc, l, sizeof *l);
}

/* ---- examples ---- */

static bool more_slots(trf_learner *l)
{
    uint32_t count = l->slot_count ? l->slot_count * 2 : 1024;
    uint32_t *slots = trf_alloc_array(l->alloc, count, sizeof *slots);

    if (!slots)
        return false;
    for (uint32_t i = 0; i < l->keys.count; i++) {
        uint32_t at = (uint32_t)KEY(l, i) & (count - 1);

        while (slots[at])
            at = (at + 1) & (count - 1);
        slots[at] = i + 1;
    }
    trf_alloc_free(l->alloc, l->slots, (size_t)l->slot_count * sizeof *l->slots);
    l->slots = slots;
    l->slot_count = count;
    return true;
}

static uint32_t number_of(trf_learner *l, uint64_t key)
{
    uint32_t at;
    uint64_t *made;

    if ((uint64_t)l->keys.count * 2 >= l->slot_count && (l->slot_count >= UINT32_C(1) << 30 || !more_slots(l)))
        return UINT32_MAX;
    for (at = (uint32_t)key & (l->slot_count - 1); l->slots[at]; at = (at + 1) & (l->slot_count - 1))
        if (KEY(l, l->slots[at] - 1) == key)
            return l->slots[at] - 1;
    made = push(l->alloc, &l->keys, sizeof *made);
    if (!made)
        return UINT32_MAX;
    *made = key;
    l->slots[at] = l->keys.count;
    return l->keys.count - 1;
}

tariff_status trf_learner_add(trf_learner *l, const trf_features *features, const uint16_t *targets, uint32_t target_count,
                              bool heading, const trf_learn_candidate *candidates, uint32_t candidate_count, uint32_t bucket,
                              tariff_error **error)
{
    example made = {
        l->uses.count, features->count, l->targets.count, target_count, l->candidates.count, candidate_count, bucket, 0, heading};
    example *kept;

    for (uint32_t i = 0; i < features->count; i++) {
        uint32_t number = number_of(l, features->items[i].key);
        use *of = number == UINT32_MAX ? NULL : push(l->alloc, &l->uses, sizeof *of);

        if (!of)
            return trf_fail_memory(error);
        *of = (use){number, features->items[i].value};
        made.mark += trf_key_mix(features->items[i].key);
    }
    for (uint32_t i = 0; i < target_count; i++) {
        uint16_t *target = push(l->alloc, &l->targets, sizeof *target);

        if (!target)
            return trf_fail_memory(error);
        *target = targets[i];
    }
    for (uint32_t i = 0; i < candidate_count; i++) {
        trf_learn_candidate *candidate = push(l->alloc, &l->candidates, sizeof *candidate);

        if (!candidate)
            return trf_fail_memory(error);
        *candidate = candidates[i];
    }
    kept = push(l->alloc, &l->examples, sizeof *kept);
    if (!kept)
        return trf_fail_memory(error);
    *kept = made;
    return TARIFF_OK;
}

uint32_t trf_learner_count(const trf_learner *l)
{
    return l->examples.count;
}

bool trf_learner_apart(const trf_learner *l, uint32_t i)
{
    return trf_key_mix(EXAMPLE(l, i)->mark) % TENTH == 0;
}

bool trf_learner_right(const trf_learner *l, uint32_t i, uint32_t leaf)
{
    const example *e = EXAMPLE(l, i);

    for (uint32_t t = 0; t < e->target_count; t++)
        if (TARGET(l, e->first_target + t) == leaf)
            return true;
    return false;
}

bool trf_learner_of_heading(const trf_learner *l, uint32_t i)
{
    return EXAMPLE(l, i)->heading;
}

uint32_t trf_learner_bucket(const trf_learner *l, uint32_t i)
{
    return EXAMPLE(l, i)->bucket;
}

/* ---- pairs ---- */

/* Classes that an example speaks for: the headings of what is right, and the leaves where they are few. */
static uint32_t spoken_for(const trf_learner *l, const example *e, uint32_t out[TRF_LEARN_TARGETS * 2])
{
    uint32_t count = 0;

    for (uint32_t t = 0; t < e->target_count; t++) {
        uint32_t leaf = TARGET(l, e->first_target + t), heading = l->leaf_count + l->heading_of[leaf];
        bool again = false;

        for (uint32_t i = 0; i < count; i++)
            again = again || out[i] == heading;
        if (!again)
            out[count++] = heading;
        if (!e->heading && e->target_count <= EXACT_MOST)
            out[count++] = leaf;
    }
    return count;
}

static tariff_status find_pairs(trf_learner *l, bool tenth, tariff_error **error)
{
    size_t most = 0, count = 0, unique = 0;
    uint64_t *pairs, *scratch;
    uint32_t classes[TRF_LEARN_TARGETS * 2];

    for (uint32_t i = 0; i < l->examples.count; i++)
        if (!(tenth && trf_learner_apart(l, i)))
            most += (size_t)spoken_for(l, EXAMPLE(l, i), classes) * EXAMPLE(l, i)->feature_count;
    pairs = trf_alloc_array(l->alloc, most + 1, sizeof *pairs);
    scratch = trf_alloc_array(l->alloc, most + 1, sizeof *scratch);
    if (pairs && scratch) {
        for (uint32_t i = 0; i < l->examples.count; i++) {
            const example *e = EXAMPLE(l, i);
            uint32_t class_count = tenth && trf_learner_apart(l, i) ? 0 : spoken_for(l, e, classes);

            for (uint32_t c = 0; c < class_count; c++)
                for (uint32_t f = 0; f < e->feature_count; f++)
                    pairs[count++] = (uint64_t)USE(l, e->first_feature + f)->feature << 32 | classes[c];
        }
        trf_sort_keys(pairs, scratch, count);
        for (size_t i = 0; i < count; i++)
            if (i == 0 || pairs[i] != pairs[i - 1])
                pairs[unique++] = pairs[i];
    }
    trf_alloc_free(l->alloc, scratch, (most + 1) * sizeof *scratch);
    if (pairs && scratch && unique < UINT32_MAX) {
        l->pair_count = (uint32_t)unique;
        l->first_pair = trf_alloc_array(l->alloc, (size_t)l->keys.count + 1, sizeof *l->first_pair);
        l->classes = trf_alloc_array(l->alloc, unique + 1, sizeof *l->classes);
        l->weights = trf_alloc_array(l->alloc, unique + 1, sizeof *l->weights);
        l->squares = trf_alloc_array(l->alloc, unique + 1, sizeof *l->squares);
    }
    if (!l->first_pair || !l->classes || !l->weights || !l->squares) {
        trf_alloc_free(l->alloc, pairs, (most + 1) * sizeof *pairs);
        return trf_fail_memory(error);
    }
    for (uint32_t i = 0, feature = 0; feature <= l->keys.count; feature++) {
        while (i < unique && pairs[i] >> 32 < feature)
            i++;
        l->first_pair[feature] = i;
    }
    for (size_t i = 0; i < unique; i++)
        l->classes[i] = (uint16_t)pairs[i];
    trf_alloc_free(l->alloc, pairs, (most + 1) * sizeof *pairs);
    return TARIFF_OK;
}

/* ---- learning ---- */

static bool is_dropped(const example *e, uint32_t epoch, uint32_t feature)
{
    return trf_key_mix(e->mark + (uint64_t)epoch * UINT64_C(0x9e3779b97f4a7c15) + feature) % 100 < DROPPED;
}

/* z of every leaf; epoch 0: nothing is dropped. */
static void score(const trf_learner *l, const example *e, uint32_t epoch, int32_t *z)
{
    memset(z, 0, l->leaf_count * sizeof *z);
    memset(l->heading_z, 0, l->heading_count * sizeof *l->heading_z);
    for (uint32_t f = e->first_feature; f < e->first_feature + e->feature_count; f++) {
        uint32_t feature = USE(l, f)->feature;
        int64_t value = USE(l, f)->value;

        if (epoch && is_dropped(e, epoch, feature))
            continue;
        value = epoch ? value * 100 / (100 - (int64_t)DROPPED) : value;
        for (uint32_t p = l->first_pair[feature]; p < l->first_pair[feature + 1]; p++) {
            int32_t more = (int32_t)(value * l->weights[p] / (int64_t)TRF_FEATURE_ONE);

            if (l->classes[p] >= l->leaf_count)
                l->heading_z[l->classes[p] - l->leaf_count] += more;
            else
                z[l->classes[p]] += more;
        }
    }
    for (uint32_t i = 0; i < l->leaf_count; i++)
        z[i] += l->heading_z[l->heading_of[i]];
    for (uint32_t c = e->first_candidate; c < e->first_candidate + e->candidate_count; c++)
        z[CANDIDATE(l, c)->leaf] += (int32_t)((int64_t)l->scales[e->bucket] * CANDIDATE(l, c)->score / 10000);
}

/* Shares of the leaves less what is right, which shares the whole among its leaves as they stand. */
static void find_gradient(trf_learner *l, const example *e)
{
    int32_t best = INT32_MIN;
    uint64_t total = 0, right = 0;

    for (uint32_t i = 0; i < l->leaf_count; i++)
        best = l->z[i] > best ? l->z[i] : best;
    for (uint32_t t = 0; t < e->target_count; t++)
        l->is_target[TARGET(l, e->first_target + t)] = 1;
    for (uint32_t i = 0; i < l->leaf_count; i++) {
        uint32_t share = l->z[i] > best - REACH ? (uint32_t)trf_exp2(l->z[i] - best) : 0;

        share += share == 0 && l->is_target[i];
        l->gradient[i] = (int32_t)share;
        total += share;
        right += l->is_target[i] ? share : 0;
    }
    memset(l->heading_gradient, 0, l->heading_count * sizeof *l->heading_gradient);
    for (uint32_t i = 0; i < l->leaf_count; i++) {
        uint64_t share = (uint64_t)(uint32_t)l->gradient[i];

        if (share == 0)
            continue;
        l->gradient[i] = (int32_t)(share * ONE / total) - (l->is_target[i] ? (int32_t)(share * ONE / right) : 0);
        l->heading_gradient[l->heading_of[i]] += l->gradient[i];
    }
    for (uint32_t t = 0; t < e->target_count; t++)
        l->is_target[TARGET(l, e->first_target + t)] = 0;
}

static void move_scale(trf_learner *l, const example *e)
{
    int64_t slope = 0, step;

    for (uint32_t c = e->first_candidate; c < e->first_candidate + e->candidate_count; c++)
        slope += (int64_t)l->gradient[CANDIDATE(l, c)->leaf] * CANDIDATE(l, c)->score / 10000;
    slope = slope * NATS / ONE;
    if (l->scale_squares[e->bucket] < UINT32_MAX - (1u << 30))
        l->scale_squares[e->bucket] += (uint32_t)(slope * slope / ONE < (1 << 30) ? slope * slope / ONE : 1 << 30);
    step = (int64_t)SCALE_STEP * slope / (int64_t)trf_root(((uint64_t)l->scale_squares[e->bucket] + ONE) * ONE);
    if (step < (int64_t)l->scales[e->bucket] - ONE / 64)
        l->scales[e->bucket] = (uint32_t)((int64_t)l->scales[e->bucket] - step);
}

static void move_weights(trf_learner *l, const example *e, uint32_t epoch)
{
    for (uint32_t f = e->first_feature; f < e->first_feature + e->feature_count; f++) {
        uint32_t feature = USE(l, f)->feature;
        int64_t value = (int64_t)USE(l, f)->value * 100 / (100 - (int64_t)DROPPED);

        if (is_dropped(e, epoch, feature))
            continue;
        for (uint32_t p = l->first_pair[feature]; p < l->first_pair[feature + 1]; p++) {
            int64_t gradient =
                l->classes[p] >= l->leaf_count ? l->heading_gradient[l->classes[p] - l->leaf_count] : l->gradient[l->classes[p]];

            if (gradient < SMALLEST && gradient > -SMALLEST)
                continue;
            gradient = gradient * value / (int64_t)TRF_FEATURE_ONE;
            if (l->squares[p] < UINT32_MAX / 2)
                l->squares[p] += (uint32_t)(gradient * gradient / ONE);
            l->weights[p] -= (int32_t)(gradient * RATE / (int64_t)trf_root(((uint64_t)l->squares[p] + SMOOTH) * ONE));
        }
    }
}

tariff_status trf_learner_run(trf_learner *l, bool tenth, tariff_error **error)
{
    size_t size = ((size_t)l->examples.count + 1) * sizeof(trf_sort_item);
    trf_sort_item *order = trf_alloc_zero(l->alloc, size), *scratch = trf_alloc_zero(l->alloc, size);
    tariff_status status = order && scratch ? TARIFF_OK : trf_fail_memory(error);

    forget_pairs(l);
    if (status == TARIFF_OK)
        status = find_pairs(l, tenth, error);
    for (uint32_t b = 0; b < l->bucket_count; b++) {
        l->scales[b] = SCALE_FIRST;
        l->scale_squares[b] = 0;
    }
    for (uint32_t epoch = 1; epoch <= EPOCHS && status == TARIFF_OK; epoch++) {
        uint32_t count = 0;

        for (uint32_t i = 0; i < l->examples.count; i++)
            if (!(tenth && trf_learner_apart(l, i)))
                order[count++] = (trf_sort_item){trf_key_mix(EXAMPLE(l, i)->mark + epoch), i};
        trf_sort_items(order, scratch, count);
        for (uint32_t i = 0; i < count; i++) {
            const example *e = EXAMPLE(l, order[i].value);

            score(l, e, epoch, l->z);
            find_gradient(l, e);
            move_scale(l, e);
            move_weights(l, e, epoch);
        }
    }
    trf_alloc_free(l->alloc, order, size);
    trf_alloc_free(l->alloc, scratch, size);
    return status;
}

void trf_learner_score(const trf_learner *l, uint32_t i, int32_t *z)
{
    score(l, EXAMPLE(l, i), 0, z);
}

/* ---- what was learned ---- */

uint32_t trf_learner_feature_count(const trf_learner *l)
{
    return l->keys.count;
}

uint64_t trf_learner_feature(const trf_learner *l, uint32_t feature, uint32_t *first, uint32_t *count)
{
    *first = l->first_pair[feature];
    *count = l->first_pair[feature + 1] - *first;
    return KEY(l, feature);
}

uint16_t trf_learner_pair(const trf_learner *l, uint32_t pair, int32_t *weight)
{
    *weight = l->weights[pair];
    return l->classes[pair];
}

uint32_t trf_learner_scale(const trf_learner *l, uint32_t bucket)
{
    return l->scales[bucket];
}
