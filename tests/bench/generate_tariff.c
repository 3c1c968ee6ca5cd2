/* SPDX-License-Identifier: Apache-2.0 */
#include "generate_tariff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile/compile.h"
#include "ingest/ingest.h"

static const trf_limits limits = TRF_LIMITS_DEFAULT;

const char *generated_area(unsigned area, char text[8])
{
    if (area < GENERATED_COUNTRIES)
        snprintf(text, 8, "Q%c%u", 'A' + (int)(area % 26), area / 26);
    else
        snprintf(text, 8, "90%02u", area - GENERATED_COUNTRIES);
    return text;
}

bool generated_member(unsigned country, unsigned group)
{
    return (group + GENERATED_GROUPS - country % GENERATED_GROUPS) % GENERATED_GROUPS < 3;
}

/* ---- the tariff ---- */

static void put_line(trf_buffer *lines, trf_buffer *measures, const char *code, int indent, unsigned count, unsigned *made)
{
    char text[256], area[8];
    unsigned from = *made * 5;

    trf_buffer_bytes(lines, text,
                     (size_t)snprintf(text, sizeof text,
                                      "<line code='%s' indent='%d' from='2000-01-01'><text>Goods %s</text></line>", code, indent,
                                      code));
    for (unsigned m = 0; m < count; m++)
        trf_buffer_bytes(measures, text,
                         (size_t)snprintf(text, sizeof text,
                                          "<measure type='T%u' code='%s' area='%s' from='20%02u-01-01'%s regulation='R' role='1' "
                                          "duty='%u.%02u %%' grammar='taric'/>",
                                          m % 9, code, generated_area((from + m * 7) % GENERATED_AREAS, area), m % 15,
                                          m % 11 ? "" : " to='2014-12-31'", m % 30, m % 100));
    *made += count;
}

static void put_nomenclature(generated_tariff *f, unsigned headings, trf_buffer *lines, trf_buffer *measures)
{
    char code[32];
    unsigned made = 0, leaf = 0;

    for (unsigned n = 0; n < headings; n++) {
        unsigned c = n / 90 + 1, h = n % 90 + 1;

        if (h == 1) {
            snprintf(code, sizeof code, "%02u00000000", c);
            put_line(lines, measures, code, 0, 0, &made);
        }
        snprintf(code, sizeof code, "%02u%02u000000", c, h);
        put_line(lines, measures, code, 0, 40, &made);
        for (unsigned s = 1; s <= 4; s++) {
            snprintf(code, sizeof code, "%02u%02u%02u0000", c, h, s);
            put_line(lines, measures, code, 1, 40, &made);
            for (unsigned e = 1; e <= 4; e++) {
                snprintf(code, sizeof code, "%02u%02u%02u%02u00", c, h, s, e);
                put_line(lines, measures, code, 2, 40, &made);
                for (unsigned t = 1; t <= 2; t++) {
                    snprintf(code, sizeof code, "%02u%02u%02u%02u%02u", c, h, s, e, t);
                    put_line(lines, measures, code, 3, 40 + (n * 7 + s * 11 + e * 5 + t * 3) % 41, &made);
                    memcpy(f->leaves[leaf++], code, 11);
                }
            }
        }
    }
    f->leaf_count = leaf;
}

bool generate_tariff(const char *file, unsigned headings, const char *more, generated_tariff *out)
{
    trf_buffer xml, measures;
    trf_model *model = NULL;
    tariff_error *error = NULL;
    trf_compile_report report = {.size = 0};
    char text[64], name[8];
    bool done;

    out->leaves = calloc((size_t)headings * 32, sizeof *out->leaves);
    trf_buffer_init(&xml, &trf_alloc_default, 0);
    trf_buffer_init(&measures, &trf_alloc_default, 0);
    trf_buffer_text(&xml,
                    "<tariff-data xmlns='urn:libtariff:tariff:1' version='1'><tariff id='BENCH'><goods-nomenclature lang='en'>");
    if (out->leaves)
        put_nomenclature(out, headings, &xml, &measures);
    trf_buffer_text(&xml, "</goods-nomenclature><measure-types>");
    for (unsigned t = 0; t < 9; t++)
        trf_buffer_bytes(&xml, text,
                         (size_t)snprintf(text, sizeof text, "<measure-type id='T%u' series='C' movement='import'/>", t));
    trf_buffer_text(&xml, "</measure-types><geographical-areas>");
    for (unsigned a = 0; a < GENERATED_COUNTRIES; a++)
        trf_buffer_bytes(&xml, text, (size_t)snprintf(text, sizeof text, "<country id='%s'/>", generated_area(a, name)));
    for (unsigned g = 0; g < GENERATED_GROUPS; g++) {
        trf_buffer_bytes(&xml, text,
                         (size_t)snprintf(text, sizeof text, "<group id='%s'>", generated_area(GENERATED_COUNTRIES + g, name)));
        for (unsigned a = 0; a < GENERATED_COUNTRIES; a++)
            if (generated_member(a, g))
                trf_buffer_bytes(&xml, text, (size_t)snprintf(text, sizeof text, "<member area='%s'/>", generated_area(a, name)));
        trf_buffer_text(&xml, "</group>");
    }
    trf_buffer_text(&xml,
                    "</geographical-areas><regulations><regulation id='R' role='1' from='2000-01-01'/></regulations><measures>");
    trf_buffer_slice(&xml, trf_buffer_view(&measures));
    trf_buffer_done(&measures);
    trf_buffer_text(&xml, "</measures></tariff>");
    trf_buffer_text(&xml, more ? more : "");
    trf_buffer_text(&xml, "</tariff-data>");
    done = out->leaves && !xml.failed && trf_model_new(&trf_alloc_default, &limits, 1, &model, &error) >= 0 &&
           trf_ingest_memory(model, xml.data, xml.size, TRF_SLICE("bench.xml"), NULL, &error) >= 0;
    trf_buffer_done(&xml);
    done = done && trf_compile_to_file(model, file, NULL, &report, &error) >= 0;
    if (!done)
        fprintf(stderr, "bench: image: %s\n", error ? error->message.data : "failed");
    out->measures = report.measures;
    trf_error_free(error);
    trf_model_free(model);
    return done;
}
