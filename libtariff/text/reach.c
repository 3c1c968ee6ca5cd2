/* SPDX-License-Identifier: Apache-2.0 */
/* What a text says that the goods are not, and what patterns leave out: flags over tokens that are there. */
#include "text/analyser.h"

enum {
    REACH_MAX = 512, /* tokens that one negation reaches: a text full of them stays linear */
    TRIES_MAX = 256, /* places of a text at which patterns are tried */
    SPAN_MAX = 256   /* bytes that they look at from there */
};

/* The byte after a term at a place of the text, or 0. A blank of the term stands for any number of them. */
static size_t term_end(trf_analyser *analyser, const trf_known_negation *negation, size_t at)
{
    const char *data = analyser->folded.data;
    trf_slice term = negation->term;

    for (size_t i = 0; i < term.size; i++) {
        if (term.data[i] == ' ') {
            if (data[at] != ' ')
                return 0;
            while (data[at] == ' ')
                at++;
        } else if (at >= analyser->folded.size || data[at] != term.data[i]) {
            return 0;
        } else {
            at++;
        }
    }
    return negation->unspaced || !trf_word_at(analyser, at) ? at : 0;
}

/* Whether the gap before a token ends what a negation reaches. */
static bool ends(uint8_t gap, uint8_t until)
{
    switch (until) {
    case TRF_UNTIL_COMMA: return gap & (TRF_GAP_COMMA | TRF_GAP_HYPHEN | TRF_GAP_COLON | TRF_GAP_DOT);
    case TRF_UNTIL_HYPHEN: return gap & (TRF_GAP_HYPHEN | TRF_GAP_COLON | TRF_GAP_DOT);
    case TRF_UNTIL_END: return gap & TRF_GAP_DOT;
    default: return gap & TRF_GAP_CLAUSE;
    }
}

static bool is_beside(const trf_token *token)
{
    return token->kind >= TRF_TOKEN_HAN || (token->flags & TRF_TOKEN_JOINED);
}

/* Negates one token; whether it is a word that counts. What stands beside words follows them later. */
static bool negate(trf_token *token)
{
    if (is_beside(token) || (token->flags & TRF_TOKEN_NEGATION))
        return false;
    token->flags |= TRF_TOKEN_NEGATED;
    return !(token->flags & TRF_TOKEN_STOP);
}

static void follow(trf_analyser *analyser)
{
    for (uint32_t i = 0; i < analyser->count; i++) {
        trf_token *token = &analyser->tokens[i];
        uint16_t flags = is_beside(token) ? analyser->tokens[token->of].flags : 0;

        if ((flags & TRF_TOKEN_NEGATED) || ((flags & TRF_TOKEN_NEGATION) && (token->flags & TRF_TOKEN_JOINED)))
            token->flags |= TRF_TOKEN_NEGATED;
    }
}

/* From token `first` on, which follows the term; depth is that of the brackets around the term. */
static void reach_after(trf_analyser *analyser, uint32_t first, uint8_t until, uint8_t depth)
{
    bool reached = false;

    for (uint32_t i = first; i < analyser->count && i - first < REACH_MAX; i++) {
        const trf_token_side *side = &analyser->sides[i];

        if (!is_beside(&analyser->tokens[i])) {
            if (side->depth < depth || (side->depth == depth && i > first && ends(side->gap, until)))
                break;
            if (reached && until == TRF_UNTIL_WORD)
                break;
        }
        reached |= negate(&analyser->tokens[i]);
    }
}

/* Back from the token before `last`, which is the term's first. */
static void reach_before(trf_analyser *analyser, uint32_t last, uint8_t until, uint8_t depth)
{
    for (uint32_t i = last; i > 0 && last - i < REACH_MAX; i--) {
        if (!is_beside(&analyser->tokens[i]) && (analyser->sides[i].depth <= depth && ends(analyser->sides[i].gap, until)))
            break;
        if (!is_beside(&analyser->tokens[i - 1]) && analyser->sides[i - 1].depth < depth)
            break;
        if (negate(&analyser->tokens[i - 1]) && until == TRF_UNTIL_WORD)
            break;
    }
}

