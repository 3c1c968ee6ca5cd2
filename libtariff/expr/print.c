/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/print.h"

#include "expr/cursor.h"

typedef struct printer {
    const trf_vocabulary *vocabulary;
    uint32_t grammar;
    trf_expr_style style;
    trf_buffer *out;
} printer;

static const trf_vocabulary *vocabulary_or_default(const trf_vocabulary *vocabulary)
{
    return vocabulary ? vocabulary : &trf_vocabulary_default;
}

/* ---- amounts, units, money ---- */
void trf_amount_print(const trf_expr_number *amount, trf_buffer *out)
{
    trf_expr_number n = *amount;
    bool negative = n.coefficient < 0;
    uint64_t magnitude = negative ? 0 - (uint64_t)n.coefficient : (uint64_t)n.coefficient, power = 1;
    unsigned scale = n.scale;

    if (n.denominator) {
        trf_expr_number_print(amount, out);
        return;
    }
    if (scale > 4) {
        for (; scale > 5; scale--)
            magnitude /= 10;
        /* Half up on the fifth decimal: what stands after it cannot make it less than half. */
        magnitude = magnitude / 10 + (magnitude % 10 >= 5);
        scale = 4;
    }
    for (; scale > 2 && magnitude % 10 == 0; scale--)
        magnitude /= 10;
    for (unsigned i = 0; i < scale; i++)
        power *= 10;
    if (negative)
        trf_buffer_char(out, '-');
    trf_buffer_unsigned(out, magnitude / power, 1);
    trf_buffer_char(out, '.');
    if (scale)
        trf_buffer_unsigned(out, magnitude % power, scale);
    for (; scale < 2; scale++)
        trf_buffer_char(out, '0');
}

static const trf_currency *currency_of(const trf_vocabulary *vocabulary, trf_slice code)
{
    uint32_t index = code.size ? trf_vocabulary_currency(vocabulary, code) : TRF_VOCABULARY_NONE;

    return index == TRF_VOCABULARY_NONE ? NULL : &vocabulary->currencies[index];
}

static trf_slice or_else(trf_slice first, trf_slice second)
{
    return first.size ? first : second;
}

/* The unit as the style shows it; a code that the vocabulary lacks shows itself. */
static void print_unit(trf_buffer *out, const trf_vocabulary *vocabulary, trf_slice code, trf_slice qualifier, bool verbose)
{
    uint32_t pair = trf_vocabulary_unit(vocabulary, code, qualifier), alone;
    const trf_qualifier *entry;

    if (pair != TRF_VOCABULARY_NONE && (vocabulary->units[pair].abbreviation.size || qualifier.size == 0)) {
        const trf_unit *unit = &vocabulary->units[pair];

        trf_buffer_slice(out, or_else(verbose ? or_else(unit->expansion, unit->abbreviation) : unit->abbreviation, unit->code));
        return;
    }
    alone = trf_vocabulary_unit(vocabulary, code, TRF_SLICE_EMPTY);
    if (alone == TRF_VOCABULARY_NONE)
        trf_buffer_slice(out, code);
    else
        trf_buffer_slice(out, or_else(vocabulary->units[alone].abbreviation, code));
    if (!qualifier.size)
        return;
    entry = trf_vocabulary_qualifier(vocabulary, qualifier);
    trf_buffer_text(out, " / ");
    trf_buffer_slice(out, entry ? or_else(entry->abbreviation, qualifier) : qualifier);
}

static bool has_discount(const trf_vocabulary *vocabulary, trf_slice code)
{
    uint32_t i, part;

    for (i = 0; i < vocabulary->unit_count; i++)
        for (part = 0; part < 3 && trf_slice_equal(vocabulary->units[i].code, code); part++) {
            uint32_t index = vocabulary->units[i].parts[part];

            if (index != TRF_VOCABULARY_NONE && trf_slice_is(vocabulary->units[index].kind, "discount"))
                return true;
        }
    return false;
}

