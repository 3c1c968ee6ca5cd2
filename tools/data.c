/* SPDX-License-Identifier: Apache-2.0 */
/* compile, import, info, introspect, update, verify */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FINDINGS_SHOWN = 20 };

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* ---- findings ---- */

int cli_write_report(const cli *cli, const json *report)
{
    const char *path = cli_option(cli, "report");
    FILE *file;

    if (!path)
        return EXIT_DONE;
    file = fopen(path, "wb");
    if (file)
        for (const json *item = report->first; item; item = item->next) {
            fwrite(item->raw, 1, item->raw_size, file);
            fputc('\n', file);
        }
    if (!file || fflush(file) != 0 || fclose(file) != 0) {
        fprintf(stderr, "tariff: %s: %s\n", path, strerror(errno));
        return EXIT_RESOURCES;
    }
    return EXIT_DONE;
}

void cli_print_findings(const cli *cli, const json *reply)
{
    const json *counts = json_get(reply, "findings"), *report = json_get(reply, "report");
    unsigned shown = 0;

    for (const json *item = report ? report->first : NULL; item && !cli->quiet; item = item->next) {
        if (shown++ == FINDINGS_SHOWN) {
            fputs("tariff: further findings are counted below; --report FILE lists them all\n", stderr);
            break;
        }
        if (json_have(item, "file"))
            fprintf(stderr, "%s:%s: ", json_text(item, "file"), json_text(item, "line"));
        fprintf(stderr, "%s: %s: %s\n", json_text(item, "rule"), json_text(item, "record"), json_text(item, "text"));
    }
    for (const json *rule = counts ? counts->first : NULL; rule; rule = rule->next)
        fprintf(stderr, "finding %s: %s\n", rule->name, rule->text);
}

/* ---- compile ---- */

static int add_policy(const cli *cli, text *request)
{
    const char *path = cli_option(cli, "policy");
    text lines = {NULL, 0, 0};
    int status;

    if (!path)
        return EXIT_DONE;
    status = cli_read_file(cli, path, &lines);
    if (status)
        return status;
    text_name(request, "policy");
    text_char(request, '[');
    for (char *line = strtok(lines.data, " \t\r\n"); line; line = strtok(NULL, " \t\r\n"))
        if (line[0] != '#') {
            text_next(request);
            text_json(request, line, strlen(line));
        }
    text_char(request, ']');
    text_free(&lines);
    return EXIT_DONE;
}

static void print_compiled(const cli *cli, const json *reply, double seconds)
{
    const json *records = json_get(reply, "records");
    const char *bytes = json_text(reply, "input_bytes");
    double megabytes = bytes ? strtod(bytes, NULL) / 1e6 : 0;

    if (cli->format == FORMAT_JSON) {
        cli_print_json(cli, reply);
        return;
    }
    if (cli->quiet)
        return;
    for (const json *kind = records ? records->first : NULL; kind; kind = kind->next)
        printf("%10s  %s\n", kind->text, kind->name);
    printf("%s %s, %s bytes\n", json_have(reply, "output") ? json_text(reply, "output") : "no image written",
           json_text(reply, "image"), json_text(reply, "bytes"));
    printf("%.2f s, %.1f MB/s\n", seconds, seconds > 0 ? megabytes / seconds : 0.0);
}

/* --tariff ID names the tariff of the TARIC3 inputs after it: options and arguments are gone through in their order. */
static void add_inputs(const cli *cli, size_t first, text *request)
{
    text_name(request, "inputs");
    text_char(request, '[');
    for (size_t i = first; i < cli->argument_count; i++) {
        const char *tariff = NULL;

        /* The command line keeps its order in memory: values and arguments point into it. */
        for (size_t o = 0; o < cli->option_count; o++)
            if (strcmp(cli->options[o].info->name, "tariff") == 0 && cli->options[o].values[0] < cli->arguments[i])
                tariff = cli->options[o].values[0];
        if (!tariff && first) /* an update is of one tariff: where the option stands does not matter */
            tariff = cli_option(cli, "tariff");
        text_next(request);
        text_char(request, '{');
        text_member(request, "path", cli->arguments[i]);
        if (strcmp(cli->arguments[i], "-") == 0)
            text_add(request, ",\"descriptor\":0");
        if (tariff)
            text_member(request, "tariff", tariff);
        text_char(request, '}');
    }
    text_char(request, ']');
}

