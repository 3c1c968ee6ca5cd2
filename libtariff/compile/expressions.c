/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Duties to expression records. Equal ones are compiled once: a table goes from what was read (values of components, or text
 * and grammar) to the record. Run time parses nothing.
 */
#include "compile/build.h"
#include "expr/bytecode.h"
#include "expr/print.h"
#include "image/key.h"

#define FIELDS 5u /* duty expression, amount, money, unit, qualifier */

typedef struct known {
    uint32_t first, count; /* values that make the key */
    uint32_t expression;
} known;

struct trf_memo {
    trf_value *keys;
    size_t keys_count, keys_capacity;
    known *entries;
    size_t entries_count, entries_capacity;
    uint32_t *slots; /* entry + 1 */
    uint32_t slot_count;
    trf_buffer code, print;
};

static uint32_t hash_of(const trf_value *key, uint32_t count)
{
    uint64_t state = count;

    for (uint32_t i = 0; i < count; i++)
        state = trf_key_mix(state ^ key[i]) + i;
    return (uint32_t)state;
}

static uint32_t slot_of(const trf_memo *memo, const trf_value *key, uint32_t count)
{
    uint32_t at = hash_of(key, count) & (memo->slot_count - 1);

    for (; memo->slots[at]; at = (at + 1) & (memo->slot_count - 1)) {
        const known *entry = &memo->entries[memo->slots[at] - 1];

        if (entry->count == count && memcmp(memo->keys + entry->first, key, count * sizeof *key) == 0)
            break;
    }
    return at;
}

static bool widen(const trf_alloc *alloc, trf_memo *memo, uint32_t slot_count)
{
    uint32_t *slots = trf_alloc_array(alloc, slot_count, sizeof *slots), *old = memo->slots;
    uint32_t old_count = memo->slot_count;

    if (!slots)
        return false;
    memo->slots = slots;
    memo->slot_count = slot_count;
    for (size_t i = 0; i < memo->entries_count; i++)
        slots[slot_of(memo, memo->keys + memo->entries[i].first, memo->entries[i].count)] = (uint32_t)i + 1;
    trf_alloc_free(alloc, old, old_count * sizeof *old);
    return true;
}

static trf_memo *memo_of(trf_build *build)
{
    trf_memo *memo = build->memo;

    if (memo)
        return memo;
    memo = trf_alloc_zero(build->alloc, sizeof *memo);
    if (!memo)
        return NULL;
    trf_buffer_init(&memo->code, build->alloc, 0);
    trf_buffer_init(&memo->print, build->alloc, 0);
    build->memo = memo;
    return widen(build->alloc, memo, 1024) ? memo : NULL;
}

void trf_memo_free(trf_build *build)
{
    trf_memo *memo = build->memo;

    if (!memo)
        return;
    trf_buffer_done(&memo->code);
    trf_buffer_done(&memo->print);
    trf_alloc_free(build->alloc, memo->keys, memo->keys_capacity * sizeof *memo->keys);
    trf_alloc_free(build->alloc, memo->entries, memo->entries_capacity * sizeof *memo->entries);
    trf_alloc_free(build->alloc, memo->slots, memo->slot_count * sizeof *memo->slots);
    trf_alloc_free(build->alloc, memo, sizeof *memo);
    build->memo = NULL;
}

static bool remember(trf_build *build, const trf_value *key, uint32_t count, uint32_t expression)
{
    trf_memo *memo = build->memo;
    void *keys = memo->keys, *entries = memo->entries;

    if (!trf_alloc_grow(build->alloc, &keys, &memo->keys_capacity, memo->keys_count + count, sizeof *memo->keys))
        return false;
    memo->keys = keys;
    if (!trf_alloc_grow(build->alloc, &entries, &memo->entries_capacity, memo->entries_count + 1, sizeof *memo->entries))
        return false;
    memo->entries = entries;
    if ((memo->entries_count + 1) * 2 > memo->slot_count && !widen(build->alloc, memo, memo->slot_count * 2))
        return false;
    memo->slots[slot_of(memo, key, count)] = (uint32_t)memo->entries_count + 1;
    memcpy(memo->keys + memo->keys_count, key, count * sizeof *key);
    memo->entries[memo->entries_count++] = (known){(uint32_t)memo->keys_count, count, expression};
    memo->keys_count += count;
    return true;
}

