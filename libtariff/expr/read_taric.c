/* SPDX-License-Identifier: Apache-2.0 */
/* Duty sentences of TARIC management: phrase+, each an expression word, an amount with money or per cent, a unit with its
 * qualifier. */
#include "expr/cursor.h"

typedef struct phrase {
    trf_slice word; /**< expression word as the vocabulary spells it; empty for a leading amount and a unit alone */
    bool unit_alone;
    bool cif; /**< "% CIF" */
    size_t position;
    trf_component component;
} phrase;

static bool same_word(trf_slice a, trf_slice b)
{
    trf_cursor cursor = {.text = b};

    return a.size && trf_cursor_match(&cursor, 0, a, false) == b.size && b.size;
}

/* Steps through the spellings of an entry: its abbreviation, then its aliases. */
static bool next_spelling(const trf_duty_expression_entry *entry, size_t *at, trf_slice *spelling)
{
    size_t end;

    if (*at == 0) {
        *at = 1;
        *spelling = entry->abbreviation;
        if (spelling->size)
            return true;
    }
    if (*at - 1 >= entry->aliases.size)
        return false;
    for (end = *at - 1; end < entry->aliases.size && entry->aliases.data[end] != '|'; end++)
        ;
    *spelling = trf_slice_of(entry->aliases.data + (*at - 1), end - (*at - 1));
    *at = end + 2;
    return true;
}

static bool entry_valid(const trf_cursor *cursor, const trf_duty_expression_entry *entry)
{
    return cursor->reader->date == TRF_DATE_NONE || trf_period_has(entry->from, entry->to, cursor->reader->date);
}

static bool spelt(const trf_duty_expression_entry *entry, trf_slice word)
{
    trf_slice spelling;
    size_t at = 0;

    while (next_spelling(entry, &at, &spelling))
        if (same_word(spelling, word))
            return true;
    return false;
}

/* Takes the longest expression word; empty where there is none. */
static trf_slice expression_word(trf_cursor *cursor, const trf_duty_expression_entry **entry)
{
    trf_slice best = TRF_SLICE_EMPTY, spelling;
    size_t best_end = 0, end, at;
    uint32_t i;

    for (i = 0; i < cursor->vocabulary->duty_expression_count; i++) {
        const trf_duty_expression_entry *e = &cursor->vocabulary->duty_expressions[i];

        if (!entry_valid(cursor, e))
            continue;
        at = 0;
        while (next_spelling(e, &at, &spelling)) {
            end = trf_cursor_match(cursor, cursor->at, spelling, false);
            if (end > best_end) {
                best_end = end;
                best = spelling;
                *entry = e;
            }
        }
    }
    if (best_end)
        cursor->at = best_end;
    return best;
}

