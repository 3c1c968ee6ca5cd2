/* SPDX-License-Identifier: Apache-2.0 */
#include "text/compound.h"

#include "text/analyser.h"

enum {
    CHARACTERS_MAX = 48, /* of a word that is split */
    PART_MIN = 3         /* characters of a part */
};

/* The best way to a place of the word in so many parts. */
typedef struct way {
    uint32_t rarest; /* count of the part that the vocabulary knows least; 0: there is no way */
    uint8_t from;    /* where the last part begins */
    uint8_t end;     /* where it ends, its linking element left out */
} way;

typedef struct splitter {
    trf_analyser *analyser;
    trf_slice form;
    trf_term_count known;
    void *user;
    uint8_t places[CHARACTERS_MAX + 1]; /* byte of each character, and the end */
    unsigned characters;
    bool refused;
    way ways[TRF_COMPOUND_PARTS_MAX][CHARACTERS_MAX + 1];
} splitter;

static trf_slice part_of(const splitter *splitter, unsigned from, unsigned end)
{
    return trf_slice_of(splitter->form.data + splitter->places[from], (size_t)(splitter->places[end] - splitter->places[from]));
}

static uint32_t count_of(splitter *splitter, unsigned from, unsigned end)
{
    trf_slice term;

    if (end - from < PART_MIN)
        return 0;
    if (!trf_stems_look(&splitter->analyser->stems, part_of(splitter, from, end), &term)) {
        splitter->refused = true;
        return 0;
    }
    return splitter->known(splitter->user, term);
}

/* Characters of the linking element that a part may end with; 0 where it does not. */
static unsigned linking_of(const splitter *splitter, trf_slice link, unsigned from, unsigned end)
{
    unsigned at = end;
    size_t size;

    while (at > from && (size = (size_t)(splitter->places[end] - splitter->places[at])) < link.size)
        at--;
    size = (size_t)(splitter->places[end] - splitter->places[at]);
    return size == link.size && memcmp(splitter->form.data + splitter->places[at], link.data, size) == 0 ? end - at : 0;
}

static void reach(splitter *splitter, unsigned parts, unsigned from, unsigned end, unsigned place, uint32_t before)
{
    way *best = &splitter->ways[parts][place];
    uint32_t count = count_of(splitter, from, end);

    if (count > before)
        count = before;
    if (count > best->rarest)
        *best = (way){count, (uint8_t)from, (uint8_t)end};
}

/* All ways on from a place that so many parts reach. */
static void go_on(splitter *splitter, unsigned parts, unsigned from, uint32_t rarest)
{
    const trf_known *rules = &splitter->analyser->core->known;

    for (unsigned place = from + PART_MIN; place <= splitter->characters; place++) {
        if (from == 0 && place == splitter->characters)
            break; /* the whole is no part */
        reach(splitter, parts, from, place, place, rarest);
        if (place == splitter->characters)
            break;
        for (size_t i = 0; i < rules->linking_count; i++) {
            unsigned link = linking_of(splitter, rules->linking[i], from, place);

            if (link && place - link >= from + PART_MIN)
                reach(splitter, parts, from, place - link, place, rarest);
        }
    }
}

static bool measure(splitter *splitter)
{
    size_t at = 0;

    splitter->characters = 0;
    while (at < splitter->form.size) {
        unsigned used;

        if (splitter->characters == CHARACTERS_MAX)
            return false;
        if (trf_utf8_read(trf_slice_of(splitter->form.data + at, splitter->form.size - at), &used) == '\'' || used == 0)
            return false;
        splitter->places[splitter->characters++] = (uint8_t)at;
        at += used;
    }
    splitter->places[splitter->characters] = (uint8_t)at;
    return splitter->characters >= 2 * PART_MIN;
}

/* The place in the folded text of a form that lies in it. */
static bool find_place(const trf_analyser *analyser, trf_slice form, size_t *at)
{
    uintptr_t start = (uintptr_t)analyser->folded.data, here = (uintptr_t)form.data;

    if (here < start || here + form.size > start + analyser->folded.size)
        return false;
    *at = here - start;
    return true;
}

static tariff_status set_part(splitter *splitter, const trf_token *whole, uint32_t index, const way *way, trf_token *part,
                              tariff_error **error)
{
    trf_analyser *analyser = splitter->analyser;
    trf_slice form = part_of(splitter, way->from, way->end), term;
    size_t at;

    *part = *whole;
    part->form = form;
    part->of = index;
    part->flags = (uint16_t)((whole->flags & ~(TRF_TOKEN_VARIANT | TRF_TOKEN_CUT)) | TRF_TOKEN_PART);
    if (find_place(analyser, form, &at)) {
        part->start = trf_folded_place(&analyser->folded, at);
        part->size = trf_folded_place(&analyser->folded, at + form.size) - part->start;
    }
    if (!trf_stems_look(&analyser->stems, form, &term))
        return trf_fail_memory(error);
    part->term = trf_arena_copy(&analyser->arena, term);
    return part->term.data ? TARIFF_OK : trf_fail_memory(error);
}

tariff_status trf_compound_split(trf_analyser *analyser, const trf_token *whole, uint32_t index, trf_term_count known, void *user,
                                 trf_token parts[TRF_COMPOUND_PARTS_MAX], uint32_t *count, tariff_error **error)
{
    splitter splitter;
    tariff_status status = TARIFF_OK;
    unsigned used = 0, place;

    *count = 0;
    if (!trf_analyser_compounds(analyser) || whole->kind != TRF_TOKEN_WORD || (whole->flags & TRF_TOKEN_CUT))
        return TARIFF_OK;
    memset(&splitter, 0, sizeof splitter);
    splitter.analyser = analyser;
    splitter.form = whole->form;
    splitter.known = known;
    splitter.user = user;
    if (!measure(&splitter))
        return TARIFF_OK;
    go_on(&splitter, 0, 0, UINT32_MAX);
    for (unsigned i = 1; i < TRF_COMPOUND_PARTS_MAX && !used; i++) {
        for (unsigned from = PART_MIN; from + PART_MIN <= splitter.characters; from++)
            if (splitter.ways[i - 1][from].rarest)
                go_on(&splitter, i, from, splitter.ways[i - 1][from].rarest);
        if (splitter.ways[i][splitter.characters].rarest)
            used = i + 1;
    }
    if (splitter.refused)
        return trf_fail_memory(error);
    place = splitter.characters;
    for (unsigned i = used; status >= 0 && i-- > 0;) {
        const way *way = &splitter.ways[i][place];

        status = set_part(&splitter, whole, index, way, &parts[i], error);
        place = way->from;
    }
    if (status >= 0)
        *count = used;
    return status;
}
