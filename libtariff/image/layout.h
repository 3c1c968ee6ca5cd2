/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The image on disk. Little-endian; every section starts at a multiple of 64 and is padded with zeros; every record has a fixed
 * width and holds only fixed-width integers, so that one struct serves all hosts. Readers go through the load helpers of
 * image/load.h: on a little-endian host they cost nothing. Nothing here is followed unchecked: an index is compared with its
 * section's count first.
 *
 * Index 0 of sections that others point at is a null record, so that 0 means "none"; of TARIFF it is what no tariff owns
 * (units, shared areas). Lines, measures, nodes and what only runs point at have no null record: there TRF_INDEX_NONE means
 * "none". A record that others name and no input holds stands in its section as a placeholder, so that what names it keeps its
 * meaning. Append only: new fields come with a new section version, new sections with a new number and a feature bit.
 */
#ifndef TRF_IMAGE_LAYOUT_H
#define TRF_IMAGE_LAYOUT_H

#include <stdint.h>

#define TRF_IMAGE_MAGIC     "\x89TARIFF\n"
#define TRF_IMAGE_LAYOUT    1u
#define TRF_IMAGE_ALIGN     64u
#define TRF_IMAGE_HASH_SIZE 32u

typedef uint32_t trf_str; /**< id in the string pool; 0 is the empty text */
#define TRF_INDEX_NONE UINT32_MAX
typedef int32_t trf_day; /**< trf_date; TRF_DATE_NONE and TRF_DATE_OPEN are open ends */

typedef struct trf_image_header { /* 256 bytes */
    uint8_t magic[8];
    uint32_t layout;      /**< TRF_IMAGE_LAYOUT */
    uint32_t header_size; /**< sizeof(trf_image_header) */
    uint64_t file_size;
    uint64_t required_features; /**< an unknown bit refuses the image */
    uint64_t optional_features; /**< an unknown bit is ignored */
    uint32_t section_count;
    uint32_t section_entry_size;
    uint64_t directory_offset;
    uint8_t content_hash[32]; /**< SHA-256 over the directory without offsets and all section bytes, in order of kind */
    uint8_t base_hash[32];    /**< of the base of an overlay; zero for an image of its own */
    uint8_t reserved[136];
} trf_image_header;

#define TRF_FEATURE_OVERLAY         (UINT64_C(1) << 0) /* required: names a base */
#define TRF_FEATURES_REQUIRED_KNOWN TRF_FEATURE_OVERLAY
#define TRF_IMAGE_SECTIONS_MAX      1024u
#define TRF_FEATURE_KEPT            (UINT64_C(1) << 0) /* optional: holds the records that were read */
#define TRF_FEATURE_TEXT_INDEX      (UINT64_C(1) << 1) /* optional: can be searched by words */

typedef struct trf_image_section { /* 48 bytes, ordered by kind */
    uint32_t kind;                 /**< trf_section */
    uint16_t version;
    uint16_t flags;       /**< TRF_SECTION_OPTIONAL: may be skipped where unknown */
    uint64_t offset;      /**< from the start of the file */
    uint64_t size;        /**< bytes without padding */
    uint64_t count;       /**< records */
    uint32_t record_size; /**< 0 for bytes */
    uint32_t reserved0;
    uint64_t reserved1;
} trf_image_section;
#define TRF_SECTION_OPTIONAL 1u

