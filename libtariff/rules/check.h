/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What the rules share while they are checked: links from record to record, periods, what became of each key, reports. All of it
 * lives in one arena until the check ends.
 */
#ifndef TRF_RULES_CHECK_H
#define TRF_RULES_CHECK_H

#include "model/findings.h"
#include "model/hierarchy.h"
#include "num/number.h"
#include "rules/rules.h"

#define TRF_CHECK_FIELDS_MAX 12u
#define TRF_CHECK_NONE       UINT32_MAX
/** Of records side by side that one record is held against, the first so many: a check ends, whatever the data. */
#define TRF_CHECK_MOST 1024u

/** Rows of a kind in the order of their tariff and of some fields. */
typedef struct trf_check_index {
    trf_kind kind;
    uint8_t fields[TRF_CHECK_FIELDS_MAX];
    uint8_t field_count;
    bool all; /**< all rows, in the order of reading within a key; else those that hold */
    uint32_t *rows;
    uint32_t count;
    struct trf_check_index *next;
} trf_check_index;

/** From the fields of a record to the records of a kind that have these values. */
typedef struct trf_link {
    trf_kind from, to;
    uint8_t from_fields[TRF_CHECK_FIELDS_MAX], to_fields[TRF_CHECK_FIELDS_MAX];
    uint8_t field_count;
    uint8_t from_sid, to_sid; /**< decide where has_sid is set and the record has one */
    bool has_sid;
    int16_t other; /**< link to look along where this one finds nothing; -1 */
} trf_link;

typedef enum trf_link_id {
#define LINK(name, from, to, pairs)                         TRF_LINK_##name,
#define LINK_SID(name, from, to, from_sid, to_sid, pairs) TRF_LINK_##name,
#define LINK_OR(name, from, to, pairs, other)             TRF_LINK_##name,
#include "rules/rules.def"
    TRF_LINK_COUNT
} trf_link_id;

typedef struct trf_check trf_check;
typedef struct trf_rule trf_rule;
typedef void (*trf_rule_row)(trf_check *check, const trf_rule *rule, uint32_t row);
typedef void (*trf_rule_whole)(trf_check *check, const trf_rule *rule);

typedef enum trf_rule_shape {
    TRF_RULE_EXISTS,
    TRF_RULE_SPANS,
    TRF_RULE_IN_USE,
    TRF_RULE_ONCE,
    TRF_RULE_UNIQUE,
    TRF_RULE_APART,
    TRF_RULE_STARTS,
    TRF_RULE_FLAG,
    TRF_RULE_ROW,
    TRF_RULE_WHOLE,
    TRF_RULE_SHAPES
} trf_rule_shape;

struct trf_rule {
    trf_rule_name name;
    trf_rule_shape shape;
    trf_kind kind;
    int16_t link;
    uint8_t fields[TRF_CHECK_FIELDS_MAX];
    uint8_t field_count;
    int32_t after; /**< year: only records that start after it; 0 all */
    trf_rule_row row;
    trf_rule_whole whole;
};

/** What became of the keys of a kind. */
typedef struct trf_check_history {
    uint32_t *doubles; /**< rows that insert a record which is there */
    uint32_t *deleted; /**< rows that delete a record for good */
    uint32_t double_count, deleted_count;
} trf_check_history;

typedef struct trf_check_line {
    uint64_t code; /**< digits filled up with zeros, length, suffix: sorts like the tariff */
    uint32_t row;
    uint16_t tariff;
    int32_t depth; /**< the last one */
    bool moves;    /**< it has had others */
} trf_check_line;

/** The lines of all tariffs in order, with their parents over time. */
typedef struct trf_check_tree {
    trf_check_line *lines;
    uint32_t count;
    uint32_t *line_of; /**< by row of goods_nomenclature; TRF_CHECK_NONE */
    trf_hierarchy hierarchy;
} trf_check_tree;

struct trf_check {
    trf_model *model;
    const trf_alloc *alloc;
    trf_arena arena;
    trf_numbers *numbers;
    trf_check_index *indexes;
    trf_check_history history[TRF_KIND_COUNT];
    uint8_t *partial; /**< by tariff: its inputs change records that they do not hold */
    trf_check_tree tree;
    bool tree_made;
    bool failed; /**< and why, where it is not for memory, in status and *error */
    tariff_status status;
    tariff_error **error;
    int8_t start[TRF_KIND_COUNT], end[TRF_KIND_COUNT]; /**< fields of the period; -1 */
};

extern const trf_link trf_links[TRF_LINK_COUNT];
/** A line of the table; NULL past the last. */
const trf_rule *trf_rule_at(size_t index);

/* ---- rows ---- */
static inline uint32_t trf_check_count(const trf_check *check, trf_kind kind)
{
    return check->model->tables[kind].current_count;
}
/** The i-th row that holds. */
static inline uint32_t trf_check_at(const trf_check *check, trf_kind kind, uint32_t i)
{
    return check->model->tables[kind].current[i];
}
static inline const trf_row_source *trf_check_source(const trf_check *check, trf_kind kind, uint32_t row)
{
    return &check->model->tables[kind].sources[row];
}
/** A field; an empty one counts as absent. */
static inline trf_value trf_check_field(const trf_check *check, trf_kind kind, uint32_t row, unsigned field)
{
    trf_value value = trf_model_row(check->model, kind, row)[field];

    return value == TRF_VALUE_EMPTY ? TRF_VALUE_ABSENT : value;
}
#define TRF_CHECK(kind, row, field) trf_check_field(check, TRF_KIND_##kind, (row), TRF_F_##kind##_##field)
/** Whether a value is this short number: flags and codes of the message format. */
static inline bool trf_check_is(trf_value value, uint32_t number)
{
    uint32_t found;

    return trf_value_int(value, &found) && found == number;
}
/** Whether the inputs hold the record from its beginning, and so what belongs to it. */
bool trf_check_complete(const trf_check *check, trf_kind kind, uint32_t row);
/** Whether the end of a record is what its inputs say: one that is open may have been ended in a transmission that they lack. */
bool trf_check_ended(const trf_check *check, trf_kind kind, uint32_t row);
/** Whether the inputs hold any record of a kind for a tariff, or for all. */
bool trf_check_has_kind(trf_check *check, trf_kind kind, uint16_t tariff);

