/* SPDX-License-Identifier: Apache-2.0 */
/** @file What the commands of the program share: the command line, the session, replies, ways of printing, exit statuses. */
#ifndef TOOLS_CLI_H
#define TOOLS_CLI_H

#include <stdbool.h>
#include <stdint.h>

#include "json.h"
#include "tariff.h"
#include "text.h"

#define JOBS_MAX 64u

/* Exit statuses. */
#define EXIT_DONE      0
#define EXIT_ANSWER_NO 1
#define EXIT_USAGE     2
#define EXIT_INPUT     3
#define EXIT_RESOURCES 4

/** An option as help shows it. arguments: words for what follows it, blank between them ("N UNIT"); NULL: nothing follows. */
typedef struct option_info {
    const char *name; /**< without dashes; NULL ends a list */
    const char *arguments;
    const char *help;
} option_info;

struct cli;

typedef struct command_info {
    const char *name;
    const char *arguments;       /**< as help shows them */
    const char *summary;         /**< one line */
    const char *help;            /**< paragraphs */
    const option_info *options;  /**< its own; NULL none */
    int (*run)(struct cli *cli); /**< NULL: comes with a later version */
    const char *example;         /**< a line that can be typed in a checkout; NULL none */
} command_info;

extern const command_info commands[]; /**< commands.c */
/** NULL: there is none of that name. */
const command_info *find_command(const char *name);
/** Its help, for a terminal: help.c. */
int print_command(const command_info *command);
extern const option_info common_options[];

typedef struct option_given {
    const option_info *info;
    const char *values[2];
} option_given;

typedef enum cli_format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV } cli_format;

typedef struct cli {
    const command_info *command;
    option_given *options;
    size_t option_count;
    const char **arguments;
    size_t argument_count;
    cli_format format;
    bool quiet, progress, color;
    unsigned jobs; /**< 1 to JOBS_MAX */
    tariff_context *context;
    tariff_snapshot *snapshot; /**< NULL until cli_open_image() */
    tariff_session *session;
    char *image_path;  /**< of the opened image */
    const char *reply; /**< of the last call */
    uint64_t reply_length;
} cli;

/* ---- the command line ---- */
/** Value of an option, NULL where it is not given; of a repeated one the last. */
const char *cli_option(const cli *cli, const char *name);
bool cli_has(const cli *cli, const char *name);
/** Message on stderr and EXIT_USAGE. */
int cli_usage(const cli *cli, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
/** EXIT_USAGE with a message where the number of arguments is not between least and most; else 0. */
int cli_arguments(const cli *cli, size_t least, size_t most);

/* ---- sessions and calls ---- */
/** Open the image by the rule of --image, TARIFF_IMAGE, build tree, installed; 0 or an exit status. */
int cli_open_image(cli *cli);
/** Where the image would be opened from; NULL, with a message, where there is none. To be freed. */
char *cli_find_image(const cli *cli, bool say);
/** Another session over the opened image with what --overlay names. */
tariff_status cli_session_new(const cli *cli, tariff_session **session, tariff_error **error);
/** A session over no snapshot, if none is open. */
int cli_open_session(cli *cli);
/**
 * Call a method; the reply is borrowed until the next call. On failure a message on stderr. Returns the status of the library.
 */
tariff_status cli_call(cli *cli, const char *method, const text *request);
/** The same without message; *error is the caller's. */
tariff_status cli_try(cli *cli, const char *method, const text *request, tariff_error **error);
/** The same for methods that want a date where the law has dates: today is taken and said where none is given. */
tariff_status cli_call_dated(cli *cli, const char *method, text *request);
/** Message on stderr; the error is freed. */
int cli_fail(const cli *cli, tariff_status status, tariff_error *error);
/** Exit status of a status of the library. */
int cli_exit(tariff_status status);
/** YYYY-MM-DD of --date, else of today (UTC), with a note. */
const char *cli_date(cli *cli);
/** Adds the common fields tariff, date and lang of a request, as far as they are given. */
void cli_common(const cli *cli, text *request, bool date);

/* ---- printing ---- */
/** The last reply as a tree; it ends with json_free(). */
json_document *cli_reply(const cli *cli);
/** The objects of a list, or one object: one line each. columns: those of CSV, blank between them. */
void cli_print_json(const cli *cli, const json *value);
void cli_print_csv(const json *list, const char *columns);
/** "name  value" lines of a table with columns aligned; columns and titles have blanks between words. */
void cli_print_table(const json *list, const char *columns);
/** A text whose terminal control characters are shown as '?'. */
void cli_put(const char *text);
/** Ends the program quietly where standard output was closed, with EXIT_RESOURCES where it cannot be written. */
void cli_flush(void);
/** A note for people on stderr, unless --quiet. */
void cli_note(const cli *cli, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
/** A whole file, "-" for standard input; 0 or an exit status with a message. */
int cli_read_file(const cli *cli, const char *path, text *out);

/** What a reply reports in the data, on stderr: the first findings, and how many there are of each rule. */
void cli_print_findings(const cli *cli, const json *reply);
/** The findings to the file of --report; 0 or an exit status. */
int cli_write_report(const cli *cli, const json *report);

/* ---- commands ---- */
int command_assess(cli *cli);
int command_classify(cli *cli);
int command_compile(cli *cli);
int command_conformance(cli *cli);
int command_evaluate(cli *cli);
int command_export(cli *cli);
int command_help(cli *cli);
int command_import(cli *cli);
int command_info_image(cli *cli);
int command_introspect(cli *cli);
int command_measures(cli *cli);
int command_needs(cli *cli);
int command_quota(cli *cli);
int command_compare(cli *cli);
int command_quote(cli *cli);
int command_rate(cli *cli);
int command_show(cli *cli);
int command_train(cli *cli);
int command_tree(cli *cli);
int command_update(cli *cli);
int command_verify(cli *cli);

#endif
