/* SPDX-License-Identifier: Apache-2.0 */
#include "text/feature.h"

#include "base/mix.h"
#include "base/utf8.h"

#define PAIR_VALUE       179u
#define LETTERS_VALUE    77u
#define CHARACTERS_VALUE 77u
#define STYLE_VALUE      128u
#define LETTERS          4u  /* characters of a group */
#define LETTERS_WORDS    25u /* words whose letters are looked at */
#define PAIR_WORDS       30u
#define HEAD_WORDS       12u /* later words count less, as 12 to their number */

typedef struct finder {
    trf_features *out;
    uint64_t language;
    trf_slice text;
} finder;

static uint64_t hash_of(uint64_t hash, const char *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (uint8_t)data[i]) * UINT64_C(0x100000001b3);
    return trf_key_mix(hash);
}

static void add(finder *f, trf_feature_kind kind, uint64_t hash, uint32_t start, uint32_t size, uint32_t value)
{
    uint64_t key = trf_key_mix(hash ^ f->language ^ (uint64_t)kind << 56) | 1;
    uint32_t at = (uint32_t)(key >> 32) % TRF_FEATURE_SLOTS;

    if (f->out->count == TRF_FEATURES_MAX)
        return;
    while (f->out->seen[at]) {
        if (f->out->seen[at] == key)
            return;
        at = (at + 1) % TRF_FEATURE_SLOTS;
    }
    f->out->seen[at] = key;
    f->out->items[f->out->count++] = (trf_feature){key, start, size, (uint16_t)value, (uint8_t)kind, 0};
}

static bool is_word(const trf_token *token)
{
    return !(token->flags & (TRF_TOKEN_STOP | TRF_TOKEN_NEGATED | TRF_TOKEN_NEGATION | TRF_TOKEN_JOINED | TRF_TOKEN_PART)) &&
           (token->kind == TRF_TOKEN_WORD || token->kind == TRF_TOKEN_CAS || token->kind == TRF_TOKEN_CUS);
}

/* ---- words and their letters ---- */

static void add_letters(finder *f, const trf_token *token)
{
    uint32_t points[64], count = 0;
    trf_slice form = token->form;

    points[count++] = '<';
    while (form.size > 0 && count < 62) {
        unsigned used;

        points[count++] = trf_utf8_read(form, &used);
        used = used ? used : 1;
        form = trf_slice_of(form.data + used, form.size - used);
    }
    points[count++] = '>';
    for (uint32_t i = 0; i == 0 || i + LETTERS <= count; i++) {
        uint64_t hash = UINT64_C(0xcbf29ce484222325);

        for (uint32_t j = i; j < i + LETTERS && j < count; j++)
            hash = (hash ^ points[j]) * UINT64_C(0x100000001b3);
        add(f, TRF_FEATURE_LETTERS, trf_key_mix(hash), token->start, token->size, LETTERS_VALUE);
    }
}

static uint32_t add_words(finder *f, const trf_tokens *tokens)
{
    uint64_t whole = 0, before = 0;
    uint32_t words = 0, before_position = 0, before_start = 0;

    for (uint32_t i = 0; i < tokens->count; i++) {
        const trf_token *token = &tokens->items[i];
        uint64_t hash;
        uint32_t known = f->out->count;

        if (!is_word(token))
            continue;
        hash = hash_of(UINT64_C(0xcbf29ce484222325), token->term.data, token->term.size);
        add(f, TRF_FEATURE_WORD, hash, token->start, token->size,
            words < HEAD_WORDS ? TRF_FEATURE_ONE : TRF_FEATURE_ONE * HEAD_WORDS / words);
        if (f->out->count > known)
            whole += hash;
        if (words && words <= PAIR_WORDS && token->position == before_position + 1)
            add(f, TRF_FEATURE_PAIR, before * 31 + hash, before_start, token->start + token->size - before_start, PAIR_VALUE);
        if (words < LETTERS_WORDS)
            add_letters(f, token);
        before = hash;
        before_position = token->position;
        before_start = token->start;
        words++;
    }
    if (words)
        add(f, TRF_FEATURE_WHOLE, whole, 0, (uint32_t)f->text.size, TRF_FEATURE_ONE);
    return words;
}

/* ---- scripts without blanks ---- */

static bool is_unspaced(uint32_t c)
{
    return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7af);
}

/* One, two and three characters side by side, and what stands between blanks. */
static void add_characters(finder *f)
{
    static const uint16_t values[] = {CHARACTERS_VALUE, PAIR_VALUE, TRF_FEATURE_ONE};
    uint32_t last[3] = {0}, starts[3] = {0}, run = 0, chunk = 0, chunk_unspaced = 0;

    for (uint32_t at = 0; at <= f->text.size;) {
        unsigned used = 1;
        uint32_t c = ' ';

        if (at < f->text.size)
            c = trf_utf8_read(trf_slice_of(f->text.data + at, f->text.size - at), &used);
        used = used ? used : 1;
        if (c == ' ' || c == '\t') {
            if (chunk_unspaced > 1)
                add(f, TRF_FEATURE_CHARACTERS, hash_of(UINT64_C(0x57), f->text.data + chunk, at - chunk), chunk, at - chunk,
                    TRF_FEATURE_ONE);
            chunk = at + 1;
            chunk_unspaced = 0;
        }
        if (!is_unspaced(c)) {
            run = 0;
            at += used;
            continue;
        }
        chunk_unspaced++;
        last[2] = last[1], last[1] = last[0], last[0] = c;
        starts[2] = starts[1], starts[1] = starts[0], starts[0] = at;
        run++;
        for (uint32_t n = 1; n <= 3 && n <= run; n++) {
            uint64_t hash = n;

            for (uint32_t i = n; i-- > 0;)
                hash = hash * UINT64_C(0x100000001b3) + last[i];
            add(f, TRF_FEATURE_CHARACTERS, hash, starts[n - 1], at + used - starts[n - 1], values[n - 1]);
        }
        at += used;
    }
}

/* ---- how it is written ---- */

static bool is_upper(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde) || (c >= 0x410 && c <= 0x42f);
}

static bool is_lower(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xdf && c <= 0xff) || (c >= 0x430 && c <= 0x44f);
}

static void add_style(finder *f, uint32_t words)
{
    uint32_t length = words < 2 ? 1 : words < 3 ? 2 : words < 5 ? 3 : words < 8 ? 4 : words < 15 ? 5 : 6;
    bool upper = false, lower = false, title = true, bracket = false, begins = true;

    for (size_t at = 0; at < f->text.size;) {
        unsigned used;
        uint32_t c = trf_utf8_read(trf_slice_of(f->text.data + at, f->text.size - at), &used);

        upper = upper || is_upper(c);
        lower = lower || is_lower(c);
        title = title && !(is_lower(c) && begins);
        bracket = bracket || c == '(';
        begins = !is_upper(c) && !is_lower(c) && c != '\'';
        at += used ? used : 1;
    }
    add(f, TRF_FEATURE_STYLE, length * 16 + (upper ? lower ? title ? 3u : 4u : 1u : 2u) * 2 + bracket, 0, (uint32_t)f->text.size,
        STYLE_VALUE);
}

void trf_features_find(trf_features *features, trf_slice language, trf_slice text, const trf_tokens *tokens)
{
    finder f = {features, hash_of(UINT64_C(0x9e3779b97f4a7c15), language.data, language.size), text};
    uint32_t words;

    features->count = 0;
    memset(features->seen, 0, sizeof features->seen);
    words = add_words(&f, tokens);
    add_characters(&f);
    add_style(&f, words);
}
