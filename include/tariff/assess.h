/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Assessment: what is owed on goods, why, and what became of every measure that was looked at. Amounts and quantities go in and
 * come out as decimal text, exact; fields that are left out (empty text, zero count) are not declared. What each field means is
 * said in doc/assessment.md and is the same in the JSON door's method `assess`.
 */
#ifndef TARIFF_ASSESS_H
#define TARIFF_ASSESS_H

#include "tariff/session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An addition to or deduction from the price. */
typedef struct tariff_declared_amount {
    uint32_t size;        /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;       /**< must be zero */
    tariff_text kind;     /**< freight, insurance, packing … */
    tariff_text amount;   /**< decimal */
    tariff_text currency; /**< empty: that of the declaration */
    tariff_text by;       /**< for costs of a declaration: value, weight or quantity; empty: value */
    tariff_text spread;   /**< over what a cost of tools and the like is spread: first-shipment …; empty: not spread */
    tariff_text units;    /**< decimal: units that it is spread over */
    tariff_text imported; /**< decimal: units of this import among them */
} tariff_declared_amount;
/** Initialiser of tariff_declared_amount. */
#define TARIFF_DECLARED_AMOUNT_INIT                                                                                          \
    { (uint32_t)sizeof(tariff_declared_amount), 0, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 },          \
      { 0, 0, 0 }, { 0, 0, 0 } }

/** A sale in the country of importation, for a value by deduction. */
typedef struct tariff_declared_sale {
    uint32_t size;          /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;         /**< must be zero */
    tariff_text quantity;   /**< decimal: units sold */
    tariff_text unit_price; /**< decimal: for one of them */
} tariff_declared_sale;
/** Initialiser of tariff_declared_sale. */
#define TARIFF_DECLARED_SALE_INIT { (uint32_t)sizeof(tariff_declared_sale), 0, { 0, 0, 0 }, { 0, 0, 0 } }

/** A date that law names beside that of acceptance. */
typedef struct tariff_declared_date {
    uint32_t size;    /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;   /**< must be zero */
    tariff_text name; /**< entry, export, loading, import, arrival, presentation, placement, withdrawal, zone_status … */
    tariff_text when; /**< YYYY-MM-DD, or an instant with its offset */
} tariff_declared_date;
/** Initialiser of tariff_declared_date. */
#define TARIFF_DECLARED_DATE_INIT { (uint32_t)sizeof(tariff_declared_date), 0, { 0, 0, 0 }, { 0, 0, 0 } }

/** A quantity of the goods. */
typedef struct tariff_declared_quantity {
    uint32_t size;        /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;       /**< must be zero */
    tariff_text unit;     /**< TARIC unit, with its qualifier where it has one, or UN/ECE Recommendation 20 */
    tariff_text quantity; /**< decimal */
} tariff_declared_quantity;
/** Initialiser of tariff_declared_quantity. */
#define TARIFF_DECLARED_QUANTITY_INIT { (uint32_t)sizeof(tariff_declared_quantity), 0, { 0, 0, 0 }, { 0, 0, 0 } }

/** A document, certificate, licence or waiver that is presented. */
typedef struct tariff_declared_document {
    uint32_t size;         /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;        /**< must be zero */
    tariff_text code;      /**< type and code run together: N990 */
    tariff_text reference; /**< number of the document */
    tariff_text status;    /**< the authority's status code */
    tariff_text issued;    /**< YYYY-MM-DD */
    tariff_text valid_to;  /**< YYYY-MM-DD */
} tariff_declared_document;
/** Initialiser of tariff_declared_document. */
#define TARIFF_DECLARED_DOCUMENT_INIT \
    { (uint32_t)sizeof(tariff_declared_document), 0, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } }

/** Something that is claimed: a special programme, a heading, a relief. */
typedef struct tariff_declared_claim {
    uint32_t size;      /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;     /**< must be zero */
    tariff_text scheme; /**< preference, spi, heading, suspension … */
    tariff_text code;   /**< what of it */
} tariff_declared_claim;
/** Initialiser of tariff_declared_claim. */
#define TARIFF_DECLARED_CLAIM_INIT { (uint32_t)sizeof(tariff_declared_claim), 0, { 0, 0, 0 }, { 0, 0, 0 } }

