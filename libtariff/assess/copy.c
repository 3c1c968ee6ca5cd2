/* SPDX-License-Identifier: Apache-2.0 */
/* A copy of an assessment that outlives its session: one arena, one pool of numbers, one trace, a reference on the snapshot. */
#include "assess/copy.h"

typedef struct own {
    trf_alloc alloc;
    trf_arena arena;
    trf_numbers *numbers;
    trf_trace trace;
} own;

typedef struct copier {
    const trf_numbers *from;
    own *o;
    bool failed;
} copier;

static void *block(copier *c, const void *data, size_t count, size_t size)
{
    void *made;

    if (count == 0 || c->failed)
        return NULL;
    made = trf_arena_take(&c->o->arena, count * size);
    if (!made) {
        c->failed = true;
        return NULL;
    }
    memcpy(made, data, count * size);
    return made;
}

static void number(copier *c, trf_number *n)
{
    if (n->big && trf_number_copy(c->from, *n, c->o->numbers, n) < 0) {
        *n = trf_number_of(0);
        c->failed = true;
    }
}

static void text(copier *c, trf_slice *t)
{
    if (t->size == 0) {
        *t = TRF_SLICE_EMPTY;
        return;
    }
    *t = trf_arena_copy(&c->o->arena, *t);
    c->failed = c->failed || !t->data;
}

static void bounds(copier *c, trf_bounds *b)
{
    number(c, &b->least);
    number(c, &b->most);
}

static void item(copier *c, trf_assessed_item *i)
{
    trf_number *numbers[] = {&i->customs_value, &i->duty, &i->taxes, &i->fees, &i->security, &i->total};

    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        number(c, numbers[k]);
    for (size_t k = 0; k < TRF_TOTALS; k++)
        number(c, &i->least[k]);
    bounds(c, &i->range);
    text(c, &i->code);
    text(c, &i->method);
    text(c, &i->decided_by);
    i->parts = block(c, i->parts, i->part_count, sizeof *i->parts);
    i->charges = block(c, i->charges, i->charge_count, sizeof *i->charges);
    i->outcomes = block(c, i->outcomes, i->outcome_count, sizeof *i->outcomes);
    i->candidates = block(c, i->candidates, i->candidate_count, sizeof *i->candidates);
    if (i->conditions)
        i->conditions = block(c, i->conditions, i->candidate_count, sizeof *i->conditions);
    if (i->drawn)
        i->drawn = block(c, i->drawn, 1, sizeof *i->drawn);
    if (c->failed)
        return;
    for (unsigned k = 0; k < 2 && i->drawn; k++) {
        number(c, &i->drawn->duty[k]);
        number(c, &i->drawn->exact[k]);
    }
    for (uint32_t k = 0; k < i->part_count; k++) {
        text(c, &i->parts[k].kind);
        text(c, &i->parts[k].currency);
        text(c, &i->parts[k].rate_text);
        number(c, &i->parts[k].amount);
        number(c, &i->parts[k].converted);
        number(c, &i->parts[k].per_unit);
        number(c, &i->parts[k].aggregate);
    }
    for (uint32_t k = 0; k < i->charge_count; k++) {
        number(c, &i->charges[k].base);
        number(c, &i->charges[k].base_quantity);
        number(c, &i->charges[k].unrounded);
        number(c, &i->charges[k].amount);
        bounds(c, &i->charges[k].bounds);
    }
    for (uint32_t k = 0; k < i->outcome_count; k++) {
        text(c, &i->outcomes[k].code);
        text(c, &i->outcomes[k].effect);
        text(c, &i->outcomes[k].text);
        i->outcomes[k].needs = block(c, i->outcomes[k].needs, i->outcomes[k].need_count, sizeof *i->outcomes[k].needs);
        for (uint32_t n = 0; n < i->outcomes[k].need_count && !c->failed; n++)
            text(c, &i->outcomes[k].needs[n]);
    }
}

