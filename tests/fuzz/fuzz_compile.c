/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes as records: kinds, keys that meet and miss each other, dates in any order, words of every sort. Whatever the records say,
 * they compile; the image verifies; and the records it keeps compile to the same bytes again.
 */
#include <stdlib.h>
#include <string.h>

#include "compile/compile.h"
#include "compile/restore.h"
#include "snapshot/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct bytes {
    const uint8_t *data;
    size_t size;
} bytes;

static unsigned next(bytes *in)
{
    if (in->size == 0)
        return 0;
    in->size--;
    return *in->data++;
}

static const char *const codes[] = {"0100000000",
                                    "0101000000",
                                    "0101210000",
                                    "0101290000",
                                    "0101300010",
                                    "01",
                                    "0101",
                                    "010121",
                                    "I",
                                    "II",
                                    "XX",
                                    "QA",
                                    "QB",
                                    "1011",
                                    "1013",
                                    "103",
                                    "305",
                                    "674",
                                    "A",
                                    "8",
                                    "B",
                                    "V",
                                    "27",
                                    "07",
                                    "Y",
                                    "900",
                                    "N990",
                                    "01",
                                    "04",
                                    "15",
                                    "99",
                                    "37",
                                    "12",
                                    "KGM",
                                    "DTN",
                                    "E",
                                    "EUR",
                                    "GBP",
                                    "USD",
                                    "en",
                                    "EN",
                                    "section",
                                    "taric",
                                    "us",
                                    "cet",
                                    "import",
                                    "80",
                                    "10",
                                    "profile",
                                    "UK",
                                    " 80 ",
                                    "x",
                                    "99999999999999",
                                    "very long identifier"};
static const char *const dates[] = {"1971-12-31", "2000-01-01", "2009-12-31", "2010-01-01",
                                    "2020-02-29", "9999-12-31", "0001-01-01", "no date"};
static const char *const amounts[] = {
    "0", "0.000", "9.000", "12.5", "99999999999999999999", "-1", "1e9", "1.123456789012345678901"};
static const char *const texts[] = {"9.00 %",
                                    "Free",
                                    "4.4\xc2\xa2/kg + 8%",
                                    "9.00 % MAX 0.35 GBP / kg",
                                    "as agreed",
                                    "a@2|b!1!c",
                                    "\xff\xfe",
                                    "A+ AU",
                                    "2018-12-01T15:20:16",
                                    "Live animals",
                                    "<P>",
                                    "9.10% MIN MIN"};
#define ANY(list, byte) (list)[(byte) % (sizeof(list) / sizeof *(list))]

static trf_value value_of(trf_model *model, const trf_field_info *field, bytes *in)
{
    unsigned byte = next(in);
    const char *text;

    if (field->use >= TRF_USE_OPTIONAL && byte < 96)
        return TRF_VALUE_ABSENT;
    if (byte == 255)
        return TRF_VALUE_ABSENT;
    switch (field->type) {
    case TRF_TYPE_SID: return byte == 254 ? trf_model_value(model, TRF_SLICE("-12")) : TRF_VALUE_TAG_INT | byte % 6;
    case TRF_TYPE_DATE: text = ANY(dates, byte); break;
    case TRF_TYPE_AMOUNT: text = ANY(amounts, byte); break;
    case TRF_TYPE_INT: return TRF_VALUE_TAG_INT | (byte > 200 ? byte * 1000u : byte % 8);
    case TRF_TYPE_FLAG: return TRF_VALUE_TAG_INT | byte % 2;
    case TRF_TYPE_TEXT: text = ANY(texts, byte); break;
    default: text = ANY(codes, byte); break;
    }
    return trf_model_value(model, trf_slice_text(text));
}

static bool fill(trf_model *model, bytes *in)
{
    trf_row_source source = {0};
    uint16_t tariffs[3] = {0};

    if (trf_model_input(model, TRF_SLICE("fuzz.xml"), TRF_SLICE("native"), &source.input, NULL) < 0 ||
        trf_model_tariff(model, TRF_SLICE("UK"), &tariffs[1], NULL) < 0 ||
        trf_model_tariff(model, TRF_SLICE("EU"), &tariffs[2], NULL) < 0)
        return false;
    for (unsigned rows = 0; in->size > 0 && rows < 2000; rows++) {
        trf_value values[TRF_FIELDS_MAX] = {0};
        trf_kind kind = (trf_kind)(next(in) % TRF_KIND_COUNT);
        unsigned how = next(in);

        source.tariff = tariffs[how % 3];
        source.update = (uint8_t)(how & 64 ? how & 128 ? TRF_UPDATE_DELETE : TRF_UPDATE_UPDATE : TRF_UPDATE_INSERT);
        source.line = rows + 1;
        for (unsigned f = 0; f < trf_kinds[kind].field_count; f++)
            values[f] = value_of(model, &trf_kinds[kind].fields[f], in);
        if (trf_model_append(model, kind, values, &source, NULL) < 0)
            return false;
    }
    return true;
}

static void check(const trf_limits *limits, uint8_t *image, size_t size)
{
    trf_snapshot *snapshot = NULL;
    trf_model *restored = NULL;
    uint8_t *again = NULL;
    size_t again_size = 0;

    if (trf_snapshot_open_memory(&trf_alloc_default, image, size, false, &snapshot, NULL) < 0 ||
        trf_snapshot_verify(snapshot, NULL) < 0 ||
        trf_model_restore(&trf_alloc_default, snapshot->sections, limits, 2, &restored, NULL) < 0 ||
        trf_compile_to_memory(restored, NULL, &again, &again_size, NULL, NULL) < 0 || again_size != size ||
        memcmp(image, again, size) != 0)
        abort();
    trf_alloc_free(&trf_alloc_default, again, again_size);
    trf_model_free(restored);
    trf_snapshot_release(snapshot);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_model *model = NULL;
    tariff_error *error = NULL;
    bytes in = {data, size};
    uint8_t *image = NULL;
    size_t image_size = 0;

    limits.findings = 100;
    if (trf_model_new(&trf_alloc_default, &limits, 1, &model, NULL) == TARIFF_OK && fill(model, &in)) {
        if (trf_compile_to_memory(model, NULL, &image, &image_size, NULL, &error) < 0) {
            /* More of something than an image holds: said, nothing else. */
            if (!error || error->status != TARIFF_ELIMIT)
                abort();
        } else {
            check(&limits, image, image_size);
        }
    }
    trf_alloc_free(&trf_alloc_default, image, image_size);
    trf_error_free(error);
    trf_model_free(model);
    return 0;
}
