/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The harness of the benchmarks. A program under tests/bench prepares its data, compares its results with the peer's, and hands
 * each line of bench.json to bench_run(), which runs both sides interleaved, takes medians, prints a row of the table, and
 * appends one JSON object to the file named by BENCH_OUT. Goals stand in goals.def, by name.
 *
 *     int main(void)
 *     {
 *         bench_start("load");
 *         if (bench_wanted("load"))
 *             bench_run(&(bench_case){.name = "load", .work = "…", .unit = "MB/s", .ours = load, .peer = "…", .theirs = raw});
 *         return bench_end();
 *     }
 */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** One line of the table. A figure is what the side measured about itself in one run: a rate, a time, a count. */
typedef struct bench_case {
    const char *name; /**< of goals.def */
    const char *work; /**< what was done, with sizes */
    const char *unit; /**< of the figures: "MB/s", "µs", "ns", "calls"… */
    bool less;        /**< smaller figures are better */
    double (*ours)(void *user);   /**< do the work once; NAN for a failure */
    double (*theirs)(void *user); /**< the same by the peer; NULL without one */
    const char *peer; /**< its name and how it was used */
    const char *why;  /**< why there is no figure (a peer that is not installed); then nothing is run and met is null */
    bool (*same)(void *user); /**< compare both results before anything is timed; NULL where nothing can be compared */
    void *user;
    int runs;         /**< at least 5; 0 is 7 */
    const char *goal; /**< only where the goal depends on the run (load-memory); else from goals.def */
} bench_case;

/** Announce the program; refuses to measure an instrumented build. */
void bench_start(const char *program);
/** Whether BENCH names this line, or names none. */
bool bench_wanted(const char *name);
/** Run one line; false where a result was wrong or a side failed. */
bool bench_run(const bench_case *line);
/** A figure that needs no repeating (a count, a size). */
bool bench_figure(const char *name, const char *work, const char *unit, bool less, double figure, const char *goal);
/** The exit status of the program: 1 where a line could not be measured. Missing a goal is no failure of the program. */
int bench_end(void);

/** Monotonic nanoseconds. */
uint64_t bench_now(void);
/** The repeatable pseudo-random sequence of all generators (splitmix64). */
uint64_t bench_random(uint64_t *state);
/** Resident memory now and its peak, in bytes (from /proc/self/status). */
uint64_t bench_resident(void);
uint64_t bench_resident_peak(void);
/** Keep the compiler from dropping a result. */
static inline void bench_keep(const void *result) { __asm__ volatile("" : : "g"(result) : "memory"); }

/** Calls of malloc, calloc and realloc so far; needs allocations.c in the program's sources. */
unsigned long bench_allocations(void);

#endif
