/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The Harmonized Tariff Schedule of the United States as the USITC exports it, whatever the form: rows become lines, rates,
 * footnotes and remarks of a model. The forms are read by usitc_csv.c and usitc_json.c.
 *
 * Rows without a number take that of the next numbered row and suffix 10, 20 ...; headings and chapters without a row of their
 * own are made; a second row of the same number is kept as a remark and reported. A rate belongs to the row that prints it; rows
 * without one say from which row above they inherit it, for each column.
 */
#ifndef TRF_INGEST_USITC_H
#define TRF_INGEST_USITC_H

#include "ingest/formats.h"
#include "model/model.h"

#define USITC_UNITS   8u
#define USITC_NOTES   32u
#define USITC_COLUMNS 3u

/** One footnote of a row. */
typedef struct usitc_note {
    trf_slice columns[8]; /**< "general", "stat", "units" ... */
    uint32_t column_count;
    trf_slice text;
} usitc_note;

/** One row as it was printed. */
typedef struct usitc_row {
    trf_slice number; /**< with dots; empty for a row of words */
    trf_slice indent;
    trf_slice description;
    trf_slice units[USITC_UNITS];
    uint32_t unit_count;
    trf_slice rates[USITC_COLUMNS]; /**< general, special, column 2 */
    trf_slice quota_quantity;
    trf_slice additional_duties;
    const usitc_note *notes;
    uint32_t note_count;
    uint32_t line;
} usitc_row;

typedef struct usitc usitc;

tariff_status usitc_new(trf_model *model, const trf_import_options *options, usitc **out, tariff_error **error);
void usitc_free(usitc *schedule);
const trf_alloc *usitc_alloc(const usitc *schedule);
/** Rows that follow are from this text; format is the name of the importer. */
tariff_status usitc_input(usitc *schedule, trf_slice name, const char *format, tariff_error **error);
/** Copies what it needs. */
tariff_status usitc_add(usitc *schedule, const usitc_row *row, tariff_error **error);
/** All rows were added: make the records. */
tariff_status usitc_finish(usitc *schedule, tariff_error **error);

/* The forms. */
tariff_status usitc_read_csv(usitc *schedule, trf_slice name, trf_slice text, tariff_error **error);
tariff_status usitc_read_json(usitc *schedule, trf_slice name, trf_slice text, tariff_error **error);

#endif
