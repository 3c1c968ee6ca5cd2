/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions of a run, files that cases name, comparison. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/run.h"
#include "conformance/table.h"

enum { TARIFFS_MOST = 24 };

/* ---- sessions ---- */

typedef struct opened {
    char *name; /* the XML, or the names of the files */
    tariff_snapshot *snapshot;
    tariff_session *session;
} opened;

struct tariffs {
    opened list[TARIFFS_MOST];
    unsigned count, next; /* next: to be replaced where all are taken */
    tariff_session *bare; /* over no snapshot */
};

static struct tariffs *tariffs(trial *trial)
{
    if (!trial->tariffs) {
        trial->tariffs = memory_get(NULL, sizeof *trial->tariffs);
        memset(trial->tariffs, 0, sizeof *trial->tariffs);
    }
    return trial->tariffs;
}

static void close_one(opened *one)
{
    tariff_session_free(one->session);
    tariff_snapshot_release(one->snapshot);
    free(one->name);
    *one = (opened){NULL, NULL, NULL};
}

void trial_close(trial *trial)
{
    if (!trial->tariffs)
        return;
    for (unsigned i = 0; i < TARIFFS_MOST; i++)
        close_one(&trial->tariffs->list[i]);
    tariff_session_free(trial->tariffs->bare);
    free(trial->tariffs);
    trial->tariffs = NULL;
}

static void *fail(trial *trial, tariff_error *error)
{
    tariff_text message = tariff_error_message(error), subject = tariff_error_subject(error);

    trial_fault(trial, "%s%s%s", message.data, subject.size ? " at " : "", subject.data);
    tariff_error_free(error);
    return NULL;
}

tariff_session *trial_session(trial *trial)
{
    if (cli_open_image(trial->program)) {
        trial_fault(trial, "there is no image to ask");
        return NULL;
    }
    return trial->program->session;
}

tariff_session *trial_free_session(trial *trial)
{
    struct tariffs *all = tariffs(trial);
    tariff_error *error = NULL;

    if (!all->bare && tariff_session_new(trial->program->context, NULL, NULL, &all->bare, &error) < 0)
        return fail(trial, error);
    return all->bare;
}

static opened *find(struct tariffs *all, const char *name)
{
    for (unsigned i = 0; i < all->count; i++)
        if (strcmp(all->list[i].name, name) == 0)
            return &all->list[i];
    return NULL;
}

/* A place for one more; the oldest gives way. */
static opened *place(struct tariffs *all)
{
    opened *one;

    if (all->count < TARIFFS_MOST)
        return &all->list[all->count++];
    one = &all->list[all->next];
    all->next = all->next + 1 < TARIFFS_MOST ? all->next + 1 : 0;
    close_one(one);
    return one;
}

/* Takes over the snapshot. */
static tariff_session *keep(trial *trial, const char *name, tariff_snapshot *snapshot)
{
    opened *one = place(tariffs(trial));
    tariff_error *error = NULL;

    one->name = strcpy(memory_get(NULL, strlen(name) + 1), name);
    one->snapshot = snapshot;
    if (tariff_session_new(trial->program->context, snapshot, NULL, &one->session, &error) < 0)
        return fail(trial, error);
    return one->session;
}

tariff_session *trial_tariff(trial *trial, const text *xml)
{
    opened *known = find(tariffs(trial), text_get(xml));
    tariff_snapshot *snapshot = NULL;
    tariff_error *error = NULL;

    if (known)
        return known->session;
    if (tariff_snapshot_open_xml(trial->program->context, text_get(xml), xml->size, NULL, &snapshot, &error) < 0)
        return fail(trial, error);
    return keep(trial, text_get(xml), snapshot);
}

tariff_session *trial_tariff_over(trial *trial, const text *xml)
{
    opened *known = find(tariffs(trial), text_get(xml));
    tariff_snapshot *snapshot = NULL;
    tariff_build *build = NULL;
    tariff_error *error = NULL;
    tariff_status status;

    if (known)
        return known->session;
    if (!trial_session(trial))
        return NULL;
    status = tariff_build_from_snapshot(trial->program->context, trial->program->snapshot, &build, &error);
    if (status >= 0)
        status = tariff_build_add_memory(build, text_get(xml), xml->size, "case", NULL, &error);
    if (status >= 0)
        status = tariff_build_open(build, &snapshot, &error);
    tariff_build_free(build);
    if (status < 0)
        return fail(trial, error);
    return keep(trial, text_get(xml), snapshot);
}

