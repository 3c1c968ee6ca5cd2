/* SPDX-License-Identifier: Apache-2.0 */
#include "classify/query.h"

#include "classify/repair.h"

/* The head of a text says what the goods are: from the fifth word on each counts less, 10 / (10 + words after the fourth). */
#define HEAD_WORDS         4u
#define HEAD_SLOPE         10u
#define REPAIRED           192u /* what a word counts whose spelling was repaired, in 256ths */
#define ELSEWHERE_LANGUAGE "en" /* words in ASCII that a language lacks are most often of this one */
#define ELSEWHERE_LEAST    4u   /* shorter ones are too often something else */

/* ---- languages ---- */

tariff_status trf_query_reader_open(const trf_alloc *alloc, const trf_snapshot *snapshot, const trf_space *space,
                                    trf_query_reader *out, tariff_error **error)
{
    trf_language_profile profiles[TRF_LANGUAGES_MAX];
    uint32_t count = 0;

    *out = (trf_query_reader){.alloc = alloc, .snapshot = snapshot, .analyser_count = trf_snapshot_language_count(snapshot)};
    out->analysers = trf_alloc_array(alloc, out->analyser_count + 1, sizeof *out->analysers);
    out->languages = trf_alloc_array(alloc, TRF_LANGUAGES_MAX, sizeof *out->languages);
    if (!out->analysers || !out->languages)
        return trf_fail_memory(error);
    for (uint32_t i = 0; i < space->record->language_count && count < TRF_LANGUAGES_MAX; i++) {
        const trf_search_language_record *record = trf_snapshot_search_language(snapshot, space->record->first_language + i);
        trf_slice tag = trf_snapshot_text(snapshot, trf_snapshot_language(snapshot, record->language)->tag);
        const trf_text_rules *rules = trf_text_rules_shipped(tag);

        if (!rules)
            continue;
        profiles[count] = (trf_language_profile){rules, trf_snapshot_search_trigrams(snapshot, record)};
        out->languages[count++] = record->language;
    }
    out->language_count = count;
    return trf_language_open(alloc, profiles, count, &out->finder, error);
}

void trf_query_reader_close(trf_query_reader *reader)
{
    for (uint32_t i = 0; reader->analysers && i < reader->analyser_count; i++)
        trf_analyser_free(reader->analysers[i]);
    if (reader->alloc) {
        trf_alloc_free(reader->alloc, reader->analysers, (reader->analyser_count + 1) * sizeof *reader->analysers);
        trf_alloc_free(reader->alloc, reader->languages, TRF_LANGUAGES_MAX * sizeof *reader->languages);
    }
    trf_language_close(reader->finder);
    *reader = (trf_query_reader){0};
}

tariff_status trf_query_reader_language(trf_query_reader *reader, trf_slice tag, trf_slice text, uint16_t *out,
                                        tariff_error **error)
{
    trf_language_guess guess;

    if (tag.size) {
        *out = trf_snapshot_language_index(reader->snapshot, tag);
        if (*out == UINT16_MAX)
            return trf_fail(error, reader->alloc, TARIFF_EINVAL, "lang '%S': no text of the image is in this language", tag);
        return TARIFF_OK;
    }
    trf_language_find(reader->finder, text, &guess);
    *out = guess.language < reader->language_count ? reader->languages[guess.language] : UINT16_MAX;
    return TARIFF_OK;
}

static tariff_status analyser_of(trf_query_reader *reader, uint16_t language, trf_analyser **out, tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    if (!reader->analysers[language])
        status = trf_analyser_open_shipped(
            reader->alloc, trf_snapshot_text(reader->snapshot, trf_snapshot_language(reader->snapshot, language)->tag),
            &reader->analysers[language], error);
    *out = reader->analysers[language];
    return status;
}

/* ---- terms ---- */

typedef struct search {
    trf_query_reader *reader;
    uint16_t language;
    trf_space *const *spaces;
    uint32_t space_count;
    uint32_t position; /* of the word in work, among those that count */
} search;

static uint32_t share_at(uint32_t position)
{
    return position < HEAD_WORDS ? 256u : 256u * HEAD_SLOPE / (HEAD_SLOPE + position - HEAD_WORDS + 1);
}

