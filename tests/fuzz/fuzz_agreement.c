/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as what stands in an agreement: refused with an error, or compiled; compiled again it gives the same bytes, and the
 * image verifies.
 */
#include <stdlib.h>
#include <string.h>

#include "compile/compile.h"
#include "ingest/ingest.h"
#include "snapshot/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char before[] =
    "<tariff-data xmlns='urn:libtariff:tariff:1' version='1'><geographical-areas><country id='XA'/><country id='XB'/>"
    "<country id='XC'/></geographical-areas><tariff id='T' currency='EUR'><goods-nomenclature><line code='0101210000' "
    "indent='0'/>"
    "</goods-nomenclature><measure-types><measure-type id='P' movement='import'/></measure-types><measures><measure type='P' "
    "area='XC' code='0101210000' from='2021-03-01' to='2022-02-28' duty='7 %' grammar='taric'/></measures></tariff>"
    "<agreement id='A' in-force='2020-02-29' measure-type='P'><party area='XA' tariff='T'/><party area='XB'/><party area='XC'/>";
static const char after[] = "</agreement></tariff-data>";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    trf_model *model = NULL;
    trf_snapshot *snapshot = NULL;
    uint8_t *image = NULL, *again = NULL;
    size_t image_size = 0, again_size = 0;
    trf_buffer xml;

    limits.findings = 100;
    trf_buffer_init(&xml, &trf_alloc_default, 0);
    trf_buffer_text(&xml, before);
    trf_buffer_bytes(&xml, data, size);
    trf_buffer_text(&xml, after);
    if (trf_model_new(&trf_alloc_default, &limits, 1, &model, &error) < 0)
        abort();
    if (trf_ingest_memory(model, xml.data, xml.size, TRF_SLICE("fuzz.xml"), NULL, &error) < 0)
        goto done;
    if (trf_compile_to_memory(model, NULL, &image, &image_size, NULL, &error) < 0) {
        if (!error || error->status != TARIFF_ELIMIT)
            abort();
        goto done;
    }
    if (trf_compile_to_memory(model, NULL, &again, &again_size, NULL, &error) < 0 || again_size != image_size ||
        memcmp(again, image, image_size) != 0)
        abort();
    trf_alloc_free(&trf_alloc_default, again, again_size);
    if (trf_snapshot_adopt_memory(&trf_alloc_default, image, image_size, &snapshot, &error) < 0 ||
        trf_snapshot_verify(snapshot, &error) < 0)
        abort();
    trf_snapshot_release(snapshot);
done:
    if (error == NULL && snapshot == NULL)
        abort();
    trf_error_free(error);
    trf_model_free(model);
    trf_buffer_done(&xml);
    return 0;
}
