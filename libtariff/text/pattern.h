/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Regular expressions from data: UTF-8, Ruby's syntax. Every match is bounded (retries, stack): a pattern that would run away
 * ends in an error. What users type never becomes a pattern.
 */
#ifndef TRF_TEXT_PATTERN_H
#define TRF_TEXT_PATTERN_H

#include "base/error.h"

typedef struct trf_pattern trf_pattern;
#define TRF_PATTERN_GROUPS_MAX 8u

typedef struct trf_pattern_match {
    uint32_t start[TRF_PATTERN_GROUPS_MAX]; /**< bytes; 0 is the whole match; UINT32_MAX where a group took no part */
    uint32_t end[TRF_PATTERN_GROUPS_MAX];
} trf_pattern_match;

/** @retval TARIFF_EINVAL  it is no pattern, is longer than TRF_PATTERN_BYTES_MAX, or nests too deep; the message says where */
tariff_status trf_pattern_open(const trf_alloc *alloc, trf_slice pattern, trf_pattern **out, tariff_error **error);
void trf_pattern_close(trf_pattern *pattern);
/**
 * The first match at or after `from`. A pattern may be used by several threads.
 *
 * @retval TARIFF_OK         match is set
 * @retval TARIFF_NOT_FOUND  there is none
 * @retval TARIFF_ELIMIT     the limits of matching were passed, or the text is longer than TRF_TEXT_BYTES_MAX
 * @retval TARIFF_EINVAL     the text is not UTF-8
 */
tariff_status trf_pattern_find(const trf_pattern *pattern, const trf_alloc *alloc, trf_slice text, uint32_t from,
                               trf_pattern_match *match, tariff_error **error);

/**
 * How many bytes of a text match from its start on; 0 where none do, or where the limits of matching were passed: a text on which
 * a pattern runs away is one that it says nothing of. The text is valid up to a character that may be cut.
 */
tariff_status trf_pattern_match_here(const trf_pattern *pattern, trf_slice text, size_t *size, tariff_error **error);

#endif
