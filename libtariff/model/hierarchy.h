/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Parents over lines, dated. The rule: lines stand in the order of code and suffix and have a depth; on a day the parent of a
 * line is the nearest earlier line valid that day with a smaller depth. One pass finds the segments of time in which parent and
 * number of children of each line stay the same.
 */
#ifndef TRF_MODEL_HIERARCHY_H
#define TRF_MODEL_HIERARCHY_H

#include "base/alloc.h"
#include "base/date.h"
#include "tariff/status.h"

#define TRF_HIERARCHY_ROOT      UINT32_MAX /**< parent of a line that has none */
#define TRF_HIERARCHY_DEPTH_MAX 31         /**< larger depths count as this one, so that no walk up is longer than 32 steps */

/** Depth from a day on. The first one also holds for the days before it. */
typedef struct trf_hierarchy_depth {
    trf_date start;
    int32_t depth;
} trf_hierarchy_depth;

/** A line in the order of its tariff, with its run of depths in ascending order of start (at least one). */
typedef struct trf_hierarchy_line {
    trf_date start, end; /**< both included */
    uint32_t first_depth, depth_count;
} trf_hierarchy_line;

/** While it lasts, `parent` and the number of children do not change. */
typedef struct trf_hierarchy_segment {
    trf_date start, end;
    uint32_t parent; /**< index in the lines given, TRF_HIERARCHY_ROOT */
    uint32_t children;
} trf_hierarchy_segment;

typedef struct trf_hierarchy {
    const trf_alloc *alloc;
    trf_hierarchy_segment *segments; /**< by line, within it by start; the segments of a line cover its validity without gaps */
    size_t segment_count, segments_capacity;
    uint32_t *first; /**< count + 1: line i has segments first[i] to first[i + 1] - 1 */
    size_t first_size;
} trf_hierarchy;

/**
 * The segments of lines[0..count). A line whose end lies before its start has none.
 *
 * @retval TARIFF_EINVAL a line without depth
 * @retval TARIFF_ELIMIT more changes than any tariff has: more than 8,192 periods side by side, or 512 segments a line on average
 */
tariff_status trf_hierarchy_make(const trf_alloc *alloc, const trf_hierarchy_line *lines, uint32_t count,
                                 const trf_hierarchy_depth *depths, trf_hierarchy *out, tariff_error **error);
/** Accepts an all-zero hierarchy. */
void trf_hierarchy_done(trf_hierarchy *hierarchy);

#endif
