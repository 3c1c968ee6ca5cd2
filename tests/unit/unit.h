/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What every unit test program shares. A program holds tests, one Suite function and UNIT_MAIN(that function):
 *
 *     START_TEST(find__day_after_end_date__not_found) { ... } END_TEST
 *     static Suite *suite(void) { ... }
 *     UNIT_MAIN(suite)
 *
 * Tests run in processes of their own (CK_FORK=no runs them in one, for a debugger).
 */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

/** Run all tests of a suite; the exit status make check expects. */
static inline int unit_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    int failed;

    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
#define UNIT_MAIN(suite)                \
    int main(void)                      \
    {                                   \
        return unit_run(suite());       \
    }

/**
 * The path of a file or folder of the shared data in `path` (size bytes), or false where it is absent: then a line that
 * `make check` repeats at its end says that `test` was skipped.
 */
static inline bool unit_shared(const char *test, const char *name, char *path, size_t size)
{
    const char *root = getenv("TARIFF_SHARED");

    snprintf(path, size, "%s/%s", root ? root : "../shared", name);
    if (access(path, R_OK) == 0)
        return true;
    printf("SKIP: %s: no %s in the shared data\n", test, name);
    fflush(stdout);
    return false;
}

/** The path of a file of the source tree. */
static inline void unit_source(const char *name, char *path, size_t size)
{
    const char *root = getenv("TARIFF_SRCDIR");

    snprintf(path, size, "%s/%s", root ? root : ".", name);
}

/** An allocator that refuses allocation number `refuse` (counted from 1) and all later ones; 0 never. It counts live bytes. */
typedef struct unit_failing {
    unsigned long calls;  /**< allocations and growths asked for */
    unsigned long refuse; /**< first one that is refused */
    long live;            /**< bytes allocated and not freed; 0 at the end of every test */
} unit_failing;

static inline void *unit_failing_resize(void *user, void *old, uint64_t old_size, uint64_t new_size)
{
    unit_failing *state = user;
    void *block;

    if (new_size == 0) {
        free(old);
        state->live -= (long)old_size;
        return NULL;
    }
    state->calls++;
    if ((state->refuse && state->calls >= state->refuse) || new_size > SIZE_MAX / 4)
        return NULL;
    block = realloc(old, (size_t)new_size);
    if (block)
        state->live += (long)new_size - (long)(old ? old_size : 0);
    return block;
}
static inline trf_alloc unit_failing_alloc(unit_failing *state) { return (trf_alloc){unit_failing_resize, state, NULL}; }

/** Text equality that prints both. */
#define unit_assert_slice(slice, text)                                                                            \
    do {                                                                                                          \
        trf_slice unit_a = (slice);                                                                               \
        const char *unit_b = (text);                                                                              \
        ck_assert_msg(trf_slice_is(unit_a, unit_b), "'%.*s' is not '%s'", (int)unit_a.size, unit_a.size ? unit_a.data : "", \
                      unit_b);                                                                                    \
    } while (0)

#endif
