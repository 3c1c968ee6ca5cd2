/* SPDX-License-Identifier: Apache-2.0 */
/* TARIC3 to a durable image: read, settle, compile, hash, write, fsync, rename; beside it the XML parser alone. */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "compile/compile.h"
#include "generate_taric3.h"
#include "ingest/ingest.h"
#include "io/atomic.h"
#include "io/inflate.h"
#include "model/records.h"
#include "peer_sax.h"

#define WORK_SIZE  UINT64_C(104857600)
#define MODEL_FILE "bench-load.sample.xml"
#define IMAGE_FILE "bench-load.tariff"
enum { SOURCES_MAX = 64 };

typedef struct work {
    const char *xml;
    uint64_t size; /* of xml */
    uint64_t image_size;
} work;

static const trf_limits limits = TRF_LIMITS_DEFAULT;

static void tell(tariff_error *error, const char *what)
{
    fprintf(stderr, "bench: %s: %s\n", what, error ? error->message.data : "failed");
    trf_error_free(error);
}

static trf_model *read_model(const char *path)
{
    tariff_error *error = NULL;
    trf_model *model = NULL;

    if (trf_model_new(&trf_alloc_default, &limits, 1, &model, &error) < 0 || trf_ingest_path(model, path, NULL, &error) < 0) {
        tell(error, path);
        trf_model_free(model);
        return NULL;
    }
    return model;
}

static bool load_once(const char *xml, uint64_t *image_size)
{
    trf_compile_report report = {.size = 0};
    tariff_error *error = NULL;
    trf_model *model = read_model(xml);
    bool done = model && trf_compile_to_file(model, IMAGE_FILE, NULL, &report, &error) >= 0;

    if (!done && model)
        tell(error, "compile");
    trf_model_free(model);
    *image_size = report.size;
    return done;
}

static double megabytes(uint64_t size, uint64_t nanoseconds)
{
    return (double)size * 1e3 / (double)nanoseconds;
}

static double ours(void *user)
{
    work *of = user;
    uint64_t before = bench_now();

    return load_once(of->xml, &of->image_size) ? megabytes(of->size, bench_now() - before) : NAN;
}

static double theirs(void *user)
{
    work *of = user;
    uint64_t before = bench_now();

    return peer_sax_parse(of->xml) ? megabytes(of->size, bench_now() - before) : NAN;
}

/* Both saw the same records, and none of ours was kept apart. */
static bool same(void *user)
{
    const work *of = user;
    trf_model *model = read_model(of->xml);
    uint64_t elements = 0, records = 0;
    bool equal = model && peer_sax_count(of->xml, &elements, &records) && model->inputs[0].records == records &&
                 model->sequence == records && model->unknown_count == 0;

    trf_model_free(model);
    return equal;
}

/* ---- the generated envelope is like the real one ---- */

static uint32_t values_of(const trf_model *model, uint64_t *size)
{
    uint32_t count = 0;

    *size = 0;
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++) {
        size_t cells = (size_t)model->tables[kind].count * trf_kinds[kind].field_count;

        for (size_t i = 0; i < cells; i++) {
            char scratch[16];

            if (model->tables[kind].values[i] == TRF_VALUE_ABSENT)
                continue;
            count++;
            *size += trf_model_text(model, model->tables[kind].values[i], scratch).size;
        }
    }
    return count;
}

static int order(const void *a, const void *b)
{
    trf_value x = *(const trf_value *)a, y = *(const trf_value *)b;

    return (x > y) - (x < y);
}

static uint32_t distinct_values(const trf_model *model, uint32_t count)
{
    trf_value *all = malloc((count + (size_t)1) * sizeof *all);
    uint32_t used = 0, distinct = 0;

    for (int kind = 0; all && kind < TRF_KIND_COUNT; kind++)
        for (size_t i = 0; i < (size_t)model->tables[kind].count * trf_kinds[kind].field_count; i++)
            if (model->tables[kind].values[i] != TRF_VALUE_ABSENT)
                all[used++] = model->tables[kind].values[i];
    if (all)
        qsort(all, used, sizeof *all, order);
    for (uint32_t i = 0; i < used; i++)
        distinct += i == 0 || all[i] != all[i - 1];
    free(all);
    return distinct;
}

static bool close_to(const char *what, double made, double real)
{
    bool close = fabs(made - real) <= 0.2 * real;

    if (!close)
        fprintf(stderr, "bench: %s: %g in the generated envelope, %g in the real one\n", what, made, real);
    return close;
}

/* Kinds and updates of at least a hundredth of all records, lengths of texts, distinct ones: within a fifth. */
static bool like_real(const trf_model *made, const trf_model *real)
{
    uint64_t made_size, real_size;
    uint32_t made_values = values_of(made, &made_size), real_values = values_of(real, &real_size);
    double scale = (double)made->sequence / real->sequence;
    bool like = true;

    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        if (real->tables[kind].count * 100 >= real->sequence)
            like &= close_to(trf_kinds[kind].element, made->tables[kind].count, real->tables[kind].count * scale);
    for (unsigned update = TRF_UPDATE_UPDATE; update <= TRF_UPDATE_INSERT; update++) {
        double counts[2] = {0, 0};

        for (int kind = 0; kind < TRF_KIND_COUNT; kind++) {
            for (uint32_t i = 0; i < made->tables[kind].count; i++)
                counts[0] += made->tables[kind].sources[i].update == update;
            for (uint32_t i = 0; i < real->tables[kind].count; i++)
                counts[1] += real->tables[kind].sources[i].update == update;
        }
        like &= close_to("update type", counts[0], counts[1] * scale);
    }
    like &= close_to("fields", made_values, real_values * scale);
    like &= close_to("length of a text", (double)made_size / made_values, (double)real_size / real_values);
    like &= close_to("distinct texts", distinct_values(made, made_values), distinct_values(real, real_values) * scale);
    return like;
}

