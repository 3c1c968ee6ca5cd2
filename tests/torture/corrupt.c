/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images that are not as they were written. Opening refuses one, or every question asked of it ends soon and without a fault, be
 * its content hash wrong or made to fit; verify finds each change.
 *
 *     corrupt [--all] FOLDER-OF-THE-SOURCES
 *
 * --all takes every place, without it a spread of places. A sparse file of more than 5 GiB is made in the present folder.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tariff.h>
#include <time.h>
#include <unistd.h>

#include "image/layout.h"
#include "image/load.h"
#include "image/record.h"
#include "image/writer.h"

#define SOON_US 1000000 /* an image and all its questions; sanitizers included */
#define NOWHERE "200"   /* descriptor of /dev/null */
#define SPREAD  13      /* without --all: one place in so many */

static struct {
    tariff_context *context;
    uint8_t *image; /* as it was written */
    size_t size;
    const char *what; /* is done, and where, with what */
    size_t at;
    uint64_t value;
    uint64_t runs, refused, unsound, worst;
    unsigned wrong;
    bool all;
} now;

static void complain(const char *fault)
{
    if (now.wrong++ < 20)
        printf("%s at %zu, value %llu: %s\n", now.what, now.at, (unsigned long long)now.value, fault);
}

static void place(const char *what, size_t at, uint64_t value)
{
    now.what = what;
    now.at = at;
    now.value = value;
}

static uint64_t microseconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* others may have the processor */
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* ---- questions ---- */

static const char *const questions[][2] = {
    {"info", "{}"},
    {"tree", "{\"tariff\":\"T\",\"date\":\"2024-03-05\"}"},
    {"show", "{\"tariff\":\"T\",\"code\":\"9900400000\",\"date\":\"2024-03-05\"}"},
    {"measures", "{\"tariff\":\"T\",\"code\":\"9900300000\",\"origin\":\"CN\",\"date\":\"2024-03-05\"}"},
    {"needs", "{\"tariff\":\"T\",\"code\":\"9900400000\",\"origin\":\"BR\",\"date\":\"2024-03-05\"}"},
    {"assess",
     "{\"tariff\":\"T\",\"date\":\"2024-07-05\",\"explain\":true,\"dispositions\":true,\"items\":[{\"code\":\"9900950000\","
     "\"origin\":\"BR\",\"price\":\"1200\",\"currency\":\"EUR\",\"quantities\":[{\"unit\":\"KGM\",\"quantity\":\"250\"}]},"
     "{\"code\":\"9900970000\",\"origin\":\"CN\",\"price\":\"70\",\"quantities\":[{\"unit\":\"KGM\",\"quantity\":\"3\"}]}]}"},
    {"exchange.rate", "{\"tariff\":\"T\",\"currency\":\"GBP\",\"base\":\"EUR\",\"date\":\"2024-03-05\"}"},
    {"geography.member", "{\"tariff\":\"T\",\"group\":\"2000\",\"area\":\"BR\",\"date\":\"2024-03-05\"}"},
    {"measure_type", "{\"tariff\":\"T\",\"id\":\"base\",\"date\":\"2024-03-05\"}"},
    {"records", "{\"input\":\"assess.xml\"}"},
    {"records", "{\"element\":\"measure\",\"key\":{\"measure.sid\":\"131\"}}"},
    {"nomenclature.class", "{\"tariff\":\"T\",\"code\":\"9900400000\",\"date\":\"2024-03-05\"}"},
    {"rate.eval", "{\"tariff\":\"T\",\"text\":\"9.00 % MAX 0.35 GBP / kg\",\"value\":\"100\",\"currency\":\"GBP\",\"date\":"
                  "\"2024-03-05\"}"},
    {"export", "{\"format\":\"native\",\"descriptor\":" NOWHERE "}"},
};
#define QUESTIONS (sizeof questions / sizeof *questions)

typedef struct answers {
    tariff_status status[QUESTIONS];
    uint64_t sum[QUESTIONS];
} answers;