static const trf_qualifier *take_qualifier(trf_cursor *cursor)
{
    const trf_qualifier *best = NULL;
    size_t best_end = 0, start, stop, end;
    uint32_t i;

    for (i = 0; i < cursor->vocabulary->qualifier_count; i++) {
        const trf_qualifier *q = &cursor->vocabulary->qualifiers[i];

        if (cursor->reader->date != TRF_DATE_NONE && !trf_period_has(q->from, q->to, cursor->reader->date))
            continue;
        end = q->abbreviation.size ? trf_cursor_match(cursor, cursor->at, q->abbreviation, false) : 0;
        for (start = 0; start < q->aliases.size; start = stop + 1) {
            size_t other;

            for (stop = start; stop < q->aliases.size && q->aliases.data[stop] != '|'; stop++)
                ;
            other = trf_cursor_match(cursor, cursor->at, trf_slice_of(q->aliases.data + start, stop - start), false);
            if (other > end)
                end = other;
        }
        if (end > best_end) {
            best_end = end;
            best = q;
        }
    }
    if (best_end)
        cursor->at = best_end;
    return best;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The qualifier after a unit, with or without a slash. The word of the next phrase is none. */
static bool unit_tail(trf_cursor *cursor, phrase *p)
{
    const trf_duty_expression_entry *entry;
    const trf_qualifier *qualifier;
    size_t before = cursor->at;
    bool slash;

    slash = trf_cursor_byte(cursor, '/');
    if (!slash) {
        if (!is_letter(trf_cursor_peek(cursor)))
            return true;
        before = cursor->at;
        if (expression_word(cursor, &entry).size) {
            cursor->at = before;
            return true;
        }
    }
    trf_cursor_blanks(cursor);
    before = cursor->at;
    qualifier = p->component.qualifier.size ? NULL : take_qualifier(cursor);
    if (!qualifier)
        return trf_cursor_fault(cursor, TRF_FAULT_QUALIFIER, before);
    p->component.qualifier = qualifier->code;
    return true;
}

static bool take_unit(trf_cursor *cursor, phrase *p)
{
    uint32_t unit;

    trf_cursor_blanks(cursor);
    unit = trf_cursor_unit(cursor, TRF_NOTATION_TARIC);
    if (unit == TRF_VOCABULARY_NONE)
        return trf_cursor_fault(cursor, TRF_FAULT_UNIT, cursor->at);
    p->component.unit = cursor->vocabulary->units[unit].code;
    p->component.qualifier = cursor->vocabulary->units[unit].qualifier;
    return unit_tail(cursor, p);
}

static bool take_amount(trf_cursor *cursor, phrase *p)
{
    uint32_t currency;

    if (!trf_cursor_number(cursor, &p->component.amount))
        return trf_cursor_fault(
            cursor, is_letter(trf_cursor_peek(cursor)) ? TRF_FAULT_DUTY_EXPRESSION : TRF_FAULT_AMOUNT_REQUIRED, cursor->at);
    if (trf_cursor_byte(cursor, '%')) {
        p->cif = trf_cursor_words(cursor, TRF_SLICE("CIF"));
    } else {
        currency = trf_cursor_currency(cursor);
        if (currency == TRF_VOCABULARY_NONE)
            return trf_cursor_fault(cursor, TRF_FAULT_MONETARY_UNIT, cursor->at);
        p->component.money = cursor->vocabulary->currencies[currency].code;
    }
    return !trf_cursor_byte(cursor, '/') || take_unit(cursor, p);
}

static bool take_phrase(trf_cursor *cursor, phrase *p)
{
    const trf_duty_expression_entry *entry = NULL;
    size_t start;
    char c;

    trf_cursor_blanks(cursor);
    *p = (phrase){.position = cursor->at};
    start = cursor->at;
    p->word = expression_word(cursor, &entry);
    if (p->word.size) {
        if (entry->amount == TRF_NOT_PERMITTED)
            return !trf_cursor_byte(cursor, '/') || take_unit(cursor, p);
        return take_amount(cursor, p);
    }
    /* "100 kg" is a unit, not an amount of something. */
    if (trf_cursor_unit(cursor, TRF_NOTATION_TARIC) != TRF_VOCABULARY_NONE) {
        cursor->at = start;
        p->unit_alone = true;
        return take_unit(cursor, p);
    }
    c = trf_cursor_peek(cursor);
    if (c >= '0' && c <= '9')
        return take_amount(cursor, p);
    return trf_cursor_fault(cursor, TRF_FAULT_DUTY_EXPRESSION, cursor->at);
}

/* ---- meaning ---- */
static bool may_be(const trf_cursor *cursor, const phrase *p, const trf_duty_expression_entry *entry)
{
    if (!entry_valid(cursor, entry))
        return false;
    if (p->unit_alone)
        return entry->meaning == TRF_MEANING_UNIT;
    if (!p->word.size)
        return entry->meaning == TRF_MEANING_AMOUNT;
    if (p->cif)
        return entry->meaning == TRF_MEANING_MINUS_CIF && spelt(entry, p->word);
    return spelt(entry, p->word);
}

/* The next free id; each once, ascending. */
static bool assign_id(trf_cursor *cursor, phrase *phrases, size_t at)
{
    const trf_vocabulary *vocabulary = cursor->vocabulary;
    trf_slice last = at > 0 ? phrases[at - 1].component.id : TRF_SLICE_EMPTY;
    bool unused = false, any = false;
    uint32_t i;
    size_t k;

    for (i = 0; i < vocabulary->duty_expression_count; i++) {
        const trf_duty_expression_entry *entry = &vocabulary->duty_expressions[i];
        bool used = false;

        if (!may_be(cursor, &phrases[at], entry))
            continue;
        any = true;
        for (k = 0; k < at; k++)
            used = used || trf_slice_equal(phrases[k].component.id, entry->id);
        if (used)
            continue;
        unused = true;
        if (trf_slice_compare(entry->id, last) > 0) {
            phrases[at].component.id = entry->id;
            return true;
        }
    }
    return trf_cursor_fault(cursor,
                            !any     ? TRF_FAULT_DUTY_EXPRESSION
                            : unused ? TRF_FAULT_ORDER
                                     : TRF_FAULT_REPEATED,
                            phrases[at].position);
}

static bool fits(uint8_t applicability, bool present)
{
    return applicability == TRF_MANDATORY ? present : applicability == TRF_NOT_PERMITTED ? !present : true;
}

static bool check_phrase(trf_cursor *cursor, const phrase *p)
{
    const trf_component *c = &p->component;
    const trf_duty_expression_entry *entry = trf_vocabulary_duty_expression(cursor->vocabulary, c->id, cursor->reader->date);

    if (c->amount.known && c->amount.scale > 3)
        return trf_cursor_fault(cursor, TRF_FAULT_DECIMALS, p->position);
    if (!fits(entry->amount, c->amount.known) || !fits(entry->money, c->money.size > 0) ||
        !fits(entry->unit, c->unit.size > 0))
        return trf_cursor_fault(cursor, TRF_FAULT_APPLICABILITY, p->position);
    if (c->qualifier.size && trf_vocabulary_unit(cursor->vocabulary, c->unit, c->qualifier) == TRF_VOCABULARY_NONE)
        return trf_cursor_fault(cursor, TRF_FAULT_PAIR, p->position);
    return true;
}

trf_expr *trf_read_taric(trf_cursor *cursor)
{
    phrase phrases[TRF_EXPR_COMPONENTS_MAX];
    trf_component components[TRF_EXPR_COMPONENTS_MAX];
    size_t count = 0, i;
    trf_expr *tree = NULL;
    tariff_status status;

    while (!trf_cursor_end(cursor)) {
        if (count == TRF_EXPR_COMPONENTS_MAX) {
            trf_cursor_fault(cursor, TRF_FAULT_LIMIT, cursor->at);
            return NULL;
        }
        if (!take_phrase(cursor, &phrases[count]))
            return NULL;
        count++;
        if (count > 1 && (cursor->reader->flags & TRF_READ_SINGLE)) {
            trf_cursor_fault(cursor, TRF_FAULT_COMPOUND, phrases[count - 1].position);
            return NULL;
        }
    }
    for (i = 0; i < count; i++)
        if (!assign_id(cursor, phrases, i))
            return NULL;
    for (i = 0; i < count; i++) {
        if (!check_phrase(cursor, &phrases[i]))
            return NULL;
        components[i] = phrases[i].component;
    }
    status = trf_expr_from_components(cursor->reader->arena, cursor->vocabulary, components, count, 0, &tree, &cursor->fault);
    if (status == TARIFF_ENOMEM)
        cursor->refused = true;
    return status == TARIFF_OK ? tree : NULL;
}
