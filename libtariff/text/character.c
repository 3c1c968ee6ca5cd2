/* SPDX-License-Identifier: Apache-2.0 */
#include "text/character.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

#include "base/utf8.h"

enum { RUN_UNITS = 1024 }; /* of a run that is folded together; runs are short (trf_fold) */

#define O TRF_CHARACTER_OTHER
#define S TRF_CHARACTER_SPACE
#define L TRF_CHARACTER_LETTER
#define D TRF_CHARACTER_DIGIT
/* clang-format off */
const uint8_t trf_character_ascii[128] = {
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, /* controls */
    S, O, O, O, O, O, O, TRF_CHARACTER_APOSTROPHE, /* ' */
    TRF_CHARACTER_OPEN, TRF_CHARACTER_CLOSE, O, O, TRF_CHARACTER_COMMA, TRF_CHARACTER_HYPHEN, TRF_CHARACTER_DOT, O,
    D, D, D, D, D, D, D, D, D, D, TRF_CHARACTER_COLON, TRF_CHARACTER_COLON, O, O, O, O,
    O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* @ A … Z */
    TRF_CHARACTER_OPEN, O, TRF_CHARACTER_CLOSE, O, O,
    TRF_CHARACTER_APOSTROPHE, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    TRF_CHARACTER_OPEN, O, TRF_CHARACTER_CLOSE, O, S,
};
/* clang-format on */
#undef O
#undef S
#undef L
#undef D

/* Letters that Unicode does not decompose, though people type them so. */
static const struct {
    uint16_t letter;
    uint16_t base[2];
} strokes[] = {
    {0xe6, {'a', 'e'}}, {0xf0, {'d', 0}},  {0xf8, {'o', 0}},    {0xfe, {'t', 'h'}},  {0x111, {'d', 0}},
    {0x127, {'h', 0}},  {0x131, {'i', 0}}, {0x142, {'l', 0}},   {0x153, {'o', 'e'}}, {0x167, {'t', 0}},
    {0x180, {'b', 0}},  {0x1e5, {'g', 0}}, {0x649, {0x64a, 0}}, /* alef maksura for yeh */
};

static bool loses_marks(UScriptCode script)
{
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC || script == USCRIPT_ARABIC ||
           script == USCRIPT_HEBREW;
}

static uint8_t class_of_letter(UScriptCode script)
{
    switch (script) {
    case USCRIPT_HAN: return TRF_CHARACTER_HAN;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA: return TRF_CHARACTER_KANA;
    case USCRIPT_HANGUL: return TRF_CHARACTER_HANGUL;
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR: return TRF_CHARACTER_THAI;
    default: return TRF_CHARACTER_LETTER;
    }
}

static uint8_t class_of(uint32_t c, UScriptCode script)
{
    int8_t type = u_charType((UChar32)c);

    /* The sign of long vowels belongs to two scripts, so Unicode gives it to none. */
    if (c == 0x30fc)
        return TRF_CHARACTER_KANA;
    switch (type) {
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER: return class_of_letter(script);
    case U_LETTER_NUMBER: return script == USCRIPT_HAN ? TRF_CHARACTER_HAN : TRF_CHARACTER_LETTER;
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_ENCLOSING_MARK: {
        uint8_t class = class_of_letter(script);

        return trf_character_is_unspaced(class) ? class : TRF_CHARACTER_MARK;
    }
    case U_DECIMAL_DIGIT_NUMBER: return TRF_CHARACTER_DIGIT;
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_CONTROL_CHAR: return TRF_CHARACTER_SPACE;
    case U_DASH_PUNCTUATION: return TRF_CHARACTER_HYPHEN;
    case U_START_PUNCTUATION: return TRF_CHARACTER_OPEN;
    case U_END_PUNCTUATION: return TRF_CHARACTER_CLOSE;
    default: break;
    }
    switch (c) {
    case 0x2212: return TRF_CHARACTER_HYPHEN; /* minus */
    case 0x3001:                              /* ideographic comma */
    case 0x60c: return TRF_CHARACTER_COMMA;   /* Arabic comma */
    case 0x61b: return TRF_CHARACTER_COLON;   /* Arabic semicolon */
    case 0x3002:                              /* ideographic full stop */
    case 0x6d4: return TRF_CHARACTER_DOT;     /* Arabic full stop */
    default: return TRF_CHARACTER_OTHER;
    }
}

static void find_base(const trf_characters *characters, trf_character *character, UScriptCode script)
{
    UChar units[16];
    UErrorCode code = U_ZERO_ERROR;
    uint32_t c = character->code_point;
    int32_t size, at = 0;
    unsigned kept = 0;

    for (unsigned i = 0; i < sizeof strokes / sizeof strokes[0]; i++) {
        if (strokes[i].letter == c) {
            character->base[0] = strokes[i].base[0];
            character->base[1] = strokes[i].base[1];
            character->changed = 1;
            return;
        }
    }
    if (character->class == TRF_CHARACTER_MARK) {
        character->changed = script == USCRIPT_INHERITED || loses_marks(script);
        return;
    }
    /* Tatweel only stretches a word. Short i is a letter of its own, and endings are told by it. */
    if (c == 0x640)
        character->changed = 1;
    if (character->class != TRF_CHARACTER_LETTER || !loses_marks(script) || c == 0x439)
        return;
    size = unorm2_getDecomposition(characters->decompose, (UChar32)c, units, (int32_t)(sizeof units / sizeof units[0]), &code);
    if (U_FAILURE(code) || size <= 0)
        return;
    while (at < size) {
        UChar32 part;

        U16_NEXT(units, at, size, part);
        if (u_charType(part) == U_NON_SPACING_MARK)
            continue;
        if (kept == 2 || part > 0xffff)
            return;
        character->base[kept++] = (uint16_t)part;
    }
    for (unsigned i = 0; kept == 1 && i < sizeof strokes / sizeof strokes[0]; i++) {
        if (strokes[i].letter == character->base[0]) {
            character->base[0] = strokes[i].base[0];
            character->base[1] = strokes[i].base[1];
            break;
        }
    }
    character->changed = kept > 0;
}

