/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: options of the command and the common ones, --name value or --name=value. */
#include "options.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const option_info common_options[] = {
    {"image", "FILE",
     "image to open; else the variable TARIFF_IMAGE, else default.tariff of the build tree, else the installed one"},
    {"overlay", "FILE", "overlay to open over the image (repeatable)"},
    {"tariff", "ID", "tariff: UK, EU, XI, US, HS …"},
    {"date", "D", "day, YYYY-MM-DD; today where law has dates and none is given"},
    {"lang", "TAG", "language of texts"},
    {"format", "FORM", "text, json or csv; text where nothing is said"},
    {"jobs", "N", "threads"},
    {"quiet", NULL, "no notes and no progress on standard error"},
    {"color", "WHEN", "auto, always or never"},
    {"help", NULL, "help of the command"},
    {NULL, NULL, NULL},
};

int cli_usage(const cli *cli, const char *format, ...)
{
    va_list list;

    fputs("tariff", stderr);
    if (cli->command)
        fprintf(stderr, " %s", cli->command->name);
    fputs(": ", stderr);
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    if (cli->command)
        fprintf(stderr, "\nTry 'tariff help %s'.\n", cli->command->name);
    else
        fputs("\nTry 'tariff help'.\n", stderr);
    return EXIT_USAGE;
}

static const option_info *find(const option_info *list, const char *name, size_t size)
{
    for (; list && list->name; list++)
        if (strlen(list->name) == size && memcmp(list->name, name, size) == 0)
            return list;
    return NULL;
}

/* How many words follow an option. */
static unsigned words(const char *arguments)
{
    unsigned count = arguments != NULL;

    for (; arguments && *arguments; arguments++)
        count += *arguments == ' ';
    return count;
}

static int read_option(cli *cli, int argc, char **argv, int *at)
{
    const char *given = argv[*at] + (argv[*at][1] == '-' ? 2 : 1);
    const char *equals = strchr(given, '=');
    size_t size = equals ? (size_t)(equals - given) : strlen(given);
    option_given *option = &cli->options[cli->option_count];
    unsigned count;

    if (strcmp(argv[*at], "-o") == 0) {
        given = "output";
        size = strlen(given);
    }
    option->info = find(cli->command->options, given, size);
    if (!option->info)
        option->info = find(common_options, given, size);
    if (!option->info)
        return cli_usage(cli, "unknown option '%s'", argv[*at]);
    count = words(option->info->arguments);
    if (equals && count == 0)
        return cli_usage(cli, "option --%s takes no value", option->info->name);
    for (unsigned i = 0; i < count; i++) {
        if (i == 0 && equals) {
            option->values[0] = equals + 1;
            continue;
        }
        if (++*at >= argc || (argv[*at][0] == '-' && argv[*at][1] == '-')) /* the next option is no value of this one */
            return cli_usage(cli, "option --%s needs %s", option->info->name, option->info->arguments);
        option->values[i] = argv[*at];
    }
    cli->option_count++;
    return EXIT_DONE;
}

static int read_jobs(cli *cli)
{
    const char *given = cli_option(cli, "jobs");
    char *end = NULL;
    unsigned long count = given ? strtoul(given, &end, 10) : 1;

    if (given && (*end || end == given || count == 0 || count > JOBS_MAX || given[0] == '-'))
        return cli_usage(cli, "--jobs '%s': expected a number from 1 to %u", given, JOBS_MAX);
    cli->jobs = (unsigned)count;
    return EXIT_DONE;
}

static int read_common(cli *cli)
{
    const char *format = cli_option(cli, "format");
    const char *color = cli_option(cli, "color");

    if (!format || strcmp(format, "text") == 0 || find(cli->command->options, "format", 6))
        cli->format = FORMAT_TEXT; /* a command may have forms of its own */
    else if (strcmp(format, "json") == 0)
        cli->format = FORMAT_JSON;
    else if (strcmp(format, "csv") == 0)
        cli->format = FORMAT_CSV;
    else if (strcmp(format, "html") == 0)
        return cli_usage(cli, "format html comes with a later version");
    else
        return cli_usage(cli, "format '%s': expected text, json or csv", format);
    if (color && strcmp(color, "auto") != 0 && strcmp(color, "always") != 0 && strcmp(color, "never") != 0)
        return cli_usage(cli, "color '%s': expected auto, always or never", color);
    cli->quiet = cli_has(cli, "quiet");
    cli->progress = !cli->quiet && isatty(2);
    cli->color = color && strcmp(color, "auto") != 0 ? strcmp(color, "always") == 0 : isatty(1);
    return read_jobs(cli);
}

int options_read(cli *cli, int argc, char **argv)
{
    bool only_arguments = false;

    cli->options = memory_get(NULL, ((size_t)argc + 1) * sizeof *cli->options);
    cli->arguments = memory_get(NULL, ((size_t)argc + 1) * sizeof *cli->arguments);
    for (int at = 2; at < argc; at++) {
        int status;

        if (only_arguments || argv[at][0] != '-' || argv[at][1] == 0) {
            cli->arguments[cli->argument_count++] = argv[at];
        } else if (strcmp(argv[at], "--") == 0) {
            only_arguments = true;
        } else {
            status = read_option(cli, argc, argv, &at);
            if (status)
                return status;
        }
    }
    return read_common(cli);
}

static const option_given *given(const cli *cli, const char *name)
{
    for (size_t i = cli->option_count; i > 0; i--)
        if (strcmp(cli->options[i - 1].info->name, name) == 0)
            return &cli->options[i - 1];
    return NULL;
}

const char *cli_option(const cli *cli, const char *name)
{
    const option_given *option = given(cli, name);

    return option ? option->values[0] : NULL;
}

bool cli_has(const cli *cli, const char *name)
{
    return given(cli, name) != NULL;
}

int cli_arguments(const cli *cli, size_t least, size_t most)
{
    if (cli->argument_count < least)
        return cli_usage(cli, "expected: %s", cli->command->arguments);
    if (cli->argument_count > most)
        return cli_usage(cli, "too much: '%s'", cli->arguments[most]);
    return EXIT_DONE;
}
