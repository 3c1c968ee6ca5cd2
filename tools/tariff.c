/* SPDX-License-Identifier: Apache-2.0 */
/* The program tariff: the table of its commands, and main. Each command is a method of the library's JSON door plus options. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "options.h"

static const option_info compile_options[] = {
    {"output", "FILE", "image to write, replaced at once (also -o)"},
    {"report", "FILE", "findings as JSON Lines {rule, record, file, line, text}"},
    {"strict", NULL, "write no image where a finding is not named by --policy"},
    {"policy", "FILE", "rule ids that --strict allows, one a line"},
    {"base", "FILE", "image that overlays are merged into"},
    {NULL, NULL, NULL},
};
static const option_info import_options[] = {
    {"output", "FILE", "native XML to write, replaced at once (also -o)"},
    {"list", NULL, "name the formats"},
    {"valid-from", "D", "first day of the records"},
    {"valid-to", "D", "last day of the records"},
    {"report", "FILE", "findings as JSON Lines"},
    {NULL, NULL, NULL},
};
static const option_info tree_options[] = {
    {"depth", "N", "levels below the code"},
    {"suffix", "NN", "product line suffix of the code"},
    {NULL, NULL, NULL},
};
static const option_info show_options[] = {
    {"suffix", "NN", "product line suffix of the code"},
    {NULL, NULL, NULL},
};
static const option_info measures_options[] = {
    {"origin", "AREA", "country or group the goods come from; any where not given"},
    {"additional-code", "CODE", "additional code, type and code run together (repeatable)"},
    {"movement", "M", "import (default) or export"},
    {NULL, NULL, NULL},
};
static const option_info needs_options[] = {
    {"origin", "AREA", "country the goods come from"},
    {"preferential-origin", "AREA", "country or group in which a preference is claimed"},
    {NULL, NULL, NULL},
};
static const option_info quote_options[] = {
    {"origin", "AREA", "country the goods come from"},
    {"value", "AMOUNT", "customs value with its currency: \"1000 EUR\""},
    {"net-mass", "KG", "net mass in kilograms"},
    {"quantity", "N UNIT", "quantity in a unit (repeatable)"},
    {"document", "CODE", "document, certificate or licence presented (repeatable)"},
    {"additional-code", "CODE", "additional code, type and code run together (repeatable)"},
    {"preference", "CODE", "preference code"},
    {"preferential-origin", "AREA", "country or group in which a preference is claimed"},
    {"quota", "NUMBER", "order number of the tariff quota claimed"},
    {"fact", "NAME=VALUE", "a fact that the profile knows (repeatable)"},
    {"exchange-rate", "CUR=RATE", "so much of a currency for one unit of the tariff's (repeatable)"},
    {"claim", "SCHEME=CODE", "a claim: spi, heading, suspension … (repeatable)"},
    {"export-country", "AREA", "country of export or consignment"},
    {"dispositions", NULL, "list every measure that was considered"},
    {NULL, NULL, NULL},
};
static const option_info rate_options[] = {
    {"grammar", "NAME", "taric (default), cet, us, condition or season"},
    {"value", "V", "customs value, for eval"},
    {"quantity", "N UNIT", "quantity in a unit, for eval (repeatable)"},
    {"round", "MODE:UNIT", "rounding of the result, for eval: half-up:0.01"},
    {"currency", "CUR", "currency of value and result, for eval"},
    {"exchange-rate", "CUR=RATE", "what one unit of a currency is worth, for eval (repeatable)"},
    {"claim", "PROGRAMME", "programme claimed, for eval (repeatable)"},
    {NULL, NULL, NULL},
};
static const option_info conformance_options[] = {
    {"data", "DIR", "folder in which files that a case names are looked for (repeatable)"},
    {"failed", NULL, "print only what did not pass, and the sum"},
    {NULL, NULL, NULL},
};

const command_info commands[] = {
    {"assess", "[FILE…]", "assess declarations, JSON Lines in and out", NULL, NULL, NULL},
    {"classify", "[TEXT…]", "find the code of goods described in words", NULL, NULL, NULL},
    {"compare", "CODE …", "every lawful route with amount and needs, cheapest first", NULL, NULL, NULL},
    {"compile", "-o IMAGE INPUT…", "read native XML and TARIC3 envelopes, check them, write an image",
     "Inputs are read in order and told apart by their root element; they may be plain, gzip or xz. --tariff ID names the\n"
     "tariff of the TARIC3 inputs after it (TARIC where none is named). Findings never stop it: they go to standard error and\n"
     "with --report to a file; the image is written and the exit status is 1.",
     compile_options, command_compile},
    {"conformance", "FILE…", "run case files",
     "Prints ok, not ok or skip with the id of each case and a last line with the sum. Files that a case names are looked for\n"
     "beside the case file, then below each --data folder and each folder of the variable TARIFF_CASES.",
     conformance_options, command_conformance},
    {"diff", "IMAGE-A IMAGE-B", "what changed between two tariffs or dates", NULL, NULL, NULL},
    {"evaluate", "FILE…", "accuracy of classification on truth files", NULL, NULL, NULL},
    {"export", "--format native|taric3 [IMAGE]", "the records of an image as XML", NULL, NULL, NULL},
    {"help", "[COMMAND]", "this list, or the help of a command", NULL, NULL, command_help},
    {"import", "FORMAT INPUT… -o FILE.xml", "convert what others publish into native XML",
     "'tariff import --list' names the formats. Without dates the records are open on both sides.", import_options,
     command_import},
    {"info", "[IMAGE]", "what an image holds and where it was found", NULL, NULL, command_info_image},
    {"introspect", "", "the public API and the methods of the JSON door as data", NULL, NULL, command_introspect},
    {"measures", "CODE", "all candidate measures with their disposition", NULL, measures_options, command_measures},
    {"needs", "CODE --origin AREA", "what a complete assessment will ask for", NULL, needs_options, command_needs},
    {"origin", "check FILE…", "rules of origin", NULL, NULL, NULL},
    {"quota", "…", "the quota ledger", NULL, NULL, NULL},
    {"quote", "CODE --origin AREA --value \"1000 EUR\"", "one goods item, assessed and explained",
     "Missing facts are named, and a range is given where one can be.", quote_options, command_quote},
    {"rate", "parse TEXT | format JSON | eval TEXT --value V", "duty expressions alone", NULL, rate_options, command_rate},
    {"show", "CODE", "one code: descriptions, ancestors, units, notes, footnotes, measures by kind",
     "A code that ended is shown as it was on its last day, with its successors; the exit status is 1.", show_options,
     command_show},
    {"train", "-o LEARNED.tariff FILE…", "learn classification from truth files", NULL, NULL, NULL},
    {"train-quiz", "", "exercises in classification", NULL, NULL, NULL},
    {"tree", "[CODE]", "the tree below a code; without one, the whole tariff", NULL, tree_options, command_tree},
    {"update", "BASE DAILY… -o NEW", "a daily transmission applied to an image", NULL, NULL, NULL},
    {"verify", "IMAGE", "full check of an image: layout, content hash, every reference", NULL, NULL, command_verify},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};

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

/* ---- help ---- */