static uint32_t one_sign(uint32_t c)
{
    int32_t digit = u_charType((UChar32)c) == U_DECIMAL_DIGIT_NUMBER ? u_charDigitValue((UChar32)c) : -1;

    if (digit >= 0 && digit <= 9)
        return '0' + (uint32_t)digit;
    switch (c) {
    case 0x60:   /* grave accent */
    case 0xb4:   /* acute accent */
    case 0x2bc:  /* modifier letter apostrophe */
    case 0x2018: /* quotation marks */
    case 0x2019: return '\'';
    case 0x201c:
    case 0x201d:
    case 0x2033: return '"'; /* two primes */
    default: return c;
    }
}

static void find_folded(const trf_characters *characters, trf_character *character)
{
    UChar units[4], folded[8];
    UErrorCode code = U_ZERO_ERROR;
    int32_t size = 0, at = 0;
    UBool failed = 0;
    UChar32 first;

    character->folded = one_sign(character->code_point);
    character->flags |= TRF_CHARACTER_SIMPLE;
    if (character->folded != character->code_point)
        return;
    character->flags &= (uint8_t)~TRF_CHARACTER_SIMPLE;
    character->folded = UINT32_MAX;
    U16_APPEND(units, size, 4, (UChar32)character->code_point, failed);
    if (failed)
        return;
    size = unorm2_normalize(characters->fold, units, size, folded, (int32_t)(sizeof folded / sizeof folded[0]), &code);
    if (U_FAILURE(code))
        return;
    if (size == 0) {
        character->folded = 0;
    } else {
        U16_NEXT(folded, at, size, first);
        if (at < size)
            return;
        character->folded = one_sign((uint32_t)first);
    }
    character->flags |= TRF_CHARACTER_SIMPLE;
}

tariff_status trf_characters_init(trf_characters *characters, const trf_alloc *alloc, tariff_error **error)
{
    UErrorCode code = U_ZERO_ERROR;

    characters->fold = unorm2_getNFKCCasefoldInstance(&code);
    characters->decompose = unorm2_getNFDInstance(&code);
    if (U_FAILURE(code))
        return trf_fail(error, alloc, TARIFF_EUNSUPPORTED, "ICU: no data for normalisation (%s)", u_errorName(code));
    return TARIFF_OK;
}

const trf_character *trf_character_learn(trf_characters *characters, uint32_t code_point)
{
    trf_character *slot = &characters->slots[(code_point ^ code_point >> 11) % TRF_CHARACTER_SLOTS];
    UErrorCode code = U_ZERO_ERROR;
    UScriptCode script;

    memset(slot, 0, sizeof *slot);
    slot->code_point = code_point;
    slot->known = 1;
    script = uscript_getScript((UChar32)code_point, &code);
    slot->class = code_point < 128 ? trf_character_ascii[code_point] : class_of(code_point, script);
    if (unorm2_hasBoundaryBefore(characters->fold, (UChar32)code_point))
        slot->flags |= TRF_CHARACTER_BOUNDARY;
    find_folded(characters, slot);
    find_base(characters, slot, script);
    return slot;
}

bool trf_characters_fold_run(trf_characters *characters, const uint32_t *run, unsigned count, char *out, size_t room,
                             size_t *written)
{
    UChar units[RUN_UNITS / 8], folded[RUN_UNITS];
    UErrorCode code = U_ZERO_ERROR;
    int32_t size = 0, at = 0;

    *written = 0;
    for (unsigned i = 0; i < count; i++) {
        UBool failed = 0;

        U16_APPEND(units, size, (int32_t)(sizeof units / sizeof units[0]), (UChar32)run[i], failed);
        if (failed)
            break;
    }
    size = unorm2_normalize(characters->fold, units, size, folded, RUN_UNITS, &code);
    if (U_FAILURE(code))
        return true; /* runs are so short that none is too long; what cannot be folded is left out */
    while (at < size) {
        UChar32 c;

        U16_NEXT(folded, at, size, c);
        if (room - *written < 4)
            return false;
        *written += trf_utf8_write(one_sign((uint32_t)c), out + *written);
    }
    return true;
}

size_t trf_characters_plain(trf_characters *characters, trf_slice word, char *out, size_t room)
{
    size_t at = 0, size = 0;

    while (at < word.size) {
        const trf_character *character;
        unsigned used;
        uint32_t c;

        if ((unsigned char)word.data[at] < 0x80) {
            if (size == room)
                break;
            out[size++] = word.data[at++];
            continue;
        }
        c = trf_utf8_read(trf_slice_of(word.data + at, word.size - at), &used);
        if (used == 0)
            break;
        character = trf_character_look(characters, c);
        if (room - size < 8)
            break;
        if (!character->changed) {
            memcpy(out + size, word.data + at, used);
            size += used;
        } else if (character->base[0]) {
            size += trf_utf8_write(character->base[0], out + size);
            if (character->base[1])
                size += trf_utf8_write(character->base[1], out + size);
        }
        at += used;
    }
    return size;
}