typedef enum trf_section {
    TRF_SECTION_STRING_BYTES = 1,   /* bytes, each text followed by a zero byte */
    TRF_SECTION_STRING_OFFSETS = 2, /* uint32_t, count + 1 */
    TRF_SECTION_TARIFF = 3,
    TRF_SECTION_LINE = 4,      /* ordered by (tariff, order of the nomenclature) */
    TRF_SECTION_LINE_HASH = 5, /* (tariff, code) -> first line; power of two slots */
    TRF_SECTION_PARENT = 6,
    TRF_SECTION_LINE_PERIOD = 7, /* indents by date */
    TRF_SECTION_LABEL = 8,       /* descriptions of everything, by language and date */
    TRF_SECTION_LINE_UNIT = 9,
    TRF_SECTION_EDGE = 10,        /* predecessors and successors */
    TRF_SECTION_MEASURE_ROW = 11, /* per line, ordered for the walk */
    TRF_SECTION_MEASURE = 12,
    TRF_SECTION_CONDITION = 13,
    TRF_SECTION_EXCLUSION = 14,
    TRF_SECTION_MEASURE_TYPE = 15,
    TRF_SECTION_AREA = 16,
    TRF_SECTION_MEMBER = 17, /* per group: members; per area: groups */
    TRF_SECTION_ADDITIONAL_CODE = 18,
    TRF_SECTION_CERTIFICATE = 19,
    TRF_SECTION_FOOTNOTE = 20,
    TRF_SECTION_FOOTNOTE_LINK = 21,
    TRF_SECTION_REGULATION = 22,
    TRF_SECTION_ORDER_NUMBER = 23,
    TRF_SECTION_EXPRESSION = 24,
    TRF_SECTION_EXPRESSION_CODE = 25, /* bytes: bytecode */
    TRF_SECTION_UNIT = 26,
    TRF_SECTION_UNIT_NAME = 27,
    TRF_SECTION_CURRENCY = 28,
    TRF_SECTION_DUTY_EXPRESSION = 29,
    TRF_SECTION_RATE_OF_EXCHANGE = 30,
    TRF_SECTION_LANGUAGE = 31,
    TRF_SECTION_INPUT = 32,
    TRF_SECTION_TREE = 33, /* roots of structured law: profiles, notes, rules */
    TRF_SECTION_NODE = 34,
    TRF_SECTION_ATTRIBUTE = 35,
    TRF_SECTION_CODE_ROW = 36, /* code table: condition codes, actions, certificate types, ... */
    TRF_SECTION_QUOTA_DEFINITION = 37,
    TRF_SECTION_QUOTA_EVENT = 38,
    TRF_SECTION_AREA_HASH = 39, /* (tariff, id) -> area */
    TRF_SECTION_QUALIFIER = 40,
    TRF_SECTION_REMARK = 41,      /* pointers and remarks of lines */
    TRF_SECTION_LINE_RATE = 42,   /* whose rate a line has, by column */
    TRF_SECTION_CORRELATION = 43, /* codes of one vintage of a nomenclature in another */
    TRF_SECTION_STAGING = 44,     /* how the amounts of staged rates came about; ordered by measure */
    TRF_SECTION_AGREEMENT = 45,   /* parties of agreements by the measures that give their preferences; ordered by tariff */
    TRF_SECTION_PROOF = 46,       /* proofs of origin that an agreement takes */
    /* kept records, never touched by lookups */
    TRF_SECTION_KEPT_TABLE = 64,
    TRF_SECTION_KEPT_VALUE = 65,
    TRF_SECTION_KEPT_SOURCE = 66,
    TRF_SECTION_KEPT_UNKNOWN = 67,
    TRF_SECTION_KEPT = 68, /* one record: the sizes of the model that was kept */
    /* profile programmes are 80 to 95, the text index 96 to 127 */
    TRF_SECTION_MAX = 128
} trf_section;

typedef struct trf_tariff_record { /* 80 */
    trf_str id, title, zone, currency;
    trf_str nomenclature; /**< id of the tariff whose texts and notes it inherits, e.g. the HS */
    trf_day data_as_of;
    uint32_t first_line, line_count;
    uint32_t first_area, area_count;
    uint32_t measure_count;
    trf_str source;
    trf_day from, to; /**< dates covered */
    uint32_t flags;
    uint32_t first_row, row_count; /**< MEASURE_ROW: measures without a goods code, by additional code */
    trf_str language, licence;
    trf_str sample; /**< what the data leaves out, where it is a sample */
} trf_tariff_record;

