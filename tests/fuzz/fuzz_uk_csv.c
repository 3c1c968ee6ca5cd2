/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as HMRC's table of commodity codes, or as its rows: refused with an error, or written as own XML that is read. */
#include "lines.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Before rows, so that mutations are spent on these. */
static const char header[] =
    "\"SID\",\"Commodity code\",\"Product line suffix\",\"Start date\",\"End date\",\"Indentation\",\"End "
    "line\",\"Description\"\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    trf_buffer text;

    if (!size)
        return 0;
    trf_buffer_init(&text, &trf_alloc_default, 0);
    if (data[0] & 1)
        trf_buffer_text(&text, header);
    trf_buffer_bytes(&text, data + 1, size - 1);
    lines_of(uk_csv_read, trf_buffer_view(&text));
    trf_buffer_done(&text);
    return 0;
}