/* A term from at to end of the text, whose first token is `first`. */
static void apply(trf_analyser *analyser, const trf_known_negation *negation, uint32_t first, size_t at, size_t end)
{
    uint32_t next = first;

    while (next < analyser->count && analyser->sides[next].at < end) {
        if (negation->until != TRF_UNTIL_NONE && analyser->sides[next].at >= at && !is_beside(&analyser->tokens[next])) {
            analyser->tokens[next].flags |= TRF_TOKEN_NEGATION;
            analyser->tokens[next].flags &= (uint16_t)~TRF_TOKEN_NEGATED;
        }
        analyser->sides[next].negation = 0;
        next++;
    }
    if (negation->until == TRF_UNTIL_NONE)
        return;
    if (negation->before)
        reach_before(analyser, first, negation->until, analyser->sides[first].depth);
    else
        reach_after(analyser, next, negation->until, analyser->sides[first].depth);
}

/* Terms of scripts without blanks stand anywhere, also where the dictionary cuts otherwise. */
static void reach_unspaced(trf_analyser *analyser)
{
    const trf_known *known = &analyser->core->known;
    size_t skip = 0;

    for (uint32_t i = 0; i < analyser->count; i++) {
        const trf_token_side *side = &analyser->sides[i];

        if (is_beside(&analyser->tokens[i]) || side->at < skip)
            continue;
        for (size_t at = side->at; at < side->end; at++) {
            const char *here = analyser->folded.data + at;
            unsigned start = trf_known_start(here);

            if ((unsigned char)*here < 0xc0 || !(known->starts[start / 64] >> start % 64 & 1))
                continue;
            for (size_t n = 0; n < known->negation_count; n++) {
                size_t end = known->negations[n].unspaced ? term_end(analyser, &known->negations[n], at) : 0;

                if (!end)
                    continue;
                apply(analyser, &known->negations[n], i, at, end);
                skip = end;
                at = end - 1;
                break;
            }
        }
    }
}

void trf_reach_negations(trf_analyser *analyser)
{
    const trf_known *known = &analyser->core->known;

    for (uint32_t i = 0; analyser->negating && i < analyser->count; i++) {
        size_t at = analyser->sides[i].at;

        if (!analyser->sides[i].negation)
            continue;
        for (size_t n = 0; n < known->negation_count; n++) {
            size_t end = known->negations[n].unspaced ? 0 : term_end(analyser, &known->negations[n], at);

            if (end) {
                apply(analyser, &known->negations[n], i, at, end);
                break;
            }
        }
    }
    if (analyser->unspaced)
        reach_unspaced(analyser);
    follow(analyser);
}

tariff_status trf_reach_patterns(trf_analyser *analyser, tariff_error **error)
{
    const trf_core *core = analyser->core;
    trf_slice text = trf_folded_text(&analyser->folded);
    uint32_t tried = 0;

    for (uint32_t i = 0; i < analyser->count && tried < TRIES_MAX; i++) {
        if (!analyser->sides[i].ignore || is_beside(&analyser->tokens[i]))
            continue;
        tried++;
        for (uint32_t p = 0; p < core->pattern_count; p++) {
            size_t at = analyser->sides[i].at, end = text.size - at > SPAN_MAX ? at + SPAN_MAX : text.size;
            size_t matched = 0;
            tariff_status status =
                trf_pattern_match_here(core->patterns[p], trf_slice_of(text.data + at, end - at), &matched, error);

            if (status < 0)
                return status;
            for (uint32_t k = i; k < analyser->count && analyser->sides[k].at < at + matched; k++)
                if (analyser->sides[k].end <= at + matched)
                    analyser->tokens[k].flags |= TRF_TOKEN_IGNORED;
        }
    }
    return TARIFF_OK;
}
