/* SPDX-License-Identifier: Apache-2.0 */
/* The records of TARIC3 inputs as they were read, one JSON array a line, for a comparison with another parser's reading. */
#include <stdio.h>
#include <stdlib.h>

#include "ingest/ingest.h"
#include "model/records.h"

typedef struct place {
    uint32_t sequence;
    trf_kind kind;
    uint32_t row;
} place;

static int order(const void *a, const void *b)
{
    uint32_t x = ((const place *)a)->sequence, y = ((const place *)b)->sequence;

    return (x > y) - (x < y);
}

static void put(const trf_model *model, trf_value value)
{
    char scratch[16];
    trf_slice text = trf_model_text(model, value, scratch);

    putchar('"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];

        if (c < 0x20 || c == '"' || c == '\\')
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

static void put_row(const trf_model *model, const place *at)
{
    const trf_kind_info *info = &trf_kinds[at->kind];
    const trf_row_source *source = &model->tables[at->kind].sources[at->row];
    const trf_value *row = trf_model_row(model, at->kind, at->row);
    bool first = true;

    printf("[%u,%u,\"%s\",%u,", source->record, source->subrecord, info->element, source->update);
    put(model, source->transaction);
    putchar(',');
    put(model, source->message);
    printf(",{");
    for (int field = 0; field < info->field_count; field++) {
        if (row[field] == TRF_VALUE_ABSENT)
            continue;
        printf("%s\"%s\":", first ? "" : ",", info->fields[field].element);
        put(model, row[field]);
        first = false;
    }
    printf("}]\n");
}

static void dump(const trf_model *model)
{
    place *places = malloc(((size_t)model->sequence + 1) * sizeof *places);
    size_t count = 0;

    for (int kind = 0; places && kind < TRF_KIND_COUNT; kind++)
        for (uint32_t row = 0; row < model->tables[kind].count; row++)
            places[count++] = (place){model->tables[kind].sources[row].sequence, (trf_kind)kind, row};
    qsort(places, count, sizeof *places, order);
    for (size_t i = 0; i < count; i++)
        put_row(model, &places[i]);
    free(places);
}

/* Each argument is an input of its own: its records, then "ok", or "refused STATUS MESSAGE". */
int main(int argument_count, char **arguments)
{
    const trf_limits limits = TRF_LIMITS_DEFAULT;

    for (int i = 1; i < argument_count; i++) {
        tariff_error *error = NULL;
        trf_model *model = NULL;
        tariff_status status = trf_model_new(&trf_alloc_default, &limits, 1, &model, &error);

        if (status == TARIFF_OK)
            status = trf_ingest_path(model, arguments[i], NULL, &error);
        if (status == TARIFF_OK) {
            dump(model);
            printf("ok\n");
        } else {
            printf("refused %d %s\n", status, error ? error->message.data : "");
        }
        trf_error_free(error);
        trf_model_free(model);
    }
    return 0;
}
