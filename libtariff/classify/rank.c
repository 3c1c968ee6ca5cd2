/* SPDX-License-Identifier: Apache-2.0 */
#include "classify/rank.h"

#include "num/logarithm.h"

#define SIBLINGS_PART 5u
#define SHARES_FROM   24 /* halvings below the best at which a share is taken as nothing */

uint16_t trf_rank_below(const trf_space *space, uint32_t place)
{
    while (space->places[place].below == TRF_SEARCH_NO_PLACE && space->places[place].parent < place)
        place = space->places[place].parent;
    return space->places[place].below;
}

static bool holds(const trf_snapshot *snapshot, const trf_search_place_record *place, trf_date date)
{
    const trf_line_record *line = trf_snapshot_line(snapshot, place->line);

    return line->suffix == 80 && (date == TRF_DATE_NONE || trf_period_has(line->start, line->end, date));
}

/* What is found for a leaf by its own words and those of the path above it. */
static int32_t own_score(const trf_space *space, const trf_space *below, uint32_t leaf)
{
    uint16_t under = below ? trf_rank_below(space, leaf) : TRF_SEARCH_NO_PLACE;
    int32_t score = trf_score_add(space->terms[leaf], space->best[leaf]);

    if (below && under < below->record->place_count)
        score = trf_score_add(score, trf_score_add(below->terms[under], below->best[under]));
    return score;
}

/* The leaves of a heading stand side by side: what they have together is given to each of them. */
static void support(trf_space *space, uint32_t from, uint32_t to, uint32_t heading, uint64_t squares)
{
    int32_t more = trf_score_of(trf_root(squares) / SIBLINGS_PART);

    if (heading != TRF_INDEX_NONE)
        space->siblings[heading] = more;
    for (uint32_t i = from; i < to; i++)
        if (space->scores[i] > 0 && heading != TRF_INDEX_NONE)
            space->scores[i] = trf_score_add(space->scores[i], more);
}

void trf_rank_score(const trf_snapshot *snapshot, trf_space *space, const trf_space *below, trf_date date)
{
    uint32_t from = 0, heading = TRF_INDEX_NONE;
    uint64_t squares = 0;

    for (uint32_t i = 0; i < space->record->place_count; i++) {
        bool leaf = space->places[i].flags & TRF_PLACE_LEAF;
        int32_t score = leaf ? own_score(space, below, i) : 0;

        if (space->places[i].level <= TRF_HEADING_DIGITS) {
            support(space, from, i, heading, squares);
            from = i;
            heading = space->places[i].level == TRF_HEADING_DIGITS ? i : TRF_INDEX_NONE;
            squares = 0;
        }
        space->holds[i] = leaf && holds(snapshot, &space->places[i], date);
        space->scores[i] = score > 0 && space->holds[i] ? score : 0;
        squares += (uint64_t)((int64_t)space->scores[i] * space->scores[i]);
    }
    support(space, from, space->record->place_count, heading, squares);
}

void trf_rank_code(const trf_snapshot *snapshot, trf_space *space, trf_slice code)
{
    for (uint32_t i = 0; i < space->record->place_count; i++) {
        trf_slice own = trf_snapshot_text(snapshot, trf_snapshot_line(snapshot, space->places[i].line)->code);

        space->scores[i] = space->holds[i] && (trf_slice_begins(own, code) || trf_slice_begins(code, own)) ? TRF_SCORE_ONE : 0;
    }
}

int32_t trf_rank_siblings(const trf_space *space, uint32_t place)
{
    uint32_t heading = trf_rank_above(space, place, TRF_HEADING_DIGITS);

    return heading != TRF_INDEX_NONE && space->places[heading].level == TRF_HEADING_DIGITS ? space->siblings[heading] : 0;
}

uint32_t trf_rank_above(const trf_space *space, uint32_t place, uint32_t digits)
{
    while (space->places[place].level > digits && space->places[place].parent < place)
        place = space->places[place].parent;
    return space->places[place].level <= digits ? place : TRF_INDEX_NONE;
}

static uint64_t share_of(int32_t below_best, int32_t spread)
{
    return trf_exp2((int32_t)(-(int64_t)below_best * TRF_LOG2_ONE / spread));
}

/* Keeps the best; equal ones in the order of the nomenclature. */
static void keep(trf_ranked *out, uint32_t *count, uint32_t top, const trf_ranked *candidate)
{
    uint32_t at = *count;

    while (at > 0 && (out[at - 1].share < candidate->share ||
                      (out[at - 1].share == candidate->share && out[at - 1].score < candidate->score)))
        at--;
    if (at >= top)
        return;
    if (*count < top)
        ++*count;
    memmove(out + at + 1, out + at, (*count - 1 - at) * sizeof *out);
    out[at] = *candidate;
}

uint32_t trf_rank(const trf_space *space, const trf_rank_options *options, trf_ranked *out)
{
    const int32_t *scores = space->scores;
    uint32_t places = space->record->place_count, count = 0;
    trf_ranked group = {0, TRF_INDEX_NONE, 0, 0};
    uint64_t total = 0, of_group = 0;
    int32_t best = 0, least;

    for (uint32_t i = 0; i < places; i++)
        best = scores[i] > best ? scores[i] : best;
    least = best > SHARES_FROM * options->spread ? best - SHARES_FROM * options->spread : 1;
    for (uint32_t i = 0; i < places; i++)
        if (scores[i] >= least)
            total += share_of(best - scores[i], options->spread);
    for (uint32_t i = 0; i < places; i++) {
        uint32_t to;

        if (scores[i] < least)
            continue;
        to = options->digits ? trf_rank_above(space, i, options->digits) : i;
        if (group.score && (to != group.place || options->digits == 0)) {
            group.share = (uint32_t)(of_group * 10000u / total);
            keep(out, &count, options->top, &group);
            group.score = 0;
            of_group = 0;
        }
        of_group += share_of(best - scores[i], options->spread);
        group.place = to;
        if (scores[i] > group.score) {
            group.score = scores[i];
            group.leaf = i;
        }
    }
    if (group.score) {
        group.share = (uint32_t)(of_group * 10000u / total);
        keep(out, &count, options->top, &group);
    }
    return count;
}
