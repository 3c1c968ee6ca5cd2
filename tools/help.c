/* SPDX-License-Identifier: Apache-2.0 */
/* Help, pages of the manual and completion, all from the table of the commands. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

static const char exit_statuses[] =
    "0 done, 1 done and the answer is negative, 2 wrong usage, 3 bad input, 4 no resources.";

/* ---- for a terminal ---- */

/* A command may have an option of its own under the name of a common one. */
static bool is_own(const command_info *command, const char *name)
{
    for (const option_info *own = command ? command->options : NULL; own && own->name; own++)
        if (strcmp(own->name, name) == 0)
            return true;
    return false;
}

static void print_options(const char *title, const option_info *list, const command_info *but)
{
    if (!list)
        return;
    printf("\n%s:\n", title);
    for (; list->name; list++) {
        char left[64];

        if (is_own(but, list->name))
            continue;

        snprintf(left, sizeof left, "--%s%s%s", list->name, list->arguments ? " " : "", list->arguments ? list->arguments : "");
        printf("  %-28s %s\n", left, list->help);
    }
}

int print_command(const command_info *command)
{
    printf("usage: tariff %s %s\n\n%s\n", command->name, command->arguments, command->summary);
    if (!command->run)
        puts("\nThis command comes with a later version.");
    if (command->help)
        printf("\n%s\n", command->help);
    print_options("Options", command->options, NULL);
    print_options("Common options", common_options, command);
    if (command->example)
        printf("\nExample%s:\n  %s\n",
               strstr(command->example, "data/") || strstr(command->example, "examples/")
                   ? " (in the source folder, or in share/libtariff of an installed copy)"
                   : "",
               command->example);
    printf("\nExit status: %s\n", exit_statuses);
    return EXIT_DONE;
}

static int print_commands(void)
{
    puts("usage: tariff COMMAND [OPTIONS] [ARGUMENTS]\n");
    for (const command_info *command = commands; command->name; command++)
        printf("  %-12s %s%s\n", command->name, command->summary, command->run ? "" : " (later)");
    print_options("Common options", common_options, NULL);
    puts("\n'tariff help COMMAND' says more.");
    return EXIT_DONE;
}

/* ---- for man ---- */