/** A fact by name; the profile gives its type. */
typedef struct tariff_declared_fact {
    uint32_t size;     /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;    /**< must be zero */
    tariff_text name;  /**< milk_fat_pct … */
    tariff_text value; /**< decimal, yes, no, or text */
} tariff_declared_fact;
/** Initialiser of tariff_declared_fact. */
#define TARIFF_DECLARED_FACT_INIT { (uint32_t)sizeof(tariff_declared_fact), 0, { 0, 0, 0 }, { 0, 0, 0 } }

/** A rate of exchange that the declarant uses. */
typedef struct tariff_declared_rate {
    uint32_t size;        /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;       /**< must be zero */
    tariff_text currency; /**< the other currency */
    tariff_text per_unit; /**< so much of it for one unit of the declaration's currency */
    tariff_text source;   /**< where the rate comes from */
} tariff_declared_rate;
/** Initialiser of tariff_declared_rate. */
#define TARIFF_DECLARED_RATE_INIT { (uint32_t)sizeof(tariff_declared_rate), 0, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } }

/** What the declarant's system knows of a tariff quota; it overrides the image. */
typedef struct tariff_declared_quota {
    uint32_t size;            /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;           /**< TARIFF_QUOTA_CRITICAL */
    tariff_text order_number; /**< as published */
    tariff_text balance;      /**< decimal; empty: not known */
    tariff_text unit;         /**< of the balance */
    tariff_text as_of;        /**< YYYY-MM-DD */
} tariff_declared_quota;
/** Initialiser of tariff_declared_quota. */
#define TARIFF_DECLARED_QUOTA_INIT                                                                                               \
    {                                                                                                                            \
        (uint32_t)sizeof(tariff_declared_quota), 0, {0, 0, 0}, {0, 0, 0}, {0, 0, 0},                                             \
        {                                                                                                                        \
            0, 0, 0                                                                                                              \
        }                                                                                                                        \
    }
/** The quota is critical. */
#define TARIFF_QUOTA_CRITICAL 1u

/** One goods item. Arrays may be NULL where their count is zero. */
typedef struct tariff_goods_item {
    uint32_t size;                       /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;                      /**< must be zero */
    uint32_t number;                     /**< of the item; 0: its place, from 1 */
    uint32_t quantity_count;             /**< of quantities */
    uint32_t document_count;             /**< of documents */
    uint32_t claim_count;                /**< of claims */
    uint32_t fact_count;                 /**< of facts */
    uint32_t addition_count;             /**< of additions */
    uint32_t deduction_count;            /**< of deductions */
    uint32_t additional_code_count;      /**< of additional_codes */
    tariff_text tariff;                  /**< for tariff_assess(): required; in a declaration: empty */
    tariff_text date;                    /**< for tariff_assess(): civil date of acceptance, YYYY-MM-DD, required */
    tariff_text currency;                /**< for tariff_assess(): of the assessment; empty: that of the tariff */
    tariff_text code;                    /**< goods nomenclature code; required */
    tariff_text origin;                  /**< non-preferential origin; required */
    tariff_text preferential_origin;     /**< where a preference is claimed */
    tariff_text export_country;          /**< of export or consignment */
    tariff_text price;                   /**< decimal; or customs_value */
    tariff_text price_currency;          /**< empty: that of the declaration */
    tariff_text customs_value;           /**< decimal in the currency of the assessment; taken as it is */
    tariff_text net_mass;                /**< kg */
    tariff_text gross_mass;              /**< kg */
    tariff_text preference;              /**< preference code */
    tariff_text quota;                   /**< order number of the tariff quota that is claimed */
    tariff_text vat_adjustment;          /**< costs that enter the value for VAT only, in the currency of the assessment */
    const tariff_declared_quantity *quantities;  /**< quantity_count of them */
    const tariff_declared_document *documents;   /**< document_count of them */
    const tariff_declared_claim *claims;         /**< claim_count of them */
    const tariff_declared_fact *facts;           /**< fact_count of them */
    const tariff_declared_amount *additions;     /**< addition_count of them */
    const tariff_declared_amount *deductions;    /**< deduction_count of them */
    const tariff_text *additional_codes;         /**< additional_code_count of them: type and code run together */
    uint32_t sale_count;                 /**< of sales */
    uint32_t reserved0;                  /**< must be zero */
    tariff_text time;                    /**< for tariff_assess(): an instant with its offset, instead of date */
    tariff_text valuation_method;        /**< 1 to 6, as declared */
    const tariff_declared_sale *sales;           /**< sale_count of them */
} tariff_goods_item;
/** Initialiser of tariff_goods_item. */
#define TARIFF_GOODS_ITEM_INIT                                                                                               \
    { (uint32_t)sizeof(tariff_goods_item), 0, 0, 0, 0, 0, 0, 0, 0, 0, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 },    \
      { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 },   \
      { 0, 0, 0 }, { 0, 0, 0 }, 0, 0, 0, 0, 0, 0, 0, 0, 0, { 0, 0, 0 }, { 0, 0, 0 }, 0 }