static bool recall(const trf_memo *memo, const trf_value *key, uint32_t count, uint32_t *expression)
{
    uint32_t at = slot_of(memo, key, count);

    if (!memo->slots[at])
        return false;
    *expression = memo->entries[memo->slots[at] - 1].expression;
    return true;
}

/* ---- records ---- */

static trf_str printed(trf_build *build, const trf_expr *tree, uint32_t grammar, trf_expr_style style)
{
    trf_memo *memo = build->memo;
    tariff_status status;

    trf_buffer_clear(&memo->print);
    status = trf_expr_print(tree, build->vocabulary, grammar, style, &memo->print);
    build->failed = build->failed || memo->print.failed || status == TARIFF_ENOMEM;
    return status == TARIFF_OK && !memo->print.failed ? trf_build_text(build, trf_buffer_view(&memo->print)) : 0;
}

static void unresolved(trf_build *build, trf_expression_record *record, const trf_expr_fault *fault)
{
    record->status = TRF_EXPRESSION_UNRESOLVED;
    record->code_offset = record->code_size = 0;
    record->reason = trf_build_text(build, fault->text.size   ? fault->text
                                           : fault->name.size ? fault->name
                                                              : TRF_SLICE("not understood"));
}

/** Bytecode of a tree at the end of its section. */
static tariff_status encode(trf_build *build, const trf_expr *tree, trf_expression_record *record)
{
    trf_memo *memo = build->memo;
    trf_code_vocabulary source = {build->vocabulary, &build->model->texts};
    trf_code_names names;
    trf_expr_fault fault = {0};
    trf_rows *rows = &build->rows[TRF_SECTION_EXPRESSION_CODE];
    tariff_status status;

    trf_code_names_of(&source, &names);
    trf_buffer_clear(&memo->code);
    status = trf_expr_encode(tree, build->vocabulary, &names, &memo->code, &fault);
    if (memo->code.failed)
        return trf_fail_memory(build->error);
    if (status != TARIFF_OK) {
        if (status == TARIFF_ENOMEM)
            return trf_fail_memory(build->error);
        if (status == TARIFF_ELIMIT)
            fault.text = TRF_SLICE("longer than a duty expression may be");
        unresolved(build, record, &fault);
        return TARIFF_OK;
    }
    if (!trf_rows_reserve(build->alloc, rows, memo->code.size))
        return trf_fail_memory(build->error);
    memcpy(rows->data + rows->count, memo->code.data, memo->code.size);
    record->code_offset = rows->count;
    record->code_size = (uint32_t)memo->code.size;
    record->status = TRF_EXPRESSION_PARSED;
    rows->count += (uint32_t)memo->code.size;
    return TARIFF_OK;
}

static tariff_status add(trf_build *build, const trf_expression_record *record, const trf_value *key, uint32_t count,
                         uint32_t *out)
{
    trf_expression_record *made = trf_build_add(build, TRF_SECTION_EXPRESSION);

    if (!made)
        return trf_fail_memory(build->error);
    *made = *record;
    *out = trf_build_count(build, TRF_SECTION_EXPRESSION) - 1;
    if (!remember(build, key, count, *out))
        return trf_fail_memory(build->error);
    return trf_build_status(build);
}

static trf_slice kept(trf_build *build, trf_value value)
{
    trf_str id = trf_build_value(build, value);
    trf_slice copy = id ? trf_arena_copy(&build->scratch, trf_build_get(build, id)) : TRF_SLICE_EMPTY;

    build->failed = build->failed || (id && !copy.data);
    return copy;
}