static void ask(tariff_snapshot *snapshot, answers *out)
{
    tariff_session *session = NULL;

    memset(out, 0, sizeof *out);
    if (tariff_session_new(now.context, snapshot, NULL, &session, NULL) < 0)
        return;
    for (size_t i = 0; i < QUESTIONS; i++) {
        const char *reply = NULL;
        uint64_t length = 0;
        tariff_error *error = NULL;

        out->status[i] =
            tariff_call_json(session, questions[i][0], questions[i][1], strlen(questions[i][1]), &reply, &length, &error);
        if ((out->status[i] < 0) != (error != NULL))
            complain(out->status[i] < 0 ? "an error status without an error object" : "an error object beside an answer");
        for (uint64_t c = 0; out->status[i] >= 0 && c < length; c++)
            out->sum[i] = out->sum[i] * 31 + (uint8_t)reply[c];
        tariff_error_free(error);
    }
    tariff_session_free(session);
}

/** What holds of any bytes taken for an image. Returns whether verify found it sound. */
static bool survive(const uint8_t *data, size_t size, bool rebuild)
{
    tariff_snapshot *const untouched = (tariff_snapshot *)(uintptr_t)data;
    tariff_snapshot *snapshot = untouched;
    tariff_snapshot *rebuilt = NULL;
    tariff_build *build = NULL;
    tariff_error *error = NULL;
    uint64_t start = microseconds(), took;
    answers found;
    bool sound;
    tariff_status status = tariff_snapshot_open_memory(now.context, data, size, TARIFF_OPEN_COPY, &snapshot, &error);

    now.runs++;
    if (status < 0) {
        if (snapshot != untouched || !error)
            complain("refused, and the snapshot was written or the error was not");
        now.refused++;
        tariff_error_free(error);
        return false;
    }
    sound = tariff_snapshot_verify(snapshot, &error) == TARIFF_OK;
    if (sound != (error == NULL))
        complain("verify: status and error object do not agree");
    tariff_error_free(error);
    now.unsound += !sound;
    ask(snapshot, &found);
    if (rebuild && tariff_build_from_snapshot(now.context, snapshot, &build, NULL) >= 0 &&
        tariff_build_open(build, &rebuilt, NULL) >= 0)
        tariff_snapshot_release(rebuilt);
    tariff_build_free(build);
    tariff_snapshot_release(snapshot);
    took = microseconds() - start;
    now.worst = took > now.worst ? took : now.worst;
    if (took > SOON_US)
        complain("took more than a second");
    return sound;
}

/* ---- the image ---- */

static bool write_image(const char *sources)
{
    char path[1000], written[] = "corrupt.XXXXXX";
    tariff_build *build = NULL;
    tariff_error *error = NULL;
    int file = mkstemp(written);
    off_t end;
    bool made;

    snprintf(path, sizeof path, "%s/tests/data/assess.xml", sources);
    close(file);
    made = tariff_context_new(NULL, &now.context, NULL) >= 0 && tariff_build_new(now.context, &build, NULL) >= 0 &&
           tariff_build_add_file(build, path, NULL, &error) >= 0 && tariff_build_write(build, written, &error) >= 0;
    if (error)
        printf("%.*s\n", (int)tariff_error_message(error).size, tariff_error_message(error).data);
    tariff_error_free(error);
    tariff_build_free(build);
    file = open(written, O_RDONLY);
    unlink(written);
    end = lseek(file, 0, SEEK_END);
    now.size = (size_t)end;
    now.image = malloc(now.size);
    made = made && now.image && pread(file, now.image, now.size, 0) == (ssize_t)now.size;
    close(file);
    return made;
}

/** The directory entries of an image, and how many. */
static trf_image_section *directory_of(uint8_t *image, uint32_t *count)
{
    *count = trf_load32(&((trf_image_header *)(void *)image)->section_count);
    return (trf_image_section *)(void *)(image + sizeof(trf_image_header));
}

/** Makes the content hash fit what is there, as whoever crafts an image would. Only hosts of the same byte order reach this. */
static void make_fit(uint8_t *image)
{
    trf_image_header header;
    uint32_t count;
    trf_image_section *directory = directory_of(image, &count);

    memcpy(&header, image, sizeof header);
    trf_image_hash(&header, directory, count, image, header.content_hash);
    memcpy(image, &header, sizeof header);
}

