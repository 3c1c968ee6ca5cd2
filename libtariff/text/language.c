/* SPDX-License-Identifier: Apache-2.0 */
#include "text/language.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/utf8.h"
#include "text/known.h"

enum {
    LOOKED_AT = 4000,     /* bytes of a text */
    WORD_CHARACTERS = 32, /* of a word; the rest says no more */
    BIT = 256,            /* weights are of this part of a bit */
    WORD_MOST = 14 * BIT, /* what one word may say against a language: a brand or a loan decides nothing */
    STOP_BONUS = 6 * BIT,
    NO_KANA = 64 * BIT
};

/* Groups of scripts. Han counts for Japanese where there is kana too. */
enum {
    LATIN = 1,
    CYRILLIC = 2,
    GREEK = 4,
    ARABIC = 8,
    HEBREW = 16,
    HAN = 32,
    KANA = 64,
    HANGUL = 128,
    THAI = 256,
    OTHER = 512,
    SCRIPTS = 10
};

typedef struct stop_word {
    uint64_t hash;      /* 0: free */
    uint64_t languages; /* bit i: language i */
} stop_word;

struct trf_language_finder {
    const trf_alloc *alloc;
    trf_language_profile profiles[TRF_LANGUAGES_MAX];
    uint32_t scripts[TRF_LANGUAGES_MAX]; /* that its stop words are written in; 0: unknown, any */
    uint32_t count;
    uint32_t mask;
    stop_word *words;
};

/* ---- words ---- */
/* A word in small letters, by code points, between two blanks. */
typedef struct spelled {
    uint32_t letters[WORD_CHARACTERS + 2];
    unsigned count; /* with the blanks */
    uint32_t script;
} spelled;

static uint32_t script_of(uint32_t c)
{
    UErrorCode code = U_ZERO_ERROR;

    if (c < 0x250)
        return LATIN;
    if (c == 0x30fc)
        return KANA;
    switch (uscript_getScript((UChar32)c, &code)) {
    case USCRIPT_LATIN: return LATIN;
    case USCRIPT_CYRILLIC: return CYRILLIC;
    case USCRIPT_GREEK: return GREEK;
    case USCRIPT_ARABIC: return ARABIC;
    case USCRIPT_HEBREW: return HEBREW;
    case USCRIPT_HAN: return HAN;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA: return KANA;
    case USCRIPT_HANGUL: return HANGUL;
    case USCRIPT_THAI: return THAI;
    default: return OTHER;
    }
}

/* Compatibility forms and joined accents are as good as apart here: only letters and the marks on them count. */
static bool next_word(trf_slice text, size_t *at, spelled *word)
{
    word->count = 0;
    word->script = 0;
    word->letters[word->count++] = ' ';
    while (*at < text.size) {
        unsigned used;
        uint32_t c = trf_utf8_read(trf_slice_of(text.data + *at, text.size - *at), &used);
        bool letter = used && (c < 0x80 ? (c | 0x20) >= 'a' && (c | 0x20) <= 'z'
                                        : u_isalpha((UChar32)c) || u_charType((UChar32)c) == U_NON_SPACING_MARK);
        uint32_t script = letter ? script_of(c) : 0;

        /* A change of script ends a word too; kana and Han go together. */
        if (letter && word->script && script != word->script && !((script | word->script) == (HAN | KANA)) && script != OTHER)
            break;
        *at += used ? used : 1;
        if (!letter) {
            if (word->count > 1)
                break;
            continue;
        }
        if (!word->script || script == KANA)
            word->script = script;
        if (word->count <= WORD_CHARACTERS)
            word->letters[word->count++] = c < 0x80 ? c | 0x20 : (uint32_t)u_tolower((UChar32)c);
    }
    word->letters[word->count++] = ' ';
    return word->count > 2;
}

static unsigned bucket_of(const uint32_t *letters)
{
    uint32_t hash = (letters[0] * UINT32_C(0x9E3779B1) ^ letters[1]) * UINT32_C(0x85EBCA77) ^ letters[2];

    hash *= UINT32_C(0xC2B2AE3D);
    return hash >> 16 & (TRF_LANGUAGE_BUCKETS - 1);
}

