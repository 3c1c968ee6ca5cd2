/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The model: every record that was read, in tables by kind, in the order in which it was read. Readers append, nothing is
 * overwritten: an update or a delete is a row of its own, so that any state of the past can be had again. trf_model_settle()
 * finds for each key the row that holds now.
 */
#ifndef TRF_MODEL_MODEL_H
#define TRF_MODEL_MODEL_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/intern.h"
#include "base/limits.h"

/* ---- kinds and fields, from kinds.def ---- */
typedef enum trf_kind {
#define KIND(name, record, subrecord, element) TRF_KIND_##name,
#define FIELD(kind, name, element, type, use)
#define KIND_END(name)
#include "model/kinds.def"
#undef KIND
#undef FIELD
#undef KIND_END
    TRF_KIND_COUNT
} trf_kind;

/* TRF_F_measure_measure_sid is the place of a field in its row; TRF_F_measure_COUNT their number. */
#define KIND(name, record, subrecord, element) enum {
#define FIELD(kind, name, element, type, use)  TRF_F_##kind##_##name,
#define KIND_END(name)                                                                                                           \
    TRF_F_##name##_COUNT                                                                                                         \
    }                                                                                                                            \
    ;
#include "model/kinds.def"
#undef KIND
#undef FIELD
#undef KIND_END

typedef enum trf_field_type {
    TRF_TYPE_SID,
    TRF_TYPE_CODE,
    TRF_TYPE_TEXT,
    TRF_TYPE_DATE,
    TRF_TYPE_AMOUNT,
    TRF_TYPE_INT,
    TRF_TYPE_FLAG
} trf_field_type;
typedef enum trf_field_use { TRF_USE_KEY, TRF_USE_REQUIRED, TRF_USE_OPTIONAL, TRF_USE_NATIVE } trf_field_use;

typedef struct trf_field_info {
    const char *element;
    trf_field_type type;
    trf_field_use use;
} trf_field_info;

typedef struct trf_kind_info {
    const char *element;
    const trf_field_info *fields;
    uint16_t field_count;
    uint16_t record; /**< TARIC3 record code, 0 none */
    uint16_t subrecord;
} trf_kind_info;

extern const trf_kind_info trf_kinds[TRF_KIND_COUNT];

#define TRF_FIELDS_MAX 32 /**< fields of one kind */
#define TRF_KEYS_MAX   8  /**< key fields of one kind */
/** The places of the KEY fields of a kind, in field order; returns their number. */
unsigned trf_kind_keys(trf_kind kind, uint8_t keys[TRF_KEYS_MAX]);

/* ---- values ---- */
/**
 * One field's value in 32 bits, chosen by its text alone so that the text can always be had again: 0 absent; a date YYYY-MM-DD;
 * an unsigned integer below 2^30 without leading zeros; else a text of the model's pool.
 */
typedef uint32_t trf_value;
#define TRF_VALUE_ABSENT   0u
#define TRF_VALUE_EMPTY    0x3fffffffu /**< present and empty */
#define TRF_VALUE_TAG      0xc0000000u
#define TRF_VALUE_TAG_TEXT 0x00000000u
#define TRF_VALUE_TAG_INT  0x40000000u
#define TRF_VALUE_TAG_DATE 0x80000000u

/* ---- rows ---- */
typedef enum trf_update { TRF_UPDATE_UPDATE = 1, TRF_UPDATE_DELETE = 2, TRF_UPDATE_INSERT = 3 } trf_update;

/** Where a row comes from. */
typedef struct trf_row_source {
    trf_value transaction; /**< absent for the own schema */
    trf_value message;
    uint32_t sequence; /**< place among all rows of the model, from 1 */
    uint32_t line;     /**< of the input, from 1 */
    uint16_t input;    /**< index in trf_model.inputs */
    uint16_t tariff;   /**< index in trf_model.tariffs */
    uint8_t update;    /**< trf_update */
    uint8_t subrecord; /**< the codes that the record was transmitted under; 0 for the own schema */
    uint16_t record;
} trf_row_source;

typedef struct trf_table {
    trf_value *values; /**< row-major: field f of row r at values[r * field_count + f] */
    trf_row_source *sources;
    size_t values_capacity, sources_capacity;
    uint32_t count;
    uint32_t *current; /**< after settling: rows that hold, ordered by (tariff, key) as numbers; deleted ones left out */
    uint32_t current_count;
    size_t current_capacity;
} trf_table;

typedef struct trf_input {
    trf_slice name;     /**< base name */
    uint8_t sha256[32]; /**< of the bytes as given, before inflating */
    uint32_t format;    /**< interned name: "native", "taric3" */
    trf_value envelope; /**< id of the envelope */
    uint32_t transactions;
    uint32_t records; /**< of known and unknown kinds */
    trf_value first_transaction, last_transaction;
    uint64_t bytes; /**< of XML, inflated */
} trf_input;

/** What kinds.def has no place for: kept as text, reported, never lost. A whole record, or fields beside those of a row. */
typedef struct trf_unknown {
    uint32_t element; /**< interned */
    uint32_t fields;  /**< interned "name=value" lines */
    uint16_t record, subrecord;
    trf_row_source source;
    trf_kind kind; /**< of the row whose further fields these are; TRF_KIND_COUNT for a whole record */
    uint32_t row;  /**< that row */
} trf_unknown;

