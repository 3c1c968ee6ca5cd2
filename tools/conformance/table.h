/* SPDX-License-Identifier: Apache-2.0 */
/** @file Tab-separated case files: a header of column names, then a case a line. */
#ifndef TOOLS_CONFORMANCE_TABLE_H
#define TOOLS_CONFORMANCE_TABLE_H

#include "conformance/run.h"

#define TABLE_COLUMNS 16

typedef struct table {
    char *names[TABLE_COLUMNS];
    char *cells[TABLE_COLUMNS];
    unsigned column_count, cell_count;
    char *rest;  /**< what was not read yet */
    size_t line; /**< of the cells */
} table;

/** The adapter of a table, by the columns that its header names; NULL where it is no table of a known form. */
const adapter *table_adapter(const char *data);
/** Over text that is changed while it is read. */
void table_open(table *table, char *data);
bool table_next(table *table);
void table_close(table *table);
/** The first cell of the line. */
const char *table_first(const table *table);
/** The line as a case: columns that begin with "expected_" are expected, the others inputs. */
void table_case(const table *table, text *out);
/** Ends what the trial holds open. */
void trial_close(trial *trial);

#endif
