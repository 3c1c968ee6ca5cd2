/* SPDX-License-Identifier: Apache-2.0 */
#include "classify/learned.h"

#include "classify/rank.h"
#include "image/key.h"

#define SCALE_LEAST 656u /* a hundredth: words always count for something */

tariff_status trf_learned_open(const trf_alloc *alloc, const trf_snapshot *overlay, const trf_space *space, trf_learned *out,
                               tariff_error **error)
{
    tariff_status status;

    *out = (trf_learned){.overlay = overlay, .head = trf_snapshot_learn(overlay, 0)};
    status = trf_classes_of(alloc, space, &out->classes, error);
    if (status < 0)
        return status;
    if (out->head->leaf_count != out->classes.leaf_count || out->head->heading_count != out->classes.heading_count ||
        out->head->slot_count == 0 || (out->head->slot_count & (out->head->slot_count - 1)) != 0 ||
        out->head->slot_count != trf_snapshot_learn_slot_count(overlay))
        return trf_fail(error, alloc, TARIFF_EIMAGE, "overlay: was learned over other lines (%u leaves, expected %u)",
                        out->head->leaf_count, out->classes.leaf_count);
    out->leaves = trf_alloc_array(alloc, (size_t)out->classes.leaf_count + 1, sizeof *out->leaves);
    out->headings = trf_alloc_array(alloc, (size_t)out->classes.heading_count + 1, sizeof *out->headings);
    return out->leaves && out->headings ? TARIFF_OK : trf_fail_memory(error);
}

void trf_learned_close(const trf_alloc *alloc, trf_learned *learned)
{
    trf_alloc_free(alloc, learned->leaves, ((size_t)learned->classes.leaf_count + 1) * sizeof *learned->leaves);
    trf_alloc_free(alloc, learned->headings, ((size_t)learned->classes.heading_count + 1) * sizeof *learned->headings);
    trf_classes_free(alloc, &learned->classes);
    *learned = (trf_learned){0};
}

/* ---- weights ---- */

uint32_t trf_learned_scale(const trf_learned *learned, uint16_t language, uint32_t bucket)
{
    for (uint32_t i = 0; i < trf_snapshot_learn_scale_count(learned->overlay); i++) {
        const trf_learn_scale_record *scale = trf_snapshot_learn_scale(learned->overlay, i);

        if (scale->language == language && scale->bucket == bucket)
            return scale->scale > SCALE_LEAST ? scale->scale : SCALE_LEAST;
    }
    return 65536u;
}

/* The weights of a feature; their number. */
static uint32_t weights_of(const trf_learned *learned, uint64_t key, uint32_t *first)
{
    uint32_t mask = learned->head->slot_count - 1, at = (uint32_t)key & mask,
             all = trf_snapshot_learn_weight_count(learned->overlay);

    for (uint32_t probes = 0; probes < TRF_PROBES_MAX; probes++, at = (at + 1) & mask) {
        const trf_learn_slot_record *slot = trf_snapshot_learn_slot(learned->overlay, at);

        if (slot->count == 0)
            return 0;
        if (((uint64_t)slot->key_high << 32 | slot->key_low) != key)
            continue;
        *first = slot->first;
        return slot->first >= all ? 0 : slot->count < all - slot->first ? slot->count : all - slot->first;
    }
    return 0;
}

/* What a weight adds to a score, in 10,000ths of a binary digit of the words' score. */
static int32_t contribution(const trf_feature *feature, int16_t weight, uint32_t scale)
{
    return trf_score_of((int64_t)feature->value * weight * TRF_SCORE_ONE / (int64_t)scale);
}

void trf_learned_find(trf_learned *learned, const trf_features *features, uint32_t scale)
{
    const trf_classes *classes = &learned->classes;

    memset(learned->leaves, 0, classes->leaf_count * sizeof *learned->leaves);
    memset(learned->headings, 0, classes->heading_count * sizeof *learned->headings);
    for (uint32_t f = 0; f < features->count; f++) {
        uint32_t first = 0, count = weights_of(learned, features->items[f].key, &first);

        for (uint32_t i = first; i < first + count; i++) {
            const trf_learn_weight_record *weight = trf_snapshot_learn_weight(learned->overlay, i);
            int32_t more = contribution(&features->items[f], weight->weight, scale);

            if (weight->of < classes->leaf_count)
                learned->leaves[weight->of] = trf_score_add(learned->leaves[weight->of], more);
            else if (weight->of - classes->leaf_count < classes->heading_count)
                learned->headings[weight->of - classes->leaf_count] =
                    trf_score_add(learned->headings[weight->of - classes->leaf_count], more);
        }
    }
    for (uint32_t i = 0; i < classes->leaf_count; i++)
        learned->leaves[i] = trf_score_add(learned->leaves[i], learned->headings[classes->heading[i]]);
}

