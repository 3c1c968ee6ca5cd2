/* SPDX-License-Identifier: Apache-2.0 */
#include "classify/vintage.h"

#include "nomenclature/nomenclature.h"

#define VINTAGES_MAX 4u /* of correlations, one after the other */

static bool has(const trf_snapshot *snapshot, uint32_t tariff, trf_slice code)
{
    return trf_nomenclature_find(snapshot, tariff, code, 0, TRF_DATE_NONE, TRF_FIND_PADDED | TRF_FIND_ENDED) != TRF_LINE_NONE;
}

static uint32_t add(trf_slice *out, uint32_t count, trf_slice code)
{
    for (uint32_t i = 0; i < count; i++)
        if (trf_slice_equal(out[i], code))
            return count;
    if (count < TRF_VINTAGE_TARGETS_MAX)
        out[count++] = code;
    return count;
}

uint32_t trf_vintage_targets(const trf_snapshot *snapshot, uint32_t tariff, trf_slice code,
                             trf_slice out[TRF_VINTAGE_TARGETS_MAX])
{
    trf_slice now[TRF_VINTAGE_TARGETS_MAX] = {code};
    uint32_t count = 0, now_count = 1;

    for (unsigned vintage = 0; vintage < VINTAGES_MAX && now_count > 0; vintage++) {
        trf_slice next[TRF_VINTAGE_TARGETS_MAX];
        uint32_t next_count = 0, old = 0;

        for (uint32_t i = 0; i < now_count; i++) {
            if (has(snapshot, tariff, now[i]))
                count = add(out, count, now[i]);
            else
                now[old++] = now[i];
        }
        for (uint32_t r = 0; old > 0 && r < trf_snapshot_correlation_count(snapshot); r++) {
            const trf_correlation_record *record = trf_snapshot_correlation(snapshot, r);
            trf_slice from = trf_snapshot_text(snapshot, record->from_code), to = trf_snapshot_text(snapshot, record->to_code);

            for (uint32_t i = 0; i < old; i++)
                if (trf_slice_equal(from, now[i]) && !trf_slice_equal(to, from))
                    next_count = add(next, next_count, to);
        }
        memcpy(now, next, next_count * sizeof *now);
        now_count = next_count;
    }
    return count;
}
