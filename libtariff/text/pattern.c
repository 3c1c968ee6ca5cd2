/* SPDX-License-Identifier: Apache-2.0 */
#include "text/pattern.h"

#include <oniguruma.h>

#include "base/limits.h"
#include "base/utf8.h"

enum { STACK_MAX = 65536, DEPTH_MAX = 64 };

struct trf_pattern {
    const trf_alloc *alloc;
    regex_t *compiled;
};

/* Oniguruma keeps the depth of its parser for the whole process, so brackets are counted here. */
static bool too_deep(trf_slice pattern)
{
    unsigned depth = 0;

    for (size_t i = 0; i < pattern.size; i++) {
        if (pattern.data[i] == '\\')
            i++;
        else if (pattern.data[i] == '(' || pattern.data[i] == '[')
            depth++;
        else if ((pattern.data[i] == ')' || pattern.data[i] == ']') && depth > 0)
            depth--;
        if (depth > DEPTH_MAX)
            return true;
    }
    return false;
}

/* Oniguruma keeps tables of the process and fills them at its first use, without a lock: here one thread does, others wait. */
static void fill_tables(void)
{
    static int filled; /* 1: being filled, 2: done */
    OnigEncoding encoding = ONIG_ENCODING_UTF8;
    int before = 0;

    if (__atomic_load_n(&filled, __ATOMIC_ACQUIRE) == 2)
        return;
    if (__atomic_compare_exchange_n(&filled, &before, 1, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        onig_initialize(&encoding, 1);
        __atomic_store_n(&filled, 2, __ATOMIC_RELEASE);
    }
    while (__atomic_load_n(&filled, __ATOMIC_ACQUIRE) != 2)
        continue;
}

tariff_status trf_pattern_open(const trf_alloc *alloc, trf_slice pattern, trf_pattern **out, tariff_error **error)
{
    const OnigUChar *start = (const OnigUChar *)pattern.data;
    trf_pattern *made = NULL;
    OnigErrorInfo info;
    tariff_status status = TARIFF_OK;
    int code;

    if (pattern.size == 0 || pattern.size > TRF_PATTERN_BYTES_MAX || too_deep(pattern) || !trf_utf8_valid(pattern))
        return trf_fail(error, alloc, TARIFF_EINVAL,
                        "pattern '%S': it is empty, no UTF-8, longer than %u bytes or nests more than %u deep",
                        trf_utf8_start(pattern, 60), TRF_PATTERN_BYTES_MAX, (uint32_t)DEPTH_MAX);
    made = trf_alloc_zero(alloc, sizeof *made);
    if (!made)
        return trf_fail_memory(error);
    made->alloc = alloc;
    fill_tables();
    code = onig_new(&made->compiled, start, start + pattern.size, ONIG_OPTION_NONE, ONIG_ENCODING_UTF8, ONIG_SYNTAX_RUBY, &info);
    if (code != ONIG_NORMAL) {
        OnigUChar message[ONIG_MAX_ERROR_MESSAGE_LEN];
        int size = onig_error_code_to_str(message, code, &info);

        made->compiled = NULL;
        status = code == ONIGERR_MEMORY ? trf_fail_memory(error)
                                        : trf_fail(error, alloc, TARIFF_EINVAL, "pattern '%S': %S", trf_utf8_start(pattern, 200),
                                                   trf_slice_of((const char *)message, size > 0 ? (size_t)size : 0));
        trf_pattern_close(made);
        return status;
    }
    *out = made;
    return TARIFF_OK;
}

void trf_pattern_close(trf_pattern *pattern)
{
    if (!pattern)
        return;
    if (pattern->compiled)
        onig_free(pattern->compiled);
    trf_alloc_free(pattern->alloc, pattern, sizeof *pattern);
}

static void set_match(trf_pattern_match *match, const OnigRegion *region)
{
    for (int i = 0; i < (int)TRF_PATTERN_GROUPS_MAX; i++) {
        bool took_part = i < region->num_regs && region->beg[i] >= 0;

        match->start[i] = took_part ? (uint32_t)region->beg[i] : UINT32_MAX;
        match->end[i] = took_part ? (uint32_t)region->end[i] : UINT32_MAX;
    }
}

static void set_limits(OnigMatchParam *limits)
{
    onig_initialize_match_param(limits);
    onig_set_match_stack_limit_size_of_match_param(limits, STACK_MAX);
    onig_set_retry_limit_in_match_of_match_param(limits, TRF_PATTERN_RETRIES_MAX);
    onig_set_retry_limit_in_search_of_match_param(limits, TRF_PATTERN_RETRIES_MAX);
}

tariff_status trf_pattern_match_here(const trf_pattern *pattern, trf_slice text, size_t *size, tariff_error **error)
{
    trf_slice sound = trf_slice_of(text.data, trf_utf8_span(text));
    const OnigUChar *start = (const OnigUChar *)sound.data;
    OnigMatchParam *limits = onig_new_match_param();
    int matched;

    *size = 0;
    if (!limits)
        return trf_fail_memory(error);
    set_limits(limits);
    matched = sound.size
                  ? onig_match_with_param(pattern->compiled, start, start + sound.size, start, NULL, ONIG_OPTION_NONE, limits)
                  : ONIG_MISMATCH;
    onig_free_match_param(limits);
    if (matched == ONIGERR_MEMORY)
        return trf_fail_memory(error);
    if (matched > 0)
        *size = (size_t)matched;
    return TARIFF_OK;
}

tariff_status trf_pattern_find(const trf_pattern *pattern, const trf_alloc *alloc, trf_slice text, uint32_t from,
                               trf_pattern_match *match, tariff_error **error)
{
    const OnigUChar *start = (const OnigUChar *)(text.data ? text.data : ""), *end = start + text.size;
    OnigMatchParam *limits = NULL;
    OnigRegion *region = NULL;
    tariff_status status = TARIFF_OK;
    int found;

    if (text.size > TRF_TEXT_BYTES_MAX)
        return trf_fail(error, alloc, TARIFF_ELIMIT, "text of %lu bytes: too long to match (at most %u)", (uint64_t)text.size,
                        TRF_TEXT_BYTES_MAX);
    if (!trf_utf8_valid(text))
        return trf_fail(error, alloc, TARIFF_EINVAL, "text to match: not UTF-8");
    if (from > text.size)
        return TARIFF_NOT_FOUND;
    limits = onig_new_match_param();
    region = onig_region_new();
    if (!limits || !region) {
        status = trf_fail_memory(error);
        goto done;
    }
    set_limits(limits);
    found = onig_search_with_param(pattern->compiled, start, end, start + from, end, region, ONIG_OPTION_NONE, limits);
    if (found >= 0)
        set_match(match, region);
    else if (found == ONIG_MISMATCH)
        status = TARIFF_NOT_FOUND;
    else if (found == ONIGERR_MEMORY)
        status = trf_fail_memory(error);
    else
        status =
            trf_fail(error, alloc, TARIFF_ELIMIT, "pattern: the text takes more than %u steps to match", TRF_PATTERN_RETRIES_MAX);
done:
    if (region)
        onig_region_free(region, 1);
    if (limits)
        onig_free_match_param(limits);
    return status;
}