/** A declaration: goods items, and what they share. */
typedef struct tariff_declaration {
    uint32_t size;                 /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;                /**< must be zero */
    uint32_t movement;             /**< TARIFF_MOVEMENT_IMPORT or TARIFF_MOVEMENT_EXPORT; 0: import */
    uint32_t item_count;           /**< of items */
    uint32_t rate_count;           /**< of exchange_rates */
    uint32_t quota_count;          /**< of quotas */
    uint32_t addition_count;       /**< of additions */
    uint32_t deduction_count;      /**< of deductions */
    tariff_text id;                /**< comes back in the answer */
    tariff_text tariff;            /**< required */
    tariff_text date;              /**< civil date of acceptance, YYYY-MM-DD; required */
    tariff_text export_date;       /**< YYYY-MM-DD, where law names it */
    tariff_text as_published;      /**< YYYY-MM-DD: what was known then; empty: all */
    tariff_text currency;          /**< of the assessment; empty: that of the tariff */
    tariff_text incoterm;          /**< of the delivery */
    tariff_text place;             /**< of the delivery, UN/LOCODE */
    const tariff_goods_item *items;               /**< item_count of them */
    const tariff_declared_rate *exchange_rates;   /**< rate_count of them */
    const tariff_declared_quota *quotas;          /**< quota_count of them */
    const tariff_declared_amount *additions;      /**< addition_count of them, shared among the items */
    const tariff_declared_amount *deductions;     /**< deduction_count of them, shared among the items */
    uint32_t date_count;           /**< of dates */
    uint32_t fact_count;           /**< of facts */
    tariff_text time;              /**< an instant with its offset, instead of date */
    tariff_text entry_type;        /**< formal, 01 …: charges of an entry ask for it */
    tariff_text dataset;           /**< H1, H7 … */
    tariff_text kind;              /**< original, supplementary, amendment … */
    tariff_text transport_mode;    /**< how the goods come */
    const tariff_declared_date *dates;            /**< date_count of them */
    const tariff_declared_fact *facts;            /**< fact_count of them, of all items */
} tariff_declaration;
/** Initialiser of tariff_declaration. */
#define TARIFF_DECLARATION_INIT                                                                                              \
    { (uint32_t)sizeof(tariff_declaration), 0, 0, 0, 0, 0, 0, 0, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 },         \
      { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, 0, 0, 0, 0, 0, 0, 0, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 },      \
      { 0, 0, 0 }, { 0, 0, 0 }, 0, 0 }
/** Goods enter. */
#define TARIFF_MOVEMENT_IMPORT 1u
/** Goods leave. */
#define TARIFF_MOVEMENT_EXPORT 2u

