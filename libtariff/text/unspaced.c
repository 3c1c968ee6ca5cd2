/* SPDX-License-Identifier: Apache-2.0 */
/* Scripts that are written without blanks: words of the dictionary, and all pairs of characters beside them. */
#include "base/utf8.h"
#include "text/analyser.h"

enum { WHOLE_MAX = 8 }; /* characters of a run that is taken as one word too */

static uint8_t kind_of(uint8_t a, uint8_t b)
{
    if (a == TRF_CHARACTER_THAI || b == TRF_CHARACTER_THAI)
        return TRF_TOKEN_THAI;
    if (a == TRF_CHARACTER_HANGUL || b == TRF_CHARACTER_HANGUL)
        return TRF_TOKEN_HANGUL;
    return a == TRF_CHARACTER_HAN && b == TRF_CHARACTER_HAN ? TRF_TOKEN_HAN : TRF_TOKEN_KANA;
}

static void pair(trf_analyser *analyser, uint8_t kind, size_t at, size_t end, uint32_t of)
{
    trf_token *token = trf_token_beside(analyser, (trf_token_kind)kind, at, end, of);

    if (token)
        token->term = token->form;
}

void trf_unspaced_pairs(trf_analyser *analyser, uint32_t first, size_t at, size_t end)
{
    uint32_t word = first, words = analyser->count;
    size_t before = end;
    uint8_t class_before = TRF_CHARACTER_OTHER;

    while (at < end) {
        unsigned used;
        uint8_t class = trf_class_at(analyser, at, &used);

        if (before < at) {
            while (word + 1 < words && analyser->sides[word].end <= before)
                word++;
            if (class_before != TRF_CHARACTER_OTHER && (trf_character_is_unspaced(class) || class == TRF_CHARACTER_HANGUL))
                pair(analyser, kind_of(class_before, class), before, at + used, word);
        }
        before = at;
        class_before = trf_character_is_unspaced(class) || class == TRF_CHARACTER_HANGUL ? class : TRF_CHARACTER_OTHER;
        at += used;
    }
}

/* One piece of a run, with its words. */
static size_t piece(trf_analyser *analyser, size_t at, size_t end)
{
    size_t taken = trf_segments_begin(&analyser->segments, trf_slice_of(analyser->folded.data + at, end - at));
    size_t start = 0, stop;
    uint32_t first = analyser->count;

    if (taken == 0) {
        analyser->failed = true;
        return end;
    }
    do {
        trf_token *token;

        stop = trf_segments_next(&analyser->segments);
        /* Without a breaker's help (it wants memory) the piece is a word. */
        if (stop <= start)
            stop = start ? start : taken;
        if (stop == start)
            break;
        token = trf_token_add(analyser, TRF_TOKEN_WORD, at + start, at + stop);
        if (!token)
            return end;
        trf_token_know(analyser, token);
        start = stop;
    } while (start < taken);
    trf_unspaced_pairs(analyser, first, at, at + taken);
    return at + taken;
}

static unsigned characters_of(const trf_analyser *analyser, size_t at, size_t end)
{
    unsigned count = 0;

    for (; at < end; at++)
        count += ((unsigned char)analyser->folded.data[at] & 0xc0) != 0x80;
    return count;
}

size_t trf_unspaced(trf_analyser *analyser, size_t at)
{
    size_t end = at;
    uint32_t first = analyser->count;
    unsigned used, first_used;
    uint8_t class = trf_class_at(analyser, at, &first_used);

    analyser->unspaced = true;
    while (end < analyser->folded.size && trf_character_is_unspaced(trf_class_at(analyser, end, &used)))
        end += used;
    /* A letter that belongs to the word after it, as in the Chinese for a T-shirt. */
    if (first > 0 && analyser->sides[first - 1].end == at && analyser->sides[first - 1].at + 1 == at &&
        analyser->tokens[first - 1].kind == TRF_TOKEN_WORD) {
        pair(analyser, kind_of(class, class), at - 1, at + first_used, first - 1);
        first = analyser->count;
    }
    for (size_t from = at; from < end && !analyser->cut && !analyser->failed;)
        from = piece(analyser, from, end);
    if (analyser->count > first + 1 && analyser->tokens[first + 1].kind == TRF_TOKEN_WORD &&
        !(at > 0 && trf_word_at(analyser, at - 1)) && !trf_word_at(analyser, end) &&
        characters_of(analyser, at, end) <= WHOLE_MAX) {
        trf_token *whole = trf_token_beside(analyser, TRF_TOKEN_WORD, at, end, first);

        if (whole) {
            whole->flags |= TRF_TOKEN_JOINED;
            whole->term = whole->form;
        }
    }
    return end;
}