/* Notes a term in the spaces that have it in this language; whether any has. */
static bool note(search *s, uint16_t language, trf_slice term, trf_slice word, uint32_t share)
{
    const trf_snapshot *snapshot = s->reader->snapshot;
    bool any = false;

    for (uint32_t i = 0; i < s->space_count; i++) {
        trf_space *space = s->spaces[i];
        uint32_t of = trf_space_language(snapshot, space, language);
        uint32_t found = of == TRF_INDEX_NONE ? TRF_INDEX_NONE : trf_space_term(snapshot, of, term);
        bool again = false;

        if (found == TRF_INDEX_NONE)
            continue;
        any = true;
        for (uint32_t f = 0; f < space->found_count && !again; f++)
            again = space->found[f].term == found;
        if (again || space->found_count == TRF_CLASSIFY_TERMS_MAX)
            continue;
        space->found[space->found_count++] = (trf_found_term){
            word, of, found, (uint32_t)((uint64_t)trf_snapshot_search_term(snapshot, found)->weight * share / 256u), share};
    }
    return any;
}

static bool is_ascii(trf_slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    return true;
}

static tariff_status elsewhere(search *s, trf_slice form, trf_slice word, uint32_t share, bool *any, tariff_error **error)
{
    uint16_t other = trf_snapshot_language_index(s->reader->snapshot, TRF_SLICE(ELSEWHERE_LANGUAGE));
    trf_analyser *analyser;
    trf_slice term;
    tariff_status status;

    *any = false;
    if (other == UINT16_MAX || other == s->language || form.size < ELSEWHERE_LEAST || !is_ascii(form))
        return TARIFF_OK;
    status = analyser_of(s->reader, other, &analyser, error);
    if (status == TARIFF_OK)
        status = trf_analyse_word(analyser, form, &term, error);
    if (status == TARIFF_OK && term.size)
        *any = note(s, other, term, word, share);
    return status;
}

/* The word that was meant, in the base of the spaces: what is in none of them is taken for a slip. */
static bool repair(search *s, trf_slice term, trf_slice word, uint32_t share)
{
    const trf_snapshot *snapshot = s->reader->snapshot;
    uint32_t language = trf_space_language(snapshot, s->spaces[s->space_count - 1], s->language), slips, found;

    found = language == TRF_INDEX_NONE ? TRF_INDEX_NONE : trf_repair(snapshot, language, term, &slips);
    return found != TRF_INDEX_NONE &&
           note(s, s->language, trf_snapshot_text(snapshot, trf_snapshot_search_term(snapshot, found)->text), word,
                share * REPAIRED / 256u);
}

static tariff_status take(search *s, const trf_token *token, trf_slice text, bool *any, tariff_error **error)
{
    trf_slice word = trf_slice_of(text.data + token->start, token->size);
    uint32_t share = share_at(s->position);
    tariff_status status;

    *any = note(s, s->language, token->term, word, share);
    if (*any || trf_search_is_beside(token))
        return TARIFF_OK;
    status = elsewhere(s, token->form, word, share, any, error);
    if (status == TARIFF_OK && !*any && token->kind == TRF_TOKEN_WORD)
        *any = repair(s, token->term, word, share);
    return status;
}

tariff_status trf_query_reader_terms(trf_query_reader *reader, uint16_t language, trf_slice text, trf_space *const *spaces,
                                     uint32_t space_count, trf_slice *unknown, uint32_t *unknown_count, trf_slice *code,
                                     tariff_error **error)
{
    search s = {reader, language, spaces, space_count, 0};
    trf_analyser *analyser;
    trf_tokens tokens;
    tariff_status status = analyser_of(reader, language, &analyser, error);

    if (status == TARIFF_OK)
        status = trf_analyse(analyser, text, &tokens, error);
    if (status < 0)
        return status;
    if (reader->features)
        trf_features_find(reader->features, trf_analyser_language(analyser), text, &tokens);
    reader->whole = trf_search_whole(&tokens);
    *code = tokens.code;
    *unknown_count = 0;
    for (uint32_t i = 0; i < tokens.count && status == TARIFF_OK; i++) {
        const trf_token *token = &tokens.items[i];
        bool any;

        if (!trf_search_counts(token))
            continue;
        status = take(&s, token, text, &any, error);
        if (trf_search_is_beside(token))
            continue;
        s.position++;
        if (!any && *unknown_count < TRF_CLASSIFY_TERMS_MAX)
            unknown[(*unknown_count)++] = trf_slice_of(text.data + token->start, token->size);
    }
    return status;
}