/** How it is assessed. Behaviours are those that the tariff's profile has by name; empty is its default. */
typedef struct tariff_assess_options {
    uint32_t size;          /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;         /**< TARIFF_ASSESS_* or-ed together */
    uint64_t reserved0;     /**< must be zero */
    tariff_text rounding;   /**< charge, reference … */
    tariff_text conditions; /**< law, reference … */
    tariff_text exchange;   /**< law, reference … */
    tariff_text route;      /**< law, reference …: which of two tariffs counts */
} tariff_assess_options;
/** Initialiser of tariff_assess_options. */
#define TARIFF_ASSESS_OPTIONS_INIT \
    { (uint32_t)sizeof(tariff_assess_options), 0, 0, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } }
/** Record how each figure came about. */
#define TARIFF_ASSESS_EXPLAIN 1u

/** A finished assessment; read it through the functions below. */
typedef struct tariff_assessment tariff_assessment;

/* What an assessment or an item comes to. */
#define TARIFF_ASSESSMENT_COMPLETE 1u   /**< nothing is missing */
#define TARIFF_ASSESSMENT_INCOMPLETE 2u /**< something needed is missing or unresolved */
#define TARIFF_ASSESSMENT_REFUSED 3u    /**< the goods cannot be entered */

/** An assessment as a whole. Texts are borrowed from it. */
typedef struct tariff_assessment_summary {
    uint32_t size;             /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;            /**< zero */
    uint32_t status;           /**< TARIFF_ASSESSMENT_* */
    uint32_t item_count;       /**< goods items */
    tariff_text id;            /**< as declared */
    tariff_text tariff;        /**< id */
    tariff_text date;          /**< YYYY-MM-DD */
    tariff_text currency;      /**< of all amounts */
    tariff_text image;         /**< content hash of the image */
    tariff_text data_as_of;    /**< YYYY-MM-DD; may be empty */
    tariff_text customs_value; /**< sum of the items; this sum and those below: empty, where not all of it is known */
    tariff_text duty;          /**< sum */
    tariff_text taxes;         /**< sum */
    tariff_text fees;          /**< sum */
    tariff_text security;      /**< sum */
    tariff_text payable;       /**< sum of what is settled by payment */
    tariff_text range_least;   /**< empty: no range can be given */
    tariff_text range_most;    /**< empty: no upper end */
    tariff_text decided_by;    /**< the fact that decides most money */
} tariff_assessment_summary;
/** Initialiser of tariff_assessment_summary. */
#define TARIFF_ASSESSMENT_SUMMARY_INIT                                                                                       \
    { (uint32_t)sizeof(tariff_assessment_summary), 0, 0, 0, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, \
      { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 },   \
      { 0, 0, 0 } }

/** One goods item of an assessment. */
typedef struct tariff_item_summary {
    uint32_t size;             /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;            /**< zero */
    uint32_t status;           /**< TARIFF_ASSESSMENT_* */
    uint32_t number;           /**< of the item */
    uint32_t charge_count;     /**< charges, those at zero included */
    uint32_t outcome_count;    /**< outcomes */
    uint32_t candidate_count;  /**< measures that were considered */
    uint32_t reserved0;        /**< zero */
    tariff_text code;          /**< full digits */
    tariff_text customs_value; /**< empty: not known */
    tariff_text duty;          /**< sum; this and those below: empty, where not all of it is known */
    tariff_text taxes;         /**< sum */
    tariff_text fees;          /**< sum */
    tariff_text total;         /**< of the three */
} tariff_item_summary;
/** Initialiser of tariff_item_summary. */
#define TARIFF_ITEM_SUMMARY_INIT                                                                                             \
    { (uint32_t)sizeof(tariff_item_summary), 0, 0, 0, 0, 0, 0, 0, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 },        \
      { 0, 0, 0 }, { 0, 0, 0 } }

