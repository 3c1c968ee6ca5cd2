/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts in every shipped language: the first byte chooses it. Tokens lie in the text, are UTF-8 and the same twice; ASCII gives
 * the same both ways; what is cleaned is no longer than the text allows.
 */
#include <stdlib.h>
#include <string.h>

#include "config.h"

#ifdef TRF_SEARCH
#include "base/buffer.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "text/compound.h"
#include "text/language.h"
#include "text/negation.h"
#endif

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

#ifdef TRF_SEARCH
static uint32_t known(void *user, trf_slice term)
{
    (void)user;
    return term.size > 2 && term.data[0] > 'e' ? (uint32_t)term.size : 0;
}

static void check(trf_analyser *analyser, trf_slice text)
{
    trf_token parts[TRF_COMPOUND_PARTS_MAX];
    tariff_error *error = NULL;
    uint64_t one = 0, two = 0, general = 0;
    trf_tokens tokens;
    uint32_t count;

    trf_analyser_general_only(analyser, false);
    if (trf_analyser_probe(analyser, text, &one, &error) < 0)
        abort();
    trf_analyser_general_only(analyser, true);
    if (trf_analyser_probe(analyser, text, &general, &error) < 0 || one != general)
        abort();
    trf_analyser_general_only(analyser, false);
    if (trf_analyser_probe(analyser, text, &two, &error) < 0 || one != two)
        abort();
    if (trf_analyse(analyser, text, &tokens, &error) < 0 || tokens.count > TRF_TEXT_TOKENS_MAX)
        abort();
    for (uint32_t i = 0; i < tokens.count; i++) {
        const trf_token *token = &tokens.items[i];

        if (token->form.size == 0 || token->term.size == 0 || (size_t)token->start + token->size > text.size ||
            (token->of != TRF_TOKEN_NONE && token->of >= tokens.count) || !trf_utf8_valid(token->form) ||
            !trf_utf8_valid(token->term) || token->kind >= TRF_TOKEN_KINDS)
            abort();
        if (trf_compound_split(analyser, token, i, known, NULL, parts, &count, &error) < 0 || count == 1)
            abort();
    }
}

static void clean(const trf_text_rules *rules, trf_slice text)
{
    trf_buffer out;

    trf_buffer_init(&out, &trf_alloc_default, 0);
    trf_negation_strip(rules, text, &out);
    if (out.failed || out.size > text.size)
        abort();
    trf_buffer_clear(&out);
    trf_text_normalise(rules, text, &out);
    if (out.failed || out.size > 3 * text.size)
        abort();
    trf_buffer_done(&out);
}
#endif

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
#ifdef TRF_SEARCH
    static trf_analyser *analysers[64];
    static trf_language_finder *finder;
    trf_language_profile profiles[TRF_LANGUAGES_MAX];
    tariff_error *error = NULL;
    trf_language_guess guess;
    uint32_t count, chosen;
    const trf_text_rules *all = trf_text_rules_all(&count);
    trf_slice text;

    if (size == 0 || size > 4096)
        return 0;
    chosen = data[0] % count;
    text = trf_slice_of((const char *)data + 1, size - 1);
    for (uint32_t i = 0; i < count; i++)
        profiles[i] = (trf_language_profile){&all[i], NULL};
    if (!finder && trf_language_open(&trf_alloc_default, profiles, count, &finder, &error) < 0)
        abort();
    if (!analysers[chosen] && trf_analyser_open_shipped(&trf_alloc_default, all[chosen].language, &analysers[chosen], &error) < 0)
        abort();
    check(analysers[chosen], text);
    clean(&all[chosen], text);
    trf_language_find(finder, text, &guess);
    if (guess.language != UINT32_MAX && guess.language >= count)
        abort();
#else
    (void)data;
    (void)size;
#endif
    return 0;
}
