/* SPDX-License-Identifier: Apache-2.0 */
#include "model/hierarchy.h"

#include <string.h>

#include "base/error.h"
#include "base/sort.h"

#define PIECES_MAX        8192u
#define SEGMENTS_PER_LINE 512u
#define ROOT_NODE         0u

/** A line on the way down to the last one, at its depth: the way up goes by `up`. */
typedef struct node {
    uint32_t up;
    uint32_t line;
    int32_t depth;
} node;

/** From its start to the start of the next piece, the last lines at each depth are those from `node` upwards. */
typedef struct piece {
    trf_date start;
    uint32_t node;
} piece;

typedef struct maker {
    const trf_alloc *alloc;
    node *nodes;
    size_t node_count, nodes_capacity;
    piece *pieces; /* PIECES_MAX + 2 */
    uint32_t piece_count;
    trf_hierarchy out;
    uint64_t limit;
} maker;

static trf_date piece_end(const maker *make, uint32_t at)
{
    return at + 1 < make->piece_count ? make->pieces[at + 1].start - 1 : TRF_DATE_OPEN;
}

/** The piece that holds a day. */
static uint32_t piece_of(const maker *make, trf_date day)
{
    uint32_t low = 0, high = make->piece_count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (make->pieces[middle].start <= day)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/** Make a piece begin on this day; its index. */
static uint32_t cut(maker *make, trf_date day)
{
    uint32_t at = piece_of(make, day);

    if (make->pieces[at].start == day)
        return at;
    memmove(make->pieces + at + 2, make->pieces + at + 1, (make->piece_count - at - 1) * sizeof(piece));
    make->pieces[at + 1] = (piece){day, make->pieces[at].node};
    make->piece_count++;
    return at + 1;
}

static bool add_segment(maker *make, size_t first, trf_date start, trf_date end, uint32_t parent, uint32_t children)
{
    trf_hierarchy *out = &make->out;
    trf_hierarchy_segment *last = out->segment_count > first ? &out->segments[out->segment_count - 1] : NULL;

    if (last && last->parent == parent && last->children == children && last->end != TRF_DATE_OPEN && last->end + 1 == start) {
        last->end = end;
        return true;
    }
    if (!trf_alloc_grow(make->alloc, (void **)&out->segments, &out->segments_capacity, out->segment_count + 1,
                        sizeof *out->segments))
        return false;
    out->segments[out->segment_count++] = (trf_hierarchy_segment){start, end, parent, children};
    return true;
}

/** A line at one depth from start to end: its parents then, and it becomes the last line of that depth. */
static tariff_status place(maker *make, uint32_t line, trf_date start, trf_date end, int32_t depth, tariff_error **error)
{
    size_t first_segment = make->out.first[line];
    uint32_t first, last, kept;

    if (make->piece_count + 2 > PIECES_MAX)
        return trf_fail(error, make->alloc, TARIFF_ELIMIT,
                        "goods nomenclature: more than %u periods side by side (expected dates of a tariff)", PIECES_MAX);
    first = cut(make, start);
    last = end == TRF_DATE_OPEN ? make->piece_count - 1 : cut(make, end + 1) - 1;
    kept = first;
    for (uint32_t i = first; i <= last; i++) {
        uint32_t up = make->pieces[i].node;

        while (make->nodes[up].depth >= depth)
            up = make->nodes[up].up;
        if (kept > first && make->pieces[kept - 1].node == up)
            continue;
        make->pieces[kept++] = (piece){make->pieces[i].start, up};
    }
    memmove(make->pieces + kept, make->pieces + last + 1, (make->piece_count - last - 1) * sizeof(piece));
    make->piece_count -= last + 1 - kept;
    if (!trf_alloc_grow(make->alloc, (void **)&make->nodes, &make->nodes_capacity, make->node_count + (kept - first),
                        sizeof(node)))
        return trf_fail_memory(error);
    if (make->out.segment_count + (kept - first) > make->limit || make->node_count + (kept - first) > make->limit)
        return trf_fail(error, make->alloc, TARIFF_ELIMIT,
                        "goods nomenclature: its lines change parents more than %u times on average (expected dates of a tariff)",
                        SEGMENTS_PER_LINE);
    for (uint32_t i = first; i < kept; i++) {
        uint32_t up = make->pieces[i].node;
        trf_date to = piece_end(make, i);

        if (!add_segment(make, first_segment, make->pieces[i].start, to < end ? to : end, make->nodes[up].line, 0))
            return trf_fail_memory(error);
        make->nodes[make->node_count] = (node){up, line, depth};
        make->pieces[i].node = (uint32_t)make->node_count++;
    }
    return TARIFF_OK;
}

static tariff_status parents(maker *make, const trf_hierarchy_line *lines, uint32_t count, const trf_hierarchy_depth *depths,
                             tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < count && status == TARIFF_OK; i++) {
        const trf_hierarchy_line *line = &lines[i];

        make->out.first[i] = (uint32_t)make->out.segment_count;
        if (line->depth_count == 0)
            return trf_fail(error, make->alloc, TARIFF_EINVAL, "goods nomenclature line %u: no depth", i);
        for (uint32_t d = 0; d < line->depth_count && line->start <= line->end && status == TARIFF_OK; d++) {
            const trf_hierarchy_depth *depth = &depths[line->first_depth + d];
            trf_date start = d == 0 || depth->start < line->start ? line->start : depth->start;
            trf_date end = line->end;
            int32_t value = depth->depth < 0 ? 0 : depth->depth;

            if (d + 1 < line->depth_count && depth[1].start <= end) {
                if (depth[1].start <= start)
                    continue; /* over before it begins to matter */
                end = depth[1].start - 1;
            }
            if (start <= end)
                status = place(make, i, start, end, value > TRF_HIERARCHY_DEPTH_MAX ? TRF_HIERARCHY_DEPTH_MAX : value, error);
        }
    }
    make->out.first[count] = (uint32_t)make->out.segment_count;
    return status;
}

