/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Profiles in an image: sections 80 to 95. A profile is the law of one tariff as data (doc/profiles.md); the compiler turns its
 * XML into the records below, so that an assessment compares integers and follows runs. Texts are ids of the image's pool, in
 * which equal texts have equal ids; `node` is the element in section NODE, for whoever wants to see the law itself; numbers are
 * words and a scale (trf_number_of_words). A run is (first, count) in the section named. Index 0 of every section is a null
 * record.
 */
#ifndef TRF_IMAGE_PROFILE_H
#define TRF_IMAGE_PROFILE_H

#include "image/layout.h"

#define TRF_SECTION_PROFILE 80u
#define TRF_SECTION_PROFILE_MEASURES 81u /* by (type id); those of a series after them, by (series id) */
#define TRF_SECTION_PROFILE_GROUP 82u
#define TRF_SECTION_PROFILE_RELATION 83u
#define TRF_SECTION_PROFILE_CHARGE 84u   /* in the order of the programme */
#define TRF_SECTION_PROFILE_STEP 85u     /* expressions, postfix */
#define TRF_SECTION_PROFILE_POLICY 86u
#define TRF_SECTION_PROFILE_ROUND 87u
#define TRF_SECTION_PROFILE_EXCHANGE 88u
#define TRF_SECTION_PROFILE_ENTRY 89u    /* of lists, by (list, id) */
#define TRF_SECTION_PROFILE_ROW 90u      /* of tables, by (table, key, start) */
#define TRF_SECTION_PROFILE_CODE 91u     /* condition codes, actions, waivers, documents, by (kind, id) */
#define TRF_SECTION_PROFILE_FACT 92u     /* by (id) */
#define TRF_SECTION_PROFILE_TEST 93u     /* what a declaration must say, runs of other records */
#define TRF_SECTION_PROFILE_RELIEF 94u
#define TRF_SECTION_PROFILE_PREFERENCE 95u /* by (type), those of a type in the order of the profile */

#define TRF_PROFILE_GROUPS_MAX 64u
#define TRF_PROFILE_CHARGES_MAX 64u
#define TRF_PROFILE_STACK_MAX 32u  /* values that an expression holds at once */

typedef struct trf_profile_record { /* 144 */
    trf_str id;
    trf_day start, end;
    uint16_t tariff, reserved0;
    trf_str currency, zone;
    trf_str basis;             /**< "CIF", "FOB": what the customs value includes */
    trf_str preference;        /**< preference code that counts where none is declared */
    uint32_t data_age;         /**< days after data_as_of from which an answer says data_too_old */
    uint32_t first_measures, measures_count;   /**< those of types, then those of series */
    uint32_t type_count;                       /**< how many of them are of types */
    uint32_t first_group, group_count;
    uint32_t first_relation, relation_count;
    uint32_t first_charge, charge_count;
    uint32_t first_policy, policy_count;
    uint32_t first_exchange, exchange_count;
    uint32_t first_entry, entry_count;
    uint32_t first_row, row_count;
    uint32_t first_code, code_count;
    uint32_t first_fact, fact_count;
    trf_str source;
    uint32_t node;
    uint32_t first_relief, relief_count;
    uint32_t first_preference, preference_count;
} trf_profile_record;

/** What a declaration has to say before a measure is used. Append only. */
typedef enum trf_claim {
    TRF_CLAIM_NONE = 0,    /**< nothing */
    TRF_CLAIM_PREFERENCE,  /**< one of the preference codes */
    TRF_CLAIM_QUOTA,       /**< the order number, and one of the preference codes where there are any */
    TRF_CLAIM_PROGRAMME,   /**< one of the measure's programmes */
    TRF_CLAIM_HEADING,     /**< the heading that the measure stands for */
    TRF_CLAIM_SUSPENSION   /**< a relief by its scheme name */
} trf_claim;

/** Which place a measure tests. */
typedef enum trf_place_test { TRF_PLACE_ORIGIN = 0, TRF_PLACE_PREFERENTIAL, TRF_PLACE_EXPORT } trf_place_test;

