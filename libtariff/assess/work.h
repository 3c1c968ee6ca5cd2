/* SPDX-License-Identifier: Apache-2.0 */
/** @file One assessment under way, shared by the files of assess/. */
#ifndef TRF_ASSESS_WORK_H
#define TRF_ASSESS_WORK_H

#include "assess/assess.h"
#include "assess/plan.h"
#include "measure/condition.h"

/* Names of declared fields in the trace: TRF_TRACE_REF(TRF_RULE_FIELD, TRF_FIELD_BASE + trf_declared_field). */
#define TRF_FIELD_BASE 0xff0000u
typedef enum trf_declared_field {
    TRF_DECLARED_PRICE,
    TRF_DECLARED_CUSTOMS_VALUE,
    TRF_DECLARED_ADDITION,
    TRF_DECLARED_DEDUCTION,
    TRF_DECLARED_NET_MASS,
    TRF_DECLARED_GROSS_MASS,
    TRF_DECLARED_QUANTITY,
    TRF_DECLARED_RATE,
    TRF_DECLARED_VAT_ADJUSTMENT,
    TRF_DECLARED_FACT,
    TRF_DECLARED_QUOTA,
    TRF_DECLARED_FIELDS
} trf_declared_field;
/** "price" … */
const char *trf_declared_field_name(unsigned field);
#define TRF_FIELD_REF(field) TRF_TRACE_REF(TRF_RULE_FIELD, TRF_FIELD_BASE + (field))

/** Whether a candidate that waits for a fact may stand in place of what applies, and where that can only bring the amount. */
typedef enum trf_rival { TRF_RIVAL_NONE, TRF_RIVAL_ANY, TRF_RIVAL_LOWER, TRF_RIVAL_HIGHER } trf_rival;

/** Of goods of which a quota covers a part. */
typedef enum trf_part { TRF_PART_NONE, TRF_PART_WITHIN, TRF_PART_BEYOND } trf_part;

/** What is known of a candidate beside its disposition. */
typedef struct trf_candidate_work {
    uint32_t measures;    /**< in PROFILE_MEASURES, 0 none */
    uint32_t expression;  /**< that applies: of a condition, else of the measure */
    uint32_t condition;   /**< 1 + row that gave it; 0 none */
    uint8_t group;
    uint8_t charge;       /**< place in the programme; UINT8_MAX: none */
    bool looked_up;       /**< what it is for is set, nothing or not */
    bool charges;         /**< something may be owed under its role */
    bool reached;         /**< date, direction and area fit */
    bool only_code;       /**< only the additional code does not fit */
    bool code_missing;    /**< and it depends on an additional code that is not declared */
    uint8_t rival;        /**< trf_rival */
    uint8_t part;         /**< trf_part: of the goods that it is charged on */
} trf_candidate_work;

/** Sums over the charges of one id. */
typedef struct trf_charge_sum {
    trf_number exact;       /**< what later bases take: rounded or exact amounts, as the policy says */
    trf_number least, most; /**< where it is spread: the ends between which the sum lies; else both are `exact` */
    bool met;               /**< something was added, or may be */
    bool spread;
    bool known, has_most;
    uint32_t node;
} trf_charge_sum;

/** From here on the ends have figures of their own. */
static inline void trf_sum_spread(trf_charge_sum *sum)
{
    if (!sum->spread)
        sum->least = sum->most = sum->exact;
    sum->met = sum->spread = true;
}
static inline trf_charge_sum trf_sum_of_nothing(void)
{
    trf_charge_sum sum = {.exact = trf_number_of(0), .known = true, .has_most = true, .node = TRF_TRACE_NONE};

    trf_sum_spread(&sum);
    return sum;
}
static inline trf_number trf_sum_least(const trf_charge_sum *sum)
{
    return sum->spread ? sum->least : sum->exact;
}
static inline trf_number trf_sum_most(const trf_charge_sum *sum)
{
    return sum->spread ? sum->most : sum->exact;
}

