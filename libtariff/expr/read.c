/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/read.h"

#include "expr/cursor.h"
#include "expr/print.h"

static const char *const grammar_names[] = {"", "taric", "cet", "us", "condition", "season", "components"};

uint32_t trf_grammar_of(trf_slice name)
{
    uint32_t i;

    for (i = 1; i < sizeof grammar_names / sizeof *grammar_names; i++)
        if (trf_slice_is(name, grammar_names[i]))
            return i;
    return TRF_GRAMMAR_NONE;
}

trf_slice trf_grammar_name(uint32_t grammar)
{
    return trf_slice_text(grammar < sizeof grammar_names / sizeof *grammar_names ? grammar_names[grammar] : "");
}

/* A full read of one text. The cursor keeps the fault. */
static trf_expr *read_once(const trf_expr_reader *reader, trf_slice text, trf_cursor *cursor)
{
    *cursor = (trf_cursor){
        .reader = reader, .vocabulary = reader->vocabulary ? reader->vocabulary : &trf_vocabulary_default, .text = text};
    switch (reader->grammar) {
    case TRF_GRAMMAR_TARIC: return trf_read_taric(cursor);
    case TRF_GRAMMAR_CET: return trf_read_cet(cursor);
    case TRF_GRAMMAR_US: return trf_read_us(cursor);
    case TRF_GRAMMAR_CONDITION: return trf_read_condition(cursor);
    case TRF_GRAMMAR_SEASON: return trf_read_season(cursor);
    default: trf_cursor_fault_text(cursor, TRF_FAULT_PROSE, 0, "No reader for this notation."); return NULL;
    }
}

/* ---- every word of the text is in the print ---- */
typedef struct letters {
    trf_slice text;
    size_t at;
    const trf_cursor *read; /* of the text: units have several spellings, and the print has one of them; NULL for the print */
} letters;

/* The end of a spelling that was read as a unit, where one stands at `at`; else `at`. */
static size_t after_unit(const trf_cursor *read, size_t at)
{
    for (uint32_t i = 0; read && i < read->spelt_count; i++)
        if (read->spelt[i].from <= at && at < read->spelt[i].to)
            return read->spelt[i].to;
    return at;
}

static bool word_at(trf_slice text, size_t at, const char *word)
{
    size_t i;

    for (i = 0; word[i]; i++)
        if (at + i >= text.size || (text.data[at + i] | 0x20) != word[i])
            return false;
    return true;
}

/* The next letter, digit or sign that means something; words that stand for a sign come as the sign. 0 at the end. */
static int next_letter(letters *l)
{
    static const struct {
        const char *word;
        int sign;
    } same[] = {{"cents", 0xa2}, {"cent", 0xa2}, {"percent", '%'}, {"per cent", '%'}, {"plus", '+'}, {"thousand", 'k'}};
    size_t i, blank;

    while ((l->at = after_unit(l->read, l->at)) < l->text.size) {
        unsigned char c = (unsigned char)l->text.data[l->at];
        bool starts = l->at == 0 || !((unsigned char)(l->text.data[l->at - 1] | 0x20) >= 'a' &&
                                      (unsigned char)(l->text.data[l->at - 1] | 0x20) <= 'z');

        for (i = 0; starts && i < sizeof same / sizeof *same; i++)
            if (word_at(l->text, l->at, same[i].word)) {
                l->at += strlen(same[i].word);
                if (same[i].sign != 'k')
                    return same[i].sign;
                break;
            }
        if (starts && i < sizeof same / sizeof *same)
            continue;
        blank = trf_blank_size(l->text, l->at);
        if (blank) {
            l->at += blank;
            continue;
        }
        l->at++;
        if (c == 0xc2) /* the first byte of the cent sign */
            continue;
        if (c >= 'A' && c <= 'Z')
            return c | 0x20;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80 || c == '%' || c == '$' || c == '+')
            return c;
    }
    return 0;
}

static bool all_words_used(const trf_cursor *read, trf_slice text, trf_slice print)
{
    letters wanted = {text, 0, read}, have = {print, 0, NULL};
    int want, got;

    while ((want = next_letter(&wanted)) != 0) {
        do
            got = next_letter(&have);
        while (got != 0 && got != want);
        if (got == 0)
            return false;
    }
    return true;
}

static tariff_status unresolved(trf_expr_reading *reading, trf_expr_fault_kind kind, const char *text)
{
    trf_fault_set(&reading->fault, kind, 0);
    if (text)
        reading->fault.text = trf_slice_text(text);
    return TARIFF_NEGATIVE;
}

tariff_status trf_expr_read(const trf_expr_reader *reader, trf_slice text, trf_expr_reading *reading)
{
    trf_expr_reading found = {.tree = NULL};
    trf_cursor cursor, first;
    trf_buffer print;
    trf_expr *tree, *again;
    trf_slice words;
    tariff_status status;

    trf_buffer_init(&print, reader->arena->alloc, 0);
    if (text.size > TRF_EXPR_TEXT_MAX) {
        status = unresolved(&found, TRF_FAULT_LIMIT, NULL);
        goto done;
    }
    tree = read_once(reader, text, &cursor);
    words = cursor.text; /* a reader may have mended line ends */
    first = cursor;
    if (cursor.refused) {
        status = TARIFF_ENOMEM;
        goto done;
    }
    if (!tree && cursor.fault.kind == TRF_FAULT_NONE) {
        found.as_canonical = text.size == 0;
        status = TARIFF_OK;
        goto done;
    }
    if (!tree) {
        found.fault = cursor.fault;
        status = TARIFF_NEGATIVE;
        goto done;
    }
    status = trf_expr_print(tree, reader->vocabulary, reader->grammar, TRF_STYLE_CANONICAL, &print);
    found.canonical = trf_arena_copy(reader->arena, trf_buffer_view(&print));
    again = found.canonical.data ? read_once(reader, found.canonical, &cursor) : NULL;
    if (print.failed || !found.canonical.data || cursor.refused) {
        status = TARIFF_ENOMEM;
        goto done;
    }
    if (status != TARIFF_OK || !trf_expr_equal(tree, again))
        status = unresolved(&found, TRF_FAULT_PROSE, "The canonical print of the rate does not read back to the same.");
    else if ((reader->grammar == TRF_GRAMMAR_US || reader->grammar == TRF_GRAMMAR_CET) &&
             !all_words_used(&first, words, found.canonical))
        status = unresolved(&found, TRF_FAULT_TRAILING, "A word of the text has no place in the rate.");
    if (status != TARIFF_OK) {
        found.canonical = TRF_SLICE_EMPTY;
        goto done;
    }
    found.tree = tree;
    found.as_canonical = trf_slice_equal(text, found.canonical);
done:
    trf_buffer_done(&print);
    if (status == TARIFF_OK || status == TARIFF_NEGATIVE)
        *reading = found;
    return status;
}