static uint64_t event(uint32_t parent, trf_date day)
{
    return (uint64_t)parent << 32 | trf_sort_day(day);
}

/** Cut the segments of each line where its number of children changes. */
static tariff_status children(maker *make, uint32_t count, tariff_error **error)
{
    trf_hierarchy old = make->out;
    size_t total = old.segment_count, open_count = 0, close_count = 0, open_at = 0, close_at = 0;
    uint64_t *opens = trf_alloc_array(make->alloc, total + 1, sizeof *opens);
    uint64_t *closes = trf_alloc_array(make->alloc, total + 1, sizeof *closes);
    uint64_t *scratch = trf_alloc_array(make->alloc, total + 1, sizeof *scratch);
    tariff_status status = TARIFF_OK;

    make->out.segments = NULL;
    make->out.segment_count = make->out.segments_capacity = 0;
    if (!opens || !closes || !scratch) {
        status = trf_fail_memory(error);
        goto done;
    }
    for (size_t i = 0; i < total; i++) {
        const trf_hierarchy_segment *segment = &old.segments[i];

        if (segment->parent == TRF_HIERARCHY_ROOT)
            continue;
        opens[open_count++] = event(segment->parent, segment->start);
        if (segment->end != TRF_DATE_OPEN)
            closes[close_count++] = event(segment->parent, segment->end + 1);
    }
    trf_sort_keys(opens, scratch, open_count);
    trf_sort_keys(closes, scratch, close_count);
    for (uint32_t line = 0; line < count; line++) {
        size_t begin = old.first[line], end = old.first[line + 1], first = make->out.segment_count;
        uint32_t now = 0;

        make->out.first[line] = (uint32_t)first;
        for (size_t i = begin; i < end; i++) {
            const trf_hierarchy_segment *segment = &old.segments[i];
            trf_date from = segment->start;

            for (;;) {
                uint64_t until = event(line, from), next = UINT64_MAX;
                trf_date to = segment->end;

                while (open_at < open_count && opens[open_at] <= until)
                    now += opens[open_at++] >> 32 == line;
                while (close_at < close_count && closes[close_at] <= until)
                    now -= closes[close_at++] >> 32 == line;
                if (open_at < open_count)
                    next = opens[open_at];
                if (close_at < close_count && closes[close_at] < next)
                    next = closes[close_at];
                if (next < event(line + 1, TRF_DATE_NONE)) {
                    trf_date day = (trf_date)((uint32_t)next ^ UINT32_C(0x80000000));

                    if (day <= to)
                        to = day - 1;
                }
                if (!add_segment(make, first, from, to, segment->parent, now)) {
                    status = trf_fail_memory(error);
                    goto done;
                }
                if (to == segment->end)
                    break;
                from = to + 1;
            }
        }
    }
    if (make->out.segment_count > UINT32_MAX - 1)
        status = trf_fail(error, make->alloc, TARIFF_ELIMIT, "goods nomenclature: too many changes of parents");
    make->out.first[count] = (uint32_t)make->out.segment_count;
done:
    trf_alloc_free(make->alloc, opens, (total + 1) * sizeof *opens);
    trf_alloc_free(make->alloc, closes, (total + 1) * sizeof *closes);
    trf_alloc_free(make->alloc, scratch, (total + 1) * sizeof *scratch);
    trf_alloc_free(make->alloc, old.segments, old.segments_capacity * sizeof *old.segments);
    return status;
}

