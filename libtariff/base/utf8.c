/* SPDX-License-Identifier: Apache-2.0 */
#include "utf8.h"

uint32_t trf_utf8_read(trf_slice text, unsigned *used)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)text.data[0];
    unsigned length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    uint32_t value;

    *used = 0;
    if (length == 1) {
        *used = 1;
        return first;
    }
    if (length == 0 || length > text.size)
        return TRF_UTF8_BAD;
    value = first & (0xffu >> (length + 1));
    for (unsigned i = 1; i < length; i++) {
        unsigned char c = (unsigned char)text.data[i];

        if ((c & 0xc0) != 0x80)
            return TRF_UTF8_BAD;
        value = value << 6 | (c & 0x3fu);
    }
    if (value < least[length] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return TRF_UTF8_BAD;
    *used = length;
    return value;
}

unsigned trf_utf8_write(uint32_t code_point, char out[4])
{
    if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point <= 0xdfff))
        code_point = TRF_UTF8_BAD;
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xc0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3f));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xe0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code_point & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code_point & 0x3f));
    return 4;
}

size_t trf_utf8_span(trf_slice text)
{
    size_t at = 0;

    while (at < text.size) {
        unsigned used;

        /* Eight bytes of ASCII at a time: most text is nothing else. */
        while (text.size - at >= 8) {
            uint64_t eight;

            memcpy(&eight, text.data + at, 8);
            if (eight & UINT64_C(0x8080808080808080))
                break;
            at += 8;
        }
        if (at == text.size)
            break;
        trf_utf8_read(trf_slice_of(text.data + at, text.size - at), &used);
        if (used == 0)
            break;
        at += used;
    }
    return at;
}
