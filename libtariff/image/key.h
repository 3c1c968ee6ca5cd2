/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Keys of the hash sections. A code of digits, and an id of up to eight letters and digits, is packed into its key without
 * loss, so that finding the key is finding the text and no page of texts is touched. Other texts are hashed: the reader
 * compares what it finds. Probing is linear over a power of two of slots and stops after TRF_PROBES_MAX, so that a crafted
 * image cannot hold a reader up.
 *
 * Bits of a key: 63 hashed; 61 and 62 form (1 digits, 2 letters and digits); 49 to 60 tariff; 0 to 48 text.
 */
#ifndef TRF_IMAGE_KEY_H
#define TRF_IMAGE_KEY_H

#include "base/mix.h"
#include "base/slice.h"

#define TRF_PROBES_MAX 256u

/** 1 to 63 for the characters of ids, 0 for others. */
static inline unsigned trf_key_letter(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0') + 1;
    if (c >= 'A' && c <= 'Z')
        return (unsigned)(c - 'A') + 11;
    if (c >= 'a' && c <= 'z')
        return (unsigned)(c - 'a') + 37;
    return c == '-' ? 63 : 0;
}

/** Key of a code or an area id within a tariff; never 0, which is a free slot. */
static inline uint64_t trf_code_key(uint32_t tariff, trf_slice code)
{
    uint64_t digits = 1, letters = 0, hash = UINT64_C(0xcbf29ce484222325);
    bool is_digits = code.size > 0 && code.size <= 14 && tariff < 4096;
    bool is_letters = code.size > 0 && code.size <= 8 && tariff < 4096;

    if (is_digits || is_letters) {
        for (size_t i = 0; i < code.size; i++) {
            unsigned letter = trf_key_letter(code.data[i]);

            is_digits = is_digits && letter >= 1 && letter <= 10;
            is_letters = is_letters && letter != 0;
            digits = digits * 10 + (letter - 1);
            letters = letters << 6 | letter;
        }
        if (is_digits)
            return UINT64_C(1) << 61 | (uint64_t)tariff << 49 | digits;
        if (is_letters)
            return UINT64_C(2) << 61 | (uint64_t)tariff << 49 | letters;
    }
    hash ^= tariff;
    for (size_t i = 0; i < code.size; i++)
        hash = (hash ^ (uint8_t)code.data[i]) * UINT64_C(0x100000001b3);
    return UINT64_C(1) << 63 | trf_key_mix(hash);
}

/** Whether equal keys mean equal tariff and text. */
static inline bool trf_code_key_exact(uint64_t key)
{
    return key >> 63 == 0;
}

/** First slot to look at. */
static inline uint32_t trf_code_slot(uint64_t key, uint32_t slots)
{
    return (uint32_t)(trf_key_mix(key) >> 16) & (slots - 1);
}

#endif
