/* SPDX-License-Identifier: Apache-2.0 */
/* The image that is opened, sessions, calls of the library's JSON door, what its statuses mean for the program. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int cli_exit(tariff_status status)
{
    switch (status) {
    case TARIFF_OK: return EXIT_DONE;
    case TARIFF_EINVAL:
    case TARIFF_EUNSUPPORTED: return EXIT_USAGE;
    case TARIFF_EINPUT:
    case TARIFF_EIMAGE:
    case TARIFF_ELIMIT:
    case TARIFF_ERANGE: return EXIT_INPUT;
    case TARIFF_EIO:
    case TARIFF_ENOMEM: return EXIT_RESOURCES;
    default: return EXIT_ANSWER_NO;
    }
}

/* The option that gave the member a message begins with: "items[0].origin" and "net_mass" are --origin and --net-mass. */
static const option_info *option_of(const cli *cli, const char *subject, size_t size)
{
    static const char item[] = "items[0].";
    char name[64] = "";
    size_t used = 0;

    if (size > sizeof item - 1 && strncmp(subject, item, sizeof item - 1) == 0) {
        subject += sizeof item - 1;
        size -= sizeof item - 1;
    }
    while (used < size && used < sizeof name - 1 && subject[used] != '[' && subject[used] != '.') {
        name[used] = (char)(subject[used] == '_' ? '-' : subject[used]);
        used++;
    }
    if (used < size && subject[used] == '[' && used > 3 && strcmp(name + used - 3, "ies") == 0)
        strcpy(name + used - 3, "y");
    else if (used < size && subject[used] == '[' && used > 1 && name[used - 1] == 's')
        name[used - 1] = 0;
    for (size_t i = 0; i < cli->option_count; i++)
        if (strcmp(cli->options[i].info->name, name) == 0)
            return cli->options[i].info;
    return NULL;
}

static void print_message(const cli *cli, const char *message)
{
    size_t size = strcspn(message, " :");
    const option_info *option = option_of(cli, message, size);

    if (option)
        fprintf(stderr, "--%s%s", option->name, message + size);
    else
        fputs(message, stderr);
}

int cli_fail(const cli *cli, tariff_status status, tariff_error *error)
{
    tariff_text message = tariff_error_message(error), file = tariff_error_file(error), subject = tariff_error_subject(error);
    uint32_t line = tariff_error_line(error);

    fputs("tariff: ", stderr);
    if (file.size) {
        fprintf(stderr, "%s:", file.data);
        if (line)
            fprintf(stderr, "%u:", line);
        fputc(' ', stderr);
    }
    print_message(cli, message.size ? message.data : tariff_status_name(status));
    if (subject.size && !strstr(message.data, subject.data))
        fprintf(stderr, " (%s)", subject.data);
    fputc('\n', stderr);
    tariff_error_free(error);
    return cli_exit(status);
}

/* ---- the image ---- */

static char *copy(const char *text)
{
    return strcpy(memory_get(NULL, strlen(text) + 1), text);
}

/* The image of the build tree that the program runs in, if it does. */
static char *build_tree_image(void)
{
    char path[4096];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 64);
    char *folder;

    if (size <= 0)
        return NULL;
    path[size] = 0;
    folder = strrchr(path, '/');
    if (!folder)
        return NULL;
    *folder = 0;
    if (strlen(path) > 6 && strcmp(path + strlen(path) - 6, "/.libs") == 0)
        path[strlen(path) - 6] = 0;
    folder = strrchr(path, '/');
    if (!folder || strcmp(folder, "/tools") != 0)
        return NULL;
    strcpy(folder, "/default.tariff");
    return access(path, F_OK) == 0 ? copy(path) : NULL;
}

char *cli_find_image(const cli *cli, bool say)
{
    const char *named = cli_option(cli, "image");
    char *path;

    if (named)
        return copy(named);
    named = getenv("TARIFF_IMAGE");
    if (named && *named)
        return copy(named);
    path = build_tree_image();
    if (path)
        return path;
#ifdef TARIFF_INSTALLED_IMAGE
    if (access(TARIFF_INSTALLED_IMAGE, F_OK) == 0)
        return copy(TARIFF_INSTALLED_IMAGE);
#endif
    if (say)
        fputs("tariff: no image: name one with --image FILE or the variable TARIFF_IMAGE\n", stderr);
    return NULL;
}

