/* SPDX-License-Identifier: Apache-2.0 */
/* main() of a fuzz target without a fuzzer: replay FILE... runs it over each, whole, cut and with bytes changed. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Of its own size each time, so that reading past it is found. */
static void run(const uint8_t *data, size_t size)
{
    uint8_t *own = calloc(1, size ? size : 1);

    memcpy(own, data, size);
    LLVMFuzzerTestOneInput(own, size);
    free(own);
}

int main(int argc, char **argv)
{
    unsigned long runs = 1;

    run((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        uint8_t *data;
        size_t size, step;
        long end;

        if (!file || fseek(file, 0, SEEK_END) != 0 || (end = ftell(file)) < 0) {
            fprintf(stderr, "replay: cannot read %s\n", argv[i]);
            return 1;
        }
        rewind(file);
        data = malloc((size_t)end + 1);
        size = fread(data, 1, (size_t)end, file);
        fclose(file);
        run(data, size);
        step = size / 16 + 1;
        for (size_t at = 0; at < size; at += step) {
            uint8_t before = data[at];

            run(data, at);
            data[at] = (uint8_t)(before ^ (1u << at % 8));
            run(data, size);
            data[at] = before;
            runs += 2;
        }
        free(data);
        runs++;
    }
    printf("%lu runs over %d files\n", runs, argc - 1);
    return 0;
}
