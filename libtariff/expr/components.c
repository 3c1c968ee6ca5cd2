/* SPDX-License-Identifier: Apache-2.0 */
/* TARIC components and trees, both ways. */
#include "expr/cursor.h"

#define LIMITS_MAX (TRF_EXPR_DEPTH_MAX - 4) /* MIN and MAX of one sentence; each is one level of the tree */

static tariff_status negative(trf_expr_fault *fault, trf_expr_fault_kind kind, size_t component)
{
    if (fault)
        trf_fault_set(fault, kind, component);
    return TARIFF_NEGATIVE;
}

static trf_expr *leaf_of(trf_arena *arena, const trf_vocabulary *vocabulary, const trf_component *component, uint8_t meaning)
{
    uint32_t unit =
        component->unit.size ? trf_vocabulary_unit(vocabulary, component->unit, component->qualifier) : TRF_VOCABULARY_NONE;
    trf_expr_op op = TRF_EXPR_PERCENT;
    trf_expr *leaf;

    switch (meaning) {
    case TRF_MEANING_NOTHING: op = TRF_EXPR_FREE; break;
    case TRF_MEANING_UNIT: op = TRF_EXPR_UNIT; break;
    case TRF_MEANING_COMPONENT:
    case TRF_MEANING_REFUND: op = TRF_EXPR_COMPONENT; break;
    default:
        /* A rate per unit without a currency is money of the assessment, but a per cent of an amount that is money itself. */
        if (component->money.size ||
            (component->unit.size && !(unit != TRF_VOCABULARY_NONE && trf_unit_is_money(&vocabulary->units[unit]))))
            op = TRF_EXPR_MONEY;
    }
    leaf = trf_expr_new(arena, op);
    if (!leaf)
        return NULL;
    leaf->id = component->id;
    leaf->number = component->amount;
    leaf->money = component->money;
    leaf->unit = component->unit;
    leaf->qualifier = component->qualifier;
    leaf->minus = meaning == TRF_MEANING_MINUS || meaning == TRF_MEANING_MINUS_CIF;
    if (meaning == TRF_MEANING_MINUS_CIF)
        leaf->basis = TRF_SLICE("CIF");
    if (op == TRF_EXPR_FREE) {
        leaf->form = TRF_FORM_WORD;
        leaf->text = TRF_SLICE("NIHIL");
    }
    return leaf;
}

/* One child without a sign stands for itself. */
static trf_expr *sum_or_leaf(trf_expr *sum)
{
    return sum->first && !sum->first->next && !sum->first->minus ? sum->first : sum;
}

tariff_status trf_expr_from_components(trf_arena *arena, const trf_vocabulary *vocabulary, const trf_component *components,
                                       size_t count, unsigned flags, trf_expr **tree, trf_expr_fault *fault)
{
    const trf_component *order[TRF_EXPR_COMPONENTS_MAX];
    trf_expr *left = NULL, *sum = NULL, *limit = NULL;
    size_t i, j, limits = 0;

    if (!vocabulary)
        vocabulary = &trf_vocabulary_default;
    if (count > TRF_EXPR_COMPONENTS_MAX)
        return negative(fault, TRF_FAULT_LIMIT, TRF_EXPR_COMPONENTS_MAX);
    for (i = 0; i < count; i++) {
        for (j = i; j > 0 && !(flags & TRF_COMPONENTS_AS_GIVEN) && trf_slice_compare(order[j - 1]->id, components[i].id) > 0; j--)
            order[j] = order[j - 1];
        order[j] = &components[i];
    }
    for (i = 0; i < count; i++) {
        const trf_duty_expression_entry *entry = trf_vocabulary_duty_expression(vocabulary, order[i]->id, TRF_DATE_NONE);
        uint8_t meaning = entry ? entry->meaning : (uint8_t)TRF_MEANING_OTHER;
        bool is_limit = meaning == TRF_MEANING_MINIMUM || meaning == TRF_MEANING_MAXIMUM;
        trf_expr *leaf;

        if (meaning == TRF_MEANING_OTHER && count > 1)
            return negative(fault, TRF_FAULT_DUTY_EXPRESSION, i);
        if (!order[i]->amount.known && meaning != TRF_MEANING_COMPONENT && meaning != TRF_MEANING_NOTHING &&
            meaning != TRF_MEANING_REFUND && meaning != TRF_MEANING_UNIT)
            return negative(fault, TRF_FAULT_AMOUNT_REQUIRED, i);
        if (is_limit && (i == 0 || ++limits > LIMITS_MAX))
            return negative(fault, i == 0 ? TRF_FAULT_ORDER : TRF_FAULT_LIMIT, i);
        leaf = leaf_of(arena, vocabulary, order[i], meaning);
        if (!leaf)
            return TARIFF_ENOMEM;
        if (is_limit) {
            /* What was read so far is the left side, whole; the sum that begins here is the right side. */
            if (limit)
                trf_expr_append(limit, sum_or_leaf(sum));
            left = limit ? limit : sum_or_leaf(sum);
            limit = trf_expr_new(arena, meaning == TRF_MEANING_MINIMUM ? TRF_EXPR_AT_LEAST : TRF_EXPR_AT_MOST);
            if (!limit)
                return TARIFF_ENOMEM;
            trf_expr_append(limit, left);
            sum = NULL;
        }
        if (!sum)
            sum = trf_expr_new(arena, TRF_EXPR_SUM);
        if (!sum)
            return TARIFF_ENOMEM;
        trf_expr_append(sum, leaf);
    }
    if (limit)
        trf_expr_append(limit, sum_or_leaf(sum));
    *tree = limit ? limit : sum ? sum_or_leaf(sum) : NULL;
    return TARIFF_OK;
}