/** One charge. */
typedef struct tariff_charge {
    uint32_t size;            /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;           /**< zero */
    uint32_t trace;           /**< node of its amount; UINT32_MAX without a trace */
    uint32_t reserved0;       /**< zero */
    tariff_text charge;       /**< id in the profile: customs-duty, vat … */
    tariff_text role;         /**< base-duty … */
    tariff_text measure;      /**< sid; empty for what no measure gives */
    tariff_text measure_type; /**< id */
    tariff_text area;         /**< id */
    tariff_text order_number; /**< of the tariff quota */
    tariff_text expression;   /**< canonical text of the rate */
    tariff_text state;        /**< due, suspended, replaced, excluded, secured, relieved */
    tariff_text settlement;   /**< pay … */
    tariff_text official;     /**< the authority's tax type */
    tariff_text base;         /**< what a per cent is taken of */
    tariff_text unrounded;    /**< exact to 18 places */
    tariff_text amount;       /**< empty: not known */
    tariff_text by;           /**< sid of the measure that replaced, excluded or suspended it */
    tariff_text source;       /**< legal source */
    tariff_text tariff;       /**< of two that are drawn on, the one that it is of; empty: one alone */
} tariff_charge;
/** Initialiser of tariff_charge. */
#define TARIFF_CHARGE_INIT                                                                                                   \
    { (uint32_t)sizeof(tariff_charge), 0, 0, 0, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 },             \
      { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 },   \
      { 0, 0, 0 }, { 0, 0, 0 } }

/** Something that the declarant must know. */
typedef struct tariff_outcome {
    uint32_t size;       /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;      /**< zero */
    tariff_text code;    /**< document_missing … */
    tariff_text effect;  /**< released, not_released, refused, none … */
    tariff_text measure; /**< sid; may be empty */
    tariff_text needs;   /**< what would change it, blank between them */
} tariff_outcome;
/** Initialiser of tariff_outcome. */
#define TARIFF_OUTCOME_INIT { (uint32_t)sizeof(tariff_outcome), 0, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } }

/** A measure that was considered, and what became of it. */
typedef struct tariff_candidate {
    uint32_t size;              /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;             /**< zero */
    tariff_text measure;        /**< sid */
    tariff_text measure_type;   /**< id */
    tariff_text role;           /**< from the profile */
    tariff_text area;           /**< id */
    tariff_text disposition;    /**< applied, not_claimed … */
    tariff_text by;             /**< sid of the measure that replaced, excluded or suspended it */
} tariff_candidate;
/** Initialiser of tariff_candidate. */
#define TARIFF_CANDIDATE_INIT \
    { (uint32_t)sizeof(tariff_candidate), 0, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } }

/**
 * Assess the import duty due on one goods item.
 *
 * A missing certificate or an exhausted quota is an outcome of the assessment, not an error of this call.
 *
 * @param[in]  session  one thread's session over a snapshot
 * @param[in]  item     what is declared; its tariff and date select the law applied
 * @param[in]  options  NULL for the defaults
 * @param[out] result   written only on success; borrowed until the session's next call (tariff_assessment_detach() copies)
 * @param[out] error    written only on failure; may be NULL; its subject is the field
 * @retval TARIFF_OK          @p result holds a complete assessment
 * @retval TARIFF_INCOMPLETE  the same, and something is missing or the goods are refused: the result says what
 * @retval TARIFF_EINVAL      the item lacks a value that is always required, or a text is not what its field takes
 * @retval TARIFF_ERANGE      an amount exceeds the digit limit of the context
 * @retval TARIFF_ENOMEM      memory was refused; the session can be used again
 * @par Shape     charges come in the order in which they form each other's base
 * @par Units     customs value in the currency of the assessment, net mass in kg
 * @par Ownership the session owns result; the caller owns error
 * @par Threads   one session per thread; any number of sessions may share a snapshot
 * @par Source    Regulation (EU) No 952/2013, Art. 85(1); Taxation (Cross-border Trade) Act 2018, s. 6
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_assess(
    tariff_session *session, const tariff_goods_item *item, const tariff_assess_options *options,
    const tariff_assessment **result, tariff_error **error);

/**
 * Assess a declaration of several goods items with the costs that they share.
 *
 * @param[in]  session      one thread's session over a snapshot
 * @param[in]  declaration  what is declared
 * @param[in]  options      NULL for the defaults
 * @param[out] result       written only on success; borrowed until the session's next call
 * @param[out] error        written only on failure; may be NULL; its subject is the path of the field
 * @retval TARIFF_OK          @p result holds a complete assessment
 * @retval TARIFF_INCOMPLETE  the same, and something is missing or goods are refused
 * @retval TARIFF_EINVAL      a value that is always required is missing, or a text is not what its field takes
 * @retval TARIFF_ELIMIT      more items than the context allows
 * @retval TARIFF_ERANGE      an amount exceeds the digit limit of the context
 * @retval TARIFF_ENOMEM      memory was refused; the session can be used again
 * @par Ownership the session owns result; the caller owns error
 * @par Threads   one session per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_assess_declaration(
    tariff_session *session, const tariff_declaration *declaration, const tariff_assess_options *options,
    const tariff_assessment **result, tariff_error **error);

/**
 * One answer of tariff_assess_many(): assessment or error, the other is NULL. Both end when it returns. Return 0 to go on.
 */
