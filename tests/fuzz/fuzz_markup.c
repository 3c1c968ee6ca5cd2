/* SPDX-License-Identifier: Apache-2.0 */
/* Markup of published texts: any bytes give UTF-8, the plain form is stable, and both are linear in size. */
#include <stdlib.h>

#include "base/utf8.h"
#include "text/markup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    trf_slice raw = trf_slice_of((const char *)data, size);
    trf_buffer display, plain, again;

    trf_buffer_init(&display, &trf_alloc_default, 0);
    trf_buffer_init(&plain, &trf_alloc_default, 0);
    trf_buffer_init(&again, &trf_alloc_default, 0);
    trf_markup_read(raw, &display, &plain);
    trf_markup_read(raw, NULL, &again);
    if (display.failed || plain.failed || !trf_utf8_valid(trf_buffer_view(&display)) ||
        !trf_utf8_valid(trf_buffer_view(&plain)) || !trf_slice_equal(trf_buffer_view(&plain), trf_buffer_view(&again)) ||
        display.size > 16 * size + 16)
        abort();
    if (trf_markup_is_plain(raw) && !trf_slice_equal(trf_buffer_view(&display), raw))
        abort();
    trf_buffer_done(&display);
    trf_buffer_done(&plain);
    trf_buffer_done(&again);
    return 0;
}
