/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/bytecode.h"

#include "base/error.h"
#include "base/intern.h"
#include "base/limits.h"

#define NONE          TRF_VOCABULARY_NONE
#define FREE_CODE(op) ((trf_instruction){(op), 0, 0, 0, 0})

typedef struct encoder {
    const trf_vocabulary *vocabulary;
    const trf_code_names *names;
    trf_expr_fault *fault;
    trf_instruction code[TRF_EXPR_STEPS_MAX];
    uint32_t count;
    tariff_status status;
} encoder;

static bool stop(encoder *e, trf_expr_fault_kind kind, const trf_expr *at, const char *text)
{
    if (e->status == TARIFF_OK) {
        e->status = TARIFF_NEGATIVE;
        if (e->fault) {
            trf_expr_fault fault = {.kind = (uint8_t)kind, .position = at->position};

            fault.stage = TRF_SLICE("semantic");
            fault.name = TRF_SLICE("DoesNotCompute");
            fault.text = trf_slice_text(text);
            *e->fault = fault;
        }
    }
    return false;
}

static bool put(encoder *e, trf_instruction i)
{
    if (e->count == TRF_EXPR_STEPS_MAX) {
        e->status = TARIFF_ELIMIT;
        return false;
    }
    e->code[e->count++] = i;
    return true;
}

/* Zeros at the end of a constant say nothing to a computation. */
static bool constant(encoder *e, const trf_expr *leaf, trf_instruction *i)
{
    trf_expr_number n = leaf->number;
    int64_t coefficient = n.coefficient, part;
    uint64_t power = 1;

    if (!n.known)
        return stop(e, TRF_FAULT_AMOUNT_REQUIRED, leaf, "The rate has no amount.");
    if (n.denominator) {
        /* (c × d + n × 10^s) / 10^s / d */
        for (unsigned k = 0; k < n.scale; k++)
            power *= 10;
        if (coefficient > INT64_MAX / 2 / n.denominator || power > (uint64_t)INT64_MAX / 2 / (n.numerator + 1u))
            return stop(e, TRF_FAULT_NUMBER, leaf, "The constant has too many digits.");
        part = (int64_t)power * n.numerator;
        coefficient = coefficient * n.denominator + part;
        i->divisor = n.denominator;
    }
    while (n.scale > 0 && coefficient % 10 == 0) {
        coefficient /= 10;
        n.scale--;
    }
    i->coefficient = coefficient;
    i->scale = n.scale;
    return true;
}

static uint32_t text_id(encoder *e, trf_slice text)
{
    uint32_t id = e->names->text(e->names->user, text);

    if (id == NONE && e->status == TARIFF_OK)
        e->status = TARIFF_ENOMEM;
    return id;
}

/* What the words after a term name: "on the case" names "case". */
static trf_slice basis_key(trf_slice basis, char *lowered, size_t room)
{
    static const char *const connectives[] = {", ", "on ", "upon ", "of ", "the "};
    size_t i, k;

    for (i = 0; i < sizeof connectives / sizeof *connectives; i++)
        if (trf_slice_begins(basis, trf_slice_text(connectives[i]))) {
            size_t n = strlen(connectives[i]);

            basis = trf_slice_of(basis.data + n, basis.size - n);
        }
    for (k = 0; k < basis.size && k < room; k++)
        lowered[k] = basis.data[k] >= 'A' && basis.data[k] <= 'Z' ? (char)(basis.data[k] | 0x20) : basis.data[k];
    return trf_slice_of(lowered, k);
}

/* Words that name the whole of the goods: their basis is the customs value. */
static bool is_whole(trf_slice basis)
{
    static const char *const whole[] = {"entire set", "full value of the imported article"};
    char lowered[256];
    trf_slice key = basis_key(basis, lowered, sizeof lowered);

    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (trf_slice_is(key, whole[i]))
            return true;
    return false;
}

static uint32_t basis_id(encoder *e, trf_slice basis)
{
    char lowered[256];

    return text_id(e, basis_key(basis, lowered, sizeof lowered));
}