typedef int32_t (*tariff_assessment_fn)(void *user, uint32_t index, const tariff_assessment *assessment,
                                        const tariff_error *error);

/**
 * Assess many goods items, each on its own.
 *
 * @param[in]  session  one thread's session over a snapshot
 * @param[in]  items    count of them
 * @param[in]  count    how many
 * @param[in]  options  NULL for the defaults
 * @param[in]  visit    called once per item, in order; it may not longjmp and may not call the library with the same session
 * @param[in]  user     first argument of visit
 * @param[out] error    written only on failure; may be NULL
 * @retval TARIFF_OK          every item was visited
 * @retval TARIFF_EINVAL      an argument is NULL
 * @retval TARIFF_ECANCELLED  visit asked to stop
 * @par Ownership results are borrowed: they live until the next call of the session
 * @par Threads   one session per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_assess_many(
    tariff_session *session, const tariff_goods_item *items, uint32_t count, const tariff_assess_options *options,
    tariff_assessment_fn visit, void *user, tariff_error **error);

/**
 * Copy an assessment out of its session.
 *
 * @param[in]  borrowed  from tariff_assess() or tariff_assess_declaration()
 * @param[out] own       written only on success; ends with tariff_assessment_free()
 * @param[out] error     written only on failure; may be NULL
 * @retval TARIFF_OK      @p own is independent of the session
 * @retval TARIFF_EINVAL  an argument is NULL
 * @retval TARIFF_ENOMEM  memory was refused
 * @par Ownership the caller owns own, which holds a reference on the snapshot
 * @par Threads   as the session that made it
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_assessment_detach(
    const tariff_assessment *borrowed, tariff_assessment **own, tariff_error **error);

/**
 * Give a detached assessment back.
 *
 * @param[in] own  from tariff_assessment_detach(); may be NULL
 * @par Ownership ends @p own and all texts read from it
 * @par Threads   any, once
 * @since 0.1
 */
TARIFF_API void tariff_assessment_free(tariff_assessment *own);

/**
 * The assessment as a whole.
 *
 * @param[in]     assessment  finished
 * @param[in,out] out         its size says which members are filled
 * @retval TARIFF_OK      filled
 * @retval TARIFF_EINVAL  an argument is NULL or the size is not one this library knows
 * @par Ownership texts are borrowed from the assessment
 * @par Threads   several may read a detached one; a borrowed one belongs to its session
 * @since 0.1
 */
TARIFF_API tariff_status tariff_assessment_get(const tariff_assessment *assessment, tariff_assessment_summary *out);

/**
 * One goods item.
 *
 * @param[in]     assessment  finished
 * @param[in]     item        place, from 0
 * @param[in,out] out         its size says which members are filled
 * @retval TARIFF_OK         filled
 * @retval TARIFF_NOT_FOUND  there are not so many
 * @retval TARIFF_EINVAL     an argument is NULL or the size is not one this library knows
 * @par Ownership texts are borrowed from the assessment
 * @par Threads   several may read a detached one; a borrowed one belongs to its session
 * @since 0.1
 */
TARIFF_API tariff_status tariff_assessment_item(const tariff_assessment *assessment, uint32_t item, tariff_item_summary *out);

