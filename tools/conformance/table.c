/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/table.h"

#include <string.h>

/* Each with the columns that tell it from others. */
static const struct {
    adapter adapter;
    const char *wanted[2];
} forms[] = {
    {{"us-rates", "hts8 mfn_text_rate quantity1_code quantity2_code begin_effect_date end_effective_date", adapt_table_rate},
     {"mfn_text_rate", "expected_duty_usd_for_value100_qty1"}},
    {{"staging", "agreement importer code base_rate_percent category equal_annual_stages first_stage date", adapt_staging},
     {"equal_annual_stages", "expected_rate_percent"}},
};

static bool names_column(const char *data, const char *column)
{
    const char *found = strstr(data, column);

    return found && found < data + strcspn(data, "\r\n");
}

const adapter *table_adapter(const char *data)
{
    if (data[0] == '{' || data[0] == '[')
        return NULL;
    for (unsigned i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (names_column(data, forms[i].wanted[0]) && names_column(data, forms[i].wanted[1]))
            return &forms[i].adapter;
    return NULL;
}

/* Cuts the next line into cells; false at the end. */
static bool cut(char **rest, char *cells[TABLE_COLUMNS], unsigned *count)
{
    char *line = *rest, *end;

    if (!line || !*line)
        return false;
    end = line + strcspn(line, "\n");
    *rest = *end ? end + 1 : end;
    *end = 0;
    if (end > line && end[-1] == '\r')
        end[-1] = 0;
    *count = 0;
    for (char *cell = line; cell && *count < TABLE_COLUMNS;) {
        char *tab = strchr(cell, '\t');

        if (tab)
            *tab++ = 0;
        cells[(*count)++] = cell;
        cell = tab;
    }
    return true;
}

void table_open(table *table, char *data)
{
    memset(table, 0, sizeof *table);
    table->rest = data;
    cut(&table->rest, table->names, &table->column_count);
    table->line = 1;
}

bool table_next(table *table)
{
    do {
        if (!cut(&table->rest, table->cells, &table->cell_count))
            return false;
        table->line++;
    } while (table->cell_count == 1 && table->cells[0][0] == 0);
    return true;
}

void table_close(table *table)
{
    memset(table, 0, sizeof *table);
}

const char *table_first(const table *table)
{
    return table->cells[0];
}

static void put_columns(const table *table, bool expected, text *out)
{
    text_name(out, expected ? "expected" : "inputs");
    text_char(out, '{');
    for (unsigned i = 0; i < table->column_count && i < table->cell_count; i++)
        if ((strncmp(table->names[i], "expected_", 9) == 0) == expected)
            text_member(out, table->names[i], table->cells[i]);
    text_char(out, '}');
}

void table_case(const table *table, text *out)
{
    text_char(out, '{');
    put_columns(table, false, out);
    put_columns(table, true, out);
    text_char(out, '}');
}