static uint64_t hash_of(const spelled *word)
{
    uint64_t hash = TRF_SUM_START;

    for (unsigned i = 1; i + 1 < word->count; i++)
        hash = (hash ^ word->letters[i]) * UINT64_C(0x100000001b3);
    return hash ? hash : 1;
}

/* ---- profiles ---- */
void trf_language_count(trf_language_counter *counter, trf_slice text)
{
    size_t at = 0;
    spelled word;

    while (next_word(text, &at, &word)) {
        for (unsigned i = 0; i + 3 <= word.count; i++) {
            uint32_t *count = &counter->counts[bucket_of(word.letters + i)];

            *count += *count < UINT32_MAX;
            counter->total++;
        }
    }
}

/* 256 times the binary logarithm of a positive number. */
static int32_t logarithm(uint64_t value)
{
    int32_t result = 0;
    uint64_t rest;

    for (rest = value; rest > 1; rest >>= 1)
        result += BIT;
    /* The part after the point, bit by bit: squaring doubles it. */
    rest = value << (31 - result / BIT > 0 ? 31 - result / BIT : 0) >> (result / BIT > 31 ? result / BIT - 31 : 0);
    for (int32_t bit = BIT / 2; bit > 0; bit /= 2) {
        rest = rest * rest >> 31;
        if (rest >> 32) {
            rest >>= 1;
            result += bit;
        }
    }
    return result;
}

void trf_language_weigh(const trf_language_counter *counter, int16_t weights[TRF_LANGUAGE_BUCKETS])
{
    /* Half of one is added to each count. */
    int32_t total = logarithm(2 * counter->total + TRF_LANGUAGE_BUCKETS);

    for (unsigned i = 0; i < TRF_LANGUAGE_BUCKETS; i++)
        weights[i] = (int16_t)(logarithm(2 * (uint64_t)counter->counts[i] + 1) - total);
}

static int32_t weight_at(const uint8_t *weights, unsigned bucket)
{
    uint16_t raw = (uint16_t)(weights[2 * bucket] | weights[2 * bucket + 1] << 8);

    return raw < 0x8000 ? raw : (int32_t)raw - 0x10000;
}

/* ---- the finder ---- */
static stop_word *slot_of(const trf_language_finder *finder, uint64_t hash)
{
    uint32_t at = (uint32_t)(hash >> 7) & finder->mask;

    while (finder->words[at].hash && finder->words[at].hash != hash)
        at = (at + 1) & finder->mask;
    return &finder->words[at];
}

static void add_words(trf_language_finder *finder, uint32_t language)
{
    trf_slice rest = finder->profiles[language].rules->stop_words, text;

    while (trf_words_next(&rest, &text)) {
        size_t at = 0;
        spelled word;
        stop_word *slot;

        if (!next_word(text, &at, &word))
            continue;
        finder->scripts[language] |= word.script;
        slot = slot_of(finder, hash_of(&word));
        slot->hash = hash_of(&word);
        slot->languages |= UINT64_C(1) << language;
    }
    if (finder->scripts[language] & KANA)
        finder->scripts[language] |= HAN;
}

tariff_status trf_language_open(const trf_alloc *alloc, const trf_language_profile *profiles, uint32_t count,
                                trf_language_finder **out, tariff_error **error)
{
    trf_language_finder *finder;
    uint64_t words = 0;
    uint32_t slots = 16;

    if (count > TRF_LANGUAGES_MAX)
        return trf_fail(error, alloc, TARIFF_ELIMIT, "languages: %u given (at most %u)", count, TRF_LANGUAGES_MAX);
    for (uint32_t i = 0; i < count; i++)
        words += profiles[i].rules->stop_words.size / 2 + 1;
    if (words > UINT32_C(1) << 24)
        return trf_fail(error, alloc, TARIFF_ELIMIT, "languages: too many stop words");
    while (slots < words + words / 4)
        slots *= 2;
    finder = trf_alloc_zero(alloc, sizeof *finder);
    if (!finder)
        return trf_fail_memory(error);
    finder->alloc = alloc;
    finder->mask = slots - 1;
    finder->words = trf_alloc_array(alloc, slots, sizeof *finder->words);
    if (!finder->words) {
        trf_language_close(finder);
        return trf_fail_memory(error);
    }
    for (uint32_t i = 0; i < count; i++) {
        finder->profiles[i] = profiles[i];
        add_words(finder, i);
    }
    finder->count = count;
    *out = finder;
    return TARIFF_OK;
}