void trf_component_print_discount(const trf_component *component, const trf_vocabulary *vocabulary, trf_buffer *out)
{
    const trf_currency *currency;

    vocabulary = vocabulary_or_default(vocabulary);
    currency = currency_of(vocabulary, component->money);
    trf_buffer_char(out, '(');
    trf_buffer_slice(out, currency && currency->symbol.size ? currency->symbol : component->money);
    if (component->amount.known)
        trf_amount_print(&component->amount, out);
    trf_buffer_text(out, " - SPR discount) / vol% / hl");
}

/* ---- components as people see them ---- */
static void print_amount(const trf_component *component, const trf_vocabulary *vocabulary, bool verbose, trf_buffer *out)
{
    const trf_currency *currency = currency_of(vocabulary, component->money);

    if (component->unit.size && component->money.size && has_discount(vocabulary, component->unit)) {
        trf_component_print_discount(component, vocabulary, out);
        return;
    }
    if (verbose && currency && currency->symbol.size)
        trf_buffer_slice(out, currency->symbol);
    if (component->amount.known)
        trf_amount_print(&component->amount, out);
    if (!component->money.size) {
        trf_buffer_text(out, verbose ? "%" : component->amount.known ? " %" : "%");
    } else if (!(verbose && currency && currency->symbol.size)) {
        trf_buffer_char(out, ' ');
        trf_buffer_slice(out, currency && currency->shown.size ? currency->shown : component->money);
    }
    if (component->unit.size) {
        trf_buffer_text(out, " / ");
        print_unit(out, vocabulary, component->unit, component->qualifier, verbose);
    }
}

void trf_components_print(const trf_component *components, size_t count, const trf_vocabulary *vocabulary, unsigned flags,
                          trf_expr_style style, trf_buffer *out)
{
    const trf_component *order[TRF_EXPR_COMPONENTS_MAX];
    size_t i, j;

    vocabulary = vocabulary_or_default(vocabulary);
    if (count > TRF_EXPR_COMPONENTS_MAX)
        count = TRF_EXPR_COMPONENTS_MAX;
    for (i = 0; i < count; i++) {
        for (j = i; j > 0 && !(flags & TRF_COMPONENTS_AS_GIVEN) && trf_slice_compare(order[j - 1]->id, components[i].id) > 0; j--)
            order[j] = order[j - 1];
        order[j] = &components[i];
    }
    for (i = 0; i < count; i++) {
        const trf_duty_expression_entry *entry = trf_vocabulary_duty_expression(vocabulary, order[i]->id, TRF_DATE_NONE);
        uint8_t meaning = entry ? entry->meaning : (uint8_t)TRF_MEANING_OTHER;

        if (i > 0)
            trf_buffer_char(out, ' ');
        switch (meaning) {
        case TRF_MEANING_UNIT:
            print_unit(out, vocabulary, order[i]->unit, order[i]->qualifier, style == TRF_STYLE_VERBOSE);
            break;
        case TRF_MEANING_COMPONENT:
        case TRF_MEANING_NOTHING:
        case TRF_MEANING_REFUND: trf_buffer_slice(out, entry->abbreviation); break;
        default:
            if (entry && entry->abbreviation.size) {
                trf_buffer_slice(out, entry->abbreviation);
                trf_buffer_char(out, ' ');
            }
            print_amount(order[i], vocabulary, style == TRF_STYLE_VERBOSE, out);
        }
    }
}

/* ---- canonical text ---- */
static bool print_tree(printer *p, const trf_expr *tree, unsigned level);

/* The spelling that a notation prints. */
static trf_slice unit_name(const printer *p, uint32_t unit, uint32_t notation)
{
    uint32_t i;

    for (i = 0; i < p->vocabulary->name_count; i++)
        if (p->vocabulary->names[i].unit == unit && (p->vocabulary->names[i].notations & notation) &&
            (p->vocabulary->names[i].notations & TRF_NOTATION_PRINTED))
            return p->vocabulary->names[i].name;
    for (i = 0; i < p->vocabulary->name_count; i++)
        if (p->vocabulary->names[i].unit == unit && (p->vocabulary->names[i].notations & notation))
            return p->vocabulary->names[i].name;
    return TRF_SLICE_EMPTY;
}