/* ---- trees: profiles, notes, rules: structured law whose elements the schema names ---- */
#define TRF_NODE_NONE UINT32_MAX
typedef struct trf_node {
    uint32_t name; /**< interned element name */
    uint32_t text; /**< interned text content, trimmed; 0 none */
    uint32_t parent, first_child, next;
    uint32_t first_attribute, attribute_count;
    uint32_t line;
    uint16_t input;
    uint16_t reserved;
} trf_node;
typedef struct trf_attribute {
    uint32_t name, value; /**< interned */
} trf_attribute;

/* ---- findings ---- */
typedef struct trf_finding {
    trf_slice rule;   /**< official id, or a short name such as "update-of-unseen-key" */
    trf_slice record; /**< element and key */
    trf_slice file;
    uint32_t line;
    trf_slice text;
} trf_finding;

/** A short text met before, whole in two words, and its value: most texts of a tariff are. */
#define TRF_MEMO_SIZE 512u
typedef struct trf_memo_entry {
    uint64_t head, tail;
    uint32_t size;
    trf_value value;
} trf_memo_entry;

typedef struct trf_model {
    const trf_alloc *alloc;
    trf_limits limits;
    trf_intern texts;
    trf_arena arena; /**< names, findings */
    trf_table tables[TRF_KIND_COUNT];
    uint32_t sequence; /**< of the last row */
    trf_input *inputs;
    size_t inputs_count, inputs_capacity;
    uint32_t *tariffs; /**< interned ids; 0 is the shared one (empty id): units, currencies, areas without a tariff */
    size_t tariffs_count, tariffs_capacity;
    trf_node *nodes;
    size_t nodes_count, nodes_capacity;
    trf_attribute *attributes;
    size_t attributes_count, attributes_capacity;
    trf_unknown *unknown;
    size_t unknown_count, unknown_capacity;
    trf_finding *findings;
    size_t findings_count, findings_capacity;
    uint64_t findings_total; /**< also those past the limit */
    bool settled;
    size_t inputs_restored; /**< the first so many inputs came out of an image: what settling finds in them was reported then */
    trf_memo_entry memo[TRF_MEMO_SIZE]; /**< of trf_model_value(); what it names is never cut from texts */
} trf_model;

tariff_status trf_model_new(const trf_alloc *alloc, const trf_limits *limits, uint64_t hash_seed, trf_model **out,
                            tariff_error **error);
void trf_model_free(trf_model *model);

/** Index of a tariff by id, added where new. */
tariff_status trf_model_tariff(trf_model *model, trf_slice id, uint16_t *out, tariff_error **error);
/** Begin an input; later rows name it. */
tariff_status trf_model_input(trf_model *model, trf_slice base_name, trf_slice format, uint16_t *out, tariff_error **error);

/** The value of a text as it was read (no trimming). TRF_INTERN_NONE where memory is refused. */
trf_value trf_model_value(trf_model *model, trf_slice text);
/** The same for a text that the model may not have: false where no row can have this value. */
bool trf_model_value_find(const trf_model *model, trf_slice text, trf_value *out);
/** The text of a value again; numbers and dates are written to scratch (>= 16 bytes). */
trf_slice trf_model_text(const trf_model *model, trf_value value, char scratch[16]);
/** The date of a value: false where it is none. */
bool trf_value_date(trf_value value, trf_date *out);
/** The integer of a value: false where it is none. */
bool trf_value_int(trf_value value, uint32_t *out);

/** Keep a record that has no place in a table. */
tariff_status trf_model_unknown_add(trf_model *model, const trf_unknown *unknown, tariff_error **error);
/** Append a row; values has trf_kinds[kind].field_count entries; source->sequence is filled in. */
tariff_status trf_model_append(trf_model *model, trf_kind kind, const trf_value *values, trf_row_source *source,
                               tariff_error **error);
static inline const trf_value *trf_model_row(const trf_model *model, trf_kind kind, uint32_t row)
{
    return model->tables[kind].values + (size_t)row * trf_kinds[kind].field_count;
}
/** The kind with this element name ("geographical.membership" too), TRF_KIND_COUNT for none. */
trf_kind trf_kind_of_element(trf_slice element);

/**
 * Apply all rows in order of sequence: fills trf_table.current of every kind. An update of a key not seen before acts as an
 * insert and is a finding; so is a delete of a key that is not there, and an insert of one that is.
 */
tariff_status trf_model_settle(trf_model *model, tariff_error **error);
/** After settling: the current row with this key (values of the KEY fields in field order); false for none. */
bool trf_model_find(const trf_model *model, trf_kind kind, uint16_t tariff, const trf_value *key, uint32_t *row);
/** After settling: the run of current rows whose first key fields (prefix_count of them) are these; returns its length. */
uint32_t trf_model_range(const trf_model *model, trf_kind kind, uint16_t tariff, const trf_value *key, unsigned prefix_count,
                         uint32_t *first);

/** Report; never fails: past limits.findings only the total grows. */
void trf_model_report(trf_model *model, const trf_row_source *source, const char *rule, trf_slice record, const char *format,
                      ...);

#endif
