/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS_LEAST = 5, RUNS_DEFAULT = 7, RUNS_MOST = 101 };

typedef struct goal {
    const char *name;
    bool ratio;
    const char *value;
} goal;

static const goal goals[] = {
#define BENCH_GOAL(name, ratio, value) {name, ratio, value},
#include "goals.def"
#undef BENCH_GOAL
};

static int failures;

static const goal *goal_of(const char *name)
{
    for (size_t i = 0; i < sizeof goals / sizeof goals[0]; i++)
        if (strcmp(goals[i].name, name) == 0)
            return &goals[i];
    return NULL;
}

void bench_start(const char *program)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    fprintf(stderr, "bench: this build is instrumented; its figures would mean nothing\n");
    exit(2);
#endif
    printf("%s\n  %-20s %14s %-6s %14s %8s %17s %8s  %s\n", program, "name", "ours", "unit", "peer", "ratio", "low..high", "goal",
           "met");
    fflush(stdout);
}

bool bench_wanted(const char *name)
{
    const char *list = getenv("BENCH");
    size_t size = strlen(name);

    if (!list || !*list)
        return true;
    for (;;) {
        size_t item = strcspn(list, ", ");

        if (item == size && memcmp(list, name, size) == 0)
            return true;
        if (!list[item])
            return false;
        list += item + 1;
    }
}

uint64_t bench_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

uint64_t bench_random(uint64_t *state)
{
    uint64_t value = (*state += UINT64_C(0x9E3779B97F4A7C15));

    value = (value ^ (value >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94D049BB133111EB);
    return value ^ (value >> 31);
}

static uint64_t status_field(const char *field)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    uint64_t kilobytes = 0;

    if (!file)
        return 0;
    while (fgets(line, sizeof line, file))
        if (strncmp(line, field, strlen(field)) == 0)
            kilobytes = strtoull(line + strlen(field), NULL, 10);
    fclose(file);
    return kilobytes * 1024;
}

uint64_t bench_resident(void)
{
    return status_field("VmRSS:");
}

uint64_t bench_resident_peak(void)
{
    return status_field("VmHWM:");
}

static int order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, order);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* Four digits that matter, never an exponent. */
static const char *figure_text(double value, char text[40])
{
    double size = fabs(value);
    int places = size >= 1000 || size == 0 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;

    if (value == floor(value) && size < 1e15)
        places = 0;
    snprintf(text, 40, "%.*f", places, value);
    return text;
}

static void json_text(FILE *out, const char *key, const char *value)
{
    fprintf(out, ",\"%s\":\"", key);
    for (; *value; value++) {
        if (*value == '"' || *value == '\\')
            fputc('\\', out);
        fputc((unsigned char)*value < 0x20 ? ' ' : *value, out);
    }
    fputc('"', out);
}

typedef struct result {
    double ours, theirs, ratio, low, high;
    bool has_ratio;
    int runs;
} result;

