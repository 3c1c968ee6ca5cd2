/* SPDX-License-Identifier: Apache-2.0 */
#include "classify/repair.h"

#define LEAST        4u  /* characters of a word that is repaired */
#define TWO_SLIPS    8u  /* characters from which two slips are allowed */
#define MOST         32u /* longer words are not */
#define SLIP         3u  /* cost of a slip */
#define SMALL_SLIP   2u  /* keys side by side, signs that look alike */
#define LETTERS_MASK UINT32_C(0x03ffffff)

typedef struct letters {
    uint32_t at[MOST];
    uint32_t count;
} letters;

static bool read(trf_slice text, letters *out)
{
    out->count = 0;
    while (text.size > 0) {
        unsigned used;
        uint32_t c = trf_utf8_read(text, &used);

        if (used == 0 || out->count == MOST)
            return false;
        out->at[out->count++] = c;
        text = trf_slice_of(text.data + used, text.size - used);
    }
    return true;
}

/* Where the keys of a keyboard lie, row by row: neighbours are taken for each other. */
static bool side_by_side(uint32_t a, uint32_t b)
{
    static const char *const rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};

    for (unsigned row = 0; row < 3; row++)
        for (const char *key = rows[row]; *key && key[1]; key++)
            if (((uint32_t)key[0] == a && (uint32_t)key[1] == b) || ((uint32_t)key[0] == b && (uint32_t)key[1] == a))
                return true;
    return false;
}

/* Signs that reading machines and hurried people take for each other. */
static bool look_alike(uint32_t a, uint32_t b)
{
    static const char pairs[][2] = {{'0', 'o'}, {'1', 'l'}, {'1', 'i'}, {'i', 'l'}, {'5', 's'}, {'8', 'b'}, {'c', 'e'},
                                    {'u', 'v'}, {'2', 'z'}, {'6', 'b'}, {'g', 'q'}, {'9', 'g'}, {'i', 'y'}, {'c', 'k'}};

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (((uint32_t)pairs[i][0] == a && (uint32_t)pairs[i][1] == b) ||
            ((uint32_t)pairs[i][0] == b && (uint32_t)pairs[i][1] == a))
            return true;
    return false;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Distance with swapped neighbours, in thirds of a slip; more than `most` where it is more. */
static uint32_t distance(const letters *a, const letters *b, uint32_t most)
{
    uint32_t rows[3][MOST + 1], *before = rows[0], *last = rows[1], *now = rows[2];

    for (uint32_t j = 0; j <= b->count; j++)
        last[j] = j * SLIP;
    for (uint32_t i = 1; i <= a->count; i++) {
        uint32_t row = now[0] = i * SLIP;
        uint32_t *spare = before;

        for (uint32_t j = 1; j <= b->count; j++) {
            uint32_t x = a->at[i - 1], y = b->at[j - 1];
            uint32_t change = x == y ? 0 : side_by_side(x, y) || look_alike(x, y) ? SMALL_SLIP : SLIP;

            now[j] = least(least(last[j], now[j - 1]) + SLIP, last[j - 1] + change);
            if (i > 1 && j > 1 && x == b->at[j - 2] && y == a->at[i - 2])
                now[j] = least(now[j], before[j - 2] + SLIP);
            row = least(row, now[j]);
        }
        if (row > most)
            return most + 1;
        before = last;
        last = now;
        now = spare;
    }
    return last[b->count];
}

uint32_t trf_repair(const trf_snapshot *snapshot, uint32_t language, trf_slice term, uint32_t *slips)
{
    const trf_search_language_record *record = trf_snapshot_search_language(snapshot, language);
    uint32_t shape = trf_search_shape(term), size = shape >> 26, allowed = size < TWO_SLIPS ? 1 : 2;
    uint32_t best = TRF_INDEX_NONE, near = allowed * SLIP + 1, best_weight = 0;
    letters wanted, found;

    if (size < LEAST || !read(term, &wanted))
        return TRF_INDEX_NONE;
    for (uint32_t i = record->first_term; i < record->first_term + record->term_count; i++) {
        const trf_search_term_record *other = trf_snapshot_search_term(snapshot, i);
        uint32_t other_size = other->shape >> 26, away;

        if (other_size + allowed < size || size + allowed < other_size ||
            (uint32_t)__builtin_popcount((other->shape ^ shape) & LETTERS_MASK) > 2 * allowed ||
            !read(trf_snapshot_text(snapshot, other->text), &found))
            continue;
        away = distance(&wanted, &found, near);
        if (away < near || (away == near && best != TRF_INDEX_NONE && other->weight < best_weight)) {
            best = i;
            near = away;
            best_weight = other->weight;
        }
    }
    *slips = near;
    return best;
}
