/* SPDX-License-Identifier: Apache-2.0 */
/** @file The text of a query as terms that the spaces of an image have. */
#ifndef TRF_CLASSIFY_QUERY_H
#define TRF_CLASSIFY_QUERY_H

#include "classify/space.h"
#include "text/feature.h"
#include "text/language.h"

/** Analysers of the languages of an image, opened when they are asked for; the language of a text. */
typedef struct trf_query_reader {
    const trf_alloc *alloc;
    const trf_snapshot *snapshot;
    trf_analyser **analysers; /**< by LANGUAGE */
    uint32_t analyser_count;
    trf_language_finder *finder;
    uint16_t *languages; /**< what the finder knows: its profiles as indices of LANGUAGE */
    uint32_t language_count;
    uint64_t whole;         /**< trf_search_whole() of the last text */
    trf_features *features; /**< of the last text; NULL: nobody wants them */
} trf_query_reader;

tariff_status trf_query_reader_open(const trf_alloc *alloc, const trf_snapshot *snapshot, const trf_space *space,
                                    trf_query_reader *out, tariff_error **error);
void trf_query_reader_close(trf_query_reader *reader);

/** The language of a tag, or the one that a text seems to be in; UINT16_MAX for none. */
tariff_status trf_query_reader_language(trf_query_reader *reader, trf_slice tag, trf_slice text, uint16_t *out,
                                        tariff_error **error);

/**
 * Find the terms of a text in spaces: in the language of the query, else in that which most goods are named in everywhere.
 *
 * @param[out] unknown  words that no space has; room for TRF_CLASSIFY_TERMS_MAX
 * @param[out] code     the digits, where the whole text is a code; else empty
 */
tariff_status trf_query_reader_terms(trf_query_reader *reader, uint16_t language, trf_slice text, trf_space *const *spaces,
                                     uint32_t space_count, trf_slice *unknown, uint32_t *unknown_count, trf_slice *code,
                                     tariff_error **error);

#endif
