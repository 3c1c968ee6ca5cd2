/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads duty texts from standard input, one a line (a line feed inside a text comes as the byte 1), and answers each with one
 * line: "parsed" or "unresolved", a tab, the canonical print or the reason. usage: read_texts GRAMMAR [bare]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expr/read.h"

int main(int argc, char **argv)
{
    static char line[TRF_EXPR_TEXT_MAX * 2];
    trf_arena arena;
    trf_expr_reader reader = {.arena = &arena, .date = TRF_DATE_NONE};

    if (argc < 2 || !(reader.grammar = trf_grammar_of(trf_slice_text(argv[1])))) {
        fprintf(stderr, "usage: read_texts taric|cet|us|condition|season [bare]\n");
        return 2;
    }
    reader.flags = argc > 2 ? TRF_READ_BARE_PERCENT : 0;
    trf_arena_init(&arena, &trf_alloc_default, 0);
    while (fgets(line, sizeof line, stdin)) {
        trf_expr_reading reading;
        size_t size = strcspn(line, "\n"), i;
        tariff_status status;

        for (i = 0; i < size; i++)
            if (line[i] == 1)
                line[i] = '\n';
        trf_arena_reset(&arena);
        status = trf_expr_read(&reader, trf_slice_of(line, size), &reading);
        if (status < 0) {
            fprintf(stderr, "read_texts: no memory\n");
            return 4;
        }
        printf("%s\t%.*s\n", status == TARIFF_OK ? "parsed" : "unresolved",
               (int)(status == TARIFF_OK ? reading.canonical.size : reading.fault.text.size),
               status == TARIFF_OK ? reading.canonical.data : reading.fault.text.data);
    }
    trf_arena_done(&arena);
    return 0;
}
