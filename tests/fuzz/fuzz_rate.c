/* SPDX-License-Identifier: Apache-2.0 */
/* Duty texts in every notation: reading ends, and what counts as parsed reads back from its canonical print as the same print. */
#include <stdlib.h>

#include "base/date.h"
#include "expr/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    trf_arena arena;
    trf_expr_reading first, second;
    trf_expr_reader reader = {.arena = &arena, .date = TRF_DATE_NONE};

    if (size < 1)
        return 0;
    trf_arena_init(&arena, &trf_alloc_default, (size_t)64 << 20);
    reader.grammar = TRF_GRAMMAR_TARIC + (data[0] & 0x0F) % (TRF_GRAMMAR_COMPONENTS - TRF_GRAMMAR_TARIC);
    reader.flags = data[0] >> 6;
    if (trf_expr_read(&reader, trf_slice_of((const char *)data + 1, size - 1), &first) == TARIFF_OK && first.tree) {
        if (trf_expr_read(&reader, first.canonical, &second) != TARIFF_OK || !trf_slice_equal(first.canonical, second.canonical))
            abort();
    }
    trf_arena_done(&arena);
    return 0;
}
