/* SPDX-License-Identifier: Apache-2.0 */
/* From a folded text to tokens: words here, numbers in measurement.c, scripts without blanks in unspaced.c. */
#include "text/analysis.h"

#include "base/utf8.h"
#include "text/analyser.h"

enum {
    JOINED_PARTS_MAX = 4, /* words that hyphens join to one */
    JOINED_BYTES_MAX = 32
};

/* ---- tokens ---- */
static bool room(trf_analyser *analyser)
{
    void *tokens = analyser->tokens, *sides = analyser->sides;

    if (analyser->count >= TRF_TEXT_TOKENS_MAX) {
        analyser->cut = true;
        return false;
    }
    if (analyser->count < analyser->token_room && analyser->count < analyser->side_room)
        return true;
    if (!trf_alloc_grow(analyser->alloc, &tokens, &analyser->token_room, analyser->count + 64, sizeof *analyser->tokens))
        goto refused;
    analyser->tokens = tokens;
    if (!trf_alloc_grow(analyser->alloc, &sides, &analyser->side_room, analyser->count + 64, sizeof *analyser->sides))
        goto refused;
    analyser->sides = sides;
    return true;
refused:
    analyser->failed = true;
    return false;
}

static trf_slice form_of(trf_analyser *analyser, size_t at, size_t end)
{
    trf_slice form = trf_slice_of(analyser->folded.data + at, end - at);

    return form.size > TRF_WORD_BYTES_MAX ? trf_utf8_start(form, TRF_WORD_BYTES_MAX) : form;
}

static trf_token *add(trf_analyser *analyser, trf_token_kind kind, size_t at, size_t end)
{
    trf_token_side *side;
    trf_token *token;

    if (!room(analyser))
        return NULL;
    token = &analyser->tokens[analyser->count];
    side = &analyser->sides[analyser->count++];
    token->form = form_of(analyser, at, end);
    token->term = token->form;
    token->value = TRF_SLICE_EMPTY;
    token->unit = TRF_SLICE_EMPTY;
    token->start = trf_folded_place(&analyser->folded, at);
    token->size = trf_folded_place(&analyser->folded, end) - token->start;
    token->of = TRF_TOKEN_NONE;
    token->kind = (uint8_t)kind;
    token->reserved = 0;
    token->flags = token->form.size < end - at ? TRF_TOKEN_CUT : 0;
    side->at = (uint32_t)at;
    side->end = (uint32_t)end;
    side->gap = 0;
    side->depth = analyser->depth;
    side->negation = 0;
    side->ignore = 0;
    return token;
}

trf_token *trf_token_add(trf_analyser *analyser, trf_token_kind kind, size_t at, size_t end)
{
    trf_token *token = add(analyser, kind, at, end);

    if (!token)
        return NULL;
    analyser->position += analyser->gap & TRF_GAP_CLAUSE ? 2 : 1;
    token->position = analyser->position;
    analyser->sides[analyser->count - 1].gap = analyser->gap;
    analyser->gap = 0;
    return token;
}

trf_token *trf_token_beside(trf_analyser *analyser, trf_token_kind kind, size_t at, size_t end, uint32_t of)
{
    trf_token *token = add(analyser, kind, at, end);

    if (token) {
        token->position = analyser->tokens[of].position;
        token->of = of;
        /* The brackets are those of the word. */
        analyser->sides[analyser->count - 1].depth = analyser->sides[of].depth;
    }
    return token;
}