static uint32_t unit_id(encoder *e, const trf_expr *leaf)
{
    uint32_t unit = e->names->unit(e->names->user, leaf->unit, leaf->qualifier);

    if (unit >= TRF_CODE_UNIT_NONE) {
        stop(e, TRF_FAULT_UNIT, leaf, "The measurement unit is not known.");
        return NONE;
    }
    return unit;
}

static bool encode_leaf(encoder *e, const trf_expr *leaf)
{
    trf_instruction i = {TRF_CODE_OP_PERCENT, 0, 0, 0, 0};
    uint32_t unit = TRF_CODE_UNIT_NONE, currency = TRF_CODE_CURRENCY_NONE, content;

    if (leaf->id.size) {
        const trf_duty_expression_entry *entry = trf_vocabulary_duty_expression(e->vocabulary, leaf->id, TRF_DATE_NONE);

        if (!entry || entry->meaning == TRF_MEANING_OTHER)
            return stop(e, TRF_FAULT_DUTY_EXPRESSION, leaf, "The duty expression is obsolete or not known.");
    }
    if (!constant(e, leaf, &i))
        return false;
    if (leaf->unit.size) {
        unit = unit_id(e, leaf);
        if (unit == NONE)
            return false;
    }
    if (leaf->op == TRF_EXPR_PERCENT) {
        if (leaf->unit.size && leaf->basis.size)
            return stop(e, TRF_FAULT_UNIT, leaf, "A per cent has both a unit and a basis.");
        if (leaf->unit.size) {
            i.op = TRF_CODE_OP_PERCENT_UNIT;
            i.operand = unit;
        } else if (leaf->basis.size && !is_whole(leaf->basis)) {
            i.op = TRF_CODE_OP_PERCENT_BASIS;
            i.operand = basis_id(e, leaf->basis);
        }
        return e->status == TARIFF_OK && put(e, i);
    }
    if (leaf->money.size) {
        currency = e->names->currency(e->names->user, leaf->money);
        if (currency >= TRF_CODE_CURRENCY_NONE)
            return stop(e, TRF_FAULT_MONETARY_UNIT, leaf, "The monetary unit is not known.");
    }
    if (leaf->basis.size) {
        if (!leaf->unit.size)
            return stop(e, TRF_FAULT_UNIT, leaf, "An amount of money names a basis but no unit.");
        content = basis_id(e, leaf->basis);
        if (content == NONE || !put(e, (trf_instruction){TRF_CODE_OP_CONTENT, 0, 0, content, 0}))
            return false;
    }
    i.op = TRF_CODE_OP_MONEY;
    i.operand = TRF_CODE_MONEY(currency, unit);
    return put(e, i);
}

static bool encode_tree(encoder *e, const trf_expr *tree, unsigned level);

static bool encode_sum(encoder *e, const trf_expr *sum, unsigned level)
{
    const trf_expr *child;

    for (child = sum->first; child; child = child->next) {
        if (child == sum->first && child->minus && !put(e, FREE_CODE(TRF_CODE_OP_FREE)))
            return false;
        if (!encode_tree(e, child, level + 1))
            return false;
        if ((child != sum->first || child->minus) && !put(e, FREE_CODE(child->minus ? TRF_CODE_OP_SUBTRACT : TRF_CODE_OP_ADD)))
            return false;
    }
    return sum->first || put(e, FREE_CODE(TRF_CODE_OP_FREE));
}

static bool encode_reference(encoder *e, const trf_expr *tree)
{
    char words[TRF_EXPR_TEXT_MAX];
    size_t size = tree->text.size;
    uint32_t text, codes;

    if (size + tree->basis.size + 1 > sizeof words)
        return stop(e, TRF_FAULT_LIMIT, tree, "The reference is too long.");
    if (size)
        memcpy(words, tree->text.data, size);
    if (tree->basis.size) {
        words[size++] = ' ';
        memcpy(words + size, tree->basis.data, tree->basis.size);
        size += tree->basis.size;
    }
    text = text_id(e, trf_slice_of(words, size));
    codes = text_id(e, tree->codes);
    return e->status == TARIFF_OK && put(e, (trf_instruction){TRF_CODE_OP_REFERENCE, tree->reference, 0, text, (int64_t)codes});
}

