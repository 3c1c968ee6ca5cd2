/* SPDX-License-Identifier: Apache-2.0 */
/** @file A text folded (NFKC_Casefold), with the place in the source of each byte. */
#ifndef TRF_TEXT_FOLD_H
#define TRF_TEXT_FOLD_H

#include "text/character.h"

#define TRF_FOLD_PADDING 16u /**< zero bytes after the text, so that words may be read in pieces of eight */

typedef struct trf_folded {
    const trf_alloc *alloc;
    char *data;
    uint32_t *places; /**< in the source, of each byte and of the end; NULL where folding moved none */
    size_t size;
    size_t data_room;
    size_t places_room;
    uint32_t *places_block;
    bool cut;         /**< passed TRF_TEXT_FOLDED_MAX: it is the start */
} trf_folded;

void trf_folded_init(trf_folded *folded, const trf_alloc *alloc);
void trf_folded_done(trf_folded *folded);

#define TRF_FOLD_DOTLESS 1u /**< as TRF_TEXT_DOTLESS */
#define TRF_FOLD_GENERAL 2u /**< ASCII goes the way of the others */
/**
 * Fold a text of at most TRF_TEXT_BYTES_MAX bytes. Bytes that are not UTF-8 become blanks. Runs of characters that join are cut
 * after 32, so that a million accents cost what other text does.
 */
tariff_status trf_fold(trf_folded *folded, trf_characters *characters, trf_slice text, uint32_t flags, tariff_error **error);

static inline uint32_t trf_folded_place(const trf_folded *folded, size_t at)
{
    return folded->places ? folded->places[at] : (uint32_t)at;
}
static inline trf_slice trf_folded_text(const trf_folded *folded) { return trf_slice_of(folded->data, folded->size); }

#endif