/* ---- from trees ---- */
typedef struct listing {
    const trf_vocabulary *vocabulary;
    trf_component *items;
    size_t count;
    uint8_t next; /* meaning that the next leaf has unless it says another */
    bool named;   /* every leaf so far brought its id */
} listing;

static uint8_t leaf_meaning(const listing *list, const trf_expr *leaf)
{
    if (leaf->op == TRF_EXPR_FREE)
        return TRF_MEANING_NOTHING;
    if (leaf->op == TRF_EXPR_UNIT)
        return TRF_MEANING_UNIT;
    if (leaf->op == TRF_EXPR_COMPONENT)
        return TRF_MEANING_COMPONENT;
    if (list->next == TRF_MEANING_PLUS && leaf->minus)
        return leaf->basis.size ? TRF_MEANING_MINUS_CIF : TRF_MEANING_MINUS;
    return list->next;
}

static bool list_leaf(listing *list, const trf_expr *leaf, uint8_t *meanings)
{
    bool cif = leaf->minus && trf_slice_is(leaf->basis, "CIF");

    if (list->count == TRF_EXPR_COMPONENTS_MAX || (leaf->basis.size && !cif) || leaf->number.denominator ||
        (leaf->op == TRF_EXPR_FREE && leaf->text.size && !(leaf->form & TRF_FORM_WORD)))
        return false;
    meanings[list->count] = leaf_meaning(list, leaf);
    if (!leaf->id.size)
        list->named = false;
    list->items[list->count++] = (trf_component){leaf->id, leaf->number, leaf->money, leaf->unit, leaf->qualifier};
    list->next = TRF_MEANING_PLUS;
    return true;
}

static bool list_tree(listing *list, const trf_expr *tree, uint8_t *meanings, unsigned level)
{
    const trf_expr *child;

    if (level > TRF_EXPR_DEPTH_MAX)
        return false;
    switch (tree->op) {
    case TRF_EXPR_SUM:
        for (child = tree->first; child; child = child->next)
            if (!list_tree(list, child, meanings, level + 1))
                return false;
        return true;
    case TRF_EXPR_AT_LEAST:
    case TRF_EXPR_AT_MOST:
        /* Sentences nest to the left only: a limit inside a right side cannot be written. */
        if (!tree->first || !tree->first->next || tree->first->next->op == TRF_EXPR_AT_LEAST ||
            tree->first->next->op == TRF_EXPR_AT_MOST)
            return false;
        if (!list_tree(list, tree->first, meanings, level + 1))
            return false;
        list->next = tree->op == TRF_EXPR_AT_LEAST ? TRF_MEANING_MINIMUM : TRF_MEANING_MAXIMUM;
        return list_tree(list, tree->first->next, meanings, level + 1);
    case TRF_EXPR_FREE:
    case TRF_EXPR_PERCENT:
    case TRF_EXPR_MONEY:
    case TRF_EXPR_COMPONENT:
    case TRF_EXPR_UNIT: return list_leaf(list, tree, meanings);
    default: return false;
    }
}

/* Ids in ascending order: the next free one with the meaning. */
static bool number_components(listing *list, const uint8_t *meanings)
{
    uint32_t next = 0, i;
    size_t k;

    for (k = 0; k < list->count; k++) {
        trf_component *item = &list->items[k];

        for (i = next; i < list->vocabulary->duty_expression_count; i++) {
            const trf_duty_expression_entry *entry = &list->vocabulary->duty_expressions[i];

            /* A placeholder says by its id which it is. */
            if (meanings[k] == TRF_MEANING_COMPONENT ? trf_slice_equal(entry->id, item->id) : entry->meaning == meanings[k])
                break;
        }
        if (i == list->vocabulary->duty_expression_count)
            return false;
        item->id = list->vocabulary->duty_expressions[i].id;
        next = i + 1;
    }
    return true;
}

tariff_status trf_expr_to_components(trf_arena *arena, const trf_vocabulary *vocabulary, const trf_expr *tree,
                                     trf_component **components, size_t *count)
{
    trf_component items[TRF_EXPR_COMPONENTS_MAX];
    uint8_t meanings[TRF_EXPR_COMPONENTS_MAX];
    listing list = {vocabulary ? vocabulary : &trf_vocabulary_default, items, 0, TRF_MEANING_AMOUNT, true};
    trf_component *copy;

    if (tree && !list_tree(&list, tree, meanings, 1))
        return TARIFF_NEGATIVE;
    if (!list.named && !number_components(&list, meanings))
        return TARIFF_NEGATIVE;
    copy = trf_arena_take(arena, list.count * sizeof *copy + 1);
    if (!copy)
        return TARIFF_ENOMEM;
    memcpy(copy, items, list.count * sizeof *copy);
    *components = copy;
    *count = list.count;
    return TARIFF_OK;
}