/* A head with the length of the body that follows it, for each child; CHOOSE at the end. */
static bool encode_alternatives(encoder *e, const trf_expr *list, unsigned level)
{
    const trf_expr *child;

    if (!list->first)
        return stop(e, TRF_FAULT_PROSE, list, "There is no rate.");
    for (child = list->first; child; child = child->next) {
        uint32_t head = e->count;
        trf_instruction i = {TRF_CODE_OP_CLAIM, 0, 0, NONE, 0};
        const trf_expr *body = child;

        if (child->op == TRF_EXPR_CLAIM) {
            i.operand = text_id(e, child->codes);
            body = child->first;
        } else if (child->op == TRF_EXPR_SEASON) {
            i.op = TRF_CODE_OP_SEASON;
            i.operand = child->season.from_day | (uint32_t)child->season.from_month << 8 | (uint32_t)child->season.to_day << 16 |
                        (uint32_t)child->season.to_month << 24;
            body = child->first;
        }
        if (!body || body->op >= TRF_EXPR_CHOICE)
            return stop(e, TRF_FAULT_PROSE, child, "An alternative has no rate of its own.");
        if (!put(e, i) || !encode_tree(e, body, level + 1))
            return false;
        e->code[head].coefficient = (int64_t)(e->count - head - 1);
    }
    return put(e, FREE_CODE(TRF_CODE_OP_CHOOSE));
}

static bool encode_sliding(encoder *e, const trf_expr *tree, unsigned level)
{
    trf_instruction i = {TRF_CODE_OP_SLIDING, 0, 0, 0, 0};
    const trf_expr *child;
    unsigned count = 0;

    for (child = tree->first; child; child = child->next, count++)
        if (!encode_tree(e, child, level + 1))
            return false;
    if (count != 3)
        return stop(e, TRF_FAULT_PROSE, tree, "A sliding rate needs a rate, a step and a floor.");
    return constant(e, tree, &i) && put(e, i);
}

static bool encode_tree(encoder *e, const trf_expr *tree, unsigned level)
{
    uint32_t unit;

    if (level > TRF_EXPR_DEPTH_MAX)
        return stop(e, TRF_FAULT_LIMIT, tree, "The expression is too deep.");
    switch (tree->op) {
    case TRF_EXPR_FREE: return put(e, FREE_CODE(TRF_CODE_OP_FREE));
    case TRF_EXPR_PERCENT:
    case TRF_EXPR_MONEY: return encode_leaf(e, tree);
    case TRF_EXPR_SUM: return encode_sum(e, tree, level);
    case TRF_EXPR_AT_LEAST:
    case TRF_EXPR_AT_MOST:
        if (!tree->first || !tree->first->next || tree->first->next->next)
            return stop(e, TRF_FAULT_PROSE, tree, "A limit needs two sides.");
        return encode_tree(e, tree->first, level + 1) && encode_tree(e, tree->first->next, level + 1) &&
               put(e, FREE_CODE(tree->op == TRF_EXPR_AT_LEAST ? TRF_CODE_OP_AT_LEAST : TRF_CODE_OP_AT_MOST));
    case TRF_EXPR_COMPONENT:
        unit = text_id(e, tree->id);
        return unit != NONE && put(e, (trf_instruction){TRF_CODE_OP_COMPONENT, 0, 0, unit, 0});
    case TRF_EXPR_UNIT:
        unit = unit_id(e, tree);
        return unit != NONE &&
               put(e, (trf_instruction){TRF_CODE_OP_NO_DUTY, 0, 0, TRF_CODE_MONEY(TRF_CODE_CURRENCY_NONE, unit), 0});
    case TRF_EXPR_REFERENCE: return encode_reference(e, tree);
    case TRF_EXPR_SLIDING: return encode_sliding(e, tree, level);
    case TRF_EXPR_CHOICE:
    case TRF_EXPR_SEASONS:
        return level == 1 ? encode_alternatives(e, tree, level)
                          : stop(e, TRF_FAULT_PROSE, tree, "Alternatives stand inside a rate.");
    default: return stop(e, TRF_FAULT_PROSE, tree, "Not a duty: conditions are no rate.");
    }
}

