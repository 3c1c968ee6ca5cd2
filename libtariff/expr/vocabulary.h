/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The words of duty texts as data: duty expressions, measurement units, qualifiers, monetary units.
 *
 * A trf_vocabulary is a read-only set of tables. It comes from a model (compile), from an image (a session builds it once,
 * lazily), from a request, or is the built-in default made from data/reference. Units and currencies are named by their index
 * in its tables: bytecode holds these indexes, so an image's expressions go with the vocabulary of the same image.
 */
#ifndef TRF_EXPR_VOCABULARY_H
#define TRF_EXPR_VOCABULARY_H

#include "base/date.h"
#include "num/number.h"

#define TRF_VOCABULARY_NONE UINT32_MAX

/** What a duty expression does with the amount that follows it. */
typedef enum trf_duty_meaning {
    TRF_MEANING_AMOUNT = 1, /**< leading per cent or amount */
    TRF_MEANING_PLUS,
    TRF_MEANING_MINUS,
    TRF_MEANING_MINIMUM,   /**< "MIN": not less than what follows */
    TRF_MEANING_MAXIMUM,   /**< "MAX": not more than what follows */
    TRF_MEANING_MINUS_CIF, /**< minus per cent of the CIF price */
    TRF_MEANING_COMPONENT, /**< an amount that stands elsewhere and is added: agricultural component, additional duty on sugar
                            */
    TRF_MEANING_NOTHING,   /**< NIHIL */
    TRF_MEANING_REFUND,    /**< export refund: no amount of its own */
    TRF_MEANING_UNIT,      /**< supplementary unit: a unit alone */
    TRF_MEANING_OTHER      /**< obsolete levies: kept, printed, never computed */
} trf_duty_meaning;

/** Whether an element may stand in a component: the codes of TARIC. */
typedef enum trf_applicability { TRF_PERMITTED = 0, TRF_MANDATORY = 1, TRF_NOT_PERMITTED = 2 } trf_applicability;

typedef struct trf_duty_expression_entry {
    trf_slice id;           /**< "01" */
    trf_slice abbreviation; /**< printed form: "+", "MAX", "+ EA"; empty for the leading amount and the supplementary unit */
    trf_slice aliases;      /**< further spellings, '|' between them: "+ AC" */
    uint8_t meaning;        /**< trf_duty_meaning */
    uint8_t amount, money, unit; /**< trf_applicability */
    trf_date from, to;
} trf_duty_expression_entry;

/** A unit with its qualifier is one entry. */
typedef struct trf_unit {
    trf_slice code, qualifier; /**< "DTN", ""; a tail of a US text ("lead content") can be a qualifier too */
    trf_slice abbreviation;    /**< printed form: "100 kg" */
    trf_slice expansion;       /**< verbose printed form */
    trf_slice asked_in;    /**< key (code and qualifier run together) in which a declarant is asked; empty for compounds */
    trf_slice kind;        /**< weight, volume, number, percentage, percentage_abv, money, discount, … */
    trf_slice compound_of; /**< keys whose quantities multiply to this one, blank between them: "ASV HLT" */
    trf_slice dimensions;  /**< "mass", "volume*alcohol": units with the same one and the same qualifier convert by factor */
    trf_slice rec20;       /**< code of UN/ECE Recommendation 20 where one says the same */
    trf_number multiplier; /**< quantity in asked_in × multiplier = quantity in this unit */
    trf_number factor;     /**< one of this unit in the base unit of its dimensions; 0 none known */
    trf_date from, to;
    /* Set by trf_vocabulary_seal(): */
    uint32_t asked;    /**< index of asked_in; own index where asked in itself; NONE for compounds */
    uint32_t parts[3]; /**< indexes of compound_of; NONE beyond the last */
    uint32_t group;    /**< units that convert by factor share it; 0 none */
} trf_unit;

/** The notations a spelling belongs to. */
#define TRF_NOTATION_TARIC   1u
#define TRF_NOTATION_CET     2u
#define TRF_NOTATION_US      4u
#define TRF_NOTATION_ALL     7u
#define TRF_NOTATION_PRINTED 8u /**< the spelling that the notation prints */

/**
 * One spelling of a unit; matched longest first, blanks, case and thousands commas aside. A unit without any is spelt by its
 * abbreviation in the notations of TARIC and CET.
 */
