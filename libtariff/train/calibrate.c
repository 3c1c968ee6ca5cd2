/* SPDX-License-Identifier: Apache-2.0 */
#include "train/calibrate.h"

#include "base/mix.h"
#include "base/sort.h"

typedef struct group {
    uint64_t share, right, count;
} group;

bool trf_calibration_add(const trf_alloc *alloc, trf_calibration *calibration, uint32_t share, bool right)
{
    if (calibration->count == UINT32_MAX || !trf_alloc_grow(alloc, (void **)&calibration->answers, &calibration->capacity,
                                                            (size_t)calibration->count + 1, sizeof *calibration->answers))
        return false;
    /* Equal shares stand in no order that has to do with being right. */
    calibration->answers[calibration->count] =
        (uint64_t)share << 32 | (trf_key_mix(calibration->count) & UINT64_C(0xfffffffe)) | right;
    calibration->count++;
    return true;
}

void trf_calibration_done(const trf_alloc *alloc, trf_calibration *calibration)
{
    trf_alloc_free(alloc, calibration->answers, calibration->capacity * sizeof *calibration->answers);
    *calibration = (trf_calibration){NULL, 0, 0};
}

/* Whether a is right less often than b, or as often. */
static bool falls(const group *a, const group *b)
{
    return a->right * b->count >= b->right * a->count;
}

uint32_t trf_calibration_steps(const trf_alloc *alloc, trf_calibration *calibration,
                               trf_calibration_step out[TRF_CALIBRATION_STEPS])
{
    uint32_t groups_wanted = calibration->count / TRF_CALIBRATION_LEAST, count = 0;
    uint64_t *scratch = trf_alloc_array(alloc, (size_t)calibration->count + 1, sizeof *scratch);
    group groups[TRF_CALIBRATION_STEPS];

    if (!scratch)
        return UINT32_MAX;
    trf_sort_keys(calibration->answers, scratch, calibration->count);
    trf_alloc_free(alloc, scratch, ((size_t)calibration->count + 1) * sizeof *scratch);
    groups_wanted = groups_wanted > TRF_CALIBRATION_STEPS ? TRF_CALIBRATION_STEPS : groups_wanted;
    for (uint32_t g = 0, i = 0; g < groups_wanted; g++) {
        uint32_t end = (uint32_t)((uint64_t)calibration->count * (g + 1) / groups_wanted);
        group made = {0, 0, 0};

        for (; i < end; i++) {
            made.share += calibration->answers[i] >> 32;
            made.right += calibration->answers[i] & 1;
            made.count++;
        }
        groups[count++] = made;
        while (count > 1 && falls(&groups[count - 2], &groups[count - 1])) {
            groups[count - 2].share += groups[count - 1].share;
            groups[count - 2].right += groups[count - 1].right;
            groups[count - 2].count += groups[count - 1].count;
            count--;
        }
    }
    for (uint32_t g = 0; g < count; g++)
        out[g] = (trf_calibration_step){(uint32_t)(groups[g].share / groups[g].count),
                                        (uint32_t)(groups[g].right * 10000u / groups[g].count)};
    return count;
}