/* ---- what is done to it ---- */

static void change_bytes(void)
{
    uint8_t *image = malloc(now.size);
    unsigned missed = 0;

    memcpy(image, now.image, now.size);
    for (size_t at = 0; at < now.size; at += now.all ? 1 : SPREAD) {
        const uint8_t byte = image[at], values[4] = {0x00, 0xff, (uint8_t)(byte + 1), (uint8_t)(byte - 1)};

        for (unsigned v = 0; v < 4; v++) {
            if (values[v] == byte || (v > 1 && (values[v] == 0 || values[v] == 0xff)))
                continue;
            image[at] = values[v];
            place("byte", at, values[v]);
            if (survive(image, now.size, at % 16 == v)) {
                complain("verify finds nothing");
                missed++;
            }
        }
        image[at] = byte;
    }
    free(image);
    printf("bytes changed: %u not found by verify\n", missed);
}

static void truncate_everywhere(void)
{
    for (size_t size = 0; size < now.size; size += now.all ? 1 : SPREAD) {
        uint64_t refused = now.refused;
        uint8_t *cut = malloc(size ? size : 1); /* of that size, so that reading on is found */

        memcpy(cut, now.image, size);
        place("truncated", size, 0);
        survive(cut, size, false);
        if (now.refused != refused + 1)
            complain("not refused");
        free(cut);
    }
}

/** Every word of every section, and its own record number: what points, counts or measures is among them. */
static void change_words(void)
{
    const uint64_t values[] = {0, 1, now.size - 1, now.size, UINT32_MAX, UINT64_C(1) << 63, 0};
    uint8_t *image = malloc(now.size);
    uint32_t count;
    const trf_image_section *directory;

    memcpy(image, now.image, now.size);
    directory = directory_of(now.image, &count);
    for (uint32_t s = 0; s < count; s++) {
        size_t record = directory[s].record_size ? directory[s].record_size : 1;

        for (size_t i = 0; i + 4 <= directory[s].size; i += now.all ? 4 : (size_t)4 * SPREAD) {
            size_t at = (size_t)directory[s].offset + i;

            for (unsigned v = 0; v < 7; v++) {
                uint64_t value = v == 6 ? i / record : values[v];
                size_t width = v == 5 && at % 8 == 0 && i + 8 <= directory[s].size ? 8 : 4;

                if (v == 5 && width == 4)
                    value = UINT64_C(1) << 31;
                memcpy(image + at, &value, width);
                make_fit(image);
                place("word", at, value);
                survive(image, now.size, i % 32 == 0);
                memcpy(image + at, now.image + at, width);
            }
        }
    }
    free(image);
}

/** Offset, size and count of every section, and the sizes of the header. */
static void change_directory(void)
{
    const uint64_t values[] = {
        0, 1, now.size - 1, now.size, now.size + 1, UINT32_MAX, UINT64_C(1) << 32, INT64_MAX, UINT64_C(1) << 63, UINT64_MAX};
    uint8_t *image = malloc(now.size);
    uint32_t count;

    memcpy(image, now.image, now.size);
    directory_of(image, &count);
    for (size_t at = 8; at < sizeof(trf_image_header) + count * sizeof(trf_image_section); at += 4) {
        for (unsigned v = 0; v < sizeof values / sizeof *values; v++) {
            bool hash = at >= offsetof(trf_image_header, content_hash) && at < offsetof(trf_image_header, base_hash);

            memcpy(image + at, &values[v], at % 8 ? 4 : 8);
            place("directory", at, values[v]);
            if (memcmp(image + at, now.image + at, 8) != 0 && survive(image, now.size, true) && !hash)
                complain("verify finds nothing");
            memcpy(image + at, now.image + at, 8);
        }
    }
    free(image);
}

