/* SPDX-License-Identifier: Apache-2.0 */
/* Replies on standard output: JSON Lines, CSV, tables; notes on standard error. */
#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MOST = 24, WIDTH_MOST = 60 };

void cli_note(const cli *cli, const char *format, ...)
{
    va_list list;

    if (cli->quiet)
        return;
    fputs("tariff: ", stderr);
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
}

void cli_flush(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return;
    if (errno == EPIPE)
        _Exit(EXIT_DONE); /* the reader has seen enough */
    fprintf(stderr, "tariff: standard output: %s\n", strerror(errno));
    _Exit(EXIT_RESOURCES);
}

json_document *cli_reply(const cli *cli)
{
    const char *fault;
    size_t line;
    json_document *document = json_read(cli->reply, (size_t)cli->reply_length, &fault, &line);

    if (!document) {
        fprintf(stderr, "tariff: the library's reply is no JSON: %s\n", fault);
        exit(EXIT_RESOURCES);
    }
    return document;
}

void cli_put(const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        putchar(c < 0x20 && c != '\n' && c != '\t' ? '?' : c == 0x7f ? '?' : c);
    }
}

void cli_print_json(const cli *cli, const json *value)
{
    (void)cli;
    if (value->type == JSON_ARRAY) {
        for (const json *item = value->first; item; item = item->next) {
            fwrite(item->raw, 1, item->raw_size, stdout);
            putchar('\n');
            if (ferror(stdout))
                cli_flush();
        }
        return;
    }
    fwrite(value->raw, 1, value->raw_size, stdout);
    putchar('\n');
}

/* A member as text: lists with blanks between their items, structures as JSON. */
static void member_text(const json *value, text *out)
{
    text_clear(out);
    text_bytes(out, "", 0);
    if (!value || value->type == JSON_NULL)
        return;
    if (value->type == JSON_STRING || value->type == JSON_NUMBER) {
        text_bytes(out, value->text, value->size);
    } else if (value->type == JSON_ARRAY && (!value->first || value->first->type == JSON_STRING)) {
        for (const json *item = value->first; item; item = item->next) {
            if (out->size)
                text_char(out, ' ');
            text_bytes(out, item->text, item->size);
        }
    } else {
        text_bytes(out, value->raw, value->raw_size);
    }
}

/* The words of a list, each in a buffer of its own. */
static size_t split_words(const char *list, char names[COLUMNS_MOST][32])
{
    size_t count = 0;

    while (*list && count < COLUMNS_MOST) {
        size_t size = strcspn(list, " ");

        memcpy(names[count], list, size < 31 ? size : 31);
        names[count++][size < 31 ? size : 31] = 0;
        list += size;
        list += *list == ' ';
    }
    return count;
}

static void put_csv(const text *value)
{
    if (!strpbrk(text_get(value), ",\"\r\n")) {
        fputs(text_get(value), stdout);
        return;
    }
    putchar('"');
    for (const char *c = text_get(value); *c; c++) {
        if (*c == '"')
            putchar('"');
        putchar(*c);
    }
    putchar('"');
}

void cli_print_csv(const json *list, const char *columns)
{
    char names[COLUMNS_MOST][32];
    size_t count = split_words(columns, names);
    text value = {NULL, 0, 0};

    for (size_t i = 0; i < count; i++)
        printf("%s%s", i ? "," : "", names[i]);
    putchar('\n');
    for (const json *item = list->type == JSON_ARRAY ? list->first : list; item; item = item->next) {
        for (size_t i = 0; i < count; i++) {
            if (i)
                putchar(',');
            member_text(json_get(item, names[i]), &value);
            put_csv(&value);
        }
        putchar('\n');
        if (ferror(stdout))
            cli_flush();
    }
    text_free(&value);
}

/* Characters of UTF-8 text: its width on most terminals. */
static size_t width(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

void cli_print_table(const json *list, const char *columns)
{
    char names[COLUMNS_MOST][32];
    size_t count = split_words(columns, names), widths[COLUMNS_MOST];
    text value = {NULL, 0, 0};
    size_t last = 0; /* of those used: nothing is put after it */
    bool used[COLUMNS_MOST] = {false};

    for (size_t i = 0; i < count; i++)
        widths[i] = width(names[i]);
    for (const json *item = list->first; item; item = item->next)
        for (size_t i = 0; i < count; i++) {
            size_t w;

            member_text(json_get(item, names[i]), &value);
            w = width(text_get(&value));
            used[i] = used[i] || w;
            if (w > widths[i])
                widths[i] = w < WIDTH_MOST ? w : WIDTH_MOST;
        }
    for (size_t i = 0; i < count; i++)
        if (used[i])
            last = i;
    for (size_t i = 0; i < count; i++)
        if (used[i])
            printf("%-*s%s", i == last ? 0 : (int)widths[i] + 1, names[i], i == last ? "" : " ");
    putchar('\n');
    for (const json *item = list->first; item; item = item->next) {
        for (size_t i = 0; i < count; i++) {
            size_t w;

            if (!used[i])
                continue;
            member_text(json_get(item, names[i]), &value);
            cli_put(text_get(&value));
            for (w = width(text_get(&value)); i != last && w < widths[i] + 2; w++)
                putchar(' ');
        }
        putchar('\n');
    }
    text_free(&value);
}