/* ---- what a program is, from its instructions ---- */
/* Values that an instruction takes from the stack; each pushes one, but for the heads. */
static int takes(uint8_t op)
{
    switch (op) {
    case TRF_CODE_OP_ADD:
    case TRF_CODE_OP_SUBTRACT:
    case TRF_CODE_OP_AT_LEAST:
    case TRF_CODE_OP_AT_MOST: return 2;
    case TRF_CODE_OP_SLIDING: return 3;
    case TRF_CODE_OP_CHOOSE: return 1;
    default: return 0;
    }
}

static bool pushes(uint8_t op)
{
    return op != TRF_CODE_OP_CLAIM && op != TRF_CODE_OP_SEASON && op != TRF_CODE_OP_CONTENT;
}

static uint32_t flags_of(trf_instruction i)
{
    switch (i.op) {
    case TRF_CODE_OP_PERCENT: return TRF_CODE_AD_VALOREM;
    case TRF_CODE_OP_PERCENT_UNIT:
    case TRF_CODE_OP_CONTENT: return TRF_CODE_QUANTITY;
    case TRF_CODE_OP_PERCENT_BASIS:
    case TRF_CODE_OP_COMPONENT:
    case TRF_CODE_OP_REFERENCE: return TRF_CODE_UNRESOLVED;
    case TRF_CODE_OP_MONEY:
        return (TRF_CODE_MONEY_UNIT(i.operand) == TRF_CODE_UNIT_NONE ? 0 : TRF_CODE_QUANTITY) |
               (TRF_CODE_MONEY_CURRENCY(i.operand) == TRF_CODE_CURRENCY_NONE ? 0 : TRF_CODE_CURRENCY);
    case TRF_CODE_OP_CLAIM:
    case TRF_CODE_OP_SEASON: return TRF_CODE_CHOICE;
    default: return 0;
    }
}

typedef trf_instruction (*fetch)(const void *code, uint32_t index);

static trf_instruction fetch_plain(const void *code, uint32_t index)
{
    return ((const trf_instruction *)code)[index];
}

static trf_instruction fetch_bytes(const void *code, uint32_t index)
{
    return trf_code_load((const uint8_t *)code + TRF_BYTECODE_INSTRUCTION * ((size_t)index + 1));
}

static bool per_unit(trf_instruction i)
{
    return i.op == TRF_CODE_OP_MONEY && TRF_CODE_MONEY_UNIT(i.operand) != TRF_CODE_UNIT_NONE && i.divisor <= 1;
}

static uint32_t shape_of(const void *code, fetch get, uint32_t count)
{
    trf_instruction first = get(code, 0);
    bool percent = first.op == TRF_CODE_OP_PERCENT && first.divisor <= 1;

    if (count == 1)
        return percent ? TRF_CODE_SHAPE_PERCENT : per_unit(first) ? TRF_CODE_SHAPE_MONEY : 0;
    return count == 3 && percent && per_unit(get(code, 1)) && get(code, 2).op == TRF_CODE_OP_ADD ? TRF_CODE_SHAPE_BOTH : 0;
}

typedef struct shape {
    uint32_t flags;
    uint32_t stack;
    const char *fault; /* NULL: sound */
    uint32_t at;       /* instruction of the fault */
} shape;

static bool bad(shape *s, uint32_t at, const char *fault)
{
    s->fault = fault;
    s->at = at;
    return false;
}

