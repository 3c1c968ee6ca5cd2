/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Torture: every public function with every call of the system below it failing in turn, once and for ever. After each: no crash,
 * an error status or the right answer, no file half-written and none left over, no memory kept; then, with the failure gone, the
 * same objects give the answer that they gave before.
 *
 *     torture [--all] [--functions] FOLDER-OF-THE-SOURCES
 *
 * --all takes every n; without it, where a scenario makes many calls, every n up to a bound and a spread of those beyond.
 * --functions lists the public functions that scenarios call.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fault.h"
#include "scenario.h"

#define FIRST_ALL 150u /* without --all: each of the first so many calls */
#define SPREAD    60u  /* and so many of the rest */

static unsigned long runs, wrong;

static void complain(const scenario *s, fault_class which, unsigned long nth, bool forever, const char *what)
{
    wrong++;
    printf("%s, %s %lu%s: %s\n", s->name, fault_names[which], nth, forever ? " and all that follow" : "", what);
}

/* ---- files ---- */

static char *file_of(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *data = NULL;
    long end;

    *size = 0;
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    end = ftell(file);
    rewind(file);
    data = malloc((size_t)end + 1);
    *size = fread(data, 1, (size_t)end, file);
    data[*size] = 0;
    fclose(file);
    return data;
}

static bool same_file(const char *path, const char *data, size_t size)
{
    size_t found_size;
    char *found = file_of(path, &found_size);
    bool same = found ? data && found_size == size && memcmp(found, data, size) == 0 : data == NULL;

    free(found);
    return same;
}

static unsigned files_in(const char *folder)
{
    DIR *list = opendir(folder);
    unsigned count = 0;

    for (struct dirent *entry; list && (entry = readdir(list)) != NULL;)
        count += entry->d_name[0] != '.' || (entry->d_name[1] && entry->d_name[1] != '.');
    if (list)
        closedir(list);
    return count;
}

/* ---- one scenario ---- */

typedef struct answer {
    tariff_status status;
    char *text;
    char *written; /* the file that it writes; NULL: none */
    size_t written_size;
} answer;

static tariff_status run(const scenario *s, world *w)
{
    tariff_status status;

    w->out.size = 0;
    status = s->run(w);
    if (w->out.size == 0)
        world_say(w, "", 0);
    return status;
}

static void put_back(const world *w, const answer *before)
{
    FILE *file;

    unlink(w->output);
    if (!before->written)
        return;
    file = fopen(w->output, "wb");
    if (file) {
        fwrite(before->written, 1, before->written_size, file);
        fclose(file);
    }
}

static void once(const scenario *s, world *w, const answer *expected, const answer *before, unsigned files, fault_class which,
                 unsigned long nth, bool forever)
{
    tariff_status status;

    put_back(w, before);
    fault_arm(which, nth, forever);
    status = run(s, w);
    fault_disarm();
    runs++;
    if (status >= 0 && (status != expected->status || strcmp(w->out.data, expected->text) != 0))
        complain(s, which, nth, forever, "another answer without an error");
    if (status < 0 && w->error_missing)
        complain(s, which, nth, forever, "an error status without an error object");
    w->error_missing = false;
    if (!same_file(w->output, before->written, before->written_size) &&
        !same_file(w->output, expected->written, expected->written_size))
        complain(s, which, nth, forever, "the file that it writes is neither the old nor the new one");
    if (files_in(w->folder) > files + 1)
        complain(s, which, nth, forever, "a file is left over");
    /* The failure is gone: the same objects serve. */
    put_back(w, before);
    status = run(s, w);
    if (status != expected->status || strcmp(w->out.data, expected->text) != 0)
        complain(s, which, nth, forever, "does not serve again");
}

static void torture(const scenario *s, world *w, bool all)
{
    answer expected = {0}, before = {0};
    unsigned files;

    unlink(w->output);
    files = files_in(w->folder);
    if (s->writes) { /* a file of another content is there: it must survive whole */
        FILE *file = fopen(w->output, "wb");

        fputs("what was there before", file);
        fclose(file);
        before.written = file_of(w->output, &before.written_size);
    }
    expected.status = run(s, w);
    expected.text = strdup(w->out.data);
    expected.written = file_of(w->output, &expected.written_size);
    if (expected.status < 0) {
        wrong++;
        printf("%s: fails without a failure: %s\n", s->name, w->out.data);
    }
    for (fault_class which = 0; which < FAULT_CLASSES && expected.status >= 0; which++) {
        unsigned long count, step;

        if (which == FAULT_MALLOC && !fault_has_malloc())
            continue;
        put_back(w, &before);
        fault_arm(which, 0, false);
        run(s, w);
        count = fault_disarm();
        step = all || count <= FIRST_ALL + SPREAD ? 1 : (count - FIRST_ALL) / SPREAD;
        if (getenv("TORTURE_NTH")) { /* one failure alone, for whoever mends it */
            once(s, w, &expected, &before, files, which, strtoul(getenv("TORTURE_NTH"), NULL, 10), false);
            continue;
        }
        for (unsigned long nth = 1; nth <= count; nth += nth < FIRST_ALL || all ? 1 : step) {
            once(s, w, &expected, &before, files, which, nth, false);
            once(s, w, &expected, &before, files, which, nth, true);
        }
        if (count)
            printf("%-24s %-12s %8lu calls\n", s->name, fault_names[which], count);
    }
    unlink(w->output);
    free(expected.text);
    free(expected.written);
    free(before.written);
}

static void print_functions(void)
{
    for (const scenario *s = scenarios; s->name; s++) {
        for (const char *at = s->functions; *at; at += strspn(at + strcspn(at, " "), " ") + strcspn(at, " "))
            printf("tariff_%.*s\n", (int)strcspn(at, " "), at);
    }
}

int main(int argc, char **argv)
{
    const char *sources = NULL;
    bool all = false;
    const char *only = getenv("TORTURE_ONLY"); /* a scenario by name, for whoever mends it */

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--all") == 0)
            all = true;
        else if (strcmp(argv[i], "--functions") == 0)
            return print_functions(), 0;
        else
            sources = argv[i];
    }
    if (!sources) {
        fputs("usage: torture [--all] [--functions] FOLDER-OF-THE-SOURCES\n", stderr);
        return 2;
    }
    for (const scenario *s = scenarios; s->name; s++) {
        world w;

        if (only && strcmp(only, s->name) != 0)
            continue;
        if (!world_open(&w, sources)) {
            printf("%s: the world cannot be made\n", s->name);
            return 1;
        }
        torture(s, &w, all);
        world_close(&w);
        if (fault_held() != 0) {
            wrong++;
            printf("%s: %lld bytes are kept\n", s->name, fault_held());
        }
    }
    printf("%lu runs, %lu wrong\n", runs, wrong);
    return wrong ? 1 : 0;
}
