/* SPDX-License-Identifier: Apache-2.0 */
#include "text/segment.h"

#include <unicode/ubrk.h>

#include "base/utf8.h"

/* Not before it is wanted: most texts have no such script. Cloning one would be cheaper, but crashes where memory is refused. */
static bool open_breaker(trf_segments *segments)
{
    UErrorCode code = U_ZERO_ERROR;

    if (!segments->breaker)
        segments->breaker = ubrk_open(UBRK_WORD, "", NULL, 0, &code);
    return U_SUCCESS(code) && segments->breaker;
}

void trf_segments_done(trf_segments *segments)
{
    if (segments->breaker)
        ubrk_close(segments->breaker);
    segments->breaker = NULL;
}

size_t trf_segments_begin(trf_segments *segments, trf_slice run)
{
    UErrorCode code = U_ZERO_ERROR;
    size_t at = 0;
    int32_t count = 0;

    if (!open_breaker(segments))
        return 0;
    while (at < run.size && count + 2 <= TRF_SEGMENT_UNITS) {
        unsigned used;
        uint32_t c = trf_utf8_read(trf_slice_of(run.data + at, run.size - at), &used);

        if (used == 0)
            break;
        segments->places[count] = (uint16_t)at;
        if (c > 0xffff) {
            segments->units[count++] = (uint16_t)(0xd7c0 + (c >> 10));
            segments->places[count] = (uint16_t)at;
            c = 0xdc00 | (c & 0x3ff);
        }
        segments->units[count++] = (uint16_t)c;
        at += used;
    }
    segments->places[count] = (uint16_t)at;
    ubrk_setText(segments->breaker, (const UChar *)segments->units, count, &code);
    if (U_FAILURE(code))
        return 0;
    ubrk_first(segments->breaker);
    return at;
}

size_t trf_segments_next(trf_segments *segments)
{
    int32_t next = ubrk_next(segments->breaker);

    return next == UBRK_DONE || next < 0 || next > TRF_SEGMENT_UNITS ? 0 : segments->places[next];
}