/** The ends between which an amount lies. */
typedef struct trf_ends {
    trf_number least, most;
    bool has_least, has_most;
} trf_ends;

/** How unknown amounts are taken. */
typedef enum trf_end { TRF_END_KNOWN, TRF_END_LEAST, TRF_END_MOST } trf_end;

/** A cost of the declaration, shared out among its items. */
typedef struct trf_shares {
    trf_number *of_item; /**< NULL: not made yet */
    tariff_status status;
} trf_shares;

/** A charge that is owed once for the declaration. */
typedef struct trf_entry_charge {
    bool in_force, known, has_base;
    trf_number base, exact, total;
    uint32_t *marks;      /**< of each item: 1 where it owes a share */
    trf_number *shares;
    uint32_t *nodes;
} trf_entry_charge;

/* One assessment over two tariffs: draw.h */
typedef struct trf_draw trf_draw;
typedef struct trf_drawing trf_drawing;

/** What the items of a declaration draw on one tariff quota, in their order. */
typedef struct trf_quota_draw {
    uint32_t order;           /**< in ORDER_NUMBER */
    uint32_t item;            /**< that draws now */
    trf_number before, own;   /**< of the items before it, and of this one */
} trf_quota_draw;

typedef struct trf_work {
    const trf_assessor *a;
    const trf_snapshot *snapshot;
    trf_numbers *numbers;
    trf_arena *arena;
    trf_trace *trace;
    const trf_declaration *declaration;
    tariff_error **error;
    trf_assessment *result;
    trf_plan *plan;
    const trf_profile_record *profile; /**< and what follows: of the plan */
    uint32_t rounding;        /**< in PROFILE_POLICY */
    uint8_t conditions, exchange;
    bool carry_exact;
    trf_slice currency;
    uint32_t currency_index;  /**< in the vocabulary */
    trf_quota_draw *draws;    /**< what the items draw on quotas, of the way over the items that is under way */
    uint32_t draw_count, draw_capacity;
    bool looking;             /**< trf_assess_look: no conditions, no charges */
    trf_drawing *drawing;     /**< of the first of two tariffs that are drawn on; NULL */
    const trf_draw *draw;     /**< what of this tariff is drawn; NULL: everything */
    const trf_profile_record *law; /**< profile that draws on this tariff and whose facts are declared too; NULL */
    bool behaviours_may_lack; /**< a behaviour that was asked for by name and is not in the profile: its default */

    bool surveying;           /**< the first of two ways over the items: for what the declaration has as a whole */
    trf_number *values;       /**< of each item, rounded together with others; NULL: each for itself */
    uint32_t *value_nodes;
    uint32_t *group_of;       /**< group of each item; UINT32_MAX: none */
    trf_charge_sum *group_sums; /**< what the items of a group before this one owe, by group and charge: exact, known */
    trf_entry_charge *entry;  /**< by place in the programme; NULL: none */
    trf_shares *shares;       /**< one for each addition and deduction of the declaration; NULL: not asked for yet */

    /* the item under way */
    const trf_declared_item *item;
    trf_assessed_item *out;
    uint32_t item_index;
    trf_area_set origin, second, export_country;
    bool has_second, has_export;
    trf_candidate_work *work; /**< one for each candidate */
    uint32_t *live;           /**< candidates that reach the goods, in their order: most of all candidates do not */
    uint32_t live_count;
    uint32_t *charged; /**< those of them that belong to a charge of the programme, or of which something may be owed */
    uint32_t charged_count;
    uint64_t charges_reached;            /**< bits by charge: some candidate of it reaches the goods */
    uint64_t groups_met, groups_crowded; /**< bits by group: one, several of it that may be owed reach the goods */
    bool codes_open;                     /**< some of them wait for an additional code */
    bool unsettled;                      /**< of some that are charged it is not known whether they apply */
    bool claims_met;                     /**< some of them are claimed */
    uint32_t secured;         /**< candidate whose quota is critical, or waits; TRF_CANDIDATE_NONE */
    const trf_candidate *without; /**< the candidates as they would be without that quota */
    bool part_of_quota;       /**< the quota that is claimed covers a part of the goods */
    uint32_t part_unit;       /**< unit of the three that follow */
    trf_number within, beyond, whole;
    trf_charge_sum *sums;     /**< by place in the programme */
    trf_number base;          /**< of the charge under way */
    uint32_t base_node;
    bool has_base;
    trf_rate_policy policy;   /**< rounding of the charge under way */
    uint32_t first_staging, staging_count; /**< of the rate under way, in STAGING */
    bool facts_changed;                    /**< facts are other than declared: ends were looked for */
    bool open_ended;          /**< some sum is not certain: the ends have to be carried on */
    trf_slice composed;       /**< additional code that follows from what the goods consist of; empty: none */
    trf_slice composition_missing; /**< the fact that decides and is not declared */
    uint32_t component_root;  /**< candidate whose duty is evaluated: what its components are looked up for */
} trf_work;

