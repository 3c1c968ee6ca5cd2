/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Eight threads ask without pause, each over the image that is current when it begins, while images are exchanged under them:
 * each answer is that of one of the two images, whole.
 *
 *     swap NUMBER-OF-EXCHANGES FOLDER-OF-THE-SOURCES
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tariff.h>
#include <unistd.h>

#define THREADS    8
#define ANSWER_MAX (64u << 10)

static const char question[] = "{\"tariff\":\"T\",\"date\":\"2024-03-05\",\"items\":[{\"code\":\"9900200000\",\"origin\":\"BR\","
                               "\"price\":\"1200\",\"quantities\":[{\"unit\":\"KGM\",\"quantity\":\"250\"}]}]}";
static const char later[] = "<tariff-data xmlns='urn:libtariff:tariff:1' version='1'><tariff id='T'><descriptions lang='en'>"
                            "<description code='9900200000' from='2024-01-01'>Another text</description></descriptions>"
                            "</tariff></tariff-data>";

static struct {
    tariff_context *context;
    pthread_mutex_t lock; /* of current and stop */
    tariff_snapshot *current;
    bool stop;
    char expected[2][ANSWER_MAX]; /* by image */
} now = {.lock = PTHREAD_MUTEX_INITIALIZER};

typedef struct reader {
    pthread_t thread;
    unsigned long answers[2];
    bool failed;
} reader;

static bool answer(tariff_snapshot *snapshot, char *out)
{
    tariff_session *session = NULL;
    const char *reply;
    uint64_t length;
    bool ok = tariff_session_new(now.context, snapshot, NULL, &session, NULL) == TARIFF_OK;

    for (unsigned i = 0; ok && i < 2; i++) { /* a session serves more than once */
        ok =
            tariff_call_json(session, "assess", question, sizeof question - 1, &reply, &length, NULL) >= 0 && length < ANSWER_MAX;
        if (ok)
            memcpy(out, reply, (size_t)length + 1);
    }
    tariff_session_free(session);
    return ok;
}

static void *read_on(void *argument)
{
    reader *r = argument;
    char *found = malloc(ANSWER_MAX);

    for (;;) {
        tariff_snapshot *snapshot;

        pthread_mutex_lock(&now.lock);
        snapshot = now.stop ? NULL : now.current;
        if (snapshot)
            tariff_snapshot_retain(snapshot);
        pthread_mutex_unlock(&now.lock);
        if (!snapshot)
            break;
        if (!answer(snapshot, found))
            r->failed = true;
        else if (strcmp(found, now.expected[0]) == 0)
            r->answers[0]++;
        else if (strcmp(found, now.expected[1]) == 0)
            r->answers[1]++;
        else
            r->failed = true;
        tariff_snapshot_release(snapshot);
    }
    free(found);
    return NULL;
}

static void exchange(tariff_snapshot *next, bool stop)
{
    tariff_snapshot *old;

    pthread_mutex_lock(&now.lock);
    old = now.current;
    now.current = next;
    now.stop = stop;
    pthread_mutex_unlock(&now.lock);
    tariff_snapshot_release(old);
}

static bool write_images(const char *sources, char paths[2][32])
{
    char source[1000];
    bool ok = true;

    snprintf(source, sizeof source, "%s/tests/data/assess.xml", sources);
    for (unsigned i = 0; i < 2 && ok; i++) {
        tariff_build *build = NULL;
        tariff_snapshot *snapshot = NULL;
        int file;

        strcpy(paths[i], "swap.XXXXXX");
        file = mkstemp(paths[i]);
        close(file);
        ok = tariff_build_new(now.context, &build, NULL) >= 0 && tariff_build_add_file(build, source, NULL, NULL) >= 0 &&
             (i == 0 || tariff_build_add_memory(build, later, sizeof later - 1, "later.xml", NULL, NULL) >= 0) &&
             tariff_build_write(build, paths[i], NULL) >= 0 &&
             tariff_snapshot_open(now.context, paths[i], &snapshot, NULL) == TARIFF_OK && answer(snapshot, now.expected[i]);
        tariff_snapshot_release(snapshot);
        tariff_build_free(build);
    }
    return ok && strcmp(now.expected[0], now.expected[1]) != 0; /* they name their image */
}

int main(int argc, char **argv)
{
    reader readers[THREADS] = {{0}};
    char paths[2][32] = {"", ""};
    unsigned long swaps, done = 0, answers[2] = {0, 0};
    bool failed;

    if (argc != 3) {
        fputs("usage: swap NUMBER-OF-EXCHANGES FOLDER-OF-THE-SOURCES\n", stderr);
        return 2;
    }
    swaps = strtoul(argv[1], NULL, 10);
    failed = tariff_context_new(NULL, &now.context, NULL) < 0 || !write_images(argv[2], paths) ||
             tariff_snapshot_open(now.context, paths[0], &now.current, NULL) < 0;
    if (failed)
        puts("the images cannot be made");
    for (unsigned i = 0; i < THREADS && !failed; i++)
        failed = pthread_create(&readers[i].thread, NULL, read_on, &readers[i]) != 0;
    for (; done < swaps && !failed; done++) {
        tariff_snapshot *next = NULL;

        failed = tariff_snapshot_open(now.context, paths[(done + 1) % 2], &next, NULL) != TARIFF_OK;
        exchange(next, failed);
    }
    exchange(NULL, true);
    for (unsigned i = 0; i < THREADS && readers[i].thread; i++) {
        pthread_join(readers[i].thread, NULL);
        failed = failed || readers[i].failed;
        answers[0] += readers[i].answers[0];
        answers[1] += readers[i].answers[1];
    }
    unlink(paths[0]);
    unlink(paths[1]);
    tariff_context_free(now.context);
    printf("%lu exchanges under %d threads, %lu and %lu answers%s\n", done, THREADS, answers[0], answers[1],
           failed ? ", FAILED" : "");
    return failed || answers[0] + answers[1] == 0 ? 1 : 0;
}