tariff_status trf_build_components(trf_build *build, const trf_value *components, size_t count, uint32_t *out)
{
    trf_memo *memo = memo_of(build);
    trf_component list[TRF_EXPR_COMPONENTS_MAX];
    trf_expression_record record = {.grammar = TRF_GRAMMAR_COMPONENTS};
    trf_expr_fault fault = {0};
    trf_expr *tree = NULL;
    uint32_t key_size = (uint32_t)(count * FIELDS);
    tariff_status status = TARIFF_OK;

    *out = 0;
    if (count == 0)
        return TARIFF_OK;
    if (!memo)
        return trf_fail_memory(build->error);
    if (recall(memo, components, key_size, out))
        return TARIFF_OK;
    if (count > TRF_EXPR_COMPONENTS_MAX) {
        fault.text = TRF_SLICE("more components than a duty may have");
        unresolved(build, &record, &fault);
        return add(build, &record, components, key_size, out);
    }
    trf_arena_reset(&build->scratch);
    for (size_t i = 0; i < count && fault.text.size == 0; i++) {
        const trf_value *values = components + i * FIELDS;
        trf_slice amount = kept(build, values[1]);

        memset(&list[i], 0, sizeof list[i]);
        list[i].id = kept(build, values[0]);
        list[i].money = kept(build, values[2]);
        list[i].unit = kept(build, values[3]);
        list[i].qualifier = kept(build, values[4]);
        if (amount.size && !trf_expr_number_read(amount, &list[i].amount))
            fault.text = TRF_SLICE("an amount is no decimal number of at most 18 digits");
    }
    if (build->failed)
        return trf_fail_memory(build->error);
    if (fault.text.size == 0)
        status = trf_expr_from_components(&build->scratch, build->vocabulary, list, count, 0, &tree, &fault);
    if (status < 0)
        return status == TARIFF_ENOMEM ? trf_fail_memory(build->error) : status;
    if (tree) {
        record.canonical = printed(build, tree, TRF_GRAMMAR_TARIC, TRF_STYLE_CANONICAL);
        record.text = printed(build, tree, TRF_GRAMMAR_TARIC, TRF_STYLE_BASE);
        record.verbose = printed(build, tree, TRF_GRAMMAR_TARIC, TRF_STYLE_VERBOSE);
        status = encode(build, tree, &record);
        if (status < 0)
            return status;
    } else {
        unresolved(build, &record, &fault);
    }
    return add(build, &record, components, key_size, out);
}

tariff_status trf_build_duty_text(trf_build *build, trf_value text, trf_value grammar, uint32_t *out)
{
    trf_memo *memo = memo_of(build);
    trf_value key[2] = {text, grammar};
    trf_expression_record record = {0};
    trf_expr_reading reading = {0};
    trf_expr_reader reader = {.vocabulary = build->vocabulary, .arena = &build->scratch, .date = TRF_DATE_NONE};
    trf_slice words;
    tariff_status status;

    *out = 0;
    if (!memo)
        return trf_fail_memory(build->error);
    if (recall(memo, key, 2, out))
        return TARIFF_OK;
    trf_arena_reset(&build->scratch);
    reader.grammar = trf_grammar_of(kept(build, grammar));
    if (reader.grammar == TRF_GRAMMAR_NONE)
        reader.grammar = TRF_GRAMMAR_TARIC;
    words = kept(build, text);
    if (build->failed)
        return trf_fail_memory(build->error);
    if (words.size == 0)
        return TARIFF_OK;
    record.grammar = (uint8_t)reader.grammar;
    record.text = trf_build_text(build, words);
    status = trf_expr_read(&reader, words, &reading);
    if (status < 0)
        return status == TARIFF_ENOMEM ? trf_fail_memory(build->error) : status;
    if (reading.tree) {
        record.canonical = trf_build_text(build, reading.canonical);
        record.verbose = printed(build, reading.tree, reader.grammar, TRF_STYLE_VERBOSE);
        status = encode(build, reading.tree, &record);
        if (status < 0)
            return status;
    } else {
        unresolved(build, &record, &reading.fault);
    }
    return add(build, &record, key, 2, out);
}