typedef struct trf_profile_measures_record { /* 64: a measure type, or a series, and what it is for */
    trf_str id;                /**< of the measure type or series */
    uint8_t role, claim, place, flags; /**< trf_role, trf_claim, trf_place_test, TRF_MEASURES_* */
    uint8_t group;             /**< place among the groups of the profile */
    uint8_t charge;            /**< place in the programme; 255 none */
    uint16_t reserved0;
    trf_str official;          /**< the authority's tax type; "additional-code": the code after its type */
    trf_str preferences;       /**< codes, blank between them */
    trf_str list, not_list;    /**< lists of places to which alone, to which not, it applies */
    trf_str scheme;            /**< of the claim */
    trf_str outcome, effect;   /**< of prohibitions and the like: what they say where they apply */
    trf_day start, end;
    trf_str source;
    uint32_t node;
    uint32_t first_test, test_count; /**< all must hold, else they are not used */
} trf_profile_measures_record;
#define TRF_MEASURES_ANY_AREA 1u   /* reaches every place, whoever belongs to its area */
#define TRF_MEASURES_ZERO_DROPS 2u /* a duty of zero whatever the goods is not listed */

typedef struct trf_profile_group_record { /* 16 */
    trf_str id;
    uint8_t several;           /**< trf_several */
    uint8_t reserved0[3];
    trf_str source;
    uint32_t node;
} trf_profile_group_record;
/** What holds where several measures of a group apply. */
typedef enum trf_several { TRF_SEVERAL_NEAREST = 0, TRF_SEVERAL_ALL, TRF_SEVERAL_LOWEST, TRF_SEVERAL_HIGHEST } trf_several;

/** Append only. */
typedef enum trf_relation {
    TRF_RELATION_STACKS = 0, /**< both are owed: says so, does nothing */
    TRF_RELATION_REPLACES,   /**< the other is replaced */
    TRF_RELATION_EXCLUDES,   /**< the other is not owed at all */
    TRF_RELATION_SUSPENDS,   /**< the other is suspended */
    TRF_RELATION_FLOOR,      /**< own amount is what is left above the other: max(0, own - other) */
    TRF_RELATION_CAP         /**< own amount fills the other up: max(0, own rate as cap - other) */
} trf_relation;
typedef enum trf_relation_when {
    TRF_WHEN_APPLIES = 0,    /**< a measure of the groups applies */
    TRF_WHEN_OWED,           /**< and owes more than zero */
    TRF_WHEN_LOWER,          /**< and owes less than the other */
    TRF_WHEN_NOT_HIGHER      /**< and owes no more than the other */
} trf_relation_when;
typedef struct trf_profile_relation_record { /* 48 */
    uint64_t groups;           /**< bits by place of the group */
    uint64_t over;
    uint8_t kind, when, reserved0[2];
    trf_day start, end;
    trf_str list;              /**< origins for which it holds */
    trf_str source;
    uint32_t node;
    trf_str unless_facts; /**< blank-separated facts: does not hold where one of them is declared */
    uint32_t reserved1;
} trf_profile_relation_record;

typedef struct trf_profile_charge_record { /* 88 */
    trf_str id;                /**< "customs-duty" */
    trf_str official;
    trf_str total;             /**< "duty", "taxes", "fees", "security" */
    trf_str settlement;        /**< "pay" */
    trf_str round;             /**< rounding of its own ("charge" where absent): the `at` of a round element */
    uint32_t first_base, base_count;     /**< steps: the base of a per cent; none: the customs value */
    uint32_t first_amount, amount_count; /**< steps: the amount, where no measure gives it */
    uint32_t first_default, default_count; /**< steps: the amount where no measure of its kind reaches the goods */
    trf_day start, end;
    trf_str list, not_list;    /**< origins */
    uint8_t role, finality, flags, reserved0;
    trf_str source;
    uint32_t node;
    trf_str expression;        /**< what is shown for a computed one */
    uint32_t first_test, test_count; /**< all must hold, else it is not part of the programme */
    uint32_t reserved1;
} trf_profile_charge_record;
#define TRF_CHARGE_ENTRY 1u    /* once for the declaration, over the sum of its items, and shared out among them */
#define TRF_CHARGE_REQUIRED 2u /* goods that enter must have a measure of it: none in the data is not zero */