typedef struct trf_unit_name {
    trf_slice name;
    uint32_t unit;      /**< index in units */
    uint32_t notations; /**< TRF_NOTATION_* */
} trf_unit_name;

typedef struct trf_qualifier {
    trf_slice code, abbreviation;
    trf_slice aliases; /**< '|' between them */
    trf_date from, to;
} trf_qualifier;

typedef struct trf_currency {
    trf_slice code;         /**< ISO 4217, and EUC of TARIC */
    trf_slice symbol;       /**< "£"; empty: the code is shown */
    trf_slice shown;        /**< printed form where it is not the code: "EUR (EUC)" */
    trf_slice minor_symbol; /**< sign of a hundredth where a notation has one: "¢" */
    trf_slice minor_name;   /**< the same as a word: "cents" */
    uint32_t minor_unit;
    trf_date from, to;
} trf_currency;

typedef struct trf_vocabulary {
    const trf_duty_expression_entry *duty_expressions; /**< ascending id */
    const trf_unit *units;
    const trf_unit_name *names; /**< longest first */
    const trf_qualifier *qualifiers;
    const trf_currency *currencies;
    const uint32_t *unit_slots; /**< open addressing over (code, qualifier); index + 1, 0 free */
    uint32_t duty_expression_count, unit_count, name_count, qualifier_count, currency_count;
    uint32_t unit_slot_mask;
} trf_vocabulary;

/** Made from data/reference at build time; immutable. */
extern const trf_vocabulary trf_vocabulary_default;

/** Collects tables for a vocabulary of one's own. Slices are borrowed: their text must outlive the vocabulary. */
typedef struct trf_vocabulary_builder trf_vocabulary_builder;

trf_vocabulary_builder *trf_vocabulary_builder_new(const trf_alloc *alloc);
void trf_vocabulary_builder_free(trf_vocabulary_builder *builder);
/* Each copies the entry; false where memory is refused. */
bool trf_vocabulary_add_duty_expression(trf_vocabulary_builder *builder, const trf_duty_expression_entry *entry);
/** Index of the new unit in *index (may be NULL). Derived members need not be set. */
bool trf_vocabulary_add_unit(trf_vocabulary_builder *builder, const trf_unit *unit, uint32_t *index);
bool trf_vocabulary_add_name(trf_vocabulary_builder *builder, trf_slice name, uint32_t unit, uint32_t notations);
bool trf_vocabulary_add_qualifier(trf_vocabulary_builder *builder, const trf_qualifier *qualifier);
bool trf_vocabulary_add_currency(trf_vocabulary_builder *builder, const trf_currency *currency, uint32_t *index);
/** Sorts, links and hands out the tables, which live as long as the builder; NULL where memory is refused. */
const trf_vocabulary *trf_vocabulary_seal(trf_vocabulary_builder *builder);

/** Entry valid on date (TRF_DATE_NONE: whenever); NULL for none. */
const trf_duty_expression_entry *trf_vocabulary_duty_expression(const trf_vocabulary *vocabulary, trf_slice id,
                                                                trf_date date);
/** Index of (code, qualifier), TRF_VOCABULARY_NONE for none. Rec 20 codes are found too where no unit has the code itself. */
uint32_t trf_vocabulary_unit(const trf_vocabulary *vocabulary, trf_slice code, trf_slice qualifier);
/** Index of a key as declarants write it: "KGM", "KGMP", "DTNE". */
uint32_t trf_vocabulary_unit_key(const trf_vocabulary *vocabulary, trf_slice key);
/** Index of the unit that a whole text is a spelling of in one of the notations, case aside: "No.", "doz."; NONE. */
uint32_t trf_vocabulary_unit_spelt(const trf_vocabulary *vocabulary, trf_slice text, uint32_t notations);
/** Index of a unit as it is declared: a key, else a spelling of any notation; NONE. */
uint32_t trf_vocabulary_unit_declared(const trf_vocabulary *vocabulary, trf_slice text);
uint32_t trf_vocabulary_currency(const trf_vocabulary *vocabulary, trf_slice code);
const trf_qualifier *trf_vocabulary_qualifier(const trf_vocabulary *vocabulary, trf_slice code);
/** The default meaning of a TARIC duty expression id, for vocabularies built from records that state applicability only. */
uint8_t trf_duty_meaning_of(trf_slice id);

#endif