/* Whether a file holds text that import reads, and compile does not: neither XML nor packed nor an image, but printable. */
static void hint_at_import(const char *path)
{
    FILE *file = strcmp(path, "-") == 0 ? NULL : fopen(path, "rb");
    char begin[512];
    size_t size = file ? fread(begin, 1, sizeof begin, file) : 0, at = 0, commas = 0;

    if (file)
        fclose(file);
    if (size > 8 && memcmp(begin, "\x89TARIFF\n", 8) == 0) {
        fprintf(stderr, "tariff: %s: an image, made by compile out of XML; 'tariff export' gives its records as XML again\n",
                path);
        return;
    }
    if (size >= 3 && memcmp(begin, "\xef\xbb\xbf", 3) == 0)
        at = 3;
    while (at < size && strchr(" \t\r\n", begin[at]) && begin[at])
        at++;
    if (at == size || begin[at] == '<')
        return;
    for (size_t i = at; i < size && begin[i] != '\n'; i++) {
        if ((unsigned char)begin[i] < ' ' && begin[i] != '\t' && begin[i] != '\r')
            return;
        commas += begin[i] == ',';
    }
    if (begin[at] == '{' || begin[at] == '[' || commas)
        fprintf(stderr,
                "tariff: %s: looks like %s: 'tariff import FORMAT %s -o FILE.xml' makes an input of it, 'tariff import --list' "
                "names the formats\n",
                path, begin[at] == '{' || begin[at] == '[' ? "JSON" : "CSV", path);
}

/* base: that of an update, the first argument; NULL where the first one is an input. */
static int build_image(cli *cli, const char *method, const char *base)
{
    double start = now();
    size_t first = base != NULL;
    text request = {NULL, 0, 0};
    json_document *document;
    tariff_status status;
    int code;

    text_char(&request, '{');
    text_member(&request, "output", cli_option(cli, "output"));
    if (base)
        text_member(&request, "base", base);
    add_inputs(cli, first, &request);
    if (cli_has(cli, "rules"))
        text_add(&request, ",\"rules\":true");
    if (cli_has(cli, "strict"))
        text_add(&request, ",\"strict\":true");
    code = add_policy(cli, &request);
    text_char(&request, '}');
    if (code) {
        text_free(&request);
        return code;
    }
    status = cli_call(cli, method, &request);
    text_free(&request);
    for (size_t i = first; i < cli->argument_count && status == TARIFF_EINPUT; i++)
        hint_at_import(cli->arguments[i]);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    print_compiled(cli, json_root(document), now() - start);
    cli_print_findings(cli, json_root(document));
    code = cli_write_report(cli, json_get(json_root(document), "report"));
    json_free(document);
    return code ? code : cli_exit(status);
}

int command_compile(cli *cli)
{
    int code = cli_arguments(cli, 1, SIZE_MAX);

    if (code)
        return code;
    if (cli_has(cli, "base"))
        return cli_usage(cli, "merging overlays comes with a later version");
    if (!cli_option(cli, "output"))
        return cli_usage(cli, "-o IMAGE is expected");
    code = cli_open_session(cli);
    if (code)
        return code;
    return build_image(cli, "compile", NULL);
}

int command_update(cli *cli)
{
    int code = cli_arguments(cli, 2, SIZE_MAX);

    if (code)
        return code;
    if (!cli_option(cli, "output"))
        return cli_usage(cli, "-o NEW is expected");
    code = cli_open_session(cli);
    return code ? code : build_image(cli, "update", cli->arguments[0]);
}

/* ---- import ---- */

static int list_formats(cli *cli)
{
    json_document *document;
    tariff_status status = cli_call(cli, "import.formats", NULL);

    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    if (cli->format == FORMAT_JSON)
        cli_print_json(cli, json_get(json_root(document), "formats"));
    else
        cli_print_table(json_get(json_root(document), "formats"), "name tariff lang title");
    json_free(document);
    return EXIT_DONE;
}