/* ---- memory ---- */
void *trf_check_take(trf_check *check, size_t count, size_t size);

/* ---- indexes and links ---- */
/** Rows by fields, made once. NULL where memory is refused. */
const trf_check_index *trf_check_index_by(trf_check *check, trf_kind kind, const uint8_t *fields, unsigned count, bool all);
/** The run of rows with these values; returns its length. */
uint32_t trf_check_range(const trf_check *check, const trf_check_index *index, uint16_t tariff, const trf_value *values,
                         const uint32_t **rows);
/** Sorts rows by tariff and fields, rows of a key as they stood. */
bool trf_check_sort(trf_check *check, trf_kind kind, uint32_t *rows, uint32_t count, const uint8_t *fields, unsigned field_count);
bool trf_check_same(const trf_check *check, trf_kind kind, uint32_t a, uint32_t b, const uint8_t *fields, unsigned count);
/** The records that a record links to: how many, at most TRF_CHECK_MOST, and in *kind of which kind. 0 for an empty link too. */
uint32_t trf_check_follow(trf_check *check, int link, uint32_t row, trf_kind *kind, const uint32_t **rows);
/** Whether a record has what its link looks for. */
bool trf_check_names(const trf_check *check, int link, uint32_t row);
/** The first record that it links to; TRF_CHECK_NONE. */
uint32_t trf_check_first(trf_check *check, int link, uint32_t row);
/** Records that link to one, by a link without a sid of its own. */
uint32_t trf_check_users(trf_check *check, int link, uint32_t target, const uint32_t **rows);

/* ---- time ---- */
typedef struct trf_check_period {
    trf_date start, end;
} trf_check_period;
/** Of a record or its owner; of a measure to its end or that of its regulation. False where the owner is unknown. */
bool trf_check_period_of(trf_check *check, trf_kind kind, uint32_t row, trf_check_period *out);
/** The end of a measure's regulation: its effective one, else its own; TRF_DATE_OPEN. */
trf_date trf_check_regulation_end(trf_check *check, trf_kind kind, uint32_t row);
/** An unknown start is not held against it. */
static inline bool trf_check_spans(trf_check_period outer, trf_check_period inner)
{
    return (inner.start == TRF_DATE_NONE || outer.start <= inner.start) && outer.end >= inner.end;
}
static inline bool trf_check_overlap(trf_check_period a, trf_check_period b)
{
    return a.start <= b.end && b.start <= a.end;
}
trf_date trf_check_date(trf_value value, trf_date otherwise);

/* ---- texts and numbers ---- */
typedef struct trf_check_text {
    char bytes[16];
} trf_check_text;
trf_slice trf_check_text_of(const trf_check *check, trf_value value, trf_check_text *scratch);
/** "2021-03-15 to 2021-04-15", "from 2021-03-15". */
trf_slice trf_check_told(trf_check_period period, char out[32]);
/** Element and key of a record. */
static inline trf_slice trf_check_name(const trf_check *check, trf_kind kind, uint32_t row, char out[TRF_RECORD_NAME_MAX])
{
    return trf_record_name(check->model, kind, trf_model_row(check->model, kind, row), out);
}
/** False where the value is no number. */
bool trf_check_number(trf_check *check, trf_value value, trf_number *out);

/* ---- reports ---- */
void trf_check_report(trf_check *check, const trf_rule *rule, trf_kind kind, uint32_t row, const char *format, ...);

/* ---- shapes ---- */
void trf_rule_run_shape(trf_check *check, const trf_rule *rule);

#define ROW(id, kind, text) void trf_rule_##id(trf_check *check, const trf_rule *rule, uint32_t row);
#define WHOLE(id, text)     void trf_rule_##id(trf_check *check, const trf_rule *rule);
#include "rules/rules.def"

/* ---- the tree ---- */
/** Made once; false where it cannot be. */
bool trf_check_tree_make(trf_check *check);
/** The line above one in a segment of its time; TRF_CHECK_NONE. */
uint32_t trf_check_above(const trf_check *check, uint32_t line, const trf_hierarchy_segment *segment);
/** Digits of a code without its trailing pairs of zeros; 0 for what is no number. */
unsigned trf_check_level(const trf_check *check, trf_value code);

/* ---- areas ---- */
/** Whether an area is a group, as its records say; false where none is known. */
bool trf_check_is_group(const trf_check *check, uint32_t area);
/** Memberships of a member in a group; sids. */
uint32_t trf_check_memberships(trf_check *check, uint16_t tariff, trf_value member, trf_value group, const uint32_t **rows);

/* ---- quotas ---- */
/** Whether an order number is administered by licences: the third character of its id says so. */
bool trf_check_licensed(const trf_check *check, trf_value order_number_id);

#endif
