/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/tree.h"

trf_expr *trf_expr_new(trf_arena *arena, trf_expr_op op)
{
    trf_expr *node = trf_arena_zero(arena, sizeof *node);

    if (node)
        node->op = (uint8_t)op;
    return node;
}

void trf_expr_append(trf_expr *parent, trf_expr *child)
{
    trf_expr **at = &parent->first;

    while (*at)
        at = &(*at)->next;
    *at = child;
}

static unsigned depth_of(const trf_expr *tree, unsigned level)
{
    const trf_expr *child;
    unsigned deepest = level, below;

    if (level > TRF_EXPR_DEPTH_MAX)
        return level;
    for (child = tree->first; child; child = child->next) {
        below = depth_of(child, level + 1);
        if (below > deepest)
            deepest = below;
    }
    return deepest;
}

unsigned trf_expr_depth(const trf_expr *tree)
{
    return tree ? depth_of(tree, 1) : 0;
}

/* ---- constants ---- */
bool trf_expr_number_read(trf_slice text, trf_expr_number *out)
{
    int64_t coefficient = 0;
    size_t i, digits = 0, after = 0;
    bool point = false;

    for (i = 0; i < text.size; i++) {
        char c = text.data[i];

        if (c == '.' && !point && digits > 0) {
            point = true;
        } else if (c >= '0' && c <= '9' && digits < 18) {
            coefficient = coefficient * 10 + (c - '0');
            digits++;
            after += point;
        } else {
            return false;
        }
    }
    if (digits == 0 || (point && after == 0))
        return false;
    *out = (trf_expr_number){coefficient, 0, 0, (uint8_t)after, 1};
    return true;
}

void trf_expr_number_print(const trf_expr_number *number, trf_buffer *out)
{
    uint64_t power = 1, magnitude = (uint64_t)number->coefficient;
    unsigned i;

    if (number->coefficient < 0) {
        magnitude = 0 - magnitude;
        trf_buffer_char(out, '-');
    }
    for (i = 0; i < number->scale; i++)
        power *= 10;
    if (!number->denominator || number->coefficient) {
        trf_buffer_unsigned(out, magnitude / power, 1);
        if (number->scale) {
            trf_buffer_char(out, '.');
            trf_buffer_unsigned(out, magnitude % power, number->scale);
        }
        if (number->denominator)
            trf_buffer_char(out, ' ');
    }
    if (number->denominator) {
        trf_buffer_unsigned(out, number->numerator, 1);
        trf_buffer_char(out, '/');
        trf_buffer_unsigned(out, number->denominator, 1);
    }
}

int trf_expr_number_compare(const trf_expr_number *a, const trf_expr_number *b)
{
    int64_t x = a->coefficient, y = b->coefficient;
    uint8_t s = a->scale, t = b->scale;

    if (a->known != b->known || (uint32_t)a->numerator * b->denominator != (uint32_t)b->numerator * a->denominator ||
        !a->denominator != !b->denominator)
        return 1;
    while (s > 0 && x % 10 == 0) {
        x /= 10;
        s--;
    }
    while (t > 0 && y % 10 == 0) {
        y /= 10;
        t--;
    }
    return x != y || s != t;
}

tariff_status trf_expr_number_value(trf_numbers *pool, const trf_expr_number *number, trf_number *out)
{
    trf_number value = trf_number_scaled(number->coefficient, number->scale), part;
    tariff_status status;

    if (number->denominator) {
        status = trf_number_divide(pool, trf_number_of(number->numerator), trf_number_of(number->denominator), &part);
        if (status == TARIFF_OK)
            status = trf_number_add(pool, value, part, &value);
        if (status != TARIFF_OK)
            return status;
    }
    *out = value;
    return TARIFF_OK;
}

/* ---- comparing and copying ---- */
static bool equal_at(const trf_expr *a, const trf_expr *b, unsigned level)
{
    const trf_expr *x, *y;

    if (!a || !b)
        return a == b;
    if (level > TRF_EXPR_DEPTH_MAX || a->op != b->op || a->minus != b->minus || a->reference != b->reference)
        return false;
    if (trf_expr_number_compare(&a->number, &b->number) != 0)
        return false;
    /* The id of an amount only numbers the plus signs; that of a placeholder or of an action says what it is. */
    if ((a->op == TRF_EXPR_COMPONENT || a->op == TRF_EXPR_CONDITION) && !trf_slice_equal(a->id, b->id))
        return false;
    if (!trf_slice_equal(a->money, b->money) || !trf_slice_equal(a->unit, b->unit) ||
        !trf_slice_equal(a->qualifier, b->qualifier) || !trf_slice_equal(a->basis, b->basis) ||
        !trf_slice_equal(a->codes, b->codes) || !trf_slice_equal(a->text, b->text))
        return false;
    if (memcmp(&a->season, &b->season, sizeof a->season) != 0)
        return false;
    for (x = a->first, y = b->first; x && y; x = x->next, y = y->next)
        if (!equal_at(x, y, level + 1))
            return false;
    return x == y;
}

bool trf_expr_equal(const trf_expr *a, const trf_expr *b)
{
    return equal_at(a, b, 1);
}

static bool copy_text(trf_arena *arena, trf_slice *text)
{
    trf_slice copy;

    if (text->size == 0) {
        *text = TRF_SLICE_EMPTY;
        return true;
    }
    copy = trf_arena_copy(arena, *text);
    *text = copy;
    return copy.data != NULL;
}

static trf_expr *copy_at(trf_arena *arena, const trf_expr *tree, unsigned level)
{
    trf_expr *copy = level > TRF_EXPR_DEPTH_MAX ? NULL : trf_arena_take(arena, sizeof *copy);
    trf_expr **tail;
    const trf_expr *child;

    if (!copy)
        return NULL;
    *copy = *tree;
    copy->first = copy->next = NULL;
    if (!copy_text(arena, &copy->id) || !copy_text(arena, &copy->money) || !copy_text(arena, &copy->unit) ||
        !copy_text(arena, &copy->qualifier) || !copy_text(arena, &copy->basis) || !copy_text(arena, &copy->text) ||
        !copy_text(arena, &copy->codes))
        return NULL;
    tail = &copy->first;
    for (child = tree->first; child; child = child->next) {
        *tail = copy_at(arena, child, level + 1);
        if (!*tail)
            return NULL;
        tail = &(*tail)->next;
    }
    return copy;
}

trf_expr *trf_expr_copy(trf_arena *arena, const trf_expr *tree)
{
    return copy_at(arena, tree, 1);
}
