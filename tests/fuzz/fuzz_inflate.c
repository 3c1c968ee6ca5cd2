/* SPDX-License-Identifier: Apache-2.0 */
/* Compressed inputs: inflated within their limits, or refused with an error. */
#include <stdlib.h>

#include "io/inflate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    tariff_error *error = NULL;
    trf_file *file = NULL;
    trf_buffer out;

    limits.input_bytes = 4 << 20;
    trf_buffer_init(&out, &trf_alloc_default, 0);
    if (trf_file_open_memory(&trf_alloc_default, data, size, TRF_SLICE("fuzz"), NULL, &file, &error) == TARIFF_OK &&
        trf_inflate_all(&trf_alloc_default, &limits, file, &out, &error) < 0 && (!error || error->message.size == 0))
        abort();
    if (out.size > limits.input_bytes)
        abort();
    trf_error_free(error);
    trf_file_close(file);
    trf_buffer_done(&out);
    return 0;
}