/** The last record of every section is the last one: an image in a block of its own size, of which nothing more may be read. */
static void end_exactly(void)
{
    uint32_t count;
    const trf_image_section *directory = directory_of(now.image, &count);
    size_t size = (size_t)(directory[count - 1].offset + directory[count - 1].size);
    uint8_t *image = malloc(size);
    uint64_t short_size = size;

    memcpy(image, now.image, size);
    memcpy(image + offsetof(trf_image_header, file_size), &short_size, sizeof short_size);
    make_fit(image);
    place("no padding at the end", size, 0);
    survive(image, size, true);
    free(image);
}

/** A zero byte inside a text neither cuts nor prolongs it. */
static void put_zero_in_text(void)
{
    static const char text[] = "Goods for tests";
    uint8_t *image = malloc(now.size);
    uint8_t *found;
    tariff_goods_nomenclature_query query = TARIFF_GOODS_NOMENCLATURE_QUERY_INIT;
    tariff_goods_nomenclature line = TARIFF_GOODS_NOMENCLATURE_INIT;
    tariff_snapshot *snapshot = NULL;
    tariff_session *session = NULL;

    memcpy(image, now.image, now.size);
    found = memmem(image, now.size, text, sizeof text);
    place("zero in a text", found ? (size_t)(found - image) : 0, 0);
    if (!found) {
        complain("the text is not in the image");
        goto done;
    }
    found[5] = 0;
    make_fit(image);
    query.tariff = tariff_text_of("T");
    query.code = tariff_text_of("9900000000");
    query.date = tariff_text_of("2024-03-05");
    if (tariff_snapshot_open_memory(now.context, image, now.size, 0, &snapshot, NULL) < 0 ||
        tariff_session_new(now.context, snapshot, NULL, &session, NULL) < 0 ||
        tariff_goods_nomenclature_find(session, &query, &line, NULL) != TARIFF_OK)
        complain("the line is not found");
    else if (line.description.size != sizeof text - 1 || memcmp(line.description.data, "Goods\0for tests", sizeof text - 1) != 0)
        complain("the text was cut");
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    survive(image, now.size, true);
done:
    free(image);
}

/* ---- more than 4 GiB ---- */

static bool put(int file, const void *data, size_t size, uint64_t at)
{
    return pwrite(file, data, size, (off_t)at) == (ssize_t)size;
}

/** The answers from a file. */
static bool answers_of(const char *path, answers *out)
{
    tariff_snapshot *snapshot = NULL;
    tariff_error *error = NULL;
    tariff_status status = tariff_snapshot_open(now.context, path, &snapshot, &error);

    if (status < 0) {
        printf("%.*s\n", (int)tariff_error_message(error).size, tariff_error_message(error).data);
        tariff_error_free(error);
        return false;
    }
    ask(snapshot, out);
    tariff_snapshot_release(snapshot);
    return true;
}

/**
 * Every section moved more than 4 GiB up in a sparse file, which opening allows: an offset that was added or multiplied in 32
 * bits would give other answers. Then sizes and counts that are right only in 32 bits.
 */
static void move_past_4_gib(void)
{
    const uint64_t shift = (UINT64_C(5) << 30) + 4096;
    char path[] = "corrupt-large.XXXXXX";
    int file = mkstemp(path);
    uint8_t *image = malloc(now.size);
    uint32_t count;
    trf_image_section *directory;
    uint64_t size = now.size + shift;
    answers expected, found;
    tariff_snapshot *snapshot = NULL;
    size_t head;

    place("past 4 GiB", 0, shift);
    memcpy(image, now.image, now.size);
    directory = directory_of(image, &count);
    head = sizeof(trf_image_header) + count * sizeof *directory;
    memcpy(image + offsetof(trf_image_header, file_size), &size, sizeof size);
    for (uint32_t s = 0; s < count; s++)
        directory[s].offset += shift;
    if (sizeof(size_t) < 8 || ftruncate(file, (off_t)size) != 0 || !put(file, image, head, 0) ||
        !put(file, now.image + head, now.size - head, shift + head)) {
        printf("SKIP: corrupt: no file of more than 4 GiB can be made or mapped here\n");
        goto done;
    }
    if (!put(file, image, head, 0))
        complain("the file could not be written");
    if (tariff_snapshot_open_memory(now.context, now.image, now.size, 0, &snapshot, NULL) >= 0)
        ask(snapshot, &expected);
    tariff_snapshot_release(snapshot);
    if (!answers_of(path, &found))
        complain("refused");
    for (size_t i = 1; i < QUESTIONS; i++) { /* the first one tells the size */
        if (found.status[i] != expected.status[i] || found.sum[i] != expected.sum[i])
            complain("another answer than from the image as it was written");
    }
    for (uint32_t s = 0; s < count; s++) { /* right modulo 2^32 */
        const uint64_t fields[3] = {directory[s].offset, directory[s].size, directory[s].count};
        size_t at = sizeof(trf_image_header) + s * sizeof *directory + offsetof(trf_image_section, offset);

        for (unsigned f = 0; f < 3; f++) {
            uint64_t value = fields[f] + (UINT64_C(1) << 32);

            place("past 4 GiB", at + 8 * f, value);
            put(file, &value, sizeof value, at + 8 * f);
            snapshot = NULL;
            if (tariff_snapshot_open(now.context, path, &snapshot, NULL) >= 0)
                complain("a field that is right only in 32 bits is taken");
            tariff_snapshot_release(snapshot);
            put(file, &fields[f], sizeof value, at + 8 * f);
        }
    }
done:
    close(file);
    unlink(path);
    free(image);
}

