/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers at the door and arithmetic over them: what is printed reads back as the same value, and no operation aborts. */
#include <stdlib.h>

#include "num/number.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void print_and_read(trf_numbers *pool, trf_number value)
{
    trf_buffer text;
    trf_number again;

    trf_buffer_init(&text, &trf_alloc_default, 4096);
    if (trf_number_is_decimal(pool, value, 18) && trf_number_format(pool, value, 0, 18, &text) == TARIFF_OK && !text.failed &&
        trf_number_parse(pool, trf_buffer_view(&text), &again) == TARIFF_OK)
        must(trf_number_compare(pool, value, again) == 0);
    trf_buffer_done(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static trf_numbers *pool;
    const char *text = (const char *)data;
    trf_number values[8], result;
    size_t count = 0, at = 0;

    if (!pool)
        pool = trf_numbers_new(&trf_alloc_default);
    must(pool != NULL);
    trf_numbers_reset(pool);
    /* Operands are separated by bytes that no number has; the last byte of the input chooses the operations. */
    while (at < size && count < 8) {
        size_t end = at;

        while (end < size && text[end] != ';')
            end++;
        if (trf_number_parse(pool, trf_slice_of(text + at, end - at), &values[count]) == TARIFF_OK)
            print_and_read(pool, values[count++]);
        at = end + 1;
    }
    for (size_t i = 0; i + 1 < count; i++) {
        unsigned choice = (data[size - 1] + (unsigned)i) % 5;
        tariff_status status = choice == 0   ? trf_number_add(pool, values[i], values[i + 1], &result)
                               : choice == 1 ? trf_number_subtract(pool, values[i], values[i + 1], &result)
                               : choice == 2 ? trf_number_multiply(pool, values[i], values[i + 1], &result)
                               : choice == 3 ? trf_number_divide(pool, values[i], values[i + 1], &result)
                                             : trf_number_round(pool, values[i], (trf_rounding)(1 + data[0] % 7),
                                                                trf_number_scaled(1, (int16_t)(data[size - 1] % 6)), &result);

        if (status != TARIFF_OK)
            continue;
        print_and_read(pool, result);
        values[i + 1] = result;
    }
    return 0;
}