static void trace(copier *c, const trf_trace *from, trf_trace *to)
{
    trf_trace_init(to, &c->o->alloc);
    to->nodes = trf_alloc_array(to->alloc, from->count ? from->count : 1, sizeof *to->nodes);
    to->inputs = trf_alloc_array(to->alloc, from->input_count ? from->input_count : 1, sizeof *to->inputs);
    to->wide = trf_alloc_array(to->alloc, from->wide_count ? from->wide_count : 1, sizeof *to->wide);
    to->capacity = to->nodes ? (from->count ? from->count : 1) : 0;
    to->input_capacity = to->inputs ? (from->input_count ? from->input_count : 1) : 0;
    to->wide_capacity = to->wide ? (from->wide_count ? from->wide_count : 1) : 0;
    if (!to->nodes || !to->inputs || !to->wide) {
        c->failed = true;
        return;
    }
    if (from->count)
        memcpy(to->nodes, from->nodes, from->count * sizeof *to->nodes);
    if (from->input_count)
        memcpy(to->inputs, from->inputs, from->input_count * sizeof *to->inputs);
    if (from->wide_count)
        memcpy(to->wide, from->wide, from->wide_count * sizeof *to->wide);
    to->count = from->count;
    to->input_count = from->input_count;
    to->wide_count = from->wide_count;
    for (uint32_t i = 0; i < to->wide_count; i++)
        number(c, &to->wide[i]);
}

tariff_status trf_assessment_copy(const trf_assessment *from, const trf_alloc *alloc, trf_assessment **out, tariff_error **error)
{
    own *o = trf_alloc_zero(alloc, sizeof *o);
    copier c = {from->numbers, o, false};
    trf_assessment *made = NULL;

    if (!o)
        return trf_fail_memory(error);
    o->alloc = *alloc;
    trf_arena_init(&o->arena, &o->alloc, 0);
    o->numbers = trf_numbers_new(&o->alloc);
    trf_trace_init(&o->trace, &o->alloc);
    made = o->numbers ? trf_arena_take(&o->arena, sizeof *made) : NULL;
    if (made) {
        trf_number *numbers[] = {&made->customs_value, &made->duty, &made->taxes, &made->fees, &made->security, &made->payable};

        *made = *from;
        made->own = o;
        made->numbers = o->numbers;
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            number(&c, numbers[i]);
        made->settlements = block(&c, from->settlements, from->settlement_count, sizeof *made->settlements);
        made->settled = block(&c, from->settled, from->settlement_count, sizeof *made->settled);
        for (uint32_t i = 0; i < made->settlement_count && !c.failed; i++)
            number(&c, &made->settled[i]);
        bounds(&c, &made->range);
        text(&c, &made->id);
        text(&c, &made->currency);
        text(&c, &made->decided_by);
        made->items = block(&c, from->items, from->item_count, sizeof *made->items);
        made->entry_charges = block(&c, from->entry_charges, from->entry_charge_count, sizeof *made->entry_charges);
        for (uint32_t i = 0; i < made->entry_charge_count && !c.failed; i++) {
            number(&c, &made->entry_charges[i].base);
            number(&c, &made->entry_charges[i].unrounded);
            number(&c, &made->entry_charges[i].amount);
        }
        for (uint32_t i = 0; i < made->item_count && !c.failed; i++)
            item(&c, &made->items[i]);
        if (from->trace) {
            trace(&c, from->trace, &o->trace);
            made->trace = &o->trace;
        }
    }
    if (!made || c.failed) {
        trf_trace_done(&o->trace);
        trf_numbers_free(o->numbers);
        trf_arena_done(&o->arena);
        trf_alloc_free(alloc, o, sizeof *o);
        return trf_fail_memory(error);
    }
    trf_snapshot_retain((trf_snapshot *)(uintptr_t)made->snapshot);
    *out = made;
    return TARIFF_OK;
}

trf_arena *trf_assessment_arena(const trf_assessment *copy)
{
    own *o = copy->own;

    return &o->arena;
}

void trf_assessment_free(trf_assessment *copy)
{
    own *o = copy ? copy->own : NULL;
    trf_snapshot *snapshot;
    trf_alloc alloc;

    if (!o)
        return;
    alloc = o->alloc;
    snapshot = (trf_snapshot *)(uintptr_t)copy->snapshot;
    trf_trace_done(&o->trace);
    trf_numbers_free(o->numbers);
    trf_arena_done(&o->arena);
    trf_alloc_free(&alloc, o, sizeof *o);
    trf_snapshot_release(snapshot); /* last: the allocator may be its context's */
}
