/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The reader of the own XML, shared by its files. One table names every element, where it may stand, its attributes and the
 * record it becomes (native_elements.c); what a table cannot say stands in the hooks of native_nomenclature.c, native_measures.c
 * and native_lists.c; structured law (profiles, notes, agreements ...) is kept as trees by native_tree.c. data/schema/tariff.rng
 * says the same as a grammar.
 */
#ifndef TRF_INGEST_NATIVE_H
#define TRF_INGEST_NATIVE_H

#include "ingest/ingest.h"
#include "ingest/native_index.h"

#define TRF_NATIVE_NAMESPACE "urn:libtariff:tariff:1"
#define NATIVE_DEPTH         72u /**< open elements; more than limits.xml_depth lets in */
#define NATIVE_FIELDS        40u /**< fields of the widest kind, and some more */
#define NATIVE_SLOTS         8u  /**< attributes that are no field of the element's own record */
#define NATIVE_WORDINGS      64u /**< periods of description of one thing */

/* ---- what the table of elements is made of ---- */
typedef enum native_type {
    NATIVE_TEXT,
    NATIVE_ID,
    NATIVE_IDS, /* blank-separated */
    NATIVE_DATE,
    NATIVE_DECIMAL,
    NATIVE_NATURAL,
    NATIVE_SID,
    NATIVE_DIGITS,    /* a code of 2 to 14 digits */
    NATIVE_LINE_CODE, /* the same, or a section's Roman numeral */
    NATIVE_SUFFIX,
    NATIVE_LANGUAGE,
    NATIVE_FLAG, /* true false: 1 0 */
    NATIVE_YES,  /* true false: Y N */
    NATIVE_APPLICABILITY,
    NATIVE_MOVEMENT,
    NATIVE_DIRECTION,
    NATIVE_RATE_STATUS,
    NATIVE_GRAMMAR
} native_type;

/* ---- names ---- */
typedef enum native_name {
    N_NONE,
#define ELEMENT(id, name) N_##id,
#include "ingest/native_names.def"
#undef ELEMENT
    N_COUNT
} native_name;

#define NATIVE_SLOT(n) (-1 - (n)) /* as a field: slot n of the frame */

typedef struct native_attribute {
    const char *name;
    uint8_t type; /**< native_type */
    bool required;
    int16_t field; /**< of the element's record, or NATIVE_SLOT(n) */
} native_attribute;

/** Where the texts of a thing go. */
typedef struct native_described {
    trf_kind description;
    int16_t language, text;
    trf_kind period; /**< TRF_KIND_COUNT: this description has no periods */
    int16_t period_sid, period_start, description_sid;
    uint8_t copied;
    struct {
        int16_t owner, description, period; /**< -1 none */
    } copies[3];
} native_described;

typedef struct native_reader native_reader;
typedef struct native_frame native_frame;
typedef struct native_element native_element;

struct native_element {
    const char *name;
    uint16_t kind;                      /**< trf_kind of its record, TRF_KIND_COUNT for none */
    uint16_t flags;                     /**< NATIVE_* */
    const native_attribute *attributes; /**< ended by a NULL name; NULL none */
    const uint8_t *children;            /**< native_name values ended by 0; NULL none */
    const native_described *described;  /**< NULL: no texts */
    /** After the attributes were read, before the record is appended. */
    tariff_status (*open)(native_reader *reader, native_frame *frame, tariff_error **error);
    /** At the end; text is what stood in a leaf. Before the record is appended where NATIVE_LATE is set. */
    tariff_status (*close)(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error);
};
#define NATIVE_SOURCE  1u  /* may name its legal source, which its children inherit */
#define NATIVE_PERIOD  2u  /* from and to, into the validity fields of its record */
#define NATIVE_LATE    4u  /* its record is appended at its end */
#define NATIVE_TREE    8u  /* kept as a tree */
#define NATIVE_LEAF    16u /* holds text */
#define NATIVE_CHECKED 32u /* its source goes into a field of the record */