void trf_token_know(trf_analyser *analyser, trf_token *token)
{
    trf_slice term;
    const trf_stem *stem = trf_stems_look(&analyser->stems, token->form, &term);

    if (!stem) {
        analyser->failed = true;
        return;
    }
    if (stem->flags) {
        if (stem->flags & TRF_KNOWN_STOP)
            token->flags |= TRF_TOKEN_STOP;
        if (stem->flags & TRF_STEM_VARIANT)
            token->flags |= TRF_TOKEN_VARIANT;
        if (stem->flags & TRF_KNOWN_NEGATION) {
            analyser->negating = true;
            analyser->sides[token - analyser->tokens].negation = 1;
        }
        if (stem->flags & TRF_KNOWN_IGNORE) {
            analyser->ignoring = true;
            analyser->sides[token - analyser->tokens].ignore = 1;
        }
    }
    if (term.data == token->form.data) {
        token->term = term;
    } else if (term.size <= token->form.size && memcmp(term.data, token->form.data, term.size) == 0) {
        token->term = trf_slice_of(token->form.data, term.size);
    } else {
        token->term = trf_arena_copy(&analyser->arena, term);
        analyser->failed |= token->term.data == NULL;
    }
}

/* ---- words ---- */
/* Words that hyphens join, as one beside them. */
static void join(trf_analyser *analyser, uint32_t first)
{
    uint32_t last = analyser->count - 1;
    char bytes[JOINED_BYTES_MAX];
    size_t size = 0;
    trf_token *token;

    for (uint32_t i = first; i <= last; i++) {
        trf_slice form = analyser->tokens[i].form;

        if (analyser->tokens[i].kind != TRF_TOKEN_WORD)
            continue;
        if (form.size > sizeof bytes - size)
            return;
        memcpy(bytes + size, form.data, form.size);
        size += form.size;
    }
    token = trf_token_beside(analyser, TRF_TOKEN_WORD, analyser->sides[first].at, analyser->sides[last].end, first);
    if (!token)
        return;
    token->form = trf_arena_copy(&analyser->arena, trf_slice_of(bytes, size));
    if (!token->form.data) {
        analyser->failed = true;
        return;
    }
    trf_token_know(analyser, token);
    token->flags = (uint16_t)((token->flags & ~TRF_TOKEN_STOP) | TRF_TOKEN_JOINED);
    analyser->sides[analyser->count - 1].negation = 0;
}

/* Keeps track of the words that hyphens join; the word is the token added last. */
static void chain(trf_analyser *analyser, size_t at, size_t end)
{
    uint32_t token = analyser->count - 1;
    const char *data = analyser->folded.data;
    bool goes_on = at > 1 && data[at - 1] == '-' && token > 0 && analyser->sides[token - 1].end == at - 1 &&
                   analyser->tokens[token - 1].kind == TRF_TOKEN_WORD && !(analyser->tokens[token - 1].flags & TRF_TOKEN_JOINED);

    if (!goes_on)
        analyser->chain = token;
    if (goes_on && !(data[end] == '-' && trf_word_at(analyser, end + 1)) && token - analyser->chain < JOINED_PARTS_MAX)
        join(analyser, analyser->chain);
}

/* The byte after initials with points between them (p.v.c.), from the second on; `end` where there are none. */
static size_t initials(trf_analyser *analyser, size_t end)
{
    const char *data = analyser->folded.data;
    bool any = false;

    while (data[end] == '.' && data[end + 1] >= 'a' && data[end + 1] <= 'z' && !trf_word_at(analyser, end + 2)) {
        end += 2;
        any = true;
    }
    return any && data[end] == '.' ? end + 1 : end;
}

/* The initials without their points, as one word. */
static void add_initials(trf_analyser *analyser, size_t at, size_t end)
{
    trf_token *token = trf_token_add(analyser, TRF_TOKEN_WORD, at, end);
    char bytes[JOINED_BYTES_MAX];
    size_t size = 0;

    if (!token)
        return;
    for (size_t i = at; i < end && size < sizeof bytes; i++)
        if (analyser->folded.data[i] != '.')
            bytes[size++] = analyser->folded.data[i];
    token->form = trf_arena_copy(&analyser->arena, trf_slice_of(bytes, size));
    if (!token->form.data)
        analyser->failed = true;
    else
        trf_token_know(analyser, token);
}

