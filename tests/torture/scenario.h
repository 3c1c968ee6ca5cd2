/* SPDX-License-Identifier: Apache-2.0 */
/** @file What is done while calls fail: scenarios over a small world of objects that live from one run to the next. */
#ifndef TESTS_TORTURE_SCENARIO_H
#define TESTS_TORTURE_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <tariff.h>

typedef struct world {
    const char *sources;       /**< folder of the sources */
    char folder[256];          /**< of its own, for files */
    char image[300];           /**< of a small tariff with measures and a profile */
    char output[300];          /**< what a scenario writes */
    tariff_context *context;
    tariff_snapshot *snapshot; /**< of image */
    tariff_session *session;   /**< over it */
    tariff_build *build;       /**< that has read */
    struct {
        char *data;
        size_t size, capacity;
    } out;                     /**< what the scenario found; terminated */
    bool error_missing;        /**< a call failed and gave no error object */
} world;

typedef struct scenario {
    const char *name;
    const char *functions; /**< public functions that it calls, without tariff_, blank between them */
    bool writes;           /**< output */
    tariff_status (*run)(world *w);
} scenario;

extern const scenario scenarios[];

bool world_open(world *w, const char *sources);
void world_close(world *w);
/** Adds to what was found. Its memory is not among what fails. */
void world_say(world *w, const char *data, size_t size);

#endif