tariff_session *trial_files(trial *trial, const json *names)
{
    text name = {NULL, 0, 0};
    tariff_snapshot *snapshot = NULL;
    tariff_session *session = NULL;
    tariff_build *build = NULL;
    tariff_error *error = NULL;
    opened *known;

    text_bytes(&name, names->raw, names->raw_size);
    known = find(tariffs(trial), text_get(&name));
    if (known) {
        text_free(&name);
        return known->session;
    }
    if (tariff_build_new(trial->program->context, &build, &error) < 0)
        goto failed;
    for (const json *file = names->type == JSON_ARRAY ? names->first : names; file; file = file->next) {
        char *path = file->text ? trial_path(trial, file->text) : NULL;
        const char *slash = file->text ? strrchr(file->text, '/') : NULL;
        text data = {NULL, 0, 0};
        tariff_status status = TARIFF_EIO;

        if (!path)
            goto failed;
        /* Read under the name that the case gives it, packed or not. */
        if (cli_read_file(trial->program, path, &data) == 0)
            status = tariff_build_add_memory(build, data.data, data.size, slash ? slash + 1 : file->text, NULL, &error);
        free(path);
        text_free(&data);
        if (status < 0)
            goto failed;
        if (names->type != JSON_ARRAY)
            break;
    }
    if (tariff_build_open(build, &snapshot, &error) < 0)
        goto failed;
    session = keep(trial, text_get(&name), snapshot);
failed:
    if (error)
        fail(trial, error);
    else if (!session)
        trial_fault(trial, "%s not read", text_get(&name));
    tariff_build_free(build);
    text_free(&name);
    return session;
}

/* ---- calls ---- */

json_document *trial_call(trial *trial, tariff_session *session, const char *method, const text *request, tariff_status *status)
{
    const char *reply, *fault;
    uint64_t length;
    tariff_error *error = NULL;
    size_t line;

    *status = tariff_call_json(session, method, request->data, request->size, &reply, &length, &error);
    if (*status < 0) {
        tariff_text message = tariff_error_message(error);

        text_clear(&trial->found);
        text_bytes(&trial->found, message.data, message.size);
        tariff_error_free(error);
        return NULL;
    }
    /* The tree points into the reply, which lives until the session's next call: keep a copy. */
    text_clear(&trial->found);
    text_bytes(&trial->found, reply, (size_t)length);
    return json_read(reply, (size_t)length, &fault, &line);
}

json_document *trial_ask(trial *trial, tariff_session *session, const char *method, text *request)
{
    tariff_status status;
    json_document *document = session ? trial_call(trial, session, method, request, &status) : NULL;

    text_clear(request);
    if (!document && session)
        trial_fault(trial, "%s", text_get(&trial->found));
    return document;
}

/* ---- files ---- */

static bool try_path(text *path)
{
    static const char *const tails[] = {"", ".gz", ".xz"};
    size_t size = path->size;

    for (unsigned i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        path->size = size;
        path->data[size] = 0;
        text_add(path, tails[i]);
        if (access(text_get(path), R_OK) == 0)
            return true;
    }
    return false;
}

/* Below a folder, in the places that the contract names. */
static bool try_folder(const char *folder, size_t size, const char *name, text *path)
{
    static const char *const places[] = {".", "taric-uk", "taric3", "taric3/eu-daily"};

    for (unsigned i = 0; i < sizeof places / sizeof places[0]; i++) {
        text_clear(path);
        text_bytes(path, folder, size);
        text_char(path, '/');
        text_add(path, places[i]);
        text_char(path, '/');
        text_add(path, name);
        if (try_path(path))
            return true;
    }
    return false;
}

