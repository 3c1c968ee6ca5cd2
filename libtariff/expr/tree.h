/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * One syntax tree for every published notation of a duty: TARIC components and sentences, EU and UK rate strings, US rate
 * texts, conditions, seasons. Nodes live in an arena; texts are borrowed from it. A tree is never deeper than
 * TRF_EXPR_DEPTH_MAX.
 */
#ifndef TRF_EXPR_TREE_H
#define TRF_EXPR_TREE_H

#include "base/arena.h"
#include "expr/vocabulary.h"

#define TRF_EXPR_DEPTH_MAX      24u   /**< nodes from the root to a leaf */
#define TRF_EXPR_TEXT_MAX       4096u /**< bytes of one duty text */
#define TRF_EXPR_COMPONENTS_MAX 64u   /**< components of one measure */

typedef enum trf_expr_op {
    TRF_EXPR_FREE = 1, /**< nothing is owed: Free, NIHIL, "No additional duty"; text: a proviso (", under bond …") */
    TRF_EXPR_PERCENT,  /**< number per cent of the customs value, of `basis`, or of the retail price (unit of kind money) */
    TRF_EXPR_MONEY, /**< number of `money` [per unit [qualifier]] [of `basis`]; money empty: the currency of the assessment */
    TRF_EXPR_SUM,   /**< children in order; those with `minus` are taken away */
    TRF_EXPR_AT_LEAST, /**< "a MIN b": the greater of two children; a and b are whole sums */
    TRF_EXPR_AT_MOST,  /**< "a MAX b": the lesser of two children */
    TRF_EXPR_COMPONENT, /**< an amount that stands elsewhere: `id` says which (agricultural component …), unresolved until put
                           in */
    TRF_EXPR_UNIT,      /**< a supplementary unit alone: no duty */
    TRF_EXPR_REFERENCE, /**< the duty of something else: `reference` says what kind, `codes` which lines, `text` its words;
                           never a number */
    TRF_EXPR_SLIDING, /**< rate less step for each degree under a count, not below a floor: three MONEY children and `number`
                         degrees */
    TRF_EXPR_CHOICE,  /**< alternatives, each a CLAIM or a rate without a list */
    TRF_EXPR_CLAIM,   /**< one child, owed where a programme of `codes` (blank between them) is claimed */
    TRF_EXPR_SEASONS, /**< SEASON children; may be empty */
    TRF_EXPR_SEASON,  /**< one child, in force during `season` of each year */
    TRF_EXPR_CONDITIONS, /**< CONDITION children in order */
    TRF_EXPR_CONDITION /**< `text` condition code, `codes` certificate, `id` action code; a child where a rate stands with it
                        */
} trf_expr_op;

typedef enum trf_reference_kind {
    TRF_REFERENCE_NONE = 0,
    TRF_REFERENCE_NO_CHANGE,       /**< the duty the goods owe without this line */
    TRF_REFERENCE_APPLICABLE,      /**< duty of the subheading the goods belong to */
    TRF_REFERENCE_LINES,           /**< duty of the lines in `codes` */
    TRF_REFERENCE_SEE,             /**< "See 9822.05.20": look there instead */
    TRF_REFERENCE_SEE_NOTE,        /**< "See additional U.S. note 1" */
    TRF_REFERENCE_SUCH_SUBHEADING, /**< duty of the subheading that the description names */
    TRF_REFERENCE_ARTICLE,     /**< duty of another article that the text names (part of which, natural juice, garment …) */
    TRF_REFERENCE_ABSENCE,     /**< duty that would apply without this heading or subheading */
    TRF_REFERENCE_SET_HIGHEST, /**< highest rate among the articles of the set */
    TRF_REFERENCE_PROGRAMME,   /**< rate of a programme or of originating goods of a country */
    TRF_REFERENCE_DUTY_UPON    /**< the ordinary rate upon another value, which `text` names */
} trf_reference_kind;

/** A constant as written: coefficient / 10^scale + numerator / denominator ("33 1/3"). */
typedef struct trf_expr_number {
    int64_t coefficient;
    uint16_t numerator, denominator; /**< 0, 0 where there is no fraction */
    uint8_t scale;                   /**< 0 to 18, zeros kept */
    uint8_t known;                   /**< 0: no number here */
} trf_expr_number;

typedef struct trf_season {
    uint8_t from_day, from_month, to_day, to_month; /**< days 0: whole months */
} trf_season;

/* How a node was spelt. Not part of its meaning: trf_expr_equal() leaves it out, canonical printing keeps what the notation
 * allows. */
#define TRF_FORM_CENTS   1u /**< cents of the currency */
#define TRF_FORM_EACH    2u /**< "each" for a unit */
#define TRF_FORM_DUTY_OF 4u /**< "a duty of 25%" */
#define TRF_FORM_WORD    8u /**< spelt by the word in text: "No additional duty", "NIHIL" */

