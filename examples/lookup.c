/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens an image and looks a code up: its description and the lines above it.
 *     cc lookup.c $(pkg-config --cflags --libs libtariff) -o lookup
 *     ./lookup default.tariff UK 6109100010 2026-01-15
 */
#include <stdio.h>
#include <tariff.h>

#define LEVELS 32

static void print_line(const tariff_goods_nomenclature *line)
{
    printf("%-12.*s%.*s\n", (int)line->code.size, line->code.data, (int)line->description.size, line->description.data);
}

static tariff_status look_up(tariff_session *session, char **arguments, tariff_error **error)
{
    tariff_goods_nomenclature_query query = TARIFF_GOODS_NOMENCLATURE_QUERY_INIT;
    tariff_goods_nomenclature line = TARIFF_GOODS_NOMENCLATURE_INIT, above[LEVELS];
    tariff_status status;
    uint32_t count;

    query.tariff = tariff_text_of(arguments[0]);
    query.code = tariff_text_of(arguments[1]);
    query.date = tariff_text_of(arguments[2]);
    query.lang = tariff_text_of("en");
    for (unsigned i = 0; i < LEVELS; i++)
        above[i] = line; /* each struct says its size */
    status = tariff_goods_nomenclature_ancestors(session, &query, LEVELS, above, &count, error);
    if (status != TARIFF_OK)
        return status;
    while (count > 0)
        print_line(&above[--count]);
    status = tariff_goods_nomenclature_find(session, &query, &line, error);
    if (status == TARIFF_OK) {
        print_line(&line);
        puts(line.flags & TARIFF_LINE_DECLARABLE ? "goods can be declared under it" : "too short for a declaration");
    }
    return status;
}

int main(int argc, char **argv)
{
    tariff_context *context = NULL;
    tariff_snapshot *snapshot = NULL;
    tariff_session *session = NULL;
    tariff_error *error = NULL;
    tariff_status status;

    if (argc != 5) {
        fputs("usage: lookup IMAGE TARIFF CODE DATE\n", stderr);
        return 2;
    }
    status = tariff_context_new(NULL, &context, &error);
    if (status >= 0)
        status = tariff_snapshot_open(context, argv[1], &snapshot, &error);
    if (status >= 0)
        status = tariff_session_new(context, snapshot, NULL, &session, &error);
    if (status >= 0)
        status = look_up(session, argv + 2, &error);
    if (status == TARIFF_NOT_FOUND)
        fprintf(stderr, "lookup: no line %s on %s\n", argv[3], argv[4]);
    else if (status < 0)
        fprintf(stderr, "lookup: %.*s\n", (int)tariff_error_message(error).size, tariff_error_message(error).data);
    tariff_error_free(error);
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    tariff_context_free(context);
    return status == TARIFF_OK ? 0 : 1;
}
