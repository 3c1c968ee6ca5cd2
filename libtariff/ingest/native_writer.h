/* SPDX-License-Identifier: Apache-2.0 */
/** @file Shared by the files that write a model in the own schema. */
#ifndef TRF_INGEST_NATIVE_WRITER_H
#define TRF_INGEST_NATIVE_WRITER_H

#include "base/sort.h"
#include "ingest/native.h"
#include "ingest/native_write.h"

/** Rows of a kind ordered by (tariff, value of one field, order of reading). */
typedef struct native_listing {
    trf_kind kind;
    int16_t field; /**< -1: ordered by tariff and order of reading */
    trf_sort_item *items;
    uint32_t count;
    struct native_listing *next;
} native_listing;

typedef struct native_writer {
    const trf_model *model;
    const trf_alloc *alloc;
    trf_xml_writer xml;
    native_listing *listings;
    uint8_t *written[TRF_KIND_COUNT]; /**< by row: stands in the output */
    uint16_t tariff;
    trf_value source;   /**< inherited at this place */
    trf_value language; /**< inherited at this place */
    bool refused;       /**< memory was refused */
} native_writer;

/** A field that follows from the element around it. */
typedef struct native_link {
    int16_t field; /**< of the row; -1 ends a list */
    int16_t owner; /**< of the owner's row, with the same value; -1: follows from the place or is written in another way */
} native_link;

/** How the rows of a kind stand inside an element of another. links[0] is what they are found by. */
typedef struct native_child {
    uint8_t name; /**< native_name */
    native_link links[8];
} native_child;

#define NATIVE_NO_LINK                                                                                                           \
    {                                                                                                                            \
        -1, -1                                                                                                                   \
    }

/** The run of current rows of the tariff at hand whose field has this value, in the order of reading. */
const trf_sort_item *native_run(native_writer *w, trf_kind kind, int16_t field, trf_value value, uint32_t *count);
/** Whether the element says all that the row says. */
bool native_expressible(const native_writer *w, uint8_t name, const trf_value *row, const trf_value *owner,
                        const native_link *links);
/** Attributes that are fields of the row, the period and the source. */
void native_write_attributes(native_writer *w, uint8_t name, const trf_value *row);
/** One attribute; nothing for an absent value or a number that the reader gave. */
void native_write_value(native_writer *w, const char *name, uint8_t type, trf_value value);
/** Two values as one attribute: "8" and "900". */
void native_write_pair(native_writer *w, const char *name, trf_value type, trf_value code);
/** Text, marked where white space must be kept. */
void native_write_text(native_writer *w, trf_value value);
/** The texts of the thing in row. */
void native_write_texts(native_writer *w, uint8_t name, const trf_value *row);
/** All children of one sort that can be said; each is marked as written. */
void native_write_children(native_writer *w, const native_child *child, const trf_value *owner);
/** The id of an area by its number; absent where there is none. */
trf_value native_area_id(native_writer *w, trf_value sid);
/** Opens the list element before its first item. */
void native_open_list(native_writer *w, bool *open, const char *name);
void native_close_list(native_writer *w, bool *open);

/* native_write_parts.c */
void native_write_areas(native_writer *w);
void native_write_lines(native_writer *w);
void native_write_quotas(native_writer *w);
void native_write_measures(native_writer *w);
void native_write_exchange(native_writer *w);
void native_write_correlations(native_writer *w);
/** Attributes that are no field of the row itself; false where a name is missing: then the row cannot be said. */
bool native_write_special(native_writer *w, uint8_t name, const trf_value *row, bool test);
void native_write_inside(native_writer *w, uint8_t name, const trf_value *row);
/* native_write_tree.c */
void native_write_trees(native_writer *w);
void native_write_records(native_writer *w);

#endif