/* A constant in hundredths of its currency: 0.044 as 4.4. */
static bool print_hundredths(printer *p, const trf_expr_number *number)
{
    trf_expr_number n = *number;

    if (n.denominator) {
        if (n.denominator % 100)
            return false;
        n.denominator = (uint16_t)(n.denominator / 100);
    }
    if (n.scale >= 2)
        n.scale = (uint8_t)(n.scale - 2);
    else if (n.coefficient % 100 == 0 && n.scale == 0 && n.coefficient < INT64_MAX / 100)
        n.coefficient *= 100;
    else
        return false;
    trf_expr_number_print(&n, p->out);
    return true;
}

static void print_tail(printer *p, trf_slice tail)
{
    if (!tail.size)
        return;
    if (tail.data[0] != ',')
        trf_buffer_char(p->out, ' ');
    trf_buffer_slice(p->out, tail);
}

static bool print_us_leaf(printer *p, const trf_expr *leaf)
{
    const trf_currency *currency = currency_of(p->vocabulary, leaf->money);
    uint32_t unit;
    trf_slice name;

    if (leaf->id.size && leaf->op == TRF_EXPR_COMPONENT)
        return false;
    if (leaf->form & TRF_FORM_DUTY_OF)
        trf_buffer_text(p->out, "a duty of ");
    if (leaf->op == TRF_EXPR_PERCENT) {
        trf_expr_number_print(&leaf->number, p->out);
        trf_buffer_char(p->out, '%');
        if (leaf->unit.size)
            return false;
    } else {
        if (!currency)
            return false;
        if (leaf->form & TRF_FORM_CENTS) {
            if (!currency->minor_symbol.size || !print_hundredths(p, &leaf->number))
                return false;
            trf_buffer_slice(p->out, currency->minor_symbol);
        } else {
            trf_buffer_slice(p->out, currency->symbol.size ? currency->symbol : currency->code);
            trf_expr_number_print(&leaf->number, p->out);
        }
        if (leaf->unit.size) {
            unit = trf_vocabulary_unit(p->vocabulary, leaf->unit, leaf->qualifier);
            name = unit == TRF_VOCABULARY_NONE ? TRF_SLICE_EMPTY : unit_name(p, unit, TRF_NOTATION_US);
            if (!name.size)
                return false;
            trf_buffer_text(p->out, leaf->form & TRF_FORM_EACH ? " " : "/");
            trf_buffer_slice(p->out, name);
        }
    }
    print_tail(p, leaf->basis);
    return true;
}

static bool print_taric_leaf(printer *p, const trf_expr *leaf)
{
    bool cet = p->grammar == TRF_GRAMMAR_CET;
    bool cif = leaf->minus && trf_slice_is(leaf->basis, "CIF");
    const trf_duty_expression_entry *entry;
    const trf_currency *currency;

    if (leaf->basis.size && !cif)
        return false;
    switch (leaf->op) {
    case TRF_EXPR_FREE: trf_buffer_text(p->out, "NIHIL"); return leaf->text.size == 0 || (leaf->form & TRF_FORM_WORD);
    case TRF_EXPR_COMPONENT:
        entry = trf_vocabulary_duty_expression(p->vocabulary, leaf->id, TRF_DATE_NONE);
        trf_buffer_slice(p->out, entry ? entry->abbreviation : leaf->id);
        break;
    case TRF_EXPR_UNIT: print_unit(p->out, p->vocabulary, leaf->unit, leaf->qualifier, false); return true;
    default:
        trf_expr_number_print(&leaf->number, p->out);
        if (leaf->money.size) {
            currency = currency_of(p->vocabulary, leaf->money);
            trf_buffer_char(p->out, ' ');
            trf_buffer_slice(p->out, currency ? currency->code : leaf->money);
        } else {
            trf_buffer_char(p->out, '%');
            if (cif)
                trf_buffer_text(p->out, " CIF");
        }
    }
    if (leaf->unit.size) {
        uint32_t unit = cet ? trf_vocabulary_unit(p->vocabulary, leaf->unit, leaf->qualifier) : TRF_VOCABULARY_NONE;
        trf_slice name = unit == TRF_VOCABULARY_NONE ? TRF_SLICE_EMPTY : unit_name(p, unit, TRF_NOTATION_CET);

        trf_buffer_text(p->out, cet ? "/" : " / ");
        if (name.size)
            trf_buffer_slice(p->out, name);
        else
            print_unit(p->out, p->vocabulary, leaf->unit, leaf->qualifier, false);
    }
    return true;
}