typedef struct trf_line_record { /* 104 */
    uint32_t sid;
    trf_str code; /**< full digits, no dots; a section's is its Roman numeral */
    trf_day start, end;
    uint16_t tariff;
    uint8_t suffix; /**< product line suffix, 80 for a line that goods can be declared under */
    uint8_t level;  /**< digits of the code proper; 0 a section */
    uint8_t flags;  /**< TRF_LINE_* */
    uint8_t reserved0[3];
    uint32_t first_period, period_count;
    uint32_t first_parent, parent_count;
    uint32_t first_label, label_count;
    uint32_t first_measure_row, measure_row_count;
    uint32_t first_unit, unit_count;
    uint32_t first_edge, edge_count;
    uint32_t first_footnote, footnote_count; /* in FOOTNOTE_LINK */
    uint32_t first_remark, remark_count;
    uint32_t first_rate, rate_count;
    trf_str source;
    uint32_t parent; /**< what all its segments in PARENT say, so that a walk up needs none of them; TRF_LINE_VARIES */
} trf_line_record;
#define TRF_LINE_SECTION     1u
#define TRF_LINE_UNNUMBERED  2u /* a line without a number of its own */
#define TRF_LINE_PLACEHOLDER 4u /* named by measures, in no input: its parents are guessed from the code, it has no text */

typedef struct trf_hash_slot { /* 16 */
    uint64_t key;              /**< trf_code_key(tariff, code); 0 is a free slot */
    uint32_t first;            /**< first line of that code; the others of the code follow it */
    uint32_t count;
} trf_hash_slot;

typedef struct trf_parent_record { /* 16 */
    trf_day start, end;
    uint32_t parent;   /**< line index; TRF_LINE_NONE for a root */
    uint32_t children; /**< number of children in this period: 0 and suffix 80 is declarable */
} trf_parent_record;
#define TRF_LINE_NONE   TRF_INDEX_NONE
#define TRF_LINE_VARIES (UINT32_MAX - 1)

typedef struct trf_line_period_record { /* 16 */
    trf_day start;
    int16_t indent;
    uint16_t reserved0;
    uint32_t reserved1, reserved2;
} trf_line_period_record;

typedef struct trf_label_record { /* 20 */
    trf_day start;
    uint16_t language; /**< index in LANGUAGE */
    uint16_t reserved0;
    trf_str plain, display, raw;
} trf_label_record;

typedef struct trf_line_unit_record {
    uint32_t unit;
    trf_str text;
} trf_line_unit_record; /* 8 */

typedef struct trf_edge_record { /* 16 */
    uint32_t line;               /**< the other line, TRF_LINE_NONE where the image lacks it */
    trf_str code;
    uint8_t suffix, kind, partial, reserved0; /* kind: TRF_EDGE_* */
    uint32_t reserved1;
} trf_edge_record;
#define TRF_EDGE_PREDECESSOR 1u
#define TRF_EDGE_SUCCESSOR   2u

typedef struct trf_measure_row_record { /* 16: what selection reads; has the index of its measure */
    trf_day start, end;                 /**< effective */
    trf_day published;                  /**< knowledge: publication of the generating act; NONE unknown */
    uint16_t area;                      /**< index in AREA; 0 none */
    uint8_t flags;                      /**< TRF_ROW_* */
    uint8_t role;                       /**< trf_role of the measure type, from the profile */
} trf_measure_row_record;
#define TRF_ROW_EXCLUSIONS 1u
#define TRF_ROW_CONDITIONS 2u
#define TRF_ROW_IMPORT     4u
#define TRF_ROW_EXPORT     8u
#define TRF_ROW_NATIONAL   16u
#define TRF_ROW_ANY_AREA   64u /* the profile lets this measure reach every place, whoever belongs to its area */
#define TRF_ROW_PROGRAMMES 32u /* rate of named programmes */
#define TRF_ROW_ADDITIONAL_CODE 128u /* for goods under an additional code */

typedef struct trf_measure_record { /* 104 */
    uint32_t sid_low, sid_high;     /**< of a signed 64-bit number: national records are negative */
    uint32_t line;                  /**< TRF_LINE_NONE: keyed by additional code */
    trf_str code;                   /**< as given, also where no such line is loaded */
    trf_day start, end;
    uint16_t tariff, area, type;
    uint8_t suffix, reduction;
    uint32_t additional_code, order_number;
    uint32_t regulation, justification;
    uint32_t expression; /**< index in EXPRESSION; 0 none */
    uint32_t first_condition, condition_count;
    uint32_t first_exclusion, exclusion_count;
    uint32_t first_footnote, footnote_count;
    trf_str source;
    trf_str programmes;              /**< blank-separated ids */
    trf_str inherited_from;          /**< code the rate was inherited from */
    uint32_t flags;                  /**< TRF_ROW_* and TRF_MEASURE_* */
    uint32_t first_stop, stop_count; /* partial temporary stops: reserved */
    trf_str rate_status;             /**< own, inherited, unresolved: as the importer said */
} trf_measure_record;
#define TRF_MEASURE_STOPPED 256u /* the record says that it was stopped */

