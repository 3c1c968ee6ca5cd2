/* SPDX-License-Identifier: Apache-2.0 */
#include "text/fold.h"

#include "base/limits.h"
#include "base/utf8.h"

enum { RUN = 32, ROOM_STEP = 256 };

void trf_folded_init(trf_folded *folded, const trf_alloc *alloc)
{
    memset(folded, 0, sizeof *folded);
    folded->alloc = alloc;
}

void trf_folded_done(trf_folded *folded)
{
    trf_alloc_free(folded->alloc, folded->data, folded->data_room);
    trf_alloc_free(folded->alloc, folded->places_block, folded->places_room * sizeof *folded->places_block);
    trf_folded_init(folded, folded->alloc);
}

static bool is_ascii(trf_slice text)
{
    size_t at = 0;
    uint64_t high = 0;

    for (; at + 8 <= text.size; at += 8) {
        uint64_t piece;

        memcpy(&piece, text.data + at, 8);
        high |= piece;
    }
    for (; at < text.size; at++)
        high |= (uint64_t)(unsigned char)text.data[at] << 56;
    return (high & UINT64_C(0x8080808080808080)) == 0;
}

/* Small letters of eight ASCII characters at once. */
static uint64_t small8(uint64_t piece)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t past_a = piece + ones * (0x80 - 'A'), past_z = piece + ones * (0x80 - 'Z' - 1);

    return piece | ((past_a & ~past_z & ones * 0x80) >> 2);
}

/* The signs beside letters that fold to others: one_sign() of text/character.c; ASCII has one. */
static void fold_ascii(char *out, trf_slice text)
{
    size_t at = 0;

    for (; at + 8 <= text.size; at += 8) {
        uint64_t piece;

        memcpy(&piece, text.data + at, 8);
        piece = small8(piece);
        memcpy(out + at, &piece, 8);
    }
    for (; at < text.size; at++)
        out[at] = text.data[at] >= 'A' && text.data[at] <= 'Z' ? (char)(text.data[at] | 0x20) : text.data[at];
    for (char *grave = text.size ? memchr(out, '`', text.size) : NULL; grave;
         grave = memchr(grave, '`', (size_t)(out + text.size - grave)))
        *grave = '\'';
}

static tariff_status more(trf_folded *folded, size_t data, bool places, tariff_error **error)
{
    void *block = folded->data;

    data += ROOM_STEP;
    if (data > folded->data_room) {
        if (!trf_alloc_grow(folded->alloc, &block, &folded->data_room, data, 1))
            return trf_fail_memory(error);
        folded->data = block;
    }
    block = folded->places_block;
    if (places && data > folded->places_room) {
        if (!trf_alloc_grow(folded->alloc, &block, &folded->places_room, data, sizeof *folded->places_block))
            return trf_fail_memory(error);
        folded->places_block = block;
    }
    return TARIFF_OK;
}

static uint32_t read(trf_slice text, size_t at, unsigned *used)
{
    uint32_t c = trf_utf8_read(trf_slice_of(text.data + at, text.size - at), used);

    if (*used)
        return c;
    *used = 1;
    return ' ';
}

static void put(trf_folded *folded, const char *bytes, size_t count, size_t place)
{
    for (size_t i = 0; i < count; i++) {
        folded->data[folded->size] = bytes[i];
        folded->places_block[folded->size++] = (uint32_t)place;
    }
}

/* One character, or a run of those that may join; returns where the next begins. */
static size_t fold_next(trf_folded *folded, trf_characters *characters, trf_slice text, size_t at, uint32_t flags)
{
    uint32_t run[RUN], c;
    const trf_character *character;
    unsigned used, count = 0;
    size_t start = at, written;
    char bytes[4 * 32 * RUN];

    for (;;) {
        c = read(text, at, &used);
        if (flags & TRF_FOLD_DOTLESS)
            c = c == 'I' ? 0x131 : c == 0x130 ? 'i' : c;
        if (count && (count == RUN || (trf_character_look(characters, c)->flags & TRF_CHARACTER_BOUNDARY)))
            break;
        run[count++] = c;
        at += used;
        if (at == text.size)
            break;
    }
    character = trf_character_look(characters, run[0]);
    if (count == 1 && (character->flags & TRF_CHARACTER_SIMPLE)) {
        if (character->folded || run[0] == 0)
            put(folded, bytes, trf_utf8_write(character->folded, bytes), start);
    } else {
        trf_characters_fold_run(characters, run, count, bytes, sizeof bytes, &written);
        put(folded, bytes, written, start);
    }
    return at;
}

