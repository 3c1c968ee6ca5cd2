/* SPDX-License-Identifier: Apache-2.0 */
/* Opening, cloning and closing of analysers; versions. */
#include "text/analyser.h"

#include <unicode/icudataver.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

enum { ARENA_BYTES_MAX = 32 << 20 }; /* terms and values of the largest text */

static void core_free(trf_core *core)
{
    const trf_alloc *alloc;

    if (!core || __atomic_fetch_sub(&core->references, 1, __ATOMIC_ACQ_REL) != 1)
        return;
    alloc = core->alloc;
    for (uint32_t i = 0; core->patterns && i < core->pattern_count; i++)
        trf_pattern_close(core->patterns[i]);
    trf_alloc_free(alloc, core->patterns, core->patterns ? core->pattern_count * sizeof(trf_pattern *) : 0);
    trf_alloc_free(alloc, core->language, core->language ? strlen(core->language) + 1 : 0);
    trf_alloc_free(alloc, core->stemmer, core->stemmer ? strlen(core->stemmer) + 1 : 0);
    trf_known_done(&core->known);
    trf_alloc_free(alloc, core, sizeof *core);
}

static tariff_status core_new(const trf_alloc *alloc, const trf_text_rules *rules, const trf_text_rules *shared,
                              trf_characters *characters, trf_core **out, tariff_error **error)
{
    trf_core *core = trf_alloc_zero(alloc, sizeof *core);
    tariff_status status;

    if (!core)
        return trf_fail_memory(error);
    core->alloc = alloc;
    core->references = 1;
    core->rules = rules->flags;
    core->language = trf_alloc_copy(alloc, rules->language);
    core->stemmer = trf_alloc_copy(alloc, rules->stemmer);
    if (rules->pattern_count)
        core->patterns = trf_alloc_array(alloc, rules->pattern_count, sizeof(trf_pattern *));
    core->pattern_count = core->patterns ? rules->pattern_count : 0;
    status = core->language && core->stemmer && core->pattern_count == rules->pattern_count ? TARIFF_OK : trf_fail_memory(error);
    if (status >= 0)
        status = trf_known_build(&core->known, alloc, characters, shared, rules, error);
    for (uint32_t i = 0; status >= 0 && i < core->pattern_count; i++)
        status = trf_pattern_open(alloc, rules->patterns[i].pattern, &core->patterns[i], error);
    if (status < 0) {
        core_free(core);
        return status;
    }
    *out = core;
    return TARIFF_OK;
}

/* An analyser over nothing yet, with its scratch. */
static tariff_status analyser_new(const trf_alloc *alloc, trf_analyser **out, tariff_error **error)
{
    trf_analyser *analyser = trf_alloc_zero(alloc, sizeof *analyser);
    tariff_status status;

    if (!analyser)
        return trf_fail_memory(error);
    analyser->alloc = alloc;
    trf_arena_init(&analyser->arena, alloc, ARENA_BYTES_MAX);
    trf_folded_init(&analyser->folded, alloc);
    status = trf_characters_init(&analyser->characters, alloc, error);
    if (status < 0) {
        trf_analyser_free(analyser);
        return status;
    }
    *out = analyser;
    return TARIFF_OK;
}

/* What an analyser has of its own over its core. */
static tariff_status analyser_begin(trf_analyser *analyser, tariff_error **error)
{
    const trf_core *core = analyser->core;

    return trf_stems_init(&analyser->stems, analyser->alloc, &core->known, &analyser->characters, trf_slice_text(core->stemmer),
                          core->rules, error);
}

tariff_status trf_analyser_open(const trf_alloc *alloc, const trf_text_rules *rules, const trf_text_rules *shared,
                                trf_analyser **out, tariff_error **error)
{
    trf_analyser *analyser = NULL;
    tariff_status status = analyser_new(alloc, &analyser, error);

    if (status >= 0)
        status = core_new(alloc, rules, shared, &analyser->characters, &analyser->core, error);
    if (status >= 0)
        status = analyser_begin(analyser, error);
    if (status < 0) {
        trf_analyser_free(analyser);
        return status;
    }
    *out = analyser;
    return TARIFF_OK;
}

tariff_status trf_analyser_open_shipped(const trf_alloc *alloc, trf_slice language, trf_analyser **out, tariff_error **error)
{
    const trf_text_rules *found = trf_text_rules_shipped(language);
    trf_text_rules rules = {0};

    if (found)
        rules = *found;
    rules.language = language;
    return trf_analyser_open(alloc, &rules, trf_text_rules_shipped(TRF_SLICE("und")), out, error);
}

tariff_status trf_analyser_clone(const trf_analyser *analyser, const trf_alloc *alloc, trf_analyser **out, tariff_error **error)
{
    trf_analyser *clone = NULL;
    tariff_status status = analyser_new(alloc, &clone, error);

    if (status < 0)
        return status;
    clone->core = analyser->core;
    __atomic_fetch_add(&clone->core->references, 1, __ATOMIC_RELAXED);
    status = analyser_begin(clone, error);
    if (status < 0) {
        trf_analyser_free(clone);
        return status;
    }
    *out = clone;
    return TARIFF_OK;
}

void trf_analyser_free(trf_analyser *analyser)
{
    const trf_alloc *alloc;

    if (!analyser)
        return;
    alloc = analyser->alloc;
    trf_segments_done(&analyser->segments);
    trf_stems_done(&analyser->stems);
    trf_folded_done(&analyser->folded);
    trf_arena_done(&analyser->arena);
    trf_alloc_free(alloc, analyser->tokens, analyser->token_room * sizeof *analyser->tokens);
    trf_alloc_free(alloc, analyser->sides, analyser->side_room * sizeof *analyser->sides);
    core_free(analyser->core);
    trf_alloc_free(alloc, analyser, sizeof *analyser);
}

trf_slice trf_analyser_language(const trf_analyser *analyser)
{
    return trf_slice_text(analyser->core->language);
}

bool trf_analyser_compounds(const trf_analyser *analyser)
{
    return (analyser->core->rules & TRF_TEXT_COMPOUNDS) != 0;
}

void trf_analyser_general_only(trf_analyser *analyser, bool on)
{
    analyser->general = on;
}

/* ---- versions ---- */
static void put(char *out, size_t *size, const char *text)
{
    for (; *text && *size + 1 < TRF_TEXT_VERSION_MAX; text++)
        out[(*size)++] = *text;
    out[*size] = '\0';
}

static void put_version(char *out, size_t *size, const char *name, const UVersionInfo version)
{
    char text[U_MAX_VERSION_STRING_LENGTH];

    u_versionToString(version, text);
    put(out, size, name);
    put(out, size, text);
}

size_t trf_text_version(char out[TRF_TEXT_VERSION_MAX])
{
    static const char digits[] = "0123456789abcdef";
    UVersionInfo version = {0};
    UErrorCode code = U_ZERO_ERROR;
    uint64_t stems = trf_stems_version();
    char hash[17] = {0};
    size_t size = 0;

    u_getUnicodeVersion(version);
    put_version(out, &size, "unicode ", version);
    u_getVersion(version);
    put_version(out, &size, " icu ", version);
    u_getDataVersion(version, &code);
    put_version(out, &size, " data ", version);
    for (unsigned i = 0; i < 16; i++)
        hash[i] = digits[stems >> (60 - 4 * i) & 15];
    put(out, &size, " snowball ");
    put(out, &size, hash);
    return size;
}