typedef struct trf_condition_record { /* 48 */
    trf_str code, action;
    uint32_t sequence;
    uint32_t certificate; /**< index in CERTIFICATE */
    trf_str amount;       /**< decimal text of the threshold; 0 none */
    trf_str currency, unit, qualifier;
    uint32_t expression;
    uint32_t sid;
    uint32_t flags; /**< TRF_CONDITION_* */
    uint32_t reserved0;
} trf_condition_record;
#define TRF_CONDITION_DOCUMENT  1u /* names a certificate */
#define TRF_CONDITION_THRESHOLD 2u /* has an amount */

typedef struct trf_exclusion_record {
    uint16_t area;
    uint16_t reserved0;
    trf_str id;
} trf_exclusion_record; /* 8 */

typedef struct trf_measure_type_record { /* 48 */
    trf_str id, series;
    trf_day start, end;
    uint16_t tariff;
    uint8_t movement; /**< 1 import, 2 export, 3 both */
    uint8_t components, order_number, explosion, priority, origin_destination;
    uint32_t first_label, label_count;
    trf_str role; /**< role named by the profile */
    trf_str source;
    uint32_t flags, reserved0;
} trf_measure_type_record;

#define TRF_RECORD_PLACEHOLDER 1u /* flags of records that others name and no input holds */
typedef struct trf_area_record {  /* 56 */
    trf_str id;
    uint32_t sid;
    trf_day start, end;
    uint16_t tariff, parent;
    uint8_t kind, flags, reserved0[2];   /* kind: 0 country, 1 group, 2 region */
    uint32_t first_member, member_count; /* groups: members; in MEMBER */
    uint32_t first_group, group_count;   /* areas: groups they belong to; in MEMBER */
    uint32_t first_label, label_count;
    trf_str iso;
    uint32_t reserved1;
} trf_area_record;

typedef struct trf_member_record {
    uint16_t area;
    uint16_t reserved0;
    trf_day start, end;
} trf_member_record; /* 12 */

typedef struct trf_additional_code_record { /* 32 */
    trf_str type, code;
    uint32_t sid;
    trf_day start, end;
    uint32_t first_label, label_count;
    uint16_t tariff, flags; /**< TRF_RECORD_* */
} trf_additional_code_record;

typedef struct trf_certificate_record { /* 32 */
    trf_str type, code;
    trf_day start, end;
    uint32_t first_label, label_count;
    uint16_t tariff, flags;
    trf_str document_class;
} trf_certificate_record;

typedef struct trf_footnote_record { /* 32 */
    trf_str type, id;
    trf_day start, end;
    uint32_t first_label, label_count;
    uint16_t tariff, flags;
    uint32_t reserved0;
} trf_footnote_record;

typedef struct trf_footnote_link_record {
    uint32_t footnote;
    trf_day start, end;
} trf_footnote_link_record; /* 12 */

typedef struct trf_regulation_record { /* 48 */
    trf_str id, role, title, journal, page, url;
    trf_day published, start, end;
    uint16_t tariff, flags;
    trf_str source;
    uint32_t reserved0;
} trf_regulation_record;

typedef struct trf_order_number_record { /* 32 */
    trf_str id;
    uint32_t sid;
    trf_day start, end;
    uint32_t first_definition, definition_count;
    uint16_t tariff, flags;
    uint32_t reserved0;
} trf_order_number_record;

typedef struct trf_expression_record { /* 32 */
    uint32_t code_offset, code_size;   /**< bytecode in EXPRESSION_CODE; size 0: unresolved */
    trf_str canonical;                 /**< empty: unresolved */
    trf_str text;                      /**< as published, where it came as text */
    trf_str reason;                    /**< why it is unresolved */
    trf_str verbose;
    uint8_t status; /**< TRF_EXPRESSION_* */
    uint8_t grammar, reserved0[2];
    uint32_t reserved1;
} trf_expression_record;
#define TRF_EXPRESSION_NONE       0u
#define TRF_EXPRESSION_PARSED     1u
#define TRF_EXPRESSION_UNRESOLVED 2u

