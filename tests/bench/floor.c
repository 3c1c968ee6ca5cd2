/* SPDX-License-Identifier: Apache-2.0 */
#include "floor.h"

#include <stdlib.h>
#include <string.h>

typedef struct row {
    int32_t start, end;
    uint32_t rate; /* hundredths of a per cent */
    uint16_t area;
    uint8_t use, type;
} row;

typedef struct code {
    int64_t number; /* 0 in an empty slot */
    uint32_t first[5], count[5];
    uint32_t runs;
} code;

struct bench_floor {
    row *rows;
    code *codes;
    uint32_t slots;
};

static uint32_t slot_of(const bench_floor *floor, int64_t number)
{
    uint32_t at = (uint32_t)(((uint64_t)number * UINT64_C(0x9e3779b97f4a7c15)) >> 33) & (floor->slots - 1);

    while (floor->codes[at].number && floor->codes[at].number != number)
        at = (at + 1) & (floor->slots - 1);
    return at;
}

static int64_t number_of(const char *digits)
{
    int64_t number = 0;

    for (unsigned i = 0; i < 10; i++)
        number = number * 10 + (digits[i] - '0');
    return number;
}

/* Lines are in the order of their codes. */
static const trf_line_record *line_of(const trf_snapshot *snapshot, int64_t number)
{
    uint32_t low = 0, high = trf_snapshot_line_count(snapshot);
    const trf_line_record *line;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        line = trf_snapshot_line(snapshot, middle);
        if (number_of(trf_snapshot_text(snapshot, line->code).data) < number)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == trf_snapshot_line_count(snapshot))
        return NULL;
    line = trf_snapshot_line(snapshot, low);
    return number_of(trf_snapshot_text(snapshot, line->code).data) == number ? line : NULL;
}

/* "12.50 %" */
static uint32_t rate_of(const char *text)
{
    return (uint32_t)(strtod(text, NULL) * 100 + 0.5);
}

bench_floor *floor_new(const trf_snapshot *snapshot, const uint8_t *uses)
{
    static const int64_t steps[] = {1, 100, 10000, 1000000, 100000000};
    bench_floor *floor = calloc(1, sizeof *floor);
    uint32_t lines = trf_snapshot_line_count(snapshot), rows = trf_snapshot_measure_row_count(snapshot);

    if (!floor)
        return NULL;
    for (floor->slots = 64; floor->slots < lines * 2;)
        floor->slots *= 2;
    floor->rows = calloc((size_t)rows + 1, sizeof *floor->rows);
    floor->codes = calloc(floor->slots, sizeof *floor->codes);
    if (!floor->rows || !floor->codes) {
        floor_free(floor);
        return NULL;
    }
    for (uint32_t i = 0; i < rows; i++) {
        const trf_measure_row_record *from = trf_snapshot_measure_row(snapshot, i);
        const trf_measure_record *measure = trf_snapshot_measure(snapshot, i);
        const trf_expression_record *expression = trf_snapshot_expression(snapshot, measure->expression);

        floor->rows[i] = (row){from->start, from->end,           rate_of(trf_snapshot_text(snapshot, expression->text).data),
                               from->area,  uses[measure->type], (uint8_t)measure->type};
    }
    for (uint32_t i = 0; i < lines; i++) {
        int64_t number = number_of(trf_snapshot_text(snapshot, trf_snapshot_line(snapshot, i)->code).data);

        floor->codes[slot_of(floor, number)].number = number;
    }
    for (uint32_t i = 0; i < floor->slots; i++) {
        code *c = &floor->codes[i];
        int64_t before = 0;

        for (unsigned step = 0; c->number && step < 5; step++) {
            int64_t ancestor = c->number / steps[step] * steps[step];
            const trf_line_record *line;

            if (ancestor == before)
                continue;
            before = ancestor;
            line = line_of(snapshot, ancestor);
            if (!line)
                continue;
            c->first[c->runs] = line->first_measure_row;
            c->count[c->runs++] = line->measure_row_count;
        }
    }
    return floor;
}

void floor_free(bench_floor *floor)
{
    if (!floor)
        return;
    free(floor->rows);
    free(floor->codes);
    free(floor);
}

/* Half up to the cent. */
static int64_t percent(int64_t cents, uint32_t rate)
{
    return (int64_t)(((__int128)cents * rate + 5000) / 10000);
}

int64_t floor_assess(const bench_floor *floor, const char digits[10], const uint64_t *areas, trf_date date, int64_t cents)
{
    const code *c = &floor->codes[slot_of(floor, number_of(digits))];
    __int128 owed = 0;
    uint32_t tax = UINT32_MAX, duty = UINT32_MAX;

    if (!c->number)
        return -1;
    for (uint32_t run = 0; run < c->runs; run++) {
        const row *rows = floor->rows + c->first[run];

        for (uint32_t i = 0; i < c->count[run]; i++) {
            const row *r = &rows[i];

            if (r->use == FLOOR_NOTHING || r->start > date || r->end < date || !(areas[r->area >> 6] >> (r->area & 63) & 1))
                continue;
            if (r->use == FLOOR_ALL)
                owed += percent(cents, r->rate);
            else if (r->use == FLOOR_NEAREST)
                duty = duty == UINT32_MAX ? r->rate : duty;
            else
                tax = tax == UINT32_MAX ? r->rate : tax;
        }
    }
    if (duty != UINT32_MAX)
        owed += percent(cents, duty);
    if (tax != UINT32_MAX)
        owed += percent(cents + (int64_t)owed, tax);
    return (int64_t)owed;
}