/* ---- outcomes: outcome.c ---- */
/** Adds an outcome; need may be empty. Where it makes the item incomplete or refused, that is said by `status` (0 leaves it). */
tariff_status trf_outcome_add(trf_work *w, const char *code, const char *effect, uint32_t candidate, const char *need_kind,
                              trf_slice need, unsigned status);
/** The same with a need of two parts run together. */
tariff_status trf_outcome_add2(trf_work *w, const char *code, const char *effect, uint32_t candidate, const char *need_kind,
                               trf_slice need_a, trf_slice need_b, unsigned status);
/** EINVAL that names a field of the item. */
tariff_status trf_item_fail(trf_work *w, const char *field, trf_slice found, const char *fault);

/* ---- candidates: disposition.c ---- */
/** What the profile has its measure for, into work[at]; done for each that reaches the goods. */
void trf_candidate_measures(trf_work *w, uint32_t at);

/* ---- money: exchange.c ---- */
/** The exchange that converts from one currency to that of the assessment. TARIFF_NOT_FOUND: none is known. */
tariff_status trf_exchange_find(trf_work *w, trf_slice from, trf_slice use, trf_exchange *out, trf_slice *rate_text);
/** amount × factor / divisor. */
tariff_status trf_exchange_apply(trf_work *w, trf_number amount, const trf_exchange *exchange, trf_number *out);
/** Callback of trf_fact_source. */
tariff_status trf_exchange_for_rate(void *user, uint32_t currency, trf_exchange *out);

/* ---- value: value.c ---- */
/** Value build-up of the item, its share of the declaration's costs included. */
tariff_status trf_value_item(trf_work *w);
/** Callback of trf_fact_source: the customs value where the text names its basis, else the fact of that name. */
tariff_status trf_value_basis(void *user, uint32_t name, trf_number *out, uint32_t *node);
/** Callback of trf_fact_source: the fact of the content that the text names, in the unit of the rate. */
tariff_status trf_value_content(void *user, uint32_t unit, uint32_t name, trf_number *out, uint32_t *node);
/** Declared quantities into the facts of the rate evaluation. */
tariff_status trf_facts_load(trf_work *w);
/** A decimal that was declared. */
tariff_status trf_declared_number(trf_work *w, const char *field, trf_slice text, trf_number *out);
/** The same for a value, a mass or a quantity, which is never below zero. */
tariff_status trf_declared_magnitude(trf_work *w, const char *field, trf_slice text, trf_number *out);

/** The fact that sliding rates ask for, whatever the profile. */
#define TRF_FACT_DEGREES "degrees"
/** Facts that the words of a rate ask for, whatever the profile: what a per cent is of ("amount:case"), a content. */
#define TRF_FACT_AMOUNT  "amount:"
#define TRF_FACT_CONTENT "content:"