tariff_status trf_hierarchy_make(const trf_alloc *alloc, const trf_hierarchy_line *lines, uint32_t count,
                                 const trf_hierarchy_depth *depths, trf_hierarchy *out, tariff_error **error)
{
    maker make = {.alloc = alloc};
    tariff_status status;

    make.out.alloc = alloc;
    make.limit = (uint64_t)count * SEGMENTS_PER_LINE + PIECES_MAX;
    if (make.limit > UINT32_MAX / 2)
        make.limit = UINT32_MAX / 2;
    make.out.first_size = ((size_t)count + 1) * sizeof *make.out.first;
    make.out.first = trf_alloc_zero(alloc, make.out.first_size);
    make.pieces = trf_alloc_array(alloc, PIECES_MAX + 2, sizeof *make.pieces);
    if (!make.out.first || !make.pieces ||
        !trf_alloc_grow(alloc, (void **)&make.nodes, &make.nodes_capacity, (size_t)count + 16, sizeof *make.nodes)) {
        status = trf_fail_memory(error);
        goto done;
    }
    make.nodes[ROOT_NODE] = (node){ROOT_NODE, TRF_HIERARCHY_ROOT, -1};
    make.node_count = 1;
    make.pieces[0] = (piece){TRF_DATE_NONE, ROOT_NODE};
    make.piece_count = 1;
    status = parents(&make, lines, count, depths, error);
    if (status < 0)
        goto done;
    status = children(&make, count, error);
    if (status < 0)
        goto done;

    *out = make.out;
    make.out = (trf_hierarchy){.alloc = alloc};
done:
    trf_alloc_free(alloc, make.pieces, (PIECES_MAX + 2) * sizeof *make.pieces);
    trf_alloc_free(alloc, make.nodes, make.nodes_capacity * sizeof *make.nodes);
    trf_hierarchy_done(&make.out);
    return status;
}

void trf_hierarchy_done(trf_hierarchy *hierarchy)
{
    if (!hierarchy->alloc)
        return;
    trf_alloc_free(hierarchy->alloc, hierarchy->segments, hierarchy->segments_capacity * sizeof *hierarchy->segments);
    trf_alloc_free(hierarchy->alloc, hierarchy->first, hierarchy->first_size);
    memset(hierarchy, 0, sizeof *hierarchy);
}