/* One walk: depth of the stack, bodies of alternatives, operands (with bounds), flags. */
static bool walk(const void *code, fetch get, uint32_t count, const trf_code_bounds *bounds, shape *s)
{
    uint32_t k, depth = 0, body_end = 0, leaves = 0, others = 0;
    bool listed = false, content = false;
    int64_t amount = 1;

    for (k = 0; k < count; k++) {
        trf_instruction i = get(code, k);
        uint32_t text = 0, unit = 0, currency = 0; /* operands, each plus one */

        if (i.op == TRF_CODE_OP_NONE || i.op >= TRF_CODE_OP_COUNT)
            return bad(s, k, "unknown operation");
        if (content && (i.op != TRF_CODE_OP_MONEY || TRF_CODE_MONEY_UNIT(i.operand) == TRF_CODE_UNIT_NONE))
            return bad(s, k, "content without a quantity");
        content = i.op == TRF_CODE_OP_CONTENT;
        if (body_end && k == body_end) {
            if (depth != 1)
                return bad(s, k, "alternative leaves no value or several");
            body_end = 0;
        }
        switch (i.op) {
        case TRF_CODE_OP_PERCENT_BASIS:
        case TRF_CODE_OP_CONTENT:
        case TRF_CODE_OP_COMPONENT: text = i.operand + 1; break;
        case TRF_CODE_OP_PERCENT_UNIT: unit = i.operand + 1; break;
        case TRF_CODE_OP_REFERENCE:
            text = i.operand + 1;
            if (i.coefficient < 0 || (bounds && (uint64_t)i.coefficient >= bounds->text_count))
                return bad(s, k, "text past the end");
            break;
        case TRF_CODE_OP_NO_DUTY:
        case TRF_CODE_OP_MONEY:
            unit = TRF_CODE_MONEY_UNIT(i.operand) == TRF_CODE_UNIT_NONE ? 0 : TRF_CODE_MONEY_UNIT(i.operand) + 1;
            currency = TRF_CODE_MONEY_CURRENCY(i.operand) == TRF_CODE_CURRENCY_NONE ? 0 : TRF_CODE_MONEY_CURRENCY(i.operand) + 1;
            break;
        case TRF_CODE_OP_CLAIM:
        case TRF_CODE_OP_SEASON:
            text = i.op == TRF_CODE_OP_CLAIM && i.operand != NONE ? i.operand + 1 : 0;
            if (body_end || (k > 0 && !listed) || i.coefficient < 1 || i.coefficient >= (int64_t)(count - k))
                return bad(s, k, "alternative of no or wrong length");
            listed = true;
            depth = 0;
            body_end = k + 1 + (uint32_t)i.coefficient;
            break;
        case TRF_CODE_OP_CHOOSE:
            if (!listed || body_end || k + 1 != count)
                return bad(s, k, "choice out of place");
            break;
        default: break;
        }
        if (listed && !body_end && i.op != TRF_CODE_OP_CHOOSE)
            return bad(s, k, "instruction between alternatives");
        if (bounds && (text > bounds->text_count || unit > bounds->unit_count || currency > bounds->currency_count))
            return bad(s, k, "operand past the end of its table");
        if (i.scale > 18 && i.op != TRF_CODE_OP_REFERENCE)
            return bad(s, k, "constant of too many decimals");
        if (pushes(i.op)) {
            if (depth < (uint32_t)takes(i.op))
                return bad(s, k, "too few values on the stack");
            depth = depth - (uint32_t)takes(i.op) + 1;
            if (depth > s->stack)
                s->stack = depth;
            if (depth > TRF_EXPR_STACK_MAX)
                return bad(s, k, "too many values on the stack");
        }
        s->flags |= flags_of(i);
        if (i.op == TRF_CODE_OP_PERCENT || i.op == TRF_CODE_OP_PERCENT_UNIT || i.op == TRF_CODE_OP_PERCENT_BASIS ||
            i.op == TRF_CODE_OP_MONEY) {
            leaves++;
            amount = i.coefficient;
        } else if (i.op != TRF_CODE_OP_CONTENT) {
            others++;
            if (i.op == TRF_CODE_OP_FREE || i.op == TRF_CODE_OP_NO_DUTY)
                amount = 0;
        }
    }
    if (depth != 1 || content || (listed && get(code, count - 1).op != TRF_CODE_OP_CHOOSE))
        return bad(s, count, "the program does not end with one value");
    if (leaves == 1 && others == 0)
        s->flags |= TRF_CODE_SINGLE;
    if (leaves + others == 1 && amount == 0)
        s->flags |= TRF_CODE_ZERO;
    s->flags |= shape_of(code, get, count);
    return true;
}

