/* SPDX-License-Identifier: Apache-2.0 */
/* text.format */
#include "api/door.h"
#include "text/markup.h"

tariff_status trf_method_text_format(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_slice text = TRF_SLICE_EMPTY;
    trf_buffer display, plain;
    tariff_status status = trf_json_text(request, "text", false, &text, door->alloc, error);

    if (status < 0)
        return status;
    trf_buffer_init(&display, door->alloc, 0);
    trf_buffer_init(&plain, door->alloc, 0);
    trf_markup_read(text, &display, &plain);
    if (display.failed || plain.failed) {
        status = trf_fail_memory(error);
    } else {
        trf_json_begin_object(reply);
        trf_json_member_text(reply, "display", trf_buffer_view(&display));
        trf_json_member_text(reply, "plain", trf_buffer_view(&plain));
        trf_json_end_object(reply);
    }
    trf_buffer_done(&display);
    trf_buffer_done(&plain);
    return status;
}