/** What a test looks at. Append only. */
typedef enum trf_profile_test {
    TRF_TEST_FIELD = 1, /**< a field of the declaration by name: one of `values` */
    TRF_TEST_CLAIM,     /**< a claim of the scheme `name` with a code in the list `values` */
    TRF_TEST_FACT,      /**< a fact: one of `values`, or its number against the limit */
    TRF_TEST_VALUE,     /**< the customs value against the limit */
    TRF_TEST_DATE,      /**< a date of the declaration against an instant: before it, or not before it */
    TRF_TEST_CODE       /**< the goods' code begins with one of `values` */
} trf_profile_test;
typedef enum trf_profile_compare {
    TRF_COMPARE_IS = 0,
    TRF_COMPARE_AT_MOST,
    TRF_COMPARE_ABOVE,
    TRF_COMPARE_BEFORE,    /**< of dates: all of it lies before the instant in words[0] (seconds since 1970, two's complement) */
    TRF_COMPARE_NOT_BEFORE /**< the contrary */
} trf_profile_compare;
typedef struct trf_profile_test_record { /* 40 */
    uint8_t kind, compare, flags, reserved0; /**< trf_profile_test, trf_profile_compare, TRF_TEST_* */
    trf_str name, values, source;
    uint64_t words[2];
    int16_t scale;
    uint16_t reserved1;
    uint32_t node;
} trf_profile_test_record;
#define TRF_TEST_NEGATED 1u

/** Charges that are not owed where all tests hold. */
typedef struct trf_profile_relief_record { /* 48 */
    trf_str id;
    uint8_t state, reserved0[3]; /**< trf_relief_state */
    uint64_t charges;            /**< bits by place in the programme */
    trf_day start, end;
    trf_str list, not_list;      /**< origins */
    uint32_t first_test, test_count;
    trf_str source;
    uint32_t node;
} trf_profile_relief_record;

typedef struct trf_profile_preference_record { /* 48: a preference code under which measures of a type are claimed */
    trf_str type, code;
    trf_str areas;              /**< list that has the measure's area; 0: any */
    trf_str certificates;       /**< list that has a document of its conditions */
    trf_str goods_certificates; /**< list that has a document of any measure on the goods */
    trf_str goods_types;        /**< list that has the type of a measure on the goods */
    trf_day start, end;
    trf_str source;
    uint32_t node;
    uint32_t reserved0[2];
} trf_profile_preference_record;
typedef enum trf_relief_state { TRF_RELIEF_RELIEVED = 0, TRF_RELIEF_REPLACED, TRF_RELIEF_EXCLUDED } trf_relief_state;

/** Operators of expressions: a closed list (doc/profiles.md). Append only. */
typedef enum trf_profile_op {
    TRF_STEP_NUMBER = 1, /**< push the number */
    TRF_STEP_AMOUNT,     /**< push the amount named by text: customs-value, price, vat-adjustment … */
    TRF_STEP_CHARGES,    /**< push the sum of the charges whose bits are in `mask` */
    TRF_STEP_QUANTITY,   /**< push the quantity in the unit whose key is text */
    TRF_STEP_FACT,       /**< push the fact named text */
    TRF_STEP_TABLE,      /**< push the row of table text valid on the date; with count 1 the key is the text in `key` */
    TRF_STEP_SUM,        /**< of the top `count` */
    TRF_STEP_DIFFERENCE, /**< the first of `count` less the others */
    TRF_STEP_PRODUCT,
    TRF_STEP_QUOTIENT, /**< first / second */
    TRF_STEP_PERCENT,  /**< first per cent of the second */
    TRF_STEP_INSIDE,   /**< a tax of first per cent inside its own base: second × rate / (100 - rate) */
    TRF_STEP_MIN,
    TRF_STEP_MAX,
    TRF_STEP_ROUND, /**< mode, and the number as unit */
    TRF_STEP_CHOOSE /**< of count pairs (upper limit, value) and a last value: the value of the first limit not passed by the one
                       below them */
} trf_profile_op;
typedef struct trf_profile_step_record { /* 40 */
    uint8_t op, mode;
    uint16_t count;
    trf_str text;
    uint64_t words[2];         /**< number */
    uint64_t mask;
    int16_t scale;
    uint16_t reserved0;
    trf_str key;
} trf_profile_step_record;

