/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Applies what an authority sent today to an image: the records that the image keeps, the new ones after them, and a new image
 * that takes the old name when it is complete. Who has the old one open goes on with it.
 *     cc update.c $(pkg-config --cflags --libs libtariff) -o update
 *     ./update my.tariff today.xml UK
 */
#include <stdio.h>
#include <tariff.h>

/* A transmission that was applied already has a finding with each record: the first ones tell as much. */
enum { SHOWN = 20 };

static void print_findings(const tariff_build *build)
{
    tariff_finding finding = TARIFF_FINDING_INIT;
    uint64_t count = tariff_build_finding_count(build);

    if (count > SHOWN)
        printf("%llu findings, of which the first %d:\n", (unsigned long long)count, SHOWN);
    for (uint64_t i = 0; i < SHOWN && tariff_build_finding(build, i, &finding, NULL) == TARIFF_OK; i++)
        printf("%.*s: line %u: %.*s\n", (int)finding.file.size, finding.file.data, (unsigned)finding.line,
               (int)finding.text.size, finding.text.data);
}

int main(int argc, char **argv)
{
    tariff_context *context = NULL;
    tariff_snapshot *before = NULL;
    tariff_build *build = NULL;
    tariff_error *error = NULL;
    tariff_status status;

    if (argc != 4) {
        fputs("usage: update IMAGE TRANSMISSION TARIFF\n", stderr);
        return 2;
    }
    status = tariff_context_new(NULL, &context, &error);
    if (status >= 0)
        status = tariff_snapshot_open(context, argv[1], &before, &error);
    if (status >= 0)
        status = tariff_build_from_snapshot(context, before, &build, &error);
    if (status >= 0)
        status = tariff_build_add_file(build, argv[2], argv[3], &error);
    if (status >= 0)
        status = tariff_build_write(build, argv[1], &error);
    if (status >= 0)
        print_findings(build);
    else
        fprintf(stderr, "update: %.*s\n", (int)tariff_error_message(error).size, tariff_error_message(error).data);
    tariff_error_free(error);
    tariff_build_free(build);
    tariff_snapshot_release(before);
    tariff_context_free(context);
    return status < 0 ? 1 : 0;
}