static bool print_sum(printer *p, const trf_expr *sum, unsigned level)
{
    const trf_expr *child;

    for (child = sum->first; child; child = child->next) {
        if (child != sum->first || child->minus) {
            /* The sign of a placeholder is part of its word: "+ EA". */
            if (child->op == TRF_EXPR_COMPONENT && p->grammar != TRF_GRAMMAR_US)
                trf_buffer_char(p->out, ' ');
            else if (child->minus)
                trf_buffer_text(p->out, p->grammar == TRF_GRAMMAR_US ? " minus " : child == sum->first ? "- " : " - ");
            else
                trf_buffer_text(p->out, " + ");
        }
        if (!print_tree(p, child, level + 1))
            return false;
    }
    return true;
}

static void print_codes(printer *p, trf_slice codes)
{
    size_t i;

    trf_buffer_text(p->out, " (");
    for (i = 0; i < codes.size; i++)
        trf_buffer_char(p->out, codes.data[i] == ' ' ? ',' : codes.data[i]);
    trf_buffer_char(p->out, ')');
}

static void print_season(printer *p, const trf_season *season)
{
    bool days = season->from_day != 0;
    bool one = !days && season->from_month == season->to_month;

    trf_buffer_text(p->out, " (");
    if (days) {
        trf_buffer_unsigned(p->out, season->from_day, 2);
        trf_buffer_char(p->out, ' ');
    }
    trf_buffer_slice(p->out, trf_month_name(season->from_month));
    if (!one) {
        trf_buffer_text(p->out, days ? " - " : "-");
        if (days) {
            trf_buffer_unsigned(p->out, season->to_day, 2);
            trf_buffer_char(p->out, ' ');
        }
        trf_buffer_slice(p->out, trf_month_name(season->to_month));
    }
    trf_buffer_char(p->out, ')');
}

/* Raw codes, as in condition sentences: "172.200 GBP DTN Z". */
static bool print_codes_leaf(printer *p, const trf_expr *leaf)
{
    if (leaf->op == TRF_EXPR_FREE) {
        trf_buffer_text(p->out, "NIHIL");
        return true;
    }
    if (leaf->op != TRF_EXPR_PERCENT && leaf->op != TRF_EXPR_MONEY)
        return false;
    trf_expr_number_print(&leaf->number, p->out);
    trf_buffer_char(p->out, ' ');
    trf_buffer_slice(p->out, or_else(leaf->money, TRF_SLICE("%")));
    if (leaf->unit.size) {
        trf_buffer_char(p->out, ' ');
        trf_buffer_slice(p->out, leaf->unit);
    }
    if (leaf->qualifier.size) {
        trf_buffer_char(p->out, ' ');
        trf_buffer_slice(p->out, leaf->qualifier);
    }
    return true;
}

static bool print_condition(printer *p, const trf_expr *row)
{
    if (row->text.size) {
        trf_buffer_slice(p->out, row->text);
        trf_buffer_char(p->out, ' ');
        if (row->codes.size > 1) {
            trf_buffer_text(p->out, "cert: ");
            trf_buffer_char(p->out, row->codes.data[0]);
            trf_buffer_char(p->out, '-');
            trf_buffer_slice(p->out, trf_slice_of(row->codes.data + 1, row->codes.size - 1));
            trf_buffer_char(p->out, ' ');
        }
        trf_buffer_char(p->out, '(');
        trf_buffer_slice(p->out, row->id);
        trf_buffer_text(p->out, "):");
    }
    return !row->first || print_codes_leaf(p, row->first);
}

static bool print_list(printer *p, const trf_expr *list, const char *between, unsigned level)
{
    const trf_expr *child;

    for (child = list->first; child; child = child->next) {
        if (child != list->first)
            trf_buffer_text(p->out, between);
        if (!print_tree(p, child, level + 1))
            return false;
    }
    return true;
}

