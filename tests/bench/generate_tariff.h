/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Tariffs of any size for benchmarks of selection and assessment: four levels of lines, 40 to 80 measures a line of nine
 * types, 30 countries and six groups of them, so that every code reaches 160 to 200 measures.
 */
#ifndef TESTS_BENCH_GENERATE_TARIFF_H
#define TESTS_BENCH_GENERATE_TARIFF_H

#include <stdbool.h>

enum { GENERATED_COUNTRIES = 30, GENERATED_GROUPS = 6, GENERATED_AREAS = GENERATED_COUNTRIES + GENERATED_GROUPS };

typedef struct generated_tariff {
    char (*leaves)[11]; /**< codes that can be declared; the caller frees them */
    unsigned leaf_count, measures;
} generated_tariff;

/** Id of an area: countries first, then groups. */
const char *generated_area(unsigned area, char text[8]);
bool generated_member(unsigned country, unsigned group);
/** Writes an image of tariff BENCH with so many headings to a file; `more` is further native XML, NULL for none. */
bool generate_tariff(const char *file, unsigned headings, const char *more, generated_tariff *out);

#endif
