/* SPDX-License-Identifier: Apache-2.0 */
/* The rate of a stage: every amount of the base rate times what the category leaves of its part, rounded, and printed again. */
#include "compile/staging.h"

#include "expr/print.h"

enum { AMOUNTS_MAX = 64 };

typedef struct scaling {
    const trf_staging *s;
    const trf_stage *stage;
    trf_staged_amount *amounts;
    uint32_t count;
    const char *fault;
    tariff_status status;
} scaling;

static trf_slice printed(scaling *c, trf_number number)
{
    trf_buffer text;
    trf_slice out;

    trf_buffer_init(&text, c->s->build->alloc, 0);
    if (trf_number_print(c->s->numbers, number, &text) < 0 || text.failed)
        c->status = trf_fail_memory(c->s->build->error);
    out = trf_arena_copy(c->s->arena, trf_buffer_view(&text));
    if (!out.data)
        c->status = trf_fail_memory(c->s->build->error);
    trf_buffer_done(&text);
    return out;
}

/** The rounded number as the notations write it. */
static bool written(scaling *c, trf_number number, trf_expr_number *out)
{
    trf_slice text = printed(c, number);

    return c->status >= 0 && trf_expr_number_read(text, out);
}

static bool whole(scaling *c, trf_part part)
{
    return trf_number_compare(c->s->numbers, c->stage->factor[part], c->stage->divisor[part]) == 0;
}

static bool dropped(const scaling *c, trf_part part)
{
    return c->stage->dropped >> part & 1;
}

static void amount(scaling *c, trf_expr *leaf, trf_part part)
{
    trf_staged_amount *a = &c->amounts[c->count];
    trf_numbers *numbers = c->s->numbers;
    trf_number unit = c->stage->unit, number;
    tariff_status status;

    if (c->count == AMOUNTS_MAX) {
        c->fault = "the base rate has too many amounts";
        return;
    }
    c->count++;
    memset(a, 0, sizeof *a);
    if (whole(c, part))
        return;
    if (part == TRF_PART_SPECIFIC) {
        unit = c->stage->specific_unit;
        if (trf_number_sign(numbers, unit) == 0)
            unit = trf_number_scaled(1, leaf->number.scale);
    }
    status = trf_expr_number_value(numbers, &leaf->number, &number);
    if (status >= 0) {
        a->base = printed(c, number);
        a->factor = printed(c, c->stage->factor[part]);
        a->divisor = printed(c, c->stage->divisor[part]);
        a->mode = c->stage->mode;
        if (a->mode != TRF_ROUND_NONE)
            a->unit = printed(c, unit);
        status = trf_number_multiply(numbers, number, c->stage->factor[part], &number);
    }
    if (status >= 0)
        status = trf_number_divide(numbers, number, c->stage->divisor[part], &number);
    if (status >= 0 && c->stage->mode != TRF_ROUND_NONE)
        status = trf_number_round(numbers, number, c->stage->mode, unit, &number);
    if (status == TARIFF_ENOMEM) {
        c->status = trf_fail_memory(c->s->build->error);
        return;
    }
    if (status < 0 || !trf_number_is_decimal(numbers, number, 18) || !written(c, number, &leaf->number))
        c->fault = "what is left of the base rate is no decimal that a rate can be written with";
}

/** The tree of what is left; NULL where nothing is. At most TRF_EXPR_DEPTH_MAX deep, as every tree. */
static trf_expr *scale(scaling *c, trf_expr *node, unsigned depth)
{
    trf_expr *first = NULL, **end = &first;
    uint32_t kept = 0;

    if (depth > TRF_EXPR_DEPTH_MAX) {
        c->fault = "the base rate is nested too deep";
        return NULL;
    }
    switch (node->op) {
    case TRF_EXPR_FREE:
    case TRF_EXPR_UNIT: return node;
    case TRF_EXPR_PERCENT:
        if (dropped(c, TRF_PART_AD_VALOREM))
            return NULL;
        amount(c, node, TRF_PART_AD_VALOREM);
        return node;
    case TRF_EXPR_MONEY:
        if (dropped(c, TRF_PART_SPECIFIC))
            return NULL;
        amount(c, node, TRF_PART_SPECIFIC);
        return node;
    case TRF_EXPR_COMPONENT:
        if (dropped(c, TRF_PART_COMPONENT) || trf_number_sign(c->s->numbers, c->stage->factor[TRF_PART_COMPONENT]) == 0)
            return NULL;
        if (!whole(c, TRF_PART_COMPONENT))
            c->fault = "a part of the base rate stands elsewhere and cannot be reduced";
        return node;
    case TRF_EXPR_SUM:
    case TRF_EXPR_AT_LEAST:
    case TRF_EXPR_AT_MOST:
    case TRF_EXPR_SEASONS:
    case TRF_EXPR_SEASON: break;
    default: c->fault = "the base rate is in words that cannot be reduced"; return NULL;
    }
    for (trf_expr *child = node->first, *next; child && !c->fault && c->status >= 0; child = next) {
        trf_expr *left;

        next = child->next;
        left = scale(c, child, depth + 1);
        if (!left)
            continue;
        left->minus = child->minus;
        left->next = NULL;
        *end = left;
        end = &left->next;
        kept++;
    }
    node->first = first;
    if (kept == 0)
        return NULL;
    if (kept == 1 && node->op != TRF_EXPR_SEASON && node->op != TRF_EXPR_SEASONS && !first->minus) {
        first->minus = node->minus;
        return first;
    }
    return node;
}