static void print_options(const char *title, const option_info *list)
{
    if (!list)
        return;
    printf("\n%s:\n", title);
    for (; list->name; list++) {
        char left[64];

        snprintf(left, sizeof left, "--%s%s%s", list->name, list->arguments ? " " : "", list->arguments ? list->arguments : "");
        printf("  %-28s %s\n", left, list->help);
    }
}

static const command_info *find_command(const char *name)
{
    const command_info *command = commands;

    while (command->name && strcmp(command->name, name) != 0)
        command++;
    return command->name ? command : NULL;
}

static int print_command(const command_info *command)
{
    printf("usage: tariff %s %s\n\n%s\n", command->name, command->arguments, command->summary);
    if (!command->run)
        puts("\nThis command comes with a later version.");
    if (command->help)
        printf("\n%s\n", command->help);
    print_options("Options", command->options);
    print_options("Common options", common_options);
    puts("\nExit status: 0 done, 1 done and the answer is negative, 2 wrong usage, 3 bad input, 4 no resources.");
    return EXIT_DONE;
}

int command_help(cli *program)
{
    const command_info *command;
    int status = cli_arguments(program, 0, 1);

    if (status)
        return status;
    if (program->argument_count) {
        command = find_command(program->arguments[0]);
        return command ? print_command(command) : cli_usage(program, "no command '%s'", program->arguments[0]);
    }
    puts("usage: tariff COMMAND [OPTIONS] [ARGUMENTS]\n");
    for (command = commands; command->name; command++)
        printf("  %-12s %s%s\n", command->name, command->summary, command->run ? "" : " (later)");
    print_options("Common options", common_options);
    puts("\n'tariff help COMMAND' says more.");
    return EXIT_DONE;
}

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
