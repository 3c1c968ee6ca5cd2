/* SPDX-License-Identifier: Apache-2.0 */
/* The program tariff: its main. Each command is a method of the library's JSON door plus options. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "options.h"

/* ---- progress ---- */

/* A bar on a terminal, at most ten times a second. */
static int32_t progress(void *user, const char *stage, uint64_t done, uint64_t total)
{
    static struct timespec last;
    const cli *program = user;
    struct timespec now;
    char bar[31];

    if (!program->progress)
        return 0;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (done != total && (now.tv_sec - last.tv_sec) * 1000 + (now.tv_nsec - last.tv_nsec) / 1000000 < 100)
        return 0;
    last = now;
    if (total == 0) {
        fprintf(stderr, "\r\033[K%s %.1f MB", stage, (double)done / 1e6);
    } else {
        size_t filled = (size_t)(done >= total ? 30 : done * 30 / total);

        memset(bar, '.', 30);
        memset(bar, '#', filled);
        bar[30] = 0;
        fprintf(stderr, "\r\033[K%s [%s] %u %%", stage, bar, (unsigned)(done >= total ? 100 : done * 100 / total));
    }
    if (done == total)
        fputs("\r\033[K", stderr);
    fflush(stderr);
    return 0;
}

/* ---- version ---- */

static void print_libraries(const json *libraries)
{
    for (const json *version = libraries ? libraries->first : NULL; version; version = version->next)
        printf("%s %s\n", version->name, version->text);
}

/* The library says of itself what it is: version, and layout of the images that it reads. */
static int print_version(cli *program)
{
    tariff_error *error = NULL;
    json_document *document;
    tariff_status status = tariff_context_new(NULL, &program->context, &error);
    int code = status < 0 ? cli_fail(program, status, error) : cli_open_session(program);

    if (!code && (status = cli_call(program, "introspect", NULL)) < 0)
        code = cli_exit(status);
    if (!code) {
        document = cli_reply(program);
        printf("tariff %s\nimage layout %s\n", json_text(json_root(document), "library"),
               json_text(json_root(document), "layout"));
        print_libraries(json_get(json_root(document), "libraries"));
        json_free(document);
    }
    tariff_session_free(program->session);
    tariff_context_free(program->context);
    return code;
}

/* ---- main ---- */

static int run(cli *program)
{
    tariff_context_options options = TARIFF_CONTEXT_OPTIONS_INIT;
    tariff_error *error = NULL;
    tariff_status status;

    if (cli_has(program, "help"))
        return print_command(program->command);
    options.progress = progress;
    options.progress_user = program;
    options.hash_seed = (uint64_t)time(NULL) << 20 ^ (uint64_t)(uintptr_t)program;
    status = tariff_context_new(&options, &program->context, &error);
    if (status < 0)
        return cli_fail(program, status, error);
    return program->command->run(program);
}

int main(int argc, char **argv)
{
    cli program = {0};
    int status;

    signal(SIGPIPE, SIG_IGN);
    if (argc < 2)
        return cli_usage(&program, "a command is expected");
    if (strcmp(argv[1], "--version") == 0)
        return print_version(&program);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        argv[1] = (char *)"help";
    program.command = find_command(argv[1]);
    if (!program.command)
        return cli_usage(&program, "no command '%s'", argv[1]);
    if (!program.command->run) {
        /* Its options are not known yet, but its help is. */
        for (int i = 2; i < argc; i++)
            if (strcmp(argv[i], "--help") == 0)
                return print_command(program.command);
        return cli_usage(&program, "this command comes with a later version");
    }
    status = options_read(&program, argc, argv);
    if (!status)
        status = run(&program);
    cli_flush();
    free(program.options);
    free(program.arguments);
    free(program.image_path);
    tariff_session_free(program.session);
    tariff_snapshot_release(program.snapshot);
    tariff_context_free(program.context);
    return status;
}
