/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Trade agreements on their way into the image, shared by three files: when stages fall and what a category leaves of a base rate
 * (staging.c), the rate that comes out of it (staged_rate.c), the measures made of the lines of a schedule (agreement.c).
 */
#ifndef TRF_COMPILE_STAGING_H
#define TRF_COMPILE_STAGING_H

#include "compile/build.h"
#include "expr/tree.h"
#include "num/number.h"

/** What a base rate is made of. */
typedef enum trf_part { TRF_PART_AD_VALOREM, TRF_PART_SPECIFIC, TRF_PART_COMPONENT, TRF_PARTS } trf_part;
#define TRF_PARTS_ALL 7u

/** When the stages of a schedule fall. */
typedef struct trf_stage_dates {
    trf_date first;                     /**< of the first stage; TRF_DATE_NONE: not known */
    uint8_t month, day;                 /**< of the later ones; 0: dated one by one */
    trf_date dated[TRF_STAGES_MAX + 1]; /**< by number; TRF_DATE_NONE: not said */
} trf_stage_dates;

/** What holds from a day on. */
typedef struct trf_stage {
    trf_date start;
    uint32_t number;               /**< of the stage; 0 none */
    uint32_t node;                 /**< element that says so */
    trf_slice duty, grammar;       /**< rate as it is stated; empty: base × factor / divisor */
    trf_number factor[TRF_PARTS];  /**< of each part of the base rate */
    trf_number divisor[TRF_PARTS]; /**< whole numbers */
    unsigned dropped;              /**< parts that are gone, bits */
    trf_rounding mode;
    trf_number unit;          /**< of a per cent */
    trf_number specific_unit; /**< of an amount of money; 0: the last digit that the base rate has */
    trf_slice order_number;   /**< of the quota within which it holds; empty none */
} trf_stage;

typedef struct trf_stages {
    trf_stage *list;
    size_t capacity;
    uint32_t count;
    trf_slice fault; /**< why the category has no stages; empty: it has */
    uint32_t fault_node;
} trf_stages;

/** What the files share. */
typedef struct trf_staging {
    trf_build *build;
    trf_numbers *numbers;
    trf_arena *arena; /**< of one schedule */
} trf_staging;

const trf_node *trf_staging_node(const trf_staging *s, uint32_t node);
bool trf_staging_is(const trf_staging *s, uint32_t node, const char *name);
/** Value of an attribute, empty for none; it lives until a text is added. */
trf_slice trf_staging_attribute(const trf_staging *s, uint32_t node, const char *name);
/** The same, copied: it lives as long as the arena. */
trf_slice trf_staging_text(const trf_staging *s, uint32_t node, const char *name);
/** The first child from `child` on with a name; TRF_NODE_NONE. */
uint32_t trf_staging_next(const trf_staging *s, uint32_t child, const char *name);
/** A natural number below 10000; false: not there, or none. */
bool trf_staging_natural(trf_slice text, uint32_t *out);
/** A date attribute, `none` where it is none. */
trf_date trf_staging_day(const trf_staging *s, uint32_t node, const char *name, trf_date none);
/** The legal source of an element, copied. */
trf_slice trf_staging_source(const trf_staging *s, uint32_t node);
/** Finding about an element. */
void trf_staging_report(const trf_staging *s, uint32_t node, const char *format, trf_slice what);

/** Dates of an element stage-dates, for an agreement that is in force from `entry` on; false: a finding said why not. */
bool trf_stage_dates_read(const trf_staging *s, uint32_t node, trf_date entry, trf_stage_dates *out);
/** Day of a stage, TRF_DATE_NONE where none is known; before the first stage is as the first. */
trf_date trf_stage_date(const trf_stage_dates *dates, uint32_t number);

/**
 * The stages of a category in order of date, each day once. Stages within a quota stand behind those outside of it.
 * @retval TARIFF_OK out->fault says where the category could not be made dates and shares
 */
tariff_status trf_stages_of(const trf_staging *s, uint32_t category, const trf_stage_dates *dates, trf_stages *out);
/** Adds the rates that a line of a schedule states for itself; they go before those of its category. */
tariff_status trf_stages_stated(const trf_staging *s, uint32_t line, const trf_stage_dates *dates, trf_stages *stages);
void trf_stages_sort(trf_stages *stages);

/** One amount of a staged rate, for its trace. */
typedef struct trf_staged_amount {
    trf_slice base, factor, divisor, unit; /**< decimal texts; base empty: it stands as it is */
    trf_rounding mode;
} trf_staged_amount;

typedef struct trf_staged_rate {
    trf_slice text, grammar; /**< empty text: the rate cannot be made, *fault says why */
    const trf_staged_amount *amounts;
    uint32_t count;
    const char *fault;
} trf_staged_rate;

/** The rate of a stage. Everything in *out lives in the arena. */
tariff_status trf_staged_rate_of(const trf_staging *s, trf_slice base, trf_slice grammar, const trf_stage *stage,
                                 trf_staged_rate *out);

/* ---- measures ---- */
/** The agreements of a build. */
typedef struct trf_staged {
    trf_staging s;
    trf_arena arena; /* of one line */
    trf_stages stages;
    trf_sort_item *published; /* current measures by tariff, type, area and code */
    size_t published_capacity;
    uint32_t published_count;
    uint32_t given;    /* rows of measures that were read */
    uint32_t *current; /* current of these, while ours stands in its place */
    bool merged;
    uint32_t current_count;
    size_t current_capacity;
    uint32_t *next_sids; /* by tariff; 0: not asked for yet */
    size_t next_sids_size;
    trf_rows parties; /* trf_agreement_record; type and area are entries of their registries */
    trf_rows proofs;  /* trf_proof_record */
    trf_rows firsts;  /* uint32_t: first amount of each made row, and the end */
    trf_rows amounts; /* trf_staging_record */
} trf_staged;

/** A schedule under way. */
typedef struct trf_schedule {
    uint32_t agreement, node; /* nodes */
    uint16_t tariff;
    trf_date start, end;
    trf_stage_dates dates;
    bool has_dates;
    trf_str id, type, programmes;
    uint32_t first_proof, proof_count;
    uint32_t parties[TRF_PARTIES_MAX]; /* interned areas on the other side */
    uint32_t party_count;
} trf_schedule;

/** What the agreement's exceptions make of a line; false: it has no preference. */
bool trf_schedule_keeps(const trf_staging *s, const trf_schedule *sc, uint32_t line, trf_slice *category, trf_slice *base,
                        trf_slice *grammar);
/** Of the measures that were read: trf_published_gap() looks them up. */
tariff_status trf_published_index(trf_build *build);
/**
 * The first days of a period on which no published measure stands where a measure of a schedule would; false: there are none. A
 * published rate that differs is a finding about the line.
 */
bool trf_published_gap(trf_build *build, uint32_t line, const trf_value *made, uint16_t tariff, trf_date from, trf_date to,
                       trf_date *first, trf_date *last);
/** Records of the proofs that an agreement takes. */
tariff_status trf_proofs_of(trf_build *build, uint32_t agreement, uint32_t *first, uint32_t *count);
/** A record for each party on the other side of a schedule. */
tariff_status trf_schedule_parties(trf_build *build, const trf_schedule *sc);

#endif
