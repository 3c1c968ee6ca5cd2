/* SPDX-License-Identifier: Apache-2.0 */
#include "classify/accuracy.h"

static void put(trf_accuracy_bin *bin, uint32_t confidence, bool right)
{
    bin->count++;
    bin->right += right;
    bin->confidence += confidence;
}

void trf_accuracy_add(trf_accuracy *sum, const trf_accuracy_answer *answer)
{
    sum->queries++;
    if (!answer->mapped) {
        sum->unmapped++;
        return;
    }
    sum->ambiguous += answer->ambiguous;
    sum->unanswered += !answer->answered;
    sum->too_vague += answer->too_vague;
    for (unsigned d = 0; d < TRF_ACCURACY_DEPTHS; d++) {
        if (!answer->counts[d])
            continue;
        sum->depths[d].queries++;
        if (answer->ranks[d] >= 1 && answer->ranks[d] <= TRF_ACCURACY_RANKS)
            sum->depths[d].found[answer->ranks[d] - 1]++;
    }
    if (!answer->counts[answer->depth])
        return;
    sum->asked++;
    if (answer->ranks[answer->depth])
        sum->reciprocal += TRF_ACCURACY_RECIPROCAL / answer->ranks[answer->depth];
    if (!answer->answered)
        return;
    put(&sum->bins[answer->confidence >= 10000 ? 9 : answer->confidence / 1000], answer->confidence,
        answer->ranks[answer->depth] == 1);
    if (answer->confidence >= TRF_ACCURACY_SURE)
        put(&sum->sure, answer->confidence, answer->ranks[answer->depth] == 1);
}

static void merge_bin(trf_accuracy_bin *sum, const trf_accuracy_bin *other)
{
    sum->count += other->count;
    sum->right += other->right;
    sum->confidence += other->confidence;
}

void trf_accuracy_merge(trf_accuracy *sum, const trf_accuracy *other)
{
    sum->queries += other->queries;
    sum->unmapped += other->unmapped;
    sum->unanswered += other->unanswered;
    sum->ambiguous += other->ambiguous;
    sum->too_vague += other->too_vague;
    for (unsigned d = 0; d < TRF_ACCURACY_DEPTHS; d++) {
        sum->depths[d].queries += other->depths[d].queries;
        for (unsigned r = 0; r < TRF_ACCURACY_RANKS; r++)
            sum->depths[d].found[r] += other->depths[d].found[r];
    }
    sum->reciprocal += other->reciprocal;
    sum->asked += other->asked;
    for (unsigned i = 0; i < 10; i++)
        merge_bin(&sum->bins[i], &other->bins[i]);
    merge_bin(&sum->sure, &other->sure);
}

static uint32_t share(uint64_t part, uint64_t whole)
{
    return whole ? (uint32_t)((part * 10000u + whole / 2) / whole) : 0;
}

uint32_t trf_accuracy_share(const trf_accuracy_depth *depth, uint32_t ranks)
{
    uint64_t found = 0;

    for (uint32_t r = 0; r < ranks && r < TRF_ACCURACY_RANKS; r++)
        found += depth->found[r];
    return share(found, depth->queries);
}

uint32_t trf_accuracy_mrr(const trf_accuracy *sum)
{
    return share(sum->reciprocal, sum->asked * TRF_ACCURACY_RECIPROCAL);
}

/* The mean distance between what is said and what is true, each bin by its number of answers. */
uint32_t trf_accuracy_calibration(const trf_accuracy *sum)
{
    uint64_t distance = 0, count = 0;

    for (unsigned i = 0; i < 10; i++) {
        uint64_t right = sum->bins[i].right * 10000u, said = sum->bins[i].confidence;

        distance += right > said ? right - said : said - right;
        count += sum->bins[i].count;
    }
    return count ? (uint32_t)((distance + count / 2) / count) : 0;
}