/* ---- references ---- */

/** NULL may be released, and a reference that is kept keeps the image. Every question has an answer here. */
static void release_in_turn(void)
{
    tariff_snapshot *snapshot = NULL;
    answers before, after;

    place("references", 0, 0);
    tariff_snapshot_release(NULL);
    tariff_session_free(NULL);
    tariff_build_free(NULL);
    tariff_error_free(NULL);
    tariff_context_free(NULL);
    if (tariff_snapshot_open_memory(now.context, now.image, now.size, TARIFF_OPEN_COPY, &snapshot, NULL) < 0) {
        complain("the image is refused");
        return;
    }
    ask(snapshot, &before);
    for (size_t i = 0; i < QUESTIONS; i++) {
        if (before.status[i] < 0)
            complain(questions[i][0]); /* not answered by the sound image */
    }
    tariff_snapshot_retain(snapshot);
    tariff_snapshot_release(snapshot);
    ask(snapshot, &after);
    if (memcmp(&before, &after, sizeof before) != 0)
        complain("other answers after a release");
    tariff_snapshot_release(snapshot);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } classes[] = {
        {"bytes", change_bytes},         {"lengths", truncate_everywhere}, {"directory", change_directory},
        {"words", change_words},         {"last records", end_exactly},    {"zero in a text", put_zero_in_text},
        {"references", release_in_turn}, {"past 4 GiB", move_past_4_gib},
    };
    const char *sources = NULL, *only = getenv("CORRUPT_ONLY"); /* a class by name, for whoever mends it */

    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--all") == 0)
            now.all = true;
        else
            sources = argv[i];
    }
    if (!sources) {
        fputs("usage: corrupt [--all] FOLDER-OF-THE-SOURCES\n", stderr);
        return 2;
    }
    if (dup2(open("/dev/null", O_WRONLY), atoi(NOWHERE)) < 0 || !write_image(sources)) {
        puts("the image cannot be made");
        return 1;
    }
    place("untouched", 0, 0);
    if (!survive(now.image, now.size, true))
        complain("not sound");
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        uint64_t runs = now.runs, refused = now.refused, unsound = now.unsound;

        if (only && strcmp(only, classes[i].name) != 0)
            continue;
        classes[i].run();
        printf("%-16s %8llu images: %llu refused, %llu opened and found unsound, %llu sound\n", classes[i].name,
               (unsigned long long)(now.runs - runs), (unsigned long long)(now.refused - refused),
               (unsigned long long)(now.unsound - unsound),
               (unsigned long long)(now.runs - runs - (now.refused - refused) - (now.unsound - unsound)));
    }
    printf("image of %zu bytes, %llu runs, %u wrong, longest %llu us\n", now.size, (unsigned long long)now.runs, now.wrong,
           (unsigned long long)now.worst);
    free(now.image);
    tariff_context_free(now.context);
    return now.wrong ? 1 : 0;
}