typedef struct trf_unit_record { /* 64 */
    trf_str code, qualifier, asked_in, kind, compound_of, expansion, abbreviation, rec20;
    trf_str multiplier, factor; /**< decimal texts */
    trf_str dimensions;
    trf_day start, end;
    uint32_t first_label, label_count;
    uint32_t reserved0;
} trf_unit_record;
typedef struct trf_unit_name_record {
    trf_str name;
    uint32_t unit;
    trf_str notation;
    uint32_t flags;
} trf_unit_name_record; /* 16 */

typedef struct trf_currency_record { /* 40 */
    trf_str code;
    uint8_t minor, reserved0[3];
    trf_day start, end;
    uint32_t first_label, label_count;
    trf_str symbol, shown, minor_symbol, minor_name;
} trf_currency_record;

typedef struct trf_qualifier_record {
    trf_str code, abbreviation, aliases;
    trf_day start, end;
    uint32_t first_label, label_count;
} trf_qualifier_record; /* 28 */

typedef struct trf_duty_expression_record { /* 36 */
    trf_str id, abbreviation, aliases;
    uint32_t meaning;                       /**< trf_duty_meaning */
    uint8_t amount, money, unit, reserved0; /* applicability: 0 permitted, 1 mandatory, 2 not permitted */
    trf_day start, end;
    uint32_t first_label, label_count;
} trf_duty_expression_record;

typedef struct trf_exchange_record { /* 40, ordered by (authority, purpose, base, currency, start) */
    trf_str authority, purpose, base, currency;
    trf_day start, end;
    trf_str value, per; /**< decimal texts: `per` units of base are `value` of currency */
    trf_str source;
    uint32_t reserved0;
} trf_exchange_record;

typedef struct trf_language_record {
    trf_str tag;
    uint32_t label_count;
} trf_language_record; /* 8 */

typedef struct trf_input_record { /* 64 */
    trf_str name, format, envelope;
    trf_str first_transaction, last_transaction;
    uint32_t transactions, records;
    uint8_t sha256[32];
    uint32_t reserved0;
} trf_input_record;

typedef struct trf_tree_record {
    trf_str kind, id;
    uint16_t tariff, reserved0;
    trf_day start, end;
    uint32_t root;
    trf_str source;
    uint32_t reserved1;
} trf_tree_record; /* 32 */
typedef struct trf_node_record {
    trf_str name, text;
    uint32_t parent, first_child, next, first_attribute, attribute_count, line;
    uint16_t input, reserved0;
} trf_node_record; /* 36; links: TRF_INDEX_NONE for none */
typedef struct trf_attribute_record {
    trf_str name, value;
} trf_attribute_record; /* 8 */

typedef struct trf_code_row_record { /* 32: small code lists by kind */
    uint32_t kind;                   /**< trf_kind of the record, e.g. TRF_KIND_measure_action */
    trf_str code;
    trf_day start, end;
    uint32_t first_label, label_count;
    uint16_t tariff, reserved0;
    trf_str extra;
} trf_code_row_record;

typedef struct trf_quota_definition_record { /* 64 */
    uint32_t sid, order_number;
    trf_day start, end;
    trf_str volume, initial_volume, currency, unit, qualifier;
    trf_str critical_state, critical_threshold;
    uint32_t first_event, event_count;
    uint32_t precision;
    uint32_t tariff;
    uint32_t reserved0;
} trf_quota_definition_record;
/** What happened to a quota; a period in which it is blocked or suspended is an event too. */
typedef enum trf_quota_event {
    TRF_QUOTA_BALANCE = 1,
    TRF_QUOTA_UNBLOCKING,
    TRF_QUOTA_CRITICAL,
    TRF_QUOTA_EXHAUSTION,
    TRF_QUOTA_REOPENING,
    TRF_QUOTA_UNSUSPENSION,
    TRF_QUOTA_TRANSFER, /**< closed, and what was left moved to another definition */
    TRF_QUOTA_BLOCKED,
    TRF_QUOTA_SUSPENDED
} trf_quota_event;
typedef struct trf_quota_event_record { /* 32 */
    uint32_t kind;                      /**< trf_quota_event */
    trf_str time;                       /**< as transmitted; the first day of a period */
    trf_str old_balance, new_balance;
    trf_str imported; /**< so far; of a transfer the amount */
    trf_str state;    /**< critical state; of a transfer the sid of the definition that gets it; of a blocking its type */
    trf_day day;      /**< that it tells: of the last import, of the change, the first of a period; TRF_DATE_NONE */
    trf_day last;     /**< of a period; TRF_DATE_OPEN */
} trf_quota_event_record;