static void store(trf_buffer *out, trf_instruction i)
{
    uint8_t bytes[TRF_BYTECODE_INSTRUCTION];
    unsigned k;

    bytes[0] = i.op;
    bytes[1] = i.scale;
    bytes[2] = (uint8_t)i.divisor;
    bytes[3] = (uint8_t)(i.divisor >> 8);
    for (k = 0; k < 4; k++)
        bytes[4 + k] = (uint8_t)(i.operand >> (8 * k));
    for (k = 0; k < 8; k++)
        bytes[8 + k] = (uint8_t)((uint64_t)i.coefficient >> (8 * k));
    trf_buffer_bytes(out, bytes, sizeof bytes);
}

tariff_status trf_expr_encode(const trf_expr *tree, const trf_vocabulary *vocabulary, const trf_code_names *names,
                              trf_buffer *out, trf_expr_fault *fault)
{
    encoder *e = trf_alloc_zero(out->alloc, sizeof *e);
    shape s = {0, 0, NULL, 0};
    tariff_status status;
    uint32_t k;

    if (!e)
        return TARIFF_ENOMEM;
    e->vocabulary = vocabulary ? vocabulary : &trf_vocabulary_default;
    e->names = names;
    e->fault = fault;
    if (encode_tree(e, tree, 1) && !walk(e->code, fetch_plain, e->count, NULL, &s))
        stop(e, TRF_FAULT_PROSE, tree, "The expression does not compile.");
    status = e->status;
    if (status != TARIFF_OK)
        goto done;
    store(out, (trf_instruction){TRF_BYTECODE_VERSION, (uint8_t)s.stack, (uint16_t)e->count, s.flags, 0});
    for (k = 0; k < e->count; k++)
        store(out, e->code[k]);
    status = out->failed ? TARIFF_ENOMEM : TARIFF_OK;
done:
    trf_alloc_free(out->alloc, e, sizeof *e);
    return status;
}

tariff_status trf_expr_check(const void *bytes, size_t size, const trf_code_bounds *bounds, tariff_error **error,
                             const trf_alloc *alloc)
{
    shape s = {0, 0, NULL, 0};
    trf_code_header header;

    if (size < 2 * TRF_BYTECODE_INSTRUCTION)
        return trf_fail(error, alloc, TARIFF_EIMAGE, "duty expression of %lu bytes: too short (expected 32 or more)",
                        (uint64_t)size);
    header = trf_code_header_load(bytes);
    if (header.version != TRF_BYTECODE_VERSION)
        return trf_fail(error, alloc, TARIFF_EIMAGE, "duty expression: bytecode version %u (expected %u)",
                        (uint32_t)header.version, (uint32_t)TRF_BYTECODE_VERSION);
    if (header.count == 0 || header.count > TRF_EXPR_STEPS_MAX || size != (size_t)TRF_BYTECODE_INSTRUCTION * (header.count + 1u))
        return trf_fail(error, alloc, TARIFF_EIMAGE, "duty expression: %u instructions do not fit %lu bytes",
                        (uint32_t)header.count, (uint64_t)size);
    if (!walk(bytes, fetch_bytes, header.count, bounds, &s))
        return trf_fail(error, alloc, TARIFF_EIMAGE, "duty expression: instruction %u: %s", s.at, s.fault);
    if (s.flags != header.flags || s.stack != header.stack)
        return trf_fail(error, alloc, TARIFF_EIMAGE, "duty expression: header does not describe its instructions");
    return TARIFF_OK;
}

/* ---- names ---- */
static uint32_t intern_text(void *user, trf_slice text)
{
    trf_code_vocabulary *source = user;
    uint32_t id = trf_intern_add(source->texts, text);

    return id == TRF_INTERN_NONE ? NONE : id;
}

static uint32_t vocabulary_unit(void *user, trf_slice code, trf_slice qualifier)
{
    trf_code_vocabulary *source = user;

    return trf_vocabulary_unit(source->vocabulary, code, qualifier);
}

static uint32_t vocabulary_currency(void *user, trf_slice code)
{
    trf_code_vocabulary *source = user;

    return trf_vocabulary_currency(source->vocabulary, code);
}

void trf_code_names_of(trf_code_vocabulary *source, trf_code_names *names)
{
    *names = (trf_code_names){source, intern_text, vocabulary_unit, vocabulary_currency};
}
