/* SPDX-License-Identifier: Apache-2.0 */
/** @file Lines in, lines out, in their order, worked off by as many threads as --jobs says. */
#ifndef TOOLS_LINES_H
#define TOOLS_LINES_H

#include "cli.h"

typedef struct line_sums {
    unsigned long lines, unreadable, negative; /**< negative: not answered in full, or an error in its place */
} line_sums;

/** What is done with a line. */
typedef struct line_work {
    const void *user;
    /** Adds the answer with its line end to `out` and counts it; `request` is scratch of the thread. Several threads call it. */
    void (*answer)(const void *user, tariff_session *session, const char *line, size_t size, text *request, text *out,
                   line_sums *sums);
} line_work;

/** Work off files, "-" for standard input, which is also read where there are none; an image is open. 0 or an exit status. */
int lines_work(cli *cli, const line_work *work, const char *const *paths, size_t path_count, line_sums *sums);

#endif