static bool check_generator(const char *shared)
{
    char path[4096];
    trf_model *made = NULL, *real = NULL;
    bool like = true;

    snprintf(path, sizeof path, "%s/cases/taric3/eu-daily/TGB18242.xml.gz", shared);
    if (access(path, R_OK) != 0 || !generate_taric3(MODEL_FILE, 11283263))
        return true;
    made = read_model(MODEL_FILE);
    real = read_model(path);
    like = made && real && like_real(made, real);
    trf_model_free(made);
    trf_model_free(real);
    remove(MODEL_FILE);
    return like;
}

/* ---- lines ---- */

static void measure_memory(const work *of)
{
    uint64_t figures[2] = {0, 0};
    int ends[2];
    pid_t child;
    char work_text[200], goal[40];

    if (pipe(ends) != 0)
        return;
    fflush(stdout);
    /* A process of its own: its peak is that of one load. */
    child = fork();
    if (child == 0) {
        uint64_t before = bench_resident();

        if (load_once(of->xml, &figures[1]))
            figures[0] = bench_resident_peak() - before;
        _exit(write(ends[1], figures, sizeof figures) == (ssize_t)sizeof figures ? 0 : 1);
    }
    close(ends[1]);
    if (child < 0 || read(ends[0], figures, sizeof figures) != (ssize_t)sizeof figures)
        figures[0] = 0;
    close(ends[0]);
    if (child > 0)
        waitpid(child, NULL, 0);
    snprintf(work_text, sizeof work_text, "load of %llu bytes to an image of %llu; peak resident less resident before",
             (unsigned long long)of->size, (unsigned long long)figures[1]);
    snprintf(goal, sizeof goal, "%.2f", 6 + 2 * (double)figures[1] / 1e6);
    bench_figure("load-memory", work_text, "MB", true, figures[0] ? (double)figures[0] / 1e6 : NAN, goal);
}

static uint64_t size_of(const char *path)
{
    FILE *file = fopen(path, "r");
    long size = 0;

    if (file && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (file)
        fclose(file);
    return size > 0 ? (uint64_t)size : 0;
}

static void measure(const char *name, const char *what, const char *xml)
{
    char text[200];
    work of = {.xml = xml, .size = size_of(xml)};

    snprintf(text, sizeof text, "%s, %llu bytes, to a durable image", what, (unsigned long long)of.size);
    bench_run(&(bench_case){.name = name,
                            .work = text,
                            .unit = "MB/s",
                            .ours = ours,
                            .theirs = theirs,
                            .peer = "libxml2 SAX2 push, 64 KiB pieces, empty callbacks",
                            .same = same,
                            .user = &of});
}

/* ---- the real transmissions, as plain files here ---- */

static bool unpack(const char *from, const char *to)
{
    tariff_error *error = NULL;
    trf_file *file = NULL;
    trf_buffer data;
    bool done;

    trf_buffer_init(&data, &trf_alloc_default, 0);
    done = trf_file_open(&trf_alloc_default, from, NULL, &file, &error) >= 0 &&
           trf_inflate_all(&trf_alloc_default, &limits, file, &data, &error) >= 0 &&
           trf_atomic_replace(&trf_alloc_default, to, data.data, data.size, &error) >= 0;
    if (!done)
        tell(error, from);
    trf_file_close(file);
    trf_buffer_done(&data);
    return done;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool make_repeated(const char *shared, const char *xml)
{
    char folder[4096], from[5000];
    char *sources[SOURCES_MAX] = {0};
    struct dirent **names = NULL;
    unsigned count = 0;
    bool done = true;
    int found;

    snprintf(folder, sizeof folder, "%s/cases/taric3/eu-daily", shared);
    found = scandir(folder, &names, NULL, by_name);
    for (int i = 0; i < found; i++) {
        if (done && names[i]->d_name[0] != '.' && count < SOURCES_MAX) {
            sources[count] = malloc(64);
            snprintf(sources[count], 64, "bench-load.source-%u.xml", count);
            snprintf(from, sizeof from, "%s/%s", folder, names[i]->d_name);
            done = unpack(from, sources[count]);
            count++;
        }
        free(names[i]);
    }
    free(names);
    done = done && count > 0 && repeat_taric3(xml, (const char *const *)sources, count, WORK_SIZE);
    for (unsigned i = 0; i < count; i++) {
        remove(sources[i]);
        free(sources[i]);
    }
    return done;
}

int main(void)
{
    const char *shared = getenv("TARIFF_SHARED");
    const char *xml = "bench-load.xml";

    bench_start("load");
    if (bench_wanted("load") || bench_wanted("load-memory")) {
        work of = {.xml = xml};

        if ((shared && !check_generator(shared)) || !generate_taric3(xml, WORK_SIZE))
            return 1;
        of.size = size_of(xml);
        if (bench_wanted("load-memory"))
            measure_memory(&of);
        if (bench_wanted("load"))
            measure("load", "generated TARIC3", xml);
        remove(xml);
    }
    if (bench_wanted("load-eu")) {
        char folder[4096];

        snprintf(folder, sizeof folder, "%s/cases/taric3/eu-daily", shared ? shared : ".");
        if (access(folder, R_OK) != 0) {
            bench_run(&(bench_case){.name = "load-eu",
                                    .work = "17 EU transmissions, repeated",
                                    .unit = "MB/s",
                                    .why = "the transmissions are not in the shared data"});
        } else {
            if (!make_repeated(shared, xml))
                return 1;
            measure("load-eu", "17 EU transmissions repeated with shifted ids", xml);
            remove(xml);
        }
    }
    remove(IMAGE_FILE);
    return bench_end();
}