/* A word of its own before an apostrophe, as in French; returns where the rest begins. */
static size_t elide(trf_analyser *analyser, size_t at, size_t end)
{
    trf_slice form = form_of(analyser, at, end);
    const char *mark = memchr(form.data, '\'', form.size);
    const trf_known_word *known;
    trf_token *token;

    if (!mark || mark + 1 == form.data + form.size)
        return at;
    form.size = (size_t)(mark - form.data);
    known = trf_known_find(&analyser->core->known, form, trf_word_hash(form));
    if (!known || !(known->flags & TRF_KNOWN_ELISION))
        return at;
    token = trf_token_add(analyser, TRF_TOKEN_WORD, at, at + form.size);
    if (token) {
        trf_token_know(analyser, token);
        token->flags |= TRF_TOKEN_STOP;
    }
    return at + form.size + 1;
}

static size_t word(trf_analyser *analyser, size_t at)
{
    const char *data = analyser->folded.data;
    size_t end = at, from;
    bool hangul = false, apostrophe = false;
    trf_token *token;

    for (;;) {
        unsigned used;
        unsigned char c = (unsigned char)data[end];
        uint8_t class = c < 0x80 ? trf_character_ascii[c] : trf_class_at(analyser, end, &used);

        if (c < 0x80)
            used = 1;
        if (trf_character_is_word(class)) {
            hangul |= class == TRF_CHARACTER_HANGUL;
        } else if (class == TRF_CHARACTER_APOSTROPHE && end > at && trf_word_at(analyser, end + 1)) {
            apostrophe = true;
        } else {
            break;
        }
        end += used;
    }
    if (end == at + 1 && data[end] == '.') {
        size_t after = initials(analyser, end);

        if (after > end) {
            add_initials(analyser, at, after);
            return after;
        }
    }
    from = apostrophe ? elide(analyser, at, end) : at;
    token = trf_token_add(analyser, TRF_TOKEN_WORD, from, end);
    if (!token)
        return end;
    trf_token_know(analyser, token);
    if (hangul)
        trf_unspaced_pairs(analyser, analyser->count - 1, from, end);
    else
        chain(analyser, from, end);
    return end;
}

/* ---- the text ---- */
static size_t sign(trf_analyser *analyser, size_t at, uint8_t class, unsigned used)
{
    const char *data = analyser->folded.data;
    unsigned other;

    switch (class) {
    case TRF_CHARACTER_SPACE: analyser->gap |= TRF_GAP_SPACE; break;
    case TRF_CHARACTER_COMMA: analyser->gap |= TRF_GAP_COMMA; break;
    case TRF_CHARACTER_COLON: analyser->gap |= TRF_GAP_COLON; break;
    case TRF_CHARACTER_DOT:
        if (trf_digit(data[at + 1]) && !(at > 0 && trf_word_at(analyser, at - 1)))
            return trf_measure(analyser, at);
        analyser->gap |= TRF_GAP_DOT;
        break;
    case TRF_CHARACTER_HYPHEN:
        if (at == 0 || (analyser->gap & TRF_GAP_SPACE) || trf_class_at(analyser, at + used, &other) == TRF_CHARACTER_SPACE)
            analyser->gap |= TRF_GAP_HYPHEN;
        break;
    case TRF_CHARACTER_OPEN:
        analyser->gap |= TRF_GAP_BRACKET;
        analyser->depth += analyser->depth < UINT8_MAX;
        break;
    case TRF_CHARACTER_CLOSE:
        analyser->gap |= TRF_GAP_BRACKET;
        analyser->depth -= analyser->depth > 0;
        break;
    default: break;
    }
    return at + used;
}

static void scan(trf_analyser *analyser)
{
    size_t at = 0;

    while (at < analyser->folded.size && !analyser->cut && !analyser->failed) {
        unsigned used;
        uint8_t class = trf_class_at(analyser, at, &used);

        if (class == TRF_CHARACTER_DIGIT)
            at = trf_measure(analyser, at);
        else if (trf_character_is_word(class))
            at = word(analyser, at);
        else if (trf_character_is_unspaced(class))
            at = trf_unspaced(analyser, at);
        else
            at = sign(analyser, at, class, used);
    }
}

