/* SPDX-License-Identifier: Apache-2.0 */
#include "classify/classify.h"

#include "classify/learned.h"
#include "classify/query.h"
#include "classify/rank.h"
#include "classify/reason.h"
#include "classify/vague.h"

#define LEARNED_NOTHING 21845u /* scale without learning: a candidate with three binary digits less has half the share */

struct trf_classifier {
    const trf_alloc *alloc;
    const trf_snapshot *snapshot;
    trf_space *spaces;
    uint32_t space_count;
    trf_query_reader reader;
    trf_arena arena;          /* of the last answer */
    trf_classify_query query; /* the last */
    trf_space *space, *below;
    trf_classification head; /* of its answer */
    trf_ranked ranked[TRF_CLASSIFY_TOP_MAX];
    trf_slice unknown[TRF_CLASSIFY_TERMS_MAX];
    trf_reasons reasons;
    trf_features features; /* of the last query */
    trf_learned learned;   /* overlay NULL: nothing */
    uint32_t scale;        /* what words count in the last query beside what is learned, in 65,536ths */
};

/* ---- opening ---- */

static tariff_status open_spaces(trf_classifier *c, tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    if (trf_snapshot_search_space_count(c->snapshot) == 0)
        return trf_fail(error, c->alloc, TARIFF_EINVAL,
                        "image: has no text index (expected one compiled by a library that has search)");
    c->space_count = trf_snapshot_search_space_count(c->snapshot);
    c->spaces = trf_alloc_array(c->alloc, c->space_count, sizeof *c->spaces);
    if (!c->spaces)
        return trf_fail_memory(error);
    for (uint32_t i = 0; i < c->space_count && status == TARIFF_OK; i++)
        status = trf_space_open(c->alloc, c->snapshot, i, &c->spaces[i], error);
    return status;
}

tariff_status trf_classifier_new(const trf_alloc *alloc, const trf_snapshot *snapshot, const trf_snapshot *overlay,
                                 trf_classifier **out, tariff_error **error)
{
    trf_classifier *c = trf_alloc_zero(alloc, sizeof *c);
    tariff_status status;

    if (!c)
        return trf_fail_memory(error);
    c->alloc = alloc;
    c->snapshot = snapshot;
    trf_arena_init(&c->arena, alloc, 0);
    status = open_spaces(c, error);
    if (status == TARIFF_OK)
        status = trf_query_reader_open(alloc, snapshot, &c->spaces[0], &c->reader, error);
    if (status == TARIFF_OK && overlay && trf_snapshot_learn_count(overlay))
        status = trf_learned_open(alloc, overlay, &c->spaces[0], &c->learned, error);
    c->reader.features = &c->features;
    if (status < 0) {
        trf_classifier_free(c);
        return status;
    }
    *out = c;
    return TARIFF_OK;
}

void trf_classifier_free(trf_classifier *c)
{
    if (!c)
        return;
    trf_query_reader_close(&c->reader);
    trf_learned_close(c->alloc, &c->learned);
    for (uint32_t i = 0; c->spaces && i < c->space_count; i++)
        trf_space_close(c->alloc, &c->spaces[i]);
    trf_alloc_free(c->alloc, c->spaces, c->space_count * sizeof *c->spaces);
    trf_arena_done(&c->arena);
    trf_alloc_free(c->alloc, c, sizeof *c);
}

/* ---- asking ---- */

static trf_space *space_of(trf_classifier *c, uint32_t tariff)
{
    for (uint32_t i = 0; i < c->space_count; i++)
        if (c->spaces[i].record->tariff == tariff)
            return &c->spaces[i];
    return NULL;
}

