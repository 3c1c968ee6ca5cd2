/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a table of CIRCABC: an archive, a CSV, the rows of one, or one part of a workbook whose other parts are sound; the
 * first byte chooses. Refused with an error, or written as own XML that is read.
 */
#include "lines.h"

#include "../unit/archives.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TEXT_CELL(text) "<c t='inlineStr'><is><t>" text "</t></is></c>"
#define HEADER                                                                                                                   \
    "<row>" TEXT_CELL("Goods code") TEXT_CELL("Start date") TEXT_CELL("End date") TEXT_CELL("Language") TEXT_CELL("Hier. Pos.")  \
        TEXT_CELL("Indent") TEXT_CELL("Description") TEXT_CELL("Descr. start date") "</row>"
#define ROW                                                                                                                      \
    "<row>" TEXT_CELL("0101000000 80") TEXT_CELL("01-01-2012") "<c r='D2' t='s'><v>0</v></c><c><v>4.0</v></c><c r='G2' t='s'>"   \
                                                               "<v>1</v></c></row>"

static const char header[] = "Goods code,Start date,End date,Language,Hier. Pos.,Indent,Description,Descr. start date\n";

enum { ARCHIVE, ROWS, SHEET_ROWS, SHEET_PART, STRINGS_PART, RELATIONS_PART, BOOK_PART, PACKAGE_PART, CHOICES };

static void read_workbook(unsigned choice, const char *text)
{
    workbook_parts parts = {TO_BOOK, BOOK, TO_SHEET, STRINGS, SHEET(HEADER ROW)};
    zip_made zip;

    switch (choice) {
    case SHEET_PART: parts.sheet = text; break;
    case STRINGS_PART: parts.strings = text; break;
    case RELATIONS_PART: parts.relations = text; break;
    case BOOK_PART: parts.book = text; break;
    default: parts.package = text; break;
    }
    lines_of(circabc_read, workbook_of(&zip, parts));
    zip_drop(&zip);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned choice;
    trf_buffer text;

    if (!size)
        return 0;
    choice = data[0] % CHOICES;
    trf_buffer_init(&text, &trf_alloc_default, 0);
    if (choice == ROWS)
        trf_buffer_text(&text, header);
    if (choice == SHEET_ROWS)
        trf_buffer_text(&text, "<worksheet xmlns='" MAIN "'><sheetData>" HEADER);
    trf_buffer_bytes(&text, data + 1, size - 1);
    if (choice == SHEET_ROWS)
        trf_buffer_text(&text, "</sheetData></worksheet>");
    if (choice <= ROWS) {
        lines_of(circabc_read, trf_buffer_view(&text));
    } else {
        trf_buffer_char(&text, '\0');
        read_workbook(choice == SHEET_ROWS ? SHEET_PART : choice, text.data);
    }
    trf_buffer_done(&text);
    return 0;
}