int command_import(cli *cli)
{
    static const char *const names[][2] = {{"valid-from", "valid_from"}, {"valid-to", "valid_to"}};
    text request = {NULL, 0, 0};
    json_document *document;
    tariff_status status;
    int code = cli_open_session(cli);

    if (code)
        return code;
    if (cli_has(cli, "list"))
        return list_formats(cli);
    code = cli_arguments(cli, 2, SIZE_MAX);
    if (code)
        return code;
    if (!cli_option(cli, "output"))
        return cli_usage(cli, "-o FILE.xml is expected");
    text_char(&request, '{');
    text_member(&request, "format", cli->arguments[0]);
    text_member(&request, "output", cli_option(cli, "output"));
    text_name(&request, "inputs");
    text_char(&request, '[');
    for (size_t i = 1; i < cli->argument_count; i++) {
        text_next(&request);
        text_json(&request, cli->arguments[i], strlen(cli->arguments[i]));
    }
    text_char(&request, ']');
    for (unsigned i = 0; i < 2; i++)
        if (cli_option(cli, names[i][0]))
            text_member(&request, names[i][1], cli_option(cli, names[i][0]));
    cli_common(cli, &request, false);
    text_char(&request, '}');
    status = cli_call(cli, "import", &request);
    text_free(&request);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    if (cli->format == FORMAT_JSON)
        cli_print_json(cli, json_root(document));
    else
        printf("%s: %s lines, %s rates, %s elements of law\n", json_text(json_root(document), "output"),
               json_text(json_root(document), "lines"), json_text(json_root(document), "rates"),
               json_text(json_root(document), "elements"));
    cli_print_findings(cli, json_root(document));
    code = cli_write_report(cli, json_get(json_root(document), "report"));
    json_free(document);
    /* What was odd about the data is said; the conversion is done all the same. */
    return code ? code : cli_exit(status);
}

/* ---- verify ---- */

int command_verify(cli *cli)
{
    text request = {NULL, 0, 0};
    json_document *document;
    const json *fault;
    tariff_status status;
    int code = cli_arguments(cli, 1, 1);

    if (!code)
        code = cli_open_session(cli);
    if (code)
        return code;
    text_char(&request, '{');
    text_member(&request, "image", cli->arguments[0]);
    text_char(&request, '}');
    status = cli_call(cli, "verify", &request);
    text_free(&request);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    fault = json_get(json_root(document), "error");
    if (cli->format == FORMAT_JSON)
        cli_print_json(cli, json_root(document));
    else if (!fault)
        printf("%s: sound, %s\n", cli->arguments[0], json_text(json_root(document), "image"));
    if (fault)
        fprintf(stderr, "tariff: %s: %s\n", cli->arguments[0], json_text(fault, "message"));
    json_free(document);
    return status == TARIFF_OK ? EXIT_DONE : EXIT_INPUT;
}

/* ---- info ---- */

static void print_info(const json *info)
{
    const json *tariffs = json_get(info, "tariffs"), *inputs = json_get(info, "inputs");

    printf("image    %s\npath     %s\nlayout   %s\nlibrary  %s\n", json_text(info, "image"),
           json_have(info, "path") ? json_text(info, "path") : "", json_text(info, "layout"), json_text(info, "library"));
    fputs("\n", stdout);
    cli_print_table(tariffs, "id codes measures languages zone valid_from valid_to data_as_of title");
    if (inputs && inputs->first) {
        fputs("\n", stdout);
        cli_print_table(inputs, "name records sha256");
    }
}

int command_info_image(cli *cli)
{
    json_document *document;
    tariff_error *error = NULL;
    tariff_status status;
    int code = cli_arguments(cli, 0, 1);

    if (code)
        return code;
    if (cli->argument_count) {
        status = tariff_snapshot_open(cli->context, cli->arguments[0], &cli->snapshot, &error);
        if (status < 0)
            return cli_fail(cli, status, error);
        code = cli_open_session(cli);
    } else {
        code = cli_open_image(cli);
    }
    if (code)
        return code;
    status = cli_call(cli, "info", NULL);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    if (cli->format == FORMAT_JSON)
        cli_print_json(cli, json_root(document));
    else if (cli->format == FORMAT_CSV)
        cli_print_csv(json_get(json_root(document), "tariffs"), "id title zone languages codes measures valid_from valid_to");
    else
        print_info(json_root(document));
    json_free(document);
    return EXIT_DONE;
}

/* ---- introspect ---- */

int command_introspect(cli *cli)
{
    json_document *document;
    tariff_status status;
    int code = cli_arguments(cli, 0, 0);

    if (!code)
        code = cli_open_session(cli);
    if (code)
        return code;
    status = cli_call(cli, "introspect", NULL);
    if (status < 0)
        return cli_exit(status);
    document = cli_reply(cli);
    if (cli->format == FORMAT_JSON) {
        cli_print_json(cli, json_root(document));
    } else {
        cli_print_table(json_get(json_root(document), "functions"), "name header doc");
        fputs("\n", stdout);
        cli_print_table(json_get(json_root(document), "methods"), "name doc");
    }
    json_free(document);
    return EXIT_DONE;
}
