/* SPDX-License-Identifier: Apache-2.0 */
#include "text/segment.h"

#include <unicode/ubrk.h>

#include "base/utf8.h"

tariff_status trf_segments_open(trf_segments *segments, const trf_alloc *alloc, tariff_error **error)
{
    UErrorCode code = U_ZERO_ERROR;

    segments->breaker = ubrk_open(UBRK_WORD, "", NULL, 0, &code);
    if (U_FAILURE(code) || !segments->breaker)
        return trf_fail(error, alloc, TARIFF_EUNSUPPORTED, "ICU: no word breaker (%s)", u_errorName(code));
    return TARIFF_OK;
}

tariff_status trf_segments_clone(trf_segments *segments, const trf_segments *from, const trf_alloc *alloc, tariff_error **error)
{
    UErrorCode code = U_ZERO_ERROR;

#if U_ICU_VERSION_MAJOR_NUM >= 69
    segments->breaker = ubrk_clone(from->breaker, &code);
#else
    segments->breaker = ubrk_safeClone(from->breaker, NULL, NULL, &code);
#endif
    if (U_FAILURE(code) || !segments->breaker)
        return trf_fail(error, alloc, TARIFF_ENOMEM, "ICU: the word breaker cannot be cloned (%s)", u_errorName(code));
    return TARIFF_OK;
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
    if (U_SUCCESS(code))
        ubrk_first(segments->breaker);
    return at;
}

size_t trf_segments_next(trf_segments *segments)
{
    int32_t next = ubrk_next(segments->breaker);

    return next == UBRK_DONE || next < 0 || next > TRF_SEGMENT_UNITS ? 0 : segments->places[next];
}