void trf_language_close(trf_language_finder *finder)
{
    if (!finder)
        return;
    trf_alloc_free(finder->alloc, finder->words, finder->words ? ((size_t)finder->mask + 1) * sizeof *finder->words : 0);
    trf_alloc_free(finder->alloc, finder, sizeof *finder);
}

/* The script of most of a text; one character of Han or kana says as much as eight letters. */
static uint32_t main_script(trf_slice text)
{
    uint32_t counts[SCRIPTS] = {0}, best = 0;
    size_t at = 0;
    spelled word;

    while (next_word(text, &at, &word)) {
        unsigned worth = word.script & (HAN | KANA | THAI | HANGUL) ? 8 : word.script & LATIN ? 1 : 2;

        for (unsigned i = 0; i < SCRIPTS; i++)
            if (word.script & 1u << i)
                counts[i] += worth * (word.count - 2);
    }
    for (unsigned i = 1; i < SCRIPTS; i++)
        if (counts[i] > counts[best])
            best = i;
    if (1u << best == HAN && counts[6])
        best = 6; /* kana */
    return counts[best] ? 1u << best : 0;
}

/* What one word says: for each language its weight below that of the best. */
static void weigh_word(const trf_language_finder *finder, const spelled *word, int64_t scores[TRF_LANGUAGES_MAX])
{
    uint64_t hash = hash_of(word), stops = slot_of(finder, hash)->hash == hash ? slot_of(finder, hash)->languages : 0;
    int32_t found[TRF_LANGUAGES_MAX], most = INT32_MIN;

    for (uint32_t i = 0; i < finder->count; i++) {
        const uint8_t *weights = finder->profiles[i].weights;

        found[i] = stops >> i & 1 ? STOP_BONUS : 0;
        for (unsigned k = 0; weights && k + 3 <= word->count; k++)
            found[i] += weight_at(weights, bucket_of(word->letters + k));
        if (found[i] > most)
            most = found[i];
    }
    for (uint32_t i = 0; i < finder->count; i++)
        scores[i] -= most - found[i] > WORD_MOST ? WORD_MOST : most - found[i];
}

void trf_language_find(const trf_language_finder *finder, trf_slice text, trf_language_guess *guess)
{
    int64_t scores[TRF_LANGUAGES_MAX] = {0};
    uint32_t script;
    size_t at = 0;
    spelled word;

    *guess = (trf_language_guess){UINT32_MAX, UINT32_MAX, 0};
    text = trf_utf8_start(text, LOOKED_AT);
    script = main_script(text);
    if (!script)
        return;
    while (next_word(text, &at, &word))
        if (word.script & script || (script == KANA && word.script == HAN))
            weigh_word(finder, &word, scores);
    for (uint32_t i = 0; i < finder->count; i++) {
        if (finder->scripts[i] && !(finder->scripts[i] & script))
            continue;
        scores[i] += finder->profiles[i].rules->flags & TRF_TEXT_LIKELY ? TRF_LANGUAGE_PRIOR : 0;
        if (script == HAN && (finder->scripts[i] & KANA))
            scores[i] -= NO_KANA; /* not one of the signs that such a text has everywhere */
        if (guess->language == UINT32_MAX || scores[i] > scores[guess->language]) {
            guess->second = guess->language;
            guess->language = i;
        } else if (guess->second == UINT32_MAX || scores[i] > scores[guess->second]) {
            guess->second = i;
        }
    }
    if (guess->second != UINT32_MAX)
        guess->margin = (uint32_t)(scores[guess->language] - scores[guess->second]);
}