int cli_open_session(cli *cli)
{
    tariff_error *error = NULL;
    tariff_status status;

    if (cli->session)
        return EXIT_DONE;
    status = cli_session_new(cli, &cli->session, &error);
    return status < 0 ? cli_fail(cli, status, error) : EXIT_DONE;
}

tariff_status cli_session_new(const cli *cli, tariff_session **session, tariff_error **error)
{
    const char *overlay = cli->snapshot ? cli_option(cli, "overlay") : NULL, *reply;
    tariff_status status = tariff_session_new(cli->context, cli->snapshot, NULL, session, error);
    text request = {NULL, 0, 0};
    uint64_t size;

    if (status < 0 || !overlay)
        return status;
    text_char(&request, '{');
    text_member(&request, "file", overlay);
    text_char(&request, '}');
    status = tariff_call_json(*session, "overlay", request.data, request.size, &reply, &size, error);
    text_free(&request);
    if (status < 0) {
        tariff_session_free(*session);
        *session = NULL;
    }
    return status;
}

int cli_open_image(cli *cli)
{
    tariff_error *error = NULL;
    tariff_status status;

    if (cli->snapshot)
        return EXIT_DONE;
    cli->image_path = cli_find_image(cli, true);
    if (!cli->image_path)
        return EXIT_RESOURCES;
    status = tariff_snapshot_open(cli->context, cli->image_path, &cli->snapshot, &error);
    if (status < 0)
        return cli_fail(cli, status, error);
    tariff_session_free(cli->session);
    cli->session = NULL;
    return cli_open_session(cli);
}

/* ---- calls ---- */

tariff_status cli_try(cli *cli, const char *method, const text *request, tariff_error **error)
{
    return tariff_call_json(cli->session, method, request ? request->data : NULL, request ? request->size : 0, &cli->reply,
                            &cli->reply_length, error);
}

tariff_status cli_call(cli *cli, const char *method, const text *request)
{
    tariff_error *error = NULL;
    tariff_status status = cli_try(cli, method, request, &error);

    if (status < 0)
        cli_fail(cli, status, error);
    return status;
}

static const char *today(void)
{
    static char date[16];
    time_t now = time(NULL);
    struct tm parts;

    gmtime_r(&now, &parts);
    strftime(date, sizeof date, "%Y-%m-%d", &parts);
    return date;
}

const char *cli_date(cli *cli)
{
    const char *date = cli_option(cli, "date");

    if (date)
        return date;
    cli_note(cli, "date %s: today, since --date is not given", today());
    return today();
}

void cli_common(const cli *cli, text *request, bool date)
{
    static const char *const names[] = {"tariff", "lang", "date"};

    for (unsigned i = 0; i < (date ? 3u : 2u); i++)
        if (cli_option(cli, names[i]))
            text_member(request, names[i], cli_option(cli, names[i]));
}

tariff_status cli_call_dated(cli *cli, const char *method, text *request)
{
    tariff_error *error = NULL;
    tariff_status status = cli_try(cli, method, request, &error);

    if (status == TARIFF_EINVAL && !cli_has(cli, "date") && strcmp(tariff_error_subject(error).data, "date") == 0) {
        tariff_error_free(error);
        error = NULL;
        request->size--; /* the closing brace */
        text_member(request, "date", cli_date(cli));
        text_char(request, '}');
        status = cli_try(cli, method, request, &error);
    }
    if (status < 0)
        cli_fail(cli, status, error);
    return status;
}

int cli_read_file(const cli *cli, const char *path, text *out)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rb");
    char piece[65536];
    size_t got;

    (void)cli;
    if (!file) {
        fprintf(stderr, "tariff: %s: %s\n", path, strerror(errno));
        return EXIT_RESOURCES;
    }
    text_bytes(out, "", 0);
    while ((got = fread(piece, 1, sizeof piece, file)) > 0)
        text_bytes(out, piece, got);
    if (ferror(file)) {
        fprintf(stderr, "tariff: %s: %s\n", path, strerror(errno));
        if (!standard)
            fclose(file);
        return EXIT_RESOURCES;
    }
    if (!standard)
        fclose(file);
    return EXIT_DONE;
}
