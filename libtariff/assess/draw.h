/* SPDX-License-Identifier: Apache-2.0 */
/** @file One assessment over two tariffs: what the files of assess/ share for it. */
#ifndef TRF_ASSESS_DRAW_H
#define TRF_ASSESS_DRAW_H

#include "assess/work.h"

/** A tariff that a profile draws on. */
struct trf_draw {
    trf_slice tariff;
    trf_slice totals;  /**< that it gives: "duty taxes" */
    trf_slice without; /**< roles of measures that are not drawn */
};

/** Two tariffs under one profile. The first has the programme of charges. */
struct trf_drawing {
    trf_draw draws[2];
    trf_declaration declarations[2];
    trf_work *first, *second;
    const trf_profile_record *law; /**< the profile that draws on them */
    uint32_t tariff;               /**< its tariff */
    uint32_t policy;               /**< element of the policy of routes */
    trf_slice policy_name;
    uint8_t
        place[TRF_PROFILE_CHARGES_MAX]; /**< of each charge of the second in the programme of the first; UINT8_MAX: not drawn */
    uint8_t counts;                     /**< TRF_COUNTS_* of the item under way */
};

/** Whether a profile draws on two tariffs. */
bool trf_profile_draws(const trf_snapshot *snapshot, const trf_profile_record *profile, trf_date date);
/** What it draws, into w->drawing. */
tariff_status trf_drawing_find(trf_work *w);
/** Opens a work for each of the two. */
tariff_status trf_drawing_open(trf_work *outer, const trf_assess_policy *policy);
/** Whether the tariff of a work gives a charge of its own programme. */
bool trf_draw_gives(const trf_work *w, uint32_t place);
/** Whether a charge of the first programme is given by both. */
bool trf_drawn_shared(const trf_work *w, uint32_t place);
/** Which of the two counts for the item, into w->drawing->counts; *missing is a fact that leaves it open. choice.c */
tariff_status trf_drawn_decide(trf_work *w, trf_slice *missing);
/** Takes the measures that are not drawn out of the candidates. */
void trf_draw_candidates(trf_work *w);
/** After selection under the first tariff: assesses the item under the second, decides, and runs the programme. */
tariff_status trf_drawn_item(trf_work *w);
/** One charge of the programme, of the tariff that counts. */
tariff_status trf_drawn_charge(trf_work *w, uint32_t place);
/** What the data of the second tariff leaves open. */
tariff_status trf_drawn_data_age(trf_work *w);
/** Adds the candidates of the second tariff to those of the first. */
tariff_status trf_drawn_look(trf_work *w);

#endif