/** Aspects of law that have several behaviours by name. */
typedef enum trf_policy_aspect {
    TRF_POLICY_ROUNDING = 0,
    TRF_POLICY_CONDITIONS,
    TRF_POLICY_EXCHANGE,
    TRF_POLICY_COUNT
} trf_policy_aspect;
typedef struct trf_profile_policy_record { /* 40 */
    trf_str name;
    uint8_t aspect, flags, behaviour, reserved0; /**< TRF_POLICY_*, behaviour: trf_behaviour */
    trf_day start, end;
    uint32_t first_round, round_count;
    trf_str source;
    uint32_t node;
    uint32_t reserved1[2];
} trf_profile_policy_record;
#define TRF_POLICY_DEFAULT 1u      /* holds where the request names none */
#define TRF_POLICY_CARRY_EXACT 2u  /* rounding: later bases take the exact amount, only what is shown is rounded */
typedef enum trf_behaviour {
    TRF_BEHAVIOUR_NONE = 0,
    TRF_CONDITIONS_ALL_CODES,      /**< each condition code must be satisfied */
    TRF_CONDITIONS_FIRST_MATCH,    /**< the first row whose document is declared decides */
    TRF_EXCHANGE_IN_PERIOD,        /**< the rate of the period of the date, no other */
    TRF_EXCHANGE_ELSE_LATEST       /**< where the date has none: the latest row */
} trf_behaviour;

typedef struct trf_profile_round_record { /* 64 */
    trf_str at;                /**< "customs-value", "charge", "total", "base" … or a charge's own name */
    uint8_t mode, alone_mode, step_mode, flags; /**< trf_rounding; TRF_PROFILE_ROUND_* */
    uint64_t words[2];         /**< unit */
    int16_t scale;
    uint16_t reserved1;
    trf_str alone;             /**< unit keys: mode of a duty that is a single component in one of them */
    trf_str step;              /**< unit keys: components in them are rounded before they enter a sum */
    uint32_t node;
    uint64_t limit[2];         /**< of quantities: only where no more is owed for a unit; TRF_PROFILE_ROUND_LIMIT */
    int16_t limit_scale;
    uint16_t reserved2;
    trf_str source;            /**< 0: that of the policy */
} trf_profile_round_record;
#define TRF_PROFILE_ROUND_LIMIT 1u
#define TRF_PROFILE_ROUND_GROUPS 2u /* of values: lines that share a rate together, their sum held to that of the whole */

typedef struct trf_profile_exchange_record { /* 64: where rates of exchange are looked for, in order */
    trf_str use;               /**< "value", "duty": what is converted; empty: anything */
    trf_str authority, purpose;
    trf_str date;              /**< which date decides: "acceptance", "export" … */
    trf_day start, end;
    trf_str source;
    uint32_t node;
    trf_str base;              /**< base currency of the published rates */
    trf_str against;           /**< purpose of rates that it is compared with: used only where it is `words` per cent off */
    uint64_t words[2];
    int16_t scale;
    uint8_t divisor, reserved0; /**< trf_exchange_divisor */
    trf_str published;         /**< which day of the month before the rates are published on: "wednesday -2" */
} trf_profile_exchange_record;
/** Which of two rates a difference is a per cent of. */
typedef enum trf_exchange_divisor { TRF_DIVISOR_AGAINST = 0, TRF_DIVISOR_OWN } trf_exchange_divisor;


typedef struct trf_profile_entry_record { /* 24 */
    trf_str list, id;
    trf_day start, end;
    trf_str source;
    uint32_t node;
} trf_profile_entry_record;

