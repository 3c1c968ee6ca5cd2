/* SPDX-License-Identifier: Apache-2.0 */
/* Open an image and answer one selection: how long it takes warm, and how many pages of the image it touches. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"
#include "compile/compile.h"
#include "ingest/ingest.h"
#include "measure/selection.h"

#define IMAGE_FILE "bench-open.tariff"
#define CODE       "0205020302"
#define ORIGIN     "QB0"
#define PAGE       4096u
enum { CHAPTERS = 4, AREAS = 30, GROUPS = 6, ROUNDS = 200 };

static const trf_limits limits = TRF_LIMITS_DEFAULT;

/* ---- a tariff: five levels, about 180 measures on the way from a line to its chapter, 17 of them for the origin ---- */

static void put(trf_buffer *out, const char *format, unsigned a, unsigned b)
{
    char text[256];

    trf_buffer_bytes(out, text, (size_t)snprintf(text, sizeof text, format, a, b));
}

static void put_line(trf_buffer *lines, trf_buffer *measures, const char *code, int indent, unsigned count)
{
    char text[256];

    trf_buffer_bytes(lines, text,
                     (size_t)snprintf(text, sizeof text,
                                      "<line code='%s' indent='%d' from='2000-01-01'><text>Goods %s</text></line>", code, indent,
                                      code));
    for (unsigned m = 0; m < count; m++) {
        unsigned area = (m * 7 + (unsigned)indent * 3) % (AREAS + GROUPS);

        trf_buffer_bytes(measures, text,
                         (size_t)snprintf(text, sizeof text,
                                          "<measure type='T%u' code='%s' area='%s%c%u' from='20%02u-01-01'%s "
                                          "regulation='R' role='1' duty='%u.%02u %%' grammar='taric'/>",
                                          m % 9, code, area < AREAS ? "Q" : "9", area < AREAS ? (int)('A' + area % 26) : '0',
                                          area < AREAS ? area / 26 : area % GROUPS, m % 15, m % 9 ? "" : " to='2014-12-31'",
                                          m % 30, m % 100));
    }
}

static void put_nomenclature(trf_buffer *lines, trf_buffer *measures)
{
    char code[16];

    for (unsigned c = 1; c <= CHAPTERS; c++) {
        snprintf(code, sizeof code, "%02u00000000", c);
        put_line(lines, measures, code, 0, 0);
        for (unsigned h = 1; h <= 10; h++) {
            snprintf(code, sizeof code, "%02u%02u000000", c, h);
            put_line(lines, measures, code, 0, 40);
            for (unsigned s = 1; s <= 4; s++) {
                snprintf(code, sizeof code, "%02u%02u%02u0000", c, h, s);
                put_line(lines, measures, code, 1, 40);
                for (unsigned e = 1; e <= 4; e++) {
                    snprintf(code, sizeof code, "%02u%02u%02u%02u00", c, h, s, e);
                    put_line(lines, measures, code, 2, 40);
                    for (unsigned t = 1; t <= 2; t++) {
                        snprintf(code, sizeof code, "%02u%02u%02u%02u%02u", c, h, s, e, t);
                        put_line(lines, measures, code, 3, 60);
                    }
                }
            }
        }
    }
}

static bool make_image(uint32_t *measures_made)
{
    trf_buffer xml, measures;
    trf_model *model = NULL;
    tariff_error *error = NULL;
    trf_compile_report report = {.size = 0};
    bool done;

    trf_buffer_init(&xml, &trf_alloc_default, 0);
    trf_buffer_init(&measures, &trf_alloc_default, 0);
    trf_buffer_text(&xml,
                    "<tariff-data xmlns='urn:libtariff:tariff:1' version='1'><tariff id='BENCH'><goods-nomenclature lang='en'>");
    put_nomenclature(&xml, &measures);
    trf_buffer_text(&xml, "</goods-nomenclature><measure-types>");
    for (unsigned t = 0; t < 9; t++)
        put(&xml, "<measure-type id='T%u' series='C' movement='import'/>", t, 0);
    trf_buffer_text(&xml, "</measure-types><geographical-areas>");
    for (unsigned a = 0; a < AREAS; a++)
        put(&xml, "<country id='Q%c%u'/>", 'A' + a % 26, a / 26);
    for (unsigned g = 0; g < GROUPS; g++) {
        put(&xml, "<group id='90%u'>", g, 0);
        for (unsigned a = g; a < AREAS; a += 3)
            put(&xml, "<member area='Q%c%u'/>", 'A' + a % 26, a / 26);
        if (g == 0 || g == 2)
            trf_buffer_text(&xml, "<member area='" ORIGIN "'/>");
        trf_buffer_text(&xml, "</group>");
    }
    trf_buffer_text(&xml,
                    "</geographical-areas><regulations><regulation id='R' role='1' from='2000-01-01'/></regulations><measures>");
    trf_buffer_slice(&xml, trf_buffer_view(&measures));
    trf_buffer_text(&xml, "</measures></tariff></tariff-data>");
    done = !xml.failed && trf_model_new(&trf_alloc_default, &limits, 1, &model, &error) >= 0 &&
           trf_ingest_memory(model, xml.data, xml.size, TRF_SLICE("bench.xml"), NULL, &error) >= 0 &&
           trf_compile_to_file(model, IMAGE_FILE, NULL, &report, &error) >= 0;
    if (!done)
        fprintf(stderr, "bench: image: %s\n", error ? error->message.data : "failed");
    *measures_made = report.measures;
    trf_error_free(error);
    trf_model_free(model);
    trf_buffer_done(&xml);
    trf_buffer_done(&measures);
    return done;
}

