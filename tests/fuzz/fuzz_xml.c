/* SPDX-License-Identifier: Apache-2.0 */
/* XML of any kind, opened directly: refused with an error, or compiled to an image that verifies. */
#include <stdlib.h>

#include "tariff/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tariff_context_options options = TARIFF_CONTEXT_OPTIONS_INIT;
    tariff_context *context = NULL;
    tariff_snapshot *snapshot = NULL;
    tariff_error *error = NULL;

    options.input_bytes = 1 << 20;
    options.hash_seed = 1;
    if (tariff_context_new(&options, &context, NULL) != TARIFF_OK)
        return 0;
    if (tariff_snapshot_open_xml(context, (const char *)data, size, "T", &snapshot, &error) < 0) {
        if (!error || tariff_error_message(error).size == 0)
            abort();
        tariff_error_free(error);
    } else {
        if (tariff_snapshot_verify(snapshot, NULL) < 0)
            abort();
        tariff_snapshot_release(snapshot);
    }
    tariff_context_free(context);
    return 0;
}
