/* SPDX-License-Identifier: Apache-2.0 */
#include "api/rate.h"

enum { PARTS_MOST = 2 };

/* What a rate is made of: amounts per unit, by the reporting quantity that they are taken of, and a per cent of the value. */
typedef struct parts {
    const trf_vocabulary *words;
    const uint32_t *units; /* reporting units in their order */
    uint32_t unit_count;
    trf_slice seen[PARTS_MOST]; /* without reporting units: units in the order of the text */
    bool specific[PARTS_MOST], percent, other;
} parts;

/* The reporting quantity that a unit is; a qualifier says of what it is taken, not in which it is reported. */
static unsigned quantity_of(parts *p, const trf_expr *leaf)
{
    unsigned i;

    for (i = 0; i < p->unit_count && i < PARTS_MOST; i++) {
        if (p->units[i] != TRF_VOCABULARY_NONE && trf_slice_equal(p->words->units[p->units[i]].code, leaf->unit))
            return i;
    }
    if (p->unit_count)
        return PARTS_MOST;
    for (i = 0; i < PARTS_MOST && p->seen[i].size; i++) {
        if (trf_slice_equal(p->seen[i], leaf->unit))
            return i;
    }
    if (i < PARTS_MOST)
        p->seen[i] = leaf->unit;
    return i;
}

static void look(parts *p, const trf_expr *node)
{
    unsigned quantity;

    switch (node->op) {
    case TRF_EXPR_SUM:
        for (const trf_expr *child = node->first; child; child = child->next) {
            if (child->op == TRF_EXPR_SUM)
                p->other = true;
            else
                look(p, child);
        }
        break;
    case TRF_EXPR_PERCENT:
        p->other = p->other || node->basis.size || node->unit.size || p->percent;
        p->percent = true;
        break;
    case TRF_EXPR_MONEY:
        quantity = node->unit.size ? quantity_of(p, node) : PARTS_MOST;
        if (quantity == PARTS_MOST)
            p->other = true;
        else
            p->specific[quantity] = true;
        break;
    case TRF_EXPR_FREE: break;
    default: p->other = true;
    }
}

const char *trf_rate_type(const trf_vocabulary *words, const trf_expr *tree, const uint32_t *units, uint32_t unit_count)
{
    parts p = {.words = words, .units = units, .unit_count = unit_count};

    look(&p, tree);
    if (p.other)
        return "X";
    if (p.specific[0] && p.specific[1])
        return p.percent ? "6" : "3";
    if (p.specific[0])
        return p.percent ? "4" : "1";
    if (p.specific[1])
        return p.percent ? "5" : "2";
    return p.percent ? "7" : "0";
}