static void report(const bench_case *line, const result *found)
{
    const goal *goal = goal_of(line->name);
    const char *wanted = line->goal ? line->goal : goal ? goal->value : "";
    const char *path = getenv("BENCH_OUT");
    char ours[40] = "-", theirs[40] = "-", ratio[40] = "-", low[40] = "", high[40] = "", range[90] = "";
    const char *met = "null";
    FILE *out;

    if (!line->why) {
        figure_text(found->ours, ours);
        if (found->has_ratio) {
            snprintf(ratio, sizeof ratio, "%.3f", found->ratio);
            snprintf(low, sizeof low, "%.3f", found->low);
            snprintf(high, sizeof high, "%.3f", found->high);
            figure_text(found->theirs, theirs);
        } else {
            figure_text(found->low, low);
            figure_text(found->high, high);
        }
        snprintf(range, sizeof range, "%s..%s", low, high);
        if (*wanted && *wanted != '*') {
            double value = strtod(wanted, NULL);
            bool reached = goal && goal->ratio ? found->has_ratio && found->ratio >= value
                           : line->less        ? found->ours <= value
                                               : found->ours >= value;

            met = reached ? "true" : "false";
        }
    }
    printf("  %-20s %14s %-6s %14s %8s %17s %8s  %s%s%s\n", line->name, ours, line->unit, theirs, ratio, range,
           *wanted ? wanted : "-", met[0] == 't' ? "yes" : met[0] == 'f' ? "NO" : "-", line->why ? ": " : "",
           line->why ? line->why : "");
    fflush(stdout);
    if (!path || !(out = fopen(path, "a")))
        return;
    fprintf(out, "{\"name\":\"%s\"", line->name);
    json_text(out, "work", line->work);
    if (!line->why)
        json_text(out, "ours", ours);
    json_text(out, "unit", line->unit);
    json_text(out, "better", line->less ? "less" : "more");
    if (line->peer)
        json_text(out, "peer", line->peer);
    if (found->has_ratio) {
        json_text(out, "peer_value", theirs);
        json_text(out, "ratio", ratio);
    }
    if (!line->why) {
        json_text(out, "low", low);
        json_text(out, "high", high);
    }
    if (*wanted)
        json_text(out, "goal", wanted);
    fprintf(out, ",\"met\":%s", met);
    if (line->why)
        json_text(out, "why", line->why);
    else if (strcmp(met, "null") == 0)
        json_text(out, "why", "reported only");
    fprintf(out, ",\"runs\":%d}\n", found->runs);
    fclose(out);
}

bool bench_run(const bench_case *line)
{
    double ours[RUNS_MOST], theirs[RUNS_MOST], ratios[RUNS_MOST];
    result found = {.runs = line->runs ? line->runs : RUNS_DEFAULT};

    if (line->why) {
        found.runs = 0;
        report(line, &found);
        return true;
    }
    if (found.runs < RUNS_LEAST)
        found.runs = RUNS_LEAST;
    if (found.runs > RUNS_MOST)
        found.runs = RUNS_MOST;
    if (!goal_of(line->name)) {
        fprintf(stderr, "bench: '%s' is not in goals.def\n", line->name);
        failures++;
        return false;
    }
    if (line->same && !line->same(line->user)) {
        fprintf(stderr, "bench: %s: the results of both sides differ; nothing is timed\n", line->name);
        failures++;
        return false;
    }
    /* Run -1 warms both sides. */
    for (int run = -1; run < found.runs; run++) {
        double mine = line->ours(line->user);
        double peers = line->theirs ? line->theirs(line->user) : 1;

        if (isnan(mine) || isnan(peers)) {
            fprintf(stderr, "bench: %s: %s failed\n", line->name, isnan(mine) ? "our side" : "the peer");
            failures++;
            return false;
        }
        if (run < 0)
            continue;
        ours[run] = mine;
        theirs[run] = peers;
        ratios[run] = line->less ? peers / mine : mine / peers;
    }
    found.has_ratio = line->theirs != NULL;
    found.ours = median(ours, found.runs);
    found.theirs = median(theirs, found.runs);
    found.ratio = median(ratios, found.runs);
    found.low = found.has_ratio ? ratios[0] : ours[0];
    found.high = found.has_ratio ? ratios[found.runs - 1] : ours[found.runs - 1];
    report(line, &found);
    return true;
}

bool bench_figure(const char *name, const char *work, const char *unit, bool less, double figure, const char *goal)
{
    bench_case line = {.name = name, .work = work, .unit = unit, .less = less, .goal = goal};
    result found = {.ours = figure, .low = figure, .high = figure, .runs = 1};

    if (!goal_of(name) || isnan(figure)) {
        fprintf(stderr, "bench: %s: %s\n", name, isnan(figure) ? "failed" : "not in goals.def");
        failures++;
        return false;
    }
    report(&line, &found);
    return true;
}

int bench_end(void)
{
    return failures ? 1 : 0;
}