typedef struct trf_expr {
    uint8_t op;        /**< trf_expr_op */
    uint8_t form;      /**< TRF_FORM_* */
    uint8_t minus;     /**< taken away in the sum that holds it */
    uint8_t reference; /**< trf_reference_kind */
    uint32_t position; /**< byte offset in the text read */
    trf_expr_number number;
    trf_slice id;        /**< duty expression id of a TARIC component; on a sum or a limit it stands on the first leaf */
    trf_slice money;     /**< currency code */
    trf_slice unit;      /**< measurement unit code */
    trf_slice qualifier; /**< measurement unit qualifier code */
    trf_slice
        basis; /**< words after the term that say of what, as published: "on the case", ", including weight of container" */
    trf_slice text;
    trf_slice codes;
    trf_season season;
    struct trf_expr *first; /**< first child */
    struct trf_expr *next;  /**< next sibling */
} trf_expr;

/** Why a text has no tree, for people and for tests. */
typedef enum trf_expr_fault_kind {
    TRF_FAULT_NONE = 0,
    TRF_FAULT_DUTY_EXPRESSION, /**< no matching duty expression */
    TRF_FAULT_MONETARY_UNIT,   /**< no matching monetary unit or per cent */
    TRF_FAULT_UNIT,            /**< no matching measurement unit */
    TRF_FAULT_QUALIFIER,       /**< no matching measurement unit qualifier */
    TRF_FAULT_AMOUNT_REQUIRED,
    TRF_FAULT_COMPOUND,       /**< more than one component where one is permitted */
    TRF_FAULT_REPEATED,       /**< semantic: a duty expression used twice */
    TRF_FAULT_ORDER,          /**< semantic: not in ascending order */
    TRF_FAULT_DECIMALS,       /**< semantic: more than three decimals */
    TRF_FAULT_APPLICABILITY,  /**< semantic: an element that the duty expression requires or forbids */
    TRF_FAULT_PAIR,           /**< semantic: unit and qualifier do not go together */
    TRF_FAULT_NUMBER,         /**< too many digits */
    TRF_FAULT_TRAILING,       /**< words left over */
    TRF_FAULT_PROSE,          /**< a rule in words that this library does not compute */
    TRF_FAULT_PROGRAMME_LIST, /**< list in brackets damaged */
    TRF_FAULT_ENTRY_PRICE,    /**< an entry price that stands elsewhere */
    TRF_FAULT_LIMIT           /**< longer or deeper than the limits */
} trf_expr_fault_kind;

typedef struct trf_expr_fault {
    uint8_t kind;      /**< trf_expr_fault_kind */
    uint32_t position; /**< byte offset of the first thing that does not fit */
    trf_slice name;    /**< "InvalidMonetaryUnit" */
    trf_slice stage;   /**< "syntax" or "semantic" */
    trf_slice text;    /**< one sentence */
    trf_slice hint;    /**< what to do about it; may be empty */
} trf_expr_fault;

/** A measure component as TARIC has it. */
typedef struct trf_component {
    trf_slice id; /**< duty expression id */
    trf_expr_number amount;
    trf_slice money, unit, qualifier;
} trf_component;

trf_expr *trf_expr_new(trf_arena *arena, trf_expr_op op);
/** Appends child to the children of parent. */
void trf_expr_append(trf_expr *parent, trf_expr *child);
/** Whether two trees mean the same; forms, positions and zeros at the end of a number apart. */
bool trf_expr_equal(const trf_expr *a, const trf_expr *b);
/** A deep copy with all its texts in the arena; NULL where memory is refused. */
trf_expr *trf_expr_copy(trf_arena *arena, const trf_expr *tree);
/** Depth of a tree, at most TRF_EXPR_DEPTH_MAX + 1. */
unsigned trf_expr_depth(const trf_expr *tree);

/** Reads `digits[.digits]` with at most 18 digits in all; false leaves *out alone. */
bool trf_expr_number_read(trf_slice text, trf_expr_number *out);
void trf_expr_number_print(const trf_expr_number *number, trf_buffer *out);
int trf_expr_number_compare(const trf_expr_number *a, const trf_expr_number *b); /**< 0 equal value; else not */
/** The exact value; a rational where the fraction has no finite decimal. */
tariff_status trf_expr_number_value(trf_numbers *pool, const trf_expr_number *number, trf_number *out);

/** Sorts by duty expression id unless as_given, which serves sentences whose placeholders were already put in. */
#define TRF_COMPONENTS_AS_GIVEN 1u
/**
 * Tree of a list of components: sums to the left and right of the last MIN or MAX, and so on inward.
 * @retval TARIFF_OK  *tree (NULL for an empty list)
 * @retval TARIFF_NEGATIVE no tree; *fault says why (an unknown duty expression id among several components)
 * A single component with an unknown id is taken as a leading amount for printing; it keeps its id and does not compute.
 */
tariff_status trf_expr_from_components(trf_arena *arena, const trf_vocabulary *vocabulary, const trf_component *components,
                                       size_t count, unsigned flags, trf_expr **tree, trf_expr_fault *fault);
/**
 * The components of a tree in order; ids are assigned where the tree came from a text without ids.
 * @retval TARIFF_OK        *components (in the arena) and *count
 * @retval TARIFF_NEGATIVE  the tree holds what TARIC components cannot say (bases in words, references, choices)
 */
tariff_status trf_expr_to_components(trf_arena *arena, const trf_vocabulary *vocabulary, const trf_expr *tree,
                                     trf_component **components, size_t *count);

#endif
