/* SPDX-License-Identifier: Apache-2.0 */
/** @file Shared by usitc.c (rows and their tree) and usitc_records.c (the records they become). */
#ifndef TRF_INGEST_USITC_SCHEDULE_H
#define TRF_INGEST_USITC_SCHEDULE_H

#include "base/sort.h"
#include "ingest/native_index.h"
#include "ingest/usitc.h"

#define USITC_INDENT_MAX 29u

typedef struct usitc_kept {
    char code[TRF_CODE_MAX]; /**< digits of the number */
    uint8_t digits;          /**< 0: words */
    uint8_t indent;
    uint16_t unit_count, note_count;
    uint32_t first_unit, first_note;
    uint32_t line;
    trf_value number, description;
    trf_value rates[USITC_COLUMNS];
    trf_value quota_quantity, additional_duties;
} usitc_kept;

typedef struct usitc_kept_note {
    trf_value text;
    trf_value columns; /**< blank-separated */
} usitc_kept_note;

/** The rows of one text. */
typedef struct usitc_block {
    uint32_t first, count;
    uint16_t input;
} usitc_block;

/** An open row above the one at hand. */
typedef struct usitc_parent {
    uint8_t indent;
    bool has[USITC_COLUMNS];
    trf_value code;
} usitc_parent;

/** A line to be written. */
typedef struct usitc_line {
    trf_value code, description;
    uint8_t suffix, indent;
    uint32_t source_line;
} usitc_line;

struct usitc {
    trf_model *model;
    const trf_alloc *alloc;
    trf_import_options options;
    trf_native_index index;
    trf_buffer scratch;
    uint16_t input;
    usitc_kept *rows;
    trf_value *units;
    usitc_kept_note *notes;
    usitc_block *blocks;
    uint64_t *footnotes; /**< distinct texts of footnotes, ascending; a footnote's id is its place */
    size_t rows_capacity, units_capacity, notes_capacity, blocks_capacity, footnotes_capacity;
    uint32_t row_count, unit_count, note_count, block_count, footnote_count;
    /* while the tree is made */
    trf_row_source source;
    char heading[4];
    uint8_t shift; /**< 1 inside a heading that has no row of its own */
    uint32_t depth;
    usitc_parent parents[USITC_INDENT_MAX + 4];
    bool section_made[32];
    bool chapter_made[100];
    uint32_t made_headings;
    uint32_t repeated;
    trf_value from, to, language, tariff_source;
    trf_value line_sid, line_code, line_suffix; /**< of the line written last */
    uint32_t remark_count;                      /**< of that line */
    trf_value types[USITC_COLUMNS], area, area_sid, grammar, off, own, inherited, unresolved;
};

trf_slice usitc_trim(trf_slice text);
/** A value, absent for an empty text. */
tariff_status usitc_value(usitc *s, trf_slice text, trf_value *out, tariff_error **error);

/* usitc_records.c */
/** What stands before the lines: the tariff, types of measures, footnotes. */
tariff_status usitc_begin(usitc *s, tariff_error **error);
tariff_status usitc_section(usitc *s, const char *number, unsigned first, unsigned last, tariff_error **error);
/** A line; row gives units, footnotes and remarks, NULL for a line that was made. */
tariff_status usitc_write_line(usitc *s, const usitc_line *line, const usitc_kept *row, tariff_error **error);
/** Remarks and footnotes of a row on the line written last. */
tariff_status usitc_row_remarks(usitc *s, const usitc_kept *row, tariff_error **error);
/** The rates of a row on the line written last: its own, or where each column is inherited from. */
tariff_status usitc_write_rates(usitc *s, const usitc_kept *row, bool leaf, tariff_error **error);
/** A number that stood before, on the line in row `before` of the model. */
tariff_status usitc_repeated(usitc *s, const usitc_kept *row, uint32_t before, tariff_error **error);

#endif