tariff_status trf_classifier_ask(trf_classifier *c, const trf_classify_query *query, tariff_error **error)
{
    trf_space *spaces[2];
    uint32_t space_count = 0;
    tariff_status status;

    c->query = *query;
    c->scale = LEARNED_NOTHING;
    c->head = (trf_classification){
        .verdict = TRF_NO_USABLE_WORD, .unknown = c->unknown, .language = UINT16_MAX, .vague = TRF_INDEX_NONE};
    c->space = space_of(c, query->tariff);
    if (!c->space)
        return trf_fail(error, c->alloc, TARIFF_EINVAL, "tariff: has no lines with words in this image");
    c->below = c->space->record->below < c->space_count ? &c->spaces[c->space->record->below] : NULL;
    spaces[space_count++] = c->space;
    if (c->below)
        spaces[space_count++] = c->below;
    for (uint32_t i = 0; i < space_count; i++)
        trf_space_clear(spaces[i]);
    status = trf_query_reader_language(&c->reader, query->language, query->text, &c->head.language, error);
    if (status < 0)
        return status;
    /* A text without letters is of no language: whichever it is read in, it may be a code. */
    status = trf_query_reader_terms(&c->reader, c->head.language == UINT16_MAX ? c->reader.languages[0] : c->head.language,
                                    query->text, spaces, space_count, c->unknown, &c->head.unknown_count, &c->head.code, error);
    for (uint32_t i = 0; i < space_count && status == TARIFF_OK; i++)
        trf_space_score(c->snapshot, spaces[i]);
    if (status < 0)
        return status;
    c->head.vague = trf_vague_find(c->snapshot, c->reader.whole);
    trf_rank_score(c->snapshot, c->space, c->below, query->date);
    if (c->head.code.size) {
        trf_rank_code(c->snapshot, c->space, c->head.code);
        return TARIFF_OK;
    }
    if (c->learned.overlay) {
        c->scale = trf_learned_scale(&c->learned, c->head.language, trf_features_bucket(&c->features));
        trf_learned_find(&c->learned, &c->features, c->scale);
        trf_learned_add(&c->learned, c->space, c->space == &c->spaces[0]);
    }
    return TARIFF_OK;
}

/* ---- answering ---- */

static bool explain(trf_classifier *c, const trf_classify_form *form, const trf_ranked *ranked, trf_candidate *out)
{
    const trf_search_place_record *place = &c->space->places[ranked->place == TRF_INDEX_NONE ? ranked->leaf : ranked->place];
    uint16_t under = c->below ? trf_rank_below(c->space, ranked->leaf) : TRF_SEARCH_NO_PLACE;
    trf_slice code = trf_snapshot_text(c->snapshot, trf_snapshot_line(c->snapshot, place->line)->code);
    uint32_t confidence = ranked->share;
    trf_reason *reasons;

    if (c->learned.overlay && !c->head.code.size)
        confidence = trf_learned_confidence(&c->learned, c->head.language, form->digits && form->digits < 6 ? form->digits : 6,
                                            ranked->share);
    c->reasons.count = 0;
    if (form->reasons && c->head.code.size)
        trf_reasons_code(c->space, ranked->leaf, c->head.code, code, &c->reasons);
    else if (form->reasons && c->space->by_words[ranked->leaf]) {
        trf_reasons_of(c->snapshot, c->space, ranked->leaf, c->query.text, &c->reasons);
        if (c->below && under < c->below->record->place_count)
            trf_reasons_of(c->snapshot, c->below, under, c->query.text, &c->reasons);
        trf_reasons_siblings(c->space, ranked->leaf, c->query.text, &c->reasons);
    }
    if (form->reasons && c->learned.overlay && !c->head.code.size)
        trf_learned_reasons(&c->learned, &c->features, c->scale, c->space, ranked->leaf, c->space == &c->spaces[0], c->query.text,
                            &c->reasons);
    reasons = trf_arena_take(&c->arena, c->reasons.count * sizeof *reasons + 1);
    if (!reasons)
        return false;
    memcpy(reasons, c->reasons.items, c->reasons.count * sizeof *reasons);
    if (form->digits && code.size > form->digits)
        code.size = form->digits;
    *out = (trf_candidate){place->line, code, ranked->score, confidence, reasons, c->reasons.count};
    return true;
}

tariff_status trf_classifier_answer(trf_classifier *c, const trf_classify_form *form, trf_classification *out,
                                    tariff_error **error)
{
    trf_rank_options options = {form->digits, form->top < TRF_CLASSIFY_TOP_MAX ? form->top : TRF_CLASSIFY_TOP_MAX,
                                (int32_t)((uint64_t)TRF_SCORE_ONE * 65536u / c->scale)};
    trf_candidate *candidates;
    uint32_t count;

    *out = c->head;
    trf_arena_reset(&c->arena);
    if (!c->space)
        return TARIFF_OK;
    count = trf_rank(c->space, &options, c->ranked);
    candidates = trf_arena_take(&c->arena, count * sizeof *candidates + 1);
    for (uint32_t i = 0; i < count && candidates; i++)
        if (!explain(c, form, &c->ranked[i], &candidates[i]))
            candidates = NULL;
    if (!candidates)
        return trf_fail_memory(error);
    out->verdict = out->vague != TRF_INDEX_NONE ? TRF_TOO_VAGUE : count ? TRF_ANSWERED : TRF_NO_USABLE_WORD;
    out->candidates = candidates;
    out->candidate_count = count;
    return TARIFF_OK;
}

/* ---- for learning ---- */

const trf_space *trf_classifier_base(const trf_classifier *c)
{
    return &c->spaces[0];
}

const trf_features *trf_classifier_features(const trf_classifier *c)
{
    return &c->features;
}