/* ---- agreements: agreement.c ---- */
/** The rate of a measure that comes from an agreement's schedule shows in the trace how it came about; until the other one. */
void trf_agreement_rate(trf_work *w, uint32_t measure);
void trf_agreement_rate_end(trf_work *w);
/** What a preference rests on; NULL for one of no agreement. */
const trf_agreement_record *trf_agreement_of(const trf_snapshot *snapshot, const trf_measure_record *measure, trf_date date);
/** 1 + the number of the first proof from i on that holds on the day, with the code of its document; 0: no more. */
uint32_t trf_agreement_proof_at(const trf_snapshot *snapshot, const trf_agreement_record *agreement, uint32_t i, trf_date date,
                                trf_slice *code);
/** Whether a claimed preference of an agreement is proved and came as the agreement asks; sets the disposition where not. */
tariff_status trf_agreement_proof(trf_work *w, uint32_t at);

/* ---- claims: claim.c ---- */
/** Whether a candidate that has to be claimed is: sets its disposition where it is not, or where the claim lacks something. */
tariff_status trf_claim_candidate(trf_work *w, uint32_t at);
/** Outcomes for what is claimed and nothing on the goods answers: the duty without it stands. */
tariff_status trf_claims_unanswered(trf_work *w);
/** Outcomes for preferences that apply on the declarant's word alone. */
tariff_status trf_claims_unproved(trf_work *w);
/** Outcomes for documents that nothing in the data names. */
tariff_status trf_documents_unnamed(trf_work *w);
/** EINVAL for a fact that the profile does not know, or of another type. */
tariff_status trf_facts_check(trf_work *w);

/* ---- parts of a duty that stand elsewhere: component.c ---- */
/** Finds the additional code that follows from the facts of the item. */
tariff_status trf_composition_derive(trf_work *w);
/** Measures without a goods code that a declared additional code calls. */
tariff_status trf_coded_measures(trf_work *w, const uint32_t **measures, uint32_t *count);
/** Callback of trf_fact_source. */
tariff_status trf_component_duty(void *user, uint32_t id_text, const void **bytes, size_t *size);
/** Outcome for a part that is not known. */
tariff_status trf_component_outcome(trf_work *w, uint32_t id_text, uint32_t candidate);

/* ---- measures: disposition.c ---- */
tariff_status trf_dispositions(trf_work *w);

/* ---- how measures meet: relation.c ---- */
/** Of the measures of one group, the one that the profile uses. */
tariff_status trf_groups(trf_work *w);
/** What one group does to another: replaces, excludes, suspends. */
tariff_status trf_relations(trf_work *w);

/* ---- a part of the goods within a quota: part.c ---- */
/** Where more is declared than a quota has left: marks the candidate and keeps the parts. */
tariff_status trf_part_within(trf_work *w, uint32_t at, uint32_t order, trf_number balance, trf_slice unit, trf_slice qualifier);
/** Takes what earlier items of the declaration draw on a quota off its balance. */
tariff_status trf_quota_left(trf_work *w, uint32_t order, trf_number *balance);
/** trf_groups() and trf_relations(), for the goods within the quota and for the rest. */
tariff_status trf_measures_meet(trf_work *w);
/** Of an amount on all goods, that on the part of a candidate. */
tariff_status trf_part_of(trf_work *w, uint32_t candidate, trf_number *amount);
/** The node of it. */
uint32_t trf_part_node(trf_work *w, uint32_t candidate, trf_number part, uint32_t node);

/* ---- what is not known: bounds.c ---- */
/** The ends between which a measure's amount lies, over the ends of its base. Loads facts: trf_facts_again() after it. */
tariff_status trf_measure_ends(trf_work *w, trf_slice code, const trf_ends *base, const trf_rate_result *lacking, trf_ends *out);
/** Facts as declared again, the value among them where it is known. */
tariff_status trf_facts_again(trf_work *w);
/** Widens a charge by all that may still come to it: measures that a fact decides, or an additional code. */
tariff_status trf_charge_open_ends(trf_work *w, uint32_t place, const trf_ends *base);