/* ---- scores ---- */

static uint16_t leaf_of(const trf_learned *learned, const trf_space *space, uint32_t place, bool base)
{
    uint32_t at = base ? place : trf_rank_below(space, place);

    return at < learned->classes.place_count ? learned->classes.leaf[at] : TRF_SEARCH_NO_PLACE;
}

void trf_learned_add(const trf_learned *learned, trf_space *space, bool base)
{
    trf_rank_options options = {0, learned->head->candidate_count, TRF_SCORE_ONE};
    trf_ranked best[TRF_CLASSIFY_TOP_MAX];
    uint32_t count;

    options.top = options.top < TRF_CLASSIFY_TOP_MAX ? options.top : TRF_CLASSIFY_TOP_MAX;
    count = trf_rank(space, &options, best);
    memset(space->by_words, 0, space->record->place_count * sizeof *space->by_words);
    for (uint32_t i = 0; i < count; i++)
        space->by_words[best[i].leaf] = 1;
    for (uint32_t i = 0; i < space->record->place_count; i++) {
        uint16_t leaf = space->places[i].flags & TRF_PLACE_LEAF ? leaf_of(learned, space, i, base) : TRF_SEARCH_NO_PLACE;
        int32_t score = space->by_words[i] ? space->scores[i] : 0;

        if (leaf != TRF_SEARCH_NO_PLACE && space->holds[i])
            score = trf_score_add(score, learned->leaves[leaf]);
        space->scores[i] = score;
    }
}

/* ---- reasons ---- */

void trf_learned_reasons(const trf_learned *learned, const trf_features *features, uint32_t scale, const trf_space *space,
                         uint32_t place, bool base, trf_slice query, trf_reasons *reasons)
{
    uint16_t leaf = leaf_of(learned, space, place, base);
    uint32_t heading = leaf == TRF_SEARCH_NO_PLACE ? 0 : learned->classes.leaf_count + learned->classes.heading[leaf];
    trf_reason *last = NULL;

    for (uint32_t f = 0; f < features->count && leaf != TRF_SEARCH_NO_PLACE; f++) {
        const trf_feature *feature = &features->items[f];
        uint32_t first = 0, count = weights_of(learned, feature->key, &first);
        trf_slice term = trf_slice_of(query.data + feature->start, feature->size);
        int32_t sum = 0;

        for (uint32_t i = first; i < first + count; i++) {
            const trf_learn_weight_record *weight = trf_snapshot_learn_weight(learned->overlay, i);

            if (weight->of == leaf || weight->of == heading)
                sum = trf_score_add(sum, contribution(feature, weight->weight, scale));
        }
        if (sum == 0)
            continue;
        if (!last || last->term.data != term.data || last->term.size != term.size) {
            if (reasons->count == TRF_REASONS_MAX)
                break;
            last = &reasons->items[reasons->count++];
            *last = (trf_reason){term, term, TRF_SEARCH_LEARNED, 0, 0, space->places[place].line, 0, 0};
        }
        last->contribution = trf_score_add(last->contribution, sum);
        last->weight = last->contribution;
    }
}

/* ---- confidence ---- */

uint32_t trf_learned_confidence(const trf_learned *learned, uint16_t language, uint32_t digits, uint32_t share)
{
    const trf_snapshot *overlay = learned->overlay;
    uint32_t low_share = 0, low = 0, high_share = 10000, high = 10000;
    bool own = false;

    for (uint32_t i = 0; i < trf_snapshot_learn_confidence_count(overlay) && !own; i++) {
        const trf_learn_confidence_record *step = trf_snapshot_learn_confidence(overlay, i);

        own = step->language == language && step->depth == digits;
    }
    for (uint32_t i = 0; i < trf_snapshot_learn_confidence_count(overlay); i++) {
        const trf_learn_confidence_record *step = trf_snapshot_learn_confidence(overlay, i);

        if (step->depth != digits || step->language != (own ? language : UINT16_MAX))
            continue;
        if (step->share <= share && step->share >= low_share) {
            low_share = step->share;
            low = step->confidence;
        } else if (step->share > share && step->share < high_share) {
            high_share = step->share;
            high = step->confidence;
        }
    }
    high = high_share == 10000 && high < low ? low : high;
    return high_share <= low_share ? low
                                   : low + (uint32_t)((uint64_t)(high - low) * (share - low_share) / (high_share - low_share));
}

bool trf_learned_from(const trf_snapshot *overlay, const uint8_t sha256[32])
{
    for (uint32_t i = 0; i < trf_snapshot_learn_file_count(overlay); i++)
        if (memcmp(trf_snapshot_learn_file(overlay, i)->sha256, sha256, 32) == 0)
            return true;
    return false;
}
