/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Tables that publish the lines of a goods nomenclature, a row each, in one language or in one file for each: rows become lines,
 * indents and descriptions of a model. The tables are read by uk_csv.c and circabc.c.
 *
 * A line is known by code, suffix and first day; what a later table says about it is a further language or wording. Rows that
 * say something else about a known line, or call a line an end line that has lines below it, are reported.
 */
#ifndef TRF_INGEST_LINE_TABLE_H
#define TRF_INGEST_LINE_TABLE_H

#include "ingest/formats.h"
#include "model/model.h"

/** The format and who publishes it; title, zone and currency are used where the tariff is the format's own. */
typedef struct line_table_publisher {
    const char *format; /**< name of the importer */
    const char *tariff;
    const char *title, *zone, *currency;
    const char *source; /**< before the name of the first input */
} line_table_publisher;

/** A row, as it was printed; texts are trimmed. */
typedef struct line_row {
    trf_slice code, suffix; /**< digits */
    trf_slice sid;          /**< empty: given in order */
    trf_slice from, to;     /**< days in a notation of line_table_date(), or empty */
    trf_slice text, language;
    trf_slice text_from; /**< empty: that of the line */
    uint32_t indent;
    int end_line; /**< 1 goods are declared under it, 0 not, -1 not said */
    uint32_t line;
} line_row;

typedef struct line_table line_table;

tariff_status line_table_new(trf_model *model, const trf_import_options *options, const line_table_publisher *publisher,
                             line_table **out, tariff_error **error);
void line_table_free(line_table *table);
const trf_alloc *line_table_alloc(const line_table *table);
const trf_limits *line_table_limits(const line_table *table);
/** Rows that follow are from this text. */
tariff_status line_table_input(line_table *table, trf_slice name, tariff_error **error);
tariff_status line_table_add(line_table *table, const line_row *row, tariff_error **error);
/** All rows were added. */
tariff_status line_table_finish(line_table *table, tariff_error **error);

/** "column 'TEXT': not understood (expected …)" with the place of the row. */
tariff_status line_table_refuse(const line_table *table, uint32_t line, const char *column, trf_slice text, const char *expected,
                                tariff_error **error);
/** Without white space at its ends. */
trf_slice line_table_trim(trf_slice text);
/** Whether text is `size` digits. */
bool line_table_digits(trf_slice text, size_t size);
/** The number of dashes that stand before a text, with blanks between or not; *rest is what follows them. */
uint32_t line_table_dashes(trf_slice text, trf_slice *rest);

/* ---- the header of a table ---- */
#define LINE_TABLE_COLUMNS 16u
typedef struct line_column {
    const char *name;
    bool required;
} line_column;

/** Where each column stands in the header; UINT32_MAX for one that is not there, an error for a required one. */
tariff_status line_table_columns(const line_table *table, uint32_t line, const trf_slice *header, uint32_t count,
                                 const line_column *columns, uint32_t column_count, uint32_t *places, tariff_error **error);

/* The tables. */
tariff_status uk_csv_read(line_table *table, trf_slice name, trf_slice text, tariff_error **error);
tariff_status circabc_read(line_table *table, trf_slice name, trf_slice bytes, tariff_error **error);

#endif