/* Text as roff takes it: no line begins with a dot or a quote, dashes stay dashes, backslashes are doubled. */
static void put_roff(const char *text)
{
    bool begins = true;

    for (; *text; text++) {
        if (begins && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        if (*text == '-')
            fputs("\\-", stdout);
        else if (*text == '\\')
            fputs("\\e", stdout);
        else
            putchar(*text);
        begins = *text == '\n';
    }
}

static void man_line(const char *macro, const char *text)
{
    printf("%s ", macro);
    put_roff(text);
    putchar('\n');
}

static void man_options(const option_info *list, const command_info *but)
{
    for (; list && list->name; list++) {
        if (is_own(but, list->name))
            continue;
        fputs(".TP\n\\fB\\-\\-", stdout);
        put_roff(list->name);
        fputs("\\fR", stdout);
        if (list->arguments) {
            fputs(" \\fI", stdout);
            put_roff(list->arguments);
            fputs("\\fR", stdout);
        }
        putchar('\n');
        put_roff(list->help);
        putchar('\n');
    }
}

static void man_head(const char *name, const char *summary)
{
    printf(".\\\" SPDX-License-Identifier: Apache-2.0\n.TH \"");
    for (const char *c = name; *c; c++)
        putchar(toupper((unsigned char)*c));
    printf("\" 1 \"\" \"libtariff %s\" \"libtariff\"\n.SH NAME\n", tariff_version());
    put_roff(name);
    fputs(" \\- ", stdout);
    put_roff(summary);
    putchar('\n');
}

static void man_foot(void)
{
    man_line(".SH", "EXIT STATUS");
    put_roff(exit_statuses);
    putchar('\n');
}

static int man_command(const command_info *command)
{
    char name[64];

    snprintf(name, sizeof name, "tariff-%s", command->name);
    man_head(name, command->summary);
    man_line(".SH", "SYNOPSIS");
    fputs("\\fBtariff ", stdout);
    put_roff(command->name);
    fputs("\\fR ", stdout);
    put_roff(command->arguments);
    putchar('\n');
    if (command->help || !command->run) {
        man_line(".SH", "DESCRIPTION");
        put_roff(command->run ? command->help : "This command comes with a later version.");
        putchar('\n');
    }
    man_line(".SH", "OPTIONS");
    man_options(command->options, NULL);
    man_options(common_options, command);
    if (command->example) {
        man_line(".SH", "EXAMPLE");
        fputs(".nf\n", stdout);
        put_roff(command->example);
        fputs("\n.fi\n", stdout);
    }
    man_foot();
    puts(".SH SEE ALSO\n.BR tariff (1)");
    return EXIT_DONE;
}

static int man_program(void)
{
    man_head("tariff", "customs tariffs: measures, duties and their explanation");
    man_line(".SH", "SYNOPSIS");
    puts("\\fBtariff\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]");
    man_line(".SH", "COMMANDS");
    for (const command_info *command = commands; command->name; command++) {
        if (!command->run)
            continue;
        printf(".TP\n.BR tariff\\-");
        put_roff(command->name);
        fputs(" (1)\n", stdout);
        put_roff(command->summary);
        putchar('\n');
    }
    man_line(".SH", "OPTIONS");
    man_options(common_options, NULL);
    man_line(".SH", "ENVIRONMENT");
    puts(".TP\n.B TARIFF_IMAGE\nimage that is opened where \\fB\\-\\-image\\fR is not given");
    man_foot();
    return EXIT_DONE;
}

/* ---- for bash ---- */

static void completion_words(const option_info *list)
{
    for (; list && list->name; list++)
        printf(" --%s", list->name);
}

static int completion(void)
{
    puts("# SPDX-License-Identifier: Apache-2.0\n"
         "# Completion of tariff(1) for bash, made by 'tariff help --completion'.\n"
         "_tariff()\n"
         "{\n"
         "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words\n"
         "    COMPREPLY=()\n"
         "    if [[ $COMP_CWORD -eq 1 ]]; then");
    fputs("        words=\"--version", stdout);
    for (const command_info *command = commands; command->name; command++)
        if (command->run)
            printf(" %s", command->name);
    puts("\"\n"
         "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
         "        return\n"
         "    fi\n"
         "    case $before in\n"
         "    --format) words=\"text json csv\" ;;\n"
         "    --color) words=\"auto always never\" ;;\n"
         "    --movement) words=\"import export\" ;;\n"
         "    --image|--overlay|--output|--report|--policy|--base|-o)\n"
         "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
         "        return ;;\n"
         "    *)\n"
         "        case ${COMP_WORDS[1]} in");
    for (const command_info *command = commands; command->name; command++) {
        if (!command->run)
            continue;
        printf("        %s) words=\"", command->name);
        completion_words(command->options);
        puts("\" ;;");
    }
    fputs("        esac\n"
          "        words=\"$words",
          stdout);
    completion_words(common_options);
    puts("\" ;;\n"
         "    esac\n"
         "    if [[ $word == -* || $before == --format || $before == --color || $before == --movement ]]; then\n"
         "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
         "    else\n"
         "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
         "    fi\n"
         "}\n"
         "complete -o filenames -F _tariff tariff");
    return EXIT_DONE;
}

/* ---- the command ---- */

int command_help(cli *program)
{
    const command_info *command = NULL;
    int status = cli_arguments(program, 0, 1);

    if (status)
        return status;
    if (cli_has(program, "completion"))
        return completion();
    if (cli_has(program, "examples")) {
        for (command = commands; command->name; command++)
            if (command->example)
                puts(command->example);
        return EXIT_DONE;
    }
    if (program->argument_count && !(command = find_command(program->arguments[0])))
        return cli_usage(program, "no command '%s'", program->arguments[0]);
    if (cli_has(program, "man"))
        return command ? man_command(command) : man_program();
    return command ? print_command(command) : print_commands();
}