static bool print_sliding(printer *p, const trf_expr *tree, unsigned level)
{
    const trf_expr *rate = tree->first, *step = rate ? rate->next : NULL, *least = step ? step->next : NULL;

    if (!least || !print_tree(p, rate, level + 1))
        return false;
    trf_buffer_text(p->out, " less ");
    if (!print_tree(p, step, level + 1))
        return false;
    trf_buffer_text(p->out, " for each degree under ");
    trf_expr_number_print(&tree->number, p->out);
    trf_buffer_text(p->out, " degrees (and fractions of a degree in proportion) but not less than ");
    return print_tree(p, least, level + 1);
}

static bool print_tree(printer *p, const trf_expr *tree, unsigned level)
{
    bool us = p->grammar == TRF_GRAMMAR_US;

    if (level > TRF_EXPR_DEPTH_MAX)
        return false;
    switch (tree->op) {
    case TRF_EXPR_SUM: return print_sum(p, tree, level);
    case TRF_EXPR_AT_LEAST:
    case TRF_EXPR_AT_MOST:
        if (us || !tree->first || !tree->first->next || !print_tree(p, tree->first, level + 1))
            return false;
        trf_buffer_text(p->out, tree->op == TRF_EXPR_AT_LEAST ? " MIN " : " MAX ");
        return print_tree(p, tree->first->next, level + 1);
    case TRF_EXPR_FREE:
        if (!us)
            return p->grammar == TRF_GRAMMAR_CONDITION ? print_codes_leaf(p, tree) : print_taric_leaf(p, tree);
        if (tree->form & TRF_FORM_WORD) {
            trf_buffer_slice(p->out, tree->text);
        } else {
            trf_buffer_text(p->out, "Free");
            print_tail(p, tree->text);
        }
        return true;
    case TRF_EXPR_PERCENT:
    case TRF_EXPR_MONEY:
    case TRF_EXPR_COMPONENT:
    case TRF_EXPR_UNIT:
        if (p->grammar == TRF_GRAMMAR_CONDITION)
            return print_codes_leaf(p, tree);
        return us ? tree->op != TRF_EXPR_UNIT && print_us_leaf(p, tree) : print_taric_leaf(p, tree);
    case TRF_EXPR_REFERENCE:
        trf_buffer_slice(p->out, tree->text);
        print_tail(p, tree->basis);
        return us;
    case TRF_EXPR_SLIDING: return us && print_sliding(p, tree, level);
    case TRF_EXPR_CHOICE: return us && print_list(p, tree, " ", level);
    case TRF_EXPR_CLAIM:
        if (!us || !tree->first || !print_tree(p, tree->first, level + 1))
            return false;
        print_codes(p, tree->codes);
        return true;
    case TRF_EXPR_SEASONS: return print_list(p, tree, p->grammar == TRF_GRAMMAR_SEASON ? "; " : ", ", level);
    case TRF_EXPR_SEASON:
        if (!tree->first || !print_tree(p, tree->first, level + 1))
            return false;
        print_season(p, &tree->season);
        return true;
    case TRF_EXPR_CONDITIONS:
        if (tree->first && tree->first->text.size)
            trf_buffer_text(p->out, "Cond: ");
        return print_list(p, tree, "; ", level);
    case TRF_EXPR_CONDITION: return print_condition(p, tree);
    default: return false;
    }
}

tariff_status trf_expr_print(const trf_expr *tree, const trf_vocabulary *vocabulary, uint32_t grammar, trf_expr_style style,
                             trf_buffer *out)
{
    printer p = {vocabulary_or_default(vocabulary), grammar, style, out};
    trf_arena arena;
    trf_component *components;
    size_t count;
    tariff_status status;

    if (!tree)
        return TARIFF_OK;
    if (style != TRF_STYLE_CANONICAL && grammar != TRF_GRAMMAR_US) {
        /* Shown forms are those of components; what components cannot say is shown in its canonical text. */
        trf_arena_init(&arena, out->alloc, 0);
        status = trf_expr_to_components(&arena, vocabulary, tree, &components, &count);
        if (status == TARIFF_OK)
            trf_components_print(components, count, vocabulary, TRF_COMPONENTS_AS_GIVEN, style, out);
        trf_arena_done(&arena);
        if (status != TARIFF_NEGATIVE)
            return status;
    }
    return print_tree(&p, tree, 1) ? TARIFF_OK : TARIFF_NEGATIVE;
}