typedef struct trf_profile_row_record { /* 48 */
    trf_str table, key;
    trf_day start, end;
    uint64_t words[2];
    int16_t scale;
    uint16_t flags;            /**< TRF_ROW_UNRESOLVED: no figure is known for the period */
    trf_str source;
    uint32_t node;
    uint32_t reserved0;
} trf_profile_row_record;
#define TRF_PROFILE_ROW_UNRESOLVED 1u

typedef enum trf_profile_code_kind {
    TRF_CODE_CONDITION = 1,
    TRF_CODE_ACTION,
    TRF_CODE_WAIVER,
    TRF_CODE_DOCUMENT_TYPE, /**< class of documents whose code begins so; outcome: the class */
    TRF_CODE_DOCUMENT       /**< class of one document; outcome: the class */
} trf_profile_code_kind;
/** How a threshold is compared; append only. */
typedef enum trf_condition_test {
    TRF_TEST_NONE = 0,
    TRF_TEST_AT_MOST,      /**< declared <= threshold */
    TRF_TEST_AT_LEAST,     /**< declared >= threshold */
    TRF_TEST_ABOVE         /**< declared > threshold */
} trf_condition_test;
typedef enum trf_action_effect {
    TRF_ACTION_APPLIES = 1,      /**< the measure applies, with the row's own components where it has any */
    TRF_ACTION_NOT_APPLIES,      /**< the measure does not apply; nothing else happens */
    TRF_ACTION_NOT_RELEASED      /**< and the goods are not released */
} trf_action_effect;
typedef struct trf_profile_code_record { /* 32 */
    uint8_t kind, test;        /**< trf_profile_code_kind, trf_condition_test */
    uint8_t effect;            /**< of actions: trf_action_effect; of condition codes: trf_condition_test that is shown */
    uint8_t flags;             /**< TRF_CODE_* */
    trf_str id;
    trf_str measured;          /**< of conditions: "price" where a threshold with money is a unit price, "weight-per-unit" … */
    trf_str outcome;           /**< of condition codes: what a price per mass is called as a threshold */
    trf_day start, end;
    trf_str source;
    uint32_t node;
} trf_profile_code_record;
#define TRF_CODE_STOPS 1u          /* the declaration cannot be accepted */
#define TRF_CODE_POSITIVE 2u       /* of actions: shown as something that is allowed or granted */
#define TRF_CODE_NEGATIVE 4u       /* of actions: shown as something that is refused */
#define TRF_CODE_LISTED 8u         /* of actions: shown even where the row asks for nothing */

typedef struct trf_profile_fact_record { /* 32 */
    trf_str id;
    uint8_t type, flags, reserved0[2]; /**< 0 text, 1 number, 2 yes or no */
    trf_str unit, least, most;
    trf_str text;
    trf_str source;
    uint32_t node;
} trf_profile_fact_record;

#define TRF_PROFILE_ASSERT(record, size) _Static_assert(sizeof(record) == (size), #record " has one size on every host")
TRF_PROFILE_ASSERT(trf_profile_record, 144);
TRF_PROFILE_ASSERT(trf_profile_measures_record, 64);
TRF_PROFILE_ASSERT(trf_profile_group_record, 16);
TRF_PROFILE_ASSERT(trf_profile_relation_record, 48);
TRF_PROFILE_ASSERT(trf_profile_charge_record, 88);
TRF_PROFILE_ASSERT(trf_profile_step_record, 40);
TRF_PROFILE_ASSERT(trf_profile_policy_record, 40);
TRF_PROFILE_ASSERT(trf_profile_round_record, 64);
TRF_PROFILE_ASSERT(trf_profile_exchange_record, 64);
TRF_PROFILE_ASSERT(trf_profile_entry_record, 24);
TRF_PROFILE_ASSERT(trf_profile_row_record, 48);
TRF_PROFILE_ASSERT(trf_profile_code_record, 32);
TRF_PROFILE_ASSERT(trf_profile_fact_record, 32);
TRF_PROFILE_ASSERT(trf_profile_test_record, 40);
TRF_PROFILE_ASSERT(trf_profile_relief_record, 48);
TRF_PROFILE_ASSERT(trf_profile_preference_record, 48);

#endif