/**
 * One charge of an item.
 *
 * @param[in]     assessment  finished
 * @param[in]     item        place, from 0
 * @param[in]     index       place among its charges, from 0
 * @param[in,out] out         its size says which members are filled
 * @retval TARIFF_OK         filled
 * @retval TARIFF_NOT_FOUND  there are not so many
 * @retval TARIFF_EINVAL     an argument is NULL or the size is not one this library knows
 * @par Ownership texts are borrowed from the assessment
 * @par Threads   several may read a detached one; a borrowed one belongs to its session
 * @since 0.1
 */
TARIFF_API tariff_status tariff_assessment_charge(const tariff_assessment *assessment, uint32_t item, uint32_t index,
                                                  tariff_charge *out);

/**
 * One outcome of an item.
 *
 * @param[in]     assessment  finished
 * @param[in]     item        place, from 0
 * @param[in]     index       place among its outcomes, from 0
 * @param[in,out] out         its size says which members are filled
 * @retval TARIFF_OK         filled
 * @retval TARIFF_NOT_FOUND  there are not so many
 * @retval TARIFF_EINVAL     an argument is NULL or the size is not one this library knows
 * @par Ownership texts are borrowed from the assessment
 * @par Threads   several may read a detached one; a borrowed one belongs to its session
 * @since 0.1
 */
TARIFF_API tariff_status tariff_assessment_outcome(const tariff_assessment *assessment, uint32_t item, uint32_t index,
                                                   tariff_outcome *out);

/**
 * One measure that was considered for an item.
 *
 * @param[in]     assessment  finished
 * @param[in]     item        place, from 0
 * @param[in]     index       place among its candidates, from 0
 * @param[in,out] out         its size says which members are filled
 * @retval TARIFF_OK         filled
 * @retval TARIFF_NOT_FOUND  there are not so many
 * @retval TARIFF_EINVAL     an argument is NULL or the size is not one this library knows
 * @par Ownership texts are borrowed from the assessment
 * @par Threads   several may read a detached one; a borrowed one belongs to its session
 * @since 0.1
 */
TARIFF_API tariff_status tariff_assessment_candidate(
    const tariff_assessment *assessment, uint32_t item, uint32_t index, tariff_candidate *out);

/** What is printed. */
#define TARIFF_EXPLAIN_TRACE 1u        /**< JSON: `trace` of each item */
#define TARIFF_EXPLAIN_DISPOSITIONS 2u /**< each candidate with its disposition */

/**
 * The assessment in JSON, one object on one line.
 *
 * @param[in]  session     receives the text; over the same snapshot as the assessment's
 * @param[in]  assessment  finished
 * @param[in]  flags       TARIFF_EXPLAIN_* or-ed together
 * @param[out] text        borrowed until the session's next call that gives a text
 * @param[out] error       written only on failure; may be NULL
 * @retval TARIFF_OK      @p text is written
 * @retval TARIFF_EINVAL  an argument is NULL, or the session is over another snapshot
 * @retval TARIFF_ENOMEM  memory was refused
 * @par Ownership the text is borrowed from the session
 * @par Threads   the thread of the session
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_assessment_json(
    tariff_session *session, const tariff_assessment *assessment, uint32_t flags, tariff_text *text, tariff_error **error);

/**
 * The assessment explained for people.
 *
 * @param[in]  session     receives the text; over the same snapshot as the assessment's
 * @param[in]  assessment  finished, with TARIFF_ASSESS_EXPLAIN for the way each figure was reached
 * @param[in]  lang        language tag; empty: English
 * @param[in]  flags       TARIFF_EXPLAIN_* or-ed together
 * @param[out] text        borrowed until the session's next call that gives a text
 * @param[out] error       written only on failure; may be NULL
 * @retval TARIFF_OK      @p text is written
 * @retval TARIFF_EINVAL  an argument is NULL, or the session is over another snapshot
 * @retval TARIFF_ENOMEM  memory was refused
 * @par Ownership the text is borrowed from the session
 * @par Threads   the thread of the session
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_assessment_explain(
    tariff_session *session, const tariff_assessment *assessment, tariff_text lang, uint32_t flags, tariff_text *text,
    tariff_error **error);

#ifdef __cplusplus
}
#endif
#endif
