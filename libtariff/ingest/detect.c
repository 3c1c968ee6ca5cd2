/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/detect.h"

#include "base/utf8.h"

#define ENVELOPE_NAMESPACE "urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0"
#define NATIVE_NAMESPACE   "urn:libtariff:tariff:1"
#define EXPECTED           "expected a TARIC3 envelope or 'tariff-data' in " NATIVE_NAMESPACE

enum { NAME_MAX_TOLD = 100 };

/* Formats that come the same way and hold something else: by name of the root, whatever its namespace and version. */
static const struct {
    const char *root;
    const char *what;
} not_read[] = {
    {"TariffHistoryResponse", "an HMRC CDS extract"},
    {"taric3TransactionsLogData", "an HMRC transactions log (what became of a transmission, not its records)"},
    {"schema", "an XML Schema, which describes data and holds none"},
    {"html", "a web page"},
    {"Envelope", "a SOAP message"},
};

static trf_slice told(trf_slice name) { return trf_utf8_start(name, NAME_MAX_TOLD); }

tariff_status trf_detect(const trf_alloc *alloc, trf_slice local, trf_slice ns, const trf_reader **out, tariff_error **error)
{
    bool native = trf_slice_is(local, "tariff-data");
    bool envelope = trf_slice_is(local, "envelope");

    if (native && trf_slice_is(ns, NATIVE_NAMESPACE)) {
        *out = &trf_native_reader;
        return TARIFF_OK;
    }
    if (envelope && trf_slice_is(ns, ENVELOPE_NAMESPACE)) {
        *out = &trf_taric3_reader;
        return TARIFF_OK;
    }
    if (native || envelope)
        return trf_fail(error, alloc, TARIFF_EINPUT, "root element '%S' is in namespace '%S' (expected %s)", local, told(ns),
                        native ? NATIVE_NAMESPACE : ENVELOPE_NAMESPACE);
    for (size_t i = 0; i < sizeof not_read / sizeof not_read[0]; i++)
        if (trf_slice_is(local, not_read[i].root))
            return trf_fail(error, alloc, TARIFF_EINPUT, "this is %s (root element '%S'), which is not read (" EXPECTED ")",
                            not_read[i].what, local);
    return trf_fail(error, alloc, TARIFF_EINPUT,
                    "root element '%S' in namespace '%S' belongs to no format that is read (" EXPECTED ")", told(local),
                    told(ns));
}