/* ---- one selection ---- */

typedef struct answer {
    uint32_t looked_at, hits;
} answer;

static bool select_one(const trf_snapshot *snapshot, trf_arena *arena, answer *out)
{
    trf_selection_query query = {
        .date = trf_date_of(2015, 6, 15), .as_published = TRF_DATE_NONE, .movement = TRF_MOVEMENT_IMPORT};
    trf_area_set origin;
    trf_candidate *candidates = NULL;
    uint32_t count = 0;

    query.tariff = trf_snapshot_find_tariff(snapshot, TRF_SLICE("BENCH"));
    if (query.tariff == UINT32_MAX)
        return false;
    query.line = trf_nomenclature_find(snapshot, query.tariff, TRF_SLICE(CODE), 80, query.date, TRF_FIND_EXACT);
    if (query.line == TRF_LINE_NONE ||
        trf_area_set_make(&origin, snapshot, query.tariff, TRF_SLICE(ORIGIN), query.date, arena, NULL) != TARIFF_OK)
        return false;
    query.origin = &origin;
    if (trf_measure_select(snapshot, &query, arena, &candidates, &count, NULL) < 0)
        return false;
    out->looked_at = count;
    out->hits = 0;
    for (uint32_t i = 0; i < count; i++)
        out->hits += candidates[i].disposition == TRF_DISPOSITION_APPLIED;
    return true;
}

static double open_and_select(void *user)
{
    trf_arena arena;
    answer *out = user;
    bool done = true;
    uint64_t before;

    trf_arena_init(&arena, &trf_alloc_default, 0);
    before = bench_now();
    for (int i = 0; i < ROUNDS && done; i++) {
        trf_snapshot *snapshot = NULL;

        trf_arena_reset(&arena);
        done = trf_snapshot_open(&trf_alloc_default, IMAGE_FILE, &snapshot, NULL) >= 0 && select_one(snapshot, &arena, out);
        trf_snapshot_release(snapshot);
    }
    before = bench_now() - before;
    trf_arena_done(&arena);
    return done ? (double)before / 1e3 / ROUNDS : NAN;
}

/* ---- pages: a mapping that may not be read, opened page by page as it is ---- */

static struct {
    uint8_t *from;
    size_t size;
    volatile sig_atomic_t pages;
} guarded;

static void on_fault(int number, siginfo_t *info, void *context)
{
    uintptr_t at = (uintptr_t)info->si_addr, from = (uintptr_t)guarded.from;

    (void)number;
    (void)context;
    if (at < from || at >= from + guarded.size)
        _exit(98);
    guarded.pages++;
    mprotect((void *)(at & ~(uintptr_t)(PAGE - 1)), PAGE, PROT_READ);
}

static bool count_pages(answer *out, double *pages)
{
    struct sigaction handler = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO}, before;
    trf_snapshot *snapshot = NULL;
    trf_arena arena;
    struct stat found;
    int file = open(IMAGE_FILE, O_RDONLY | O_CLOEXEC);
    bool done = false;

    if (file < 0 || fstat(file, &found) != 0)
        return false;
    guarded.size = (size_t)found.st_size;
    guarded.from = mmap(NULL, guarded.size, PROT_NONE, MAP_PRIVATE, file, 0);
    close(file);
    if (guarded.from == MAP_FAILED)
        return false;
    trf_arena_init(&arena, &trf_alloc_default, 0);
    sigaction(SIGSEGV, &handler, &before);
    done = trf_snapshot_open_memory(&trf_alloc_default, guarded.from, guarded.size, false, &snapshot, NULL) >= 0 &&
           select_one(snapshot, &arena, out);
    sigaction(SIGSEGV, &before, NULL);
    trf_snapshot_release(snapshot);
    trf_arena_done(&arena);
    munmap(guarded.from, guarded.size);
    *pages = (double)guarded.pages;
    return done;
}

static void measure_default_image(void)
{
    const char *folder = getenv("TARIFF_BUILDDIR");
    char path[4096];
    struct stat found;

    snprintf(path, sizeof path, "%s/default.tariff", folder ? folder : ".");
    if (stat(path, &found) != 0)
        bench_run(&(bench_case){.name = "image-size",
                                .work = "default.tariff",
                                .unit = "bytes",
                                .less = true,
                                .why = "there is no default.tariff in the build tree"});
    else
        bench_figure("image-size", "default.tariff", "bytes", true, (double)found.st_size, NULL);
}

int main(void)
{
    answer out = {0, 0};
    uint32_t measures = 0;
    char work[200];
    double pages = 0;

    bench_start("open");
    if (bench_wanted("open") || bench_wanted("open-pages")) {
        if (!make_image(&measures))
            return 1;
        if (!count_pages(&out, &pages)) {
            fprintf(stderr, "bench: open: no answer\n");
            return 1;
        }
        snprintf(work, sizeof work, "open, one selection over %u of %u measures, %u of them apply", out.looked_at, measures,
                 out.hits);
        if (bench_wanted("open"))
            bench_run(
                &(bench_case){.name = "open", .work = work, .unit = "µs", .less = true, .ours = open_and_select, .user = &out});
        if (bench_wanted("open-pages"))
            bench_figure("open-pages", work, "pages", true, pages, NULL);
        remove(IMAGE_FILE);
    }
    if (bench_wanted("image-size"))
        measure_default_image();
    return bench_end();
}