char *trial_path(trial *trial, const char *name)
{
    const char *slash = strrchr(trial->file, '/');
    const char *folders = getenv("TARIFF_CASES");
    text path = {NULL, 0, 0};

    if (slash)
        text_bytes(&path, trial->file, (size_t)(slash - trial->file) + 1);
    text_add(&path, name);
    if (try_path(&path))
        return path.data;
    for (size_t i = 0; i < trial->program->option_count; i++) {
        const option_given *option = &trial->program->options[i];

        if (strcmp(option->info->name, "data") == 0 && try_folder(option->values[0], strlen(option->values[0]), name, &path))
            return path.data;
    }
    while (folders && *folders) {
        size_t size = strcspn(folders, ":");

        if (size && try_folder(folders, size, name, &path))
            return path.data;
        folders += size;
        folders += *folders == ':';
    }
    text_free(&path);
    trial_fault(trial, "file %s not found", name);
    return NULL;
}

/* ---- comparison ---- */

bool same(const json *expected, const json *found)
{
    const json *theirs;

    if (!expected || expected->type == JSON_NULL)
        return !found || found->type == JSON_NULL;
    if (!found)
        return false;
    switch (expected->type) {
    case JSON_NULL: break;
    case JSON_FALSE:
    case JSON_TRUE: return found->type == expected->type;
    case JSON_NUMBER:
    case JSON_STRING:
        if (found->type != JSON_NUMBER && found->type != JSON_STRING)
            return false;
        return (expected->size == found->size && memcmp(expected->text, found->text, found->size) == 0) ||
               json_same_number(expected->text, found->text);
    case JSON_ARRAY:
        if (found->type != JSON_ARRAY || found->count != expected->count)
            return false;
        theirs = found->first;
        for (const json *item = expected->first; item; item = item->next, theirs = theirs->next)
            if (!same(item, theirs))
                return false;
        return true;
    case JSON_OBJECT:
        if (found->type != JSON_OBJECT)
            return false;
        for (const json *item = expected->first; item; item = item->next)
            if (!same(item, json_get(found, item->name)))
                return false;
        return true;
    }
    return false;
}

static bool differs(trial *trial, const char *name, const char *data, size_t size)
{
    text_clear(&trial->found);
    text_add(&trial->found, name);
    text_add(&trial->found, " ");
    text_bytes(&trial->found, data, size);
    return false;
}

bool trial_same(trial *trial, const char *name, const json *found)
{
    const json *wanted = json_get(trial->expected, name);

    if (!wanted || same(wanted, found))
        return true;
    return found ? differs(trial, name, found->raw, found->raw_size) : differs(trial, name, "nothing", 7);
}

bool trial_same_text(trial *trial, const char *name, const char *found)
{
    const json *wanted = json_get(trial->expected, name);

    if (!wanted)
        return true;
    if (wanted->type == JSON_NULL)
        return !found || differs(trial, name, found, strlen(found));
    if (found && (wanted->type == JSON_STRING || wanted->type == JSON_NUMBER) &&
        (strcmp(wanted->text, found) == 0 || json_same_number(wanted->text, found)))
        return true;
    return found ? differs(trial, name, found, strlen(found)) : differs(trial, name, "nothing", 7);
}

bool trial_same_all(trial *trial, const json *found)
{
    for (const json *wanted = trial->expected->first; wanted; wanted = wanted->next)
        if (!trial_same(trial, wanted->name, json_get(found, wanted->name)))
            return false;
    return true;
}

bool trial_contains(trial *trial, const json *expected, const char *found)
{
    if (!expected)
        return true;
    if (!found)
        return differs(trial, "text", "nothing", 7);
    if (expected->type == JSON_STRING)
        return strstr(found, expected->text) || differs(trial, "text", found, strlen(found));
    for (const json *item = expected->first; item; item = item->next)
        if (!item->text || !strstr(found, item->text))
            return differs(trial, "text", found, strlen(found));
    return true;
}

/* ---- requests ---- */

void put_member(text *request, const char *name, const json *object, const char *member_name)
{
    const json *value = json_have(object, member_name);

    if (!value)
        return;
    text_name(request, name);
    if (value->type == JSON_NUMBER)
        text_json(request, value->text, value->size); /* decimals are strings at the door */
    else
        text_bytes(request, value->raw, value->raw_size);
}

const char *member(const json *object, const char *name)
{
    const char *text = json_text(object, name);

    return text ? text : "";
}