struct native_frame {
    const native_element *element;
    uint8_t name;
    bool preserve; /**< xml:space="preserve" */
    trf_kind kind; /**< of the record, TRF_KIND_COUNT none */
    trf_value values[NATIVE_FIELDS];
    trf_value slots[NATIVE_SLOTS];
    trf_value source;   /**< inherited */
    trf_value language; /**< inherited */
    trf_value from, to;
    uint32_t line;         /**< of the start tag */
    uint32_t positions[3]; /**< counters of a line's children */
    uint32_t wording_count;
    struct {
        trf_value start, sid;
    } wordings[NATIVE_WORDINGS];
};

struct native_reader {
    trf_reader_context context;
    trf_model *model;
    const trf_alloc *alloc;
    trf_native_index index;
    trf_row_source source; /**< for rows; tariff and line are kept current */
    uint32_t depth;        /**< frames in use */
    uint32_t tree_depth;   /**< open elements of a tree; 0 none */
    uint32_t tree_nodes[NATIVE_DEPTH], tree_last[NATIVE_DEPTH], tree_pieces[NATIVE_DEPTH];
    uint32_t trees_seen;               /**< rows of trees counted in tree_counts */
    uint32_t tree_counts[N_COUNT + 1]; /**< trees of the model, by name of their kind */
    trf_value tree_source;
    uint16_t tree_tariff;
    trf_value tree_from, tree_to;
    trf_buffer scratch;
    native_frame frames[NATIVE_DEPTH / 4];
};

/* ---- native_read.c ---- */
native_frame *native_top(native_reader *reader);
native_frame *native_parent(native_reader *reader);
/** A value of the model from text; fails only where memory is refused. */
tariff_status native_value(native_reader *reader, trf_slice text, trf_value *out, tariff_error **error);
/** Append the row of a kind; the place is that of the current element. */
tariff_status native_append(native_reader *reader, trf_kind kind, const trf_value *values, tariff_error **error);
/** The text of a value; numbers are written to scratch. */
trf_slice native_text(const native_reader *reader, trf_value value, char scratch[16]);
/** Collapse white space; the slice is valid until the next call. */
trf_slice native_trim(native_reader *reader, trf_slice text);
/** Check an attribute's text and make its value. element and attribute are for the message. */
tariff_status native_check(native_reader *reader, const char *element, const char *attribute, uint8_t type, trf_slice text,
                           trf_value *out, tariff_error **error);
/** Whether text is one of a type that is not a list of words. */
bool native_fits(uint8_t type, trf_slice text);
/** The word of the XML for a value of the records; NULL for none. */
const char *native_word(uint8_t type, trf_slice value);
/** Append what a text says about its owner. */
tariff_status native_describe(native_reader *reader, native_frame *owner, trf_value language, trf_value from, trf_value sid,
                              trf_value text, tariff_error **error);

/* ---- native_elements.c ---- */
extern const native_element native_elements[N_COUNT];
/** The first element of this local name, N_COUNT for none. */
int native_name_of(trf_slice local);

/* ---- native_nomenclature.c ---- */
tariff_status native_open_tariff(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_close_tariff(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error);
tariff_status native_open_line(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_section(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_indent(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_line_unit(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_line_part(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_close_remark(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error);
tariff_status native_close_description(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error);
tariff_status native_open_map(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_close_maps(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error);

/* ---- native_measures.c ---- */
tariff_status native_open_measure(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_condition(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_component(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_exclude(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_measure_footnote(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_programme(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_measure_rate(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_order_number(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_quota_origin(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_definition(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_definition_part(native_reader *reader, native_frame *frame, tariff_error **error);

/* ---- native_lists.c ---- */
tariff_status native_open_area(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_member(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_additional_code(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_code_footnote(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_type_of_code(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_defaults(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_measurement(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_close_abbreviation(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error);
tariff_status native_open_exchange_rate(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_open_record(native_reader *reader, native_frame *frame, tariff_error **error);
tariff_status native_close_field(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error);

/* ---- native_tree.c ---- */
tariff_status native_tree_start(native_reader *reader, trf_slice text, const trf_xml_attributes *attributes,
                                tariff_error **error);
tariff_status native_tree_end(native_reader *reader, trf_slice text, tariff_error **error);

#endif
