/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens tariff data of one's own, XML in memory, without an image file: a tariff of two lines and one
 * measure, and a profile that says what its measures are for.
 *     cc own_xml.c $(pkg-config --cflags --libs libtariff) -o own_xml
 *     ./own_xml
 */
#include <stdio.h>
#include <string.h>
#include <tariff.h>

static const char xml[] =
    "<tariff-data xmlns='urn:libtariff:tariff:1' version='1'>"
    " <geographical-areas><country id='CN'/></geographical-areas>"
    " <tariff id='SHOP' currency='EUR'>"
    "  <goods-nomenclature lang='en'>"
    "   <line code='9500000000' indent='0'><text>Toys</text></line>"
    "   <line code='9503000000' indent='0'><text>Wheeled toys and dolls</text></line>"
    "  </goods-nomenclature>"
    "  <measure-types>"
    "   <measure-type id='103' series='C' movement='import'><text lang='en'>Duty</text></measure-type>"
    "  </measure-types>"
    "  <measures><measure type='103' code='9503000000' area='CN' from='2026-01-01' duty='4.70 %' grammar='taric'/></measures>"
    "  <profile id='SHOP' from='2026-01-01' currency='EUR' source='own'>"
    "   <valuation basis='CIF'/>"
    "   <policy aspect='rounding' name='charge' default='yes'><round at='charge' mode='half-up' unit='0.01'/></policy>"
    "   <policy aspect='conditions' name='law' behaviour='all-codes' default='yes'/>"
    "   <policy aspect='exchange' name='law' behaviour='in-period' default='yes'/>"
    "   <charge id='duty' role='base-duty' total='duty'/>"
    "   <measures types='103' role='base-duty' charge='duty'/>"
    "  </profile>"
    " </tariff>"
    "</tariff-data>";

static const char request[] = "{\"tariff\":\"SHOP\",\"code\":\"9503\",\"origin\":\"CN\",\"date\":\"2026-03-01\"}";

int main(void)
{
    tariff_context *context = NULL;
    tariff_snapshot *snapshot = NULL;
    tariff_session *session = NULL;
    tariff_error *error = NULL;
    const char *reply;
    uint64_t size;
    tariff_status status = tariff_context_new(NULL, &context, &error);

    /* TARIFF_FINDINGS: it can be asked, and something in the data was odd (the log callback of the context hears what). */
    if (status >= 0)
        status = tariff_snapshot_open_xml(context, xml, sizeof xml - 1, NULL, &snapshot, &error);
    if (status >= 0)
        status = tariff_session_new(context, snapshot, NULL, &session, &error);
    if (status >= 0)
        status = tariff_call_json(session, "measures", request, strlen(request), &reply, &size, &error);
    if (status >= 0)
        printf("%.*s\n", (int)size, reply);
    else
        fprintf(stderr, "own_xml: line %u: %.*s\n", (unsigned)tariff_error_line(error), (int)tariff_error_message(error).size,
                tariff_error_message(error).data);
    tariff_error_free(error);
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    tariff_context_free(context);
    return status < 0 ? 1 : 0;
}