typedef struct trf_remark_record {
    trf_str kind, column, code, text;
} trf_remark_record; /* 16 */
typedef struct trf_line_rate_record {
    trf_str column, status, inherited_from;
} trf_line_rate_record; /* 12 */
typedef struct trf_correlation_record {
    trf_str from_vintage, from_code, to_vintage, to_code, remark;
    uint8_t partial, reserved0[3];
} trf_correlation_record; /* 24 */

/** One amount of a rate that the schedule of an agreement gives; several of a measure stand in the order of its expression. */
typedef struct trf_staging_record { /* 56 */
    uint32_t measure;
    uint32_t stage; /**< number of the stage, from 1; 0 none */
    trf_str agreement, category;
    trf_str base;            /**< decimal text of the amount in the base rate; 0: the schedule states the rate */
    trf_str factor, divisor; /**< decimal texts: base × factor / divisor is left */
    trf_str unit;            /**< decimal text of what it is rounded to; 0: not rounded */
    uint32_t mode;           /**< trf_rounding */
    uint32_t node;           /**< NODE of the element of the category, or of the rate, that says so */
    uint32_t line;           /**< NODE of the line of the schedule */
    trf_str source;
    trf_str text; /**< base rate as the schedule has it */
    uint32_t reserved0;
} trf_staging_record;

typedef struct trf_agreement_record { /* 56: what preferences of one measure type for one party rest on */
    trf_str id;
    uint32_t tariff;
    uint32_t type; /**< MEASURE_TYPE of the preferences */
    uint32_t area; /**< AREA on the other side */
    trf_day start, end;
    uint32_t first_proof, proof_count;
    trf_str programmes; /**< of the preferences, blank between them; 0: any */
    trf_str transport;  /**< rule; 0 none */
    trf_str through;    /**< areas that goods may come through, blank between them */
    trf_str source, transport_source;
    uint32_t reserved0;
} trf_agreement_record;
typedef struct trf_proof_record { /* 44 */
    trf_str kind;
    trf_str certificate; /**< code of the document; 0: the kind is declared */
    trf_str by;          /**< who may issue it */
    trf_str up_to;       /**< decimal text of the greatest value of the goods; 0 none */
    trf_str currency;
    uint32_t valid_months, retrospective_months; /**< 0: not said */
    trf_day start, end;
    trf_str source;
    uint32_t node;
} trf_proof_record;

/* The units of an image are its vocabulary: unit i of bytecode is record i + 1 of UNIT, currency i record i + 1 of CURRENCY. */

typedef struct trf_kept_record {
    uint32_t text_count, sequence, node_count, attribute_count, unknown_count, reserved0;
} trf_kept_record; /* 24 */
typedef struct trf_kept_table_record {
    uint32_t kind, field_count, row_count, reserved0;
    uint64_t first_value, first_source;
} trf_kept_table_record; /* 32 */
typedef struct trf_kept_source_record {
    uint32_t transaction, message, sequence, line;
    uint16_t input, tariff;
    uint8_t update, subrecord;
    uint16_t record;
} trf_kept_source_record; /* 24 */
typedef struct trf_kept_unknown_record {
    trf_str element, fields;
    uint16_t record, subrecord;
    uint32_t kind;
    trf_kept_source_record source;
} trf_kept_unknown_record; /* 40 */

/** A section as readers see it: in the host's byte order, checked against the file. */
typedef struct trf_section_view {
    const uint8_t *data;
    uint32_t count; /**< records, or bytes */
} trf_section_view;

#endif