/** Whether the base rate stands as it is. */
static bool untouched(const trf_staging *s, const trf_stage *stage)
{
    for (unsigned p = 0; p < TRF_PARTS; p++)
        if (trf_number_compare(s->numbers, stage->factor[p], stage->divisor[p]) != 0)
            return false;
    return stage->dropped == 0;
}

static bool all_gone(const trf_staging *s, const trf_stage *stage)
{
    for (unsigned p = 0; p < TRF_PARTS; p++)
        if (!(stage->dropped >> p & 1) && trf_number_sign(s->numbers, stage->factor[p]) != 0)
            return false;
    return true;
}

static tariff_status read_base(const trf_staging *s, trf_slice base, uint32_t grammar, trf_expr **tree)
{
    trf_expr_reading reading = {0};
    trf_expr_reader reader = {.vocabulary = s->build->vocabulary, .arena = s->arena, .grammar = grammar, .date = TRF_DATE_NONE};
    tariff_status status = trf_expr_read(&reader, base, &reading);

    *tree = status == TARIFF_OK ? reading.tree : NULL;
    return status == TARIFF_ENOMEM ? trf_fail_memory(s->build->error) : status < 0 ? status : TARIFF_OK;
}

static tariff_status print_tree(const trf_staging *s, const trf_expr *tree, uint32_t grammar, trf_slice *out)
{
    trf_buffer text;
    tariff_status status;

    trf_buffer_init(&text, s->build->alloc, TRF_EXPR_TEXT_MAX);
    status = trf_expr_print(tree, s->build->vocabulary, grammar, TRF_STYLE_CANONICAL, &text);
    *out = TRF_SLICE_EMPTY;
    if (status == TARIFF_OK && !text.failed) {
        *out = trf_arena_copy(s->arena, trf_buffer_view(&text));
        if (!out->data)
            status = trf_fail_memory(s->build->error);
    }
    trf_buffer_done(&text);
    return status < 0 ? status : TARIFF_OK;
}

tariff_status trf_staged_rate_of(const trf_staging *s, trf_slice base, trf_slice grammar, const trf_stage *stage,
                                 trf_staged_rate *out)
{
    scaling c = {.s = s, .stage = stage, .status = TARIFF_OK};
    uint32_t notation;
    trf_expr *tree = NULL;
    tariff_status status = TARIFF_OK;

    memset(out, 0, sizeof *out);
    if (stage->duty.size) {
        out->text = stage->duty;
        out->grammar = stage->grammar.size ? stage->grammar : grammar;
        return TARIFF_OK;
    }
    notation = grammar.size ? trf_grammar_of(grammar) : TRF_GRAMMAR_TARIC;
    out->grammar = trf_grammar_name(notation);
    if (base.size && untouched(s, stage)) {
        out->text = base;
        return TARIFF_OK;
    }
    if (base.size)
        status = read_base(s, base, notation, &tree);
    if (status < 0)
        return status;
    c.amounts = trf_arena_take(s->arena, AMOUNTS_MAX * sizeof *c.amounts);
    if (!c.amounts)
        return trf_fail_memory(s->build->error);
    if (!tree) {
        /* Nothing of a rate that is not understood is nothing all the same; a share of it is not known. */
        if (!all_gone(s, stage)) {
            out->fault = base.size ? "the base rate is not understood" : "the line has no base rate";
            return TARIFF_OK;
        }
    } else {
        tree = scale(&c, tree, 1);
        if (c.status < 0)
            return c.status;
        out->fault = c.fault;
    }
    if (out->fault)
        return TARIFF_OK;
    out->amounts = c.amounts;
    out->count = c.count;
    if (!tree) {
        out->text = TRF_SLICE("0 %");
        out->grammar = trf_grammar_name(TRF_GRAMMAR_TARIC);
        return TARIFF_OK;
    }
    status = print_tree(s, tree, notation, &out->text);
    if (status >= 0 && out->text.size == 0)
        out->fault = "the notation has no words for what is left of the base rate";
    return status;
}