/* As read(); most letters beside ASCII have two bytes. */
static inline uint32_t read_quickly(trf_slice text, size_t at, unsigned *used)
{
    unsigned char first = (unsigned char)text.data[at];

    if (first >= 0xc2 && first < 0xe0 && at + 1 < text.size && ((unsigned char)text.data[at + 1] & 0xc0) == 0x80) {
        *used = 2;
        return (first & 0x1fu) << 6 | ((unsigned char)text.data[at + 1] & 0x3fu);
    }
    return read(text, at, used);
}

/* One character that joins with none; false where it is not so easy. */
static bool fold_one(trf_folded *folded, trf_characters *characters, trf_slice text, size_t *at, uint32_t flags)
{
    unsigned used, next;
    uint32_t c = read_quickly(text, *at, &used);
    const trf_character *character = trf_character_look(characters, c);
    uint32_t made = character->folded;
    size_t end = *at + used;

    if (!(character->flags & TRF_CHARACTER_SIMPLE) || made == 0 || (flags & TRF_FOLD_DOTLESS))
        return false;
    if (end < text.size && (unsigned char)text.data[end] >= 0x80 &&
        !(trf_character_look(characters, read_quickly(text, end, &next))->flags & TRF_CHARACTER_BOUNDARY))
        return false;
    if (made >= 0x80 && made < 0x800) {
        const char bytes[2] = {(char)(0xc0 | made >> 6), (char)(0x80 | (made & 0x3f))};

        put(folded, bytes, 2, *at);
    } else {
        char bytes[4];

        put(folded, bytes, trf_utf8_write(made, bytes), *at);
    }
    *at = end;
    return true;
}

/* Whether nothing is to be looked up: ASCII that no accent follows. */
static bool plain_ascii(trf_slice text, size_t at, uint32_t flags)
{
    return !(flags & TRF_FOLD_GENERAL) && (unsigned char)text.data[at] < 0x80 &&
           (at + 1 == text.size || (unsigned char)text.data[at + 1] < 0x80) &&
           !((flags & TRF_FOLD_DOTLESS) && text.data[at] == 'I');
}

tariff_status trf_fold(trf_folded *folded, trf_characters *characters, trf_slice text, uint32_t flags, tariff_error **error)
{
    tariff_status status = more(folded, text.size + TRF_FOLD_PADDING, false, error);

    folded->size = 0;
    folded->places = NULL;
    folded->cut = false;
    if (status < 0)
        return status;
    if (!(flags & (TRF_FOLD_GENERAL | TRF_FOLD_DOTLESS)) && is_ascii(text)) {
        if (text.size)
            fold_ascii(folded->data, text);
        folded->size = text.size;
        memset(folded->data + folded->size, 0, TRF_FOLD_PADDING);
        return TARIFF_OK;
    }
    for (size_t at = 0; at < text.size;) {
        /* A character becomes at most 18, of 4 bytes each; a run is at most RUN of them. */
        size_t wanted = folded->size + 4 * 32 * RUN + TRF_FOLD_PADDING;

        if (wanted > folded->data_room || wanted > folded->places_room)
            status = more(folded, wanted, true, error);
        if (status < 0)
            return status;
        if (folded->size > TRF_TEXT_FOLDED_MAX) {
            folded->cut = true;
            break;
        }
        if (plain_ascii(text, at, flags)) {
            char c = text.data[at] >= 'A' && text.data[at] <= 'Z' ? (char)(text.data[at] | 0x20) : text.data[at];

            put(folded, c == '`' ? "'" : &c, 1, at);
            at++;
        } else if (!fold_one(folded, characters, text, &at, flags)) {
            at = fold_next(folded, characters, text, at, flags);
        }
    }
    status = more(folded, folded->size + TRF_FOLD_PADDING, true, error);
    if (status < 0)
        return status;
    folded->places_block[folded->size] = folded->cut ? folded->places_block[folded->size - 1] : (uint32_t)text.size;
    folded->places = folded->places_block;
    memset(folded->data + folded->size, 0, TRF_FOLD_PADDING);
    return TARIFF_OK;
}