/* ---- tests and reliefs: relief.c ---- */
/** Whether all tests of a run hold for the item under way. */
tariff_status trf_tests_hold(trf_work *w, uint32_t first, uint32_t count, bool *out);
/** The relief from a charge that holds for the item under way; NULL for none. */
tariff_status trf_relief_find(trf_work *w, uint32_t place, const trf_profile_relief_record **out);

/* ---- the declaration as a whole: entry.c ---- */
/** Whether values of items are rounded together. */
bool trf_entry_groups(const trf_work *w);
/** Whether something may depend on all items. */
bool trf_entry_asked(const trf_work *w);
/**
 * Rounds a charge on an item whose value was rounded together with others: so that the charges of the group add up to the
 * rounded charge on its whole.
 */
tariff_status trf_entry_round(trf_work *w, uint32_t place, uint32_t exact_node, trf_charge *charge);
/** After all items were looked at: their values, and the charges of the whole with the share of each item. */
tariff_status trf_entry_prepare(trf_work *w);

/* ---- one tariff after the other: assess.c ---- */
tariff_status trf_work_open(trf_work *w, const trf_assessor *assessor, const trf_declaration *declaration, tariff_error **error);
/** Tariff, profile, currency, behaviours. */
tariff_status trf_work_begin(trf_work *w, const trf_assess_policy *policy);
/** The rate evaluation asks this work for what it does not hold itself. */
void trf_work_source(trf_work *w);
/** Assesses w->item into w->out. */
tariff_status trf_work_item(trf_work *w);
/** What the data itself leaves open. */
tariff_status trf_work_data_age(trf_work *w);

/* ---- charges: programme.c, step.c ---- */
/** One more charge of the item. */
tariff_status trf_charge_add(trf_work *w, uint32_t place, uint32_t candidate, trf_charge **out);
/** One charge of the programme. */
tariff_status trf_programme_charge(trf_work *w, uint32_t place);
/** The measures of a charge that would apply, at zero, in the state given; others that stand at zero as they are. */
tariff_status trf_programme_at_zero(trf_work *w, uint32_t place, unsigned state);
/** Exact amount of a charge that the programme computes over w->out. TARIFF_INCOMPLETE: something is not known. */
tariff_status trf_computed_amount(trf_work *w, const trf_profile_charge_record *record, trf_number *out, uint32_t *node);
tariff_status trf_programme(trf_work *w);
/** The programme, and the security for a quota that is critical: security.c. */
tariff_status trf_programme_secured(trf_work *w);
/** Nothing owed yet, for each charge of the programme. */
void trf_sums_reset(trf_work *w);
/** Value of an expression of the profile. TARIFF_INCOMPLETE: something is not known (an outcome says what). */
tariff_status trf_steps_value(trf_work *w, uint32_t first, uint32_t count, trf_end end, bool traced, trf_number *out,
                              uint32_t *node);
/** Rounds as a round element says, with its trace node. */
tariff_status trf_round_at(trf_work *w, const trf_profile_round_record *round, trf_number value, uint32_t node, trf_number *out,
                           uint32_t *out_node);
/** The legal source of a round element: its own, else its policy's. */
static inline trf_str trf_round_source(const trf_work *w, const trf_profile_round_record *round)
{
    return round->source ? round->source : trf_snapshot_profile_policy(w->snapshot, w->rounding)->source;
}
/** w->policy for a charge of the programme: rounding.c. */
tariff_status trf_charge_rounding(trf_work *w, uint32_t place);
/** Outcomes for what an evaluation lacked. */
tariff_status trf_needs_outcomes(trf_work *w, const trf_rate_result *rate, uint32_t candidate);

/** Whether an additional code (type and code) is declared. */
bool trf_additional_code_declared(const trf_work *w, uint32_t additional_code);

/** Whether a group is among the bits of a relation; 255, no group, is in none. */
static inline bool trf_work_among(uint64_t groups, unsigned group)
{
    return group < 64 && (groups >> group & 1);
}

#endif