static void whole_code(trf_analyser *analyser, trf_slice digits)
{
    trf_token *token = trf_token_add(analyser, TRF_TOKEN_CODE, 0, analyser->folded.size);

    if (token) {
        token->value = digits;
        token->term = digits;
    }
}

tariff_status trf_analyse(trf_analyser *analyser, trf_slice text, trf_tokens *tokens, tariff_error **error)
{
    uint32_t flags =
        (analyser->core->rules & TRF_TEXT_DOTLESS ? TRF_FOLD_DOTLESS : 0) | (analyser->general ? TRF_FOLD_GENERAL : 0);
    tariff_status status;
    trf_slice code;
    uint32_t words = 0;

    if (text.size > TRF_TEXT_BYTES_MAX)
        return trf_fail(error, analyser->alloc, TARIFF_ELIMIT, "text of %lu bytes: too long to analyse (at most %u)",
                        (uint64_t)text.size, TRF_TEXT_BYTES_MAX);
    trf_arena_reset(&analyser->arena);
    analyser->count = analyser->position = analyser->chain = analyser->percentages = 0;
    analyser->gap = analyser->depth = 0;
    analyser->failed = analyser->negating = analyser->ignoring = analyser->unspaced = false;
    status = trf_fold(&analyser->folded, &analyser->characters, text, flags, error);
    if (status < 0)
        return status;
    analyser->cut = analyser->folded.cut;
    code = trf_measure_code(analyser);
    if (code.size)
        whole_code(analyser, code);
    else
        scan(analyser);
    if (analyser->percentages)
        trf_measure_materials(analyser);
    if (analyser->negating || (analyser->unspaced && analyser->core->known.negation_count))
        trf_reach_negations(analyser);
    if (analyser->ignoring && analyser->core->pattern_count)
        status = trf_reach_patterns(analyser, error);
    if (status >= 0 && analyser->failed)
        status = trf_fail_memory(error);
    if (status < 0)
        return status;
    for (uint32_t i = 0; i < analyser->count; i++)
        words += analyser->tokens[i].kind == TRF_TOKEN_WORD &&
                 !(analyser->tokens[i].flags & (TRF_TOKEN_STOP | TRF_TOKEN_JOINED | TRF_TOKEN_NEGATED | TRF_TOKEN_IGNORED));
    *tokens = (trf_tokens){analyser->tokens, analyser->count, words, code, analyser->cut};
    return TARIFF_OK;
}

tariff_status trf_analyse_word(trf_analyser *analyser, trf_slice word, trf_slice *term, tariff_error **error)
{
    trf_tokens tokens;
    tariff_status status = trf_analyse(analyser, word, &tokens, error);

    if (status < 0)
        return status;
    *term = TRF_SLICE_EMPTY;
    for (uint32_t i = 0; i < tokens.count && term->size == 0; i++)
        if (tokens.items[i].kind == TRF_TOKEN_WORD)
            *term = tokens.items[i].term;
    return TARIFF_OK;
}

static uint64_t sum_number(uint64_t sum, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        sum = (sum ^ (number >> 8 * i & 0xff)) * UINT64_C(0x100000001b3);
    return sum;
}

tariff_status trf_analyser_probe(trf_analyser *analyser, trf_slice text, uint64_t *hash, tariff_error **error)
{
    trf_tokens tokens;
    tariff_status status = trf_analyse(analyser, text, &tokens, error);
    uint64_t sum = TRF_SUM_START;

    if (status < 0)
        return status;
    for (uint32_t i = 0; i < tokens.count; i++) {
        const trf_token *token = &tokens.items[i];

        sum = trf_sum(trf_sum(trf_sum(trf_sum(sum, token->form), token->term), token->value), token->unit);
        sum = sum_number(sum_number(sum, token->start), token->size);
        sum = sum_number(sum_number(sum, token->position), token->of);
        sum = sum_number(sum_number(sum, token->kind), token->flags);
    }
    *hash = trf_sum(sum_number(sum, tokens.cut), tokens.code);
    return TARIFF_OK;
}
