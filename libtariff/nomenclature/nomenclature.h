/* SPDX-License-Identifier: Apache-2.0 */
/** @file The goods nomenclature of a tariff at a date: find a line by code, walk up and down. No call allocates; each is bounded.
 */
#ifndef TRF_NOMENCLATURE_NOMENCLATURE_H
#define TRF_NOMENCLATURE_NOMENCLATURE_H

#include "snapshot/snapshot.h"

#define TRF_SUFFIX_DECLARABLE 80u

/** A code as users write it ("6109.10.00", "6109 10", "XI"), read to digits; sections keep their Roman numeral. */
typedef struct trf_code {
    char text[TRF_CODE_MAX + 1];
    uint8_t size;
} trf_code;

/** Dots and blanks dropped; digits or a Roman numeral only. False for anything else or more than TRF_CODE_MAX characters. */
bool trf_code_read(trf_slice text, trf_code *out);

typedef enum trf_find_flags {
    TRF_FIND_EXACT = 0,   /**< the code as it stands */
    TRF_FIND_PADDED = 1,  /**< also with zero pairs added or taken away: "6109" finds 6109000000 */
    TRF_FIND_ENDED = 2    /**< where none is valid on the date, the one that ended last before it, else the first after it */
} trf_find_flags;

/**
 * The line of a code that is valid on the date. suffix 0 prefers 80, then the greatest. TRF_LINE_NONE for none.
 * Several lines may share a code (re-used codes): the one valid on the date wins, the latest start among them.
 */
uint32_t trf_nomenclature_find(const trf_snapshot *snapshot, uint32_t tariff, trf_slice code, unsigned suffix, trf_date date,
                               unsigned flags);
bool trf_nomenclature_valid(const trf_snapshot *snapshot, uint32_t line, trf_date date);

/** The parent on the date; TRF_LINE_NONE for a root. */
uint32_t trf_nomenclature_parent(const trf_snapshot *snapshot, uint32_t line, trf_date date);
/** Ancestors, nearest first, at most TRF_TREE_DEPTH_MAX. */
unsigned trf_nomenclature_ancestors(const trf_snapshot *snapshot, uint32_t line, trf_date date, uint32_t out[TRF_TREE_DEPTH_MAX]);
/** Number of children on the date. */
uint32_t trf_nomenclature_child_count(const trf_snapshot *snapshot, uint32_t line, trf_date date);
/** Suffix 80 and no child on the date. */
bool trf_nomenclature_declarable(const trf_snapshot *snapshot, uint32_t line, trf_date date);
/** Dashes before the description on the date. */
int trf_nomenclature_indent(const trf_snapshot *snapshot, uint32_t line, trf_date date);
/** Depth below `top` (0 for itself, 1 for a child); negative where line is not in the subtree of top on the date. */
int trf_nomenclature_depth(const trf_snapshot *snapshot, uint32_t top, uint32_t line, trf_date date);
/**
 * Walk in the tariff's order: the next line valid on the date after `line` inside the subtree of `top` (TRF_LINE_NONE: the whole
 * tariff), TRF_LINE_NONE at the end. Start with line = TRF_LINE_NONE to get the first one (top itself).
 */
uint32_t trf_nomenclature_next(const trf_snapshot *snapshot, uint32_t tariff, uint32_t top, uint32_t line, trf_date date);

/** Chapter, Heading, Subheading, Commodity by the padded code, the suffix and whether it is declarable; Section for sections. */
trf_slice trf_nomenclature_class(const trf_snapshot *snapshot, uint32_t line, trf_date date);
/** The code without trailing zero pairs: chapter 2, heading 4, subheading at least 6, a commodity as it is. */
trf_slice trf_nomenclature_short_code(const trf_snapshot *snapshot, uint32_t line, trf_date date);
/** Description in a language on a date; for a line without any, that of the nomenclature its tariff builds on. NULL for none. */
const trf_label_record *trf_nomenclature_label(const trf_snapshot *snapshot, uint32_t line, trf_slice language, trf_date date);

#endif
